//! A file that is read is not written by the same run, and no file is written twice: that is found out before anything is read.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{ArgMatches, Command};
use same_file::Handle;

use crate::failure::Failure;
use crate::input::input_file::with_sheet;
use crate::input::levers::ready_ids;
use crate::output::write::destination::{self, Destination};
use crate::output::write::partial_file;
use tradecast_data::cases;

/// Options that name what is written; all others that name files name what is read.
const WRITTEN: [&str; 3] = ["out", "report", "write_record"];

/// Values in place of a file that are none.
const NO_FILES: [&str; 3] = ["none", "origin", "pairs"];

/// What stands for a stream in place of a path, which is absolute.
const STDOUT: &str = "stdout";
const STDERR: &str = "stderr";

/// A file of a run.
#[derive(Debug)]
struct Used {
    /// What the command line calls it.
    shown: String,
    /// Where it is, without links.
    path: PathBuf,
    /// What it is, where it is there and nothing but a file: two names may be links to one.
    handle: Option<Handle>,
}

impl Used {
    /// The same file by name, or by what the file system knows it by.
    fn is(&self, other: &Self) -> bool {
        self.path == other.path
            || self.handle.as_ref().is_some_and(|handle| other.handle.as_ref() == Some(handle))
    }
}

/// Refuses a command line that would overwrite what it reads, or one of its results with another.
pub(crate) fn check(command: &Command, matches: &ArgMatches) -> Result<(), Failure> {
    if let Some((name, inner)) = matches.subcommand()
        && let Some(command) = command.find_subcommand(name)
    {
        return check(command, inner);
    }
    let (mut read, mut written) = (Vec::new(), Vec::new());
    for argument in command.get_arguments() {
        let (id, names) = (argument.get_id().as_str(), argument.get_value_names().unwrap_or_default());
        let Some(name) = names.first().filter(|name| name.split('|').any(|part| part == "FILE")) else {
            continue;
        };
        let option = argument.get_long().map_or_else(|| format!("<{name}>"), |long| format!("--{long}"));
        for value in matches.get_raw(id).into_iter().flatten() {
            if WRITTEN.contains(&id) {
                written.extend(outputs(value, &option, has(command, "resume")));
            } else if !(name.contains('|') && is_no_file(value)) {
                read.extend(input(value, &option));
            }
        }
    }
    if !(has(command, "out") && matches.get_raw("out").is_some()) {
        written.push(stdout("standard output"));
    }
    // Results and messages may go to one file, one after the other, but not into what a file with a name is replaced by.
    written.push(stderr());
    for (at, output) in written.iter().enumerate() {
        if let Some(input) = read.iter().find(|input| output.is(input)) {
            return Err(Failure::usage(format!(
                "{} would overwrite what {} is read from; choose another file",
                output.shown, input.shown
            )));
        }
        let of_another = |other: &&Used| {
            output.is(other) && !(output.path.as_os_str() == STDERR && other.path.as_os_str() == STDOUT)
        };
        if let Some(other) = written[..at].iter().find(of_another) {
            return Err(Failure::usage(format!(
                "{} and {} are the same file; choose another for one of them",
                other.shown, output.shown
            )));
        }
    }
    Ok(())
}

fn has(command: &Command, argument: &str) -> bool {
    command.get_arguments().any(|known| known.get_id() == argument)
}

/// Whether a value stands for something that is in no file.
fn is_no_file(value: &OsStr) -> bool {
    let ready = || cases().iter().flat_map(ready_ids).any(|ready| value == ready);
    NO_FILES.iter().any(|known| value == *known) || ready()
}

/// What is read; nothing where it is not there, which is told when it is opened.
fn input(value: &OsStr, option: &str) -> Option<Used> {
    if value == "-" {
        let handle = Handle::stdin().ok().filter(is_file)?;
        return Some(Used { shown: "standard input".to_owned(), path: "stdin".into(), handle: Some(handle) });
    }
    let (path, _) = with_sheet(Path::new(value));
    let handle = handle(&path)?;
    Some(Used { shown: option.to_owned(), path: fs::canonicalize(&path).ok()?, handle: Some(handle) })
}

/// What is written: the file, and those that a run keeps beside it until it ends.
fn outputs(value: &OsStr, option: &str, resumable: bool) -> Vec<Used> {
    match Destination::of(Path::new(value)) {
        Ok(Destination::Stdout) => vec![stdout(option)],
        Ok(Destination::File(file)) => {
            let folder = fs::canonicalize(destination::folder(&file)).unwrap_or_default();
            let file = folder.join(file.file_name().unwrap_or_default());
            let beside = if resumable { partial_file::beside(&file).into() } else { Vec::new() };
            let used = |path: PathBuf| Used { shown: option.to_owned(), handle: handle(&path), path };
            let kept = |path: PathBuf| Used { shown: format!("{option} ({})", path.display()), ..used(path) };
            std::iter::once(used(file)).chain(beside.into_iter().map(kept)).collect()
        }
        // What cannot be written is told when it is opened, and a device can be shared.
        Ok(Destination::Stream(_)) | Err(_) => Vec::new(),
    }
}

fn stdout(shown: &str) -> Used {
    let handle = Handle::stdout().ok().filter(is_file);
    Used { shown: shown.to_owned(), path: STDOUT.into(), handle }
}

fn stderr() -> Used {
    let handle = Handle::stderr().ok().filter(is_file);
    Used { shown: "standard error".to_owned(), path: STDERR.into(), handle }
}

fn handle(path: &Path) -> Option<Handle> {
    // A pipe would wait for its other end.
    let file = fs::metadata(path).is_ok_and(|found| found.is_file());
    file.then(|| Handle::from_path(path)).and_then(io::Result::ok)
}

fn is_file(handle: &Handle) -> bool {
    handle.as_file().metadata().is_ok_and(|found| found.is_file())
}
