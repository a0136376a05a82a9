//! Numbers and sentences as people read them.

use std::borrow::Cow;

use crate::answer::answer::{
    Arrival, Bottleneck, Estimate, MirrorGapReport, Nowcast, PanelRate, PanelRecord,
};
use crate::explain::goal_seek::{Required, Solution, Verdict};
use crate::question::target::Target;
use crate::series::period::{Frequency, Period};
use crate::series::series::Series;

/// A probability as a whole per cent, never 0 or 100.
///
/// ```
/// assert_eq!(tradecast::percent(0.314), "31 %");
/// assert_eq!(tradecast::percent(0.999), ">99 %");
/// assert_eq!(tradecast::percent(0.0), "<1 %");
/// ```
#[must_use]
pub fn percent(probability: f64) -> String {
    match probability * 100.0 {
        p if p < 0.5 => "<1 %".into(),
        p if p >= 99.5 => ">99 %".into(),
        p => format!("{p:.0} %"),
    }
}

/// A text as messages quote it: its beginning where it is long.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// The values that are allowed: between two, or from one on where there is no largest.
pub(crate) fn range(min: f64, max: f64) -> String {
    if max == f64::MAX { format!("{min} or more") } else { format!("between {min} and {max}") }
}

/// A value with its unit: "$461.9 m", "$1,000 m", "12.5 EUR m".
///
/// ```
/// assert_eq!(tradecast::money(1000.0, "USD m"), "$1,000 m");
/// assert_eq!(tradecast::money(461.9, "USD m"), "$461.9 m");
/// assert_eq!(tradecast::money(12.5, "EUR bn"), "12.5 EUR bn");
/// ```
#[must_use]
pub fn money(value: f64, unit: &str) -> String {
    match unit.strip_prefix("USD ") {
        Some(multiple) => format!("${} {multiple}", number(value)),
        None => format!("{} {unit}", number(value)),
    }
}

/// A value to four significant digits at most, with thousands separated.
///
/// ```
/// assert_eq!(tradecast::number(1234567.8), "1,234,568");
/// assert_eq!(tradecast::number(461.94), "461.9");
/// assert_eq!(tradecast::number(0.012345), "0.01235");
/// ```
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    let decimals = match size {
        s if s >= 1000.0 || s == 0.0 => 0,
        s if s >= 100.0 => 1,
        s if s >= 10.0 => 2,
        s if s >= 1.0 => 3,
        s => (3.0 - libm::floor(libm::log10(s))).min(12.0) as usize,
    };
    let fixed = format!("{size:.decimals$}");
    let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let fraction = fraction.trim_end_matches('0');
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{grouped}{point}{fraction}")
}

