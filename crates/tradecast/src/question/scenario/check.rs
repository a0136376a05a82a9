//! Whether the levers of a scenario can be set like that, alone and for a series.

use crate::question::assumptions::{Assumptions, Setting};
use crate::question::lever::{Lever, LeverKey};
use crate::question::scenario::fields::{Scenario, ScenarioLever};
use crate::question::scenario::problem::{ScenarioFault, ScenarioProblem};
use crate::series::series::Series;

impl Scenario {
    /// What can be told without a series: units, ranges, and what is said in vain.
    ///
    /// ```
    /// use tradecast::{Lever, Scenario, ScenarioLever, Setting};
    ///
    /// let growth = ScenarioLever { key: Lever::Growth.into(), setting: Setting::Fixed(99.0), unit: None };
    /// let scenario = Scenario { levers: vec![growth], ..Scenario::default() };
    /// assert_eq!(scenario.check().unwrap_err().field, "growth");
    /// ```
    ///
    /// # Errors
    /// What is wrong first.
    pub fn check(&self) -> Result<(), ScenarioFault> {
        for lever in &self.levers {
            lever.check_unit(None)?;
            if !lever.setting.is_calendar(lever.key.lever()) {
                let moved = Assumptions::baseline().with(lever.key.clone(), lever.setting);
                moved.map_err(|source| lever.fault(ScenarioProblem::Lever(source)))?;
            }
        }
        let relief = self.levers.iter().find(|lever| lever.key == Lever::Relief.into());
        let capacity = || self.levers.iter().any(|lever| lever.key == Lever::Capacity.into());
        match relief {
            Some(relief) if self.moves(&relief.key) && !capacity() => {
                Err(relief.fault(ScenarioProblem::NoCapacity))
            }
            _ => Ok(()),
        }
    }

    /// The assumptions for a series: calendar years are counted from its last observation, units of amounts compared with its own.
    ///
    /// ```
    /// use tradecast::{Lever, Observation, Period, Scenario, ScenarioLever, Series, Setting};
    ///
    /// let year = ScenarioLever { key: Lever::ShockYear.into(), setting: Setting::Fixed(2027.0), unit: Some("year".to_owned()) };
    /// let scenario = Scenario { levers: vec![year], ..Scenario::default() };
    /// let series = Series::new("demo", (2015..2023).map(|year| Observation::new(Period::annual(year), 5.0)).collect())?;
    /// assert_eq!(scenario.assumptions(&series).expect("it is ahead").get(Lever::ShockYear), 5.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// A lever that does not fit.
    pub fn assumptions(&self, series: &Series) -> Result<Assumptions, ScenarioFault> {
        let origin = series.last().period;
        self.levers.iter().try_fold(Assumptions::baseline(), |assumptions, lever| {
            lever.check_unit(Some(series.unit()))?;
            let counted = lever.setting.counted(&lever.key, origin);
            let moved = counted.and_then(|setting| assumptions.with(lever.key.clone(), setting));
            moved.map_err(|source| lever.fault(ScenarioProblem::Lever(source)))
        })
    }

    /// Whether a lever is set to something other than its default.
    ///
    /// ```
    /// assert!(!tradecast::Scenario::default().moves(&tradecast::Lever::Growth.into()));
    /// ```
    #[must_use]
    pub fn moves(&self, key: &LeverKey) -> bool {
        let default = Setting::Fixed(key.lever().spec().default);
        self.levers.iter().any(|lever| lever.key == *key && lever.setting != default)
    }
}

impl ScenarioLever {
    fn fault(&self, problem: ScenarioProblem) -> ScenarioFault {
        ScenarioFault { field: self.key.to_string(), entry: None, problem }
    }

    /// The unit that a file gives is that of the lever; of an amount it can be told only for a series.
    ///
    /// ```
    /// use tradecast::{Lever, ScenarioLever, Setting};
    ///
    /// let unit = |unit: &str| ScenarioLever {
    ///     key: Lever::Growth.into(),
    ///     setting: Setting::Fixed(2.0),
    ///     unit: Some(unit.to_owned()),
    /// };
    /// assert!(unit("% a year").check_unit(None).is_ok());
    /// assert_eq!(unit("USD m").check_unit(None).unwrap_err().problem.code(), "other_unit");
    /// ```
    ///
    /// # Errors
    /// Another unit.
    pub fn check_unit(&self, unit_of_series: Option<&str>) -> Result<(), ScenarioFault> {
        let Some(found) = &self.unit else { return Ok(()) };
        let spec = self.key.lever().spec();
        let expected = match unit_of_series {
            _ if self.setting.is_calendar(self.key.lever()) => "year".to_owned(),
            Some(unit) if spec.times_last => format!("{unit} {}", spec.unit).trim_end().to_owned(),
            None if spec.times_last => return Ok(()),
            _ => spec.unit.to_owned(),
        };
        if found.split_whitespace().eq(expected.split_whitespace()) {
            return Ok(());
        }
        Err(self.fault(ScenarioProblem::WrongUnit { found: found.clone(), expected }))
    }
}
