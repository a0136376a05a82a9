"""Reference values for tests/reference.rs, from tools that share no code with Tradecast.

Run in a virtual environment of Python 3.11 or later:

    pip install -r requirements.txt
    python make.py

It rewrites the JSON files beside it; where the pinned versions are installed nothing changes. Every file says which tool
computed it. Where two ways to a number exist the script takes both and stops if they differ.

Conventions: y is the value, z = ln y, t counts periods since the first observation, a gap is a period without a value.
"""

import json
import math
import pathlib
import platform
import warnings

import numpy as np
import pandas as pd
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy import integrate, optimize, stats
from sklearn.linear_model import ElasticNet
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
from statsmodels.tsa.holtwinters import ExponentialSmoothing
from statsmodels.tsa.seasonal import STL
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents
from utilsforecast import losses

HERE = pathlib.Path(__file__).parent
TOOLS = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "statsmodels": statsmodels.__version__,
}

# ---------------------------------------------------------------------------------------------------------------------
# Series

# Kazakhstan-Azerbaijan turnover, USD m, as spliced in the project's data notes; 2017 is a gap.
KZ_AZ_TO_2016 = [
    91.67, 75.63, 63.62, 42.75, 41.86, 48.96, 54.64, 29.20, 67.50, 110.27, 165.26, 152.40, 252.85, 116, 198, 309, 457,
    209, 397, 279, 383, 378, 362, 190.2, 150,
]  # fmt: skip
KZ_AZ_FROM_2018 = [258.3, 229.6, 109, 332.2, 461.9, 529.4, 530]

# Enumerated population of the United States, census of each decade (public domain); the series of Pearl and Reed 1920.
CENSUS = [
    3929214, 5308483, 7239881, 9638453, 12866020, 17069453, 23191876, 31443321, 39818449, 50189209, 62979766, 76212168,
    92228496,
]  # fmt: skip

# International airline passengers, thousands a month, January 1949 to December 1960: Box and Jenkins 1970, Time Series
# Analysis, series G.
AIR_PASSENGERS = [
    112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114, 140,
    145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242, 209, 191, 172, 194,
    196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264, 302, 293, 259, 229, 203, 229,
    242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313, 318, 374, 413, 405, 355, 306, 271, 306,
    315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318, 362, 348, 363, 435, 491, 505, 404, 359, 310, 337,
    360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405, 417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432,
]  # fmt: skip

# Surprises in thousandths, drawn once from a normal distribution and written down.
SURPRISES_DAMPED = [
    -64, 19, -133, 52, 91, -36, 34, 20, -32, -69, -163, 113, -4, 202, 66, 22, -53, 111, -41, 126, -32, 15, -122, 187,
    -8, -31, 65, -71, 61, -94, 44, -84, -147, -48, -117, 44, 2, 41, 7, -28, 2, 84, -15, -61, -78, -18, -60, 150, -94,
    -87, -24, 52, -21, -77, -65, -28, 78, -78, -7, -49,
]  # fmt: skip
SURPRISES_LOGISTIC = [
    18, 76, -89, 84, -2, -40, -40, -54, -11, 42, 29, 32, -85, -79, 78, 48, 109, 60, -51, 64, 31, 11, -41, 0, -7, 45,
    6, 79, -39, 24,
]  # fmt: skip
SURPRISES_GOMPERTZ = [
    -84, -72, -78, -37, 87, -96, 57, 76, -21, -42, 28, 73, 129, 54, 96, -27, -52, -103, -69, -22, 12, -79, 49, -6,
    -39,
]  # fmt: skip


def damped_series():
    """A damped trend with alpha 0.6, beta 0.3, phi 0.92, level 4 and slope 0.1 before the first observation."""
    level, slope, values = 4.0, 0.1, []
    for thousandths in SURPRISES_DAMPED:
        error = thousandths / 1000
        values.append(round(math.exp(level + 0.92 * slope + error), 1))
        level, slope = level + 0.92 * slope + 0.6 * error, 0.92 * slope + 0.3 * error
    return values


def logistic_series():
    """Ceiling 500, rate 0.35, inflection at 12."""
    curve = lambda t: 500 / (1 + math.exp(-0.35 * (t - 12)))
    return [round(curve(t) * math.exp(u / 1000), 2) for t, u in enumerate(SURPRISES_LOGISTIC)]


def gompertz_series():
    """Ceiling 500, rate 0.2, inflection at 9."""
    curve = lambda t: 500 * math.exp(-math.exp(-0.2 * (t - 9)))
    return [round(curve(t) * math.exp(u / 1000), 2) for t, u in enumerate(SURPRISES_GOMPERTZ)]


def yearly(start, values):
    return [[start + t, float(value)] for t, value in enumerate(values)]


NILE = sm.datasets.nile
assert "public domain" in NILE.COPYRIGHT
SERIES = {
    "kz_az": yearly(1992, KZ_AZ_TO_2016) + yearly(2018, KZ_AZ_FROM_2018),
    "kz_az_to_2016": yearly(1992, KZ_AZ_TO_2016),
    "nile": yearly(1871, NILE.load().data["volume"].tolist()),
    "damped": yearly(1960, damped_series()),
    "logistic": yearly(1990, logistic_series()),
    "gompertz": yearly(1990, gompertz_series()),
    "census": [[1790 + 10 * i, float(value)] for i, value in enumerate(CENSUS)],
}


def arrays(name):
    """t, y, z of a series."""
    years, values = np.array(SERIES[name]).T
    return years - years[0], values, np.log(values)


# ---------------------------------------------------------------------------------------------------------------------
# Helpers


def agree(one, other, tolerance):
    """Stops if two ways to the same number differ by more than a relative tolerance."""
    assert np.allclose(one, other, rtol=tolerance, atol=0), (one, other)


def adjacent_autocorrelation(t, residuals):
    """Lag-1 autocorrelation: mean product over pairs one period apart, divided by the mean square; None below 3 pairs."""
    pairs = [(a, b) for a, b, s, u in zip(residuals, residuals[1:], t, t[1:]) if u - s == 1]
    if len(pairs) < 3:
        return None
    return float(np.mean([a * b for a, b in pairs]) / np.mean(np.square(residuals)))


