#![doc = include_str!("../../guide/methods/zeros.md")]

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::exponential::exp;
use crate::period::{Frequency, Period};
use crate::series::sample::Sample;
use crate::series::series::Series;

/// Periods with trade, and without, that every series is taken to have seen besides its own: half of one each (Jeffreys).
const PRIOR: f64 = 0.5;
/// Years of its average that a period of the year is taken to have seen besides its own.
const PRIOR_YEARS: f64 = 2.0;
/// Log odds before anything is seen that whether there is trade is a matter of the period of the year alone: one to twenty.
const SEASONAL_ODDS: f64 = -3.0;
/// No probability that a period was given counts as less when models are compared.
const LEAST: f64 = 1e-3;

/// Numbers that tell of the next period.
const FEATURES: usize = 8;

/// How the logit of trade in the next period depends on what a series shows.
#[derive(Debug)]
struct Coefficients {
    /// Half-life of the weights in the share of periods with trade, periods.
    half_life: f64,
    /// Of [`State::features`], in their order.
    of: [f64; FEATURES],
    /// Share of the log of the last value with trade over the smallest that is left where trade begins again.
    restart: f64,
}

// Logistic regressions, printed by `cargo test -p tradecast --lib coefficients_are -- --ignored --nocapture`, see the guide: years from
// half of the pairs of a panel of world trade up to 1999, quarters and months from half of the partners of a national table up to
// 2002. The other halves and the later periods were not used.
const YEARLY: Coefficients = Coefficients {
    half_life: 6.0,
    of: [-0.096, 0.613, 0.331, 0.664, -0.497, 1.158, 0.228, 0.0],
    restart: 0.548,
};
const QUARTERLY: Coefficients = Coefficients {
    half_life: 8.0,
    of: [0.036, 0.246, 0.524, 0.650, -0.553, 0.682, 0.012, 0.212],
    restart: 0.484,
};
const MONTHLY: Coefficients = Coefficients {
    half_life: 12.0,
    of: [-0.202, 0.272, 0.727, 0.548, -0.247, 0.598, 0.080, 0.342],
    restart: 0.559,
};

impl Coefficients {
    fn of(frequency: Frequency) -> &'static Self {
        match frequency {
            Frequency::Annual => &YEARLY,
            Frequency::Quarterly => &QUARTERLY,
            Frequency::Monthly => &MONTHLY,
        }
    }

    /// Probability of trade after a state, in a period of the year to which `season` is added.
    fn probability(&self, state: &State, season: f64) -> f64 {
        let logit: f64 = self.of.iter().zip(state.features(season)).map(|(c, feature)| c * feature).sum();
        sigmoid(logit)
    }
}

/// Whether there is trade in a period: what a series with zeros shows of it at its last observation.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    coefficients: &'static Coefficients,
    /// What a period leaves of a weight.
    kept: f64,
    now: State,
    /// Log of the last value with trade over the smallest.
    above_smallest: f64,
    /// The periods of the year, from the first one ahead; none for years.
    seasons: Vec<Phase>,
    /// Probability that the period of the year alone decides.
    seasonal: f64,
}

/// What is known of trade and no trade at the end of a period.
#[derive(Debug, Clone, Copy)]
struct State {
    active: bool,
    /// Observations as the last one, up to it.
    run: f64,
    /// Weighted periods with trade, and all.
    with: f64,
    seen: f64,
    /// Log of one plus the log of the last value with trade over the smallest.
    level: f64,
}

impl State {
    /// After a period, with or without trade; `kept` is what is left of earlier weights.
    fn after(self, active: bool, kept: f64) -> Self {
        Self {
            active,
            run: if active == self.active { self.run + 1.0 } else { 1.0 },
            with: self.with * kept + f64::from(u8::from(active)),
            seen: self.seen * kept + 1.0,
            ..self
        }
    }

    /// One; trade in the last period; logit of the share of periods with trade; log of the run of periods with trade, and without;
    /// level after a period with trade, and without; season.
    fn features(&self, season: f64) -> [f64; FEATURES] {
        let share = libm::log((self.with + PRIOR) / (self.seen - self.with + PRIOR));
        let run = libm::log(self.run);
        match self.active {
            true => [1.0, 1.0, share, run, 0.0, self.level, 0.0, season],
            false => [1.0, 0.0, share, 0.0, run, 0.0, self.level, season],
        }
    }
}

/// What the record of a period of the year says.
#[derive(Debug, Clone, Copy)]
struct Phase {
    /// Its logit less that of all periods, as far as they differ by more than chance.
    adds: f64,
    /// Probability of trade where nothing else decides.
    alone: f64,
}

/// A series, observation after observation.
struct Record {
    coefficients: &'static Coefficients,
    kept: f64,
    state: State,
    /// Logs of the last value with trade, and of the smallest.
    last: f64,
    smallest: f64,
    /// Values with trade, and all.
    with: f64,
    seen: f64,
    /// The same of each period of the year.
    phases: Vec<[f64; 2]>,
    /// Log odds that the period of the year alone decides.
    odds: f64,
    before: Period,
}

