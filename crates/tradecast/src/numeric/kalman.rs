//! A Kalman filter for one series with gaps, whose unknown start and constant are found by least squares.
//!
//! **Equations.** State x(t) = T x(t-1) + c g + w(t) with Var w = sigma^2 Q, observation z(t) = Z x(t) + c o + v(t) with
//! Var v = sigma^2 H. One period before the first observation the state is a known covariance around zero plus unknown
//! multiples of given directions. Those multiples and c are regression coefficients: the filter runs once with a right-hand side
//! for each, and generalised least squares of the innovations gives the coefficients, sigma and the likelihood. Directions
//! that are diffuse count in it as in the exact diffuse filter; periods without an observation only predict.
//!
//! **Source.** de Jong 1991, "The diffuse Kalman filter", Annals of Statistics 19, 1073, section 4; Durbin and Koopman 2012, *Time
//! Series Analysis by State Space Methods*, sections 4.10 and 6.2.3; the diffuse likelihood: Francke, Koopman and de Vos 2010,
//! J. Time Ser. Anal. 31, 407.

#![expect(clippy::needless_range_loop, reason = "matrix formulas are read by their indices")]

use crate::numeric::draws::{Draws, Purpose};
use crate::numeric::resolution::LEAST_ERROR;
use crate::numeric::small_matrix::{Precision, solve_positive};

/// Largest state: three of an ARMA process of order two and one, two of its sums.
pub(crate) const STATES: usize = 5;
/// Most coefficients found by least squares.
pub(crate) const COLUMNS: usize = 2;
/// Relative change of the covariance below which it has settled.
const SETTLED: f64 = 1e-14;

pub(crate) type Vector = [f64; STATES];
pub(crate) type Matrix = [[f64; STATES]; STATES];

/// A coefficient found by least squares.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Column {
    /// What one unit of it is in the state before the first observation.
    pub(crate) start: Vector,
    /// What one unit adds to the state every period.
    pub(crate) each: Vector,
    /// What one unit adds to every observation.
    pub(crate) observed: f64,
    /// Whether nothing at all was known of it, so that the likelihood must not depend on its scale.
    pub(crate) diffuse: bool,
}

/// The model in state space form; entries beyond `states` and `columns` are zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Linear {
    pub(crate) states: usize,
    pub(crate) transition: Matrix,
    pub(crate) state_noise: Matrix,
    pub(crate) observe: Vector,
    pub(crate) noise: f64,
    pub(crate) start: Matrix,
    pub(crate) columns: usize,
    pub(crate) column: [Column; COLUMNS],
}

/// What the filter found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filtered {
    /// Minus twice the log-likelihood, sigma at its estimate.
    pub(crate) deviance: f64,
    /// Sum of squares of the innovations over their variance in units of sigma^2.
    pub(crate) square: f64,
    pub(crate) coefficients: [f64; COLUMNS],
    /// Precision of the coefficients in units of sigma^2.
    precision: Precision<COLUMNS>,
    /// State after the last observation at the estimated coefficients.
    pub(crate) state: Vector,
    /// How that state moves with each coefficient.
    along: [Vector; COLUMNS],
    /// Covariance of that state at known coefficients, in units of sigma^2.
    covariance: Matrix,
}

impl Linear {
    /// A model of so many states with nothing in it.
    pub(crate) fn empty(states: usize) -> Self {
        Self {
            states,
            transition: [[0.0; STATES]; STATES],
            state_noise: [[0.0; STATES]; STATES],
            observe: [0.0; STATES],
            noise: 0.0,
            start: [[0.0; STATES]; STATES],
            columns: 0,
            column: [Column::default(); COLUMNS],
        }
    }

    pub(crate) fn add(&mut self, column: Column) {
        self.column[self.columns] = column;
        self.columns += 1;
    }

    fn diffuse(&self) -> usize {
        self.column[..self.columns].iter().filter(|c| c.diffuse).count()
    }

    /// Level and slope of a line through the first observations, for as many coefficients as are diffuse.
    fn guess(&self, t: &[f64], z: &[f64]) -> [f64; COLUMNS] {
        match (self.diffuse(), t, z) {
            (1, _, [first, ..]) => [*first, 0.0],
            (2, [before, after, ..], [first, second, ..]) => {
                let slope = (second - first) / (after - before);
                [first - slope, slope]
            }
            _ => [0.0; COLUMNS],
        }
    }

