//! Tables as publishers of trade statistics hand them out: how to know one, and what its columns mean.
//!
//! One row of [`TABLE`] describes a layout; nothing else in the crate knows a publisher. Headings and words are compared without
//! regard to case; `a|b` is the first of two headings that is there.

use tradecast::Flow;

/// Whose table it is.
///
/// ```
/// use tradecast_io::{Publisher, preview_csv, read_csv};
///
/// let file = "refYear,reporterDesc,flowDesc,partnerDesc,cmdDesc,primaryValue\n\
///             2021,Kazakhstan,Export,Azerbaijan,All Commodities,287800000\n\
///             2021,Kazakhstan,Import,Azerbaijan,All Commodities,44400000\n";
/// let guess = preview_csv(file, 0)?.guess;
/// assert_eq!(guess.publisher, Some(Publisher::ComtradePlus));
/// let table = read_csv(file, &guess)?;
/// let names: Vec<&str> = table.series.iter().map(|series| series.name()).collect();
/// assert_eq!(names, ["Kazakhstan - Azerbaijan exports", "Kazakhstan - Azerbaijan turnover", "Kazakhstan - Azerbaijan imports"]);
/// assert_eq!((table.series[1].last().value, table.series[1].unit(), table.series[1].reporter()), (332.2, "USD m", "Kazakhstan"));
/// # Ok::<(), tradecast_io::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Publisher {
    /// UN Comtrade as it is downloaded since 2022.
    ComtradePlus,
    /// UN Comtrade as it was downloaded until 2022.
    Comtrade,
    /// WITS, a column per year, by partner.
    WitsPartner,
    /// WITS, the summary of a country.
    WitsSummary,
    /// Direction of Trade Statistics of the IMF, a column per period.
    ImfDots,
    /// The same, a column per indicator.
    ImfPanel,
    /// The data portal of the IMF, one row per observation, as SDMX writes CSV.
    ImfSdmx,
    /// The data portal of the IMF, a column per period.
    ImfPortal,
    /// Exports and imports side by side, as national offices print them.
    SideBySide,
}

impl Publisher {
    /// Every layout, the most particular first.
    ///
    /// ```
    /// use tradecast_io::Publisher;
    ///
    /// assert_eq!(Publisher::ALL.map(Publisher::id).into_iter().filter(|id| *id == "imf-sdmx").count(), 1);
    /// ```
    pub const ALL: [Self; TABLE.len()] = {
        let mut all = [Self::SideBySide; TABLE.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = TABLE[at].publisher;
            at += 1;
        }
        all
    };

    /// What people call it.
    ///
    /// ```
    /// assert_eq!(tradecast_io::Publisher::Comtrade.name(), "UN Comtrade (until 2022)");
    /// ```
    #[must_use]
    pub fn name(self) -> &'static str {
        self.spec().name
    }

    /// A word for it on a command line.
    ///
    /// ```
    /// assert_eq!(tradecast_io::Publisher::ImfSdmx.id(), "imf-sdmx");
    /// ```
    #[must_use]
    pub fn id(self) -> &'static str {
        self.spec().id
    }

    pub(crate) fn spec(self) -> &'static Spec {
        TABLE.iter().find(|spec| spec.publisher == self).unwrap_or(&TABLE[TABLE.len() - 1])
    }

    /// Whether its tables have a column of partners.
    pub(crate) fn has_partner(self) -> bool {
        !self.spec().partner.is_empty()
    }

    /// The publisher of a table with these headings.
    pub(crate) fn of(headings: &[String]) -> Option<Self> {
        let there = |names: &&str| position(headings, names).is_some();
        let known = |spec: &&Spec| !spec.known_by.is_empty() && spec.known_by.iter().all(there);
        TABLE.iter().find(known).map(|spec| spec.publisher)
    }
}

/// What the columns of a layout mean.
#[derive(Debug)]
pub(crate) struct Spec {
    publisher: Publisher,
    id: &'static str,
    name: &'static str,
    /// Headings that are all there in this layout and, together, in no other.
    known_by: &'static [&'static str],
    /// Who counts.
    pub(crate) reporter: &'static str,
    /// With whom.
    pub(crate) partner: &'static str,
    /// Which goods; nothing is said of all goods.
    pub(crate) goods: &'static str,
    /// Columns that tell what is measured: a flow, or something else that is left out. None where headings do.
    pub(crate) measure: &'static [&'static str],
    /// The period; none where headings are periods.
    pub(crate) period: &'static str,
    /// The value; none where columns are periods or flows.
    pub(crate) value: &'static str,
    /// Columns by which totals are broken down, and what they hold in the rows of totals.
    pub(crate) only: &'static [(&'static str, &'static [&'static str])],
    /// In what the values are.
    pub(crate) scale: Scale,
}

