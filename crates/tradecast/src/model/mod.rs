//! The models: what they are called, what fitting takes and what a fitted one can do.
//!
//! Every model works on the logarithm of the series relative to its last value, so that no result depends on the unit,
//! and on time counted from the first observation, so that none depends on the calendar.

mod ces;
mod arima;
mod damped;
mod drift;
mod ets;
mod elastic_net;
mod growth_curve;
mod level;
mod linear_drift;
mod kalman;
mod naive;
mod seasonal_naive;
mod panel;
mod piecewise;
mod residual;
mod smoothing;
mod theta;
mod structural;
mod robust;
mod trend;

pub(crate) use panel::{Panel, features};

use std::fmt;

use crate::answer::{Diagnostics, Parameter};
use crate::combination::Volatility;
use crate::draws::Draws;
use crate::error::{Error, Result};
use crate::period::Period;
use crate::priors::Priors;
use crate::season::Season;
use crate::series::Series;

pub use arima::ArimaOrder;
pub use ets::EtsForm;

/// The observations as a model sees them.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    /// Periods since the first observation; increasing, with gaps.
    pub(crate) t: Vec<f64>,
    /// Logarithm of the value relative to the last value; the last entry is zero.
    pub(crate) log: Vec<f64>,
    /// Last value, in the unit of the series.
    pub(crate) scale: f64,
    /// First period.
    pub(crate) start: Period,
    /// Unit of the values.
    pub(crate) unit: String,
    /// What may explain the series, known at each of its times.
    regressors: Vec<Regressor>,
}

/// A regressor of a sample.
#[derive(Debug, Clone)]
struct Regressor {
    name: String,
    /// Periods since the first observation of the sample; negative before it.
    t: Vec<f64>,
    /// Logarithm of the value relative to the regressor's last.
    log: Vec<f64>,
}

impl Regressor {
    fn of(series: &Series, start: Period) -> Self {
        let observations = series.observations();
        let scale = series.last().value;
        Self {
            name: series.name().to_owned(),
            t: observations.iter().map(|o| f64::from(o.period.minus(start))).collect(),
            log: observations.iter().map(|o| on_grid(libm::log(o.value / scale))).collect(),
        }
    }

    /// What was known of it at a time.
    fn until(&self, t: f64) -> Self {
        let known = self.t.partition_point(|s| *s <= t);
        Self { name: self.name.clone(), t: self.t[..known].to_vec(), log: self.log[..known].to_vec() }
    }

    /// Without its season, if it has one.
    fn adjusted(&self, start: Period) -> Self {
        let season = Season::at(&self.t, &self.log, start);
        let log = self.log.iter().enumerate().map(|(i, z)| z - season.known(i)).collect();
        Self { log, ..self.clone() }
    }

    /// Growth per period between two times at which the sample was observed.
    fn growth(&self, from: f64, to: f64) -> f64 {
        let at = |t: f64| self.log[self.t.partition_point(|s| *s < t)];
        (at(to) - at(from)) / (to - from)
    }

    /// Growth in the periods after the sample's `end`, as far as values were given without a gap.
    fn ahead(&self, end: f64) -> Vec<f64> {
        let after = self.t.partition_point(|t| *t <= end);
        let given = self.t[after..].iter().enumerate();
        let unbroken = given.take_while(|(lead, t)| **t == end + (lead + 1) as f64);
        unbroken.map(|(_, &t)| self.growth(t - 1.0, t)).collect()
    }
}

impl Sample {
    pub(crate) fn of(series: &Series) -> Self {
        let observations = series.observations();
        let start = series.first().period;
        let scale = series.last().value;
        Self {
            t: observations.iter().map(|o| f64::from(o.period.minus(start))).collect(),
            log: observations.iter().map(|o| on_grid(libm::log(o.value / scale))).collect(),
            scale,
            start,
            unit: series.unit().to_owned(),
            regressors: series.regressors().iter().map(|r| Regressor::of(r, start)).collect(),
        }
    }

