#![doc = include_str!("../../../guide/models/ets.md")]

use std::fmt;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::smoothing::{self, Errors, Scale, Slope, Smoother};
use crate::numeric::draws::{Draws, Purpose};
use crate::series::sample::Sample;

/// The draw that says which form a path has: those before are of the parameters of the form.
const FORM: usize = 8;

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

/// Fits a form, or averages all that can be fitted.
pub(crate) fn fit(sample: &Sample, form: Option<EtsForm>) -> Result<Box<dyn Fitted>> {
    if let Some(form) = form {
        return Ok(Box::new(form.fit(sample)?));
    }
    let (mut forms, mut refused) = (Vec::new(), None);
    for form in EtsForm::ALL {
        match form.fit(sample) {
            Ok(smoother) => forms.push(smoother),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    if forms.is_empty() {
        return Err(refused.unwrap_or(Error::NotFitted { model: "ets", reason: NotFittedReason::NoForm }));
    }
    Ok(Box::new(Average::of(forms)))
}

/// Forms averaged by what the data say for each.
#[derive(Debug)]
struct Average {
    /// With their weights, which add up to one; simple ones first.
    forms: Vec<(Smoother, f64)>,
}

impl Average {
    /// Weights of approximate posterior probabilities, exp(-BIC/2).
    fn of(forms: Vec<Smoother>) -> Self {
        let bic: Vec<f64> = forms.iter().map(Smoother::bic).collect();
        let least = bic.iter().copied().fold(f64::INFINITY, f64::min);
        let odds: Vec<f64> = bic.into_iter().map(|bic| libm::exp(-0.5 * (bic - least))).collect();
        let total: f64 = odds.iter().sum();
        Self { forms: forms.into_iter().zip(odds).map(|(form, odds)| (form, odds / total)).collect() }
    }

    /// The form of the largest weight; of equals, the simplest.
    fn heaviest(&self) -> &Smoother {
        let heavier = |best: &'_ (Smoother, f64), other: &'_ (Smoother, f64)| other.1 > best.1;
        let mut forms = self.forms.iter();
        let first = forms.next().expect("it is of one form at least");
        &forms.fold(first, |best, other| if heavier(best, other) { other } else { best }).0
    }
}

impl Fitted for Average {
    /// Of the heaviest form, and the weights of all.
    fn parameters(&self) -> Vec<Parameter> {
        let weights = self.forms.iter().map(|(form, weight)| Parameter {
            name: format!("weight of {}", form.notation()),
            value: *weight,
            std_error: None,
            unit: "share".into(),
        });
        self.heaviest().parameters().into_iter().chain(weights).collect()
    }

    fn convergence(&self) -> Convergence {
        let evaluations = self.forms.iter().map(|(form, _)| form.evaluations()).sum();
        Convergence::Smoothing { form: self.heaviest().notation(), forms: self.forms.len(), evaluations }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        self.heaviest().diagnostics()
    }

    /// The weighted mean of the values that the forms expect.
    fn point(&self, lead: usize) -> f64 {
        libm::log(self.forms.iter().map(|(form, weight)| weight * libm::exp(form.point(lead))).sum())
    }

    /// A path of one form: each has as many as its weight says.
    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let position = draws.uniform(Purpose::Parameter, FORM);
        let mut upto = 0.0;
        let drawn = self.forms.iter().find(|(_, weight)| {
            upto += weight;
            position < upto
        });
        drawn.map_or_else(|| self.heaviest(), |(form, _)| form).path(draws, trend, surprise);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number, numbers, sample};
    use crate::model::smoothing::deviance_at;

    /// At fixed shares the best initial states are scipy's, with and without a gap; the optimum over everything is that of
    /// scipy from 24 starts; and so are the weights of the forms.
    #[test]
    fn deviance_optimum_and_weights_agree_with_scipy() {
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
            let parameters = fit(&sample, None).unwrap().parameters();
            let weight = |form: EtsForm| {
                let name = format!("weight of {}", form.fit(&sample).unwrap().notation());
                parameters.iter().find(|parameter| parameter.name == name).unwrap().value
            };
            for form in EtsForm::ALL {
                let (ours, expected) = (weight(form), number(&case["forms"][form.name()]["weight"]));
                // The tolerance of the optima, twice: that of the form and that of the heaviest.
                assert!(
                    (ours - expected).abs() < 1e-4,
                    "{form} on {}: {ours}, not {expected}",
                    case["series"]
                );
            }
        }
    }

    /// Paths have the forms in proportion to their weights, and around the point forecast.
    #[test]
    fn an_average_simulates_its_forms() {
        let values: Vec<f64> = (0..20).map(|t| 50.0 + 2.0 * f64::from(t) + f64::from(t * 7 % 5)).collect();
        let fitted = fit(&crate::model::reference::yearly(&values), None).unwrap();
        let mut last: Vec<f64> = (0..4000)
            .map(|path| {
                let (mut trend, mut surprise) = ([0.0; 3], [0.0; 3]);
                fitted.path(Draws::new(1, path, 0), &mut trend, &mut surprise);
                trend[2] + surprise[2]
            })
            .collect();
        last.sort_unstable_by(f64::total_cmp);
        let (median, point) = (last[2000], fitted.point(3));
        let spread = (last[3600] - last[400]) / 2.563;
        assert!((median - point).abs() < 0.2 * spread, "{median} {point} {spread}");
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
