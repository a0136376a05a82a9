//! Composition: what a total is made of, as a tree of parts that add up.
//!
//! Exports and imports add up to turnover, wheat, oil and the rest to exports. A part has a history of its own, be it thirty
//! years or the value of a single one. Where the parts of a group leave something unexplained, the rest becomes a part too, so
//! that a composition is always complete.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::period::Period;
use crate::series::reconciliation::Reconciliation;
use crate::series::series::{Observation, Series};

/// Figures that differ by no more than this share of the total are the same figure, rounded: two digits are often all there is.
const ROUNDING: f64 = 0.01;

/// Identifier of a part in links, files and on the command line: lower-case letters, digits and hyphens.
///
/// ```
/// use tradecast::PartId;
///
/// let id: PartId = "oil-products".parse()?;
/// assert_eq!(id.as_str(), "oil-products");
/// assert_eq!("Oil products".parse::<PartId>().unwrap_err().code(), "bad_part_id");
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[cfg_attr(feature = "typescript", ts(type = "string"))]
pub struct PartId(String);

impl PartId {
    /// The identifier as text.
    ///
    /// ```
    /// assert_eq!("wheat".parse::<tradecast::PartId>()?.as_str(), "wheat");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the rest of a group is called.
    fn of_rest(group: Option<&Self>) -> Self {
        Self(group.map_or_else(|| "other".to_owned(), |group| format!("other-{group}")))
    }
}

impl FromStr for PartId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() || !text.chars().all(allowed) {
            return Err(Error::BadPartId { text: text.to_owned() });
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for PartId {
    type Error = Error;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<PartId> for String {
    fn from(id: PartId) -> Self {
        id.0
    }
}

impl fmt::Display for PartId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Something a total is made of: a flow, a good, or the rest.
///
/// ```
/// use tradecast::{Observation, Part, Period, Series};
///
/// let known = Series::new("wheat", vec![Observation::new(Period::annual(2022), 97.6)])?;
/// let wheat = Part::new("wheat".parse()?, "Wheat", known).within("exports".parse()?);
/// assert_eq!(wheat.parent.as_ref().map(|parent| parent.as_str()), Some("exports"));
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Identifier.
    pub id: PartId,
    /// What a person reads.
    pub label: String,
    /// The part it is a part of; the total where absent.
    pub parent: Option<PartId>,
    /// Its values, in the unit and frequency of the total; one is enough. Where its flow is not that of what it is a part of,
    /// it is a direction of trade; otherwise a good.
    pub history: Series,
    /// Whether it travels through the corridor that capacity limits.
    pub in_corridor: bool,
}

impl Part {
    /// A part of the total, through the corridor.
    ///
    /// ```
    /// # use tradecast::{Observation, Part, Period, Series};
    /// let known = Series::new("wheat", vec![Observation::new(Period::annual(2022), 97.6)])?;
    /// assert!(Part::new("wheat".parse()?, "Wheat", known).in_corridor);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: PartId, label: impl Into<String>, history: Series) -> Self {
        Self { id, label: label.into(), parent: None, history, in_corridor: true }
    }

    /// States of what it is a part.
    ///
    /// ```
    /// # use tradecast::{Observation, Part, Period, Series};
    /// let known = Series::new("wheat", vec![Observation::new(Period::annual(2022), 97.6)])?;
    /// assert!(Part::new("wheat".parse()?, "Wheat", known).within("exports".parse()?).parent.is_some());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn within(mut self, parent: PartId) -> Self {
        self.parent = Some(parent);
        self
    }

    /// States that it travels another way than through the corridor.
    ///
    /// ```
    /// # use tradecast::{Observation, Part, Period, Series};
    /// let known = Series::new("pipeline oil", vec![Observation::new(Period::annual(2022), 74.9)])?;
    /// assert!(!Part::new("crude-oil".parse()?, "Crude oil", known).outside_corridor().in_corridor);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn outside_corridor(mut self) -> Self {
        self.in_corridor = false;
        self
    }
}

