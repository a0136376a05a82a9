//! The figures of a backtest: what each is called, what it means, where it was defined, and how it is read from a record.

use tradecast::{ArrivalRecord, Errors, ForecastRecord, Record};

use super::words::decimals;

/// What a figure means, in a sentence.
pub(super) struct Meaning {
    pub(super) name: &'static str,
    pub(super) text: &'static str,
    pub(super) source: &'static str,
}

/// A figure of some record.
pub(super) struct Figure<T> {
    /// Its name in CSV.
    pub(super) key: &'static str,
    pub(super) meaning: Meaning,
    /// Decimals that are printed for people.
    pub(super) places: usize,
    pub(super) unit: &'static str,
    pub(super) of: fn(&T) -> Option<f64>,
    /// The same of naive, where it has one.
    pub(super) naive: fn(&T) -> Option<f64>,
    /// Outcomes or probabilities it rests on.
    pub(super) count: fn(&T) -> usize,
}

impl<T> Figure<T> {
    pub(super) fn printed(&self, record: &T) -> String {
        self.print((self.of)(record))
    }

    pub(super) fn print(&self, value: Option<f64>) -> String {
        let unit = if self.unit.is_empty() || value.is_none() { "" } else { self.unit };
        format!("{} {unit}", decimals(value, self.places)).trim_end().to_owned()
    }
}

const OUTCOMES: fn(&ForecastRecord) -> usize = |r| r.outcomes;
const SCALED: fn(&ForecastRecord) -> usize = |r| r.scaled_outcomes;

/// Figures of point forecasts and distributions.
pub(super) static FORECAST: [Figure<ForecastRecord>; 6] = [
    Figure {
        key: "smape",
        meaning: Meaning {
            name: "sMAPE",
            text: "How far medians were from outcomes, in % of the mean of both; 0 is perfect, 200 the worst.",
            source: "Makridakis 1993, Int. J. Forecasting 9, 527",
        },
        places: 2,
        unit: "%",
        of: |r| r.mean_errors.smape,
        naive: |r| r.naive_errors.smape,
        count: OUTCOMES,
    },
    Figure {
        key: "mase",
        meaning: Meaning {
            name: "MASE",
            text: "How far medians were from outcomes, in usual one-period changes of the same series before the origin; 1 is one such change.",
            source: "Hyndman and Koehler 2006, Int. J. Forecasting 22, 679",
        },
        places: 3,
        unit: "",
        of: |r| r.mean_errors.mase,
        naive: |r| r.naive_errors.mase,
        count: SCALED,
    },
    Figure {
        key: "rmsse",
        meaning: Meaning {
            name: "RMSSE",
            text: "Like MASE, with large misses counting more (root of mean squares within a series, then the mean over series).",
            source: "Makridakis et al. 2022, Int. J. Forecasting 38, 1346",
        },
        places: 3,
        unit: "",
        of: |r| r.mean_errors.rmsse,
        naive: |r| r.naive_errors.rmsse,
        count: SCALED,
    },
    Figure {
        key: "owa",
        meaning: Meaning {
            name: "OWA",
            text: "sMAPE and MASE relative to those of repeating the last value, averaged; below 1 beats it.",
            source: "Makridakis, Spiliotis and Assimakopoulos 2020, Int. J. Forecasting 36, 54",
        },
        places: 3,
        unit: "",
        of: |r| r.owa,
        naive: |r| r.owa.map(|_| 1.0),
        count: SCALED,
    },
    Figure {
        key: "rmse_log",
        meaning: Meaning {
            name: "RMSE (log)",
            text: "Root mean squared error of the medians in log points; 0.1 is about 10 %.",
            source: "Hyndman and Koehler 2006, Int. J. Forecasting 22, 679",
        },
        places: 3,
        unit: "",
        of: |r| r.mean_errors.rmse_log,
        naive: |r| r.naive_errors.rmse_log,
        count: OUTCOMES,
    },
    Figure {
        key: "crps",
        meaning: Meaning {
            name: "CRPS (log)",
            text: "How far the whole forecast distribution was from the outcome, in log points: a miss costs, and so does width. Naive is a random walk from the last value with the steps of the past.",
            source: "Gneiting and Raftery 2007, J. Am. Stat. Assoc. 102, 359",
        },
        places: 4,
        unit: "",
        of: |r| r.mean_errors.crps,
        naive: |r| r.naive_errors.crps,
        count: OUTCOMES,
    },
];

const STATED: fn(&ArrivalRecord) -> usize = |r| r.forecasts;

