//! What the sheets of a workbook share: texts, date formats, and the day from which dates count.

use crate::budget::Budget;
use crate::error::{Error, Result};

/// What the sheets of a workbook have in common.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) texts: Texts,
    /// Whether each cell format shows a date.
    pub(crate) dates: Vec<bool>,
    pub(crate) since_1904: bool,
}

/// Texts, one after the other in one piece of memory.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(crate) fn push(&mut self, text: &str, budget: &Budget) -> Result<()> {
        budget.cell(text.len()).map_err(|most| Error::TooLarge { most })?;
        self.all.push_str(text);
        self.ends.push(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        Ok(())
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.all.get(start as usize..end as usize)
    }
}
