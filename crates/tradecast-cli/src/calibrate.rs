//! `tradecast calibrate`: panel priors from many series.

use tradecast::calibrate;

use crate::args::CalibrateArgs;
use crate::output::{Failure, message};
use crate::{priors_file, source};

/// Runs the command.
pub(crate) fn run(args: &CalibrateArgs) -> Result<(), Failure> {
    let panel = source::panel(&args.panel, &args.columns)?;
    let last = panel.iter().map(|s| s.last().period.year()).max();
    let as_of =
        args.as_of.or(last).ok_or_else(|| Failure::usage("the panel holds no series that can be used"))?;
    let priors = calibrate(&panel, as_of, args.smallest, &args.source)?;
    priors_file::write(&args.out, &priors)?;
    message(&format!("{}: priors of {} series up to {as_of}", args.out.display(), priors.series));
    Ok(())
}
