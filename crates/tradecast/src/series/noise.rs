#![doc = include_str!("../../guide/methods/noise.md")]

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::estimate::Estimate;
use crate::series::series::Series;
use crate::series::volatility::{self, volatility};
use crate::series::year_to_date::{Reading, Says};

// Chosen on a national table of trade by month, 1985 to 2023: shapes from half of the partners, sizes with the figures of both halves
// in view, so that no part of the table is an untouched judge. How wrong readings are by months, for halves by name:
// `TRADECAST_MONTHLY=<table> cargo test -p tradecast --lib readings_are_as_wrong -- --ignored --nocapture`, see the guide.

/// Error of a level of one month, in units of the series' volatility.
const LEVEL: f64 = 1.5;

/// Error of growth of one month, in units of the series' volatility.
const GROWTH: f64 = 1.75;

/// Years of its own readings that the errors usual in the table count for; as many degrees of freedom as their tails have.
const USUAL_YEARS: usize = 4;

/// Share of the growth so far that the months still out are not expected to have.
const GIVEN_BACK: f64 = 1.0 / 3.0;

/// Earlier years from which half of what their same months were off is taken for the season.
const SEASON_YEARS: f64 = 6.0;

/// Standard deviation of the first year's log, in units of the series' volatility, below which a forecast is not taken to know
/// better than a reading.
const FORECAST: f64 = 1.4;

/// What is left of a year whose value turned out below its reading (figures are revised), as a share of the value.
const LEAST_REST: f64 = 0.01;

/// How large errors are, and how well that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Size {
    pub(crate) sd: f64,
    pub(crate) degrees: usize,
}

impl Size {
    /// From a sum of squares with some degrees of freedom, fewer than three of them filled up by typical ones.
    pub(crate) fn of(squares: f64, degrees: usize, typical: f64) -> Self {
        const LEAST: usize = 3;
        let filled = squares + LEAST.saturating_sub(degrees) as f64 * typical * typical;
        let degrees = degrees.max(LEAST);
        Self { sd: (filled / degrees as f64).sqrt(), degrees }
    }

    /// The size in one path.
    pub(crate) fn drawn(self, draws: Draws) -> f64 {
        self.sd * draws.scale(self.degrees)
    }

    /// How many `sd` on either side hold 80 %.
    pub(crate) fn eighty(self) -> f64 {
        student_quantile(0.9, self.degrees)
    }
}

/// Quantile above the median of Student's distribution, by bisection of its distribution function: Abramowitz and Stegun 1964,
/// *Handbook of Mathematical Functions*, equations 26.7.3 and 26.7.4.
fn student_quantile(p: f64, degrees: usize) -> f64 {
    let root = (degrees as f64).sqrt();
    // Probability within the given number of units on either side.
    let within = |t: f64| {
        let angle = libm::atan(t / root);
        let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
        let odd = degrees % 2 == 1;
        let mut term = if odd { cosine } else { 1.0 };
        let mut sum = if degrees == 1 { 0.0 } else { term };
        for k in (if odd { 3 } else { 2 }..degrees.saturating_sub(1)).step_by(2) {
            term *= cosine * cosine * (k - 1) as f64 / k as f64;
            sum += term;
        }
        if odd { (angle + sine * sum) * std::f64::consts::FRAC_2_PI } else { sine * sum }
    };
    let (mut low, mut high) = (0.0, 1e3);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        if within(middle) < 2.0 * p - 1.0 { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// A reading whose year is over.
///
/// ```
/// use tradecast::{Lesson, ReadingNoise};
///
/// let lesson = Lesson { reading: "2022-Q1=100".parse()?, before: Some(332.2), outcome: 461.9 };
/// assert_eq!(ReadingNoise::learned(&[lesson]).level_years(), 1);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// What was said.
    pub reading: Reading,
    /// The year before, by the same reporter and in the same unit; without it growth teaches nothing.
    pub before: Option<f64>,
    /// What the year came to, by the same reporter and in the same unit.
    pub outcome: f64,
}

impl Lesson {
    /// By how much it was wrong, in units of one month; `None` where nothing can be said.
    fn error(&self) -> Option<f64> {
        let months = f64::from(self.reading.months());
        let rest = 12.0 - months;
        if rest == 0.0 {
            return None;
        }
        let (error, scale) = match self.reading.says() {
            Says::Level(level) => {
                let left = (self.outcome - level).max(LEAST_REST * self.outcome);
                (libm::log(left / level * months / rest), level_scale(months))
            }
            Says::Growth(pct) => {
                let grown = self.outcome / self.before?;
                (growth_of_year(months, pct) - libm::log(grown), growth_scale(months))
            }
        };
        Some(error / scale).filter(|error| error.is_finite())
    }
}

/// Error of the log ratio of the rest of the year to its first months, for a month of 1.
fn level_scale(months: f64) -> f64 {
    growth_scale(months) * 12.0 / (12.0 - months)
}

/// Error of the log of the year, for a month of 1. With months that are independent it would be the square root of
/// 1/months - 1/12; those next to each other are alike, so that the first ones tell less and the last ones more.
pub(crate) fn growth_scale(months: f64) -> f64 {
    libm::pow(1.0 - months / 12.0, 0.75) / libm::cbrt(months)
}

/// Log growth of the year where its first months grew by some per cent.
pub(crate) fn growth_of_year(months: f64, pct: f64) -> f64 {
    (1.0 - GIVEN_BACK * (1.0 - months / 12.0)) * libm::log1p(pct / 100.0)
}

/// How far the first months of earlier years were off their share of the year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Season {
    /// Sum over years.
    errors: f64,
    years: usize,
}

