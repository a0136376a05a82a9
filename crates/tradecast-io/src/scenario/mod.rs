//! Scenario files: a named set of levers in TOML or JSON.

mod format;
mod scenario;
#[cfg(feature = "toml")]
mod template;
mod parse;

pub use format::ScenarioFormat;
pub use scenario::{IdleLever, ScenarioFile, read_scenario};
#[cfg(feature = "toml")]
pub use template::scenario_template;
