//! Periods as people and programs write them in tables.

use tradecast::{Frequency, Period, Result};

/// English names of months, of which the first three letters count.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a period. Without `dates` only the plain ways are read: `2022`, `2022-Q3`, `2022-07`. With it all usual ones that can
/// be meant in one way only, and a date stands for the year, quarter or month that it lies in.
///
/// ```
/// use tradecast::Frequency::{Annual, Monthly};
/// use tradecast_io::read_period;
///
/// assert_eq!(read_period("2022-07-01", Some(Monthly))?.to_string(), "2022-07");
/// assert_eq!(read_period("31.12.2022", Some(Annual))?.to_string(), "2022");
/// assert_eq!(read_period("2022 Q3", Some(Monthly))?.to_string(), "2022-Q3");
/// assert_eq!(read_period("Jul 2022", Some(Monthly))?.to_string(), "2022-07");
/// assert!(read_period("2022-07-01", None).is_err());
/// # Ok::<(), tradecast::Error>(())
/// ```
///
/// # Errors
/// [`tradecast::Error::BadPeriod`] where it is none, or may be two: `01/02/2022` is a day in January here and in February there.
pub fn read_period(text: &str, dates: Option<Frequency>) -> Result<Period> {
    let text = text.trim();
    let usual = |frequency| written(text).and_then(|written| written.period(frequency));
    match text.parse() {
        Ok(period) => Ok(period),
        Err(error) => dates.and_then(usual).ok_or(error),
    }
}

/// What a text says of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// A quarter.
    Quarter(i32, i32),
    /// A month.
    Month(i32, i32),
    /// A day, of which the month counts.
    Day(i32, i32),
}

impl Written {
    fn period(self, dates: Frequency) -> Option<Period> {
        let text = match self {
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Month(year, month) => format!("{year:04}-{month:02}"),
            Self::Day(year, month) => match dates {
                Frequency::Annual => format!("{year:04}"),
                Frequency::Quarterly => format!("{year:04}-Q{}", (month - 1) / 3 + 1),
                Frequency::Monthly => format!("{year:04}-{month:02}"),
            },
        };
        text.parse().ok()
    }
}

/// What a text says, where it is none of the plain ways.
pub(crate) fn written(text: &str) -> Option<Written> {
    // The time of day, in files of programs that know no dates without it.
    let text =
        text.split_once(['T', ' ']).map_or(text, |(date, time)| if time.contains(':') { date } else { text });
    let lower = text.to_lowercase();
    let parts: Vec<Part> = parts(&lower)?;
    let within = |number: i32, most: i32| (1..=most).contains(&number);
    use Part::{Number, Word};
    Some(match parts.as_slice() {
        [Number(year, 4), Word("q"), Number(quarter, 1)]
        | [Word("q"), Number(quarter, 1), Number(year, 4)]
            if within(*quarter, 4) =>
        {
            Written::Quarter(*year, *quarter)
        }
        [Number(year, 4), Word("m"), Number(month, 1..=2)]
        | [Number(year, 4), Number(month, 1..=2)]
        | [Number(month, 1..=2), Number(year, 4)]
            if within(*month, 12) =>
        {
            Written::Month(*year, *month)
        }
        // As databases write it, within the years that trade is counted in.
        [Number(both, 6)] if (1900..2100).contains(&(both / 100)) && within(both % 100, 12) => {
            Written::Month(both / 100, both % 100)
        }
        [Word(name), Number(year, 4)] | [Number(year, 4), Word(name)] => Written::Month(*year, month(name)?),
        [Number(day, 1..=2), Word(name), Number(year, 4)] if within(*day, 31) => {
            Written::Day(*year, month(name)?)
        }
        [Number(year, 4), Number(month, 1..=2), Number(day, 1..=2)]
            if within(*month, 12) && within(*day, 31) =>
        {
            Written::Day(*year, *month)
        }
        [Number(day, 1..=2), Number(month, 1..=2), Number(year, 4)] => {
            // With points the day comes first everywhere; with strokes it depends on the country.
            let certain = !text.contains('/') || *day > 12 || day == month;
            (certain && within(*month, 12) && within(*day, 31)).then_some(Written::Day(*year, *month))?
        }
        _ => return None,
    })
}

/// A run of digits with their count, or of letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Number(i32, usize),
    Word(&'a str),
}

fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| match first {
            _ if first.is_ascii_digit() => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => false,
        };
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (run, after) = rest.split_at(end);
        if first.is_ascii_digit() {
            found.push(Part::Number(run.parse().ok()?, run.len()));
        } else if first.is_alphabetic() {
            found.push(Part::Word(run));
        } else if !matches!(first, '-' | '/' | '.' | ' ' | ':' | '\u{a0}') {
            return None;
        }
        rest = after;
    }
    Some(found)
}

fn month(name: &str) -> Option<i32> {
    let at = MONTHS.iter().position(|month| name.len() >= 3 && name.starts_with(month))?;
    i32::try_from(at + 1).ok()
}

/// The frequency that dates seem to have: years where every year has one, quarters where they lie in every third month, else
/// months.
pub(crate) fn frequency_of(dates: &[(i32, i32)]) -> Frequency {
    let mut years: Vec<i32> = dates.iter().map(|(year, _)| *year).collect();
    years.sort_unstable();
    let each_year_once = years.windows(2).all(|pair| pair[0] != pair[1]);
    let month = |(_, month): &(i32, i32)| *month;
    let same_month = dates.windows(2).all(|pair| month(&pair[0]) == month(&pair[1]));
    let every_third = dates.windows(2).all(|pair| (month(&pair[0]) - month(&pair[1])) % 3 == 0);
    match dates.len() {
        0 | 1 => Frequency::Monthly,
        _ if each_year_once || same_month => Frequency::Annual,
        _ if every_third => Frequency::Quarterly,
        _ => Frequency::Monthly,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_ways_are_read() {
        for (text, expected) in [
            ("2022Q3", "2022-Q3"),
            ("q3 2022", "2022-Q3"),
            ("2022-q3", "2022-Q3"),
            ("2022M07", "2022-07"),
            ("2022-M07", "2022-07"),
            ("202207", "2022-07"),
            ("2022-7", "2022-07"),
            ("07.2022", "2022-07"),
            ("2022/07", "2022-07"),
            ("July 2022", "2022-07"),
            ("2022 Sept", "2022-09"),
            ("01.07.2022", "2022-07"),
            ("31/07/2022", "2022-07"),
            ("2022-07-31 00:00:00", "2022-07"),
            ("2022-07-31T12:30:00Z", "2022-07"),
            ("1 Jul 2022", "2022-07"),
            ("2022", "2022"),
        ] {
            let read = read_period(text, Some(Frequency::Monthly));
            assert_eq!(read.map(|period| period.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_things_is_none() {
        for text in [
            "01/02/2022",
            "2022-13-01",
            "2022-00",
            "202213",
            "461900",
            "13.2022",
            "22",
            "Q5 2022",
            "year 2022",
            "2022+07",
            "",
            "1.2.3.2022",
        ] {
            assert!(read_period(text, Some(Frequency::Monthly)).is_err(), "{text}");
        }
    }

    #[test]
    fn dates_tell_how_often_they_come() {
        assert_eq!(frequency_of(&[(2020, 1), (2021, 1), (2022, 1)]), Frequency::Annual);
        assert_eq!(frequency_of(&[(2020, 3), (2020, 6), (2020, 9)]), Frequency::Quarterly);
        assert_eq!(frequency_of(&[(2020, 1), (2020, 2), (2020, 3)]), Frequency::Monthly);
    }
}