impl Season {
    /// What the same months of a coming year are taken to be off.
    fn expected(self) -> f64 {
        self.errors / (self.years as f64 + SEASON_YEARS)
    }
}

/// The noise of one kind of reading.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Learned {
    /// Sum over years of the mean squared error of the year's readings, one month.
    squares: f64,
    /// Years that taught.
    years: usize,
    /// Of readings from January on, by their number of months less one; growth has none.
    seasons: [Season; 11],
}

/// Which season a reading is about.
fn season_of(reading: &Reading) -> Option<usize> {
    let [first, _] = reading.covers();
    let level = matches!(reading.says(), Says::Level(_));
    Some(reading.months() as usize - 1).filter(|at| level && *at < 11 && first.of_year() == 1)
}

impl Learned {
    fn of<'a>(lessons: impl Iterator<Item = &'a Lesson>) -> Self {
        let taught: Vec<(&Reading, f64)> =
            lessons.filter_map(|lesson| Some((&lesson.reading, lesson.error()?))).collect();
        let mut seasons = [Season::default(); 11];
        for ((_, _, season), error) in
            means(&taught, |reading| (reading.reporter(), reading.year().year(), season_of(reading)))
        {
            if let Some(at) = season {
                seasons[at] = Season { errors: seasons[at].errors + error, years: seasons[at].years + 1 };
            }
        }
        let squared: Vec<(&Reading, f64)> = taught
            .iter()
            .map(|(reading, error)| {
                let off = error - season_of(reading).map_or(0.0, |at| seasons[at].expected());
                (*reading, off * off)
            })
            .collect();
        let years = means(&squared, |reading| (reading.reporter(), reading.year().year()));
        Self { squares: years.iter().map(|(_, square)| square).sum(), years: years.len(), seasons }
    }

    /// Errors of one month, where those usual for the series have a root mean square.
    fn size(self, usual: f64) -> Size {
        let degrees = USUAL_YEARS + self.years;
        let squares = self.squares + USUAL_YEARS as f64 * usual * usual;
        Size { sd: (squares / degrees as f64).sqrt(), degrees }
    }

    /// With what others taught.
    fn with(mut self, other: Self) -> Self {
        self.squares += other.squares;
        self.years += other.years;
        for (season, more) in self.seasons.iter_mut().zip(other.seasons) {
            *season = Season { errors: season.errors + more.errors, years: season.years + more.years };
        }
        self
    }

    fn or(self, other: Self) -> Self {
        if self.years >= ReadingNoise::ENOUGH_YEARS { self } else { other }
    }
}

/// Means of what readings alike by some key have, in the order in which the keys are first met.
fn means<'a, K: PartialEq>(all: &[(&'a Reading, f64)], key: impl Fn(&'a Reading) -> K) -> Vec<(K, f64)> {
    let mut sums: Vec<(K, f64, f64)> = Vec::new();
    for (reading, value) in all {
        let key = key(reading);
        match sums.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + value, *count + 1.0),
            None => sums.push((key, *value, 1.0)),
        }
    }
    sums.into_iter().map(|(key, sum, count)| (key, sum / count)).collect()
}

