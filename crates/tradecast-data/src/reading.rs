//! Part-year readings for the core: what was known of the year to come, how wrong such readings have been, and how far the
//! two countries' counts are apart. Everything is taken from the files, as it was known at a date.
//!
//! - **When a reading was known.** The files do not say when a figure came out. Figures of a month are taken as known from the
//!   end of the month after it on, those worked back from a later growth factor a year later.
//! - **Which readings teach.** Those of a year whose value, by the same reporter, is known as well and was printed: a year
//!   that was itself worked back judges nothing.

use tradecast::{Lesson, MirrorGap, Period, Reading, ReadingNoise, Readings, Says};

use crate::record::{AnnualFigure, PartYear, Source, load};
use crate::series::{
    KAZAKHSTAN, azerbaijan_figures, azerbaijan_turnover, kazakhstan_figures, kazakhstan_turnover, turnover,
};
use crate::words::Derived;

/// What was known at a date, or is now, beside the yearly values of [`crate::turnover`]: the readings of the year that comes
/// after the last of them, the noise of readings by each country and by both, and the mirror gap to Azerbaijan's count.
///
/// ```
/// let now = tradecast_data::readings(None);
/// assert_eq!(now.list().last().unwrap().to_string(), "2025-01..2025-10=600.3@Azerbaijan");
/// assert_eq!(now.gaps()[0].reporter(), "Azerbaijan");
///
/// let then = tradecast_data::readings(Some("2023-04".parse()?));
/// assert_eq!(then.list().len(), 1);
/// assert_eq!(then.list()[0].to_string(), "2023-01..2023-02=+14%@Kazakhstan");
/// assert!(tradecast_data::readings(Some("2022".parse()?)).list().is_empty());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn readings(as_of: Option<Period>) -> Readings {
    let sources: Vec<Source> = load();
    let lessons = reading_lessons(as_of);
    let of = |reporter: &str| -> Vec<Lesson> {
        lessons.iter().filter(|lesson| lesson.reading.reporter() == reporter).cloned().collect()
    };
    let mut readings = Readings::of(KAZAKHSTAN).with_usual_noise(ReadingNoise::learned(&lessons));
    for reporter in [KAZAKHSTAN, AZERBAIJAN] {
        readings = readings.with_noise(reporter, ReadingNoise::learned(&of(reporter)));
    }
    let cut = |series: tradecast::Series| match as_of {
        Some(date) => series.as_of(date).ok(),
        None => Some(series),
    };
    let both = cut(kazakhstan_turnover()).zip(cut(azerbaijan_turnover()));
    if let Some(gap) = both.and_then(|(ours, theirs)| MirrorGap::between(&ours, &theirs).ok()) {
        readings = readings.with_gap(gap);
    }
    let to_come = cut(turnover()).map(|series| series.last().period.plus(1));
    let known = load::<PartYear>().into_iter().filter(|part| is_known(part, as_of));
    // A reporter without a common year cannot be compared.
    let comparable: Vec<String> = readings.reporters().iter().map(|name| (*name).to_owned()).collect();
    known
        .filter(|part| Some(part.start.in_year()) == to_come && comparable.contains(&part.reporter))
        .filter_map(|part| said(&part, &sources).into_iter().next())
        .fold(readings, Readings::with)
}

const AZERBAIJAN: &str = "Azerbaijan";

