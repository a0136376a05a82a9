//! Files that are no tables, files that never end, and files with a million mistakes: refused or read in bounded time and memory.

#![cfg(unix)]

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What a run left behind.
#[derive(Debug)]
struct Run {
    status: i32,
    out: String,
    err: String,
}

/// Longest that a run may take here, on a machine that does much else: what went with the square of a length took minutes.
const LONG: Duration = Duration::from_secs(120);
/// Kilobytes of addresses that a run may use.
const MEMORY: usize = 1_500_000;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, name: &str, parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> PathBuf {
        let path = self.0.path().join(name);
        let mut file = std::io::BufWriter::new(File::create(&path).expect("it is made"));
        parts.into_iter().for_each(|part| file.write_all(part.as_ref()).expect("it is written"));
        file.flush().expect("it is written");
        path
    }
}

/// Runs the command within limits of memory and time.
fn limited(args: &[&str], stdin: Stdio) -> Run {
    let program = assert_cmd::cargo::cargo_bin("tradecast");
    let child = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")])
        .arg(program)
        .args(args)
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    ended(child)
}

fn ended(mut child: Child) -> Run {
    let reader = |mut from: Box<dyn Read + Send>| {
        std::thread::spawn(move || {
            let mut text = String::new();
            from.read_to_string(&mut text).map(|_| text).expect("UTF-8")
        })
    };
    let out = reader(Box::new(child.stdout.take().expect("it is piped")));
    let err = reader(Box::new(child.stderr.take().expect("it is piped")));
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it is our child") {
            break status;
        }
        if begun.elapsed() > LONG {
            child.kill().expect("it is our child");
            panic!("it still runs after {LONG:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let text = |thread: std::thread::JoinHandle<String>| thread.join().expect("it was read");
    Run { status: status.code().expect("no signal ended it"), out: text(out), err: text(err) }
}

fn path(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

/// What every command says of a file that is no table: as a file, on standard input and as a pipe that never ends.
#[test]
fn what_is_no_table_is_refused_by_name_whoever_reads_it() {
    let folder = Folder::new();
    let mut state = 1_u32;
    let junk: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(1 << 20)
    .collect();
    let good = b"series,period,value\na,2020,5\n".to_vec();
    let header = vec![b'x'; 1 << 20];
    let many = "abcdefg,".repeat(1 << 17).into_bytes();
    for (name, parts, found) in [
        ("junk", vec![junk.clone(); 100], ": found"),
        ("later.csv", [vec![good.clone()], vec![junk; 100]].concat(), ": found"),
        ("header.csv", vec![header; 200], "row 1: the row that begins with \"xxxxxx"),
        ("columns.csv", vec![many; 200], "row 1: the row that begins with \"abcdefg abcdefg"),
        ("zeros", vec![vec![0; 1 << 20]; 100], "row 1: found zero bytes"),
        ("cut.csv", vec![good, vec![0; 1 << 16]], "row 3: found zero bytes"),
        ("packed.csv.gz", vec![vec![0x1f, 0x8b, 8, 0, 0]], "row 1: found a gzip archive"),
    ] {
        let file = folder.file(name, parts);
        let shown = path(&file);
        for args in [
            ["check", shown].as_slice(),
            &["forecast", shown],
            &["arrive", shown, "--target", "9"],
            &["rank", shown, "--target-multiple", "2", "--by", "2030"],
            &["calibrate", "--panel", shown, "--out", "/dev/null"],
        ] {
            let run = limited(args, Stdio::null());
            assert_eq!((run.status, run.out.as_str()), (2, ""), "{args:?}: {}", run.err);
            assert!(run.err.contains(found) && run.err.len() < 1000, "{args:?}: {}", run.err);
        }
        for args in [["arrive", "--scenario", shown], ["arrive", "--priors", shown]] {
            let run = limited(&args, Stdio::null());
            let found = ["found ", "UTF-8", "larger than", "not valid TOML", "TOML parse error"];
            assert!(run.status == 2 && run.err.len() < 1000, "{args:?}: {}", run.err.len());
            assert!(found.iter().any(|found| run.err.contains(found)), "{args:?}: {}", run.err);
        }
        let run = limited(&["rank", shown, "--targets", shown], Stdio::null());
        assert!(run.status == 2 && run.err.contains(found), "{name}: {}", run.err);
        let run = limited(&["forecast", "-"], Stdio::from(File::open(&file).expect("it is there")));
        assert!(run.status == 2 && run.err.contains(found), "{name}: {}", run.err);
    }
    for endless in ["/dev/zero", "/dev/urandom"] {
        let run = limited(&["check", endless], Stdio::null());
        assert!(run.status == 2 && run.err.contains("found"), "{endless}: {}", run.err);
        let run = limited(&["check", "-"], Stdio::from(File::open(endless).expect("it is there")));
        assert!(run.status == 2 && run.err.contains("found"), "{endless}: {}", run.err);
    }
}

#[test]
fn a_long_series_is_checked() {
    let folder = Folder::new();
    let value = |month: usize| 1000 + month * 7919 % 1013;
    let rows =
        (0..60_000).map(|month| format!("{:04}-{:02},{}\n", month / 12 + 1, month % 12 + 1, value(month)));
    let file = folder.file("months.csv", ["period,value\n".to_owned()].into_iter().chain(rows));
    let run = limited(&["check", path(&file), "--format", "json"], Stdio::null());
    let told: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!((run.status, &told["series"][0]["values"]), (0, &60_000.into()), "{}", run.err);
}

#[test]
fn of_many_mistakes_the_first_are_told_and_all_are_counted() {
    const ROWS: usize = 200_000;
    let folder = Folder::new();
    for (name, row, code) in [
        ("periods.csv", "a,many,5\n", "bad_period"),
        ("values.csv", "a,2020,many\n", "bad_number"),
        ("twice.csv", "a,2020,5\n", "duplicate_period"),
    ] {
        let mut rows = String::from("series,period,value\n");
        (0..ROWS).for_each(|_| rows.write_str(row).expect("a text takes all"));
        let file = folder.file(name, [rows]);
        let run = limited(&["check", path(&file), "--format", "json"], Stdio::null());
        let told: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        assert_eq!(told["problems"]["listed"][0]["code"], code);
        let count = if code == "duplicate_period" { 1 } else { ROWS };
        assert_eq!((run.status, &told["problems"]["count"]), (2, &count.into()), "{}", run.err);
        assert!(run.out.len() < 100_000, "{}", run.out.len());
        let run = limited(&["forecast", path(&file)], Stdio::null());
        assert!(run.status == 2 && run.err.len() < 500_000, "{}", run.err.len());
    }
}

/// Names that a spreadsheet program would run, or that would act on a terminal, are read back from what was written of them.
#[test]
fn names_are_read_as_they_were_written_and_run_nowhere() {
    let folder = Folder::new();
    let names = [
        "=1+1",
        "+x",
        "-y",
        "@SUM(A1)",
        "\u{ff1d}1",
        "'=q",
        "-5",
        "[a](https://b.example)",
        "\u{1b}]0;pwn\u{7}",
    ];
    let rows = names.iter().flat_map(|name| {
        let cell = tradecast_io::csv_cell(name).into_owned();
        (2010..2022).map(move |year| format!("{cell},{year},{}\n", year - 1990))
    });
    let file = folder.file("names.csv", ["series,period,value\n".to_owned()].into_iter().chain(rows));
    let run = limited(&["forecast", path(&file), "--paths", "200", "--format", "csv"], Stdio::null());
    assert_eq!(run.status, 0, "{}", run.err);
    let cells: Vec<&str> =
        run.out.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default()).collect();
    assert!(
        cells.iter().all(|cell| *cell == "-5" || !cell.starts_with(['=', '+', '-', '@', '\u{ff1d}'])),
        "{cells:?}"
    );
    // The same rows as a table again: its values are the medians.
    let table = folder.file("again.csv", [&run.out]);
    let args = [
        "check",
        path(&table),
        "--series-column",
        "series",
        "--period-column",
        "period",
        "--value-column",
        "median",
    ];
    let again = limited(&[args.as_slice(), &["--format", "json"]].concat(), Stdio::null());
    let told: serde_json::Value = serde_json::from_str(&again.out).expect("JSON");
    let read: Vec<&str> =
        told["series"].as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    assert_eq!(read, names);
    for args in [
        ["check", path(&file), "--format", "text"],
        ["forecast", path(&file), "--format", "text"],
        ["forecast", path(&file), "--format", "markdown"],
        ["fit", path(&file), "--format", "text"],
    ] {
        let run = limited(&args, Stdio::null());
        assert!(!run.out.contains(['\u{1b}', '\u{7}']) && !run.err.contains(['\u{1b}', '\u{7}']), "{args:?}");
        assert!(run.out.contains(r"\u{1b}"), "{args:?}");
    }
    for command in ["arrive", "sensitivity", "rank"] {
        for format in ["text", "markdown", "html"] {
            let args = [
                command,
                path(&file),
                "--target-multiple",
                "2",
                "--by",
                "2030",
                "--paths",
                "200",
                "--format",
                format,
            ];
            let run = limited(&args, Stdio::null());
            assert!(
                !run.out.contains(['\u{1b}', '\u{7}']) && !run.err.contains(['\u{1b}', '\u{7}']),
                "{args:?}"
            );
        }
    }
}
