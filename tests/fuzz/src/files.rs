//! Any bytes as a file: read, or explained.
#![no_main]

#[path = "../../../crates/tradecast-io/tests/must_hold.rs"]
mod must_hold;

libfuzzer_sys::fuzz_target!(|file: &[u8]| must_hold::reads(file));
