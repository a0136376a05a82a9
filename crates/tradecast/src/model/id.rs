//! Models by name: how a name is read and written.

use std::fmt;

use crate::error::{Error, Result};
use crate::model::builtin::{ModelId, OPTIONS};

impl fmt::Display for ModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.stem())?;
        self.option().map_or(Ok(()), |option| write!(f, ":{option}"))
    }
}

impl std::str::FromStr for ModelId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let unknown = || Error::UnknownModel {
            name: text.to_owned(),
            known: format!(
                "{}; options follow a colon, as in {OPTIONS}",
                Self::ALL.map(Self::stem).join(", ")
            ),
        };
        let (stem, option) = match text.split_once(':') {
            Some((stem, option)) => (stem, Some(option)),
            None => (text, None),
        };
        let model = Self::ALL.into_iter().find(|id| id.stem() == stem).ok_or_else(unknown)?;
        option.map_or(Some(model), |option| model.with_option(option)).ok_or_else(unknown)
    }
}

/// Which models answer.
///
/// ```
/// use tradecast::{ModelChoice, ModelId};
///
/// assert_eq!(ModelChoice::named("auto"), Ok(ModelChoice::Auto));
/// assert_eq!(ModelChoice::named("drift"), Ok(ModelChoice::One(ModelId::Drift)));
/// assert!(ModelChoice::named("crystal-ball").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum ModelChoice {
    /// All that can be fitted, combined by their rolling-origin errors.
    #[default]
    Auto,
    /// A single model.
    One(ModelId),
}

impl ModelChoice {
    /// `auto`, or the name of a model.
    ///
    /// ```
    /// assert_eq!(tradecast::ModelChoice::named("wind").unwrap_err().code(), "unknown_model");
    /// ```
    ///
    /// # Errors
    /// [`Error::UnknownModel`], listing those that exist.
    pub fn named(name: &str) -> Result<Self> {
        if name == "auto" { Ok(Self::Auto) } else { name.parse().map(Self::One) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArimaOrder, EtsForm};

    #[test]
    fn names_and_models_are_inverse() {
        for id in ModelId::ALL {
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        for (name, id) in [
            ("ets:MAdN", ModelId::Ets { form: Some(EtsForm::Madn) }),
            ("arima:2,1,1", ModelId::Arima { order: ArimaOrder::new(2, 1, 1) }),
        ] {
            assert_eq!(name.parse(), Ok(id));
            assert_eq!(id.to_string(), name);
        }
        for bad in [
            "",
            "ets:XYZ",
            "arima:1,1",
            "arima:2,1,2",
            "arima:1,3,0",
            "local-level:1",
            "drift:2",
            "polynomial:1",
            "polynomial:x",
            "logistic:-3",
            "logistic:NaN",
            "break:2",
            "Auto",
        ] {
            assert_eq!(bad.parse::<ModelId>().unwrap_err().code(), "unknown_model", "{bad}");
        }
    }
}
