#![doc = include_str!("../README.md")]

mod convert;
mod snapshot;
mod error;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use js_sys::JsString;
use tradecast::{Assumptions, Lever, Setting, Simulation, SimulationCache, Swing};
use tradecast_ask::{ParsedQuestion, WithWarnings, moved};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

pub use error::TradecastError;

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
    #[wasm_bindgen(typescript_type = "Comparison & WithWarnings")]
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
    /// A share of a way.
    #[wasm_bindgen(typescript_type = "number")]
    #[derive(Debug)]
    pub type Share;
    /// What is wanted, and which levers may move.
    #[wasm_bindgen(typescript_type = "GoalInput")]
    #[derive(Debug)]
    pub type GoalInput;
    /// What would have to be true.
    #[wasm_bindgen(typescript_type = "Solution & WithWarnings")]
    #[derive(Debug)]
    pub type Solution;
    /// The table of levers.
    #[wasm_bindgen(typescript_type = "LeverSpec[]")]
    #[derive(Debug)]
    pub type Levers;
}

/// A panic cannot be caught here: it is thrown, so that whoever called learns what it says, and the guard of the package starts the
/// module anew.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(start)]
fn throw_panics() {
    std::panic::set_hook(Box::new(|panic| wasm_bindgen::throw_str(&tradecast::panicked(panic).to_string())));
}

/// A series, read and fitted once, to be asked many times.
// Every method borrows it shared: an argument with code of its own, such as a getter, may ask it something else meanwhile.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Forecaster {
    inner: tradecast_ask::Forecaster,
    /// Taken out while it is used: a call that is made meanwhile, or after one that ended early, starts with an empty one.
    cache: RefCell<SimulationCache>,
}

#[wasm_bindgen]
impl Forecaster {
    /// Reads the text of a CSV file or a list of observations, and fits the models to it.
    ///
    /// # Errors
    /// What is wrong with the data or the options, with row and column.
    #[wasm_bindgen(constructor)]
    pub fn new(data: Data, options: Option<DataOptions>) -> Result<Self, TradecastError> {
        let options = convert::options(options)?;
        let data = match data.dyn_ref::<JsString>() {
            Some(text) => tradecast_ask::Data::Csv(String::from(text)),
            None => tradecast_ask::Data::Rows(convert::from_js("data", data)?),
        };
        Self::fitted(tradecast_ask::Forecaster::new(data, options)?)
    }

    /// The default case of the embedded data, with its sources.
    ///
    /// # Errors
    /// What is wrong with the options.
    pub fn flagship(options: Option<FlagshipOptions>) -> Result<Self, TradecastError> {
        Self::fitted(tradecast_ask::Forecaster::flagship(convert::options(options)?)?)
    }

    /// Fits at once, so that what cannot be fitted is told by whoever made it.
    fn fitted(inner: tradecast_ask::Forecaster) -> Result<Self, TradecastError> {
        inner.fit(true)?;
        Ok(Self { inner, cache: RefCell::default() })
    }

