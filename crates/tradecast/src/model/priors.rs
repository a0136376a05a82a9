#![doc = include_str!("../../guide/methods/priors.md")]

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::format::{number, percent};
use crate::model::common_state::CommonState;
use crate::model::features::FEATURES;
use crate::model::features::excess;
use crate::model::growth_over::GrowthOver;
use crate::period::Frequency;
use crate::plain::value;
use crate::series::sample::Sample;
use crate::series::series::{MIN_OBSERVATIONS, Series};

/// Panel priors; written by [`crate::calibrate`], read by [`crate::fit_with_priors`].
///
/// All values are in log points: 0.05 is about 5 %.
///
/// ```
/// use tradecast::Priors;
///
/// let error = serde_json::from_str::<Priors>(r#"{"as_of": 2014}"#).unwrap_err();
/// assert!(error.to_string().contains("missing field"));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Priors {
    /// Last year used.
    pub as_of: i32,
    /// Series used.
    pub series: usize,
    /// Where the panel came from.
    pub source: String,
    /// Mean yearly growth of all pairs together.
    pub common_growth: f64,
    /// Standard deviation of what one does not know about that mean over the coming decades.
    pub common_growth_error: f64,
    /// Share of a deviation of common growth from its mean that remains a year later.
    pub common_persistence: f64,
    /// Deviation of common growth from its mean in the last year used, which fades at that rate: zero in files that have a
    /// `common_state`.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub common_now: f64,
    /// Standard deviation of a year's shock to common growth.
    pub common_shock: f64,
    /// Features of an average pair: last growth, level above the mean of its last five and ten years, growth a year over five
    /// years, log of its own volatility.
    pub centre: [f64; FEATURES],
    /// Standard deviation of the log volatility between pairs.
    pub volatility_spread: f64,
    /// Growth a year that the combination of a pair's own models misses on average.
    pub combination_growth: f64,
    /// Size of the combination's errors, relative to those on economic series of all kinds.
    pub combination_scale: f64,
    /// Expected excess growth over 1, 5 and 10 years per unit of each feature above the centre.
    pub reversion: [[f64; FEATURES]; 3],
    /// Standard deviation of the excess growth of an average pair over 1, 5 and 10 years.
    pub spread: [f64; 3],
    /// How much of a pair's own log volatility above the centre shows in the log of that standard deviation.
    pub own_volatility: [f64; 3],
    /// Booms and slumps of common growth by year, which are given back; absent in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub common_state: Option<CommonState>,
    /// Growth over 1 to 15 years of the series of the panel; absent in files of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub growth_over: Option<GrowthOver>,
    /// How answers with priors of this kind turned out for the series of the panel; absent where nobody measured it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<PanelRecord>,
}

// A reference is smaller than the number where addresses have 32 bits.
#[cfg_attr(
    target_pointer_width = "64",
    expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")
)]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

/// Log volatility of economic series of all kinds, and its spread: 491 yearly series of the M1 and M3 competitions.
const ANY_VOLATILITY: f64 = -2.5;
const ANY_SPREAD: f64 = 0.88;
/// Odds before its volatility is known that a series is of the kind of the panel whose priors were given with it.
const KIN_ODDS: f64 = 20.0;
/// Least spread of log volatility between pairs that is believed.
pub(crate) const SMALLEST_SPREAD: f64 = 0.1;

impl Priors {
    /// Deviation of common growth from its mean in a later year, as far as it is still felt; nothing is known of it earlier.
    pub(crate) fn common_now_in(&self, year: i32) -> f64 {
        let since = year - self.as_of;
        if since < 0 { 0.0 } else { self.common_now * libm::pow(self.common_persistence, since.into()) }
    }

    /// How far common growth of the ten years up to a year was above its mean: [`CommonState::gap_in`], and the share that
    /// remains of it a year later.
    pub(crate) fn common_gap_in(&self, year: i32) -> (f64, f64) {
        self.common_state.as_ref().map_or((0.0, 1.0), |state| (state.gap_in(year), state.remains))
    }

    /// Probability that a series of this log volatility is of the panel's kind rather than any other economic series: a
    /// series as calm as hardly a pair of the panel is not judged by the panel.
    pub(crate) fn kinship(&self, log_volatility: f64) -> f64 {
        let density = |centre: f64, spread: f64| {
            let z = (log_volatility - centre) / spread;
            libm::exp(-0.5 * z * z) / spread
        };
        let (kin, other) =
            (density(self.centre[FEATURES - 1], self.volatility_spread), density(ANY_VOLATILITY, ANY_SPREAD));
        let kin = KIN_ODDS * kin;
        if kin + other > 0.0 { kin / (kin + other) } else { 0.0 }
    }

