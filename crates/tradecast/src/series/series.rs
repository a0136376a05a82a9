//! Trade series: the only door for data.

use std::fmt;
use std::hash::Hasher;
use std::str::FromStr;
use std::sync::Arc;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::period::{Frequency, Period};
use crate::series::far_off::{self, LongGap};

/// Fewest observations of any question: two changes, so that a spread can be estimated at all.
///
/// ```
/// use tradecast::{MIN_OBSERVATIONS, Observation, Period, Question, Series, Target};
///
/// let two = [1.0, 2.0].into_iter().zip(2021..).map(|(value, year)| Observation::new(Period::annual(year), value));
/// let asked = Question::new(Series::new("short", two.collect())?, Target::level(3.0)?);
/// assert_eq!((MIN_OBSERVATIONS, asked.answer().unwrap_err().code()), (3, "too_few_observations"));
/// # Ok::<(), tradecast::Error>(())
/// ```
pub const MIN_OBSERVATIONS: usize = 3;

/// Values that can be computed with: the ratio of any two is a finite number, and so is what any of them may grow to.
const VALUES: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

/// Which flow of goods a series measures, seen from the first economy of the pair.
///
/// ```
/// assert_eq!(tradecast::Flow::Turnover.to_string(), "turnover");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Flow {
    /// Exports plus imports.
    #[default]
    Turnover,
    /// From the first economy to the second.
    Exports,
    /// From the second economy to the first.
    Imports,
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Turnover => "turnover",
            Self::Exports => "exports",
            Self::Imports => "imports",
        })
    }
}

/// One value of a series, with where it came from.
///
/// ```
/// use tradecast::{Observation, Period};
///
/// let value = Observation::new(Period::annual(2022), 461.9).with_source("Ministry of National Economy");
/// assert!(!value.weak);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Observation {
    /// The period measured.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub period: Period,
    /// The value, in the unit of the series.
    pub value: f64,
    /// Who reported it, and where.
    #[serde(default)]
    pub source: String,
    /// Whether the source is weak (rounded, a bound, no reporter named, mirror data).
    #[serde(default)]
    pub weak: bool,
    /// Why it is weak, or what else a reader must know.
    #[serde(default)]
    pub note: String,
}

impl Observation {
    /// A value without a stated source.
    ///
    /// ```
    /// # use tradecast::{Observation, Period};
    /// assert_eq!(Observation::new(Period::annual(2022), 461.9).value, 461.9);
    /// ```
    #[must_use]
    pub fn new(period: Period, value: f64) -> Self {
        Self { period, value, source: String::new(), weak: false, note: String::new() }
    }

    /// States where the value came from.
    ///
    /// ```
    /// # use tradecast::{Observation, Period};
    /// assert_eq!(Observation::new(Period::annual(2022), 461.9).with_source("customs").source, "customs");
    /// ```
    #[must_use]
    pub fn with_source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// Marks the value as weak and says why.
    ///
    /// ```
    /// # use tradecast::{Observation, Period};
    /// assert!(Observation::new(Period::annual(2024), 530.0).marked_weak("a lower bound").weak);
    /// ```
    #[must_use]
    pub fn marked_weak(mut self, why: impl Into<String>) -> Self {
        self.weak = true;
        self.note = why.into();
        self
    }
}

/// A trade series: finite values that are not negative, in strictly increasing periods of one frequency, with gaps allowed.
///
/// A zero says that there was no trade, or less than the table shows; a gap says that nothing is known.
///
/// A `Series` that exists is valid; functions that take one do not check it again. Rows may be given in any order.
///
/// ```
/// use tradecast::{Observation, Period, Series};
///
/// let series = Series::new("exports", vec![
///     Observation::new(Period::annual(2021), 287.8),
///     Observation::new(Period::annual(2022), 375.3),
///     Observation::new(Period::annual(2019), 205.0), // 2020 is missing: a gap stays a gap
/// ])?;
/// assert_eq!(series.first().period, Period::annual(2019));
/// assert_eq!(series.last().value, 375.3);
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # What is impossible
/// A negative, non-finite or immeasurable value, a period twice, mixed frequencies, a period decades away from all others that
/// is probably mistyped, no observation at all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Series {
    name: String,
    /// Shared: mostly all series of a file have the same.
    unit: Arc<str>,
    flow: Flow,
    reporter: Arc<str>,
    observations: Vec<Observation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    regressors: Vec<Series>,
}

