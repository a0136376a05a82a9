//! Any bytes as a workbook, or as the parts of one that is not packed: read, or explained.
#![no_main]

#[allow(dead_code, reason = "the tests of the reader use the rest")]
#[path = "../../../crates/tradecast-sheets/tests/books.rs"]
mod books;
#[path = "../../../crates/tradecast-sheets/tests/must_hold.rs"]
mod must_hold;

libfuzzer_sys::fuzz_target!(|file: &[u8]| {
    if file.starts_with(b"PK") {
        must_hold::reads(file);
    } else {
        // Between the parts stands a byte that no text has.
        let parts: Vec<&[u8]> = file.split(|byte| *byte == 0xff).collect();
        must_hold::reads(&books::plain(&parts));
    }
});
