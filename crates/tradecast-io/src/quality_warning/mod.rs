//! What a person should look at in a series that can be read: units that change, jumps, holes, years that are not over.

mod problem;
mod zero;

use std::cell::RefCell;

use tradecast::{Flow, Frequency, MIN_OBSERVATIONS, MirrorGap, Observation, Period, Series};

use self::problem::NAMED;
pub use self::problem::QualityProblem;
use crate::read::entry::Place;

/// Changes further from the usual one than this many times the usual distance are no chance: of normal changes, one in two million.
const UNUSUAL: f64 = 5.0;
/// The same for a last year, which is low for a reason that one knows of.
const LOW: f64 = 2.5;
/// A change smaller than this is no jump, however calm the series: a factor of 1.8 on the log scale.
const LEAST_JUMP: f64 = 0.6;
/// Nor is a last value that is low by less than this, log points: 22 %.
const LEAST_LOW: f64 = 0.25;
/// How near a ratio must be to a power of a thousand, powers of ten.
const NEAR: f64 = 0.5;
/// Fewest changes from which usual ones are known.
const CHANGES: usize = 6;
/// Equal values in a row that look filled in.
const EQUAL: usize = 3;
/// A gap between two reporters that is worth a word, %.
const LEAST_GAP: f64 = 5.0;

/// Something that should be looked at although it can be read.
///
/// ```
/// use tradecast_io::{ReadOptions, SeriesReader, quality_warnings};
///
/// let file = std::io::Cursor::new("period,value\n2019,310\n2020,332\n2021,461900\n2022,529400\n");
/// let mut reader = SeriesReader::open(file, &ReadOptions::default())?;
/// let entry = reader.next().unwrap()?;
/// let warnings = quality_warnings(entry.series.as_ref().unwrap(), &entry.places);
/// let [warning] = &warnings[..] else { panic!("{warnings:?}") };
/// assert_eq!((warning.problem.code(), warning.place.unwrap().row), ("unit_jump", 4));
/// assert!(warning.problem.to_string().contains("1,391 times as large"));
/// assert!(warning.problem.fix().contains("--divide-by 1000"));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct QualityWarning {
    /// What is odd, and what to do about it.
    pub problem: QualityProblem,
    /// The series that it is about.
    pub series: String,
    /// The period that it is about, where it is about one.
    pub period: Option<Period>,
    /// Where that stands, where the file says it.
    pub place: Option<Place>,
}

/// What should be looked at in a series whose observations stand in `places`, in their order; without places, no place is told.
///
/// ```
/// use tradecast::{Observation, Period, Series};
///
/// let calm = Series::new("calm", (2010..2023).map(|y| Observation::new(Period::annual(y), f64::from(y - 1950))).collect())?;
/// assert!(tradecast_io::quality_warnings(&calm, &[]).is_empty());
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn quality_warnings(series: &Series, places: &[Place]) -> Vec<QualityWarning> {
    let of = Looked::of(series, places);
    let mut warnings = of.units();
    if warnings.is_empty() {
        // In two units everything else would be odd as well.
        warnings.extend(of.jumps());
        warnings.extend(of.low_end());
    }
    warnings.extend(of.holes());
    warnings.extend(of.equal());
    warnings.extend(of.zeros());
    warnings.extend(of.short());
    warnings
}

/// How two reporters differ who count the same trade in a file: exports of one and imports of the other. Each warning is about the
/// series that is first.
///
/// ```
/// use tradecast::{Flow, Observation, Period, Series};
///
/// let of = |name: &str, flow, value| {
///     let values = (2019..2023).map(|y| Observation::new(Period::annual(y), value)).collect();
///     Series::new(name, values).map(|series| series.with_flow(flow).with_reporter(&name[..1]))
/// };
/// let both = [of("A - B exports", Flow::Exports, 80.0)?, of("B - A imports", Flow::Imports, 100.0)?];
/// let gap = &tradecast_io::mirror_warnings(&both)[0];
/// assert!(gap.problem.code() == "mirror_gap" && gap.problem.to_string().contains("25 % more"), "{gap:?}");
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn mirror_warnings(series: &[Series]) -> Vec<QualityWarning> {
    let by_name: std::collections::HashMap<&str, &Series> =
        series.iter().map(|series| (series.name(), series)).collect();
    let other = |series: &Series| {
        let (flow, mirrored) = match series.flow() {
            Flow::Exports => (Flow::Exports, Flow::Imports),
            Flow::Imports | Flow::Turnover => return None,
        };
        let (pair, goods) = series.name().split_once(&format!(" {flow}"))?;
        let (reporter, partner) = pair.split_once(" - ")?;
        by_name.get(format!("{partner} - {reporter} {mirrored}{goods}").as_str()).copied()
    };
    series.iter().filter_map(|ours| mirror(ours, other(ours)?)).collect()
}

