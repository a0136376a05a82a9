//! Economies by what people call them: codes of ISO 3166-1 and usual English names, and the stems of names in Russian, Kazakh and
//! Azerbaijani, which are inflected.

use std::sync::OnceLock;

/// One economy a line: alpha-3, alpha-2, and its names without marks, in small letters, `|` between them.
const NAMES: &str = include_str!("economies.txt");

/// One economy a line: alpha-3, and how its names begin, word by word.
const STEMS: &str = include_str!("stems.txt");

/// Most words of a name.
pub(crate) const LONGEST: usize = 6;

/// Most letters after a stem: endings of a case.
const ENDING: usize = 4;

/// Names of one word that are this short are not inflected.
const WHOLE: usize = 3;

/// An economy, by its alpha-3 code.
pub(crate) type Economy = &'static str;

#[derive(Debug, Default)]
struct Economies {
    /// By names and, in capitals, codes, in the order of letters: searched, because a map is more code than the page has room for.
    known: Vec<(&'static str, Economy)>,
    stems: Vec<(Vec<&'static str>, Economy)>,
}

impl Economies {
    fn insert(&mut self, name: &'static str, economy: Economy) {
        let at = self.known.partition_point(|(known, _)| *known < name);
        self.known.insert(at, (name, economy));
    }

    fn find(&self, name: &str) -> Option<Economy> {
        let at = self.known.partition_point(|(known, _)| *known < name);
        self.known.get(at).filter(|(known, _)| *known == name).map(|(_, economy)| *economy)
    }
}

/// The table, read once.
fn economies() -> &'static Economies {
    static ECONOMIES: OnceLock<Economies> = OnceLock::new();
    ECONOMIES.get_or_init(|| {
        let mut economies = Economies::default();
        for line in NAMES.lines() {
            let mut parts = line.splitn(3, ' ');
            let (Some(alpha3), Some(alpha2), Some(names)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            [alpha3, alpha2]
                .into_iter()
                .chain(names.split('|'))
                .for_each(|name| economies.insert(name, alpha3));
        }
        for (alpha3, stems) in STEMS.lines().filter_map(|line| line.split_once(' ')) {
            let words = stems.split('|').map(|stem| stem.split(' ').collect());
            economies.stems.extend(words.map(|words| (words, alpha3)));
        }
        economies
    })
}

/// The economy that some words name, in small letters and without marks.
pub(crate) fn by_name(words: &[&str]) -> Option<Economy> {
    let economies = economies();
    let known = match words {
        [one] => economies.find(one),
        several => economies.find(&several.join(" ")),
    };
    let begins = |(stem, word): (&&str, &&str)| {
        let ending = word.strip_prefix(stem).map(|ending| ending.chars().count());
        let most = if words.len() == 1 && stem.chars().count() <= WHOLE { 0 } else { ENDING };
        ending.is_some_and(|ending| ending <= most)
    };
    let is_stem =
        |(stem, _): &&(Vec<&str>, Economy)| stem.len() == words.len() && stem.iter().zip(words).all(begins);
    known.or_else(|| economies.stems.iter().find(is_stem).map(|(_, economy)| *economy))
}

/// The economy of a code of two or three capital letters. The code of Andorra is a word of every list.
pub(crate) fn by_code(code: &str) -> Option<Economy> {
    economies().find(code).filter(|economy| *economy != "AND")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pair::names::folded;

    #[test]
    fn every_line_is_an_economy_with_codes_and_names_of_its_own() {
        let codes: Vec<&str> = NAMES.lines().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(codes.is_sorted() && codes.len() > 200);
        let count = |names: &str| names.split('|').count();
        let names = NAMES.lines().map(|line| count(line.splitn(3, ' ').nth(2).unwrap())).sum::<usize>();
        let known = &economies().known;
        assert_eq!(known.len(), names + 2 * codes.len());
        assert!(
            known.is_sorted_by(|one, other| one.0 < other.0),
            "a name or a code stands for two economies"
        );
        let of_case = |upper: bool| {
            known
                .iter()
                .map(|(name, _)| *name)
                .filter(move |name| name.starts_with(char::is_uppercase) == upper)
        };
        assert_eq!(of_case(true).count(), 2 * codes.len());
        let stems = economies().stems.iter().flat_map(|(words, _)| words.iter().copied());
        for name in of_case(false).chain(stems) {
            assert_eq!(folded(name), name);
            assert!(name.split(' ').count() <= LONGEST, "{name}");
        }
        assert!(economies().stems.iter().all(|(_, economy)| codes.contains(economy)));
    }

    #[test]
    fn names_are_known_in_their_cases() {
        for (name, economy) in [
            ("kazakhstan", "KAZ"),
            ("turkiye", "TUR"),
            ("казахстаном", "KAZ"),
            ("турцию", "TUR"),
            ("сша", "USA"),
            ("қазақстаннан", "KAZ"),
            ("azərbaycandan", "AZE"),
        ] {
            assert_eq!(by_name(&[name]), Some(economy), "{name}");
        }
        assert_eq!(by_name(&["bosnia", "and", "herzegovina"]), Some("BIH"));
        assert_eq!(by_name(&["южную", "корею"]), Some("KOR"));
        for name in ["world", "emea", "индикатор", "total", "europe", "сшаг"] {
            assert_eq!(by_name(&[name]), None, "{name}");
        }
        assert_eq!(
            (by_code("KZ"), by_code("KAZ"), by_code("XYZ"), by_code("AND")),
            (Some("KAZ"), Some("KAZ"), None, None)
        );
    }
}
