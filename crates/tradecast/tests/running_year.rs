//! How good a forecast of a year is that is made from its months, beside the years alone and the months alone. The table is not part of
//! the repository: the variable `TRADECAST_MONTHLY` names it (columns partner, year, month, imports, exports, compressed by gzip).
//!
//! `cargo test -p tradecast --test running_year -- --ignored --nocapture`

use tradecast::{
    Assumptions, DataContext, Fit, Frequency, ModelChoice, Observation, Period, Series, Settings, fit,
};

#[expect(dead_code, reason = "the other panel is judged by the tests of zeros")]
mod panel_halves;

use panel_halves::{Half, hash, national, unpacked};

const PATHS: u32 = 2000;

/// Errors of the log of each of three years, and how often their 80 % bands held.
#[derive(Default)]
struct Judged {
    errors: [Vec<f64>; 3],
    held: [usize; 3],
}

impl Judged {
    fn add(&mut self, rows: [(f64, f64, f64); 3], actual: [f64; 3]) {
        for (year, ((median, lo, hi), actual)) in rows.into_iter().zip(actual).enumerate() {
            self.errors[year].push(libm::log(median / actual).abs());
            self.held[year] += usize::from((lo..=hi).contains(&actual));
        }
    }

    fn said(&self) -> String {
        let year = |year: usize| {
            let n = self.errors[year].len() as f64;
            format!(
                "{:.4} {:.0} %",
                self.errors[year].iter().sum::<f64>() / n,
                100.0 * self.held[year] as f64 / n
            )
        };
        [year(0), year(1), year(2)].join("  ")
    }
}

fn rows(simulation: &tradecast::Simulation) -> [(f64, f64, f64); 3] {
    let forecast = simulation.forecast(&Assumptions::baseline()).expect("a forecast");
    std::array::from_fn(|year| {
        let band = forecast[year].bands.iter().find(|band| band.level == 80.0).expect("the band");
        (forecast[year].median, band.lo, band.hi)
    })
}

/// The months alone, added up.
fn of_months(months: &Fit, known: &[f64]) -> [(f64, f64, f64); 3] {
    let settings = Settings { horizon: 36 - known.len() as u32, paths: PATHS, ..Settings::default() };
    let simulation = months.simulate(&settings).expect("paths");
    let paths = simulation.sample_paths(&Assumptions::baseline(), PATHS as usize).expect("paths");
    std::array::from_fn(|year| {
        let sum = |path: &Vec<f64>| known.iter().chain(path).skip(12 * year).take(12).sum::<f64>();
        let mut sums: Vec<f64> = paths.iter().map(sum).collect();
        sums.sort_by(f64::total_cmp);
        let at = |share: f64| sums[(share * sums.len() as f64) as usize];
        (at(0.5), at(0.1), at(0.9))
    })
}

#[test]
#[ignore = "needs a table that is not part of the repository"]
fn a_year_from_its_months_is_forecast_as_well_as_by_years_or_months_alone() {
    let settings = Settings { horizon: 3, paths: PATHS, ..Settings::default() };
    let partners = national(&unpacked("TRADECAST_MONTHLY").expect("TRADECAST_MONTHLY names the table"));
    for half in [Half::Estimation, Half::Judging] {
        for known in [0_u32, 1, 3, 6, 9, 11] {
            let [mut years_alone, mut months_alone, mut both] = <[Judged; 3]>::default();
            for (name, [values, ..]) in partners.iter().filter(|(name, _)| Half::of(name) == half) {
                for year in (2006..=2020).filter(|year| hash(&format!("{name} {year}")).is_multiple_of(5)) {
                    let total = |year: i32| -> Option<f64> {
                        let months = (1..=12).map(|month| {
                            values.get(&format!("{year}-{month:02}").parse().ok()?).filter(|v| **v > 0.0)
                        });
                        months.map(|value| value.copied()).sum()
                    };
                    let Some(past) = (year - 12..year).map(total).collect::<Option<Vec<f64>>>() else {
                        continue;
                    };
                    let Some(actual) = (year..year + 3).map(total).collect::<Option<Vec<f64>>>() else {
                        continue;
                    };
                    if past[11] < 20.0 {
                        continue;
                    }
                    let from: Period = format!("{}-01", year - 12).parse().expect("a month");
                    let end = from.plus(144 + known as i32);
                    let months =
                        values.range(from..end).map(|(period, value)| Observation::new(*period, *value));
                    let months = Series::new(name.as_str(), months.collect()).expect("a series");
                    let context = DataContext::added_up(months.clone(), Frequency::Annual).expect("years");
                    let whole = fit(&context.series, &ModelChoice::Auto)
                        .expect("a fit")
                        .simulate(&settings)
                        .expect("paths");
                    let by_month = fit(&months, &ModelChoice::Auto).expect("a fit");
                    let first: Vec<f64> =
                        values.range(from.plus(144)..end).map(|(_, value)| *value).collect();
                    let actual = [actual[0], actual[1], actual[2]];
                    years_alone.add(rows(&whole), actual);
                    months_alone.add(of_months(&by_month, &first), actual);
                    both.add(rows(&whole.with_months(&by_month).expect("both")), actual);
                }
            }
            println!(
                "half {half:?}, {known} months known, {} years; error of the log and 80 % bands in year 1, 2, 3:",
                both.errors[0].len()
            );
            for (name, judged) in [("years", &years_alone), ("months", &months_alone), ("both", &both)] {
                println!("  {name:<8}{}", judged.said());
            }
        }
    }
}
