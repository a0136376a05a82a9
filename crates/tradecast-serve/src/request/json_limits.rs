//! A first look at a body: values, nesting and the length of texts are counted before anything is built of it.

use std::fmt;

use serde_json::error::Category;
use tradecast_ask::{Refusal, Result};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::request::limits::Limits;

/// Refuses a body that holds too much, whatever it says. Whatever is no JSON is refused here too: nothing behind it was counted.
pub(crate) fn check(body: &[u8], limits: &Limits) -> Result<()> {
    let mut counter = Counter { limits, values: 0, path: Vec::new(), refusal: None };
    let mut reader = serde_json::Deserializer::from_slice(body);
    let scanned = Value(&mut counter).deserialize(&mut reader).and_then(|()| reader.end());
    scanned.map_err(|error| match counter.refusal.take() {
        Some(refusal) => refusal,
        None => not_json(&error).at_path(&counter.place()),
    })
}

fn not_json(error: &serde_json::Error) -> Refusal {
    debug_assert!(error.classify() != Category::Data, "anything is read: {error}");
    Refusal::bad_json(error)
}

/// What was counted, and where in the body that was.
struct Counter<'a> {
    limits: &'a Limits,
    values: usize,
    path: Vec<Step>,
    refusal: Option<Refusal>,
}

enum Step {
    Field(String),
    Item(usize),
}

impl Counter<'_> {
    /// Where in the body it is, as refusals write it.
    fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            match step {
                Step::Item(number) => place.push_str(&format!("[{number}]")),
                Step::Field(name) if place.is_empty() => place.push_str(name),
                Step::Field(name) => place.push_str(&format!(".{name}")),
            }
        }
        place
    }

    /// The names of the fields that lead here, without the numbers of items.
    fn names(&self) -> Vec<&str> {
        let name = self.path.iter().filter_map(|step| match step {
            Step::Field(name) => Some(name.as_str()),
            Step::Item(_) => None,
        });
        name.collect()
    }

    fn refuse<E: Error>(&mut self, code: &'static str, message: String) -> E {
        self.refusal = Some(Refusal::new(code, message).at_path(&self.place()));
        E::custom(code)
    }

    fn count<E: Error>(&mut self) -> std::result::Result<(), E> {
        self.values += 1;
        if self.values <= self.limits.values {
            return Ok(());
        }
        self.path.clear();
        let message = format!(
            "the body holds more than {} values; send fewer series or questions at a time, and data as the text of a CSV file",
            self.limits.values
        );
        Err(self.refuse("too_large", message))
    }

    fn text<E: Error>(&mut self, text: &str) -> std::result::Result<(), E> {
        let most = match self.names()[..] {
            ["data"] => return Ok(()),
            ["data", "source" | "note"] | ["options", "priors", "source"] => self.limits.note,
            _ => self.limits.text,
        };
        self.length(text, most)
    }

    fn length<E: Error>(&mut self, text: &str, most: usize) -> std::result::Result<(), E> {
        // No character takes more than four bytes.
        if text.len() <= most {
            return Ok(());
        }
        let length = text.chars().count();
        if length <= most {
            return Ok(());
        }
        let message = format!("this text has {length} characters, this service takes {most}; shorten it");
        Err(self.refuse("too_long", message))
    }

    /// Refuses a list or an object that has so many items or fields already.
    fn items<E: Error>(&mut self, have: usize) -> std::result::Result<(), E> {
        let Limits { observations, answers, levers, .. } = *self.limits;
        let (most, code, what) = match self.names()[..] {
            ["data"] => (observations, "too_many_observations", "observations; leave out the oldest"),
            ["questions"] => (answers, "too_many_answers", "questions; send fewer at a time"),
            [.., "assumptions"] | ["goal", "levers"] => (levers, "too_many_levers", "levers; leave some out"),
            _ => return Ok(()),
        };
        if have <= most {
            return Ok(());
        }
        let message = format!("there are more than {most} {what}, or use the command line tool");
        Err(self.refuse(code, message))
    }

    /// Goes into a list or an object.
    fn inside<E: Error>(&mut self) -> std::result::Result<(), E> {
        let depth = self.limits.depth;
        if self.path.len() < depth {
            return Ok(());
        }
        self.path.truncate(2);
        let message =
            format!("lists and objects are nested more than {depth} deep here; nothing that is read is");
        Err(self.refuse("too_deep", message))
    }
}

/// Any value.
struct Value<'s, 'a>(&'s mut Counter<'a>);

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<(), D::Error> {
        self.0.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> std::result::Result<(), E> {
        if self.0.names() != ["options", "priors"] {
            return Ok(());
        }
        // In JavaScript what is absent may be null, in JSON it is absent.
        let message =
            "null is neither true, false, \"none\" nor an object; give one of these, or leave it out";
        Err(self.0.refuse("bad_input", message.to_owned()))
    }

    fn visit_bool<E: Error>(self, _: bool) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> std::result::Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, text: &str) -> std::result::Result<(), E> {
        self.0.text(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> std::result::Result<(), A::Error> {
        let counter = self.0;
        counter.inside()?;
        counter.path.push(Step::Item(0));
        for have in 1.. {
            if items.next_element_seed(Value(counter))?.is_none() {
                break;
            }
            counter.path.pop();
            counter.items(have)?;
            counter.path.push(Step::Item(have));
        }
        counter.path.pop();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> std::result::Result<(), A::Error> {
        let counter = self.0;
        counter.inside()?;
        let mut have = 0;
        while let Some(name) = fields.next_key_seed(Name(counter))? {
            have += 1;
            counter.items(have)?;
            counter.path.push(Step::Field(name));
            fields.next_value_seed(Value(counter))?;
            counter.path.pop();
        }
        Ok(())
    }
}

/// The name of a field.
struct Name<'s, 'a>(&'s mut Counter<'a>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> std::result::Result<String, E> {
        let most = self.0.limits.text;
        self.0.length(name, most)?;
        Ok(name.to_owned())
    }
}
