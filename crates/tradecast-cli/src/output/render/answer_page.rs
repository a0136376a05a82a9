//! The answer as a page: for the terminal and as Markdown.

use std::io::{self, Write};

use tradecast::{
    Answer, Arrival, ArrivalRow, Component, ModelId, PanelRate, PanelRecord, Period, RequiredGrowth,
    TrackRecord, money, percent,
};
use tradecast_data::{Case, Citation, PartYear};

use crate::escape;
use crate::input::levers::NamedScenario;
use crate::output::render::model_table::{MODEL_HEADER, SEASON_HEADER, model_rows, season_rows};
use crate::output::render::terminal::{FAINT, FORECAST, STRONG, Terminal};
use crate::output::render::{hindsight, no_trade, text_chart};
use crate::output::table::{markdown_table, text_table};

/// What the page says beside the answer.
pub(crate) struct AnswerContext<'a> {
    /// The embedded case that the series is of: its sources are known.
    pub(crate) case: Option<&'static Case>,
    /// The arrival without panel priors, or with them where the answer is without; absent where they make no difference.
    pub(crate) other_priors: Option<Arrival>,
    /// The scenario that the question is asked under.
    pub(crate) scenario: Option<&'a NamedScenario>,
    /// The part of a year that is known after the last whole one; absent where the series is not the turnover inside.
    pub(crate) part_year: Option<&'static PartYear>,
}

/// Prints the page for a terminal.
pub(crate) fn text(
    out: &mut impl Write,
    answer: &Answer,
    context: &AnswerContext<'_>,
    terminal: &Terminal,
) -> io::Result<()> {
    let paragraph = |text: &str, indent: &str, hanging: &str| {
        textwrap::fill(
            &escape::styled(text, terminal.colour),
            textwrap::Options::new(terminal.width).initial_indent(indent).subsequent_indent(hanging),
        )
    };
    let strong = |text: &str| terminal.paint(STRONG, text);
    let heading = |out: &mut dyn Write, text: &str| writeln!(out, "\n{}", paragraph(&strong(text), "", ""));
    writeln!(out, "{}\n", paragraph(&terminal.paint(FAINT, &title(answer)), "", ""))?;
    writeln!(out, "{}\n", paragraph(&strong(&answer.headline), "", ""))?;
    if let Some(assumed) = assumed(answer, context) {
        writeln!(out, "{}\n", paragraph(&assumed, "", ""))?;
    }
    text_chart::draw(answer, terminal).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    writeln!(
        out,
        "\n{}",
        paragraph(
            &format!(
                "Probability that {} has been reached by a period (whole bar), that the value is at or above it in the period, and that it stays so from then on until {} (dark bar)",
                money(answer.question.target.value(), &answer.question.unit),
                answer.arrival.end()
            ),
            "",
            ""
        )
    )?;
    let lines = arrival_lines(answer);
    // What stands beside a bar: its period, three shares, and what it was.
    let beside_bar = answer.arrival.end().to_string().len() + if answer.baseline.is_some() { 43 } else { 31 };
    let longest = terminal.width.saturating_sub(beside_bar).min(60) as f64;
    let beside = answer.arrival.end().to_string().len() + "by ".len();
    writeln!(out, "  {:beside$}  reached  above  stays", "")?;
    for ArrivalLine { period, reached, above, stays, was } in lines {
        let blocks = |probability: f64| (probability * longest).round() as usize;
        let [dark, light] = terminal.glyphs.bar.map(String::from);
        let bar = dark.repeat(blocks(stays)) + &light.repeat(blocks(reached) - blocks(stays));
        let bar = terminal.paint(FORECAST, &bar);
        let was = was.map(|w| format!("  (was {})", percent(w))).unwrap_or_default();
        let [reached, above, stays] = [reached, above, stays].map(percent);
        writeln!(out, "  by {period}  {reached:>7}  {above:>5}  {stays:>5}  {bar}{was}")?;
    }
    writeln!(out, "{}", paragraph(&not_reached(answer), "  ", "  "))?;
    if let Some(no_trade) = no_trade::sentences(answer) {
        writeln!(out, "{}", paragraph(&no_trade, "  ", "  "))?;
    }
    if let Some(other) = &context.other_priors {
        writeln!(out, "{}", paragraph(&other_priors(answer, other), "  ", "  "))?;
    }
    if let Some(added_up) = &answer.added_up {
        heading(out, "Added up")?;
        writeln!(out, "{}", paragraph(&added_up.summary, "  ", "  "))?;
    }
    if let Some(nowcast) = &answer.nowcast {
        heading(out, "The year so far")?;
        writeln!(out, "{}", paragraph(&nowcast.summary, "  ", "  "))?;
    }
    if let Some(required) = &answer.required_growth {
        heading(out, "What it would take")?;
        writeln!(out, "{}", paragraph(&required_growth(required), "  ", "  "))?;
    }
    if let Some(bottleneck) = bottleneck(answer) {
        heading(out, "The corridor")?;
        writeln!(out, "{}", paragraph(&bottleneck, "  ", "  "))?;
    }
    if answer.components.len() > 1 {
        heading(out, &format!("Made of (levers of a part are written as in {}.growth)", first_part(answer)))?;
        text_table(out, &PART_HEADER, &part_rows(answer))?;
    }
    heading(out, "Models (sd and errors in log points, 0.10 is about 10 %)")?;
    text_table(out, &MODEL_HEADER, &model_rows(&answer.models))?;
    if !answer.season.is_empty() {
        heading(out, "Season, taken out before the models were fitted and put back into every path")?;
        text_table(out, &SEASON_HEADER, &season_rows(&answer.season, answer.question.frequency))?;
    }
    if !answer.since.is_empty() {
        heading(out, "What has happened since")?;
        hindsight::text(out, answer)?;
        let sentences = hindsight::sentences(answer, context.part_year);
        sentences.iter().try_for_each(|sentence| writeln!(out, "{}", paragraph(sentence, "  ", "  ")))?;
    }
    let records = track_records(answer);
    if !records.is_empty() {
        heading(out, "Track record")?;
        records.iter().try_for_each(|record| writeln!(out, "{}", paragraph(record, "  ", "  ")))?;
    }
    if !answer.warnings.is_empty() {
        heading(out, "Before you rely on it")?;
        answer
            .warnings
            .iter()
            .try_for_each(|w| writeln!(out, "{}", paragraph(&w.message, "  ! ", "    ")))?;
    }
    if let Some(case) = context.case {
        heading(out, "Sources")?;
        embedded_sources(case, answer)
            .iter()
            .try_for_each(|s| writeln!(out, "{}", paragraph(s, "  ", "    ")))?;
    }
    writeln!(out, "\n{}", paragraph(&terminal.paint(FAINT, &colophon(answer)), "", ""))
}