/// In what values are, as a power of ten of US dollars.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scale {
    /// The same for all of them.
    Dollars,
    /// As a column says, by a number or a word.
    Column(&'static str),
    /// As the words say that tell what is measured; else thousands.
    Words,
    /// As the heading of the column says; else in the unit of the series already.
    Headings,
}

/// As published, and where that is documented or was found in programs that read such files.
static TABLE: [Spec; 9] = [
    Spec {
        publisher: Publisher::ComtradePlus,
        id: "comtrade",
        name: "UN Comtrade",
        known_by: &["reporterDesc|reporterISO|reporterCode", "flowDesc|flowCode", "primaryValue"],
        reporter: "reporterDesc|reporterISO|reporterCode",
        partner: "partnerDesc|partnerISO|partnerCode",
        goods: "cmdDesc|cmdCode",
        measure: &["flowDesc|flowCode"],
        period: "period|refYear",
        value: "primaryValue",
        only: &[
            ("partner2Code", &["", "0"]),
            ("customsCode", &["", "C00"]),
            ("mosCode", &["", "0"]),
            ("motCode", &["", "0"]),
        ],
        scale: Scale::Dollars,
    },
    Spec {
        publisher: Publisher::Comtrade,
        id: "comtrade-until-2022",
        name: "UN Comtrade (until 2022)",
        known_by: &["Reporter", "Trade Flow", "Trade Value (US$)"],
        reporter: "Reporter",
        partner: "Partner",
        goods: "Commodity",
        measure: &["Trade Flow"],
        period: "Period|Year",
        value: "Trade Value (US$)",
        only: &[
            ("2nd Partner Code", &["", "0"]),
            ("Customs Proc. Code", &["", "C00"]),
            ("Mode of Transport Code", &["", "0"]),
        ],
        scale: Scale::Dollars,
    },
    Spec {
        publisher: Publisher::WitsPartner,
        id: "wits",
        name: "WITS, by partner",
        known_by: &["Reporter Name", "Partner Name", "Trade Flow", "Indicator"],
        reporter: "Reporter Name",
        partner: "Partner Name",
        goods: "Product Group",
        measure: &["Indicator", "Trade Flow"],
        period: "",
        value: "",
        only: &[],
        scale: Scale::Words,
    },
    Spec {
        publisher: Publisher::WitsSummary,
        id: "wits-summary",
        name: "WITS, summary of a country",
        known_by: &["Reporter", "Partner", "Product categories", "Indicator"],
        reporter: "Reporter",
        partner: "Partner",
        goods: "Product categories",
        measure: &["Indicator", "Indicator Type"],
        period: "",
        value: "",
        only: &[],
        scale: Scale::Words,
    },
    Spec {
        publisher: Publisher::ImfDots,
        id: "imf-dots",
        name: "IMF Direction of Trade Statistics",
        known_by: &["Country Name", "Counterpart Country Name", "Indicator Name|Indicator Code"],
        reporter: "Country Name",
        partner: "Counterpart Country Name",
        goods: "",
        measure: &["Indicator Code", "Indicator Name"],
        period: "",
        value: "",
        only: &[("Attribute", &["", "Value"])],
        scale: Scale::Dollars,
    },
    Spec {
        publisher: Publisher::ImfPanel,
        id: "imf-panel",
        name: "IMF Direction of Trade Statistics, a column per indicator",
        known_by: &["Country Name", "Counterpart Country Name", "Time Period"],
        reporter: "Country Name",
        partner: "Counterpart Country Name",
        goods: "",
        measure: &[],
        period: "Time Period",
        value: "",
        only: &[],
        scale: Scale::Dollars,
    },
    Spec {
        publisher: Publisher::ImfSdmx,
        id: "imf-sdmx",
        name: "IMF data, SDMX",
        known_by: &["COUNTRY|REF_AREA", "COUNTERPART_COUNTRY|COUNTERPART_AREA", "TIME_PERIOD", "OBS_VALUE"],
        reporter: "COUNTRY|REF_AREA",
        partner: "COUNTERPART_COUNTRY|COUNTERPART_AREA",
        goods: "",
        measure: &["INDICATOR"],
        period: "TIME_PERIOD",
        value: "OBS_VALUE",
        only: &[],
        scale: Scale::Column("SCALE|UNIT_MULT"),
    },
    Spec {
        publisher: Publisher::ImfPortal,
        id: "imf",
        name: "IMF data, a column per period",
        known_by: &[
            "COUNTRY|COUNTRY.ID",
            "COUNTERPART_COUNTRY|COUNTERPART_COUNTRY.ID",
            "INDICATOR|INDICATOR.ID",
        ],
        reporter: "COUNTRY|COUNTRY.ID",
        partner: "COUNTERPART_COUNTRY|COUNTERPART_COUNTRY.ID",
        goods: "",
        measure: &["INDICATOR.ID|INDICATOR"],
        period: "",
        value: "",
        only: &[],
        scale: Scale::Column("SCALE.ID|SCALE"),
    },
    // Known by what its columns hold; which are the period and the name is told as for any long table.
    Spec {
        publisher: Publisher::SideBySide,
        id: "side-by-side",
        name: "exports and imports side by side",
        known_by: &[],
        reporter: "",
        partner: "",
        goods: "",
        measure: &[],
        period: "",
        value: "",
        only: &[],
        scale: Scale::Headings,
    },
];

