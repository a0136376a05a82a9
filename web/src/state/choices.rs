//! The choices of the user, and the question to the engine that they make.

use std::sync::Arc;

use tradecast::{Assumptions, Frequency, Period, Target};

use crate::question::{Data, DataContext, DisplayOptions, Levels, Question};
use crate::text;

/// The choices of the user.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The series asked about.
    pub data: Data,
    /// Use only what was known at the end of [`Data::earlier`]; of own data that is everything.
    pub as_of: bool,
    /// The target, in the unit of the series; the default of the data where absent.
    pub target: Option<f64>,
    /// Year by which the target is due, where there is such a year.
    pub deadline: Option<i32>,
    /// Forecast periods; the default of the engine where absent.
    pub horizon: Option<u32>,
    /// The levers.
    pub assumptions: Assumptions,
    /// Whether what other pairs teach is used, where the user says so; otherwise it is used where it fits the data.
    pub priors: Option<bool>,
    /// How it is shown.
    pub view: View,
}

/// How the answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct View {
    /// Equal distances on the value axis are equal ratios.
    pub log: bool,
    /// Arrival as a cumulative curve instead of dots.
    pub curve: bool,
    /// Numbers in a table instead of charts.
    pub table: bool,
    /// Some of the paths one by one.
    pub paths: bool,
    /// Levels of the bands.
    pub levels: Levels,
    /// What is shown below the charts.
    pub tab: Tab,
}

/// One change of how the answer is shown.
///
/// The change is made to the view of the moment. A listener that holds a whole view may hold an old one, because
/// effects run after the page is drawn and a key may come in between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewChange {
    /// Chooses the scale of the values: logarithmic or not.
    Log(bool),
    /// From one scale to the other.
    SwitchScale,
    /// Chooses the curve of arrival or its dots.
    Curve(bool),
    /// Chooses the table or the charts.
    Table(bool),
    /// From charts to table, or back.
    SwitchTable,
    /// Shows or hides paths one by one.
    Paths(bool),
    /// Chooses the levels of the bands.
    Levels(Levels),
    /// Chooses what is shown below the charts.
    Tab(Tab),
}

impl View {
    /// The view after a change.
    #[must_use]
    pub(crate) fn after(self, change: ViewChange) -> Self {
        match change {
            ViewChange::Log(log) => Self { log, ..self },
            ViewChange::SwitchScale => Self { log: !self.log, ..self },
            ViewChange::Curve(curve) => Self { curve, ..self },
            ViewChange::Table(table) => Self { table, ..self },
            ViewChange::SwitchTable => Self { table: !self.table, ..self },
            ViewChange::Paths(paths) => Self { paths, ..self },
            ViewChange::Levels(levels) => Self { levels, ..self },
            ViewChange::Tab(tab) => Self { tab, ..self },
        }
    }
}

/// What is shown below the charts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Which levers the answer hangs on, what the moved ones changed, what would have to be true.
    Moves,
    /// The parts of the total.
    Breakdown,
    /// Scenarios side by side.
    Compare,
    /// Warnings, models, records, sources.
    #[default]
    Evidence,
    /// The figures themselves, and the user's own.
    Data,
}

impl Tab {
    /// Every tab, in the order of the page.
    pub const ALL: [Self; 5] = [Self::Moves, Self::Breakdown, Self::Compare, Self::Evidence, Self::Data];

    /// Its identifier, in links and in the page.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Breakdown => "made",
            Self::Compare => "compare",
            Self::Evidence => "evidence",
            Self::Data => "data",
        }
    }
}

impl State {
    /// The state of a page nobody has touched.
    #[must_use]
    pub fn new() -> Self {
        Self {
            data: Data::default(),
            as_of: false,
            target: None,
            deadline: None,
            horizon: None,
            assumptions: Assumptions::baseline(),
            priors: None,
            view: View::default(),
        }
    }

    /// Whether nothing was chosen, however it is shown.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        *self == Self { view: self.view, ..Self::new() }
    }

    /// The target level, in the unit of the series.
    #[must_use]
    pub fn target(&self) -> f64 {
        self.target.unwrap_or_else(|| self.data.default_target())
    }

    /// What is known of the series asked about.
    #[must_use]
    pub fn known(&self) -> Arc<DataContext> {
        self.data.known(self.as_of)
    }

    /// Whether what other pairs teach is used.
    #[must_use]
    pub fn uses_priors(&self) -> bool {
        self.priors.unwrap_or_else(|| self.data.decision().uses_priors())
    }

    /// Why it is used or not; empty where there is nothing to say.
    #[must_use]
    pub fn priors_remark(&self) -> String {
        let yearly = self.data.series().frequency() == Frequency::Annual;
        text::priors_remark(self.priors, yearly, self.data.decision())
    }

    /// Forecast periods.
    #[must_use]
    pub fn horizon(&self) -> u32 {
        self.horizon.unwrap_or_else(|| self.data.default_horizon())
    }

    /// The target as the engine takes it; a deadline is the last period of its year.
    ///
    /// # Errors
    /// [`tradecast::Error::BadTarget`] where the level is not positive and finite.
    pub fn engine_target(&self) -> tradecast::Result<Target> {
        let target = Target::level(self.target())?;
        let frequency = self.data.series().frequency();
        Ok(match self.deadline {
            Some(year) => target.by(last_of_year(year, frequency)),
            None => target,
        })
    }

    /// The question to the engine.
    ///
    /// # Errors
    /// Those of [`Self::engine_target`].
    pub fn question(&self) -> tradecast::Result<Question> {
        Ok(Question {
            data: self.data.clone(),
            as_of: self.as_of,
            target: self.engine_target()?,
            horizon: self.horizon(),
            assumptions: self.assumptions.clone(),
            priors: self.uses_priors(),
        })
    }

    /// What the answer shows beside the forecast.
    #[must_use]
    pub fn display_options(&self) -> DisplayOptions {
        DisplayOptions { levels: self.view.levels, paths: self.view.paths }
    }
}

impl Default for State {
    fn default() -> Self {
        Self::new()
    }
}

/// The last period of a calendar year.
pub(crate) fn last_of_year(year: i32, frequency: Frequency) -> Period {
    let text = match frequency {
        Frequency::Annual => return Period::annual(year),
        Frequency::Quarterly => format!("{year:04}-Q4"),
        Frequency::Monthly => format!("{year:04}-12"),
    };
    text.parse().expect("a year of four digits with its last quarter or month is a period")
}
