#![doc = include_str!("../../guide/methods/compare.md")]

use crate::answer::arrival::Arrival;
use crate::answer::arrival::Passage;
use crate::error::Result;
use crate::numeric::quantile::of_sorted;
use crate::numeric::sort::sort;
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::question::target::Target;
use crate::simulate::forecast::{Band, ForecastRow};
use crate::simulate::simulation::Simulation;

value! {
    /// Scenarios side by side, the first of them the one that the others are compared with.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let faster = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// let comparison = simulation.compare(&Target::level(250.0)?, [("faster", &faster)])?;
    /// let difference = comparison.scenarios[1].difference.as_ref().unwrap();
    /// println!("{:+.3} with a standard error of {:.3}", difference.probability, difference.error);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Comparison {
        /// Name of the series.
        series: String,
        /// Unit of every level.
        unit: String,
        /// The target.
        target: Target,
        /// The deadline, or the end of the horizon where the target has none.
        asked: Period as "string",
        /// Simulated paths.
        paths: u32,
        /// Seed of the random numbers.
        seed: u32,
        /// The scenarios; the first is the reference.
        scenarios: Vec<Compared>,
    }
}

value! {
    /// One scenario of a comparison.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let comparison = simulation.compare(&Target::level(12.0)?, [])?;
    /// assert_eq!(comparison.scenarios[0].name, "baseline");
    /// assert!(comparison.scenarios[0].difference.is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Compared {
        /// Name of the scenario.
        name: String,
        /// Its levers.
        assumptions: Assumptions,
        /// Its forecast of each period.
        forecast: Vec<ForecastRow>,
        /// When the target is first reached.
        arrival: Arrival,
        /// Probability that it is reached by the period asked about.
        probability: f64,
        /// How far it is from the reference; absent in the reference itself.
        difference: Option<Difference>,
    }
}

value! {
    /// What a scenario changes: its figures less those of the reference.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let same = Assumptions::baseline();
    /// let comparison = simulation.compare(&Target::level(12.0)?, [("a", &same), ("b", &same)])?;
    /// let difference = comparison.scenarios[1].difference.as_ref().unwrap();
    /// assert_eq!((difference.probability, difference.error), (0.0, 0.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Difference {
        /// Difference of the probability by the period asked about.
        probability: f64,
        /// Its standard error from the finite number of paths, which are the same in both.
        error: f64,
        /// The same by each period.
        by: Vec<DifferenceRow>,
        /// Difference of the value in each period, path by path.
        value: Vec<ValueDifference>,
    }
}

value! {
    /// A period and the difference of two probabilities.
    ///
    /// ```
    /// let row = tradecast::DifferenceRow { period: tradecast::Period::annual(2030), probability: 0.1, error: 0.002 };
    /// assert!(row.probability.abs() > 2.0 * row.error);
    /// ```
    DifferenceRow {
        /// The period.
        period: Period as "string",
        /// Probability that the target has been reached by then, less that of the reference.
        probability: f64,
        /// Standard error of the difference.
        error: f64,
    }
}

value! {
    /// The difference of the value in one period: quantiles of the differences of the paths, which are not the differences of
    /// the quantiles.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let more = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// let comparison = simulation.compare(&Target::level(12.0)?, [("more", &more)])?;
    /// let fan = &comparison.scenarios[1].difference.as_ref().unwrap().value;
    /// assert!(fan.iter().all(|row| row.bands[0].lo > 0.0)); // growth raises every single path
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ValueDifference {
        /// The period.
        period: Period as "string",
        /// Half of the differences are below.
        median: f64,
        /// Central bands, narrowest first.
        bands: Vec<Band>,
    }
}

