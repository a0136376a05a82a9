//! Many who ask at once: whether the service loses anybody, how long they wait, and whether it still says that it is well.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::Builder;

use crate::process::{at, command, run as execute};

/// How often the service is asked whether it is well.
const PULSE: Duration = Duration::from_millis(100);

struct Options {
    clients: usize,
    time: Duration,
    tool: Option<PathBuf>,
}

/// Starts the service, lets many ask and prints what became of them.
///
/// # Errors
/// Where an option is unknown, the service does not start, or somebody got no answer.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let options = Options::read(options)?;
    let tool = match options.tool {
        Some(tool) => tool,
        None => {
            execute(&mut command("cargo", ["build", "--locked", "--release", "--package", "tradecast-cli"]))?;
            at("target/release").join(format!("tradecast{}", std::env::consts::EXE_SUFFIX))
        }
    };
    let service = Service::start(&tool)?;
    println!("{} clients ask {} for {} s", options.clients, service.host, options.time.as_secs());
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let (asked, pulse) = runtime.block_on(crowd(&service.host, options.clients, options.time));
    println!(
        "  {:<12} {:>9} {:>7} {:>9} {:>9} {:>9} {:>9}",
        "", "requests", "failed", "p50 ms", "p95 ms", "p99 ms", "max ms"
    );
    asked.print("/v1/answer");
    pulse.print("/healthz");
    if let Some(why) = asked.failed.first().or(pulse.failed.first()) {
        bail!("{} got no answer, the first because: {why}", asked.failed.len() + pulse.failed.len());
    }
    Ok(())
}

impl Options {
    fn read(given: &[&str]) -> Result<Self> {
        let mut options = Self { clients: 200, time: Duration::from_secs(60), tool: None };
        let mut given = given.iter();
        while let Some(option) = given.next() {
            let mut value = || given.next().with_context(|| format!("{option} needs a value"));
            match *option {
                "--clients" => options.clients = value()?.parse().context("--clients needs a number")?,
                "--seconds" => {
                    options.time = Duration::from_secs(value()?.parse().context("--seconds needs a number")?);
                }
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

/// What became of the requests of one kind.
#[derive(Default)]
struct Waits {
    milliseconds: Vec<f64>,
    failed: Vec<String>,
}

impl Waits {
    fn add(&mut self, begun: Instant, answer: Result<()>) {
        match answer {
            Ok(()) => self.milliseconds.push(1e3 * begun.elapsed().as_secs_f64()),
            Err(why) => self.failed.push(format!("{why:#}")),
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.milliseconds.extend(other.milliseconds);
        self.failed.extend(other.failed);
        self
    }

    fn print(&self, what: &str) {
        let mut sorted = self.milliseconds.clone();
        sorted.sort_by(f64::total_cmp);
        let [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1.0].map(|share| quantile(&sorted, share));
        let (answered, failed) = (sorted.len(), self.failed.len());
        println!("  {what:<12} {answered:>9} {failed:>7} {p50:>9.1} {p95:>9.1} {p99:>9.1} {max:>9.1}");
    }
}

/// The smallest of sorted values below or at which a share of them is; 0 where there are none.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(at.saturating_sub(1)).copied().unwrap_or_default()
}

/// Clients that ask one question after the other, each another, until the time is up; what was begun is waited for.
async fn crowd(host: &str, clients: usize, time: Duration) -> (Waits, Waits) {
    let end = Instant::now() + time;
    let pulse = tokio::spawn(pulse(host.to_owned(), end));
    let asking: Vec<_> = (0..clients).map(|client| tokio::spawn(ask(host.to_owned(), client, end))).collect();
    let mut asked = Waits::default();
    for client in asking {
        asked = asked.and(
            client.await.unwrap_or_else(|why| Waits { failed: vec![why.to_string()], ..Waits::default() }),
        );
    }
    (asked, pulse.await.unwrap_or_default())
}

async fn ask(host: String, client: usize, end: Instant) -> Waits {
    let (mut waits, mut line) = (Waits::default(), None);
    let mut number = 0;
    while Instant::now() < end {
        // Another question each time, of four series.
        let data = (2010..2023)
            .map(|year| format!("{year},{}\\n", 100 + (year * 7 + client % 4) % 31))
            .collect::<String>();
        let growth = (client * 31 + number) % 50;
        let body = format!(
            "{{ \"data\": \"period,value\\n{data}\", \"question\": {{ \"target\": 300, \"assumptions\": {{ \"growth\": {} }} }} }}",
            f64::from(growth as u32) / 10.0
        );
        let begun = Instant::now();
        let answer = exchange(&mut line, &host, "POST", "/v1/answer", body).await;
        waits.add(begun, answer);
        number += 1;
    }
    waits
}

async fn pulse(host: String, end: Instant) -> Waits {
    let (mut waits, mut line) = (Waits::default(), None);
    while Instant::now() < end {
        let begun = Instant::now();
        let answer = exchange(&mut line, &host, "GET", "/healthz", String::new()).await;
        waits.add(begun, answer);
        tokio::time::sleep(PULSE).await;
    }
    waits
}

/// A request and its answer, over a line that is kept.
async fn exchange(
    line: &mut Option<SendRequest<Full<Bytes>>>,
    host: &str,
    method: &str,
    path: &str,
    body: String,
) -> Result<()> {
    let mut open = match line.take().filter(|line| !line.is_closed()) {
        Some(open) => open,
        None => {
            let (sender, connection) = handshake(TokioIo::new(TcpStream::connect(host).await?)).await?;
            tokio::spawn(connection);
            sender
        }
    };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(HOST, host)
        .header(CONTENT_TYPE, "application/json")
        .body(Full::new(Bytes::from(body)))?;
    let response = open.send_request(request).await?;
    let status = response.status();
    let text = response.into_body().collect().await?.to_bytes();
    if !status.is_success() {
        bail!("{status}: {}", String::from_utf8_lossy(&text));
    }
    *line = Some(open);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!([0.5, 0.75, 0.99, 1.0].map(|share| quantile(&sorted, share)), [2.0, 3.0, 4.0, 4.0]);
        assert_eq!(quantile(&[], 0.5), 0.0);
    }
}
