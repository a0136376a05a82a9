//! The table that the user brought: where it is read, and what is known of it. It stays when another tab is looked at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use tradecast_io::{Encoding, Layout, Preview, PreviewRow, ReadOptions};
use yew::prelude::*;

use super::reading::{Listed, Listing, Order, Read, Reader, Said};
use super::thread::Thread;
use super::{Failure, Report, sheets};
use crate::browser;
use crate::state::Data;
use crate::text::say;

/// What is known of the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct OnDesk {
    /// What it is called: its file, or how it came.
    pub(crate) name: String,
    /// The sheets of a workbook, and which is read.
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: usize,
    /// How it looks, and how its letters were written.
    pub(crate) preview: Option<(Preview, Encoding)>,
    /// How it is read.
    pub(crate) options: ReadOptions,
    /// What is in it.
    pub(crate) listing: Option<Listing>,
    /// Series that were looked for.
    pub(crate) found: Option<Vec<Listed>>,
    /// A row that was asked for, with those around it.
    pub(crate) rows: Option<(usize, Vec<PreviewRow>)>,
    /// Why it cannot be read.
    pub(crate) failure: Option<Failure>,
    /// Whether something is under way.
    pub(crate) busy: bool,
}

/// The desk: one table at a time.
pub(crate) struct Desk {
    now: RefCell<Rc<OnDesk>>,
    told: RefCell<Option<Callback<()>>>,
    on_take: RefCell<Option<Callback<Data>>>,
    thread: RefCell<Option<Thread>>,
    /// Used where there is no worker.
    reader: RefCell<Reader>,
    texts: RefCell<Vec<sheets::Sheet>>,
    id: Cell<u32>,
    /// Whether the first series is to be taken as soon as it is read.
    take_first: Cell<bool>,
    row: Cell<usize>,
}

thread_local! {
    static DESK: Rc<Desk> = Rc::new(Desk {
        now: RefCell::default(),
        told: RefCell::default(),
        on_take: RefCell::default(),
        thread: RefCell::default(),
        reader: RefCell::default(),
        texts: RefCell::default(),
        id: Cell::new(0),
        take_first: Cell::new(false),
        row: Cell::new(0),
    });
}

/// The desk and what is on it; `on_take` is handed the series that is chosen.
#[hook]
pub(crate) fn use_desk(on_take: &Callback<Data>) -> (Rc<Desk>, Rc<OnDesk>) {
    let desk = use_memo((), |()| DESK.with(Rc::clone));
    let turn = use_force_update();
    desk.on_take.replace(Some(on_take.clone()));
    use_effect_with((), {
        let desk = (*desk).clone();
        move |()| {
            desk.told.replace(Some(Callback::from(move |()| turn.force_update())));
            move || drop(desk.told.take())
        }
    });
    let now = desk.now.borrow().clone();
    ((*desk).clone(), now)
}

impl Desk {
    /// Takes a file or a pasted text and reads it; with `take`, the first series in it is used at once.
    pub(crate) fn bring(self: &Rc<Self>, name: String, bytes: Vec<u8>, take: bool) {
        self.take_first.set(take);
        let before = self.now.borrow().options.clone();
        let options = ReadOptions { unit: before.unit, flow: before.flow, ..ReadOptions::default() };
        self.put(OnDesk { name, options, busy: true, ..OnDesk::default() });
        if !sheets::is_workbook(&bytes) {
            return self.order(Order::Open(bytes));
        }
        let desk = Rc::clone(self);
        sheets::read(&bytes, move |read| match read {
            Ok(sheets) => {
                let names = sheets.iter().map(|(name, _)| name.clone()).collect();
                desk.texts.replace(sheets);
                desk.change(|now| now.sheets = names);
                desk.choose_sheet(0);
            }
            Err(failure) => desk.fail(failure),
        });
    }

