//! What a set of assumptions does to a simulated path, lever by lever: the effects that [`crate::simulate::paths`] applies in its order.
//!
//! Values are relative to the last value of the series; `lead` counts from 0, one period ahead. Where nothing is uncertain an
//! effect is one number a period, otherwise one in each path.

use crate::numeric::exponential::exp;
use crate::question::assumptions::{Assumptions, Setting};
use crate::question::lever::{Lever, LeverKey};
use crate::simulate::value::{LeverDraws, Value, combined};

/// The assumptions as the simulation applies them.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Multiplier of surprises.
    pub(crate) volatility: Value,
    /// Log of the share of the trend kept from one year to the next.
    pub(crate) damping: Value,
    /// Weight of the readings of the running year, 0 to 1.
    pub(crate) readings: Value,
    /// On everything that exists today.
    pub(crate) whole: Option<Effect>,
    /// On parts, by their number.
    pub(crate) parts: Vec<(usize, Effect)>,
    pub(crate) disruption: Option<Disruption>,
    /// Of the whole first, then of parts in the order of their number.
    pub(crate) deliveries: Vec<Deliveries>,
    pub(crate) corridor: Option<Corridor>,
    pub(crate) money: Money,
    per_year: f64,
}

/// Reads settings for one part or the whole.
struct Reader<'a> {
    assumptions: &'a Assumptions,
    last: f64,
    drawn: &'a LeverDraws,
}

impl Reader<'_> {
    fn value(&self, part: Option<&str>, lever: Lever) -> Value {
        let key = match part {
            Some(part) => LeverKey::of_part(part, lever).expect("asked of levers that parts have"),
            None => lever.into(),
        };
        let [min, max, default] = lever.range(self.last);
        let setting = self.assumptions.setting(&key).unwrap_or(Setting::Fixed(default));
        self.drawn.value(setting, &key.to_string(), [min, max])
    }

    fn moves(&self, part: Option<&str>, levers: &[Lever]) -> bool {
        self.assumptions.effective().any(|(key, _)| key.part() == part && levers.contains(&key.lever()))
    }
}

/// Percentages as shares.
fn share(percent: &Value) -> Value {
    percent.map(|percent| percent / 100.0)
}

/// Log of growth by a percentage.
fn log_growth(percent: &Value) -> Value {
    percent.map(|percent| libm::log1p(percent / 100.0))
}

impl Plan {
    /// The plan of assumptions that were [applied](Assumptions::applied) to a series of which a year is worth `last` times a
    /// period, and to parts of the given names.
    pub(crate) fn new(
        assumptions: &Assumptions,
        parts: &[&str],
        last: f64,
        per_year: i32,
        drawn: &LeverDraws,
    ) -> Self {
        let per_year = f64::from(per_year);
        let year = last * per_year;
        let reader = Reader { assumptions, last: year, drawn };
        let whole = |lever| reader.value(None, lever);
        let places = || std::iter::once(None).chain((0..parts.len()).map(Some));
        let deliveries = places().filter_map(|part| Deliveries::new(&reader, part, parts, last, per_year));
        let parts_moved = (0..parts.len())
            .filter_map(|part| Some((part, Effect::new(&reader, Some(parts[part]), per_year)?)));
        Self {
            volatility: whole(Lever::Volatility),
            damping: whole(Lever::Damping).map(libm::log),
            readings: share(&whole(Lever::Readings)),
            whole: Effect::new(&reader, None, per_year),
            parts: parts_moved.collect(),
            disruption: Disruption::new(&reader, per_year),
            deliveries: deliveries.collect(),
            corridor: Corridor::new(&reader, year, per_year),
            money: Money {
                inflation: log_growth(&whole(Lever::Inflation)),
                years_back: whole(Lever::MoneyOf),
                exchange: whole(Lever::ExchangeRate).map(|loss| libm::log1p(-loss / 100.0)),
                per_year,
            },
            per_year,
        }
    }

