//! XML, event by event.

use std::borrow::Cow;
use std::ops::ControlFlow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::archive::Source;
use crate::error::{Error, Result};

/// How deep tags may nest: workbooks need about ten levels.
const DEPTH: usize = 128;

/// Reads a document event by event, until it ends or nothing more of it is wanted.
pub(crate) fn each(
    source: Source<'_>,
    take: &mut dyn FnMut(Event<'_>) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let mut reader = Reader::from_reader(source);
    let (mut buffer, mut depth) = (Vec::new(), 0);
    loop {
        buffer.clear();
        reader.get_mut().begin_event();
        let event = match reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(why) => return Err(reader.get_mut().stopped().unwrap_or_else(|| Error::damaged(why))),
        };
        match event {
            Event::Start(_) if depth == DEPTH => return Err(Error::damaged("tags in it nest too deep")),
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            // Entities of its own are the way to make much of little, and no workbook has them.
            Event::DocType(_) => return Err(Error::damaged("a file in it defines a document type")),
            Event::Eof if depth > 0 => return Err(Error::damaged("a file in it ends too early")),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if take(event)?.is_break() {
            return Ok(());
        }
    }
}

/// An attribute by its name, whatever its namespace.
pub(crate) fn attribute<'a>(tag: &'a BytesStart<'_>, name: &str) -> Option<Cow<'a, str>> {
    let mut attributes = tag.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok()
}

/// Adds the text of an event to a text, of which no more than some bytes are wanted.
pub(crate) fn add_text(text: &mut String, event: &Event<'_>, most: usize) -> Result<()> {
    if text.len() > most {
        return Ok(());
    }
    match event {
        Event::Text(part) => text.push_str(part),
        Event::CData(part) => text.push_str(part),
        Event::GeneralRef(part) => {
            if let Some(c) = part.resolve_char_ref().map_err(Error::damaged)? {
                text.push(c);
            } else {
                let meant = resolve_predefined_entity(part);
                text.push_str(
                    meant.ok_or_else(|| Error::damaged(format!("nothing says what &{}; is", &**part)))?,
                );
            }
        }
        _ => {}
    }
    Ok(())
}
