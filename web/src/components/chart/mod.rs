//! The two charts over one years axis, and what they say of the year under the pointer.

mod arrival;
mod draw;
mod fan;
mod reader;

use tradecast::Period;
use tradecast_chart::{Extent, nearest};
use web_sys::Element;
use yew::prelude::*;

use super::switch;
use crate::browser::{self, SizeWatch};
use crate::engine::Shown;
use crate::language::use_language;
use crate::state::{Action, State, View};
use crate::text::{self, say};
use crate::view::{self, Room};
use arrival::Arrival;
use fan::Fan;
use reader::Reader;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: Shown,
    pub(crate) view: View,
    /// Keeps the value axis as it is while a slider is held.
    pub(crate) still: bool,
    pub(crate) dispatch: UseReducerDispatcher<State>,
}

/// The fan, the arrivals below it, and the reading between them.
#[component]
pub(crate) fn Charts(props: &Props) -> Html {
    let language = use_language();
    let Props { shown, view, still, dispatch } = props;
    let (fan_box, arrival_box) = (use_node_ref(), use_node_ref());
    let room = use_room(&fan_box, &arrival_box);
    let values = use_still_extent(shown, view.log, *still);
    let picked = use_state_eq(|| None::<Period>);
    let hovered = use_state_eq(|| None::<Period>);

    let periods = use_memo((shown.clone(), *room), |(shown, room)| {
        room.map(|room| view::periods_in(&shown.answer, &room)).unwrap_or_default()
    });
    let offered = |period: &Period| periods.contains(period);
    let read = (*hovered).filter(offered).or((*picked).filter(offered));
    let read = read.unwrap_or_else(|| view::asked_period(&shown.answer));

    let fan =
        use_memo((shown.clone(), *room, values, view.log, language), |(shown, room, values, log, _)| {
            view::fan_chart(shown, &(*room)?, (*values)?, *log)
        });
    let arrival = use_memo((shown.clone(), *room, view.curve, language), |(shown, room, curve, _)| {
        view::arrival_chart(shown, &(*room)?, *curve)
    });

    let under_pointer = {
        let (fan, fan_box, periods) = (fan.clone(), fan_box.clone(), periods.clone());
        move |event: &PointerEvent| -> Option<Period> {
            let (fan, element) = (fan.as_ref().as_ref()?, fan_box.cast::<Element>()?);
            let positions: Vec<f64> =
                periods.iter().map(|period| fan.years.place(view::at(*period))).collect();
            nearest(&positions, browser::offset_in(&element, f64::from(event.client_x()))).map(|i| periods[i])
        }
    };
    let on_move = {
        let (hovered, under_pointer) = (hovered.setter(), under_pointer.clone());
        Callback::from(move |event: PointerEvent| hovered.set(under_pointer(&event)))
    };
    let on_press = {
        let picked = picked.setter();
        Callback::from(move |event: PointerEvent| picked.set(under_pointer(&event)))
    };
    let on_leave = hovered.setter();
    let on_leave = Callback::from(move |_: PointerEvent| on_leave.set(None));
    let on_pick = {
        let (picked, hovered) = (picked.setter(), hovered.setter());
        Callback::from(move |period: Period| {
            hovered.set(None);
            picked.set(Some(period));
        })
    };
    let on_shape = use_callback((*view, dispatch.clone()), |choice, (view, dispatch)| {
        dispatch.dispatch(Action::Show(View { curve: choice == 1, ..*view }));
    });
    let sentence = view::reading(&shown.answer, read);

    html! {
        <div class="charts">
            <div
                id="fan"
                class="canvas fan-canvas"
                ref={fan_box}
                onpointermove={on_move.clone()}
                onpointerdown={on_press.clone()}
                onpointerleave={on_leave.clone()}
            >
                if let Some(chart) = &*fan {
                    <Fan chart={chart.clone()} shown={shown.clone()} {read} />
                }
            </div>
            <div class="between">
                if let (Some(chart), Some(first), Some(last)) = (&*fan, periods.first(), periods.last()) {
                    <Reader
                        periods={(*periods).clone()}
                        {read}
                        sentence={sentence.clone()}
                        from={chart.years.place(view::at(*first))}
                        to={chart.years.place(view::at(*last))}
                        em={chart.em}
                        {on_pick}
                    />
                }
                <p class="reading" id="reading">{ sentence }</p>
            </div>
            <div class="bar">
                <h2>{ say!("chart.arrival") }</h2>
                { switch("arrival-shape", say!("chart.arrival.switch"), [say!("chart.arrival.dots"), say!("chart.arrival.curve")], view.curve.into(), on_shape) }
            </div>
            <div class="arrivals">
                <div
                    id="arrival"
                    class="canvas arrival-canvas"
                    ref={arrival_box}
                    onpointermove={on_move}
                    onpointerdown={on_press}
                    onpointerleave={on_leave}
                >
                    if let Some(chart) = &*arrival {
                        <Arrival chart={chart.clone()} shown={shown.clone()} {read} />
                    }
                </div>
                <p class="dots-note">{ text::arrival_caption(&shown.answer.arrival, shown.answer.question.frequency, view.curve) }</p>
            </div>
            { legend(shown) }
        </div>
    }
}

/// The room of both charts, watched; absent until they are on the page.
#[hook]
fn use_room(fan: &NodeRef, arrival: &NodeRef) -> UseStateHandle<Option<Room>> {
    let room = use_state_eq(|| None::<Room>);
    use_effect_with((fan.clone(), arrival.clone()), {
        let room = room.setter();
        move |(fan, arrival)| {
            let elements = fan.cast::<Element>().zip(arrival.cast::<Element>());
            let watch = elements.map(|(fan, arrival)| {
                let both = [fan.clone(), arrival.clone()];
                SizeWatch::of(&both, move || {
                    let ((width, fan_height), (_, arrival_height)) =
                        (browser::size(&fan), browser::size(&arrival));
                    let em = browser::letter_size(&fan);
                    room.set(Some(Room { width, fan: fan_height, arrival: arrival_height, em }));
                })
            });
            move || drop(watch)
        }
    });
    room
}

/// The extent of the value axis, which stands still while a slider is held.
#[hook]
fn use_still_extent(shown: &Shown, log: bool, still: bool) -> Option<Extent> {
    let kept = use_mut_ref(|| None::<(bool, Extent)>);
    let mut kept = kept.borrow_mut();
    match *kept {
        Some((kept_log, extent)) if still && kept_log == log => Some(extent),
        _ => {
            let extent = view::values_extent(shown, log);
            *kept = extent.map(|extent| (log, extent));
            extent
        }
    }
}

/// What the marks mean.
fn legend(shown: &Shown) -> Html {
    let answer = &shown.answer;
    let captions = [
        Some(text::bands_caption(&view::levels(answer))),
        answer.history.iter().any(|o| o.weak).then(|| say!("legend.weak")),
        view::has_gap(answer).then(|| say!("legend.gap")),
        shown.baseline.is_some().then(|| text::ghost_caption(shown.alone)),
    ];
    let captions: Vec<String> = captions.into_iter().flatten().collect();
    html! { <p class="legend">{ captions.join(" ") }</p> }
}
