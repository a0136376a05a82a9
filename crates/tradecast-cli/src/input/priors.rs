//! Panel priors: those inside, those of a file, or none; decided for each series where nobody says.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tradecast::{ModelChoice, ModelId, Priors, Series, Warning};
use tradecast_io::PriorsDecision;

use crate::args::data::DataArgs;
use crate::args::question::Models;
use crate::failure::Failure;
use crate::input::input_file;
use crate::input::source::SeriesAsOf;

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those inside, for series that are known to be trade between two economies.
    Decided,
    /// Those inside, for every series.
    Pairs,
    None,
    /// Those of a file, for every series.
    Given,
}

/// Which priors are used for which series.
#[derive(Debug)]
pub(crate) struct PriorsChoice {
    wanted: Wanted,
    priors: Arc<Priors>,
    models: ModelChoice,
    /// How many series in which priors have a say were answered under each decision, in the order of [`PriorsDecision::ALL`].
    counts: [AtomicUsize; PriorsDecision::ALL.len()],
}

impl PriorsChoice {
    /// Reads what the arguments name, for answers of some models.
    pub(crate) fn open(args: &DataArgs, models: Models) -> Result<Self, Failure> {
        let models = match models {
            Models::Chosen(choice) => choice,
            Models::Each => ModelChoice::Auto,
        };
        let (wanted, priors) = match &args.priors {
            // The model of the panel is nothing without them.
            None if models == ModelChoice::One(ModelId::Panel) => (Wanted::Pairs, tradecast_data::priors()),
            None => (Wanted::Decided, tradecast_data::priors()),
            Some(word) if word == Path::new("pairs") => (Wanted::Pairs, tradecast_data::priors()),
            Some(word) if word == Path::new("none") => (Wanted::None, tradecast_data::priors()),
            Some(file) => (Wanted::Given, read(file)?),
        };
        Ok(Self { wanted, priors: Arc::new(priors), models, counts: Default::default() })
    }

    /// The priors of series of a kind, to use or to compare with; absent where they are not about such series.
    pub(crate) fn of(&self, kind: PriorsDecision) -> Option<Arc<Priors>> {
        (self.uses(kind) || kind.uses_priors()).then(|| Arc::clone(&self.priors))
    }

    /// What was decided on the priors of a series, where nobody said and it makes a difference.
    pub(crate) fn warning(&self, known: &SeriesAsOf) -> Option<Warning> {
        self.told(known.kind, &known.series).map(|(_, warning)| warning)
    }

    /// Counts a series that was answered.
    pub(crate) fn count(&self, known: &SeriesAsOf) {
        if let Some((decision, _)) = self.told(known.kind, &known.series) {
            self.counts[decision as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// What was decided, where nobody said and it makes a difference.
    fn told(&self, kind: PriorsDecision, series: &Series) -> Option<(PriorsDecision, Warning)> {
        let decision = self.decision(kind)?;
        Some((decision, decision.warning(series, self.models)?))
    }

    /// Whether the priors are used for series of a kind.
    pub(crate) fn uses(&self, kind: PriorsDecision) -> bool {
        match self.wanted {
            Wanted::Decided => kind.uses_priors(),
            Wanted::Pairs | Wanted::Given => true,
            Wanted::None => false,
        }
    }

    /// The priors that are used for series of a kind.
    pub(crate) fn used(&self, kind: PriorsDecision) -> Option<&Priors> {
        self.uses(kind).then_some(&*self.priors)
    }

    /// What was decided for series of a kind; absent where a file or none was asked for.
    fn decision(&self, kind: PriorsDecision) -> Option<PriorsDecision> {
        match self.wanted {
            Wanted::Decided => Some(kind),
            Wanted::Pairs if kind == PriorsDecision::BuiltIn => Some(kind),
            Wanted::Pairs => Some(PriorsDecision::Asked),
            Wanted::None | Wanted::Given => None,
        }
    }

    /// The priors that are used where any are; by them a run is known again.
    pub(crate) fn given(&self) -> Option<&Priors> {
        (self.wanted != Wanted::None).then_some(&*self.priors)
    }

    /// What was decided for all series that were answered; absent where nothing was.
    pub(crate) fn summary(&self) -> Option<String> {
        summary(self.counts.each_ref().map(|count| count.load(Ordering::Relaxed)))
    }

    /// The same of series in hand.
    pub(crate) fn summary_of(&self, series: &[Series], kinds: &[PriorsDecision]) -> Option<String> {
        let mut counts = [0; PriorsDecision::ALL.len()];
        let told = series.iter().zip(kinds).filter_map(|(series, kind)| self.told(*kind, series));
        for (decision, _) in told {
            counts[decision as usize] += 1;
        }
        summary(counts)
    }
}

/// How many series are answered with priors, and why; absent where there are none.
fn summary(counts: [usize; PriorsDecision::ALL.len()]) -> Option<String> {
    let all: usize = counts.iter().sum();
    let count = |decision: PriorsDecision| counts[decision as usize];
    let unknown = count(PriorsDecision::Unknown);
    let why = |decision| match decision {
        PriorsDecision::BuiltIn => "pairs inside",
        PriorsDecision::Publisher => "by the publisher's table",
        PriorsDecision::Name => "by name",
        PriorsDecision::Asked => "as asked for",
        PriorsDecision::Unknown => "",
    };
    let reasons: Vec<String> = PriorsDecision::ALL
        .into_iter()
        .filter(|decision| decision.uses_priors() && count(*decision) > 0)
        .map(|decision| format!("{} {}", count(decision), why(decision)))
        .collect();
    let how = match unknown {
        0 => "--priors none leaves them out",
        _ => "--priors pairs uses them for all, --priors none for none",
    };
    let reasons = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
    (all > 0).then(|| {
        format!(
            "panel priors of bilateral trade are used for {} of {all} yearly series{reasons}; {how}",
            all - unknown
        )
    })
}

/// Reads and checks a file of priors.
pub(crate) fn read(file: &Path) -> Result<Priors, Failure> {
    let failure = |why: String| Failure::usage(format!("{}: {why}", file.display()));
    let text = input_file::text(file).map_err(|e| failure(e.to_string()))?;
    let priors: Priors = toml::from_str(&text).map_err(|e| failure(e.to_string()))?;
    priors.check().map_err(|e| failure(e.to_string()))?;
    Ok(priors)
}