    /// What was known when the first `count` observations were.
    pub(crate) fn first(&self, count: usize) -> Self {
        let last = self.log[count - 1];
        Self {
            t: self.t[..count].to_vec(),
            log: self.log[..count].iter().map(|z| z - last).collect(),
            scale: self.scale * libm::exp(last),
            regressors: self.regressors.iter().map(|r| r.until(self.t[count - 1])).collect(),
            ..self.clone()
        }
    }

    /// The sample without its season, and its regressors without theirs.
    pub(crate) fn adjusted(&self, season: &Season) -> Self {
        let last = season.known(self.len() - 1);
        let log = self.log.iter().enumerate();
        Self {
            log: log.map(|(i, z)| on_grid(z - (season.known(i) - last))).collect(),
            scale: self.scale * libm::exp(-last),
            regressors: self.regressors.iter().map(|r| r.adjusted(self.start)).collect(),
            ..self.clone()
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.t.len()
    }

    /// Values relative to the last one, one a period; across a gap growth is spread evenly.
    fn bridged_levels(&self) -> Vec<f64> {
        bridged(&self.t, &self.log).into_iter().map(libm::exp).collect()
    }

    /// How much the series moves in a period and in a year.
    pub(crate) fn volatility(&self) -> Volatility {
        let of_period = volatility(&self.t, &self.log);
        let of_year = self.volatility_of_year(of_period);
        Volatility { of_period, of_year }
    }

    /// Standard deviation of the changes over a year: less than a random walk of the changes in a period would have, where
    /// some of these do not last. Few years say little about that, so that random walk counts as [`WALK_YEARS`] more.
    fn volatility_of_year(&self, of_period: f64) -> f64 {
        let cycle = self.per_year();
        let walk = of_period * cycle.sqrt();
        if cycle == 1.0 {
            return walk;
        }
        let changes: Vec<(f64, f64)> = (0..self.len())
            .filter_map(|i| {
                let before = (0..i)
                    .rev()
                    .take_while(|&j| self.t[i] - self.t[j] <= cycle)
                    .find(|&j| self.t[i] - self.t[j] == cycle)?;
                let weight = libm::exp2(-(self.end() - self.t[i]) / cycle / VOLATILITY_HALF_LIFE);
                Some((weight / cycle, self.log[i] - self.log[before]))
            })
            .collect();
        let years: f64 = changes.iter().map(|(w, _)| w).sum();
        let drift = changes.iter().map(|(w, d)| w * d).sum::<f64>() / years.max(f64::MIN_POSITIVE);
        let squares: f64 = changes.iter().map(|(w, d)| w * (d - drift) * (d - drift)).sum();
        ((squares + WALK_YEARS * walk * walk) / ((years - 1.0).max(0.0) + WALK_YEARS)).sqrt()
    }

    /// Time of the last observation.
    pub(crate) fn end(&self) -> f64 {
        self.t[self.len() - 1]
    }

    /// Period of the last observation.
    fn last_period(&self) -> Period {
        self.period(self.len() - 1)
    }

    fn period(&self, index: usize) -> Period {
        self.start.plus(self.t[index] as i32)
    }

    pub(crate) fn per_year(&self) -> f64 {
        self.start.frequency().per_year().into()
    }

    /// Refuses a sample that is too short for `model`.
    fn needs(&self, need: usize, model: &'static str) -> Result<()> {
        if self.len() >= need {
            return Ok(());
        }
        let reason =
            format!("it has {} observations and the model needs {need}; add earlier periods", self.len());
        Err(Error::NotFitted { model, reason })
    }
}

/// Logarithms one a period; across a gap growth is spread evenly.
pub(crate) fn bridged(t: &[f64], log: &[f64]) -> Vec<f64> {
    let mut all = Vec::with_capacity(t[t.len() - 1] as usize + 1);
    all.push(log[0]);
    for i in 1..t.len() {
        let (steps, from) = (t[i] - t[i - 1], log[i - 1]);
        let change = (log[i] - from) / steps;
        all.extend((1..=steps as usize).map(|k| from + change * k as f64));
    }
    all
}

/// Half-life of the weights in a volatility, periods.
const VOLATILITY_HALF_LIFE: f64 = 12.0;
/// Weight of a random walk of the changes in a period against what the changes over a year say, years.
const WALK_YEARS: f64 = 2.0;
/// A change that every series is taken to have seen once besides its own: no series is without surprises.
const SMALLEST_CHANGE: f64 = 0.01;

/// Standard deviation of the changes in a period, older ones counting less; a change over k periods counts as k equal ones.
pub(crate) fn volatility(t: &[f64], log: &[f64]) -> f64 {
    let end = t[t.len() - 1];
    let (mut total, mut sum) = (0.0, 0.0);
    let changes: Vec<(f64, f64, f64)> = (1..t.len())
        .map(|i| {
            let weight = libm::exp2(-(end - t[i]) / VOLATILITY_HALF_LIFE);
            let (k, change) = (t[i] - t[i - 1], log[i] - log[i - 1]);
            (total, sum) = (total + weight, sum + weight * change / k);
            (weight, k, change)
        })
        .collect();
    let total = total.max(f64::MIN_POSITIVE);
    let drift = sum / total;
    let squares: f64 = changes.iter().map(|(w, k, d)| w * (d - k * drift) * (d - k * drift) / k).sum();
    ((squares + SMALLEST_CHANGE * SMALLEST_CHANGE) / total.max(1.0)).sqrt()
}

/// Resolution of logarithms: 2^-34, ten digits of the value.
const RESOLUTION: f64 = 1.0 / (1u64 << 34) as f64;

/// Rounds a logarithm to the resolution. Rewriting figures in another unit changes their last bits; without the grid, a
/// model that barely can or cannot be fitted could change its mind over them.
fn on_grid(log: f64) -> f64 {
    libm::rint(log / RESOLUTION) * RESOLUTION
}

/// Smallest root mean square error that a likelihood believes, relative to the last value: what the grid leaves. A perfect fit
/// would otherwise be infinitely likely.
pub(crate) const LEAST_ERROR: f64 = 1e-10;

/// A model fitted to a sample: a type of its own, so that nothing can be asked of a model before it is fitted.
pub(crate) trait Fitted: fmt::Debug + Send + Sync {
    /// Estimates with standard errors and units.
    fn parameters(&self) -> Vec<Parameter>;

