//! How much a yearly series changes from year to year: what the error of a part-year reading is measured in.

use crate::series::series::Series;

/// Changes that count: the latest ones, as many as the constants of [`crate::series::noise`] were estimated from.
const CHANGES: usize = 11;

/// Volatility taken where a series shows none of its own, log points a year.
pub(crate) const USUAL: f64 = 0.15;

/// Changes that [`USUAL`] counts for beside those of the series.
const USUAL_COUNTS: f64 = 2.0;

/// Mean absolute deviation of a normal distribution to its standard deviation.
const OF_MEAN_DEVIATION: f64 = 1.253_314_137_315_5;

/// Volatility of a series, log points a year: the mean absolute deviation of its changes around their median, as a standard
/// deviation, drawn towards the usual one where there are few. Changes to and from zero have no log and are left out.
pub(crate) fn volatility(series: &Series) -> f64 {
    let changes = series.observations().windows(2).filter_map(|pair| {
        let [before, after] = pair else { return None };
        let both = before.value > 0.0 && after.value > 0.0 && after.period.minus(before.period) == 1;
        both.then(|| libm::log(after.value) - libm::log(before.value))
    });
    let all: Vec<f64> = changes.collect();
    let latest = &all[all.len().saturating_sub(CHANGES)..];
    let own = if latest.is_empty() {
        0.0
    } else {
        let [middle] = crate::numeric::quantile::of(latest, [0.5]);
        let mean = latest.iter().map(|change| (change - middle).abs()).sum::<f64>() / latest.len() as f64;
        OF_MEAN_DEVIATION * mean
    };
    let count = latest.len() as f64;
    ((count * own * own + USUAL_COUNTS * USUAL * USUAL) / (count + USUAL_COUNTS)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::Period;
    use crate::series::series::Observation;

    fn of(values: &[f64]) -> f64 {
        let rows = (2000..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), *value));
        volatility(&Series::new("a", rows.collect()).unwrap())
    }

    #[test]
    fn it_is_that_of_the_changes_and_the_usual_one_where_there_are_few() {
        assert_eq!(of(&[100.0]), USUAL);
        // Changes of +0.2 and -0.2 in turn.
        let zigzag: Vec<f64> =
            (0..30).map(|t| if t % 2 == 0 { 100.0 } else { 100.0 * libm::exp(0.2) }).collect();
        let own = 0.2 * OF_MEAN_DEVIATION;
        // Eleven changes have one of them in the middle: their median is one of the two values, the mean deviation 2 * 5/11 of 0.2.
        let own = own * 2.0 * 5.0 / 11.0;
        let expected = ((11.0 * own * own + 2.0 * USUAL * USUAL) / 13.0).sqrt();
        assert!((of(&zigzag) - expected).abs() < 1e-9, "{} {expected}", of(&zigzag));
    }

    #[test]
    fn units_and_zeros_do_not_matter() {
        let values = [10.0, 12.0, 9.0, 14.0, 13.0, 13.5];
        let scaled: Vec<f64> = values.iter().map(|value| value * 1e-6).collect();
        assert!((of(&values) - of(&scaled)).abs() < 1e-12);
        let with_zero = [10.0, 12.0, 9.0, 14.0, 13.0, 13.5, 0.0];
        assert_eq!(of(&values), of(&with_zero));
    }
}
