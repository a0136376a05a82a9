#![doc = include_str!("../../guide/methods/growth_over.md")]

use crate::model::features::FEATURES;
use crate::model::features::excess;
use crate::model::growth_over::{GrowthOver, LONGEST, PROBABILITIES, THOUSANDTHS, width};
use crate::model::priors::Priors;
use crate::numeric::quantile;
use crate::period::{Frequency, Period};
use crate::series::sample::Sample;
use crate::series::series::{MIN_OBSERVATIONS, Series};

/// Measures the unbroken stretches of yearly series that end by the year of the priors and begin at a value of at least
/// `smallest`, with three values or more known by then.
pub(crate) fn growth_over(panel: &[Series], priors: &Priors, smallest: f64) -> GrowthOver {
    let mut growth: [Vec<Stretch>; LONGEST] = std::array::from_fn(|_| Vec::new());
    let mut series = [0; LONGEST];
    for one in panel.iter().filter(|series| series.frequency() == Frequency::Annual) {
        let Ok(known) = one.as_of(Period::annual(priors.as_of)) else { continue };
        for (over, (growth, series)) in growth.iter_mut().zip(&mut series).enumerate() {
            let before = growth.len();
            growth.extend(stretches(&known, priors, over + 1, smallest));
            *series += u32::from(growth.len() > before);
        }
    }
    let windows = growth.each_ref().map(|stretches| stretches.len() as u32);
    let mut years = 0;
    let quantiles = growth.map(|stretches| {
        years += 1;
        if stretches.is_empty() {
            return [0; PROBABILITIES.len()];
        }
        let grown: Vec<f64> = stretches.iter().map(|stretch| stretch.growth).collect();
        let [median] = quantile::of(&grown, [0.5]);
        let of_average =
            |s: &Stretch| median + (s.growth - median) / width(priors.own_volatility, years, s.volatility);
        let of_average: Vec<f64> = stretches.iter().map(of_average).collect();
        quantile::of(&of_average, PROBABILITIES).map(|quantile| (quantile * THOUSANDTHS).round() as i16)
    });
    GrowthOver { series, windows, quantiles }
}

/// An unbroken stretch of some years.
struct Stretch {
    /// Log growth.
    growth: f64,
    /// Log volatility of the series at its start, less that of an average pair.
    volatility: f64,
}