    /// How the estimation ended; always at an optimum, or there is no fitted model.
    fn convergence(&self) -> String;

    /// What the residuals say.
    fn diagnostics(&self) -> Diagnostics;

    /// Where a search ended, for one that starts nearby on one observation more; `None` where nothing is searched.
    fn optimum(&self) -> Option<[f64; 3]> {
        None
    }

    /// Median log path at the estimated parameters, relative to the last value, `lead` periods ahead.
    fn point(&self, lead: usize) -> f64;

    /// The median log path at every lead from one on.
    fn points(&self, leads: &mut [f64]) {
        leads.iter_mut().zip(1..).for_each(|(out, lead)| *out = self.point(lead));
    }

    /// One simulated future, relative to the last value in logs, split into what the drawn parameters imply (`trend`)
    /// and what the drawn surprises add (`surprise`). Both slices have one entry a lead, starting one period ahead.
    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]);
}

/// The models by name. `logistic`, `gompertz` and `richards` estimate their ceiling unless one is given as in
/// `logistic:2000`; `polynomial` has degree 2 unless said otherwise as in `polynomial:3`; `ets` chooses its form unless it
/// is given as in `ets:ANN` (simple exponential smoothing), `ets:AAN` (Holt) or `ets:AAdN`, and `arima` its order unless
/// it is given as in `arima:1,1,0`.
///
/// ```
/// use tradecast::ModelId;
///
/// assert_eq!("log-linear".parse(), Ok(ModelId::LogLinear));
/// assert_eq!("logistic:2000".parse(), Ok(ModelId::Logistic { ceiling: Some(2000.0) }));
/// assert_eq!(ModelId::Polynomial { degree: 3 }.to_string(), "polynomial:3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ModelId {
    /// Last value, random walk.
    Naive,
    /// Value of the same period last year, a random walk from year to year.
    SeasonalNaive,
    /// Random walk with drift in logs: compound growth.
    Drift,
    /// Random walk with a drift drawn towards that of a panel, or towards none.
    ShrunkDrift,
    /// Random walk with drift in levels: the same amount of money every period.
    LinearDrift,
    /// Random walk in levels whose drift is the median change.
    MedianDrift,
    /// Dynamic optimised Theta: a smoothed level around a trend line.
    Theta,
    /// Complex exponential smoothing.
    Ces,
    /// Damped trend in logs: ETS(A,Ad,N).
    Damped,
    /// Exponential smoothing on levels.
    Ets {
        /// A form; the one of lowest AICc where absent.
        form: Option<EtsForm>,
    },
    /// ARIMA of small order in logs.
    Arima {
        /// An order; the one of lowest AICc where absent.
        order: Option<ArimaOrder>,
    },
    /// Random walk observed with noise, in logs.
    LocalLevel,
    /// The same with a slope that wanders, too.
    LocalTrend,
    /// Straight line in levels.
    Linear,
    /// Straight line in logs: constant growth around a fixed path.
    LogLinear,
    /// What pairs in the same position did next; needs panel priors.
    Panel,
    /// Polynomial in logs; describes history, and is no forecast: not in the combination.
    Polynomial {
        /// Degree, 2 to 5.
        degree: usize,
    },
    /// S-shaped growth, symmetric, to a ceiling.
    Logistic {
        /// A ceiling in the unit of the series; estimated where absent.
        ceiling: Option<f64>,
    },
    /// S-shaped growth, asymmetric, to a ceiling.
    Gompertz {
        /// A ceiling in the unit of the series; estimated where absent.
        ceiling: Option<f64>,
    },
    /// S-shaped growth to a ceiling, its asymmetry estimated; asks much of the data: not in the combination.
    Richards {
        /// A ceiling in the unit of the series; estimated where absent.
        ceiling: Option<f64>,
    },
    /// Constant growth in logs that changed once, where the data ask for it; not in the combination.
    Break,
    /// Constant growth in logs by medians, deaf to a few wild values; not in the combination.
    Robust,
    /// Growth regressed on named regressors ([`Series::with_regressors`]) and its own past; not in the combination.
    ElasticNet,
}

