//! What a reader must know of a target and of other reporters, in plain words.

use crate::answer::arrival::Arrival;
use crate::fit::warning::{Warning, warning};
use crate::format;
use crate::question::target::Target;
use crate::series::mirror::MirrorGapReport;
use crate::series::series::Series;

/// Warnings about the target.
pub(crate) fn about_target(series: &Series, target: &Target, arrival: &Arrival) -> Vec<Warning> {
    let earlier = series.observations().iter().rev().find(|o| o.value >= target.value());
    let mut list = Vec::new();
    if let (Some(earlier), false) = (earlier, arrival.already_reached) {
        let money = format::money(earlier.value, series.unit());
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
            let differs = warning("mirror_gap", reporter, mirror_gap(gap))
                .with("reporter", reporter.as_str())
                .with("periods", &gap.years[..])
                .with("mean", gap.mean_pct)
                .with("low", lo)
                .with("high", hi);
            let decides = (target.decider() == Some(reporter)).then(|| {
                warning(
                    "decided_by",
                    reporter,
                    format!("Whether the target is reached is judged by what {reporter} counts, in the last year known and in every path; values and bands are those of this series."),
                )
                .with("reporter", reporter.as_str())
            });
            decides.into_iter().chain([differs])
        })
        .collect()
}

/// "12 % more", "35 % less", "as much".
fn more_or_less(pct: f64) -> String {
    match libm::round(pct) {
        0.0 => "as much".into(),
        rounded if rounded > 0.0 => format!("{rounded} % more"),
        rounded => format!("{} % less", -rounded),
    }
}

/// How another reporter counts, in one or two sentences.
fn mirror_gap(gap: &MirrorGapReport) -> String {
    let MirrorGapReport { reporter, years, mean_pct, interval80_pct: [lo, hi], .. } = gap;
    let what = if years.len() == 1 { "the only year" } else { "the years" };
    let average = if years.len() == 1 { "" } else { " on average" };
    format!(
        "{reporter} counted {} than this series{average} in {}, {what} known from both; what it will count in a year to come is anything from {} to {}, with 80 % confidence.",
        more_or_less(*mean_pct),
        format::periods(years),
        more_or_less(*lo),
        more_or_less(*hi)
    )
    .replace("as much than", "as much as")
}