def plain(value):
    """numpy to JSON."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(entry) for entry in value]
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, np.floating):
        return float(value)
    return value


def write(name, tool, about, cases, **more_tools):
    """One file: what, by which tool and version, and one line a case."""
    head = {"about": about, "tool": tool, "versions": TOOLS | more_tools, "script": "tests/reference/make.py"}
    lines = ",\n".join(json.dumps(plain(case), allow_nan=False) for case in cases)
    (HERE / f"{name}.json").write_text(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}\n", encoding="utf-8")


# ---------------------------------------------------------------------------------------------------------------------
# 1. Ordinary least squares


def ols():
    for name in ["kz_az", "kz_az_to_2016", "nile", "damped"]:
        t, y, z = arrays(name)
        for model, left, degree in [("linear", y, 1), ("log-linear", z, 1), ("polynomial", z, 2)]:
            fit = sm.OLS(left, np.vander(t, degree + 1, increasing=True)).fit()
            # The residuals of the straight line in levels are also taken in logs, as every other model's are.
            logs = z - np.log(fit.fittedvalues) if model == "linear" else fit.resid
            yield {
                "series": name,
                "model": model,
                "coefficients": fit.params,
                "std_errors": fit.bse,
                "sigma": math.sqrt(fit.scale),
                "r_squared": fit.rsquared,
                "log_sigma": math.sqrt(np.sum(logs**2) / fit.df_resid),
                "autocorrelation": adjacent_autocorrelation(t, logs),
            }


# ---------------------------------------------------------------------------------------------------------------------
# 2. Random walk with drift in logs


def drift():
    for name in ["kz_az", "kz_az_to_2016", "nile", "damped", "census"]:
        t, _, z = arrays(name)
        steps, changes = np.diff(t), np.diff(z)
        mu = (z[-1] - z[0]) / (t[-1] - t[0])
        # Closed form and weighted regression of changes on steps are the same estimator.
        weighted = sm.WLS(changes, steps, weights=1 / steps).fit()
        sigma = math.sqrt(np.sum((changes - steps * mu) ** 2 / steps) / (len(steps) - 1))
        std_error = sigma / math.sqrt(t[-1] - t[0])
        agree([mu, sigma, std_error], [weighted.params[0], math.sqrt(weighted.scale), weighted.bse[0]], 1e-9)
        if np.all(steps == 1):
            # The intercept of the differences; ARIMA divides by n where we divide by n - 1.
            arima = ARIMA(changes, order=(0, 0, 0), trend="c").fit()
            const, variance = arima.params
            # Its optimiser stops within a hundredth of a standard error.
            assert abs(const - mu) < 0.01 * std_error, (const, mu)
            agree(variance, sigma**2 * (len(steps) - 1) / len(steps), 1e-3)
        yield {
            "series": name,
            "mu": mu,
            "mu_std_error": std_error,
            "growth_pct": math.expm1(mu) * 100,
            "growth_pct_std_error": std_error * math.exp(mu) * 100,
            "sigma": sigma,
            "naive_sigma": math.sqrt(np.sum(changes**2 / steps) / len(steps)),
        }


# ---------------------------------------------------------------------------------------------------------------------
# 3. Damped trend on logs: ETS(A,Ad,N)
#
# z(t) = l(t-1) + phi b(t-1) + e(t); l(t) = l(t-1) + phi b(t-1) + alpha e(t); b(t) = phi b(t-1) + beta e(t), with
# beta = alpha beta*. l0 and b0 are the states one period before the first observation.


def damped_filter(z, alpha, beta, phi, level, slope):
    fitted = []
    for value in z:
        fitted.append(level + phi * slope)
        error = value - fitted[-1]
        level, slope = level + phi * slope + alpha * error, phi * slope + beta * error
    forecast = [level + slope * sum(phi**j for j in range(1, h + 1)) for h in range(1, 7)]
    return np.array(fitted), np.array(forecast)


FIXED = [
    {"alpha": 0.5, "beta": 0.1, "phi": 0.9, "level_shift": 0.0, "slope": 0.05},
    {"alpha": 0.9, "beta": 0.45, "phi": 0.85, "level_shift": 0.1, "slope": -0.02},
    {"alpha": 0.1, "beta": 0.001, "phi": 0.97, "level_shift": -0.2, "slope": 0.0},
]


def damped():
    for name in ["damped", "kz_az_to_2016", "nile"]:
        _, _, z = arrays(name)
        model = ETSModel(
            z, error="add", trend="add", damped_trend=True, initialization_method="estimated",
            bounds={"damping_trend": (0.8, 0.98)},
        )  # fmt: skip
        fit = model.fit(disp=False, maxiter=10_000, ftol=1e-14, gtol=1e-10)
        start = dict(zip(model.param_names, fit.params))
        names = ["smoothing_level", "smoothing_trend", "damping_trend", "initial_level", "initial_trend"]
        found = [start[key] for key in names]
        fitted, forecast = damped_filter(z, *found)
        agree(fitted, fit.fittedvalues, 1e-9)  # our reading of the convention is statsmodels' own
        agree(forecast, fit.forecast(6), 1e-9)
        # The same least squares by another optimiser from several starts, over alpha, beta/alpha, phi, level, slope.
        best = min(
            (
                optimize.least_squares(
                    lambda p: z - damped_filter(z, p[0], p[0] * p[1], *p[2:])[0],
                    [alpha, share, phi, z[0], slope],
                    bounds=([1e-4, 1e-4, 0.8, -np.inf, -np.inf], [0.9999, 0.9999, 0.98, np.inf, np.inf]),
                    xtol=1e-15, ftol=1e-15, gtol=1e-15, max_nfev=20_000, x_scale="jac",
                )
                for alpha in [0.02, 0.1, 0.5, 0.9] for share in [0.1, 0.5, 0.95]
                for phi in [0.85, 0.95] for slope in [0.0, 0.1]
            ),
            key=lambda result: result.cost,
        )  # fmt: skip
        alpha, share, phi, level, slope = best.x
        fitted, forecast = damped_filter(z, alpha, alpha * share, phi, level, slope)
        sse = float(np.sum((z - fitted) ** 2))
        assert sse <= fit.sse * (1 + 1e-9), (sse, fit.sse)
        inner = all(low + 1e-3 < value < high - 1e-3 for value, low, high in
                    [(alpha, 1e-4, 0.9999), (share, 1e-4, 0.9999), (phi, 0.8, 0.98)])  # fmt: skip
        fixed = []
        for choice in FIXED:
            given = {"alpha": choice["alpha"], "beta": choice["beta"], "phi": choice["phi"],
                     "level": z[0] + choice["level_shift"], "slope": choice["slope"]}  # fmt: skip
            one_step, ahead = damped_filter(z, *given.values())
            agree(one_step, model.smooth(list(given.values())).fittedvalues, 1e-9)
            fixed.append(given | {"sse": np.sum((z - one_step) ** 2), "forecast": ahead})
        yield {
            "series": name,
            "optimum": {
                "alpha": alpha, "beta": alpha * share, "beta_star": share, "phi": phi, "level": level, "slope": slope,
                "sse": sse, "sigma": math.sqrt(sse / (len(z) - 5)), "is_inner": inner,
                "fitted": fitted, "forecast": forecast,
            },
            "statsmodels": dict(zip(["alpha", "beta", "phi", "level", "slope"], found))
            | {"sse": fit.sse, "loglike": fit.llf},
            "fixed": fixed,
        }  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# 4. Growth curves by least squares in logs
#
# logistic K / (1 + exp(-r (t - m))), Gompertz K exp(-exp(-r (t - m))) = K exp(-b exp(-r t)) with b = exp(r m),
# Richards K (1 + v exp(-r (t - m)))^(-1/v).

LOG_SHARE = {
    "logistic": lambda t, r, m: -np.log1p(np.exp(-r * (t - m))),
    "gompertz": lambda t, r, m: -np.exp(-r * (t - m)),
    "richards": lambda t, r, m, v: -np.log1p(v * np.exp(-r * (t - m))) / v,
}


def growth_curves():
    for name, shape, given, start in [
        ("logistic", "logistic", None, (500, 0.35, 12)),
        ("logistic", "logistic", 550, (0.35, 12)),
        ("gompertz", "gompertz", None, (500, 0.2, 9)),
        ("gompertz", "gompertz", 450 * 1.3, (0.2, 9)),
        ("census", "logistic", None, (2e8, 0.03, 125)),
        ("census", "logistic", 2e8, (0.03, 125)),
        ("census", "gompertz", 5e8, (0.01, 150)),
        ("logistic", "richards", None, (500, 0.35, 12, 1)),
        ("logistic", "richards", 550, (0.35, 12, 1)),
        ("census", "richards", 2e8, (0.03, 125, 1)),
    ]:
        t, _, z = arrays(name)
        share = LOG_SHARE[shape]
        if given is None:
            curve = lambda t, K, *shape: np.log(K) + share(t, *shape)
        else:
            curve = lambda t, *shape: math.log(given) + share(t, *shape)
        estimates, covariance = optimize.curve_fit(
            curve, t, z, start, method="lm", xtol=1e-14, ftol=1e-14, gtol=1e-14, maxfev=100_000
        )
        # Again by a trust-region method with its own derivatives.
        again = optimize.least_squares(
            lambda p: z - curve(t, *p), estimates * 1.05, jac="3-point", x_scale=np.abs(estimates),
            xtol=1e-15, ftol=1e-15, gtol=1e-15,
        )  # fmt: skip
        residuals = z - curve(t, *estimates)
        sse, freedom = float(np.sum(residuals**2)), len(z) - len(estimates)
        spread = np.sqrt(np.diag(np.linalg.inv(again.jac.T @ again.jac)) * sse / freedom)
        agree(estimates, again.x, 1e-5)
        agree(np.sqrt(np.diag(covariance)), spread, 1e-4)
        labels = ([] if given else ["ceiling"]) + ["rate", "inflection", "asymmetry"]
        yield {
            "series": name,
            "model": shape,
            "given_ceiling": given,
            "parameters": dict(zip(labels, again.x)),
            "std_errors": dict(zip(labels, spread)),
            "sse": sse,
            "sigma": math.sqrt(sse / freedom),
            "r_squared": 1 - sse / np.sum((z - z.mean()) ** 2),
            "autocorrelation": adjacent_autocorrelation(t, residuals),
        }


# ---------------------------------------------------------------------------------------------------------------------
# 4a. One break in a log-linear trend
#
# z = a + b t + c max(0, t - s); s is the admissible observation with the least squares. Kept where
# n (1 - rho)/(1 + rho) ln(SSE ratio) > 2 ln n, with rho the memory of the deviations.


def memory(t, residuals):
    rho = adjacent_autocorrelation(t, residuals)
    return 0.0 if rho is None else min(max(rho + (1 + 3 * rho) / len(t), 0.0), 0.98)


def breaks():
    for name in ["kz_az", "kz_az_to_2016", "nile", "damped", "logistic", "gompertz"]:
        t, _, z = arrays(name)
        n, ones = len(t), np.ones(len(t))
        segment = max(4, math.ceil(0.15 * n))
        hinged = lambda s: sm.OLS(z, np.column_stack([ones, t, np.maximum(0, t - s)])).fit()
        fits = [(t[i], hinged(t[i])) for i in range(segment - 1, n - segment + 1)]
        s, fit = min(fits, key=lambda pair: pair[1].ssr)
        straight = sm.OLS(z, np.column_stack([ones, t])).fit()
        rho = memory(t, fit.resid)
        gain = n * (1 - rho) / (1 + rho) * math.log(straight.ssr / fit.ssr) - 2 * math.log(n)
        case = {"series": name, "gain": gain, "kept": gain > 0, "tried": len(fits), "break": s}
        if gain > 0:
            a, b, c = fit.params
            # Regression of what the optimum leaves on the derivatives: coefficients zero, the errors are those wanted.
            tangent = np.column_stack([ones, t, np.maximum(0, t - s), -c * (t > s)])
            covariance = np.linalg.inv(tangent.T @ tangent) * fit.ssr / (n - 4)
            case |= {"before": b, "before_error": math.sqrt(covariance[1, 1]), "after": b + c,
                     "after_error": math.sqrt(covariance[1:3, 1:3].sum()), "break_error": math.sqrt(covariance[3, 3]),
                     "sigma": math.sqrt(fit.ssr / (n - 4))}  # fmt: skip
        else:
            case |= {"growth": straight.params[1], "growth_error": straight.bse[1], "sigma": math.sqrt(straight.scale)}
        yield case


# ---------------------------------------------------------------------------------------------------------------------
# 4b. Theil-Sen


def robust():
    for name in ["kz_az", "kz_az_to_2016", "nile", "damped", "census"]:
        t, _, z = arrays(name)
        if name == "nile":
            z = np.log(np.round(np.exp(z), -2))  # many equal values
        slope, intercept, low, high = stats.theilslopes(z, t, 0.95, method="joint")
        level = intercept + slope * np.median(t)
        yield {
            "series": name,
            "rounded_to": 100 if name == "nile" else None,
            "slope": slope,
            "low": low,
            "high": high,
            "level": math.exp(level),
            "sigma": math.sqrt(np.sum((z - level - slope * (t - np.median(t))) ** 2) / (len(t) - 2)),
        }


# ---------------------------------------------------------------------------------------------------------------------
# 4c. Elastic net on growth
#
# Rows are changes from the second on, per period, weighted by their periods; columns are the last growth, the distance of
# the last level from the mean of the last five periods, and the growth of regressors. Everything is standardised.


def elastic_net_rows(t, z, regressors):
    rows = range(2, len(t))
    periods = np.array([t[i] - t[i - 1] for i in rows])
    growth = lambda x: np.diff(x) / np.diff(t)
    gaps = [z[i - 1] - np.mean(z[:i][t[:i] > t[i - 1] - 5]) for i in rows]
    columns = [growth(z)[:-1], np.array(gaps)] + [growth(x)[1:] for x in regressors]
    return periods, growth(z)[1:], np.column_stack(columns)


def elastic_net_fit(periods, y, x, penalty):
    """Mean growth, means and coefficients of the columns."""
    mean = np.average(y, weights=periods)
    means = np.average(x, axis=0, weights=periods)
    size = lambda centred: np.sqrt(np.sum(periods * centred.T**2, axis=-1) / len(y))
    root = np.sqrt(periods)
    net = ElasticNet(alpha=penalty, l1_ratio=0.5, fit_intercept=False, tol=1e-13, max_iter=1_000_000)
    net.fit((x - means) / size(x - means) * root[:, None], (y - mean) / size(y - mean) * root)
    return mean, means, net.coef_ * size(y - mean) / size(x - means)


PENALTIES = [2 * 0.6**i for i in range(12)]


def elastic_net():
    for name, others in [("kz_az", []), ("kz_az_to_2016", []), ("damped", []), ("kz_az", ["logistic"]),
                         ("gompertz", ["damped"]), ("nile", ["damped"]), ("logistic", ["gompertz", "damped"])]:  # fmt: skip
        t, _, z = arrays(name)
        # As many values of each other series as this one has, taken for the same periods.
        known = [arrays(other)[2] for other in others]
        count = min([len(z)] + [len(x) for x in known])
        t, z, known = t[:count], z[:count], [x[:count] for x in known]
        periods, y, x = elastic_net_rows(t, z, known)
        first = max(6, len(y) // 2, len(y) - 12)

        def one_ahead(row, penalty):
            mean, means, coefficients = elastic_net_fit(periods[:row], y[:row], x[:row], penalty)
            return periods[row] * (y[row] - mean - coefficients @ (x[row] - means)) ** 2

        scores = [sum(one_ahead(row, penalty) for row in range(first, len(y))) for penalty in PENALTIES]
        penalty = PENALTIES[int(np.argmin(scores))]
        coefficients = elastic_net_fit(periods, y, x, penalty)[2]
        # Growth must not feed on itself by more than 0.95; the gap adds past growths with weights of two.
        coefficients[:2] *= min(1, 0.95 / max(abs(coefficients[0]) + 2 * abs(coefficients[1]), 0.95))
        fixed = [{"penalty": p, "coefficients": elastic_net_fit(periods, y, x, p)[2]} for p in (2.0, 0.3, 0.05)]
        yield {
            "series": name,
            "regressors": others,
            "count": count,
            "mean": np.average(y, weights=periods),
            "fixed": fixed,
            "scores": scores,
            "penalty": penalty,
            "coefficients": dict(zip(["last growth", "gap to five-period mean"] + others, coefficients)),
        }


# ---------------------------------------------------------------------------------------------------------------------
# 5. Quantiles and first passage

HEAVY = stats.t(4, scale=1 / math.sqrt(2))  # Student-t, four degrees of freedom, unit variance


def quantiles():
    # The first three are the check points of Wichura 1988, algorithm AS 241.
    points = [0.25, 0.001, 1e-20, 1e-10, 1e-6, 0.005, 0.025, 0.05, 0.1, 0.4, 0.5, 0.6, 0.75, 0.9, 0.975, 0.995, 0.9999]
    agree(stats.norm.ppf(points[:3]), [-0.6744897501960817, -3.090232306167814, -9.262340089798408], 1e-14)
    for p in points:
        quantile = HEAVY.ppf(p)
        yield {
            "p": p,
            "normal": stats.norm.ppf(p),
            "student_t4_unit_variance": quantile,
            "student_t4_density": HEAVY.pdf(quantile),
        }


def panels(low, high, count, order):
    """Nodes and weights of composite Gauss-Legendre quadrature."""
    x, w = np.polynomial.legendre.leggauss(order)
    edges = np.linspace(low, high, count + 1)
    half = np.diff(edges)[:, None] / 2
    return (edges[:-1, None] + half * (x + 1)).ravel(), (half * w).ravel()


def passage(innovation, mu, sigma, level, horizon, count):
    """P(max of S(1..h) >= level) for h = 1..horizon, where S adds mu + sigma x innovation a period.

    The density of the walks that have not arrived is carried from period to period on quadrature nodes below the level;
    what jumps over the level arrives. Nodes reach so far down that a walk below them does not come back.
    """
    near, w_near = panels(level - 12 * sigma, level, count, 12)
    far, w_far = panels(level - 120 * sigma, level - 12 * sigma, count, 12)
    x, w = np.concatenate([far, near]), np.concatenate([w_far, w_near])
    arrive = innovation.sf((level - x - mu) / sigma)
    step = innovation.pdf((x[:, None] - x[None, :] - mu) / sigma) / sigma
    density = innovation.pdf((x - mu) / sigma) / sigma
    total = [float(innovation.sf((level - mu) / sigma))]
    for _ in range(horizon - 1):
        total.append(total[-1] + float(np.sum(w * density * arrive)))
        density = step @ (w * density)
    return np.array(total)


def stays(innovation, mu, sigma, level, horizon, count):
    """P(S(k) >= level for every k = h..horizon) for h = 1..horizon, with S as above.

    The density of all walks is carried forward on quadrature nodes on both sides of the level, the probability of staying
    above it backward on those above; what jumps over the highest node stays.
    """
    edges = [level + k * sigma for k in (-120, -12, 0, 12, 120)]
    pieces = [panels(low, high, count, 12) for low, high in zip(edges, edges[1:])]
    x, w = np.concatenate([x for x, _ in pieces]), np.concatenate([w for _, w in pieces])
    step = innovation.pdf((x[:, None] - x[None, :] - mu) / sigma) / sigma
    beyond = innovation.sf((edges[-1] - x - mu) / sigma)
    above = x > level
    keep = [np.ones(len(x)) * above]
    for _ in range(horizon - 1):
        keep.append((step.T @ (w * keep[-1]) + beyond) * above)
    density = innovation.pdf((x - mu) / sigma) / sigma
    total = []
    for at in reversed(keep):
        total.append(float(np.sum(w * density * at)))
        density = step @ (w * density)
    return np.array(total)


def first_passage():
    # Growth of 2, -3 and 5 per cent a year as drifts in logs, since the tests set the drift as a growth rate.
    for growth_pct, sigma, level, horizon in [
        (0.0, 0.2, math.log(1.5), 10),
        (2.0, 0.2, math.log(2.0), 20),
        (-3.0, 0.3, math.log(1.5), 15),
        (5.0, 0.1, math.log(2.0), 20),
        (0.0, 0.2, 0.05, 5),
    ]:
        mu = math.log1p(growth_pct / 100)
        case = {"growth_pct": growth_pct, "mu": mu, "sigma": sigma, "level": level, "multiple": math.exp(level)}
        for name, innovation in [("normal", stats.norm), ("student_t4_unit_variance", HEAVY)]:
            coarse = passage(innovation, mu, sigma, level, horizon, 60)
            fine = passage(innovation, mu, sigma, level, horizon, 90)
            assert np.max(np.abs(coarse - fine)) < 1e-8, (case, name)
            if name == "normal" and horizon >= 2:
                # Two periods in closed form.
                both = stats.multivariate_normal([mu, 2 * mu], sigma**2 * np.array([[1, 1], [1, 2]])).cdf([level] * 2)
                assert abs(fine[1] - (1 - both)) < 1e-6, (case, fine[1], 1 - both)
            case[name] = fine
        coarse, fine = (stays(HEAVY, mu, sigma, level, horizon, count) for count in (20, 30))
        assert np.max(np.abs(coarse - fine)) < 1e-6, (case, coarse - fine)
        assert np.all(fine <= case["student_t4_unit_variance"] + 1e-6) and np.all(np.diff(fine) >= 0), (case, fine)
        case["stays_student_t4"] = fine
        yield case


# ---------------------------------------------------------------------------------------------------------------------
# 6. Rolling origin and metrics


def rolling_origin():
    """RMSE in logs of naive and drift: the last 8 origins with at least 8 observations behind them, leads up to 6."""
    for name, values in [("first 20 of kz_az", SERIES["kz_az"][:20]), ("last 24 of kz_az", SERIES["kz_az"][-24:])]:
        t, y = np.array(values).T
        z = np.log(y)
        errors = {"naive": [], "drift": []}
        first = max(7, len(z) - 9)
        for origin in range(first, len(z) - 1):
            mu = (z[origin] - z[0]) / (t[origin] - t[0])
            for outcome in range(origin + 1, len(z)):
                lead = t[outcome] - t[origin]
                if lead <= 6:
                    errors["naive"].append(z[origin] - z[outcome])
                    errors["drift"].append(z[origin] + mu * lead - z[outcome])
        rmse = {model: math.sqrt(np.mean(np.square(e))) for model, e in errors.items()}
        yield {
            "about": name,
            "values": values,
            "origins": len(z) - 1 - first,
            "forecasts": len(errors["naive"]),
            "rmse_log": rmse,
            "relative_to_naive": {model: value / rmse["naive"] for model, value in rmse.items()},
        }


def required_growth():
    """Constant growth to a level by a year, and how many windows of that length in the history had it."""
    for level, by in [(1000.0, 2030), (600.0, 2027), (5000.0, 2034)]:
        years, y = np.array(SERIES["kz_az"]).T
        span = by - years[-1]
        index = dict(zip(years, y))
        ratios = [index[year + span] / value for year, value in index.items() if year + span in index]
        yield {
            "series": "kz_az",
            "level": level,
            "by": by,
            "pct_per_year": ((level / y[-1]) ** (1 / span) - 1) * 100,
            "windows": len(ratios),
            "share": float(np.mean([ratio >= level / y[-1] for ratio in ratios])),
        }


def metrics():
    """A worked example small enough for a calculator."""
    actual, predicted = np.array([100.0, 120.0, 90.0, 150.0]), np.array([110.0, 115.0, 100.0, 130.0])
    lo, hi = np.array([90.0, 112.0, 95.0, 118.0]), np.array([125.0, 130.0, 108.0, 149.0])
    sample, outcome = np.array([1.0, 2.0, 4.0, 7.0, 11.0]), 5.0
    pinball = lambda p, y, q: np.where(y >= q, p * (y - q), (1 - p) * (q - y))
    # CRPS of the empirical distribution: E|X - y| - E|X - X'|/2, which is also the integral of (F - step) squared.
    crps = np.mean(np.abs(sample - outcome)) - np.mean(np.abs(sample[:, None] - sample[None, :])) / 2
    edges = np.sort(np.append(sample, outcome))
    share = lambda x: np.mean(sample <= x) - (x >= outcome)
    agree(crps, sum((b - a) * share(a) ** 2 for a, b in zip(edges, edges[1:])), 1e-12)
    yield {
        "actual": actual,
        "predicted": predicted,
        "rmse_log": math.sqrt(np.mean((np.log(actual) - np.log(predicted)) ** 2)),
        "lo": lo,
        "hi": hi,
        "coverage": float(np.mean((lo <= actual) & (actual <= hi))),
        "pinball": {str(p): float(np.mean(pinball(p, actual, predicted))) for p in [0.1, 0.5, 0.9]},
        "crps_sample": sample,
        "crps_outcome": outcome,
        "crps": crps,
    }


# ---------------------------------------------------------------------------------------------------------------------
# 7. Exponential smoothing on levels
#
# Values relative to the last one. The deviance is R's: n log(sum of squared errors) and, where errors are relative, twice the
# sum of the logarithms of what was expected; statsmodels' likelihood has the constants, too.

FORMS = {
    "ANN": ("add", None), "AAN": ("add", "kept"), "AAdN": ("add", "damped"),
    "MNN": ("mul", None), "MAN": ("mul", "kept"), "MAdN": ("mul", "damped"),
}  # fmt: skip


def smoothing(form, shares):
    """alpha, beta, phi from shares of their ranges; beta is at most a fifth of alpha."""
    trend = FORMS[form][1]
    beta = shares[0] * 0.2 * shares[1] if trend else 0.0
    return shares[0], beta, 0.8 + 0.18 * shares[2] if trend == "damped" else 1.0


def ets_deviance(form, t, y, shares, states):
    alpha, beta, phi = smoothing(form, shares)
    level, slope = states[0], states[1] if FORMS[form][1] else 0.0
    square, logs, now = 0.0, 0.0, -1
    for time, value in zip(t, y):
        while now < time:
            level, slope, now = level + phi * slope, phi * slope, now + 1
        error = value - level
        if FORMS[form][0] == "mul":
            if level <= 0:
                return 1e10
            square, logs = square + (error / level) ** 2, logs + math.log(level)
        else:
            square += error**2
        level, slope = level + alpha * error, slope + beta * error
    return len(y) * math.log(square) + 2 * logs


def ets():
    for name in ["damped", "kz_az_to_2016", "nile", "kz_az"]:
        t, y, _ = arrays(name)
        y = y / y[-1]
        n = len(y)
        forms = {}
        for form, (error, trend) in FORMS.items():
            shares = {None: [0.4], "kept": [0.4, 0.3], "damped": [0.4, 0.3, 0.5]}[trend]
            count = 2 if trend else 1
            at = lambda states: ets_deviance(form, t, y, shares, states)
            states = [y[0], 0.0][:count]
            for _ in range(3):
                states = optimize.minimize(
                    at, states, method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-13, "maxiter": 4000}
                ).x
            if name != "kz_az":
                # Without a gap statsmodels evaluates the same likelihood.
                model = ETSModel(y, error=error, trend="add" if trend else None, damped_trend=trend == "damped")
                alpha, beta, phi = smoothing(form, shares)
                given = [alpha] + ([beta] if trend else []) + ([phi] if trend == "damped" else []) + list(states)
                agree(-2 * model.loglike(given) - n * (math.log(2 * math.pi / n) + 1), at(states), 1e-9)
            # The optimum over shares and states together, from many starts.
            bounds = [(1e-4, 1 - 1e-4)] * len(shares) + [(None, None)] * count
            whole = lambda p: ets_deviance(form, t, y, p[: len(shares)], p[len(shares):])
            slopes = [0.0, (y[3] - y[0]) / (t[3] - t[0]), (y[-1] - y[0]) / (t[-1] - t[0])]
            grid = [[a, b, c][: len(shares)] for a in [1e-3, 0.1, 0.5, 0.95] for b in [0.05, 0.9] for c in [0.1, 0.9]]
            starts = [g + [y[0] - s, s][:count] for g in grid for s in slopes]
            best = min((optimize.minimize(whole, start, method="L-BFGS-B", bounds=bounds,
                                          options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 5000})
                        for start in starts), key=lambda result: result.fun)  # fmt: skip
            best = optimize.minimize(whole, best.x, method="Nelder-Mead", bounds=bounds,
                                     options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 20_000})  # fmt: skip
            k = len(shares) + count + 1
            forms[form] = {
                "shares": shares,
                "states": states,
                "deviance": at(states),
                "optimum": best.fun,
                "bic": best.fun + k * math.log(n),
            }
        # Approximate posterior probabilities, exp(-BIC/2).
        bic = np.array([form["bic"] for form in forms.values()])
        odds = np.exp(-(bic - bic.min()) / 2)
        for form, weight in zip(forms.values(), odds / odds.sum()):
            form["weight"] = weight
        yield {"series": name, "forms": forms}


# ---------------------------------------------------------------------------------------------------------------------
# 8. ARIMA in logs, gaps as missing observations
#
# The deviance is -2 log-likelihood, maximised over the constant and sigma, without log(2 pi) for the d diffuse values.

ARIMAS = [
    ((1, 0, 0), [0.6], []), ((0, 0, 1), [], [0.5]), ((1, 1, 0), [-0.3], []), ((0, 1, 1), [], [-0.4]),
    ((2, 1, 1), [0.3, 0.2], [0.5]), ((1, 1, 2), [0.4], [0.3, 0.2]), ((0, 2, 1), [], [-0.7]), ((1, 2, 1), [0.2], [-0.6]),
]  # fmt: skip


def with_gaps(name):
    """Logs relative to the last one, one entry a period, missing where there is no value."""
    t, _, z = arrays(name)
    full = np.full(int(t[-1]) + 1, np.nan)
    full[t.astype(int)] = z - z[-1]
    return full


def inner(phi, theta):
    """Whether all partial autocorrelations of both kinds lie well within 0.99 of zero."""
    partial = lambda a: list(a[:1]) if len(a) < 2 else [a[0] / (1 - a[1]), a[1]]
    return bool(np.all(np.abs(partial(phi) + partial([-c for c in theta])) < 0.985))


def arima():
    for name in ["kz_az", "kz_az_to_2016", "damped", "nile"]:
        z = with_gaps(name)
        periods = np.arange(len(z), dtype=float)
        for order, phi, theta in ARIMAS:
            d = order[1]
            column = {0: np.ones_like(periods), 1: periods, 2: None}[d]
            model = SARIMAX(z, exog=column, order=order, use_exact_diffuse=True, concentrate_scale=True)
            model.ssm.tolerance = 0  # no shortcut once the filter has nearly settled
            extra = d * math.log(2 * math.pi)
            at = lambda c: -2 * model.loglike(np.r_[c, phi, theta]) - extra
            if column is None:
                constant, deviance = None, at([])
            else:
                guess = np.nanmean(z) if d == 0 else (z[-1] - z[0]) / len(z)
                found = optimize.minimize_scalar(lambda c: at([c]), bracket=(guess - 0.01, guess + 0.01), tol=1e-12)
                constant, deviance = found.x, found.fun
            # The optimum: statsmodels' own optimiser from several starts, its own transformation to stationary models.
            first = [] if constant is None else [constant]
            starts = [np.r_[first, np.array(phi) * s, np.array(theta) * s] for s in [1.0, -0.5, 0.1]]
            best = min((model.fit(start, disp=False, maxiter=2000, method="lbfgs", pgtol=1e-10, factr=10.0)
                        for start in starts), key=lambda fit: -fit.llf)  # fmt: skip
            found = best.params[len(first):]
            yield {
                "series": name,
                "order": order,
                "phi": phi,
                "theta": theta,
                "constant": constant,
                "deviance": deviance,
                "optimum": -2 * best.llf - extra,
                "is_inner": inner(found[: len(phi)], found[len(phi):]),
            }


# ---------------------------------------------------------------------------------------------------------------------
# 9. Structural models in logs, gaps as missing observations
#
# Variances of level and slope relative to that of the noise, whose own is maximised over. The same constants as above.


def structural():
    for name in ["kz_az", "kz_az_to_2016", "damped", "nile"]:
        z = with_gaps(name)
        for kind, ratios in [("local-level", [0.5]), ("local-trend", [0.3, 0.01])]:
            model = UnobservedComponents(z, {1: "llevel", 2: "lltrend"}[len(ratios)], use_exact_diffuse=True)
            model.ssm.tolerance = 0
            extra = len(ratios) * math.log(2 * math.pi)
            at = lambda log_scale, ratios: -2 * model.loglike(math.exp(log_scale) * np.r_[1, ratios]) - extra
            size = math.log(np.nanvar(np.diff(z))) - 1
            scaled = lambda ratios: optimize.minimize_scalar(
                lambda s: at(s, ratios), bracket=(size, size + 0.5), tol=1e-12
            )
            # The optimum over the log ratios, from several starts.
            logs = lambda x: scaled(np.exp(np.clip(x, [-12, -16][: len(x)], [9, 6][: len(x)]))).fun
            starts = [[a, b][: len(ratios)] for a in [-3, 0, 3] for b in [-9, -4]]
            best = min((optimize.minimize(logs, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9})
                        for start in starts), key=lambda result: result.fun)  # fmt: skip
            filtered = model.smooth(math.exp(scaled(ratios).x) * np.r_[1, ratios]).filtered_state[:, -1]
            yield {
                "series": name,
                "model": kind,
                "ratios": ratios,
                "deviance": scaled(ratios).fun,
                "state": filtered,
                "optimum": best.fun,
            }
def backtest_metrics():
    """What utilsforecast (MASE, RMSSE, quantile loss, scaled interval score), scipy and quadrature say of one made-up series."""
    rng = np.random.default_rng(7)
    values = np.round(100 * np.exp(np.cumsum(0.05 + 0.2 * rng.standard_normal(26))), 3)
    history, actual = values[:20], values[20:]
    predicted, lo, hi = history[-1] * np.array([1.02, 1.05, 1.07, 1.1, 1.12, 1.15]), actual * 0.7, actual * 1.4
    lo[[1, 4]], hi[3] = actual[[1, 4]] * 1.1, actual[3] * 0.95
    frame = lambda y, t: pd.DataFrame({"unique_id": "a", "ds": t, "y": y})
    train = frame(history, range(20))
    test = frame(actual, range(20, 26)).assign(**{"f": predicted, "f-lo-95": lo, "f-hi-95": hi})
    only = lambda table: float(table["f"].iloc[0])
    changes = np.abs(np.diff(history))
    outside = np.maximum(lo - actual, 0) + np.maximum(actual - hi, 0)
    msis = float(np.mean(hi - lo + 2 / 0.05 * outside) / changes.mean())
    # The interval score is 2/alpha times the pinball losses of both edges.
    edges = [only(losses.quantile_loss(test, {"f": f"f-{edge}-95"}, q=q)) for edge, q in [("lo", 0.025), ("hi", 0.975)]]
    agree(msis, 2 / 0.05 * sum(edges) / changes.mean(), 1e-12)
    # CRPS of a distribution that is linear between its quantiles and has the rest of its mass on the outermost ones.
    p, q = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]), np.array([60.0, 75.0, 90.0, 104.0, 118.0, 140.0, 175.0])
    cdf = lambda x: np.interp(x, q, p, left=0, right=1)
    squared = lambda x, y: (cdf(x) - (x >= y)) ** 2
    crps = []
    for y in [40.0, 60.0, 97.0, 118.0, 300.0]:
        knots = np.unique(np.append(q, y))
        pieces = [integrate.quad(squared, a, b, args=(y,), epsabs=1e-12)[0] for a, b in zip(knots, knots[1:])]
        crps.append({"outcome": y, "crps": float(sum(pieces)), "pit": float(cdf(y))})
    normal = []
    for mean, sd, y in [(0.0, 1.0, 0.0), (0.1, 0.25, -0.6), (2.0, 0.01, 2.5), (-1.0, 3.0, 0.4)]:
        step = lambda x: (stats.norm.cdf(x, mean, sd) - (x >= y)) ** 2
        ends = [min(mean - 12 * sd, y), *sorted([mean, y]), max(mean + 12 * sd, y)]
        value = sum(integrate.quad(step, a, b, epsabs=1e-13)[0] for a, b in zip(ends, ends[1:]) if b > a)
        normal.append({"mean": mean, "sd": sd, "outcome": y, "crps": value})
    yield {
        "history": history,
        "actual": actual,
        "predicted": predicted,
        "lo95": lo,
        "hi95": hi,
        "smape": 200 * only(losses.smape(test, ["f"])),
        "mase": only(losses.mase(test, ["f"], seasonality=1, train_df=train)),
        "rmsse": only(losses.rmsse(test, ["f"], seasonality=1, train_df=train)),
        "pinball_lo": edges[0],
        "pinball_hi": edges[1],
        "msis95": msis,
        "coverage": 100 * float(np.mean(outside == 0)),
        "quantiles": [p, q],
        "of_quantiles": crps,
        "normal": normal,
    }


# ---------------------------------------------------------------------------------------------------------------------
# 10. Theta and complex exponential smoothing on levels
#
# Values relative to the last one. The line of the dynamic Theta is fitted anew at every step, smoothing is done with complex
# numbers: neither is the recursion that the engine runs.


def theta_path(y, alpha, weight, first, horizon):
    """Squared one-step errors from the third value on, and the forecasts, each taken as observed for the next."""
    y, level, square, said = list(y), alpha * y[0] + (1 - alpha) * first, 0.0, []
    for t in range(1, len(y) + horizon):
        slope, intercept = np.polyfit(range(1, t + 1), y[:t], 1) if t > 1 else (0.0, y[0])
        left = (1 - alpha) ** t
        mean = level + weight * (left * intercept + (1 - left * (1 - alpha)) / alpha * slope)
        if t < len(y) - len(said):
            square += (y[t] - mean) ** 2 if t >= 2 else 0.0
        else:
            said.append(mean)
            y.append(mean)
        level = alpha * y[t] + (1 - alpha) * level
    return square, said


def theta():
    for name in ["gompertz", "kz_az_to_2016", "nile"]:
        _, y, _ = arrays(name)
        y = y / y[-1]

        def at(alpha, whole=False):
            # Linear in the other two: three paths tell everything, but the weight has a range.
            inner = lambda p: theta_path(y, alpha, p[0], p[1], 0)[0]
            best = min((optimize.minimize(inner, [w, y[0]], method="L-BFGS-B", bounds=[(0, 1), (None, None)],
                                          options={"ftol": 1e-15, "gtol": 1e-10}) for w in [0.1, 0.9]),
                       key=lambda result: result.fun)  # fmt: skip
            return best if whole else best.fun

        alphas = np.linspace(0.1, 0.99, 90)
        values = [at(alpha) for alpha in alphas]
        k = int(np.argmin(values))
        ends = alphas[max(k - 1, 0)], alphas[min(k + 1, 89)]
        alpha = optimize.minimize_scalar(at, bounds=ends, method="bounded", options={"xatol": 1e-9}).x
        best = at(alpha, whole=True)
        _, said = theta_path(y, alpha, *best.x, 6)
        yield {"series": name, "alpha": alpha, "square": best.fun, "forecast": said}


def ces_path(y, shares, horizon):
    """Svetunkov's complex form, with initial states from running it back over the reversed series."""
    a = complex(*shares)

    def run(values, level, potential):
        square = 0.0
        for value in values:
            error = value - level
            square += error**2
            state = a * complex(value, error) + (1 - a + 1j) * complex(level, potential)
            level, potential = state.real, state.imag
        return square, level, potential

    first = np.mean(y[:10])
    _, level, potential = run(y, first, first / 1.1)
    _, level, potential = run(y[::-1], level, potential)
    square, level, potential = run(y, level, potential)
    said = []
    for _ in range(horizon):
        said.append(level)
        _, level, potential = run([level], level, potential)
    return square, said


