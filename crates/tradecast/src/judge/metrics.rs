//! Metrics of forecasts: free functions of what was said and what happened, unit-free or in the unit of the values.
//!
//! Arguments that could be swapped are fields with names. Nothing is scored as `None`, never as zero.

use serde::{Deserialize, Serialize};

use crate::numeric::mean::mean;
use crate::numeric::sort::sort;
use crate::simulate::forecast::Band;

/// Probabilities are drawn in to this distance from 0 and 1 before their logarithm is taken: a thousand simulated paths
/// cannot tell a smaller one from never.
const SMALLEST_PROBABILITY: f64 = 1e-3;

/// A probability that was stated and whether the event happened.
///
/// ```
/// let said = tradecast::Stated { probability: 0.8, happened: true };
/// assert!(said.happened);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// Probability stated, 0 to 1.
    pub probability: f64,
    /// Whether it happened.
    pub happened: bool,
}

impl Stated {
    fn outcome(self) -> f64 {
        if self.happened { 1.0 } else { 0.0 }
    }
}

/// Brier score: mean squared difference between probability and outcome (Brier 1950, Monthly Weather Review 78, 1). 0 is
/// perfect, 0.25 is what saying one half always gets.
///
/// ```
/// use tradecast::{Stated, brier};
///
/// let said = [Stated { probability: 0.8, happened: true }, Stated { probability: 0.4, happened: false }];
/// assert!((brier(&said).unwrap() - 0.1).abs() < 1e-12); // (0.04 + 0.16) / 2
/// assert_eq!(brier(&[]), None);
/// ```
#[must_use]
pub fn brier(said: &[Stated]) -> Option<f64> {
    mean(said.iter().map(|s| (s.probability - s.outcome()) * (s.probability - s.outcome())))
}

/// Logarithmic score: mean of minus the logarithm of the probability given to what happened (Good 1952, J. R. Stat. Soc. B
/// 14, 107). 0 is perfect, 0.693 is what saying one half always gets; probabilities below 0.001 count as 0.001.
///
/// ```
/// use tradecast::{Stated, log_score};
///
/// let half = [Stated { probability: 0.5, happened: true }];
/// assert!((log_score(&half).unwrap() - 2f64.ln()).abs() < 1e-12);
/// ```
#[must_use]
pub fn log_score(said: &[Stated]) -> Option<f64> {
    mean(said.iter().map(|s| {
        let given = if s.happened { s.probability } else { 1.0 - s.probability };
        -libm::log(given.clamp(SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY))
    }))
}

/// Probabilities of about the same size and how often the event followed: one row of a reliability table.
///
/// ```
/// use tradecast::{Stated, reliability};
///
/// let said = [0.31, 0.35, 0.38, 0.39].map(|probability| Stated { probability, happened: probability > 0.36 });
/// let [row] = reliability(&said).try_into().unwrap();
/// assert_eq!((row.forecasts, row.frequency), (4, 0.5));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityRow {
    /// Lower edge of the bin of probabilities, which is a tenth wide.
    pub from: f64,
    /// Forecasts in it.
    pub forecasts: usize,
    /// Mean probability stated.
    pub mean_probability: f64,
    /// Share of them that happened.
    pub frequency: f64,
}

/// Reliability table in ten bins of equal width, empty ones left out (Murphy 1973, J. Appl. Meteorology 12, 595).
///
/// ```
/// assert!(tradecast::reliability(&[]).is_empty());
/// ```
#[must_use]
pub fn reliability(said: &[Stated]) -> Vec<ReliabilityRow> {
    let mut tally = ReliabilityTally::default();
    said.iter().for_each(|&said| tally.add(said));
    tally.rows()
}

/// Bins of a reliability table, each a tenth wide.
const RELIABILITY_BINS: usize = 10;

/// Counts behind a reliability table: enough to know it without keeping the probabilities.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReliabilityTally {
    bins: [ReliabilityBin; RELIABILITY_BINS],
}

#[derive(Debug, Clone, Copy, Default)]
struct ReliabilityBin {
    forecasts: usize,
    probability: f64,
    happened: f64,
}

impl ReliabilityTally {
    pub(crate) fn add(&mut self, said: Stated) {
        let bin = (said.probability * RELIABILITY_BINS as f64) as usize;
        let bin = &mut self.bins[bin.min(RELIABILITY_BINS - 1)];
        bin.forecasts += 1;
        bin.probability += said.probability;
        bin.happened += said.outcome();
    }

