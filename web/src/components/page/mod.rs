//! The frame of the page: header, answer, tabs, messages.

pub(crate) mod answer;
pub(crate) mod embed;
pub(crate) mod header;
pub(crate) mod language_choice;
pub(crate) mod message;
pub(crate) mod new_version;
pub(crate) mod report;
pub(crate) mod shortcuts;
pub(crate) mod tab_panel;
pub(crate) mod tabs;
