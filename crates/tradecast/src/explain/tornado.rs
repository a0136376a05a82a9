#![doc = include_str!("../../guide/methods/tornado.md")]

use std::collections::BTreeMap;

use crate::error::Result;
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::{Assumptions, Setting};
use crate::question::lever::{Lever, LeverKey, LeverKind, Scope};
use crate::question::settings::within;
use crate::question::target::Target;
use crate::simulate::simulation::Simulation;

/// How far the levers of a tornado swing.
///
/// ```
/// // A quarter of the way from where each lever is to either end of its range, growth by one point either way.
/// let swing = tradecast::Swing {
///     share: 0.25,
///     ends: [(tradecast::Lever::Growth.into(), [-1.0, 1.0])].into(),
/// };
/// assert_eq!(tradecast::Swing::default().share, 1.0);
/// # let _ = swing;
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Swing {
    /// Share of the way from where a lever is to either end of its range, above 0 and at most 1: the whole range says what a
    /// lever could do at most, a part of it what a moderate move does. An uncertain lever swings between the values that nine of
    /// ten of its draws are above and below, whatever the share.
    pub share: f64,
    /// Other ends for some levers, low and high.
    pub ends: BTreeMap<LeverKey, [f64; 2]>,
}

impl Default for Swing {
    /// The whole range of every lever.
    fn default() -> Self {
        Self { share: 1.0, ends: BTreeMap::new() }
    }
}

/// Where the ends of an uncertain lever are in its distribution.
const TENTHS: [f64; 2] = [0.1, 0.9];

value! {
    /// How far each lever alone swings the probability.
    ///
    /// ```
    /// use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Swing, Target, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(250.0)?.by(Period::annual(2028));
    /// let tornado = simulation.tornado(&target, &Assumptions::baseline(), &Swing::default())?;
    /// let widths: Vec<f64> = tornado.bars.iter().map(|bar| (bar.high.probability - bar.low.probability).abs()).collect();
    /// assert!(widths.is_sorted_by(|a, b| a >= b));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Tornado {
        /// Name of the series.
        series: String,
        /// Unit of the target.
        unit: String,
        /// The target.
        target: Target,
        /// The deadline, or the end of the horizon where the target has none.
        asked: Period as "string",
        /// The levers as they are.
        assumptions: Assumptions,
        /// Probability that the target is reached by then with the levers as they are.
        probability: f64,
        /// One bar a lever, the widest first.
        bars: Vec<Bar>,
        /// Levers that make no difference at either end.
        without_effect: Vec<String>,
    }
}

value! {
    /// One lever of a tornado.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Swing, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let tornado = simulation.tornado(&Target::level(20.0)?, &Assumptions::baseline(), &Swing::default())?;
    /// let growth = tornado.bars.iter().find(|bar| bar.lever == "growth").unwrap();
    /// assert!(growth.low.probability < tornado.probability && tornado.probability < growth.high.probability);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Bar {
        /// The lever, with its part.
        lever: String,
        /// What a person reads.
        label: String,
        /// Unit of its values.
        unit: String,
        /// What it is about.
        kind: LeverKind,
        /// Where it is now; the middle where it is uncertain.
        value: f64,
        /// The lower end of its swing.
        low: End,
        /// The upper end of its swing.
        high: End,
        /// At its default; absent where it is there already.
        default: Option<End>,
    }
}

value! {
    /// A value of a lever, and what it makes of the probability.
    ///
    /// ```
    /// let end = tradecast::End { value: 2.0, probability: 0.4 };
    /// assert!((0.0..=1.0).contains(&end.probability));
    /// ```
    End {
        /// The value.
        value: f64,
        /// Probability that the target is reached in time.
        probability: f64,
    }
}

impl Simulation {
    /// How far each lever alone swings the probability that the target is reached by its deadline, or within the horizon where it
    /// has none. Levers that say more about another are looked at where that one is moved; of parts growth, and of those that
    /// have no parts of their own volume and price, and whatever else of them is moved.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Swing, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(20.0)?;
    /// let swing = Swing { ends: [(Lever::Growth.into(), [-1.0, 1.0])].into(), ..Swing::default() };
    /// let tornado = simulation.tornado(&target, &Assumptions::baseline(), &swing)?;
    /// let growth = tornado.bars.iter().find(|bar| bar.lever == "growth").unwrap();
    /// let faster = simulation.answer(&target, &Assumptions::baseline().with(Lever::Growth, 1.0)?)?;
    /// assert_eq!(growth.high.probability, faster.arrival.by.last().unwrap().probability);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`]; [`crate::Error::SettingOutOfRange`] where the share is not above 0 and at most 1;
    /// [`crate::Error::LeverOutOfRange`] for ends outside the range of their lever.
    pub fn tornado(&self, target: &Target, assumptions: &Assumptions, swing: &Swing) -> Result<Tornado> {
        self.tornado_with_progress(target, assumptions, swing, &mut |_| {})
    }

