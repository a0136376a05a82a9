//! Levers: the adjustable assumptions, as one table that feeds page, command line, bindings and docs.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// One row of the lever table: everything a front end needs to offer a control.
///
/// ```
/// let spec = tradecast::Lever::Growth.spec();
/// assert!(spec.min <= spec.default && spec.default <= spec.max);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct LeverSpec {
    /// Identifier in links, files and on the command line.
    pub id: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// Unit of the value.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
    /// Step of a slider.
    pub step: f64,
    /// The value that changes nothing.
    pub default: f64,
    /// What the lever does, in one or two sentences.
    pub help: &'static str,
    /// Why the range is what it is.
    pub range_reason: &'static str,
}

/// The levers.
///
/// ```
/// for lever in tradecast::Lever::ALL {
///     assert_eq!(tradecast::Lever::named(lever.spec().id), Ok(lever));
/// }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Percentage points a year added to growth.
    Growth,
    /// Multiplier of the size of surprises.
    Volatility,
    /// Share of the fitted growth that is kept from one year to the next.
    Damping,
    /// Size of a one-off shock to the level.
    Shock,
    /// When the shock comes.
    ShockYear,
    /// How fast the shock fades.
    ShockRecovery,
}

const SPECS: [LeverSpec; 6] = [
    LeverSpec {
        id: "growth",
        label: "Extra growth",
        unit: "% a year",
        min: -10.0,
        max: 15.0,
        step: 0.5,
        default: 0.0,
        help: "Added to the growth of every simulated future, each year from now on.",
        range_reason: "Ten-year growth of bilateral trade rarely leaves its long-run average by more than this.",
    },
    LeverSpec {
        id: "volatility",
        label: "Volatility",
        unit: "times history",
        min: 0.2,
        max: 2.0,
        step: 0.05,
        default: 1.0,
        help: "Multiplies the size of yearly surprises: 1 keeps them as large as history had them.",
        range_reason: "From a fifth of history, calmer than any recorded pair, to twice its size.",
    },
    LeverSpec {
        id: "damping",
        label: "Trend persistence",
        unit: "kept a year",
        min: 0.5,
        max: 1.0,
        step: 0.01,
        default: 1.0,
        help: "Share of the fitted trend growth that survives from one year to the next: 1 keeps the trend as fitted, \
               0.9 lets it fade by a tenth every year (a damped trend).",
        range_reason: "Below 0.5 the trend is gone within two years; above 1 growth would explode.",
    },
    LeverSpec {
        id: "shock",
        label: "One-off shock",
        unit: "% of trade",
        min: -80.0,
        max: 100.0,
        step: 5.0,
        default: 0.0,
        help: "Raises or cuts the level of trade once, from the chosen year on.",
        range_reason: "This pair has more than halved (2009) and more than doubled (2000, 2018 on 2016) before.",
    },
    LeverSpec {
        id: "shock_year",
        label: "Year of the shock",
        unit: "years ahead",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 1.0,
        help: "Years after the last observation in which the shock arrives.",
        range_reason: "The first fifteen forecast years; later shocks hardly move an arrival.",
    },
    LeverSpec {
        id: "shock_recovery",
        label: "Shock fades by",
        unit: "% a year",
        min: 0.0,
        max: 100.0,
        step: 5.0,
        default: 0.0,
        help: "Share of what is left of the shock that is undone each year: 0 is permanent, 100 lasts one year.",
        range_reason: "All possible values.",
    },
];

impl Lever {
    /// Every lever, in the order of the table.
    pub const ALL: [Self; 6] =
        [Self::Growth, Self::Volatility, Self::Damping, Self::Shock, Self::ShockYear, Self::ShockRecovery];

    /// The lever's row of the table.
    ///
    /// ```
    /// assert_eq!(tradecast::Lever::Volatility.spec().default, 1.0);
    /// ```
    #[must_use]
    pub fn spec(self) -> &'static LeverSpec {
        &SPECS[self as usize]
    }

    /// The lever with an identifier.
    ///
    /// ```
    /// assert!(tradecast::Lever::named("wind").is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownLever`], listing those that exist.
    pub fn named(id: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|lever| lever.spec().id == id).ok_or_else(|| Error::UnknownLever {
            name: id.to_owned(),
            known: SPECS.map(|spec| spec.id).join(", "),
        })
    }
}

/// A value for every lever: the assumptions of a question. The default is the baseline, which changes nothing.
///
/// ```
/// use tradecast::{Assumptions, Lever};
///
/// let brighter = Assumptions::baseline().with(Lever::Growth, 2.0)?;
/// assert_eq!(brighter.get(Lever::Growth), 2.0);
/// assert!(Assumptions::baseline().with(Lever::Growth, 200.0).is_err());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Partial")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!try_from))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Assumptions {
    /// Percentage points a year added to growth.
    growth: f64,
    /// Multiplier of the size of surprises.
    volatility: f64,
    /// Share of the fitted trend growth kept from one year to the next.
    damping: f64,
    /// One-off shock to the level, %.
    shock: f64,
    /// Years after the last observation in which the shock arrives.
    shock_year: f64,
    /// Share of the remaining shock undone each year, %.
    shock_recovery: f64,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self::baseline()
    }
}