fn mirror(ours: &Series, theirs: &Series) -> Option<QualityWarning> {
    let gap = MirrorGap::between(ours, theirs).ok()?;
    let pct = gap.mean_pct();
    if pct.abs() < LEAST_GAP {
        return None;
    }
    let units = libm::log10(1.0 + pct / 100.0).abs() > 3.0 - NEAR;
    Some(QualityWarning {
        problem: QualityProblem::MirrorGap {
            series: ours.name().to_owned(),
            reporter: theirs.name().to_owned(),
            percent: pct,
            periods: gap.periods().len(),
            units,
        },
        series: ours.name().to_owned(),
        period: None,
        place: None,
    })
}

/// A series that is looked at.
struct Looked<'a> {
    series: &'a Series,
    places: &'a [Place],
    /// The observations with trade, by their numbers: from nothing and to nothing there is no ratio.
    with_trade: Vec<usize>,
    /// Change of each of them but the first, a period, log points.
    changes: Vec<f64>,
}

/// The middle of some numbers; none of none.
fn median(numbers: Vec<f64>) -> Option<f64> {
    Sorted::of(numbers.into_iter()).middle(None)
}

/// Numbers in order, so that the middle of all but one of them is found at once.
struct Sorted(Vec<f64>);

impl Sorted {
    fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let mut numbers: Vec<f64> = numbers.collect();
        numbers.sort_unstable_by(f64::total_cmp);
        Self(numbers)
    }

    /// The middle of them, without one of them where one is given; none of none.
    fn middle(&self, without: Option<f64>) -> Option<f64> {
        let Self(numbers) = self;
        let gone = without
            .map_or(numbers.len(), |gone| numbers.partition_point(|number| number.total_cmp(&gone).is_lt()));
        let left = numbers.len() - usize::from(gone < numbers.len());
        let at = |rank: usize| numbers.get(if rank < gone { rank } else { rank + 1 }).copied();
        let upper = at(left / 2)?;
        Some(if left % 2 == 1 { upper } else { f64::midpoint(at(left / 2 - 1)?, upper) })
    }
}

/// What changes usually are, without one of them. Leaving one out moves the middle to one of a few places, so that the distances
/// from it are sorted a few times and not once for each.
struct Usual<'a> {
    changes: &'a [f64],
    sorted: Sorted,
    /// The distances from a middle, in order, by that middle.
    distances: RefCell<Vec<(f64, Sorted)>>,
}

impl<'a> Usual<'a> {
    fn of(changes: &'a [f64]) -> Self {
        Self { changes, sorted: Sorted::of(changes.iter().copied()), distances: RefCell::default() }
    }

    /// The usual change and the usual distance from it (the median of distances, scaled to a standard deviation), without that
    /// of one observation.
    fn without(&self, one: usize) -> Option<(f64, f64)> {
        let gone = *self.changes.get(one)?;
        if self.changes.len() <= CHANGES {
            return None;
        }
        let middle = self.sorted.middle(Some(gone))?;
        let distance = |change: &f64| (change - middle).abs();
        let mut known = self.distances.borrow_mut();
        let at = known.iter().position(|(of, _)| of.total_cmp(&middle).is_eq()).unwrap_or_else(|| {
            known.push((middle, Sorted::of(self.changes.iter().map(distance))));
            known.len() - 1
        });
        Some((middle, 1.4826 * known[at].1.middle(Some(distance(&gone)))?))
    }
}

