//! The simulation: simulated paths, kept so that moving a lever never simulates or fits again.

use std::fmt;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::fit::fit::Fit;
use crate::numeric::draws::TOTAL;
use crate::numeric::quantile::{Binned, mean_within};
use crate::period::Period;
use crate::question::assumptions::Assumptions;
use crate::question::lever::Lever;
use crate::question::settings::Settings;
use crate::question::target::Target;
use crate::series::composition::{Composition, PartId};
use crate::series::mirror::MirrorGapReport;
use crate::series::readings::Readings;
use crate::series::series::Series;
use crate::simulate::effects::Plan;
use crate::simulate::forecast::{Band, ForecastRow};
use crate::simulate::nowcast::Nowcast;
use crate::simulate::nowcast::{Conditioning, Count, Shape};
use crate::simulate::parts::Parts;
use crate::simulate::paths::{Base, Paths};
use crate::simulate::reconcile::reconciled;
use crate::simulate::running_year::{AddedUpYear, leads, with_months};
use crate::simulate::trade_mask::TradeMask;
use crate::simulate::value::LeverDraws;

/// Share of the paths on either side whose values are drawn in before the mean is taken.
const WINSORISED: f64 = 0.005;

/// Simulated paths of a series with no lever moved: the fast half of an answer asks them again and again.
///
/// Every path is kept in two parts, what the drawn parameters imply and what the drawn surprises add, so that levers
/// act on them exactly: the same random numbers stand behind every set of assumptions (common random numbers), and
/// differences between answers are free of simulation noise.
///
/// ```
/// use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
/// let target = Target::level(300.0)?;
/// let before = simulation.answer(&target, &Assumptions::baseline())?;
/// let after = simulation.answer(&target, &Assumptions::baseline().with(Lever::Growth, 3.0)?)?;
/// assert!(after.arrival.not_within_horizon <= before.arrival.not_within_horizon);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Clone)]
pub struct Simulation {
    fit: Fit,
    settings: Settings,
    base: Arc<Base>,
    parts: Option<Arc<Parts>>,
    /// What months or quarters say of the first period; absent where they are not known.
    added_up: Option<Arc<AddedUpYear>>,
    /// What part-year readings and other reporters say; absent where nothing is known of them.
    conditioning: Option<Arc<Conditioning>>,
    /// What uncertain levers were drawn to.
    drawn: Arc<LeverDraws>,
}

impl fmt::Debug for Simulation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Simulation")
            .field("series", &self.fit.series.name())
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Fit {
    /// Simulates the future with no lever moved.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, Target, Assumptions, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings { horizon: 10, ..Settings::default() })?;
    /// let answer = simulation.answer(&Target::level(12.0)?, &Assumptions::baseline())?;
    /// assert_eq!(answer.forecast.len(), 10);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SettingOutOfRange`].
    pub fn simulate(&self, settings: &Settings) -> Result<Simulation> {
        Simulation::simulate(self, settings)
    }
}