    pub(crate) fn rows(&self) -> Vec<ReliabilityRow> {
        let filled = self.bins.iter().enumerate().filter(|(_, bin)| bin.forecasts > 0);
        let row = |(i, bin): (usize, &ReliabilityBin)| ReliabilityRow {
            from: i as f64 / RELIABILITY_BINS as f64,
            forecasts: bin.forecasts,
            mean_probability: bin.probability / bin.forecasts as f64,
            frequency: bin.happened / bin.forecasts as f64,
        };
        filled.map(row).collect()
    }

    pub(crate) fn calibration_error(&self) -> Option<f64> {
        let off = |bin: &ReliabilityBin| (bin.probability - bin.happened).abs();
        self.of_all(self.bins.iter().map(off).sum())
    }

    pub(crate) fn forecasts(&self) -> usize {
        self.bins.iter().map(|bin| bin.forecasts).sum()
    }

    pub(crate) fn mean_probability(&self) -> Option<f64> {
        self.of_all(self.bins.iter().map(|bin| bin.probability).sum())
    }

    pub(crate) fn frequency(&self) -> Option<f64> {
        self.of_all(self.bins.iter().map(|bin| bin.happened).sum())
    }

    fn of_all(&self, sum: f64) -> Option<f64> {
        let forecasts = self.forecasts();
        (forecasts > 0).then(|| sum / forecasts as f64)
    }
}

/// Expected calibration error: mean distance between probability and frequency over the reliability table, weighted by
/// forecasts (Naeini et al. 2015, AAAI 29, eq. 3).
///
/// ```
/// use tradecast::{Stated, calibration_error};
///
/// let said = [0.5, 0.5].map(|probability| Stated { probability, happened: true });
/// assert_eq!(calibration_error(&said), Some(0.5));
/// ```
#[must_use]
pub fn calibration_error(said: &[Stated]) -> Option<f64> {
    let mut tally = ReliabilityTally::default();
    said.iter().for_each(|&said| tally.add(said));
    tally.calibration_error()
}

/// A point forecast and what happened, neither negative and both in the same unit.
///
/// ```
/// let pair = tradecast::Pair { actual: 100.0, predicted: 110.0 };
/// assert!(pair.predicted > pair.actual);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// What happened.
    pub actual: f64,
    /// What was forecast.
    pub predicted: f64,
}

impl Pair {
    /// Whether neither is zero.
    pub(crate) fn has_logarithm(&self) -> bool {
        self.actual > 0.0 && self.predicted > 0.0
    }
}

/// Symmetric mean absolute percentage error, %: twice the absolute error over the sum (Makridakis 1993, Int. J. Forecasting
/// 9, 527). 0 is perfect, also where a zero was forecast and happened; 200 is the worst.
///
/// ```
/// use tradecast::{Pair, smape};
///
/// let error = smape(&[Pair { actual: 100.0, predicted: 300.0 }]).unwrap();
/// assert!((error - 100.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn smape(pairs: &[Pair]) -> Option<f64> {
    let error = |p: &Pair| match p.actual.abs() + p.predicted.abs() {
        0.0 => 0.0,
        sum => 200.0 * (p.actual - p.predicted).abs() / sum,
    };
    mean(pairs.iter().map(error))
}

/// Root mean squared error in logs, log points: 0.1 is about 10 %. Pairs with a zero have no logarithm and are left out.
///
/// ```
/// use tradecast::{Pair, rmse_log};
///
/// let error = rmse_log(&[Pair { actual: 1.0, predicted: 1f64.exp() }]).unwrap();
/// assert!((error - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn rmse_log(pairs: &[Pair]) -> Option<f64> {
    let squared = |p: &Pair| {
        let error = libm::log(p.predicted / p.actual);
        error * error
    };
    mean(pairs.iter().filter(|p| p.has_logarithm()).map(squared)).map(f64::sqrt)
}

