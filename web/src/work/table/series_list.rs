//! The series of a table, all asked the same: a few at a time, so that whoever wants something else meanwhile is heard.

use std::cmp::Ordering;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use tradecast::{Likeness, Period, Prospect, Ranked, ReferenceClass, ReferenceRate, Series};

use tradecast_io::{PriorsDecision, Publisher};

use crate::engine::Engine;
use crate::question::{Data, OwnData, Question};
use crate::state::tables::many_series::{AskAll, Key, LISTED, ListQuery};
use crate::text::{lower, quoted};
use crate::work::task::Failure;

/// The part of the list that is looked at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct SeriesListPage {
    /// How many series are passed over before the first of the rows.
    pub from: usize,
    /// The rows.
    pub rows: Vec<SeriesRow>,
    /// Series whose names hold the words looked for.
    pub found: usize,
    /// Series that were asked about so far.
    pub asked: usize,
    /// How many of them have which prospects, in the order of [`Prospect::ALL`].
    pub prospects: [usize; 4],
}

impl SeriesListPage {
    /// Series that were asked about and have no answer.
    #[must_use]
    pub fn without_answer(&self) -> usize {
        self.asked - self.prospects.iter().sum::<usize>()
    }
}

/// A series of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SeriesRow {
    /// Its number in the table.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// Values.
    pub values: usize,
    /// First period.
    pub first: Period,
    /// Last period.
    pub last: Period,
    /// The value then.
    pub last_value: f64,
    /// Its unit.
    pub unit: String,
    /// What was found; absent where it was not asked about yet.
    pub outcome: Option<Outcome>,
}

/// What was found of a series: its place among all, from 1, and its row; or why it has none.
pub type Outcome = Result<(usize, Ranked), Failure>;

/// The series of a table, and what was found of each.
#[derive(Debug, Default)]
pub struct SeriesList {
    series: Vec<Series>,
    /// Whose table it is, where it is a publisher's.
    publisher: Option<Publisher>,
    /// Their names in small letters.
    names: Vec<String>,
    found: Vec<Option<Result<Ranked, Failure>>>,
    asked: Option<AskAll>,
    look: ListQuery,
    engine: Option<Engine>,
    class: Option<ReferenceClass>,
}

