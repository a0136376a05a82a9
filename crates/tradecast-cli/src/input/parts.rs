//! What series are made of: those of the embedded case, or those of a file.

use std::path::Path;
use std::sync::Arc;

use tradecast::{Composition, DataContext, Flow, Part, PartId, Reconciliation, Series};

use crate::args::data::DataArgs;
use crate::args::question::PartsArgs;
use crate::failure::Failure;
use crate::input::source;
use crate::messages::{error_row, message};

/// The parts that the arguments name.
pub(crate) struct Parts {
    origin: Origin,
    /// Whether there is one series only, which parts need not name.
    alone: bool,
    method: Reconciliation,
}

enum Origin {
    None,
    /// Of the embedded case, as known at the as-of date.
    Inside(Option<Composition>),
    /// Names as in the file.
    File(Vec<Series>),
}

impl Parts {
    /// Reads what the arguments name, for one series or for many; rows that cannot be used are told on standard error.
    pub(crate) fn read(args: &PartsArgs, data: &DataArgs, many: bool) -> Result<Self, Failure> {
        let origin = match &args.parts {
            Some(none) if none == Path::new("none") => Origin::None,
            None => data.context()?.map_or(Origin::None, |context| Origin::Inside(context.composition)),
            Some(file) => {
                let table = source::table(file, &data.columns, data.only(), "part")?;
                let place = file.display().to_string();
                table.problems.iter().for_each(|p| message(&error_row(&place, &p.error.to_string())));
                if many && let Some(stray) = table.series.iter().find(|part| !part.name().contains('/')) {
                    return Err(Failure::usage(format!(
                        "{place}: {:?} does not say of which series it is a part; write as in \"a-b/exports\"",
                        stray.name()
                    )));
                }
                Origin::File(table.series)
            }
        };
        Ok(Self { origin, alone: !many, method: args.reconcile })
    }

    /// What a series is made of, as far as it was known at the end of the series; absent where nothing is.
    pub(crate) fn of(&self, series: &Series) -> Result<Option<Composition>, Failure> {
        let known = series.last().period;
        let composition = match &self.origin {
            Origin::None => None,
            Origin::Inside(composition) => composition.clone(),
            Origin::File(all) => {
                let place = format!("{}/", series.name());
                let named: Vec<(&str, &Series)> =
                    all.iter().filter_map(|part| Some((part.name().strip_prefix(&place)?, part))).collect();
                let named = if named.is_empty() && self.alone {
                    all.iter().map(|part| (part.name(), part)).collect()
                } else {
                    named
                };
                let until_known = |(name, history): &(&str, &Series)| {
                    // What is known only later is not known yet.
                    let history = history.as_of(known).ok()?;
                    // Parts by month of a series that is added up are added up with it.
                    let shorter = history.frequency().per_year() > series.frequency().per_year();
                    let counted = if shorter {
                        DataContext::per(series.frequency(), history)
                    } else {
                        Ok(DataContext::only(history))
                    };
                    Some(counted.and_then(|counted| part(name, Arc::unwrap_or_clone(counted.series))))
                };
                let parts: Vec<Part> =
                    named.iter().filter_map(until_known).collect::<tradecast::Result<_>>()?;
                if parts.is_empty() { None } else { Some(Composition::new(series, parts)?) }
            }
        };
        Ok(composition.map(|composition| composition.reconciled_by(self.method)))
    }
}

/// A part by its place, `wheat` or `exports/wheat`.
fn part(place: &str, history: Series) -> tradecast::Result<Part> {
    let (parent, name) = match place.rsplit_once('/') {
        Some((parents, name)) => (Some(parents.rsplit('/').next().unwrap_or(parents)), name),
        None => (None, place),
    };
    let id: PartId = name.parse()?;
    // A part that is called like a flow is that flow.
    let flow = name.parse::<Flow>().unwrap_or(history.flow());
    let part = Part::new(id, name, history.with_flow(flow));
    Ok(match parent {
        Some(parent) => part.within(parent.parse()?),
        None => part,
    })
}
