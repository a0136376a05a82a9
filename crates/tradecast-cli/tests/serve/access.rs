//! `tradecast serve` and who may ask it: tokens, names of this machine, and well-made requests.

use std::process::Command;

use crate::common::tradecast;
use crate::service::Service;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

#[test]
fn beyond_this_machine_there_is_a_token_or_an_explicit_no() {
    for address in ["0.0.0.0", "::", "192.0.2.1"] {
        let run = tradecast(&["serve", "--port", "0", "--address", address], "");
        assert_eq!(run.status, 2, "{address}: {}", run.err);
        assert!(run.err.contains("--token-file") && run.err.contains("--no-auth"), "{}", run.err);
    }
    let open = Service::start(&["--address", "0.0.0.0", "--no-auth"]);
    assert_eq!(open.send("GET", "/v1/levers", "").0, 200);
    let both = tradecast(&["serve", "--no-auth", "--token", TOKEN], "");
    assert_eq!(both.status, 2);
    let short = tradecast(&["serve", "--token", "secret"], "");
    assert_eq!((short.status, short.err.contains("openssl rand -hex 32")), (2, true), "{}", short.err);
}

#[test]
fn with_a_token_only_who_has_it_is_answered() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), format!("{TOKEN}\n")).expect("it is written");
    let path = file.path().to_str().expect("UTF-8");
    let service = Service::start(&["--address", "0.0.0.0", "--token-file", path]);
    let bearer = format!("Bearer {TOKEN}");
    let wrong = format!("Bearer {}", TOKEN.replace('0', "1"));
    for (method, path) in
        [("GET", "/v1/levers"), ("GET", "/metrics"), ("GET", "/nothing"), ("POST", "/v1/answer")]
    {
        let absent = service.ask(method, path, &[], "");
        assert_eq!((absent.status, absent.code().as_str()), (401, "unauthorized"), "{path}");
        assert_eq!(absent.header("www-authenticate"), Some("Bearer realm=\"tradecast\""));
        let refused = service.ask(method, path, &[("authorization", &wrong)], "");
        assert_eq!(refused.status, 401, "{path}");
        assert!(refused.header("www-authenticate").is_some_and(|header| header.contains("invalid_token")));
        assert_ne!(service.ask(method, path, &[("authorization", &bearer)], "").status, 401, "{path}");
    }
    for open in ["/", "/healthz", "/readyz"] {
        assert_eq!(service.send("GET", open, "").0, 200, "{open}");
    }
}

#[test]
fn the_token_may_come_from_the_environment() {
    let run = |token: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tradecast"));
        command.args(["serve", "--port", "0"]).env("TRADECAST_TOKEN", token);
        command
    };
    let service = Service::run(run(TOKEN));
    assert_eq!(service.send("GET", "/v1/levers", "").0, 401);
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(service.ask("GET", "/v1/levers", &[("authorization", &bearer)], "").status, 200);
    let output = run("").output().expect("it runs");
    assert_eq!(output.status.code(), Some(2), "an empty token lets nobody in, and not everybody");
}

