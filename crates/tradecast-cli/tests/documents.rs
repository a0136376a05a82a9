//! What README and guide tell a person to type: every command is run by a shell, in the order in which it stands there.

#![cfg(unix)]

mod folder;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use folder::Folder;

/// Commands that are read and not run: they are about the repository itself, or about a service that has to run meanwhile.
const NOT_RUN: [&str; 10] = [
    "(umask 077; openssl rand",
    "cargo install --path",
    "cargo xtask bundle",
    "cargo xtask data-check",
    "cargo xtask dist",
    "cargo xtask docs",
    "cargo xtask package",
    "cargo xtask serve",
    "cargo xtask test",
    "curl ",
];

/// How a person who has the repository and not the program begins a command.
const BY_CARGO: &str = "cargo run --release -p tradecast-cli";

/// The crate.
fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The repository.
fn root() -> PathBuf {
    here().join("../..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// A folder with the files of the documents: small ones that are kept, and panels that are made up.
fn folder(document: &str) -> Folder {
    let folder = Folder::new(&document.replace(['/', '.'], "-"));
    for kept in documents(&here().join("tests/documents"), &["csv", "json"]) {
        folder.put(&kept.file_name().expect("a name").to_string_lossy(), &read(&kept));
    }
    workbook(&folder.0.join("trade.xlsx"));
    folder.put("token", &"0123456789abcdef".repeat(4));
    // Where a shell looks for completions.
    folder.put(".local/share/bash-completion/completions/none", "");
    let [panel, flows] = panel(24);
    for name in ["panel.csv", "pairs.csv", "m1.csv"] {
        folder.put(name, &panel);
    }
    folder.put("flows.csv", &flows);
    folder
}

/// `trade.csv` as a sheet of a workbook.
fn workbook(path: &Path) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Turnover").expect("a name");
    for (row, line) in (0..).zip(read(&here().join("tests/documents/trade.csv")).lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            let written = match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number),
                Err(_) => sheet.write(row, column, cell),
            };
            written.expect("a cell");
        }
    }
    book.save(path).expect("it can be written");
}

/// Turnover of made-up pairs from 1920 to 2014, and the two flows it is the sum of.
fn panel(pairs: u32) -> [String; 2] {
    let mut state = 1_u32;
    let mut uneven = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1_u32 << 24) - 0.5
    };
    let [mut panel, mut flows] = [(); 2].map(|()| "series,period,value\n".to_owned());
    for pair in 0..pairs {
        let (mut exports, mut imports) = (60.0, 40.0);
        for year in 1920..2015 {
            exports *= 1.05 + 0.5 * uneven();
            imports *= 1.05 + 0.5 * uneven();
            writeln!(panel, "pair {pair},{year},{:.3}", exports + imports).expect("a text");
            let rows =
                format!("pair {pair}/exports,{year},{exports:.3}\npair {pair}/imports,{year},{imports:.3}");
            writeln!(flows, "{rows}").expect("a text");
        }
    }
    [panel, flows]
}

/// Commands of a document: the lines of blocks marked `sh`, and in files that people read as they are, indented lines that begin
/// like one.
fn commands(text: &str) -> Vec<&str> {
    let mut fence = None;
    let mut found = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(language), None) => fence = Some(language),
            (Some(_), Some(_)) => fence = None,
            (None, Some("sh")) => found.push(line),
            (None, Some(_)) => {}
            (None, None) => {
                let begins = |line: &&str| {
                    matches!(
                        line.split_once(' ').map_or(*line, |(word, _)| word),
                        "tradecast" | "cargo" | "curl"
                    )
                };
                found.extend(line.strip_prefix("    ").filter(begins));
            }
        }
    }
    found
}

/// Runs every command of a document in a folder of its own, and says how many.
fn run(name: &str, text: &str) -> usize {
    let folder = folder(name);
    let mut ran = 0;
    for line in commands(text) {
        let line = line.split("  #").next().unwrap_or_default().trim_end();
        let line = match line.strip_prefix(BY_CARGO) {
            Some(rest) => format!("tradecast {}", rest.trim_start().trim_start_matches("-- ")),
            None => line.to_owned(),
        };
        if !line.starts_with("tradecast") {
            assert!(NOT_RUN.iter().any(|known| line.starts_with(known)), "{name}: nobody runs {line:?}");
        } else if line.contains(" --resume") {
            // The run before it was not interrupted, so that it has nothing to do.
            let said = folder.run(&line).stderr;
            assert!(String::from_utf8_lossy(&said).contains("there is nothing to resume"), "{name}: {line}");
        } else {
            folder.succeeds(&line);
            ran += 1;
        }
    }
    ran
}

/// The files below a folder whose names end like this.
fn documents(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let named = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending))
    };
    files
        .into_iter()
        .filter(named)
        .chain(folders.iter().flat_map(|folder| documents(folder, endings)))
        .collect()
}

#[test]
fn commands_of_the_guide_run() {
    let guide = root().join("crates/tradecast/guide");
    let ran = documents(&guide, &["md"]).into_iter().map(|path| {
        let name = path.strip_prefix(&guide).expect("a page of the guide").display().to_string();
        run(&name, &read(&path))
    });
    assert!(ran.sum::<usize>() > 60);
}

#[test]
fn commands_of_the_readme_run() {
    for (name, fewest) in [("README.md", 3), ("data/README.md", 3)] {
        let ran = run(name, &read(&root().join(name)));
        assert!(ran >= fewest, "{name}: {ran} commands");
    }
}

#[test]
fn commands_are_told_from_text() {
    let text = "a tradecast b\n\n    tradecast fit x.csv   # why\n    tradecast\n    not this\n\n```sh\ncargo xtask serve\n```\n\
                ```text\ntradecast\n```\n";
    assert_eq!(commands(text), ["tradecast fit x.csv   # why", "tradecast", "cargo xtask serve"]);
}
