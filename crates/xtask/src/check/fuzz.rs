//! Fuzz targets: files and bodies that nobody thought of. What they look for is in the tests too, tried ten thousand times a run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::measure::load::Service;
use crate::process::{at, command, run as execute, succeeds};

/// Those of cargo-fuzz.
const TARGETS: [&str; 4] = ["files", "bodies", "workbooks", "parquet"];

/// The library that reads Parquet dies over some files: the fuzzer goes on, and the program is tried with them afterwards.
const MAY_DIE: &str = "parquet";

/// What Schemathesis asks, over a network.
const SERVICE: &str = "service";

/// Fuzzes one target for some seconds, and installs cargo-fuzz where it is missing.
///
/// # Errors
/// Where the target is unknown, or where something was found that does not hold: cargo-fuzz says where it keeps it.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let (target, seconds) = match options {
        [target] => (*target, 60),
        [target, "--seconds", seconds] => {
            (*target, seconds.parse::<u32>().context("--seconds needs a number")?)
        }
        _ => bail!("write `cargo xtask fuzz {}|{SERVICE}`, and --seconds N", TARGETS.join("|")),
    };
    if target == SERVICE {
        return service(seconds);
    }
    if !TARGETS.contains(&target) {
        bail!("there is no target {target:?}; there are {} and {SERVICE}", TARGETS.join(", "));
    }
    if !succeeds(&mut command("cargo", ["fuzz", "--version"])) {
        execute(&mut command("cargo", ["install", "--locked", "cargo-fuzz"]))?;
    }
    let folder = at("tests/fuzz");
    execute(command("cargo", ["run", "--quiet", "--bin", "seeds"]).current_dir(&folder))?;
    // Without a sanitizer no nightly compiler is needed; there is no unsafe code that one would watch.
    let fuzz = ["fuzz", "run", "--fuzz-dir", ".", "--sanitizer", "none", target, "--"];
    let limits =
        [format!("-max_total_time={seconds}"), "-timeout=20".to_owned(), "-max_len=20000".to_owned()];
    let mut fuzz = command("cargo", fuzz);
    fuzz.args(limits).current_dir(&folder);
    if target != MAY_DIE {
        return execute(&mut fuzz);
    }
    fuzz.args(["-fork=1", "-ignore_crashes=1", "-ignore_ooms=1", "-ignore_timeouts=1", "-rss_limit_mb=1024"]);
    // Its status tells of the last death, which is looked at below.
    fuzz.status().context("cargo fuzz")?;
    survives(&folder.join("artifacts").join(target))
}

/// Tries the program with every file that killed the library: it reads it, or says why not.
///
/// # Errors
/// Names the first file that kills the program.
fn survives(files: &Path) -> Result<()> {
    let build = ["build", "--quiet", "--package", "tradecast-cli", "--features", "tradecast-cli/parquet"];
    execute(&mut command("cargo", build))?;
    let program = at("target/debug/tradecast");
    let Ok(found) = fs::read_dir(files) else { return Ok(()) };
    for file in found {
        let path = file?.path();
        let output = Command::new(&program).arg("check").arg(&path).output()?;
        if !matches!(output.status.code(), Some(0 | 2)) {
            bail!("{}: {}, {}", path.display(), output.status, String::from_utf8_lossy(&output.stderr));
        }
    }
    Ok(())
}

/// Starts the service and lets Schemathesis ask what its description allows, and what it does not allow, for some seconds. A finding is
/// a response that is not as described, a mistake of the service, a good body that is refused or a bad one that is not.
fn service(seconds: u32) -> Result<()> {
    let schemathesis = schemathesis()?;
    execute(&mut command("cargo", ["build", "--locked", "--package", "tradecast-cli"]))?;
    let tool = at("target/debug").join(format!("tradecast{}", std::env::consts::EXE_SUFFIX));
    let service = Service::start(&tool)?;
    let document = format!("http://{}/v1/openapi.json", service.host);
    let folder = at("tests/schemathesis");
    let config = folder.join("schemathesis.toml");
    let mut run = command(&schemathesis.to_string_lossy(), ["--config-file"]);
    run.arg(config).args(["run", &document, "--checks", "all"]);
    run.args([
        "--max-time",
        &seconds.to_string(),
        "--request-timeout",
        "60",
        "--seed",
        "1",
        "--continue-on-failure",
    ]);
    // What it learns of the service stays out of the repository.
    execute(run.current_dir(at("target/schemathesis")))
}

/// Schemathesis, in a folder of its own.
fn schemathesis() -> Result<PathBuf> {
    let (venv, list) = (at("target/schemathesis"), at("tests/schemathesis/requirements.txt"));
    let programs = venv.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let installed = venv.join("requirements.txt");
    let wanted = fs::read(&list).with_context(|| list.display().to_string())?;
    if !fs::read(&installed).is_ok_and(|installed| installed == wanted) {
        execute(command("python3", ["-m", "venv"]).arg(&venv))?;
        let mut install =
            command(&programs.join("pip").to_string_lossy(), ["install", "--quiet", "--requirement"]);
        execute(install.arg(&list))?;
        fs::write(&installed, wanted).with_context(|| installed.display().to_string())?;
    }
    Ok(programs.join("schemathesis"))
}
