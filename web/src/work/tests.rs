//! What crosses between page and worker, and what comes of every task.

use tradecast::{Assumptions, Goal, Lever, Period, Target};

use crate::engine::Engine;
use crate::question::{Data, DisplayOptions, Question};
use crate::work::message::{Message, Request, Response};
use crate::work::table::{reader as reading, series_list};
use crate::work::*;

fn ask() -> Question {
    Question {
        data: Data::default(),
        as_of: false,
        target: Target::level(1000.0).unwrap(),
        horizon: 12,
        assumptions: Assumptions::baseline().with(Lever::Growth, 2.0).unwrap(),
        priors: true,
    }
}

fn tasks() -> Vec<Task> {
    let by = Period::annual(2030);
    vec![
        Task::Answer(DisplayOptions { paths: true, ..DisplayOptions::default() }),
        Task::Tornado { by, share: 1.0 },
        Task::Attribution { by },
        Task::Breakdown { by },
        Task::Solve { goal: Goal { by, probability: 0.8 }, free: vec![("growth".to_owned(), 1.0)] },
        Task::Compare { by, scenarios: vec![("plan".to_owned(), ask().assumptions)] },
        Task::Backtest,
        Task::Draws { scenarios: vec![Assumptions::baseline(), ask().assumptions], count: 20 },
    ]
}

#[test]
fn what_crosses_to_the_worker_and_back_is_what_was_sent() {
    let mut engine = Engine::new(300, Some(tradecast_data::priors()));
    for (id, task) in (0..).zip(tasks()) {
        let request = Request { id, same_data: false, question: ask(), task };
        let sent = encoding::to_bytes(&Message::Request(Box::new(request.clone()))).unwrap();
        let Ok(Message::Request(arrived)) = encoding::from_bytes(&sent) else {
            panic!("{request:?} does not arrive")
        };
        assert_eq!(*arrived, request);
        let outcome = perform(&mut engine, &arrived.question, &arrived.task, &mut |_| {});
        let report = Response::End { id, outcome };
        let arrived: Response = encoding::from_bytes(&encoding::to_bytes(&report).unwrap()).unwrap();
        assert_eq!(serde_json::to_value(&arrived).unwrap(), serde_json::to_value(&report).unwrap());
        assert!(matches!(arrived, Response::End { outcome: Ok(_), .. }), "{arrived:?}");
    }
}

#[test]
fn a_table_crosses_to_the_worker_and_what_is_in_it_back() {
    let read = reading::TableMessage {
        id: 7,
        order: reading::TableRequest::Open(b"period,value\n2020,1\n\xff\n".to_vec()),
    };
    let sent = encoding::to_bytes(&Message::Table(read.clone())).unwrap();
    assert!(sent.len() < 60, "bytes are sent as they are: {}", sent.len());
    let Ok(Message::Table(arrived)) = encoding::from_bytes(&sent) else { panic!("it does not arrive") };
    assert_eq!(arrived, read);
    let outcome = reading::Reader::default().perform(arrived.order).map(Box::new);
    let report = Response::Read { id: 7, outcome };
    assert_eq!(encoding::from_bytes::<Response>(&encoding::to_bytes(&report).unwrap()).unwrap(), report);
}

#[test]
fn a_list_crosses_with_what_has_a_share_and_what_has_none() {
    let pair = |pair: i32| {
        let value = |year: i32| 10.0 + f64::from((year * 7 + pair) % 5);
        let rows = (2000..2020).map(|year| tradecast::Observation::new(Period::annual(year), value(year)));
        tradecast::Series::new(format!("{pair}"), rows.collect()).unwrap()
    };
    for pairs in [2, 25] {
        let mut list = series_list::SeriesList::new((0..pairs).map(pair).collect(), None);
        let rate = list.rate(&pair(0), 20.0, Period::annual(2024)).unwrap();
        assert_eq!(rate.as_ref().map(|rate| rate.share.is_some()), Some(pairs > 20));
        let list = list.look(crate::state::tables::many_series::ListQuery::default());
        for said in [reading::TableResponse::Rate(rate), reading::TableResponse::Ranked(list)] {
            let report = Response::Read { id: 7, outcome: Ok(Box::new(said)) };
            assert_eq!(
                encoding::from_bytes::<Response>(&encoding::to_bytes(&report).unwrap()).unwrap(),
                report
            );
        }
    }
}

#[test]
fn what_cannot_be_done_says_why() {
    let mut engine = Engine::new(300, None);
    let late = Task::Tornado { by: Period::annual(2090), share: 1.0 };
    let failure = perform(&mut engine, &ask(), &late, &mut |_| {}).unwrap_err();
    assert_eq!(failure.code, "deadline_out_of_reach");
}
