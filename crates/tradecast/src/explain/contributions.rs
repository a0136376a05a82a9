#![doc = include_str!("../../guide/methods/contributions.md")]

use crate::error::Result;
use crate::numeric::sort::sort;
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::question::target::Target;
use crate::series::composition::{Composition, Part};
use crate::simulate::paths::leaves;
use crate::simulate::simulation::Simulation;

/// Share of the paths on either side that is left out.
const TRIMMED: f64 = 0.005;

value! {
    /// What the parts contribute in the paths that reach the target in time.
    ///
    /// ```
    /// use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let target = Target::level(200.0)?.by(Period::annual(2026));
    /// let contributions = simulation.contributions(&target, &Assumptions::baseline())?;
    /// let sum: f64 = contributions.parts.iter().map(|part| part.change).sum();
    /// assert!((contributions.from + sum - contributions.to.unwrap()).abs() < 1e-9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Contributions {
        /// The deadline, or the end of the horizon where the target has none.
        asked: Period as "string",
        /// Paths that reach the target by then.
        paths: usize,
        /// The last value known.
        from: f64,
        /// Mean value at the deadline in those paths; absent where there are none.
        to: Option<f64>,
        /// The parts that have no parts of their own, or the series itself, and the new deliveries; none where no path arrives.
        parts: Vec<PartChange>,
    }
}

value! {
    /// The change of one part.
    ///
    /// ```
    /// let wheat = tradecast::PartChange {
    ///     part: Some("wheat".into()), part_label: Some("Wheat".into()), delivery: false, label: "Wheat".into(),
    ///     from: 97.6, to: 180.0, change: 82.4,
    /// };
    /// assert!(wheat.change > 0.0);
    /// ```
    PartChange {
        /// Identifier of the part; of deliveries the part that they join, absent where that is the whole.
        part: Option<String>,
        /// What a person calls that part.
        part_label: Option<String>,
        /// Whether these are new deliveries.
        delivery: bool,
        /// What a person reads.
        label: String,
        /// Its part of the last value known, by the shares that were known last; nothing for new deliveries.
        from: f64,
        /// Mean value at the deadline.
        to: f64,
        /// Mean change.
        change: f64,
    }
}

impl Simulation {
    /// What each part contributes in the paths that reach the target by its deadline, or within the horizon where it has none.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let programme = Assumptions::baseline().with(Lever::Programme, 3.0)?;
    /// let contributions = simulation.contributions(&Target::level(20.0)?, &programme)?;
    /// assert_eq!(contributions.parts[1].label, "New deliveries");
    /// assert!((contributions.parts[1].change - 3.0).abs() < 1e-9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`].
    pub fn contributions(&self, target: &Target, assumptions: &Assumptions) -> Result<Contributions> {
        let leads = self.leads_asked(target, self.settings().horizon)?;
        let plan = self.plan(&self.applied(assumptions)?);
        let already = self.already(target, &plan);
        let joined: Vec<Option<usize>> = plan.deliveries.iter().map(|delivery| delivery.part).collect();
        let (last, scale) = (self.fit().series().last().value, self.fit().scale());
        let parts = self.starts(&joined);
        let mut paths = self.paths(plan, Some(target), true);
        let mut margins = vec![if already { 0.0 } else { f64::NEG_INFINITY }; paths.total().len()];
        for _ in 0..leads {
            paths.advance();
            paths.widen(&mut margins);
        }
        let arrive: Vec<usize> = (0..margins.len()).filter(|path| margins[*path] >= 0.0).collect();
        let mut totals: Vec<f64> = arrive.iter().map(|path| paths.total()[*path]).collect();
        sort(&mut totals);
        let cut = (TRIMMED * totals.len() as f64) as usize;
        let edges = totals.get(cut).copied().zip(totals.iter().rev().nth(cut).copied());
        let kept: Vec<usize> = match edges {
            Some((low, high)) => {
                arrive.iter().copied().filter(|path| (low..=high).contains(&paths.total()[*path])).collect()
            }
            None => Vec::new(),
        };
        let mean =
            |column: &[f64]| scale * kept.iter().map(|path| column[*path]).sum::<f64>() / kept.len() as f64;
        let change = |(part, column): (PartChange, &Vec<f64>)| {
            let to = mean(column);
            PartChange { change: to - part.from, to, ..part }
        };
        let columns = paths.leaves().filter(|_| !kept.is_empty());
        let parts = match (leads, columns) {
            (0, _) => parts,
            (_, Some(columns)) => parts.into_iter().zip(columns).map(change).collect(),
            (_, None) => Vec::new(),
        };
        let to = (!parts.is_empty()).then(|| if leads == 0 { last } else { mean(paths.total()) });
        Ok(Contributions { asked: self.asked(target), paths: arrive.len(), from: last, to, parts })
    }

    /// The parts as they are now, in the order of [`crate::simulate::paths::Paths::leaves`]: those that have no parts of their own, then the
    /// deliveries, of which each joins a part or the whole.
    pub(crate) fn starts(&self, joined: &[Option<usize>]) -> Vec<PartChange> {
        let last = self.fit().series().last();
        let start = |part: Option<&Part>, delivery: bool, label: String, from: f64| PartChange {
            part: part.map(|part| part.id.to_string()),
            part_label: part.map(|part| part.label.clone()),
            delivery,
            label,
            from,
            to: from,
            change: 0.0,
        };
        let composed = self.parts().zip(self.composition());
        let existing: Vec<PartChange> = match composed {
            None => vec![start(None, false, self.fit().series().flow().to_string(), last.value)],
            Some((parts, composition)) => leaves(parts)
                .map(|leaf| {
                    let part = &composition.parts()[leaf];
                    let from = last.value * last_share(composition, leaf);
                    start(Some(part), false, part.label.clone(), from)
                })
                .collect(),
        };
        let deliveries = joined.iter().map(|joined| {
            let part = joined.and_then(|part| Some(&self.composition()?.parts()[part]));
            let label = part.map_or_else(
                || "New deliveries".to_owned(),
                |part| format!("{}: new deliveries", part.label),
            );
            start(part, true, label, 0.0)
        });
        existing.into_iter().chain(deliveries).collect()
    }
}

/// The share of the total that a part had when that was last known.
fn last_share(composition: &Composition, part: usize) -> f64 {
    let place = composition.groups().iter().find_map(|group| {
        let place = group.children.iter().position(|child| *child == part)?;
        let (_, shares) = group.known.last().expect("shares are known in one period at least");
        Some((group.parent, shares[place]))
    });
    let (parent, share) = place.expect("every part is in a group");
    share * parent.map_or(1.0, |parent| last_share(composition, parent))
}
