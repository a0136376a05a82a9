//! The answer in one or two sentences.

use crate::answer::arrival::Arrival;
use crate::format::{money, percent};
use crate::period::Period;
use crate::question::target::Target;
use crate::series::series::Series;

/// The answer in one or two sentences.
pub(crate) fn headline(
    series: &Series,
    target: &Target,
    arrival: &Arrival,
    baseline: Option<&Arrival>,
) -> String {
    let level = money(target.value(), series.unit());
    let goal = target.decider().map_or_else(|| level.clone(), |who| format!("{level} as {who} counts it"));
    let name = series.name();
    let last = series.last();
    let Some(end) = arrival.by.last() else { return String::new() };
    if arrival.already_reached {
        let value = money(last.value, series.unit());
        // From the first period on: that it never falls below.
        let kept = |arrival: &Arrival| arrival.stays.by.first().map_or(0.0, |row| row.probability);
        let was = baseline.map(|b| format!(" (was {})", percent(kept(b)))).unwrap_or_default();
        return format!(
            "{name} has already reached {goal}: it was {value} in {}. At or above it in every period until {}: {}{was}.",
            last.period,
            end.period,
            percent(kept(arrival))
        );
    }
    let beyond =
        |period: Option<Period>| period.map_or_else(|| format!("after {}", end.period), |p| p.to_string());
    let when = match arrival.median {
        Some(median) => format!(
            "{name} reaches {goal} around {median} (80 % range: {} to {})",
            beyond(arrival.interval80[0]),
            beyond(arrival.interval80[1])
        ),
        None => format!(
            "{name} more likely than not stays below {goal} until {} (earliest tenth of paths: {})",
            end.period,
            beyond(arrival.interval80[0])
        ),
    };
    let asked = target.deadline().unwrap_or(end.period);
    let share = |probability: fn(&Arrival, Period) -> f64| {
        let was = baseline.map(|b| format!(" (was {})", percent(probability(b, asked)))).unwrap_or_default();
        percent(probability(arrival, asked)) + &was
    };
    // What moves a lot also reaches more, and is below again the year after: the one is not read without the other.
    let (reached, above) = (share(Arrival::reached_by), share(Arrival::above_in));
    format!("{when}. Reached by {asked}: {reached}. At or above it in {asked}: {above}.")
}
