//! Integers of JSON, in which `500.0` and `5e2` are the integer 500.

use std::borrow::Cow;

/// The same JSON with each number that is an integer written as one, because serde reads nothing else as an integer. Where there is room
/// nothing moves, so that errors name the columns of the text as it was.
pub(crate) fn with_integers(text: &[u8]) -> Cow<'_, [u8]> {
    let mut written: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < text.len() {
        let length = match text[at] {
            b'"' => string(&text[at..]),
            b'-' | b'0'..=b'9' => number(&text[at..]),
            _ => 1,
        };
        let token = &text[at..at + length];
        match integer(token) {
            Some(integer) => {
                let out = written.get_or_insert_with(|| text[..at].to_vec());
                out.extend(integer.bytes());
                out.extend(std::iter::repeat_n(b' ', length.saturating_sub(integer.len())));
            }
            None => {
                if let Some(out) = &mut written {
                    out.extend_from_slice(token);
                }
            }
        }
        at += length;
    }
    written.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The length of a text in quotes; of one that does not end, to the end.
fn string(text: &[u8]) -> usize {
    let mut escaped = false;
    let ends = |byte: &u8| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    };
    text[1..].iter().position(ends).map_or(text.len(), |end| end + 2)
}

/// The length of a number.
fn number(text: &[u8]) -> usize {
    let ends = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    text.iter().position(ends).unwrap_or(text.len())
}

/// The integer that a number with a point or an exponent is; absent for every other token, and for what no type of ours can hold.
fn integer(token: &[u8]) -> Option<String> {
    let starts = token.first().is_some_and(|first| matches!(first, b'-' | b'0'..=b'9'));
    if !starts || !token.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return None;
    }
    let token = str::from_utf8(token).ok()?;
    // Rust reads more than JSON has, such as "1." and "01.0", which stay for JSON to refuse.
    serde_json::from_str::<serde_json::Number>(token).ok()?;
    let value: f64 = token.parse().ok()?;
    let held = value.fract() == 0.0 && (i64::MIN as f64..u64::MAX as f64).contains(&value);
    held.then(|| format!("{value:.0}")).filter(|integer| integer != "-0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{QuestionInput, read};

    fn rewritten(text: &str) -> String {
        String::from_utf8(with_integers(text.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn integers_are_written_as_such_and_all_else_stays() {
        for (text, expected) in [
            (r#"{"a":500.0,"b":[1e3,-2.50e1]}"#, r#"{"a":500  ,"b":[1000,-25    ]}"#),
            ("1e16", "10000000000000000"),
            ("-2147483648.0", "-2147483648  "),
            ("18446744073709549568.0", "18446744073709549568  "),
        ] {
            assert_eq!(rewritten(text), expected);
        }
        for text in [
            r#"{"1.0":"2.0 \" 3.0","b":0.5,"c":-0.0,"d":1e-3,"e":1e300}"#,
            "1.",
            "01.0",
            "1.0.0",
            "--1.0",
            "1e",
            "\"1.0",
            "\"1.0\\",
            "18446744073709551616.0",
            "",
        ] {
            assert_eq!(rewritten(text), text);
            assert!(matches!(with_integers(text.as_bytes()), Cow::Borrowed(_)), "{text} is not copied");
        }
    }

    #[test]
    fn an_integer_may_have_zeros_behind_its_point_and_nothing_else() {
        let horizon = |written: &str| {
            let text = format!("{{ \"target\": 1, \"horizon\": {written} }}");
            read::<QuestionInput>(text.as_bytes()).map(|question| question.horizon)
        };
        for (written, read) in [("null", None), ("28", Some(28)), ("28.0", Some(28)), ("2.8e1", Some(28))] {
            assert_eq!(horizon(written), Ok(read), "{written}");
        }
        for written in ["28.5", "-1", "-1.0", "4294967296", "4294967296.0", "1e300", "\"28\"", "true", "[]"] {
            let error = horizon(written).expect_err(written);
            assert!(error.message.contains("expected u32"), "{written}: {}", error.message);
        }
    }
}
