//! Where growth common to all pairs stood at the end of each year: booms and slumps that are given back.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Common growth of ten years above ten times its mean, by year, and how fast it is given back; kept with [`crate::Priors`].
///
/// ```
/// use tradecast::CommonState;
///
/// let boom: CommonState = serde_json::from_str(r#"{"first_year": 2007, "gap": [0.3, 0.4], "remains": 0.9}"#).unwrap();
/// assert_eq!(boom.gap_in(2008), 0.4); // as recorded
/// assert!((boom.gap_in(2010) - 0.4 * 0.9 * 0.9).abs() < 1e-12); // what is expected to be left of it
/// assert_eq!(boom.gap_in(2006), 0.0); // nothing is known
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CommonState {
    /// Year of the first state.
    pub first_year: i32,
    /// Common growth of the ten years up to each year, less ten times its mean: log points. The last is that of the last year used.
    pub gap: Vec<f64>,
    /// Share of a gap that is expected to remain a year later.
    pub remains: f64,
}

impl CommonState {
    /// The gap at the end of a year: as recorded; after the last year what is expected to be left of it; nothing before the first.
    ///
    /// ```
    /// # let slump = tradecast::CommonState { first_year: 2002, gap: vec![-0.2], remains: 0.9 };
    /// assert_eq!((slump.gap_in(2001), slump.gap_in(2002)), (0.0, -0.2));
    /// ```
    #[must_use]
    pub fn gap_in(&self, year: i32) -> f64 {
        let Ok(at) = usize::try_from(i64::from(year) - i64::from(self.first_year)) else { return 0.0 };
        self.gap.get(at).copied().unwrap_or_else(|| {
            let since = at + 1 - self.gap.len();
            self.gap.last().map_or(0.0, |last| last * libm::pow(self.remains, since as f64))
        })
    }

    /// Refuses values that would let a NaN or an explosion into the simulation.
    ///
    /// # Errors
    /// [`Error::BadPriors`], naming the field.
    pub(crate) fn check(&self) -> Result<()> {
        let outside = |given: &f64, min: f64, max: f64| !(min..=max).contains(given);
        if outside(&self.remains, 0.0, 1.0) {
            return Err(Error::BadPriors {
                field: "common_state.remains",
                given: self.remains,
                min: 0.0,
                max: 1.0,
            });
        }
        let wrong = self.gap.iter().find(|gap| outside(gap, -10.0, 10.0));
        wrong.map_or(Ok(()), |given| {
            Err(Error::BadPriors { field: "common_state.gap", given: *given, min: -10.0, max: 10.0 })
        })
    }
}

/// Growth over so many years that gives back what is no longer left of a gap.
pub(crate) fn given_back(gap: f64, remains: f64, years: usize) -> f64 {
    0.0 - gap * (1.0 - libm::pow(remains, years as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booms_are_given_back_and_slumps_made_good() {
        assert_eq!(given_back(0.5, 0.9, 0), 0.0);
        assert!((given_back(0.5, 0.9, 1) + 0.05).abs() < 1e-12);
        assert!((given_back(-0.5, 0.9, 2) - 0.5 * 0.19).abs() < 1e-12);
        assert!((given_back(0.5, 0.9, 1000) + 0.5).abs() < 1e-12);
        // What is left later is what was not given back before.
        let boom = CommonState { first_year: 2014, gap: vec![0.5], remains: 0.9 };
        assert!((boom.gap_in(2024) - (0.5 + given_back(0.5, 0.9, 10))).abs() < 1e-12);
    }

    #[test]
    fn what_explodes_is_refused() {
        let state = CommonState { first_year: 2014, gap: vec![0.1], remains: 0.9 };
        assert!(state.check().is_ok());
        let refused = |state: CommonState| state.check().unwrap_err().to_string();
        assert!(refused(CommonState { remains: 1.1, ..state.clone() }).contains("common_state.remains"));
        assert!(refused(CommonState { gap: vec![f64::NAN], ..state }).contains("common_state.gap"));
        assert_eq!(CommonState { first_year: i32::MIN, gap: Vec::new(), remains: 0.5 }.gap_in(i32::MAX), 0.0);
    }
}
