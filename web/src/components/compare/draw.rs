//! A chart of scenarios, drawn as large as the room that it has.

use tradecast_chart::Point;
use yew::prelude::*;

use crate::browser;
use crate::components::chart::download::ChartFigure;
use crate::components::chart::draw;
use crate::components::shared::measured::use_measured;
use crate::language::use_language;
use crate::view::compare::{Lines, NamedLine, Pane};

/// Width of a letter, in its size: of a wide font.
const LETTER: f64 = 0.54;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Identifier of the element around the drawing.
    pub(crate) id: &'static str,
    pub(crate) title: String,
    /// What it shows, for those who do not see it.
    pub(crate) description: String,
    /// Anything that is another where the chart is another.
    pub(crate) changed: String,
    /// Places the chart in the room that it has.
    pub(crate) place: Callback<Pane, Option<Lines>>,
    /// Where the numbers come from.
    pub(crate) note: String,
    /// The numbers.
    pub(crate) csv: Callback<(), String>,
    /// What the line from side to side means; empty where there is none.
    pub(crate) level: AttrValue,
}

#[component]
pub(crate) fn Chart(props: &Props) -> Html {
    use_language();
    let Props { id, title, description, changed, place, note, csv, level } = props;
    let around = use_node_ref();
    let pane = use_pane(&around);
    let chart = use_memo((*pane, changed.clone()), |(pane, _)| place.emit((*pane)?));
    html! {
        <ChartFigure id={*id} title={title.clone()} note={note.clone()} csv={csv.clone()}>
            <div class="canvas compare-canvas" ref={around}>
                { for chart.as_ref().as_ref().map(|chart| drawn(id, title, description, chart, level)) }
            </div>
        </ChartFigure>
    }
}

/// The drawing.
pub(crate) fn drawn(id: &'static str, title: &str, description: &str, chart: &Lines, level: &str) -> Html {
    let Lines { frame, em, .. } = chart;
    let clip = draw::strip("", frame, frame.left(), frame.right() - frame.left());
    let clip_id = format!("{id}-plot");
    let bands = chart.bands.iter().rev().map(|band| draw::path("band", band));
    let lines = chart.lines.iter().map(|line| {
        html! { <path class={format!("scenario scenario-{}", line.place)} d={line.d.clone()} /> }
    });
    let label = |line: &NamedLine| {
        let NamedLine { place, label, name, .. } = line;
        html! { <text class={format!("scenario-name scenario-name-{place}")} x={label.x.to_string()} y={label.y.to_string()} dy="0.35em">{ name }</text> }
    };
    let named_level = chart.level.filter(|_| !level.is_empty()).map(|y| {
        let class = if chart.bands.is_empty() { "target" } else { "base" };
        // It ends with the plot, but never begins before the chart.
        let end = (frame.right() - 0.4 * em).max(LETTER * level.chars().count() as f64 * em);
        html! {
            <>
                { draw::level(class, frame, y) }
                { draw::text("side level-name", Point { x: end, y: y - 0.7 * em }, level.to_owned()) }
            </>
        }
    });
    let shapes = html! {
        <>
            <clipPath id={clip_id.clone()}>{ clip }</clipPath>
            { draw::values(frame, &chart.value_ticks) }
            { draw::upright("origin", frame, chart.origin_x) }
            <g clip-path={format!("url(#{clip_id})")}>
                { for bands }
                { draw::path("history", &chart.history) }
                { for lines }
            </g>
            { for named_level }
            { draw::years(frame, &chart.year_ticks, *em) }
            { for chart.lines.iter().map(label) }
        </>
    };
    draw::drawing(id, frame, title.to_owned(), description.to_owned(), shapes)
}

/// The room of a chart, watched; absent until it is on the page.
#[hook]
pub(crate) fn use_pane(around: &NodeRef) -> UseStateHandle<Option<Pane>> {
    use_measured(around, |element| {
        let (width, height) = browser::size(element);
        Pane { width, height, em: browser::letter_size(element) }
    })
}
