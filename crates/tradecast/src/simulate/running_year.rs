#![doc = include_str!("../../guide/methods/running_year.md")]

use std::sync::Arc;

use crate::error::Result;
use crate::fit::fit::Fit;
use crate::format::{money, periods};
use crate::numeric::estimate::Estimate;
use crate::numeric::exponential::LARGEST_LOG;
use crate::numeric::quantile;
use crate::numeric::sort::sort;
use crate::period::{Frequency, Period};
use crate::plain::value;
use crate::series::added_up::{AddedUp, parts};
use crate::series::series::Series;
use crate::simulate::nowcast::slopes;
use crate::simulate::paths::Base;
use crate::simulate::trade_mask::TradeMask;

/// How far the year goes to what its months say where none of them is known yet. Where one is, it goes all the way.
const UNKNOWN: f64 = 0.65;

value! {
    /// Periods that were added up from shorter ones, and what the shorter ones say of the running period.
    ///
    /// ```
    /// use tradecast::{DataContext, Frequency, Observation, Period, Question, Series, Target};
    ///
    /// let first: Period = "2016-01".parse()?;
    /// let rows = (0..124).map(|month| Observation::new(first.plus(month), 30.0 + f64::from(month % 12) + 0.1 * f64::from(month)));
    /// let months = Series::new("demo", rows.collect())?;
    /// let answer = Question::about(DataContext::added_up(months, Frequency::Annual)?, Target::level(700.0)?).answer()?;
    /// let running = answer.added_up.unwrap();
    /// assert_eq!((running.period, running.known, running.of), (Period::annual(2026), 4, 12));
    /// assert!(running.value > 0.0 && running.after.median > running.value);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    AddedUpYear {
        /// The running period.
        period: Period as "string",
        /// Frequency of the periods that were added up.
        frequency: Frequency,
        /// How many of them a period has.
        of: u32,
        /// How many of the running period are known.
        known: u32,
        /// The last of them that is known, whichever period it belongs to.
        last: Period as "string",
        /// What the known ones of the running period add up to, in the unit of the series.
        value: f64,
        /// The running period as the history of whole periods forecasts it, with no lever moved.
        before: Estimate,
        /// The same with what the shorter periods say.
        after: Estimate,
        /// Shorter periods that were missing and were filled in by their share in the nearest complete period.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        filled: Vec<Period> as "string[]",
        /// Incomplete periods that were left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        left_out: Vec<Period> as "string[]",
        /// The same in plain words.
        summary: String,
    }
}

/// The paths of whole periods, with what shorter periods say of the first: `rest` is what the months that are not known yet add up to
/// in each path.
pub(crate) fn with_months(
    fit: &Fit,
    base: &Base,
    months: &Series,
    rest: &[f64],
) -> Result<(Base, AddedUpYear)> {
    let years = fit.series();
    let running = years.last().period.plus(1);
    let added = AddedUp::of(months, years.frequency())?;
    let known = if added.sums.last().period.plus(1) == running { added.known } else { Vec::new() };
    let value: f64 = known.iter().sum();
    let prior = base.simulated(0);
    let weight = if known.is_empty() { UNKNOWN } else { 1.0 };
    let scale = fit.scale();
    let sums: Vec<f64> = rest.iter().map(|rest| (value + rest) / scale).collect();
    let first = moved(&prior, &sums, weight);
    let base = moved_to(fit, base, &prior, &first, value > 0.0);
    let estimate = |logs: &[f64]| {
        let [lo80, median, hi80] =
            quantile::of(logs, [0.1, 0.5, 0.9]).map(|log| scale * libm::exp(log.min(LARGEST_LOG)));
        Estimate { median, lo80, hi80 }
    };
    let frequency = months.frequency();
    let mut said = AddedUpYear {
        period: running,
        frequency,
        of: (frequency.per_year() / years.frequency().per_year()).unsigned_abs(),
        known: known.len() as u32,
        last: months.last().period,
        value,
        before: estimate(&prior),
        after: estimate(&first),
        filled: added.filled,
        left_out: added.left_out,
        summary: String::new(),
    };
    said.summary = summary(&said, months);
    Ok((base, said))
}

/// The leads of the months in the first period of the years: those that are known are none.
pub(crate) fn leads(years: &Series, months: &Series) -> Vec<usize> {
    let (running, last) = (years.last().period.plus(1), months.last().period);
    parts(running, last.frequency())
        .iter()
        .filter_map(|part| usize::try_from(part.minus(last) - 1).ok())
        .collect()
}

/// The logs of the first period moved to the distribution of the sums: each path keeps its rank. Paths without any trade say
/// nothing of a level; where most have none, nothing moves.
fn moved(prior: &[f64], sums: &[f64], weight: f64) -> Vec<f64> {
    let mut logs: Vec<f64> = sums.iter().filter(|sum| **sum > 0.0).map(|sum| libm::log(*sum)).collect();
    if logs.len() * 2 < prior.len() {
        return prior.to_vec();
    }
    sort(&mut logs);
    let mut sorted = prior.to_vec();
    sort(&mut sorted);
    let of = |log: &f64| {
        let rank = sorted.partition_point(|other| other < log);
        log + weight * (logs[rank * logs.len() / prior.len()] - log)
    };
    prior.iter().map(of).collect()
}

