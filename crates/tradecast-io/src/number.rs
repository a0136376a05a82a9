//! Numbers as people write them in tables: what is one, and how to repair what is not.

use std::fmt;

use tradecast::{MessageValues, message_samples, message_values};

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
    /// It is written in another way than the table's other numbers.
    Style {
        /// The mark before decimals in this table.
        decimal: char,
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
            Self::Style { decimal } => {
                write!(
                    f,
                    "does not fit numbers whose decimals are marked by {decimal:?}; correct it, or read the table in the other way"
                )
            }
            Self::Text => f.write_str(
                "is not a number; write digits with a decimal point and nothing else, such as 461.9",
            ),
        }
    }
}

impl NumberProblem {
    /// A stable identifier of the kind of problem.
    ///
    /// ```
    /// assert_eq!(tradecast_io::NumberProblem::Absent.code(), "number_absent");
    /// ```
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Absent => "number_absent",
            Self::Marks { .. } => "number_marks",
            Self::Ambiguous { .. } => "number_ambiguous",
            Self::Style { .. } => "number_style",
            Self::Text => "number_text",
        }
    }

    /// What the message mentions, by name.
    ///
    /// ```
    /// let problem = tradecast_io::NumberProblem::Marks { plain: "287.8".into() };
    /// assert_eq!(problem.values()["plain"], "287.8".into());
    /// ```
    #[must_use]
    pub fn values(&self) -> MessageValues {
        match self {
            Self::Absent | Self::Text => MessageValues::new(),
            Self::Marks { plain } => message_values![plain = plain],
            Self::Ambiguous { thousands, decimals } => {
                message_values![thousands = thousands, decimals = decimals]
            }
            Self::Style { decimal } => message_values![decimal = &decimal.to_string()],
        }
    }

    /// One of each kind, for those who translate them.
    #[doc(hidden)]
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let text = || "1.5".to_owned();
        message_samples![
            Absent,
            Marks { plain: text() },
            Ambiguous { thousands: text(), decimals: text() },
            Style { decimal: ',' },
            Text,
        ]
    }
}

/// How a table writes its numbers.
///
/// ```
/// use tradecast_io::{NumberStyle, read_number};
///
/// assert_eq!(read_number("1.234,5", NumberStyle::Comma), Ok(1234.5));
/// assert_eq!(read_number("1,234.5", NumberStyle::Point), Ok(1234.5));
/// assert!(read_number("1,234.5", NumberStyle::Plain).is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum NumberStyle {
    /// Digits with a decimal point and nothing else.
    #[default]
    Plain,
    /// A decimal point, and commas, spaces or apostrophes between thousands.
    Point,
    /// A decimal comma, and points, spaces or apostrophes between thousands.
    Comma,
}

impl NumberStyle {
    /// The style in which most cells are numbers; the plain one where two styles say the same of all of them, because then
    /// nobody but the owner of the table knows.
    ///
    /// ```
    /// use tradecast_io::NumberStyle;
    ///
    /// assert_eq!(NumberStyle::of(["1.234,5", "7"]), NumberStyle::Comma);
    /// assert_eq!(NumberStyle::of(["1,234"]), NumberStyle::Plain);
    /// ```
    #[must_use]
    pub fn of<'a>(cells: impl IntoIterator<Item = &'a str>) -> Self {
        let (mut point, mut comma) = (0_usize, 0_usize);
        for cell in cells {
            let reads = |style| usize::from(read_number(cell, style).is_ok());
            match read_number(cell, Self::Plain) {
                Ok(_) | Err(NumberProblem::Absent | NumberProblem::Text) => {}
                Err(_) => {
                    point += reads(Self::Point);
                    comma += reads(Self::Comma);
                }
            }
        }
        match (point, comma) {
            (0, 0) => Self::Plain,
            _ if point > comma => Self::Point,
            _ if comma > point => Self::Comma,
            _ => Self::Plain,
        }
    }

    /// The decimal mark and the mark that stands between thousands.
    fn marks(self) -> Option<(char, char)> {
        match self {
            Self::Plain => None,
            Self::Point => Some(('.', ',')),
            Self::Comma => Some((',', '.')),
        }
    }
}

/// Reads a number, written in a style.
///
/// ```
/// use tradecast_io::{NumberProblem, NumberStyle, read_number};
///
/// assert_eq!(read_number(" 461.9 ", NumberStyle::Plain), Ok(461.9));
/// assert_eq!(read_number("n/a", NumberStyle::Plain), Err(NumberProblem::Absent));
/// ```
///
/// # Errors
/// [`NumberProblem`]: why it is none, and how to write what was meant.
pub fn read_number(text: &str, style: NumberStyle) -> Result<f64, NumberProblem> {
    let text = text.trim();
    let Some((decimal, thousands)) = style.marks() else { return parse(text) };
    let (whole, fraction) = text.split_once(decimal).unwrap_or((text, ""));
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '’') || c == thousands;
    match digits_of(whole, is_mark) {
        Some(digits) if is_plain(fraction) => parse(&format!("{digits}.{fraction}")),
        _ => Err(match diagnose(text) {
            NumberProblem::Marks { .. } | NumberProblem::Ambiguous { .. } => NumberProblem::Style { decimal },
            other => other,
        }),
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

/// Whether a text says that nothing was recorded.
pub(crate) fn is_absent(text: &str) -> bool {
    ABSENT.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn diagnose(text: &str) -> NumberProblem {
    if is_absent(text) {
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
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '’' | ',' | '.');
    let digits = digits_of(whole, is_mark)?;
    fraction.bytes().all(|b| b.is_ascii_digit()).then(|| (digits, fraction.to_owned()))
}

/// A whole number with its sign and without the marks between its thousands; none where they do not stand where such marks
/// stand, or where there are two kinds.
fn digits_of(whole: &str, is_mark: impl Fn(char) -> bool) -> Option<String> {
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with(['+', '-'])));
    let mut marks = whole.chars().filter(|c| is_mark(*c));
    let groups: Vec<&str> = whole.split(&is_mark).collect();
    let first_mark = marks.next();
    let grouped = groups.len() == 1
        || (marks.all(|mark| Some(mark) == first_mark)
            && (1..=3).contains(&groups[0].len())
            && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    (grouped && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| format!("{sign}{digits}"))
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
    fn a_style_decides_what_marks_mean() {
        use NumberStyle::{Comma, Point};
        let cases = [
            ("1,000", Point, 1000.0),
            ("1,000", Comma, 1.0),
            ("1.000", Comma, 1000.0),
            ("1.000", Point, 1.0),
            ("-1\u{a0}234,5", Comma, -1234.5),
            ("1'234.5", Point, 1234.5),
            ("287", Comma, 287.0),
            ("1,5e3", Comma, 1500.0),
        ];
        for (text, style, value) in cases {
            assert_eq!(read_number(text, style), Ok(value), "{text}");
        }
        for (text, style) in
            [(",5", Comma), ("461.9", Comma), ("287,8", Point), ("1,2,3", Point), ("1.234,5", Point)]
        {
            assert!(read_number(text, style).is_err(), "{text}");
        }
        assert_eq!(read_number("461.9", Comma), Err(NumberProblem::Style { decimal: ',' }));
        assert_eq!(read_number("5 %", Comma), Err(NumberProblem::Text));
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
