//! Series for the core, each value with its source.

use tradecast::{Composition, Flow, Observation, Part, PartId, Period, Series};

use crate::record::{AnnualFigure, Good, Reporter, Source, SpliceYear, load};
use crate::words::{Confidence, GoodFlow, Measure};

/// The turnover that the two countries aim at, USD m: the question of this project.
///
/// Named by Kazakhstan's president in April 2023, without a year (fact `target`, source `astana-times-visit`); the
/// goal itself is older, from 2017.
///
/// ```
/// assert!(tradecast_data::TARGET_USD_M > tradecast_data::turnover().last().value);
/// ```
pub const TARGET_USD_M: f64 = 1000.0;

const UNIT: &str = "USD m";
const SPLICE_REPORTER: &str = "spliced, Kazakhstan's side";

/// Turnover of Kazakhstan and Azerbaijan, 1992 to 2024 without 2017: the default splice.
///
/// Importer-reported mirror data to 2014, exporter-reported in 2015, a press figure in 2016, Kazakhstan's official
/// figures from 2018 except 2019, for which only Azerbaijan's is known. Each observation names its reporter and
/// address; weak ones say why.
///
/// ```
/// let turnover = tradecast_data::turnover();
/// assert_eq!(turnover.unit(), "USD m");
/// assert_eq!(turnover.as_of("2022".parse()?)?.last().value, 461.9);
/// assert!(turnover.observations().iter().all(|o| o.period.year() != 2017), "a gap stays a gap");
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn turnover() -> Series {
    spliced(Flow::Turnover)
}

/// Exports from Kazakhstan to Azerbaijan, in the years of the default splice in which they are known.
///
/// ```
/// let exports = tradecast_data::exports();
/// assert_eq!((exports.last().period.year(), exports.last().value), (2022, 375.3));
/// ```
#[must_use]
pub fn exports() -> Series {
    spliced(Flow::Exports)
}

/// Imports of Kazakhstan from Azerbaijan, in the years of the default splice in which they are known.
///
/// ```
/// let imports = tradecast_data::imports();
/// assert_eq!((imports.last().period.year(), imports.last().value), (2022, 86.6));
/// ```
#[must_use]
pub fn imports() -> Series {
    spliced(Flow::Imports)
}

/// Turnover as Azerbaijan counts it: the few years that are known. What is not of high confidence is weak.
///
/// The two countries do not measure the same thing: in 2021 Kazakhstan counted more than twice as much.
///
/// ```
/// let azerbaijan = tradecast_data::azerbaijan_turnover();
/// let years: Vec<i32> = azerbaijan.observations().iter().map(|o| o.period.year()).collect();
/// assert_eq!(years, [2018, 2019, 2021, 2023, 2024]);
/// assert_eq!(azerbaijan.reporter(), "Azerbaijan");
/// ```
#[must_use]
pub fn azerbaijan_turnover() -> Series {
    counted("Azerbaijan", azerbaijan_figures())
}

/// Turnover in the years of the default splice that Kazakhstan counted itself.
pub(crate) fn kazakhstan_turnover() -> Series {
    counted(KAZAKHSTAN, kazakhstan_figures())
}

/// The reporter of the years of the default splice from 2018 on.
pub(crate) const KAZAKHSTAN: &str = "Kazakhstan";

pub(crate) fn azerbaijan_figures() -> Vec<AnnualFigure> {
    load::<AnnualFigure>().into_iter().filter(|figure| figure.reporter == "Azerbaijan").collect()
}

pub(crate) fn kazakhstan_figures() -> Vec<AnnualFigure> {
    origins().into_iter().map(|(_, figure)| figure).filter(|figure| figure.reporter == KAZAKHSTAN).collect()
}

fn counted(reporter: &str, figures: Vec<AnnualFigure>) -> Series {
    let sources: Vec<Source> = load();
    let observations = figures.into_iter().map(|figure| {
        let observation = Observation::new(Period::annual(figure.year), figure.turnover);
        Observation {
            source: source_text(&figure, &sources),
            weak: figure.confidence != Confidence::High,
            note: figure.note,
            ..observation
        }
    });
    let name = format!("Kazakhstan–Azerbaijan turnover, counted by {reporter}");
    series(&name, Flow::Turnover, observations.collect()).with_reporter(reporter)
}

