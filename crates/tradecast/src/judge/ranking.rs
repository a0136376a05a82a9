//! Which of many targets are on track.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::answer::answer::Answer;
use crate::fit::reference_class::ReferenceRate;
use crate::period::Period;
use crate::simulate::forecast::ForecastRow;

/// Probabilities from which a target counts as on track, and below which as off track.
const ON_TRACK: f64 = 2.0 / 3.0;
const OFF_TRACK: f64 = 1.0 / 3.0;

/// The prospects of a target in a word.
///
/// ```
/// use tradecast::Prospect;
///
/// assert_eq!(Prospect::ALL.map(|prospect| prospect.to_string()), ["reached", "on track", "open", "off track"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Prospect {
    /// The last value is at or above the target.
    #[serde(rename = "reached")]
    Reached,
    /// Two of three paths or more reach it in time.
    #[serde(rename = "on track")]
    OnTrack,
    /// Between one and two of three.
    #[serde(rename = "open")]
    Open,
    /// Fewer than one of three.
    #[serde(rename = "off track")]
    OffTrack,
}

impl Prospect {
    /// Every word, the best prospects first.
    ///
    /// ```
    /// assert_eq!(tradecast::Prospect::ALL[0], tradecast::Prospect::Reached);
    /// ```
    pub const ALL: [Self; 4] = [Self::Reached, Self::OnTrack, Self::Open, Self::OffTrack];

    fn of(already_reached: bool, probability: f64) -> Self {
        match probability {
            _ if already_reached => Self::Reached,
            p if p >= ON_TRACK => Self::OnTrack,
            p if p >= OFF_TRACK => Self::Open,
            _ => Self::OffTrack,
        }
    }
}

impl fmt::Display for Prospect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reached => "reached",
            Self::OnTrack => "on track",
            Self::Open => "open",
            Self::OffTrack => "off track",
        })
    }
}

/// What a table of many targets says of one of them.
///
/// ```
/// use tradecast::{Observation, Period, Prospect, Question, Ranked, Series, Target};
///
/// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0];
/// let series = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
/// let row = |target: f64| {
///     let target = Target::level(target)?.by(Period::annual(2026));
///     Ok::<_, tradecast::Error>(Ranked::of(&Question::new(series.clone(), target).answer()?, None))
/// };
/// let (near, far) = (row(150.0)?, row(900.0)?);
/// assert_eq!((near.standing, far.standing), (Prospect::Reached, Prospect::OffTrack));
/// assert!(near.order(&far).is_lt());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Ranked {
    /// Name of the series.
    pub series: String,
    /// Its last period.
    pub last_period: Period,
    /// The value then.
    pub last_value: f64,
    /// Its unit.
    pub unit: String,
    /// The target, in that unit.
    pub target: f64,
    /// Its deadline, or the end of the horizon.
    pub by: Period,
    /// That the target is reached by then.
    pub probability: f64,
    /// The same in a word.
    pub standing: Prospect,
    /// Median arrival; absent where it is after the horizon, or where the target is reached.
    pub half_arrive_by: Option<Period>,
    /// The end of the horizon.
    pub end: Period,
    /// Growth that reaches the target by its deadline, % a year; absent where it is reached.
    pub required_growth: Option<f64>,
    /// How often others that stood where this one stands came as far in as much time.
    pub reference: Option<ReferenceRate>,
    /// Probability that there is no trade in the period of the deadline; 0, and left out, where the series has no zeros.
    #[serde(default, skip_serializing_if = "ForecastRow::has_trade")]
    pub zero: f64,
}

