//! A place on which files can be dropped.

use web_sys::{DragEvent, File, FileList};
use yew::prelude::*;

/// What such a place listens to, and whether something is held above it.
pub(crate) struct DropZone {
    pub(crate) over: bool,
    pub(crate) on_over: Callback<DragEvent>,
    pub(crate) on_leave: Callback<DragEvent>,
    pub(crate) on_drop: Callback<DragEvent>,
}

/// A place that hands on what is dropped on it.
#[hook]
pub(crate) fn use_drop(take: Callback<Vec<File>>) -> DropZone {
    let over = use_state_eq(|| false);
    let on_over = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        })
    };
    let on_leave = {
        let over = over.setter();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let on_drop = {
        let over = over.setter();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            take.emit(listed(event.data_transfer().and_then(|dropped| dropped.files())));
        })
    };
    DropZone { over: *over, on_over, on_leave, on_drop }
}

/// The files of a list.
pub(crate) fn listed(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|i| files.get(i)).collect()).unwrap_or_default()
}
