#![doc = include_str!("../../guide/methods/nowcast.md")]

use std::sync::{Arc, OnceLock};

use crate::error::{Error, Result};
use crate::format::{count, money, percent};
use crate::numeric::draws::Draws;
use crate::numeric::estimate::Estimate;
use crate::numeric::exponential::{LARGEST_LOG, exp};
use crate::numeric::quantile;
use crate::period::Frequency;
use crate::period::Period;
use crate::plain::value;
use crate::series::mirror::MirrorGapReport;
use crate::series::mirror::{DrawnGap, MirrorGap};
use crate::series::noise::{Lesson, ReadingNoise};
use crate::series::readings::Readings;
use crate::series::series::Series;
use crate::series::year_to_date::{Reading, Says};
use crate::simulate::value::{Value, index_of};

/// What the readings add to the log of every path.
#[derive(Debug, Clone)]
pub(crate) struct Update {
    /// Change of the first year, one a path.
    innovation: Arc<[f64]>,
    /// Share of it that a later year takes, one a lead.
    gain: Arc<[f64]>,
}

impl Update {
    /// Adds what the readings say, or the share `weight` of it, to all paths of a lead.
    pub(crate) fn apply(&self, lead: usize, weight: &Value, column: &mut [f64]) {
        let gain = self.gain[lead];
        let paths = column.iter_mut().zip(self.innovation.iter()).enumerate();
        paths.for_each(|(path, (out, innovation))| *out += weight.at(path) * gain * innovation);
    }
}

/// What another reporter counts in every path.
#[derive(Debug)]
pub(crate) struct Count {
    gap: MirrorGap,
    shape: Shape,
    /// log(ours) - log(theirs), lead after lead, before any reading; drawn when first asked for.
    drawn: OnceLock<Vec<f64>>,
    /// What its reading does to it; absent without one.
    update: Option<GapUpdate>,
}

/// What a reading does to a gap.
#[derive(Debug)]
struct GapUpdate {
    /// The drawn gap that each path has.
    source: Vec<usize>,
    /// What is added to that of the first year, one a path.
    shift: Vec<f64>,
}

impl Count {
    fn new(gap: &MirrorGap, shape: Shape) -> Self {
        Self { gap: gap.clone(), shape, drawn: OnceLock::new(), update: None }
    }

    /// What we must count in each path at a lead where they are to count the target; `weight` is that of the readings.
    pub(crate) fn needed(&self, lead: usize, target: &Value, weight: &Value) -> Vec<f64> {
        let gaps = self.gaps(lead);
        let needed = |path: usize, gap: f64| target.at(path) * exp(gap);
        match self.update.as_ref().filter(|_| !weight.is(0.0)) {
            None => gaps.iter().enumerate().map(|(path, gap)| needed(path, *gap)).collect(),
            Some(GapUpdate { source, shift }) => {
                let kept = if lead == 0 { 1.0 } else { self.gap.persistence() };
                let paths = source.iter().zip(shift).enumerate();
                paths
                    .map(|(path, (source, shift))| {
                        needed(path, gaps[*source] + weight.at(path) * kept * shift)
                    })
                    .collect()
            }
        }
    }

    /// The gaps of a lead before any reading.
    fn gaps(&self, lead: usize) -> &[f64] {
        let Shape { horizon, paths, .. } = self.shape;
        let drawn = self.drawn.get_or_init(|| {
            let mut drawn = vec![0.0; horizon * paths];
            for path in 0..paths {
                let gap = self.drawn_gap(path);
                for lead in 0..horizon {
                    drawn[lead * paths + path] = gap.at(lead);
                }
            }
            drawn
        });
        &drawn[lead * paths..(lead + 1) * paths]
    }

    fn drawn_gap(&self, path: usize) -> DrawnGap {
        self.gap.drawn(Draws::new(self.shape.seed, path, component("gap", self.gap.reporter())))
    }

    pub(crate) fn gap(&self) -> &MirrorGap {
        &self.gap
    }
}

/// The random numbers of one thing about a reporter, whichever others there are.
fn component(of: &str, reporter: &str) -> u32 {
    index_of(&format!("{of} {reporter}")) as u32
}

/// How many paths there are, how long, and with which seed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) seed: u32,
    pub(crate) horizon: usize,
    pub(crate) paths: usize,
}

/// What readings make of simulated paths.
#[derive(Debug)]
pub(crate) struct Conditioning {
    /// Absent where no reading counts.
    pub(crate) update: Option<Update>,
    pub(crate) nowcast: Option<Nowcast>,
    pub(crate) counts: Vec<Count>,
    /// Gaps through which readings were used.
    pub(crate) gaps_used: Vec<MirrorGapReport>,
    readings: Readings,
}