/// How wrong part-year readings have been, for levels and for growth: first what is usual in trade by month, in proportion to the
/// volatility of the series, moved by the readings of its own that taught. The default is what is usual where nothing is known of
/// the series either.
///
/// ```
/// use tradecast::{Lesson, ReadingNoise};
///
/// let said = [("2018-Q3=30", 120.0), ("2019-Q1=25", 100.0), ("2020-Q1..2020-Q2=48", 100.0)];
/// let lessons = said.map(|(text, outcome)| Lesson { reading: text.parse().unwrap(), before: None, outcome });
/// let noise = ReadingNoise::learned(&lessons);
/// assert_eq!((noise.level_years(), noise.growth_years()), (3, 0));
/// assert!(noise.level_sd() < ReadingNoise::default().level_sd());
/// assert_eq!(noise.growth_sd(), ReadingNoise::default().growth_sd());
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReadingNoise {
    level: Learned,
    growth: Learned,
    volatility: f64,
}

impl Default for ReadingNoise {
    fn default() -> Self {
        Self { level: Learned::default(), growth: Learned::default(), volatility: volatility::USUAL }
    }
}

impl ReadingNoise {
    /// Years from which a reporter's own record counts more than that of others.
    ///
    /// ```
    /// assert_eq!(tradecast::ReadingNoise::ENOUGH_YEARS, 3);
    /// ```
    pub const ENOUGH_YEARS: usize = 3;

    /// What readings whose year is over teach. Readings of one reporter and year count as one.
    ///
    /// ```
    /// # use tradecast::ReadingNoise;
    /// assert_eq!(ReadingNoise::learned(&[]), ReadingNoise::default());
    /// ```
    #[must_use]
    pub fn learned(lessons: &[Lesson]) -> Self {
        let levels = |lesson: &&Lesson| matches!(lesson.reading.says(), Says::Level(_));
        Self {
            level: Learned::of(lessons.iter().filter(levels)),
            growth: Learned::of(lessons.iter().filter(|lesson| !levels(lesson))),
            ..Self::default()
        }
    }