#[test]
fn the_host_is_checked_beyond_this_machine_too() {
    let service = Service::start(&["--address", "0.0.0.0", "--no-auth", "--allow-host", "Trade.example.org"]);
    for (host, status) in [
        ("127.0.0.1", 200),
        ("localhost:1", 200),
        ("trade.example.org", 200),
        ("trade.example.org:443", 200),
        ("evil.example", 403),
        ("0.0.0.0", 403),
        ("192.0.2.7", 403),
    ] {
        let response =
            service.raw(&format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n"));
        assert_eq!(response.status, status, "{host}");
    }
}

#[test]
fn a_request_has_one_host() {
    let service = Service::start(&[]);
    let host = &service.host;
    let close = "connection: close\r\n\r\n";
    for (request, status, code) in [
        (format!("GET /healthz HTTP/1.1\r\n{close}"), 400, "bad_host"),
        (format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\nhost: {host}\r\n{close}"), 400, "bad_host"),
        (format!("GET /healthz HTTP/1.1\r\nhost: {host}\r\nHost: evil.example\r\n{close}"), 400, "bad_host"),
        (format!("GET /healthz HTTP/1.1\r\nhost:\r\n{close}"), 400, "bad_host"),
        (format!("GET http://evil.example/healthz HTTP/1.1\r\nhost: {host}\r\n{close}"), 400, "bad_host"),
        (
            format!("GET http://evil.example/healthz HTTP/1.1\r\nhost: evil.example\r\n{close}"),
            403,
            "wrong_host",
        ),
        (format!("GET http://{host}/healthz HTTP/1.1\r\nhost: {host}\r\n{close}"), 200, ""),
        (format!("GET /healthz HTTP/1.0\r\n{close}"), 200, ""),
        (format!("GET /healthz HTTP/1.0\r\nhost: evil.example\r\n{close}"), 403, "wrong_host"),
    ] {
        let response = service.raw(&request);
        assert_eq!((response.status, response.code().as_str()), (status, code), "{request}");
    }
}

#[test]
fn headers_have_limits() {
    let service = Service::start(&[]);
    let long = "x".repeat(20_000);
    let refused = service.ask("GET", "/healthz", &[("x-long", &long)], "");
    assert_eq!((refused.status, refused.code().as_str()), (431, "headers_too_large"));
    let names: Vec<String> = (0..110).map(|number| format!("x-{number}")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    assert_eq!(service.ask("GET", "/healthz", &many, "").status, 431);
    let far = "x".repeat(60_000);
    assert_eq!(service.ask("GET", "/healthz", &[("x-a", &far), ("x-b", &far)], "").status, 431);
    let path = format!("/{}", "x".repeat(9_000));
    let refused = service.ask("GET", &path, &[], "");
    assert_eq!((refused.status, refused.code().as_str()), (414, "uri_too_long"));
    assert_eq!(service.send("GET", "/healthz", "").0, 200);
}

#[test]
fn origins_that_no_browser_sends_are_refused_with_the_fix() {
    for (origin, instead) in [
        ("https://*.example.org", "no pattern"),
        ("*", "no pattern"),
        ("null", "sandboxes"),
        ("https://example.org/page", "write https://example.org"),
        ("https://example.org:443", "write https://example.org"),
        ("https://Example.org", "write https://example.org"),
        ("https://user@example.org", "write https://example.org"),
        ("ws://example.org", "http and https"),
    ] {
        let run = tradecast(&["serve", "--allow-origin", origin], "");
        assert_eq!((run.status, run.err.contains(instead)), (2, true), "{origin}: {}", run.err);
    }
}

#[test]
fn a_page_of_an_allowed_origin_may_send_the_token() {
    let service = Service::start(&["--allow-origin", "https://example.org", "--token", TOKEN]);
    let asked = [
        ("origin", "https://example.org"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "authorization,content-type"),
    ];
    let preflight = service.ask("OPTIONS", "/v1/answer", &asked, "");
    assert_eq!(preflight.status, 200);
    let allowed = preflight.header("access-control-allow-headers").unwrap_or_default().to_ascii_lowercase();
    assert!(allowed.contains("authorization") && allowed.contains("content-type"), "{allowed}");
    let refused = service.ask("POST", "/v1/answer", &asked[..1], "{}");
    assert_eq!(
        (refused.status, refused.header("access-control-allow-origin")),
        (401, Some("https://example.org"))
    );
}

#[test]
fn a_trusted_proxy_says_who_asks() {
    use std::io::BufRead;
    let logged = |options: &[&str]| {
        let mut service = Service::start(&[&["--log"], options].concat());
        service.ask("GET", "/healthz", &[("x-forwarded-for", "203.0.113.9, 198.51.100.7")], "");
        let mut line = String::new();
        service.told.read_line(&mut line).expect("a line");
        line
    };
    let line = logged(&["--trust-proxy", "127.0.0.1"]);
    assert!(line.contains("client=198.51.100.7"), "{line}");
    let line = logged(&[]);
    assert!(line.contains("client=127.0.0.1"), "whoever asks can say so: {line}");
}
