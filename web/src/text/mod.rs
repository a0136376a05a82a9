//! Every sentence and number format shown to the user.

mod catalogue;

use tradecast::{
    Answer, Arrival, Band, BaseRate, Bottleneck, Distribution, Frequency, Lever, Nowcast, Observation,
    PanelRate, Parameter, Period, Priors, Score, Series, TrackRecord,
};

use crate::state::{Idle, Spec, significant};
use crate::view::{self, Expected, Row};

pub use catalogue::{Catalogue, Language, fill, fill_count, language, speak};
#[expect(unused_imports, reason = "counted texts move here with the other languages")]
pub(crate) use catalogue::{say, say_count};
pub use tradecast::{money, number, percent};

/// Dots of the arrival chart.
pub const DOTS: usize = 50;
/// Dots of the arrival chart where there is little room.
pub const FEW_DOTS: usize = 20;

// The question.

/// Label of the target.
pub const TARGET_LABEL: &str = "Target";
/// Label of the deadline.
pub const DEADLINE_LABEL: &str = "Deadline";
/// Label of the horizon.
pub const HORIZON_LABEL: &str = "Look ahead";
/// Why the target's slider ends where it does.
pub const TARGET_RANGE: &str = "Up to three times the usual target. Type any positive number to go further.";
/// What the deadline does.
pub const DEADLINE_HELP: &str = "Year by which the target is due. Without one, the page shows a round year some way ahead. Clear the box to remove it.";
/// Why the deadline's slider ends where it does.
pub const DEADLINE_RANGE: &str = "The years that the forecast covers.";
/// Why the horizon's slider ends where it does.
pub const HORIZON_RANGE: &str =
    "Beyond fifty years no trade model means anything. The box takes any length the engine can simulate.";
/// What a box says while no deadline is set.
pub const NONE: &str = "none";

/// What the target does.
#[must_use]
pub fn target_help(series: &Series) -> String {
    format!(
        "Yearly level to be reached for the first time, in {}, as the source counts it ({}).",
        series.unit(),
        series.flow()
    )
}

/// What the horizon does.
#[must_use]
pub fn horizon_help(frequency: Frequency) -> String {
    format!("How many {} of the future are simulated.", periods(frequency))
}

/// The plural of a period: "years", "quarters" or "months".
#[must_use]
pub fn periods(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Annual => "years",
        Frequency::Quarterly => "quarters",
        Frequency::Monthly => "months",
    }
}

/// A value as its number box shows it.
#[must_use]
pub fn plain(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", rounded + 0.0)
}

/// A value as a screen reader says it.
#[must_use]
pub fn spoken(value: Option<f64>, spec: &Spec) -> String {
    match value {
        None => "no deadline".to_owned(),
        Some(value) if spec.unit.is_empty() => plain(value),
        Some(value) => format!("{} {}", plain(value), spec.unit.replace('%', "percent")),
    }
}

/// A typed text that is no number.
#[must_use]
pub fn not_a_number(typed: &str, spec: &Spec) -> String {
    let example = plain(spec.default);
    if typed.trim().is_empty() {
        return format!("Type a number, such as {example}.");
    }
    let shown: String = typed.trim().chars().take(20).collect();
    format!("“{shown}” is not a number. Type one such as {example}.")
}

/// A typed number that must be whole.
#[must_use]
pub fn not_whole(typed: &str) -> String {
    format!("{} is not a whole number.", typed.trim())
}

/// A typed number outside the range.
#[must_use]
pub fn out_of_range(spec: &Spec) -> String {
    let [least, most] = spec.typed;
    if most.is_finite() {
        format!("Choose a number from {} to {}.", plain(least), plain(most))
    } else {
        "Choose a number above zero.".to_owned()
    }
}

// The answer.

/// A value of the forecast: three significant digits, because no forecast knows more.
#[must_use]
pub fn about(value: f64, unit: &str) -> String {
    money(significant(3, value), unit)
}

/// A value of the forecast without its unit.
#[must_use]
pub fn about_number(value: f64) -> String {
    number(significant(3, value))
}

/// A unit as the title of an axis: "$ m", "EUR m".
#[must_use]
pub fn axis_unit(unit: &str) -> String {
    unit.strip_prefix("USD ").map_or_else(|| unit.to_owned(), |multiple| format!("US$ {multiple}"))
}

/// A period, or that it lies beyond the last one.
#[must_use]
pub fn or_after(period: Option<Period>, last: Period) -> String {
    period.map_or_else(|| format!("after {last}"), |period| period.to_string())
}

