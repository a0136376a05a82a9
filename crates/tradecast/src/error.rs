//! The one error type of the core: what is wrong, where, and how to fix it.

pub(crate) mod not_fitted;
pub(crate) mod reason;
mod values;

use std::fmt;

use crate::error::not_fitted::NotFittedReason;
use crate::error::reason::{DistributionError, ReadingError};
use crate::format;
use crate::period::{Frequency, Period};

/// Why a question could not be answered.
///
/// Every message names the place (row, setting or lever), the problem and the fix. Rows are counted from 1 in the
/// order in which observations were given; a reader of files replaces them by its own line numbers with
/// [`Error::at_row`].
///
/// ```
/// use tradecast::{Error, Observation, Period, Series};
///
/// let error = Series::new("a", vec![Observation::new(Period::annual(2020), -1.0)]).unwrap_err();
/// assert!(matches!(error, Error::Negative { row: 1, .. }));
/// assert_eq!(error.code(), "negative_value");
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A series without observations.
    #[error(
        "series {series:?} has no observations: give at least {need} rows with a period and a value",
        series = format::shortened(.series)
    )]
    EmptySeries {
        /// Name of the series.
        series: String,
        /// Observations needed.
        need: usize,
    },
    /// A series too short for what was asked of it.
    #[error(
        "series {series:?} has {have} observation(s), {wanted_by} needs {need}: add earlier periods or choose another model",
        series = format::shortened(.series)
    )]
    TooFewObservations {
        /// Name of the series.
        series: String,
        /// Observations present.
        have: usize,
        /// Observations needed.
        need: usize,
        /// The model or step that needs them.
        wanted_by: String,
    },
    /// A series with zeros and too few positive values for what was asked of it.
    #[error(
        "series {series:?} has {have} positive value(s) besides {zeros} zero(s), {wanted_by} needs {need}: add earlier periods",
        series = format::shortened(.series)
    )]
    TooFewPositive {
        /// Name of the series.
        series: String,
        /// Positive values present.
        have: usize,
        /// Values that are zero.
        zeros: usize,
        /// Positive values needed.
        need: usize,
        /// The model or step that needs them.
        wanted_by: String,
    },
    /// A series in which there never was any trade.
    #[error(
        "all {zeros} value(s) of series {series:?} are zero: there is no trade to forecast; add earlier periods, or a table in a smaller unit",
        series = format::shortened(.series)
    )]
    OnlyZeros {
        /// Name of the series.
        series: String,
        /// Its values.
        zeros: usize,
    },
    /// A negative value.
    #[error(
        "row {row}, column \"value\": {value} is negative; write 0 where there was no trade, leave the row out where nothing was recorded (a gap is fine), or correct the value"
    )]
    Negative {
        /// Row of the observation.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A value that is not a number, or infinite.
    #[error(
        "row {row}, column \"value\": {value} is not a finite number; leave the row out or correct the value"
    )]
    NotFinite {
        /// Row of the observation.
        row: usize,
        /// The value.
        value: f64,
    },
    /// A value too large or too small to compute with.
    #[error(
        "row {row}, column \"value\": {value:e} is neither 0 nor between 1e-100 and 1e100; correct the value, or give all of them in another unit"
    )]
    ValueOutOfRange {
        /// Row of the observation.
        row: usize,
        /// The value.
        value: f64,
    },
    /// The same period twice.
    #[error(
        "row {row}, column \"period\": {period} was already given in row {first_row}; keep one of the two, or put different series in different names"
    )]
    DuplicatePeriod {
        /// Row of the second occurrence.
        row: usize,
        /// Row of the first occurrence.
        first_row: usize,
        /// The period.
        period: Period,
    },
    /// A period so far from all others that its year is probably mistyped.
    #[error("row {row}, column \"period\": {}", far_off(*.period, *.near, .probable))]
    FarOffPeriod {
        /// Row of the observation.
        row: usize,
        /// The period.
        period: Period,
        /// The nearest period on the other side of the gap.
        near: Period,
        /// Periods without a value that are written nearly as this one.
        probable: Vec<Period>,
    },
    /// Years mixed with quarters or months.
    #[error(
        "row {row}, column \"period\": {period} is {found} but the series is {expected}; use one frequency per series"
    )]
    MixedFrequency {
        /// Row of the first period that differs.
        row: usize,
        /// The period.
        period: Period,
        /// Its frequency.
        found: Frequency,
        /// The frequency of the rows before.
        expected: Frequency,
    },
    /// A text that is not a period.
    #[error(
        "{text:?} is not a period; write a year (2022), a quarter (2022-Q3) or a month (2022-07)",
        text = format::shortened(.text)
    )]
    BadPeriod {
        /// The text.
        text: String,
    },
    /// A target of zero, below zero or not a number.
    #[error(
        "the target {level} is not a positive number; give a level such as 1000, in the unit of the series"
    )]
    BadTarget {
        /// The level given.
        level: f64,
    },
    /// A deadline that the forecast does not reach.
    #[error(
        "the deadline {by} is not among the forecast periods {first} to {last}; choose one of them or change the horizon"
    )]
    DeadlineOutOfReach {
        /// The deadline.
        by: Period,
        /// First forecast period.
        first: Period,
        /// Last forecast period.
        last: Period,
    },
    /// An as-of date before the first observation.
    #[error("nothing is known as of {as_of}: the series starts in {first}; choose a later date")]
    AsOfTooEarly {
        /// The as-of period.
        as_of: Period,
        /// First observation.
        first: Period,
    },
    /// A period that cannot be added up, as too many of its months or quarters are missing.
    #[error(
        "series {series:?}: {period} lacks {}, so that it cannot be added up; give them, or ask about the shorter periods",
        format::periods(.missing), series = format::shortened(.series)
    )]
    IncompletePeriod {
        /// Name of the series.
        series: String,
        /// The period.
        period: Period,
        /// Its months or quarters that are missing.
        missing: Vec<Period>,
    },
    /// Too few whole periods to forecast.
    #[error(
        "series {series:?} has {have} whole {} period(s), a forecast needs {need}: add earlier periods, or ask about the shorter ones",
        .to, series = format::shortened(.series)
    )]
    TooFewWholePeriods {
        /// Name of the series.
        series: String,
        /// Whole periods.
        have: usize,
        /// Whole periods needed.
        need: usize,
        /// What was added up to.
        to: Frequency,
    },
    /// A series whose periods are no shorter than those that they are to be added up to.
    #[error(
        "series {series:?} is {found}: it cannot be added up to {to} values; choose longer periods",
        series = format::shortened(.series)
    )]
    PeriodsTooLong {
        /// Name of the series.
        series: String,
        /// Frequency of the series.
        found: Frequency,
        /// Frequency asked for.
        to: Frequency,
    },
    /// A part-year reading of a series whose months are known, by the reporter of the series itself.
    #[error("the reading {reading} is of months that belong into series {series:?} itself; add them to it, or leave the reading out",
        series = format::shortened(.series)
    )]
    ReadingBesideMonths {
        /// The reading.
        reading: String,
        /// Name of the series.
        series: String,
    },
    /// A setting outside its range.
    #[error("{setting} is {given}, but must be between {min} and {max}{hint}")]
    SettingOutOfRange {
        /// Which setting, in the vocabulary of the command line.
        setting: &'static str,
        /// The value given.
        given: f64,
        /// Smallest allowed.
        min: f64,
        /// Largest allowed.
        max: f64,
        /// What to do about it, starting with a separator, or empty.
        hint: &'static str,
    },
    /// A lever outside its range.
    #[error(
        "lever {lever:?} is {}, but must be {}",
        format!("{given} {unit}").trim_end(),
        format::range(*.min, *.max),
        lever = format::shortened(.lever)
    )]
    LeverOutOfRange {
        /// Identifier of the lever.
        lever: String,
        /// The value given.
        given: f64,
        /// Unit of the lever.
        unit: &'static str,
        /// Smallest allowed.
        min: f64,
        /// Largest allowed.
        max: f64,
    },
    /// A calendar year that a lever does not reach from the last observation.
    #[error(
        "lever {lever:?}: {year} is not a year from {first} to {last}; the last observation is {origin}: give one of those years, or count from it",
        lever = format::shortened(.lever)
    )]
    YearOutOfReach {
        /// The lever, with its part.
        lever: String,
        /// The year given.
        year: f64,
        /// First year within reach.
        first: i32,
        /// Last year within reach.
        last: i32,
        /// The last observation.
        origin: Period,
    },
    /// A lever of parts asked of the whole, or the other way round.
    #[error("lever {lever:?}: {}", scope(.id, *.of_part), lever = format::shortened(.lever))]
    LeverScope {
        /// The lever, with its part.
        lever: String,
        /// The lever without its part.
        id: &'static str,
        /// Whether it is one of parts, and not of the whole.
        of_part: bool,
    },
    /// A range of a lever that cannot be.
    #[error("lever {lever:?}: {reason}", lever = format::shortened(.lever))]
    BadDistribution {
        /// The lever, with its part.
        lever: String,
        /// What is wrong with it.
        reason: DistributionError,
    },
    /// A lever of a part that does not exist.
    #[error(
        "lever {lever:?}: there is no part {part:?}; the parts are {}",
        parts(.known),
        lever = format::shortened(.lever),
        part = format::shortened(.part)
    )]
    UnknownPart {
        /// The lever, with its part.
        lever: String,
        /// The part named.
        part: String,
        /// The parts that exist.
        known: Vec<String>,
    },
    /// A lever that does not exist.
    #[error("there is no lever {name:?}; the levers are {known}", name = format::shortened(.name))]
    UnknownLever {
        /// The name given.
        name: String,
        /// The names that exist, comma-separated.
        known: String,
    },
    /// A model that does not exist.
    #[error("there is no model {name:?}; the models are {known}", name = format::shortened(.name))]
    UnknownModel {
        /// The name given.
        name: String,
        /// The names that exist, comma-separated.
        known: String,
    },
    /// A part-year reading that says nothing.
    #[error(
        "the reading {text:?} {why}; write MONTHS=VALUE or MONTHS=GROWTH%, as in 2023-01..2023-04=185 or 2023-01..2023-04=+40%, with @REPORTER at the end where another reporter says so",
        text = format::shortened(.text)
    )]
    BadReading {
        /// The reading.
        text: String,
        /// What is wrong with it.
        why: ReadingError,
    },
    /// A part-year reading of a year that is not the one to come.
    #[error(
        "the reading {reading} is not about {year}, the first year after the last value known; leave it out, or choose another as-of date"
    )]
    ReadingOfOtherYear {
        /// The reading.
        reading: String,
        /// The year to come.
        year: Period,
    },
    /// Part-year readings of a series that is observed more often than once a year.
    #[error(
        "part-year readings tell of the year to come of a yearly series, but series {series:?} is {found}; leave them out, or give the months as observations",
        series = format::shortened(.series)
    )]
    ReadingOfParts {
        /// Name of the series.
        series: String,
        /// Its frequency.
        found: Frequency,
    },
    /// A reporter whose figures cannot be compared with those of the series.
    #[error(
        "nothing is known of how {reporter:?} counts what this series counts: {}; name another reporter, or none",
        reporters(.known.as_deref()),
        reporter = format::shortened(.reporter)
    )]
    UnknownReporter {
        /// The reporter.
        reporter: String,
        /// Those that are known; absent where the paths were told of none.
        known: Option<Vec<String>>,
    },
    /// Two reporters without a period in common.
    #[error(
        "no period is known both from series {series:?} and from {reporter:?}, so that their gap cannot be told; give one that is",
        series = format::shortened(.series),
        reporter = format::shortened(.reporter)
    )]
    NoCommonPeriod {
        /// Name of the series.
        series: String,
        /// The other reporter.
        reporter: String,
    },
    /// Panel priors with a value that cannot be right.
    #[error(
        "panel priors: {field} holds {given}, but must be between {min} and {max}; write the file anew with calibrate"
    )]
    BadPriors {
        /// The field or fields.
        field: &'static str,
        /// The value.
        given: f64,
        /// Smallest allowed.
        min: f64,
        /// Largest allowed.
        max: f64,
    },
    /// A regressor without a value where one is needed.
    #[error(
        "regressor {regressor:?} has no value for {period}; it needs one wherever the series has one, and after {last} in every period up to its own end: add the value, or leave out that period of the series",
        regressor = format::shortened(.regressor)
    )]
    RegressorGap {
        /// Name of the regressor.
        regressor: String,
        /// The period.
        period: Period,
        /// Last period of the series.
        last: Period,
    },
    /// A regressor that is zero somewhere: its changes are taken in logarithms.
    #[error(
        "regressor {regressor:?} is zero in {period}; a regressor is positive everywhere: correct the value, or leave the regressor out",
        regressor = format::shortened(.regressor)
    )]
    RegressorZero {
        /// Name of the regressor.
        regressor: String,
        /// The first such period.
        period: Period,
    },
    /// A regressor observed more or less often than the series.
    #[error(
        "regressor {regressor:?} is {found} but the series is {expected}; give both at one frequency",
        regressor = format::shortened(.regressor)
    )]
    RegressorFrequency {
        /// Name of the regressor.
        regressor: String,
        /// Its frequency.
        found: Frequency,
        /// The frequency of the series.
        expected: Frequency,
    },
    /// Two regressors of one name.
    #[error(
        "there are two regressors {regressor:?}; give each its own name",
        regressor = format::shortened(.regressor)
    )]
    DuplicateRegressor {
        /// The name.
        regressor: String,
    },
    /// A text that is not an identifier of a part.
    #[error(
        "{text:?} is not an identifier of a part; use lower-case letters, digits and hyphens, as in oil-products",
        text = format::shortened(.text)
    )]
    BadPartId {
        /// The text.
        text: String,
    },
    /// A composition without parts.
    #[error(
        "no parts of {series:?} were given; name at least one, with a value",
        series = format::shortened(.series)
    )]
    NoParts {
        /// Name of the series.
        series: String,
    },
    /// A part of something that does not exist.
    #[error(
        "part {part:?} is said to be a part of {parent:?}, which is not there; the parts are {known}",
        part = format::shortened(.part),
        parent = format::shortened(.parent)
    )]
    UnknownParent {
        /// The part.
        part: String,
        /// What it is said to be a part of.
        parent: String,
        /// The parts that exist, comma-separated.
        known: String,
    },
    /// Two parts of one name.
    #[error(
        "there are two parts {part:?}; give each its own identifier (other and other-GROUP are what the rest of a group is called)",
        part = format::shortened(.part)
    )]
    DuplicatePart {
        /// The name.
        part: String,
    },
    /// Parts that are parts of each other.
    #[error(
        "the parts {parts} are parts of each other and of nothing else; let one of them be a part of the total"
    )]
    PartCycle {
        /// The parts, comma-separated.
        parts: String,
    },
    /// A part in another unit than the total.
    #[error(
        "part {part:?} is in {found:?} but the total is in {expected:?}; convert its values",
        part = format::shortened(.part)
    )]
    PartUnit {
        /// The part.
        part: String,
        /// Its unit.
        found: String,
        /// The unit of the total.
        expected: String,
    },
    /// A part observed more or less often than the total.
    #[error(
        "part {part:?} is {found} but the total is {expected}; give both at one frequency",
        part = format::shortened(.part)
    )]
    PartFrequency {
        /// The part.
        part: String,
        /// Its frequency.
        found: Frequency,
        /// The frequency of the total.
        expected: Frequency,
    },
    /// A value of a part where the total has none yet, or none any more.
    #[error(
        "part {part:?} has a value for {period}, but the total is known from {first} to {last}; leave it out, or extend the total",
        part = format::shortened(.part)
    )]
    PartPeriod {
        /// The part.
        part: String,
        /// The period.
        period: Period,
        /// First period of the total.
        first: Period,
        /// Last period of the total.
        last: Period,
    },
    /// A part that is more than the whole.
    #[error(
        "part {part:?} is {value} in {period}, more than the {of} of {parent:?}; correct one of the two",
        part = format::shortened(.part),
        parent = format::shortened(.parent)
    )]
    PartExceedsParent {
        /// The part.
        part: String,
        /// What it is a part of.
        parent: String,
        /// The period.
        period: Period,
        /// Value of the part.
        value: f64,
        /// Value of what it is a part of.
        of: f64,
    },
    /// Parts that are never known in the same period as what they are parts of.
    #[error(
        "the parts {parts} of {parent:?} are never known in the same period as each other and as {parent:?}; give one period in which all are",
        parent = format::shortened(.parent)
    )]
    PartsApart {
        /// What they are parts of.
        parent: String,
        /// The parts, comma-separated.
        parts: String,
    },
    /// Parts that do not add up.
    #[error(
        "the parts of {parent:?} add up to {sum} in {period}, but {parent:?} is {whole}; they may differ by rounding only (one per cent)",
        parent = format::shortened(.parent)
    )]
    PartsDisagree {
        /// What they are parts of.
        parent: String,
        /// The period.
        period: Period,
        /// Sum of the parts.
        sum: f64,
        /// Value of what they are parts of.
        whole: f64,
    },
    /// A composition of another series than the one it is used with.
    #[error(
        "the parts are those of {found:?} up to {last}, not of {expected:?} as it was fitted; use the same series, cut at the same date"
    )]
    PartsOfAnother {
        /// Name of the total of the composition.
        found: String,
        /// Last period of the total of the composition.
        last: Period,
        /// Name of the series fitted.
        expected: String,
    },
    /// A method of reconciliation that does not exist.
    #[error(
        "there is no method of reconciliation {name:?}; the methods are {known}",
        name = format::shortened(.name)
    )]
    UnknownReconciliation {
        /// The name given.
        name: String,
        /// The names that exist, comma-separated.
        known: String,
    },
    /// Two regressors that carry the same information.
    #[error(
        "the regressors {columns} are collinear: their coefficients cannot be told apart; leave one of them out"
    )]
    Collinear {
        /// The columns, comma-separated.
        columns: String,
    },
    /// A model whose parameters the data do not determine.
    #[error("model {model:?} cannot be fitted to this series: {reason}")]
    NotFitted {
        /// Identifier of the model.
        model: &'static str,
        /// What went wrong and what it means.
        reason: NotFittedReason,
    },
    /// No model of those asked for could be fitted.
    #[error("no model could be fitted to series {series:?}: {}", said(.reasons), series = format::shortened(.series))]
    NoModel {
        /// Name of the series.
        series: String,
        /// The reason of each model.
        reasons: Vec<Self>,
    },
    /// A panic in the work about a series, see [`crate::isolated`].
    #[error("internal: a mistake of this program ({what}); please report it, with the data")]
    Internal {
        /// What it said, and where.
        what: String,
    },
    /// A search that was ended before it found anything, by whoever asked.
    #[error("the search was stopped before it was done; ask again, and let it finish")]
    Stopped,
}

