//! The trait of all models, built in and of one's own: what they are given and what they have to say.

use std::fmt;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::{self, RandomWalk};
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::priors::Priors;
use crate::model::report::{Diagnostics, Parameter};
use crate::numeric::draws::Draws;
use crate::period::Period;
use crate::question::settings::MAX_HORIZON;
use crate::series::sample::Sample;

/// A model: one of one's own, or a built-in one by its [`ModelId`](crate::ModelId). It joins the models of the combination, see
/// [`fit_with_models`](crate::fit_with_models): it is asked at every earlier origin what it would have said, and counts as much
/// as it was right then.
///
/// ```
/// use std::sync::Arc;
/// use tradecast::{History, Model, Observation, Period, Series, fit_with_models};
///
/// /// Trade grows as it did over the last ten periods.
/// #[derive(Debug)]
/// struct LastTen;
///
/// impl Model for LastTen {
///     fn name(&self) -> String {
///         "last-ten".to_owned()
///     }
///
///     fn forecast(&self, history: &History<'_>, leads: usize) -> Result<Vec<f64>, String> {
///         let (first, last) = match history.values {
///             [.., first, _, _, _, _, _, _, _, _, last] => (first, last),
///             _ => return Err("it needs ten observations".to_owned()),
///         };
///         let growth = (last / first).powf(1.0 / 9.0);
///         Ok((1..=leads).map(|lead| last * growth.powi(lead as i32)).collect())
///     }
/// }
///
/// let rows = (1990..2023).map(|year| Observation::new(Period::annual(year), 100.0 * 1.07f64.powi(year - 1990)));
/// let fitted = fit_with_models(&Series::new("demo", rows.collect())?, &[Arc::new(LastTen)], None)?;
/// let report = fitted.reports().iter().find(|model| model.name == "last-ten").expect("it was fitted");
/// assert!(report.weight > 0.05 && report.score.is_some());
/// # Ok::<(), tradecast::Error>(())
/// ```
pub trait Model: Send + Sync {
    /// What it is called in reports: short, in lower case, unlike the names of [`crate::ModelId`].
    fn name(&self) -> String;

    /// The median value 1, 2, ... `leads` periods after the last one of the history, in its unit. The same history must give the
    /// same values, and nothing but the history may be used: it is also asked as of earlier dates.
    ///
    /// # Errors
    /// Why it cannot be fitted to this history; it then counts as one that says nothing changes.
    fn forecast(&self, history: &History<'_>, leads: usize) -> std::result::Result<Vec<f64>, String>;

    /// Fits the model: a model of one's own is asked for its medians. The built-in models also estimate how wrong they are and
    /// start near the optimum of an earlier fit; what they are given for that is no part of the public interface.
    #[doc(hidden)]
    fn fit(&self, data: FitData<'_>) -> Result<Box<dyn Fitted>> {
        Ok(Box::new(Medians::of(self, data.sample)?))
    }
}

impl fmt::Debug for dyn Model + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

/// What a model is given to forecast: a series as known at some date, without its season if it has one.
///
/// ```
/// use tradecast::{Frequency, History, Period};
///
/// let history = History { periods: &[0.0, 1.0, 3.0], values: &[1.0, 2.0, 4.0], first: Period::annual(2020) };
/// assert_eq!(history.first.frequency(), Frequency::Annual); // 2022 is missing
/// ```
#[derive(Debug, Clone, Copy)]
pub struct History<'a> {
    /// Periods since the first observation; increasing, and more than one apart where some are missing.
    pub periods: &'a [f64],
    /// Positive values, in the unit of the series.
    pub values: &'a [f64],
    /// The first period.
    pub first: Period,
}

/// What fitting is given: more than a model of one's own is told.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct FitData<'a> {
    pub(crate) sample: &'a Sample,
    pub(crate) priors: Option<&'a Priors>,
    /// The optimum of a slightly shorter sample, where a search may start.
    pub(crate) near: Option<[f64; 3]>,
}

/// A fitted model's medians in the unit of the series.
pub(crate) fn medians(fitted: &dyn Fitted, sample: &Sample, leads: usize) -> Vec<f64> {
    let mut values = vec![0.0; leads];
    fitted.points(&mut values);
    values.iter_mut().for_each(|value| *value = sample.scale * libm::exp(*value));
    values
}

/// A fitted model of which only the medians are known.
#[derive(Debug)]
struct Medians {
    /// Log of the median relative to the last value, one a lead.
    log: Vec<f64>,
    /// What surprises add where it is simulated alone.
    walk: RandomWalk,
}

impl Medians {
    fn of<M: Model + ?Sized>(model: &M, sample: &Sample) -> Result<Self> {
        let refused = |reason| Error::NotFitted { model: "own", reason };
        let name = || model.name();
        let leads = MAX_HORIZON as usize;
        let values: Vec<f64> = sample.log.iter().map(|z| sample.scale * libm::exp(*z)).collect();
        let history = History { periods: &sample.t, values: &values, first: sample.start };
        let said = model
            .forecast(&history, leads)
            .map_err(|cause| refused(NotFittedReason::Own { name: name(), cause }))?;
        if said.len() != leads {
            return Err(refused(NotFittedReason::OwnCount { name: name(), have: said.len(), need: leads }));
        }
        if let Some(lead) = said.iter().position(|value| !(value.is_finite() && *value > 0.0)) {
            let value = said[lead];
            return Err(refused(NotFittedReason::OwnValue { name: name(), value, lead: lead + 1 }));
        }
        let log = said.into_iter().map(|value| libm::log(value / sample.scale)).collect();
        Ok(Self { log, walk: drift::walk(sample, 0.0, None) })
    }
}

