#![doc = include_str!("../../guide/methods/path.md")]

use std::sync::{Arc, OnceLock};

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::exponential::exp;
use crate::simulate::effects::{Disruption, Plan};
use crate::simulate::nowcast::{Count, Update};
use crate::simulate::parts::Parts;
use crate::simulate::trade_mask::TradeMask;
use crate::simulate::value::{Value, apply, least};

/// What was simulated with no lever moved, for leads and paths in the order of [`Base::column`].
#[derive(Debug)]
pub(crate) struct Base {
    pub(crate) paths: usize,
    pub(crate) seed: u32,
    /// Log of each path relative to the last value with trade, without surprises.
    pub(crate) trend: Arc<[f64]>,
    /// What the surprises add.
    pub(crate) surprise: Arc<[f64]>,
    /// What the season adds, for the leads of one cycle; empty where there is none.
    pub(crate) season: Arc<[f64]>,
    /// What the readings of the running year add; absent where there are none.
    pub(crate) update: Option<Update>,
    /// In which periods each path has trade; absent where the series has no zeros, and every path has.
    pub(crate) trade: Option<TradeMask>,
    /// Each path relative to the last value with trade; computed when first asked for.
    levels: OnceLock<Vec<f64>>,
    /// Whether a disruption begins: in the paths whose number is below its probability. Drawn when first asked for.
    breaks: OnceLock<Vec<f32>>,
}

impl Base {
    /// Paths of trend, surprise and season.
    pub(crate) fn new(paths: usize, seed: u32, [trend, surprise, season]: [Arc<[f64]>; 3]) -> Self {
        let (levels, breaks) = (OnceLock::new(), OnceLock::new());
        Self { paths, seed, trend, surprise, season, update: None, trade: None, levels, breaks }
    }

    /// The same paths with what readings add, or without, and with trade in these periods.
    pub(crate) fn with(&self, update: Option<Update>, trade: Option<TradeMask>) -> Self {
        let logs = [&self.trend, &self.surprise, &self.season].map(Arc::clone);
        Self { update, trade, ..Self::new(self.paths, self.seed, logs) }
    }

    /// Each path at one lead, relative to the last value.
    pub(crate) fn levels(&self, lead: usize) -> &[f64] {
        let levels = self.levels.get_or_init(|| {
            let mut levels = Vec::with_capacity(self.trend.len());
            for lead in 0..self.trend.len() / self.paths {
                let mut column = self.simulated(lead);
                if let Some(update) = &self.update {
                    update.apply(lead, &Value::Scalar(1.0), &mut column);
                }
                let start = levels.len();
                levels.extend(column.into_iter().map(exp));
                if let Some(trade) = &self.trade {
                    trade.apply(lead, &Value::Scalar(1.0), &mut levels[start..]);
                }
            }
            levels
        });
        self.column(levels, lead)
    }

    /// Log of the paths of one lead relative to the last value, without what readings add.
    pub(crate) fn simulated(&self, lead: usize) -> Vec<f64> {
        let simulated = self.column(&self.trend, lead).iter().zip(self.column(&self.surprise, lead));
        let mut column: Vec<f64> = simulated.map(|(trend, surprise)| trend + surprise).collect();
        if let Some(season) = self.season(lead) {
            column.iter_mut().zip(season).for_each(|(out, season)| *out += season);
        }
        column
    }

    /// Log of the paths of every lead relative to the last value with trade, as long as there is trade, with what an update adds.
    pub(crate) fn logs(&self, update: Option<&Update>) -> Vec<Vec<f64>> {
        let log = |lead| {
            let mut column = self.simulated(lead);
            if let Some(update) = update {
                update.apply(lead, &Value::Scalar(1.0), &mut column);
            }
            column
        };
        (0..self.trend.len() / self.paths).map(log).collect()
    }

    /// Uniform numbers of one lead that decide whether a disruption begins.
    fn breaks(&self, lead: usize) -> &[f32] {
        let drawn = self.breaks.get_or_init(|| {
            let draws: Vec<Draws> = (0..self.paths).map(|path| Draws::new(self.seed, path, 0)).collect();
            let uniform =
                |lead| draws.iter().map(move |draws| draws.uniform(Purpose::Disruption, lead) as f32);
            (0..self.trend.len() / self.paths).flat_map(uniform).collect()
        });
        &drawn[lead * self.paths..(lead + 1) * self.paths]
    }

