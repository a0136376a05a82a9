//! Where a file goes: a file is replaced as a whole, by way of a temporary file beside it that is synced and then renamed; devices
//! and pipes are written directly.
//!
//! Links are followed, so that the file at their end is replaced and the link stays. The new file has the permissions of the
//! one it replaces, and its owner where that is allowed. Other hard links to the old file keep the old contents.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::escape::Visible;
use crate::failure::Failure;

/// How many links may follow each other, as on Linux.
const LINKS: usize = 40;

/// Where bytes go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Destination {
    Stdout,
    /// A device, a pipe, or a descriptor that was handed to this process.
    Stream(PathBuf),
    /// A file, there already or not.
    File(PathBuf),
}

impl Destination {
    /// What a command line names: `-` is standard output.
    ///
    /// Whether a file can be written there is found out now and not after the work.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let found = Self::of(path).and_then(|destination| {
            if let Self::File(file) = &destination {
                probe(file)?;
            }
            Ok(destination)
        });
        found.map_err(|why| failure(path, &why))
    }

    /// The same, without looking whether it can be written.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        if path == Path::new("-") {
            return Ok(Self::Stdout);
        }
        let mut path = path.to_owned();
        for _ in 0..=LINKS {
            if let Some(descriptor) = descriptor(&path) {
                return Ok(descriptor);
            }
            match fs::metadata(&path) {
                Ok(found) if found.is_dir() => return Err(ErrorKind::IsADirectory.into()),
                Ok(found) if !found.is_file() => return Ok(Self::Stream(path)),
                _ => {}
            }
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_symlink() => path = folder(&path).join(fs::read_link(&path)?),
                Ok(_) => return Ok(Self::File(path)),
                Err(why) if why.kind() == ErrorKind::NotFound => return Ok(Self::File(path)),
                Err(why) => return Err(why),
            }
        }
        Err(io::Error::other("too many links follow each other"))
    }

    /// Writes all that there is to read. A file has its old contents until then, and where it fails keeps them.
    pub(crate) fn put(&self, contents: impl Read) -> Result<(), Failure> {
        let placed = |path: &Path, written: io::Result<()>| written.map_err(|why| failure(path, &why));
        match self {
            Self::Stdout => Ok(copy(contents, stdout())?),
            Self::Stream(path) => placed(path, stream(path).and_then(|out| copy(contents, out))),
            Self::File(path) => placed(path, replace(path, contents, true)),
        }
    }

    /// The same, where there is no file of that name yet.
    pub(crate) fn put_new(&self, contents: impl Read) -> Result<(), Failure> {
        let Self::File(path) = self else { return self.put(contents) };
        replace(path, contents, false).map_err(|why| match why.kind() {
            ErrorKind::AlreadyExists => Failure::usage(format!(
                "{}: there is such a file already; choose another --out",
                path.display()
            )),
            _ => failure(path, &why),
        })
    }
}

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<Box<dyn Write>> {
    let out = io::stdout();
    let terminal = out.is_terminal();
    let out = out.lock();
    BufWriter::new(if terminal { Box::new(Visible(out)) } else { Box::new(out) })
}

/// Writes a file as a whole, or prints it where the path is `-`.
pub(crate) fn write(path: &Path, contents: &[u8]) -> Result<(), Failure> {
    Destination::open(path)?.put(contents)
}

/// A device or a pipe, opened for writing.
pub(crate) fn stream(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(true).open(path)
}

/// What cannot be written, and why: usage where the place is wrong.
pub(crate) fn failure(path: &Path, why: &io::Error) -> Failure {
    let folder = folder(path).display().to_string();
    let (usage, told) = match why.kind() {
        // A reader that stops reading is no failure.
        ErrorKind::BrokenPipe => return io::Error::from(ErrorKind::BrokenPipe).into(),
        ErrorKind::IsADirectory => (true, "it is a folder; name a file".to_owned()),
        ErrorKind::NotFound => {
            (true, format!("there is no folder {folder}; make it, or choose another file"))
        }
        ErrorKind::NotADirectory => (true, format!("{folder} is no folder; choose another file")),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            true,
            format!(
                "cannot write it: {why}; a file is written beside itself and then renamed, so that both it and its folder must be \
                 writable; choose another file"
            ),
        ),
        _ => (false, format!("cannot write the result: {why}")),
    };
    let failure = if usage { Failure::usage(told) } else { Failure::no_answer(told) };
    failure.within(&path.display().to_string())
}

/// A descriptor of this process, by its name in the file system. Behind it may be a file, which is written and not replaced.
fn descriptor(path: &Path) -> Option<Destination> {
    let text = path.to_str()?;
    if cfg!(windows) && ["nul", "con"].iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Some(Destination::Stream(path.to_owned()));
    }
    match text {
        "/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1" => Some(Destination::Stdout),
        _ if ["/dev/fd/", "/dev/std", "/proc/"].iter().any(|start| text.starts_with(start)) => {
            Some(Destination::Stream(path.to_owned()))
        }
        _ => None,
    }
}

/// The folder that a file is in.
pub(crate) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether a file can be written, and a temporary one beside it.
fn probe(path: &Path) -> io::Result<()> {
    if path.exists() {
        OpenOptions::new().write(true).open(path)?;
    }
    tempfile::tempfile_in(folder(path)).map(drop)
}

