//! Figures of part of a year: those inside and those of the command line.

use tradecast::{ReadingNoise, Readings};

use crate::args::data::DataArgs;
use crate::args::question::{ReadingArgs, ReadingsInside};
use crate::failure::Failure;

/// The readings of a run: those inside where the series is the turnover inside, then those given. Readings of other series
/// are taken to be as wrong as those inside were.
///
/// # Errors
/// Where a reading is given for many series.
pub(crate) fn readings(args: &ReadingArgs, data: &DataArgs, series: usize) -> Result<Readings, Failure> {
    if !args.reading.is_empty() && series > 1 {
        return Err(Failure::usage("--reading is about one series; give a file with one, or leave it out"));
    }
    let inside = match data.context()? {
        Some(context) => context.readings,
        None => {
            let lessons = data.pair.case.reading_lessons(data.as_of);
            Readings::default().with_usual_noise(ReadingNoise::learned(&lessons))
        }
    };
    let inside = match args.readings {
        ReadingsInside::Inside => inside,
        ReadingsInside::None => inside.without_readings(),
    };
    Ok(args.reading.iter().cloned().fold(inside, Readings::with))
}
