//! A scenario file to begin with, written from the lever table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tradecast::{Lever, LeverKey, LeverSpec, Scenario, Scope, Setting};

use super::scenario::ScenarioFile;

/// Columns of a comment.
const WIDTH: usize = 120;

const HEAD: &str = "\
# A scenario file of tradecast: what is assumed, lever by lever. Text after a # is a comment; take the # before a lever away
# to move it, and say where its number comes from.
#
# A lever is a number, growth = 2, or a range of which each simulated path draws its own value:
#   growth = { triangular = [0, 2, 4] }     smallest, most likely, largest
#   growth = { pert = [0, 2, 4] }           the same, smooth and with thinner ends
#   growth = { normal = [2, 1] }            mean, standard deviation
#   capacity = { lognormal = [600, 0.1] }   median, standard deviation of the log
# A unit is checked and never converted: growth = { value = 2, unit = \"% a year\" }. Years ahead count from the last observation;
# a calendar year such as 2027 will do as well.
";

/// A commented scenario file in TOML with every lever, its unit, range and meaning; those of another scenario are moved.
///
/// ```
/// use tradecast_io::{ScenarioFormat, read_scenario, scenario_template};
///
/// let text = scenario_template("My plan", None);
/// assert!(text.contains("# growth = 0"));
/// let scenario = read_scenario(&text, ScenarioFormat::Toml)?;
/// assert_eq!((scenario.fields().name.as_str(), scenario.levers().count()), ("My plan", 0));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[must_use]
pub fn scenario_template(name: &str, from: Option<&ScenarioFile>) -> String {
    let (description, sources) =
        from.map_or(("", &[][..]), |from| (&from.fields().description, &from.fields().sources));
    let mut text = format!(
        "{HEAD}\nversion = {}\nname = {}\ndescription = {}\nsources = {}\n\n[levers]\n",
        Scenario::VERSION,
        toml::Value::from(name),
        toml::Value::from(description),
        toml::Value::from(sources.to_vec()),
    );
    let mut parts: BTreeMap<&str, Vec<(Lever, Setting)>> = BTreeMap::new();
    for (key, setting) in from.iter().flat_map(|from| from.levers()) {
        if let Some(part) = key.part() {
            parts.entry(part).or_default().push((key.lever(), setting));
        }
    }
    let whole = |lever: Lever| {
        let mut levers = from.into_iter().flat_map(ScenarioFile::levers);
        levers.find(|(key, _)| **key == LeverKey::from(lever)).map(|(_, setting)| setting)
    };
    let mut group = "";
    for lever in Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part) {
        if lever.spec().group != group {
            group = lever.spec().group;
            let _ = writeln!(text, "\n## {group}");
        }
        row(&mut text, lever, whole(lever));
    }
    let shared = ids(|scope| scope == Scope::Any);
    comment(
        &mut text,
        &format!(
            "A part of a composition has levers of its own, in a table of its name. Besides those below: {shared}."
        ),
    );
    text.push_str("# [levers.wheat]\n");
    for lever in Lever::ALL.into_iter().filter(|lever| lever.spec().scope == Scope::Part) {
        row(&mut text, lever, None);
    }
    for (part, levers) in parts {
        let _ = writeln!(text, "\n[levers.{}]", quoted(part));
        for (lever, setting) in levers {
            let _ = writeln!(text, "{} = {}", lever.spec().id, value(setting));
        }
    }
    text
}

/// Adds a text as comment lines.
fn comment(text: &mut String, words: &str) {
    let mut column = 0;
    for word in words.split_whitespace() {
        let needed = word.chars().count() + 1;
        if column == 0 || column + needed > WIDTH {
            text.push_str("\n#");
            column = 1;
        }
        text.push(' ');
        text.push_str(word);
        column += needed;
    }
    text.push('\n');
}

/// The levers of a scope by name, comma-separated.
fn ids(of: impl Fn(Scope) -> bool) -> String {
    let ids: Vec<&str> = Lever::ALL.iter().filter(|l| of(l.spec().scope)).map(|l| l.spec().id).collect();
    ids.join(", ")
}

/// What a lever means, and what it is set to; its default as a comment where it is not moved.
fn row(text: &mut String, lever: Lever, moved: Option<Setting>) {
    let LeverSpec { id, label, kind, unit, min, max, default, times_last, help, .. } = *lever.spec();
    let (unit, range) = if times_last {
        let unit = format!("in the unit of the series {unit}");
        let most = format!("from {min} to {max} times a year's trade as it was last");
        (unit.trim_end().to_owned(), most)
    } else {
        (unit.to_owned(), format!("from {min} to {max}"))
    };
    comment(text, &format!("{label} ({kind}): {unit}, {range}. {help}"));
    let _ = match moved {
        Some(setting) => writeln!(text, "{id} = {}", value(setting)),
        // Only a multiple of the last value is known of the default, and it stands for no limit.
        None if times_last && default != 0.0 => writeln!(text, "# {id} ="),
        None => writeln!(text, "# {id} = {default}"),
    };
}

fn value(setting: Setting) -> String {
    // A large number without an exponent would be an integer that is out of range.
    let number = |value: f64| if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") };
    match setting {
        Setting::Fixed(value) => number(value),
        Setting::Uncertain(distribution) => {
            let parameters: Vec<String> = distribution.parameters().iter().map(|p| number(*p)).collect();
            format!("{{ {} = [{}] }}", distribution.name(), parameters.join(", "))
        }
    }
}

/// A key of a table: in quotation marks where it must be.
fn quoted(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { toml::Value::from(key).to_string() }
}
