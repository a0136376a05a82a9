#![doc = include_str!("../README.md")]

mod limits;
mod router;
mod api;
mod fits;
mod pool;
mod refused;
mod door;
mod page;
mod server;

pub use limits::Limits;
pub use router::{Options, Origin, router};
pub use server::serve;
