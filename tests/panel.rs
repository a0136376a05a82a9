//! What a real panel of bilateral trade says of base rates of growth. The panel has no open licence: where the environment
//! variable `TRADECAST_PANEL` names a CSV file `series,period,value` these tests run, elsewhere they say that they do not.

use tradecast::{Period, Series, calibrate};
use tradecast_io::{ReadOptions, read_csv};

/// Smallest value at the start of a stretch.
const SMALLEST: f64 = 10.0;

/// The panel, where there is one.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "the panel has no open licence, so that only a person can say where it is, and a test that is skipped says so"
)]
fn panel() -> Option<Vec<Series>> {
    let Ok(file) = std::env::var("TRADECAST_PANEL") else {
        eprintln!("skipped: TRADECAST_PANEL names no panel");
        return None;
    };
    let text = std::fs::read_to_string(&file).expect("TRADECAST_PANEL names a file that can be read");
    Some(read_csv(text, &ReadOptions::default()).expect("the panel is well formed").series)
}

/// A stretch of some years: what was known at its start, and the log growth over it.
fn stretches(panel: &[Series], years: i32) -> Vec<(Series, f64)> {
    let mut stretches = Vec::new();
    for series in panel {
        let rows = series.observations();
        for start in rows[2.min(rows.len())..].iter().filter(|start| start.value >= SMALLEST) {
            let end = rows.iter().find(|end| end.period == start.period.plus(years));
            if let Some(end) = end {
                let known = series.as_of(start.period).expect("its own period");
                stretches.push((known, libm::log(end.value / start.value)));
            }
        }
    }
    stretches
}

/// The table tells each pair a share of its own; together they are the share counted in the panel.
#[test]
fn base_rates_add_up_to_the_share_counted() {
    let Some(panel) = panel() else { return };
    let priors = calibrate(&panel, 2014, SMALLEST, "test").expect("large enough");
    for years in [1, 5, 8, 15] {
        let stretches = stretches(&panel, years);
        for rate in [0.02, 0.05, 0.1, 0.2, 0.4] {
            let needed = f64::from(years) * libm::log1p(rate);
            let counted = stretches.iter().filter(|(_, growth)| *growth >= needed).count() as f64;
            let said =
                stretches.iter().filter_map(|(known, _)| priors.panel_rate(known, years as u32, needed));
            let (sum, number) = said.fold((0.0, 0), |(sum, n), rate| (sum + rate.share, n + 1));
            let (said, counted) = (sum / f64::from(number), counted / stretches.len() as f64);
            eprintln!("{years:>2} years at {:>2.0} %: told {said:.3}, counted {counted:.3}", 100.0 * rate);
            // A fiftieth of the series is calmer than the panel's kind and is told nothing.
            assert!((said - counted).abs() < 0.02, "{years} years at {rate}: {said}, counted {counted}");
        }
    }
}

/// Base rates counted before a year, against what happened after it: scaled to volatility they are nearer than the share of all
/// pairs alike.
#[test]
fn base_rates_told_later_years() {
    let Some(panel) = panel() else { return };
    for year in [1975, 1990, 2000] {
        let priors = calibrate(&panel, year - 1, SMALLEST, "test").expect("large enough");
        let (mut scaled, mut alike) = (0.0, 0.0);
        for years in [3, 5, 8, 10, 15] {
            let all = stretches(&panel, years);
            let start = |known: &Series| known.last().period;
            let before: Vec<f64> = all
                .iter()
                .filter(|(known, _)| start(known).plus(years) < Period::annual(year))
                .map(|(_, growth)| *growth)
                .collect();
            let later: Vec<&(Series, f64)> =
                all.iter().filter(|(known, _)| start(known) >= Period::annual(year)).collect();
            if later.is_empty() {
                continue;
            }
            for rate in [0.02, 0.05, 0.1, 0.15, 0.2, 0.3] {
                let needed = f64::from(years) * libm::log1p(rate);
                let share =
                    before.iter().filter(|growth| **growth >= needed).count() as f64 / before.len() as f64;
                let (mut told, mut happened, mut number) = (0.0, 0.0, 0.0);
                for (known, growth) in &later {
                    let Some(said) = priors.panel_rate(known, years as u32, needed) else { continue };
                    let kept = f64::from(u8::from(*growth >= needed));
                    scaled += (said.share - kept) * (said.share - kept);
                    alike += (share - kept) * (share - kept);
                    told += said.share;
                    happened += kept;
                    number += 1.0;
                }
                eprintln!(
                    "before {year}, {years:>2} years at {:>2.0} %: told {:.3}, happened {:.3} ({number} stretches)",
                    100.0 * rate,
                    told / number,
                    happened / number
                );
            }
        }
        eprintln!(
            "before {year}: squared error scaled to volatility {:.4} of that of all alike",
            scaled / alike
        );
        assert!(scaled < alike, "{year}: {scaled} against {alike}");
    }
}
