//! From an answer to what charts, figures and tables show: no number on the page is computed anywhere else.

mod chart;
pub mod compare;
mod density;
mod file;
pub mod table;
pub mod moves;
pub mod solve;
mod made;
pub mod evidence;

use tradecast::{Answer, Arrival, Band, Observation, Period};

use crate::engine::Both;
use crate::rounding::round_year;
use crate::text::{self, say};

pub use chart::{
    ArrivalChart, ArrivalShape, Axes, Curves, FanChart, Label, Room, arrival_chart, dragged_target,
    fan_chart, periods_in, values_extent, years_extent,
};
pub use density::density_shape;
pub use file::{Element, Node, PROPERTIES, Sheet, Standalone, standalone};
pub use made::{
    Counted, GapChart, Made, MadeChart, MadeColumn, MadeRow, Tile, contributions, counted, counted_csv,
    gap_chart, gap_sentence, made_chart,
};

/// Level of the band that sentences and figures quote, %.
const QUOTED: f64 = 80.0;

/// Every period shown, first observation to last forecast.
#[must_use]
pub fn periods(answer: &Answer) -> Vec<Period> {
    let (Some(first), Some(last)) = (answer.history.first(), answer.forecast.last()) else {
        return Vec::new();
    };
    (0..=last.period.minus(first.period)).map(|step| first.period.plus(step)).collect()
}

/// Levels of the bands, %, narrowest first.
#[must_use]
pub fn levels(answer: &Answer) -> Vec<f64> {
    answer.forecast.first().map(|row| row.bands.iter().map(|band| band.level).collect()).unwrap_or_default()
}

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
pub fn ghost_steps(both: &Both) -> String {
    let Some(last) = both.answer.question.assumptions.moved().map(|(key, _)| key.lever().spec().kind).max()
    else {
        return String::new();
    };
    let steps = both.beside.ghosts.iter().map(|ghost| say!(&format!("chart.step.{}", ghost.kind)));
    let steps: Vec<String> = steps.chain([say!(&format!("chart.step.last.{last}"))]).collect();
    if both.beside.ghosts.is_empty() { String::new() } else { say!("chart.ghosts", steps = steps.join(", ")) }
}

/// Whether a period between the first and the last observation has no figure.
#[must_use]
pub fn has_gap(answer: &Answer) -> bool {
    answer.history.windows(2).any(|pair| pair[1].period.minus(pair[0].period) > 1)
}

/// The period that the page reads out until the user picks one: the deadline, or the round year people would name.
#[must_use]
pub fn asked_period(answer: &Answer) -> Period {
    let origin = answer.question.origin;
    let round = || {
        let named = round_year(origin.year());
        let in_year =
            answer.forecast.iter().map(|row| row.period).filter(|period| period.year() <= named).max();
        in_year.unwrap_or_else(|| origin.plus(1))
    };
    answer.question.target.deadline().unwrap_or_else(round)
}

/// Probability of being at or above the target in a period and in every later one of the horizon.
#[must_use]
pub fn stays_from(arrival: &Arrival, period: Period) -> f64 {
    let until = arrival.stays.by.iter().take_while(|row| row.period <= period).last();
    until.map_or(0.0, |row| row.probability)
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
pub fn figures(both: &Both) -> Vec<Figure> {
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
    let stays = |arrival: &Arrival| text::percent(stays_from(arrival, asked));
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
    figures
}

/// The short answer that a phone keeps in sight: the first figure and the median.
#[must_use]
pub fn short_figures(both: &Both) -> Vec<Figure> {
    figures(both).into_iter().filter(|figure| ["by", "median"].contains(&figure.id)).collect()
}

/// The sentence that an answer begins with, and what follows it; the second may be empty.
#[must_use]
pub fn lead(both: &Both) -> [String; 2] {
    let headline = text::headline(&both.answer);
    let (first, rest) = text::split_headline(&headline);
    [first.to_owned(), [rest, &without_priors(both)].join(" ").trim().to_owned()]
}

/// What panel priors make of an answer without them, as a sentence; empty where they were not left out or make no
/// difference.
#[must_use]
pub fn without_priors(both: &Both) -> String {
    let usual = both.baseline.as_ref().filter(|_| both.alone && !both.answer.arrival.already_reached);
    let Some((usual, last)) = usual.and_then(|usual| Some((usual, usual.arrival.by.last()?.period))) else {
        return String::new();
    };
    let lever_moved = !both.answer.question.assumptions.is_baseline();
    text::without_priors(usual.arrival.median, last, lever_moved)
}

/// What a limited corridor does to the futures, as a sentence; empty where there is no limit.
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
        stays: stays_from(&answer.arrival, period),
        last: answer.forecast.last().map_or(period, |row| row.period),
        target: answer.question.target.value(),
    };
    let since = answer.since.iter().find(|row| row.period == period);
    let since = since.map(|row| text::reading_since(row, unit));
    [Some(text::reading_ahead(&ahead, unit)), since].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The band that sentences quote: the 80 % one, or the nearest to it.
