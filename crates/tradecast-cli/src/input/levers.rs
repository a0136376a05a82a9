//! The levers that a command line moves: those of a scenario, then those set one by one.

use std::path::Path;

use serde::de::IgnoredAny;
use tradecast::{Assumptions, LeverKey, Series, Setting};
use tradecast_data::Case;
use tradecast_io::{ScenarioFile, ScenarioFormat, read_scenario};

use crate::args::question::LeverArgs;
use crate::failure::Failure;
use crate::input::input_file;
use crate::messages::message;

/// A scenario, from a file or a ready one.
pub(crate) struct NamedScenario {
    /// What the command line calls it.
    pub(crate) id: String,
    pub(crate) scenario: ScenarioFile,
}

impl NamedScenario {
    /// Opens the ready scenario of a name, or else the file of that name; levers set in vain are told.
    pub(crate) fn open(name: &str, case: &Case) -> Result<Self, Failure> {
        let mut all = Self::open_all(name, case)?;
        match (all.pop(), all.len()) {
            (Some(one), 0) => Ok(one),
            (_, others) => Err(Failure::usage(format!(
                "{name}: it holds {} scenarios and one is wanted; put that one into a file of its own, or see them side by side \
                 with: tradecast scenario compare {name}",
                others + 1
            ))),
        }
    }

    /// The same for a file that may hold a list of scenarios in JSON, as the page saves all of them.
    pub(crate) fn open_all(name: &str, case: &Case) -> Result<Vec<Self>, Failure> {
        if let Some(ready) = Self::ready(case).into_iter().find(|ready| ready.id == name) {
            return Ok(vec![ready]);
        }
        let text = input_file::text(Path::new(name)).map_err(|why| {
            let ids: Vec<&str> = ready_ids(case).collect();
            Failure::usage(format!(
                "{name}: {why}; give a scenario file, or one of the ready scenarios {}",
                ids.join(", ")
            ))
        })?;
        let json = is_json(Path::new(name));
        let format = if json { ScenarioFormat::Json } else { ScenarioFormat::Toml };
        let read = |text: &str| -> Result<Self, Failure> {
            let scenario = read_scenario(text, format).map_err(|error| located(name, &error))?;
            scenario.idle().iter().for_each(|idle| message(&format!("note: {name}: {idle}")));
            Ok(Self { id: name.to_owned(), scenario })
        };
        if !json || !text.trim_start_matches('\u{feff}').trim_start().starts_with('[') {
            return Ok(vec![read(&text)?]);
        }
        let list = listed(text.trim_start_matches('\u{feff}')).map_err(|error| {
            Failure::usage(format!("{name}: the list of scenarios cannot be read: {error}"))
        })?;
        if list.is_empty() {
            return Err(Failure::usage(format!("{name}: the list has no scenario; save one first")));
        }
        let named = |(at, text): (usize, &String)| {
            let one: Self = read(text)?;
            let unnamed = || format!("{name}, {}", at + 1);
            let id = if one.scenario.fields().name.is_empty() {
                unnamed()
            } else {
                one.scenario.fields().name.clone()
            };
            Ok(Self { id, ..one })
        };
        list.iter().enumerate().map(named).collect()
    }

    /// The ready scenarios of a case.
    pub(crate) fn ready(case: &Case) -> Vec<Self> {
        let read = |id: &str| {
            let text = case.scenario_text(id)?;
            let scenario =
                read_scenario(text, ScenarioFormat::Toml).expect("a test reads every ready scenario");
            Some(Self { id: id.to_owned(), scenario })
        };
        ready_ids(case).filter_map(read).collect()
    }

    /// What a person calls it.
    pub(crate) fn name(&self) -> &str {
        if self.scenario.fields().name.is_empty() { &self.id } else { &self.scenario.fields().name }
    }

    /// Its assumptions about a series.
    pub(crate) fn assumptions(&self, series: &Series) -> Result<Assumptions, Failure> {
        self.scenario.assumptions(series).map_err(|error| located(&self.id, &error))
    }

