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
mod router;
mod api;
mod fits;
mod queue;
mod pool;
mod refused;
mod middleware;
mod page;
mod server;

pub use connections::ConnectionLimits;
pub use limits::Limits;
pub use log::{Log, LogFormat};
pub use origin::{Origin, host_name};
pub use router::{Options, router};
pub use server::serve;
pub use token::Token;
