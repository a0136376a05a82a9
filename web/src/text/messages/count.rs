//! Texts that depend on a number.

use crate::text::messages::catalogue::{fill, language};
use crate::text::numbers::number::number;

/// The text of a count, `{count}` and other words filled in: `name.one`, `name.few`, `name.many` or `name.other`.
#[must_use]
pub fn fill_count(name: &str, count: u64, words: &[(&str, &str)]) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of what is on a page are exact")]
    let number = number(count as f64);
    let words: Vec<(&str, &str)> = words.iter().copied().chain([("count", number.as_str())]).collect();
    fill(&format!("{name}.{}", language().plural(count)), &words)
}

/// A text that depends on a number: `say_count!("moved", 2)` is `moved.one`, `moved.few`, `moved.many` or `moved.other`.
macro_rules! say_count {
    ($name:expr, $count:expr $(, $word:ident = $value:expr)* $(,)?) => {
        $crate::text::fill_count($name, $count, &[$((stringify!($word), &$value.to_string())),*])
    };
}

pub(crate) use say_count;
