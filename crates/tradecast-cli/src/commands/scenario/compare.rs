//! `tradecast scenario compare`: scenarios on the same simulated paths, beside the baseline.

use std::io::{self, Write};

use clap::Args;
use tradecast::{
    Assumptions, Compared, Comparison, ForecastRow, Series, Settings, Target, Warning, money, percent,
};
use tradecast_ask::WithWarnings;

use crate::args::output::{Format, OutputArgs, ResultArgs};
use crate::args::question::QuestionArgs;
use crate::batch::{self, Part};
use crate::escape;
use crate::failure::Failure;
use crate::input::forecaster::SeriesForecaster;
use crate::input::levers::NamedScenario;
use crate::input::question::QuestionTemplate;
use crate::output::frame::Frame;
use crate::output::render::answer_page::period_or_after;
use crate::output::render::{no_trade, terminal};
use crate::output::table::{csv_rows, markdown_table, text_table};
use crate::output::write::run_fingerprint::RunFingerprint;
use crate::output::write::sink::Sink;

#[derive(Debug, Args)]
#[command(mut_arg("file", |arg| arg.long("data").value_name("FILE")))]
pub(crate) struct CompareArgs {
    /// Scenario files (.toml or .json, also the list that the page saves), or ready scenarios
    #[arg(value_name = "FILE|ID", required = true)]
    pub(crate) scenarios: Vec<String>,
    #[command(flatten)]
    pub(crate) question: QuestionArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
    #[command(flatten)]
    pub(crate) result: ResultArgs,
}

/// What the figures of the table are.
const FOOTNOTE: &str = "Difference to the baseline in percentage points, ± its standard error from the finite number of paths, \
                        which are the same in all scenarios.";

/// Runs the command.
pub(crate) fn run(args: &CompareArgs) -> Result<(), Failure> {
    let open = |name: &String| NamedScenario::open_all(name, args.question.data.pair.case);
    let scenarios = args.scenarios.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    let scenarios: Vec<NamedScenario> = scenarios.into_iter().flatten().collect();
    let (template, source) = QuestionTemplate::open(&args.question)?;
    let format = args.output.format()?;
    let header = csv_header(&template.settings.levels);
    let frame = Frame::of(format, source.series() > 1, header, Frame::default())?;
    let given: Vec<Vec<_>> = scenarios.iter().map(|chosen| chosen.given().collect()).collect();
    let sink = Sink::open(
        &args.result,
        args.output.container(),
        &RunFingerprint::of(&source, &(&given, template.priors.given()))?,
    )?;
    batch::run(source, &frame, sink, &template.priors, |known| {
        let (forecaster, target) = template.of(known)?;
        let comparison = compare(&forecaster, &known.series, &target, &template.settings, &scenarios)?;
        let mut part = Vec::new();
        match format {
            Format::Csv => part = csv_rows(csv(&comparison))?,
            Format::Json => {
                part = tradecast_ask::json(&WithWarnings::of(comparison, forecaster.warning)).into_bytes();
            }
            format => table(&mut part, &comparison, &known.series, forecaster.warning.as_ref(), format)?,
        }
        Ok(Part::from(part))
    })
}

/// The baseline, and each of the scenarios beside it.
fn compare(
    forecaster: &SeriesForecaster,
    series: &Series,
    target: &Target,
    settings: &Settings,
    scenarios: &[NamedScenario],
) -> Result<Comparison, Failure> {
    let assumed = scenarios
        .iter()
        .map(|chosen| Ok((chosen, chosen.assumptions(series)?)))
        .collect::<Result<Vec<_>, Failure>>()?;
    let simulation = forecaster.simulate(settings)?;
    let baseline = Assumptions::baseline();
    // The baseline by name would be beside itself.
    let moved = assumed.iter().filter(|(_, assumptions)| !assumptions.is_baseline());
    let named = moved.map(|(chosen, assumptions)| (chosen.id.as_str(), assumptions));
    simulation.compare(target, std::iter::once(("baseline", &baseline)).chain(named)).map_err(|error| {
        let knows = |chosen: &&NamedScenario| {
            error
                .lever()
                .is_some_and(|lever| chosen.scenario.levers().any(|(key, _)| key.to_string() == lever))
        };
        match scenarios.iter().find(knows) {
            Some(chosen) => chosen.blamed(error),
            None => error.into(),
        }
    })
}

