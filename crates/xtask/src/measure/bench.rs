//! The budgets of the design: what is measured in one run, in one table.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};

use crate::budget::{Row, print};
use crate::build::package;
use crate::measure::page;
use crate::process::{command, output, run as execute};

/// Measures everything that has a budget; with `--data FILE` also the peers, on the series of that file.
///
/// # Errors
/// Where something cannot be built or measured, or an option is unknown.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let peers = match options {
        [] => None,
        ["--data", file] => Some(["tests/peers/run.py", "--data", file]),
        _ => bail!("bench has only the option --data FILE"),
    };
    execute(&mut command("cargo", ["bench", "--locked", "--package", "tradecast", "--bench", "engine"]))?;
    let package = package::build()?;
    let mut rows = engine()?;
    let (weights, page) = page::measure()?;
    rows.extend(page);
    rows.extend(weights.iter().filter_map(|kind| kind.row("page")));
    rows.extend(package.iter().filter_map(|kind| kind.row("package")));
    print(&rows);
    let Some(peers) = peers else {
        println!(
            "batch, against Python statsforecast: cargo xtask bench --data FILE, see tests/peers/README.md"
        );
        return Ok(());
    };
    execute(&mut command("python3", peers))
}

/// Measures the engine against its bare loop, and in JavaScript against native.
///
/// # Errors
/// Where a side cannot be built or measured.
pub(crate) fn wasm() -> Result<()> {
    package::build()?;
    print(&engine()?);
    Ok(())
}

/// Runs of each side, by turns: whatever else runs on this machine disturbs both alike.
const TURNS: usize = 5;

/// The native program and the one in JavaScript, as last built; the fastest turn of each counts.
fn engine() -> Result<Vec<Row>> {
    let native = ["bench", "--quiet", "--locked", "--package", "tradecast", "--bench", "ratios"];
    let (mut here, mut there) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..TURNS {
        fastest(&mut here, &output(&mut command("cargo", native))?)?;
        fastest(&mut there, &output(&mut command("node", ["crates/tradecast-wasm/js/bench.mjs"]))?)?;
    }
    let of = |measures: &BTreeMap<String, f64>, name: &str| {
        measures.get(name).copied().with_context(|| format!("no benchmark printed a line {name:?}"))
    };
    let mut rows = vec![Row {
        what: "new assumptions, 20,000 paths x 28 years / bare loop of its draws".into(),
        measured: of(&here, "new assumptions")? / of(&here, "bare loop")?,
        budget: 3.0,
        unit: "x",
    }];
    for (name, budget) in [("answer", 10.0), ("tornado", 200.0), ("solve", 500.0)] {
        let (what, measured) = (format!("{name}, 20,000 paths: wasm"), of(&there, name)?);
        rows.push(Row { what, measured, budget, unit: "ms" });
    }
    for (name, time) in &there {
        let native = of(&here, name)?;
        let what = format!("{name}: wasm {time:.2} ms / native {native:.2} ms");
        rows.push(Row { what, measured: time / native, budget: 2.0, unit: "x" });
    }
    Ok(rows)
}

/// Reads lines of name, tab, milliseconds, and keeps the least of each name.
fn fastest(least: &mut BTreeMap<String, f64>, printed: &str) -> Result<()> {
    for line in printed.lines() {
        let (name, time) = line.split_once('\t').with_context(|| format!("not a measure: {line:?}"))?;
        let time = time.parse::<f64>().with_context(|| format!("not a time: {line:?}"))?;
        least.entry(name.to_owned()).and_modify(|least| *least = least.min(time)).or_insert(time);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_turn_counts() {
        let mut least = BTreeMap::new();
        fastest(&mut least, "fit\t3.5\nanswer\t2\n").unwrap();
        fastest(&mut least, "fit\t2.5\nanswer\t4\n").unwrap();
        assert_eq!(least, BTreeMap::from([("answer".to_owned(), 2.0), ("fit".to_owned(), 2.5)]));
        let broken = fastest(&mut least, "fit 3\n").unwrap_err();
        assert!(broken.to_string().contains("fit 3"), "{broken}");
    }
}
