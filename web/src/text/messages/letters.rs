//! Capital and small letters of every script. The browser knows them; a table of them would be a tenth of the data in the module.

#[cfg(target_arch = "wasm32")]
mod here {
    use js_sys::JsString;

    pub(crate) fn lower(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub(crate) fn upper(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod here {
    pub(crate) fn lower(text: &str) -> String {
        text.to_lowercase()
    }

    pub(crate) fn upper(text: &str) -> String {
        text.to_uppercase()
    }
}

pub(crate) use here::{lower, upper};
