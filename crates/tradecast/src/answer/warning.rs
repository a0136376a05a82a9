//! What a reader must know before relying on an answer, in plain words.

use std::collections::BTreeMap;

use crate::answer::answer::{Arrival, MirrorGapReport, ModelReport, TrackRecord, Warning, WarningValue};
use crate::answer::text;
use crate::model::ModelId;
use crate::model::priors::Priors;
use crate::question::target::Target;
use crate::series::period::Period;
use crate::series::season::Season;
use crate::series::series::{Observation, Series};

/// Below this many observations weights are equal and no track record exists.
const SHORT: usize = 9;
/// An 80 % band that held fewer outcomes than this was too narrow.
const POOR_COVERAGE: f64 = 0.65;

fn warning(code: &str, place: impl Into<String>, message: impl Into<String>) -> Warning {
    Warning { code: code.into(), message: message.into(), place: place.into(), values: BTreeMap::new() }
}

impl Warning {
    /// The warning with something that its message mentions.
    fn with(mut self, name: &str, value: impl Into<WarningValue>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }
}

/// A count as the number it is.
fn count(n: usize) -> f64 {
    n as f64
}

/// Warnings about the data and the models, whatever the question.
pub(crate) fn about_fit(
    series: &Series,
    season: &Season,
    reports: &[ModelReport],
    record: Option<&TrackRecord>,
    priors: Option<&Priors>,
) -> Vec<Warning> {
    let observations = series.observations();
    let mut list = Vec::new();
    let missing: Vec<Period> = observations
        .windows(2)
        .flat_map(|pair| (1..pair[1].period.minus(pair[0].period)).map(move |k| pair[0].period.plus(k)))
        .collect();
    if !missing.is_empty() {
        let periods = text::periods(&missing);
        let verb = if missing.len() == 1 { "is" } else { "are" };
        list.push(
            warning(
                "gap",
                &periods,
                format!("{periods} {verb} missing and stayed a gap: no value was filled in."),
            )
            .with("periods", &missing[..]),
        );
    }
    let weak: Vec<Period> = observations.iter().filter(|o| o.weak).map(|o| o.period).collect();
    if !weak.is_empty() {
        let periods = text::periods(&weak);
        let few = if weak.len() == 1 { "value rests" } else { "values rest" };
        list.push(
            warning(
                "weak_values",
                &periods,
                format!(
                    "{} {few} on weak sources ({periods}); they were used as they are.",
                    text::count(weak.len())
                ),
            )
            .with("periods", &weak[..]),
        );
    }
    let Observation { period, weak, note, .. } = series.last();
    if *weak {
        list.push(
            warning(
                "weak_origin",
                period.to_string(),
                format!("The starting point itself, {period}, is weak: {note}."),
            )
            .with("period", *period)
            .with("note", note.as_str()),
        );
    }
    if observations.len() < SHORT {
        list.push(warning(
            "short_series",
            series.name(),
            format!(
                "Only {} observations: the models could not be tested on this series, so they count equally.",
                observations.len()
            ),
        )
        .with("observations", count(observations.len())));
    }
    let frequency = series.frequency();
    match season {
        Season::TooShort => list.push(warning(
            "season_not_estimated",
            series.name(),
            format!("The series is {frequency} and not every period of the year was seen twice: too little to tell a season. It was forecast as it is; a season, if there is one, widens the bands and makes single periods wrong."),
        )
        .with("frequency", frequency.to_string().as_str())),
        Season::Indistinct => list.push(warning(
            "no_season",
            series.name(),
            format!("The series is {frequency}, and no pattern of the year stands out from its other movements; it was forecast without one."),
        )
        .with("frequency", frequency.to_string().as_str())),
        Season::Annual | Season::Found(_) => {}
    }
    if observations.iter().all(|o| o.value == series.last().value) {
        list.push(warning(
            "no_variation",
            series.name(),
            "Every value is the same: the bands have no width because nothing in the data gives them one.",
        ));
    }
    let panel = reports.iter().find(|r| r.name == ModelId::Panel.to_string() && r.weight > 0.0);
    if let (Some(panel), Some(priors)) = (panel, priors) {
        let share = text::percent(panel.weight);
        let growth = 100.0 * libm::expm1(priors.common_growth);
        list.push(warning(
            "panel_priors",
            &panel.name,
            format!(
                "{share} of the simulated futures rest on what {} other series did up to {}, when they grew by {growth:.1} % a year on average in the money of the day; the rest on this series alone.",
                text::number(priors.series as f64),
                priors.as_of
            ),
        )
        .with("share", panel.weight)
        .with("series", count(priors.series))
        .with("until", f64::from(priors.as_of))
        .with("growth", growth));
    }
    let explained = reports.iter().any(|r| r.name == ModelId::ElasticNet.to_string() && r.weight > 0.0);
    for regressor in series.regressors() {
        let (name, last) = (regressor.name(), regressor.last().period);
        if !explained {
            let message = format!("Regressor {name} was not used: only the model elastic-net asks for it.");
            list.push(warning("regressor_unused", name, message).with("name", name));
        } else if last > series.last().period {
            list.push(warning(
                "regressor_assumed",
                name,
                format!("The forecast takes the values of {name} up to {last} as known; where they are assumptions, so is what follows from them."),
            )
            .with("name", name)
            .with("period", last));
        }
    }
    for report in reports.iter().filter(|r| !r.converged) {
        let left_out = warning("model_left_out", &report.name, format!("Left out: {}.", report.convergence));
        list.push(left_out.with("reason", report.convergence.as_str()));
    }
    if let Some(record) = record.filter(|r| r.coverage80 < POOR_COVERAGE) {
        list.push(warning(
            "bands_too_narrow",
            series.name(),
            format!(
                "Past 80 % bands for this series held only {} of outcomes: expect more surprises than shown.",
                text::percent(record.coverage80)
            ),
        )
        .with("coverage", record.coverage80));
    }
    if let Some(ratio) = record.and_then(|r| r.relative_to_naive).filter(|ratio| *ratio >= 1.0) {
        list.push(warning(
            "no_better_than_naive",
            series.name(),
            format!("Past median forecasts for this series were no better than repeating the last value (error {ratio:.2} times as large): trust the bands, not the middle."),
        )
        .with("ratio", ratio));
    }
    list
}