/// Prints the page as Markdown.
pub(crate) fn markdown(out: &mut impl Write, answer: &Answer, context: &AnswerContext<'_>) -> io::Result<()> {
    let paragraphs =
        |texts: &[String]| texts.iter().map(|text| escape::markdown(text)).collect::<Vec<_>>().join("\n\n");
    writeln!(out, "# {}\n\n**{}**\n", escape::markdown(&title(answer)), escape::markdown(&answer.headline))?;
    if let Some(assumed) = assumed(answer, context) {
        writeln!(out, "{}\n", escape::markdown(&assumed))?;
    }
    let rows = arrival_lines(answer).into_iter().map(|ArrivalLine { period, reached, above, stays, was }| {
        let cells = [period.to_string(), percent(reached), percent(above), percent(stays)];
        cells.into_iter().chain(was.map(percent)).collect()
    });
    let stays = format!("stays until {}", answer.arrival.end());
    let header = ["period", "reached by then", "at or above then", &stays, "reached with no lever moved"];
    markdown_table(out, if answer.baseline.is_some() { &header } else { &header[..4] }, rows)?;
    writeln!(out, "\n{}", escape::markdown(&not_reached(answer)))?;
    if let Some(no_trade) = no_trade::sentences(answer) {
        writeln!(out, "\n{}", escape::markdown(&no_trade))?;
    }
    if let Some(other) = &context.other_priors {
        writeln!(out, "\n{}", escape::markdown(&other_priors(answer, other)))?;
    }
    if let Some(added_up) = &answer.added_up {
        writeln!(out, "\n## Added up\n\n{}", escape::markdown(&added_up.summary))?;
    }
    if let Some(nowcast) = &answer.nowcast {
        writeln!(out, "\n## The year so far\n\n{}", escape::markdown(&nowcast.summary))?;
    }
    if let Some(required) = &answer.required_growth {
        writeln!(out, "\n## What it would take\n\n{}", escape::markdown(&required_growth(required)))?;
    }
    if let Some(bottleneck) = bottleneck(answer) {
        writeln!(out, "\n## The corridor\n\n{}", escape::markdown(&bottleneck))?;
    }
    if answer.components.len() > 1 {
        writeln!(out, "\n## Made of\n")?;
        markdown_table(out, &PART_HEADER, part_rows(answer))?;
    }
    writeln!(out, "\n## Models\n")?;
    markdown_table(out, &MODEL_HEADER, model_rows(&answer.models))?;
    if !answer.season.is_empty() {
        writeln!(out, "\n## Season\n")?;
        markdown_table(out, &SEASON_HEADER, season_rows(&answer.season, answer.question.frequency))?;
    }
    if !answer.since.is_empty() {
        writeln!(out, "\n## What has happened since\n")?;
        hindsight::markdown(out, answer)?;
        let sentences = hindsight::sentences(answer, context.part_year);
        writeln!(out, "\n{}", paragraphs(&sentences))?;
    }
    let records = track_records(answer);
    if !records.is_empty() {
        writeln!(out, "\n## Track record\n\n{}", paragraphs(&records))?;
    }
    if !answer.warnings.is_empty() {
        writeln!(out, "\n## Before you rely on it\n")?;
        answer.warnings.iter().try_for_each(|w| writeln!(out, "- {}", escape::markdown(&w.message)))?;
    }
    if let Some(case) = context.case {
        writeln!(out, "\n## Sources\n")?;
        embedded_sources(case, answer).iter().try_for_each(|s| writeln!(out, "- {}", escape::markdown(s)))?;
    }
    writeln!(out, "\n{}", escape::markdown(&colophon(answer)))
}

