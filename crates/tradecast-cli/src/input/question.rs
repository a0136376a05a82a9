//! The question that a command line asks of every series.

use tradecast::{Question, Readings, Series, Settings, Target};

use crate::args::question::{Models, QuestionArgs};
use crate::failure::Failure;
use crate::input::parts::Parts;
use crate::input::priors::{DecidedPriors, PriorsChoice};
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
        let source = Source::open(data)?.with_regressors(regressors);
        let readings = readings(&args.readings, data, source.series())?;
        let parts = Parts::read(&args.parts, data, source.series() > 1)?;
        Ok((Self { args, settings, priors, readings, parts }, source))
    }

    /// The question about one series, with no lever moved, and what was decided on its priors.
    pub(crate) fn question(&self, known: &SeriesAsOf) -> Result<(Question, DecidedPriors<'_>), Failure> {
        let series = &known.series;
        let composition = self.parts.of(series)?;
        let target = target(self.args, series)?;
        let decided = self.priors.of(known);
        let question = Question {
            settings: self.settings.clone(),
            models: self.args.model,
            priors: decided.priors.cloned(),
            readings: self.readings.clone(),
            composition,
            ..Question::new(series.clone(), target)
        };
        Ok((question, decided))
    }
}

fn target(args: &QuestionArgs, series: &Series) -> tradecast::Result<Target> {
    let target = match (args.target, args.target_multiple) {
        (Some(level), _) => Target::level(level)?,
        (None, Some(multiple)) => Target::multiple_of(series, multiple)?,
        (None, None) => Target::level(tradecast_data::default_case().target)?,
    };
    let target = match &args.readings.decided_by {
        Some(reporter) => target.decided_by(reporter),
        None => target,
    };
    Ok(match args.by {
        Some(by) => target.by(by),
        None => target,
    })
}
