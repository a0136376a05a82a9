#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "models"),
    expect(dead_code, reason = "models asked for by name are compiled and left out by the linker")
)]

pub mod guide;

// In the order in which data flow: a folder knows only those above it.
mod plain;
mod period;
mod format;
mod message;
mod error;
mod isolation;
mod numeric;
mod series;
mod question;
mod model;
mod fit;
mod simulate;
mod answer;
mod explain;
mod judge;

pub use answer::answer::{Answer, Asked, Component, SCHEMA};
pub use answer::arrival::{Arrival, ArrivalRow, BaseRate, RequiredGrowth, Stays};
pub use answer::bottleneck::{Bottleneck, Unserved};
pub use answer::forecaster::Forecaster;
pub use answer::hindsight::Hindsight;
pub use answer::question::Question;
pub use answer::simulation_cache::SimulationCache;
pub use error::not_fitted::NotFittedReason;
pub use error::reason::{DistributionError, ReadingError};
pub use error::{Error, Result};
pub use explain::comparison::{Compared, Comparison, Difference, DifferenceRow, ValueDifference};
pub use explain::goal_seek::{Goal, Required, Solution, Verdict};
pub use explain::{
    Attribution, Bar, Contributions, End, KindShare, LeverShare, PartChange, PartShares, Swing, Tornado,
};
pub use fit::calibrate::calibrate;
pub use fit::fit::{Fit, fit, fit_with_models, fit_with_priors, fit_with_progress};
pub use fit::reference_class::{Likeness, ReferenceClass, ReferenceRate, Standing};
pub use fit::report::{ModelReport, Score, TrackRecord};
pub use fit::warning::Warning;
pub use format::{money, number, percent};
#[cfg(debug_assertions)]
pub use isolation::provoke_panic;
pub use isolation::{isolated, panicked, quiet_panics};
pub use judge::backtest::{
    ArrivalRecord, Backtest, BandRecord, Case, ComposedCase, EdgeRecord, Errors, ForecastRecord,
    OriginRecord, Outcome, Record, Tally,
};
pub use judge::metrics::{
    Accuracy, Bounded, NaiveScale, Normal, Pair, PitHistogram, Quantile, ReliabilityRow, Stated, brier,
    calibration_error, coverage, crps, crps_normal, crps_of_quantiles, interval_score, log_score, mase, msis,
    pinball, pit, reliability, rmse_log, rmsse, smape,
};
pub use judge::ranking::{Prospect, Ranked};
pub use message::{MessageCause, MessageValue, MessageValues};
#[doc(hidden)]
pub use message::{ToMessageValue, message_values};
pub use model::builtin::ModelId;
pub use model::builtin::arima::ArimaOrder;
pub use model::builtin::ets::EtsForm;
pub use model::common_state::CommonState;
pub use model::convergence::Convergence;
pub use model::growth_over::GrowthOver;
pub use model::id::ModelChoice;
pub use model::model::{History, Model};
pub use model::priors::{PanelRate, PanelRecord, Priors};
pub use model::report::{Diagnostics, Parameter};
pub use numeric::estimate::Estimate;
pub use period::{Frequency, Period};
pub use question::assumptions::{Assumptions, Setting};
pub use question::distribution::Distribution;
pub use question::lever::{Lever, LeverKey, LeverKind, LeverSpec, Scope};
pub use question::scenario::entries::{ScenarioEntries, ScenarioValue};
pub use question::scenario::fields::{Scenario, ScenarioLever};
pub use question::scenario::problem::{ScenarioFault, ScenarioProblem, ScenarioType};
pub use question::settings::{MAX_HORIZON, MAX_PATHS, MIN_PATHS, Settings};
pub use question::target::Target;
pub use series::change::{Change, change_of};
pub use series::composition::{Composition, Part, PartId};
pub use series::context::DataContext;
pub use series::far_off::LongGap;
pub use series::mirror::{MirrorGap, MirrorGapReport};
pub use series::noise::{Lesson, ReadingNoise};
pub use series::readings::Readings;
pub use series::reconciliation::Reconciliation;
pub use series::season::SeasonalFactor;
pub use series::series::{Flow, MIN_OBSERVATIONS, Observation, Series};
pub use series::year_to_date::{Reading, Says};
pub use simulate::forecast::{Band, ForecastRow};
pub use simulate::nowcast::{Nowcast, NowcastReading};
pub use simulate::running_year::AddedUpYear;
pub use simulate::simulation::Simulation;
