//! Everything that must hold, in the order in which a person wants to hear of a failure.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::build::page::bundle;
use crate::build::{docs, package};
use crate::check::{browser, data, deny, publish, reproducible, tidy};
use crate::process::{command, run as execute, succeeds};
use crate::tools;

/// A check: its name and what it does.
type Step = (&'static str, fn() -> Result<()>);

const STEPS: [Step; 17] = [
    ("formatting", formatting),
    ("tidy", tidy::run),
    ("data", data::check),
    ("dependencies", deny::run),
    ("lints on the host", lints),
    ("lints in the browser", browser_lints),
    ("tests", tests),
    ("tests of Parquet", parquet_tests),
    ("tests in the documentation", documentation_tests),
    ("documentation", docs::run),
    ("crates to be published", publish::check),
    ("oldest Rust that is enough", publish::oldest),
    ("the same program wherever it is built", reproducible::program),
    ("page", bundle::run),
    ("JavaScript package", package::run),
    ("JavaScript package: types, errors, examples, same bytes as native", package::test),
    ("page in the browser", browser::run),
];

/// The feature that is not a default one.
const PARQUET: &str = "tradecast-cli/parquet";

/// Runs every check; stops at the first that fails.
///
/// # Errors
/// Names the check that failed.
pub(crate) fn run() -> Result<()> {
    let start = Instant::now();
    let mut summary = Vec::new();
    for (i, (name, check)) in STEPS.into_iter().enumerate() {
        println!("\n[{}/{}] {name}", i + 1, STEPS.len());
        let started = Instant::now();
        check().with_context(|| format!("{name}: failed"))?;
        summary.push(format!("  {:>6.1} s  {name}", started.elapsed().as_secs_f64()));
    }
    println!("\nEverything holds, in {:.0} s:\n{}", start.elapsed().as_secs_f64(), summary.join("\n"));
    println!("\nchecks: {} passed, 0 failed", STEPS.len());
    Ok(())
}

fn formatting() -> Result<()> {
    execute(&mut command("cargo", ["fmt", "--all", "--check"]))
}

fn lints() -> Result<()> {
    let clippy = ["clippy", "--locked", "--workspace", "--all-targets", "--features", PARQUET];
    execute(command("cargo", clippy).args(["--", "--deny", "warnings"]))
}

fn browser_lints() -> Result<()> {
    tools::wasm_target()?;
    let what = ["clippy", "--locked", "--package", "tradecast-web", "--package", "tradecast-wasm"];
    execute(command("cargo", what).args(["--target", tools::WASM, "--", "--deny", "warnings"]))
}

fn tests() -> Result<()> {
    if succeeds(&mut command("cargo", ["nextest", "--version"])) {
        return execute(&mut command("cargo", ["nextest", "run", "--locked", "--workspace"]));
    }
    execute(&mut command("cargo", ["test", "--locked", "--workspace", "--lib", "--bins", "--tests"]))
}

/// What is compiled only where Parquet is wanted; without it, the other tests run.
fn parquet_tests() -> Result<()> {
    let test = [
        "test",
        "--locked",
        "--workspace",
        "--features",
        PARQUET,
        "--bin",
        "tradecast",
        "--test",
        "reading",
        "--test",
        "hostile",
    ];
    execute(command("cargo", test).arg("parquet"))
}

fn documentation_tests() -> Result<()> {
    execute(&mut command("cargo", ["test", "--locked", "--workspace", "--doc"]))
}