impl Ranked {
    /// The row of an answer.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Ranked, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let answer = Question::new(series, Target::level(30.0)?.by(Period::annual(2025))).answer()?;
    /// let row = Ranked::of(&answer, None);
    /// assert_eq!((row.by, row.probability), answer.in_time());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn of(answer: &Answer, reference: Option<ReferenceRate>) -> Self {
        let (arrival, question) = (&answer.arrival, &answer.question);
        let (by, probability) = answer.in_time();
        Self {
            series: question.series.clone(),
            last_period: question.origin,
            last_value: question.last_value,
            unit: question.unit.clone(),
            target: question.target.value(),
            by,
            probability,
            standing: Prospect::of(arrival.already_reached, probability),
            half_arrive_by: arrival.median,
            end: arrival.end(),
            required_growth: answer.required_growth.as_ref().map(|required| required.pct_per_year),
            reference,
            zero: ForecastRow::no_trade_in(&answer.forecast, by),
        }
    }

    /// Most likely first; of those that are equally likely, who needs to grow least, and then by name.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Ranked, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let row = |target| Ok::<_, tradecast::Error>(Ranked::of(&Question::new(series.clone(), Target::level(target)?).answer()?, None));
    /// let mut rows = [row(90.0)?, row(5.0)?, row(25.0)?];
    /// rows.sort_by(Ranked::order);
    /// assert_eq!(rows.map(|row| row.target), [5.0, 25.0, 90.0]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let need = |row: &Self| row.required_growth.unwrap_or(f64::NEG_INFINITY);
        let likely = other.probability.total_cmp(&self.probability);
        likely.then(need(self).total_cmp(&need(other))).then_with(|| self.series.cmp(&other.series))
    }

    /// What each of the [cells](Self::cells) is.
    ///
    /// ```
    /// assert_eq!(tradecast::Ranked::COLUMNS[5], "probability");
    /// ```
    pub const COLUMNS: [&str; 13] = [
        "series",
        "last_period",
        "last_value",
        "target",
        "by",
        "probability",
        "standing",
        "half_arrive_by",
        "required_growth",
        "reference_share",
        "reference_cases",
        "reference_series",
        "zero",
    ];

    /// The row in a table for programs: every digit, and nothing where there is nothing.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Question, Ranked, Series, Target};
    /// # let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 2000)));
    /// # let series = Series::new("demo", rows.collect())?;
    /// let row = Ranked::of(&Question::new(series, Target::level(10.0)?.by(Period::annual(2025))).answer()?, None);
    /// assert_eq!(row.cells().join(","), "demo,2019,19,10,2025,1,reached,,,,,,0");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn cells(&self) -> [String; Self::COLUMNS.len()] {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let count = |of: fn(&ReferenceRate) -> usize| {
            self.reference.as_ref().map(|reference| of(reference).to_string()).unwrap_or_default()
        };
        [
            self.series.clone(),
            self.last_period.to_string(),
            self.last_value.to_string(),
            self.target.to_string(),
            self.by.to_string(),
            self.probability.to_string(),
            self.standing.to_string(),
            self.half_arrive_by.map(|period| period.to_string()).unwrap_or_default(),
            number(self.required_growth),
            number(self.reference.as_ref().and_then(|reference| reference.share)),
            count(|reference| reference.cases),
            count(|reference| reference.series),
            self.zero.to_string(),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(series: &str, probability: f64, required_growth: Option<f64>) -> Ranked {
        let year = Period::annual;
        Ranked {
            series: series.to_owned(),
            last_period: year(2022),
            last_value: 10.0,
            unit: "USD m".to_owned(),
            target: 20.0,
            by: year(2030),
            probability,
            standing: Prospect::of(required_growth.is_none(), probability),
            half_arrive_by: None,
            end: year(2050),
            required_growth,
            reference: None,
            zero: 0.0,
        }
    }

    #[test]
    fn thirds_are_the_bounds_of_words() {
        let third = 1.0 / 3.0;
        let words = [0.0, third - 1e-9, third, 2.0 * third - 1e-9, 2.0 * third, 1.0]
            .map(|probability| Prospect::of(false, probability));
        use Prospect::{OffTrack, OnTrack, Open};
        assert_eq!(words, [OffTrack, OffTrack, Open, Open, OnTrack, OnTrack]);
        assert_eq!(Prospect::of(true, 1.0), Prospect::Reached);
        for word in Prospect::ALL {
            assert_eq!(serde_json::to_value(word).unwrap(), word.to_string());
        }
    }

    #[test]
    fn ties_go_to_who_needs_least_and_then_by_name() {
        let mut rows = [
            row("d", 0.2, Some(1.0)),
            row("c", 1.0, Some(9.0)),
            row("b", 1.0, Some(2.0)),
            row("z", 1.0, None),
        ];
        rows.sort_by(Ranked::order);
        assert_eq!(rows.map(|row| row.series), ["z", "b", "c", "d"]);
        let mut same = [row("b", 0.5, Some(2.0)), row("a", 0.5, Some(2.0))];
        same.sort_by(Ranked::order);
        assert_eq!(same.map(|row| row.series), ["a", "b"]);
    }
}
