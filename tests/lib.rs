//! What the acceptance tests share: small series and the questions asked of them.

use tradecast::{Answer, Observation, Period, Question, Series, Settings, Target};

/// A yearly series from 1990 on.
///
/// ```
/// assert_eq!(acceptance::yearly(&[1.0, 2.0, 4.0]).last().period.to_string(), "1992");
/// ```
#[must_use]
pub fn yearly(values: &[f64]) -> Series {
    let observations =
        (1990..).zip(values).map(|(year, &value)| Observation::new(Period::annual(year), value));
    Series::new("test", observations.collect()).expect("test series are valid")
}

/// A question with few paths, so that many can be asked, and with the panel priors inside.
///
/// ```
/// let answer = acceptance::quick(acceptance::yearly(&[1.0, 2.0, 4.0]), 8.0).answer()?;
/// assert_eq!(answer.question.paths, 500);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn quick(series: Series, level: f64) -> Question {
    let target = Target::level(level).expect("test targets are positive");
    Question {
        settings: Settings { horizon: 15, paths: 500, ..Settings::default() },
        ..Question::new(series, target)
    }
}

/// Every number of an answer that must be finite, with where it stands.
///
/// ```
/// let answer = acceptance::quick(acceptance::yearly(&[1.0, 2.0, 4.0]), 8.0).answer()?;
/// assert!(acceptance::numbers(&answer).iter().all(|(_, value)| value.is_finite()));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn numbers(answer: &Answer) -> Vec<(String, f64)> {
    let mut list = Vec::new();
    for row in &answer.forecast {
        list.extend([
            (format!("mean {}", row.period), row.mean),
            (format!("median {}", row.period), row.median),
        ]);
        for band in &row.bands {
            list.extend([(format!("lo {}", row.period), band.lo), (format!("hi {}", row.period), band.hi)]);
        }
    }
    for arrival in [Some(&answer.arrival), answer.baseline.as_ref()].into_iter().flatten() {
        list.extend(arrival.by.iter().map(|row| (format!("by {}", row.period), row.probability)));
        list.extend(arrival.stays.by.iter().map(|row| (format!("stays {}", row.period), row.probability)));
        list.push(("not within horizon".into(), arrival.not_within_horizon));
        list.push(("not kept within horizon".into(), arrival.stays.not_within_horizon));
        list.push(("monte carlo error".into(), arrival.monte_carlo_error));
    }
    for model in &answer.models {
        list.push((format!("{} weight", model.name), model.weight));
        for parameter in &model.parameters {
            list.push((format!("{} {}", model.name, parameter.name), parameter.value));
            list.extend(parameter.std_error.map(|e| (format!("{} {} error", model.name, parameter.name), e)));
        }
        if let Some(d) = &model.diagnostics {
            list.extend([
                (format!("{} sigma", model.name), d.sigma),
                (format!("{} largest", model.name), d.largest_residual),
            ]);
            list.extend(
                d.r_squared
                    .iter()
                    .chain(&d.autocorrelation)
                    .map(|v| (format!("{} diagnostics", model.name), *v)),
            );
        }
        if let Some(s) = &model.score {
            list.push((format!("{} score", model.name), s.rmse_log));
            list.extend(s.relative_to_naive.map(|v| (format!("{} skill", model.name), v)));
        }
    }
    for factor in &answer.season {
        list.push((format!("factor {}", factor.period), factor.factor));
        list.push((format!("factor {} error", factor.period), factor.std_error));
    }
    list.extend(answer.required_growth.iter().map(|r| ("required growth".into(), r.pct_per_year)));
    list.extend(answer.track_record.iter().map(|t| ("coverage".into(), t.coverage80)));
    list
}

/// The example of the README runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
