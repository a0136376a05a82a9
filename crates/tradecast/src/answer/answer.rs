//! The answer: plain values that every front end prints.

use crate::answer::arrival::{Arrival, RequiredGrowth};
use crate::answer::bottleneck::Bottleneck;
use crate::answer::hindsight::Hindsight;
use crate::fit::report::{ModelReport, TrackRecord};
use crate::fit::warning::Warning;
use crate::model::priors::PanelRecord;
use crate::period::{Frequency, Period};
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::question::target::Target;
use crate::series::mirror::MirrorGapReport;
use crate::series::season::SeasonalFactor;
use crate::series::series::{Flow, Observation};
use crate::simulate::forecast::ForecastRow;
use crate::simulate::nowcast::Nowcast;
use crate::simulate::running_year::AddedUpYear;

/// Version of the answer's shape; raised when a name changes or goes, not when one is added.
///
/// ```
/// assert_eq!(tradecast::SCHEMA, 1);
/// ```
pub const SCHEMA: u32 = 1;

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
        /// The season taken out before the models were fitted and put back into every path; absent where there is none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        season: Vec<SeasonalFactor>,
        /// Forecast of each period, under the assumptions of the question.
        forecast: Vec<ForecastRow>,
        /// What part-year readings say of the first period, with no lever moved; absent where none are used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        nowcast: Option<Nowcast>,
        /// What months or quarters say of the first period, with no lever moved; absent where the series was not added up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        added_up: Option<AddedUpYear>,
        /// How other reporters count the same trade, where that matters to the answer: their readings are used, or they decide
        /// whether the target is met.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mirror_gaps: Vec<MirrorGapReport>,
        /// When the target is first reached.
        arrival: Arrival,
        /// The arrival it is compared with: that with no lever moved, or that of [`crate::Simulation::answer_beside`]; absent where
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
        /// [`crate::Simulation::hindsight`].
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
        /// Simulated paths.
        paths: u32,
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
