//! What the series is: its name, unit, flow and frequency, and the target asked about.

use std::rc::Rc;

use tradecast::{Flow, Frequency, Series};
use tradecast_io::PriorsDecision;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::own_data::read_options::select;
use crate::language::use_language;
use crate::question::{Data, OwnData};
use crate::state::{Action, Control, Dispatch, State};
use crate::text::{self, say, say_count};

const FLOWS: [Flow; 3] = [Flow::Turnover, Flow::Exports, Flow::Imports];
const FREQUENCIES: [(Frequency, &str); 3] =
    [(Frequency::Monthly, "months"), (Frequency::Quarterly, "quarters"), (Frequency::Annual, "years")];

/// Whether it is trade between two economies.
const PAIR: [(Option<bool>, &str); 3] = [(None, "unsure"), (Some(true), "yes"), (Some(false), "no")];

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) dispatch: Dispatch,
}

#[component]
pub(crate) fn About(props: &Props) -> Html {
    use_language();
    let Props { state, dispatch } = props;
    let series = state.data.series();
    let told = use_state(String::new);
    let (own, decision) = (matches!(state.data, Data::Own(_)), state.data.decision());
    let values = series.observations();
    let span = say_count!(
        "own.span",
        values.len() as u64,
        first = text::short_period(series.first().period),
        last = text::short_period(series.last().period)
    );
    let on_target = {
        let (dispatch, now) = (dispatch.clone(), state.clone());
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Ok(tradecast::Setting::Fixed(target)) = Control::Target.parse(&typed, &now) {
                dispatch.dispatch(Action::Set(Control::Target, target));
            }
        })
    };
    let edit = |change: fn(&Series, String) -> Option<Series>| {
        let (dispatch, series) = (dispatch.clone(), series.clone());
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value().trim().to_owned();
            if let Some(series) = (!typed.is_empty()).then(|| change(&series, typed)).flatten() {
                dispatch.dispatch(Action::Edit(own_data(series, decision)));
            }
        })
    };
    let on_name = edit(|series, name| renamed(series, &name));
    let on_unit = edit(|series, unit| Some(series.clone().with_unit(unit)));
    let on_flow = {
        let (dispatch, series) = (dispatch.clone(), series.clone());
        Callback::from(move |at: usize| {
            let flow = FLOWS.get(at).copied().unwrap_or_default();
            dispatch.dispatch(Action::Edit(own_data((*series).clone().with_flow(flow), decision)));
        })
    };
    let longer: Vec<(Frequency, &str)> = FREQUENCIES
        .into_iter()
        .filter(|(frequency, _)| frequency.per_year() <= series.frequency().per_year())
        .collect();
    let on_frequency = {
        let (dispatch, series, told, longer) =
            (dispatch.clone(), series.clone(), told.setter(), longer.clone());
        Callback::from(move |at: usize| {
            let Some((frequency, _)) = longer.get(at) else { return };
            match series.summed(*frequency) {
                Ok((summed, left_out)) if summed.observations().len() >= tradecast::MIN_OBSERVATIONS => {
                    let left_out: Vec<String> = left_out.iter().map(|period| text::period(*period)).collect();
                    told.set(match left_out.is_empty() {
                        true => say!("grid.summed"),
                        false => format!(
                            "{} {}",
                            say!("grid.summed"),
                            say!("grid.left-out", periods = left_out.join(", "))
                        ),
                    });
                    dispatch.dispatch(Action::Use(own_data(summed, decision)));
                }
                _ => told.set(say!("grid.too-short")),
            }
        })
    };
    // Asked where nothing says it; whoever is not sure leaves it open.
    let is_open = series.frequency() == Frequency::Annual && decision == PriorsDecision::Unknown;
    let on_pair = {
        let dispatch = dispatch.clone();
        Callback::from(move |at: usize| {
            dispatch.dispatch(Action::Priors(PAIR.get(at).and_then(|(answer, _)| *answer)));
        })
    };
    let pair = PAIR.map(|(answer, id)| (say!(&format!("own.pair.{id}")), answer == state.priors)).to_vec();
    let flows = FLOWS.map(|flow| (say!(&format!("flow.{flow}")), flow == series.flow())).to_vec();
    let frequencies =
        longer.iter().map(|(of, id)| (say!(&format!("own.{id}")), *of == series.frequency())).collect();
    html! {
        <>
            <p><strong>{ text::series_name(series.name()) }</strong>{ ", " }{ text::unit(series.unit()) }{ ". " }{ span }{ "." }</p>
            if own {
                <div class="choices">
                    { field("series-name", series.name(), on_name) }
                    { field("series-unit", series.unit(), on_unit) }
                    { select("series-flow", flows, on_flow) }
                    if is_open {
                        { select("series-pair", pair, on_pair) }
                    }
                    if longer.len() > 1 {
                        { select("series-frequency", frequencies, on_frequency) }
                    }
                    { field("series-target", &text::plain(state.target()), on_target) }
                </div>
            }
            if !told.is_empty() {
                <p class="small" role="status">{ (*told).clone() }</p>
            }
        </>
    }
}

/// A labelled box; its label is named by its identifier.
fn field(id: &'static str, value: &str, onchange: Callback<Event>) -> Html {
    html! {
        <label for={id}>
            { say!(&format!("series.choice.{}", id.trim_start_matches("series-"))) }
            <input {id} type="text" value={value.to_owned()} {onchange} />
        </label>
    }
}

/// The same figures under another name.
fn renamed(series: &Series, name: &str) -> Option<Series> {
    let renamed = Series::new(name, series.observations().to_vec()).ok()?;
    Some(renamed.with_unit(series.unit()).with_flow(series.flow()).with_reporter(series.reporter()))
}

/// A series as data, by the publisher whose table the figures `before` were of, or by its name.
pub(crate) fn own_data(series: Series, before: PriorsDecision) -> Data {
    let decision = match before {
        PriorsDecision::Publisher => before,
        _ => PriorsDecision::of_series(series.name(), None),
    };
    Data::Own(Rc::new(OwnData::new(series).decided(decision)))
}
