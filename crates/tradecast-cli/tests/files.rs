//! Files that are written: as a whole or not at all, never what is read, and streams as they are. Disks run full, runs are killed.

#![cfg(unix)]

mod folder;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use folder::Folder;

const TOOL: &str = env!("CARGO_BIN_EXE_tradecast");

/// Few paths of the simplest model: what is written matters here, not what it says.
const FAST: &str = "--model naive --paths 100 --horizon 3";

/// Every command that writes its result to a file, without that file; `IN` is what it reads.
fn writers() -> Vec<String> {
    vec![
        format!("arrive IN --target-multiple 2 {FAST} --out"),
        format!("forecast IN {FAST} --format csv --out"),
        "fit IN --model drift --format json --out".to_owned(),
        format!("rank IN --target-multiple 2 --by 2006 {FAST} --out"),
        format!("sensitivity IN --target-multiple 2 {FAST} --out"),
        format!("solve IN --target-multiple 1.2 --by 2006 --probability 30 --lever growth {FAST} --out"),
        format!("scenario run plan.toml IN --target-multiple 2 {FAST} --out"),
        format!("scenario compare plan.toml --data IN --target-multiple 2 {FAST} --out"),
        format!("forecast IN {FAST} --format xlsx --out"),
        "calibrate --panel IN --as-of 2000 --out".to_owned(),
        "backtest IN --hold-out 3 --priors none --model naive --paths 100 --report".to_owned(),
    ]
}

/// What is in a folder.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    let read = |entry: fs::DirEntry| {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        (entry.file_name().into_string().expect("UTF-8"), bytes)
    };
    entries.map(read).collect()
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("it exits")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

impl Folder {
    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    /// Runs a line that must be refused, and change nothing.
    fn refuses(&self, line: &str, parts: &[&str]) {
        let before = contents(&self.0);
        let output = self.run(line);
        assert_eq!(status(&output), 2, "{line}: {}", said(&output));
        for part in parts {
            assert!(said(&output).contains(part), "{line}: {part:?} is missing from {}", said(&output));
        }
        assert!(contents(&self.0) == before, "{line} changed a file");
        assert!(output.stdout.is_empty(), "{line} printed something");
    }
}

#[test]
fn what_is_read_is_not_overwritten() {
    let folder = Folder::new("same-file");
    let at = |name: &str| folder.0.join(name);
    fs::copy(at("pairs.csv"), at("in.csv")).expect("writable");
    fs::create_dir(at("sub")).expect("writable");
    fs::hard_link(at("in.csv"), at("hard.csv")).expect("writable");
    symlink("in.csv", at("soft.csv")).expect("writable");
    symlink("../soft.csv", at("sub/softer.csv")).expect("writable");
    for command in writers() {
        for out in ["in.csv", "./in.csv", "sub/../in.csv", "hard.csv", "soft.csv", "sub/softer.csv"] {
            let line = format!("tradecast {} {out}", command.replace("IN", "in.csv"));
            folder.refuses(&line, &["would overwrite what", "choose another file"]);
        }
        folder.refuses(
            &format!("tradecast {} hard.csv", command.replace("IN", "soft.csv")),
            &["would overwrite"],
        );
        let line = format!("tradecast {} in.csv < in.csv", command.replace("IN", "-"));
        folder.refuses(&line, &["standard input"]);
    }
    // Printed to the file that is read, behind what is there.
    let fit = "tradecast fit in.csv --model drift";
    folder
        .refuses(&format!("{fit} >> in.csv"), &["standard output would overwrite what <FILE> is read from"]);
    folder.refuses("tradecast check in.csv >> hard.csv", &["standard output"]);
    folder.refuses("tradecast check - < in.csv >> in.csv", &["standard output", "standard input"]);
    // Messages would stand in the middle of the data.
    let output = folder.run("tradecast fit pairs.csv --out in.csv 2>> in.csv");
    assert_eq!((status(&output), folder.read("in.csv").starts_with(&folder.read("pairs.csv"))), (2, true));
    fs::write(at("in.csv"), folder.read("pairs.csv")).expect("writable");
    folder.succeeds(&format!("{fit} > all 2>&1"));
    // A sheet of a workbook, which is read by the name of the workbook.
    folder.refuses("tradecast fit in.csv#Sheet --out in.csv", &["would overwrite"]);
}