/// The paths with another first period. The middle of later ones follows that of the first as far as they followed it before, and is
/// trend; their spread remains, because it is rather too narrow than too wide (the guide has the figures).
fn moved_to(fit: &Fit, base: &Base, prior: &[f64], first: &[f64], begun: bool) -> Base {
    let paths = base.paths;
    let horizon = base.trend.len() / paths;
    let gain = slopes(prior, horizon, |lead| base.simulated(lead));
    let ([before], [after]) = (quantile::of(prior, [0.5]), quantile::of(first, [0.5]));
    let shift = after - before;
    let trend = base.trend.iter().enumerate().map(|(at, log)| log + gain[at / paths] * shift).collect();
    let mut surprise = base.surprise.to_vec();
    for (surprise, (first, prior)) in surprise.iter_mut().zip(first.iter().zip(prior)) {
        *surprise += first - prior - shift;
    }
    let [trend, surprise]: [Arc<[f64]>; 2] = [trend, surprise.into()];
    let moved = Base::new(paths, base.seed, [trend, surprise, Arc::clone(&base.season)]);
    let trade = fit.activity().map(|activity| {
        let logs = moved.logs(None);
        let of = if begun { TradeMask::begun } else { TradeMask::simulate };
        of(activity, base.seed, &logs)
    });
    moved.with(None, trade)
}

/// What was added up, in one line.
fn summary(of: &AddedUpYear, series: &Series) -> String {
    let AddedUpYear { period, frequency, known, filled, left_out, .. } = of;
    let name = if *frequency == Frequency::Monthly { "month" } else { "quarter" };
    let many = |n: u32| format!("{n} {name}{}", if n == 1 { "" } else { "s" });
    let mut said = match *known {
        0 => format!("{period} is the sum of {} forecast one by one", many(of.of)),
        known => format!(
            "{period}: {} known, {} together, and {} forecast one by one",
            many(known),
            money(of.value, series.unit()),
            many(of.of - known)
        ),
    };
    if !filled.is_empty() {
        said += &format!("; filled in: {}", periods(filled));
    }
    if !left_out.is_empty() {
        said += &format!("; left out as incomplete: {}", periods(left_out));
    }
    said + "."
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::question::assumptions::Assumptions;
    use crate::question::lever::Lever;
    use crate::question::settings::Settings;
    use crate::series::series::Observation;

    #[test]
    fn paths_keep_their_rank_and_take_the_values_of_the_sums() {
        let sums = [4.0, 1.0, 2.0, 3.0].map(libm::exp);
        assert_eq!(
            moved(&[0.3, -0.1, 0.2, 0.0], &sums, 1.0),
            [4.0, 1.0, 3.0, 2.0].map(|log: f64| libm::log(libm::exp(log)))
        );
        let half = moved(&[0.0, 2.0], &[1.0, 1.0], 0.5);
        assert_eq!(half, [0.0, 1.0]);
        // A year without trade says nothing of a level, and where most paths have none nothing moves.
        assert_eq!(moved(&[0.0, 2.0], &[0.0, libm::exp(3.0)], 1.0), [3.0, 3.0]);
        assert_eq!(moved(&[0.0, 2.0, 5.0], &[0.0, 0.0, 1.0], 1.0), [0.0, 2.0, 5.0]);
    }

    fn months(count: i32) -> Series {
        let first: Period = "2012-01".parse().unwrap();
        let value = |t: i32| {
            50.0 + f64::from(t * 37 % 11) + 20.0 * f64::from(u8::from(t % 12 == 11)) + 0.2 * f64::from(t)
        };
        let rows = (0..count).map(|t| Observation::new(first.plus(t), value(t))).collect();
        Series::new("test", rows).unwrap()
    }

    /// The more of a year is known, the less is left to doubt, and a year of which eleven months are known is nearly known.
    #[test]
    fn the_running_year_narrows_as_its_months_are_known() {
        let settings = Settings { horizon: 4, paths: 2000, ..Settings::default() };
        let rows = |known: i32, assumptions: &Assumptions| {
            let series = months(120 + known);
            let added = AddedUp::of(&series, Frequency::Annual).unwrap();
            let years = fit(&added.sums, &ModelChoice::Auto).unwrap().simulate(&settings).unwrap();
            let by_month = years.with_months(&fit(&series, &ModelChoice::Auto).unwrap()).unwrap();
            assert_eq!(by_month.added_up().unwrap().known, known as u32);
            by_month.forecast(assumptions).unwrap()
        };
        let width = |known: i32| {
            let row = &rows(known, &Assumptions::baseline())[0];
            libm::log(row.bands[1].hi / row.bands[1].lo)
        };
        let widths = [1, 6, 11].map(width);
        assert!(widths[0] > 1.5 * widths[1] && widths[1] > 1.5 * widths[2], "{widths:?}");
        let actual: f64 = months(132).observations()[120..].iter().map(|one| one.value).sum();
        let row = &rows(11, &Assumptions::baseline())[0];
        assert!((row.median / actual - 1.0).abs() < 0.05, "{} {actual}", row.median);
        // Growth by a lever adds to the middle, and less volatility narrows the year.
        let faster = rows(6, &Assumptions::baseline().with(Lever::Growth, 5.0).unwrap());
        let slower = rows(6, &Assumptions::baseline());
        assert!((faster[0].median / slower[0].median / 1.05 - 1.0).abs() < 1e-9);
        let calm = rows(6, &Assumptions::baseline().with(Lever::Volatility, 0.2).unwrap());
        assert!(calm[0].bands[1].hi - calm[0].bands[1].lo < slower[0].bands[1].hi - slower[0].bands[1].lo);
    }
}
