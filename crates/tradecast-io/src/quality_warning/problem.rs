//! What may be wrong with a series that can be read, and what to do about it.

use std::fmt;

use tradecast::{MIN_OBSERVATIONS, MessageValues, Period, message_samples, message_values};

/// Most missing periods that are named; more are counted.
pub(super) const NAMED: usize = 6;

/// What may be wrong with a series that can be read.
///
/// ```
/// let problem = tradecast_io::QualityProblem::Short { have: 2 };
/// assert_eq!(problem.to_string(), "only 2 of its values can be used, and models need 3");
/// assert_eq!((problem.code(), problem.fix()), ("short", "add earlier periods".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum QualityProblem {
    /// Values a thousand or a million times as large or small as those before.
    UnitJump {
        /// Period of the first of them.
        period: Period,
        /// The first of them over the value before it.
        ratio: f64,
        /// By what the one or the other are too large.
        factor: i32,
    },
    /// A change of level that is unlike all others and lasts.
    Jump {
        /// Period after the change.
        period: Period,
        /// Its value over the one before it.
        ratio: f64,
    },
    /// Growth that seems to have changed.
    Break {
        /// First period of the later growth.
        period: Period,
        /// Growth before, % a year.
        before: f64,
        /// Growth after, % a year.
        after: f64,
    },
    /// A level that seems to have shifted while growth went on.
    LevelShift {
        /// First period at the new level.
        period: Period,
        /// New level over old.
        factor: f64,
    },
    /// A last year that may not be over.
    PartYear {
        /// The year.
        period: Period,
        /// How far it is below the year before, %.
        percent: f64,
        /// Its value.
        value: f64,
    },
    /// Periods without a value between the first and the last.
    Missing {
        /// How many.
        count: i64,
        /// Periods from the first to the last.
        of: i64,
        /// The first few of the missing ones.
        periods: Vec<String>,
        /// The first period of the series.
        from: Period,
        /// The last period of the series.
        to: Period,
    },
    /// A value that comes again and again.
    Repeated {
        /// The first period that has it.
        period: Period,
        /// How many periods have it.
        count: usize,
    },
    /// A zero or a few in a row among large values, in a series that else moves little: nothing may have been recorded.
    Zero {
        /// The first of the periods.
        period: Period,
        /// How many in a row.
        count: usize,
        /// The value before.
        before: f64,
        /// The value after.
        after: f64,
    },
    /// Too few values for any model.
    Short {
        /// Values there are.
        have: usize,
    },
    /// Two reporters who count the same trade and differ.
    MirrorGap {
        /// The series of the one.
        series: String,
        /// The series of the other.
        reporter: String,
        /// How much more the other counts on average, %.
        percent: f64,
        /// Periods that both have.
        periods: usize,
        /// Whether they are so far apart that the units must differ.
        units: bool,
    },
}

