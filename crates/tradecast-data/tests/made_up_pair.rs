//! Adding a pair is adding a folder: a made-up one is written into a temporary folder, blessed, checked, and read as the embedded
//! ones are.

#![cfg(feature = "check")]

use std::path::PathBuf;
use std::{env, fs, process};

use tradecast::{Flow, Lever, Period, Setting};
use tradecast_data::{CATALOGUE, File, OwnedFile, check_files, files, read_folder, renewed_checksums};

const CASE: &str = r#"
version = 1
title = "Northland–Southland"
reporter = "Northland"
partner = "Southland"
unit = "EUR m"
target = 400
as_of = 2020
link = "north-south"
scenarios = ["harvest"]
compared = ["harvest"]

[levers.shock]
range_reason = "Trade of this pair has never halved."

[[file]]
id = "annual"
path = "annual.csv"
title = "Annual trade"
sources = ["yearbook"]
retrieved = 2022-03-01
unit = "current EUR m"
definition = "goods"
confidence = "given in each row"
licence = "made up"
sha256 = ""

[[file]]
id = "series"
path = "series.csv"
title = "The default series"
sources = ["yearbook"]
retrieved = 2022-03-01
unit = "current EUR m"
definition = "goods"
confidence = "given in each row"
licence = "made up"
sha256 = ""

[[file]]
id = "year-to-date"
path = "year-to-date.csv"
title = "First months"
sources = ["yearbook"]
retrieved = 2022-03-01
unit = "current EUR m"
definition = "goods"
confidence = "given in each row"
licence = "made up"
sha256 = ""

[[file]]
id = "goods"
path = "goods.csv"
title = "Goods"
sources = ["yearbook"]
retrieved = 2022-03-01
unit = "current EUR m"
definition = "goods"
confidence = "given in each row"
licence = "made up"
sha256 = ""

[[file]]
id = "reporters"
path = "reporters.csv"
title = "Reporters"
sources = []
retrieved = 2022-03-01
unit = "none"
definition = "names"
confidence = "not applicable"
licence = "made up"
sha256 = ""

[[file]]
id = "sources"
path = "sources.csv"
title = "Sources"
sources = []
retrieved = 2022-03-01
unit = "none"
definition = "addresses"
confidence = "not applicable"
licence = "made up"
sha256 = ""

[[file]]
id = "harvest"
path = "scenarios/harvest.toml"
title = "Scenario: A rich harvest"
sources = ["yearbook"]
retrieved = 2022-03-01
unit = "levers"
definition = "an assumption"
confidence = "an assumption"
licence = "made up"
sha256 = ""
"#;

const ANNUAL: &str = "\
year,exports,imports,turnover,reporter,stated_by,method,source,note,derived,confidence
2018,100,60,160,Northland,,national statistics,yearbook,,no,high
2018,,,150,Southland,,national statistics,yearbook,,no,high
2019,110,70,180,Northland,,national statistics,yearbook,,no,high
2019,,,165,Southland,,national statistics,yearbook,,no,high
2020,120,80,200,Northland,,national statistics,yearbook,,no,high
2020,,,190,Southland,,national statistics,yearbook,,no,high
2021,130,90,220,Northland,,national statistics,yearbook,,no,high
";

const SERIES: &str = "\
year,exports,imports,turnover,basis,weak,note
2018,100,60,160,A,no,
2019,110,70,180,A,no,
2020,120,80,200,A,no,
2021,130,90,220,A,no,
";

const YEAR_TO_DATE: &str = "\
period_start,period_end,period_basis,exports,imports,turnover,growth_pct,reporter,stated_by,source,note,derived,confidence
2021-01,2021-03,printed,,,55,,Northland,,yearbook,,no,high
2022-01,2022-02,printed,,,40,,Southland,,yearbook,,no,high
";

const GOODS: &str = "\
period_start,period_end,period_basis,flow,good,measure,value,quantity_kt,growth_pct,reporter,stated_by,source,note,derived,confidence
2021-01,2021-12,printed,exports,dried fish,level,50,,,Northland,ministry,yearbook,,no,high
";

const REPORTERS: &str = "\
reporter,basis,definition
Northland,A,customs of Northland
Southland,,customs of Southland
";

const SOURCES: &str = "\
id,title,url,retrieved,licence
yearbook,A yearbook,https://example.org/yearbook,2022-03-01,made up
";

const HARVEST: &str = r#"
version = 1
name = "A rich harvest"
description = "Half as much fish again."
sources = ["yearbook"]

