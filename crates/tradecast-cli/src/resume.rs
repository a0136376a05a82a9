//! Where results go, and how an interrupted run is taken up again.
//!
//! Beside a file of results stands `FILE.progress` until the run has ended: in its first line what was asked, in each further
//! line how many series are done and how far their results reach. Lines are only ever added, after the results they speak
//! of. A resumed run keeps the results up to the last such line, cuts off what may follow (half a row, results that no line
//! speaks of) and goes on with the next series, so its file has the same bytes as that of a run that was never interrupted.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::Hasher;
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::args::ResultArgs;
use crate::container::Container;
use crate::output::Failure;
use crate::source::Source;

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Done {
    /// Series asked about, from the first of the file.
    pub(crate) series: usize,
    /// Those of them that were answered.
    pub(crate) answered: usize,
    /// Bytes of the result.
    bytes: u64,
}

/// What a run was asked: the results of two runs belong together only where it is the same.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    /// The words of the command line.
    command: Vec<String>,
    /// Version of the engine.
    engine: String,
    /// Fingerprint of the data.
    data: String,
    /// Fingerprint of what the other files say that the command line names.
    assumptions: String,
}

impl Asked {
    /// What this run was asked; `assumptions` are those read from files.
    pub(crate) fn of(source: &Source, assumptions: &impl Serialize) -> Result<Self, Failure> {
        let mut hasher = FnvHasher::default();
        hasher.write(&serde_json::to_vec(assumptions)?);
        let words = std::env::args_os().skip(1).filter(|word| word != "--resume");
        Ok(Self {
            command: words.map(|word| word.to_string_lossy().into_owned()).collect(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            data: source.fingerprint(),
            assumptions: format!("{:016x}", hasher.finish()),
        })
    }

    /// What differs from an earlier run, in words.
    fn differences(&self, earlier: &Self) -> Vec<String> {
        let mut list = Vec::new();
        if self.command != earlier.command {
            list.push(format!("it was begun as \"tradecast {}\"", earlier.command.join(" ")));
        }
        if self.engine != earlier.engine {
            list.push(format!("it was begun by version {}", earlier.engine));
        }
        if self.data != earlier.data {
            list.push("the data have changed".to_owned());
        }
        if self.assumptions != earlier.assumptions {
            list.push("the scenario or the priors have changed".to_owned());
        }
        list
    }
}

/// Takes results, and remembers how far they are safe.
pub(crate) struct Sink {
    out: Box<dyn Write>,
    /// What the results are put into when all are there.
    container: Option<Packed>,
    progress: Option<Progress>,
    done: Done,
}

/// Results that wait for the last of them, and where they go then.
struct Packed {
    container: Container,
    rows: File,
    path: PathBuf,
}

struct Progress {
    file: File,
    path: PathBuf,
}

impl Sink {
    /// Opens what the arguments name: standard output, a new file, or one to be taken up again.
    pub(crate) fn open(
        args: &ResultArgs,
        container: Option<Container>,
        asked: &Asked,
    ) -> Result<Self, Failure> {
        if let Some(container) = container {
            return Self::packed(args, container);
        }
        match &args.out {
            None => Ok(Self {
                out: Box::new(BufWriter::new(io::stdout())),
                container: None,
                progress: None,
                done: Done::default(),
            }),
            Some(out) => {
                Self::file(out, args.resume, asked).map_err(|why| why.within(&out.display().to_string()))
            }
        }
    }

    /// Where nothing goes: what is asked for its own sake.
    pub(crate) fn nowhere() -> Self {
        Self { out: Box::new(io::sink()), container: None, progress: None, done: Done::default() }
    }

    /// Keeps results until all are there.
    fn packed(args: &ResultArgs, container: Container) -> Result<Self, Failure> {
        let path = args
            .out
            .clone()
            .ok_or_else(|| Failure::usage("this format is no text: say with --out FILE where it goes"))?;
        if args.resume {
            return Err(Failure::usage(
                "this format is written as a whole and cannot be resumed; use --format csv",
            ));
        }
        let rows = tempfile::tempfile()?;
        let out = Box::new(BufWriter::new(rows.try_clone()?));
        Ok(Self {
            out,
            container: Some(Packed { container, rows, path }),
            progress: None,
            done: Done::default(),
        })
    }

