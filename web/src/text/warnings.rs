//! What a reader must know before relying on the answer, from the values of the engine's warnings.

use tradecast::{MessageValue, Period, Warning};

use crate::text::message::{cause, causes};
use crate::text::messages::catalogue::{fill, find, language, say};
use crate::text::messages::count::fill_count;
use crate::text::messages::translate::translated;
use crate::text::numbers::number::{and, fixed, number, percent};
use crate::text::numbers::period::{frequency, period, short_period};
use crate::text::numbers::unit::money;
use crate::text::page::{title, whole};

/// Names in a list before it is cut.
const MOST: usize = 8;

/// A warning; in English as the engine says it, and so where the catalogue does not know its kind.
#[must_use]
pub fn warning(warning: &Warning, unit: &str) -> String {
    let name = format!("warning.{}", warning.code);
    let listed = warning.values.values().find_map(|value| match value {
        MessageValue::List(list) => Some(list.len()),
        _ => None,
    });
    let counted = match warning.values.get("observations") {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        Some(MessageValue::Number(count)) => Some(*count as u64),
        _ => listed.map(|count| count as u64),
    };
    let known = counted.map_or_else(|| name.clone(), |count| format!("{name}.{}", language().plural(count)));
    if find(&known).is_none() {
        return warning.message.clone();
    }
    let mut words: Vec<(&str, String)> = warning
        .values
        .iter()
        .map(|(name, value)| (name.as_str(), in_words(warning, name, value, unit)))
        .collect();
    words.extend(counted.map(|count| ("words", title(&count_word(count)))));
    let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (*name, value.as_str())).collect();
    whole(match counted {
        Some(count) => fill_count(&name, count, &words),
        None => fill(&name, &words),
    })
}

/// A value of a warning as its message says it.
fn in_words(warning: &Warning, name: &str, value: &MessageValue, unit: &str) -> String {
    match value {
        MessageValue::Message(inner) => cause(inner),
        MessageValue::Messages(several) => causes(several),
        MessageValue::List(list) => periods(list),
        MessageValue::Text(text) => match text.parse::<Period>() {
            Ok(found) => period(found),
            Err(_) => frequency(text).unwrap_or_else(|| translated(text)),
        },
        MessageValue::Number(value) => match name {
            "share" | "coverage" => percent(*value),
            "growth" | "times" => fixed(*value, 1),
            "ratio" => fixed(*value, 2),
            "until" => format!("{value:.0}"),
            "value" => money(*value, unit),
            "mean" => more_or_less(*value, "more.than"),
            "low" | "high" if warning.code == "mirror_gap" => more_or_less(*value, "more"),
            _ => number(*value),
        },
    }
}

/// "2016, 2017 and 2019"; long lists are cut.
fn periods(list: &[String]) -> String {
    let name = |text: &String| text.parse::<Period>().map_or_else(|_| text.clone(), short_period);
    let names: Vec<String> = list.iter().take(MOST).map(name).collect();
    if list.len() > MOST {
        say!("list.more", list = names.join(", "), count = list.len() - MOST)
    } else {
        and(&names)
    }
}

/// "12 % more", "35 % less", "as much".
fn more_or_less(pct: f64, name: &str) -> String {
    let rounded = libm::round(pct);
    if rounded == 0.0 {
        say!(&format!("{name}.same"))
    } else if rounded > 0.0 {
        say!(&format!("{name}.more"), percent = number(rounded))
    } else {
        say!(&format!("{name}.less"), percent = number(-rounded))
    }
}

