//! A file of one's own: `cargo run --example own_data -- FILE`; without a file, a small one that is written here.
#![expect(clippy::print_stdout, reason = "an example says what it found")]

use std::error::Error;

use tradecast::{Question, Target, money};
use tradecast_io::{ReadOptions, read_csv};

/// Exports by quarter; the empty value is a gap.
const QUARTERS: &str = "period,value\n2020-Q1,41\n2020-Q2,45\n2020-Q3,\n2020-Q4,52\n2021-Q1,47\n2021-Q2,50\n2021-Q3,44\n\
                        2021-Q4,58\n2022-Q1,51\n2022-Q2,57\n2022-Q3,49\n2022-Q4,66\n2023-Q1,55\n2023-Q2,61\n";

fn main() -> Result<(), Box<dyn Error>> {
    let text = match std::env::args().nth(1) {
        Some(file) => std::fs::read_to_string(file)?,
        None => QUARTERS.to_owned(),
    };
    let table = read_csv(text, &ReadOptions { name: "exports".to_owned(), ..ReadOptions::default() })?;
    for note in &table.notes {
        println!("note: {note}");
    }
    for problem in &table.problems {
        println!("not read: {}", problem.error);
    }
    for series in table.series {
        let last = series.last();
        println!("{}: {} in {}", series.name(), money(last.value, series.unit()), last.period);
        let target = Target::multiple_of(&series, 1.5)?;
        println!("  {}", Question::new(series, target).answer()?.headline);
    }
    Ok(())
}
