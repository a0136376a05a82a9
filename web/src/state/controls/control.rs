//! The controls: what each of them sets, its range, and what a typed number means.

use tradecast::{Distribution, Frequency, Lever, LeverKey, Scope, Setting};
use tradecast_data::LeverNote;

use crate::rounding::{round_year, significant};
use crate::state::choices::State;
use crate::state::controls::spec::{Idle, Spec, out_of_range};
use crate::text::{self, say};

/// Something the user can set to a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// The target level.
    Target,
    /// The year by which it is due.
    Deadline,
    /// How far the forecast goes.
    Horizon,
    /// An assumption about the whole or about a part.
    Lever(LeverKey),
}

/// Where the largest value is so many times the smallest, equal steps would leave the small values no room.
const LOG_FROM: f64 = 100.0;

/// The worth of a year at the last value with trade.
fn year_of(state: &State) -> f64 {
    let series = &state.known().series;
    series.last_positive().map_or(0.0, |last| last.value) * f64::from(series.frequency().per_year())
}

impl From<Lever> for Control {
    fn from(lever: Lever) -> Self {
        Self::Lever(lever.into())
    }
}

impl Control {
    /// Every control, in the order of the page: the question, the levers of the whole, those of every part.
    #[must_use]
    pub fn all(state: &State) -> Vec<Self> {
        let whole = Lever::ALL.into_iter().filter(|lever| lever.spec().scope != Scope::Part).map(Self::from);
        let known = state.known();
        let parts = known.composition.iter().flat_map(|composition| composition.parts());
        let of_parts = parts.flat_map(|part| {
            let of_part = |lever| LeverKey::of_part(part.id.as_str(), lever).ok();
            Lever::ALL.into_iter().filter_map(of_part).map(Self::Lever)
        });
        [Self::Target, Self::Deadline, Self::Horizon].into_iter().chain(whole).chain(of_parts).collect()
    }

    /// Identifier in links and in the page.
    #[must_use]
    pub fn id(&self) -> String {
        match self {
            Self::Target => "target".to_owned(),
            Self::Deadline => "deadline".to_owned(),
            Self::Horizon => "horizon".to_owned(),
            Self::Lever(key) => key.to_string(),
        }
    }

    /// The value chosen, of a range its middle; absent for a deadline that is not set.
    #[must_use]
    pub fn value(&self, state: &State) -> Option<f64> {
        match self {
            Self::Target => Some(state.target()),
            Self::Deadline => state.deadline.map(f64::from),
            Self::Horizon => Some(state.horizon().into()),
            Self::Lever(key) => {
                let [_, _, default] = key.lever().range(year_of(state));
                Some(state.assumptions.setting(key).map_or(default, Setting::middle))
            }
        }
    }

    /// The range that it is set to; absent where it is a number.
    #[must_use]
    pub fn range(&self, state: &State) -> Option<Distribution> {
        match self {
            Self::Lever(key) => match state.assumptions.setting(key)? {
                Setting::Uncertain(distribution) => Some(distribution),
                Setting::Fixed(_) => None,
            },
            _ => None,
        }
    }

    /// Whether the value is not the default.
    #[must_use]
    pub fn is_moved(&self, state: &State) -> bool {
        match self {
            Self::Target => state.target.is_some(),
            Self::Deadline => state.deadline.is_some(),
            Self::Horizon => state.horizon.is_some(),
            Self::Lever(key) => state.assumptions.setting(key).is_some(),
        }
    }

    /// Why moving it would change nothing at the moment; absent where it would.
    #[must_use]
    pub fn idle(&self, state: &State) -> Option<Idle> {
        let Self::Lever(key) = self else { return None };
        let is_off = |lever: &Lever| !Self::Lever(sibling(key, *lever)).is_moved(state);
        match key.lever() {
            Lever::Readings => state.known().readings.list().is_empty().then_some(Idle::NoReadings),
            Lever::Displacement => {
                [Lever::Contracts, Lever::Programme].iter().all(is_off).then_some(Idle::NoDeliveries)
            }
            lever => {
                std::iter::successors(lever.spec().of, |gate| gate.spec().of).find(is_off).map(Idle::Until)
            }
        }
    }

