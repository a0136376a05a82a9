//! Charts, figures and tables of the same answer.

use tradecast::{Assumptions, Lever, Period, Target};

use crate::engine::{AnswerView, Engine};
use crate::question::{Data, Precision, Question};
use crate::text;
use crate::view::*;

fn shown(target: f64, growth: f64) -> AnswerView {
    asked(target, growth, true)
}

fn asked(target: f64, growth: f64, priors: bool) -> AnswerView {
    let question = Question {
        data: Data::default(),
        as_of: false,
        target: Target::level(target).unwrap(),
        horizon: 28,
        assumptions: Assumptions::baseline().with(Lever::Growth, growth).unwrap(),
        priors,
    };
    let known = (!priors).then(tradecast_data::priors);
    Engine::new(400, known).ask(&question, Precision::Full).unwrap()
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
    let mixed = Question {
        data: Data::default(),
        as_of: false,
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
        let classes: Vec<&str> = chart.partial_effects.iter().map(|(class, _)| *class).collect();
        assert_eq!(classes, ["ghost data", "ghost world"]);
        assert!(chart.partial_effects.iter().all(|(_, line)| line.starts_with('M')));
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
    assert_eq!(arrival.stays_from(shown.answer.question.origin), 0.0);
    assert_eq!(arrival.stays_from(last), 1.0 - arrival.stays.not_within_horizon);
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
