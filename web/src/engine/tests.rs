//! What is cached changes no number, and is not computed again.

use std::rc::Rc;

use tradecast::{
    Answer, Assumptions, Lever, LeverKey, LeverKind, Observation, Period, Series, Settings, Target,
};

use tradecast_io::PriorsDecision;

use crate::engine::caching::SAMPLE;
use crate::engine::*;
use crate::question::Precision::{Full, Quick};
use crate::question::{Data, DisplayOptions, OwnData, Question};

fn own(series: Series) -> Data {
    Data::Own(Rc::new(OwnData::new(series).decided(PriorsDecision::Name)))
}

fn ask() -> Question {
    let values = [90.0, 110.0, 105.0, 130.0, 128.0, 150.0, 149.0, 170.0, 190.0, 185.0];
    let observations =
        (2010..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
    Question {
        data: own(Series::new("test", observations.collect()).unwrap()),
        as_of: false,
        target: Target::level(300.0).unwrap(),
        horizon: 12,
        assumptions: Assumptions::baseline(),
        priors: true,
    }
}

#[test]
fn only_what_changed_is_done_again() {
    let mut engine = Engine::new(300, None);
    let first = ask();
    engine.ask(&first, Full).unwrap();
    for growth in [1.0, 2.0, 3.0] {
        let assumptions = Assumptions::baseline().with(Lever::Growth, growth).unwrap();
        engine.ask(&Question { assumptions, ..first.clone() }, Full).unwrap();
    }
    engine.ask(&Question { target: Target::level(250.0).unwrap(), ..first.clone() }, Full).unwrap();
    engine.ask(&Question { horizon: 8, ..first.clone() }, Full).unwrap();
    assert_eq!((engine.fits(), engine.simulations()), (1, 1));
    engine.ask(&Question { horizon: 20, ..first.clone() }, Full).unwrap();
    assert_eq!((engine.fits(), engine.simulations()), (1, 2));
    let data = own(first.data.series().as_of(Period::annual(2017)).unwrap());
    engine.ask(&Question { data, ..first }, Full).unwrap();
    assert_eq!((engine.fits(), engine.simulations()), (2, 3));
}

#[test]
fn what_is_kept_changes_no_number() {
    let mut worn = Engine::new(300, None);
    let first = ask();
    let moved = Assumptions::baseline().with(Lever::Volatility, 1.5).unwrap();
    worn.ask(&Question { horizon: 20, ..first.clone() }, Full).unwrap();
    worn.ask(
        &Question { assumptions: moved.clone(), target: Target::level(200.0).unwrap(), ..first.clone() },
        Full,
    )
    .unwrap();
    let asked = Question { assumptions: moved, ..first };
    let (kept, fresh) = (worn.ask(&asked, Full).unwrap(), Engine::new(300, None).ask(&asked, Full).unwrap());
    assert_eq!(kept.answer, fresh.answer);
    assert_eq!(kept.baseline, fresh.baseline);
}

#[test]
fn priors_are_left_out_and_let_in_again_without_a_new_fit() {
    let mut engine = Engine::new(300, Some(tradecast_data::priors()));
    let moved = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
    let asked = |priors, assumptions| Question { priors, assumptions, ..ask() };
    let mut shown = |priors, assumptions| engine.ask(&asked(priors, assumptions), Full).unwrap();
    let usual = shown(true, Assumptions::baseline());
    assert!(usual.baseline.is_none() && !usual.without_priors);
    for assumptions in [Assumptions::baseline(), moved] {
        let without_priors = shown(false, assumptions.clone());
        let fresh = Engine::new(300, None).ask(&asked(true, assumptions.clone()), Full).unwrap();
        assert_eq!(without_priors.answer.arrival, fresh.answer.arrival);
        assert_eq!(without_priors.answer.forecast, fresh.answer.forecast);
        // It is compared with a page nobody has touched, and the sentence says so.
        assert!(
            without_priors.without_priors && without_priors.answer.headline.contains("(was "),
            "{}",
            without_priors.answer.headline
        );
        assert_eq!(without_priors.baseline.as_deref(), Some(&usual.answer));
        assert_eq!(shown(true, Assumptions::baseline()).answer, usual.answer);
    }
    assert_eq!((engine.fits(), engine.simulations()), (2, 2));
}

#[test]
fn what_is_shown_beside_simulates_nothing_again() {
    let mut engine = Engine::new(500, None);
    let moved = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
    let moved = moved.with(Lever::Programme, 30.0).unwrap();
    let both = Question { assumptions: moved.clone(), ..ask() };
    let usual = engine.ask(&both, Full).unwrap();
    engine.show(DisplayOptions { levels: "30".parse().unwrap(), paths: true });
    let other = engine.ask(&both, Full).unwrap();
    assert_eq!((engine.fits(), engine.simulations()), (1, 1));
    assert_eq!(other.answer.arrival, usual.answer.arrival);
    let levels = |answer: &Answer| answer.forecast[0].bands.iter().map(|b| b.level).collect::<Vec<_>>();
    assert_eq!(levels(&other.answer), [30.0]);
    assert_eq!(other.baseline.as_deref().map(levels), Some(vec![30.0]));
    assert!(usual.overlays.paths.is_empty() && other.overlays.paths.len() == SAMPLE);
    // What moves keeps what rests beside it: nothing on the page jumps.
    assert_eq!(engine.ask(&both, Quick).unwrap().overlays.paths, other.overlays.paths);
}

#[test]
fn ghosts_lead_from_the_baseline_to_the_answer_kind_by_kind() {
    let known = Some(tradecast_data::priors());
    let mut engine = Engine::new(300, known);
    let growth = Assumptions::baseline().with(Lever::Growth, 2.0).unwrap();
    let both = growth.clone().with(Lever::Programme, 30.0).unwrap();
    let mut partial_effects = |priors: bool, assumptions: &Assumptions| {
        let asked = Question { priors, assumptions: assumptions.clone(), ..ask() };
        engine.ask(&asked, Full).unwrap().overlays.partial_effects.clone()
    };
    assert_eq!(partial_effects(true, &growth), []);
    let world = partial_effects(true, &both);
    assert_eq!(world.len(), 1);
    assert_eq!((world[0].kind, world[0].medians.len()), (LeverKind::World, 12));
    let kinds = |partial_effects: &[PartialEffect]| {
        partial_effects.iter().map(|ghost| ghost.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&partial_effects(false, &both)), [LeverKind::Data, LeverKind::World]);
    assert_eq!(kinds(&partial_effects(false, &growth)), [LeverKind::Data]);
    let without_priors = engine.ask(&Question { assumptions: growth, ..ask() }, Full).unwrap();
    let median = without_priors.answer.forecast.iter().map(|row| row.median).collect::<Vec<_>>();
    assert_eq!(world[0].medians, median, "the ghost is the answer with only these levers moved");
}

#[test]
fn priors_that_have_no_say_make_no_difference() {
    let quarters = (0..24).map(|q| {
        let period = format!("{}-Q{}", 2018 + q / 4, q % 4 + 1).parse().unwrap();
        Observation::new(period, f64::from(100 + q * 3 + q * 7 % 5))
    });
    let data = own(Series::new("quarterly", quarters.collect()).unwrap());
    let mut engine = Engine::new(300, Some(tradecast_data::priors()));
    let shown = engine.ask(&Question { data, priors: false, ..ask() }, Full).unwrap();
    assert!(shown.baseline.is_none() && shown.answer.baseline.is_none() && !shown.without_priors);
}

/// Where nothing says that priors fit, an answer without them is compared with nothing, and one with them is one that was asked for.
#[test]
fn priors_of_unknown_use_are_used_only_where_they_are_asked_for() {
    let data = Data::Own(Rc::new(OwnData::new((*ask().data.series()).clone())));
    let mut engine = Engine::new(300, Some(tradecast_data::priors()));
    let mut shown = |priors| engine.ask(&Question { data: data.clone(), priors, ..ask() }, Full).unwrap();
    for priors in [false, true, false] {
        let shown = shown(priors);
        assert!(shown.baseline.is_none() && !shown.without_priors);
        assert_eq!(shown.answer.models.iter().any(|model| model.name == "panel"), priors);
        let known = priors.then(tradecast_data::priors);
        let fresh = Engine::new(300, known).ask(&ask(), Full).unwrap();
        assert_eq!(shown.answer, fresh.answer);
    }
}

#[test]
fn the_built_in_series_is_asked_as_everywhere_else() {
    let mut engine = Engine::new(300, Some(tradecast_data::priors()));
    let cheaper = Assumptions::baseline().with("wheat.price".parse::<LeverKey>().unwrap(), -30.0).unwrap();
    let mut simulated = 0;
    for as_of in [false, true] {
        let known = Data::default().known(as_of);
        for (priors, assumptions) in [(true, &cheaper), (false, &cheaper), (true, &Assumptions::baseline())] {
            let (assumptions, target) = (assumptions.clone(), Target::level(1000.0).unwrap());
            let asked = Question {
                data: Data::default(),
                as_of,
                target: target.clone(),
                assumptions,
                priors,
                ..ask()
            };
            let answer = engine.ask(&asked, Full).unwrap();
            let question = tradecast::Question {
                assumptions: asked.assumptions,
                settings: Settings { horizon: 12, paths: 300, ..Settings::default() },
                priors: priors.then(tradecast_data::priors),
                composition: known.composition.clone(),
                readings: known.readings.clone(),
                ..tradecast::Question::new((*known.series).clone(), target)
            };
            let expected = question.answer().unwrap();
            assert_eq!(answer.answer.arrival, expected.arrival, "{as_of} {priors}");
            assert_eq!(answer.answer.forecast, expected.forecast);
            assert_eq!(answer.answer.nowcast, expected.nowcast);
            assert_eq!(answer.answer.nowcast.is_some(), !as_of);
        }
        simulated += 2;
        assert_eq!((engine.fits(), engine.simulations()), (simulated, simulated));
    }
}

#[test]
fn an_error_leaves_the_engine_usable() {
    let mut engine = Engine::new(300, None);
    let late = Question { target: Target::level(300.0).unwrap().by(Period::annual(2090)), ..ask() };
    assert_eq!(engine.ask(&late, Full).unwrap_err().code(), "deadline_out_of_reach");
    assert!(engine.ask(&ask(), Full).is_ok());
}

#[test]
fn where_all_paths_take_too_long_a_move_counts_fewer() {
    let mut engine = Engine::new(500, None);
    let paths = |engine: &mut Engine, precision| engine.ask(&ask(), precision).unwrap().answer.question.paths;
    assert_eq!([paths(&mut engine, Quick), paths(&mut engine, Full)], [100, 500]);
    engine.measured(false);
    assert_eq!(paths(&mut engine, Quick), 500);
}
