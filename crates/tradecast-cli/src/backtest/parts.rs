//! The parts of the series of a backtest.

use std::collections::BTreeMap;
use std::path::Path;

use tradecast::{Composition, Flow, Part, PartId, Series};

use crate::args::BacktestArgs;
use crate::output::{Failure, message};
use crate::source::{self, error_row};

/// The composition of every series; `None` where the file has no parts of it, or they do not fit, which is told on standard
/// error.
pub(super) fn read(
    file: &Path,
    args: &BacktestArgs,
    data: &[Series],
) -> Result<Vec<Option<Composition>>, Failure> {
    let name = || "part".to_owned();
    let table = source::table(file, &args.data.columns.read_options(args.data.flow, name()))?;
    table
        .problems
        .iter()
        .for_each(|problem| message(&error_row(&file.display().to_string(), &problem.error.to_string())));
    let mut of_series: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for series in table.series {
        let Some((total, part)) = series.name().rsplit_once('/') else {
            let problem = format!(
                "{}: series {:?} is not named SERIES/PART, as in \"a/exports\"",
                file.display(),
                series.name()
            );
            return Err(Failure::usage(problem));
        };
        let (total, id) = (total.to_owned(), part.parse::<PartId>()?);
        // A part that is called like a flow is that flow.
        let flow = part.parse::<Flow>().unwrap_or(series.flow());
        let part = Part::new(id.clone(), id.as_str(), series.with_flow(flow));
        of_series.entry(total).or_default().push(part);
    }
    let composed = data.iter().map(|series| {
        let parts = of_series.remove(series.name())?;
        match Composition::new(series, parts) {
            Ok(composition) => Some(composition.reconciled_by(args.reconcile)),
            Err(error) => {
                message(&error_row(series.name(), &error.to_string()));
                None
            }
        }
    });
    let composed: Vec<Option<Composition>> = composed.collect();
    if let Some(stray) = of_series.keys().next() {
        message(&format!("note: {}: no series is called {stray:?}; its parts are not used", file.display()));
    }
    Ok(composed)
}