    /// The same as [`Simulation::tornado`], telling `progress` before each lever which share of them has been looked at.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Swing, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let mut told = Vec::new();
    /// let mut progress = |share| told.push(share);
    /// simulation.tornado_with_progress(&Target::level(20.0)?, &Assumptions::baseline(), &Swing::default(), &mut progress)?;
    /// assert!(told[0] == 0.0 && told.is_sorted() && told.iter().all(|share| *share < 1.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::tornado`].
    pub fn tornado_with_progress(
        &self,
        target: &Target,
        assumptions: &Assumptions,
        swing: &Swing,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Tornado> {
        within("share of the range", swing.share, f64::MIN_POSITIVE, 1.0, "")?;
        let leads = self.leads_asked(target, self.settings().horizon)?;
        let assumptions = self.applied(assumptions)?;
        let probability = self.chance(target, leads, &assumptions);
        let (mut bars, mut without_effect) = (Vec::new(), Vec::new());
        let levers = self.swinging(&assumptions);
        for (done, key) in levers.iter().enumerate() {
            progress(done as f64 / levers.len() as f64);
            let bar = self.bar(target, leads, &assumptions, probability, key, swing)?;
            let still = |end: &End| end.probability == probability;
            if still(&bar.low) && still(&bar.high) && bar.default.as_ref().is_none_or(still) {
                without_effect.push(bar.lever);
            } else {
                bars.push(bar);
            }
        }
        let width = |bar: &Bar| (bar.high.probability - bar.low.probability).abs();
        bars.sort_by(|a, b| width(b).total_cmp(&width(a)));
        let series = self.fit().series();
        Ok(Tornado {
            series: series.name().to_owned(),
            unit: series.unit().to_owned(),
            target: target.clone(),
            asked: self.asked(target),
            assumptions,
            probability,
            bars,
            without_effect,
        })
    }

    /// The levers that a tornado looks at.
    fn swinging(&self, assumptions: &Assumptions) -> Vec<LeverKey> {
        let whole = Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part);
        let of_parts = self.composition().into_iter().flat_map(|composition| {
            composition.parts().iter().flat_map(|part| {
                let is_leaf = composition.leaves().any(|leaf| leaf.id == part.id);
                let keys = Lever::ALL.into_iter().filter_map(|l| LeverKey::of_part(part.id.as_str(), l).ok());
                keys.filter(move |key| {
                    let usual = match key.lever() {
                        Lever::Growth => true,
                        Lever::Volume | Lever::Price => is_leaf,
                        _ => key.gate().is_some(),
                    };
                    usual || assumptions.setting(key).is_some()
                })
            })
        });
        whole.map(LeverKey::from).chain(of_parts).filter(|key| assumptions.has_effect(key)).collect()
    }

    fn bar(
        &self,
        target: &Target,
        leads: usize,
        assumptions: &Assumptions,
        probability: f64,
        key: &LeverKey,
        swing: &Swing,
    ) -> Result<Bar> {
        let lever = key.lever();
        let [min, max, default] = self.lever_range(lever);
        let setting = assumptions.setting(key).unwrap_or(Setting::Fixed(default));
        let ends = match (swing.ends.get(key), setting) {
            (Some(ends), _) => *ends,
            (None, Setting::Fixed(value)) => [min, max].map(|end| {
                let there = value + swing.share * (end - value);
                if lever.counts_years() { libm::round(there) } else { there.clamp(min, max) }
            }),
            (None, Setting::Uncertain(distribution)) => {
                let tenths = distribution.quantiles(TENTHS.into_iter(), min, max);
                [tenths[0], tenths[1]]
            }
        };
        let at = |value: f64| -> Result<End> {
            let probability = if setting == Setting::Fixed(value) {
                probability
            } else {
                let moved = self.applied(&assumptions.clone().with(key.clone(), value)?)?;
                self.chance(target, leads, &moved)
            };
            Ok(End { value, probability })
        };
        Ok(Bar {
            lever: key.to_string(),
            label: self.lever_label(key),
            unit: self.lever_unit(key),
            kind: lever.spec().kind,
            value: setting.middle(),
            low: at(ends[0])?,
            high: at(ends[1])?,
            default: assumptions.setting(key).map(|_| at(default)).transpose()?,
        })
    }
}
