//! The controls: what each of them sets, its range, and what a typed number means.

use tradecast::{Frequency, Lever, Scope, Setting};

use crate::state::State;
use crate::text;

/// Something the user can set to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The target level.
    Target,
    /// The year by which it is due.
    Deadline,
    /// How far the forecast goes.
    Horizon,
    /// An assumption.
    Lever(Lever),
}

/// Everything a control shows; for levers this is the row of the core's table.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Identifier in links and in the page.
    pub id: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// Unit of the value.
    pub unit: String,
    /// Smallest value of the slider.
    pub min: f64,
    /// Largest value of the slider.
    pub max: f64,
    /// Step of the slider.
    pub step: f64,
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
}

/// The levers of the whole.
pub(crate) fn levers() -> impl Iterator<Item = Lever> {
    Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part)
}

/// The worth of a year at the last value known.
fn year_of(state: &State) -> f64 {
    let series = state.data.series();
    series.last().value * f64::from(series.frequency().per_year())
}

impl Control {
    /// Every control, in the order of the page.
    #[must_use]
    pub fn all() -> Vec<Self> {
        [Self::Target, Self::Deadline, Self::Horizon].into_iter().chain(levers().map(Self::Lever)).collect()
    }

    /// The control with an identifier.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::all().into_iter().find(|control| control.id() == id)
    }

    /// Identifier in links and in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Deadline => "deadline",
            Self::Horizon => "horizon",
            Self::Lever(lever) => lever.spec().id,
        }
    }

    /// The value chosen; absent for a deadline that is not set.
    #[must_use]
    pub fn value(self, state: &State) -> Option<f64> {
        match self {
            Self::Target => Some(state.target()),
            Self::Deadline => state.deadline.map(f64::from),
            Self::Horizon => Some(state.horizon().into()),
            Self::Lever(lever) => {
                let [_, _, default] = lever.range(year_of(state));
                Some(state.assumptions.setting(&lever.into()).map_or(default, Setting::middle))
            }
        }
    }

    /// Whether the value is not the default.
    #[must_use]
    pub fn is_moved(self, state: &State) -> bool {
        self.reset(state) != *state
    }

    /// What the control shows.
    #[must_use]
    pub fn spec(self, state: &State) -> Spec {
        let series = state.data.series();
        let frequency = series.frequency();
        match self {
            Self::Target => {
                let default = state.data.default_target();
                let top = two_digits(default.max(series.last().value) * 3.0);
                let step = leading_digit(top) / 100.0;
                Spec {
                    id: self.id(),
                    label: text::TARGET_LABEL,
                    unit: series.unit().to_owned(),
                    min: step,
                    max: top,
                    step,
                    default,
                    typed: [f64::MIN_POSITIVE, f64::INFINITY],
                    whole: false,
                    optional: false,
                    help: text::target_help(&series),
                    range_reason: text::TARGET_RANGE.to_owned(),
                }
            }
            Self::Deadline => {
                let origin = known_until(state);
                let last = origin + i32::try_from(state.horizon()).unwrap_or(i32::MAX) / frequency.per_year();
                Spec {
                    id: self.id(),
                    label: text::DEADLINE_LABEL,
                    unit: String::new(),
                    min: f64::from(origin + 1),
                    max: f64::from(last.max(origin + 2)),
                    step: 1.0,
                    default: f64::from(round_year(origin).min(last)),
                    typed: [f64::from(origin + 1), f64::from(last.max(origin + 1))],
                    whole: true,
                    optional: true,
                    help: text::DEADLINE_HELP.to_owned(),
                    range_reason: text::DEADLINE_RANGE.to_owned(),
                }
            }
            Self::Horizon => Spec {
                id: self.id(),
                label: text::HORIZON_LABEL,
                unit: text::periods(frequency).to_owned(),
                min: f64::from(5 * shorter(frequency)),
                max: f64::from(50 * shorter(frequency)),
                step: 1.0,
                default: state.data.default_horizon().into(),
                typed: [1.0, tradecast::MAX_HORIZON.into()],
                whole: true,
                optional: false,
                help: text::horizon_help(frequency),
                range_reason: text::HORIZON_RANGE.to_owned(),
            },
            Self::Lever(lever) => {
                let spec = lever.spec();
                let year = year_of(state);
                let [min, max, default] = lever.range(year);
                let (unit, step) = if spec.times_last {
                    let unit = format!("{} {}", series.unit(), spec.unit);
                    (unit.trim_end().to_owned(), leading_digit(year) / 100.0)
                } else {
                    (spec.unit.to_owned(), spec.step)
                };
                Spec {
                    id: spec.id,
                    label: spec.label,
                    unit,
                    min,
                    max,
                    step,
                    default,
                    typed: [min, max],
                    whole: false,
                    optional: false,
                    help: spec.help.to_owned(),
                    range_reason: spec.range_reason.to_owned(),
                }
            }
        }
    }

    /// The number a person typed for this control.
    ///
    /// # Errors
    /// Those of [`Spec::parse`].
    pub fn parse(self, typed: &str, state: &State) -> Result<f64, String> {
        self.spec(state).parse(typed)
    }

    /// The state with this control at a value; unchanged where the value is not one the control can take.
    pub(crate) fn set(self, state: &State, value: f64) -> State {
        let mut next = state.clone();
        match self {
            Self::Target if value.is_finite() && value > 0.0 => {
                next.target = (value != state.data.default_target()).then_some(value);
            }
            Self::Deadline => next.deadline = whole(value),
            Self::Horizon => {
                let periods = whole(value).and_then(|periods| u32::try_from(periods).ok());
                next.horizon = periods.filter(|periods| *periods != state.data.default_horizon());
            }
            Self::Lever(lever) => {
                if let Ok(assumptions) = state.assumptions.clone().with(lever, value) {
                    next.assumptions = assumptions;
                }
            }
            Self::Target => {}
        }
        next
    }

    /// The state with this control at its default.
    pub(crate) fn reset(self, state: &State) -> State {
        match self {
            Self::Target => State { target: None, ..state.clone() },
            Self::Deadline => State { deadline: None, ..state.clone() },
            Self::Horizon => State { horizon: None, ..state.clone() },
            Self::Lever(lever) => {
                State { assumptions: state.assumptions.clone().without(&lever.into()), ..state.clone() }
            }
        }
    }
}

