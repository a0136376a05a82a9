//! The answers of `tradecast serve`, beside those of the command line and the crates, and its end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;

use serde_json::{Value, json};
use tradecast_ask::{Data, Forecaster, GoalInput, Options, QuestionInput, read};

use crate::common::{self, tradecast};
use crate::service::Service;

const QUARTERS: &str = "period,value\n2018-Q4,40\n2019-Q1,37\n2019-Q2,41\n2019-Q3,35\n2019-Q4,47\n2020-Q1,41\n2020-Q2,45\n2020-Q3,39\n2020-Q4,52\n2021-Q1,47\n2021-Q2,50\n2021-Q3,44\n2021-Q4,58\n2022-Q1,51\n2022-Q2,57\n";

/// The same question has the same bytes from the crate, the command line and the service.
#[test]
fn bytes_are_the_same_from_crate_command_line_and_service() {
    let service = Service::start(&[]);
    let ranges = json!({ "growth": { "triangular": [0, 2, 4] }, "wheat.price": -30, "capacity": 900 });
    let cases = [
        (json!({}), json!({ "target": 1000 }), vec!["--target", "1000"]),
        (
            json!({ "options": { "as_of": "2022", "priors": "none" } }),
            json!({ "target": 1000, "by": "2030", "seed": 7, "paths": 3000, "horizon": 12, "levels": [60, 90] }),
            vec![
                "--as-of",
                "2022",
                "--priors",
                "none",
                "--target",
                "1000",
                "--by",
                "2030",
                "--seed",
                "7",
                "--paths",
                "3000",
                "--horizon",
                "12",
                "--levels",
                "60,90",
            ],
        ),
        (
            json!({}),
            json!({ "target": 1000, "by": "2032", "paths": 2000, "decided_by": "Azerbaijan", "assumptions": ranges }),
            vec![
                "--target",
                "1000",
                "--by",
                "2032",
                "--paths",
                "2000",
                "--decided-by",
                "Azerbaijan",
                "--set",
                "growth=triangular(0, 2, 4)",
                "--set",
                "wheat.price=-30",
                "--set",
                "capacity=900",
            ],
        ),
        (
            json!({ "data": QUARTERS, "options": { "unit": "EUR m", "flow": "exports", "target_per": "quarter" } }),
            json!({ "target_multiple": 1.5, "assumptions": { "growth": 1 } }),
            vec![
                "-",
                "--unit",
                "EUR m",
                "--flow",
                "exports",
                "--target-per",
                "quarter",
                "--target-multiple",
                "1.5",
                "--set",
                "growth=1",
            ],
        ),
        (
            json!({ "data": QUARTERS }),
            json!({ "target": 250, "by": "2024-12" }),
            vec!["-", "--target", "250", "--by", "2024-12"],
        ),
    ];
    for (given, question, options) in cases {
        let mut body = given.clone();
        body["question"] = question.clone();
        let served = service.post("/v1/answer", &body);
        let printed = tradecast(&[&["arrive", "--format", "json"], &options[..]].concat(), QUARTERS).out;
        let data = given["data"].as_str().map(|text| Data::Csv(text.to_owned()));
        let how: Options = match &given["options"] {
            Value::Null => Options::default(),
            options => read(options.to_string().as_bytes()).expect("options"),
        };
        let question: QuestionInput = read(question.to_string().as_bytes()).expect("a question");
        let answer =
            Forecaster::about(data, how).and_then(|forecaster| forecaster.ask(question)).expect("an answer");
        let own = tradecast_ask::json(&answer) + "\n";
        assert!(own == printed, "crate and command line differ for {body}");
        assert!(own == served, "crate and service differ for {body}");
    }
}

