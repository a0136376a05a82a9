//! The two charts over one years axis, and what they say of the year under the pointer.

use std::rc::Rc;

use tradecast::Period;
use tradecast_chart::{Scale, nearest};
use web_sys::Element;
use yew::prelude::*;

use crate::browser::{self, SizeWatch};
use crate::components::chart::arrival::Arrival;
use crate::components::chart::axes::use_axes;
use crate::components::chart::download::Props as DownloadsProps;
use crate::components::chart::fan::Fan;
use crate::components::chart::options::{Options, SAMPLE_PATHS};
use crate::components::chart::reader::Reader;
use crate::components::chart::table::table;
use crate::components::controls::moving::Moving;
use crate::components::shared::switch::switch;
use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::load_state::LoadState;
use crate::state::{Action, Control, Dispatch, View, ViewChange};
use crate::text::{self, say};
use crate::view::{self, Axes, FanChart, Room};

/// Makes a menu of downloads: its code is loaded after the page.
pub(crate) type DownloadMenu = fn(DownloadsProps) -> Html;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: AnswerView,
    /// Makes the menus of downloads.
    pub(crate) downloads: LoadState<DownloadMenu>,
    pub(crate) view: View,
    /// Keeps the axes as they are while a slider is held.
    pub(crate) still: bool,
    pub(crate) dispatch: Dispatch,
    pub(crate) moving: Callback<Moving>,
}

/// The charts or the table, with the choices of how they are shown.
#[component]
pub(crate) fn Charts(props: &Props) -> Html {
    use_language();
    let Props { shown, downloads, view, still, dispatch, moving } = props;
    let locked = use_state_eq(|| false);
    let on_lock = use_callback(locked.setter(), |now, locked| locked.set(now));
    let on_choose = |change: fn(bool) -> ViewChange| {
        let dispatch = dispatch.clone();
        Callback::from(move |choice| dispatch.dispatch(Action::Show(change(choice == 1))))
    };
    let on_view = on_choose(ViewChange::Table);
    let on_scale = on_choose(ViewChange::Log);
    let csv =
        use_callback(shown.clone(), |(), shown| view::table::csv(&shown.answer, &view::rows(&shown.answer)));
    html! {
        <>
            <div class="bar">
                <h2>{ if view.table { say!("table.title") } else { say!("chart.fan") } }</h2>
                { switch("view", say!("page.view"), [say!("page.view.chart"), say!("page.view.table")], view.table.into(), on_view) }
                if !view.table {
                    if *locked {
                        <button
                            type="button"
                            id="locked"
                            class="button locked"
                            title={say!("chart.unlock")}
                            onclick={on_lock.reform(|_: MouseEvent| false)}
                        >
                            { lock() }{ say!("chart.locked") }
                        </button>
                    }
                    { switch("scale", say!("page.scale"), [say!("page.scale.linear"), say!("page.scale.log")], view.log.into(), on_scale) }
                    <Options view={*view} locked={*locked} {on_lock} dispatch={dispatch.clone()} />
                    { download_menu(*downloads, "fan", text::fan_title(&shown.answer), shown, &csv) }
                }
            </div>
            if view.table {
                { table(&shown.answer) }
            } else {
                <Drawings
                    shown={shown.clone()}
                    downloads={*downloads}
                    view={*view}
                    held={*still || *locked}
                    {csv}
                    dispatch={dispatch.clone()}
                    moving={moving.clone()}
                />
            }
        </>
    }
}

/// The menu of downloads of a chart, once it is there.
fn download_menu(
    downloads: LoadState<DownloadMenu>,
    of: &'static str,
    title: String,
    shown: &AnswerView,
    csv: &Callback<(), String>,
) -> Option<Html> {
    let menu = downloads.ready()?;
    let note = view::source_note(&shown.answer).into();
    Some(menu(DownloadsProps { of: of.into(), title: title.into(), note, csv: csv.clone() }))
}