def ces():
    for name in ["gompertz", "damped", "kz_az_to_2016", "nile"]:
        _, y, _ = arrays(name)
        y = y / y[-1]
        stable = lambda p: (
            0.05 <= p[0] <= 1.95
            and 0.4 <= p[1] <= 1.6
            and (p[0] - 2.5) ** 2 + p[1] ** 2 > 1.25
            and (p[0] - 0.5) ** 2 + (p[1] - 1) ** 2 > 0.25
            and (p[0] - 1.5) ** 2 + (p[1] - 0.5) ** 2 < 1.5
        )
        at = lambda p: ces_path(y, p, 0)[0] if stable(p) else 1e10
        starts = [[a, b] for a in np.linspace(0.3, 1.8, 16) for b in np.linspace(0.6, 1.4, 9) if stable([a, b])]
        best = min((optimize.minimize(at, s, method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14})
                    for s in starts), key=lambda result: result.fun)  # fmt: skip
        fixed = ces_path(y, [1.2, 1.05], 6)
        yield {
            "series": name,
            "fixed": {"shares": [1.2, 1.05], "square": fixed[0], "forecast": fixed[1]},
            "optimum": best.fun,
            "shares": best.x,
        }


# ---------------------------------------------------------------------------------------------------------------------
# 11. Season


