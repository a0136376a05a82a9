//! What a request must be before it is worked on: who sends it, how large it is, what it may cost.

pub(crate) mod client;
pub(crate) mod token;
pub(crate) mod origin;
pub(crate) mod limits;
pub(crate) mod body;
pub(crate) mod json_limits;
