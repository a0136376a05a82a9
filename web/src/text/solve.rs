//! What would have to be true, from the values of a solution.

use tradecast::{Required, Solution, Verdict};

use super::{Language, fixed, language, money, number, period, say, translated, unit, whole};

/// A solution as people read it; in English exactly as the engine says it.
#[must_use]
pub fn solution(solution: &Solution) -> String {
    let goal = money(solution.target.value(), &solution.unit);
    let by = solution.target.deadline().map(period);
    // A tenth more than elsewhere: next to what is wanted, rounding would hide whether it is reached.
    let exactly = |probability: f64| match language() {
        Language::English => format!("{:.1} %", 100.0 * probability),
        other => fixed(100.0 * probability, 1) + other.percent_sign(),
    };
    let [wanted, probability, current] =
        [solution.wanted, solution.probability, solution.current].map(exactly);
    let value = |required: &Required, value: f64| match lever_unit(&required.unit).as_str() {
        "" if language() != Language::English => number(value),
        unit => format!("{} {unit}", number(value)),
    };
    let label = |required: &Required| lever_name(&required.label);
    let joined = |list: &[String]| match list {
        [] => String::new(),
        [first, rest @ ..] => {
            rest.iter().fold(first.clone(), |list, last| say!("solve.and", list = list, last = last))
        }
    };
    let moved: Vec<&Required> = solution.levers.iter().filter(|lever| lever.to != lever.from).collect();
    let moves: Vec<String> = moved
        .iter()
        .map(|lever| {
            let (to, from) = (value(lever, lever.to), number(lever.from));
            say!("solve.move", label = label(lever), to = to, from = from)
        })
        .collect();
    let name = |name: &str| if by.is_some() { format!("{name}.by") } else { name.to_owned() };
    let by = by.clone().unwrap_or_default();
    whole(match (solution.verdict, &solution.levers[..]) {
        (Verdict::Already, _) => {
            say!(&name("solve.already"), goal = goal, by = by, current = current, wanted = wanted)
        }
        (Verdict::Reached, _) => {
            let less = moved.iter().filter_map(|lever| {
                let less = lever.one_step_less.as_ref()?;
                let (value, probability) = (value(lever, less.value), exactly(less.probability));
                Some(say!("solve.less", label = label(lever), value = value, probability = probability))
            });
            let less = less.collect::<Vec<_>>().join(", ");
            say!(
                &name("solve.reached"),
                goal = goal,
                by = by,
                probability = probability,
                current = current,
                wanted = wanted,
                moves = joined(&moves),
                less = less
            )
        }
        (Verdict::OutOfReach, [lever]) => say!(
            &name("solve.none"),
            label = label(lever),
            min = number(lever.min),
            max = value(lever, lever.max),
            goal = goal,
            by = by,
            wanted = wanted,
            current = current,
            probability = probability,
            at = number(lever.to)
        ),
        (Verdict::OutOfReach, levers) => {
            let labels: Vec<String> = levers.iter().map(label).collect();
            let kind = if moves.is_empty() { "solve.together" } else { "solve.together.moves" };
            say!(
                &name(kind),
                labels = joined(&labels),
                goal = goal,
                by = by,
                wanted = wanted,
                current = current,
                probability = probability,
                moves = joined(&moves)
            )
        }
    })
}

/// A lever by what the engine calls it: "Wheat: Price".
#[must_use]
pub fn lever_name(label: &str) -> String {
    match label.split_once(": ") {
        Some((part, lever)) => format!("{}: {}", translated(part), translated(lever)),
        None => translated(label),
    }
}

/// The unit of a lever: "% a year", or an amount of money, "USD m a year".
#[must_use]
pub fn lever_unit(english: &str) -> String {
    match english.strip_suffix(" a year") {
        Some(money)
            if money.starts_with(|letter: char| letter.is_ascii_uppercase())
                && language() != Language::English =>
        {
            format!("{} {}", unit(money), translated("a year"))
        }
        _ => unit(english),
    }
}