impl Conditioning {
    /// Conditions paths on readings; `column` gives the log of all paths of a lead, relative to the last value with trade and
    /// were there always trade, and `trade` what is left of each in the first year, where there is not.
    pub(crate) fn new(
        series: &Series,
        readings: &Readings,
        shape: &Shape,
        trade: Option<&[f32]>,
        column: impl Fn(usize) -> Vec<f64>,
    ) -> Result<Self> {
        let last = series.last();
        let scale = series.last_positive().map_or(1.0, |last| last.value);
        let year = last.period.plus(1);
        let found = series.frequency();
        let given = readings;
        let (ref readings, ref past) = given.without_past(series);
        if found != Frequency::Annual && !given.list().is_empty() {
            return Err(Error::ReadingOfParts { series: series.name().to_owned(), found });
        }
        if let Some(other) = readings.list().iter().find(|reading| reading.year() != year) {
            return Err(Error::ReadingOfOtherYear { reading: other.to_string(), year });
        }
        let gaps: Vec<Option<&MirrorGap>> =
            readings.list().iter().map(|reading| readings.gap(reading.reporter())).collect::<Result<_>>()?;
        // The log of the year before, as the reading's reporter counts it; growth without it, or from zero, says nothing.
        let before: Vec<Option<f64>> = gaps
            .iter()
            .map(|gap| gap.map_or(Some(0.0), |gap| gap.known(last.period)))
            .map(|gap| gap.filter(|_| last.value > 0.0).map(|gap| libm::log(last.value) - gap))
            .collect();
        let usable: Vec<bool> = (readings.list().iter().zip(&before))
            .map(|(reading, before)| before.is_some() || matches!(reading.says(), Says::Level(_)))
            .collect();
        let used = readings.used(&usable);
        let mut counts: Vec<Count> = readings.gaps().iter().map(|gap| Count::new(gap, *shape)).collect();
        let prior = if used.contains(&true) { column(0) } else { Vec::new() };
        let mut first = prior.clone();
        let own = |i: usize| gaps[i].is_none();
        if (0..used.len()).any(|i| used[i] && own(i)) {
            widen(&mut first, ReadingNoise::default().of(series).least_forecast_sd());
        }
        let estimate = |logs: &[f64]| {
            let [lo80, median, hi80] =
                quantile::of(logs, [0.1, 0.5, 0.9]).map(|log| scale * libm::exp(log.min(LARGEST_LOG)));
            Estimate { median, lo80, hi80 }
        };
        let mut rows = Vec::new();
        let mut gaps_used = Vec::new();
        let mut unmoved = 1.0;
        for (i, reading) in readings.list().iter().enumerate() {
            let mut noise = readings.noise(reading.reporter()).of(series);
            if own(i) {
                noise = noise.with_lessons(past);
            }
            if let Some(lesson) = before[i].and_then(|before| season_shown(reading, readings, before)) {
                noise = noise.with_season(&lesson);
            }
            let [first_month, last_month] = reading.covers();
            let (value, growth) = match reading.says() {
                Says::Level(value) => (Some(value), None),
                Says::Growth(pct) => (None, Some(pct)),
            };
            let mut row = NowcastReading {
                months: reading.months_in_words(),
                first: first_month,
                last: last_month,
                says: in_words(reading, series),
                value,
                growth,
                reporter: reading.reporter().to_owned(),
                source: reading.source().to_owned(),
                used: used[i],
                weight: 0.0,
                taught_by: noise.years(reading.says()),
                year: None,
            };
            if used[i] {
                let reporter = reading.reporter();
                let count =
                    gaps[i].and_then(|_| counts.iter_mut().find(|count| count.gap.reporter() == reporter));
                let before = before[i].unwrap_or_else(|| libm::log(scale));
                let said = |path: usize| {
                    let draws = Draws::new(shape.seed, path, component("reading", reporter));
                    let [said, sd] = noise.drawn(reading, before, draws);
                    [said - libm::log(scale), sd * sd]
                };
                let pulled = pull(&mut first, said, count.as_deref());
                row.year = Some(estimate(&pulled.towards));
                row.weight = pulled.weight;
                unmoved *= 1.0 - pulled.weight;
                if let Some(count) = count {
                    count.update = Some(pulled.update);
                    gaps_used.push(count.gap.report());
                }
            }
            rows.push(row);
        }
        if !used.contains(&true) {
            return Ok(Self { update: None, nowcast: None, counts, gaps_used, readings: given.clone() });
        }
        let before = match trade {
            None => estimate(&prior),
            Some(trade) => {
                let of = |(log, left): (&f64, &f32)| scale * exp(*log) * f64::from(*left);
                let values: Vec<f64> = prior.iter().zip(trade).map(of).collect();
                let [lo80, median, hi80] = quantile::of(&values, [0.1, 0.5, 0.9]);
                Estimate { median, lo80, hi80 }
            }
        };
        let after = estimate(&first);
        let mut nowcast = Nowcast {
            period: year,
            readings: rows,
            before,
            after,
            weight: 1.0 - unmoved,
            summary: String::new(),
        };
        nowcast.summary = summary(&nowcast, series, &gaps_used);
        let gain = slopes(&prior, shape.horizon, column);
        let innovation = first.iter().zip(&prior).map(|(after, before)| after - before).collect();
        let update = Some(Update { innovation, gain: gain.into() });
        Ok(Self { update, nowcast: Some(nowcast), counts, gaps_used, readings: given.clone() })
    }

