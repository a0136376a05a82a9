//! Numbers as people write them in tables: what is one, and how to repair what is not.

use std::fmt;

/// Texts by which tables say that nothing was recorded.
const ABSENT: [&str; 12] = ["na", "n/a", "n.a.", "nan", "null", "none", "nil", "-", "–", "..", "...", "…"];

/// Why a text is not a number, and how to write what was meant.
///
/// ```
/// use tradecast_io::{Error, NumberProblem, ReadOptions, read_csv};
///
/// let table = read_csv("period;value\n2021;287,8\n", &ReadOptions::default())?;
/// let Error::BadNumber { problem, .. } = &table.problems[0].error else { unreachable!() };
/// assert_eq!(problem, &NumberProblem::Marks { plain: "287.8".into() });
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberProblem {
    /// It says that there is no value, in words.
    Absent,
    /// It has a decimal comma or marks between thousands.
    Marks {
        /// The number as it should be written.
        plain: String,
    },
    /// It has one comma before three digits, which marks thousands in some countries and decimals in others.
    Ambiguous {
        /// What to write if the comma marks thousands.
        thousands: String,
        /// What to write if the comma marks decimals.
        decimals: String,
    },
    /// It has letters, signs or units in it.
    Text,
}

impl fmt::Display for NumberProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str(
                "is not a number; leave the cell empty where nothing was recorded (a gap is fine)",
            ),
            Self::Marks { plain } => {
                write!(f, "has a decimal comma or marks between thousands; write {plain}")
            }
            Self::Ambiguous { thousands, decimals } => {
                write!(
                    f,
                    "can be read in two ways; write {thousands} if the comma marks thousands, {decimals} if decimals"
                )
            }
            Self::Text => f.write_str(
                "is not a number; write digits with a decimal point and nothing else, such as 461.9",
            ),
        }
    }
}

/// Reads a plain decimal number; the text must be trimmed.
pub(crate) fn parse(text: &str) -> Result<f64, NumberProblem> {
    if is_plain(text)
        && let Ok(value) = text.parse()
    {
        return Ok(value);
    }
    Err(diagnose(text))
}

/// Whether only the characters of a plain number occur: this keeps out "inf" and "nan", which Rust would read.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'))
}

fn diagnose(text: &str) -> NumberProblem {
    if ABSENT.iter().any(|word| word.eq_ignore_ascii_case(text)) {
        return NumberProblem::Absent;
    }
    let Some((whole, fraction)) = unmark(text) else { return NumberProblem::Text };
    let plain = if fraction.is_empty() { whole.clone() } else { format!("{whole}.{fraction}") };
    let digits = whole.trim_start_matches(['+', '-']);
    let one_comma = text.len() == whole.len() + 1 + fraction.len() && text.contains(',');
    if one_comma && fraction.len() == 3 && (1..=3).contains(&digits.len()) && !digits.starts_with('0') {
        return NumberProblem::Ambiguous { thousands: format!("{whole}{fraction}"), decimals: plain };
    }
    NumberProblem::Marks { plain }
}

/// Whole part (with its sign) and fraction of a number written with a decimal comma or marks between thousands; none
/// where the marks do not stand where such marks stand.
fn unmark(text: &str) -> Option<(String, String)> {
    let decimal = text.rfind([',', '.']).filter(|&at| text.matches(&text[at..=at]).count() == 1);
    let (whole, fraction) = decimal.map_or((text, ""), |at| (&text[..at], &text[at + 1..]));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with(['+', '-'])));
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | ',' | '.');
    let mut marks = whole.chars().filter(|c| is_mark(*c));
    let groups: Vec<&str> = whole.split(is_mark).collect();
    let first_mark = marks.next();
    let grouped = groups.len() == 1
        || (marks.all(|mark| Some(mark) == first_mark)
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    (grouped && !digits.is_empty() && all_digits(&digits) && all_digits(fraction))
        .then(|| (format!("{sign}{digits}"), fraction.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_numbers_are_read_exactly() {
        for (text, value) in [
            ("461.9", 461.9),
            ("0", 0.0),
            ("-3", -3.0),
            ("+5", 5.0),
            ("1e3", 1000.0),
            ("2.5E-1", 0.25),
            ("1.000", 1.0),
        ] {
            assert_eq!(parse(text), Ok(value), "{text}");
        }
    }

    #[test]
    fn marks_are_explained_with_the_number_meant() {
        for (text, plain) in [
            ("287,8", "287.8"),
            ("0,250", "0.250"),
            ("-0,25", "-0.25"),
            ("1234,567", "1234.567"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1 234", "1234"),
            ("1\u{a0}234,5", "1234.5"),
            ("1\u{202f}234", "1234"),
            ("1'234.5", "1234.5"),
        ] {
            assert_eq!(parse(text), Err(NumberProblem::Marks { plain: plain.into() }), "{text}");
        }
    }

    #[test]
    fn a_comma_before_three_digits_is_not_guessed() {
        let expected = NumberProblem::Ambiguous { thousands: "1000".into(), decimals: "1.000".into() };
        assert_eq!(parse("1,000"), Err(expected));
    }

    #[test]
    fn words_for_nothing_ask_for_an_empty_cell() {
        for text in ["n/a", "N/A", "NaN", "nan", "NA", "null", "-", ".."] {
            assert_eq!(parse(text), Err(NumberProblem::Absent), "{text}");
        }
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "inf",
            "-infinity",
            "12 mln",
            "5%",
            "$5",
            "1_000",
            "0x1F",
            "−5",
            "1,2.3,4",
            "1,2,3",
            "20 21",
            "1.234,5.6",
            "e5",
            ".",
            "",
        ] {
            assert_eq!(parse(text), Err(NumberProblem::Text), "{text}");
        }
    }
}
