//! The report: everything the page says of an answer, as one document that can be kept, mailed, opened in a word processor and
//! printed. No script, nothing loaded; every text is escaped, because names may come from anybody's data.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use tradecast::{Answer, ModelReport};
use tradecast_data::{Case, Citation};

use crate::engine::AnswerData;
use crate::state::controls::spec;
use crate::state::{Control, State};
use crate::text::{self, say};
use crate::view;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The choices.
    pub state: &'a State,
    /// The answer to them.
    pub both: &'a AnswerData,
    /// The charts, as SVG that needs nothing else.
    pub charts: &'a [String],
    /// What the open tab tells beside them.
    pub beside: &'a [Part],
    /// The link that restores it all.
    pub link: &'a str,
    /// The day it was made.
    pub day: &'a str,
}

/// Something that a tab tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A sentence.
    Said(String),
    /// A chart, as SVG that needs nothing else.
    Chart(String),
}

/// How it looks, on a screen and on paper; the page prints with it too.
const STYLE: &str = include_str!("../../assets/report.css");

impl Report<'_> {
    /// The whole document.
    ///
    /// ```
    /// use tradecast_web::engine::Engine;
    /// use tradecast_web::question::Precision;
    /// use tradecast_web::State;
    /// use tradecast_web::report::Report;
    ///
    /// let state = State::new();
    /// let answer = Engine::new(200, None).ask(&state.question()?, Precision::Full)?;
    /// let report = Report { state: &state, both: &answer, charts: &[], beside: &[], link: "https://example.org/", day: "2026-11-28" };
    /// let document = report.document();
    /// let (first, _) = tradecast_web::text::split_headline(&answer.answer.headline);
    /// assert!(document.starts_with("<!DOCTYPE html>") && document.contains(first));
    /// assert!(!document.contains("<script"));
    /// # Ok::<(), tradecast::Error>(())
    /// ```
    #[must_use]
    pub fn document(&self) -> String {
        let style = PreEscaped(STYLE);
        html! {
            (DOCTYPE)
            html lang=(text::language().code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:";
                    title { (self.question()) }
                    style { (style) }
                }
                body { div class="report" { (self.markup()) } }
            }
        }
        .into_string()
    }

    /// What stands in the document, for a page that has its style.
    #[must_use]
    pub fn body(&self) -> String {
        self.markup().into_string()
    }

    /// What its file is called.
    #[must_use]
    pub fn file_name(&self) -> String {
        let words = self.both.answer.question.series.split(|c: char| !c.is_alphanumeric());
        let words =
            ["tradecast"].into_iter().chain(words.filter(|word| !word.is_empty()).take(8)).chain([self.day]);
        words.collect::<Vec<_>>().join("-") + ".html"
    }

    fn question(&self) -> String {
        let asked = &self.both.answer.question;
        let (series, target) =
            (text::series_name(&asked.series), text::money(asked.target.value(), &asked.unit));
        let question = match asked.target.deadline() {
            Some(by) => say!("report.question.by", series = series, target = target, by = text::period(by)),
            None => say!("report.question", series = series, target = target),
        };
        text::title(&question)
    }

    fn markup(&self) -> Markup {
        let answer = &self.both.answer;
        let [first, rest] = view::lead(self.both);
        let rest = [rest, view::bottleneck(answer)].join(" ");
        let figures = view::figures(self.both);
        html! {
            header {
                p class="kicker" { (say!("page.name")) " · " (self.day) " · " (self.known()) }
                h1 { (self.question()) }
            }
            p class="lead" { strong { (first) } " " (rest.trim()) }
            @if let Some(nowcast) = &answer.nowcast {
                p { (text::year_so_far(nowcast, &answer.question.unit)) }
            }
            @if !figures.is_empty() {
                table class="figures" {
                    @for figure in &figures {
                        tr {
                            th scope="row" { (figure.label) }
                            td class="value" { (figure.value) }
                            td { (figure.was.as_deref().unwrap_or(&figure.note)) }
                        }
                    }
                }
            }
            @for chart in self.charts {
                div class="chart" { (PreEscaped(chart)) }
            }
            (self.assumptions())
            (self.tab())
            (warnings(answer))
            (self.numbers())
            (models(answer))
            @if let Some(case) = self.state.data.case() { (sources(case)) }
            (self.origin())
        }
    }

    /// What the open tab tells; nothing where it has neither charts nor findings.
    fn tab(&self) -> Markup {
        html! {
            @if !self.beside.is_empty() {
                section {
                    h2 { (say!(&format!("tabs.{}", self.state.view.tab.id()))) }
                    @for part in self.beside {
                        @match part {
                            Part::Said(sentence) => p { (sentence) },
                            Part::Chart(chart) => div class="chart" { (PreEscaped(chart)) },
                        }
                    }
                }
            }
        }
    }

    /// As of when, and by whose count.
    fn known(&self) -> String {
        let asked = &self.both.answer.question;
        let until = say!("report.known", period = text::period(asked.origin));
        if asked.reporter.is_empty() {
            until
        } else {
            format!("{until}, {}", text::reporter(&asked.reporter))
        }
    }

    /// What was moved, from what to what, and where the range comes from.
    fn assumptions(&self) -> Markup {
        let state = self.state;
        // A lever that says more about one that is moved belongs to what was assumed, even where it was left as it is.
        let levers = |control: &Control| match control {
            Control::Lever(key) => {
                control.is_moved(state) || (key.lever().spec().of.is_some() && control.idle(state).is_none())
            }
            _ => false,
        };
        let moved: Vec<Control> = Control::all(state).into_iter().filter(levers).collect();
        let remark = state.priors_remark();
        html! {
            section {
                h2 { (say!("report.assumptions")) }
                @if moved.is_empty() && state.priors.is_none() {
                    p { (say!("report.untouched")) }
                }
                @if !remark.is_empty() {
                    p { (remark) }
                }
                @if !moved.is_empty() {
                    table {
                        thead {
                            tr {
                                th scope="col" { (say!("report.lever")) }
                                th scope="col" class="number" { (say!("report.value")) }
                                th scope="col" class="number" { (say!("report.usual")) }
                                th scope="col" { (say!("report.why")) }
                            }
                        }
                        tbody { @for control in &moved { (lever(control, state)) } }
                    }
                }
            }
        }
    }

    /// The numbers of the charts.
    fn numbers(&self) -> Markup {
        let answer = &self.both.answer;
        let rows = view::rows(answer);
        let (levels, zeros) = (view::levels(answer), view::has_zeros(answer));
        let (ahead, known): (Vec<&view::Row>, Vec<&view::Row>) =
            rows.iter().partition(|row| row.ahead.is_some());
        html! {
            section {
                h2 { (say!("table.title")) }
                p { (view::table::table_caption(answer)) }
                table class="numbers" {
                    thead {
                        tr {
                            th scope="col" { (say!("table.period")) }
                            th scope="col" class="number" { (say!("table.median")) }
                            @for level in &levels {
                                th scope="col" class="number" { (say!("table.band", level = level)) }
                            }
                            th scope="col" class="number" { (say!("table.reached")) }
                            th scope="col" class="number" { (say!("table.above")) }
                            th scope="col" class="number" { (say!("table.stays")) }
                            @if zeros { th scope="col" class="number" { (say!("table.no_trade")) } }
                        }
                    }
                    tbody {
                        @for row in ahead {
                            @if let Some(view::ForecastCells { median, bands, reached, above, stays, zero }) = &row.ahead {
                                tr {
                                    th scope="row" { (text::period(row.period)) }
                                    td class="number" { (text::about_number(*median)) }
                                    @for band in bands { td class="number" { (text::band(band)) } }
                                    td class="number" { (text::percent(*reached)) }
                                    td class="number" { (text::percent(*above)) }
                                    td class="number" { (text::percent(*stays)) }
                                    @if zeros { td class="number" { (text::percent(*zero)) } }
                                }
                            }
                        }
                    }
                }
                p class="record" {
                    (say!("table.on_record")) ": "
                    @for (i, row) in known.iter().enumerate() {
                        @if i > 0 { "; " }
                        (text::period(row.period)) " " (view::table::on_record(row))
                    }
                    "."
                }
            }
        }
    }

    /// What makes it repeatable.
    fn origin(&self) -> Markup {
        html! {
            section {
                h2 { (say!("report.repeat")) }
                p { (text::provenance(&self.both.answer)) }
                p { (say!("report.link")) " " a href=(self.link) { (text::breakable(self.link)) } }
                p class="small" { (say!("report.reading")) }
            }
        }
    }
}

