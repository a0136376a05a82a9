//! Part-year readings of a year, with what is known of their reporters.

use crate::error::{Error, Result};
use crate::period::Period;
use crate::series::mirror::MirrorGap;
use crate::series::noise::{Lesson, ReadingNoise};
use crate::series::series::Series;
use crate::series::year_to_date::{Reading, Says};

/// The readings of the year to come, how wrong readings have been, and how other reporters count the same trade.
///
/// ```
/// use tradecast::{ModelChoice, Observation, Period, Readings, Series, Settings, fit};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
/// let conditioned = simulation.conditioned_on(&Readings::default().with("2023-01..2023-09=150".parse()?))?;
/// let nowcast = conditioned.nowcast().unwrap();
/// assert!(nowcast.after.median > nowcast.before.median); // 150 in nine months is 200 in twelve
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Readings {
    own: String,
    list: Vec<Reading>,
    noise: Vec<(String, ReadingNoise)>,
    usual_noise: ReadingNoise,
    gaps: Vec<MirrorGap>,
}

impl Readings {
    /// No readings yet, of a series that `reporter` counts: readings by that name are those of the series itself.
    ///
    /// ```
    /// assert!(tradecast::Readings::of("Norway").list().is_empty());
    /// ```
    #[must_use]
    pub fn of(reporter: impl Into<String>) -> Self {
        Self { own: reporter.into(), ..Self::default() }
    }

