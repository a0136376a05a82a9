//! A median with its interval.

use crate::plain::value;

value! {
    /// A median with its 80 % interval.
    ///
    /// ```
    /// let year = tradecast::Estimate { median: 100.0, lo80: 90.0, hi80: 120.0 };
    /// assert!(year.lo80 < year.median);
    /// ```
    Estimate {
        /// Half is below.
        median: f64,
        /// A tenth is below.
        lo80: f64,
        /// A tenth is above.
        hi80: f64,
    }
}
