#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "models"),
    expect(dead_code, reason = "models asked for by name are compiled and left out by the linker")
)]

pub mod guide;

// In reading order: what goes in, what comes out, and what happens between.
mod period;
mod far_off;
mod series;
mod composition;
mod target;
mod reading;
mod noise;
mod mirror;
mod lever;
mod distribution;
mod assumptions;
mod calendar;
mod settings;
mod question;
mod answer;
mod error;
mod isolation;

mod priors;
mod growth_over;
mod reference_class;
mod rank;
mod model;
mod solve;
mod season;
mod combination;
mod evaluate;
mod fit;
mod draws;
mod exponential;
mod value;
mod plan;
mod parts;
mod shares;
mod reconcile;
mod path;
mod outlook;
mod hindsight;
mod nowcast;
mod quantile;
mod arrival;
mod compare;
mod explain;
mod goal;
mod calibrate;
mod backtest;
mod metric;
mod warning;
mod text;

pub use answer::{
    Answer, Arrival, ArrivalRow, Asked, Band, BaseRate, Bottleneck, Component, Diagnostics, Estimate,
    ForecastRow, Hindsight, MirrorGapReport, ModelReport, Nowcast, NowcastReading, PanelRate, PanelRecord,
    Parameter, RequiredGrowth, SCHEMA, Score, SeasonalFactor, Stays, TrackRecord, Unserved, Warning,
    WarningValue,
};
pub use assumptions::{Assumptions, Setting};
pub use backtest::{
    ArrivalRecord, Backtest, BandRecord, Case, ComposedCase, EdgeRecord, Errors, ForecastRecord,
    OriginRecord, Outcome, Record, Tally,
};
pub use calibrate::calibrate;
pub use compare::{Compared, Comparison, Difference, DifferenceRow, ValueDifference};
pub use composition::{Composition, Part, PartId};
pub use distribution::Distribution;
pub use error::{Error, Result};
pub use explain::{
    Attribution, Bar, Contributions, End, KindShare, LeverShare, PartChange, PartShares, Swing, Tornado,
};
pub use far_off::LongGap;
pub use fit::{Fit, fit, fit_with_models, fit_with_priors, fit_with_progress};
pub use goal::{Goal, Required, Solution, Verdict};
pub use growth_over::GrowthOver;
#[cfg(debug_assertions)]
pub use isolation::provoke_panic;
pub use isolation::{isolated, quiet_panics};
pub use lever::{Lever, LeverKey, LeverKind, LeverSpec, Scope};
pub use metric::{
    Accuracy, Bounded, NaiveScale, Normal, Pair, PitHistogram, Quantile, ReliabilityRow, Stated, brier,
    calibration_error, coverage, crps, crps_normal, crps_of_quantiles, interval_score, log_score, mase, msis,
    pinball, pit, reliability, rmse_log, rmsse, smape,
};
pub use mirror::MirrorGap;
pub use model::{ArimaOrder, EtsForm, History, Model, ModelChoice, ModelId};
pub use noise::{Lesson, ReadingNoise};
pub use outlook::Outlook;
pub use period::{Frequency, Period};
pub use priors::Priors;
pub use question::Question;
pub use rank::{Prospect, Ranked};
pub use reading::{Reading, Readings, Says};
pub use reconcile::Reconciliation;
pub use reference_class::{Likeness, ReferenceClass, ReferenceRate, Standing};
pub use series::{Flow, MIN_OBSERVATIONS, Observation, Series};
pub use settings::{MAX_HORIZON, MAX_PATHS, MIN_PATHS, Settings};
pub use target::Target;
pub use text::{money, number, percent};
