#![doc = include_str!("../../guide/methods/combination.md")]

use crate::model::errors::Errors;
use crate::numeric::draws::{Draws, Purpose};
use crate::series::sample::Volatility;

// The constants below were estimated once: their proportions by maximum likelihood with Student-t errors from 4,783 forecasts of
// such a combination one to six years ahead, from rolling origins within the training part of 491 yearly series (all of the M1
// competition, part of M3); their common size so that simulated 80 and 95 % bands hold about as much. The last six years of
// each series were not used. On bilateral trade, which was not used either, errors are within a tenth of that size.

/// Standard deviation of a step of the random walk of a series of volatility one.
const STEP: f64 = 0.44;
/// Standard deviation of the unknown drift of a series of volatility one, log points a year.
const DRIFT: f64 = 0.13;
/// Elasticity of both to the volatility of the series: less than one, for calm series surprise more than their past.
const ELASTICITY: f64 = 0.70;
/// Standard deviation per unit of disagreement.
const DISAGREEMENT: f64 = 1.4;
/// Factor on the size of the errors of monthly series: with it 80 % bands held 80 % of 5,400 forecasts one to twelve months ahead,
/// of 25 partners of the United States at six origins from 2001 to 2014. Quarters have none: what it would be went from 0.8 to 2.2
/// by origin.
const MONTHLY: f64 = 0.92;

/// What the combination says from one origin.
#[derive(Debug, Clone)]
pub(crate) struct Combination {
    /// Weighted median of the models a lead.
    centre: Vec<f64>,
    /// Growth a period that such medians miss on series of the kind, part of the above.
    missed: f64,
    /// Standard deviation that their disagreement adds.
    disagreement: Vec<f64>,
    step: f64,
    drift: f64,
    /// Standard deviation of what does not last, in every period.
    noise: f64,
}

impl Combination {
    /// Combines forecasts of several models (one row a model, one entry a lead, logs relative to the last value).
    ///
    /// There are `per_year` periods a year.
    pub(crate) fn of(
        points: &[impl AsRef<[f64]>],
        weights: &[f64],
        volatility: Volatility,
        per_year: f64,
        errors: Errors,
    ) -> Self {
        let monthly = if per_year == 12.0 { MONTHLY } else { 1.0 };
        let errors = Errors { scale: monthly * errors.scale, ..errors };
        let leads = points.first().map_or(0, |points| points.as_ref().len());
        let mut of_lead = Vec::with_capacity(points.len());
        // Models that happen to meet further on do not agree again: bands never narrow.
        let mut largest = 0.0f64;
        let missed = errors.growth / per_year;
        let (centre, disagreement) = (0..leads)
            .map(|lead| {
                of_lead.clear();
                of_lead.extend(
                    points.iter().zip(weights).map(|(points, weight)| (points.as_ref()[lead], *weight)),
                );
                let centre = weighted_median(&mut of_lead);
                let distance: f64 = of_lead.iter().map(|(point, w)| w * (point - centre).abs()).sum();
                largest = largest.max(distance);
                (centre + missed * (lead + 1) as f64, errors.scale * DISAGREEMENT * largest)
            })
            .unzip();
        let size = errors.scale * libm::pow(volatility.of_year, ELASTICITY);
        let step = STEP * size / per_year.sqrt();
        // The constants were found on yearly series, where what does not last is part of the step.
        let noise = if per_year > 1.0 { errors.scale * volatility.of_period } else { 0.0 };
        let noise = (noise * noise - step * step).max(0.0).sqrt();
        Self { centre, missed, disagreement, step, drift: DRIFT * size / per_year, noise }
    }

    /// Median of the log value `lead` periods ahead.
    pub(crate) fn point(&self, lead: usize) -> f64 {
        self.centre[lead - 1]
    }

    /// What series of the kind grow more than their models say, `lead` periods ahead.
    pub(crate) fn missed(&self, lead: usize) -> f64 {
        self.missed * lead as f64
    }

    /// Standard deviation of the log value `lead` periods ahead.
    pub(crate) fn spread(&self, lead: usize) -> f64 {
        let (h, disagreement) = (lead as f64, self.disagreement[lead - 1]);
        let square = |x: f64| x * x;
        let growing = h * self.step * self.step + h * h * self.drift * self.drift;
        (growing + disagreement * disagreement + square(self.noise)).sqrt()
    }

