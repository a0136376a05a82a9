//! Files of many series: streamed, interrupted, taken up again, and cut off by a reader.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

fn tradecast() -> Command {
    Command::new(env!("CARGO_BIN_EXE_tradecast"))
}

/// A folder with an input file and a place for the result.
struct Place {
    folder: TempDir,
}

impl Place {
    fn with(input: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a writable temporary folder") };
        fs::write(place.input(), input).expect("writable");
        place
    }

    fn input(&self) -> PathBuf {
        self.folder.path().join("pairs.csv")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("result")
    }

    fn partial(&self) -> PathBuf {
        self.folder.path().join("result.partial")
    }

    fn progress(&self) -> PathBuf {
        self.folder.path().join("result.progress")
    }

    /// The command with its result in the file; one thread, so that 64 series are in flight on any machine.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = tradecast();
        command.env("RAYON_NUM_THREADS", "1").arg(args[0]).arg(self.input()).args(&args[1..]);
        command.arg("--out").arg(self.out());
        command
    }

    fn run(&self, args: &[&str]) -> (i32, String) {
        let Output { status, stdout, stderr } = self.command(args).output().expect("it runs");
        assert!(stdout.is_empty());
        (status.code().expect("it exits"), String::from_utf8(stderr).expect("UTF-8"))
    }

    /// Runs the command until it has done something more, and kills it. The pipe of its messages is not read, and the bad series
    /// of the file have more to say than it holds: the command cannot have ended before.
    fn interrupt(&self, args: &[&str]) {
        let mut child = self.command(args).stderr(Stdio::piped()).spawn().expect("it runs");
        // The last may be half a line, which does not count.
        let lines = || fs::read_to_string(self.progress()).map_or(1, |text| text.matches('\n').count());
        let before = lines();
        let waited = (0..6000).find(|_| {
            std::thread::sleep(Duration::from_millis(10));
            lines() > before
        });
        assert!(waited.is_some(), "no progress");
        assert!(child.try_wait().expect("it can be asked").is_none(), "it ended");
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
    }
}

/// Good series around so many bad ones.
fn pairs(bad: usize) -> String {
    let mut file = String::from("series,period,value\n");
    for i in 0..150 {
        (0..5).for_each(|t| {
            file.push_str(&format!("before{i},{},{}\n", 2015 + t, 100 + (i * 7 + t * t * 13) % 40))
        });
    }
    (0..bad).for_each(|i| file.push_str(&format!("bad{i},2020,n/a\n")));
    for i in 0..70 {
        (0..4).for_each(|t| file.push_str(&format!("after{i},{},{}\n", 2016 + t, 50 + (i + t * 11) % 30)));
    }
    file
}

const FORECAST: [&str; 9] =
    ["forecast", "--model", "naive", "--paths", "100", "--horizon", "2", "--format", "csv"];

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("it is there")
}

#[test]
fn a_killed_run_resumes_to_the_same_bytes() {
    let place = Place::with(&pairs(1500));
    for format in ["csv", "json", "markdown", "text"] {
        let arrive =
            ["arrive", "--target-multiple", "2", "--model", "drift", "--paths", "100", "--format", format];
        let mut forecast = FORECAST;
        forecast[8] = format;
        let fit = ["fit", "--model", "drift", "--format", format];
        for args in [&arrive[..], &forecast, &fit] {
            let (status, told) = place.run(args);
            assert_eq!(status, 0, "{told}");
            assert!(told.ends_with("\n220 series answered, 1500 failed\n"), "{told}");
            assert!(!place.progress().exists());
            let whole = read(&place.out());
            place.interrupt(args);
            // What was on its way to the disk when the run was killed.
            assert!(read(&place.out()) == whole, "the result of the run before stays until the end");
            let mut out = fs::OpenOptions::new().append(true).open(place.partial()).expect("it is there");
            out.write_all(b"before149,naive,20").expect("writable");
            let mut progress =
                fs::OpenOptions::new().append(true).open(place.progress()).expect("it is there");
            progress.write_all(b"{\"series\":1").expect("writable");
            assert_ne!(read(&place.partial()), whole, "{args:?}");
            let resume = [args, &["--resume"]].concat();
            place.interrupt(&resume);
            for line in read(&place.progress()).lines() {
                let (text, checksum) = line.split_once('\t').expect("a line and its checksum");
                assert!(serde_json::from_str::<Value>(text).is_ok() && checksum.len() == 8, "{line}");
            }
            let (status, told) = place.run(&resume);
            assert_eq!(status, 0, "{told}");
            assert!(told.ends_with("\n220 series answered, 1500 failed\n"), "{told}");
            assert!(read(&place.out()) == whole, "{args:?}");
            assert!(!place.progress().exists() && !place.partial().exists());
        }
    }
}

