//! A series and its mirror image on the scale of logs get bands of about the same width: what falls is as uncertain as what rises.

use tradecast::{
    Assumptions, ModelChoice, ModelId, Observation, Period, Priors, Series, Settings, fit_with_priors,
};

/// Normal numbers from a multiplicative generator (Lehmer) and sums of twelve, good enough for a walk.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 as f64 / 2_147_483_647.0
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// A walk in logs and the same walk upside down.
struct Pair {
    what: String,
    series: [Series; 2],
    horizon: u32,
}

impl Pair {
    /// Whether the first value is at least twice the last.
    fn falls_clearly(&self) -> bool {
        self.series[0].first().value > 2.0 * self.series[0].last().value
    }
}

/// Falling walks of several slopes and volatilities a year, lengths in years and seeds.
fn pairs(first: &str, per_year: i32) -> Vec<Pair> {
    let first: Period = first.parse().expect("a period");
    let mut list = Vec::new();
    for slope in [0.03, 0.08, 0.15] {
        for volatility in [0.06, 0.12, 0.2, 0.35] {
            for (years, seed) in [(10, 1), (12, 2), (16, 3), (25, 4), (40, 5)] {
                let mut noise = Noise(seed * 1000 + (slope * 100.0 + volatility * 1e4) as u64);
                let (drift, step) = (slope / f64::from(per_year), volatility / f64::from(per_year).sqrt());
                let mut log = 0.0;
                let logs: Vec<f64> = (0..years * per_year)
                    .map(|_| {
                        log += step * noise.normal() - drift;
                        log
                    })
                    .collect();
                let series = [1.0, -1.0].map(|sign| {
                    let observation = |(t, log): (i32, &f64)| {
                        Observation::new(first.plus(t), 500.0 * libm::exp(sign * log))
                    };
                    Series::new("walk", (0..).zip(&logs).map(observation).collect()).expect("valid")
                });
                let what = format!("slope {slope}, volatility {volatility}, {years} years, seed {seed}");
                list.push(Pair { what, series, horizon: (10 * per_year) as u32 });
            }
        }
    }
    list
}

/// Widths in logs of 80 % bands, a lead each.
fn widths(series: &Series, model: &ModelChoice, priors: Option<&Priors>, horizon: u32) -> Vec<f64> {
    let fitted = fit_with_priors(series, model, priors).expect("long enough");
    let settings = Settings { horizon, paths: 1000, levels: vec![80.0], ..Settings::default() };
    let rows = fitted.simulate(&settings).expect("valid").forecast(&Assumptions::baseline()).expect("valid");
    rows.iter().map(|row| libm::log(row.bands[0].hi / row.bands[0].lo)).collect()
}

/// The largest factor between the widths of a pair at any lead.
fn factor(pair: &Pair, model: &ModelChoice, priors: Option<&Priors>) -> f64 {
    let [falling, rising] = [0, 1].map(|i| widths(&pair.series[i], model, priors, pair.horizon));
    falling.iter().zip(&rising).map(|(a, b)| (a / b).max(b / a)).fold(1.0, f64::max)
}

fn all() -> Vec<Pair> {
    pairs("1990", 1).into_iter().chain(pairs("1990-Q1", 4)).collect()
}

#[test]
fn what_falls_is_as_uncertain_as_what_rises() {
    for pair in all() {
        let factor = factor(&pair, &ModelChoice::Auto, None);
        assert!(factor < 1.25, "{}: {factor}", pair.what);
    }
}

/// The panel expects growth: it pulls a falling series further than a rising one, but makes it no more uncertain.
#[test]
fn priors_that_expect_growth_widen_no_falling_band() {
    let priors = tradecast_data::priors();
    for pair in all() {
        let factor = factor(&pair, &ModelChoice::Auto, Some(&priors));
        assert!(factor < 1.25, "{}: {factor}", pair.what);
    }
}

/// Models of the level, asked by name: a clear fall is seen upside down and has the bands of its mirror image.
#[test]
fn models_of_the_level_do_not_run_into_zero() {
    for id in [ModelId::LinearDrift, ModelId::MedianDrift, ModelId::Theta, ModelId::Ces] {
        for pair in all().iter().filter(|pair| pair.falls_clearly()) {
            let factor = factor(pair, &ModelChoice::One(id), None);
            assert!(factor < 1.25, "{id}, {}: {factor}", pair.what);
        }
    }
}

/// The series of a report: falling by 8 % a year, its 80 % band ten years ahead was 53 times as high as low.
#[test]
fn the_reported_series_has_the_band_of_its_mirror_image() {
    let falling = [
        500.0, 488.3884, 414.6009, 367.4302, 346.8054, 301.2025, 276.8444, 258.3221, 226.8619, 193.6010,
        180.8074, 177.1554, 157.3084, 142.3357, 145.0283, 129.4630, 115.8789, 123.5682, 104.0559, 100.7574,
    ];
    let width = widths(&acceptance::yearly(&falling), &ModelChoice::Auto, None, 10)[9];
    // Its mirror image has 2.7, and a random walk with drift 1.6.
    assert!(libm::exp(width) < 3.0, "{}", libm::exp(width));
}
