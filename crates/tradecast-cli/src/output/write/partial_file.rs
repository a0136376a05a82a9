//! The unfinished result of a run over many series, and the record of how far it is safe.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crc32fast::Hasher;
use same_file::Handle;

use crate::failure::Failure;
use crate::messages::message;
use crate::output::write::destination;
use crate::output::write::journal::{Block, Done, History, Journal, Kept};
use crate::output::write::run_fingerprint::RunFingerprint;

/// Waiting for the disk takes at most one part in so many of the time of a run.
const SYNC_SHARE: u32 = 20;

/// The files that a run may keep beside a result until it ends.
pub(crate) fn beside(result: &Path) -> [PathBuf; 2] {
    [".partial", ".progress"].map(|ending| {
        let mut name = OsString::from(result);
        name.push(ending);
        name.into()
    })
}

/// There is a result, and none that was begun.
pub(crate) fn nothing_to_resume(result: &Path) -> Failure {
    let [partial, _] = beside(result);
    Failure::usage(format!(
        "there is nothing to resume: {} is missing, which becomes the result when a run ends; leave out --resume to begin anew",
        partial.display()
    ))
}

pub(crate) fn broken(path: &Path, why: &io::Error) -> Failure {
    Failure::no_answer(format!("{}: {why}", path.display()))
}

/// Where there is a record and no partial result: how far the run came that was killed between giving the result its name and
/// taking away the record; absent where the result is another.
pub(crate) fn ended(
    result: &Path,
    progress: &Path,
    resume: bool,
    asked: &RunFingerprint,
) -> Result<Option<Done>, Failure> {
    let failure = |why: io::Error| broken(progress, &why);
    let journal = File::open(progress).map_err(failure)?;
    let history = History::<RunFingerprint>::read(&journal).map_err(failure)?;
    let Some((earlier, _)) = &history.asked else {
        if journal.metadata().map_err(failure)?.len() == 0 {
            return Ok(None);
        }
        return Err(Failure::usage(format!(
            "{} is in the way and no record of a run; move it, or choose another --out",
            progress.display()
        )));
    };
    if !resume || !asked.differences(earlier).is_empty() {
        return Ok(None);
    }
    let Ok(file) = File::open(result) else { return Ok(None) };
    let kept = history.verify(&file).map_err(|why| broken(result, &why))?;
    let whole = file.metadata().is_ok_and(|found| found.len() == kept.done.bytes);
    Ok((kept.end && whole).then_some(kept.done))
}

/// The partial result, which no other run has open.
pub(crate) fn locked(partial: &Path, result: &Path) -> Result<File, Failure> {
    let results = destination::open_beside(partial, result).map_err(|why| broken(partial, &why))?;
    match results.try_lock() {
        Err(TryLockError::WouldBlock) => {
            return Err(Failure::usage(
                "another run is writing to it; let that end, or choose another --out",
            ));
        }
        // Where a file cannot be locked at all, nobody is kept out.
        Err(TryLockError::Error(_)) | Ok(()) => {}
    }
    let opened = results.try_clone().and_then(Handle::from_file).map_err(|why| broken(partial, &why))?;
    // The other run may have ended between opening and locking: the file is then its result.
    if Handle::from_path(partial).is_ok_and(|named| named == opened) {
        return Ok(results);
    }
    Err(Failure::usage("another run has just ended; look at its result, or begin anew"))
}

/// What can be kept of a partial result.
pub(crate) fn kept(
    results: &File,
    partial: &Path,
    journal: &File,
    resume: bool,
    asked: &RunFingerprint,
) -> Result<Kept, Failure> {
    let failure = |why: io::Error| broken(partial, &why);
    let history = History::<RunFingerprint>::read(journal).map_err(failure)?;
    let nothing = match &history.asked {
        Some(_) => history.is_empty(),
        None => results.metadata().map_err(failure)?.len() == 0,
    };
    let partial = partial.display();
    match &history.asked {
        _ if nothing => Ok(Kept::default()),
        _ if !resume => Err(Failure::usage(format!(
            "this result was begun and not ended; add --resume to go on, or delete {partial} to begin anew"
        ))),
        Some((earlier, _)) => {
            let differences = asked.differences(earlier);
            if differences.is_empty() {
                return history.verify(results).map_err(failure);
            }
            Err(Failure::usage(format!(
                "this result cannot be resumed: {}; ask the same again, or delete {partial} to begin anew",
                differences.join(", and ")
            )))
        }
        None => {
            message(&format!(
                "note: {partial}: the record of it is lost, so that nothing can be kept; begins anew"
            ));
            Ok(Kept::default())
        }
    }
}

