//! Assumptions: what the levers of a question are set to.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::reason::DistributionError;
use crate::error::{Error, Result};
use crate::question::distribution::Distribution;
use crate::question::lever::{Lever, LeverKey, LeverSpec, Scope};

/// What a lever is set to: a number, or a range of numbers with a distribution.
///
/// ```
/// use tradecast::{Distribution, Setting};
///
/// assert_eq!("2.5".parse(), Ok(Setting::Fixed(2.5)));
/// assert_eq!("triangular(0, 2, 4)".parse(), Ok(Setting::Uncertain(Distribution::Triangular([0.0, 2.0, 4.0]))));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Setting {
    /// The same in every path.
    Fixed(f64),
    /// Drawn anew in every path.
    Uncertain(Distribution),
}

impl Setting {
    /// The number, or the middle of the range: its most likely value, mean or median as the distribution names it.
    ///
    /// ```
    /// use tradecast::{Distribution, Setting};
    ///
    /// assert_eq!(Setting::Uncertain(Distribution::Pert([20.0, 60.0, 100.0])).middle(), 60.0);
    /// ```
    #[must_use]
    pub fn middle(self) -> f64 {
        match self {
            Self::Fixed(value) => value,
            Self::Uncertain(Distribution::Triangular(p) | Distribution::Pert(p)) => p[1],
            Self::Uncertain(Distribution::Normal(p) | Distribution::Lognormal(p)) => p[0],
        }
    }
}

impl From<f64> for Setting {
    fn from(value: f64) -> Self {
        Self::Fixed(value)
    }
}

impl From<Distribution> for Setting {
    fn from(distribution: Distribution) -> Self {
        Self::Uncertain(distribution)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(value) => value.fmt(f),
            Self::Uncertain(distribution) => distribution.fmt(f),
        }
    }
}

impl std::str::FromStr for Setting {
    type Err = DistributionError;

    fn from_str(text: &str) -> std::result::Result<Self, DistributionError> {
        match text.trim().parse() {
            Ok(value) => Ok(Self::Fixed(value)),
            Err(_) if text.contains('(') => text.parse().map(Self::Uncertain),
            Err(_) => Err(DistributionError::Setting { text: text.to_owned() }),
        }
    }
}

/// A setting for every lever: the assumptions of a question. The default is the baseline, which changes nothing.
///
/// Only levers that are not at their default are kept, so that a lever moved and moved back leaves no trace.
///
/// ```
/// use tradecast::{Assumptions, Lever, LeverKey};
///
/// let brighter = Assumptions::baseline().with(Lever::Growth, 2.0)?;
/// assert_eq!(brighter.get(Lever::Growth), 2.0);
/// assert_eq!(brighter.with(Lever::Growth, 0.0)?, Assumptions::baseline());
/// let cheaper = Assumptions::baseline().with("wheat.price".parse::<LeverKey>()?, -30.0)?;
/// assert_eq!(cheaper.moved().count(), 1);
/// assert!(Assumptions::baseline().with(Lever::Growth, 200.0).is_err());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(as = "BTreeMap<String, Setting>"))]
pub struct Assumptions {
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, Setting>"))]
    moved: BTreeMap<LeverKey, Setting>,
}

impl Assumptions {
    /// No lever moved.
    ///
    /// ```
    /// assert!(tradecast::Assumptions::baseline().is_baseline());
    /// ```
    #[must_use]
    pub fn baseline() -> Self {
        Self::default()
    }

