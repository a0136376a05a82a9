//! Who asks.

use std::net::IpAddr;

/// Who asks: the address of the client, or what a trusted proxy says it is. Fair turns go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Client(pub(crate) IpAddr);