    /// How often the series of the panel grew by `needed` log points or more over so many years, scaled to the volatility of a
    /// yearly series; `None` where the priors do not say, beyond fifteen years, for a series with fewer than three values, and
    /// for one that is rather of another kind.
    ///
    /// ```
    /// use tradecast::{Observation, Period, Priors, Series};
    ///
    /// let priors: Priors = serde_json::from_str(r#"{
    ///     "as_of": 2014, "series": 3000, "source": "an earlier version, which knew no base rates",
    ///     "common_growth": 0.06, "common_growth_error": 0.04, "common_persistence": 0.4, "common_now": 0.0, "common_shock": 0.08,
    ///     "centre": [0.06, 0.1, 0.25, 0.06, -0.9], "volatility_spread": 0.6,
    ///     "combination_growth": 0.04, "combination_scale": 1.1,
    ///     "reversion": [[-0.1, -0.1, 0, 0, 0], [-0.1, -0.2, 0, -0.1, 0], [-0.1, -0.1, -0.1, 0, 0]],
    ///     "spread": [0.3, 0.6, 0.8], "own_volatility": [0.7, 0.6, 0.4]
    /// }"#).unwrap();
    /// # let series = Series::new("demo", (1..9).map(|t| Observation::new(Period::annual(2000 + t), f64::from(t))).collect())?;
    /// assert_eq!(priors.panel_rate(&series, 8, 0.7), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn panel_rate(&self, series: &Series, years: u32, needed: f64) -> Option<PanelRate> {
        let enough = series.frequency() == Frequency::Annual && series.positive().count() >= MIN_OBSERVATIONS;
        let growth = self.growth_over.as_ref().filter(|_| enough)?;
        let sample = Sample::of(series);
        let volatility = excess(&sample.t, &sample.log, &self.centre)[FEATURES - 1];
        let kin = self.kinship(self.centre[FEATURES - 1] + volatility) >= 0.5;
        let share = growth.share(self.own_volatility, years as usize, volatility, needed).filter(|_| kin)?;
        let at = years as usize - 1;
        Some(PanelRate {
            share,
            years,
            series: growth.series[at],
            windows: growth.windows[at],
            up_to: self.as_of,
        })
    }

    /// Refuses values that would let a NaN or an explosion into the simulation.
    ///
    /// ```
    /// let mut priors = tradecast_data::priors();
    /// assert!(priors.check().is_ok());
    /// priors.common_shock = f64::NAN;
    /// assert_eq!(priors.check().unwrap_err().code(), "bad_priors");
    /// ```
    ///
    /// # Errors
    /// [`Error::BadPriors`], naming the field.
    pub fn check(&self) -> Result<()> {
        self.growth_over.as_ref().map_or(Ok(()), GrowthOver::check)?;
        self.common_state.as_ref().map_or(Ok(()), CommonState::check)?;
        let ranges: [(&'static str, f64, f64, Vec<f64>); 12] = [
            ("common_growth", -1.0, 1.0, vec![self.common_growth]),
            ("common_growth_error", 0.0, 1.0, vec![self.common_growth_error]),
            ("common_persistence", 0.0, 0.99, vec![self.common_persistence]),
            ("common_now", -1.0, 1.0, vec![self.common_now]),
            ("common_shock", 0.0, 1.0, vec![self.common_shock]),
            ("centre", -20.0, 20.0, self.centre.to_vec()),
            ("volatility_spread", SMALLEST_SPREAD, 20.0, vec![self.volatility_spread]),
            ("combination_growth", -1.0, 1.0, vec![self.combination_growth]),
            ("combination_scale", 0.1, 10.0, vec![self.combination_scale]),
            ("reversion", -20.0, 20.0, self.reversion.concat()),
            ("spread", 0.0, 5.0, self.spread.to_vec()),
            ("own_volatility", -2.0, 2.0, self.own_volatility.to_vec()),
        ];
        let shares = self
            .record
            .iter()
            .map(|r| ("record", 0.0, 1.0, vec![r.coverage80, r.brier, r.brier_of_base_rate]));
        let ratio = self.record.iter().map(|r| ("record", 0.0, f64::MAX, vec![r.relative_to_naive]));
        let within = |given: f64, min: f64, max: f64| (min..=max).contains(&given);
        let mut all = ranges.into_iter().chain(shares).chain(ratio);
        let wrong = all.find_map(|(field, min, max, values)| {
            values.into_iter().find(|given| !within(*given, min, max)).map(|given| (field, given, min, max))
        });
        wrong.map_or(Ok(()), |(field, given, min, max)| Err(Error::BadPriors { field, given, min, max }))
    }
}

