//! The answer: plain values that every front end prints.

use std::collections::BTreeMap;

use crate::question::assumptions::Assumptions;
use crate::question::target::Target;
use crate::series::period::{Frequency, Period};
use crate::series::series::{Flow, Observation};

/// Version of the answer's shape; raised when a name changes or goes, not when one is added.
///
/// ```
/// assert_eq!(tradecast::SCHEMA, 1);
/// ```
pub const SCHEMA: u32 = 1;

macro_rules! value {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty $(as $ts:literal)?,)* }) => {
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        $(#[$doc])*
        pub struct $name {
            $($(#[$field_doc])* $(#[cfg_attr(feature = "typescript", ts(type = $ts))])? pub $field: $type,)*
        }
    };
}

pub(crate) use value;

value! {
    /// The answer to a question: history, models, forecast, arrival, and how far to trust them.
    ///
    /// ```
    /// use tradecast::{Assumptions, Observation, Period, Question, Series, Settings, Target};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
    /// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let answer = Question::new(series, Target::level(250.0)?).answer()?;
    /// assert_eq!(answer.arrival.by.len(), 28);
    /// println!("{}", answer.headline);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Answer {
        /// Version of this shape, [`SCHEMA`].
        schema: u32,
        /// Version of the engine that computed it.
        engine: String,
        /// Seed of the random numbers: same question, same seed, same answer.
        seed: u32,
        /// Fingerprint of the observations used.
        data_hash: String,
        /// What was asked.
        question: Asked,
        /// The observations used, up to the origin.
        history: Vec<Observation>,
        /// Every model considered, with its weight in the combination.
        models: Vec<ModelReport>,
        /// The season taken out before the models were fitted and put back into every future; absent where there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        season: Vec<SeasonalFactor>,
        /// Forecast of each period, under the assumptions of the question.
        forecast: Vec<ForecastRow>,
        /// What part-year readings say of the first period, with no lever moved; absent where none are used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nowcast: Option<Nowcast>,
        /// How other reporters count the same trade, where that matters to the answer: their readings are used, or they decide
        /// whether the target is met.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mirror_gaps: Vec<MirrorGapReport>,
        /// When the target is first reached.
        arrival: Arrival,
        /// The arrival it is compared with: that with no lever moved, or that of [`crate::Outlook::answer_beside`]; absent where
        /// it is the same.
        baseline: Option<Arrival>,
        /// Growth that would reach the target in time.
        required_growth: Option<RequiredGrowth>,
        /// The parts the total is made of.
        components: Vec<Component>,
        /// Where and how much a limited corridor holds trade back; absent where there is no limit.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bottleneck: Option<Bottleneck>,
        /// How past forecasts of this series by the same method turned out; absent where it is too short to tell.
        track_record: Option<TrackRecord>,
        /// How such answers turned out for the series of the panel that the priors come from; absent without priors, and where
        /// they do not say.
        panel_record: Option<PanelRecord>,
        /// What has happened since, where the question was asked as of an earlier date and somebody compared:
        /// [`crate::Outlook::hindsight`].
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        since: Vec<Hindsight>,
        /// What a reader must know before relying on the answer.
        warnings: Vec<Warning>,
        /// The answer in one or two sentences.
        headline: String,
    }
}

value! {
    /// The question as the engine understood it.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// assert_eq!(answer.question.origin.to_string(), "2008");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Asked {
        /// Name of the series.
        series: String,
        /// Unit of every level in the answer.
        unit: String,
        /// The flow measured.
        flow: Flow,
        /// Whose statistics; empty where not stated.
        reporter: String,
        /// Frequency of the periods.
        frequency: Frequency,
        /// Last period known.
        origin: Period as "string",
        /// Value of the last period known.
        last_value: f64,
        /// The target.
        target: Target,
        /// The levers.
        assumptions: Assumptions,
        /// Forecast periods.
        horizon: u32,
        /// Simulated futures.
        paths: u32,
    }
}

value! {
    /// One model: its parameters, how well it fits, how well it forecast, and its say in the answer.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let total: f64 = answer.models.iter().map(|model| model.weight).sum();
    /// assert!((total - 1.0).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ModelReport {
        /// Identifier of the model.
        name: String,
        /// Share of the simulated futures that come from it; the weights add up to 1.
        weight: f64,
        /// Estimates with standard errors; empty where the model could not be fitted.
        parameters: Vec<Parameter>,
        /// Whether the estimation reached its optimum.
        converged: bool,
        /// What the estimation reports of itself: closed form, iterations, or why it failed.
        convergence: String,
        /// Residual diagnostics; absent where the model could not be fitted.
        diagnostics: Option<Diagnostics>,
        /// Rolling-origin forecast errors; absent where the series is too short.
        score: Option<Score>,
    }
}

