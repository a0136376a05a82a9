//! Changes of growth and of level: how often one is told where there is none, and found where there is one.

use tradecast::{
    Assumptions, Change, ModelChoice, ModelId, Observation, Period, Series, Settings, change_of, fit,
};

/// Sums of twelve numbers of a multiplicative generator (Lehmer).
struct Noise(u64);

impl Noise {
    fn normal(&mut self) -> f64 {
        let uniform = |_| {
            self.0 = self.0 * 48_271 % 2_147_483_647;
            self.0 as f64 / 2_147_483_647.0
        };
        (0..12).map(uniform).sum::<f64>() - 6.0
    }
}

/// Yearly series that grow by 8 % with surprises of 10 points of which `memory` is left a year later, and what is added to the log
/// in a year.
fn simulated(memory: f64, years: i32, count: usize, added: impl Fn(f64) -> f64) -> Vec<Series> {
    let mut noise = Noise(20_261);
    (0..count)
        .map(|_| {
            let mut deviation = 0.0;
            let rows = (0..years).map(|year| {
                deviation = memory * deviation + 0.1 * noise.normal();
                let t = f64::from(year);
                Observation::new(
                    Period::annual(1980 + year),
                    100.0 * libm::exp(0.08 * t + deviation + added(t)),
                )
            });
            Series::new("simulated", rows.collect()).expect("valid")
        })
        .collect()
}

/// Shares of series of which a change of growth and of level is told.
fn told(series: &[Series]) -> [f64; 2] {
    let changes: Vec<Change> = series.iter().filter_map(change_of).collect();
    let growth = changes.iter().filter(|change| matches!(change, Change::Growth { .. })).count();
    [growth, changes.len() - growth].map(|count| count as f64 / series.len() as f64)
}

/// The share in which the model of one break has one, by its information criterion.
fn by_criterion(series: &[Series]) -> f64 {
    let has_break = |series: &&Series| {
        let fitted = fit(series, &ModelChoice::One(ModelId::Break)).expect("long enough");
        fitted.parameters().len() > 1
    };
    series.iter().filter(has_break).count() as f64 / series.len() as f64
}