    /// Goes on to the next lead: effects have the factors of that one.
    pub(crate) fn advance(&mut self, lead: usize) {
        let parts = self.parts.iter_mut().map(|(_, effect)| effect);
        self.whole.iter_mut().chain(parts).for_each(|effect| effect.advance(lead));
    }

    /// Share of the trend's step at a lead that damping keeps: all of the first year's.
    pub(crate) fn kept(&self, lead: usize) -> Value {
        let years = lead as f64 / self.per_year;
        self.damping.map(|log| exp(log * years))
    }
}

/// What multiplies trade that exists: growth, shock, volume and price.
#[derive(Debug)]
pub(crate) struct Effect {
    /// Log of growth a year.
    growth: Value,
    /// Factor of growth a period.
    step: Value,
    /// Growth until the last lead.
    grown: Value,
    shock: Value,
    /// First lead of the shock.
    from: Value,
    /// Log of what is kept of the shock a year.
    kept: Value,
    /// Volume times price times what recurs.
    level: Value,
    per_year: f64,
    /// The factor of the last lead.
    pub(crate) factor: Value,
}

impl Effect {
    fn new(reader: &Reader<'_>, part: Option<&str>, per_year: f64) -> Option<Self> {
        let levels = [Lever::Volume, Lever::Price, Lever::Recurring];
        let moved = reader.moves(part, &[Lever::Growth, Lever::Shock]) || reader.moves(part, &levels);
        moved.then(|| {
            let value = |lever| reader.value(part, lever);
            let level = match part {
                Some(_) => combined(levels.map(value).each_ref(), |[volume, price, recurring]| {
                    (1.0 + volume / 100.0) * (1.0 + price / 100.0) * (recurring / 100.0)
                }),
                None => Value::Scalar(1.0),
            };
            let growth = log_growth(&value(Lever::Growth));
            Self {
                step: growth.map(|growth| exp(growth / per_year)),
                grown: Value::Scalar(1.0),
                factor: level.clone(),
                growth,
                shock: share(&value(Lever::Shock)),
                from: value(Lever::ShockYear).map(|year| (year - 1.0) * per_year),
                kept: value(Lever::ShockRecovery).map(|undone| libm::log1p(-undone / 100.0)),
                level,
                per_year,
            }
        })
    }

    /// Goes on to the next lead.
    fn advance(&mut self, lead: usize) {
        let (lead, per_year) = (lead as f64, self.per_year);
        self.grown = match self.growth {
            Value::Scalar(growth) => Value::Scalar(exp(growth * (lead + 1.0) / per_year)),
            // Of each path another: a product costs a tenth of a power.
            Value::PerPath(_) => self.grown.times(&self.step),
        };
        // When is mostly the same in all paths; so is then what is left of the shock.
        let shocked = combined([&self.shock, &self.from, &self.kept], |[shock, from, kept]| {
            match (lead - from) / per_year {
                since if shock == 0.0 || since < 0.0 => 1.0,
                0.0 => 1.0 + shock,
                since => 1.0 + shock * exp(kept * since),
            }
        });
        self.factor = self.level.times(&self.grown).times(&shocked);
    }
}

/// Random breaks of trade that heal.
#[derive(Debug)]
pub(crate) struct Disruption {
    /// Probability a period.
    pub(crate) chance: Value,
    /// Share of trade lost.
    pub(crate) depth: Value,
    /// Share of the loss kept from one period to the next.
    pub(crate) kept: Value,
}

impl Disruption {
    fn new(reader: &Reader<'_>, per_year: f64) -> Option<Self> {
        let per_period = |percent: f64| -libm::expm1(libm::log1p(-percent / 100.0) / per_year);
        reader.moves(None, &[Lever::Disruption]).then(|| Self {
            chance: reader.value(None, Lever::Disruption).map(per_period),
            depth: share(&reader.value(None, Lever::DisruptionDepth)),
            kept: reader.value(None, Lever::DisruptionRecovery).map(|percent| 1.0 - per_period(percent)),
        })
    }
}

