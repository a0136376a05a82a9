//! One lever of a scenario file.

use tradecast::{LeverKey, Setting};

/// One lever of a file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) key: LeverKey,
    pub(super) setting: Setting,
    /// As the file has it.
    pub(super) unit: Option<String>,
}
