//! Why a model could not be fitted: the reason inside an error.

use std::fmt;

use crate::message::{MessageValues, samples, values};

/// Why a model could not be fitted to a series.
///
/// ```
/// use tradecast::{Error, ModelChoice, NotFittedReason, Observation, Period, Series, fit};
///
/// let series = Series::new("short", (0..4).map(|i| Observation::new(Period::annual(2020 + i), 5.0)).collect())?;
/// let Error::NoModel { reasons, .. } = fit(&series, &ModelChoice::named("arima")?).unwrap_err() else { unreachable!() };
/// let reason = NotFittedReason::TooShort { have: 4, need: 8 };
/// assert_eq!(reasons, [Error::NotFitted { model: "arima", reason }]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotFittedReason {
    /// Fewer observations than the model needs.
    #[error("it has {have} observations and the model needs {need}; add earlier periods")]
    TooShort {
        /// Observations there are.
        have: usize,
        /// Observations the model needs.
        need: usize,
    },
    /// More observations than the model takes.
    #[error("it has {have} observations and the model takes {most} at most; begin later")]
    TooLong {
        /// Observations there are.
        have: usize,
        /// Observations the model takes at most.
        most: usize,
    },
    /// Fewer observations with one of the same period in an earlier year than a seasonal model needs.
    #[error(
        "only {have} of its observations has one of the same period in an earlier year and the model needs 2; add earlier periods"
    )]
    FewSeasons {
        /// Observations that have one.
        have: usize,
    },
    /// As many coefficients as observations, or more.
    #[error(
        "{have} observations cannot determine {coefficients} coefficients and a spread; add earlier periods"
    )]
    FewForCoefficients {
        /// Observations there are.
        have: usize,
        /// Coefficients of the model.
        coefficients: usize,
    },
    /// As many coefficients as changes from one period to the next, or more.
    #[error(
        "{have} changes cannot judge {coefficients} coefficients; leave regressors out or add earlier periods"
    )]
    FewChanges {
        /// Changes there are.
        have: usize,
        /// Coefficients that were kept.
        coefficients: usize,
    },
    /// A regressor with a value that is not a finite number.
    #[error("regressor {regressor:?} has a value that is not a finite number")]
    RegressorNotFinite {
        /// The name of the regressor.
        regressor: String,
    },
    /// Growth that is not a finite number.
    #[error("growth of the series or of a regressor is not a finite number")]
    GrowthNotFinite,
    /// Estimates that are not finite numbers.
    #[error("the estimates are not finite numbers")]
    EstimatesNotFinite,
    /// What the library that solves the equations says.
    #[error("{cause}")]
    NotSolved {
        /// Its words, in English.
        cause: String,
    },
    /// A likelihood without an optimum that was found.
    #[error("the likelihood has no optimum that the search found")]
    NoOptimum,
    /// The same for exponential smoothing, where values far apart are the usual cause.
    #[error(
        "its likelihood has no optimum that the search found; values may differ by too many orders of magnitude"
    )]
    NoSmoothing,
    /// A likelihood that has no value at any starting point.
    #[error("the likelihood is not defined")]
    NoLikelihood,
    /// A search for variances that met its bound.
    #[error("the search for the variances did not converge")]
    VariancesNotFound,
    /// No order of an ARIMA model with an optimum inside the region of stationary and invertible models.
    #[error("no order has an optimum inside the region of stationary and invertible models")]
    NoOrder,
    /// No form of exponential smoothing to choose from.
    #[error("there is no form to fit")]
    NoForm,
    /// Least squares without a finite minimum.
    #[error("least squares found no finite minimum; the values may differ by too many orders of magnitude")]
    NoMinimum,
    /// Coordinate descent that met its bound.
    #[error(
        "coordinate descent did not converge in {passes} passes; leave out regressors that move together"
    )]
    NoDescent {
        /// Passes it was given.
        passes: usize,
    },
    /// A given ceiling below the largest value.
    #[error("the given ceiling must lie above the largest value, {largest}")]
    LowCeiling {
        /// The largest value.
        largest: f64,
    },
    /// Growth to a ceiling that least squares did not find.
    #[error(
        "least squares did not converge from any starting point; the series does not look like growth to a ceiling"
    )]
    NoCurve,
    /// A ceiling that the data do not determine.
    #[error(
        "the series does not bend, so the data do not determine a ceiling; give one (as in logistic:2000) or use another model"
    )]
    NoBend,
    /// A rate of growth that the data do not determine.
    #[error("the data do not determine the rate of growth; use another model")]
    NoRate,
    /// An asymmetry that the data do not determine.
    #[error(
        "the data do not determine where between Gompertz and beyond logistic the curve bends; use one of those models"
    )]
    NoAsymmetry,
    /// The model of the panel without panel priors.
    #[error("no panel priors were given")]
    NoPriors,
    /// The model of the panel for a series that is not yearly.
    #[error("the panel priors are for yearly series")]
    NotYearly,
    /// A model that this build does not have.
    #[error("this build has the models of the combination only (cargo feature `models`)")]
    NotInBuild,
    /// What a model of one's own says.
    #[error("{name}: {cause}")]
    Own {
        /// The name of the model.
        name: String,
        /// Its words.
        cause: String,
    },
    /// A model of one's own that gave another number of values.
    #[error("{name}: it gave {have} values for {need} periods")]
    OwnCount {
        /// The name of the model.
        name: String,
        /// Values it gave.
        have: usize,
        /// Periods it was asked for.
        need: usize,
    },
    /// A model of one's own with a value that is no positive number.
    #[error("{name}: it said {value} for period {lead} ahead, which is no positive number")]
    OwnValue {
        /// The name of the model.
        name: String,
        /// The value.
        value: f64,
        /// Periods ahead, from 1.
        lead: usize,
    },
}