/// A small count in words.
pub(super) fn count_word(count: u64) -> String {
    match count {
        0..=9 => say!(&format!("count.{count}")),
        count => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::rc::Rc;

    use tradecast::{
        MirrorGap, ModelChoice, Observation, Period, Priors, Question, Readings, Series, Settings, Target,
        fit_with_priors,
    };

    use super::*;
    use crate::text::messages::catalogue::{Catalogue, speak};
    use crate::text::messages::language::Language;
    use crate::text::tests::{others, source_of};

    fn yearly(years: std::ops::RangeInclusive<i32>, value: impl Fn(i32) -> f64) -> Vec<Observation> {
        years.map(|year| Observation::new(Period::annual(year), value(year))).collect()
    }

    fn weak(mut list: Vec<Observation>, which: &[usize]) -> Vec<Observation> {
        which.iter().for_each(|i| {
            list[*i].weak = true;
            list[*i].note = "a press report".to_owned();
        });
        list
    }

    #[test]
    fn every_warning_is_said_as_the_engine_says_it_and_in_every_language() {
        assert_eq!(language(), Language::English);
        let catalogues: Vec<Rc<Catalogue>> =
            others().map(|language| Rc::new(Catalogue::read(language, &source_of(language)))).collect();
        let wave = |year: i32| 100.0 + f64::from(year * 7 % 11);
        let mut gaps = yearly(1995..=2024, wave);
        gaps.retain(|o| o.period != Period::annual(2003));
        let mut many = yearly(1980..=2024, wave);
        many.retain(|o| o.period.year() % 3 != 0 || o.period.year() == 2022);
        let quarters = |years: i32, value: &dyn Fn(i32) -> f64| -> Vec<Observation> {
            (0..4 * years)
                .map(|i| {
                    Observation::new(format!("{}-Q{}", 2000 + i / 4, i % 4 + 1).parse().unwrap(), value(i))
                })
                .collect()
        };
        let lists = [
            gaps,
            many,
            weak(yearly(2000..=2024, wave), &[3, 24]),
            weak(yearly(2000..=2024, wave), &[3]),
            yearly(2018..=2024, wave),
            yearly(2000..=2024, |_| 5.0),
            yearly(2000..=2024, |year| 200.0 + f64::from((year * 7919) % 13) * 15.0),
            yearly(2000..=2024, |year| if year == 2010 { 5000.0 } else { wave(year) }),
            yearly(2000..=2024, |year| if year >= 2023 { 40.0 } else { wave(year) }),
            yearly(2000..=2024, |year| 100.0 * libm::exp(f64::from((year * year * 31) % 17 - 8) / 3.0)),
            yearly(1990..=2024, |year| {
                if year < 2012 {
                    100.0 + f64::from(year % 2)
                } else {
                    100.0 + f64::from((year - 2011) * (year % 3) * 40)
                }
            }),
            quarters(1, &|i| 100.0 + f64::from(i)),
            quarters(2, &|i| 100.0 + f64::from(i)).into_iter().skip(1).take(6).collect(),
            quarters(8, &|i| 100.0 * libm::exp(f64::from((i * 7919) % 23) / 50.0)),
        ];
        let priors: Priors = tradecast_data::priors();
        let settings = Settings { paths: 200, ..Settings::default() };
        let mut seen = BTreeSet::new();
        let mut check = |answer: &tradecast::Answer| {
            for one in &answer.warnings {
                assert_eq!(warning(one, &answer.question.unit), one.message, "{one:?}");
                for catalogue in &catalogues {
                    speak(Rc::clone(catalogue));
                    let said = warning(one, &answer.question.unit);
                    speak(Rc::new(Catalogue::english()));
                    assert!(said != one.message && !said.contains('{'), "{one:?}: {said}");
                }
                seen.insert(one.code.clone());
            }
        };
        for list in lists {
            let series = Series::new("trade", list).unwrap().with_unit("USD m");
            for priors in [None, Some(&priors)] {
                let fit = fit_with_priors(&series, &ModelChoice::Auto, priors).unwrap();
                for target in [60.0, 300.0, 5000.0] {
                    let simulation = fit.simulate(&settings).unwrap();
                    check(
                        &simulation
                            .answer(&Target::level(target).unwrap(), &tradecast::Assumptions::baseline())
                            .unwrap(),
                    );
                }
            }
        }
        let ours = Series::new("ours", yearly(2000..=2024, wave)).unwrap();
        for factor in [0.5, 1.0, 1.4] {
            for years in [2020..=2020, 2014..=2022] {
                let theirs = Series::new("theirs", yearly(years, |year| factor * wave(year))).unwrap();
                let gap = MirrorGap::between(&ours, &theirs.with_reporter("Azerbaijan")).unwrap();
                let question = Question {
                    readings: Readings::default().with_gap(gap),
                    settings: settings.clone(),
                    ..Question::new(ours.clone(), Target::level(150.0).unwrap().decided_by("Azerbaijan"))
                };
                check(&question.answer().unwrap());
            }
        }
        let known: BTreeSet<&str> = [
            "bands_too_narrow",
            "decided_by",
            "far_beyond_history",
            "gap",
            "late_level_shift",
            "mirror_gap",
            "model_left_out",
            "no_better_than_naive",
            "no_season",
            "no_variation",
            "panel_priors",
            "reached_before",
            "season_not_estimated",
            "short_series",
            "weak_origin",
            "weak_values",
        ]
        .into();
        let missing: Vec<&&str> = known.iter().filter(|code| !seen.contains(**code)).collect();
        assert!(missing.is_empty(), "not seen: {missing:?}");
    }
}