/// The readings whose year is over, as it was known at a date, or is now: what [`readings`] learned the noise from. Readings of
/// other series may be taken to be as wrong.
///
/// ```
/// use tradecast::ReadingNoise;
///
/// let noise = ReadingNoise::learned(&tradecast_data::reading_lessons(None));
/// assert!(noise.growth_sd() > noise.level_sd(), "growth has been the poorer guide");
/// ```
#[must_use]
pub fn reading_lessons(as_of: Option<Period>) -> Vec<Lesson> {
    let figures = [(KAZAKHSTAN, kazakhstan_figures()), (AZERBAIJAN, azerbaijan_figures())];
    let year = |reporter: &str, year: i32| -> Option<&AnnualFigure> {
        let (_, figures) = figures.iter().find(|(name, _)| *name == reporter)?;
        figures.iter().find(|figure| figure.year == year)
    };
    let lessons = load::<PartYear>().into_iter().filter(|part| is_known(part, as_of)).flat_map(|part| {
        let over = as_of.is_none_or(|date| part.start.in_year().ends_by(date));
        let outcome = year(&part.reporter, part.start.year());
        let outcome = outcome.filter(|figure| over && figure.derived != Derived::All);
        let before = year(&part.reporter, part.start.year() - 1).map(|figure| figure.turnover);
        let lesson = |outcome: &AnnualFigure| -> Vec<Lesson> {
            let each = said(&part, &[]).into_iter();
            each.map(|reading| Lesson { reading, before, outcome: outcome.turnover }).collect()
        };
        outcome.map(lesson).unwrap_or_default()
    });
    lessons.collect()
}

/// Whether a reading was known at a date.
fn is_known(part: &PartYear, as_of: Option<Period>) -> bool {
    let later = if part.derived == Derived::All { 13 } else { 1 };
    as_of.is_none_or(|date| part.end.plus(later).ends_by(date))
}

