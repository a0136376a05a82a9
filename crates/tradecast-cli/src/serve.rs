//! `tradecast serve`: the page and an HTTP API.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use clap::Args;
use tradecast_serve::{Limits, Options, Origin};

use crate::output::{Failure, message};

#[derive(Debug, Args)]
pub(crate) struct ServeArgs {
    /// Address to listen to; 0.0.0.0 lets other machines in
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: IpAddr,
    /// Port to listen to; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 8420)]
    port: u16,
    /// Origin whose pages may ask as well, as in https://example.org [default: none but the page of this service]
    #[arg(long, value_name = "ORIGIN")]
    allow_origin: Option<Origin>,
    /// Name by which this machine may be asked for beside localhost, where a proxy does so; may be repeated
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Requests that are computed at a time [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Seconds that a request may take
    #[arg(long, value_name = "N", default_value_t = Limits::default().time.as_secs(), value_parser = clap::value_parser!(u64).range(1..=86_400))]
    seconds: u64,
    /// Largest body of a request, in megabytes
    #[arg(long, value_name = "N", default_value_t = (Limits::default().body / 1_000_000) as u32, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    megabytes: u32,
    /// Prints a line of each request on standard error: method, path, status and time, never what was asked
    #[arg(long)]
    log: bool,
}

/// Runs the command.
pub(crate) fn run(args: &ServeArgs) -> Result<(), Failure> {
    let usual = Limits::default();
    let options = Options {
        limits: Limits {
            body: args.megabytes as usize * 1_000_000,
            time: Duration::from_secs(args.seconds),
            threads: args.threads.map_or(usual.threads, usize::from),
            ..usual
        },
        only_local: args.address.is_loopback(),
        hosts: args.allow_host.clone(),
        origin: args.allow_origin.clone(),
        log: args.log.then_some(message as fn(&str)),
    };
    let address = SocketAddr::new(args.address, args.port);
    let ready = |address: SocketAddr| {
        if !address.ip().is_loopback() {
            message("note: whoever reaches this machine can ask; there is no password");
        }
        message(&format!("Tradecast is at http://{address}/  (stop with Ctrl-C)"));
    };
    tradecast_serve::serve(address, options, ready).map_err(|why| {
        Failure::usage(format!("cannot listen to {address}: {why}; choose another with --port"))
    })
}
