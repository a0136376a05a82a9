#![doc = include_str!("../../guide/methods/reference_class.md")]

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::period::{Frequency, Period};
use crate::question::settings::MAX_HORIZON;
use crate::series::sample::{Sample, volatility};
use crate::series::series::Series;

/// Observations that must be known for a series to stand anywhere.
const KNOWN: usize = 5;

/// Years of growth that are looked back at.
const YEARS: f64 = 5.0;

/// Fewest series that make a rate.
const FEWEST: usize = 20;

/// Standard normal quantile of an 80 % interval.
const Z80: f64 = 1.281_551_565_544_600_4;

/// How far a case may be from a series and still be like it.
///
/// ```
/// let likeness = tradecast::Likeness::default();
/// assert_eq!((likeness.size, likeness.growth, likeness.volatility), (Some(4.0), 5.0, 2.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Likeness {
    /// Value: at most this many times larger or smaller; absent where size does not matter, or is in another unit.
    pub size: Option<f64>,
    /// Growth over the last five years: at most so many percentage points a year apart.
    pub growth: f64,
    /// Volatility: at most this many times larger or smaller.
    pub volatility: f64,
}

impl Default for Likeness {
    fn default() -> Self {
        Self { size: Some(4.0), growth: 5.0, volatility: 2.0 }
    }
}

impl Likeness {
    fn check(&self) -> Result<()> {
        check("size", self.size.unwrap_or(1.0), 1.0, f64::MAX)?;
        check("growth", self.growth, 0.0, f64::MAX)?;
        check("volatility", self.volatility, 1.0, f64::MAX)
    }
}

fn check(setting: &'static str, given: f64, min: f64, max: f64) -> Result<()> {
    let inside = (min..=max).contains(&given);
    if inside { Ok(()) } else { Err(Error::SettingOutOfRange { setting, given, min, max, hint: "" }) }
}

/// Where a series stands.
///
/// ```
/// use tradecast::{Observation, Period, Series, Standing};
///
/// let rows = (2010..2020).map(|year| Observation::new(Period::annual(year), 2f64.powi(year - 2010)));
/// let standing = Standing::of(&Series::new("doubling", rows.collect())?).expect("it is long enough");
/// assert!((standing.growth - 100.0).abs() < 1e-9);
/// assert_eq!(standing.size, 512.0);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standing {
    /// Last value, in the unit of the series.
    pub size: f64,
    /// Growth over the last five years, or as many as there are, % a year.
    pub growth: f64,
    /// Standard deviation of changes from period to period, log points.
    pub volatility: f64,
}

impl Standing {
    /// Where a series stands at its end; `None` with fewer than five observations.
    ///
    /// ```
    /// # use tradecast::{Observation, Period, Series, Standing};
    /// let series = |years: i32| Series::new("flat", (0..years).map(|y| Observation::new(Period::annual(2000 + y), 7.0)).collect());
    /// assert_eq!(Standing::of(&series(4)?), None);
    /// assert_eq!(Standing::of(&series(5)?).map(|standing| (standing.size, standing.growth)), Some((7.0, 0.0)));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn of(series: &Series) -> Option<Self> {
        let Sample { t, log, .. } = Sample::of(series);
        Self::at(series, &t, &log, t.len())
    }

    /// Where it stood with its first `known` observations.
    fn at(series: &Series, t: &[f64], log: &[f64], known: usize) -> Option<Self> {
        let (t, log) = (&t[..known], &log[..known]);
        let per_year = f64::from(series.frequency().per_year());
        if t.len() < KNOWN {
            return None;
        }
        let last = t.len() - 1;
        let from = (0..last).rev().find(|&i| t[last] - t[i] >= YEARS * per_year).unwrap_or(0);
        let a_year = (log[last] - log[from]) / (t[last] - t[from]) * per_year;
        let growth = 100.0 * libm::expm1(a_year);
        let size = series.positive().nth(last)?.value;
        Some(Self { size, growth, volatility: volatility(t, log) })
    }

    fn is_like(&self, other: &Self, likeness: &Likeness) -> bool {
        let within = |a: f64, b: f64, factor: f64| a <= b * factor && b <= a * factor;
        likeness.size.is_none_or(|factor| within(self.size, other.size, factor))
            && (self.growth - other.growth).abs() <= likeness.growth
            && within(self.volatility, other.volatility, likeness.volatility)
    }
}

