//! The import of a table: sends it to a worker, and holds the state of the import. The table stays when the user opens another tab.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use tradecast::{Period, ReferenceRate};
use tradecast_io::{Encoding, Layout, Preview, PreviewRow, ReadOptions, decoded};
use yew::prelude::*;

use crate::browser;
use crate::question::Data;
use crate::state::scenarios::file::file_name;
use crate::state::tables::many_series::{AskAll, ListQuery, TargetForAll};
use crate::storage::{self, SavedTable, TableView};
use crate::text::say;
use crate::work::frame_budget::BatchSize;
use crate::work::message::{Message, Response};
use crate::work::table::reader::{Reader, TableContents, TableMessage, TableRequest, TableResponse};
use crate::work::table::series_list::SeriesListPage;
use crate::work::table::workbook;
use crate::work::task::Failure;
use crate::work::worker::thread::WorkerThread;

/// The state of the import.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ImportState {
    /// The name of the file, or how the table came.
    pub(crate) name: String,
    /// The sheets of a workbook, and the one that is read.
    pub(crate) sheets: Vec<String>,
    pub(crate) sheet: usize,
    /// A preview, and the encoding of the text.
    pub(crate) preview: Option<(Preview, Encoding)>,
    /// The options it is read with.
    pub(crate) options: ReadOptions,
    /// What is in it.
    pub(crate) listing: Option<TableContents>,
    /// The part of the list of series that is shown.
    pub(crate) list: SeriesListPage,
    pub(crate) look: ListQuery,
    /// The target of every series; absent until the user sets it.
    pub(crate) wish: Option<TargetForAll>,
    /// The last question about all series, and whether it is being answered.
    pub(crate) asked: Option<AskAll>,
    pub(crate) ranking: bool,
    /// The reference rate for the last milestone asked about.
    pub(crate) rate: Option<(Milestone, Option<ReferenceRate>)>,
    /// A row that was requested, with the rows around it.
    pub(crate) rows: Option<(usize, Vec<PreviewRow>)>,
    /// Why it cannot be read.
    pub(crate) failure: Option<Failure>,
    /// Whether a table is being read.
    pub(crate) busy: bool,
    /// Whether a series is being fetched, to be used.
    pub(crate) taking: bool,
}

/// A level of a series, and when it is to be reached.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Milestone {
    pub(crate) data: Data,
    pub(crate) level: f64,
    pub(crate) by: Period,
}

/// A series that was chosen, with the target and the year it was asked about.
pub(crate) type ChosenSeries = (Data, Option<(f64, i32)>);

/// The import of a table, one table at a time.
pub(crate) struct TableImport {
    now: RefCell<Rc<ImportState>>,
    told: RefCell<Option<Callback<()>>>,
    on_take: RefCell<Option<Callback<ChosenSeries>>>,
    thread: RefCell<Option<WorkerThread>>,
    /// Used where there is no worker.
    reader: RefCell<Reader>,
    texts: RefCell<Vec<workbook::Sheet>>,
    id: Cell<u32>,
    /// Whether the first series is used as soon as the table is read.
    take_first: Cell<bool>,
    row: Cell<usize>,
    /// Whether a batch of series is being answered, its size, and when it was sent.
    under_way: Cell<bool>,
    portion: Cell<BatchSize>,
    since: Cell<f64>,
    /// Milestones whose reference rate was requested, in order.
    rates: RefCell<VecDeque<Milestone>>,
    /// The text, where it is short enough to be stored.
    short: RefCell<Option<String>>,
    /// Options and view of a stored table.
    kept: RefCell<Option<(ReadOptions, TableView)>>,
    restored: Cell<bool>,
}

thread_local! {
    static TABLE_IMPORT: Rc<TableImport> = Rc::new(TableImport {
        now: RefCell::default(),
        told: RefCell::default(),
        on_take: RefCell::default(),
        thread: RefCell::default(),
        reader: RefCell::default(),
        texts: RefCell::default(),
        id: Cell::new(0),
        take_first: Cell::new(false),
        row: Cell::new(0),
        under_way: Cell::new(false),
        portion: Cell::default(),
        since: Cell::new(0.0),
        rates: RefCell::default(),
        short: RefCell::default(),
        kept: RefCell::default(),
        restored: Cell::new(false),
    });
}

