//! Files of panel priors as they are written: estimated by `calibrate`, given a record by `backtest`.

use std::path::Path;

use tradecast::{PanelRecord, Priors};

use crate::failure::Failure;
use crate::input::priors;
use crate::output::write::destination;

/// The file of priors just estimated.
pub(crate) fn text(priors: &Priors) -> Result<String, Failure> {
    Ok(format!("{}{}", heading(priors), to_toml(priors)?))
}

/// Writes the record of a backtest into a file of priors, in place of the one it may hold.
pub(crate) fn write_record(file: &Path, record: &PanelRecord, command: &str) -> Result<(), Failure> {
    let priors = Priors { record: None, ..priors::read(file)? };
    let text = format!(
        "{}{}\n{}[record]\n{}",
        heading(&priors),
        to_toml(&priors)?,
        record_heading(command),
        to_toml(record)?
    );
    destination::write(file, text.as_bytes())
}

fn to_toml(value: &impl serde::Serialize) -> Result<String, Failure> {
    toml::to_string(value).map_err(|e| Failure::no_answer(e.to_string()))
}

/// The file says how it came about and what its fields mean.
fn heading(priors: &Priors) -> String {
    format!(
        "\
# Panel priors of Tradecast, estimated from {} series up to {} by `tradecast calibrate`. Log points a year unless said otherwise.
# common_*: growth shared by all pairs: mean, its uncertainty, persistence of a deviation, yearly shock.
# common_state: growth shared by all pairs in the ten years up to each year above ten times the mean, and the share of it that remains a year later: a boom is given back.
# centre: features of an average pair: last growth, level above its five- and ten-year mean, growth over five years, log volatility; volatility_spread: how far pairs differ in the last.
# combination_*: growth a year that the combination of a pair's own models misses, and the size of its errors beside those elsewhere.
# reversion: expected excess growth over 1, 5 and 10 years per unit of each feature above the centre.
# spread, own_volatility: standard deviation of excess growth over 1, 5 and 10 years, and its elasticity to own volatility.
# growth_over: growth over 1 to 15 years of series of average volatility, thousandths of a log point: how many series have such stretches, how many stretches, and quantiles at 1, 2.5, 5, 7.5, 10, 15, 20, 30, ... 80, 85, 90, 92.5, 95, 97.5 and 99 %.
",
        priors.series, priors.as_of
    )
}

fn record_heading(command: &str) -> String {
    format!(
        "\
# How answers at earlier dates turned out, with priors estimated anew at each date from nothing later. Measured by
#   {command}
# coverage80: share of outcomes inside 80 % bands. relative_to_naive: error of medians over that of the last value.
# brier: score of arrival probabilities, beside that of stating every time the share that came true.
"
    )
}