/// How often others that stood where a series stands came as far.
///
/// ```
/// let rate = tradecast::ReferenceRate { multiple: 2.0, within: 5, cases: 300, series: 60, reached: 114, share: Some(0.38), interval80: Some([0.31, 0.45]) };
/// assert_eq!(serde_json::to_value(&rate).unwrap()["share"], 0.38);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReferenceRate {
    /// How far: this multiple of the value.
    pub multiple: f64,
    /// In how many periods.
    pub within: u32,
    /// Cases that are alike.
    pub cases: usize,
    /// Series that they are of.
    pub series: usize,
    /// Cases that came as far.
    pub reached: usize,
    /// Their share, 0 to 1; absent with fewer than twenty series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// 80 % interval of the share, counting series and not cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval80: Option<[f64; 2]>,
}

/// Cases of a panel, to be asked about many series.
///
/// ```
/// use tradecast::{Likeness, Observation, Period, ReferenceClass, Series};
///
/// // Thirty pairs, of which every third doubles in its last five years.
/// let pair = |i: i32| {
///     let rows = (2000..2020).map(|year| {
///         let swing = 1.0 + 0.05 * f64::from((year * 7 + i) % 5);
///         let jump = if i % 3 == 0 && year >= 2017 { 2.5 } else { 1.0 };
///         Observation::new(Period::annual(year), 100.0 * swing * jump)
///     });
///     Series::new(format!("pair {i}"), rows.collect())
/// };
/// let panel = (0..30).map(pair).collect::<Result<Vec<_>, _>>()?;
/// let class = ReferenceClass::of(&panel);
/// let asked = panel[1].as_of(Period::annual(2014))?;
/// let rate = class.rate(&asked, 2.0, 5, &Likeness::default())?.expect("it is long enough");
/// assert!(rate.share.is_some_and(|share| share > 0.0 && share < 0.34));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct ReferenceClass {
    members: Vec<Member>,
}

/// A series of the panel.
#[derive(Debug, Clone)]
struct Member {
    name: String,
    frequency: Frequency,
    /// Periods since the first observation, and the log of each: minus infinity without trade.
    t: Vec<f64>,
    log: Vec<f64>,
    /// Which observations have trade.
    at: Vec<usize>,
    /// Where it stood at those from the fifth on.
    stood: Vec<Standing>,
}

