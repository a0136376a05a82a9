//! What has a budget, and what it is made of.

pub(crate) mod page;
pub(crate) mod bench;
pub(crate) mod code_size;
pub(crate) mod load;
