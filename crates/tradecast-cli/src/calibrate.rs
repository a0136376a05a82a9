//! `tradecast calibrate`: panel priors from many series.

use tradecast::calibrate;

use crate::args::CalibrateArgs;
use crate::output::{Failure, message};
use crate::{priors_file, source};

/// Runs the command.
pub(crate) fn run(args: &CalibrateArgs) -> Result<(), Failure> {
    let table = source::table(&args.panel, &args.columns, None, "panel")?;
    if !table.problems.is_empty() {
        message(&format!(
            "note: {} cells could not be read; their series were left out",
            table.problems.len()
        ));
    }
    let last = table.series.iter().map(|s| s.last().period.year()).max();
    let as_of =
        args.as_of.or(last).ok_or_else(|| Failure::usage("the panel holds no series that can be used"))?;
    let priors = calibrate(&table.series, as_of, args.smallest, &args.source)?;
    priors_file::write(&args.out, &priors)?;
    message(&format!("{}: priors of {} series up to {as_of}", args.out.display(), priors.series));
    Ok(())
}