fn lever(control: &Control, state: &State) -> Markup {
    let spec = control.spec(state);
    let written = |value: f64| say!("control.spoken", value = text::exact(value), unit = spec.unit);
    let number = |value: f64| text::counted(value, &spec.unit).unwrap_or_else(|| written(value));
    let value = match control.range(state) {
        Some(range) => spec::in_words(range, &spec),
        None => control.value(state).map(number).unwrap_or_default(),
    };
    let source = match control {
        Control::Lever(key) => key.lever().spec().source,
        _ => "",
    };
    html! {
        tr {
            th scope="row" { (spec.name()) }
            td class="number" { (value) }
            td class="number" { (number(spec.default)) }
            td {
                (spec.help) " " (spec::range_of(&spec))
                @if !source.is_empty() { " " (say!("report.source", source = text::translated(source))) }
            }
        }
    }
}

/// What to beware of, and how such answers turned out before.
fn warnings(answer: &Answer) -> Markup {
    html! {
        section {
            h2 { (say!("warnings.title")) }
            @if answer.warnings.is_empty() {
                p { (say!("warnings.none")) }
            } @else {
                ul { @for warning in &answer.warnings { li { (text::warning(warning, &answer.question.unit)) } } }
            }
            @if let Some(record) = &answer.track_record {
                p { (text::track_record(record, answer.question.frequency)) }
            }
            @if let Some(record) = &answer.panel_record {
                p { (text::panel_record(record)) }
            }
        }
    }
}