/// Where a limited corridor holds trade back: until the deadline, or until the end where there is none.
fn bottleneck(answer: &Answer) -> Option<String> {
    let (by, _) = answer.in_time();
    answer.bottleneck.as_ref().map(|bottleneck| bottleneck.sentence(by, &answer.question.unit))
}

const PART_HEADER: [&str; 5] = ["part", "called", "of", "last value", "in"];

fn first_part(answer: &Answer) -> &str {
    answer.components.iter().find_map(|part| part.id.as_deref()).unwrap_or_default()
}

fn part_rows(answer: &Answer) -> Vec<Vec<String>> {
    let row = |part: &Component| {
        vec![
            part.name.clone(),
            part.id.clone().unwrap_or_default(),
            part.parent.clone().unwrap_or_else(|| "the total".to_owned()),
            money(part.last_value, &answer.question.unit),
            part.known.unwrap_or(answer.question.origin).to_string(),
        ]
    };
    answer.components.iter().map(row).collect()
}

fn title(answer: &Answer) -> String {
    let question = &answer.question;
    let reporter = if question.reporter.is_empty() {
        String::new()
    } else {
        format!(" (counted by: {})", question.reporter)
    };
    format!("{}{reporter}, as of {}", question.series, question.origin)
}

/// The scenario, and the levers that are moved; absent where none is.
fn assumed(answer: &Answer, context: &AnswerContext<'_>) -> Option<String> {
    let moved = answer.question.assumptions.moved();
    let levers: Vec<String> = moved.map(|(key, setting)| format!("{key} = {setting}")).collect();
    let levers = (!levers.is_empty()).then(|| format!("Levers moved: {}.", levers.join(", ")));
    let scenario = context.scenario.map(|chosen| {
        format!("Scenario: {}. {}", chosen.name(), chosen.scenario.fields().description).trim_end().to_owned()
    });
    match (scenario, levers) {
        (Some(scenario), Some(levers)) => Some(format!("{scenario} {levers}")),
        (scenario, levers) => scenario.or(levers),
    }
}

/// What is said of one period.
struct ArrivalLine {
    period: Period,
    reached: f64,
    above: f64,
    stays: f64,
    /// Probability of having been reached with no lever moved; absent where none is.
    was: Option<f64>,
}

/// A readable choice of periods: the first five, then every few, always the deadline and the last.
fn arrival_lines(answer: &Answer) -> Vec<ArrivalLine> {
    let Arrival { by, above, stays, .. } = &answer.arrival;
    let step = by.len().div_ceil(12).max(1);
    let shown = |lead: usize, period: Period| {
        lead < 5.min(step * 5) && step == 1
            || (lead + 1).is_multiple_of(step)
            || lead + 1 == by.len()
            || answer.question.target.deadline() == Some(period)
    };
    let line = |(lead, (row, stays)): (usize, (&ArrivalRow, &ArrivalRow))| ArrivalLine {
        period: row.period,
        reached: row.probability,
        above: above[lead].probability,
        stays: stays.probability,
        was: answer.baseline.as_ref().map(|baseline| baseline.by[lead].probability),
    };
    by.iter()
        .zip(&stays.by)
        .enumerate()
        .filter(|(lead, (row, _))| shown(*lead, row.period))
        .map(line)
        .collect()
}

