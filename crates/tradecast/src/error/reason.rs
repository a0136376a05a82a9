//! What is wrong with a range of a lever or with a part-year reading: the reasons inside errors.

use std::fmt;

use crate::format;
use crate::message::{MessageValues, Within as _, samples, values};

/// What is wrong with a range of a lever.
///
/// ```
/// use tradecast::{Distribution, DistributionError};
///
/// let error = "normal(1, 0)".parse::<Distribution>().unwrap_err();
/// assert_eq!(error, DistributionError::Deviation { distribution: "normal(1, 0)".to_owned() });
/// assert_eq!(error.to_string(), "normal(1, 0): the standard deviation must be above 0");
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DistributionError {
    /// A text of another form.
    #[error("{text:?} is not of the form triangular(0, 2, 4)")]
    Form {
        /// The text.
        text: String,
    },
    /// A text that is no setting of a lever.
    #[error("{text:?} is neither a number nor a range such as triangular(0, 2, 4)")]
    Setting {
        /// The text.
        text: String,
    },
    /// A name that no distribution has.
    #[error("{name:?} is not a distribution; write triangular, pert, normal or lognormal")]
    Unknown {
        /// The name.
        name: String,
    },
    /// More or fewer numbers than a triangular or PERT distribution has.
    #[error("{name} takes three numbers: smallest, most likely, largest")]
    ThreeNumbers {
        /// The name of the distribution.
        name: String,
    },
    /// More or fewer numbers than a normal distribution has.
    #[error("normal takes two numbers: mean, standard deviation")]
    MeanAndDeviation,
    /// More or fewer numbers than a lognormal distribution has.
    #[error("lognormal takes two numbers: median, standard deviation of the log")]
    MedianAndDeviation,
    /// Parameters that are not finite numbers.
    #[error("{distribution}: its parameters must be finite numbers")]
    NotFinite {
        /// The distribution.
        distribution: String,
    },
    /// Smallest, most likely and largest value in another order.
    #[error(
        "{distribution}: the smallest value must not be above the most likely, nor that above the largest, and smallest and largest must differ"
    )]
    Order {
        /// The distribution.
        distribution: String,
    },
    /// A standard deviation of zero or less.
    #[error("{distribution}: the standard deviation must be above 0")]
    Deviation {
        /// The distribution.
        distribution: String,
    },
    /// A median of zero or less.
    #[error("{distribution}: the median must be above 0")]
    Median {
        /// The distribution.
        distribution: String,
    },
    /// Ends outside the range of the lever.
    #[error("{distribution}: smallest and largest value must be {}", format::range(*.min, *.max))]
    Ends {
        /// The distribution.
        distribution: String,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
    },
    /// A middle outside the range of the lever.
    #[error("{distribution}: its middle must be {}", format::range(*.min, *.max))]
    Middle {
        /// The distribution.
        distribution: String,
        /// Smallest value allowed.
        min: f64,
        /// Largest value allowed.
        max: f64,
    },
    /// Calendar years of a distribution that has none.
    #[error(
        "{distribution}: a lognormal distribution has no calendar years; count from the last observation, or write triangular, \
         pert or normal"
    )]
    NoCalendarYears {
        /// The distribution.
        distribution: String,
    },
}

