//! What the exponential smoothing models share: filter, initial states, likelihood, search and simulation.
//!
//! *Why it is fast.* Whatever the errors, level and slope move by y(t) less what was expected of it, so that one-step errors
//! are linear in the initial states. The filter runs once with three right-hand sides, the initial states follow by least
//! squares (additive errors) or a few Newton steps on two numbers (multiplicative errors), and the search is left with one
//! to three smoothing parameters.

use std::sync::OnceLock;

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::trend::FLOOR;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::minimise::{Smooth, minimise};
use crate::numeric::resolution::LEAST_ERROR;
use crate::numeric::small_matrix::{Precision, solve_positive};
use crate::series::sample::Sample;

const LOWEST_PHI: f64 = 0.80;
const HIGHEST_PHI: f64 = 0.98;
/// Largest share of a correction of the level that the slope of values keeps. In the searches of other tools the slope keeps no
/// more than 0.2 of an error, see `guide/models/ets.md`.
const LARGEST_BETA: f64 = 0.2;
/// Smoothing parameters keep this distance from the ends of their range, as in R.
const MARGIN: f64 = 1e-4;
/// Standard deviation of the weak prior on the transformed parameters.
const PRIOR: f64 = 2.0;
/// Newton steps to the initial states under multiplicative errors.
const MOST_STEPS: usize = 20;
/// What those steps may still promise when they end: far less than the search can tell.
const GAIN: f64 = 1e-12;
/// A start whose deviance is so much above the best optimum so far is not followed. In 1,964 fits to series of the M
/// competitions two optima were missed against following a grid of 20 (without damping) or 60 starts.
const HOPELESS: f64 = 10.0;
/// Levels and slopes are held within this multiple of the last value, so that no simulated path overflows.
const LARGEST: f64 = 1e100;
/// Most parameters: three of smoothing, two initial states.
const MOST: usize = 5;

/// How errors enter, relative to what was expected or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Errors {
    Additive,
    Multiplicative,
}

/// What the level does without errors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Slope {
    None,
    Kept,
    Damped,
}

/// What is smoothed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scale {
    Logs,
    Levels,
}

impl Scale {
    /// Largest beta as a share of alpha.
    fn largest_beta(self) -> f64 {
        match self {
            Self::Logs => 1.0,
            Self::Levels => LARGEST_BETA,
        }
    }
}

/// Shares of an error that the states keep, and what is left of a slope a period later.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Smoothing {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) phi: f64,
}

impl Smoothing {
    /// From the shares the search moves, each between 0 and 1: alpha, beta as a share of the most of alpha that it may be, phi as
    /// a share of its range.
    fn of(slope: Slope, scale: Scale, shares: &[f64]) -> Self {
        let beta = |shares: &[f64]| shares[0] * scale.largest_beta() * shares[1];
        match slope {
            Slope::None => Self { alpha: shares[0], beta: 0.0, phi: 1.0 },
            Slope::Kept => Self { alpha: shares[0], beta: beta(shares), phi: 1.0 },
            Slope::Damped => Self {
                alpha: shares[0],
                beta: beta(shares),
                phi: LOWEST_PHI + (HIGHEST_PHI - LOWEST_PHI) * shares[2],
            },
        }
    }
}

/// Level and slope after a period.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct State {
    pub(crate) level: f64,
    pub(crate) slope: f64,
}

impl State {
    /// A period later, without an error.
    #[inline]
    pub(crate) fn moved(self, smoothing: Smoothing) -> Self {
        let slope = smoothing.phi * self.slope;
        Self { level: self.level + slope, slope }
    }

    /// After the error of the period it has moved to.
    #[inline]
    fn corrected(self, smoothing: Smoothing, error: f64) -> Self {
        Self { level: self.level + smoothing.alpha * error, slope: self.slope + smoothing.beta * error }
    }

    fn held(self) -> Self {
        Self { level: self.level.clamp(-LARGEST, LARGEST), slope: self.slope.clamp(-LARGEST, LARGEST) }
    }
}

/// Runs the filter and calls `each` with what was expected and the error; returns the last state. In a gap the state moves on
/// without an error.
#[inline]
pub(crate) fn filter(
    t: &[f64],
    y: &[f64],
    smoothing: Smoothing,
    mut state: State,
    mut each: impl FnMut(f64, f64),
) -> State {
    let mut now = -1.0;
    for (&t, &y) in t.iter().zip(y) {
        while now < t {
            state = state.moved(smoothing);
            now += 1.0;
        }
        let error = y - state.level;
        each(state.level, error);
        state = state.corrected(smoothing, error);
    }
    state
}

