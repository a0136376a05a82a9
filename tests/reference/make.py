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
import statsmodels
import statsmodels.api as sm
from scipy import integrate, optimize, stats
from statsmodels.tsa.arima.model import ARIMA
from statsmodels.tsa.exponential_smoothing.ets import ETSModel
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


def write(name, tool, about, cases):
    """One file: what, by which tool and version, and one line a case."""
    head = {"about": about, "tool": tool, "versions": TOOLS, "script": "tests/reference/make.py"}
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
                for alpha in [0.1, 0.5, 0.9] for share in [0.1, 0.5] for phi in [0.85, 0.95] for slope in [0.0, 0.1]
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
# 4. Logistic and Gompertz curves by least squares in logs
#
# logistic K / (1 + exp(-r (t - m))), Gompertz K exp(-exp(-r (t - m))) = K exp(-b exp(-r t)) with b = exp(r m).

LOG_SHARE = {
    "logistic": lambda t, r, m: -np.log1p(np.exp(-r * (t - m))),
    "gompertz": lambda t, r, m: -np.exp(-r * (t - m)),
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
    ]:
        t, _, z = arrays(name)
        share = LOG_SHARE[shape]
        if given is None:
            curve = lambda t, K, r, m: np.log(K) + share(t, r, m)
        else:
            curve = lambda t, r, m: math.log(given) + share(t, r, m)
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
        labels = ["rate", "inflection"] if given is not None else ["ceiling", "rate", "inflection"]
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
        yield case


# ---------------------------------------------------------------------------------------------------------------------
# 6. Rolling origin and metrics


def rolling_origin():
    """RMSE in logs of naive and drift: every origin with at least 8 observations before the last, leads up to 6."""
    for name, values in [("first 20 of kz_az", SERIES["kz_az"][:20]), ("last 24 of kz_az", SERIES["kz_az"][-24:])]:
        t, y = np.array(values).T
        z = np.log(y)
        errors = {"naive": [], "drift": []}
        for origin in range(7, len(z) - 1):
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
            "origins": len(z) - 8,
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
    write("quantiles", "scipy.stats", "Quantiles of the surprises.", quantiles())
    about = "P(max S >= level) by each period, Gauss-Legendre quadrature, correct to 1e-7."
    write("first_passage", "numpy and scipy.stats", about, first_passage())
    write("rolling_origin", "numpy", "Rolling-origin errors.", rolling_origin())
    write("required_growth", "numpy", "Required growth and its base rate.", required_growth())
    write("metrics", "numpy", "Forecast metrics, worked by hand.", metrics())
    about = "Scaled errors, interval scores and CRPS of one made-up series."
    write("backtest_metrics", "utilsforecast, scipy quad", about, backtest_metrics())


if __name__ == "__main__":
    main()
