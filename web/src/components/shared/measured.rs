//! The room that an element has, watched.

use web_sys::Element;
use yew::prelude::*;

use crate::browser::SizeWatch;

/// What is measured of an element whenever its size changes; absent until it is on the page.
#[hook]
pub(crate) fn use_measured<T: PartialEq + 'static>(
    around: &NodeRef,
    measure: fn(&Element) -> T,
) -> UseStateHandle<Option<T>> {
    let measured = use_state_eq(|| None::<T>);
    use_effect_with(around.clone(), {
        let measured = measured.setter();
        move |around| {
            let watch = around.cast::<Element>().map(|element| {
                let watched = element.clone();
                SizeWatch::of(std::slice::from_ref(&element), move || measured.set(Some(measure(&watched))))
            });
            move || drop(watch)
        }
    });
    measured
}