/// Continuous ranked probability score of a sample, in its unit (Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359,
/// eq. 21): the mean distance to the outcome less half the mean distance between two values. `None` for an empty sample.
///
/// ```
/// let score = tradecast::crps(&[1.0, 2.0, 4.0, 7.0, 11.0], 5.0).unwrap();
/// assert!((score - 1.2).abs() < 1e-12);
/// ```
#[must_use]
pub fn crps(sample: &[f64], outcome: f64) -> Option<f64> {
    let mut sorted = sample.to_vec();
    sort(&mut sorted);
    let n = sorted.len() as f64;
    let distance = mean(sorted.iter().map(|v| (v - outcome).abs()))?;
    let spread =
        sorted.iter().enumerate().map(|(i, v)| (2.0 * i as f64 - n + 1.0) * v).sum::<f64>() / (n * n);
    Some(distance - spread)
}

/// How much a series moved from one period to the next before a forecast was made: the unit in which errors of series of
/// any size can be averaged.
///
/// It is the error that repeating the last value made, one period ahead, within the history. Exists only where the series
/// moved at all: a history without a change has no scale.
///
/// ```
/// use tradecast::NaiveScale;
///
/// let scale = NaiveScale::of(&[3.0, -4.0]).unwrap();
/// assert_eq!(scale.absolute(), 3.5);
/// assert!((scale.root_mean_square() - 12.5f64.sqrt()).abs() < 1e-12);
/// assert_eq!(NaiveScale::of(&[0.0, 0.0]), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NaiveScale {
    absolute: f64,
    root_mean_square: f64,
}

impl NaiveScale {
    /// From the changes between neighbouring periods, in the unit of the values; `None` where none of them is other than zero.
    ///
    /// ```
    /// assert_eq!(tradecast::NaiveScale::of(&[]), None);
    /// ```
    #[must_use]
    pub fn of(changes: &[f64]) -> Option<Self> {
        let largest = changes.iter().fold(0.0, |largest: f64, change| largest.max(change.abs()));
        if !(largest > 0.0 && largest.is_finite()) {
            return None;
        }
        // Relative to the largest, so that squares neither overflow nor vanish.
        let share = |change: &f64| change.abs() / largest;
        let absolute = largest * mean(changes.iter().map(share))?;
        let squares = mean(changes.iter().map(|c| share(c) * share(c)))?;
        Some(Self { absolute, root_mean_square: largest * squares.sqrt() })
    }

    /// Mean absolute change, in the unit of the values; above zero.
    ///
    /// ```
    /// assert_eq!(tradecast::NaiveScale::of(&[1.0, -2.0]).unwrap().absolute(), 1.5);
    /// ```
    #[must_use]
    pub fn absolute(self) -> f64 {
        self.absolute
    }

    /// Root of the mean squared change, in the unit of the values; above zero.
    ///
    /// ```
    /// assert_eq!(tradecast::NaiveScale::of(&[2.0, -2.0]).unwrap().root_mean_square(), 2.0);
    /// ```
    #[must_use]
    pub fn root_mean_square(self) -> f64 {
        self.root_mean_square
    }
}

/// Mean absolute scaled error (Hyndman and Koehler 2006, Int. J. Forecasting 22, 679, eq. 2): the mean absolute error over
/// the mean absolute one-period change before the origin. 1 is an error as large as a usual period's change.
///
/// MASE = mean |y - f| / mean |y(t) - y(t-1)|
///
/// ```
/// use tradecast::{NaiveScale, Pair, mase};
///
/// let scale = NaiveScale::of(&[10.0, -30.0]).unwrap(); // moved by 20 a year
/// assert_eq!(mase(&[Pair { actual: 100.0, predicted: 150.0 }], scale), Some(2.5));
/// assert_eq!(mase(&[], scale), None);
/// ```
#[must_use]
pub fn mase(pairs: &[Pair], scale: NaiveScale) -> Option<f64> {
    mean(pairs.iter().map(|p| (p.actual - p.predicted).abs() / scale.absolute))
}

/// Root mean squared scaled error (Hyndman and Koehler 2006, section 5; the measure of the M5 competition, Makridakis et
/// al. 2022, Int. J. Forecasting 38, 1346): like [`mase`], with large errors counting more.
///
/// RMSSE = root of (mean (y - f)² / mean (y(t) - y(t-1))²)
///
/// ```
/// use tradecast::{NaiveScale, Pair, rmsse};
///
/// let scale = NaiveScale::of(&[20.0, -20.0]).unwrap();
/// let pairs = [130.0, 110.0].map(|predicted| Pair { actual: 100.0, predicted });
/// assert!((rmsse(&pairs, scale).unwrap() - (500.0f64 / 400.0).sqrt()).abs() < 1e-12);
/// ```
#[must_use]
pub fn rmsse(pairs: &[Pair], scale: NaiveScale) -> Option<f64> {
    let squared = |p: &Pair| {
        let error = (p.actual - p.predicted) / scale.root_mean_square;
        error * error
    };
    mean(pairs.iter().map(squared)).map(f64::sqrt)
}

