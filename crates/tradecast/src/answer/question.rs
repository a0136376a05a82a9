//! The question: everything an answer depends on.

use crate::answer::answer::Answer;
use crate::error::Result;
use crate::fit::fit::{fit, fit_with_priors};
use crate::model::id::ModelChoice;
use crate::model::priors::Priors;
use crate::question::assumptions::Assumptions;
use crate::question::settings::Settings;
use crate::question::target::Target;
use crate::series::composition::Composition;
use crate::series::context::DataContext;
use crate::series::readings::Readings;
use crate::series::series::Series;
use crate::simulate::simulation::Simulation;

/// Series, target, assumptions and settings: the same question always has the same answer.
///
/// To ask many questions of the same data, fit once and keep the [`crate::Simulation`].
///
/// ```
/// use tradecast::{Observation, Period, Question, Series, Target};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let question = Question::new(series, Target::level(250.0)?.by(Period::annual(2030)));
/// assert_eq!(question.answer()?, question.answer()?);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The history.
    pub series: Series,
    /// The level to be reached.
    pub target: Target,
    /// The levers.
    pub assumptions: Assumptions,
    /// How far and how finely to simulate.
    pub settings: Settings,
    /// Which models answer.
    pub models: ModelChoice,
    /// What a panel of other series teaches; nothing where absent.
    pub priors: Option<Priors>,
    /// The same trade by months or quarters, from which the running period is forecast; absent where that is not known.
    pub months: Option<Series>,
    /// What the series is made of; one whole where absent.
    pub composition: Option<Composition>,
    /// What part-year readings say, and how other reporters count; nothing where empty.
    pub readings: Readings,
}

impl Question {
    /// When does the series reach the target, with no lever moved and default settings?
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(Question::new(series, Target::level(12.0)?).assumptions.is_baseline());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn new(series: Series, target: Target) -> Self {
        Self {
            series,
            target,
            assumptions: Assumptions::baseline(),
            settings: Settings::default(),
            models: ModelChoice::Auto,
            priors: None,
            months: None,
            composition: None,
            readings: Readings::default(),
        }
    }

    /// The same of a series of which more is known: its months, its parts, the figures of the running year.
    ///
    /// ```
    /// # use tradecast::{DataContext, Observation, Period, Question, Series, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let question = Question::about(DataContext::only(series.clone()), Target::level(12.0)?);
    /// assert_eq!(question, Question::new(series, Target::level(12.0)?));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn about(context: DataContext, target: Target) -> Self {
        let DataContext { series, months, composition, readings } = context;
        let own = std::sync::Arc::unwrap_or_clone;
        Self { months: months.map(own), composition, readings, ..Self::new(own(series), target) }
    }

    /// Fits, simulates and answers.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(Question::new(series, Target::level(8.0)?).answer()?.arrival.already_reached);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Question::simulate`] and [`Simulation::answer`].
    pub fn answer(&self) -> Result<Answer> {
        self.simulate()?.answer(&self.target, &self.assumptions)
    }

    /// Fits and simulates: the simulation of the series, to be asked about other targets and assumptions.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let question = Question::new(series, Target::level(20.0)?);
    /// let simulation = question.simulate()?;
    /// assert_eq!(simulation.answer(&question.target, &question.assumptions)?, question.answer()?);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`crate::fit`], [`crate::Fit::simulate`], [`Simulation::with_months`] and [`Simulation::with_context`].
    pub fn simulate(&self) -> Result<Simulation> {
        self.settings.check()?;
        let whole =
            fit_with_priors(&self.series, &self.models, self.priors.as_ref())?.simulate(&self.settings)?;
        let simulation = match &self.months {
            Some(months) => whole.with_months(&fit(months, &self.models)?)?,
            None => whole,
        };
        simulation.with_context(self.composition.as_ref(), &self.readings)
    }
}
