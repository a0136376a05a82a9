#![doc = include_str!("../../../guide/models/panel.md")]

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift;
use crate::model::common_state::given_back;
use crate::model::convergence::Convergence;
use crate::model::errors::Errors;
use crate::model::features::{FEATURES, excess};
use crate::model::fitted::Fitted;
use crate::model::growth_over::LEADS;
use crate::model::priors::Priors;
use crate::model::report::{Diagnostics, Parameter};
use crate::numeric::draws::{Draws, Purpose};
use crate::period::Frequency;
use crate::series::sample::Sample;

#[derive(Debug)]
pub(crate) struct Panel {
    sample: Sample,
    /// Expected excess growth over 1, 5 and 10 years.
    reversion: [f64; 3],
    /// The same of a series as volatile that has neither grown nor fallen.
    unmoved: [f64; 3],
    common_growth: f64,
    common_growth_error: f64,
    common_shock: f64,
    /// Share of a deviation of common growth that remains a year later.
    persistence: f64,
    /// Deviation of common growth from its mean at the origin, as far as the panel knows.
    now: f64,
    /// Growth common to all pairs in the ten years up to the origin above its mean, as far as the panel knows, and the share of
    /// it that remains a year later.
    gap: (f64, f64),
    /// Standard deviation of the pair's own yearly step.
    step: f64,
    /// Standard deviation of its transitory noise.
    noise: f64,
    /// Probability that the series is of the panel's kind.
    kinship: f64,
    errors: Errors,
}

/// Places the pair in the panel.
pub(crate) fn fit(sample: &Sample, priors: Option<&Priors>) -> Result<Box<dyn Fitted>> {
    let none = || Error::NotFitted { model: "panel", reason: NotFittedReason::NoPriors };
    Ok(Box::new(Panel::place(sample, priors.ok_or_else(none)?)?))
}

impl Panel {
    /// Places the pair in the panel.
    ///
    /// # Errors
    /// [`Error::NotFitted`] with fewer than three observations or where the series is not annual.
    pub(crate) fn place(sample: &Sample, priors: &Priors) -> Result<Self> {
        sample.needs(3, "panel")?;
        if sample.start.frequency() != Frequency::Annual {
            return Err(Error::NotFitted { model: "panel", reason: NotFittedReason::NotYearly });
        }
        let excess = excess(&sample.t, &sample.log, &priors.centre);
        let reversion: [f64; 3] = priors.reversion.map(|c| c.iter().zip(&excess).map(|(c, e)| c * e).sum());
        let unmoved = std::array::from_fn(|lead| {
            let moved = priors.reversion[lead].iter().zip(&excess).zip(&priors.centre).take(FEATURES - 1);
            reversion[lead] - moved.map(|((c, e), centre)| c * (e + centre)).sum::<f64>()
        });
        let variance: [f64; 3] = std::array::from_fn(|lead| {
            let spread = priors.spread[lead] * libm::exp(priors.own_volatility[lead] * excess[FEATURES - 1]);
            spread * spread
        });
        let step = ((variance[2] - variance[0]) / (LEADS[2] - LEADS[0]) as f64).max(0.0);
        let noise = (variance[0] - step).max(0.0);
        Ok(Self {
            sample: sample.clone(),
            reversion,
            unmoved,
            common_growth: priors.common_growth,
            common_growth_error: priors.common_growth_error,
            common_shock: priors.common_shock,
            persistence: priors.common_persistence,
            now: priors.common_now_in(sample.last_period().year()),
            gap: priors.common_gap_in(sample.last_period().year()),
            step: step.sqrt(),
            noise: noise.sqrt(),
            kinship: priors.kinship(priors.centre[FEATURES - 1] + excess[FEATURES - 1]),
            errors: Errors { growth: priors.combination_growth, scale: priors.combination_scale },
        })
    }

    /// Probability that the series is of the panel's kind, see [`Priors::kinship`].
    pub(crate) fn kinship(&self) -> f64 {
        self.kinship
    }

    /// How errors of the combination differ on series of the panel's kind.
    pub(crate) fn errors(&self) -> Errors {
        self.errors
    }

    /// Standard deviation of the log value `lead` years ahead.
    pub(crate) fn spread(&self, lead: usize) -> f64 {
        let h = lead as f64;
        let (mut shared, mut felt, mut left) = (0.0, 0.0, 1.0);
        for _ in 0..lead {
            // A shock i years back is felt with what followed from it, less what was given back since.
            felt = self.gap.1 * felt + left;
            left *= self.persistence;
            shared += felt * felt;
        }
        let square = |x: f64| x * x;
        let growth = square(self.common_growth_error * h) + square(self.common_shock) * shared;
        (growth + square(self.step) * h + square(self.noise)).sqrt()
    }

    /// Growth over `years` that a boom or slump before the origin makes likely.
    fn given_back(&self, years: usize) -> f64 {
        given_back(self.gap.0, self.gap.1, years)
    }

    /// What is left of the common growth of today, added up over `years`.
    fn faded(&self, years: usize) -> f64 {
        let fading = |(left, sum): (f64, f64), _| (left * self.persistence, sum + left * self.persistence);
        (0..years).fold((self.now, 0.0), fading).1
    }

    fn reverted(&self, years: usize) -> f64 {
        between_leads(self.reversion, years)
    }

    /// Median log value `lead` years ahead of a series as volatile that has neither grown nor fallen.
    pub(crate) fn kind_growth(&self, lead: usize) -> f64 {
        between_leads(self.unmoved, lead)
            + self.common_growth * lead as f64
            + self.faded(lead)
            + self.given_back(lead)
    }
}

