//! What the models are called.

use std::fmt;

use crate::error::{Error, Result};
use crate::model::named::arima::ArimaOrder;
use crate::model::named::ets::EtsForm;

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
    /// Growth regressed on named regressors ([`crate::Series::with_regressors`]) and its own past; not in the combination.
    ElasticNet,
}

impl ModelId {
    /// Every model with its default options.
    ///
    /// ```
    /// use tradecast::ModelId;
    ///
    /// assert!(ModelId::ALL.iter().all(|id| id.to_string().parse() == Ok(*id)));
    /// ```
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

    pub(crate) fn stem(self) -> &'static str {
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