    /// Its levers as they were given, by name.
    pub(crate) fn given(&self) -> impl Iterator<Item = (String, Setting)> {
        self.scenario.levers().map(|(key, setting)| (key.to_string(), setting))
    }

    /// The failure of a question that was asked under it, with the place in the file where that is to blame.
    pub(crate) fn blamed(&self, error: tradecast::Error) -> Failure {
        match self.scenario.located(error) {
            Ok(error) => located(&self.id, &error),
            Err(error) => error.into(),
        }
    }
}

/// The ready scenarios of a case by name.
pub(crate) fn ready_ids(case: &Case) -> impl Iterator<Item = &str> {
    case.scenarios().iter().map(|scenario| scenario.id.as_str())
}

/// Whether the name of a file says that it is JSON.
pub(crate) fn is_json(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// The scenarios of a list, each below as many empty rows as stand above it, so that what is wrong in it has the row of the file.
fn listed(text: &str) -> serde_json::Result<Vec<String>> {
    // What is no list of objects is told with its place.
    serde_json::from_str::<Vec<serde_json::Map<_, _>>>(text)?;
    let mut rest = &text[text.find('[').map_or(0, |start| start + 1)..];
    let mut list = Vec::new();
    while let Some(start) = rest.find('{') {
        let rows = text[..text.len() - rest.len() + start].matches('\n').count();
        let mut objects = serde_json::Deserializer::from_str(&rest[start..]).into_iter::<IgnoredAny>();
        let Some(object) = objects.next() else { break };
        object?;
        let end = start + objects.byte_offset();
        list.push("\n".repeat(rows) + &rest[start..end]);
        rest = &rest[end..];
    }
    Ok(list)
}

fn located(name: &str, error: &tradecast_io::Error) -> Failure {
    Failure::usage(error.to_string()).within(name)
}

/// The levers of a run.
pub(crate) struct Levers {
    pub(crate) scenario: Option<NamedScenario>,
    set: Vec<(LeverKey, Setting)>,
}

impl Levers {
    /// Those that the arguments name.
    pub(crate) fn open(args: &LeverArgs, case: &Case) -> Result<Self, Failure> {
        Self::new(args.scenario.as_deref(), &args.set, case)
    }

    /// Those of a scenario and those set; what is wrong whatever the series is refused at once.
    pub(crate) fn new(
        scenario: Option<&str>,
        set: &[(LeverKey, Setting)],
        case: &Case,
    ) -> Result<Self, Failure> {
        let counted = set.iter().filter(|(key, setting)| !setting.is_calendar(key.lever())).cloned();
        let mut all = Assumptions::baseline();
        for (key, setting) in counted {
            all = all.with(key, setting)?;
        }
        Ok(Self {
            scenario: scenario.map(|name| NamedScenario::open(name, case)).transpose()?,
            set: set.to_vec(),
        })
    }

    /// The assumptions about a series.
    pub(crate) fn assumptions(&self, series: &Series) -> Result<Assumptions, Failure> {
        let mut assumptions = match &self.scenario {
            Some(chosen) => chosen.assumptions(series)?,
            None => Assumptions::baseline(),
        };
        for (key, setting) in &self.set {
            let counted = setting.counted(key, series.last().period)?;
            assumptions = assumptions.with(key.clone(), counted)?;
        }
        Ok(assumptions)
    }

    /// The failure of a question that was asked under them.
    pub(crate) fn blamed(&self, error: tradecast::Error) -> Failure {
        let set = |key: &LeverKey| error.lever().is_some_and(|lever| key.to_string() == lever);
        match &self.scenario {
            Some(chosen) if !self.set.iter().any(|(key, _)| set(key)) => chosen.blamed(error),
            _ => error.into(),
        }
    }

    /// All of them as they were given, by which one can tell whether they are still the same.
    pub(crate) fn given(&self) -> Vec<(String, Setting)> {
        let set = self.set.iter().map(|(key, setting)| (key.to_string(), *setting));
        self.scenario.iter().flat_map(NamedScenario::given).chain(set).collect()
    }
}