impl ModelId {
    /// Every model with its default options.
    pub const ALL: [Self; 23] = [
        Self::Naive,
        Self::SeasonalNaive,
        Self::Drift,
        Self::ShrunkDrift,
        Self::LinearDrift,
        Self::MedianDrift,
        Self::Theta,
        Self::Ces,
        Self::Damped,
        Self::Ets { form: None },
        Self::Arima { order: None },
        Self::LocalLevel,
        Self::LocalTrend,
        Self::Linear,
        Self::LogLinear,
        Self::Polynomial { degree: 2 },
        Self::Logistic { ceiling: None },
        Self::Gompertz { ceiling: None },
        Self::Richards { ceiling: None },
        Self::Break,
        Self::Robust,
        Self::ElasticNet,
        Self::Panel,
    ];

    /// The models that are combined: between them they cover no growth, growth in money and in per cent, smoothed and not,
    /// lasting and fading. Growth curves, straight lines and polynomials are asked for by name: fitted to the whole past
    /// alike, they made the combination worse on every panel it was tried on.
    pub(crate) const COMBINED: [Self; 7] = [
        Self::Naive,
        Self::Drift,
        Self::LinearDrift,
        Self::MedianDrift,
        Self::Theta,
        Self::Ces,
        Self::Damped,
    ];