/// A range of periods that may end beyond the last one.
#[must_use]
pub fn range([from, to]: [Option<Period>; 2], last: Period) -> String {
    match (from, to) {
        (None, None) => format!("after {last}"),
        (from, Some(to)) => format!("{} – {to}", or_after(from, last)),
        (Some(from), None) => format!("{from} – after {last}"),
    }
}

/// Label of the probability by a period.
#[must_use]
pub fn reached_by_label(period: Period) -> String {
    format!("Reached by {period}")
}

/// A probability as dots.
#[must_use]
pub fn dots_of(dots: usize) -> String {
    format!("{dots} of {DOTS} dots below")
}

/// Label of the probability of staying above the target.
#[must_use]
pub fn stays_label(period: Period) -> String {
    format!("Stays above from {period}")
}

/// What staying above the target is.
#[must_use]
pub fn stays_note(last: Period) -> String {
    format!("in every year until {last}")
}

/// Label of the median arrival.
pub const MEDIAN_LABEL: &str = "Even odds by";
/// What the median arrival is.
pub const MEDIAN_NOTE: &str = "half of the futures arrive by then";
/// Label of the 80 % interval.
pub const INTERVAL_LABEL: &str = "8 in 10 arrive";
/// What the 80 % interval is.
pub const INTERVAL_NOTE: &str = "1 in 10 earlier, 1 in 10 later";
/// What the probability of not arriving is.
pub const NEVER_NOTE: &str = "later, or never";
/// Said of a required growth where history is too short to compare.
pub const NO_BASE_RATE: &str = "no past stretch of its own as long";
/// Label of the median line.
pub const MEDIAN_LINE: &str = "median";
/// Label of the curve of arrivals.
pub const REACHED_LINE: &str = "reached";
/// Label of the curve of staying above.
pub const STAYS_LINE: &str = "stays";
/// Label of the baseline line.
pub const GHOST_LINE: &str = "baseline";

/// Label of the probability of not arriving.
#[must_use]
pub fn never_label(last: Period) -> String {
    format!("Not by {last}")
}

/// Label of the required growth.
#[must_use]
pub fn growth_label(by: Period) -> String {
    format!("Growth needed for {by}")
}

/// What a figure was before any lever was moved.
#[must_use]
pub fn was(before: &str) -> String {
    format!("was {before}")
}

/// The first sentence of a headline, and the rest.
#[must_use]
pub fn split_headline(headline: &str) -> (&str, &str) {
    headline.find(". ").map_or((headline, ""), |at| (&headline[..=at], headline[at + 2..].trim()))
}

/// How often the required growth was kept up before.
#[must_use]
pub fn base_rate(rate: &BaseRate, span: i32) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen windows")]
    let met = (rate.share * rate.windows as f64).round();
    match rate.windows {
        1 => format!(
            "the only stretch of {span} years on record {}",
            if met > 0.0 { "did" } else { "did not" }
        ),
        windows => format!("kept up in {met} of {windows} past stretches of {span} years"),
    }
}

/// How often other pairs kept it up, after what this one did.
#[must_use]
pub fn panel_rate(own: String, rate: &PanelRate) -> String {
    let PanelRate { share, series, up_to, .. } = rate;
    let (share, series) = (percent(*share), number(f64::from(*series)));
    format!("{own}; {series} other pairs kept it up in {share} of theirs (until {up_to})")
}

/// Growth a year.
#[must_use]
pub fn growth(pct_per_year: f64) -> String {
    format!("{pct_per_year:.1} % a year")
}

/// What is known or expected of a period.
#[must_use]
pub fn reading_known(observation: &Observation, unit: &str) -> String {
    let Observation { period, value, note, weak, .. } = observation;
    let value = money(*value, unit);
    match (weak, note.is_empty()) {
        (true, false) => format!("{period}: {value} on record, a weak figure: {note}."),
        (true, true) => format!("{period}: {value} on record, a weak figure."),
        (false, _) => format!("{period}: {value} on record."),
    }
}

/// A period without a figure.
#[must_use]
pub fn reading_missing(period: Period) -> String {
    format!("{period}: no figure was found. The gap is left open.")
}

/// The forecast of a period.
#[must_use]
pub fn reading_ahead(reading: &Ahead<'_>, unit: &str) -> String {
    let Ahead { period, median, level, lo, hi, reached, dots: all, stays, last, target } = reading;
    let (target, stays) = (money(*target, unit), percent(*stays));
    let reached = reached.map_or_else(String::new, |(probability, dots)| {
        format!(" By then {} have reached {target} ({dots} of {all} dots);", percent(probability))
    });
    let goal = if reached.is_empty() { &target } else { "it" };
    let stays = if *period < last {
        format!("{stays} stay at or above {goal} from then until {last}.")
    } else {
        format!("{stays} are at or above {goal} then.")
    };
    format!(
        "{period}: even odds of more or less than {}; {} of 100 futures lie between {} and {}.{reached} {stays}",
        about(*median, unit),
        number(*level),
        about(*lo, unit),
        about(*hi, unit),
    )
}