#[test]
fn no_other_file_of_a_run_is_overwritten() {
    let folder = Folder::new("other-files");
    let forecast = format!("tradecast forecast trade.csv {FAST}");
    let arrive = format!("tradecast arrive trade.csv --target-multiple 2 {FAST}");
    let rank = format!("tradecast rank pairs.csv --by 2006 {FAST}");
    for (line, file) in [
        (format!("{forecast} --scenario plan.toml"), "plan.toml"),
        (format!("{forecast} --priors priors.toml"), "priors.toml"),
        (format!("{arrive} --parts pairs.csv"), "pairs.csv"),
        (
            "tradecast forecast trade.csv --model elastic-net --regressors gdp-and-oil.csv".to_owned(),
            "gdp-and-oil.csv",
        ),
        (format!("{rank} --targets targets.csv"), "targets.csv"),
        (format!("{rank} --target-multiple 2 --reference trade.csv"), "trade.csv"),
        ("tradecast scenario new Mine --from plan.toml".to_owned(), "plan.toml"),
        (format!("tradecast scenario run plan.toml trade.csv --target-multiple 2 {FAST}"), "plan.toml"),
        ("tradecast scenario compare collapse-2009 plan.toml".to_owned(), "plan.toml"),
    ] {
        folder.refuses(&format!("{line} --out ./{file}"), &["--out would overwrite what", "is read from"]);
    }
    // What a run keeps beside its result until it ends.
    for kept in ["result.partial", "result.progress"] {
        fs::copy(folder.0.join("pairs.csv"), folder.0.join(kept)).expect("writable");
        folder.refuses(&format!("tradecast forecast {kept} {FAST} --out result"), &[kept, "would overwrite"]);
    }
    // Two results of one run.
    let backtest = "tradecast backtest pairs.csv --origins 1985:1994:3 --priors origin";
    let both = |report: &str| format!("{backtest} --write-record priors.toml --report {report}");
    folder.refuses(&both("./priors.toml"), &["--report and --write-record are the same file"]);
    folder.refuses(&format!("{backtest} --report -"), &["--report and standard output are the same file"]);
    folder.put("printed", "");
    folder.refuses(&format!("{backtest} --report printed >> printed"), &["are the same file"]);
    // What is not a file is none: a ready scenario, and no priors.
    folder.put("none", "");
    folder.put("collapse-2009", "");
    folder.succeeds(&format!("{forecast} --priors none --out none"));
    folder.succeeds(&format!("{forecast} --priors none --scenario collapse-2009 --out collapse-2009"));
}

#[test]
fn a_run_that_fails_leaves_what_was_there() {
    let folder = Folder::new("failing");
    folder.put("one.csv", "series,period,value\na,2020,1\n");
    folder.put("two.csv", "series,period,value\na,2020,x\nb,2020,1\n");
    for format in ["text", "json", "csv", "markdown", "xlsx", "svg", "html"] {
        for file in ["one.csv", "two.csv", "missing.csv"] {
            for command in ["arrive", "forecast", "fit", "rank"] {
                let question = match command {
                    "arrive" => "--target 10",
                    "rank" => "--target 10 --by 2030",
                    _ => "",
                };
                for there in [true, false] {
                    let line =
                        format!("tradecast {command} {file} {question} --format {format} --out result");
                    if there {
                        folder.put("result", "the result before");
                    }
                    let before = contents(&folder.0);
                    let output = folder.run(&line);
                    assert!(matches!(status(&output), 1 | 2), "{line}: {}", said(&output));
                    assert!(contents(&folder.0) == before, "{line} changed a file");
                    let _ = fs::remove_file(folder.0.join("result"));
                }
            }
        }
    }
    folder.put("result", "the result before");
    let before = contents(&folder.0);
    for line in [
        "tradecast calibrate --panel one.csv --out result",
        "tradecast scenario new Mine --out result",
        "tradecast backtest one.csv --report result",
        "tradecast backtest pairs.csv --origins 1985:1994:3 --priors origin --write-record result",
    ] {
        let output = folder.run(line);
        assert!(matches!(status(&output), 1 | 2), "{line}: {}", said(&output));
        assert!(contents(&folder.0) == before, "{line} changed a file");
    }
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = Folder::new("full-disk");
    let lines =
        writers().into_iter().map(|command| format!("tradecast {}", command.replace("IN", "pairs.csv")));
    let one = format!("tradecast arrive trade.csv --target-multiple 2 {FAST} --format");
    let lines: Vec<String> =
        lines.chain(["text", "svg", "html", "xlsx"].map(|format| format!("{one} {format} --out"))).collect();
    let fails = |line: &str| {
        let output = folder.run(line);
        assert_eq!(status(&output), 1, "{line}: {}", said(&output));
        assert!(said(&output).contains("cannot write"), "{line}: {}", said(&output));
    };
    // A file may have one block of 512 bytes: that fails as a full disk does, and anybody may ask for it.
    for line in &lines {
        folder.put("result", "the result before");
        let before = contents(&folder.0);
        fails(&format!("trap '' XFSZ; ulimit -f 1; {line} result"));
        assert!(contents(&folder.0) == before, "{line}");
    }
    fails("trap '' XFSZ; ulimit -f 1; tradecast scenario new Mine --out mine.toml");
    assert!(!folder.0.join("mine.toml").exists());
    fails("trap '' XFSZ; ulimit -f 1; tradecast man --out man1");
    assert_eq!(contents(&folder.0.join("man1")).len(), 0);
    // A file system of one page, which one shell sees, where that is allowed.
    fs::create_dir(folder.0.join("small")).expect("writable");
    let script = "mount -t tmpfs -o size=4k tmpfs small && echo before > small/result || exit 97\n\
                  eval \"$1\"; ended=$?\n\
                  test \"$(cat small/result)\" = before && test \"$(ls -A small)\" = result && exit $ended\n\
                  ls -lA small >&2; exit 98\n";
    folder.put("mount.sh", script);
    let mounted = |line: &str| format!("unshare -rm sh mount.sh '{line}'");
    if status(&folder.run(&mounted("true"))) != 0 {
        return;
    }
    for line in &lines {
        fails(&mounted(&format!("{line} small/result")));
    }
}