/// A total and the parts that add up to it.
///
/// ```
/// use tradecast::{Composition, Observation, Part, Period, Series};
///
/// let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
/// let composition = Composition::new(&one("turnover", 461.9)?, vec![
///     Part::new("exports".parse()?, "Exports", one("exports", 375.3)?),
///     Part::new("imports".parse()?, "Imports", one("imports", 86.6)?),
///     Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?).within("exports".parse()?),
/// ])?;
/// let ids: Vec<&str> = composition.parts().iter().map(|part| part.id.as_str()).collect();
/// assert_eq!(ids, ["exports", "wheat", "other-exports", "imports"]); // the rest of exports was added
/// # Ok::<(), tradecast::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Composition {
    total: Series,
    /// As given, without those added for the rest.
    given: Vec<Part>,
    /// Parents before their children, the children of a group in the order given, the rest of a group last.
    parts: Vec<Part>,
    /// The total's first.
    groups: Vec<Group>,
    reconciliation: Reconciliation,
}

/// What adds up to the total, or to one part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// Index of the part they add up to; the total where absent.
    pub(crate) parent: Option<usize>,
    /// Indices of the parts that add up; at least one.
    pub(crate) children: Vec<usize>,
    /// Shares of the children in every period in which all of them are known; never empty.
    pub(crate) known: Vec<(Period, Vec<f64>)>,
}