/// What the forecast says of one period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ahead<'a> {
    /// The period.
    pub period: &'a Period,
    /// Half of the futures are below.
    pub median: f64,
    /// Level of the band quoted, %.
    pub level: f64,
    /// Lower edge of the band.
    pub lo: f64,
    /// Upper edge of the band.
    pub hi: f64,
    /// Probability of having arrived, and the same as dots; absent where the target is already reached.
    pub reached: Option<(f64, usize)>,
    /// How many dots there are.
    pub dots: usize,
    /// Probability of being at or above the target from the period on until the last one.
    pub stays: f64,
    /// The last period of the horizon.
    pub last: Period,
    /// The target.
    pub target: f64,
}

/// What the bands mean, by the levels shown.
#[must_use]
pub fn bands_caption(levels: &[f64]) -> String {
    let levels: Vec<String> = levels.iter().map(|level| number(*level)).collect();
    format!(
        "Shaded: if the same circumstances came a hundred times, the outcome would lie inside the bands {} times.",
        and(&levels)
    )
}

/// "50, 80 and 95".
fn and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What stands in the arrival chart.
#[must_use]
pub fn arrival_caption(arrival: &Arrival, frequency: Frequency, curve: bool, dots: usize) -> String {
    let period = periods(frequency).trim_end_matches('s');
    match (arrival.already_reached, curve) {
        (true, _) => "The target is already reached: there is nothing to wait for.".to_owned(),
        (false, true) => format!(
            "Probability that the target has been reached by the end of each {period}, and that the value stays at or above it \
             from then until the end of the horizon."
        ),
        (false, false) => format!(
            "Each dot is one of {dots} equally likely futures, in the {period} it first reaches the target, even if it falls back later. Strong colour: by the \
             {period} read out above."
        ),
    }
}

/// Where and how much a limited corridor holds trade back.
#[must_use]
pub fn bottleneck(bottleneck: &Bottleneck, asked: Period, unit: &str) -> String {
    let Bottleneck { binds, median, unserved } = bottleneck;
    let (Some(last), Some(by)) = (binds.last(), binds.iter().find(|row| row.period == asked)) else {
        return String::new();
    };
    if last.probability == 0.0 {
        return format!("The corridor is large enough in every future until {}.", last.period);
    }
    let left = |period: Period| {
        let mean = unserved.iter().find(|row| row.period == period).map_or(0.0, |row| row.mean);
        format!("in {period} it leaves {} of trade behind on average", about(mean, unit))
    };
    let half = match median {
        Some(median) => format!("by {median} in half of them; {}", left(*median)),
        None => format!("and in fewer than half until {}; {}", last.period, left(last.period)),
    };
    format!("The corridor becomes too small by {asked} in {} of futures, {half}.", percent(by.probability))
}

/// How far the first months of the year to come moved it.
#[must_use]
pub fn year_so_far(nowcast: &Nowcast, unit: &str) -> String {
    format!(
        "The year so far moved the median of {} from {} to {}.",
        nowcast.period,
        about(nowcast.before.median, unit),
        about(nowcast.after.median, unit)
    )
}

/// Level of a band.
#[must_use]
pub fn level(level: f64) -> String {
    format!("{} %", number(level))
}

/// Title of the pile of futures that do not arrive.
#[must_use]
pub fn not_by(last: Period) -> String {
    format!("not by {last}")
}

/// Description of the arrival chart.
#[must_use]
pub fn arrival_description(arrival: &Arrival) -> String {
    let Some(last) = arrival.by.last().map(|row| row.period) else { return String::new() };
    format!(
        "Median arrival {}; middle 80 % {}; probability of not arriving by {last}: {}; of being below in {last}, reached before or \
         not: {}.",
        or_after(arrival.median, last),
        range(arrival.interval80, last),
        percent(arrival.not_within_horizon),
        percent(arrival.stays.not_within_horizon)
    )
}

/// Description of the fan chart.
#[must_use]
pub fn fan_description(answer: &Answer) -> String {
    let (Some(first), Some(end)) = (answer.history.first(), answer.forecast.last()) else {
        return String::new();
    };
    let unit = &answer.question.unit;
    let band = end.bands.last().map(|band| {
        format!(", {} % band {} to {}", number(band.level), about(band.lo, unit), about(band.hi, unit))
    });
    format!(
        "History from {} to {}, forecast to {}. Last value {}; median in {}: {}{}. Target {}.",
        first.period,
        answer.question.origin,
        end.period,
        money(answer.question.last_value, unit),
        end.period,
        about(end.median, unit),
        band.unwrap_or_default(),
        money(answer.question.target.value(), unit),
    )
}

