//! Figures of part of a year: those inside and those of the command line.

use tradecast::Readings;

use crate::args::data::DataArgs;
use crate::args::question::{ReadingArgs, ReadingsInside};
use crate::failure::Failure;

/// The readings of a run: those inside where the series is the turnover inside, then those given.
///
/// # Errors
/// Where a reading is given for many series.
pub(crate) fn readings(args: &ReadingArgs, data: &DataArgs, series: usize) -> Result<Readings, Failure> {
    if !args.reading.is_empty() && series > 1 {
        return Err(Failure::usage("--reading is about one series; give a file with one, or leave it out"));
    }
    let inside = data.context()?.map_or_else(Readings::default, |context| context.readings);
    let inside = match args.readings {
        ReadingsInside::Inside => inside,
        ReadingsInside::None => inside.without_readings(),
    };
    Ok(args.reading.iter().cloned().fold(inside, Readings::with))
}
