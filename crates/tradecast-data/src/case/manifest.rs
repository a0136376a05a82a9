//! What `case.toml` says.

use tradecast::Lever;

use crate::case::keys::Keys;
use crate::case::scenario::ReadyScenario;
use crate::problem::Problem;

/// What the history of a case says about a lever, instead of what the table of levers says about all series.
///
/// ```
/// use tradecast::Lever;
///
/// let note = tradecast_data::default_case().lever_note(Lever::Shock).unwrap();
/// assert!(note.range_reason.as_ref().unwrap().contains("2009"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeverNote {
    /// The lever.
    pub lever: Lever,
    /// What it does, where the case has an example.
    pub help: Option<String>,
    /// Why its range is what it is.
    pub range_reason: Option<String>,
    /// Where that comes from.
    pub source: Option<String>,
}

/// The keys of `case.toml` outside of its tables.
const KEYS: [&str; 12] = [
    "title",
    "reporter",
    "partner",
    "unit",
    "target",
    "as_of",
    "link",
    "first_year",
    "series_reporter",
    "scenarios",
    "compared",
    "version",
];
/// Where the notes about levers begin.
const LEVERS: &str = "levers.";

/// What `case.toml` says of the case itself.
pub(crate) struct Manifest {
    pub(crate) title: String,
    pub(crate) reporter: String,
    pub(crate) partner: String,
    pub(crate) unit: String,
    pub(crate) target: f64,
    pub(crate) as_of: Option<i32>,
    pub(crate) link: String,
    pub(crate) first_year: Option<i32>,
    pub(crate) series_reporter: String,
    pub(crate) compared: Vec<String>,
    pub(crate) lever_notes: Vec<LeverNote>,
}

impl Manifest {
    /// Reads the keys; every fault is found at once.
    pub(crate) fn read(keys: &Keys<'_>) -> Result<Self, Vec<Problem>> {
        let mut problems = keys.unknown(&KEYS, &[LEVERS]);
        if keys.optional("version") != Some("1") {
            problems.push(keys.problem("version", "the version is not known", "write version = 1"));
        }
        let mut text = |key: &str| {
            keys.text(key).map(str::to_owned).map_err(|problem| problems.push(problem)).unwrap_or_default()
        };
        let [title, reporter, partner, unit, link] =
            ["title", "reporter", "partner", "unit", "link"].map(&mut text);
        let series_reporter =
            keys.optional("series_reporter").map_or_else(|| reporter.clone(), str::to_owned);
        let mut year = |key: &str| keys.year(key).map_err(|problem| problems.push(problem)).unwrap_or(None);
        let [as_of, first_year] = ["as_of", "first_year"].map(&mut year);
        let target = keys.number("target").and_then(|target| match target > 0.0 {
            true => Ok(target),
            false => Err(keys.problem("target", "it is not positive", "write the turnover that is aimed at")),
        });
        let target = target.map_err(|problem| problems.push(problem)).unwrap_or_default();
        if reporter == partner && !reporter.is_empty() {
            problems.push(keys.problem("partner", "it is the reporter", "name the other country"));
        }
        let lever_notes = lever_notes(keys, &mut problems);
        let compared = keys.list("compared").iter().map(|&id| id.to_owned()).collect();
        let manifest = Self {
            title,
            reporter,
            partner,
            unit,
            target,
            as_of,
            link,
            first_year,
            series_reporter,
            compared,
            lever_notes,
        };
        if problems.is_empty() { Ok(manifest) } else { Err(problems) }
    }
}

/// The notes of the tables `[levers.NAME]`.
fn lever_notes(keys: &Keys<'_>, problems: &mut Vec<Problem>) -> Vec<LeverNote> {
    let mut notes: Vec<LeverNote> = Vec::new();
    for (key, values) in keys.under(LEVERS) {
        let (name, field) = key.split_once('.').unwrap_or((key, ""));
        let text = match values {
            [text] => Some((*text).to_owned()),
            _ => None,
        };
        let lever = match Lever::named(name) {
            Ok(lever) => lever,
            Err(error) => {
                problems.push(keys.problem(&format!("{LEVERS}{key}"), error.to_string(), "correct the name"));
                continue;
            }
        };
        let place = notes.iter().position(|note| note.lever == lever).unwrap_or(notes.len());
        if place == notes.len() {
            notes.push(LeverNote { lever, help: None, range_reason: None, source: None });
        }
        let note = &mut notes[place];
        match field {
            "help" => note.help = text,
            "range_reason" => note.range_reason = text,
            "source" => note.source = text,
            _ => problems.push(keys.problem(
                &format!("{LEVERS}{key}"),
                "the key is not known",
                "the keys are help, range_reason, source",
            )),
        }
    }
    notes
}

/// The scenarios of a folder in the order in which the key `scenarios` of `case.toml` lists them.
///
/// # Errors
/// Names that the keys `scenarios` and `compared` give and no scenario has, and scenarios that are not listed.
pub(crate) fn in_order(
    keys: &Keys<'_>,
    mut scenarios: Vec<ReadyScenario>,
) -> Result<Vec<ReadyScenario>, Vec<Problem>> {
    let (mut ordered, mut problems) = (Vec::new(), Vec::new());
    for id in keys.list("scenarios") {
        match scenarios.iter().position(|scenario| scenario.id == *id) {
            Some(place) => ordered.push(scenarios.remove(place)),
            None => problems.push(keys.problem(
                "scenarios",
                format!("there is no scenarios/{id}.toml"),
                "add the file, or leave the name out",
            )),
        }
    }
    problems.extend(scenarios.iter().map(|scenario| {
        let message = format!("scenarios/{}.toml is not listed", scenario.id);
        keys.problem("scenarios", message, "add its name where it belongs")
    }));
    for id in keys.list("compared") {
        if !ordered.iter().any(|scenario| scenario.id == *id) {
            let message = format!("{id:?} is no scenario of this case");
            problems.push(keys.problem("compared", message, "correct it, or leave it out"));
        }
    }
    if problems.is_empty() { Ok(ordered) } else { Err(problems) }
}
