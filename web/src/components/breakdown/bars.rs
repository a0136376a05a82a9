//! The parts of every period as stacked bars, and the period read out.

use std::rc::Rc;

use tradecast_chart::{Point, Scale};
use yew::prelude::*;

use crate::components::chart::charts::{Pointed, use_pointed, use_room};
use crate::components::chart::draw;
use crate::components::chart::reader::Reader;
use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::text::{self, say};
use crate::view::{self, BreakdownChart};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) made: Rc<view::Breakdown>,
    pub(crate) shown: AnswerView,
    /// Shares of the total, instead of amounts.
    #[prop_or_default]
    pub(crate) shares: bool,
}

#[component]
pub(crate) fn Bars(props: &Props) -> Html {
    let language = use_language();
    let Props { made, shown, shares } = props;
    let (canvas, none) = (use_node_ref(), use_node_ref());
    let room = use_room(&canvas, &none);
    let chart = use_memo(
        (Rc::clone(made), shown.clone(), *room, *shares, language),
        |(made, shown, room, shares, _)| view::breakdown_chart(made, &shown.answer, &(*room)?, *shares),
    );
    let years = chart.as_ref().as_ref().map(|chart| chart.years);
    let Pointed { periods, read, on_move, on_press, on_leave, on_pick } = use_pointed(shown, years, &canvas);
    let sentence = made.reading(read);
    let place = |years: Scale, period: Option<&tradecast::Period>| {
        period.map(|period| years.place(period.decimal_year()))
    };
    let ends = years.and_then(|years| place(years, periods.first()).zip(place(years, periods.last())));
    let title = say!("made.title", series = text::title(&text::series_name(&shown.answer.question.series)));
    html! {
        <>
            <div
                class="canvas made-canvas"
                ref={canvas}
                onpointermove={on_move}
                onpointerdown={on_press}
                onpointerleave={on_leave}
            >
                { for chart.iter().map(|chart| bars(chart, title.clone(), sentence.clone(), chart.years.place(read.decimal_year()))) }
            </div>
            if let (Some((from, to)), Some(chart)) = (ends, &*chart) {
                <Reader
                    id="made-year"
                    periods={(*periods).clone()}
                    {read}
                    sentence={sentence.clone()}
                    {from}
                    {to}
                    em={chart.em}
                    {on_pick}
                />
            }
            <p class="reading" id="made-reading">{ unbroken(&sentence) }</p>
        </>
    }
}

fn bars(chart: &BreakdownChart, title: String, sentence: String, read_x: f64) -> Html {
    let BreakdownChart { frame, em, .. } = chart;
    let tile = |tile: &view::Tile| {
        let ahead = tile.ahead.then_some("ahead");
        draw::tile(classes!("tile", tile.class.to_vec(), ahead), tile.at, tile.width, tile.height)
    };
    let label = |(label, class): &(view::Label, [&'static str; 2])| {
        let swatch = Point { x: label.x - 0.75 * em, y: label.y - 0.3 * em };
        html! {
            <>
                { draw::tile(classes!("tile", class.to_vec()), swatch, 0.6 * em, 0.6 * em) }
                { draw::text(label.of, Point { x: label.x, y: label.y }, label.text.clone()) }
            </>
        }
    };
    let shapes = html! {
        <>
            { draw::values(frame, &chart.value_ticks) }
            { for chart.tiles.iter().map(tile) }
            { draw::years(frame, &chart.year_ticks, *em) }
            { draw::upright("origin", frame, chart.origin_x) }
            { draw::upright("read live", frame, read_x) }
            { for chart.labels.iter().map(label) }
        </>
    };
    draw::drawing("made-chart", frame, title, sentence, shapes)
}