fn not_reached(answer: &Answer) -> String {
    let Arrival { not_within_horizon, already_reached, stays, monte_carlo_error, .. } = &answer.arrival;
    let end = answer.arrival.end();
    let reached = if *already_reached {
        String::new()
    } else {
        format!("Not reached by {end}: {}. ", percent(*not_within_horizon))
    };
    let from = match stays.median {
        Some(median) => {
            format!("Even odds that it stays reached from {median} until {end}, where the horizon ends.")
        }
        None => format!("Below it in {end}, where the horizon ends: {}.", percent(stays.not_within_horizon)),
    };
    format!(
        "{reached}{from} Simulation error of these probabilities: at most {:.1} percentage points.",
        100.0 * monte_carlo_error
    )
}

/// What panel priors make of the answer.
fn other_priors(answer: &Answer, other: &Arrival) -> String {
    let (asked, _) = answer.in_time();
    let with = answer.models.iter().any(|model| model.name == ModelId::Panel.to_string() && model.converged);
    let how = if with {
        "Without what other pairs teach (--priors none)"
    } else {
        "With what other pairs teach (the panel priors inside)"
    };
    let when = other
        .median
        .map_or_else(|| format!("after {}", answer.arrival.end()), |median| format!("around {median}"));
    let by = other.reached_by(asked);
    format!("{how}: {when}, {} by {asked}.", percent(by))
}

/// What constant growth it would take, as a sentence.
pub(crate) fn required_growth(required: &RequiredGrowth) -> String {
    let rate = format!(
        "Reaching it by {} needs {:.1} % growth every year from now on.",
        required.by, required.pct_per_year
    );
    let own = required.base_rate.as_ref().map(|base| {
        format!(
            "Over equally long stretches of its past, this series grew that much in {} of {} (stretches overlap).",
            (base.share * base.windows as f64).round(),
            base.windows
        )
    });
    let others = required.panel_rate.as_ref().map(PanelRate::sentence);
    [Some(rate), own, others].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// How such answers turned out before: for this series, and for others.
fn track_records(answer: &Answer) -> Vec<String> {
    let own = answer.track_record.as_ref().map(track_record);
    own.into_iter().chain(answer.panel_record.as_ref().map(PanelRecord::sentence)).collect()
}

fn track_record(record: &TrackRecord) -> String {
    let skill = record.relative_to_naive.map(|ratio| {
        let verdict = if ratio < 1.0 { "better than" } else { "no better than" };
        format!(
            " Its median forecasts were {verdict} repeating the last value (error {ratio:.2} times as large)."
        )
    });
    format!(
        "Asked at {} earlier dates for up to {} periods ahead, with only what this series had shown by then, the method's 80 % bands held {} of {} outcomes.{}",
        record.origins,
        record.longest_lead,
        percent(record.coverage80),
        record.forecasts,
        skill.unwrap_or_default()
    )
}

fn embedded_sources(case: &Case, answer: &Answer) -> Vec<String> {
    let known = |citation: &&Citation| {
        citation
            .years
            .get(..4)
            .and_then(|year| year.parse::<Period>().ok())
            .is_none_or(|year| year <= answer.question.origin)
    };
    let readings = answer.nowcast.iter().flat_map(|nowcast| &nowcast.readings);
    let readings = readings.filter(|reading| reading.used && !reading.source.is_empty());
    case.citations()
        .iter()
        .filter(known)
        .map(|c| format!("{}: {}, {}", c.years, c.reporter, c.source.address()))
        .chain(readings.map(|r| format!("{}: {}, {}", r.months, r.reporter, r.source)))
        .collect()
}

fn colophon(answer: &Answer) -> String {
    format!(
        "Tradecast {}, {} simulated paths, seed {}, data {}.",
        answer.engine, answer.question.paths, answer.seed, answer.data_hash
    )
}

/// A period of arrival, or that it is after the last of the horizon.
pub(crate) fn period_or_after(period: Option<Period>, end: Period) -> String {
    period.map_or_else(|| format!("after {end}"), |period| period.to_string())
}
