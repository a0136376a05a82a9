//! Why the command ends without success, and the exit status that says so.

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use tradecast::Error;

use crate::messages::message;

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
            | Error::TooFewPositive { .. }
            | Error::OnlyZeros { .. }
            | Error::NoModel { .. }
            | Error::NotFitted { .. }
            | Error::Internal { .. }
            | Error::AsOfTooEarly { .. }
            | Error::IncompletePeriod { .. }
            | Error::TooFewWholePeriods { .. } => Self::no_answer(error.to_string()),
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