/// Small counts as words, capitalised.
pub(crate) fn count(n: usize) -> String {
    const WORDS: [&str; 10] = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// "2016, 2017 and 2019"; long lists are cut.
pub(crate) fn periods(list: &[Period]) -> String {
    const MOST: usize = 8;
    let names: Vec<String> = list.iter().take(MOST).map(Period::to_string).collect();
    match (names.split_last(), list.len() > MOST) {
        (None, _) => String::new(),
        (_, true) => format!("{} and {} more", names.join(", "), list.len() - MOST),
        (Some((last, [])), _) => last.clone(),
        (Some((last, rest)), _) => format!("{} and {last}", rest.join(", ")),
    }
}

/// "12 % more", "35 % less", "as much".
fn more_or_less(pct: f64) -> String {
    match libm::round(pct) {
        0.0 => "as much".into(),
        rounded if rounded > 0.0 => format!("{rounded} % more"),
        rounded => format!("{} % less", -rounded),
    }
}

/// How another reporter counts, in one or two sentences.
pub(crate) fn mirror_gap(gap: &MirrorGapReport) -> String {
    let MirrorGapReport { reporter, years, mean_pct, interval80_pct: [lo, hi], .. } = gap;
    let what = if years.len() == 1 { "the only year" } else { "the years" };
    let average = if years.len() == 1 { "" } else { " on average" };
    format!(
        "{reporter} counted {} than this series{average} in {}, {what} known from both; what it will count in a year to come is anything from {} to {}, with 80 % confidence.",
        more_or_less(*mean_pct),
        periods(years),
        more_or_less(*lo),
        more_or_less(*hi)
    )
    .replace("as much than", "as much as")
}

/// What part-year readings said, how far they moved the year, and why no further.
pub(crate) fn nowcast(nowcast: &Nowcast, series: &Series, gaps: &[MirrorGapReport]) -> String {
    let amount = |value: f64| money(value, series.unit());
    let used = || nowcast.readings.iter().filter(|reading| reading.used);
    let said = used().filter_map(|reading| {
        let Estimate { median, lo80, hi80 } = reading.year.as_ref()?;
        let foreign = gaps.iter().any(|gap| gap.reporter == reading.reporter);
        let who = if reading.reporter.is_empty() { "A reading".to_owned() } else { reading.reporter.clone() };
        Some(format!(
            "{who} gives {} for {}; by itself that makes the year {} (80 % range: {} to {}){}.",
            reading.says,
            reading.months,
            amount(*median),
            amount(*lo80),
            amount(*hi80),
            if foreign { ", as this series counts" } else { "" }
        ))
    });
    let moved = format!(
        "It moved the median of {} from {} to {}, {} of the way.",
        nowcast.period,
        amount(nowcast.before.median),
        amount(nowcast.after.median),
        percent(nowcast.weight)
    );
    let moved = if used().count() > 1 { moved.replacen("It", "Together they", 1) } else { moved };
    let why = used().filter_map(|reading| {
        let taught = match reading.taught_by {
            0 => "no earlier year shows how far such readings are off, so a wide error is assumed".to_owned(),
            1 => "one earlier year shows how far such readings are off, so a wide error is assumed".to_owned(),
            n => format!("{} earlier years show how far such readings are off", count(n).to_ascii_lowercase()),
        };
        let who = if reading.reporter.is_empty() {
            "The reading".to_owned()
        } else {
            format!("{}'s reading", reading.reporter)
        };
        let exact = reading.year.as_ref().is_some_and(|year| year.lo80 == year.hi80);
        match gaps.iter().find(|gap| gap.reporter == reading.reporter) {
            Some(gap) => Some(format!(
                "{who} does not weigh more because the two counts are far apart and not always as far (the gap varies by {:.2} log points), and because part of a year is not the year: {taught}.",
                gap.sd
            )),
            None if exact => None,
            None => Some(format!("{who} does not decide the year because part of a year is not the year: {taught}.")),
        }
    });
    said.chain([moved]).chain(why).collect::<Vec<_>>().join(" ")
}

impl Bottleneck {
    /// When the corridor is too small, and what that costs, in one or two sentences.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, Period, Question, Target};
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let limited = Assumptions::baseline().with(Lever::Capacity, 9.0)?;
    /// let answer = Question { assumptions: limited, ..Question::new(series, Target::level(20.0)?) }.answer()?;
    /// let told = answer.bottleneck.unwrap().sentence(Period::annual(2012), "USD m");
    /// assert!(told.starts_with("The corridor is too small in some year by 2012 with a probability of"), "{told}");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self, by: Period, unit: &str) -> String {
        let binds = self.binds.iter().find(|row| row.period == by).or(self.binds.last());
        let chance = binds.map_or(0.0, |row| row.probability);
        let even = match self.median {
            Some(median) => format!("; even odds by {median}"),
            None => String::new(),
        };
        let period = if by.frequency() == Frequency::Annual { "year" } else { "period" };
        let costs = self.unserved.iter().find(|row| row.period == by).filter(|row| row.mean > 0.0);
        let costs = costs.map_or_else(String::new, |row| {
            format!(" In {by} it keeps back {} on average over all futures.", money(row.mean, unit))
        });
        format!(
            "The corridor is too small in some {period} by {by} with a probability of {}{even}.{costs}",
            percent(chance)
        )
    }
}

