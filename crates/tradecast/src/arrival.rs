//! Arrival: first passage of simulated futures through the target.

use crate::answer::{Arrival, ArrivalRow, BaseRate, RequiredGrowth};
use crate::period::Period;
use crate::season::Season;
use crate::series::Series;
use crate::target::Target;

/// How many futures arrive at each lead: the sufficient statistic of the arrival distribution.
pub(crate) struct Arrivals {
    /// Futures that first reach the target at each lead.
    pub(crate) at: Vec<u32>,
    /// Futures simulated.
    pub(crate) paths: u32,
}

impl Arrivals {
    /// The arrival distribution of a series whose last value is at or above the target (`already`), or else of the counts.
    pub(crate) fn distribution(&self, origin: Period, already: bool) -> Arrival {
        let paths = f64::from(self.paths);
        let mut reached = 0;
        let cumulative: Vec<f64> = self
            .at
            .iter()
            .map(|count| {
                reached += count;
                if already { 1.0 } else { f64::from(reached) / paths }
            })
            .collect();
        let period = |lead: usize| origin.plus(lead as i32 + 1);
        let quantile = |p: f64| cumulative.iter().position(|c| *c >= p).map(period);
        let not_within_horizon = 1.0 - cumulative.last().copied().unwrap_or(0.0);
        let monte_carlo_error = cumulative.iter().map(|p| (p * (1.0 - p) / paths).sqrt()).fold(0.0, f64::max);
        let (median, interval50, interval80) =
            (quantile(0.5), [quantile(0.25), quantile(0.75)], [quantile(0.1), quantile(0.9)]);
        let by = cumulative
            .iter()
            .enumerate()
            .map(|(lead, &probability)| ArrivalRow { period: period(lead), probability });
        Arrival {
            by: by.collect(),
            median: median.filter(|_| !already),
            interval50: interval50.map(|end| end.filter(|_| !already)),
            interval80: interval80.map(|end| end.filter(|_| !already)),
            not_within_horizon,
            already_reached: already,
            monte_carlo_error,
        }
    }
}

/// Years ahead for which growth is stated where the target has no deadline.
const DEFAULT_YEARS: i32 = 10;

/// The constant growth that reaches the target by its deadline, the season helping or hindering; `None` where it is already
/// reached.
pub(crate) fn required_growth(
    series: &Series,
    season: &Season,
    target: &Target,
    horizon: u32,
) -> Option<RequiredGrowth> {
    let last = series.last();
    if last.value >= target.value() {
        return None;
    }
    let per_year = series.frequency().per_year();
    let by =
        target.deadline().unwrap_or_else(|| last.period.plus((DEFAULT_YEARS * per_year).min(horizon as i32)));
    let periods = by.minus(last.period);
    let needed = libm::log(target.value() / last.value) - season.ahead(periods as usize);
    let years = f64::from(periods) / f64::from(per_year);
    Some(RequiredGrowth {
        by,
        pct_per_year: libm::expm1(needed / years) * 100.0,
        base_rate: base_rate(series, season, periods, needed),
    })
}

/// Share of the windows of `periods` in the history over which the series grew by at least `needed` log points, its season
/// aside.
fn base_rate(series: &Series, season: &Season, periods: i32, needed: f64) -> Option<BaseRate> {
    let observations = || series.observations().iter().enumerate();
    let growth: Vec<f64> = observations()
        .flat_map(|(i, from)| {
            observations()
                .filter(move |(_, to)| to.period.minus(from.period) == periods)
                .map(move |(j, to)| libm::log(to.value / from.value) - (season.known(j) - season.known(i)))
        })
        .collect();
    let windows = growth.len();
    let met = growth.iter().filter(|g| **g >= needed).count();
    (windows > 0).then(|| BaseRate { share: met as f64 / windows as f64, windows })
}
