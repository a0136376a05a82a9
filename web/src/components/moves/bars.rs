//! Rows of bars, drawn.

use yew::prelude::*;

use crate::browser;
use crate::components::shared::measured::use_measured;
use crate::view::moves::{BarRow, Bars, Side};

fn px(number: f64) -> String {
    format!("{number:.1}")
}

/// The drawing, with what is said of it; `row` gives a row its class and what happens there.
pub(crate) fn bars(title: String, bars: &Bars, row: impl Fn(usize, &BarRow) -> Html) -> Html {
    let (top, bottom) = (px(bars.top - 0.3 * bars.em), px(bars.bottom));
    let now = px(bars.now);
    let edge = |x: f64| if x < 0.5 * bars.em { "start" } else { "middle" };
    html! {
        <svg class="chart bars" role="img" width={px(bars.width)} height={px(bars.height)} viewBox={format!("0 0 {} {}", px(bars.width), px(bars.height))}>
            <title>{ title }</title>
            { for bars.ticks.iter().map(|(x, label)| html! {
                <>
                    <line class="grid" x1={px(*x)} x2={px(*x)} y1={top.clone()} y2={bottom.clone()} />
                    <text class="axis" x={px(*x)} y={px(0.9 * bars.em)} text-anchor={edge(*x)}>{ label.clone() }</text>
                </>
            }) }
            { for bars.rows.iter().enumerate().map(|(i, placed)| row(i, placed)) }
            <line class="now" x1={now.clone()} x2={now} y1={top} y2={bottom} />
        </svg>
    }
}

/// A row without anything that happens there.
pub(crate) fn still(bars: &Bars, placed: &BarRow) -> Html {
    html! { <>{ name(placed) }{ for placed.sides.iter().map(|side| drawn(bars, placed, side)) }</> }
}

/// The name at a row.
pub(crate) fn name(placed: &BarRow) -> Html {
    let anchor = if placed.name_ends { "end" } else { "start" };
    html! { <text class="name" x={px(placed.name_x)} y={px(placed.name_y)} dy="0.35em" text-anchor={anchor}>{ placed.name.clone() }</text> }
}

/// A bar with what stands at its end.
pub(crate) fn drawn(bars: &Bars, placed: &BarRow, side: &Side) -> Html {
    let height = 0.95 * bars.em;
    let anchor = if side.left { "end" } else { "start" };
    html! {
        <>
            <rect class={side.class} x={px(side.x)} y={px(placed.y - height / 2.0)} width={px(side.width.max(1.0))} height={px(height)} />
            <text class="axis" x={px(side.label_x)} y={px(placed.y)} dy="0.35em" text-anchor={anchor}>{ side.label.clone() }</text>
        </>
    }
}

/// The width of an element and the size of its letters, watched; absent until it is on the page.
#[hook]
pub(crate) fn use_width(element: &NodeRef) -> Option<(f64, f64)> {
    let width = use_measured(element, |element| (browser::size(element).0, browser::letter_size(element)));
    (*width).filter(|(width, _)| *width > 0.0)
}
