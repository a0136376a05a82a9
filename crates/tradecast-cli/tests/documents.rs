//! What README and guide tell a person to type: every command is run, in the order in which it stands there.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// Commands that are read and not run: they build, serve or check the repository itself.
const NOT_RUN: [&str; 4] =
    ["cargo xtask serve", "cargo xtask test", "cargo xtask data-check", "cargo install --path"];

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder with the files that the documents speak of: small ones that are kept, and panels that are made up.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["trade.csv", "other.csv"] {
        fs::copy(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(name),
            folder.path().join(name),
        )
        .expect("it is there");
    }
    fs::copy(root().join("data/priors.toml"), folder.path().join("priors.toml")).expect("it is there");
    let [panel, flows] = panel(24);
    let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("it can be written");
    put("panel.csv", &panel);
    put("pairs.csv", &panel);
    put("m1.csv", &panel);
    put("flows.csv", &flows);
    let thousands: String = (2000..2023).map(|year| format!("{year};{},5\n", 90_000 + year * 7)).collect();
    put(
        "scenarios.json",
        r#"[{"version": 1, "name": "More", "levers": {"growth": 2}}, {"version": 1, "name": "Less", "levers": {"growth": -2}}]"#,
    );
    put("thousands.csv", &format!("period;value\n{thousands}"));
    let exports = panel.lines().skip(1).filter(|row| row.starts_with("pair 0,"));
    let comtrade: String = exports
        .filter_map(|row| row.split(',').nth(1).zip(row.split(',').nth(2)))
        .flat_map(|(year, value)| {
            ["Export", "Import"].map(|flow| {
                format!("{year},Kazakhstan,{flow},Azerbaijan,TOTAL,{}\n", value.replace('.', "") + "000")
            })
        })
        .collect();
    put(
        "comtrade.csv",
        &format!("refYear,reporterDesc,flowDesc,partnerDesc,cmdCode,primaryValue\n{comtrade}"),
    );
    workbook(&folder.path().join("trade.xlsx")).expect("it can be written");
    folder
}

/// A workbook with a sheet of turnover.
fn workbook(file: &Path) -> Result<(), rust_xlsxwriter::XlsxError> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Turnover")?;
    sheet.write(0, 0, "period")?.write(0, 1, "value")?;
    for (row, year) in (1_u32..).zip(2000_u32..2023) {
        sheet.write(row, 0, year)?.write(row, 1, 100 + 17 * row)?;
    }
    book.save(file)
}

/// Turnover of made-up pairs from 1920 to 2014, and the two flows it is the sum of.
fn panel(pairs: u32) -> [String; 2] {
    let mut state = 1_u32;
    let mut uneven = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 8) / f64::from(1_u32 << 24) - 0.5
    };
    let (mut panel, mut flows) = ("series,period,value\n".to_owned(), "series,period,value\n".to_owned());
    for pair in 0..pairs {
        let (mut exports, mut imports) = (60.0, 40.0);
        for year in 1920..2015 {
            exports *= 1.05 + 0.5 * uneven();
            imports *= 1.05 + 0.5 * uneven();
            writeln!(panel, "pair {pair},{year},{:.3}", exports + imports).expect("a text");
            writeln!(
                flows,
                "pair {pair}/exports,{year},{exports:.3}\npair {pair}/imports,{year},{imports:.3}"
            )
            .expect("a text");
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
                let begins =
                    |word: &&str| ["tradecast ", "cargo "].iter().any(|begin| word.starts_with(begin));
                found.extend(line.strip_prefix("    ").filter(begins));
            }
        }
    }
    found
}

/// The arguments of a command of ours, and the file that it reads on standard input.
fn arguments(line: &str) -> Option<(Vec<String>, Option<String>)> {
    let mut words = shlex::split(line).expect("quotes are closed");
    let name: &[&str] = match words[0].as_str() {
        "tradecast" => &["tradecast"],
        _ => &["cargo", "run", "--release", "-p", "tradecast-cli", "--"],
    };
    let named = name.iter().zip(&words).all(|(name, word)| name == word);
    if !named {
        return None;
    }
    words.drain(..name.len().min(words.len()));
    // Where the result goes is no word of ours.
    if let Some(at) = words.iter().position(|word| word == ">") {
        words.truncate(at);
    }
    let input = words.iter().position(|word| word == "<").map(|at| {
        let file = words.remove(at + 1);
        words.remove(at);
        file
    });
    Some((words, input))
}

/// Runs every command of a document in a folder of its own.
fn run(name: &str, text: &str) -> usize {
    let folder = folder();
    let mut ran = 0;
    for line in commands(text) {
        let Some((words, input)) = arguments(line) else {
            assert!(NOT_RUN.iter().any(|known| line.starts_with(known)), "{name}: nobody runs {line:?}");
            continue;
        };
        // It answers until it is told to stop; it has tests of its own.
        if words.first().is_some_and(|word| word == "serve") {
            continue;
        }
        let input = input.map(|file| fs::read(folder.path().join(file)).expect("it is there"));
        let output = Command::cargo_bin("tradecast")
            .expect("the binary is built")
            .current_dir(folder.path())
            .args(&words)
            .write_stdin(input.unwrap_or_default())
            .timeout(std::time::Duration::from_secs(60))
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&output.stderr);
        // The run before it was not interrupted.
        if words.iter().any(|word| word == "--resume") {
            assert!(told.contains("there is nothing to resume"), "{name}: {line}\n{told}");
        } else {
            assert!(output.status.success(), "{name}: {line}\n{told}");
        }
        ran += 1;
    }
    ran
}

/// The documents below a folder.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.chain(folders.iter().flat_map(|folder| documents(folder))).collect()
}

#[test]
fn commands_of_the_guide_run() {
    let ran = documents(&root().join("crates/tradecast/guide"))
        .into_iter()
        .map(|path| run(&path.display().to_string(), &fs::read_to_string(&path).expect("it can be read")));
    assert!(ran.sum::<usize>() > 20);
}

#[test]
fn commands_of_the_readme_run() {
    for (name, fewest) in [("README.md", 20), ("data/README.md", 3)] {
        let ran = run(name, &fs::read_to_string(root().join(name)).expect("it can be read"));
        assert!(ran >= fewest, "{name}: {ran} commands");
    }
}

#[test]
fn commands_are_told_from_text() {
    let text = "a tradecast b\n\n    tradecast fit x.csv   # why\n    not this\n\n```sh\ncargo xtask serve\n```\n```text\ntradecast\n```\n";
    assert_eq!(commands(text), ["tradecast fit x.csv   # why", "cargo xtask serve"]);
    let words = |line| arguments(line).map(|(words, _)| words);
    assert_eq!(words("tradecast fit \"x y\" # why"), Some(vec!["fit".to_owned(), "x y".to_owned()]));
    assert_eq!(words("cargo run --release -p tradecast-cli -- fit"), Some(vec!["fit".to_owned()]));
    assert_eq!(words("cargo run --release -p tradecast-cli"), Some(vec![]));
    assert_eq!(words("cargo xtask serve"), None);
    assert_eq!(
        arguments("tradecast arrive - < a.csv"),
        Some((vec!["arrive".into(), "-".into()], Some("a.csv".into())))
    );
}