/// What turnover is made of: exports and imports in the years in which they are known, and within them the goods of which
/// Kazakhstan's value for a whole year is known, all of 2022. Cut at an earlier date it has the flows only.
///
/// ```
/// let composition = tradecast_data::composition();
/// let ids: Vec<&str> = composition.leaves().map(|part| part.id.as_str()).collect();
/// assert_eq!(ids, [
///     "oil-products", "crude-oil", "wheat", "other-exports",
///     "watercraft", "sugar", "seamless-pipes", "mineral-water", "other-imports",
/// ]);
/// let earlier = composition.as_of("2021".parse()?)?.expect("the flows are known");
/// assert_eq!(earlier.parts().len(), 2);
/// # Ok::<(), tradecast::Error>(())
/// ```
#[must_use]
pub fn composition() -> Composition {
    let flows = [("exports", "Exports", exports()), ("imports", "Imports", imports())];
    let mut parts: Vec<Part> =
        flows.into_iter().map(|(id, label, history)| Part::new(part_id(id), label, history)).collect();
    let sources: Vec<Source> = load();
    for good in load::<Good>() {
        let (Some(year), Some(value)) = (good.full_year(), good.value_usd_m) else { continue };
        let flow = match good.flow {
            GoodFlow::Exports => Flow::Exports,
            GoodFlow::Imports => Flow::Imports,
            _ => continue,
        };
        if good.reporter != "Kazakhstan" || good.measure != Measure::Level {
            continue;
        }
        let observation = Observation {
            source: stated(&good.reporter, &good.stated_by, &good.source, &sources),
            weak: good.confidence != Confidence::High,
            note: good.note,
            ..Observation::new(Period::annual(year), value)
        };
        let history = series(&good.good, flow, vec![observation]).with_reporter(good.reporter);
        let part = Part::new(part_id(&good.good), capitalised(&good.good), history);
        parts.push(part.within(part_id(&flow.to_string())));
    }
    Composition::new(&turnover(), parts).expect("a test builds it: the parts add up")
}

fn part_id(name: &str) -> PartId {
    name.replace(' ', "-").parse().expect("goods and flows are named in lower case")
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn spliced(flow: Flow) -> Series {
    let sources: Vec<Source> = load();
    let observations = origins().into_iter().filter_map(|(year, figure)| {
        let observation = Observation::new(Period::annual(year.year), year.value(flow)?);
        Some(Observation {
            source: source_text(&figure, &sources),
            weak: year.weak.affects(flow),
            note: year.note,
            ..observation
        })
    });
    let name = match flow {
        Flow::Turnover => "Kazakhstan–Azerbaijan turnover",
        Flow::Exports => "Kazakhstan–Azerbaijan exports",
        Flow::Imports => "Kazakhstan–Azerbaijan imports",
    };
    series(name, flow, observations.collect()).with_reporter(SPLICE_REPORTER)
}

fn series(name: &str, flow: Flow, observations: Vec<Observation>) -> Series {
    let series =
        Series::new(name, observations).expect("a test builds every series: positive values, each year once");
    series.with_unit(UNIT).with_flow(flow)
}

/// Each year of the splice with the annual figure it repeats.
fn origins() -> Vec<(SpliceYear, AnnualFigure)> {
    let annual: Vec<AnnualFigure> = load();
    let reporters: Vec<Reporter> = load();
    let years: Vec<SpliceYear> = load();
    let with_origin = years.into_iter().map(|year| {
        let figure =
            year.origin(&annual, &reporters).expect("the check matches every year with an annual figure");
        let figure = figure.clone();
        (year, figure)
    });
    with_origin.collect()
}

fn source_text(figure: &AnnualFigure, sources: &[Source]) -> String {
    stated(&figure.reporter, &figure.stated_by, &figure.source, sources)
}

fn stated(reporter: &str, by: &str, source: &str, sources: &[Source]) -> String {
    let address = source_named(source, sources).address();
    if by.is_empty() { format!("{reporter}, {address}") } else { format!("{reporter} ({by}), {address}") }
}

fn source_named<'a>(id: &str, sources: &'a [Source]) -> &'a Source {
    sources.iter().find(|source| source.id == id).expect("the check finds every source in the list")
}

/// A source and the years it gives to a series.
///
/// ```
/// let first = &tradecast_data::turnover_sources()[0];
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

