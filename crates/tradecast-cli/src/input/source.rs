//! Where the series come from: the data inside, a file, or standard input.

use std::path::Path;
use std::sync::Arc;

use tradecast::{DataContext, Flow, Frequency, ModelChoice, ModelId, Period, Series};
use tradecast_io::{Entry, PriorsDecision, Publisher, SeriesReader};

use crate::args::data::{ColumnArgs, DataArgs};
use crate::args::question::{Models, RegressorArgs};
use crate::failure::Failure;
use crate::input::input_file::{self, Opened, Table};
use crate::messages::{error_row, message};

/// What messages call the embedded data.
const INSIDE: &str = "the data inside";

/// The series of a run one after the other, cut at the as-of date.
pub(crate) struct Source {
    origin: Origin,
    as_of: Option<Period>,
    /// What the question counts by; absent where that is what each series does.
    per: Option<Frequency>,
    /// What is attached to every series.
    regressors: Vec<Series>,
    /// What a message calls the place.
    shown: String,
    /// Whose table it is, where it is a publisher's.
    publisher: Option<Publisher>,
}

enum Origin {
    /// A series of an embedded case, until it is given out.
    Inside(Option<Series>),
    File(Box<SeriesReader<Table>>),
}

/// What a source gives of one series.
pub(crate) struct Candidate {
    pub(crate) name: String,
    /// The series, or each reason why it cannot be used.
    pub(crate) series: Result<SeriesAsOf, Vec<Failure>>,
    /// What changes no value but should be known.
    pub(crate) notes: Vec<String>,
}

/// A series as it was known at the as-of date.
pub(crate) struct SeriesAsOf {
    pub(crate) series: Arc<Series>,
    /// The months or quarters that it was added up from; absent where it was not.
    pub(crate) months: Option<Arc<Series>>,
    /// The same with what has happened since; absent where nothing has.
    pub(crate) whole: Option<Arc<Series>>,
    /// Whether it is known to be trade between two economies.
    pub(crate) kind: PriorsDecision,
}

impl Source {
    /// Opens what the arguments name.
    pub(crate) fn open(args: &DataArgs) -> Result<Self, Failure> {
        let (origin, shown, publisher) = match &args.file {
            None => (Origin::Inside(Some(embedded(args)?)), INSIDE.to_owned(), None),
            Some(file) => {
                let Opened { reader, understood } =
                    Opened::open(file, &args.columns, args.only(), &input_file::name_of(file))?;
                understood.tell();
                let shown = understood.shown.clone();
                reader.remarks().iter().for_each(|note| message(&format!("note: {shown}: {note}")));
                (Origin::File(Box::new(reader)), shown, understood.options.publisher)
            }
        };
        Ok(Self { origin, as_of: args.as_of, per: None, regressors: Vec::new(), shown, publisher })
    }

    /// Attaches regressors to every series.
    pub(crate) fn with_regressors(self, regressors: Vec<Series>) -> Self {
        Self { regressors, ..self }
    }

    /// Adds up shorter periods to those that the question counts by.
    pub(crate) fn per(self, per: Frequency) -> Self {
        Self { per: Some(per), ..self }
    }

    /// Number of series, good and bad.
    pub(crate) fn series(&self) -> usize {
        match &self.origin {
            Origin::Inside(_) => 1,
            Origin::File(reader) => reader.series(),
        }
    }

    /// By which one can tell whether the data are still the same.
    pub(crate) fn fingerprint(&self) -> String {
        let own = match &self.origin {
            Origin::Inside(series) => series.as_ref().map(Series::fingerprint).unwrap_or_default(),
            Origin::File(reader) => reader.fingerprint(),
        };
        self.regressors.iter().map(Series::fingerprint).fold(own, |all, one| all + &one)
    }

    /// Begins with the series of this number, from 0, instead of the first.
    pub(crate) fn starting_at(self, series: usize) -> Self {
        let origin = match self.origin {
            Origin::Inside(inside) => Origin::Inside(inside.filter(|_| series == 0)),
            Origin::File(reader) => Origin::File(Box::new(reader.starting_at(series))),
        };
        Self { origin, ..self }
    }

    /// Whether a series is known to be trade between two economies.
    fn kind(&self, name: &str) -> PriorsDecision {
        match self.origin {
            Origin::Inside(_) => PriorsDecision::BuiltIn,
            Origin::File(_) => PriorsDecision::of_series(name, self.publisher),
        }
    }

