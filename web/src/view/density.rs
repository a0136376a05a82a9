//! How likely the values of a range are, as a shape above its slider.

use tradecast::Distribution;

use crate::state::Spec;

/// Points along the shape.
const POINTS: u32 = 80;
/// Standard deviations shown to either side.
const WIDE: f64 = 3.5;

/// The shape in a box of 100 by 30, closed along its bottom; values stand where the slider has them.
#[must_use]
pub fn density_shape(range: Distribution, spec: &Spec) -> String {
    let [least, most] = [spec.min, spec.max];
    let (from, to) = match range {
        Distribution::Triangular([low, _, high]) | Distribution::Pert([low, _, high]) => (low, high),
        Distribution::Normal([mean, deviation]) => (mean - WIDE * deviation, mean + WIDE * deviation),
        Distribution::Lognormal([median, deviation]) => {
            (median * libm::exp(-WIDE * deviation), median * libm::exp(WIDE * deviation))
        }
    };
    let (from, to) = (from.max(least), to.min(most));
    let points: Vec<(f64, f64)> = (0..=POINTS)
        .map(|i| {
            let value = from + (to - from) * f64::from(i) / f64::from(POINTS);
            (spec.share_of(value) * 100.0, density(range, value))
        })
        .filter(|(_, height)| height.is_finite())
        .collect();
    let highest = points.iter().map(|point| point.1).fold(0.0, f64::max);
    if highest <= 0.0 {
        return String::new();
    }
    let place = |(x, height): &(f64, f64)| format!("{x:.1} {:.1}", 30.0 - 28.0 * height / highest);
    let outline: Vec<String> = points.iter().map(place).collect();
    let (first, last) = (points[0].0, points[points.len() - 1].0);
    format!("M{first:.1} 30L{}L{last:.1} 30Z", outline.join("L"))
}

/// The density, up to a factor.
fn density(range: Distribution, value: f64) -> f64 {
    match range {
        Distribution::Triangular([low, mode, high]) => {
            if value < mode {
                (value - low) / (mode - low)
            } else if high > mode {
                (high - value) / (high - mode)
            } else {
                1.0
            }
        }
        Distribution::Pert([low, mode, high]) => {
            let rising = 4.0 * (mode - low) / (high - low);
            let share = (value - low) / (high - low);
            libm::pow(share, rising) * libm::pow(1.0 - share, 4.0 - rising)
        }
        Distribution::Normal([mean, deviation]) => bell((value - mean) / deviation),
        Distribution::Lognormal([median, deviation]) => bell(libm::log(value / median) / deviation) / value,
    }
}

fn bell(score: f64) -> f64 {
    libm::exp(-score * score / 2.0)
}

#[cfg(test)]
mod tests {
    use tradecast::Lever;

    use super::*;
    use crate::state::{Control, State};

    #[test]
    fn every_shape_stands_within_its_box_and_peaks_where_it_should() {
        let state = State::new();
        for (lever, range, peak) in [
            (Lever::Growth, Distribution::Triangular([0.0, 2.0, 4.0]), 2.0),
            (Lever::Growth, Distribution::Triangular([2.0, 2.0, 4.0]), 2.0),
            (Lever::Growth, Distribution::Pert([-4.0, 4.0, 4.0]), 4.0),
            (Lever::Growth, Distribution::Normal([2.0, 1.0]), 2.0),
            (Lever::Volatility, Distribution::Lognormal([1.0, 0.1]), 0.99),
        ] {
            let spec = Control::from(lever).spec(&state);
            let shape = density_shape(range, &spec);
            let points: Vec<(f64, f64)> = shape
                .trim_matches(['M', 'Z'])
                .split('L')
                .map(|point| {
                    let (x, y) = point.split_once(' ').unwrap();
                    (x.parse().unwrap(), y.parse().unwrap())
                })
                .collect();
            assert!(
                points.iter().all(|(x, y)| (0.0..=100.0).contains(x) && (0.0..=30.0).contains(y)),
                "{shape}"
            );
            let top = points.iter().min_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
            assert!((top.0 - 100.0 * spec.share_of(peak)).abs() < 1.5, "{range}: {top:?}");
        }
    }
}
