//! What a fitted model tells of itself: estimates and residual diagnostics.

use crate::period::Period;
use crate::plain::value;

value! {
    /// A parameter estimate.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::named("drift")?)?;
    /// assert_eq!(fit.reports()[0].parameters[0].name, "drift");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Parameter {
        /// Name of the parameter.
        name: String,
        /// Estimate.
        value: f64,
        /// Standard error; absent where the data do not determine it.
        std_error: Option<f64>,
        /// Unit of both.
        unit: String,
    }
}

value! {
    /// Residual diagnostics of a fitted model; residuals are in logs unless the model says otherwise.
    ///
    /// ```
    /// # let series = tradecast::Series::new("a", (1..9).map(|t| tradecast::Observation::new(tradecast::Period::annual(2000 + t), f64::from(t))).collect())?;
    /// let fit = tradecast::fit(&series, &tradecast::ModelChoice::named("log-linear")?)?;
    /// assert_eq!(fit.reports()[0].diagnostics.as_ref().unwrap().observations, 8);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Diagnostics {
        /// Observations used.
        observations: usize,
        /// Residual degrees of freedom.
        degrees_of_freedom: usize,
        /// Standard deviation of the yearly surprise (residual standard error), log points.
        sigma: f64,
        /// Share of the variance of the fitted variable explained; absent for models that do not fit a level.
        r_squared: Option<f64>,
        /// Lag-1 autocorrelation of the residuals; absent where too few are adjacent.
        autocorrelation: Option<f64>,
        /// Largest residual in absolute standard deviations.
        largest_residual: f64,
        /// Period of the largest residual.
        largest_residual_period: Period as "string",
    }
}