impl Spec {
    /// Where a value stands on the slider, from 0 to 1.
    #[must_use]
    pub fn share_of(&self, value: f64) -> f64 {
        ((value - self.min) / (self.max - self.min)).clamp(0.0, 1.0)
    }

    /// The number a person typed. A decimal comma and separated thousands are understood.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what to type.
    pub fn parse(&self, typed: &str) -> Result<f64, String> {
        let value = number(typed).ok_or_else(|| text::not_a_number(typed, self))?;
        if self.whole && value.fract() != 0.0 {
            return Err(text::not_whole(typed));
        }
        let [least, most] = self.typed;
        if (least..=most).contains(&value) { Ok(value) } else { Err(text::out_of_range(self)) }
    }
}

/// Last year in which something is known, at the as-of year chosen.
fn known_until(state: &State) -> i32 {
    let series = state.data.series();
    let last = series.last().period.year();
    let as_of = state.as_of.unwrap_or(last);
    let known = series.observations().iter().map(|o| o.period.year()).filter(|year| *year <= as_of);
    known.max().unwrap_or(last)
}

/// The next year divisible by five that is at least five years away: the year people name when none is set.
#[must_use]
pub(crate) fn round_year(origin: i32) -> i32 {
    (origin + 9).div_euclid(5) * 5
}

/// A positive number rounded to two significant digits.
pub(crate) fn two_digits(value: f64) -> f64 {
    format!("{value:.1e}").parse().expect("a number printed in scientific notation is a number")
}

/// The power of ten of a positive number's leading digit.
fn leading_digit(value: f64) -> f64 {
    let scientific = format!("{value:.1e}");
    let exponent = scientific.split_once('e').map_or("0", |(_, exponent)| exponent);
    format!("1e{exponent}").parse().expect("a power of ten is a number")
}

fn shorter(frequency: Frequency) -> i32 {
    match frequency {
        Frequency::Annual => 1,
        Frequency::Quarterly => 2,
        Frequency::Monthly => 6,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn whole(value: f64) -> Option<i32> {
    (value.fract() == 0.0 && value.abs() < 1e6).then_some(value as i32)
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

    #[test]
    fn the_year_people_name() {
        assert_eq!(
            [2019, 2020, 2021, 2022, 2024, 2025].map(round_year),
            [2025, 2025, 2030, 2030, 2030, 2030]
        );
    }
}
