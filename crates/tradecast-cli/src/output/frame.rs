//! What stands before, between and after the results of many series.

use crate::args::output::Format;
use crate::failure::Failure;
use crate::output::table::csv_rows;

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
