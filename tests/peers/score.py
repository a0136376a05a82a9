"""How good forecasts are: the measures of the M competitions, see the equations in crates/tradecast/src/judge/metrics.rs."""

import numpy as np
import pandas as pd


def score(forecasts, train, test):
    """Scores one model's forecasts, series by series.

    `forecasts` has the columns series, horizon, point, lo80, hi80, lo95, hi95; `train` and `test` are dictionaries of arrays.
    A series whose past never changed has no scale and is left out.
    """
    rows = []
    for name, said in forecasts.groupby("series", sort=False):
        said, past, actual = said.sort_values("horizon"), train[name], test[name]
        scale = np.mean(np.abs(np.diff(past)))
        if scale == 0:
            continue
        inside = {level: (said[f"lo{level}"] <= actual) & (actual <= said[f"hi{level}"]) for level in (80, 95)}
        lo, hi = said.lo95.to_numpy(), said.hi95.to_numpy()
        fine = 2 / 0.05 * (np.maximum(lo - actual, 0) + np.maximum(actual - hi, 0))
        naive = np.repeat(past[-1], len(actual))
        rows.append(
            {
                "series": name,
                "smape": smape(actual, said.point),
                "mase": np.mean(np.abs(actual - said.point)) / scale,
                "smape_naive": smape(actual, naive),
                "mase_naive": np.mean(np.abs(actual - naive)) / scale,
                "coverage80": np.mean(inside[80]),
                "coverage95": np.mean(inside[95]),
                "msis": np.mean(hi - lo + fine) / scale,
            }
        )
    return pd.DataFrame(rows).set_index("series")


def smape(actual, said):
    """Symmetric absolute error, % of the mean of both."""
    return 200 * np.mean(np.abs(actual - said) / (np.abs(actual) + np.abs(said)))


def summary(scores):
    """Means over series; OWA is the mean of sMAPE and MASE, each relative to that of repeating the last value."""
    mean = scores.mean()
    return {
        "series": len(scores),
        "sMAPE": mean.smape,
        "MASE": mean.mase,
        "OWA": 0.5 * (mean.smape / mean.smape_naive + mean.mase / mean.mase_naive),
        "MSIS": mean.msis,
        "95 %": mean.coverage95,
        "80 %": mean.coverage80,
    }
