//! The catalogues of messages: what is looked up, filled in and translated.

pub(super) mod catalogue;
pub(super) mod count;
pub(super) mod language;
pub(super) mod letters;
pub(super) mod translate;