/// The two errors that the M4 competition joined into one.
///
/// ```
/// let naive = tradecast::Accuracy { smape: 20.0, mase: 4.0 };
/// assert_eq!(naive.owa(naive), Some(1.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accuracy {
    /// Symmetric mean absolute percentage error, %, averaged over series.
    pub smape: f64,
    /// Mean absolute scaled error, averaged over series.
    pub mase: f64,
}

impl Accuracy {
    /// Overall weighted average (Makridakis, Spiliotis and Assimakopoulos 2020, Int. J. Forecasting 36, 54, section 2.3): the
    /// mean of both errors, each relative to that of a naive forecast of the same outcomes. Below 1 beats naive. `None` where
    /// naive made no error.
    ///
    /// OWA = (sMAPE / sMAPE of naive + MASE / MASE of naive) / 2
    ///
    /// ```
    /// use tradecast::Accuracy;
    ///
    /// let naive = Accuracy { smape: 22.43, mase: 4.893 };
    /// let drift = Accuracy { smape: 16.66, mase: 3.490 }; // yearly series of the M1 competition
    /// assert!((drift.owa(naive).unwrap() - 0.728).abs() < 5e-4);
    /// assert_eq!(drift.owa(Accuracy { smape: 0.0, mase: 0.0 }), None);
    /// ```
    #[must_use]
    pub fn owa(self, naive: Self) -> Option<f64> {
        let made_errors = naive.smape > 0.0 && naive.mase > 0.0;
        made_errors.then(|| 0.5 * (self.smape / naive.smape + self.mase / naive.mase))
    }
}

/// A value that the outcome is said to stay below with a given probability.
///
/// ```
/// let said = tradecast::Quantile { probability: 0.9, value: 120.0 };
/// assert!(said.probability < 1.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// Probability of an outcome below the value, above 0 and below 1.
    pub probability: f64,
    /// The value, in the unit of the outcome.
    pub value: f64,
}

/// Pinball loss of a quantile (Koenker and Bassett 1978, Econometrica 46, 33, eq. 3.1), in the unit of the outcome: what lies
/// above the quantile costs its probability, what lies below the rest. 0 is perfect; the true quantile has the smallest mean.
///
/// loss = p (y - q) where y >= q, (1 - p) (q - y) where y < q
///
/// ```
/// use tradecast::{Quantile, pinball};
///
/// let edge = Quantile { probability: 0.9, value: 110.0 };
/// assert!((pinball(edge, 120.0) - 9.0).abs() < 1e-12); // above: 0.9 of the distance
/// assert!((pinball(edge, 100.0) - 1.0).abs() < 1e-12); // below: 0.1 of it
/// ```
#[must_use]
pub fn pinball(said: Quantile, outcome: f64) -> f64 {
    let above = outcome - said.value;
    if above >= 0.0 { said.probability * above } else { (said.probability - 1.0) * above }
}