/// A file of many series, more than are in flight at a time.
fn many(series: usize) -> String {
    let mut file = String::from("series,period,value\n");
    for i in 0..series {
        (0..6).for_each(|t| {
            file.push_str(&format!("s{i},{},{}\n", 2015 + t, 100 + (i * 7 + t * t * 13) % 40));
        });
    }
    file
}

#[test]
fn what_is_done_when_the_disk_is_full_is_kept_and_resumed() {
    let folder = Folder::new("full-later");
    folder.put("many.csv", &many(400));
    let line = format!("RAYON_NUM_THREADS=1 tradecast forecast many.csv {FAST} --format csv --out");
    folder.succeeds(&format!("{line} whole"));
    let whole = folder.read("whole");
    folder.put("result", "the result before");
    // Room for the first windows of series, and not for all.
    let blocks = whole.len() / 512 / 2;
    let output = folder.run(&format!("trap '' XFSZ; ulimit -f {blocks}; {line} result"));
    assert_eq!(status(&output), 1, "{}", said(&output));
    assert!(
        said(&output).contains("error: result: cannot write the result: File too large"),
        "{}",
        said(&output)
    );
    let told = "series are kept in result.partial; the same command with --resume goes on from there";
    assert!(said(&output).contains(told), "{}", said(&output));
    assert_eq!(folder.read("result"), b"the result before");
    let kept = folder.read("result.partial");
    assert!(kept.len() > whole.len() / 10 && whole.starts_with(&kept));
    folder.succeeds(&format!("{line} result --resume"));
    // The name of the result is in no format for programs.
    assert!(folder.read("result") == whole);
    assert!(!folder.0.join("result.partial").exists() && !folder.0.join("result.progress").exists());
}

#[test]
fn a_killed_run_leaves_no_half_file() {
    let folder = Folder::new("killed");
    folder.put("many.csv", &many(400));
    let line = |format: &str| format!("forecast many.csv {FAST} --format {format} --out result");
    let mut moment = 1_u32;
    for format in ["csv", "json", "xlsx"] {
        let line = line(format);
        let began = Instant::now();
        folder.succeeds(&format!("tradecast {line}"));
        let (took, whole) = (began.elapsed(), folder.read("result"));
        for _ in 0..5 {
            folder.put("result", "the result before");
            let mut child = Command::new(TOOL)
                .args(line.split(' '))
                .current_dir(&folder.0)
                .stderr(Stdio::null())
                .spawn()
                .expect("it runs");
            moment = moment.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            std::thread::sleep(took.mul_f64(f64::from(moment >> 8) / f64::from(1_u32 << 24)));
            child.kill().expect("it can be killed");
            child.wait().expect("it ends");
            let left = folder.read("result");
            assert!(left == b"the result before" || left == whole, "half a file");
            let begun = folder.0.join("result.progress").exists() && folder.0.join("result.partial").exists();
            assert!(!(begun && format == "xlsx"), "a workbook is written as a whole");
            folder.succeeds(&format!("tradecast {line}{}", if begun { " --resume" } else { "" }));
            assert!(folder.read("result") == whole, "{format}");
            assert!(!folder.0.join("result.partial").exists() && !folder.0.join("result.progress").exists());
        }
    }
}