impl SeriesList {
    /// The series of a table, which may be a publisher's.
    pub(crate) fn new(series: Vec<Series>, publisher: Option<Publisher>) -> Self {
        let names = series.iter().map(|series| lower(series.name())).collect();
        Self { found: vec![None; series.len()], names, series, publisher, ..Self::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.series.len()
    }

    /// The latest year that any of them knows.
    pub(crate) fn latest(&self) -> Option<i32> {
        self.series.iter().map(|series| series.last().period.year()).max()
    }

    /// Looks at the list in another way.
    pub(crate) fn look(&mut self, look: ListQuery) -> SeriesListPage {
        self.look = look;
        self.excerpt()
    }

    /// Asks so many more of them, those first that stand first in the list; all anew where something else is asked than before.
    pub(crate) fn rank(&mut self, asked: AskAll, count: usize) -> SeriesListPage {
        if self.asked.as_ref() != Some(&asked) {
            self.found.fill(None);
            self.asked = Some(asked);
        }
        let (looked_at, _) = self.order();
        let mut left = count;
        for index in looked_at.into_iter().chain(0..self.len()) {
            if left > 0 && self.found[index].is_none() {
                self.found[index] = Some(self.answer(index));
                left -= 1;
            }
        }
        self.excerpt()
    }

    fn answer(&mut self, index: usize) -> Result<Ranked, Failure> {
        let AskAll { wish, assumptions, priors } =
            self.asked.clone().expect("nothing is answered that was not asked");
        let data = self.data(&self.series[index]);
        let target = wish.target(&data.series())?;
        let priors = priors.unwrap_or_else(|| data.decision().uses_priors());
        let question =
            Question { as_of: false, target, horizon: data.default_horizon(), assumptions, priors, data };
        let simulation = self.engine.get_or_insert_with(Engine::usual).simulation_of(&question)?;
        let answer = simulation.answer(&question.target, &question.assumptions)?;
        let (level, by) = (question.target.value(), answer.in_time().0);
        let reference = self.rate(&question.data.series(), level, by)?;
        Ok(Ranked::of(&answer, reference))
    }

    /// How often series of the table that stood where one stands came as far as a level, in as much time as is left.
    pub(crate) fn rate(
        &mut self,
        series: &Series,
        level: f64,
        by: Period,
    ) -> Result<Option<ReferenceRate>, Failure> {
        let class = self.class.get_or_insert_with(|| ReferenceClass::of(&self.series));
        Ok(class.rate_by(series, level, by, &Likeness::default())?)
    }

    /// A series as data, with the target and the year it was asked about.
    pub(crate) fn take(&self, index: usize) -> Option<(Data, Option<(f64, i32)>)> {
        let data = self.data(self.series.get(index)?);
        let by = self.asked.as_ref().map(|asked| asked.wish.by);
        let row = self.found[index].as_ref().and_then(|found| found.as_ref().ok());
        let asked = row.zip(by).map(|(row, by)| (row.target, by));
        Some((data, asked))
    }

    /// A series as data.
    fn data(&self, series: &Series) -> Data {
        let decision = PriorsDecision::of_series(series.name(), self.publisher);
        Data::Own(Rc::new(OwnData::new(series.clone()).decided(decision)))
    }

    /// The list as a file: what is looked at, in that order, every digit.
    pub(crate) fn csv(&self) -> String {
        let (order, places) = self.order();
        let mut file = format!("rank,{}\n", Ranked::COLUMNS.join(","));
        for index in order {
            let cells = match &self.found[index] {
                Some(Ok(row)) => row.cells(),
                _ => {
                    let (series, mut cells) =
                        (&self.series[index], [const { String::new() }; Ranked::COLUMNS.len()]);
                    let last = series.last();
                    cells[0] = series.name().to_owned();
                    cells[1] = last.period.to_string();
                    cells[2] = last.value.to_string();
                    cells
                }
            };
            let place = places[index].map(|place| place.to_string()).unwrap_or_default();
            let row: Vec<String> = std::iter::once(place).chain(cells).map(|cell| quoted(&cell)).collect();
            file.push_str(&row.join(","));
            file.push('\n');
        }
        file
    }

    fn excerpt(&self) -> SeriesListPage {
        let (order, places) = self.order();
        // Beyond the end, such as after a search, stands the last page.
        let last_page = order.len().saturating_sub(1) / LISTED * LISTED;
        let from = self.look.from.min(last_page);
        let row = |index: &usize| {
            let (series, found) = (&self.series[*index], &self.found[*index]);
            let outcome = |found: &Result<Ranked, Failure>| {
                let place = places[*index].unwrap_or_default();
                found.clone().map(|row| (place, row))
            };
            let last = series.last();
            SeriesRow {
                index: *index,
                name: series.name().to_owned(),
                values: series.observations().len(),
                first: series.first().period,
                last: last.period,
                last_value: last.value,
                unit: series.unit().to_owned(),
                outcome: found.as_ref().map(outcome),
            }
        };
        let asked = self.found.iter().flatten();
        let count = |prospect| asked.clone().flatten().filter(|row| row.standing == prospect).count();
        SeriesListPage {
            from,
            rows: order.iter().skip(from).take(LISTED).map(row).collect(),
            found: order.len(),
            prospects: Prospect::ALL.map(count),
            asked: asked.count(),
        }
    }

    /// The numbers of the series looked for, in the order in which they are listed; and of every series its place among those that
    /// have an answer, from 1.
    fn order(&self) -> (Vec<usize>, Vec<Option<usize>>) {
        let row = |index: usize| self.found[index].as_ref().and_then(|found| found.as_ref().ok());
        let mut answered: Vec<(usize, &Ranked)> =
            (0..self.len()).filter_map(|index| Some((index, row(index)?))).collect();
        answered.sort_unstable_by(|(at, one), (other_at, other)| one.order(other).then(at.cmp(other_at)));
        let mut places = vec![None; self.len()];
        for (place, (index, _)) in (1..).zip(answered) {
            places[index] = Some(place);
        }

        let wanted = lower(&self.look.find);
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let has_them = |index: &usize| words.iter().all(|word| self.names[*index].contains(word));
        let value = |index: usize| -> Option<f64> {
            match self.look.key {
                Key::Name => None,
                Key::Last => Some(-self.series[index].last().value),
                Key::Chance => places[index].map(|place| place as f64),
                Key::Target => Some(-row(index)?.target),
                Key::Half => Some(half(row(index)?)),
                Key::Growth => Some(row(index)?.required_growth.unwrap_or(f64::NEG_INFINITY)),
                Key::Others => Some(-row(index)?.reference.as_ref()?.share?),
            }
        };
        let turned = |ordering: Ordering| if self.look.turned { ordering.reverse() } else { ordering };
        let mut order: Vec<(usize, Option<f64>)> =
            (0..self.len()).filter(has_them).map(|index| (index, value(index))).collect();
        order.sort_unstable_by(|(one, a), (other, b)| {
            let by_key = match (a, b) {
                // What is not known stands at the end, whichever way the list is turned.
                (Some(a), Some(b)) => turned(a.total_cmp(b)),
                (None, None) if self.look.key == Key::Name => {
                    turned(self.names[*one].cmp(&self.names[*other]))
                }
                _ => a.is_none().cmp(&b.is_none()),
            };
            by_key.then(one.cmp(other))
        });
        (order.into_iter().map(|(index, _)| index).collect(), places)
    }
}

/// When half of the paths have arrived, as a number.
fn half(row: &Ranked) -> f64 {
    match row.half_arrive_by {
        _ if row.standing == Prospect::Reached => f64::NEG_INFINITY,
        Some(period) => period.decimal_year(),
        None => f64::INFINITY,
    }
}

#[cfg(test)]
mod tests {
    use tradecast::{Assumptions, Observation, Question, Settings};

