#![doc = include_str!("../../guide/methods/mirror.md")]

use crate::error::{Error, Result};
use crate::numeric::draws::{Draws, Purpose};
use crate::period::Period;
use crate::plain::value;
use crate::series::noise::Size;
use crate::series::series::Series;

/// How much a gap is taken to change from year to year where too few years teach better, log points: a factor of 1.65.
const TYPICAL: f64 = 0.5;

/// How another reporter counts the same trade.
///
/// ```
/// use tradecast::{MirrorGap, Observation, Period, Series};
///
/// let of = |values: [f64; 4]| {
///     Series::new("a", (2021..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())
/// };
/// let theirs = of([90.0, 104.0, 115.0, 130.0])?.with_reporter("the partner");
/// let gap = MirrorGap::between(&of([100.0, 120.0, 125.0, 150.0])?, &theirs)?;
/// assert_eq!((gap.reporter(), gap.periods().len()), ("the partner", 4));
/// assert!((gap.mean_pct() + 11.1).abs() < 0.1); // they count 11 % less
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct MirrorGap {
    reporter: String,
    /// log(ours) - log(theirs) of each period, in order.
    gaps: Vec<(Period, f64)>,
    mean: f64,
    /// Sample variance; zero for one period.
    sample: f64,
    /// What a year adds.
    yearly: Size,
}

impl MirrorGap {
    /// The gap between our series and that of another reporter, over the periods known from both.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Series};
    /// let of = |year: i32| Series::new("a", vec![Observation::new(Period::annual(year), 5.0)]);
    /// assert_eq!(MirrorGap::between(&of(2022)?, &of(2023)?).unwrap_err().code(), "no_common_period");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoCommonPeriod`].
    pub fn between(ours: &Series, theirs: &Series) -> Result<Self> {
        let of_theirs = |period: Period| {
            let at = theirs.observations().binary_search_by_key(&period, |o| o.period).ok()?;
            theirs.observations().get(at)
        };
        let gaps: Vec<(Period, f64)> = ours
            .positive()
            .filter_map(|o| Some((o.period, o.value, of_theirs(o.period)?.value)))
            .filter(|(.., theirs)| *theirs > 0.0)
            .map(|(period, ours, theirs)| (period, libm::log(ours / theirs)))
            .collect();
        let reporter = theirs.reporter().to_owned();
        if gaps.is_empty() {
            return Err(Error::NoCommonPeriod { series: ours.name().to_owned(), reporter });
        }
        let n = gaps.len() as f64;
        let mean = gaps.iter().map(|(_, gap)| gap).sum::<f64>() / n;
        let squares = gaps.iter().map(|(_, gap)| (gap - mean) * (gap - mean)).sum::<f64>();
        let degrees = gaps.len() - 1;
        let yearly = Size::of(squares, degrees, TYPICAL);
        Ok(Self { reporter, mean, sample: squares / degrees.max(1) as f64, yearly, gaps })
    }

    /// The other reporter.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Series};
    /// # let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2023), value)]);
    /// assert_eq!(MirrorGap::between(&of(2.0)?, &of(1.0)?.with_reporter("they"))?.reporter(), "they");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reporter(&self) -> &str {
        &self.reporter
    }

    /// The periods known from both.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Series};
    /// # let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2023), value)]);
    /// assert_eq!(MirrorGap::between(&of(2.0)?, &of(1.0)?)?.periods(), [Period::annual(2023)]);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        self.gaps.iter().map(|(period, _)| *period).collect()
    }

    /// How much more they count than we do, %: the geometric mean over the years.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Series};
    /// # let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2023), value)]);
    /// assert!((MirrorGap::between(&of(2.0)?, &of(1.0)?)?.mean_pct() + 50.0).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn mean_pct(&self) -> f64 {
        100.0 * libm::expm1(-self.mean)
    }

    /// How much more they counted than we did in a period, %; `None` where one of us did not count it.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, Observation, Period, Series};
    /// # let of = |value: f64| Series::new("a", vec![Observation::new(Period::annual(2023), value)]);
    /// let gap = MirrorGap::between(&of(2.0)?, &of(1.0)?)?;
    /// assert!((gap.pct_in(Period::annual(2023)).unwrap() + 50.0).abs() < 1e-12);
    /// assert_eq!(gap.pct_in(Period::annual(2024)), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn pct_in(&self, period: Period) -> Option<f64> {
        self.known(period).map(|gap| 100.0 * libm::expm1(-gap))
    }

    /// Of the yearly and the persistent variance, how much persists.
    pub(crate) fn persistence(&self) -> f64 {
        1.0 / (self.gaps.len() + 1) as f64
    }

    /// log(ours) - log(theirs) in a period, where both are known.
    pub(crate) fn known(&self, period: Period) -> Option<f64> {
        let at = self.gaps.binary_search_by_key(&period, |(known, _)| *known).ok()?;
        self.gaps.get(at).map(|(_, gap)| *gap)
    }

    /// What they count where we count one, in a period: as they did where that is known, or else as usual.
    pub(crate) fn ratio(&self, period: Period) -> f64 {
        libm::exp(-self.known(period).unwrap_or(self.mean))
    }

    /// The gap of one path.
    pub(crate) fn drawn(&self, draws: Draws) -> DrawnGap {
        let size = self.yearly.drawn(draws);
        let n = self.gaps.len() as f64;
        let persistent = self.mean + size / n.sqrt() * draws.normal(Purpose::Gap, 0);
        DrawnGap { draws, persistent, size, variance: size * size * (1.0 + 1.0 / n) }
    }

    pub(crate) fn report(&self) -> MirrorGapReport {
        let reach = self.yearly.eighty() * self.yearly.sd * (1.0 + 1.0 / self.gaps.len() as f64).sqrt();
        let edge = |reach: f64| 100.0 * libm::expm1(reach - self.mean);
        MirrorGapReport {
            reporter: self.reporter.clone(),
            years: self.periods(),
            mean_pct: self.mean_pct(),
            sd: self.sample.sqrt(),
            interval80_pct: [edge(-reach), edge(reach)],
        }
    }
}

