//! From simulated paths to an answer.

use crate::answer::answer::{Answer, Asked, Component, SCHEMA};
use crate::answer::arrival::{Arrival, Arrivals, Passage, required_growth};
use crate::answer::bottleneck::{Bottleneck, Unserved};
use crate::answer::headline::headline;
use crate::answer::warning;
use crate::error::Result;
use crate::period::Period;
use crate::question::assumptions::Assumptions;
use crate::question::settings::within;
use crate::question::target::Target;
use crate::series::composition::{Part, PartId};
use crate::simulate::effects::Plan;
use crate::simulate::forecast::ForecastRow;
use crate::simulate::simulation::Simulation;
use crate::simulate::value::Value;

/// What was counted along the paths of a plan.
struct Run {
    arrivals: Arrivals,
    forecast: Vec<ForecastRow>,
    bottleneck: Option<Bottleneck>,
}

impl Simulation {
    /// The answer under a set of assumptions.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let late = Target::level(12.0)?.by(Period::annual(2100));
    /// assert_eq!(simulation.answer(&late, &Assumptions::baseline()).unwrap_err().code(), "deadline_out_of_reach");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::Error::DeadlineOutOfReach`] where the deadline is not among the forecast periods, [`crate::Error::UnknownReporter`] where
    /// nothing is known of how the reporter counts who decides.
    pub fn answer(&self, target: &Target, assumptions: &Assumptions) -> Result<Answer> {
        self.answer_within(self.settings().horizon, target, assumptions)
    }

    /// The answer for the first `horizon` periods only: the same as from a simulation simulated no further.
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
    /// [`crate::Error::SettingOutOfRange`] where the horizon is zero or longer than simulated, and those of [`Simulation::answer`].
    pub fn answer_within(&self, horizon: u32, target: &Target, assumptions: &Assumptions) -> Result<Answer> {
        self.answer_from(None, horizon, target, assumptions)
    }

