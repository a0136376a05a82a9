//! What became of things said before, as geometry and figures: bands, probabilities, announced targets.

use tradecast::Record;
use tradecast_chart::{Claim, Extent, Frame, Margins, Measure, Point, Reliability, line};
use tradecast_data::{AnnouncedTarget, PanelCoverage, PanelReliability};

/// Width of the small charts, in the units of their drawings.
pub const WIDTH: f64 = 340.0;
/// Their height.
pub const HEIGHT: f64 = 260.0;
/// Radius of the largest dot.
const LARGEST: f64 = 9.0;
/// Bands of which it is told how often they held, %.
pub const LEVELS: [f64; 3] = [50.0, 80.0, 95.0];

/// What a band of some level held, so many periods ahead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Held {
    /// Periods ahead.
    pub lead: u32,
    /// Outcomes.
    pub outcomes: usize,
    /// Shares inside each of [`LEVELS`], 0 to 1; absent where nothing was compared.
    pub shares: [Option<f64>; 3],
}

/// What bands held for the panel.
#[must_use]
pub fn held_by_panel(rows: &[PanelCoverage]) -> Vec<Held> {
    let held =
        |row: &PanelCoverage| Held { lead: row.lead, outcomes: row.outcomes, shares: row.held.map(Some) };
    rows.iter().map(held).collect()
}

/// What bands held for a series.
#[must_use]
pub fn held_by_series(record: &Record) -> Vec<Held> {
    let rows = record.leads.iter().filter(|row| row.outcomes > 0);
    rows.map(|row| Held {
        lead: u32::try_from(row.to).unwrap_or(u32::MAX),
        outcomes: row.outcomes,
        shares: LEVELS.map(|level| {
            let band = row.bands.iter().find(|band| band.level == level)?;
            band.held.map(|held| held / 100.0)
        }),
    })
    .collect()
}

/// What bands held, as a file.
#[must_use]
pub fn held_csv(rows: &[Held]) -> String {
    let names: String = LEVELS.iter().map(|level| format!(",held{level}")).collect();
    let mut file = format!("periods_ahead,outcomes{names}\n");
    for Held { lead, outcomes, shares } in rows {
        let shares = shares.map(|share| share.map_or_else(String::new, |share| share.to_string()));
        file.push_str(&format!("{lead},{outcomes},{}\n", shares.join(",")));
    }
    file
}

/// What was said and how often it came true, as a file.
#[must_use]
pub fn claims_csv(claims: &[Claim]) -> String {
    let row = |claim: &Claim| format!("{},{},{}\n", claim.stated, claim.happened, claim.forecasts);
    claims.iter().fold("stated,came_true,probabilities\n".to_owned(), |file, claim| file + &row(claim))
}

/// A line of a chart and the name at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// What it promises, %.
    pub level: f64,
    /// Where the promise is, pixels from the top.
    pub promised: f64,
    /// The line.
    pub path: String,
    /// Its dots.
    pub dots: Vec<Point>,
}

/// What bands held, by periods ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageChart {
    /// The place of the drawing.
    pub frame: Frame,
    /// A line for each level.
    pub curves: Vec<Curve>,
    /// Leads named below, with their place from the left.
    pub leads: Vec<(u32, f64)>,
    /// Shares named at the left, %, with their place from the top.
    pub shares: Vec<(u32, f64)>,
}

fn frame() -> Frame {
    Frame::new(WIDTH, HEIGHT, Margins { top: 12.0, right: 44.0, bottom: 36.0, left: 40.0 })
}

/// A chart of what bands held; absent where nothing was compared.
#[must_use]
pub fn coverage_chart(rows: &[Held]) -> Option<CoverageChart> {
    let frame = frame();
    let (first, last) = (rows.first()?.lead, rows.last()?.lead);
    let across = frame.across(Extent::covering([f64::from(first) - 0.4, f64::from(last) + 0.4])?);
    let up = frame.up(Extent::covering([0.0, 1.0])?, Measure::Linear);
    let curve = |(at, level): (usize, f64)| {
        let dots: Vec<Point> = rows
            .iter()
            .filter_map(|row| {
                Some(Point { x: across.place(f64::from(row.lead)), y: up.place(row.shares[at]?) })
            })
            .collect();
        Curve { level, promised: up.place(level / 100.0), path: line(dots.iter().copied().map(Some)), dots }
    };
    let step = (rows.len() / 6).max(1);
    Some(CoverageChart {
        curves: LEVELS.into_iter().enumerate().map(curve).collect(),
        leads: rows.iter().step_by(step).map(|row| (row.lead, across.place(f64::from(row.lead)))).collect(),
        shares: [0, 50, 80, 95].map(|share| (share, up.place(f64::from(share) / 100.0))).to_vec(),
        frame,
    })
}

/// What was said against how often it came true.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliabilityChart {
    /// The place of the drawing.
    pub frame: Frame,
    /// The chart.
    pub chart: Reliability,
    /// Ticks of both axes, %, with their places from the left and from the top.
    pub ticks: Vec<(u32, f64, f64)>,
}

