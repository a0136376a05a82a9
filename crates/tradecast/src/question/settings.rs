//! Settings: how far and how finely to simulate.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// Longest horizon, in periods: forty years of months.
///
/// ```
/// # use tradecast::Settings;
/// assert!(Settings { horizon: tradecast::MAX_HORIZON + 1, ..Settings::default() }.check().is_err());
/// ```
pub const MAX_HORIZON: u32 = 480;
/// Fewest simulated paths: below, a probability is too coarse to print.
///
/// ```
/// # use tradecast::Settings;
/// assert!(Settings { paths: tradecast::MIN_PATHS - 1, ..Settings::default() }.check().is_err());
/// ```
pub const MIN_PATHS: u32 = 100;
/// Most simulated paths.
///
/// ```
/// # use tradecast::Settings;
/// assert!(Settings { paths: tradecast::MAX_PATHS + 1, ..Settings::default() }.check().is_err());
/// ```
pub const MAX_PATHS: u32 = 1_000_000;
/// Most path-periods of one question, so that it fits in the memory of a browser tab (16 bytes each).
const MAX_CELLS: u64 = 40_000_000;

/// How far and how finely to simulate, and which bands to report.
///
/// ```
/// use tradecast::Settings;
///
/// let settings = Settings { horizon: 10, ..Settings::default() };
/// assert!(settings.check().is_ok());
/// assert!(Settings { horizon: 10_000, ..settings }.check().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Forecast periods, 1 to [`MAX_HORIZON`].
    pub horizon: u32,
    /// Simulated paths, [`MIN_PATHS`] to [`MAX_PATHS`].
    pub paths: u32,
    /// Seed of the random numbers.
    pub seed: u32,
    /// Central bands to report, % inside, each above 0 and below 100.
    pub levels: Vec<f64>,
}

impl Default for Settings {
    /// 28 periods, 20,000 paths, seed 1, bands of 50, 80 and 95 %.
    fn default() -> Self {
        Self { horizon: 28, paths: 20_000, seed: 1, levels: vec![50.0, 80.0, 95.0] }
    }
}

impl Settings {
    /// For a forecast without a target: 6 periods, 4,000 paths; seed and bands as usual.
    ///
    /// A probability of arrival counts paths, and half a percentage point of it is printed: that takes 20,000. The edges of bands take
    /// less: with these paths the standard error of an edge of the 95 % band is 1 to 2 % of its width, see
    /// [`crate::guide::methods::path`].
    ///
    /// ```
    /// use tradecast::Settings;
    ///
    /// let settings = Settings::for_forecast();
    /// assert!(settings.paths < Settings::default().paths);
    /// assert_eq!(settings.levels, Settings::default().levels);
    /// ```
    #[must_use]
    pub fn for_forecast() -> Self {
        Self { horizon: 6, paths: 4_000, ..Self::default() }
    }

    /// Checks every setting against its range.
    ///
    /// ```
    /// use tradecast::Settings;
    ///
    /// let error = Settings { horizon: 0, ..Settings::default() }.check().unwrap_err();
    /// assert_eq!(error.code(), "setting_out_of_range");
    /// ```
    ///
    /// # Errors
    /// [`Error::SettingOutOfRange`], naming the setting.
    pub fn check(&self) -> Result<()> {
        within("horizon", self.horizon.into(), 1.0, MAX_HORIZON.into(), " periods")?;
        within("paths", self.paths.into(), MIN_PATHS.into(), MAX_PATHS.into(), "")?;
        let most = MAX_CELLS / u64::from(self.horizon);
        within(
            "paths",
            self.paths.into(),
            MIN_PATHS.into(),
            most as f64,
            " at this horizon; shorten the horizon or ask for fewer paths",
        )?;
        within("number of levels", self.levels.len() as f64, 1.0, 20.0, "")?;
        self.levels.iter().try_for_each(|&level| within("level", level, 1.0, 99.9, " %"))
    }
}

pub(crate) fn within(
    setting: &'static str,
    given: f64,
    min: f64,
    max: f64,
    hint: &'static str,
) -> Result<()> {
    if (min..=max).contains(&given) {
        Ok(())
    } else {
        Err(Error::SettingOutOfRange { setting, given, min, max, hint })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_has_its_range() {
        let bad = [
            Settings { horizon: 0, ..Settings::default() },
            Settings { horizon: 10_000, ..Settings::default() },
            Settings { paths: 99, ..Settings::default() },
            Settings { paths: 2_000_000, ..Settings::default() },
            Settings { paths: 1_000_000, horizon: 480, ..Settings::default() },
            Settings { levels: vec![], ..Settings::default() },
            Settings { levels: vec![f64::NAN], ..Settings::default() },
            Settings { levels: vec![100.0], ..Settings::default() },
        ];
        for settings in bad {
            assert_eq!(settings.check().unwrap_err().code(), "setting_out_of_range", "{settings:?}");
        }
    }
}
