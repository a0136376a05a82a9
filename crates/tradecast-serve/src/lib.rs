#![doc = include_str!("../README.md")]

mod log;
mod metrics;
mod response;
mod connection;
mod request;
mod work;
mod api;
mod page;
mod state;
mod middleware;
mod router;
mod server;

pub use connection::admission::ConnectionLimits;
pub use log::{Log, LogFormat};
pub use request::limits::Limits;
pub use request::origin::{Origin, host_name};
pub use request::token::Token;
pub use router::router;
pub use server::serve;
pub use state::Options;
