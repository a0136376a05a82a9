#![doc = include_str!("../../../guide/models/arima.md")]

use std::fmt;
use std::sync::OnceLock;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::kalman::{Column, Filtered, Linear, Matrix, STATES, Vector};
use crate::numeric::minimise::{Minimum, minimise};
use crate::numeric::small_matrix::Precision;
use crate::series::sample::Sample;

/// Highest order of either kind, and of both together.
const HIGHEST: usize = 2;
const TOGETHER: usize = 3;
/// Partial autocorrelations searched; beyond, a root is within a hundredth of the unit circle, as in R.
const WIDEST: f64 = 0.99;
/// Critical value of the KPSS test of a level at 5 %.
const CRITICAL: f64 = 0.463;
/// Standard deviation of the weak prior on Fisher's z of the partial autocorrelations.
const PRIOR: f64 = 2.0;

/// Order of an ARIMA model: autoregression, differences, moving average.
///
/// ```
/// use tradecast::{ArimaOrder, ModelId};
///
/// let order = ArimaOrder::new(1, 1, 0).expect("small");
/// assert_eq!("arima:1,1,0".parse(), Ok(ModelId::Arima { order: Some(order) }));
/// assert_eq!(ArimaOrder::new(2, 1, 2), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArimaOrder {
    p: usize,
    d: usize,
    q: usize,
}

impl ArimaOrder {
    /// An order with p, d and q up to 2 and p + q up to 3; `None` for any other.
    ///
    /// ```
    /// assert_eq!(tradecast::ArimaOrder::new(0, 1, 1).expect("small").to_string(), "0,1,1");
    /// ```
    #[must_use]
    pub fn new(p: usize, d: usize, q: usize) -> Option<Self> {
        (p <= HIGHEST && q <= HIGHEST && p + q <= TOGETHER && d <= 2).then_some(Self { p, d, q })
    }

    /// The order of a text such as `1,1,0`.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let numbers: Option<Vec<usize>> = text.split(',').map(|part| part.parse().ok()).collect();
        match numbers?.as_slice() {
            [p, d, q] => Self::new(*p, *d, *q),
            _ => None,
        }
    }

    fn terms(self) -> usize {
        self.p + self.q
    }
}

impl fmt::Display for ArimaOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.p, self.d, self.q)
    }
}

/// Coefficients of an order; those beyond it are zero.
#[derive(Debug, Clone, Copy)]
struct Coefficients {
    phi: [f64; HIGHEST],
    theta: [f64; HIGHEST],
}

impl Coefficients {
    /// From partial autocorrelations, the autoregressive ones first.
    fn of(order: ArimaOrder, partial: &[f64]) -> Self {
        let durbin = |r: &[f64]| match *r {
            [] => [0.0, 0.0],
            [first] => [first, 0.0],
            [first, second, ..] => [first * (1.0 - second), second],
        };
        let (ar, ma) = partial.split_at(order.p);
        Self { phi: durbin(ar), theta: durbin(ma).map(|c| -c) }
    }
}

/// The observations in the form they are filtered: differenced where there is no gap, so that states are few.
#[derive(Debug)]
struct Data {
    t: Vec<f64>,
    z: Vec<f64>,
    /// Differences that are left to the filter.
    inside: usize,
    /// Last values of z and of its difference, where differences were taken outside.
    last: [f64; 2],
}

impl Data {
    fn of(sample: &Sample, d: usize) -> Self {
        let (t, z) = (&sample.t, &sample.log);
        if t.windows(2).any(|pair| pair[1] - pair[0] != 1.0) {
            return Self { t: t.clone(), z: z.clone(), inside: d, last: [0.0; 2] };
        }
        let mut values = z.clone();
        let mut last = [0.0; 2];
        for end in last.iter_mut().take(d) {
            *end = values[values.len() - 1];
            values = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
        }
        Self { t: t[d..].to_vec(), z: values, inside: 0, last }
    }

    /// Differences that were taken outside.
    fn outside(&self, order: ArimaOrder) -> usize {
        order.d - self.inside
    }
}

