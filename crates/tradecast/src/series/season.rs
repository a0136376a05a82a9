#![doc = include_str!("../../guide/methods/season.md")]

use std::borrow::Cow;

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::mean::mean;
use crate::numeric::resolution::LEAST_ERROR;
use crate::numeric::sort::sort;
use crate::period::Period;
use crate::plain::value;
use crate::series::sample::{Regressor, Sample, bridged, on_grid};

/// Years over which the smoother of the season reaches.
const SMOOTHED_YEARS: usize = 13;
/// Rounds of robust weights: the safe number of the authors of STL.
const ROBUST_ROUNDS: usize = 5;
/// Rounds of filling gaps with the season found so far; each leaves a small share of the error of the one before.
const GAP_ROUNDS: usize = 4;
/// Standard normal quantile of one in a thousand.
const CERTAIN: f64 = 3.090_232;

/// What is known of the season of a sample.
#[derive(Debug, Clone)]
pub(crate) enum Season {
    /// One value a year has no season.
    Annual,
    /// Some period of the year was not seen twice.
    TooShort,
    /// What there is could be chance.
    Indistinct,
    /// A season that stands out.
    Found(Pattern),
}

/// A season that was found.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// At each observation, log points.
    at: Vec<f64>,
    /// The pattern of the last year, one entry a period: first the one that comes next, last that of the last observation.
    ahead: Vec<f64>,
    /// Standard error of each.
    errors: Vec<f64>,
    /// The period that comes next.
    next: Period,
}

impl Season {
    /// Finds the season of a sample.
    pub(crate) fn of(sample: &Sample) -> Self {
        Self::at(&sample.t, &sample.log, sample.start)
    }

    /// Finds the season of logarithms at times counted in periods from `start`.
    pub(crate) fn at(t: &[f64], log: &[f64], start: Period) -> Self {
        let cycle = start.frequency().per_year() as usize;
        if cycle == 1 {
            return Self::Annual;
        }
        let next = start.plus(t[t.len() - 1] as i32 + 1);
        let phases: Vec<usize> = t.iter().map(|t| *t as usize % cycle).collect();
        let seen = |phase: usize| phases.iter().filter(|p| **p == phase).count();
        if (0..cycle).any(|phase| seen(phase) < 2) {
            return Self::TooShort;
        }
        let closed = closed(t, log, cycle);
        let (t, log) = closed.as_ref().map_or((t, log), |(t, log)| (t.as_slice(), log.as_slice()));
        let Decomposition { season, detrended, trust } = Decomposition::of(t, log, cycle);
        if !Variation::of(&winsorised(&detrended), &vec![1.0; t.len()], &phases, cycle).is_significant() {
            return Self::Indistinct;
        }
        let noise = Variation::of(&detrended, &trust, &phases, cycle).within;
        let last = season.len() - 1;
        let order = last + 1 - cycle..=last;
        let years = |index: usize| {
            let ages = t.iter().map(|t| last - *t as usize);
            ages.filter(|age| age % cycle == last - index).map(|age| age / cycle).collect::<Vec<_>>()
        };
        let inverse: Vec<Option<f64>> = order.clone().map(|i| inverse_years(&years(i))).collect();
        // Chance adds its own variance to that of the factors: they are drawn in by what it makes of them.
        let error = noise * mean(inverse.iter().map(|inverse| inverse.unwrap_or(1.0))).unwrap_or(1.0);
        let share = kept(&season[order.clone()], error);
        let season: Vec<f64> = season.into_iter().map(|s| share * s).collect();
        let at: Vec<f64> = t.iter().map(|t| season[*t as usize]).collect();
        let size = at.iter().map(|s| s * s).sum::<f64>() / at.len() as f64;
        // What was not seen for longer than the smoother reaches is as uncertain as a factor of which nothing is known.
        let variance =
            |inverse: &Option<f64>| inverse.map_or(noise + size, |inverse| share * noise * inverse);
        Self::Found(Pattern {
            errors: inverse.iter().map(|inverse| variance(inverse).sqrt()).collect(),
            ahead: season[order].to_vec(),
            next,
            at,
        })
    }