impl<'a> Looked<'a> {
    fn of(series: &'a Series, places: &'a [Place]) -> Self {
        let observations = series.observations();
        let with_trade: Vec<usize> =
            (0..observations.len()).filter(|at| observations[*at].value > 0.0).collect();
        let change = |pair: &[usize]| {
            let [before, after] = [&observations[pair[0]], &observations[pair[1]]];
            libm::log(after.value / before.value) / f64::from(after.period.minus(before.period))
        };
        let changes = with_trade.windows(2).map(change).collect();
        Self { series, places, with_trade, changes }
    }

    fn observations(&self) -> &'a [Observation] {
        self.series.observations()
    }

    /// One of the observations with trade.
    fn traded(&self, at: usize) -> &'a Observation {
        &self.observations()[self.with_trade[at]]
    }

    /// Whether no zeros stand between one of them and the next.
    fn goes_on(&self, at: usize) -> bool {
        self.with_trade[at + 1] == self.with_trade[at] + 1
    }

    fn warning(&self, at: usize, problem: QualityProblem) -> QualityWarning {
        QualityWarning {
            problem,
            series: self.series.name().to_owned(),
            period: Some(self.observations()[at].period),
            place: self.places.get(at).copied(),
        }
    }

    /// Places where values become a thousand or a million times as large or small, in a series that else moves less.
    fn units(&self) -> Vec<QualityWarning> {
        let ratio = |at: usize| self.traded(at + 1).value / self.traded(at).value;
        let power = |at: usize| {
            let log = libm::log10(ratio(at));
            let thousands = (log / 3.0).round();
            (thousands.abs() > 0.5 && thousands.abs() < 2.5 && (log - 3.0 * thousands).abs() < NEAR)
                .then_some(3.0 * thousands)
        };
        let others = (0..self.changes.len()).filter(|other| power(*other).is_none());
        let usual = median(others.map(|other| self.changes[other].abs()).collect());
        if usual.is_some_and(|usual| usual >= LEAST_JUMP) {
            return Vec::new();
        }
        let tell = |at: usize| {
            let power = power(at).filter(|_| self.goes_on(at))?;
            let period = self.traded(at + 1).period;
            let factor = if power.abs() > 3.0 { 1_000_000 } else { 1000 };
            Some(self.warning(
                self.with_trade[at + 1],
                QualityProblem::UnitJump { period, ratio: ratio(at), factor },
            ))
        };
        (0..self.changes.len()).filter_map(tell).collect()
    }

    /// Changes of level that are unlike all others and last.
    fn jumps(&self) -> Vec<QualityWarning> {
        let last = self.changes.len().saturating_sub(1);
        let usual = Usual::of(&self.changes);
        let tell = |at: usize| {
            let (middle, distance) = usual.without(at)?;
            let beyond = self.changes[at] - middle;
            // Neither the value before nor the one after is alone: else it is an outlier.
            let stays = |from: usize, to: usize| {
                let change = libm::log(self.traded(to).value / self.traded(from).value);
                (change - 2.0 * middle).abs() > 0.5 * beyond.abs()
            };
            let lasts = stays(at, at + 2) && at.checked_sub(1).is_none_or(|earlier| stays(earlier, at + 1));
            if beyond.abs() < LEAST_JUMP.max(UNUSUAL * distance) || !lasts || !self.goes_on(at) {
                return None;
            }
            let value = self.traded(at + 1);
            let ratio = value.value / self.traded(at).value;
            Some(self.warning(self.with_trade[at + 1], QualityProblem::Jump { period: value.period, ratio }))
        };
        (0..last).filter_map(tell).collect()
    }

    /// A last year that may not be over.
    fn low_end(&self) -> Option<QualityWarning> {
        let at = self.changes.len().checked_sub(1)?;
        let last = self.series.last();
        if last.value == 0.0 || !self.goes_on(at) {
            return None;
        }
        let (middle, distance) = Usual::of(&self.changes).without(at)?;
        let below = middle - self.changes[at];
        if self.series.frequency() != Frequency::Annual
            || below < LEAST_LOW.max(LOW * distance)
            || self.changes[at] > 0.0
        {
            return None;
        }
        let percent = 100.0 * (1.0 - libm::exp(self.changes[at]));
        let problem = QualityProblem::PartYear { period: last.period, percent, value: last.value };
        Some(self.warning(self.with_trade[at + 1], problem))
    }

    /// Periods that are missing between the first and the last.
    fn holes(&self) -> Option<QualityWarning> {
        let pairs = || self.observations().windows(2).enumerate();
        let missing = |pair: &[Observation]| pair[1].period.minus(pair[0].period) - 1;
        let first = pairs().find(|(_, pair)| missing(pair) > 0)?.0;
        let count: i64 = pairs().map(|(_, pair)| i64::from(missing(pair))).sum();
        let periods: Vec<String> = pairs()
            .flat_map(|(_, pair)| (1..=missing(pair)).map(|count| pair[0].period.plus(count).to_string()))
            .take(NAMED + 1)
            .collect();
        let problem = QualityProblem::Missing {
            count,
            of: count + self.observations().len() as i64,
            periods,
            from: self.series.first().period,
            to: self.series.last().period,
        };
        Some(self.warning(first + 1, problem))
    }

    /// Values that come again and again; zeros do where there is no trade.
    fn equal(&self) -> Option<QualityWarning> {
        let mut start = 0;
        for run in self.observations().chunk_by(|a, b| a.value == b.value) {
            if run.len() >= EQUAL && run.len() < self.observations().len() && run[0].value > 0.0 {
                let problem = QualityProblem::Repeated { period: run[0].period, count: run.len() };
                return Some(self.warning(start, problem));
            }
            start += run.len();
        }
        None
    }

    /// Series too short for any model.
    fn short(&self) -> Option<QualityWarning> {
        let (have, last) = (self.with_trade.len(), self.observations().len() - 1);
        (have < MIN_OBSERVATIONS).then(|| self.warning(last, QualityProblem::Short { have }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(values: &[f64]) -> Vec<(&'static str, Option<String>)> {
        let rows = (2000..).zip(values).filter(|(_, value)| value.is_finite());
        let rows = rows.map(|(year, value)| Observation::new(Period::annual(year), *value)).collect();
        let told = quality_warnings(&Series::new("test", rows).unwrap(), &[]);
        told.into_iter()
            .map(|warning| (warning.problem.code(), warning.period.map(|period| period.to_string())))
            .collect()
    }

    fn told(code: &'static str, period: &str) -> Vec<(&'static str, Option<String>)> {
        vec![(code, Some(period.to_owned()))]
    }

    /// Ten calm years.
    const CALM: [f64; 10] = [100.0, 108.0, 99.0, 121.0, 130.0, 128.0, 150.0, 141.0, 160.0, 172.0];

    fn with(change: impl Fn(usize, f64) -> f64) -> Vec<f64> {
        CALM.iter().enumerate().map(|(at, value)| change(at, *value)).collect()
    }

    /// What is found in order is what looking at all others again would find, with numbers that come twice as well.
    #[test]
    fn usual_changes_without_one_are_those_of_the_others() {
        let of_others = |changes: &[f64], one: usize| {
            let mut others = changes.to_vec();
            others.remove(one);
            let middle = |mut numbers: Vec<f64>| {
                numbers.sort_by(f64::total_cmp);
                let half = numbers.len() / 2;
                if numbers.len() % 2 == 1 {
                    numbers[half]
                } else {
                    f64::midpoint(numbers[half - 1], numbers[half])
                }
            };
            let usual = middle(others.clone());
            (usual, 1.4826 * middle(others.iter().map(|change| (change - usual).abs()).collect()))
        };
        for length in 7..40 {
            for coarse in [3.0, 1000.0] {
                let change = |at: usize| f64::from(at as u32 * 2_654_435 % 1009) * coarse / 1009.0;
                let changes: Vec<f64> = (0..length).map(|at| change(at).floor() / coarse).collect();
                let usual = Usual::of(&changes);
                for one in 0..length {
                    assert_eq!(usual.without(one), Some(of_others(&changes, one)), "{changes:?} {one}");
                }
            }
        }
        assert_eq!(Usual::of(&[0.1; 6]).without(0), None);
    }

    #[test]
    fn calm_series_have_no_warnings() {
        assert_eq!(codes(&CALM), []);
    }

    #[test]
    fn a_unit_that_changes_is_told_at_its_first_value() {
        assert_eq!(
            codes(&with(|at, value| if at >= 6 { 1000.0 * value } else { value })),
            told("unit_jump", "2006")
        );
        assert_eq!(
            codes(&with(|at, value| if at >= 3 { value / 1000.0 } else { value })),
            told("unit_jump", "2003")
        );
        assert_eq!(
            codes(&with(|at, value| if at >= 3 { value * 1e6 } else { value })),
            told("unit_jump", "2003")
        );
        // There and back.
        assert_eq!(codes(&with(|at, value| if at == 4 { 1000.0 * value } else { value })).len(), 2);
    }

    #[test]
    fn a_level_that_changes_for_good_is_told_and_an_outlier_is_not() {
        assert_eq!(codes(&with(|at, value| if at >= 5 { 4.0 * value } else { value })), told("jump", "2005"));
        assert_eq!(codes(&with(|at, value| if at == 5 { 4.0 * value } else { value })), []);
    }

    #[test]
    fn a_last_year_far_below_the_others_may_not_be_over() {
        assert_eq!(
            codes(&with(|at, value| if at == 9 { 0.5 * value } else { value })),
            told("part_year", "2009")
        );
        assert_eq!(codes(&with(|at, value| if at == 9 { 0.9 * value } else { value })), []);
    }

    #[test]
    fn holes_repetitions_and_short_series_are_told() {
        assert_eq!(
            codes(&with(|at, value| if at == 4 || at == 5 { f64::NAN } else { value })),
            told("missing", "2006")
        );
        assert_eq!(
            codes(&with(|at, value| if (4..7).contains(&at) { 128.0 } else { value })),
            told("repeated", "2004")
        );
        assert_eq!(codes(&[1.0, 2.0]), told("short", "2001"));
        assert_eq!(codes(&[5.0; 10]), [], "a constant is no repetition: the engine warns of it");
    }

    #[test]
    fn changes_from_nothing_and_to_nothing_are_no_jumps() {
        // Trade that begins, ends, and pauses: the level after a pause is no jump either.
        assert_eq!(codes(&with(|at, value| if at < 4 { 0.0 } else { value })), []);
        assert_eq!(codes(&with(|at, value| if at > 6 { 0.0 } else { value })), []);
        assert_eq!(codes(&with(|at, value| if at % 3 == 1 { 0.0 } else { value })), []);
        let after = |times: f64| {
            with(|at, value| match at {
                3..=5 => 0.0,
                6.. => times * value,
                _ => value,
            })
        };
        assert_eq!(codes(&after(4.0)), []);
        assert_eq!(codes(&after(1000.0)), []);
        assert_eq!(codes(&[0.0, 0.0, 0.0, 0.0, 3.0]), told("short", "2004"));
        assert_eq!(codes(&[0.0; 5]), told("short", "2004"));
    }

    #[test]
    fn a_zero_among_large_values_may_be_missing() {
        let zero =
            |which: std::ops::Range<usize>| with(|at, value| if which.contains(&at) { 0.0 } else { value });
        assert_eq!(codes(&zero(4..5)), told("zero", "2004"));
        assert_eq!(codes(&zero(4..6)), told("zero", "2004"));
        assert_eq!(codes(&zero(4..7)), [], "three periods are a time without trade");
        assert_eq!(codes(&zero(9..10)), [], "nor does anybody know what comes after the last");
        let small = [0.1, 0.2, 0.1, 0.0, 0.1, 0.2, 0.2, 0.1, 0.3, 0.2];
        assert_eq!(codes(&small), [], "a zero beside the smallest value that the table shows is none");
        let wild = [1.0, 40.0, 900.0, 0.0, 320.0, 12.0, 2500.0, 60.0, 3.0, 700.0];
        assert_eq!(codes(&wild), [], "where values move by large factors, nothing is one of them");
    }
}
