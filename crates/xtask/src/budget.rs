//! Measures beside their budgets, as a table.

use std::fmt::{self, Display, Formatter};
use std::fs;

/// A measure and what it may be at most.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) measured: f64,
    pub(crate) budget: f64,
    pub(crate) unit: &'static str,
}

impl Display for Row {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { what, measured, budget, unit } = self;
        let verdict = if measured <= budget { "within" } else { "ABOVE" };
        write!(f, "{what:<68} {measured:>8.2} {budget:>7} {unit:<3} {verdict}")
    }
}

/// Prints rows under their heading, and how busy the machine was.
pub(crate) fn print(rows: &[Row]) {
    println!("\n{:<68} {:>8} {:>7}", "", "measured", "budget");
    for row in rows {
        println!("{row}");
    }
    if let Some(load) = load() {
        println!("load of the machine in the last minute: {load}");
    }
}

/// Programs that wanted a processor, on average; `None` where the system does not say.
fn load() -> Option<String> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    Some(text.split(' ').next()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_inclusive() {
        let row = |measured| Row { what: "a".into(), measured, budget: 2.0, unit: "x" }.to_string();
        assert!(row(2.0).ends_with("within"));
        assert!(row(2.1).ends_with("ABOVE"));
    }
}