    /// The sample without this season.
    pub(crate) fn taken_from<'a>(&self, sample: &'a Sample) -> Cow<'a, Sample> {
        match self {
            Self::Annual => Cow::Borrowed(sample),
            Self::TooShort | Self::Indistinct | Self::Found(_) => Cow::Owned(sample.adjusted(self)),
        }
    }

    /// The season at an observation, log points.
    pub(crate) fn known(&self, index: usize) -> f64 {
        self.pattern().map_or(0.0, |pattern| pattern.at[index])
    }

    /// What the season adds between the last observation and `lead` periods later, log points.
    pub(crate) fn ahead(&self, lead: usize) -> f64 {
        self.pattern().map_or(0.0, |Pattern { ahead, .. }| {
            let cycle = ahead.len();
            ahead[(lead - 1) % cycle] - ahead[cycle - 1]
        })
    }

    /// Periods after which the season repeats; zero where there is none.
    pub(crate) fn cycle(&self) -> usize {
        self.pattern().map_or(0, |pattern| pattern.ahead.len())
    }

    /// One draw of what the season adds between the last observation and each of the periods of a cycle after it. The last
    /// of them is the period of the last observation, which knows what it adds: nothing.
    pub(crate) fn draw(&self, draws: Draws, added: &mut [f64]) {
        let Some(pattern) = self.pattern() else { return };
        let factor = |i: usize| pattern.ahead[i] + pattern.errors[i] * draws.normal(Purpose::Season, i);
        let now = factor(added.len() - 1);
        added.iter_mut().enumerate().for_each(|(i, added)| *added = factor(i) - now);
    }

    /// The factors as people read them, in the order of the year; none where no season was found.
    pub(crate) fn factors(&self) -> Vec<SeasonalFactor> {
        let Some(Pattern { ahead, errors, next, .. }) = self.pattern() else { return Vec::new() };
        let factor = |(i, (log, error)): (usize, (&f64, &f64))| {
            let factor = libm::exp(*log);
            SeasonalFactor { period: next.plus(i as i32).of_year(), factor, std_error: factor * error }
        };
        let mut factors: Vec<SeasonalFactor> = ahead.iter().zip(errors).enumerate().map(factor).collect();
        // They follow each other from the next period on: the year begins at the earliest.
        let first = (0..factors.len()).min_by_key(|i| factors[*i].period).unwrap_or_default();
        factors.rotate_left(first);
        factors
    }

    fn pattern(&self) -> Option<&Pattern> {
        match self {
            Self::Found(pattern) => Some(pattern),
            Self::Annual | Self::TooShort | Self::Indistinct => None,
        }
    }
}

impl Regressor {
    /// Without its season, if it has one.
    fn adjusted(&self, start: Period) -> Self {
        let season = Season::at(&self.t, &self.log, start);
        let log = self.log.iter().enumerate().map(|(i, z)| z - season.known(i)).collect();
        Self { log, ..self.clone() }
    }
}

impl Sample {
    /// The sample without its season, and its regressors without theirs.
    pub(crate) fn adjusted(&self, season: &Season) -> Self {
        let last = season.known(self.len() - 1);
        let log = self.log.iter().enumerate();
        Self {
            log: log.map(|(i, z)| on_grid(z - (season.known(i) - last))).collect(),
            scale: self.scale * libm::exp(-last),
            regressors: self.regressors.iter().map(|r| r.adjusted(self.start)).collect(),
            ..self.clone()
        }
    }
}

/// What STL makes of a series.
struct Decomposition {
    /// In every period from the first to the last observation.
    season: Vec<f64>,
    /// Season and remainder at each observation.
    detrended: Vec<f64>,
    /// How far STL trusts each observation, 0 to 1.
    trust: Vec<f64>,
}

