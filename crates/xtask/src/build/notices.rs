//! Third-party notices: what a program has of others, under which licence, and the texts that these licences ask to be passed on.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use spdx::{Expression, LicenseReq, Licensee};

use crate::build::dependencies::{Crate, Dependencies, Id};
use crate::process::{at, command, output};

/// The file that has them, beside or in everything that is handed out.
pub(crate) const FILE: &str = "THIRD-PARTY-NOTICES.txt";

/// How files begin that say under which licence a crate is.
const NAMES: [&str; 6] = ["license", "licence", "copying", "unlicense", "notice", "copyright"];

/// Words by which the text of a licence is known, and one that it must not have.
const KNOWN: [(&str, &str, &str); 9] = [
    ("MIT", "permission is hereby granted, free of charge", ""),
    ("MIT-0", "permission is hereby granted, free of charge", "the above copyright notice"),
    ("Apache-2.0", "terms and conditions for use, reproduction, and distribution", ""),
    ("Apache-2.0 WITH LLVM-exception", "llvm exceptions to the apache 2.0 license", ""),
    ("Zlib", "this software is provided 'as-is'", ""),
    ("BSD-3-Clause", "redistribution and use in source and binary forms", "advertising materials"),
    ("BSD-2-Clause", "redistribution and use in source and binary forms", "neither the name"),
    ("Unicode-3.0", "unicode license v3", ""),
    ("CC0-1.0", "cc0 1.0 universal", ""),
];

/// The notices of what a program is linked with, the same bytes for the same lock file.
///
/// # Errors
/// Where a crate is under no licence that deny.toml allows, or the text of one is nowhere.
pub(crate) fn of(dependencies: &Dependencies) -> Result<String> {
    let allowed = allowed()?;
    let mut table = Vec::new();
    // One text once, however many crates come with it.
    let mut texts: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    let mut add = |name: String, licences: &str, found: Vec<(String, String)>| {
        for (licence, text) in found {
            texts.entry((licence, text)).or_default().push(name.clone());
        }
        table.push((name, licences.to_owned()));
    };
    for ((name, version), found) in dependencies.of_others() {
        let described = format!("{name} {version}");
        let chosen = chosen(&found.licence, &allowed).context(described.clone())?;
        let chosen: Vec<String> = chosen.iter().map(LicenseReq::to_string).collect();
        add(described.clone(), &chosen.join(" AND "), owed(found, &chosen).context(described)?);
    }
    let standard = standard_library()?;
    add(
        format!("{} {}", standard.0, standard.1),
        "MIT",
        vec![("MIT".to_owned(), canonical("MIT", &["The Rust Project contributors".to_owned()])?)],
    );
    let width = table.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut notices = format!(
        "Third-party notices\n\nTradecast {} is licensed under MIT OR Apache-2.0. This copy has parts of others, each under the\n\
         licence named here; the texts of the licences follow.\n\n",
        env!("CARGO_PKG_VERSION")
    );
    for (name, licence) in table {
        notices.push_str(&format!("{name:width$}  {licence}\n"));
    }
    for ((licence, text), names) in texts {
        let line = "-".repeat(80);
        notices.push_str(&format!("\n{line}\n{licence}: {}\n{line}\n\n{text}\n", names.join(", ")));
    }
    Ok(notices)
}

/// What the standard library is called, and its version.
///
/// # Errors
/// Where the compiler does not tell its version.
pub(crate) fn standard_library() -> Result<Id> {
    let told = output(&mut command("rustc", ["--version"]))?;
    let version = told.split(' ').nth(1).context("rustc tells its version")?;
    Ok(("rust-std".to_owned(), version.to_owned()))
}

/// The licences that deny.toml allows, the preferred ones first.
fn allowed() -> Result<Vec<Licensee>> {
    let rules: toml::Table = fs::read_to_string(at("deny.toml"))?.parse()?;
    let allowed = rules["licenses"]["allow"].as_array().context("deny.toml lists the licences it allows")?;
    allowed
        .iter()
        .map(|licence| Ok(Licensee::parse(licence.as_str().context("the name of a licence")?)?))
        .collect()
}

/// The licences under which we take a crate, of those that it is offered under.
fn chosen(offered: &str, allowed: &[Licensee]) -> Result<Vec<LicenseReq>> {
    ensure!(!offered.is_empty(), "its manifest names no licence");
    // Old manifests write a stroke for OR.
    let offered = Expression::parse_mode(offered, spdx::ParseMode::LAX)?;
    // One that is enough, in the order of preference; else what is asked for together.
    let alone = allowed.iter().find_map(|one| offered.minimized_requirements([one]).ok());
    match alone {
        Some(chosen) => Ok(chosen),
        None => Ok(offered.minimized_requirements(allowed)?),
    }
}

