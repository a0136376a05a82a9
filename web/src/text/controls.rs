//! What the controls of the question and of the priors do.

use tradecast::{Frequency, Priors, Series};
use tradecast_io::PriorsDecision;

use crate::text::levers::flow;
use crate::text::messages::catalogue::say;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::number;
use crate::text::numbers::period::plural;
use crate::text::numbers::unit::unit;

/// What the target does.
#[must_use]
pub fn target_help(series: &Series) -> String {
    say!("question.target.help", unit = unit(series.unit()), flow = flow(&series.flow().to_string()))
}

/// What the horizon does.
#[must_use]
pub fn horizon_help(frequency: Frequency) -> String {
    say!(&format!("question.horizon.help.{}", plural(frequency)))
}

/// The plural of a period: "years", "quarters" or "months".
#[must_use]
pub fn periods(frequency: Frequency) -> String {
    say!(&format!("question.{}", plural(frequency)))
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

/// What the switch of the priors does.
#[must_use]
pub fn priors_help(priors: &Priors) -> String {
    let series = number(f64::from(u32::try_from(priors.series).unwrap_or(u32::MAX)));
    say!("priors.help", series = series, year = priors.as_of, source = translated(&priors.source))
}

/// Why that switch is as it is, where the user may have `chosen`; empty where there is nothing to say.
#[must_use]
pub fn priors_remark(chosen: Option<bool>, yearly: bool, decision: PriorsDecision) -> String {
    use PriorsDecision::{Asked, BuiltIn, Name, Publisher, Unknown};
    let why = match (chosen, decision) {
        _ if !yearly => "priors.not_yearly",
        (None, BuiltIn) => return String::new(),
        (None, Name) => "priors.by_name",
        (None, Publisher) => "priors.by_publisher",
        (None, Unknown) => "priors.unknown",
        (Some(false), Unknown) => "priors.denied",
        (Some(false), _) => "priors.off",
        (Some(true), _) | (None, Asked) => "priors.asked",
    };
    say!(why)
}
