#![doc = include_str!("../../guide/methods/change.md")]

use crate::numeric::autocorrelation::autocorrelation;
use crate::numeric::least_squares::{Column, LeastSquares, ordinary_least_squares};
use crate::period::Period;
use crate::series::sample::Sample;
use crate::series::season::Season;
use crate::series::series::Series;

/// Fewest observations in which a change is looked for.
const FEWEST: usize = 12;
/// Most observations, the latest ones: the work goes with their square.
const MOST: usize = 480;
/// Smallest share of the observations on either side of a change of growth, and the fewest.
const TRIMMED: f64 = 0.15;
const SEGMENT: usize = 4;
/// Fewest observations on either side of a shift of level.
const LEVEL_SEGMENT: usize = 2;
/// A path is taken for a walk where the memory of deviations is within so many roots of 1/n of one.
const WALK: f64 = 2.5;
/// Likelihood ratios beyond which a change is told, from simulations without one (`tests/changes.rs`): of growth in a walk, of growth
/// around a path, and of level.
const GROWTH_OF_WALK: f64 = 15.5;
const GROWTH_OF_PATH: f64 = 24.0;
const LEVEL: f64 = 18.0;

/// What changed in a series, once.
///
/// ```
/// use tradecast::{Change, Observation, Period, Series, change_of};
///
/// let value = |t: i32| 100.0 * 1.05f64.powi(t) * if t < 15 { 1.0 } else { 0.4 } * [1.0, 1.03, 0.98][t as usize % 3];
/// let rows = (0..24).map(|t| Observation::new(Period::annual(2000 + t), value(t))).collect();
/// let Some(Change::Level { period, factor }) = change_of(&Series::new("demo", rows)?) else { panic!("no shift") };
/// assert_eq!(period, Period::annual(2015));
/// assert!((factor - 0.4).abs() < 0.05);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// The level jumped and growth went on as before: tariffs, sanctions, another way of counting.
    Level {
        /// First period at the new level.
        period: Period,
        /// New level over old.
        factor: f64,
    },
    /// Growth is another since a period, without a jump.
    Growth {
        /// Last period of the old growth.
        period: Period,
        /// Growth before, % a year.
        before: f64,
        /// Growth since, % a year.
        after: f64,
    },
}

/// The one change of a series that its own noise does not explain; `None` where there is none, or too little to tell.
///
/// ```
/// use tradecast::{Observation, Period, Series, change_of};
///
/// let rows = (0..24).map(|t| Observation::new(Period::annual(2000 + t), 100.0 * 1.05f64.powi(t))).collect();
/// assert_eq!(change_of(&Series::new("demo", rows)?), None);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn change_of(series: &Series) -> Option<Change> {
    series.last_positive()?;
    let sample = Sample::of(series);
    let sample = Season::of(&sample).taken_from(&sample);
    let all = sample.bridged();
    let skipped = all.len().saturating_sub(MOST);
    let z = &all[skipped..];
    if z.len() < FEWEST {
        return None;
    }
    let segment = SEGMENT.max((TRIMMED * z.len() as f64).ceil() as usize);
    let best = |kind: Kind, least: usize| {
        (least..=z.len() - least)
            .map(|at| compare(z, kind, at))
            .max_by(|a, b| a.excess().total_cmp(&b.excess()))
    };
    let found = [best(Kind::Growth, segment)?, best(Kind::Level, LEVEL_SEGMENT)?];
    let told = largest(found)?;
    // Only now: most series end here, and every kind takes as long as the others.
    if best(Kind::Pulse, 1)?.ratio > told.ratio {
        return None;
    }
    let period = sample.start.plus((skipped + told.at) as i32);
    if told.kind == Kind::Level {
        return Some(Change::Level { period, factor: libm::exp(told.change) });
    }
    let percent = |per_period: f64| 100.0 * libm::expm1(per_period * sample.per_year());
    Some(Change::Growth { period, before: percent(told.slope), after: percent(told.slope + told.change) })
}

/// Of the changes beyond their own limits, the one that explains most.
fn largest(found: [Found; 2]) -> Option<Found> {
    found.into_iter().filter(|found| found.excess() > 0.0).max_by(|a, b| a.ratio.total_cmp(&b.ratio))
}

/// What may have changed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Growth,
    Level,
    /// A single value off the path: no change, but what would be taken for one.
    Pulse,
}

