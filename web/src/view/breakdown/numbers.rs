//! What the total is made of, period by period.

use std::fmt::Write;

use tradecast::{Answer, Composition, Contributions, Part, PartShares, Period};

use crate::text::{self, say};
use crate::view::periods::periods;

/// A column of the numbers: a part, a flow that has parts, or new deliveries.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakdownColumn {
    /// Identifier, for the file.
    pub id: String,
    /// What a person reads.
    pub label: String,
    /// Index of the column it is a part of; absent where that is the total.
    pub within: Option<usize>,
    /// Whether it has no parts of its own.
    pub leaf: bool,
}

/// A period of the numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct BreakdownRow {
    /// The period.
    pub period: Period,
    /// Whether it lies ahead: then the total is the median, and each part its mean share of it.
    pub ahead: bool,
    /// The total; absent where there is no figure.
    pub total: Option<f64>,
    /// Each column's value, where it is known.
    pub values: Vec<Option<f64>>,
}

/// What the total is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The columns, flows before their parts.
    pub columns: Vec<BreakdownColumn>,
    /// Every period of history and forecast.
    pub rows: Vec<BreakdownRow>,
    /// The unit of every value.
    pub unit: String,
}

impl Breakdown {
    /// From the parts on record and their shares ahead; absent where nothing is known of parts.
    #[must_use]
    pub fn of(answer: &Answer, composition: Option<&Composition>, shares: &[PartShares]) -> Option<Self> {
        let parts = composition?.parts();
        let mut columns: Vec<BreakdownColumn> = parts
            .iter()
            .map(|part| BreakdownColumn {
                id: part.id.to_string(),
                label: text::translated(&part.label),
                within: part.parent.as_ref().and_then(|parent| parts.iter().position(|p| p.id == *parent)),
                leaf: parts.iter().all(|other| other.parent.as_ref() != Some(&part.id)),
            })
            .collect();
        // Shares are of the leaves in their order, then of deliveries.
        let mut of_shares: Vec<usize> = (0..columns.len()).filter(|column| columns[*column].leaf).collect();
        for delivery in shares.iter().skip(of_shares.len()) {
            of_shares.push(columns.len());
            let within = parts.iter().position(|part| Some(part.id.as_str()) == delivery.part.as_deref());
            let id = within.map_or_else(|| "new".to_owned(), |part| format!("new-{}", parts[part].id));
            columns.push(BreakdownColumn {
                id,
                label: text::part_or_delivery(
                    delivery.part_label.as_deref(),
                    &delivery.label,
                    delivery.delivery,
                ),
                within,
                leaf: true,
            });
        }
        let known = |part: &Part, period: Period| {
            part.history.observations().iter().find(|o| o.period == period).map(|o| o.value)
        };
        let row = |period: Period| {
            let ahead = answer.forecast.iter().position(|row| row.period == period);
            let mut values = vec![None; columns.len()];
            let total = match ahead {
                None => {
                    values.iter_mut().zip(parts).for_each(|(value, part)| *value = known(part, period));
                    answer.history.iter().find(|o| o.period == period).map(|o| o.value)
                }
                Some(lead) => {
                    let median = answer.forecast[lead].median;
                    for (share, column) in shares.iter().zip(&of_shares) {
                        let value = share.shares.get(lead).map(|share| share * median);
                        let mut place = Some(*column);
                        while let (Some(column), Some(value)) = (place, value) {
                            *values[column].get_or_insert(0.0) += value;
                            place = columns[column].within;
                        }
                    }
                    Some(median)
                }
            };
            BreakdownRow { period, ahead: ahead.is_some(), total, values }
        };
        let rows = periods(answer).into_iter().map(row).collect();
        Some(Self { columns, rows, unit: answer.question.unit.clone() })
    }

    /// The finest columns that add up to a row's total: parts where all of a flow are known, or else the flow; none where not
    /// even the flows are.
    pub(super) fn pieces(&self, row: &BreakdownRow) -> Vec<usize> {
        self.split(row, None).unwrap_or_default()
    }

