//! Least squares through kept libraries, with the checks they leave to the caller.
//!
//! *Why linfa for straight lines and `levenberg-marquardt` for curves.* linfa-linalg solves by Householder QR in pure
//! Rust; it lets NaN through, does not name collinear columns and reports no standard errors, so this module checks
//! before and infers after. `LinearRegression` of linfa-linear is the same call, and brings an optimiser, a second
//! generator of random numbers and unmaintained macros for models that are not used here. `levenberg-marquardt` is a port
//! of MINPACK's `lmder`. Neither asks for entropy, threads or processor-specific kernels, so native and wasm agree to the
//! last bit.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use linfa_linalg::qr::LeastSquaresQrInto;
use nalgebra::storage::Owned;
use nalgebra::{DMatrix, DVector, Dyn};
use ndarray::{Array1, Array2, Axis};

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::numeric::small_matrix::dot;

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
        let reason = NotFittedReason::RegressorNotFinite { regressor: column.name.to_owned() };
        return Err(Error::NotFitted { model, reason });
    }
    if n <= p {
        let reason = NotFittedReason::FewForCoefficients { have: n, coefficients: p };
        return Err(Error::NotFitted { model, reason });
    }
    refuse_collinear(columns)?;
    // Columns of equal length keep the problem well conditioned, whatever their units.
    let lengths: Vec<f64> = columns.iter().map(|c| dot(&c.values, &c.values).sqrt()).collect();
    let design = Array2::from_shape_fn((n, p), |(i, j)| columns[j].values[i] / lengths[j]);
    let observed = Array1::from(y.to_vec()).insert_axis(Axis(1));
    let solution = design.clone().least_squares_into(observed).map_err(|cause| Error::NotFitted {
        model,
        reason: NotFittedReason::NotSolved { cause: cause.to_string() },
    })?;
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
    fn an_unscaled_exponential_is_recovered() {
        let curve = Exponential([0, 1, 2, 3, 4, 5].map(|t| libm::exp(3.0 + 0.4 * f64::from(t))));
        let fit = nonlinear_least_squares(&curve, [vec![0.0, 0.0]]).unwrap();
        assert!((fit.parameters[0] - 3.0).abs() < 1e-6 && (fit.parameters[1] - 0.4).abs() < 1e-6, "{fit:?}");
    }
}