impl Decomposition {
    fn of(t: &[f64], log: &[f64], cycle: usize) -> Self {
        let mut series = bridged(t, log);
        let rounds = if series.len() == log.len() { 1 } else { GAP_ROUNDS };
        let robust = !mostly_bridged(t);
        let mut parts = decompose(&series, cycle, robust);
        for _ in 1..rounds {
            let season = parts.seasonal();
            let adjusted: Vec<f64> = t.iter().zip(log).map(|(t, z)| z - season[*t as usize]).collect();
            series = bridged(t, &adjusted).iter().zip(season).map(|(a, s)| a + s).collect();
            parts = decompose(&series, cycle, robust);
        }
        let trend = parts.trend();
        Self {
            detrended: t.iter().zip(log).map(|(t, z)| z - trend[*t as usize]).collect(),
            trust: t.iter().map(|t| parts.weights()[*t as usize]).collect(),
            season: parts.seasonal().to_vec(),
        }
    }
}

/// Whether more periods are bridged than were observed. Robust weights go with the median distance from the fit; bridged periods
/// lie on it, and where they are the majority every observation would be an outlier.
fn mostly_bridged(t: &[f64]) -> bool {
    t[t.len() - 1] + 1.0 > 2.0 * t.len() as f64
}

/// Times and logarithms without the years in which nothing was observed and what the series grew in them, where more would be
/// bridged than was observed or the smoother would not reach back to some period of the year. `None` where it need not be: else the
/// pattern of a year is what it was when it was last seen.
fn closed(t: &[f64], log: &[f64], cycle: usize) -> Option<(Vec<f64>, Vec<f64>)> {
    let (end, year) = (t[t.len() - 1], cycle as f64);
    let recent = &t[t.partition_point(|seen| end - seen >= year * (SMOOTHED_YEARS - 1) as f64)..];
    let in_reach = (0..cycle).all(|phase| recent.iter().any(|t| *t as usize % cycle == phase));
    if in_reach && !mostly_bridged(t) {
        return None;
    }
    // Growth a period across the gap before an observation, from the same periods of the year before and after it: without season.
    let growth = |at: usize| {
        let over = |to: usize, from: usize| (log[to] - log[from]) / (t[to] - t[from]);
        let after = (at..t.len()).take_while(|to| t[*to] - t[at] < year);
        let same = |to: usize| (0..at).rev().find(|from| (t[to] - t[*from]) % year == 0.0);
        mean(after.filter_map(|to| Some(over(to, same(to)?)))).unwrap_or_else(|| over(at, at - 1))
    };
    let (mut left_out, mut grown) = (0.0, 0.0);
    let without = (0..t.len()).map(|at| {
        let missing = if at > 0 { t[at] - t[at - 1] - 1.0 } else { 0.0 };
        let years = libm::floor(missing / year);
        if years > 0.0 {
            left_out += years * year;
            grown += years * year * growth(at);
        }
        (t[at] - left_out, log[at] - grown)
    });
    Some(without.unzip())
}

fn decompose(series: &[f64], cycle: usize, robust: bool) -> stlrs::StlResult<f64> {
    stlrs::params()
        .robust(robust)
        .inner_loops(1)
        .outer_loops(if robust { ROBUST_ROUNDS } else { 0 })
        .seasonal_length(SMOOTHED_YEARS)
        // Every value is smoothed; to skip some and draw lines between them would save half of the time.
        .seasonal_jump(1)
        .trend_jump(1)
        .low_pass_jump(1)
        // Local means: local lines follow chance in the last years.
        .seasonal_degree(0)
        .fit(series, cycle)
        .expect("every period of the year was seen twice, so there are two full years")
}

/// Analysis of variance by period of the year.
struct Variation {
    /// Mean square between periods of the year.
    between: f64,
    /// Mean square among the values of one period of the year.
    within: f64,
    degrees_of_freedom: [f64; 2],
}

