//! How the estimation of a model ended.

use std::fmt;

use crate::message::{MessageCause, MessageValues, samples, values};
use crate::period::Period;

/// How the estimation of a model ended: at an optimum, but for the one kind that says that it is not.
///
/// ```
/// let bfgs = tradecast::Convergence::Bfgs { evaluations: 40 };
/// assert_eq!(bfgs.to_string(), "projected BFGS, converged after 40 evaluations");
/// assert_eq!(bfgs.code(), "bfgs");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Convergence {
    /// The estimates are a formula of the data.
    ClosedForm,
    /// The estimates are medians, which are exact.
    Medians,
    /// A model of one's own, which says nothing of its estimation.
    Own,
    /// Estimated on the panel of other series.
    Panel,
    /// Projected BFGS.
    Bfgs {
        /// Evaluations of the likelihood.
        evaluations: usize,
    },
    /// Exponential smoothing by projected BFGS.
    Smoothing {
        /// The form in the notation of Hyndman et al.; of an average, the one of the largest weight.
        form: String,
        /// Forms that are averaged.
        forms: usize,
        /// Evaluations of the likelihood, of all forms.
        evaluations: usize,
    },
    /// ARIMA by projected BFGS.
    Arima {
        /// The order, as in `ARIMA(1,1,0)`.
        form: String,
        /// Whether it has a constant.
        constant: bool,
        /// Models of which it has the lowest AICc.
        models: usize,
        /// Evaluations of the likelihood, of all models.
        evaluations: usize,
    },
    /// A quasi-Newton search.
    QuasiNewton {
        /// Evaluations of the sum of squares.
        evaluations: usize,
    },
    /// A quasi-Newton search that ended where its work is bounded, or at an edge that it could not follow.
    QuasiNewtonStopped {
        /// Evaluations of the sum of squares.
        evaluations: usize,
    },
    /// Levenberg and Marquardt's algorithm.
    LevenbergMarquardt {
        /// Evaluations of the residuals.
        evaluations: usize,
    },
    /// Coordinate descent.
    CoordinateDescent {
        /// Passes over the coefficients.
        passes: usize,
        /// Forecasts in order of time that chose the penalty.
        forecasts: usize,
    },
    /// A trend with a break.
    Break {
        /// Period of the break.
        period: Period,
        /// Places that were tried.
        places: usize,
        /// How much lower BIC is with the break than without.
        gain: f64,
    },
    /// A trend without the break that was looked for.
    NoBreak {
        /// Period of the best break.
        period: Period,
        /// Places that were tried.
        places: usize,
    },
}