/// The gap of one path.
pub(crate) struct DrawnGap {
    draws: Draws,
    persistent: f64,
    size: f64,
    /// Of a year's gap, given how much it changes in this path.
    pub(crate) variance: f64,
}

impl DrawnGap {
    /// log(ours) - log(theirs) in the period `lead` (from 0) ahead.
    pub(crate) fn at(&self, lead: usize) -> f64 {
        self.persistent + self.size * self.draws.normal(Purpose::Gap, lead + 1)
    }
}

value! {
    /// How another reporter counts the same trade.
    ///
    /// ```
    /// # use tradecast::{MirrorGap, ModelChoice, Observation, Period, Readings, Series, Settings, Target, Assumptions, fit};
    /// # let of = |factor: f64| Series::new("a", (1..9).map(|t| Observation::new(Period::annual(2000 + t), factor * f64::from(90 + t * 7 % 5))).collect());
    /// let gap = MirrorGap::between(&of(1.0)?, &of(0.5)?.with_reporter("the partner"))?;
    /// let simulation = fit(&of(1.0)?, &ModelChoice::Auto)?.simulate(&Settings::default())?.conditioned_on(&Readings::default().with_gap(gap))?;
    /// let target = Target::level(80.0)?; // reached as we count, not as the partner does
    /// let theirs = simulation.answer(&target.clone().decided_by("the partner"), &Assumptions::baseline())?;
    /// assert!((theirs.mirror_gaps[0].mean_pct + 50.0).abs() < 1e-9 && !theirs.arrival.already_reached);
    /// assert!(simulation.answer(&target, &Assumptions::baseline())?.arrival.already_reached);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::quantile;
    use crate::series::series::Observation;

    fn series(values: &[f64]) -> Series {
        let rows = (2015..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), *value));
        Series::new("test", rows.collect()).unwrap().with_reporter("they")
    }

    /// The drawn gaps of any year have the predictive distribution, and hang together over the years by what persists.
    #[test]
    fn the_drawn_gaps_are_those_told() {
        let gap =
            MirrorGap::between(&series(&[1.0, 1.2, 1.5, 1.1, 1.3]), &series(&[1.0, 1.0, 1.0, 1.0, 1.0]))
                .unwrap();
        let logs = [1.0, 1.2, 1.5, 1.1, 1.3].map(libm::log);
        let mean = logs.iter().sum::<f64>() / 5.0;
        let sample = logs.iter().map(|l| (l - mean) * (l - mean)).sum::<f64>() / 4.0;
        let report = gap.report();
        assert!((report.sd * report.sd / sample - 1.0).abs() < 1e-12);
        let drawn: Vec<DrawnGap> = (0..40_000).map(|path| gap.drawn(Draws::new(1, path, 0))).collect();
        let years = |lead: usize| -> Vec<f64> { drawn.iter().map(|gap| gap.at(lead)).collect() };
        let [lo, middle, hi] = quantile::of(&years(3), [0.1, 0.5, 0.9]);
        let edges = report.interval80_pct.map(|pct| -libm::log1p(pct / 100.0));
        // Student's 90 % point for four degrees of freedom, from a table.
        let reach = 1.533_206 * (sample * 1.2).sqrt();
        for (found, told, expected) in [(hi, edges[0], mean + reach), (lo, edges[1], mean - reach)] {
            assert!((told - expected).abs() < 1e-6, "{told} {expected}");
            assert!((found - expected).abs() < 0.01, "{found} {expected}");
        }
        assert!((middle - mean).abs() < 0.01);
        // One sixth of a year's variance is what persists: the correlation of two years, in units of their own size.
        let unit = |lead: usize| drawn.iter().map(move |gap| (gap.at(lead) - mean) / gap.variance.sqrt());
        let correlation = unit(1).zip(unit(7)).map(|(a, b)| a * b).sum::<f64>() / 40_000.0;
        assert!((correlation - gap.persistence()).abs() < 4.0 / 40_000f64.sqrt(), "{correlation}");
        assert!((gap.persistence() - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn one_common_year_has_a_gap_of_typical_uncertainty() {
        let gap = MirrorGap::between(&series(&[2.0]), &series(&[1.0])).unwrap();
        assert!((gap.mean - libm::log(2.0)).abs() < 1e-12);
        assert_eq!(gap.yearly, Size { sd: TYPICAL, degrees: 3 });
        assert_eq!(gap.report().sd, 0.0);
    }
}