impl fmt::Debug for Error {
    /// The code and the message: what a person wants to read where `main` returns the error, too.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl Error {
    /// A stable identifier of the kind of error, the same in the command line tool, JavaScript and the page.
    ///
    /// ```
    /// assert_eq!("20x2".parse::<tradecast::Period>().unwrap_err().code(), "bad_period");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptySeries { .. } => "empty_series",
            Self::TooFewObservations { .. } => "too_few_observations",
            Self::TooFewPositive { .. } => "too_few_positive",
            Self::OnlyZeros { .. } => "only_zeros",
            Self::Negative { .. } => "negative_value",
            Self::NotFinite { .. } => "not_finite",
            Self::ValueOutOfRange { .. } => "value_out_of_range",
            Self::DuplicatePeriod { .. } => "duplicate_period",
            Self::FarOffPeriod { .. } => "far_off_period",
            Self::MixedFrequency { .. } => "mixed_frequency",
            Self::BadPeriod { .. } => "bad_period",
            Self::BadTarget { .. } => "bad_target",
            Self::DeadlineOutOfReach { .. } => "deadline_out_of_reach",
            Self::AsOfTooEarly { .. } => "as_of_too_early",
            Self::IncompletePeriod { .. } => "incomplete_period",
            Self::TooFewWholePeriods { .. } => "too_few_whole_periods",
            Self::PeriodsTooLong { .. } => "periods_too_long",
            Self::ReadingBesideMonths { .. } => "reading_beside_months",
            Self::SettingOutOfRange { .. } => "setting_out_of_range",
            Self::LeverOutOfRange { .. } => "lever_out_of_range",
            Self::YearOutOfReach { .. } => "year_out_of_reach",
            Self::LeverScope { .. } => "lever_scope",
            Self::BadDistribution { .. } => "bad_distribution",
            Self::UnknownPart { .. } => "unknown_part",
            Self::UnknownLever { .. } => "unknown_lever",
            Self::UnknownModel { .. } => "unknown_model",
            Self::BadReading { .. } => "bad_reading",
            Self::ReadingOfOtherYear { .. } => "reading_of_other_year",
            Self::ReadingOfParts { .. } => "reading_of_parts",
            Self::UnknownReporter { .. } => "unknown_reporter",
            Self::NoCommonPeriod { .. } => "no_common_period",
            Self::BadPriors { .. } => "bad_priors",
            Self::RegressorGap { .. } => "regressor_gap",
            Self::RegressorZero { .. } => "regressor_zero",
            Self::RegressorFrequency { .. } => "regressor_frequency",
            Self::DuplicateRegressor { .. } => "duplicate_regressor",
            Self::BadPartId { .. } => "bad_part_id",
            Self::NoParts { .. } => "no_parts",
            Self::UnknownParent { .. } => "unknown_parent",
            Self::DuplicatePart { .. } => "duplicate_part",
            Self::PartCycle { .. } => "part_cycle",
            Self::PartUnit { .. } => "part_unit",
            Self::PartFrequency { .. } => "part_frequency",
            Self::PartPeriod { .. } => "part_period",
            Self::PartExceedsParent { .. } => "part_exceeds_parent",
            Self::PartsApart { .. } => "parts_apart",
            Self::PartsDisagree { .. } => "parts_disagree",
            Self::PartsOfAnother { .. } => "parts_of_another",
            Self::UnknownReconciliation { .. } => "unknown_reconciliation",
            Self::Collinear { .. } => "collinear",
            Self::NotFitted { .. } => "not_fitted",
            Self::NoModel { .. } => "no_model",
            Self::Internal { .. } => "internal",
            Self::Stopped => "stopped",
        }
    }

    /// Row of the offending observation, where there is one.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let bad = vec![Observation::new(Period::annual(2020), f64::NAN)];
    /// assert_eq!(Series::new("a", bad).unwrap_err().row(), Some(1));
    /// ```
    #[must_use]
    pub fn row(&self) -> Option<usize> {
        match self {
            Self::Negative { row, .. }
            | Self::NotFinite { row, .. }
            | Self::ValueOutOfRange { row, .. }
            | Self::DuplicatePeriod { row, .. }
            | Self::FarOffPeriod { row, .. }
            | Self::MixedFrequency { row, .. } => Some(*row),
            _ => None,
        }
    }

    /// Column of the offending cell, where there is one.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let bad = vec![Observation::new(Period::annual(2020), f64::NAN)];
    /// assert_eq!(Series::new("a", bad).unwrap_err().column(), Some("value"));
    /// ```
    #[must_use]
    pub fn column(&self) -> Option<&'static str> {
        match self {
            Self::Negative { .. } | Self::NotFinite { .. } | Self::ValueOutOfRange { .. } => Some("value"),
            Self::DuplicatePeriod { .. } | Self::FarOffPeriod { .. } | Self::MixedFrequency { .. } => {
                Some("period")
            }
            _ => None,
        }
    }

    /// The lever that is to blame, with its part, where there is one that exists.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever};
    ///
    /// let error = Assumptions::baseline().with(Lever::Growth, 99.0).unwrap_err();
    /// assert_eq!(error.lever(), Some("growth"));
    /// ```
    #[must_use]
    pub fn lever(&self) -> Option<&str> {
        match self {
            Self::LeverOutOfRange { lever, .. }
            | Self::YearOutOfReach { lever, .. }
            | Self::LeverScope { lever, .. }
            | Self::BadDistribution { lever, .. }
            | Self::UnknownPart { lever, .. } => Some(lever),
            _ => None,
        }
    }

    /// Replaces observation numbers by the rows of the file they came from.
    ///
    /// `file_row` maps an observation number (from 1) to the row a person sees.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let bad = vec![Observation::new(Period::annual(2020), -1.0)];
    /// let error = Series::new("a", bad).unwrap_err().at_row(|observation| observation + 1);
    /// assert_eq!(error.row(), Some(2));
    /// ```
    #[must_use]
    pub fn at_row(mut self, file_row: impl Fn(usize) -> usize) -> Self {
        match &mut self {
            Self::Negative { row, .. }
            | Self::NotFinite { row, .. }
            | Self::ValueOutOfRange { row, .. }
            | Self::FarOffPeriod { row, .. }
            | Self::MixedFrequency { row, .. } => *row = file_row(*row),
            Self::DuplicatePeriod { row, first_row, .. } => {
                *row = file_row(*row);
                *first_row = file_row(*first_row);
            }
            _ => {}
        }
        self
    }
}

