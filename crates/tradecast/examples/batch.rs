//! Many series on all cores: the same answers, whoever computes them.
#![expect(clippy::print_stdout, reason = "an example says what it found")]

use std::error::Error;
use std::thread;

use tradecast::{Answer, Question, Series, Target};
use tradecast_io::{ReadOptions, read_csv};

/// Three pairs; the second has too few years to be answered.
const PAIRS: &str = "series,period,value\n\
A-B,2014,100\nA-B,2015,96\nA-B,2016,112\nA-B,2017,125\nA-B,2018,119\nA-B,2019,131\nA-B,2020,122\nA-B,2021,148\n\
A-C,2021,12\n\
A-D,2014,900\nA-D,2015,912\nA-D,2016,950\nA-D,2017,941\nA-D,2018,980\nA-D,2019,1010\nA-D,2020,990\nA-D,2021,1033\n";

fn main() -> Result<(), Box<dyn Error>> {
    let table = read_csv(PAIRS, &ReadOptions::default())?;
    for problem in &table.problems {
        println!("left out: {}", problem.error);
    }
    let cores = thread::available_parallelism()?.get();
    let share = table.series.len().div_ceil(cores).max(1);
    let answers: Vec<tradecast::Result<Answer>> = thread::scope(|scope| {
        let work = |series: &[Series]| series.iter().map(doubled).collect::<Vec<_>>();
        let threads: Vec<_> =
            table.series.chunks(share).map(|some| scope.spawn(move || work(some))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    for answer in answers {
        match answer {
            Ok(answer) => println!("{}", answer.headline),
            Err(why) => println!("left out: {why}"),
        }
    }
    Ok(())
}

/// When does it double?
fn doubled(series: &Series) -> tradecast::Result<Answer> {
    Question::new(series.clone(), Target::multiple_of(series, 2.0)?).answer()
}
