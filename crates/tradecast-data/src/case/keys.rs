//! The keys of a TOML file, flat, with faults that name the key.

use crate::embedded::EmbeddedKeys;
use crate::problem::Problem;

/// The keys of a file: names with dots, each with one value, or with several where it is a list.
#[derive(Debug)]
pub(crate) struct Keys<'a> {
    /// Path below `data`.
    file: String,
    entries: Vec<(&'a str, Vec<&'a str>)>,
}

impl Keys<'static> {
    /// The keys of an embedded file.
    pub(crate) fn embedded(file: String, keys: EmbeddedKeys) -> Self {
        Self { file, entries: keys.iter().map(|(key, values)| (*key, values.to_vec())).collect() }
    }
}

impl<'a> Keys<'a> {
    /// The keys of a file that was read just now.
    #[cfg(feature = "check")]
    pub(crate) fn of(file: &str, flat: &'a [(String, Vec<String>)]) -> Self {
        let entry = |(key, values): &'a (String, Vec<String>)| {
            (key.as_str(), values.iter().map(String::as_str).collect())
        };
        Self { file: file.to_owned(), entries: flat.iter().map(entry).collect() }
    }

    /// A fault of a key.
    pub(crate) fn problem(&self, key: &str, message: impl Into<String>, fix: impl Into<String>) -> Problem {
        Problem::of_file(&self.file, message, fix).in_column(key)
    }

    /// The values of a key; none where it is missing.
    pub(crate) fn list(&self, key: &str) -> &[&'a str] {
        self.entries.iter().find(|(name, _)| *name == key).map_or(&[], |(_, values)| values)
    }

    /// The value of a key, where it has one.
    pub(crate) fn optional(&self, key: &str) -> Option<&'a str> {
        match self.list(key) {
            [text] if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The value of a key that must have one.
    pub(crate) fn text(&self, key: &str) -> Result<&'a str, Problem> {
        self.optional(key).ok_or_else(|| self.problem(key, "it is missing or empty", "write one value"))
    }

    /// A number.
    pub(crate) fn number(&self, key: &str) -> Result<f64, Problem> {
        let text = self.text(key)?;
        let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(|| self.problem(key, format!("{text:?} is not a number"), "write a number"))
    }

    /// A calendar year, where the key is there.
    pub(crate) fn year(&self, key: &str) -> Result<Option<i32>, Problem> {
        let year = |text: &str| {
            let year = text.parse::<i32>().ok().filter(|year| (1000..=9999).contains(year));
            year.ok_or_else(|| {
                self.problem(key, format!("{text:?} is not a year"), "write a year such as 2022")
            })
        };
        self.optional(key).map(year).transpose()
    }

    /// The keys that begin with a prefix, without it, and their values.
    pub(crate) fn under(&self, prefix: &str) -> impl Iterator<Item = (&'a str, &[&'a str])> {
        self.entries
            .iter()
            .filter_map(move |(key, values)| Some((key.strip_prefix(prefix)?, values.as_slice())))
    }

    /// A fault for each key that nobody reads.
    pub(crate) fn unknown(&self, known: &[&str], prefixes: &[&str]) -> Vec<Problem> {
        let unknown = self.entries.iter().filter(|(key, _)| {
            !known.contains(key) && !prefixes.iter().any(|prefix| key.starts_with(prefix))
        });
        let fix = format!("the keys are {}", known.join(", "));
        unknown.map(|(key, _)| self.problem(key, "the key is not known", fix.as_str())).collect()
    }
}
