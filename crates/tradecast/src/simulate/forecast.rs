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
        #[serde(default, skip_serializing_if = "never")]
        zero: f64,
    }
}

/// Whether a probability is 0.
pub(crate) fn never(probability: &f64) -> bool {
    *probability == 0.0
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
