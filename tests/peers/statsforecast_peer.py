"""Python statsforecast: its four automatic models, one series at a time on one core, compiled before the clock starts.

    python statsforecast_peer.py TRAIN HORIZON REPEATS PER_YEAR > forecasts.csv

Every model is timed twice: for the bands that everyone here gives, and for points alone, where it may do much less.
"""

import csv
import sys
import time
import warnings

import pandas as pd
from statsforecast.models import AutoARIMA, AutoCES, AutoETS, OptimizedTheta

MODELS = {"ETS": AutoETS, "CES": AutoCES, "ARIMA": AutoARIMA, "optimised Theta": OptimizedTheta}


def fastest(repeats, call):
    """The result of a call and the least processor time, in milliseconds, that it took."""
    least = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        result = call()
        least = min(least, time.process_time() - start)
    return result, 1e3 * least


def main(train, horizon, repeats, per_year):
    warnings.filterwarnings("ignore")
    series = {name: group.value.to_numpy(float) for name, group in pd.read_csv(train).groupby("series", sort=False)}
    out = csv.writer(sys.stdout)
    out.writerow("model series horizon point lo80 hi80 lo95 hi95 ms ms_point".split())
    for label, kind in MODELS.items():
        model = kind(season_length=per_year)
        first = next(iter(series.values()))
        model.forecast(y=first, h=horizon, level=[80, 95])
        model.forecast(y=first, h=horizon)
        for name, values in series.items():
            bands, ms = fastest(repeats, lambda: model.forecast(y=values, h=horizon, level=[80, 95]))
            _, ms_point = fastest(repeats, lambda: model.forecast(y=values, h=horizon))
            columns = (bands[key] for key in ("mean", "lo-80", "hi-80", "lo-95", "hi-95"))
            for lead, figures in enumerate(zip(*columns), start=1):
                out.writerow([f"statsforecast {label}", name, lead, *map(float, figures), ms, ms_point])


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
