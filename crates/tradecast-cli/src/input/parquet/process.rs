//! Parquet is read by a process of its own, this program once more, whose memory and time are limited.
//!
//! The library allocates what a file says of its lengths before it looks whether they are there, in a dozen places, and follows a
//! schema as deep as it goes: a file of a kilobyte can ask for 64 GB or overflow the stack, and neither can be caught where it happens. To
//! check every length first would be to write the library anew. A process that dies is caught whatever killed it.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use super::rows;
use crate::failure::Failure;

/// The only argument of such a process. It is no command: nobody calls it.
const WORD: &str = "read-parquet-from-stdin";

/// Most memory of the process: a page of every one of a hundred columns.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;

/// Seconds of a processor that a file may take, and one more for every so many bytes.
#[cfg(unix)]
const SECONDS: u64 = 10;
#[cfg(unix)]
const BYTES_A_SECOND: u64 = 1 << 20;

/// Most bytes of text that become of a file: so many, and so many times its size. One text can stand in a million rows.
const TEXT: u64 = 256 << 20;
const TEXT_A_BYTE: u64 = 100;

/// Writes the rows of a Parquet file as CSV.
pub(crate) fn read(file: File, mut into: impl Write) -> Result<(), Failure> {
    let size = file.metadata().map_err(unread)?.len();
    let most = TEXT.saturating_add(size.saturating_mul(TEXT_A_BYTE));
    let program = std::env::current_exe().map_err(unread)?;
    let mut process = Command::new(program)
        .arg(WORD)
        .stdin(file)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(unread)?;
    let text = process.stdout.take().expect("it is piped");
    let copied = io::copy(&mut text.take(most + 1), &mut into);
    if !matches!(copied, Ok(bytes) if bytes <= most) {
        // It may be gone already.
        let _ = process.kill();
    }
    let output = process.wait_with_output().map_err(unread)?;
    if copied? > most {
        return Err(unread("it becomes a hundred times its size as text"));
    }
    match output.status.code() {
        Some(0) => Ok(()),
        Some(2) => Err(unread(String::from_utf8_lossy(&output.stderr))),
        _ => Err(unread(death(output.status))),
    }
}

/// Why a file is not read, and what helps.
fn unread(why: impl Display) -> Failure {
    Failure::usage(format!(
        "the Parquet file cannot be read: {why}; save it again, compressed with snappy or zstd, or as CSV"
    ))
}

/// What became of the process.
#[cfg(unix)]
fn death(status: ExitStatus) -> &'static str {
    use std::os::unix::process::ExitStatusExt;
    let out_of_time = Some(rustix::process::Signal::XCPU.as_raw());
    match status.signal() {
        signal if signal == out_of_time => {
            "it takes longer than its size allows, so it is damaged or made to"
        }
        Some(_) => "it is damaged, or asks for more than 1 GB of memory",
        None => "it is damaged",
    }
}

#[cfg(not(unix))]
fn death(_: ExitStatus) -> &'static str {
    "it is damaged, or asks for more memory than there is"
}

/// Where this is such a process, does its work.
pub(crate) fn as_process() -> Option<ExitCode> {
    let mut args = std::env::args_os().skip(1);
    if args.next()? != WORD || args.next().is_some() {
        return None;
    }
    let read = standard_input().map_err(|why| why.to_string()).and_then(|file| {
        limit(&file);
        rows::write(file, BufWriter::new(io::stdout().lock()))
    });
    let Err(why) = read else { return Some(ExitCode::SUCCESS) };
    // Nobody is left to be told that nobody listens.
    let _ = write!(io::stderr(), "{why}");
    Some(ExitCode::from(2))
}

#[cfg(unix)]
fn standard_input() -> io::Result<File> {
    use std::os::fd::AsFd;
    Ok(io::stdin().as_fd().try_clone_to_owned()?.into())
}

#[cfg(windows)]
fn standard_input() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(io::stdin().as_handle().try_clone_to_owned()?.into())
}

/// Limits this process: the system ends it where it goes further.
#[cfg(unix)]
fn limit(file: &File) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let size = file.metadata().map_or(0, |file| file.len());
    let limits =
        [(Resource::As, MEMORY), (Resource::Cpu, SECONDS + size / BYTES_A_SECOND), (Resource::Core, 0)];
    for (resource, most) in limits {
        let known = getrlimit(resource);
        let current = Some(known.current.map_or(most, |current| current.min(most)));
        // Less than before is always granted.
        let _ = setrlimit(resource, Rlimit { current, maximum: known.maximum });
    }
}

/// Elsewhere the process can die alone, and that is all.
#[cfg(not(unix))]
fn limit(_: &File) {}
