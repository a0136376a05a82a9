//! A scenario as a value.

use crate::question::assumptions::Setting;
use crate::question::lever::LeverKey;

/// A scenario as files have it: years may be calendar years, and amounts follow the unit of a series.
///
/// ```
/// use tradecast::{Scenario, ScenarioValue};
///
/// let entries = [
///     ("version".to_owned(), ScenarioValue::Number(1.0)),
///     ("levers.wheat.price".to_owned(), ScenarioValue::Number(-30.0)),
/// ];
/// let scenario = Scenario::read(&entries).expect("it is in order");
/// assert_eq!(scenario.levers[0].key.to_string(), "wheat.price");
/// assert_eq!(Scenario::read(&scenario.entries()), Ok(scenario));
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scenario {
    /// What a person calls it; may be empty.
    pub name: String,
    /// What it assumes, in a sentence or two; may be empty.
    pub description: String,
    /// Where its numbers come from: identifiers of the embedded data, or any text.
    pub sources: Vec<String>,
    /// What it moves.
    pub levers: Vec<ScenarioLever>,
}

/// One lever of a scenario.
///
/// ```
/// use tradecast::{Lever, ScenarioLever, Setting};
///
/// let growth = ScenarioLever { key: Lever::Growth.into(), setting: Setting::Fixed(2.0), unit: None };
/// assert_eq!(growth.key.to_string(), "growth");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioLever {
    /// The lever, with its part.
    pub key: LeverKey,
    /// What it is set to.
    pub setting: Setting,
    /// The unit that the file gives; it is checked and never converted.
    pub unit: Option<String>,
}

impl Scenario {
    /// The version of the files that are read and written.
    ///
    /// ```
    /// assert_eq!(tradecast::Scenario::VERSION, 1.0);
    /// ```
    pub const VERSION: f64 = 1.0;

    /// The fields of a file, comma-separated.
    ///
    /// ```
    /// assert!(tradecast::Scenario::FIELDS.ends_with("levers"));
    /// ```
    pub const FIELDS: &'static str = "version, name, description, sources, levers";
}