value! {
    /// A parameter estimate.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::named("drift")?)?;
    /// assert_eq!(fit.reports()[0].parameters[0].name, "drift");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Parameter {
        /// Name of the parameter.
        name: String,
        /// Estimate.
        value: f64,
        /// Standard error; absent where the data do not determine it.
        std_error: Option<f64>,
        /// Unit of both.
        unit: String,
    }
}

value! {
    /// Residual diagnostics of a fitted model; residuals are in logs unless the model says otherwise.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::named("log-linear")?)?;
    /// assert_eq!(fit.reports()[0].diagnostics.as_ref().unwrap().observations, 8);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Diagnostics {
        /// Observations used.
        observations: usize,
        /// Residual degrees of freedom.
        degrees_of_freedom: usize,
        /// Standard deviation of the yearly surprise (residual standard error), log points.
        sigma: f64,
        /// Share of the variance of the fitted variable explained; absent for models that do not fit a level.
        r_squared: Option<f64>,
        /// Lag-1 autocorrelation of the residuals; absent where too few are adjacent.
        autocorrelation: Option<f64>,
        /// Largest residual in absolute standard deviations.
        largest_residual: f64,
        /// Period of the largest residual.
        largest_residual_period: Period as "string",
    }
}

value! {
    /// How well a model forecast this series from earlier origins.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..20).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::Auto)?;
    /// assert!(fit.reports().iter().any(|report| report.score.is_some()));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Score {
        /// Origins from which it was asked to forecast.
        origins: usize,
        /// Forecasts scored.
        forecasts: usize,
        /// Root mean squared error of the median forecast, log points.
        rmse_log: f64,
        /// The same, divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error.
        relative_to_naive: Option<f64>,
    }
}

value! {
    /// What a period of the year does to the value: 1.1 is 10 % above the trend.
    ///
    /// ```
    /// let december = tradecast::SeasonalFactor { period: 12, factor: 1.1, std_error: 0.02 };
    /// assert!(december.factor > 1.0);
    /// ```
    SeasonalFactor {
        /// Period of the year: 1 to 12 for months, 1 to 4 for quarters.
        period: u32,
        /// Value over trend.
        factor: f64,
        /// Standard error of the factor.
        std_error: f64,
    }
}

value! {
    /// The forecast of one period.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let row = &answer.forecast[0];
    /// assert!(row.bands[0].lo <= row.median && row.median <= row.bands[0].hi);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ForecastRow {
        /// The period.
        period: Period as "string",
        /// Mean of the simulated futures, the outermost 0.5 % on either side drawn in (a mean of fat tails would
        /// otherwise be decided by a few paths).
        mean: f64,
        /// Half of the simulated futures are below.
        median: f64,
        /// Central bands, narrowest first.
        bands: Vec<Band>,
    }
}

value! {
    /// What part-year readings say of the year to come.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), 90.0 + f64::from(t * 7 % 5))).collect())?;
    /// let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let informed = outlook.informed(&Readings::default().with("2009-01..2009-06=70".parse()?))?;
    /// let nowcast = informed.nowcast().unwrap();
    /// assert!(nowcast.weight > 0.0 && nowcast.before.median < nowcast.after.median);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Nowcast {
        /// The year.
        period: Period as "string",
        /// Each reading, used or not.
        readings: Vec<NowcastReading>,
        /// The year before the readings were used.
        before: Estimate,
        /// The year with them.
        after: Estimate,
        /// How far the readings together moved the year: 0 nothing, 1 all the way.
        weight: f64,
        /// The same in plain words.
        summary: String,
    }
}

value! {
    /// A part-year reading, and what it means for the year.
    ///
    /// ```
    /// # use tradecast::{ModelChoice, Observation, Period, Readings, Series, Settings, fit};
    /// # let series = Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), 90.0 + f64::from(t * 7 % 5))).collect())?;
    /// # let outlook = fit(&series, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let readings = Readings::default().with("2009-01..2009-06=70".parse()?).with("2009-01=9".parse()?);
    /// let informed = outlook.informed(&readings)?;
    /// let [six, one] = &informed.nowcast().unwrap().readings[..] else { panic!() };
    /// assert!(six.used && !one.used); // the longer covers the shorter
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    NowcastReading {
        /// The months covered, in words.
        months: String,
        /// What was said of them, in words.
        says: String,
        /// Who said it; empty where it is the reporter of the series.
        reporter: String,
        /// Where it was read; empty where not stated.
        source: String,
        /// Whether it was used: of readings by one reporter only the longest is.
        used: bool,
        /// How far it moved the year: 0 nothing, 1 all the way.
        weight: f64,
        /// Earlier years that teach how wrong such readings are.
        taught_by: usize,
        /// The year by this reading alone, as this series counts it; absent where it is not used.
        year: Option<Estimate>,
    }
}

