//! Levers: the adjustable assumptions, as one table that feeds page, command line, bindings and docs.

pub(crate) mod table;

use std::fmt;
use std::str::FromStr;

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
    /// Levers that belong together share a group.
    pub group: &'static str,
    /// Whether it is about the data, about the world, or something that can be decided.
    pub kind: LeverKind,
    /// Whether it applies to the whole, to a part, or to either.
    pub scope: Scope,
    /// Unit of the value; for amounts it follows the unit of the series.
    pub unit: &'static str,
    /// Smallest allowed value.
    pub min: f64,
    /// Largest allowed value.
    pub max: f64,
    /// Step of a slider.
    pub step: f64,
    /// The value that changes nothing.
    pub default: f64,
    /// Whether this is an amount in the unit of the series: smallest and largest value, step and default then count in
    /// multiples of its last value, a year's worth; see [`Lever::range`].
    pub times_last: bool,
    /// The lever that this one says more about: it has no effect while that one is at its default.
    #[serde(serialize_with = "by_id")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub of: Option<Lever>,
    /// What the lever does, in one or two sentences.
    pub help: &'static str,
    /// Why the range is what it is.
    pub range_reason: &'static str,
    /// Where range and default come from; empty where they follow from the meaning.
    pub source: &'static str,
}

fn by_id<S: serde::Serializer>(lever: &Option<Lever>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    lever.map(|lever| lever.spec().id).serialize(serializer)
}

/// What a lever is about: the effect of each kind can be told apart.
///
/// ```
/// assert_eq!(tradecast::Lever::Programme.spec().kind, tradecast::LeverKind::Policy);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum LeverKind {
    /// What the figures are taken to mean.
    Data,
    /// An assumption about what nobody decides: growth, prices, shocks.
    World,
    /// Something that can be decided, signed or built.
    Policy,
}

impl LeverKind {
    /// Every kind.
    ///
    /// ```
    /// assert_eq!(tradecast::LeverKind::ALL.len(), 3);
    /// ```
    pub const ALL: [Self; 3] = [Self::Data, Self::World, Self::Policy];
}

impl fmt::Display for LeverKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Data => "data",
            Self::World => "world",
            Self::Policy => "policy",
        })
    }
}

/// What a lever applies to.
///
/// ```
/// assert_eq!(tradecast::Lever::Price.spec().scope, tradecast::Scope::Part);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Scope {
    /// The whole only.
    Whole,
    /// A part only, as `wheat.price`.
    Part,
    /// The whole, or a part.
    Any,
}

macro_rules! levers {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// The levers, rows of one table.
        ///
        /// ```
        /// for lever in tradecast::Lever::ALL {
        ///     assert_eq!(tradecast::Lever::named(lever.spec().id), Ok(lever));
        /// }
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Lever {
            $($(#[$doc])* $name),+
        }

        impl Lever {
            /// Every lever, in the order of the table.
            ///
            /// ```
            /// assert!(tradecast::Lever::ALL.iter().all(|lever| !lever.spec().help.is_empty()));
            /// ```
            pub const ALL: [Self; [$(Self::$name),+].len()] = [$(Self::$name),+];
        }
    };
}

levers! {
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
    /// Probability of a disruption, each year.
    Disruption,
    /// Share of trade that a disruption takes.
    DisruptionDepth,
    /// How fast a disruption fades.
    DisruptionRecovery,
    /// Change of the volume of a good.
    Volume,
    /// Change of the price of a good.
    Price,
    /// Share of a good's last value that comes again.
    Recurring,
    /// Worth of signed contracts.
    Contracts,
    /// When their deliveries begin.
    ContractsYear,
    /// Over how many years they are delivered.
    ContractsYears,
    /// Share of the yearly deliveries that goes on afterwards.
    ContractsRenewed,
    /// Share of the contracts that is delivered.
    ContractsRealised,
    /// Yearly trade in new goods once a programme has its full size.
    Programme,
    /// When the programme begins.
    ProgrammeYear,
    /// Years until it has its full size.
    ProgrammeRamp,
    /// Share of the programme that becomes trade.
    ProgrammeRealised,
    /// Share of new deliveries that replaces existing trade.
    Displacement,
    /// The most that the corridor carries in a year.
    Capacity,
    /// What is added to that.
    Relief,
    /// When it is added.
    ReliefYear,
    /// Rise of prices, for a target in constant money.
    Inflation,
    /// Whose year's money the target is in.
    MoneyOf,
    /// Loss of the target's currency against that of the series.
    ExchangeRate,
    /// Weight of the readings of the running year.
    Readings,
}

impl Lever {
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
            known: Self::ALL.map(|lever| lever.spec().id).join(", "),
        })
    }

    /// Smallest value, largest value and default for a series of which a year is worth `last`: amounts follow it.
    ///
    /// ```
    /// use tradecast::Lever;
    ///
    /// assert_eq!(Lever::Programme.range(461.9), [0.0, 923.8, 0.0]);
    /// assert_eq!(Lever::Growth.range(461.9), [-10.0, 15.0, 0.0]);
    /// ```
    #[must_use]
    pub fn range(self, last: f64) -> [f64; 3] {
        let LeverSpec { min, max, default, times_last, .. } = *self.spec();
        [min, max, default].map(|edge| if times_last { edge * last } else { edge })
    }

    /// Whether it counts years, of which there are no fractions.
    pub(crate) fn counts_years(self) -> bool {
        self.spec().unit.starts_with("years")
    }
}

