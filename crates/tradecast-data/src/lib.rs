//! The trade data of Tradecast, embedded, every value with its source. The only reader of the folder `data`.
//!
//! ```
//! let case = tradecast_data::default_case();
//! let turnover = case.turnover();
//! assert_eq!(turnover.last().period.to_string(), "2024");
//! assert!(turnover.last().weak, "2024 is a lower bound");
//! ```
//!
//! - **Cases**: [`cases`], [`case`], [`default_case`]. A [`Case`] is everything that is known about trade of one pair: series,
//!   composition, figures of parts of years, target, scenarios, facts and sources.
//! - **What was known at a date**: [`Case::known_at`].
//! - **Panel priors** for the core: [`priors`].
//! - **What became of things said**: [`announced_targets`], [`panel_reliability`], [`panel_coverage`].
//! - **Check** (feature `check`): `check` verifies the files against each other and against what describes them; `read_folder`
//!   reads a pair that is not embedded.
//!
//! Exports go from the reporter of a case to its partner, imports the other way, whoever counts them. How each file came about is
//! told in `data/README.md`.
//!
//! The functions that take no file cannot fail: the files are part of the program, and a test reads all of them.

mod case;
#[cfg(feature = "check")]
mod check;
mod embedded;
mod outcome;
mod priors;
mod problem;
mod record;
mod row_reader;
mod separator;
mod table;
mod words;

pub use case::citation::Citation;
#[cfg(feature = "check")]
pub use case::folder::{OwnedFile, read_folder};
pub use case::manifest::LeverNote;
pub use case::pair::{Case, baseline, case, cases, default_case};
pub use case::scenario::ReadyScenario;
#[cfg(feature = "check")]
pub use check::{Report, catalogue_with_checksums, check, check_files, renewed_checksums};
pub use embedded::{CATALOGUE, File, files};
pub use outcome::{
    AnnouncedTarget, PanelCoverage, PanelReliability, announced_targets, panel_coverage, panel_reliability,
};
pub use priors::priors;
pub use problem::Problem;
pub use record::{AnnualFigure, Fact, Good, PartYear, Reporter, Source};
pub use words::{Confidence, Derived, FactUnit, GoodFlow, Measure, Method, PeriodBasis, TargetStatus};
