//! Isolation: a panic in the work about one series becomes an error, and harms no other.
//!
//! There must be none. Where one is found all the same, a run over many series gives an error for the series concerned and goes
//! on, as long as panics unwind; modules of WebAssembly, where they do not, are started anew by whoever loads them.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook, take_hook};

use crate::error::{Error, Result};

thread_local! {
    /// While work is isolated on this thread: where it panicked, as soon as it has.
    static PLACE: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Does work and turns a panic in it into an error. What the work changes outside of itself must make sense half done.
///
/// ```
/// let error = tradecast::isolated("the second series", || -> u32 { panic!("no luck") }).unwrap_err();
/// assert_eq!(error.code(), "internal");
/// assert!(error.to_string().contains("no luck"));
/// assert_eq!(tradecast::isolated("the third", || 3), Ok(3));
/// ```
///
/// # Errors
/// [`Error::Internal`].
pub fn isolated<T>(about: impl fmt::Display, work: impl FnOnce() -> T) -> Result<T> {
    let outer = PLACE.replace(Some(None));
    let done = catch_unwind(AssertUnwindSafe(|| {
        provoke(&about);
        work()
    }));
    let place = PLACE.replace(outer).flatten();
    done.map_err(|payload| {
        let what = said(payload.as_ref());
        Error::Internal { what: place.map_or(what.clone(), |place| format!("{what}, {place}")) }
    })
}

/// Keeps panics of isolated work off standard error: [`isolated`] tells them, with their place. Others are told as before. For
/// programs, once, when they start.
///
/// ```
/// tradecast::quiet_panics();
/// let error = tradecast::isolated("a", || -> u32 { panic!("no luck") }).unwrap_err();
/// assert!(error.to_string().contains(".rs:"), "{error}");
/// ```
pub fn quiet_panics() {
    let usual = take_hook();
    set_hook(Box::new(move |panic| {
        let kept = PLACE.try_with(|kept| match kept.try_borrow_mut().as_deref_mut() {
            Ok(Some(place)) => {
                *place = panic.location().map(ToString::to_string);
                true
            }
            _ => false,
        });
        if !kept.unwrap_or(false) {
            usual(panic);
        }
    }));
}

/// The error that a panic is, for hooks of programs in which panics do not unwind.
///
/// ```
/// std::panic::set_hook(Box::new(|panic| eprintln!("{}", tradecast::panicked(panic))));
/// ```
#[must_use]
pub fn panicked(panic: &PanicHookInfo<'_>) -> Error {
    let what = said(panic.payload());
    Error::Internal { what: panic.location().map_or(what.clone(), |place| format!("{what}, {place}")) }
}

/// What a panic said.
fn said(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic".to_owned())
}

/// The work that tests of programs want to panic.
#[cfg(debug_assertions)]
static PROVOKED: std::sync::OnceLock<String> = std::sync::OnceLock::new();

/// Makes the isolated work of this name panic in this process. For tests of programs; builds without debug assertions lack it.
///
/// ```
/// tradecast::provoke_panic("ask the second".to_owned());
/// assert_eq!(tradecast::isolated("ask the second", || 2).unwrap_err().code(), "internal");
/// assert_eq!(tradecast::isolated("ask the third", || 3), Ok(3));
/// ```
#[cfg(debug_assertions)]
#[doc(hidden)]
pub fn provoke_panic(work: String) {
    PROVOKED.get_or_init(|| work);
}

fn provoke(about: &impl fmt::Display) {
    #[cfg(debug_assertions)]
    if PROVOKED.get().is_some_and(|work| *work == about.to_string()) {
        panic!("provoked by a test");
    }
    let _ = about;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{History, Model, ModelChoice, Observation, Period, Series, fit, fit_with_models};

    /// A user's model with a mistake that only a long history shows.
    #[derive(Debug)]
    struct Careless;

    impl Model for Careless {
        fn name(&self) -> String {
            "careless".to_owned()
        }

        fn forecast(&self, history: &History<'_>, leads: usize) -> std::result::Result<Vec<f64>, String> {
            let table = [1.0; 20];
            Ok(vec![table[history.values.len()]; leads])
        }
    }

    fn yearly(count: i32) -> Series {
        let rows =
            (0..count).map(|at| Observation::new(Period::annual(1950 + at), f64::from(at * at % 7 + 3)));
        Series::new("test", rows.collect()).unwrap()
    }

    #[test]
    fn a_model_that_panics_is_the_error_of_its_series_only() {
        let ask = |count| isolated(count, || fit_with_models(&yearly(count), &[Arc::new(Careless)], None));
        assert!(ask(12).unwrap().is_ok());
        let error = ask(40).unwrap_err();
        assert_eq!(error.code(), "internal");
        assert!(error.to_string().contains("index out of bounds"), "{error}");
        assert!(ask(13).unwrap().is_ok());
        assert!(fit(&yearly(40), &ModelChoice::Auto).is_ok());
    }

    #[test]
    fn isolated_work_may_hold_isolated_work() {
        let both = isolated("outer", || isolated("inner", || -> u32 { panic!("{}", 1 + 1) }));
        let inner = both.unwrap().unwrap_err();
        assert_eq!(
            inner.to_string(),
            "internal: a mistake of this program (2); please report it, with the data"
        );
        assert!(
            isolated("outer", || {
                let _ = isolated("inner", || 1);
                panic!("late")
            })
            .is_err()
        );
    }
}