/// A lever of the whole, or of a part: `growth`, `wheat.price`.
///
/// ```
/// use tradecast::{Lever, LeverKey};
///
/// let key: LeverKey = "wheat.price".parse()?;
/// assert_eq!((key.part(), key.lever()), (Some("wheat"), Lever::Price));
/// assert_eq!(key.to_string(), "wheat.price");
/// assert!("price".parse::<LeverKey>().is_err()); // a price is one of a good
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeverKey {
    part: Option<String>,
    lever: Lever,
}

impl LeverKey {
    /// The lever of a part.
    ///
    /// ```
    /// use tradecast::{Lever, LeverKey};
    ///
    /// assert!(LeverKey::of_part("wheat", Lever::Price).is_ok());
    /// assert_eq!(LeverKey::of_part("wheat", Lever::Inflation).unwrap_err().code(), "lever_scope");
    /// ```
    ///
    /// # Errors
    /// [`Error::LeverScope`] where the lever is one of the whole only.
    pub fn of_part(part: &str, lever: Lever) -> Result<Self> {
        Self { part: Some(part.to_owned()), lever }.scoped()
    }

    fn scoped(self) -> Result<Self> {
        let fits = matches!(
            (&self.part, self.lever.spec().scope),
            (Some(_), Scope::Part) | (None, Scope::Whole) | (_, Scope::Any)
        );
        if fits {
            return Ok(self);
        }
        let id = self.lever.spec().id;
        Err(Error::LeverScope { lever: self.to_string(), id, of_part: self.part.is_none() })
    }

    /// The part it applies to; absent where it is the whole.
    ///
    /// ```
    /// assert_eq!("wheat.price".parse::<tradecast::LeverKey>().unwrap().part(), Some("wheat"));
    /// ```
    #[must_use]
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// The row of the table.
    ///
    /// ```
    /// assert_eq!("wheat.price".parse::<tradecast::LeverKey>().unwrap().lever(), tradecast::Lever::Price);
    /// ```
    #[must_use]
    pub fn lever(&self) -> Lever {
        self.lever
    }

    /// The lever that this one says more about, of the same part.
    pub(crate) fn gate(&self) -> Option<Self> {
        self.lever.spec().of.map(|lever| Self { part: self.part.clone(), lever })
    }
}

impl From<Lever> for LeverKey {
    fn from(lever: Lever) -> Self {
        Self { part: None, lever }
    }
}

impl fmt::Display for LeverKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.lever.spec().id;
        match &self.part {
            Some(part) => write!(f, "{part}.{id}"),
            None => f.write_str(id),
        }
    }
}

impl FromStr for LeverKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (part, id) = match text.trim().rsplit_once('.') {
            Some((part, id)) => (Some(part.to_owned()), id),
            None => (None, text.trim()),
        };
        Self { part, lever: Lever::named(id)? }.scoped()
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
            assert!(
                spec.min < spec.max && !spec.help.is_empty() && !spec.range_reason.is_empty(),
                "{}",
                spec.id
            );
            if let Some(gate) = spec.of {
                assert_eq!((gate.spec().group, gate.spec().scope), (spec.group, spec.scope), "{}", spec.id);
                assert!(spec.id.starts_with(gate.spec().id) || ["relief", "money_of"].contains(&spec.id));
            }
        }
    }
}
