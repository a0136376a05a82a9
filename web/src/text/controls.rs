//! What controls say: what they do, their ranges, and what is wrong with what was typed.

use tradecast::{Distribution, Frequency, Lever, Priors, Series};

use super::{counted, exact, number, plain, say, short, translated, unit};
use crate::state::{Idle, Spec};

/// The plural of a period as names end with it: "years", "quarters" or "months".
pub(super) fn kind(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => "years",
        Frequency::Quarterly => "quarters",
        Frequency::Monthly => "months",
    }
}

/// What the target does.
#[must_use]
pub fn target_help(series: &Series) -> String {
    say!("question.target.help", unit = unit(series.unit()), flow = translated(&series.flow().to_string()))
}

/// What the horizon does.
#[must_use]
pub fn horizon_help(frequency: Frequency) -> String {
    say!(&format!("question.horizon.help.{}", kind(frequency)))
}

/// The plural of a period: "years", "quarters" or "months".
#[must_use]
pub fn periods(frequency: Frequency) -> String {
    say!(&format!("question.{}", kind(frequency)))
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

/// Label of the number box.
#[must_use]
pub fn exact_label(label: &str, unit: &str) -> String {
    if unit.is_empty() {
        say!("control.exact", label = label)
    } else {
        say!("control.exact.unit", label = label, unit = unit)
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
    let of = |lever: Lever| translated(lever.spec().label);
    let idle = idle.map(|idle| match idle {
        Idle::Until(lever) => say!("control.idle.until", label = of(lever)),
        Idle::NoDeliveries => {
            let (contracts, programme) = (of(Lever::Contracts), of(Lever::Programme));
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

/// What the switch of the priors does.
#[must_use]
pub fn priors_help(priors: &Priors) -> String {
    let series = number(f64::from(u32::try_from(priors.series).unwrap_or(u32::MAX)));
    say!("priors.help", series = series, year = priors.as_of, source = translated(&priors.source))
}

/// What to know about that switch at the moment; empty where nothing.
#[must_use]
pub fn priors_remark(on: bool, yearly: bool) -> String {
    match (on, yearly) {
        (_, false) => say!("priors.not_yearly"),
        (false, true) => say!("priors.off"),
        (true, true) => String::new(),
    }
}