def last_year_weights(years, window):
    """Weights by which a local mean with tricube weights makes the value of year 0 out of those of the years before."""
    oldest = max(years)
    reach = oldest + (window - oldest - 1) // 2 if oldest + 1 < window else window - 1
    x = -np.array(years, dtype=float)
    root = np.sqrt((1 - np.minimum(-x / reach, 1) ** 3) ** 3)
    design = np.ones((len(x), 1))
    return (np.linalg.pinv(design * root[:, None]) * root)[0]


def drawn_in(z, cycle, window):
    """The season that STL with robust weights and local means finds, drawn in by the variance of its errors (Miller and Williams
    2003), and the standard errors of the last year's factors, in logs."""
    stl = STL(z, period=cycle, seasonal=window, seasonal_deg=0, robust=True).fit(inner_iter=1, outer_iter=5)
    detrended, phase, weights = z - stl.trend, np.arange(len(z)) % cycle, stl.weights
    fit = sm.WLS(detrended, np.eye(cycle)[phase], weights=weights).fit()
    within = float(weights @ fit.resid**2) / (weights.sum() - cycle)
    variances = []
    for i in range(len(z) - cycle, len(z)):
        years = [(len(z) - 1 - j) // cycle for j in range(len(z)) if j % cycle == i % cycle]
        variances.append(within * np.sum(last_year_weights(years, window) ** 2))
    error, size = np.mean(variances), np.sum(stl.seasonal[-cycle:] ** 2) / (cycle - 1)
    truth = max(size - error, 0)
    share = truth / (truth + error)
    return share * stl.seasonal, np.sqrt(share * np.array(variances))


def season():
    """STL with robust weights and the window of the engine; the standard error of the last year's factors."""
    monthly = np.array(AIR_PASSENGERS, dtype=float)
    quarterly = monthly.reshape(-1, 3).sum(axis=1)
    window = 13
    for name, start, values, cycle in [
        ("months", "1949-01", monthly, 12),
        ("three years of months", "1949-01", monthly[:36], 12),
        ("quarters", "1949-Q1", quarterly, 4),
        ("part of a year more", "1949-Q1", quarterly[:23], 4),
    ]:
        z = np.log(values)
        logs, errors = drawn_in(z, cycle, window)
        factors = np.exp(logs[-cycle:])
        order = np.argsort((np.arange(len(z)) % cycle)[-cycle:])
        yield {
            "name": name,
            "start": start,
            "values": values,
            "factor": factors[order],
            "std_error": (factors * errors)[order],
        }


def critical_ratios():
    """The F ratio that chance exceeds once in a thousand."""
    for between, within in [(3, 4), (3, 20), (3, 200), (11, 12), (11, 60), (11, 400)]:
        yield {"between": between, "within": within, "critical": float(stats.f.isf(1e-3, between, within))}


def air_passengers():
    """The last two years held out: errors of Holt-Winters (additive trend, multiplicative season) and of last year's value; and
    the medians of a random walk in logs, with and without drift, around the season of the last year that STL finds."""
    train, test = np.array(AIR_PASSENGERS[:-24], dtype=float), np.array(AIR_PASSENGERS[-24:], dtype=float)
    scale = np.mean(np.abs(train[12:] - train[:-12]))
    winters = ExponentialSmoothing(train, trend="add", seasonal="mul", seasonal_periods=12).fit().forecast(24)
    naive = np.tile(train[-12:], 2)
    z = np.log(train)
    season, _ = drawn_in(z, 12, 13)
    adjusted, leads = z - season, np.arange(1, 25)
    flat = adjusted[-1] + np.tile(season[-12:], 2)
    growth = (adjusted[-1] - adjusted[0]) / (len(z) - 1)
    errors = lambda f: {
        "smape": float(200 * np.mean(np.abs(test - f) / (test + f))),
        "mase": float(np.mean(np.abs(test - f)) / scale),
    }
    yield {
        "start": "1949-01",
        "train": train,
        "test": test,
        "scale": scale,
        "seasonal_naive": errors(naive),
        "holt_winters": errors(winters),
        "medians": {"naive": np.exp(flat), "drift": np.exp(flat + growth * leads)},
    }


def main():
    warnings.simplefilter("ignore")
    both, closed = "statsmodels", "numpy closed form"
    about = "Values by name: [year, value]. Sources are in make.py."
    write("series", "make.py", about, [{"name": name, "values": values} for name, values in SERIES.items()])
    write("ols", f"{both} OLS", "Trends by ordinary least squares on t.", ols())
    write("drift", f"{closed}; {both} WLS and ARIMA agree", "Random walk with drift in logs, gaps allowed.", drift())
    about = "ETS(A,Ad,N) on logs, beta = alpha beta*; the optimum is scipy's, which is at least as good as statsmodels'."
    write("damped", f"{both} ETSModel; scipy least_squares", about, damped())
    about = "Growth curves by least squares in logs; standard errors from the Jacobian at the optimum."
    write("growth_curves", "scipy curve_fit and least_squares", about, growth_curves())
    about = "Log-linear trend with one break, in logs a period; kept where the information criterion says so."
    write("breaks", f"{both} OLS over a grid", about, breaks())
    write("robust", "scipy theilslopes", "Theil-Sen slope with Sen's 95 % interval, in logs a period.", robust())
    about = "Elastic net of growth at fixed penalties, and the penalty with the smallest one-step errors in order of time."
    nets = elastic_net()
    write("elastic_net", "scikit-learn ElasticNet", about, nets, **{"scikit-learn": sklearn.__version__})
    write("quantiles", "scipy.stats", "Quantiles of the surprises.", quantiles())
    about = "P(max S >= level) by each period, correct to 1e-7; P(S >= level from it on), to 1e-6: Gauss-Legendre quadrature."
    write("first_passage", "numpy and scipy.stats", about, first_passage())
    write("rolling_origin", "numpy", "Rolling-origin errors.", rolling_origin())
    write("required_growth", "numpy", "Required growth and its base rate.", required_growth())
    about = "Exponential smoothing on levels: deviance at fixed shares, and at the optimum."
    write("ets", f"scipy; {both} ETSModel agrees", about, ets())
    about = "ARIMA in logs: deviance at fixed coefficients, and at the optimum."
    write("arima", f"{both} SARIMAX, exact diffuse", about, arima())
    about = "Local level and local linear trend in logs: deviance at fixed ratios of variances, and at the optimum."
    write("structural", f"{both} UnobservedComponents, exact diffuse", about, structural())
    write("theta", "numpy polyfit, scipy", "Dynamic optimised Theta: least squares and forecasts.", theta())
    about = "Complex exponential smoothing: squares and forecasts at fixed parameters, and the least squares."
    write("ces", "numpy, scipy", about, ces())
    write("metrics", "numpy", "Forecast metrics, worked by hand.", metrics())
    about = "Factors of the last year by STL on logs, in the order of the year, and their standard errors."
    write("season", f"{both} STL; numpy", about, season())
    about = "F ratios between and within groups, by degrees of freedom, that chance exceeds once in a thousand."
    write("critical_ratios", "scipy.stats", about, critical_ratios())
    about = "Monthly air passengers, the last two years held out; MASE relative to the changes over a year before."
    write("air_passengers", f"{both} ExponentialSmoothing and STL", about, air_passengers())
    about = "Scaled errors, interval scores and CRPS of one made-up series."
    write("backtest_metrics", "utilsforecast, scipy quad", about, backtest_metrics())


if __name__ == "__main__":
    main()