    fn stem(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::SeasonalNaive => "seasonal-naive",
            Self::Drift => "drift",
            Self::ShrunkDrift => "shrunk-drift",
            Self::LinearDrift => "linear-drift",
            Self::MedianDrift => "median-drift",
            Self::Theta => "theta",
            Self::Ces => "ces",
            Self::Damped => "damped",
            Self::Ets { .. } => "ets",
            Self::Arima { .. } => "arima",
            Self::LocalLevel => "local-level",
            Self::LocalTrend => "local-trend",
            Self::Linear => "linear",
            Self::LogLinear => "log-linear",
            Self::Polynomial { .. } => "polynomial",
            Self::Logistic { .. } => "logistic",
            Self::Gompertz { .. } => "gompertz",
            Self::Richards { .. } => "richards",
            Self::Break => "break",
            Self::Robust => "robust",
            Self::ElasticNet => "elastic-net",
            Self::Panel => "panel",
        }
    }

    /// Fits the model; `near` is the optimum of a slightly shorter sample, where a search may start.
    pub(crate) fn fit(
        self,
        sample: &Sample,
        priors: Option<&Priors>,
        near: Option<[f64; 3]>,
    ) -> Result<Box<dyn Fitted>> {
        match self {
            Self::Naive => naive::fit(sample),
            Self::SeasonalNaive => seasonal_naive::fit(sample),
            Self::Drift => drift::fit(sample),
            Self::ShrunkDrift => drift::fit_shrunk(sample, priors),
            Self::LinearDrift => linear_drift::fit_mean(sample),
            Self::MedianDrift => linear_drift::fit_median(sample),
            Self::Theta => theta::fit(sample, near),
            Self::Ces => ces::fit(sample, near),
            Self::Damped => damped::fit(sample, near),
            Self::Panel => match priors {
                Some(priors) => panel::fit(sample, priors),
                None => Err(Error::NotFitted { model: "panel", reason: "no panel priors were given".into() }),
            },
            _ => self.fit_by_name(sample, priors),
        }
    }

    /// Fits a model that is asked for by name.
    #[cfg(feature = "models")]
    fn fit_by_name(self, sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
        match self {
            Self::Ets { form } => ets::fit(sample, form),
            Self::Arima { order } => arima::fit(sample, order),
            Self::LocalLevel => structural::fit_level(sample, priors),
            Self::LocalTrend => structural::fit_trend(sample, priors),
            Self::Linear => trend::fit_linear(sample),
            Self::LogLinear => trend::fit_log_linear(sample),
            Self::Polynomial { degree } => trend::fit_polynomial(sample, degree),
            Self::Logistic { ceiling } => growth_curve::fit(growth_curve::Shape::Logistic, ceiling, sample),
            Self::Gompertz { ceiling } => growth_curve::fit(growth_curve::Shape::Gompertz, ceiling, sample),
            Self::Richards { ceiling } => growth_curve::fit(growth_curve::Shape::Richards, ceiling, sample),
            Self::Break => piecewise::fit(sample),
            Self::Robust => robust::fit(sample),
            Self::ElasticNet => elastic_net::fit(sample),
            _ => unreachable!("the models of the combination and the panel's are fitted before"),
        }
    }

    /// A build without the feature `models` has the combination alone.
    #[cfg(not(feature = "models"))]
    fn fit_by_name(self, _: &Sample, _: Option<&Priors>) -> Result<Box<dyn Fitted>> {
        let reason = "this build has the models of the combination only (cargo feature `models`)".to_owned();
        Err(Error::NotFitted { model: self.stem(), reason })
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem())?;
        match self {
            Self::Polynomial { degree } if *degree != 2 => write!(f, ":{degree}"),
            Self::Ets { form: Some(form) } => write!(f, ":{form}"),
            Self::Arima { order: Some(order) } => write!(f, ":{order}"),
            Self::Logistic { ceiling: Some(ceiling) }
            | Self::Gompertz { ceiling: Some(ceiling) }
            | Self::Richards { ceiling: Some(ceiling) } => write!(f, ":{ceiling}"),
            _ => Ok(()),
        }
    }
}

