//! All contact with the window: frames, timers, the address, storage, sizes and the clipboard.

mod address;
mod drawings;
mod elements;
mod events;
mod files;
mod json;
mod storage;
mod window;

pub(crate) use address::{address, forget_parameter, fragment, query, replace_fragment};
pub(crate) use drawings::{TabContent, drawing_in, tab_content};
pub(crate) use elements::{
    body, close, describe, element, focus, focus_on, focused, height_in, in_dialog, letter_size, offset_in,
    root_attribute, set_root_attribute, set_style, size,
};
pub(crate) use events::{KeyListener, Listener, SizeWatch, Timer, announce, on_next_frame};
pub(crate) use files::{copy, file_address, pasted, read_file, save, save_picture, stem};
pub(crate) use json::{from_json, to_json};
pub(crate) use storage::{forget, new_id, remember, remembered, remembered_keys, tab};
pub(crate) use window::{clock, now, prefers_dark, prefers_stillness, print, today};
