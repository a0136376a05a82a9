//! The arrival chart, drawn.

use tradecast::Period;
use tradecast_chart::Whiskers;
use yew::prelude::*;

use super::axis;
use crate::engine::Shown;
use crate::text;
use crate::view::{self, ArrivalChart, ArrivalShape};

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) chart: ArrivalChart,
    pub(super) shown: Shown,
    /// The period read out.
    pub(super) read: Period,
}

#[component]
pub(super) fn Arrival(props: &Props) -> Html {
    let Props { chart, shown, read } = props;
    let answer = &shown.answer;
    let ArrivalChart { frame, years, shape, .. } = chart;
    let read_x = years.place(view::at(*read));
    let until = answer.arrival.by.iter().take_while(|row| row.period <= *read).count();
    let last = answer.arrival.by.last().map_or(*read, |row| row.period);
    html! {
        <svg
            class="chart"
            role="img"
            aria-labelledby="arrival-title arrival-description"
            width={frame.width().to_string()}
            height={frame.height().to_string()}
            viewBox={format!("0 0 {} {}", frame.width(), frame.height())}
        >
            <title id="arrival-title">{ text::arrival_title(answer) }</title>
            <desc id="arrival-description">{ text::arrival_description(&answer.arrival) }</desc>
            { axis::upright(frame, "origin", chart.origin_x) }
            if let ArrivalShape::Curve(_, _, ticks) = shape {
                { axis::values(frame, ticks) }
            }
            { axis::years(frame, &chart.year_ticks) }
            if let Some(x) = chart.deadline_x {
                { axis::upright(frame, "deadline", x) }
            }
            { axis::upright(frame, "read", read_x) }
            { match shape {
                ArrivalShape::Dots(plot) => plot.dots.iter().enumerate().map(|(i, dot)| {
                    let class = match dot.period {
                        None => "dot never",
                        Some(period) if period < until => "dot reached",
                        Some(_) => "dot",
                    };
                    html! {
                        <circle key={i} {class} cx={dot.centre.x.to_string()} cy={dot.centre.y.to_string()} r={plot.radius.to_string()} />
                    }
                }).collect::<Html>(),
                ArrivalShape::Curve(curve, baseline, _) => html! {
                    <>
                        <path class="under" d={curve.under.clone()} />
                        if let Some(baseline) = baseline {
                            <path class="ghost" d={baseline.staircase.clone()} />
                        }
                        <path class="median" d={curve.staircase.clone()} />
                    </>
                },
            } }
            <text class="label never" x={chart.pile_x.to_string()} y={(frame.bottom() + 6.0).to_string()} dy="0.8em">
                { text::not_by(last) }
            </text>
            <text class="label never" x={chart.pile_x.to_string()} y={(frame.bottom() + 6.0).to_string()} dy="2em">
                { text::percent(answer.arrival.not_within_horizon) }
            </text>
            if let Some(bar) = &chart.whiskers {
                { whiskers(bar, frame.height() - 5.0) }
            }
        </svg>
    }
}

/// The middle half and the middle 80 % of arrivals, below the years.
fn whiskers(bar: &Whiskers, y: f64) -> Html {
    let line = |class: &'static str, [from, to]: [f64; 2]| {
        html! { <line {class} x1={from.to_string()} x2={to.to_string()} y1={y.to_string()} y2={y.to_string()} /> }
    };
    html! {
        <g class="whiskers">
            { line("outer", bar.outer) }
            { line("inner", bar.inner) }
            if let Some(x) = bar.middle {
                <circle class="middle" cx={x.to_string()} cy={y.to_string()} r="4.5" />
            }
        </g>
    }
}
