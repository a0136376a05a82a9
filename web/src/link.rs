//! The address of the page: opening it, keeping it up to date, and what to say where it cannot be understood.

use yew::prelude::*;

use crate::browser::{self, Listener, Timer};
use crate::state::url::{self, LinkError};
use crate::state::{Action, Data, State};
use crate::text::say;

/// Milliseconds without a change after which the address is brought up to date.
const SETTLED: i32 = 100;

/// What the page knows about its own link.
#[derive(Clone, PartialEq)]
pub(crate) struct Link {
    message: UseStateHandle<Option<String>>,
    /// A link about data that the page does not have yet.
    waiting: UseStateHandle<Option<String>>,
}

impl Link {
    /// What to tell the user about it.
    pub(crate) fn message(&self) -> Option<String> {
        (*self.message).clone()
    }

    /// Takes the message away.
    pub(crate) fn dismiss(&self) -> Callback<()> {
        let message = self.message.clone();
        Callback::from(move |()| message.set(None))
    }

    /// Shows other data; where a link was waiting for exactly these, everything else it says as well.
    pub(crate) fn use_data(&self, dispatch: &UseReducerDispatcher<State>, data: Data) {
        self.message.set(None);
        let Some(fragment) = (*self.waiting).clone() else { return dispatch.dispatch(Action::Use(data)) };
        match url::decode(&fragment, &data) {
            Ok(state) => {
                self.waiting.set(None);
                dispatch.dispatch(Action::Open(state));
            }
            Err(problem) => {
                if let (LinkError::WantsData(expected), Data::Own(own)) = (problem, &data) {
                    self.message.set(Some(say!(
                        "link.other_data",
                        found = own.fingerprint,
                        expected = expected
                    )));
                }
                dispatch.dispatch(Action::Use(data));
            }
        }
    }

    fn refuse(&self, fragment: &str, problem: &LinkError) {
        match problem {
            LinkError::Broken(reason) => self.message.set(Some(say!("link.bad", reason = reason))),
            LinkError::WantsData(fingerprint) => {
                self.message.set(Some(say!("link.wants_data", fingerprint = fingerprint)));
                self.waiting.set(Some(fragment.to_owned()));
            }
        }
    }
}

/// The address of a state.
pub(crate) fn address(state: &State) -> String {
    let address = browser::address();
    let page = address.split('#').next().unwrap_or_default();
    match url::encode(state).as_str() {
        "" => page.to_owned(),
        fragment => format!("{page}#{fragment}"),
    }
}

/// The choices, from the link the page was opened with, and the link, from the choices.
#[hook]
pub(crate) fn use_linked_state() -> (UseReducerHandle<State>, Link) {
    let opened = use_memo((), |()| {
        let fragment = browser::fragment();
        let state = url::decode(&fragment, &Data::BuiltIn);
        (fragment, state)
    });
    let state = {
        let opened = opened.clone();
        use_reducer(move || opened.1.clone().unwrap_or_default())
    };
    let link = Link { message: use_state(|| None), waiting: use_state(|| None) };

    use_effect_with((), {
        let link = link.clone();
        move |()| {
            if let (fragment, Err(problem)) = &*opened {
                link.refuse(fragment, problem);
            }
        }
    });

    use_effect_with(state.data.clone(), {
        let (link, dispatch) = (link.clone(), state.dispatcher());
        move |data| {
            let data = data.clone();
            let listener = Listener::on("hashchange", move || {
                let fragment = browser::fragment();
                match url::decode(&fragment, &data) {
                    Ok(state) => dispatch.dispatch(Action::Open(state)),
                    Err(problem) => link.refuse(&fragment, &problem),
                }
            });
            move || drop(listener)
        }
    });

    use_effect_with(((*state).clone(), link.waiting.is_some()), |(state, waiting)| {
        // A link that waits for its data stays in the address until the user turns to something else.
        let keep = *waiting && *state == State::new();
        let fragment = url::encode(state);
        let timer = (!keep).then(|| Timer::after(SETTLED, move || browser::replace_fragment(&fragment)));
        move || drop(timer)
    });

    (state, link)
}
