//! What is handed out: the page, the JavaScript package, the command line tool and the documentation.

pub(crate) mod checkout;
pub(crate) mod dependencies;
pub(crate) mod notices;
pub(crate) mod sbom;
pub(crate) mod wasm;
pub(crate) mod size;
pub(crate) mod page;
pub(crate) mod package;
pub(crate) mod dist;
pub(crate) mod docs;
