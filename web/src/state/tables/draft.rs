//! A series while it is edited: rows of text, as typed or pasted, and what is wrong with them.

use tradecast::{MessageValue, Observation, Period, Series, message_values};
use tradecast_io::{NumberProblem, NumberStyle, read_number, read_period};

use crate::text::{self, say};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The period.
    pub period: String,
    /// The value.
    pub value: String,
    /// Whether the value is weak.
    pub weak: bool,
    /// Why, or what else a reader must know.
    pub note: String,
    /// Where the value comes from.
    pub source: String,
}

/// What of a row is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The period.
    Period,
    /// The value.
    Value,
    /// The note.
    Note,
}

impl Column {
    /// Every column, from the left.
    pub const ALL: [Self; 3] = [Self::Period, Self::Value, Self::Note];

    /// Its identifier.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::Value => "value",
            Self::Note => "note",
        }
    }
}

/// Something wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, from 0.
    pub row: usize,
    /// The column.
    pub column: Column,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// The rows of a series while it is edited.
///
/// ```
/// use tradecast::{MessageValue, Observation, Period, Series, message_values};
/// use tradecast_web::state::tables::draft::{Column, Draft};
///
/// let rows = (2020..2024).map(|year| Observation::new(Period::annual(year), 10.0));
/// let series = Series::new("mine", rows.collect())?;
/// let mut draft = Draft::of(&series);
/// draft.set(3, Column::Value, "12,5");
/// assert_eq!(draft.series(&series).unwrap().last().value, 12.5);
/// draft.set(3, Column::Value, "about 12");
/// assert_eq!(draft.series(&series).unwrap_err()[0].row, 3);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Draft {
    /// The rows of a series.
    #[must_use]
    pub fn of(series: &Series) -> Self {
        let row = |observation: &Observation| Row {
            period: observation.period.to_string(),
            value: text::plain(observation.value),
            weak: observation.weak,
            note: observation.note.clone(),
            source: observation.source.clone(),
        };
        Self { rows: series.observations().iter().map(row).collect() }
    }

    /// Types into a cell. A figure that was changed is no longer that of its source.
    pub fn set(&mut self, row: usize, column: Column, typed: &str) {
        let Some(row) = self.rows.get_mut(row) else { return };
        let cell = match column {
            Column::Period => &mut row.period,
            Column::Value => &mut row.value,
            Column::Note => &mut row.note,
        };
        let typed = typed.trim();
        if cell != typed {
            typed.clone_into(cell);
            if column != Column::Note {
                row.source.clear();
            }
        }
    }

    /// Marks a value as weak, or as sound.
    pub fn mark(&mut self, row: usize, weak: bool) {
        if let Some(row) = self.rows.get_mut(row) {
            row.weak = weak;
        }
    }

    /// Adds a row below another, for the period after it; at the top where there is none.
    pub fn insert_below(&mut self, row: Option<usize>) {
        let at = row.map_or(0, |row| (row + 1).min(self.rows.len()));
        let above = at.checked_sub(1).and_then(|above| self.rows[above].period.parse::<Period>().ok());
        let below = self.rows.get(at).and_then(|row| row.period.parse::<Period>().ok());
        let next = above.map(|above| above.plus(1)).or(below.map(|below| below.plus(-1)));
        let period = next.map(|next| next.to_string()).unwrap_or_default();
        // Where the period is there already, the user has something else in mind.
        let taken = self.rows.iter().any(|row| row.period == period);
        self.rows.insert(at, Row { period: if taken { String::new() } else { period }, ..Row::default() });
    }

    /// Takes a row out.
    pub fn remove(&mut self, row: usize) {
        if row < self.rows.len() {
            self.rows.remove(row);
        }
    }

    /// Pastes a block of cells with its upper left corner at a cell, and says how many rows it has; rows that are missing are
    /// added, and a line of headings is left out.
    pub fn paste(&mut self, row: usize, column: Column, block: &str) -> usize {
        let first = Column::ALL.iter().position(|known| *known == column).unwrap_or(0);
        let lines = block.lines().filter(|line| !line.trim().is_empty());
        let mut lines: Vec<Vec<&str>> = lines.map(cells).collect();
        let says_something = |cell: &&str| number(cell).is_ok() || period(cell).is_some();
        if lines.len() > 1 && column != Column::Note && !lines[0].iter().any(says_something) {
            lines.remove(0);
        }
        for (at, line) in lines.iter().enumerate() {
            while self.rows.len() <= row + at {
                self.insert_below(self.rows.len().checked_sub(1));
            }
            for (cell, column) in line.iter().zip(&Column::ALL[first..]) {
                self.set(row + at, *column, cell);
            }
        }
        lines.len()
    }

    /// The series, with everything else as another has it; or everything that is wrong.
    ///
    /// # Errors
    /// The cells that cannot be read, in the order of rows.
    pub fn series(&self, like: &Series) -> Result<Series, Vec<Fault>> {
        let (mut observations, mut faults) = (Vec::new(), Vec::new());
        let mut seen: Vec<(Period, usize)> = Vec::new();
        let frequency = self.rows.iter().find_map(|row| period(&row.period)).map(Period::frequency);
        for (at, row) in self.rows.iter().enumerate() {
            let mut fault = |column, message| faults.push(Fault { row: at, column, message });
            if row.period.is_empty() && row.value.is_empty() {
                continue;
            }
            let Some(period) = period(&row.period) else {
                fault(Column::Period, say!("grid.bad-period", text = row.period));
                continue;
            };
            if frequency.is_some_and(|frequency| frequency != period.frequency()) {
                fault(Column::Period, say!("grid.other-frequency", period = period));
                continue;
            }
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == period) {
                fault(Column::Period, say!("grid.twice", period = period, row = first + 1));
                continue;
            }
            seen.push((period, at));
            if row.value.is_empty() {
                continue;
            }
            match number(&row.value) {
                Ok(value) if value >= 0.0 && value.is_finite() => observations.push(Observation {
                    period,
                    value,
                    source: row.source.clone(),
                    weak: row.weak,
                    note: row.note.clone(),
                }),
                Ok(_) => fault(Column::Value, say!("grid.negative", text = row.value)),
                Err(problem) => {
                    let english = format!("{:?} {problem}", row.value);
                    let values = message_values![
                        text = &row.value,
                        problem = MessageValue::cause(problem.code(), problem.values()),
                    ];
                    let said = text::message("error", "bad_cell", &values, &english);
                    fault(Column::Value, text::sentence(&said));
                }
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let series =
            Series::new(like.name(), observations).and_then(|series| enough(&series).map(|()| series));
        match series {
            Ok(series) => {
                Ok(series.with_unit(like.unit()).with_flow(like.flow()).with_reporter(like.reporter()))
            }
            Err(error) => Err(vec![Fault {
                row: 0,
                column: Column::Value,
                message: text::sentence(&text::error(&error)),
            }]),
        }
    }
}

