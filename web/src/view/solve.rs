//! What would have to be true: the choices there are, and the finding in words.

use tradecast::{End, LeverKey, Required, Solution, Verdict};

use crate::state::controls::panel;
use crate::state::{Control, State};
use crate::text::{self, say};
use crate::view::moves::lever_name;

/// Levers that may be free together.
pub const FREE: usize = 3;

/// A group of levers that can be chosen: what it is called, and their identifiers with their names.
pub type Choices = (String, Vec<(String, String)>);

/// The levers that change something at the moment, by group, those of parts under their part.
#[must_use]
pub fn choices(state: &State) -> Vec<Choices> {
    let of = |controls: &[Control]| -> Vec<(String, String)> {
        let acting = controls.iter().filter(|control| control.idle(state).is_none());
        acting.map(|control| (control.id(), control.spec(state).name())).collect()
    };
    let groups = panel::groups(state).into_iter().map(|group| (group.name.to_string(), of(&group.controls)));
    let parts = panel::parts(state).into_iter().map(|row| (row.label, of(&row.controls)));
    groups.chain(parts).filter(|(_, levers)| !levers.is_empty()).collect()
}

/// The levers that have to move, and where to; none where that is not enough or not needed.
#[must_use]
pub fn needed(solution: &Solution) -> Vec<(LeverKey, f64)> {
    if solution.verdict == Verdict::Reached { moved(solution) } else { Vec::new() }
}

/// The levers that the solution moves, also where they are not enough.
#[must_use]
pub fn moved(solution: &Solution) -> Vec<(LeverKey, f64)> {
    let moved = solution.levers.iter().filter(|lever| lever.to != lever.from);
    moved.filter_map(|lever| Some((lever.lever.parse().ok()?, lever.to))).collect()
}

/// The state in which levers are moved so.
#[must_use]
pub fn set(state: &State, levers: &[(LeverKey, f64)]) -> State {
    let set = |state: State, (key, value): &(LeverKey, f64)| {
        Control::Lever(key.clone()).set(&state, (*value).into())
    };
    levers.iter().fold(state.clone(), set)
}

/// A probability next to one that is wanted, with as many decimals as it takes to see which is more.
fn exactly(probability: f64, wanted: f64) -> String {
    let rounded = |times: f64| (100.0 * probability * times).round() / times;
    let tells = |percent: &f64| (percent / 100.0 < wanted) == (probability < wanted);
    let percent = [10.0, 100.0, 1_000.0].map(rounded).into_iter().find(tells);
    let percent = percent.unwrap_or_else(|| rounded(10_000.0));
    say!("solve.share", percent = text::plain(percent))
}

/// What was found, as sentences.
#[must_use]
pub fn sentences(solution: &Solution, state: &State) -> Vec<String> {
    let target = text::money(solution.target.value(), &solution.unit);
    let period = solution.target.deadline().map(text::period).unwrap_or_default();
    let exactly = |probability: f64| exactly(probability, solution.wanted);
    let [now, wanted, share] = [solution.current, solution.wanted, solution.probability].map(exactly);
    let name = |lever: &Required| lever_name(state, &lever.lever, &lever.label);
    let moves: Vec<&Required> = solution.levers.iter().filter(|lever| lever.to != lever.from).collect();
    let move_of = |lever: &&Required| {
        let (to, from) = (text::amount(lever.to, &lever.unit), text::amount(lever.from, &lever.unit));
        say!("solve.move", lever = name(lever), to = to, from = from)
    };
    let all = text::and(&moves.iter().map(move_of).collect::<Vec<_>>());
    let mut said = Vec::new();
    match (solution.verdict, &solution.levers[..]) {
        (Verdict::Already, _) => {
            said.push(say!("solve.already", target = target, period = period, now = now, wanted = wanted));
        }
        (Verdict::Reached, _) => {
            let reached = say!(
                "solve.reached",
                moves = all,
                target = target,
                period = period,
                share = share,
                now = now
            );
            said.push(reached);
            for (lever, less) in moves.iter().filter_map(|lever| Some((lever, lever.one_step_less.as_ref()?)))
            {
                let End { value, probability } = less;
                let (value, share) = (text::amount(*value, &lever.unit), exactly(*probability));
                said.push(say!("solve.less", lever = name(lever), value = value, share = share));
            }
        }
        (Verdict::OutOfReach, [lever]) => {
            let [min, max, to] =
                [lever.min, lever.max, lever.to].map(|value| text::amount(value, &lever.unit));
            let lever = name(lever);
            said.push(say!(
                "solve.never",
                lever = lever,
                min = min,
                max = max,
                wanted = wanted,
                share = share,
                to = to,
                now = now
            ));
        }
        (Verdict::OutOfReach, _) if moves.is_empty() => {
            said.push(say!("solve.never.at_all", wanted = wanted, now = now));
        }
        (Verdict::OutOfReach, _) => {
            said.push(say!("solve.never.all", wanted = wanted, share = share, moves = all, now = now));
        }
    }
    said
}

