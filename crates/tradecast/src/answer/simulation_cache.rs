//! The simulations that questions share.

use std::sync::Arc;

use crate::answer::answer::Answer;
use crate::answer::forecaster::Forecaster;
use crate::error::Result;
use crate::fit::fit::Fit;
use crate::question::assumptions::Assumptions;
use crate::question::settings::Settings;
use crate::question::target::Target;
use crate::simulate::simulation::Simulation;

/// The last simulation with priors, the last one without, and the last baseline. Other levers, another target, other bands or a shorter
/// horizon need no new simulation; a longer horizon, another seed, another number of paths or other data do.
///
/// A simulation of 20,000 paths over 28 periods takes 9 MB.
///
/// ```
/// use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings, SimulationCache};
///
/// let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
/// let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
/// let mut cache = SimulationCache::default();
/// for (horizon, simulated) in [(10, 1), (5, 1), (10, 1), (11, 2)] {
///     let settings = Settings { horizon, ..Settings::default() };
///     assert_eq!(cache.simulation(&forecaster, true, &settings)?.settings().horizon, horizon);
///     assert_eq!(cache.simulated(), simulated);
/// }
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct SimulationCache {
    /// With priors, and without.
    simulations: [Option<Simulation>; 2],
    baseline: Option<Baseline>,
    simulated: usize,
}

/// An answer with no lever moved, and what it depends on.
#[derive(Debug)]
struct Baseline {
    fit: Fit,
    target: Target,
    settings: Settings,
    answer: Arc<Answer>,
}

impl SimulationCache {
    /// The simulation of a forecaster with some settings: what [`Forecaster::simulate`] gives, from the kept simulation where that has
    /// the same paths over at least this horizon.
    ///
    /// ```
    /// # use tradecast::{Assumptions, DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings, SimulationCache};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let (long, short) = (Settings::default(), Settings { horizon: 5, levels: vec![30.0], ..Settings::default() });
    /// let mut cache = SimulationCache::default();
    /// cache.simulation(&forecaster, true, &long)?;
    /// let forecast = cache.simulation(&forecaster, true, &short)?.forecast(&Assumptions::baseline())?;
    /// assert_eq!(forecast, forecaster.simulate(true, &short)?.forecast(&Assumptions::baseline())?);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::simulate`].
    pub fn simulation(
        &mut self,
        forecaster: &Forecaster,
        with_priors: bool,
        settings: &Settings,
    ) -> Result<Simulation> {
        let fit = forecaster.fit(with_priors)?;
        settings.check()?;
        let kept = &mut self.simulations[forecaster.slot(with_priors)];
        // One that does not serve is dropped before there is a new one: both may not fit into memory.
        let same = kept.take().filter(|kept| kept.fit().is_same(fit) && kept.covers(settings));
        let simulation = match same {
            Some(simulation) => simulation,
            None => {
                self.simulated += 1;
                forecaster.simulate(with_priors, settings)?
            }
        };
        Ok(kept.insert(simulation).with_settings(settings))
    }

    /// The answer with no lever moved, and with priors where there are some, without [what has happened since](Answer::since). It is
    /// computed again only where target, settings or data are others.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use tradecast::{DataContext, Forecaster, ModelChoice, Observation, Period, Series, Settings, SimulationCache, Target};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let forecaster = Forecaster::new(DataContext::only(series).into(), ModelChoice::Auto, None);
    /// let (mut cache, settings, target) = (SimulationCache::default(), Settings::default(), Target::level(12.0)?);
    /// let first = cache.baseline(&forecaster, &target, &settings)?;
    /// assert!(Arc::ptr_eq(&first, &cache.baseline(&forecaster, &target, &settings)?));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Forecaster::simulate`] and [`Simulation::answer`].
    pub fn baseline(
        &mut self,
        forecaster: &Forecaster,
        target: &Target,
        settings: &Settings,
    ) -> Result<Arc<Answer>> {
        let fit = forecaster.fit(true)?;
        if let Some(kept) = &self.baseline
            && kept.fit.is_same(fit)
            && (&kept.target, &kept.settings) == (target, settings)
        {
            return Ok(Arc::clone(&kept.answer));
        }
        let simulation = self.simulation(forecaster, true, settings)?;
        let answer = Arc::new(simulation.answer(target, &Assumptions::baseline())?);
        self.baseline = Some(Baseline {
            fit: fit.clone(),
            target: target.clone(),
            settings: settings.clone(),
            answer: Arc::clone(&answer),
        });
        Ok(answer)
    }

