//! Breaks the files one fault at a time and expects each to be found where it is.

use super::*;

/// Problems after replacing a text that occurs once in a file; the checksum is made to match the broken file, so that
/// the rules have to find the fault themselves.
fn after(path: &str, from: &str, to: &str) -> Vec<Problem> {
    let original = file::files().into_iter().find(|file| file.path == path).expect("an embedded file").text;
    assert_eq!(original.matches(from).count(), 1, "{from:?} must occur once in {path}");
    with_text(path, &original.replace(from, to))
}

fn with_text(path: &str, text: &str) -> Vec<Problem> {
    let mut files = file::files();
    for file in files.iter_mut().filter(|file| file.path == path) {
        file.text = text;
    }
    check_files(&catalogue_with_checksums(CATALOGUE, &files), &files).err().unwrap_or_default()
}

/// Whether a problem names that file, row and column.
#[track_caller]
fn assert_found(problems: &[Problem], file: &str, row: Option<usize>, column: &str) {
    let found =
        problems.iter().any(|p| p.file == file && p.row == row && p.column.as_deref() == Some(column));
    assert!(found, "{file} {row:?} {column} is not among {problems:#?}");
}

#[test]
fn the_embedded_files_are_sound_and_the_rules_looked_at_them() {
    let report = check().unwrap();
    assert_eq!(report.files, file::files().len());
    assert_eq!(report.years, crate::turnover().observations().len());
    let complete = crate::annual().iter().filter(|f| f.exports.is_some() && f.imports.is_some()).count()
        + crate::exports().observations().len()
        + crate::part_years().iter().filter(|p| p.exports.is_some() && p.imports.is_some()).count();
    assert_eq!(report.sums, complete);
    // Three totals, eight goods by value, three by growth, one share.
    assert_eq!(report.facts, 15);
}

#[test]
fn a_bad_cell_is_found_in_its_row_and_column() {
    let target = "target,Turnover that the two countries aim at,1000,USD m,,";
    let cases = [
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,4x.05,43.62,91.67", 2, "exports"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,-48.05,43.62,91.67", 2, "exports"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,NaN,43.62,91.67", 2, "exports"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,48.05,0,91.67", 2, "imports"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,48.05,43.62,", 2, "turnover"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "92,48.05,43.62,91.67", 2, "year"),
        (file::ANNUAL.path, "quoted by BAQ.KZ,press,", "quoted by BAQ.KZ,rumour,", 57, "method"),
        (file::ANNUAL.path, ",imports,high", ",imports,certain", 50, "confidence"),
        (file::SPLICE.path, "150,D,yes", "150,D,perhaps", 26, "weak"),
        (file::PART_YEARS.path, "2017-09,printed,,,102.5", "2017-13,printed,,,102.5", 2, "period_end"),
        (file::GOODS.path, "imports,watercraft", "inwards,watercraft", 5, "flow"),
        (file::FACTS.path, ",2022..2027,", ",2027..2022,", 30, "period"),
        (file::FACTS.path, ",0.26 x 375.3,yes", ",0.26 x 375.3,maybe", 9, "derived"),
        (file::FACTS.path, &format!("{target}turnover"), &format!("{target}transit"), 2, "flow"),
        (file::SOURCES.path, "https://menafn.com", "menafn.com", 34, "url"),
        (file::SOURCES.path, "menafn-azernews,", ",", 34, "id"),
    ];
    for (path, from, to, row, column) in cases {
        assert_found(&after(path, from, to), path, Some(row), column);
    }
    let day = ".rda,2026-11-24";
    for not_a_day in ["2026-11", "2026-13-24", "2026-11-32", "24 Nov 2026"] {
        let problems = after(file::SOURCES.path, day, &day.replace("2026-11-24", not_a_day));
        assert_found(&problems, file::SOURCES.path, Some(2), "retrieved");
    }
}

