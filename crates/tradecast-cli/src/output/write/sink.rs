//! Where results go, and how an interrupted run is taken up again.
//!
//! While a run over many series writes to `FILE`, its results are in `FILE.partial` and the record of them in `FILE.progress`;
//! at the end the first is renamed to `FILE` and the second goes. A resumed run keeps the blocks of results that are as they
//! were written, drops what follows (half a row, blocks that never reached the disk) and goes on with the next series, so its
//! file has the same bytes as that of a run that was never interrupted.

use std::fs;
use std::io::{self, BufWriter, IsTerminal, Seek, Write};
use std::path::PathBuf;

use tempfile::SpooledTempFile;

use crate::args::output::{Container, ResultArgs};
use crate::failure::Failure;
use crate::output::write::container;
use crate::output::write::destination::{self, Destination, stdout};
use crate::output::write::journal::Done;
use crate::output::write::partial_file::{Partial, beside, broken, ended, kept, locked, nothing_to_resume};
use crate::output::write::run_fingerprint::RunFingerprint;

/// Bytes of a result that are kept in memory until it is written as a whole; more go to a file without a name.
const SPOOLED: usize = 1 << 22;

/// Takes results, and remembers how far they are safe.
pub(crate) struct Sink {
    to: To,
    done: Done,
}

/// How results are written.
enum To {
    /// As they come, to standard output, or to a device or a pipe of some name; or nowhere.
    Stream(Box<dyn Write>, Option<PathBuf>),
    /// As a whole at the end, in a container where there is one.
    Whole { results: SpooledTempFile, container: Option<Container>, destination: Destination },
    /// In a partial file that can be resumed.
    Partial(Box<Partial>),
    /// All of them are there already: a run ended before it could say so.
    Ended(PathBuf),
}

impl Sink {
    /// Opens what the arguments name: standard output, a new file, or one to be taken up again.
    pub(crate) fn open(
        args: &ResultArgs,
        container: Option<Container>,
        asked: &RunFingerprint,
    ) -> Result<Self, Failure> {
        let Some(out) = args.out.as_deref().filter(|_| container.is_none() && asked.series > 1) else {
            return Self::whole(args, container);
        };
        match Destination::open(out)? {
            Destination::File(file) => {
                Self::partial(file, args.resume, asked).map_err(|why| why.within(&out.display().to_string()))
            }
            stream => Self::stream(&stream, args),
        }
    }

    /// The same for results that come all at once, so that there is never something to resume.
    pub(crate) fn whole(args: &ResultArgs, container: Option<Container>) -> Result<Self, Failure> {
        if container.is_some() && args.resume {
            return Err(Failure::usage(
                "this format is written as a whole and cannot be resumed; use --format csv",
            ));
        }
        let destination = match &args.out {
            None if container.is_some() => {
                return Err(Failure::usage("this format is no text: say with --out FILE where it goes"));
            }
            None => Destination::Stdout,
            Some(out) => Destination::open(out)?,
        };
        match &destination {
            Destination::Stdout if container.is_some() && io::stdout().is_terminal() => Err(Failure::usage(
                "this format is no text for a terminal; say with --out FILE where it goes",
            )),
            Destination::File(file) if args.resume && file.exists() => Err(nothing_to_resume(file)),
            Destination::File(_) => Ok(Self::kept(container, destination)),
            _ if container.is_some() => Ok(Self::kept(container, destination)),
            _ => Self::stream(&destination, args),
        }
    }

    /// Where nothing goes: what is asked for its own sake.
    pub(crate) fn nowhere() -> Self {
        Self::new(To::Stream(Box::new(io::sink()), None))
    }

    fn new(to: To) -> Self {
        Self { to, done: Done::default() }
    }

    fn stream(to: &Destination, args: &ResultArgs) -> Result<Self, Failure> {
        if args.resume {
            return Err(Failure::usage(
                "--resume goes on with a file; standard output and devices begin anew",
            ));
        }
        Ok(Self::new(match to {
            Destination::Stdout => To::Stream(Box::new(stdout()), None),
            Destination::Stream(path) | Destination::File(path) => {
                let out = destination::stream(path).map_err(|why| destination::failure(path, &why))?;
                To::Stream(Box::new(BufWriter::new(out)), Some(path.clone()))
            }
        }))
    }

    fn kept(container: Option<Container>, destination: Destination) -> Self {
        Self::new(To::Whole { results: tempfile::spooled_tempfile(SPOOLED), container, destination })
    }