/// Title of the series: the first letter capital.
#[must_use]
pub fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        std::iter::once(first.to_ascii_uppercase()).chain(letters).collect()
    })
}

// Models.

/// The plain name of a model.
#[must_use]
pub fn model_name(id: &str) -> &str {
    match id.split(':').next().unwrap_or(id) {
        "panel" => "Lessons of other pairs",
        "naive" => "Last value",
        "seasonal-naive" => "Last year's value",
        "drift" => "Compound growth",
        "shrunk-drift" => "Cautious compound growth",
        "linear-drift" => "Growth in money",
        "median-drift" => "Typical growth in money",
        "theta" => "Theta",
        "ces" => "Complex smoothing",
        "damped" => "Damped trend",
        "ets" => "Exponential smoothing",
        "arima" => "ARIMA",
        "local-level" => "Local level",
        "local-trend" => "Local trend",
        "linear" => "Straight line",
        "log-linear" => "Constant growth path",
        "polynomial" => "Polynomial",
        "logistic" => "Logistic growth",
        "gompertz" => "Gompertz growth",
        "richards" => "Richards growth",
        "break" => "Trend with a break",
        "robust" => "Robust trend",
        "elastic-net" => "Growth regression",
        _ => id,
    }
}

/// A parameter with its standard error.
#[must_use]
pub fn parameter(parameter: &Parameter) -> String {
    let Parameter { name, value, std_error, unit } = parameter;
    let error = std_error.map(|error| format!(" ± {}", short(error))).unwrap_or_default();
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    format!("{name} {}{error}{unit}", short(*value))
}

/// A number of three significant digits.
#[must_use]
pub fn short(value: f64) -> String {
    if value == 0.0 || !(1e-4..1e15).contains(&value.abs()) {
        format!("{value:.0}")
    } else {
        number(significant(3, value))
    }
}

/// The typical miss of a model's past forecasts: the root mean squared log error as a ratio.
#[must_use]
pub fn typical_miss(rmse_log: f64) -> String {
    format!("{:.0} %", libm::expm1(rmse_log) * 100.0)
}

/// How a model's past errors compare with repeating the last value.
#[must_use]
pub fn against_naive(score: &Score) -> String {
    score.relative_to_naive.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
}

/// How past forecasts turned out.
#[must_use]
pub fn track_record(record: &TrackRecord, frequency: Frequency) -> String {
    let TrackRecord { origins, forecasts, longest_lead, coverage80, rmse_log, relative_to_naive } = record;
    let ratio = relative_to_naive.map_or_else(String::new, |ratio| {
        let verdict = if ratio < 1.0 { "better than" } else { "no better than" };
        format!(", {verdict} repeating the last value (ratio {ratio:.2})")
    });
    format!(
        "Asked at {origins} earlier points in time, up to {longest_lead} {} ahead and with only what this series had shown by then, the \
         method made {forecasts} forecasts: {} of the outcomes fell inside its 80 % bands (80 % would be right), and the middle \
         forecast missed by {} typically{ratio}.",
        periods(frequency),
        percent(*coverage80),
        typical_miss(*rmse_log),
    )
}

/// Share of a model in the simulated futures.
#[must_use]
pub fn weight(weight: f64) -> String {
    if weight == 0.0 { NO_VALUE.to_owned() } else { percent(weight) }
}

/// Title of the models.
pub const MODELS_TITLE: &str = "Models behind the answer";
/// Columns of the models, and whether they hold numbers.
pub const MODELS_COLUMNS: [(&str, bool); 6] = [
    ("Model", false),
    ("Share", true),
    ("Estimates ± standard error", false),
    ("Typical miss", true),
    ("Against last value", true),
    ("How it was fitted", false),
];
/// What the columns of the models mean.
pub const MODELS_NOTE: &str = "Typical miss: how far the model’s middle forecast was off when it was asked at earlier points in time. \
     Against last value: that miss divided by the miss of simply repeating the last value; below 1 is better.";
/// Shown where there is no value.
pub const NO_VALUE: &str = "–";

/// What the models are together.
#[must_use]
pub fn models_intro(fitted: usize, tried: usize, paths: u32) -> String {
    let those = if fitted == tried { "All".to_owned() } else { format!("{fitted} of") };
    format!(
        "{those} {tried} models could be fitted to the series. Each was tested on its past; its share says how much \
         it counts in the {} simulated futures.",
        number(paths.into())
    )
}

