#![doc = include_str!("../README.md")]

mod convert;
mod priors;
mod thrown;

use std::collections::BTreeMap;

use js_sys::JsString;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tradecast::{
    Assumptions, Composition, Fit, Flow, Goal, Lever, LeverKey, ModelChoice, Observation, Outlook, Period,
    Priors, Readings, Series, Setting, Settings, Swing, Target, fit_with_priors,
};
use tradecast_io::{ReadOptions, read_csv};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

use priors::PriorsChoice;
pub use thrown::Thrown;

#[wasm_bindgen(typescript_custom_section)]
const ANSWER_TYPES: &str = include_str!("../types.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const INPUT_TYPES: &str = include_str!("../input.d.ts");

/// Objects that cross the boundary, under the names of their TypeScript types.
#[wasm_bindgen]
extern "C" {
    /// The text of a CSV file, or a list of observations.
    #[wasm_bindgen(typescript_type = "string | ObservationInput[]")]
    #[derive(Debug)]
    pub type Data;
    /// What the data do not say of themselves.
    #[wasm_bindgen(typescript_type = "DataOptions")]
    #[derive(Debug)]
    pub type DataOptions;
    /// What is known of the embedded series.
    #[wasm_bindgen(typescript_type = "FlagshipOptions")]
    #[derive(Debug)]
    pub type FlagshipOptions;
    /// A question.
    #[wasm_bindgen(typescript_type = "QuestionInput")]
    #[derive(Debug)]
    pub type Question;
    /// An answer.
    #[wasm_bindgen(typescript_type = "Answer")]
    #[derive(Debug)]
    pub type Answer;
    /// Assumptions by the name of their scenario.
    #[wasm_bindgen(typescript_type = "Record<string, Record<string, Setting>>")]
    #[derive(Debug)]
    pub type Scenarios;
    /// Scenarios side by side.
    #[wasm_bindgen(typescript_type = "Comparison")]
    #[derive(Debug)]
    pub type Comparison;
    /// How far each lever alone swings the probability.
    #[wasm_bindgen(typescript_type = "Tornado")]
    #[derive(Debug)]
    pub type Tornado;
    /// What each moved lever has to do with the change.
    #[wasm_bindgen(typescript_type = "Attribution")]
    #[derive(Debug)]
    pub type Attribution;
    /// What each part contributes.
    #[wasm_bindgen(typescript_type = "Contributions")]
    #[derive(Debug)]
    pub type Contributions;
    /// What is wanted, and which levers may move.
    #[wasm_bindgen(typescript_type = "GoalInput")]
    #[derive(Debug)]
    pub type GoalInput;
    /// What would have to be true.
    #[wasm_bindgen(typescript_type = "Solution")]
    #[derive(Debug)]
    pub type Solution;
    /// The table of levers.
    #[wasm_bindgen(typescript_type = "LeverSpec[]")]
    #[derive(Debug)]
    pub type Levers;
}

/// A series, read and fitted once, to be asked many times.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Forecaster {
    series: Series,
    /// The series with what was not known at the as-of date, where there is one.
    whole: Option<Series>,
    models: ModelChoice,
    priors: Option<Priors>,
    /// What the series is made of, where that is known.
    composition: Option<Composition>,
    /// What is known of the running year.
    readings: Readings,
    notes: Vec<String>,
    with_priors: Side,
    without: Side,
}

/// What is kept of the answers with priors, or of those without.
#[derive(Debug, Default)]
struct Side {
    fit: Option<Fit>,
    /// The simulated futures of the last question: only other settings need other futures.
    outlook: Option<Outlook>,
}

