//! A scenario of a file, with the rows in which its levers stand.

use std::fmt;

use tradecast::{
    Assumptions, LeverKey, ScenarioEntries, ScenarioFault, ScenarioLever, ScenarioProblem, Series, Setting,
};

use super::format::ScenarioFormat;
use super::parse;
use crate::error::{Error, Result, shortened};

/// What a scenario file says.
///
/// Amounts follow the unit of a series and calendar years its last observation, so that the levers become assumptions only
/// for a series: [`ScenarioFile::assumptions`].
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use tradecast_io::{ScenarioFormat, read_scenario};
///
/// let scenario = read_scenario("version = 1\nname = \"Faster\"\n[levers]\ngrowth = 2\n", ScenarioFormat::Toml)?;
/// assert_eq!(scenario.fields().name, "Faster");
/// # }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ScenarioFile {
    fields: tradecast::Scenario,
    text: String,
    format: ScenarioFormat,
}

/// A lever that a file sets in vain: the one that it says more about is not moved.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use tradecast_io::{ScenarioFormat, read_scenario};
///
/// let scenario = read_scenario("version = 1\n[levers]\nshock_year = 2027\n", ScenarioFormat::Toml)?;
/// let idle = &scenario.idle()[0];
/// assert_eq!((idle.row, idle.field.as_str(), idle.of.as_str()), (3, "shock_year", "shock"));
/// # }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdleLever {
    /// Row in the file.
    pub row: usize,
    /// The lever, with its part.
    pub field: String,
    /// The lever that would have to be moved.
    pub of: String,
}

impl fmt::Display for IdleLever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, field, of } = self;
        write!(
            f,
            "row {row}, field {field:?}: it changes nothing as long as {of} is not moved; add {of}, or leave it out"
        )
    }
}

/// Reads a scenario file: `version = 1`, if wanted `name`, `description` and `sources`, and under `[levers]` any of the levers.
///
/// A lever is a number, a distribution, or either with its unit, which is checked and never converted. Levers of a part stand in
/// a table of its name or have a dotted name. Levers that are not given stay at their defaults.
///
/// ```
/// use tradecast::{Lever, Observation, Period, Series};
/// use tradecast_io::{ScenarioFormat, read_scenario};
///
/// # #[cfg(feature = "toml")] {
/// let file = r#"
/// version = 1
/// name = "Slow start"
///
/// [levers]
/// growth = { triangular = [0, 2, 4], unit = "% a year" }
/// shock = -20
/// shock_year = 2024
///
/// [levers.wheat]
/// price = -30
/// "#;
/// let scenario = read_scenario(file, ScenarioFormat::Toml)?;
/// assert_eq!(scenario.fields().name, "Slow start");
/// let series = Series::new("demo", (2015..2023).map(|year| Observation::new(Period::annual(year), 5.0)).collect()).expect("valid");
/// assert_eq!(scenario.assumptions(&series)?.get(Lever::ShockYear), 2.0);
///
/// let error = read_scenario("version = 1\n[levers]\ngrwth = 3\n", ScenarioFormat::Toml).unwrap_err();
/// assert_eq!((error.code(), error.row(), error.column()), ("unknown_lever", Some(3), Some("grwth")));
/// assert!(error.to_string().ends_with("did you mean \"growth\"?"));
/// # }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
///
/// # Errors
/// [`Error::BadSyntax`], [`Error::MissingField`], [`Error::UnknownField`], [`Error::DuplicateField`], [`Error::BadField`],
/// [`Error::UnknownVersion`], [`Error::BadLever`], [`Error::WrongUnit`], [`Error::Contradiction`].
pub fn read_scenario(text: &str, format: ScenarioFormat) -> Result<ScenarioFile> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let entries = parse::entries(text, format)?;
    let read = tradecast::Scenario::read(entries.as_slice()).map_err(|faults| faults.into_iter().next());
    let fields = match read {
        Ok(fields) => fields,
        // It gives one fault at least.
        Err(fault) => {
            return Err(fault.map_or(Error::EmptyFile, |fault| described(fault, &entries, text, format)));
        }
    };
    fields.check().map_err(|fault| described(fault, &entries, text, format))?;
    Ok(ScenarioFile { fields, text: text.to_owned(), format })
}

/// A fault of a scenario as an error of its file.
fn described(fault: ScenarioFault, entries: &ScenarioEntries, text: &str, format: ScenarioFormat) -> Error {
    let ScenarioFault { field, entry, problem } = fault;
    let of_lever = || {
        entries.as_slice().iter().position(|(path, _)| tradecast::Scenario::lever_of(path) == Some(&field))
    };
    let row = entry.or_else(of_lever).map_or(1, |entry| parse::row_of(entry, text, format));
    let field = shortened(&field);
    match problem {
        ScenarioProblem::UnknownField => {
            Error::UnknownField { row, field, known: tradecast::Scenario::FIELDS }
        }
        ScenarioProblem::Duplicate => Error::DuplicateField { row, field },
        ScenarioProblem::MissingVersion => Error::MissingField { field: "version", example: "version = 1" },
        ScenarioProblem::UnknownVersion { found } => {
            Error::UnknownVersion { row, found, known: tradecast::Scenario::VERSION }
        }
        ScenarioProblem::Lever(source) => Error::BadLever { row, field, source },
        ScenarioProblem::WrongUnit { found, expected } => Error::WrongUnit { row, field, found, expected },
        ScenarioProblem::NoCapacity => Error::Contradiction { row, field, reason: problem.to_string() },
        ScenarioProblem::UnknownWord { word } => {
            Error::BadField { row, field, reason: ScenarioProblem::UnknownWord { word: shortened(&word) } }
        }
        reason => Error::BadField { row, field, reason },
    }
}

