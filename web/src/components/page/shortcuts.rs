//! Keyboard shortcuts, and the sheet that lists them.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use crate::browser::{self, KeyListener};
use crate::language::use_language;
use crate::state::{Action, Dispatch, Tab, ViewChange};
use crate::text::say;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shortcut {
    Undo,
    Redo,
    Tab(Tab),
    Table,
    Log,
    CopyLink,
    ResetAll,
    Save,
    Levers,
    Find,
    Help,
}

/// A key pressed, and where.
#[derive(Debug, Clone, Copy)]
struct Key<'a> {
    /// What it types.
    key: &'a str,
    /// Where it is on the keyboard, whatever the keyboard's language: `KeyZ`.
    code: &'a str,
    /// Ctrl, or Cmd.
    command: bool,
    shift: bool,
    alt: bool,
    /// Whether a text is being typed.
    typing: bool,
}

/// The keys that are one letter, in the order of the sheet.
const LETTERS: [(char, Shortcut); 6] = [
    ('t', Shortcut::Table),
    ('l', Shortcut::Log),
    ('c', Shortcut::CopyLink),
    ('s', Shortcut::Save),
    ('r', Shortcut::ResetAll),
    ('g', Shortcut::Levers),
];

/// What a key does; `single` says whether keys without Ctrl do anything.
fn shortcut(key: Key<'_>, single: bool) -> Option<Shortcut> {
    let Key { key, code, command, shift, alt, typing } = key;
    // Keyboards of other scripts type no Latin letters: there the place of the key counts.
    let letter = match key.as_bytes() {
        [letter] if letter.is_ascii_graphic() => Some(char::from(letter.to_ascii_lowercase())),
        _ => {
            code.strip_prefix("Key").and_then(|letter| letter.chars().next()).map(|c| c.to_ascii_lowercase())
        }
    };
    // Text fields undo by themselves.
    if typing || alt {
        return None;
    }
    if command {
        return match (letter?, shift) {
            ('z', false) => Some(Shortcut::Undo),
            ('z', true) | ('y', false) => Some(Shortcut::Redo),
            _ => None,
        };
    }
    if !single {
        return None;
    }
    match letter? {
        '?' => Some(Shortcut::Help),
        '/' => Some(Shortcut::Find),
        digit @ '1'..='5' => Some(Shortcut::Tab(Tab::ALL[digit as usize - '1' as usize])),
        letter if !shift => LETTERS.iter().find(|(known, _)| *known == letter).map(|(_, shortcut)| *shortcut),
        _ => None,
    }
}

/// Whether an element takes the letters typed: a box, not a slider or a switch.
fn takes_text(tag: &str, kind: &str) -> bool {
    match tag {
        "textarea" | "select" => true,
        "input" => !["range", "checkbox", "radio", "button", "file"].contains(&kind),
        _ => false,
    }
}

/// Where it is remembered that single keys do nothing.
const REMEMBERED: &str = "single-keys";

#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) dispatch: Dispatch,
}

/// Listens to the keys, and holds the sheet.
#[component]
pub(crate) fn Shortcuts(props: &Props) -> Html {
    use_language();
    let sheet = use_node_ref();
    let single = use_state_eq(|| browser::remembered(REMEMBERED).as_deref() != Some("off"));
    use_effect_with((*single, props.dispatch.clone()), {
        let sheet = sheet.clone();
        move |(single, dispatch)| {
            let (single, dispatch) = (*single, dispatch.clone());
            let listener = KeyListener::on(move |event: KeyboardEvent| {
                let (name, code) = (event.key(), event.code());
                let typing = browser::focused().is_some_and(|(tag, kind)| takes_text(&tag, &kind));
                let key = Key {
                    key: &name,
                    code: &code,
                    command: event.ctrl_key() || event.meta_key(),
                    shift: event.shift_key(),
                    alt: event.alt_key(),
                    typing,
                };
                let Some(shortcut) = shortcut(key, single).filter(|_| !browser::in_dialog()) else { return };
                event.prevent_default();
                perform(shortcut, &dispatch, &sheet);
            });
            move || drop(listener)
        }
    });
    let on_switch = {
        let single = single.clone();
        Callback::from(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            browser::remember(REMEMBERED, if on { "on" } else { "off" });
            single.set(on);
        })
    };
    let on_close = {
        let sheet = sheet.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(sheet) = sheet.cast::<HtmlDialogElement>() {
                sheet.close();
            }
        })
    };
    let on_open = {
        let sheet = sheet.clone();
        Callback::from(move |_: MouseEvent| open(&sheet))
    };
    let row = |keys: &[&str], name: &str| {
        html! {
            <div>
                <dt>{ for keys.iter().map(|key| html! { <><kbd>{ key.to_string() }</kbd>{ " " }</> }) }</dt>
                <dd>{ say!(&format!("keys.{name}")) }</dd>
            </div>
        }
    };
    html! {
        <>
            <p class="keys-hint">
                <button type="button" id="keys-help" class="quiet" onclick={on_open}>{ say!("keys.title") }</button>
            </p>
            <dialog id="keys" ref={sheet} aria-labelledby="keys-title">
                <h2 id="keys-title">{ say!("keys.title") }</h2>
                <dl class="keys">
                    { row(&["Ctrl Z"], "undo") }
                    { row(&["Ctrl Shift Z", "Ctrl Y"], "redo") }
                </dl>
                <label class="check">
                    <input type="checkbox" id="single-keys" checked={*single} onchange={on_switch} />
                    { say!("keys.single") }
                </label>
                <dl class={classes!("keys", (!*single).then_some("off"))}>
                    { row(&["1", "2", "3", "4", "5"], "tabs") }
                    { row(&["/"], "find") }
                    { row(&["G"], "levers") }
                    { row(&["T"], "table") }
                    { row(&["L"], "log") }
                    { row(&["C"], "copy") }
                    { row(&["S"], "save") }
                    { row(&["R"], "reset") }
                    { row(&["?"], "help") }
                </dl>
                <p class="small">{ say!("keys.note") }</p>
                <button type="button" class="button strong" onclick={on_close}>{ say!("keys.close") }</button>
            </dialog>
        </>
    }
}