#[test]
fn damaged_results_of_a_killed_run_are_asked_again() {
    let folder = Folder::new("damaged");
    folder.put("many.csv", &many(400));
    let line = format!("RAYON_NUM_THREADS=1 tradecast forecast many.csv {FAST} --format csv --out result");
    folder.succeeds(&line);
    let whole = folder.read("result");
    let begin = || {
        let _ = fs::remove_file(folder.0.join("result"));
        let blocks = whole.len() / 512 * 3 / 4;
        assert_eq!(status(&folder.run(&format!("trap '' XFSZ; ulimit -f {blocks}; {line}"))), 1);
    };
    let zeroed = |bytes: &mut Vec<u8>| bytes.iter_mut().skip(4096).take(4096).for_each(|byte| *byte = 0);
    let cut = |bytes: &mut Vec<u8>| bytes.truncate(bytes.len() / 2);
    let longer = |bytes: &mut Vec<u8>| bytes.extend([0; 335_788]);
    let empty = |bytes: &mut Vec<u8>| bytes.clear();
    let garbage = |bytes: &mut Vec<u8>| bytes[20..].fill(0xfe);
    let damages: [fn(&mut Vec<u8>); 5] = [zeroed, cut, longer, empty, garbage];
    for name in ["result.partial", "result.progress"] {
        for (at, damage) in damages.into_iter().enumerate() {
            begin();
            let mut bytes = folder.read(name);
            damage(&mut bytes);
            fs::write(folder.0.join(name), bytes).expect("writable");
            folder.succeeds(&format!("{line} --resume"));
            assert!(folder.read("result") == whole, "{name}, damage {at}");
        }
    }
}

#[test]
fn links_are_followed_and_permissions_stay() {
    let folder = Folder::new("links");
    let at = |name: &str| folder.0.join(name);
    folder.put("real/result", "the result before");
    fs::set_permissions(at("real/result"), fs::Permissions::from_mode(0o600)).expect("it is mine");
    symlink("real/result", at("link")).expect("writable");
    symlink("real/new", at("dangling")).expect("writable");
    let line = format!("tradecast forecast pairs.csv {FAST} --format csv --out");
    folder.succeeds(&format!("{line} plain"));
    folder.succeeds(&format!("{line} link"));
    folder.succeeds(&format!("{line} dangling"));
    for link in ["link", "dangling"] {
        assert!(fs::symlink_metadata(at(link)).expect("it is there").is_symlink());
    }
    assert!(
        folder.read("real/result") == folder.read("plain") && folder.read("real/new") == folder.read("plain")
    );
    let mode = |name: &str| fs::metadata(at(name)).expect("it is there").mode() & 0o777;
    assert_eq!(mode("real/result"), 0o600);
    // A new file is like any other new file.
    folder.succeeds("umask 027; tradecast forecast trade.csv --out masked; : > usual");
    assert_eq!((mode("masked"), mode("real/new")), (mode("usual"), mode("pairs.csv")));
    assert_eq!(contents(&at("real")).len(), 2);
}

#[test]
fn places_that_cannot_be_written_are_told_before_the_work() {
    let folder = Folder::new("no-place");
    fs::create_dir(folder.0.join("sub")).expect("writable");
    for command in writers() {
        let line = format!("tradecast {}", command.replace("IN", "pairs.csv"));
        folder.refuses(&format!("{line} missing/result"), &["missing/result: there is no folder missing"]);
        folder.refuses(&format!("{line} sub"), &["sub: it is a folder; name a file"]);
        folder.refuses(&format!("{line} pairs.csv/result"), &["pairs.csv is no folder"]);
    }
    folder.refuses("tradecast scenario new Mine --out missing/mine.toml", &["there is no folder missing"]);
    folder.refuses("tradecast man --out pairs.csv", &["pairs.csv", "choose another folder"]);
}

