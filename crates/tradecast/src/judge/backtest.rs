//! Backtest: questions asked at earlier dates, with what was known then, and how their answers turned out.
//!
//! [`Backtest::ask`] puts one question and returns a [`Case`]; a [`Tally`] takes cases one by one, keeps sums only, and gives
//! the [`Record`], so that a panel of any size fits in memory. What naive would have said of the same outcomes is scored
//! beside: the last value, and around it a random walk whose steps have the size of the past changes of the series.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::fit::fit::fit_with_priors;
use crate::judge::metrics::{
    Accuracy, Bounded, NaiveScale, Normal, Pair, PitHistogram, PitTally, Quantile, ReliabilityRow,
    ReliabilityTally, Stated, brier, coverage, crps_normal, crps_of_quantiles, log_score, mase, msis,
    pinball, pit, rmse_log, rmsse, smape,
};
use crate::model::id::ModelChoice;
use crate::model::priors::PanelRecord;
use crate::model::priors::Priors;
use crate::numeric::mean::mean;
use crate::period::Period;
use crate::question::assumptions::Assumptions;
use crate::question::settings::{Settings, within};
use crate::question::target::Target;
use crate::series::composition::Composition;
use crate::series::series::{MIN_OBSERVATIONS, Observation, Series};
use crate::simulate::forecast::{Band, ForecastRow};
use crate::simulate::simulation::Simulation;

/// Central bands, %, whose edges and the median are the quantiles behind CRPS and PIT: every twentieth, and closer in the tails.
const GRID: [f64; 12] = [10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 98.0, 99.0];
/// Most bands of a backtest: with the grid they must not be more than a forecast can have.
const MOST_LEVELS: f64 = 8.0;

/// What is asked at every origin.
///
/// ```
/// let plan = tradecast::Backtest { target_multiples: vec![2.0], ..tradecast::Backtest::default() };
/// assert_eq!(plan.settings.horizon, 10);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    /// Targets, as multiples of the value at the origin.
    pub target_multiples: Vec<f64>,
    /// Observations without a gap that must lie before the origin, it included.
    pub history: usize,
    /// Smallest value at the origin.
    pub smallest: f64,
    /// Which models answer.
    pub models: ModelChoice,
    /// Horizon, paths, seed and bands (eight at most). An origin counts only where every period of the horizon is known.
    pub settings: Settings,
}

impl Default for Backtest {
    /// 1.5, 2 and 3 times today's value within ten periods, after fifteen unbroken ones, 2,000 paths.
    fn default() -> Self {
        Self {
            target_multiples: vec![1.5, 2.0, 3.0],
            history: 15,
            smallest: 0.0,
            models: ModelChoice::Auto,
            settings: Settings { horizon: 10, paths: 2000, ..Settings::default() },
        }
    }
}

/// Answers given at one origin of one series, beside what happened.
///
/// ```
/// use tradecast::{Backtest, Observation, Period, Series};
///
/// let values = (0..40).map(|t| 100.0 + f64::from(t * 37 % 11 + 3 * t));
/// let series = Series::new("demo", (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let case = Backtest::default().ask(&series, Period::annual(2000), None)?.expect("twenty years on either side");
/// assert_eq!((case.arrivals.len(), case.outcomes.len()), (30, 10)); // three targets, ten years
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The origin.
    pub origin: Period,
    /// Probability of having reached each target by each period, and whether it was reached.
    pub arrivals: Vec<Stated>,
    /// What was forecast and what happened, one entry a lead.
    pub outcomes: Vec<Outcome>,
    /// How much the series moved from one period to the next before the origin; absent where it never did.
    pub scale: Option<NaiveScale>,
}

/// Answers given at one origin of a total and of its parts.
///
/// ```
/// # use tradecast::{Backtest, Composition, Observation, Part, Period, Series};
/// # let of = |name: &str, share: f64| {
/// #     let values = (0..40).map(|t| share * (100.0 + f64::from(t * 37 % 11 + 3 * t)));
/// #     Series::new(name, (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())
/// # };
/// let wheat = Part::new("wheat".parse()?, "Wheat", of("wheat", 0.3)?);
/// let composition = Composition::new(&of("exports", 1.0)?, vec![wheat])?;
/// let case = Backtest::default().ask_composed(&composition, Period::annual(2000), None)?.expect("long enough");
/// assert_eq!((case.total.arrivals.len(), case.parts.len()), (30, 2)); // wheat, and what is left
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ComposedCase {
    /// The total.
    pub total: Case,
    /// What it is directly made of, one case a part, without arrivals.
    pub parts: Vec<Case>,
}

/// Forecast and outcome of one lead.
///
/// ```
/// # use tradecast::{Backtest, Observation, Period, Series};
/// # let values = (0..40).map(|t| 100.0 + f64::from(t * 37 % 11 + 3 * t));
/// # let series = Series::new("demo", (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let case = Backtest::default().ask(&series, Period::annual(2000), None)?.expect("twenty years on either side");
/// let last = &case.outcomes[9];
/// assert_eq!(last.median.actual, last.naive.actual);
/// assert!((0.0..=1.0).contains(&last.pit));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Median forecast and outcome.
    pub median: Pair,
    /// Last value and outcome.
    pub naive: Pair,
    /// Every band and the outcome, in the order of the settings.
    pub bands: Vec<Bounded>,
    /// Probability that was given to an outcome no larger than the one that happened.
    pub pit: f64,
    /// Continuous ranked probability score, log points.
    pub crps: f64,
    /// The same of naive: a random walk from the last value, log points.
    pub naive_crps: f64,
    /// What was said of no trade in the period, and whether there was none; absent where the series had no zeros.
    pub no_trade: Option<Stated>,
    /// What zeros and smaller values count as in CRPS and pinball, which are taken of logarithms: the smallest positive value known at
    /// the origin where the series or the outcome is zero, or else 0.
    pub floor: f64,
}

