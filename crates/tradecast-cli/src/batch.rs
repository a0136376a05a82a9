//! Running one task over many series: in parallel, in order, in bounded memory, with a progress bar.

use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use tradecast::Series;

use crate::output::{Failure, message};
use crate::source::{Data, error_row};

/// Series in flight at a time: enough to keep every core busy, few enough to hold their answers in memory.
const AT_A_TIME: usize = 256;

/// Asks `task` of every series and hands the results to `print` in the order of the file.
///
/// One series that fails is the failure of the run. Of many, each failure is one row on standard error and the run fails
/// only if none could be answered.
pub(crate) fn run<T: Send>(
    data: &Data,
    task: impl Fn(&Series) -> tradecast::Result<T> + Sync,
    mut print: impl FnMut(&Series, T) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if let ([series], 0) = (data.series.as_slice(), data.failed) {
        return print(series, task(series)?);
    }
    let bar = progress(data.series.len() as u64);
    let mut answered = 0;
    for some in data.series.chunks(AT_A_TIME) {
        let results: Vec<_> = some.par_iter().map(&task).collect();
        for (series, result) in some.iter().zip(results) {
            match result {
                Ok(result) => {
                    answered += 1;
                    print(series, result)?;
                }
                Err(error) => bar.suspend(|| message(&error_row(series.name(), &error.to_string()))),
            }
        }
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    if answered == 0 { Err(Failure::no_answer("none of the series could be answered")) } else { Ok(()) }
}

/// A progress bar on standard error, where that is a terminal.
pub(crate) fn progress(series: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} series, {eta} left {msg}");
    ProgressBar::new(series).with_style(style.expect("the template is valid"))
}
