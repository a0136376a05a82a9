//! A case as a value: its fields, and how it is read.

use std::sync::OnceLock;

use tradecast::{Composition, Flow, Lever, Series};

use crate::case::keys::Keys;
use crate::case::manifest::{LeverNote, Manifest, in_order};
use crate::case::scenario::ReadyScenario;
use crate::embedded::{
    EMBEDDED_BASELINE, EMBEDDED_DETAILS, EMBEDDED_PAIRS, EmbeddedDetails, EmbeddedPair, EmbeddedScenario,
    MANIFEST, PAIRS, files,
};
use crate::problem::Problem;
use crate::record::{self, AnnualFigure, Fact, Good, PartYear, Record, Reporter, Source, SpliceYear};
use crate::table::Tables;

/// Everything that is known about trade of one pair: two countries, seen from one of them.
///
/// A case is a folder below `data/pairs`; `data/README.md` describes its files.
///
/// ```
/// use tradecast::Flow;
///
/// let case = tradecast_data::default_case();
/// let turnover = case.series(Flow::Turnover).unwrap();
/// assert_eq!((turnover.last().value, turnover.unit()), (530.0, "USD m"));
/// assert!(case.target > turnover.last().value);
/// let then = case.known_at(Some("2022".parse()?))?;
/// assert_eq!(then.series.last().value, 461.9);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Case {
    /// Name of its folder, by which it is asked for.
    pub id: String,
    /// What a person calls it; the names of its series begin with it.
    pub title: String,
    /// Whose side is taken: exports go from here to the partner, imports the other way, whoever counts them.
    pub reporter: String,
    /// The other country.
    pub partner: String,
    /// Unit of all values and of the target.
    pub unit: String,
    /// The turnover that is aimed at.
    pub target: f64,
    /// A year as of which the question is worth asking again: what one could have known at its end.
    pub as_of: Option<i32>,
    /// How links of the page name the data of this case; links stay valid while it stays.
    pub link: String,
    /// Before this year there can be no figure.
    pub first_year: Option<i32>,
    /// What observations of the default series name as their reporter.
    pub series_reporter: String,
    /// Every annual figure of every reporter, by year.
    pub annual: Vec<AnnualFigure>,
    /// Every figure of part of a year, by year and last month.
    pub part_years: Vec<PartYear>,
    /// Every figure by good.
    pub goods: Vec<Good>,
    /// Whose statistics there are.
    pub reporters: Vec<Reporter>,
    /// Where figures were read.
    pub sources: Vec<Source>,
    /// Scenarios that are compared until somebody chooses others, by identifier.
    pub compared: Vec<String>,
    /// What the history of this case says about levers.
    pub lever_notes: Vec<LeverNote>,
    pub(crate) splice: Vec<SpliceYear>,
    /// Turnover, exports and imports of the default series.
    pub(super) flows: [Option<Series>; 3],
    pub(super) composition: Option<Composition>,
    /// Turnover as the reporter and as the partner count it.
    pub(super) counts: [Option<Series>; 2],
    /// Of an embedded case, read when they are asked for: the first answer of the page needs none of them.
    facts: OnceLock<Vec<Fact>>,
    scenarios: OnceLock<Vec<ReadyScenario>>,
}

/// The embedded cases, the default one first.
///
/// ```
/// assert!(tradecast_data::cases().iter().all(|case| !case.title.is_empty()));
/// ```
#[must_use]
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| EMBEDDED_PAIRS.iter().map(|pair| sound(embedded(pair))).collect())
}

/// The embedded case of a name.
///
/// ```
/// let default = tradecast_data::default_case();
/// assert!(tradecast_data::case(&default.id).is_some_and(|case| case.title == default.title));
/// assert!(tradecast_data::case("none").is_none());
/// ```
#[must_use]
pub fn case(id: &str) -> Option<&'static Case> {
    cases().iter().find(|case| case.id == id)
}

/// The case that is meant where none is named: `default_pair` of `data/catalogue.toml`.
///
/// ```
/// assert_eq!(tradecast_data::default_case().id, tradecast_data::cases()[0].id);
/// ```
#[must_use]
pub fn default_case() -> &'static Case {
    &cases()[0]
}

/// The scenario that every case has and that fits any other series too: no lever is moved.
///
/// ```
/// assert!(tradecast_data::baseline().levers.is_empty());
/// ```
#[must_use]
pub fn baseline() -> &'static ReadyScenario {
    &default_case().scenarios()[0]
}