/// Runs the filter together with its derivatives and calls `each` with what was expected, the error, and the derivatives of
/// what was expected with respect to alpha, beta, phi and, where `K` is 5, the initial level and slope.
#[inline]
fn sensitivities<const K: usize>(
    t: &[f64],
    y: &[f64],
    smoothing: Smoothing,
    mut state: State,
    mut each: impl FnMut(f64, f64, &[f64; K]),
) {
    let Smoothing { alpha, beta, phi } = smoothing;
    let unit = |at: usize| -> [f64; K] { std::array::from_fn(|j| f64::from(u8::from(j == at))) };
    let (of_alpha, of_beta, of_phi) = (unit(0), unit(1), unit(2));
    let (mut level, mut slope) = (unit(3), unit(4));
    let mut now = -1.0;
    for (&t, &y) in t.iter().zip(y) {
        while now < t {
            for j in 0..K {
                slope[j] = phi * slope[j] + of_phi[j] * state.slope;
                level[j] += slope[j];
            }
            state = state.moved(smoothing);
            now += 1.0;
        }
        let error = y - state.level;
        each(state.level, error, &level);
        for j in 0..K {
            slope[j] += of_beta[j] * error - beta * level[j];
            level[j] += of_alpha[j] * error - alpha * level[j];
        }
        state = state.corrected(smoothing, error);
    }
}

/// The error from initial states of zero, and its derivatives with respect to level and slope.
#[derive(Debug, Clone, Copy)]
struct Response {
    error: f64,
    level: f64,
    slope: f64,
}

impl Response {
    fn with(self, start: State) -> f64 {
        self.error + self.level * start.level + self.slope * start.slope
    }
}

/// Runs the filter with three right-hand sides at once.
#[inline]
fn respond(t: &[f64], y: &[f64], smoothing: Smoothing, mut each: impl FnMut(f64, Response)) {
    let mut states = [State::default(), State { level: 1.0, slope: 0.0 }, State { level: 0.0, slope: 1.0 }];
    let mut now = -1.0;
    for (&t, &y) in t.iter().zip(y) {
        while now < t {
            states = states.map(|state| state.moved(smoothing));
            now += 1.0;
        }
        let errors = [y - states[0].level, -states[1].level, -states[2].level];
        for (state, error) in states.iter_mut().zip(errors) {
            *state = state.corrected(smoothing, error);
        }
        each(y, Response { error: errors[0], level: errors[1], slope: errors[2] });
    }
}

/// Weighted sums of products of responses.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    matrix: [[f64; 2]; 2],
    right: [f64; 2],
}

impl Sums {
    #[inline]
    fn add(&mut self, weight: f64, at: Response) {
        self.matrix[0][0] += weight * at.level * at.level;
        self.matrix[1][0] += weight * at.level * at.slope;
        self.matrix[1][1] += weight * at.slope * at.slope;
        self.right[0] -= weight * at.level * at.error;
        self.right[1] -= weight * at.slope * at.error;
    }

    /// The initial states of least squares; without a slope where there is none, or where it cannot be told from the level.
    fn solve(&self, slope: Slope) -> State {
        let [[a, _], [b, c]] = self.matrix;
        let determinant = a * c - b * b;
        if slope == Slope::None || determinant <= 1e-12 * a * c {
            return State { level: self.right[0] / a, slope: 0.0 };
        }
        let [r, s] = self.right;
        State { level: (c * r - b * s) / determinant, slope: (a * s - b * r) / determinant }
    }
}

/// A sum of logarithms by way of a product: one logarithm for many terms.
#[derive(Debug)]
struct LogSum {
    product: f64,
    sum: f64,
}

impl Default for LogSum {
    fn default() -> Self {
        Self { product: 1.0, sum: 0.0 }
    }
}

impl LogSum {
    #[inline]
    fn add(&mut self, factor: f64) {
        self.product *= factor;
        if !(1e-150..1e150).contains(&self.product) {
            self.sum += libm::log(self.product);
            self.product = 1.0;
        }
    }

    fn total(&self) -> f64 {
        self.sum + libm::log(self.product)
    }
}

/// The shares of a form, zero for those it does not have.
fn filled(shares: &[f64]) -> [f64; 3] {
    std::array::from_fn(|j| shares.get(j).copied().unwrap_or(0.0))
}

