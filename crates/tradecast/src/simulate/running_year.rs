#![doc = include_str!("../../guide/methods/running_year.md")]

use std::sync::Arc;

use crate::error::Result;
use crate::fit::fit::Fit;
use crate::format::{money, periods};
use crate::numeric::estimate::Estimate;
use crate::numeric::exponential::LARGEST_LOG;
use crate::numeric::quantile;
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
    /// assert!(running.after.hi80 - running.after.lo80 < running.before.hi80 - running.before.lo80);
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
    logs.sort_by(f64::total_cmp);
    let mut order: Vec<usize> = (0..prior.len()).collect();
    order.sort_by(|one, other| prior[*one].total_cmp(&prior[*other]).then(one.cmp(other)));
    let mut moved = prior.to_vec();
    for (rank, path) in order.into_iter().enumerate() {
        moved[path] += weight * (logs[rank * logs.len() / prior.len()] - prior[path]);
    }
    moved
}

/// The paths with another first period: later ones follow it as far as they followed it before. The change of the middle is trend,
/// the rest is surprise.
fn moved_to(fit: &Fit, base: &Base, prior: &[f64], first: &[f64], begun: bool) -> Base {
    let paths = base.paths;
    let horizon = base.trend.len() / paths;
    let gain = slopes(prior, horizon, |lead| base.simulated(lead));
    let ([before], [after]) = (quantile::of(prior, [0.5]), quantile::of(first, [0.5]));
    let shift = after - before;
    let shifted = |logs: &[f64], by: &dyn Fn(usize) -> f64| -> Arc<[f64]> {
        logs.iter().enumerate().map(|(at, log)| log + gain[at / paths] * by(at % paths)).collect()
    };
    let trend = shifted(&base.trend, &|_| shift);
    let surprise = shifted(&base.surprise, &|path| first[path] - prior[path] - shift);
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
