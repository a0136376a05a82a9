//! What charts are called, what is read out of them, and what they say to those who do not see them.

use tradecast::{Answer, Arrival, Frequency, Hindsight, Observation, Period};

use crate::text::messages::catalogue::say;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::{and, level, number, percent};
use crate::text::numbers::period::{or_after, period, plural, range};
use crate::text::numbers::unit::{about, money};
use crate::text::page::series_name;

/// Dots of the arrival chart.
pub const DOTS: usize = 50;
/// Dots of the arrival chart where there is little room.
pub const FEW_DOTS: usize = 20;

/// What is known of a period.
#[must_use]
pub fn reading_known(observation: &Observation, unit: &str) -> String {
    let Observation { period: known, value, note, weak, .. } = observation;
    let (period, value) = (period(*known), money(*value, unit));
    match (weak, note.is_empty()) {
        (true, false) => say!("reading.weak.note", period = period, value = value, note = translated(note)),
        (true, true) => say!("reading.weak", period = period, value = value),
        (false, _) => say!("reading.known", period = period, value = value),
    }
}

/// A period without a figure.
#[must_use]
pub fn reading_missing(missing: Period) -> String {
    say!("reading.missing", period = period(missing))
}

/// What the forecast says of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead<'a> {
    /// The period.
    pub period: &'a Period,
    /// Half of the paths are below.
    pub median: f64,
    /// Level of the band quoted, %.
    pub level: f64,
    /// Lower edge of the band.
    pub lo: f64,
    /// Upper edge of the band.
    pub hi: f64,
    /// Probability of having arrived, and the same as dots; absent where the target is already reached.
    pub reached: Option<(f64, usize)>,
    /// How many dots there are.
    pub dots: usize,
    /// Probability of being at or above the target in the period.
    pub above: f64,
    /// Probability of being at or above the target from the period on until the last one.
    pub stays: f64,
    /// The last period of the horizon.
    pub last: Period,
    /// The target.
    pub target: f64,
    /// Probability of no trade in the period; 0 where the series has no zeros.
    pub zero: f64,
}

/// The forecast of a period.
#[must_use]
pub fn reading_ahead(reading: &Ahead<'_>, unit: &str) -> String {
    let Ahead { period: read, median, level, lo, hi, reached, dots: all, above, stays, last, target, zero } =
        reading;
    let (target, share, end) = (money(*target, unit), percent(*stays), period(*last));
    let first = say!(
        "reading.ahead",
        period = period(**read),
        median = about(*median, unit),
        level = number(*level),
        low = about(*lo, unit),
        high = about(*hi, unit)
    );
    let reached = reached.map(|(probability, dots)| {
        let share = percent(probability);
        say!("reading.reached", share = share, target = target, dots = dots, all = all)
    });
    // In the last period staying is no more than being there.
    let above = (*read < last).then(|| {
        let share = percent(*above);
        match reached {
            Some(_) => say!("reading.above.it", share = share),
            None => say!("reading.above.target", share = share, target = target),
        }
    });
    let stays = match (*read < last, reached.is_some()) {
        (true, true) => say!("reading.stays.it", share = share, last = end),
        (true, false) => say!("reading.stays.target", share = share, target = target, last = end),
        (false, true) => say!("reading.ends.it", share = share),
        (false, false) => say!("reading.ends.target", share = share, target = target),
    };
    let no_trade =
        (*zero > 0.0).then(|| say!("reading.no_trade", period = period(**read), share = percent(*zero)));
    [Some(first), reached, above, Some(stays), no_trade].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What came of a period that was ahead when the question was asked.
#[must_use]
pub fn reading_since(row: &Hindsight, unit: &str) -> String {
    let name = if row.inside { "reading.since.inside" } else { "reading.since.outside" };
    let value = money(row.value, unit);
    let value = if row.weak { say!("table.weak", value = value) } else { value };
    say!(name, value = value, level = level(row.band.level), share = percent(row.percentile / 100.0))
}

/// What the bands mean, by the levels shown.
#[must_use]
pub fn bands_caption(levels: &[f64]) -> String {
    let levels: Vec<String> = levels.iter().map(|level| number(*level)).collect();
    say!("legend.bands", levels = and(&levels))
}

/// What the dotted line means; `alone` where priors were left out.
#[must_use]
pub fn ghost_caption(without_priors: bool) -> String {
    if without_priors { say!("legend.ghost.alone") } else { say!("legend.ghost") }
}

/// What stands in the arrival chart.
#[must_use]
pub fn arrival_caption(arrival: &Arrival, frequency: Frequency, curve: bool, dots: usize) -> String {
    let periods = plural(frequency);
    match (arrival.already_reached, curve) {
        (true, _) => say!("chart.arrival.reached"),
        (false, true) => say!(&format!("chart.curve.{periods}")),
        (false, false) => say!(&format!("chart.dots.{periods}"), all = dots),
    }
}

/// Title of the arrival chart for those who do not see it.
#[must_use]
pub fn arrival_title(answer: &Answer) -> String {
    let target = money(answer.question.target.value(), &answer.question.unit);
    say!("chart.arrival.title", series = series_name(&answer.question.series), target = target)
}

/// Description of the arrival chart.
#[must_use]
pub fn arrival_description(arrival: &Arrival) -> String {
    let Some(last) = arrival.by.last().map(|row| row.period) else { return String::new() };
    say!(
        "chart.arrival.description",
        median = or_after(arrival.median, last),
        range = range(arrival.interval80, last),
        last = period(last),
        never = percent(arrival.not_within_horizon),
        below = percent(arrival.stays.not_within_horizon)
    )
}

/// Title of the fan chart for those who do not see it.
#[must_use]
pub fn fan_title(answer: &Answer) -> String {
    say!("chart.fan.title", series = series_name(&answer.question.series))
}

/// Description of the fan chart.
#[must_use]
pub fn fan_description(answer: &Answer) -> String {
    let (Some(first), Some(end)) = (answer.history.first(), answer.forecast.last()) else {
        return String::new();
    };
    let question = &answer.question;
    let unit = &question.unit;
    let first = period(first.period);
    let origin = period(question.origin);
    let value = money(question.last_value, unit);
    let (median, target) = (about(end.median, unit), money(question.target.value(), unit));
    let last = period(end.period);
    match end.bands.last() {
        Some(band) => say!(
            "chart.fan.description.band",
            first = first,
            origin = origin,
            end = last,
            value = value,
            median = median,
            target = target,
            level = number(band.level),
            low = about(band.lo, unit),
            high = about(band.hi, unit)
        ),
        None => say!(
            "chart.fan.description",
            first = first,
            origin = origin,
            end = last,
            value = value,
            median = median,
            target = target
        ),
    }
}