// The table.

/// Title of the table.
pub const TABLE_TITLE: &str = "The numbers";
/// Heading of the periods.
pub const PERIOD: &str = "Period";
/// Heading of what is on record.
pub const ON_RECORD: &str = "On record";
/// Heading of the medians.
pub const MEDIAN_COLUMN: &str = "Median";
/// Heading of the probabilities.
pub const REACHED_COLUMN: &str = "Target reached";
/// Heading of the probabilities of staying above.
pub const STAYS_COLUMN: &str = "Reached and stays above";
/// Shown where nothing is on record.
pub const NO_FIGURE: &str = "no figure";
/// The link to the file.
pub const DOWNLOAD: &str = "Download these numbers (CSV)";
/// Name of the file.
pub const CSV_NAME: &str = "tradecast.csv";

/// Heading of a band.
#[must_use]
pub fn band_column(level: f64) -> String {
    format!("{} % band", number(level))
}

/// A band.
#[must_use]
pub fn band(band: &Band) -> String {
    format!("{} – {}", about_number(band.lo), about_number(band.hi))
}

/// What is on record of a period: a value, that there is none, or nothing where the period lies ahead.
#[must_use]
pub fn on_record(row: &Row) -> String {
    match (&row.known, &row.ahead) {
        (Some(known), _) if known.weak => format!("{} (weak)", number(known.value)),
        (Some(known), _) => number(known.value),
        (None, Some(_)) => String::new(),
        (None, None) => NO_FIGURE.to_owned(),
    }
}

/// What the table holds.
#[must_use]
pub fn table_caption(answer: &Answer) -> String {
    let last = answer.forecast.last().map_or(answer.question.origin, |row| row.period);
    format!(
        "{}, {}. {STAYS_COLUMN}: at or above the target from then until {last}, where the forecast ends.",
        title(&answer.question.series),
        axis_unit(&answer.question.unit)
    )
}

/// The table as a file: full precision, one row a period.
#[must_use]
pub fn csv(answer: &Answer, rows: &[Row]) -> String {
    let levels = view::levels(answer);
    let mut file = "period,on_record,median".to_owned();
    for level in &levels {
        file.push_str(&format!(",lo{level},hi{level}"));
    }
    file.push_str(",target_reached,target_stays\n");
    for row in rows {
        file.push_str(&row.period.to_string());
        file.push(',');
        file.push_str(&row.known.as_ref().map(|known| known.value.to_string()).unwrap_or_default());
        match &row.ahead {
            Some(Expected { median, bands, reached, stays }) => {
                file.push_str(&format!(",{median}"));
                bands.iter().for_each(|band| file.push_str(&format!(",{},{}", band.lo, band.hi)));
                file.push_str(&format!(",{reached},{stays}"));
            }
            None => file.push_str(&",".repeat(3 + 2 * levels.len())),
        }
        file.push('\n');
    }
    file
}

// Controls.

/// Heading of the target, the deadline and the horizon.
pub const QUESTION_GROUP: &str = "The question";
/// Heading of the levers.
pub const LEVER_GROUP: &str = "What if";
/// Sets everything back.
pub const RESET_ALL: &str = "Reset everything";
/// Sets one control back.
pub const RESET: &str = "Reset";

/// Sets one control back, said in full.
#[must_use]
pub fn reset_control(label: &str) -> String {
    format!("Reset {label}")
}

/// Opens the explanation of a control.
#[must_use]
pub fn about_control(label: &str) -> String {
    format!("About {label}")
}

/// Label of the number box.
#[must_use]
pub fn exact_label(label: &str, unit: &str) -> String {
    if unit.is_empty() { format!("{label}, exact value") } else { format!("{label}, exact value, {unit}") }
}

/// The range of a slider and its reason.
#[must_use]
pub fn range_of(spec: &Spec) -> String {
    format!("Range {} to {}: {}", plain(spec.min), plain(spec.max), spec.range_reason)
}

/// What to know about a control at the moment: why it changes nothing, or that it is set to a range; empty where nothing.
#[must_use]
pub fn remark(spec: &Spec, idle: Option<Idle>, range: Option<Distribution>) -> String {
    let idle = idle.map(|idle| match idle {
        Idle::Until(lever) => format!("Changes nothing while “{}” is at its default.", lever.spec().label),
        Idle::NoDeliveries => {
            let of = |lever: Lever| lever.spec().label;
            format!("Changes nothing without “{}” or “{}”.", of(Lever::Contracts), of(Lever::Programme))
        }
        Idle::NoReadings => "Changes nothing here: no figures of the running year are known.".to_owned(),
    });
    let range =
        range.map(|range| format!("{} Moving the slider makes it one number.", in_words(range, spec)));
    idle.into_iter().chain(range).collect::<Vec<_>>().join(" ")
}

