#![doc = include_str!("../../../guide/models/piecewise.md")]

use std::ops::RangeInclusive;

use nalgebra::DMatrix;

use crate::error::Result;
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual::{self, Deviations};
use crate::numeric::draws::Draws;
use crate::numeric::least_squares::{Column, LeastSquares, covariance_factor, ordinary_least_squares};
use crate::numeric::resolution::RESOLUTION;
use crate::period::Period;
use crate::series::sample::Sample;

/// Name of the model.
const MODEL: &str = "break";
/// Smallest share of the observations on either side of a break.
const TRIMMED: f64 = 0.15;
/// Fewest observations on either side of a break.
const SEGMENT: usize = 4;
/// Most breaks that are each tried by least squares; of more, prefix sums choose which.
const TRIED: usize = 64;
/// Breaks that prefix sums leave for least squares: enough that rounding does not decide between the best two.
const SHORTLIST: usize = 8;

#[derive(Debug)]
struct Piecewise {
    /// a, b and, where there is a break, c and s.
    estimates: Vec<f64>,
    /// Covariance of the estimates as least squares states it.
    covariance: DMatrix<f64>,
    /// Its factor, inflated for autocorrelation; `None` where nothing is uncertain.
    factor: Option<DMatrix<f64>>,
    /// First and last time at which a break could have been found.
    admissible: [f64; 2],
    /// The break as a period.
    period: Period,
    /// How the decision for or against a break was taken.
    decision: Convergence,
    deviations: Deviations,
    diagnostics: Diagnostics,
    end: f64,
    per_year: f64,
}

/// A trend with a break at one of the observations.
struct Hinged {
    /// Index of the observation.
    at: usize,
    fit: LeastSquares,
}

/// Fits the trend with a break, or without one where the data do not ask for it.
pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    Ok(Box::new(estimate(sample)?))
}

fn estimate(sample: &Sample) -> Result<Piecewise> {
    sample.needs(2 * SEGMENT + 2, MODEL)?;
    let segment = SEGMENT.max((TRIMMED * sample.len() as f64).ceil() as usize);
    let admissible = segment - 1..=sample.len() - segment;
    let straight = regress(sample, None)?;
    let tried = admissible.clone().count();
    let hinged: Result<Vec<Hinged>> = shortlist(sample, &straight, admissible.clone())
        .into_iter()
        .map(|at| Ok(Hinged { at, fit: regress(sample, Some(sample.t[at]))? }))
        .collect();
    let best = hinged?
        .into_iter()
        .min_by(|a, b| sum_of_squares(&a.fit).total_cmp(&sum_of_squares(&b.fit)))
        .expect("ten observations leave at least one between two segments");
    let gain = gain(sample, &straight, &best.fit);
    let period = sample.period(best.at);
    let unscaled = (gain > 0.0).then(|| linearised(sample, &best)).flatten();
    let decision = if unscaled.is_some() {
        Convergence::Break { period, places: tried, gain }
    } else {
        Convergence::NoBreak { period, places: tried }
    };
    let (chosen, extra, unscaled) = match unscaled {
        Some(unscaled) => (&best.fit, Some(sample.t[best.at]), unscaled),
        None => (&straight, None, straight.unscaled_covariance.clone()),
    };
    let estimates: Vec<f64> = chosen.coefficients.iter().copied().chain(extra).collect();
    let degrees_of_freedom = sample.len() - estimates.len();
    let sigma = (sum_of_squares(chosen) / degrees_of_freedom as f64).sqrt();
    let deviations = Deviations::of(&sample.t, &chosen.residuals, sigma, degrees_of_freedom);
    let covariance = unscaled * (sigma * sigma);
    Ok(Piecewise {
        factor: covariance_factor(&(&covariance * deviations.variance_inflation())),
        covariance,
        admissible: [sample.t[*admissible.start()], sample.t[*admissible.end()]],
        period,
        decision,
        deviations,
        diagnostics: residual::diagnostics(
            sample,
            |i| i,
            &chosen.residuals,
            sigma,
            degrees_of_freedom,
            chosen.r_squared,
        ),
        end: sample.end(),
        per_year: sample.per_year(),
        estimates,
    })
}

/// The breaks to be tried by least squares, in the order of time: all of few, the most promising of many. To try each of
/// thousands would take time that goes with the square of the length.
fn shortlist(sample: &Sample, straight: &LeastSquares, admissible: RangeInclusive<usize>) -> Vec<usize> {
    let mut all: Vec<usize> = admissible.collect();
    if all.len() <= TRIED {
        return all;
    }
    let gains = gains_of_hinges(&sample.t, &straight.residuals);
    let better = |a: &usize, b: &usize| gains[*b].total_cmp(&gains[*a]).then(a.cmp(b));
    all.select_nth_unstable_by(SHORTLIST, better);
    all.truncate(SHORTLIST);
    all.sort_unstable();
    all
}

