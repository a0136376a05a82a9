//! The fan chart, drawn.

use tradecast::Period;
use tradecast_chart::{Point, circles};
use yew::prelude::*;

use crate::components::chart::draw;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::text::{self, say};
use crate::view::{FanChart, Label};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) chart: FanChart,
    pub(crate) shown: AnswerView,
    /// The period read out.
    pub(crate) read: Period,
    /// Whether the target can be dragged.
    pub(crate) grip: bool,
}

/// Classes of the bands, narrowest first; further ones look like the last.
const BANDS: [&str; 3] = ["band band-0", "band band-1", "band band-2"];

#[component]
pub(crate) fn Fan(props: &Props) -> Html {
    use_language();
    let Props { chart, shown, read, grip: draggable } = props;
    let answer = &shown.answer;
    let FanChart { frame, years, fan, em, .. } = chart;
    let clip = draw::strip("", frame, frame.left(), frame.right() - frame.left());
    let bands = fan.bands.iter().enumerate().rev();
    let bands = bands.map(|(i, shape)| draw::path(BANDS[i.min(BANDS.len() - 1)], shape));
    let paths = chart.paths.iter().map(|path| draw::path("sample-path", path));
    let ghost = (!fan.ghost.is_empty()).then(|| draw::path("ghost", &fan.ghost));
    let partial_effects = chart.partial_effects.iter().map(|(class, line)| draw::path(class, line));
    let lines = [draw::path("median", &fan.median), draw::level("target", frame, chart.target_y)];
    let clipped = bands.chain(paths).chain(ghost).chain(partial_effects).chain(lines);
    let origin = fan.origin_x.map(|x| {
        let beside = |x: f64| Point { x, y: frame.top() + em };
        let crossed = chart.deadline_x.is_some_and(|deadline| (x..x + 6.0 * em).contains(&deadline));
        html! {
            <>
                { draw::upright("origin", frame, x) }
                { draw::text("side before", beside(x - 6.0), say!("chart.before")) }
                if !crossed {
                    { draw::text("side", beside(x + 6.0), say!("chart.after")) }
                }
            </>
        }
    });
    let deadline = chart.deadline_x.map(|x| {
        let beside = Point { x: x + 6.0, y: frame.bottom() - em };
        html! { <>{ draw::upright("deadline", frame, x) }{ draw::text("side deadline-name", beside, say!("chart.deadline")) }</> }
    });
    let marks = [("mark", false, 0.19), ("mark weak", true, 0.23)].map(|(class, weak, radius)| {
        let of_class = fan.marks.iter().filter(|mark| mark.weak == weak && !mark.off_scale);
        draw::path(class, &circles(of_class.map(|mark| mark.centre), radius * em))
    });
    let zeros = fan.marks.iter().filter(|mark| mark.off_scale).map(|mark| mark.centre);
    let unit_at = Point { x: 0.0, y: frame.top() - em };
    // What comes and goes stands in lists of its own, so that what follows stays the same.
    let shapes = html! {
        <>
            <clipPath id="fan-plot">{ clip }</clipPath>
            { draw::values(frame, &chart.value_ticks) }
            { draw::text("axis", unit_at, text::short_unit(&answer.question.unit)) }
            <>{ for fan.gaps.iter().map(|gap| draw::strip("gap", frame, gap.x, gap.width)) }</>
            <g clip-path="url(#fan-plot)">{ for clipped }</g>
            { draw::years(frame, &chart.year_ticks, *em) }
            <>{ for origin }</>
            <>{ for deadline }</>
            { draw::upright("read live", frame, years.place(read.decimal_year())) }
            { draw::path("history", &fan.history) }
            { for marks }
            { draw::path("mark zero", &diamonds(zeros, 0.3 * em)) }
            { draw::path("mark since", &diamonds(chart.since.iter().copied(), 0.3 * em)) }
            <>{ for chart.labels.iter().map(|one| label(one, *em)) }</>
            if *draggable && (frame.top()..=frame.bottom()).contains(&chart.target_y) {
                { grip(chart) }
            }
        </>
    };
    draw::drawing("fan", frame, text::fan_title(answer), text::fan_description(answer), shapes)
}

/// Marks of what has happened since, and of zeros that a logarithmic axis has no place for.
fn diamonds(centres: impl Iterator<Item = Point>, half: f64) -> String {
    let one = |Point { x, y }: Point| {
        format!(
            "M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}Z",
            x - half,
            y - half,
            x + half,
            y + half
        )
    };
    centres.map(one).collect()
}

/// What the pointer takes hold of to drag the target: the whole line, with a knob where it meets the axis.
fn grip(chart: &FanChart) -> Html {
    let FanChart { frame, target_y: y, em, .. } = chart;
    let arrow = |towards: f64| {
        let (x, tip, base) = (frame.left(), y + towards * 0.42 * em, y + towards * 0.14 * em);
        format!("M{} {base:.1}L{x:.1} {tip:.1}L{} {base:.1}Z", x - 0.22 * em, x + 0.22 * em)
    };
    html! {
        <g class="grip live">
            { draw::area("hold", Point { x: frame.left() - em, y: y - em }, frame.right() - frame.left() + em, 2.0 * em) }
            { draw::circle("knob", Point { x: frame.left(), y: *y }, 0.62 * em) }
            { draw::path("knob-arrow", &(arrow(-1.0) + &arrow(1.0))) }
        </g>
    }
}

/// A label of one or two lines.
fn label(label: &Label, em: f64) -> Html {
    let Label { of, x, y, text, second } = label;
    let half = if second.is_empty() { 0.0 } else { em / 2.0 };
    html! {
        <>
            { draw::text(of, Point { x: *x, y: y - half }, text.clone()) }
            if half > 0.0 {
                { draw::text(of, Point { x: *x, y: y + half }, second.clone()) }
            }
        </>
    }
}
