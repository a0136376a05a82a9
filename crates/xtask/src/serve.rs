//! The page on this machine: a small server of files, for development and for the browser tests.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result, anyhow, bail};
use tiny_http::{Header, Method, Request, Response, StatusCode};

use crate::bundle;

/// Where the page is served unless a port is given.
const PORT: u16 = 8000;

/// Builds the page (unless told not to), serves it and prints its address.
///
/// # Errors
/// Where the build fails, the port is taken or an option is unknown.
pub(crate) fn run(options: &[&str]) -> Result<()> {
    let (mut port, mut build) = (PORT, true);
    let mut options = options.iter();
    while let Some(option) = options.next() {
        match *option {
            "--no-build" => build = false,
            "--port" => {
                let given = options.next().context("--port needs a number")?;
                port = given
                    .parse()
                    .with_context(|| format!("{given:?} is not a port; give a number up to 65535"))?;
            }
            unknown => bail!("serve has no option {unknown:?}; it has --port N and --no-build"),
        }
    }
    if build {
        bundle::build()?;
    }
    let server = Server::start(&bundle::site(), port)?;
    println!("\nTradecast is at {}  (stop with Ctrl-C)", server.address());
    server.wait();
    Ok(())
}

/// A running server; it stops when dropped.
pub(crate) struct Server {
    address: String,
    http: Arc<tiny_http::Server>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a folder on the loopback address; port 0 takes any free one.
    ///
    /// # Errors
    /// Where the folder has no page, or the port is taken.
    pub(crate) fn start(folder: &Path, port: u16) -> Result<Self> {
        if !folder.join("index.html").is_file() {
            bail!("there is no page in {} yet: run `cargo xtask bundle`", folder.display());
        }
        let http = tiny_http::Server::http(("127.0.0.1", port))
            .map_err(|error| anyhow!("cannot serve on port {port}: {error}; choose another with --port"))?;
        let http = Arc::new(http);
        let (folder, served) = (folder.to_owned(), Arc::clone(&http));
        let thread = std::thread::spawn(move || {
            for request in served.incoming_requests() {
                let answer = answer(&folder, &request);
                // A browser that has gone away is no fault of the page.
                drop(request.respond(answer));
            }
        });
        Ok(Self { address: format!("http://{}/", http.server_addr()), http, thread: Some(thread) })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Serves until the program is stopped.
    fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.http.unblock();
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn answer(folder: &Path, request: &Request) -> Response<std::io::Cursor<Vec<u8>>> {
    let plain = |code: u16, text: &str| Response::from_string(text).with_status_code(StatusCode(code));
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "only GET and HEAD are answered");
    }
    let Some(path) = file(folder, request.url()) else { return plain(404, "there is no such file") };
    let compressed = path.with_added_extension("br");
    let brotli = accepts_brotli(request) && compressed.is_file();
    let Ok(bytes) = fs::read(if brotli { &compressed } else { &path }) else {
        return plain(404, "there is no such file");
    };
    let mut response = Response::from_data(bytes)
        .with_header(header("Content-Type", media_type(&path)))
        .with_header(header("Cache-Control", "no-cache"))
        .with_header(header("X-Content-Type-Options", "nosniff"));
    if brotli {
        response.add_header(header("Content-Encoding", "br"));
    }
    response
}

/// The file a URL names, if it is inside the folder.
fn file(folder: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    Some(folder.join(path)).filter(|file| inside && file.is_file())
}

fn accepts_brotli(request: &Request) -> bool {
    let mut headers = request.headers().iter();
    headers.any(|header| header.field.equiv("Accept-Encoding") && header.value.as_str().contains("br"))
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn header(field: &str, value: &str) -> Header {
    Header::from_bytes(field, value).expect("fields and values are plain text written here")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// A folder with a page, a compressed copy of it and, outside, a file that must not be served.
    fn served(test: &str) -> Server {
        let folder = std::env::temp_dir().join(format!("tradecast-serve-{test}-{}", std::process::id()));
        fs::create_dir_all(folder.join("site/assets")).unwrap();
        fs::write(folder.join("secret.txt"), "secret").unwrap();
        fs::write(folder.join("site/index.html"), "<p>page").unwrap();
        fs::write(folder.join("site/index.html.br"), "compressed").unwrap();
        fs::write(folder.join("site/assets/a.wasm"), "wasm").unwrap();
        Server::start(&folder.join("site"), 0).unwrap()
    }

    fn get(server: &Server, url: &str, headers: &str) -> String {
        let host = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let mut stream = TcpStream::connect(&host).unwrap();
        write!(stream, "GET {url} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn files_have_their_types_and_links_keep_their_question() {
        let server = served("types");
        let page = get(&server, "/?a=1", "");
        assert!(
            page.starts_with("HTTP/1.1 200")
                && page.contains("Content-Type: text/html")
                && page.ends_with("<p>page")
        );
        assert!(get(&server, "/assets/a.wasm", "").contains("Content-Type: application/wasm"));
        assert!(get(&server, "/none.js", "").starts_with("HTTP/1.1 404"));
        assert!(get(&server, "/assets", "").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn compressed_copies_go_to_those_who_accept_them() {
        let server = served("brotli");
        let page = get(&server, "/", "Accept-Encoding: gzip, br\r\n");
        assert!(page.contains("Content-Encoding: br") && page.ends_with("compressed"), "{page}");
        assert!(!get(&server, "/", "Accept-Encoding: gzip\r\n").contains("Content-Encoding"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let server = served("outside");
        for url in [
            "/../secret.txt",
            "/assets/../../secret.txt",
            "/..%2fsecret.txt",
            "//etc/passwd",
            "/./index.html/..",
        ] {
            assert!(get(&server, url, "").starts_with("HTTP/1.1 404"), "{url}");
        }
    }
}
