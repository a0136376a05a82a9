//! The comparison period by period, as a table and as a file.

use tradecast::{Compared, Period};

use crate::view::compare::pane::Named;

/// One row of the table and of the file: a scenario in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodRow {
    /// The scenario.
    pub scenario: String,
    /// The period.
    pub period: Period,
    /// The median.
    pub median: f64,
    /// The probability of having arrived.
    pub probability: f64,
    /// Its difference to the reference, and the standard error of that; absent in the reference.
    pub difference: Option<[f64; 2]>,
    /// The median difference of the value; absent in the reference.
    pub value: Option<f64>,
}

/// The rows, scenario after scenario.
#[must_use]
pub fn period_rows(named: &Named<'_>) -> Vec<PeriodRow> {
    let of_one = |(name, compared): (&str, &Compared)| {
        let rows = compared.forecast.iter().zip(&compared.arrival.by).take(named.horizon()).enumerate();
        rows.map(|(i, (row, by))| {
            let difference = compared.difference.as_ref();
            PeriodRow {
                scenario: name.to_owned(),
                period: row.period,
                median: row.median,
                probability: by.probability,
                difference: difference.and_then(|all| Some([all.by.get(i)?.probability, all.by[i].error])),
                value: difference.and_then(|all| Some(all.value.get(i)?.median)),
            }
        })
        .collect::<Vec<_>>()
    };
    named.scenarios().into_iter().flat_map(of_one).collect()
}

/// The rows as a file.
#[must_use]
pub fn csv(rows: &[PeriodRow]) -> String {
    let mut csv = String::from("scenario,period,median,probability,difference,error,value_difference\n");
    for row in rows {
        let quoted = format!("\"{}\"", tradecast_io::csv_cell(&row.scenario).replace('"', "\"\""));
        let [difference, error] =
            row.difference.map_or([const { String::new() }; 2], |pair| pair.map(|v| v.to_string()));
        let value = row.value.map_or_else(String::new, |value| value.to_string());
        let PeriodRow { period, median, probability, .. } = row;
        csv += &format!("{quoted},{period},{median},{probability},{difference},{error},{value}\n");
    }
    csv
}
