//! From the name of a model to the fitted model.

use crate::error::{Error, Result};
use crate::model::fitted::Fitted;
use crate::model::id::ModelId;
use crate::model::named::seasonal_naive;
#[cfg(feature = "models")]
use crate::model::named::{arima, elastic_net, ets, growth_curve, piecewise, robust, structural, trend};
use crate::model::priors::Priors;
use crate::model::{ces, damped, drift, linear_drift, naive, panel, theta};
use crate::series::sample::Sample;

impl ModelId {
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
            #[cfg(feature = "models")]
            Self::Ets { form } => ets::fit(sample, form),
            #[cfg(feature = "models")]
            Self::Arima { order } => arima::fit(sample, order),
            #[cfg(feature = "models")]
            Self::LocalLevel => structural::fit_level(sample, priors),
            #[cfg(feature = "models")]
            Self::LocalTrend => structural::fit_trend(sample, priors),
            #[cfg(feature = "models")]
            Self::Linear => trend::fit_linear(sample),
            #[cfg(feature = "models")]
            Self::LogLinear => trend::fit_log_linear(sample),
            #[cfg(feature = "models")]
            Self::Polynomial { degree } => trend::fit_polynomial(sample, degree),
            #[cfg(feature = "models")]
            Self::Logistic { ceiling } => growth_curve::fit(growth_curve::Shape::Logistic, ceiling, sample),
            #[cfg(feature = "models")]
            Self::Gompertz { ceiling } => growth_curve::fit(growth_curve::Shape::Gompertz, ceiling, sample),
            #[cfg(feature = "models")]
            Self::Richards { ceiling } => growth_curve::fit(growth_curve::Shape::Richards, ceiling, sample),
            #[cfg(feature = "models")]
            Self::Break => piecewise::fit(sample),
            #[cfg(feature = "models")]
            Self::Robust => robust::fit(sample),
            #[cfg(feature = "models")]
            Self::ElasticNet => elastic_net::fit(sample),
            #[cfg(not(feature = "models"))]
            _ => {
                let reason = "this build has the models of the combination only (cargo feature `models`)";
                Err(Error::NotFitted { model: self.stem(), reason: reason.into() })
            }
        }
    }
}
