//! What a machine happens to have changes no answer: its language, time zone, cores, home, name of the folder.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The environments, each by what is set and what is not there.
const MACHINES: [&[(&str, Option<&str>)]; 6] = [
    &[("LANG", Some("C")), ("LC_ALL", Some("C")), ("TZ", Some("Asia/Almaty"))],
    &[("LC_ALL", Some("ru_RU.UTF-8")), ("TZ", Some("Pacific/Kiritimati")), ("RAYON_NUM_THREADS", Some("1"))],
    &[("LC_ALL", Some("tr_TR.UTF-8")), ("TZ", Some("America/St_Johns")), ("RAYON_NUM_THREADS", Some("7"))],
    &[
        ("HOME", Some("/nonexistent")),
        ("XDG_CONFIG_HOME", Some("/nonexistent")),
        ("XDG_CACHE_HOME", Some("/nonexistent")),
    ],
    &[("HOME", None), ("LANG", None), ("TERM", None), ("TZ", Some(":nowhere")), ("NO_COLOR", Some("1"))],
    &[("TERM", Some("dumb")), ("CI", Some("true")), ("PATH", Some(""))],
];

const QUESTIONS: [&[&str]; 3] = [
    &["arrive", "--target", "300", "--paths", "500", "--format", "json"],
    &["forecast", "--horizon", "5", "--paths", "500", "--format", "csv"],
    &["arrive", "--target", "300", "--paths", "500", "--format", "markdown"],
];

fn ask(folder: &Path, question: &[&str], machine: &[(&str, Option<&str>)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tradecast"));
    let (verb, options) = question.split_first().expect("a question has a verb");
    command.arg(verb).arg("пары ü&.csv").args(options).current_dir(folder).stdin(Stdio::null());
    for (name, value) in machine {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.output().expect("it runs")
}

#[test]
fn answers_have_the_same_bytes_on_every_machine() {
    let place = tempfile::tempdir().expect("a writable temporary folder");
    let folder = place.path().join("копия с пробелом ü");
    fs::create_dir(&folder).expect("writable");
    let mut table = "series,period,value\n".to_owned();
    for (i, name) in ["İstanbul", "Қазақстан", "straße"].iter().enumerate() {
        for year in 0..14 {
            table += &format!("{name},{},{}\n", 2010 + year, 100 + 9 * year + (year * 7 + i) % 5);
        }
    }
    fs::write(folder.join("пары ü&.csv"), table).expect("writable");
    for question in QUESTIONS {
        let usual = ask(&folder, question, &[]);
        let told = String::from_utf8_lossy(&usual.stderr);
        assert!(usual.status.success() && !usual.stdout.is_empty(), "{question:?}: {told}");
        for machine in MACHINES {
            let here = ask(&folder, question, machine);
            assert!(here.status.success(), "{machine:?}: {}", String::from_utf8_lossy(&here.stderr));
            assert!(here.stdout == usual.stdout, "{question:?} has other bytes with {machine:?}");
        }
    }
}