impl std::str::FromStr for ModelId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::UnknownModel {
            name: text.to_owned(),
            known: Self::ALL.map(Self::stem).join(", ")
                + "; options follow a colon, as in ets:AAdN (form), arima:1,1,0 (order), logistic:2000 (ceiling) or polynomial:3 (degree)",
        };
        let (stem, option) = match text.split_once(':') {
            Some((stem, option)) => (stem, Some(option)),
            None => (text, None),
        };
        let model = Self::ALL.into_iter().find(|id| id.stem() == stem).ok_or_else(unknown)?;
        let Some(option) = option else { return Ok(model) };
        let ceiling = || option.parse().ok().filter(|c: &f64| c.is_finite() && *c > 0.0).ok_or_else(unknown);
        match model {
            Self::Polynomial { .. } => {
                let degree = option.parse().ok().filter(|d| (2..=5).contains(d)).ok_or_else(unknown)?;
                Ok(Self::Polynomial { degree })
            }
            Self::Arima { .. } => {
                Ok(Self::Arima { order: Some(ArimaOrder::named(option).ok_or_else(unknown)?) })
            }
            Self::Ets { .. } => Ok(Self::Ets { form: Some(EtsForm::named(option).ok_or_else(unknown)?) }),
            Self::Logistic { .. } => Ok(Self::Logistic { ceiling: Some(ceiling()?) }),
            Self::Gompertz { .. } => Ok(Self::Gompertz { ceiling: Some(ceiling()?) }),
            Self::Richards { .. } => Ok(Self::Richards { ceiling: Some(ceiling()?) }),
            _ => Err(unknown()),
        }
    }
}

/// Which models answer.
///
/// ```
/// use tradecast::{ModelChoice, ModelId};
///
/// assert_eq!(ModelChoice::named("auto"), Ok(ModelChoice::Auto));
/// assert_eq!(ModelChoice::named("drift"), Ok(ModelChoice::One(ModelId::Drift)));
/// assert!(ModelChoice::named("crystal-ball").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ModelChoice {
    /// All that can be fitted, combined by their rolling-origin errors.
    #[default]
    Auto,
    /// A single model.
    One(ModelId),
}

impl ModelChoice {
    /// `auto`, or the name of a model.
    ///
    /// ```
    /// assert_eq!(tradecast::ModelChoice::named("wind").unwrap_err().code(), "unknown_model");
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownModel`], listing those that exist.
    pub fn named(name: &str) -> Result<Self> {
        if name == "auto" { Ok(Self::Auto) } else { name.parse().map(Self::One) }
    }
}

/// Values from other tools, for the tests of the models.
#[cfg(test)]
pub(crate) mod reference {
    use serde_json::Value;

    use super::Sample;
    use crate::{Observation, Period, Series};

    /// The cases of a file that `tests/reference/make.py` wrote.
    pub(crate) fn cases(text: &str) -> Vec<Value> {
        serde_json::from_str::<Value>(text).unwrap()["cases"].as_array().unwrap().clone()
    }

    pub(crate) fn number(value: &Value) -> f64 {
        value.as_f64().unwrap()
    }

    pub(crate) fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().map(number).collect()
    }

    /// A yearly series.
    pub(crate) fn yearly(values: &[f64]) -> Sample {
        let observations =
            (1990..).zip(values).map(|(year, &value)| Observation::new(Period::annual(year), value));
        Sample::of(&Series::new("test", observations.collect()).unwrap())
    }

    /// The series of a case.
    pub(crate) fn sample(case: &Value) -> Sample {
        let all = cases(include_str!("../../../../tests/reference/series.json"));
        let series = all.iter().find(|series| series["name"] == case["series"]).unwrap();
        let observation =
            |pair: &Value| Observation::new(Period::annual(number(&pair[0]) as i32), number(&pair[1]));
        let observations = series["values"].as_array().unwrap().iter().map(observation).collect();
        Sample::of(&Series::new("reference", observations).unwrap())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_models_are_inverse() {
        for id in ModelId::ALL {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for (name, id) in [
            ("ets:MAdN", ModelId::Ets { form: Some(EtsForm::Madn) }),
            ("arima:2,1,1", ModelId::Arima { order: ArimaOrder::new(2, 1, 1) }),
        ] {
            assert_eq!(name.parse(), Ok(id));
            assert_eq!(id.to_string(), name);
        }
        for bad in [
            "",
            "ets:XYZ",
            "arima:1,1",
            "arima:2,1,2",
            "arima:1,3,0",
            "local-level:1",
            "drift:2",
            "polynomial:1",
            "polynomial:x",
            "logistic:-3",
            "logistic:NaN",
            "break:2",
            "Auto",
        ] {
            assert_eq!(bad.parse::<ModelId>().unwrap_err().code(), "unknown_model", "{bad}");
        }
    }
}
