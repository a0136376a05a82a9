//! Where results and messages go, and what the exit status says.

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;
use tradecast::Error;

/// Why the command ends without success.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    status: u8,
}

impl Failure {
    /// Bad usage or bad data: the user can fix it.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 2 }
    }

    /// Everything was understood and there is still no answer.
    pub(crate) fn no_answer(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: 1 }
    }

    #[expect(clippy::print_stderr, reason = "the one place where a failure is told")]
    pub(crate) fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            eprintln!("error: {}", self.message);
        }
        ExitCode::from(self.status)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::TooFewObservations { .. }
            | Error::NoModel { .. }
            | Error::NotFitted { .. }
            | Error::AsOfTooEarly { .. } => Self::no_answer(error.to_string()),
            _ => Self::usage(error.to_string()),
        }
    }
}

impl From<io::Error> for Failure {
    /// A reader that stops reading (`| head`) is no failure.
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe {
            return Self { message: String::new(), status: 0 };
        }
        Self::no_answer(format!("cannot write the result: {error}"))
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        match error.into_kind() {
            csv::ErrorKind::Io(error) => error.into(),
            other => Self::no_answer(format!("cannot write the result: {other:?}")),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// A message for the person at the terminal.
#[expect(clippy::print_stderr, reason = "messages go to standard error, here and nowhere else")]
pub(crate) fn message(text: &str) {
    eprintln!("{text}");
}

/// One object for one result, a list for many.
pub(crate) fn json(out: &mut impl Write, results: &[impl Serialize]) -> Result<(), Failure> {
    match results {
        [one] => serde_json::to_writer_pretty(&mut *out, one)?,
        many => serde_json::to_writer_pretty(&mut *out, many)?,
    }
    Ok(writeln!(out)?)
}

/// A Markdown table.
pub(crate) fn markdown_table(
    out: &mut impl Write,
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> io::Result<()> {
    let line = |cells: &[String]| {
        format!("| {} |", cells.iter().map(|c| c.replace('|', "\\|")).collect::<Vec<_>>().join(" | "))
    };
    writeln!(out, "{}", line(&header.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>()))?;
    writeln!(out, "|{}", " --- |".repeat(header.len()))?;
    rows.into_iter().try_for_each(|row| writeln!(out, "{}", line(&row)))
}

/// A table of aligned columns: the first flush left, the others flush right.
pub(crate) fn text_table(out: &mut impl Write, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(i, (cell, width))| {
            let gap = " ".repeat(width - cell.chars().count());
            if i == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        });
        format!("  {}", padded.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    writeln!(out, "{}", line(header.to_vec()))?;
    rows.iter().try_for_each(|row| writeln!(out, "{}", line(row.iter().map(String::as_str).collect())))
}
