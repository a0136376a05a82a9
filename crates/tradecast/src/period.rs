//! Calendar periods: years, quarters and months as integers.

use std::fmt;

use serde::{Deserialize, Serialize, Serializer};

/// How often a series is observed.
///
/// ```
/// assert_eq!(tradecast::Frequency::Quarterly.per_year(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Frequency {
    /// One value a year.
    Annual,
    /// Four values a year.
    Quarterly,
    /// Twelve values a year.
    Monthly,
}

impl Frequency {
    /// Periods in a year: 1, 4 or 12.
    ///
    /// ```
    /// assert_eq!(tradecast::Frequency::Monthly.per_year(), 12);
    /// ```
    #[must_use]
    pub fn per_year(self) -> i32 {
        match self {
            Self::Annual => 1,
            Self::Quarterly => 4,
            Self::Monthly => 12,
        }
    }
}

impl Frequency {
    /// What people call a period of the year, counted from 1: `Q3` or `Jul`; empty where there is none of that number.
    ///
    /// ```
    /// use tradecast::Frequency;
    ///
    /// assert_eq!(Frequency::Monthly.name_of(7), "Jul");
    /// assert_eq!(Frequency::Quarterly.name_of(3), "Q3");
    /// assert_eq!(Frequency::Annual.name_of(1), "year");
    /// ```
    #[must_use]
    pub fn name_of(self, period: u32) -> &'static str {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        const QUARTERS: [&str; 4] = ["Q1", "Q2", "Q3", "Q4"];
        let names: &[&str] = match self {
            Self::Annual => &["year"],
            Self::Quarterly => &QUARTERS,
            Self::Monthly => &MONTHS,
        };
        (period as usize).checked_sub(1).and_then(|index| names.get(index)).copied().unwrap_or_default()
    }
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Annual => "annual",
            Self::Quarterly => "quarterly",
            Self::Monthly => "monthly",
        })
    }
}

/// One calendar period: a year (`2022`), a quarter (`2022-Q3`) or a month (`2022-07`).
///
/// Parsing and printing are inverse to each other. Periods of one frequency are ordered by time; the difference of
/// two is a count of periods.
///
/// ```
/// use tradecast::Period;
///
/// let year: Period = "2022".parse()?;
/// assert_eq!(year.plus(8).to_string(), "2030");
/// assert_eq!("2023-Q1".parse::<Period>()?.minus("2022-Q3".parse()?), 2);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    frequency: Frequency,
    /// Periods since year 0 at this frequency.
    index: i32,
}

impl Period {
    /// The period that stands so many periods after the first of year 0.
    pub(crate) fn at(frequency: Frequency, index: i32) -> Self {
        Self { frequency, index }
    }

    /// A calendar year.
    ///
    /// ```
    /// assert_eq!(tradecast::Period::annual(2022).to_string(), "2022");
    /// ```
    #[must_use]
    pub fn annual(year: i32) -> Self {
        Self { frequency: Frequency::Annual, index: year }
    }