impl Simulation {
    fn simulate(fit: &Fit, settings: &Settings) -> Result<Self> {
        settings.check()?;
        let (horizon, paths) = (settings.horizon as usize, settings.paths as usize);
        // Shared from the start: what is copied into an `Arc` afterwards is written twice.
        let zeros = |leads: usize| -> Arc<[f64]> { std::iter::repeat_n(0.0, leads * paths).collect() };
        let [mut trend, mut surprise] = [zeros(horizon), zeros(horizon)];
        // The models go on from the last value with trade; forecasts begin after the last observation.
        let behind = fit.behind();
        let (mut one_trend, mut one_surprise) = (vec![0.0; behind + horizon], vec![0.0; behind + horizon]);
        let mixture = fit.path_mixture(behind + horizon);
        let cycle = mixture.cycle();
        let mut season = zeros(cycle);
        let mut one_season = vec![0.0; cycle];
        let [to_trend, to_surprise, to_season] = [&mut trend, &mut surprise, &mut season]
            .map(|values| Arc::get_mut(values).expect("nobody has it yet"));
        for path in 0..paths {
            mixture.path(settings.seed, path, TOTAL, &mut one_trend, &mut one_surprise, &mut one_season);
            for lead in 0..horizon {
                to_trend[lead * paths + path] = one_trend[behind + lead];
                to_surprise[lead * paths + path] = one_surprise[behind + lead];
            }
            for lead in 0..cycle {
                to_season[lead * paths + path] = one_season[(behind + lead) % cycle];
            }
        }
        let base = Base::new(paths, settings.seed, [trend, surprise, season]);
        let trade =
            fit.activity().map(|activity| TradeMask::simulate(activity, settings.seed, &base.logs(None)));
        Ok(Self {
            fit: fit.clone(),
            settings: settings.clone(),
            base: Arc::new(base.with(None, trade)),
            parts: None,
            added_up: None,
            conditioning: None,
            drawn: Arc::new(LeverDraws::new(settings.seed, paths)),
        })
    }

    /// The same paths, conditioned on what part-year readings say of their first year, and with what is known of other
    /// reporters. Replaces what they were told before.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), 90.0 + f64::from(t * 7 % 5))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let baseline = Assumptions::baseline();
    /// assert_eq!(simulation.conditioned_on(&Readings::default())?.forecast(&baseline)?, simulation.forecast(&baseline)?);
    ///
    /// let whole = simulation.conditioned_on(&Readings::default().with("2009-01..2009-12=120".parse()?))?;
    /// assert!((whole.forecast(&baseline)?[0].median - 120.0).abs() < 1e-9);
    /// let not_trusted = baseline.with(Lever::Readings, 0.0)?;
    /// assert_eq!(whole.forecast(&not_trusted)?, simulation.forecast(&Assumptions::baseline())?);
    ///
    /// let old = Readings::default().with("2008-01=10".parse()?);
    /// assert_eq!(simulation.conditioned_on(&old).unwrap_err().code(), "reading_of_other_year");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::ReadingOfParts`] where the series is not yearly, [`Error::ReadingOfOtherYear`] where a reading is not about the
    /// first period after the last value, [`Error::UnknownReporter`] where nothing is known of a reading's reporter,
    /// [`Error::ReadingBesideMonths`] where the months of the year are known and the reading is of the same reporter.
    pub fn conditioned_on(&self, readings: &Readings) -> Result<Self> {
        if self.added_up.is_some()
            && let Some(own) =
                readings.list().iter().find(|one| matches!(readings.gap(one.reporter()), Ok(None)))
        {
            let series = self.fit.series.name().to_owned();
            return Err(Error::ReadingBesideMonths { reading: own.to_string(), series });
        }
        let trade = self.base.trade.as_ref().map(|trade| trade.first(self.base.paths));
        let column = |lead| self.base.simulated(lead);
        let conditioning = Conditioning::new(&self.fit.series, readings, &self.shape(), trade, column)?;
        let base = match (&self.base.update, &conditioning.update) {
            (None, None) => Arc::clone(&self.base),
            (_, update) => {
                let trade = self.base.trade.clone().zip(self.fit.activity());
                let trade = trade.map(|(trade, activity)| match update {
                    Some(update) => trade.shown(activity, self.base.seed, &self.base.logs(Some(update))),
                    None => trade.without_readings(),
                });
                Arc::new(self.base.with(update.clone(), trade))
            }
        };
        Ok(Self { base, conditioning: Some(Arc::new(conditioning)), ..self.clone() })
    }