impl fmt::Debug for DistributionError {
    /// The code and the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl DistributionError {
    /// A stable identifier of what is wrong.
    ///
    /// ```
    /// assert_eq!("cauchy(0, 1)".parse::<tradecast::Distribution>().unwrap_err().code(), "unknown_distribution");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form { .. } => "distribution_form",
            Self::Setting { .. } => "setting_form",
            Self::Unknown { .. } => "unknown_distribution",
            Self::ThreeNumbers { .. } => "needs_three_numbers",
            Self::MeanAndDeviation => "needs_mean_and_deviation",
            Self::MedianAndDeviation => "needs_median_and_deviation",
            Self::NotFinite { .. } => "parameters_not_finite",
            Self::Order { .. } => "parameters_out_of_order",
            Self::Deviation { .. } => "deviation_not_positive",
            Self::Median { .. } => "median_not_positive",
            Self::Ends { .. } => "ends_out_of_range",
            Self::Middle { .. } => "middle_out_of_range",
            Self::NoCalendarYears { .. } => "no_calendar_years",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// let error = "cauchy(0, 1)".parse::<tradecast::Distribution>().unwrap_err();
    /// assert_eq!(error.values()["name"], "cauchy".into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::Form { text } | Self::Setting { text } => values![text = text],
            Self::Unknown { name } | Self::ThreeNumbers { name } => values![name = name],
            Self::MeanAndDeviation | Self::MedianAndDeviation => values![],
            Self::NotFinite { distribution }
            | Self::Order { distribution }
            | Self::Deviation { distribution }
            | Self::Median { distribution }
            | Self::NoCalendarYears { distribution } => values![distribution = distribution],
            Self::Ends { distribution, min, max } | Self::Middle { distribution, min, max } => {
                values![distribution = distribution].within(*min, *max)
            }
        }
    }

    /// One of each kind.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let [distribution, text, name] = ["normal(1.5, 0.5)", "abc", "pert"].map(String::from);
        samples![
            Form { text: text.clone() },
            Setting { text },
            Unknown { name: name.clone() },
            ThreeNumbers { name },
            MeanAndDeviation,
            MedianAndDeviation,
            NotFinite { distribution: distribution.clone() },
            Order { distribution: distribution.clone() },
            Deviation { distribution: distribution.clone() },
            Median { distribution: distribution.clone() },
            Ends { distribution: distribution.clone(), min: 0.0, max: 2.5 },
            Middle { distribution: distribution.clone(), min: 0.0, max: f64::MAX },
            NoCalendarYears { distribution },
        ]
    }
}

/// What is wrong with a part-year reading.
///
/// ```
/// use tradecast::{Error, Reading, ReadingError};
///
/// let error = "2023-01..2022-04=185".parse::<Reading>().unwrap_err();
/// assert!(matches!(error, Error::BadReading { why: ReadingError::SeveralYears, .. }));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadingError {
    /// Months of two years or more.
    #[error("covers months of more than one year")]
    SeveralYears,
    /// A last month before the first.
    #[error("ends before it begins")]
    EndsEarly,
    /// A value that is not a positive number.
    #[error("gives a value that is not a positive number")]
    NotPositive,
    /// Growth of a whole and more downwards, or that is not a number.
    #[error("gives growth that is not a number above -100 %")]
    NotGrowth,
    /// No equals sign between months and value.
    #[error("has no =")]
    NoEquals,
    /// Nothing after the sign that a reporter follows.
    #[error("names no reporter after the @")]
    NoReporter,
    /// No number where the value is expected.
    #[error("gives no number")]
    NoNumber,
}

impl fmt::Debug for ReadingError {
    /// The code and the message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.code())
    }
}

impl ReadingError {
    /// A stable identifier of what is wrong.
    ///
    /// ```
    /// assert_eq!(tradecast::ReadingError::NoEquals.code(), "reading_without_equals");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SeveralYears => "reading_of_several_years",
            Self::EndsEarly => "reading_ends_early",
            Self::NotPositive => "reading_not_positive",
            Self::NotGrowth => "reading_not_growth",
            Self::NoEquals => "reading_without_equals",
            Self::NoReporter => "reading_without_reporter",
            Self::NoNumber => "reading_without_number",
        }
    }

    /// What the message mentions, by name: nothing.
    ///
    /// ```
    /// assert!(tradecast::ReadingError::NoEquals.values().is_empty());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        MessageValues::new()
    }

    /// One of each kind.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        samples![SeveralYears, EndsEarly, NotPositive, NotGrowth, NoEquals, NoReporter, NoNumber]
    }
}
