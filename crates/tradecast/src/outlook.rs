//! The outlook: simulated futures, kept so that moving a lever never simulates or fits again.

use std::fmt;
use std::sync::Arc;

use crate::answer::{Answer, Arrival, Asked, Band, Component, ForecastRow, SCHEMA};
use crate::arrival::{Arrivals, required_growth};
use crate::error::{Error, Result};
use crate::fit::Fit;
use crate::lever::{Assumptions, Lever};
use crate::period::Period;
use crate::quantile::Binned;
use crate::settings::{Settings, within};
use crate::target::Target;
use crate::{text, warning};

/// Share of the futures on either side whose values are drawn in before the mean is taken.
const WINSORISED: f64 = 0.005;

/// Simulated futures of a series with no lever moved: the fast half of an answer asks them again and again.
///
/// Every future is kept in two parts, what the drawn parameters imply and what the drawn surprises add, so that levers
/// act on them exactly: the same random numbers stand behind every set of assumptions (common random numbers), and
/// differences between answers are free of simulation noise.
///
/// ```
/// use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
/// let target = Target::level(300.0)?;
/// let before = outlook.answer(&target, &Assumptions::baseline())?;
/// let after = outlook.answer(&target, &Assumptions::baseline().with(Lever::Growth, 3.0)?)?;
/// assert!(after.arrival.not_within_horizon <= before.arrival.not_within_horizon);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Clone)]
pub struct Outlook {
    fit: Fit,
    settings: Settings,
    /// Log of each future relative to the last value without surprises, lead after lead, all paths of a lead together.
    trend: Arc<[f64]>,
    /// What the surprises add, in the same order.
    surprise: Arc<[f64]>,
    /// What the season adds, in the same order, for the leads of one cycle; empty where there is none.
    season: Arc<[f64]>,
}