/// What is fitted: observations, the form, and room for the responses of one evaluation.
struct Problem<'a> {
    t: &'a [f64],
    y: &'a [f64],
    errors: Errors,
    slope: Slope,
    scale: Scale,
    responses: Vec<Response>,
    /// Shares and best initial states of the last evaluation.
    latest: ([f64; 3], State),
}

impl<'a> Problem<'a> {
    fn new(t: &'a [f64], y: &'a [f64], errors: Errors, slope: Slope, scale: Scale) -> Self {
        let latest = ([0.0; 3], State { level: y[0], slope: 0.0 });
        Self { t, y, errors, slope, scale, responses: Vec::with_capacity(y.len()), latest }
    }

    /// Minus twice the log-likelihood at the best initial states, up to a constant (Hyndman et al. 2008, eq. 5.3), and
    /// those states.
    fn deviance(&mut self, shares: &[f64]) -> (f64, State) {
        let smoothing = Smoothing::of(self.slope, self.scale, shares);
        let (deviance, start) = match self.errors {
            Errors::Additive => self.additive(smoothing),
            Errors::Multiplicative => self.multiplicative(smoothing),
        };
        if deviance.is_finite() {
            self.latest = (filled(shares), start);
        }
        (deviance, start)
    }

    fn additive(&self, smoothing: Smoothing) -> (f64, State) {
        let mut sums = Sums::default();
        respond(self.t, self.y, smoothing, |_, response| sums.add(1.0, response));
        let start = sums.solve(self.slope);
        let mut square = 0.0;
        filter(self.t, self.y, smoothing, start, |_, error| square += error * error);
        (self.log_square(square), start)
    }

    /// n times the logarithm of a sum of squares.
    fn log_square(&self, square: f64) -> f64 {
        let n = self.y.len() as f64;
        n * libm::log(square.max(n * LEAST_ERROR * LEAST_ERROR))
    }

    fn multiplicative(&mut self, smoothing: Smoothing) -> (f64, State) {
        self.responses.clear();
        // Starting points: what was best a moment ago, least squares with errors relative to what happened, and with all alike.
        let (mut relative, mut alike) = (Sums::default(), Sums::default());
        let responses = &mut self.responses;
        respond(self.t, self.y, smoothing, |y, response| {
            relative.add(1.0 / (y * y), response);
            alike.add(1.0, response);
            responses.push(response);
        });
        let (mut start, mut deviance) = (self.latest.1, self.relative(self.latest.1));
        for other in [relative.solve(self.slope), alike.solve(self.slope)] {
            let instead = self.relative(other);
            if instead < deviance {
                (start, deviance) = (other, instead);
            }
        }
        // Newton's method on the level and slope; a step that does not lower the deviance is halved.
        for _ in 0..MOST_STEPS {
            let Some((step, promised)) = self.newton(start) else { break };
            if promised < GAIN {
                break;
            }
            let mut share = 1.0;
            let better = loop {
                let next = State {
                    level: start.level + share * step.level,
                    slope: start.slope + share * step.slope,
                };
                let reached = self.relative(next);
                if reached < deviance {
                    break Some((reached, next));
                }
                share *= 0.5;
                if share < 1e-3 {
                    break None;
                }
            };
            let Some((reached, next)) = better else { break };
            (deviance, start) = (reached, next);
        }
        (deviance, start)
    }

    /// Deviance of multiplicative errors from the responses of the last evaluation; infinite where something that is not
    /// positive was expected.
    fn relative(&self, start: State) -> f64 {
        let (mut square, mut least, mut log) = (0.0, f64::INFINITY, LogSum::default());
        for (y, response) in self.y.iter().zip(&self.responses) {
            let mean = y - response.with(start);
            let error = y / mean - 1.0;
            square += error * error;
            least = if mean < least { mean } else { least };
            log.add(mean);
        }
        if least > 0.0 && square.is_finite() {
            self.log_square(square) + 2.0 * log.total()
        } else {
            f64::INFINITY
        }
    }