/// Root may write anywhere, so that the program runs as somebody else here.
#[test]
fn folders_and_files_that_may_not_be_written_are_left_alone() {
    let folder = Folder::new("read-only");
    let at = |name: &str| folder.0.join(name);
    let tool = at("tool");
    fs::copy(TOOL, &tool).expect("writable");
    let root = fs::metadata(&folder.0).expect("it is there").uid() == 0;
    folder.put("closed/result", "the result before");
    folder.put("open/result", "the result before");
    let mode = |name: &str, mode: u32| fs::set_permissions(at(name), fs::Permissions::from_mode(mode));
    mode("closed", 0o555).and_then(|()| mode("closed/result", 0o666)).expect("it is mine");
    mode("open", 0o777).and_then(|()| mode("open/result", 0o444)).expect("it is mine");
    for place in ["closed/result", "open/result", "closed/new"] {
        for file in ["pairs.csv", "trade.csv"] {
            let mut command = Command::new(&tool);
            command
                .args(["forecast", file])
                .args(FAST.split(' '))
                .args(["--out", place])
                .current_dir(&folder.0);
            if root {
                command.uid(65_534).gid(65_534);
            }
            let output = command.output().expect("it runs");
            let told = said(&output);
            assert_eq!(status(&output), 2, "{told}");
            assert!(told.contains(place) && told.contains("its folder must be writable"), "{told}");
        }
        let left = contents(&at("closed")).into_values().chain(contents(&at("open")).into_values());
        assert!(left.eq([b"the result before", b"the result before"]), "{place}");
    }
    mode("closed", 0o755).expect("it is mine");
}

#[test]
fn streams_are_written_as_they_are() {
    let folder = Folder::new("streams");
    for (file, format) in [("pairs.csv", "csv"), ("trade.csv", "json"), ("pairs.csv", "json")] {
        let line = format!("tradecast forecast {file} {FAST} --format {format}");
        let printed = folder.run(&line).stdout;
        assert!(printed.len() > 200);
        let same = |line: &str| {
            let output = folder.run(line);
            assert_eq!(status(&output), 0, "{line}: {}", said(&output));
            assert!(output.stdout == printed, "{line}");
        };
        same(&format!("{line} --out -"));
        same(&format!("{line} --out /dev/stdout"));
        same(&format!("{line} --out /dev/stdout | cat"));
        same(&format!("{line} --out /dev/fd/3 3>&1 | cat"));
        same(&format!("{line} --out /dev/fd/3 3> file; cat file"));
        same(&format!("mkfifo pipe; cat pipe & {line} --out pipe; wait; test -p pipe && rm pipe"));
        let between =
            folder.run(&format!("{{ echo a; {line} --out /dev/stdout; echo b; }} > file; cat file"));
        assert!(between.stdout == [b"a\n", &printed[..], b"b\n"].concat());
        folder.succeeds(&format!("{line} --out /dev/null && test -c /dev/null"));
        folder.refuses(&format!("{line} --out - --resume"), &["--resume goes on with a file"]);
        fs::remove_file(folder.0.join("file")).expect("it is there");
    }
    assert!(
        !contents(&folder.0).keys().any(|name| name == "-" || name.contains("tmp") || name.contains(".p"))
    );
    let workbook = format!("tradecast forecast pairs.csv {FAST} --format xlsx --out");
    folder.succeeds(&format!("{workbook} a.xlsx && {workbook} - > b.xlsx && {workbook} /dev/fd/3 3> c.xlsx"));
    assert!(folder.read("a.xlsx") == folder.read("b.xlsx") && folder.read("a.xlsx") == folder.read("c.xlsx"));
    folder.succeeds(
        "tradecast calibrate --panel pairs.csv --out - > a && tradecast calibrate --panel pairs.csv --out b",
    );
    assert!(folder.read("a") == folder.read("b") && !folder.read("a").is_empty());
    folder.succeeds("tradecast scenario new Mine --out - > c && tradecast scenario new Mine > d");
    assert!(folder.read("c") == folder.read("d") && !folder.read("c").is_empty());
}

