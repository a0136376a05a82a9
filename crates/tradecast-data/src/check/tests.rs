//! Breaks the files one fault at a time and expects each to be found where it is.

use tradecast::Flow;

use super::*;
use crate::case::pair::{cases, default_case};

/// Path of a file of the default case.
fn at(name: &str) -> String {
    format!("{PAIRS}{}/{name}", default_case().id)
}

/// A file of the default case, or of no pair.
fn original(name: &str) -> File<'static> {
    let path = at(name);
    embedded::files().into_iter().find(|file| file.path == path).expect("an embedded file")
}

/// The tables of the default case.
fn tables() -> Vec<File<'static>> {
    let folder = at("");
    let tables = embedded::files().into_iter();
    tables.filter(|file| file.path.starts_with(&folder) && file.path.ends_with(".csv")).collect()
}

/// Problems of files whose checksums are made to match, so that the rules have to find the fault themselves.
fn checked(files: &[File<'_>]) -> Vec<Problem> {
    let renewed = renewed_checksums(CATALOGUE, files);
    let text =
        |file: &File<'_>| renewed.iter().find(|(path, _)| path == file.path).map(|(_, text)| text.clone());
    let texts: Vec<String> = files.iter().map(|file| text(file).unwrap_or(file.text.to_owned())).collect();
    let files: Vec<File<'_>> =
        files.iter().zip(&texts).map(|(file, text)| File { path: file.path, text }).collect();
    check_files(&renewed[0].1, &files).err().unwrap_or_default()
}

/// Problems after replacing a text that occurs once in a file of the default case.
fn after(name: &str, from: &str, to: &str) -> Vec<Problem> {
    let original = original(name).text;
    assert_eq!(original.matches(from).count(), 1, "{from:?} must occur once in {name}");
    checked(&with_text(name, &original.replace(from, to)))
}

/// The files with another text for one of the default case.
fn with_text<'a>(name: &str, text: &'a str) -> Vec<File<'a>> {
    let path = at(name);
    let mut files: Vec<File<'a>> = embedded::files();
    files.iter_mut().filter(|file| file.path == path).for_each(|file| file.text = text);
    files
}

/// Whether a problem names that file of the default case, row and column.
#[track_caller]
fn assert_found(problems: &[Problem], file: &str, row: Option<usize>, column: &str) {
    let path = at(file);
    let found =
        problems.iter().any(|p| p.file == path && p.row == row && p.column.as_deref() == Some(column));
    assert!(found, "{path} {row:?} {column} is not among {problems:#?}");
}

#[test]
fn the_embedded_files_are_sound_and_the_rules_looked_at_them() {
    let report = check().unwrap();
    assert_eq!(report.files, embedded::files().len());
    let cases = cases();
    let years = |case: &Case| case.turnover().observations().len();
    assert_eq!(report.years, cases.iter().map(years).sum::<usize>());
    let complete = |case: &Case| {
        case.annual.iter().filter(|f| f.exports.is_some() && f.imports.is_some()).count()
            + case.series(Flow::Exports).map_or(0, |exports| exports.observations().len())
            + case.part_years.iter().filter(|p| p.exports.is_some() && p.imports.is_some()).count()
    };
    assert_eq!(report.sums, cases.iter().map(complete).sum::<usize>());
    // Three totals, eight goods by value, three by growth, one share.
    assert_eq!(report.facts, 15);
}

