//! How answers about this very series would have turned out, had they been asked for at earlier dates.

use tradecast::Record;
use tradecast_chart::Claim;
use yew::prelude::*;

use crate::components::chart::download::ChartFigure;
use crate::components::evidence::drawing;
use crate::engine::AnswerView;
use crate::language::use_language;
use crate::question::Question;
use crate::text::{self, say, say_count};
use crate::view;
use crate::view::evidence::{
    LEVELS, claims_csv, coverage_chart, held_by_series, held_csv, reliability_chart,
};
use crate::work::{Progress, Task, TaskResult, use_task};

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) shown: AnswerView,
    pub(crate) question: Option<Question>,
}

#[component]
pub(crate) fn SeriesRecord(props: &Props) -> Html {
    use_language();
    let Props { shown, question } = props;
    let answer = &shown.answer;
    // Levers and the target change nothing of it: the task is about the data alone.
    let wanted = use_state(|| None::<Question>);
    let same = |asked: &Question| {
        question.as_ref().is_some_and(|question| question.data == asked.data && question.as_of == asked.as_of)
    };
    let asked = (*wanted).clone().filter(same);
    let working = use_task(asked.map(|question| (question, Task::Backtest)));
    let on_ask = {
        let (wanted, question) = (wanted.setter(), question.clone());
        Callback::from(move |_: MouseEvent| wanted.set(question.clone()))
    };
    let on_stop = {
        let (wanted, stop) = (wanted.setter(), working.stop.clone());
        Callback::from(move |_: MouseEvent| {
            stop.emit(());
            wanted.set(None);
        })
    };
    html! {
        <section class="part" id="record">
            <h2>{ say!("track.title") }</h2>
            if let Some(record) = &answer.track_record {
                <p id="track-record">{ text::track_record(record, answer.question.frequency) }</p>
            } else {
                <p id="track-record">{ say!("track.none") }</p>
            }
            { match &working.progress {
                Progress::Idle | Progress::Stopped => html! {
                    <div class="buttons">
                        <button type="button" id="ask-earlier" class="button" disabled={question.is_none()} onclick={on_ask}>{ say!("track.ask") }</button>
                    </div>
                },
                Progress::Running(share) => html! {
                    <div class="buttons" role="status">
                        <progress max="1" value={share.to_string()} aria-label={say!("track.asking")} />
                        <button type="button" class="button" onclick={on_stop}>{ say!("track.stop") }</button>
                    </div>
                },
                Progress::Failed(failure) => html! { <p class="problems">{ text::sentence(&failure.to_string()) }</p> },
                Progress::Done(done) => match &**done {
                    TaskResult::Backtest(record) => found(record, &view::source_note(answer)),
                    _ => Html::default(),
                },
            } }
        </section>
    }
}

/// What was found: bands by periods ahead, and probabilities.
fn found(record: &Record, note: &str) -> Html {
    let rows = held_by_series(record);
    let Some(chart) = coverage_chart(&rows) else { return html! { <p>{ say!("track.too-short") }</p> } };
    let claims: Vec<Claim> = record
        .reliability
        .iter()
        .map(|row| Claim { stated: row.mean_probability, happened: row.frequency, forecasts: row.forecasts })
        .collect();
    let (said, bands) = (claims_csv(&claims), held_csv(&rows));
    let (said, bands) = (Callback::from(move |()| said.clone()), Callback::from(move |()| bands.clone()));
    let cases = say_count!("track.cases", record.cases as u64);
    html! {
        <>
            <p>{ say!("track.found", cases = cases, outcomes = text::number(record.overall.outcomes as f64)) }</p>
            <div class="small-charts">
                <ChartFigure id="coverage-series" title={say!("track.held")} note={note.to_owned()} csv={bands}>
                    { drawing::coverage(&chart, say!("track.held"), say!("track.ahead")) }
                    <figcaption class="small">{ say!("track.held.note") }</figcaption>
                </ChartFigure>
                if let Some(chart) = reliability_chart(&claims) {
                    <ChartFigure id="reliability-series" title={say!("track.reliability")} note={note.to_owned()} csv={said}>
                        { drawing::reliability(&chart, say!("track.reliability")) }
                        <figcaption class="small">{ say!("track.reliability.note", count = text::number(record.arrival.forecasts as f64)) }</figcaption>
                    </ChartFigure>
                }
            </div>
            <details>
                <summary>{ say!("evidence.numbers") }</summary>
                { super::panel::held_table(&rows, &say!("track.ahead")) }
                <p class="small">{ pit(record) }</p>
            </details>
        </>
    }
}

/// Where outcomes fell, in thirds of what was expected.
fn pit(record: &Record) -> String {
    let level = LEVELS[1];
    let held = record.overall.bands.iter().find(|band| band.level == level).and_then(|band| band.held);
    held.map_or_else(String::new, |held| {
        say!("track.pit", held = text::percent(held / 100.0), level = text::level(level))
    })
}