#[test]
fn what_is_done_is_kept_and_not_asked_again() {
    let place = Place::with(&pairs(1500).replacen('\n', "\nfirst,2020,n/a\n", 1));
    place.interrupt(&FORECAST);
    let begun = read(&place.partial());
    assert!(begun.lines().count() > 2 * 63, "a window is handed on: {begun}");
    assert!(!place.out().exists());
    let (status, told) = place.run(&[&FORECAST[..], &["--resume"]].concat());
    assert_eq!(status, 0, "{told}");
    assert!(read(&place.out()).starts_with(&begun));
    assert!(!told.contains("first") && told.contains("error\tbad1499\t"), "{told}");
    assert!(told.ends_with("\n220 series answered, 1501 failed\n"), "{told}");
}

#[test]
fn results_of_two_questions_are_not_mixed() {
    let place = Place::with(&pairs(1500));
    place.interrupt(&FORECAST);
    let kept = (read(&place.partial()), read(&place.progress()));
    let refused = |args: &[&str], parts: &[&str]| {
        let (status, told) = place.run(args);
        assert_eq!(status, 2, "{told}");
        parts.iter().for_each(|part| assert!(told.contains(part), "{part:?} is missing from {told}"));
        assert!((read(&place.partial()), read(&place.progress())) == kept, "{args:?} changed a file");
    };
    let resume = [&FORECAST[..], &["--resume"]].concat();
    refused(&FORECAST, &["result: ", "begun and not ended", "--resume", "delete", "result.partial"]);
    refused(&[&resume[..], &["--seed", "2"]].concat(), &["cannot be resumed", "--horizon 2", "delete"]);
    fs::write(place.input(), pairs(1499)).expect("writable");
    refused(&resume, &["the data have changed"]);
    fs::write(place.input(), pairs(1500)).expect("writable");
    let locked = fs::File::open(place.partial()).expect("it is there");
    locked.lock().expect("nobody else has it");
    refused(&resume, &["another run is writing"]);
    drop(locked);
    assert_eq!(place.run(&resume).0, 0);
    let (status, told) = place.run(&resume);
    assert_eq!(status, 2);
    assert!(told.contains("nothing to resume") && told.contains("leave out --resume"), "{told}");
}

#[test]
fn a_scenario_that_changed_is_another_question() {
    let place = Place::with(&pairs(1500));
    let plan = place.folder.path().join("plan.toml");
    let scenario = |growth: f64| fs::write(&plan, format!("version = 1\n[levers]\ngrowth = {growth:?}\n"));
    scenario(1.0).expect("writable");
    let args = [&FORECAST[..], &["--scenario", plan.to_str().expect("UTF-8")]].concat();
    place.interrupt(&args);
    scenario(2.0).expect("writable");
    let (status, told) = place.run(&[&args[..], &["--resume"]].concat());
    assert_eq!(status, 2);
    assert!(told.contains("the scenario or the priors have changed"), "{told}");
}

#[test]
fn resume_begins_where_nothing_was_begun() {
    let place = Place::with(&pairs(0));
    let (status, told) = place.run(&[&FORECAST[..], &["--resume"]].concat());
    assert_eq!((status, told.as_str()), (0, "220 series answered, 0 failed\n"));
    let printed =
        tradecast().arg("forecast").arg(place.input()).args(&FORECAST[1..]).output().expect("it runs");
    assert!(read(&place.out()).as_bytes() == printed.stdout);
    let alone = tradecast().args(["forecast", "--resume"]).output().expect("it runs");
    assert_eq!(alone.status.code(), Some(2));
}

