//! What must hold.

pub(crate) mod imports;
pub(crate) mod bless;
pub(crate) mod tidy;
pub(crate) mod data;
pub(crate) mod deny;
pub(crate) mod publish;
pub(crate) mod reproducible;
pub(crate) mod fuzz;
pub(crate) mod browser;
pub(crate) mod test;