impl Backtest {
    /// Asks at one origin; `None` where the series does not meet the plan there.
    ///
    /// The priors are taken as they are: whoever asks sees to it that they know nothing later than the origin.
    ///
    /// ```
    /// # use tradecast::{Backtest, Observation, Period, Series};
    /// let short = Series::new("short", (2000..2005).map(|y| Observation::new(Period::annual(y), 1.0)).collect())?;
    /// assert_eq!(Backtest::default().ask(&short, Period::annual(2003), None)?, None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::Error::SettingOutOfRange`] for more than eight bands, and those of [`crate::Question::answer`].
    pub fn ask(&self, series: &Series, origin: Period, priors: Option<&Priors>) -> Result<Option<Case>> {
        self.check()?;
        let Some(at) = self.place(series, origin) else { return Ok(None) };
        let known = series.as_of(origin)?;
        let simulation = fit_with_priors(&known, &self.models, priors)?.simulate(&self.wide_settings())?;
        self.case(&simulation, &series.observations()[at + 1..]).map(Some)
    }

    /// Asks of a total and its parts at one origin; `None` where the total does not meet the plan there, or one of its parts is
    /// not known in all the periods before and after for which the plan asks.
    ///
    /// ```
    /// # use tradecast::{Backtest, Composition, Observation, Part, Period, Series};
    /// # let of = |name: &str, share: f64| {
    /// #     let values = (0..40).map(|t| share * (100.0 + f64::from(t * 37 % 11 + 3 * t)));
    /// #     Series::new(name, (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())
    /// # };
    /// let wheat = Part::new("wheat".parse()?, "Wheat", of("wheat", 0.3)?);
    /// let composition = Composition::new(&of("exports", 1.0)?, vec![wheat])?;
    /// let cases = Backtest::default().ask_composed(&composition, Period::annual(2000), None)?.expect("long enough");
    /// assert_eq!(cases.parts.len(), 2); // wheat and the rest
    /// assert_eq!(Some(cases.total), Backtest::default().ask(composition.total(), Period::annual(2000), None)?); // top-down
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Backtest::ask`], [`Composition::as_of`] and [`crate::Simulation::composed`].
    pub fn ask_composed(
        &self,
        composition: &Composition,
        origin: Period,
        priors: Option<&Priors>,
    ) -> Result<Option<ComposedCase>> {
        self.check()?;
        let series = composition.total();
        let Some(at) = self.place(series, origin) else { return Ok(None) };
        let parts = || composition.parts().iter().filter(|part| part.parent.is_none());
        let places: Option<Vec<usize>> = parts().map(|part| self.unbroken(&part.history, origin)).collect();
        let Some(places) = places else { return Ok(None) };
        let Some(known) = composition.as_of(origin)? else { return Ok(None) };
        let simulation = fit_with_priors(known.total(), &self.models, priors)?
            .simulate(&self.wide_settings())?
            .composed(&known)?;
        let total = self.case(&simulation, &series.observations()[at + 1..])?;
        let of_parts = parts().zip(places).filter_map(|(part, at)| {
            let forecast = simulation.forecast_of(&part.id)?;
            let known = part.history.as_of(origin).ok()?;
            Some(self.outcomes(&known, Vec::new(), forecast, &part.history.observations()[at + 1..]))
        });
        Ok(Some(ComposedCase { parts: of_parts.collect(), total }))
    }

    fn check(&self) -> Result<()> {
        self.settings.check()?;
        let levels = self.settings.levels.len() as f64;
        within("number of levels of a backtest", levels, 1.0, MOST_LEVELS, "")
    }

    /// The settings with the bands behind CRPS and PIT.
    fn wide_settings(&self) -> Settings {
        let levels = &self.settings.levels;
        let grid = GRID.into_iter().filter(|level| !levels.contains(level));
        Settings { levels: levels.iter().copied().chain(grid).collect(), ..self.settings.clone() }
    }

    /// What a simulation says of what happened after its origin.
    fn case(&self, simulation: &Simulation, ahead: &[Observation]) -> Result<Case> {
        let known = simulation.fit().series();
        let horizon = self.settings.horizon as usize;
        let mut arrivals = Vec::with_capacity(self.target_multiples.len() * horizon);
        let mut forecast = Vec::new();
        for &multiple in &self.target_multiples {
            let target = Target::multiple_of(known, multiple)?;
            let answer = simulation.answer(&target, &Assumptions::baseline())?;
            let reached = ahead.iter().scan(false, |reached, o| {
                *reached |= o.value >= target.value();
                Some(*reached)
            });
            let stated = answer.arrival.by.iter().zip(reached);
            arrivals.extend(stated.map(|(row, happened)| Stated { probability: row.probability, happened }));
            forecast = answer.forecast;
        }
        if forecast.is_empty() {
            forecast = simulation.forecast(&Assumptions::baseline())?;
        }
        Ok(self.outcomes(known, arrivals, forecast, ahead))
    }

    fn outcomes(
        &self,
        known: &Series,
        arrivals: Vec<Stated>,
        forecast: Vec<ForecastRow>,
        ahead: &[Observation],
    ) -> Case {
        let past = Past::of(known);
        let levels = self.settings.levels.len();
        let both = forecast.into_iter().zip(ahead).enumerate();
        let outcomes = both.map(|(i, (row, o))| past.compare(row, o.value, i + 1, levels)).collect();
        Case { origin: known.last().period, arrivals, outcomes, scale: past.scale }
    }

    /// Whether a series can be asked at an origin: its history before, the whole horizon after and its value there are
    /// what the plan wants.
    ///
    /// ```
    /// # use tradecast::{Backtest, Observation, Period, Series};
    /// let years = (1990..2020).map(|y| Observation::new(Period::annual(y), 1.0));
    /// let series = Series::new("thirty years", years.collect())?;
    /// let meets = |year| Backtest::default().meets(&series, Period::annual(year));
    /// assert_eq!([2003, 2004, 2009, 2010].map(meets), [false, true, true, false]); // 15 years behind, 10 ahead
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn meets(&self, series: &Series, origin: Period) -> bool {
        self.place(series, origin).is_some()
    }

