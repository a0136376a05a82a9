//! Panel priors: those inside, or those of a file.

use std::path::Path;

use tradecast::Priors;

use crate::args::data::DataArgs;
use crate::failure::Failure;
use crate::input::input_file;

/// The panel priors to be used; `None` where the series is to speak alone.
pub(crate) fn chosen(args: &DataArgs) -> Result<Option<Priors>, Failure> {
    match &args.priors {
        None => Ok(Some(tradecast_data::priors())),
        Some(none) if none == Path::new("none") => Ok(None),
        Some(file) => read(file).map(Some),
    }
}

/// Reads and checks a file of priors.
pub(crate) fn read(file: &Path) -> Result<Priors, Failure> {
    let failure = |why: String| Failure::usage(format!("{}: {why}", file.display()));
    let text = input_file::text(file).map_err(|e| failure(e.to_string()))?;
    let priors: Priors = toml::from_str(&text).map_err(|e| failure(e.to_string()))?;
    priors.check().map_err(|e| failure(e.to_string()))?;
    Ok(priors)
}