impl Variation {
    /// Of values that count as far as they are trusted.
    fn of(values: &[f64], trust: &[f64], phases: &[usize], cycle: usize) -> Self {
        let (mut weight, mut mean) = (vec![0.0; cycle], vec![0.0; cycle]);
        for ((value, trust), phase) in values.iter().zip(trust).zip(phases) {
            // A running mean: what nobody trusts leaves it where it was.
            weight[*phase] += trust;
            mean[*phase] += trust / weight[*phase].max(f64::MIN_POSITIVE) * (value - mean[*phase]);
        }
        let total: f64 = weight.iter().sum();
        let middle = weight.iter().zip(&mean).map(|(w, m)| w * m).sum::<f64>() / total.max(f64::MIN_POSITIVE);
        let between: f64 = weight.iter().zip(&mean).map(|(w, m)| w * (m - middle) * (m - middle)).sum();
        let within: f64 = values
            .iter()
            .zip(trust)
            .zip(phases)
            .map(|((value, trust), phase)| trust * (value - mean[*phase]) * (value - mean[*phase]))
            .sum();
        let degrees_of_freedom = [cycle as f64 - 1.0, (total - cycle as f64).max(1.0)];
        Self {
            between: between / degrees_of_freedom[0],
            within: within / degrees_of_freedom[1],
            degrees_of_freedom,
        }
    }

    /// Whether chance explains the differences between periods less than once in a thousand: the cube root of an F ratio is
    /// nearly normal (Paulson 1942, Ann. Math. Stat. 13, 233).
    fn is_significant(&self) -> bool {
        let [a, b] = self.degrees_of_freedom.map(|n| 2.0 / (9.0 * n));
        let root = libm::cbrt(self.between / (self.within + LEAST_ERROR * LEAST_ERROR));
        (1.0 - b) * root - (1.0 - a) > CERTAIN * (b * root * root + a).sqrt()
    }
}

/// Values with one in twenty on either side drawn in to the next: a few wild ones must not hide a season.
fn winsorised(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sort(&mut sorted);
    let drawn_in = values.len() / 20;
    let (lo, hi) = (sorted[drawn_in], sorted[values.len() - 1 - drawn_in]);
    values.iter().map(|value| value.clamp(lo, hi)).collect()
}

/// Share of the variance of the factors of a year that is not the variance of their errors: the factor by which they are drawn in
/// (Miller and Williams 2003, Int. J. Forecasting 19, 669).
fn kept(factors: &[f64], error: f64) -> f64 {
    let size = factors.iter().map(|s| s * s).sum::<f64>() / (factors.len() as f64 - 1.0);
    let truth = (size - error).max(0.0);
    truth / (truth + error).max(f64::MIN_POSITIVE)
}

/// Sum of the squared weights by which the smoother makes the last year's value out of those of the years in which a period
/// of the year was observed, counted back from the last: a local mean, with the tricube weights of STL at the end of the
/// series. `None` where none of those years is within its reach.
fn inverse_years(years: &[usize]) -> Option<f64> {
    let oldest = years.iter().copied().max().unwrap_or(0);
    // With fewer years than it wants, the smoother widens its window by half of what is missing.
    let reach = if oldest + 1 < SMOOTHED_YEARS {
        oldest + (SMOOTHED_YEARS - oldest - 1) / 2
    } else {
        SMOOTHED_YEARS - 1
    };
    let tricube = |year: f64| {
        let distance = (year / reach as f64).min(1.0);
        let left = 1.0 - distance * distance * distance;
        left * left * left
    };
    let weights = || years.iter().map(|year| tricube(*year as f64));
    let total: f64 = weights().sum();
    if total <= 0.0 {
        return None;
    }
    Some(weights().map(|w| w / total).map(|w| w * w).sum())
}

