//! Whether a name reads as two economies.

use crate::pair::economies::{Economy, LONGEST, by_code, by_name};

/// What stands between two codes, beside blanks, where they are meant as a pair.
const BETWEEN: [char; 9] = ['-', '–', '—', '_', '/', '→', '>', ':', '&'];

/// How words begin that speak of trade.
const TRADE: [&str; 18] = [
    "export",
    "import",
    "trade",
    "turnover",
    "bilateral",
    "shipment",
    "экспорт",
    "импорт",
    "торгов",
    "товар",
    "оборот",
    "поставк",
    "сауда",
    "айналым",
    "ixrac",
    "idxal",
    "ticarət",
    "dovriyyə",
];

/// Words of series that are between two economies, or about two, and no value of trade.
const OTHER: [&str; 22] = [
    "gdp",
    "population",
    "rate",
    "rates",
    "index",
    "balance",
    "deficit",
    "surplus",
    "share",
    "tourists",
    "arrivals",
    "migration",
    "migrants",
    "fdi",
    "investment",
    "remittances",
    "ввп",
    "баланс",
    "сальдо",
    "курс",
    "индекс",
    "доля",
];

/// Words that say nothing of what a series is.
const FILLING: [&str; 62] = [
    "a",
    "an",
    "and",
    "annual",
    "billion",
    "billions",
    "bln",
    "bn",
    "between",
    "by",
    "current",
    "data",
    "dollar",
    "dollars",
    "dyad",
    "eur",
    "flow",
    "flows",
    "for",
    "from",
    "goods",
    "in",
    "m",
    "merchandise",
    "million",
    "millions",
    "mln",
    "mn",
    "nominal",
    "of",
    "pair",
    "prices",
    "s",
    "series",
    "the",
    "thousand",
    "to",
    "total",
    "usd",
    "value",
    "values",
    "versus",
    "vs",
    "with",
    "yearly",
    "years",
    "в",
    "во",
    "долл",
    "за",
    "и",
    "из",
    "между",
    "млн",
    "млрд",
    "с",
    "со",
    "мен",
    "пен",
    "және",
    "və",
    "ilə",
];

/// A word of a name, and where it stands.
struct Word<'a> {
    text: &'a str,
    folded: String,
    from: usize,
    to: usize,
}

/// An economy in a name: the words that are it.
struct Mention {
    economy: Economy,
    first: usize,
    after: usize,
    by: By,
}

/// By what an economy was known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Name,
    /// Three capital letters.
    Code,
    /// Three small letters.
    SmallCode,
    /// Two capital letters.
    ShortCode,
}

/// The two economies that a name reads as, by their alpha-3 codes; none where it reads as one, as three, or as something else.
pub(crate) fn two_economies(name: &str) -> Option<[Economy; 2]> {
    let words = words(name);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut rest: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        match mention(&words, at) {
            Some(mention) => {
                at = mention.after;
                mentions.push(mention);
            }
            None => {
                rest.push(&word.folded);
                at += 1;
            }
        }
    }
    let [one, other] = mentions.as_slice() else { return None };
    let is_trade = rest.iter().any(|word| TRADE.iter().any(|trade| word.starts_with(trade)));
    let says_nothing =
        |word: &&&str| FILLING.contains(*word) || word.chars().all(|letter| letter.is_ascii_digit());
    let is_pair = is_trade || rest.iter().filter(|word| !says_nothing(word)).count() == 0;
    let is_other = rest.iter().any(|word| OTHER.contains(word));
    let distinct = one.economy != other.economy;
    (distinct && is_pair && !is_other && are_meant(name, &words, one, other, is_trade, rest.is_empty()))
        .then_some([one.economy, other.economy])
}

/// Partners of publishers that are all economies, or what is left of them.
const ALL: [&str; 7] = ["", "0", "1", "001", "w00", "wld", "eu"];

/// Words of partners that are groups of economies.
const GROUPS: [&str; 22] = [
    "africa",
    "all",
    "america",
    "area",
    "areas",
    "asia",
    "countries",
    "economies",
    "europe",
    "east",
    "latin",
    "middle",
    "nes",
    "other",
    "partners",
    "regions",
    "rest",
    "saharan",
    "total",
    "union",
    "unspecified",
    "world",
];

/// Whether a partner, as the table of a publisher names it, is one economy.
pub(crate) fn is_one_economy(partner: &str) -> bool {
    let words = words(partner);
    let all: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    by_name(&all).is_some()
        || (!ALL.contains(&all.join(" ").as_str()) && !all.iter().any(|word| GROUPS.contains(word)))
}

