//! Vectors and symmetric matrices of a few rows, in arrays of fixed size: no allocation.

#[inline]
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
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

#[inline]
pub(crate) fn identity<const N: usize>(size: f64) -> [[f64; N]; N] {
    std::array::from_fn(|i| std::array::from_fn(|j| if i == j { size } else { 0.0 }))
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