fn quoted(bands: &[Band]) -> Option<&Band> {
    let distance = |band: &Band| (band.level - QUOTED).abs();
    bands.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// A row of the table: the same numbers as the charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The period.
    pub period: Period,
    /// What is on record.
    pub known: Option<Observation>,
    /// What is expected.
    pub ahead: Option<Expected>,
}

/// What the forecast says of a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// Half of the futures are below.
    pub median: f64,
    /// Bands, narrowest first.
    pub bands: Vec<Band>,
    /// Probability of having arrived.
    pub reached: f64,
    /// Probability of being at or above the target from the period on until the end of the horizon.
    pub stays: f64,
}

/// What has come of a period that was still ahead when the question was asked.
fn since(answer: &Answer, period: Period) -> Option<Observation> {
    let row = answer.since.iter().find(|row| row.period == period)?;
    Some(Observation { weak: row.weak, note: row.note.clone(), ..Observation::new(period, row.value) })
}

/// Every period of history and forecast.
#[must_use]
pub fn rows(answer: &Answer) -> Vec<Row> {
    let row = |period: Period| Row {
        period,
        known: answer.history.iter().find(|o| o.period == period).cloned().or_else(|| since(answer, period)),
        ahead: answer.forecast.iter().find(|row| row.period == period).map(|row| Expected {
            median: row.median,
            bands: row.bands.clone(),
            reached: answer.arrival.reached_by(period),
            stays: stays_from(&answer.arrival, period),
        }),
    };
    periods(answer).into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use tradecast::{Assumptions, Lever, Target};

    use super::*;
    use crate::engine::{Engine, Shown};
    use crate::question::Data;
    use crate::question::{Ask, Precision};

    fn shown(target: f64, growth: f64) -> Shown {
        asked(target, growth, true)
    }

    fn asked(target: f64, growth: f64, priors: bool) -> Shown {
        let ask = Ask {
            data: Data::BuiltIn,
            then: false,
            target: Target::level(target).unwrap(),
            horizon: 28,
            assumptions: Assumptions::baseline().with(Lever::Growth, growth).unwrap(),
            priors,
        };
        let known = (!priors).then(tradecast_data::priors);
        Engine::new(400, known).ask(&ask, Precision::Full).unwrap()
    }

    const WIDE: Room = Room { width: 1000.0, fan: 340.0, arrival: 170.0, em: 14.0 };
    const PHONE: Room = Room { width: 350.0, fan: 260.0, arrival: 150.0, em: 13.0 };

    #[test]
    fn both_charts_share_their_years_axis() {
        for room in [WIDE, PHONE] {
            let shown = shown(1000.0, 2.0);
            let axes = Axes::of(&shown, &room, false).unwrap();
            let fan = fan_chart(&shown, &room, axes, false).unwrap();
            let arrival = arrival_chart(&shown, &room, axes.years, false).unwrap();
            assert_eq!(fan.years, arrival.years);
            assert_eq!(fan.year_ticks, arrival.year_ticks);
            assert_eq!(fan.fan.origin_x, Some(arrival.origin_x));
        }
    }

    #[test]
    fn the_target_is_always_on_the_axis() {
        for target in [5.0, 500.0, 1000.0, 20_000.0] {
            for log in [false, true] {
                let extent = values_extent(&shown(target, 0.0), log).unwrap();
                assert!(extent.contains(target), "{target} {extent:?}");
            }
        }
    }

    #[test]
    fn labels_do_not_overlap() {
        for room in [WIDE, PHONE] {
            for (target, growth) in [(1000.0, 0.0), (600.0, -10.0), (1000.0, 15.0), (5000.0, 3.0)] {
                let shown = shown(target, growth);
                for log in [false, true] {
                    let axes = Axes::of(&shown, &room, log).unwrap();
                    let chart = fan_chart(&shown, &room, axes, log).unwrap();
                    let beside: Vec<&Label> =
                        chart.labels.iter().filter(|label| label.y > chart.frame.top()).collect();
                    let half = |label: &Label| if label.second.is_empty() { 0.5 } else { 1.0 } * room.em;
                    for (i, a) in beside.iter().enumerate() {
                        for b in &beside[i + 1..] {
                            let apart = half(a) + half(b);
                            assert!((a.y - b.y).abs() >= apart, "{target} {growth} {log}: {a:?} {b:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_line_for_each_kind_of_change_ends_in_a_label_of_its_own() {
        let mixed = Ask {
            data: Data::BuiltIn,
            then: false,
            target: Target::level(1000.0).unwrap(),
            horizon: 28,
            assumptions: Assumptions::baseline()
                .with(Lever::Growth, 2.0)
                .and_then(|moved| moved.with(Lever::Programme, 200.0))
                .unwrap(),
            priors: false,
        };
        let mut engine = Engine::new(400, Some(tradecast_data::priors()));
        let shown = engine.ask(&mixed, Precision::Full).unwrap();
        for room in [WIDE, PHONE] {
            let axes = Axes::of(&shown, &room, false).unwrap();
            let chart = fan_chart(&shown, &room, axes, false).unwrap();
            let classes: Vec<&str> = chart.ghosts.iter().map(|(class, _)| *class).collect();
            assert_eq!(classes, ["ghost data", "ghost world"]);
            assert!(chart.ghosts.iter().all(|(_, line)| line.starts_with('M')));
            let mut names: Vec<&str> = chart
                .labels
                .iter()
                .filter(|label| label.of == "ghost-end")
                .map(|label| label.text.as_str())
                .collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), 3, "{names:?}");
        }
    }

    #[test]
    fn a_dragged_target_is_round_and_near_the_pointer() {
        let shown = shown(1000.0, 2.0);
        for (room, log) in [(WIDE, false), (PHONE, false), (WIDE, true), (PHONE, true)] {
            let chart = fan_chart(&shown, &room, Axes::of(&shown, &room, log).unwrap(), log).unwrap();
            let heights = (0..).map(|y| chart.frame.top() + f64::from(y));
            for y in heights.take_while(|y| *y < chart.frame.bottom() - 1.0) {
                let target = dragged_target(&chart, y).unwrap();
                assert!((chart.up.place(target) - y).abs() <= 3.0, "{log} {y} {target}");
                assert_eq!(target, crate::rounding::significant(3, target));
            }
            assert!(dragged_target(&chart, -50.0).unwrap() <= chart.up.extent().to() * 1.01);
        }
    }

    #[test]
    fn axes_are_eased_from_end_to_end() {
        let of = |target| Axes::of(&shown(target, 0.0), &WIDE, false).unwrap();
        let (from, to) = (of(1000.0), of(3000.0));
        assert_eq!((from.eased(to, 0.0), from.eased(to, 1.0)), (from, to));
        let half = from.eased(to, 0.5).values.to();
        assert!(half > f64::midpoint(from.values.to(), to.values.to()) && half < to.values.to());
    }

    #[test]
    fn figures_compare_with_the_baseline_only_where_a_lever_is_moved() {
        assert!(figures(&shown(1000.0, 0.0)).iter().all(|figure| figure.was.is_none()));
        let moved = figures(&shown(1000.0, 3.0));
        assert!(moved[..5].iter().all(|figure| figure.was.is_some()));
        assert_eq!(figures(&shown(100.0, 0.0)), []);
    }

    #[test]
    fn an_answer_without_priors_says_what_they_make_of_it() {
        assert_eq!(without_priors(&shown(1000.0, 3.0)), "");
        let alone = without_priors(&asked(1000.0, 0.0, false));
        assert!(alone.contains("alone") && !alone.contains("lever"), "{alone}");
        assert!(without_priors(&asked(1000.0, 3.0, false)).contains("no lever moved"));
        assert_eq!(without_priors(&asked(100.0, 0.0, false)), "");
        assert!(figures(&asked(1000.0, 0.0, false))[..5].iter().all(|figure| figure.was.is_some()));
    }

    #[test]
    fn nothing_stays_that_is_not_reached() {
        let shown = shown(1000.0, 0.0);
        let (arrival, last) = (&shown.answer.arrival, shown.answer.forecast[27].period);
        assert_eq!(stays_from(arrival, shown.answer.question.origin), 0.0);
        assert_eq!(stays_from(arrival, last), 1.0 - arrival.stays.not_within_horizon);
        for row in rows(&shown.answer).into_iter().filter_map(|row| row.ahead) {
            assert!(row.stays < row.reached, "{row:?}");
        }
        let sentence = |period| reading(&shown.answer, period, text::DOTS);
        assert!(sentence(last.plus(-1)).contains("from then until 2052"), "{}", sentence(last.plus(-1)));
        assert!(sentence(last).contains("at or above it then"), "{}", sentence(last));
    }

    #[test]
    fn the_table_has_every_period_once_and_the_gap_stays_open() {
        let shown = shown(1000.0, 0.0);
        let rows = rows(&shown.answer);
        assert_eq!(rows.len(), 33 + 28);
        let gap = rows.iter().find(|row| row.period == Period::annual(2017)).unwrap();
        assert!(gap.known.is_none() && gap.ahead.is_none());
        assert_eq!(reading(&shown.answer, gap.period, text::DOTS), text::reading_missing(gap.period));
    }

    #[test]
    fn dots_and_probability_tell_the_same() {
        let shown = shown(1000.0, 0.0);
        for row in &shown.answer.arrival.by {
            #[expect(clippy::cast_precision_loss, reason = "fifty dots")]
            let share = dots_by(&shown.answer.arrival, row.period, text::DOTS) as f64 / text::DOTS as f64;
            assert!(
                (share - row.probability).abs() <= 0.01 + 1e-9,
                "{}: {share} {}",
                row.period,
                row.probability
            );
        }
    }

    #[test]
    fn a_phone_leaves_out_old_history_and_nothing_else() {
        let shown = shown(1000.0, 0.0);
        let (wide, phone) =
            (years_extent(&shown.answer, &WIDE).unwrap(), years_extent(&shown.answer, &PHONE).unwrap());
        assert_eq!(wide.to(), phone.to());
        assert_eq!(wide.from(), 1991.5);
        assert!(phone.from() > 2005.0);
    }
}