    /// The answer to the question of a baseline answer, beside it. Where the baseline is of this simulation, that is what
    /// [`Simulation::answer_within`] gives, without computing the baseline again. It may also be of another simulation of the same
    /// series, such as one with panel priors; then the difference that makes is told even with no lever moved.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(12.0)?;
    /// let baseline = simulation.answer(&target, &Assumptions::baseline())?;
    /// let brighter = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// assert_eq!(simulation.answer_beside(&baseline, &brighter)?, simulation.answer(&target, &brighter)?);
    /// let naive = fit(&series, &ModelChoice::named("naive")?)?.simulate(&Settings::default())?;
    /// assert_eq!(naive.answer_beside(&baseline, &Assumptions::baseline())?.baseline, Some(baseline.arrival));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer_within`].
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
        within("horizon", horizon.into(), 1.0, self.settings().horizon.into(), hint)?;
        let series = self.fit().series();
        let last = series.last();
        let origin = last.period;
        self.leads_asked(target, horizon)?;
        let assumptions = self.applied(assumptions)?;
        let plan = self.plan(&assumptions);
        let decider = self.decider(target)?;
        let nowcast = self.nowcast().filter(|_| !plan.readings.is(0.0));
        let already = self.already(target, &plan);
        let goal = |periods: usize| self.goal(target, &plan, periods);
        let required_growth = required_growth(self.fit(), target.deadline(), goal, horizon);
        let Run { arrivals, forecast, bottleneck } =
            self.run(horizon as usize, Some(target), plan, Some(origin));
        let arrival = arrivals.distribution(origin, already);
        let computed = || {
            let plan = self.plan(&Assumptions::baseline());
            let already = self.already(target, &plan);
            self.run(horizon as usize, Some(target), plan, None).arrivals.distribution(origin, already)
        };
        let baseline = match baseline {
            Some(other) => {
                Some(other.clone()).filter(|other| !assumptions.is_baseline() || *other != arrival)
            }
            None => (!assumptions.is_baseline()).then(computed),
        };
        let mut warnings = self.fit().warnings().to_vec();
        warnings.extend(warning::about_target(series, target, &arrival));
        let mirror_gaps = self.mirror_gaps(decider);
        warnings.extend(warning::about_reporters(&mirror_gaps, target));
        Ok(Answer {
            schema: SCHEMA,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: self.settings().seed,
            data_hash: series.fingerprint(),
            question: Asked {
                series: series.name().to_owned(),
                unit: series.unit().to_owned(),
                flow: series.flow(),
                reporter: series.reporter().to_owned(),
                frequency: series.frequency(),
                origin,
                last_value: last.value,
                target: target.clone(),
                assumptions,
                horizon,
                paths: self.settings().paths,
            },
            history: series.observations().to_vec(),
            models: self.fit().reports().to_vec(),
            season: self.fit().seasonal_factors(),
            forecast,
            nowcast: nowcast.cloned(),
            added_up: self.added_up().cloned(),
            mirror_gaps,
            headline: headline(series, target, &arrival, baseline.as_ref()),
            arrival,
            baseline,
            required_growth,
            components: self.components(),
            bottleneck,
            track_record: self.fit().track_record().cloned(),
            panel_record: self.fit().panel_record().cloned(),
            since: Vec::new(),
            warnings,
        })
    }

    /// The forecast of each period under a set of assumptions, where there is no target to ask about.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// assert_eq!(simulation.forecast(&Assumptions::baseline())?.len(), 6);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::Error::LeverOutOfRange`] and [`crate::Error::UnknownPart`] for assumptions that do not fit the series.
    pub fn forecast(&self, assumptions: &Assumptions) -> Result<Vec<ForecastRow>> {
        let plan = self.plan(&self.applied(assumptions)?);
        let origin = self.fit().series.last().period;
        Ok(self.run(self.settings().horizon as usize, None, plan, Some(origin)).forecast)
    }

    /// What the total is made of.
    fn components(&self) -> Vec<Component> {
        let series = self.fit().series();
        let last = series.last();
        let Some(composition) = self.composition() else {
            let name = series.flow().to_string();
            return vec![Component { name, last_value: last.value, id: None, parent: None, known: None }];
        };
        let component = |part: &Part| {
            let known = part.history.last();
            Component {
                name: part.label.clone(),
                last_value: known.value,
                id: Some(part.id.to_string()),
                parent: part.parent.as_ref().map(PartId::to_string),
                known: (known.period != last.period).then_some(known.period),
            }
        };
        composition.parts().iter().map(component).collect()
    }

    /// What this series must reach so many periods after its last value, in the money of the day and where another decides by
    /// the usual gap.
    pub(crate) fn goal(&self, target: &Target, plan: &Plan, periods: usize) -> f64 {
        target.value() / self.ratio(target) * plan.money.factor(periods).middle()
    }

    /// Makes the paths of a plan, counts arrivals at the target, by the count of who decides, and, where asked, forecasts
    /// each period after `forecast_from`.
    fn run(&self, horizon: usize, target: Option<&Target>, plan: Plan, forecast_from: Option<Period>) -> Run {
        let limited = plan.corridor.is_some();
        let mut paths = self.paths(plan, target, false);
        // A forecast without a target has nothing to reach.
        let mut passage = Passage::new(if target.is_some() { self.settings().paths as usize } else { 0 });
        let (mut rows, mut unserved) = (Vec::new(), Vec::new());
        let mut binding = Passage::new(if limited { self.settings().paths as usize } else { 0 });
        for lead in 0..horizon {
            paths.advance();
            if target.is_some() {
                passage.judge(paths.total(), paths.target());
            }
            if let Some(origin) = forecast_from {
                let period = origin.plus(lead as i32 + 1);
                rows.push(self.row(period, paths.total()));
                if limited {
                    binding.judge(paths.unserved(), &Value::Scalar(f64::MIN_POSITIVE));
                    unserved.push(Unserved { period, mean: self.mean(paths.unserved()) });
                }
            }
        }
        let bottleneck = forecast_from.filter(|_| limited).map(|origin| {
            let Arrival { by, median, .. } = binding.arrivals().distribution(origin, false);
            Bottleneck { binds: by, median, unserved }
        });
        Run { arrivals: passage.arrivals(), forecast: rows, bottleneck }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::question::lever::Lever;
    use crate::question::settings::Settings;
    use crate::series::series::{Observation, Series};

    /// Every path written out, and arrival and staying taken from their definitions.
    #[test]
    fn arrivals_are_those_of_the_futures_one_by_one() {
        let values = [100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0];
        let rows = (2011..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value));
        let series = Series::new("test", rows.collect()).unwrap();
        let settings = Settings { horizon: 9, paths: 300, ..Settings::default() };
        let simulation = fit(&series, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap();
        let (horizon, paths) = (9, 300);
        let shocked = [
            (Lever::Growth, 3.0),
            (Lever::Volatility, 1.5),
            (Lever::Shock, -30.0),
            (Lever::ShockYear, 4.0),
            (Lever::ShockRecovery, 40.0),
        ];
        let shocked =
            shocked.iter().fold(Assumptions::baseline(), |a, (lever, value)| a.with(*lever, *value).unwrap());
        for (assumptions, growth, volatility, shock) in
            [(Assumptions::baseline(), 0.0, 1.0, 0.0), (shocked, 0.03, 1.5, -0.3)]
        {
            let value = |path: usize, lead: usize| {
                let at = lead * paths + path;
                let log = simulation.base().trend[at] + volatility * simulation.base().surprise[at];
                let years = (lead + 1) as f64;
                let shocked = if lead < 3 { 1.0 } else { 1.0 + shock * libm::pow(0.6, lead as f64 - 3.0) };
                libm::exp(log + libm::log1p(growth) * years) * shocked
            };
            let mut made = simulation.paths(simulation.plan(&assumptions), None, false);
            for lead in 0..horizon {
                made.advance();
                for (path, total) in made.total().iter().enumerate() {
                    assert!((total / value(path, lead) - 1.0).abs() < 1e-12, "{path} {lead}");
                }
            }
            for threshold in [0.67, 1.0, 1.35, 2.7] {
                let above = |path: usize, lead: usize| value(path, lead) >= threshold;
                let count = |happens: &dyn Fn(usize, usize) -> bool| -> Vec<u32> {
                    (0..horizon)
                        .map(|lead| (0..paths).filter(|&path| happens(path, lead)).count() as u32)
                        .collect()
                };
                let first = |path, lead| above(path, lead) && !(0..lead).any(|before| above(path, before));
                let stays = |path, lead| (lead..horizon).all(|later| above(path, later));
                let from = |path, lead| stays(path, lead) && (lead == 0 || !above(path, lead - 1));
                let expected =
                    Arrivals { at: count(&first), above: count(&above), stay_from: count(&from), paths: 300 };
                assert!(
                    expected.at.iter().sum::<u32>() > expected.stay_from.iter().sum(),
                    "nothing falls back"
                );
                let plan = simulation.plan(&assumptions);
                assert_eq!(
                    simulation
                        .run(horizon, Some(&Target::level(150.0 * threshold).unwrap()), plan, None)
                        .arrivals,
                    expected,
                    "{threshold}"
                );
            }
        }
    }
}
