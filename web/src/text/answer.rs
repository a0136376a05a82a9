//! The answer in sentences.

use tradecast::{Bottleneck, Nowcast, Period};

use crate::text::messages::catalogue::say;
use crate::text::numbers::number::percent;
use crate::text::numbers::period::{or_after, period};
use crate::text::numbers::unit::about;

/// The first sentence of a headline, and the rest: a sentence begins with a capital, what follows "2030 г." does not.
#[must_use]
pub fn split_headline(headline: &str) -> (&str, &str) {
    let mut stops = headline.match_indices(". ");
    let end = stops.find(|(at, _)| headline[at + 2..].starts_with(char::is_uppercase));
    end.map_or((headline, ""), |(at, _)| (&headline[..=at], headline[at + 2..].trim()))
}

/// What the priors would make of an answer without them.
#[must_use]
pub fn without_priors(usual: Option<Period>, last: Period, lever_moved: bool) -> String {
    let when =
        usual.map_or_else(|| or_after(None, last), |median| say!("priors.around", period = period(median)));
    if lever_moved { say!("priors.usual.moved", when = when) } else { say!("priors.usual", when = when) }
}

/// Where and how much a limited corridor holds trade back.
#[must_use]
pub fn bottleneck(bottleneck: &Bottleneck, asked: Period, unit: &str) -> String {
    let Bottleneck { binds, median, unserved } = bottleneck;
    let (Some(last), Some(by)) = (binds.last(), binds.iter().find(|row| row.period == asked)) else {
        return String::new();
    };
    if last.probability == 0.0 {
        return say!("corridor.enough", last = period(last.period));
    }
    let left = |period: Period| {
        let mean = unserved.iter().find(|row| row.period == period).map_or(0.0, |row| row.mean);
        about(mean, unit)
    };
    let (asked, share) = (period(asked), percent(by.probability));
    match *median {
        Some(median) => {
            say!(
                "corridor.half",
                asked = asked,
                share = share,
                median = period(median),
                amount = left(median)
            )
        }
        None => {
            let amount = left(last.period);
            say!("corridor.less", asked = asked, share = share, last = period(last.period), amount = amount)
        }
    }
}

/// How far the first months of the year to come moved it.
#[must_use]
pub fn year_so_far(nowcast: &Nowcast, unit: &str) -> String {
    let [before, after] = [&nowcast.before, &nowcast.after].map(|estimate| about(estimate.median, unit));
    say!("nowcast.moved", period = period(nowcast.period), before = before, after = after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_split_at_the_first_full_stop_of_a_sentence() {
        assert_eq!(split_headline("It costs $1.5 m. So what."), ("It costs $1.5 m.", "So what."));
        assert_eq!(split_headline("One only."), ("One only.", ""));
    }
}
