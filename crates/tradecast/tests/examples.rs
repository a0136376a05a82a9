//! The examples run. Cargo builds them with the tests of the package, but not for `--test examples` alone.

use std::path::PathBuf;
use std::process::Command;

/// The folder of the examples that were built with this test.
fn folder() -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    test.parent().and_then(|deps| deps.parent()).expect("target/PROFILE/deps").join("examples")
}

#[test]
fn every_example_runs() {
    let sources = std::fs::read_dir("examples").expect("they are beside the tests");
    let names = sources.map(|file| file.expect("a file").path().file_stem().expect("a name").to_owned());
    let names: Vec<_> = names.collect();
    assert!(names.len() >= 5);
    for name in names {
        let program = folder().join(&name).with_extension(std::env::consts::EXE_EXTENSION);
        let output = Command::new(&program).output();
        let output = output
            .unwrap_or_else(|why| panic!("{}: {why}; run `cargo test -p tradecast`", program.display()));
        assert!(
            output.status.success(),
            "{}: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.stdout.len() > 50, "{} says nothing", program.display());
    }
}
