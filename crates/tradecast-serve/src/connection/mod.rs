//! Connections: how many there may be, how slow, and how much memory they may hold.

pub(crate) mod memory;
pub(crate) mod min_data_rate;
pub(crate) mod admission;
pub(crate) mod stream;