/// The number of a request whose response is ignored; other requests are counted from 1.
const REOPENED: u32 = 0;

/// Most bytes of a table that is stored.
const SHORT: usize = 1_000_000;

/// The import and its state; at first, the stored table.
#[hook]
pub(crate) fn use_table_import() -> (Rc<TableImport>, Rc<ImportState>) {
    let import = use_memo((), |()| TABLE_IMPORT.with(Rc::clone));
    let turn = use_force_update();
    use_effect_with((), {
        let import = (*import).clone();
        move |()| {
            let told = Callback::from(move |()| turn.force_update());
            import.told.replace(Some(told.clone()));
            import.restore();
            // Whoever looks at it next may have come already.
            move || drop(import.told.borrow_mut().take_if(|known| *known == told))
        }
    });
    let now = import.now.borrow().clone();
    ((*import).clone(), now)
}

/// The reference rate of a milestone among the series of the table; absent until it is known.
#[hook]
pub(crate) fn use_rate(wanted: Milestone) -> Option<ReferenceRate> {
    let (import, now) = use_table_import();
    let several = now.listing.as_ref().is_some_and(|listing| listing.series > 1);
    use_effect_with((wanted.clone(), several), move |(wanted, several)| {
        if *several {
            import.rates.borrow_mut().push_back(wanted.clone());
            import.order(TableRequest::Rate(wanted.data.clone(), wanted.level, wanted.by));
        }
    });
    let (asked, rate) = now.rate.as_ref()?;
    rate.clone().filter(|_| several && *asked == wanted)
}

impl TableImport {
    /// Sets the callback for the series that is chosen.
    pub(crate) fn on_take(&self, on_take: Callback<ChosenSeries>) {
        self.on_take.replace(Some(on_take));
    }

    /// Reads a file or a pasted text; with `take`, its first series is used at once.
    pub(crate) fn bring(self: &Rc<Self>, name: String, bytes: Vec<u8>, take: bool) {
        workbook::stop();
        self.take_first.set(take);
        self.kept.take();
        let wish = self.now.borrow().wish;
        self.put(ImportState { name, wish, busy: true, ..ImportState::default() });
        if !workbook::is_workbook(&bytes) {
            return self.open(bytes);
        }
        let import = Rc::clone(self);
        workbook::read(&bytes, move |read| match read {
            Ok(sheets) => {
                let names = sheets.iter().map(|(name, _)| name.clone()).collect();
                import.texts.replace(sheets);
                import.change(|now| now.sheets = names);
                import.choose_sheet(0);
            }
            Err(failure) => import.fail(failure),
        });
    }

    /// Reads another sheet of the workbook.
    pub(crate) fn choose_sheet(self: &Rc<Self>, sheet: usize) {
        let text = self.texts.borrow().get(sheet).map(|(_, text)| text.clone().into_bytes());
        let Some(text) = text else { return };
        self.change(|now| {
            *now = ImportState {
                sheet,
                busy: true,
                preview: None,
                listing: None,
                list: SeriesListPage::default(),
                rows: None,
                ..now.clone()
            };
        });
        self.open(text);
    }

    fn open(self: &Rc<Self>, text: Vec<u8>) {
        let short = (text.len() <= SHORT).then(|| String::from_utf8_lossy(&decoded(&text).0).into_owned());
        self.short.replace(short);
        self.order(TableRequest::Open(text));
    }

    /// Restores the stored table.
    fn restore(self: &Rc<Self>) {
        if self.restored.replace(true) || **self.now.borrow() != ImportState::default() {
            return;
        }
        let Some((table, looked)) = storage::saved_table() else { return };
        self.bring(table.name, table.text.into_bytes(), false);
        self.kept.replace(Some((table.options, looked)));
    }

