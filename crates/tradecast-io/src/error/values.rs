//! What errors mention, and one of each.

use tradecast::{MessageValue, MessageValues, ScenarioProblem, message_samples, message_values};

use crate::error::{Error, Quoted, also_called, lever_meant};
use crate::file_kind::FileKind;
use crate::number::NumberProblem;

impl Error {
    /// What the message mentions, by name, so that it can be said in another language. The message of the core inside this one is the
    /// value `source`.
    ///
    /// ```
    /// use tradecast_io::{ReadOptions, read_csv};
    ///
    /// let table = read_csv("period,value\n2022,about 5\n", &ReadOptions::default())?;
    /// assert_eq!(table.problems[0].error.values()["text"], "about 5".into());
    /// # Ok::<(), tradecast_io::Error>(())
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::Unreadable { reason } => message_values![reason = reason],
            Self::Changed | Self::EmptyFile => message_values![],
            Self::NotUtf8 { row } | Self::NoRows { row } | Self::UnclosedQuote { row } => {
                message_values![row = *row]
            }
            Self::Binary { row, found } => {
                message_values![row = *row, found = MessageValue::cause(found.code(), MessageValues::new())]
            }
            Self::LongRow { row, start } | Self::ManyCells { row, start } | Self::LongName { row, start } => {
                message_values![row = *row, start = start]
            }
            Self::More { errors } => message_values![errors = *errors],
            Self::NoHeader { row, found } | Self::WideTable { row, found } => {
                with_quoted(message_values![row = *row], found)
            }
            Self::MissingColumn { row, column, found, flag, closest } => {
                let mut values =
                    with_quoted(message_values![row = *row, column = column, flag = *flag], found);
                values.extend(closest.iter().map(|closest| ("closest".to_owned(), closest.into())));
                values
            }
            Self::DuplicateColumn { row, column, first, second } => {
                message_values![row = *row, column = column, first = *first, second = *second]
            }
            Self::FieldCount { row, expected, found } => {
                message_values![row = *row, expected = *expected, found = *found]
            }
            Self::NoName { row, column } => message_values![row = *row, column = column],
            Self::BadPeriod { row, column, source } => {
                message_values![row = *row, column = column, source = cause(source)]
            }
            Self::BadNumber { row, column, text, problem } => message_values![
                row = *row,
                column = column,
                text = text,
                problem = MessageValue::cause(problem.code(), problem.values()),
            ],
            Self::BadSeries { column, source } => match column {
                Some(column) if !also_called(source, Some(column)).is_empty() => {
                    message_values![column = column, source = cause(source)]
                }
                _ => source.values(),
            },
            Self::SeveralSeries { have, found } => with_quoted(message_values![have = *have], found),
            Self::BadSyntax { row, format, reason } => {
                message_values![row = *row, format = *format, reason = reason]
            }
            Self::MissingField { field, example } => message_values![field = *field, example = *example],
            Self::UnknownField { row, field, known } => {
                message_values![row = *row, field = field, known = *known]
            }
            Self::DuplicateField { row, field } | Self::Contradiction { row, field, .. } => {
                message_values![row = *row, field = field]
            }
            Self::BadField { row, field, reason } => {
                message_values![
                    row = *row,
                    field = field,
                    reason = MessageValue::cause(reason.code(), reason.values()),
                ]
            }
            Self::UnknownVersion { row, found, known } => {
                message_values![row = *row, found = *found, known = *known]
            }
            Self::BadLever { row, field, source } => {
                let mut values = message_values![row = *row, field = field, source = cause(source)];
                values.extend(lever_meant(source).map(|meant| ("meant".to_owned(), meant.into())));
                values
            }
            Self::WrongUnit { row, field, found, expected } => {
                message_values![row = *row, field = field, found = found, expected = expected]
            }
        }
    }

    /// One of each kind at least, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let (row, text) = (7, || String::from("abc"));
        let found = || Quoted { texts: vec![text(), text()], more: 0 };
        let source = || tradecast::Error::BadPeriod { text: text() };
        let mut samples = message_samples![
            Unreadable { reason: text() },
            Changed,
            NotUtf8 { row },
            Binary { row, found: FileKind::Pdf },
            LongRow { row, start: text() },
            ManyCells { row, start: text() },
            LongName { row, start: text() },
            More { errors: 12 },
            EmptyFile,
            NoHeader { row, found: found() },
            WideTable { row, found: found() },
            NoRows { row },
            MissingColumn { row, column: text(), found: found(), flag: "--value", closest: None },
            DuplicateColumn { row, column: text(), first: 2, second: 3 },
            UnclosedQuote { row },
            FieldCount { row, expected: 3, found: 4 },
            NoName { row, column: text() },
            BadPeriod { row, column: text(), source: source() },
            BadNumber { row, column: text(), text: text(), problem: NumberProblem::Text },
            BadSeries { column: Some("Jahr".to_owned()), source: source() },
            SeveralSeries { have: 20, found: Quoted { more: 8, ..found() } },
            BadSyntax { row, format: "TOML", reason: text() },
            MissingField { field: "version", example: "version = 1" },
            UnknownField { row, field: text(), known: "version, name" },
            DuplicateField { row, field: text() },
            BadField { row, field: text(), reason: ScenarioProblem::TwoValues },
            UnknownVersion { row, found: 2.0, known: 1.0 },
            BadLever { row, field: text(), source: source() },
            WrongUnit { row, field: text(), found: text(), expected: text() },
            Contradiction { row, field: text(), reason: text() };
            MissingColumn { row, column: text(), found: found(), flag: "--value", closest: Some(text()) },
            BadSeries { column: None, source: source() },
            BadLever {
                row,
                field: text(),
                source: tradecast::Error::UnknownLever { name: "grwth".to_owned(), known: text() }
            },
        ];
        let problems = ScenarioProblem::samples();
        samples.extend(problems.into_iter().map(|reason| Self::BadField { row, field: text(), reason }));
        samples.extend(FileKind::ALL.iter().map(|found| Self::Binary { row, found: *found }));
        samples.extend(NumberProblem::samples().into_iter().map(|problem| Self::BadNumber {
            row,
            column: text(),
            text: text(),
            problem,
        }));
        samples
    }
}

fn cause(source: &tradecast::Error) -> MessageValue {
    MessageValue::cause(source.code(), source.values())
}

fn with_quoted(mut values: MessageValues, found: &Quoted) -> MessageValues {
    values.insert("found".to_owned(), found.texts.as_slice().into());
    if found.more > 0 {
        values.insert("more".to_owned(), found.more.into());
    }
    values
}