    /// The frequency of the period.
    ///
    /// ```
    /// # use tradecast::{Frequency, Period};
    /// assert_eq!("2022-07".parse::<Period>()?.frequency(), Frequency::Monthly);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn frequency(self) -> Frequency {
        self.frequency
    }

    /// The calendar year in which the period lies.
    ///
    /// ```
    /// assert_eq!("2022-Q4".parse::<tradecast::Period>()?.year(), 2022);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn year(self) -> i32 {
        self.index.div_euclid(self.frequency.per_year())
    }

    /// Which period of its year it is: 1 to 12 for a month, 1 to 4 for a quarter, 1 for a year.
    ///
    /// ```
    /// assert_eq!("2022-Q4".parse::<tradecast::Period>()?.of_year(), 4);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn of_year(self) -> u32 {
        self.index.rem_euclid(self.frequency.per_year()) as u32 + 1
    }

    /// The start of the period as a decimal year: its place on an axis of years.
    ///
    /// ```
    /// assert_eq!("2022-Q3".parse::<tradecast::Period>()?.decimal_year(), 2022.5);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn decimal_year(self) -> f64 {
        f64::from(self.index) / f64::from(self.frequency.per_year())
    }

    /// The first and the last month of the period.
    ///
    /// ```
    /// # use tradecast::Period;
    /// let [first, last] = "2022-Q3".parse::<Period>()?.months();
    /// assert_eq!((first.to_string().as_str(), last.to_string().as_str()), ("2022-07", "2022-09"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn months(self) -> [Self; 2] {
        let each = 12 / self.frequency.per_year();
        let first = self.index.saturating_mul(each);
        [first, first.saturating_add(each - 1)].map(|index| Self { frequency: Frequency::Monthly, index })
    }

    /// The year in which the period lies, as a period.
    ///
    /// ```
    /// # use tradecast::Period;
    /// assert_eq!("2022-07".parse::<Period>()?.in_year(), Period::annual(2022));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn in_year(self) -> Self {
        Self::annual(self.year())
    }

    /// The longer period, of another frequency, in which the period lies; none where it is no longer one.
    ///
    /// ```
    /// # use tradecast::{Frequency, Period};
    /// let month: Period = "2022-07".parse()?;
    /// assert_eq!(month.within(Frequency::Quarterly).map(|quarter| quarter.to_string()).as_deref(), Some("2022-Q3"));
    /// assert_eq!(Period::annual(2022).within(Frequency::Monthly), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn within(self, frequency: Frequency) -> Option<Self> {
        let [first, _] = self.months();
        let each = 12 / frequency.per_year();
        (frequency.per_year() <= self.frequency.per_year())
            .then(|| Self { frequency, index: first.index.div_euclid(each) })
    }

    /// The longer period, of another frequency, that ends with the period; none where it ends elsewhere.
    ///
    /// ```
    /// # use tradecast::{Frequency, Period};
    /// let december: Period = "2030-12".parse()?;
    /// assert_eq!(december.ending(Frequency::Annual), Some(Period::annual(2030)));
    /// assert_eq!("2030-06".parse::<Period>()?.ending(Frequency::Annual), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn ending(self, frequency: Frequency) -> Option<Self> {
        self.within(frequency).filter(|longer| longer.months()[1] == self.months()[1])
    }

    /// Whether the period has ended when `date` ends; the two may differ in frequency.
    ///
    /// ```
    /// # use tradecast::Period;
    /// let (year, april) = (Period::annual(2022), "2023-04".parse::<Period>()?);
    /// assert!(year.ends_by(april) && !april.ends_by(year));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn ends_by(self, date: Self) -> bool {
        let [[_, end], [_, date]] = [self.months(), date.months()];
        end <= date
    }

    /// The period `count` periods later (earlier where negative).
    ///
    /// ```
    /// # use tradecast::Period;
    /// assert_eq!("2022-11".parse::<Period>()?.plus(3).to_string(), "2023-02");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn plus(self, count: i32) -> Self {
        Self { index: self.index.saturating_add(count), ..self }
    }

    /// Periods from `earlier` to this one; negative where it is later. Both must have the same frequency, which
    /// [`crate::Series`] guarantees for its own periods.
    ///
    /// ```
    /// # use tradecast::Period;
    /// assert_eq!(Period::annual(2030).minus(Period::annual(2022)), 8);
    /// ```
    #[must_use]
    pub fn minus(self, earlier: Self) -> i32 {
        self.index.saturating_sub(earlier.index)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let within = self.of_year();
        let year = self.year();
        match self.frequency {
            // Four digits, or it would not read back.
            Frequency::Annual => write!(f, "{year:04}"),
            Frequency::Quarterly => write!(f, "{year:04}-Q{within}"),
            Frequency::Monthly => write!(f, "{year:04}-{within:02}"),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A year (2022), a quarter (2022-Q3) or a month (2022-07).",
            "pattern": "^[0-9]{4}(-Q[1-4]|-(0[1-9]|1[0-2]))?$"
        })
    }
}