    /// The readings that it was given.
    pub(crate) fn readings(&self) -> &Readings {
        &self.readings
    }

    /// Who decides, by name: `None` for the reporter of the series.
    pub(crate) fn count_of(&self, reporter: &str) -> Result<Option<&Count>> {
        let gap = self.readings.gap(reporter)?;
        Ok(gap.and_then(|gap| self.counts.iter().find(|count| count.gap.reporter() == gap.reporter())))
    }
}

fn in_words(reading: &Reading, series: &Series) -> String {
    match reading.says() {
        Says::Level(value) => money(value, series.unit()),
        Says::Growth(pct) => format!("{pct:+} % on the same months of the year before"),
    }
}

/// Standard deviations on either side that hold 80 % of a normal distribution.
const NORMAL_EIGHTY: f64 = 1.281_551_565_544_6;

/// Variance of a normal distribution with the same 80 % interval.
fn variance(values: &[f64]) -> f64 {
    let [lo, hi] = quantile::of(values, [0.1, 0.9]);
    let sd = (hi - lo) / (2.0 * NORMAL_EIGHTY);
    sd * sd
}

/// What growth said beside a level shows of the season: it tells what the same months of the year before were, whose value is
/// known; `before` is its log.
fn season_shown(level: &Reading, readings: &Readings, before: f64) -> Option<Lesson> {
    let Says::Level(value) = level.says() else { return None };
    let beside = |other: &&Reading| other.reporter() == level.reporter() && other.covers() == level.covers();
    let growth = readings.list().iter().filter(beside).find_map(|other| match other.says() {
        Says::Growth(pct) => Some(pct),
        Says::Level(_) => None,
    })?;
    let [first, last] = level.covers().map(|month| month.plus(-12));
    let reading = Reading::new(first, last, Says::Level(value / (1.0 + growth / 100.0))).ok()?;
    Some(Lesson { reading, before: None, outcome: exp(before) })
}

/// Moves paths away from their middle until they are as uncertain as `least`, a standard deviation. Forecasts of a single series
/// are surer of the year to come than it proves to be; combined with readings, that makes readings count for too little.
fn widen(first: &mut [f64], least: f64) {
    let sd = variance(first).sqrt();
    if sd > 0.0 && sd < least {
        let [middle] = quantile::of(first, [0.5]);
        first.iter_mut().for_each(|x| *x = middle + (*x - middle) * (least / sd));
    }
}

/// What a reading did to the first year.
struct Pulled {
    /// What the reading means for the year by itself, drawn as often as there are paths.
    towards: Vec<f64>,
    /// Mean of K: 0 leaves the paths where they are, 1 moves them onto the reading.
    weight: f64,
    /// What it does to the gap of its reporter; nothing for the reporter of the series.
    update: GapUpdate,
}

/// Pulls the first year of every path towards a reading: `said` gives a draw of its value and the variance of its error, and
/// `count` its reporter, where that is another.
fn pull(first: &mut [f64], said: impl Fn(usize) -> [f64; 2], count: Option<&Count>) -> Pulled {
    /// A draw of what the reading means.
    struct Draw {
        towards: f64,
        error: f64,
        of_gap: f64,
    }
    let draw = |path: usize| {
        let [towards, error] = said(path);
        let gap = count.map(|count| count.drawn_gap(path));
        let [gap, of_gap] = gap.map_or([0.0, 0.0], |gap| [gap.at(0), gap.variance]);
        Draw { towards: towards + gap, error: error + of_gap, of_gap }
    };
    let draws: Vec<Draw> = (0..first.len()).map(draw).collect();
    let towards: Vec<f64> = draws.iter().map(|draw| draw.towards).collect();
    let prior = variance(first);
    let ([middle], [read]) = (quantile::of(first, [0.5]), quantile::of(&towards, [0.5]));
    let apart = (read - middle) * (read - middle);
    let density = |draw: &Draw| match prior + draw.error {
        0.0 => 1.0,
        total => libm::exp(-0.5 * apart / total) / total.sqrt(),
    };
    let source = drawn_again(&draws.iter().map(density).collect::<Vec<_>>());
    let (mut weights, mut shift) = (0.0, vec![0.0; first.len()]);
    for ((x, source), shift) in first.iter_mut().zip(&source).zip(&mut shift) {
        let Draw { towards, error, of_gap } = draws[*source];
        let (total, difference) = (prior + error, towards - *x);
        let weight = if error > 0.0 { prior / total } else { 1.0 };
        *x += weight * difference;
        *shift = if of_gap > 0.0 { -of_gap / total * difference } else { 0.0 };
        weights += weight;
    }
    Pulled { towards, weight: weights / first.len() as f64, update: GapUpdate { source, shift } }
}

