//! What must hold within and between files that can be read.

use std::collections::{BTreeMap, BTreeSet};

use tradecast::{Flow, Period};

use super::catalogue::Entry;
use super::data::{Data, Rows};
use super::report::Findings;
use super::scenarios;
use crate::case::manifest::Manifest;
use crate::case::scenario::ReadyScenario;
use crate::problem::Problem;
use crate::record::{AnnualFigure, Fact, Good, PartYear, Record, Reporter, Source, SpliceYear, Weak};
use crate::table::Row;
use crate::words::{Confidence, Derived, FactUnit, GoodFlow, Measure};

/// Difference that the arithmetic of the machine alone may leave.
const ARITHMETIC: f64 = 1e-9;

/// Applies every rule.
pub(super) fn apply(
    data: &Data<'_>,
    manifest: &Manifest,
    ready: &[ReadyScenario],
    entries: &[Entry],
    findings: &mut Findings,
) {
    keys(data, &mut findings.problems);
    references(data, manifest, ready, entries, &mut findings.problems);
    periods(data, manifest, entries, &mut findings.problems);
    arithmetic_is_shown(data, &mut findings.problems);
    sums(&data.annual, |figure| figure.derived, findings);
    sums(&data.splice, |_| Derived::Nothing, findings);
    sums(&data.part_years, |reading| reading.derived, findings);
    splice(data, findings);
    facts(data, manifest, findings);
    goods_within_flows(data, &mut findings.problems);
}

fn keys(data: &Data<'_>, problems: &mut Vec<Problem>) {
    unique(&data.annual, &["year", "reporter", "stated_by"], problems);
    unique(&data.splice, &["year"], problems);
    unique(&data.part_years, &["period_start", "period_end", "reporter", "stated_by"], problems);
    unique(
        &data.goods,
        &["period_start", "period_end", "flow", "good", "measure", "reporter", "stated_by"],
        problems,
    );
    unique(&data.facts, &["id"], problems);
    unique(&data.reporters, &["reporter"], problems);
    unique(&data.sources, &["id"], problems);
    let mut letters = BTreeSet::new();
    for (row, reporter) in data.reporters.iter().filter(|(_, reporter)| !reporter.basis.is_empty()) {
        if !letters.insert(&reporter.basis) {
            problems.push(row.problem("basis", "the letter is taken", "give each reporter its own letter"));
        }
    }
}

/// Each key is there once.
pub(super) fn unique<T: Record>(rows: &Rows<'_, T>, columns: &[&str], problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (row, _) in rows.iter() {
        let key: Vec<&str> = columns.iter().map(|column| row.text(column)).collect();
        if !seen.insert(key) {
            let message = format!("{} were given in a row before", columns.join(", "));
            problems.push(row.problem(columns[0], message, "keep one of the two rows"));
        }
    }
}

