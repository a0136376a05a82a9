#![doc = include_str!("../../guide/methods/draws.md")]

use nalgebra::DMatrix;

use std::sync::LazyLock;

/// Weyl increment of `SplitMix64`: 2^64 divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// The component of a total, or of a series that stands alone.
pub(crate) const TOTAL: u32 = 0;

/// What a draw is for.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(crate) enum Purpose {
    /// The yearly surprise.
    Surprise = 1,
    /// An uncertain parameter of a model.
    Parameter = 2,
    /// The uncertain size of the surprises.
    Scale = 3,
    /// A shock to all pairs.
    Common = 4,
    /// Transitory noise.
    Noise = 5,
    /// A change of a slope.
    Slope = 6,
    /// An uncertain factor of the season.
    Season = 7,
    /// An uncertain assumption.
    Assumption = 8,
    /// Whether a disruption begins.
    Disruption = 9,
    /// Which parts of a total share the surprises of the total.
    Dependence = 10,
    /// How far a part-year reading is off.
    Reading = 11,
    /// The gap between two reporters: 0 is what persists, then one a period ahead.
    Gap = 12,
    /// In which order levers are looked at.
    Order = 13,
    /// Whether there is trade in a period.
    Activity = 14,
}

/// The random numbers of one simulated path of one component.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Draws {
    key: u64,
}

impl Draws {
    pub(crate) fn new(seed: u32, path: usize, component: u32) -> Self {
        let seeded = mix(u64::from(seed).wrapping_add(GOLDEN));
        let with_component = mix(seeded ^ u64::from(component).wrapping_mul(GOLDEN).wrapping_add(GOLDEN));
        Self { key: mix(with_component.wrapping_add((path as u64).wrapping_mul(GOLDEN))) }
    }