/// The sources of [`turnover`], [`exports`] and [`imports`] in the order of their first year, to be shown under a chart.
///
/// ```
/// let citations = tradecast_data::turnover_sources();
/// assert!(citations.iter().any(|c| c.years == "2022" && c.source.url.contains("astanatimes")));
/// ```
#[must_use]
pub fn turnover_sources() -> Vec<Citation> {
    let sources: Vec<Source> = load();
    let mut found: Vec<(Vec<i32>, AnnualFigure)> = Vec::new();
    for (year, figure) in origins() {
        match found
            .iter_mut()
            .find(|(_, known)| known.source == figure.source && known.reporter == figure.reporter)
        {
            Some((years, _)) => years.push(year.year),
            None => found.push((vec![year.year], figure)),
        }
    }
    let citations = found.into_iter().map(|(years, figure)| Citation {
        years: runs(&years),
        source: source_named(&figure.source, &sources).clone(),
        reporter: figure.reporter,
    });
    citations.collect()
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
    use crate::record::facts;

    fn years(series: &Series) -> Vec<i32> {
        series.observations().iter().map(|o| o.period.year()).collect()
    }

    fn weak_years(series: &Series) -> Vec<i32> {
        series.observations().iter().filter(|o| o.weak).map(|o| o.period.year()).collect()
    }

    #[test]
    fn turnover_has_the_years_of_the_documented_splice() {
        assert_eq!(years(&turnover()), (1992..=2016).chain(2018..=2024).collect::<Vec<_>>());
    }

    #[test]
    fn directions_are_given_where_they_are_known() {
        let known: Vec<i32> = (1992..=2015).chain([2018, 2019, 2021, 2022]).collect();
        assert_eq!(years(&exports()), known);
        assert_eq!(years(&imports()), known);
    }

    #[test]
    fn weak_years_are_marked_and_say_why() {
        assert_eq!(weak_years(&turnover()), [2004, 2009, 2016, 2019, 2020, 2021, 2024]);
        assert_eq!(weak_years(&exports()), [2004, 2009, 2019, 2021]);
        assert_eq!(weak_years(&imports()), [2019, 2021], "in 2004 and 2009 only exports look wrong");
        assert_eq!(weak_years(&azerbaijan_turnover()), [2021, 2023]);
        for series in [turnover(), exports(), imports(), azerbaijan_turnover()] {
            assert!(
                series.observations().iter().filter(|o| o.weak).all(|o| !o.note.is_empty()),
                "{}",
                series.name()
            );
        }
    }

    #[test]
    fn every_value_names_its_reporter_and_address() {
        for series in [turnover(), exports(), imports(), azerbaijan_turnover()] {
            for observation in series.observations() {
                assert!(observation.source.contains(", http"), "{} {}", series.name(), observation.period);
            }
        }
        let source = turnover().last().source.clone();
        assert!(source.starts_with("Kazakhstan (political scientist), https://vestibaku.com/"), "{source}");
    }

    #[test]
    fn names_units_and_flows_are_set() {
        let all = [turnover(), exports(), imports()];
        assert_eq!(all.each_ref().map(Series::flow), [Flow::Turnover, Flow::Exports, Flow::Imports]);
        assert!(all.iter().all(|series| series.unit() == "USD m" && series.reporter() == SPLICE_REPORTER));
        assert_eq!(all[0].name(), "Kazakhstan–Azerbaijan turnover");
    }

    #[test]
    fn the_citations_cover_every_year_once() {
        let citations = turnover_sources();
        let spans: Vec<&str> = citations.iter().map(|c| c.years.as_str()).collect();
        assert_eq!(
            spans,
            [
                "1992–2004",
                "2005–2014",
                "2015",
                "2016",
                "2018",
                "2019",
                "2020",
                "2021",
                "2022",
                "2023",
                "2024"
            ]
        );
    }

    #[test]
    fn the_goods_are_those_of_2022_and_name_their_source() {
        let composition = composition();
        let value = |id: &str| {
            let part = composition.part(&id.parse().unwrap()).unwrap();
            let last = part.history.last();
            assert_eq!(last.period.year(), 2022, "{id}");
            last.value
        };
        assert_eq!([value("wheat"), value("crude-oil"), value("sugar")], [97.6, 74.9, 13.7]);
        assert!((value("other-exports") - (375.3 - 97.6 - 84.5 - 74.9)).abs() < 1e-9);
        assert!((value("other-imports") - (86.6 - 22.0 - 13.7 - 7.7 - 7.3)).abs() < 1e-9);
        let wheat = composition.part(&"wheat".parse().unwrap()).unwrap();
        let known = wheat.history.last();
        assert!(known.weak, "arithmetic on a percentage");
        assert!(known.source.starts_with("Kazakhstan (Ministry of National Economy), Astana Times"));
        assert_eq!(wheat.label, "Wheat");
    }

    #[test]
    fn runs_are_shortened() {
        assert_eq!(runs(&[2018, 2022]), "2018, 2022");
        assert_eq!(runs(&[1992, 1993, 1994, 1999]), "1992–1994, 1999");
    }

    #[test]
    fn the_target_is_the_fact() {
        let target = facts().into_iter().find(|fact| fact.id == "target").unwrap();
        assert_eq!(target.value, Some(TARGET_USD_M));
    }
}
