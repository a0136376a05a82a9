//! A scenario: a named set of levers, checked as far as a file alone can be, and then for a series.

use std::fmt;

use tradecast::{Assumptions, Lever, LeverKey, Series, Setting};

use super::entry::Entry;
use super::format::ScenarioFormat;
use super::parse;
use crate::error::{Error, Result};

/// What a scenario file says.
///
/// Amounts follow the unit of a series and calendar years its last observation, so that the levers become assumptions only
/// for a series: [`Scenario::assumptions`].
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use tradecast_io::{ScenarioFormat, read_scenario};
///
/// let scenario = read_scenario("version = 1\nname = \"Faster\"\n[levers]\ngrowth = 2\n", ScenarioFormat::Toml)?;
/// assert_eq!(scenario.name, "Faster");
/// # }
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// What a person calls it; empty where the file does not say.
    pub name: String,
    /// What it assumes, in a sentence or two; may be empty.
    pub description: String,
    /// Where its numbers come from: identifiers of the embedded data, or any text.
    pub sources: Vec<String>,
    levers: Vec<Entry>,
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
/// assert_eq!(scenario.name, "Slow start");
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
pub fn read_scenario(text: &str, format: ScenarioFormat) -> Result<Scenario> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let parse::Read { name, description, sources, levers } = parse::read(text, format)?;
    let scenario = Scenario { name, description, sources, levers, text: text.to_owned(), format };
    scenario.levers.iter().try_for_each(|entry| scenario.check(entry))?;
    scenario.check_capacity()?;
    Ok(scenario)
}

impl Scenario {
    /// The levers of the file as it has them: years may be calendar years.
    ///
    /// ```
    /// # #[cfg(feature = "json")] {
    /// use tradecast_io::{ScenarioFormat, read_scenario};
    ///
    /// let scenario = read_scenario(r#"{"version": 1, "levers": {"wheat.price": -30}}"#, ScenarioFormat::Json)?;
    /// assert_eq!(scenario.levers().map(|(key, _)| key.to_string()).collect::<Vec<_>>(), ["wheat.price"]);
    /// # }
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    pub fn levers(&self) -> impl Iterator<Item = (&LeverKey, Setting)> {
        self.levers.iter().map(|entry| (&entry.key, entry.setting))
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
        let origin = series.last().period;
        self.levers.iter().try_fold(Assumptions::baseline(), |assumptions, entry| {
            self.check_unit(entry, Some(series.unit()))?;
            let counted = entry.setting.counted(&entry.key, origin);
            let moved = counted.and_then(|setting| assumptions.with(entry.key.clone(), setting));
            moved.map_err(|source| self.bad_lever(&entry.key, source))
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
        let blamed = error.lever().and_then(|lever| self.levers.iter().find(|e| e.key.to_string() == lever));
        match blamed {
            Some(entry) => Ok(self.bad_lever(&entry.key, error)),
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
        let idle = |entry: &Entry| {
            let of = gate(&entry.key)?;
            let told = || IdleLever {
                row: self.row_of(&entry.key),
                field: entry.key.to_string(),
                of: of.to_string(),
            };
            (!self.moves(&of)).then(told)
        };
        self.levers.iter().filter_map(idle).collect()
    }

    fn moves(&self, key: &LeverKey) -> bool {
        let default = Setting::Fixed(key.lever().spec().default);
        self.levers.iter().any(|entry| entry.key == *key && entry.setting != default)
    }

    /// What can be told without a series.
    fn check(&self, entry: &Entry) -> Result<()> {
        let Entry { key, setting, .. } = entry;
        self.check_unit(entry, None)?;
        if !setting.is_calendar(key.lever()) {
            let moved = Assumptions::baseline().with(key.clone(), *setting);
            moved.map_err(|source| self.bad_lever(key, source))?;
        }
        Ok(())
    }

    /// The unit that a file gives is that of the lever; of an amount it can be told only for a series.
    fn check_unit(&self, entry: &Entry, unit_of_series: Option<&str>) -> Result<()> {
        let Entry { key, setting, unit: Some(found) } = entry else { return Ok(()) };
        let spec = key.lever().spec();
        let expected = match unit_of_series {
            _ if setting.is_calendar(key.lever()) => "year".to_owned(),
            Some(unit) if spec.times_last => format!("{unit} {}", spec.unit).trim_end().to_owned(),
            None if spec.times_last => return Ok(()),
            _ => spec.unit.to_owned(),
        };
        if found.split_whitespace().eq(expected.split_whitespace()) {
            return Ok(());
        }
        Err(Error::WrongUnit {
            row: self.row_of(key),
            field: key.to_string(),
            found: found.clone(),
            expected,
        })
    }

    /// What adds to the capacity of the corridor needs one to add to.
    fn check_capacity(&self) -> Result<()> {
        let relief = Lever::Relief.into();
        if !self.moves(&relief) || self.levers.iter().any(|entry| entry.key == Lever::Capacity.into()) {
            return Ok(());
        }
        let reason = "it adds to a capacity that is not given, and without one there is no limit; add capacity, or leave out \
                      relief and relief_year";
        Err(Error::Contradiction {
            row: self.row_of(&relief),
            field: relief.to_string(),
            reason: reason.to_owned(),
        })
    }

    fn bad_lever(&self, key: &LeverKey, source: tradecast::Error) -> Error {
        Error::BadLever { row: self.row_of(key), field: key.to_string(), source }
    }

    fn row_of(&self, key: &LeverKey) -> usize {
        parse::row_of(key, &self.text, self.format)
    }
}

/// The lever that this one says more about, of the same part.
fn gate(key: &LeverKey) -> Option<LeverKey> {
    let of = key.lever().spec().of?;
    Some(key.part().and_then(|part| LeverKey::of_part(part, of).ok()).unwrap_or_else(|| of.into()))
}
