//! Part-year readings: what the first months say of the year to come.
//!
//! # What they are
//! Two kinds of figures are out before a year is over: a **level** ("January to April: 185 million") and **growth** on the
//! same months of the year before ("+40 % so far"). Neither is the year's value. How wrong such readings have been is
//! [`crate::ReadingNoise`]; how a reading of another reporter speaks of our series is [`crate::MirrorGap`]; what they do to a forecast is
//! [`crate::Simulation::conditioned_on`].
//!
//! # Which are used
//! Readings of one year by one reporter cover the same months, so that only one of them counts: the one with most months,
//! of two with as many the level, and of two alike the one given last. Readings of several reporters all count.

use std::fmt;
use std::str::FromStr;

use crate::error::reason::ReadingError;
use crate::error::{Error, Result};
use crate::period::{Frequency, Period};

/// What a reading says of its months.
///
/// ```
/// assert_eq!(tradecast::Says::Growth(40.0).to_string(), "+40%");
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Says {
    /// Their value, in the unit of the series.
    Level(f64),
    /// Their growth on the same months of the year before, %.
    Growth(f64),
}

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Level(value) => write!(f, "{value}"),
            Self::Growth(pct) => write!(f, "{pct:+}%"),
        }
    }
}

/// What one reporter says of some months of a year.
///
/// ```
/// use tradecast::{Reading, Says};
///
/// let reading: Reading = "2023-01..2023-04=185".parse()?;
/// assert_eq!((reading.says(), reading.months()), (Says::Level(185.0), 4));
/// let theirs: Reading = "2025-01..2025-10=+50%@Sweden".parse()?;
/// assert_eq!((theirs.says(), theirs.reporter()), (Says::Growth(50.0), "Sweden"));
/// assert_eq!(theirs.to_string(), "2025-01..2025-10=+50%@Sweden");
/// assert_eq!("2023-01..2022-04=185".parse::<Reading>().unwrap_err().code(), "bad_reading");
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    first: Period,
    last: Period,
    says: Says,
    reporter: String,
    source: String,
}

impl Reading {
    /// A reading of the months from the first of `first` to the last of `last`, by the reporter of the series.
    ///
    /// ```
    /// # use tradecast::{Reading, Says};
    /// let reading = Reading::new("2023-Q1".parse()?, "2023-Q2".parse()?, Says::Level(300.0))?;
    /// assert_eq!((reading.months(), reading.year().to_string().as_str()), (6, "2023"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::BadReading`] where the months are not in order or not of one year, and where a level is not positive and
    /// finite or growth not finite and above -100 %.
    pub fn new(first: Period, last: Period, says: Says) -> Result<Self> {
        let ([first, _], [_, last]) = (first.months(), last.months());
        let reading = Self { first, last, says, reporter: String::new(), source: String::new() };
        let refuse = |why| Err(Error::BadReading { text: reading.to_string(), why });
        if first.year() != last.year() {
            return refuse(ReadingError::SeveralYears);
        }
        if first > last {
            return refuse(ReadingError::EndsEarly);
        }
        match says {
            Says::Level(value) if !(value.is_finite() && value > 0.0) => refuse(ReadingError::NotPositive),
            Says::Growth(pct) if !(pct.is_finite() && pct > -100.0) => refuse(ReadingError::NotGrowth),
            Says::Level(_) | Says::Growth(_) => Ok(reading),
        }
    }

