//! A running `tradecast serve`, for the tests of this folder.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Longer than anything here takes, however busy the machine is.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A service; it stops when dropped.
pub(crate) struct Service {
    pub(crate) process: Child,
    pub(crate) told: BufReader<ChildStderr>,
    pub(crate) host: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Response {
    pub(crate) fn code(&self) -> String {
        let said: Value = serde_json::from_str(&self.body).unwrap_or_default();
        said["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let fields = self.head.lines().filter_map(|line| line.split_once(": "));
        fields.into_iter().find(|(field, _)| field.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

impl Service {
    pub(crate) fn start(options: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradecast"));
        command.args(["serve", "--port", "0"]).args(options);
        Self::run(command)
    }

    /// Starts a command that ends up as the service.
    pub(crate) fn run(mut command: Command) -> Self {
        let mut process = command.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut told = BufReader::new(process.stderr.take().expect("it is piped"));
        let mut line = String::new();
        let mut notes = String::new();
        while !line.contains("http://") {
            notes.push_str(&line);
            line.clear();
            let read = told.read_line(&mut line).expect("it says where it is");
            assert!(read > 0, "no address: {notes}");
        }
        let (_, rest) = line.split_once("http://").expect("an address");
        let host = rest.split('/').next().expect("a host").replace("0.0.0.0", "127.0.0.1");
        Self { process, told, host }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.host).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time");
        stream.set_write_timeout(Some(PATIENCE)).expect("a time");
        stream
    }

    /// Sends a request as it is, which asks for the connection to be closed, and gives the response.
    pub(crate) fn raw(&self, request: &str) -> Response {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("it responds");
        let (head, body) = response.split_once("\r\n\r\n").expect("head and body");
        let status = head[9..12].parse().expect("a status");
        Response { status, head: head.to_owned(), body: body.to_owned() }
    }

    /// Sends a request with more headers.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
        let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let (host, length) = (&self.host, body.len());
        let head = "content-type: application/json\r\nconnection: close";
        self.raw(&format!(
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\n{head}\r\n{more}content-length: {length}\r\n\r\n{body}"
        ))
    }

    /// Sends a request and gives status and body.
    pub(crate) fn send(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let response = self.ask(method, path, &[], body);
        (response.status, response.body)
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> String {
        let (status, text) = self.send("POST", path, &body.to_string());
        assert_eq!(status, 200, "{text}");
        text
    }

    /// Tells it to end.
    #[cfg(unix)]
    pub(crate) fn terminate(&self) {
        let told =
            Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().expect("kill");
        assert!(told.success());
    }

    /// The exit status, which must come in time.
    pub(crate) fn exit(&mut self) -> i32 {
        let mut status = None;
        until("it ends", || {
            status = self.process.try_wait().expect("it is a child");
            status.is_some()
        });
        status.and_then(|status| status.code()).expect("it exits by itself")
    }

    /// The value of a metric, with its labels as they are written.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let (status, text) = self.send("GET", "/metrics", "");
        assert_eq!(status, 200, "{text}");
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// The most memory that it had, in megabytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn peak_memory(&self) -> f64 {
        let status =
            std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("it is there");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("it is told");
        peak.trim().trim_end_matches(" kB").parse::<f64>().expect("a number") / 1e3
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Waits until something holds.
pub(crate) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "not in {} s: {what}", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Reads until the other side closes; what it sends is of no interest.
pub(crate) fn is_closed(stream: &mut TcpStream) -> bool {
    let mut bytes = [0; 4_096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => {
                return !matches!(
                    error.kind(),
                    std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
                );
            }
        }
    }
}