    /// What the control shows.
    #[must_use]
    pub fn spec(&self, state: &State) -> Spec {
        let series = state.data.series();
        let frequency = series.frequency();
        match self {
            Self::Target => {
                let default = state.data.default_target();
                let top = significant(2, default.max(series.last().value) * 3.0);
                let step = leading_digit(top) / 100.0;
                Spec {
                    id: self.id(),
                    label: say!("question.target"),
                    part: String::new(),
                    unit: text::unit(series.unit()),
                    min: step,
                    max: top,
                    step,
                    log: false,
                    default,
                    typed: [f64::MIN_POSITIVE, f64::INFINITY],
                    whole: false,
                    optional: false,
                    help: text::target_help(&series),
                    range_reason: say!("question.target.range"),
                    source: "",
                }
            }
            Self::Deadline => {
                let origin = state.known().series.last().period.year();
                let last = origin + i32::try_from(state.horizon()).unwrap_or(i32::MAX) / frequency.per_year();
                Spec {
                    id: self.id(),
                    label: say!("question.deadline"),
                    part: String::new(),
                    unit: String::new(),
                    min: f64::from(origin + 1),
                    max: f64::from(last.max(origin + 2)),
                    step: 1.0,
                    log: false,
                    default: f64::from(round_year(origin).min(last)),
                    typed: [f64::from(origin + 1), f64::from(last.max(origin + 1))],
                    whole: true,
                    optional: true,
                    help: say!("question.deadline.help"),
                    range_reason: say!("question.deadline.range"),
                    source: "",
                }
            }
            Self::Horizon => Spec {
                id: self.id(),
                label: say!("question.horizon"),
                part: String::new(),
                unit: text::periods(frequency),
                min: f64::from(5 * shorter(frequency)),
                max: f64::from(50 * shorter(frequency)),
                step: 1.0,
                log: false,
                default: state.data.default_horizon().into(),
                typed: [1.0, tradecast::MAX_HORIZON.into()],
                whole: true,
                optional: false,
                help: text::horizon_help(frequency),
                range_reason: say!("question.horizon.range"),
                source: "",
            },
            Self::Lever(key) => {
                let lever = key.lever();
                let spec = lever.spec();
                let case = state.data.case();
                let note = case.and_then(|case| case.lever_note(lever));
                let told = |own: fn(&'static LeverNote) -> &'static Option<String>| {
                    note.and_then(|note| own(note).as_deref())
                };
                let year = year_of(state);
                let [min, max, default] = lever.range(year);
                let log = max > LOG_FROM * min && min > 0.0;
                let (unit, step) = if spec.times_last {
                    let unit = format!("{} {}", text::unit(series.unit()), text::translated(spec.unit));
                    (unit.trim_end().to_owned(), leading_digit(year) / 100.0)
                } else {
                    (text::translated(spec.unit), spec.step)
                };
                Spec {
                    id: self.id(),
                    label: text::lever_label(lever),
                    part: key.part().map_or_else(String::new, |part| part_label(state, part)),
                    unit,
                    min,
                    max,
                    step,
                    log,
                    default,
                    typed: [min, max],
                    whole: spec.unit.starts_with("years"),
                    optional: false,
                    help: told(|note| &note.help).map_or_else(|| text::lever_help(lever), text::translated),
                    range_reason: told(|note| &note.range_reason)
                        .map_or_else(|| text::lever_range_reason(lever), text::translated),
                    source: told(|note| &note.source).unwrap_or(spec.source),
                }
            }
        }
    }

    /// What a link says of this control: a number as a person would type it, or for a lever a range such as
    /// `triangular(0,2,4)`.
    ///
    /// # Errors
    /// Those of [`Spec::parse`], and what is wrong with a range.
    pub fn parse(&self, typed: &str, state: &State) -> Result<Setting, String> {
        let spec = self.spec(state);
        match self {
            Self::Lever(_) if typed.contains('(') => {
                let setting = typed.parse().map_err(|error| text::range_error(&error))?;
                if fits(setting, spec.typed) { Ok(setting) } else { Err(out_of_range(&spec)) }
            }
            _ => spec.parse(typed).map(Setting::Fixed),
        }
    }

    /// Whether a setting is one that the control can take.
    #[must_use]
    pub fn takes(&self, setting: Setting, state: &State) -> bool {
        fits(setting, self.spec(state).typed)
    }

    /// The state with this control at a value; unchanged where the value is not one the control can take.
    pub(crate) fn set(&self, state: &State, setting: Setting) -> State {
        let mut next = state.clone();
        let value = setting.middle();
        match self {
            Self::Target if value.is_finite() && value > 0.0 => {
                next.target = (value != state.data.default_target()).then_some(value);
            }
            Self::Target => {}
            Self::Deadline => next.deadline = whole(value),
            Self::Horizon => {
                let periods = whole(value).and_then(|periods| u32::try_from(periods).ok());
                next.horizon = periods.filter(|periods| *periods != state.data.default_horizon());
            }
            Self::Lever(key) => {
                let [min, max, default] = key.lever().range(year_of(state));
                if setting == Setting::Fixed(default) {
                    return self.reset(state);
                }
                if fits(setting, [min, max])
                    && let Ok(assumptions) = state.assumptions.clone().with(key.clone(), setting)
                {
                    next.assumptions = assumptions;
                }
            }
        }
        next
    }

    /// The state with this control at its default.
    pub(crate) fn reset(&self, state: &State) -> State {
        match self {
            Self::Target => State { target: None, ..state.clone() },
            Self::Deadline => State { deadline: None, ..state.clone() },
            Self::Horizon => State { horizon: None, ..state.clone() },
            Self::Lever(key) => {
                State { assumptions: state.assumptions.clone().without(key), ..state.clone() }
            }
        }
    }

    /// The state with this control within its range: an amount may be too large for what was known earlier.
    pub(crate) fn within_range(&self, state: &State) -> State {
        let Self::Lever(key) = self else { return state.clone() };
        let [min, max, _] = key.lever().range(year_of(state));
        match state.assumptions.setting(key) {
            Some(setting) if !fits(setting, [min, max]) => match setting {
                Setting::Fixed(value) => self.set(state, value.clamp(min, max).into()),
                Setting::Uncertain(_) => self.reset(state),
            },
            _ => state.clone(),
        }
    }
}

/// Another lever of the same part, or of the whole.
fn sibling(key: &LeverKey, lever: Lever) -> LeverKey {
    let of_part = key.part().and_then(|part| LeverKey::of_part(part, lever).ok());
    of_part.unwrap_or_else(|| lever.into())
}

/// Whether a setting lies within a range; of a distribution with endless tails only its middle has to.
fn fits(setting: Setting, [min, max]: [f64; 2]) -> bool {
    let inside = |value: &f64| (min..=max).contains(value);
    match setting {
        Setting::Uncertain(Distribution::Triangular(p) | Distribution::Pert(p)) => p.iter().all(inside),
        _ => inside(&setting.middle()),
    }
}

/// What a person calls a part.
fn part_label(state: &State, id: &str) -> String {
    let known = state.known();
    let part = known.composition.iter().flat_map(|all| all.parts()).find(|part| part.id.as_str() == id);
    part.map_or_else(|| id.to_owned(), |part| text::translated(&part.label))
}

/// The power of ten of a positive number's leading digit.
fn leading_digit(value: f64) -> f64 {
    let scientific = format!("{value:.1e}");
    let exponent = scientific.split_once('e').map_or("0", |(_, exponent)| exponent);
    format!("1e{exponent}").parse().expect("a power of ten is a number")
}

fn shorter(frequency: Frequency) -> i32 {
    match frequency {
        Frequency::Annual => 1,
        Frequency::Quarterly => 2,
        Frequency::Monthly => 6,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
fn whole(value: f64) -> Option<i32> {
    (value.fract() == 0.0 && value.abs() < 1e6).then_some(value as i32)
}