value! {
    /// How often other series kept up growth for some years, in the money of the panel.
    ///
    /// ```
    /// let rate = tradecast::PanelRate { share: 0.24, years: 8, series: 2612, windows: 65_499, up_to: 2014 };
    /// assert!(rate.sentence().contains("2,612 other series"));
    /// ```
    PanelRate {
        /// Share of the stretches over which the growth was kept up, scaled to the volatility of this series: calm ones seldom
        /// grow as fast as volatile ones.
        share: f64,
        /// Years that a stretch lasts.
        years: u32,
        /// Series with such stretches.
        series: u32,
        /// Stretches; they overlap.
        windows: u32,
        /// Last year of the panel.
        up_to: i32,
    }
}

impl PanelRate {
    /// The rate as people read it.
    ///
    /// ```
    /// let rate = tradecast::PanelRate { share: 0.24, years: 8, series: 2612, windows: 65_499, up_to: 2014 };
    /// assert_eq!(rate.sentence(), "Of the stretches of 8 years in the past of 2,612 other series (up to 2014, in money of the day), 24 % kept up such growth, scaled to the volatility of this one.");
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Of the stretches of {} year{} in the past of {} other series (up to {}, in money of the day), {} kept up such growth, scaled to the volatility of this one.",
            self.years,
            if self.years == 1 { "" } else { "s" },
            number(self.series.into()),
            self.up_to,
            percent(self.share)
        )
    }
}

value! {
    /// How answers given at earlier dates about the series of a panel, with what was known then, turned out: measured by
    /// `tradecast backtest`, with priors estimated anew at each date, and kept with the priors.
    ///
    /// ```
    /// let record: tradecast::PanelRecord = serde_json::from_str(r#"{
    ///     "first_origin": 1965, "last_origin": 2004, "origins": 14, "series": 2500, "longest_lead": 10,
    ///     "outcomes": 130000, "coverage80": 0.81, "relative_to_naive": 0.75,
    ///     "arrivals": 400000, "brier": 0.18, "brier_of_base_rate": 0.22
    /// }"#).unwrap();
    /// assert!(record.sentence().contains("held 81 % of 130,000 outcomes"));
    /// ```
    #[serde(deny_unknown_fields)]
    PanelRecord {
        /// First year in which questions were asked.
        first_origin: i32,
        /// Last year in which questions were asked.
        last_origin: i32,
        /// Years in which questions were asked.
        origins: usize,
        /// Series asked about in one of them or more.
        series: usize,
        /// Longest lead, years.
        longest_lead: usize,
        /// Forecasts compared with what happened.
        outcomes: usize,
        /// Share of outcomes inside the 80 % band; an honest band has 0.8.
        coverage80: f64,
        /// Root mean squared log error of the median forecasts divided by that of the naive forecast (last value): below 1
        /// beats naive.
        relative_to_naive: f64,
        /// Arrival probabilities compared with what happened.
        arrivals: usize,
        /// Their Brier score: 0 is perfect.
        brier: f64,
        /// Brier score of stating the share that came true every time, which nobody knew in advance.
        brier_of_base_rate: f64,
    }
}

impl PanelRecord {
    /// The record as people read it.
    ///
    /// ```
    /// # let record: tradecast::PanelRecord = serde_json::from_str(r#"{"first_origin": 1965, "last_origin": 2004, "origins": 14,
    /// #     "series": 2500, "longest_lead": 10, "outcomes": 130000, "coverage80": 0.81, "relative_to_naive": 0.75,
    /// #     "arrivals": 400000, "brier": 0.18, "brier_of_base_rate": 0.22}"#).unwrap();
    /// assert!(record.sentence().starts_with("Asked in 14 years from 1965 to 2004 about 2,500 other series"));
    /// ```
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = if self.relative_to_naive < 1.0 { "better than" } else { "no better than" };
        format!(
            "Asked in {} years from {} to {} about {} other series, up to {} years ahead and with only what was known then, the method's 80 % bands held {} of {} outcomes, and its median forecasts were {verdict} repeating the last value (error {:.2} times as large). The Brier score of its arrival probabilities was {:.3} (0 is perfect); stating every time the share that came true, which nobody knew, would have scored {:.3}.",
            self.origins,
            self.first_origin,
            self.last_origin,
            number(self.series as f64),
            self.longest_lead,
            percent(self.coverage80),
            number(self.outcomes as f64),
            self.relative_to_naive,
            self.brier,
            self.brier_of_base_rate,
        )
    }
}
