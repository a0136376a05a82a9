//! How a future is made: the one order in which assumptions act on it.
//!
//! 1. **base**: what the fitted models simulated, trend and surprise, with the season and what the readings of the running year
//!    say;
//! 2. **growth** added, 3. **price and volume** of parts, 4. **shocks and disruptions**: factors of what exists, of the whole
//!    and of parts;
//! 5. **additive flows**: contracts and programmes, less what they displace of existing trade;
//! 6. **capacity**: what shares the corridor is cut down pro rata to its limit;
//! 7. **total**: the sum, compared with the target in the money of the day.
//!
//! A lever at its default is the identity at its step. Values are relative to the last value of the series. All futures of a
//! lead are computed together, lead after lead.

use std::sync::Arc;

use crate::draws::{Draws, Purpose};
use crate::exponential::exp;
use crate::parts::Parts;
use crate::plan::Plan;
use crate::value::Value;

/// What was simulated with no lever moved, for leads and paths in the order of [`Base::column`].
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) paths: usize,
    pub(crate) seed: u32,
    /// Log of each future relative to the last value without surprises.
    pub(crate) trend: Arc<[f64]>,
    /// What the surprises add.
    pub(crate) surprise: Arc<[f64]>,
    /// What the season adds, for the leads of one cycle; empty where there is none.
    pub(crate) season: Arc<[f64]>,
    /// Each future relative to the last value.
    pub(crate) levels: Vec<f64>,
}

impl Base {
    pub(crate) fn new(paths: usize, seed: u32, [trend, surprise, season]: [Arc<[f64]>; 3]) -> Self {
        let mut base = Self { paths, seed, trend, surprise, season, levels: Vec::new() };
        base.levels = vec![0.0; base.trend.len()];
        for lead in 0..base.trend.len() / paths {
            let column = lead * paths..(lead + 1) * paths;
            let (trend, surprise) = (&base.trend[column.clone()], &base.surprise[column.clone()]);
            let levels = &mut base.levels[column];
            levels.iter_mut().zip(trend).zip(surprise).for_each(|((level, t), s)| *level = t + s);
            match (lead * paths).checked_rem(base.season.len()) {
                Some(start) => {
                    let season = &base.season[start..start + paths];
                    levels.iter_mut().zip(season).for_each(|(level, season)| *level = exp(*level + season));
                }
                None => levels.iter_mut().for_each(|level| *level = exp(*level)),
            }
        }
        base
    }

    /// The futures of one lead.
    fn column<'a>(&self, values: &'a [f64], lead: usize) -> &'a [f64] {
        &values[lead * self.paths..(lead + 1) * self.paths]
    }

    fn season(&self, lead: usize) -> Option<&[f64]> {
        let start = (lead * self.paths).checked_rem(self.season.len())?;
        Some(&self.season[start..start + self.paths])
    }
}

/// Futures under a set of assumptions, lead after lead.
pub(crate) struct Paths<'a> {
    base: &'a Base,
    parts: Option<&'a Parts>,
    plan: Plan,
    /// Leads made so far.
    leads: usize,
    /// The damped trend so far; empty where damping is not moved.
    damped: Vec<f64>,
    /// Share of trade that disruptions still take; empty where there are none.
    lost: Vec<f64>,
    draws: Vec<Draws>,
    /// Of the last lead made: the total of each future.
    total: Vec<f64>,
    /// Of the last lead made: what exists of each leaf, and after them of each delivery; only where asked for or needed.
    leaves: Option<Vec<Vec<f64>>>,
    /// Of the last lead made: what the corridor could not carry; empty without a limit.
    unserved: Vec<f64>,
    threshold: f64,
    /// The target of the last lead made.
    target: Value,
}

impl<'a> Paths<'a> {
    /// Futures that are compared with a target, `threshold` times the last value. `apart` keeps the leaves apart even where
    /// their sum is enough.
    pub(crate) fn new(
        base: &'a Base,
        parts: Option<&'a Parts>,
        plan: Plan,
        threshold: f64,
        apart: bool,
    ) -> Self {
        let paths = base.paths;
        let corridor_excludes = plan.corridor.is_some()
            && parts.is_some_and(|parts| parts.nodes.iter().any(|node| !node.in_corridor));
        let displaces = plan.deliveries.iter().any(|d| d.part.is_some() && !d.displaces.is(0.0));
        let when = |needed: bool, value: f64| vec![value; if needed { paths } else { 0 }];
        Self {
            base,
            parts,
            leads: 0,
            damped: when(!plan.damping.is(0.0), 0.0),
            lost: when(plan.disruption.is_some(), 0.0),
            draws: match plan.disruption {
                Some(_) => (0..paths).map(|path| Draws::new(base.seed, path, 0)).collect(),
                None => Vec::new(),
            },
            total: vec![0.0; paths],
            leaves: (apart || corridor_excludes || displaces).then(Vec::new),
            unserved: when(plan.corridor.is_some(), 0.0),
            threshold,
            target: Value::All(threshold),
            plan,
        }
    }

