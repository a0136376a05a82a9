#![doc = include_str!("../../../guide/models/elastic_net.md")]

use linfa::traits::Fit;
use linfa_elasticnet::ElasticNet;
use nalgebra::DMatrix;
use ndarray::{Array1, Array2};

use crate::error::not_fitted::NotFittedReason;
use crate::error::{Error, Result};
use crate::model::builtin::drift::growth_parameter;
use crate::model::convergence::Convergence;
use crate::model::fitted::Fitted;
use crate::model::report::{Diagnostics, Parameter};
use crate::model::residual;
use crate::numeric::draws::Draws;
use crate::numeric::least_squares::covariance_factor;
use crate::numeric::resolution::RESOLUTION;
use crate::series::sample::Sample;

/// Name of the model.
const MODEL: &str = "elastic-net";
/// Periods over which the mean level is taken.
const WINDOW: f64 = 5.0;
/// Share of the absolute part in the penalty.
const ABSOLUTE: f64 = 0.5;
/// The strongest penalty: nothing is left of any coefficient.
const STRONGEST: f64 = 1.0 / ABSOLUTE;
/// Penalties tried, each [`WEAKER`] times the one before.
const PENALTIES: usize = 12;
const WEAKER: f64 = 0.6;
/// Fewest changes to regress on.
const FEWEST: usize = 6;
/// Most forecasts, the latest ones, that judge a penalty.
const JUDGED: usize = 12;
/// Columns made of the series' own past: growth and distance from the mean level.
const OWN: usize = 2;
/// A unit of growth comes back as less than this much growth later, so that none feeds on itself.
const STABLE: f64 = 0.95;
/// Relative accuracy of the coefficients, and passes allowed to get there.
const TOLERANCE: f64 = 1e-8;
const PASSES: u32 = 400;

/// Growth and what might explain it, one row a change between observations from the second on.
struct Design {
    /// Periods each change took: the weight of its row.
    periods: Vec<f64>,
    /// Growth per period.
    growth: Vec<f64>,
    /// The series' own columns, then the regressors'.
    columns: Vec<Vec<f64>>,
}

impl Design {
    fn of(sample: &Sample) -> Self {
        let levels = levels(sample);
        let rows = 2..sample.len();
        let change = |i: usize| sample.t[i] - sample.t[i - 1];
        let mut columns: Vec<Vec<f64>> = vec![
            rows.clone().map(|i| last_growth(&levels[..i])).collect(),
            rows.clone().map(|i| gap(&levels[..i])).collect(),
        ];
        columns.extend(
            sample.regressors.iter().map(|regressor| {
                rows.clone().map(|i| regressor.growth(sample.t[i - 1], sample.t[i])).collect()
            }),
        );
        Self {
            periods: rows.clone().map(change).collect(),
            growth: rows.map(|i| (sample.log[i] - sample.log[i - 1]) / change(i)).collect(),
            columns,
        }
    }

    fn rows(&self) -> usize {
        self.growth.len()
    }

    /// The regression on the first `rows` rows.
    fn net(&self, rows: usize, penalty: f64) -> Result<Net> {
        let growth = Standard::of(&self.growth[..rows], &self.periods);
        let columns: Vec<Standard> =
            self.columns.iter().map(|column| Standard::of(&column[..rows], &self.periods)).collect();
        let p = columns.len();
        let mut net = Net { mean: growth.mean, coefficients: vec![0.0; p], columns, passes: 0 };
        if growth.deviation == 0.0 {
            return Ok(net); // growth was the same in every period: nothing to explain
        }
        let standardised = Array2::from_shape_fn((rows, p), |(i, j)| {
            net.columns[j].row(self.columns[j][i], self.periods[i])
        });
        let target = Array1::from_iter((0..rows).map(|i| growth.row(self.growth[i], self.periods[i])));
        let failed = |reason| Error::NotFitted { model: MODEL, reason };
        if standardised.iter().chain(&target).any(|v| !v.is_finite()) {
            return Err(failed(NotFittedReason::GrowthNotFinite));
        }
        let fitted = ElasticNet::params()
            .penalty(penalty)
            .l1_ratio(ABSOLUTE)
            .with_intercept(false)
            .max_iterations(PASSES)
            .tolerance(TOLERANCE)
            .fit(&linfa::Dataset::new(standardised, target))
            .map_err(|cause| failed(NotFittedReason::NotSolved { cause: cause.to_string() }))?;
        net.passes = fitted.n_steps();
        if net.passes >= PASSES {
            return Err(failed(NotFittedReason::NoDescent { passes: PASSES as usize }));
        }
        for (j, coefficient) in net.coefficients.iter_mut().enumerate() {
            if net.columns[j].deviation > 0.0 {
                *coefficient = fitted.hyperplane()[j] * growth.deviation / net.columns[j].deviation;
            }
        }
        Ok(net)
    }

