//! What stands below the figures beside the answer.

use tradecast::{BaseRate, Frequency, PanelRate, Period};

use crate::text::messages::catalogue::say;
use crate::text::numbers::number::{number, percent};
use crate::text::numbers::period::{period, plural};

/// How long what was reached has to last.
#[must_use]
pub fn stays_note(frequency: Frequency, last: Period) -> String {
    say!(&format!("figure.stays.note.{}", plural(frequency)), last = period(last))
}

/// How often the required growth was kept up before.
#[must_use]
pub fn base_rate(rate: &BaseRate, span: i32) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen windows")]
    let met = (rate.share * rate.windows as f64).round();
    match rate.windows {
        1 if met > 0.0 => say!("figure.base.only.did", span = span),
        1 => say!("figure.base.only.did_not", span = span),
        windows => say!("figure.base", met = met, windows = windows, span = span),
    }
}

/// How often other pairs kept it up, after what this one did.
#[must_use]
pub fn panel_rate(own: &str, rate: &PanelRate) -> String {
    let PanelRate { share, series, up_to, .. } = rate;
    let (share, series) = (percent(*share), number(f64::from(*series)));
    say!("figure.panel", own = own, series = series, share = share, until = up_to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_rate_counts_windows() {
        let own = base_rate(&BaseRate { share: 0.25, windows: 8 }, 6);
        assert_eq!(own, "kept up in 2 of 8 past stretches of 6 years");
        let others = PanelRate { share: 0.4, years: 6, series: 3010, windows: 68_914, up_to: 2014 };
        assert_eq!(
            panel_rate(&own, &others),
            "kept up in 2 of 8 past stretches of 6 years; 3,010 other pairs kept it up in 40 % of theirs (until 2014)"
        );
    }
}
