//! Asking one question of many series: in parallel, in order, in bounded memory, with a progress bar.

use std::fmt;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use rayon::prelude::*;
use tradecast::isolated;

use crate::failure::Failure;
use crate::input::priors::PriorsChoice;
use crate::input::source::{Candidate, SeriesAsOf, Source};
use crate::messages::{error_row, message};
use crate::output::frame::Frame;
use crate::output::write::sink::Sink;

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

/// Asks `task` of every series and hands the parts on in the order of the file, within `frame`; for how many the `priors` are used is
/// told.
///
/// One series that fails is the failure of the run. Of many, each failure is one row on standard error and the run fails
/// only if none could be answered.
pub(crate) fn run(
    source: Source,
    frame: &Frame,
    mut sink: Sink,
    priors: &PriorsChoice,
    task: impl Fn(&SeriesAsOf) -> Result<Part, Failure> + Sync,
) -> Result<(), Failure> {
    let (total, before) = (source.series(), sink.done());
    let bar = if total > 1 { progress(total as u64) } else { ProgressBar::hidden() };
    bar.set_position(before.series as u64);
    bar.reset_eta();
    let task = |known: &SeriesAsOf| isolated(format_args!("ask {}", known.series.name()), || task(known))?;
    let ask = |Candidate { name, series, notes }| {
        let part = series.and_then(|known| {
            let part = task(&known).map_err(|failure| vec![failure])?;
            priors.count(&known);
            Ok(part)
        });
        bar.inc(1);
        (name, part, notes)
    };
    let mut source = source.starting_at(before.series);
    let mut told = Told::beside(&bar);
    loop {
        let window = source.by_ref().take(IN_FLIGHT * rayon::current_num_threads());
        let window = window.collect::<Result<Vec<_>, _>>()?;
        if window.is_empty() {
            break;
        }
        let asked = window.len();
        let answers: Vec<_> = window.into_par_iter().map(ask).collect();
        let mut answered = 0;
        for (name, part, notes) in answers {
            told.notes(&notes);
            match part {
                Ok(part) => {
                    told.rows(&name, part.left_out.iter().map(String::as_str));
                    let first = sink.done().answered + answered == 0;
                    sink.write(if first { &frame.head } else { frame.between.as_bytes() })?;
                    sink.write(&part.result)?;
                    answered += 1;
                }
                Err(failures) if total == 1 => {
                    sink.finish()?;
                    return Err(Failure::all(failures));
                }
                Err(failures) => told.failures(&name, &failures),
            }
        }
        sink.checkpoint(asked, answered)?;
        told.failed(sink.done().series - sink.done().answered);
    }
    let done = sink.done();
    if done.answered > 0 {
        sink.write(frame.tail.as_bytes())?;
    }
    sink.finish()?;
    bar.finish_and_clear();
    told.end();
    if total > 1 {
        priors.summary().iter().for_each(|summary| message(&format!("note: {summary}")));
        message(&format!("{} series answered, {} failed", done.answered, done.series - done.answered));
    }
    if done.answered > 0 { Ok(()) } else { Err(told.verdict()) }
}

/// What is told on standard error beside the bar.
struct Told<'a> {
    bar: &'a ProgressBar,
    notes: usize,
    /// Whether every failure is one of usage or data.
    all_usage: bool,
}

impl<'a> Told<'a> {
    fn beside(bar: &'a ProgressBar) -> Self {
        Self { bar, notes: 0, all_usage: true }
    }

    fn notes(&mut self, notes: &[String]) {
        for note in notes.iter().take(NOTES_TOLD.saturating_sub(self.notes)) {
            self.bar.suspend(|| message(note));
        }
        self.notes += notes.len();
    }

    fn failures(&mut self, series: &str, failures: &[Failure]) {
        self.all_usage &= failures.iter().all(Failure::is_usage);
        self.rows(series, failures.iter().map(Failure::message));
    }

    fn rows<'b>(&self, series: &str, reasons: impl Iterator<Item = &'b str>) {
        reasons.for_each(|why| self.bar.suspend(|| message(&error_row(series, why))));
    }

    /// Shows how many failed so far.
    fn failed(&self, series: usize) {
        if series > 0 {
            self.bar.set_message(format!("{series} failed"));
        }
    }

    fn end(&self) {
        if self.notes > NOTES_TOLD {
            message(&format!("note: {} more such notes", self.notes - NOTES_TOLD));
        }
    }

    /// The failure of a run without any answer.
    fn verdict(&self) -> Failure {
        let why = "none of the series could be answered";
        if self.all_usage { Failure::usage(why) } else { Failure::no_answer(why) }
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
