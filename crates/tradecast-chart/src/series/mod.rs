//! Series: fans, arrivals and reliability placed in a frame.

pub(crate) mod arrival;
pub(crate) mod fan;
pub(crate) mod reliability;
