//! What a backtest found.

use tradecast::{Backtest, Period, Record};

/// What was found, and what a reader must know of how.
pub(super) struct Findings {
    pub(super) record: Record,
    /// Of the parts of the series, where these were given.
    pub(super) of_parts: Option<Record>,
    pub(super) plan: Backtest,
    /// Name of the series, or of the file and how many series it holds.
    pub(super) about: String,
    /// Series that could be asked at one origin or more.
    pub(super) series: usize,
    /// Series in the data.
    pub(super) series_read: usize,
    /// Observations in the data, of all series.
    pub(super) observations: usize,
    /// First and last period in the data.
    pub(super) span: [Period; 2],
    pub(super) held_out: bool,
    pub(super) priors: String,
    /// What flatters or limits the figures.
    pub(super) caveats: Vec<String>,
    pub(super) case: Option<&'static tradecast_data::Case>,
    /// The command that repeats it.
    pub(super) command: String,
}

impl Findings {
    /// Whether figures of single dates say something: not where every series was asked at a date of its own.
    pub(super) fn date_by_date(&self) -> bool {
        !self.held_out && self.record.origins.len() > 1
    }
}
