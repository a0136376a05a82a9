#![doc = include_str!("../../guide/methods/distribution.md")]

use serde::{Deserialize, Serialize};

use crate::error::reason::DistributionError;
use crate::numeric::draws::{normal_distribution, normal_quantile};

/// How an uncertain lever is distributed.
///
/// ```
/// use tradecast::Distribution;
///
/// let realised = Distribution::Pert([20.0, 60.0, 100.0]);
/// assert_eq!(serde_json::to_string(&realised).unwrap(), r#"{"pert":[20.0,60.0,100.0]}"#);
/// assert_eq!("pert(20, 60, 100)".parse(), Ok(realised));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Distribution {
    /// Smallest, most likely and largest value.
    Triangular([f64; 3]),
    /// Smallest, most likely and largest value, smooth and with thinner ends.
    Pert([f64; 3]),
    /// Mean and standard deviation.
    Normal([f64; 2]),
    /// Median, and standard deviation of the log.
    Lognormal([f64; 2]),
}

impl Distribution {
    /// The names of all distributions.
    ///
    /// ```
    /// assert!(tradecast::Distribution::NAMES.contains(&"pert"));
    /// ```
    pub const NAMES: [&'static str; 4] = ["triangular", "pert", "normal", "lognormal"];

    /// Its name in files and on the command line.
    ///
    /// ```
    /// assert_eq!(tradecast::Distribution::Normal([2.0, 1.0]).name(), "normal");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Triangular(_) => "triangular",
            Self::Pert(_) => "pert",
            Self::Normal(_) => "normal",
            Self::Lognormal(_) => "lognormal",
        }
    }

    /// The distribution with a name and parameters, or what is wrong with them.
    ///
    /// ```
    /// use tradecast::Distribution;
    ///
    /// assert_eq!(Distribution::named("normal", &[2.0, 1.0]), Ok(Distribution::Normal([2.0, 1.0])));
    /// assert!(Distribution::named("triangular", &[3.0, 2.0, 1.0]).unwrap_err().to_string().contains("smallest"));
    /// ```
    ///
    /// # Errors
    /// [`DistributionError`] says what is wrong and what to write.
    pub fn named(name: &str, parameters: &[f64]) -> Result<Self, DistributionError> {
        let three = || {
            let three = <[f64; 3]>::try_from(parameters).ok();
            three.ok_or_else(|| DistributionError::ThreeNumbers { name: name.to_owned() })
        };
        let two = |wrong| <[f64; 2]>::try_from(parameters).ok().ok_or(wrong);
        let distribution = match name {
            "triangular" => Self::Triangular(three()?),
            "pert" => Self::Pert(three()?),
            "normal" => Self::Normal(two(DistributionError::MeanAndDeviation)?),
            "lognormal" => Self::Lognormal(two(DistributionError::MedianAndDeviation)?),
            _ => return Err(DistributionError::Unknown { name: name.to_owned() }),
        };
        distribution.check()
    }

    fn check(self) -> Result<Self, DistributionError> {
        let distribution = || self.to_string();
        Err(match self {
            _ if self.parameters().iter().any(|p| !p.is_finite()) => {
                DistributionError::NotFinite { distribution: distribution() }
            }
            Self::Triangular([min, mode, max]) | Self::Pert([min, mode, max])
                if !(min <= mode && mode <= max && min < max) =>
            {
                DistributionError::Order { distribution: distribution() }
            }
            Self::Normal([_, deviation]) | Self::Lognormal([_, deviation]) if deviation <= 0.0 => {
                DistributionError::Deviation { distribution: distribution() }
            }
            Self::Lognormal([median, _]) if median <= 0.0 => {
                DistributionError::Median { distribution: distribution() }
            }
            _ => return Ok(self),
        })
    }

    /// The parameters, in the order of the variant.
    ///
    /// ```
    /// assert_eq!(tradecast::Distribution::Lognormal([2.0, 0.5]).parameters(), [2.0, 0.5]);
    /// ```
    #[must_use]
    pub fn parameters(&self) -> &[f64] {
        match self {
            Self::Triangular(p) | Self::Pert(p) => p,
            Self::Normal(p) | Self::Lognormal(p) => p,
        }
    }

    /// Whether it can be drawn from within a range: bounded ones lie inside, the middle of others does. What is wrong otherwise.
    pub(crate) fn within(self, min: f64, max: f64) -> Result<(), DistributionError> {
        let distribution = || self.to_string();
        let inside = |value: f64| (min..=max).contains(&value);
        self.check()?;
        match self {
            Self::Triangular([low, _, high]) | Self::Pert([low, _, high]) if inside(low) && inside(high) => {
                Ok(())
            }
            Self::Normal([middle, _]) | Self::Lognormal([middle, _]) if inside(middle) => Ok(()),
            Self::Triangular(_) | Self::Pert(_) => {
                Err(DistributionError::Ends { distribution: distribution(), min, max })
            }
            Self::Normal(_) | Self::Lognormal(_) => {
                Err(DistributionError::Middle { distribution: distribution(), min, max })
            }
        }
    }

    /// The values of many probabilities in (0, 1), within a range in which it [can be drawn](Self::within).
    pub(crate) fn quantiles(self, probabilities: impl Iterator<Item = f64>, min: f64, max: f64) -> Vec<f64> {
        match self {
            Self::Triangular([low, mode, high]) => {
                let (width, left) = (high - low, mode - low);
                let turn = left / width;
                let quantile = |p: f64| {
                    if p < turn {
                        low + (p * width * left).sqrt()
                    } else {
                        high - ((1.0 - p) * width * (high - mode)).sqrt()
                    }
                };
                probabilities.map(quantile).collect()
            }
            Self::Pert(parameters) => {
                let table = pert_table(parameters);
                let quantile = |p: f64| {
                    let step = table.partition_point(|(below, _)| *below <= p).clamp(1, table.len() - 1);
                    let ((p0, v0), (p1, v1)) = (table[step - 1], table[step]);
                    v0 + (v1 - v0) * ((p - p0) / (p1 - p0)).clamp(0.0, 1.0)
                };
                probabilities.map(quantile).collect()
            }
            Self::Normal([mean, deviation]) => {
                truncated(probabilities, (min - mean) / deviation, (max - mean) / deviation)
                    .map(|z| (mean + deviation * z).clamp(min, max))
                    .collect()
            }
            Self::Lognormal([median, deviation]) => {
                let score = |edge: f64| {
                    if edge <= 0.0 { f64::NEG_INFINITY } else { libm::log(edge / median) / deviation }
                };
                truncated(probabilities, score(min), score(max))
                    .map(|z| (median * libm::exp(deviation * z)).clamp(min, max))
                    .collect()
            }
        }
    }
}