    /// Index of the observation at an origin at which the series meets the plan.
    fn place(&self, series: &Series, origin: Period) -> Option<usize> {
        let at = self.unbroken(series, origin)?;
        let known = &series.observations()[..=at];
        // Where there are zeros, enough else must be there to fit anything to.
        let with_trade = known.iter().filter(|o| o.value > 0.0).count();
        let enough = with_trade == known.len() || with_trade >= MIN_OBSERVATIONS;
        (enough && known[at].value >= self.smallest).then_some(at)
    }

    /// Index of the observation at an origin that has as many before it and after it as the plan wants.
    fn unbroken(&self, series: &Series, origin: Period) -> Option<usize> {
        let observations = series.observations();
        let at = observations.binary_search_by_key(&origin, |o| o.period).ok()?;
        let (horizon, history) = (self.settings.horizon as usize, self.history.max(1));
        let unbroken = |from: usize, to: usize| {
            observations[to].period.minus(observations[from].period) == (to - from) as i32
        };
        let met = at + 1 >= history
            && unbroken(at + 1 - history, at)
            && at + horizon < observations.len()
            && unbroken(at, at + horizon);
        met.then_some(at)
    }

    /// An empty tally for the cases of this plan.
    ///
    /// ```
    /// assert_eq!(tradecast::Backtest::default().tally().record().cases, 0);
    /// ```
    #[must_use]
    pub fn tally(&self) -> Tally {
        let horizon = self.settings.horizon as usize;
        let forecasts = |from: usize, to: usize| ForecastTally {
            from,
            to,
            bands: vec![BandTally::default(); self.settings.levels.len()],
            ..ForecastTally::default()
        };
        Tally {
            levels: self.settings.levels.clone(),
            cases: 0,
            overall: forecasts(1, horizon),
            groups: groups(horizon).map(|(from, to)| forecasts(from, to)).collect(),
            leads: (1..=horizon).map(|lead| forecasts(lead, lead)).collect(),
            arrival: ArrivalTally::default(),
            no_trade: ArrivalTally::default(),
            origins: BTreeMap::new(),
        }
    }

    /// What many cases say together.
    ///
    /// ```
    /// # use tradecast::{Backtest, Observation, Period, Series};
    /// # let values = (0..40).map(|t| 100.0 + f64::from(t * 37 % 11 + 3 * t));
    /// # let series = Series::new("demo", (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let plan = Backtest::default();
    /// let cases: Vec<_> = (1995..2005).filter_map(|y| plan.ask(&series, Period::annual(y), None).transpose()).collect::<Result<_, _>>()?;
    /// let record = plan.record(&cases);
    /// assert_eq!((record.cases, record.origins.len(), record.overall.outcomes), (10, 10, 100));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn record(&self, cases: &[Case]) -> Record {
        let mut tally = self.tally();
        cases.iter().for_each(|case| tally.add(case));
        tally.record()
    }
}

/// Groups of leads, each a period longer than the one before: 1, 2-3, 4-6, 7-10 and so on. What forecasts lose, they lose
/// early.
fn groups(horizon: usize) -> impl Iterator<Item = (usize, usize)> {
    let ends = (1..).scan(0, |end, length| {
        *end += length;
        Some((*end - length + 1, *end))
    });
    ends.take_while(move |(from, _)| *from <= horizon).map(move |(from, to)| (from, to.min(horizon)))
}

/// What a series had done by an origin, as far as scores need it.
struct Past {
    last: f64,
    smallest: f64,
    zeros: bool,
    scale: Option<NaiveScale>,
    /// Root of the mean squared change of one period, log points.
    step: f64,
}

impl Past {
    fn of(known: &Series) -> Self {
        let neighbours =
            known.observations().windows(2).filter(|pair| pair[1].period.minus(pair[0].period) == 1);
        let smallest = known.positive().map(|o| o.value).fold(f64::MAX, f64::min);
        let zeros = known.zeros() > 0;
        let log = |value: f64| if zeros { floored_log(value, smallest) } else { log(value) };
        let changes: Vec<(f64, f64)> = neighbours
            .map(|pair| (pair[1].value - pair[0].value, log(pair[1].value) - log(pair[0].value)))
            .collect();
        let levels: Vec<f64> = changes.iter().map(|(level, _)| *level).collect();
        let squared = mean(changes.iter().map(|(_, log)| log * log));
        let (last, step) = (known.last().value, squared.unwrap_or(0.0).sqrt());
        Self { last, smallest, zeros, scale: NaiveScale::of(&levels), step }
    }