/// A reliability chart; absent where nothing was said.
#[must_use]
pub fn reliability_chart(claims: &[Claim]) -> Option<ReliabilityChart> {
    let shares = Extent::covering([0.0, 1.0])?;
    let frame = frame();
    let (across, up) = (frame.across(shares), frame.up(shares, Measure::Linear));
    let ticks = [0, 25, 50, 75, 100].map(|share| {
        let at = f64::from(share) / 100.0;
        (share, across.place(at), up.place(at))
    });
    (!claims.is_empty()).then(|| ReliabilityChart {
        chart: Reliability::place(claims, &across, &up, LARGEST),
        ticks: ticks.to_vec(),
        frame,
    })
}

/// Probabilities stated for the panel.
#[must_use]
pub fn panel_claims(rows: &[PanelReliability]) -> Vec<Claim> {
    let claim = |row: &PanelReliability| Claim {
        stated: row.stated,
        happened: row.happened,
        forecasts: row.probabilities,
    };
    rows.iter().map(claim).collect()
}

/// The claim whose probability is nearest to one, of those with enough forecasts to speak of thousands.
#[must_use]
pub fn nearest_claim(claims: &[Claim], probability: f64) -> Option<&Claim> {
    let distance = |claim: &Claim| (claim.stated - probability).abs();
    claims
        .iter()
        .filter(|claim| claim.forecasts >= 1000)
        .min_by(|one, other| distance(one).total_cmp(&distance(other)))
}

/// What became of announced targets, together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TargetsRecord {
    /// Targets whose year has come.
    pub settled: usize,
    /// Those met in time.
    pub met: usize,
    /// Median of target over trade at the announcement, of those met in time, where known.
    pub ratio_met: Option<f64>,
    /// Of those missed.
    pub ratio_missed: Option<f64>,
    /// Settled targets that were at least as high a multiple as one that is asked about, and those of them met in time.
    pub alike: [usize; 2],
}

/// What became of announced targets, beside one that is so many times the last value.
#[must_use]
pub fn targets_record(targets: &[AnnouncedTarget], times: f64) -> TargetsRecord {
    let of = |met: bool| targets.iter().filter(move |target| target.status.is_met() == Some(met));
    let ratio = |met: bool| median(of(met).filter_map(AnnouncedTarget::times).collect());
    // A third more or less is about as far to go.
    let alike = |target: &&AnnouncedTarget| {
        target.times().is_some_and(|other| (0.75..=1.0 / 0.75).contains(&(other / times)))
    };
    let counts = [of(true).filter(alike).count(), of(false).filter(alike).count()];
    TargetsRecord {
        settled: of(true).count() + of(false).count(),
        met: of(true).count(),
        ratio_met: ratio(true),
        ratio_missed: ratio(false),
        alike: [counts[0] + counts[1], counts[0]],
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announced_targets_are_a_reference_class() {
        let record = targets_record(&tradecast_data::announced_targets(), 2.0);
        assert_eq!((record.settled, record.met), (35, 12));
        let [met, missed] = [record.ratio_met, record.ratio_missed].map(Option::unwrap);
        assert!((met - 1.4).abs() < 0.05 && (missed - 2.1).abs() < 0.05, "{met} {missed}");
        assert!(record.alike[0] >= record.alike[1] && record.alike[0] > 3, "{record:?}");
        assert_eq!(targets_record(&[], 2.0).ratio_met, None);
    }

    #[test]
    fn charts_stay_in_their_frames() {
        let chart = coverage_chart(&held_by_panel(&tradecast_data::panel_coverage())).unwrap();
        for curve in &chart.curves {
            assert_eq!(curve.dots.len(), 10);
            assert!(curve.dots.iter().all(|dot| (curve.promised - dot.y).abs() < 0.08 * HEIGHT), "{curve:?}");
        }
        assert_eq!(coverage_chart(&[]), None);
        let file = held_csv(&held_by_panel(&tradecast_data::panel_coverage()));
        assert!(file.starts_with("periods_ahead,outcomes,held50,held80,held95\n1,"), "{file}");
        assert_eq!(file.lines().count(), 11);
        let claims = panel_claims(&tradecast_data::panel_reliability());
        let chart = reliability_chart(&claims).unwrap();
        assert_eq!(chart.chart.claims.len(), 10);
        assert_eq!(claims_csv(&claims).lines().count(), 11);
        assert_eq!(reliability_chart(&[]), None);
        let said = nearest_claim(&claims, 0.31).unwrap();
        assert!((said.stated - 0.35).abs() < 0.01, "{said:?}");
        assert!(nearest_claim(&claims, 0.99).unwrap().forecasts > 1000, "a handful of claims is no thousand");
    }

    #[test]
    fn a_record_of_nothing_is_nothing() {
        let record = tradecast::Backtest::default().record(&[]);
        assert_eq!(held_by_series(&record), []);
    }
}