/// A range of values, with how likely they are.
fn in_words(range: Distribution, spec: &Spec) -> String {
    let [least, most] = spec.typed;
    let within = |value: f64| short(value.clamp(least, most));
    match range {
        Distribution::Triangular([low, mode, high]) => {
            format!("A range: from {} to {}, most likely {}.", plain(low), plain(high), plain(mode))
        }
        Distribution::Pert([low, mode, high]) => format!(
            "A range: most likely {}, hardly ever as low as {} or as high as {}.",
            plain(mode),
            plain(low),
            plain(high)
        ),
        Distribution::Normal([mean, deviation]) => format!(
            "A range: around {}, two times in three from {} to {}.",
            plain(mean),
            within(mean - deviation),
            within(mean + deviation)
        ),
        Distribution::Lognormal([median, deviation]) => format!(
            "A range: around {}, two times in three from {} to {}.",
            plain(median),
            within(median * libm::exp(-deviation)),
            within(median * libm::exp(deviation))
        ),
    }
}

/// Name of the group of the parts.
pub const PARTS_GROUP: &str = "What it is made of";

/// How many levers of a group are moved.
#[must_use]
pub fn moved(count: usize) -> String {
    format!("{count} moved")
}

/// Label of the switch of the priors.
pub const PRIORS_LABEL: &str = "Lessons of other pairs";

/// The state of a switch.
#[must_use]
pub fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// What the switch of the priors does.
#[must_use]
pub fn priors_help(priors: &Priors) -> String {
    format!(
        "A pair’s own past says little about its next decade; what other pairs did next from such a position says more. On: the \
         answer also rests on {} other series up to {}. Off: this series speaks alone. Source: {}.",
        number(f64::from(u32::try_from(priors.series).unwrap_or(u32::MAX))),
        priors.as_of,
        priors.source
    )
}

/// What to know about that switch at the moment; empty where nothing.
#[must_use]
pub fn priors_remark(on: bool, yearly: bool) -> &'static str {
    match (on, yearly) {
        (_, false) => "Changes nothing here: the lessons are about yearly figures.",
        (false, true) => "The series speaks alone. Dotted: with these lessons.",
        (true, true) => "",
    }
}

/// What the priors would make of an answer without them.
#[must_use]
pub fn without_priors(usual: Option<Period>, last: Period, lever_moved: bool) -> String {
    let lever = if lever_moved { " and no lever moved" } else { "" };
    let when = usual.map_or_else(|| format!("after {last}"), |median| format!("around {median}"));
    format!("This series alone; with the lessons of other pairs{lever}: {when}.")
}

// The page.

/// Name of the page.
pub const NAME: &str = "Tradecast";
/// Name of the answer's part of the page.
pub const ANSWER_PART: &str = "Answer";
/// Name of the controls' part of the page.
pub const CONTROLS_PART: &str = "Assumptions";
/// Name of the evidence's part of the page.
pub const EVIDENCE_PART: &str = "What stands behind the answer";
/// Shown before the first answer.
pub const WAITING: &str = "Simulating…";
/// Takes a message away.
pub const DISMISS: &str = "Dismiss";
/// Name of the choice of what is known.
pub const AS_OF: &str = "What is known";
/// Copies the link.
pub const COPY_LINK: &str = "Copy link";
/// Said after that.
pub const COPIED: &str = "Link copied";
/// Said where the clipboard is closed to pages.
pub const COPY_BY_HAND: &str = "Copy this link:";
/// Turns the page dark.
pub const TO_DARK: &str = "Dark colours";
/// Turns the page light.
pub const TO_LIGHT: &str = "Light colours";
/// Title of the fan chart.
pub const FAN_TITLE: &str = "History and forecast";
/// Title of the arrival chart.
pub const ARRIVAL_TITLE: &str = "When it is first reached";
/// Name of the choice between charts and table.
pub const VIEW_SWITCH: &str = "Show as";
/// Charts or table.
pub const VIEWS: [&str; 2] = ["Chart", "Table"];
/// Name of the choice of the arrival chart.
pub const SHAPE_SWITCH: &str = "Show arrivals as";
/// Dots or curve.
pub const SHAPES: [&str; 2] = ["Dots", "Curve"];
/// Name of the choice of the value axis.
pub const SCALE_SWITCH: &str = "Value axis";
/// Linear or logarithmic.
pub const SCALES: [&str; 2] = ["Linear", "Log"];
/// Name of the slider that reads out a period.
pub const READ_YEAR: &str = "Point in time read out";
/// Label of the deadline's line.
pub const DEADLINE_LINE: &str = "deadline";
/// Label left of the last observation.
pub const BEFORE: &str = "on record";
/// Label right of the last observation.
pub const AFTER: &str = "forecast";
/// What a grey strip means.
pub const GAP_CAPTION: &str = "Grey strip: no figure on record.";
/// What a hollow mark means.
pub const WEAK_CAPTION: &str = "Hollow point: weak source.";
/// Title of the warnings.
pub const WARNINGS_TITLE: &str = "Before you rely on this";
/// Said where there is no warning.
pub const NO_WARNINGS: &str = "Nothing in the data or the models calls for a warning.";
/// Title of the sources.
pub const SOURCES_TITLE: &str = "Sources";
/// What the series is spliced from.
pub const SOURCES_INTRO: &str = "One series from several statistics, Kazakhstan’s side wherever it is known. A year without a figure stays a gap.";
/// Title of the user's own data.
pub const OWN_TITLE: &str = "Your own data";
/// Opens the form.
pub const OWN_SUMMARY: &str = "Ask the same question of another series";
/// What becomes of the user's data.
pub const OWN_INTRO: &str = "Paste or choose a CSV with the columns period and value, and series where there are several. Periods are years (2022), \
     quarters (2022-Q3) or months (2022-07). Nothing leaves this device.";
