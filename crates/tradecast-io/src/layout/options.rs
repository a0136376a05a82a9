//! How a file is to be read: which columns hold what, and what the file itself does not say.

use tradecast::{Flow, Frequency};

use crate::layout::publisher::{Publisher, flow_of};
use crate::number::NumberStyle;
use crate::unit::{name_of, unit_of};

/// How to read a file: which columns hold what, and what the file itself does not say.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let options = ReadOptions {
///     period_column: Some("year".into()),
///     value_column: Some("turnover".into()),
///     name: "Kazakhstan-Azerbaijan".into(),
///     ..ReadOptions::default()
/// };
/// let table = read_csv("year,turnover\n2021,332.2\n2022,461.9\n", &options)?;
/// assert_eq!(table.series[0].name(), "Kazakhstan-Azerbaijan");
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ReadOptions {
    /// Heading of the column with the name of the series; "series" where not given, and then the column may be missing.
    pub series_column: Option<String>,
    /// Heading of the column with the period; "period" where not given.
    pub period_column: Option<String>,
    /// Heading of the column with the value; "value" where not given.
    pub value_column: Option<String>,
    /// Unit of the values, a label: nothing is converted.
    pub unit: String,
    /// The flow measured.
    pub flow: Flow,
    /// Name of the series in a file without names.
    pub name: String,
    /// How numbers are written; what does not fit is an error, never a guess.
    pub numbers: NumberStyle,
    /// Where given, periods may be written in every usual way ("2022Q3", "Jul 2022", "01.07.2022"), and a date stands for the
    /// period of this frequency that it lies in.
    pub dates: Option<Frequency>,
    /// Where the headings are.
    pub layout: Layout,
    /// Rows above the headings that are left out: titles, notes, blank lines.
    pub skip: usize,
    /// Whose table it is, where it is one that says what its columns mean; columns and unit are then those of the publisher.
    pub publisher: Option<Publisher>,
    /// The one flow that is wanted of a publisher's table; where none is, exports, imports and turnover are series of their own.
    pub only: Option<Flow>,
    /// Power of ten by which values are multiplied: -3 where the file has thousands and the unit is millions.
    pub power: i8,
}

impl ReadOptions {
    /// The same for values in another column: unit, flow and name are those that its heading tells, where it tells them.
    ///
    /// ```
    /// use tradecast::Flow;
    /// use tradecast_io::{ReadOptions, read_csv};
    ///
    /// let options = ReadOptions::default().with_value_column("Imports of wheat, thousand USD");
    /// let table = read_csv("period,\"Imports of wheat, thousand USD\"\n2022,86600\n", &options)?;
    /// let wheat = &table.series[0];
    /// assert_eq!((wheat.name(), wheat.flow(), wheat.unit()), ("Imports of wheat", Flow::Imports, "USD m"));
    /// assert_eq!(wheat.last().value, 86.6);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn with_value_column(self, heading: &str) -> Self {
        let name = name_of(heading).unwrap_or(self.name);
        Self { value_column: Some(heading.to_owned()), name, ..self }.told(heading)
    }

    /// The same where a heading or a caption tells unit or flow.
    pub(crate) fn told(self, text: &str) -> Self {
        let unit = unit_of(text);
        Self {
            flow: flow_of(text).unwrap_or(self.flow),
            power: unit.as_ref().map_or(self.power, |unit| unit.power),
            unit: unit.map_or(self.unit, |unit| unit.label),
            ..self
        }
    }
}

impl Default for ReadOptions {
    /// The usual headings, turnover in USD m, a nameless series called "series".
    fn default() -> Self {
        Self {
            series_column: None,
            period_column: None,
            value_column: None,
            unit: "USD m".to_owned(),
            flow: Flow::Turnover,
            name: "series".to_owned(),
            numbers: NumberStyle::Plain,
            dates: None,
            layout: Layout::Long,
            skip: 0,
            publisher: None,
            only: None,
            power: 0,
        }
    }
}

/// Where a table has its headings.
///
/// ```
/// use tradecast_io::{Layout, ReadOptions, read_csv};
///
/// let options = ReadOptions { layout: Layout::Wide, ..ReadOptions::default() };
/// let table = read_csv("pair,2021,2022,2023\nA,1,2,3\nB,4,,6\n", &options)?;
/// assert_eq!(table.series[0].last().value, 3.0);
/// assert_eq!(table.series[1].observations().len(), 2);
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Layout {
    /// One row per observation below a row of headings.
    #[default]
    Long,
    /// One row per observation and no headings: columns are called "column 1", "column 2", ...
    Headless,
    /// One row per series, one column per period.
    Wide,
}