value! {
    /// What a period of the year does to the value: 1.1 is 10 % above the trend.
    ///
    /// ```
    /// let december = tradecast::SeasonalFactor { period: 12, factor: 1.1, std_error: 0.02 };
    /// assert!(december.factor > 1.0);
    /// ```
    SeasonalFactor {
        /// Period of the year: 1 to 12 for months, 1 to 4 for quarters.
        period: u32,
        /// Value over trend.
        factor: f64,
        /// Standard error of the factor.
        std_error: f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number};
    use crate::{Observation, Series};

    fn monthly(value: impl Fn(u32) -> Option<f64>, months: u32) -> Sample {
        let first: Period = "2001-03".parse().unwrap();
        let observation = |t| Some(Observation::new(first.plus(t as i32), value(t)?));
        Sample::of(&Series::new("test", (0..months).filter_map(observation).collect()).unwrap())
    }

    /// A fixed pattern with growth and a little noise, without a period of randomness.
    fn patterned(t: u32) -> f64 {
        let noise = f64::from(t * t * 7 % 13) / 650.0;
        libm::exp(0.004 * f64::from(t) + noise + if t % 12 == 9 { 0.3 } else { 0.0 })
    }

    /// The approximation against scipy: off by a few per cent, and by a factor of two on the safe side with four degrees of
    /// freedom, those of two years of quarters.
    #[test]
    fn chance_exceeds_the_critical_ratio_once_in_a_thousand() {
        let all = cases(include_str!("../../../../tests/reference/critical_ratios.json"));
        assert_eq!(all.len(), 6);
        for case in all {
            let degrees_of_freedom = [number(&case["between"]), number(&case["within"])];
            let at = |between: f64| Variation { between, within: 1.0, degrees_of_freedom }.is_significant();
            let critical = number(&case["critical"]);
            let enough = if degrees_of_freedom[1] > 4.0 { 1.04 } else { 2.0 };
            assert!(!at(critical) && at(enough * critical), "{case}");
        }
    }

    #[test]
    fn seasons_need_two_years_a_pattern_and_more_than_one_value_a_year() {
        let of = |value: &dyn Fn(u32) -> Option<f64>, months| Season::of(&monthly(value, months));
        assert!(matches!(of(&|t| Some(patterned(t)), 23), Season::TooShort));
        assert!(matches!(of(&|t| Some(patterned(t)), 24), Season::Found(_)));
        // March is never observed.
        assert!(matches!(of(&|t| (t % 12 != 0).then(|| patterned(t)), 90), Season::TooShort));
        assert!(matches!(of(&|_| Some(7.0), 90), Season::Indistinct));
        assert!(matches!(of(&|t| Some(libm::exp(0.01 * f64::from(t))), 90), Season::Indistinct));
    }

    /// One value a year: the models get the very sample, and nothing is added to what they say.
    #[test]
    fn yearly_series_are_left_alone() {
        let annual = crate::model::reference::yearly(&[1.0, 2.0, 3.0]);
        let season = Season::of(&annual);
        assert!(matches!(season, Season::Annual) && matches!(season.taken_from(&annual), Cow::Borrowed(_)));
        assert_eq!((season.cycle(), season.ahead(3), season.known(2)), (0, 0.0, 0.0));
        assert!(season.factors().is_empty());
    }

    #[test]
    fn chance_is_rarely_taken_for_a_season() {
        let found = |walks: bool| {
            let is_found = |seed: &u32| {
                let mut level = 0.0;
                let value = |t: usize| {
                    let noise = 0.1 * Draws::new(*seed, t, 0).normal(Purpose::Noise, 0);
                    level = if walks { level + noise } else { noise };
                    libm::exp(level)
                };
                let values: Vec<f64> = (0..60).map(value).collect();
                matches!(Season::of(&monthly(|t| Some(values[t as usize]), 60)), Season::Found(_))
            };
            (0..400).filter(is_found).count()
        };
        // Four standard errors above one in a thousand; in random walks neighbouring months go together, which no test of
        // this kind knows, and three in a hundred pass.
        let (noise, walks) = (found(false), found(true));
        assert!(noise <= 3 && walks <= 12, "{noise} and {walks} of 400");
    }

    /// A gap is filled with the season found, so that it hardly weakens it.
    #[test]
    fn a_missing_year_leaves_the_factors() {
        let factors = |sample: &Sample| Season::of(sample).factors();
        let whole = factors(&monthly(|t| Some(patterned(t)), 96));
        let gappy = factors(&monthly(|t| (!(36..48).contains(&t) && t != 93).then(|| patterned(t)), 96));
        assert_eq!((whole.len(), whole[11].period), (12, 12));
        for (whole, gappy) in whole.iter().zip(&gappy) {
            assert!(
                (whole.factor - gappy.factor).abs() < 2.0 * (whole.std_error + gappy.std_error),
                "{whole:?} {gappy:?}"
            );
        }
        assert!((whole[11].factor - libm::exp(0.3 * 11.0 / 12.0)).abs() < 0.03, "{:?}", whole[11]);
    }

    /// Across decades without a value the pattern stays what it was; that most periods are then bridged makes it neither smaller nor
    /// surer. Before and after, it is the same.
    #[test]
    fn a_gap_of_decades_leaves_the_factors() {
        let whole = Season::of(&monthly(|t| Some(patterned(t)), 160)).factors();
        for after in [1, 5, 11, 12, 13, 40, 100] {
            let seen = |t: u32| t < 100 || (340..340 + after).contains(&t);
            let sample = monthly(|t| seen(t).then(|| patterned(t)), 340 + after);
            let factors = Season::of(&sample).factors();
            assert_eq!(factors.len(), 12);
            for (whole, gappy) in whole.iter().zip(&factors) {
                assert!((whole.factor - gappy.factor).abs() < 0.03, "{after}: {whole:?} {gappy:?}");
                assert!(
                    (0.5..2.0).contains(&(gappy.std_error / whole.std_error)),
                    "{after}: {whole:?} {gappy:?}"
                );
            }
        }
    }

    /// A period of the year that was not seen for longer than the smoother reaches, while others were, is as uncertain as one of
    /// which nothing is known; it was 0/0.
    #[test]
    fn what_was_long_not_seen_is_uncertain() {
        let seen = |t: u32| t < 100 || t % 12 == 9;
        let season = Season::of(&monthly(|t| seen(t).then(|| patterned(t)), 100 + 12 * 30));
        let factors = season.factors();
        assert!(matches!(&season, Season::Found(_)));
        for (month, factor) in (1..).zip(&factors) {
            // The first is a March, so that December is the tenth.
            let certain = month == 12;
            assert!(factor.std_error.is_finite() && (factor.std_error > 0.05) != certain, "{factor:?}");
        }
        assert_eq!(inverse_years(&[12, 40]), None);
        assert_eq!(inverse_years(&[0, 40]), Some(1.0));
    }

    /// One wild month moves what it is part of and little else.
    #[test]
    fn a_wild_month_is_no_season() {
        let wild = |t| if t == 40 { 3.0 * patterned(t) } else { patterned(t) };
        let factors = |value: &dyn Fn(u32) -> f64| Season::of(&monthly(|t| Some(value(t)), 96)).factors();
        for (calm, wild) in factors(&patterned).iter().zip(factors(&wild)) {
            assert!((wild.factor / calm.factor - 1.0).abs() < 0.02, "{calm:?} {wild:?}");
        }
    }

    /// What a sample loses comes back a cycle later, and a draw has the spread that is stated.
    #[test]
    fn what_is_taken_out_is_put_back() {
        let sample = monthly(|t| Some(patterned(t)), 96);
        let season = Season::of(&sample);
        let adjusted = season.taken_from(&sample);
        for lead in 1..=24 {
            let i = sample.len() - 12 + (lead - 1) % 12;
            assert!((adjusted.log[i] + season.ahead(lead) - sample.log[i]).abs() < 1e-9, "{lead}");
        }
        let Season::Found(pattern) = &season else { panic!("{season:?}") };
        let (n, mut added) = (20_000, [0.0; 12]);
        let (mut sum, mut squares) = ([0.0; 12], [0.0; 12]);
        for path in 0..n {
            season.draw(Draws::new(5, path, 0), &mut added);
            for i in 0..12 {
                let off = added[i] - season.ahead(i + 1);
                (sum[i], squares[i]) = (sum[i] + off, squares[i] + off * off);
            }
        }
        assert_eq!(squares[11], 0.0);
        for i in 0..11 {
            let variance = pattern.errors[i] * pattern.errors[i] + pattern.errors[11] * pattern.errors[11];
            // Four standard errors, of a mean and of a variance.
            assert!(sum[i].abs() / n as f64 <= 4.0 * (variance / n as f64).sqrt());
            assert!((squares[i] / n as f64 / variance - 1.0).abs() <= 4.0 * (2.0 / n as f64).sqrt());
        }
    }
}
