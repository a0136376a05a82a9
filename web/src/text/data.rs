//! The data: the user's own, and where the built-in series comes from.

use tradecast_data::Case;

use crate::text::messages::catalogue::say;
use crate::text::messages::count::say_count;
use crate::text::messages::translate::{known, translated};
use crate::text::page::{sentence, title};

/// An example of the format, which is the same in every language.
pub const OWN_EXAMPLE: &str = "period,value\n2021,332.2\n2022,461.9\n2023,529.4";
/// The unit until another is typed.
pub const USUAL_UNIT: &str = "USD m";

/// What came of reading the user's data.
#[must_use]
pub fn own_outcome(series: usize, problems: usize) -> String {
    let count = series as u64;
    match (series, problems) {
        (0, _) => say!("own.read.none"),
        (1, 0) => say!("own.read.one"),
        (_, 0) => say_count!("own.read.several", count),
        (1, _) => say!("own.read.one_bad"),
        (_, _) => say_count!("own.read.several_bad", count),
    }
}

/// A problem of one series, in the language spoken.
#[must_use]
pub fn problem(series: &str, error: &str) -> String {
    if series.is_empty() || series == say!("own.name") {
        sentence(error)
    } else {
        say!("own.problem", series = series, problem = error)
    }
}

/// Whose statistics a source gives.
#[must_use]
pub fn reporter(reporter: &str) -> String {
    title(&known(reporter).unwrap_or_else(|| reporter.to_owned()))
}

/// Where the series of a case comes from.
#[must_use]
pub fn sources_intro(case: &Case) -> String {
    say!("sources.intro", reporter = reporter(&case.reporter))
}

/// What leads back from data of one's own to a case.
#[must_use]
pub fn back_to(case: &Case) -> String {
    say!("own.back", case = translated(&case.title))
}

/// When a source was read, and its terms.
#[must_use]
pub fn retrieved(day: &str, licence: &str) -> String {
    let licence = licence.trim_end_matches('.');
    if licence.is_empty() {
        say!("sources.retrieved", day = day)
    } else {
        say!("sources.retrieved.terms", day = day, licence = translated(licence))
    }
}
