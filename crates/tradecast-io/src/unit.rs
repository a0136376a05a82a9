//! In what values are, as the words above them say.

/// Power of ten of the unit that money is read into: millions.
pub(crate) const MILLIONS: i32 = 6;

/// Words for currencies, in the languages of the tables; a sign or a word of three letters stands alone, others begin with it.
const CURRENCIES: [(&str, &[&str]); 9] = [
    ("USD", &["usd", "us$", "$", "dollar", "dolları", "долл"]),
    ("EUR", &["eur", "euro", "€", "евро"]),
    ("KZT", &["kzt", "₸", "tenge", "тенге", "теңге"]),
    ("AZN", &["azn", "₼", "manat", "манат"]),
    ("RUB", &["rub", "₽", "руб", "рубл"]),
    ("GBP", &["gbp", "£"]),
    ("CNY", &["cny", "rmb", "yuan", "юан"]),
    ("JPY", &["jpy", "yen", "иен"]),
    ("TRY", &["try", "lira", "лир"]),
];

/// Words for what is not money, as the words of a text begin.
const NO_MONEY: [&str; 14] =
    ["ton", "tons", "тонн", "kg", "кг", "kilo", "кило", "шт", "ədəd", "pcs", "piece", "teu", "litre", "литр"];

/// The power of ten that words or a number say values are in; none where they say nothing.
pub(crate) fn power_of(text: &str) -> Option<i32> {
    let text = text.trim().to_lowercase();
    if let Ok(power) = text.parse::<i32>() {
        return (-12..=12).contains(&power).then_some(power);
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["billion", "bln", "us$ bn", "usd bn", "млрд", "mlrd", "milyard"]) {
        Some(9)
    } else if has(&["million", "us$ mil", "mln", "usd m", "млн", "mlyn", "milyon"]) {
        Some(6)
    } else if has(&[
        "thousand",
        "thsd",
        "ths.",
        "тыс",
        "мың",
        "min abş",
        "min dollar",
        "usd k",
        "'000",
        "’000",
    ]) {
        Some(3)
    } else {
        None
    }
}

/// The currency of which a text speaks.
fn currency_of(text: &str) -> Option<&'static str> {
    let is = |word: &str, name: &&str| match name.chars().count() {
        ..=3 => word == *name,
        _ => word.starts_with(name),
    };
    let speaks = |names: &&[&str]| {
        let sign = |name: &&&str| !name.chars().all(char::is_alphabetic) && text.contains(**name);
        names.iter().any(|name| words(text).any(|word| is(word, name)) || sign(&name))
    };
    CURRENCIES.into_iter().find(|(_, names)| speaks(names)).map(|(currency, _)| currency)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty())
}

/// The power of ten that one of the short words beside a currency says: "EUR bn", "k USD", "USD 000".
fn short_power(text: &str) -> Option<i32> {
    let of = |word: &str| match word {
        "bn" => Some(9),
        "m" | "mn" | "mio" => Some(6),
        "k" | "tsd" => Some(3),
        _ => None,
    };
    let zeros =
        || text.split(|letter: char| !letter.is_ascii_digit()).any(|digits| matches!(digits, "000" | "1000"));
    words(text).find_map(of).or_else(|| zeros().then_some(3))
}

/// The unit in which values are read, and the power of ten by which they are multiplied for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) label: String,
    pub(crate) power: i8,
}

/// In what values are of which a heading or a caption says this: money in millions of its currency where it says in what multiple it
/// is, and as it is where it does not. None where it says neither, and none for dollars without a multiple: tables that call their
/// values USD have millions in them as often as dollars.
///
/// Money whose currency nobody says is taken for US dollars, as everywhere.
pub(crate) fn unit_of(text: &str) -> Option<Unit> {
    let text = text.to_lowercase();
    if text.parse::<f64>().is_ok()
        || words(&text).any(|word| NO_MONEY.iter().any(|name| word.starts_with(name)))
    {
        return None;
    }
    let currency = currency_of(&text);
    let power = power_of(&text).or_else(|| currency.and_then(|_| short_power(&text)));
    match (currency.unwrap_or("USD"), power) {
        (currency, Some(power)) => Some(Unit {
            label: format!("{currency} m"),
            power: i8::try_from(power - MILLIONS).unwrap_or_default(),
        }),
        ("USD", None) => None,
        (currency, None) => Some(Unit { label: currency.to_owned(), power: 0 }),
    }
}

/// What a heading says beside the unit: "Imports from Georgia" of "Imports from Georgia, USD m"; none where that is nothing of its own.
pub(crate) fn name_of(heading: &str) -> Option<String> {
    let ends =
        |at: usize| unit_of(&heading[at..]).is_some() || currency_of(&heading[at..].to_lowercase()).is_some();
    let cut = heading
        .char_indices()
        .filter(|(_, letter)| matches!(letter, ',' | '(' | '[' | ';'))
        .find(|(at, _)| ends(*at));
    let name = heading[..cut.map_or(heading.len(), |(at, _)| at)].trim();
    let generic = |word: &str| {
        matches!(
            word,
            "value" | "values" | "val" | "amount" | "v" | "column" | "значение" | "сумма" | "стоимость"
        ) || currency_of(word).is_some()
    };
    let own = words(&name.to_lowercase())
        .any(|word| word.chars().count() > 2 && !generic(word) && unit_of(word).is_none());
    own.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_powers() {
        for (text, power) in [
            ("Export (US$ Thousand)", Some(3)),
            ("Export(US$ Mil)", Some(6)),
            ("тыс. долларов США", Some(3)),
            ("Millions", Some(6)),
            ("6", Some(6)),
            ("Units", None),
            ("999", None),
        ] {
            assert_eq!(power_of(text), power, "{text}");
        }
    }

    #[test]
    fn words_tell_units() {
        for (text, label, power) in [
            ("Imports, thousand USD", "USD m", -3),
            ("Exports (USD bn)", "USD m", 3),
            ("Trade, $ million", "USD m", 0),
            ("Оборот, млн", "USD m", 0),
            ("Импорт, тыс. долл. США", "USD m", -3),
            ("Turnover (EUR m)", "EUR m", 0),
            ("k EUR", "EUR m", -3),
            ("USD 000", "USD m", -3),
            ("US$'000", "USD m", -3),
            ("Экспорт, млрд тенге", "KZT m", 3),
            ("Ticarət dövriyyəsi, min ABŞ dolları", "USD m", -3),
            ("Tədavül, milyon manat", "AZN m", 0),
            ("Айналым, млн теңге", "KZT m", 0),
            ("Value in euros", "EUR", 0),
        ] {
            assert_eq!(unit_of(text), Some(Unit { label: label.to_owned(), power }), "{text}");
        }
        for text in [
            "value",
            "usd",
            "Trade in US dollars",
            "2020",
            "6",
            "Exports, thousand tonnes",
            "Экспорт, тыс. тонн",
            "",
            "Mexico",
        ] {
            assert_eq!(unit_of(text), None, "{text}");
        }
    }

    #[test]
    fn headings_tell_names() {
        for (heading, name) in [
            ("Imports from Georgia, USD m", Some("Imports from Georgia")),
            ("Оборот, млн долл. США", Some("Оборот")),
            ("Trade (thousand USD)", Some("Trade")),
            ("Korea, Rep. of", Some("Korea, Rep. of")),
            ("usd", None),
            ("value", None),
            ("column 2", None),
            ("USD m", None),
            ("Value, EUR", None),
        ] {
            assert_eq!(name_of(heading).as_deref(), name, "{heading}");
        }
    }
}
