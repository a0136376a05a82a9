#![doc = include_str!("../../guide/methods/arrival.md")]

use crate::fit::fit::Fit;
use crate::model::priors::PanelRate;
use crate::period::Period;
use crate::plain::value;
use crate::series::season::Season;
use crate::series::series::{Observation, Series};
use crate::simulate::value::Value;

/// How many paths arrive at each lead, are at the target then, and stay from it: the sufficient statistic of the arrival
/// distribution.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arrivals {
    /// Paths that first reach the target at each lead.
    pub(crate) at: Vec<u32>,
    /// Paths at or above the target at each lead.
    pub(crate) above: Vec<u32>,
    /// Paths at or above the target at each lead and at every later one, but not at the one before.
    pub(crate) stay_from: Vec<u32>,
    /// Paths simulated.
    pub(crate) paths: u32,
}

/// First passage of paths that are made lead after lead, and from when on they stay.
#[derive(Debug)]
pub(crate) struct Passage {
    /// The lead at which each path first reaches the target; [`NEVER`] where it has not.
    first: Vec<u32>,
    /// The first lead after the last one below the target.
    stay_from: Vec<u32>,
    /// How many paths are at or above the target at each lead.
    above: Vec<u32>,
    leads: u32,
}

/// The lead of what has not happened.
pub(crate) const NEVER: u32 = u32::MAX;

impl Passage {
    pub(crate) fn new(paths: usize) -> Self {
        Self { first: vec![NEVER; paths], stay_from: vec![0; paths], above: Vec::new(), leads: 0 }
    }

    /// Compares the paths of the next lead with the target.
    pub(crate) fn judge(&mut self, values: &[f64], target: &Value) {
        let (lead, next) = (self.leads, self.leads + 1);
        self.leads = next;
        let paths = self.first.iter_mut().zip(&mut self.stay_from).zip(values);
        // Bits instead of branches: whether a path is above is a toss-up, and a processor that guesses wrong waits.
        let mut count = 0;
        let mut judge = |first: &mut u32, stay_from: &mut u32, above: bool| {
            count += u32::from(above);
            let below = u32::from(above).wrapping_sub(1);
            *first = (*first).min(lead | below);
            *stay_from = (*stay_from & !below) | (next & below);
        };
        match target {
            Value::Scalar(target) => {
                paths.for_each(|((first, stay_from), value)| judge(first, stay_from, value >= target));
            }
            Value::PerPath(targets) => {
                for (((first, stay_from), value), target) in paths.zip(targets.iter()) {
                    judge(first, stay_from, value >= target);
                }
            }
        }
        self.above.push(count);
    }

    /// The lead at which each path first reached the target, or [`NEVER`].
    pub(crate) fn first(&self) -> &[u32] {
        &self.first
    }

    /// How many paths arrived at each lead, and stay from it.
    pub(crate) fn arrivals(&self) -> Arrivals {
        let counted = |leads: &[u32]| {
            let mut counts = vec![0; self.leads as usize];
            for lead in leads {
                if let Some(count) = counts.get_mut(*lead as usize) {
                    *count += 1;
                }
            }
            counts
        };
        Arrivals {
            at: counted(&self.first),
            above: self.above.clone(),
            stay_from: counted(&self.stay_from),
            paths: self.first.len() as u32,
        }
    }
}

impl Arrivals {
    /// The arrival distribution of a series whose last value is at or above the target (`already`), or else of the counts.
    pub(crate) fn distribution(&self, origin: Period, already: bool) -> Arrival {
        let reached = if already { vec![1.0; self.at.len()] } else { self.cumulative(&self.at) };
        let stays = self.cumulative(&self.stay_from);
        let paths = f64::from(self.paths);
        let above: Vec<f64> = self.above.iter().map(|count| f64::from(*count) / paths).collect();
        let errors = reached.iter().chain(&stays).chain(&above).map(|p| (p * (1.0 - p) / paths).sqrt());
        let monte_carlo_error = errors.fold(0.0, f64::max);
        let quantile = |p: f64| quantile(&reached, origin, p).filter(|_| !already);
        Arrival {
            median: quantile(0.5),
            interval50: [quantile(0.25), quantile(0.75)],
            interval80: [quantile(0.1), quantile(0.9)],
            not_within_horizon: not_within(&reached),
            already_reached: already,
            stays: Stays {
                median: self::quantile(&stays, origin, 0.5),
                interval80: [0.1, 0.9].map(|p| self::quantile(&stays, origin, p)),
                not_within_horizon: not_within(&stays),
                by: rows(&stays, origin),
            },
            by: rows(&reached, origin),
            above: rows(&above, origin),
            monte_carlo_error,
        }
    }

    /// Share of the paths counted at each lead or before.
    fn cumulative(&self, counts: &[u32]) -> Vec<f64> {
        let upto = counts.iter().scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        upto.map(|sum| f64::from(sum) / f64::from(self.paths)).collect()
    }
}