#[test]
fn a_bad_cell_is_found_in_its_row_and_column() {
    let target = "target,Turnover that the two countries aim at,1000,USD m,,";
    let cases = [
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,4x.05,43.62,91.67", 2, "exports"),
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,-48.05,43.62,91.67", 2, "exports"),
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,NaN,43.62,91.67", 2, "exports"),
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,48.05,0,91.67", 2, "imports"),
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,48.05,43.62,", 2, "turnover"),
        ("annual.csv", "1992,48.05,43.62,91.67", "92,48.05,43.62,91.67", 2, "year"),
        ("annual.csv", "quoted by BAQ.KZ,press,", "quoted by BAQ.KZ,rumour,", 57, "method"),
        ("annual.csv", ",imports,high", ",imports,certain", 50, "confidence"),
        ("series.csv", "150,D,yes", "150,D,perhaps", 26, "weak"),
        ("year-to-date.csv", "2017-09,printed,,,102.5", "2017-13,printed,,,102.5", 2, "period_end"),
        ("goods.csv", "imports,watercraft", "inwards,watercraft", 5, "flow"),
        ("facts.csv", ",2022..2027,", ",2027..2022,", 30, "period"),
        ("facts.csv", ",0.26 x 375.3,yes", ",0.26 x 375.3,maybe", 9, "derived"),
        ("facts.csv", &format!("{target}turnover"), &format!("{target}transit"), 2, "flow"),
        ("sources.csv", "https://menafn.com", "menafn.com", 34, "url"),
        ("sources.csv", "menafn-azernews,", ",", 34, "id"),
    ];
    for (path, from, to, row, column) in cases {
        assert_found(&after(path, from, to), path, Some(row), column);
    }
    let day = ".rda,2026-11-24";
    for not_a_day in ["2026-11", "2026-13-24", "2026-11-32", "24 Nov 2026"] {
        let problems = after("sources.csv", day, &day.replace("2026-11-24", not_a_day));
        assert_found(&problems, "sources.csv", Some(2), "retrieved");
    }
}

#[test]
fn a_contradiction_is_found_even_with_a_matching_checksum() {
    let cases = [
        // A turnover that is not the sum: beyond rounding, and in the last digit where it was derived.
        ("annual.csv", "375.3,86.6,461.9", "375.3,86.6,462.1", 55, "turnover"),
        ("annual.csv", "1992,48.05,43.62,91.67", "1992,48.05,43.62,91.68", 2, "turnover"),
        ("year-to-date.csv", "133,36,169", "133,36,170", 5, "turnover"),
        ("series.csv", "375.3,86.6,461.9", "375.3,86.6,491.9", 31, "turnover"),
        // The default series repeats annual figures and no others.
        ("series.csv", "2022,375.3,86.6,461.9,E", "2022,375.2,86.7,461.9,E", 31, "basis"),
        ("series.csv", "2024,,,530,E", "2024,,,535,E", 33, "basis"),
        ("series.csv", "2019,205,24,229.6,F", "2019,205,24,229.6,E", 28, "basis"),
        ("series.csv", "2018,211.9", "2017,211.9", 27, "basis"),
        ("series.csv", "2020,,,109,E,yes", "2020,,,109,E,no", 29, "weak"),
        ("series.csv", "150,D,yes,\"press figure, reporter not named\"", "150,D,yes,", 26, "note"),
        ("series.csv", "2023,,,529.4", "2022,,,529.4", 32, "year"),
        (
            "series.csv",
            "2013,307,71,378,B,no,\n2014,299,63,362,B,no,",
            "2014,299,63,362,B,no,\n2013,307,71,378,B,no,",
            24,
            "year",
        ),
        // Keys, references, periods.
        ("annual.csv", "2013,307,71,378", "2012,307,71,378", 45, "year"),
        ("annual.csv", ",150,not named,", ",150,nobody,", 48, "reporter"),
        ("annual.csv", "turan-2017", "turan-2016", 48, "source"),
        ("sources.csv", "turan-2017,", "turan-2016,", 9, "id"),
        ("sources.csv", "turan-2017,", "baq,", 37, "id"),
        ("reporters.csv", "UNCTADstat,C", "UNCTADstat,B", 4, "basis"),
        ("annual.csv", "2024,,,470", "2026,,,470", 60, "year"),
        ("annual.csv", "1992,48.05", "1900,48.05", 2, "year"),
        ("year-to-date.csv", "2025-01,2025-10", "2025-01,2026-12", 25, "period_end"),
        ("year-to-date.csv", "2025-01,2025-10", "2025-11,2025-10", 25, "period_end"),
        ("goods.csv", "2023-01,,printed", "2027-01,,printed", 16, "period_end"),
        // Arithmetic is shown, and facts agree with goods and totals.
        ("annual.csv", "imports = 258.26 - 211.9", "", 50, "note"),
        ("facts.csv", "2022,13.7,", "2022,13.8,", 18, "value"),
        ("facts.csv", "against 2021,3.6,", "against 2021,3.5,", 10, "value"),
        ("facts.csv", "in 2022,26,", "in 2022,27,", 8, "value"),
        ("facts.csv", "in 2022,86.6,USD m", "in 2022,86.7,USD m", 15, "value"),
        ("facts.csv", "imports,watercraft", "imports,boats", 17, "good"),
        ("facts.csv", "2,rank,", "2,,", 33, "unit"),
    ];
    for (path, from, to, row, column) in cases {
        assert_found(&after(path, from, to), path, Some(row), column);
    }
    assert_found(&after("goods.csv", "sugar,level,13.7", "sugar,level,13.9"), "facts.csv", Some(18), "value");
    assert_found(&after("goods.csv", "sugar,level,13.7", "sugar,level,63.7"), "goods.csv", None, "value");
}