#[test]
fn a_contradiction_is_found_even_with_a_matching_checksum() {
    let cases = [
        // A turnover that is not the sum: beyond rounding, and in the last digit where it was derived.
        (file::ANNUAL.path, "375.3,86.6,461.9", "375.3,86.6,462.1", 55, "turnover"),
        (file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,48.05,43.62,91.68", 2, "turnover"),
        (file::PART_YEARS.path, "133,36,169", "133,36,170", 5, "turnover"),
        (file::SPLICE.path, "375.3,86.6,461.9", "375.3,86.6,491.9", 31, "turnover"),
        // The default series repeats annual figures and no others.
        (file::SPLICE.path, "2022,375.3,86.6,461.9,E", "2022,375.2,86.7,461.9,E", 31, "basis"),
        (file::SPLICE.path, "2024,,,530,E", "2024,,,535,E", 33, "basis"),
        (file::SPLICE.path, "2019,205,24,229.6,F", "2019,205,24,229.6,E", 28, "basis"),
        (file::SPLICE.path, "2018,211.9", "2017,211.9", 27, "basis"),
        (file::SPLICE.path, "2020,,,109,E,yes", "2020,,,109,E,no", 29, "weak"),
        (file::SPLICE.path, "150,D,yes,\"press figure, reporter not named\"", "150,D,yes,", 26, "note"),
        (file::SPLICE.path, "2023,,,529.4", "2022,,,529.4", 32, "year"),
        (
            file::SPLICE.path,
            "2013,307,71,378,B,no,\n2014,299,63,362,B,no,",
            "2014,299,63,362,B,no,\n2013,307,71,378,B,no,",
            24,
            "year",
        ),
        // Keys, references, periods.
        (file::ANNUAL.path, "2013,307,71,378", "2012,307,71,378", 45, "year"),
        (file::ANNUAL.path, ",150,not named,", ",150,nobody,", 48, "reporter"),
        (file::ANNUAL.path, "turan-2017", "turan-2016", 48, "source"),
        (file::SOURCES.path, "turan-2017,", "turan-2016,", 9, "id"),
        (file::SOURCES.path, "turan-2017,", "baq,", 37, "id"),
        (file::REPORTERS.path, "UNCTADstat,C", "UNCTADstat,B", 4, "basis"),
        (file::ANNUAL.path, "2024,,,470", "2026,,,470", 60, "year"),
        (file::ANNUAL.path, "1992,48.05", "1900,48.05", 2, "year"),
        (file::PART_YEARS.path, "2025-01,2025-10", "2025-01,2026-12", 25, "period_end"),
        (file::PART_YEARS.path, "2025-01,2025-10", "2025-11,2025-10", 25, "period_end"),
        (file::GOODS.path, "2023-01,,printed", "2027-01,,printed", 16, "period_end"),
        // Arithmetic is shown, and facts agree with goods and totals.
        (file::ANNUAL.path, "imports = 258.26 - 211.9", "", 50, "note"),
        (file::FACTS.path, "2022,13.7,", "2022,13.8,", 18, "value"),
        (file::FACTS.path, "against 2021,3.6,", "against 2021,3.5,", 10, "value"),
        (file::FACTS.path, "in 2022,26,", "in 2022,27,", 8, "value"),
        (file::FACTS.path, "in 2022,86.6,USD m", "in 2022,86.7,USD m", 15, "value"),
        (file::FACTS.path, "imports,watercraft", "imports,boats", 17, "good"),
        (file::FACTS.path, "2,rank,", "2,,", 33, "unit"),
    ];
    for (path, from, to, row, column) in cases {
        assert_found(&after(path, from, to), path, Some(row), column);
    }
    assert_found(
        &after(file::GOODS.path, "sugar,level,13.7", "sugar,level,13.9"),
        file::FACTS.path,
        Some(18),
        "value",
    );
    assert_found(
        &after(file::GOODS.path, "sugar,level,13.7", "sugar,level,63.7"),
        file::GOODS.path,
        None,
        "value",
    );
}

#[test]
fn rounding_explains_a_small_difference_only_where_figures_are_printed() {
    // 205 + 24 against 229.6: both directions are rounded to 1.
    assert!(check().is_ok());
    assert_found(
        &after(file::ANNUAL.path, "205,24,229.6", "205,24,230.3"),
        file::ANNUAL.path,
        Some(51),
        "turnover",
    );
}

#[test]
fn a_missing_or_unknown_column_is_named() {
    for file in file::TABLES {
        let first = file.text.split(',').next().unwrap();
        let problems = with_text(file.path, &file.text.replacen(first, "surprise", 1));
        assert_found(&problems, file.path, None, first);
        assert_found(&problems, file.path, None, "surprise");
    }
}

#[test]
fn a_row_with_too_few_cells_is_named() {
    let problems = after(file::ANNUAL.path, "1992,48.05,43.62,91.67", "1992,48.05,91.67");
    assert!(
        problems
            .iter()
            .any(|p| p.file == file::ANNUAL.path && p.row == Some(2) && p.fix.contains("as many cells"))
    );
}

#[test]
fn every_unreadable_file_is_reported_at_once() {
    let files: Vec<File<'_>> =
        file::TABLES.into_iter().map(|file| File { text: "a,b\n1,2\n", ..file }).collect();
    let problems = check_files(&catalogue_with_checksums(CATALOGUE, &files), &files).unwrap_err();
    for file in files {
        assert!(
            problems.iter().any(|p| p.file == file.path && p.message.contains("missing")),
            "{}",
            file.path
        );
    }
}

#[test]
fn a_changed_digit_breaks_the_checksum() {
    let mut files = file::files();
    let changed = files[0].text.replace("2016,,,150,", "2016,,,151,");
    files[0].text = &changed;
    let problems = check_files(CATALOGUE, &files).unwrap_err();
    assert!(problems.iter().any(|p| p.file == file::ANNUAL.path && p.message.contains("checksum")));

    let wrong = CATALOGUE.replacen("sha256 = \"", "sha256 = \"0", 1);
    let problems = check_files(&wrong, &file::files()).unwrap_err();
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].file.as_str(), problems[0].row), (file::ANNUAL.path, None));
}

