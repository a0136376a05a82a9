//! The series of a case, each value with its source.

use tradecast::{Composition, Flow, Observation, Part, PartId, Period, Series};

use crate::case::pair::Case;
use crate::embedded::PAIRS;
use crate::problem::Problem;
use crate::record::{AnnualFigure, Good, Record, Source, SpliceYear};
use crate::words::{Confidence, GoodFlow, Measure};

impl Case {
    /// Builds what follows from the rows: the series of each flow, both counts, and the composition.
    pub(crate) fn derive(&mut self) -> Result<(), Problem> {
        for (place, flow) in [Flow::Turnover, Flow::Exports, Flow::Imports].into_iter().enumerate() {
            self.flows[place] = self.spliced(flow)?;
        }
        if self.flows[0].is_none() {
            return Err(self.fault::<SpliceYear>("there is no year", "add the years of the default series"));
        }
        self.check_part_years()?;
        self.counts = [self.counted(&self.reporter)?, self.counted(&self.partner)?];
        self.composition = self.composed()?;
        Ok(())
    }

    /// A fault of one of the tables.
    pub(crate) fn fault<T: Record>(&self, message: impl Into<String>, fix: &str) -> Problem {
        Problem::of_file(&format!("{PAIRS}{}/{}", self.id, T::FILE), message, fix)
    }

    /// Each year of the default series with the annual figure it repeats.
    pub(crate) fn origins(&self) -> impl Iterator<Item = (&SpliceYear, Option<&AnnualFigure>)> {
        self.splice.iter().map(|year| (year, year.origin(&self.annual, &self.reporters)))
    }

    /// A source by its identifier.
    pub(crate) fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The figures of one of the two countries: of the reporter those that the default series repeats, of the partner all.
    pub(crate) fn figures<'a>(&'a self, country: &'a str) -> impl Iterator<Item = &'a AnnualFigure> {
        let (own, all) = if country == self.reporter {
            (Some(self.origins().filter_map(|(_, figure)| figure)), None)
        } else {
            (None, Some(self.annual.iter()))
        };
        let figures = own.into_iter().flatten().chain(all.into_iter().flatten());
        figures.filter(move |figure| figure.reporter == country)
    }

    fn spliced(&self, flow: Flow) -> Result<Option<Series>, Problem> {
        let mut observations = Vec::new();
        for (year, figure) in self.origins() {
            let figure = figure.ok_or_else(|| {
                self.fault::<SpliceYear>(
                    format!("{} and basis {:?} match no annual figure", year.year, year.basis),
                    "repeat the three figures of that reporter unchanged",
                )
            })?;
            let Some(value) = year.value(flow) else { continue };
            observations.push(Observation {
                source: self.stated::<AnnualFigure>(&figure.reporter, &figure.stated_by, &figure.source)?,
                weak: year.weak.affects(flow),
                note: year.note.clone(),
                ..Observation::new(Period::annual(year.year), value)
            });
        }
        let name = format!("{} {flow}", self.title);
        let series = self.named::<SpliceYear>(&name, flow, observations)?;
        Ok(series.map(|series| series.with_reporter(self.series_reporter.as_str())))
    }

    fn counted(&self, country: &str) -> Result<Option<Series>, Problem> {
        let observation = |figure: &AnnualFigure| {
            Ok(Observation {
                source: self.stated::<AnnualFigure>(&figure.reporter, &figure.stated_by, &figure.source)?,
                weak: figure.confidence != Confidence::High,
                note: figure.note.clone(),
                ..Observation::new(Period::annual(figure.year), figure.turnover)
            })
        };
        let observations = self.figures(country).map(observation).collect::<Result<_, Problem>>()?;
        let name = format!("{} turnover, counted by {country}", self.title);
        let series = self.named::<AnnualFigure>(&name, Flow::Turnover, observations)?;
        Ok(series.map(|series| series.with_reporter(country)))
    }

    fn composed(&self) -> Result<Option<Composition>, Problem> {
        let mut parts = Vec::new();
        for (flow, label) in [(Flow::Exports, "Exports"), (Flow::Imports, "Imports")] {
            if let Some(history) = self.series(flow) {
                parts.push(Part::new(self.part_id(&flow.to_string())?, label, history.clone()));
            }
        }
        if parts.is_empty() {
            return Ok(None);
        }
        for good in &self.goods {
            let (Some(year), Some(value)) = (good.full_year(), good.value) else { continue };
            let flow = match good.flow {
                GoodFlow::Exports => Flow::Exports,
                GoodFlow::Imports => Flow::Imports,
                _ => continue,
            };
            if good.reporter != self.reporter || good.measure != Measure::Level || self.series(flow).is_none()
            {
                continue;
            }
            let observation = Observation {
                source: self.stated::<Good>(&good.reporter, &good.stated_by, &good.source)?,
                weak: good.confidence != Confidence::High,
                note: good.note.clone(),
                ..Observation::new(Period::annual(year), value)
            };
            let history = self.named::<Good>(&good.good, flow, vec![observation])?;
            let Some(history) = history else { continue };
            let history = history.with_reporter(good.reporter.as_str());
            let part = Part::new(self.part_id(&good.good)?, capitalised(&good.good), history);
            parts.push(part.within(self.part_id(&flow.to_string())?));
        }
        let composition = Composition::new(self.turnover(), parts);
        composition
            .map(Some)
            .map_err(|error| self.fault::<Good>(error.to_string(), "compare the goods with their flow"))
    }

    /// A series; none where there is no observation.
    fn named<T: Record>(
        &self,
        name: &str,
        flow: Flow,
        observations: Vec<Observation>,
    ) -> Result<Option<Series>, Problem> {
        if observations.is_empty() {
            return Ok(None);
        }
        let series = Series::new(name, observations).map_err(|error| {
            self.fault::<T>(error.to_string(), "give each year once, with a positive value")
        })?;
        Ok(Some(series.with_unit(self.unit.as_str()).with_flow(flow)))
    }

    fn part_id(&self, name: &str) -> Result<PartId, Problem> {
        name.replace(' ', "-").parse().map_err(|error: tradecast::Error| {
            self.fault::<Good>(error.to_string(), "name goods in lower case letters")
        })
    }

    /// Who states a figure, and where that was read.
    fn stated<T: Record>(&self, reporter: &str, by: &str, source: &str) -> Result<String, Problem> {
        let address = self.source(source).map(Source::address).ok_or_else(|| {
            self.fault::<T>(format!("source {source:?} is not known"), "correct it, or add it to sources.csv")
        })?;
        Ok(if by.is_empty() {
            format!("{reporter}, {address}")
        } else {
            format!("{reporter} ({by}), {address}")
        })
    }
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