    /// A state one period later, without noise and without what coefficients add.
    #[inline]
    pub(crate) fn moved(&self, x: &Vector) -> Vector {
        let mut next = [0.0; STATES];
        for i in 0..self.states {
            next[i] = (0..self.states).map(|j| self.transition[i][j] * x[j]).sum();
        }
        next
    }

    /// What a state shows.
    #[inline]
    pub(crate) fn shown(&self, x: &Vector) -> f64 {
        (0..self.states).map(|i| self.observe[i] * x[i]).sum()
    }

    /// Covariance one period later.
    #[inline]
    fn spread(&self, covariance: &Matrix) -> Matrix {
        let n = self.states;
        let mut half = [[0.0; STATES]; STATES];
        for i in 0..n {
            for j in 0..n {
                half[i][j] = (0..n).map(|k| self.transition[i][k] * covariance[k][j]).sum();
            }
        }
        let mut next = self.state_noise;
        for i in 0..n {
            for j in 0..=i {
                next[i][j] += (0..n).map(|k| half[i][k] * self.transition[j][k]).sum::<f64>();
                next[j][i] = next[i][j];
            }
        }
        next
    }

    /// Runs the filter and calls `each` with the innovation at the guessed coefficients, what one unit more of each adds to it,
    /// and its variance in units of sigma^2. `None` where the likelihood is not defined.
    pub(crate) fn filter(
        &self,
        t: &[f64],
        z: &[f64],
        mut each: impl FnMut(f64, &[f64; COLUMNS], f64),
    ) -> Option<Filtered> {
        let (n, columns) = (self.states, self.columns);
        let mut along: [Vector; COLUMNS] = std::array::from_fn(|j| self.column[j].start);
        // Least squares may start anywhere in the diffuse directions: near the solution it loses no digits.
        let guess = self.guess(t, z);
        let mut state: Vector =
            std::array::from_fn(|i| guess.iter().zip(&along).map(|(guess, along)| guess * along[i]).sum());
        let mut covariance = self.start;
        let mut predicted = [[f64::INFINITY; STATES]; STATES];
        let (mut gain, mut variance) = ([0.0; STATES], 0.0);
        let mut settled = false;
        let (mut log, mut square) = (0.0, 0.0);
        let (mut cross, mut right) = ([[0.0; COLUMNS]; COLUMNS], [0.0; COLUMNS]);
        let mut now = t.first()? - 1.0;
        for (&t, &z) in t.iter().zip(z) {
            settled &= t - now == 1.0;
            while now < t {
                state = self.moved(&state);
                for j in 0..columns {
                    along[j] = self.moved(&along[j]);
                    for i in 0..n {
                        along[j][i] += self.column[j].each[i];
                    }
                }
                if !settled {
                    covariance = self.spread(&covariance);
                }
                now += 1.0;
            }
            if !settled {
                settled = (0..n).all(|i| {
                    (0..=i).all(|j| (covariance[i][j] - predicted[i][j]).abs() <= SETTLED * covariance[i][i])
                });
                predicted = covariance;
                for i in 0..n {
                    gain[i] = (0..n).map(|j| covariance[i][j] * self.observe[j]).sum();
                }
                variance = self.shown(&gain) + self.noise;
                if !(variance > 0.0 && variance.is_finite()) {
                    return None;
                }
                for i in 0..n {
                    for j in 0..n {
                        covariance[i][j] -= gain[i] * gain[j] / variance;
                    }
                }
                gain.iter_mut().for_each(|g| *g /= variance);
            }
            let innovation = z - self.shown(&state);
            let mut by = [0.0; COLUMNS];
            for j in 0..columns {
                by[j] = -self.shown(&along[j]) - self.column[j].observed;
                for i in 0..n {
                    along[j][i] += gain[i] * by[j];
                }
            }
            for i in 0..n {
                state[i] += gain[i] * innovation;
            }
            each(innovation, &by, variance);
            log += libm::log(variance);
            square += innovation * innovation / variance;
            for a in 0..columns {
                right[a] -= by[a] * innovation / variance;
                for b in 0..columns {
                    cross[a][b] += by[a] * by[b] / variance;
                }
            }
        }
        for j in columns..COLUMNS {
            cross[j][j] = 1.0;
        }
        let precision = Precision::of(&cross)?;
        let coefficients = solve_positive(&cross, &right)?;
        let explained: f64 = coefficients.iter().zip(&right).map(|(c, r)| c * r).sum();
        let freedom = (z.len() - self.diffuse()) as f64;
        // What least squares leaves is known no better than rounding leaves it.
        let least = (freedom * LEAST_ERROR * LEAST_ERROR).max(1e-15 * square);
        let square = (square - explained).max(least);
        // The diffuse coefficients come first, so that their share of the determinant is that of the leading block.
        let determinant: f64 = (0..columns)
            .filter(|&j| self.column[j].diffuse)
            .map(|j| 2.0 * libm::log(precision.lower()[j][j]))
            .sum();
        let tau = 2.0 * std::f64::consts::PI;
        let deviance = freedom * (libm::log(tau * square / freedom) + 1.0) + log + determinant;
        for j in 0..columns {
            for i in 0..n {
                state[i] += coefficients[j] * along[j][i];
            }
        }
        deviance.is_finite().then_some(Filtered {
            deviance,
            square,
            coefficients: std::array::from_fn(|j| coefficients[j] + guess[j]),
            precision,
            state,
            along,
            covariance,
        })
    }