#[derive(Deserialize)]
struct Fitting {
    as_of: Option<String>,
    model: Option<String>,
    #[serde(default)]
    priors: PriorsChoice,
    readings: Option<bool>,
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Reading {
    as_of: Option<String>,
    model: Option<String>,
    #[serde(default)]
    priors: PriorsChoice,
    name: Option<String>,
    unit: Option<String>,
    flow: Option<Flow>,
    reporter: Option<String>,
    period_column: Option<String>,
    value_column: Option<String>,
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Asking {
    target: Option<f64>,
    target_multiple: Option<f64>,
    by: Option<String>,
    decided_by: Option<String>,
    #[serde(default)]
    assumptions: BTreeMap<String, Setting>,
    horizon: Option<u32>,
    paths: Option<u32>,
    seed: Option<u32>,
    levels: Option<Vec<f64>>,
    priors: Option<bool>,
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Solving {
    probability: f64,
    levers: BTreeMap<String, f64>,
    #[serde(flatten)]
    unknown: BTreeMap<String, IgnoredAny>,
}

#[wasm_bindgen]
impl Forecaster {
    /// Reads the text of a CSV file or a list of observations, and fits the models to it.
    ///
    /// # Errors
    /// What is wrong with the data or the options, with row and column.
    #[wasm_bindgen(constructor)]
    pub fn new(data: Data, options: Option<DataOptions>) -> Result<Self, Thrown> {
        let Reading {
            as_of,
            model,
            priors,
            name,
            unit,
            flow,
            reporter,
            period_column,
            value_column,
            unknown,
        } = convert::options(options)?;
        convert::all_known(&unknown, "DataOptions")?;
        let usual = ReadOptions::default();
        let (name, unit, flow) =
            (name.unwrap_or(usual.name), unit.unwrap_or(usual.unit), flow.unwrap_or(usual.flow));
        let (series, notes) = match data.dyn_ref::<JsString>() {
            Some(text) => {
                let options =
                    ReadOptions { period_column, value_column, name, unit, flow, ..ReadOptions::default() };
                let table = read_csv(String::from(text), &options)?;
                (table.single()?.clone(), table.notes.iter().map(ToString::to_string).collect())
            }
            None => {
                let observations: Vec<Observation> = convert::from_js(data)?;
                (Series::new(name, observations)?.with_unit(unit).with_flow(flow), Vec::new())
            }
        };
        let series = series.with_reporter(reporter.unwrap_or_default());
        let as_of = as_of.map(|date| date.parse()).transpose()?;
        Ok(Self { notes, ..Self::fitted(&series, as_of, model, priors)? })
    }

    /// Turnover of Kazakhstan and Azerbaijan, embedded with its sources.
    ///
    /// # Errors
    /// What is wrong with the options.
    pub fn flagship(options: Option<FlagshipOptions>) -> Result<Self, Thrown> {
        let Fitting { as_of, model, priors, readings, unknown } = convert::options(options)?;
        convert::all_known(&unknown, "FlagshipOptions")?;
        let as_of: Option<Period> = as_of.map(|date| date.parse()).transpose()?;
        let fitted = Self::fitted(&tradecast_data::turnover(), as_of, model, priors)?;
        let known = tradecast_data::readings(as_of);
        Ok(Self {
            composition: tradecast_data::composition().as_of(fitted.series.last().period)?,
            readings: if readings == Some(false) { known.without_readings() } else { known },
            ..fitted
        })
    }

    fn fitted(
        series: &Series,
        as_of: Option<Period>,
        model: Option<String>,
        priors: PriorsChoice,
    ) -> Result<Self, Thrown> {
        let models = model.map_or(Ok(ModelChoice::default()), |name| ModelChoice::named(&name))?;
        let whole = as_of.is_some().then(|| series.clone());
        let series = match as_of {
            Some(date) => series.as_of(date)?,
            None => series.clone(),
        };
        let priors = priors.chosen();
        let fit = fit_with_priors(&series, &models, priors.as_ref())?;
        let with_priors = Side { fit: Some(fit), outlook: None };
        let (composition, readings, notes) = (None, Readings::default(), Vec::new());
        Ok(Self {
            series,
            whole,
            models,
            priors,
            composition,
            readings,
            notes,
            with_priors,
            without: Side::default(),
        })
    }

    /// What was noticed while reading the data although nothing is wrong with them, such as gaps.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// Answers a question. As long as horizon, paths and seed stay, this is fast enough for every move of a slider, and to
    /// leave the priors out and let them speak again.
    ///
    /// # Errors
    /// What is wrong with the question, with the name of the lever or setting.
    pub fn ask(&mut self, question: Question) -> Result<Answer, Thrown> {
        let Posed { outlook, target, assumptions } = self.pose(question)?;
        let mut answer = outlook.answer(&target, &assumptions)?;
        if let Some(whole) = &self.whole {
            answer.since = outlook.hindsight(whole, &assumptions)?;
        }
        convert::to_js(&answer)
    }

    /// Compares scenarios, each a set of assumptions by its name, on the same futures; the assumptions of the question stand
    /// aside.
    ///
    /// # Errors
    /// What is wrong with the question or a scenario.
    pub fn compare(&mut self, question: Question, scenarios: Scenarios) -> Result<Comparison, Thrown> {
        let named: BTreeMap<String, BTreeMap<String, Setting>> = convert::from_js(scenarios)?;
        let Posed { outlook, target, .. } = self.pose(question)?;
        let named: Vec<(String, Assumptions)> = named
            .into_iter()
            .map(|(name, levers)| Ok((name, moved(levers)?)))
            .collect::<Result<_, Thrown>>()?;
        let named = named.iter().map(|(name, assumptions)| (name.as_str(), assumptions));
        convert::to_js(&outlook.compare(&target, named)?)
    }

    /// How far each lever alone swings the probability that the target is reached in time. `share` of the way from where a lever
    /// is to either end of its range; default 1.
    ///
    /// # Errors
    /// What is wrong with the question or the share.
    pub fn tornado(&mut self, question: Question, share: Option<f64>) -> Result<Tornado, Thrown> {
        let Posed { outlook, target, assumptions } = self.pose(question)?;
        let usual = Swing::default();
        let swing = Swing { share: share.unwrap_or(usual.share), ..usual };
        convert::to_js(&outlook.tornado(&target, &assumptions, &swing)?)
    }

    /// What each moved lever has to do with the change of the probability, in no order (Shapley values).
    ///
    /// # Errors
    /// What is wrong with the question.
    pub fn attribution(&mut self, question: Question) -> Result<Attribution, Thrown> {
        let Posed { outlook, target, assumptions } = self.pose(question)?;
        convert::to_js(&outlook.attribution(&target, &assumptions)?)
    }

    /// What each part contributes where the target is reached in time.
    ///
    /// # Errors
    /// What is wrong with the question.
    pub fn contributions(&mut self, question: Question) -> Result<Contributions, Thrown> {
        let Posed { outlook, target, assumptions } = self.pose(question)?;
        convert::to_js(&outlook.contributions(&target, &assumptions)?)
    }

    /// What levers would have to be for the target to be reached in time with a probability. The question must say by when.
    ///
    /// # Errors
    /// What is wrong with the question or the goal.
    pub fn solve(&mut self, question: Question, goal: GoalInput) -> Result<Solution, Thrown> {
        let Solving { probability, levers, unknown } = convert::from_js(goal)?;
        convert::all_known(&unknown, "GoalInput")?;
        let Posed { outlook, target, assumptions } = self.pose(question)?;
        let by =
            target.deadline().ok_or_else(|| Thrown::bad_input("say by when: give `by` in the question"))?;
        let free: Vec<(LeverKey, f64)> = levers
            .into_iter()
            .map(|(name, weight)| Ok((name.parse()?, weight)))
            .collect::<Result<_, Thrown>>()?;
        convert::to_js(&outlook.solve(&target, &assumptions, Goal { by, probability }, &free)?)
    }
}

/// A question that was understood.
struct Posed {
    outlook: Outlook,
    target: Target,
    assumptions: Assumptions,
}

impl Forecaster {
    fn pose(&mut self, question: Question) -> Result<Posed, Thrown> {
        let Asking {
            target,
            target_multiple,
            by,
            decided_by,
            assumptions,
            horizon,
            paths,
            seed,
            levels,
            priors,
            unknown,
        } = convert::from_js(question)?;
        convert::all_known(&unknown, "QuestionInput")?;
        let target = match (target, target_multiple) {
            (Some(level), None) => Target::level(level)?,
            (None, Some(multiple)) => Target::multiple_of(&self.series, multiple)?,
            _ => return Err(Thrown::bad_input("give either target or target_multiple")),
        };
        let target = match by {
            Some(period) => target.by(period.parse()?),
            None => target,
        };
        let target = match decided_by {
            Some(reporter) => target.decided_by(reporter),
            None => target,
        };
        let assumptions = moved(assumptions)?;
        let usual = Settings::default();
        let settings = Settings {
            horizon: horizon.unwrap_or(usual.horizon),
            paths: paths.unwrap_or(usual.paths),
            seed: seed.unwrap_or(usual.seed),
            levels: levels.unwrap_or(usual.levels),
        };
        let given = self.priors.as_ref().filter(|_| priors != Some(false));
        // Without priors to leave out both sides are one.
        let side =
            if given.is_some() || self.priors.is_none() { &mut self.with_priors } else { &mut self.without };
        let fit = match side.fit.take() {
            Some(fit) => fit,
            None => fit_with_priors(&self.series, &self.models, given)?,
        };
        let fit = side.fit.insert(fit);
        let outlook = match side.outlook.take() {
            Some(outlook) if *outlook.settings() == settings => outlook,
            _ => fit.simulate(&settings)?.knowing(self.composition.as_ref(), &self.readings)?,
        };
        Ok(Posed { outlook: side.outlook.insert(outlook).clone(), target, assumptions })
    }
}

/// The assumptions that an object names.
fn moved(levers: BTreeMap<String, Setting>) -> Result<Assumptions, Thrown> {
    levers.into_iter().try_fold(Assumptions::baseline(), |assumptions, (name, setting)| {
        Ok(assumptions.with(name.parse::<LeverKey>()?, setting)?)
    })
}

/// The levers: id, label, unit, range, step, default and meaning of each.
///
/// # Errors
/// None in practice: the table always converts.
#[wasm_bindgen]
pub fn levers() -> Result<Levers, Thrown> {
    convert::to_js(&Lever::ALL.map(Lever::spec))
}
