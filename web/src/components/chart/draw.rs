//! The few shapes a chart is made of, with numbers to a tenth of a pixel.

use tradecast_chart::{Frame, Point};
use yew::prelude::*;

/// A straight line.
pub(crate) fn line(class: &'static str, from: Point, to: Point) -> Html {
    html! { <line {class} x1={px(from.x)} y1={px(from.y)} x2={px(to.x)} y2={px(to.y)} /> }
}

/// A line from side to side of a plot.
pub(crate) fn level(class: &'static str, frame: &Frame, y: f64) -> Html {
    line(class, Point { x: frame.left(), y }, Point { x: frame.right(), y })
}

/// A line from top to bottom of a plot.
pub(crate) fn upright(class: &'static str, frame: &Frame, x: f64) -> Html {
    line(class, Point { x, y: frame.top() }, Point { x, y: frame.bottom() })
}

/// A path.
pub(crate) fn path(class: &'static str, d: &str) -> Html {
    html! { <path {class} d={d.to_owned()} /> }
}

/// A circle.
pub(crate) fn circle(class: &'static str, centre: Point, radius: f64) -> Html {
    html! { <circle {class} cx={px(centre.x)} cy={px(centre.y)} r={px(radius)} /> }
}

/// A strip as high as a plot.
pub(crate) fn strip(class: &'static str, frame: &Frame, x: f64, width: f64) -> Html {
    let (y, height) = (px(frame.top()), px(frame.bottom() - frame.top()));
    html! { <rect {class} x={px(x)} {y} width={px(width)} {height} /> }
}

/// A rectangle by its upper left corner.
pub(crate) fn area(class: &'static str, at: Point, width: f64, height: f64) -> Html {
    html! { <rect {class} x={px(at.x)} y={px(at.y)} width={px(width)} height={px(height)} /> }
}

/// A rectangle of several classes.
pub(crate) fn tile(class: Classes, at: Point, width: f64, height: f64) -> Html {
    html! { <rect {class} x={px(at.x)} y={px(at.y)} width={px(width)} height={px(height)} /> }
}

/// A text whose middle is at a height.
pub(crate) fn text(class: &'static str, at: Point, content: impl Into<AttrValue>) -> Html {
    let content: AttrValue = content.into();
    html! { <text {class} x={px(at.x)} y={px(at.y)} dy="0.35em">{ content }</text> }
}

/// The years below a plot.
pub(crate) fn years(frame: &Frame, ticks: &[(f64, String)], em: f64) -> Html {
    let bottom = frame.bottom();
    let ticks = ticks.iter().flat_map(|(x, year)| {
        let at = |y: f64| Point { x: *x, y };
        [line("tick", at(bottom), at(bottom + 4.0)), text("axis year", at(bottom + em), year.clone())]
    });
    ticks.chain([level("base", frame, bottom)]).collect()
}

/// Values beside a plot, each with a line across it.
pub(crate) fn values(frame: &Frame, ticks: &[(f64, String)]) -> Html {
    let ticks = ticks.iter().flat_map(|(y, value)| {
        let beside = Point { x: frame.left() - 8.0, y: *y };
        [level("grid", frame, *y), text("axis value", beside, value.clone())]
    });
    ticks.collect()
}

/// A drawing as large as its frame, with a title and a description for those who do not see it.
pub(crate) fn drawing(id: &str, frame: &Frame, title: String, description: String, shapes: Html) -> Html {
    let (title_id, description_id) = (format!("{id}-title"), format!("{id}-description"));
    let (width, height) = (px(frame.width()), px(frame.height()));
    html! {
        <svg
            class="chart"
            role="img"
            aria-labelledby={format!("{title_id} {description_id}")}
            viewBox={format!("0 0 {width} {height}")}
            {width}
            {height}
        >
            <title id={title_id}>{ title }</title>
            <desc id={description_id}>{ description }</desc>
            { shapes }
        </svg>
    }
}

fn px(value: f64) -> String {
    // Adding zero turns -0 into 0.
    ((value * 10.0).round() / 10.0 + 0.0).to_string()
}