/// The growth that would do it without luck, and how often it was kept up.
#[must_use]
pub fn growth(solution: &Solution, state: &State) -> Option<String> {
    let required = solution.required_growth.as_ref()?;
    let span = required.by.year() - state.known().series.last().period.year();
    let own = required.base_rate.as_ref().map(|rate| text::base_rate(rate, span));
    let own = own.unwrap_or_else(|| say!("figure.base.none"));
    let kept = match &required.panel_rate {
        Some(rate) => text::panel_rate(&own, rate),
        None => own,
    };
    let growth = text::growth(required.pct_per_year);
    Some(say!("solve.growth", period = text::period(required.by), growth = growth, kept = kept))
}

#[cfg(test)]
mod tests {
    use tradecast::{Assumptions, Goal, Lever, Period, Target};

    use super::*;
    use crate::engine::Engine;
    use crate::question::Data;
    use crate::question::Question;

    fn solve(target: f64, free: &[&str]) -> Solution {
        let question = Question {
            data: Data::default(),
            as_of: false,
            target: Target::level(target).unwrap(),
            horizon: 12,
            assumptions: Assumptions::baseline(),
            priors: true,
        };
        let simulation = Engine::new(300, Some(tradecast_data::priors())).simulation_of(&question).unwrap();
        let goal = Goal { by: Period::annual(2030), probability: 0.8 };
        let free: Vec<(LeverKey, f64)> = free.iter().map(|key| (key.parse().unwrap(), 1.0)).collect();
        simulation.solve(&question.target, &question.assumptions, goal, &free).unwrap()
    }

    #[test]
    fn what_is_found_is_said_and_setting_it_does_it() {
        let state = State::new();
        let found = solve(1000.0, &["growth"]);
        let said = sentences(&found, &state).join(" ");
        assert!(said.contains("2030") && said.contains("step less"), "{said}");
        let levers = needed(&found);
        assert_eq!(levers.len(), 1);
        let set = set(&state, &levers);
        assert_eq!(set.assumptions.get(Lever::Growth), levers[0].1);
        assert!(growth(&found, &state).unwrap().contains("kept"));
    }

    #[test]
    fn what_no_value_does_is_said_with_the_best_there_is() {
        let state = State::new();
        let never = solve(9000.0, &["wheat.price"]);
        assert!(needed(&never).is_empty());
        let said = sentences(&never, &state).join(" ");
        assert!(said.contains("at best") && said.contains("Wheat"), "{said}");
        let already = solve(100.0, &["growth", "programme"]);
        assert!(sentences(&already, &state)[0].starts_with("Nothing"), "{:?}", sentences(&already, &state));
    }

    #[test]
    fn only_levers_that_do_something_can_be_chosen() {
        let all: Vec<String> =
            choices(&State::new()).into_iter().flat_map(|(_, levers)| levers).map(|(id, _)| id).collect();
        assert!(all.contains(&"growth".to_owned()) && all.contains(&"wheat.price".to_owned()));
        assert!(
            !all.contains(&"shock_year".to_owned())
                && !all.contains(&Lever::Displacement.spec().id.to_owned())
        );
    }
}