fn ready(folder: &str, scenario: &EmbeddedScenario) -> Result<ReadyScenario, Vec<Problem>> {
    let keys = Keys::embedded(format!("{folder}{}.toml", scenario.id), scenario.keys);
    ReadyScenario::read(scenario.id, &keys)
}

fn embedded(pair: &EmbeddedPair) -> Result<Case, Vec<Problem>> {
    Case::read(pair.id, Manifest::read(&keys_of(pair))?, pair.tables)
}

fn keys_of(pair: &EmbeddedPair) -> Keys<'static> {
    Keys::embedded(format!("{PAIRS}{}/{MANIFEST}", pair.id), pair.keys)
}

/// What of an embedded case is read when it is asked for. One that was read from a folder has it already.
fn details_of(case: &Case) -> &'static EmbeddedDetails {
    EMBEDDED_DETAILS.iter().find(|details| details.id == case.id).expect("the case is embedded")
}

fn embedded_scenarios(case: &Case) -> Result<Vec<ReadyScenario>, Vec<Problem>> {
    let below = format!("{}scenarios/", folder_of(&case.id));
    let read = details_of(case).scenarios.iter().map(|scenario| ready(&below, scenario));
    let keys = EMBEDDED_PAIRS.iter().find(|pair| pair.id == case.id).map(keys_of);
    with_baseline(in_order(&keys.expect("the case is embedded"), read.collect::<Result<_, _>>()?)?)
}

/// What was read of an embedded file. That it can be read is tested, so no code is spent on saying why it cannot.
fn sound<T>(read: Result<T, Vec<Problem>>) -> T {
    read.unwrap_or_else(|_| unreachable!("a test reads every embedded case"))
}

fn with_baseline(scenarios: Vec<ReadyScenario>) -> Result<Vec<ReadyScenario>, Vec<Problem>> {
    Ok([ready("scenarios/", &EMBEDDED_BASELINE)?].into_iter().chain(scenarios).collect())
}

fn folder_of(id: &str) -> String {
    format!("{PAIRS}{id}/")
}

/// The rows of a table of a folder; a table that may be missing has none then.
fn rows<T: Record>(
    folder: &str,
    tables: &(impl Tables + ?Sized),
    needed: bool,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let path = format!("{folder}{}", T::FILE);
    match tables.table(&path, T::COLUMNS).map(|table| record::read(&table?)) {
        Some(Ok(rows)) => return rows,
        Some(Err(found)) => problems.extend(found),
        None if needed => problems.push(Problem::of_file(&path, "the file is missing", "add it")),
        None => {}
    }
    Vec::new()
}

