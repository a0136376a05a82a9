//! The address of the page: opening it, keeping it up to date, and what to say where it cannot be understood.

use yew::prelude::*;

use crate::browser::{self, Listener, Timer};
use crate::question::Data;
use crate::state::url::{self, LinkError, Opened, Origin};
use crate::state::{Action, Dispatch, History, State};
use crate::storage;
use crate::text::say;

/// Milliseconds without a change after which the address is brought up to date.
const SETTLED: i32 = 100;

/// What the page says about its link and what it kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    /// What is said.
    pub(crate) said: String,
    /// Whether something was restored, which can be left behind.
    pub(crate) restored: bool,
}

/// What the page knows about its own link.
#[derive(Clone, PartialEq)]
pub(crate) struct Link {
    notice: UseStateHandle<Option<Notice>>,
    /// A link about data that the page does not have yet.
    waiting: UseStateHandle<Option<String>>,
}

impl Link {
    /// What to tell the user about it.
    pub(crate) fn notice(&self) -> Option<Notice> {
        (*self.notice).clone()
    }

    /// Takes the notice away.
    pub(crate) fn dismiss(&self) -> Callback<()> {
        let notice = self.notice.clone();
        Callback::from(move |()| notice.set(None))
    }

    /// Shows other data; where a link was waiting for exactly these, everything else it says as well.
    pub(crate) fn use_data(&self, dispatch: &Dispatch, data: Data) {
        self.notice.set(None);
        let Some(fragment) = (*self.waiting).clone() else { return dispatch.dispatch(Action::Use(data)) };
        match url::decode(&fragment, &data) {
            Ok(opened) => {
                self.waiting.set(None);
                dispatch.dispatch(Action::Open(opened.state));
            }
            Err(problem) => {
                if let (LinkError::WantsData(expected), Data::Own(own)) = (problem, &data) {
                    self.say(say!("link.other_data", found = own.fingerprint, expected = expected));
                }
                dispatch.dispatch(Action::Use(data));
            }
        }
    }

    /// Opens a link: everything it says, as one change that can be undone. What it cannot open is told, and nothing changes.
    pub(crate) fn open(&self, dispatch: &Dispatch, fragment: &str, now: &State) {
        match storage::open_link(fragment, &now.data) {
            Ok(opened) => {
                self.waiting.set(None);
                self.tell_differences(&opened);
                dispatch.dispatch(Action::Open(opened.state));
            }
            Err(problem) => self.refuse(fragment, &problem),
        }
    }

    /// Opens what a scenario keeps, shown as the page is shown now.
    pub(crate) fn open_scenario(&self, dispatch: &Dispatch, fragment: &str, now: &State) {
        match storage::open_link(fragment, &now.data) {
            Ok(opened) => {
                self.tell_differences(&opened);
                dispatch.dispatch(Action::Open(State { view: now.view, ..opened.state }));
            }
            Err(problem) => self.refuse(fragment, &problem),
        }
    }

    fn say(&self, said: String) {
        self.notice.set(Some(Notice { said, restored: false }));
    }

    fn tell_differences(&self, opened: &Opened) {
        match opened.differs.as_slice() {
            [] => self.notice.set(None),
            differs => {
                let told = |origin: &Origin| {
                    say!(&format!("link.other.{}", origin.of), link = origin.link, here = origin.here)
                };
                let told: Vec<String> = differs.iter().map(told).collect();
                self.say(say!("link.other", what = told.join(", ")));
            }
        }
    }

    fn refuse(&self, fragment: &str, problem: &LinkError) {
        match problem {
            LinkError::Broken(reason) => self.say(say!("link.broken", reason = reason)),
            LinkError::WantsData(fingerprint) => {
                self.say(say!("link.wants_data", fingerprint = fingerprint));
                self.waiting.set(Some(fragment.to_owned()));
            }
        }
    }
}

/// What the page opens with.
#[derive(Clone, PartialEq)]
struct Start {
    history: History,
    fragment: String,
    /// What the address says; absent where it says nothing.
    link: Option<Result<Opened, LinkError>>,
    /// Whether this is what was left here, not what the address says.
    restored: bool,
}

impl Start {
    /// The link, where there is one; otherwise what this tab or the last of the others was at. A link that cannot be opened
    /// takes nothing away, and one that can may be undone.
    fn now() -> Self {
        let fragment = browser::fragment().trim_start_matches('#').to_owned();
        let link = (!fragment.is_empty()).then(|| storage::open_link(&fragment, &Data::default()));
        let left = storage::saved_session(link.is_none()).filter(|left| !left.is_untouched());
        let (history, restored) = match (&link, left) {
            (Some(Ok(opened)), Some(left)) => {
                let history = History::new(left);
                (history.after(Action::Open(opened.state.clone())).unwrap_or(history), false)
            }
            (Some(Ok(opened)), None) => (History::new(opened.state.clone()), false),
            (_, Some(left)) => (History::new(left), true),
            (_, None) => (History::new(State::new()), false),
        };
        Self { history, fragment, link, restored }
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

/// The choices, from the link the page was opened with or from what was left here, and the link, from the choices.
#[hook]
pub(crate) fn use_linked_state() -> (UseReducerHandle<History>, Link) {
    let start = use_memo((), |()| Start::now());
    let history = {
        let start = start.clone();
        use_reducer(move || start.history.clone())
    };
    let link = Link { notice: use_state(|| None), waiting: use_state(|| None) };
    let state = history.state();

    use_effect_with((), {
        let (link, start) = (link.clone(), start.clone());
        move |()| match &start.link {
            Some(Ok(opened)) => link.tell_differences(opened),
            Some(Err(problem)) => link.refuse(&start.fragment, problem),
            None if start.restored => {
                link.notice.set(Some(Notice { said: say!("link.restored"), restored: true }));
            }
            None => {}
        }
    });

    use_effect_with(state.clone(), {
        let (link, dispatch) = (link.clone(), history.dispatcher());
        move |state| {
            let state = state.clone();
            let listener = Listener::on("hashchange", move || {
                let fragment = browser::fragment();
                // What is shown already is no change, and not worth a word.
                if fragment.trim_start_matches('#') != url::encode(&state) {
                    link.open(&dispatch, &fragment, &state);
                }
            });
            move || drop(listener)
        }
    });

    let told = use_mut_ref(|| false);
    use_effect_with((state.clone(), link.waiting.is_some()), {
        let (link, start) = (link.clone(), start.clone());
        move |(state, waiting)| {
            // A link that waits for its data stays in the address until the user turns to something else.
            let keep = *waiting && state == start.history.state();
            let state = state.clone();
            let timer = (!keep).then(|| {
                Timer::after(SETTLED, move || {
                    browser::replace_fragment(&url::encode(&state));
                    let kept = storage::save_session(&state) && storage::save_figures(&state.data);
                    // Said once, and only where there is something to lose.
                    if !kept && !state.is_untouched() && !told.replace(true) {
                        link.say(say!("link.not-kept"));
                    }
                })
            });
            move || drop(timer)
        }
    });

    (history, link)
}