/// Continuous ranked probability score of a distribution given by some of its quantiles, sorted by probability; in the unit
/// of the outcome. `None` without quantiles.
///
/// The integral of the squared distance between the distribution and the outcome's step (Gneiting and Raftery 2007, J. Am.
/// Stat. Assoc. 102, 359, eq. 20), the distribution taken as linear between its quantiles and without tails beyond the
/// outermost. It differs from [`crps`] of the sample behind the quantiles by what those two simplifications leave out: with
/// the quantiles of a [`crate::Backtest`] less than one per cent.
///
/// ```
/// use tradecast::{Quantile, crps_of_quantiles};
///
/// // Evenly between 0 and 1, the outcome in the middle: twice the integral of x² from 0 to 1/2.
/// let even = [0.0, 1.0].map(|p| Quantile { probability: p, value: p });
/// assert!((crps_of_quantiles(&even, 0.5).unwrap() - 1.0 / 12.0).abs() < 1e-12);
/// // A point forecast is scored by its absolute error.
/// assert_eq!(crps_of_quantiles(&[Quantile { probability: 0.5, value: 2.0 }], 5.0), Some(3.0));
/// ```
#[must_use]
pub fn crps_of_quantiles(quantiles: &[Quantile], outcome: f64) -> Option<f64> {
    let (first, last) = (quantiles.first()?, quantiles.last()?);
    let outside = (first.value - outcome).max(outcome - last.value).max(0.0);
    // Integral of the square of a line from `a` to `b` over a width.
    let square = |width: f64, a: f64, b: f64| width * (a * a + a * b + b * b) / 3.0;
    let between = |pair: &[Quantile]| {
        let [from, to] = [pair[0], pair[1]];
        let width = to.value - from.value;
        if outcome <= from.value || width <= 0.0 {
            square(width, 1.0 - from.probability, 1.0 - to.probability)
        } else if outcome >= to.value {
            square(width, from.probability, to.probability)
        } else {
            let share = (outcome - from.value) / width;
            let here = from.probability + share * (to.probability - from.probability);
            square(share * width, from.probability, here)
                + square((1.0 - share) * width, 1.0 - here, 1.0 - to.probability)
        }
    };
    Some(outside + quantiles.windows(2).map(between).sum::<f64>())
}

/// A normal distribution.
///
/// ```
/// let step = tradecast::Normal { mean: 0.0, sd: 0.1 };
/// assert!(step.sd > 0.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Normal {
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation, zero or above.
    pub sd: f64,
}

/// Continuous ranked probability score of a normal distribution (Gneiting and Raftery 2007, eq. 21's closed form in Gneiting
/// et al. 2005, Mon. Weather Rev. 133, 1098, eq. 5), in the unit of the outcome; the absolute error where its standard
/// deviation is zero.
///
/// CRPS = s (z (2 Φ(z) - 1) + 2 φ(z) - 1/√π) with z = (y - m) / s
///
/// ```
/// use tradecast::{Normal, crps_normal};
///
/// let centred = crps_normal(Normal { mean: 0.0, sd: 1.0 }, 0.0);
/// assert!((centred - 0.233_694_977_2).abs() < 1e-9); // (√2 - 1)/√π
/// assert_eq!(crps_normal(Normal { mean: 1.0, sd: 0.0 }, 3.0), 2.0);
/// ```
#[must_use]
pub fn crps_normal(said: Normal, outcome: f64) -> f64 {
    use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};
    let error = outcome - said.mean;
    let z = error / said.sd;
    if !z.is_finite() {
        return error.abs();
    }
    // 2 φ(z) = √(2/π) exp(-z²/2), and 1/√π is half of 2/√π.
    let density = FRAC_2_SQRT_PI * FRAC_1_SQRT_2 * libm::exp(-0.5 * z * z);
    said.sd * (z * libm::erf(z * FRAC_1_SQRT_2) + density - 0.5 * FRAC_2_SQRT_PI)
}

/// A band and what happened, in the same unit.
///
/// ```
/// use tradecast::{Band, Bounded};
///
/// let held = Bounded { band: Band { level: 80.0, lo: 90.0, hi: 120.0 }, actual: 100.0 };
/// assert!(held.inside());
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Bounded {
    /// The band.
    pub band: Band,
    /// What happened.
    pub actual: f64,
}

impl Bounded {
    /// Whether the band held the outcome; its edges belong to it.
    ///
    /// ```
    /// # use tradecast::{Band, Bounded};
    /// assert!(!Bounded { band: Band { level: 80.0, lo: 90.0, hi: 120.0 }, actual: 121.0 }.inside());
    /// ```
    #[must_use]
    pub fn inside(&self) -> bool {
        (self.band.lo..=self.band.hi).contains(&self.actual)
    }
}

/// Coverage: outcomes inside their bands, %. An honest band of 80 % holds 80 % of many outcomes.
///
/// ```
/// use tradecast::{Band, Bounded, coverage};
///
/// let outcomes = [95.0, 100.0, 130.0, 80.0].map(|actual| Bounded { band: Band { level: 80.0, lo: 90.0, hi: 120.0 }, actual });
/// assert_eq!(coverage(&outcomes), Some(50.0));
/// ```
#[must_use]
pub fn coverage(outcomes: &[Bounded]) -> Option<f64> {
    mean(outcomes.iter().map(|o| if o.inside() { 100.0 } else { 0.0 }))
}