[levers.dried-fish]
volume = { pert = [40, 50, 60], unit = "% of today's" }
"#;

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    /// The folder of the pair, without some of its files.
    fn without(name: &str, left_out: &[&str]) -> Self {
        let folder = Self(env::temp_dir().join(format!("{name}-{}", process::id())).join("north-south"));
        fs::create_dir_all(folder.0.join("scenarios")).expect("a temporary folder");
        for (name, text) in [
            ("case.toml", CASE),
            ("annual.csv", ANNUAL),
            ("series.csv", SERIES),
            ("year-to-date.csv", YEAR_TO_DATE),
            ("goods.csv", GOODS),
            ("reporters.csv", REPORTERS),
            ("sources.csv", SOURCES),
            ("scenarios/harvest.toml", HARVEST),
        ] {
            if !left_out.contains(&name) {
                fs::write(folder.0.join(name), text).expect("a temporary file");
            }
        }
        folder
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(self.0.parent().expect("it was made in a folder"));
    }
}

/// Writes the checksums as `data-bless` does and checks all files as `data-check` does.
fn blessed_and_checked(own: &[OwnedFile]) -> Result<tradecast_data::Report, Vec<tradecast_data::Problem>> {
    let all: Vec<File<'_>> = files().into_iter().chain(own.iter().map(OwnedFile::borrowed)).collect();
    let renewed = renewed_checksums(CATALOGUE, &all);
    let text = |path: &str| renewed.iter().find(|(of, _)| of == path).map(|(_, text)| text.as_str());
    let blessed: Vec<File<'_>> =
        all.iter().map(|file| File { path: file.path, text: text(file.path).unwrap_or(file.text) }).collect();
    check_files(text("catalogue.toml").expect("it is always there"), &blessed)
}

#[test]
fn a_made_up_pair_is_read_like_every_other() {
    let folder = Folder::without("made-up-pair", &[]);
    let (case, own) = read_folder(&folder.0).unwrap();
    assert_eq!((case.id.as_str(), case.title.as_str()), ("north-south", "Northland–Southland"));
    assert_eq!((case.target, case.unit.as_str()), (400.0, "EUR m"));
    assert_eq!(case.turnover().name(), "Northland–Southland turnover");
    assert_eq!((case.turnover().reporter(), case.turnover().unit()), ("Northland", "EUR m"));
    assert_eq!(case.series(Flow::Imports).unwrap().last().value, 90.0);
    assert_eq!(case.counted_by("Southland").unwrap().last().value, 190.0);
    assert_eq!(case.citations()[0].years, "2018–2021");

    let now = case.known_at(None).unwrap();
    assert_eq!(now.series.last().value, 220.0);
    let parts: Vec<String> =
        now.composition.as_ref().unwrap().leaves().map(|part| part.id.to_string()).collect();
    assert_eq!(parts, ["dried-fish", "other-exports", "imports"]);
    assert_eq!(now.readings.list().len(), 1);
    assert_eq!(now.readings.list()[0].to_string(), "2022-01..2022-02=40@Southland");
    assert_eq!(now.readings.gaps()[0].reporter(), "Southland");

    let then = case.known_at(case.as_of.map(Period::annual)).unwrap();
    assert_eq!(then.series.last().value, 200.0);
    assert_eq!(then.composition.unwrap().parts().len(), 2);
    assert!(then.readings.list().is_empty());
    assert!(case.known_at(Some(Period::annual(2000))).is_err());

    let ids: Vec<&str> = case.scenarios().iter().map(|scenario| scenario.id.as_str()).collect();
    assert_eq!(
        (ids.as_slice(), case.compared.as_slice()),
        (&["baseline", "harvest"][..], &["harvest".to_owned()][..])
    );
    let (lever, setting) = &case.scenarios()[1].levers[0];
    assert_eq!(lever, "dried-fish.volume");
    assert_eq!(*setting, "pert(40, 50, 60)".parse::<Setting>().unwrap());
    let note = case.lever_note(Lever::Shock).unwrap();
    assert_eq!(note.range_reason.as_deref(), Some("Trade of this pair has never halved."));

    let report = blessed_and_checked(&own).unwrap();
    assert_eq!(report.files, files().len() + own.len());
    assert!(check_files(CATALOGUE, &own.iter().map(OwnedFile::borrowed).collect::<Vec<_>>()).is_err());
}

#[test]
fn what_a_pair_may_leave_out_it_does_without() {
    let folder = Folder::without("small-pair", &["year-to-date.csv", "goods.csv"]);
    let (case, _) = read_folder(&folder.0).unwrap();
    let now = case.known_at(None).unwrap();
    assert!(now.readings.list().is_empty() && case.facts().is_empty());
    assert_eq!(now.composition.unwrap().leaves().count(), 2);
}

#[test]
fn what_a_pair_must_have_is_asked_for() {
    for needed in ["case.toml", "annual.csv", "series.csv", "reporters.csv", "sources.csv"] {
        let folder = Folder::without(&format!("no-{needed}"), &[needed]);
        let problems = read_folder(&folder.0).unwrap_err();
        let path = format!("pairs/north-south/{needed}");
        assert!(problems.iter().any(|problem| problem.file == path), "{problems:#?}");
    }
}
