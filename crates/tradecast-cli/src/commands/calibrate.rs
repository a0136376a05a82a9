//! `tradecast calibrate`: panel priors from many series.

use std::path::PathBuf;

use clap::Args;
use tradecast::calibrate;

use crate::args::data::ColumnArgs;
use crate::failure::Failure;
use crate::input::source;
use crate::messages::message;
use crate::output::priors_file;
use crate::output::write::destination::Destination;

#[derive(Debug, Args)]
pub(crate) struct CalibrateArgs {
    /// File with many yearly series, `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) panel: PathBuf,
    /// Last year to be used [default: the last year of the panel]
    #[arg(long, value_name = "YEAR")]
    pub(crate) as_of: Option<i32>,
    /// File to be written, `-` for standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Where the panel came from, to be kept in the file
    #[arg(long, value_name = "TEXT", default_value = "not stated")]
    pub(crate) source: String,
    /// Values below this are not used as starting points: small rounded figures say nothing about growth
    #[arg(long, value_name = "VALUE", default_value_t = 10.0)]
    pub(crate) smallest: f64,
    #[command(flatten)]
    pub(crate) columns: ColumnArgs,
}

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