value! {
    /// A median with its 80 % interval.
    ///
    /// ```
    /// let year = tradecast::Estimate { median: 100.0, lo80: 90.0, hi80: 120.0 };
    /// assert!(year.lo80 < year.median);
    /// ```
    Estimate {
        /// Half is below.
        median: f64,
        /// A tenth is below.
        lo80: f64,
        /// A tenth is above.
        hi80: f64,
    }
}

value! {
    /// How another reporter counts the same trade.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, ModelChoice, Observation, Period, Readings, Series, Settings, Target, Assumptions, fit};
    /// # let of = |factor: f64| Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), factor * f64::from(90 + t * 7 % 5))).collect());
    /// let gap = MirrorGap::between(&of(1.0)?, &of(0.5)?.with_reporter("the partner"))?;
    /// let outlook = fit(&of(1.0)?, &ModelChoice::Auto)?.simulate(&Settings::default())?.informed(&Readings::default().with_gap(gap))?;
    /// let target = Target::level(80.0)?; // reached as we count, not as the partner does
    /// let theirs = outlook.answer(&target.clone().decided_by("the partner"), &Assumptions::baseline())?;
    /// assert!((theirs.mirror_gaps[0].mean_pct + 50.0).abs() < 1e-9 && !theirs.arrival.already_reached);
    /// assert!(outlook.answer(&target, &Assumptions::baseline())?.arrival.already_reached);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    MirrorGapReport {
        /// The other reporter.
        reporter: String,
        /// Periods known from both.
        years: Vec<Period> as "string[]",
        /// How much more it counts than this series, %: the geometric mean over these periods.
        mean_pct: f64,
        /// Standard deviation of the log difference over these periods, log points.
        sd: f64,
        /// Interval that holds the next period's difference with 80 %, %: wider the fewer are known.
        interval80_pct: [f64; 2],
    }
}

value! {
    /// A central band: of 100 such futures, `level` are inside.
    ///
    /// ```
    /// let band = tradecast::Band { level: 80.0, lo: 90.0, hi: 120.0 };
    /// assert!(band.lo < band.hi);
    /// ```
    Band {
        /// Probability inside, %.
        level: f64,
        /// Lower edge.
        lo: f64,
        /// Upper edge.
        hi: f64,
    }
}

value! {
    /// When the target is first reached (first passage).
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let last = answer.arrival.by.last().unwrap().probability;
    /// assert!((last + answer.arrival.not_within_horizon - 1.0).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Arrival {
        /// Probability that the target has been reached by each period (cumulative).
        by: Vec<ArrivalRow>,
        /// First period by which the target has been reached with probability 50 % or more; absent where that is beyond the horizon.
        median: Option<Period> as "string | null",
        /// Periods between which the middle half of arrivals lie; an absent end is beyond the horizon.
        interval50: [Option<Period>; 2] as "[string | null, string | null]",
        /// Periods between which the middle 80 % of arrivals lie; an absent end is beyond the horizon.
        interval80: [Option<Period>; 2] as "[string | null, string | null]",
        /// Probability that the target is not reached within the horizon.
        not_within_horizon: f64,
        /// Whether the last observation is already at or above the target.
        already_reached: bool,
        /// From when on it stays: not only reached, but not fallen below again within the horizon.
        stays: Stays,
        /// Standard error of the probabilities from the finite number of paths, at its largest.
        monte_carlo_error: f64,
    }
}

value! {
    /// From when on the value stays at or above the target, until the end of the horizon. What happens after the
    /// horizon nobody asked the models, so that a longer horizon makes these probabilities smaller, and in the last period
    /// staying above is no more than being there.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let arrival = &answer.arrival;
    /// assert!(arrival.by.iter().zip(&arrival.stays.by).all(|(reached, stays)| stays.probability <= reached.probability));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Stays {
        /// Probability that the value is at or above the target in each period and in every later one of the horizon.
        by: Vec<ArrivalRow>,
        /// First period from which it stays with probability 50 % or more; absent where there is none within the horizon.
        median: Option<Period> as "string | null",
        /// Periods between which the middle 80 % begin to stay; an absent end is not within the horizon.
        interval80: [Option<Period>; 2] as "[string | null, string | null]",
        /// Probability that the value is below the target in the last period of the horizon, reached before or not.
        not_within_horizon: f64,
    }
}