impl Series {
    /// Checks and sorts the observations.
    ///
    /// The unit is "USD m", the flow is turnover and the reporter unnamed until said otherwise.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// assert!(Series::new("empty", vec![]).is_err());
    /// ```
    ///
    /// # Errors
    /// [`Error::EmptySeries`], [`Error::NotFinite`], [`Error::Negative`], [`Error::ValueOutOfRange`],
    /// [`Error::MixedFrequency`], [`Error::DuplicatePeriod`], [`Error::FarOffPeriod`]; rows are counted from
    /// 1 in the order given.
    pub fn new(name: impl Into<String>, observations: Vec<Observation>) -> Result<Self> {
        let name = name.into();
        let Some(first) = observations.first() else {
            return Err(Error::EmptySeries { series: name, need: MIN_OBSERVATIONS });
        };
        let expected = first.period.frequency();
        for (i, Observation { period, value, .. }) in observations.iter().enumerate() {
            let row = i + 1;
            if !value.is_finite() {
                return Err(Error::NotFinite { row, value: *value });
            }
            if *value < 0.0 {
                return Err(Error::Negative { row, value: *value });
            }
            if *value != 0.0 && !VALUES.contains(value) {
                return Err(Error::ValueOutOfRange { row, value: *value });
            }
            if period.frequency() != expected {
                return Err(Error::MixedFrequency {
                    row,
                    period: *period,
                    found: period.frequency(),
                    expected,
                });
            }
        }
        let mut order: Vec<usize> = (0..observations.len()).collect();
        order.sort_unstable_by_key(|&i| (observations[i].period, i));
        if let Some(pair) =
            order.windows(2).find(|pair| observations[pair[0]].period == observations[pair[1]].period)
        {
            let period = observations[pair[1]].period;
            return Err(Error::DuplicatePeriod { row: pair[1] + 1, first_row: pair[0] + 1, period });
        }
        let periods: Vec<Period> = order.iter().map(|&i| observations[i].period).collect();
        far_off::check(&periods, |at| order[at] + 1)?;
        // There is one zero: a negative one would have another fingerprint.
        let unsigned = |o: &Observation| Observation { value: o.value.abs(), ..o.clone() };
        let observations = order.iter().map(|&i| unsigned(&observations[i])).collect();
        Ok(Self {
            name,
            unit: "USD m".into(),
            flow: Flow::Turnover,
            reporter: Arc::default(),
            observations,
            regressors: Vec::new(),
        })
    }