#[test]
fn rounding_explains_a_small_difference_only_where_figures_are_printed() {
    // 205 + 24 against 229.6: both directions are rounded to 1.
    assert!(check().is_ok());
    assert_found(&after("annual.csv", "205,24,229.6", "205,24,230.3"), "annual.csv", Some(51), "turnover");
}

#[test]
fn a_missing_or_unknown_column_is_named() {
    for file in tables() {
        let name = file.path.rsplit('/').next().unwrap();
        let first = file.text.split(',').next().unwrap();
        let text = file.text.replacen(first, "surprise", 1);
        let problems = checked(&with_text(name, &text));
        assert_found(&problems, name, None, first);
        assert_found(&problems, name, None, "surprise");
    }
}

#[test]
fn a_row_with_too_few_cells_is_named() {
    let problems = after("annual.csv", "1992,48.05,43.62,91.67", "1992,48.05,91.67");
    let path = at("annual.csv");
    assert!(problems.iter().any(|p| p.file == path && p.row == Some(2) && p.fix.contains("as many cells")));
}

#[test]
fn every_unreadable_file_is_reported_at_once() {
    let broken = |file: File<'static>| match file.path.ends_with(".csv") {
        true => File { text: "a,b\n1,2\n", ..file },
        false => file,
    };
    let files: Vec<File<'_>> = embedded::files().into_iter().map(broken).collect();
    let problems = checked(&files);
    for file in files.iter().filter(|file| file.path.ends_with(".csv")) {
        assert!(
            problems.iter().any(|p| p.file == file.path && p.message.contains("missing")),
            "{}",
            file.path
        );
    }
}

#[test]
fn a_changed_digit_breaks_the_checksum() {
    let changed = original("annual.csv").text.replace("2016,,,150,", "2016,,,151,");
    let problems = check_files(CATALOGUE, &with_text("annual.csv", &changed)).unwrap_err();
    let path = at("annual.csv");
    assert!(problems.iter().any(|p| p.file == path && p.message.contains("checksum")));

    let wrong = original("case.toml").text.replacen("sha256 = \"", "sha256 = \"0", 1);
    let problems = check_files(CATALOGUE, &with_text("case.toml", &wrong)).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].file.as_str(), problems[0].row), (path.as_str(), None));

    let wrong = CATALOGUE.replacen("sha256 = \"", "sha256 = \"0", 1);
    assert_eq!(check_files(&wrong, &embedded::files()).unwrap_err().len(), 1);
}

#[test]
fn what_describes_the_files_and_the_files_list_each_other() {
    let path = at("annual.csv");
    let mut files = embedded::files();
    files.retain(|file| file.path != path);
    let problems = check_files(CATALOGUE, &files).unwrap_err();
    assert_found(&problems, "case.toml", None, "path");
    assert!(problems.iter().any(|p| p.file == path && p.message.contains("the file is missing")));

    let manifest = original("case.toml").text;
    let renamed = manifest.replace("path = \"goods.csv\"", "path = \"wares.csv\"");
    let problems = check_files(CATALOGUE, &with_text("case.toml", &renamed)).unwrap_err();
    assert_found(&problems, "case.toml", None, "path");
    let goods = at("goods.csv");
    assert!(problems.iter().any(|p| p.file == goods && p.message.contains("no entry")));

    let twice = manifest.replace("id = \"goods\"", "id = \"facts\"");
    assert_found(&checked(&with_text("case.toml", &twice)), "case.toml", None, "id");

    let unlisted = CATALOGUE.replace("path = \"targets.csv\"", "path = \"aims.csv\"");
    let problems = check_files(&unlisted, &embedded::files()).unwrap_err();
    assert!(problems.iter().any(|p| p.file == "catalogue.toml" && p.column.as_deref() == Some("path")));
    assert!(problems.iter().any(|p| p.file == "targets.csv" && p.message.contains("no entry")));
}

