//! The service as its users meet it, without a network.

mod api;
mod batch;
mod bodies;
mod costs;
mod documented;
mod mutated;
mod refusals;
mod walls;
