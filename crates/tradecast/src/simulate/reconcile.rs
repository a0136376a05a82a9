#![doc = include_str!("../../guide/methods/reconcile.md")]

use std::sync::Arc;

use crate::error::Result;
use crate::fit::fit::Fit;
use crate::numeric::draws::{Draws, Purpose, TOTAL};
use crate::numeric::mean::mean;
use crate::period::Period;
use crate::question::settings::Settings;
use crate::series::composition::{Composition, Part};
use crate::series::reconciliation::Reconciliation;
use crate::series::sample::Sample;
use crate::series::series::Series;
use crate::simulate::parts::Parts;
use crate::simulate::paths::Base;
use crate::simulate::shares::{self, SMALLEST, component};
use crate::simulate::trade_mask::TradeMask;

/// Rank correlation of the growth of two flows of a pair over five years: 0.37 within the pairs of the panel to 1989, 0.35 across
/// them. Over one year it is 0.13, for much of what moves a flow in a year is its own noise; sums over years are what matters.
const DEPENDENCE: f64 = 0.35;
/// Common changes that what is known of other pairs counts for: rank correlations of pairs differ by 0.17 beyond chance.
const EVIDENCE: f64 = 33.0;
/// No history is trusted to be known better than to this share: its variance would be zero.
const LEAST_VOLATILITY: f64 = 0.01;
/// Newton's method gains digits at every step: far more than are ever needed.
const STEPS: usize = 60;

/// Makes the paths of a total agree with the parts of a composition.
pub(crate) fn reconciled(
    fit: &Fit,
    settings: &Settings,
    composition: &Composition,
    base: &Arc<Base>,
) -> Result<(Arc<Base>, Parts)> {
    let (seed, paths) = (settings.seed, base.paths);
    let method = composition.reconciliation();
    if method == Reconciliation::TopDown {
        return Ok((Arc::clone(base), Parts::new(composition, seed, paths, &base.surprise)));
    }
    let members = Members::of(fit, composition)?;
    let mut sums = Sums { trend: base.trend.to_vec(), surprise: base.surprise.to_vec(), parts: Vec::new() };
    members.simulate(seed, paths, settings.horizon as usize, method, &mut sums);
    let logs = [sums.trend.into(), sums.surprise.into(), Arc::clone(&base.season)];
    let base = Base::new(paths, seed, logs).with(None, base.trade.as_ref().map(TradeMask::without_readings));
    let parts = Parts::new(composition, seed, paths, &base.surprise);
    Ok((Arc::new(base), parts.with_parts_of_total(shares::of_logs(&sums.parts))))
}

/// Logs of total and parts, relative to the last value of the total.
struct Sums {
    trend: Vec<f64>,
    surprise: Vec<f64>,
    /// One row a part, surprises included.
    parts: Vec<Vec<f64>>,
}

/// A part of the total with models of its own.
struct Member {
    fit: Fit,
    component: u32,
    /// Its last value with trade as a share of the sum of those.
    share: f64,
    /// Periods between its last value with trade and that of the total.
    behind: usize,
    /// Periods between its last observation and that of the total.
    unobserved: usize,
    variance: f64,
}

struct Members {
    members: Vec<Member>,
    /// Periods without trade at the end of the total.
    behind: usize,
    variance_of_total: f64,
    dependence: f64,
}

impl Members {
    fn of(fit: &Fit, composition: &Composition) -> Result<Self> {
        let total = composition.total();
        let parts: Vec<_> =
            composition.groups()[0].children.iter().map(|&child| &composition.parts()[child]).collect();
        let last = |part: &Part| part.history.last_positive().map_or(0.0, |last| last.value);
        let sum: f64 = parts.iter().map(|part| last(part)).sum();
        let origin = total.last().period;
        let start = origin.plus(-(fit.behind() as i32));
        let members: Result<Vec<Member>> = parts
            .iter()
            .map(|part| {
                let own = fit.same_for(&part.history)?;
                let since = |period: Period, until: Period| usize::try_from(until.minus(period)).unwrap_or(0);
                let observed = part.history.last().period;
                Ok(Member {
                    component: component(&part.id),
                    share: last(part) / sum,
                    behind: since(observed.plus(-(own.behind() as i32)), start),
                    unobserved: since(observed, origin),
                    variance: variance(&part.history),
                    fit: own,
                })
            })
            .collect();
        let histories: Vec<&Series> = parts.iter().map(|part| &part.history).collect();
        Ok(Self {
            members: members?,
            behind: fit.behind(),
            variance_of_total: variance(total),
            dependence: dependence(&histories),
        })
    }

