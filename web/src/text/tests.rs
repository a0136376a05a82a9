//! The catalogues against the sources, and against the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tradecast::{
    Answer, Assumptions, Flow, Frequency, Lever, ModelChoice, Observation, Period, Series, Settings, Target,
    fit_with_priors,
};

use crate::state::controls::panel::slug;
use crate::text::{self, Catalogue, Language, speak};

pub(super) fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn english() -> String {
    fs::read_to_string(at("locales/en.txt")).unwrap()
}

pub(super) fn source_of(language: Language) -> String {
    fs::read_to_string(at(&format!("locales/{}.txt", language.code()))).unwrap()
}

pub(super) fn others() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::English)
}

/// Every source of the page with its text.
fn sources() -> Vec<(PathBuf, String)> {
    let (mut folders, mut found) = (vec![at("src")], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

/// The names of a catalogue, those of counts without their forms.
pub(super) fn names(catalogue: &Catalogue) -> BTreeMap<String, Vec<String>> {
    let all: BTreeSet<&str> = catalogue.texts().map(|(name, _)| name).collect();
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in catalogue.texts() {
        let base = name.rsplit_once('.').filter(|(base, form)| {
            let counted = |form: &str| all.contains(format!("{base}.{form}").as_str());
            ["one", "few", "many", "other"].contains(form)
                && counted("one")
                && (counted("other") || counted("many"))
        });
        names.entry(base.map_or(name, |(base, _)| base).to_owned()).or_default().push(text.to_owned());
    }
    names
}

/// The `{words}` of some texts.
pub(super) fn words(texts: &[String]) -> BTreeSet<String> {
    let of = |text: &String| -> Vec<String> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
    };
    texts.iter().flat_map(of).collect()
}

/// The strings in a source that look like names: `"area.name"`; and the beginnings of those that are put together.
fn literals(source: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    for piece in source.split('"') {
        let name = |text: &str| {
            text.contains('.')
                && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
                && text.starts_with(|letter: char| letter.is_ascii_lowercase())
        };
        match piece.split_once('{') {
            None if name(piece) || ["undo", "redo", "more"].contains(&piece) => {
                whole.insert(piece.to_owned());
            }
            Some((begin, _)) if name(begin) => {
                begun.insert(begin.to_owned());
            }
            _ => {}
        }
    }
    (whole, begun)
}

#[test]
fn every_name_that_is_said_exists_and_every_name_is_said() {
    let source = english();
    let lines: Vec<&str> = source.lines().filter(|line| !line.starts_with('#')).collect();
    let given: Vec<&str> =
        lines.iter().filter_map(|line| line.split_once('=')).map(|(name, _)| name.trim()).collect();
    let once: BTreeSet<&str> = given.iter().copied().collect();
    let twice: Vec<&str> =
        once.iter().copied().filter(|name| given.iter().filter(|n| n == &name).count() > 1).collect();
    assert!(twice.is_empty(), "given twice in en.txt: {twice:?}");
    let known = names(&Catalogue::read(Language::English, &source));
    let (mut whole, mut begun) = (BTreeSet::new(), BTreeSet::new());
    let mut unknown = Vec::new();
    for (path, source) in sources() {
        if path.ends_with("text/tests.rs") {
            continue;
        }
        for macro_name in ["say!(", "say_count!("] {
            for (i, _) in source.match_indices(macro_name) {
                let said = source[i + macro_name.len()..].trim_start();
                let Some(name) = said.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                    continue;
                };
                let example = path.ends_with("messages/catalogue.rs") || path.ends_with("messages/count.rs");
                if !known.contains_key(name) && !example {
                    unknown.push(format!("{name} in {}", path.display()));
                }
            }
        }
        let found = literals(&source);
        whole.extend(found.0);
        begun.extend(found.1);
    }
    assert!(unknown.is_empty(), "said but not in en.txt: {unknown:#?}");
    let said = |name: &String| {
        let put_together = |begin: &String| name.starts_with(begin.as_str());
        // Names of two halves: one is chosen, the other says how.
        let base = ["by", "more", "less", "same", "foreign", "nothing"]
            .iter()
            .any(|last| name.strip_suffix(&format!(".{last}")).is_some_and(|base| whole.contains(base)));
        whole.contains(name) || begun.iter().any(put_together) || base
    };
    // Errors are said by their code.
    let by_code = |name: &String| name.starts_with("error.");
    let unsaid: Vec<&String> = known.keys().filter(|name| !said(name) && !by_code(name)).collect();
    assert!(unsaid.is_empty(), "in en.txt but never said: {unsaid:#?}");
}

/// Texts that may be the same in another language: names, signs and words that languages share.
const SHARED: [&str; 12] =
    ["Tradecast", "ARIMA", "–", "CSV", "JSON", "SVG", "PNG", "TOML", "XLSX", "median", "Median", "Model"];