impl Convergence {
    /// A stable identifier of its kind.
    ///
    /// ```
    /// assert_eq!(tradecast::Convergence::ClosedForm.code(), "closed_form");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::ClosedForm => "closed_form",
            Self::Medians => "medians",
            Self::Own => "own",
            Self::Panel => "panel",
            Self::Bfgs { .. } => "bfgs",
            Self::Smoothing { forms: 0..=1, .. } => "smoothing",
            Self::Smoothing { .. } => "smoothing_averaged",
            Self::Arima { constant: false, models: 0..=1, .. } => "arima",
            Self::Arima { constant: true, models: 0..=1, .. } => "arima_constant",
            Self::Arima { constant: false, .. } => "arima_chosen",
            Self::Arima { constant: true, .. } => "arima_constant_chosen",
            Self::QuasiNewton { .. } => "quasi_newton",
            Self::QuasiNewtonStopped { .. } => "quasi_newton_stopped",
            Self::LevenbergMarquardt { .. } => "levenberg_marquardt",
            Self::CoordinateDescent { .. } => "coordinate_descent",
            Self::Break { .. } => "break",
            Self::NoBreak { .. } => "no_break",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// let bfgs = tradecast::Convergence::Bfgs { evaluations: 40 };
    /// assert_eq!(bfgs.values()["evaluations"], 40.into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::ClosedForm | Self::Medians | Self::Own | Self::Panel => values![],
            Self::Bfgs { evaluations }
            | Self::QuasiNewton { evaluations }
            | Self::QuasiNewtonStopped { evaluations }
            | Self::LevenbergMarquardt { evaluations } => values![evaluations = *evaluations],
            Self::Smoothing { form, forms: 0..=1, evaluations }
            | Self::Arima { form, models: 0..=1, evaluations, .. } => {
                values![form = form, evaluations = *evaluations]
            }
            Self::Smoothing { form, forms, evaluations } => {
                values![form = form, forms = *forms, evaluations = *evaluations]
            }
            Self::Arima { form, models: chosen_of, evaluations, .. } => {
                values![form = form, chosen_of = *chosen_of, evaluations = *evaluations]
            }
            Self::CoordinateDescent { passes, forecasts } => {
                values![passes = *passes, forecasts = *forecasts]
            }
            Self::Break { period, places, gain } => {
                // With the digits that the sentence has.
                values![period = *period, places = *places, gain = libm::round(gain * 10.0) / 10.0]
            }
            Self::NoBreak { period, places } => values![period = *period, places = *places],
        }
    }

    /// Code and values.
    pub(crate) fn message(&self) -> MessageCause {
        MessageCause { code: self.code().to_owned(), values: self.values() }
    }

    /// One of each kind at least, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let form = || String::from("ARIMA(1,1,0)");
        let evaluations = 40;
        samples![
            ClosedForm,
            Medians,
            Own,
            Panel,
            Bfgs { evaluations },
            Smoothing { form: form(), forms: 1, evaluations },
            Arima { form: form(), constant: false, models: 1, evaluations },
            QuasiNewton { evaluations },
            QuasiNewtonStopped { evaluations },
            LevenbergMarquardt { evaluations },
            CoordinateDescent { passes: 12, forecasts: 30 },
            Break { period: Period::annual(2009), places: 12, gain: 1.5 },
            NoBreak { period: Period::annual(2009), places: 12 };
            Smoothing { form: form(), forms: 6, evaluations },
            Arima { form: form(), constant: true, models: 1, evaluations },
            Arima { form: form(), constant: false, models: 9, evaluations },
            Arima { form: form(), constant: true, models: 9, evaluations },
        ]
    }
}

impl fmt::Display for Convergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClosedForm => f.write_str("closed form"),
            Self::Medians => f.write_str("medians, exact"),
            Self::Own => f.write_str("a model of one's own"),
            Self::Panel => f.write_str("estimated on the panel"),
            Self::Bfgs { evaluations } => {
                write!(f, "projected BFGS, converged after {evaluations} evaluations")
            }
            Self::Smoothing { form, forms, evaluations } => {
                write!(f, "{form}")?;
                if *forms > 1 {
                    write!(f, ", the heaviest of {forms} forms averaged by BIC,")?;
                }
                write!(f, " by projected BFGS, converged after {evaluations} evaluations")
            }
            Self::Arima { form, constant, models, evaluations } => {
                write!(f, "{form}{}", if *constant { " with a constant" } else { "" })?;
                if *models > 1 {
                    write!(f, ", the lowest AICc of {models} models")?;
                }
                write!(f, ", by projected BFGS, converged after {evaluations} evaluations")
            }
            Self::QuasiNewton { evaluations } => {
                write!(f, "quasi-Newton search converged after {evaluations} evaluations")
            }
            Self::QuasiNewtonStopped { evaluations } => {
                write!(f, "quasi-Newton search stopped short of a minimum after {evaluations} evaluations")
            }
            Self::LevenbergMarquardt { evaluations } => {
                write!(f, "Levenberg-Marquardt converged after {evaluations} evaluations")
            }
            Self::CoordinateDescent { passes, forecasts } => write!(
                f,
                "coordinate descent converged after {passes} passes; penalty chosen by {forecasts} forecasts in order of time"
            ),
            Self::Break { period, places, gain } => write!(
                f,
                "break in {period}: best of {places} by least squares; BIC is lower by {gain:.1} than without"
            ),
            Self::NoBreak { period, places } => write!(
                f,
                "no break: BIC is no lower with the best of {places} ({period}) than with one segment, the trend fitted"
            ),
        }
    }
}
