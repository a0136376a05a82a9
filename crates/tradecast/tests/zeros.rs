//! How good forecasts of series with zeros are, judged on the halves of two panels that the coefficients do not know. The panels are not
//! part of the repository: see `panel_halves/mod.rs` for the variables that name them, and the guide for the figures.
//!
//! `cargo test -p tradecast --test zeros -- --ignored --nocapture`

use std::collections::BTreeMap;

use tradecast::{
    Assumptions, ModelChoice, Observation, Period, Priors, Series, Settings, Stated, Target, brier,
    calibration_error, fit_with_priors, reliability,
};

mod panel_halves;

use panel_halves::{Half, Values, hash, national, unpacked, world};

const PATHS: u32 = 1000;

/// What is asked of a panel.
struct Plan<'a> {
    name: &'a str,
    /// The unit that the table is rounded to.
    unit: f64,
    origins: Vec<Period>,
    horizon: usize,
    /// Last value with trade.
    size: [f64; 2],
    /// Whether series with zeros are asked for, or those without.
    zeros: bool,
    /// One of so many series.
    one_of: u64,
    priors: Option<&'a Priors>,
}

/// What was said and what happened.
#[derive(Default)]
struct Judged {
    cases: usize,
    /// P(trade), one list a lead, and whether there was trade in the last period.
    trade: Vec<Vec<(Stated, bool)>>,
    /// Whether the outcome was below, in or above the 80 % band, of each lead; and whether there was trade.
    bands: Vec<Vec<(i32, bool)>>,
    /// Arrival at twice and five times the last value with trade, and at 10, in a year within the horizon: at lead 1, 3, and the last.
    arrivals: [[Vec<Stated>; 3]; 3],
}

fn judge(panel: &BTreeMap<String, [Values; 3]>, plan: &Plan<'_>) {
    let mut judged = Judged {
        trade: vec![Vec::new(); plan.horizon],
        bands: vec![Vec::new(); plan.horizon],
        ..Judged::default()
    };
    let rounded = |value: f64| libm::rint(value / plan.unit) * plan.unit;
    for (name, flows) in panel.iter().filter(|(name, _)| Half::of(name) == Half::Judging) {
        for (flow, values) in flows.iter().enumerate() {
            if !(hash(&format!("{name} {flow}")) % 7907).is_multiple_of(plan.one_of) {
                continue;
            }
            for origin in &plan.origins {
                let known = values
                    .range(..=*origin)
                    .map(|(period, value)| Observation::new(*period, rounded(*value)));
                let known: Vec<Observation> = known.collect();
                if known.iter().filter(|o| o.value > 0.0).count() < 8 || !values.contains_key(origin) {
                    continue;
                }
                let Ok(series) = Series::new("test", known) else { continue };
                let Some(last) = series.last_positive().map(|last| last.value) else { continue };
                if (series.zeros() > 0) != plan.zeros || !(plan.size[0]..=plan.size[1]).contains(&last) {
                    continue;
                }
                ask(
                    plan,
                    &series,
                    last,
                    |lead| values.get(&origin.plus(lead)).map(|v| rounded(*v)),
                    &mut judged,
                );
            }
        }
    }
    print(plan, &judged);
}

