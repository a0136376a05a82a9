//! The answer in one or two sentences, from its values.

use tradecast::{Answer, Arrival, Period};

use crate::text::messages::catalogue::say;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::percent;
use crate::text::numbers::period::{or_after, period};
use crate::text::numbers::unit::money;
use crate::text::page::{series_name, whole};

/// The answer in one or two sentences; in English exactly as the engine says it.
#[must_use]
pub fn headline(answer: &Answer) -> String {
    let Answer { arrival, baseline, question, history, .. } = answer;
    let (unit, target) = (&question.unit, &question.target);
    let Some(end) = arrival.by.last().map(|row| row.period) else { return String::new() };
    let level = money(target.value(), unit);
    let goal = match target.decider() {
        Some(who) => say!("headline.goal.by", level = level, who = translated(who)),
        None => level,
    };
    let name = series_name(&question.series);
    let share = |probability: &dyn Fn(&Arrival) -> f64| {
        let share = percent(probability(arrival));
        match baseline {
            Some(before) => say!("headline.share.was", share = share, before = percent(probability(before))),
            None => share,
        }
    };
    if arrival.already_reached {
        // From the first period on: that it never falls below.
        let share = share(&|arrival| arrival.stays.by.first().map_or(0.0, |row| row.probability));
        let known = history.last().map_or(question.origin, |last| last.period);
        let value = money(question.last_value, unit);
        return whole(say!(
            "headline.already",
            name = name,
            goal = goal,
            value = value,
            period = period(known),
            last = period(end),
            share = share
        ));
    }
    let asked = target.deadline().unwrap_or(end);
    let (share, above) =
        (share(&|arrival| arrival.reached_by(asked)), share(&|arrival| arrival.above_in(asked)));
    let beyond = |reached: Option<Period>| or_after(reached, end);
    let asked = period(asked);
    let [from, to] = arrival.interval80.map(beyond);
    whole(match arrival.median {
        Some(median) => say!(
            "headline.around",
            name = name,
            goal = goal,
            median = period(median),
            from = from,
            to = to,
            asked = asked,
            share = share,
            above = above
        ),
        None => say!(
            "headline.below",
            name = name,
            goal = goal,
            last = period(end),
            first = from,
            asked = asked,
            share = share,
            above = above
        ),
    })
}
