//! The coefficients, estimated anew from panels that are not part of the repository; the guide tells where they come from.
//! `TRADECAST_PANEL` names a table of world trade (`iso_o`, `iso_d`, `year`, `turnover_usd_m`, `flow_od`, `flow_do`),
//! `TRADECAST_MONTHLY` a national one (`partner`, `year`, `month`, `imports_usd_m`, `exports_usd_m`), both CSV packed by gzip.

use std::collections::BTreeMap;

use nalgebra::{SMatrix, SVector};

use super::{Coefficients, FEATURES, MONTHLY, QUARTERLY, Record, YEARLY};
use crate::period::{Frequency, Period};
use crate::series::series::MIN_OBSERVATIONS;

#[path = "../../../tests/panel_halves/mod.rs"]
mod panel_halves;

use panel_halves::{Flows, Half, Values, national, unpacked, world};

/// Years, and months, that the coefficients may know.
const YEARS_TO: i32 = 1999;
const MONTHS_TO: i32 = 2002;
/// Units of tables, million: series are rounded to each.
const YEARLY_UNITS: [f64; 3] = [0.001, 0.1, 1.0];
const MONTHLY_UNITS: [f64; 3] = [0.1, 1.0, 10.0];
/// Ridge: what keeps a coefficient of which nothing is known at zero.
const RIDGE: f64 = 1e-3;

/// The series of those for estimation.
fn estimated(panel: Flows) -> Vec<Values> {
    panel
        .into_iter()
        .filter(|(name, _)| Half::of(name) == Half::Estimation)
        .flat_map(|(_, flows)| flows)
        .collect()
}

/// Quarters of which every month is known.
fn quarters(months: &Values) -> Values {
    let mut sums: BTreeMap<Period, (f64, usize)> = BTreeMap::new();
    for (month, value) in months {
        let sum = sums.entry(month.within(Frequency::Quarterly).unwrap()).or_default();
        *sum = (sum.0 + value, sum.1 + 1);
    }
    let whole = sums.into_iter().filter(|(_, (_, months))| *months == 3);
    whole.map(|(quarter, (sum, _))| (quarter, sum)).collect()
}

/// What a series with zeros showed before each of its periods and whether that had trade; and where trade began again, the log over the
/// smallest value before and after.
#[derive(Default)]
struct Steps {
    trade: Vec<([f64; FEATURES], bool)>,
    begun: Vec<[f64; 2]>,
}

fn add_steps(all: &mut Steps, values: &Values, unit: f64, to: i32) {
    let Some((first, value)) = values.first_key_value() else { return };
    let rounded = |value: f64| libm::rint(value / unit);
    let mut record = Record::new(*first, rounded(*value) > 0.0);
    for (period, value) in values.iter().take_while(|(period, _)| period.year() <= to) {
        let value = rounded(*value);
        let known = record.with >= MIN_OBSERVATIONS as f64 && record.with < record.seen;
        if known && period.minus(record.before) == 1 {
            all.trade.push((record.state.features(record.phase(*period).adds), value > 0.0));
            if value > 0.0 && !record.state.active {
                all.begun.push([record.last - record.smallest, libm::log(value) - record.smallest]);
            }
        }
        record.observe(*period, (value > 0.0).then(|| libm::log(value)));
    }
}

/// Logistic regression by Newton's method.
fn logistic(steps: &[([f64; FEATURES], bool)]) -> [f64; FEATURES] {
    let mut coefficients = SVector::<f64, FEATURES>::zeros();
    for _ in 0..30 {
        let mut slope = -RIDGE * coefficients;
        let mut curvature = SMatrix::<f64, FEATURES, FEATURES>::identity() * RIDGE;
        for (features, trade) in steps {
            let features = SVector::<f64, FEATURES>::from_column_slice(features);
            let probability = 1.0 / (1.0 + libm::exp(-coefficients.dot(&features)));
            slope += features * (f64::from(u8::from(*trade)) - probability);
            curvature += features * features.transpose() * (probability * (1.0 - probability));
        }
        coefficients += curvature.cholesky().expect("a ridge").solve(&slope);
    }
    std::array::from_fn(|i| coefficients[i])
}

/// Whether the constants are those estimated.
fn agrees(name: &str, series: &[Values], units: [f64; 3], to: i32, own: &Coefficients) -> bool {
    let mut steps = Steps::default();
    units.iter().for_each(|unit| series.iter().for_each(|one| add_steps(&mut steps, one, *unit, to)));
    let found = logistic(&steps.trade);
    let (product, square) = steps.begun.iter().fold((0.0, 0.0), |(product, square), [before, after]| {
        (product + before * after, square + before * before)
    });
    let restart = product / square;
    let counts = (steps.trade.len(), steps.begun.len());
    println!("{name}: {counts:?} steps, {found:.3?}, restart {restart:.3}");
    let mut both = found.iter().zip(own.of).chain([(&restart, own.restart)]);
    both.all(|(found, own)| (found - own).abs() < 0.001)
}

#[test]
#[ignore = "needs panels that are not part of the repository"]
fn coefficients_are_those_estimated() {
    let mut agree = Vec::new();
    if let Some(text) = unpacked("TRADECAST_PANEL") {
        agree.push(agrees("years", &estimated(world(&text)), YEARLY_UNITS, YEARS_TO, &YEARLY));
    }
    if let Some(text) = unpacked("TRADECAST_MONTHLY") {
        let months = estimated(national(&text));
        agree.push(agrees("months", &months, MONTHLY_UNITS, MONTHS_TO, &MONTHLY));
        let quarters: Vec<Values> = months.iter().map(quarters).collect();
        agree.push(agrees("quarters", &quarters, MONTHLY_UNITS, MONTHS_TO, &QUARTERLY));
    }
    assert!(agree.iter().all(|agree| *agree), "the constants are others than those estimated");
}
