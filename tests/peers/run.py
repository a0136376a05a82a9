#!/usr/bin/env python3
"""Tradecast and what people use today, side by side: accuracy, bands and speed on one core, in one run.

    python run.py --data FILE

Prints Markdown. What FILE looks like and what the columns mean is in README.md.
"""

import argparse
import functools
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd

from score import score, summary

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TARGET = ROOT / "target/peers"
# Every program gets one thread, besides being held to one core.
THREADS = ["RAYON_NUM_THREADS", "NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]
EDGES = ["lo80", "hi80", "lo95", "hi95"]
FOUR = [f"statsforecast {model}" for model in ("ETS", "CES", "ARIMA", "optimised Theta")]
MEDIAN = "statsforecast, median of the four"
# Name, and options of `tradecast forecast`.
TRADECAST = {
    "tradecast": [],
    "tradecast, 20,000 paths": ["--paths", "20000"],
    "tradecast, 100 paths (nearly the fit alone)": ["--paths", "100"],
    "tradecast, priors of pairs": ["--priors", "pairs"],
    "tradecast, priors of pairs, 20,000 paths": ["--priors", "pairs", "--paths", "20000"],
}
# Goals for accuracy: group of series, measure, smallest and largest value.
GOALS = [
    ("M1", "OWA", 0, 0.72),
    ("M3", "OWA", 0, 0.835),
    ("all", "OWA", 0, 0.825),
    ("M1", "MSIS", 0, 45),
    ("M3", "MSIS", 0, 24),
    ("M1", "95 %", 0.93, 0.97),
    ("M3", "95 %", 0.93, 0.97),
]


def main():
    options = arguments()
    train, test = split(read(options.data), options.horizon)
    build()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.environ.update(dict.fromkeys(THREADS, "1"))
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "train.csv"
        write(train, file, options.per_year)
        peers = [functools.partial(tradecast, file, name) for name in TRADECAST]
        peers += [functools.partial(peer, command, file) for command in commands(options.per_year)]
        forecasts = pd.concat([run(options.horizon, options.repeats) for run in peers], ignore_index=True)
    forecasts = pd.concat([forecasts, *median_of_four(forecasts)], ignore_index=True)
    report(forecasts, train, test)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", required=True, help="series with their outcomes, see README.md")
    parser.add_argument("--horizon", type=int, default=6, help="periods ahead")
    parser.add_argument("--per-year", type=int, default=1, choices=[1, 4, 12], help="values a year: years, quarters, months")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each, of which the fastest counts")
    return parser.parse_args()


def read(file):
    """The file as columns series, part (train or test, where the file says so), t and value."""
    data = pd.read_csv(file)
    data = data.rename(columns={"id": "series", "period": "t"})
    missing = {"series", "t", "value"} - set(data)
    if missing:
        sys.exit(f"{file} has no column for {', '.join(sorted(missing))}: see README.md")
    return data.sort_values("t", kind="stable")


def split(data, horizon):
    """What the models see and what happened then, as arrays by series; series that are too short are left out."""
    train, test = {}, {}
    for name, group in data.groupby("series", sort=True):
        last = group.part == "test" if "part" in group else np.arange(len(group)) >= len(group) - horizon
        past, future = group.value[~last].to_numpy(float), group.value[last].to_numpy(float)[:horizon]
        if len(past) >= 3 and len(future) == horizon:
            train[name], test[name] = past, future
    return train, test


def write(train, file, per_year):
    """As `tradecast` reads it. The first year is made up: nothing here depends on the calendar."""
    rows = [(name, period(t, per_year), value) for name, values in train.items() for t, value in enumerate(values)]
    pd.DataFrame(rows, columns=["series", "period", "value"]).to_csv(file, index=False)


def period(t, per_year):
    """The name of a period, counted from the first."""
    year, part = 1901 + t // per_year, t % per_year + 1
    return {1: f"{year}", 4: f"{year}-Q{part}", 12: f"{year}-{part:02}"}[per_year]


def build():
    """Compiles what is compiled."""
    for manifest, package in ((ROOT / "Cargo.toml", "tradecast-cli"), (HERE / "augurs/Cargo.toml", "augurs-peer")):
        cargo = ["cargo", "build", "--release", "--manifest-path", manifest, "--package", package]
        subprocess.run([*cargo, "--target-dir", TARGET], check=True)


def commands(per_year):
    """The programs of the peers that are installed, with what they are told besides; those that know years alone where that is asked."""
    yield [sys.executable, HERE / "statsforecast_peer.py"], [per_year]
    if per_year > 1:
        return
    yield [TARGET / "release/augurs-peer"], []
    asked = ["Rscript", "-e", "library(forecast)"]
    if shutil.which("Rscript") and subprocess.run(asked, capture_output=True).returncode == 0:
        yield ["Rscript", HERE / "forecast.R"], []
    else:
        note("R forecast is left out: it is not installed (on Debian: apt-get install r-cran-forecast)")


def peer(program, file, horizon, repeats):
    """Runs a program that takes the file of series, the horizon, the repeats and what else it is told, and times itself."""
    command, told = program
    note(f"running {pathlib.Path(command[-1]).name}")
    with tempfile.TemporaryFile("w+") as out:
        subprocess.run([*command, file, *map(str, [horizon, repeats, *told])], stdout=out, check=True)
        out.seek(0)
        return pd.read_csv(out)


def tradecast(file, name, horizon, repeats):
    """The command line tool as a whole: start, read, fit, cross-validate, combine, simulate, write."""
    note(f"running {name}")
    command = [TARGET / "release/tradecast", "forecast", file, "--horizon", str(horizon), "--format", "csv"]
    least = float("inf")
    for _ in range(repeats):
        with tempfile.TemporaryFile("w+") as out:
            before = children()
            subprocess.run(
                [*command, *TRADECAST[name]], stdout=out, stderr=subprocess.DEVNULL, check=True
            )
            least = min(least, children() - before)
            out.seek(0)
            forecasts = pd.read_csv(out)
    forecasts = forecasts.assign(model=name, point=forecasts["median"])
    return forecasts.assign(ms=1e3 * least / forecasts.series.nunique())[
        ["model", "series", "horizon", "point", *EDGES, "ms"]
    ]


def children():
    """Processor time, in seconds, of the programs that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median_of_four(forecasts):
    """The four of statsforecast together: medians of points and of edges, and the time of all."""
    four = forecasts[forecasts.model.isin(FOUR)]
    if four.model.nunique() == len(FOUR):
        together = four.groupby(["series", "horizon"], sort=False)
        middle = together[["point", *EDGES]].median()
        yield middle.join(together[["ms", "ms_point"]].sum()).reset_index().assign(model=MEDIAN)


def report(forecasts, train, test):
    """Prints a table for each group of series, one of times, and one of goals."""
    groups = {"all": list(train)}
    for name in train:
        if "-" in name:
            groups.setdefault(name.split("-")[0], []).append(name)
    groups = {name: members for name, members in groups.items() if name == "all" or len(members) >= 20}
    models = forecasts.model.unique()
    scores = {model: score(forecasts[forecasts.model == model], train, test) for model in models}
    summaries = {
        (model, group): summary(scored.loc[scored.index.intersection(members)])
        for model, scored in scores.items()
        for group, members in groups.items()
    }
    for group in sorted(groups):
        print(f"\n## Accuracy, {group}\n")
        table([{"model": model, **summaries[model, group]} for model in models])
    times = forecasts.groupby("model")[["ms", "ms_point"]].mean()
    print(f"\n## Time on one core, {len(train)} series\n")
    table(
        [
            {
                "model": model,
                "ms a series": times.ms[model],
                "points alone": times.ms_point[model],
                "times tradecast": times.ms[model] / times.ms["tradecast"],
            }
            for model in models
        ]
    )
    print("\n## Goals\n")
    table(list(goals(summaries, times, groups)))
    print(f"\nLoad of the machine in the last minute: {os.getloadavg()[0]:.1f} ({os.cpu_count()} cores).")


def goals(summaries, times, groups):
    """Every goal, with what Tradecast reaches: as it comes, with the paths of a question of arrival, and with its panel priors."""
    ours = ["tradecast", "tradecast, 20,000 paths", "tradecast, priors of pairs"]
    for group, measure, least, most in GOALS:
        if group in groups:
            figures = {model: summaries[model, group][measure] for model in ours}
            goal = f"{least:g} to {most:g}" if least else f"at most {most:g}"
            yield row(f"{measure}, {group}", goal, figures, lambda figure: least <= figure <= most)
    if MEDIAN in times.ms:
        for column, what in (("ms", "points and bands"), ("ms_point", "for points alone")):
            figures = {model: times[column][MEDIAN] / times.ms[model] for model in ours}
            label = f"times faster than the four of statsforecast, {what}"
            yield row(label, "at least 100", figures, lambda figure: figure >= 100)
    if "augurs ETS" not in times.index:
        return
    search = times.ms["augurs ETS"] / times.ms["tradecast ETS, its search alone"]
    yield row("times faster than augurs in the search for ETS", "at least 1", {"tradecast": search}, lambda f: f >= 1)


def row(measure, goal, figures, reached):
    words = {model: f"{figure:.3g}, {'reached' if reached(figure) else 'MISSED'}" for model, figure in figures.items()}
    return {"measure": measure, "goal": goal, **words}


def table(rows):
    """Prints rows as Markdown; columns are those of the first."""
    columns = list(rows[0])
    cells = [columns, ["---"] * len(columns)] + [[cell(row.get(column, "")) for column in columns] for row in rows]
    print("\n".join(f"| {' | '.join(line)} |" for line in cells))


def cell(value):
    if isinstance(value, float):
        return "" if np.isnan(value) else f"{value:.2f}" if value >= 10 else f"{value:.3f}"
    return str(value)


def note(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