impl Simulation {
    /// Scenarios side by side on the same paths. The first is what the others are compared with; where none of them is the
    /// baseline, that is put in front of them.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(12.0)?;
    /// let slower = Assumptions::baseline().with(Lever::Growth, -2.0)?;
    /// let comparison = simulation.compare(&target, [("slower", &slower)])?;
    /// let answer = simulation.answer(&target, &slower)?;
    /// assert_eq!(comparison.scenarios[1].arrival, answer.arrival);
    /// assert_eq!(comparison.scenarios[1].forecast, answer.forecast);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`].
    pub fn compare<'a>(
        &self,
        target: &Target,
        scenarios: impl IntoIterator<Item = (&'a str, &'a Assumptions)>,
    ) -> Result<Comparison> {
        let horizon = self.settings().horizon;
        let asked = self.leads_asked(target, horizon)?;
        let mut named = scenarios
            .into_iter()
            .map(|(name, assumptions)| Ok((name, self.applied(assumptions)?)))
            .collect::<Result<Vec<_>>>()?;
        if !named.iter().any(|(_, assumptions)| assumptions.is_baseline()) {
            named.insert(0, ("baseline", Assumptions::baseline()));
        }
        let plans: Vec<_> = named.iter().map(|(_, assumptions)| self.plan(assumptions)).collect();
        let already: Vec<bool> = plans.iter().map(|plan| self.already(target, plan)).collect();
        let mut runs: Vec<_> = plans
            .into_iter()
            .map(|plan| {
                let paths = self.paths(plan, Some(target), false);
                let passage = Passage::new(paths.total().len());
                (paths, passage)
            })
            .collect();
        let origin = self.fit().series().last().period;
        let mut fans = vec![Vec::new(); named.len()];
        let mut forecasts = vec![Vec::new(); named.len()];
        let mut gap = Vec::new();
        for lead in 0..horizon as i32 {
            for ((paths, passage), forecast) in runs.iter_mut().zip(&mut forecasts) {
                paths.advance();
                passage.judge(paths.total(), paths.target());
                forecast.push(self.row(origin.plus(lead + 1), paths.total()));
            }
            let (reference, others) = runs.split_first().expect("there is a baseline at least");
            for ((paths, _), fan) in others.iter().zip(&mut fans[1..]) {
                let pairs = paths.total().iter().zip(reference.0.total());
                gap.clear();
                gap.extend(pairs.map(|(value, reference)| value - reference));
                fan.push(self.value_difference(origin.plus(lead + 1), &mut gap));
            }
        }
        let first = |i: usize| Reached { already: already[i], first: runs[i].1.first() };
        let of_each = named.into_iter().zip(forecasts).zip(fans).enumerate();
        let compared = of_each.map(|(i, (((name, assumptions), forecast), value))| {
            let arrival = runs[i].1.arrivals().distribution(origin, already[i]);
            let probability = match asked {
                0 => f64::from(u8::from(already[i])),
                leads => arrival.by[leads - 1].probability,
            };
            let difference = (i > 0).then(|| {
                let paired = first(i).less(&first(0), horizon as usize);
                let (probability, error) = paired[asked];
                let rows = (1..).zip(&paired[1..]).map(|(lead, &(probability, error))| DifferenceRow {
                    period: origin.plus(lead),
                    probability,
                    error,
                });
                Difference { probability, error, by: rows.collect(), value }
            });
            Compared { name: name.to_owned(), assumptions, forecast, arrival, probability, difference }
        });
        let series = self.fit().series();
        Ok(Comparison {
            series: series.name().to_owned(),
            unit: series.unit().to_owned(),
            target: target.clone(),
            asked: self.asked(target),
            paths: self.settings().paths,
            seed: self.settings().seed,
            scenarios: compared.collect(),
        })
    }

    /// The difference of the value in one period, of which `gap` is that in each path relative to the last value.
    fn value_difference(&self, period: Period, gap: &mut [f64]) -> ValueDifference {
        let scale = self.fit().scale();
        sort(gap);
        let quantile = |p: f64| scale * of_sorted(gap, p);
        let band = |level: &f64| {
            let tail = 0.5 - level / 200.0;
            Band { level: *level, lo: quantile(tail), hi: quantile(1.0 - tail) }
        };
        ValueDifference {
            period,
            median: quantile(0.5),
            bands: self.settings().levels.iter().map(band).collect(),
        }
    }
}

/// When each path reaches the target under one set of assumptions.
pub(crate) struct Reached<'a> {
    /// Before the first lead.
    pub(crate) already: bool,
    /// First lead of each path.
    pub(crate) first: &'a [u32],
}

impl Reached<'_> {
    /// Difference of the share that has arrived to that of others, and its paired standard error, after no lead, after the
    /// first, and so on.
    fn less(&self, other: &Self, leads: usize) -> Vec<(f64, f64)> {
        // Periods passed when a path arrives; more than there are where it does not.
        let periods = |reached: &Self, first: u32| match reached.already {
            true => 0,
            false => (first as usize).min(leads) + 1,
        };
        // By how much more paths differ, one way and the other, than a period before.
        let mut ahead = vec![0i64; leads + 2];
        let mut behind = vec![0i64; leads + 2];
        for (own, others) in self.first.iter().zip(other.first) {
            let (own, others) = (periods(self, *own), periods(other, *others));
            let (side, from, to) =
                if own <= others { (&mut ahead, own, others) } else { (&mut behind, others, own) };
            side[from] += 1;
            side[to] -= 1;
        }
        let paths = self.first.len() as f64;
        let (mut more, mut fewer) = (0, 0);
        ahead[..=leads]
            .iter()
            .zip(&behind)
            .map(|(ahead, behind)| {
                more += ahead;
                fewer += behind;
                let mean = (more - fewer) as f64 / paths;
                let square = (more + fewer) as f64 / paths;
                (mean, ((square - mean * mean).max(0.0) / paths).sqrt())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::arrival::NEVER;

    /// Four paths, counted by hand: one arrives earlier, one later, one at the same time and one never.
    #[test]
    fn differences_and_their_errors_are_those_of_the_definition() {
        let scenario = Reached { already: false, first: &[0, 2, 1, NEVER] };
        let reference = Reached { already: false, first: &[1, 1, 1, NEVER] };
        let paired = scenario.less(&reference, 3);
        let by_definition = |d: [f64; 4]| {
            let mean = d.iter().sum::<f64>() / 4.0;
            let square = d.iter().map(|d| d * d).sum::<f64>() / 4.0;
            (mean, ((square - mean * mean) / 4.0).sqrt())
        };
        let nothing = by_definition([0.0; 4]);
        let expected =
            [nothing, by_definition([1.0, 0.0, 0.0, 0.0]), by_definition([0.0, -1.0, 0.0, 0.0]), nothing];
        assert_eq!(paired, expected);
    }

    #[test]
    fn what_is_reached_already_is_ahead_of_all_that_is_not() {
        let scenario = Reached { already: true, first: &[NEVER, 0] };
        let reference = Reached { already: false, first: &[0, NEVER] };
        assert_eq!(
            scenario.less(&reference, 2),
            [(1.0, 0.0), (0.5, 0.125_f64.sqrt()), (0.5, 0.125_f64.sqrt())]
        );
    }
}
