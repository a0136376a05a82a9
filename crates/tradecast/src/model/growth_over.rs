//! How often the series of a panel kept up growth for some years: quantiles that are kept with its priors.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Leads, in years, at which the panel regressions are run; between them their results are interpolated, beyond the last
/// nothing more reverts.
pub(crate) const LEADS: [usize; 3] = [1, 5, 10];

/// Longest stretch, years.
pub(crate) const LONGEST: usize = 15;

/// Probabilities of the quantiles that are kept: between them straight lines are off by less than a percentage point.
pub(crate) const PROBABILITIES: [f64; 19] = [
    0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975,
    0.99,
];

const MEDIAN: usize = PROBABILITIES.len() / 2;

/// Thousandths of a log point in one.
pub(crate) const THOUSANDTHS: f64 = 1000.0;

/// Fewest series that make a base rate.
const FEWEST: u32 = 20;

/// Growth of the series of a panel over 1 to 15 years, kept with its [`crate::Priors`]: what required growth is compared with.
///
/// ```
/// use tradecast::GrowthOver;
///
/// let error = serde_json::from_str::<GrowthOver>(r#"{"series": []}"#).unwrap_err();
/// assert!(error.to_string().contains("invalid length"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GrowthOver {
    /// Series with a stretch of 1, 2, ... 15 years.
    pub series: [u32; LONGEST],
    /// Stretches of 1, 2, ... 15 years; they overlap.
    pub windows: [u32; LONGEST],
    /// Growth over 1, 2, ... 15 years of a pair of average volatility, thousandths of a log point: its quantiles at 1, 2.5, 5,
    /// 7.5, 10, 15, 20, 30, ... 80, 85, 90, 92.5, 95, 97.5 and 99 %.
    pub quantiles: [[i16; PROBABILITIES.len()]; LONGEST],
}

impl GrowthOver {
    /// Share of the stretches of so many years over which a series of this log volatility, relative to that of an average pair,
    /// would have grown by `needed` log points or more; `None` where too few series have such stretches.
    pub(crate) fn share(
        &self,
        own_volatility: [f64; 3],
        years: usize,
        volatility: f64,
        needed: f64,
    ) -> Option<f64> {
        let at = years.checked_sub(1)?;
        let quantiles = self.quantiles.get(at).filter(|_| self.series[at] >= FEWEST)?;
        let quantiles = quantiles.map(|quantile| f64::from(quantile) / THOUSANDTHS);
        let median = quantiles[MEDIAN];
        let needed = median + (needed - median) / width(own_volatility, years, volatility);
        Some(1.0 - below(&quantiles, needed))
    }

    /// Refuses quantiles that fall.
    ///
    /// # Errors
    /// [`Error::BadPriors`].
    pub(crate) fn check(&self) -> Result<()> {
        let falls = self.quantiles.iter().flat_map(|quantiles| quantiles.windows(2)).find(|q| q[1] < q[0]);
        falls.map_or(Ok(()), |q| {
            let (given, min, max) = (q[1].into(), q[0].into(), i16::MAX.into());
            Err(Error::BadPriors { field: "growth_over.quantiles", given, min, max })
        })
    }
}

/// How much wider growth over some years spreads for a series of this log volatility than for an average pair.
pub(crate) fn width(own_volatility: [f64; 3], years: usize, volatility: f64) -> f64 {
    let [one, five, ten] = own_volatility;
    let between = |(from, before): (usize, f64), (to, after): (usize, f64)| {
        before + (after - before) * (years.min(to) - from) as f64 / (to - from) as f64
    };
    let elasticity = if years < LEADS[1] {
        between((LEADS[0], one), (LEADS[1], five))
    } else {
        between((LEADS[1], five), (LEADS[2], ten))
    };
    libm::exp(elasticity * volatility)
}

/// Share below a value: straight lines between the quantiles, the outermost ones continued.
fn below(quantiles: &[f64; PROBABILITIES.len()], value: f64) -> f64 {
    let to = quantiles.partition_point(|quantile| *quantile <= value).clamp(1, PROBABILITIES.len() - 1);
    let ([from, to], [less, more]) =
        ([quantiles[to - 1], quantiles[to]], [PROBABILITIES[to - 1], PROBABILITIES[to]]);
    if to > from {
        (less + (more - less) * (value - from) / (to - from)).clamp(0.0, 1.0)
    } else {
        f64::from(u8::from(value >= from))
    }
}
