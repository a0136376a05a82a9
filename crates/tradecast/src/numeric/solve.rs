//! Least squares through kept libraries, with the checks they leave to the caller, and a small minimiser for likelihoods.
//!
//! *Why linfa for straight lines and `levenberg-marquardt` for curves.* linfa-linalg solves by Householder QR in pure
//! Rust; it lets NaN through, does not name collinear columns and reports no standard errors, so this module checks
//! before and infers after. `LinearRegression` of linfa-linear is the same call, and brings an optimiser, a second
//! generator of random numbers and unmaintained macros for models that are not used here. `levenberg-marquardt` is a port
//! of MINPACK's `lmder`. Neither asks for entropy, threads or processor-specific kernels, so native and wasm agree to the
//! last bit.
//!
//! *Why our own minimiser.* State-space models have one to three parameters and are fitted thousands of times an answer:
//! [`minimise`] works on arrays of fixed size, without an allocation, and stops where the likelihood has nothing left to gain.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use linfa_linalg::qr::LeastSquaresQrInto;
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};
use ndarray::{Array1, Array2, Axis};

use crate::error::{Error, Result};

/// A regressor with the name an error may use.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) values: Vec<f64>,
}

/// An ordinary least squares fit.
#[derive(Debug, Clone)]
pub(crate) struct LeastSquares {
    /// One coefficient a column.
    pub(crate) coefficients: Vec<f64>,
    /// Inverse of the cross-product matrix: the coefficients' covariance is this times sigma squared.
    pub(crate) unscaled_covariance: DMatrix<f64>,
    /// Observed less fitted.
    pub(crate) residuals: Vec<f64>,
    /// Residual standard error.
    pub(crate) sigma: f64,
    /// Observations less coefficients.
    pub(crate) degrees_of_freedom: usize,
    /// Share of the variance explained; absent for a constant.
    pub(crate) r_squared: Option<f64>,
}

/// Smallest share of a column's length that must be new information.
const COLLINEAR: f64 = 1e-9;

/// Regresses `y` on the columns. Rows are observations; the caller includes a column of ones where it wants a constant.
pub(crate) fn ordinary_least_squares(
    model: &'static str,
    columns: &[Column],
    y: &[f64],
) -> Result<LeastSquares> {
    let (n, p) = (y.len(), columns.len());
    if let Some(column) = columns.iter().find(|c| c.values.iter().any(|v| !v.is_finite())) {
        let reason = format!("regressor {:?} has a value that is not a finite number", column.name);
        return Err(Error::NotFitted { model, reason });
    }
    if n <= p {
        let reason =
            format!("{n} observations cannot determine {p} coefficients and a spread; add earlier periods");
        return Err(Error::NotFitted { model, reason });
    }
    refuse_collinear(columns)?;
    // Columns of equal length keep the problem well conditioned, whatever their units.
    let lengths: Vec<f64> = columns.iter().map(|c| dot(&c.values, &c.values).sqrt()).collect();
    let design = Array2::from_shape_fn((n, p), |(i, j)| columns[j].values[i] / lengths[j]);
    let observed = Array1::from(y.to_vec()).insert_axis(Axis(1));
    let solution = design
        .clone()
        .least_squares_into(observed)
        .map_err(|cause| Error::NotFitted { model, reason: cause.to_string() })?;
    let scaled = solution.column(0);
    let residuals: Vec<f64> =
        (0..n).map(|i| y[i] - (0..p).map(|j| design[(i, j)] * scaled[j]).sum::<f64>()).collect();
    let gram = DMatrix::from_fn(p, p, |a, b| (0..n).map(|i| design[(i, a)] * design[(i, b)]).sum::<f64>());
    let inverse = gram.cholesky().ok_or_else(|| collinear(columns))?.inverse();
    let degrees_of_freedom = n - p;
    let sum_of_squares = dot(&residuals, &residuals);
    let mean = y.iter().sum::<f64>() / n as f64;
    let total: f64 = y.iter().map(|v| (v - mean) * (v - mean)).sum();
    Ok(LeastSquares {
        coefficients: (0..p).map(|j| scaled[j] / lengths[j]).collect(),
        unscaled_covariance: DMatrix::from_fn(p, p, |a, b| inverse[(a, b)] / (lengths[a] * lengths[b])),
        sigma: (sum_of_squares / degrees_of_freedom as f64).sqrt(),
        r_squared: (total > 0.0).then(|| 1.0 - sum_of_squares / total),
        residuals,
        degrees_of_freedom,
    })
}