    /// Whether these assumptions change nothing: no lever moved, or only levers that say more about one that is not.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert!(Assumptions::baseline().with(Lever::ShockYear, 5.0)?.is_baseline());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn is_baseline(&self) -> bool {
        self.effective().next().is_none()
    }

    /// The levers that are not at their default, in the order of their names and the table.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// let moved = Assumptions::baseline().with(Lever::Growth, 1.0)?.with(Lever::Inflation, 2.0)?;
    /// let names: Vec<String> = moved.moved().map(|(key, _)| key.to_string()).collect();
    /// assert_eq!(names, ["growth", "inflation"]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    pub fn moved(&self) -> impl Iterator<Item = (&LeverKey, Setting)> {
        self.moved.iter().map(|(key, setting)| (key, *setting))
    }

    /// The moved levers whose being moved makes a difference: those of a shock of size zero do not.
    pub(crate) fn effective(&self) -> impl Iterator<Item = (&LeverKey, Setting)> {
        self.moved().filter(|(key, _)| self.has_effect(key))
    }

    /// Whether moving a lever would make a difference: not where it says more about one that is at its default.
    pub(crate) fn has_effect(&self, key: &LeverKey) -> bool {
        key.gate().is_none_or(|gate| self.is_on(&gate))
    }

    fn is_on(&self, gate: &LeverKey) -> bool {
        self.moved.contains_key(gate) && self.has_effect(gate)
    }

    /// The value of a lever, in its unit; of an uncertain one the [middle](Setting::middle). Amounts that are at their
    /// default give it in multiples of the last value, as the table does.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert_eq!(Assumptions::baseline().get(Lever::Damping), 1.0);
    /// ```
    #[must_use]
    pub fn get(&self, lever: impl Into<LeverKey>) -> f64 {
        let key = lever.into();
        self.setting(&key).map_or(key.lever().spec().default, Setting::middle)
    }

    /// What a lever is set to; absent where it is at its default.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// assert_eq!(Assumptions::baseline().setting(&Lever::Growth.into()), None);
    /// ```
    #[must_use]
    pub fn setting(&self, key: &LeverKey) -> Option<Setting> {
        self.moved.get(key).copied()
    }

    /// The same assumptions with one lever moved to a number or to a [`Distribution`].
    ///
    /// ```
    /// # use tradecast::{Assumptions, Distribution, Lever};
    /// assert!(!Assumptions::baseline().with(Lever::Shock, -30.0)?.is_baseline());
    /// let vague = Assumptions::baseline().with(Lever::Growth, Distribution::Normal([2.0, 1.0]))?;
    /// assert_eq!(vague.get(Lever::Growth), 2.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::LeverOutOfRange`] where the value is outside the lever's range or not a number, [`Error::LeverScope`] where the
    /// lever is one of parts only, [`Error::BadDistribution`]. How large an amount may be depends on the series; that is
    /// checked when the question is answered.
    pub fn with(mut self, lever: impl Into<LeverKey>, setting: impl Into<Setting>) -> Result<Self> {
        let (key, setting) = (lever.into(), setting.into());
        let LeverSpec { times_last, scope, .. } = *key.lever().spec();
        if key.part().is_none() && scope == Scope::Part {
            return Err(key.to_string().parse::<LeverKey>().expect_err("a part is missing"));
        }
        let [min, max, default] = key.lever().range(1.0);
        // Without the series an amount can only be told to be one.
        let (min, max) = if times_last { (0.0, f64::MAX) } else { (min, max) };
        check(&key, setting, min, max)?;
        if setting == Setting::Fixed(default) && (!times_last || default == 0.0) {
            self.moved.remove(&key);
        } else {
            self.moved.insert(key, setting);
        }
        Ok(self)
    }

    /// The same assumptions with one lever at its default.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Lever};
    /// let moved = Assumptions::baseline().with(Lever::Growth, 2.0)?;
    /// assert_eq!(moved.without(&Lever::Growth.into()), Assumptions::baseline());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn without(mut self, key: &LeverKey) -> Self {
        self.moved.remove(key);
        self
    }

    /// The same assumptions for a series of which a year is worth `last` and whose parts have the given names: amounts are within
    /// their range, amounts at their default are no longer moved, and every part exists.
    pub(crate) fn applied(&self, last: f64, parts: &[&str]) -> Result<Self> {
        let mut applied = self.clone();
        for (key, setting) in self.moved() {
            if let Some(part) = key.part().filter(|part| !parts.contains(part)) {
                return Err(Error::UnknownPart {
                    lever: key.to_string(),
                    part: part.to_owned(),
                    known: parts.iter().map(|part| (*part).to_owned()).collect(),
                });
            }
            let [min, max, default] = key.lever().range(last);
            check(key, setting, min, max)?;
            if setting == Setting::Fixed(default) {
                applied.moved.remove(key);
            }
        }
        Ok(applied)
    }
}

fn check(key: &LeverKey, setting: Setting, min: f64, max: f64) -> Result<()> {
    let LeverSpec { unit, .. } = *key.lever().spec();
    match setting {
        Setting::Fixed(given) if !(min..=max).contains(&given) => {
            Err(Error::LeverOutOfRange { lever: key.to_string(), given, unit, min, max })
        }
        Setting::Fixed(_) => Ok(()),
        Setting::Uncertain(distribution) => distribution
            .within(min, max)
            .map_err(|reason| Error::BadDistribution { lever: key.to_string(), reason }),
    }
}