    /// Simulates the parts and writes their sum, or what agrees best with the total that stands there, over the total.
    fn simulate(&self, seed: u32, paths: usize, horizon: usize, method: Reconciliation, sums: &mut Sums) {
        let count = self.members.len();
        sums.parts = vec![vec![0.0; horizon * paths]; count];
        let leads = |member: &Member| self.behind + horizon + member.behind;
        let mixtures: Vec<_> = self.members.iter().map(|m| m.fit.path_mixture(leads(m))).collect();
        let mut trends: Vec<Vec<f64>> = self.members.iter().map(|m| vec![0.0; leads(m)]).collect();
        let mut surprises = trends.clone();
        let mut left: Vec<Vec<f32>> =
            self.members.iter().map(|m| vec![1.0; horizon + m.unobserved]).collect();
        let mut seasons: Vec<Vec<f64>> = mixtures.iter().map(|mixture| vec![0.0; mixture.cycle()]).collect();
        let (mut expected, mut drawn) = (vec![0.0; count], vec![0.0; count]);
        for path in 0..paths {
            let shared = self.with_the_total(seed, path);
            for (i, member) in self.members.iter().enumerate() {
                let component = if shared.is_none_or(|one| one == i) { TOTAL } else { member.component };
                let (trend, surprise) = (&mut trends[i], &mut surprises[i]);
                mixtures[i].path(seed, path, component, trend, surprise, &mut seasons[i]);
                if let Some(activity) = member.fit.activity() {
                    let level = |lead: usize| {
                        let at = (member.fit.behind() + lead).min(trend.len() - 1);
                        trend[at] + surprise[at]
                    };
                    activity.path(Draws::new(seed, path, component), false, level, &mut left[i]);
                }
            }
            // Logs of the parts some periods after the last with trade, without and with surprises.
            let at = |after: usize, expected: &mut [f64], drawn: &mut [f64]| {
                for (i, member) in self.members.iter().enumerate() {
                    let lead = (after + member.behind).checked_sub(1);
                    let (trend, surprise) =
                        lead.map_or((0.0, 0.0), |lead| (trends[i][lead], surprises[i][lead]));
                    expected[i] = libm::log(member.share) + trend;
                    drawn[i] = expected[i] + surprise;
                }
            };
            at(0, &mut expected, &mut drawn);
            let (expected_origin, drawn_origin) = (log_sum(&expected), log_sum(&drawn));
            for lead in 0..horizon {
                let cell = lead * paths + path;
                at(self.behind + lead + 1, &mut expected, &mut drawn);
                let with_zeros =
                    self.members.iter().enumerate().filter(|(_, member)| member.fit.activity().is_some());
                for (i, member) in with_zeros {
                    // Next to nothing has a logarithm.
                    let left = libm::log(f64::from(left[i][lead + member.unobserved]).max(SMALLEST));
                    (expected[i], drawn[i]) = (expected[i] + left, drawn[i] + left);
                }
                expected.iter_mut().for_each(|log| *log -= expected_origin);
                drawn.iter_mut().for_each(|log| *log -= drawn_origin);
                if method == Reconciliation::Optimal {
                    self.agree(sums.trend[cell], &mut expected);
                    self.agree(sums.trend[cell] + sums.surprise[cell], &mut drawn);
                }
                sums.trend[cell] = log_sum(&expected);
                sums.surprise[cell] = log_sum(&drawn) - sums.trend[cell];
                sums.parts.iter_mut().zip(&drawn).for_each(|(part, log)| part[cell] = *log);
            }
        }
    }

    /// Which part has the random numbers of the total in a path; all of them where `None`.
    fn with_the_total(&self, seed: u32, path: usize) -> Option<usize> {
        let drawn = Draws::new(seed, path, TOTAL).uniform(Purpose::Dependence, 0);
        let mut left = drawn - self.dependence;
        if left < 0.0 {
            return None;
        }
        for (i, member) in self.members.iter().enumerate() {
            left -= (1.0 - self.dependence) * member.share;
            if left < 0.0 {
                return Some(i);
            }
        }
        Some(self.members.len() - 1)
    }

    /// Changes the logs of the parts so that they add up to a total that is changed with them.
    fn agree(&self, total: f64, logs: &mut [f64]) {
        let sum = log_sum(logs);
        let pull: Vec<f64> =
            self.members.iter().zip(&*logs).map(|(m, log)| m.variance * libm::exp(log - sum)).collect();
        let (mut k, mut moved) = (0.0, logs.to_vec());
        for _ in 0..STEPS {
            moved.iter_mut().zip(&*logs).zip(&pull).for_each(|((moved, log), pull)| *moved = log - k * pull);
            let sum = log_sum(&moved);
            let slope: f64 = moved.iter().zip(&pull).map(|(moved, pull)| libm::exp(moved - sum) * pull).sum();
            let step = (sum - total - k * self.variance_of_total) / (slope + self.variance_of_total);
            k += step;
            if step.abs() <= 1e-12 * k.abs() {
                break;
            }
        }
        logs.copy_from_slice(&moved);
    }
}