impl Assumptions {
    /// No lever moved.
    ///
    /// ```
    /// assert!(tradecast::Assumptions::baseline().is_baseline());
    /// ```
    #[must_use]
    pub fn baseline() -> Self {
        let default = |lever: Lever| lever.spec().default;
        Self {
            growth: default(Lever::Growth),
            volatility: default(Lever::Volatility),
            damping: default(Lever::Damping),
            shock: default(Lever::Shock),
            shock_year: default(Lever::ShockYear),
            shock_recovery: default(Lever::ShockRecovery),
        }
    }

    /// Whether these assumptions change nothing: no lever moved, or only levers of a shock of size zero.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert!(Assumptions::baseline().with(Lever::ShockYear, 5.0)?.is_baseline());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn is_baseline(&self) -> bool {
        let unmoved = |lever: Lever| self.get(lever) == lever.spec().default;
        [Lever::Growth, Lever::Volatility, Lever::Damping, Lever::Shock].into_iter().all(unmoved)
    }

    /// The value of a lever, in its unit.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert_eq!(Assumptions::baseline().get(Lever::Damping), 1.0);
    /// ```
    #[must_use]
    pub fn get(&self, lever: Lever) -> f64 {
        match lever {
            Lever::Growth => self.growth,
            Lever::Volatility => self.volatility,
            Lever::Damping => self.damping,
            Lever::Shock => self.shock,
            Lever::ShockYear => self.shock_year,
            Lever::ShockRecovery => self.shock_recovery,
        }
    }

    /// The same assumptions with one lever moved.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert!(!Assumptions::baseline().with(Lever::Shock, -30.0)?.is_baseline());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LeverOutOfRange`] where the value is outside the lever's range or not a number.
    pub fn with(mut self, lever: Lever, value: f64) -> Result<Self> {
        let LeverSpec { id, unit, min, max, .. } = *lever.spec();
        if !(min..=max).contains(&value) {
            return Err(Error::LeverOutOfRange { lever: id, given: value, unit, min, max });
        }
        *match lever {
            Lever::Growth => &mut self.growth,
            Lever::Volatility => &mut self.volatility,
            Lever::Damping => &mut self.damping,
            Lever::Shock => &mut self.shock,
            Lever::ShockYear => &mut self.shock_year,
            Lever::ShockRecovery => &mut self.shock_recovery,
        } = value;
        Ok(self)
    }
}

/// What a file, a link or a JavaScript object may say: any subset of the levers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Partial {
    growth: Option<f64>,
    volatility: Option<f64>,
    damping: Option<f64>,
    shock: Option<f64>,
    shock_year: Option<f64>,
    shock_recovery: Option<f64>,
}

impl TryFrom<Partial> for Assumptions {
    type Error = Error;

    fn try_from(partial: Partial) -> Result<Self> {
        let Partial { growth, volatility, damping, shock, shock_year, shock_recovery } = partial;
        let given = [growth, volatility, damping, shock, shock_year, shock_recovery];
        let mut assumptions = Self::baseline();
        for (lever, value) in Lever::ALL.into_iter().zip(given) {
            if let Some(value) = value {
                assumptions = assumptions.with(lever, value)?;
            }
        }
        Ok(assumptions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_enum_and_consistent() {
        for (i, lever) in Lever::ALL.into_iter().enumerate() {
            assert_eq!(lever as usize, i);
            let spec = lever.spec();
            assert!(spec.min <= spec.default && spec.default <= spec.max && spec.step > 0.0, "{}", spec.id);
            assert_eq!(Assumptions::baseline().get(lever), spec.default, "{}", spec.id);
            let moved = Assumptions::baseline().with(lever, spec.max).unwrap();
            assert_eq!(moved.get(lever), spec.max, "{}", spec.id);
        }
    }

    #[test]
    fn out_of_range_and_nan_are_refused() {
        for value in [f64::NAN, f64::INFINITY, -1e9] {
            let error = Assumptions::baseline().with(Lever::Volatility, value).unwrap_err();
            assert_eq!(error.code(), "lever_out_of_range");
        }
    }

    #[test]
    fn files_may_name_any_subset_and_nothing_else() {
        let some: Assumptions = serde_json::from_str(r#"{"growth": 2}"#).unwrap();
        assert_eq!(some, Assumptions::baseline().with(Lever::Growth, 2.0).unwrap());
        assert!(serde_json::from_str::<Assumptions>(r#"{"wind": 2}"#).is_err());
        assert!(serde_json::from_str::<Assumptions>(r#"{"growth": 99}"#).is_err());
    }
}