/// Gram-Schmidt: what of each column is not already in those before it?
fn refuse_collinear(columns: &[Column]) -> Result<()> {
    let mut directions: Vec<Vec<f64>> = Vec::new();
    for (j, column) in columns.iter().enumerate() {
        let length = dot(&column.values, &column.values).sqrt();
        let mut rest = column.values.clone();
        for direction in &directions {
            let along = dot(&rest, direction);
            rest.iter_mut().zip(direction).for_each(|(r, d)| *r -= along * d);
        }
        let new = dot(&rest, &rest).sqrt();
        if new <= COLLINEAR * length {
            return Err(collinear(&columns[..=j]));
        }
        rest.iter_mut().for_each(|r| *r /= new);
        directions.push(rest);
    }
    Ok(())
}

fn collinear(columns: &[Column]) -> Error {
    let names: Vec<String> = columns.iter().map(|c| format!("{:?}", c.name)).collect();
    Error::Collinear { columns: names.join(", ") }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// A curve to be fitted by nonlinear least squares.
pub(crate) trait Curve {
    /// Residuals (observed less fitted) at the parameters; `None` where they are not finite.
    fn residuals(&self, parameters: &[f64]) -> Option<Vec<f64>>;
}

/// A nonlinear least squares fit.
#[derive(Debug, Clone)]
pub(crate) struct CurveFit {
    pub(crate) parameters: Vec<f64>,
    pub(crate) residuals: Vec<f64>,
    /// Derivatives of the residuals, one row an observation, one column a parameter.
    pub(crate) jacobian: DMatrix<f64>,
    pub(crate) sum_of_squares: f64,
    pub(crate) evaluations: usize,
}

struct Problem<'a, C> {
    curve: &'a C,
    parameters: DVector<f64>,
}

impl<C: Curve> LeastSquaresProblem<f64, Dyn, Dyn> for Problem<'_, C> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, parameters: &DVector<f64>) {
        self.parameters.copy_from(parameters);
    }

    fn params(&self) -> DVector<f64> {
        self.parameters.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        self.curve.residuals(self.parameters.as_slice()).map(DVector::from_vec)
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        jacobian(self.curve, self.parameters.as_slice())
    }
}

/// Central differences: error of the order of the cube root of machine precision, squared.
fn jacobian(curve: &impl Curve, parameters: &[f64]) -> Option<DMatrix<f64>> {
    let columns: Option<Vec<DVector<f64>>> = (0..parameters.len())
        .map(|j| {
            let step = 6e-6 * parameters[j].abs().max(1.0);
            let at = |shift: f64| {
                let mut moved = parameters.to_vec();
                moved[j] += shift;
                curve.residuals(&moved).map(DVector::from_vec)
            };
            Some((at(step)? - at(-step)?) / (2.0 * step))
        })
        .collect();
    Some(DMatrix::from_columns(&columns?))
}

/// Relative change of the sum of squares and of the parameters at which an optimum is reached: seven digits of the
/// parameters, more than any series determines.
const TOLERANCE: f64 = 1e-10;
/// Starting points followed to an optimum, of all that are offered.
const FOLLOWED: usize = 3;

