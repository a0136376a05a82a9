//! Files that ask for more than they are worth, read by the program itself in as little memory as a small machine has.
#![cfg(unix)]

#[allow(dead_code, reason = "the tests of the reader of workbooks use the rest")]
#[path = "../../tradecast-sheets/tests/books.rs"]
mod books;

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;

/// Memory that a run may address, in kilobytes.
const MEMORY: u32 = 600_000;

/// How a file is checked by a process whose memory is limited: its status, none where it was killed, and what it says.
fn check(file: &Path) -> (Option<i32>, String) {
    let program = assert_cmd::cargo::cargo_bin("tradecast");
    let limited = format!("ulimit -v {MEMORY}; exec \"$0\" check \"$1\"");
    let mut run = Command::new("sh");
    let output = run.args(["-c", &limited]).args([&program, file]).timeout(Duration::from_mins(2)).output();
    let output = output.expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn workbooks_that_ask_for_too_much_end_with_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes, code) in books::hostile() {
        let path = folder.path().join(format!("{name}.xlsx"));
        std::fs::write(&path, bytes).expect("it is written");
        let (status, said) = check(&path);
        // What can be read has no series in it, or none that can be used.
        assert_eq!(status, Some(2), "{name}: {said}");
        assert!(!said.contains("panicked") && said.contains(".xlsx"), "{name}: {said}");
        assert_eq!(said.contains("save"), code.is_some(), "{name}: {said}");
    }
}