    /// The noise of readings of a series: what is usual is in proportion to how much it changes from year to year.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, ReadingNoise, Series};
    /// let of = |low: f64| {
    ///     let rows = (2000..2012).map(|year| Observation::new(Period::annual(year), if year % 2 == 0 { low } else { 100.0 }));
    ///     Series::new("a", rows.collect())
    /// };
    /// let noise = ReadingNoise::default();
    /// assert!(noise.of(&of(95.0)?).growth_sd() < noise.of(&of(50.0)?).growth_sd());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn of(self, series: &Series) -> Self {
        Self { volatility: volatility(series), ..self }
    }

    /// The least standard deviation that the log of the first year has in a forecast.
    pub(crate) fn least_forecast_sd(&self) -> f64 {
        FORECAST * self.volatility
    }

    /// With what more readings teach, of years that have taught nothing yet.
    pub(crate) fn with_lessons(self, lessons: &[Lesson]) -> Self {
        let more = Self::learned(lessons);
        Self { level: self.level.with(more.level), growth: self.growth.with(more.growth), ..self }
    }

    /// With what the same months of a year whose value is known show of the season, where none of its readings has taught that.
    pub(crate) fn with_season(mut self, lesson: &Lesson) -> Self {
        let season = season_of(&lesson.reading).map(|at| &mut self.level.seasons[at]);
        if let Some((season, error)) = season.filter(|season| season.years == 0).zip(lesson.error()) {
            *season = Season { errors: error, years: 1 };
        }
        self
    }

    /// How far one month is off its share of the year, as levels show it: root mean square, log points.
    ///
    /// ```
    /// assert!((tradecast::ReadingNoise::default().level_sd() - 0.225).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn level_sd(&self) -> f64 {
        self.size_of_level().sd
    }

    /// Years from which it was learned.
    ///
    /// ```
    /// assert_eq!(tradecast::ReadingNoise::default().level_years(), 0);
    /// ```
    #[must_use]
    pub fn level_years(&self) -> usize {
        self.level.years
    }

    /// How far one month's growth is off that of the year: root mean square, log points.
    ///
    /// ```
    /// assert!((tradecast::ReadingNoise::default().growth_sd() - 0.2625).abs() < 1e-9);
    /// ```
    #[must_use]
    pub fn growth_sd(&self) -> f64 {
        self.size_of_growth().sd
    }

    /// Years from which it was learned.
    ///
    /// ```
    /// assert_eq!(tradecast::ReadingNoise::default().growth_years(), 0);
    /// ```
    #[must_use]
    pub fn growth_years(&self) -> usize {
        self.growth.years
    }

    /// For each kind this one where it rests on enough years, or else the other.
    pub(crate) fn or(self, other: Self) -> Self {
        Self { level: self.level.or(other.level), growth: self.growth.or(other.growth), ..self }
    }

    /// Years behind the noise of a kind of reading.
    pub(crate) fn years(&self, says: Says) -> usize {
        match says {
            Says::Level(_) => self.level.years,
            Says::Growth(_) => self.growth.years,
        }
    }

    fn size(&self, says: Says) -> Size {
        match says {
            Says::Level(_) => self.size_of_level(),
            Says::Growth(_) => self.size_of_growth(),
        }
    }

    fn size_of_level(&self) -> Size {
        self.level.size(LEVEL * self.volatility)
    }

    fn size_of_growth(&self) -> Size {
        self.growth.size(GROWTH * self.volatility)
    }

    /// What a reading is taken to be off before anything else is known, one month.
    fn expected(&self, reading: &Reading) -> f64 {
        season_of(reading).map_or(0.0, |at| self.level.seasons[at].expected())
    }

    /// In one path, the log of the year's value that a reading means, and the standard deviation of its error; `before` is
    /// the log of the year before.
    pub(crate) fn drawn(&self, reading: &Reading, before: f64, draws: Draws) -> [f64; 2] {
        let size = self.size(reading.says()).drawn(draws);
        let expected = self.expected(reading);
        let at = |z: f64| year(reading, before, expected + size * z);
        [at(draws.normal(Purpose::Reading, 0)), 0.5 * (at(1.0) - at(-1.0))]
    }

    /// The year by a reading alone, as its reporter counts; `None` for growth where the year before is not known.
    ///
    /// ```
    /// # use tradecast::{Reading, ReadingNoise};
    /// let noise = ReadingNoise::default();
    /// let nine: Reading = "2023-Q1..2023-Q3=300".parse()?;
    /// let year = noise.estimate(&nine, None).unwrap();
    /// assert!((year.median - 400.0).abs() < 1e-9 && year.lo80 > 300.0); // what is counted is counted
    /// let growth: Reading = "2023-Q1=+10%".parse()?;
    /// let year = noise.estimate(&growth, Some(200.0)).unwrap();
    /// assert!(200.0 < year.median && year.median < 220.0); // months to come are expected to grow less
    /// assert_eq!(noise.estimate(&growth, None), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn estimate(&self, reading: &Reading, before: Option<f64>) -> Option<Estimate> {
        let before = match (reading.says(), before.filter(|before| *before > 0.0)) {
            (Says::Growth(_), None) => return None,
            (_, before) => libm::log(before.unwrap_or(1.0)),
        };
        let size = self.size(reading.says());
        let expected = self.expected(reading);
        let at = |z: f64| libm::exp(year(reading, before, expected + size.sd * z).min(LARGEST_ERROR));
        Some(Estimate { median: at(0.0), lo80: at(-size.eighty()), hi80: at(size.eighty()) })
            .filter(|estimate| estimate.median.is_finite())
    }
}

/// Log of the year's value that a reading means where a month was off by `error`; `before` is the log of the year before.
fn year(reading: &Reading, before: f64, error: f64) -> f64 {
    let months = f64::from(reading.months());
    let rest = 12.0 - months;
    match reading.says() {
        Says::Level(level) if rest == 0.0 => libm::log(level),
        Says::Level(level) => {
            let error = (error * level_scale(months)).min(LARGEST_ERROR);
            libm::log(level) + libm::log1p(rest / months * libm::exp(error))
        }
        Says::Growth(pct) => before + growth_of_year(months, pct) + error * growth_scale(months),
    }
}

/// An error or a year by more than this many log points is taken as this much, so that no infinity leaves.
const LARGEST_ERROR: f64 = 300.0;

