//! Intervals of data, and the policy for choosing the one an axis shows.

use crate::axis::step::tick_step;

/// A finite interval of the data with `from < to`: what an axis shows.
///
/// ```
/// use tradecast_chart::Extent;
///
/// let extent = Extent::covering([3.0, f64::NAN, 1.0]).unwrap();
/// assert_eq!((extent.from(), extent.to()), (1.0, 3.0));
/// assert_eq!(Extent::covering([f64::NAN]), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    from: f64,
    to: f64,
}

impl Extent {
    /// The smallest extent around the finite values; absent where there is none. A single value is given room on
    /// both sides, so that it can be drawn.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// let around = Extent::covering([10.0]).unwrap();
    /// assert!(around.from() < 10.0 && around.to() > 10.0);
    /// ```
    #[must_use]
    pub fn covering(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut finite = values.into_iter().filter(|value| value.is_finite());
        let first = finite.next()?;
        let (from, to) = finite.fold((first, first), |(lo, hi), value| (lo.min(value), hi.max(value)));
        if from < to {
            return Some(Self { from, to });
        }
        let room = if from == 0.0 { 1.0 } else { from.abs() / 2.0 };
        Some(Self { from: from - room, to: to + room })
    }

    /// The extent of a value axis that starts at zero, covers everything in `must_show`, and covers `may_show` too
    /// unless that would make the axis more than `stretch` times as long. Ends on a round number, with a little air above.
    ///
    /// Far quantiles of a long forecast are the usual `may_show`: they should not press the rest of the chart flat.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// let modest = Extent::from_zero([460.0, 1000.0], [1300.0], 2.0).unwrap();
    /// assert_eq!((modest.from(), modest.to()), (0.0, 1400.0));
    /// let wild = Extent::from_zero([460.0, 1000.0], [90_000.0], 2.0).unwrap();
    /// assert_eq!(wild.to(), 2000.0);
    /// ```
    #[must_use]
    pub fn from_zero(
        must_show: impl IntoIterator<Item = f64>,
        may_show: impl IntoIterator<Item = f64>,
        stretch: f64,
    ) -> Option<Self> {
        let highest = |values: Self| values.to;
        let needed = Self::covering(must_show.into_iter().chain([0.0])).map(highest)?;
        let wished = Self::covering(may_show.into_iter().chain([0.0])).map_or(needed, highest);
        let top = (needed * AIR).max(wished.min(needed * stretch));
        let step = tick_step(top, 8);
        Some(Self { from: 0.0, to: (top / step).ceil() * step })
    }

    /// The same policy for an axis on a logarithmic scale, which cannot start at zero: both ends may be stretched
    /// by the factor `stretch`. Values that are not positive are left out.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// let extent = Extent::positive([30.0, 1000.0], [2.0, 90_000.0], 3.0).unwrap();
    /// assert_eq!((extent.from(), extent.to()), (10.0, 3000.0));
    /// ```
    #[must_use]
    pub fn positive(
        must_show: impl IntoIterator<Item = f64>,
        may_show: impl IntoIterator<Item = f64>,
        stretch: f64,
    ) -> Option<Self> {
        let above_zero = |value: &f64| *value > 0.0;
        let needed = Self::covering(must_show.into_iter().filter(above_zero))?;
        let wished = Self::covering(may_show.into_iter().filter(above_zero)).unwrap_or(needed);
        // A single value is given room below by `covering`, which for a large one may touch zero.
        let lowest = if needed.from > 0.0 { needed.from } else { needed.to / 4.0 };
        let from = (lowest / AIR).min(wished.from.max(lowest / stretch));
        let to = (needed.to * AIR).max(wished.to.min(needed.to * stretch));
        Some(Self { from, to })
    }

    /// Part of the way to another extent: nothing of it at 0, all of it at 1.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// let (near, far) = (Extent::covering([0.0, 10.0]).unwrap(), Extent::covering([0.0, 30.0]).unwrap());
    /// assert_eq!(near.towards(far, 0.5).to(), 20.0);
    /// assert_eq!(near.towards(far, 1.0), far);
    /// ```
    #[must_use]
    pub fn towards(self, other: Self, share: f64) -> Self {
        if share >= 1.0 {
            return other;
        }
        let between = |from: f64, to: f64| from + share.max(0.0) * (to - from);
        Self { from: between(self.from, other.from), to: between(self.to, other.to) }
    }

    /// Lower end.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// assert_eq!(Extent::covering([1.0, 3.0]).unwrap().from(), 1.0);
    /// ```
    #[must_use]
    pub fn from(self) -> f64 {
        self.from
    }

    /// Upper end.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// assert_eq!(Extent::covering([1.0, 3.0]).unwrap().to(), 3.0);
    /// ```
    #[must_use]
    pub fn to(self) -> f64 {
        self.to
    }

    /// Whether a value lies inside, ends included.
    ///
    /// ```
    /// # use tradecast_chart::Extent;
    /// assert!(!Extent::covering([1.0, 3.0]).unwrap().contains(4.0));
    /// ```
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

/// Free space above the highest value that must be shown.
const AIR: f64 = 1.05;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_must_be_shown_is_shown_and_the_rest_within_reason() {
        for top in [0.37, 8.0, 461.9, 1000.0, 2.5e7] {
            for wish in [0.0, 1.1, 1.9, 50.0] {
                let extent = Extent::from_zero([top], [top * wish], 2.0).unwrap();
                assert_eq!(extent.from(), 0.0);
                assert!(extent.to() > top, "{top} {wish}");
                assert!(extent.to() <= top * 2.5, "{top} {wish}: {}", extent.to());
                assert_eq!(extent.contains(top * wish), wish < 2.0, "{top} {wish}: {}", extent.to());
            }
        }
    }

    #[test]
    fn a_logarithmic_extent_stays_positive() {
        for values in [vec![5.0], vec![1e-9, 1e9], vec![-3.0, 0.0, 7.0]] {
            let extent = Extent::positive(values.clone(), [], 3.0).unwrap();
            assert!(
                extent.from() > 0.0 && extent.contains(values[values.len() - 1]),
                "{values:?} {extent:?}"
            );
        }
        assert_eq!(Extent::positive([-1.0], [2.0], 3.0), None);
    }
}
