//! What a control shows: its range, its unit, and what a typed number means.

use tradecast::{Distribution, Lever};

use crate::rounding::significant;
use crate::text::{counted, exact, lever_label, plain, say, short};

/// Why a lever changes nothing at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idle {
    /// The lever that it says more about is at its default.
    Until(Lever),
    /// It is about new deliveries, and there are none.
    NoDeliveries,
    /// Nothing is known of the running year.
    NoReadings,
}

/// Everything a control shows; for levers this is the row of the core's table.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Identifier in links and in the page.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// The part it is about; empty where it is about the whole.
    pub part: String,
    /// Unit of the value.
    pub unit: String,
    /// Smallest value of the slider.
    pub min: f64,
    /// Largest value of the slider.
    pub max: f64,
    /// Step of the slider.
    pub step: f64,
    /// Whether equal distances on the slider are equal ratios; its steps are then shares of its way.
    pub log: bool,
    /// The value it starts from; for the deadline, where there is none, the year the slider stands at.
    pub default: f64,
    /// Smallest and largest value that may be typed.
    pub typed: [f64; 2],
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// Whether there may be no value at all.
    pub optional: bool,
    /// What it does.
    pub help: String,
    /// Why its range is what it is.
    pub range_reason: String,
    /// Where range and default come from; empty where they follow from the meaning.
    pub source: &'static str,
}

impl Spec {
    /// What it is called where its part does not stand above it: "Wheat: Price".
    #[must_use]
    pub fn name(&self) -> String {
        if self.part.is_empty() { self.label.clone() } else { format!("{}: {}", self.part, self.label) }
    }

    /// Where a value stands on the slider, from 0 to 1.
    #[must_use]
    pub fn share_of(&self, value: f64) -> f64 {
        let share = if self.log {
            libm::log(value / self.min) / libm::log(self.max / self.min)
        } else {
            (value - self.min) / (self.max - self.min)
        };
        share.clamp(0.0, 1.0)
    }

    /// Smallest number, largest number and step of the slider itself.
    #[must_use]
    pub fn slider(&self) -> [f64; 3] {
        if self.log { [0.0, 100.0, 1.0] } else { [self.min, self.max, self.step] }
    }

    /// The number at which the slider stands for a value.
    #[must_use]
    pub fn position(&self, value: f64) -> f64 {
        if self.log { self.share_of(value) * 100.0 } else { value }
    }

    /// The value for which the slider stands at a number; between equal ratios it is rounded to three digits.
    #[must_use]
    pub fn value_at(&self, position: f64) -> f64 {
        if !self.log {
            return position;
        }
        let value = significant(3, self.min * libm::pow(self.max / self.min, position / 100.0));
        if position >= 100.0 { self.max } else { value.clamp(self.min, self.max) }
    }

    /// The number a person typed. A decimal comma and separated thousands are understood.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to type.
    pub fn parse(&self, typed: &str) -> Result<f64, String> {
        let value = number(typed).ok_or_else(|| not_a_number(typed, self))?;
        if self.whole && value.fract() != 0.0 {
            return Err(not_whole(typed));
        }
        let [least, most] = self.typed;
        if (least..=most).contains(&value) { Ok(value) } else { Err(out_of_range(self)) }
    }
}

/// A value as a screen reader says it.
#[must_use]
pub fn spoken(value: Option<f64>, spec: &Spec) -> String {
    match value {
        None => say!("question.deadline.spoken"),
        Some(value) if spec.unit.is_empty() => plain(value),
        Some(value) => counted(value, &spec.unit).unwrap_or_else(|| {
            say!(
                "control.spoken",
                value = plain(value),
                unit = spec.unit.replace('%', &say!("control.percent"))
            )
        }),
    }
}

/// A typed text that is no number.
#[must_use]
pub fn not_a_number(typed: &str, spec: &Spec) -> String {
    let example = plain(spec.default);
    if typed.trim().is_empty() {
        return say!("control.type", example = example);
    }
    let shown: String = typed.trim().chars().take(20).collect();
    say!("control.not_number", typed = shown, example = example)
}