    /// Stores the table, where it is short enough.
    fn keep(&self) {
        let short = self.short.borrow().clone();
        let ImportState { name, options, .. } = (**self.now.borrow()).clone();
        storage::save_table(short.map(|text| SavedTable { name, text, options }).as_ref());
        self.save_table_view();
    }

    fn save_table_view(&self) {
        if self.short.borrow().is_some() {
            let now = self.now.borrow();
            storage::save_table_view(&TableView { look: now.look.clone(), wish: now.wish });
        }
    }

    /// Reads the table with other options. A series without a name is called as the file is, or else as its column.
    pub(crate) fn read(self: &Rc<Self>, mut options: ReadOptions) {
        let name = self.now.borrow().name.clone();
        if !name.is_empty() {
            options.name = name;
        } else if options.name == ReadOptions::default().name {
            options.name = say!("own.name");
        }
        self.change(|now| {
            now.options = options.clone();
            now.busy = true;
            now.ranking = false;
        });
        self.order(TableRequest::Read(Box::new(options)));
    }

    /// Requests a row and the rows around it.
    pub(crate) fn around(self: &Rc<Self>, row: usize) {
        self.row.set(row);
        self.order(TableRequest::Around(row));
    }

    /// Changes the view of the list of series.
    pub(crate) fn look(self: &Rc<Self>, look: ListQuery) {
        self.change(|now| now.look = look.clone());
        self.save_table_view();
        self.order(TableRequest::List(look));
    }

    /// Changes the target of every series.
    pub(crate) fn wish(&self, wish: TargetForAll) {
        self.change(|now| now.wish = Some(wish));
        self.save_table_view();
    }

    /// Answers the question for every series; continues where the same question was stopped.
    pub(crate) fn rank(self: &Rc<Self>, asked: AskAll) {
        self.change(|now| {
            now.asked = Some(asked);
            now.ranking = true;
        });
        if !self.under_way.get() {
            self.portion.take();
            self.rank_on();
        }
    }

    /// Stops after the present batch.
    pub(crate) fn stop(&self) {
        self.change(|now| now.ranking = false);
    }

    fn rank_on(self: &Rc<Self>) {
        let Some(asked) = self.now.borrow().asked.clone() else { return };
        self.under_way.set(true);
        self.since.set(browser::clock());
        self.order(TableRequest::Rank(Box::new(asked), self.portion.get().size()));
    }

    /// Saves the list as a file.
    pub(crate) fn save(self: &Rc<Self>) {
        self.order(TableRequest::Csv);
    }

    /// Uses a series.
    pub(crate) fn take(self: &Rc<Self>, index: usize) {
        self.change(|now| now.taking = true);
        self.order(TableRequest::Take(index));
    }

    /// Removes the table.
    pub(crate) fn clear(&self) {
        workbook::stop();
        self.thread.take();
        self.reader.take();
        self.texts.take();
        self.short.take();
        self.rates.take();
        self.under_way.set(false);
        self.put(ImportState::default());
        storage::save_table(None);
    }

    fn order(self: &Rc<Self>, order: TableRequest) {
        self.id.set(self.id.get() + 1);
        if self.thread.borrow().is_none() {
            let import = Rc::downgrade(self);
            let thread = WorkerThread::start(move |response| {
                let Some(import) = import.upgrade() else { return };
                match response {
                    Ok(Response::Read { id: REOPENED, .. }) => {}
                    Ok(Response::Read { outcome, .. }) => import.said(outcome.map(|said| *said)),
                    Ok(_) => {}
                    Err(_) => import.lost(),
                }
            });
            self.thread.replace(thread);
            self.reopen(&order);
        }
        match &*self.thread.borrow() {
            Some(thread) => thread.send(&Message::Table(TableMessage { id: self.id.get(), order })),
            None => {
                let import = Rc::clone(self);
                browser::on_next_frame(move || {
                    let outcome = import.reader.borrow_mut().perform(order);
                    import.said(outcome);
                });
            }
        }
    }

    /// The worker crashed: the next request starts another one.
    fn lost(self: &Rc<Self>) {
        drop(self.thread.take());
        self.said(Err(Failure::lost()));
    }

