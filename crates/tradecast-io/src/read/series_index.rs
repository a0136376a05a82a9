//! A first look at a file: which series it has, and how many values each.

use std::collections::HashMap;
use std::hash::Hasher;
use std::io::BufRead;

use fnv::FnvHasher;
use tradecast::Flow;

use crate::error::Result;
use crate::note::Note;
use crate::read::facts::Facts;

/// The series of a file, numbered in the order of their first rows.
#[derive(Debug, Default)]
pub(crate) struct SeriesIndex {
    /// The number of each; [`DROPPED`] where it is no series after all.
    numbers: HashMap<Box<str>, u32>,
    /// What the file says of each.
    facts: Vec<Told>,
    /// The series asked for last: mostly the next row belongs to the same.
    last: Option<(String, u32)>,
    /// Of the cells of all rows.
    fingerprint: u64,
    /// What was left out.
    remarks: Vec<Note>,
}

/// In place of the number of what is no series. Numbers are short because there may be millions of them.
const DROPPED: u32 = u32::MAX;

/// What a file says of one series.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    facts: u32,
    /// Whether it is the turnover of two flows, and which of them there are.
    is_turnover: bool,
    has_exports: bool,
    has_imports: bool,
}

impl Told {
    /// Whether it is the turnover of one flow only.
    fn lacks_a_flow(self) -> bool {
        self.is_turnover && !(self.has_exports && self.has_imports)
    }
}

impl SeriesIndex {
    /// Looks at all facts that are left. Whatever makes the whole file unreadable is found here, before any of its series
    /// is used.
    pub(crate) fn of<R: BufRead>(facts: &mut Facts<R>) -> Result<Self> {
        let mut index = Self::default();
        let mut fingerprint = FnvHasher::default();
        while facts.advance()? {
            if let Some(record) = facts.new_row() {
                record.hash(&mut fingerprint);
            }
            let fact = facts.fact();
            let number = index.known(fact.name).unwrap_or_else(|| index.add(fact.name));
            // None is dropped before all were seen.
            let Some(told) = index.facts.get_mut(number as usize) else { continue };
            told.facts = told.facts.saturating_add(1);
            told.is_turnover |= fact.is_half;
            told.has_exports |= fact.flow == Some(Flow::Exports);
            told.has_imports |= fact.flow == Some(Flow::Imports);
        }
        index.fingerprint = fingerprint.finish();
        index.remarks = facts.seen();
        index.drop_halves();
        Ok(index)
    }

    fn add(&mut self, name: &str) -> u32 {
        let number = u32::try_from(self.facts.len()).unwrap_or(DROPPED);
        self.facts.push(Told::default());
        self.numbers.insert(name.into(), number);
        number
    }

    /// Drops the turnovers of which there is only one flow.
    fn drop_halves(&mut self) {
        if !self.facts.iter().any(|told| told.lacks_a_flow()) {
            return;
        }
        let mut left = 0;
        let number = |told: &Told| {
            let number = if told.lacks_a_flow() { DROPPED } else { left };
            left += u32::from(!told.lacks_a_flow());
            number
        };
        let numbers: Vec<u32> = self.facts.iter().map(number).collect();
        self.numbers.values_mut().for_each(|number| *number = numbers[*number as usize]);
        self.facts.retain(|told| !told.lacks_a_flow());
        self.last = None;
    }

    /// Number of the series with a name: none where the name is new, none within where it is no series after all.
    #[expect(
        clippy::option_option,
        reason = "a name that is not known is something else than one that has no number"
    )]
    pub(crate) fn number(&mut self, name: &str) -> Option<Option<usize>> {
        self.known(name).map(|number| (number != DROPPED).then_some(number as usize))
    }

    fn known(&mut self, name: &str) -> Option<u32> {
        if let Some((last, number)) = &self.last
            && last == name
        {
            return Some(*number);
        }
        let number = *self.numbers.get(name)?;
        let (last, last_number) = self.last.get_or_insert_default();
        last.clear();
        last.push_str(name);
        *last_number = number;
        Some(number)
    }

    /// Number of series.
    pub(crate) fn len(&self) -> usize {
        self.facts.len()
    }

    /// How often the file speaks of the series with this number.
    pub(crate) fn facts(&self, number: usize) -> usize {
        self.facts[number].facts as usize
    }

    /// How often the file speaks of any series.
    pub(crate) fn all_facts(&self) -> usize {
        self.facts.iter().map(|told| told.facts as usize).sum()
    }

    /// Names of the series, in the order of their numbers.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = vec![""; self.len()];
        let kept = self.numbers.iter().filter(|(_, number)| **number != DROPPED);
        kept.for_each(|(name, number)| names[*number as usize] = name);
        names
    }

    /// A fingerprint of the cells of all rows.
    pub(crate) fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// What was left out of the file.
    pub(crate) fn remarks(&self) -> &[Note] {
        &self.remarks
    }
}
