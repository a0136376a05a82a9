//! `tradecast serve`: the page and an HTTP API.

use std::fs::File;
use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tradecast_serve::{ConnectionLimits, Limits, Log, LogFormat, Options, Origin, Token, host_name};

use crate::failure::Failure;

/// The variable that may hold the token.
const TOKEN_VARIABLE: &str = "TRADECAST_TOKEN";

/// Bytes of a file with a token, at most.
const TOKEN_FILE: u64 = 4_096;

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address to listen to; 0.0.0.0 lets other machines in, which needs a token or --no-auth
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: IpAddr,
    /// Port to listen to; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 8420)]
    port: u16,
    /// Token that requests must carry (`Authorization: Bearer TOKEN`); other users of this machine can see it among the arguments,
    /// unlike that of --token-file or of the variable TRADECAST_TOKEN
    #[arg(long, value_name = "TOKEN", conflicts_with = "token_file")]
    token: Option<Token>,
    /// File whose one line is the token that requests must carry
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Lets whoever reaches an address beyond this machine ask without a token
    #[arg(long, conflicts_with_all = ["token", "token_file"])]
    no_auth: bool,
    /// Origin whose pages may ask as well, as in https://example.org [default: none but the page of this service]
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Option<Origin>,
    /// Name by which this machine may be asked for beside localhost and its address, where a proxy does so; may be repeated
    #[arg(long, value_name = "NAME", value_parser = host_name)]
    allow_host: Vec<String>,
    /// Address of a proxy that is believed who asks (X-Forwarded-For); may be repeated
    #[arg(long, value_name = "IP")]
    trust_proxy: Vec<IpAddr>,
    /// Requests that are computed at a time [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Seconds that a request may take
    #[arg(long, value_name = "N", default_value_t = Limits::default().time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// Largest body of a request, in megabytes
    #[arg(long, value_name = "N", default_value_t = (Limits::default().body / 1_000_000) as u32, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    megabytes: u32,
    /// Memory for large bodies that are being read, and as much for large responses that clients are reading, in megabytes
    #[arg(long, value_name = "N", default_value_t = (ConnectionLimits::default().body_memory / 1_000_000) as u32, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    memory_megabytes: u32,
    /// Connections in all; beyond them the oldest idle one is closed
    #[arg(long, value_name = "N", default_value_t = ConnectionLimits::default().connections as u32, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections: u32,
    /// Connections of one address [default: a quarter of all; as many as there are from this machine and from trusted proxies]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    connections_per_address: Option<u32>,
    /// Seconds that the headers of a request may take
    #[arg(long, value_name = "N", default_value = "10", value_parser = seconds)]
    header_seconds: Duration,
    /// Seconds after which a connection without a request is closed
    #[arg(long, value_name = "N", default_value = "75", value_parser = seconds)]
    idle_seconds: Duration,
    /// Seconds that a client may stop while it sends a body or reads a response
    #[arg(long, value_name = "N", default_value = "10", value_parser = seconds)]
    stall_seconds: Duration,
    /// Writes a line of each request to standard error, as text or json: time, id, client, method, path, status and duration, never
    /// what was asked
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "text")]
    log: Option<LogFormat>,
}

/// Seconds, with a fraction where wanted.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.01..=86_400.0).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| "write seconds from 0.01 to 86400, as in 10 or 0.5".to_owned())
}

impl ServeArgs {
    /// The token that requests must carry. Beyond this machine there is one, unless it was said that there be none.
    #[expect(
        clippy::disallowed_methods,
        reason = "the token may be in the environment, where no other user sees it"
    )]
    fn token(&self) -> Result<Option<Token>, Failure> {
        if self.no_auth {
            return Ok(None);
        }
        let token = match (&self.token, &self.token_file) {
            (Some(token), _) => Some(token.clone()),
            (None, Some(file)) => Some(token_of(file)?),
            (None, None) => match std::env::var(TOKEN_VARIABLE) {
                Ok(text) => {
                    Some(text.parse().map_err(|why| Failure::usage(format!("{TOKEN_VARIABLE}: {why}")))?)
                }
                Err(std::env::VarError::NotPresent) => None,
                Err(why) => return Err(Failure::usage(format!("{TOKEN_VARIABLE}: {why}"))),
            },
        };
        if token.is_none() && !self.address.to_canonical().is_loopback() {
            return Err(Failure::usage(format!(
                "whoever reaches {} could ask this service; give a token with --token-file FILE (`openssl rand -hex 32 > FILE` \
                 makes one), or let everybody ask with --no-auth",
                self.address
            )));
        }
        Ok(token)
    }
}

/// The token in a file, which may end with a line break.
fn token_of(file: &PathBuf) -> Result<Token, Failure> {
    let failed = |why: String| Failure::usage(format!("--token-file {}: {why}", file.display()));
    let mut text = String::new();
    let opened = File::open(file).map_err(|why| failed(why.to_string()))?;
    opened.take(TOKEN_FILE).read_to_string(&mut text).map_err(|why| failed(why.to_string()))?;
    text.trim().parse().map_err(failed)
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> Result<(), Failure> {
    let usual = Limits::default();
    let body = args.megabytes as usize * 1_000_000;
    let memory = args.memory_megabytes as usize * 1_000_000;
    let options = Options {
        limits: Limits {
            body,
            time: Duration::from_secs(args.seconds),
            threads: args.threads.map_or(usual.threads, usize::from),
            ..usual
        },
        connections: ConnectionLimits {
            connections: args.connections as usize,
            per_address: args.connections_per_address.map(|connections| connections as usize),
            header_time: args.header_seconds,
            idle_time: args.idle_seconds,
            stall_time: args.stall_seconds,
            body_memory: memory,
            response_memory: memory,
            ..ConnectionLimits::default()
        },
        token: args.token()?,
        hosts: args.allow_host.clone(),
        origin: args.allow_origin.clone(),
        proxies: args.trust_proxy.iter().map(IpAddr::to_canonical).collect(),
    };
    let address = SocketAddr::new(args.address, args.port);
    let log = Log::start(args.log.unwrap_or(LogFormat::Text), args.log.is_some())
        .map_err(|why| Failure::no_answer(format!("cannot write a log: {why}")))?;
    let ready = |address: SocketAddr| {
        if args.no_auth && !address.ip().to_canonical().is_loopback() {
            log.line("note: whoever reaches this machine can ask; there is no token");
        }
        log.line(&format!("Tradecast is at http://{address}/  (stop with Ctrl-C)"));
    };
    tradecast_serve::serve(address, options, ready).map_err(|why| {
        Failure::usage(format!("cannot listen to {address}: {why}; choose another with --port"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_fractions_and_bounds() {
        assert_eq!(seconds("0.3"), Ok(Duration::from_millis(300)));
        for text in ["0", "-1", "nan", "inf", "1e9", "", "1s"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn defaults_are_those_of_the_service() {
        let usual = ConnectionLimits::default();
        for (text, expected) in [("10", usual.header_time), ("75", usual.idle_time), ("10", usual.stall_time)]
        {
            assert_eq!(seconds(text), Ok(expected));
        }
    }
}