/// Where the first of some headings is, given as `a|b`.
pub(crate) fn position(headings: &[impl AsRef<str>], names: &str) -> Option<usize> {
    let at = |name: &str| {
        headings.iter().position(|heading| heading.as_ref().trim().to_lowercase() == name.to_lowercase())
    };
    names.split('|').filter(|name| !name.is_empty()).find_map(at)
}

/// What marks something else than the value of a flow.
const NO_VALUE: [&str; 11] = [
    "re-export",
    "re-import",
    "reexport",
    "reimport",
    "domestic",
    "foreign",
    "balance",
    "share",
    "%",
    "(pct",
    "доля",
];
const EXPORTS: [&str; 5] = ["export", "экспорт", "ixrac", "i̇xrac", "xg_fob_usd"];
const IMPORTS: [&str; 5] = ["import", "импорт", "idxal", "i̇dxal", "mg_cif_usd"];

/// The flow of which a text speaks; none where it speaks of none, or of something else than its value.
pub(crate) fn flow_of(text: &str) -> Option<Flow> {
    let text = text.trim().to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    match text.as_str() {
        "x" => return Some(Flow::Exports),
        "m" => return Some(Flow::Imports),
        _ if has(&NO_VALUE) => return None,
        _ => {}
    }
    // Imports are counted with freight and insurance; where they are without as well, the former is what others count.
    let without_freight = text.contains("fob") && !text.contains("cif");
    match (has(&EXPORTS), has(&IMPORTS)) {
        (true, false) => Some(Flow::Exports),
        (false, true) if !without_freight => Some(Flow::Imports),
        _ => None,
    }
}

/// The flow of a row whose columns say these things of it; none where one of them speaks of something else.
pub(crate) fn flow_of_all<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<Flow> {
    let other = |text: &str| NO_VALUE.iter().any(|word| text.to_lowercase().contains(word));
    if texts.clone().any(other) { None } else { texts.clone().find_map(flow_of) }
}

/// Whether goods are all goods.
pub(crate) fn is_total(goods: &str) -> bool {
    matches!(
        goods.trim().to_lowercase().as_str(),
        "" | "total" | "all commodities" | "all products" | "total trade"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_flows_and_nothing_else() {
        for text in [
            "Export",
            "X",
            "exports",
            "Экспорт, тыс. долл. США",
            "İxrac",
            "TXG_FOB_USD",
            "XG_FOB_USD",
            "Export (US$ Thousand)",
        ] {
            assert_eq!(flow_of(text), Some(Flow::Exports), "{text}");
        }
        for text in [
            "Import",
            "M",
            "Импорт",
            "idxal",
            "TMG_CIF_USD",
            "Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars",
        ] {
            assert_eq!(flow_of(text), Some(Flow::Imports), "{text}");
        }
        for text in [
            "Re-Export",
            "Export Product Share (%)",
            "Trade Balance",
            "Imports of goods, Free on board (FOB)",
            "exports and imports",
            "",
            "value",
        ] {
            assert_eq!(flow_of(text), None, "{text}");
        }
        assert_eq!(flow_of_all(["Export Partner Share (%)", "Export"].into_iter()), None);
        assert_eq!(flow_of_all(["Trade Value (US$ Thousand)", "Import"].into_iter()), Some(Flow::Imports));
    }

    #[test]
    fn no_layout_is_hidden_by_one_above_it() {
        for spec in TABLE.iter().filter(|spec| !spec.known_by.is_empty()) {
            let headings: Vec<String> = spec
                .known_by
                .iter()
                .map(|names| names.split('|').next().unwrap_or_default().to_owned())
                .collect();
            assert_eq!(Publisher::of(&headings), Some(spec.publisher));
            assert_eq!(spec.publisher.spec().id, spec.id);
        }
        assert_eq!(Publisher::of(&["series".into(), "period".into(), "value".into()]), None);
    }
}
