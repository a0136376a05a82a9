//! The token that requests must carry.

use std::fmt;
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use subtle::ConstantTimeEq;

/// Fewest characters of a token: 128 bits in hexadecimal digits have 32, in letters of base64 22.
const SHORTEST: usize = 16;

/// A token that requests must carry, as in `Authorization: Bearer TOKEN`. It is never printed.
///
/// ```
/// use tradecast_serve::Token;
///
/// let token: Token = "0123456789abcdef0123456789abcdef".parse().unwrap();
/// assert_eq!(format!("{token:?}"), "Token");
/// assert!("short".parse::<Token>().is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl FromStr for Token {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
        if !text.bytes().all(fit) {
            return Err(
                "a token has letters, digits and - . _ ~ + / = only; make one with `openssl rand -hex 32`"
                    .to_owned(),
            );
        }
        if text.len() < SHORTEST {
            return Err(format!(
                "a token of {} characters can be guessed; use {SHORTEST} or more, as `openssl rand -hex 32` makes them",
                text.len()
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// What a request says of who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Credentials {
    Right,
    Wrong,
    Absent,
}

impl Token {
    /// Compares with what a request carries; how long that takes does not tell how much of it is right.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Credentials {
        let mut given = headers.get_all(AUTHORIZATION).iter();
        let (Some(first), None) = (given.next(), given.next()) else {
            return if headers.contains_key(AUTHORIZATION) {
                Credentials::Wrong
            } else {
                Credentials::Absent
            };
        };
        let bearer = first.as_bytes().split_first_chunk::<7>();
        let token =
            bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case(b"Bearer ")).map(|(_, token)| token);
        match token {
            Some(token) if token.ct_eq(self.0.as_bytes()).into() => Credentials::Right,
            _ => Credentials::Wrong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef";

    #[test]
    fn only_the_very_token_is_right() {
        let token: Token = TOKEN.parse().unwrap();
        let check = |given: &[&str]| {
            let mut headers = HeaderMap::new();
            for value in given {
                headers.append(AUTHORIZATION, value.parse().unwrap());
            }
            token.check(&headers)
        };
        assert_eq!(check(&[]), Credentials::Absent);
        for right in ["Bearer 0123456789abcdef", "bearer 0123456789abcdef", "BEARER 0123456789abcdef"] {
            assert_eq!(check(&[right]), Credentials::Right, "{right}");
        }
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer 0123456789abcde",
            "Bearer 0123456789abcdeF",
            "Bearer 0123456789abcdef0",
            "Bearer  0123456789abcdef",
            "Basic 0123456789abcdef",
            TOKEN,
        ] {
            assert_eq!(check(&[wrong]), Credentials::Wrong, "{wrong}");
        }
        let right = "Bearer 0123456789abcdef";
        assert_eq!(check(&[right, right]), Credentials::Wrong, "a proxy may have looked at the other");
    }

    #[test]
    fn tokens_that_are_short_or_no_header_are_refused() {
        assert!("0123456789abcde".parse::<Token>().unwrap_err().contains("15 characters"));
        for unfit in ["0123456789 abcdef", "0123456789abcdéf", "0123456789abcdef\n"] {
            assert!(unfit.parse::<Token>().unwrap_err().contains("openssl"), "{unfit:?}");
        }
    }
}
