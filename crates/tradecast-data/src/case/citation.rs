//! The sources of the default series, to be shown under a chart.

use crate::case::pair::Case;
use crate::record::{AnnualFigure, Source};

/// A source and the years it gives to a series.
///
/// ```
/// let first = &tradecast_data::default_case().citations()[0];
/// assert_eq!(first.years, "1992–2004");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The years, runs shortened: `1992–2004`, `2018, 2022`.
    pub years: String,
    /// Whose statistics.
    pub reporter: String,
    /// Where they were read.
    pub source: Source,
}

impl Case {
    /// The sources of [`Case::series`](crate::Case::series) in the order of their first year.
    ///
    /// ```
    /// let citations = tradecast_data::default_case().citations();
    /// assert!(citations.iter().any(|c| c.years == "2022" && c.source.url.contains("astanatimes")));
    /// ```
    #[must_use]
    pub fn citations(&self) -> Vec<Citation> {
        let mut found: Vec<(Vec<i32>, &AnnualFigure)> = Vec::new();
        for (year, figure) in self.origins().filter_map(|(year, figure)| Some((year, figure?))) {
            match found
                .iter_mut()
                .find(|(_, known)| known.source == figure.source && known.reporter == figure.reporter)
            {
                Some((years, _)) => years.push(year.year),
                None => found.push((vec![year.year], figure)),
            }
        }
        let citation = |(years, figure): (Vec<i32>, &AnnualFigure)| {
            Some(Citation {
                years: runs(&years),
                source: self.source(&figure.source)?.clone(),
                reporter: figure.reporter.clone(),
            })
        };
        found.into_iter().filter_map(citation).collect()
    }
}

/// Increasing years as text, runs shortened.
fn runs(years: &[i32]) -> String {
    let parts: Vec<String> = years
        .chunk_by(|year, next| year + 1 == *next)
        .map(|run| match run {
            [first, .., last] => format!("{first}–{last}"),
            _ => run.iter().map(i32::to_string).collect(),
        })
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_shortened() {
        assert_eq!(runs(&[2018, 2022]), "2018, 2022");
        assert_eq!(runs(&[1992, 1993, 1994, 1999]), "1992–1994, 1999");
    }
}
