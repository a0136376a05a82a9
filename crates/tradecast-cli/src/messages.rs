//! Messages for the person at the terminal, on standard error.

use std::io::Write;

use anstyle::{AnsiColor, Style};

use crate::escape;

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

/// One line a series that could not be answered: tab-separated, so that a program can read it.
pub(crate) fn error_row(series: &str, why: &str) -> String {
    format!("error\t{series}\t{why}")
}
