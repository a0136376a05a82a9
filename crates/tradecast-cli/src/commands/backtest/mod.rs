//! `tradecast backtest`: answers given at earlier dates against what happened.

mod args;
mod chart;
mod figure;
mod findings;
mod print;
mod report;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use tradecast::{
    Backtest, ComposedCase, Composition, MIN_OBSERVATIONS, ModelChoice, Period, Priors, Record, Series,
    Settings, Tally, calibrate, isolated,
};
use tradecast_io::PriorsDecision;

use self::args::Origins;
use self::findings::Findings;
use crate::args::question::Models;
use crate::batch;
use crate::failure::Failure;
use crate::input::parts::Parts;
use crate::input::priors::{self, PriorsChoice};
use crate::input::source;
use crate::messages::{error_row, message};
use crate::output::priors_file;
use crate::output::render::html_document;
use crate::output::write::destination::{self, Destination};

pub(crate) use args::BacktestArgs;
pub(crate) use figure::meanings;

/// Origins asked where none are named.
const LATEST_ORIGINS: usize = 10;
/// Questions in flight at a time: enough to keep every core busy, few enough to hold their answers in memory.
const AT_A_TIME: usize = 256;

/// Where the priors of an origin come from.
enum PriorsOf {
    /// The same at every origin; for each series whether it is known to be trade between two economies.
    Given(Box<PriorsChoice>, Vec<PriorsDecision>),
    /// Estimated anew from the series of the file, using nothing later.
    Origin(BTreeMap<Period, Priors>),
}

impl PriorsOf {
    /// The priors of a series, by its number.
    fn at(&self, origin: Period, series: usize) -> Option<&Priors> {
        match self {
            Self::Given(choice, kinds) => choice.used(kinds[series]),
            Self::Origin(by_origin) => by_origin.get(&origin),
        }
    }

    /// The same priors at every origin; absent where no series uses any.
    fn same(&self) -> Option<&Priors> {
        match self {
            Self::Given(choice, kinds) => kinds.iter().find_map(|kind| choice.used(*kind)),
            Self::Origin(_) => None,
        }
    }

    /// What was decided where nobody said which priors.
    fn decided(&self, data: &[Series]) -> Option<String> {
        match self {
            Self::Given(choice, kinds) => choice.summary_of(data, kinds),
            Self::Origin(_) => None,
        }
    }

    fn described(&self, data: &[Series]) -> String {
        match self {
            Self::Given(..) => {
                let decided = self.decided(data).map(|decided| format!("; {decided}")).unwrap_or_default();
                match self.same() {
                    None => format!("none: every series speaks alone{decided}"),
                    Some(Priors { series, as_of, .. }) => {
                        format!("the same at every origin, from {series} series up to {as_of}{decided}")
                    }
                }
            }
            Self::Origin(_) => {
                "estimated anew at every origin from the series of the file, nothing later".to_owned()
            }
        }
    }

    /// Whether some origin was asked with priors that know later years.
    fn know_later_than(&self, origin: Period) -> Option<i32> {
        self.same().map(|priors| priors.as_of).filter(|as_of| *as_of > origin.year())
    }
}

/// Runs the command.
pub(crate) fn run(args: &BacktestArgs) -> Result<(), Failure> {
    let format = args.output.printed()?;
    let defaults = Backtest::default();
    let held_out_history = args.hold_out.map_or(defaults.history, |_| MIN_OBSERVATIONS);
    let plan = Backtest {
        target_multiples: args.target_multiples.clone(),
        history: args.history.unwrap_or(held_out_history),
        smallest: args.smallest,
        models: args.model,
        settings: Settings {
            horizon: args.hold_out.unwrap_or(args.horizon),
            paths: args.paths,
            seed: args.seed,
            ..Settings::default()
        },
    };
    plan.settings.check()?;
    let at_origin = args.data.priors.as_deref() == Some(Path::new("origin"));
    // What cannot be written is found out before the work, not after it.
    args.report.iter().chain(&args.write_record).try_for_each(|file| Destination::open(file).map(drop))?;
    if let Some(file) = &args.write_record {
        priors::read(file)?;
        if !at_origin || args.model != ModelChoice::Auto {
            return Err(Failure::usage(
                "--write-record takes --priors origin and every model: a record with hindsight, or of other answers, would flatter",
            ));
        }
    }
    let given =
        (!at_origin).then(|| PriorsChoice::open(&args.data, Models::Chosen(args.model))).transpose()?;
    let (data, kinds) = source::read(&args.data)?;
    let origins = Asked::of(args, &plan, &data);
    let priors = match given {
        None => PriorsOf::Origin(estimate(&origins.distinct(&data), &data, args.smallest)?),
        Some(choice) => PriorsOf::Given(Box::new(choice), kinds),
    };
    let compositions = args.parts.parts.is_some().then(|| compositions(args, &data)).transpose()?;
    let mut tallies = Tallies { total: plan.tally(), parts: plan.tally() };
    let series = ask(&plan, &data, compositions.as_deref(), &origins, &priors, &mut tallies)?;
    if series == 0 {
        return Err(Failure::no_answer(format!(
            "no series has {} unbroken observations behind and {} ahead of any of the origins; ask for less --history or a shorter --horizon",
            plan.history, plan.settings.horizon
        )));
    }
    let of_parts = compositions.is_some().then(|| tallies.parts.record());
    let findings = findings((tallies.total.record(), of_parts), plan, &data, series, &priors, args);
    if let Some(file) = &args.write_record {
        let record = findings.record.of_panel(series).ok_or_else(|| {
            Failure::no_answer(
                "too little was found for a record: it takes 80 % bands, arrivals and series that move",
            )
        })?;
        priors_file::write_record(file, &record, &findings.command)?;
        message(&format!("{}: record of {} outcomes", file.display(), words::count(record.outcomes)));
    }
    if let Some(file) = &args.report {
        let page = report::page(&findings);
        destination::write(file, page.as_bytes())?;
        message(&format!("{}: report with charts", file.display()));
    }
    print::print(&findings, format)
}