    /// The paths of one lead.
    fn column<'a>(&self, values: &'a [f64], lead: usize) -> &'a [f64] {
        &values[lead * self.paths..(lead + 1) * self.paths]
    }

    fn season(&self, lead: usize) -> Option<&[f64]> {
        let start = (lead * self.paths).checked_rem(self.season.len())?;
        Some(&self.season[start..start + self.paths])
    }
}

/// Paths under a set of assumptions, lead after lead.
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
    /// Share that those take which begin now; empty where there are none.
    begins: Vec<f64>,
    /// Of the last lead made: the total of each path.
    total: Vec<f64>,
    /// Of the last lead made: what exists of each leaf, and after them of each delivery; only where asked for or needed.
    leaves: Option<Vec<Vec<f64>>>,
    /// Of the last lead made: what the corridor could not carry; empty without a limit.
    unserved: Vec<f64>,
    threshold: f64,
    /// What the reporter counts who decides; absent where it is that of the series.
    decider: Option<&'a Count>,
    /// The target of the last lead made.
    target: Value,
}

impl<'a> Paths<'a> {
    /// Paths that are compared with a target, `threshold` times the last value. `apart` keeps the leaves apart even where
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
            begins: when(plan.disruption.is_some(), 0.0),
            total: vec![0.0; paths],
            leaves: (apart || corridor_excludes || displaces).then(Vec::new),
            unserved: when(plan.corridor.is_some(), 0.0),
            threshold,
            decider: None,
            target: Value::Scalar(threshold),
            plan,
        }
    }

    /// Compares them as another reporter counts: the target is then one of each path.
    pub(crate) fn decided_by(self, decider: Option<&'a Count>) -> Self {
        Self { decider, ..self }
    }

    /// The total of each path at the last lead made.
    pub(crate) fn total(&self) -> &[f64] {
        &self.total
    }

    /// The target at the last lead made.
    pub(crate) fn target(&self) -> &Value {
        &self.target
    }

    /// Raises the widest margin of each path over the target so far to that of the last lead made, where it is wider: at 0 or
    /// above the target has been reached.
    pub(crate) fn widen(&self, margins: &mut [f64]) {
        let paths = margins.iter_mut().zip(&self.total);
        let widen = |margin: &mut f64, value: f64| *margin = if value > *margin { value } else { *margin };
        match &self.target {
            Value::Scalar(target) => paths.for_each(|(margin, total)| widen(margin, total - target)),
            Value::PerPath(targets) => {
                paths.zip(targets.iter()).for_each(|((margin, total), target)| widen(margin, total - target));
            }
        }
    }

    /// What the corridor could not carry in each path at the last lead made; empty without a limit.
    pub(crate) fn unserved(&self) -> &[f64] {
        &self.unserved
    }

    /// Each leaf's part in each path at the last lead made, and after them each delivery's; where they are kept apart.
    pub(crate) fn leaves(&self) -> Option<&[Vec<f64>]> {
        self.leaves.as_deref()
    }

    /// Makes the next lead.
    pub(crate) fn advance(&mut self) {
        let lead = self.leads;
        self.leads += 1;
        self.plan.advance(lead);
        self.simulated(lead);
        if let Some(effect) = &self.plan.whole {
            effect.factor.scale(&mut self.total);
        }
        self.disrupt(lead);
        if self.leaves.is_some() {
            self.sum_of_leaves(lead);
        } else {
            self.sum(lead);
        }
        let target = self.plan.money.factor(lead + 1).map(|factor| factor * self.threshold);
        self.target = match self.decider {
            None => target,
            Some(count) => Value::per_path(count.needed(lead, &target, &self.plan.readings)),
        };
    }

    /// Step 1: what was simulated.
    fn simulated(&mut self, lead: usize) {
        let Self { base, plan, damped, total, .. } = self;
        let trusted = base.update.is_none() || plan.readings.is(1.0);
        if plan.volatility.is(1.0) && damped.is_empty() && trusted {
            total.copy_from_slice(base.levels(lead));
            return;
        }
        let (trend, surprise) = (base.column(&base.trend, lead), base.column(&base.surprise, lead));
        if damped.is_empty() {
            total.copy_from_slice(trend);
        } else {
            let kept = plan.kept(lead);
            total.copy_from_slice(trend);
            if lead > 0 {
                let before = base.column(&base.trend, lead - 1);
                total.iter_mut().zip(before).for_each(|(step, before)| *step -= before);
            }
            kept.scale(total);
            damped.iter_mut().zip(&mut *total).for_each(|(damped, step)| {
                *damped += *step;
                *step = *damped;
            });
        }
        match &plan.volatility {
            Value::Scalar(size) => total.iter_mut().zip(surprise).for_each(|(total, s)| *total += size * s),
            Value::PerPath(sizes) => {
                let surprises = surprise.iter().zip(sizes.iter());
                total.iter_mut().zip(surprises).for_each(|(total, (s, size))| *total += size * s);
            }
        }
        if let Some(season) = base.season(lead) {
            total.iter_mut().zip(season).for_each(|(total, season)| *total += season);
        }
        if let Some(update) = &base.update {
            update.apply(lead, &plan.readings, total);
        }
        total.iter_mut().for_each(|total| *total = exp(*total));
        if let Some(trade) = &base.trade {
            trade.apply(lead, &plan.readings, total);
        }
    }

    /// Step 4, its random half: breaks begin and heal.
    fn disrupt(&mut self, lead: usize) {
        let Some(Disruption { chance, depth, kept }) = &self.plan.disruption else { return };
        let Self { base, lost, total, begins, .. } = self;
        begins.iter_mut().zip(base.breaks(lead)).for_each(|(begins, uniform)| *begins = f64::from(*uniform));
        // The share of trade that a disruption takes which begins now.
        apply(begins, [chance, depth], |uniform, [chance, depth]| if uniform < chance { depth } else { 0.0 });
        apply(lost, [kept], |lost, [kept]| lost * kept);
        for ((total, lost), begins) in total.iter_mut().zip(lost).zip(begins) {
            *lost = 1.0 - (1.0 - *lost) * (1.0 - *begins);
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
            if amount.is(0.0) {
                continue;
            }
            apply(&mut self.total, [&amount, &delivery.displaces], |total, [amount, displaces]| {
                total + (amount - least(displaces * amount, total))
            });
        }
        if let Some(corridor) = &self.plan.corridor {
            self.unserved.copy_from_slice(&self.total);
            apply(&mut self.total, [&corridor.limit(lead)], |total, [limit]| least(total, limit));
            self.unserved.iter_mut().zip(&self.total).for_each(|(wanted, carried)| *wanted -= carried);
        }
    }

    /// Steps 2 to 7 leaf by leaf.
    fn sum_of_leaves(&mut self, lead: usize) {
        // The part that each column belongs to; the whole where absent.
        let mut places: Vec<Option<usize>> = match self.parts {
            None => vec![None],
            Some(parts) => leaves(parts).map(Some).collect(),
        };
        let existing = |place: &Option<usize>| match (self.parts, *place) {
            (Some(parts), Some(leaf)) => self.leaf(parts, leaf, lead),
            _ => self.total.clone(),
        };
        let mut columns: Vec<Vec<f64>> = places.iter().map(existing).collect();
        let existing = columns.len();
        for delivery in &self.plan.deliveries {
            let joined = |column: &usize| match (self.parts, places[*column], delivery.part) {
                (Some(parts), Some(leaf), Some(part)) => parts.is_within(leaf, part),
                _ => true,
            };
            let pool: Vec<usize> = (0..existing).filter(joined).collect();
            let amount = delivery.amount(lead);
            let amounts: Vec<f64> = (0..self.base.paths).map(|path| amount.at(path)).collect();
            if !delivery.displaces.is(0.0) {
                for (path, amount) in amounts.iter().enumerate() {
                    let there: f64 = pool.iter().map(|leaf| columns[*leaf][path]).sum();
                    let taken = least(delivery.displaces.at(path) * amount, there);
                    if taken > 0.0 {
                        pool.iter().for_each(|leaf| columns[*leaf][path] *= 1.0 - taken / there);
                    }
                }
            }
            columns.push(amounts);
            places.push(delivery.part);
        }
        if let Some(corridor) = &self.plan.corridor {
            let limit = corridor.limit(lead);
            let uses = |column: &usize| match (self.parts, places[*column]) {
                (Some(parts), Some(part)) => parts.nodes[part].in_corridor,
                _ => true,
            };
            let sharing: Vec<usize> = (0..columns.len()).filter(uses).collect();
            for (path, unserved) in self.unserved.iter_mut().enumerate() {
                let wanted: f64 = sharing.iter().map(|column| columns[*column][path]).sum();
                let limit = limit.at(path);
                *unserved = wanted - least(wanted, limit);
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
            effect.factor.scale(&mut column);
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
    let mut sum = None;
    for part in (0..parts.nodes.len()).filter(|part| parts.nodes[*part].parent == group) {
        let mut inside = gained(parts, plan, Some(part), lead);
        if let Some((_, own)) = plan.parts.iter().find(|(moved, _)| *moved == part) {
            let mut gain: Vec<f64> = parts.share(part, lead).iter().map(|share| f64::from(*share)).collect();
            apply(&mut gain, [&own.factor], |share, [own]| (own - 1.0) * share);
            sum = added(sum, Some(gain));
            if let Some(inside) = &mut inside {
                own.factor.scale(inside);
            }
        }
        sum = added(sum, inside);
    }
    sum
}

/// What two gains are together.
fn added(one: Option<Vec<f64>>, other: Option<Vec<f64>>) -> Option<Vec<f64>> {
    match (one, other) {
        (Some(mut sum), Some(other)) => {
            sum.iter_mut().zip(&other).for_each(|(sum, other)| *sum += other);
            Some(sum)
        }
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::period::Period;
    use crate::question::assumptions::Assumptions;
    use crate::question::distribution::Distribution;
    use crate::question::lever::{Lever, LeverKey, Scope};
    use crate::question::settings::Settings;
    use crate::question::target::Target;
    use crate::series::composition::{Composition, Part};
    use crate::series::series::{Observation, Series};
    use crate::simulate::simulation::Simulation;

    const PATHS: usize = 400;
    const HORIZON: u32 = 8;
    const LAST: f64 = 150.0;

    fn yearly(name: &str, values: &[f64]) -> Series {
        let rows = (2011..).zip(values).map(|(year, &value)| Observation::new(Period::annual(year), value));
        Series::new(name, rows.collect()).unwrap()
    }

    /// A total of exports (wheat, steel and a rest, the last two outside the corridor or not) and imports.
    fn simulation(steel_flies: bool) -> Simulation {
        let total = yearly("total", &[100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, LAST]);
        let exports = [70.0, 100.0, 55.0, 90.0, 50.0, 100.0, 90.0, 110.0, 80.0, 100.0];
        let one = |name: &str, value: f64| {
            Series::new(name, vec![Observation::new(Period::annual(2020), value)]).unwrap()
        };
        let id = |text: &str| text.parse().unwrap();
        let steel = Part::new(id("steel"), "Steel", one("steel", 20.0)).within(id("exports"));
        let parts = vec![
            Part::new(id("exports"), "Exports", yearly("exports", &exports)),
            Part::new(id("wheat"), "Wheat", one("wheat", 50.0)).within(id("exports")),
            if steel_flies { steel.outside_corridor() } else { steel },
        ];
        let settings = Settings { horizon: HORIZON, paths: PATHS as u32, ..Settings::default() };
        let composition = Composition::new(&total, parts).unwrap();
        let plain = fit(&total, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap();
        plain.composed(&composition).unwrap()
    }

    fn key(text: &str) -> LeverKey {
        text.parse().unwrap()
    }

    fn with(settings: &[(&str, f64)]) -> Assumptions {
        settings
            .iter()
            .fold(Assumptions::baseline(), |all, (name, value)| all.with(key(name), *value).unwrap())
    }

    fn made<'a>(simulation: &'a Simulation, assumptions: &Assumptions, apart: bool) -> Paths<'a> {
        let plan = simulation.plan(&simulation.applied(assumptions).unwrap());
        simulation.paths(plan, Some(&Target::level(2.0 * LAST).unwrap()), apart)
    }

    /// Every path at every lead, with no lever moved.
    fn base_levels(simulation: &Simulation) -> Vec<f64> {
        (0..HORIZON as usize).flat_map(|lead| simulation.base().levels(lead).to_vec()).collect()
    }

    /// The total of every path at every lead.
    fn totals(simulation: &Simulation, assumptions: &Assumptions) -> Vec<f64> {
        let mut paths = made(simulation, assumptions, false);
        let of_lead = |_| {
            paths.advance();
            paths.total().to_vec()
        };
        (0..HORIZON).flat_map(of_lead).collect()
    }

    fn same(left: f64, right: f64) -> bool {
        (left - right).abs() <= 1e-9 * right.abs().max(1.0)
    }

    /// Every lever of the whole and of some parts, each at a random place of its range or at its default.
    fn random(next: &mut impl FnMut() -> f64) -> Assumptions {
        let mut all = Assumptions::baseline();
        for lever in Lever::ALL {
            let places: &[&str] = match lever.spec().scope {
                Scope::Whole => &[""],
                Scope::Part => &["wheat.", "exports.", "other."],
                Scope::Any => &["", "exports.", "steel."],
            };
            for place in places {
                let [min, max, default] = lever.range(LAST);
                let (chance, share) = (next(), next());
                let value = min + share * (max - min);
                let name = key(&format!("{place}{}", lever.spec().id));
                let uncertain = Distribution::Triangular([min, value, max]);
                all = match chance {
                    c if c < 0.4 => all.with(name, default),
                    c if c < 0.8 => all.with(name, value),
                    _ => all.with(name, uncertain),
                }
                .unwrap();
            }
        }
        all
    }

    #[test]
    fn nothing_is_lost_made_up_or_carried_beyond_the_limit() {
        let mut state = 2022_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        for steel_flies in [false, true] {
            let simulation = simulation(steel_flies);
            for _ in 0..40 {
                let assumptions = random(&mut next);
                let (mut whole, mut apart) =
                    (made(&simulation, &assumptions, false), made(&simulation, &assumptions, true));
                let limits = simulation.plan(&simulation.applied(&assumptions).unwrap()).corridor;
                for lead in 0..HORIZON as usize {
                    whole.advance();
                    apart.advance();
                    let leaves = apart.leaves().unwrap();
                    for path in 0..PATHS {
                        let total = apart.total()[path];
                        let sum: f64 = leaves.iter().map(|leaf| leaf[path]).sum();
                        assert!(
                            leaves.iter().all(|leaf| leaf[path] >= 0.0),
                            "negative trade: {assumptions:?}"
                        );
                        assert!(total.is_finite() && same(sum, total), "{sum} {total}: {assumptions:?}");
                        assert!(
                            same(whole.total()[path], total),
                            "{} {total}: {assumptions:?}",
                            whole.total()[path]
                        );
                        if let (Some(limits), false) = (&limits, steel_flies) {
                            assert!(total <= limits.limit(lead).at(path) * (1.0 + 1e-9), "{assumptions:?}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn the_baseline_is_the_plain_forecast_bit_for_bit() {
        let simulation = simulation(false);
        assert_eq!(totals(&simulation, &Assumptions::baseline()), base_levels(&simulation));
        // Moved levers that have nothing to act on change nothing either.
        let idle = with(&[("exports.contracts_year", 3.0), ("relief", 50.0), ("displacement", 40.0)]);
        assert_eq!(totals(&simulation, &idle), base_levels(&simulation));
    }

    #[test]
    fn displaced_trade_is_not_counted_twice() {
        let simulation = simulation(false);
        let base = totals(&simulation, &Assumptions::baseline());
        let programme = ("programme", 3.0);
        let new = totals(&simulation, &with(&[programme, ("programme_ramp", 1.0)]));
        let half = totals(&simulation, &with(&[programme, ("programme_ramp", 1.0), ("displacement", 50.0)]));
        let all = totals(&simulation, &with(&[programme, ("programme_ramp", 1.0), ("displacement", 100.0)]));
        for (((base, new), half), all) in base.iter().zip(&new).zip(&half).zip(&all) {
            assert!(same(new - base, 3.0 / LAST) && same(half - base, 1.5 / LAST) && same(*all, *base));
        }
    }

    #[test]
    fn each_lever_does_what_it_says() {
        let simulation = simulation(false);
        let base = totals(&simulation, &Assumptions::baseline());
        let share = |part: &str, lead: u32| simulation.share(&part.parse().unwrap(), lead).unwrap();
        let of = |settings: &[(&str, f64)]| totals(&simulation, &with(settings));
        let check = |found: &[f64], expected: &dyn Fn(usize, usize, f64) -> f64, what: &str| {
            for (i, (found, base)) in found.iter().zip(&base).enumerate() {
                let (lead, path) = (i / PATHS, i % PATHS);
                let expected = expected(lead, path, *base);
                assert!(same(*found, expected), "{what}, lead {lead}: {found} {expected}");
            }
        };
        let wheat = |lead: usize, path: usize| f64::from(share("wheat", lead as u32 + 1)[path]);
        let exports = |lead: usize, path: usize| f64::from(share("exports", lead as u32 + 1)[path]);
        check(
            &of(&[("wheat.price", 50.0), ("wheat.volume", -20.0)]),
            &|lead, path, base| base * (1.0 + wheat(lead, path) * (1.5 * 0.8 - 1.0)),
            "price and volume",
        );
        check(
            &of(&[("exports.growth", 4.0), ("wheat.recurring", 0.0)]),
            &|lead, path, base| {
                let exports = exports(lead, path);
                base * (1.0 - exports + (exports - wheat(lead, path)) * libm::pow(1.04, lead as f64 + 1.0))
            },
            "growth of a group, and a delivery that does not recur",
        );
        // 30 in all, over two years from the second, half of it delivered, a tenth renewed.
        let contracts = [
            ("contracts", 30.0),
            ("contracts_year", 2.0),
            ("contracts_years", 2.0),
            ("contracts_realised", 50.0),
            ("contracts_renewed", 10.0),
        ];
        check(
            &of(&contracts),
            &|lead, _, base| base + [0.0, 7.5, 7.5, 0.75, 0.75, 0.75, 0.75, 0.75][lead] / LAST,
            "contracts",
        );
        let programme =
            [("exports.programme", 30.0), ("exports.programme_year", 2.0), ("exports.programme_ramp", 3.0)];
        check(
            &of(&programme),
            &|lead, _, base| base + [0.0, 10.0, 20.0, 30.0, 30.0, 30.0, 30.0, 30.0][lead] / LAST,
            "programme",
        );
        let limited = [("capacity", 120.0), ("relief", 30.0), ("relief_year", 3.0)];
        check(&of(&limited), &|lead, _, base| base.min(if lead < 2 { 0.8 } else { 1.0 }), "corridor");
    }

    #[test]
    fn a_disruption_comes_as_often_as_it_should_and_heals() {
        let simulation = simulation(false);
        let base = totals(&simulation, &Assumptions::baseline());
        let settings = [("disruption", 10.0), ("disruption_depth", 60.0), ("disruption_recovery", 50.0)];
        let hit = totals(&simulation, &with(&settings));
        let first: Vec<f64> = hit.iter().zip(&base).take(PATHS).map(|(hit, base)| hit / base).collect();
        let struck = first.iter().filter(|kept| same(**kept, 0.4)).count();
        // 40 of 400, standard deviation 6.
        assert!((16..=64).contains(&struck) && first.iter().all(|kept| same(*kept, 0.4) || same(*kept, 1.0)));
        // A path struck in the first year only has 70 % in the second, 85 % in the third.
        let healed = (0..PATHS).find(|path| {
            let kept = |lead: usize| hit[lead * PATHS + path] / base[lead * PATHS + path];
            same(kept(0), 0.4) && same(kept(1), 0.7) && same(kept(2), 0.85)
        });
        assert!(healed.is_some());
        // More likely disruptions strike wherever the less likely did.
        let more = totals(&simulation, &with(&[("disruption", 20.0), settings[1], settings[2]]));
        assert!(more.iter().zip(&hit).all(|(more, hit)| more <= hit));
    }

    #[test]
    fn a_target_in_constant_money_rises_with_prices() {
        let simulation = simulation(false);
        let target = |settings: &[(&str, f64)]| {
            let mut paths = made(&simulation, &with(settings), false);
            paths.advance();
            paths.advance();
            paths.target().at(0)
        };
        assert!(same(target(&[]), 2.0));
        assert!(same(target(&[("inflation", 3.0)]), 2.0 * 1.03 * 1.03));
        assert!(same(target(&[("inflation", 3.0), ("money_of", 5.0)]), 2.0 * libm::pow(1.03, 7.0)));
        assert!(same(target(&[("exchange_rate", 10.0)]), 2.0 * 0.9 * 0.9));
    }
}
