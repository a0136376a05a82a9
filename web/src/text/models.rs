//! The models behind an answer, and how past answers turned out.

use tradecast::{
    Frequency, MessageCause, ModelReport, PanelRecord, Parameter, Score, SeasonalFactor, TrackRecord,
};

use crate::text::message::message;
use crate::text::messages::catalogue::{find, language, say};
use crate::text::messages::count::say_count;
use crate::text::messages::translate::known;
use crate::text::numbers::number::{fixed, no_value, number, percent, short};
use crate::text::numbers::period::{month, plural};
use crate::text::page::whole;

/// The plain name of a model.
#[must_use]
pub fn model_name(id: &str) -> String {
    let kind = id.split(':').next().unwrap_or(id);
    find(&format!("model.{kind}")).unwrap_or_else(|| id.to_owned())
}

/// What a model assumes, in plain words; empty where nobody wrote them.
#[must_use]
pub fn model_meaning(id: &str) -> String {
    let kind = id.split(':').next().unwrap_or(id);
    find(&format!("meaning.{kind}")).unwrap_or_default()
}

/// A period of the year: "Jan", "Q1".
#[must_use]
pub fn of_year(period: u32, frequency: Frequency) -> String {
    match frequency {
        Frequency::Monthly => month(period),
        _ => say!("season.quarter", quarter = period),
    }
}

/// What the season of a series is, by its highest and lowest period; none where it has none.
#[must_use]
pub fn season(factors: &[SeasonalFactor], frequency: Frequency) -> Option<String> {
    let by_factor = |a: &&SeasonalFactor, b: &&SeasonalFactor| a.factor.total_cmp(&b.factor);
    let (high, low) = (factors.iter().max_by(by_factor)?, factors.iter().min_by(by_factor)?);
    let away = |factor: &SeasonalFactor| fixed(100.0 * (factor.factor - 1.0).abs(), 0);
    Some(say!(
        &format!("season.{}", plural(frequency)),
        high = of_year(high.period, frequency),
        above = away(high),
        low = of_year(low.period, frequency),
        below = away(low)
    ))
}

/// What to do about a warning.
#[must_use]
pub fn advice(code: &str) -> Option<String> {
    find(&format!("advice.{code}"))
}

/// How the estimation of a model ended; where it did not, why.
#[must_use]
pub fn convergence(report: &ModelReport) -> String {
    let area = if report.converged { "convergence" } else { "error" };
    match &report.convergence_message {
        Some(MessageCause { code, values }) => message(area, code, values, &report.convergence),
        None => report.convergence.clone(),
    }
}

/// A parameter with its standard error.
#[must_use]
pub fn parameter(parameter: &Parameter) -> String {
    let Parameter { name, value, std_error, unit } = parameter;
    let error = std_error.map(|error| format!(" ± {}", short(error))).unwrap_or_default();
    let unit = if unit.is_empty() {
        String::new()
    } else {
        format!(" {}", known(unit).unwrap_or_else(|| super::numbers::unit::unit(unit)))
    };
    format!("{} {}{error}{unit}", parameter_name(name), short(*value))
}

/// The name of a parameter: English has the engine's own.
fn parameter_name(name: &str) -> String {
    let id = name.replace(' ', "-");
    find(&format!("parameter.{id}")).unwrap_or_else(|| name.to_owned())
}

/// The typical miss of a model's past forecasts: the root mean squared log error as a ratio.
#[must_use]
pub fn typical_miss(rmse_log: f64) -> String {
    fixed(libm::expm1(rmse_log) * 100.0, 0) + language().percent_sign()
}

/// How a model's past errors compare with repeating the last value.
#[must_use]
pub fn against_naive(score: &Score) -> String {
    score.relative_to_naive.map_or_else(no_value, |ratio| fixed(ratio, 2))
}

/// How past forecasts turned out.
#[must_use]
pub fn track_record(record: &TrackRecord, frequency: Frequency) -> String {
    let TrackRecord { origins, forecasts, longest_lead, coverage80, rmse_log, relative_to_naive } = record;
    let naive = relative_to_naive.as_ref().map_or_else(String::new, |ratio| {
        let ratio_said = fixed(*ratio, 2);
        if *ratio < 1.0 {
            say!("record.better", ratio = ratio_said)
        } else {
            say!("record.no_better", ratio = ratio_said)
        }
    });
    let periods = plural(frequency);
    say!(
        "record.track",
        points = say_count!("record.points", *origins as u64),
        ahead = say_count!(&format!("record.ahead.{periods}"), *longest_lead as u64),
        forecasts = say_count!("record.forecasts", *forecasts as u64),
        coverage = percent(*coverage80),
        miss = typical_miss(*rmse_log),
        naive = naive
    )
}

/// How such answers turned out for other series; in English exactly as the engine says it.
#[must_use]
pub fn panel_record(record: &PanelRecord) -> String {
    let better = record.relative_to_naive < 1.0;
    whole(say!(
        if better { "record.panel.better" } else { "record.panel.no_better" },
        origins = record.origins,
        first = record.first_origin,
        last = record.last_origin,
        series = number(record.series as f64),
        lead = record.longest_lead,
        coverage = percent(record.coverage80),
        outcomes = number(record.outcomes as f64),
        ratio = fixed(record.relative_to_naive, 2),
        brier = fixed(record.brier, 3),
        base = fixed(record.brier_of_base_rate, 3)
    ))
}

/// Share of a model in the simulated paths.
#[must_use]
pub fn weight(weight: f64) -> String {
    if weight == 0.0 { no_value() } else { percent(weight) }
}

/// Columns of the models, and whether they hold numbers.
#[must_use]
pub fn models_columns() -> [(String, bool); 6] {
    [
        (say!("models.model"), false),
        (say!("models.share"), true),
        (say!("models.estimates"), false),
        (say!("models.miss"), true),
        (say!("models.naive"), true),
        (say!("models.fitted"), false),
    ]
}

/// What the models are together.
#[must_use]
pub fn models_intro(fitted: usize, tried: usize, paths: u32) -> String {
    let paths = number(paths.into());
    if fitted == tried {
        say!("models.intro.all", tried = tried, paths = paths)
    } else {
        say!("models.intro.some", fitted = fitted, tried = tried, paths = paths)
    }
}