impl fmt::Debug for Outlook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outlook")
            .field("series", &self.fit.series.name())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Outlook {
    pub(crate) fn simulate(fit: &Fit, settings: &Settings) -> Result<Self> {
        settings.check()?;
        let (horizon, paths) = (settings.horizon as usize, settings.paths as usize);
        let mut trend = vec![0.0; horizon * paths];
        let mut surprise = vec![0.0; horizon * paths];
        let (mut one_trend, mut one_surprise) = (vec![0.0; horizon], vec![0.0; horizon]);
        let futures = fit.futures(horizon);
        let mut season = vec![0.0; futures.cycle() * paths];
        let mut one_season = vec![0.0; futures.cycle()];
        for path in 0..paths {
            futures.path(settings.seed, path, &mut one_trend, &mut one_surprise, &mut one_season);
            for lead in 0..horizon {
                trend[lead * paths + path] = one_trend[lead];
                surprise[lead * paths + path] = one_surprise[lead];
            }
            for (lead, added) in one_season.iter().enumerate() {
                season[lead * paths + path] = *added;
            }
        }
        Ok(Self {
            fit: fit.clone(),
            settings: settings.clone(),
            trend: trend.into(),
            surprise: surprise.into(),
            season: season.into(),
        })
    }

    /// The models behind the futures.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// assert_eq!(outlook.fit().series().name(), "demo");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn fit(&self) -> &Fit {
        &self.fit
    }

    /// The settings it was simulated with.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// assert_eq!(outlook.settings().horizon, 28);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The answer under a set of assumptions.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let late = Target::level(12.0)?.by(Period::annual(2100));
    /// assert_eq!(outlook.answer(&late, &Assumptions::baseline()).unwrap_err().code(), "deadline_out_of_reach");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::DeadlineOutOfReach`] where the deadline is not among the forecast periods.
    pub fn answer(&self, target: &Target, assumptions: &Assumptions) -> Result<Answer> {
        self.answer_within(self.settings.horizon, target, assumptions)
    }

    /// The answer for the first `horizon` periods only: the same as from an outlook simulated no further.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fitted = fit(&series, &ModelChoice::Auto)?;
    /// let (long, short) = (Settings::default(), Settings { horizon: 5, ..Settings::default() });
    /// let (target, baseline) = (Target::level(12.0)?, Assumptions::baseline());
    /// assert_eq!(fitted.simulate(&long)?.answer_within(5, &target, &baseline)?, fitted.simulate(&short)?.answer(&target, &baseline)?);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SettingOutOfRange`] where the horizon is zero or longer than simulated, and those of [`Outlook::answer`].
    pub fn answer_within(&self, horizon: u32, target: &Target, assumptions: &Assumptions) -> Result<Answer> {
        self.answer_from(None, horizon, target, assumptions)
    }

    /// The answer to the question of a baseline answer, beside it. Where the baseline is of this outlook, that is what
    /// [`Outlook::answer_within`] gives, without computing the baseline again. It may also be of another outlook of the same
    /// series, such as one with panel priors; then the difference that makes is told even with no lever moved.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(12.0)?;
    /// let baseline = outlook.answer(&target, &Assumptions::baseline())?;
    /// let brighter = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// assert_eq!(outlook.answer_beside(&baseline, &brighter)?, outlook.answer(&target, &brighter)?);
    /// let naive = fit(&series, &ModelChoice::named("naive")?)?.simulate(&Settings::default())?;
    /// assert_eq!(naive.answer_beside(&baseline, &Assumptions::baseline())?.baseline, Some(baseline.arrival));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Outlook::answer_within`].
    pub fn answer_beside(&self, baseline: &Answer, assumptions: &Assumptions) -> Result<Answer> {
        let Asked { horizon, target, .. } = &baseline.question;
        self.answer_from(Some(&baseline.arrival), *horizon, target, assumptions)
    }

    fn answer_from(
        &self,
        baseline: Option<&Arrival>,
        horizon: u32,
        target: &Target,
        assumptions: &Assumptions,
    ) -> Result<Answer> {
        let hint = " periods, as far as was simulated";
        within("horizon", horizon.into(), 1.0, self.settings.horizon.into(), hint)?;
        let series = &self.fit.series;
        let last = series.last();
        let origin = last.period;
        let (first, end) = (origin.plus(1), origin.plus(horizon as i32));
        if let Some(by) = target.deadline() {
            let comparable = by.frequency() == origin.frequency();
            let settled = comparable && by <= origin && last.value >= target.value();
            let ahead = comparable && (first..=end).contains(&by);
            if !(settled || ahead) {
                return Err(Error::DeadlineOutOfReach { by, first, last: end });
            }
        }
        let already = last.value >= target.value();
        let threshold = libm::log(target.value() / last.value);
        let (arrivals, forecast) = self.run(horizon as usize, threshold, assumptions, Some(origin));
        let arrival = arrivals.distribution(origin, already);
        let computed = || {
            let (arrivals, _) = self.run(horizon as usize, threshold, &Assumptions::baseline(), None);
            arrivals.distribution(origin, already)
        };
        let baseline = match baseline {
            Some(other) => {
                Some(other.clone()).filter(|other| !assumptions.is_baseline() || *other != arrival)
            }
            None => (!assumptions.is_baseline()).then(computed),
        };
        let mut warnings = self.fit.warnings().to_vec();
        warnings.extend(warning::about_target(series, target, &arrival));
        Ok(Answer {
            schema: SCHEMA,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.settings.seed,
            data_hash: series.fingerprint(),
            question: Asked {
                series: series.name().to_owned(),
                unit: series.unit().to_owned(),
                flow: series.flow(),
                reporter: series.reporter().to_owned(),
                frequency: series.frequency(),
                origin,
                last_value: last.value,
                target: *target,
                assumptions: *assumptions,
                horizon,
                paths: self.settings.paths,
            },
            history: series.observations().to_vec(),
            models: self.fit.reports().to_vec(),
            season: self.fit.seasonal_factors(),
            forecast,
            headline: text::headline(series, target, &arrival, baseline.as_ref()),
            arrival,
            baseline,
            required_growth: required_growth(series, self.fit.season(), target, horizon),
            components: vec![Component { name: series.flow().to_string(), last_value: last.value }],
            track_record: self.fit.track_record().cloned(),
            panel_record: self.fit.panel_record().cloned(),
            warnings,
        })
    }

    /// The forecast of each period under a set of assumptions, where there is no target to ask about.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// assert_eq!(outlook.forecast(&Assumptions::baseline()).len(), 6);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn forecast(&self, assumptions: &Assumptions) -> Vec<ForecastRow> {
        let origin = self.fit.series.last().period;
        self.run(self.settings.horizon as usize, f64::INFINITY, assumptions, Some(origin)).1
    }

    /// Applies the levers to every future, counts arrivals at the threshold and, where asked, forecasts each period after
    /// `forecast_from`.
    fn run(
        &self,
        horizon: usize,
        threshold: f64,
        assumptions: &Assumptions,
        forecast_from: Option<Period>,
    ) -> (Arrivals, Vec<ForecastRow>) {
        let paths = self.settings.paths as usize;
        let levers = Levers::new(assumptions, self.fit.series.frequency().per_year());
        let mut arrived = vec![false; paths];
        let mut at = vec![0; horizon];
        // The first lead after the last one below the threshold; the horizon where a future ends below.
        let mut stay_from = vec![0; paths];
        let mut damped = vec![0.0; if levers.damping == 1.0 { 0 } else { paths }];
        let mut column = vec![0.0; paths];
        let mut rows = Vec::new();
        for (lead, at) in at.iter_mut().enumerate() {
            let trend = &self.trend[lead * paths..(lead + 1) * paths];
            let surprise = &self.surprise[lead * paths..(lead + 1) * paths];
            let shift = levers.shift(lead);
            let volatility = levers.volatility;
            if damped.is_empty() {
                for ((out, trend), surprise) in column.iter_mut().zip(trend).zip(surprise) {
                    *out = trend + volatility * surprise + shift;
                }
            } else {
                let kept = levers.kept(lead);
                let previous =
                    if lead == 0 { None } else { Some(&self.trend[(lead - 1) * paths..lead * paths]) };
                for (path, out) in column.iter_mut().enumerate() {
                    damped[path] += kept * (trend[path] - previous.map_or(0.0, |p| p[path]));
                    *out = damped[path] + volatility * surprise[path] + shift;
                }
            }
            if let Some(start) = (lead * paths).checked_rem(self.season.len()) {
                let season = &self.season[start..start + paths];
                column.iter_mut().zip(season).for_each(|(out, season)| *out += season);
            }
            let (mut count, next) = (0, lead as u32 + 1);
            for ((arrived, stay_from), value) in arrived.iter_mut().zip(&mut stay_from).zip(&column) {
                let above = *value >= threshold;
                count += u32::from(above & !*arrived);
                *arrived |= above;
                *stay_from = if above { *stay_from } else { next };
            }
            *at = count;
            if let Some(origin) = forecast_from {
                rows.push(self.row(origin.plus(lead as i32 + 1), &column));
            }
        }
        let mut stays = vec![0; horizon];
        for lead in stay_from {
            if let Some(count) = stays.get_mut(lead as usize) {
                *count += 1;
            }
        }
        (Arrivals { at, stay_from: stays, paths: self.settings.paths }, rows)
    }

    /// Forecast of one period from the log values of all futures.
    fn row(&self, period: Period, column: &[f64]) -> ForecastRow {
        let scale = self.fit.series.last().value;
        let levels = &self.settings.levels;
        let edges = levels.iter().flat_map(|level| [0.5 - level / 200.0, 0.5 + level / 200.0]);
        let probabilities: Vec<f64> = edges.chain([0.5, WINSORISED, 1.0 - WINSORISED]).collect();
        let binned = Binned::new(column);
        let logs = binned.quantiles(&probabilities);
        let (edges, rest) = logs.split_at(2 * levels.len());
        let value = |log: f64| scale * libm::exp(log.min(LARGEST_LOG));
        ForecastRow {
            period,
            mean: scale * binned.mean_exponential(rest[1].min(LARGEST_LOG), rest[2].min(LARGEST_LOG)),
            median: value(rest[0]),
            bands: levels
                .iter()
                .zip(edges.chunks(2))
                .map(|(&level, edge)| Band { level, lo: value(edge[0]), hi: value(edge[1]) })
                .collect(),
        }
    }
}

