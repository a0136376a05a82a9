//! Backtest: questions asked at earlier dates, with what was known then, and how their answers turned out.

use serde::Serialize;

use crate::error::Result;
use crate::fit::fit_with_priors;
use crate::lever::Assumptions;
use crate::metric::{
    Pair, ReliabilityRow, Stated, brier, calibration_error, log_score, mean, reliability, rmse_log, smape,
};
use crate::model::ModelChoice;
use crate::period::Period;
use crate::priors::Priors;
use crate::series::Series;
use crate::settings::Settings;
use crate::target::Target;

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
    /// Horizon, paths, seed and bands. An origin counts only where every period of the horizon is known.
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
/// assert_eq!(case.arrivals.len(), 30); // three targets, ten years
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The origin.
    pub origin: Period,
    /// Probability of having reached each target by each period, and whether it was reached.
    pub arrivals: Vec<Stated>,
    /// Whether each band held the outcome: one entry a lead, in it one a level.
    pub inside: Vec<Vec<bool>>,
    /// Median forecast and outcome of each lead.
    pub medians: Vec<Pair>,
    /// Last value and outcome of each lead.
    pub naive: Vec<Pair>,
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
    /// Those of [`crate::Question::answer`].
    pub fn ask(&self, series: &Series, origin: Period, priors: Option<&Priors>) -> Result<Option<Case>> {
        self.settings.check()?;
        let observations = series.observations();
        let Some(at) = observations.iter().position(|o| o.period == origin) else { return Ok(None) };
        let horizon = self.settings.horizon as usize;
        let unbroken = |from: usize, to: usize| {
            observations[to].period.minus(observations[from].period) == (to - from) as i32
        };
        let met = at + 1 >= self.history.max(1)
            && unbroken(at + 1 - self.history.max(1), at)
            && at + horizon < observations.len()
            && unbroken(at, at + horizon)
            && observations[at].value >= self.smallest;
        if !met {
            return Ok(None);
        }
        let known = series.as_of(origin)?;
        let happened: Vec<f64> = observations[at + 1..=at + horizon].iter().map(|o| o.value).collect();
        let outlook = fit_with_priors(&known, &self.models, priors)?.simulate(&self.settings)?;
        let mut arrivals = Vec::with_capacity(self.target_multiples.len() * horizon);
        let mut forecast = Vec::new();
        for &multiple in &self.target_multiples {
            let target = Target::multiple_of(&known, multiple)?;
            let answer = outlook.answer(&target, &Assumptions::baseline())?;
            let reached = happened.iter().scan(false, |reached, value| {
                *reached |= *value >= target.value();
                Some(*reached)
            });
            let stated = answer.arrival.by.iter().zip(reached);
            arrivals.extend(stated.map(|(row, happened)| Stated { probability: row.probability, happened }));
            forecast = answer.forecast;
        }
        if forecast.is_empty() {
            forecast = outlook.forecast(&Assumptions::baseline());
        }
        let last = known.last().value;
        Ok(Some(Case {
            origin,
            arrivals,
            inside: forecast
                .iter()
                .zip(&happened)
                .map(|(row, value)| {
                    row.bands.iter().map(|band| (band.lo..=band.hi).contains(value)).collect()
                })
                .collect(),
            medians: forecast
                .iter()
                .zip(&happened)
                .map(|(row, &actual)| Pair { actual, predicted: row.median })
                .collect(),
            naive: happened.iter().map(|&actual| Pair { actual, predicted: last }).collect(),
        }))
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
    /// assert_eq!((record.cases, record.origins.len()), (10, 10));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn record(&self, cases: &[Case]) -> Record {
        let mut origins: Vec<Period> = cases.iter().map(|case| case.origin).collect();
        origins.sort_unstable();
        origins.dedup();
        let of = |origin: Option<Period>| -> Vec<Stated> {
            cases
                .iter()
                .filter(|c| origin.is_none_or(|o| o == c.origin))
                .flat_map(|c| c.arrivals.iter().copied())
                .collect()
        };
        let pooled = of(None);
        let origins: Vec<OriginRecord> = origins
            .into_iter()
            .map(|origin| {
                let cases = cases.iter().filter(|c| c.origin == origin).count();
                OriginRecord { origin, cases, arrival: ArrivalRecord::of(&of(Some(origin))) }
            })
            .collect();
        let medians: Vec<Pair> = cases.iter().flat_map(|c| c.medians.iter().copied()).collect();
        let naive: Vec<Pair> = cases.iter().flat_map(|c| c.naive.iter().copied()).collect();
        let error = rmse_log(&medians);
        Record {
            cases: cases.len(),
            arrival: ArrivalRecord::of(&pooled),
            calibration_error_within_origin: mean(origins.iter().filter_map(|o| o.arrival.calibration_error)),
            reliability: reliability(&pooled),
            origins,
            coverage: self.coverage(cases),
            smape: smape(&medians),
            rmse_log: error,
            relative_to_naive: rmse_log(&naive).filter(|n| *n > 0.0).and_then(|naive| Some(error? / naive)),
        }
    }

    fn coverage(&self, cases: &[Case]) -> Vec<CoverageRow> {
        let mut rows = Vec::new();
        for lead in 0..self.settings.horizon as usize {
            for (i, &level) in self.settings.levels.iter().enumerate() {
                let held = mean(cases.iter().map(|c| if c.inside[lead][i] { 1.0 } else { 0.0 }));
                rows.extend(held.map(|held| CoverageRow { lead: lead + 1, level, held: 100.0 * held }));
            }
        }
        rows
    }
}