impl Record {
    fn new(first: Period, active: bool) -> Self {
        let coefficients = Coefficients::of(first.frequency());
        Self {
            coefficients,
            kept: libm::exp2(-1.0 / coefficients.half_life),
            state: State { active, run: 0.0, with: 0.0, seen: 0.0, level: 0.0 },
            last: 0.0,
            smallest: f64::MAX,
            with: 0.0,
            seen: 0.0,
            phases: vec![[0.0; 2]; first.frequency().per_year() as usize],
            odds: SEASONAL_ODDS,
            before: first,
        }
    }

    /// What is known of a period of the year.
    fn phase(&self, period: Period) -> Phase {
        if self.phases.len() == 1 {
            return Phase { adds: 0.0, alone: 0.0 };
        }
        let share = ((self.with + PRIOR) / (self.seen + 2.0 * PRIOR)).clamp(0.0, 1.0);
        let own = |[with, seen]: [f64; 2]| {
            libm::log((with + PRIOR_YEARS * share) / (seen - with + PRIOR_YEARS * (1.0 - share)))
        };
        let expected = |seen: f64| seen * share * (1.0 - share);
        let apart = self.phases.iter().filter(|[_, seen]| *seen > 0.0).map(|[with, seen]| {
            let off = with - seen * share;
            off * off / expected(*seen)
        });
        // Beyond the degrees of freedom a chi-square is more than chance.
        let (chi_square, freedom) = (apart.sum::<f64>(), (self.phases.len() - 1) as f64);
        let real = if chi_square > freedom { 1.0 - freedom / chi_square } else { 0.0 };
        let logit = own(self.phases[period.of_year() as usize - 1]);
        Phase { adds: real * (logit - libm::log(share / (1.0 - share))), alone: sigmoid(logit) }
    }

    /// Adds an observation; `log` is absent where there was no trade.
    fn observe(&mut self, period: Period, log: Option<f64>) {
        let active = log.is_some();
        if self.phases.len() > 1 && self.seen > 0.0 {
            let phase = self.phase(period);
            let given = |probability: f64| {
                let given = if active { probability } else { 1.0 - probability };
                libm::log(given.max(LEAST))
            };
            self.odds += given(phase.alone) - given(self.coefficients.probability(&self.state, phase.adds));
        }
        let kept = libm::pow(self.kept, f64::from(period.minus(self.before)));
        self.state = self.state.after(active, kept);
        self.before = period;
        let one = f64::from(u8::from(active));
        self.seen += 1.0;
        self.with += one;
        let [with, seen] = &mut self.phases[period.of_year() as usize - 1];
        *seen += 1.0;
        *with += one;
        if let Some(log) = log {
            self.last = log;
            self.smallest = self.smallest.min(log);
            self.state.level = libm::log1p(self.last - self.smallest);
        }
    }
}

impl Activity {
    /// Of a series; `None` where it has no zeros, and is taken to go on without.
    pub(crate) fn of(series: &Series, sample: &Sample) -> Option<Self> {
        if series.zeros() == 0 {
            return None;
        }
        let mut logs = sample.log.iter().copied();
        let mut record = Record::new(series.first().period, series.first().value > 0.0);
        for observation in series.observations() {
            let log = if observation.value > 0.0 { logs.next() } else { None };
            record.observe(observation.period, log);
        }
        let cycle = record.phases.len() as i32;
        let origin = series.last().period;
        let seasons = (1..=cycle).map(|lead| record.phase(origin.plus(lead))).collect();
        Some(Self {
            coefficients: record.coefficients,
            kept: record.kept,
            now: record.state,
            above_smallest: record.last - record.smallest,
            seasons,
            seasonal: if cycle > 1 { sigmoid(record.odds) } else { 0.0 },
        })
    }

    /// Probability of trade at a lead, counted from 0, after the state before it.
    fn probability(&self, lead: usize, state: &State) -> f64 {
        let Phase { adds, alone } = self.seasons[lead % self.seasons.len()];
        let own = self.coefficients.probability(state, adds);
        own + self.seasonal * (alone - own)
    }

    /// What is left of the level of one simulated path, period after period: nothing where there is no trade, and less than all
    /// after trade began again. `level` is its log relative to the last value with trade, were there always trade, and `shown` says
    /// that there is trade in the first period.
    pub(crate) fn path(&self, draws: Draws, shown: bool, level: impl Fn(usize) -> f64, left: &mut [f32]) {
        let (mut state, mut fallen) = (self.now, 0.0);
        for (lead, left) in left.iter_mut().enumerate() {
            let drawn = draws.uniform(Purpose::Activity, lead) < self.probability(lead, &state);
            let trade = drawn || (shown && lead == 0);
            let begins = trade && !state.active;
            state = state.after(trade, self.kept);
            *left = 0.0;
            if trade {
                let mut above = (self.above_smallest + level(lead) + fallen).max(0.0);
                if begins {
                    fallen -= (1.0 - self.coefficients.restart) * above;
                    above *= self.coefficients.restart;
                }
                state.level = libm::log1p(above);
                *left = exp(fallen) as f32;
            }
        }
    }
}