impl Composition {
    /// Checks that the parts are parts of the total and adds the rest of every group that leaves some.
    ///
    /// Figures that differ by less than one per cent count as the same, rounded. Parts that add up in the last period in which
    /// all are known must add up in the others too; parts that fall short of it leave a rest.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// let larger = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// let error = Composition::new(&one("exports", 90.0)?, vec![larger]).unwrap_err();
    /// assert_eq!(error.code(), "part_exceeds_parent");
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::NoParts`], [`Error::DuplicatePart`], [`Error::UnknownParent`], [`Error::PartCycle`], [`Error::PartUnit`],
    /// [`Error::PartFrequency`], [`Error::PartPeriod`] for a value before the first or after the last of the total,
    /// [`Error::PartExceedsParent`], [`Error::PartsApart`] where the parts of a group are never known together with it, and
    /// [`Error::PartsDisagree`].
    pub fn new(total: &Series, parts: Vec<Part>) -> Result<Self> {
        if parts.is_empty() {
            return Err(Error::NoParts { series: total.name().to_owned() });
        }
        for (i, part) in parts.iter().enumerate() {
            check_alone(part, total)?;
            if parts[..i].iter().any(|earlier| earlier.id == part.id) {
                return Err(Error::DuplicatePart { part: part.id.to_string() });
            }
            if let Some(parent) = part.parent.as_ref().filter(|&id| !parts.iter().any(|p| p.id == *id)) {
                return Err(Error::UnknownParent {
                    part: part.id.to_string(),
                    parent: parent.to_string(),
                    known: listed(parts.iter().map(|p| &p.id)),
                });
            }
        }
        let mut built = Self {
            total: total.clone(),
            given: parts,
            parts: Vec::new(),
            groups: Vec::new(),
            reconciliation: Reconciliation::default(),
        };
        let given = built.given.clone();
        built.add_group(None, &given)?;
        let missing: Vec<&PartId> =
            given.iter().map(|p| &p.id).filter(|&id| built.index(id).is_none()).collect();
        if !missing.is_empty() {
            return Err(Error::PartCycle { parts: listed(missing.into_iter()) });
        }
        Ok(built)
    }

    /// Adds the parts of the total or of a part, their rest, and what they are made of.
    fn add_group(&mut self, parent: Option<usize>, given: &[Part]) -> Result<()> {
        let id = parent.map(|i| self.parts[i].id.clone());
        let members: Vec<&Part> = given.iter().filter(|part| part.parent == id).collect();
        if members.is_empty() {
            return Ok(());
        }
        let whole = parent.map_or(&self.total, |i| &self.parts[i].history).clone();
        let name = || id.as_ref().map_or_else(|| whole.name().to_owned(), ToString::to_string);
        for part in &members {
            for o in part.history.observations() {
                if let Some(of) = value_at(&whole, o.period).filter(|of| o.value > of * (1.0 + ROUNDING)) {
                    let (part, parent) = (part.id.to_string(), name());
                    return Err(Error::PartExceedsParent {
                        part,
                        parent,
                        period: o.period,
                        value: o.value,
                        of,
                    });
                }
            }
        }
        // Of a period without trade there are no shares.
        let known: Vec<(Period, f64, Vec<f64>)> = whole
            .positive()
            .filter_map(|o| {
                let values: Option<Vec<f64>> =
                    members.iter().map(|part| value_at(&part.history, o.period)).collect();
                Some((o.period, o.value, values?))
            })
            .collect();
        let Some((_, last, values)) = known.last() else {
            return Err(Error::PartsApart { parent: name(), parts: listed(members.iter().map(|p| &p.id)) });
        };
        let short = |whole: f64, values: &[f64]| whole - values.iter().sum::<f64>();
        let complete = short(*last, values) <= ROUNDING * last;
        for (period, whole, values) in &known {
            let short = short(*whole, values);
            if short < -ROUNDING * whole || (complete && short > ROUNDING * whole) {
                let sum = values.iter().sum();
                return Err(Error::PartsDisagree { parent: name(), period: *period, sum, whole: *whole });
            }
        }
        // Where next to nothing is left of a year, its rest is not known well enough to be a history.
        let known: Vec<(Period, Vec<f64>)> = known
            .into_iter()
            .filter_map(|(period, whole, mut values)| {
                let rest = short(whole, &values);
                if !complete {
                    values.push(rest);
                }
                (complete || rest > 0.0).then_some((period, values))
            })
            .collect();
        let rest = (!complete).then(|| {
            let rest = known.iter().map(|(period, values)| (*period, values[members.len()]));
            self.rest(id.as_ref(), &whole, rest.map(|(period, value)| Observation::new(period, value)))
        });
        let first_group = self.groups.len();
        self.groups.push(Group {
            parent,
            children: Vec::new(),
            known: known.into_iter().map(shares).collect(),
        });
        for part in members.into_iter().cloned().chain(rest.transpose()?) {
            if self.index(&part.id).is_some() {
                return Err(Error::DuplicatePart { part: part.id.to_string() });
            }
            let index = self.parts.len();
            self.groups[first_group].children.push(index);
            self.parts.push(part);
            self.add_group(Some(index), given)?;
        }
        Ok(())
    }

    /// What the parts of a group leave of it.
    fn rest(
        &self,
        group: Option<&PartId>,
        whole: &Series,
        values: impl Iterator<Item = Observation>,
    ) -> Result<Part> {
        let id = PartId::of_rest(group);
        if self.given.iter().any(|part| part.id == id) {
            return Err(Error::DuplicatePart { part: id.to_string() });
        }
        let label = self
            .parts
            .iter()
            .find(|part| Some(&part.id) == group)
            .map(|part| part.label.to_ascii_lowercase());
        let history =
            Series::new(id.as_str(), values.collect())?.with_unit(whole.unit()).with_flow(whole.flow());
        Ok(Part {
            label: label.map_or_else(|| "Other".to_owned(), |label| format!("Other {label}")),
            parent: group.cloned(),
            history,
            in_corridor: true,
            id,
        })
    }

    /// The same composition, made coherent by another method.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Reconciliation, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// let composition = Composition::new(&one("exports", 375.3)?, vec![wheat])?;
    /// assert_eq!(composition.reconciliation(), Reconciliation::TopDown);
    /// assert_eq!(composition.reconciled_by(Reconciliation::Optimal).reconciliation(), Reconciliation::Optimal);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reconciled_by(mut self, method: Reconciliation) -> Self {
        self.reconciliation = method;
        self
    }

    /// How total and parts are made to agree.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Reconciliation, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// assert_eq!(Composition::new(&one("exports", 375.3)?, vec![wheat])?.reconciliation(), Reconciliation::default());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn reconciliation(&self) -> Reconciliation {
        self.reconciliation
    }

    /// What was known as of a date: later values are left out, and parts of which nothing was known yet. `None` where no part
    /// is left.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// let yearly = |name: &str, values: &[(i32, f64)]| {
    ///     Series::new(name, values.iter().map(|(y, v)| Observation::new(Period::annual(*y), *v)).collect())
    /// };
    /// let wheat = Part::new("wheat".parse()?, "Wheat", yearly("wheat", &[(2022, 97.6)])?);
    /// let composition = Composition::new(&yearly("exports", &[(2021, 287.8), (2022, 375.3)])?, vec![wheat])?;
    /// assert!(composition.as_of("2022".parse()?)?.is_some());
    /// assert!(composition.as_of("2021".parse()?)?.is_none());
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::AsOfTooEarly`] where nothing of the total was known yet, and those of [`Composition::new`] where the parts
    /// known then do not fit together.
    pub fn as_of(&self, date: Period) -> Result<Option<Self>> {
        let total = self.total.as_of(date)?;
        let mut parts: Vec<Part> = self
            .given
            .iter()
            .filter_map(|part| Some(Part { history: part.history.as_of(date).ok()?, ..part.clone() }))
            .collect();
        // What belongs to a part that is not known yet is not known either.
        loop {
            let known: Vec<PartId> = parts.iter().map(|part| part.id.clone()).collect();
            parts.retain(|part| part.parent.as_ref().is_none_or(|parent| known.contains(parent)));
            if parts.len() == known.len() {
                break;
            }
        }
        if parts.is_empty() {
            return Ok(None);
        }
        Self::new(&total, parts).map(|known| Some(known.reconciled_by(self.reconciliation)))
    }

    /// What the parts add up to.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// assert_eq!(Composition::new(&one("exports", 375.3)?, vec![wheat])?.total().last().value, 375.3);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn total(&self) -> &Series {
        &self.total
    }

    /// Every part, those added for the rest included; a part stands before what it is made of.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// let composition = Composition::new(&one("exports", 375.3)?, vec![wheat])?;
    /// assert!((composition.parts()[1].history.last().value - (375.3 - 97.6)).abs() < 1e-9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The parts that are not made of others: they add up to the total.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// let composition = Composition::new(&one("exports", 375.3)?, vec![wheat])?;
    /// let sum: f64 = composition.leaves().map(|part| part.history.last().value).sum();
    /// assert!((sum - 375.3).abs() < 1e-9);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    pub fn leaves(&self) -> impl Iterator<Item = &Part> {
        let made_of_others = |i: usize| self.groups.iter().any(|group| group.parent == Some(i));
        self.parts.iter().enumerate().filter(move |(i, _)| !made_of_others(*i)).map(|(_, part)| part)
    }

    /// The part with an identifier; `None` where there is none.
    ///
    /// ```
    /// # use tradecast::{Composition, Observation, Part, Period, Series};
    /// # let one = |name: &str, value: f64| Series::new(name, vec![Observation::new(Period::annual(2022), value)]);
    /// # let wheat = Part::new("wheat".parse()?, "Wheat", one("wheat", 97.6)?);
    /// let composition = Composition::new(&one("exports", 375.3)?, vec![wheat])?;
    /// assert_eq!(composition.part(&"wheat".parse()?).map(|part| part.label.as_str()), Some("Wheat"));
    /// assert_eq!(composition.part(&"maize".parse()?), None);
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn part(&self, id: &PartId) -> Option<&Part> {
        self.index(id).map(|i| &self.parts[i])
    }

    /// Index of a part among [`Composition::parts`].
    pub(crate) fn index(&self, id: &PartId) -> Option<usize> {
        self.parts.iter().position(|part| part.id == *id)
    }

    /// The total's parts first, then those of every part that has some.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }
}

