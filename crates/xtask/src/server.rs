//! The page on this machine: a small server of files, for development and for the browser tests.

use std::net::Ipv4Addr;
use std::path::Path;

use anyhow::{Result, anyhow, bail};
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// What this server sends as the service worker: one that removes itself and what others kept, so that whoever changes the page
/// sees the change, and whoever tests it tests what was built last.
const NOTHING_KEPT: &str = "\
addEventListener('install', () => skipWaiting());
const clean = async () => {
  for (const name of await caches.keys()) if (name.startsWith('tradecast ')) await caches.delete(name);
  await registration.unregister();
};
addEventListener('activate', (event) => event.waitUntil(clean()));
";

/// A running server; it stops when dropped.
pub(crate) struct Server {
    address: String,
    runtime: Runtime,
    serving: JoinHandle<std::io::Result<()>>,
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
        let runtime = Runtime::new()?;
        let listener = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
            .map_err(|error| anyhow!("cannot serve on port {port}: {error}; choose another with --port"))?;
        let address = format!("http://{}/", listener.local_addr()?);
        let nothing_kept = ([(CONTENT_TYPE, "text/javascript")], NOTHING_KEPT);
        let files = Router::new()
            .route("/sw.js", get(nothing_kept))
            .fallback_service(ServeDir::new(folder).precompressed_br())
            .layer(always(CACHE_CONTROL, "no-cache"))
            .layer(always(X_CONTENT_TYPE_OPTIONS, "nosniff"));
        let serving = runtime.spawn(async { axum::serve(listener, files).await });
        Ok(Self { address, runtime, serving })
    }

    /// The address of the page.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Serves until the program is stopped.
    ///
    /// # Errors
    /// Where the server ends by itself.
    pub(crate) fn wait(self) -> Result<()> {
        Ok(self.runtime.block_on(self.serving)??)
    }
}

fn always(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
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

    /// Browsers open connections before they need them; idle ones must not keep others waiting.
    #[test]
    fn idle_connections_hold_nobody_up() {
        let server = served("idle");
        let host = server.address().trim_start_matches("http://").trim_end_matches('/').to_owned();
        let idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(&host).unwrap()).collect();
        assert!(get(&server, "/", "").starts_with("HTTP/1.1 200"));
        assert_eq!(idle.len(), 40);
    }

    #[test]
    fn files_have_their_types_and_links_keep_their_question() {
        let server = served("types");
        let page = get(&server, "/?a=1", "");
        assert!(
            page.starts_with("HTTP/1.1 200")
                && page.contains("content-type: text/html")
                && page.ends_with("<p>page")
        );
        assert!(get(&server, "/assets/a.wasm", "").contains("content-type: application/wasm"));
        assert!(get(&server, "/none.js", "").starts_with("HTTP/1.1 404"));
        assert!(get(&server, "/assets/", "").starts_with("HTTP/1.1 404"));
    }

    #[test]
    fn nothing_is_kept_of_a_page_that_is_being_changed() {
        let server = served("kept");
        let worker = get(&server, "/sw.js", "");
        assert!(worker.contains("text/javascript") && worker.contains("unregister"), "{worker}");
    }

    #[test]
    fn compressed_copies_go_to_those_who_accept_them() {
        let server = served("brotli");
        let page = get(&server, "/", "Accept-Encoding: gzip, br\r\n");
        assert!(page.contains("content-encoding: br") && page.ends_with("compressed"), "{page}");
        assert!(!get(&server, "/", "Accept-Encoding: gzip\r\n").contains("content-encoding"));
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
            let answer = get(&server, url, "");
            assert!(!answer.starts_with("HTTP/1.1 200") && !answer.contains("secret"), "{url}: {answer}");
        }
    }
}