/// Which of as many draws each path takes, so that each is taken in proportion to its weight: systematic resampling, of
/// Kitagawa 1996, *Journal of Computational and Graphical Statistics* 5, 1. Equal weights, and none at all, leave each its own.
fn drawn_again(weights: &[f64]) -> Vec<usize> {
    let total: f64 = weights.iter().sum();
    if !(total > 0.0 && total.is_finite()) {
        return (0..weights.len()).collect();
    }
    let step = total / weights.len() as f64;
    let (mut source, mut passed) = (0, weights[0]);
    let take = |future: usize| {
        while passed < (future as f64 + 0.5) * step && source + 1 < weights.len() {
            source += 1;
            passed += weights[source];
        }
        source
    };
    (0..weights.len()).map(take).collect()
}

/// Slopes of the regressions of each lead on the first, over the paths that are in the middle 90 % of the first.
pub(super) fn slopes(first: &[f64], horizon: usize, column: impl Fn(usize) -> Vec<f64>) -> Vec<f64> {
    let [lo, hi] = quantile::of(first, [0.05, 0.95]);
    let inside: Vec<usize> = (0..first.len()).filter(|&path| (lo..=hi).contains(&first[path])).collect();
    let mean = inside.iter().map(|&path| first[path]).sum::<f64>() / inside.len() as f64;
    let moment = |of: &[f64]| inside.iter().map(|&path| (first[path] - mean) * of[path]).sum::<f64>();
    let own = moment(first);
    let later = (1..horizon).map(|lead| if own > 0.0 { moment(&column(lead)) / own } else { 1.0 });
    std::iter::once(1.0).chain(later).collect()
}

value! {
    /// What part-year readings say of the year to come.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), 90.0 + f64::from(t * 7 % 5))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let conditioned = simulation.conditioned_on(&Readings::default().with("2009-01..2009-06=70".parse()?))?;
    /// let nowcast = conditioned.nowcast().unwrap();
    /// assert!(nowcast.weight > 0.0 && nowcast.before.median < nowcast.after.median);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Nowcast {
        /// The year.
        period: Period as "string",
        /// Each reading, used or not.
        readings: Vec<NowcastReading>,
        /// The year before the readings were used.
        before: Estimate,
        /// The year with them.
        after: Estimate,
        /// How far the readings together moved the year: 0 nothing, 1 all the way.
        weight: f64,
        /// The same in plain words.
        summary: String,
    }
}

value! {
    /// A part-year reading, and what it means for the year.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), 90.0 + f64::from(t * 7 % 5))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let readings = Readings::default().with("2009-01..2009-06=70".parse()?).with("2009-01=9".parse()?);
    /// let conditioned = simulation.conditioned_on(&readings)?;
    /// let [six, one] = &conditioned.nowcast().unwrap().readings[..] else { panic!() };
    /// assert!(six.used && !one.used); // the longer covers the shorter
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    NowcastReading {
        /// The months covered, in words.
        months: String,
        /// The first of them.
        first: Period as "string",
        /// The last of them.
        last: Period as "string",
        /// What was said of them, in words.
        says: String,
        /// The value that was said, in the unit of the series; absent where growth was.
        value: Option<f64>,
        /// The growth that was said, % on the same months of the year before; absent where a value was.
        growth: Option<f64>,
        /// Who said it; empty where it is the reporter of the series.
        reporter: String,
        /// Where it was read; empty where not stated.
        source: String,
        /// Whether it was used: of readings by one reporter only the longest is. Growth beside a level of the same months is not,
        /// but tells what share of the year before they were.
        used: bool,
        /// How far it moved the year: 0 nothing, 1 all the way.
        weight: f64,
        /// Earlier years that teach how wrong such readings are.
        taught_by: usize,
        /// The year by this reading alone, as this series counts it; absent where it is not used.
        year: Option<Estimate>,
    }
}