    /// Labels the unit of the values; no value is converted.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 0.4619)];
    /// assert_eq!(Series::new("a", observations)?.with_unit("USD bn").unit(), "USD bn");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_unit(mut self, unit: impl Into<Arc<str>>) -> Self {
        self.unit = unit.into();
        self
    }

    /// States which flow is measured.
    ///
    /// ```
    /// # use tradecast::{Flow, Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.with_flow(Flow::Exports).flow(), Flow::Exports);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_flow(mut self, flow: Flow) -> Self {
        self.flow = flow;
        self
    }

    /// States whose statistics these are.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.with_reporter("Norway").reporter(), "Norway");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn with_reporter(mut self, reporter: impl Into<Arc<str>>) -> Self {
        self.reporter = reporter.into();
        self
    }

    /// Name of the series.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.name(), "a");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Unit of the values.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.unit(), "USD m");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn unit(&self) -> &str {
        &self.unit
    }

    pub(crate) fn shared_unit(&self) -> Arc<str> {
        Arc::clone(&self.unit)
    }

    /// The flow measured.
    ///
    /// ```
    /// # use tradecast::{Flow, Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.flow(), Flow::Turnover);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn flow(&self) -> Flow {
        self.flow
    }

    /// Whose statistics these are; empty where not stated.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.reporter(), "");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reporter(&self) -> &str {
        &self.reporter
    }

    /// The observations, in increasing periods; never empty.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.observations().len(), 1);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// How many values are zero: no trade, or less than the table shows.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let rows = (2018..).zip([0.0, 1.2, 0.0, 0.7]).map(|(year, value)| Observation::new(Period::annual(year), value));
    /// assert_eq!(Series::new("a", rows.collect())?.zeros(), 2);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn zeros(&self) -> usize {
        self.observations.len() - self.positive().count()
    }

    /// The observations with trade.
    pub(crate) fn positive(&self) -> impl DoubleEndedIterator<Item = &Observation> {
        self.observations.iter().filter(|o| o.value > 0.0)
    }

    /// The latest observation with trade, whose value is what multiples and ranges are counted from; `None` where every value is zero.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let rows = (2019..).zip([1.2, 0.7, 0.0]).map(|(year, value)| Observation::new(Period::annual(year), value));
    /// let series = Series::new("a", rows.collect())?;
    /// assert_eq!((series.last().value, series.last_positive().map(|o| o.value)), (0.0, Some(0.7)));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn last_positive(&self) -> Option<&Observation> {
        self.positive().next_back()
    }

    /// Attaches what may explain the series: a partner's GDP, a price, anything positive that is observed as often. The model
    /// `elastic-net` uses it.
    ///
    /// A regressor has a value wherever the series has one, and may go on after the last of them: such values are taken as
    /// known, and where they end the regressor continues at its mean growth. Replaces what was attached before.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let yearly = |name: &str, first: i32, values: &[f64]| {
    ///     Series::new(name, (first..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), *v)).collect())
    /// };
    /// let trade = yearly("trade", 2021, &[332.2, 461.9, 529.4])?;
    /// let gdp = yearly("partner GDP", 2020, &[43.0, 55.0, 79.0, 72.0, 74.0, 77.0])?; // to 2025, two years ahead
    /// assert_eq!(trade.clone().with_regressors(vec![gdp])?.regressors().len(), 1);
    ///
    /// let late = yearly("oil price", 2022, &[101.0, 83.0])?;
    /// let error = trade.with_regressors(vec![late]).unwrap_err();
    /// assert_eq!(error.code(), "regressor_gap");
    /// assert!(error.to_string().contains("\"oil price\" has no value for 2021"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::RegressorFrequency`], [`Error::RegressorGap`] with the first period that lacks a value,
    /// [`Error::RegressorZero`] with the first that is zero, and [`Error::DuplicateRegressor`].
    pub fn with_regressors(mut self, regressors: Vec<Self>) -> Result<Self> {
        for (i, regressor) in regressors.iter().enumerate() {
            let name = || regressor.name.clone();
            if regressors[..i].iter().any(|earlier| earlier.name == regressor.name) {
                return Err(Error::DuplicateRegressor { regressor: name() });
            }
            let (found, expected) = (regressor.frequency(), self.frequency());
            if found != expected {
                return Err(Error::RegressorFrequency { regressor: name(), found, expected });
            }
            if let Some(zero) = regressor.observations.iter().find(|o| o.value == 0.0) {
                return Err(Error::RegressorZero { regressor: name(), period: zero.period });
            }
            let last = self.last().period;
            let beyond = (1..=regressor.last().period.minus(last)).map(|k| last.plus(k));
            let needed = self.observations.iter().map(|o| o.period).chain(beyond);
            let has =
                |period: &Period| regressor.observations.binary_search_by_key(period, |o| o.period).is_ok();
            if let Some(period) = needed.into_iter().find(|period| !has(period)) {
                return Err(Error::RegressorGap { regressor: name(), period, last });
            }
        }
        self.regressors = regressors;
        Ok(self)
    }

    /// What was attached to explain the series; empty where nothing was.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert!(Series::new("a", observations)?.regressors().is_empty());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn regressors(&self) -> &[Self] {
        &self.regressors
    }

    /// The earliest observation.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.first().value, 375.3);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn first(&self) -> &Observation {
        self.observations.first().expect("a series is never empty")
    }

    /// The latest observation: the origin of every forecast.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.last().value, 375.3);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn last(&self) -> &Observation {
        self.observations.last().expect("a series is never empty")
    }

    /// Frequency of the periods.
    ///
    /// ```
    /// # use tradecast::{Frequency, Observation, Period, Series};
    /// # let observations = vec![Observation::new(Period::annual(2022), 375.3)];
    /// assert_eq!(Series::new("a", observations)?.frequency(), Frequency::Annual);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn frequency(&self) -> Frequency {
        self.first().period.frequency()
    }

    /// What was known as of a date: the observations of periods up to and including the last one in that year,
    /// quarter or month. A year cuts quarterly and monthly series at its end. Regressors are cut at the same date.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let years = [(2021, 332.2), (2022, 461.9), (2023, 529.4)];
    /// let series = Series::new("a", years.map(|(y, v)| Observation::new(Period::annual(y), v)).to_vec())?;
    /// assert_eq!(series.as_of("2022".parse()?)?.last().value, 461.9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::AsOfTooEarly`] where nothing was known yet.
    pub fn as_of(&self, date: Period) -> Result<Self> {
        let known: Vec<Observation> =
            self.observations.iter().filter(|o| o.period.ends_by(date)).cloned().collect();
        if known.is_empty() {
            return Err(Error::AsOfTooEarly { as_of: date, first: self.first().period });
        }
        let regressors: Result<Vec<Self>> = self.regressors.iter().map(|r| r.as_of(date)).collect();
        Ok(Self { observations: known, regressors: regressors?, ..self.clone() })
    }

    /// Gaps that may be a mistyped year, and are used as they are: a forecast takes growth across them as even.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let years = (2000..2020).map(|year| Observation::new(Period::annual(year), 1.0));
    /// assert!(Series::new("a", years.collect())?.long_gaps().is_empty());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn long_gaps(&self) -> Vec<LongGap> {
        let periods: Vec<Period> = self.observations.iter().map(|o| o.period).collect();
        far_off::long_gaps(&periods)
    }

    /// The same flow counted over longer periods, such as months as years: each value is the sum of its parts. A period of which
    /// a part is missing is left out, and told.
    ///
    /// ```
    /// # use tradecast::{Frequency, Observation, Period, Series};
    /// let quarters = ["2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1"];
    /// let rows = quarters.map(|quarter| quarter.parse().map(|period| Observation::new(period, 10.0)));
    /// let series = Series::new("a", rows.into_iter().collect::<Result<_, _>>()?)?;
    /// let (years, left_out) = series.summed(Frequency::Annual)?;
    /// assert_eq!((years.last().period, years.last().value), (Period::annual(2021), 40.0));
    /// assert_eq!(left_out, [Period::annual(2022)]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::EmptySeries`] where no period is complete, or the periods asked for are shorter.
    pub fn summed(&self, to: Frequency) -> Result<(Self, Vec<Period>)> {
        let each = (self.frequency().per_year() / to.per_year()).unsigned_abs() as usize;
        let (mut sums, mut left_out) = (Vec::new(), Vec::new());
        for parts in self.observations.chunk_by(|one, next| one.period.within(to) == next.period.within(to)) {
            let Some(period) = parts[0].period.within(to) else { continue };
            if parts.len() != each {
                left_out.push(period);
                continue;
            }
            let weak = parts.iter().find(|part| part.weak);
            let same_source = parts.iter().all(|part| part.source == parts[0].source);
            sums.push(Observation {
                period,
                value: parts.iter().map(|part| part.value).sum(),
                source: if same_source { parts[0].source.clone() } else { String::new() },
                weak: weak.is_some(),
                note: weak.map(|part| part.note.clone()).unwrap_or_default(),
            });
        }
        let summed = Self::new(self.name.clone(), sums)?;
        Ok((Self { observations: summed.observations, regressors: Vec::new(), ..self.clone() }, left_out))
    }

    /// A fingerprint of unit, periods and values, those of regressors included, by which two people can tell whether they asked about the same figures:
    /// 64-bit FNV-1a in hexadecimal. It tells versions apart and is no signature.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series};
    /// let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2022), value)]).map(|s| s.fingerprint());
    /// assert_eq!(of(375.3), of(375.3));
    /// assert_ne!(of(375.3), of(375.4));
    /// ```
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = FnvHasher::default();
        hasher.write(self.unit.as_bytes());
        for observation in &self.observations {
            hasher.write(observation.period.to_string().as_bytes());
            hasher.write(&observation.value.to_bits().to_le_bytes());
        }
        for regressor in &self.regressors {
            hasher.write(regressor.name.as_bytes());
            hasher.write(regressor.fingerprint().as_bytes());
        }
        format!("{:016x}", hasher.finish())
    }
}

