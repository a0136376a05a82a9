//! `tradecast serve` as its users meet it: a process, and a network.

#![cfg(feature = "serve")]

mod access;
mod answers;
#[path = "../common/mod.rs"]
mod common;
#[cfg(unix)]
mod connections;
#[cfg(target_os = "linux")]
mod memory;
mod service;
