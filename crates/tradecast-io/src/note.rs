//! What a reader of the file should know although nothing is wrong.

use std::fmt;

use tradecast::{LongGap, MessageValues, Period, message_samples, message_values};

/// Values of zero: where they stand in the file, and how many they are.
///
/// ```
/// use tradecast_io::{Note, ReadOptions, read_csv};
///
/// let table = read_csv("period,value\n2021,0\n2022,3\n2023,0\n2024,5\n", &ReadOptions::default())?;
/// let Note::Zeros { zeros, .. } = &table.notes[0] else { panic!("no zeros") };
/// assert_eq!((zeros.row, zeros.zeros, zeros.of), (2, 2, 4));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zeros {
    /// Name of the series.
    pub series: String,
    /// Row of the first of them in the file.
    pub row: usize,
    /// Heading of its column.
    pub column: String,
    /// How many they are.
    pub zeros: usize,
    /// How many values there are.
    pub of: usize,
}

/// Something noticed while reading that changes no value.
///
/// ```
/// use tradecast_io::{ReadOptions, read_csv};
///
/// let table = read_csv("period,value\n2021,332.2\n2022,\n2023,529.4\n", &ReadOptions::default())?;
/// let note = &table.notes[0];
/// assert_eq!((note.code(), note.row(), note.column()), ("gap", 3, "value"));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Note {
    /// A row without a value: its period is a gap.
    Gap {
        /// Name of the series.
        series: String,
        /// Row in the file.
        row: usize,
        /// Heading of the column.
        column: String,
        /// The period without a value.
        period: Period,
    },
    /// More rows without a value than are told one by one.
    MoreGaps {
        /// Name of the series.
        series: String,
        /// The first of their rows in the file.
        row: usize,
        /// Heading of the column.
        column: String,
        /// How many.
        gaps: usize,
    },
    /// A series whose rows are not in the order of time; told once a series, at the first such row.
    Unordered {
        /// Name of the series.
        series: String,
        /// Row in the file.
        row: usize,
        /// Heading of the column.
        column: String,
        /// The period out of order.
        period: Period,
        /// The later period in a row above it.
        after: Period,
    },
    /// A period of which only one of exports and imports is known, so that there is no turnover.
    OneFlow {
        /// Name of the series.
        series: String,
        /// Row in the file.
        row: usize,
        /// Heading of the column with the value.
        column: String,
        /// The period.
        period: Period,
    },
    /// Values of zero, some of them between periods with trade, or all there are: no trade, or less than the table shows.
    Zeros {
        /// Where they stand, and how many they are.
        zeros: Zeros,
        /// The first period with a value of zero.
        first: Period,
        /// The last one.
        last: Period,
    },
    /// Values of zero before the first period with trade.
    NoTradeBefore {
        /// Where they stand, and how many they are.
        zeros: Zeros,
        /// The first period with a value of zero.
        first: Period,
        /// The first period with trade.
        period: Period,
    },
    /// Values of zero after the last period with trade.
    NoTradeSince {
        /// Where they stand, and how many they are.
        zeros: Zeros,
        /// The first period without trade.
        period: Period,
        /// The last one.
        last: Period,
    },
    /// A gap so long that the year beside it may be mistyped.
    LongGap {
        /// Name of the series.
        series: String,
        /// Row in the file.
        row: usize,
        /// Heading of the column.
        column: String,
        /// The gap.
        gap: LongGap,
    },
    /// Rows of a publisher's table that are about something else than exports and imports as a whole.
    LeftOut {
        /// The first of them.
        row: usize,
        /// Heading of the column that says so.
        column: String,
        /// What it says.
        what: String,
        /// How many.
        rows: usize,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}, column {:?}: ", self.row(), self.column())?;
        match self {
            Self::Gap { period, .. } => {
                write!(f, "{period} has no value and stays a gap; fill it in where it is known")
            }
            Self::MoreGaps { gaps, .. } => {
                write!(
                    f,
                    "{gaps} more periods have no value from here on and stay gaps; fill them in where they are known"
                )
            }
            Self::Unordered { period, after, .. } => {
                write!(
                    f,
                    "{period} comes after {after}; the rows were sorted: nothing to do, or sort the file"
                )
            }
            Self::OneFlow { period, .. } => {
                write!(
                    f,
                    "of {period} only one of exports and imports is known, so that it has no turnover; add the other where it is known"
                )
            }
            Self::Zeros { zeros, first, last } if first == last => {
                write!(f, "{} zero: {first}; {KEPT}", some_of(zeros))
            }
            Self::Zeros { zeros, first, last } => {
                write!(f, "{} zero, the first in {first}, the last in {last}; {KEPT}", some_of(zeros))
            }
            Self::NoTradeBefore { zeros, period, .. } => {
                write!(f, "no trade before {period}: {} zero; {KEPT}", some_of(zeros))
            }
            Self::NoTradeSince { zeros, period, .. } => {
                write!(f, "no trade since {period}: {} zero; {KEPT}", some_of(zeros))
            }
            Self::LongGap { gap, .. } => gap.fmt(f),
            Self::LeftOut { what, rows, .. } => {
                let (rows, are) =
                    if *rows == 1 { ("one row".to_owned(), "is") } else { (format!("{rows} rows"), "are") };
                write!(
                    f,
                    "{rows} {are} about {what} and left out; nothing to do where only exports and imports as a whole are wanted"
                )
            }
        }
    }
}

/// What a zero is, and what else to write.
const KEPT: &str = "a zero says that there was no trade; leave the cell empty where nothing was recorded";