impl FromStr for Flow {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "turnover" => Ok(Self::Turnover),
            "exports" => Ok(Self::Exports),
            "imports" => Ok(Self::Imports),
            _ => Err(format!("{text:?} is not a flow; the flows are turnover, exports and imports")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(rows: &[(&str, f64)]) -> Result<Series> {
        Series::new("test", rows.iter().map(|(p, v)| Observation::new(p.parse().unwrap(), *v)).collect())
    }

    #[test]
    fn each_bad_row_is_named() {
        type Rows = [(&'static str, f64)];
        let cases: [(&Rows, &str, usize); 8] = [
            (&[("2020", 1.0), ("2021", f64::NAN)], "not_finite", 2),
            (&[("2020", f64::INFINITY)], "not_finite", 1),
            (&[("2020", 1.0), ("2021", 2.0), ("2022", -0.5)], "negative_value", 3),
            (&[("2020", -1.0)], "negative_value", 1),
            (&[("2020", 1.0), ("2021", 1e-101)], "value_out_of_range", 2),
            (&[("2020", 1e101)], "value_out_of_range", 1),
            (&[("2020", 1.0), ("2021-Q1", 2.0)], "mixed_frequency", 2),
            (&[("2021", 1.0), ("2020", 2.0), ("2021", 3.0)], "duplicate_period", 3),
        ];
        for (rows, code, row) in cases {
            let error = series(rows).unwrap_err();
            assert_eq!((error.code(), error.row()), (code, Some(row)), "{rows:?}");
        }
        assert_eq!(series(&[]).unwrap_err().code(), "empty_series");
        let rows: [(&str, f64); 5] =
            [("2020-01", 1.0), ("2202-02", 2.0), ("2020-03", 2.0), ("2020-04", 2.0), ("2020-05", 2.0)];
        let error = series(&rows).unwrap_err();
        assert_eq!((error.code(), error.row(), error.column()), ("far_off_period", Some(2), Some("period")));
        assert_eq!(
            error.to_string(),
            "row 2, column \"period\": 2202-02 stands apart: the nearest period with a value is 2020-05; correct the year, or leave out the rows on one side of the gap"
        );
    }

    #[test]
    fn zeros_are_figures_and_have_no_sign() {
        let of = |zero: f64| series(&[("2020", zero), ("2021", 1.5), ("2022", zero)]).unwrap();
        assert_eq!(of(0.0).fingerprint(), of(-0.0).fingerprint());
        assert_eq!((of(0.0).zeros(), of(0.0).last().value), (2, 0.0));
        assert_eq!(of(0.0).last_positive().unwrap().period, Period::annual(2021));
        let none = series(&[("2020", 0.0), ("2021", 0.0)]).unwrap();
        assert_eq!((none.zeros(), none.last_positive()), (2, None));
    }

    #[test]
    fn rows_are_sorted() {
        let sorted = series(&[("2022", 3.0), ("2020", 1.0), ("2021", 2.0)]).unwrap();
        assert_eq!(sorted.observations().iter().map(|o| o.value).collect::<Vec<_>>(), [1.0, 2.0, 3.0]);
    }

    #[test]
    fn each_bad_regressor_is_named() {
        let own = || series(&[("2020", 1.0), ("2022", 2.0)]).unwrap();
        let named = |name: &str, rows: &[(&str, f64)]| Series { name: name.into(), ..series(rows).unwrap() };
        let good = || named("gdp", &[("2020", 1.0), ("2022", 2.0), ("2023", 2.0)]);
        assert_eq!(own().with_regressors(vec![good()]).unwrap().regressors(), [good()]);
        let cases = [
            (
                vec![named("oil", &[("2020", 1.0), ("2021", 2.0)])],
                "regressor_gap",
                "\"oil\" has no value for 2022",
            ),
            (
                vec![named("oil", &[("2020", 1.0), ("2022", 2.0), ("2024", 2.0)])],
                "regressor_gap",
                "\"oil\" has no value for 2023",
            ),
            (vec![named("oil", &[("2020-Q1", 1.0)])], "regressor_frequency", "\"oil\" is quarterly"),
            (
                vec![named("oil", &[("2020", 1.0), ("2022", 2.0), ("2023", 0.0)])],
                "regressor_zero",
                "\"oil\" is zero in 2023",
            ),
            (vec![good(), good()], "duplicate_regressor", "\"gdp\""),
        ];
        for (regressors, code, part) in cases {
            let error = own().with_regressors(regressors).unwrap_err();
            assert_eq!(error.code(), code);
            assert!(error.to_string().contains(part), "{error}");
        }
    }

    #[test]
    fn regressors_are_part_of_the_fingerprint() {
        let own = || series(&[("2020", 1.0), ("2021", 2.0)]).unwrap();
        let with = |value: f64| {
            let regressor = series(&[("2020", 1.0), ("2021", value)]).unwrap();
            own().with_regressors(vec![regressor]).unwrap().fingerprint()
        };
        assert_ne!(with(1.0), own().fingerprint());
        assert_ne!(with(1.0), with(2.0));
    }

    #[test]
    fn sums_keep_what_is_complete_and_what_is_weak() {
        let mut months: Vec<Observation> =
            (0..30).map(|at| Observation::new("2020-11".parse::<Period>().unwrap().plus(at), 1.0)).collect();
        months[5] = months[5].clone().marked_weak("rounded");
        let series = Series::new("m", months).unwrap().with_unit("EUR m");
        let (years, left_out) = series.summed(Frequency::Annual).unwrap();
        let told: Vec<_> = years.observations().iter().map(|o| (o.period.year(), o.value, o.weak)).collect();
        assert_eq!(told, [(2021, 12.0, true), (2022, 12.0, false)]);
        assert_eq!(left_out, [Period::annual(2020), Period::annual(2023)]);
        assert_eq!(years.unit(), "EUR m");
        let (quarters, _) = series.summed(Frequency::Quarterly).unwrap();
        assert_eq!(
            (quarters.first().period.to_string().as_str(), quarters.observations().len()),
            ("2021-Q1", 9)
        );
        assert_eq!(years.summed(Frequency::Monthly).unwrap_err().code(), "empty_series");
    }

    #[test]
    fn a_year_cuts_months_at_its_end() {
        let months = series(&[("2022-11", 1.0), ("2022-12", 2.0), ("2023-01", 3.0)]).unwrap();
        assert_eq!(months.as_of("2022".parse().unwrap()).unwrap().last().value, 2.0);
        assert_eq!(months.as_of("2022-Q4".parse().unwrap()).unwrap().last().value, 2.0);
        assert_eq!(months.as_of("2021".parse().unwrap()).unwrap_err().code(), "as_of_too_early");
    }
}
