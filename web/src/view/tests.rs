//! Charts, figures and tables of the same answer.

use std::rc::Rc;

use tradecast::{Assumptions, Lever, Observation, Period, Series, Target};

use crate::engine::{AnswerView, Engine};
use crate::question::{Data, OwnData, Precision, Question};
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

/// A series that comes and goes, or that ended.
fn with_zeros(ended: bool) -> AnswerView {
    let goes = [0.0, 0.4, 1.2, 0.0, 2.5, 3.1, 0.0, 4.0, 5.2, 6.1, 0.0, 7.7, 9.0, 8.1, 10.5, 12.0];
    let ends = [9.0, 8.0, 7.5, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.2, 0.0, 0.0, 0.0, 0.0, 0.0];
    let values = (2007..).zip(if ended { ends } else { goes });
    let rows = values.map(|(year, value)| Observation::new(Period::annual(year), value));
    let data = Data::Own(Rc::new(OwnData::new(Series::new("mine", rows.collect()).unwrap())));
    let question = Question {
        as_of: false,
        target: Target::level(data.default_target()).unwrap().by(Period::annual(2030)),
        horizon: 12,
        assumptions: Assumptions::baseline(),
        priors: false,
        data,
    };
    Engine::new(400, Some(tradecast_data::priors())).ask(&question, Precision::Full).unwrap()
}

/// Whether a text, a table or a drawing has a number that is none.
fn is_clean(said: &str) -> bool {
    let words = said.split(|c: char| !c.is_alphanumeric());
    !words.into_iter().any(|word| ["nan", "inf", "infinity"].contains(&word.to_lowercase().as_str()))
}

#[test]
fn a_target_of_its_own_begins_at_twice_the_last_trade() {
    assert_eq!(with_zeros(true).answer.question.target.value(), 0.4);
    assert_eq!(with_zeros(false).answer.question.target.value(), 24.0);
}

#[test]
fn a_fan_with_zeros_is_drawn_on_both_axes() {
    for ended in [false, true] {
        let shown = with_zeros(ended);
        for room in [WIDE, PHONE] {
            for log in [false, true] {
                let axes = Axes::of(&shown, &room, log).unwrap();
                let chart = fan_chart(&shown, &room, axes, log).unwrap();
                assert!(is_clean(&format!("{chart:?}")), "{ended} {log}: {chart:?}");
                let history = shown.answer.history.iter();
                let seen = history.filter(|o| axes.years.contains(o.period.decimal_year()));
                let zeros = seen.filter(|o| o.value == 0.0).count();
                let apart: Vec<_> = chart.fan.marks.iter().filter(|mark| mark.off_scale).collect();
                // A logarithmic axis has no place for them: they stand at its lower edge.
                assert_eq!(apart.len(), if log { zeros } else { 0 });
                assert!(apart.iter().all(|mark| (mark.centre.y - chart.frame.bottom()).abs() < 1e-6));
                assert!(axes.values.contains(shown.answer.question.target.value()));
                for mark in &chart.fan.marks {
                    assert!((0.0..=chart.frame.bottom() + 1e-6).contains(&mark.centre.y), "{mark:?}");
                }
                let arrival = arrival_chart(&shown, &room, axes.years, log).unwrap();
                assert!(is_clean(&format!("{arrival:?}")));
            }
        }
    }
}

#[test]
fn the_probability_of_no_trade_is_read_out_and_stands_in_table_and_figures() {
    let shown = with_zeros(true);
    let answer = &shown.answer;
    let zero = answer.forecast.iter().find(|row| row.period == Period::annual(2030)).unwrap().zero;
    assert!(has_zeros(answer) && zero > 0.0);
    let said = format!("No trade in 2030: {}.", text::percent(zero));
    assert!(reading(answer, Period::annual(2030), 50).ends_with(&said), "{said}");
    assert_eq!(reading(answer, Period::annual(2022), 50), "2022: $0 m on record.");
    let rows = rows(answer);
    assert!(rows.iter().filter_map(|row| row.ahead.as_ref()).all(|ahead| ahead.zero > 0.0));
    let file = table::csv(answer, &rows);
    assert!(is_clean(&file) && file.lines().next().unwrap().ends_with(",target_stays,zero"), "{file}");
    let cells = |line: &str| line.split(',').count();
    assert!(file.lines().all(|line| cells(line) == cells(file.lines().next().unwrap())), "{file}");
    let figures = figures(&shown);
    let figure = figures.iter().find(|figure| figure.id == "no-trade").unwrap();
    assert_eq!(figure.value, text::percent(zero));
    for figure in &figures {
        assert!(is_clean(&format!("{figure:?}")), "{figure:?}");
    }
    // From nothing nothing grows: there is no rate that would do.
    assert!(figures.iter().all(|figure| figure.id != "growth-needed"));
    assert!(self::figures(&self::shown(1000.0, 0.0)).iter().all(|figure| figure.id != "no-trade"));
}