    /// The Newton step of [`Problem::relative`] and the gain it promises; where the curvature is not positive, those of
    /// Gauss and Newton.
    fn newton(&self, start: State) -> Option<(State, f64)> {
        let n = self.y.len() as f64;
        // Sums of r^2, of the derivatives of r^2/2 and of log expected, and of their second derivatives.
        let (mut square, mut slope, mut log_slope) = (0.0, [0.0; 2], [0.0; 2]);
        let (mut bend, mut gauss, mut log_bend) = ([0.0; 3], [0.0; 3], [0.0; 3]);
        for (y, response) in self.y.iter().zip(&self.responses) {
            let one_over = 1.0 / (y - response.with(start));
            let ratio = y * one_over;
            let error = ratio - 1.0;
            square += error * error;
            let along = [-response.level * one_over, -response.slope * one_over];
            let products = [along[0] * along[0], along[1] * along[0], along[1] * along[1]];
            for j in 0..2 {
                slope[j] -= error * ratio * along[j];
                log_slope[j] += along[j];
            }
            for j in 0..3 {
                bend[j] += ratio * (ratio + 2.0 * error) * products[j];
                gauss[j] += ratio * ratio * products[j];
                log_bend[j] -= products[j];
            }
        }
        let square = square.max(n * LEAST_ERROR * LEAST_ERROR);
        // Derivatives of (n/2) log square + sum of log expected.
        let right: [f64; 2] = std::array::from_fn(|j| -(n / square * slope[j] + log_slope[j]));
        let outer = [slope[0] * slope[0], slope[1] * slope[0], slope[1] * slope[1]];
        let hessian: [f64; 3] =
            std::array::from_fn(|j| n / square * (bend[j] - 2.0 * outer[j] / square) + log_bend[j]);
        let solve = |m: [f64; 3]| match self.slope {
            Slope::None => (m[0] > 0.0).then(|| State { level: right[0] / m[0], slope: 0.0 }),
            Slope::Kept | Slope::Damped => solve_positive(&[[m[0], m[1]], [m[1], m[2]]], &right)
                .map(|[level, slope]| State { level, slope }),
        };
        let step = solve(hessian).or_else(|| solve(gauss.map(|g| g * n / square)))?;
        Some((step, right[0] * step.level + right[1] * step.slope))
    }

    /// Follows the best start of each group to its optimum, unless it is hopeless, and keeps the best optimum.
    fn search<const N: usize>(&mut self, groups: &[&[[f64; N]]]) -> Option<Optimum> {
        let bounds = [(MARGIN, 1.0 - MARGIN); N];
        let mut best: Option<Optimum> = None;
        let mut evaluations = 0;
        for starts in groups {
            let promising = starts
                .iter()
                .map(|start| (self.deviance(start).0, start))
                .filter(|(value, _)| best.as_ref().is_none_or(|b| *value < b.deviance + HOPELESS))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            evaluations += starts.len();
            let Some((_, start)) = promising else { continue };
            let Some(found) = minimise(self, &bounds, &[*start]) else { continue };
            evaluations += found.evaluations;
            let (deviance, start) = self.deviance(&found.at);
            let optimum = found.converged && deviance.is_finite();
            if optimum && best.as_ref().is_none_or(|b| deviance < b.deviance) {
                best = Some(Optimum { shares: filled(&found.at), deviance, start, evaluations });
            }
        }
        best.map(|best| Optimum { evaluations, ..best })
    }

    /// The likelihood has several local maxima in most short series: one group of starts for each corner where they lie, unless
    /// the optimum of a slightly shorter sample is known.
    fn best(&mut self, near: Option<[f64; 3]>) -> Option<Optimum> {
        match (self.slope, near) {
            (Slope::Damped, Some(near)) => self.search(&[&[near]]),
            (Slope::None, _) => self.search(&[&[[0.1], [0.5], [0.9]]]),
            (Slope::Kept, _) => self.search(&[
                &[[0.95, 0.05]],
                &[[0.9, 0.9]],
                &[[0.2, 0.9]],
                &[[0.5, 0.1], [0.5, 0.5]],
                &[[0.02, 0.1]],
            ]),
            (Slope::Damped, None) => self.search(&[
                &[[0.95, 0.05, 0.95]],
                &[[0.95, 0.05, 0.3]],
                &[[0.9, 0.9, 0.9], [0.9, 0.9, 0.3]],
                &[[0.2, 0.9, 0.9], [0.2, 0.9, 0.5]],
                &[[0.5, 0.1, 0.95]],
                &[[0.5, 0.1, 0.3], [0.5, 0.5, 0.4]],
                &[[0.02, 0.1, 0.5], [0.02, 0.1, 0.95]],
            ]),
        }
    }
}

