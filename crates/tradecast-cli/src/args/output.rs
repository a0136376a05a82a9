//! Options that say in which format a result is written, and where.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::failure::Failure;

#[derive(Debug, Args)]
pub(crate) struct OutputArgs {
    /// How to print the result
    #[arg(long, value_enum, default_value = "text")]
    format: Wanted,
}

impl OutputArgs {
    /// The format in which results are printed; that of a container is CSV.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        match self.format {
            Wanted::Text => Ok(Format::Text),
            Wanted::Json => Ok(Format::Json),
            Wanted::Markdown => Ok(Format::Markdown),
            Wanted::Svg | Wanted::Html => {
                let why =
                    "svg is for arrive and forecast, html for those and rank; choose another format here";
                Err(Failure::usage(why))
            }
            _ => Ok(Format::Csv),
        }
    }

    /// The format, where results are printed and in no container.
    pub(crate) fn printed(&self) -> Result<Format, Failure> {
        match self.container() {
            None => self.format(),
            Some(_) => Err(Failure::usage("this result is printed only; choose text, json, csv or markdown")),
        }
    }

    /// What is drawn, and the format of what is printed in it.
    pub(crate) fn drawn(&self) -> Result<(Option<Drawn>, Format), Failure> {
        Ok(match self.format {
            Wanted::Svg => (Some(Drawn::Picture), Format::Json),
            Wanted::Html => (Some(Drawn::Document), Format::Markdown),
            _ => (None, self.format()?),
        })
    }

    /// The container, where one is wanted.
    pub(crate) fn container(&self) -> Option<Container> {
        match self.format {
            Wanted::Xlsx => Some(Container::Xlsx),
            #[cfg(feature = "parquet")]
            Wanted::Parquet => Some(Container::Parquet),
            _ => None,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct ResultArgs {
    /// File for the result, instead of standard output; one that is there is replaced when the result is complete
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Goes on where an interrupted run with the same command line stopped: what FILE.partial holds is kept, the rest is added
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
}

impl ResultArgs {
    /// Whether the result goes to something other than standard output.
    pub(crate) fn is_file(&self) -> bool {
        self.out.as_deref().is_some_and(|out| out != Path::new("-"))
    }
}

/// What is wanted of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Wanted {
    /// For people
    Text,
    /// For programs: everything, one object for one series, a list for many
    Json,
    /// For spreadsheets
    Csv,
    /// For documents
    Markdown,
    /// The table of csv as a workbook; needs --out
    Xlsx,
    /// The table of csv as Parquet; needs --out
    #[cfg(feature = "parquet")]
    Parquet,
    /// A picture, of one series: the fan, and with arrive when the target is reached
    Svg,
    /// A report to send on, of one series: what markdown says, and the picture
    Html,
}

/// What is drawn and not only printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    /// One SVG picture.
    Picture,
    /// One HTML document.
    Document,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
    /// For documents.
    Markdown,
}

/// In what a table is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Xlsx,
    #[cfg(feature = "parquet")]
    Parquet,
}
