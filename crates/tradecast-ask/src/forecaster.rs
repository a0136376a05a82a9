//! A series that is fitted once, to be asked many times.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use tradecast::{
    Answer, Assumptions, DataContext, Error, Fit, Frequency, Goal, LeverKey, ModelChoice, ModelId,
    Observation, Period, Priors, Series, Setting, Settings, Simulation, SimulationCache, Solution, Target,
    Warning,
};
use tradecast_data::Case;
use tradecast_io::{Entry, Place, PriorsDecision, ReadOptions, zero_notes};

use crate::input::{GoalInput, Options, QuestionInput, all_known, bad_combination};
use crate::priors::{ParsedPriors, PriorsChoice};
use crate::refusal::{Refusal, Result};

/// A series with all that is known beside it, fitted when it is first needed.
///
/// Two forecasters are equal where they were told the same, whatever they have computed since.
///
/// ```
/// use tradecast_ask::{Forecaster, Options};
///
/// assert_eq!(Forecaster::flagship(Options::default())?, Forecaster::flagship(Options::default())?);
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug)]
pub struct Forecaster {
    inner: tradecast::Forecaster,
    notes: Vec<String>,
    /// Whether the priors inside speak, where the options did not say which; and the models.
    decision: Option<PriorsDecision>,
    models: ModelChoice,
    /// Why it cannot be fitted without the priors, and with them: a batch asks a series many times.
    failures: [OnceLock<Refusal>; 2],
}

impl PartialEq for Forecaster {
    fn eq(&self, other: &Self) -> bool {
        (&self.inner, self.decision) == (&other.inner, other.decision)
    }
}

/// A forecaster of data as of a date, beside the series with what has happened since, where there is such a date.
fn forecaster(
    context: DataContext,
    later: Option<Arc<Series>>,
    models: ModelChoice,
    priors: Option<Arc<Priors>>,
) -> tradecast::Forecaster {
    let forecaster = tradecast::Forecaster::new(Arc::new(context), models, priors);
    match later {
        Some(later) => forecaster.with_later(later),
        None => forecaster,
    }
}

/// Options, parsed once for any number of series.
#[derive(Debug)]
pub(crate) struct ParsedOptions {
    pub(crate) how_to_read: ReadOptions,
    models: ModelChoice,
    as_of: Option<Period>,
    per: Frequency,
    priors: ParsedPriors,
    reporter: Option<Arc<str>>,
}

impl ParsedOptions {
    pub(crate) fn of(options: Options) -> Result<Self> {
        let name = options.model.as_deref();
        let models = name.map_or(Ok(ModelChoice::default()), ModelChoice::named);
        let usual = ReadOptions::default();
        let models = models.map_err(|error| Refusal::from(error).at("model"))?;
        let priors = match options.priors {
            // The model of the panel is nothing without them.
            PriorsChoice::Decided if models == ModelChoice::One(ModelId::Panel) => PriorsChoice::Pairs,
            chosen => chosen,
        };
        Ok(Self {
            models,
            as_of: period(options.as_of.as_deref(), "as_of")?,
            per: options.target_per.unwrap_or_default().frequency(),
            priors: priors.into(),
            reporter: options.reporter.map(Into::into),
            how_to_read: ReadOptions {
                period_column: options.period_column,
                value_column: options.value_column,
                name: options.name.unwrap_or(usual.name),
                unit: options.unit.unwrap_or(usual.unit),
                flow: options.flow.unwrap_or(usual.flow),
                ..ReadOptions::default()
            },
        })
    }
}

/// A question, parsed and checked.
///
/// ```
/// use tradecast_ask::{Forecaster, Options, read};
///
/// let parsed = Forecaster::flagship(Options::default())?.parse(read(br#"{ "target": 1000 }"#)?)?;
/// assert!(parsed.with_priors && parsed.assumptions.is_baseline());
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct ParsedQuestion {
    /// The level to be reached.
    pub target: Target,
    /// The levers.
    pub assumptions: Assumptions,
    /// How far and how finely to simulate.
    pub settings: Settings,
    /// Whether the priors speak.
    pub with_priors: bool,
}