/// Reporters and sources are known, sources are used, and the catalogue lists them.
fn references(
    data: &Data<'_>,
    manifest: &Manifest,
    ready: &[ReadyScenario],
    entries: &[Entry],
    problems: &mut Vec<Problem>,
) {
    let reporters: BTreeSet<&str> = data.reporters.values.iter().map(|r| r.reporter.as_str()).collect();
    let list = data.path::<Reporter>();
    listed(&data.annual, "reporter", &reporters, &list, problems);
    listed(&data.part_years, "reporter", &reporters, &list, problems);
    listed(&data.goods, "reporter", &reporters, &list, problems);
    for country in
        [&manifest.reporter, &manifest.partner].into_iter().filter(|c| !reporters.contains(c.as_str()))
    {
        let message = format!("{country:?} is a side of the pair and no reporter");
        problems
            .push(Problem::of_file(&list, message, "add a row, or correct case.toml").in_column("reporter"));
    }

    let known: BTreeSet<&str> = data.sources.values.iter().map(|source| source.id.as_str()).collect();
    let mut used: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let list = data.path::<Source>();
    used.insert(data.path::<AnnualFigure>(), listed(&data.annual, "source", &known, &list, problems));
    used.insert(data.path::<PartYear>(), listed(&data.part_years, "source", &known, &list, problems));
    used.insert(data.path::<Good>(), listed(&data.goods, "source", &known, &list, problems));
    used.insert(data.path::<Fact>(), listed(&data.facts, "source", &known, &list, problems));
    used.insert(
        data.path::<SpliceYear>(),
        data.splice.values.iter().filter_map(|year| origin(year, data)).map(|f| f.source.as_str()).collect(),
    );
    used.extend(ready.iter().map(|scenario| scenarios::sources(scenario, data, problems)));

    for (row, source) in data.sources.iter() {
        if !used.values().any(|ids| ids.contains(source.id.as_str())) {
            problems.push(row.problem("id", format!("source {:?} is not used", source.id), "remove the row"));
        }
    }
    for entry in entries {
        let written: BTreeSet<&str> = entry.sources.iter().map(String::as_str).collect();
        let found = used.remove(entry.whole_path.as_str()).unwrap_or_default();
        for id in found.symmetric_difference(&written) {
            let message = match found.contains(id) {
                true => format!("source {id:?} is used but the catalogue does not list it"),
                false => format!("the catalogue lists source {id:?}, which is not used"),
            };
            let fix = "correct `sources` in the catalogue";
            problems.push(Problem::of_file(&entry.whole_path, message, fix).in_column("source"));
        }
    }
}

/// The values of a column, each of which must be in a list.
fn listed<'r, T: Record>(
    rows: &'r Rows<'_, T>,
    column: &str,
    known: &BTreeSet<&str>,
    list: &str,
    problems: &mut Vec<Problem>,
) -> BTreeSet<&'r str> {
    let unknown = rows.iter().filter(|(row, _)| !known.contains(row.text(column)));
    problems.extend(unknown.map(|(row, _)| {
        let message = format!("{:?} is not known", row.text(column));
        row.problem(column, message, format!("correct it, or add it to {list}"))
    }));
    rows.table.rows().map(|row| row.text(column)).collect()
}

/// Periods lie between the first possible year and the day the file was retrieved.
fn periods(data: &Data<'_>, manifest: &Manifest, entries: &[Entry], problems: &mut Vec<Problem>) {
    let first_year = manifest.first_year;
    let month_of =
        |path: String| entries.iter().find(|entry| entry.whole_path == path).and_then(Entry::retrieved_month);
    let december = |year: i32| format!("{year}-12").parse::<Period>().ok();
    let rows = data.annual.iter().map(|(row, figure)| (row, "year", december(figure.year)));
    ended(rows, first_year, month_of(data.path::<AnnualFigure>()), problems);
    let rows = data.splice.iter().map(|(row, year)| (row, "year", december(year.year)));
    ended(rows, first_year, month_of(data.path::<SpliceYear>()), problems);
    let rows = data.part_years.iter().map(|(row, reading)| (row, "period_end", Some(reading.end)));
    ended(rows, first_year, month_of(data.path::<PartYear>()), problems);
    let rows = data.goods.iter().map(|(row, good)| (row, "period_end", Some(good.end.unwrap_or(good.start))));
    ended(rows, first_year, month_of(data.path::<Good>()), problems);

    let part_years = data.part_years.iter().map(|(row, reading)| (row, reading.start, Some(reading.end)));
    let goods = data.goods.iter().map(|(row, good)| (row, good.start, good.end));
    for (row, start, end) in part_years.chain(goods) {
        if end.is_some_and(|end| end < start) {
            problems.push(row.problem("period_end", "it lies before the start", "exchange the two"));
        }
    }
}

fn ended<'r>(
    rows: impl Iterator<Item = (Row<'r>, &'static str, Option<Period>)>,
    first_year: Option<i32>,
    retrieved: Option<Period>,
    problems: &mut Vec<Problem>,
) {
    for (row, column, end) in rows {
        let Some(end) = end else { continue };
        if let Some(first) = first_year.filter(|first| end.year() < *first) {
            problems.push(row.problem(column, format!("it lies before {first}"), "correct the year"));
        }
        if retrieved.is_some_and(|retrieved| end > retrieved) {
            let message = "the period had not ended when the file was retrieved";
            problems.push(row.problem(column, message, "correct it, or `retrieved` in the catalogue"));
        }
    }
}