impl<const N: usize> Smooth<N> for Problem<'_> {
    fn value(&mut self, at: &[f64; N]) -> f64 {
        self.deviance(at).0
    }

    /// At the best initial states the deviance does not depend on them, so that they are held (envelope theorem).
    fn slope(&mut self, at: &[f64; N], _: f64, _: &[f64; N]) -> ([f64; N], usize) {
        let start = if self.latest.0 == filled(at) { self.latest.1 } else { self.deviance(at).1 };
        let smoothing = Smoothing::of(self.slope, self.scale, at);
        let (mut square, mut by, mut log_by) = (0.0, [0.0; 3], [0.0; 3]);
        sensitivities::<3>(self.t, self.y, smoothing, start, |mean, error, along| match self.errors {
            Errors::Additive => {
                square += error * error;
                for j in 0..3 {
                    by[j] -= error * along[j];
                }
            }
            Errors::Multiplicative => {
                let one_over = 1.0 / mean;
                let relative = error * one_over;
                square += relative * relative;
                for j in 0..3 {
                    let along = along[j] * one_over;
                    by[j] -= relative * (1.0 + relative) * along;
                    log_by[j] += along;
                }
            }
        });
        let n = self.y.len() as f64;
        if square <= n * LEAST_ERROR * LEAST_ERROR {
            // A perfect fit cannot be improved.
            return ([0.0; N], 1);
        }
        let largest = self.scale.largest_beta();
        let of: [f64; 3] = std::array::from_fn(|j| 2.0 * (n / square * by[j] + log_by[j]));
        let shares = [
            of[0] + if N > 1 { largest * at[1] * of[1] } else { 0.0 },
            largest * at[0] * of[1],
            (HIGHEST_PHI - LOWEST_PHI) * of[2],
        ];
        (std::array::from_fn(|j| shares[j]), 1)
    }
}

#[derive(Debug, Clone, Copy)]
struct Optimum {
    shares: [f64; 3],
    deviance: f64,
    start: State,
    evaluations: usize,
}

/// A fitted form of exponential smoothing.
#[derive(Debug)]
pub(crate) struct Smoother {
    errors: Errors,
    slope: Slope,
    scale: Scale,
    sample: Sample,
    /// What was smoothed: logs, or values relative to the last.
    y: Vec<f64>,
    optimum: Optimum,
    /// State after the last observation.
    end: State,
    sigma: f64,
    uncertainty: OnceLock<Uncertainty>,
}

/// What the data leave open, on the scale where it is simulated: logits of the shares, then level and slope.
#[derive(Debug)]
struct Uncertainty {
    /// Standard errors; `None` where the data do not determine them.
    errors: Option<[f64; MOST]>,
    /// Posterior precision under the weak prior; `None` where nothing is uncertain.
    posterior: Option<Precision<MOST>>,
}

/// Fits one form to the logs or to the values relative to the last one.
pub(crate) fn fit(
    model: &'static str,
    errors: Errors,
    slope: Slope,
    scale: Scale,
    sample: &Sample,
    near: Option<[f64; 3]>,
) -> Result<Smoother> {
    let parameters = counts(slope).0 + counts(slope).1;
    sample.needs(parameters + 3, model)?;
    let y: Vec<f64> = match scale {
        Scale::Logs => sample.log.clone(),
        Scale::Levels => sample.log.iter().map(|&z| libm::exp(z)).collect(),
    };
    let mut problem = Problem::new(&sample.t, &y, errors, slope, scale);
    let optimum =
        problem.best(near).ok_or(Error::NotFitted { model, reason: NotFittedReason::NoSmoothing })?;
    let mut square = 0.0;
    let end = filter(
        &sample.t,
        &y,
        Smoothing::of(slope, scale, &optimum.shares),
        optimum.start,
        |expected, error| {
            let relative = if errors == Errors::Multiplicative { error / expected } else { error };
            square += relative * relative;
        },
    );
    let sigma = (square / (y.len() - parameters) as f64).sqrt();
    Ok(Smoother {
        errors,
        slope,
        scale,
        sample: sample.clone(),
        y,
        optimum,
        end,
        sigma,
        uncertainty: OnceLock::new(),
    })
}

/// The deviance of values relative to the last one at the best initial states.
#[cfg(test)]
pub(crate) fn deviance_at(errors: Errors, slope: Slope, sample: &Sample, shares: &[f64]) -> f64 {
    let y: Vec<f64> = sample.log.iter().map(|&z| libm::exp(z)).collect();
    Problem::new(&sample.t, &y, errors, slope, Scale::Levels).deviance(shares).0
}

