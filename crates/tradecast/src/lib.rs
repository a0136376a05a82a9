#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "models"),
    expect(dead_code, reason = "models asked for by name are compiled and left out by the linker")
)]

pub mod guide;

// In the order in which data flow: a folder knows only those above it.
mod numeric;
mod error;
mod isolation;
mod series;
mod question;
mod model;
mod fit;
mod simulate;
mod answer;
mod explain;
mod judge;

pub use answer::answer::{
    Answer, Arrival, ArrivalRow, Asked, Band, BaseRate, Bottleneck, Component, Diagnostics, Estimate,
    ForecastRow, Hindsight, MirrorGapReport, ModelReport, Nowcast, NowcastReading, PanelRate, PanelRecord,
    Parameter, RequiredGrowth, SCHEMA, Score, SeasonalFactor, Stays, TrackRecord, Unserved, Warning,
    WarningValue,
};
pub use answer::text::{money, number, percent};
pub use error::{Error, Result};
pub use explain::comparison::{Compared, Comparison, Difference, DifferenceRow, ValueDifference};
pub use explain::goal_seek::{Goal, Required, Solution, Verdict};
pub use explain::{
    Attribution, Bar, Contributions, End, KindShare, LeverShare, PartChange, PartShares, Swing, Tornado,
};
pub use fit::base_rates::GrowthOver;
pub use fit::calibrate::calibrate;
pub use fit::fit::{Fit, fit, fit_with_models, fit_with_priors, fit_with_progress};
pub use fit::reference_class::{Likeness, ReferenceClass, ReferenceRate, Standing};
#[cfg(debug_assertions)]
pub use isolation::provoke_panic;
pub use isolation::{isolated, quiet_panics};
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
pub use model::priors::Priors;
pub use model::{ArimaOrder, EtsForm, History, Model, ModelChoice, ModelId};
pub use question::assumptions::{Assumptions, Setting};
pub use question::distribution::Distribution;
pub use question::lever::{Lever, LeverKey, LeverKind, LeverSpec, Scope};
pub use question::question::Question;
pub use question::settings::{MAX_HORIZON, MAX_PATHS, MIN_PATHS, Settings};
pub use question::target::Target;
pub use series::composition::{Composition, Part, PartId};
pub use series::far_off::LongGap;
pub use series::mirror::MirrorGap;
pub use series::noise::{Lesson, ReadingNoise};
pub use series::period::{Frequency, Period};
pub use series::series::{Flow, MIN_OBSERVATIONS, Observation, Series};
pub use series::year_to_date::{Reading, Readings, Says};
pub use simulate::reconcile::Reconciliation;
pub use simulate::simulation::Outlook;
