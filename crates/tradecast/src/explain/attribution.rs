#![doc = include_str!("../../guide/methods/attribution.md")]

use std::collections::BTreeMap;

use crate::error::Result;
use crate::explain::shapley;
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::question::lever::{LeverKey, LeverKind};
use crate::question::target::Target;
use crate::simulate::simulation::Simulation;

/// Up to so many levers all subsets are looked at.
const EXACT: usize = 10;
/// Runs that sampled orders may take, about: as many as the largest exact attribution.
const RUNS: usize = 1 << EXACT;

value! {
    /// The change from the baseline to a scenario, split between the levers it moves.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let scenario = Assumptions::baseline().with(Lever::Growth, 2.0)?.with(Lever::Programme, 40.0)?;
    /// let attribution = simulation.attribution(&Target::level(250.0)?.by(Period::annual(2028)), &scenario)?;
    /// let sum: f64 = attribution.levers.iter().map(|lever| lever.contribution).sum();
    /// assert!((attribution.from + sum - attribution.to).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Attribution {
        /// The deadline, or the end of the horizon where the target has none.
        asked: Period as "string",
        /// Probability with no lever moved.
        from: f64,
        /// Probability in the scenario.
        to: f64,
        /// Random orders looked at; absent where all were.
        orders: Option<usize>,
        /// What each moved lever contributed, the largest first.
        levers: Vec<LeverShare>,
        /// The same by what levers are about, for the kinds of which some are moved.
        kinds: Vec<KindShare>,
    }
}

value! {
    /// What one lever contributed, together with the levers of its kind that say more about it.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let scenario = Assumptions::baseline().with(Lever::Shock, -30.0)?.with(Lever::ShockYear, 3.0)?;
    /// let attribution = simulation.attribution(&Target::level(20.0)?, &scenario)?;
    /// assert_eq!((attribution.levers.len(), &attribution.levers[0].with[..]), (1, &["shock_year".to_owned()][..]));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    LeverShare {
        /// The lever, with its part.
        lever: String,
        /// What a person reads.
        label: String,
        /// What it is about.
        kind: LeverKind,
        /// The moved levers that say more about it.
        with: Vec<String>,
        /// Its share of the change.
        contribution: f64,
        /// Standard error of the contribution from the orders that were not looked at; absent where all were.
        std_error: Option<f64>,
    }
}

value! {
    /// What the levers of one kind contributed.
    ///
    /// ```
    /// let policy = tradecast::KindShare { kind: tradecast::LeverKind::Policy, contribution: 0.1, alone: 0.3, without: 0.2 };
    /// assert!(policy.alone > policy.without);
    /// ```
    KindShare {
        /// The kind.
        kind: LeverKind,
        /// Sum of the contributions of its levers.
        contribution: f64,
        /// Probability with only the levers of this kind moved.
        alone: f64,
        /// Probability with all moved but those of this kind.
        without: f64,
    }
}

impl Simulation {
    /// Splits the change of the probability from the baseline to a scenario between the levers that the scenario moves.
    ///
    /// Levers that say more about another go with it (the year of a shock with the shock), except where the one can be decided
    /// and the other not: what is added to a corridor is told apart from the corridor, and the share of the contracts that is
    /// delivered from what was signed.
    ///
    /// ```
    /// # use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let nothing = simulation.attribution(&Target::level(20.0)?, &Assumptions::baseline())?;
    /// assert!(nothing.levers.is_empty() && nothing.from == nothing.to);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`].
    pub fn attribution(&self, target: &Target, assumptions: &Assumptions) -> Result<Attribution> {
        self.attribution_with_progress(target, assumptions, &mut |_| {})
    }

