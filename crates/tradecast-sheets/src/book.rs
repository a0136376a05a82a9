//! A workbook: which sheets it has, the texts they share, and which of their formats are dates.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use quick_xml::events::Event;

use crate::archive::{Archive, Source};
use crate::budget::{Budget, CELL_BYTES, LARGEST_FILE, SHEETS};
use crate::date::{is_built_in_date, is_date};
use crate::error::{Error, Result};
use crate::shared::{Shared, Texts};
use crate::sheet;
use crate::xml::{add_text, attribute, each};

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
    /// Its cells: a line per row, tabs between columns, quotation marks where a text needs them. A row without anything in it is an
    /// empty line.
    pub text: String,
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
    if workbook.len() > LARGEST_FILE {
        return Err(Error::TooLarge { most: "128 MB" });
    }
    let budget = Budget::of(workbook.len());
    let archive = Archive::open(workbook)?;
    let file = |name: &str| archive.file(name, &budget);
    let mut shared = Shared::default();
    let listed = listed(file("xl/workbook.xml")?.ok_or(Error::NotXlsx)?, &mut shared, &budget)?;
    let paths = match file("xl/_rels/workbook.xml.rels")? {
        Some(links) => paths(links, &listed, &budget)?,
        None => BTreeMap::new(),
    };
    if let Some(styles) = file("xl/styles.xml")? {
        shared.dates = dates(styles)?;
    }
    if let Some(texts) = file("xl/sharedStrings.xml")? {
        read_texts(texts, &mut shared.texts, &budget)?;
    }
    let mut sheets = Vec::new();
    for (name, id) in listed {
        let Some(path) = paths.get(&id) else { continue };
        let Some(xml) = file(path)? else { continue };
        let text = sheet::text(xml, &name, &shared, &budget)?;
        if !text.is_empty() {
            sheets.push(Sheet { name, text });
        }
    }
    Ok(sheets)
}

/// Most bytes of the name of a sheet: 31 letters, and what programs other than Excel allow.
const NAME: usize = 1_000;

/// The sheets of a workbook: their names, and what the links call them.
fn listed(book: Source<'_>, shared: &mut Shared, budget: &Budget) -> Result<Vec<(String, String)>> {
    let mut listed: Vec<(String, String)> = Vec::new();
    each(book, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event {
            match tag.local_name().as_ref() {
                "sheet" if listed.len() == SHEETS => return Err(Error::TooManySheets),
                "sheet" => {
                    if let Some((name, id)) = attribute(&tag, "name").zip(attribute(&tag, "id")) {
                        if name.len() > NAME {
                            return Err(Error::damaged("the name of a sheet is too long"));
                        }
                        budget.text(name.len() + id.len()).map_err(|most| Error::TooLarge { most })?;
                        listed.push((name.into_owned(), id.into_owned()));
                    }
                }
                "workbookPr" => {
                    let since_1904 = attribute(&tag, "date1904");
                    shared.since_1904 = since_1904.is_some_and(|value| value == "1" || value == "true");
                }
                _ => {}
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(listed)
}

/// Where the sheets are that are listed. Charts are sheets too, elsewhere and without cells.
fn paths(
    links: Source<'_>,
    listed: &[(String, String)],
    budget: &Budget,
) -> Result<BTreeMap<String, String>> {
    let mut paths: BTreeMap<String, Option<String>> =
        listed.iter().map(|(_, id)| (id.clone(), None)).collect();
    each(links, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && let Some((id, target)) = attribute(&tag, "Id").zip(attribute(&tag, "Target"))
            && let Some(path @ None) = paths.get_mut(&*id)
            && target.contains("worksheets/")
        {
            budget.text(target.len()).map_err(|most| Error::TooLarge { most })?;
            *path = Some(target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(paths.into_iter().filter_map(|(id, path)| Some((id, path?))).collect())
}

/// The texts that cells share; of a text in several letterings the parts are put together, how it is pronounced is left out.
fn read_texts(xml: Source<'_>, texts: &mut Texts, budget: &Budget) -> Result<()> {
    let mut text = String::new();
    let (mut inside, mut spoken) = (false, false);
    each(xml, &mut |event| {
        match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "t" => inside = !spoken,
                "rPh" => spoken = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "t" => inside = false,
                "rPh" => spoken = false,
                "si" => {
                    texts.push(&text, budget)?;
                    text.clear();
                }
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => texts.push("", budget)?,
            other if inside => add_text(&mut text, other, CELL_BYTES)?,
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Most formats of cells: more no program writes.
const FORMATS: usize = 1 << 16;

/// Which cell formats show dates.
fn dates(xml: Source<'_>) -> Result<Vec<bool>> {
    let (mut own, mut dates): (BTreeMap<u32, bool>, Vec<bool>) = (BTreeMap::new(), Vec::new());
    let mut inside = false;
    each(xml, &mut |event| {
        if own.len().max(dates.len()) > FORMATS {
            return Err(Error::damaged("it has more formats of cells than a workbook can have"));
        }
        match event {
            Event::Start(tag) | Event::Empty(tag) => {
                let id = || attribute(&tag, "numFmtId")?.parse::<u32>().ok();
                match tag.local_name().as_ref() {
                    "numFmt" => {
                        if let Some((id, code)) = id().zip(attribute(&tag, "formatCode")) {
                            own.entry(id).or_insert_with(|| is_date(&code));
                        }
                    }
                    "cellXfs" => inside = true,
                    "xf" if inside => {
                        let id = id().unwrap_or(0);
                        dates.push(own.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(dates)
}
