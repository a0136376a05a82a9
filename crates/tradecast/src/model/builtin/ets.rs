#![doc = include_str!("../../../guide/models/ets.md")]

use std::fmt;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::fitted::Fitted;
use crate::model::smoothing::{self, Errors, Scale, Slope, Smoother};
use crate::series::sample::Sample;

/// A form of exponential smoothing: error and trend, as in R.
///
/// ```
/// use tradecast::{EtsForm, ModelId};
///
/// assert_eq!("ets:MAdN".parse(), Ok(ModelId::Ets { form: Some(EtsForm::Madn) }));
/// assert_eq!(EtsForm::Ann.to_string(), "ANN");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EtsForm {
    /// Additive errors, no trend: simple exponential smoothing.
    Ann,
    /// Additive errors and trend: Holt's method.
    Aan,
    /// Additive errors, damped trend.
    Aadn,
    /// Multiplicative errors, no trend.
    Mnn,
    /// Multiplicative errors, additive trend.
    Man,
    /// Multiplicative errors, damped trend.
    Madn,
}

impl EtsForm {
    /// Every form, simple ones first.
    ///
    /// ```
    /// assert_eq!(tradecast::EtsForm::ALL[0].to_string(), "ANN");
    /// ```
    pub const ALL: [Self; 6] = [Self::Ann, Self::Mnn, Self::Aan, Self::Man, Self::Aadn, Self::Madn];

    fn name(self) -> &'static str {
        match self {
            Self::Ann => "ANN",
            Self::Aan => "AAN",
            Self::Aadn => "AAdN",
            Self::Mnn => "MNN",
            Self::Man => "MAN",
            Self::Madn => "MAdN",
        }
    }

    /// The form of a name such as `AAdN`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.name() == name)
    }

    fn parts(self) -> (Errors, Slope) {
        let errors = match self {
            Self::Ann | Self::Aan | Self::Aadn => Errors::Additive,
            Self::Mnn | Self::Man | Self::Madn => Errors::Multiplicative,
        };
        let slope = match self {
            Self::Ann | Self::Mnn => Slope::None,
            Self::Aan | Self::Man => Slope::Kept,
            Self::Aadn | Self::Madn => Slope::Damped,
        };
        (errors, slope)
    }

    fn fit(self, sample: &Sample) -> Result<Smoother> {
        let (errors, slope) = self.parts();
        smoothing::fit("ets", errors, slope, Scale::Levels, sample, None)
    }
}

impl fmt::Display for EtsForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Fits a form, or all that can be fitted and keeps the best; of equals, the simplest.
pub(crate) fn fit(sample: &Sample, form: Option<EtsForm>) -> Result<Box<dyn Fitted>> {
    if let Some(form) = form {
        return Ok(Box::new(form.fit(sample)?));
    }
    let (mut fitted, mut refused) = (Vec::new(), None);
    for form in EtsForm::ALL {
        match form.fit(sample) {
            Ok(smoother) => fitted.push(smoother),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    let forms = fitted.len();
    let evaluations = fitted.iter().map(Smoother::evaluations).sum();
    let best = fitted.into_iter().min_by(|a, b| a.aicc().total_cmp(&b.aicc()));
    match (best, refused) {
        (Some(smoother), _) => Ok(Box::new(smoother.best_of(forms, evaluations))),
        (None, Some(error)) => Err(error),
        (None, None) => Err(Error::NotFitted { model: "ets", reason: NotFittedReason::NoForm }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number, numbers, sample};
    use crate::model::smoothing::deviance_at;

    /// At fixed shares the best initial states are scipy's, with and without a gap; the optimum over everything is that of
    /// scipy from 24 starts; and so is the form chosen.
    #[test]
    fn deviance_optimum_and_choice_agree_with_scipy() {
        for case in cases(include_str!("../../../../../tests/reference/ets.json")) {
            let sample = sample(&case);
            for form in EtsForm::ALL {
                let what = format!("{form} on {}", case["series"]);
                let theirs = &case["forms"][form.name()];
                let (errors, slope) = form.parts();
                let ours = deviance_at(errors, slope, &sample, &numbers(&theirs["shares"]));
                // Logarithms have ten digits; a deviance is some hundreds of their relative errors.
                let expected = number(&theirs["deviance"]);
                assert!((ours - expected).abs() < 1e-6, "{what}: {ours} instead of {expected}");
                let (ours, expected) = (form.fit(&sample).unwrap().deviance(), number(&theirs["optimum"]));
                // What both optimisers leave; half of it is a factor of 1.00005 of the likelihood.
                assert!((ours - expected).abs() < 1e-4, "{what}: {ours} instead of {expected}");
            }
            let chosen = fit(&sample, None).unwrap().convergence().to_string();
            let form = EtsForm::named(case["chosen"].as_str().unwrap()).unwrap();
            let expected = form.fit(&sample).unwrap().notation();
            assert!(chosen.starts_with(&expected), "{}: {chosen} instead of {expected}", case["series"]);
        }
    }

    /// A straight line is expected without an error, and goes on.
    #[test]
    fn a_straight_line_goes_on() {
        let values: Vec<f64> = (0..12).map(|t| 50.0 + 10.0 * f64::from(t)).collect();
        let sample = crate::model::reference::yearly(&values);
        for name in ["AAN", "MAN"] {
            let fitted = fit(&sample, EtsForm::named(name)).unwrap();
            for lead in 1..=5 {
                let value = 160.0 * libm::exp(fitted.point(lead));
                // Ten digits of the logarithms, five steps ahead.
                assert!((value - 160.0 - 10.0 * lead as f64).abs() < 1e-6, "{name} {lead} {value}");
            }
        }
    }

    #[test]
    fn a_form_that_the_series_is_too_short_for_says_so() {
        let sample = crate::model::reference::yearly(&[1.0, 2.0, 2.5, 3.0, 4.0]);
        let error = fit(&sample, Some(EtsForm::Aadn)).unwrap_err();
        assert!(error.to_string().contains("needs 8"), "{error}");
        assert!(fit(&sample, None).unwrap().convergence().to_string().contains("2 forms"));
    }
}
