//! How likely a period without trade is, where a series has zeros.

use tradecast::{Answer, Assumptions, ForecastRow, Period, Simulation, percent};

/// Heading of the column of a table for people.
pub(crate) const COLUMN: &str = "no trade";

/// "No trade in 2027: 12 %."; absent where the series has no zeros.
pub(crate) fn sentence(forecast: &[ForecastRow], period: Period) -> Option<String> {
    said(ForecastRow::no_trade_in(forecast, period), period)
}

/// The same of a probability; absent where it is 0.
pub(crate) fn said(probability: f64, period: Period) -> Option<String> {
    (probability > 0.0).then(|| format!("No trade in {period}: {}.", percent(probability)))
}

/// The sentence about the next period, and about the one that is asked for.
pub(crate) fn sentences(answer: &Answer) -> Option<String> {
    let forecast = &answer.forecast;
    let (asked, _) = answer.in_time();
    let mut periods: Vec<Period> = forecast.iter().map(|row| row.period).take(1).chain([asked]).collect();
    periods.dedup();
    let told: Vec<String> = periods.into_iter().filter_map(|period| sentence(forecast, period)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// The probability in one period under some assumptions; 0 where the series has no zeros, without a forecast.
pub(crate) fn under(
    simulation: &Simulation,
    assumptions: &Assumptions,
    period: Period,
) -> tradecast::Result<f64> {
    if simulation.fit().series().zeros() == 0 {
        return Ok(0.0);
    }
    Ok(ForecastRow::no_trade_in(&simulation.forecast(assumptions)?, period))
}
