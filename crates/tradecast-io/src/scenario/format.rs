//! The formats of scenario files.

/// Format of a scenario file.
///
/// ```
/// let format = if "plan.toml".ends_with(".toml") { tradecast_io::ScenarioFormat::Toml } else { tradecast_io::ScenarioFormat::Json };
/// assert_eq!(format, tradecast_io::ScenarioFormat::Toml);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScenarioFormat {
    /// TOML.
    #[cfg(feature = "toml")]
    Toml,
    /// JSON.
    #[cfg(feature = "json")]
    Json,
}