/// Fits a curve: of the starting points offered, the most promising few are followed and the best optimum is kept.
/// `None` where none of them converged.
pub(crate) fn nonlinear_least_squares(
    curve: &impl Curve,
    starts: impl IntoIterator<Item = Vec<f64>>,
) -> Option<CurveFit> {
    let mut ranked: Vec<(f64, Vec<f64>)> = starts
        .into_iter()
        .filter_map(|start| Some((curve.residuals(&start).map(|r| dot(&r, &r))?, start)))
        .collect();
    ranked.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut best: Option<CurveFit> = None;
    for (_, start) in ranked.into_iter().take(FOLLOWED) {
        let problem = Problem { curve, parameters: DVector::from_vec(start) };
        let (solved, report) =
            LevenbergMarquardt::new().with_tol(TOLERANCE).with_patience(40).minimize(problem);
        let sum_of_squares = 2.0 * report.objective_function;
        let better = best.as_ref().is_none_or(|b| sum_of_squares < b.sum_of_squares);
        if !report.termination.was_successful() || !sum_of_squares.is_finite() || !better {
            continue;
        }
        let parameters = solved.parameters.as_slice().to_vec();
        if let (Some(residuals), Some(jacobian)) =
            (curve.residuals(&parameters), jacobian(curve, &parameters))
        {
            best = Some(CurveFit {
                parameters,
                residuals,
                jacobian,
                sum_of_squares,
                evaluations: report.number_of_evaluations,
            });
        }
    }
    best
}

/// Where a search for a minimum ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Minimum<const N: usize> {
    pub(crate) at: [f64; N],
    /// Times the function was evaluated.
    pub(crate) evaluations: usize,
    /// Whether the search ended because nothing was left to gain, and not because its work is bounded.
    pub(crate) converged: bool,
}

/// What may still be gained at a minimum. Functions minimised here are minus twice a log-likelihood, so this is an
/// absolute number, and far below what one could tell from data.
const GAIN: f64 = 1e-10;
/// The same where differences no longer tell up from down.
const ROUNDING: f64 = 1e-5;
/// Evaluations after which a search gives up.
const MOST_EVALUATIONS: usize = 500;
/// Step of a forward difference as a share of the range of a parameter: the root of what rounding leaves of the function.
const DIFFERENCE: f64 = 1e-7;
/// Longest first step, as a share of the range: later ones follow the curvature that was seen.
const FIRST_STEP: f64 = 0.1;
/// Share of the decrease promised by the slope that a step must keep (Armijo).
const KEPT: f64 = 1e-4;
/// Shortest step tried, as a share of the full one.
const SHORTEST: f64 = 1e-6;

/// A smooth function to be minimised. Where it is not defined its value is not finite. Any closure from parameters to a
/// value is one.
pub(crate) trait Smooth<const N: usize> {
    fn value(&mut self, at: &[f64; N]) -> f64;

    /// Derivatives where the function has `value`, and the evaluations they took: forward differences over `steps`, unless
    /// the function knows better.
    fn slope(&mut self, at: &[f64; N], value: f64, steps: &[f64; N]) -> ([f64; N], usize) {
        let slope = std::array::from_fn(|j| {
            let mut moved = *at;
            moved[j] += steps[j];
            (self.value(&moved) - value) / (moved[j] - at[j])
        });
        (slope, N)
    }
}

impl<const N: usize, F: FnMut(&[f64; N]) -> f64> Smooth<N> for F {
    fn value(&mut self, at: &[f64; N]) -> f64 {
        self(at)
    }
}

