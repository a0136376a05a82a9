#![doc = include_str!("../../guide/methods/change.md")]

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
    let growth = best(Kind::Growth, segment)?;
    let level = best(Kind::Level, LEVEL_SEGMENT)?;
    let pulse = best(Kind::Pulse, 1)?;
    let period = |at: usize| sample.start.plus((skipped + at) as i32);
    let told = growth.excess() > 0.0 || level.excess() > 0.0;
    if !told || pulse.ratio > growth.ratio.max(level.ratio) {
        return None;
    }
    if level.ratio > growth.ratio {
        return Some(Change::Level { period: period(level.at), factor: libm::exp(level.change) });
    }
    let percent = |per_period: f64| 100.0 * libm::expm1(per_period * sample.per_year());
    let before = percent(growth.slope);
    Some(Change::Growth { period: period(growth.at), before, after: percent(growth.slope + growth.change) })
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

/// A straight line with and without a change, by feasible generalised least squares.
fn compare(z: &[f64], kind: Kind, at: usize) -> Found {
    let n = z.len();
    let line: Vec<Vec<f64>> =
        vec![vec![1.0; n], (0..n).map(|t| t as f64).collect(), (0..n).map(|t| kind.adds(at, t)).collect()];
    let residuals = regress(&line, z).residuals;
    let memory = memory(&residuals);
    let once = |x: &[f64]| differenced(x, memory);
    let columns: Vec<Vec<f64>> = line.iter().map(|x| once(x)).collect();
    let y = once(z);
    let left = autocorrelation(&regress(&columns, &y).residuals);
    let left = (left + (1.0 + 3.0 * left) / n as f64).clamp(0.0, 0.9);
    let twice = |x: &Vec<f64>| -> Vec<f64> { x.windows(2).map(|pair| pair[1] - left * pair[0]).collect() };
    let columns: Vec<Vec<f64>> = columns.iter().map(twice).collect();
    let y = twice(&y);
    let (without, with) = (regress(&columns[..2], &y), regress(&columns, &y));
    let least = y.len() as f64 * 1e-18;
    let ratio = (y.len() as f64 - 3.0) * libm::log(without.square.max(least) / with.square.max(least));
    Found { kind, at, walk: memory == 1.0, ratio, slope: with.coefficients[1], change: with.coefficients[2] }
}

/// What is left of a deviation a period later: corrected for its bias (two coefficients and a change were estimated), and one where
/// it cannot be told from one (Perron and Yabu 2009).
fn memory(residuals: &[f64]) -> f64 {
    let n = residuals.len() as f64;
    let rho = autocorrelation(residuals);
    let rho = rho + (2.0 + 4.0 * rho) / n;
    if rho > 1.0 - WALK / n.sqrt() { 1.0 } else { rho.max(0.0) }
}

fn autocorrelation(residuals: &[f64]) -> f64 {
    let product: f64 = residuals.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let square: f64 = residuals.windows(2).map(|pair| pair[0] * pair[0]).sum();
    if square > 0.0 { product / square } else { 0.0 }
}

/// Quasi-differences; the first value is weighted where deviations fade, and lost where they do not.
fn differenced(x: &[f64], memory: f64) -> Vec<f64> {
    let first = (memory < 1.0).then(|| x[0] * (1.0 - memory * memory).sqrt());
    first.into_iter().chain(x.windows(2).map(|pair| pair[1] - memory * pair[0])).collect()
}

struct Regression {
    coefficients: Vec<f64>,
    residuals: Vec<f64>,
    square: f64,
}

/// Least squares by Gram and Schmidt; a column that the ones before explain has the coefficient zero.
fn regress(columns: &[Vec<f64>], y: &[f64]) -> Regression {
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let mut shares = vec![vec![0.0; columns.len()]; columns.len()];
    let mut loadings = vec![0.0; columns.len()];
    let mut residuals = y.to_vec();
    for (j, column) in columns.iter().enumerate() {
        let mut own = column.clone();
        for (k, base) in basis.iter().enumerate() {
            let power = dot(base, base);
            let share = if power > 0.0 { dot(base, &own) / power } else { 0.0 };
            own.iter_mut().zip(base).for_each(|(own, base)| *own -= share * base);
            shares[j][k] = share;
        }
        let power = dot(&own, &own);
        if power <= 1e-12 * dot(column, column) {
            own.fill(0.0);
        } else {
            loadings[j] = dot(&own, &residuals) / power;
            residuals.iter_mut().zip(&own).for_each(|(left, own)| *left -= loadings[j] * own);
        }
        basis.push(own);
    }
    // Back from the orthogonal columns to the given ones.
    let mut coefficients = loadings;
    for j in (0..columns.len()).rev() {
        for k in j + 1..columns.len() {
            coefficients[j] -= shares[k][j] * coefficients[k];
        }
    }
    let square = dot(&residuals, &residuals);
    Regression { coefficients, residuals, square }
}
