//! What the first months of the running year said, from the values of the nowcast.

use tradecast::{Answer, Estimate, Nowcast, NowcastReading};

use crate::text::messages::catalogue::say;
use crate::text::messages::count::say_count;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::{fixed, percent, transcribed};
use crate::text::numbers::period::{month, period};
use crate::text::numbers::unit::money;
use crate::text::page::whole;
use crate::text::warnings::count_word;

/// What part-year readings said, how far they moved the year, and why no further; in English exactly as the engine says it.
#[must_use]
pub fn nowcast(answer: &Answer, nowcast: &Nowcast) -> String {
    let unit = &answer.question.unit;
    let amount = |value: f64| money(value, unit);
    let gap =
        |reading: &NowcastReading| answer.mirror_gaps.iter().find(|gap| gap.reporter == reading.reporter);
    let used = || nowcast.readings.iter().filter(|reading| reading.used);
    let said = used().filter_map(|reading| {
        let Estimate { median, lo80, hi80 } = reading.year.as_ref()?;
        let who =
            if reading.reporter.is_empty() { say!("nowcast.reading") } else { translated(&reading.reporter) };
        let name = if gap(reading).is_some() { "nowcast.says.foreign" } else { "nowcast.says" };
        Some(whole(say!(
            name,
            who = who,
            says = says(reading, unit),
            months = months(reading),
            median = amount(*median),
            low = amount(*lo80),
            high = amount(*hi80)
        )))
    });
    let name = if used().count() > 1 { "nowcast.several" } else { "nowcast.one" };
    let moved = whole(say!(
        name,
        period = period(nowcast.period),
        before = amount(nowcast.before.median),
        after = amount(nowcast.after.median),
        share = percent(nowcast.weight)
    ));
    let why = used().filter_map(|reading| {
        let taught = match reading.taught_by as u64 {
            0 => say!("nowcast.taught.none"),
            years => say_count!("nowcast.taught", years, words = count_word(years)),
        };
        let who = if reading.reporter.is_empty() {
            say!("nowcast.why.reading")
        } else {
            say!("nowcast.why.reporter", reporter = translated(&reading.reporter))
        };
        let exact = reading.year.as_ref().is_some_and(|year| year.lo80 == year.hi80);
        match gap(reading) {
            Some(gap) => {
                Some(whole(say!("nowcast.why.foreign", who = who, sd = fixed(gap.sd, 2), taught = taught)))
            }
            None if exact => None,
            None => Some(whole(say!("nowcast.why", who = who, taught = taught))),
        }
    });
    said.chain([moved]).chain(why).collect::<Vec<_>>().join(" ")
}

/// A value, or growth on the year before.
fn says(reading: &NowcastReading, unit: &str) -> String {
    match (reading.value, reading.growth) {
        (Some(value), _) => money(value, unit),
        (None, Some(growth)) => say!("nowcast.says.growth", growth = transcribed(&format!("{growth:+}"))),
        (None, None) => reading.says.clone(),
    }
}

/// "Jan to Apr 2023", in the language spoken.
fn months(reading: &NowcastReading) -> String {
    let [first, last] = [reading.first, reading.last].map(|period| month(period.of_year()));
    let year = reading.first.year();
    if reading.first == reading.last {
        say!("nowcast.month", month = first, year = year)
    } else {
        say!("nowcast.months", from = first, to = last, year = year)
    }
}
