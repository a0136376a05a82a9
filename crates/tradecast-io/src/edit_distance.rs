//! Which name was probably meant.

/// Edits by which a misspelt name may differ: two letters in the wrong order, say.
const MISSPELT: usize = 2;

/// Of names, each with what it stands for, what the nearest one stands for; nothing where none is near.
pub(crate) fn nearest<T>(name: &str, candidates: impl Iterator<Item = (impl AsRef<str>, T)>) -> Option<T> {
    candidates
        .map(|(candidate, meant)| (edits(candidate.as_ref(), name), meant))
        .filter(|(edits, _)| *edits <= MISSPELT)
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, meant)| meant)
}

/// Fewest insertions, deletions and replacements of characters that turn one text into the other (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_counted() {
        for (from, to, count) in
            [("value", "value", 0), ("vlaue", "value", 2), ("", "abc", 3), ("kitten", "sitting", 3)]
        {
            assert_eq!((edits(from, to), edits(to, from)), (count, count), "{from} {to}");
        }
    }
}