impl fmt::Debug for NotFittedReason {
    /// The code and the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl NotFittedReason {
    /// A stable identifier of the reason.
    ///
    /// ```
    /// assert_eq!(tradecast::NotFittedReason::NoPriors.code(), "no_panel_priors");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooShort { .. } => "too_short_for_model",
            Self::TooLong { .. } => "too_long_for_model",
            Self::FewSeasons { .. } => "few_seasons",
            Self::FewForCoefficients { .. } => "few_for_coefficients",
            Self::FewChanges { .. } => "few_changes",
            Self::RegressorNotFinite { .. } => "regressor_not_finite",
            Self::GrowthNotFinite => "growth_not_finite",
            Self::EstimatesNotFinite => "estimates_not_finite",
            Self::NotSolved { .. } => "not_solved",
            Self::NoOptimum => "no_optimum",
            Self::NoSmoothing => "no_smoothing",
            Self::NoLikelihood => "no_likelihood",
            Self::VariancesNotFound => "variances_not_found",
            Self::NoOrder => "no_order",
            Self::NoForm => "no_form",
            Self::NoMinimum => "no_minimum",
            Self::NoDescent { .. } => "no_descent",
            Self::LowCeiling { .. } => "low_ceiling",
            Self::NoCurve => "no_curve",
            Self::NoBend => "no_bend",
            Self::NoRate => "no_rate",
            Self::NoAsymmetry => "no_asymmetry",
            Self::NoPriors => "no_panel_priors",
            Self::NotYearly => "panel_not_yearly",
            Self::NotInBuild => "not_in_build",
            Self::Own { .. } => "own_model",
            Self::OwnCount { .. } => "own_model_count",
            Self::OwnValue { .. } => "own_model_value",
        }
    }

    /// What the reason mentions, by name.
    ///
    /// ```
    /// let reason = tradecast::NotFittedReason::TooShort { have: 4, need: 8 };
    /// assert_eq!(reason.values()["need"], 8.into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::TooShort { have, need } => values![have = *have, need = *need],
            Self::TooLong { have, most } => values![have = *have, most = *most],
            Self::FewSeasons { have } => values![have = *have],
            Self::FewForCoefficients { have, coefficients } | Self::FewChanges { have, coefficients } => {
                values![have = *have, coefficients = *coefficients]
            }
            Self::RegressorNotFinite { regressor } => values![regressor = regressor],
            Self::NotSolved { cause } => values![cause = cause],
            Self::NoDescent { passes } => values![passes = *passes],
            Self::LowCeiling { largest } => values![largest = *largest],
            Self::Own { name, cause } => values![name = name, cause = cause],
            Self::OwnCount { name, have, need } => values![name = name, have = *have, need = *need],
            Self::OwnValue { name, value, lead } => values![name = name, value = *value, lead = *lead],
            Self::GrowthNotFinite
            | Self::EstimatesNotFinite
            | Self::NoOptimum
            | Self::NoSmoothing
            | Self::NoLikelihood
            | Self::VariancesNotFound
            | Self::NoOrder
            | Self::NoForm
            | Self::NoMinimum
            | Self::NoCurve
            | Self::NoBend
            | Self::NoRate
            | Self::NoAsymmetry
            | Self::NoPriors
            | Self::NotYearly
            | Self::NotInBuild => values![],
        }
    }

    /// One of each kind.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let text = || String::from("abc");
        samples![
            TooShort { have: 4, need: 8 },
            TooLong { have: 4000, most: 2000 },
            FewSeasons { have: 1 },
            FewForCoefficients { have: 3, coefficients: 4 },
            FewChanges { have: 5, coefficients: 6 },
            RegressorNotFinite { regressor: text() },
            GrowthNotFinite,
            EstimatesNotFinite,
            NotSolved { cause: text() },
            NoOptimum,
            NoSmoothing,
            NoLikelihood,
            VariancesNotFound,
            NoOrder,
            NoForm,
            NoMinimum,
            NoDescent { passes: 1000 },
            LowCeiling { largest: 461.9 },
            NoCurve,
            NoBend,
            NoRate,
            NoAsymmetry,
            NoPriors,
            NotYearly,
            NotInBuild,
            Own { name: text(), cause: text() },
            OwnCount { name: text(), have: 3, need: 200 },
            OwnValue { name: text(), value: -1.5, lead: 2 },
        ]
    }
}