/// The texts that must go with a crate: of its licences, and notices of its own. Where it comes without a text, the licence's own, with
/// its authors.
fn owed(found: &Crate, chosen: &[String]) -> Result<Vec<(String, String)>> {
    let files = files(&found.folder)?;
    let mut owed = Vec::new();
    for licence in chosen {
        // A file with several licences is longer than one with the one.
        let text =
            files.iter().map(|(_, text)| text).filter(|text| is(text, licence)).min_by_key(|text| text.len());
        let text = text.map_or_else(|| canonical(licence, &found.authors), |text| Ok(text.clone()))?;
        owed.push((licence.clone(), text));
    }
    let others = files.iter().filter(|(name, _)| name.starts_with("notice") || name.contains("third-party"));
    owed.extend(others.map(|(_, text)| ("Notice".to_owned(), text.clone())));
    Ok(owed)
}

/// The licence files of a crate in their order: name in small letters, and text.
fn files(folder: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            files.push((name, plain(&String::from_utf8_lossy(&fs::read(&path)?))));
        }
    }
    files.sort();
    Ok(files)
}

/// A text without what editors leave in it.
fn plain(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_end);
    let text: String = lines.flat_map(|line| [line, "\n"]).collect();
    text.trim_matches('\n').to_owned()
}

/// Whether a text is that of a licence.
fn is(text: &str, licence: &str) -> bool {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let known = KNOWN.iter().filter(|(name, ..)| *name == licence);
    known
        .into_iter()
        .any(|(_, has, lacks)| words.contains(has) && (lacks.is_empty() || !words.contains(lacks)))
}

/// The text of a licence as it is published, in the name of those who grant it.
fn canonical(licence: &str, authors: &[String]) -> Result<String> {
    let licence = spdx::license_id(licence).with_context(|| format!("{licence}: its text is nowhere"))?;
    let names: Vec<&str> = authors.iter().map(|author| author.split(" <").next().unwrap_or(author)).collect();
    let text = licence.text().replace("<year> <copyright holders>", &names.join(", "));
    ensure!(!text.contains("<copyright holders>"), "{}: who grants it is named otherwise", licence.name);
    Ok(plain(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::dependencies;

    #[test]
    fn of_several_licences_the_preferred_one_is_taken() {
        let allowed = allowed().unwrap();
        let chosen = |offered: &str| {
            let chosen = super::chosen(offered, &allowed)?;
            anyhow::Ok(chosen.iter().map(LicenseReq::to_string).collect::<Vec<_>>())
        };
        assert_eq!(chosen("Apache-2.0 OR MIT").unwrap(), ["MIT"]);
        assert_eq!(chosen("Apache-2.0/MIT").unwrap(), ["MIT"]);
        assert_eq!(chosen("Zlib OR Apache-2.0").unwrap(), ["Apache-2.0"]);
        assert_eq!(chosen("(MIT OR Apache-2.0) AND Unicode-3.0").unwrap(), ["MIT", "Unicode-3.0"]);
        for refused in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "nonsense"] {
            assert!(chosen(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn every_allowed_licence_has_a_text_that_is_known_again() {
        for licence in allowed().unwrap() {
            let name = licence.to_string();
            assert!(KNOWN.iter().any(|(known, ..)| *known == name), "{name}: which words is it known by?");
            if let Some(id) = spdx::license_id(&name) {
                assert!(is(id.text(), &name), "{name}");
            }
        }
        assert!(!is(spdx::license_id("BSD-3-Clause").unwrap().text(), "BSD-2-Clause"));
    }

    #[test]
    fn texts_come_once_with_the_names_of_all_who_need_them() {
        let notices = of(&dependencies::example()).unwrap();
        assert!(notices.contains("\none 1.0.0"), "{notices}");
        assert!(
            notices.contains("\nMIT: one 1.0.0, two 1.0.0\n"),
            "the licence file of the folder, once: {notices}"
        );
        assert!(notices.contains("The Rust Project contributors"), "{notices}");
        assert!(!notices.contains("app 1.0.0"), "ours is no third party's: {notices}");
        assert_eq!(notices, of(&dependencies::example()).unwrap());
    }

    #[test]
    fn a_crate_without_a_text_has_that_of_its_licence_in_the_name_of_its_authors() {
        let text = canonical("MIT", &["A. Author <a@example.org>".to_owned(), "B".to_owned()]).unwrap();
        assert!(text.contains("Copyright (c) A. Author, B\n"), "{text}");
        assert!(canonical("None-1.0", &[]).is_err());
    }
}
