//! The languages of the page, and how each writes numbers and plurals.

/// A language of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
    /// Kazakh.
    Kazakh,
    /// Azerbaijani.
    Azerbaijani,
}

impl Language {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 4] = [Self::English, Self::Russian, Self::Kazakh, Self::Azerbaijani];

    /// Its code (BCP 47), as pages and links write it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
            Self::Kazakh => "kk",
            Self::Azerbaijani => "az",
        }
    }

    /// What it calls itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Russian => "Русский",
            Self::Kazakh => "Қазақша",
            Self::Azerbaijani => "Azərbaycanca",
        }
    }

    /// The language of a code, whatever its region: "ru", "ru-KZ".
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        let language = code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self::ALL.into_iter().find(|known| known.code() == language)
    }

    /// What stands between the whole of a number and its fraction, and between its thousands (CLDR).
    #[must_use]
    pub fn separators(self) -> [char; 2] {
        match self {
            Self::English => ['.', ','],
            Self::Russian | Self::Kazakh => [',', '\u{a0}'],
            Self::Azerbaijani => [',', '.'],
        }
    }

    /// The sign of per cent with what stands before it (CLDR; in English as the engine writes it).
    #[must_use]
    pub fn percent_sign(self) -> &'static str {
        match self {
            Self::English => " %",
            Self::Russian => "\u{a0}%",
            Self::Kazakh | Self::Azerbaijani => "%",
        }
    }

    /// Which of the texts of a count is meant by a number (plural rules of CLDR, cardinals, whole numbers).
    #[must_use]
    pub fn plural(self, count: u64) -> &'static str {
        match self {
            Self::Russian => match (count % 10, count % 100) {
                (1, hundred) if hundred != 11 => "one",
                (2..=4, hundred) if !(12..=14).contains(&hundred) => "few",
                _ => "many",
            },
            _ if count == 1 => "one",
            _ => "other",
        }
    }
}