fn models(answer: &Answer) -> Markup {
    let mut ranked: Vec<&ModelReport> = answer.models.iter().filter(|model| model.weight > 0.0).collect();
    ranked.sort_unstable_by(|a, b| b.weight.total_cmp(&a.weight));
    let fitted = answer.models.iter().filter(|model| model.converged || model.weight > 0.0).count();
    let columns = text::models_columns();
    html! {
        section {
            h2 { (say!("models.title")) }
            p { (text::models_intro(fitted, answer.models.len(), answer.question.paths)) }
            table {
                thead {
                    tr {
                        @for (title, numeric) in columns.iter().take(5) {
                            th scope="col" class=[numeric.then_some("number")] { (title) }
                        }
                    }
                }
                tbody {
                    @for model in ranked {
                        @let score = model.score.as_ref();
                        tr {
                            th scope="row" { (text::model_name(&model.name)) }
                            td class="number" { (text::weight(model.weight)) }
                            td { (model.parameters.iter().map(text::parameter).collect::<Vec<_>>().join("; ")) }
                            td class="number" { (score.map_or_else(text::no_value, |score| text::typical_miss(score.rmse_log))) }
                            td class="number" { (score.map_or_else(text::no_value, text::against_naive)) }
                        }
                    }
                }
            }
            p class="small" { (say!("models.note")) }
            @if let Some(found) = text::season(&answer.season, answer.question.origin.frequency()) {
                p { (found) }
            }
        }
    }
}