    use super::*;
    use crate::state::tables::many_series::{Level, TargetForAll};

    /// Pairs of which each grows faster than the one before; the third ends early, and one has a name that a table must quote.
    fn many(count: i32) -> SeriesList {
        let pair = |pair: i32| {
            let value = |year: i32| {
                let swing = 1.0 + 0.1 * f64::from((year * 7 + pair * 3) % 5);
                100.0 * swing * libm::pow(1.0 + 0.01 * f64::from(pair), f64::from(year - 2000))
            };
            let rows = (2000..if pair == 2 { 2010 } else { 2020 })
                .map(|year| Observation::new(Period::annual(year), value(year)));
            let name = if pair == 1 { "Baku, \"B\"".to_owned() } else { format!("Pair {pair:02}") };
            Series::new(name, rows.collect()).unwrap()
        };
        let engine = Some(Engine::new(300, Some(tradecast_data::priors())));
        SeriesList { engine, ..SeriesList::new((0..count).map(pair).collect(), None) }
    }

    fn ask(times: f64) -> AskAll {
        let wish = TargetForAll { level: Level::Times(times), by: 2024 };
        AskAll { wish, assumptions: Assumptions::baseline(), priors: Some(true) }
    }

    fn names(excerpt: &SeriesListPage) -> Vec<&str> {
        excerpt.rows.iter().map(|row| row.name.as_str()).collect()
    }

    fn rows(excerpt: &SeriesListPage) -> Vec<&Ranked> {
        excerpt.rows.iter().filter_map(|row| Some(&row.outcome.as_ref()?.as_ref().ok()?.1)).collect()
    }

