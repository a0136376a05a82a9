//! Shares: how the parts of a group share what they add up to, in every simulated future.
//!
//! **Equation.** Part i of a group has the share exp x_i / sum_j exp x_j. Each x_i goes its own way around a level m_i of its own:
//! x_i(T+h) = m_i + p (x_i(T+h-1) - m_i) + e_i + b w_i u, with p the persistence, e_i a Student-t surprise (four degrees of
//! freedom), u the surprise of the total in that period and w_i the usual share: what moves a total moves its larger parts most.
//! The spread of x_i around m_i has the variance v / w_i, as that of a sum of many deliveries of like size has: small parts
//! move more.
//!
//! **When it is right.** For parts of a total whose own history says more about the total than the parts do. It says nothing
//! about a part's own trend: wheat is as likely to gain on oil as to lose, and the more so the longer ago shares were known.
//!
//! **Estimates.** m_i (log points relative to the geometric mean of the group) from every period in which all parts of the group
//! are known, by generalised least squares with its error in every future; with one such period, that is the level, and its
//! error is the whole spread. v from the same changes, shrunk to what many pairs show. p, b and the rest are the panel's.
//! Where the shares were last known before the origin, the movement since is in the first period.
//!
//! **Source.** Log-ratios: Aitchison 1986, *The Statistical Analysis of Compositional Data*, section 4.6 (centred log-ratio);
//! a first-order autoregression of them: Brunsdon and Smith 1998, J. Official Statistics 14, 237.

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::composition::{Composition, Group, PartId};
use crate::draws::{Draws, Purpose};
use crate::exponential::exp;
use crate::period::Period;

// Estimated on log(flow one way / flow the other way) of the pairs of the panel, from origins in 1960-1989 at which turnover was 10 USD
// m or more, ten or more years of both flows were known and the outcome one to ten years later was known by 1989: 43,902
// outcomes. The test `constants_are_those_of_the_panel` computes the likelihoods again where the panel is.

/// Share of a deviation from the usual log-ratio that remains a year later.
const PERSISTENCE: f64 = 0.87;
/// Variance of the log-ratio of a part around its level, times its share, for the two directions of trade.
const DIRECTION: f64 = 0.15;
/// The same for goods within a flow. Only five changes of single goods are known (`tradecast-data`, file `goods.csv`: wheat and oil
/// products in 2022, wheat in 2023, grain in 2018, grain and flour in 2024-25); their median is 1.6 times what [`DIRECTION`]
/// says. Jumps are what gets reported, so 1.5 is taken.
const GOOD: f64 = DIRECTION * 1.5 * 1.5;
/// Changes that what is known of other pairs counts for beside those of the group itself.
const EVIDENCE: f64 = 4.0;
/// Changes larger than this many standard deviations of other pairs count as this many.
const CUT: f64 = 5.0;
/// How much of a surprise of the total a part takes up beyond its share, per unit of its share: regression of changes of the
/// log-ratio on those of the total, 28,509 pair-years to 1989, between 0.6 and 0.9 wherever one flow is twice the other.
const LEAN: f64 = 0.75;
/// No part counts as usually smaller than this share of its group, nor as known better than to that.
const SMALLEST: f64 = 1e-4;
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
    for path in 0..paths {
        let mut walks: Vec<Walk> = movers.iter().map(|mover| mover.start(seed, path)).collect();
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
        let variance = if part.history.flow() == whole.flow() { GOOD } else { DIRECTION };
        Mover::of(&part.id, &group.known, child, variance, total.last().period)
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
        let mut left = whole;
        let last = logs.len() - 1;
        for (shares, weight) in self.of_part[..last].iter_mut().zip(&*logs) {
            let share = (libm::floor(whole * weight / sum / GRAIN) * GRAIN).min(left);
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
    /// Periods from the last known one to the first forecast.
    since: i32,
    /// Share of a deviation that remains a period later.
    kept: f64,
    lean: f64,
}

impl Mover {
    fn of(id: &PartId, known: &[(Period, Vec<f64>)], child: usize, variance: f64, origin: Period) -> Self {
        let kept = libm::pow(PERSISTENCE, 1.0 / f64::from(origin.frequency().per_year()));
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
        let (expected, own) = (variance / usual, if parts > 1.0 { parts / (parts - 1.0) } else { 1.0 });
        let squares: f64 = steps()
            .map(|(kept, fresh, from, to)| {
                let surprise = (to - level) - kept * (from - level);
                (own * surprise * surprise / fresh).min(CUT * CUT * expected)
            })
            .sum();
        let changes = (seen.len() - 1) as f64;
        let spread = ((EVIDENCE * expected + squares) / (EVIDENCE + changes)).sqrt();
        Self {
            component: component(id),
            level,
            level_error: spread / information.sqrt(),
            last,
            spread,
            changes: EVIDENCE as usize + seen.len() - 1,
            since: seen.last().map_or(0, |(period, _)| origin.minus(*period)) + 1,
            kept,
            lean: LEAN * usual,
        }
    }

    fn start(&self, seed: u32, path: usize) -> Walk<'_> {
        let draws = Draws::new(seed, path, self.component);
        let scale = draws.scale(self.changes);
        let level = self.level + scale * self.level_error * draws.normal(Purpose::Parameter, 0);
        Walk { mover: self, draws, level, away: self.last - level, scale: scale * self.spread }
    }
}

/// One part on its way through one future.
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
        let Mover { since, kept, lean, .. } = *self.mover;
        let kept = if lead == 0 { libm::pow(kept, f64::from(since)) } else { kept };
        let surprise = self.scale * (1.0 - kept * kept).sqrt() * self.draws.surprise(lead);
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
