//! Seasonal naive: the value of the same period last year, with the uncertainty of a random walk from year to year.
//!
//! **Equation.** z(t) = z(t-m) + e(t), with z the logarithm of the series and m the periods in a year. Across k years without
//! the period the change has variance k sigma^2.
//!
//! **When it is right.** The pattern of the year is all there is. Every other model of a quarterly or monthly series has to
//! beat it. With one value a year, m = 1, it is [`super::naive`].
//!
//! **Estimates.** sigma^2 is the mean squared change from year to year. Where last year's period is not known, even growth
//! between its neighbours stands in. As every model, it sees the series without its season; what is put back is the pattern
//! of last year, so that the forecast is last year's value again, whatever the season was estimated to be.
//!
//! **Source.** Hyndman and Athanasopoulos, *Forecasting: principles and practice*, 3rd ed., section 5.2.

use super::{Fitted, Sample, bridged, naive, residual};
use crate::answer::{Diagnostics, Parameter};
use crate::draws::Draws;
use crate::error::{Error, Result};

const NAME: &str = "seasonal-naive";

#[derive(Debug)]
struct SeasonalWalk {
    /// The last year, one entry a period, relative to the last value.
    last_year: Vec<f64>,
    /// Standard deviation of the change over a year.
    sigma: f64,
    degrees_of_freedom: usize,
    diagnostics: Diagnostics,
}

pub(super) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    let cycle = sample.per_year() as usize;
    if cycle == 1 {
        return naive::fit(sample);
    }
    // The observation of the same period in the latest year before that has one.
    let changes: Vec<(usize, f64)> = (0..sample.len())
        .filter_map(|i| {
            let years = |j: usize| (sample.t[i] - sample.t[j]) / cycle as f64;
            let before = (0..i).rev().find(|&j| years(j).fract() == 0.0)?;
            Some((i, (sample.log[i] - sample.log[before]) / years(before).sqrt()))
        })
        .collect();
    if changes.len() < 2 {
        let reason = format!(
            "only {} of its observations has one of the same period in an earlier year and the model needs 2; add earlier periods",
            changes.len()
        );
        return Err(Error::NotFitted { model: NAME, reason });
    }
    let (places, standardised): (Vec<usize>, Vec<f64>) = changes.into_iter().unzip();
    let degrees_of_freedom = standardised.len();
    let squares: f64 = standardised.iter().map(|e| e * e).sum();
    let sigma = (squares / degrees_of_freedom as f64).sqrt();
    let all = bridged(&sample.t, &sample.log);
    Ok(Box::new(SeasonalWalk {
        last_year: all[all.len() - cycle..].to_vec(),
        sigma,
        degrees_of_freedom,
        diagnostics: residual::diagnostics(
            sample,
            |i| places[i],
            &standardised,
            sigma,
            degrees_of_freedom,
            None,
        ),
    }))
}

impl Fitted for SeasonalWalk {
    fn parameters(&self) -> Vec<Parameter> {
        vec![Parameter {
            name: "sigma".into(),
            value: self.sigma,
            std_error: None,
            unit: "log points a year".into(),
        }]
    }

    fn convergence(&self) -> String {
        "closed form".into()
    }

    fn diagnostics(&self) -> Diagnostics {
        self.diagnostics.clone()
    }

    fn point(&self, lead: usize) -> f64 {
        self.last_year[(lead - 1) % self.last_year.len()]
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let size = self.sigma * draws.scale(self.degrees_of_freedom);
        self.points(trend);
        let cycle = self.last_year.len();
        for lead in 0..surprise.len() {
            let before = if lead < cycle { 0.0 } else { surprise[lead - cycle] };
            surprise[lead] = before + size * draws.surprise(lead);
        }
    }
}
