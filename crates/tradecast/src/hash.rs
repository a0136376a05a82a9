//! A fingerprint of the data, so that two people can tell whether they asked about the same figures.

use std::hash::Hasher;

use fnv::FnvHasher;

use crate::series::Series;

/// Fingerprint of unit, periods and values: 64-bit FNV-1a, in hexadecimal. It tells versions apart and is no signature.
pub(crate) fn of(series: &Series) -> String {
    let mut hasher = FnvHasher::default();
    hasher.write(series.unit().as_bytes());
    for observation in series.observations() {
        hasher.write(observation.period.to_string().as_bytes());
        hasher.write(&observation.value.to_bits().to_le_bytes());
    }
    format!("{:016x}", hasher.finish())
}
