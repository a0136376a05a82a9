#![doc = include_str!("../../guide/methods/zeros.md")]

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::exponential::exp;
use crate::period::Frequency;
use crate::series::sample::Sample;
use crate::series::series::Series;

/// Periods with trade, and without, that every series is taken to have seen once besides its own: half of one each (Jeffreys).
const PRIOR: f64 = 0.5;

/// How the logit of trade in the next period depends on what a series shows.
#[derive(Debug)]
struct Coefficients {
    /// Half-life of the weights in the share of periods with trade, periods.
    half_life: f64,
    constant: f64,
    /// Of trade in the last period.
    active: f64,
    /// Of the logit of the share of periods with trade.
    share: f64,
    /// Of the log of the periods with trade since the last without, and of those without since the last with.
    run: [f64; 2],
    /// Of the log of one plus the log of the last value with trade over the smallest: where the last period had trade, and where
    /// it had none.
    level: [f64; 2],
}

const YEARLY: Coefficients = Coefficients {
    half_life: 6.0,
    constant: -0.14,
    active: 0.667,
    share: 0.384,
    run: [0.64, -0.423],
    level: [1.225, 0.197],
};
const QUARTERLY: Coefficients = Coefficients {
    half_life: 8.0,
    constant: 0.121,
    active: 0.125,
    share: 0.593,
    run: [0.638, -0.486],
    level: [0.986, -0.066],
};
const MONTHLY: Coefficients = Coefficients {
    half_life: 12.0,
    constant: -0.209,
    active: 0.282,
    share: 0.718,
    run: [0.536, -0.219],
    level: [0.747, 0.092],
};

/// Whether there is trade in a period: what a series with zeros shows of it at its last observation.
#[derive(Debug, Clone)]
pub(crate) struct Activity {
    coefficients: &'static Coefficients,
    /// What a period leaves of a weight.
    kept: f64,
    now: State,
    /// Log of the last value with trade over the smallest.
    above_smallest: f64,
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
}

impl Activity {
    /// Of a series; `None` where it has no zeros, and is taken to go on without.
    pub(crate) fn of(series: &Series, sample: &Sample) -> Option<Self> {
        if series.zeros() == 0 {
            return None;
        }
        let coefficients = match series.frequency() {
            Frequency::Annual => &YEARLY,
            Frequency::Quarterly => &QUARTERLY,
            Frequency::Monthly => &MONTHLY,
        };
        let kept = libm::exp2(-1.0 / coefficients.half_life);
        let smallest = sample.log.iter().copied().fold(0.0, f64::min);
        let first = series.first();
        let start = State { active: first.value > 0.0, run: 0.0, with: 0.0, seen: 0.0, level: 0.0 };
        let (now, _) = series.observations().iter().fold((start, first.period), |(state, before), o| {
            let kept = libm::pow(kept, f64::from(o.period.minus(before)));
            (state.after(o.value > 0.0, kept), o.period)
        });
        let now = State { level: libm::log1p(-smallest), ..now };
        Some(Self { coefficients, kept, now, above_smallest: -smallest })
    }

    /// Probability of trade in the period after a state.
    fn probability(&self, state: &State) -> f64 {
        let Coefficients { constant, active, share, run, level, .. } = self.coefficients;
        let share = share * libm::log((state.with + PRIOR) / (state.seen - state.with + PRIOR));
        let which = usize::from(!state.active);
        let own = if state.active { *active } else { 0.0 };
        let logit = constant + own + share + run[which] * libm::log(state.run) + level[which] * state.level;
        1.0 / (1.0 + exp(-logit))
    }

    /// Whether one simulated path has trade, period after period; `level` is its log relative to the last value with trade, while
    /// there is trade, and `shown` says that there is trade in the first period.
    pub(crate) fn path(&self, draws: Draws, shown: bool, level: impl Fn(usize) -> f64, trade: &mut [bool]) {
        let mut state = self.now;
        for (lead, trade) in trade.iter_mut().enumerate() {
            let drawn = draws.uniform(Purpose::Activity, lead) < self.probability(&state);
            *trade = drawn || (shown && lead == 0);
            state = state.after(*trade, self.kept);
            if *trade {
                state.level = libm::log1p((self.above_smallest + level(lead)).max(0.0));
            }
        }
    }
}