    /// A forecast whose first `asked` bands were asked for, the others being there for its quantiles.
    fn compare(&self, row: ForecastRow, actual: f64, lead: usize, asked: usize) -> Outcome {
        let mut quantiles: Vec<Quantile> = row
            .bands
            .iter()
            .flat_map(edges)
            .chain([Quantile { probability: 0.5, value: row.median }])
            .collect();
        quantiles.iter_mut().for_each(|q| q.value = log(q.value));
        quantiles.sort_unstable_by(|a, b| {
            a.probability.total_cmp(&b.probability).then(a.value.total_cmp(&b.value))
        });
        let pit = pit(&quantiles, log(actual)).expect("the median is always there");
        let floor = if self.zeros || actual == 0.0 { self.smallest } else { 0.0 };
        let log = |value: f64| floored_log(value, floor);
        let least = log(0.0);
        quantiles.iter_mut().for_each(|q| q.value = q.value.max(least));
        let happened = log(actual);
        let naive = Normal { mean: log(self.last), sd: self.step * (lead as f64).sqrt() };
        let zero = row.zero;
        let bands = row.bands.into_iter().take(asked);
        Outcome {
            median: Pair { actual, predicted: row.median },
            naive: Pair { actual, predicted: self.last },
            bands: bands.map(|band| Bounded { band, actual }).collect(),
            pit,
            crps: crps_of_quantiles(&quantiles, happened).expect("the median is always there"),
            naive_crps: crps_normal(naive, happened),
            no_trade: self.zeros.then_some(Stated { probability: zero, happened: actual == 0.0 }),
            floor,
        }
    }
}

/// The edges of a band as quantiles.
fn edges(band: &Band) -> [Quantile; 2] {
    let outside = 0.5 - band.level / 200.0;
    [
        Quantile { probability: outside, value: band.lo },
        Quantile { probability: 1.0 - outside, value: band.hi },
    ]
}

/// Logarithm of a value that simulation may have driven to zero or to infinity.
fn log(value: f64) -> f64 {
    floored_log(value, 0.0)
}

/// Logarithm of a value, or of the floor where that is larger.
fn floored_log(value: f64, floor: f64) -> f64 {
    libm::log(value.clamp(floor.max(f64::MIN_POSITIVE), f64::MAX))
}

/// A mean of means. What is not a number is not counted.
#[derive(Debug, Clone, Copy, Default)]
struct Running {
    sum: f64,
    count: usize,
}

impl Running {
    fn add(&mut self, mean: Option<f64>, of: usize) {
        if let Some(mean) = mean.filter(|m| m.is_finite()) {
            self.sum += mean * of as f64;
            self.count += of;
        }
    }

    fn mean(self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64).filter(|mean| mean.is_finite())
    }
}

/// Sums over cases: everything a [`Record`] says, without the cases.
///
/// ```
/// # use tradecast::{Backtest, Observation, Period, Series};
/// # let values = (0..40).map(|t| 100.0 + f64::from(t * 37 % 11 + 3 * t));
/// # let series = Series::new("demo", (1980..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let plan = Backtest::default();
/// let mut tally = plan.tally();
/// for year in 1995..2005 {
///     tally.add(&plan.ask(&series, Period::annual(year), None)?.expect("long enough"));
/// }
/// assert_eq!(tally.record().cases, 10);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tally {
    levels: Vec<f64>,
    cases: usize,
    overall: ForecastTally,
    groups: Vec<ForecastTally>,
    leads: Vec<ForecastTally>,
    arrival: ArrivalTally,
    no_trade: ArrivalTally,
    origins: BTreeMap<Period, OriginTally>,
}

impl Tally {
    /// Adds a case of the plan this tally belongs to.
    ///
    /// ```
    /// # use tradecast::{Backtest, Case, Period};
    /// let mut tally = Backtest::default().tally();
    /// tally.add(&Case { origin: Period::annual(2000), arrivals: vec![], outcomes: vec![], scale: None });
    /// assert_eq!((tally.record().cases, tally.record().overall.outcomes), (1, 0));
    /// ```
    pub fn add(&mut self, case: &Case) {
        self.cases += 1;
        self.arrival.add(&case.arrivals);
        let no_trade: Vec<Stated> = case.outcomes.iter().filter_map(|outcome| outcome.no_trade).collect();
        self.no_trade.add(&no_trade);
        let forecasts = self.groups.iter_mut().chain(&mut self.leads).chain([&mut self.overall]);
        forecasts.for_each(|forecast| forecast.add(case));
        let origin = self.origins.entry(case.origin).or_default();
        origin.cases += 1;
        origin.arrival.add(&case.arrivals);
        origin.held.resize(self.levels.len(), Running::default());
        for outcome in &case.outcomes {
            for (held, band) in origin.held.iter_mut().zip(&outcome.bands) {
                held.add(coverage(std::slice::from_ref(band)), 1);
            }
        }
    }