    /// One simulated path, in two parts as in [`crate::model::fitted::Fitted::path`].
    pub(crate) fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let drift = self.drift * draws.normal(Purpose::Parameter, 0);
        let doubt = draws.normal(Purpose::Parameter, 1);
        let mut walk = 0.0;
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            walk += self.step * draws.surprise(lead);
            *trend = self.centre[lead] + drift * (lead + 1) as f64 + doubt * self.disagreement[lead];
            *surprise = walk;
            if self.noise > 0.0 {
                *surprise += self.noise * draws.noise(lead);
            }
        }
    }
}

/// Weighted median, interpolated between the middles of the weights; weights add up to one. Sorts the values.
fn weighted_median(values: &mut [(f64, f64)]) -> f64 {
    // A handful of values: by insertion.
    for end in 1..values.len() {
        let mut at = end;
        while at > 0 && values[at - 1].0 > values[at].0 {
            values.swap(at - 1, at);
            at -= 1;
        }
    }
    let mut before: Option<(f64, f64)> = None;
    let mut upto = 0.0;
    for &(value, weight) in &*values {
        if weight == 0.0 {
            continue;
        }
        let middle = upto + 0.5 * weight;
        if middle >= 0.5 {
            return before
                .map_or(value, |(at, earlier)| earlier + (value - earlier) * (0.5 - at) / (middle - at));
        }
        (before, upto) = (Some((middle, value)), upto + weight);
    }
    before.map_or(0.0, |(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weighted_median_lies_in_the_middle_of_the_weights() {
        let median = |values: &[(f64, f64)]| weighted_median(&mut values.to_vec());
        assert_eq!(median(&[(3.0, 1.0)]), 3.0);
        assert_eq!(median(&[(9.0, 0.25), (1.0, 0.25), (2.0, 0.25), (4.0, 0.25)]), 3.0);
        let third = 1.0 / 3.0;
        assert!((median(&[(1.0, third), (100.0, third), (2.0, third)]) - 2.0).abs() < 1e-12);
        assert_eq!(median(&[(1.0, 0.5), (2.0, 0.5), (50.0, 0.0)]), 1.5);
        // Nearly all of the weight: its own value, to the share the others have.
        assert!((median(&[(1.0, 0.98), (2.0, 0.02)]) - 1.0).abs() < 0.03);
    }

    /// Simulated paths have the median and the standard deviation that are said of them.
    #[test]
    fn paths_have_the_stated_median_and_spread() {
        check_path_mixture(Volatility { of_period: 0.1, of_year: 0.1 }, 1.0);
        check_path_mixture(Volatility { of_period: 0.1, of_year: 0.15 }, 12.0);
    }

    #[test]
    fn what_does_not_last_is_as_large_a_month_ahead_as_two_years_ahead() {
        let points = [vec![0.0; 24], vec![0.0; 24]];
        let volatility = Volatility { of_period: 0.1, of_year: 0.15 };
        let combination = Combination::of(&points, &[0.5; 2], volatility, 12.0, Errors::ANY);
        // A month ahead the spread is that of a period, the unknown drift aside.
        assert!((combination.spread(1) - 0.1 * MONTHLY).abs() < 1e-3, "{}", combination.spread(1));
        let yearly = Combination::of(
            &points,
            &[0.5; 2],
            Volatility { of_period: 0.15, ..volatility },
            1.0,
            Errors::ANY,
        );
        let square = |x: f64| x * x;
        let noise = square(combination.spread(12)) - square(MONTHLY * yearly.spread(1));
        assert!((noise - square(combination.noise)).abs() < 1e-12, "{noise}");
    }

    fn check_path_mixture(volatility: Volatility, per_year: f64) {
        let points = [vec![0.1, 0.2, 0.3], vec![0.0, 0.0, 0.0], vec![0.2, 0.5, 0.9]];
        let combination = Combination::of(&points, &[1.0 / 3.0; 3], volatility, per_year, Errors::ANY);
        let paths = 40_000;
        let (mut trend, mut surprise) = ([0.0; 3], [0.0; 3]);
        let mut last: Vec<f64> = (0..paths)
            .map(|path| {
                combination.path(Draws::new(1, path, 0), &mut trend, &mut surprise);
                trend[2] + surprise[2]
            })
            .collect();
        last.sort_unstable_by(f64::total_cmp);
        let spread = combination.spread(3);
        assert!((combination.point(3) - 0.3).abs() < 1e-12);
        // Four standard errors: of a median 1.25 sd / sqrt(n), of a standard deviation about 1 / sqrt(n).
        let n = paths as f64;
        assert!((last[paths / 2] - 0.3).abs() < 4.0 * 1.25 * spread / n.sqrt());
        let mean = last.iter().sum::<f64>() / n;
        let sd = (last.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n).sqrt();
        assert!((sd / spread - 1.0).abs() < 4.0 / n.sqrt(), "{sd} {spread}");
    }
}
