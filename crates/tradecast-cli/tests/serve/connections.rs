//! `tradecast serve` under attack: clients that are slow, silent, many, or gone.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::service::{Service, is_closed, until};

const QUESTION: &str = r#"{ "question": { "target": 1000, "paths": 200 } }"#;

fn is_answered(service: &Service) {
    let (status, body) = service.send("POST", "/v1/answer", QUESTION);
    assert_eq!(status, 200, "{body}");
}

/// A line of the log that has all of the texts.
fn line_with(service: &mut Service, texts: &[&str]) -> String {
    use std::io::BufRead;
    loop {
        let mut line = String::new();
        assert!(service.told.read_line(&mut line).expect("it still writes") > 0, "no line has {texts:?}");
        if texts.iter().all(|text| line.contains(text)) {
            return line;
        }
    }
}

#[test]
fn slow_headers_are_given_up() {
    let service = Service::start(&["--header-seconds", "0.3"]);
    let mut slow: Vec<TcpStream> = (0..200).map(|_| service.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n").expect("it reads");
    }
    is_answered(&service);
    let trickle = thread::spawn(move || {
        // A byte now and then is no progress.
        for _ in 0..20 {
            for stream in &mut slow {
                let _ = stream.write_all(b"x");
            }
            thread::sleep(Duration::from_millis(30));
        }
        slow
    });
    let mut slow = trickle.join().expect("it ends");
    assert!(slow.iter_mut().all(is_closed));
    let closed = r#"tradecast_connections_closed_total{reason="the headers of a request took too long"}"#;
    assert_eq!(service.metric(closed), 200.0);
    is_answered(&service);
}

#[test]
fn idle_connections_are_closed_and_busy_ones_are_not() {
    let service = Service::start(&["--idle-seconds", "0.3", "--header-seconds", "0.3"]);
    let mut silent = service.connect();
    let mut kept = service.connect();
    let request = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut response = [0; 4_096];
    for _ in 0..2 {
        kept.write_all(request).expect("it reads");
        assert!(kept.read(&mut response).expect("it responds") > 0);
    }
    // A search that takes longer than an idle connection may.
    let long = json!({
        "question": { "target": 1000, "by": "2040", "paths": 20_000 },
        "goal": { "probability": 0.8, "levers": { "growth": 1, "volatility": 1, "shock": 2 } }
    });
    service.post("/v1/solve", &long);
    assert!(is_closed(&mut silent) && is_closed(&mut kept));
}