    fn file(out: &Path, resume: bool, asked: &Asked) -> Result<Self, Failure> {
        let mut path = out.as_os_str().to_owned();
        path.push(".progress");
        let path = PathBuf::from(path);
        let progress = path.display();
        match (resume, path.exists()) {
            (false, true) => {
                return Err(Failure::usage(format!(
                    "this result was begun and not ended; add --resume to go on, or delete {progress} to begin anew"
                )));
            }
            (true, false) if out.exists() => {
                return Err(Failure::usage(format!(
                    "there is nothing to resume: {progress} is missing, which a run takes away when it ends; leave out --resume to begin anew"
                )));
            }
            _ => {}
        }
        let mut results = OpenOptions::new().create(true).truncate(false).write(true).open(out)?;
        match results.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(Failure::usage(
                    "another run is writing to it; let that end, or choose another --out",
                ));
            }
            // Where a file cannot be locked at all, nobody is kept out.
            Err(TryLockError::Error(_)) | Ok(()) => {}
        }
        let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path)?;
        let text = fs::read_to_string(&path)?;
        let (done, kept) = match first_line(&text) {
            // Interrupted before anything was written.
            None => (Done::default(), 0),
            Some(first) => {
                let earlier: Asked = serde_json::from_str(first).map_err(|why| {
                    Failure::usage(format!(
                        "{progress} cannot be understood ({why}); delete it to begin anew"
                    ))
                })?;
                let differences = asked.differences(&earlier);
                if !differences.is_empty() {
                    return Err(Failure::usage(format!(
                        "this result cannot be resumed: {}; ask the same again, or delete {progress} to begin anew",
                        differences.join(", and ")
                    )));
                }
                reached(&text, results.metadata()?.len())
            }
        };
        results.set_len(done.bytes)?;
        results.seek(SeekFrom::End(0))?;
        file.set_len(kept)?;
        file.seek(SeekFrom::End(0))?;
        let mut progress = Progress { file, path };
        if kept == 0 {
            progress.add(asked)?;
        }
        Ok(Self { out: Box::new(BufWriter::new(results)), container: None, progress: Some(progress), done })
    }

    /// How far the run has come.
    pub(crate) fn done(&self) -> Done {
        self.done
    }

    /// Adds to the results.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.done.bytes += bytes.len() as u64;
        self.out.write_all(bytes)
    }

    /// Hands on everything written so far, and remembers that it belongs to so many further series.
    pub(crate) fn checkpoint(&mut self, series: usize, answered: usize) -> Result<(), Failure> {
        self.done.series += series;
        self.done.answered += answered;
        self.out.flush()?;
        if let Some(progress) = &mut self.progress {
            progress.add(&self.done)?;
        }
        Ok(())
    }

    /// Ends a run: nothing is left to be resumed.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.out.flush()?;
        if let Some(Packed { container, mut rows, path }) = self.container
            && self.done.bytes > 0
        {
            rows.rewind()?;
            let place = path.display().to_string();
            let packed =
                File::create(&path).map_err(Failure::from).and_then(|file| container.put(rows, file));
            packed.map_err(|why| why.within(&place))?;
        }
        Ok(self.progress.map_or(Ok(()), |progress| fs::remove_file(progress.path))?)
    }
}

impl Progress {
    fn add(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let mut line = serde_json::to_vec(line)?;
        line.push(b'\n');
        Ok(self.file.write_all(&line)?)
    }
}

/// The first line, if it is complete.
fn first_line(text: &str) -> Option<&str> {
    text.split_once('\n').map(|(first, _)| first)
}

/// The last line of a record of progress whose results are all in the file, and where that line ends. Later ones speak of
/// results that never reached the disk.
fn reached(text: &str, bytes: u64) -> (Done, u64) {
    let mut end = first_line(text).map_or(0, |first| first.len() + 1);
    let mut last = Done::default();
    for line in text[end..].split_inclusive('\n').filter(|line| line.ends_with('\n')) {
        match serde_json::from_str::<Done>(line) {
            Ok(done) if done.bytes <= bytes => last = done,
            _ => break,
        }
        end += line.len();
    }
    (last, end as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_that_are_in_the_file_count() {
        let line =
            |series: usize| format!("{{\"series\":{series},\"answered\":1,\"bytes\":{}}}\n", 10 * series);
        let whole = format!("{{}}\n{}{}", line(1), line(2));
        let after = |text: &str, bytes| {
            let (done, end) = reached(text, bytes);
            (done.series, end as usize)
        };
        let first = 3 + line(1).len();
        assert_eq!(after(&whole, 20), (2, whole.len()));
        assert_eq!(after(&whole, 1000), (2, whole.len()));
        assert_eq!(after(&whole, 19), (1, first));
        assert_eq!(after(&whole, 0), (0, 3));
        assert_eq!(after(&whole[..whole.len() - 1], 20), (1, first));
        assert_eq!(after(&format!("{}gar\nbage", &whole[..first]), 20), (1, first));
    }
}
