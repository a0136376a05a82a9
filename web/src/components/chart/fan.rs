//! The fan chart, drawn.

use tradecast::Period;
use tradecast_chart::Frame;
use yew::prelude::*;

use super::axis;
use crate::engine::Shown;
use crate::text;
use crate::view::{self, FanChart, Label};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) chart: FanChart,
    pub(super) shown: Shown,
    /// The period read out.
    pub(super) read: Period,
}

#[component]
pub(super) fn Fan(props: &Props) -> Html {
    let Props { chart, shown, read } = props;
    let answer = &shown.answer;
    let FanChart { frame, years, fan, target_y, .. } = chart;
    let read_x = years.place(view::at(*read));
    let target_y = target_y.to_string();
    html! {
        <svg
            class="chart"
            role="img"
            aria-labelledby="fan-title fan-description"
            width={frame.width().to_string()}
            height={frame.height().to_string()}
            viewBox={format!("0 0 {} {}", frame.width(), frame.height())}
        >
            <title id="fan-title">{ text::fan_title(answer) }</title>
            <desc id="fan-description">{ text::fan_description(answer) }</desc>
            <clipPath id="fan-plot">{ plot(frame) }</clipPath>
            { axis::values(frame, &chart.value_ticks) }
            <text class="axis" x="0" y={(frame.top() - 12.0).to_string()}>
                { text::axis_unit(&answer.question.unit) }
            </text>
            { for fan.gaps.iter().map(|gap| html! {
                <rect class="gap" x={gap.x.to_string()} width={gap.width.to_string()} y={frame.top().to_string()} height={(frame.bottom() - frame.top()).to_string()} />
            }) }
            <g clip-path="url(#fan-plot)">
                { for fan.bands.iter().enumerate().rev().map(|(i, shape)| html! {
                    <path class={classes!("band", format!("band-{i}"))} d={shape.clone()} />
                }) }
                if !fan.ghost.is_empty() {
                    <path class="ghost" data-testid="baseline" d={fan.ghost.clone()} />
                }
                <path class="median" data-testid="median" d={fan.median.clone()} />
            </g>
            { axis::years(frame, &chart.year_ticks) }
            if let Some(x) = fan.origin_x {
                { axis::upright(frame, "origin", x) }
                <text class="side before" x={(x - 6.0).to_string()} y={(frame.top() + 4.0).to_string()} dy="0.8em">{ text::BEFORE }</text>
                <text class="side" x={(x + 6.0).to_string()} y={(frame.top() + 4.0).to_string()} dy="0.8em">{ text::AFTER }</text>
            }
            if let Some(x) = chart.deadline_x {
                { axis::upright(frame, "deadline", x) }
            }
            <line class="target" data-testid="target" x1={frame.left().to_string()} x2={frame.right().to_string()} y1={target_y.clone()} y2={target_y} clip-path="url(#fan-plot)" />
            { axis::upright(frame, "read", read_x) }
            <path class="history" d={fan.history.clone()} />
            { for fan.marks.iter().map(|mark| html! {
                <circle class={if mark.weak { "mark weak" } else { "mark" }} cx={mark.centre.x.to_string()} cy={mark.centre.y.to_string()} r={if mark.weak { "3" } else { "2.4" }} />
            }) }
            { for chart.labels.iter().map(label) }
        </svg>
    }
}

fn plot(frame: &Frame) -> Html {
    html! {
        <rect
            x={frame.left().to_string()}
            y={frame.top().to_string()}
            width={(frame.right() - frame.left()).to_string()}
            height={(frame.bottom() - frame.top()).to_string()}
        />
    }
}

fn label(label: &Label) -> Html {
    let Label { of, x, y, above, text, second } = label;
    let class = classes!("label", *of, above.then_some("above"));
    let (x, y) = (x.to_string(), y.to_string());
    if second.is_empty() {
        return html! { <text {class} {x} {y} dy="0.35em">{ text.clone() }</text> };
    }
    html! {
        <text {class} x={x.clone()} {y} dy="-0.2em">
            { text.clone() }
            <tspan {x} dy="1.1em">{ second.clone() }</tspan>
        </text>
    }
}