fn ask(plan: &Plan<'_>, series: &Series, last: f64, after: impl Fn(i32) -> Option<f64>, judged: &mut Judged) {
    let settings =
        Settings { horizon: plan.horizon as u32, paths: PATHS, levels: vec![80.0], ..Settings::default() };
    let Ok(fit) = fit_with_priors(series, &ModelChoice::Auto, plan.priors) else { return };
    let simulation = fit.simulate(&settings).expect("valid");
    let forecast = simulation.forecast(&Assumptions::baseline()).expect("valid");
    judged.cases += 1;
    let outcomes: Vec<Option<f64>> = (1..=plan.horizon as i32).map(after).collect();
    let active = series.last().value > 0.0;
    for (lead, (row, outcome)) in forecast.iter().zip(&outcomes).enumerate() {
        let Some(outcome) = outcome else { continue };
        let stated = Stated { probability: 1.0 - row.zero, happened: *outcome > 0.0 };
        judged.trade[lead].push((stated, active));
        // A forecast below half of the unit is shown as zero.
        let (lo, hi) = (row.bands[0].lo, row.bands[0].hi);
        let side =
            if *outcome < lo - 0.5 * plan.unit { -1 } else { i32::from(*outcome > hi + 0.5 * plan.unit) };
        judged.bands[lead].push((side, *outcome > 0.0));
    }
    let Some(outcomes) = outcomes.into_iter().collect::<Option<Vec<f64>>>() else { return };
    for (arrivals, level) in judged.arrivals.iter_mut().zip([2.0 * last, 5.0 * last, 10.0]) {
        if series.last().value >= level {
            continue;
        }
        let answer = simulation
            .answer(&Target::level(level).expect("valid"), &Assumptions::baseline())
            .expect("valid");
        for (stated, lead) in arrivals.iter_mut().zip([1, plan.horizon.div_ceil(2), plan.horizon]) {
            let happened = outcomes[..lead].iter().any(|outcome| *outcome >= level);
            stated.push(Stated { probability: answer.arrival.by[lead - 1].probability, happened });
        }
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

fn happened(stated: &[Stated]) -> f64 {
    mean(stated.iter().map(|s| f64::from(u8::from(s.happened))))
}

#[expect(clippy::print_stdout, reason = "what is judged is read by people")]
fn print(plan: &Plan<'_>, judged: &Judged) {
    println!("\n## {}: {} cases", plan.name, judged.cases);
    for lead in [1, 2, 3, plan.horizon / 2, plan.horizon] {
        let of_lead = &judged.trade[lead - 1];
        let stated: Vec<Stated> = of_lead.iter().map(|(stated, _)| *stated).collect();
        let share = happened(&stated);
        let as_last =
            mean(of_lead.iter().map(|(stated, active)| f64::from(u8::from(stated.happened != *active))));
        println!(
            "trade at lead {lead}: n {}, said {:.3}, happened {share:.3}; Brier {:.4}, base rate {:.4}, as last period {as_last:.4}; calibration error {:.3}",
            stated.len(),
            mean(stated.iter().map(|s| s.probability)),
            brier(&stated).unwrap_or(f64::NAN),
            share * (1.0 - share),
            calibration_error(&stated).unwrap_or(f64::NAN)
        );
        if lead == 1 || lead == plan.horizon {
            for row in reliability(&stated) {
                println!(
                    "    {:.1}: n {}, said {:.3}, happened {:.3}",
                    row.from, row.forecasts, row.mean_probability, row.frequency
                );
            }
        }
    }
    for lead in [1, 2, 3, plan.horizon / 2, plan.horizon] {
        let of = |wanted: &dyn Fn(&(i32, bool)) -> bool| -> String {
            let sides: Vec<i32> =
                judged.bands[lead - 1].iter().filter(|row| wanted(row)).map(|row| row.0).collect();
            let share = |side: i32| mean(sides.iter().map(|s| f64::from(u8::from(*s == side))));
            format!("{} held {:.3} (below {:.3}, above {:.3})", sides.len(), share(0), share(-1), share(1))
        };
        println!("80 % band at lead {lead}: {}; with trade {}", of(&|_| true), of(&|row| row.1));
    }
    for (name, leads) in ["2x", "5x", "10"].iter().zip(&judged.arrivals) {
        for (stated, lead) in leads.iter().zip([1, plan.horizon.div_ceil(2), plan.horizon]) {
            let share = happened(stated);
            println!(
                "arrival at {name} within {lead}: n {}, said {:.3}, happened {share:.3}; Brier {:.4}, base rate {:.4}; calibration error {:.3}",
                stated.len(),
                mean(stated.iter().map(|s| s.probability)),
                brier(stated).unwrap_or(f64::NAN),
                share * (1.0 - share),
                calibration_error(stated).unwrap_or(f64::NAN)
            );
        }
    }
}

#[test]
#[ignore = "needs panels that are not part of the repository"]
fn judged_on_the_other_halves() {
    let priors: Priors =
        serde_json::from_value(serde_json::to_value(tradecast_data::priors()).expect("valid"))
            .expect("valid");
    if let Some(text) = unpacked("TRADECAST_PANEL") {
        let panel = world(&text);
        let origins = || [2002, 2006, 2010, 2014].map(Period::annual).to_vec();
        let plan = |name, unit, zeros, one_of, priors| Plan {
            name,
            unit,
            origins: origins(),
            horizon: 6,
            size: [1.0, 10.0],
            zeros,
            one_of,
            priors,
        };
        judge(&panel, &plan("years, 1 to 10 m with zeros, in thousands", 0.001, true, 2, None));
        judge(&panel, &plan("the same with priors", 0.001, true, 2, Some(&priors)));
        judge(&panel, &plan("years, 1 to 10 m with zeros, in 0.1 m", 0.1, true, 4, None));
        judge(&panel, &plan("the same with priors", 0.1, true, 4, Some(&priors)));
        judge(&panel, &plan("years, 1 to 10 m without zeros, in thousands", 0.001, false, 20, None));
        let any =
            Plan { size: [0.0, 1.0], ..plan("years, up to 1 m with zeros, in 0.1 m", 0.1, true, 8, None) };
        judge(&panel, &any);
    }
    if let Some(text) = unpacked("TRADECAST_MONTHLY") {
        let origins = ["2004-06", "2008-12", "2013-03", "2018-09"].map(|month| month.parse().expect("valid"));
        let plan = Plan {
            name: "months with zeros, in 0.1 m",
            unit: 0.1,
            origins: origins.to_vec(),
            horizon: 24,
            size: [0.0, f64::MAX],
            zeros: true,
            one_of: 1,
            priors: None,
        };
        judge(&national(&text), &plan);
    }
}
