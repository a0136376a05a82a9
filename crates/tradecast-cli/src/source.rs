//! Where the series come from: the data inside, a file, or standard input.

use std::io::Read;
use std::path::Path;

use tradecast::{Flow, ModelChoice, ModelId, Series};
use tradecast_io::{ReadOptions, Table, read_csv};

use crate::args::{DataArgs, Models, RegressorArgs};
use crate::output::{Failure, message};

/// The series of a run, cut at the as-of date.
pub(crate) struct Data {
    pub(crate) series: Vec<Series>,
    /// Whether this is the embedded flagship case.
    pub(crate) embedded: bool,
    /// Series that could not be read or have nothing before the as-of date; each was told on standard error.
    pub(crate) failed: usize,
}

/// Reads everything the arguments name.
pub(crate) fn read(args: &DataArgs) -> Result<Data, Failure> {
    let (series, embedded, mut failed) = match &args.file {
        None => (vec![embedded(args.flow)], true, 0),
        Some(file) => {
            let (series, failed) = from_csv(args, file)?;
            (series, false, failed)
        }
    };
    let Some(date) = args.as_of else { return Ok(Data { series, embedded, failed }) };
    let many = series.len() + failed > 1;
    let mut known = Vec::with_capacity(series.len());
    for series in series {
        match series.as_of(date) {
            Ok(cut) => known.push(cut),
            Err(error) if many => {
                failed += 1;
                message(&error_row(series.name(), &error.to_string()));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Data { series: known, embedded, failed })
}

/// One line a series that could not be answered: tab-separated, so that a program can read it.
pub(crate) fn error_row(series: &str, why: &str) -> String {
    format!("error\t{series}\t{why}")
}

fn embedded(flow: Flow) -> Series {
    match flow {
        Flow::Turnover => tradecast_data::turnover(),
        Flow::Exports => tradecast_data::exports(),
        Flow::Imports => tradecast_data::imports(),
    }
}

fn from_csv(args: &DataArgs, file: &Path) -> Result<(Vec<Series>, usize), Failure> {
    let stem = file.file_stem().filter(|_| file != Path::new("-")).map(|s| s.to_string_lossy().into_owned());
    let options = args.columns.read_options(args.flow, stem.unwrap_or_else(|| "series".to_owned()));
    let shown = shown(file);
    let table = table(file, &options)?;
    table.notes.iter().for_each(|note| message(&format!("note: {shown}: {note}")));
    let mut names: Vec<&str> = table.problems.iter().map(|p| p.series.as_str()).collect();
    names.dedup();
    let failed = names.len();
    if table.series.is_empty() {
        let reasons: Vec<String> =
            table.problems.iter().take(20).map(|p| format!("{shown}: {}", p.error)).collect();
        return Err(Failure::usage(reasons.join("\nerror: ")));
    }
    table.problems.iter().for_each(|p| message(&error_row(&p.series, &p.error.to_string())));
    Ok((table.series, failed))
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
    let shown = shown(file);
    let table = table(file, &data.columns.read_options(data.flow, "regressor".to_owned()))?;
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

fn shown(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

/// Everything a CSV file holds; `-` is standard input.
pub(crate) fn table(file: &Path, options: &ReadOptions) -> Result<Table, Failure> {
    let failure = |why: &dyn std::fmt::Display| Failure::usage(format!("{}: {why}", shown(file)));
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    read_csv(bytes.map_err(|e| failure(&e))?, options).map_err(|e| failure(&e))
}