impl QualityProblem {
    /// A stable identifier of its kind.
    ///
    /// ```
    /// assert_eq!(tradecast_io::QualityProblem::Short { have: 2 }.code(), "short");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnitJump { .. } => "unit_jump",
            Self::Jump { .. } => "jump",
            Self::Break { .. } => "break",
            Self::LevelShift { .. } => "level_shift",
            Self::PartYear { .. } => "part_year",
            Self::Missing { .. } => "missing",
            Self::Repeated { .. } => "repeated",
            Self::Zero { .. } => "zero",
            Self::Short { .. } => "short",
            Self::MirrorGap { .. } => "mirror_gap",
        }
    }

    /// What to do about it.
    ///
    /// ```
    /// assert_eq!(tradecast_io::QualityProblem::Short { have: 2 }.fix(), "add earlier periods");
    /// ```
    #[must_use]
    pub fn fix(&self) -> String {
        match self {
            Self::UnitJump { period, ratio, factor } => {
                let late = if *ratio > 1.0 { "divide" } else { "multiply" };
                format!(
                    "{late} those from {period} on by {factor} in the file, or leave the others out and read it with --divide-by {factor} where that is its unit"
                )
            }
            Self::Jump { .. } => {
                "check whether what is counted, or who counts, changed there; if it did, keep the part that goes on".to_owned()
            }
            Self::Break { .. } => {
                "if that is what is counted and not the trade, keep the later part; else --model break asks with it".to_owned()
            }
            Self::LevelShift { .. } => {
                "if the way of counting changed, keep the later part; a tariff or sanctions are part of the history"
                    .to_owned()
            }
            Self::PartYear { period, value, .. } => format!(
                "if it is, take the row out and say it as a reading, as in --reading {period}-01..{period}-10={value}"
            ),
            Self::Missing { .. } => "add what is known; what is not stays a gap, and nothing is filled in".to_owned(),
            Self::Repeated { .. } => "if they were filled in, take them out: a gap is better".to_owned(),
            Self::Zero { .. } => {
                "if nothing was recorded, leave the cell empty or take the row out: a gap is better; if there was no trade, keep the 0".to_owned()
            }
            Self::Short { .. } => "add earlier periods".to_owned(),
            Self::MirrorGap { units: true, .. } => {
                "the two are in different units: bring them to one, with --divide-by where they are in files of their own".to_owned()
            }
            Self::MirrorGap { .. } => {
                "imports are counted with freight and insurance, and goods in transit by one side only; choose one reporter and say which, and give the other's figures as readings with @REPORTER".to_owned()
            }
        }
    }

    /// What message and fix mention, by name, so that they can be said in another language.
    ///
    /// ```
    /// assert_eq!(tradecast_io::QualityProblem::Short { have: 2 }.values()["have"], 2.into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::UnitJump { period, ratio, factor } => {
                message_values![period = *period, times = *ratio, factor = *factor]
            }
            Self::Jump { period, ratio } => message_values![period = *period, times = *ratio],
            Self::Break { period, before, after } => {
                message_values![period = *period, before = *before, after = *after]
            }
            // In per cent, with the digits that the sentence has.
            Self::LevelShift { period, factor } => {
                message_values![period = *period, change = (100.0 * (factor - 1.0)).round()]
            }
            Self::PartYear { period, percent, value } => {
                message_values![period = *period, percent = *percent, value = *value]
            }
            Self::Missing { count, periods, from, to, .. } => message_values![
                count = i32::try_from(*count).unwrap_or(i32::MAX),
                periods = periods.as_slice(),
                from = *from,
                to = *to,
            ],
            Self::Repeated { period, count } => message_values![period = *period, count = *count],
            Self::Zero { period, count, before, after } => {
                message_values![period = *period, count = *count, before = *before, after = *after]
            }
            Self::Short { have } => message_values![have = *have, need = MIN_OBSERVATIONS],
            Self::MirrorGap { series, reporter, percent, periods, units } => {
                let mut values = message_values![
                    reporter = reporter,
                    series = series,
                    percent = *percent,
                    periods = *periods,
                ];
                if *units {
                    values.insert("units".to_owned(), 2.into());
                }
                values
            }
        }
    }

    /// One of each kind at least, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let period = Period::annual(2021);
        let (series, reporter) = ("A - B exports".to_owned(), "B - A imports".to_owned());
        let gap = |units| Self::MirrorGap {
            series: series.clone(),
            reporter: reporter.clone(),
            percent: 25.0,
            periods: 4,
            units,
        };
        let mut samples = message_samples![
            UnitJump { period, ratio: 1391.0, factor: 1000 },
            Jump { period, ratio: 4.0 },
            Break { period, before: 12.5, after: 3.5 },
            LevelShift { period, factor: 0.4 },
            PartYear { period, percent: 48.0, value: 86.0 },
            Missing {
                count: 2,
                of: 22,
                periods: vec!["2004".to_owned(), "2005".to_owned()],
                from: Period::annual(2000),
                to: period
            },
            Repeated { period, count: 3 },
            Zero { period, count: 1, before: 151.8, after: 160.2 },
            Short { have: 2 },
            MirrorGap {
                series: series.clone(),
                reporter: reporter.clone(),
                percent: -25.0,
                periods: 4,
                units: false
            },
        ];
        samples.extend([true, false].map(gap));
        samples
    }
}

impl fmt::Display for QualityProblem {
    /// What is odd.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnitJump { period, ratio, .. } => {
                let times = tradecast::number(ratio.max(ratio.recip()));
                let how = if *ratio > 1.0 { "large" } else { "small" };
                write!(
                    f,
                    "from {period} on values are {times} times as {how} as before: the unit seems to change"
                )
            }
            Self::Jump { period, ratio } => write!(
                f,
                "{period} is {} times the value before it, unlike any other change of the series, and it lasts",
                tradecast::number(*ratio)
            ),
            Self::Break { period, before, after } => {
                write!(
                    f,
                    "growth seems to have changed in {period}: {before:.1} % a year before, {after:.1} % after"
                )
            }
            Self::LevelShift { period, factor } => {
                let change = 100.0 * (factor - 1.0);
                write!(f, "the level seems to have shifted by {change:+.0} % in {period}, and growth not")
            }
            Self::PartYear { period, percent, .. } => write!(
                f,
                "{period} is {percent:.0} % below the year before it, more than is usual: it may be a part of the year"
            ),
            Self::Missing { count, of, periods, from, to } => match periods.as_slice() {
                [one] => write!(f, "{one} is missing"),
                few if few.len() <= NAMED => write!(f, "{} are missing", few.join(", ")),
                _ => write!(f, "{count} of {of} periods from {from} to {to} are missing"),
            },
            Self::Repeated { period, count } => {
                write!(f, "{period} and the {} periods after it have the same value", count - 1)
            }
            Self::Zero { period, count, before, after } => {
                let what = match count {
                    1 => format!("{period} is 0"),
                    2 => format!("{period} and the period after it are 0"),
                    count => format!("{period} and the {} periods after it are 0", count - 1),
                };
                let [before, after] = [before, after].map(|value| tradecast::number(*value));
                write!(
                    f,
                    "{what} between {before} and {after}, in a series that else moves less: the figure may be missing"
                )
            }
            Self::Short { have } => {
                write!(f, "only {have} of its values can be used, and models need {MIN_OBSERVATIONS}")
            }
            Self::MirrorGap { series, reporter, percent, periods, .. } => {
                let more = if *percent > 0.0 { "more" } else { "less" };
                write!(
                    f,
                    "{reporter:?} counts {:.0} % {more} than {series:?} on average of {periods} common periods",
                    percent.abs()
                )
            }
        }
    }
}
