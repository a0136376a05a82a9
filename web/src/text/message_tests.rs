//! Every message of every crate, in every language of the page.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::rc::Rc;
use std::slice;

use tradecast::{Convergence, MessageValue, MessageValues, ScenarioProblem, message_values};
use tradecast_io::{NumberProblem, QualityProblem};

use crate::text::message::name;
use crate::text::tests::{at, names, others, source_of, words};
use crate::text::{self, Catalogue, Language, speak};

/// A message: area, code, values, and what the engine says in English.
type Sample = (&'static str, String, MessageValues, String);

/// Values of which a text may say something else, or nothing: `range` stands for the first two, a value in its unit for the third, and
/// the others are about the command line, or end a list.
const MAY_BE_LEFT_OUT: [&str; 6] = ["min", "max", "unit", "flag", "closest", "more"];

/// Areas of messages whose English is in the engine.
const AREAS: [&str; 3] = ["error.", "note.", "convergence."];

/// One of each message at least. The crates see to it that no kind is missing.
fn samples() -> Vec<Sample> {
    let core = tradecast::Error::samples()
        .into_iter()
        .map(|error| ("error", error.code().to_owned(), error.values(), error.to_string()));
    let io = tradecast_io::Error::samples()
        .into_iter()
        .map(|error| ("error", error.code().to_owned(), error.values(), error.to_string()));
    let notes = tradecast_io::Note::samples()
        .into_iter()
        .map(|note| ("note", note.code().to_owned(), note.values(), note.to_string()));
    let books = tradecast_sheets::Error::samples().into_iter().map(|error| {
        let values = error.values().into_iter().map(|(name, value)| (name.to_owned(), (&value).into()));
        ("error", error.code().to_owned(), values.collect(), error.to_string())
    });
    let cells = NumberProblem::samples().into_iter().map(|problem| {
        let cause = MessageValue::cause(problem.code(), problem.values());
        let values = message_values![text = "1 0", problem = cause];
        ("error", "bad_cell".to_owned(), values, problem.to_string())
    });
    let endings = Convergence::samples()
        .into_iter()
        .map(|ending| ("convergence", ending.code().to_owned(), ending.values(), ending.to_string()));
    let scenarios = ScenarioProblem::samples()
        .into_iter()
        .map(|problem| ("error", problem.code().to_owned(), problem.values(), problem.to_string()));
    core.chain(io).chain(notes).chain(books).chain(cells).chain(endings).chain(scenarios).collect()
}

/// What is wrong with how a language says a message and those inside it; and the names of the texts.
fn faults(
    catalogue: &Catalogue,
    (area, code, values): (&str, &str, &MessageValues),
    used: &mut BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let language = catalogue.language().code();
    let Some(name) = name(area, code, values).filter(|name| catalogue.get(name).is_some()) else {
        return vec![format!("{language}: no text for {area}.{code} with {values:?}")];
    };
    let text = catalogue.get(&name).unwrap_or_default().to_owned();
    let said = words(&[text]);
    let mut faults = Vec::new();
    for word in &said {
        let known = values.contains_key(word) || (word == "range" && values.contains_key("min"));
        if !known {
            faults.push(format!("{language}: {name} says {{{word}}}, which the message does not have"));
        }
    }
    for value in values.keys() {
        if !said.contains(value) && !MAY_BE_LEFT_OUT.contains(&value.as_str()) {
            faults.push(format!("{language}: {name} does not say {{{value}}}"));
        }
    }
    used.insert(name, said);
    for value in values.values() {
        let causes = match value {
            MessageValue::Message(cause) => slice::from_ref(cause),
            MessageValue::Messages(causes) => causes,
            _ => &[],
        };
        for cause in causes {
            faults.extend(self::faults(catalogue, ("error", &cause.code, &cause.values), used));
        }
    }
    faults
}

#[test]
fn every_message_is_said_in_every_language() {
    let samples = samples();
    let mut found = Vec::new();
    let mut by_language = Vec::new();
    for language in others() {
        let catalogue = Rc::new(Catalogue::read(language, &source_of(language)));
        speak(Rc::clone(&catalogue));
        let mut used = BTreeMap::new();
        for (area, code, values, english) in &samples {
            found.extend(faults(&catalogue, (area, code, values), &mut used));
            let said = text::message(area, code, values, english);
            if said == *english || said.contains('{') {
                found.push(format!("{}: {area}.{code}: {said}", language.code()));
            }
        }
        for (name, _) in catalogue.texts() {
            let is_message = AREAS.iter().any(|area| name.starts_with(area));
            if is_message && !used.contains_key(name) {
                found.push(format!("{}: {name} is said of nothing", language.code()));
            }
        }
        by_language.push(used);
    }
    speak(Rc::new(Catalogue::english()));
    assert!(found.is_empty(), "{found:#?}");
    assert!(by_language.windows(2).all(|pair| pair[0] == pair[1]), "languages say other values");
}

/// What is odd in a series, and what to do about it, are two texts of one code.
#[test]
fn what_is_odd_in_a_series_is_said_in_every_language() {
    let mut faults = Vec::new();
    for language in others() {
        let catalogue = Rc::new(Catalogue::read(language, &source_of(language)));
        speak(Rc::clone(&catalogue));
        let mut used = BTreeSet::new();
        for problem in QualityProblem::samples() {
            let (code, values) = (problem.code(), problem.values());
            let both = [("quality", problem.to_string()), ("quality_fix", problem.fix())];
            let names = both.each_ref().map(|(area, _)| name(area, code, &values).unwrap_or_default());
            let texts = names.each_ref().map(|name| catalogue.get(name).unwrap_or_default().to_owned());
            let said = words(&texts);
            let known: BTreeSet<String> = values.keys().cloned().collect();
            let mut left_out = known.difference(&said).filter(|value| *value != "units").peekable();
            if !said.is_subset(&known) || left_out.peek().is_some() {
                faults.push(format!("{}: {names:?} say {said:?} of {known:?}", language.code()));
            }
            for (area, english) in both {
                let said = text::message(area, code, &values, &english);
                if said == english || said.contains('{') {
                    faults.push(format!("{}: {area}.{code}: {said}", language.code()));
                }
            }
            used.extend(names);
        }
        let unused =
            catalogue.texts().filter(|(name, _)| name.starts_with("quality") && !used.contains(*name));
        faults.extend(unused.map(|(name, _)| format!("{}: {name} is said of nothing", language.code())));
    }
    speak(Rc::new(Catalogue::english()));
    assert!(faults.is_empty(), "{faults:#?}");
    let problem = QualityProblem::Short { have: 2 };
    assert_eq!(text::message("quality", problem.code(), &problem.values(), "as it is"), "as it is");
}

#[test]
fn english_is_what_the_engine_says_except_of_a_column_that_is_chosen_on_the_page() {
    for (area, code, values, english) in samples() {
        let said = text::message(area, &code, &values, &english);
        if code == "missing_column" {
            assert!(said.ends_with("choose it below, or rename it in the file"), "{said}");
        } else {
            assert_eq!(said, english);
        }
    }
}

#[test]
fn settings_are_named_in_every_language() {
    let folder = at("../crates/tradecast/src");
    let mut named = BTreeSet::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let checks = |called: &'static str| source.split(called).skip(1).map(str::to_owned);
            let all: Vec<String> = checks(" within(").chain(checks("\n        check(")).collect();
            for rest in all {
                let Some(name) = rest.trim_start().strip_prefix('"') else { continue };
                named.insert(name.split('"').next().unwrap().replace(' ', "-"));
            }
        }
    }
    assert!(named.contains("horizon") && named.contains("volatility"), "{named:?}");
    for language in others() {
        let catalogue = Catalogue::read(language, &source_of(language));
        let missing: Vec<&String> =
            named.iter().filter(|name| catalogue.get(&format!("setting.{name}")).is_none()).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.code());
    }
}

