//! What results look like, where messages go, and what the exit status says.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use tradecast::Error;
use tradecast_io::csv_cell;

use crate::args::Format;
use crate::escape::{self, Visible};

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

    /// Several at once.
    pub(crate) fn all(failures: Vec<Self>) -> Self {
        let status = failures.iter().map(|failure| failure.status).max().unwrap_or(1);
        let told: Vec<String> = failures.into_iter().map(|failure| failure.message).collect();
        Self { message: told.join("\nerror: "), status }
    }

    /// The same, with the place it is about.
    pub(crate) fn within(self, place: &str) -> Self {
        if self.message.is_empty() {
            return self;
        }
        Self { message: format!("{place}: {}", self.message), ..self }
    }

    /// Whether usage or data are to blame.
    pub(crate) fn is_usage(&self) -> bool {
        self.status == 2
    }

    /// What is wrong; empty where that is nobody's business.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            message(&format!("error: {}", self.message));
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
            | Error::Internal { .. }
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
pub(crate) fn stdout() -> BufWriter<Box<dyn Write>> {
    let out = io::stdout();
    let terminal = out.is_terminal();
    let out = out.lock();
    BufWriter::new(if terminal { Box::new(Visible(out)) } else { Box::new(out) })
}

/// A message for the person at the terminal, on standard error.
pub(crate) fn message(text: &str) {
    // Nobody is left to be told that nobody listens.
    let _ = writeln!(anstream::stderr(), "{}", coloured(&escape::lines(text)));
}

/// A message with the word that says how bad it is in a colour, for who can see it.
fn coloured(text: &str) -> String {
    const BAD: Style = AnsiColor::Red.on_default().bold();
    const NOTED: Style = AnsiColor::Yellow.on_default();
    let marked = |word: &str, style: Style| {
        text.strip_prefix(word)
            .filter(|rest| rest.starts_with(':'))
            .map(|rest| format!("{style}{word}{style:#}{rest}"))
    };
    marked("error", BAD).or_else(|| marked("note", NOTED)).unwrap_or_else(|| text.to_owned())
}

/// What stands before, between and after the results of the series.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    pub(crate) head: Vec<u8>,
    pub(crate) between: &'static str,
    pub(crate) tail: &'static str,
}

impl Frame {
    /// That of a format: a heading for CSV, a list of many for JSON, `pages` for what people read.
    pub(crate) fn of<R>(format: Format, many: bool, csv_header: R, pages: Self) -> Result<Self, Failure>
    where
        R: IntoIterator<Item: AsRef<[u8]>>,
    {
        Ok(match format {
            Format::Csv => Self::headed(csv_rows([csv_header])?),
            Format::Json => Self::json(many),
            Format::Text | Format::Markdown => pages,
        })
    }

    /// JSON: one object for one series, a list for many.
    fn json(many: bool) -> Self {
        let (head, between, tail) = if many { ("[\n", ",\n", "\n]\n") } else { ("", "", "\n") };
        Self { head: head.into(), between, tail }
    }

    /// A heading and nothing else.
    pub(crate) fn headed(head: Vec<u8>) -> Self {
        Self { head, ..Self::default() }
    }

    /// Nothing around a picture or a document, of which there is one.
    pub(crate) fn drawn(many: bool) -> Result<Self, Failure> {
        if many {
            return Err(Failure::usage(
                "a picture or a report shows one series and one model; give a file with one, or choose another format",
            ));
        }
        Ok(Self::default())
    }

    /// Pages with an empty line between them.
    pub(crate) fn apart() -> Self {
        Self { between: "\n", ..Self::default() }
    }
}

/// Rows of a CSV file.
pub(crate) fn csv_rows<R>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Failure>
where
    R: IntoIterator<Item: AsRef<[u8]>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        for cell in row {
            match str::from_utf8(cell.as_ref()) {
                Ok(text) => writer.write_field(csv_cell(text).as_bytes())?,
                Err(_) => writer.write_field(cell.as_ref())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A Markdown table.
pub(crate) fn markdown_table(
    out: &mut impl Write,
    header: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> io::Result<()> {
    markdown_row(out, header)?;
    writeln!(out, "|{}", " --- |".repeat(header.len()))?;
    rows.into_iter().try_for_each(|row| markdown_row(out, &row))
}

/// One row of such a table.
pub(crate) fn markdown_row(out: &mut impl Write, cells: &[impl AsRef<str>]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| escape::markdown(cell.as_ref())).collect();
    writeln!(out, "| {} |", cells.join(" | "))
}

/// A table of aligned columns: the first flush left, the others flush right.
pub(crate) fn text_table(out: &mut impl Write, header: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| escape::line(&row[column]).chars().count());
        cells.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    text_row(out, &widths, header)?;
    rows.iter().try_for_each(|row| text_row(out, &widths, row))
}

/// One row of such a table; a cell that is too wide for its column moves the rest.
pub(crate) fn text_row(out: &mut impl Write, widths: &[usize], cells: &[impl AsRef<str>]) -> io::Result<()> {
    let padded = cells.iter().map(|cell| escape::line(cell.as_ref())).zip(widths).enumerate().map(
        |(i, (cell, width))| {
            let gap = " ".repeat(width.saturating_sub(cell.chars().count()));
            if i == 0 { format!("{cell}{gap}") } else { format!("{gap}{cell}") }
        },
    );
    writeln!(out, "{}", format!("  {}", padded.collect::<Vec<_>>().join("  ")).trim_end())
}