    fn split(&self, row: &BreakdownRow, within: Option<usize>) -> Option<Vec<usize>> {
        let children = self.columns.iter().enumerate().filter(|(_, column)| column.within == within);
        let mut pieces = Vec::new();
        for (child, column) in children {
            // New deliveries are part of what lies ahead only.
            if row.values[child].is_none() && !row.ahead && column.id.starts_with("new") {
                continue;
            }
            row.values[child]?;
            match self.split(row, Some(child)).filter(|parts| !parts.is_empty()) {
                Some(parts) => pieces.extend(parts),
                None => pieces.push(child),
            }
        }
        Some(pieces)
    }

    /// The flow, or part of the total, to which a column belongs.
    pub(super) fn flow(&self, column: usize) -> usize {
        self.columns[column].within.map_or(column, |within| self.flow(within))
    }

    /// Every period, every column, full precision.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut file = "period,kind,total".to_owned();
        self.columns.iter().for_each(|column| push(&mut file, format_args!(",{}", column.id)));
        file.push('\n');
        let cell = |value: &Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        for BreakdownRow { period, ahead, total, values } in &self.rows {
            let kind = if *ahead { "expected" } else { "on record" };
            push(&mut file, format_args!("{period},{kind},{}", cell(total)));
            values.iter().for_each(|value| push(&mut file, format_args!(",{}", cell(value))));
            file.push('\n');
        }
        file
    }

    /// What a period is made of, as a sentence.
    #[must_use]
    pub fn reading(&self, period: Period) -> String {
        let Some(row) = self.rows.iter().find(|row| row.period == period) else { return String::new() };
        let Some(total) = row.total else {
            return say!("made.reading.missing", period = text::period(period));
        };
        let amount = |value: f64| {
            if row.ahead { text::about(value, &self.unit) } else { text::money(value, &self.unit) }
        };
        let mut pieces: Vec<(usize, f64)> =
            self.pieces(row).into_iter().filter_map(|piece| Some((piece, row.values[piece]?))).collect();
        pieces.sort_by(|a, b| b.1.total_cmp(&a.1));
        let named = pieces.iter().map(|(piece, value)| {
            let (part, share) = (&self.columns[*piece].label, text::percent(value / total));
            say!("made.reading.part", part = part, share = share, value = amount(*value))
        });
        let named: Vec<String> = named.collect();
        let (period, total) = (text::period(period), amount(total));
        match (named.is_empty(), row.ahead) {
            (true, _) => say!("made.reading.whole", period = period, total = total),
            (false, true) => {
                say!("made.reading.ahead", period = period, total = total, parts = named.join(", "))
            }
            (false, false) => {
                say!("made.reading.known", period = period, total = total, parts = named.join(", "))
            }
        }
    }
}

/// What the parts contribute where the target is reached in time, as a sentence.
#[must_use]
pub fn contributions(contributions: &Contributions, answer: &Answer) -> String {
    let unit = &answer.question.unit;
    let target = text::money(answer.question.target.value(), unit);
    let Contributions { asked, paths, from, to, parts } = contributions;
    let by = text::period(*asked);
    let Some(to) = to else { return say!("made.contributions.none", target = target, by = by) };
    let mut parts: Vec<_> = parts.iter().collect();
    parts.sort_by(|a, b| b.change.total_cmp(&a.change));
    let signed = |value: f64| {
        let sign = if value < 0.0 { "−" } else { "+" };
        format!("{sign}{}", text::about(value.abs(), unit))
    };
    let named: Vec<String> = parts
        .iter()
        .map(|part| {
            format!(
                "{} {}",
                text::part_or_delivery(part.part_label.as_deref(), &part.label, part.delivery),
                signed(part.change)
            )
        })
        .collect();
    let share = text::percent(*paths as f64 / f64::from(answer.question.paths));
    say!(
        "made.contributions",
        share = share,
        target = target,
        by = by,
        from = text::about(*from, unit),
        to = text::about(*to, unit),
        parts = named.join(", ")
    )
}

fn push(file: &mut String, part: std::fmt::Arguments<'_>) {
    file.write_fmt(part).expect("a string accepts every write");
}