/// A figure that no source prints shows how it was worked out.
fn arithmetic_is_shown(data: &Data<'_>, problems: &mut Vec<Problem>) {
    let annual = data.annual.iter().map(|(row, figure)| (row, figure.derived != Derived::Nothing));
    let part_years = data.part_years.iter().map(|(row, reading)| (row, reading.derived != Derived::Nothing));
    let goods = data.goods.iter().map(|(row, good)| (row, good.derived));
    let facts = data.facts.iter().map(|(row, fact)| (row, fact.derived));
    for (row, derived) in annual.chain(part_years).chain(goods).chain(facts) {
        if derived && row.text("note").is_empty() {
            problems.push(row.problem(
                "note",
                "the figure is derived but not explained",
                "write the arithmetic",
            ));
        }
    }
}

/// Turnover is exports plus imports wherever all three are given.
///
/// Printed figures may each be off by half a unit of their last digit; a figure derived from the other two is exact.
fn sums<T: Record>(rows: &Rows<'_, T>, derived: impl Fn(&T) -> Derived, findings: &mut Findings) {
    for (row, value) in rows.iter() {
        let printed = ["exports", "imports", "turnover"].map(|column| row.text(column));
        let [Ok(exports), Ok(imports), Ok(turnover)] = printed.map(str::parse::<f64>) else { continue };
        let rounding: f64 = match derived(value) {
            Derived::Turnover | Derived::Imports => 0.0,
            Derived::Nothing | Derived::All => printed.iter().map(|text| half_unit(text)).sum(),
        };
        if (exports + imports - turnover).abs() > rounding + ARITHMETIC * turnover {
            let message = format!("{turnover} is not {exports} + {imports} within rounding ({rounding})");
            findings.problems.push(row.problem("turnover", message, "compare the three with the source"));
        } else {
            findings.report.sums += 1;
        }
    }
}

/// Half a unit of the last printed digit.
fn half_unit(text: &str) -> f64 {
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    (0..decimals).fold(0.5, |unit, _| unit / 10.0)
}

fn origin<'d>(year: &SpliceYear, data: &'d Data<'_>) -> Option<&'d AnnualFigure> {
    year.origin(&data.annual.values, &data.reporters.values)
}

/// Every year of the default series repeats an annual figure, in order, and says so where it is weak.
fn splice(data: &Data<'_>, findings: &mut Findings) {
    let problems = &mut findings.problems;
    for (row, year) in data.splice.iter() {
        let Some(figure) = origin(year, data) else {
            let message =
                format!("{} and basis {:?} match no row of {}", year.year, year.basis, AnnualFigure::FILE);
            problems.push(row.problem(
                "basis",
                message,
                "repeat the three figures of that reporter unchanged",
            ));
            continue;
        };
        findings.report.years += 1;
        if year.weak == Weak::No && figure.confidence != Confidence::High {
            let message = format!("the figure has {} confidence", figure.confidence);
            problems.push(row.problem("weak", message, "mark the year as weak"));
        }
        if year.weak != Weak::No && year.note.is_empty() {
            problems.push(row.problem("note", "a weak year must say why", "write the reason"));
        }
    }
    for (pair, (row, _)) in data.splice.values.windows(2).zip(data.splice.iter().skip(1)) {
        if pair[0].year > pair[1].year {
            problems.push(row.problem("year", "the years are out of order", "sort the rows by year"));
        }
    }
}

