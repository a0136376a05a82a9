//! The rows of the lever table.

use crate::question::lever::{Lever, LeverKind, LeverSpec, Scope};

/// What every row begins from: a percentage that belongs to no other lever.
const ROW: LeverSpec = LeverSpec {
    id: "",
    label: "",
    group: "",
    kind: LeverKind::World,
    scope: Scope::Whole,
    unit: "%",
    min: 0.0,
    max: 100.0,
    step: 5.0,
    default: 0.0,
    times_last: false,
    of: None,
    help: "",
    range_reason: "All possible values.",
    source: "",
};

const GROWTH: &str = "Growth and swings";
const SHOCK: &str = "Shock";
const DISRUPTION: &str = "Disruptions";
const GOODS: &str = "Volume and price";
const CONTRACTS: &str = "Contracts";
const PROGRAMME: &str = "New products";
const CORRIDOR: &str = "Corridor";
const MONEY: &str = "Money of the target";
const DATA: &str = "Data";

/// When things may begin.
const START_REASON: &str = "The first fifteen forecast years; what comes later hardly moves an arrival.";

/// The table, in the order of [`Lever::ALL`].
const SPECS: [LeverSpec; Lever::ALL.len()] = [
    LeverSpec {
        id: "growth",
        label: "Extra growth",
        group: GROWTH,
        scope: Scope::Any,
        unit: "% a year",
        min: -10.0,
        max: 15.0,
        step: 0.5,
        help: "Added to the growth of every simulated path, each year from now on.",
        range_reason: "Ten-year growth of bilateral trade rarely leaves its long-run average by more than this.",
        source: "Panel priors: spread of growth between pairs",
        ..ROW
    },
    LeverSpec {
        id: "volatility",
        label: "Volatility",
        group: GROWTH,
        unit: "times history",
        min: 0.2,
        max: 2.0,
        step: 0.05,
        default: 1.0,
        help: "Multiplies the size of yearly surprises: 1 keeps them as large as history had them.",
        range_reason: "From a fifth of history, calmer than any recorded pair, to twice its size.",
        source: "History of the series",
        ..ROW
    },
    LeverSpec {
        id: "damping",
        label: "Trend persistence",
        group: GROWTH,
        unit: "kept a year",
        min: 0.5,
        max: 1.0,
        step: 0.01,
        default: 1.0,
        help: "Share of the fitted trend growth that survives from one year to the next: 1 keeps the trend as fitted, \
               0.9 lets it fade by a tenth every year (a damped trend).",
        range_reason: "Below 0.5 the trend is gone within two years; above 1 growth would explode.",
        source: "Gardner and McKenzie 1985",
        ..ROW
    },
    LeverSpec {
        id: "shock",
        label: "One-off shock",
        group: SHOCK,
        scope: Scope::Any,
        unit: "% of trade",
        min: -80.0,
        max: 100.0,
        help: "Raises or cuts the level of trade once, from the chosen year on.",
        range_reason: "From the loss of four fifths of trade to twice as much at once.",
        ..ROW
    },
    LeverSpec {
        id: "shock_year",
        label: "Year of the shock",
        group: SHOCK,
        scope: Scope::Any,
        unit: "years ahead",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 1.0,
        of: Some(Lever::Shock),
        help: "Years after the last observation in which the shock arrives.",
        range_reason: "The first fifteen forecast years; later shocks hardly move an arrival.",
        ..ROW
    },
    LeverSpec {
        id: "shock_recovery",
        label: "Shock fades by",
        group: SHOCK,
        scope: Scope::Any,
        unit: "% a year",
        of: Some(Lever::Shock),
        help: "Share of what is left of the shock that is undone each year: 0 is permanent, 100 lasts one year.",
        ..ROW
    },
    LeverSpec {
        id: "disruption",
        label: "Chance of a disruption",
        group: DISRUPTION,
        unit: "% a year",
        max: 50.0,
        step: 1.0,
        help: "Probability, each year anew, that trade breaks off, beyond the surprises that history already puts into every \
               future.",
        range_reason: "Every second year at most: what happens more often is not a disruption.",
        ..ROW
    },
    LeverSpec {
        id: "disruption_depth",
        label: "Trade lost in a disruption",
        group: DISRUPTION,
        unit: "% of trade",
        max: 95.0,
        default: 50.0,
        of: Some(Lever::Disruption),
        help: "Share of trade that a disruption takes away in its first year.",
        range_reason: "From nothing to nearly everything.",
        ..ROW
    },
    LeverSpec {
        id: "disruption_recovery",
        label: "Disruption fades by",
        group: DISRUPTION,
        unit: "% a year",
        default: 50.0,
        of: Some(Lever::Disruption),
        help: "Share of what is still lost that comes back each year.",
        ..ROW
    },
    LeverSpec {
        id: "volume",
        label: "Volume",
        group: GOODS,
        scope: Scope::Part,
        unit: "% of today's",
        min: -100.0,
        max: 300.0,
        help: "Changes how much of a good is traded, from the first forecast year on; its value is volume times price.",
        range_reason: "From nothing to four times as much.",
        ..ROW
    },
    LeverSpec {
        id: "price",
        label: "Price",
        group: GOODS,
        scope: Scope::Part,
        unit: "% of today's",
        min: -80.0,
        max: 200.0,
        help: "Changes the price of a good, from the first forecast year on; its value is volume times price.",
        range_reason: "Oil fell by 70 % within 2008 and tripled from 2020 to 2022; wheat moved less.",
        source: "World Bank commodity prices, yearly and monthly averages",
        ..ROW
    },
    LeverSpec {
        id: "recurring",
        label: "Recurs every year",
        group: GOODS,
        kind: LeverKind::Data,
        scope: Scope::Part,
        unit: "% of the last value",
        default: 100.0,
        help: "Share of a good's last value that comes again: 0 for a delivery that happened once, as ships or locomotives.",
        ..ROW
    },
    LeverSpec {
        id: "contracts",
        label: "Signed contracts",
        group: CONTRACTS,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "",
        max: 2.0,
        step: 0.01,
        times_last: true,
        help: "Worth of signed contracts that come on top of the trade of today, all deliveries together.",
        range_reason: "Up to twice the trade of the last year.",
        ..ROW
    },
    LeverSpec {
        id: "contracts_year",
        label: "First delivery",
        group: CONTRACTS,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "years ahead",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 1.0,
        of: Some(Lever::Contracts),
        help: "Years after the last observation in which deliveries begin.",
        range_reason: START_REASON,
        ..ROW
    },
    LeverSpec {
        id: "contracts_years",
        label: "Delivered over",
        group: CONTRACTS,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "years",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 1.0,
        of: Some(Lever::Contracts),
        help: "Deliveries are spread evenly over so many years.",
        range_reason: "From a single year to fifteen.",
        ..ROW
    },
    LeverSpec {
        id: "contracts_renewed",
        label: "Renewed afterwards",
        group: CONTRACTS,
        scope: Scope::Any,
        of: Some(Lever::Contracts),
        help: "Share of the yearly deliveries that goes on every year after the last: 0 where contracts simply end.",
        ..ROW
    },
    LeverSpec {
        id: "contracts_realised",
        label: "Contracts realised",
        group: CONTRACTS,
        scope: Scope::Any,
        default: 100.0,
        of: Some(Lever::Contracts),
        help: "Share of what was signed that is delivered; better a range than a number.",
        ..ROW
    },
    LeverSpec {
        id: "programme",
        label: "Product programme",
        group: PROGRAMME,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "a year",
        max: 2.0,
        step: 0.01,
        times_last: true,
        help: "Trade in new goods each year once the programme has grown to its full size, on top of the trade of today.",
        range_reason: "Up to twice the trade of the last year.",
        ..ROW
    },
    LeverSpec {
        id: "programme_year",
        label: "First year of new products",
        group: PROGRAMME,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "years ahead",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 1.0,
        of: Some(Lever::Programme),
        help: "Years after the last observation in which the first of the new goods are traded.",
        range_reason: START_REASON,
        ..ROW
    },
    LeverSpec {
        id: "programme_ramp",
        label: "Years to full size",
        group: PROGRAMME,
        kind: LeverKind::Policy,
        scope: Scope::Any,
        unit: "years",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 3.0,
        of: Some(Lever::Programme),
        help: "The programme grows in equal steps and has its full size after so many years; 1 is at once.",
        range_reason: "From at once to fifteen years.",
        ..ROW
    },
    LeverSpec {
        id: "programme_realised",
        label: "Programme realised",
        group: PROGRAMME,
        scope: Scope::Any,
        default: 100.0,
        of: Some(Lever::Programme),
        help: "Share of the planned programme that becomes trade; better a range than a number.",
        range_reason: "All possible values. For scale: of 35 announced targets that are settled, 12 were met in time.",
        source: "Record of announced trade targets",
        ..ROW
    },
    LeverSpec {
        id: "displacement",
        label: "Displaces existing trade",
        group: PROGRAMME,
        scope: Scope::Any,
        help: "Share of the new deliveries (contracts and programme) that replaces trade which would have taken place anyway.",
        ..ROW
    },
    LeverSpec {
        id: "capacity",
        label: "Corridor capacity",
        group: CORRIDOR,
        unit: "a year",
        min: 0.1,
        max: 20.0,
        step: 0.05,
        default: 20.0,
        times_last: true,
        help: "The most that ports and railways can carry in a year, a hard limit within every path; at the right end there is \
               no limit.",
        range_reason: "From a tenth of the trade of the last year to twenty times as much, which stands for no limit.",
        ..ROW
    },
    LeverSpec {
        id: "relief",
        label: "Capacity added",
        group: CORRIDOR,
        kind: LeverKind::Policy,
        unit: "a year",
        max: 20.0,
        step: 0.05,
        times_last: true,
        of: Some(Lever::Capacity),
        help: "What removing the bottlenecks adds to the capacity, from the chosen year on.",
        range_reason: "Up to twenty times the trade of the last year.",
        ..ROW
    },
    LeverSpec {
        id: "relief_year",
        label: "Year of the relief",
        group: CORRIDOR,
        kind: LeverKind::Policy,
        unit: "years ahead",
        min: 1.0,
        max: 15.0,
        step: 1.0,
        default: 5.0,
        of: Some(Lever::Relief),
        help: "Years after the last observation from which the added capacity can be used.",
        range_reason: START_REASON,
        ..ROW
    },
    LeverSpec {
        id: "inflation",
        label: "Inflation",
        group: MONEY,
        unit: "% a year",
        min: -2.0,
        max: 15.0,
        step: 0.1,
        help: "With a rate above 0 the target is in constant money and rises with prices; at 0 it is in the money of the day.",
        range_reason: "From mild deflation to the highest yearly rate of the dollar since 1947, about 14 %.",
        source: "US consumer prices, Bureau of Labor Statistics",
        ..ROW
    },
    LeverSpec {
        id: "money_of",
        label: "Money of",
        group: MONEY,
        kind: LeverKind::Data,
        unit: "years back",
        max: 30.0,
        step: 1.0,
        of: Some(Lever::Inflation),
        help: "How many years before the last observation the year lies in whose money the target is; prices have risen since \
               then at the same rate.",
        range_reason: "Up to thirty years back.",
        ..ROW
    },
    LeverSpec {
        id: "exchange_rate",
        label: "Exchange rate",
        group: MONEY,
        unit: "% a year",
        min: -20.0,
        max: 20.0,
        step: 0.5,
        help: "For a target in another currency, converted at the rate of the last observation: how much that currency loses \
               against the unit of the series each year. Losses bring the target nearer.",
        range_reason: "From a fifth a year lost to a fifth a year gained; currencies seldom move more for long.",
        ..ROW
    },
    LeverSpec {
        id: "readings",
        label: "Readings of the running year",
        group: DATA,
        kind: LeverKind::Data,
        unit: "% of their weight",
        default: 100.0,
        help: "How much the figures of the first months of the running year count: 100 as much as such readings deserved before, \
               0 not at all.",
        ..ROW
    },
];

