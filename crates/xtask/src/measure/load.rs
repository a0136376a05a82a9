//! Many clients at once: whether the service answers all of them, how long they wait, and whether it still says that it is well.
//! `oha` asks.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::{at, command, run as execute, succeeds};

/// Different questions, asked one after the other.
const QUESTIONS: usize = 200;

struct Options {
    clients: usize,
    seconds: u64,
    tool: Option<PathBuf>,
}

/// Starts the service and prints what `oha` measures: answers for `--clients` at once, and beside them `/healthz` ten times a second.
///
/// # Errors
/// Where an option is unknown, the service does not start, or `oha` cannot be installed.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let Options { clients, seconds, tool } = Options::read(options)?;
    let tool = match tool {
        Some(tool) => tool,
        None => {
            execute(&mut command("cargo", ["build", "--locked", "--release", "--package", "tradecast-cli"]))?;
            at("target/release").join(format!("tradecast{}", std::env::consts::EXE_SUFFIX))
        }
    };
    if !succeeds(&mut command("oha", ["--version"])) {
        execute(&mut command("cargo", ["install", "--locked", "oha"]))?;
    }
    let questions = at("target/questions.jsonl");
    fs::write(&questions, (0..QUESTIONS).map(question).collect::<String>())?;
    let service = Service::start(&tool)?;
    let (clients, time) = (clients.to_string(), format!("{seconds}s"));
    let common = ["--no-tui", "-z", &time, "--wait-ongoing-requests-after-deadline"];
    let health = format!("http://{}/healthz", service.host);
    let mut pulse = command("oha", common);
    let pulse = pulse.args(["-c", "1", "-q", "10", &health]).stdout(Stdio::piped()).spawn()?;
    let answer = format!("http://{}/v1/answer", service.host);
    let questions = questions.to_string_lossy();
    let post = ["-c", &clients, "-m", "POST", "-T", "application/json", "-Z", &questions, &answer];
    println!("{clients} clients, /v1/answer:");
    execute(command("oha", common).args(post))?;
    println!("meanwhile, /healthz:\n{}", String::from_utf8_lossy(&pulse.wait_with_output()?.stdout));
    Ok(())
}

/// A question of one of four series, in a line.
fn question(number: usize) -> String {
    let data: String =
        (2010..2023).map(|year| format!("{year},{}\\n", 100 + (year * 7 + number % 4) % 31)).collect();
    let growth = number as f64 / 40.0;
    format!(
        "{{ \"data\": \"period,value\\n{data}\", \"question\": {{ \"target\": 300, \"assumptions\": {{ \"growth\": {growth} }} }} }}\n"
    )
}

impl Options {
    fn read(given: &[&str]) -> Result<Self> {
        let mut options = Self { clients: 200, seconds: 60, tool: None };
        let mut given = given.iter();
        while let Some(option) = given.next() {
            let mut value = || given.next().with_context(|| format!("{option} needs a value"));
            match *option {
                "--clients" => options.clients = value()?.parse().context("--clients needs a number")?,
                "--seconds" => options.seconds = value()?.parse().context("--seconds needs a number")?,
                "--tool" => options.tool = Some(PathBuf::from(value()?)),
                unknown => {
                    bail!("load has no option {unknown:?}; it has --clients N, --seconds N and --tool FILE")
                }
            }
        }
        Ok(options)
    }
}

/// The service; it stops when dropped.
pub(crate) struct Service {
    process: Child,
    /// Where it listens.
    pub(crate) host: String,
}

impl Service {
    /// Starts it on a free port of this machine.
    ///
    /// # Errors
    /// Where it does not start.
    pub(crate) fn start(tool: &std::path::Path) -> Result<Self> {
        let mut start = command(&tool.to_string_lossy(), ["serve", "--port", "0"]);
        let mut process = start.stderr(Stdio::piped()).spawn().with_context(|| tool.display().to_string())?;
        let mut line = String::new();
        BufReader::new(process.stderr.take().context("it is piped")?).read_line(&mut line)?;
        let host = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        match host.map(str::to_owned) {
            Some(host) => Ok(Self { process, host }),
            None => {
                process.kill()?;
                bail!("{} says no address but {line:?}", tool.display())
            }
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_differ_and_are_one_line_each() {
        let [one, next] = [question(0), question(1)];
        assert_ne!(one, next);
        for line in [one, next] {
            assert_eq!(line.trim_end().lines().count(), 1);
            let body: serde_json::Value = serde_json::from_str(&line).unwrap();
            assert_eq!(body["data"].as_str().unwrap().lines().count(), 14);
        }
    }
}