/// The facts of one article do not contradict the goods or the annual figures.
fn facts(data: &Data<'_>, manifest: &Manifest, findings: &mut Findings) {
    for (row, fact) in data.facts.iter() {
        if fact.value.is_some() != fact.unit.is_some() {
            let problem =
                row.problem("unit", "a figure needs a unit and a unit a figure", "fill both or neither");
            findings.problems.push(problem);
        }
        match expected(fact, row, data, &manifest.reporter) {
            Expected::Nothing => {}
            Expected::Unknown(message) => {
                findings.problems.push(row.problem("good", message, format!("add it to {}", Good::FILE)));
            }
            Expected::Value { value, within, whose } => {
                if fact
                    .value
                    .is_some_and(|stated| (stated - value).abs() <= within + ARITHMETIC * value.abs())
                {
                    findings.report.facts += 1;
                } else {
                    let message = format!("{:?} contradicts {whose}, which give {value}", row.text("value"));
                    findings.problems.push(row.problem("value", message, "compare both with the source"));
                }
            }
        }
    }
}

/// What the other files say of a fact; facts quote the reporter of the pair.
enum Expected {
    /// Nothing that could be compared.
    Nothing,
    /// The good should be there and is not.
    Unknown(String),
    /// A value, in the unit of the fact.
    Value { value: f64, within: f64, whose: &'static str },
}

fn expected(fact: &Fact, row: Row<'_>, data: &Data<'_>, reporter: &str) -> Expected {
    let (Some(unit), Some(flow)) = (fact.unit, fact.flow) else { return Expected::Nothing };
    let Some(year) =
        fact.years.as_ref().filter(|years| years.start() == years.end()).map(|years| *years.start())
    else {
        return Expected::Nothing;
    };
    let total = || {
        let mut figures = data.annual.values.iter().filter(|f| f.year == year && f.reporter == reporter);
        figures.find_map(|figure| figure.value(flow))
    };
    if fact.good.is_empty() {
        return match (unit, total()) {
            (FactUnit::UsdMillion, Some(value)) if !fact.derived => {
                Expected::Value { value, within: 0.0, whose: "the annual figures" }
            }
            _ => Expected::Nothing,
        };
    }
    let good = data.goods.values.iter().find(|good| {
        good.full_year() == Some(year)
            && good.good == fact.good
            && good.flow.to_string() == flow.to_string()
            && good.measure == Measure::Level
            && good.source == fact.source
    });
    let Some(good) = good else {
        return Expected::Unknown(format!("{} in {year} are not among the goods of this source", fact.good));
    };
    let whose = "the goods";
    let exact = |value: Option<f64>| match value {
        Some(value) => Expected::Value { value, within: 0.0, whose },
        None => Expected::Unknown(format!("the row of {} in {year} lacks this figure", fact.good)),
    };
    match unit {
        FactUnit::UsdMillion => exact(good.value),
        FactUnit::GrowthPct => exact(good.growth_pct),
        FactUnit::TimesYearBefore => exact(good.growth_pct.map(|growth| 1.0 + growth / 100.0)),
        FactUnit::ExportSharePct => match (good.value, total()) {
            (Some(value), Some(total)) => {
                Expected::Value { value: 100.0 * value / total, within: half_unit(row.text("value")), whose }
            }
            _ => Expected::Unknown(format!("the row of {} in {year} lacks its value", fact.good)),
        },
        FactUnit::Other | FactUnit::Goods | FactUnit::Rank => Expected::Nothing,
    }
}

/// The goods of a year and direction do not exceed the direction as the same reporter counts it.
fn goods_within_flows(data: &Data<'_>, problems: &mut Vec<Problem>) {
    for figure in &data.annual.values {
        for (flow, good_flow) in [(Flow::Exports, GoodFlow::Exports), (Flow::Imports, GoodFlow::Imports)] {
            let Some(total) = figure.value(flow) else { continue };
            let goods = data.goods.values.iter().filter(|good| {
                good.full_year() == Some(figure.year)
                    && good.reporter == figure.reporter
                    && good.flow == good_flow
                    && good.measure == Measure::Level
            });
            let sum: f64 = goods.filter_map(|good| good.value).sum();
            if sum > total {
                let message = format!("the {flow} of {} add up to {sum}, of {total} in all", figure.year);
                problems.push(
                    Problem::of_file(&data.path::<Good>(), message, "compare them with the source")
                        .in_column("value"),
                );
            }
        }
    }
}