fn rows(probabilities: &[f64], origin: Period) -> Vec<ArrivalRow> {
    (1..)
        .zip(probabilities)
        .map(|(lead, &probability)| ArrivalRow { period: origin.plus(lead), probability })
        .collect()
}

/// The probability of a period, or of the last one before it; absent before the first.
fn latest(rows: &[ArrivalRow], period: Period) -> Option<f64> {
    rows.iter().take_while(|row| row.period <= period).last().map(|row| row.probability)
}

fn quantile(cumulative: &[f64], origin: Period, p: f64) -> Option<Period> {
    (1..).zip(cumulative).find(|(_, c)| **c >= p).map(|(lead, _)| origin.plus(lead))
}

fn not_within(cumulative: &[f64]) -> f64 {
    1.0 - cumulative.last().copied().unwrap_or(0.0)
}

/// Years ahead for which growth is stated where the target has no deadline.
const DEFAULT_YEARS: i32 = 10;

/// The constant growth that reaches the target by its deadline, the season helping or hindering; `None` where it is already
/// reached, and where there is no trade that could grow. `goal` is the target in the money of so many periods after the last observation.
pub(crate) fn required_growth(
    fit: &Fit,
    deadline: Option<Period>,
    goal: impl Fn(usize) -> f64,
    horizon: u32,
) -> Option<RequiredGrowth> {
    let (series, season) = (fit.series(), fit.season());
    let last = series.last();
    if last.value >= goal(0) || last.value == 0.0 {
        return None;
    }
    let per_year = series.frequency().per_year();
    let by = deadline.unwrap_or_else(|| last.period.plus((DEFAULT_YEARS * per_year).min(horizon as i32)));
    let periods = by.minus(last.period);
    let needed = libm::log(goal(periods as usize) / last.value) - season.ahead(periods as usize);
    let years = f64::from(periods) / f64::from(per_year);
    Some(RequiredGrowth {
        by,
        pct_per_year: libm::expm1(needed / years) * 100.0,
        base_rate: base_rate(series, season, periods, needed),
        panel_rate: fit.panel_rate(periods, needed),
    })
}

/// Share of the windows of `periods` in the history over which the series grew by at least `needed` log points, its season
/// aside. Windows begin with trade; those that end without any did not.
fn base_rate(series: &Series, season: &Season, periods: i32, needed: f64) -> Option<BaseRate> {
    let positive = || series.positive().enumerate();
    let ended = |from: &Observation| {
        let end = from.period.plus(periods);
        series.observations().iter().any(|o| o.period == end && o.value == 0.0)
    };
    let growth: Vec<f64> = positive()
        .flat_map(|(i, from)| {
            positive()
                .filter(move |(_, to)| to.period.minus(from.period) == periods)
                .map(move |(j, to)| libm::log(to.value / from.value) - (season.known(j) - season.known(i)))
                .chain(ended(from).then_some(f64::NEG_INFINITY))
        })
        .collect();
    let windows = growth.len();
    let met = growth.iter().filter(|g| **g >= needed).count();
    (windows > 0).then(|| BaseRate { share: met as f64 / windows as f64, windows })
}

value! {
    /// When the target is first reached (first passage), whether the value is at or above it in a period, and from when on it stays:
    /// three probabilities that are easily mixed up. More volatility makes the first larger and can make the second smaller.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let last = answer.arrival.by.last().unwrap().probability;
    /// assert!((last + answer.arrival.not_within_horizon - 1.0).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Arrival {
        /// Probability that the target has been reached by each period (cumulative).
        by: Vec<ArrivalRow>,
        /// Probability that the value is at or above the target in each period, whatever it was before and will be after.
        above: Vec<ArrivalRow>,
        /// First period by which the target has been reached with probability 50 % or more; absent where that is beyond the horizon.
        median: Option<Period> as "string | null",
        /// Periods between which the middle half of arrivals lie; an absent end is beyond the horizon.
        interval50: [Option<Period>; 2] as "[string | null, string | null]",
        /// Periods between which the middle 80 % of arrivals lie; an absent end is beyond the horizon.
        interval80: [Option<Period>; 2] as "[string | null, string | null]",
        /// Probability that the target is not reached within the horizon.
        not_within_horizon: f64,
        /// Whether the last observation is already at or above the target.
        already_reached: bool,
        /// From when on it stays: not only reached, but not fallen below again within the horizon.
        stays: Stays,
        /// Standard error of the probabilities from the finite number of paths, at its largest.
        monte_carlo_error: f64,
    }
}