/// By how much a hinge at each observation lowers the sum of squares that a straight line leaves: what of it the line does not
/// explain is projected on the residuals of the line (Frisch and Waugh), each from sums over the observations after it.
fn gains_of_hinges(t: &[f64], residuals: &[f64]) -> Vec<f64> {
    let n = t.len() as f64;
    let centre = t.iter().sum::<f64>() / n;
    let spread: f64 = t.iter().map(|t| (t - centre) * (t - centre)).sum();
    // Of the observations after the hinge: how many, their times, the squares of those, their residuals, and both multiplied.
    let (mut count, mut time, mut square, mut left, mut product) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut gains = vec![0.0; t.len()];
    for (at, residual) in residuals.iter().enumerate().rev() {
        let s = t[at] - centre;
        let hinge = time - s * count;
        let of_itself = square - 2.0 * s * time + s * s * count;
        let on_time = square - s * time;
        let unexplained = of_itself - hinge * hinge / n - on_time * on_time / spread;
        let on_residuals = product - s * left;
        if unexplained > 0.0 {
            gains[at] = on_residuals * on_residuals / unexplained;
        }
        count += 1.0;
        time += s;
        square += s * s;
        left += residual;
        product += s * residual;
    }
    gains
}

/// Regresses on a straight line, with a hinge where one is asked for.
fn regress(sample: &Sample, hinge: Option<f64>) -> Result<LeastSquares> {
    let time = || sample.t.iter();
    let mut columns = vec![
        Column { name: "constant", values: vec![1.0; sample.len()] },
        Column { name: "time", values: sample.t.clone() },
    ];
    if let Some(s) = hinge {
        columns.push(Column {
            name: "time since the break",
            values: time().map(|t| (t - s).max(0.0)).collect(),
        });
    }
    ordinary_least_squares(MODEL, &columns, &sample.log)
}

fn sum_of_squares(fit: &LeastSquares) -> f64 {
    fit.residuals.iter().map(|u| u * u).sum()
}

/// By how much the Bayesian information criterion is lower with two parameters more. Residuals below the resolution of
/// the logarithms are rounding and count as that.
fn gain(sample: &Sample, straight: &LeastSquares, hinged: &LeastSquares) -> f64 {
    let n = sample.len() as f64;
    let log_mean_square = |fit| libm::log((sum_of_squares(fit) / n).max(RESOLUTION * RESOLUTION));
    let deviations = Deviations::of(&sample.t, &hinged.residuals, hinged.sigma, hinged.degrees_of_freedom);
    let told = n / deviations.variance_inflation();
    told * (log_mean_square(straight) - log_mean_square(hinged)) - 2.0 * libm::log(n)
}

/// Inverse cross-products of the derivatives with respect to a, b, c and s; `None` where s is not determined.
fn linearised(sample: &Sample, Hinged { at, fit }: &Hinged) -> Option<DMatrix<f64>> {
    let (s, change) = (sample.t[*at], fit.coefficients[2]);
    let derivatives = DMatrix::from_fn(sample.len(), 4, |i, j| {
        let t = sample.t[i];
        match j {
            0 => 1.0,
            1 => t,
            2 => (t - s).max(0.0),
            _ => -change * f64::from(u8::from(t > s)),
        }
    });
    (derivatives.transpose() * derivatives).cholesky().map(|c| c.inverse())
}

impl Piecewise {
    /// The trend relative to the last value, in logs, `lead` periods after it.
    fn ahead(&self, estimates: &[f64], lead: usize) -> f64 {
        let t = self.end + lead as f64;
        let straight = estimates[0] + estimates[1] * t;
        match estimates[2..] {
            [change, s] => straight + change * (t - s.clamp(self.admissible[0], self.admissible[1])).max(0.0),
            _ => straight,
        }
    }

    fn growth(&self, name: &str, terms: &[usize]) -> Parameter {
        let variance: f64 = terms
            .iter()
            .flat_map(|&j| terms.iter().map(move |&k| (j, k)))
            .map(|jk| self.covariance[jk])
            .sum();
        let growth = terms.iter().map(|&j| self.estimates[j]).sum();
        growth_parameter(name, growth, Some(variance.max(0.0).sqrt()), self.per_year)
    }
}

impl Fitted for Piecewise {
    fn parameters(&self) -> Vec<Parameter> {
        let Some(&s) = self.estimates.get(3) else { return vec![self.growth("growth", &[1])] };
        vec![
            self.growth("growth before", &[1]),
            self.growth("growth after", &[1, 2]),
            Parameter {
                name: "break".into(),
                value: s,
                std_error: Some(self.covariance[(3, 3)].sqrt()),
                unit: format!("periods since the first observation ({})", self.period),
            },
        ]
    }

    fn convergence(&self) -> Convergence {
        self.decision.clone()
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
    }