/// Figures of arrival probabilities.
pub(super) static ARRIVAL: [Figure<ArrivalRecord>; 5] = [
    Figure {
        key: "brier",
        meaning: Meaning {
            name: "Brier score",
            text: "Mean squared distance of the probability from what happened (0 or 1); 0 is perfect, 0.25 is saying one half every time. Naive states the share that came true in hindsight every time.",
            source: "Brier 1950, Monthly Weather Review 78, 1",
        },
        places: 4,
        unit: "",
        of: |r| r.brier,
        naive: |r| r.brier_of_frequency,
        count: STATED,
    },
    Figure {
        key: "log_score",
        meaning: Meaning {
            name: "log score",
            text: "Minus the logarithm of the probability given to what happened, averaged; 0 is perfect, 0.693 is saying one half every time.",
            source: "Good 1952, J. R. Stat. Soc. B 14, 107",
        },
        places: 4,
        unit: "",
        of: |r| r.log_score,
        naive: |_| None,
        count: STATED,
    },
    Figure {
        key: "calibration_error",
        meaning: Meaning {
            name: "calibration error",
            text: "Mean distance between the probabilities stated and how often they came true, over ten bins; 0.02 is two percentage points.",
            source: "Naeini et al. 2015, AAAI 29, eq. 3",
        },
        places: 4,
        unit: "",
        of: |r| r.calibration_error,
        naive: |_| None,
        count: STATED,
    },
    Figure {
        key: "mean_probability",
        meaning: Meaning { name: "stated", text: "Mean of the probabilities stated.", source: "" },
        places: 3,
        unit: "",
        of: |r| r.mean_probability,
        naive: |_| None,
        count: STATED,
    },
    Figure {
        key: "frequency",
        meaning: Meaning { name: "happened", text: "Share of them that came true.", source: "" },
        places: 3,
        unit: "",
        of: |r| r.frequency,
        naive: |_| None,
        count: STATED,
    },
];

pub(super) const COVERAGE: Meaning = Meaning {
    name: "held",
    text: "Outcomes inside a band, in %; an honest 80 % band holds 80 of 100.",
    source: "Gneiting, Balabdaoui and Raftery 2007, J. R. Stat. Soc. B 69, 243",
};
pub(super) const MSIS: Meaning = Meaning {
    name: "MSIS",
    text: "Width of a band plus a fine for every outcome outside, in usual one-period changes; smaller is better, and neither narrow nor wide bands are rewarded.",
    source: "Gneiting and Raftery 2007, eq. 43; Makridakis, Spiliotis and Assimakopoulos 2020",
};
pub(super) const PINBALL: Meaning = Meaning {
    name: "pinball",
    text: "Loss of the edges of the bands as quantiles, in log points: an outcome beyond an edge costs more the surer the edge was.",
    source: "Koenker and Bassett 1978, Econometrica 46, 33",
};
pub(super) const PIT: Meaning = Meaning {
    name: "PIT",
    text: "Where outcomes fell within the forecast distributions, by tenths; honest forecasts put a tenth of them into each. Spread below 1 means bands too wide, above 1 too narrow; a mean above 0.5 means outcomes came out higher than forecast.",
    source: "Dawid 1984, J. R. Stat. Soc. A 147, 278",
};

/// Every figure and its meaning.
pub(super) fn glossary() -> impl Iterator<Item = &'static Meaning> {
    static BANDS: [Meaning; 4] = [COVERAGE, MSIS, PINBALL, PIT];
    FORECAST.iter().map(|f| &f.meaning).chain(&BANDS).chain(ARRIVAL.iter().map(|f| &f.meaning))
}

/// What the figures mean, for `--help`.
pub(crate) fn meanings() -> String {
    let width = glossary().map(|m| m.name.len()).max().unwrap_or(0);
    let line = |m: &Meaning| {
        let text = textwrap::Options::new(100).initial_indent("  ");
        let hanging = " ".repeat(width + 4);
        let line = format!("{:<width$}  {}", m.name, m.text);
        textwrap::fill(&line, text.subsequent_indent(&hanging))
    };
    let lines: Vec<String> = glossary().map(line).collect();
    format!(
        "Figures:\n{}\n\nWith --format csv every figure is a row: origin (`all` or a period), from and to (periods ahead), metric, level\n(of a band or quantile in %, or the tenth of a PIT or reliability bin), value, and outcomes: how many it rests on.",
        lines.join("\n")
    )
}

/// A figure in long form.
pub(super) struct Row {
    pub(super) origin: String,
    pub(super) leads: [usize; 2],
    pub(super) metric: String,
    /// Level of a band or a quantile, or lower end of a bin, %.
    pub(super) level: Option<f64>,
    pub(super) value: Option<f64>,
    pub(super) outcomes: usize,
}