/// New trade on top of what exists, contracts and a programme, and what it displaces.
#[derive(Debug)]
pub(crate) struct Deliveries {
    /// The part they join; the whole where absent.
    pub(crate) part: Option<usize>,
    /// Share of them that replaces existing trade.
    pub(crate) displaces: Value,
    /// A period's worth of the contracts while they last.
    contracts: Value,
    /// When they are delivered: first lead, leads until the last, share renewed.
    delivered: [Value; 3],
    /// A period's worth of the programme at full size.
    programme: Value,
    /// How it grows: first lead, leads to full size.
    grows: [Value; 2],
}

impl Deliveries {
    fn new(
        reader: &Reader<'_>,
        part: Option<usize>,
        parts: &[&str],
        last: f64,
        per_year: f64,
    ) -> Option<Self> {
        let name = part.map(|part| parts[part]);
        reader.moves(name, &[Lever::Contracts, Lever::Programme]).then(|| {
            let value = |lever| reader.value(name, lever);
            let lead = |lever| value(lever).map(|year| (year - 1.0) * per_year);
            let leads = |lever| value(lever).map(|years| years * per_year);
            let over = leads(Lever::ContractsYears);
            let amount = value(Lever::Contracts);
            let contracts =
                combined([&amount, &value(Lever::ContractsRealised), &over], |[amount, realised, over]| {
                    amount / last * (realised / 100.0) / over
                });
            let amount = value(Lever::Programme);
            let programme = combined([&amount, &value(Lever::ProgrammeRealised)], |[amount, realised]| {
                amount / last * (realised / 100.0) / per_year
            });
            Self {
                part,
                displaces: share(&value(Lever::Displacement)),
                contracts,
                delivered: [lead(Lever::ContractsYear), over, share(&value(Lever::ContractsRenewed))],
                programme,
                grows: [lead(Lever::ProgrammeYear), leads(Lever::ProgrammeRamp)],
            }
        })
    }

    /// What is delivered at a lead.
    pub(crate) fn amount(&self, lead: usize) -> Value {
        let lead = lead as f64;
        // When is mostly the same in all paths, and how much is not.
        let delivered = combined(self.delivered.each_ref(), |[from, over, renewed]| match lead - from {
            since if since < 0.0 => 0.0,
            since if since < over => 1.0,
            _ => renewed,
        });
        let grown =
            combined(self.grows.each_ref(), |[from, ramp]| ((lead - from + 1.0) / ramp).clamp(0.0, 1.0));
        let inputs = [&self.contracts, &delivered, &self.programme, &grown];
        combined(inputs, |[contracts, delivered, programme, grown]| contracts * delivered + programme * grown)
    }
}

/// The most that can be carried.
#[derive(Debug)]
pub(crate) struct Corridor {
    capacity: Value,
    relief: Value,
    /// First lead of the relief.
    from: Value,
}

impl Corridor {
    fn new(reader: &Reader<'_>, year: f64, per_year: f64) -> Option<Self> {
        reader.moves(None, &[Lever::Capacity]).then(|| {
            let amount = |lever| reader.value(None, lever).map(|amount| amount / year);
            Self {
                capacity: amount(Lever::Capacity),
                relief: amount(Lever::Relief),
                from: reader.value(None, Lever::ReliefYear).map(|year| (year - 1.0) * per_year),
            }
        })
    }

    /// The limit at a lead.
    pub(crate) fn limit(&self, lead: usize) -> Value {
        let lead = lead as f64;
        combined([&self.capacity, &self.relief, &self.from], |[capacity, relief, from]| {
            if lead < from { capacity } else { capacity + relief }
        })
    }
}

/// What a target in constant money, or in another currency, is worth in the money of the series and the day.
#[derive(Debug)]
pub(crate) struct Money {
    inflation: Value,
    years_back: Value,
    exchange: Value,
    per_year: f64,
}

impl Money {
    /// The factor of the target so many periods after the last observation.
    pub(crate) fn factor(&self, periods: usize) -> Value {
        let years = periods as f64 / self.per_year;
        combined([&self.inflation, &self.years_back, &self.exchange], |[inflation, back, exchange]| {
            exp(inflation * (years + back) + exchange * years)
        })
    }
}
