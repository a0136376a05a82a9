//! The figures and sentences of an answer: no number on the page is computed anywhere else.

use tradecast::{Answer, Arrival, Band, Period};

use crate::engine::AnswerData;
use crate::text::{self, say};
use crate::view::periods::asked_period;

/// Level of the band that sentences and figures quote, %.
pub(super) const QUOTED: f64 = 80.0;

/// Where the numbers of a chart come from and of when they are, as a sentence below it.
#[must_use]
pub fn source_note(answer: &Answer) -> String {
    let question = &answer.question;
    let whose = if question.reporter.is_empty() {
        String::new()
    } else {
        format!(" ({})", text::translated(&question.reporter))
    };
    say!(
        "download.note",
        series = text::title(&text::series_name(&question.series)),
        last = question.origin,
        whose = whose,
        version = answer.engine,
        paths = text::number(question.paths.into()),
        seed = answer.seed,
        hash = answer.data_hash
    )
}

/// What the lines between the baseline and the median add, one after the other; empty where there are none.
#[must_use]
pub fn ghost_steps(both: &AnswerData) -> String {
    let Some(last) = both.answer.question.assumptions.moved().map(|(key, _)| key.lever().spec().kind).max()
    else {
        return String::new();
    };
    let steps = both.overlays.partial_effects.iter().map(|ghost| say!(&format!("chart.step.{}", ghost.kind)));
    let steps: Vec<String> = steps.chain([say!(&format!("chart.step.last.{last}"))]).collect();
    if both.overlays.partial_effects.is_empty() {
        String::new()
    } else {
        say!("chart.ghosts", steps = steps.join(", "))
    }
}

/// The same as [`Arrival::reached_by`] as a number of dots, out of so many.
#[must_use]
pub fn dots_by(arrival: &Arrival, period: Period, dots: usize) -> usize {
    let by: Vec<f64> =
        arrival.by.iter().take_while(|row| row.period <= period).map(|row| row.probability).collect();
    tradecast_chart::DotCounts::of(&by, dots).in_period.iter().sum()
}

/// A figure beside the headline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Identifier in the page.
    pub id: &'static str,
    /// What it is.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it was before any lever was moved; absent where none is.
    pub was: Option<String>,
    /// What else to know.
    pub note: String,
}

/// The figures beside the headline; none where the target is already reached.
#[must_use]
pub fn figures(both: &AnswerData) -> Vec<Figure> {
    let answer = &both.answer;
    let arrival = &answer.arrival;
    let Some(last) = arrival.by.last().map(|row| row.period) else { return Vec::new() };
    if arrival.already_reached {
        return Vec::new();
    }
    let asked = asked_period(answer);
    let before = |said: &dyn Fn(&Arrival) -> String| {
        answer.baseline.as_ref().map(|baseline| say!("figure.was", before = said(baseline)))
    };
    let by = |arrival: &Arrival| text::percent(arrival.reached_by(asked));
    let above = |arrival: &Arrival| text::percent(arrival.above_in(asked));
    let stays = |arrival: &Arrival| text::percent(arrival.stays_from(asked));
    let median = |arrival: &Arrival| text::or_after(arrival.median, last);
    let interval = |arrival: &Arrival| text::range(arrival.interval80, last);
    let never = |arrival: &Arrival| text::percent(arrival.not_within_horizon);
    let figure = |id, label: String, said: &dyn Fn(&Arrival) -> String, note: String| Figure {
        id,
        label,
        value: said(arrival),
        was: before(said),
        note,
    };
    let dots = dots_by(arrival, asked, text::DOTS);
    let mut figures = vec![
        figure(
            "by",
            say!("figure.by", period = text::period(asked)),
            &by,
            say!("figure.by.note", dots = dots, all = text::DOTS),
        ),
        figure(
            "above",
            say!("figure.above", period = text::period(asked)),
            &above,
            say!("figure.above.note"),
        ),
        figure(
            "stays",
            say!("figure.stays", period = text::period(asked)),
            &stays,
            text::stays_note(answer.question.frequency, last),
        ),
        figure("median", say!("figure.median"), &median, say!("figure.median.note")),
        figure("interval", say!("figure.interval"), &interval, say!("figure.interval.note")),
        figure("never", say!("figure.never", last = text::period(last)), &never, say!("figure.never.note")),
    ];
    figures.extend(answer.required_growth.as_ref().map(|required| {
        let span = required.by.year() - answer.question.origin.year();
        let own = required.base_rate.as_ref().map(|rate| text::base_rate(rate, span));
        let own = own.unwrap_or_else(|| say!("figure.base.none"));
        Figure {
            id: "growth-needed",
            label: say!("figure.growth", period = text::period(required.by)),
            value: text::growth(required.pct_per_year),
            was: None,
            note: match &required.panel_rate {
                Some(rate) => text::panel_rate(&own, rate),
                None => own,
            },
        }
    }));
    let zero = answer.forecast.iter().find(|row| row.period == asked && row.zero > 0.0);
    figures.extend(zero.map(|row| Figure {
        id: "no-trade",
        label: say!("figure.no_trade", period = text::period(asked)),
        value: text::percent(row.zero),
        was: None,
        note: say!("figure.no_trade.note"),
    }));
    figures
}