    /// Begins a partial file, or goes on with the one that is there.
    fn partial(result: PathBuf, resume: bool, asked: &RunFingerprint) -> Result<Self, Failure> {
        let [partial, progress] = beside(&result);
        let [has_partial, has_progress] =
            [&partial, &progress].map(|path| fs::symlink_metadata(path).is_ok());
        if resume && !has_partial && !has_progress && result.exists() {
            return Err(nothing_to_resume(&result));
        }
        if has_progress
            && !has_partial
            && let Some(done) = ended(&result, &progress, resume, asked)?
        {
            return Ok(Self { to: To::Ended(progress), done });
        }
        let results = locked(&partial, &result)?;
        let opened = destination::open_beside(&progress, &result).map_err(|why| broken(&progress, &why));
        let found = opened.and_then(|journal| {
            let kept = has_partial.then(|| kept(&results, &partial, &journal, resume, asked)).transpose()?;
            Ok((journal, kept.unwrap_or_default()))
        });
        let (journal, kept) = found.inspect_err(|_| {
            // What has just been made is empty.
            for (path, there) in [(&partial, has_partial), (&progress, has_progress)] {
                let _ = if there { Ok(()) } else { fs::remove_file(path) };
            }
        })?;
        if kept.end {
            destination::make_ready(&results, &result)
                .and_then(|()| destination::rename(&partial, &result))
                .map_err(|why| broken(&result, &why))?;
            return Ok(Self { to: To::Ended(progress), done: kept.done });
        }
        let partial = Partial::after(&kept, results, journal, &result, asked)
            .map_err(|why| destination::failure(&result, &why))?;
        Ok(Self { to: To::Partial(Box::new(partial)), done: kept.done })
    }

    /// How far the run has come.
    pub(crate) fn done(&self) -> Done {
        self.done
    }

    /// Adds to the results.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = match &mut self.to {
            To::Stream(out, _) => out.write_all(bytes),
            To::Whole { results, .. } => results.write_all(bytes),
            To::Partial(partial) => partial.write(bytes),
            To::Ended(_) => return Ok(()),
        };
        written.map_err(|why| self.to.failure(why))?;
        self.done.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Hands on everything written so far, and remembers that it belongs to so many further series.
    pub(crate) fn checkpoint(&mut self, series: usize, answered: usize) -> Result<(), Failure> {
        self.done.series += series;
        self.done.answered += answered;
        let safe = match &mut self.to {
            To::Stream(out, _) => out.flush(),
            To::Partial(partial) => partial.checkpoint(self.done),
            To::Whole { .. } | To::Ended(_) => Ok(()),
        };
        safe.map_err(|why| self.to.failure(why))
    }

    /// Ends a run: nothing is left to be resumed. Where nothing was answered, what was there stays.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let Self { mut to, done } = self;
        let ended = match &mut to {
            To::Stream(out, _) => out.flush(),
            To::Partial(partial) => partial.finish(done),
            To::Ended(progress) => fs::remove_file(progress),
            To::Whole { .. } => Ok(()),
        };
        ended.map_err(|why| to.failure(why))?;
        match to {
            To::Whole { .. } if done.answered == 0 => Ok(()),
            To::Whole { mut results, container, destination } => {
                results.rewind()?;
                let Some(container) = container else { return destination.put(results) };
                let mut packed = tempfile::spooled_tempfile(SPOOLED);
                container::put(container, results, &mut packed)?;
                packed.rewind()?;
                destination.put(packed)
            }
            _ => Ok(()),
        }
    }
}

impl To {
    /// Why nothing more can be written.
    fn failure(&self, why: io::Error) -> Failure {
        match self {
            Self::Stream(_, Some(path)) | Self::Ended(path) => destination::failure(path, &why),
            Self::Partial(partial) => destination::failure(&partial.result, &why),
            Self::Stream(_, None) | Self::Whole { .. } => why.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    const SERIES: usize = 12;

    /// Numbers as uneven as this takes, the same in every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, end: usize) -> usize {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as usize % end.max(1)
        }

        fn bytes(&mut self, count: usize) -> Vec<u8> {
            (0..count).map(|_| self.below(256) as u8).collect()
        }

        /// Does to a file what a power cut may do: parts that never reached the disk, of it or of what was there before.
        fn damage(&mut self, path: &Path) {
            let mut bytes = fs::read(path).unwrap();
            let at = self.below(bytes.len());
            match self.below(7) {
                0 => bytes.truncate(at),
                1 => bytes[at..].fill(0),
                // Blocks as a file system has them.
                2 | 3 => bytes[at / 4096 * 4096..].iter_mut().take(4096).for_each(|byte| *byte = 0),
                4 => {
                    let count = 1 + self.below(100);
                    bytes.extend(self.bytes(count));
                }
                5 => bytes.extend([0; 5000]),
                _ => {
                    let garbage = self.bytes(bytes.len().min(at + 64) - at);
                    bytes[at..at + garbage.len()].copy_from_slice(&garbage);
                }
            }
            fs::write(path, bytes).unwrap();
        }
    }

    fn asked(data: &str) -> RunFingerprint {
        let text = || "x".to_owned();
        RunFingerprint {
            command: vec![text()],
            engine: text(),
            data: data.to_owned(),
            assumptions: text(),
            series: SERIES,
        }
    }

    /// Goes on with the parts of a result until so many are there. Says how many were there.
    fn run(result: &Path, resume: bool, parts: &[Vec<u8>], until: usize) -> usize {
        let mut sink = Sink::partial(result.to_owned(), resume, &asked("data")).unwrap();
        if let To::Partial(partial) = &mut sink.to {
            partial.sync_share = 0;
        }
        let begun = sink.done().series;
        for part in parts.iter().take(until).skip(begun) {
            sink.write(part).unwrap();
            sink.checkpoint(1, usize::from(!part.is_empty())).unwrap();
        }
        if until == parts.len() {
            sink.write(b"tail").unwrap();
            sink.finish().unwrap();
        }
        begun
    }

