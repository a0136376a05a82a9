//! The models: what they are called, what fitting takes and what a fitted one can do.
//!
//! Every model works on the logarithm of the series relative to its last value, so that no result depends on the unit,
//! and on time counted from the first observation, so that none depends on the calendar.

pub(crate) mod ces;
pub(crate) mod damped;
pub(crate) mod drift;
#[cfg(feature = "models")]
pub(crate) mod id;
pub(crate) mod level;
pub(crate) mod linear_drift;
pub(crate) mod naive;
pub(crate) mod own;
pub(crate) mod panel;
pub(crate) mod named;
pub(crate) mod priors;
pub(crate) mod residual;
pub(crate) mod smoothing;
pub(crate) mod theta;

use std::fmt;

use crate::answer::answer::{Diagnostics, Parameter};
use crate::error::{Error, Result};
use crate::model::priors::Priors;
use crate::numeric::draws::Draws;
use named::seasonal_naive;
#[cfg(feature = "models")]
use named::{arima, elastic_net, ets, growth_curve, piecewise, robust, structural, trend};

pub(crate) use crate::series::sample::{LEAST_ERROR, RESOLUTION, Sample, bridged, volatility};
pub use id::{ModelChoice, ModelId};
pub use named::arima::ArimaOrder;
pub use named::ets::EtsForm;
pub(crate) use own::Candidate;
pub use own::{History, Model};
pub(crate) use panel::{Panel, excess, features};

/// A model fitted to a sample: a type of its own, so that nothing can be asked of a model before it is fitted.
pub(crate) trait Fitted: fmt::Debug + Send + Sync {
    /// Estimates with standard errors and units.
    fn parameters(&self) -> Vec<Parameter>;

    /// How the estimation ended; always at an optimum, or there is no fitted model.
    fn convergence(&self) -> String;

    /// What the residuals say; absent where there are none.
    fn diagnostics(&self) -> Option<Diagnostics>;

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