/// How stated arrival probabilities turned out.
///
/// ```
/// let record = tradecast::Backtest::default().record(&[]);
/// assert_eq!(record.arrival.brier, None); // nothing was asked
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
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
}

impl ArrivalRecord {
    fn of(said: &[Stated]) -> Self {
        Self {
            forecasts: said.len(),
            brier: brier(said),
            log_score: log_score(said),
            calibration_error: calibration_error(said),
            mean_probability: mean(said.iter().map(|s| s.probability)),
            frequency: mean(said.iter().map(|s| if s.happened { 1.0 } else { 0.0 })),
        }
    }
}

/// The record of one origin: all series at the same date, and so in the same state of the world.
///
/// ```
/// assert!(tradecast::Backtest::default().record(&[]).origins.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OriginRecord {
    /// The origin.
    pub origin: Period,
    /// Series asked.
    pub cases: usize,
    /// How their arrival probabilities turned out.
    pub arrival: ArrivalRecord,
}

/// How often a band held the outcome.
///
/// ```
/// let row = tradecast::CoverageRow { lead: 1, level: 80.0, held: 81.5 };
/// assert!((row.held - row.level).abs() < 3.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CoverageRow {
    /// Periods ahead.
    pub lead: usize,
    /// Probability promised, %.
    pub level: f64,
    /// Outcomes inside, %.
    pub held: f64,
}

/// What a backtest found.
///
/// ```
/// assert_eq!(tradecast::Backtest::default().record(&[]).cases, 0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    /// Series and origins asked.
    pub cases: usize,
    /// Arrival probabilities, all pooled.
    pub arrival: ArrivalRecord,
    /// Mean over origins of the calibration error within each: what a forecaster who cannot see world booms coming gets wrong
    /// at any one date.
    pub calibration_error_within_origin: Option<f64>,
    /// Reliability table, all pooled.
    pub reliability: Vec<ReliabilityRow>,
    /// Arrival probabilities by origin.
    pub origins: Vec<OriginRecord>,
    /// Coverage of the bands by lead and level.
    pub coverage: Vec<CoverageRow>,
    /// Symmetric mean absolute percentage error of the medians, %.
    pub smape: Option<f64>,
    /// Root mean squared error of the medians, log points.
    pub rmse_log: Option<f64>,
    /// The same divided by that of the last value: below 1 beats naive.
    pub relative_to_naive: Option<f64>,
}
