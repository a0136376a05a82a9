//! `tradecast calibrate`: panel priors from many series.

use tradecast::calibrate;

use crate::args::CalibrateArgs;
use crate::destination::Destination;
use crate::output::{Failure, message};
use crate::{priors_file, source};

/// Runs the command.
pub(crate) fn run(args: &CalibrateArgs) -> Result<(), Failure> {
    // Found out before the work, not after it.
    let out = Destination::open(&args.out)?;
    let panel = source::panel(&args.panel, &args.columns)?;
    let last = panel.iter().map(|s| s.last().period.year()).max();
    let as_of =
        args.as_of.or(last).ok_or_else(|| Failure::usage("the panel holds no series that can be used"))?;
    let priors = calibrate(&panel, as_of, args.smallest, &args.source)?;
    out.put(priors_file::text(&priors)?.as_bytes())?;
    message(&format!("{}: priors of {} series up to {as_of}", args.out.display(), priors.series));
    Ok(())
}
