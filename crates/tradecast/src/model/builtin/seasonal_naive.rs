#![doc = include_str!("../../../guide/models/seasonal_naive.md")]

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::naive;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::Draws;
use crate::series::sample::{Sample, bridged};

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

pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
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
        let reason = NotFittedReason::FewSeasons { have: changes.len() };
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

    fn convergence(&self) -> Convergence {
        Convergence::ClosedForm
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::yearly;
    use crate::series::season::Season;
    use crate::{Observation, Period, Series};

    fn quarters(value: impl Fn(i32) -> Option<f64>, count: i32) -> Sample {
        let first: Period = "2010-Q2".parse().unwrap();
        let observations = (0..count).filter_map(|t| Some(Observation::new(first.plus(t), value(t)?)));
        Sample::of(&Series::new("test", observations.collect()).unwrap())
    }

    #[test]
    fn the_forecast_is_last_years_value_with_a_season_and_without() {
        let value = |t: i32| 100.0 + f64::from(t * t * 7 % 13) + if t % 4 == 1 { 60.0 } else { 0.0 };
        for (count, has_season) in [(26, true), (7, false)] {
            let sample = quarters(|t| Some(value(t)), count);
            let season = Season::of(&sample);
            assert_eq!(matches!(season, Season::Found(_)), has_season);
            let fitted = fit(&season.taken_from(&sample)).unwrap();
            for lead in 1..=9 {
                let forecast = sample.scale * libm::exp(fitted.point(lead) + season.ahead(lead));
                let last_year = value(count - 4 + (lead as i32 - 1) % 4);
                assert!((forecast / last_year - 1.0).abs() < 1e-8, "{lead}: {forecast} {last_year}");
            }
        }
    }

    /// Same quarter a year before, or two years before where that is a gap.
    #[test]
    fn sigma_is_the_mean_square_of_the_changes_over_a_year() {
        let growth = [0.0, 0.1, -0.3, 0.2];
        let z = |t: i32| growth[..=(t / 4) as usize].iter().sum::<f64>();
        let sigma = |sample: &Sample| fit(sample).unwrap().parameters()[0].value;
        let whole = ((0.01 + 0.09 + 0.04f64) / 3.0).sqrt();
        assert!((sigma(&quarters(|t| Some(libm::exp(z(t))), 16)) - whole).abs() < 1e-9);
        // Without the third year: 0.1 over one year, then -0.1 over two.
        let gappy = ((0.01 + 0.01 / 2.0) / 2.0f64).sqrt();
        let gap = |t: i32| (!(8..12).contains(&t)).then(|| libm::exp(z(t)));
        assert!((sigma(&quarters(gap, 16)) - gappy).abs() < 1e-9);
    }

    #[test]
    fn a_year_later_twice_the_variance() {
        let fitted = fit(&quarters(|t| Some(100.0 + f64::from(t * t * 7 % 13)), 60)).unwrap();
        let (mut trend, mut surprise) = ([0.0; 8], [0.0; 8]);
        let (mut first, mut second) = (0.0, 0.0);
        for path in 0..20_000 {
            fitted.path(Draws::new(1, path, 0), &mut trend, &mut surprise);
            (first, second) = (first + surprise[3] * surprise[3], second + surprise[7] * surprise[7]);
        }
        // Squares of Student-t(4) surprises converge slowly: 8 %.
        assert!((second / first - 2.0).abs() < 0.16, "{}", second / first);
    }

    #[test]
    fn with_one_value_a_year_it_is_naive() {
        let sample = yearly(&[100.0, 120.0, 95.0, 130.0, 125.0]);
        let (seasonal, plain) = (fit(&sample).unwrap(), naive::fit(&sample).unwrap());
        assert_eq!(seasonal.parameters(), plain.parameters());
        let (mut one, mut other) = ([[0.0; 6]; 2], [[0.0; 6]; 2]);
        let [a, b] = &mut one;
        seasonal.path(Draws::new(1, 7, 0), a, b);
        let [a, b] = &mut other;
        plain.path(Draws::new(1, 7, 0), a, b);
        assert_eq!(one, other);
    }

    #[test]
    fn less_than_a_year_and_two_periods_is_refused_with_the_reason() {
        let error = fit(&quarters(|t| Some(f64::from(t + 1)), 5)).unwrap_err();
        assert!(error.to_string().contains("needs 2"), "{error}");
    }
}
