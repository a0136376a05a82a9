//! Origins and host names, as browsers send them.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::HeaderValue;

/// An origin, as browsers write it.
///
/// ```
/// use tradecast_serve::Origin;
///
/// assert!("https://example.org:8000".parse::<Origin>().is_ok());
/// assert!("https://example.org/page".parse::<Origin>().is_err());
/// let why = "https://Example.org:443".parse::<Origin>().unwrap_err();
/// assert!(why.ends_with("write https://example.org"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

impl Origin {
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = String;

    /// Refuses whatever no browser sends: it would never match, and nobody would know why.
    fn from_str(text: &str) -> Result<Self, String> {
        const HOW: &str =
            "write scheme and host, with a port where it has one and no path, as in https://example.org";
        if text == "null" {
            return Err(format!("null is said by pages of many origins, such as files and sandboxes; {HOW}"));
        }
        if text.contains('*') {
            return Err(format!("one origin can be allowed, and no pattern; {HOW}"));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(format!("there is no scheme; {HOW}"));
        };
        let scheme = scheme.to_ascii_lowercase();
        let usual_port = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(format!("pages have origins of http and https only; {HOW}")),
        };
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (user, authority) =
            authority.rsplit_once('@').map_or((None, authority), |(user, rest)| (Some(user), rest));
        let (host, port) = parts(authority).ok_or_else(|| format!("the host or the port is none; {HOW}"))?;
        let port = port.filter(|port| *port != usual_port).map(|port| format!(":{port}")).unwrap_or_default();
        let sent = format!("{scheme}://{host}{port}");
        if sent == text {
            return HeaderValue::from_str(text).map(Self).map_err(|why| why.to_string());
        }
        let why = if user.is_some() {
            "an origin has no user"
        } else if rest.len() > authority.len() {
            "an origin has no path"
        } else {
            "browsers write this otherwise, without the usual port and in small letters"
        };
        Err(format!("{why}; write {sent}"))
    }
}

/// A host by which requests may ask for this machine: a name or an address, without scheme and port.
///
/// ```
/// assert_eq!(tradecast_serve::host_name("Trade.example.org").unwrap(), "trade.example.org");
/// assert!(tradecast_serve::host_name("https://example.org").is_err());
/// ```
///
/// # Errors
/// Says what to write instead.
pub fn host_name(text: &str) -> Result<String, String> {
    const HOW: &str = "write a name or an address, without scheme, port and path, as in trade.example.org";
    if text.contains('*') {
        return Err(format!("no pattern can be allowed; {HOW}, once for each name"));
    }
    // An address of IPv6 may come without its brackets.
    let text = text.parse::<Ipv6Addr>().map_or(text.to_owned(), |address| format!("[{address}]"));
    match parts(&text) {
        Some((host, None)) => Ok(host),
        _ => Err(HOW.to_owned()),
    }
}

/// Host and port of an authority, the host as browsers write it; none where it is not one.
fn parts(authority: &str) -> Option<(String, Option<u16>)> {
    let after_host = if authority.starts_with('[') { authority.find(']')? + 1 } else { 0 };
    let (host, port) = match authority[after_host..].split_once(':') {
        Some((rest, port)) => {
            let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
            let port = port.parse::<u16>().ok().filter(|port| digits && *port > 0)?;
            (&authority[..after_host + rest.len()], Some(port))
        }
        None => (authority, None),
    };
    Some((written(host)?, port))
}

/// A host as browsers write it.
fn written(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[') {
        let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
        return Some(match address.to_ipv4_mapped().map(|address| address.octets()) {
            Some([a, b, c, d]) => {
                format!("[::ffff:{:x}:{:x}]", u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]))
            }
            None => format!("[{address}]"),
        });
    }
    let name = host.to_ascii_lowercase();
    let labels: Vec<&str> = name.strip_suffix('.').unwrap_or(&name).split('.').collect();
    let fit = |label: &&str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if name.len() > 253 || !labels.iter().all(fit) {
        return None;
    }
    // What ends in a number is an address, and browsers write that in full.
    let number = labels.last().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_digit()));
    if number && !matches!(name.parse(), Ok(IpAddr::V4(_))) {
        return None;
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_browsers_send_is_an_origin() {
        for origin in [
            "https://example.org",
            "http://localhost:8000",
            "http://localhost:443",
            "https://xn--bcher-kva.example",
            "https://my_host.example-1.org:8443",
            "http://127.0.0.1:8420",
            "http://[::1]:8420",
            "http://[2001:db8::1]",
            "http://[::ffff:102:304]",
            "https://3com.example",
        ] {
            assert!(origin.parse::<Origin>().is_ok(), "{origin}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_refused_with_what_to_write() {
        for (origin, instead) in [
            ("https://example.org:443", "write https://example.org"),
            ("http://example.org:80", "write http://example.org"),
            ("https://Example.org", "write https://example.org"),
            ("HTTPS://example.org", "write https://example.org"),
            ("https://example.org/", "write https://example.org"),
            ("https://example.org/page?a#b", "write https://example.org"),
            ("https://user:secret@example.org:8000", "write https://example.org:8000"),
            ("https://example.org:08000", "write https://example.org:8000"),
            ("http://[0:0:0:0:0:0:0:1]:80", "write http://[::1]"),
            ("http://[::ffff:1.2.3.4]", "write http://[::ffff:102:304]"),
            ("*", "no pattern"),
            ("https://*.example.org", "no pattern"),
            ("null", "null is said by pages of many origins"),
            ("example.org", "no scheme"),
            ("ftp://example.org", "http and https only"),
            ("file:///page.html", "http and https only"),
            ("https://bücher.example", "the host or the port"),
            ("https://", "the host or the port"),
            ("https://exa mple.org", "the host or the port"),
            ("https://example..org", "the host or the port"),
            ("https://example.org:", "the host or the port"),
            ("https://example.org:0", "the host or the port"),
            ("https://example.org:70000", "the host or the port"),
            ("https://example.org:+80", "the host or the port"),
            ("https://1.2.3", "the host or the port"),
            ("https://[::1", "the host or the port"),
            ("https://%65xample.org", "the host or the port"),
            ("https://example.org, https://example.com", "the host or the port"),
        ] {
            let why = origin.parse::<Origin>().unwrap_err();
            assert!(why.contains(instead), "{origin}: {why}");
        }
    }

    #[test]
    fn hosts_are_names_and_addresses() {
        for (given, host) in [
            ("Trade.Example.org", "trade.example.org"),
            ("203.0.113.7", "203.0.113.7"),
            ("2001:db8::1", "[2001:db8::1]"),
            ("[2001:db8:0::1]", "[2001:db8::1]"),
        ] {
            assert_eq!(host_name(given).as_deref(), Ok(host));
        }
        for given in
            ["", "*", "*.example.org", "example.org:443", "https://example.org", "example.org/", "a b"]
        {
            assert!(host_name(given).is_err(), "{given}");
        }
    }
}
