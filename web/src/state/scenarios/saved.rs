//! Scenarios that the user saved: a list that several tabs share and none of them overwrites.

use serde::{Deserialize, Serialize};
use tradecast::Period;

/// Storage key of the list.
pub const LIST: &str = "tradecast.scenarios";

/// A scenario under a name: everything that was chosen, as a link says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// By which it is told from others, whatever it is called.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// What it assumes; may be empty.
    #[serde(default)]
    pub description: String,
    /// Where its numbers come from.
    #[serde(default)]
    pub sources: Vec<String>,
    /// What was chosen.
    pub link: String,
    /// The answer when it was saved; absent where it has not been opened yet.
    #[serde(default)]
    pub short: Option<Short>,
}

/// An answer in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Short {
    /// Half of the paths have arrived by then; absent where fewer than half do.
    pub half: Option<Period>,
    /// The last period simulated.
    pub end: Period,
    /// The period asked about.
    pub by: Period,
    /// The probability of having arrived by then.
    pub probability: f64,
}

/// A change of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Op {
    /// Adds scenarios, or takes the place of those with the same identifiers.
    Put(Vec<Saved>),
    /// Adds a scenario at a place.
    Insert(usize, Saved),
    /// Takes one away.
    Remove(String),
}

/// Why the list could not be stored or read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorageError {
    /// There is no room, or storage is not allowed.
    NotKept,
    /// The stored list is damaged; the key under which it was put aside.
    Damaged(String),
}

/// A store of texts by key.
pub trait Storage {
    /// The text of a key.
    fn read(&self, key: &str) -> Option<String>;
    /// Stores a text; false where that is not possible.
    fn write(&self, key: &str, text: &str) -> bool;
    /// A list as a text.
    fn print(&self, list: &[Saved]) -> String;
    /// The list of a text; absent where it is damaged.
    fn parse(&self, text: &str) -> Option<Vec<Saved>>;
    /// A key that is not used yet, beginning with another.
    fn unused(&self, key: &str) -> String;
}

/// The saved scenarios as this tab knows them.
///
/// Every change is applied to the list in storage, so that what another tab saved meanwhile stays. Where nothing can be stored the
/// list lives as long as the tab.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SavedScenarios {
    list: Vec<Saved>,
    /// Whether something of the list is in this tab only.
    unkept: bool,
}

impl SavedScenarios {
    /// The list that is kept. One that is damaged is put aside, not deleted.
    pub fn open(store: &dyn Storage) -> (Self, Option<StorageError>) {
        match read(store) {
            Ok(list) => (Self { list, unkept: false }, None),
            Err(damaged) => {
                let aside = store.unused(LIST);
                // Where even that does not fit, the damaged list stays where it is until something is saved.
                store.write(&aside, &damaged);
                (Self::default(), Some(StorageError::Damaged(aside)))
            }
        }
    }

    /// The scenarios, in the order in which they were saved.
    #[must_use]
    pub fn list(&self) -> &[Saved] {
        &self.list
    }

    /// The list as another tab left it, with what is in this tab only.
    #[must_use]
    pub fn refreshed(&self, store: &dyn Storage) -> Self {
        Self { list: self.merged(store), unkept: self.unkept }
    }

    /// The list after a change, kept where possible.
    #[must_use]
    pub fn after(&self, op: &Op, store: &dyn Storage) -> (Self, Option<StorageError>) {
        let list = applied(self.merged(store), op);
        let kept = store.write(LIST, &store.print(&list));
        (Self { list, unkept: !kept }, (!kept).then_some(StorageError::NotKept))
    }

    /// What is kept, and of what is not, what only this tab has.
    fn merged(&self, store: &dyn Storage) -> Vec<Saved> {
        if self.unkept { self.list.clone() } else { read(store).unwrap_or_else(|_| self.list.clone()) }
    }
}

/// The list that is kept; the text where that is none.
fn read(store: &dyn Storage) -> Result<Vec<Saved>, String> {
    match store.read(LIST) {
        None => Ok(Vec::new()),
        Some(text) => store.parse(&text).ok_or(text),
    }
}

fn applied(mut list: Vec<Saved>, op: &Op) -> Vec<Saved> {
    match op {
        Op::Put(some) => {
            for one in some {
                match list.iter_mut().find(|known| known.id == one.id) {
                    Some(known) => *known = one.clone(),
                    None => list.push(one.clone()),
                }
            }
        }
        Op::Insert(at, one) => {
            list.retain(|known| known.id != one.id);
            list.insert((*at).min(list.len()), one.clone());
        }
        Op::Remove(id) => list.retain(|known| known.id != *id),
    }
    list
}