/// The state space form: the ARMA state, then, for differences left to the filter, z and its difference.
fn linear(order: ArimaOrder, constant: bool, coefficients: Coefficients, inside: usize) -> Linear {
    let m = order.p.max(order.q + 1);
    let mut model = Linear::empty(m + inside);
    let Coefficients { phi, theta } = coefficients;
    for i in 0..m {
        model.transition[i][0] = phi.get(i).copied().unwrap_or(0.0);
        if i + 1 < m {
            model.transition[i][i + 1] = 1.0;
        }
    }
    let shock = shock(m, theta, inside);
    // Every sum moves by what the state before it in the chain has become: w, then the difference, then z itself.
    for sum in 0..inside {
        let row = m + sum;
        for above in sum..inside {
            model.transition[row][m + above] = 1.0;
        }
        let arma = model.transition[0];
        model.transition[row][..m].copy_from_slice(&arma[..m]);
    }
    for i in 0..STATES {
        for j in 0..STATES {
            model.state_noise[i][j] = shock[i] * shock[j];
        }
    }
    model.observe[if inside > 0 { m } else { 0 }] = 1.0;
    model.start = stationary(m, &model);
    for sum in 0..inside {
        let mut start = [0.0; STATES];
        start[m + sum] = 1.0;
        model.add(Column { start, diffuse: true, ..Column::default() });
    }
    if constant {
        let mut each = [0.0; STATES];
        each[m..m + inside].fill(1.0);
        let observed = if inside == 0 { 1.0 } else { 0.0 };
        model.add(Column { each, observed, ..Column::default() });
    }
    model
}

/// What a surprise adds to the state.
fn shock(m: usize, theta: [f64; HIGHEST], inside: usize) -> Vector {
    let mut shock = [0.0; STATES];
    shock[0] = 1.0;
    shock[1..m].copy_from_slice(&theta[..m - 1]);
    shock[m..m + inside].fill(1.0);
    shock
}

/// Stationary covariance of the ARMA state: the sum of T^k Q T'^k by doubling.
fn stationary(m: usize, model: &Linear) -> Matrix {
    let product = |a: &Matrix, b: &Matrix, transposed: bool| -> Matrix {
        let mut out = [[0.0; STATES]; STATES];
        for i in 0..m {
            for j in 0..m {
                out[i][j] = (0..m).map(|k| a[i][k] * if transposed { b[j][k] } else { b[k][j] }).sum();
            }
        }
        out
    };
    let mut power = model.transition;
    let mut sum = [[0.0; STATES]; STATES];
    for (sum, noise) in sum.iter_mut().zip(&model.state_noise).take(m) {
        sum[..m].copy_from_slice(&noise[..m]);
    }
    // The power shrinks by squaring: 0.999 is below the precision of a number after sixteen of them.
    for _ in 0..20 {
        let more = product(&product(&power, &sum, false), &power, true);
        let mut grew = false;
        for i in 0..m {
            for j in 0..m {
                grew |= more[i][j].abs() > 1e-17 * sum[i][i];
                sum[i][j] += more[i][j];
            }
        }
        if !grew {
            break;
        }
        power = product(&power, &power, false);
    }
    sum
}

#[derive(Debug)]
struct Arima {
    order: ArimaOrder,
    constant: bool,
    partial: [f64; TOGETHER],
    data: Data,
    filtered: Filtered,
    evaluations: usize,
    /// Precision of Fisher's z of the partial autocorrelations.
    uncertainty: OnceLock<Precision<TOGETHER>>,
    sample: Sample,
    searched: usize,
}

