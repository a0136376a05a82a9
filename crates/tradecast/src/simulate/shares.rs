#![doc = include_str!("../../guide/methods/shares.md")]

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::exponential::exp;
use crate::period::Period;
use crate::series::composition::{Composition, Group, PartId};

/// How the log-ratios of one kind of part move.
#[derive(Debug, Clone, Copy)]
struct Law {
    /// Share of a deviation from the usual log-ratio that remains a year later.
    persistence: f64,
    /// Variance around that, times the share of the part.
    variance: f64,
    /// Changes that this counts for beside those of the group itself.
    evidence: f64,
}

/// The two directions of trade. By maximum likelihood on log(flow one way / flow the other way) of the pairs of the panel, from
/// origins in 1960-1989 at which turnover was 10 USD m or more and the outcome one to ten years later was known by 1989
/// (43,902 outcomes, ten years of both flows behind each); the test `the_law_of_directions_is_that_of_the_panel` compares it
/// with its neighbours again, and checks the bands on later origins too.
const DIRECTION: Law = Law { persistence: 0.87, variance: 0.15, evidence: 4.0 };

/// Goods within a flow. Two changes of single goods are known with their share before and after (`goods.csv` of
/// `tradecast-data`): wheat and oil products gained 1.0 and 0.8 log points on all exports in 2022, 2.0 and 1.6 times what
/// [`DIRECTION`] expects of parts of their size (test `goods_move_more_than_directions`). Where quantities or part-years are
/// all there is, changes lie between 0.1 and 4.7. Jumps are what gets reported, so 1.5 is taken: a judgement on thin evidence.
const GOOD: Law = Law { variance: DIRECTION.variance * 1.5 * 1.5, ..DIRECTION };

/// Factor on the spread: bands of 80 % then hold about as much of the shares that followed the origins of 1960-1989. The largest
/// changes are rare and make the spread, so that the middle of what happens is closer than it says.
const SIZE: f64 = 0.85;

/// Changes larger than this many standard deviations of other pairs count as this many.
const CUT: f64 = 5.0;
/// How much of a surprise of the total a part takes up beyond its share, per unit of its share: regression of changes of the
/// log-ratio on those of the total, 28,509 pair-years to 1989, between 0.6 and 0.9 wherever one flow is twice the other.
const LEAN: f64 = 0.75;
/// No part counts as usually smaller than this share of its group, nor as known better than to that.
pub(crate) const SMALLEST: f64 = 1e-4;
/// Shares are whole multiples of this, so that they add up exactly, in 32 bits too.
const GRAIN: f64 = 1.0 / (1 << 24) as f64;

/// Simulates how the parts of a group share what they add up to, whose own share of the total is `whole`; all of it where absent.
/// Gives the shares of the total of each part, laid out like `surprise`, which is what surprises add to the log of the total.
pub(crate) fn simulate(
    composition: &Composition,
    group: &Group,
    whole: Option<&[f32]>,
    surprise: &[f64],
    (seed, paths): (u32, usize),
) -> Vec<Box<[f32]>> {
    let movers = movers(composition, group);
    let mut shares = Shares::new(movers.len(), surprise.len());
    let mut logs = vec![0.0; movers.len()];
    let mut walks: Vec<Walk> = Vec::with_capacity(movers.len());
    for path in 0..paths {
        walks.clear();
        walks.extend(movers.iter().map(|mover| mover.start(seed, path)));
        let mut before = 0.0;
        for lead in 0..surprise.len() / paths {
            let at = lead * paths + path;
            let pushed = surprise[at] - before;
            before = surprise[at];
            for (log, walk) in logs.iter_mut().zip(&mut walks) {
                *log = walk.step(lead, pushed);
            }
            shares.set(at, whole.map_or(1.0, |whole| f64::from(whole[at])), &mut logs);
        }
    }
    shares.of_part
}

/// The shares of parts whose logs are known, laid out alike.
pub(crate) fn of_logs(logs: &[Vec<f64>]) -> Vec<Box<[f32]>> {
    let cells = logs.first().map_or(0, Vec::len);
    let mut shares = Shares::new(logs.len(), cells);
    let mut row = vec![0.0; logs.len()];
    for at in 0..cells {
        row.iter_mut().zip(logs).for_each(|(one, logs)| *one = logs[at]);
        shares.set(at, 1.0, &mut row);
    }
    shares.of_part
}