fn sigmoid(logit: f64) -> f64 {
    1.0 / (1.0 + exp(-logit))
}

#[cfg(test)]
mod panel;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::series::Observation;

    fn activity(first: &str, values: &[f64]) -> Activity {
        let first: Period = first.parse().unwrap();
        let rows = (0..).zip(values).map(|(t, value)| Observation::new(first.plus(t), *value)).collect();
        let series = Series::new("test", rows).unwrap();
        Activity::of(&series, &Sample::of(&series)).unwrap()
    }

    /// Share of paths with trade at each lead, of a level that stays.
    fn shares(activity: &Activity, leads: usize) -> Vec<f64> {
        let mut shares = vec![0.0; leads];
        let mut left = vec![0.0; leads];
        for path in 0..4000 {
            activity.path(Draws::new(1, path, 0), false, |_| 0.0, &mut left);
            for (share, left) in shares.iter_mut().zip(&left) {
                *share += f64::from(u8::from(*left > 0.0)) / 4000.0;
            }
        }
        shares
    }

    #[test]
    fn what_stopped_is_ever_less_likely_and_what_began_again_goes_on() {
        let trade = [3.0, 5.0, 4.0, 6.0, 8.0, 7.0, 6.0];
        let stopped = |zeros: usize| activity("1990", &[&trade[..], &vec![0.0; zeros]].concat());
        let next: Vec<f64> = [1, 2, 4, 8, 16].map(|zeros| shares(&stopped(zeros), 1)[0]).to_vec();
        assert!(next.windows(2).all(|pair| pair[1] < pair[0]) && next[4] < 0.15, "{next:?}");
        let again = |years: usize| activity("1990", &[&trade[..], &[0.0; 6], &vec![5.0; years]].concat());
        let next: Vec<f64> = [1, 2, 4, 8, 16].map(|years| shares(&again(years), 1)[0]).to_vec();
        assert!(next.windows(2).all(|pair| pair[1] >= pair[0]) && next[4] > 0.95, "{next:?}");
    }

    #[test]
    fn trade_near_the_smallest_value_is_more_likely_to_end() {
        let with = |last: f64| activity("1990", &[2.0, 1.0, 0.0, 4.0, 30.0, 80.0, last]);
        assert!(shares(&with(1.0), 1)[0] < shares(&with(90.0), 1)[0] - 0.1);
    }

    #[test]
    fn zeros_of_a_season_come_again_in_it() {
        // Ten years of trade from June to September only.
        let values: Vec<f64> =
            (0..120).map(|t| if (5..9).contains(&(t % 12)) { 4.0 + f64::from(t % 5) } else { 0.0 }).collect();
        let ahead = shares(&activity("2001-01", &values), 24);
        for (lead, share) in ahead.iter().enumerate() {
            let season = (5..9).contains(&(lead % 12));
            assert!(if season { *share > 0.85 } else { *share < 0.1 }, "{lead}: {share}");
        }
    }

    #[test]
    fn sporadic_zeros_have_about_their_share() {
        let values: Vec<f64> =
            (0..40).map(|t| if t * 7 % 10 < 3 { 0.0 } else { 5.0 + f64::from(t % 3) }).collect();
        let ahead = shares(&activity("1980", &values), 10);
        assert!(ahead.iter().all(|share| (0.55..0.85).contains(share)), "{ahead:?}");
    }

    #[test]
    fn longer_paths_leave_the_first_leads_alone_and_what_is_shown_is_there() {
        let activity = activity("2000", &[3.0, 0.0, 4.0, 0.0, 5.0, 0.0, 0.0]);
        for path in 0..200 {
            let draws = Draws::new(1, path, 0);
            let (mut short, mut long, mut shown) = ([0.0; 4], [0.0; 9], [0.0; 9]);
            activity.path(draws, false, |_| 0.5, &mut short);
            activity.path(draws, false, |_| 0.5, &mut long);
            activity.path(draws, true, |_| 0.5, &mut shown);
            assert_eq!(short, long[..4]);
            assert!(shown[0] > 0.0 && (long[0] == 0.0 || shown == long));
        }
    }

    #[test]
    fn trade_begins_again_nearer_to_the_smallest_value() {
        let activity = activity("2000", &[1.0, 4.0, 16.0, 0.0]);
        let smallest = -libm::log(16.0);
        let mut began = 0;
        for path in 0..200 {
            let mut left = [0.0; 3];
            activity.path(Draws::new(1, path, 0), false, |_| 0.0, &mut left);
            if left[0] > 0.0 {
                began += 1;
                let expected = libm::exp((1.0 - YEARLY.restart) * smallest);
                assert!((f64::from(left[0]) - expected).abs() < 1e-6, "{left:?}");
                assert!(left[1] == 0.0 || left[1] == left[0], "it goes on from there: {left:?}");
            }
        }
        assert!((50..200).contains(&began), "{began}");
    }
}