/// "3 of 20 values are".
fn some_of(Zeros { zeros, of, .. }: &Zeros) -> String {
    format!("{zeros} of {of} values {}", if *zeros == 1 { "is" } else { "are" })
}

impl Note {
    /// A stable identifier of the kind of note.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// # let table = read_csv("period,value\n2022,2\n2021,1\n", &ReadOptions::default())?;
    /// assert_eq!(table.notes[0].code(), "unordered");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gap { .. } => "gap",
            Self::MoreGaps { .. } => "more_gaps",
            Self::Unordered { .. } => "unordered",
            Self::OneFlow { .. } => "one_flow",
            Self::Zeros { .. } => "zeros",
            Self::NoTradeBefore { .. } => "no_trade_before",
            Self::NoTradeSince { .. } => "no_trade_since",
            Self::LongGap { .. } => "long_gap",
            Self::LeftOut { .. } => "left_out",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// # let table = read_csv("period,value\n2022,2\n2021,1\n", &ReadOptions::default())?;
    /// assert_eq!(table.notes[0].values()["after"], "2022".into());
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        let mut values = match self {
            Self::Gap { period, .. } | Self::OneFlow { period, .. } => message_values![period = *period],
            Self::MoreGaps { gaps, .. } => message_values![gaps = *gaps],
            Self::Unordered { period, after, .. } => message_values![period = *period, after = *after],
            Self::Zeros { zeros, first, last } => {
                message_values![zeros = zeros.zeros, of = zeros.of, first = *first, last = *last]
            }
            Self::NoTradeBefore { zeros, first, period } => {
                message_values![zeros = zeros.zeros, of = zeros.of, first = *first, period = *period]
            }
            Self::NoTradeSince { zeros, period, last } => {
                message_values![zeros = zeros.zeros, of = zeros.of, period = *period, last = *last]
            }
            Self::LongGap { gap: LongGap { period, near, probable }, .. } => {
                let mut values = message_values![period = *period, near = *near];
                if !probable.is_empty() {
                    values.insert("probable".to_owned(), probable.as_slice().into());
                }
                values
            }
            Self::LeftOut { what, rows, .. } => message_values![what = what, rows = *rows],
        };
        values.extend(message_values![row = self.row(), column = self.column()]);
        values
    }

    /// One of each kind at least, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let (row, text, year) = (7, || String::from("abc"), Period::annual);
        let zeros = |zeros| self::Zeros { series: text(), row, column: text(), zeros, of: 20 };
        let gap = |probable| LongGap { period: year(1931), near: year(2012), probable };
        message_samples![
            Gap { series: text(), row, column: text(), period: year(2021) },
            MoreGaps { series: text(), row, column: text(), gaps: 12 },
            Unordered { series: text(), row, column: text(), period: year(2020), after: year(2021) },
            OneFlow { series: text(), row, column: text(), period: year(2021) },
            Zeros {
                zeros: zeros(3),
                first: year(2004),
                last: year(2019)
            },
            NoTradeBefore {
                zeros: zeros(4),
                first: year(2000),
                period: year(2004)
            },
            NoTradeSince {
                zeros: zeros(4),
                period: year(2019),
                last: year(2022)
            },
            LongGap { series: text(), row, column: text(), gap: gap(vec![]) },
            LeftOut { row, column: text(), what: text(), rows: 1 };
            LongGap { series: text(), row, column: text(), gap: gap(vec![year(2013), year(2031)]) },
            LeftOut { row, column: text(), what: text(), rows: 5 },
        ]
    }

    /// Name of the series it is about; empty where it is about none in particular.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// # let table = read_csv("series,period,value\na,2022,2\na,2021,1\n", &ReadOptions::default())?;
    /// assert_eq!(table.notes[0].series(), "a");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn series(&self) -> &str {
        match self {
            Self::Zeros { zeros, .. }
            | Self::NoTradeBefore { zeros, .. }
            | Self::NoTradeSince { zeros, .. } => &zeros.series,
            Self::Gap { series, .. }
            | Self::MoreGaps { series, .. }
            | Self::Unordered { series, .. }
            | Self::OneFlow { series, .. }
            | Self::LongGap { series, .. } => series,
            Self::LeftOut { .. } => "",
        }
    }

    /// Row in the file; the header is row 1.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// # let table = read_csv("period,value\n2022,2\n2021,1\n", &ReadOptions::default())?;
    /// assert_eq!(table.notes[0].row(), 3);
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn row(&self) -> usize {
        match self {
            Self::Zeros { zeros, .. }
            | Self::NoTradeBefore { zeros, .. }
            | Self::NoTradeSince { zeros, .. } => zeros.row,
            Self::Gap { row, .. }
            | Self::MoreGaps { row, .. }
            | Self::Unordered { row, .. }
            | Self::OneFlow { row, .. }
            | Self::LongGap { row, .. }
            | Self::LeftOut { row, .. } => *row,
        }
    }

    /// Heading of the column.
    ///
    /// ```
    /// # use tradecast_io::{ReadOptions, read_csv};
    /// # let table = read_csv("Period,value\n2022,2\n2021,1\n", &ReadOptions::default())?;
    /// assert_eq!(table.notes[0].column(), "Period");
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn column(&self) -> &str {
        match self {
            Self::Zeros { zeros, .. }
            | Self::NoTradeBefore { zeros, .. }
            | Self::NoTradeSince { zeros, .. } => &zeros.column,
            Self::Gap { column, .. }
            | Self::MoreGaps { column, .. }
            | Self::Unordered { column, .. }
            | Self::OneFlow { column, .. }
            | Self::LongGap { column, .. }
            | Self::LeftOut { column, .. } => column,
        }
    }
}