/// The answer in one or two sentences.
pub(crate) fn headline(
    series: &Series,
    target: &Target,
    arrival: &Arrival,
    baseline: Option<&Arrival>,
) -> String {
    let level = money(target.value(), series.unit());
    let goal = target.decider().map_or_else(|| level.clone(), |who| format!("{level} as {who} counts it"));
    let name = series.name();
    let last = series.last();
    let Some(end) = arrival.by.last() else { return String::new() };
    if arrival.already_reached {
        let value = money(last.value, series.unit());
        // From the first period on: that it never falls below.
        let kept = |arrival: &Arrival| arrival.stays.by.first().map_or(0.0, |row| row.probability);
        let was = baseline.map(|b| format!(" (was {})", percent(kept(b)))).unwrap_or_default();
        return format!(
            "{name} has already reached {goal}: it was {value} in {}. At or above it in every period until {}: {}{was}.",
            last.period,
            end.period,
            percent(kept(arrival))
        );
    }
    let beyond =
        |period: Option<Period>| period.map_or_else(|| format!("after {}", end.period), |p| p.to_string());
    let when = match arrival.median {
        Some(median) => format!(
            "{name} reaches {goal} around {median} (80 % range: {} to {})",
            beyond(arrival.interval80[0]),
            beyond(arrival.interval80[1])
        ),
        None => format!(
            "{name} more likely than not stays below {goal} until {} (earliest tenth of futures: {})",
            end.period,
            beyond(arrival.interval80[0])
        ),
    };
    let asked = target.deadline().unwrap_or(end.period);
    let was = baseline.map(|b| format!(" (was {})", percent(b.reached_by(asked)))).unwrap_or_default();
    format!("{when}. Reached by {asked}: {}{was}.", percent(arrival.reached_by(asked)))
}

impl Solution {
    /// The solution as people read it.
    ///
    /// ```
    /// # use tradecast::{Assumptions, Goal, Lever, ModelChoice, Observation, Period, Series, Settings, Target, fit};
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let goal = Goal { by: Period::annual(2010), probability: 0.99 };
    /// let free = [(Lever::Growth.into(), 1.0)];
    /// let solution = outlook.solve(&Target::level(30.0)?, &Assumptions::baseline(), goal, &free)?;
    /// assert!(solution.sentence().starts_with("No value of Extra growth from -10 to 15 % a year is enough"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let goal = money(self.target.value(), &self.unit);
        let by = self.target.deadline().map(|by| format!(" by {by}")).unwrap_or_default();
        // A tenth more than elsewhere: next to what is wanted, rounding would hide whether it is reached.
        let exactly = |probability: f64| format!("{:.1} %", 100.0 * probability);
        let [wanted, probability, current] = [self.wanted, self.probability, self.current].map(exactly);
        let value = |required: &Required, value: f64| format!("{} {}", number(value), required.unit);
        let moved: Vec<&Required> = self.levers.iter().filter(|lever| lever.to != lever.from).collect();
        let moves: Vec<String> = moved
            .iter()
            .map(|lever| {
                format!("{} {} instead of {}", lever.label, value(lever, lever.to), number(lever.from))
            })
            .collect();
        match (self.verdict, &self.levers[..]) {
            (Verdict::Already, _) => {
                format!(
                    "Nothing has to change: {goal} is reached{by} with {current}, and {wanted} is wanted."
                )
            }
            (Verdict::Reached, _) => {
                let less: Vec<String> = moved
                    .iter()
                    .filter_map(|lever| Some((lever, lever.one_step_less.as_ref()?)))
                    .map(|(lever, less)| {
                        format!(
                            "{} {} gives {}",
                            lever.label,
                            value(lever, less.value),
                            exactly(less.probability)
                        )
                    })
                    .collect();
                format!(
                    "{goal} is reached{by} with {probability} (now {current}, wanted {wanted}) with {}. One step less is not enough: {}.",
                    moves.join(" and "),
                    less.join(", ")
                )
            }
            (Verdict::OutOfReach, [lever]) => format!(
                "No value of {} from {} to {} is enough to reach {goal}{by} with {wanted} (now {current}): at best {probability}, at {}.",
                lever.label,
                number(lever.min),
                value(lever, lever.max),
                number(lever.to),
            ),
            (Verdict::OutOfReach, levers) => {
                let names: Vec<&str> = levers.iter().map(|lever| lever.label.as_str()).collect();
                format!(
                    "{} together are not enough to reach {goal}{by} with {wanted} (now {current}): at best {probability}{}.",
                    names.join(" and "),
                    if moves.is_empty() { String::new() } else { format!(", with {}", moves.join(" and ")) }
                )
            }
        }
    }
}