    /// Innovations over the root of their variance in units of sigma^2, at the estimated coefficients.
    pub(crate) fn residuals(&self, t: &[f64], z: &[f64]) -> Vec<f64> {
        let mut rows = Vec::with_capacity(z.len());
        let found = self.filter(t, z, |innovation, by, variance| rows.push((innovation, *by, variance)));
        let guess = self.guess(t, z);
        let off: [f64; COLUMNS] =
            found.map_or([0.0; COLUMNS], |found| std::array::from_fn(|j| found.coefficients[j] - guess[j]));
        rows.into_iter()
            .map(|(innovation, by, variance)| {
                let explained: f64 = by.iter().zip(off).map(|(by, off)| by * off).sum();
                (innovation + explained) / variance.sqrt()
            })
            .collect()
    }
}

impl Filtered {
    /// Coefficients and state for one path: both as uncertain as the filter left them.
    pub(crate) fn drawn(&self, draws: Draws, sigma: f64, first: usize) -> ([f64; COLUMNS], Vector) {
        let shift = self.precision.drawn(|j| sigma * draws.normal(Purpose::Parameter, first + j));
        let mut state = self.state;
        for (along, shift) in self.along.iter().zip(shift) {
            state.iter_mut().zip(along).for_each(|(s, a)| *s += a * shift);
        }
        let lower = semidefinite(&self.covariance);
        for (i, row) in lower.iter().enumerate() {
            for (j, entry) in row.iter().enumerate().take(i + 1).filter(|(_, entry)| **entry != 0.0) {
                state[i] += sigma * entry * draws.normal(Purpose::Parameter, first + COLUMNS + j);
            }
        }
        (std::array::from_fn(|j| self.coefficients[j] + shift[j]), state)
    }

    /// Variance of a part of the last state in units of sigma^2, that of the coefficients included.
    pub(crate) fn variance(&self, i: usize) -> f64 {
        let along: [f64; COLUMNS] = std::array::from_fn(|j| self.along[j][i]);
        let solved = self.precision.solve(&along);
        self.covariance[i][i] + along.iter().zip(solved).map(|(a, s)| a * s).sum::<f64>()
    }

    /// Standard error of a coefficient in units of sigma.
    pub(crate) fn error(&self, j: usize) -> f64 {
        self.precision.spread()[j]
    }
}

/// Lower triangular factor of a covariance some of whose directions have no spread.
fn semidefinite(matrix: &Matrix) -> Matrix {
    let mut lower = [[0.0; STATES]; STATES];
    let largest = (0..STATES).map(|i| matrix[i][i]).fold(0.0, f64::max);
    for j in 0..STATES {
        let pivot = matrix[j][j] - (0..j).map(|k| lower[j][k] * lower[j][k]).sum::<f64>();
        if pivot <= 1e-12 * largest {
            continue;
        }
        lower[j][j] = pivot.sqrt();
        for i in j + 1..STATES {
            let rest = matrix[i][j] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            lower[i][j] = rest / lower[j][j];
        }
    }
    lower
}
