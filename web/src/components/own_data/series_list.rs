//! The series of the table: a list to search, order and choose from, and one question for all of them.

use std::rc::Rc;

use tradecast::{Prospect, Ranked};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::components::own_data::import_prop::ImportProp;
use crate::components::shared::number_box::NumberBox;
use crate::components::shared::pager::turns;
use crate::language::use_language;
use crate::question::Data;
use crate::state::State;
use crate::state::tables::many_series::{AskAll, Key, LISTED, Level, ListQuery, TargetForAll};
use crate::text::{self, say, say_count};
use crate::work::table::series_list::SeriesRow;
use crate::work::{ImportState, is_without_worker};

/// Amounts and years that may be typed.
const LEVELS: [f64; 2] = [1e-9, 1e15];
const YEARS: [f64; 2] = [1000.0, 9999.0];
/// Series from which on they are searched and not read through.
const FEW: usize = 8;

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) import: ImportProp,
    pub(crate) now: Rc<ImportState>,
    pub(crate) state: State,
}

#[component]
pub(crate) fn SeriesList(props: &Props) -> Html {
    use_language();
    let Props { import: ImportProp(import), now, state } = props;
    let Some(all) = now.listing.as_ref().map(|listing| listing.series).filter(|all| *all > 0) else {
        return Html::default();
    };
    let (list, look) = (&now.list, &now.look);
    let on_find = {
        let (import, look) = (Rc::clone(import), look.clone());
        Callback::from(move |event: InputEvent| {
            import.look(look.of(event.target_unchecked_into::<HtmlInputElement>().value()))
        })
    };
    let on_key = {
        let (import, look) = (Rc::clone(import), look.clone());
        Callback::from(move |key: Key| import.look(look.by(key)))
    };
    let on_turn = {
        let (import, look) = (Rc::clone(import), look.clone());
        Callback::from(move |from| import.look(ListQuery { from, ..look.clone() }))
    };
    let on_take = {
        let import = Rc::clone(import);
        Callback::from(move |index| import.take(index))
    };
    let on_save = {
        let import = Rc::clone(import);
        Callback::from(move |_: MouseEvent| import.save())
    };
    let shown = matches!(state.data, Data::Own(_)).then(|| state.data.series());
    let is_shown = |one: &SeriesRow| shown.as_ref().is_some_and(|series| series.name() == one.name);
    let asked = list.asked > 0;
    let columns: Vec<Key> = if asked { Key::ALL.to_vec() } else { vec![Key::Name, Key::Last] };
    let ordered = |key: Key| {
        let on_key = on_key.reform(move |_: MouseEvent| key);
        let order = if key.falls() == look.turned { "ascending" } else { "descending" };
        let order = (look.key == key).then_some(order);
        html! {
            <th scope="col" class={(key != Key::Name).then_some("number")} aria-sort={order}>
                <button type="button" id={format!("by-{}", key.id())} class={classes!("sort", order)} onclick={on_key}>
                    { say!(&format!("many.column.{}", key.id())) }
                </button>
            </th>
        }
    };
    html! {
        <div class="many">
            <p>{ say_count!("own.found", all as u64) }</p>
            if all > 1 {
                <AskForm import={ImportProp(Rc::clone(import))} now={Rc::clone(now)} state={state.clone()} />
            }
            if all > FEW {
                <div class="bar">
                    <label class="seek" for="own-find">
                        { say!("own.find") }
                        <input id="own-find" type="search" value={look.find.clone()} oninput={on_find} />
                    </label>
                    <button type="button" id="own-save" class="button" onclick={on_save}>{ say!("many.save") }</button>
                </div>
            }
            if list.found == 0 {
                <p class="small" role="status">{ say!("many.none") }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={say!("many.list")}>
                    <table class={(!asked).then_some("narrow")}>
                        <thead><tr>{ for columns.into_iter().map(ordered) }</tr></thead>
                        <tbody id="own-list">{ for list.rows.iter().map(|one| row(one, asked, is_shown(one), &on_take)) }</tbody>
                    </table>
                </div>
            }
            if list.found > LISTED {
                { turns("own-list", list.from, LISTED, list.found, on_turn) }
            }
            if asked {
                <p class="small">{ say!("many.meaning") }</p>
            }
        </div>
    }
}

/// A series, and what was found of it.
fn row(one: &SeriesRow, asked: bool, shown: bool, on_take: &Callback<usize>) -> Html {
    let index = one.index;
    let take = on_take.reform(move |_: MouseEvent| index);
    let span = say_count!(
        "own.span",
        one.values as u64,
        first = text::short_period(one.first),
        last = text::short_period(one.last)
    );
    let two = |main: String, below: String| html! { <td class="number">{ main }<span class="id">{ below }</span></td> };
    let last = || two(text::short_money(one.last_value, &one.unit), text::short_period(one.last));
    let found = match &one.outcome {
        Some(Ok((_, row))) => html! {
            <>
                <td class={classes!("number", "prospect", format!("prospect-{}", text::prospect_id(row.standing)))}>
                    { chance(row) }<span class="id">{ text::prospect(row.standing) }</span>
                </td>
                <td class="number">{ half(row) }</td>
                { last() }
                { two(text::short_money(row.target, &row.unit), say!("many.due", period = text::period(row.by))) }
                <td class="number">{ row.required_growth.map_or_else(text::no_value, text::needed) }</td>
                { match row.reference.as_ref().filter(|rate| rate.cases > 0) {
                    Some(rate) => two(
                        rate.share.map_or_else(text::no_value, text::percent),
                        say!("many.of", reached = text::number(rate.reached as f64), cases = text::number(rate.cases as f64)),
                    ),
                    None => html! { <td class="number">{ text::no_value() }</td> },
                } }
            </>
        },
        Some(Err(failure)) => {
            html! { <td class="why" colspan="6">{ text::sentence(&failure.to_string()) }</td> }
        }
        None if asked => html! { <><td></td><td></td>{ last() }<td></td><td></td><td></td></> },
        None => last(),
    };
    html! {
        <tr key={one.index} class={shown.then_some("shown")}>
            <th scope="row">
                if let Some(Ok((place, _))) = &one.outcome {
                    { place }{ ". " }
                }
                <button type="button" class="link" aria-pressed={shown.to_string()} onclick={take}>{ one.name.clone() }</button>
                <span class="id">{ span }</span>
            </th>
            { found }
        </tr>
    }
}

