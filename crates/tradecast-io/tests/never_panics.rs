//! Properties: no file makes a reader panic, and what it accepts is what was written.

use proptest::collection::vec;
use proptest::prelude::*;
use tradecast_io::{ReadOptions, Table, read_csv};

const GOOD: &str =
    "series,period,value,source\nA,2020,1.5,x\n\"B\",2020-Q1,10,\"y, z\"\r\nA,2021,2,\nB,2020-Q2,,w\n";

/// Every message of a table can be printed, and points into the file.
fn check(file: &[u8], table: &Table) -> Result<(), TestCaseError> {
    let lines = file.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() + 1;
    let rows = table.problems.iter().filter_map(|p| p.error.row()).chain(table.notes.iter().map(|n| n.row()));
    for row in rows {
        prop_assert!((2..=lines).contains(&row), "row {row} of {lines}");
    }
    for text in
        table.problems.iter().map(|p| p.error.to_string()).chain(table.notes.iter().map(|n| n.to_string()))
    {
        prop_assert!(!text.is_empty() && text.len() < 2000);
    }
    for value in table.series.iter().flat_map(|s| s.observations()).map(|o| o.value) {
        prop_assert!(value.is_finite() && value >= 0.0);
    }
    Ok(())
}

fn read_and_check(file: &[u8]) -> Result<(), TestCaseError> {
    match read_csv(file, &ReadOptions::default()) {
        Ok(table) => check(file, &table),
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            Ok(())
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(file in vec(any::<u8>(), 0..400)) {
        read_and_check(&file)?;
    }

    #[test]
    fn any_text_below_a_good_header(text in "[ -~\\n\\r\"éA-C0-9,;.-]{0,300}") {
        read_and_check(format!("series,period,value\n{text}").as_bytes())?;
    }

    #[test]
    fn a_good_file_with_bytes_changed_inserted_and_deleted(
        edits in vec((any::<prop::sample::Index>(), prop::option::of(prop_oneof![
            any::<u8>(),
            prop::sample::select(b"\n\r\",;\t-.0e \xef".to_vec()),
        ]), any::<bool>()), 1..8)
    ) {
        let mut file = GOOD.as_bytes().to_vec();
        for (at, byte, insert) in edits {
            let at = at.index(file.len());
            match (byte, insert) {
                (Some(byte), true) => file.insert(at, byte),
                (Some(byte), false) => file[at] = byte,
                (None, _) if file.len() > 1 => drop(file.remove(at)),
                (None, _) => {}
            }
        }
        read_and_check(&file)?;
    }

    #[test]
    fn what_was_written_is_read_in_any_order_of_rows(
        // Up to four years without a value: a longer gap may be told or refused, and has tests of its own.
        steps in vec((1_i32..6, 1e-6..1e9_f64), 1..40),
        order in any::<prop::sample::Index>(),
    ) {
        let years = steps.iter().scan(1900, |year, (step, _)| {
            *year += step;
            Some(*year)
        });
        let values: Vec<(i32, f64)> = years.zip(steps.iter().map(|(_, value)| *value)).collect();
        let mut rows: Vec<String> = values.iter().map(|(year, value)| format!("{year},{value}\n")).collect();
        let middle = order.index(rows.len());
        rows.rotate_left(middle);
        let table = read_csv(format!("period,value\n{}", rows.concat()), &ReadOptions::default()).unwrap();
        let read: Vec<(i32, f64)> =
            table.single().unwrap().observations().iter().map(|o| (o.period.year(), o.value)).collect();
        prop_assert_eq!(read, values);
        prop_assert_eq!(table.notes.len(), usize::from(middle > 0));
    }
}

/// Reads a scenario in both formats; errors can be printed and point into the file, and what is accepted has a meaning.
#[cfg(all(feature = "toml", feature = "json"))]
fn read_scenario_and_check(text: &str) -> Result<(), TestCaseError> {
    let series = read_csv(GOOD, &ReadOptions::default()).expect("it is good").series.remove(0);
    let lines = text.lines().count() + 1;
    for format in [tradecast_io::ScenarioFormat::Toml, tradecast_io::ScenarioFormat::Json] {
        let error = match tradecast_io::read_scenario(text, format) {
            Ok(scenario) => {
                for idle in scenario.idle() {
                    prop_assert!((1..=lines).contains(&idle.row) && !idle.to_string().is_empty());
                }
                scenario.assumptions(&series).err()
            }
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            prop_assert!(!error.to_string().is_empty() && error.to_string().len() < 2000);
            prop_assert!(error.row().is_none_or(|row| (1..=lines).contains(&row)));
        }
    }
    Ok(())
}

#[cfg(all(feature = "toml", feature = "json"))]
proptest! {
    #[test]
    fn any_scenario(
        text in "(version = 1\n|\\[levers\\]\n|growth = |[0-9]{1,3}\n|\\{|\\}|\\[|\"[a-z]{0,8}\"|:|,|[ -~\\n]){0,20}"
    ) {
        read_scenario_and_check(&text)?;
    }

    #[test]
    fn any_levers_in_either_format(
        levers in vec((
            "(growth|shock_year|wheat|wheat\\.price|relief|capacity|contracts|money_of|[a-z.-]{0,6})",
            "(-?[0-9]{1,4}(\\.[0-9])?|nan|-inf|1e400|true|\"x\"|\\[1, 2\\]|2027-01-01|9223372036854775808)",
            "(value|unit|triangular|pert|normal|lognormal|price|[a-z]{0,4})",
            0..5_usize,
        ), 0..6),
    ) {
        let toml = levers.iter().map(|(name, value, word, form)| match form {
            0 => format!("{name} = {value}\n"),
            1 => format!("{name} = {{ {word} = {value} }}\n"),
            2 => format!("{name} = {{ {word} = [{value}, 2, 3] }}\n"),
            3 => format!("\"{name}\" = {{ value = {value}, unit = \"% a year\" }}\n"),
            _ => format!("{name}.{word} = {value}\n"),
        });
        read_scenario_and_check(&format!("version = 1\n[levers]\n{}", toml.collect::<String>()))?;
        let json = levers.iter().map(|(name, value, word, form)| match form {
            0 => format!("\"{name}\": {value}"),
            1 | 4 => format!("\"{name}\": {{\"{word}\": {value}}}"),
            2 => format!("\"{name}\": {{\"{word}\": [{value}, 2, 3]}}"),
            _ => format!("\"{name}\": {{\"value\": {value}, \"unit\": \"% a year\"}}"),
        });
        let json = json.collect::<Vec<_>>().join(",\n");
        read_scenario_and_check(&format!("{{\"version\": 1, \"levers\": {{{json}}}}}"))?;
    }
}