fn sources(case: &Case) -> Markup {
    html! {
        section {
            h2 { (say!("sources.title")) }
            p { (text::sources_intro(case)) }
            ol {
                @for Citation { years, reporter, source } in case.citations() {
                    li {
                        (years) ": " (text::reporter(&reporter)) ". " span lang="en" { (source.title) } ". "
                        @if !source.url.is_empty() { a href=(source.url) { (text::breakable(&source.url)) } " " }
                        (text::retrieved(&source.retrieved, &source.licence))
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tradecast::{Lever, Observation, Period, Series};

    use super::*;
    use crate::engine::{AnswerView, Engine};
    use crate::question::Precision;
    use crate::question::{Data, OwnData};
    use crate::state::Action;

    fn answered(state: &State) -> AnswerView {
        Engine::new(400, Some(tradecast_data::priors()))
            .ask(&state.question().unwrap(), Precision::Full)
            .unwrap()
    }

    fn document(state: &State, charts: &[String]) -> String {
        let both = answered(state);
        let link = "https://example.org/#v=2&growth=3";
        Report { state, both: &both, charts, beside: &[], link, day: "2026-11-28" }.document()
    }

    /// Elements that have no end.
    const EMPTY: [&str; 1] = ["meta"];

    /// Every element is closed in its turn, and no attribute is left open.
    fn assert_well_formed(document: &str) {
        let mut open: Vec<&str> = Vec::new();
        let (style_from, style_to) = (document.find("<style>").unwrap(), document.find("</style>").unwrap());
        let document = format!("{}{}", &document[..style_from + 7], &document[style_to..]);
        for tag in document.split('<').skip(2) {
            let (tag, text) = tag.split_once('>').unwrap_or_else(|| panic!("<{tag} has no end"));
            assert!(!text.contains('>') && tag.matches('"').count() % 2 == 0, "<{tag}>{text}");
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "<{tag}>");
            } else if !EMPTY.contains(&name) && !tag.ends_with('/') {
                open.push(name);
            }
        }
        assert!(open.is_empty(), "{open:?} are not closed");
    }

    #[test]
    fn it_says_question_assumptions_answer_evidence_and_origin() {
        let state = State::new().after(Action::Set(Lever::Growth.into(), 3.0)).unwrap();
        let svg = "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>".to_owned();
        let document = document(&state, std::slice::from_ref(&svg));
        assert_well_formed(&document);
        let answer = &answered(&state).answer;
        let moved = Control::from(Lever::Growth).spec(&state);
        for said in [
            answer.data_hash.as_str(),
            &moved.label,
            &moved.range_reason,
            Lever::Growth.spec().source,
            &answer.warnings[0].message,
            "2026-11-28",
            "#v=2&amp;growth=3",
            &svg,
            "$1,000",
        ] {
            assert!(document.contains(said), "{said:?} is missing");
        }
        let at = |text: &str| document.find(text).unwrap_or_else(|| panic!("{text:?} is missing"));
        let (first, _) = text::split_headline(&answer.headline);
        assert!(at(first) < at("<svg") && at("<svg") < at(&moved.range_reason), "the answer comes first");
        let sources = tradecast_data::default_case().citations().len();
        assert_eq!(document.matches("<li>").count(), sources + answer.warnings.len());
        assert!(document.len() < 60_000, "{}", document.len());
    }

    #[test]
    fn names_of_others_are_text_whatever_they_contain() {
        let observations =
            (2000..2020).map(|year| Observation::new(Period::annual(year), f64::from(year - 1990))).collect();
        let name = "<script>alert(\"1\")</script> & 'b'";
        let series = Series::new(name, observations).unwrap().with_unit("<b>EUR</b>").with_reporter("<i>");
        let state = State::new().after(Action::Use(Data::Own(Rc::new(OwnData::new(series))))).unwrap();
        let document = document(&state, &[]);
        assert_well_formed(&document);
        assert!(document.contains("&lt;script&gt;") && document.contains("&lt;b&gt;EUR"));
        for raw in ["<script", "<b>", "<i>"] {
            assert!(!document.contains(raw), "{raw} went through");
        }
        let both = answered(&state);
        let report =
            Report { state: &state, both: &both, charts: &[], beside: &[], link: "", day: "2026-11-28" };
        assert_eq!(report.file_name(), "tradecast-script-alert-1-script-b-2026-11-28.html");
    }

    #[test]
    fn what_says_more_about_a_moved_lever_is_told_with_it() {
        let state = State::new().after(Action::Set(Lever::Capacity.into(), 900.0)).unwrap();
        let state = state.after(Action::Set(Lever::Relief.into(), 400.0)).unwrap();
        let told = document(&state, &[]);
        for lever in [Lever::Capacity, Lever::Relief, Lever::ReliefYear] {
            assert!(told.contains(&Control::from(lever).spec(&state).label), "{lever:?}");
        }
        assert!(!told.contains(&Control::from(Lever::ProgrammeRamp).spec(&state).label));
        assert!(told.contains("10,600"), "thousands are told apart");
    }

    #[test]
    fn the_open_tab_is_taken_along_with_its_name() {
        let state = State::new();
        let both = answered(&state);
        let svg = "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>";
        let beside = [Part::Said("A < B".to_owned()), Part::Chart(svg.to_owned())];
        let report =
            Report { state: &state, both: &both, charts: &[], beside: &beside, link: "", day: "2026-11-28" };
        let document = report.document();
        assert_well_formed(&document);
        assert!(document.contains("A &lt; B") && document.contains(svg));
        assert!(document.contains(&format!("<h2>{}</h2>", say!("tabs.evidence"))));
    }

    #[test]
    fn nothing_moved_is_said_too() {
        let document = document(&State::new(), &[]);
        assert!(document.contains(&say!("report.untouched")));
    }
}
