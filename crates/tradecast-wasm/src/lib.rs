#![doc = include_str!("../README.md")]

mod convert;
mod priors;
mod thrown;

use std::collections::BTreeMap;

use js_sys::JsString;
use serde::Deserialize;
use serde::de::IgnoredAny;
use tradecast::{
    Assumptions, Fit, Flow, Lever, LeverKey, ModelChoice, Observation, Outlook, Priors, Series, Setting,
    Settings, Target, fit_with_priors,
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
    /// What is known, and which models may speak.
    #[wasm_bindgen(typescript_type = "FitOptions")]
    #[derive(Debug)]
    pub type FitOptions;
    /// A question.
    #[wasm_bindgen(typescript_type = "QuestionInput")]
    #[derive(Debug)]
    pub type Question;
    /// An answer.
    #[wasm_bindgen(typescript_type = "Answer")]
    #[derive(Debug)]
    pub type Answer;
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
    models: ModelChoice,
    priors: Option<Priors>,
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
        Ok(Self { notes, ..Self::fitted(&series, as_of, model, priors)? })
    }

    /// Turnover of Kazakhstan and Azerbaijan, embedded with its sources.
    ///
    /// # Errors
    /// What is wrong with the options.
    pub fn flagship(options: Option<FitOptions>) -> Result<Self, Thrown> {
        let Fitting { as_of, model, priors, unknown } = convert::options(options)?;
        convert::all_known(&unknown, "FitOptions")?;
        Self::fitted(&tradecast_data::turnover(), as_of, model, priors)
    }

    fn fitted(
        series: &Series,
        as_of: Option<String>,
        model: Option<String>,
        priors: PriorsChoice,
    ) -> Result<Self, Thrown> {
        let models = model.map_or(Ok(ModelChoice::default()), |name| ModelChoice::named(&name))?;
        let series = match as_of {
            Some(date) => &series.as_of(date.parse()?)?,
            None => series,
        };
        let (series, priors) = (series.clone(), priors.chosen());
        let fit = fit_with_priors(&series, &models, priors.as_ref())?;
        let with_priors = Side { fit: Some(fit), outlook: None };
        Ok(Self { series, models, priors, notes: Vec::new(), with_priors, without: Side::default() })
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
        let Asking {
            target,
            target_multiple,
            by,
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
        let mut levers = Assumptions::baseline();
        for (name, value) in assumptions {
            levers = levers.with(name.parse::<LeverKey>()?, value)?;
        }
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
            _ => fit.simulate(&settings)?,
        };
        let answer = side.outlook.insert(outlook).answer(&target, &levers)?;
        convert::to_js(&answer)
    }
}

/// The levers: id, label, unit, range, step, default and meaning of each.
///
/// # Errors
/// None in practice: the table always converts.
#[wasm_bindgen]
pub fn levers() -> Result<Levers, Thrown> {
    convert::to_js(&Lever::ALL.map(Lever::spec))
}