/// Reversion after `years`: straight lines between the panel's leads, nothing more after the last.
fn between_leads(reversion: [f64; 3], years: usize) -> f64 {
    let known = [(0, 0.0), (LEADS[0], reversion[0]), (LEADS[1], reversion[1]), (LEADS[2], reversion[2])];
    let between = known.windows(2).find(|pair| years <= pair[1].0);
    between.map_or(reversion[2], |pair| {
        let share = (years - pair[0].0) as f64 / (pair[1].0 - pair[0].0) as f64;
        pair[0].1 + share * (pair[1].1 - pair[0].1)
    })
}

impl Fitted for Panel {
    fn parameters(&self) -> Vec<Parameter> {
        let log_points = |name: &str, value: f64, std_error: Option<f64>| Parameter {
            name: name.into(),
            value,
            std_error,
            unit: "log points".into(),
        };
        // Priors may not know what the panel had grown before the origin.
        let known = self.gap.0 != 0.0;
        let given_back = known.then(|| {
            log_points("common boom or slump given back in ten years", self.given_back(LEADS[2]), None)
        });
        let growth =
            drift::growth_parameter("common growth", self.common_growth, Some(self.common_growth_error), 1.0);
        let own = [
            log_points("reversion in ten years", self.reversion[2], None),
            log_points("common shock a year", self.common_shock, None),
            log_points("own step a year", self.step, None),
            log_points("own noise", self.noise, None),
        ];
        std::iter::once(growth).chain(given_back).chain(own).collect()
    }

    fn convergence(&self) -> Convergence {
        Convergence::Panel
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        drift::walk(&self.sample, self.common_growth, None).diagnostics()
    }

    fn point(&self, lead: usize) -> f64 {
        self.reverted(lead) + self.common_growth * lead as f64 + self.given_back(lead) + self.faded(lead)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let growth = self.common_growth + self.common_growth_error * draws.normal(Purpose::Parameter, 0);
        let (mut own, mut world, mut shared, mut fading, mut faded) = (0.0, 0.0, 0.0, self.now, 0.0);
        let (gap, remains) = self.gap;
        let mut left = gap;
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            own += self.step * draws.surprise(lead);
            world = self.persistence * world + self.common_shock * draws.normal(Purpose::Common, lead);
            shared = remains * shared + world;
            fading *= self.persistence;
            faded += fading;
            left *= remains;
            *trend = self.reverted(lead + 1) + growth * (lead + 1) as f64 + (left - gap) + faded;
            *surprise = own + shared + self.noise * draws.noise(lead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::common_state::CommonState;
    use crate::numeric::draws::TOTAL;
    use crate::period::Period;
    use crate::series::series::{Observation, Series};

    const LEAD: usize = 6;

    /// A boom of half a log point in 2014, half of which is given back in six years.
    fn priors() -> Priors {
        let state = CommonState { first_year: 2013, gap: vec![0.2, 0.5], remains: 0.89 };
        Priors {
            as_of: 2014,
            series: 100,
            source: String::new(),
            common_growth: 0.04,
            common_growth_error: 0.03,
            common_persistence: 0.2,
            common_now: 0.0,
            common_shock: 0.08,
            centre: [0.04, 0.08, 0.18, 0.04, -1.0],
            volatility_spread: 0.5,
            combination_growth: 0.0,
            combination_scale: 1.0,
            reversion: [[0.0; FEATURES]; 3],
            spread: [0.3, 0.6, 0.8],
            own_volatility: [0.7, 0.6, 0.4],
            common_state: Some(state),
            growth_over: None,
            record: None,
        }
    }

    /// The panel's model of a series that ends in a year.
    fn ending(year: i32, priors: &Priors) -> Panel {
        let value = |back: i32| 100.0 + f64::from(back * 37 % 11) * 9.0;
        let rows = (0..20).map(|back| Observation::new(Period::annual(year - 19 + back), value(back)));
        let series = Series::new("pair", rows.collect()).unwrap();
        Panel::place(&Sample::of(&series), priors).unwrap()
    }

    #[test]
    fn a_state_belongs_to_a_date() {
        let with = priors();
        let without = Priors { common_state: None, ..with.clone() };
        let change = |year| ending(year, &with).point(LEAD) - ending(year, &without).point(LEAD);
        let given_back = 1.0 - libm::pow(0.89, 6.0);
        for (year, gap) in [(2012, 0.0), (2013, 0.2), (2014, 0.5), (2024, 0.5 * libm::pow(0.89, 10.0))] {
            assert!((change(year) + gap * given_back).abs() < 1e-12, "{year}: {}", change(year));
        }
    }

    #[test]
    fn paths_spread_as_far_as_is_said_around_the_point() {
        for priors in [priors(), Priors { common_state: None, common_now: 0.1, ..priors() }] {
            let panel = ending(2014, &priors);
            let ends = (0..4000).map(|path| {
                let (mut trend, mut surprise) = ([0.0; LEAD], [0.0; LEAD]);
                panel.path(Draws::new(7, path, TOTAL), &mut trend, &mut surprise);
                trend[LEAD - 1] + surprise[LEAD - 1]
            });
            let ends: Vec<f64> = ends.collect();
            let mean = ends.iter().sum::<f64>() / ends.len() as f64;
            let spread =
                (ends.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>() / ends.len() as f64).sqrt();
            assert!((mean - panel.point(LEAD)).abs() < 0.05, "{mean}, said {}", panel.point(LEAD));
            assert!(
                (spread / panel.spread(LEAD) - 1.0).abs() < 0.05,
                "{spread}, said {}",
                panel.spread(LEAD)
            );
        }
    }
}
