//! Many series: the prospects of each in a word, and how often others came as far.

use tradecast::{Frequency, Likeness, Prospect, ReferenceRate};

use crate::text::messages::catalogue::say;
use crate::text::messages::count::say_count;
use crate::text::numbers::number::{fixed, number, percent, short};
use crate::text::numbers::period::plural;
use crate::text::page::title;

/// Identifier of a word about prospects.
#[must_use]
pub fn prospect_id(prospect: Prospect) -> &'static str {
    match prospect {
        Prospect::Reached => "reached",
        Prospect::OnTrack => "on-track",
        Prospect::Open => "open",
        Prospect::OffTrack => "off-track",
    }
}

/// The prospects of a target in a word.
#[must_use]
pub fn prospect(prospect: Prospect) -> String {
    say!(&format!("many.prospect.{}", prospect_id(prospect)))
}

/// How many have which prospects, those named that there are.
#[must_use]
pub fn prospects(counts: [usize; 4], without_answer: usize) -> String {
    let words = Prospect::ALL.map(prospect).into_iter().chain([say!("many.without-answer")]);
    let counted = words.zip(counts.into_iter().chain([without_answer])).filter(|(_, count)| *count > 0);
    let counted: Vec<String> =
        counted.map(|(word, count)| say!("many.count", word = word, count = number(count as f64))).collect();
    title(&counted.join(", ")) + "."
}

/// Growth that is needed, where the column says that it is a year's.
#[must_use]
pub fn needed(pct_per_year: f64) -> String {
    say!("number.level", level = fixed(pct_per_year, 1))
}

/// How often others that stood where a series stands came as far, as a sentence.
#[must_use]
pub fn reference(rate: &ReferenceRate, frequency: Frequency) -> String {
    if rate.cases == 0 {
        return say!("reference.none");
    }
    let cases = say_count!(
        "reference.cases",
        rate.cases as u64,
        series = say_count!("reference.series", rate.series as u64)
    );
    let said = say!(
        "reference.said",
        cases = cases,
        reached = number(rate.reached as f64),
        times = short(rate.multiple),
        ahead = say_count!(&format!("record.ahead.{}", plural(frequency)), rate.within.into())
    );
    match (rate.share, rate.interval80) {
        (Some(share), Some([low, high])) => say!(
            "reference.share",
            said = said,
            share = percent(share),
            low = percent(low),
            high = percent(high)
        ),
        _ => say!("reference.few", said = said),
    }
}

/// What counts as standing where a series stands.
#[must_use]
pub fn likeness(likeness: &Likeness) -> String {
    let size = likeness.size.map_or_else(String::new, short);
    say!(
        "reference.alike",
        size = size,
        growth = short(likeness.growth),
        volatility = short(likeness.volatility)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(series: usize, share: Option<f64>) -> ReferenceRate {
        let interval80 = share.map(|share| [share - 0.07, share + 0.07]);
        ReferenceRate { multiple: 2.0, within: 5, cases: 1300, series, reached: 494, share, interval80 }
    }

    #[test]
    fn a_rate_is_a_sentence_with_its_interval() {
        let said = reference(&rate(60, Some(0.38)), Frequency::Annual);
        assert_eq!(
            said,
            "Of 1,300 cases in 60 series of your table that stood where this one stands, 494 came as far (2 times the value) within 5 years: 38 %, 80 % interval 31 % to 45 %."
        );
        let few = reference(&rate(12, None), Frequency::Monthly);
        assert!(few.contains("5 months") && few.contains("too few") && !few.contains("interval"), "{few}");
        assert!(
            reference(&ReferenceRate { cases: 0, ..rate(0, None) }, Frequency::Annual)
                .starts_with("No other")
        );
    }

    #[test]
    fn only_prospects_that_there_are_are_counted() {
        assert_eq!(prospects([0, 12, 1030, 0], 2), "On track: 12, open: 1,030, without an answer: 2.");
    }
}