    /// What a regression says of a row.
    fn said(&self, net: &Net, row: usize) -> f64 {
        let terms = net.coefficients.iter().zip(&net.columns).zip(&self.columns);
        net.mean + terms.map(|((b, standard), column)| b * (column[row] - standard.mean)).sum::<f64>()
    }

    /// The penalty with the smallest squared errors one period ahead, the strongest of equals, and how many forecasts judged.
    /// The weaker a penalty, the longer the descent among columns that move together: where it does not converge, no weaker
    /// penalty is tried.
    fn penalty(&self) -> (f64, usize) {
        let judged = FEWEST.max(self.rows() / 2).max(self.rows().saturating_sub(JUDGED))..self.rows();
        let squared = |row: usize, penalty: f64| {
            let error = self.growth[row] - self.said(&self.net(row, penalty).ok()?, row);
            Some(self.periods[row] * error * error)
        };
        let (mut best, mut penalty) = ((f64::INFINITY, STRONGEST), STRONGEST);
        for _ in 0..PENALTIES {
            let Some(total) = judged.clone().map(|row| squared(row, penalty)).sum::<Option<f64>>() else {
                break;
            };
            if total < best.0 {
                best = (total, penalty);
            }
            penalty *= WEAKER;
        }
        (best.1, judged.len())
    }
}

/// Mean and standard deviation of a column, its rows weighted by their periods.
#[derive(Debug, Clone, Copy)]
struct Standard {
    mean: f64,
    /// Zero where the column varies by no more than rounding.
    deviation: f64,
}

impl Standard {
    fn of(values: &[f64], periods: &[f64]) -> Self {
        let weighted = || values.iter().zip(periods);
        let mean = weighted().map(|(v, k)| k * v).sum::<f64>() / weighted().map(|(_, k)| k).sum::<f64>();
        let squares: f64 = weighted().map(|(v, k)| k * (v - mean) * (v - mean)).sum();
        let deviation = (squares / values.len() as f64).sqrt();
        Self { mean, deviation: if deviation > 4.0 * RESOLUTION { deviation } else { 0.0 } }
    }

    /// A standardised cell times the root of its row's weight.
    fn row(self, value: f64, periods: f64) -> f64 {
        if self.deviation > 0.0 { (value - self.mean) / self.deviation * periods.sqrt() } else { 0.0 }
    }
}

/// A penalised regression.
#[derive(Debug)]
struct Net {
    /// Mean growth per period.
    mean: f64,
    /// One a column, in units of the columns.
    coefficients: Vec<f64>,
    columns: Vec<Standard>,
    passes: u32,
}

/// The observations as (time, log) pairs.
fn levels(sample: &Sample) -> Vec<(f64, f64)> {
    sample.t.iter().copied().zip(sample.log.iter().copied()).collect()
}

/// Growth per period between the last two levels.
fn last_growth(levels: &[(f64, f64)]) -> f64 {
    let [.., (t, z), (u, y)] = levels else { return 0.0 };
    (y - z) / (u - t)
}

