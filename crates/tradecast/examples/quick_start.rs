//! One question: when does turnover reach its target, and how sure are we?
#![expect(clippy::print_stdout, reason = "an example says what it found")]

use tradecast::{Observation, Period, Question, Result, Series, Target, percent};

fn main() -> Result<()> {
    let turnover = [
        (2015, 190.2),
        (2016, 150.0),
        (2018, 258.3),
        (2019, 229.6), // 2017 is not known: a gap stays a gap
        (2020, 109.0),
        (2021, 332.2),
        (2022, 461.9),
        (2023, 529.4),
        (2024, 530.0),
    ];
    let rows = turnover.map(|(year, usd_m)| Observation::new(Period::annual(year), usd_m));
    let series = Series::new("turnover", rows.to_vec())?;
    let mut question = Question::new(series, Target::level(1000.0)?.by(Period::annual(2035)));
    // What other pairs of countries teach; without this line the series speaks alone.
    question.priors = Some(tradecast_data::priors());

    let answer = question.answer()?;
    println!("{}\n", answer.headline);
    for row in answer.arrival.by.iter().step_by(3) {
        println!("by {}: {:>5}", row.period, percent(row.probability));
    }
    println!();
    for warning in &answer.warnings {
        println!("! {}", warning.message);
    }
    Ok(())
}
