//! Tables of publishers come out as series with names, flow, reporter and unit.

use tradecast::{Flow, Series};
use tradecast_io::{Note, Publisher, ReadOptions, Table, preview_csv, read_csv};

use crate::files;

fn read(file: &str, publisher: Publisher) -> Table {
    let guess = preview_csv(file, 0).expect("a table").guess;
    assert_eq!(guess.publisher, Some(publisher));
    let table = read_csv(file, &guess).expect("a table");
    assert!(table.problems.is_empty(), "{:?}", table.problems);
    table
}

/// Name and values of each series.
fn told(table: &Table) -> Vec<(String, Vec<(String, f64)>)> {
    let values =
        |series: &Series| series.observations().iter().map(|o| (o.period.to_string(), o.value)).collect();
    table.series.iter().map(|series| (series.name().to_owned(), values(series))).collect()
}

fn expected(series: &[(&str, &[(&str, f64)])]) -> Vec<(String, Vec<(String, f64)>)> {
    let values = |values: &[(&str, f64)]| {
        values.iter().map(|(period, value)| ((*period).to_owned(), *value)).collect()
    };
    series.iter().map(|(name, of)| ((*name).to_owned(), values(of))).collect()
}

#[test]
fn comtrade_since_2022() {
    let table = read(files::COMTRADE_PLUS, Publisher::ComtradePlus);
    assert_eq!(
        told(&table),
        expected(&[
            ("Kazakhstan - Azerbaijan exports", &[("2021", 287.8), ("2022", 375.3)]),
            ("Kazakhstan - Azerbaijan turnover", &[("2021", 332.2), ("2022", 461.9)]),
            ("Kazakhstan - Azerbaijan imports", &[("2021", 44.4), ("2022", 86.6)]),
            ("Kazakhstan - Azerbaijan exports: Wheat and meslin", &[("2022", 89.0)]),
            ("Azerbaijan - Kazakhstan imports", &[("2022", 401.0)]),
            ("Kazakhstan - Azerbaijan exports, monthly", &[("2022-07", 30.0)]),
        ])
    );
    for series in &table.series {
        assert_eq!((series.unit(), series.name().starts_with(series.reporter())), ("USD m", true));
    }
    let flows: Vec<Flow> = table.series.iter().map(Series::flow).collect();
    assert_eq!(flows[..3], [Flow::Exports, Flow::Turnover, Flow::Imports]);
    let left_out: Vec<(usize, &str, usize)> = table
        .notes
        .iter()
        .filter_map(|note| match note {
            Note::LeftOut { row, column, rows, .. } => Some((*row, column.as_str(), *rows)),
            _ => None,
        })
        .collect();
    assert_eq!(left_out, [(7, "flowDesc", 1), (5, "motCode", 1)]);
}

#[test]
fn comtrade_until_2022() {
    let table = read(files::COMTRADE, Publisher::Comtrade);
    assert_eq!(
        told(&table),
        expected(&[
            ("Kazakhstan - Azerbaijan exports", &[("2018", 190.0), ("2019", 205.0)]),
            ("Kazakhstan - Azerbaijan turnover", &[("2018", 228.1)]),
            ("Kazakhstan - Azerbaijan imports", &[("2018", 38.1)]),
        ])
    );
    let [note @ Note::OneFlow { row: 4, .. }] = table.notes.as_slice() else { panic!("{:?}", table.notes) };
    assert!(note.to_string().contains("of 2019 only one of exports and imports is known"), "{note}");
}

#[test]
fn wits() {
    let table = read(files::WITS, Publisher::WitsPartner);
    assert_eq!(
        told(&table),
        expected(&[
            ("Kazakhstan - Azerbaijan exports", &[("2019", 205.0005), ("2021", 287.8)]),
            ("Kazakhstan - Azerbaijan turnover", &[("2019", 249.0005), ("2021", 332.2)]),
            ("Kazakhstan - Azerbaijan imports", &[("2019", 44.0), ("2020", 40.0), ("2021", 44.4)]),
        ])
    );
    let table = read(files::WITS_SUMMARY, Publisher::WitsSummary);
    assert_eq!(
        told(&table),
        expected(&[
            ("Kazakhstan - World exports", &[("2020", 46949.6), ("2021", 60321.0)]),
            ("Kazakhstan - World exports: Fuels", &[("2020", 27306.6), ("2021", 35000.5)]),
        ])
    );
}