#[test]
fn stalled_bodies_hold_little_memory_and_end() {
    let service = Service::start(&["--stall-seconds", "1", "--memory-megabytes", "8"]);
    is_answered(&service);
    #[cfg(target_os = "linux")]
    let before = service.peak_memory();
    let head = "POST /v1/answer HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json";
    let stalled: Vec<_> = (0..40)
        .map(|_| {
            let mut stream = service.connect();
            write!(stream, "{head}\r\ncontent-length: 4000000\r\n\r\n").expect("it reads");
            thread::spawn(move || {
                // What the service does not read is not taken; where it gives up it ends the connection.
                let _ = stream.write_all(&[b' '; 3_999_000]);
                is_closed(&mut stream)
            })
        })
        .collect();
    is_answered(&service);
    assert!(stalled.into_iter().all(|stream| stream.join().expect("it ends")));
    assert!(service.metric(r#"tradecast_refusals_total{code="body_too_slow"}"#) > 0.0);
    let large = QUESTION.to_owned() + &" ".repeat(3_900_000);
    assert_eq!(service.send("POST", "/v1/answer", &large).0, 200);
    until("their memory is free", || service.metric("tradecast_body_memory_bytes") == 0.0);
    #[cfg(target_os = "linux")]
    {
        let taken = service.peak_memory() - before;
        assert!(taken < 60.0, "{taken} MB for 40 bodies of 4 MB, of which 8 MB may be read at a time");
    }
}

#[test]
fn clients_that_do_not_read_are_given_up() {
    let service = Service::start(&["--stall-seconds", "1", "--memory-megabytes", "4"]);
    let questions: Vec<_> =
        (0..50).map(|seed| json!({ "target": 1000, "seed": seed, "paths": 100, "horizon": 20 })).collect();
    let body = json!({ "questions": questions }).to_string();
    let head = "POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json";
    let deaf: Vec<TcpStream> = (0..6)
        .map(|_| {
            let mut stream = service.connect();
            write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("it reads");
            stream
        })
        .collect();
    let closed = r#"tradecast_connections_closed_total{reason="the client does not read the response"}"#;
    let requests = |status: u16| {
        format!(r#"tradecast_requests_total{{path="/v1/batch",method="POST",status="{status}"}}"#)
    };
    until("all have ended", || service.metric(&requests(200)) + service.metric(&requests(503)) == 6.0);
    assert!(service.metric(closed) >= 1.0);
    is_answered(&service);
    assert_eq!(service.metric("tradecast_response_memory_bytes"), 0.0);
    drop(deaf);
}

#[test]
fn who_reads_slowly_gets_all_of_it() {
    let service = Service::start(&["--stall-seconds", "1"]);
    let questions: Vec<_> =
        (0..40).map(|seed| json!({ "target": 1000, "seed": seed, "paths": 100 })).collect();
    let body = json!({ "questions": questions }).to_string();
    let mut stream = service.connect();
    let head =
        "POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close";
    write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    let (mut response, mut bytes) = (Vec::new(), [0; 40_000]);
    loop {
        let read = stream.read(&mut bytes).expect("it goes on");
        if read == 0 {
            break;
        }
        response.extend_from_slice(&bytes[..read]);
        thread::sleep(Duration::from_millis(20));
    }
    let text = String::from_utf8(response).expect("UTF-8");
    let (head, body) = text.split_once("\r\n\r\n").expect("head and body");
    assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
    assert!(serde_json::from_str::<serde_json::Value>(body).is_ok());
}

#[test]
fn at_the_limit_of_descriptors_the_oldest_idle_connection_goes() {
    let mut command = Command::new("bash");
    let service = env!("CARGO_BIN_EXE_tradecast");
    command.args(["-c", "ulimit -n 64; exec \"$@\"", "bash", service, "serve", "--port", "0"]);
    let mut service = Service::run(command);
    let mut idle: Vec<TcpStream> = (0..100).map(|_| service.connect()).collect();
    is_answered(&service);
    line_with(&mut service, &["WARN", "closed the oldest idle connection"]);
    assert!(is_closed(&mut idle[0]), "the oldest");
    is_answered(&service);
}

#[test]
fn beyond_the_limit_of_connections_the_oldest_idle_one_goes() {
    let service = Service::start(&["--connections", "4"]);
    let mut idle: Vec<TcpStream> = (0..4).map(|_| service.connect()).collect();
    is_answered(&service);
    assert!(is_closed(&mut idle[0]), "the oldest");
    idle[3].write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("it reads");
    assert!(idle[3].read(&mut [0; 100]).expect("it is still there") > 0);
}

#[test]
fn one_address_has_as_many_connections_as_it_may() {
    let service = Service::start(&["--connections-per-address", "2"]);
    let held: Vec<TcpStream> = (0..2).map(|_| service.connect()).collect();
    let refused = service.ask("GET", "/healthz", &[], "");
    assert_eq!((refused.status, refused.code().as_str()), (429, "too_many_connections"));
    assert_eq!(refused.header("retry-after"), Some("1"));
    drop(held);
    until("there is room again", || service.send("GET", "/healthz", "").0 == 200);
}

/// Neither a pipe that is full from the beginning nor one that fills up holds anything up.
#[test]
fn a_log_that_nobody_reads_holds_nothing_up() {
    let (_reader, mut full) = std::io::pipe().expect("a pipe");
    // As much as a pipe takes on Linux; elsewhere the service starts with a pipe that has room.
    #[cfg(target_os = "linux")]
    full.write_all(&[b'x'; 65_536]).expect("it takes this much");
    #[cfg(not(target_os = "linux"))]
    full.write_all(b"x").expect("it takes this much");
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let address = free.expect("a port");
    let process = Command::new(env!("CARGO_BIN_EXE_tradecast"))
        .args(["serve", "--log", "--port", &address.port().to_string()])
        .stderr(full.try_clone().expect("a pipe"))
        .spawn()
        .expect("it starts");
    let told = std::io::BufReader::new(other_stderr());
    let mut service = Service { process, told, host: address.to_string() };
    until("it listens", || TcpStream::connect(address).is_ok());
    let mut stream = service.connect();
    for _ in 0..2_500 {
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("it reads");
        assert!(stream.read(&mut [0; 4_096]).expect("it responds") > 0);
    }
    is_answered(&service);
    assert!(service.metric("tradecast_log_lines_dropped_total") > 0.0);
    service.terminate();
    assert_eq!(service.exit(), 0);
}

/// The standard error of a process that says nothing: a service whose own is somewhere else.
fn other_stderr() -> std::process::ChildStderr {
    let mut process = Command::new("true").stderr(std::process::Stdio::piped()).spawn().expect("it starts");
    let stderr = process.stderr.take().expect("it is piped");
    process.wait().expect("it ends");
    stderr
}

#[test]
fn lines_that_were_dropped_are_counted_in_the_log() {
    let mut service = Service::start(&["--log"]);
    let mut stream = service.connect();
    until("lines are dropped", || {
        for _ in 0..500 {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n").expect("it reads");
            assert!(stream.read(&mut [0; 4_096]).expect("it responds") > 0);
        }
        service.metric("tradecast_log_lines_dropped_total") > 0.0
    });
    line_with(&mut service, &["WARN", "lines of the log were dropped"]);
}

/// What was asked never gets into the log.
#[test]
fn the_log_has_a_line_a_request_and_nothing_of_what_was_asked() {
    let mut service = Service::start(&["--log"]);
    service.post("/v1/answer", &json!({ "question": { "target": 987654, "paths": 500 } }));
    let line = line_with(&mut service, &["request"]);
    for part in
        ["method=\"POST\"", "path=\"/v1/answer\"", "status=200", "duration_ms=", "client=127.0.0.1", "id=\""]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
    let (time, _) = line.split_once(' ').expect("a time");
    assert!(time.starts_with("20") && time.contains('T') && time.ends_with('Z'), "{line}");
    let refused =
        service.ask("POST", "/v1/answer?secret=987654", &[("x-request-id", "mine-7")], "{ 987654 }");
    assert_eq!((refused.status, refused.header("x-request-id")), (400, Some("mine-7")));
    let second = line_with(&mut service, &["status=400", "id=\"mine-7\"", "code=\"bad_json\""]);
    for line in [line, second] {
        assert!(!line.contains("987654") && !line.contains("secret"), "{line}");
    }
}

#[test]
fn the_log_is_json_where_asked() {
    let mut service = Service::start(&["--log", "json"]);
    let told = service.ask("GET", "/a%22%1b[31m\u{e9}", &[("x-request-id", "not fit for a log")], "");
    let line = line_with(&mut service, &["/a%22"]);
    let line: serde_json::Value = serde_json::from_str(&line).expect("JSON");
    assert_eq!(
        (&line["status"], &line["method"], &line["client"]),
        (&404.into(), &"GET".into(), &"127.0.0.1".into())
    );
    assert_eq!(line["id"].as_str(), told.header("x-request-id"));
    assert!(
        line["id"].as_str().is_some_and(|id| !id.contains(' ')) && line["timestamp"].is_string(),
        "{line}"
    );
    assert!(line["path"].as_str().is_some_and(|path| path.is_ascii()), "{line}");
}

#[test]
fn requests_whose_clients_have_gone_are_logged() {
    let mut service = Service::start(&["--log"]);
    let questions: Vec<_> = (0..900)
        .map(|seed| json!({ "target": 1000, "seed": seed, "paths": 20_000, "horizon": 30 }))
        .collect();
    let body = json!({ "questions": questions }).to_string();
    let mut gone = service.connect();
    let head = "POST /v1/batch HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json";
    write!(gone, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).expect("it reads");
    until("it is asked", || service.metric("tradecast_requests_in_flight") >= 2.0);
    drop(gone);
    line_with(
        &mut service,
        &["path=\"/v1/batch\"", "status=499", "reason=\"the client closed the connection\""],
    );
}

/// Who asks while the service stops, on a connection that was let in before, is told so.
#[test]
fn a_service_that_stops_is_not_ready() {
    let mut service = Service::start(&["--log"]);
    let mut stream = service.connect();
    // Connections without the beginning of a request are closed when the service stops.
    stream.write_all(b"GET /readyz HTTP/1.1\r\nhost: localhost\r\n").expect("it reads");
    // One more connection asks for the metrics.
    until("it is let in", || service.metric("tradecast_connections_open") > 1.0);
    is_answered(&service);
    service.terminate();
    until("it lets nobody in", || TcpStream::connect(&service.host).is_err());
    stream.write_all(b"\r\n").expect("it reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it responds");
    assert!(response.starts_with("HTTP/1.1 503 "), "{response}");
    assert!(response.contains(r#""code": "stopping""#), "{response}");
    assert_eq!(service.exit(), 0);
}
