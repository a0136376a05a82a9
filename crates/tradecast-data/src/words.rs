//! The closed word lists of the data files.

use std::fmt;

use tradecast::Flow;

/// A cell that holds one of a few known words.
pub(crate) trait Word: Copy + 'static {
    /// The words.
    const WORDS: &'static [&'static str];
    /// What each of them means.
    const MEANINGS: &'static [Self];
}

impl Word for Flow {
    const WORDS: &'static [&'static str] = &["turnover", "exports", "imports"];
    const MEANINGS: &'static [Self] = &[Self::Turnover, Self::Exports, Self::Imports];
}

/// An enum whose variants are words of a data file; prints as it is written there.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)+
        }

        impl Word for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];
            const MEANINGS: &'static [Self] = &[$(Self::$variant),+];
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word),+ })
            }
        }
    };
}

words! {
    /// How far a figure can be trusted, as judged when it was collected.
    ///
    /// ```
    /// assert_eq!(tradecast_data::Confidence::Medium.to_string(), "medium");
    /// ```
    Confidence {
        /// Printed plainly, by or after its reporter.
        High = "high",
        /// Rounded, inferred, back-calculated or quoted in passing.
        Medium = "medium",
        /// Without a named reporter, or contradicted.
        Low = "low",
    }
}

words! {
    /// What became of an announced target.
    ///
    /// ```
    /// use tradecast_data::TargetStatus;
    ///
    /// assert_eq!(TargetStatus::ReachedEarly.is_met(), Some(true));
    /// assert_eq!(TargetStatus::Open.is_met(), None);
    /// ```
    TargetStatus {
        /// Its year has not come, or it has none and is not yet reached.
        Open = "open",
        /// Not reached in its year, nor since.
        Missed = "missed-deadline",
        /// Not reached in its year, but later.
        Late = "missed-deadline-reached-later",
        /// Reached before its year.
        ReachedEarly = "reached-early",
        /// Reached in its year.
        Reached = "reached-by-deadline",
        /// Reached; no year was named.
        ReachedSomeDay = "reached-no-deadline",
        /// Not reached so far; no year was named.
        NotReached = "not-reached-no-deadline",
        /// Sources contradict each other.
        Disputed = "disputed",
        /// Nothing was found.
        Unknown = "unknown",
    }
}

impl TargetStatus {
    /// Whether a target with a year was met in time; absent where that is not settled.
    ///
    /// ```
    /// assert_eq!(tradecast_data::TargetStatus::Late.is_met(), Some(false));
    /// ```
    #[must_use]
    pub fn is_met(self) -> Option<bool> {
        match self {
            Self::ReachedEarly | Self::Reached => Some(true),
            Self::Missed | Self::Late => Some(false),
            _ => None,
        }
    }
}

words! {
    /// Which of exports, imports and turnover is arithmetic on the others rather than a printed figure.
    ///
    /// ```
    /// assert_eq!(tradecast_data::Derived::Nothing.to_string(), "no");
    /// ```
    Derived {
        /// Every figure is printed in the source.
        Nothing = "no",
        /// Turnover is the sum of exports and imports.
        Turnover = "turnover",
        /// Imports are turnover less exports.
        Imports = "imports",
        /// Every figure is arithmetic on other printed figures; the note shows it.
        All = "all",
    }
}

words! {
    /// How an annual figure came about.
    ///
    /// ```
    /// assert_eq!(tradecast_data::Method::ImporterReported.to_string(), "importer-reported");
    /// ```
    Method {
        /// Each direction as its importer reports it.
        ImporterReported = "importer-reported",
        /// Each direction as its exporter reports it.
        ExporterReported = "exporter-reported",
        /// Both directions as one country reports them, stated by its authorities.
        NationalStatistics = "national statistics",
        /// Quoted in the press, by someone other than a statistical office.
        Press = "press",
        /// Worked back from a later figure and its growth.
        BackCalculated = "back-calculated",
    }
}

words! {
    /// Whether the source prints the period or it was inferred.
    ///
    /// ```
    /// assert_eq!(tradecast_data::PeriodBasis::Inferred.to_string(), "inferred");
    /// ```
    PeriodBasis {
        /// Printed in the source.
        Printed = "printed",
        /// Inferred from the date or the text of the source.
        Inferred = "inferred",
    }
}

words! {
    /// What the value of a good measures.
    ///
    /// ```
    /// assert_eq!(tradecast_data::Measure::Increase.to_string(), "increase");
    /// ```
    Measure {
        /// The trade of the period.
        Level = "level",
        /// The increase on the same period of the year before.
        Increase = "increase",
    }
}

words! {
    /// Which way a good moves.
    ///
    /// ```
    /// assert_eq!(tradecast_data::GoodFlow::Exports.to_string(), "exports");
    /// ```
    GoodFlow {
        /// From the reporter to the partner.
        Exports = "exports",
        /// From the partner to the reporter.
        Imports = "imports",
        /// Both directions together.
        Turnover = "turnover",
        /// To the partner from the reporter and from others, which the note names; an upper bound of exports.
        ExportsWithOthers = "exports-with-others",
        /// Through the partner to others; no trade between the two.
        Transit = "transit",
    }
}

words! {
    /// Unit of a fact.
    ///
    /// ```
    /// assert_eq!(tradecast_data::FactUnit::UsdMillion.to_string(), "USD m");
    /// ```
    FactUnit {
        /// Current US dollars, millions.
        UsdMillion = "USD m",
        /// Another unit, which the note names.
        Other = "other",
        /// Growth on the year before, per cent.
        GrowthPct = "% on the year before",
        /// Ratio to the year before.
        TimesYearBefore = "times the year before",
        /// Share of the year's exports, per cent.
        ExportSharePct = "% of exports",
        /// A count of kinds of goods.
        Goods = "goods",
        /// A place in an order.
        Rank = "rank",
    }
}
