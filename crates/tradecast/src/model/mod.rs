//! The models: what they are called, what fitting takes and what a fitted one can do.
//!
//! Every model works on the logarithm of the series relative to its last value, so that no result depends on the unit,
//! and on time counted from the first observation, so that none depends on the calendar.

mod damped;
mod drift;
mod elastic_net;
mod growth_curve;
mod naive;
mod panel;
mod piecewise;
mod residual;
mod robust;
mod trend;

use std::fmt;

use crate::answer::{Diagnostics, Parameter};
use crate::draws::Draws;
use crate::error::{Error, Result};
use crate::period::Period;
use crate::priors::Priors;
use crate::series::Series;

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

    pub(crate) fn len(&self) -> usize {
        self.t.len()
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

    fn per_year(&self) -> f64 {
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

/// Resolution of logarithms: 2^-34, ten digits of the value.
const RESOLUTION: f64 = 1.0 / (1u64 << 34) as f64;

/// Rounds a logarithm to the resolution. Rewriting figures in another unit changes their last bits; without the grid, a
/// model that barely can or cannot be fitted could change its mind over them.
fn on_grid(log: f64) -> f64 {
    libm::rint(log / RESOLUTION) * RESOLUTION
}

/// A model fitted to a sample: a type of its own, so that nothing can be asked of a model before it is fitted.
pub(crate) trait Fitted: fmt::Debug + Send + Sync {
    /// Estimates with standard errors and units.
    fn parameters(&self) -> Vec<Parameter>;

    /// How the estimation ended; always at an optimum, or there is no fitted model.
    fn convergence(&self) -> String;

    /// What the residuals say.
    fn diagnostics(&self) -> Diagnostics;

    /// Median log path at the estimated parameters, relative to the last value, `lead` periods ahead.
    fn point(&self, lead: usize) -> f64;

    /// One simulated future, relative to the last value in logs, split into what the drawn parameters imply (`trend`)
    /// and what the drawn surprises add (`surprise`). Both slices have one entry a lead, starting one period ahead.
    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]);
}

/// The models by name. `logistic`, `gompertz` and `richards` estimate their ceiling unless one is given as in
/// `logistic:2000`; `polynomial` has degree 2 unless said otherwise as in `polynomial:3`.
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
    /// Random walk with drift in logs: compound growth.
    Drift,
    /// Damped trend in logs: ETS(A,Ad,N).
    Damped,
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
    pub const ALL: [Self; 13] = [
        Self::Naive,
        Self::Drift,
        Self::Damped,
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

    /// The models that may take part in the combination.
    pub(crate) fn candidates() -> impl Iterator<Item = Self> {
        let by_name_only = |id: &Self| {
            matches!(
                id,
                Self::Polynomial { .. }
                    | Self::Richards { .. }
                    | Self::Break
                    | Self::Robust
                    | Self::ElasticNet
            )
        };
        Self::ALL.into_iter().filter(move |id| !by_name_only(id))
    }

    fn stem(self) -> &'static str {
        match self {
            Self::Naive => "naive",
            Self::Drift => "drift",
            Self::Damped => "damped",
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

    pub(crate) fn fit(self, sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
        match self {
            Self::Naive => naive::fit(sample),
            Self::Drift => drift::fit(sample),
            Self::Damped => damped::fit(sample),
            Self::Linear => trend::fit_linear(sample),
            Self::LogLinear => trend::fit_log_linear(sample),
            Self::Polynomial { degree } => trend::fit_polynomial(sample, degree),
            Self::Logistic { ceiling } => growth_curve::fit(growth_curve::Shape::Logistic, ceiling, sample),
            Self::Gompertz { ceiling } => growth_curve::fit(growth_curve::Shape::Gompertz, ceiling, sample),
            Self::Richards { ceiling } => growth_curve::fit(growth_curve::Shape::Richards, ceiling, sample),
            Self::Break => piecewise::fit(sample),
            Self::Robust => robust::fit(sample),
            Self::ElasticNet => elastic_net::fit(sample),
            Self::Panel => match priors {
                Some(priors) => panel::fit(sample, priors),
                None => Err(Error::NotFitted { model: "panel", reason: "no panel priors were given".into() }),
            },
        }
    }
}

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem())?;
        match self {
            Self::Polynomial { degree } if *degree != 2 => write!(f, ":{degree}"),
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
                + "; options follow a colon, as in logistic:2000 (ceiling) or polynomial:3 (degree)",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_models_are_inverse() {
        for id in ModelId::ALL {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for bad in
            ["", "drift:2", "polynomial:1", "polynomial:x", "logistic:-3", "logistic:NaN", "break:2", "Auto"]
        {
            assert_eq!(bad.parse::<ModelId>().unwrap_err().code(), "unknown_model", "{bad}");
        }
    }
}
