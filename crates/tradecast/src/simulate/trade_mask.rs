//! In which periods each simulated path has trade, and what is left of its level after an interruption.

use std::sync::Arc;

use crate::fit::activity::Activity;
use crate::numeric::draws::{Draws, Purpose, TOTAL};
use crate::simulate::value::Value;

/// What is left of the level where there is not always trade, and nothing where there is none: for leads and paths, all paths of a
/// lead together.
#[derive(Debug, Clone)]
pub(crate) struct TradeMask {
    cells: Arc<[f32]>,
    /// The same where readings show that there is trade in the first period; absent without readings.
    shown: Option<Shown>,
}

#[derive(Debug, Clone)]
struct Shown {
    cells: Arc<[f32]>,
    /// Trust in the readings from which on a path believes them, one a path.
    from: Arc<[f64]>,
}

impl TradeMask {
    /// Of paths whose logs, relative to the last value with trade and were there always trade, are these, lead after lead.
    pub(crate) fn simulate(activity: &Activity, seed: u32, levels: &[Vec<f64>]) -> Self {
        Self { cells: cells(activity, seed, levels, false), shown: None }
    }

    /// Of paths that are known to have trade in the first period.
    pub(crate) fn begun(activity: &Activity, seed: u32, levels: &[Vec<f64>]) -> Self {
        Self { cells: cells(activity, seed, levels, true), shown: None }
    }

    /// With readings of the first period: there is trade in it.
    pub(crate) fn shown(&self, activity: &Activity, seed: u32, levels: &[Vec<f64>]) -> Self {
        let paths = levels.first().map_or(0, Vec::len);
        let from = |path| Draws::new(seed, path, TOTAL).uniform(Purpose::Reading, 0);
        let cells = cells(activity, seed, levels, true);
        let shown = Shown { cells, from: (0..paths).map(from).collect() };
        Self { cells: Arc::clone(&self.cells), shown: Some(shown) }
    }

    /// As it was before any reading.
    pub(crate) fn without_readings(&self) -> Self {
        Self { cells: Arc::clone(&self.cells), shown: None }
    }

    /// What is left in the first period, before any reading.
    pub(crate) fn first(&self, paths: usize) -> &[f32] {
        &self.cells[..paths]
    }

    /// Takes from the paths of a lead what they do not have; `readings` is the trust in readings.
    pub(crate) fn apply(&self, lead: usize, readings: &Value, column: &mut [f64]) {
        let here = lead * column.len()..(lead + 1) * column.len();
        let cells = &self.cells[here.clone()];
        match &self.shown {
            None => column.iter_mut().zip(cells).for_each(|(value, left)| *value *= f64::from(*left)),
            Some(shown) => {
                let both = cells.iter().zip(&shown.cells[here]).zip(shown.from.iter());
                for (path, (value, ((cell, shown), from))) in column.iter_mut().zip(both).enumerate() {
                    *value *= f64::from(if *from < readings.at(path) { *shown } else { *cell });
                }
            }
        }
    }
}

fn cells(activity: &Activity, seed: u32, levels: &[Vec<f64>], shown: bool) -> Arc<[f32]> {
    let paths = levels.first().map_or(0, Vec::len);
    let mut cells = vec![0.0; levels.len() * paths];
    let mut one = vec![0.0; levels.len()];
    for path in 0..paths {
        activity.path(Draws::new(seed, path, TOTAL), shown, |lead| levels[lead][path], &mut one);
        one.iter().enumerate().for_each(|(lead, left)| cells[lead * paths + path] = *left);
    }
    cells.into()
}