    fn point(&self, lead: usize) -> f64 {
        self.deviations.point(|lead| self.ahead(&self.estimates, lead), lead)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.deviations.degrees_of_freedom);
        let drawn = draws.around(&self.estimates, self.factor.as_ref(), |normal| normal * scale);
        self.deviations.path(draws, scale, |lead| self.ahead(&drawn, lead), trend, surprise);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Observation, Period, Series};

    fn sample(log: impl Fn(f64) -> f64) -> Sample {
        let observations =
            (0..30).map(|t| Observation::new(Period::annual(1990 + t), libm::exp(log(t.into())))).collect();
        Sample::of(&Series::new("test", observations).unwrap())
    }

    /// A deviation that alternates tells nothing about growth or its break.
    fn wobble(t: f64) -> f64 {
        if t % 2.0 == 0.0 { 0.02 } else { -0.02 }
    }

    #[test]
    fn a_known_break_is_found_and_growth_follows_the_last_segment() {
        let fitted = fit(&sample(|t| 0.1 * t - 0.13 * (t - 12.0).max(0.0) + wobble(t))).unwrap();
        let parameters = fitted.parameters();
        assert_eq!((parameters[2].name.as_str(), parameters[2].value), ("break", 12.0));
        assert!(
            parameters[2].unit.contains("2002") && fitted.convergence().to_string().contains("break in 2002")
        );
        // The wobble moves a slope over 12 periods by less than 0.02 * 2 / 12.
        assert!((fitted.point(2) - fitted.point(1) - -0.03).abs() < 0.003);
    }

    /// What prefix sums say of a hinge is what least squares say of it, at every observation and with gaps.
    #[test]
    fn gains_of_hinges_are_those_of_least_squares() {
        let mut sample = sample(|t| 0.1 * t - 0.07 * (t - 17.0).max(0.0) + 0.3 * (t * t % 7.0) + wobble(t));
        for gone in [21, 9, 8] {
            sample.t.remove(gone);
            sample.log.remove(gone);
        }
        let straight = regress(&sample, None).unwrap();
        let gains = gains_of_hinges(&sample.t, &straight.residuals);
        for (at, found) in gains.iter().enumerate().take(sample.len() - 3).skip(3) {
            let hinged = regress(&sample, Some(sample.t[at])).unwrap();
            let gain = sum_of_squares(&straight) - sum_of_squares(&hinged);
            assert!((found - gain).abs() < 1e-9 * sum_of_squares(&straight), "{at}: {found} {gain}");
        }
    }

    /// A break of hundreds of observations is the one that trying all of them finds.
    #[test]
    fn the_best_of_many_breaks_is_on_the_shortlist() {
        let noise = |t: f64| f64::from((t as u32).wrapping_mul(2_654_435_761) >> 16) / 65_536.0;
        for bend in [0.0, 0.002, -0.01] {
            let log = |t: f64| 0.004 * t + bend * (t - 300.0).max(0.0) + 0.2 * noise(t);
            let first: Period = "1960-01".parse().unwrap();
            let months = (0..600).map(|t| Observation::new(first.plus(t), libm::exp(log(t.into()))));
            let sample = Sample::of(&Series::new("test", months.collect()).unwrap());
            let straight = regress(&sample, None).unwrap();
            let tried = 89..=510;
            let of = |at: &usize| sum_of_squares(&regress(&sample, Some(sample.t[*at])).unwrap());
            let best = tried.clone().min_by(|a, b| of(a).total_cmp(&of(b))).unwrap();
            let shortlist = shortlist(&sample, &straight, tried);
            assert!(shortlist.len() == SHORTLIST && shortlist.contains(&best), "{best} {shortlist:?}");
        }
    }

    #[test]
    fn without_a_change_of_growth_there_is_no_break() {
        for bend in [0.0, -0.0005] {
            let fitted = fit(&sample(|t| 0.1 * t + bend * (t - 12.0).max(0.0) + wobble(t))).unwrap();
            assert!(
                matches!(fitted.convergence(), Convergence::NoBreak { .. }),
                "{:?}",
                fitted.convergence()
            );
            assert_eq!(fitted.parameters().len(), 1);
        }
        let exact = fit(&sample(|t| 0.1 * t)).unwrap();
        assert!(matches!(exact.convergence(), Convergence::NoBreak { .. }), "{:?}", exact.convergence());
    }

    #[test]
    fn a_break_drawn_after_the_sample_bends_no_future() {
        let fitted = estimate(&sample(|t| 0.1 * t - 0.13 * (t - 12.0).max(0.0) + wobble(t))).unwrap();
        let mut drawn = fitted.estimates.clone();
        drawn[3] = 35.0;
        let [at, next, after] = [5, 6, 7].map(|lead| fitted.ahead(&drawn, lead));
        assert!((after - 2.0 * next + at).abs() < 1e-12);
    }
}