#[test]
fn the_order_of_rows_and_the_way_in_do_not_matter() {
    let adjacent = pairs(3);
    let mut rows: Vec<&str> = adjacent.lines().collect();
    rows[1..].sort_by_key(|row| row.split(',').nth(1));
    let place = Place::with(&rows.join("\n"));
    let interleaved =
        tradecast().arg("forecast").arg(place.input()).args(&FORECAST[1..]).output().expect("it runs");
    let through = |input: &str| {
        let mut child = tradecast()
            .args(["forecast", "-"])
            .args(&FORECAST[1..])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        child.stdin.take().expect("piped").write_all(input.as_bytes()).expect("it reads");
        child.wait_with_output().expect("it ends").stdout
    };
    assert!(through(&rows.join("\n")) == interleaved.stdout);
    let sorted = |bytes: &[u8]| {
        let mut rows: Vec<String> = String::from_utf8_lossy(bytes).lines().map(str::to_owned).collect();
        rows.sort();
        rows
    };
    assert_eq!(sorted(&through(&adjacent)), sorted(&interleaved.stdout));
}

#[test]
fn a_reader_that_stops_reading_ends_the_run_quietly() {
    let place = Place::with(&pairs(0));
    let mut child = tradecast()
        .arg("arrive")
        .arg(place.input())
        .args(["--target-multiple", "2", "--model", "naive", "--paths", "100", "--format", "csv"])
        .args(["--horizon", "100"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut first = [0; 20];
    child.stdout.take().expect("piped").read_exact(&mut first).expect("it writes");
    assert_eq!(&first, b"series,target,horizo");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn json_is_a_list_for_a_file_of_many_whatever_fails() {
    let file =
        "series,period,value\ngood,2020,1\ngood,2021,2\ngood,2022,4\nbad,2022,x\nbad,2023,y\nshort,2022,1\n";
    let place = Place::with(file);
    for command in [&["arrive", "--target", "10"][..], &["forecast"], &["fit"]] {
        let (status, told) = place.run(&[command, &["--format", "json"]].concat());
        assert_eq!(status, 0, "{told}");
        let list: Value = serde_json::from_str(&read(&place.out())).expect("JSON");
        assert_eq!(list.as_array().map(Vec::len), Some(1));
        let rows: Vec<&str> = told.lines().collect();
        assert!(rows[0].starts_with("error\tbad\trow 5, column \"value\""), "{told}");
        assert!(rows[1].starts_with("error\tbad\trow 6, column \"value\""), "{told}");
        assert!(rows[2].starts_with("error\tshort\t"), "{told}");
        assert!(
            rows[3].starts_with("note: panel priors of bilateral trade are used for 0 of 1 yearly series;"),
            "{told}"
        );
        assert_eq!(rows[4..], ["1 series answered, 2 failed"]);
    }
}

#[test]
fn where_nothing_is_answered_nothing_is_printed_and_the_status_says_whose_fault_it_is() {
    let two = |a: &str, b: &str| format!("{a}\n{b}\n");
    let cases = [
        (two("a,2020,x", "b,2020,1,2"), &[][..], 2),
        (two("a,2020,1", "b,2020,x"), &[], 1),
        (two("a,2020,1", "b,2020,1"), &["--as-of", "2010"], 1),
    ];
    for (file, more, expected) in cases {
        for format in ["csv", "json", "text", "markdown"] {
            let place = Place::with(&format!("series,period,value\n{file}"));
            let args = ["arrive", "--target", "10", "--format", format];
            let (status, told) = place.run(&[&args[..], more].concat());
            assert_eq!(status, expected, "{told}");
            assert!(!place.out().exists() && !place.partial().exists() && !place.progress().exists());
            assert!(told.contains("0 series answered, 2 failed\nerror: "), "{told}");
        }
    }
}

#[test]
fn many_notes_are_counted() {
    let gaps: String =
        (0..30).map(|i| format!("s{i},2020,1\ns{i},2021,\ns{i},2022,2\ns{i},2023,2\n")).collect();
    let place = Place::with(&format!("series,period,value\n{gaps}"));
    let (status, told) = place.run(&FORECAST);
    assert_eq!(status, 0, "{told}");
    assert_eq!(told.matches(" stays a gap").count(), 20);
    assert!(told.contains("note: 10 more such notes\n30 series answered"), "{told}");
}