impl Forecaster {
    /// The series of a list of observations.
    pub(crate) fn of_rows(rows: Vec<Observation>, options: &ParsedOptions) -> Result<Self> {
        let ReadOptions { name, unit, flow, .. } = &options.how_to_read;
        // In the order of the series, that of time.
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|at| rows[*at].period);
        let places: Vec<Place> = order.into_iter().map(|at| Place { row: at + 1, column: 0 }).collect();
        let series = Series::new(name.as_str(), rows).map_err(in_data)?;
        let zeros = zero_notes(&series, &places, |_| Some("value".to_owned()));
        let gaps = series.long_gaps().into_iter().map(|gap| gap.to_string());
        let notes = gaps.chain(zeros.iter().map(ToString::to_string)).collect();
        Self::of(series.with_unit(unit.as_str()).with_flow(*flow), notes, options)
    }

    /// What was read of one series.
    pub(crate) fn read(entry: Entry, options: &ParsedOptions) -> Result<Self> {
        let series = entry.series.map_err(|errors| match errors.into_iter().next() {
            Some(error) => in_data(error),
            None => Refusal::bad_input("this series cannot be read").at("data"),
        })?;
        Self::of(series, entry.notes.iter().map(ToString::to_string).collect(), options)
    }

    /// The default case of the embedded data, with its sources.
    ///
    /// ```
    /// use tradecast_ask::{Forecaster, Options};
    ///
    /// let then = Options { as_of: Some("2022".to_owned()), ..Options::default() };
    /// assert_eq!(Forecaster::flagship(then)?.series().last().value, 461.9);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the options, with the field.
    pub fn flagship(options: Options) -> Result<Self> {
        Self::of_case(tradecast_data::default_case(), options)
    }

    /// A case, embedded or read from a folder.
    ///
    /// ```
    /// use tradecast_ask::{Forecaster, Options};
    ///
    /// let case = tradecast_data::default_case();
    /// assert_eq!(Forecaster::of_case(case, Options::default())?, Forecaster::flagship(Options::default())?);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the options, with the field.
    pub fn of_case(case: &Case, options: Options) -> Result<Self> {
        options.of_data_inside().map_err(in_options)?;
        let with_readings = options.readings != Some(false);
        let options = ParsedOptions::of(options).map_err(in_options)?;
        let mut context = case.known_at(options.as_of).map_err(in_as_of)?;
        if !with_readings {
            context.readings = context.readings.without_readings();
        }
        let later = options.as_of.map(|_| Arc::new(case.turnover().clone()));
        let (priors, decision) = options.priors.of(PriorsDecision::BuiltIn);
        Ok(Self {
            inner: forecaster(context, later, options.models, priors),
            notes: Vec::new(),
            decision,
            models: options.models,
            failures: Default::default(),
        })
    }

    fn of(series: Series, notes: Vec<String>, options: &ParsedOptions) -> Result<Self> {
        let series = match &options.reporter {
            Some(reporter) => series.with_reporter(Arc::clone(reporter)),
            None => series,
        };
        let (series, later) = match options.as_of {
            Some(date) => (series.as_of(date).map_err(in_as_of)?, Some(series)),
            None => (series, None),
        };
        let per = |series: Series| {
            DataContext::per(options.per, series)
                .map_err(|error| in_options(Refusal::from(error).at("target_per")))
        };
        let context = per(series)?;
        let later = later.map(per).transpose()?.map(|later| later.series);
        let series = &context.series;
        let kind = PriorsDecision::of_series(series.name(), options.how_to_read.publisher);
        let (priors, decision) = options.priors.of(kind);
        let inner = forecaster(context, later, options.models, priors);
        Ok(Self { inner, notes, decision, models: options.models, failures: Default::default() })
    }

    /// The series, as it was known at the as-of date.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options};
    /// assert_eq!(Forecaster::flagship(Options::default())?.series().unit(), "USD m");
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn series(&self) -> &Series {
        &self.inner.context().series
    }

    /// What was noticed while reading the data although nothing is wrong with them, such as gaps.
    ///
    /// ```
    /// # use tradecast_ask::{Data, Forecaster, Options};
    /// let data = Data::Csv("period,value\n2019,1\n2020,\n2021,2\n".to_owned());
    /// assert!(Forecaster::new(data, Options::default())?.notes()[0].contains("2020"));
    /// let rows = r#"[{ "period": "2021", "value": 3 }, { "period": "2019", "value": 0 }, { "period": "2020", "value": 2 }]"#;
    /// let notes = Forecaster::new(tradecast_ask::read(rows.as_bytes())?, Options::default())?.notes().to_vec();
    /// assert!(notes[0].starts_with("row 2, column \"value\": no trade before 2020: 1 of 3 values is zero"));
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What a question asks of this series.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options, QuestionInput};
    /// let question = QuestionInput { target_multiple: Some(2.0), ..QuestionInput::default() };
    /// assert_eq!(Forecaster::flagship(Options::default())?.parse(question)?.settings.horizon, 28);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the question, with the field.
    pub fn parse(&self, question: QuestionInput) -> Result<ParsedQuestion> {
        self.parse_fields(question).map_err(in_question)
    }

    fn parse_fields(&self, question: QuestionInput) -> Result<ParsedQuestion> {
        question.check()?;
        let target = match (question.target, question.target_multiple) {
            (Some(level), None) => Target::level(level)?,
            (None, Some(multiple)) => Target::multiple_of(&self.inner.context().series, multiple)?,
            _ => return Err(Refusal::bad_input("give either target or target_multiple").at("target")),
        };
        let target = match period(question.by.as_deref(), "by")? {
            // The end of a year is also that of its last month.
            Some(by) => target.by(by.ending(self.series().frequency()).unwrap_or(by)),
            None => target,
        };
        let target = match question.decided_by {
            Some(reporter) => target.decided_by(reporter),
            None => target,
        };
        let usual = Settings::default();
        let settings = Settings {
            horizon: question.horizon.unwrap_or(usual.horizon),
            paths: question.paths.unwrap_or(usual.paths),
            seed: question.seed.unwrap_or(usual.seed),
            levels: question.levels.unwrap_or(usual.levels),
        };
        settings.check()?;
        let assumptions = moved(question.assumptions)?;
        Ok(ParsedQuestion { target, assumptions, settings, with_priors: question.priors != Some(false) })
    }

    /// The models, fitted when they are first asked for.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options};
    /// assert!(!Forecaster::flagship(Options::default())?.fit(true)?.reports().is_empty());
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`tradecast::fit_with_priors`].
    pub fn fit(&self, with_priors: bool) -> Result<&Fit> {
        self.fit_with_progress(with_priors, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, and all that answers need of them. `progress` is told how far it is and says whether it goes on. Two who ask for the
    /// first time at once both fit: neither waits for the other, which may have been told to wait itself.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// # use tradecast_ask::{Forecaster, Options};
    /// let forecaster = Forecaster::flagship(Options::default())?;
    /// let stopped = forecaster.fit_with_progress(true, &mut |_| ControlFlow::Break(())).unwrap_err();
    /// assert_eq!(stopped.code, "stopped");
    /// assert!(forecaster.fit(true).is_ok());
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::fit`]; `stopped` where `progress` ended it.
    pub fn fit_with_progress(
        &self,
        with_priors: bool,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<&Fit> {
        let failure = &self.failures[usize::from(with_priors)];
        if let Some(refusal) = failure.get() {
            return Err(refusal.clone());
        }
        self.inner.fit_with_progress(with_priors, progress).map_err(|error| {
            let refusal = match error {
                Error::Stopped => return error.into(),
                Error::NoModel { .. } | Error::NotFitted { .. } => {
                    in_options(Refusal::from(error).at("model"))
                }
                Error::BadPriors { .. } => in_options(Refusal::from(error).at("priors")),
                _ => in_data(error),
            };
            failure.get_or_init(|| refusal).clone()
        })
    }

    /// Simulates what a question asks about, without looking into a cache.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options, QuestionInput};
    /// let forecaster = Forecaster::flagship(Options::default())?;
    /// let question = QuestionInput { target: Some(1000.0), paths: Some(500), ..QuestionInput::default() };
    /// let parsed = forecaster.parse(question)?;
    /// assert_eq!(forecaster.simulate(&parsed)?.settings().paths, 500);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::fit`] and [`tradecast::Fit::simulate`].
    pub fn simulate(&self, parsed: &ParsedQuestion) -> Result<Simulation> {
        self.fit(parsed.with_priors)?;
        self.inner.simulate(parsed.with_priors, &parsed.settings).map_err(in_question)
    }

    /// The same, from the simulations that earlier questions left in a cache, where one serves.
    ///
    /// ```
    /// use tradecast::SimulationCache;
    /// # use tradecast_ask::{Forecaster, Options, QuestionInput};
    ///
    /// let forecaster = Forecaster::flagship(Options::default())?;
    /// let ask = |target| QuestionInput { target: Some(target), paths: Some(500), ..QuestionInput::default() };
    /// let mut cache = SimulationCache::default();
    /// for target in [800.0, 1000.0] {
    ///     let parsed = forecaster.parse(ask(target))?;
    ///     let answer = forecaster.answer(&forecaster.simulate_cached(&mut cache, &parsed)?, &parsed)?;
    ///     assert_eq!(answer, forecaster.ask(ask(target))?);
    /// }
    /// assert_eq!(cache.simulated(), 1);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::simulate`].
    pub fn simulate_cached(
        &self,
        cache: &mut SimulationCache,
        parsed: &ParsedQuestion,
    ) -> Result<Simulation> {
        self.fit(parsed.with_priors)?;
        cache.simulation(&self.inner, parsed.with_priors, &parsed.settings).map_err(in_question)
    }

    /// The answer of a simulation of this forecaster, beside what has happened since the as-of date.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options, QuestionInput};
    /// let then = Options { as_of: Some("2022".to_owned()), ..Options::default() };
    /// let forecaster = Forecaster::flagship(then)?;
    /// let question = QuestionInput { target: Some(1000.0), paths: Some(500), ..QuestionInput::default() };
    /// let parsed = forecaster.parse(question)?;
    /// assert_eq!(forecaster.answer(&forecaster.simulate(&parsed)?, &parsed)?.since.len(), 2);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`tradecast::Simulation::answer`].
    pub fn answer(&self, simulation: &Simulation, parsed: &ParsedQuestion) -> Result<Answer> {
        let answer = self.inner.answer(simulation, &parsed.target, &parsed.assumptions);
        let mut answer = answer.map_err(in_question)?;
        answer.warnings.extend(self.priors_warning(parsed));
        Ok(answer)
    }

    /// What was decided on the priors, why, and how to change it; absent where the options or the question say which priors speak.
    ///
    /// ```
    /// # use tradecast_ask::{Data, Forecaster, Options, QuestionInput};
    /// let data = || Data::Csv("period,value\n2019,1\n2020,3\n2021,2\n".to_owned());
    /// let code = |name: &str| {
    ///     let options = Options { name: Some(name.to_owned()), ..Options::default() };
    ///     let forecaster = Forecaster::new(data(), options)?;
    ///     let question = forecaster.parse(QuestionInput { target: Some(4.0), ..QuestionInput::default() })?;
    ///     Ok::<_, tradecast_ask::Refusal>(forecaster.priors_warning(&question).unwrap().code)
    /// };
    /// assert_eq!(code("Kazakhstan - Turkey")?, "priors_name");
    /// assert_eq!(code("sales")?, "priors_unknown");
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    #[must_use]
    pub fn priors_warning(&self, parsed: &ParsedQuestion) -> Option<Warning> {
        self.decision.filter(|_| parsed.with_priors)?.warning(self.series(), self.models)
    }

    /// Parses a question and answers it.
    ///
    /// ```
    /// # use tradecast_ask::{Forecaster, Options, QuestionInput};
    /// let question = QuestionInput { target: Some(1.0), ..QuestionInput::default() };
    /// assert!(Forecaster::flagship(Options::default())?.ask(question)?.arrival.already_reached);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::parse`], [`Forecaster::simulate`] and [`Forecaster::answer`].
    pub fn ask(&self, question: QuestionInput) -> Result<Answer> {
        let parsed = self.parse(question)?;
        self.answer(&self.simulate(&parsed)?, &parsed)
    }

    /// What levers would have to be for the target to be reached in time with a probability. `progress` is told how far the search
    /// is and says whether it goes on.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// # use tradecast_ask::{Forecaster, GoalInput, Options, QuestionInput, read};
    /// let forecaster = Forecaster::flagship(Options::default())?;
    /// let parsed = forecaster.parse(QuestionInput { target: Some(1000.0), by: Some("2030".to_owned()), ..QuestionInput::default() })?;
    /// let goal: GoalInput = read(br#"{ "probability": 0.8, "levers": { "growth": 1 } }"#)?;
    /// let solution = forecaster.solve(&forecaster.simulate(&parsed)?, &parsed, goal, &mut |_| ControlFlow::Continue(()))?;
    /// assert!(solution.probability >= 0.8);
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// What is wrong with the question or the goal; `stopped` where `progress` ended it.
    pub fn solve(
        &self,
        simulation: &Simulation,
        parsed: &ParsedQuestion,
        goal: GoalInput,
        progress: &mut dyn FnMut(f64) -> ControlFlow<()>,
    ) -> Result<Solution> {
        all_known(&goal.unknown, "a goal").map_err(|refusal| refusal.at("goal"))?;
        let by = parsed
            .target
            .deadline()
            .ok_or_else(|| in_question(bad_combination("say by when: give `by` in the question").at("by")))?;
        let lever = |(name, weight): (String, f64)| match name.parse::<LeverKey>() {
            Ok(lever) => Ok((lever, weight)),
            Err(error) => Err(Refusal { field: Some(format!("goal.levers.{name}")), ..Refusal::from(error) }),
        };
        let free = goal.levers.into_iter().map(lever).collect::<Result<Vec<_>>>()?;
        let goal = Goal { by, probability: goal.probability };
        simulation.solve_with_progress(&parsed.target, &parsed.assumptions, goal, &free, progress).map_err(
            |error| {
                let of_goal = matches!(
                    error,
                    Error::SettingOutOfRange {
                        setting: "probability" | "number of free levers" | "weight",
                        ..
                    }
                );
                if of_goal { Refusal::from(error).at("goal") } else { in_question(error) }
            },
        )
    }
}