value! {
    /// A period and a probability.
    ///
    /// ```
    /// let row = tradecast::ArrivalRow { period: tradecast::Period::annual(2030), probability: 0.3 };
    /// assert!((0.0..=1.0).contains(&row.probability));
    /// ```
    ArrivalRow {
        /// The period.
        period: Period as "string",
        /// Probability that it has happened in it or before.
        probability: f64,
    }
}

value! {
    /// The constant growth that would reach the target in time.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let target = tradecast::Target::level(16.0)?.by(tradecast::Period::annual(2018));
    /// let answer = tradecast::Question::new(series, target).answer()?;
    /// let required = answer.required_growth.unwrap(); // doubling in ten years
    /// assert!((required.pct_per_year - 7.177).abs() < 0.001);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    RequiredGrowth {
        /// Arrival in this period: the deadline, or ten years on (or the end of the horizon) where there is none.
        by: Period as "string",
        /// Growth needed every year until then, %.
        pct_per_year: f64,
        /// How often this series has kept up such growth; absent where it is shorter than the time to the deadline.
        base_rate: Option<BaseRate>,
        /// How often the series of the panel that the priors come from did; absent without priors, beyond fifteen years, and for a
        /// series that is not of the panel's kind.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        panel_rate: Option<PanelRate>,
    }
}

value! {
    /// How often something happened in the past of the series.
    ///
    /// ```
    /// let rate = tradecast::BaseRate { share: 0.25, windows: 8 };
    /// assert_eq!(rate.share * rate.windows as f64, 2.0);
    /// ```
    BaseRate {
        /// Share of the windows in which it happened.
        share: f64,
        /// Windows of the same length in the history; they overlap.
        windows: usize,
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

value! {
    /// A part of the total.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// assert_eq!((answer.components[0].name.as_str(), answer.components[0].last_value), ("turnover", 8.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Component {
        /// Name of the part.
        name: String,
        /// Its last value.
        last_value: f64,
        /// By what the levers of the part are called; absent where the total is one series.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The part that it belongs to; absent where that is the total.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<String>,
        /// The period of its last value, where that is not the origin.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        known: Option<Period> as "string | null",
    }
}

value! {
    /// What a limited corridor does to the futures.
    ///
    /// ```
    /// use tradecast::{Assumptions, Lever, Question, Target};
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let limited = Assumptions::baseline().with(Lever::Capacity, 9.0)?;
    /// let answer = Question { assumptions: limited, ..Question::new(series, Target::level(20.0)?) }.answer()?;
    /// assert!(answer.arrival.by.iter().all(|row| row.probability == 0.0)); // 20 cannot pass where 9 can
    /// assert!(answer.bottleneck.unwrap().binds.iter().any(|row| row.probability > 0.5));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Bottleneck {
        /// Probability that the corridor has been too small by each period (cumulative).
        binds: Vec<ArrivalRow>,
        /// First period by which it has with probability 50 % or more; absent where that is beyond the horizon.
        median: Option<Period> as "string | null",
        /// What it cannot carry in each period, on average over all futures (the outermost 0.5 % drawn in), in the unit of the
        /// series.
        unserved: Vec<Unserved>,
    }
}

value! {
    /// What cannot be carried in a period.
    ///
    /// ```
    /// let row = tradecast::Unserved { period: tradecast::Period::annual(2030), mean: 12.5 };
    /// assert!(row.mean > 0.0);
    /// ```
    Unserved {
        /// The period.
        period: Period as "string",
        /// Average over all futures, in the unit of the series.
        mean: f64,
    }
}