/// What can be said of a part without the others.
fn check_alone(part: &Part, total: &Series) -> Result<()> {
    let (name, history) = (|| part.id.to_string(), &part.history);
    if history.unit() != total.unit() {
        let (found, expected) = (history.unit().to_owned(), total.unit().to_owned());
        return Err(Error::PartUnit { part: name(), found, expected });
    }
    let (found, expected) = (history.frequency(), total.frequency());
    if found != expected {
        return Err(Error::PartFrequency { part: name(), found, expected });
    }
    let (first, last) = (total.first().period, total.last().period);
    match history.observations().iter().find(|o| !(first..=last).contains(&o.period)) {
        Some(outside) => Err(Error::PartPeriod { part: name(), period: outside.period, first, last }),
        None => Ok(()),
    }
}

fn value_at(series: &Series, period: Period) -> Option<f64> {
    let observations = series.observations();
    observations.binary_search_by_key(&period, |o| o.period).ok().map(|i| observations[i].value)
}

/// Values as shares of their sum.
fn shares((period, values): (Period, Vec<f64>)) -> (Period, Vec<f64>) {
    let sum: f64 = values.iter().sum();
    (period, values.into_iter().map(|value| value / sum).collect())
}

fn listed<'a>(ids: impl Iterator<Item = &'a PartId>) -> String {
    ids.map(PartId::as_str).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn yearly(name: &str, values: &[(i32, f64)]) -> Series {
        let rows = values.iter().map(|(year, value)| Observation::new(Period::annual(*year), *value));
        Series::new(name, rows.collect()).unwrap()
    }

    pub(crate) fn part(id: &str, values: &[(i32, f64)]) -> Part {
        Part::new(id.parse().unwrap(), id, yearly(id, values))
    }

    fn within(part: Part, parent: &str) -> Part {
        part.within(parent.parse().unwrap())
    }

    #[test]
    fn each_misfit_is_named() {
        let total = yearly("turnover", &[(2020, 100.0), (2021, 200.0), (2022, 300.0)]);
        let wheat = || part("wheat", &[(2022, 90.0)]);
        let quarterly = Series::new("rye", vec![Observation::new("2022-Q1".parse().unwrap(), 1.0)]).unwrap();
        let cases = [
            (vec![], "no_parts", "turnover"),
            (vec![wheat(), wheat()], "duplicate_part", "wheat"),
            (vec![wheat(), part("other", &[(2022, 5.0)])], "duplicate_part", "other"),
            (vec![within(wheat(), "exports")], "unknown_parent", "\"exports\", which is not there"),
            (
                vec![
                    part("oil", &[(2022, 1.0)]),
                    within(wheat(), "rye"),
                    within(part("rye", &[(2022, 95.0)]), "wheat"),
                ],
                "part_cycle",
                "wheat, rye",
            ),
            (vec![Part { history: wheat().history.with_unit("EUR m"), ..wheat() }], "part_unit", "EUR m"),
            (vec![Part { history: quarterly, ..wheat() }], "part_frequency", "quarterly"),
            (vec![part("wheat", &[(2023, 1.0)])], "part_period", "2023"),
            (vec![part("wheat", &[(2019, 1.0)])], "part_period", "2019"),
            (vec![part("wheat", &[(2021, 210.0)])], "part_exceeds_parent", "210 in 2021"),
            (vec![wheat(), part("oil", &[(2021, 9.0)])], "parts_apart", "wheat, oil"),
            (
                vec![part("exports", &[(2022, 200.0)]), part("imports", &[(2022, 150.0)])],
                "parts_disagree",
                "350 in 2022",
            ),
            (
                vec![
                    part("exports", &[(2021, 100.0), (2022, 200.0)]),
                    part("imports", &[(2021, 80.0), (2022, 100.0)]),
                ],
                "parts_disagree",
                "180 in 2021",
            ),
        ];
        for (parts, code, place) in cases {
            let error = Composition::new(&total, parts).unwrap_err();
            assert_eq!(error.code(), code, "{error}");
            assert!(error.to_string().contains(place), "{error}");
        }
    }

    #[test]
    fn figures_rounded_differently_still_add_up() {
        let total = yearly("turnover", &[(2019, 229.6), (2022, 461.9)]);
        let parts = vec![
            part("exports", &[(2019, 205.0), (2022, 375.3)]),
            part("imports", &[(2019, 24.0), (2022, 86.6)]),
        ];
        let composition = Composition::new(&total, parts).unwrap();
        assert_eq!(composition.parts().len(), 2, "nothing is left");
        for (_, shares) in &composition.groups()[0].known {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn what_was_not_known_yet_is_left_out_with_what_belongs_to_it() {
        let total = yearly("turnover", &[(2020, 100.0), (2021, 200.0), (2022, 300.0)]);
        let parts = vec![
            part("exports", &[(2021, 120.0), (2022, 200.0)]),
            within(part("wheat", &[(2020, 20.0), (2022, 50.0)]), "exports"),
            within(part("oil", &[(2022, 50.0)]), "exports"),
        ];
        let composition = Composition::new(&total, parts).unwrap();
        let ids = |date: i32| -> Vec<String> {
            let known = composition.as_of(Period::annual(date)).unwrap();
            known.iter().flat_map(|known| known.parts()).map(|part| part.id.to_string()).collect()
        };
        assert_eq!(ids(2022), ["exports", "wheat", "oil", "other-exports", "other"]);
        assert_eq!(ids(2020), [""; 0]);
    }
}
