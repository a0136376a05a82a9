//! The log: lines on standard error, which never hold up the service. They wait in a queue of bounded length for a thread that
//! writes them; where nobody reads, lines are dropped, and how many is said once somebody does.

use std::io::{self, Write};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use tracing::dispatcher::{set_global_default, with_default};
use tracing::level_filters::LevelFilter;
use tracing::{Dispatch, error, info, warn};
use tracing_subscriber::fmt::{MakeWriter, fmt};

/// Lines that wait at most.
const QUEUE: usize = 1_024;

/// How long the end of the program may wait for the last lines.
const LAST_LINES: Duration = Duration::from_millis(200);

/// Lines dropped, of all logs of this program: there is one.
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// How lines of the log look.
///
/// ```
/// assert_eq!("json".parse(), Ok(tradecast_serve::LogFormat::Json));
/// assert!("xml".parse::<tradecast_serve::LogFormat>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Time, level, and what happened as `name=value`.
    Text,
    /// An object a line.
    Json,
}

impl FromStr for LogFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("write text or json".to_owned()),
        }
    }
}

/// The log of a program: what services tell is written to standard error.
///
/// ```
/// use tradecast_serve::{Log, LogFormat};
///
/// let log = Log::start(LogFormat::Text, false)?;
/// log.line("listening on http://127.0.0.1:8080");
/// assert!(Log::start(LogFormat::Json, true).is_err(), "a program has one log");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Log {
    format: LogFormat,
    lines: Lines,
}

impl Log {
    /// Begins to write: a line of each request as well, or only what an operator has to know. Panics of threads become lines too.
    ///
    /// ```
    /// let log = tradecast_serve::Log::start(tradecast_serve::LogFormat::Json, true).unwrap();
    /// log.line("it starts");
    /// ```
    ///
    /// # Errors
    /// Where the program has a log already, or no thread to write it.
    pub fn start(format: LogFormat, requests: bool) -> io::Result<Self> {
        let lines = Lines::start(io::stderr(), QUEUE, format)?;
        let level = if requests { LevelFilter::INFO } else { LevelFilter::WARN };
        set_global_default(dispatch(format, level, lines.clone())).map_err(io::Error::other)?;
        // The usual hook writes to standard error itself, and waits for who does not read.
        std::panic::set_hook(Box::new(
            |panic| error!(%panic, "this is a mistake of the service; please report it"),
        ));
        Ok(Self { format, lines })
    }

    /// Writes a line that every operator sees: as it is, or as the message of an object.
    ///
    /// ```
    /// # let log = tradecast_serve::Log::start(tradecast_serve::LogFormat::Text, false).unwrap();
    /// log.line("it starts");
    /// ```
    pub fn line(&self, text: &str) {
        match self.format {
            LogFormat::Text => self.lines.send(format!("{text}\n").into()),
            LogFormat::Json => info!("{text}"),
        }
    }
}

/// What turns events into lines.
fn dispatch(format: LogFormat, level: LevelFilter, lines: Lines) -> Dispatch {
    let subscriber = fmt().with_max_level(level).with_target(false).with_ansi(false).with_writer(lines);
    match format {
        LogFormat::Text => subscriber.into(),
        LogFormat::Json => subscriber.json().flatten_event(true).into(),
    }
}

/// The line that says how many were dropped.
fn dropped_line(format: LogFormat, lines: u64) -> Vec<u8> {
    let (queue, line) = sync_channel(1);
    let alone = dispatch(format, LevelFilter::WARN, Lines { queue, counts: Arc::default() });
    with_default(&alone, || warn!(lines, "lines of the log were dropped: nobody read them in time"));
    line.try_recv().unwrap_or_default()
}

impl Drop for Log {
    /// Gives the last lines a moment.
    fn drop(&mut self) {
        let begun = Instant::now();
        while self.lines.are_waiting() && begun.elapsed() < LAST_LINES {
            thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Lines of the log that were dropped.
pub(crate) fn dropped() -> u64 {
    DROPPED.load(Ordering::Relaxed)
}

/// Takes lines without ever waiting.
#[derive(Debug, Clone)]
struct Lines {
    queue: SyncSender<Vec<u8>>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    taken: AtomicU64,
    written: AtomicU64,
    dropped: AtomicU64,
}

impl Lines {
    fn start(out: impl Write + Send + 'static, queue: usize, format: LogFormat) -> io::Result<Self> {
        let (send, lines) = sync_channel(queue);
        let counts = Arc::new(Counts::default());
        let writer = Arc::clone(&counts);
        thread::Builder::new().name("log".to_owned()).spawn(move || write(out, format, &lines, &writer))?;
        Ok(Self { queue: send, counts })
    }

    fn send(&self, line: Vec<u8>) {
        self.counts.taken.fetch_add(1, Ordering::Relaxed);
        if self.queue.try_send(line).is_err() {
            self.counts.taken.fetch_sub(1, Ordering::Relaxed);
            self.counts.dropped.fetch_add(1, Ordering::Relaxed);
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn are_waiting(&self) -> bool {
        self.counts.written.load(Ordering::Relaxed) < self.counts.taken.load(Ordering::Relaxed)
    }
}

fn write(mut out: impl Write, format: LogFormat, lines: &Receiver<Vec<u8>>, counts: &Counts) {
    while let Ok(line) = lines.recv() {
        // Where nobody listens any more there is nobody to be told.
        let _ = out.write_all(&line);
        let dropped = counts.dropped.swap(0, Ordering::Relaxed);
        if dropped > 0 {
            let _ = out.write_all(&dropped_line(format, dropped));
        }
        counts.written.fetch_add(1, Ordering::Relaxed);
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line { to: self, text: Vec::new() }
    }
}

/// A line that is being put together.
struct Line<'a> {
    to: &'a Lines,
    text: Vec<u8>,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line<'_> {
    fn drop(&mut self) {
        if !self.text.is_empty() {
            self.to.send(std::mem::take(&mut self.text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::{Receiver as Taken, Sender, channel};

    /// Takes a line when told to, and tells it.
    struct Slow {
        go_on: Taken<()>,
        taken: Sender<String>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.go_on.recv().map_err(io::Error::other)?;
            self.taken.send(String::from_utf8_lossy(bytes).into_owned()).map_err(io::Error::other)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_nobody_takes_are_dropped_and_counted() {
        let (go_on, told) = channel();
        let (taken, lines) = channel();
        let log = Lines::start(Slow { go_on: told, taken }, 2, LogFormat::Json).unwrap();
        log.send(b"0".to_vec());
        // The writer holds one line, the queue two; the others find no place.
        for _ in 0..20 {
            log.send(b"more".to_vec());
        }
        let dropped = log.counts.dropped.load(Ordering::Relaxed);
        assert!((18..=19).contains(&dropped), "{dropped}");
        assert!(log.are_waiting());
        for _ in 0..20 {
            go_on.send(()).unwrap();
        }
        assert_eq!(lines.recv().unwrap(), "0");
        let mut rest = String::new();
        while !rest.contains("dropped") {
            rest.push_str(&lines.recv().unwrap());
        }
        assert!(rest.contains("lines of the log were dropped"), "{rest}");
        assert!(rest.contains(&format!("\"lines\":{dropped}")), "{rest}");
    }

    #[test]
    fn formats_are_named() {
        assert_eq!("text".parse(), Ok(LogFormat::Text));
        assert_eq!("yaml".parse::<LogFormat>().unwrap_err(), "write text or json");
    }
}