fn table(
    out: &mut impl Write,
    comparison: &Comparison,
    series_as_of: &Series,
    decided: Option<&Warning>,
    format: Format,
) -> io::Result<()> {
    let Comparison { series, unit, target, asked, paths, seed, scenarios, .. } = comparison;
    let title = format!(
        "{series} and its target of {}, as of {}",
        money(target.value(), unit),
        series_as_of.last().period
    );
    let by = format!("by {asked}");
    let mut header = vec!["scenario", "half arrive by", "80 % arrive between", by.as_str(), "difference"];
    let mut rows: Vec<Vec<String>> = scenarios.iter().map(row).collect();
    let zeros: Vec<f64> =
        scenarios.iter().map(|compared| ForecastRow::no_trade_in(&compared.forecast, *asked)).collect();
    let no_trade = format!("{} in {asked}", no_trade::COLUMN);
    if zeros.iter().any(|zero| *zero > 0.0) {
        header.push(&no_trade);
        rows.iter_mut().zip(zeros).for_each(|(row, zero)| row.push(percent(zero)));
    }
    let colophon = format!("{FOOTNOTE} {paths} paths, seed {seed}.");
    if format == Format::Markdown {
        writeln!(out, "## {}\n", escape::markdown(&title))?;
        markdown_table(out, &header, rows)?;
        writeln!(out, "\n{}", escape::markdown(&colophon))?;
        decided.into_iter().try_for_each(|w| writeln!(out, "\n{}", escape::markdown(&w.message)))
    } else {
        writeln!(out, "{}\n", escape::line(&title))?;
        text_table(out, &header, &rows)?;
        let filled = |text: &str| textwrap::fill(text, terminal::width());
        writeln!(out, "\n{}", filled(&colophon))?;
        decided.into_iter().try_for_each(|w| writeln!(out, "\n{}", filled(&w.message)))
    }
}

fn row(compared: &Compared) -> Vec<String> {
    let Compared { name, arrival, probability, difference, .. } = compared;
    let end = arrival.end();
    let reached = |text: String| if arrival.already_reached { "reached".to_owned() } else { text };
    let difference = difference.as_ref().map_or_else(String::new, |difference| {
        format!("{:+.1} ± {:.1}", 100.0 * difference.probability, 100.0 * difference.error)
    });
    vec![
        name.clone(),
        reached(period_or_after(arrival.median, end)),
        reached(format!(
            "{} and {}",
            period_or_after(arrival.interval80[0], end),
            period_or_after(arrival.interval80[1], end)
        )),
        percent(*probability),
        difference,
    ]
}

fn csv_header(levels: &[f64]) -> Vec<String> {
    let start = [
        "series",
        "scenario",
        "target",
        "horizon",
        "period",
        "probability",
        "difference",
        "error",
        "value_difference",
    ];
    let bands = levels.iter().flat_map(|level| [format!("lo{level}"), format!("hi{level}")]);
    start.map(str::to_owned).into_iter().chain(bands).chain(["zero".to_owned()]).collect()
}

/// One row a scenario and period; the baseline differs in nothing.
fn csv(comparison: &Comparison) -> impl Iterator<Item = Vec<String>> {
    let Comparison { series, target, scenarios, .. } = comparison;
    let bands = scenarios.iter().find_map(|compared| compared.difference.as_ref()?.value.first());
    let bands = bands.map_or(0, |row| row.bands.len());
    scenarios.iter().flat_map(move |compared| {
        compared.arrival.by.iter().enumerate().map(move |(lead, row)| {
            let start = [
                series.clone(),
                compared.name.clone(),
                target.value().to_string(),
                (lead + 1).to_string(),
                row.period.to_string(),
                row.probability.to_string(),
            ];
            let rest: Vec<f64> = match &compared.difference {
                None => vec![0.0; 3 + 2 * bands],
                Some(difference) => {
                    let (by, value) = (&difference.by[lead], &difference.value[lead]);
                    let edges = value.bands.iter().flat_map(|band| [band.lo, band.hi]);
                    [by.probability, by.error, value.median].into_iter().chain(edges).collect()
                }
            };
            let zero = ForecastRow::no_trade_in(&compared.forecast, row.period);
            start.into_iter().chain(rest.iter().chain([&zero]).map(f64::to_string)).collect()
        })
    })
}
