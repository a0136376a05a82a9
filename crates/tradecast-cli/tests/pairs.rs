//! `--pair` chooses one of the embedded pairs.

mod common;

use common::tradecast;

#[test]
fn the_default_pair_may_be_named() {
    let id = tradecast_data::default_case().id.as_str();
    for command in ["arrive --format json", "forecast --format csv", "scenario list", "fit --format json"] {
        let args: Vec<&str> = command.split(' ').collect();
        let named = [&args[..], &["--pair", id]].concat();
        assert_eq!(tradecast(&named, ""), tradecast(&args, ""), "{command}");
    }
}

#[test]
fn every_embedded_pair_answers_from_its_own_data() {
    for case in tradecast_data::cases() {
        let answer = common::json(&["arrive", "--pair", &case.id, "--paths", "500", "--format", "json"], "");
        assert_eq!(answer["question"]["series"], case.turnover().name());
        assert_eq!(answer["question"]["target"]["level"], case.target);
        let listed = tradecast(&["scenario", "list", "--pair", &case.id], "").out;
        assert!(case.scenarios().iter().all(|scenario| listed.contains(&scenario.id)), "{listed}");
    }
}

#[test]
fn a_pair_that_is_not_embedded_and_a_pair_beside_a_file_are_refused() {
    let unknown = tradecast(&["arrive", "--pair", "nowhere"], "");
    assert_eq!(unknown.status, 2);
    for case in tradecast_data::cases() {
        assert!(unknown.err.contains(&case.id), "{}", unknown.err);
    }
    let id = tradecast_data::default_case().id.as_str();
    let both = tradecast(&["arrive", "-", "--target", "5", "--pair", id], "period,value\n2020,1\n2021,2\n");
    assert_eq!(both.status, 2);
    assert!(both.err.contains("cannot be used with"), "{}", both.err);
}