    /// The same paths where the series was added up from shorter periods, such as a year from its months, and `months` is the fit of
    /// those: the first period is the sum of what is known of it and of the paths of the rest.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Frequency, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let first: Period = "2016-01".parse()?;
    /// # let rows = (0..128).map(|month| Observation::new(first.plus(month), 30.0 + f64::from(month % 12) + 0.1 * f64::from(month)));
    /// # let months = Series::new("demo", rows.collect())?;
    /// let (years, _) = months.summed(Frequency::Annual)?;
    /// let settings = Settings { horizon: 6, ..Settings::default() };
    /// let plain = fit(&years, &ModelChoice::Auto)?.simulate(&settings)?;
    /// let by_month = plain.with_months(&fit(&months, &ModelChoice::Auto)?)?;
    /// let width = |simulation: &tradecast::Simulation| {
    ///     let row = &simulation.forecast(&Assumptions::baseline()).unwrap()[0];
    ///     row.bands[0].hi - row.bands[0].lo
    /// };
    /// assert!(width(&by_month) < width(&plain)); // eight months of the year are known
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::PeriodsTooLong`] where the periods of `months` are not shorter, [`Error::IncompletePeriod`] where one of the last
    /// periods lacks too many of them.
    pub fn with_months(&self, months: &Fit) -> Result<Self> {
        let leads = leads(&self.fit.series, &months.series);
        let horizon = leads.last().map_or(1, |lead| lead + 1) as u32;
        let simulated = Self::simulate(months, &Settings { horizon, ..self.settings.clone() })?;
        let mut rest = vec![0.0; self.base.paths];
        for lead in leads {
            let levels = simulated.base.levels(lead);
            rest.iter_mut().zip(levels).for_each(|(sum, level)| *sum += months.scale() * level);
        }
        let (base, added_up) = with_months(&self.fit, &self.base, &months.series, &rest)?;
        let by_month = Self { base: Arc::new(base), added_up: Some(Arc::new(added_up)), ..self.clone() };
        match &self.conditioning {
            Some(conditioning) => by_month.conditioned_on(conditioning.readings()),
            None => Ok(by_month),
        }
    }

    /// What months or quarters say of the first period, with no lever moved; `None` where they are not known.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?.added_up().is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn added_up(&self) -> Option<&AddedUpYear> {
        self.added_up.as_deref()
    }

    /// The same paths with all that is known beside the series: what it is [made of](Self::composed), where that was said, and
    /// what [readings](Self::conditioned_on) say.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let plain = simulation.forecast(&Assumptions::baseline())?;
    /// assert_eq!(simulation.with_context(None, &Readings::default())?.forecast(&Assumptions::baseline())?, plain);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::composed`] and [`Simulation::conditioned_on`].
    pub fn with_context(&self, composition: Option<&Composition>, readings: &Readings) -> Result<Self> {
        match composition {
            Some(composition) => self.composed(composition)?.conditioned_on(readings),
            None => self.conditioned_on(readings),
        }
    }

    /// What part-year readings say of the first period, with no lever moved; `None` where none are used.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?.nowcast().is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn nowcast(&self) -> Option<&Nowcast> {
        self.conditioning.as_ref()?.nowcast.as_ref()
    }

    fn shape(&self) -> Shape {
        let Settings { seed, horizon, paths, .. } = self.settings;
        Shape { seed, horizon: horizon as usize, paths: paths as usize }
    }

    /// The count of the reporter who decides; `None` for that of the series.
    pub(crate) fn decider(&self, target: &Target) -> Result<Option<&Count>> {
        let Some(reporter) = target.decider().filter(|name| *name != self.fit.series.reporter()) else {
            return Ok(None);
        };
        match &self.conditioning {
            Some(conditioning) => conditioning.count_of(reporter),
            None => Err(Error::UnknownReporter { reporter: reporter.to_owned(), known: None }),
        }
    }

    /// The gaps that matter to an answer: those of the reporters whose readings are used, and of who decides.
    pub(crate) fn mirror_gaps(&self, decider: Option<&Count>) -> Vec<MirrorGapReport> {
        let mut gaps =
            self.conditioning.as_ref().map_or_else(Vec::new, |conditioning| conditioning.gaps_used.clone());
        let decides = decider.map(|count| count.gap().report());
        gaps.extend(decides.filter(|decides| gaps.iter().all(|gap| gap.reporter != decides.reporter)));
        gaps
    }

    /// The models behind the paths.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// assert_eq!(simulation.fit().series().name(), "demo");
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
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// assert_eq!(simulation.settings().horizon, 28);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The median in each period under a set of assumptions, in the unit of the series: what [`Simulation::forecast`] says of it, at less
    /// cost.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// let forecast = simulation.forecast(&Assumptions::baseline())?;
    /// let medians: Vec<f64> = forecast.iter().map(|row| row.median).collect();
    /// assert_eq!(simulation.medians(&Assumptions::baseline())?, medians);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LeverOutOfRange`] and [`Error::UnknownPart`] for assumptions that do not fit the series.
    pub fn medians(&self, assumptions: &Assumptions) -> Result<Vec<f64>> {
        let last = self.fit.scale();
        let mut paths = self.paths(self.plan(&self.applied(assumptions)?), None, false);
        let mut median = |_| {
            paths.advance();
            last * Binned::new(paths.total()).quantiles(&[0.5])[0]
        };
        Ok((0..self.settings.horizon).map(&mut median).collect())
    }

    /// The same paths, reported with other bands.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let narrow = simulation.with_levels(&[30.0])?.forecast(&Assumptions::baseline())?;
    /// assert_eq!((narrow[0].bands.len(), narrow[0].bands[0].level), (1, 30.0));
    /// assert_eq!(narrow[0].median, simulation.forecast(&Assumptions::baseline())?[0].median);
    /// assert_eq!(simulation.with_levels(&[100.0]).unwrap_err().code(), "setting_out_of_range");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SettingOutOfRange`] where a level is none, or there are none or too many of them.
    pub fn with_levels(&self, levels: &[f64]) -> Result<Self> {
        let settings = Settings { levels: levels.to_vec(), ..self.settings.clone() };
        settings.check()?;
        Ok(Self { settings, ..self.clone() })
    }

    /// Whether it holds the paths of these settings, as far as their horizon.
    pub(crate) fn covers(&self, settings: &Settings) -> bool {
        let Settings { horizon, paths, seed, levels: _ } = &self.settings;
        (paths, seed) == (&settings.paths, &settings.seed) && *horizon >= settings.horizon
    }

    /// The same paths with the horizon and the bands of settings that it [covers](Self::covers). Paths are stored period after period, and
    /// no period depends on a later one, so that it equals a simulation of that horizon alone.
    pub(crate) fn with_settings(&self, settings: &Settings) -> Self {
        Self { settings: settings.clone(), ..self.clone() }
    }

    /// The first `count` paths one by one, under a set of assumptions: the value in each period, in the unit of the series.
    /// They are a fair sample, as no path knows of another; what one of them does in a year says nothing of that year.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// let paths = simulation.sample_paths(&Assumptions::baseline(), 20)?;
    /// assert_eq!((paths.len(), paths[0].len()), (20, 6));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LeverOutOfRange`] and [`Error::UnknownPart`] for assumptions that do not fit the series.
    pub fn sample_paths(&self, assumptions: &Assumptions, count: usize) -> Result<Vec<Vec<f64>>> {
        let last = self.fit.scale();
        let mut paths = self.paths(self.plan(&self.applied(assumptions)?), None, false);
        let mut samples = vec![Vec::new(); count.min(self.base.paths)];
        for _ in 0..self.settings.horizon {
            paths.advance();
            let values = paths.total().iter().map(|value| last * value);
            samples.iter_mut().zip(values).for_each(|(sample, value)| sample.push(value));
        }
        Ok(samples)
    }

    /// The same paths with what the total is made of, made to agree as the composition says. Top-down, which is the default,
    /// leaves every path of the total as it is.
    ///
    /// ```
    /// # use tradecast::{Composition, ModelChoice, Observation, Part, Period, Series, Settings, fit};
    /// # let yearly = |name: &str, values: &[f64]| {
    /// #     Series::new(name, (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), *v)).collect())
    /// # };
    /// let total = yearly("exports", &[100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0])?;
    /// let wheat = Part::new("wheat".parse()?, "Wheat", yearly("wheat", &[20.0, 31.0, 28.0])?);
    /// let simulation = fit(&total, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let composed = simulation.composed(&Composition::new(&total, vec![wheat])?)?;
    /// let of = |id: &str| composed.share(&id.parse().unwrap(), 5).unwrap();
    /// assert!(of("wheat").iter().zip(of("other")).all(|(wheat, other)| wheat + other == 1.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::PartsOfAnother`] where the total of the composition is not the series of these paths; bottom-up and optimal
    /// also those of [`crate::fit`], as they fit the parts of the total.
    pub fn composed(&self, composition: &Composition) -> Result<Self> {
        let (total, own) = (composition.total(), &self.fit.series);
        if total.fingerprint() != Series::fingerprint(own) {
            return Err(Error::PartsOfAnother {
                found: total.name().to_owned(),
                last: total.last().period,
                expected: own.name().to_owned(),
            });
        }
        let (base, parts) = reconciled(&self.fit, &self.settings, composition, &self.base)?;
        let composed = Self { base, parts: Some(Arc::new(parts)), ..self.clone() };
        match &self.conditioning {
            Some(conditioning) => composed.conditioned_on(conditioning.readings()),
            None => Ok(composed),
        }
    }

    /// What the total is made of, where that was said.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert!(fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?.composition().is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn composition(&self) -> Option<&Composition> {
        self.parts.as_ref().map(|parts| parts.composition())
    }

    /// The share of the total that a part has some periods ahead (1 is the first), one a path; `None` where there is no such
    /// part or so many periods were not simulated.
    ///
    /// ```
    /// # use tradecast::{Composition, ModelChoice, Observation, Part, Period, Series, Settings, fit};
    /// # let yearly = |name: &str, values: &[f64]| {
    /// #     Series::new(name, (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), *v)).collect())
    /// # };
    /// # let total = yearly("exports", &[100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0])?;
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", yearly("wheat", &[20.0, 31.0, 28.0])?);
    /// # let simulation = fit(&total, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// let composed = simulation.composed(&Composition::new(&total, vec![wheat])?)?;
    /// let wheat = "wheat".parse()?;
    /// assert!(composed.share(&wheat, 6).is_some_and(|shares| shares.iter().all(|share| (0.0..=1.0).contains(share))));
    /// assert_eq!(composed.share(&wheat, 7), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn share(&self, part: &PartId, lead: u32) -> Option<&[f32]> {
        let parts = self.parts.as_ref()?;
        let index = parts.composition().index(part)?;
        (1..=self.settings.horizon).contains(&lead).then(|| parts.share(index, lead as usize - 1))
    }

    /// The forecast of a part with no lever moved; `None` where there is no such part.
    ///
    /// ```
    /// # use tradecast::{Composition, ModelChoice, Observation, Part, Period, Series, Settings, fit};
    /// # let yearly = |name: &str, values: &[f64]| {
    /// #     Series::new(name, (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), *v)).collect())
    /// # };
    /// # let total = yearly("exports", &[100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0])?;
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", yearly("wheat", &[20.0, 31.0, 28.0])?);
    /// # let simulation = fit(&total, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// let composed = simulation.composed(&Composition::new(&total, vec![wheat])?)?;
    /// assert_eq!(composed.forecast_of(&"wheat".parse()?).map(|rows| rows.len()), Some(6));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn forecast_of(&self, part: &PartId) -> Option<Vec<ForecastRow>> {
        let parts = self.parts.as_ref()?;
        let index = parts.composition().index(part)?;
        let origin = self.fit.series.last().period;
        let rows = (0..self.settings.horizon as usize).map(|lead| {
            let total = self.base.levels(lead);
            let shares = parts.share(index, lead);
            let column: Vec<f64> =
                total.iter().zip(shares).map(|(total, share)| total * f64::from(*share)).collect();
            self.row(origin.plus(lead as i32 + 1), &column)
        });
        Some(rows.collect())
    }

    /// Periods until the deadline, or until the end of the horizon where there is none; none of them where the deadline is
    /// past and the target reached.
    pub(crate) fn leads_asked(&self, target: &Target, horizon: u32) -> Result<usize> {
        self.decider(target)?;
        let last = self.fit.series.last();
        let origin = last.period;
        let Some(by) = target.deadline() else { return Ok(horizon as usize) };
        let (first, end) = (origin.plus(1), origin.plus(horizon as i32));
        let comparable = by.frequency() == origin.frequency();
        if comparable && by <= origin && last.value * self.ratio(target) >= target.value() {
            return Ok(0);
        }
        if comparable && (first..=end).contains(&by) {
            return Ok(by.minus(origin) as usize);
        }
        Err(Error::DeadlineOutOfReach { by, first, last: end })
    }

    /// The deadline, or the end of the horizon where there is none.
    pub(crate) fn asked(&self, target: &Target) -> Period {
        let end = || self.fit.series.last().period.plus(self.settings.horizon as i32);
        target.deadline().unwrap_or_else(end)
    }

    /// Probability that the target is reached within so many leads under assumptions that were [`Simulation::applied`].
    pub(crate) fn chance(&self, target: &Target, leads: usize, assumptions: &Assumptions) -> f64 {
        let plan = self.plan(assumptions);
        if self.already(target, &plan) {
            return 1.0;
        }
        let mut paths = self.paths(plan, Some(target), false);
        let mut margins = vec![f64::NEG_INFINITY; self.base.paths];
        for _ in 0..leads {
            paths.advance();
            paths.widen(&mut margins);
        }
        let reached = margins.iter().filter(|margin| **margin >= 0.0).count();
        reached as f64 / self.base.paths as f64
    }

    /// Whether the last value is at or above the target in the money of its day.
    pub(crate) fn already(&self, target: &Target, plan: &Plan) -> bool {
        let counted = self.fit.series.last().value * self.ratio(target);
        counted >= target.value() * plan.money.factor(0).largest()
    }

    /// What who decides counts where this series counts one, in the last period.
    pub(crate) fn ratio(&self, target: &Target) -> f64 {
        let decider = self.decider(target).ok().flatten();
        decider.map_or(1.0, |count| count.gap().ratio(self.fit.series.last().period))
    }

    /// The assumptions for this series and its parts.
    pub(crate) fn applied(&self, assumptions: &Assumptions) -> Result<Assumptions> {
        assumptions.applied(self.year(), &self.part_ids())
    }

    /// Smallest value, largest value and default of a lever for this series.
    pub(crate) fn lever_range(&self, lever: Lever) -> [f64; 3] {
        lever.range(self.year())
    }

    /// What a year is worth at the last value.
    fn year(&self) -> f64 {
        let series = &self.fit.series;
        self.fit.scale() * f64::from(series.frequency().per_year())
    }

    pub(crate) fn parts(&self) -> Option<&Parts> {
        self.parts.as_deref()
    }

    #[cfg(test)]
    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    fn part_ids(&self) -> Vec<&str> {
        let parts = self.parts.as_deref().map(|parts| parts.nodes.iter().map(|node| node.id.as_str()));
        parts.map_or_else(Vec::new, Iterator::collect)
    }

    /// What assumptions that were [`Simulation::applied`] do.
    pub(crate) fn plan(&self, assumptions: &Assumptions) -> Plan {
        let (last, per_year) = (self.fit.scale(), self.fit.series.frequency().per_year());
        Plan::new(assumptions, &self.part_ids(), last, per_year, &self.drawn)
    }

    /// The paths of a plan, compared with a target, by the count of who decides; `apart` keeps the parts apart.
    pub(crate) fn paths(&self, plan: Plan, target: Option<&Target>, apart: bool) -> Paths<'_> {
        let threshold = target.map_or(f64::MAX, |target| target.value() / self.fit.scale());
        // Of a reporter of whom nothing is known `leads_asked` has said so.
        let decider = target.and_then(|target| self.decider(target).ok().flatten());
        Paths::new(&self.base, self.parts.as_deref(), plan, threshold, apart).decided_by(decider)
    }

    /// The mean of all paths, relative to the last value of the series, as [`ForecastRow::mean`] is one.
    pub(crate) fn mean(&self, column: &[f64]) -> f64 {
        let edges = Binned::new(column).quantiles(&[WINSORISED, 1.0 - WINSORISED]);
        self.fit.scale() * mean_within(column, edges[0], edges[1])
    }

    /// Forecast of one period from the values of all paths, relative to the last of the series.
    pub(crate) fn row(&self, period: Period, column: &[f64]) -> ForecastRow {
        let scale = self.fit.scale();
        let levels = &self.settings.levels;
        let edges = levels.iter().flat_map(|level| [0.5 - level / 200.0, 0.5 + level / 200.0]);
        let probabilities: Vec<f64> = edges.chain([0.5, WINSORISED, 1.0 - WINSORISED]).collect();
        let quantiles = Binned::new(column).quantiles(&probabilities);
        let (edges, rest) = quantiles.split_at(2 * levels.len());
        let mean = mean_within(column, rest[1], rest[2]);
        ForecastRow {
            period,
            mean: scale * mean,
            median: scale * rest[0],
            bands: levels
                .iter()
                .zip(edges.chunks(2))
                .map(|(&level, edge)| Band { level, lo: scale * edge[0], hi: scale * edge[1] })
                .collect(),
            zero: match self.fit.activity() {
                Some(_) => column.iter().filter(|value| **value == 0.0).count() as f64 / column.len() as f64,
                None => 0.0,
            },
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::series::composition::Part;
    use crate::series::reconciliation::Reconciliation;
    use crate::series::series::Observation;

    /// Whether parts or readings are told of first makes no difference, and telling of readings again replaces them.
    #[test]
    fn parts_and_readings_come_in_any_order() {
        let yearly = |name: &str, values: &[f64]| {
            let rows =
                (2011..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), *value));
            Series::new(name, rows.collect()).unwrap()
        };
        let total = yearly("total", &[100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0]);
        let goods = yearly("goods", &[40.0, 70.0, 50.0, 60.0, 30.0, 70.0, 70.0, 60.0, 50.0, 80.0]);
        let rest: Vec<f64> =
            total.observations().iter().zip(goods.observations()).map(|(t, g)| t.value - g.value).collect();
        let part = |id: &str, series: Series| Part::new(id.parse().unwrap(), id, series);
        let parts = vec![part("goods", goods.clone()), part("rest", yearly("rest", &rest))];
        let settings = Settings { horizon: 5, paths: 400, ..Settings::default() };
        let simulation = fit(&total, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap();
        let readings = Readings::default().with("2021-01..2021-06=90".parse().unwrap());
        for method in Reconciliation::ALL {
            let composition = Composition::new(&total, parts.clone()).unwrap().reconciled_by(method);
            let one = simulation.composed(&composition).unwrap().conditioned_on(&readings).unwrap();
            let other = simulation.conditioned_on(&readings).unwrap().composed(&composition).unwrap();
            let again = other.conditioned_on(&readings).unwrap();
            let target = Target::level(200.0).unwrap();
            let answer =
                |simulation: &Simulation| simulation.answer(&target, &Assumptions::baseline()).unwrap();
            assert_eq!(answer(&one), answer(&other), "{method}");
            assert_eq!(answer(&one), answer(&again), "{method}");
            assert!(answer(&one).nowcast.unwrap().weight > 0.0);
        }
    }
}
