//! How a total and its parts are made to agree.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// How a total and its parts are made to agree.
///
/// ```
/// use tradecast::Reconciliation;
///
/// assert_eq!("bottom-up".parse(), Ok(Reconciliation::BottomUp));
/// assert_eq!(Reconciliation::default().to_string(), "top-down");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Reconciliation {
    /// The total is forecast from its own history, and its parts are shares of it. What is asked of the total is answered as if
    /// there were no parts.
    #[default]
    TopDown,
    /// Each part of the total is forecast from its own history, and the total is their sum.
    BottomUp,
    /// Total and parts are forecast from their own histories and changed as little as makes them add up, those least that are
    /// known best.
    Optimal,
}

impl Reconciliation {
    /// Every method.
    ///
    /// ```
    /// assert_eq!(tradecast::Reconciliation::ALL.len(), 3);
    /// ```
    pub const ALL: [Self; 3] = [Self::TopDown, Self::BottomUp, Self::Optimal];

    /// Name on the command line and in files.
    fn name(self) -> &'static str {
        match self {
            Self::TopDown => "top-down",
            Self::BottomUp => "bottom-up",
            Self::Optimal => "optimal",
        }
    }
}

impl fmt::Display for Reconciliation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Reconciliation {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|method| method.name() == text).ok_or_else(|| {
            Error::UnknownReconciliation {
                name: text.to_owned(),
                known: Self::ALL.map(Self::name).join(", "),
            }
        })
    }
}
