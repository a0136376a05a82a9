//! `tradecast calibrate`: panel priors from many series.

use tradecast::{Flow, Priors, calibrate};

use crate::args::CalibrateArgs;
use crate::output::{Failure, message};
use crate::source;

/// Runs the command.
pub(crate) fn run(args: &CalibrateArgs) -> Result<(), Failure> {
    let options = args.columns.read_options(Flow::Turnover, "panel".to_owned());
    let table = source::table(&args.panel, &options)?;
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
    let text = toml::to_string(&priors).map_err(|e| Failure::no_answer(e.to_string()))?;
    std::fs::write(&args.out, format!("{}{text}", heading(&priors)))
        .map_err(|e| Failure::no_answer(format!("{}: {e}", args.out.display())))?;
    message(&format!("{}: priors of {} series up to {as_of}", args.out.display(), priors.series));
    Ok(())
}

/// The file says how it came about and what its fields mean.
fn heading(priors: &Priors) -> String {
    format!(
        "\
# Panel priors of Tradecast, estimated from {} series up to {} by `tradecast calibrate`. Log points a year unless said otherwise.
# common_*: growth shared by all pairs: mean, its uncertainty, persistence and last deviation, yearly shock.
# centre: features of an average pair: last growth, level above its five- and ten-year mean, growth over five years, log volatility; volatility_spread: how far pairs differ in the last.
# combination_*: growth a year that the combination of a pair's own models misses, and the size of its errors beside those elsewhere.
# reversion: expected excess growth over 1, 5 and 10 years per unit of each feature above the centre.
# spread, own_volatility: standard deviation of excess growth over 1, 5 and 10 years, and its elasticity to own volatility.
",
        priors.series, priors.as_of
    )
}