value! {
    /// From when on the value stays at or above the target, until the end of the horizon. What happens after the
    /// horizon nobody asked the models, so that a longer horizon makes these probabilities smaller, and in the last period
    /// staying above is no more than being there.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let arrival = &answer.arrival;
    /// assert!(arrival.by.iter().zip(&arrival.stays.by).all(|(reached, stays)| stays.probability <= reached.probability));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Stays {
        /// Probability that the value is at or above the target in each period and in every later one of the horizon.
        by: Vec<ArrivalRow>,
        /// First period from which it stays with probability 50 % or more; absent where there is none within the horizon.
        median: Option<Period> as "string | null",
        /// Periods between which the middle 80 % begin to stay; an absent end is not within the horizon.
        interval80: [Option<Period>; 2] as "[string | null, string | null]",
        /// Probability that the value is below the target in the last period of the horizon, reached before or not.
        not_within_horizon: f64,
    }
}

value! {
    /// A period and a probability.
    ///
    /// ```
    /// let row = tradecast::ArrivalRow { period: tradecast::Period::annual(2030), probability: 0.3 };
    /// assert!((0.0..=1.0).contains(&row.probability));
    /// ```
    ArrivalRow {
        /// The period.
        period: Period as "string",
        /// Probability of what is asked of the period, 0 to 1.
        probability: f64,
    }
}

value! {
    /// The constant growth that would reach the target in time.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let target = tradecast::Target::level(16.0)?.by(tradecast::Period::annual(2018));
    /// let answer = tradecast::Question::new(series, target).answer()?;
    /// let required = answer.required_growth.unwrap(); // doubling in ten years
    /// assert!((required.pct_per_year - 7.177).abs() < 0.001);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    RequiredGrowth {
        /// Arrival in this period: the deadline, or ten years on (or the end of the horizon) where there is none.
        by: Period as "string",
        /// Growth needed every year until then, %.
        pct_per_year: f64,
        /// How often this series has kept up such growth; absent where it is shorter than the time to the deadline.
        base_rate: Option<BaseRate>,
        /// How often the series of the panel that the priors come from did; absent without priors, beyond fifteen years, and for a
        /// series that is not of the panel's kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        panel_rate: Option<PanelRate>,
    }
}

value! {
    /// How often something happened in the past of the series.
    ///
    /// ```
    /// let rate = tradecast::BaseRate { share: 0.25, windows: 8 };
    /// assert_eq!(rate.share * rate.windows as f64, 2.0);
    /// ```
    BaseRate {
        /// Share of the windows in which it happened.
        share: f64,
        /// Windows of the same length in the history; they overlap.
        windows: usize,
    }
}

impl Arrival {
    /// The last period of the horizon.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let answer = Question::new(series, Target::level(30.0)?).answer()?;
    /// assert_eq!(answer.arrival.end(), Period::annual(2047));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Panics
    /// Never: a horizon has at least one period.
    #[must_use]
    pub fn end(&self) -> Period {
        self.by.last().expect("a horizon has at least one period").period
    }

    /// Probability that the target has been reached by a period. Before the first that is forecast it is known: 1 where the last
    /// observation is at the target, otherwise 0. After the horizon it is that of its end, as nobody asked the models further.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let arrival = Question::new(series, Target::level(30.0)?).answer()?.arrival;
    /// assert_eq!(arrival.reached_by(Period::annual(2019)), 0.0);
    /// assert_eq!(arrival.reached_by(Period::annual(2030)), arrival.by[10].probability);
    /// assert_eq!(arrival.reached_by(Period::annual(2100)), arrival.reached_by(arrival.end()));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reached_by(&self, period: Period) -> f64 {
        latest(&self.by, period).unwrap_or(f64::from(u8::from(self.already_reached)))
    }

    /// Probability that the value is at or above the target in a period, whether or not it was before. Outside the horizon it is
    /// what [`Arrival::reached_by`] gives before, and that of the end after.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let arrival = Question::new(series, Target::level(30.0)?).answer()?.arrival;
    /// let in_2030 = Period::annual(2030);
    /// assert!(arrival.stays.by[10].probability <= arrival.above_in(in_2030));
    /// assert!(arrival.above_in(in_2030) <= arrival.reached_by(in_2030));
    /// assert_eq!(arrival.above_in(arrival.end()), 1.0 - arrival.stays.not_within_horizon);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn above_in(&self, period: Period) -> f64 {
        latest(&self.above, period).unwrap_or(f64::from(u8::from(self.already_reached)))
    }

    /// Probability that the value is at or above the target in a period and in every later one of the horizon. Before the first
    /// period it is 0, after the horizon that of its end.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let arrival = Question::new(series, Target::level(30.0)?).answer()?.arrival;
    /// assert_eq!(arrival.stays_from(Period::annual(2030)), arrival.stays.by[10].probability);
    /// assert_eq!(arrival.stays_from(arrival.end()), arrival.above_in(arrival.end()));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn stays_from(&self, period: Period) -> f64 {
        latest(&self.stays.by, period).unwrap_or(0.0)
    }
}