/// Results on their way to a file.
pub(crate) struct Partial {
    out: BufWriter<File>,
    journal: Journal,
    pub(crate) result: PathBuf,
    /// How many series there are in all.
    series: usize,
    /// Checksum of what was written since the last line of the journal.
    block: Hasher,
    /// How far the last line of the journal says that the run has come.
    recorded: Done,
    /// When that line was written, and how long that took.
    synced: Option<(Instant, Duration)>,
    /// How many times as long as that nothing more is recorded.
    pub(crate) sync_share: u32,
    /// Whether the files are none of this run any more.
    ended: bool,
}

impl Partial {
    /// Goes on after what is kept.
    pub(crate) fn after(
        kept: &Kept,
        results: File,
        journal: File,
        result: &Path,
        asked: &RunFingerprint,
    ) -> io::Result<Self> {
        results.set_len(kept.done.bytes)?;
        let mut out = BufWriter::new(results);
        out.seek(SeekFrom::Start(kept.done.bytes))?;
        let mut partial = Self {
            out,
            journal: Journal::after(journal, kept.journal)?,
            result: result.to_owned(),
            series: asked.series,
            block: Hasher::new(),
            recorded: kept.done,
            synced: None,
            sync_share: SYNC_SHARE,
            ended: false,
        };
        if kept.journal == 0 {
            partial.journal.add(asked)?;
        }
        Ok(partial)
    }

    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.block.update(bytes);
        self.out.write_all(bytes)
    }

    /// Records how far the run has come, unless that was done a moment ago, or is done at its end, which is now.
    pub(crate) fn checkpoint(&mut self, done: Done) -> io::Result<()> {
        match self.synced {
            _ if done.series == self.series => self.out.flush(),
            Some((when, took)) if when.elapsed() < self.sync_share * took => self.out.flush(),
            _ => self.record(done, false),
        }
    }

    /// Adds a line to the journal once what it speaks of is on the disk.
    pub(crate) fn record(&mut self, done: Done, end: bool) -> io::Result<()> {
        let began = Instant::now();
        self.out.flush()?;
        if end {
            destination::make_ready(self.out.get_ref(), &self.result)?;
        } else {
            destination::sync(self.out.get_ref())?;
        }
        let crc32 = std::mem::take(&mut self.block).finalize();
        self.journal.add(&Block { done, crc32, end })?;
        // What the last line is for, a name that changes right after it, tells as well.
        if !end {
            self.journal.sync()?;
            if self.synced.is_none() {
                destination::sync_folder(&self.result)?;
            }
        }
        self.recorded = done;
        self.synced = Some((Instant::now(), began.elapsed()));
        Ok(())
    }

    pub(crate) fn finish(&mut self, done: Done) -> io::Result<()> {
        let [partial, progress] = beside(&self.result);
        if done.answered > 0 {
            self.record(done, true)?;
            destination::rename(&partial, &self.result)?;
            self.ended = true;
            return fs::remove_file(progress);
        }
        self.recorded = Done::default();
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let Self { result, recorded, .. } = self;
        let [partial, progress] = beside(result);
        if recorded.series == 0 {
            // What cannot be taken away harms nobody: the next run begins anew.
            let _ = fs::remove_file(partial).and_then(|()| fs::remove_file(progress));
        } else {
            message(&format!(
                "note: {}: the first {} series are kept in {}; the same command with --resume goes on from there",
                result.display(),
                recorded.series,
                partial.display()
            ));
        }
    }
}