#[cfg(test)]
mod monthly;

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(text: &str, before: Option<f64>, outcome: f64) -> Lesson {
        Lesson { reading: text.parse().unwrap(), before, outcome }
    }

    /// An error put in comes out again, for every number of months and both kinds.
    #[test]
    fn a_known_error_is_found() {
        for last in 1..12 {
            for put in [-1.5, 0.4, 2.0] {
                let error = |text: &str| {
                    let text = format!("2020-01..2020-{last:02}={text}");
                    let reading: Reading = text.parse().unwrap();
                    let outcome = libm::exp(year(&reading, libm::log(100.0), put));
                    lesson(&text, Some(100.0), outcome).error().unwrap()
                };
                assert!((error("50") - put).abs() < 1e-9, "{last} months");
                assert!((error("+50%") + put).abs() < 1e-9, "{last} months");
            }
        }
    }

    /// To first order the log of the year has the same error for both kinds.
    #[test]
    fn small_errors_of_both_kinds_are_alike() {
        for last in 1..12 {
            let level: Reading = format!("2020-01..2020-{last:02}=50").parse().unwrap();
            let slope = (year(&level, 0.0, 1e-3) - year(&level, 0.0, -1e-3)) / 2e-3;
            let expected = growth_scale(f64::from(last));
            assert!((slope / expected - 1.0).abs() < 1e-5, "{last} months");
        }
    }

    #[test]
    fn years_count_once_and_move_what_is_usual() {
        let wrong = |year: i32| lesson(&format!("{year}-Q1=30"), None, 100.0);
        let error = wrong(2020).error().unwrap();
        let usual = ReadingNoise::default().level_sd();
        let one = ReadingNoise::learned(&[wrong(2020), wrong(2020)]);
        assert_eq!(one, ReadingNoise::learned(&[wrong(2020)]));
        let off = error * (1.0 - 1.0 / 7.0); // a seventh is taken for the season
        assert!((one.level_sd() - ((off * off + 4.0 * usual * usual) / 5.0).sqrt()).abs() < 1e-12);
        let six = ReadingNoise::learned(&(2015..2021).map(wrong).collect::<Vec<_>>());
        assert_eq!(six.size_of_level().degrees, 10);
        // Years that were all wrong alike show a season: half of it is expected again.
        let again: Reading = "2023-Q1=30".parse().unwrap();
        assert!((six.expected(&again) - 0.5 * error).abs() < 1e-12);
        assert_eq!(six.expected(&"2023-Q1..2023-Q2=30".parse().unwrap()), 0.0, "of the same months only");
        assert_eq!(six.expected(&"2023-Q2=30".parse().unwrap()), 0.0);
    }

    /// Readings that were nearly right make the next one surer, and wrong ones less sure.
    #[test]
    fn its_own_readings_move_the_noise() {
        let usual = ReadingNoise::default();
        let taught = |pct: f64| {
            let lessons: Vec<Lesson> = (2015..2021)
                .map(|year| lesson(&format!("{year}-Q1..{year}-Q2={pct}%"), Some(100.0), 100.0))
                .collect();
            ReadingNoise::learned(&lessons).growth_sd()
        };
        assert!(taught(1.0) < usual.growth_sd() && usual.growth_sd() < taught(40.0));
    }

    /// Values of the standard tables.
    #[test]
    fn student_quantiles_are_those_of_the_tables() {
        for (degrees, expected) in
            [(1, 3.077_684), (2, 1.885_618), (3, 1.637_744), (4, 1.533_206), (5, 1.475_884), (10, 1.372_184)]
        {
            assert!((student_quantile(0.9, degrees) - expected).abs() < 1e-6, "{degrees}");
        }
        assert!((student_quantile(0.9, 10_000) - 1.281_6).abs() < 2e-4);
    }

    /// Drawn paths have the quantiles of the closed form.
    #[test]
    fn drawn_errors_are_students() {
        let noise = ReadingNoise::learned(
            &[2020, 2021, 2022].map(|year| lesson(&format!("{year}-Q1=30"), None, 100.0)),
        );
        let reading: Reading = "2023-Q1..2023-Q2=50".parse().unwrap();
        let drawn: Vec<f64> =
            (0..40_000).map(|path| noise.drawn(&reading, 0.0, Draws::new(1, path, 5))[0]).collect();
        let expected = noise.estimate(&reading, None).unwrap();
        let [lo, median, hi] = crate::numeric::quantile::of(&drawn, [0.1, 0.5, 0.9]).map(libm::exp);
        for (found, expected) in [(lo, expected.lo80), (median, expected.median), (hi, expected.hi80)] {
            assert!((found / expected - 1.0).abs() < 0.01, "{found} {expected}");
        }
    }

    #[test]
    fn what_cannot_teach_does_not() {
        let none = [
            lesson("2020-01..2020-12=99", None, 100.0),
            lesson("2020-Q1=+10%", None, 100.0),
            lesson("2020-Q1=25", None, f64::NAN),
        ];
        assert_eq!(ReadingNoise::learned(&none), ReadingNoise::default());
        let revised = ReadingNoise::learned(&[lesson("2020-Q1=120", None, 100.0)]);
        assert!(revised.level_sd().is_finite() && revised.level_years() == 1);
    }
}