value! {
    /// How forecasts made at earlier origins of this series, with what was known then, turned out.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..30).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t * t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(2000.0)?).answer()?;
    /// let record = answer.track_record.unwrap();
    /// assert!((0.0..=1.0).contains(&record.coverage80));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    TrackRecord {
        /// Origins from which forecasts were made.
        origins: usize,
        /// Forecasts compared with what happened.
        forecasts: usize,
        /// Longest lead scored, periods.
        longest_lead: usize,
        /// Share of outcomes inside the 80 % band; an honest band has 0.8.
        coverage80: f64,
        /// Root mean squared error of the combined median forecast, log points.
        rmse_log: f64,
        /// The same divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error.
        relative_to_naive: Option<f64>,
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

value! {
    /// A value that was not known when the forecast was made, beside it.
    ///
    /// ```
    /// # use tradecast::{Band, Hindsight, Period};
    /// let band = Band { level: 80.0, lo: 300.0, hi: 800.0 };
    /// let row = Hindsight {
    ///     period: Period::annual(2023), value: 529.4, median: 480.0, band, percentile: 61.0, inside: true,
    ///     weak: false, note: String::new(),
    /// };
    /// assert!(row.inside == (row.band.lo..=row.band.hi).contains(&row.value));
    /// ```
    Hindsight {
        /// The period.
        period: Period as "string",
        /// What happened.
        value: f64,
        /// Median of the forecast.
        median: f64,
        /// Central 80 % band of the forecast.
        band: Band,
        /// Share of the simulated futures below the value, %.
        percentile: f64,
        /// Whether the value is within the band.
        inside: bool,
        /// Whether the value rests on a weak source.
        weak: bool,
        /// What a reader must know about the value; absent where there is nothing.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    }
}

value! {
    /// Something a reader must know.
    ///
    /// ```
    /// # let observations = [2010, 2011, 2012, 2014, 2015, 2016, 2017, 2018].map(|y| tradecast::Observation::new(tradecast::Period::annual(y), f64::from(y - 2000)));
    /// # let series = tradecast::Series::new("a", observations.to_vec())?;
    /// let answer = tradecast::Question::new(series, tradecast::Target::level(40.0)?).answer()?;
    /// let gap = answer.warnings.iter().find(|warning| warning.code == "gap").unwrap();
    /// assert_eq!(gap.message, "2013 is missing and stayed a gap: no value was filled in.");
    /// assert_eq!(gap.values["periods"], tradecast::WarningValue::List(vec!["2013".to_owned()]));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Warning {
        /// Stable identifier of the kind.
        code: String,
        /// What it is and what it means.
        message: String,
        /// Period, model, row or lever it is about; `where` in JSON.
        #[serde(rename = "where")]
        place: String,
        /// What the message is made of, by name, so that it can be said in another language; absent where it is always the same.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        values: BTreeMap<String, WarningValue>,
    }
}

/// Something that the message of a [`Warning`] mentions.
///
/// ```
/// use tradecast::WarningValue;
///
/// assert_eq!(serde_json::to_string(&WarningValue::Number(0.5)).unwrap(), "0.5");
/// ```
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum WarningValue {
    /// A number; shares are from 0 to 1.
    Number(f64),
    /// A name, a period or a value of the data.
    Text(String),
    /// Several of them, in order.
    List(Vec<String>),
}

impl From<f64> for WarningValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for WarningValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<Period> for WarningValue {
    fn from(period: Period) -> Self {
        Self::Text(period.to_string())
    }
}

impl From<&[Period]> for WarningValue {
    fn from(periods: &[Period]) -> Self {
        Self::List(periods.iter().map(Period::to_string).collect())
    }
}

impl Answer {
    /// The period that is asked about, which is the end of the horizon where there is no deadline, and the probability of having
    /// arrived by then.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let answer = Question::new(series, Target::level(10.0)?.by(Period::annual(2025))).answer()?;
    /// assert_eq!(answer.in_time(), (Period::annual(2025), 1.0));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn in_time(&self) -> (Period, f64) {
        let by = self.question.target.deadline().unwrap_or_else(|| self.arrival.end());
        (by, self.arrival.reached_by(by))
    }
}

impl Arrival {
    /// The last period of the horizon.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let answer = Question::new(series, Target::level(30.0)?).answer()?;
    /// assert_eq!(answer.arrival.end(), Period::annual(2047));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Panics
    /// Never: a horizon has at least one period.
    #[must_use]
    pub fn end(&self) -> Period {
        self.by.last().expect("a horizon has at least one period").period
    }

    /// Probability that the target has been reached by a period. Before the first that is forecast it is known: 1 where the last
    /// observation is at the target, otherwise 0. After the horizon it is that of its end, as nobody asked the models further.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let arrival = Question::new(series, Target::level(30.0)?).answer()?.arrival;
    /// assert_eq!(arrival.reached_by(Period::annual(2019)), 0.0);
    /// assert_eq!(arrival.reached_by(Period::annual(2030)), arrival.by[10].probability);
    /// assert_eq!(arrival.reached_by(Period::annual(2100)), arrival.reached_by(arrival.end()));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reached_by(&self, period: Period) -> f64 {
        let until = self.by.iter().take_while(|row| row.period <= period).last();
        until.map_or(f64::from(u8::from(self.already_reached)), |row| row.probability)
    }
}
