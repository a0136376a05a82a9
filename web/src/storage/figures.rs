//! The figures of the user, so that a link about them opens without the file.

use std::rc::Rc;

use crate::browser;
use crate::question::{Data, OwnData};
use crate::state::url::{self, LinkError};

/// Prefix of the keys of figures, before their fingerprints.
pub(crate) const FIGURES: &str = "tradecast.figures.";

/// Stores the figures of the user, so that a reload finds them; false where there is no room.
pub(crate) fn save_figures(data: &Data) -> bool {
    let Data::Own(own) = data else { return true };
    let key = format!("{FIGURES}{}", own.fingerprint);
    // Notes and names may change while the figures, and so the fingerprint, stay.
    let text = browser::to_json(&own.figures(), false);
    browser::remembered(&key).is_some_and(|kept| kept == text) || browser::remember(&key, &text)
}

/// The stored figures with a fingerprint.
pub(crate) fn figures(fingerprint: &str) -> Option<Data> {
    let kept = browser::remembered(&format!("{FIGURES}{fingerprint}"))?;
    let own = OwnData::of_figures(browser::from_json(&kept).ok()?).ok()?;
    (own.fingerprint == fingerprint).then(|| Data::Own(Rc::new(own)))
}

/// A link, opened with the figures of the page or with those that this device has.
///
/// # Errors
/// Those of [`url::decode`].
pub(crate) fn open_link(link: &str, at_hand: &Data) -> Result<url::Opened, LinkError> {
    match url::decode(link, at_hand) {
        Err(LinkError::WantsData(fingerprint)) => match figures(&fingerprint) {
            Some(data) => url::decode(link, &data),
            None => Err(LinkError::WantsData(fingerprint)),
        },
        opened => opened,
    }
}
