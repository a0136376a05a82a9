//! What became of things said before: targets that governments announced, and probabilities and bands of this program.

use crate::embedded;
use crate::record::{self, Record};
use crate::row_reader::RowReader;
use crate::table::Table;
use crate::words::{Confidence, TargetStatus};

/// A target for trade between two economies that somebody announced, in current USD bn.
///
/// ```
/// let targets = tradecast_data::announced_targets();
/// let met = targets.iter().filter(|target| target.status.is_met() == Some(true)).count();
/// let settled = targets.iter().filter(|target| target.status.is_met().is_some()).count();
/// assert_eq!((met, settled), (12, 35));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct AnnouncedTarget {
    /// Year of the announcement; absent where the source does not say.
    pub announced: Option<i32>,
    /// The two economies.
    pub pair: String,
    /// The target.
    pub target: f64,
    /// Year by which it was due; absent where none was named.
    pub due: Option<i32>,
    /// Trade when it was announced; absent where that was not found.
    pub turnover: Option<f64>,
    /// Period of that figure, as the source names it.
    pub turnover_period: String,
    /// What became of it.
    pub status: TargetStatus,
    /// Year in which it was reached.
    pub reached: Option<i32>,
    /// The figure by which it was judged, or the last one known.
    pub outcome: Option<f64>,
    /// Period of that figure, as the source names it.
    pub outcome_period: String,
    /// How far the row can be trusted.
    pub confidence: Confidence,
    /// Where the announcement was read.
    pub url: String,
    /// Where the outcome was read; empty where there is none.
    pub outcome_url: String,
}

impl AnnouncedTarget {
    /// The target as a multiple of trade when it was announced.
    ///
    /// ```
    /// let targets = tradecast_data::announced_targets();
    /// let first = targets.iter().find_map(|target| target.times()).unwrap();
    /// assert!(first > 1.0);
    /// ```
    #[must_use]
    pub fn times(&self) -> Option<f64> {
        self.turnover.map(|turnover| self.target / turnover)
    }
}

impl Record for AnnouncedTarget {
    const FILE: &'static str = embedded::TARGETS.path;
    const COLUMNS: &'static [&'static str] = &[
        "announced",
        "pair",
        "target_usd_bn",
        "due",
        "turnover_usd_bn",
        "turnover_period",
        "status",
        "reached",
        "outcome_usd_bn",
        "outcome_period",
        "confidence",
        "url",
        "outcome_url",
    ];

    fn read(row: &RowReader<'_>) -> Self {
        let (due, reached) = (row.optional("due", RowReader::year), row.optional("reached", RowReader::year));
        let status: TargetStatus = row.word("status");
        if status.is_met().is_some() && due.is_none() {
            row.refuse("due", "it is settled by a year that is not named", "name it");
        }
        let on_time = due.zip(reached).map(|(due, reached)| reached <= due);
        if status.is_met().is_some_and(|met| met != on_time.unwrap_or(false)) {
            row.refuse("status", "it contradicts the years", "correct one of the two");
        }
        Self {
            announced: row.optional("announced", RowReader::year),
            pair: row.required("pair"),
            target: row.figure("target_usd_bn"),
            due,
            turnover: row.optional("turnover_usd_bn", RowReader::figure),
            turnover_period: row.text("turnover_period"),
            status,
            reached,
            outcome: row.optional("outcome_usd_bn", RowReader::figure),
            outcome_period: row.text("outcome_period"),
            confidence: row.word("confidence"),
            url: row.required("url"),
            outcome_url: row.text("outcome_url"),
        }
    }
}

/// Every announced target that was found: no random sample, because pairs were looked up when their targets were reported.
///
/// ```
/// let targets = tradecast_data::announced_targets();
/// assert!(targets.iter().any(|target| target.pair.contains(&tradecast_data::default_case().reporter)));
/// ```
#[must_use]
pub fn announced_targets() -> Vec<AnnouncedTarget> {
    record::read(&Table::embedded(&embedded::TARGET_ROWS)).expect("a test reads every embedded file")
}

/// Arrival probabilities of about the same size, stated at earlier dates about a panel of pairs, and how often they came true.
///
/// ```
/// let rows = tradecast_data::panel_reliability();
/// assert_eq!(rows.iter().map(|row| row.probabilities).sum::<usize>(), 403_200);
/// assert!(rows.iter().all(|row| (row.stated - row.happened).abs() < 0.05));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelReliability {
    /// Lower edge of the probabilities, 0 to 1; the upper one is a tenth higher.
    pub from: f64,
    /// How many there are.
    pub probabilities: usize,
    /// Their mean.
    pub stated: f64,
    /// Share that came true.
    pub happened: f64,
}

impl Record for PanelReliability {
    const FILE: &'static str = embedded::RELIABILITY.path;
    const COLUMNS: &'static [&'static str] = &["from_pct", "probabilities", "stated", "happened"];

    fn read(row: &RowReader<'_>) -> Self {
        Self {
            from: row.number("from_pct") / 100.0,
            probabilities: row.count("probabilities"),
            stated: share(row, "stated"),
            happened: share(row, "happened"),
        }
    }
}

/// The rows, from small probabilities to large ones.
///
/// ```
/// assert_eq!(tradecast_data::panel_reliability().len(), 10);
/// ```
#[must_use]
pub fn panel_reliability() -> Vec<PanelReliability> {
    record::read(&Table::embedded(&embedded::RELIABILITY_ROWS)).expect("a test reads every embedded file")
}

/// Shares of outcomes inside bands, of questions at earlier dates about a panel of pairs.
///
/// ```
/// let rows = tradecast_data::panel_coverage();
/// assert!(rows.iter().all(|row| (0.79..0.84).contains(&row.held[1])));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelCoverage {
    /// Years ahead.
    pub lead: u32,
    /// Outcomes.
    pub outcomes: usize,
    /// Shares inside the 50, 80 and 95 % bands.
    pub held: [f64; 3],
}

impl Record for PanelCoverage {
    const FILE: &'static str = embedded::COVERAGE.path;
    const COLUMNS: &'static [&'static str] = &["lead", "outcomes", "held50_pct", "held80_pct", "held95_pct"];

    fn read(row: &RowReader<'_>) -> Self {
        let held = |column| row.figure(column) / 100.0;
        Self {
            lead: row.count("lead"),
            outcomes: row.count("outcomes"),
            held: ["held50_pct", "held80_pct", "held95_pct"].map(held),
        }
    }
}

/// The rows, by years ahead.
///
/// ```
/// assert_eq!(tradecast_data::panel_coverage().len(), 10);
/// ```
#[must_use]
pub fn panel_coverage() -> Vec<PanelCoverage> {
    record::read(&Table::embedded(&embedded::COVERAGE_ROWS)).expect("a test reads every embedded file")
}

fn share(row: &RowReader<'_>, column: &str) -> f64 {
    let share = row.number(column);
    if !share.is_nan() && !(0.0..=1.0).contains(&share) {
        row.refuse(column, "it is no share", "write a number from 0 to 1");
    }
    share
}