impl PanelRate {
    /// The rate as people read it.
    ///
    /// ```
    /// let rate = tradecast::PanelRate { share: 0.24, years: 8, series: 2612, windows: 65_499, up_to: 2014 };
    /// assert_eq!(rate.sentence(), "Of the stretches of 8 years in the past of 2,612 other series (up to 2014, in money of the day), 24 % kept up such growth, scaled to the volatility of this one.");
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Of the stretches of {} year{} in the past of {} other series (up to {}, in money of the day), {} kept up such growth, scaled to the volatility of this one.",
            self.years,
            if self.years == 1 { "" } else { "s" },
            number(self.series.into()),
            self.up_to,
            percent(self.share)
        )
    }
}

impl PanelRecord {
    /// The record as people read it.
    ///
    /// ```
    /// # let record: tradecast::PanelRecord = serde_json::from_str(r#"{"first_origin": 1965, "last_origin": 2004, "origins": 14,
    /// #     "series": 2500, "longest_lead": 10, "outcomes": 130000, "coverage80": 0.81, "relative_to_naive": 0.75,
    /// #     "arrivals": 400000, "brier": 0.18, "brier_of_base_rate": 0.22}"#).unwrap();
    /// assert!(record.sentence().starts_with("Asked in 14 years from 1965 to 2004 about 2,500 other series"));
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = if self.relative_to_naive < 1.0 { "better than" } else { "no better than" };
        format!(
            "Asked in {} years from {} to {} about {} other series, up to {} years ahead and with only what was known then, the method's 80 % bands held {} of {} outcomes, and its median forecasts were {verdict} repeating the last value (error {:.2} times as large). The Brier score of its arrival probabilities was {:.3} (0 is perfect); stating every time the share that came true, which nobody knew, would have scored {:.3}.",
            self.origins,
            self.first_origin,
            self.last_origin,
            number(self.series as f64),
            self.longest_lead,
            percent(self.coverage80),
            number(self.outcomes as f64),
            self.relative_to_naive,
            self.brier,
            self.brier_of_base_rate,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_four_digits_and_group_thousands() {
        for (value, text) in [
            (0.0, "0"),
            (1000.0, "1,000"),
            (999.96, "1000"),
            (10_000_000.0, "10,000,000"),
            (-461.9, "-461.9"),
            (4.0, "4"),
            (1.0e-7, "0.0000001"),
        ] {
            let got = number(value);
            assert!(got == text || got.replace(',', "") == text, "{value}: {got}");
        }
    }

    #[test]
    fn lists_read_like_prose() {
        let years = |list: &[i32]| periods(&list.iter().map(|y| Period::annual(*y)).collect::<Vec<_>>());
        assert_eq!(years(&[]), "");
        assert_eq!(years(&[2017]), "2017");
        assert_eq!(years(&[2016, 2017]), "2016 and 2017");
        assert_eq!(years(&[2015, 2016, 2017]), "2015, 2016 and 2017");
        assert_eq!(
            years(&(2000..2012).collect::<Vec<_>>()),
            "2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007 and 4 more"
        );
    }
}
