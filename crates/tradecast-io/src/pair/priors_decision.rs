//! Whether panel priors are used where nobody said so, and why.

use std::fmt;

use tradecast::{Flow, Frequency, MessageValues, ModelChoice, ModelId, Series, Warning};

use crate::layout::publisher::Publisher;
use crate::pair::names::{is_one_economy, two_economies};

/// Whether panel priors of bilateral trade are used for a series, and why: they fit trade between two economies, and make forecasts
/// of anything else worse. Where nothing says what a series is they are left out.
///
/// ```
/// use tradecast_io::PriorsDecision;
///
/// let of_name = |name| PriorsDecision::of_series(name, None);
/// assert_eq!(of_name("Kazakhstan - Azerbaijan"), PriorsDecision::Name);
/// assert_eq!(of_name("Total trade"), PriorsDecision::Unknown);
/// assert!(of_name("KAZ-TUR").uses_priors() && !of_name("N2801").uses_priors());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum PriorsDecision {
    /// Left out: nothing says that it is trade between two economies.
    #[default]
    Unknown,
    /// Used: the series is of an embedded case.
    BuiltIn,
    /// Used: the table of a publisher names reporter and partner.
    Publisher,
    /// Used: the name of the series reads as two economies.
    Name,
    /// Used: whoever asks says that it is trade between two economies, or names the model of the panel.
    Asked,
}

impl PriorsDecision {
    /// Every decision, in the order in which they are told and numbered.
    ///
    /// ```
    /// use tradecast_io::PriorsDecision;
    ///
    /// assert_eq!(PriorsDecision::ALL.into_iter().filter(|decision| !decision.uses_priors()).count(), 1);
    /// ```
    pub const ALL: [Self; 5] = [Self::Unknown, Self::BuiltIn, Self::Publisher, Self::Name, Self::Asked];

    /// The decision for a series of a table: by the publisher whose table it is, where it is one's, or by the name of the series.
    ///
    /// ```
    /// use tradecast_io::{PriorsDecision, Publisher};
    ///
    /// let of_name = |name| PriorsDecision::of_series(name, Some(Publisher::ComtradePlus));
    /// assert_eq!(of_name("398 - 31 exports"), PriorsDecision::Publisher);
    /// assert_eq!(of_name("Kazakhstan - World exports"), PriorsDecision::Unknown);
    /// ```
    #[must_use]
    pub fn of_series(name: &str, publisher: Option<Publisher>) -> Self {
        if publisher.is_some_and(|publisher| names_partner(publisher, name)) {
            Self::Publisher
        } else if two_economies(name).is_some() {
            Self::Name
        } else {
            Self::Unknown
        }
    }

    /// Whether panel priors are used.
    ///
    /// ```
    /// assert!(tradecast_io::PriorsDecision::BuiltIn.uses_priors());
    /// ```
    #[must_use]
    pub fn uses_priors(self) -> bool {
        self != Self::Unknown
    }

    /// Stable identifier, the code of the warning.
    ///
    /// ```
    /// assert_eq!(tradecast_io::PriorsDecision::Unknown.code(), "priors_unknown");
    /// ```
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::BuiltIn => "priors_built_in",
            Self::Publisher => "priors_publisher",
            Self::Name => "priors_name",
            Self::Asked => "priors_asked",
            Self::Unknown => "priors_unknown",
        }
    }

    /// What was decided, why, and how to change it, for the answer of models about a series; absent where priors have no say in it:
    /// where the series is not yearly, and where the model does without.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// use tradecast::{ModelChoice, ModelId};
    /// use tradecast_io::PriorsDecision;
    ///
    /// let of = |period: &str| Series::new("A", vec![Observation::new(period.parse()?, 1.0)]);
    /// let warning = PriorsDecision::Unknown.warning(&of("2022")?, ModelChoice::Auto).unwrap();
    /// assert_eq!((warning.code.as_str(), warning.place.as_str()), ("priors_unknown", "A"));
    /// assert!(PriorsDecision::Unknown.warning(&of("2022-Q1")?, ModelChoice::Auto).is_none());
    /// assert!(PriorsDecision::Unknown.warning(&of("2022")?, ModelChoice::One(ModelId::Naive)).is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn warning(self, series: &Series, models: ModelChoice) -> Option<Warning> {
        let have_a_say = match models {
            ModelChoice::Auto => true,
            ModelChoice::One(id) => {
                matches!(
                    id,
                    ModelId::Panel | ModelId::ShrunkDrift | ModelId::LocalLevel | ModelId::LocalTrend
                )
            }
        };
        (have_a_say && series.frequency() == Frequency::Annual).then(|| Warning {
            code: self.code().to_owned(),
            message: self.to_string(),
            place: series.name().to_owned(),
            values: MessageValues::new(),
        })
    }
}

/// Whether a series of a publisher's table, named "reporter - partner flow", has one economy as its partner.
fn names_partner(publisher: Publisher, series: &str) -> bool {
    let Some((_, partner)) = series.split_once(" - ").filter(|_| publisher.has_partner()) else {
        return false;
    };
    let flows = [Flow::Turnover, Flow::Exports, Flow::Imports];
    let end = flows.iter().filter_map(|flow| partner.find(&format!(" {flow}"))).min();
    is_one_economy(&partner[..end.unwrap_or(partner.len())])
}

impl fmt::Display for PriorsDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self {
            Self::BuiltIn => "the series is of a built-in pair",
            Self::Publisher => "the table of a publisher names reporter and partner",
            Self::Name => "the name of the series reads as two economies",
            Self::Asked => "they were asked for",
            Self::Unknown => {
                return f.write_str(
                    "Panel priors of bilateral trade are not used, because nothing says that this is trade between two economies; if it is, say --priors pairs, or \"priors\": \"pairs\".",
                );
            }
        };
        write!(
            f,
            "Panel priors of bilateral trade are used, because {why}; --priors none, or \"priors\": \"none\", leaves them out."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publisher_with_a_partner_is_evidence_and_a_group_is_no_partner() {
        let of = |publisher, name| PriorsDecision::of_series(name, Some(publisher));
        for name in ["Kazakhstan - Azerbaijan exports", "398 - 31 turnover", "X - Rep. of Y imports: wheat"] {
            assert_eq!(of(Publisher::Comtrade, name), PriorsDecision::Publisher, "{name}");
            assert_ne!(of(Publisher::SideBySide, name), PriorsDecision::Publisher, "{name}");
        }
        for name in [
            "Kazakhstan - World exports",
            "Kazakhstan - W00 exports",
            "398 - 0 exports",
            "Kazakhstan - WLD imports",
            "Kazakhstan - Areas, nes imports",
            "Kazakhstan - Europe & Central Asia exports",
            "Kazakhstan - European Union turnover",
            "Kazakhstan exports",
            "exports",
        ] {
            assert_eq!(of(Publisher::Comtrade, name), PriorsDecision::Unknown, "{name}");
        }
    }

    #[test]
    fn codes_and_sentences_are_all_different() {
        for (at, decision) in PriorsDecision::ALL.into_iter().enumerate() {
            for other in &PriorsDecision::ALL[..at] {
                assert!(decision.code() != other.code() && decision.to_string() != other.to_string());
            }
        }
    }
}
