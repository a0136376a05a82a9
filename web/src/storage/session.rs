//! The session of each browser tab: its choices, restored when the page opens again.

use serde::{Deserialize, Serialize};

use crate::browser;
use crate::question::Data;
use crate::state::scenarios::saved::LIST;
use crate::state::{State, url};
use crate::storage::figures::{FIGURES, open_link};

/// Prefix of the keys of sessions, before the identifiers of the tabs.
pub(crate) const SESSIONS: &str = "tradecast.work.";

/// Most sessions that are stored.
pub(crate) const TABS: usize = 8;

/// The choices of a tab.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    /// Milliseconds since 1970 when they were stored.
    at: f64,
    /// The choices as a link.
    link: String,
}

/// Stores the session of this tab; false where that is not possible.
pub(crate) fn save_session(state: &State) -> bool {
    let work = Session { at: browser::now(), link: url::encode_all(state) };
    let key = format!("{SESSIONS}{}", browser::tab());
    // Who only looks leaves nothing behind, and finds the answer in the document the next time.
    if state.is_untouched() && browser::remembered_keys(SESSIONS).is_empty() {
        return true;
    }
    browser::remember(&key, &browser::to_json(&work, false))
}

/// The stored session of this tab; for a new tab with `any`, the latest session of another.
pub(crate) fn saved_session(any: bool) -> Option<State> {
    let mut works: Vec<(String, Session)> = browser::remembered_keys(SESSIONS)
        .into_iter()
        .filter_map(|key| Some((key.clone(), browser::from_json(&browser::remembered(&key)?).ok()?)))
        .collect();
    works.sort_by(|one, other| other.1.at.total_cmp(&one.1.at));
    let own = format!("{SESSIONS}{}", browser::tab());
    let found = works.iter().find(|(key, _)| *key == own).or(works.first().filter(|_| any));
    let state = found.and_then(|(_, work)| Some(open_link(&work.link, &Data::default()).ok()?.state));
    tidy(&works);
    state
}

/// Removes old sessions, and figures that no session or scenario refers to.
pub(crate) fn tidy(works: &[(String, Session)]) {
    for (key, _) in works.iter().skip(TABS) {
        browser::forget(key);
    }
    let mut lists = works.iter().take(TABS).map(|(_, work)| work.link.clone()).collect::<Vec<String>>();
    lists.extend(browser::remembered(LIST));
    for key in browser::remembered_keys(FIGURES) {
        let fingerprint = key.trim_start_matches(FIGURES);
        if !lists.iter().any(|text| text.contains(fingerprint)) {
            browser::forget(&key);
        }
    }
}