/// How many shares and initial states a form has.
fn counts(slope: Slope) -> (usize, usize) {
    match slope {
        Slope::None => (1, 1),
        Slope::Kept => (2, 2),
        Slope::Damped => (3, 2),
    }
}

impl Smoother {
    /// Schwarz's information criterion with sigma counted among the parameters, comparable between forms fitted to the same
    /// values.
    pub(crate) fn bic(&self) -> f64 {
        let (shares, states) = counts(self.slope);
        let (n, k) = (self.y.len() as f64, (shares + states + 1) as f64);
        self.optimum.deviance + k * libm::log(n)
    }

    /// Minus twice the log-likelihood up to a constant.
    #[cfg(test)]
    pub(crate) fn deviance(&self) -> f64 {
        self.optimum.deviance
    }

    /// Evaluations of the likelihood.
    pub(crate) fn evaluations(&self) -> usize {
        self.optimum.evaluations
    }

    /// In the notation of Hyndman et al.
    pub(crate) fn notation(&self) -> String {
        let errors = if self.errors == Errors::Additive { "A" } else { "M" };
        let slope = match self.slope {
            Slope::None => "N",
            Slope::Kept => "A",
            Slope::Damped => "Ad",
        };
        format!("ETS({errors},{slope},N)")
    }

    fn degrees_of_freedom(&self) -> usize {
        let (shares, states) = counts(self.slope);
        self.y.len() - shares - states
    }

    /// The estimates on the scale where they are simulated; entries beyond those of the form are zero.
    fn unbounded(&self) -> [f64; MOST] {
        let (shares, states) = counts(self.slope);
        let mut list = [0.0; MOST];
        for (out, share) in list.iter_mut().zip(&self.optimum.shares[..shares]) {
            *out = libm::log(share / (1.0 - share));
        }
        let start = [self.optimum.start.level, self.optimum.start.slope];
        list[shares..shares + states].copy_from_slice(&start[..states]);
        list
    }

    /// Parameters and initial state from that scale.
    fn bounded(&self, unbounded: &[f64; MOST]) -> (Smoothing, State) {
        let (shares, states) = counts(self.slope);
        let logits: [f64; 3] = std::array::from_fn(|j| if j < shares { expit(unbounded[j]) } else { 0.0 });
        let slope = if states == 2 { unbounded[shares + 1] } else { 0.0 };
        (Smoothing::of(self.slope, self.scale, &logits), State { level: unbounded[shares], slope })
    }

    fn uncertainty(&self) -> &Uncertainty {
        self.uncertainty.get_or_init(|| self.measure_uncertainty())
    }

    /// Normal approximation at the optimum, from the derivatives of what was expected, relative to it where errors are.
    fn measure_uncertainty(&self) -> Uncertainty {
        let (shares, states) = counts(self.slope);
        let Optimum { shares: at, start, .. } = self.optimum;
        let smoothing = Smoothing::of(self.slope, self.scale, &at);
        let largest = self.scale.largest_beta();
        let mut gram = [[0.0; MOST]; MOST];
        sensitivities::<MOST>(&self.sample.t, &self.y, smoothing, start, |mean, _, along| {
            let weight = if self.errors == Errors::Multiplicative { 1.0 / mean } else { 1.0 };
            let [alpha, beta, phi, level, slope] = along.map(|a| a * weight);
            let of_share =
                [alpha + largest * at[1] * beta, largest * at[0] * beta, (HIGHEST_PHI - LOWEST_PHI) * phi];
            let mut row = [0.0; MOST];
            for j in 0..shares {
                row[j] = of_share[j] * at[j] * (1.0 - at[j]);
            }
            row[shares..shares + states].copy_from_slice(&[level, slope][..states]);
            for a in 0..MOST {
                for b in 0..MOST {
                    gram[a][b] += row[a] * row[b];
                }
            }
        });
        let used = shares + states;
        let variance = self.sigma * self.sigma;
        let with = |scale: f64, prior: f64| {
            let mut matrix = gram.map(|row| row.map(|entry| entry * scale));
            for (j, row) in matrix.iter_mut().enumerate() {
                row[j] += if j < used { prior } else { 1.0 };
            }
            matrix
        };
        let errors = Precision::of(&with(1.0, 0.0))
            .map(|precision| precision.spread().map(|spread| self.sigma * spread))
            .filter(|errors| errors[..used].iter().all(|e| e.is_finite() && *e < 100.0));
        let posterior = (variance > 0.0)
            .then(|| Precision::of(&with(1.0 / variance.max(f64::MIN_POSITIVE), 1.0 / (PRIOR * PRIOR))))
            .flatten();
        Uncertainty { errors, posterior }
    }

