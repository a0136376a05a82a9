//! What results look like, and where they are written.

pub(crate) mod table;
pub(crate) mod frame;
pub(crate) mod render;
pub(crate) mod write;
pub(crate) mod priors_file;
