//! Targets: a level to be reached, with or without a deadline.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::period::Period;
use crate::series::series::Series;

/// A level of the series to be reached, in the unit of the series, with an optional deadline.
///
/// The target is reached in the first period whose value is at or above the level (first passage).
///
/// ```
/// use tradecast::{Period, Target};
///
/// let target = Target::level(1000.0)?.by(Period::annual(2030));
/// assert_eq!(target.value(), 1000.0);
/// assert_eq!(target.deadline(), Some(Period::annual(2030)));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Target {
    /// Level, in the unit of the series.
    level: f64,
    /// Last period in which reaching it counts as on time.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    by: Option<Period>,
    /// Whose count decides whether it is reached; absent where it is that of the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
}

impl Target {
    /// A target at a level, in the unit of the series.
    ///
    /// ```
    /// assert!(tradecast::Target::level(0.0).is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::BadTarget`] where the level is not positive and finite.
    pub fn level(level: f64) -> Result<Self> {
        if level.is_finite() && level > 0.0 {
            Ok(Self { level, by: None, decided_by: None })
        } else {
            Err(Error::BadTarget { level })
        }
    }

    /// A target at a multiple of the last value of a series; of the last with trade, where there is none at the end.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series, Target};
    /// let series = Series::new("a", vec![Observation::new(Period::annual(2022), 400.0)])?;
    /// assert_eq!(Target::multiple_of(&series, 2.0)?.value(), 800.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::BadTarget`] where the product is not positive and finite, as for a series without any trade.
    pub fn multiple_of(series: &Series, multiple: f64) -> Result<Self> {
        let last = series.last_positive().map_or(0.0, |last| last.value);
        Self::level(last * multiple)
    }

    /// Sets the deadline.
    ///
    /// ```
    /// # use tradecast::{Period, Target};
    /// assert!(Target::level(1.0)?.by(Period::annual(2030)).deadline().is_some());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn by(self, deadline: Period) -> Self {
        Self { by: Some(deadline), ..self }
    }

    /// Names the reporter whose count decides whether the target is reached, instead of that of the series. How it counts must
    /// be known to the simulation: see [`crate::MirrorGap`] and [`crate::Simulation::conditioned_on`].
    ///
    /// ```
    /// # use tradecast::Target;
    /// assert_eq!(Target::level(1000.0)?.decided_by("Sweden").decider(), Some("Sweden"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn decided_by(self, reporter: impl Into<String>) -> Self {
        Self { decided_by: Some(reporter.into()), ..self }
    }

    /// The level, in the unit of the series.
    ///
    /// ```
    /// assert_eq!(tradecast::Target::level(1000.0)?.value(), 1000.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn value(&self) -> f64 {
        self.level
    }

    /// The deadline, where there is one.
    ///
    /// ```
    /// assert_eq!(tradecast::Target::level(1000.0)?.deadline(), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn deadline(&self) -> Option<Period> {
        self.by
    }

    /// The reporter who decides whether it is reached, where it is not that of the series.
    ///
    /// ```
    /// assert_eq!(tradecast::Target::level(1000.0)?.decider(), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn decider(&self) -> Option<&str> {
        self.decided_by.as_deref()
    }
}
