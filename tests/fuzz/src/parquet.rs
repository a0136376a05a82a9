//! Any bytes as a Parquet file, read where it may die: what kills it is then tried with the program, which must say so.
#![no_main]

#[path = "../../../crates/tradecast-cli/src/input/parquet/rows.rs"]
mod rows;

use std::io::{Seek, Write, sink};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).and_then(|()| file.rewind()).expect("it is written");
    let _ = rows::write(file, sink());
});