/// Distance of the last level from the mean of those in the last five periods, itself included.
fn gap(levels: &[(f64, f64)]) -> f64 {
    let Some(&(now, last)) = levels.last() else { return 0.0 };
    let recent = || levels.iter().rev().take_while(|(t, _)| *t > now - WINDOW).map(|(_, z)| z);
    last - recent().sum::<f64>() / recent().count() as f64
}

#[derive(Debug)]
struct Growth {
    net: Net,
    penalty: f64,
    judged: usize,
    /// Position among the columns of the coefficients that are not zero.
    kept: Vec<usize>,
    /// Factor of the covariance of mean growth and the kept coefficients; `None` where nothing is uncertain.
    factor: Option<DMatrix<f64>>,
    names: Vec<String>,
    /// Known growth of each regressor at each lead.
    ahead: Vec<Vec<f64>>,
    /// Standard deviation of a surprise at each lead; the last for all later ones, where no regressor is known.
    spread: Vec<f64>,
    /// Standard error of mean growth.
    mean_error: f64,
    degrees_of_freedom: usize,
    diagnostics: Diagnostics,
    /// The last observations, as far back as the next growth looks.
    recent: Vec<(f64, f64)>,
    per_year: f64,
}

/// Fits the elastic net.
pub(crate) fn fit(sample: &Sample) -> Result<Box<dyn Fitted>> {
    sample.needs(FEWEST + 4, MODEL)?;
    let design = Design::of(sample);
    let (penalty, judged) = design.penalty();
    let rows = design.rows();
    let net = design.net(rows, penalty)?;
    let kept: Vec<usize> = (0..net.coefficients.len()).filter(|&j| net.coefficients[j] != 0.0).collect();
    if rows < kept.len() + 4 {
        let reason = NotFittedReason::FewChanges { have: rows, coefficients: kept.len() };
        return Err(Error::NotFitted { model: MODEL, reason });
    }
    let degrees_of_freedom = rows - 1 - kept.len();
    let residuals: Vec<f64> =
        (0..rows).map(|i| (design.growth[i] - design.said(&net, i)) * design.periods[i].sqrt()).collect();
    let sum_of_squares: f64 = residuals.iter().map(|e| e * e).sum();
    let sigma = (sum_of_squares / degrees_of_freedom as f64).sqrt();
    let total: f64 =
        design.growth.iter().zip(&design.periods).map(|(g, k)| k * (g - net.mean) * (g - net.mean)).sum();
    let mean_error = sigma / design.periods.iter().sum::<f64>().sqrt();
    let ahead: Vec<Vec<f64>> = sample.regressors.iter().map(|r| r.ahead(sample.end())).collect();
    let known = ahead.iter().map(Vec::len).max().unwrap_or(0);
    let spread = (0..=known)
        .map(|lead| {
            let unknown: Vec<usize> =
                (0..ahead.len()).filter(|&r| ahead[r].len() <= lead).map(|r| OWN + r).collect();
            let variance = |i: usize| {
                let term = |&j: &usize| net.coefficients[j] * (design.columns[j][i] - net.columns[j].mean);
                let moved: f64 = unknown.iter().map(term).sum();
                design.periods[i] * moved * moved
            };
            (sigma * sigma + (0..rows).map(variance).sum::<f64>() / rows as f64).sqrt()
        })
        .collect();
    let from = sample.t.partition_point(|t| *t <= sample.end() - WINDOW).min(sample.len() - 2);
    Ok(Box::new(Growth {
        factor: factor(&design, &net, &kept, penalty, [mean_error, sigma]),
        penalty,
        judged,
        kept,
        names: sample.regressors.iter().map(|r| r.name.clone()).collect(),
        ahead,
        spread,
        mean_error,
        degrees_of_freedom,
        diagnostics: residual::diagnostics(
            sample,
            |i| i + 2,
            &residuals,
            sigma,
            degrees_of_freedom,
            (total > 0.0).then(|| 1.0 - sum_of_squares / total),
        ),
        recent: levels(sample).split_off(from),
        per_year: sample.per_year(),
        net,
    }))
}

