//! What the levers are called and do. English is the engine's table; a catalogue has a text by the identifier.

use tradecast::Lever;

use crate::text::messages::catalogue::{find, say};
use crate::text::messages::translate::translated;

/// What a lever is called.
#[must_use]
pub fn lever_label(lever: Lever) -> String {
    by_id(lever, "label", lever.spec().label)
}

/// What a lever does.
#[must_use]
pub fn lever_help(lever: Lever) -> String {
    by_id(lever, "help", lever.spec().help)
}

/// Why a lever has the range it has.
#[must_use]
pub fn lever_range_reason(lever: Lever) -> String {
    by_id(lever, "range", lever.spec().range_reason)
}

/// What a group of levers is called: `english` is the engine's heading, `id` the identifier that the page makes of it.
#[must_use]
pub fn lever_group(id: &str, english: &str) -> String {
    find(&format!("lever.group.{id}")).unwrap_or_else(|| english.to_owned())
}

/// A part of what is traded, or the deliveries that join it: "Wheat: new deliveries".
#[must_use]
pub fn part_or_delivery(part: Option<&str>, label: &str, delivery: bool) -> String {
    match (part, delivery) {
        (Some(part), true) => say!("made.new.part", part = translated(part)),
        (None, true) => say!("made.new"),
        (None, false) => flow(label),
        (Some(_), false) => translated(label),
    }
}

/// What a flow is called inside a sentence: "turnover".
pub(super) fn flow(id: &str) -> String {
    find(&format!("trade.{id}")).unwrap_or_else(|| id.to_owned())
}

fn by_id(lever: Lever, what: &str, english: &str) -> String {
    find(&format!("lever.{}.{what}", lever.spec().id)).unwrap_or_else(|| english.to_owned())
}
