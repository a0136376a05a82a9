//! The page inside the program.

use std::io::Read;

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use flate2::read::GzDecoder;

/// The page in one file.
struct Page {
    /// Packed with gzip.
    packed: &'static [u8],
    /// What the page may do, as it says itself.
    policy: &'static str,
}

/// The page, where the program was built with it.
const PAGE: Option<Page> = include!(concat!(env!("OUT_DIR"), "/page.rs"));

const NO_PAGE: &str = "\
Tradecast is listening. This program was built without the page; `cargo xtask dist` builds one that has it.

  GET  /v1/openapi.json   what there is to ask
  POST /v1/answer         {\"question\": {\"target\": 1000, \"by\": \"2030\"}}
";

/// The page, or how to get it.
pub(crate) async fn page(headers: HeaderMap) -> Response {
    match &PAGE {
        Some(page) => page.response(&headers),
        None => {
            let mut response = Response::new(Body::from(NO_PAGE));
            response
                .headers_mut()
                .insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
            response
        }
    }
}

impl Page {
    fn response(&self, asked: &HeaderMap) -> Response {
        let unpacks = asked
            .get_all(ACCEPT_ENCODING)
            .iter()
            .any(|value| accepts_gzip(value.to_str().unwrap_or_default()));
        let mut response = Response::new(if unpacks {
            Body::from(Bytes::from_static(self.packed))
        } else {
            Body::from(unpacked(self.packed))
        });
        let headers = response.headers_mut();
        if unpacks {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let policy = format!("{}; frame-ancestors 'self'", self.policy);
        headers.insert(CONTENT_SECURITY_POLICY, policy.parse().expect("a policy is one line of letters"));
        response
    }
}

/// Whether gzip is among the encodings accepted, and not with a weight of nothing.
fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let none = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !none
    })
}

fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut html = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut html).expect("it was packed when the program was built");
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn headers(accepted: &str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, accepted.parse().unwrap())])
    }

    fn packed(html: &str) -> Page {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(html.as_bytes()).unwrap();
        Page { packed: packed.finish().unwrap().leak(), policy: "default-src 'none'" }
    }

    #[test]
    fn the_page_is_packed_for_who_unpacks() {
        let page = packed("<p>page");
        for (accepted, expected) in
            [("gzip, br", true), ("br, gzip;q=0.5", true), ("gzip;q=0", false), ("br", false)]
        {
            let response = page.response(&headers(accepted));
            assert_eq!(response.headers().contains_key(CONTENT_ENCODING), expected, "{accepted}");
        }
        assert_eq!(unpacked(page.packed), b"<p>page");
    }

    #[test]
    fn the_policy_of_the_page_is_that_of_its_response_and_nobody_frames_it() {
        let response = packed("").response(&HeaderMap::new());
        let policy = response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'self'");
    }

    #[test]
    fn a_page_that_is_inside_is_whole() {
        if let Some(page) = PAGE {
            assert!(
                unpacked(page.packed).ends_with(b"</html>\n")
                    && page.policy.starts_with("default-src 'none'")
            );
        }
    }
}
