//! Reliability charts: what was said against how often it came true.

use crate::axis::scale::Scale;
use crate::shape::path::{Point, line};

/// Forecasts of about the same probability and how often the event followed.
///
/// ```
/// let said = tradecast_chart::Claim { stated: 0.8, happened: 0.77, forecasts: 1200 };
/// assert!(said.happened < said.stated);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Mean probability stated, 0 to 1.
    pub stated: f64,
    /// Share that came true, 0 to 1.
    pub happened: f64,
    /// Forecasts behind it.
    pub forecasts: usize,
}

/// A claim in pixels.
///
/// ```
/// # use tradecast_chart::{PlacedClaim, Point};
/// let dot = PlacedClaim { centre: Point { x: 80.0, y: 23.0 }, radius: 6.0, off: 3.0 };
/// assert!(dot.off > 0.0); // below the diagonal
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedClaim {
    /// Where it stands.
    pub centre: Point,
    /// Its radius: areas are proportional to the forecasts.
    pub radius: f64,
    /// How far below the diagonal, pixels; negative above.
    pub off: f64,
}

/// A reliability chart in pixels.
///
/// ```
/// use tradecast_chart::{Claim, Extent, Frame, Margins, Measure, Reliability};
///
/// let frame = Frame::new(100.0, 100.0, Margins::default());
/// let shares = Extent::covering([0.0, 1.0]).unwrap();
/// let claims = [Claim { stated: 0.2, happened: 0.2, forecasts: 100 }, Claim { stated: 0.8, happened: 0.5, forecasts: 25 }];
/// let chart = Reliability::place(&claims, &frame.across(shares), &frame.up(shares, Measure::Linear), 10.0);
/// assert_eq!(chart.diagonal, "M0 100L100 0");
/// assert_eq!(chart.through, "M20 80L80 50");
/// assert_eq!((chart.claims[0].radius, chart.claims[1].radius), (10.0, 5.0));
/// assert!(chart.claims[0].off.abs() < 1e-9 && (chart.claims[1].off - 30.0).abs() < 1e-9);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// Where probabilities come true.
    pub diagonal: String,
    /// The line through the claims.
    pub through: String,
    /// The claims, in the order given.
    pub claims: Vec<PlacedClaim>,
}

impl Reliability {
    /// Places claims on two scales of shares; the one with most forecasts gets the radius `largest`, pixels.
    ///
    /// ```
    /// # use tradecast_chart::{Extent, Frame, Margins, Measure, Reliability};
    /// # let frame = Frame::new(100.0, 100.0, Margins::default());
    /// # let shares = Extent::covering([0.0, 1.0]).unwrap();
    /// let empty = Reliability::place(&[], &frame.across(shares), &frame.up(shares, Measure::Linear), 10.0);
    /// assert_eq!(empty.through, "");
    /// ```
    #[must_use]
    pub fn place(claims: &[Claim], across: &Scale, up: &Scale, largest: f64) -> Self {
        let finite = || claims.iter().filter(|c| c.stated.is_finite() && c.happened.is_finite());
        let most = finite().map(|claim| claim.forecasts).max().unwrap_or(0).max(1);
        let at = |x: f64, y: f64| Point { x: across.place(x), y: up.place(y) };
        #[expect(clippy::cast_precision_loss, reason = "a ratio of counts, to a pixel")]
        let place = |claim: &Claim| PlacedClaim {
            centre: at(claim.stated, claim.happened),
            radius: largest * (claim.forecasts as f64 / most as f64).sqrt(),
            off: up.place(claim.happened) - up.place(claim.stated),
        };
        let claims: Vec<PlacedClaim> = finite().map(place).collect();
        let (from, to) = (across.extent().from(), across.extent().to());
        Self {
            diagonal: line([Some(at(from, from)), Some(at(to, to))]),
            through: line(claims.iter().map(|claim| Some(claim.centre))),
            claims,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Extent, Frame, Margins, Measure};

    #[test]
    fn areas_are_proportional_to_forecasts_and_broken_claims_are_left_out() {
        let frame = Frame::new(200.0, 200.0, Margins::default());
        let shares = Extent::covering([0.0, 1.0]).unwrap();
        let claim = |stated: f64, forecasts: usize| Claim { stated, happened: 0.5, forecasts };
        let claims = [claim(0.1, 900), claim(f64::NAN, 5000), claim(0.6, 100)];
        let chart =
            Reliability::place(&claims, &frame.across(shares), &frame.up(shares, Measure::Linear), 9.0);
        let radii: Vec<f64> = chart.claims.iter().map(|c| c.radius).collect();
        assert_eq!(radii.len(), 2);
        assert!((radii[0] - 9.0).abs() < 1e-9 && (radii[1] - 3.0).abs() < 1e-9, "{radii:?}");
        assert!(chart.claims[0].off < 0.0 && chart.claims[1].off > 0.0);
    }
}