/// Parses the options of data of one's own.
pub(crate) fn of_own_data(options: Options) -> Result<ParsedOptions> {
    options.of_own_data().and_then(|()| ParsedOptions::of(options)).map_err(in_options)
}

fn in_options(refusal: Refusal) -> Refusal {
    refusal.at("options")
}

fn in_as_of(error: Error) -> Refusal {
    in_options(Refusal::from(error).at("as_of"))
}

pub(crate) fn in_data(error: impl Into<Refusal>) -> Refusal {
    Refusal { field: Some("data".to_owned()), ..error.into() }
}

fn in_question(error: impl Into<Refusal>) -> Refusal {
    error.into().at("question")
}

fn period(text: Option<&str>, field: &str) -> Result<Option<Period>> {
    text.map(str::parse).transpose().map_err(|error: Error| Refusal::from(error).at(field))
}

/// The assumptions that an object names.
///
/// ```
/// let moved = tradecast_ask::moved([("growth".to_owned(), 2.0.into())].into())?;
/// assert_eq!(moved.get(tradecast::Lever::Growth), 2.0);
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
///
/// # Errors
/// The lever that does not exist or cannot be set so.
pub fn moved(levers: BTreeMap<String, Setting>) -> Result<Assumptions> {
    levers.into_iter().try_fold(Assumptions::baseline(), |assumptions, (name, setting)| {
        Ok(assumptions.with(name.parse::<LeverKey>()?, setting)?)
    })
}