    /// Reads another sheet of the workbook.
    pub(crate) fn choose_sheet(self: &Rc<Self>, sheet: usize) {
        let text = self.texts.borrow().get(sheet).map(|(_, text)| text.clone().into_bytes());
        let Some(text) = text else { return };
        self.change(|now| {
            *now = OnDesk {
                sheet,
                busy: true,
                preview: None,
                listing: None,
                found: None,
                rows: None,
                ..now.clone()
            };
        });
        self.order(Order::Open(text));
    }

    /// Reads the table in another way.
    pub(crate) fn read(self: &Rc<Self>, options: ReadOptions) {
        self.change(|now| {
            now.options = options.clone();
            now.busy = true;
        });
        self.order(Order::Read(Box::new(options)));
    }

    /// Finds series by a part of their names.
    pub(crate) fn find(self: &Rc<Self>, text: String) {
        self.order(Order::Find(text));
    }

    /// Shows a row.
    pub(crate) fn look(self: &Rc<Self>, row: usize) {
        self.row.set(row);
        self.order(Order::Look(row));
    }

    /// Uses a series.
    pub(crate) fn take(self: &Rc<Self>, index: usize) {
        self.order(Order::Take(index));
    }

    /// Takes everything away.
    pub(crate) fn clear(&self) {
        self.thread.take();
        self.reader.take();
        self.texts.take();
        self.put(OnDesk::default());
    }

    fn order(self: &Rc<Self>, order: Order) {
        self.id.set(self.id.get() + 1);
        if self.thread.borrow().is_none() {
            let desk = Rc::downgrade(self);
            let thread = Thread::start(move |report| {
                if let (Some(desk), Report::Read { outcome, .. }) = (desk.upgrade(), report) {
                    desk.said(outcome.map(|said| *said));
                }
            });
            self.thread.replace(thread);
        }
        match &*self.thread.borrow() {
            Some(thread) => thread.read(&Read { id: self.id.get(), order }),
            None => {
                let desk = Rc::clone(self);
                browser::on_next_frame(move || {
                    let outcome = desk.reader.borrow_mut().perform(order);
                    desk.said(outcome);
                });
            }
        }
    }

    fn said(self: &Rc<Self>, outcome: Result<Said, Failure>) {
        match outcome {
            Err(failure) => self.fail(failure),
            Ok(Said::Opened(preview, encoding)) => {
                let before = self.now.borrow().options.clone();
                let name = self.now.borrow().name.clone();
                let options = ReadOptions {
                    unit: before.unit,
                    flow: before.flow,
                    name: if name.is_empty() { say!("own.name") } else { name },
                    ..preview.guess.clone()
                };
                self.change(|now| now.preview = Some((preview, encoding)));
                self.read(options);
            }
            Ok(Said::Listing(listing)) => {
                let first = (listing.series > 0 && self.take_first.replace(false)).then_some(0);
                self.change(|now| {
                    *now = OnDesk {
                        listing: Some(listing),
                        found: None,
                        failure: None,
                        busy: false,
                        ..now.clone()
                    };
                });
                if let Some(first) = first {
                    self.take(first);
                }
            }
            Ok(Said::Found(found)) => self.change(|now| now.found = Some(found)),
            Ok(Said::Rows(rows)) => {
                let row = self.row.get();
                self.change(|now| now.rows = Some((row, rows)));
            }
            Ok(Said::Taken(data)) => {
                if let Some(on_take) = &*self.on_take.borrow() {
                    on_take.emit(data);
                }
            }
        }
    }

    fn fail(&self, failure: Failure) {
        self.change(|now| {
            *now = OnDesk { failure: Some(failure), listing: None, found: None, busy: false, ..now.clone() };
        });
    }

    fn change(&self, change: impl FnOnce(&mut OnDesk)) {
        let mut now = (**self.now.borrow()).clone();
        change(&mut now);
        self.put(now);
    }

    fn put(&self, now: OnDesk) {
        self.now.replace(Rc::new(now));
        let told = self.told.borrow().clone();
        if let Some(told) = told {
            told.emit(());
        }
    }
}

/// Where a layout puts a table's headings, by number: as a choice.
pub(crate) const LAYOUTS: [Layout; 3] = [Layout::Long, Layout::Headless, Layout::Wide];