/// Minimises a smooth function within finite bounds, from the best of the starting points: projected BFGS (Nocedal and Wright
/// 2006, *Numerical Optimization*, sections 6.1, 16.7 and 18.3). Deterministic, of bounded work, and without an allocation.
/// `None` where the function is not defined at any starting point.
pub(crate) fn minimise<const N: usize>(
    function: &mut impl Smooth<N>,
    bounds: &[(f64, f64); N],
    starts: &[[f64; N]],
) -> Option<Minimum<N>> {
    // The search moves in shares of the range of each parameter.
    let range: [f64; N] = std::array::from_fn(|j| bounds[j].1 - bounds[j].0);
    let place = |u: &[f64; N]| -> [f64; N] { std::array::from_fn(|j| bounds[j].0 + u[j] * range[j]) };
    let mut best: Option<([f64; N], f64)> = None;
    for start in starts {
        let value = function.value(start);
        if value.is_finite() && best.is_none_or(|(_, least)| value < least) {
            best =
                Some((std::array::from_fn(|j| ((start[j] - bounds[j].0) / range[j]).clamp(0.0, 1.0)), value));
        }
    }
    let (mut u, mut value) = best?;
    let (mut evaluations, mut converged) = (starts.len(), false);
    let mut curvature: Option<[[f64; N]; N]> = None;
    let mut before: Option<([f64; N], [f64; N])> = None;
    while !converged && evaluations < MOST_EVALUATIONS {
        // Differences are taken towards the middle.
        let steps = std::array::from_fn(|j| range[j] * if u[j] > 0.5 { -DIFFERENCE } else { DIFFERENCE });
        let (slope, count) = function.slope(&place(&u), value, &steps);
        let slope: [f64; N] = std::array::from_fn(|j| slope[j] * range[j]);
        evaluations += count;
        if slope.iter().any(|s| !s.is_finite()) {
            break;
        }
        if let Some((previous, previous_slope)) = before {
            update_curvature(&mut curvature, &subtract(&u, &previous), &subtract(&slope, &previous_slope));
        }
        let steepest = slope.iter().fold(0.0, |most: f64, s| most.max(s.abs()));
        let matrix = curvature.unwrap_or_else(|| identity(steepest / FIRST_STEP));
        let direction = within_bounds(&matrix, &slope, &u);
        let promised = -dot(&slope, &direction);
        if promised <= GAIN {
            converged = true;
            break;
        }
        let mut share = 1.0;
        let accepted = loop {
            let next: [f64; N] = std::array::from_fn(|j| (u[j] + share * direction[j]).clamp(0.0, 1.0));
            let decrease = -dot(&slope, &subtract(&next, &u));
            let reached = function.value(&place(&next));
            evaluations += 1;
            if reached <= value - KEPT * decrease && decrease > 0.0 {
                break Some((next, reached));
            }
            // The minimum of the parabola through both values and the slope, but no less than a tenth of the way.
            let bend = reached - value + decrease;
            let parabola = if bend.is_finite() && bend > 0.0 { 0.5 * decrease / bend } else { 0.1 };
            share *= parabola.clamp(0.1, 0.5);
            if share < SHORTEST || evaluations >= MOST_EVALUATIONS {
                break None;
            }
        };
        match accepted {
            Some((next, reached)) => {
                before = Some((u, slope));
                (u, value) = (next, reached);
            }
            // Downhill only on paper: the curvature is wrong, or all that is left is rounding.
            None if curvature.is_some() => (curvature, before) = (None, None),
            None => {
                converged = promised <= ROUNDING;
                break;
            }
        }
    }
    Some(Minimum { at: place(&u), evaluations, converged })
}

/// Learns from a step and the change of the slope along it (BFGS with Powell's damping, which keeps the matrix positive
/// definite).
fn update_curvature<const N: usize>(
    curvature: &mut Option<[[f64; N]; N]>,
    step: &[f64; N],
    change: &[f64; N],
) {
    let along = dot(step, change);
    let matrix = curvature.get_or_insert_with(|| {
        let first = if along > 0.0 { dot(change, change) / along } else { norm(change) / norm(step) };
        identity(first.max(f64::MIN_POSITIVE))
    });
    let expected: [f64; N] = std::array::from_fn(|i| dot(&matrix[i], step));
    let bend = dot(step, &expected);
    if bend <= 0.0 {
        return;
    }
    let mix = if along >= 0.2 * bend { 1.0 } else { 0.8 * bend / (bend - along) };
    let change: [f64; N] = std::array::from_fn(|i| mix * change[i] + (1.0 - mix) * expected[i]);
    let along = dot(step, &change);
    for i in 0..N {
        for j in 0..N {
            matrix[i][j] += change[i] * change[j] / along - expected[i] * expected[j] / bend;
        }
    }
}

