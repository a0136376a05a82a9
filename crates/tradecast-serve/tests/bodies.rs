//! Valid bodies, and what must hold of the response to any body whatever. The mutations try it, and so does the fuzz target in
//! `tests/fuzz`.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value, json};
use tradecast_serve::{Limits, Options, router};

use crate::api::{Response, options};

pub(crate) fn valid() -> Vec<(&'static str, Value)> {
    let csv =
        "series,period,value,source\nA,2018,100,a\nA,2019,108,\nA,2020,,b\nA,2021,121,b\nA,2022,130.5,a\n";
    let rows = json!([
        { "period": "2021-Q1", "value": 5 }, { "period": "2021-Q2", "value": 6.5, "source": "x" },
        { "period": "2021-Q3", "value": 4 }, { "period": "2021-Q4", "value": 7, "weak": true },
    ]);
    let options = json!({ "as_of": "2022", "model": "drift", "priors": "none", "name": "n", "unit": "t", "flow": "exports" });
    let question = json!({
        "target": 200, "by": "2025", "assumptions": { "growth": { "triangular": [0, 1, 2] }, "shock": -20, "shock_year": 2 },
        "horizon": 5, "paths": 100, "seed": 3, "levels": [50, 90], "priors": true
    });
    let quick = json!({ "target_multiple": 1.5, "horizon": 4, "paths": 100 });
    vec![
        ("/v1/answer", json!({ "data": csv, "options": options, "question": question })),
        ("/v1/answer", json!({ "data": rows, "options": { "target_per": "quarter" }, "question": quick })),
        (
            "/v1/solve",
            json!({
                "data": rows, "options": { "model": "drift", "target_per": "quarter" },
                "question": { "target_multiple": 1.5, "by": "2022-Q2", "horizon": 4, "paths": 100 },
                "goal": { "probability": 0.8, "levers": { "growth": 1, "shock": 2 } }
            }),
        ),
        (
            "/v1/batch",
            json!({ "data": csv, "options": { "model": "naive" }, "questions": [quick, question] }),
        ),
    ]
}

/// Answers are small, so that thousands are computed in no time.
pub(crate) fn small() -> Router {
    let limits = Limits { cells: 3_000, answers: 8, ..options().limits };
    router(Options { limits, ..options() })
}

/// The service answers, or says in JSON what is wrong and where.
pub(crate) fn must_hold(response: &Response) -> Result<(), String> {
    let Response { status, body, .. } = response;
    let said: Value = serde_json::from_str(body).map_err(|why| format!("no JSON: {why}: {body}"))?;
    if *status == StatusCode::OK {
        return Ok(());
    }
    if ![400, 422].contains(&status.as_u16()) {
        return Err(format!("{status}: {body}"));
    }
    let text = |name: &str| said[name].as_str().unwrap_or_default();
    if text("code").is_empty() || text("message").is_empty() {
        return Err(format!("not told what is wrong: {said}"));
    }
    let placed = !text("field").is_empty() || said["row"].is_u64();
    let whole = text("message").contains("missing field") || text("message").contains("invalid type");
    if placed || whole { Ok(()) } else { Err(format!("no place: {said}")) }
}