/// Fits the order given, or chooses one.
pub(crate) fn fit(sample: &Sample, order: Option<ArimaOrder>) -> Result<Box<dyn Fitted>> {
    sample.needs(8, "arima")?;
    if let Some(order) = order {
        let fitted = fit_order(sample, order, order.d < 2)
            .ok_or(Error::NotFitted { model: "arima", reason: NotFittedReason::NoOptimum })?;
        return Ok(Box::new(fitted));
    }
    let d = differences(sample);
    let mut best: Option<Arima> = None;
    let (mut evaluations, mut searched) = (0, 0);
    for terms in 0..=TOGETHER {
        for p in 0..=terms {
            let Some(order) = ArimaOrder::new(p, d, terms - p) else { continue };
            let constants: &[bool] = if d == 1 {
                &[true, false]
            } else if d == 0 {
                &[true]
            } else {
                &[false]
            };
            for &constant in constants {
                let Some(fitted) = fit_order(sample, order, constant) else { continue };
                evaluations += fitted.evaluations;
                searched += 1;
                let edge = fitted.partial.iter().any(|r| r.abs() >= WIDEST);
                if !edge && best.as_ref().is_none_or(|b| fitted.aicc() < b.aicc()) {
                    best = Some(fitted);
                }
            }
        }
    }
    let best = best.ok_or(Error::NotFitted { model: "arima", reason: NotFittedReason::NoOrder })?;
    Ok(Box::new(Arima { evaluations, searched, ..best }))
}

/// Number of differences after which the KPSS test no longer rejects a constant level. Over a gap the change per period
/// counts.
fn differences(sample: &Sample) -> usize {
    let mut t = sample.t.clone();
    let mut z = sample.log.clone();
    for d in 0..2 {
        if kpss(&z) <= CRITICAL {
            return d;
        }
        z = (1..z.len()).map(|i| (z[i] - z[i - 1]) / (t[i] - t[i - 1])).collect();
        t.remove(0);
    }
    2
}

/// The KPSS statistic of a level, with a Bartlett window of 3 sqrt(n)/13 lags as in R; zero for a constant.
fn kpss(z: &[f64]) -> f64 {
    let n = z.len() as f64;
    let mean = z.iter().sum::<f64>() / n;
    let lags = (3.0 * n.sqrt() / 13.0) as usize;
    let product = |lag: usize| -> f64 { (lag..z.len()).map(|i| (z[i] - mean) * (z[i - lag] - mean)).sum() };
    let long_run = product(0)
        + 2.0 * (1..=lags).map(|lag| (1.0 - lag as f64 / (lags + 1) as f64) * product(lag)).sum::<f64>();
    let (mut sum, mut squares) = (0.0, 0.0);
    for value in z {
        sum += value - mean;
        squares += sum * sum;
    }
    if long_run > 0.0 { squares / (n * long_run) } else { 0.0 }
}

fn fit_order(sample: &Sample, order: ArimaOrder, constant: bool) -> Option<Arima> {
    match order.terms() {
        0 => search::<0>(sample, order, constant, &[[]]),
        1 => search(sample, order, constant, &[[-0.4], [0.4], [0.8]]),
        2 => {
            search(sample, order, constant, &[[-0.4, -0.4], [-0.4, 0.4], [0.4, -0.4], [0.4, 0.4], [0.8, 0.4]])
        }
        _ => search(
            sample,
            order,
            constant,
            &[[-0.4, -0.4, -0.4], [0.4, -0.4, -0.4], [0.4, 0.4, 0.4], [0.8, -0.3, 0.4], [-0.4, 0.3, 0.4]],
        ),
    }
}

fn search<const N: usize>(
    sample: &Sample,
    order: ArimaOrder,
    constant: bool,
    starts: &[[f64; N]],
) -> Option<Arima> {
    let data = Data::of(sample, order.d);
    let filter = |partial: &[f64; N]| {
        let model = linear(order, constant, Coefficients::of(order, partial), data.inside);
        model.filter(&data.t, &data.z, |_, _, _| {})
    };
    // One observation must be left after the coefficients and sigma, for AICc to exist.
    if sample.len() < order.d + order.terms() + usize::from(constant) + 3 {
        return None;
    }
    let mut deviance = |partial: &[f64; N]| filter(partial).map_or(f64::INFINITY, |found| found.deviance);
    let Minimum { at, evaluations, converged, .. } =
        minimise(&mut deviance, &[(-WIDEST, WIDEST); N], starts)?;
    let filtered = filter(&at).filter(|_| converged)?;
    let mut partial = [0.0; TOGETHER];
    partial[..N].copy_from_slice(&at);
    Some(Arima {
        order,
        constant,
        partial,
        data,
        filtered,
        evaluations,
        uncertainty: OnceLock::new(),
        sample: sample.clone(),
        searched: 1,
    })
}