#[test]
fn solutions_are_the_same_from_command_line_and_service() {
    let service = Service::start(&[]);
    let goal = json!({ "probability": 0.8, "levers": { "growth": 1, "exports.programme": 2 } });
    assert!(read::<GoalInput>(goal.to_string().as_bytes()).is_ok());
    let body = json!({ "question": { "target": 1000, "by": "2030", "paths": 2000 }, "goal": goal });
    // The command line has the levers in the order given, the service in that of their names.
    let options = [
        "solve",
        "--by",
        "2030",
        "--target",
        "1000",
        "--paths",
        "2000",
        "--probability",
        "80",
        "--lever",
        "exports.programme:2",
        "--lever",
        "growth",
        "--format",
        "json",
    ];
    assert_eq!(common::json(&options, "")["verdict"], "reached");
    let printed = tradecast(&options, "").out;
    assert!(service.post("/v1/solve", &body) == printed, "they differ");
}

#[cfg(unix)]
#[test]
fn told_to_end_it_answers_who_is_inside_and_exits_well() {
    let mut service = Service::start(&[]);
    let mut inside = TcpStream::connect(&service.host).expect("it listens");
    let body = r#"{ "question": { "target": 1000 } }"#;
    let head = format!(
        "POST /v1/answer HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    inside.write_all(head.as_bytes()).expect("it reads");
    // The request is inside once the service asks for its body.
    let mut go_on = [0; 25];
    inside.read_exact(&mut go_on).expect("it responds");
    assert!(go_on.starts_with(b"HTTP/1.1 100 Continue"));
    service.terminate();
    inside.write_all(body.as_bytes()).expect("it still reads");
    let mut response = String::new();
    inside.read_to_string(&mut response).expect("it still responds");
    assert!(response.starts_with("HTTP/1.1 200") && response.contains("\"headline\""), "{response}");
    assert!(service.process.wait().expect("it ends").success());
}

/// Work that would take minutes on every thread is given up when those who asked for it hang up: who comes then is answered within
/// the time of a request.
#[test]
fn nobody_waits_for_those_who_have_gone() {
    let service = Service::start(&[]);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let question = |seed: usize| json!({ "target": 1000, "seed": seed, "paths": 100_000, "horizon": 30 });
    let long = json!({ "questions": (0..900).map(question).collect::<Vec<_>>() }).to_string();
    let gone: Vec<TcpStream> = (0..2 * threads)
        .map(|_| {
            let mut stream = TcpStream::connect(&service.host).expect("it listens");
            let head = "POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json";
            write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{long}", long.len()).expect("it reads");
            stream
        })
        .collect();
    assert_eq!(service.send("GET", "/healthz", "").0, 200, "busy as it is, it says that it is well");
    drop(gone);
    service.post("/v1/answer", &json!({ "question": { "target": 1000, "paths": 500 } }));
}

#[test]
fn a_port_that_is_taken_is_told() {
    let service = Service::start(&[]);
    let port = service.host.rsplit(':').next().expect("a port");
    let run = tradecast(&["serve", "--port", port], "");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("choose another with --port"), "{}", run.err);
}

/// There must be no panic; where there is one, it is the error of the series concerned, and the service goes on.
#[cfg(debug_assertions)]
#[test]
fn a_panic_is_the_error_of_its_series() {
    let rows = |name: &str| QUARTERS.lines().skip(1).map(|row| format!("{name},{row}\n")).collect::<String>();
    let data = format!("series,period,value\n{}{}{}", rows("a"), rows("bad"), rows("c"));
    let question = json!({ "target_multiple": 1.5, "paths": 300, "horizon": 6 });
    let body =
        json!({ "data": data, "options": { "target_per": "quarter" }, "questions": [question, question] });
    for work in ["read bad", "ask bad"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradecast"));
        command.args(["serve", "--port", "0"]).env("TRADECAST_TEST_PANIC", work);
        let service = Service::run(command);
        for _ in 0..2 {
            let said: Value = serde_json::from_str(&service.post("/v1/batch", &body)).expect("JSON");
            let results = said["results"].as_array().expect("a list");
            assert_eq!(results.len(), 6);
            for result in results {
                let code = result["error"]["code"].as_str();
                assert_eq!(code, (result["series"] == "bad").then_some("internal"), "{result}");
                assert_eq!(result["answer"].is_object(), code.is_none());
            }
        }
    }
}