fn movers(composition: &Composition, group: &Group) -> Vec<Mover> {
    let total = composition.total();
    let whole = group.parent.map_or(total, |parent| &composition.parts()[parent].history);
    let movers = group.children.iter().enumerate().map(|(child, &part)| {
        let part = &composition.parts()[part];
        let law = if part.history.flow() == whole.flow() { GOOD } else { DIRECTION };
        Mover::of(&part.id, &group.known, child, law, total.last().period)
    });
    movers.collect()
}

/// Shares as they are kept: on a grid, the last part of a group having what the others leave.
struct Shares {
    of_part: Vec<Box<[f32]>>,
}

impl Shares {
    fn new(parts: usize, cells: usize) -> Self {
        Self { of_part: vec![vec![0.0; cells].into(); parts] }
    }

    /// Divides what there is of the total by the logarithms of the parts, which are used up.
    fn set(&mut self, at: usize, whole: f64, logs: &mut [f64]) {
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for log in &mut *logs {
            *log = exp(*log - largest);
            sum += *log;
        }
        let (mut left, grains) = (whole, whole / (sum * GRAIN));
        let last = logs.len() - 1;
        for (shares, weight) in self.of_part[..last].iter_mut().zip(&*logs) {
            // Never negative, so that cutting off is rounding down.
            let share = ((weight * grains) as u32 as f64 * GRAIN).min(left);
            left -= share;
            shares[at] = share as f32;
        }
        self.of_part[last][at] = left as f32;
    }
}

/// What is known of how one part of a group moves, in logs relative to the group's geometric mean.
#[derive(Debug, Clone, Copy)]
struct Mover {
    component: u32,
    level: f64,
    /// Standard deviation of the error of the level.
    level_error: f64,
    last: f64,
    /// Spread around the level, and how many changes that estimate rests on.
    spread: f64,
    changes: usize,
    /// To the first forecast from the period last known, and from one forecast to the next.
    first: Pace,
    next: Pace,
    lean: f64,
}

/// How far a part moves in some time.
#[derive(Debug, Clone, Copy)]
struct Pace {
    /// Share of a deviation that remains.
    kept: f64,
    /// Standard deviation of what is new, for a spread of one.
    fresh: f64,
}

impl Pace {
    fn of(kept: f64) -> Self {
        Self { kept, fresh: (1.0 - kept * kept).sqrt() }
    }
}

impl Mover {
    fn of(id: &PartId, known: &[(Period, Vec<f64>)], child: usize, law: Law, origin: Period) -> Self {
        let kept = libm::pow(law.persistence, 1.0 / f64::from(origin.frequency().per_year()));
        let parts = known.first().map_or(1, |(_, shares)| shares.len()) as f64;
        let ratio = |shares: &[f64]| {
            let log = |share: f64| libm::log(share.max(SMALLEST));
            log(shares[child]) - shares.iter().map(|share| log(*share)).sum::<f64>() / parts
        };
        let seen: Vec<(Period, f64)> =
            known.iter().map(|(period, shares)| (*period, ratio(shares))).collect();
        let steps = || {
            seen.windows(2).map(|pair| {
                let kept = libm::pow(kept, f64::from(pair[1].0.minus(pair[0].0)));
                (kept, 1.0 - kept * kept, pair[0].1, pair[1].1)
            })
        };
        // Generalised least squares: the first value is the level plus the spread, each later one what was left of it.
        let (first, last) = (seen.first().map_or(0.0, |seen| seen.1), seen.last().map_or(0.0, |seen| seen.1));
        let (mut moment, mut information) = (first, 1.0);
        for (kept, fresh, from, to) in steps() {
            moment += (1.0 - kept) * (to - kept * from) / fresh;
            information += (1.0 - kept) * (1.0 - kept) / fresh;
        }
        let level = moment / information;
        let usual = known.iter().map(|(_, shares)| shares[child]).sum::<f64>() / known.len() as f64;
        let usual = usual.clamp(SMALLEST, 1.0);
        // A log-ratio to the geometric mean of n parts has 1 - 1/n of the variance of a part by itself.
        let (expected, own) = (law.variance / usual, if parts > 1.0 { parts / (parts - 1.0) } else { 1.0 });
        let squares: f64 = steps()
            .map(|(kept, fresh, from, to)| {
                let surprise = (to - level) - kept * (from - level);
                (own * surprise * surprise / fresh).min(CUT * CUT * expected)
            })
            .sum();
        let changes = (seen.len() - 1) as f64;
        let spread = ((law.evidence * expected + squares) / (law.evidence + changes)).sqrt();
        let since = seen.last().map_or(0, |(period, _)| origin.minus(*period)) + 1;
        Self {
            component: component(id),
            level,
            level_error: spread / information.sqrt(),
            last,
            spread,
            changes: law.evidence as usize + seen.len() - 1,
            first: Pace::of(libm::pow(kept, f64::from(since))),
            next: Pace::of(kept),
            lean: LEAN * usual,
        }
    }