/// The step to the minimum of the quadratic model, of which no part leads out of the bounds: parameters that stand at a
/// bound and would cross it are held.
fn within_bounds<const N: usize>(matrix: &[[f64; N]; N], slope: &[f64; N], u: &[f64; N]) -> [f64; N] {
    let outwards = |j: usize, step: f64| (u[j] <= 0.0 && step < 0.0) || (u[j] >= 1.0 && step > 0.0);
    let mut held: [bool; N] = std::array::from_fn(|j| outwards(j, -slope[j]));
    loop {
        let reduced: [[f64; N]; N] = std::array::from_fn(|i| {
            std::array::from_fn(|j| match (held[i] || held[j], i == j) {
                (false, _) => matrix[i][j],
                (true, same) => f64::from(u8::from(same)),
            })
        });
        let downhill: [f64; N] = std::array::from_fn(|j| if held[j] { 0.0 } else { -slope[j] });
        let step = solve_positive(&reduced, &downhill).unwrap_or(downhill);
        match (0..N).find(|&j| !held[j] && outwards(j, step[j])) {
            Some(j) => held[j] = true,
            None => return step,
        }
    }
}

/// Solves a system with a symmetric positive definite matrix by Cholesky; `None` where it is not.
pub(crate) fn solve_positive<const N: usize>(matrix: &[[f64; N]; N], right: &[f64; N]) -> Option<[f64; N]> {
    Precision::of(matrix).map(|factored| factored.solve(right))
}

/// Lower triangular factor of a symmetric positive definite matrix; `None` where it is not.
fn cholesky<const N: usize>(matrix: &[[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut lower = [[0.0; N]; N];
    for i in 0..N {
        for j in 0..=i {
            let rest = matrix[i][j] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            if i == j {
                if rest <= 0.0 || !rest.is_finite() {
                    return None;
                }
                lower[i][i] = rest.sqrt();
            } else {
                lower[i][j] = rest / lower[j][j];
            }
        }
    }
    Some(lower)
}

fn identity<const N: usize>(size: f64) -> [[f64; N]; N] {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { size } else { 0.0 }))
}

fn subtract<const N: usize>(a: &[f64; N], b: &[f64; N]) -> [f64; N] {
    std::array::from_fn(|j| a[j] - b[j])
}

fn norm(a: &[f64]) -> f64 {
    dot(a, a).sqrt()
}

/// Precision of a normal distribution around estimates, by its lower triangular factor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Precision<const N: usize> {
    lower: [[f64; N]; N],
}

/// Step of the second differences below: error of the order of its square, noise of rounding over it.
const SECOND_DIFFERENCE: f64 = 1e-3;

impl<const N: usize> Precision<N> {
    /// `None` where the matrix is not positive definite.
    pub(crate) fn of(matrix: &[[f64; N]; N]) -> Option<Self> {
        cholesky(matrix).map(|lower| Self { lower })
    }

    /// Curvature of minus a log-likelihood at its minimum in the first `used` parameters, together with a prior of that
    /// precision for each; the prior alone for the others. What bends the wrong way, as at a bound, counts as flat.
    #[expect(clippy::needless_range_loop, reason = "a matrix filled by its indices")]
    pub(crate) fn at_minimum(
        mut function: impl FnMut(&[f64; N]) -> Option<f64>,
        at: &[f64; N],
        used: usize,
        prior: f64,
    ) -> Self {
        let mut value = |shifts: &[(usize, f64)]| {
            let mut moved = *at;
            shifts.iter().for_each(|(j, by)| moved[*j] += by * SECOND_DIFFERENCE);
            function(&moved)
        };
        let square = SECOND_DIFFERENCE * SECOND_DIFFERENCE;
        let here = value(&[]);
        let mut matrix = identity(prior);
        for i in 0..used {
            for j in 0..=i {
                let differences = if i == j {
                    (|| Some(value(&[(i, 1.0)])? + value(&[(i, -1.0)])? - 2.0 * here?))()
                } else {
                    (|| {
                        let same = value(&[(i, 1.0), (j, 1.0)])? + value(&[(i, -1.0), (j, -1.0)])?;
                        let opposite = value(&[(i, 1.0), (j, -1.0)])? + value(&[(i, -1.0), (j, 1.0)])?;
                        Some((same - opposite) / 4.0)
                    })()
                };
                let bend = differences.filter(|d| d.is_finite()).unwrap_or(0.0) / square;
                matrix[i][j] += if i == j { bend.max(0.0) } else { bend };
                matrix[j][i] = matrix[i][j];
            }
        }
        let diagonal =
            std::array::from_fn(|i| std::array::from_fn(|j| if i == j { matrix[i][i].sqrt() } else { 0.0 }));
        Self::of(&matrix).unwrap_or(Self { lower: diagonal })
    }