/// Growth by more than this many log points (a factor of 10^130) is reported as this much, so that no infinity leaves.
const LARGEST_LOG: f64 = 300.0;

/// The levers as the simulation applies them.
struct Levers {
    growth: f64,
    volatility: f64,
    damping: f64,
    shock: f64,
    first_shock_lead: f64,
    kept_of_shock: f64,
    per_year: f64,
}

impl Levers {
    fn new(assumptions: &Assumptions, per_year: i32) -> Self {
        let per_year = f64::from(per_year);
        Self {
            growth: libm::log1p(assumptions.get(Lever::Growth) / 100.0),
            volatility: assumptions.get(Lever::Volatility),
            damping: assumptions.get(Lever::Damping),
            shock: assumptions.get(Lever::Shock) / 100.0,
            first_shock_lead: (assumptions.get(Lever::ShockYear) - 1.0) * per_year,
            kept_of_shock: 1.0 - assumptions.get(Lever::ShockRecovery) / 100.0,
            per_year,
        }
    }

    /// What growth and shock add to the log of every future; `lead` counts from 0, one period ahead.
    fn shift(&self, lead: usize) -> f64 {
        let growth = self.growth * (lead + 1) as f64 / self.per_year;
        let since = lead as f64 - self.first_shock_lead;
        if since < 0.0 || self.shock == 0.0 {
            return growth;
        }
        growth + libm::log1p(self.shock * libm::pow(self.kept_of_shock, since / self.per_year))
    }