/// Log of the sum of exponentials.
fn log_sum(logs: &[f64]) -> f64 {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + libm::log(logs.iter().map(|log| libm::exp(log - largest)).sum())
}

/// Squared volatility of a year.
fn variance(series: &Series) -> f64 {
    let volatility = Sample::of(series).volatility().of_year.max(LEAST_VOLATILITY);
    volatility * volatility
}

/// Mean rank correlation of the changes of all pairs of histories, shrunk to that of the panel.
fn dependence(histories: &[&Series]) -> f64 {
    let pairs = (0..histories.len()).flat_map(|i| (0..i).map(move |j| (histories[i], histories[j])));
    let of_pairs = pairs.map(|(one, other)| {
        let changes = common_changes(one, other);
        let own = rank_correlation(&changes).unwrap_or(0.0);
        let n = changes.len() as f64;
        (EVIDENCE * DEPENDENCE + n * own) / (EVIDENCE + n)
    });
    mean(of_pairs).unwrap_or(0.0).clamp(0.0, 1.0)
}

/// Growth of both series between neighbouring periods in which both are known.
fn common_changes(one: &Series, other: &Series) -> Vec<(f64, f64)> {
    let both: Vec<_> = one
        .observations()
        .iter()
        .filter_map(|a| {
            let observations = other.observations();
            let at = observations.binary_search_by_key(&a.period, |b| b.period).ok()?;
            Some((a.period, a.value, observations[at].value))
        })
        .collect();
    let neighbours = both.windows(2).filter(|pair| pair[1].0.minus(pair[0].0) == 1);
    let neighbours = neighbours.filter(|pair| pair.iter().all(|(_, one, other)| *one > 0.0 && *other > 0.0));
    neighbours.map(|pair| (libm::log(pair[1].1 / pair[0].1), libm::log(pair[1].2 / pair[0].2))).collect()
}

