//! What a reader must know before relying on a fit, in plain words.

use crate::fit::report::{ModelReport, TrackRecord};
use crate::format;
use crate::message::{MessageValue, MessageValues};
use crate::model::builtin::ModelId;
use crate::model::priors::Priors;
use crate::period::{Frequency, Period};
use crate::plain::value;
use crate::series::late_level_shift::late_level_shift;
use crate::series::sample::Sample;
use crate::series::season::Season;
use crate::series::series::{Observation, Series};

/// Below this many observations weights are equal and no track record exists.
const SHORT: usize = 9;

/// An 80 % band that held fewer outcomes than this was too narrow.
const POOR_COVERAGE: f64 = 0.65;

value! {
    /// Something a reader must know.
    ///
    /// ```
    /// # let observations = [2010, 2011, 2012, 2014, 2015, 2016, 2017, 2018].map(|y| tradecast::Observation::new(tradecast::Period::annual(y), f64::from(y - 2000)));
    /// # let series = tradecast::Series::new("a", observations.to_vec())?;
    /// let answer = tradecast::Question::new(series, tradecast::Target::level(40.0)?).answer()?;
    /// let gap = answer.warnings.iter().find(|warning| warning.code == "gap").unwrap();
    /// assert_eq!(gap.message, "2013 is missing and stayed a gap: no value was filled in.");
    /// assert_eq!(gap.values["periods"], tradecast::MessageValue::List(vec!["2013".to_owned()]));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    Warning {
        /// Stable identifier of the kind.
        code: String,
        /// What it is and what it means.
        message: String,
        /// Period, model, row or lever it is about; `where` in JSON.
        #[serde(rename = "where")]
        place: String,
        /// What the message is made of, by name, so that it can be said in another language; absent where it is always the same.
        #[serde(default, skip_serializing_if = "MessageValues::is_empty")]
        values: MessageValues,
    }
}

pub(crate) fn warning(code: &str, place: impl Into<String>, message: impl Into<String>) -> Warning {
    Warning { code: code.into(), message: message.into(), place: place.into(), values: MessageValues::new() }
}

impl Warning {
    /// The warning with something that its message mentions.
    pub(crate) fn with(mut self, name: &str, value: impl Into<MessageValue>) -> Self {
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
        let periods = format::periods(&missing);
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
        let periods = format::periods(&weak);
        let few = if weak.len() == 1 { "value rests" } else { "values rest" };
        list.push(
            warning(
                "weak_values",
                &periods,
                format!(
                    "{} {few} on weak sources ({periods}); they were used as they are.",
                    format::count(weak.len())
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
    let zeros = series.zeros();
    let with_trade = observations.len() - zeros;
    if zeros > 0 {
        let verb = if zeros == 1 { "is" } else { "are" };
        let period = match series.frequency() {
            Frequency::Annual => "year",
            Frequency::Quarterly => "quarter",
            Frequency::Monthly => "month",
        };
        list.push(
            warning(
                "zeros",
                series.name(),
                format!("{zeros} of {} values {verb} zero: forecasts state how likely a {period} without trade is; growth and bands of the models are those of trade while it lasts.", observations.len()),
            )
            .with("zeros", count(zeros))
            .with("of", count(observations.len())),
        );
    }
    if let Some(last) = series.last_positive().filter(|last| last.period < series.last().period) {
        list.push(
            warning(
                "no_trade_now",
                series.last().period.to_string(),
                format!("There was no trade in {}; the level at which it may begin again follows from that of {}, the last with trade.", series.last().period, last.period),
            )
            .with("period", series.last().period)
            .with("since", last.period),
        );
    }
    if with_trade < SHORT {
        list.push(warning(
            "short_series",
            series.name(),
            format!(
                "Only {with_trade} observations: the models could not be tested on this series, so they count equally."
            ),
        )
        .with("observations", count(with_trade)));
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
    if series.positive().all(|o| Some(o.value) == series.last_positive().map(|last| last.value)) {
        list.push(warning(
            "no_variation",
            series.name(),
            "Every value is the same: the bands have no width because nothing in the data gives them one.",
        ));
    }
    list.extend(about_late_shift(series, season));
    let panel = reports.iter().find(|r| r.name == ModelId::Panel.to_string() && r.weight > 0.0);
    if let (Some(panel), Some(priors)) = (panel, priors) {
        let share = format::percent(panel.weight);
        let growth = 100.0 * libm::expm1(priors.common_growth);
        list.push(warning(
            "panel_priors",
            &panel.name,
            format!(
                "{share} of the simulated paths rest on what {} other series did up to {}, when they grew by {growth:.1} % a year on average in the money of the day; the rest on this series alone.",
                format::number(priors.series as f64),
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
    for report in reports.iter().filter(|r| !r.converged && r.weight == 0.0) {
        let left_out = warning("model_left_out", &report.name, format!("Left out: {}.", report.convergence));
        list.push(match &report.convergence_message {
            Some(reason) => left_out.with("reason", reason.clone()),
            None => left_out,
        });
    }
    if let Some(record) = record.filter(|r| r.coverage80 < POOR_COVERAGE) {
        list.push(warning(
            "bands_too_narrow",
            series.name(),
            format!(
                "Past 80 % bands for this series held only {} of outcomes: expect more surprises than shown.",
                format::percent(record.coverage80)
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

/// A shift of level so late that it may be a wild value: the volatility of the series has grown by it, and with that the bands.
fn about_late_shift(series: &Series, season: &Season) -> Option<Warning> {
    let shift = late_level_shift(&season.taken_from(&Sample::of(series)))?;
    let message = format!(
        "The level shifted in {}, to {:.2} times what the growth before led to. So few values cannot tell whether it stays: the bands are wider for it.",
        shift.period, shift.factor
    );
    let warning = warning("late_level_shift", shift.period.to_string(), message);
    Some(warning.with("period", shift.period).with("ratio", shift.factor))
}