    #[test]
    fn a_damaged_result_is_resumed_to_the_same_bytes_two_hundred_times() {
        // A file system in memory, where there is one: what matters here is not how long a disk takes.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let result = folder.path().join("result");
        let [partial, progress] = beside(&result);
        let mut random = Random(14);
        let parts: Vec<Vec<u8>> = (0..SERIES)
            .map(|_| {
                let count = random.below(5000);
                random.bytes(if count < 500 { 0 } else { count })
            })
            .collect();
        let whole = [&parts.concat()[..], b"tail"].concat();
        let mut kept = [0; SERIES + 1];
        for round in 0..200 {
            fs::write(&result, b"the result before").unwrap();
            let mut until = 1 + random.below(SERIES - 1);
            run(&result, false, &parts, until);
            for _ in 0..random.below(3) {
                if random.below(3) > 0 {
                    random.damage(&partial);
                }
                if random.below(3) == 0 {
                    random.damage(&progress);
                }
                until += random.below(SERIES - until);
                run(&result, true, &parts, until);
            }
            let damaged = random.below(2);
            random.damage([&partial, &progress][damaged]);
            assert_eq!(fs::read(&result).unwrap(), b"the result before");
            kept[run(&result, true, &parts, SERIES)] += 1;
            assert!(fs::read(&result).unwrap() == whole, "round {round}");
            assert!(!partial.exists() && !progress.exists(), "round {round}");
        }
        assert!(kept[..SERIES - 1].iter().all(|rounds| *rounds > 0), "what is whole is kept: {kept:?}");
    }

    #[test]
    fn a_run_that_was_killed_between_its_last_two_steps_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        let result = folder.path().join("result");
        let [partial, progress] = beside(&result);
        let parts = vec![b"part".to_vec(); SERIES];
        run(&result, false, &parts, SERIES - 1);
        let mut sink = Sink::partial(result.clone(), true, &asked("data")).unwrap();
        sink.write(b"parttail").unwrap();
        sink.done.series += 1;
        let done = sink.done();
        let To::Partial(unfinished) = &mut sink.to else { panic!("it is there") };
        unfinished.record(done, true).unwrap();
        drop(sink);
        let whole = fs::read(&partial).unwrap();
        let journal = fs::read(&progress).unwrap();
        // Before the result had its name, and after.
        assert_eq!(run(&result, true, &parts, SERIES), SERIES);
        assert!(fs::read(&result).unwrap() == whole && !partial.exists() && !progress.exists());
        fs::write(&progress, &journal).unwrap();
        assert_eq!(run(&result, true, &parts, SERIES), SERIES);
        assert!(fs::read(&result).unwrap() == whole && !progress.exists());
        // The name is that of another result.
        fs::write(&progress, &journal).unwrap();
        fs::write(&result, b"another").unwrap();
        assert_eq!(run(&result, true, &parts, SERIES), 0);
        assert!(fs::read(&result).unwrap() == whole && !progress.exists());
        // Who begins anew begins anew.
        fs::write(&progress, &journal).unwrap();
        assert_eq!(run(&result, false, &parts, SERIES), 0);
    }

    #[test]
    fn files_of_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let result = folder.path().join("result");
        let [partial, progress] = beside(&result);
        let refused = |resume| {
            let before = [&partial, &progress].map(|path| fs::read(path).ok());
            let outcome = Sink::partial(result.clone(), resume, &asked("data"));
            let why = outcome.map(drop).unwrap_err();
            assert!(why.is_usage(), "{}", why.message());
            assert_eq!([&partial, &progress].map(|path| fs::read(path).ok()), before);
        };
        fs::write(&progress, "all is well\n").unwrap();
        refused(false);
        refused(true);
        fs::remove_file(&progress).unwrap();
        fs::write(&partial, "half of something").unwrap();
        // Only what a run has begun is begun anew, and only where that is wanted.
        assert!(Sink::partial(result.clone(), false, &asked("data")).is_err());
        assert_eq!(fs::read(&partial).unwrap(), b"half of something");
        assert!(!progress.exists());
        fs::remove_file(&partial).unwrap();
        fs::create_dir(&partial).unwrap();
        assert!(Sink::partial(result.clone(), false, &asked("data")).is_err());
        fs::remove_dir(&partial).unwrap();
        // Nothing was recorded, so that nothing can be lost.
        drop(Sink::partial(result.clone(), false, &asked("data")).unwrap());
        assert!(!partial.exists() && !progress.exists());
        run(&result, false, &[b"a".to_vec(), b"b".to_vec()], 1);
        refused(false);
        let other = Sink::partial(result.clone(), true, &asked("other")).map(drop).unwrap_err();
        assert!(other.message().contains("the data have changed"), "{}", other.message());
    }
}