/// Spearman's rank correlation; `None` where it is not defined.
fn rank_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let ranks = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let rank = |value: f64| {
            let below = pairs.iter().filter(|pair| of(pair) < value).count();
            let tied = pairs.iter().filter(|pair| of(pair) == value).count();
            below as f64 + 0.5 * tied as f64
        };
        pairs.iter().map(|pair| rank(of(pair)) - 0.5 * pairs.len() as f64).collect()
    };
    let (one, other) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let power = (product(&one, &one) * product(&other, &other)).sqrt();
    (power > 0.0).then(|| product(&one, &other) / power)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::series::series::{Flow, Observation};
    use crate::simulate::simulation::Simulation;
    use crate::{Assumptions, Target};

    const EXPORTS: [f64; 14] =
        [48.0, 37.0, 52.0, 40.0, 60.0, 75.0, 58.0, 99.0, 120.0, 110.0, 150.0, 130.0, 170.0, 200.0];
    const IMPORTS: [f64; 14] =
        [44.0, 38.0, 12.0, 25.0, 22.0, 19.0, 10.0, 14.0, 30.0, 41.0, 35.0, 60.0, 50.0, 66.0];

    fn yearly(name: &str, values: &[f64]) -> Series {
        let rows = (2000..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), *value));
        Series::new(name, rows.collect()).unwrap()
    }

    /// Two flows of which so many years are known.
    fn flows(known: usize) -> Composition {
        let total: Vec<f64> = EXPORTS.iter().zip(IMPORTS).map(|(e, i)| e + i).collect();
        let flow = |id: &str, values: &[f64], flow| {
            Part::new(id.parse().unwrap(), id, yearly(id, &values[..known]).with_flow(flow))
        };
        let parts = vec![flow("exports", &EXPORTS, Flow::Exports), flow("imports", &IMPORTS, Flow::Imports)];
        Composition::new(&yearly("turnover", &total), parts).unwrap()
    }

    fn plain() -> Simulation {
        let settings = Settings { horizon: 8, paths: 500, ..Settings::default() };
        fit(flows(14).total(), &ModelChoice::Auto).unwrap().simulate(&settings).unwrap()
    }

    #[test]
    fn top_down_is_the_plain_forecast_bit_for_bit() {
        let (plain, target) = (plain(), Target::level(500.0).unwrap());
        let composed = plain.composed(&flows(14)).unwrap();
        let answer = |simulation: &Simulation| simulation.answer(&target, &Assumptions::baseline()).unwrap();
        // But for the list of what there is.
        assert_eq!(
            crate::Answer { components: answer(&plain).components, ..answer(&composed) },
            answer(&plain)
        );
    }

    #[test]
    fn bottom_up_and_optimal_are_the_sums_of_forecasts_of_the_parts() {
        let plain = plain();
        let medians = |simulation: &Simulation| -> Vec<f64> {
            simulation.forecast(&Assumptions::baseline()).unwrap().iter().map(|row| row.median).collect()
        };
        let of = |method| medians(&plain.composed(&flows(14).reconciled_by(method)).unwrap());
        let (top, bottom, optimal) =
            (medians(&plain), of(Reconciliation::BottomUp), of(Reconciliation::Optimal));
        assert_ne!(top, bottom);
        for lead in 0..8 {
            let (low, high) = (top[lead].min(bottom[lead]), top[lead].max(bottom[lead]));
            let slack = 0.03 * high; // medians of 500 paths
            assert!(
                (low - slack..=high + slack).contains(&optimal[lead]),
                "{lead}: {low} {} {high}",
                optimal[lead]
            );
            assert!(high < 1.5 * low, "{lead}: {low} {high}");
        }
    }

    /// Where the flows end two years before the total, their sum starts from the total all the same.
    #[test]
    fn parts_that_end_early_are_carried_to_the_origin() {
        let plain = plain();
        let composed = plain.composed(&flows(12).reconciled_by(Reconciliation::BottomUp)).unwrap();
        let first = &composed.forecast(&Assumptions::baseline()).unwrap()[0];
        assert!((first.median / 266.0 - 1.0).abs() < 0.25, "{}", first.median);
    }

    #[test]
    fn parts_of_another_series_are_refused() {
        let cut = flows(14).as_of(Period::annual(2011)).unwrap().unwrap();
        let error = plain().composed(&cut).unwrap_err();
        assert_eq!(error.code(), "parts_of_another");
        assert!(error.to_string().contains("2011"), "{error}");
    }

    #[test]
    fn parts_without_a_history_cannot_go_bottom_up() {
        let total = flows(14).total().clone();
        let wheat = Part::new("wheat".parse().unwrap(), "Wheat", yearly("wheat", &EXPORTS[..1]));
        let composition = Composition::new(&total, vec![wheat]).unwrap();
        assert!(plain().composed(&composition).is_ok());
        let error = plain().composed(&composition.reconciled_by(Reconciliation::BottomUp)).unwrap_err();
        assert_eq!(error.code(), "too_few_observations");
    }

    /// What is changed least, by the first-order condition of the problem: no pull of one part against another is left, and
    /// total and parts add up.
    #[test]
    fn agreement_is_reached_and_stays_positive() {
        let member = |share: f64, variance: f64| Member {
            fit: fit(&yearly("a", &EXPORTS), &ModelChoice::named("naive").unwrap()).unwrap(),
            component: 1,
            share,
            behind: 0,
            unobserved: 0,
            variance,
        };
        let members = Members {
            members: vec![member(0.8, 0.04), member(0.2, 0.4)],
            behind: 0,
            variance_of_total: 0.03,
            dependence: 0.3,
        };
        for total in [-30.0, -1.0, 0.0, 0.2, 5.0, 100.0] {
            let before = [libm::log(0.8), libm::log(0.2)];
            let mut logs = before;
            members.agree(total, &mut logs);
            let sum = log_sum(&logs);
            let k = (sum - total) / 0.03;
            for (i, (variance, share)) in [(0.04, 0.8), (0.4, 0.2)].into_iter().enumerate() {
                let moved = before[i] - k * variance * share;
                assert!((logs[i] - moved).abs() < 1e-8 * (1.0 + k.abs()), "{total}: {} {moved}", logs[i]);
            }
            assert!(sum.is_finite() && (total.min(0.0) - 1e-9..=total.max(0.0) + 1e-9).contains(&sum));
        }
    }

    #[test]
    fn rank_correlations_are_spearmans() {
        // By hand: ranks 1 2 3 4 5 and 1 3 2 5 4, so 1 - 6 (1 + 1 + 1 + 1) / (5 * 24).
        let pairs = [(1.0, 10.0), (2.0, 30.0), (3.0, 20.0), (4.0, 50.0), (5.0, 40.0)];
        assert!((rank_correlation(&pairs).unwrap() - 0.8).abs() < 1e-12);
        assert_eq!(rank_correlation(&[(1.0, 2.0)]), None);
        assert_eq!(rank_correlation(&[(1.0, 2.0), (1.0, 3.0)]), None);
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for method in Reconciliation::ALL {
            assert_eq!(method.to_string().parse(), Ok(method));
        }
        let error = "sideways".parse::<Reconciliation>().unwrap_err();
        assert_eq!(error.code(), "unknown_reconciliation");
        assert!(error.to_string().contains("top-down, bottom-up, optimal"));
    }
}