fn replace(path: &Path, contents: impl Read, existing: bool) -> io::Result<()> {
    let before = fs::metadata(path).ok();
    if before.is_some() && !existing {
        return Err(ErrorKind::AlreadyExists.into());
    }
    let mut file = temporary(path, before.as_ref())?;
    copy(contents, file.as_file_mut())?;
    inherit(file.as_file(), before.as_ref())?;
    sync(file.as_file())?;
    let named = if existing { file.persist(path) } else { file.persist_noclobber(path) };
    named.map_err(|failed| failed.error)?;
    sync_folder(path)
}

/// A temporary file beside another, which goes when dropped.
fn temporary(beside: &Path, before: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tradecast-").suffix(".tmp");
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode(before)))
    };
    #[cfg(not(unix))]
    let _ = before;
    builder.tempfile_in(folder(beside))
}

/// Opens a file that a run goes on with later, or makes it, with the permissions of the one that it will replace. A link is not
/// followed.
pub(crate) fn open_beside(path: &Path, replaced: &Path) -> io::Result<File> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => {
            return Err(io::Error::other("it is in the way and no file; delete it"));
        }
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(mode(fs::metadata(replaced).ok().as_ref()));
    }
    #[cfg(not(unix))]
    let _ = replaced;
    options.open(path)
}

/// Makes a finished file ready to replace another: it has its permissions, and is on the disk.
pub(crate) fn make_ready(file: &File, replaced: &Path) -> io::Result<()> {
    inherit(file, fs::metadata(replaced).ok().as_ref())?;
    sync(file)
}

/// Gives a file that is ready its name, in place of the one that has it.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(to)
}

/// Permissions of a file as the one before it had them; of a new one as the user has them.
#[cfg(unix)]
fn mode(before: Option<&Metadata>) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    before.map_or(0o666, |before| before.permissions().mode() & 0o777)
}

/// Gives a file the owner and the permissions of the one that it replaces.
#[cfg(unix)]
fn inherit(file: &File, before: Option<&Metadata>) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let Some(before) = before else { return Ok(()) };
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (before.uid(), before.gid()) {
        // Only root may give files away: the file then belongs to who writes it.
        let _ = fchown(file, Some(before.uid()), Some(before.gid()));
    }
    file.set_permissions(fs::Permissions::from_mode(mode(Some(before))))
}

#[cfg(not(unix))]
fn inherit(_: &File, _: Option<&Metadata>) -> io::Result<()> {
    Ok(())
}

/// Waits until a file is on the disk, where its file system can say so.
pub(crate) fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        Err(why) if matches!(why.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput) => Ok(()),
        other => other,
    }
}

/// Waits until the name of a file is on the disk.
#[cfg(unix)]
pub(crate) fn sync_folder(of: &Path) -> io::Result<()> {
    // A folder that may be written and not read cannot be opened.
    File::open(folder(of)).map_or(Ok(()), |folder| sync(&folder))
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn copy(mut from: impl Read, to: impl Write) -> io::Result<()> {
    let mut to = BufWriter::with_capacity(1 << 16, to);
    io::copy(&mut from, &mut to)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_is_written() {
        let of = |path: &str| Destination::of(Path::new(path)).unwrap();
        assert_eq!(of("-"), Destination::Stdout);
        assert_eq!(of("./-"), Destination::File("./-".into()));
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Destination::of(folder.path()).unwrap_err().kind(), ErrorKind::IsADirectory);
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            assert_eq!(of("/dev/stdout"), Destination::Stdout);
            for stream in ["/dev/null", "/dev/full", "/dev/fd/7", "/dev/stderr"] {
                assert_eq!(of(stream), Destination::Stream(stream.into()));
            }
            let at = |name: &str| folder.path().join(name);
            symlink("b", at("a")).unwrap();
            symlink("c", at("b")).unwrap();
            symlink("/dev/null", at("null")).unwrap();
            symlink("loop", at("loop")).unwrap();
            assert_eq!(
                Destination::of(&at("a")).unwrap(),
                Destination::File(at("c")),
                "it need not be there"
            );
            assert_eq!(Destination::of(&at("null")).unwrap(), Destination::Stream(at("null")));
            assert!(Destination::of(&at("loop")).is_err());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_replaced_as_a_whole_with_its_permissions_and_behind_its_link() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("old"), "old").unwrap();
        fs::set_permissions(at("old"), fs::Permissions::from_mode(0o640)).unwrap();
        fs::hard_link(at("old"), at("other")).unwrap();
        symlink("old", at("link")).unwrap();
        let before = fs::metadata(at("old")).unwrap();
        write(&at("link"), b"new").unwrap();
        let after = fs::metadata(at("old")).unwrap();
        assert_eq!(fs::read(at("old")).unwrap(), b"new");
        assert_eq!(after.permissions().mode() & 0o777, 0o640);
        assert_ne!(before.ino(), after.ino());
        assert!(fs::symlink_metadata(at("link")).unwrap().is_symlink());
        assert_eq!(fs::read(at("other")).unwrap(), b"old");
        write(&at("new"), b"new").unwrap();
        let plain = fs::File::create(at("plain")).unwrap().metadata().unwrap();
        assert_eq!(fs::metadata(at("new")).unwrap().mode(), plain.mode(), "as any other new file");
        assert!(Destination::File(at("old")).put_new(&b"newer"[..]).is_err());
        assert_eq!(fs::read(at("old")).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5, "no temporary file is left");
    }

    #[test]
    fn what_cannot_be_read_to_its_end_changes_nothing() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("it is broken"))
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("old");
        fs::write(&file, "old").unwrap();
        let failed = Destination::open(&file).unwrap().put(b"new".chain(Broken)).unwrap_err();
        assert!(failed.message().contains("it is broken") && !failed.is_usage());
        assert_eq!(fs::read(&file).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
