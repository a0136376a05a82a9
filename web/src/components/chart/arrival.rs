//! The arrival chart, drawn.

use tradecast::Period;
use tradecast_chart::{Point, Whiskers, WideStack, circles};
use yew::prelude::*;

use crate::components::chart::draw;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::text::{self, say};
use crate::view::{ArrivalChart, ArrivalShape, Curves, Label};

/// Half the width of a letter, in its size: of a wide font.
const HALF_A_LETTER: f64 = 0.3;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) chart: ArrivalChart,
    pub(crate) shown: AnswerView,
    /// The period read out.
    pub(crate) read: Period,
}

#[component]
pub(crate) fn Arrival(props: &Props) -> Html {
    use_language();
    let Props { chart, shown, read } = props;
    let answer = &shown.answer;
    let ArrivalChart { frame, years, shape, em, .. } = chart;
    let until = answer.arrival.by.iter().take_while(|row| row.period <= *read).count();
    let last = answer.arrival.by.last().map_or(*read, |row| row.period);
    // Below the middle of the pile, but never beyond the edge.
    let below = |lines: f64, text: String| {
        let half = HALF_A_LETTER * text.chars().count() as f64 * em;
        let place = Point { x: chart.pile_x.min(frame.width() - half), y: frame.bottom() + lines * em };
        draw::text("never-end", place, text)
    };
    let shapes = html! {
        <>
            if let ArrivalShape::Curves(curves) = shape {
                { draw::values(frame, &curves.ticks) }
                { for curves.labels.iter().map(|Label { of, x, y, text, .. }| draw::text(of, Point { x: *x, y: *y }, text.clone())) }
            }
            { draw::upright("origin", frame, chart.origin_x) }
            { draw::years(frame, &chart.year_ticks, *em) }
            { for chart.deadline_x.map(|x| draw::upright("deadline", frame, x)) }
            { draw::upright("read live", frame, years.place(read.decimal_year())) }
            { distribution(shape, until, frame.bottom()) }
            if !answer.arrival.already_reached {
                { below(1.0, text::percent(answer.arrival.not_within_horizon)) }
                { below(2.1, say!("chart.not_by", last = text::period(last))) }
            }
            { for chart.whiskers.as_ref().map(|bar| whiskers(bar, frame.height() - 0.5 * em, *em)) }
        </>
    };
    draw::drawing(
        "arrival",
        frame,
        text::arrival_title(answer),
        text::arrival_description(&answer.arrival),
        shapes,
    )
}

/// The dots, strong up to the period with index `until`, or the curves.
fn distribution(shape: &ArrivalShape, until: usize, base: f64) -> Html {
    match shape {
        ArrivalShape::Dots(plot) => {
            let class = |period: Option<usize>| match period {
                None => "dot never",
                Some(period) if period < until => "dot reached",
                Some(_) => "dot",
            };
            let dots = ["dot reached", "dot", "dot never"].map(|of| {
                let of_class = plot.dots.iter().filter(|dot| class(dot.period) == of);
                draw::path(of, &circles(of_class.map(|dot| dot.centre), plot.radius))
            });
            let wide = plot.wide.iter().map(|stack| bracket(stack, plot.radius, base));
            dots.into_iter().chain(wide).collect()
        }
        ArrivalShape::Curves(curves) => {
            let Curves { reached, stays, baseline, .. } = curves.as_ref();
            let ghost = baseline.as_ref().map(|baseline| draw::path("ghost", &baseline.staircase));
            let curves = [
                draw::path("under", &reached.under),
                draw::path("under", &stays.under),
                draw::path("median", &reached.staircase),
                draw::path("stays", &stays.staircase),
            ];
            curves.into_iter().chain(ghost).collect()
        }
    }
}

/// What ties a stack that is wider than its period to it.
fn bracket(stack: &WideStack, radius: f64, base: f64) -> Html {
    let WideStack { left, right, x } = stack;
    let y = base + 0.6 * radius;
    draw::path(
        "bracket",
        &format!("M{left:.1} {base:.1}V{y:.1}H{right:.1}V{base:.1}M{x:.1} {y:.1}v{:.1}", 0.6 * radius),
    )
}

/// The middle half and the middle 80 % of arrivals, below the years.
fn whiskers(bar: &Whiskers, y: f64, em: f64) -> Html {
    let level = |class, [from, to]: [f64; 2]| draw::line(class, Point { x: from, y }, Point { x: to, y });
    let middle = bar.middle.map(|x| draw::circle("middle", Point { x, y }, 0.35 * em));
    html! { <g class="whiskers">{ level("outer", bar.outer) }{ level("inner", bar.inner) }{ for middle }</g> }
}