/// Areas whose texts are translated before the parts of the page that say them have joined it.
const COMING: [&str; 17] = [
    "advice.",
    "evidence.",
    "flow.",
    "grid.",
    "made.",
    "meaning.",
    "models.",
    "moves.",
    "own.",
    "panel.",
    "repeat.",
    "series.",
    "solve.",
    "sources.",
    "targets.",
    "track.",
    "work.",
];

/// Areas whose English is what the engine says; `message_tests` looks at them.
const BY_THE_ENGINE: [&str; 13] = [
    "convergence.",
    "error.",
    "frequency.",
    "lever.",
    "list.or",
    "list.range",
    "month.",
    "note.",
    "parameter.",
    "quality",
    "setting.",
    "trade.",
    "warning.",
];

#[test]
fn every_language_says_everything() {
    let english = names(&Catalogue::read(Language::English, &english()));
    let mut faults = Vec::new();
    for language in others() {
        let code = language.code();
        let catalogue = Catalogue::read(language, &source_of(language));
        let theirs = names(&catalogue);
        for (name, ours) in &english {
            let Some(texts) = theirs.get(name) else {
                faults.push(format!("{code}: {name} is missing"));
                continue;
            };
            let counted = ours.len() > 1;
            let forms = match (counted, language) {
                (false, _) => 1,
                (true, Language::Russian) => 3,
                (true, _) => 2,
            };
            if texts.len() != forms {
                faults.push(format!("{code}: {name} has {} forms instead of {forms}", texts.len()));
            }
            let (mut wanted, mut given) = (words(ours), words(texts));
            if counted {
                ["count", "words"].iter().for_each(|word| {
                    wanted.remove(*word);
                    given.remove(*word);
                });
            }
            if wanted != given {
                faults.push(format!("{code}: {name} has the words {given:?} instead of {wanted:?}"));
            }
            let letters = |text: &String| {
                let bare: String = text.split(['{', '}']).step_by(2).collect();
                bare.chars().any(char::is_alphabetic)
            };
            for text in texts {
                let same = ours.contains(text) && letters(text) && !SHARED.contains(&text.as_str());
                // Signs of currencies and units that are letters.
                if same && !name.starts_with("unit.") {
                    faults.push(format!("{code}: {name} is still English: {text}"));
                }
            }
        }
        let stale = |name: &&String| {
            let areas = || COMING.iter().chain(&BY_THE_ENGINE);
            !english.contains_key(*name) && !areas().any(|area| name.starts_with(area))
        };
        for name in theirs.keys().filter(stale) {
            faults.push(format!("{code}: {name} is not in English"));
        }
        for (whole, text) in catalogue.phrases() {
            if whole.contains('{') || text.contains('{') {
                faults.push(format!(
                    "{code}: {whole}: texts of data are known as a whole; say others by a code"
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What the page shows of the words of data, whatever is asked.
fn words_of_data() -> BTreeSet<String> {
    let mut said: BTreeSet<String> = Lever::ALL.iter().map(|lever| lever.spec().unit.to_owned()).collect();
    let case = tradecast_data::default_case();
    said.insert(case.title.clone());
    for note in &case.lever_notes {
        said.extend(note.help.iter().chain(&note.range_reason).cloned());
    }
    for part in case.composition().unwrap().parts() {
        said.insert(part.label.clone());
    }
    for series in
        [Flow::Turnover, Flow::Exports, Flow::Imports].into_iter().filter_map(|flow| case.series(flow))
    {
        said.insert(series.name().to_owned());
        said.extend(series.observations().iter().map(|observation| observation.note.clone()));
    }
    for citation in case.citations() {
        said.insert(citation.source.licence.trim_end_matches('.').to_owned());
    }
    said.insert(tradecast_data::priors().source);
    for scenario in case.scenarios() {
        said.extend([scenario.name.clone(), scenario.description.clone()]);
    }
    said.remove("");
    said
}

#[test]
fn what_the_data_say_is_known_in_every_language() {
    let said = words_of_data();
    let mut faults = Vec::new();
    for language in others() {
        speak(Rc::new(Catalogue::read(language, &source_of(language))));
        for english in &said {
            let letters = english.chars().filter(|letter| letter.is_alphabetic()).count();
            if letters > 2 && text::translated(english) == *english {
                faults.push(format!("{}: > {english} =>", language.code()));
            }
        }
    }
    speak(Rc::new(Catalogue::english()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The names by which the page says what the engine has an identifier for, each with the English of the engine.
fn names_by_identifier() -> BTreeMap<String, String> {
    let mut named = BTreeMap::new();
    for lever in Lever::ALL {
        let spec = lever.spec();
        named.insert(format!("lever.group.{}", slug(spec.group)), spec.group.to_owned());
        for (what, english) in [("label", spec.label), ("help", spec.help), ("range", spec.range_reason)] {
            named.insert(format!("lever.{}.{what}", spec.id), english.to_owned());
        }
    }
    for flow in [Flow::Turnover, Flow::Exports, Flow::Imports] {
        named.insert(format!("trade.{flow}"), flow.to_string());
    }
    for frequency in [Frequency::Annual, Frequency::Quarterly, Frequency::Monthly] {
        named.insert(format!("frequency.{frequency}"), frequency.to_string());
    }
    for month in 1..=12 {
        named.insert(format!("month.{month}"), Frequency::Monthly.name_of(month).to_owned());
    }
    let priors = tradecast_data::priors();
    let case = tradecast_data::default_case();
    let model = fit_with_priors(case.turnover(), &ModelChoice::Auto, Some(&priors)).unwrap();
    // "a0" is a sign and the same everywhere.
    let has_words = |name: &str| name.chars().filter(|letter| letter.is_alphabetic()).count() > 2;
    let parameters = model.reports().iter().flat_map(|report| &report.parameters);
    for parameter in parameters.filter(|parameter| has_words(&parameter.name)) {
        named.insert(format!("parameter.{}", parameter.name.replace(' ', "-")), parameter.name.clone());
    }
    named
}

#[test]
fn what_has_an_identifier_has_a_name_in_every_language() {
    let named = names_by_identifier();
    let areas = ["lever.", "trade.", "frequency.", "month."];
    let mut faults = Vec::new();
    for language in others() {
        let (code, catalogue) = (language.code(), Catalogue::read(language, &source_of(language)));
        for (name, english) in &named {
            match catalogue.get(name) {
                None => faults.push(format!("{code}: {name} is missing: {english}")),
                Some(text) if text == english || text.contains('{') => {
                    faults.push(format!("{code}: {name} = {text}"))
                }
                Some(_) => {}
            }
        }
        for (name, _) in catalogue.texts() {
            if areas.iter().any(|area| name.starts_with(area)) && !named.contains_key(name) {
                faults.push(format!("{code}: {name} is the name of nothing"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_component_says_its_words_anew_when_the_language_changes() {
    for (path, source) in sources() {
        for piece in source.split("#[component]\n").skip(1) {
            let begin: Vec<&str> = piece.lines().take(3).collect();
            let listens =
                begin.iter().any(|line| line.contains("use_language();")) || begin[0].contains("fn Speaking");
            let is_choice = begin[0].contains("fn LanguageChoice");
            assert!(
                listens || is_choice,
                "{}: {} does not begin with use_language()",
                path.display(),
                begin[0]
            );
        }
    }
}

/// Answers of all kinds: reached or not, with and without deadline, levers, priors and another reporter, by year and quarter.
fn answers() -> Vec<Answer> {
    let priors = tradecast_data::priors();
    let settings = Settings { paths: 300, ..Settings::default() };
    let quarters = (0..60).map(|i: i32| {
        let period: Period = format!("{}-Q{}", 2009 + i / 4, i % 4 + 1).parse().unwrap();
        Observation::new(period, 50.0 * libm::exp(f64::from(i) / 40.0 + f64::from(i * 7 % 5) / 10.0))
    });
    let months = (0..60).map(|i: i32| {
        let period: Period = format!("{}-{:02}", 2019 + i / 12, i % 12 + 1).parse().unwrap();
        Observation::new(period, 50.0 + f64::from(i * 7 % 11))
    });
    let all = [
        tradecast_data::default_case().turnover().clone(),
        Series::new("my quarters", quarters.collect()).unwrap().with_unit("EUR bn"),
        Series::new("months", months.collect()).unwrap().with_unit("containers"),
    ];
    let known = tradecast_data::default_case().known_at(None).unwrap();
    let mut answers = Vec::new();
    for series in all {
        let last = series.last();
        for priors in [None, Some(&priors)] {
            let fit = fit_with_priors(&series, &ModelChoice::Auto, priors).unwrap();
            let mut simulations = vec![fit.simulate(&settings).unwrap()];
            if series.unit() == "USD m" {
                simulations.push(simulations[0].clone().conditioned_on(&known.readings).unwrap());
            }
            for simulation in simulations {
                for times in [0.4, 0.97, 1.5, 2.2, 7.0, 60.0] {
                    for growth in [0.0, -6.0, 4.5] {
                        for deadline in [None, Some(3), Some(20)] {
                            let mut target = Target::level(times * last.value).unwrap();
                            if let Some(ahead) = deadline {
                                target = target.by(last.period.plus(ahead));
                            }
                            let levers = Assumptions::baseline().with(Lever::Growth, growth).unwrap();
                            answers.push(simulation.answer(&target, &levers).unwrap());
                        }
                    }
                }
            }
        }
    }
    answers
}

#[test]
fn the_page_says_in_english_what_the_engine_says() {
    let answers = answers();
    for answer in &answers {
        assert_eq!(text::headline(answer), answer.headline);
        for warning in &answer.warnings {
            assert_eq!(text::warning(warning, &answer.question.unit), warning.message);
        }
        if let Some(nowcast) = &answer.nowcast {
            assert_eq!(text::nowcast(answer, nowcast), nowcast.summary);
        }
        if let Some(record) = &answer.panel_record {
            assert_eq!(text::panel_record(record), record.sentence());
        }
    }
    let kinds = ["has already reached", "(was ", "reaches", "more likely than not stays below", "after "];
    for kind in kinds {
        assert!(answers.iter().any(|answer| answer.headline.contains(kind)), "no answer says {kind:?}");
    }
    assert!(answers.iter().any(|answer| answer.nowcast.is_some() && answer.panel_record.is_some()));
}

#[test]
fn every_language_says_every_answer_without_a_hole() {
    let answers = answers();
    for language in others() {
        speak(Rc::new(Catalogue::read(language, &source_of(language))));
        for answer in answers.iter().step_by(7) {
            let warnings =
                answer.warnings.iter().map(|warning| text::warning(warning, &answer.question.unit));
            let nowcast = answer.nowcast.iter().map(|nowcast| text::nowcast(answer, nowcast));
            for said in [text::headline(answer)].into_iter().chain(warnings).chain(nowcast) {
                assert!(!said.contains('{') && !said.contains(".."), "{}: {said}", language.code());
            }
            let headline = text::headline(answer);
            let (first, rest) = text::split_headline(&headline);
            assert!(!rest.is_empty() && first.chars().count() > 20, "{}: {first} | {rest}", language.code());
        }
    }
    speak(Rc::new(Catalogue::english()));
}

#[test]
fn numbers_follow_the_language() {
    let said = |language: Language| {
        speak(Rc::new(match language {
            Language::English => Catalogue::english(),
            other => Catalogue::read(other, &source_of(other)),
        }));
        let year = Period::annual(2030);
        let said = [
            text::number(1234.5),
            text::number(461.94),
            text::percent(0.314),
            text::percent(0.999),
            text::money(1000.0, "USD m"),
            text::plain(1234.5),
            text::period(year),
            text::period("2030-Q3".parse().unwrap()),
            text::short_period("2030-07".parse().unwrap()),
        ];
        speak(Rc::new(Catalogue::english()));
        said.map(|text| text.replace('\u{a0}', "_"))
    };
    assert_eq!(
        said(Language::English),
        ["1,234", "461.9", "31 %", ">99 %", "$1,000 m", "1234.5", "2030", "2030-Q3", "2030-07"]
    );
    assert_eq!(
        said(Language::Russian),
        [
            "1_234",
            "461,9",
            "31_%",
            ">99_%",
            "1_000_млн долл._США",
            "1234,5",
            "2030_г.",
            "III_кв. 2030_г.",
            "07.2030"
        ]
    );
    assert_eq!(
        said(Language::Kazakh),
        [
            "1_234",
            "461,9",
            "31%",
            ">99%",
            "1_000_млн АҚШ_доллары",
            "1234,5",
            "2030_жыл",
            "III_тоқсан, 2030_жыл",
            "07.2030"
        ]
    );
    assert_eq!(
        said(Language::Azerbaijani),
        [
            "1.234",
            "461,9",
            "31%",
            ">99%",
            "1.000_mln ABŞ_dolları",
            "1234,5",
            "2030-cu_il",
            "III_rüb, 2030-cu_il",
            "07.2030"
        ]
    );
}

#[test]
fn a_season_is_told_by_its_highest_and_lowest_period() {
    let factor = |period, factor| tradecast::SeasonalFactor { period, factor, std_error: 0.02 };
    let quarters = [factor(1, 0.78), factor(2, 1.0), factor(3, 0.93), factor(4, 1.31)];
    let said = text::season(&quarters, Frequency::Quarterly).unwrap();
    assert!(said.starts_with("Q4 is usually 31 % above the trend of its year, Q1 22 % below."), "{said}");
    let months: Vec<_> = (1..=12).map(|month| factor(month, 0.9 + f64::from(month) / 100.0)).collect();
    let said = text::season(&months, Frequency::Monthly).unwrap();
    assert!(said.starts_with("Dec is usually 2 % above the trend of its year, Jan 9 % below."), "{said}");
    assert_eq!(text::season(&[], Frequency::Monthly), None);
}