impl Arima {
    /// Coefficients, constant and sigma.
    fn parameter_count(&self) -> usize {
        self.order.terms() + usize::from(self.constant) + 1
    }

    fn aicc(&self) -> f64 {
        let n = (self.sample.len() - self.order.d) as f64;
        let k = self.parameter_count() as f64;
        self.filtered.deviance + 2.0 * k + 2.0 * k * (k + 1.0) / (n - k - 1.0)
    }

    fn degrees_of_freedom(&self) -> usize {
        self.sample.len() - self.order.d - self.parameter_count() + 1
    }

    fn sigma(&self) -> f64 {
        (self.filtered.square / self.degrees_of_freedom() as f64).sqrt()
    }

    fn linear(&self, partial: &[f64]) -> Linear {
        let coefficients = Coefficients::of(self.order, &partial[..self.order.terms()]);
        linear(self.order, self.constant, coefficients, self.data.inside)
    }

    fn uncertainty(&self) -> &Precision<TOGETHER> {
        self.uncertainty.get_or_init(|| {
            let terms = self.order.terms();
            let at: [f64; TOGETHER] = self.partial.map(libm::atanh);
            let half = |fisher: &[f64; TOGETHER]| {
                let model = self.linear(&fisher.map(libm::tanh));
                model.filter(&self.data.t, &self.data.z, |_, _, _| {}).map(|found| 0.5 * found.deviance)
            };
            Precision::at_minimum(half, &at, terms, 1.0 / (PRIOR * PRIOR))
        })
    }

    /// Partial autocorrelations for one path and what the filter says under them; the estimates where it says nothing.
    fn drawn(&self, draws: Draws) -> ([f64; TOGETHER], Linear, Filtered) {
        if self.order.terms() > 0 {
            let shift = self.uncertainty().drawn(|j| draws.normal(Purpose::Parameter, j));
            let partial = std::array::from_fn(|j| {
                libm::tanh(libm::atanh(self.partial[j]) + shift[j]).clamp(-WIDEST, WIDEST)
            });
            let model = self.linear(&partial);
            if let Some(filtered) = model.filter(&self.data.t, &self.data.z, |_, _, _| {}) {
                return (partial, model, filtered);
            }
        }
        (self.partial, self.linear(&self.partial), self.filtered)
    }

    /// The constant's place among the coefficients.
    fn constant_at(&self) -> usize {
        self.data.inside
    }

    /// Writes the path of z from a state and the constant.
    fn follow(&self, model: &Linear, mut state: Vector, coefficients: &[f64], trend: &mut [f64]) {
        let column = model.column[self.constant_at().min(model.column.len() - 1)];
        let constant = if self.constant { coefficients[self.constant_at()] } else { 0.0 };
        let mut sums = self.data.last;
        for out in trend {
            state = model.moved(&state);
            for (state, each) in state.iter_mut().zip(column.each) {
                *state += constant * each;
            }
            *out = self.integrated(model.shown(&state) + constant * column.observed, &mut sums);
        }
    }

    /// Adds up what was differenced outside the filter.
    fn integrated(&self, shown: f64, sums: &mut [f64; 2]) -> f64 {
        match self.data.outside(self.order) {
            0 => shown,
            1 => {
                sums[0] += shown;
                sums[0]
            }
            _ => {
                sums[1] += shown;
                sums[0] += sums[1];
                sums[0]
            }
        }
    }
}