/// Label of the text field.
pub const OWN_LABEL: &str = "Figures as CSV";
/// An example of the format.
pub const OWN_EXAMPLE: &str = "period,value\n2021,332.2\n2022,461.9\n2023,529.4";
/// Label of the unit.
pub const OWN_UNIT: &str = "Unit";
/// The unit until another is typed.
pub const USUAL_UNIT: &str = "USD m";
/// Label of the file.
pub const OWN_FILE: &str = "Or choose a file";
/// Reads the text.
pub const OWN_USE: &str = "Use these figures";
/// Returns to the built-in series.
pub const OWN_BACK: &str = "Back to Kazakhstan–Azerbaijan";
/// Label of the choice of a series.
pub const OWN_CHOOSE: &str = "Series";
/// Name of a series in a file without names.
pub const OWN_NAME: &str = "Your series";

/// What the dotted line means; `alone` where priors were left out.
#[must_use]
pub fn ghost_caption(alone: bool) -> String {
    let priors = if alone { " and with the lessons of other pairs" } else { "" };
    format!("Dotted: the median with no lever moved{priors}.")
}

/// Known up to a year, as one could have been then.
#[must_use]
pub fn as_of_then(year: i32) -> String {
    format!("Known in April {}", year + 1)
}

/// Everything known.
#[must_use]
pub fn as_of_latest(last: Period) -> String {
    format!("Latest, to {last}")
}

/// Title of the fan chart for those who do not see it.
#[must_use]
pub fn fan_title(answer: &Answer) -> String {
    format!("Fan chart: {}, history and forecast", answer.question.series)
}

/// Title of the arrival chart for those who do not see it.
#[must_use]
pub fn arrival_title(answer: &Answer) -> String {
    let target = money(answer.question.target.value(), &answer.question.unit);
    format!("Arrival chart: when {} first reaches {target}", answer.question.series)
}

/// What came of reading the user's data.
#[must_use]
pub fn own_outcome(series: usize, problems: usize) -> String {
    match (series, problems) {
        (0, _) => "Nothing was changed, because no series could be read:".to_owned(),
        (1, 0) => "One series was read, and the page now shows it.".to_owned(),
        (series, 0) => format!("{series} series were read; the page shows the one chosen below."),
        (1, _) => "One series was read, and the page now shows it. Others could not be read:".to_owned(),
        (series, _) => format!("{series} series were read. Others could not be read:"),
    }
}

/// A problem of one series.
#[must_use]
pub fn problem(series: &str, error: &str) -> String {
    if series.is_empty() || series == OWN_NAME { sentence(error) } else { format!("{series}: {error}.") }
}

/// Whose statistics a source gives.
#[must_use]
pub fn reporter(reporter: &str) -> String {
    title(reporter)
}

/// When a source was read, and its terms.
#[must_use]
pub fn retrieved(day: &str, licence: &str) -> String {
    let licence = licence.trim_end_matches('.');
    if licence.is_empty() { format!("Retrieved {day}.") } else { format!("Retrieved {day}; {licence}.") }
}

/// An address that may be broken after each slash.
#[must_use]
pub fn breakable(address: &str) -> String {
    address.replace('/', "/\u{200b}").replace("/\u{200b}/\u{200b}", "//")
}