/// Whether the core would answer about a series at all.
fn enough(series: &Series) -> tradecast::Result<()> {
    match series.observations().len() - series.zeros() {
        few if few < tradecast::MIN_OBSERVATIONS => {
            tradecast::fit(series, &tradecast::ModelChoice::Auto).map(|_| ())
        }
        _ => Ok(()),
    }
}

/// The cells of a line from a spreadsheet, or of a CSV.
fn cells(line: &str) -> Vec<&str> {
    let separator = ['\t', ';'].into_iter().find(|separator| line.contains(*separator));
    match separator {
        Some(separator) => line.split(separator).map(str::trim).collect(),
        None => match line.split_once(',') {
            Some((before, after)) if period(before).is_some() => vec![before.trim(), after.trim()],
            _ => vec![line.trim()],
        },
    }
}

fn period(text: &str) -> Option<Period> {
    read_period(text, Some(tradecast::Frequency::Monthly)).ok()
}

/// A number in whatever way it is written, where that can mean one thing only.
fn number(text: &str) -> Result<f64, NumberProblem> {
    read_number(text, NumberStyle::Plain).or_else(|problem| match &problem {
        NumberProblem::Marks { plain } => read_number(plain, NumberStyle::Plain),
        _ => Err(problem),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[(i32, f64)]) -> Series {
        let rows = values.iter().map(|(year, value)| Observation::new(Period::annual(*year), *value));
        Series::new("mine", rows.collect()).unwrap().with_unit("EUR m")
    }

    fn values(series: &Series) -> Vec<(i32, f64)> {
        series.observations().iter().map(|o| (o.period.year(), o.value)).collect()
    }

    #[test]
    fn what_is_not_touched_is_the_same_series() {
        let series = tradecast_data::default_case().turnover().clone();
        assert_eq!(Draft::of(&series).series(&series), Ok(series));
    }

    #[test]
    fn a_changed_figure_loses_its_source_and_nothing_else() {
        let series = tradecast_data::default_case().turnover().clone();
        let mut draft = Draft::of(&series);
        draft.set(0, Column::Value, "99");
        draft.set(1, Column::Note, "checked");
        let edited = draft.series(&series).unwrap();
        let [first, second] = [&edited.observations()[0], &edited.observations()[1]];
        assert_eq!((first.value, first.source.as_str()), (99.0, ""));
        assert_eq!((second.note.as_str(), &second.source), ("checked", &series.observations()[1].source));
        assert_eq!(edited.observations()[2..], series.observations()[2..]);
        assert_eq!(edited.reporter(), series.reporter());
    }

    #[test]
    fn zeros_are_figures() {
        let like = series(&[(2020, 1.0), (2021, 0.0), (2022, 3.0), (2023, 4.0)]);
        assert_eq!(Draft::of(&like).series(&like), Ok(like.clone()));
        let mut draft = Draft::of(&like);
        draft.set(0, Column::Value, "0,0");
        draft.set(1, Column::Value, "");
        draft.insert_below(Some(3));
        draft.set(4, Column::Value, "5");
        let typed = draft.series(&like).unwrap();
        assert_eq!(values(&typed), [(2020, 0.0), (2022, 3.0), (2023, 4.0), (2024, 5.0)]);
        draft.set(2, Column::Value, "0");
        let few = &draft.series(&like).unwrap_err()[0].message;
        assert!(few.contains("positive") && few.contains('2'), "{few}");
    }

    #[test]
    fn every_bad_cell_is_named_at_once() {
        let like = series(&[(2020, 1.0), (2021, 2.0), (2022, 3.0), (2023, 4.0)]);
        let mut draft = Draft::of(&like);
        for (row, column, typed) in [
            (0, Column::Value, "-1"),
            (1, Column::Value, "x"),
            (2, Column::Period, "2020"),
            (3, Column::Period, "2023-Q1"),
        ] {
            draft.set(row, column, typed);
        }
        let faults = draft.series(&like).unwrap_err();
        let told: Vec<(usize, Column)> = faults.iter().map(|fault| (fault.row, fault.column)).collect();
        let expected = [(0, Column::Value), (1, Column::Value), (2, Column::Period), (3, Column::Period)];
        assert_eq!(told, expected);
        assert!(
            faults.iter().all(|fault| fault.message.len() > 10 && !fault.message.contains("grid.")),
            "{faults:?}"
        );
    }

    #[test]
    fn rows_come_and_go() {
        let like = series(&[(2020, 1.0), (2021, 2.0), (2022, 3.0)]);
        let mut draft = Draft::of(&like);
        draft.insert_below(Some(2));
        assert_eq!(draft.rows[3].period, "2023");
        assert_eq!(draft.series(&like), Ok(like.clone()), "a row without a value is a gap");
        draft.set(3, Column::Value, "4");
        draft.remove(0);
        draft.insert_below(None);
        assert_eq!(draft.rows[0].period, "2020");
        draft.insert_below(Some(1));
        assert_eq!(draft.rows[2].period, "", "2022 is there already");
        assert_eq!(values(&draft.series(&like).unwrap()), [(2021, 2.0), (2022, 3.0), (2023, 4.0)]);
        draft.rows.truncate(2);
        assert!(draft.series(&like).unwrap_err()[0].message.contains("observation"));
    }

    #[test]
    fn a_block_from_a_spreadsheet_lands_where_it_is_pasted() {
        let like = series(&[(2020, 1.0), (2021, 2.0), (2022, 3.0)]);
        let pasted = |row, column, block: &str| {
            let mut draft = Draft::of(&like);
            let rows = draft.paste(row, column, block);
            (rows, draft.series(&like).map(|series| values(&series)))
        };
        assert_eq!(
            pasted(1, Column::Value, "5,5\r\n6\r\n7\r\n"),
            (3, Ok(vec![(2020, 1.0), (2021, 5.5), (2022, 6.0), (2023, 7.0)]))
        );
        assert_eq!(
            pasted(0, Column::Period, "Year\tUSD m\n2010\t1 000,5\n2011\t12\n2012\t13\n"),
            (3, Ok(vec![(2010, 1000.5), (2011, 12.0), (2012, 13.0)]))
        );
        assert_eq!(
            pasted(2, Column::Period, "2022,4.5\n2023,5").1,
            Ok(vec![(2020, 1.0), (2021, 2.0), (2022, 4.5), (2023, 5.0)])
        );
        assert!(
            pasted(0, Column::Value, "1,234").1.is_err(),
            "nobody knows whether that is more than a thousand"
        );
    }
}