    /// What the cases added so far say together.
    ///
    /// ```
    /// assert_eq!(tradecast::Backtest::default().tally().record().overall.mean_errors.mase, None);
    /// ```
    #[must_use]
    pub fn record(&self) -> Record {
        let forecasts = |tallies: &[ForecastTally]| tallies.iter().map(|t| t.record(&self.levels)).collect();
        let origins: Vec<OriginRecord> = self
            .origins
            .iter()
            .map(|(origin, tally)| OriginRecord {
                origin: *origin,
                cases: tally.cases,
                arrival: tally.arrival.record(),
                held: tally.held.iter().map(|held| held.mean()).collect(),
            })
            .collect();
        Record {
            cases: self.cases,
            levels: self.levels.clone(),
            overall: self.overall.record(&self.levels),
            groups: forecasts(&self.groups),
            leads: forecasts(&self.leads),
            arrival: self.arrival.record(),
            calibration_error_within_origin: mean(origins.iter().filter_map(|o| o.arrival.calibration_error)),
            reliability: self.arrival.reliability.rows(),
            no_trade: Some(self.no_trade.record()).filter(|record| record.forecasts > 0),
            no_trade_reliability: self.no_trade.reliability.rows(),
            origins,
        }
    }
}

#[derive(Debug, Clone, Default)]
struct OriginTally {
    cases: usize,
    arrival: ArrivalTally,
    held: Vec<Running>,
}

#[derive(Debug, Clone, Default)]
struct ArrivalTally {
    brier: Running,
    log_score: Running,
    reliability: ReliabilityTally,
}

impl ArrivalTally {
    fn add(&mut self, said: &[Stated]) {
        self.brier.add(brier(said), said.len());
        self.log_score.add(log_score(said), said.len());
        said.iter().for_each(|&said| self.reliability.add(said));
    }

    fn record(&self) -> ArrivalRecord {
        let frequency = self.reliability.frequency();
        ArrivalRecord {
            forecasts: self.reliability.forecasts(),
            brier: self.brier.mean(),
            log_score: self.log_score.mean(),
            calibration_error: self.reliability.calibration_error(),
            mean_probability: self.reliability.mean_probability(),
            frequency,
            brier_of_frequency: frequency.map(|f| f * (1.0 - f)),
        }
    }
}

#[derive(Debug, Clone, Default)]
struct ErrorTally {
    smape: Running,
    mase: Running,
    rmsse: Running,
    crps: Running,
    squared_log: Running,
}

impl ErrorTally {
    /// `logs` are the pairs that errors in logs rest on.
    fn add(
        &mut self,
        pairs: &[Pair],
        logs: &[Pair],
        crps: impl Iterator<Item = f64>,
        scale: Option<NaiveScale>,
    ) {
        let count = pairs.len();
        self.smape.add(smape(pairs), count);
        self.crps.add(mean(crps), count);
        self.squared_log.add(rmse_log(logs).map(|error| error * error), logs.len());
        if let Some(scale) = scale {
            self.mase.add(mase(pairs, scale), count);
            // The root is taken within a series, as in the M5 competition.
            self.rmsse.add(rmsse(pairs, scale), 1);
        }
    }

    fn errors(&self) -> Errors {
        Errors {
            smape: self.smape.mean(),
            mase: self.mase.mean(),
            rmsse: self.rmsse.mean(),
            crps: self.crps.mean(),
            rmse_log: self.squared_log.mean().map(f64::sqrt),
        }
    }
}

#[derive(Debug, Clone, Default)]
struct BandTally {
    held: Running,
    msis: Running,
    lower: Running,
    upper: Running,
}

#[derive(Debug, Clone, Default)]
struct ForecastTally {
    from: usize,
    to: usize,
    outcomes: usize,
    zeros: usize,
    without_log: usize,
    scaled: usize,
    forecast: ErrorTally,
    naive: ErrorTally,
    bands: Vec<BandTally>,
    pit: PitTally,
}

impl ForecastTally {
    fn add(&mut self, case: &Case) {
        let outcomes = case.outcomes.get(self.from - 1..self.to).unwrap_or_default();
        let pairs = |of: fn(&Outcome) -> Pair| -> Vec<Pair> { outcomes.iter().map(of).collect() };
        // Forecast and naive are compared on the same outcomes.
        let logs = |of: fn(&Outcome) -> Pair| -> Vec<Pair> {
            let both = outcomes.iter().filter(|o| o.median.has_logarithm() && o.naive.has_logarithm());
            both.map(of).collect()
        };
        self.outcomes += outcomes.len();
        self.zeros += outcomes.iter().filter(|o| o.median.actual == 0.0).count();
        self.without_log += outcomes.len() - logs(|o| o.median).len();
        self.scaled += case.scale.map_or(0, |_| outcomes.len());
        let crps = outcomes.iter().map(|o| o.crps);
        self.forecast.add(&pairs(|o| o.median), &logs(|o| o.median), crps, case.scale);
        let crps = outcomes.iter().map(|o| o.naive_crps);
        self.naive.add(&pairs(|o| o.naive), &logs(|o| o.naive), crps, case.scale);
        for outcome in outcomes {
            self.pit.add(outcome.pit);
            for (tally, bounded) in self.bands.iter_mut().zip(&outcome.bands) {
                let one = std::slice::from_ref(bounded);
                let log = |value| floored_log(value, outcome.floor);
                let [lower, upper] = edges(&bounded.band).map(|edge| {
                    Some(pinball(Quantile { value: log(edge.value), ..edge }, log(bounded.actual)))
                });
                tally.held.add(coverage(one), 1);
                tally.msis.add(case.scale.and_then(|scale| msis(one, scale)), 1);
                tally.lower.add(lower, 1);
                tally.upper.add(upper, 1);
            }
        }
    }