impl Kind {
    /// What a change of one at observation `at` adds at observation `t`.
    fn adds(self, at: usize, t: usize) -> f64 {
        match self {
            Self::Growth => t.saturating_sub(at) as f64,
            Self::Level => f64::from(u8::from(t >= at)),
            Self::Pulse => f64::from(u8::from(t == at)),
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Found {
    kind: Kind,
    at: usize,
    /// Whether deviations were taken for a walk.
    walk: bool,
    /// n times the logarithm of the sum of squares without over that with the change.
    ratio: f64,
    /// Growth a period before, and what changed.
    slope: f64,
    change: f64,
}

impl Found {
    /// The ratio above its limit; of a single value, the ratio.
    fn excess(&self) -> f64 {
        let limit = match (self.kind, self.walk) {
            (Kind::Growth, true) => GROWTH_OF_WALK,
            (Kind::Growth, false) => GROWTH_OF_PATH,
            (Kind::Level, _) => LEVEL,
            (Kind::Pulse, _) => 0.0,
        };
        self.ratio - limit
    }
}

/// Names of the columns of the regressions.
const NAMES: [&str; 3] = ["constant", "time", "change"];
/// Who regresses, in an error that nobody sees.
const MODEL: &str = "change";

/// A straight line with and without a change, by feasible generalised least squares. A change that cannot be told from the line
/// explains nothing.
fn compare(z: &[f64], kind: Kind, at: usize) -> Found {
    let n = z.len();
    let line = [vec![1.0; n], (0..n).map(|t| t as f64).collect(), (0..n).map(|t| kind.adds(at, t)).collect()];
    let mut found = Found { kind, at, walk: false, ratio: 0.0, slope: 0.0, change: 0.0 };
    let Some(once) = regress(&line, z) else { return found };
    let memory = memory(&once.residuals);
    found.walk = memory == 1.0;
    // The differences of a walk do not know its level.
    let line = &line[usize::from(found.walk)..];
    let columns: Vec<Vec<f64>> = line.iter().map(|x| differenced(x, memory)).collect();
    let y = differenced(z, memory);
    let Some(twice) = regress(&columns, &y) else { return found };
    let left = lag_one(&twice.residuals);
    let left = (left + (1.0 + 3.0 * left) / n as f64).clamp(0.0, 0.9);
    let again = |x: &Vec<f64>| -> Vec<f64> { x.windows(2).map(|pair| pair[1] - left * pair[0]).collect() };
    let columns: Vec<Vec<f64>> = columns.iter().map(again).collect();
    let y = again(&y);
    let last = columns.len() - 1;
    let (Some(without), Some(with)) = (regress(&columns[..last], &y), regress(&columns, &y)) else {
        return found;
    };
    let square = |fit: &LeastSquares| {
        let square: f64 = fit.residuals.iter().map(|left| left * left).sum();
        square.max(y.len() as f64 * 1e-18)
    };
    found.ratio = (y.len() as f64 - 3.0) * libm::log(square(&without) / square(&with));
    (found.slope, found.change) = (with.coefficients[last - 1], with.coefficients[last]);
    found
}

/// What is left of a deviation a period later: corrected for its bias (two coefficients and a change were estimated), and one where
/// it cannot be told from one (Perron and Yabu 2009).
fn memory(residuals: &[f64]) -> f64 {
    let n = residuals.len() as f64;
    let rho = lag_one(residuals);
    let rho = rho + (2.0 + 4.0 * rho) / n;
    if rho > 1.0 - WALK / n.sqrt() { 1.0 } else { rho.max(0.0) }
}

/// Autocorrelation of residuals of every period.
fn lag_one(residuals: &[f64]) -> f64 {
    let t: Vec<f64> = (0..residuals.len()).map(|t| t as f64).collect();
    autocorrelation(&t, residuals).unwrap_or(0.0)
}

/// Quasi-differences; the first value is weighted where deviations fade, and lost where they do not.
fn differenced(x: &[f64], memory: f64) -> Vec<f64> {
    let first = (memory < 1.0).then(|| x[0] * (1.0 - memory * memory).sqrt());
    first.into_iter().chain(x.windows(2).map(|pair| pair[1] - memory * pair[0])).collect()
}

/// Least squares; `None` where a column is no news beside the others.
fn regress(columns: &[Vec<f64>], y: &[f64]) -> Option<LeastSquares> {
    let columns = columns.iter().zip(NAMES).map(|(values, name)| Column { name, values: values.clone() });
    ordinary_least_squares(MODEL, &columns.collect::<Vec<_>>(), y).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ratio that is the larger one, and below its own limit, tells nothing and hides nothing.
    #[test]
    fn only_a_change_beyond_its_own_limit_is_told() {
        let found = |kind, walk, ratio| Found { kind, at: 10, walk, ratio, slope: 0.0, change: 0.0 };
        let told = |growth: f64, walk: bool, level: f64| {
            let both = [found(Kind::Growth, walk, growth), found(Kind::Level, walk, level)];
            largest(both).map(|found| found.kind)
        };
        assert_eq!(told(20.0, false, 19.0), Some(Kind::Level), "growth around a path needs 24");
        assert_eq!(told(16.0, true, 17.0), Some(Kind::Growth), "a level needs 18");
        assert_eq!(told(20.0, true, 19.0), Some(Kind::Growth));
        assert_eq!(told(20.0, true, 21.0), Some(Kind::Level));
        assert_eq!(told(15.0, true, 17.0), None);
    }

    /// The columns of a straight line explain a change that is one themselves.
    #[test]
    fn a_change_that_is_no_news_explains_nothing() {
        let z: Vec<f64> = (0..20).map(|t| f64::from(t * 7 % 5)).collect();
        // From the first observation on: the constant once more.
        let found = compare(&z, Kind::Level, 0);
        assert_eq!((found.ratio, found.change), (0.0, 0.0));
        assert!(compare(&z, Kind::Level, 10).ratio.is_finite());
    }
}