/// Interval score (Gneiting and Raftery 2007, eq. 43), in the unit of the outcome: the width of the band, and for an outcome
/// outside 2/α times its distance from the band, where α is the probability promised outside. Smaller is better, and no band
/// does better on average than one between the true quantiles.
///
/// ```
/// use tradecast::{Band, Bounded, interval_score};
///
/// let band = Band { level: 80.0, lo: 90.0, hi: 120.0 };
/// assert_eq!(interval_score(&Bounded { band: band.clone(), actual: 100.0 }), 30.0);
/// assert!((interval_score(&Bounded { band, actual: 125.0 }) - 80.0).abs() < 1e-9); // 30 + 2/0.2 x 5
/// ```
#[must_use]
pub fn interval_score(said: &Bounded) -> f64 {
    let Bounded { band, actual } = said;
    let outside = (band.lo - actual).max(actual - band.hi).max(0.0);
    band.hi - band.lo + 2.0 / (1.0 - band.level / 100.0) * outside
}

/// Mean scaled interval score (the measure of the M4 competition, Makridakis, Spiliotis and Assimakopoulos 2020, section
/// 2.3): the mean [`interval_score`] over the mean absolute one-period change before the origin.
///
/// ```
/// use tradecast::{Band, Bounded, NaiveScale, msis};
///
/// let held = Bounded { band: Band { level: 95.0, lo: 90.0, hi: 120.0 }, actual: 100.0 };
/// assert_eq!(msis(&[held], NaiveScale::of(&[10.0, -10.0]).unwrap()), Some(3.0));
/// ```
#[must_use]
pub fn msis(outcomes: &[Bounded], scale: NaiveScale) -> Option<f64> {
    mean(outcomes.iter().map(|o| interval_score(o) / scale.absolute))
}

/// Probability integral transform (Dawid 1984, J. R. Stat. Soc. A 147, 278): the probability that was given to an outcome
/// no larger than the one that happened, from quantiles sorted by probability. Interpolated linearly between them, 0 or 1
/// beyond the outermost; the middle of the step where several quantiles equal the outcome. `None` without quantiles.
///
/// Of honest forecasts every value between 0 and 1 is equally likely: see [`PitHistogram`].
///
/// ```
/// use tradecast::{Quantile, pit};
///
/// let said = [(0.1, 80.0), (0.5, 100.0), (0.9, 130.0)].map(|(probability, value)| Quantile { probability, value });
/// assert!((pit(&said, 90.0).unwrap() - 0.3).abs() < 1e-12);
/// assert_eq!(pit(&said, 200.0), Some(1.0));
/// ```
#[must_use]
pub fn pit(quantiles: &[Quantile], outcome: f64) -> Option<f64> {
    let (first, last) = (quantiles.first()?, quantiles.last()?);
    let below = quantiles.partition_point(|q| q.value < outcome);
    let upto = quantiles.partition_point(|q| q.value <= outcome);
    let probability = |i: usize| quantiles[i].probability;
    if below < upto {
        // A single quantile is a point of a line; several are a step, which the outermost ones let reach 0 or 1.
        let alone = upto - below == 1 && first.value < last.value;
        let lower = if below == 0 && !alone { 0.0 } else { probability(below) };
        let upper = if upto == quantiles.len() && !alone { 1.0 } else { probability(upto - 1) };
        return Some(0.5 * (lower + upper));
    }
    Some(match (below, below == quantiles.len()) {
        (0, _) => 0.0,
        (_, true) => 1.0,
        _ => {
            let (from, to) = (quantiles[below - 1], quantiles[below]);
            let share = (outcome - from.value) / (to.value - from.value);
            from.probability + share * (to.probability - from.probability)
        }
    })
}

/// Bins of a histogram of probability integral transforms, each a tenth wide.
const PIT_BINS: usize = 10;