    fn record(&self, levels: &[f64]) -> ForecastRecord {
        let (mean_errors, naive_errors) = (self.forecast.errors(), self.naive.errors());
        let accuracy = |errors: &Errors| Some(Accuracy { smape: errors.smape?, mase: errors.mase? });
        let bands = levels.iter().zip(&self.bands).map(|(&level, tally)| BandRecord {
            level,
            held: tally.held.mean(),
            msis: tally.msis.mean(),
            edges: [(tally.lower, 0.5 - level / 200.0), (tally.upper, 0.5 + level / 200.0)]
                .map(|(loss, probability)| EdgeRecord { probability, pinball: loss.mean() }),
        });
        ForecastRecord {
            from: self.from,
            to: self.to,
            outcomes: self.outcomes,
            zeros: self.zeros,
            without_log: self.without_log,
            scaled_outcomes: self.scaled,
            owa: accuracy(&mean_errors)
                .zip(accuracy(&naive_errors))
                .and_then(|(forecast, naive)| forecast.owa(naive)),
            relative_to_naive: mean_errors.relative_to(&naive_errors),
            mean_errors,
            naive_errors,
            bands: bands.collect(),
            pit: self.pit.histogram(),
        }
    }
}

/// How stated arrival probabilities turned out.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert_eq!(record.arrival.brier, None); // nothing was asked
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArrivalRecord {
    /// Probabilities stated.
    pub forecasts: usize,
    /// Brier score.
    pub brier: Option<f64>,
    /// Logarithmic score.
    pub log_score: Option<f64>,
    /// Expected calibration error.
    pub calibration_error: Option<f64>,
    /// Mean probability stated.
    pub mean_probability: Option<f64>,
    /// Share that happened.
    pub frequency: Option<f64>,
    /// Brier score of stating that share every time, which nobody knew in advance.
    pub brier_of_frequency: Option<f64>,
}

/// The record of one origin: all series at the same date, and so in the same state of the world.
///
/// ```
/// assert!(tradecast::Backtest::default().record(&[]).origins.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OriginRecord {
    /// The origin.
    pub origin: Period,
    /// Series asked.
    pub cases: usize,
    /// How their arrival probabilities turned out.
    pub arrival: ArrivalRecord,
    /// Outcomes inside each band, %, all leads together, in the order of [`Record::levels`].
    pub held: Vec<Option<f64>>,
}

/// Errors of point forecasts and of distributions, averaged over outcomes.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert_eq!(record.overall.mean_errors.smape, None);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Errors {
    /// Symmetric mean absolute percentage error of the medians, %: see [`crate::smape`].
    pub smape: Option<f64>,
    /// Mean absolute scaled error of the medians: see [`crate::mase`].
    pub mase: Option<f64>,
    /// Root mean squared scaled error of the medians, averaged over cases: see [`crate::rmsse`].
    pub rmsse: Option<f64>,
    /// Continuous ranked probability score of the forecast distributions, log points: see [`crate::crps_of_quantiles`].
    pub crps: Option<f64>,
    /// Root mean squared error of the medians, log points.
    pub rmse_log: Option<f64>,
}

impl Errors {
    /// Each error over that of naive; absent where naive made none.
    fn relative_to(&self, naive: &Self) -> Self {
        let ratio = |ours: Option<f64>, theirs: Option<f64>| Some(ours? / theirs.filter(|t| *t > 0.0)?);
        Self {
            smape: ratio(self.smape, naive.smape),
            mase: ratio(self.mase, naive.mase),
            rmsse: ratio(self.rmsse, naive.rmsse),
            crps: ratio(self.crps, naive.crps),
            rmse_log: ratio(self.rmse_log, naive.rmse_log),
        }
    }
}

/// How often a band held the outcome, and what its width and its misses cost.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert_eq!(record.overall.bands[1].level, 80.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BandRecord {
    /// Probability promised, %.
    pub level: f64,
    /// Outcomes inside, %.
    pub held: Option<f64>,
    /// Mean scaled interval score: see [`crate::msis`].
    pub msis: Option<f64>,
    /// The lower and the upper edge as forecasts of a quantile.
    pub edges: [EdgeRecord; 2],
}

/// An edge of a band as the forecast of a quantile.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert!((record.overall.bands[1].edges[0].probability - 0.1).abs() < 1e-12); // an 80 % band leaves a tenth below
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EdgeRecord {
    /// Probability of an outcome below.
    pub probability: f64,
    /// Mean pinball loss, log points: see [`crate::pinball`].
    pub pinball: Option<f64>,
}