#[test]
fn false_alarms_are_rare() {
    let mut shares = Vec::new();
    for years in [15, 20, 30, 50] {
        for memory in [0.0, 0.5, 0.8, 1.0] {
            let series = simulated(memory, years, 200, |_| 0.0);
            let [growth, level] = told(&series);
            // 5 % and two standard errors of 200 series.
            assert!(growth < 0.05 + 0.031, "{years} years, memory {memory}: growth {growth}");
            assert!(level < 0.05 + 0.031, "{years} years, memory {memory}: level {level}");
            shares.push(growth);
        }
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    assert!(mean < 0.03, "{mean}");
    // What was asked before finds a change in a third of all walks.
    assert!(by_criterion(&simulated(1.0, 30, 200, |_| 0.0)) > 0.25);
}

/// Growth falls by ten points a year in the middle.
#[test]
fn what_was_found_around_a_path_is_found() {
    for (memory, years) in [(0.0, 30), (0.0, 50), (0.5, 50)] {
        let middle = f64::from(years) / 2.0;
        let series = simulated(memory, years, 100, |t| -0.1 * (t - middle).max(0.0));
        let [growth, _] = told(&series);
        let before = by_criterion(&series);
        assert!(growth > before - 0.1 && growth > 0.85, "{years} years, memory {memory}: {growth}, {before}");
    }
    // By twenty points, in walks.
    let [growth, _] = told(&simulated(1.0, 30, 100, |t| -0.2 * (t - 15.0).max(0.0)));
    assert!(growth > 0.6, "{growth}");
}

/// A level that falls to 37 % in one year is no change of growth.
#[test]
fn a_shift_of_level_is_none_of_growth() {
    for (memory, years) in [(0.0, 20), (0.5, 30), (1.0, 30)] {
        let middle = f64::from(years / 2);
        let shift = |t: f64| if t < middle { 0.0 } else { -1.0 };
        let series = simulated(memory, years, 100, shift);
        let [growth, level] = told(&series);
        assert!(level > 0.9 && growth < 0.05, "{years} years, memory {memory}: {level} {growth}");
        let at = |change: Option<Change>| match change {
            Some(Change::Level { period, .. }) => period.minus(Period::annual(1980)),
            _ => -1,
        };
        let exact = series.iter().filter(|series| at(change_of(series)) == years / 2).count();
        assert!(exact > 80, "{exact}");
    }
}

/// One wild value is neither.
#[test]
fn a_single_wild_value_is_no_change() {
    for memory in [0.0, 0.5, 1.0] {
        let [growth, level] = told(&simulated(memory, 30, 100, |t| if t == 15.0 { -0.7 } else { 0.0 }));
        assert!(growth + level < 0.08, "memory {memory}: {growth} {level}");
    }
}

/// The share of series of which a shift of level in the last two values is told.
fn late(series: &[Series]) -> f64 {
    series.iter().filter(|series| is_told_late(series)).count() as f64 / series.len() as f64
}

fn is_told_late(series: &Series) -> bool {
    let fitted = fit(series, &ModelChoice::One(ModelId::Naive)).expect("long enough");
    fitted.warnings().iter().any(|warning| warning.code == "late_level_shift")
}

/// Series whose growth lasts: `memory` of what is above 8 % a year is left a year later.
fn lasting_growth(memory: f64, years: i32, count: usize) -> Vec<Series> {
    let mut noise = Noise(40_507);
    let mut one = || {
        let (mut growth, mut level) = (0.0, 0.0);
        from_logs((0..years).map(|year| {
            growth = memory * growth + 0.1 * noise.normal();
            level += growth;
            0.08 * f64::from(year) + level
        }))
    };
    (0..count).map(|_| one()).collect()
}

/// A level that moves by `step` a year, seen with noise of 10 points.
fn local_level(step: f64, years: i32, count: usize) -> Vec<Series> {
    let mut noise = Noise(60_913);
    let mut one = || {
        let mut level = 0.0;
        from_logs((0..years).map(|_| {
            level += step * noise.normal();
            level + 0.1 * noise.normal()
        }))
    };
    (0..count).map(|_| one()).collect()
}

fn from_logs(logs: impl Iterator<Item = f64>) -> Series {
    let rows =
        (1980..).zip(logs).map(|(year, log)| Observation::new(Period::annual(year), 100.0 * libm::exp(log)));
    Series::new("simulated", rows.collect()).expect("valid")
}

/// What `guide/methods/change.md` says of the last two values.
#[test]
fn a_late_shift_is_rarely_told_falsely() {
    let mut shares = Vec::new();
    for years in [18, 20, 30, 50] {
        for memory in [0.0, 0.5, 0.8, 1.0] {
            shares.push((format!("memory {memory}"), years, late(&simulated(memory, years, 400, |_| 0.0))));
        }
        for memory in [0.3, 0.5, 0.8] {
            shares.push((format!("growth {memory}"), years, late(&lasting_growth(memory, years, 400))));
        }
        for step in [0.03, 0.1] {
            shares.push((format!("level {step}"), years, late(&local_level(step, years, 400))));
        }
    }
    for (what, years, share) in &shares {
        // 5 % and two standard errors of 400 series.
        assert!(*share < 0.05 + 0.022, "{what}, {years} years: {share}");
    }
    let mean = shares.iter().map(|(_, _, share)| share).sum::<f64>() / shares.len() as f64;
    assert!(mean < 0.025, "{mean}");
}

#[test]
fn a_late_shift_is_found_and_a_wild_value_is_none() {
    for from in [22.0, 23.0] {
        let by = |size: f64| move |t: f64| if t < from { 0.0 } else { size };
        // Three and five standard deviations of the steps of a walk.
        for (size, least) in [(0.3, 0.3), (-0.3, 0.3), (0.5, 0.87), (-0.5, 0.87)] {
            let share = late(&simulated(1.0, 24, 200, by(size)));
            assert!(share > least, "{size} from {from}: {share}");
        }
    }
    let back_again = late(&simulated(1.0, 24, 200, |t| if t == 22.0 { -0.7 } else { 0.0 }));
    let long_ago = late(&simulated(1.0, 24, 200, |t| if t < 12.0 { 0.0 } else { -0.7 }));
    assert!(back_again < 0.08 && long_ago < 0.05, "{back_again} {long_ago}");
}

/// Nobody knows yet whether a level that shifted in the last two years stays: bands are wider than without the shift, and wider than
/// where the shift is long ago.
#[test]
fn a_late_shift_of_level_widens_bands() {
    let width = |series: &Series| {
        let settings = Settings { horizon: 3, paths: 2000, levels: vec![80.0], ..Settings::default() };
        let fitted = fit(series, &ModelChoice::Auto).expect("long enough");
        let rows =
            fitted.simulate(&settings).expect("valid").forecast(&Assumptions::baseline()).expect("valid");
        libm::log(rows[2].bands[0].hi / rows[2].bands[0].lo)
    };
    let mean = |from: f64| {
        let shift = |t: f64| if t < from { 0.0 } else { -0.7 };
        simulated(1.0, 24, 20, shift).iter().map(width).sum::<f64>() / 20.0
    };
    let (without, early, late) = (mean(99.0), mean(6.0), mean(22.0));
    assert!(late > 1.5 * without && late > 1.2 * early, "{without} {early} {late}");
    // One by one, wherever it is told.
    let mut told = 0;
    for size in [-0.7, -0.3, 0.3, 0.7] {
        for from in [22.0, 23.0] {
            let shifted = simulated(1.0, 24, 20, |t| if t < from { 0.0 } else { size });
            for (shifted, same) in shifted.iter().zip(&simulated(1.0, 24, 20, |_| 0.0)) {
                if is_told_late(shifted) && !is_told_late(same) {
                    let widths = (width(shifted), width(same));
                    assert!(widths.0 >= widths.1, "{size} from {from}: {widths:?}");
                    told += 1;
                }
            }
        }
    }
    assert!(told > 100, "{told}");
}