    /// Parameters and state at the end of the sample for one path.
    fn drawn(&self, draws: Draws) -> (Smoothing, State) {
        let mut p = self.unbounded();
        if let Some(posterior) = &self.uncertainty().posterior {
            let shift = posterior.drawn(|j| draws.normal(Purpose::Parameter, j));
            p.iter_mut().zip(shift).for_each(|(p, shift)| *p += shift);
        }
        let (smoothing, start) = self.bounded(&p);
        (smoothing, filter(&self.sample.t, &self.y, smoothing, start, |_, _| {}))
    }

    /// A value on the scale of the model as a log relative to the last value.
    fn log(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Logs => value,
            Scale::Levels => libm::log(value.max(FLOOR)),
        }
    }
}

fn expit(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

impl Fitted for Smoother {
    fn optimum(&self) -> Option<[f64; 3]> {
        Some(self.optimum.shares)
    }

    fn parameters(&self) -> Vec<Parameter> {
        let (shares, _) = counts(self.slope);
        let phi_range = if shares == 3 { HIGHEST_PHI - LOWEST_PHI } else { 0.0 };
        let names =
            [("alpha", 0.0, 1.0), ("beta*", 0.0, self.scale.largest_beta()), ("phi", LOWEST_PHI, phi_range)];
        let errors = self.uncertainty().errors;
        let shares =
            self.optimum.shares[..shares].iter().zip(names).enumerate().map(|(j, (share, named))| {
                let (name, lowest, range) = named;
                Parameter {
                    name: name.into(),
                    value: lowest + range * share,
                    // The derivative of the share with respect to its logit.
                    std_error: errors.map(|e| e[j] * share * (1.0 - share) * range),
                    unit: "share".into(),
                }
            });
        let (sigma, unit) = match (self.scale, self.errors) {
            (Scale::Logs, _) => (self.sigma, "log points a period".to_owned()),
            (Scale::Levels, Errors::Additive) => {
                (self.sigma * self.sample.scale, format!("{} a period", self.sample.unit))
            }
            (Scale::Levels, Errors::Multiplicative) => (self.sigma, "share of the level a period".to_owned()),
        };
        shares.chain([Parameter { name: "sigma".into(), value: sigma, std_error: None, unit }]).collect()
    }

    fn convergence(&self) -> Convergence {
        Convergence::Smoothing { form: self.notation(), forms: 1, evaluations: self.evaluations() }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        let smoothing = Smoothing::of(self.slope, self.scale, &self.optimum.shares);
        let mut expected = Vec::with_capacity(self.y.len());
        filter(&self.sample.t, &self.y, smoothing, self.optimum.start, |mean, _| expected.push(mean));
        let residuals: Vec<f64> =
            self.sample.log.iter().zip(expected).map(|(z, mean)| z - self.log(mean)).collect();
        let freedom = self.degrees_of_freedom();
        let sigma = (residuals.iter().map(|u| u * u).sum::<f64>() / freedom as f64).sqrt();
        Some(residual::diagnostics(&self.sample, |i| i, &residuals, sigma, freedom, None))
    }

    fn point(&self, lead: usize) -> f64 {
        let smoothing = Smoothing::of(self.slope, self.scale, &self.optimum.shares);
        self.log((0..lead).fold(self.end, |state, _| state.moved(smoothing)).level)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let sigma = self.sigma * draws.scale(self.degrees_of_freedom());
        let (smoothing, end) = self.drawn(draws);
        let (mut calm, mut state) = (end, end);
        for (lead, (trend, surprise)) in trend.iter_mut().zip(surprise).enumerate() {
            calm = calm.moved(smoothing);
            state = state.moved(smoothing);
            let error = match self.errors {
                Errors::Additive => sigma * draws.surprise(lead),
                Errors::Multiplicative => sigma * draws.surprise(lead) * state.level.max(0.0),
            };
            *trend = self.log(calm.level);
            *surprise = self.log(state.level + error) - *trend;
            state = state.corrected(smoothing, error).held();
        }
    }
}