/// How the forecasts of some leads turned out.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert_eq!((record.overall.from, record.overall.to), (1, 10));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForecastRecord {
    /// First lead, periods ahead.
    pub from: usize,
    /// Last lead.
    pub to: usize,
    /// Outcomes that sMAPE, CRPS, pinball, coverage and PIT rest on.
    pub outcomes: usize,
    /// Those without trade.
    #[serde(default, skip_serializing_if = "none")]
    pub zeros: usize,
    /// Those that errors in logs leave out: the outcome, the median forecast or the last value is zero.
    #[serde(default, skip_serializing_if = "none")]
    pub without_log: usize,
    /// Those of series that had moved before the origin, which MASE, RMSSE and MSIS rest on.
    pub scaled_outcomes: usize,
    /// Errors of the answers.
    pub mean_errors: Errors,
    /// Errors of naive on the same outcomes: the last value, for CRPS a random walk from it.
    pub naive_errors: Errors,
    /// The former over the latter: below 1 beats naive.
    pub relative_to_naive: Errors,
    /// Overall weighted average of the M4 competition: see [`Accuracy::owa`].
    pub owa: Option<f64>,
    /// The bands, in the order of the settings.
    pub bands: Vec<BandRecord>,
    /// Where outcomes fell within the forecast distributions.
    pub pit: PitHistogram,
}

/// Whether a count is 0.
fn none(count: &usize) -> bool {
    *count == 0
}

/// What a backtest found.
///
/// ```
/// assert_eq!(tradecast::Backtest::default().record(&[]).cases, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Series and origins asked.
    pub cases: usize,
    /// Bands, % promised inside.
    pub levels: Vec<f64>,
    /// Forecasts of all leads.
    pub overall: ForecastRecord,
    /// Forecasts by group of leads: 1, 2-3, 4-6, 7-10 and so on.
    pub groups: Vec<ForecastRecord>,
    /// Forecasts by lead.
    pub leads: Vec<ForecastRecord>,
    /// Arrival probabilities, all pooled.
    pub arrival: ArrivalRecord,
    /// Mean over origins of the calibration error within each: what a forecaster who cannot see world booms coming gets wrong
    /// at any one date.
    pub calibration_error_within_origin: Option<f64>,
    /// Reliability table, all pooled.
    pub reliability: Vec<ReliabilityRow>,
    /// Probabilities of no trade in a period, of series with zeros; absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_trade: Option<ArrivalRecord>,
    /// Their reliability table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub no_trade_reliability: Vec<ReliabilityRow>,
    /// The same dates one by one.
    pub origins: Vec<OriginRecord>,
}

