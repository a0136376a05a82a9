//! Axes: years below a plot, lines across it.

use tradecast_chart::Frame;
use yew::prelude::*;

/// The years below a plot.
pub(super) fn years(frame: &Frame, ticks: &[(f64, String)]) -> Html {
    let bottom = frame.bottom();
    let ticks = ticks.iter().map(|(x, year)| {
        html! {
            <g>
                <line class="tick" x1={x.to_string()} x2={x.to_string()} y1={bottom.to_string()} y2={(bottom + 4.0).to_string()} />
                <text class="axis year" x={x.to_string()} y={(bottom + 6.0).to_string()} dy="0.8em">{ year.clone() }</text>
            </g>
        }
    });
    html! {
        <g>
            <line class="base" x1={frame.left().to_string()} x2={frame.right().to_string()} y1={bottom.to_string()} y2={bottom.to_string()} />
            { for ticks }
        </g>
    }
}

/// Values beside a plot, each with a line across it.
pub(super) fn values(frame: &Frame, ticks: &[(f64, String)]) -> Html {
    let (left, right) = (frame.left(), frame.right());
    let ticks = ticks.iter().map(|(y, value)| {
        html! {
            <g>
                <line class="grid" x1={left.to_string()} x2={right.to_string()} y1={y.to_string()} y2={y.to_string()} />
                <text class="axis value" x={(left - 8.0).to_string()} y={y.to_string()} dy="0.35em">{ value.clone() }</text>
            </g>
        }
    });
    html! { <g>{ for ticks }</g> }
}

/// A line from top to bottom of a plot.
pub(super) fn upright(frame: &Frame, class: &'static str, x: f64) -> Html {
    html! {
        <line {class} x1={x.to_string()} x2={x.to_string()} y1={frame.top().to_string()} y2={frame.bottom().to_string()} />
    }
}