    /// How often it had to simulate.
    ///
    /// ```
    /// assert_eq!(tradecast::SimulationCache::default().simulated(), 0);
    /// ```
    #[must_use]
    pub fn simulated(&self) -> usize {
        self.simulated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::Swing;
    use crate::model::id::ModelChoice;
    use crate::period::Period;
    use crate::question::distribution::Distribution;
    use crate::question::lever::{Lever, LeverKey};
    use crate::series::composition::{Composition, Part};
    use crate::series::context::DataContext;
    use crate::series::readings::Readings;
    use crate::series::reconciliation::Reconciliation;
    use crate::series::series::{Observation, Series};

    fn yearly(name: &str, values: &[f64]) -> Series {
        let rows = (2011..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), *value));
        Series::new(name, rows.collect()).unwrap()
    }

    fn total() -> Series {
        yearly("total", &[100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0])
    }

    fn context(reconciliation: Reconciliation) -> DataContext {
        let goods = yearly("goods", &[40.0, 70.0, 50.0, 60.0, 30.0, 70.0, 70.0, 60.0, 50.0, 80.0]);
        let parts = vec![Part::new("goods".parse().unwrap(), "Goods", goods)];
        let composition = Composition::new(&total(), parts).unwrap().reconciled_by(reconciliation);
        DataContext {
            composition: Some(composition),
            readings: Readings::default().with("2021-01..2021-03=50".parse().unwrap()),
            ..DataContext::only(total())
        }
    }

    /// Levers of every kind: drawn ones, an event in a period, and one of a part.
    fn moved() -> Assumptions {
        let goods = "goods.price".parse::<LeverKey>().unwrap();
        Assumptions::baseline()
            .with(Lever::Growth, Distribution::named("triangular", &[0.0, 2.0, 4.0]).unwrap())
            .and_then(|all| all.with(Lever::Disruption, 10.0))
            .and_then(|all| all.with(Lever::Shock, -20.0))
            .and_then(|all| all.with(Lever::ShockYear, 4.0))
            .and_then(|all| all.with(goods, 3.0))
            .unwrap()
    }

    #[test]
    fn a_shorter_horizon_is_answered_as_if_it_had_been_simulated_alone() {
        let long = Settings { horizon: 9, paths: 300, ..Settings::default() };
        let short = Settings { horizon: 6, levels: vec![60.0], ..long.clone() };
        let (target, goods) = (Target::level(220.0).unwrap(), "goods".parse().unwrap());
        for reconciliation in Reconciliation::ALL {
            let later =
                yearly("total", &[100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0, 190.0]);
            let forecaster = Forecaster::new(context(reconciliation).into(), ModelChoice::Auto, None)
                .with_later(Arc::new(later));
            let mut cache = SimulationCache::default();
            cache.simulation(&forecaster, true, &long).unwrap();
            let kept = cache.simulation(&forecaster, true, &short).unwrap();
            let fresh = forecaster.simulate(true, &short).unwrap();
            assert_eq!(cache.simulated(), 1);
            assert_eq!(kept.settings(), &short);
            for assumptions in [Assumptions::baseline(), moved()] {
                let answers = [&kept, &fresh].map(|of| forecaster.answer(of, &target, &assumptions).unwrap());
                assert_eq!(answers[0], answers[1], "{reconciliation}");
                assert_eq!((answers[0].forecast.len(), answers[0].since.len()), (6, 1));
                let same = |what: &dyn Fn(&Simulation) -> String| {
                    let found = what(&kept);
                    assert!(found == what(&fresh) && !found.contains("Err("), "{reconciliation} {found}");
                };
                let swing = Swing::default();
                same(&|of| format!("{:?}", of.medians(&assumptions)));
                same(&|of| format!("{:?}", of.sample_paths(&assumptions, 20)));
                same(&|of| format!("{:?}", of.shares_ahead(&assumptions)));
                same(&|of| format!("{:?}", of.contributions(&target, &assumptions)));
                same(&|of| format!("{:?}", of.attribution(&target, &assumptions)));
                same(&|of| format!("{:?}", of.tornado(&target, &assumptions, &swing)));
                same(&|of| format!("{:?}", of.compare(&target, [("a", &assumptions), ("b", &moved())])));
                same(&|of| format!("{:?}", of.forecast_of(&goods)));
                same(&|of| format!("{:?} {:?}", of.share(&goods, 6), of.share(&goods, 7)));
            }
        }
    }

    #[test]
    fn other_paths_and_other_data_are_simulated_again() {
        let forecaster = |context: DataContext| Forecaster::new(context.into(), ModelChoice::Auto, None);
        let (one, other) =
            (forecaster(DataContext::only(total())), forecaster(context(Reconciliation::TopDown)));
        let settings = Settings { horizon: 6, paths: 300, ..Settings::default() };
        let target = Target::level(220.0).unwrap();
        let mut cache = SimulationCache::default();
        let mut count = |of: &Forecaster, settings: &Settings| {
            assert_eq!(cache.simulation(of, true, settings).unwrap().settings(), settings);
            let baseline = of.simulate(true, settings).unwrap().answer(&target, &Assumptions::baseline());
            assert_eq!(Ok(&*cache.baseline(of, &target, settings).unwrap()), baseline.as_ref());
            cache.simulated()
        };
        assert_eq!([count(&one, &settings), count(&one, &settings)], [1, 1]);
        assert_eq!(count(&one, &Settings { seed: 2, ..settings.clone() }), 2);
        assert_eq!(count(&one, &Settings { paths: 200, ..settings.clone() }), 3);
        assert_eq!(count(&other, &Settings { paths: 200, ..settings.clone() }), 4);
        assert_eq!(count(&other, &Settings { horizon: 7, paths: 200, ..settings }), 5);
    }

    #[test]
    fn settings_out_of_range_are_refused_whatever_is_kept() {
        let forecaster = Forecaster::new(DataContext::only(total()).into(), ModelChoice::Auto, None);
        let settings = Settings { horizon: 6, paths: 300, ..Settings::default() };
        let mut cache = SimulationCache::default();
        cache.simulation(&forecaster, true, &settings).unwrap();
        for wrong in [
            Settings { levels: vec![100.0], ..settings.clone() },
            Settings { horizon: 0, ..settings.clone() },
        ] {
            let refused = cache.simulation(&forecaster, true, &wrong).unwrap_err();
            assert_eq!(refused.code(), "setting_out_of_range");
        }
        cache.simulation(&forecaster, true, &settings).unwrap();
        assert_eq!(cache.simulated(), 1);
    }
}
