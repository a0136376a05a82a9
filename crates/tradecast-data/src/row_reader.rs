//! Reads the cells of a row as values, and keeps what is wrong with them: a row tells all its faults at once.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use tradecast::{Frequency, Period};

use crate::problem::Problem;
use crate::table::Row;
use crate::words::Word;

/// The cells of one row. A cell that is wrong is kept as a problem and read as some value: who reads a row asks for its
/// [problems](Self::problems) before it uses the values.
///
/// The functions stay out of line: the page reads its data with them before the first answer, and their callers are many.
#[derive(Debug)]
pub(crate) struct RowReader<'a> {
    row: Row<'a>,
    problems: RefCell<Vec<Problem>>,
}

impl<'a> RowReader<'a> {
    pub(crate) fn new(row: Row<'a>) -> Self {
        Self { row, problems: RefCell::default() }
    }

    /// What is wrong with the cells that were read.
    pub(crate) fn problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// Keeps a fault of this row.
    #[inline(never)]
    pub(crate) fn refuse(&self, column: &str, message: &str, fix: &str) {
        self.problems.borrow_mut().push(self.row.problem(column, message, fix));
    }

    /// Keeps a cell that is not what it should be.
    #[inline(never)]
    fn refuse_cell(&self, column: &str, what: &str, fix: &str) {
        let text = self.row.text(column);
        // That a cell is empty was said where it must not be.
        if !text.is_empty() {
            self.refuse(column, &format!("{text:?} {what}"), fix);
        }
    }

    /// The cell, possibly empty.
    #[inline(never)]
    pub(crate) fn text(&self, column: &str) -> String {
        self.row.text(column).to_owned()
    }

    /// The cell, which must not be empty.
    #[inline(never)]
    pub(crate) fn required(&self, column: &str) -> String {
        self.filled(column).to_owned()
    }

    fn filled(&self, column: &str) -> &'a str {
        let text = self.row.text(column);
        if text.is_empty() {
            self.refuse(column, "the cell is empty", "fill it");
        }
        text
    }

    /// What `read` makes of the cell; nothing where the cell is empty.
    pub(crate) fn optional<T>(&self, column: &str, read: fn(&Self, &str) -> T) -> Option<T> {
        if self.row.text(column).is_empty() { None } else { Some(read(self, column)) }
    }

    /// A finite number of either sign.
    #[inline(never)]
    pub(crate) fn number(&self, column: &str) -> f64 {
        let text = self.filled(column);
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => value,
            _ => {
                self.refuse_cell(column, "is not a number", "write digits with a decimal point");
                f64::NAN
            }
        }
    }

    /// A positive number: an amount, a quantity, a ratio.
    #[inline(never)]
    pub(crate) fn figure(&self, column: &str) -> f64 {
        let value = self.number(column);
        if value <= 0.0 {
            self.refuse(column, &format!("{value} is not positive"), "correct it, or leave the cell empty");
        }
        value
    }

    /// A count.
    pub(crate) fn count<T: TryFrom<u32> + Default>(&self, column: &str) -> T {
        let count = self.filled(column).parse::<u32>().ok().and_then(|count| T::try_from(count).ok());
        count.unwrap_or_else(|| {
            self.refuse_cell(column, "is not a count", "write digits only");
            T::default()
        })
    }

    /// A calendar year.
    #[inline(never)]
    pub(crate) fn year(&self, column: &str) -> i32 {
        self.period(column, Frequency::Annual, "a year such as 2022").year()
    }

    /// A calendar month.
    #[inline(never)]
    pub(crate) fn month(&self, column: &str) -> Period {
        self.period(column, Frequency::Monthly, "a month such as 2022-07")
    }

    fn period(&self, column: &str, frequency: Frequency, wanted: &str) -> Period {
        let period = self.filled(column).parse::<Period>().ok();
        period.filter(|period| period.frequency() == frequency).unwrap_or_else(|| {
            self.refuse_cell(column, &format!("is not {wanted}"), &format!("write {wanted}"));
            Period::annual(1)
        })
    }

    /// A year (`2022`) or a span of years (`2022..2027`).
    #[inline(never)]
    pub(crate) fn years(&self, column: &str) -> RangeInclusive<i32> {
        let text = self.filled(column);
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        let year = |text: &str| text.parse::<Period>().ok().filter(|p| p.frequency() == Frequency::Annual);
        match (year(first), year(last)) {
            (Some(first), Some(last)) if first <= last => first.year()..=last.year(),
            _ => {
                self.refuse_cell(column, "is not a span of years", "write 2022, or 2022..2027");
                0..=0
            }
        }
    }

    /// A calendar day, `2026-11-24`.
    #[inline(never)]
    pub(crate) fn day(&self, column: &str) -> String {
        let text = self.filled(column);
        let is_day = text.len() == 10
            && text.get(..7).is_some_and(|month| month.parse::<Period>().is_ok())
            && text.get(7..).and_then(|rest| rest.strip_prefix('-')).is_some_and(|day| {
                day.bytes().all(|b| b.is_ascii_digit()) && matches!(day.parse::<u8>(), Ok(1..=31))
            });
        if !is_day {
            self.refuse_cell(column, "is not a day", "write a day such as 2026-11-24");
        }
        text.to_owned()
    }

    /// An address on the web; empty where there is none.
    #[inline(never)]
    pub(crate) fn address(&self, column: &str) -> String {
        let text = self.row.text(column);
        if !text.is_empty() && !text.starts_with("https://") && !text.starts_with("http://") {
            self.refuse_cell(column, "is not an address", "start it with https://");
        }
        text.to_owned()
    }

    /// `yes` or `no`.
    #[inline(never)]
    pub(crate) fn yes_or_no(&self, column: &str) -> bool {
        let text = self.filled(column);
        if !matches!(text, "yes" | "no") {
            self.refuse_cell(column, "is not known", "write yes or no");
        }
        text == "yes"
    }

    /// One of the words of a closed list.
    pub(crate) fn word<T: Word>(&self, column: &str) -> T {
        T::MEANINGS[self.place(column, T::WORDS)]
    }

    /// The place of the cell in a list of words; the first where it is not in it.
    #[inline(never)]
    fn place(&self, column: &str, words: &[&str]) -> usize {
        let text = self.filled(column);
        words.iter().position(|word| *word == text).unwrap_or_else(|| {
            self.refuse_cell(column, "is not known", &format!("write one of: {}", words.join(", ")));
            0
        })
    }
}