#[test]
fn the_catalogue_and_the_files_must_list_each_other() {
    let files = file::files();
    let problems = check_files(CATALOGUE, &files[1..]).unwrap_err();
    assert_found(&problems, "catalogue.toml", None, "path");
    assert!(
        problems.iter().any(|p| p.file == file::ANNUAL.path && p.message.contains("the file is missing"))
    );

    let renamed = CATALOGUE.replace("path = \"kz-az/goods.csv\"", "path = \"kz-az/wares.csv\"");
    let problems = check_files(&renamed, &files).unwrap_err();
    assert_found(&problems, "catalogue.toml", None, "path");
    assert!(problems.iter().any(|p| p.file == file::GOODS.path && p.message.contains("no entry")));

    let twice = CATALOGUE.replace("id = \"goods\"", "id = \"facts\"");
    assert_found(&check_files(&twice, &files).unwrap_err(), "catalogue.toml", None, "id");
}

#[test]
fn the_catalogue_must_say_what_each_file_is() {
    let files = file::files();
    let empty = CATALOGUE.replacen(
        "licence = \"figures of one pair, each cited; see sources.csv\"",
        "licence = \"\"",
        1,
    );
    assert_found(&check_files(&empty, &files).unwrap_err(), "catalogue.toml", None, "licence");
    let undated = CATALOGUE.replacen("retrieved = 2026-11-24", "retrieved = 11:24:00", 1);
    assert_found(&check_files(&undated, &files).unwrap_err(), "catalogue.toml", None, "retrieved");
    let sourceless = CATALOGUE.replacen("    \"turan-2017\",\n", "", 1);
    assert_found(&check_files(&sourceless, &files).unwrap_err(), file::ANNUAL.path, None, "source");
    let keyless = CATALOGUE.replacen("unit = ", "units = ", 1);
    let problems = check_files(&keyless, &files).unwrap_err();
    assert!(
        problems.iter().any(|p| p.file == "catalogue.toml" && p.message.contains("units")),
        "{problems:#?}"
    );
}

#[test]
fn writing_checksums_changes_nothing_else() {
    assert_eq!(catalogue_with_checksums(CATALOGUE, &file::files()), CATALOGUE);
    let emptied: String = CATALOGUE
        .split_inclusive('\n')
        .map(|line| if line.starts_with("sha256") { "sha256 = \"\"\n" } else { line })
        .collect();
    assert_ne!(emptied, CATALOGUE);
    assert_eq!(catalogue_with_checksums(&emptied, &file::files()), CATALOGUE);
}

#[test]
fn a_scenario_says_what_it_is_and_rests_on_sources_that_exist() {
    let path = "scenarios/oil-down-30.toml";
    for (from, to, column) in [
        ("name = \"Oil price down by 30 %\"", "name = \" \"", "name"),
        ("description = ", "descriptions = ", "description"),
        ("\"crude-oil-2022\"", "\"crude-oil-1922\"", "sources"),
        ("sources = [", "source = [", "sources"),
    ] {
        assert_found(&after(path, from, to), path, None, column);
    }
    let broken = after(path, "version = 1", "version = ");
    assert!(broken.iter().any(|p| p.file == path && p.message.contains("not valid TOML")), "{broken:#?}");
    // A source that the catalogue does not list.
    assert_found(&after(path, "\"crude-oil-2022\"", "\"baq\", \"crude-oil-2022\""), path, None, "source");
}