impl ReferenceClass {
    /// Notes where every series of a panel stood at each of its periods. Series that are too short make no case.
    ///
    /// ```
    /// # use tradecast::{Likeness, Observation, Period, ReferenceClass, Series};
    /// # let flat = |i: i32| Series::new(format!("{i}"), (0..20).map(|y| Observation::new(Period::annual(2000 + y), 7.0 + f64::from((y * 3 + i) % 2))).collect());
    /// let panel = (0..30).map(flat).collect::<Result<Vec<_>, _>>()?;
    /// let class = ReferenceClass::of(&panel);
    /// assert_eq!(class.rate(&panel[0], 2.0, 5, &Likeness::default())?.map(|rate| rate.series), Some(29)); // all but itself
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn of<'a>(panel: impl IntoIterator<Item = &'a Series>) -> Self {
        let member = |series: &Series| {
            let Sample { t, log, .. } = Sample::of(series);
            let (name, frequency) = (series.name().to_owned(), series.frequency());
            let stood = (KNOWN..=t.len()).filter_map(|known| Standing::at(series, &t, &log, known)).collect();
            let mut with_trade = log.into_iter();
            let observations = series.observations().iter().enumerate();
            let (at, log) = observations.fold((Vec::new(), Vec::new()), |(mut at, mut log), (i, o)| {
                if o.value > 0.0 {
                    at.push(i);
                }
                // Without trade no level is reached.
                let value = if o.value > 0.0 { with_trade.next() } else { None };
                log.push(value.unwrap_or(f64::NEG_INFINITY));
                (at, log)
            });
            let first = series.first().period;
            let t = series.observations().iter().map(|o| f64::from(o.period.minus(first))).collect();
            Member { name, frequency, t, log, at, stood }
        };
        Self { members: panel.into_iter().map(member).collect() }
    }

    /// How often cases like a series at its end came to `multiple` times their value within so many periods. The series itself,
    /// known by its name, is no case. `None` where it has too few observations to stand anywhere.
    ///
    /// ```
    /// # use tradecast::{Likeness, Observation, Period, ReferenceClass, Series};
    /// # let flat = |i: i32| Series::new(format!("{i}"), (0..20).map(|y| Observation::new(Period::annual(2000 + y), 7.0 + f64::from((y * 3 + i) % 2))).collect());
    /// let panel = (0..30).map(flat).collect::<Result<Vec<_>, _>>()?;
    /// let rate = ReferenceClass::of(&panel).rate(&panel[0], 1.1, 3, &Likeness::default())?.expect("it is long enough");
    /// let (share, [low, high]) = (rate.share.expect("enough series"), rate.interval80.expect("as well"));
    /// assert!(low <= share && share <= high);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::SettingOutOfRange`] names the multiple, the number of periods or the bound of likeness that is out of range.
    pub fn rate(
        &self,
        series: &Series,
        multiple: f64,
        within: u32,
        likeness: &Likeness,
    ) -> Result<Option<ReferenceRate>> {
        likeness.check()?;
        check("multiple", multiple, f64::MIN_POSITIVE, f64::MAX)?;
        check("within", within.into(), 1.0, MAX_HORIZON.into())?;
        let Some(standing) = Standing::of(series) else { return Ok(None) };
        let others = self
            .members
            .iter()
            .filter(|member| member.frequency == series.frequency() && member.name != series.name());
        let counted: Vec<CaseCount> = others
            .map(|member| member.count(&standing, libm::log(multiple), within as usize, likeness))
            .filter(|counted| counted.cases > 0)
            .collect();
        let (cases, reached) =
            counted.iter().fold((0, 0), |(cases, reached), one| (cases + one.cases, reached + one.reached));
        let enough = counted.len() >= FEWEST;
        let share = enough.then(|| reached as f64 / cases as f64);
        let interval80 = share.map(|share| interval(share, cases, &counted));
        Ok(Some(ReferenceRate { multiple, within, cases, series: counted.len(), reached, share, interval80 }))
    }

    /// The [rate](Self::rate) of a target: how often cases like a series at its end came as far as `level` in as much time as is left
    /// until a period. `None` also where the level is reached already, no time is left, or there is no trade at the end: a
    /// multiple of nothing does not exist.
    ///
    /// ```
    /// # use tradecast::{Likeness, Observation, Period, ReferenceClass, Series};
    /// # let flat = |i: i32| Series::new(format!("{i}"), (0..20).map(|y| Observation::new(Period::annual(2000 + y), 7.0 + f64::from((y * 3 + i) % 2))).collect());
    /// let panel = (0..30).map(flat).collect::<Result<Vec<_>, _>>()?;
    /// let (class, near) = (ReferenceClass::of(&panel), Likeness::default());
    /// let rate = class.rate_by(&panel[0], 16.0, Period::annual(2024), &near)?.expect("it is long enough");
    /// assert_eq!((rate.multiple, rate.within), (2.0, 5));
    /// assert_eq!(class.rate_by(&panel[0], 6.0, Period::annual(2024), &near)?, None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Self::rate`].
    pub fn rate_by(
        &self,
        series: &Series,
        level: f64,
        by: Period,
        likeness: &Likeness,
    ) -> Result<Option<ReferenceRate>> {
        let last = series.last();
        match u32::try_from(by.minus(last.period)) {
            Ok(within) if within > 0 && level > last.value && last.value > 0.0 => {
                self.rate(series, level / last.value, within, likeness)
            }
            _ => Ok(None),
        }
    }
}