/// A name that no scenario has yet: the one wanted, or that with a number.
#[must_use]
pub fn free_name(list: &[Saved], wanted: &str) -> String {
    let taken = |name: &str| list.iter().any(|known| known.name == name);
    let numbered = (2..).map(|number| format!("{wanted} {number}"));
    let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
    names.find(|name| !taken(name)).expect("there are endlessly many numbers")
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;

    use super::*;

    /// A storage with room for so many bytes.
    struct TestStorage(RefCell<BTreeMap<String, String>>, usize);

    impl TestStorage {
        fn new(room: usize) -> Self {
            Self(RefCell::default(), room)
        }
    }

    impl Storage for TestStorage {
        fn read(&self, key: &str) -> Option<String> {
            self.0.borrow().get(key).cloned()
        }

        fn write(&self, key: &str, text: &str) -> bool {
            let fits = text.len() <= self.1;
            if fits {
                self.0.borrow_mut().insert(key.to_owned(), text.to_owned());
            }
            fits
        }

        fn print(&self, list: &[Saved]) -> String {
            serde_json::to_string(list).unwrap()
        }

        fn parse(&self, text: &str) -> Option<Vec<Saved>> {
            serde_json::from_str(text).ok()
        }

        fn unused(&self, key: &str) -> String {
            format!("{key}.damaged")
        }
    }

    fn saved(id: &str, name: &str) -> Saved {
        let short = Short {
            half: Some(Period::annual(2032)),
            end: Period::annual(2052),
            by: Period::annual(2030),
            probability: 0.31,
        };
        Saved {
            id: id.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            sources: Vec::new(),
            link: "v=2&growth=2".to_owned(),
            short: Some(short),
        }
    }

    fn names(shelf: &SavedScenarios) -> Vec<&str> {
        shelf.list().iter().map(|saved| saved.name.as_str()).collect()
    }

    fn put(id: &str, name: &str) -> Op {
        Op::Put(vec![saved(id, name)])
    }

    #[test]
    fn two_tabs_never_overwrite_each_other() {
        let store = TestStorage::new(10_000);
        let (one, _) = SavedScenarios::open(&store);
        let (other, _) = SavedScenarios::open(&store);
        let (one, _) = one.after(&put("a", "from one"), &store);
        let (other, _) = other.after(&put("b", "from the other"), &store);
        assert_eq!(names(&other), ["from one", "from the other"]);
        let (one, _) = one.after(&Op::Remove("a".to_owned()), &store);
        assert_eq!(names(&one), ["from the other"]);
        assert_eq!(names(&other.refreshed(&store)), ["from the other"]);
        let (other, _) = other.after(&put("b", "renamed"), &store);
        assert_eq!(names(&other), ["renamed"], "what the first tab took away does not come back");
    }

    #[test]
    fn what_was_taken_away_comes_back_where_it_was() {
        let store = TestStorage::new(10_000);
        let all = Op::Put(["a", "b", "c"].map(|id| saved(id, id)).to_vec());
        let (shelf, _) = SavedScenarios::default().after(&all, &store);
        let (gone, _) = shelf.after(&Op::Remove("b".to_owned()), &store);
        let (back, _) = gone.after(&Op::Insert(1, saved("b", "b")), &store);
        assert_eq!(back, shelf);
    }

    #[test]
    fn without_room_the_list_lives_as_long_as_the_tab() {
        let store = TestStorage::new(0);
        let (shelf, trouble) = SavedScenarios::default().after(&put("a", "first"), &store);
        assert_eq!(trouble, Some(StorageError::NotKept));
        let (shelf, _) = shelf.after(&put("b", "second"), &store);
        assert_eq!(names(&shelf.refreshed(&store)), ["first", "second"]);
    }

    #[test]
    fn what_is_damaged_is_put_aside() {
        let store = TestStorage::new(10_000);
        store.write(LIST, "[{\"id\":");
        let (shelf, trouble) = SavedScenarios::open(&store);
        let aside = format!("{LIST}.damaged");
        assert_eq!(trouble, Some(StorageError::Damaged(aside.clone())));
        let (shelf, _) = shelf.after(&put("a", "new"), &store);
        assert_eq!(names(&shelf), ["new"]);
        assert_eq!(store.read(&aside).as_deref(), Some("[{\"id\":"));
    }

    #[test]
    fn names_do_not_repeat() {
        let list = [saved("a", "Plan"), saved("b", "Plan 2")];
        assert_eq!([free_name(&list, "Plan"), free_name(&list, "Hope")], ["Plan 3", "Hope"]);
    }
}