fn chance(row: &Ranked) -> String {
    if row.standing == Prospect::Reached { text::no_value() } else { text::percent(row.probability) }
}

fn half(row: &Ranked) -> String {
    if row.standing == Prospect::Reached {
        text::no_value()
    } else {
        text::or_after(row.half_arrive_by, row.end)
    }
}

/// One question for all of them, how far it is, and what came of it.
#[component]
fn AskForm(props: &Props) -> Html {
    use_language();
    let Props { import: ImportProp(import), now, state } = props;
    let Some(listing) = &now.listing else { return Html::default() };
    let (all, list) = (listing.series, &now.list);
    let wish = now.wish.unwrap_or_else(|| TargetForAll::usual(listing.latest.unwrap_or_default()));
    let ask = AskAll::under(wish, state);
    let same = now.asked.as_ref() == Some(&ask);
    let changed = |change: fn(TargetForAll, f64) -> TargetForAll| {
        let import = Rc::clone(import);
        Callback::from(move |number| import.wish(change(wish, number)))
    };
    let on_kind = {
        let import = Rc::clone(import);
        let amount = state.target();
        Callback::from(move |event: Event| {
            let kind = event.target_unchecked_into::<HtmlSelectElement>().selected_index();
            let level = if kind == 0 { Level::Times(2.0) } else { Level::Amount(amount) };
            import.wish(TargetForAll { level, ..wish });
        })
    };
    let on_ask = {
        let (import, ask) = (Rc::clone(import), ask.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            import.rank(ask.clone());
        })
    };
    let on_stop = {
        let import = Rc::clone(import);
        Callback::from(move |_: MouseEvent| import.stop())
    };
    let (is_amount, size) = match wish.level {
        Level::Times(times) => (false, times),
        Level::Amount(amount) => (true, amount),
    };
    let resized: fn(TargetForAll, f64) -> TargetForAll = |wish, size| TargetForAll {
        level: match wish.level {
            Level::Times(_) => Level::Times(size),
            Level::Amount(_) => Level::Amount(size),
        },
        ..wish
    };
    #[expect(clippy::cast_possible_truncation, reason = "a year of four digits")]
    let delayed: fn(TargetForAll, f64) -> TargetForAll =
        |wish, year| TargetForAll { by: year as i32, ..wish };
    let start = match (same, list.asked) {
        (true, asked) if asked < all => say!("many.go-on"),
        (false, 0) => say_count!("many.ask", all as u64),
        _ => say!("many.again"),
    };
    let progress =
        || say!("many.progress", asked = text::number(list.asked as f64), all = text::number(all as f64));
    let level = if is_amount { "many.size.amount" } else { "many.size.times" };
    html! {
        <>
            <form id="ask-all" class="solve" onsubmit={on_ask}>
                <label class="choose">
                    <span>{ say!("many.level") }</span>
                    <select id="all-level" onchange={on_kind}>
                        <option selected={!is_amount}>{ say!("many.level.times") }</option>
                        <option selected={is_amount}>{ say!("many.level.amount") }</option>
                    </select>
                </label>
                <NumberBox id="all-size" label={say!(level)} range={LEVELS} whole=false value={size} on_number={changed(resized)} />
                <NumberBox id="all-by" label={say!("many.by")} range={YEARS} whole=true value={f64::from(wish.by)} on_number={changed(delayed)} />
                // Each has a key: a button that became another one under the pointer would be pressed once more.
                if now.ranking {
                    <button key="stop" type="button" id="stop-all" class="button" onclick={on_stop}>{ say!("work.stop") }</button>
                } else if !(same && list.asked == all) {
                    <button key="ask" type="submit" class="button strong">{ start }</button>
                }
            </form>
            if !ask.assumptions.is_baseline() || ask.priors == Some(false) {
                <p class="small">{ say!("many.levers") }</p>
            }
            if now.ranking {
                <label class="work">
                    <progress max={all.to_string()} value={list.asked.to_string()}></progress>
                    <span>{ progress() }</span>
                    if is_without_worker() {
                        <span>{ say!("work.alone") }</span>
                    }
                </label>
            }
            <p id="all-found" role="status">
                if list.asked > 0 && !now.ranking {
                    { text::prospects(list.prospects, list.without_answer()) }
                    if list.asked < all {
                        { " " }{ progress() }
                    }
                    if !same {
                        { " " }{ say!("many.before") }
                    }
                }
            </p>
        </>
    }
}