impl Record {
    /// What of it belongs to the priors of its panel, which had `series` series; `None` where it holds no figure of 80 % bands, of
    /// medians beside naive or of arrivals.
    ///
    /// ```
    /// assert_eq!(tradecast::Backtest::default().record(&[]).of_panel(0), None); // nothing was asked
    /// ```
    #[must_use]
    pub fn of_panel(&self, series: usize) -> Option<PanelRecord> {
        let (first, last) = (self.origins.first()?, self.origins.last()?);
        let band = self.overall.bands.iter().find(|band| band.level == 80.0)?;
        Some(PanelRecord {
            first_origin: first.origin.year(),
            last_origin: last.origin.year(),
            origins: self.origins.len(),
            series,
            longest_lead: self.overall.to,
            outcomes: self.overall.outcomes,
            coverage80: band.held? / 100.0,
            relative_to_naive: self.overall.relative_to_naive.rmse_log?,
            arrivals: self.arrival.forecasts,
            brier: self.arrival.brier?,
            brier_of_base_rate: self.arrival.brier_of_frequency?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::metrics::crps;
    use crate::model::builtin::ModelId;

    fn series(unit: f64, value: impl Fn(i32) -> f64) -> Series {
        let rows = (0..40).map(|t| Observation::new(Period::annual(1980 + t), unit * value(t)));
        Series::new("test", rows.collect()).unwrap()
    }

    fn wavy(t: i32) -> f64 {
        100.0 + f64::from(t * 37 % 11) * 4.0 + f64::from(t) * 3.0
    }

    fn plan(models: ModelChoice) -> Backtest {
        Backtest {
            models,
            settings: Settings { paths: 500, ..Backtest::default().settings },
            ..Backtest::default()
        }
    }

    fn record(plan: &Backtest, series: &Series) -> Record {
        let origins = (1995..2005).map(Period::annual);
        let cases: Vec<Case> = origins.filter_map(|origin| plan.ask(series, origin, None).unwrap()).collect();
        plan.record(&cases)
    }

    fn close(a: Option<f64>, b: Option<f64>) -> bool {
        a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 1e-9 * a.abs().max(1e-6))
    }

    #[test]
    fn the_record_of_a_panel_is_that_of_the_backtest() {
        let record = record(&plan(ModelChoice::Auto), &series(1.0, wavy));
        let panel = record.of_panel(1).unwrap();
        assert_eq!((panel.first_origin, panel.last_origin, panel.origins), (1995, 2004, 10));
        assert_eq!((panel.series, panel.longest_lead, panel.outcomes, panel.arrivals), (1, 10, 100, 300));
        assert!(close(Some(100.0 * panel.coverage80), record.overall.bands[1].held));
        assert!(close(Some(panel.brier), record.arrival.brier));
        // The share that came true is the best that can be stated every time.
        let share = record.arrival.frequency.unwrap();
        assert!(close(Some(panel.brier_of_base_rate), Some(share * (1.0 - share))));
    }

    #[test]
    fn leads_are_grouped_in_stretches_that_grow() {
        assert_eq!(groups(10).collect::<Vec<_>>(), [(1, 1), (2, 3), (4, 6), (7, 10)]);
        assert_eq!(groups(5).collect::<Vec<_>>(), [(1, 1), (2, 3), (4, 5)]);
        assert_eq!(groups(1).collect::<Vec<_>>(), [(1, 1)]);
    }

    #[test]
    fn figures_are_those_of_the_free_functions() {
        let plan = plan(ModelChoice::Auto);
        let series = series(1.0, wavy);
        let case = plan.ask(&series, Period::annual(2000), None).unwrap().unwrap();
        let record = plan.record(std::slice::from_ref(&case));
        let changes: Vec<f64> = (1..=20).map(|t| wavy(t) - wavy(t - 1)).collect();
        let scale = NaiveScale::of(&changes);
        assert_eq!(case.scale, scale);
        let pairs: Vec<Pair> = case.outcomes[3..6].iter().map(|o| o.median).collect();
        let group = &record.groups[2];
        assert_eq!((group.from, group.to, group.outcomes), (4, 6, 3));
        assert!(close(group.mean_errors.mase, mase(&pairs, scale.unwrap())));
        assert!(close(group.mean_errors.rmsse, rmsse(&pairs, scale.unwrap())));
        assert!(close(group.mean_errors.rmse_log, rmse_log(&pairs)));
        let bands: Vec<Bounded> = case.outcomes.iter().map(|o| o.bands[2].clone()).collect();
        assert!(close(record.overall.bands[2].msis, msis(&bands, scale.unwrap())));
        assert!(close(record.overall.bands[2].held, coverage(&bands)));
        assert!(close(record.arrival.brier, brier(&case.arrivals)));
        let values: Vec<f64> = case.outcomes.iter().map(|o| o.pit).collect();
        assert_eq!(record.overall.pit.bins, PitHistogram::of(&values).bins);
    }

    /// The medians of the naive model are the last value but for simulation noise, and naive has an OWA of one.
    #[test]
    fn naive_is_as_good_as_naive() {
        let settings = Settings { paths: 20_000, ..Backtest::default().settings };
        let plan = Backtest { settings, ..plan(ModelChoice::One(ModelId::Naive)) };
        let record = record(&plan, &series(1.0, wavy));
        // The median of 20,000 draws strays by about 1 % of their spread, in the same direction at every origin, as all
        // share their random numbers.
        assert!((record.overall.owa.unwrap() - 1.0).abs() < 0.04, "{:?}", record.overall.owa);
    }

    #[test]
    fn a_change_of_unit_changes_no_figure() {
        let plan = plan(ModelChoice::Auto);
        let [dollars, millions] = [1e6, 1.0].map(|unit| record(&plan, &series(unit, wavy)).overall);
        assert!(close(dollars.mean_errors.mase, millions.mean_errors.mase));
        assert!(close(dollars.mean_errors.crps, millions.mean_errors.crps));
        assert!(close(dollars.naive_errors.crps, millions.naive_errors.crps));
        assert!(close(dollars.bands[2].msis, millions.bands[2].msis));
        assert_eq!(dollars.pit.bins, millions.pit.bins);
    }

    /// Nothing is divided by the change of a series that never changed, and nothing is lost but what needs it.
    #[test]
    fn a_constant_series_has_no_scaled_figure_and_every_other() {
        let record = record(&plan(ModelChoice::One(ModelId::Naive)), &series(1.0, |_| 5.0));
        let overall = &record.overall;
        assert_eq!((overall.outcomes, overall.scaled_outcomes), (100, 0));
        assert_eq!((overall.mean_errors.mase, overall.bands[2].msis, overall.owa), (None, None, None));
        assert_eq!((overall.mean_errors.smape, overall.mean_errors.crps), (Some(0.0), Some(0.0)));
        assert_eq!((overall.bands[0].held, overall.pit.mean), (Some(100.0), Some(0.5)));
        assert_eq!(record.arrival.frequency, Some(0.0));
    }

    /// Twenty-five quantiles stand for the sample: within one per cent of its own score.
    #[test]
    fn the_quantiles_score_as_the_sample_does() {
        let n = 4001;
        // A skewed sample with fat tails: quantiles of sinh of an even spread.
        let at = |p: f64| libm::sinh(4.0 * (p - 0.45));
        let sample: Vec<f64> = (0..n).map(|i| at((f64::from(i) + 0.5) / f64::from(n))).collect();
        let mut probabilities: Vec<f64> =
            GRID.iter().flat_map(|l| [0.5 - l / 200.0, 0.5 + l / 200.0]).chain([0.5]).collect();
        probabilities.sort_by(f64::total_cmp);
        let quantiles: Vec<Quantile> = probabilities
            .iter()
            .map(|&probability| Quantile { probability, value: at(probability) })
            .collect();
        for outcome in [-4.0, -1.0, 0.0, 0.7, 3.0, 9.0] {
            let (exact, ours) =
                (crps(&sample, outcome).unwrap(), crps_of_quantiles(&quantiles, outcome).unwrap());
            assert!((ours / exact - 1.0).abs() < 0.01, "{outcome}: {ours} {exact}");
        }
    }

    #[test]
    fn too_many_bands_are_refused_by_name() {
        let levels = (1..=9).map(|i| f64::from(i) * 10.0 + 1.0).collect();
        let plan = Backtest { settings: Settings { levels, ..Settings::default() }, ..Backtest::default() };
        let error = plan.ask(&series(1.0, wavy), Period::annual(2000), None).unwrap_err();
        assert!(error.to_string().contains("levels"), "{error}");
    }
}