impl ScenarioFile {
    /// What the file says.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let file = read_scenario(r#"{"version": 1, "levers": {"wheat.price": -30}}"#, ScenarioFormat::Json)?;
    /// assert_eq!(file.fields().levers[0].key.to_string(), "wheat.price");
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn fields(&self) -> &tradecast::Scenario {
        &self.fields
    }

    /// The levers of the file as it has them: years may be calendar years.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let file = read_scenario(r#"{"version": 1, "levers": {"wheat.price": -30}}"#, ScenarioFormat::Json)?;
    /// assert_eq!(file.levers().map(|(key, _)| key.to_string()).collect::<Vec<_>>(), ["wheat.price"]);
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    pub fn levers(&self) -> impl Iterator<Item = (&LeverKey, Setting)> {
        self.fields.levers.iter().map(|lever| (&lever.key, lever.setting))
    }

    /// The assumptions for a series: calendar years are counted from its last observation, units of amounts compared with its
    /// own. How large an amount may be, and which parts there are, is checked when the question is answered; what is wrong then
    /// can be [located](Self::located) here.
    ///
    /// ```
    /// # #[cfg(feature = "toml")] {
    /// use tradecast::{Observation, Period, Series};
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let scenario = read_scenario("version = 1\n[levers]\nshock = -9\nshock_year = 2020\n", ScenarioFormat::Toml)?;
    /// let series = Series::new("demo", (2015..2023).map(|year| Observation::new(Period::annual(year), 5.0)).collect()).expect("valid");
    /// let error = scenario.assumptions(&series).unwrap_err();
    /// assert_eq!((error.code(), error.row()), ("year_out_of_reach", Some(4)));
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::BadLever`], [`Error::WrongUnit`].
    pub fn assumptions(&self, series: &Series) -> Result<Assumptions> {
        self.fields.assumptions(series).map_err(|fault| {
            let entries = parse::entries(&self.text, self.format).unwrap_or_default();
            described(fault, &entries, &self.text, self.format)
        })
    }

    /// The error of a question that was asked under this scenario, with row and field of the lever that is to blame; as it was
    /// where no lever of this file is.
    ///
    /// ```
    /// # #[cfg(feature = "toml")] {
    /// use tradecast::{Observation, Period, Question, Series, Target};
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let scenario = read_scenario("version = 1\n[levers.wheat]\nprice = -30\n", ScenarioFormat::Toml)?;
    /// let series = Series::new("demo", (2015..2023).map(|year| Observation::new(Period::annual(year), 5.0)).collect()).expect("valid");
    /// let assumptions = scenario.assumptions(&series)?;
    /// let question = Question { assumptions, ..Question::new(series, Target::level(9.0).expect("positive")) };
    /// let error = scenario.located(question.answer().expect_err("there are no parts")).expect("it is in the file");
    /// assert_eq!((error.row(), error.column()), (Some(3), Some("wheat.price")));
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    ///
    /// # Errors
    /// The error given, where this file has nothing to do with it.
    pub fn located(&self, error: tradecast::Error) -> std::result::Result<Error, tradecast::Error> {
        let is_blamed = |lever: &&ScenarioLever| error.lever() == Some(lever.key.to_string().as_str());
        match self.fields.levers.iter().find(is_blamed).map(|lever| lever.key.to_string()) {
            Some(field) => Ok(Error::BadLever { row: self.row_of(&field), field, source: error }),
            None => Err(error),
        }
    }

    /// The levers that the file sets in vain.
    ///
    /// ```
    /// # #[cfg(feature = "toml")] {
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let scenario = read_scenario("version = 1\n[levers]\nshock_year = 3\n", ScenarioFormat::Toml)?;
    /// assert_eq!(scenario.idle()[0].of, "shock"); // there is no shock that could have a year
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn idle(&self) -> Vec<IdleLever> {
        let idle = |ScenarioLever { key, .. }: &ScenarioLever| {
            let (of, field) = (gate(key)?, key.to_string());
            let told = || IdleLever { row: self.row_of(&field), field: field.clone(), of: of.to_string() };
            (!self.fields.moves(&of)).then(told)
        };
        self.fields.levers.iter().filter_map(idle).collect()
    }

    /// The row of a lever, by its name.
    fn row_of(&self, lever: &str) -> usize {
        let entries = parse::entries(&self.text, self.format).unwrap_or_default();
        let is_of = |(path, _): &(String, _)| tradecast::Scenario::lever_of(path) == Some(lever);
        entries
            .as_slice()
            .iter()
            .position(is_of)
            .map_or(1, |entry| parse::row_of(entry, &self.text, self.format))
    }
}

/// The lever that this one says more about, of the same part.
fn gate(key: &LeverKey) -> Option<LeverKey> {
    let of = key.lever().spec().of?;
    Some(key.part().and_then(|part| LeverKey::of_part(part, of).ok()).unwrap_or_else(|| of.into()))
}
