//! Which character separates the cells of a file.

/// The separator of the header line: of tab, semicolon and comma the one that the next line has as often, or else the one that the
/// header uses most; comma where it uses none.
pub(crate) fn separator(start_of_file: &[u8], skip: usize) -> u8 {
    let lines =
        start_of_file.split(|byte| *byte == b'\n').skip(skip).flat_map(|l| l.split(|byte| *byte == b'\r'));
    let mut lines = lines.filter(|line| !line.trim_ascii().is_empty());
    let (header, next) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let other = header.iter().any(|byte| matches!(byte, b'\t' | b';'));
    let count = |line: &[u8], separator: u8| {
        // A comma between two digits may be a decimal one.
        let between_digits = |at: usize| {
            let digit = |at: Option<usize>| at.and_then(|at| line.get(at)).is_some_and(u8::is_ascii_digit);
            digit(at.checked_sub(1)) && digit(Some(at + 1))
        };
        let mut quoted = false;
        let counts = |&(at, byte): &(usize, &u8)| {
            quoted ^= *byte == b'"';
            *byte == separator && !quoted && !(separator == b',' && other && between_digits(at))
        };
        line.iter().enumerate().filter(counts).count()
    };
    let fits = |separator: &u8| {
        let used = count(header, *separator);
        (used > 0 && used == count(next, *separator), used)
    };
    // The last of equals wins: a heading may well have a comma in it, and hardly a tab.
    let most = [b',', b';', b'\t'].into_iter().max_by_key(fits);
    most.filter(|&separator| count(header, separator) > 0).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_separator_is_the_one_the_header_uses() {
        for (text, expected) in [
            ("series,period,value\n", b','),
            ("\n\nseries;period;value\na;2022;1,5\n", b';'),
            ("series\tperiod\tvalue, USD m\n", b'\t'),
            ("period\n1,2;3;4", b','),
            ("2021;332,2\n", b';'),
            ("period;imports, USD m, as found\n2021;332,2\n", b';'),
            ("\"a, b, c\";d\n", b';'),
            ("Year\tTurnover, USD m\n", b'\t'),
            ("Year;Turnover, USD m\n", b';'),
            ("", b','),
        ] {
            assert_eq!(separator(text.as_bytes(), 0), expected, "{text:?}");
        }
    }
}