/// Factor of the posterior covariance of mean growth and the kept coefficients under the quadratic part of the penalty.
fn factor(
    design: &Design,
    net: &Net,
    kept: &[usize],
    penalty: f64,
    [mean_error, sigma]: [f64; 2],
) -> Option<DMatrix<f64>> {
    let rows = design.rows();
    let cell = |i: usize, j: usize| net.columns[j].row(design.columns[j][i], design.periods[i]);
    let ridge = rows as f64 * penalty * (1.0 - ABSOLUTE);
    let precision = DMatrix::from_fn(kept.len(), kept.len(), |a, b| {
        let product: f64 = (0..rows).map(|i| cell(i, kept[a]) * cell(i, kept[b])).sum();
        product + if a == b { ridge } else { 0.0 }
    });
    let unscaled = precision.cholesky()?.inverse();
    let covariance = DMatrix::from_fn(kept.len() + 1, kept.len() + 1, |a, b| match (a, b) {
        (0, 0) => mean_error * mean_error,
        (0, _) | (_, 0) => 0.0,
        _ => {
            let units = net.columns[kept[a - 1]].deviation * net.columns[kept[b - 1]].deviation;
            unscaled[(a - 1, b - 1)] * sigma * sigma / units
        }
    });
    covariance_factor(&covariance)
}

impl Growth {
    /// Mean growth and the kept coefficients, as they are drawn.
    fn estimates(&self) -> Vec<f64> {
        std::iter::once(self.net.mean).chain(self.kept.iter().map(|&j| self.net.coefficients[j])).collect()
    }

    /// All coefficients from those kept, with the own ones drawn in: the gap is a sum of past growths whose weights add up
    /// to two, so that growth feeds on itself by no more than |f| + 2 |c|.
    fn coefficients(&self, estimates: &[f64]) -> Vec<f64> {
        let mut all = vec![0.0; self.net.coefficients.len()];
        for (&j, &estimate) in self.kept.iter().zip(&estimates[1..]) {
            all[j] = estimate;
        }
        let fed = all[0].abs() + 2.0 * all[1].abs();
        if fed > STABLE {
            all[..OWN].iter_mut().for_each(|b| *b *= STABLE / fed);
        }
        all
    }

    /// Log path when growth at each lead is `driven` plus what the coefficients make of the series' own past.
    fn run(&self, own: &[f64], recent: Vec<(f64, f64)>, driven: impl Fn(usize) -> f64, path: &mut [f64]) {
        let mut levels = recent;
        let &(mut now, mut z) = levels.last().expect("a sample has observations");
        for (lead, out) in path.iter_mut().enumerate() {
            z += driven(lead) + own[0] * last_growth(&levels) + own[1] * gap(&levels);
            now += 1.0;
            levels.push((now, z));
            *out = z;
        }
    }

    /// The path without surprises.
    fn trend(&self, estimates: &[f64], path: &mut [f64]) {
        let coefficients = self.coefficients(estimates);
        let centred: f64 = (0..OWN).map(|j| coefficients[j] * self.net.columns[j].mean).sum();
        let driven = |lead: usize| {
            let term = |(r, ahead): (usize, &Vec<f64>)| {
                let growth = ahead.get(lead)?;
                Some(coefficients[OWN + r] * (growth - self.net.columns[OWN + r].mean))
            };
            estimates[0] - centred + self.ahead.iter().enumerate().filter_map(term).sum::<f64>()
        };
        self.run(&coefficients[..OWN], self.recent.clone(), driven, path);
    }
}

impl Fitted for Growth {
    fn parameters(&self) -> Vec<Parameter> {
        let plain = |name: &str, value: f64, unit: &str| Parameter {
            name: name.into(),
            value,
            std_error: None,
            unit: unit.into(),
        };
        let coefficients = self.coefficients(&self.estimates());
        let mut list = vec![
            growth_parameter("mean growth", self.net.mean, Some(self.mean_error), self.per_year),
            plain("last growth", coefficients[0], "share that returns"),
            plain("gap to five-period mean", coefficients[1], "share that returns"),
        ];
        list.extend(self.names.iter().zip(&coefficients[OWN..]).map(|(name, b)| plain(name, *b, "% per %")));
        list.push(plain("penalty", self.penalty, "(2 leaves the mean growth alone)"));
        list
    }

