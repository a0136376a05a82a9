//! What the terminal can show: width, colours, and letters beyond ASCII.

use std::env;
use std::io::stdout;
use std::sync::OnceLock;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

/// Columns where nobody says.
const DEFAULT_WIDTH: usize = 96;
/// Columns below which nothing can be read, and above which lines are too long to.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=120;

/// What was asked for with `--width`.
static ASKED: OnceLock<usize> = OnceLock::new();

/// Sets the width for the whole run, where one was asked for.
pub(crate) fn decide(width: Option<u16>) {
    if let Some(width) = width {
        ASKED.get_or_init(|| width.into());
    }
}

/// Columns of a text: as asked for, or those of the terminal within reason.
pub(crate) fn width() -> usize {
    let terminal = || {
        let (columns, _) = terminal_size::terminal_size()?;
        Some(usize::from(columns.0).clamp(*WIDTHS.start(), *WIDTHS.end()))
    };
    ASKED.get().copied().or_else(terminal).unwrap_or(DEFAULT_WIDTH)
}

/// How a page is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terminal {
    pub(crate) width: usize,
    pub(crate) colour: bool,
    pub(crate) glyphs: &'static Glyphs,
}

/// What things are drawn with.
#[derive(Debug)]
pub(crate) struct Glyphs {
    /// The 80 % band, and the 50 % band inside it.
    pub(crate) bands: [char; 2],
    pub(crate) median: char,
    pub(crate) target: char,
    pub(crate) known: char,
    pub(crate) weak: char,
    pub(crate) axis: char,
    pub(crate) corner: char,
    pub(crate) floor: char,
    /// A bar, and its lighter part.
    pub(crate) bar: [char; 2],
    /// Heights from nothing to all.
    pub(crate) heights: [char; 9],
}

const BLOCKS: Glyphs = Glyphs {
    bands: ['░', '▒'],
    median: '─',
    target: '┄',
    known: '●',
    weak: '○',
    axis: '│',
    corner: '└',
    floor: '─',
    bar: ['█', '░'],
    heights: [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
};

const ASCII: Glyphs = Glyphs {
    bands: ['.', ':'],
    median: '-',
    target: '=',
    known: 'o',
    weak: '?',
    axis: '|',
    corner: '+',
    floor: '-',
    bar: ['#', '.'],
    heights: [' ', '.', ':', '-', '=', '+', '*', '%', '#'],
};

impl Terminal {
    /// That of the terminal; in a file there are no colours.
    pub(crate) fn of(in_file: bool) -> Self {
        #[expect(clippy::disallowed_methods, reason = "how an answer looks may depend on the terminal")]
        let variable = |name: &str| env::var(name).ok();
        Self {
            width: width(),
            colour: !in_file && AutoStream::choice(&stdout()) != ColorChoice::Never,
            glyphs: if speaks_utf8(&variable) { &BLOCKS } else { &ASCII },
        }
    }

    /// A text in a style, where there are colours.
    pub(crate) fn paint(&self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}

/// Headings and what matters most.
pub(crate) const STRONG: Style = Style::new().bold();
/// What stands back.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// The target.
pub(crate) const TARGET: Style = AnsiColor::Yellow.on_default();
/// Forecasts and their bands.
pub(crate) const FORECAST: Style = AnsiColor::Cyan.on_default();

/// Whether the locale is one of UTF-8; where none is set, most terminals of today show it.
fn speaks_utf8(variable: &dyn Fn(&str) -> Option<String>) -> bool {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|text| !text.is_empty()));
    set.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_says_what_is_shown() {
        let speaks = |set: &[(&str, &str)]| {
            speaks_utf8(&|name| {
                set.iter().find(|(set, _)| *set == name).map(|(_, value)| (*value).to_owned())
            })
        };
        assert!(speaks(&[]) && speaks(&[("LANG", "kk_KZ.UTF-8")]) && speaks(&[("LANG", "C.utf8")]));
        assert!(!speaks(&[("LANG", "C")]) && !speaks(&[("LANG", "ru_RU.KOI8-R")]));
        assert!(!speaks(&[("LC_ALL", "POSIX"), ("LANG", "en_US.UTF-8")]), "LC_ALL comes first");
        assert!(speaks(&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")]), "what is empty is not set");
    }

    #[test]
    fn ascii_is_ascii() {
        let Glyphs { bands, median, target, known, weak, axis, corner, floor, bar, heights } = &ASCII;
        let all = [median, target, known, weak, axis, corner, floor];
        assert!(all.into_iter().chain(bands).chain(bar).chain(heights).all(char::is_ascii));
    }
}