#[test]
fn a_case_says_what_each_file_is() {
    for (from, to, column, file) in [
        (
            "licence = \"figures of one pair, each cited; see sources.csv\"",
            "licence = \"\"",
            "licence",
            "case.toml",
        ),
        ("retrieved = 2026-11-24", "retrieved = 11:24:00", "retrieved", "case.toml"),
        ("    \"turan-2017\",\n", "", "source", "annual.csv"),
    ] {
        let text = original("case.toml").text.replacen(from, to, 1);
        assert_found(&checked(&with_text("case.toml", &text)), file, None, column);
    }
    let keyless = original("case.toml").text.replacen("unit = \"current", "units = \"current", 1);
    let problems = checked(&with_text("case.toml", &keyless));
    let path = at("case.toml");
    assert!(problems.iter().any(|p| p.file == path && p.message.contains("units")), "{problems:#?}");
}

#[test]
fn a_case_says_what_it_is() {
    for (from, to, column) in [
        ("title = \"Kazakhstan–Azerbaijan\"", "title = \"\"", "title"),
        ("version = 1", "version = 2", "version"),
        ("target = 1000", "target = -1", "target"),
        ("target = 1000", "target = \"much\"", "target"),
        ("as_of = 2022", "as_of = 22", "as_of"),
        ("as_of = 2022", "as_of = 2022\ncolour = \"red\"", "colour"),
        ("partner = \"Azerbaijan\"", "partner = \"Kazakhstan\"", "partner"),
        ("    \"good-news\",\n", "", "scenarios"),
        ("    \"good-news\",\n", "    \"good-news\",\n    \"best-news\",\n", "scenarios"),
        ("compared = [", "compared = [\"no-news\", ", "compared"),
        ("[levers.shock]\nrange_reason", "[levers.shock]\nreason", "levers.shock.reason"),
        ("[levers.shock]", "[levers.shocks]", "levers.shocks.range_reason"),
    ] {
        assert_found(&after("case.toml", from, to), "case.toml", None, column);
    }
    let stranger = after("case.toml", "partner = \"Azerbaijan\"", "partner = \"Nowhere\"");
    assert_found(&stranger, "reporters.csv", None, "reporter");
}

#[test]
fn writing_checksums_changes_nothing_else() {
    let files = embedded::files();
    for (path, text) in renewed_checksums(CATALOGUE, &files) {
        let file = files.iter().find(|file| file.path == path);
        assert_eq!(text, file.map_or(CATALOGUE, |file| file.text), "{path}");
    }
    let emptied: String = CATALOGUE
        .split_inclusive('\n')
        .map(|line| if line.starts_with("sha256") { "sha256 = \"\"\n" } else { line })
        .collect();
    assert_ne!(emptied, CATALOGUE);
    assert_eq!(catalogue_with_checksums(&emptied, &files), CATALOGUE);
}

#[test]
fn a_scenario_says_what_it_is_and_rests_on_sources_that_exist() {
    let path = "scenarios/oil-down-30.toml";
    for (from, to, column) in [
        ("name = \"Oil price down by 30 %\"", "name = \" \"", "name"),
        ("description = ", "descriptions = ", "description"),
        ("\"crude-oil-2022\"", "\"crude-oil-1922\"", "sources"),
        ("sources = [", "source = [", "sources"),
        ("[levers.crude-oil]\n", "[levers.crude-oil]\nvolume = \"much\"\n", "levers.crude-oil.volume"),
        (
            "[levers.crude-oil]\n",
            "[levers.crude-oil]\nvolume = { uniform = [1, 2] }\n",
            "levers.crude-oil.volume.uniform",
        ),
    ] {
        assert_found(&after(path, from, to), path, None, column);
    }
    let broken = after(path, "version = 1", "version = ");
    let whole = at(path);
    assert!(broken.iter().any(|p| p.file == whole && p.message.contains("not valid TOML")), "{broken:#?}");
    // A source that the case does not list.
    assert_found(&after(path, "\"crude-oil-2022\"", "\"baq\", \"crude-oil-2022\""), path, None, "source");
}
