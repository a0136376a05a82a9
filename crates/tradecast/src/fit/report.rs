//! What a fit tells of its models: weights, scores, the track record of their combination.

use crate::message::MessageCause;
use crate::model::report::{Diagnostics, Parameter};
use crate::plain::value;

value! {
    /// One model: its parameters, how well it fits, how well it forecast, and its say in the answer.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(20.0)?).answer()?;
    /// let total: f64 = answer.models.iter().map(|model| model.weight).sum();
    /// assert!((total - 1.0).abs() < 1e-12);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ModelReport {
        /// Identifier of the model.
        name: String,
        /// Share of the simulated paths that come from it; the weights add up to 1.
        weight: f64,
        /// Estimates with standard errors; empty where the model could not be fitted.
        parameters: Vec<Parameter>,
        /// Whether the estimation reached its optimum; a model with a weight that did not counts with the best that its search found.
        converged: bool,
        /// What the estimation reports of itself: closed form, iterations, or why it failed.
        convergence: String,
        /// The same as a code and values; where it did not converge, those of the error.
        convergence_message: Option<MessageCause>,
        /// Residual diagnostics; absent where the model could not be fitted.
        diagnostics: Option<Diagnostics>,
        /// Rolling-origin forecast errors; absent where the series is too short.
        score: Option<Score>,
    }
}

value! {
    /// How well a model forecast this series from earlier origins.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..20).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::Auto)?;
    /// assert!(fit.reports().iter().any(|report| report.score.is_some()));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Score {
        /// Origins from which it was asked to forecast.
        origins: usize,
        /// Forecasts scored.
        forecasts: usize,
        /// Root mean squared error of the median forecast, log points.
        rmse_log: f64,
        /// The same, divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error.
        relative_to_naive: Option<f64>,
    }
}

value! {
    /// How forecasts made at earlier origins of this series, with what was known then, turned out.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..30).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t * t))).collect())?;
    /// # let answer = tradecast::Question::new(series, tradecast::Target::level(2000.0)?).answer()?;
    /// let record = answer.track_record.unwrap();
    /// assert!((0.0..=1.0).contains(&record.coverage80));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    TrackRecord {
        /// Origins from which forecasts were made.
        origins: usize,
        /// Forecasts compared with what happened.
        forecasts: usize,
        /// Longest lead scored, periods.
        longest_lead: usize,
        /// Share of outcomes inside the 80 % band; an honest band has 0.8.
        coverage80: f64,
        /// Root mean squared error of the combined median forecast, log points.
        rmse_log: f64,
        /// The same divided by that of the naive forecast (last value): below 1 beats naive. Absent where naive made no error.
        relative_to_naive: Option<f64>,
    }
}