/// At which periods the series are asked.
enum Asked {
    /// All of them at each of these.
    At(Vec<Period>),
    /// Each so many periods before its own end.
    BeforeEnd(i32),
}

impl Asked {
    /// Those named, or the last ten at which some series can be asked.
    fn of(args: &BacktestArgs, plan: &Backtest, data: &[Series]) -> Self {
        let horizon = plan.settings.horizon as i32;
        match (args.hold_out, args.origins) {
            (Some(_), _) => Self::BeforeEnd(horizon),
            (None, Some(Origins { first, last, step })) => {
                Self::At((0..=last.minus(first)).step_by(step).map(|count| first.plus(count)).collect())
            }
            (None, None) => Self::At(latest(plan, data)),
        }
    }

    /// Every question, as the index of the series and the origin; made as they are taken.
    fn questions<'a>(&'a self, data: &'a [Series]) -> Box<dyn Iterator<Item = (usize, Period)> + 'a> {
        let all = || 0..data.len();
        match self {
            Self::At(origins) => Box::new(origins.iter().flat_map(move |&o| all().map(move |i| (i, o)))),
            Self::BeforeEnd(count) => Box::new(all().map(move |i| (i, data[i].last().period.plus(-count)))),
        }
    }

    fn count(&self, data: &[Series]) -> usize {
        match self {
            Self::At(origins) => origins.len() * data.len(),
            Self::BeforeEnd(_) => data.len(),
        }
    }

    fn distinct(&self, data: &[Series]) -> BTreeSet<Period> {
        match self {
            Self::At(origins) => origins.iter().copied().collect(),
            Self::BeforeEnd(_) => self.questions(data).map(|(_, origin)| origin).collect(),
        }
    }
}

/// The last ten periods at which some series meets the plan, in order.
fn latest(plan: &Backtest, data: &[Series]) -> Vec<Period> {
    let known: BTreeSet<Period> =
        data.iter().flat_map(|s| s.observations().iter().map(|o| o.period)).collect();
    let meets = |origin: &Period| data.iter().any(|series| plan.meets(series, *origin));
    let mut origins: Vec<Period> = known.into_iter().rev().filter(meets).take(LATEST_ORIGINS).collect();
    origins.reverse();
    origins
}

/// Priors of every origin from the series of the file, as they were known then.
fn estimate(
    origins: &BTreeSet<Period>,
    data: &[Series],
    smallest: f64,
) -> Result<BTreeMap<Period, Priors>, Failure> {
    let smallest = smallest.max(f64::MIN_POSITIVE);
    let one = |origin: &Period| {
        let priors = calibrate(data, origin.year(), smallest, "the file itself")?;
        Ok((*origin, priors))
    };
    let estimated: Result<BTreeMap<Period, Priors>, tradecast::Error> = origins.par_iter().map(one).collect();
    Ok(estimated?)
}

/// What every series is made of; `None` where the file has no parts of it, or they do not fit, which is told on standard error.
fn compositions(args: &BacktestArgs, data: &[Series]) -> Result<Vec<Option<Composition>>, Failure> {
    let parts = Parts::read(&args.parts, &args.data, data.len() > 1)?;
    let of = |series: &Series| {
        parts.of(series).unwrap_or_else(|failure| {
            message(&error_row(series.name(), failure.message()));
            None
        })
    };
    Ok(data.iter().map(of).collect())
}

