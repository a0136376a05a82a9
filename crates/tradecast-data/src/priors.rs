//! The panel priors of `data/priors.toml`.

/// Panel priors estimated from 3,177 series of bilateral trade up to 2014; how, and from what, is told in `data/README.md`.
///
/// ```
/// let priors = tradecast_data::priors();
/// assert!(priors.check().is_ok());
/// assert_eq!(priors.as_of, 2014);
/// ```
#[must_use]
pub fn priors() -> tradecast::Priors {
    include!(concat!(env!("OUT_DIR"), "/priors.rs"))
}
