//! A workbook: which sheets it has, the texts they share, and which of their formats are dates.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::archive::Archive;
use crate::date::{is_built_in_date, is_date};
use crate::error::{Error, Result};
use crate::sheet;

/// A sheet of a workbook.
///
/// ```
/// let sheet = tradecast_sheets::Sheet { name: "Trade".to_owned(), text: "period\tvalue\n2022\t461.9\n".to_owned() };
/// assert_eq!(sheet.text.lines().count(), 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells: a line per row, tabs between columns, quotation marks where a text needs them.
    pub text: String,
}

/// What the sheets of a workbook have in common.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) texts: Vec<String>,
    /// Whether each cell format shows a date.
    pub(crate) dates: Vec<bool>,
    pub(crate) since_1904: bool,
}

/// The sheets of a workbook that have something in them, in its order.
///
/// ```
/// # use rust_xlsxwriter::Workbook;
/// let mut book = Workbook::new();
/// book.add_worksheet().set_name("Trade").unwrap().write(0, 0, "period").unwrap().write(1, 0, 2022).unwrap();
/// let sheets = tradecast_sheets::sheets(&book.save_to_buffer().unwrap())?;
/// assert_eq!((sheets[0].name.as_str(), sheets[0].text.as_str()), ("Trade", "period\n2022\n"));
/// # Ok::<(), tradecast_sheets::Error>(())
/// ```
///
/// # Errors
/// [`Error`]: what is wrong with the file, and what to do.
pub fn sheets(workbook: &[u8]) -> Result<Vec<Sheet>> {
    let archive = Archive::open(workbook)?;
    let book = archive.text("xl/workbook.xml")?.ok_or(Error::NotXlsx)?;
    let links = archive.text("xl/_rels/workbook.xml.rels")?.unwrap_or_default();
    let mut shared = Shared {
        texts: texts(&archive.text("xl/sharedStrings.xml")?.unwrap_or_default())?,
        dates: dates(&archive.text("xl/styles.xml")?.unwrap_or_default())?,
        since_1904: false,
    };
    let mut listed: Vec<(String, String)> = Vec::new();
    each(&book, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "sheet" => listed.extend(attribute(&tag, "name").zip(attribute(&tag, "id"))),
                "workbookPr" => {
                    let since_1904 = attribute(&tag, "date1904");
                    shared.since_1904 = since_1904.is_some_and(|value| value == "1" || value == "true");
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    let mut paths: Vec<(String, String)> = Vec::new();
    each(&links, |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            paths.extend(attribute(&tag, "Id").zip(attribute(&tag, "Target")));
        }
        Ok(())
    })?;
    let mut sheets = Vec::new();
    for (name, id) in listed {
        let Some((_, target)) = paths.iter().find(|(known, _)| *known == id) else { continue };
        let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
        // Charts are sheets too, elsewhere and without cells.
        let Some(xml) = archive.text(&path)?.filter(|_| path.contains("worksheets/")) else { continue };
        let text = sheet::text(&xml, &shared)?;
        if !text.is_empty() {
            sheets.push(Sheet { name, text });
        }
    }
    Ok(sheets)
}

/// Reads a document event by event.
pub(crate) fn each(xml: &str, mut take: impl FnMut(Event<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(Error::damaged)? {
            Event::Eof => return Ok(()),
            event => take(event)?,
        }
    }
}

/// An attribute by its name, whatever its namespace.
pub(crate) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Adds the text of an event to a text.
pub(crate) fn add_text(text: &mut String, event: &Event<'_>) -> Result<()> {
    match event {
        Event::Text(part) => text.push_str(part),
        Event::CData(part) => text.push_str(part),
        Event::GeneralRef(part) => {
            if let Some(c) = part.resolve_char_ref().map_err(Error::damaged)? {
                text.push(c);
            } else {
                text.push_str(quick_xml::escape::resolve_predefined_entity(part).unwrap_or_default());
            }
        }
        _ => {}
    }
    Ok(())
}

/// The texts that cells share; of a text in several letterings the parts are put together, how it is pronounced is left out.
fn texts(xml: &str) -> Result<Vec<String>> {
    let (mut texts, mut text) = (Vec::new(), String::new());
    let (mut inside, mut spoken) = (false, false);
    each(xml, |event| {
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => inside = !spoken,
                "rPh" => spoken = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => inside = false,
                "rPh" => spoken = false,
                "si" => texts.push(std::mem::take(&mut text)),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push(String::new()),
            other if inside => add_text(&mut text, other)?,
            _ => {}
        }
        Ok(())
    })?;
    Ok(texts)
}

/// Which cell formats show dates.
fn dates(xml: &str) -> Result<Vec<bool>> {
    let (mut own, mut dates): (Vec<(u32, bool)>, Vec<bool>) = (Vec::new(), Vec::new());
    let mut inside = false;
    each(xml, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let id = || attribute(&tag, "numFmtId")?.parse::<u32>().ok();
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        own.extend(id().zip(attribute(&tag, "formatCode").map(|code| is_date(&code))));
                    }
                    "cellXfs" => inside = true,
                    "xf" if inside => {
                        let id = id().unwrap_or(0);
                        let own = own.iter().find(|(known, _)| *known == id).map(|(_, date)| *date);
                        dates.push(own.unwrap_or_else(|| is_built_in_date(id)));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(dates)
}