/// A histogram of probability integral transforms and what its shape says (Gneiting, Balabdaoui and Raftery 2007, J. R. Stat.
/// Soc. B 69, 243, section 3.1): flat is honest, a hump means bands too wide, a valley bands too narrow, a slope medians too
/// high or too low.
///
/// ```
/// use tradecast::PitHistogram;
///
/// let flat = PitHistogram::of(&[0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]);
/// assert_eq!((flat.mean, flat.unevenness), (Some(0.5), Some(0.0)));
/// let all_above = PitHistogram::of(&[0.99, 1.0]);
/// assert!((all_above.unevenness.unwrap() - 0.9).abs() < 1e-12); // nine tenths of the bins stayed empty
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PitHistogram {
    /// Outcomes counted.
    pub outcomes: usize,
    /// Outcomes in each tenth of the forecast distribution, the lowest first.
    pub bins: [usize; PIT_BINS],
    /// Mean; 0.5 where medians are neither too high nor too low, more where outcomes came out higher than forecast.
    pub mean: Option<f64>,
    /// Standard deviation over that of honest forecasts (1/√12); 1 where bands are as wide as they should be, less where they
    /// are too wide, more where they are too narrow.
    pub spread: Option<f64>,
    /// Share of the outcomes that would have to move to another bin for a flat histogram: half the reliability index of Delle
    /// Monache et al. (2006, J. Geophys. Res. 111, D24307). A few outcomes are never quite flat.
    pub unevenness: Option<f64>,
}

impl PitHistogram {
    /// Of values between 0 and 1.
    ///
    /// ```
    /// assert_eq!(tradecast::PitHistogram::of(&[]).mean, None);
    /// ```
    #[must_use]
    pub fn of(values: &[f64]) -> Self {
        let mut tally = PitTally::default();
        values.iter().for_each(|&value| tally.add(value));
        tally.histogram()
    }
}

impl PitHistogram {
    /// Shares between which 95 of 100 bins would lie if forecasts were honest and outcomes independent of each other (two
    /// standard deviations of a binomial count). Outcomes of neighbouring dates are not independent, so that honest forecasts
    /// stray further. `None` without outcomes.
    ///
    /// ```
    /// let hundred: Vec<f64> = (0..100).map(|i| f64::from(i) / 100.0).collect();
    /// let [from, to] = tradecast::PitHistogram::of(&hundred).chance().unwrap();
    /// assert!((from - 0.04).abs() < 1e-12 && (to - 0.16).abs() < 1e-12); // 10 of 100, give or take 6
    /// ```
    #[must_use]
    pub fn chance(&self) -> Option<[f64; 2]> {
        let honest = 1.0 / PIT_BINS as f64;
        let error = 2.0 * (honest * (1.0 - honest) / self.outcomes as f64).sqrt();
        (self.outcomes > 0).then(|| [(honest - error).max(0.0), honest + error])
    }
}

/// Counts behind a [`PitHistogram`]: enough to know it without keeping the values.
#[derive(Debug, Clone, Default)]
pub(crate) struct PitTally {
    bins: [usize; PIT_BINS],
    sum: f64,
    squares: f64,
}

impl PitTally {
    pub(crate) fn add(&mut self, value: f64) {
        self.bins[((value * PIT_BINS as f64) as usize).min(PIT_BINS - 1)] += 1;
        self.sum += value;
        self.squares += value * value;
    }

