//! Asking one question of many series: in parallel, in order, in bounded memory, with a progress bar.

use std::fmt;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use rayon::prelude::*;
use tradecast::Series;

use crate::output::{Failure, Frame, message};
use crate::resume::Sink;
use crate::source::{Candidate, NONE_READ, Source, error_row};

/// Series in flight at a time for each thread: enough to keep all of them busy, few enough to hold their answers in memory
/// and to hand them on soon.
const IN_FLIGHT: usize = 64;

/// Notes about the data that are told; more are counted.
const NOTES_TOLD: usize = 20;

/// What there is to say about one series.
pub(crate) struct Part {
    /// Its part of the result.
    pub(crate) result: Vec<u8>,
    /// What could not be done beside it.
    pub(crate) left_out: Vec<String>,
}

impl From<Vec<u8>> for Part {
    fn from(result: Vec<u8>) -> Self {
        Self { result, left_out: Vec::new() }
    }
}

/// Asks `task` of every series and hands the parts on in the order of the file, within `frame`.
///
/// One series that fails is the failure of the run. Of many, each failure is one row on standard error and the run fails
/// only if none could be answered.
pub(crate) fn run(
    source: Source,
    frame: &Frame,
    mut sink: Sink,
    task: impl Fn(&Series) -> Result<Part, Failure> + Sync,
) -> Result<(), Failure> {
    let total = source.series();
    let before = sink.done();
    let shown = source.shown().to_owned();
    let mut source = source.starting_at(before.series);
    let bar = if total > 1 { progress(total as u64) } else { ProgressBar::hidden() };
    bar.set_position(before.series as u64);
    bar.reset_eta();
    let mut told = Told::default();
    let mut any_read = before.answered > 0;
    loop {
        let window: Vec<Candidate> =
            source.by_ref().take(IN_FLIGHT * rayon::current_num_threads()).collect::<Result<_, _>>()?;
        if window.is_empty() {
            break;
        }
        any_read |= window.iter().any(|candidate| candidate.series.is_ok());
        let asked = window.len();
        let answers: Vec<_> = window
            .into_par_iter()
            .map(|Candidate { name, series, notes }| {
                let part = series.and_then(|series| task(&series).map_err(|failure| vec![failure]));
                bar.inc(1);
                (name, part, notes)
            })
            .collect();
        let mut answered = 0;
        for (name, part, notes) in answers {
            notes.iter().for_each(|note| told.note(&bar, note));
            match part {
                Ok(part) => {
                    part.left_out.iter().for_each(|why| told.row(&bar, &name, why));
                    let first = sink.done().answered + answered == 0;
                    sink.write(if first { &frame.head } else { frame.between.as_bytes() })?;
                    sink.write(&part.result)?;
                    answered += 1;
                }
                Err(failures) if total == 1 => {
                    sink.finish()?;
                    return Err(Failure::all(failures));
                }
                Err(failures) => failures.iter().for_each(|why| told.row(&bar, &name, why.message())),
            }
        }
        sink.checkpoint(asked, answered)?;
        let failed = sink.done().series - sink.done().answered;
        if failed > 0 {
            bar.set_message(format!("{failed} failed"));
        }
    }
    bar.finish_and_clear();
    let done = sink.done();
    if done.answered > 0 {
        sink.write(frame.tail.as_bytes())?;
    }
    sink.finish()?;
    told.end();
    if total > 1 {
        message(&format!("{} series answered, {} failed", done.answered, done.series - done.answered));
    }
    match done.answered {
        0 if any_read => Err(Failure::no_answer("none of the series could be answered")),
        0 => Err(Failure::usage(format!("{shown}: {NONE_READ}"))),
        _ => Ok(()),
    }
}

/// What was told beside the bar.
#[derive(Default)]
struct Told {
    notes: usize,
}

impl Told {
    fn note(&mut self, bar: &ProgressBar, note: &str) {
        self.notes += 1;
        if self.notes <= NOTES_TOLD {
            bar.suspend(|| message(note));
        }
    }

    fn row(&self, bar: &ProgressBar, series: &str, why: &str) {
        bar.suspend(|| message(&error_row(series, why)));
    }

    fn end(&self) {
        if self.notes > NOTES_TOLD {
            message(&format!("note: {} more such notes", self.notes - NOTES_TOLD));
        }
    }
}

/// A progress bar on standard error, where that is a terminal.
pub(crate) fn progress(series: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} series, {rate}, {eta} left {msg}")
        .expect("the template is valid")
        .with_key("rate", |state: &ProgressState, out: &mut dyn fmt::Write| {
            // A bar has no way to say that it cannot be drawn.
            let _ = write!(out, "{:.0}/s", state.per_sec());
        });
    ProgressBar::new(series).with_style(style)
}