    /// What was noticed while reading the data although nothing is wrong with them, such as gaps.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn notes(&self) -> Vec<String> {
        self.inner.notes().to_vec()
    }

    /// Answers a question. As long as horizon, paths and seed stay, this is fast enough for every move of a slider, and to
    /// leave the priors out and let them speak again.
    ///
    /// # Errors
    /// What is wrong with the question, with the name of the lever or setting.
    pub fn ask(&self, question: Question) -> Result<Answer, TradecastError> {
        convert::to_js(&self.answer(question)?)
    }

    /// The same as text: JSON with the bytes that `--format json` of the command line tool and the service give.
    ///
    /// # Errors
    /// Those of `ask`.
    pub fn ask_json(&self, question: Question) -> Result<String, TradecastError> {
        Ok(tradecast_ask::json(&self.answer(question)?))
    }

    /// Compares scenarios, each a set of assumptions by its name, on the same simulated paths; the assumptions of the question stand
    /// aside.
    ///
    /// # Errors
    /// What is wrong with the question or a scenario.
    pub fn compare(&self, question: Question, scenarios: Scenarios) -> Result<Comparison, TradecastError> {
        let named: BTreeMap<String, BTreeMap<String, Setting>> = convert::from_js("scenarios", scenarios)?;
        let (simulation, parsed) = self.simulation_of(question)?;
        let named: Vec<(String, Assumptions)> = named
            .into_iter()
            .map(|(name, levers)| Ok((name, moved(levers)?)))
            .collect::<Result<_, TradecastError>>()?;
        let named = named.iter().map(|(name, assumptions)| (name.as_str(), assumptions));
        let comparison = simulation.compare(&parsed.target, named)?;
        convert::to_js(&WithWarnings::of(comparison, self.inner.priors_warning(&parsed)))
    }

    /// How far each lever alone swings the probability that the target is reached in time. `share` of the way from where a lever
    /// is to either end of its range; default 1.
    ///
    /// # Errors
    /// What is wrong with the question or the share.
    pub fn tornado(&self, question: Question, share: Option<Share>) -> Result<Tornado, TradecastError> {
        let share = share.map(|share| convert::number("share", &share)).transpose()?;
        let (simulation, ParsedQuestion { target, assumptions, .. }) = self.simulation_of(question)?;
        let usual = Swing::default();
        let swing = Swing { share: share.unwrap_or(usual.share), ..usual };
        convert::to_js(&simulation.tornado(&target, &assumptions, &swing)?)
    }

    /// What each moved lever has to do with the change of the probability, in no order (Shapley values).
    ///
    /// # Errors
    /// What is wrong with the question.
    pub fn attribution(&self, question: Question) -> Result<Attribution, TradecastError> {
        let (simulation, ParsedQuestion { target, assumptions, .. }) = self.simulation_of(question)?;
        convert::to_js(&simulation.attribution(&target, &assumptions)?)
    }

    /// What each part contributes where the target is reached in time.
    ///
    /// # Errors
    /// What is wrong with the question.
    pub fn contributions(&self, question: Question) -> Result<Contributions, TradecastError> {
        let (simulation, ParsedQuestion { target, assumptions, .. }) = self.simulation_of(question)?;
        convert::to_js(&simulation.contributions(&target, &assumptions)?)
    }

    /// What levers would have to be for the target to be reached in time with a probability. The question must say by when.
    ///
    /// # Errors
    /// What is wrong with the question or the goal.
    pub fn solve(&self, question: Question, goal: GoalInput) -> Result<Solution, TradecastError> {
        let goal = convert::from_js("goal", goal)?;
        let (simulation, parsed) = self.simulation_of(question)?;
        let solution = self.inner.solve(&simulation, &parsed, goal, &mut |_| ControlFlow::Continue(()))?;
        convert::to_js(&WithWarnings::of(solution, self.inner.priors_warning(&parsed)))
    }
}

impl Forecaster {
    fn answer(&self, question: Question) -> Result<tradecast::Answer, TradecastError> {
        let (simulation, parsed) = self.simulation_of(question)?;
        Ok(self.inner.answer(&simulation, &parsed)?)
    }

    /// The question, and the simulation that answers it.
    fn simulation_of(&self, question: Question) -> Result<(Simulation, ParsedQuestion), TradecastError> {
        let parsed = self.inner.parse(convert::from_js("question", question)?)?;
        let mut cache = self.cache.take();
        let simulation = self.inner.simulate_cached(&mut cache, &parsed);
        self.cache.replace(cache);
        Ok((simulation?, parsed))
    }
}

/// The levers: id, label, unit, range, step, default and meaning of each.
///
/// # Errors
/// None in practice: the table always converts.
#[wasm_bindgen]
pub fn levers() -> Result<Levers, TradecastError> {
    convert::to_js(&Lever::ALL.map(Lever::spec))
}
