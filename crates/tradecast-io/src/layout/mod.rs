//! How a table is laid out: what its headings mean, and how to read it where nobody says.

pub(crate) mod options;
pub(crate) mod publisher;
pub(crate) mod header;
pub(crate) mod preview;