/// Cases of one series.
struct CaseCount {
    cases: usize,
    reached: usize,
}

impl Member {
    fn count(&self, standing: &Standing, further: f64, within: usize, likeness: &Likeness) -> CaseCount {
        let mut counted = CaseCount { cases: 0, reached: 0 };
        for (&at, stood) in self.at.iter().skip(KNOWN - 1).zip(&self.stood) {
            let Some(end) = self.t.get(at + within) else { break };
            if end - self.t[at] > within as f64 || !stood.is_like(standing, likeness) {
                continue;
            }
            let highest = self.log[at + 1..=at + within].iter().copied().fold(f64::NEG_INFINITY, f64::max);
            counted.cases += 1;
            counted.reached += usize::from(highest - self.log[at] >= further);
        }
        counted
    }
}

/// Wilson's interval of a share, for as many independent cases as would vary as the series do.
fn interval(share: f64, cases: usize, counted: &[CaseCount]) -> [f64; 2] {
    let k = counted.len() as f64;
    let squares = |one: &CaseCount| {
        let off = one.reached as f64 - share * one.cases as f64;
        off * off
    };
    let variance = k / (k - 1.0) * counted.iter().map(squares).sum::<f64>() / (cases as f64 * cases as f64);
    let n = if variance > 0.0 { (share * (1.0 - share) / variance).min(cases as f64) } else { k };
    let z = Z80 * Z80 / n;
    let middle = (share + z / 2.0) / (1.0 + z);
    let half = Z80 * ((share * (1.0 - share) + z / 4.0) / n).sqrt() / (1.0 + z);
    [(middle - half).max(0.0), (middle + half).min(1.0)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::draws::{Draws, Purpose, TOTAL};
    use crate::period::Period;
    use crate::series::series::Observation;

    const EVERYTHING: Likeness = Likeness { size: None, growth: 1e9, volatility: 1e9 };

    /// Random walks of log steps with a mean of 0.05 and a standard deviation of 0.2.
    fn walks(count: usize) -> Vec<Series> {
        let walk = |path: usize| {
            let draws = Draws::new(1, path, TOTAL);
            let mut level = 3.0 + (path % 7) as f64;
            let rows = (0..40).map(|t| {
                level += 0.05 + 0.2 * draws.normal(Purpose::Common, t);
                Observation::new(Period::annual(1980 + t as i32), libm::exp(level))
            });
            Series::new(format!("walk {path}"), rows.collect()).unwrap()
        };
        (0..count).map(walk).collect()
    }

    /// Every case by hand, from the values.
    fn by_hand(
        panel: &[Series],
        asked: &Series,
        multiple: f64,
        within: i32,
        likeness: &Likeness,
    ) -> [usize; 3] {
        let (mut cases, mut reached, mut series) = (0, 0, 0);
        let standing = Standing::of(asked).unwrap();
        for one in panel.iter().filter(|one| one.name() != asked.name()) {
            let before = cases;
            for (i, start) in one.observations().iter().enumerate().skip(4) {
                let until = one.as_of(start.period).unwrap();
                let Some(stood) = Standing::of(&until) else { continue };
                let next: Vec<f64> = one.observations()[i + 1..].iter().map(|o| o.value).collect();
                if next.len() < within as usize || !stood.is_like(&standing, likeness) {
                    continue;
                }
                cases += 1;
                reached += usize::from(next[..within as usize].iter().any(|v| *v >= multiple * start.value));
            }
            series += usize::from(cases > before);
        }
        [cases, series, reached]
    }

    #[test]
    fn cases_are_those_counted_one_by_one() {
        let panel = walks(60);
        let class = ReferenceClass::of(&panel);
        for (asked, multiple, within) in [(3, 1.5, 3), (8, 2.0, 5), (20, 0.8, 1), (41, 3.0, 10)] {
            let asked = panel[asked].as_of(Period::annual(2010)).unwrap();
            for likeness in [Likeness::default(), Likeness { size: None, growth: 20.0, volatility: 3.0 }] {
                let rate = class.rate(&asked, multiple, within, &likeness).unwrap().unwrap();
                let counted = by_hand(&panel, &asked, multiple, within as i32, &likeness);
                assert_eq!([rate.cases, rate.series, rate.reached], counted, "{likeness:?}");
                assert_eq!(rate.share.is_some(), rate.series >= 20);
                if let (Some(share), Some([low, high])) = (rate.share, rate.interval80) {
                    assert!((0.0..=share).contains(&low) && (share..=1.0).contains(&high), "{rate:?}");
                }
            }
        }
    }

    /// The share is the truth, as often as its interval says: walks have a rate that can be known.
    #[test]
    fn intervals_hold_the_truth_as_often_as_they_say() {
        let all = walks(4_000);
        let rate =
            |panel: &[Series]| ReferenceClass::of(panel).rate(&all[0], 2.0, 5, &EVERYTHING).unwrap().unwrap();
        let truth = rate(&all).share.unwrap();
        let held = all.chunks(40).filter(|panel| {
            let [low, high] = rate(panel).interval80.unwrap();
            (low..=high).contains(&truth)
        });
        let held = held.count();
        assert!((70..=90).contains(&held), "{held} of 100 intervals hold {truth}");
    }

    #[test]
    fn the_series_itself_and_other_frequencies_are_no_cases_and_gaps_make_none() {
        let panel = walks(30);
        let asked = &panel[0];
        let cases = |panel: &[Series]| {
            ReferenceClass::of(panel).rate(asked, 2.0, 5, &EVERYTHING).unwrap().unwrap().cases
        };
        assert_eq!(cases(&panel[..1]), 0);
        assert_eq!(cases(&panel[..2]), 40 - 4 - 5);
        let without: Vec<Observation> =
            panel[1].observations().iter().filter(|o| o.period.year() != 2000).cloned().collect();
        let broken = Series::new("broken", without).unwrap();
        // Nothing starts in 2000, and nothing that would pass it.
        assert_eq!(cases(&[broken]), 40 - 4 - 5 - 1 - 5);
        let monthly = (1..=60).map(|i| {
            Observation::new(
                format!("{}-{:02}", 2000 + (i - 1) / 12, (i - 1) % 12 + 1).parse().unwrap(),
                f64::from(i),
            )
        });
        assert_eq!(cases(&[Series::new("monthly", monthly.collect()).unwrap()]), 0);
        let short = Series::new("short", asked.observations()[..4].to_vec()).unwrap();
        assert_eq!(ReferenceClass::of(&panel).rate(&short, 2.0, 5, &EVERYTHING).unwrap(), None);
    }

    #[test]
    fn what_cannot_be_asked_is_refused_by_name() {
        let panel = walks(2);
        let class = ReferenceClass::of(&panel);
        let refused = |multiple, within, likeness: Likeness| {
            let error = class.rate(&panel[0], multiple, within, &likeness).unwrap_err();
            assert_eq!(error.code(), "setting_out_of_range");
            error.to_string()
        };
        let usual = Likeness::default();
        assert!(refused(f64::NAN, 5, usual).contains("multiple"));
        assert!(refused(0.0, 5, usual).contains("multiple"));
        assert!(refused(2.0, 0, usual).contains("within"));
        assert!(refused(2.0, 5, Likeness { size: Some(0.5), ..usual }).contains("size"));
        assert!(refused(2.0, 5, Likeness { growth: f64::NAN, ..usual }).contains("growth"));
        assert!(refused(2.0, 5, Likeness { volatility: -1.0, ..usual }).contains("volatility"));
    }
}