/// Whether codes are meant as such: many are words as well.
fn are_meant(
    name: &str,
    words: &[Word<'_>],
    one: &Mention,
    other: &Mention,
    is_trade: bool,
    is_all: bool,
) -> bool {
    let between = &name[words[one.after - 1].to..words[other.first].from];
    let joined = one.after == other.first && between.contains(BETWEEN);
    let has = |by: By| one.by == by || other.by == by;
    if has(By::SmallCode) {
        return is_all && one.by == other.by && between.chars().all(|mark| matches!(mark, '-' | '_'));
    }
    if has(By::ShortCode) {
        return is_trade && joined;
    }
    let is_shouted = !name.bytes().any(|letter| letter.is_ascii_lowercase());
    !has(By::Code) || joined || (is_trade && !is_shouted)
}

/// The economy whose name begins with a word, the longest name first.
fn mention(words: &[Word<'_>], first: usize) -> Option<Mention> {
    let left = &words[first..];
    let named = (1..=LONGEST.min(left.len())).rev().find_map(|count| {
        let name: Vec<&str> = left[..count].iter().map(|word| word.folded.as_str()).collect();
        Some((by_name(&name)?, first + count))
    });
    if let Some((economy, after)) = named {
        // Dollars are no economy.
        let is_money =
            |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| is_dollar(&word.folded));
        let of_money = economy == "USA" && (is_money(first.checked_sub(1)) || is_money(Some(after)));
        return (!of_money).then_some(Mention { economy, first, after, by: By::Name });
    }
    let word = left.first()?.text;
    let is_upper = word.bytes().all(|letter| letter.is_ascii_uppercase());
    let by = match word.len() {
        2 if is_upper => By::ShortCode,
        3 if is_upper => By::Code,
        3 if word.bytes().all(|letter| letter.is_ascii_lowercase()) => By::SmallCode,
        _ => return None,
    };
    let economy = by_code(&word.to_ascii_uppercase())?;
    Some(Mention { economy, first, after: first + 1, by })
}

fn is_dollar(word: &str) -> bool {
    word == "$" || word.starts_with("dollar") || word.starts_with("долл") || word.starts_with("dolar")
}

/// The words of a name: letters and digits that stand together; a sign of dollars is a word.
fn words(name: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut from = None;
    let mut add = |from: &mut Option<usize>, to: usize| {
        if let Some(from) = from.take() {
            let text = &name[from..to];
            words.push(Word { text, folded: folded(text), from, to });
        }
    };
    for (at, letter) in name.char_indices() {
        let is_dollar = letter == '$';
        if !is_of_word(letter) || is_dollar {
            add(&mut from, at);
        }
        if is_of_word(letter) || is_dollar {
            from.get_or_insert(at);
        }
        if is_dollar {
            add(&mut from, at + 1);
        }
    }
    add(&mut from, name.len());
    words
}

/// Whether it is a letter or a digit, as far as names of economies go: the tables of Unicode weigh more than those of the economies.
fn is_of_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '\u{c0}'..'\u{2000}' | '\u{3040}'..'\u{fe00}')
}

/// A text in small letters and without the marks of Latin letters.
pub(crate) fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ş' => 's',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ё' => 'е',
        other => other,
    };
    // What is left of a capital I with a dot.
    text.chars().flat_map(char::to_lowercase).filter(|letter| *letter != '\u{307}').map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pairs_read_as_two_economies() {
        for (name, pair) in [
            ("Kazakhstan - Azerbaijan", ["KAZ", "AZE"]),
            ("Kazakhstan–Azerbaijan turnover", ["KAZ", "AZE"]),
            ("Kazakhstan - Azerbaijan exports: wheat, quarterly", ["KAZ", "AZE"]),
            ("KAZ-TUR", ["KAZ", "TUR"]),
            ("kaz-tur", ["KAZ", "TUR"]),
            ("kaz_tur", ["KAZ", "TUR"]),
            ("KAZ → TUR, 2010", ["KAZ", "TUR"]),
            ("KZ-TR exports", ["KAZ", "TUR"]),
            ("KAZ exports to Turkey", ["KAZ", "TUR"]),
            ("Kazakhstan’s exports to Turkey", ["KAZ", "TUR"]),
            ("Exports of wheat from Kazakhstan to Türkiye, US$ m", ["KAZ", "TUR"]),
            ("USA/China", ["USA", "CHN"]),
            ("US-China", ["USA", "CHN"]),
            ("UK - US trade", ["GBR", "USA"]),
            ("Germany & France", ["DEU", "FRA"]),
            ("germany_france", ["DEU", "FRA"]),
            ("China, Hong Kong SAR - Viet Nam", ["HKG", "VNM"]),
            ("Côte d'Ivoire - Bosnia and Herzegovina imports", ["CIV", "BIH"]),
            ("Rep. of Korea - Dem. Rep. Congo", ["KOR", "COD"]),
            ("Экспорт Казахстана в Турцию, млн долл. США", ["KAZ", "TUR"]),
            ("Товарооборот Казахстана и США", ["KAZ", "USA"]),
            ("Торговля России с Южной Кореей", ["RUS", "KOR"]),
            ("Қазақстан мен Әзербайжан саудасы", ["KAZ", "AZE"]),
            ("Қазақстаннан Қытайға экспорт, АҚШ доллары", ["KAZ", "CHN"]),
            ("Azərbaycandan Gürcüstana ixrac, min ABŞ dolları", ["AZE", "GEO"]),
            ("Türkiyə və Qazaxıstan arasında ticarət", ["TUR", "KAZ"]),
        ] {
            assert_eq!(two_economies(name), Some(pair), "{name}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for name in [
            "",
            "series",
            "Total trade",
            "Exports of wheat",
            "Sales - EMEA",
            "N2801",
            "M3-Y17",
            "A - B",
            "Pair 01",
            "IT - HR",
            "IT - HR sales",
            "Kazakhstan",
            "Kazakhstan - World exports",
            "Turkey - Türkiye",
            "Kazakhstan - Turkey - China",
            "Exports of Kazakhstan, US$ m",
            "Exports of Kazakhstan in US dollars",
            "Экспорт Казахстана, млн долл. США",
            "GDP of Kazakhstan and Turkey",
            "Trade balance, Germany-France",
            "Tourists from China in Thailand",
            "EXPORTS AND IMPORTS PER TON",
            "usd per ton",
            "per ton",
            "Revenue: Jordan Smith, Georgia Miller",
            "Hong Kong, China",
            "China, Macao SAR exports",
            "Serbia and Montenegro",
            "$",
            "🙂 - 🙃",
        ] {
            assert_eq!(two_economies(name), None, "{name}");
        }
    }
}