/// Standard normal quantiles between two scores.
fn truncated(probabilities: impl Iterator<Item = f64>, from: f64, to: f64) -> impl Iterator<Item = f64> {
    let (low, high) = (normal_distribution(from), normal_distribution(to));
    // Between neighbouring numbers of the tail a quantile is as wide as the tail itself; none is asked for beyond it.
    probabilities.map(move |p| normal_quantile((low + (high - low) * p).clamp(1e-15, 1.0 - 1e-15)))
}

/// Steps of the table of a PERT distribution.
const STEPS: usize = 1024;

/// Probability and value along a PERT distribution, by the trapezoidal rule over its density.
fn pert_table([low, mode, high]: [f64; 3]) -> Vec<(f64, f64)> {
    let width = high - low;
    let rising = 4.0 * (mode - low) / width;
    let falling = 4.0 - rising;
    let density = |x: f64| libm::pow(x, rising) * libm::pow(1.0 - x, falling);
    let at = |i: usize| i as f64 / STEPS as f64;
    let mut sum = 0.0;
    let mut table = vec![(0.0, low)];
    for i in 1..=STEPS {
        sum += density(at(i - 1)) + density(at(i));
        table.push((sum, low + width * at(i)));
    }
    for (probability, _) in &mut table {
        *probability /= sum;
    }
    // Where the density is nil two steps may share a probability; the first says where it begins.
    table.dedup_by(|next, before| next.0 <= before.0);
    table
}

