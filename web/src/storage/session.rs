//! What each tab was at when it was left.

use serde::{Deserialize, Serialize};

use crate::browser;
use crate::question::Data;
use crate::state::scenarios::saved::LIST;
use crate::state::{State, url};
use crate::storage::figures::{FIGURES, open_link};

/// Names of what the tabs were at, before the names of the tabs.
pub(crate) const SESSIONS: &str = "tradecast.work.";

/// Tabs of which it is kept what they were at.
pub(crate) const TABS: usize = 8;

/// What a tab was at.
#[derive(Serialize, Deserialize)]
pub(crate) struct Session {
    /// Milliseconds since 1970 when it was kept.
    at: f64,
    /// What was chosen.
    link: String,
}

/// Keeps what this tab is at; false where that is not possible.
pub(crate) fn save_session(state: &State) -> bool {
    let work = Session { at: browser::now(), link: url::encode_all(state) };
    let key = format!("{SESSIONS}{}", browser::tab());
    // Who only looks leaves nothing behind, and finds the answer in the document the next time.
    if state.is_untouched() && browser::remembered_keys(SESSIONS).is_empty() {
        return true;
    }
    browser::remember(&key, &browser::to_json(&work, false))
}

/// What this tab was at when it was left; where it is a new one and `any` is wished, what the last of the others was at.
pub(crate) fn saved_session(any: bool) -> Option<State> {
    let mut works: Vec<(String, Session)> = browser::remembered_keys(SESSIONS)
        .into_iter()
        .filter_map(|key| Some((key.clone(), browser::from_json(&browser::remembered(&key)?).ok()?)))
        .collect();
    works.sort_by(|one, other| other.1.at.total_cmp(&one.1.at));
    let own = format!("{SESSIONS}{}", browser::tab());
    let found = works.iter().find(|(key, _)| *key == own).or(works.first().filter(|_| any));
    let state = found.and_then(|(_, work)| Some(open_link(&work.link, &Data::BuiltIn).ok()?.state));
    tidy(&works);
    state
}

/// Forgets what tabs of long ago were at, and figures that none is about any more.
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