impl Lever {
    /// The lever's row of the table.
    ///
    /// ```
    /// assert_eq!(tradecast::Lever::Volatility.spec().default, 1.0);
    /// ```
    #[must_use]
    pub fn spec(self) -> &'static LeverSpec {
        &SPECS[self as usize]
    }
}

/// A way along which a lever can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Down,
    Up,
}

/// The way in which a lever never makes the target harder to reach; absent where that depends.
pub(crate) fn helping(lever: Lever) -> Option<Way> {
    match lever {
        Lever::Growth
        | Lever::Shock
        | Lever::DisruptionRecovery
        | Lever::Volume
        | Lever::Price
        | Lever::Recurring
        | Lever::Contracts
        | Lever::ContractsRenewed
        | Lever::ContractsRealised
        | Lever::Programme
        | Lever::ProgrammeRealised
        | Lever::Capacity
        | Lever::Relief
        | Lever::ExchangeRate => Some(Way::Up),
        Lever::Disruption
        | Lever::DisruptionDepth
        | Lever::ProgrammeYear
        | Lever::ProgrammeRamp
        | Lever::Displacement
        | Lever::ReliefYear
        | Lever::Inflation => Some(Way::Down),
        Lever::Volatility
        | Lever::Damping
        | Lever::ShockYear
        | Lever::ShockRecovery
        | Lever::ContractsYear
        | Lever::ContractsYears
        | Lever::MoneyOf
        | Lever::Readings => None,
    }
}
