//! How another reporter counts the same trade: both counts, and where theirs is to be expected.

use tradecast::{MirrorGapReport, Readings};
use yew::prelude::*;

use crate::components::chart::charts::use_room;
use crate::components::chart::download::ChartFigure;
use crate::components::chart::draw;
use crate::components::shared::unbroken::unbroken;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::text::{self, say};
use crate::view::{self, GapChart, MirrorRow};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) id: String,
    pub(crate) shown: AnswerView,
    pub(crate) gap: MirrorGapReport,
    pub(crate) readings: Readings,
    pub(crate) note: String,
}

#[component]
pub(crate) fn Gap(props: &Props) -> Html {
    use_language();
    let Props { id, shown, gap, readings, note } = props;
    let (canvas, none) = (use_node_ref(), use_node_ref());
    let room = use_room(&canvas, &none);
    let rows = view::mirror_rows(&shown.answer, gap, readings);
    let chart = (*room).and_then(|room| view::gap_chart(&shown.answer, gap, &rows, &room));
    let title = say!("gap.title", reporter = text::translated(&gap.reporter));
    let sentence = view::gap_sentence(gap);
    let csv = use_callback(rows.clone(), |(), rows| view::mirror_csv(rows));
    html! {
        <section class="part">
            <ChartFigure id={id.clone()} title={title.clone()} note={note.clone()} {csv}>
                <p class="told">{ unbroken(&sentence) }</p>
                <div class="canvas gap-canvas" ref={canvas}>
                    { for chart.iter().map(|chart| counts(chart, id, title.clone(), sentence.clone())) }
                </div>
                <p class="small">{ say!("gap.intro") }</p>
                <details>
                    <summary>{ say!("page.view.table") }</summary>
                    { table(&rows, &gap.reporter) }
                </details>
            </ChartFigure>
        </section>
    }
}

fn counts(chart: &GapChart, id: &str, title: String, sentence: String) -> Html {
    let GapChart { frame, .. } = chart;
    let radius = 3.0;
    let shapes = html! {
        <>
            { draw::values(frame, &chart.value_ticks) }
            { draw::path("band band-0", &chart.band) }
            { draw::years(frame, &chart.year_ticks, 12.0) }
            { draw::path("history", &chart.ours) }
            { for chart.our_points.iter().map(|at| draw::circle("mark", *at, radius)) }
            { for chart.their_points.iter().map(|at| draw::circle("mark theirs", *at, radius + 1.0)) }
            { for chart.labels.iter().map(|label| draw::text(label.of, tradecast_chart::Point { x: label.x, y: label.y }, label.text.clone())) }
        </>
    };
    draw::drawing(&format!("{id}-chart"), frame, title, sentence, shapes)
}

/// The numbers: the same as in the file, rounded.
fn table(rows: &[MirrorRow], reporter: &str) -> Html {
    let row = |row: &MirrorRow| {
        html! {
            <tr>
                <th scope="row">{ text::period(row.period) }</th>
                <td class="number">{ text::number(row.ours) }</td>
                <td class="number">{ row.theirs.map(text::number) }</td>
                <td class="number">{ say!("number.band", from = text::about_number(row.likely[0]), to = text::about_number(row.likely[1])) }</td>
            </tr>
        }
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={say!("gap.title", reporter = text::translated(reporter))}><table class="narrow">
            <thead>
                <tr>
                    <th scope="col">{ say!("table.period") }</th>
                    <th scope="col" class="number">{ say!("gap.ours") }</th>
                    <th scope="col" class="number">{ text::translated(reporter) }</th>
                    <th scope="col" class="number">{ say!("gap.likely") }</th>
                </tr>
            </thead>
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table></div>
    }
}