    /// The same as [`Simulation::attribution`], telling `progress` before each run of the simulation which share of those there may
    /// be has been done.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let simulation = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let scenario = Assumptions::baseline().with(Lever::Growth, 2.0)?.with(Lever::Programme, 4.0)?;
    /// let mut told = Vec::new();
    /// simulation.attribution_with_progress(&Target::level(20.0)?, &scenario, &mut |share| told.push(share))?;
    /// assert_eq!(told, [0.0, 0.25, 0.5, 0.75]); // with neither, with both, with the one, with the other
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::answer`].
    pub fn attribution_with_progress(
        &self,
        target: &Target,
        assumptions: &Assumptions,
        progress: &mut dyn FnMut(f64),
    ) -> Result<Attribution> {
        let leads = self.leads_asked(target, self.settings().horizon)?;
        let assumptions = self.applied(assumptions)?;
        let players = players(&assumptions);
        let mut seen: BTreeMap<Vec<bool>, f64> = BTreeMap::new();
        let runs = (1 << players.len().min(EXACT)) as f64;
        let mut worth = |inside: &[bool]| {
            let (acting, chosen) = chosen(&assumptions, &players, inside);
            if let Some(known) = seen.get(&acting) {
                return *known;
            }
            progress((seen.len() as f64 / runs).min(1.0));
            let chance = self.chance(target, leads, &chosen);
            seen.insert(acting, chance);
            chance
        };
        let with = |player: &dyn Fn(&Player) -> bool| players.iter().map(player).collect::<Vec<bool>>();
        let (from, to) = (worth(&with(&|_| false)), worth(&with(&|_| true)));
        let pairs = RUNS / (2 * players.len().max(1));
        let (values, orders) = if players.len() <= EXACT {
            let exact = shapley::exact(players.len(), &mut worth);
            (exact.into_iter().map(|value| (value, None)).collect(), None)
        } else {
            let sampled = shapley::sampled(players.len(), pairs, self.settings().seed, &mut worth);
            (sampled.into_iter().map(|(value, error)| (value, Some(error))).collect(), Some(2 * pairs))
        };
        let values: Vec<(f64, Option<f64>)> = values;
        let kinds = LeverKind::ALL.into_iter().filter(|kind| players.iter().any(|p| p.kind() == *kind));
        let kinds = kinds.map(|kind| KindShare {
            kind,
            contribution: players
                .iter()
                .zip(&values)
                .filter(|(p, _)| p.kind() == kind)
                .map(|(_, v)| v.0)
                .sum(),
            alone: worth(&with(&|player| player.kind() == kind)),
            without: worth(&with(&|player| player.kind() != kind)),
        });
        let kinds = kinds.collect();
        let share = |(Player { lever, with }, &(contribution, std_error)): (&Player, _)| LeverShare {
            lever: lever.to_string(),
            label: self.lever_label(lever),
            kind: lever.lever().spec().kind,
            with: with.iter().map(LeverKey::to_string).collect(),
            contribution,
            std_error,
        };
        let mut levers: Vec<LeverShare> = players.iter().zip(&values).map(share).collect();
        levers.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()));
        Ok(Attribution { asked: self.asked(target), from, to, orders, levers, kinds })
    }
}

/// A lever that is moved or not, with all that goes with it.
#[derive(Debug)]
struct Player {
    lever: LeverKey,
    /// The moved levers of the same kind that say more about it.
    with: Vec<LeverKey>,
}

impl Player {
    fn kind(&self) -> LeverKind {
        self.lever.lever().spec().kind
    }

    fn keys(&self) -> impl Iterator<Item = &LeverKey> {
        std::iter::once(&self.lever).chain(&self.with)
    }
}

/// The players of a scenario.
fn players(scenario: &Assumptions) -> Vec<Player> {
    let mut players: Vec<Player> = Vec::new();
    // Those that say more about another come after it in the table.
    for (key, _) in scenario.effective() {
        let said_of = |player: &Player| {
            key.gate().is_some_and(|gate| player.keys().any(|own| *own == gate))
                && player.kind() == key.lever().spec().kind
        };
        match players.iter_mut().find(|player| said_of(player)) {
            Some(player) => player.with.push(key.clone()),
            None => players.push(Player { lever: key.clone(), with: Vec::new() }),
        }
    }
    players
}

/// The scenario with only some of its players, and which of them then make a difference: the share delivered of contracts that
/// are not there makes none.
fn chosen(scenario: &Assumptions, players: &[Player], inside: &[bool]) -> (Vec<bool>, Assumptions) {
    let outside = players.iter().zip(inside).filter(|(_, inside)| !**inside);
    let outside = outside.flat_map(|(player, _)| player.keys());
    let chosen = outside.fold(scenario.clone(), |assumptions, key| assumptions.without(key));
    let acts = |key: &LeverKey| chosen.effective().any(|(effective, _)| effective == key);
    (players.iter().map(|player| player.keys().any(acts)).collect(), chosen)
}
