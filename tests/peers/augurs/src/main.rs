//! The ETS of augurs and that of Tradecast, searched for by turns on the same series.
//!
//!     augurs-peer TRAIN HORIZON REPEATS > forecasts.csv
//!
//! The time is that of the search alone, the fastest of the repeats of each series.

use std::collections::HashMap;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;

use augurs_core::{Fit as _, Forecast, ForecastIntervals, Predict as _};
use augurs_ets::AutoETS;
use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, train, horizon, repeats] = arguments.as_slice() else {
        return Err("usage: augurs-peer TRAIN HORIZON REPEATS".into());
    };
    let (horizon, repeats) = (horizon.parse::<u32>()?, repeats.parse::<u32>()?);
    let ets = ModelChoice::named("ets")?;
    let settings = Settings { horizon, levels: vec![80.0, 95.0], ..Settings::default() };
    println!("model,series,horizon,point,lo80,hi80,lo95,hi95,ms");
    for (name, values) in &read(train)? {
        let theirs = || AutoETS::non_seasonal().fit(values);
        let series = series(name, values)?;
        let ours = || fit(&series, &ets);
        let (mut ms_theirs, mut ms_ours) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..repeats {
            ms_theirs = ms_theirs.min(milliseconds(theirs));
            ms_ours = ms_ours.min(milliseconds(ours));
        }
        if let Ok(model) = theirs() {
            let band = |level: f64| -> Result<(Forecast, ForecastIntervals), Box<dyn Error>> {
                let mut forecast = model.predict(horizon as usize, level)?;
                let intervals = forecast.intervals.take().ok_or("augurs gave no intervals")?;
                Ok((forecast, intervals))
            };
            let ((_, narrow), (forecast, wide)) = (band(0.80)?, band(0.95)?);
            for (i, point) in forecast.point.iter().enumerate() {
                let edges = [narrow.lower[i], narrow.upper[i], wide.lower[i], wide.upper[i]];
                print("augurs ETS", name, i + 1, *point, edges, ms_theirs);
            }
        }
        if let Ok(model) = ours() {
            let rows = model.simulate(&settings)?.forecast(&Assumptions::baseline())?;
            for (i, row) in rows.iter().enumerate() {
                let [narrow, wide] = row.bands.as_slice() else {
                    return Err("two bands were asked for".into());
                };
                let edges = [narrow.lo, narrow.hi, wide.lo, wide.hi];
                print("tradecast ETS, its search alone", name, i + 1, row.median, edges, ms_ours);
            }
        }
    }
    Ok(())
}

fn milliseconds<T>(run: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(run());
    1e3 * start.elapsed().as_secs_f64()
}

fn print(model: &str, series: &str, lead: usize, point: f64, edges: [f64; 4], ms: f64) {
    let [lo80, hi80, lo95, hi95] = edges;
    println!("\"{model}\",\"{series}\",{lead},{point},{lo80},{hi80},{lo95},{hi95},{ms}");
}

/// A series: its name and its values.
type Named = (String, Vec<f64>);

/// The series of a file with the columns series, period and value, in the order of their first rows.
fn read(train: &str) -> Result<Vec<Named>, Box<dyn Error>> {
    let text = std::fs::read_to_string(train)?;
    let mut all: Vec<Named> = Vec::new();
    let mut places = HashMap::new();
    for line in text.lines().skip(1) {
        let [name, _, value] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(format!("not series,period,value: {line}").into());
        };
        let place = *places.entry(name.to_owned()).or_insert(all.len());
        if place == all.len() {
            all.push((name.to_owned(), Vec::new()));
        }
        all[place].1.push(value.parse()?);
    }
    Ok(all)
}

fn series(name: &str, values: &[f64]) -> tradecast::Result<Series> {
    let years = (1901..).map(Period::annual);
    Series::new(name, years.zip(values).map(|(year, value)| Observation::new(year, *value)).collect())
}