impl Serialize for Assumptions {
    /// Every lever of the whole, except amounts that follow the series by default, and the moved ones of parts.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let moved = |key: &LeverKey| self.setting(key).unwrap_or(Setting::Fixed(key.lever().spec().default));
        let shown = |lever: &Lever| {
            let LeverSpec { scope, times_last, default, .. } = *lever.spec();
            let follows = times_last && default != 0.0;
            scope != Scope::Part && (!follows || self.moved.contains_key(&LeverKey::from(*lever)))
        };
        let whole = Lever::ALL.into_iter().filter(shown).map(LeverKey::from);
        let parts = self.moved.keys().filter(|key| key.part().is_some()).cloned();
        serializer.collect_map(whole.chain(parts).map(|key| (key.to_string(), moved(&key))))
    }
}

impl<'de> Deserialize<'de> for Assumptions {
    /// Any subset of the levers.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let given = BTreeMap::<String, Setting>::deserialize(deserializer)?;
        given.into_iter().try_fold(Self::baseline(), |assumptions, (key, setting)| {
            let key: LeverKey = key.parse().map_err(serde::de::Error::custom)?;
            assumptions.with(key, setting).map_err(serde::de::Error::custom)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lever_can_be_moved_to_either_end_and_back() {
        for lever in Lever::ALL {
            let key = match lever.spec().scope {
                Scope::Part => LeverKey::of_part("wheat", lever).unwrap(),
                Scope::Whole | Scope::Any => lever.into(),
            };
            let [min, max, default] = lever.range(1.0);
            for end in [min, max].into_iter().filter(|end| *end != default) {
                let moved = Assumptions::baseline().with(key.clone(), end).unwrap();
                assert_eq!(moved.get(key.clone()), end, "{key}");
                let back = moved.with(key.clone(), default).unwrap();
                assert_eq!(back.applied(1.0, &["wheat"]).unwrap(), Assumptions::baseline(), "{key}");
            }
        }
    }

    #[test]
    fn out_of_range_and_nan_are_refused() {
        for value in [f64::NAN, f64::INFINITY, -1e9] {
            let error = Assumptions::baseline().with(Lever::Volatility, value).unwrap_err();
            assert_eq!(error.code(), "lever_out_of_range");
            assert!(Assumptions::baseline().with(Lever::Contracts, value).is_err());
        }
        let vague =
            Assumptions::baseline().with(Lever::Volatility, Distribution::Triangular([0.0, 1.0, 2.0]));
        assert_eq!(vague.unwrap_err().code(), "bad_distribution");
    }

    #[test]
    fn amounts_are_checked_against_the_series() {
        let assumptions = Assumptions::baseline().with(Lever::Programme, 304.0).unwrap();
        assert!(assumptions.applied(461.9, &[]).is_ok());
        assert_eq!(assumptions.applied(46.19, &[]).unwrap_err().code(), "lever_out_of_range");
        let limit = Assumptions::baseline().with(Lever::Capacity, 2000.0).unwrap();
        assert!(!limit.applied(461.9, &[]).unwrap().is_baseline());
        assert!(limit.applied(100.0, &[]).unwrap().is_baseline(), "at the right end there is no limit");
    }

    #[test]
    fn parts_must_exist() {
        let key = LeverKey::of_part("wheat", Lever::Price).unwrap();
        let assumptions = Assumptions::baseline().with(key, -30.0).unwrap();
        assert!(assumptions.applied(1.0, &["wheat"]).is_ok());
        let error = assumptions.applied(1.0, &["sugar"]).unwrap_err();
        assert_eq!(error.code(), "unknown_part");
        assert!(error.to_string().contains("sugar"), "{error}");
        assert_eq!(Assumptions::baseline().with(Lever::Price, 1.0).unwrap_err().code(), "lever_scope");
    }

    #[test]
    fn levers_without_their_gate_change_nothing() {
        let relief = Assumptions::baseline().with(Lever::Relief, 100.0).unwrap();
        let relief = relief.with(Lever::ReliefYear, 2.0).unwrap();
        assert!(relief.is_baseline());
        assert!(!relief.with(Lever::Capacity, 500.0).unwrap().is_baseline());
    }

    #[test]
    fn files_may_name_any_subset_and_nothing_else() {
        let some: Assumptions =
            serde_json::from_str(r#"{"growth": 2, "wheat.price": {"normal": [0, 20]}}"#).unwrap();
        assert_eq!(some.get(Lever::Growth), 2.0);
        let again: Assumptions = serde_json::from_str(&serde_json::to_string(&some).unwrap()).unwrap();
        assert_eq!(again, some);
        for bad in [r#"{"wind": 2}"#, r#"{"growth": 99}"#, r#"{"growth": {"normal": [0]}}"#] {
            assert!(serde_json::from_str::<Assumptions>(bad).is_err(), "{bad}");
        }
    }
}