    /// Uniform on the open interval (0, 1).
    pub(crate) fn uniform(self, purpose: Purpose, index: usize) -> f64 {
        let counter = ((purpose as u64) << 32) | index as u64;
        let bits = mix(self.key.wrapping_add(counter.wrapping_mul(GOLDEN)));
        ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Standard normal.
    pub(crate) fn normal(self, purpose: Purpose, index: usize) -> f64 {
        normal_quantile(self.uniform(purpose, index))
    }

    /// The surprise of a period: Student-t with four degrees of freedom, scaled to unit variance.
    pub(crate) fn surprise(self, period: usize) -> f64 {
        heavy_tailed(self.uniform(Purpose::Surprise, period))
    }

    /// The transitory noise of a period, distributed like a surprise.
    pub(crate) fn noise(self, period: usize) -> f64 {
        heavy_tailed(self.uniform(Purpose::Noise, period))
    }

    /// Estimates moved by one draw of their errors: `factor` is the lower triangular factor of their covariance, absent
    /// where nothing is uncertain, and `sized` stretches or bounds the standard normal draws behind it.
    pub(crate) fn around(
        self,
        estimates: &[f64],
        factor: Option<&DMatrix<f64>>,
        sized: impl Fn(f64) -> f64,
    ) -> Vec<f64> {
        let mut drawn = estimates.to_vec();
        if let Some(factor) = factor {
            for (j, drawn) in drawn.iter_mut().enumerate() {
                let normal = |k: usize| sized(self.normal(Purpose::Parameter, k));
                *drawn += (0..=j).map(|k| factor[(j, k)] * normal(k)).sum::<f64>();
            }
        }
        drawn
    }

    /// Factor by which a standard deviation estimated with `degrees_of_freedom` may be wrong:
    /// the square root of (degrees of freedom / chi-square), its posterior under a flat prior on log sigma.
    pub(crate) fn scale(self, degrees_of_freedom: usize) -> f64 {
        let n = degrees_of_freedom.max(1);
        let chi_square = if n <= EXACT_CHI_SQUARE {
            let squares = (0..n).map(|i| self.normal(Purpose::Scale, i)).map(|z| z * z);
            squares.sum::<f64>()
        } else {
            // Wilson and Hilferty 1931: the cube root of a chi-square is close to normal.
            let spread = 2.0 / (9.0 * n as f64);
            let root = 1.0 - spread + self.normal(Purpose::Scale, 0) * spread.sqrt();
            n as f64 * root * root * root
        };
        // With one degree of freedom the factor has no mean; ten times the estimate is as wrong as we let it be.
        (n as f64 / chi_square).sqrt().min(10.0)
    }
}

/// Up to this many degrees of freedom a chi-square is the sum of its squares; beyond, the approximation is exact to
/// three digits.
const EXACT_CHI_SQUARE: usize = 40;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Quantile of the Student-t distribution with four degrees of freedom, divided by its standard deviation (the square
/// root of 2); closed form of Shaw 2006, "Sampling Student's T distribution", J. Comput. Finance 9(4), eq. 37.
/// Cut at 20 standard deviations (once in 2 million draws), so that no path overflows.
pub(crate) fn heavy_tailed_quantile(p: f64) -> f64 {
    let alpha = 4.0 * p * (1.0 - p);
    let root = alpha.sqrt();
    let q = libm::cos(libm::acos(root.min(1.0)) / 3.0) / root;
    let size = ((q - 1.0).max(0.0) * 2.0).sqrt().min(20.0);
    if p < 0.5 { -size } else { size }
}

/// Steps of the table of surprises.
const STEPS: usize = 4096;
/// First and last step that is read from the table: beyond, the quantile bends too fast for a straight line.
const TAIL_STEPS: usize = 64;

/// [`heavy_tailed_quantile`] by straight lines between tabulated values, off by less than 3e-5 and ten times as fast;
/// exact in the outer tails.
#[inline]
fn heavy_tailed(p: f64) -> f64 {
    static TABLE: LazyLock<Box<[f64]>> = LazyLock::new(|| {
        (0..=STEPS)
            .map(|i| heavy_tailed_quantile((i as f64 / STEPS as f64).clamp(1e-9, 1.0 - 1e-9)))
            .collect()
    });
    let position = p * STEPS as f64;
    let step = position as usize;
    if (TAIL_STEPS..STEPS - TAIL_STEPS).contains(&step) {
        let (from, to) = (TABLE[step], TABLE[step + 1]);
        from + (to - from) * (position - step as f64)
    } else {
        heavy_tailed_quantile(p)
    }
}

/// Standard normal distribution function.
pub(crate) fn normal_distribution(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// Quantile of the standard normal distribution: Wichura 1988, algorithm AS 241 (PPND16), relative accuracy 1e-16.
pub(crate) fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(r, &CENTRE.0) / polynomial(r, &CENTRE.1);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    let r = (-libm::log(tail)).sqrt();
    let size = if r <= 5.0 {
        polynomial(r - 1.6, &MIDDLE.0) / polynomial(r - 1.6, &MIDDLE.1)
    } else {
        polynomial(r - 5.0, &TAIL.0) / polynomial(r - 5.0, &TAIL.1)
    };
    if q < 0.0 { -size } else { size }
}

/// Horner's rule, constant term first.
fn polynomial(x: f64, coefficients: &[f64; 8]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

type Rational = ([f64; 8], [f64; 8]);

const CENTRE: Rational = (
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_545,
    ],
);
const MIDDLE: Rational = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        7.745_450_142_783_414e-4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        5.475_938_084_995_345e-4,
        1.050_750_071_644_416_9e-9,
    ],
);
const TAIL: Rational = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        7.868_691_311_456_133e-4,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    /// scipy's quantiles, from the middle to one in 10^20. AS 241 promises 1e-16 relative; the Student-t form loses half
    /// of its digits near the median, where it subtracts nearly equal numbers, and is cut at 20 standard deviations.
    #[test]
    fn quantiles_agree_with_scipy() {
        let file: serde_json::Value =
            serde_json::from_str(include_str!("../../../../tests/reference/quantiles.json")).unwrap();
        let cases = file["cases"].as_array().unwrap();
        assert!(cases.len() >= 10);
        for case in cases {
            let at = |name: &str| case[name].as_f64().unwrap();
            let (p, normal, student) = (at("p"), at("normal"), at("student_t4_unit_variance"));
            assert!((normal_quantile(p) - normal).abs() <= 1e-13 * normal.abs().max(1.0), "{p}");
            let cut = student.clamp(-20.0, 20.0);
            assert!((heavy_tailed_quantile(p) - cut).abs() <= 1e-7 * cut.abs().max(1.0), "{p}");
        }
    }

    #[test]
    fn the_table_of_surprises_follows_the_formula() {
        for i in 1..100_000 {
            let p = f64::from(i) / 100_000.0;
            assert!((heavy_tailed(p) - heavy_tailed_quantile(p)).abs() < 3e-5, "{p}");
        }
    }

    fn square(x: f64) -> f64 {
        x * x
    }

    /// Four standard errors of each moment around its theoretical value.
    #[test]
    fn moments_are_right_and_purposes_independent() {
        let n = 200_000;
        let draws = |i: usize| Draws::new(7, i, 0);
        let mean = |f: &dyn Fn(usize) -> f64| (0..n).map(f).sum::<f64>() / n as f64;
        let error = 4.0 / (n as f64).sqrt();
        assert!(mean(&|i| draws(i).normal(Purpose::Parameter, 0)).abs() < error);
        assert!(
            (mean(&|i| square(draws(i).normal(Purpose::Parameter, 0))) - 1.0).abs() < error * 2f64.sqrt()
        );
        assert!(mean(&|i| draws(i).surprise(3)).abs() < error);
        // t(4) has no fourth moment, so its squares converge slowly: 5 %.
        assert!((mean(&|i| square(draws(i).surprise(3))) - 1.0).abs() < 0.05);
        let product =
            mean(&|i| draws(i).normal(Purpose::Parameter, 0) * draws(i).normal(Purpose::Parameter, 1));
        assert!(product.abs() < error);
        let neighbours =
            mean(&|i| draws(i).normal(Purpose::Parameter, 0) * draws(i + 1).normal(Purpose::Parameter, 0));
        assert!(neighbours.abs() < error);
    }

    /// The mean of chi-square/n is 1 on either side of the switch from exact to approximate.
    #[test]
    fn the_scale_factor_has_the_mean_of_its_distribution() {
        for dof in [5, EXACT_CHI_SQUARE, EXACT_CHI_SQUARE + 1, 200] {
            let n = 50_000;
            let mean = (0..n).map(|i| 1.0 / square(Draws::new(3, i, 0).scale(dof))).sum::<f64>()
                / f64::from(n as u32);
            let error = 4.0 * (2.0 / (dof as f64 * f64::from(n as u32))).sqrt();
            assert!((mean - 1.0).abs() < error + 1e-3, "{dof}: {mean}");
        }
    }
}