    /// Factor of the precision.
    pub(crate) fn lower(&self) -> &[[f64; N]; N] {
        &self.lower
    }

    /// The covariance times a vector.
    pub(crate) fn solve(&self, right: &[f64; N]) -> [f64; N] {
        let mut x = *right;
        for i in 0..N {
            for k in 0..i {
                x[i] -= self.lower[i][k] * x[k];
            }
            x[i] /= self.lower[i][i];
        }
        self.drawn(|j| x[j])
    }

    /// A deviation from the estimates made of independent standard normal numbers.
    pub(crate) fn drawn(&self, normal: impl Fn(usize) -> f64) -> [f64; N] {
        // With precision L L', the solution of L' x = z has the covariance wanted.
        let mut x: [f64; N] = std::array::from_fn(normal);
        for i in (0..N).rev() {
            for k in i + 1..N {
                x[i] -= self.lower[k][i] * x[k];
            }
            x[i] /= self.lower[i][i];
        }
        x
    }

    /// Standard deviation of each deviation.
    pub(crate) fn spread(&self) -> [f64; N] {
        let mut squares = [0.0; N];
        for i in 0..N {
            let unit = self.drawn(|j| f64::from(u8::from(i == j)));
            squares.iter_mut().zip(unit).for_each(|(sum, x)| *sum += x * x);
        }
        squares.map(f64::sqrt)
    }
}