fn open(sheet: &NodeRef) {
    if let Some(sheet) = sheet.cast::<HtmlDialogElement>() {
        // It is open already where this fails.
        drop(sheet.show_modal());
    }
}

fn perform(shortcut: Shortcut, dispatch: &Dispatch, sheet: &NodeRef) {
    let click = |id| browser::element(id).into_iter().for_each(|element| element.click());
    let focus = |id| browser::element(id).iter().for_each(browser::focus);
    match shortcut {
        Shortcut::Undo => dispatch.dispatch(Action::Undo),
        Shortcut::Redo => dispatch.dispatch(Action::Redo),
        Shortcut::Tab(tab) => {
            dispatch.dispatch(Action::Show(ViewChange::Tab(tab)));
            focus(&format!("tab-{}", tab.id()));
        }
        Shortcut::Table => dispatch.dispatch(Action::Show(ViewChange::SwitchTable)),
        Shortcut::Log => dispatch.dispatch(Action::Show(ViewChange::SwitchScale)),
        Shortcut::CopyLink => click("copy-link"),
        Shortcut::ResetAll => click("reset-all"),
        Shortcut::Save => focus("scenario-name"),
        Shortcut::Levers => focus("control-growth"),
        Shortcut::Find => focus("find-lever"),
        Shortcut::Help => open(sheet),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key<'a>(key: &'a str, code: &'a str) -> Key<'a> {
        Key { key, code, command: false, shift: false, alt: false, typing: false }
    }

    #[test]
    fn undo_and_redo_work_on_every_keyboard_and_with_single_keys_off() {
        for single in [true, false] {
            let command =
                |name, code, shift| shortcut(Key { command: true, shift, ..key(name, code) }, single);
            assert_eq!(command("z", "KeyZ", false), Some(Shortcut::Undo));
            assert_eq!(command("Z", "KeyZ", true), Some(Shortcut::Redo));
            assert_eq!(command("y", "KeyY", false), Some(Shortcut::Redo));
            // A Russian keyboard; a German one has Z and Y the other way round.
            assert_eq!(command("я", "KeyZ", false), Some(Shortcut::Undo));
            assert_eq!(command("z", "KeyY", false), Some(Shortcut::Undo));
            assert_eq!(command("t", "KeyT", false), None, "the browser's own keys stay its own");
        }
    }

    #[test]
    fn single_keys_can_be_switched_off_and_are_off_while_typing() {
        let table = key("t", "KeyT");
        assert_eq!(shortcut(table, true), Some(Shortcut::Table));
        assert_eq!(shortcut(key("е", "KeyT"), true), Some(Shortcut::Table));
        assert_eq!(shortcut(key("3", "Digit3"), true), Some(Shortcut::Tab(Tab::Compare)));
        assert_eq!(shortcut(Key { shift: true, ..key("?", "Slash") }, true), Some(Shortcut::Help));
        assert_eq!(shortcut(table, false), None);
        assert_eq!(shortcut(Key { typing: true, ..table }, true), None);
        assert_eq!(shortcut(Key { alt: true, ..table }, true), None);
        assert_eq!(shortcut(key("Tab", "Tab"), true), None);
        assert_eq!(shortcut(Key { typing: true, command: true, ..key("z", "KeyZ") }, true), None);
    }

    #[test]
    fn each_letter_does_one_thing() {
        let mut letters = LETTERS.map(|(letter, _)| letter).to_vec();
        letters.dedup();
        assert_eq!(letters.len(), LETTERS.len());
    }

    #[test]
    fn sliders_and_switches_take_no_letters() {
        assert!(takes_text("input", "text") && takes_text("input", "") && takes_text("textarea", ""));
        assert!(
            !takes_text("input", "range") && !takes_text("input", "radio") && !takes_text("button", "button")
        );
    }
}