/// Every figure of a record, one row each.
pub(super) fn rows(record: &Record) -> Vec<Row> {
    let groups = record.groups.iter().filter(|group| group.from < group.to);
    let mut rows: Vec<Row> =
        std::iter::once(&record.overall).chain(groups).chain(&record.leads).flat_map(forecast_rows).collect();
    let all = [record.overall.from, record.overall.to];
    rows.extend(arrival_rows("all", all, &record.arrival));
    let row = |metric: &str, level, value, outcomes| Row {
        origin: "all".to_owned(),
        leads: all,
        metric: metric.to_owned(),
        level,
        value,
        outcomes,
    };
    rows.push(row(
        "calibration_error_within_origin",
        None,
        record.calibration_error_within_origin,
        record.arrival.forecasts,
    ));
    for bin in &record.reliability {
        let level = Some(100.0 * bin.from);
        rows.push(row("reliability_stated", level, Some(bin.mean_probability), bin.forecasts));
        rows.push(row("reliability_happened", level, Some(bin.frequency), bin.forecasts));
    }
    // Probabilities of no trade are scored as those of arrival are; of series with zeros only.
    if let Some(no_trade) = &record.no_trade {
        let rows_of = arrival_rows("all", all, no_trade);
        rows.extend(rows_of.into_iter().map(|row| Row { metric: format!("no_trade_{}", row.metric), ..row }));
    }
    for bin in &record.no_trade_reliability {
        let level = Some(100.0 * bin.from);
        rows.push(row("no_trade_reliability_stated", level, Some(bin.mean_probability), bin.forecasts));
        rows.push(row("no_trade_reliability_happened", level, Some(bin.frequency), bin.forecasts));
    }
    for origin in &record.origins {
        let name = origin.origin.to_string();
        rows.extend(arrival_rows(&name, all, &origin.arrival));
        let held = record.levels.iter().zip(&origin.held);
        rows.extend(held.map(|(&level, &value)| Row {
            origin: name.clone(),
            outcomes: origin.cases * (all[1] + 1 - all[0]),
            ..row("coverage", Some(level), value, 0)
        }));
    }
    rows
}

fn forecast_rows(record: &ForecastRecord) -> Vec<Row> {
    let row = |metric: String, level, value, outcomes| Row {
        origin: "all".to_owned(),
        leads: [record.from, record.to],
        metric,
        level,
        value,
        outcomes,
    };
    let mut rows = Vec::new();
    for figure in &FORECAST {
        let count = (figure.count)(record);
        rows.push(row(figure.key.to_owned(), None, (figure.of)(record), count));
        if figure.key != "owa" {
            rows.push(row(format!("{}_naive", figure.key), None, (figure.naive)(record), count));
        }
    }
    let Errors { smape, mase, rmsse, crps, rmse_log } = record.relative_to_naive;
    for (key, value) in
        [("smape", smape), ("mase", mase), ("rmsse", rmsse), ("rmse_log", rmse_log), ("crps", crps)]
    {
        rows.push(row(format!("{key}_relative_to_naive"), None, value, record.outcomes));
    }
    for band in &record.bands {
        rows.push(row("coverage".to_owned(), Some(band.level), band.held, record.outcomes));
        rows.push(row("msis".to_owned(), Some(band.level), band.msis, record.scaled_outcomes));
        let edges = band.edges.iter();
        rows.extend(edges.map(|edge| {
            row("pinball".to_owned(), Some(100.0 * edge.probability), edge.pinball, record.outcomes)
        }));
    }
    let pit = &record.pit;
    for (i, &count) in pit.bins.iter().enumerate() {
        let share = (pit.outcomes > 0).then(|| count as f64 / pit.outcomes as f64);
        rows.push(row("pit_share".to_owned(), Some(10.0 * i as f64), share, pit.outcomes));
    }
    for (key, value) in [("mean", pit.mean), ("spread", pit.spread), ("unevenness", pit.unevenness)] {
        rows.push(row(format!("pit_{key}"), None, value, pit.outcomes));
    }
    rows
}

fn arrival_rows(origin: &str, leads: [usize; 2], record: &ArrivalRecord) -> Vec<Row> {
    let row = |figure: &Figure<ArrivalRecord>| Row {
        origin: origin.to_owned(),
        leads,
        metric: figure.key.to_owned(),
        level: None,
        value: (figure.of)(record),
        outcomes: (figure.count)(record),
    };
    ARRIVAL.iter().map(row).collect()
}