impl std::fmt::Display for Distribution {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parameters: Vec<String> = self.parameters().iter().map(f64::to_string).collect();
        write!(f, "{}({})", self.name(), parameters.join(", "))
    }
}

impl std::str::FromStr for Distribution {
    type Err = DistributionError;

    fn from_str(text: &str) -> Result<Self, DistributionError> {
        let form = || DistributionError::Form { text: text.to_owned() };
        let (name, rest) = text.trim().split_once('(').ok_or_else(form)?;
        let inside = rest.trim_end().strip_suffix(')').ok_or_else(form)?;
        let parameters: Option<Vec<f64>> = inside.split(',').map(|p| p.trim().parse().ok()).collect();
        Self::named(name.trim(), &parameters.ok_or_else(form)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantile(distribution: Distribution, p: f64) -> f64 {
        distribution.quantiles(std::iter::once(p), -1e6, 1e6)[0]
    }

    /// Reference values of scipy 1.16: `triang(c=0.25, 0, 4)`, `beta(1 + 4 * 0.5, 1 + 4 * 0.5) * 80 + 20`, `norm(2, 3)`, `lognorm(0.5, scale=2)`.
    #[test]
    fn quantiles_agree_with_scipy() {
        for (distribution, p, expected) in [
            (Distribution::Triangular([0.0, 1.0, 4.0]), 0.1, 0.632_455_532_033_675_9),
            (Distribution::Triangular([0.0, 1.0, 4.0]), 0.9, 2.904_554_884_989_668),
            (Distribution::Normal([2.0, 3.0]), 0.9, 5.844_654_696_633_802),
            (Distribution::Lognormal([2.0, 0.5]), 0.1, 1.053_767_036_592_073),
        ] {
            assert!((quantile(distribution, p) - expected).abs() < 1e-9, "{distribution} {p}");
        }
        // Beta(3, 3) has distribution function 10x^3 - 15x^4 + 6x^5.
        for x in [0.1, 0.35, 0.5, 0.8] {
            let p = x * x * x * (10.0 - 15.0 * x + 6.0 * x * x);
            let value = quantile(Distribution::Pert([20.0, 60.0, 100.0]), p);
            assert!((value - (20.0 + 80.0 * x)).abs() < 1e-3, "{x}: {value}");
        }
    }

    #[test]
    fn draws_stay_within_the_range_and_rise_with_the_probability() {
        let all = [
            Distribution::Triangular([0.0, 0.0, 5.0]),
            Distribution::Triangular([0.0, 5.0, 5.0]),
            Distribution::Pert([0.0, 0.0, 5.0]),
            Distribution::Pert([1.0, 5.0, 5.0]),
            Distribution::Normal([1.0, 30.0]),
            Distribution::Lognormal([1.0, 5.0]),
        ];
        for distribution in all {
            let values = distribution.quantiles((0..1000).map(|i| (f64::from(i) + 0.5) / 1000.0), 0.0, 5.0);
            assert!(values.iter().all(|v| (0.0..=5.0).contains(v)), "{distribution}");
            assert!(values.is_sorted() && values[10] < values[990], "{distribution}");
        }
    }

    #[test]
    fn what_cannot_be_a_distribution_is_refused_with_its_reason() {
        for (text, reason) in [
            ("triangular(4, 2, 0)", "smallest value must not be above"),
            ("triangular(2, 2, 2)", "must differ"),
            ("pert(1, 2)", "three numbers"),
            ("normal(1, 0)", "above 0"),
            ("lognormal(-1, 1)", "median must be above 0"),
            ("normal(NaN, 1)", "finite"),
            ("cauchy(0, 1)", "triangular, pert, normal or lognormal"),
            ("normal 1 2", "of the form"),
        ] {
            let error = text.parse::<Distribution>().unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
        }
        let outside = Distribution::Pert([-5.0, 1.0, 2.0]).within(0.0, 3.0).unwrap_err().to_string();
        assert!(outside.contains("between 0 and 3"), "{outside}");
    }
}
