//! What a limited corridor does to the paths.

use crate::answer::arrival::ArrivalRow;
use crate::format::{money, percent};
use crate::period::{Frequency, Period};
use crate::plain::value;

value! {
    /// What a limited corridor does to the paths.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, Question, Target};
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let limited = Assumptions::baseline().with(Lever::Capacity, 9.0)?;
    /// let answer = Question { assumptions: limited, ..Question::new(series, Target::level(20.0)?) }.answer()?;
    /// assert!(answer.arrival.by.iter().all(|row| row.probability == 0.0)); // 20 cannot pass where 9 can
    /// assert!(answer.bottleneck.unwrap().binds.iter().any(|row| row.probability > 0.5));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Bottleneck {
        /// Probability that the corridor has been too small by each period (cumulative).
        binds: Vec<ArrivalRow>,
        /// First period by which it has with probability 50 % or more; absent where that is beyond the horizon.
        median: Option<Period> as "string | null",
        /// What it cannot carry in each period, on average over all paths (the outermost 0.5 % drawn in), in the unit of the
        /// series.
        unserved: Vec<Unserved>,
    }
}

value! {
    /// What cannot be carried in a period.
    ///
    /// ```
    /// let row = tradecast::Unserved { period: tradecast::Period::annual(2030), mean: 12.5 };
    /// assert!(row.mean > 0.0);
    /// ```
    Unserved {
        /// The period.
        period: Period as "string",
        /// Average over all paths, in the unit of the series.
        mean: f64,
    }
}

impl Bottleneck {
    /// When the corridor is too small, and what that costs, in one or two sentences.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, Period, Question, Target};
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let limited = Assumptions::baseline().with(Lever::Capacity, 9.0)?;
    /// let answer = Question { assumptions: limited, ..Question::new(series, Target::level(20.0)?) }.answer()?;
    /// let told = answer.bottleneck.unwrap().sentence(Period::annual(2012), "USD m");
    /// assert!(told.starts_with("The corridor is too small in some year by 2012 with a probability of"), "{told}");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self, by: Period, unit: &str) -> String {
        let binds = self.binds.iter().find(|row| row.period == by).or(self.binds.last());
        let chance = binds.map_or(0.0, |row| row.probability);
        let even = match self.median {
            Some(median) => format!("; even odds by {median}"),
            None => String::new(),
        };
        let period = if by.frequency() == Frequency::Annual { "year" } else { "period" };
        let costs = self.unserved.iter().find(|row| row.period == by).filter(|row| row.mean > 0.0);
        let costs = costs.map_or_else(String::new, |row| {
            format!(" In {by} it keeps back {} on average over all paths.", money(row.mean, unit))
        });
        format!(
            "The corridor is too small in some {period} by {by} with a probability of {}{even}.{costs}",
            percent(chance)
        )
    }
}