/// What part-year readings said, how far they moved the year, and why no further.
fn summary(nowcast: &Nowcast, series: &Series, gaps: &[MirrorGapReport]) -> String {
    let amount = |value: f64| money(value, series.unit());
    let used = || nowcast.readings.iter().filter(|reading| reading.used);
    let said = used().filter_map(|reading| {
        let Estimate { median, lo80, hi80 } = reading.year.as_ref()?;
        let foreign = gaps.iter().any(|gap| gap.reporter == reading.reporter);
        let who = if reading.reporter.is_empty() { "A reading".to_owned() } else { reading.reporter.clone() };
        Some(format!(
            "{who} gives {} for {}; by itself that makes the year {} (80 % range: {} to {}){}.",
            reading.says,
            reading.months,
            amount(*median),
            amount(*lo80),
            amount(*hi80),
            if foreign { ", as this series counts" } else { "" }
        ))
    });
    let moved = format!(
        "It moved the median of {} from {} to {}, {} of the way.",
        nowcast.period,
        amount(nowcast.before.median),
        amount(nowcast.after.median),
        percent(nowcast.weight)
    );
    let moved = if used().count() > 1 { moved.replacen("It", "Together they", 1) } else { moved };
    let why = used().filter_map(|reading| {
        let taught = match reading.taught_by {
            0 => "no earlier year shows how far such readings are off, so the error usual for trade that changes as much is assumed".to_owned(),
            1 => "one earlier year shows how far such readings are off, beside the error usual for trade that changes as much".to_owned(),
            n => format!("{} earlier years show how far such readings are off, beside the error usual for trade that changes as much", count(n).to_ascii_lowercase()),
        };
        let who = if reading.reporter.is_empty() {
            "The reading".to_owned()
        } else {
            format!("{}'s reading", reading.reporter)
        };
        let exact = reading.year.as_ref().is_some_and(|year| year.lo80 == year.hi80);
        match gaps.iter().find(|gap| gap.reporter == reading.reporter) {
            Some(gap) => Some(format!(
                "{who} does not weigh more because the two counts are far apart and not always as far (the gap varies by {:.2} log points), and because part of a year is not the year: {taught}.",
                gap.sd
            )),
            None if exact => None,
            None => Some(format!("{who} does not decide the year because part of a year is not the year: {taught}.")),
        }
    });
    said.chain([moved]).chain(why).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::draws::Purpose;
    use crate::period::Period;
    use crate::series::noise::{growth_of_year, growth_scale};
    use crate::series::series::Observation;
    use proptest::prelude::*;

    const SHAPE: Shape = Shape { seed: 1, horizon: 4, paths: 20_000 };
    /// Standard deviation of the first year, slope of later years on it, and what each adds.
    const FIRST: f64 = 0.3;
    const SLOPE: f64 = 0.7;
    const LATER: f64 = 0.2;

    fn series(values: &[f64], reporter: &str) -> Series {
        let last = 2022 - values.len() as i32;
        let rows = (last + 1..).zip(values).map(|(year, v)| Observation::new(Period::annual(year), *v));
        Series::new("test", rows.collect()).unwrap().with_reporter(reporter)
    }

    fn ours() -> Series {
        series(&[80.0, 90.0, 95.0, 100.0], "we")
    }

    /// Normal paths, each later year hanging on the first alone.
    fn normal(lead: usize) -> Vec<f64> {
        let z = |path: usize, at: usize| Draws::new(9, path, 0).normal(Purpose::Parameter, at);
        let first = |path: usize| FIRST * z(path, 0);
        let value = |path: usize| match lead {
            0 => first(path),
            _ => SLOPE * first(path) + LATER * z(path, lead),
        };
        (0..SHAPE.paths).map(value).collect()
    }

    fn mean(values: &[f64]) -> f64 {
        values.iter().sum::<f64>() / values.len() as f64
    }

    fn moments(values: &[f64]) -> (f64, f64) {
        let mean = mean(values);
        (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / values.len() as f64)
    }

    fn reading(text: &str) -> Reading {
        text.parse().unwrap()
    }

    fn after(readings: &Readings, lead: usize) -> Vec<f64> {
        let conditioning = Conditioning::new(&ours(), readings, &SHAPE, None, normal).unwrap();
        let mut column = normal(lead);
        conditioning.update.unwrap().apply(lead, &Value::Scalar(1.0), &mut column);
        column
    }

    /// Noise of growth with a known standard deviation of one month, learned from so many years that it is nearly normal.
    fn noise(sd: f64) -> ReadingNoise {
        let wrong = sd * growth_scale(6.0);
        let lesson = |year: i32| Lesson {
            reading: reading(&format!("{year}-Q1..{year}-Q2=0%")),
            before: Some(1.0),
            outcome: libm::exp(wrong),
        };
        let noise = ReadingNoise::learned(&(1000..2000).map(lesson).collect::<Vec<_>>());
        assert!((noise.growth_sd() / sd - 1.0).abs() < 0.005);
        noise
    }

    /// Normal paths and a normal reading: Kalman's filter in closed form, within four standard errors of a mean and, for
    /// variances, of the gain estimated from quantiles.
    #[test]
    fn normal_futures_agree_with_the_closed_form() {
        for (sd, growth) in [(0.5, 40.0), (2.0, -20.0)] {
            let readings = Readings::default()
                .with(reading(&format!("2023-Q1..2023-Q2={growth:+}%")))
                .with_usual_noise(noise(sd));
            let (y, r) = (growth_of_year(6.0, growth), sd * sd * growth_scale(6.0) * growth_scale(6.0));
            let k = FIRST * FIRST / (FIRST * FIRST + r);
            let error = 1.0 / (SHAPE.paths as f64).sqrt();
            for lead in 0..SHAPE.horizon {
                let (slope, later) = if lead == 0 { (1.0, 0.0) } else { (SLOPE, LATER * LATER) };
                let (found, spread) = moments(&after(&readings, lead));
                let variance = slope * slope * FIRST * FIRST * (1.0 - k) + later;
                // The gain is known to about 2.4 standard errors of a standard deviation.
                let tolerance = 4.0 * error * (variance.sqrt() + 2.4 * y.abs());
                assert!((found - slope * k * y).abs() < tolerance, "lead {lead}: {found}");
                assert!((spread / variance - 1.0).abs() < 12.0 * error, "lead {lead}: {spread} {variance}");
            }
        }
    }

    #[test]
    fn draws_are_taken_in_proportion() {
        assert_eq!(drawn_again(&[0.1; 7]), [0, 1, 2, 3, 4, 5, 6]);
        assert_eq!(drawn_again(&[0.0; 3]), [0, 1, 2]);
        assert_eq!(drawn_again(&[3.0, 0.0, 1.0, 0.0]), [0, 0, 0, 2]);
    }

    /// A reading judged by three years: the mean of the year after it, by numerical integration over the year and over
    /// Student's density of the error.
    #[test]
    fn student_errors_agree_with_the_integral() {
        let wrong = 0.5 * growth_scale(6.0);
        let lesson = |year: i32| Lesson {
            reading: reading(&format!("{year}-Q1..{year}-Q2=0%")),
            before: Some(1.0),
            outcome: libm::exp(wrong),
        };
        let noise = ReadingNoise::learned(&[2018, 2019, 2020].map(lesson));
        // Three years beside four usual ones: Student's with seven degrees of freedom.
        let sd = noise.of(&ours()).growth_sd() * growth_scale(6.0);
        for pct in [10.0, 60.0, 150.0] {
            let said = growth_of_year(6.0, pct);
            let student = |x: f64| {
                let t = (said - x) / sd;
                libm::pow(1.0 + t * t / 7.0, -4.0)
            };
            let grid = (-4000..4000).map(|i| f64::from(i) * 5.0 * FIRST / 4000.0);
            let density = |x: f64| libm::exp(-0.5 * x * x / (FIRST * FIRST)) * student(x);
            let (mass, first) = grid.fold((0.0, 0.0), |(m, f), x| (m + density(x), f + x * density(x)));
            let readings = Readings::default()
                .with(reading(&format!("2023-Q1..2023-Q2={pct:+}%")))
                .with_usual_noise(noise);
            let found = mean(&after(&readings, 0));
            assert!((found - first / mass).abs() < 0.02, "{pct}: {found} {}", first / mass);
        }
    }

    /// Two reporters who disagree: precisions add up, and the gap takes its share of the disagreement.
    #[test]
    fn disagreeing_reporters_are_both_used() {
        // So many common years that what a year adds is nearly normal.
        let theirs: Vec<f64> = (0..1000).map(|t| if t % 2 == 0 { 80.0 } else { 104.0 }).collect();
        let gap = MirrorGap::between(&series(&[100.0; 1000], "we"), &series(&theirs, "they")).unwrap();
        let predictive = gap.report().sd * gap.report().sd;
        let centre = -libm::log1p(gap.report().mean_pct / 100.0);
        let before = libm::log(1.04); // their last value over ours
        let readings = Readings::of("we")
            .with(reading("2023-Q1..2023-Q2=+30%"))
            .with(reading("2023-Q1..2023-Q2=-10%@they"))
            .with_usual_noise(noise(1.0))
            .with_gap(gap);
        let r = growth_scale(6.0) * growth_scale(6.0);
        let precisions = [1.0 / (FIRST * FIRST), 1.0 / r, 1.0 / (r + predictive)];
        let means = [0.0, growth_of_year(6.0, 30.0), growth_of_year(6.0, -10.0) + before + centre];
        let total: f64 = precisions.iter().sum();
        let expected = precisions.iter().zip(means).map(|(p, m)| p * m).sum::<f64>() / total;
        let (found, variance) = moments(&after(&readings, 0));
        let error = 1.0 / (SHAPE.paths as f64).sqrt();
        assert!((found - expected).abs() < 8.0 * error / total.sqrt(), "{found} {expected}");
        assert!((variance * total - 1.0).abs() < 12.0 * error, "{variance} {total}");

        let conditioning = Conditioning::new(&ours(), &readings, &SHAPE, None, normal).unwrap();
        assert_eq!(conditioning.gaps_used.len(), 1);
        let count = conditioning.count_of("they").unwrap().unwrap();
        let theirs = |count: &Count, lead: usize, ours: &[f64]| -> Vec<f64> {
            let needed = count.needed(lead, &Value::Scalar(1.0), &Value::Scalar(1.0));
            ours.iter().zip(needed).map(|(ours, needed)| ours - libm::log(needed)).collect()
        };
        let counted = theirs(count, 0, &after(&readings, 0));
        // What they count is closer to what they read than to what we do.
        let prior = [1.0 / (1.0 / (precisions[0] + precisions[1]) + predictive), 1.0 / r];
        let ours_alone = (precisions[1] * means[1]) / (precisions[0] + precisions[1]) - centre;
        let said = growth_of_year(6.0, -10.0) + before;
        let expected = (prior[0] * ours_alone + prior[1] * said) / (prior[0] + prior[1]);
        let (found, variance) = moments(&counted);
        let total: f64 = prior.iter().sum();
        assert!((found - expected).abs() < 8.0 * error / total.sqrt(), "{found} {expected}");
        assert!((variance * total - 1.0).abs() < 12.0 * error, "{variance} {total}");
        // Without the reading they count what we do less the gap, in later years with what persists of it.
        let silent = Conditioning::new(&ours(), &readings.without_readings(), &SHAPE, None, normal).unwrap();
        let count = silent.count_of("they").unwrap().unwrap();
        let (found, variance) = moments(&theirs(count, 2, &normal(2)));
        let expected = SLOPE * SLOPE * FIRST * FIRST + LATER * LATER + predictive;
        assert!((found + centre).abs() < 4.0 * error * expected.sqrt());
        assert!((variance / expected - 1.0).abs() < 6.0 * error, "{variance} {expected}");
    }

    /// Paths with heavy tails, some of them absurd: the middle moves as it would without the absurd ones.
    #[test]
    fn a_few_wild_futures_decide_nothing() {
        let wild = |lead: usize| {
            let mut column = normal(lead);
            let far = if lead == 0 { 40.0 } else { -40.0 };
            column.iter_mut().step_by(200).for_each(|x| *x += far);
            column
        };
        let readings =
            Readings::default().with(reading("2023-Q1..2023-Q2=+40%")).with_usual_noise(noise(1.0));
        let moved = |column: &dyn Fn(usize) -> Vec<f64>| {
            let update = Conditioning::new(&ours(), &readings, &SHAPE, None, column).unwrap().update.unwrap();
            let [middle] = quantile::of(&update.innovation, [0.5]);
            (middle, update.gain[2])
        };
        let ((tame, tame_slope), (found, slope)) = (moved(&normal), moved(&wild));
        assert!((found / tame - 1.0).abs() < 0.05, "{found} {tame}");
        // Half a per cent of the paths: least squares would have a slope of -1.
        assert!((slope - tame_slope).abs() < 0.02, "{slope} {tame_slope}");
    }

    /// Where readings are as noisy as is said, the 80 % interval holds 80 % of the years.
    #[test]
    fn the_interval_holds_what_it_says() {
        let shape = Shape { paths: 2_000, ..SHAPE };
        let prior: Vec<f64> = normal(0)[..shape.paths].to_vec();
        let column = |_: usize| prior.clone();
        let (questions, sd) = (600, 1.0);
        let noise = noise(sd);
        let mut held = 0;
        for question in 0..questions {
            let draws = Draws::new(77, question, 0);
            let truth = FIRST * draws.normal(Purpose::Parameter, 0);
            let error = sd * growth_scale(6.0) * draws.normal(Purpose::Parameter, 1);
            let said = 100.0 * libm::expm1((truth + error) * libm::log1p(1.0) / growth_of_year(6.0, 100.0));
            let readings = Readings::default()
                .with(reading(&format!("2023-Q1..2023-Q2={said}%")))
                .with_usual_noise(noise);
            let one = Shape { horizon: 1, ..shape };
            let nowcast = Conditioning::new(&ours(), &readings, &one, None, column).unwrap().nowcast.unwrap();
            let outcome = 100.0 * libm::exp(truth);
            held += usize::from((nowcast.after.lo80..nowcast.after.hi80).contains(&outcome));
        }
        let share = held as f64 / questions as f64;
        let error = 4.0 * (0.8 * 0.2 / questions as f64).sqrt();
        assert!((share - 0.8).abs() < error, "{share}");
    }

    #[test]
    fn what_cannot_be_used_is_refused_or_left_out() {
        let inform = |readings: Readings| Conditioning::new(&ours(), &readings, &SHAPE, None, normal);
        let with = |text: &str| Readings::of("we").with(reading(text));
        let code = |text: &str| inform(with(text)).unwrap_err().code();
        assert_eq!(code("2024-Q1=30"), "reading_of_other_year");
        assert_eq!(code("2023-Q1=30@they"), "unknown_reporter");
        let quarters = Series::new("q", vec![Observation::new("2022-Q4".parse().unwrap(), 1.0)]).unwrap();
        let error = Conditioning::new(&quarters, &with("2023-Q1=30"), &SHAPE, None, normal).unwrap_err();
        assert_eq!(error.code(), "reading_of_parts");
        // Growth on a year of theirs that nobody knows.
        let theirs = series(&[78.0, 95.0, 90.0, 104.0], "they").as_of(Period::annual(2021)).unwrap();
        let gap = MirrorGap::between(&ours(), &theirs).unwrap();
        let unknown = with("2023-Q1..2023-Q3=+30%@they").with_gap(gap);
        assert!(inform(unknown.clone()).unwrap().nowcast.is_none());
        let beside = unknown.with(reading("2023-Q1=30@they"));
        let nowcast = inform(beside).unwrap().nowcast.unwrap();
        assert_eq!(nowcast.readings.iter().map(|r| r.used).collect::<Vec<_>>(), [false, true]);
    }

    /// Growth beside a level of the same months, and earlier readings of the series, show what share of a year its first months
    /// are.
    #[test]
    fn same_months_of_earlier_years_show_the_season() {
        let year = |texts: &[&str]| {
            let readings = texts.iter().fold(Readings::of("we"), |all, text| all.with(reading(text)));
            let nowcast =
                Conditioning::new(&ours(), &readings, &SHAPE, None, normal).unwrap().nowcast.unwrap();
            assert_eq!(nowcast.readings.last().unwrap().value, Some(60.0));
            (nowcast.readings.last().unwrap().year.clone().unwrap().median, nowcast.readings.len(), nowcast)
        };
        let (alone, _, _) = year(&["2023-Q1..2023-Q2=60"]);
        // 30 of 100 in the first half of 2022: the second half is the better one.
        let (beside, count, _) = year(&["2023-Q1..2023-Q2=+100%", "2023-Q1..2023-Q2=60"]);
        assert!(beside > alone && count == 2, "{beside} {alone}");
        let (taught, count, nowcast) =
            year(&["2022-Q1..2022-Q2=30", "2021-Q1..2021-Q2=28@we", "2023-Q1..2023-Q2=60"]);
        assert!(taught > beside && count == 1, "{taught} {beside}");
        assert_eq!(nowcast.readings[0].taught_by, 2);
    }

    /// A forecast that is surer than the series is volatile does not keep readings from counting.
    #[test]
    fn a_forecast_knows_no_better_than_the_series_allows() {
        let narrow = |lead: usize| normal(lead).into_iter().map(|x| 0.01 * x).collect::<Vec<_>>();
        let readings = Readings::default().with(reading("2023-01..2023-09=90"));
        let nowcast = Conditioning::new(&ours(), &readings, &SHAPE, None, narrow).unwrap().nowcast.unwrap();
        assert!(nowcast.weight > 0.5 && nowcast.after.median > 110.0, "{nowcast:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// A whole year is exact: every path has its value. Less than a year narrows the paths, unless it is far from them:
        /// then it is not clear which of the two is wrong.
        #[test]
        fn a_reading_narrows_and_a_whole_year_pins(months in 1u32..12, level in 75.0..130.0f64) {
            let whole = Readings::default().with(reading(&format!("2023-01..2023-12={level}")));
            let pinned = libm::log(level / 100.0);
            prop_assert!(after(&whole, 0).iter().all(|x| (x - pinned).abs() < 1e-9));
            let counted = level * f64::from(months) / 12.0;
            let part = Readings::default().with(reading(&format!("2023-01..2023-{months:02}={counted}")));
            let column = after(&part, 0);
            prop_assert!(column.iter().all(|x| x.is_finite()));
            prop_assert!(variance(&column) < variance(&normal(0)));
            let nowcast = Conditioning::new(&ours(), &part, &SHAPE, None, normal).unwrap().nowcast.unwrap();
            prop_assert!((0.0..=1.0).contains(&nowcast.weight));
            let year = nowcast.readings[0].year.clone().unwrap();
            prop_assert!(year.lo80 >= counted && year.hi80 >= year.median);
        }
    }
}
