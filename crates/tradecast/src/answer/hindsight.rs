//! Hindsight: a forecast beside what has happened since.

use crate::error::Result;
use crate::numeric::quantile::Binned;
use crate::period::Period;
use crate::plain::value;
use crate::question::assumptions::Assumptions;
use crate::series::series::Series;
use crate::simulate::forecast::Band;
use crate::simulate::simulation::Simulation;

/// The band whose edges are compared, % inside.
const LEVEL: f64 = 80.0;

impl Simulation {
    /// Where the later values of a series fell among the paths: each observation of `later` after the origin and within the
    /// horizon, in the unit and frequency of the series; none where there are no such observations.
    ///
    /// ```
    /// use tradecast::{Assumptions, ModelChoice, Observation, Period, Series, Settings, fit};
    ///
    /// let values = [100.0, 112.0, 105.0, 130.0, 140.0, 138.0, 160.0, 171.0, 185.0, 40.0];
    /// let all = Series::new("demo", (2015..).zip(values).map(|(y, v)| Observation::new(Period::annual(y), v)).collect())?;
    /// let simulation = fit(&all.as_of(Period::annual(2022))?, &ModelChoice::Auto)?.simulate(&Settings::default())?;
    /// let since = simulation.hindsight(&all, &Assumptions::baseline())?;
    /// assert!(since[0].inside && !since[1].inside && since[1].percentile < 10.0);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`crate::Error::LeverOutOfRange`] and [`crate::Error::UnknownPart`] for assumptions that do not fit the series.
    pub fn hindsight(&self, later: &Series, assumptions: &Assumptions) -> Result<Vec<Hindsight>> {
        let (last, scale) = (self.fit().series().last(), self.fit().scale());
        let plan = self.plan(&self.applied(assumptions)?);
        let end = last.period.plus(self.settings().horizon as i32);
        let same = later.frequency() == last.period.frequency();
        let compared =
            later.observations().iter().filter(|o| same && o.period > last.period && o.period <= end);
        let mut paths = self.paths(plan, None, false);
        let mut lead = 0;
        let rows = compared.map(|observation| {
            while lead < observation.period.minus(last.period) {
                paths.advance();
                lead += 1;
            }
            let totals = paths.total();
            let value = observation.value / scale;
            // Two steps of a scale: below counts two, equal one.
            let below: usize =
                totals.iter().map(|total| usize::from(*total < value) + usize::from(*total <= value)).sum();
            let edges = Binned::new(totals).quantiles(&[0.5, 0.5 - LEVEL / 200.0, 0.5 + LEVEL / 200.0]);
            let band = Band { level: LEVEL, lo: scale * edges[1], hi: scale * edges[2] };
            Hindsight {
                period: observation.period,
                value: observation.value,
                median: scale * edges[0],
                percentile: 50.0 * below as f64 / totals.len() as f64,
                inside: (band.lo..=band.hi).contains(&observation.value),
                band,
                weak: observation.weak,
                note: observation.note.clone(),
            }
        });
        Ok(rows.collect())
    }
}

value! {
    /// A value that was not known when the forecast was made, beside it.
    ///
    /// ```
    /// # use tradecast::{Band, Hindsight, Period};
    /// let band = Band { level: 80.0, lo: 300.0, hi: 800.0 };
    /// let row = Hindsight {
    ///     period: Period::annual(2023), value: 529.4, median: 480.0, band, percentile: 61.0, inside: true,
    ///     weak: false, note: String::new(),
    /// };
    /// assert!(row.inside == (row.band.lo..=row.band.hi).contains(&row.value));
    /// ```
    Hindsight {
        /// The period.
        period: Period as "string",
        /// What happened.
        value: f64,
        /// Median of the forecast.
        median: f64,
        /// Central 80 % band of the forecast.
        band: Band,
        /// Share of the simulated paths below the value, %.
        percentile: f64,
        /// Whether the value is within the band.
        inside: bool,
        /// Whether the value rests on a weak source.
        weak: bool,
        /// What a reader must know about the value; absent where there is nothing.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fit::fit::fit;
    use crate::model::id::ModelChoice;
    use crate::period::Period;
    use crate::question::lever::Lever;
    use crate::question::settings::Settings;
    use crate::series::series::Observation;

    fn yearly(values: &[(i32, f64)]) -> Series {
        let rows = values.iter().map(|&(year, value)| Observation::new(Period::annual(year), value));
        Series::new("test", rows.collect()).unwrap()
    }

    fn simulation() -> Simulation {
        let values = [100.0, 140.0, 90.0, 130.0, 80.0, 150.0, 120.0, 160.0, 110.0, 150.0];
        let rows: Vec<(i32, f64)> = (2011..).zip(values).collect();
        let settings = Settings { horizon: 6, paths: 1000, ..Settings::default() };
        fit(&yearly(&rows), &ModelChoice::Auto).unwrap().simulate(&settings).unwrap()
    }

    /// Against the paths counted one by one, also where a lever moves them; a gap is passed over.
    #[test]
    fn percentiles_are_those_of_the_paths() {
        let simulation = simulation();
        let later =
            yearly(&[(2019, 1.0), (2020, 1.0), (2021, 149.0), (2023, 400.0), (2026, 20.0), (2027, 9.0)]);
        let grown = Assumptions::baseline().with(Lever::Growth, 5.0).unwrap();
        for assumptions in [Assumptions::baseline(), grown] {
            let since = simulation.hindsight(&later, &assumptions).unwrap();
            let periods: Vec<i32> = since.iter().map(|row| row.period.year()).collect();
            assert_eq!(periods, [2021, 2023, 2026], "neither the past nor what is beyond the horizon");
            let forecast = simulation.forecast(&assumptions).unwrap();
            let mut paths = simulation.paths(simulation.plan(&assumptions), None, false);
            let totals: Vec<Vec<f64>> = (0..6)
                .map(|_| {
                    paths.advance();
                    paths.total().iter().map(|total| 150.0 * total).collect()
                })
                .collect();
            for row in &since {
                let lead = (row.period.year() - 2021) as usize;
                let below = totals[lead].iter().filter(|total| **total < row.value).count();
                assert!((row.percentile - below as f64 / 10.0).abs() < 1e-9, "{row:?}");
                assert_eq!(row.median, forecast[lead].median);
                assert_eq!(row.band, forecast[lead].bands[1]);
                assert_eq!(row.inside, row.percentile > 10.0 && row.percentile < 90.0, "{row:?}");
            }
            assert!(since[0].inside && !since[1].inside && !since[2].inside, "{since:?}");
        }
    }

    #[test]
    fn of_other_periods_nothing_is_said() {
        let months = (1..4).map(|m| Observation::new(format!("2021-0{m}").parse().unwrap(), 100.0));
        let months = Series::new("months", months.collect()).unwrap();
        let simulation = simulation();
        for later in [&months, simulation.fit().series()] {
            assert_eq!(simulation.hindsight(later, &Assumptions::baseline()).unwrap(), []);
        }
    }

    #[test]
    fn what_is_weak_is_told() {
        let row = Observation::new(Period::annual(2021), 150.0).marked_weak("a lower bound");
        let since = simulation()
            .hindsight(&Series::new("later", vec![row]).unwrap(), &Assumptions::baseline())
            .unwrap();
        assert!(since[0].weak && since[0].note == "a lower bound");
    }
}