    fn convergence(&self) -> Convergence {
        Convergence::CoordinateDescent { passes: self.net.passes as usize, forecasts: self.judged }
    }

    fn diagnostics(&self) -> Option<Diagnostics> {
        Some(self.diagnostics.clone())
    }

    fn point(&self, lead: usize) -> f64 {
        let mut path = vec![0.0; lead];
        self.trend(&self.estimates(), &mut path);
        path.last().copied().unwrap_or(0.0)
    }

    fn path(&self, draws: Draws, trend: &mut [f64], surprise: &mut [f64]) {
        let scale = draws.scale(self.degrees_of_freedom);
        let drawn = draws.around(&self.estimates(), self.factor.as_ref(), |normal| normal * scale);
        self.trend(&drawn, trend);
        // The model is linear: surprises add to the trend what they would add to zero.
        let quiet = self.recent.iter().map(|(t, _)| (*t, 0.0)).collect();
        let spread = |lead: usize| self.spread[lead.min(self.spread.len() - 1)];
        let driven = |lead: usize| spread(lead) * scale * draws.surprise(lead);
        self.run(&self.coefficients(&drawn)[..OWN], quiet, driven, surprise);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Observation, Period, Series};
    use serde_json::Value;

    fn series(name: &str, values: impl IntoIterator<Item = f64>) -> Series {
        let observations =
            (2000..).zip(values).map(|(year, value)| Observation::new(Period::annual(year), value)).collect();
        Series::new(name, observations).unwrap()
    }

    /// A regressor that wanders; growth without pattern.
    fn oil(count: usize) -> Vec<f64> {
        let growth = |t: usize| f64::from((t * t * 7 % 11) as u32) * 0.03 - 0.1;
        (0..count).scan(4.0, |log, t| Some(std::mem::replace(log, *log + growth(t)))).map(libm::exp).collect()
    }

    /// Trade that grows by 2 % and by half of what oil grows by.
    fn trade(count: usize) -> Series {
        series("trade", oil(count).iter().enumerate().map(|(t, o)| o.sqrt() * libm::exp(0.02 * t as f64)))
    }

    fn with_oil(count: usize, known: usize) -> Sample {
        Sample::of(&trade(count).with_regressors(vec![series("oil", oil(known))]).unwrap())
    }