/// Warnings about the target.
pub(crate) fn about_target(series: &Series, target: &Target, arrival: &Arrival) -> Vec<Warning> {
    let earlier = series.observations().iter().rev().find(|o| o.value >= target.value());
    let mut list = Vec::new();
    if let (Some(earlier), false) = (earlier, arrival.already_reached) {
        let money = text::money(earlier.value, series.unit());
        list.push(warning(
            "reached_before",
            earlier.period.to_string(),
            format!("The series was already at this level in {} ({money}) and has fallen since; the answer is about reaching it again.", earlier.period),
        )
        .with("period", earlier.period)
        .with("value", earlier.value));
    }
    let record = series.observations().iter().map(|o| o.value).fold(0.0, f64::max);
    if target.value() > 5.0 * record {
        list.push(warning(
            "far_beyond_history",
            "target",
            format!("The target is {:.1} times the largest value ever recorded; so far beyond history the shape of the models decides.", target.value() / record),
        )
        .with("times", target.value() / record));
    }
    list
}

/// Warnings about other reporters of the same trade.
pub(crate) fn about_reporters(gaps: &[MirrorGapReport], target: &Target) -> Vec<Warning> {
    gaps.iter()
        .flat_map(|gap| {
            let reporter = &gap.reporter;
            let [lo, hi] = gap.interval80_pct;
            let differs = warning("mirror_gap", reporter, text::mirror_gap(gap))
                .with("reporter", reporter.as_str())
                .with("periods", &gap.years[..])
                .with("mean", gap.mean_pct)
                .with("low", lo)
                .with("high", hi);
            let decides = (target.decider() == Some(reporter)).then(|| {
                warning(
                    "decided_by",
                    reporter,
                    format!("Whether the target is reached is judged by what {reporter} counts, in the last year known and in every future; values and bands are those of this series."),
                )
                .with("reporter", reporter.as_str())
            });
            decides.into_iter().chain([differs])
        })
        .collect()
}