    /// Adds a reading.
    ///
    /// ```
    /// # use tradecast::Readings;
    /// assert_eq!(Readings::default().with("2023-01=40".parse()?).list().len(), 1);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with(mut self, reading: Reading) -> Self {
        self.list.push(reading);
        self
    }

    /// Leaves out every reading; what is known of noise and gaps stays.
    ///
    /// ```
    /// # use tradecast::Readings;
    /// assert!(Readings::default().with("2023-01=40".parse()?).without_readings().list().is_empty());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn without_readings(mut self) -> Self {
        self.list.clear();
        self
    }

    /// States how wrong readings have been where nothing better is known of a reporter.
    ///
    /// ```
    /// # use tradecast::{ReadingNoise, Readings};
    /// let noise = ReadingNoise::learned(&[]);
    /// assert_eq!(Readings::default().with_usual_noise(noise), Readings::default());
    /// ```
    #[must_use]
    pub fn with_usual_noise(mut self, noise: ReadingNoise) -> Self {
        self.usual_noise = noise;
        self
    }

    /// States how wrong the readings of one reporter have been. It is used where it rests on
    /// [`ReadingNoise::ENOUGH_YEARS`] or more.
    ///
    /// ```
    /// # use tradecast::{ReadingNoise, Readings};
    /// let readings = Readings::default().with_noise("Norway", ReadingNoise::default());
    /// assert_ne!(readings, Readings::default());
    /// ```
    #[must_use]
    pub fn with_noise(mut self, reporter: impl Into<String>, noise: ReadingNoise) -> Self {
        self.noise.push((reporter.into(), noise));
        self
    }

    /// States how another reporter counts the same trade, so that its readings can be used and it can be asked whether a
    /// target is met.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Readings, Series};
    /// # let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2023), value)]);
    /// let gap = MirrorGap::between(&of(529.4)?, &of(313.3)?.with_reporter("Sweden"))?;
    /// assert_eq!(Readings::of("Norway").with_gap(gap).reporters(), ["Norway", "Sweden"]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_gap(mut self, gap: MirrorGap) -> Self {
        self.gaps.push(gap);
        self
    }

    /// The readings that are not of years of the series, and what those that are teach: how far the reporter's readings have
    /// been off.
    ///
    /// Without a reading of the year to come there is nothing to teach for: all are left, to be refused as of another year.
    pub(crate) fn without_past(&self, series: &Series) -> (Self, Vec<Lesson>) {
        let to_come = series.last().period.plus(1);
        if !self.list.iter().any(|reading| reading.year() == to_come) {
            return (self.clone(), Vec::new());
        }
        let value = |year: Period| {
            let found = series.observations().iter().find(|observation| observation.period == year);
            found.map(|observation| observation.value).filter(|value| *value > 0.0)
        };
        let lesson = |reading: &Reading| {
            let own = reading.reporter().is_empty() || reading.reporter() == self.own;
            let outcome = value(reading.year()).filter(|_| own)?;
            Some(Lesson { reading: reading.clone().by(""), before: value(reading.year().plus(-1)), outcome })
        };
        let lessons = self.list.iter().filter_map(lesson).collect();
        let list = self.list.iter().filter(|reading| lesson(reading).is_none()).cloned().collect();
        (Self { list, ..self.clone() }, lessons)
    }

    /// The readings.
    ///
    /// ```
    /// assert!(tradecast::Readings::default().list().is_empty());
    /// ```
    #[must_use]
    pub fn list(&self) -> &[Reading] {
        &self.list
    }

    /// What is known of other reporters.
    ///
    /// ```
    /// assert!(tradecast::Readings::default().gaps().is_empty());
    /// ```
    #[must_use]
    pub fn gaps(&self) -> &[MirrorGap] {
        &self.gaps
    }

    /// Whose count of the trade can be asked about: the reporter of the series, where named, and those whose gap is known.
    ///
    /// ```
    /// assert!(tradecast::Readings::default().reporters().is_empty());
    /// ```
    #[must_use]
    pub fn reporters(&self) -> Vec<&str> {
        let own = Some(self.own.as_str()).filter(|own| !own.is_empty());
        own.into_iter().chain(self.gaps.iter().map(MirrorGap::reporter)).collect()
    }

    /// How wrong the readings of a reporter have been: its own record where that is long enough for the kind, or else the
    /// usual one.
    ///
    /// ```
    /// # use tradecast::{ReadingNoise, Readings};
    /// assert_eq!(Readings::default().noise("Norway"), ReadingNoise::default());
    /// ```
    #[must_use]
    pub fn noise(&self, reporter: &str) -> ReadingNoise {
        let reporter = if reporter.is_empty() { &self.own } else { reporter };
        match self.noise.iter().find(|(name, _)| name == reporter) {
            Some((_, own)) => own.or(self.usual_noise),
            None => self.usual_noise,
        }
    }

    /// The gap of a reporter, or `None` for the reporter of the series.
    pub(crate) fn gap(&self, reporter: &str) -> Result<Option<&MirrorGap>> {
        if reporter.is_empty() || reporter == self.own {
            return Ok(None);
        }
        self.gaps.iter().find(|gap| gap.reporter() == reporter).map(Some).ok_or_else(|| {
            let known = self.reporters().into_iter().map(str::to_owned).collect();
            Error::UnknownReporter { reporter: reporter.to_owned(), known: Some(known) }
        })
    }

    /// Which of the readings that can be used count, in the order given: of each reporter the one with most months, and the
    /// level of two, the last of two alike.
    pub(crate) fn used(&self, usable: &[bool]) -> Vec<bool> {
        let name = |reading: &Reading| {
            if reading.reporter() == self.own { String::new() } else { reading.reporter().to_owned() }
        };
        let rank = |reading: &Reading| (reading.months(), matches!(reading.says(), Says::Level(_)));
        let better = |other: usize, this: usize| {
            let (a, b) = (&self.list[other], &self.list[this]);
            name(a) == name(b) && (rank(a), other) > (rank(b), this)
        };
        let all = || (0..self.list.len()).filter(|&i| usable[i]);
        (0..self.list.len()).map(|this| usable[this] && !all().any(|other| better(other, this))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_reporter_the_longest_reading_counts_and_the_level_of_two() {
        let list = [
            "2023-01..2023-04=+40%",
            "2023-01..2023-04=185@Norway",
            "2023-01..2023-02=+14%",
            "2023-01..2023-02=+14%@Sweden",
            "2023-01..2023-04=186", // said again: the last word counts
        ];
        let readings = list.iter().fold(Readings::of("Norway"), |all, text| all.with(text.parse().unwrap()));
        assert_eq!(readings.used(&[true; 5]), [false, false, false, true, true]);
        assert_eq!(readings.used(&[true, false, true, false, false]), [true, false, false, false, false]);
    }
}