impl Fitted for Arima {
    fn parameters(&self) -> Vec<Parameter> {
        let terms = self.order.terms();
        let Coefficients { phi, theta } = Coefficients::of(self.order, &self.partial[..terms]);
        let errors = self.uncertainty().spread();
        let sigma = self.sigma();
        let names = [("phi1", phi[0]), ("phi2", phi[1])].into_iter().take(self.order.p);
        let names = names.chain([("theta1", theta[0]), ("theta2", theta[1])].into_iter().take(self.order.q));
        let mut list: Vec<Parameter> = names
            .enumerate()
            .map(|(j, (name, value))| {
                // Only a first or last coefficient is a partial autocorrelation of its own.
                let own = self.partial[j];
                let alone = (value.abs() - own.abs()).abs() < 1e-12;
                let error = alone.then(|| errors[j] * (1.0 - own * own));
                Parameter { name: name.into(), value, std_error: error, unit: "share".into() }
            })
            .collect();
        if self.constant {
            let value = self.filtered.coefficients[self.constant_at()];
            let error = sigma * self.filtered.error(self.constant_at());
            list.push(if self.order.d == 1 {
                growth_parameter("drift", value, Some(error), self.sample.per_year())
            } else {
                Parameter {
                    name: "mean".into(),
                    value: value + libm::log(self.sample.scale),
                    std_error: Some(error),
                    unit: format!("log {}", self.sample.unit),
                }
            });
        }
        list.push(Parameter {
            name: "sigma".into(),
            value: sigma,
            std_error: None,
            unit: "log points a period".into(),
        });
        list
    }

    fn convergence(&self) -> Convergence {
        Convergence::Arima {
            form: format!("ARIMA({})", self.order),
            constant: self.constant,
            models: self.searched,
            evaluations: self.evaluations,
        }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        let model = self.linear(&self.partial);
        let residuals = model.residuals(&self.data.t, &self.data.z);
        let first = self.sample.len() - residuals.len();
        Some(residual::diagnostics(
            &self.sample,
            |i| i + first,
            &residuals,
            self.sigma(),
            self.degrees_of_freedom(),
            None,
        ))
    }

