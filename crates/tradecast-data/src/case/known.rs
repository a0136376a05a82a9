//! What was known of a case at a date: the series, its composition, the figures of the running year with their noise, and how far
//! the two countries' counts are apart.
//!
//! - **When a figure of part of a year was known.** The files do not say when a figure came out. Figures of a month are taken as
//!   known from the end of the month after it on, those worked back from a later growth factor a year later.
//! - **Which of them teach.** Those of a year whose value, by the same reporter, is known as well and was printed: a year that was
//!   itself worked back judges nothing.

use tradecast::{DataContext, Lesson, MirrorGap, Period, Reading, ReadingNoise, Readings, Says, Series};

use crate::case::pair::Case;
use crate::problem::Problem;
use crate::record::{AnnualFigure, PartYear, Source};
use crate::words::Derived;

impl Case {
    /// What was known of turnover at a date, or is now: the series up to it, what it was made of, and the figures of the year that
    /// comes after its last value, with their noise and the gap between the two counts.
    ///
    /// ```
    /// let case = tradecast_data::default_case();
    /// let now = case.known_at(None)?;
    /// assert_eq!(now.readings.list().last().unwrap().to_string(), "2025-01..2025-10=600.3@Azerbaijan");
    /// assert_eq!(now.readings.gaps()[0].reporter(), case.partner);
    ///
    /// let then = case.known_at(Some("2023-04".parse()?))?;
    /// assert_eq!(then.series.last().period.year(), 2022);
    /// assert_eq!(then.readings.list().len(), 1);
    /// assert_eq!(then.readings.list()[0].to_string(), "2023-01..2023-02=+14%@Kazakhstan");
    /// assert!(case.known_at(Some("2022".parse()?))?.readings.list().is_empty());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`tradecast::Error::AsOfTooEarly`] where nothing was known yet.
    pub fn known_at(&self, date: Option<Period>) -> tradecast::Result<DataContext> {
        let series = cut(self.turnover(), date)?;
        let composition = self.composition().map(|composition| composition.as_of(series.last().period));
        let composition = composition.transpose()?.flatten();
        let readings = self.readings(&series, date);
        Ok(DataContext { readings, composition, ..DataContext::only(series) })
    }

    /// The figures of the year after the last value, with all that was known about such figures.
    fn readings(&self, series: &Series, date: Option<Period>) -> Readings {
        let lessons = self.reading_lessons(date);
        let of = |reporter: &str| -> Vec<Lesson> {
            lessons.iter().filter(|lesson| lesson.reading.reporter() == reporter).cloned().collect()
        };
        let countries = [&self.reporter, &self.partner];
        let mut readings = Readings::of(&self.reporter).with_usual_noise(ReadingNoise::learned(&lessons));
        for country in countries {
            readings = readings.with_noise(country, ReadingNoise::learned(&of(country)));
        }
        let [ours, theirs] = countries.map(|country| cut(self.counted_by(country)?, date).ok());
        let gap = ours.zip(theirs).and_then(|(ours, theirs)| MirrorGap::between(&ours, &theirs).ok());
        if let Some(gap) = gap {
            readings = readings.with_gap(gap);
        }
        let to_come = series.last().period.plus(1);
        let known = self.part_years.iter().filter(|part| is_known(part, date));
        // A reporter without a common year cannot be compared.
        let comparable: Vec<String> = readings.reporters().iter().map(|name| (*name).to_owned()).collect();
        known
            .filter(|part| part.start.in_year() == to_come && comparable.contains(&part.reporter))
            .filter_map(|part| self.said(part).into_iter().next())
            .fold(readings, Readings::with)
    }

    /// The figures of parts of years that are over, as it was known at a date, or is now: what the noise in
    /// [`Case::known_at`] is learned from.
    ///
    /// ```
    /// use tradecast::ReadingNoise;
    ///
    /// let noise = ReadingNoise::learned(&tradecast_data::default_case().reading_lessons(None));
    /// assert!(noise.growth_sd() > noise.level_sd(), "growth has been the poorer guide");
    /// ```
    #[must_use]
    pub fn reading_lessons(&self, date: Option<Period>) -> Vec<Lesson> {
        let year = |reporter: &str, year: i32| -> Option<&AnnualFigure> {
            let country = [&self.reporter, &self.partner].into_iter().find(|country| *country == reporter)?;
            self.figures(country).find(|figure| figure.year == year)
        };
        let lessons = self.part_years.iter().filter(|part| is_known(part, date)).flat_map(|part| {
            let over = date.is_none_or(|date| part.start.in_year().ends_by(date));
            let outcome = year(&part.reporter, part.start.year());
            let outcome = outcome.filter(|figure| over && figure.derived != Derived::All);
            let before = year(&part.reporter, part.start.year() - 1).map(|figure| figure.turnover);
            let lesson = |outcome: &AnnualFigure| -> Vec<Lesson> {
                let each = reading(part, "").into_iter().flatten();
                each.map(|reading| Lesson { reading, before, outcome: outcome.turnover }).collect()
            };
            outcome.map(lesson).unwrap_or_default()
        });
        lessons.collect()
    }

    /// The last figure of part of a year after the last whole year.
    ///
    /// ```
    /// let part = tradecast_data::default_case().latest_part_year().unwrap();
    /// assert_eq!((part.end.to_string().as_str(), part.turnover), ("2025-10", Some(600.3)));
    /// ```
    #[must_use]
    pub fn latest_part_year(&self) -> Option<&PartYear> {
        let last = self.turnover().last().period.year();
        let later = |part: &&PartYear| part.start.year() > last && part.turnover.is_some();
        self.part_years.iter().filter(later).max_by_key(|part| part.end)
    }

    /// What a row says, with its source: the level, then growth.
    pub(crate) fn said(&self, part: &PartYear) -> Vec<Reading> {
        let address = self.source(&part.source).map_or("", Source::address);
        let who = if part.stated_by.is_empty() { &part.reporter } else { &part.stated_by };
        reading(part, &format!("{who}, {address}")).unwrap_or_default()
    }

    /// Refuses rows that are no figures of part of a year.
    pub(crate) fn check_part_years(&self) -> Result<(), Problem> {
        for part in &self.part_years {
            reading(part, "").map_err(|error| {
                self.fault::<PartYear>(
                    format!("{} to {}: {error}", part.start, part.end),
                    "give months of one year in order, and a positive turnover or a growth",
                )
            })?;
        }
        Ok(())
    }
}

/// A series as it was known at a date, or is now.
fn cut(series: &Series, date: Option<Period>) -> tradecast::Result<Series> {
    date.map_or_else(|| Ok(series.clone()), |date| series.as_of(date))
}

/// Whether a figure was known at a date.
fn is_known(part: &PartYear, date: Option<Period>) -> bool {
    let later = if part.derived == Derived::All { 13 } else { 1 };
    date.is_none_or(|date| part.end.plus(later).ends_by(date))
}

/// What a row says: the level, then growth.
fn reading(part: &PartYear, source: &str) -> tradecast::Result<Vec<Reading>> {
    let says = [part.turnover.map(Says::Level), part.growth_pct.map(Says::Growth)];
    let reading = |says| {
        Ok(Reading::new(part.start, part.end, says)?.by(&part.reporter).with_source(source.to_owned()))
    };
    says.into_iter().flatten().map(reading).collect()
}
