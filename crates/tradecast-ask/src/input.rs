//! What is given: data, options, question, goal.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use tradecast::{Flow, Frequency, Observation, Setting};

use crate::priors::PriorsChoice;
use crate::refusal::{Refusal, Result};

/// Data of one's own.
///
/// ```
/// use tradecast_ask::{Data, read};
///
/// assert!(matches!(read(br#""period,value\n2022,1\n""#), Ok(Data::Csv(_))));
/// assert!(matches!(read(br#"[{ "period": "2022", "value": 1 }]"#), Ok(Data::Rows(_))));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(untagged))]
pub enum Data {
    /// The text of a CSV file with the header `series,period,value`; `series` may be missing.
    Csv(String),
    /// A list of observations.
    Rows(Vec<Observation>),
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(TextOrRows)
    }
}

struct TextOrRows;

impl<'de> Visitor<'de> for TextOrRows {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a CSV file or a list of observations")
    }

    fn visit_str<E: Error>(self, text: &str) -> std::result::Result<Data, E> {
        Ok(Data::Csv(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> std::result::Result<Data, E> {
        Ok(Data::Csv(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> std::result::Result<Data, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(rows)).map(Data::Rows)
    }
}

/// What the data do not say of themselves, what is known of them, and which models may speak. Fields are named like the options of
/// the command line tool; all have a default.
///
/// ```
/// use tradecast_ask::{Options, read};
///
/// let options: Options = read(br#"{ "as_of": "2022", "priors": "none" }"#)?;
/// assert_eq!(options.as_of.as_deref(), Some("2022"));
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Options {
    /// Forget what happened after this period; default: nothing.
    #[cfg_attr(feature = "schema", schemars(with = "Option<tradecast::Period>"))]
    pub as_of: Option<String>,
    /// The name of one model; default: every model, weighted by how well each forecast this series before.
    pub model: Option<String>,
    /// What many other pairs teach about growth: "pairs" for what is inside, where the series is trade between two economies; false or
    /// "none" to learn from this series alone; or an object with the fields of a file written by `tradecast calibrate`. Default true:
    /// what is inside where the data inside are asked about or the name of the series reads as two economies, else nothing; a warning
    /// of the answer says which.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::priors::schema"))]
    pub priors: PriorsChoice,
    /// Whether readings of the running year are used; default true. Of the data inside only.
    pub readings: Option<bool>,
    /// Name of the series. Of data of one's own only, as is all that follows.
    pub name: Option<String>,
    /// Unit of the values, a label: nothing is converted; default "USD m".
    pub unit: Option<String>,
    /// The flow measured; default "turnover".
    pub flow: Option<Flow>,
    /// Whose statistics these are.
    pub reporter: Option<String>,
    /// What a target is for: "year", "quarter" or "month"; default "year". Months and quarters are added up to it, and horizon and
    /// deadline are counted by it.
    #[serde(default)]
    pub target_per: Option<TargetPer>,
    /// Heading of the CSV column with the period; default "period".
    pub period_column: Option<String>,
    /// Heading of the CSV column with the value; default "value".
    pub value_column: Option<String>,
    /// Fields of other names: they are refused.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub unknown: BTreeMap<String, IgnoredAny>,
}

impl Options {
    /// Checks them for data of one's own.
    pub(crate) fn of_own_data(&self) -> Result<()> {
        all_known(&self.unknown, "the options")?;
        match self.readings {
            None => Ok(()),
            Some(_) => {
                Err(bad_combination("readings are known of the data inside only; leave the option out")
                    .at("readings"))
            }
        }
    }

    /// Checks them for the data inside.
    pub(crate) fn of_data_inside(&self) -> Result<()> {
        all_known(&self.unknown, "the options")?;
        let Self { name, unit, flow, reporter, target_per, period_column, value_column, .. } = self;
        let own = [
            ("name", name.is_some()),
            ("unit", unit.is_some()),
            ("flow", flow.is_some()),
            ("reporter", reporter.is_some()),
            ("target_per", target_per.is_some()),
            ("period_column", period_column.is_some()),
            ("value_column", value_column.is_some()),
        ];
        match own.into_iter().find(|(_, given)| *given) {
            None => Ok(()),
            Some((field, _)) => Err(bad_combination(format!(
                "{field} is about data of one's own; give data too, or leave it out"
            ))
            .at(field)),
        }
    }
}

/// The period that a target is for.
///
/// ```
/// use tradecast::Frequency;
/// use tradecast_ask::TargetPer;
///
/// assert_eq!("quarter".parse::<TargetPer>().map(TargetPer::frequency), Ok(Frequency::Quarterly));
/// assert!("annual".parse::<TargetPer>().is_err());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum TargetPer {
    /// The trade of a calendar year.
    #[default]
    Year,
    /// The trade of a quarter.
    Quarter,
    /// The trade of a month.
    Month,
}

impl TargetPer {
    /// Each with its name.
    ///
    /// ```
    /// assert_eq!(tradecast_ask::TargetPer::ALL.map(|(name, _)| name), ["year", "quarter", "month"]);
    /// ```
    pub const ALL: [(&'static str, Self); 3] =
        [("year", Self::Year), ("quarter", Self::Quarter), ("month", Self::Month)];

    /// The frequency of such periods.
    ///
    /// ```
    /// assert_eq!(tradecast_ask::TargetPer::Year.frequency(), tradecast::Frequency::Annual);
    /// ```
    #[must_use]
    pub fn frequency(self) -> Frequency {
        match self {
            Self::Year => Frequency::Annual,
            Self::Quarter => Frequency::Quarterly,
            Self::Month => Frequency::Monthly,
        }
    }
}

impl FromStr for TargetPer {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let known = Self::ALL.into_iter().find(|(name, _)| *name == text).map(|(_, per)| per);
        known.ok_or_else(|| format!("{text:?} is no period of a target; they are year, quarter and month"))
    }
}

/// A question: give `target` or `target_multiple`; everything else has a default.
///
/// ```
/// use tradecast_ask::{QuestionInput, read};
///
/// let question: QuestionInput = read(br#"{ "target_multiple": 2, "by": "2030" }"#)?;
/// assert_eq!(question.target_multiple, Some(2.0));
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct QuestionInput {
    /// Level to be reached, in the unit of the series.
    pub target: Option<f64>,
    /// Level to be reached, as a multiple of the last value.
    pub target_multiple: Option<f64>,
    /// Last period in which reaching it is on time; default: none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<tradecast::Period>"))]
    pub by: Option<String>,
    /// Whose count decides whether the target is reached; default: the reporter of the series.
    pub decided_by: Option<String>,
    /// The levers that are moved, by their id (`growth`, or `wheat.price` for one of a part), each to a number or to a range with a
    /// distribution, such as `{ "triangular": [0, 2, 4] }`. Default: none.
    #[serde(default)]
    pub assumptions: BTreeMap<String, Setting>,
    /// Periods to forecast; default 28.
    pub horizon: Option<u32>,
    /// Paths to simulate; default 20,000.
    pub paths: Option<u32>,
    /// Seed of the random numbers; default 1.
    pub seed: Option<u32>,
    /// Central bands to report, % inside; default [50, 80, 95].
    pub levels: Option<Vec<f64>>,
    /// Whether the priors of the options speak; default true.
    pub priors: Option<bool>,
    /// Fields of other names: they are refused.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub unknown: BTreeMap<String, IgnoredAny>,
}

impl QuestionInput {
    /// Refuses fields that nobody reads.
    ///
    /// ```
    /// let question: tradecast_ask::QuestionInput = tradecast_ask::read(br#"{ "target": 1000, "colour": "red" }"#)?;
    /// assert_eq!(question.check().unwrap_err().field.as_deref(), Some("colour"));
    /// # Ok::<(), tradecast_ask::Refusal>(())
    /// ```
    ///
    /// # Errors
    /// The first of them.
    pub fn check(&self) -> Result<()> {
        all_known(&self.unknown, "a question")
    }
}

/// What is wanted of a solution.
///
/// ```
/// use tradecast_ask::{GoalInput, read};
///
/// let goal: GoalInput = read(br#"{ "probability": 0.8, "levers": { "growth": 1 } }"#)?;
/// assert_eq!(goal.levers.len(), 1);
/// # Ok::<(), tradecast_ask::Refusal>(())
/// ```
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct GoalInput {
    /// Probability with which the target is to be reached by the period of the question, 0.001 to 0.999.
    pub probability: f64,
    /// The levers that may move, each with what a move over its whole range costs beside the others.
    pub levers: BTreeMap<String, f64>,
    /// Fields of other names: they are refused.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub unknown: BTreeMap<String, IgnoredAny>,
}

/// What is well written and goes not together with something else.
pub(crate) fn bad_combination(message: impl Into<String>) -> Refusal {
    Refusal::new("bad_combination", message)
}

/// Refuses fields that nobody reads: a misspelt option must not be ignored.
pub(crate) fn all_known(unknown: &BTreeMap<String, IgnoredAny>, of: &str) -> Result<()> {
    match unknown.keys().next() {
        None => Ok(()),
        Some(name) => Err(Refusal::bad_input(format!(
            "there is no field {name:?} in {of}; correct its name, or leave it out"
        ))
        .at(name)),
    }
}