    /// States whose statistics these are.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-01=40".parse::<Reading>()?.by("Sweden").reporter(), "Sweden");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn by(mut self, reporter: impl Into<String>) -> Self {
        self.reporter = reporter.into();
        self
    }

    /// States where it was read.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-01=40".parse::<Reading>()?.with_source("customs").source(), "customs");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// What it says.
    ///
    /// ```
    /// # use tradecast::{Reading, Says};
    /// assert_eq!("2023-01=40".parse::<Reading>()?.says(), Says::Level(40.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn says(&self) -> Says {
        self.says
    }

    /// Whose statistics; empty where it is the reporter of the series.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-01=40".parse::<Reading>()?.reporter(), "");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reporter(&self) -> &str {
        &self.reporter
    }

    /// Where it was read; empty where not stated.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-01=40".parse::<Reading>()?.source(), "");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The year it is about.
    ///
    /// ```
    /// # use tradecast::{Period, Reading};
    /// assert_eq!("2023-01=40".parse::<Reading>()?.year(), Period::annual(2023));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn year(&self) -> Period {
        self.first.in_year()
    }

    /// The first and the last month it covers.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-Q1=90".parse::<Reading>()?.span()[1].to_string(), "2023-03");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn span(&self) -> [Period; 2] {
        [self.first, self.last]
    }

    /// How many months it covers, 1 to 12.
    ///
    /// ```
    /// # use tradecast::Reading;
    /// assert_eq!("2023-Q1=90".parse::<Reading>()?.months(), 3);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn months(&self) -> u32 {
        self.last.minus(self.first) as u32 + 1
    }

    /// The first and the last month covered.
    pub(crate) fn covers(&self) -> [Period; 2] {
        [self.first, self.last]
    }

    /// The months as people write them.
    pub(crate) fn months_in_words(&self) -> String {
        let name = |month: Period| Frequency::Monthly.name_of(month.of_year());
        let year = self.first.year();
        if self.first == self.last {
            format!("{} {year}", name(self.first))
        } else {
            format!("{} to {} {year}", name(self.first), name(self.last))
        }
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first)?;
        if self.last != self.first {
            write!(f, "..{}", self.last)?;
        }
        write!(f, "={}", self.says)?;
        if self.reporter.is_empty() { Ok(()) } else { write!(f, "@{}", self.reporter) }
    }
}

impl FromStr for Reading {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refuse = |why| Error::BadReading { text: text.to_owned(), why };
        let (months, said) = text.split_once('=').ok_or_else(|| refuse(ReadingError::NoEquals))?;
        let (said, reporter) = match said.split_once('@') {
            Some((_, reporter)) if reporter.trim().is_empty() => {
                return Err(refuse(ReadingError::NoReporter));
            }
            Some((said, reporter)) => (said.trim(), reporter.trim()),
            None => (said.trim(), ""),
        };
        let (first, last) = months.split_once("..").unwrap_or((months, months));
        let number = |text: &str| text.trim().parse().ok().ok_or_else(|| refuse(ReadingError::NoNumber));
        let says = match said.strip_suffix('%') {
            Some(pct) => Says::Growth(number(pct)?),
            None => Says::Level(number(said)?),
        };
        Ok(Self::new(first.parse()?, last.parse()?, says)?.by(reporter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_and_reading_are_inverse() {
        for text in ["2023-01..2023-04=185", "2023-01..2023-04=-40.5%", "2023-01=12@Sweden"] {
            assert_eq!(text.parse::<Reading>().unwrap().to_string(), text);
        }
        let spaced: Reading = " 2023-Q1 .. 2023-Q2 = +3 % @ State Customs".parse().unwrap();
        assert_eq!(spaced.to_string(), "2023-01..2023-06=+3%@State Customs");
    }

    #[test]
    fn what_says_nothing_is_refused_by_name() {
        let cases = [
            ("2023-01", "has no ="),
            ("2023-01=", "no number"),
            ("2023-01=x%", "no number"),
            ("2023-01=-5", "not a positive number"),
            ("2023-01=NaN", "not a positive number"),
            ("2023-01=inf%", "above -100 %"),
            ("2023-01=-100%", "above -100 %"),
            ("2023-04..2023-01=5", "ends before it begins"),
            ("2023-12..2024-01=5", "more than one year"),
            ("2023-01=5@ ", "names no reporter"),
        ];
        for (text, why) in cases {
            let error = text.parse::<Reading>().unwrap_err();
            assert_eq!(error.code(), "bad_reading", "{text}");
            assert!(error.to_string().contains(why), "{error}");
        }
        assert_eq!("2023-13=5".parse::<Reading>().unwrap_err().code(), "bad_period");
    }
}