    fn candidate(&self, entry: Entry) -> Candidate {
        let Entry { name, series, notes, .. } = entry;
        let unreadable = |error: tradecast_io::Error| {
            let failure = match error {
                tradecast_io::Error::BadSeries {
                    source: source @ tradecast::Error::Internal { .. }, ..
                } => source.into(),
                error => Failure::usage(error.to_string()),
            };
            if self.series() > 1 { failure } else { failure.within(&self.shown) }
        };
        let known = |whole: Series| -> tradecast::Result<SeriesAsOf> {
            let (series, whole) = match self.as_of {
                Some(date) => (whole.as_of(date)?, Some(whole)),
                None => (whole, None),
            };
            let per = |series: Series| match self.per {
                Some(per) => DataContext::per(per, series),
                None => Ok(DataContext::only(series)),
            };
            let DataContext { series, months, .. } = per(series)?;
            let series = Arc::unwrap_or_clone(series);
            let whole =
                whole.map(|whole| per(whole).map(|whole| Arc::unwrap_or_clone(whole.series))).transpose()?;
            let whole = whole.filter(|whole| whole.last().period > series.last().period).map(Arc::new);
            let kind = self.kind(series.name());
            let series = Arc::new(series.with_regressors(self.regressors.clone())?);
            Ok(SeriesAsOf { series, months, whole, kind })
        };
        let series = series
            .map_err(|errors| errors.into_iter().map(unreadable).collect())
            .and_then(|whole| known(whole).map_err(|error| vec![error.into()]));
        let notes = notes.iter().map(|note| format!("note: {}: {note}", self.shown)).collect();
        Candidate { name, series, notes }
    }
}

impl Iterator for Source {
    type Item = Result<Candidate, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = match &mut self.origin {
            Origin::Inside(series) => series.take().map(|series| {
                let name = series.name().to_owned();
                Ok(Entry { name, series: Ok(series), notes: Vec::new(), places: Vec::new() })
            }),
            Origin::File(reader) => reader.next(),
        };
        let failure = |error| Failure::usage(format!("{}: {error}", self.shown));
        entry.map(|entry| entry.map(|entry| self.candidate(entry)).map_err(failure))
    }
}

/// Reads everything the arguments name, for questions about all series together, each with whether it is known to be trade
/// between two economies; what cannot be used is told on standard error.
pub(crate) fn read(args: &DataArgs) -> Result<(Vec<Series>, Vec<PriorsDecision>), Failure> {
    let source = Source::open(args)?;
    let (shown, many) = (source.shown.clone(), source.series() > 1);
    let (mut series, mut kinds) = (Vec::new(), Vec::new());
    for candidate in source {
        let Candidate { name, series: one, notes } = candidate?;
        notes.iter().for_each(|note| message(note));
        match one {
            Ok(one) => {
                series.push(Arc::unwrap_or_clone(one.series));
                kinds.push(one.kind);
            }
            Err(failures) if many => {
                failures.iter().for_each(|failure| message(&error_row(&name, failure.message())));
            }
            Err(failures) => return Err(Failure::all(failures)),
        }
    }
    if series.is_empty() {
        return Err(Failure::usage(format!("{shown}: none of the series can be used")));
    }
    Ok((series, kinds))
}

fn embedded(args: &DataArgs) -> Result<Series, Failure> {
    let series = args.case().and_then(|case| case.series(args.flow()));
    let unknown =
        || Failure::usage(format!("{INSIDE}: {} are not known; choose another --flow", args.flow()));
    series.cloned().ok_or_else(unknown)
}

/// The regressors of a run, cut at the as-of date; none where no file was given.
pub(crate) fn regressors(
    args: &RegressorArgs,
    data: &DataArgs,
    models: Models,
) -> Result<Vec<Series>, Failure> {
    let Some(file) = &args.regressors else { return Ok(Vec::new()) };
    if !matches!(models, Models::Each | Models::Chosen(ModelChoice::One(ModelId::ElasticNet))) {
        return Err(Failure::usage(
            "--regressors is for --model elastic-net; name that model or leave the file out",
        ));
    }
    let shown = input_file::shown(file);
    let table = table(file, &data.columns, data.only(), "regressor")?;
    table.notes.iter().for_each(|note| message(&format!("note: {shown}: {note}")));
    if !table.problems.is_empty() {
        let reasons: Vec<String> = table.problems.iter().map(|p| format!("{shown}: {}", p.error)).collect();
        return Err(Failure::usage(reasons.join("\nerror: ")));
    }
    let known = |series: Series| match data.as_of {
        Some(date) => {
            series.as_of(date).map_err(|e| Failure::usage(format!("regressor {:?}: {e}", series.name())))
        }
        None => Ok(series),
    };
    table.series.into_iter().map(known).collect()
}

/// The series of a panel; how much of it could not be read is told.
pub(crate) fn panel(file: &Path, columns: &ColumnArgs) -> Result<Vec<Series>, Failure> {
    let table = table(file, columns, None, "panel")?;
    if !table.problems.is_empty() {
        message(&format!(
            "note: {} cells could not be read; their series were left out",
            table.problems.len()
        ));
    }
    Ok(table.series)
}

/// Everything a file holds; `-` is standard input.
pub(crate) fn table(
    file: &Path,
    columns: &ColumnArgs,
    only: Option<Flow>,
    name: &str,
) -> Result<tradecast_io::Table, Failure> {
    let Opened { reader, understood } = Opened::open(file, columns, only, name)?;
    understood.tell();
    reader.into_table().map_err(|error| understood.failure(&error))
}