    #[test]
    fn coefficients_at_given_penalties_are_those_of_scikit_learn() {
        let file =
            |text: &str| serde_json::from_str::<Value>(text).unwrap()["cases"].as_array().unwrap().clone();
        let all = file(include_str!("../../../../../tests/reference/series.json"));
        let mut compared = 0;
        for case in file(include_str!("../../../../../tests/reference/elastic_net.json")) {
            let pairs = |name: &Value| -> Vec<(f64, f64)> {
                let found = all.iter().find(|s| s["name"] == *name).unwrap()["values"].as_array().unwrap();
                let count = case["count"].as_u64().unwrap() as usize;
                found[..count].iter().map(|p| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap())).collect()
            };
            let own = pairs(&case["series"]);
            let at_own_periods = |values: Vec<(f64, f64)>| {
                let at = |(own, (_, value)): (&(f64, f64), (f64, f64))| {
                    Observation::new(Period::annual(own.0 as i32), value)
                };
                own.iter().zip(values).map(at).collect()
            };
            let named =
                |name: &Value| Series::new(name.as_str().unwrap(), at_own_periods(pairs(name))).unwrap();
            let regressors = case["regressors"].as_array().unwrap().iter().map(named).collect();
            let sample = Sample::of(&named(&case["series"]).with_regressors(regressors).unwrap());
            let design = Design::of(&sample);
            for fixed in case["fixed"].as_array().unwrap() {
                let net = design.net(design.rows(), fixed["penalty"].as_f64().unwrap()).unwrap();
                let theirs = fixed["coefficients"].as_array().unwrap();
                assert_eq!(net.coefficients.len(), theirs.len());
                for (ours, theirs) in net.coefficients.iter().zip(theirs) {
                    // Ours stops at a relative change of 1e-8.
                    assert!((ours - theirs.as_f64().unwrap()).abs() < 1e-7, "{case} {ours} {theirs}");
                    compared += 1;
                }
            }
        }
        assert!(compared >= 30);
    }

    #[test]
    fn a_regressor_that_explains_growth_is_found_and_its_future_followed() {
        let fitted = fit(&with_oil(24, 30)).unwrap();
        let effect = fitted.parameters().into_iter().find(|p| p.name == "oil").unwrap();
        // The weakest penalty, 0.007, takes about a hundredth off a coefficient of one half.
        assert!((effect.value - 0.5).abs() < 0.01, "{effect:?}");
        let truth = trade(30);
        let known = libm::log(truth.last().value / truth.observations()[23].value);
        let without = fit(&with_oil(24, 24)).unwrap().point(6);
        assert!((fitted.point(6) - known).abs() < 0.01, "{} {known}", fitted.point(6));
        assert!((without - known).abs() > 0.05, "{without} {known}");
    }

    #[test]
    fn a_regressor_without_a_future_widens_the_surprises() {
        let spread = |known: usize| {
            let fitted = fit(&with_oil(24, known)).unwrap();
            let (mut trend, mut surprise) = ([0.0; 3], [0.0; 3]);
            fitted.path(Draws::new(1, 7, 0), &mut trend, &mut surprise);
            assert!(trend.iter().all(|v| v.is_finite()));
            surprise.map(f64::abs)
        };
        let (unknown, known) = (spread(24), spread(26));
        assert!(unknown[0] > 10.0 * known[0] && unknown[1] > 10.0 * known[1], "{unknown:?} {known:?}");
    }

    #[test]
    fn an_earlier_origin_knows_nothing_of_the_regressor_later() {
        let known = with_oil(24, 30).first(20);
        assert_eq!(fit(&known).unwrap().point(6), fit(&with_oil(20, 20)).unwrap().point(6));
        let as_of =
            trade(24).with_regressors(vec![series("oil", oil(30))]).unwrap().as_of(Period::annual(2019));
        assert_eq!(as_of.unwrap().regressors()[0].last().period, Period::annual(2019));
    }

    #[test]
    fn a_regressor_that_never_varies_has_no_effect() {
        let steady = series("steady", (0..24).map(|t| libm::exp(0.03 * f64::from(t))));
        let fitted = fit(&Sample::of(&trade(24).with_regressors(vec![steady]).unwrap())).unwrap();
        assert_eq!(fitted.parameters().iter().find(|p| p.name == "steady").unwrap().value, 0.0);
    }

    #[test]
    fn constant_growth_is_mean_growth_and_nothing_else() {
        let fitted =
            fit(&Sample::of(&series("steady", (0..24).map(|t| libm::exp(0.03 * f64::from(t)))))).unwrap();
        assert!((fitted.point(10) - 0.3).abs() < 1e-9);
    }

    #[test]
    fn growth_never_feeds_on_itself() {
        // Growth that doubles every year would explode; drawn in, ten thousand periods stay finite.
        let accelerating = series("boom", (0..14).map(|t| libm::exp(libm::exp2(f64::from(t)) / 4000.0)));
        let fitted = fit(&Sample::of(&accelerating)).unwrap();
        let (mut trend, mut surprise) = (vec![0.0; 480], vec![0.0; 480]);
        for path in 0..50 {
            fitted.path(Draws::new(1, path, 0), &mut trend, &mut surprise);
            // No growth beyond that seen in the last year, times what mean growth may add.
            assert!(trend.iter().chain(&surprise).all(|v| v.abs() < 480.0 * 10.0), "{trend:?}");
        }
    }
}