/// The short answer that a phone keeps in sight: the first figure and the median.
#[must_use]
pub fn short_figures(both: &AnswerData) -> Vec<Figure> {
    figures(both).into_iter().filter(|figure| ["by", "median"].contains(&figure.id)).collect()
}

/// The sentence that an answer begins with, and what follows it; the second may be empty.
#[must_use]
pub fn lead(both: &AnswerData) -> [String; 2] {
    let headline = text::headline(&both.answer);
    let (first, rest) = text::split_headline(&headline);
    [first.to_owned(), [rest, &without_priors(both)].join(" ").trim().to_owned()]
}

/// What panel priors make of an answer without them, as a sentence; empty where they were not left out or make no
/// difference.
#[must_use]
pub fn without_priors(both: &AnswerData) -> String {
    let usual =
        both.baseline.as_ref().filter(|_| both.without_priors && !both.answer.arrival.already_reached);
    let Some((usual, last)) = usual.and_then(|usual| Some((usual, usual.arrival.by.last()?.period))) else {
        return String::new();
    };
    let lever_moved = !both.answer.question.assumptions.is_baseline();
    text::without_priors(usual.arrival.median, last, lever_moved)
}

/// What a limited corridor does to the paths, as a sentence; empty where there is no limit.
#[must_use]
pub fn bottleneck(answer: &Answer) -> String {
    let said = |limit| text::bottleneck(limit, asked_period(answer), &answer.question.unit);
    answer.bottleneck.as_ref().map(said).unwrap_or_default()
}

/// What is known or expected of a period, as a sentence; arrivals are drawn as so many dots.
#[must_use]
pub fn reading(answer: &Answer, period: Period, dots: usize) -> String {
    let unit = &answer.question.unit;
    if let Some(observation) = answer.history.iter().find(|o| o.period == period) {
        return text::reading_known(observation, unit);
    }
    let row = answer.forecast.iter().find(|row| row.period == period);
    let Some((row, band)) = row.and_then(|row| Some((row, quoted(&row.bands)?))) else {
        return text::reading_missing(period);
    };
    let waiting = !answer.arrival.already_reached;
    let ahead = text::Ahead {
        period: &period,
        median: row.median,
        level: band.level,
        lo: band.lo,
        hi: band.hi,
        reached: waiting.then(|| (answer.arrival.reached_by(period), dots_by(&answer.arrival, period, dots))),
        dots,
        above: answer.arrival.above_in(period),
        stays: answer.arrival.stays_from(period),
        last: answer.forecast.last().map_or(period, |row| row.period),
        target: answer.question.target.value(),
        zero: row.zero,
    };
    let since = answer.since.iter().find(|row| row.period == period);
    let since = since.map(|row| text::reading_since(row, unit));
    [Some(text::reading_ahead(&ahead, unit)), since].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The band that sentences quote: the 80 % one, or the nearest to it.
pub(super) fn quoted(bands: &[Band]) -> Option<&Band> {
    let distance = |band: &Band| (band.level - QUOTED).abs();
    bands.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}