#[test]
fn imf() {
    let yearly = &[
        ("Kazakhstan - Azerbaijan exports", &[("2020", 150.0), ("2021", 287.8)] as &[_]),
        ("Kazakhstan - Azerbaijan turnover", &[("2020", 190.0), ("2021", 332.2)]),
        ("Kazakhstan - Azerbaijan imports", &[("2020", 40.0), ("2021", 44.4)]),
    ];
    assert_eq!(told(&read(files::IMF_PANEL, Publisher::ImfPanel)), expected(yearly));
    let yearly_of = |table: &Table| -> Vec<_> {
        told(table).into_iter().filter(|(name, _)| !name.ends_with("ly")).collect()
    };
    let dots = read(files::IMF_DOTS, Publisher::ImfDots);
    assert_eq!(yearly_of(&dots), expected(yearly));
    let others = told(&dots).into_iter().filter(|(name, _)| name.ends_with("ly")).collect::<Vec<_>>();
    assert_eq!(
        others,
        expected(&[
            ("Kazakhstan - Azerbaijan exports, monthly", &[("2020-01", 11.0), ("2021-01", 21.0)]),
            ("Kazakhstan - Azerbaijan exports, quarterly", &[("2021-Q1", 61.0)]),
        ])
    );
    assert_eq!(yearly_of(&read(files::IMF_PORTAL, Publisher::ImfPortal)), expected(yearly));
    let sdmx = yearly_of(&read(files::IMF_SDMX, Publisher::ImfSdmx));
    assert_eq!(
        sdmx,
        expected(&[
            ("KAZ - AZE exports", &[("2020", 150.0), ("2021", 287.8)]),
            ("KAZ - AZE turnover", &[("2021", 332.2)]),
            ("KAZ - AZE imports", &[("2021", 44.4)]),
        ])
    );
}

#[test]
fn exports_and_imports_side_by_side() {
    let table = read(files::SIDE_BY_SIDE, Publisher::SideBySide);
    assert_eq!(
        told(&table)[..3],
        expected(&[
            ("Азербайджан exports", &[("2020", 150.0005), ("2021", 287.8)]),
            ("Азербайджан turnover", &[("2020", 190.0005), ("2021", 332.2)]),
            ("Азербайджан imports", &[("2020", 40.0), ("2021", 44.4)]),
        ])
    );
    assert_eq!(table.series.len(), 6);
    // Where no column names the pair, and nothing says thousands.
    let file = "Year,Exports,Imports\n2020,5,1\n2021,6,2\n";
    let guess = ReadOptions { name: "KZ-AZ".to_owned(), ..preview_csv(file, 0).unwrap().guess };
    assert_eq!(read_csv(file, &guess).unwrap().series[1].name(), "KZ-AZ turnover");
    assert_eq!(read_csv(file, &guess).unwrap().series[1].last().value, 8.0);
}

#[test]
fn one_flow_can_be_asked_for() {
    for (only, name, value) in [
        (Flow::Turnover, "Kazakhstan - Azerbaijan turnover", 228.1),
        (Flow::Imports, "Kazakhstan - Azerbaijan imports", 38.1),
    ] {
        let options = ReadOptions { only: Some(only), ..preview_csv(files::COMTRADE, 0).unwrap().guess };
        let table = read_csv(files::COMTRADE, &options).unwrap();
        assert_eq!((table.series.len(), table.series[0].name()), (1, name));
        assert_eq!(table.series[0].first().value, value);
    }
}

#[test]
fn what_is_wrong_names_the_cell() {
    let file = files::WITS.replace("287800", "about 287800").replace("40000", "-40000");
    let table = read_csv(&file, &preview_csv(&file, 0).unwrap().guess).unwrap();
    let told: Vec<_> = table
        .problems
        .iter()
        .map(|problem| {
            (problem.series.as_str(), problem.error.code(), problem.error.row(), problem.error.column())
        })
        .collect();
    let cell = (Some(2), Some("2021"));
    assert_eq!(
        told,
        [
            ("Kazakhstan - Azerbaijan exports", "bad_number", cell.0, cell.1),
            ("Kazakhstan - Azerbaijan turnover", "bad_number", cell.0, cell.1),
            ("Kazakhstan - Azerbaijan imports", "negative_value", Some(4), Some("2020")),
        ]
    );
}

#[test]
fn a_year_without_imports_is_still_a_turnover() {
    let file = files::IMF_PANEL.replace("40000000,110000000", "0,150000000");
    let table = read_csv(&file, &preview_csv(&file, 0).unwrap().guess).unwrap();
    let names: Vec<&str> = table.series.iter().map(Series::name).collect();
    assert_eq!(
        names,
        [
            "Kazakhstan - Azerbaijan exports",
            "Kazakhstan - Azerbaijan turnover",
            "Kazakhstan - Azerbaijan imports"
        ]
    );
    assert_eq!((table.series[1].first().value, table.series[2].first().value), (150.0, 0.0));
    assert!(table.problems.is_empty());
}
