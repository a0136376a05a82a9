//! The breakdown of an answer, its bars and its sentences.

use tradecast::{Assumptions, Contributions, Lever, Period, Target};

use crate::engine::{AnswerView, Engine};
use crate::question::{Data, Precision, Question};
use crate::view::breakdown::bars::COLOURS;
use crate::view::breakdown::*;
use crate::view::{Room, periods};

const WIDE: Room = Room { width: 1000.0, fan: 340.0, arrival: 0.0, em: 14.0 };
const PHONE: Room = Room { width: 350.0, fan: 300.0, arrival: 0.0, em: 13.0 };

fn asked(assumptions: Assumptions) -> (AnswerView, Breakdown, Contributions) {
    let target = Target::level(1000.0).unwrap();
    let question =
        Question { data: Data::default(), as_of: false, target, horizon: 12, assumptions, priors: true };
    let mut engine = Engine::new(400, Some(tradecast_data::priors()));
    let shown = engine.ask(&question, Precision::Full).unwrap();
    let simulation = engine.simulation_of(&question).unwrap();
    let shares = simulation.shares_ahead(&question.assumptions).unwrap();
    let by = question.target.clone().by(Period::annual(2034));
    let parts = simulation.contributions(&by, &question.assumptions).unwrap();
    let made =
        Breakdown::of(&shown.answer, question.data.known(false).composition.as_ref(), &shares).unwrap();
    (shown, made, parts)
}

#[test]
fn every_period_adds_up_as_finely_as_it_is_known() {
    let programme = Assumptions::baseline().with(Lever::Programme, 100.0).unwrap();
    for assumptions in [Assumptions::baseline(), programme] {
        let (shown, made, _) = asked(assumptions);
        assert_eq!(made.rows.len(), periods(&shown.answer).len());
        for row in &made.rows {
            let pieces = made.pieces(row);
            let sum: f64 = pieces.iter().filter_map(|piece| row.values[*piece]).sum();
            match row.total {
                Some(total) if !pieces.is_empty() => {
                    assert!((sum / total - 1.0).abs() < 0.011, "{} {sum} {total}", row.period);
                }
                _ => assert!(!row.ahead, "{}", row.period),
            }
            if row.ahead {
                assert!(pieces.iter().all(|piece| made.columns[*piece].leaf), "{}", row.period);
            }
        }
        let of = |year| made.rows.iter().find(|row| row.period == Period::annual(year)).unwrap();
        assert_eq!(made.pieces(of(2022)).len(), 9, "the goods are known for 2022");
        assert_eq!(made.pieces(of(2021)).len(), 2, "and the flows only for the year before");
    }
}

#[test]
fn the_file_has_every_period_and_every_part() {
    let (_, made, _) = asked(Assumptions::baseline());
    let csv = made.csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines.len(), 1 + made.rows.len());
    assert!(lines.iter().all(|line| line.split(',').count() == 3 + made.columns.len()));
    assert!(lines[0].contains(",wheat,") && csv.contains("2030,expected,"));
}

#[test]
fn a_few_colours_are_enough_and_labels_do_not_overlap() {
    let (shown, made, _) = asked(Assumptions::baseline());
    for room in [WIDE, PHONE] {
        let chart = breakdown_chart(&made, &shown.answer, &room, false).unwrap();
        let mut classes: Vec<[&str; 2]> = chart.labels.iter().map(|(_, class)| *class).collect();
        classes.sort_unstable();
        classes.dedup();
        assert!(classes.len() == chart.labels.len() && classes.len() <= COLOURS, "{classes:?}");
        for (i, (a, _)) in chart.labels.iter().enumerate() {
            assert!(chart.labels[i + 1..].iter().all(|(b, _)| (a.y - b.y).abs() >= 1.2 * room.em), "{a:?}");
        }
        let shares = breakdown_chart(&made, &shown.answer, &room, true).unwrap();
        let tops = shares.tiles.iter().map(|tile| tile.at.y).fold(f64::INFINITY, f64::min);
        assert!((tops - shares.frame.top()).abs() < 0.1 && shares.tiles.len() == chart.tiles.len());
        assert!(chart.tiles.iter().all(|tile| tile.at.y >= chart.frame.top() - 0.1 && tile.height >= 0.0));
    }
}

#[test]
fn sentences_name_the_parts_and_their_shares() {
    let (shown, made, parts) = asked(Assumptions::baseline());
    let sentence = made.reading(Period::annual(2022));
    assert!(sentence.contains("Wheat 21 %") && sentence.contains("$461.9 m"), "{sentence}");
    assert!(
        made.reading(Period::annual(2017)).contains("no figure"),
        "{}",
        made.reading(Period::annual(2017))
    );
    let sentence = contributions(&parts, &shown.answer);
    assert!(sentence.contains("Wheat +$") && sentence.contains("2034"), "{sentence}");
    let never = asked(Assumptions::baseline().with(Lever::Capacity, 200.0).unwrap());
    let sentence = contributions(&never.2, &never.0.answer);
    assert!(sentence.contains("No path") || sentence.contains("Wheat"), "{sentence}");
}

#[test]
fn the_other_count_lies_in_its_band_or_beside_it() {
    let (shown, ..) = asked(Assumptions::baseline());
    let gap = &shown.answer.mirror_gaps[0];
    let rows = mirror_rows(&shown.answer, gap, &Data::default().known(false).readings);
    assert!(rows.iter().filter(|row| row.theirs.is_some()).count() >= 4, "{rows:?}");
    let inside =
        |row: &&MirrorRow| row.theirs.is_some_and(|value| (row.likely[0]..=row.likely[1]).contains(&value));
    assert!(rows.iter().filter(inside).count() >= 3, "{rows:?}");
    for room in [WIDE, PHONE] {
        assert!(gap_chart(&shown.answer, gap, &rows, &room).is_some_and(|chart| chart.band.ends_with('Z')));
    }
    assert_eq!(mirror_csv(&rows).lines().count(), 1 + rows.len());
    assert!(
        gap_sentence(gap).contains("Azerbaijan") && gap_sentence(gap).contains("less"),
        "{}",
        gap_sentence(gap)
    );
}
