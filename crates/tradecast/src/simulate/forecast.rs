//! The forecast of a period: mean, median and bands of simulated values.

use crate::period::Period;
use crate::plain::value;

value! {
    /// The forecast of one period.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let row = &answer.forecast[0];
    /// assert!(row.bands[0].lo <= row.median && row.median <= row.bands[0].hi);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ForecastRow {
        /// The period.
        period: Period as "string",
        /// Mean of the simulated paths, the outermost 0.5 % on either side drawn in (a mean of fat tails would
        /// otherwise be decided by a few paths).
        mean: f64,
        /// Half of the simulated paths are below.
        median: f64,
        /// Central bands, narrowest first.
        bands: Vec<Band>,
        /// Probability that there is no trade in the period; 0, and left out, where the series has no zeros.
        #[serde(default, skip_serializing_if = "ForecastRow::has_trade")]
        zero: f64,
    }
}

impl ForecastRow {
    /// The probability that there is no trade in a period of a forecast; 0 where the series has no zeros.
    ///
    /// ```
    /// use tradecast::{ForecastRow, Observation, Period, Question, Series, Target};
    ///
    /// let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// let answer = Question::new(Series::new("demo", rows.collect())?, Target::level(30.0)?).answer()?;
    /// assert_eq!(ForecastRow::no_trade_in(&answer.forecast, Period::annual(2025)), 0.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn no_trade_in(forecast: &[Self], period: Period) -> f64 {
        forecast.iter().find(|row| row.period == period).map_or(0.0, |row| row.zero)
    }

    /// Whether a probability of no trade is 0, so that serde leaves it out.
    ///
    /// ```
    /// assert!(tradecast::ForecastRow::has_trade(&0.0));
    /// ```
    #[must_use]
    pub fn has_trade(no_trade: &f64) -> bool {
        *no_trade == 0.0
    }
}

value! {
    /// A central band: of 100 such paths, `level` are inside.
    ///
    /// ```
    /// let band = tradecast::Band { level: 80.0, lo: 90.0, hi: 120.0 };
    /// assert!(band.lo < band.hi);
    /// ```
    Band {
        /// Probability inside, %.
        level: f64,
        /// Lower edge.
        lo: f64,
        /// Upper edge.
        hi: f64,
    }
}
