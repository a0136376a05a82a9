//! The service as its users meet it, without a network.

mod api;
mod batch;
mod documented;
mod mutated;
mod refusals;
mod walls;
