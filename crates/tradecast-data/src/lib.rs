//! The trade data of Tradecast, embedded, every value with its source. The only reader of the folder `data`.
//!
//! ```
//! let turnover = tradecast_data::turnover();
//! assert_eq!(turnover.last().period.to_string(), "2024");
//! assert!(turnover.last().weak, "2024 is a lower bound");
//! ```
//!
//! - **Series** for the core: [`turnover`], [`exports`], [`imports`] (the documented splice, Kazakhstan's side) and
//!   [`azerbaijan_turnover`] (the same trade as Azerbaijan counts it).
//! - **Composition** for the core: [`composition`], what turnover is made of.
//! - **Records**, one function a file: [`annual`], [`part_years`], [`goods`], [`facts`], [`reporters`], [`sources`].
//! - **Part-year readings** for the core: [`readings`] with their noise and the mirror gap, [`reading_lessons`].
//! - **Sources under a chart**: [`turnover_sources`].
//! - **Panel priors** for the core: [`priors`].
//! - **What became of things said**: [`announced_targets`], [`panel_reliability`], [`panel_coverage`].
//! - **Ready scenarios**: [`scenarios`] as files, [`assumed_scenarios`] read.
//! - **Check** (feature `check`): `check` verifies the files against each other and against the catalogue.
//!
//! Values are current US dollars, millions, unless a field says otherwise. Exports go from Kazakhstan to Azerbaijan,
//! imports from Azerbaijan to Kazakhstan, whoever reports. How each file came about is told in `data/README.md`.
//!
//! The functions cannot fail: the files are part of the program, and a test reads all of them.

#[cfg(feature = "check")]
mod check;
mod file;
mod outcome;
mod priors;
mod problem;
mod reading;
mod record;
mod series;
mod table;
mod words;

#[cfg(feature = "check")]
pub use check::{Report, catalogue_with_checksums, check, check_files};
pub use file::{AssumedScenario, CATALOGUE, File, ReadyScenario, assumed_scenarios, files, scenarios};
pub use outcome::{
    AnnouncedTarget, PanelCoverage, PanelReliability, announced_targets, panel_coverage, panel_reliability,
};
pub use priors::priors;
pub use problem::Problem;
pub use reading::{reading_lessons, readings};
pub use record::{
    AnnualFigure, Fact, Good, PartYear, Reporter, Source, annual, facts, goods, part_years, reporters,
    sources,
};
pub use series::{
    Citation, TARGET_USD_M, azerbaijan_turnover, composition, exports, imports, turnover, turnover_sources,
};
pub use words::{Confidence, Derived, FactUnit, GoodFlow, Measure, Method, PeriodBasis, TargetStatus};