/// Sums over the cases of the series and of their parts.
struct Tallies {
    total: Tally,
    parts: Tally,
}

/// Asks every question, some hundred at a time, and tallies the answers in the order of the questions, so that the number of
/// threads changes nothing. Of many series, one that cannot be answered is a row on standard error and stops nothing. Returns
/// how many series had an answer.
fn ask(
    plan: &Backtest,
    data: &[Series],
    compositions: Option<&[Option<Composition>]>,
    asked: &Asked,
    priors: &PriorsOf,
    tallies: &mut Tallies,
) -> Result<usize, Failure> {
    let bar = batch::progress(asked.count(data) as u64);
    let alone = data.len() == 1;
    let mut answered = vec![false; data.len()];
    let mut questions = asked.questions(data);
    loop {
        let some: Vec<(usize, Period)> = questions.by_ref().take(AT_A_TIME).collect();
        if some.is_empty() {
            break;
        }
        let case = |series: usize, origin: Period| -> tradecast::Result<Option<ComposedCase>> {
            let priors = priors.at(origin, series);
            match compositions.map(|compositions| &compositions[series]) {
                None => {
                    let case = plan.ask(&data[series], origin, priors)?;
                    Ok(case.map(|total| ComposedCase { total, parts: Vec::new() }))
                }
                Some(None) => Ok(None),
                Some(Some(composition)) => plan.ask_composed(composition, origin, priors),
            }
        };
        let one = |&(series, origin): &(usize, Period)| {
            isolated(format_args!("ask {}", data[series].name()), || case(series, origin))?
        };
        let cases: Vec<_> = some.par_iter().map(one).collect();
        for ((series, origin), case) in some.iter().zip(cases) {
            match case {
                Ok(Some(case)) => {
                    answered[*series] = true;
                    tallies.total.add(&case.total);
                    case.parts.iter().for_each(|part| tallies.parts.add(part));
                }
                Ok(None) => {}
                Err(error) if alone => return Err(error.into()),
                Err(error) => {
                    let why = format!("at {origin}: {error}");
                    bar.suspend(|| message(&error_row(data[*series].name(), &why)));
                }
            }
        }
        bar.inc(some.len() as u64);
    }
    bar.finish_and_clear();
    Ok(answered.into_iter().filter(|answered| *answered).count())
}

fn findings(
    (record, of_parts): (Record, Option<Record>),
    plan: Backtest,
    data: &[Series],
    series: usize,
    priors: &PriorsOf,
    args: &BacktestArgs,
) -> Findings {
    let periods = data.iter().flat_map(|s: &Series| [s.first().period, s.last().period]);
    let first_origin = record.origins.first().map(|o| o.origin);
    let mut caveats = Vec::new();
    if let Some((origin, year)) = first_origin.and_then(|o| Some((o, priors.know_later_than(o)?))) {
        caveats.push(format!(
            "The panel priors know figures up to {year}, later than origins from {origin} on: the scores flatter. Figures free of hindsight: --priors origin on a panel, --priors none on one series."
        ));
    }
    caveats.extend(priors.decided(data).map(|decided| format!("Here {decided}.")));
    let left_out = data.len() - series;
    if left_out > 0 {
        caveats.push(format!(
            "{} of {} series had no origin that meets the plan and are not in the figures.",
            words::count(left_out),
            words::count(data.len())
        ));
    }
    if record.cases > series && plan.settings.horizon > 1 {
        caveats.push(
            "The same period is forecast from several origins, and series share what happens to all: the figures rest on less independent evidence than the number of outcomes says."
                .to_owned(),
        );
    }
    let name = |file: &Path| file.file_name().map(|f| f.to_string_lossy().into_owned());
    let file = args.data.file.as_deref().and_then(name).filter(|f| f != "-");
    Findings {
        record,
        of_parts,
        plan,
        about: match data {
            [one] => one.name().to_owned(),
            many => format!(
                "{} series{}",
                words::count(many.len()),
                file.map(|f| format!(" of {f}")).unwrap_or_default()
            ),
        },
        series,
        series_read: data.len(),
        observations: data.iter().map(|s| s.observations().len()).sum(),
        span: [periods.clone().min(), periods.max()]
            .map(|period| period.expect("a case has been tallied, so there is a series")),
        held_out: args.hold_out.is_some(),
        priors: priors.described(data),
        caveats,
        case: args.data.case(),
        command: html_document::command(),
    }
}