    /// Share of the trend's step at a lead that damping keeps: all of the first year's.
    fn kept(&self, lead: usize) -> f64 {
        libm::pow(self.damping, lead as f64 / self.per_year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit;
    use crate::model::ModelChoice;
    use crate::series::{Observation, Series};

    /// Every future written out, and arrival and staying taken from their definitions.
    #[test]
    fn arrivals_are_those_of_the_futures_one_by_one() {
        let values = [100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0];
        let rows = (2011..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
        let series = Series::new("test", rows.collect()).unwrap();
        let settings = Settings { horizon: 9, paths: 300, ..Settings::default() };
        let outlook = fit(&series, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap();
        let (horizon, paths) = (9, 300);
        let shocked = [
            (Lever::Volatility, 1.5),
            (Lever::Shock, -30.0),
            (Lever::ShockYear, 4.0),
            (Lever::ShockRecovery, 40.0),
        ];
        let shocked =
            shocked.iter().fold(Assumptions::baseline(), |a, (lever, value)| a.with(*lever, *value).unwrap());
        for assumptions in [Assumptions::baseline(), shocked] {
            let levers = Levers::new(&assumptions, 1);
            let value = |path: usize, lead: usize| {
                let at = lead * paths + path;
                outlook.trend[at] + levers.volatility * outlook.surprise[at] + levers.shift(lead)
            };
            for threshold in [-0.4, 0.0, 0.3, 1.0] {
                let above = |path: usize, lead: usize| value(path, lead) >= threshold;
                let count = |happens: &dyn Fn(usize, usize) -> bool| -> Vec<u32> {
                    (0..horizon)
                        .map(|lead| (0..paths).filter(|&path| happens(path, lead)).count() as u32)
                        .collect()
                };
                let first = |path, lead| above(path, lead) && !(0..lead).any(|before| above(path, before));
                let stays = |path, lead| (lead..horizon).all(|later| above(path, later));
                let from = |path, lead| stays(path, lead) && (lead == 0 || !above(path, lead - 1));
                let expected = Arrivals { at: count(&first), stay_from: count(&from), paths: 300 };
                assert!(
                    expected.at.iter().sum::<u32>() > expected.stay_from.iter().sum(),
                    "nothing falls back"
                );
                assert_eq!(outlook.run(horizon, threshold, &assumptions, None).0, expected, "{threshold}");
            }
        }
    }
}
