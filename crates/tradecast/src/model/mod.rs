//! The models: the trait of all of them, the built-in ones, and what a fitted one can do.
//!
//! Every model works on the logarithm of the series relative to its last value, so that no result depends on the unit,
//! and on time counted from the first observation, so that none depends on the calendar.

pub(crate) mod builtin;
pub(crate) mod common_state;
pub(crate) mod convergence;
pub(crate) mod errors;
pub(crate) mod features;
pub(crate) mod fitted;
pub(crate) mod growth_over;
pub(crate) mod id;
pub(crate) mod level;
pub(crate) mod model;
pub(crate) mod priors;
pub(crate) mod report;
pub(crate) mod residual;
pub(crate) mod smoothing;
mod table;

/// Values from other tools, for the tests of the models.
#[cfg(test)]
pub(crate) mod reference {
    use serde_json::Value;

    use crate::series::sample::Sample;
    use crate::{Observation, Period, Series};

    /// The cases of a file that `tests/reference/make.py` wrote.
    pub(crate) fn cases(text: &str) -> Vec<Value> {
        serde_json::from_str::<Value>(text).unwrap()["cases"].as_array().unwrap().clone()
    }

    pub(crate) fn number(value: &Value) -> f64 {
        value.as_f64().unwrap()
    }

    pub(crate) fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().map(number).collect()
    }

    /// A yearly series.
    pub(crate) fn yearly(values: &[f64]) -> Sample {
        let observations =
            (1990..).zip(values).map(|(year, &value)| Observation::new(Period::annual(year), value));
        Sample::of(&Series::new("test", observations.collect()).unwrap())
    }

    /// The series of a case.
    pub(crate) fn sample(case: &Value) -> Sample {
        let all = cases(include_str!("../../../../tests/reference/series.json"));
        let series = all.iter().find(|series| series["name"] == case["series"]).unwrap();
        let observation =
            |pair: &Value| Observation::new(Period::annual(number(&pair[0]) as i32), number(&pair[1]));
        let observations = series["values"].as_array().unwrap().iter().map(observation).collect();
        Sample::of(&Series::new("reference", observations).unwrap())
    }
}
