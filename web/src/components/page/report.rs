//! What can be taken along: the report as a file, and on paper.

use yew::prelude::*;

use crate::browser::{self, Listener, TabContent};
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::link;
use crate::report::{Part, Report};
use crate::state::State;
use crate::svg_file::{Sheet, standalone};
use crate::text::{self, say};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) state: State,
    pub(crate) shown: AnswerView,
    /// Whether the answer shown is to the choices of the moment, in full: nothing else is put on paper.
    pub(crate) settled: bool,
}

/// The charts of a report: those on the page.
const CHARTS: [&str; 2] = ["fan", "arrival"];

/// The buttons, and, while the page prints, what it prints.
#[component]
pub(crate) fn ReportBox(props: &Props) -> Html {
    use_language();
    let paper = use_state(|| None::<AttrValue>);
    let made = use_callback((props.state.clone(), props.shown.clone()), |kind: Kind, (state, shown)| {
        let charts: Vec<String> = CHARTS.into_iter().filter_map(|id| drawing(id, shown)).collect();
        let (link, day) = (link::address(state), browser::today());
        let beside: Vec<Part> = browser::tab_content("tab-panel").into_iter().map(part).collect();
        let report = Report { state, both: shown, charts: &charts, beside: &beside, link: &link, day: &day };
        match kind {
            Kind::File => {
                browser::save(&report.file_name(), "text/html", &report.document());
                String::new()
            }
            Kind::Paper => report.body(),
        }
    });
    let on_save = {
        let made = made.clone();
        Callback::from(move |_: MouseEvent| drop(made.emit(Kind::File)))
    };
    let on_print = Callback::from(|_: MouseEvent| browser::print());
    use_effect_with(made, {
        let paper = paper.setter();
        move |made| {
            let (made, begun) = (made.clone(), paper.clone());
            let begin = Listener::on("beforeprint", move || begun.set(Some(made.emit(Kind::Paper).into())));
            let end = Listener::on("afterprint", move || paper.set(None));
            move || drop((begin, end))
        }
    });
    let body = browser::body();
    html! {
        <div class="bar take-along">
            <button type="button" id="report" class="button" title={say!("report.tab")} disabled={!props.settled} onclick={on_save}>{ say!("report.save") }</button>
            <button type="button" id="print" class="button" disabled={!props.settled} onclick={on_print}>{ say!("report.print") }</button>
            if let Some(paper) = &*paper {
                // The report has escaped every text in it.
                { create_portal(html! { <div id="paper" class="report">{ Html::from_html_unchecked(paper.clone()) }</div> }, body) }
            }
        </div>
    }
}

/// What the open tab tells, for the report.
fn part(told: TabContent) -> Part {
    match told {
        TabContent::Sentence(sentence) => Part::Said(sentence),
        TabContent::Drawing(drawing, title, em) => Part::Chart(
            standalone(&Sheet { drawing: &drawing, title: &title, note: "", address: "", em }).svg,
        ),
    }
}

/// A chart of the page as SVG that needs nothing else; nothing where the page shows a table instead.
fn drawing(id: &str, shown: &AnswerView) -> Option<String> {
    let (drawing, em) = browser::drawing_in(id)?;
    let answer = &shown.answer;
    let title = if id == "fan" { text::fan_title(answer) } else { text::arrival_title(answer) };
    let sheet = Sheet { drawing: &drawing, title: &title, note: "", address: "", em };
    Some(standalone(&sheet).svg)
}

/// What a report is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Paper,
}