/// The unbroken stretches of so many years within a series.
fn stretches(series: &Series, priors: &Priors, years: usize, smallest: f64) -> Vec<Stretch> {
    let Sample { t, log, .. } = Sample::of(series);
    let values: Vec<f64> = series.positive().map(|o| o.value).collect();
    let starts = (MIN_OBSERVATIONS - 1..t.len().saturating_sub(years))
        .filter(|&i| values[i] >= smallest && t[i + years] - t[i] == years as f64);
    let stretch = |i: usize| Stretch {
        growth: log[i + years] - log[i],
        volatility: excess(&t[..=i], &log[..=i], &priors.centre)[FEATURES - 1],
    };
    starts.map(stretch).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::draws::{Draws, Purpose, TOTAL};
    use crate::series::series::Observation;

    /// Priors of which only the year, the average volatility and its elasticity matter here.
    fn priors(as_of: i32, own_volatility: f64) -> Priors {
        Priors {
            as_of,
            series: 0,
            source: String::new(),
            common_growth: 0.0,
            common_growth_error: 0.0,
            common_persistence: 0.0,
            common_now: 0.0,
            common_shock: 0.0,
            centre: [0.0, 0.0, 0.0, 0.0, -1.5],
            volatility_spread: 1.0,
            combination_growth: 0.0,
            combination_scale: 1.0,
            reversion: [[0.0; FEATURES]; 3],
            spread: [0.0; 3],
            own_volatility: [own_volatility; 3],
            common_state: None,
            growth_over: None,
            record: None,
        }
    }

    /// Random walks of log steps with a mean of 0.05 and a standard deviation.
    fn walks(first: usize, deviation: f64) -> Vec<Series> {
        let walk = |path: usize| {
            let draws = Draws::new(1, path, TOTAL);
            let mut level = 3.0;
            let rows = (0..50).map(|t| {
                level += 0.05 + deviation * draws.normal(Purpose::Common, t);
                Observation::new(Period::annual(1950 + t as i32), libm::exp(level))
            });
            Series::new(format!("walk {path}"), rows.collect()).unwrap()
        };
        (first..first + 200).map(walk).collect()
    }

    /// Every stretch by hand, from the values.
    fn counted(panel: &[Series], as_of: i32, smallest: f64, years: i32, needed: f64) -> (f64, u32, u32) {
        let (mut met, mut windows, mut series) = (0, 0, 0);
        for one in panel {
            let known = one.observations();
            let before = windows;
            for start in &known[2.min(known.len())..] {
                let end = known.iter().find(|end| end.period == start.period.plus(years));
                let whole = (1..years).all(|y| known.iter().any(|o| o.period == start.period.plus(y)));
                let Some(end) = end.filter(|_| whole && start.value >= smallest) else { continue };
                if end.period.year() <= as_of {
                    windows += 1;
                    met += u32::from(libm::log(end.value) - libm::log(start.value) >= needed);
                }
            }
            series += u32::from(windows > before);
        }
        (f64::from(met) / f64::from(windows), windows, series)
    }

    #[test]
    fn shares_are_those_counted_one_by_one() {
        let panel = [walks(0, 0.1), walks(500, 0.4)].concat();
        let last = panel[0].last().period.year();
        let (priors, smallest) = (priors(last - 5, 0.0), 25.0);
        let growth = growth_over(&panel, &priors, smallest);
        for years in 1..=15 {
            for rate in [-0.1, -0.02, 0.01, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.4, 1.0] {
                let needed = libm::log1p(rate) * f64::from(years);
                let (share, windows, series) = counted(&panel, priors.as_of, smallest, years, needed);
                let at = years as usize - 1;
                assert_eq!((growth.windows[at], growth.series[at]), (windows, series), "{years}");
                let said = growth.share(priors.own_volatility, years as usize, 0.7, needed).unwrap();
                assert!((said - share).abs() < 0.01, "{years} years at {rate}: {said}, counted {share}");
            }
        }
        assert_eq!(growth.share(priors.own_volatility, 0, 0.0, 0.1), None);
        assert_eq!(growth.share(priors.own_volatility, 16, 0.0, 0.1), None);
    }

    /// Where growth spreads as volatility does, each kind is told its own share although both were measured together.
    #[test]
    fn shares_are_scaled_to_volatility() {
        let (calm, wild) = (walks(0, 0.1), walks(500, 0.4));
        let (priors, years, needed) = (priors(9999, 1.0), 10, 1.0);
        let growth = growth_over(&[calm.clone(), wild.clone()].concat(), &priors, 0.0);
        let mut shares = Vec::new();
        for (panel, deviation) in [(calm, 0.1), (wild, 0.4)] {
            let volatility = libm::log(deviation) - priors.centre[FEATURES - 1];
            let said = growth.share(priors.own_volatility, years, volatility, needed).unwrap();
            let (share, ..) = counted(&panel, 9999, 0.0, years as i32, needed);
            assert!((said - share).abs() < 0.03, "{said}, counted {share}");
            shares.push(said);
        }
        assert!(shares[1] > shares[0] + 0.2, "{shares:?}");
    }

    #[test]
    fn stretches_are_unbroken() {
        let years = [2000, 2001, 2002, 2004, 2005];
        let rows = years.map(|year| Observation::new(Period::annual(year), 10.0));
        let series = Series::new("gap", rows.to_vec()).unwrap();
        let growth = growth_over(&[series], &priors(2010, 0.5), 0.0);
        assert_eq!((growth.windows[..3].to_vec(), growth.series[0]), (vec![1, 0, 0], 1));
        assert_eq!(
            growth.share(priors(2010, 0.5).own_volatility, 1, 0.0, 0.1),
            None,
            "one series is no base rate"
        );
    }

    #[test]
    fn quantiles_that_fall_are_refused() {
        let mut growth = growth_over(&walks(0, 0.1), &priors(9999, 0.0), 0.0);
        assert!(growth.check().is_ok());
        growth.quantiles[3].swap(5, 6);
        assert_eq!(growth.check().unwrap_err().code(), "bad_priors");
    }
}
