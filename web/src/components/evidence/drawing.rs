//! The small charts of the evidence as drawings.

use tradecast_chart::Frame;
use yew::prelude::*;

use crate::text::{self, say};
use crate::view::evidence::{CoverageChart, HEIGHT, ReliabilityChart, WIDTH};

fn drawing(label: String, content: Html) -> Html {
    html! {
        <svg class="chart small-chart" width={WIDTH.to_string()} height={HEIGHT.to_string()} viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>{ content }</svg>
    }
}

fn percent(share: u32) -> String {
    text::level(f64::from(share))
}

fn axis(frame: &Frame, across: &[(String, f64)], up: &[(String, f64)], title: String) -> Html {
    let bottom = frame.bottom();
    html! {
        <>
            { for up.iter().map(|(name, y)| html! {
                <>
                    <line class="rule" x1={frame.left().to_string()} x2={frame.right().to_string()} y1={y.to_string()} y2={y.to_string()} />
                    <text x={(frame.left() - 6.0).to_string()} y={(y + 4.0).to_string()} text-anchor="end">{ name.clone() }</text>
                </>
            }) }
            { for across.iter().map(|(name, x)| html! {
                <text x={x.to_string()} y={(bottom + 15.0).to_string()} text-anchor="middle">{ name.clone() }</text>
            }) }
            <text x={f64::midpoint(frame.left(), frame.right()).to_string()} y={(bottom + 31.0).to_string()} text-anchor="middle">{ title }</text>
        </>
    }
}

/// What bands held, by periods ahead.
pub(crate) fn coverage(chart: &CoverageChart, label: String, ahead: String) -> Html {
    let across: Vec<(String, f64)> = chart.leads.iter().map(|(lead, x)| (lead.to_string(), *x)).collect();
    let up: Vec<(String, f64)> = chart.shares.iter().map(|(share, y)| (percent(*share), *y)).collect();
    let curve = |(at, curve): (usize, &crate::view::evidence::Curve)| {
        html! {
            <g class={format!("held held-{at}")}>
                <line class="promise" x1={chart.frame.left().to_string()} x2={chart.frame.right().to_string()} y1={curve.promised.to_string()} y2={curve.promised.to_string()} />
                <path d={curve.path.clone()} />
                { for curve.dots.iter().map(|dot| html! { <circle cx={dot.x.to_string()} cy={dot.y.to_string()} r="3" /> }) }
                if let Some(last) = curve.dots.last() {
                    <text x={(chart.frame.right() + 4.0).to_string()} y={(last.y + 4.0).to_string()}>{ text::level(curve.level) }</text>
                }
            </g>
        }
    };
    drawing(
        label,
        html! {
            <>
                { axis(&chart.frame, &across, &up, ahead) }
                { for chart.curves.iter().enumerate().map(curve) }
            </>
        },
    )
}

/// What was said against how often it came true.
pub(crate) fn reliability(chart: &ReliabilityChart, label: String) -> Html {
    let across: Vec<(String, f64)> = chart.ticks.iter().map(|(share, x, _)| (percent(*share), *x)).collect();
    let up: Vec<(String, f64)> = chart.ticks.iter().map(|(share, _, y)| (percent(*share), *y)).collect();
    drawing(
        label,
        html! {
            <>
                { axis(&chart.frame, &across, &up, say!("panel.stated")) }
                <path class="promise" d={chart.chart.diagonal.clone()} />
                <path class="through" d={chart.chart.through.clone()} />
                { for chart.chart.claims.iter().map(|claim| html! {
                    <circle class="claim" cx={claim.centre.x.to_string()} cy={claim.centre.y.to_string()} r={claim.radius.max(2.0).to_string()} />
                }) }
            </>
        },
    )
}