/// What is wrong with a period that stands apart, and what to do about it.
fn far_off(period: Period, near: Period, probable: &[Period]) -> String {
    let apart = format!("{period} stands apart: the nearest period with a value is {near}");
    if probable.is_empty() {
        return format!("{apart}; correct the year, or leave out the rows on one side of the gap");
    }
    let probable = format::either(probable);
    format!(
        "{apart}, and {probable}, written nearly the same, has none; correct the year, or leave the row out"
    )
}

/// What to write for a lever of parts that was asked of the whole, or the other way round.
fn scope(id: &str, of_part: bool) -> String {
    if of_part {
        format!("say of which part, as in wheat.{id}")
    } else {
        format!("it applies to the whole only; write {id}")
    }
}

/// Several errors in one sentence.
fn said(errors: &[Error]) -> String {
    let said: Vec<String> = errors.iter().map(Error::to_string).collect();
    said.join("; ")
}

fn parts(known: &[String]) -> String {
    if known.is_empty() { "none: the question is about one series".to_owned() } else { known.join(", ") }
}

fn reporters(known: Option<&[String]>) -> String {
    match known {
        None => "the paths were told of no other reporter".to_owned(),
        Some([]) => "no reporter is named".to_owned(),
        Some(known) => format!("those known are {}", known.join(" and ")),
    }
}

/// Result of the core's functions.
///
/// ```
/// fn level() -> tradecast::Result<f64> {
///     Ok(tradecast::Target::level(1000.0)?.value())
/// }
/// assert_eq!(level(), Ok(1000.0));
/// ```
pub type Result<T> = std::result::Result<T, Error>;
