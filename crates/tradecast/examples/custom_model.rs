//! A model of one's own in the combination: it counts as much as it was right before.
#![expect(clippy::print_stdout, reason = "an example says what it found")]

use std::sync::Arc;

use tradecast::{History, Model, Result, fit_with_models, percent};

/// The last change happens again by half, by a quarter, and so on.
#[derive(Debug)]
struct Fading {
    /// Share of a change that happens again.
    kept: f64,
}

impl Model for Fading {
    fn name(&self) -> String {
        "fading".to_owned()
    }

    fn forecast(&self, history: &History<'_>, leads: usize) -> std::result::Result<Vec<f64>, String> {
        let [.., before, last] = history.values else { return Err("it needs two observations".to_owned()) };
        // `libm` and not the methods of f64, so that answers are the same on every machine.
        let mut change = libm::log(last / before);
        let mut log = libm::log(*last);
        Ok((0..leads)
            .map(|_| {
                change *= self.kept;
                log += change;
                libm::exp(log)
            })
            .collect())
    }
}

fn main() -> Result<()> {
    let series = tradecast_data::default_case().turnover();
    let fitted = fit_with_models(series, &[Arc::new(Fading { kept: 0.5 })], None)?;
    for model in fitted.reports() {
        let error = model.score.as_ref().and_then(|score| score.relative_to_naive);
        let error = error.map_or_else(|| "never asked".to_owned(), |error| format!("{error:.2} of naive"));
        println!("{:<14} {:>5}  error {error}", model.name, percent(model.weight));
    }
    Ok(())
}
