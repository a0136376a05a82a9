//! Comparisons as charts, tables and files.

use tradecast::{Answer, Assumptions, Comparison, Lever, LeverKey, Period, Target};

use crate::engine::Engine;
use crate::question::{Data, Precision, Question};
use crate::view::compare::*;

fn compared() -> (Comparison, Answer) {
    let mut engine = Engine::new(400, None);
    let target = Target::level(1000.0).unwrap();
    let assumptions = Assumptions::baseline();
    let question =
        Question { data: Data::default(), as_of: false, target, horizon: 20, assumptions, priors: true };
    let answer = engine.ask(&question, Precision::Full).unwrap().answer.clone();
    let faster = Assumptions::baseline().with(Lever::Growth, 3.0).unwrap();
    let cheaper = Assumptions::baseline().with("wheat.price".parse::<LeverKey>().unwrap(), -30.0).unwrap();
    let base = Assumptions::baseline();
    let scenarios = [("faster", &faster), ("cheaper", &cheaper), ("baseline", &base)];
    let comparison = engine
        .simulation_of(&question)
        .unwrap()
        .compare(&question.target.by(Period::annual(2035)), scenarios);
    (comparison.unwrap(), answer)
}

fn names() -> Vec<(String, String)> {
    [("faster", "Faster"), ("cheaper", "Wheat is a third cheaper than it is today")]
        .map(|(id, name)| (id.to_owned(), name.to_owned()))
        .to_vec()
}

const PANE: Pane = Pane { width: 500.0, height: 300.0, em: 12.0 };

fn numbers(d: &str) -> Vec<f64> {
    d.split(|c: char| c.is_ascii_alphabetic() || c == ' ').filter_map(|part| part.parse().ok()).collect()
}

#[test]
fn what_is_not_named_is_not_shown_and_the_first_is_the_reference() {
    let ((comparison, answer), names) = (compared(), names());
    let named = Named { comparison: &comparison, names: &names, answer: &answer };
    let chart = medians(&named, &PANE).unwrap();
    assert_eq!(chart.lines.len(), 2);
    assert_eq!(chart.lines[1].name, "Wheat is a third…");
    assert!(named.scenarios()[0].1.difference.is_none() && named.scenarios()[1].1.difference.is_some());
    assert!(!chart.history.is_empty() && chart.level.is_some());
}

#[test]
fn every_chart_is_inside_its_pane_and_finite() {
    let ((comparison, answer), names) = (compared(), names());
    let named = Named { comparison: &comparison, names: &names, answer: &answer };
    for width in [300.0, 500.0, 1200.0] {
        let pane = Pane { width, ..PANE };
        for chart in [medians(&named, &pane), arrivals(&named, &pane), difference(&named, 1, &pane)] {
            let chart = chart.unwrap();
            for line in &chart.lines {
                assert!(!numbers(&line.d).is_empty() && !line.d.contains("NaN"), "{}", line.d);
                assert!(line.label.x < width && (0.0..=pane.height).contains(&line.label.y));
            }
            assert!(chart.value_ticks.len() > 1 && chart.year_ticks.len() > 1);
        }
    }
    assert!(difference(&named, 0, &PANE).is_none(), "the reference differs in nothing from itself");
}

#[test]
fn names_do_not_stand_on_each_other() {
    let ((comparison, answer), names) = (compared(), names());
    let named = Named { comparison: &comparison, names: &names, answer: &answer };
    let chart = arrivals(&named, &PANE).unwrap();
    let apart = (chart.lines[0].label.y - chart.lines[1].label.y).abs();
    assert!(apart >= 1.19 * PANE.em, "{apart}");
}

#[test]
fn the_table_and_the_file_have_every_scenario_and_period_once() {
    let ((comparison, answer), names) = (compared(), names());
    let named = Named { comparison: &comparison, names: &names, answer: &answer };
    let rows = period_rows(&named);
    assert_eq!(rows.len(), 2 * 20);
    assert!(rows[..20].iter().all(|row| row.difference.is_none() && row.value.is_none()));
    assert!(rows[20..].iter().all(|row| row.difference.is_some() && row.value.is_some()));
    let csv = csv(&rows);
    assert_eq!(csv.lines().count(), 41);
    assert!(csv.lines().all(|line| line.split(',').count() == 7), "{csv}");
}

#[test]
fn pairs_are_counted_by_hand() {
    let paths: [[&[f64]; 2]; 3] = [
        [&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0]],
        [&[1.0, 3.0, 3.0], &[1.0, 2.0, 2.0]],
        [&[1.0, 1.0, 1.0], &[1.0, 1.5, 1.0]],
    ];
    assert_eq!(tally(paths, 1, 3.0), Tally { shown: 3, higher: 2, first: 1, behind: 1 });
    assert_eq!(tally(paths.into_iter().take(0), 1, 3.0), Tally::default());
}

#[test]
fn a_target_in_the_money_of_today_is_no_plain_one() {
    assert!(plain_target(&Assumptions::baseline().with(Lever::Growth, 2.0).unwrap()));
    assert!(!plain_target(&Assumptions::baseline().with(Lever::Inflation, 2.0).unwrap()));
}
