//! Scenarios: saved on this device, in files, and ready ones.

pub mod file;
pub mod library;
pub mod saved;
