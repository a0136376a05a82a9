//! The answer that stands in the document itself, before the program is there: on a slow line it is read seconds earlier. It is that
//! of the page nobody has touched, so `boot.js` shows it only where nothing else is asked. This module writes it, and a test checks that
//! what is written is what the engine says now.

use std::path::Path;
use std::rc::Rc;
use std::{env, fs};

use maud::{Markup, html};

use crate::engine::Engine;
use crate::question::Precision;
use crate::state::State;
use crate::text::{self, Catalogue, Language, speak};
use crate::view;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/shell/first.html");

/// A text whose numbers are not torn from their units.
fn unbroken(sentence: &str) -> Markup {
    html! {
        @for (phrase, keep) in text::phrases(sentence) {
            @if keep { span.keep { (phrase) } } @else { (phrase) }
        }
    }
}

/// The answer in every language, a line each.
fn answers() -> String {
    let answer = Engine::usual().ask(&State::new().question().unwrap(), Precision::Full).unwrap();
    let line = |language: Language| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{}.txt", language.code()));
        speak(Rc::new(match language {
            Language::English => Catalogue::english(),
            other => Catalogue::read(other, &fs::read_to_string(source).unwrap()),
        }));
        let [first, rest] = view::lead(&answer);
        let line = html! {
            p class="headline" lang=(language.code()) hidden { (unbroken(&first)) " " span.rest { (unbroken(&rest)) } }
        };
        line.into_string() + "\n"
    };
    Language::ALL.into_iter().map(line).collect()
}

#[test]
fn the_document_says_what_the_engine_says() {
    let said = answers();
    if env::var_os("TRADECAST_BLESS").is_some() {
        fs::write(FILE, &said).unwrap();
    }
    let written = fs::read_to_string(FILE).unwrap_or_default();
    assert!(written == said, "web/shell/first.html is stale: run `cargo xtask bless`\n{said}");
}