    pub(crate) fn histogram(&self) -> PitHistogram {
        let outcomes: usize = self.bins.iter().sum();
        let of_all = |sum: f64| (outcomes > 0).then(|| sum / outcomes as f64);
        let mean = of_all(self.sum);
        let variance = of_all(self.squares).zip(mean).map(|(squares, mean)| squares - mean * mean);
        let off = |count: &usize| (*count as f64 - outcomes as f64 / PIT_BINS as f64).abs();
        PitHistogram {
            outcomes,
            bins: self.bins,
            mean,
            spread: variance.map(|v| (12.0 * v.max(0.0)).sqrt()),
            unevenness: of_all(0.5 * self.bins.iter().map(off).sum::<f64>()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn case() -> Value {
        let text = include_str!("../../../../tests/reference/backtest_metrics.json");
        serde_json::from_str::<Value>(text).unwrap()["cases"][0].take()
    }

    fn numbers(of: &Value) -> Vec<f64> {
        of.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    }

    /// Both sides compute in doubles; integrals were taken numerically to 1e-12.
    fn assert_close(ours: f64, theirs: &Value, what: &str) {
        let theirs = theirs.as_f64().unwrap();
        assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{what}: {ours} {theirs}");
    }

    fn scale(history: &[f64]) -> NaiveScale {
        NaiveScale::of(&history.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn scaled_errors_and_interval_scores_agree_with_utilsforecast() {
        let case = case();
        let [history, actual, predicted, lo, hi] =
            ["history", "actual", "predicted", "lo95", "hi95"].map(|name| numbers(&case[name]));
        let scale = scale(&history);
        let pairs: Vec<Pair> =
            actual.iter().zip(&predicted).map(|(&actual, &predicted)| Pair { actual, predicted }).collect();
        let edges = lo.iter().zip(&hi).zip(&actual);
        let bounded: Vec<Bounded> = edges
            .map(|((&lo, &hi), &actual)| Bounded { band: Band { level: 95.0, lo, hi }, actual })
            .collect();
        let loss = |probability: f64, edge: &[f64]| {
            let each = edge.iter().zip(&actual);
            mean(each.map(|(&value, &y)| pinball(Quantile { probability, value }, y))).unwrap()
        };
        assert_close(smape(&pairs).unwrap(), &case["smape"], "sMAPE");
        assert_close(mase(&pairs, scale).unwrap(), &case["mase"], "MASE");
        assert_close(rmsse(&pairs, scale).unwrap(), &case["rmsse"], "RMSSE");
        assert_close(msis(&bounded, scale).unwrap(), &case["msis95"], "MSIS");
        assert_close(coverage(&bounded).unwrap(), &case["coverage"], "coverage");
        assert_close(loss(0.025, &lo), &case["pinball_lo"], "lower edge");
        assert_close(loss(0.975, &hi), &case["pinball_hi"], "upper edge");
    }

    #[test]
    fn distributions_are_scored_as_by_quadrature() {
        let case = case();
        let [probabilities, values] = [0, 1].map(|i| numbers(&case["quantiles"][i]));
        let quantiles: Vec<Quantile> = probabilities
            .iter()
            .zip(&values)
            .map(|(&probability, &value)| Quantile { probability, value })
            .collect();
        for row in case["of_quantiles"].as_array().unwrap() {
            let outcome = row["outcome"].as_f64().unwrap();
            assert_close(crps_of_quantiles(&quantiles, outcome).unwrap(), &row["crps"], "CRPS");
            assert_close(pit(&quantiles, outcome).unwrap(), &row["pit"], "PIT");
        }
        for row in case["normal"].as_array().unwrap() {
            let at = |name: &str| row[name].as_f64().unwrap();
            assert_close(
                crps_normal(Normal { mean: at("mean"), sd: at("sd") }, at("outcome")),
                &row["crps"],
                "normal",
            );
        }
    }

    /// A step: all quantiles equal the outcome, as for a series that never moved.
    #[test]
    fn a_certain_forecast_that_comes_true_is_perfect_and_in_the_middle() {
        let step = [0.1, 0.5, 0.9].map(|probability| Quantile { probability, value: 7.0 });
        assert_eq!((pit(&step, 7.0), crps_of_quantiles(&step, 7.0)), (Some(0.5), Some(0.0)));
        assert_eq!((pit(&step, 6.0), pit(&step, 8.0)), (Some(0.0), Some(1.0)));
        assert_eq!(crps_of_quantiles(&step, 9.0), Some(2.0));
    }

    #[test]
    fn a_history_without_a_change_has_no_scale_and_the_size_of_changes_does_not_matter() {
        assert_eq!(NaiveScale::of(&[f64::NAN, f64::INFINITY]), None);
        for unit in [1e-300, 1.0, 1e300] {
            let scale = NaiveScale::of(&[3.0 * unit, -4.0 * unit]).unwrap();
            assert!((scale.absolute() / unit - 3.5).abs() < 1e-12, "{unit}");
            assert!((scale.root_mean_square() / unit - 12.5f64.sqrt()).abs() < 1e-12, "{unit}");
        }
    }

    #[test]
    fn a_histogram_tells_narrow_bands_from_wide_ones() {
        let ends: Vec<f64> = (0..100).map(|i| if i % 2 == 0 { 0.01 } else { 0.99 }).collect();
        let middle: Vec<f64> = (0..100).map(|i| 0.45 + 0.001 * f64::from(i)).collect();
        let [narrow, wide] = [ends, middle].map(|values| PitHistogram::of(&values));
        assert!(narrow.spread > Some(1.5) && wide.spread < Some(0.2), "{narrow:?} {wide:?}");
        assert_eq!((narrow.bins[0], narrow.bins[9], narrow.outcomes), (50, 50, 100));
        assert!((narrow.unevenness.unwrap() - 0.8).abs() < 1e-12);
    }
}