impl Fitted for Medians {
    fn parameters(&self) -> Vec<Parameter> {
        Vec::new()
    }

    fn convergence(&self) -> Convergence {
        Convergence::Own
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        None
    }

    fn point(&self, lead: usize) -> f64 {
        lead.checked_sub(1).map_or(0.0, |at| self.log[at.min(self.log.len() - 1)])
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        self.walk.path(draws, trend, surprise);
        self.points(trend);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::series::series::{Observation, Series};
    use crate::{ModelChoice, ModelId, Settings, Target, fit, fit_with_models};

    type Saying = fn(&History<'_>, usize) -> std::result::Result<Vec<f64>, String>;

    #[derive(Debug)]
    struct Says(Saying);

    impl Model for Says {
        fn name(&self) -> String {
            "says".to_owned()
        }

        fn forecast(&self, history: &History<'_>, leads: usize) -> std::result::Result<Vec<f64>, String> {
            (self.0)(history, leads)
        }
    }

    /// A value that swings between two levels: only who knows that can say the next one.
    fn swinging() -> Series {
        let value = |year: i32| if year % 2 == 0 { 100.0 } else { 160.0 + f64::from(year % 5) };
        Series::new("swing", (1990..2023).map(|y| Observation::new(Period::annual(y), value(y))).collect())
            .unwrap()
    }

    fn with(says: Saying) -> crate::Fit {
        fit_with_models(&swinging(), &[Arc::new(Says(says))], None).unwrap()
    }

    fn own(fit: &crate::Fit) -> &crate::ModelReport {
        fit.reports().iter().find(|report| report.name == "says").unwrap()
    }

    #[test]
    fn who_is_right_counts_more() {
        let knows = with(|history, leads| {
            let n = history.values.len();
            Ok((1..=leads).map(|lead| history.values[n - 1 - (lead % 2)]).collect())
        });
        let errs = with(|history, leads| Ok(vec![9.0 * history.values[0]; leads]));
        assert!(own(&knows).weight > 0.2, "{}", own(&knows).weight);
        assert!(own(&errs).weight < 0.08, "{}", own(&errs).weight);
        assert!(own(&knows).score.is_some() && own(&knows).diagnostics.is_none());
        let answer = |fit: &crate::Fit| {
            let settings = Settings { horizon: 4, paths: 400, ..Settings::default() };
            let simulation = fit.simulate(&settings).unwrap();
            simulation.answer(&Target::level(170.0).unwrap(), &crate::Assumptions::baseline()).unwrap()
        };
        let plain = fit(&swinging(), &ModelChoice::Auto).unwrap();
        assert_ne!(answer(&knows).forecast, answer(&plain).forecast);
    }

    #[test]
    fn it_is_told_nothing_but_what_was_known() {
        let fitted = with(|history, leads| {
            let n = history.values.len();
            assert_eq!(history.periods.len(), n);
            assert!(history.first == Period::annual(1990) && history.periods[n - 1] == (n - 1) as f64);
            // The value after the last is never among them: the swing goes on.
            assert!((history.values[n - 1] - if n % 2 == 1 { 100.0 } else { 162.0 }).abs() < 3.0);
            Ok(vec![history.values[n - 1]; leads])
        });
        assert!(own(&fitted).converged);
    }

    #[test]
    fn what_it_cannot_do_is_told_and_does_no_harm() {
        let cases: [(Saying, &str); 4] = [
            (|_, _| Err("no appetite".to_owned()), "no appetite"),
            (|_, leads| Ok(vec![1.0; leads - 1]), "479 values for 480 periods"),
            (|_, leads| Ok(vec![f64::NAN; leads]), "NaN for period 1 ahead"),
            (|_, leads| Ok((0..leads).map(|lead| 2.0 - lead as f64).collect()), "0 for period 3 ahead"),
        ];
        for (says, why) in cases {
            let fitted = with(says);
            let report = own(&fitted);
            assert!(!report.converged && report.weight == 0.0, "{report:?}");
            assert!(report.convergence.contains(why) && report.convergence.contains("says"), "{report:?}");
        }
    }

    /// A model of one's own may ask a built-in one: it then says the same and counts as much.
    #[test]
    fn built_in_models_are_models_like_any_other() {
        let drift = with(|history, leads| ModelId::Drift.forecast(history, leads));
        let of =
            |fit: &crate::Fit, name: &str| fit.reports().iter().find(|r| r.name == name).unwrap().clone();
        let (own, built_in) = (of(&drift, "says"), of(&drift, "drift"));
        assert!((own.weight - built_in.weight).abs() < 1e-6, "{} {}", own.weight, built_in.weight);
        let error = |report: &crate::ModelReport| report.score.as_ref().unwrap().rmse_log;
        assert!((error(&own) - error(&built_in)).abs() < 1e-6);
        let joined = fit_with_models(&swinging(), &[Arc::new(ModelId::SeasonalNaive)], None).unwrap();
        let report = of(&joined, "seasonal-naive");
        assert!(report.weight > 0.0 && !report.parameters.is_empty(), "{report:?}");
        let few = History { periods: &[0.0], values: &[1.0], first: Period::annual(2020) };
        assert!(ModelId::Drift.forecast(&few, 3).unwrap_err().contains("needs 3"));
    }
}
