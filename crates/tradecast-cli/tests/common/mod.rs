//! The command as a user runs it, for the tests of this folder.

use assert_cmd::Command;
use serde_json::Value;

/// What a run left behind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn tradecast(args: &[&str], input: &str) -> Run {
    let output = Command::cargo_bin("tradecast")
        .expect("the binary is built")
        .args(args)
        .write_stdin(input)
        .output()
        .expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code().expect("it exits"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

pub(crate) fn json(args: &[&str], input: &str) -> Value {
    let run = tradecast(args, input);
    assert_eq!(run.status, 0, "{}", run.err);
    serde_json::from_str(&run.out).expect("JSON")
}