    /// The total of each future at the last lead made.
    pub(crate) fn total(&self) -> &[f64] {
        &self.total
    }

    /// The target at the last lead made.
    pub(crate) fn target(&self) -> &Value {
        &self.target
    }

    /// What the corridor could not carry in each future at the last lead made; empty without a limit.
    pub(crate) fn unserved(&self) -> &[f64] {
        &self.unserved
    }

    /// Each leaf's part in each future at the last lead made, and after them each delivery's; where they are kept apart.
    pub(crate) fn leaves(&self) -> Option<&[Vec<f64>]> {
        self.leaves.as_deref()
    }

    /// Makes the next lead.
    pub(crate) fn advance(&mut self) {
        let lead = self.leads;
        self.leads += 1;
        self.simulated(lead);
        if let Some(effect) = &self.plan.whole {
            effect.factor(lead).scale(&mut self.total);
        }
        self.disrupt(lead);
        if self.leaves.is_some() {
            self.sum_of_leaves(lead);
        } else {
            self.sum(lead);
        }
        self.target = self.plan.money.factor(lead + 1).map(|factor| factor * self.threshold);
    }

    /// Step 1: what was simulated.
    fn simulated(&mut self, lead: usize) {
        let Self { base, plan, damped, total, .. } = self;
        if plan.volatility.is(1.0) && damped.is_empty() {
            total.copy_from_slice(base.column(&base.levels, lead));
            return;
        }
        let (trend, surprise) = (base.column(&base.trend, lead), base.column(&base.surprise, lead));
        if damped.is_empty() {
            total.copy_from_slice(trend);
        } else {
            let kept = plan.kept(lead);
            for (path, damped) in damped.iter_mut().enumerate() {
                let before = if lead == 0 { 0.0 } else { base.trend[(lead - 1) * base.paths + path] };
                *damped += kept.at(path) * (trend[path] - before);
            }
            total.copy_from_slice(damped);
        }
        match &plan.volatility {
            Value::All(size) => total.iter_mut().zip(surprise).for_each(|(total, s)| *total += size * s),
            Value::Each(sizes) => {
                total.iter_mut().zip(surprise).zip(sizes).for_each(|((total, s), size)| *total += size * s);
            }
        }
        if let Some(season) = base.season(lead) {
            total.iter_mut().zip(season).for_each(|(total, season)| *total += season);
        }
        total.iter_mut().for_each(|total| *total = exp(*total));
    }

    /// Step 4, its random half: breaks begin and heal.
    fn disrupt(&mut self, lead: usize) {
        let Some(disruption) = &self.plan.disruption else { return };
        for (path, ((lost, draws), total)) in
            self.lost.iter_mut().zip(&self.draws).zip(&mut self.total).enumerate()
        {
            *lost *= disruption.kept.at(path);
            if draws.uniform(Purpose::Disruption, lead) < disruption.chance.at(path) {
                *lost = 1.0 - (1.0 - *lost) * (1.0 - disruption.depth.at(path));
            }
            *total *= 1.0 - *lost;
        }
    }

    /// Steps 2 to 6 where the sum of the parts is enough: parts that are not moved are never looked at.
    fn sum(&mut self, lead: usize) {
        let gained = self.parts.and_then(|parts| gained(parts, &self.plan, None, lead));
        if let Some(gained) = gained {
            self.total.iter_mut().zip(&gained).for_each(|(total, gained)| *total += *total * gained);
        }
        for delivery in &self.plan.deliveries {
            let amount = delivery.amount(lead);
            if delivery.displaces.is(0.0) {
                match &amount {
                    Value::All(0.0) => {}
                    Value::All(amount) => self.total.iter_mut().for_each(|total| *total += amount),
                    Value::Each(each) => {
                        self.total.iter_mut().zip(each).for_each(|(total, amount)| *total += amount)
                    }
                }
            } else {
                for (path, total) in self.total.iter_mut().enumerate() {
                    let amount = amount.at(path);
                    *total += amount - (delivery.displaces.at(path) * amount).min(*total);
                }
            }
        }
        if let Some(corridor) = &self.plan.corridor {
            let limit = corridor.limit(lead);
            for (path, (total, unserved)) in self.total.iter_mut().zip(&mut self.unserved).enumerate() {
                let carried = total.min(limit.at(path));
                (*unserved, *total) = (*total - carried, carried);
            }
        }
    }