    fn start(&self, seed: u32, path: usize) -> Walk<'_> {
        let draws = Draws::new(seed, path, self.component);
        let scale = SIZE * draws.scale(self.changes);
        let level = self.level + scale * self.level_error * draws.normal(Purpose::Parameter, 0);
        Walk { mover: self, draws, level, away: self.last - level, scale: scale * self.spread }
    }
}

/// One part on its way through one path.
struct Walk<'a> {
    mover: &'a Mover,
    draws: Draws,
    level: f64,
    away: f64,
    scale: f64,
}

impl Walk<'_> {
    /// Log of the part, up to a constant of the group, after another period in which the total was pushed this much.
    fn step(&mut self, lead: usize, pushed: f64) -> f64 {
        let Mover { first, next, lean, .. } = *self.mover;
        let Pace { kept, fresh } = if lead == 0 { first } else { next };
        let surprise = self.scale * fresh * self.draws.surprise(lead);
        self.away = kept * self.away + surprise + lean * pushed;
        self.level + self.away
    }
}

/// The component of the random numbers of a part: the same whatever other parts there are. The upper half of all components
/// is left to parts.
pub(crate) fn component(id: &PartId) -> u32 {
    let mut hasher = FnvHasher::default();
    hasher.write(id.as_str().as_bytes());
    let hash = hasher.finish();
    (hash ^ (hash >> 32)) as u32 | 1 << 31
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::process::Command;

    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::numeric::quantile;
    use crate::question::settings::Settings;
    use crate::series::composition::Part;
    use crate::series::composition::tests::{part, yearly};
    use crate::series::series::Flow;
    use crate::simulate::simulation::Simulation;

    /// Every third pair of the panel with ten or more years of both flows, where there is a panel.
    fn panel() -> Option<Vec<Composition>> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/bilateral-dev.csv.gz");
        let unpacked = Command::new("zcat").arg(file).output().ok().filter(|zcat| zcat.status.success());
        let Some(unpacked) = unpacked else {
            println!("skipped: no panel at {file}");
            return None;
        };
        let text = String::from_utf8(unpacked.stdout).unwrap();
        let mut pairs: BTreeMap<String, [Vec<(i32, f64)>; 3]> = BTreeMap::new();
        for line in text.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let pair = pairs.entry(format!("{}-{}-{}", cells[0], cells[1], cells[6])).or_default();
            for (column, values) in pair.iter_mut().enumerate() {
                let value: f64 = cells[3 + column].parse().unwrap_or(0.0);
                if value > 0.0 {
                    values.push((cells[2].parse().unwrap(), value));
                }
            }
        }
        let compositions = pairs.iter().step_by(3).filter_map(|(name, [total, exports, imports])| {
            let (exports, imports) = (exports.len() > 10)
                .then(|| part("exports", exports))
                .zip((imports.len() > 10).then(|| part("imports", imports)))?;
            let of = |part: Part, flow| Part { history: part.history.clone().with_flow(flow), ..part };
            let parts = vec![of(exports, Flow::Exports), of(imports, Flow::Imports)];
            Composition::new(&yearly(name, total), parts).ok()
        });
        Some(compositions.collect())
    }

    /// Log density of a Student-t with four degrees of freedom and unit variance, up to a constant.
    fn log_density(z: f64) -> f64 {
        -2.5 * libm::log1p(z * z / 2.0)
    }

    /// The constants are no worse than their neighbours on what they were estimated from, and bands of shares that are said to
    /// hold 80 % do so there and, about, on later origins.
    #[test]
    fn the_law_of_directions_is_that_of_the_panel() {
        let Some(panel) = panel() else { return };
        let likelihood = |law: Law| {
            let (mut sum, mut count) = (0.0, 0);
            for composition in &panel {
                let known = &composition.groups()[0].known;
                for (at, (origin, _)) in known.iter().enumerate() {
                    let (year, turnover) =
                        (origin.year(), composition.total().as_of(*origin).unwrap().last().value);
                    if at < 10 || !(1960..1990).contains(&year) || year % 3 != 0 || turnover < 10.0 {
                        continue;
                    }
                    let of = |child: usize| {
                        Mover::of(&composition.parts()[child].id, &known[..=at], child, law, *origin)
                    };
                    let (one, other) = (of(0), of(1));
                    for (period, shares) in &known[at + 1..] {
                        let lead = period.minus(*origin);
                        if lead > 10 || period.year() > 1989 {
                            break;
                        }
                        let kept = libm::pow(one.next.kept, f64::from(lead));
                        let level = one.level - other.level;
                        let mean = level + kept * (one.last - other.last - level);
                        let variance = |m: &Mover| {
                            let level = (1.0 - kept) * m.level_error;
                            level * level + (1.0 - kept * kept) * m.spread * m.spread
                        };
                        let sd = (variance(&one) + variance(&other)).sqrt();
                        let happened = libm::log(shares[0].max(SMALLEST) / shares[1].max(SMALLEST));
                        sum += log_density((happened - mean) / sd) - libm::log(sd);
                        count += 1;
                    }
                }
            }
            println!("{law:?}: {:.4} a forecast, {count} forecasts", sum / f64::from(count));
            assert!(count > 10_000);
            sum / f64::from(count)
        };
        let best = likelihood(DIRECTION);
        for persistence in [0.80, 0.93] {
            assert!(likelihood(Law { persistence, ..DIRECTION }) < best);
        }
        for variance in [0.05, 0.45] {
            assert!(likelihood(Law { variance, ..DIRECTION }) < best);
        }
        for (years, worst) in [(1960..1990, 4.0), (1990..2010, 6.0)] {
            for (lead, held, of) in coverage(&panel, years.clone()) {
                let held = 100.0 * f64::from(held) / f64::from(of);
                println!("{years:?}, {lead} ahead: 80 % bands of shares hold {held:.1} % of {of}");
                assert!((held - 80.0).abs() < worst, "{years:?} {lead}: {held:.1} % of {of}");
            }
        }
    }

    /// How often the share of exports was inside its 80 % band, for each lead.
    fn coverage(panel: &[Composition], years: std::ops::Range<i32>) -> Vec<(u32, u32, u32)> {
        let mut tally: Vec<(u32, u32, u32)> = (1..=10).map(|lead| (lead, 0, 0)).collect();
        let settings = Settings { horizon: 10, paths: 400, ..Settings::default() };
        for composition in panel {
            let known = &composition.groups()[0].known;
            for (at, (origin, _)) in known.iter().enumerate() {
                if at < 10 || !years.contains(&origin.year()) || origin.year() % 3 != 0 {
                    continue;
                }
                let Ok(Some(then)) = composition.as_of(*origin) else { continue };
                if then.total().last().value < 10.0 {
                    continue;
                }
                let simulation = simulation(&then, &settings);
                for (period, shares) in &known[at + 1..] {
                    let lead = period.minus(*origin);
                    let in_reach = lead <= 10 && (period.year() < 1990 || years.start >= 1990);
                    if !in_reach {
                        break;
                    }
                    let drawn = simulation.share(&composition.parts()[0].id, lead as u32).unwrap();
                    let drawn: Vec<f64> = drawn.iter().map(|share| f64::from(*share)).collect();
                    let [low, high] = quantile::of(&drawn, [0.1, 0.9]);
                    let (_, held, of) = &mut tally[lead as usize - 1];
                    *held += u32::from((low..=high).contains(&shares[0]));
                    *of += 1;
                }
            }
        }
        tally
    }

    /// Paths of a total from its changes alone.
    fn simulation(composition: &Composition, settings: &Settings) -> Simulation {
        let fit = fit(composition.total(), &ModelChoice::named("drift").unwrap()).unwrap();
        fit.simulate(settings).unwrap().composed(composition).unwrap()
    }

    /// The evidence behind [`GOOD`]: goods of a whole year with their growth, relative to that of exports.
    #[test]
    fn goods_move_more_than_directions() {
        let case = tradecast_data::default_case();
        let of_exports = |good: &&tradecast_data::Good| good.flow.to_string() == "exports";
        let value = |year: i32| {
            case.annual
                .iter()
                .find(|f| f.year == year && f.reporter == case.reporter)
                .unwrap()
                .exports
                .unwrap()
        };
        let mut ratios = Vec::new();
        for good in case.goods.iter().filter(of_exports) {
            let (Some(year), Some(now), Some(growth)) = (good.full_year(), good.value, good.growth_pct)
            else {
                continue;
            };
            let shares = [now / (1.0 + growth / 100.0) / value(year - 1), now / value(year)];
            let usual = (shares[0] * shares[1]).sqrt();
            let expected = (2.0 * (1.0 - DIRECTION.persistence) * DIRECTION.variance / usual).sqrt();
            let change = libm::log(shares[1] / shares[0]);
            println!(
                "{}: {change:.2} log points, {:.2} times what is expected",
                good.good,
                change / expected
            );
            ratios.push(change.abs() / expected);
        }
        assert_eq!(ratios.len(), 2);
        let taken = (GOOD.variance / DIRECTION.variance).sqrt();
        assert!(ratios.iter().all(|ratio| (taken..1.5 * taken).contains(ratio)), "{ratios:?}");
    }

    /// Turnover of two flows, exports of three goods of which one year is known, imports of two.
    fn composition(values: &[f64], share: f64) -> Composition {
        let at = |share: f64| -> Vec<(i32, f64)> {
            (2000..).zip(values).map(|(year, value)| (year, value * share)).collect()
        };
        let one_year = |id: &str, share: f64| part(id, &at(share)[values.len() - 2..values.len() - 1]);
        let flow = |id: &str, share: f64, flow| {
            let part = part(id, &at(share));
            Part { history: part.history.clone().with_flow(flow), ..part }
        };
        let within = |part: Part, parent: &str| part.within(parent.parse().unwrap());
        let parts = vec![
            flow("exports", share, Flow::Exports),
            flow("imports", 1.0 - share, Flow::Imports),
            within(one_year("wheat", 0.3 * share), "exports"),
            within(one_year("crude-oil", 0.5 * share), "exports"),
            within(one_year("sugar", 0.2 * (1.0 - share)), "imports"),
        ];
        Composition::new(&yearly("turnover", &at(1.0)), parts).unwrap()
    }

    fn small(paths: u32, horizon: u32) -> Settings {
        Settings { horizon, paths, ..Settings::default() }
    }

    fn shares_of<'a>(simulation: &'a Simulation, id: &str, lead: u32) -> &'a [f32] {
        simulation.share(&id.parse().unwrap(), lead).unwrap()
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

        /// Conservation: on every path, at every lead, in every group.
        #[test]
        fn shares_add_up_and_are_shares(
            values in proptest::collection::vec(0.5f64..2000.0, 4..25),
            share in 0.01f64..0.99,
            method in 0usize..3,
        ) {
            let method = crate::series::reconciliation::Reconciliation::ALL[method];
            let composition = composition(&values, share).reconciled_by(method);
            let simulation = simulation(&composition, &small(100, 6));
            for lead in 1..=6 {
                for group in composition.groups() {
                    let whole = group.parent.map(|parent| {
                        simulation.share(&composition.parts()[parent].id, lead).unwrap()
                    });
                    let of: Vec<&[f32]> = group
                        .children
                        .iter()
                        .map(|child| simulation.share(&composition.parts()[*child].id, lead).unwrap())
                        .collect();
                    for path in 0..100 {
                        let sum: f64 = of.iter().map(|shares| f64::from(shares[path])).sum();
                        let whole = whole.map_or(1.0, |whole| f64::from(whole[path]));
                        proptest::prop_assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
                        proptest::prop_assert!(of.iter().all(|shares| (0.0..=1.0).contains(&shares[path])));
                    }
                }
                for row in simulation.forecast_of(&"wheat".parse().unwrap()).unwrap() {
                    proptest::prop_assert!(row.mean.is_finite() && row.bands.iter().all(|b| b.hi.is_finite()));
                }
            }
        }
    }

    const VALUES: [f64; 12] =
        [90.0, 110.0, 100.0, 140.0, 120.0, 150.0, 170.0, 130.0, 180.0, 210.0, 190.0, 240.0];

    #[test]
    fn more_paths_and_longer_horizons_change_no_share() {
        let composition = composition(&VALUES, 0.7);
        let (few, many) =
            (simulation(&composition, &small(100, 5)), simulation(&composition, &small(300, 9)));
        for part in composition.parts() {
            for lead in 1..=5 {
                let of = |simulation| shares_of(simulation, part.id.as_str(), lead);
                assert_eq!(of(&few), &of(&many)[..100], "{} {lead}", part.id);
            }
        }
    }

    #[test]
    fn a_part_of_another_group_makes_no_difference() {
        let all = composition(&VALUES, 0.7);
        let without: Vec<Part> = ["exports", "imports", "wheat", "crude-oil"]
            .map(|id| all.part(&id.parse().unwrap()).unwrap().clone())
            .to_vec();
        let without = Composition::new(all.total(), without).unwrap();
        let (one, other) = (simulation(&all, &small(100, 5)), simulation(&without, &small(100, 5)));
        for id in ["exports", "imports", "wheat", "crude-oil", "other-exports"] {
            assert_eq!(shares_of(&one, id, 5), shares_of(&other, id, 5), "{id}");
        }
        assert!(other.share(&"sugar".parse().unwrap(), 5).is_none());
    }

    /// Where the shares were known two years before the origin, they have moved by the first lead as far as after three years.
    #[test]
    fn shares_known_earlier_are_less_certain() {
        let shares = |known: usize| {
            let (year, value) = (2000 + known as i32, 0.3 * VALUES[known]);
            let all: Vec<(i32, f64)> = (2000..).zip(VALUES).collect();
            let composition =
                Composition::new(&yearly("exports", &all), vec![part("wheat", &[(year, value)])]).unwrap();
            let simulation = simulation(&composition, &small(4000, 3));
            [1, 3].map(|lead| {
                let drawn: Vec<f64> =
                    shares_of(&simulation, "wheat", lead).iter().map(|s| f64::from(*s)).collect();
                let [low, high] = quantile::of(&drawn, [0.1, 0.9]);
                high - low
            })
        };
        let (now, before) = (shares(11), shares(9));
        assert!(now[0] > 0.1, "a single year says little of the next: {}", now[0]);
        // About the sampling error of a band from 4,000 paths, and surprises that are heavier-tailed when they are fewer.
        assert!((before[0] / now[1] - 1.0).abs() < 0.1, "{} {}", before[0], now[1]);
        assert!(now[0] < 0.8 * before[0]);
    }

    /// Small parts move more, and what is known of them narrows with their history.
    #[test]
    fn a_calm_history_narrows_the_bands() {
        let all: Vec<(i32, f64)> = (2000..).zip(VALUES).collect();
        let band = |history: &[(i32, f64)]| {
            let composition =
                Composition::new(&yearly("exports", &all), vec![part("wheat", history)]).unwrap();
            let simulation = simulation(&composition, &small(2000, 5));
            let drawn: Vec<f64> = shares_of(&simulation, "wheat", 5).iter().map(|s| f64::from(*s)).collect();
            let [low, high] = quantile::of(&drawn, [0.1, 0.9]);
            high - low
        };
        let steady: Vec<(i32, f64)> = all.iter().map(|(year, value)| (*year, 0.3 * value)).collect();
        assert!(band(&steady) < 0.7 * band(&steady[11..]));
    }
}