#[test]
fn a_full_standard_output_ends_with_an_error() {
    let folder = Folder::new("full-output");
    let mut lines: Vec<String> = ["text", "json", "csv", "markdown", "svg", "html"]
        .iter()
        .flat_map(|format| {
            ["arrive trade.csv --target-multiple 2", "forecast trade.csv"]
                .map(|command| format!("{command} {FAST} --format {format}"))
        })
        .collect();
    for format in ["text", "json", "csv", "markdown"] {
        for command in [
            "check trade.csv",
            "scenario list",
            "fit trade.csv --model drift",
            "backtest trade.csv --hold-out 3 --priors none --model naive --paths 100",
        ] {
            lines.push(format!("{command} --format {format}"));
        }
        lines.push(format!("rank pairs.csv --target-multiple 2 --by 2006 {FAST} --format {format}"));
        lines.push(format!("sensitivity trade.csv --target-multiple 2 {FAST} --format {format}"));
        lines.push(format!("forecast pairs.csv {FAST} --format {format}"));
    }
    lines.extend(
        writers()
            .into_iter()
            .filter(|line| line.ends_with("--out"))
            .map(|line| format!("{} -", line.replace("IN", "pairs.csv"))),
    );
    lines.extend(
        [
            "",
            "scenario new Mine",
            "scenario new Mine --out -",
            "completions bash",
            "completions fish",
            "--help",
            "-h",
        ]
        .map(str::to_owned),
    );
    lines.extend(
        ["--version", "help", "help rank", "arrive --help", "scenario --help", "man -h"].map(str::to_owned),
    );
    for line in lines {
        let output = folder.run(&format!("tradecast {line} > /dev/full"));
        assert_eq!(status(&output), 1, "{line}: {}", said(&output));
        assert!(
            said(&output).contains("error: cannot write the result: No space left"),
            "{line}: {}",
            said(&output)
        );
        // Who stops reading is no failure.
        let output = folder.run(&format!("{{ sleep 0.05; tradecast {line}; echo $? >&2; }} | true"));
        assert!(
            said(&output).ends_with("0\n") && !said(&output).contains("error"),
            "{line}: {}",
            said(&output)
        );
    }
    for command in writers() {
        // Of a backtest the report is not all there is.
        let output = folder.run(&format!("tradecast {} /dev/full", command.replace("IN", "pairs.csv")));
        assert_eq!(status(&output), 1, "{command}: {}", said(&output));
        assert!(
            said(&output).contains("/dev/full: cannot write the result: No space left"),
            "{}",
            said(&output)
        );
    }
}

#[test]
fn messages_that_cannot_be_written_change_nothing() {
    let folder = Folder::new("no-messages");
    folder.put("mixed.csv", &format!("{}bad,2020,x\nworse,2021,y\n", many(20)));
    let arrive = format!("tradecast arrive mixed.csv --target-multiple 2 {FAST} --format csv");
    for line in
        [arrive.as_str(), "tradecast fit missing.csv", "tradecast --no-such-option", "tradecast --help"]
    {
        let heard = folder.run(line);
        for place in ["2> /dev/full", "2>&-", "2> /dev/null"] {
            let unheard = folder.run(&format!("{line} {place}"));
            assert_eq!(
                (status(&unheard), unheard.stdout),
                (status(&heard), heard.stdout.clone()),
                "{line} {place}"
            );
        }
    }
    folder.succeeds(&format!("{arrive} --out a && {arrive} --out b 2> /dev/full && {arrive} --out c 2>&-"));
    assert!(folder.read("a") == folder.read("b") && folder.read("a") == folder.read("c"));
}

#[test]
fn the_same_question_gives_the_same_bytes_whenever_it_is_asked() {
    let folder = Folder::new("same-bytes");
    let formats = ["text", "json", "csv", "markdown", "svg", "html", "xlsx"];
    let ask = || {
        formats.map(|format| {
            folder.succeeds(&format!(
                "tradecast arrive trade.csv --target-multiple 2 {FAST} --format {format} --out result"
            ));
            folder.read("result")
        })
    };
    let report = || {
        folder.succeeds(
            "tradecast backtest trade.csv --hold-out 3 --priors none --model naive --paths 100 --report r",
        );
        folder.succeeds("tradecast calibrate --panel pairs.csv --out priors && tradecast man --out man1");
        (folder.read("r"), folder.read("priors"), contents(&folder.0.join("man1")))
    };
    let (before, reported) = (ask(), report());
    // Workbooks and archives know seconds, the latter two at a time.
    std::thread::sleep(Duration::from_millis(2100));
    assert!(before == ask());
    assert!(reported == report());
}