    /// Sends the present table to a new worker, unless the next request opens another.
    fn reopen(&self, next: &TableRequest) {
        let short = self.short.borrow().clone().filter(|_| !matches!(next, TableRequest::Open(_)));
        if let (Some(thread), Some(text)) = (&*self.thread.borrow(), short) {
            let order = TableRequest::Open(text.into_bytes());
            thread.send(&Message::Table(TableMessage { id: REOPENED, order }));
        }
    }

    fn said(self: &Rc<Self>, outcome: Result<TableResponse, Failure>) {
        match outcome {
            Err(failure) => self.fail(failure),
            Ok(TableResponse::Opened(preview, encoding)) => {
                let mut options = preview.guess.clone();
                self.change(|now| now.preview = Some((preview, encoding)));
                if let Some((kept, TableView { look, wish })) = self.kept.take() {
                    self.change(|now| (now.look, now.wish) = (look, wish));
                    options = kept;
                }
                self.read(options);
            }
            Ok(TableResponse::Contents(mut listing)) => {
                self.listed(std::mem::take(&mut listing.list), listing)
            }
            Ok(TableResponse::Rows(rows)) => {
                let row = self.row.get();
                self.change(|now| now.rows = Some((row, rows)));
            }
            Ok(TableResponse::Page(list)) => self.change(|now| now.list = list),
            Ok(TableResponse::Ranked(list)) => self.ranked(list),
            Ok(TableResponse::Csv(text)) => {
                let name = self.now.borrow().name.clone();
                browser::save(&format!("{}.csv", file_name(&format!("{name} tradecast"))), "text/csv", &text);
            }
            Ok(TableResponse::Series(data, asked)) => {
                self.change(|now| now.taking = false);
                if let Some(on_take) = &*self.on_take.borrow() {
                    on_take.emit((data, asked));
                }
            }
            Ok(TableResponse::Rate(rate)) => {
                let asked = self.rates.borrow_mut().pop_front();
                self.change(|now| now.rate = asked.map(|asked| (asked, rate)));
            }
        }
    }

    fn listed(self: &Rc<Self>, list: SeriesListPage, listing: TableContents) {
        let first = (listing.series > 0 && self.take_first.replace(false)).then_some(0);
        if let Some(first) = first {
            self.take(first);
        }
        self.change(|now| {
            *now = ImportState {
                listing: Some(listing),
                list,
                asked: None,
                rate: None,
                failure: None,
                busy: false,
                ..now.clone()
            };
        });
        self.keep();
        let look = self.now.borrow().look.clone();
        if look != ListQuery::default() {
            self.order(TableRequest::List(look));
        }
    }

    /// A batch of series was answered.
    fn ranked(self: &Rc<Self>, list: SeriesListPage) {
        self.under_way.set(false);
        let all = self.now.borrow().listing.as_ref().map(|listing| listing.series);
        // Of a table that lies here no more nothing is wanted.
        let Some(all) = all else { return };
        let portion = self.portion.get();
        self.portion.set(portion.after(browser::clock() - self.since.get()));
        let more = self.now.borrow().ranking && list.asked < all;
        self.change(|now| {
            now.list = list;
            now.ranking = more;
        });
        if more {
            self.rank_on();
        }
    }

    fn fail(&self, failure: Failure) {
        self.under_way.set(false);
        self.change(|now| {
            let (list, ranking) = (SeriesListPage::default(), false);
            *now = ImportState {
                failure: Some(failure),
                listing: None,
                list,
                ranking,
                busy: false,
                taking: false,
                ..now.clone()
            };
        });
    }

    fn change(&self, change: impl FnOnce(&mut ImportState)) {
        let mut now = (**self.now.borrow()).clone();
        change(&mut now);
        self.put(now);
    }

    fn put(&self, now: ImportState) {
        self.now.replace(Rc::new(now));
        let told = self.told.borrow().clone();
        if let Some(told) = told {
            told.emit(());
        }
    }
}

/// Where a layout puts a table's headings, by number: as a choice.
pub(crate) const LAYOUTS: [Layout; 3] = [Layout::Long, Layout::Headless, Layout::Wide];