/// The codes of the warnings of the core, from its sources: they are made one by one.
fn warnings() -> BTreeSet<String> {
    let sources = ["fit/warning.rs", "answer/warning.rs"]
        .map(|path| fs::read_to_string(at(&format!("../crates/tradecast/src/{path}"))).unwrap());
    let code = |made: &str| {
        let text = made.trim_start().strip_prefix('"')?;
        text.split('"').next().map(str::to_owned)
    };
    sources.iter().flat_map(|source| source.split("warning(").skip(1).filter_map(code)).collect()
}

#[test]
fn every_warning_has_a_text_in_every_language_and_the_same_values() {
    let codes = warnings();
    assert!(codes.contains("gap") && codes.contains("decided_by") && codes.len() >= 17, "{codes:?}");
    let mut said = Vec::new();
    for language in others() {
        let catalogue = Catalogue::read(language, &source_of(language));
        let texts: BTreeMap<String, BTreeSet<String>> = names(&catalogue)
            .into_iter()
            .filter_map(|(name, texts)| {
                let forms = if language == Language::Russian { 3 } else { 2 };
                let code = name.strip_prefix("warning.")?.to_owned();
                assert!(texts.len() == 1 || texts.len() == forms, "{}: {name}", language.code());
                let mut words = words(&texts);
                ["count", "words"].iter().for_each(|word| {
                    words.remove(*word);
                });
                Some((code, words))
            })
            .collect();
        let known: BTreeSet<String> = texts.keys().cloned().collect();
        assert_eq!(known, codes, "{}", language.code());
        said.push(texts);
    }
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "languages say other values");
}