/// What makes an answer repeatable.
#[must_use]
pub fn provenance(answer: &Answer) -> String {
    format!(
        "Tradecast {}: {} simulated futures, seed {}, data {}. The same question gives the same numbers everywhere.",
        answer.engine,
        number(answer.question.paths.into()),
        answer.seed,
        answer.data_hash
    )
}

/// A message of the engine as a sentence.
#[must_use]
pub fn sentence(message: &str) -> String {
    let stop = if message.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{stop}", title(message))
}

/// The parts of a sentence, and whether a part must not be broken: a number with its unit.
#[must_use]
pub fn phrases(sentence: &str) -> Vec<(String, bool)> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let words: Vec<&str> = sentence.split_inclusive(' ').collect();
    let mut i = 0;
    while i < words.len() {
        let has_digit = words[i].contains(|c: char| c.is_ascii_digit());
        let unit = |word: &str| {
            let bare = word.trim_end().trim_end_matches(['.', ',', ':', ';', ')']);
            matches!(bare, "%" | "m" | "bn" | "k" | "tn" | "–")
        };
        let mut end = i + 1;
        while has_digit && end < words.len() && (unit(words[end]) || words[end - 1].trim_end() == "–") {
            end += 1;
        }
        if end > i + 1 {
            parts.push((words[i..end].concat(), true));
        } else if let Some((text, false)) = parts.last_mut() {
            text.push_str(words[i]);
        } else {
            parts.push((words[i].to_owned(), false));
        }
        i = end;
    }
    parts
}

/// What a link says that cannot be used.
#[must_use]
pub fn bad_link(reason: &str) -> String {
    format!("The link was not understood: {reason}. The page shows its usual question instead.")
}

/// A link made with data that it cannot carry.
#[must_use]
pub fn link_wants_data(fingerprint: &str) -> String {
    format!(
        "This link was made with somebody’s own data (fingerprint {fingerprint}), which a link does not carry. \
         Paste the same figures under “Your own data” to see that answer; until then the built-in series is shown."
    )
}

/// Data loaded that is not what the link was made with.
#[must_use]
pub fn other_data(expected: &str, found: &str) -> String {
    format!("These figures (fingerprint {found}) are not the ones the link was made with ({expected}).")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forecasts_are_not_more_precise_than_they_are() {
        assert_eq!(about(1234.5, "USD m"), "$1,230 m");
        assert_eq!(about(461.94, "USD m"), "$462 m");
        assert_eq!(about_number(98_765.0), "98,800");
        assert_eq!(about_number(0.012_345), "0.0123");
    }

    #[test]
    fn ranges_may_end_beyond_the_horizon() {
        let year = Period::annual;
        assert_eq!(range([Some(year(2027)), Some(year(2041))], year(2052)), "2027 – 2041");
        assert_eq!(range([Some(year(2027)), None], year(2052)), "2027 – after 2052");
        assert_eq!(range([None, None], year(2052)), "after 2052");
    }

    #[test]
    fn headlines_split_at_the_first_full_stop_of_a_sentence() {
        assert_eq!(split_headline("It costs $1.5 m. So what."), ("It costs $1.5 m.", "So what."));
        assert_eq!(split_headline("One only."), ("One only.", ""));
    }

    #[test]
    fn boxes_show_what_was_typed() {
        assert_eq!([plain(1000.0), plain(0.05), plain(-0.0), plain(0.1 + 0.2)], ["1000", "0.05", "0", "0.3"]);
    }

    #[test]
    fn numbers_stay_with_their_units() {
        let kept: Vec<String> =
            phrases("It reaches $1,000 m in 2035: 80 % get there. Chance: 31 % (was 22 %).")
                .into_iter()
                .filter(|(_, keep)| *keep)
                .map(|(text, _)| text)
                .collect();
        assert_eq!(kept, ["$1,000 m ", "80 % ", "31 % ", "22 %)."]);
        let sentence = "Between 2027 – 2041, or 5 % of it.";
        assert_eq!(phrases(sentence).into_iter().map(|(text, _)| text).collect::<String>(), sentence);
    }

    #[test]
    fn a_base_rate_counts_windows() {
        assert_eq!(
            base_rate(&BaseRate { share: 0.25, windows: 8 }, 6),
            "kept up in 2 of 8 past stretches of 6 years"
        );
        let others = PanelRate { share: 0.4, years: 6, series: 3010, windows: 68_914, up_to: 2014 };
        assert_eq!(
            panel_rate("kept up in 2 of 8 past stretches of 6 years".to_owned(), &others),
            "kept up in 2 of 8 past stretches of 6 years; 3,010 other pairs kept it up in 40 % of theirs (until 2014)"
        );
    }
}
