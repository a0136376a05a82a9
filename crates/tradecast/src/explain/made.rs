#![doc = include_str!("../../guide/methods/made.md")]

use crate::error::Result;
use crate::explain::contributions::PartChange;
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::simulate::simulation::Simulation;

value! {
    /// The share of a part in each period ahead.
    ///
    /// ```
    /// let wheat = tradecast::PartShares {
    ///     part: Some("wheat".into()), part_label: Some("Wheat".into()), delivery: false, label: "Wheat".into(),
    ///     shares: vec![0.2, 0.21],
    /// };
    /// assert!(wheat.shares[0] < wheat.shares[1]);
    /// ```
    PartShares {
        /// Identifier of the part; of deliveries the part that they join, absent where that is the whole.
        part: Option<String>,
        /// What a person calls that part.
        part_label: Option<String>,
        /// Whether these are new deliveries.
        delivery: bool,
        /// What a person reads.
        label: String,
        /// Mean share of the total over all paths, 0 to 1, one a period.
        shares: Vec<f64>,
    }
}

impl Simulation {
    /// The mean share of each part that has no parts of its own, and of each new delivery, in every period ahead.
    ///
    /// ```
    /// use tradecast::{Assumptions, Composition, Lever, ModelChoice, Observation, Part, Period, Series, Settings, fit};
    ///
    /// let yearly = |name: &str, values: &[f64]| {
    ///     Series::new(name, (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), *v)).collect())
    /// };
    /// let total = yearly("exports", &[100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0])?;
    /// let wheat = Part::new("wheat".parse()?, "Wheat", yearly("wheat", &[20.0, 31.0, 28.0])?);
    /// let simulation = fit(&total, &ModelChoice::Auto)?.simulate(&Settings { horizon: 6, ..Settings::default() })?;
    /// let composed = simulation.composed(&Composition::new(&total, vec![wheat])?)?;
    /// let made = composed.shares_ahead(&Assumptions::baseline().with(Lever::Programme, 30.0)?)?;
    /// let labels: Vec<&str> = made.iter().map(|part| part.label.as_str()).collect();
    /// assert_eq!(labels, ["Wheat", "Other", "New deliveries"]);
    /// let sum: f64 = made.iter().map(|part| part.shares[5]).sum();
    /// assert!((sum - 1.0).abs() < 1e-9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`Simulation::forecast`].
    pub fn shares_ahead(&self, assumptions: &Assumptions) -> Result<Vec<PartShares>> {
        let plan = self.plan(&self.applied(assumptions)?);
        let joined: Vec<Option<usize>> = plan.deliveries.iter().map(|delivery| delivery.part).collect();
        let starts = self.starts(&joined).into_iter();
        let mut parts: Vec<PartShares> = starts
            .map(|PartChange { part, part_label, delivery, label, .. }| PartShares {
                part,
                part_label,
                delivery,
                label,
                shares: Vec::new(),
            })
            .collect();
        let mut paths = self.paths(plan, None, true);
        for _ in 0..self.settings().horizon {
            paths.advance();
            // Where nothing is traded, nothing has a share of it.
            let total = paths.total();
            let traded: Vec<usize> = (0..total.len()).filter(|path| total[*path] > 0.0).collect();
            let columns = paths.leaves().unwrap_or_default();
            for (part, column) in parts.iter_mut().zip(columns) {
                let shares: f64 = traded.iter().map(|path| column[*path] / total[*path]).sum();
                part.shares.push(shares / traded.len().max(1) as f64);
            }
        }
        Ok(parts)
    }
}