/// A typed number that must be whole.
#[must_use]
pub fn not_whole(typed: &str) -> String {
    say!("control.not_whole", typed = typed.trim())
}

/// A typed number outside the range.
#[must_use]
pub fn out_of_range(spec: &Spec) -> String {
    let [least, most] = spec.typed;
    if most.is_finite() {
        say!("control.out_of_range", least = exact(least), most = exact(most))
    } else {
        say!("control.not_positive")
    }
}

/// The range of a slider and its reason.
#[must_use]
pub fn range_of(spec: &Spec) -> String {
    say!("control.range", min = exact(spec.min), max = exact(spec.max), reason = spec.range_reason)
}

/// What to know about a control at the moment: why it changes nothing, or that it is set to a range; empty where nothing.
#[must_use]
pub fn remark(spec: &Spec, idle: Option<Idle>, range: Option<Distribution>) -> String {
    let idle = idle.map(|idle| match idle {
        Idle::Until(lever) => say!("control.idle.until", label = lever_label(lever)),
        Idle::NoDeliveries => {
            let (contracts, programme) = (lever_label(Lever::Contracts), lever_label(Lever::Programme));
            say!("control.idle.deliveries", contracts = contracts, programme = programme)
        }
        Idle::NoReadings => say!("control.idle.readings"),
    });
    let range = range.map(|range| say!("control.distribution", range = in_words(range, spec)));
    idle.into_iter().chain(range).collect::<Vec<_>>().join(" ")
}

/// A range of values, with how likely they are.
#[must_use]
pub fn in_words(range: Distribution, spec: &Spec) -> String {
    let [least, most] = spec.typed;
    let around = |middle: f64, low: f64, high: f64| {
        let within = |value: f64| short(value.clamp(least, most));
        say!("control.normal", middle = exact(middle), low = within(low), high = within(high))
    };
    match range {
        Distribution::Triangular([low, mode, high]) => {
            say!("control.triangular", low = exact(low), high = exact(high), mode = exact(mode))
        }
        Distribution::Pert([low, mode, high]) => {
            say!("control.pert", mode = exact(mode), low = exact(low), high = exact(high))
        }
        Distribution::Normal([mean, deviation]) => around(mean, mean - deviation, mean + deviation),
        Distribution::Lognormal([median, deviation]) => {
            around(median, median * libm::exp(-deviation), median * libm::exp(deviation))
        }
    }
}

/// A finite number as people type it: "1000", "1 000", "1,000", "2.5", "2,5", "−3".
fn number(typed: &str) -> Option<f64> {
    let mut plain: String =
        typed.chars().filter(|c| !c.is_whitespace()).map(|c| if c == '\u{2212}' { '-' } else { c }).collect();
    if plain.contains(',') {
        let groups: Vec<&str> = plain.split(',').collect();
        let thousands = groups[0].trim_start_matches('-').len() <= 3
            && !groups[0].trim_start_matches('-').is_empty()
            && groups[0] != "0"
            && groups[1..].iter().all(|group| group.split('.').next().is_some_and(|whole| whole.len() == 3));
        plain = if thousands { plain.replace(',', "") } else { plain.replace(',', ".") };
    }
    plain.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_type_them() {
        let cases = [
            ("1000", 1000.0),
            (" 1 000 ", 1000.0),
            ("1,000", 1000.0),
            ("1,234,567.5", 1_234_567.5),
            ("2.5", 2.5),
            ("2,5", 2.5),
            ("0,125", 0.125),
            ("\u{2212}3", -3.0),
            ("-0.5", -0.5),
        ];
        for (typed, value) in cases {
            assert_eq!(number(typed), Some(value), "{typed}");
        }
        for typed in ["", "abc", "1.2.3", "1,2,3", "NaN", "inf", "1e999", "--1", "12 percent"] {
            assert_eq!(number(typed), None, "{typed}");
        }
    }
}