fn lock() -> Html {
    html! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3.500 7.500h9v6h-9ZM5.500 7.500v-2a2.500 2.500 0 0 1 5 0v2" /></svg>
    }
}

#[derive(Properties, PartialEq)]
struct DrawingsProps {
    shown: AnswerView,
    downloads: LoadState<DownloadMenu>,
    view: View,
    /// Keeps the axes as they are.
    held: bool,
    csv: Callback<(), String>,
    dispatch: Dispatch,
    moving: Callback<Moving>,
}

/// The target line in the user's hand.
#[derive(Clone, Copy)]
struct Grab {
    /// How far below the line it is held, pixels.
    offset: f64,
    /// Where it was taken, pixels from the top.
    from: f64,
    /// Whether it has left that place.
    moved: bool,
}

/// Pixels that a pointer may tremble before it drags.
const TREMBLE: f64 = 3.0;

/// The fan, the arrivals below it, and the reading between them.
#[component]
fn Drawings(props: &DrawingsProps) -> Html {
    let language = use_language();
    let DrawingsProps { shown, downloads, view, held, csv, dispatch, moving } = props;
    let (fan_box, arrival_box) = (use_node_ref(), use_node_ref());
    let room = use_room(&fan_box, &arrival_box);
    let wanted = (*room).and_then(|room| Axes::of(shown, &room, view.log));
    let axes = use_axes(wanted, (view.log, room.is_some_and(|room| room.is_narrow())), *held);
    let grab = use_mut_ref(|| None::<Grab>);

    let fan = use_memo((shown.clone(), *room, axes, view.log, language), |(shown, room, axes, log, _)| {
        view::fan_chart(shown, &(*room)?, (*axes)?, *log)
    });
    let arrival =
        use_memo((shown.clone(), *room, axes, view.curve, language), |(shown, room, axes, curve, _)| {
            view::arrival_chart(shown, &(*room)?, (*axes)?.years, *curve)
        });
    let Pointed { periods, read, on_move, on_press, on_leave, on_pick } =
        use_pointed(shown, fan.as_ref().as_ref().map(|fan| fan.years), &fan_box);
    let dots = room.map_or(text::DOTS, |room| room.dots());

    let held_at = {
        let fan_box = fan_box.clone();
        move |event: &PointerEvent| {
            Some(browser::height_in(&fan_box.cast::<Element>()?, f64::from(event.client_y())))
        }
    };
    let on_grab = {
        let (grab, fan, fan_box, held_at) = (Rc::clone(&grab), fan.clone(), fan_box.clone(), held_at.clone());
        let on_press = on_press.clone();
        Callback::from(move |event: PointerEvent| {
            on_press.emit(event.clone());
            let on_grip =
                event.target_dyn_into::<Element>().and_then(|on| on.closest(".grip").ok().flatten());
            if on_grip.is_some()
                && let (Some(chart), Some(y)) = (fan.as_ref(), held_at(&event))
                && let Some(element) = fan_box.cast::<Element>()
            {
                *grab.borrow_mut() = Some(Grab { offset: y - chart.target_y, from: y, moved: false });
                // A pointer that is gone cannot be followed; then nothing is dragged.
                drop(element.set_pointer_capture(event.pointer_id()));
                event.prevent_default();
            }
        })
    };
    let on_drag = {
        let (grab, fan, moving, dispatch) = (Rc::clone(&grab), fan.clone(), moving.clone(), dispatch.clone());
        let on_move = on_move.clone();
        Callback::from(move |event: PointerEvent| {
            let Some(now) = *grab.borrow() else { return on_move.emit(event) };
            let (Some(chart), Some(y)) = (fan.as_ref(), held_at(&event)) else { return };
            if now.moved || (y - now.from).abs() > TREMBLE {
                *grab.borrow_mut() = Some(Grab { moved: true, ..now });
                moving.emit(Moving::Slider);
                if let Some(target) = view::dragged_target(chart, y - now.offset) {
                    dispatch.dispatch(Action::Set(Control::Target, target));
                }
            }
        })
    };
    let on_drop = {
        let moving = moving.clone();
        Callback::from(move |_: PointerEvent| {
            if grab.take().is_some_and(|grab| grab.moved) {
                moving.emit(Moving::No);
            }
        })
    };
    let on_shape = use_callback(dispatch.clone(), |choice, dispatch| {
        dispatch.dispatch(Action::Show(ViewChange::Curve(choice == 1)));
    });
    let sentence = view::reading(&shown.answer, read, dots);

    html! {
        <div class="charts">
            <div
                id="fan"
                class="canvas fan-canvas"
                ref={fan_box}
                onpointermove={on_drag}
                onpointerdown={on_grab}
                onpointerup={on_drop.clone()}
                onpointercancel={on_drop}
                onpointerleave={on_leave.clone()}
            >
                if let Some(chart) = &*fan {
                    <Fan chart={chart.clone()} shown={shown.clone()} {read} grip={true} />
                }
            </div>
            <div class="between">
                { for fan.iter().map(|chart| reader(chart, &periods, read, &sentence, &on_pick)) }
                <p class="reading" id="reading">{ unbroken(&sentence) }</p>
            </div>
            <div class="bar">
                <h2>{ say!("chart.arrival") }</h2>
                { switch("arrival-shape", say!("chart.arrival.switch"), [say!("chart.arrival.dots"), say!("chart.arrival.curve")], view.curve.into(), on_shape) }
                { download_menu(*downloads, "arrival", text::arrival_title(&shown.answer), shown, csv) }
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
                <p class="dots-note">{ text::arrival_caption(&shown.answer.arrival, shown.answer.question.frequency, view.curve, dots) }</p>
            </div>
            <p class="legend">{ legend(shown, view.log) }</p>
        </div>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PlainProps {
    pub(crate) shown: AnswerView,
    pub(crate) view: View,
    /// The arrivals; the fan where not.
    pub(crate) arrival: bool,
}

/// One of the charts, without anything to change.
#[component]
pub(crate) fn Plain(props: &PlainProps) -> Html {
    use_language();
    let PlainProps { shown, view, arrival } = props;
    let canvas = use_node_ref();
    let none = use_node_ref();
    let (fan, arrivals) = if *arrival { (&none, &canvas) } else { (&canvas, &none) };
    let room = use_room(fan, arrivals);
    let axes = (*room).and_then(|room| Axes::of(shown, &room, view.log));
    let place = |room: Room| {
        let years = axes?.years;
        Some(if *arrival {
            let chart = view::arrival_chart(shown, &room, years, view.curve)?;
            (chart.years, Err(chart))
        } else {
            let chart = view::fan_chart(shown, &room, axes?, view.log)?;
            (chart.years, Ok(chart))
        })
    };
    let placed = (*room).and_then(place);
    let Pointed { read, on_move, on_press, on_leave, .. } =
        use_pointed(shown, placed.as_ref().map(|(years, _)| *years), &canvas);
    let dots = room.map_or(text::DOTS, |room| room.dots());
    html! {
        <>
            <div
                class={classes!("canvas", if *arrival { "arrival-canvas" } else { "fan-canvas" })}
                ref={canvas}
                onpointermove={on_move}
                onpointerdown={on_press}
                onpointerleave={on_leave}
            >
                { for placed.map(|(_, chart)| match chart {
                    Ok(chart) => html! { <Fan {chart} shown={shown.clone()} {read} grip={false} /> },
                    Err(chart) => html! { <Arrival {chart} shown={shown.clone()} {read} /> },
                }) }
            </div>
            <p class="reading">{ unbroken(&view::reading(&shown.answer, read, dots)) }</p>
        </>
    }
}

/// The slider of the years between the charts.
fn reader(
    chart: &FanChart,
    periods: &[Period],
    read: Period,
    sentence: &str,
    on_pick: &Callback<Period>,
) -> Html {
    let place = |period: Option<&Period>| period.map(|period| chart.years.place(period.decimal_year()));
    let Some((from, to)) = place(periods.first()).zip(place(periods.last())) else { return Html::default() };
    html! {
        <Reader
            periods={periods.to_vec()}
            {read}
            sentence={sentence.to_owned()}
            {from}
            {to}
            em={chart.em}
            on_pick={on_pick.clone()}
        />
    }
}

/// The period that is read out, and how the pointer and the slider of the years choose it.
pub(crate) struct Pointed {
    pub(crate) periods: Rc<Vec<Period>>,
    pub(crate) read: Period,
    pub(crate) on_move: Callback<PointerEvent>,
    pub(crate) on_press: Callback<PointerEvent>,
    pub(crate) on_leave: Callback<PointerEvent>,
    pub(crate) on_pick: Callback<Period>,
}

/// The period under the pointer, or else the one picked last, or else the one people would ask about.
#[hook]
pub(crate) fn use_pointed(shown: &AnswerView, years: Option<Scale>, around: &NodeRef) -> Pointed {
    let picked = use_state_eq(|| None::<Period>);
    let hovered = use_state_eq(|| None::<Period>);
    let periods = use_memo((shown.clone(), years.map(|years| years.extent())), |(shown, years)| {
        years.map(|years| view::periods_in(&shown.answer, years)).unwrap_or_default()
    });
    let offered = |period: &Period| periods.contains(period);
    let read = (*hovered).filter(offered).or((*picked).filter(offered));
    let read = read.unwrap_or_else(|| view::asked_period(&shown.answer));
    let under_pointer = {
        let (around, periods) = (around.clone(), Rc::clone(&periods));
        move |event: &PointerEvent| -> Option<Period> {
            let (years, element) = (years?, around.cast::<Element>()?);
            let positions: Vec<f64> =
                periods.iter().map(|period| years.place(period.decimal_year())).collect();
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
    Pointed { periods, read, on_move, on_press, on_leave, on_pick }
}

/// The room of both charts, or of the one that is there, watched; absent until they are on the page.
#[hook]
pub(crate) fn use_room(fan: &NodeRef, arrival: &NodeRef) -> UseStateHandle<Option<Room>> {
    let room = use_state_eq(|| None::<Room>);
    use_effect_with((fan.clone(), arrival.clone()), {
        let room = room.setter();
        move |(fan, arrival)| {
            let elements = [fan.cast::<Element>(), arrival.cast::<Element>()];
            let there: Vec<Element> = elements.iter().flatten().cloned().collect();
            let watch = there.first().cloned().map(|first| {
                SizeWatch::of(&there, move || {
                    let height = |element: &Option<Element>| {
                        element.as_ref().map_or(0.0, |element| browser::size(element).1)
                    };
                    let [fan, arrival] = [height(&elements[0]), height(&elements[1])];
                    let (width, em) = (browser::size(&first).0, browser::letter_size(&first));
                    room.set(Some(Room { width, fan, arrival, em }));
                })
            });
            move || drop(watch)
        }
    });
    room
}

/// What the marks mean.
fn legend(shown: &AnswerView, log: bool) -> String {
    let answer = &shown.answer;
    let captions = [
        Some(text::bands_caption(&view::levels(answer))),
        answer.history.iter().any(|o| o.weak).then(|| say!("legend.weak")),
        view::has_gap(answer).then(|| say!("legend.gap")),
        (log && answer.history.iter().any(|o| o.value == 0.0)).then(|| say!("legend.zero")),
        shown.baseline.is_some().then(|| text::ghost_caption(shown.without_priors)),
        Some(view::ghost_steps(shown)).filter(|steps| !steps.is_empty()),
        (!answer.since.is_empty()).then(|| say!("legend.since")),
        (!shown.overlays.paths.is_empty()).then(|| say!("chart.paths", count = SAMPLE_PATHS)),
        Some(say!("chart.drag")),
    ];
    captions.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
