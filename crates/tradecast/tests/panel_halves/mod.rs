//! Two panels that are not part of the repository, cut into halves: one to estimate coefficients with, the other to judge them.
//! The unit tests of the library and the integration test include this one file, so that the halves never overlap.
//! `TRADECAST_PANEL` names a table of world trade (`iso_o`, `iso_d`, `year`, `turnover_usd_m`, `flow_od`, `flow_do`),
//! `TRADECAST_MONTHLY` a national one (`partner`, `year`, `month`, `imports_usd_m`, `exports_usd_m`), both CSV packed by gzip.

use std::collections::BTreeMap;
use std::process::Command;

// Of the library, or of the test that includes this file.
use super::Period;

pub(crate) type Values = BTreeMap<Period, f64>;
/// Three series by the name of a pair or partner.
pub(crate) type Flows = BTreeMap<String, [Values; 3]>;

/// The table that an environment variable names; absent where it names none.
#[expect(clippy::disallowed_methods, reason = "only whoever asks for it runs this")]
pub(crate) fn unpacked(variable: &str) -> Option<String> {
    let file = std::env::var(variable).ok()?;
    let unpacked = Command::new("zcat").arg(file).output().ok().filter(|zcat| zcat.status.success())?;
    String::from_utf8(unpacked.stdout).ok()
}

/// 64-bit FNV-1a.
pub(crate) fn hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The half of a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    Estimation,
    Judging,
}

impl Half {
    /// The half that a pair or partner belongs to, by its name.
    pub(crate) fn of(name: &str) -> Self {
        if (hash(name) % 7919).is_multiple_of(2) { Self::Estimation } else { Self::Judging }
    }
}

/// Turnover and both flows by pair.
pub(crate) fn world(text: &str) -> Flows {
    let mut pairs = Flows::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let pair = pairs.entry(format!("{},{}", cells[0], cells[1])).or_default();
        for (values, cell) in pair.iter_mut().zip(&cells[3..6]) {
            if let Ok(value) = cell.parse() {
                values.insert(Period::annual(cells[2].parse().expect("valid")), value);
            }
        }
    }
    pairs
}

/// Both flows and their sum by partner.
pub(crate) fn national(text: &str) -> Flows {
    let mut partners = Flows::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let month: u32 = cells[2].parse().expect("valid");
        let period: Period = format!("{}-{month:02}", cells[1]).parse().expect("valid");
        let [imports, exports] = [3, 4].map(|cell| cells[cell].parse::<f64>().expect("valid"));
        let flows = partners.entry(cells[0].to_owned()).or_default();
        for (values, value) in flows.iter_mut().zip([imports + exports, imports, exports]) {
            values.insert(period, value);
        }
    }
    partners
}