    #[test]
    fn rows_are_those_of_the_command_line() {
        let mut many = many(6);
        let excerpt = many.rank(ask(1.3), 6);
        assert_eq!((excerpt.asked, excerpt.without_answer()), (6, 0));
        let class = ReferenceClass::of(&many.series);
        for row in rows(&excerpt) {
            let series = many.series.iter().find(|series| series.name() == row.series).unwrap();
            let target = ask(1.3).wish.target(series).unwrap();
            let question = Question {
                settings: Settings { paths: 300, ..Settings::default() },
                priors: Some(tradecast_data::priors()),
                ..Question::new(series.clone(), target)
            };
            let rate = class.rate_by(series, row.target, row.by, &Likeness::default()).unwrap();
            assert_eq!(*row, Ranked::of(&question.answer().unwrap(), rate));
        }
        let sorted = rows(&excerpt).is_sorted_by(|one, other| one.order(other).is_lt());
        assert!(sorted, "{:?}", names(&excerpt));
        let places: Vec<usize> =
            excerpt.rows.iter().map(|row| row.outcome.clone().unwrap().unwrap().0).collect();
        assert_eq!(places, [1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn what_stands_first_is_asked_first_and_another_question_begins_anew() {
        let mut many = many(6);
        many.look(ListQuery { find: "pair 0".to_owned(), key: Key::Name, turned: true, from: 0 });
        let excerpt = many.rank(ask(1.3), 2);
        assert_eq!(names(&excerpt), ["Pair 05", "Pair 04", "Pair 03", "Pair 02", "Pair 00"]);
        let asked: Vec<bool> = excerpt.rows.iter().map(|row| row.outcome.is_some()).collect();
        assert_eq!((excerpt.asked, asked), (2, vec![true, true, false, false, false]));
        assert_eq!(many.rank(ask(1.3), 9).asked, 6, "those that are out of sight come last");
        assert_eq!(many.rank(ask(1.4), 1).asked, 1);
    }

    #[test]
    fn what_cannot_be_answered_says_why_and_stands_at_the_end() {
        let mut many = many(4);
        let late = AskAll { wish: TargetForAll { by: 2045, ..ask(1.3).wish }, ..ask(1.3) };
        let excerpt = many.rank(late, 4);
        assert_eq!((excerpt.without_answer(), excerpt.prospects.iter().sum::<usize>()), (1, 3));
        for key in [Key::Chance, Key::Half, Key::Target, Key::Growth] {
            for turned in [false, true] {
                let excerpt = many.look(ListQuery { key, turned, ..ListQuery::default() });
                let last = excerpt.rows.last().unwrap();
                let Some(Err(failure)) = &last.outcome else { panic!("{key:?}: {:?}", names(&excerpt)) };
                assert_eq!((last.name.as_str(), failure.code.as_str()), ("Pair 02", "deadline_out_of_reach"));
            }
        }
        assert_eq!(many.take(2).unwrap().1, None);
        let (data, asked) = many.take(3).unwrap();
        assert_eq!(asked, Some((data.series().last().value * 1.3, 2045)));
        assert!(many.take(4).is_none());
    }

    #[test]
    fn the_list_is_searched_by_words_ordered_by_any_column_and_cut() {
        let mut many = many(120);
        let first = many.look(ListQuery::default());
        assert_eq!((first.found, first.from, first.rows.len(), first.asked), (120, 0, LISTED, 0));
        assert_eq!(first.rows[2].name, "Pair 02", "the order of the table until something is known");
        let beyond = many.look(ListQuery { from: 500, ..ListQuery::default() });
        assert_eq!((beyond.from, beyond.rows.len()), (100, 20));
        let found = many.look(ListQuery { find: " 11 PAIR".to_owned(), ..ListQuery::default() });
        assert_eq!(
            names(&found),
            [
                "Pair 11", "Pair 110", "Pair 111", "Pair 112", "Pair 113", "Pair 114", "Pair 115",
                "Pair 116", "Pair 117", "Pair 118", "Pair 119"
            ]
        );
        assert_eq!(
            many.look(ListQuery { find: "nowhere".to_owned(), ..ListQuery::default() }),
            SeriesListPage::default()
        );
        let by_last = many.look(ListQuery { key: Key::Last, turned: true, ..ListQuery::default() });
        assert!(by_last.rows.is_sorted_by(|one, other| one.last_value <= other.last_value));

        many.look(ListQuery { find: "pair 1".to_owned(), ..ListQuery::default() });
        many.rank(ask(1.5), 30);
        let sorted = |key, of: fn(&Ranked) -> f64| {
            let excerpt = many.look(ListQuery { find: "pair 1".to_owned(), key, ..ListQuery::default() });
            rows(&excerpt).iter().map(|row| of(row)).collect::<Vec<_>>().is_sorted()
        };
        let mut sorted = sorted;
        assert!(sorted(Key::Growth, |row| row.required_growth.unwrap_or(f64::NEG_INFINITY)));
        assert!(sorted(Key::Half, half));
        assert!(sorted(Key::Target, |row| -row.target));
        assert!(sorted(Key::Others, |row| row
            .reference
            .as_ref()
            .and_then(|rate| rate.share)
            .map_or(1.0, |share| -share)));
    }

    #[test]
    fn the_file_holds_what_is_looked_at() {
        let mut many = many(3);
        let excerpt = many.rank(ask(1.3), 2);
        many.look(ListQuery { key: Key::Name, ..ListQuery::default() });
        let file = many.csv();
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[0], format!("rank,{}", Ranked::COLUMNS.join(",")));
        assert!(lines[1].contains(",\"Baku, \"\"B\"\"\",2019,"), "{file}");
        let row = rows(&excerpt).into_iter().find(|row| row.series == "Pair 00").unwrap();
        assert!(lines[2].ends_with(&row.cells()[..].join(",")), "{file}");
        assert!(lines[3].starts_with(",Pair 02,2009,") && lines[3].ends_with(",,,,,,,,,"), "{file}");
        many.look(ListQuery { find: "02".to_owned(), ..ListQuery::default() });
        assert_eq!(many.csv().lines().count(), 2);
    }
}
