//! Levels of the bands: how many of a hundred paths lie inside each.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Up to three whole numbers from 1 to 99, %, narrowest first.
///
/// ```
/// use tradecast_web::question::Levels;
///
/// let levels: Levels = "90, 30".parse().unwrap();
/// assert_eq!(levels.to_string(), "30,90");
/// assert_eq!(Levels::default().to_string(), "50,80,95");
/// assert!("50,100".parse::<Levels>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Levels {
    list: [u8; MOST],
    count: usize,
}

/// More bands than this cannot be told apart.
const MOST: usize = 3;

impl Levels {
    /// Levels in any order; absent where there are none, more than three, or one that is no level.
    #[must_use]
    pub fn new(levels: &[u8]) -> Option<Self> {
        let allowed = 1..=99;
        let sorted: Vec<u8> = allowed.clone().filter(|level| levels.contains(level)).collect();
        let possible =
            (1..=MOST).contains(&sorted.len()) && levels.iter().all(|level| allowed.contains(level));
        let mut list = [0; MOST];
        possible.then(|| {
            list[..sorted.len()].copy_from_slice(&sorted);
            Self { list, count: sorted.len() }
        })
    }

    /// As the engine takes them.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        self.list[..self.count].iter().map(|level| f64::from(*level)).collect()
    }
}

impl Default for Levels {
    /// 50, 80 and 95 %.
    fn default() -> Self {
        Self { list: [50, 80, 95], count: MOST }
    }
}

impl fmt::Display for Levels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let levels: Vec<String> = self.list[..self.count].iter().map(u8::to_string).collect();
        f.write_str(&levels.join(","))
    }
}

/// A text that does not name levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLevels;

impl FromStr for Levels {
    type Err = NoLevels;

    /// Numbers with anything that is no digit between them.
    fn from_str(text: &str) -> Result<Self, NoLevels> {
        let words = text.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
        let levels: Result<Vec<u8>, _> = words.map(str::parse).collect();
        let plain = text.chars().all(|c| c.is_ascii_digit() || " ,;%".contains(c));
        levels.ok().filter(|_| plain).and_then(|levels| Self::new(&levels)).ok_or(NoLevels)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_shown_is_taken() {
        for text in ["80", "50, 80 %, 95 %", "1;99"] {
            assert!(text.parse::<Levels>().is_ok(), "{text}");
        }
        for text in ["", "0", "100", "10,20,30,40", "50.5", "-50", "fifty", "300"] {
            assert_eq!(text.parse::<Levels>(), Err(NoLevels), "{text}");
        }
        assert_eq!("80,80".parse::<Levels>().map(|levels| levels.values()), Ok(vec![80.0]));
    }
}