    /// Steps 2 to 7 leaf by leaf.
    fn sum_of_leaves(&mut self, lead: usize) {
        let mut columns = match self.parts {
            None => vec![self.total.clone()],
            Some(parts) => leaves(parts).map(|leaf| self.leaf(parts, leaf, lead)).collect(),
        };
        // Whether a leaf belongs to the part that a delivery joins, and whether it uses the corridor.
        let belongs = |leaf: usize, part: Option<usize>| match (self.parts, part) {
            (Some(parts), Some(part)) => {
                parts.is_within(leaves(parts).nth(leaf).expect("as many as columns"), part)
            }
            _ => true,
        };
        let existing = columns.len();
        for delivery in &self.plan.deliveries {
            let pool: Vec<usize> = (0..existing).filter(|leaf| belongs(*leaf, delivery.part)).collect();
            let amount = delivery.amount(lead);
            let amounts: Vec<f64> = (0..self.base.paths).map(|path| amount.at(path)).collect();
            if !delivery.displaces.is(0.0) {
                for (path, amount) in amounts.iter().enumerate() {
                    let there: f64 = pool.iter().map(|leaf| columns[*leaf][path]).sum();
                    let taken = (delivery.displaces.at(path) * amount).min(there);
                    if taken > 0.0 {
                        pool.iter().for_each(|leaf| columns[*leaf][path] *= 1.0 - taken / there);
                    }
                }
            }
            columns.push(amounts);
        }
        if let Some(corridor) = &self.plan.corridor {
            let limit = corridor.limit(lead);
            let uses = |column: usize| match self.parts {
                None => true,
                Some(parts) => {
                    let node = match column.checked_sub(existing) {
                        None => leaves(parts).nth(column),
                        Some(delivery) => self.plan.deliveries[delivery].part,
                    };
                    node.is_none_or(|node| parts.nodes[node].in_corridor)
                }
            };
            let sharing: Vec<usize> = (0..columns.len()).filter(|column| uses(*column)).collect();
            for (path, unserved) in self.unserved.iter_mut().enumerate() {
                let wanted: f64 = sharing.iter().map(|column| columns[*column][path]).sum();
                let limit = limit.at(path);
                *unserved = (wanted - limit).max(0.0);
                if wanted > limit {
                    sharing.iter().for_each(|column| columns[*column][path] *= limit / wanted);
                }
            }
        }
        self.total.fill(0.0);
        for column in &columns {
            self.total.iter_mut().zip(column).for_each(|(total, value)| *total += value);
        }
        self.leaves = Some(columns);
    }

    /// What exists of a leaf under the factors of itself and of the groups that it belongs to.
    fn leaf(&self, parts: &Parts, leaf: usize, lead: usize) -> Vec<f64> {
        let share = parts.share(leaf, lead);
        let mut column: Vec<f64> =
            self.total.iter().zip(share).map(|(total, share)| total * f64::from(*share)).collect();
        for (_, effect) in self.plan.parts.iter().filter(|(part, _)| parts.is_within(leaf, *part)) {
            effect.factor(lead).scale(&mut column);
        }
        column
    }
}

/// The leaves of a composition, in its order.
pub(crate) fn leaves(parts: &Parts) -> impl Iterator<Item = usize> {
    (0..parts.nodes.len()).filter(|part| parts.nodes[*part].leaf)
}

/// What a group (the total where absent) gains from the effects on the parts inside it, as a share of the total without them;
/// absent where none is moved.
fn gained(parts: &Parts, plan: &Plan, group: Option<usize>, lead: usize) -> Option<Vec<f64>> {
    let mut sum: Option<Vec<f64>> = None;
    for part in (0..parts.nodes.len()).filter(|part| parts.nodes[*part].parent == group) {
        let inside = gained(parts, plan, Some(part), lead);
        let own = plan.parts.iter().find(|(moved, _)| *moved == part).map(|(_, effect)| effect.factor(lead));
        if inside.is_none() && own.is_none() {
            continue;
        }
        let share = parts.share(part, lead);
        let sum = sum.get_or_insert_with(|| vec![0.0; share.len()]);
        for (path, (sum, share)) in sum.iter_mut().zip(share).enumerate() {
            let share = f64::from(*share);
            let factor = own.as_ref().map_or(1.0, |own| own.at(path));
            let inside = inside.as_ref().map_or(0.0, |inside| inside[path]);
            *sum += (factor - 1.0) * share + factor * inside;
        }
    }
    sum
}
