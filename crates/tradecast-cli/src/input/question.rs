//! The question that a command line asks of every series.

use tradecast::{Readings, Series, Settings, Target};

use crate::args::question::{Models, QuestionArgs};
use crate::failure::Failure;
use crate::input::forecaster::SeriesForecaster;
use crate::input::parts::Parts;
use crate::input::priors::PriorsChoice;
use crate::input::readings::readings;
use crate::input::source::{SeriesAsOf, Source, regressors};

/// What is asked of every series, whatever is assumed.
pub(crate) struct QuestionTemplate<'a> {
    args: &'a QuestionArgs,
    pub(crate) settings: Settings,
    pub(crate) priors: PriorsChoice,
    readings: Readings,
    parts: Parts,
}

impl<'a> QuestionTemplate<'a> {
    /// Opens what the arguments name, and the series.
    pub(crate) fn open(args: &'a QuestionArgs) -> Result<(Self, Source), Failure> {
        Self::open_for(args, false)
    }

    /// The same; `targets_apart` where the targets are given elsewhere.
    pub(crate) fn open_for(args: &'a QuestionArgs, targets_apart: bool) -> Result<(Self, Source), Failure> {
        let QuestionArgs { data, target, target_multiple, .. } = args;
        let settings = args.simulation.settings(args.horizon);
        settings.check()?;
        if let Some(level) = *target {
            Target::level(level)?;
        }
        if data.file.is_some() && !targets_apart && target.is_none() && target_multiple.is_none() {
            return Err(Failure::usage(
                "say what is to be reached: --target LEVEL (in the unit of the series) or --target-multiple MULTIPLE",
            ));
        }
        let priors = PriorsChoice::open(data, Models::Chosen(args.model))?;
        let regressors = regressors(&args.regressors, data, Models::Chosen(args.model))?;
        let source = Source::open(data)?.with_regressors(regressors).per(args.target_per.frequency());
        let readings = readings(&args.readings, data, source.series())?;
        let parts = Parts::read(&args.parts, data, source.series() > 1)?;
        Ok((Self { args, settings, priors, readings, parts }, source))
    }

    /// The forecaster of one series, and the target to be reached.
    pub(crate) fn of(&self, known: &SeriesAsOf) -> Result<(SeriesForecaster, Target), Failure> {
        let composition = self.parts.of(&known.series)?;
        let target = target(self.args, &known.series)?;
        let readings = self.readings.clone();
        Ok((SeriesForecaster::new(known, composition, readings, self.args.model, &self.priors), target))
    }
}

fn target(args: &QuestionArgs, series: &Series) -> tradecast::Result<Target> {
    let target = match (args.target, args.target_multiple) {
        (Some(level), _) => Target::level(level)?,
        (None, Some(multiple)) => Target::multiple_of(series, multiple)?,
        (None, None) => Target::level(args.data.pair.case.target)?,
    };
    let target = match &args.readings.decided_by {
        Some(reporter) => target.decided_by(reporter),
        None => target,
    };
    Ok(match args.by {
        // The end of a year is also that of its last month.
        Some(by) => target.by(by.ending(series.frequency()).unwrap_or(by)),
        None => target,
    })
}
