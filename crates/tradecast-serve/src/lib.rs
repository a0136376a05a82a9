#![doc = include_str!("../README.md")]

mod limits;
mod pace;
mod metrics;
mod memory;
mod connections;
mod stream;
mod body;
mod token;
mod origin;
mod log;
mod scan;
mod client;
mod refused;
mod fits;
mod queue;
mod pool;
mod api;
mod page;
mod state;
mod middleware;
mod router;
mod server;

pub use connections::ConnectionLimits;
pub use limits::Limits;
pub use log::{Log, LogFormat};
pub use origin::{Origin, host_name};
pub use router::router;
pub use server::serve;
pub use state::Options;
pub use token::Token;
