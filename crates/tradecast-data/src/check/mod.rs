//! The check of the data files: against their own columns, against what describes them, and against each other.

mod catalogue;
mod data;
mod report;
mod rules;
mod scenarios;

use std::collections::BTreeSet;

use crate::case::folder;
use crate::case::pair::Case;
use crate::embedded::{self, CATALOGUE, File, MANIFEST, PAIRS};
use crate::outcome::{AnnouncedTarget, PanelCoverage, PanelReliability};
use crate::problem::Problem;

use catalogue::is_manifest;
use data::{Data, Rows};
use report::Findings;

pub use catalogue::{catalogue_with_checksums, renewed_checksums};
pub use report::Report;

/// Checks the embedded files.
///
/// ```
/// assert!(tradecast_data::check().is_ok());
/// ```
///
/// # Errors
/// Every fault found, see [`check_files`].
pub fn check() -> Result<Report, Vec<Problem>> {
    check_files(CATALOGUE, &embedded::files())
}

/// Checks a catalogue and files given as text.
///
/// Found are: a file that is not described and the reverse; a wrong checksum; a missing or unknown column or key; a cell
/// of the wrong type, a word outside its list, a value that is not positive; a key twice; an unknown or unused source,
/// an unknown reporter; a period that had not ended when the file was retrieved; a turnover other than exports plus
/// imports; a year of the default series that repeats no annual figure, or does not say that it is weak; a fact that
/// contradicts the goods or the annual figures; goods that exceed their flow; a derived figure without its arithmetic; a
/// scenario that does not say what it is or rests on an unknown source; rows that make no series or no composition.
///
/// ```
/// use tradecast_data::{CATALOGUE, check_files, files};
///
/// let mut files = files();
/// let annual = files.iter_mut().find(|file| file.path.ends_with("/annual.csv")).unwrap();
/// let broken = annual.text.replace("375.3,86.6,461.9", "375.3,86.6,491.9");
/// annual.text = &broken;
/// let path = annual.path;
/// let problems = check_files(CATALOGUE, &files).unwrap_err();
/// assert!(problems.iter().any(|p| p.file == path && p.column.as_deref() == Some("turnover")));
/// ```
///
/// # Errors
/// Every fault found. Files are compared with each other only where all of them can be read.
pub fn check_files(catalogue: &str, files: &[File<'_>]) -> Result<Report, Vec<Problem>> {
    let mut findings = Findings::default();
    let (of_pairs, others): (Vec<File<'_>>, Vec<File<'_>>) =
        files.iter().copied().partition(|file| file.path.starts_with(PAIRS));
    catalogue::entries(&File { path: "catalogue.toml", text: catalogue }, &others, &mut findings);
    others_are_sound(&others, &mut findings);
    findings.report.files += others.len();
    let ids: BTreeSet<&str> = of_pairs.iter().map(|file| pair_of(file.path)).collect();
    for id in ids {
        let pair = of_pairs.iter().copied().filter(|file| pair_of(file.path) == id);
        check_pair(id, &pair.collect::<Vec<_>>(), &mut findings);
    }
    if findings.problems.is_empty() { Ok(findings.report) } else { Err(findings.problems) }
}

/// The identifier of the pair whose folder a file is in.
fn pair_of(path: &str) -> &str {
    let below = path.strip_prefix(PAIRS).unwrap_or(path);
    below.split('/').next().unwrap_or(below)
}

/// Checks the folder of one pair.
fn check_pair(id: &str, files: &[File<'_>], findings: &mut Findings) {
    findings.report.files += files.len();
    let Some(manifest) = files.iter().find(|file| is_manifest(file.path)) else {
        let path = format!("{PAIRS}{id}/{MANIFEST}");
        findings.problems.push(Problem::of_file(&path, "the file is missing", "say in it what the pair is"));
        return;
    };
    // What describes the others cannot hold its own checksum.
    let described: Vec<File<'_>> = files.iter().copied().filter(|file| !is_manifest(file.path)).collect();
    let entries = catalogue::entries(manifest, &described, findings);
    let before = findings.problems.len();
    let data = Data::read(id, files, findings);
    let described = folder::manifest(id, files).map_err(|problems| findings.problems.extend(problems));
    let (Some(data), Ok((manifest, scenarios))) = (data, described) else { return };
    rules::apply(&data, &manifest, &scenarios, &entries, findings);
    // What a rule found would only be found again.
    if findings.problems.len() == before
        && let Err(problems) = Case::read(id, manifest, files).and_then(|case| case.with(scenarios, files))
    {
        findings.problems.extend(problems);
    }
}

/// Reads the files that belong to no pair.
fn others_are_sound(files: &[File<'_>], findings: &mut Findings) {
    let targets: Option<Rows<'_, AnnouncedTarget>> = Rows::read("", files, true, findings);
    let reliability: Option<Rows<'_, PanelReliability>> = Rows::read("", files, true, findings);
    let coverage: Option<Rows<'_, PanelCoverage>> = Rows::read("", files, true, findings);
    let problems = &mut findings.problems;
    if let Some(rows) = targets {
        rules::unique(&rows, &["announced", "pair", "target_usd_bn", "due", "url"], problems);
    }
    if let Some(rows) = reliability {
        rules::unique(&rows, &["from_pct"], problems);
    }
    if let Some(rows) = coverage {
        rules::unique(&rows, &["lead"], problems);
    }
}

#[cfg(test)]
mod tests;