impl Case {
    /// Reads a case: what its `case.toml` says, and its tables.
    pub(crate) fn read(
        id: &str,
        manifest: Manifest,
        tables: &(impl Tables + ?Sized),
    ) -> Result<Self, Vec<Problem>> {
        let folder = folder_of(id);
        let mut problems = Vec::new();
        let (annual, splice) =
            (rows(&folder, tables, true, &mut problems), rows(&folder, tables, true, &mut problems));
        let (reporters, sources) =
            (rows(&folder, tables, true, &mut problems), rows(&folder, tables, true, &mut problems));
        let part_years = rows(&folder, tables, false, &mut problems);
        let goods = rows(&folder, tables, false, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let Manifest {
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
        } = manifest;
        let mut case = Self {
            id: id.to_owned(),
            title,
            reporter,
            partner,
            unit,
            target,
            as_of,
            link,
            first_year,
            series_reporter,
            annual,
            part_years,
            goods,
            reporters,
            sources,
            compared,
            lever_notes,
            splice,
            flows: [None, None, None],
            composition: None,
            counts: [None, None],
            facts: OnceLock::new(),
            scenarios: OnceLock::new(),
        };
        case.derive().map_err(|problem| vec![problem])?;
        Ok(case)
    }

    /// The case with what an embedded one reads when it is asked for.
    #[cfg(feature = "check")]
    pub(crate) fn with(
        self,
        scenarios: Vec<ReadyScenario>,
        tables: &[crate::embedded::File<'_>],
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let facts = rows(&folder_of(&self.id), tables, false, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { facts: facts.into(), scenarios: with_baseline(scenarios)?.into(), ..self })
    }

    /// What was known when the question was posed.
    ///
    /// ```
    /// let facts = tradecast_data::default_case().facts();
    /// assert_eq!(facts.iter().find(|fact| fact.id == "contracts-2023").unwrap().value, Some(55.0));
    /// ```
    #[must_use]
    pub fn facts(&self) -> &[Fact] {
        self.facts.get_or_init(|| {
            let mut problems = Vec::new();
            let facts = rows(&folder_of(&self.id), details_of(self).tables, false, &mut problems);
            sound(if problems.is_empty() { Ok(facts) } else { Err(problems) })
        })
    }

    /// Ready scenarios, the baseline first.
    ///
    /// ```
    /// assert_eq!(tradecast_data::default_case().scenarios()[0].id, "baseline");
    /// ```
    #[must_use]
    pub fn scenarios(&self) -> &[ReadyScenario] {
        self.scenarios.get_or_init(|| sound(embedded_scenarios(self)))
    }

    /// One flow in the years of the default series in which it is known; absent where it is in none. Each observation names its
    /// reporter and address; weak ones say why.
    ///
    /// ```
    /// use tradecast::Flow;
    ///
    /// let case = tradecast_data::default_case();
    /// let exports = case.series(Flow::Exports).unwrap();
    /// assert_eq!((exports.last().period.year(), exports.last().value), (2022, 375.3));
    /// ```
    #[must_use]
    pub fn series(&self, flow: Flow) -> Option<&Series> {
        let place = match flow {
            Flow::Turnover => 0,
            Flow::Exports => 1,
            Flow::Imports => 2,
        };
        self.flows[place].as_ref()
    }

    /// The turnover of the default series: what the question is about.
    ///
    /// ```
    /// assert_eq!(tradecast_data::default_case().turnover().last().period.to_string(), "2024");
    /// ```
    #[must_use]
    pub fn turnover(&self) -> &Series {
        self.flows[0].as_ref().expect("a case without turnover is not read")
    }

    /// Turnover as one of the two countries counts it: the partner in every year that is known, the reporter in the years of the
    /// default series that it counted itself. What is not of high confidence is weak. The two seldom count the same.
    ///
    /// ```
    /// let case = tradecast_data::default_case();
    /// let theirs = case.counted_by(&case.partner).unwrap();
    /// let years: Vec<i32> = theirs.observations().iter().map(|o| o.period.year()).collect();
    /// assert_eq!(years, [2018, 2019, 2021, 2023, 2024]);
    /// ```
    #[must_use]
    pub fn counted_by(&self, country: &str) -> Option<&Series> {
        let place = if country == self.reporter {
            0
        } else if country == self.partner {
            1
        } else {
            return None;
        };
        self.counts[place].as_ref()
    }

    /// What turnover is made of: exports and imports in the years in which they are known, and within them the goods of which the
    /// reporter's value for a whole year is known. Absent where neither flow is known.
    ///
    /// ```
    /// let composition = tradecast_data::default_case().composition().unwrap();
    /// let ids: Vec<&str> = composition.leaves().map(|part| part.id.as_str()).collect();
    /// assert_eq!(ids, [
    ///     "oil-products", "crude-oil", "wheat", "other-exports",
    ///     "watercraft", "sugar", "seamless-pipes", "mineral-water", "other-imports",
    /// ]);
    /// let earlier = composition.as_of("2021".parse()?)?.expect("the flows are known");
    /// assert_eq!(earlier.parts().len(), 2);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn composition(&self) -> Option<&Composition> {
        self.composition.as_ref()
    }

    /// What the history of this case says about a lever; absent where the table of levers says all.
    ///
    /// ```
    /// assert!(tradecast_data::default_case().lever_note(tradecast::Lever::Growth).is_none());
    /// ```
    #[must_use]
    pub fn lever_note(&self, lever: Lever) -> Option<&LeverNote> {
        self.lever_notes.iter().find(|note| note.lever == lever)
    }

    /// The text of one of its scenario files, or of the baseline.
    ///
    /// ```
    /// let case = tradecast_data::default_case();
    /// assert!(case.scenario_text("oil-down-30").unwrap().contains("price"));
    /// assert!(case.scenario_text("baseline").is_some());
    /// assert!(case.scenario_text("none").is_none());
    /// ```
    #[must_use]
    pub fn scenario_text(&self, id: &str) -> Option<&'static str> {
        let paths = [format!("{PAIRS}{}/scenarios/{id}.toml", self.id), format!("scenarios/{id}.toml")];
        files().iter().find(|file| paths.iter().any(|path| path == file.path)).map(|file| file.text)
    }
}
