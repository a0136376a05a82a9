//! Copies of what JavaScript gives. Getters, proxies and iterators are code of the caller: they run here and nowhere else, and what they
//! throw is caught. An exception that passed through the module would skip every destructor on its way, and leave a forecaster
//! borrowed and the stack short for good.

use std::cell::Cell;

use js_sys::{Array, Date, Error, Function, JsString, Object, Reflect, Symbol};
use tradecast_ask::Refusal;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::TradecastError;

/// How many values an argument may hold: far more than any series has, but an iterator may have no end.
const VALUES: usize = 10_000_000;

/// How deep lists and objects may be nested: an object may contain itself.
const DEPTH: usize = 16;

/// How many arguments may be read at once: a getter may ask a forecaster something else, which has getters too.
const AT_ONCE: usize = 8;

/// What throws for some objects although js-sys does not expect it.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    fn own_keys(value: &JsValue) -> Result<Array, JsValue>;
}

/// Copies an argument, which has a name: primitive values, lists and plain objects are left of it. Whatever can be iterated becomes
/// a list, and what a class computes becomes a field.
///
/// # Errors
/// What the argument's own code throws, with the field it was asked for; what is neither value nor object; what has no end.
pub(crate) fn of(name: &str, value: &JsValue) -> Result<JsValue, TradecastError> {
    thread_local! {
        static READING: Cell<usize> = const { Cell::new(0) };
    }
    let reading = READING.get();
    if reading >= AT_ONCE {
        return Err(refused("a getter asks the same again, which never ends").at(name));
    }
    READING.set(reading + 1);
    let copy = Snapshot { left: VALUES }.copy(value, DEPTH);
    READING.set(reading);
    copy.map_err(|TradecastError(refusal, cause)| {
        let place = refusal.field.as_ref().map_or_else(String::new, |field| format!("{field}: "));
        let message = format!("{place}{}", refusal.message);
        TradecastError(Refusal { message, ..refusal }.at(name), cause)
    })
}

/// A copy in the making.
struct Snapshot {
    /// How many values it may still hold.
    left: usize,
}

impl Snapshot {
    fn copy(&mut self, value: &JsValue, depth: usize) -> Result<JsValue, TradecastError> {
        self.count()?;
        if value.is_function() {
            // It has no value, and may stand where nobody asks for one: what reads it says what it expected.
            return Ok(Symbol::for_("a function").into());
        }
        if !value.is_object() {
            return Ok(value.clone());
        }
        if value.is_instance_of::<Date>() {
            return Err(refused("expected a text such as \"2030\" or \"2030-07\", not a Date"));
        }
        let Some(depth) = depth.checked_sub(1) else {
            return Err(refused(&format!("nested deeper than {DEPTH} levels; does it contain itself?")));
        };
        if is_array(value).map_err(caught)? {
            self.list(value, depth)
        } else if let Some(iterator) = iterator(value).map_err(caught)? {
            self.iterated(&iterator, depth)
        } else {
            self.object(value, depth)
        }
    }

    fn list(&mut self, value: &JsValue, depth: usize) -> Result<JsValue, TradecastError> {
        let length = Reflect::get(value, &"length".into()).map_err(caught)?.as_f64().unwrap_or(0.0);
        let copy = Array::new();
        let mut i = 0;
        while f64::from(i) < length {
            let item = Reflect::get_u32(value, i).map_err(caught).and_then(|item| self.copy(&item, depth));
            copy.push(&item.map_err(|error| error.at(&format!("[{i}]")))?);
            i += 1;
        }
        Ok(copy.into())
    }

    fn iterated(&mut self, iterator: &JsValue, depth: usize) -> Result<JsValue, TradecastError> {
        let next = Reflect::get(iterator, &"next".into()).map_err(caught)?;
        let Some(next) = next.dyn_ref::<Function>() else {
            return Err(refused("its iterator has no method `next`"));
        };
        let copy = Array::new();
        loop {
            let at = |error: TradecastError| error.at(&format!("[{}]", copy.length()));
            let found = next.call0(iterator).map_err(caught).map_err(at)?;
            let field = |name: &str| Reflect::get(&found, &name.into()).map_err(caught).map_err(at);
            if field("done")?.is_truthy() {
                return Ok(copy.into());
            }
            let item = self.copy(&field("value")?, depth).map_err(at)?;
            copy.push(&item);
        }
    }

    fn object(&mut self, value: &JsValue, depth: usize) -> Result<JsValue, TradecastError> {
        // It inherits nothing: a field may have any name, `__proto__` too.
        let copy: Object = Object::create(JsValue::NULL.unchecked_ref());
        for key in self.keys(value)? {
            let field = Reflect::get(value, &key).map_err(caught).and_then(|field| self.copy(&field, depth));
            let field = field.map_err(|error| error.at(&String::from(&key)))?;
            Reflect::set(&copy, &key, &field).map_err(caught)?;
        }
        Ok(copy.into())
    }

    /// The names of an object's fields, and of what its class computes.
    fn keys(&mut self, value: &JsValue) -> Result<Vec<JsString>, TradecastError> {
        let mut keys: Vec<JsString> =
            own_keys(value).map_err(caught)?.iter().map(JsCast::unchecked_into).collect();
        let mut class = value.clone();
        loop {
            self.count()?;
            class = Reflect::get_prototype_of(&class).map_err(caught)?.into();
            // Every chain ends with what all objects inherit.
            let parent = if class.is_null() {
                JsValue::NULL
            } else {
                Reflect::get_prototype_of(&class).map_err(caught)?.into()
            };
            if parent.is_null() {
                return Ok(keys);
            }
            for key in Reflect::own_keys(&class).map_err(caught)? {
                self.count()?;
                let Ok(key) = key.dyn_into::<JsString>() else { continue };
                let property = Reflect::get_own_property_descriptor(class.unchecked_ref::<Object>(), &key)
                    .map_err(caught)?;
                let computed = !property.is_undefined()
                    && Reflect::get(&property, &"get".into()).map_err(caught)?.is_function();
                if computed && !keys.contains(&key) {
                    keys.push(key);
                }
            }
        }
    }

    fn count(&mut self) -> Result<(), TradecastError> {
        self.left = self.left.checked_sub(1).ok_or_else(|| refused(&format!("more than {VALUES} values")))?;
        Ok(())
    }
}

/// An iterator over a value, where it can be iterated.
fn iterator(value: &JsValue) -> Result<Option<JsValue>, JsValue> {
    let iterate = Reflect::get(value, &Symbol::iterator())?;
    iterate.dyn_ref::<Function>().map(|iterate| iterate.call0(value)).transpose()
}

fn refused(message: &str) -> TradecastError {
    Refusal::bad_input(message).into()
}

/// What the code of the caller threw.
fn caught(cause: JsValue) -> TradecastError {
    let message = if cause.is_instance_of::<Error>() {
        Reflect::get(&cause, &"message".into()).ok().and_then(|message| message.as_string())
    } else {
        cause.as_string()
    };
    let reason = message.map_or_else(String::new, |message| format!(": {message}"));
    refused(&format!("reading it threw an error{reason}")).because(cause)
}
