//! What a backtest found, in sentences.

use tradecast::{ForecastRecord, Frequency, ModelChoice, Record, number};

use super::findings::Findings;

/// A count with thousands separated.
pub(super) fn count(of: usize) -> String {
    number(of as f64)
}

/// A figure to so many decimals, a dash where there is none, powers of ten where it is out of all proportion.
pub(super) fn decimals(value: Option<f64>, places: usize) -> String {
    match value {
        None => "-".to_owned(),
        Some(value) if value.abs() >= 1e6 => format!("{value:.1e}"),
        Some(value) => format!("{value:.places$}"),
    }
}

/// "1 to 10 periods", with the word of the frequency.
pub(super) fn ahead(from: usize, to: usize) -> String {
    if from == to { from.to_string() } else { format!("{from} to {to}") }
}

/// Year, quarter or month.
pub(super) fn period(findings: &Findings) -> &'static str {
    match findings.span[0].frequency() {
        Frequency::Annual => "year",
        Frequency::Quarterly => "quarter",
        Frequency::Monthly => "month",
    }
}

/// What was asked, in a line.
pub(super) fn asked(findings: &Findings) -> String {
    let record = &findings.record;
    let dates = match record.origins.as_slice() {
        [one] => format!("at {}", one.origin),
        [first, .., last] => {
            format!("at {} dates from {} to {}", record.origins.len(), first.origin, last.origin)
        }
        [] => String::new(),
    };
    let noun = if record.cases == 1 { "question" } else { "questions" };
    let horizon = record.overall.to;
    let (word, plural) = (period(findings), if horizon == 1 { "" } else { "s" });
    format!("{} {noun} asked {dates}, {} {word}{plural} ahead", count(record.cases), ahead(1, horizon))
}

/// The findings in plain words, the bands first.
pub(super) fn headline(findings: &Findings) -> Vec<String> {
    let record = &findings.record;
    let said = [bands(record), Some(medians(findings)), distribution(&record.overall), arrival(findings)];
    said.into_iter().flatten().collect()
}

fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

fn bands(record: &Record) -> Option<String> {
    let mut bands = record.overall.bands.iter().rev().filter_map(|band| Some((band.level, band.held?)));
    let main = record.overall.bands.iter().find(|band| band.level == 80.0);
    let main = main.and_then(|band| Some((band.level, band.held?))).or_else(|| bands.clone().next())?;
    let others: Vec<String> = bands
        .by_ref()
        .filter(|(level, _)| *level != main.0)
        .map(|(level, held)| format!("{level} % bands {held:.0} %"))
        .collect();
    let outcomes = count(record.overall.outcomes);
    let rest = if others.is_empty() { String::new() } else { format!(", {}", listed(&others)) };
    Some(format!("{} % bands held {:.0} % of {outcomes} outcomes{rest}.", main.0, main.1))
}

fn medians(findings: &Findings) -> String {
    let overall = &findings.record.overall;
    let verdict = |owa: f64| match owa {
        owa if owa < 0.995 => format!("{:.0} % less than repeating the last value", 100.0 * (1.0 - owa)),
        owa if owa > 1.005 => format!("{:.0} % more than repeating the last value", 100.0 * (owa - 1.0)),
        _ => "as much as repeating the last value".to_owned(),
    };
    match (overall.mean_errors.mase, overall.mean_errors.smape, overall.owa) {
        (Some(mase), _, Some(owa)) => format!(
            "Medians missed by {mase:.2} usual {}ly changes, {} (OWA {owa:.3}).",
            period(findings),
            verdict(owa)
        ),
        (_, Some(smape), _) => format!("Medians missed by {smape:.1} % (sMAPE)."),
        _ => "No median could be scored.".to_owned(),
    }
}

fn distribution(overall: &ForecastRecord) -> Option<String> {
    let ratio = overall.relative_to_naive.crps?;
    let verdict = match ratio {
        r if r < 0.995 => format!("{:.0} % better than", 100.0 * (1.0 - r)),
        r if r > 1.005 => format!("{:.0} % worse than", 100.0 * (r - 1.0)),
        _ => "no better than".to_owned(),
    };
    Some(format!("As distributions, forecasts were {verdict} a random walk from the last value (CRPS)."))
}

fn arrival(findings: &Findings) -> Option<String> {
    let record = &findings.record;
    let off = 100.0 * record.arrival.calibration_error?;
    let within = record.calibration_error_within_origin.filter(|_| findings.date_by_date());
    let within = within.map(|within| format!("; at any one date, by {:.1} on average", 100.0 * within));
    Some(format!(
        "Probabilities of reaching a target were off by {off:.1} percentage points, over {} of them{}.",
        count(record.arrival.forecasts),
        within.unwrap_or_default()
    ))
}

/// What the shape of the PIT histogram says.
pub(super) fn shape(record: &ForecastRecord) -> Option<String> {
    let (mean, spread) = (record.pit.mean?, record.pit.spread?);
    let width = match spread {
        s if s < 0.95 => "bands were wider than they needed to be",
        s if s > 1.05 => "bands were too narrow",
        _ => "bands were about as wide as they should be",
    };
    let centre = match mean {
        m if m > 0.53 => "outcomes came out higher than forecast",
        m if m < 0.47 => "outcomes came out lower than forecast",
        _ => "medians were neither too high nor too low",
    };
    Some(format!("On the whole {width} (spread {spread:.2}), and {centre} (mean {mean:.2})."))
}

/// Which models answered.
pub(super) fn models(choice: ModelChoice) -> String {
    match choice {
        ModelChoice::Auto => "auto: the combination of all that fit".to_owned(),
        ModelChoice::One(id) => id.to_string(),
    }
}

/// What was asked, and of what: names and values.
pub(super) fn settings(findings: &Findings) -> Vec<(&'static str, String)> {
    let Findings { plan, .. } = findings;
    let targets: Vec<String> = plan.target_multiples.iter().map(f64::to_string).collect();
    let origins = if findings.held_out {
        format!("one a series, {} {}s before its end", plan.settings.horizon, period(findings))
    } else {
        let all: Vec<String> = findings.record.origins.iter().map(|o| o.origin.to_string()).collect();
        all.join(", ")
    };
    let mut list = vec![
        (
            "Data",
            format!(
                "{}: {} observations, {} to {}",
                findings.about,
                count(findings.observations),
                findings.span[0],
                findings.span[1]
            ),
        ),
        ("Series asked", format!("{} of {}", count(findings.series), count(findings.series_read))),
        ("Origins", origins),
        ("Periods ahead", ahead(1, plan.settings.horizon as usize)),
        ("Targets", format!("{} times the value at the origin", listed(&targets))),
        ("History", format!("{} unbroken observations or more before an origin", plan.history)),
    ];
    if plan.smallest > 0.0 {
        list.push(("Smallest value", number(plan.smallest)));
    }
    list.extend([
        ("Models", models(plan.models)),
        ("Panel priors", findings.priors.clone()),
        ("Simulation", format!("{} paths, seed {}", count(plan.settings.paths as usize), plan.settings.seed)),
        ("Engine", format!("Tradecast {}", env!("CARGO_PKG_VERSION"))),
    ]);
    list
}