    fn point(&self, lead: usize) -> f64 {
        let mut trend = vec![0.0; lead];
        self.follow(
            &self.linear(&self.partial),
            self.filtered.state,
            &self.filtered.coefficients,
            &mut trend,
        );
        trend.last().copied().unwrap_or(0.0)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let sigma = self.sigma() * draws.scale(self.degrees_of_freedom());
        let terms = self.order.terms();
        let (partial, model, filtered) = self.drawn(draws);
        let (coefficients, state) = filtered.drawn(draws, sigma, TOGETHER);
        self.follow(&model, state, &coefficients, trend);
        let m = model.states - self.data.inside;
        let Coefficients { theta, .. } = Coefficients::of(self.order, &partial[..terms]);
        let shock = shock(m, theta, self.data.inside);
        let (mut state, mut sums) = ([0.0; STATES], [0.0; 2]);
        for (lead, out) in surprise.iter_mut().enumerate() {
            state = model.moved(&state);
            let error = sigma * draws.surprise(lead);
            state.iter_mut().zip(shock).for_each(|(state, shock)| *state += error * shock);
            *out = self.integrated(model.shown(&state), &mut sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reference::{cases, number, numbers, sample, yearly};

    fn order(value: &serde_json::Value) -> ArimaOrder {
        let list = numbers(value);
        ArimaOrder::new(list[0] as usize, list[1] as usize, list[2] as usize).unwrap()
    }

    /// The filter at fixed coefficients, with and without a gap, differences taken inside or outside of it.
    #[test]
    fn likelihood_and_constant_agree_with_statsmodels() {
        for case in cases(include_str!("../../../../../tests/reference/arima.json")) {
            let (sample, order) = (sample(&case), order(&case["order"]));
            let padded = |name: &str| {
                let given = numbers(&case[name]);
                std::array::from_fn(|j| given.get(j).copied().unwrap_or(0.0))
            };
            let coefficients = Coefficients { phi: padded("phi"), theta: padded("theta") };
            let outside = Data::of(&sample, order.d);
            let inside = Data { t: sample.t.clone(), z: sample.log.clone(), inside: order.d, last: [0.0; 2] };
            for data in [outside, inside] {
                let constant = order.d < 2;
                let model = linear(order, constant, coefficients, data.inside);
                let found = model.filter(&data.t, &data.z, |_, _, _| {}).unwrap();
                let (what, theirs) = (format!("{} {order}", case["series"]), number(&case["deviance"]));
                // Logarithms have ten digits; where the coefficients fit badly, a deviance multiplies their errors.
                assert!(
                    (found.deviance - theirs).abs() < 1e-8 * theirs.abs().max(1.0),
                    "{what}: {} {theirs}",
                    found.deviance
                );
                if constant {
                    let theirs = number(&case["constant"]);
                    // The reference minimises over it, and knows it to the root of the precision of the minimum.
                    assert!((found.coefficients[data.inside] - theirs).abs() < 1e-6, "{what}");
                }
            }
        }
    }

    #[test]
    fn the_optimum_is_as_good_as_that_of_statsmodels() {
        let mut compared = 0;
        for case in cases(include_str!("../../../../../tests/reference/arima.json")) {
            if case["is_inner"] != true {
                continue;
            }
            let (sample, order) = (sample(&case), order(&case["order"]));
            let ours = fit_order(&sample, order, order.d < 2).unwrap().filtered.deviance;
            let theirs = number(&case["optimum"]);
            assert!((ours - theirs).abs() < 1e-3, "{} {order}: {ours} instead of {theirs}", case["series"]);
            compared += 1;
        }
        assert!(compared >= 15, "{compared}");
    }

    /// ARIMA(0,1,0) with a constant is a random walk with drift, also in its standard errors.
    #[test]
    fn a_random_walk_with_drift_is_that_of_the_drift_model() {
        let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0, 165.0, 190.0];
        let sample = yearly(&values);
        let arima = fit(&sample, ArimaOrder::new(0, 1, 0)).unwrap();
        let drift = crate::model::builtin::drift::fit(&sample).unwrap();
        for lead in 1..=5 {
            assert!((arima.point(lead) - drift.point(lead)).abs() < 1e-12);
        }
        let (ours, theirs) = (arima.parameters(), drift.parameters());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            assert_eq!(ours.name, theirs.name);
            assert!((ours.value - theirs.value).abs() < 1e-9 * theirs.value.abs(), "{ours:?} {theirs:?}");
            let errors = ours.std_error.unwrap_or(0.0) - theirs.std_error.unwrap_or(0.0);
            assert!(errors.abs() < 1e-9, "{ours:?} {theirs:?}");
        }
    }

    /// An autoregression around a mean goes back to it by the share it forgets.
    #[test]
    fn forecasts_of_an_autoregression_return_to_the_mean() {
        let values: Vec<f64> =
            (0..60).map(|t| 100.0 * libm::exp(0.3 * libm::sin(f64::from(t) * 1.3))).collect();
        let sample = yearly(&values);
        let fitted = fit_order(&sample, ArimaOrder::new(1, 0, 0).unwrap(), true).unwrap();
        let (phi, mean) = (fitted.partial[0], fitted.filtered.coefficients[0]);
        for lead in 1..=4 {
            let kept = libm::pow(phi, lead as f64);
            assert!((fitted.point(lead) - mean * (1.0 - kept)).abs() < 1e-12);
        }
    }

    /// White noise is stationary, a random walk is not, and its sum needs two differences.
    #[test]
    fn differences_are_those_of_the_process() {
        let mut state = 12345u64;
        let mut noise = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let white: Vec<f64> = (0..120).map(|_| noise()).collect();
        let sums = |z: &[f64]| -> Vec<f64> {
            z.iter()
                .scan(0.0, |sum, z| {
                    *sum += z;
                    Some(*sum)
                })
                .collect()
        };
        let (walk, twice) = (sums(&white), sums(&sums(&white)));
        for (expected, z) in [white, walk, twice].into_iter().enumerate() {
            let values: Vec<f64> = z.iter().map(|&z| libm::exp(0.1 * z)).collect();
            assert_eq!(differences(&yearly(&values)), expected);
        }
    }
}