/// Lower triangular factor of a covariance matrix, for drawing from it; `None` where it is not positive definite.
pub(crate) fn covariance_factor(covariance: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    covariance.clone().cholesky().map(|c| c.l())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(name: &'static str, values: &[f64]) -> Column {
        Column { name, values: values.to_vec() }
    }

    #[test]
    fn a_line_through_known_points_is_recovered() {
        let t = [0.0, 1.0, 2.0, 3.0];
        let fit = ordinary_least_squares(
            "test",
            &[column("constant", &[1.0; 4]), column("time", &t)],
            &t.map(|t| 3.0 + 2.0 * t),
        )
        .unwrap();
        assert!((fit.coefficients[0] - 3.0).abs() < 1e-12 && (fit.coefficients[1] - 2.0).abs() < 1e-12);
        assert!(fit.sigma < 1e-12);
        assert!((fit.r_squared.unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn nan_in_a_regressor_is_our_error() {
        let error =
            ordinary_least_squares("test", &[column("time", &[0.0, f64::NAN, 2.0])], &[1.0, 2.0, 3.0])
                .unwrap_err();
        assert!(error.to_string().contains("\"time\""), "{error}");
    }

    #[test]
    fn collinear_columns_are_named() {
        let t = [1.0, 2.0, 3.0, 4.0];
        let columns =
            [column("constant", &[1.0; 4]), column("time", &t), column("twice", &t.map(|t| 2.0 * t))];
        let error = ordinary_least_squares("test", &columns, &t).unwrap_err();
        assert!(matches!(&error, Error::Collinear { columns } if columns.contains("\"twice\"")), "{error}");
    }

    #[test]
    fn r_squared_does_not_depend_on_the_unit() {
        let t = [0.0, 1.0, 2.0, 3.0, 4.0];
        let y = [1.0, 3.0, 2.0, 5.0, 4.0];
        let at = |scale: f64| {
            let columns = [column("constant", &[1.0; 5]), column("time", &t)];
            ordinary_least_squares("test", &columns, &y.map(|v| v * scale)).unwrap().r_squared.unwrap()
        };
        assert!((at(1.0) - at(1e-9)).abs() < 1e-12);
    }

    struct Exponential([f64; 6]);

    impl Curve for Exponential {
        fn residuals(&self, parameters: &[f64]) -> Option<Vec<f64>> {
            let at = |(t, y): (usize, &f64)| y - libm::exp(parameters[0] + parameters[1] * t as f64);
            let residuals: Vec<f64> = self.0.iter().enumerate().map(at).collect();
            residuals.iter().all(|r| r.is_finite()).then_some(residuals)
        }
    }

    #[test]
    fn a_curved_valley_is_followed_to_its_end() {
        // Rosenbrock's function: minimum 0 at (1, 1), at the end of a bent valley.
        let valley =
            |x: &[f64; 2]| 100.0 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1.0 - x[0]) * (1.0 - x[0]);
        let found = minimise(&mut { valley }, &[(-2.0, 2.0); 2], &[[-1.2, 1.0]]).unwrap();
        // Forward differences know the slope to their step times the curvature, 1e-7 * 4 * 1000, across the valley.
        assert!(found.converged && found.evaluations < 250 && valley(&found.at) < 1e-7, "{found:?}");
        assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn a_minimum_on_a_bound_is_found_there() {
        // Without bounds at (2, -1); with them at x = 1 the best y is -1 + (2 - 1)/2.
        let bowl = |x: &[f64; 2]| {
            let (a, b) = (x[0] - 2.0, x[1] + 1.0);
            a * a + a * b + b * b
        };
        let found = minimise(&mut { bowl }, &[(0.0, 1.0), (-3.0, 3.0)], &[[0.5, 2.0]]).unwrap();
        assert!(found.converged, "{found:?}");
        assert!(found.at[0] == 1.0 && (found.at[1] + 0.5).abs() < 1e-5, "{found:?}");
    }

    #[test]
    fn the_best_start_is_followed_and_undefined_ones_are_not() {
        let two = |x: &[f64; 1]| if x[0] < 0.1 { f64::NAN } else { libm::cos(x[0]) + 0.01 * x[0] };
        let found = minimise(&mut { two }, &[(0.0, 12.0)], &[[0.0], [2.8], [9.0]]).unwrap();
        // The slope vanishes where sin x = 0.01.
        let exact = std::f64::consts::PI - libm::asin(0.01);
        assert!(found.converged && (found.at[0] - exact).abs() < 1e-5, "{found:?} {exact}");
        assert!(minimise(&mut { two }, &[(0.0, 12.0)], &[[0.05]]).is_none());
    }

    #[test]
    fn the_work_is_bounded() {
        // A function with a crease that no smooth method can settle in.
        let mut count = 0;
        let crease = |x: &[f64; 2]| {
            count += 1;
            (x[0] - x[1]).abs() * 1e3 + x[0]
        };
        let found = minimise(&mut { crease }, &[(-1.0, 1.0); 2], &[[0.3, 0.9]]).unwrap();
        assert!(count <= MOST_EVALUATIONS + 4 && found.evaluations == count, "{count} {found:?}");
    }

    #[test]
    fn an_unscaled_exponential_is_recovered() {
        let curve = Exponential([0, 1, 2, 3, 4, 5].map(|t| libm::exp(3.0 + 0.4 * f64::from(t))));
        let fit = nonlinear_least_squares(&curve, [vec![0.0, 0.0]]).unwrap();
        assert!((fit.parameters[0] - 3.0).abs() < 1e-6 && (fit.parameters[1] - 0.4).abs() < 1e-6, "{fit:?}");
    }
}