/// What a row says: the level, then growth.
fn said(part: &PartYear, sources: &[Source]) -> Vec<Reading> {
    let says = [part.turnover.map(Says::Level), part.growth_pct.map(Says::Growth)];
    let address = sources.iter().find(|source| source.id == part.source).map_or("", Source::address);
    let who = if part.stated_by.is_empty() { &part.reporter } else { &part.stated_by };
    says.into_iter()
        .flatten()
        .map(|says| {
            let reading = Reading::new(part.start, part.end, says)
                .expect("a test reads every row: months of one year in order, positive values");
            reading.by(&part.reporter).with_source(format!("{who}, {address}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(readings: &Readings) -> Vec<String> {
        readings.list().iter().map(ToString::to_string).collect()
    }

    fn as_of(text: &str) -> Option<Period> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn every_row_can_be_read() {
        let sources: Vec<Source> = load();
        for part in load::<PartYear>() {
            let readings = said(&part, &sources);
            assert!(!readings.is_empty(), "{} says nothing", part.end);
            assert!(readings.iter().all(|reading| reading.source().contains(", ")), "{}", part.end);
        }
    }

    #[test]
    fn only_what_was_known_at_a_date_is_given() {
        assert_eq!(
            texts(&readings(None)),
            [
                "2025-01..2025-06=501@Azerbaijan",
                "2025-01..2025-07=517.1@Azerbaijan",
                "2025-01..2025-08=547.6@Azerbaijan",
                "2025-01..2025-10=600.3@Azerbaijan"
            ]
        );
        assert_eq!(texts(&readings(as_of("2022"))), [""; 0]);
        assert_eq!(texts(&readings(as_of("2023-04"))), ["2023-01..2023-02=+14%@Kazakhstan"]);
        let june = ["2023-01..2023-02=+14%@Kazakhstan", "2023-01..2023-04=185@Kazakhstan"];
        assert_eq!(texts(&readings(as_of("2023-06"))), june);
        // Azerbaijan's 167.5 for January to April was worked back in 2024; with the year its readings become history.
        let july = ["2023-01..2023-06=300@Kazakhstan"];
        assert_eq!(texts(&readings(as_of("2023-07"))), [june.as_slice(), &july].concat());
        assert_eq!(texts(&readings(as_of("2023-12"))), [""; 0]);
        assert!(readings(as_of("2018-06")).gaps().is_empty(), "no year was known from both");
    }

    #[test]
    fn the_gap_leaves_out_the_year_that_only_azerbaijan_counted() {
        let years = |date| -> Vec<i32> {
            readings(date).gaps()[0].periods().iter().map(|period| period.year()).collect()
        };
        assert_eq!(years(None), [2018, 2021, 2023, 2024]);
        assert_eq!(years(as_of("2022")), [2018, 2021]);
        assert!((readings(None).gaps()[0].mean_pct() + 34.6).abs() < 0.1);
    }

    #[test]
    fn lessons_are_of_years_that_were_over_and_printed() {
        let years = |date| -> Vec<(String, i32)> {
            let mut years: Vec<(String, i32)> = reading_lessons(date)
                .iter()
                .map(|lesson| (lesson.reading.reporter().to_owned(), lesson.reading.year().year()))
                .collect();
            years.sort();
            years.dedup();
            years
        };
        let all = [
            (AZERBAIJAN, 2018),
            (AZERBAIJAN, 2019),
            (AZERBAIJAN, 2024),
            (KAZAKHSTAN, 2018),
            (KAZAKHSTAN, 2022),
            (KAZAKHSTAN, 2023),
            (KAZAKHSTAN, 2024),
        ];
        assert_eq!(years(None), all.map(|(name, year)| (name.to_owned(), year)));
        assert!(years(as_of("2022")).iter().all(|(_, year)| *year <= 2022));
        assert!(years(as_of("2021")).iter().all(|(_, year)| *year <= 2019));
        let noise = readings(None);
        let of = |name| (noise.noise(name).level_years(), noise.noise(name).growth_years());
        assert_eq!(of(KAZAKHSTAN), (4, 3));
        assert_eq!(of(AZERBAIJAN), (3, 4), "one year of growth is too few: that of both countries is used");
        assert!(noise.noise(KAZAKHSTAN).level_sd() < noise.noise(AZERBAIJAN).level_sd());
    }

    /// Each past year by its longest reading, with noise learned from the other years alone: the 80 % interval against what
    /// happened. `--no-capture` shows the table.
    #[test]
    fn years_left_out_are_held_by_their_intervals() {
        let lessons = reading_lessons(None);
        let is_level = |lesson: &Lesson| matches!(lesson.reading.says(), Says::Level(_));
        let (mut held, mut asked) = (0, 0);
        for reporter in [KAZAKHSTAN, AZERBAIJAN] {
            for level in [true, false] {
                for year in [2018, 2019, 2022, 2023, 2024] {
                    let of_year = |lesson: &&Lesson| lesson.reading.year().year() == year;
                    let others: Vec<Lesson> = lessons.iter().filter(|l| !of_year(l)).cloned().collect();
                    let own: Vec<Lesson> =
                        others.iter().filter(|l| l.reading.reporter() == reporter).cloned().collect();
                    let readings = Readings::of(KAZAKHSTAN)
                        .with_usual_noise(ReadingNoise::learned(&others))
                        .with_noise(reporter, ReadingNoise::learned(&own));
                    let noise = readings.noise(reporter);
                    let candidates = lessons
                        .iter()
                        .filter(of_year)
                        .filter(|l| is_level(l) == level && (level || l.before.is_some()));
                    let longest = candidates
                        .filter(|l| l.reading.reporter() == reporter)
                        .max_by_key(|l| l.reading.months());
                    let Some(Lesson { reading, before, outcome }) = longest else { continue };
                    let year = noise.estimate(reading, *before).unwrap();
                    let tradecast::Estimate { median, lo80: lo, hi80: hi } = year;
                    let inside = (lo..=hi).contains(outcome);
                    println!(
                        "{reading:45} {lo:7.0} {median:7.0} {hi:7.0}  outcome {outcome:6.1}  {}",
                        if inside { "inside" } else { "outside" }
                    );
                    held += usize::from(inside);
                    asked += 1;
                }
            }
        }
        assert_eq!(asked, 11);
        // A year of two in ten may fall outside; of eleven independent ones more than five would in 1 of 80 cases.
        assert!(held >= 6, "{held} of {asked}");
    }
}
