//! Files that ask for more than they are worth, read by the program itself in as little memory as a small machine has.
#![cfg(unix)]

#[expect(dead_code, reason = "the tests of the reader of workbooks use the rest")]
#[path = "../../tradecast-sheets/tests/books.rs"]
mod books;

use std::path::Path;
use std::time::Duration;

use assert_cmd::Command;

/// Memory that a run may address, in kilobytes.
const MEMORY: u32 = 600_000;

/// How a file is checked by a process whose memory is limited: its status, none where it was killed, and what it says.
fn check(file: &Path) -> (Option<i32>, String) {
    let program = assert_cmd::cargo::cargo_bin("tradecast");
    let limited = format!("ulimit -v {MEMORY}; exec \"$0\" check \"$1\"");
    let mut run = Command::new("sh");
    let output = run.args(["-c", &limited]).args([&program, file]).timeout(Duration::from_secs(120)).output();
    let output = output.expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

#[test]
fn workbooks_that_ask_for_too_much_end_with_a_message() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes, code) in books::hostile() {
        let path = folder.path().join(format!("{name}.xlsx"));
        std::fs::write(&path, bytes).expect("it is written");
        let (status, said) = check(&path);
        // What can be read has no series in it, or none that can be used.
        assert_eq!(status, Some(2), "{name}: {said}");
        assert!(!said.contains("panicked") && said.contains(".xlsx"), "{name}: {said}");
        assert_eq!(said.contains("save"), code.is_some(), "{name}: {said}");
    }
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::{Path, check};

    /// A number of a footer: seven bits at a time.
    fn varint(mut number: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        while number > 0x7f {
            bytes.push(u8::try_from(number & 0x7f).expect("seven bits") | 0x80);
            number >>= 7;
        }
        bytes.push(u8::try_from(number).expect("seven bits"));
        bytes
    }

    /// A file that is nothing but a footer.
    fn footer(schema: &[u8], columns: usize) -> Vec<u8> {
        let list =
            [&[0x15, 0x02, 0x19, 0xfc], &varint(columns)[..], schema, &[0x16, 0, 0x19, 0x0c, 0]].concat();
        let length = u32::try_from(list.len()).expect("a small file").to_le_bytes();
        [b"PAR1", &list[..], &length, b"PAR1"].concat()
    }

    /// A schema of groups within each other, and one of a group that says that it has two thousand million columns.
    fn deep(depth: usize) -> Vec<u8> {
        let group = [0x35, 0x02, 0x18, 0x01, b'a', 0x15, 0x02, 0x00];
        let root = [0x48, 0x01, b's', 0x15, 0x02, 0x00];
        footer(&[&root[..], &group.repeat(depth)].concat(), depth + 1)
    }

    fn wide() -> Vec<u8> {
        footer(&[0x48, 0x01, b's', 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f, 0x00], 1)
    }

    /// A file that the program wrote itself.
    fn good(folder: &Path) -> Vec<u8> {
        let rows: String = (1990..2022).map(|year| format!("wheat,{year},{}\n", year - 1980)).collect();
        let (table, out) = (folder.join("good.csv"), folder.join("good.parquet"));
        std::fs::write(&table, format!("series,period,value\n{rows}")).expect("it is written");
        let asked = ["forecast", "--paths", "100", "--horizon", "5", "--format", "parquet", "--out"];
        let mut run = assert_cmd::Command::cargo_bin("tradecast").expect("the binary is built");
        run.args(asked).arg(&out).arg(&table).assert().success();
        std::fs::read(out).expect("it is there")
    }

    /// Checks a file; panics where the program dies, or does not say why.
    fn must_hold(folder: &Path, name: &str, bytes: &[u8]) -> Option<i32> {
        let path = folder.join("tried.parquet");
        std::fs::write(&path, bytes).expect("it is written");
        let (status, said) = check(&path);
        assert!(matches!(status, Some(0 | 2)), "{name}: {status:?}, {said}");
        assert!(!said.contains("panicked") && !said.contains("overflowed"), "{name}: {said}");
        assert!(status == Some(0) || said.contains("tried.parquet"), "{name}: {said}");
        status
    }

    #[test]
    fn parquet_that_lies_ends_with_a_message() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        for (name, bytes) in [
            ("deep", deep(10_000)),
            ("deeper", deep(300_000)),
            ("wide", wide()),
            ("only a name", b"PAR1".to_vec()),
            ("only names", b"PAR1PAR1".to_vec()),
            ("a footer longer than the file", b"PAR1\xff\xff\xff\x7fPAR1".to_vec()),
        ] {
            assert_eq!(must_hold(folder, name, &bytes), Some(2), "{name}");
        }
    }

    /// Every length in a good file becomes a large one in turn, and bits are turned.
    #[test]
    fn parquet_that_is_changed_is_read_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path();
        let whole = good(folder);
        let (_, said) = check(&folder.join("good.parquet"));
        assert!(said.contains("1 of 1 series"), "it is read: {said}");
        for run in 0..200 {
            let (at, mut file) = (run * whole.len() / 200, whole.clone());
            if run % 2 == 0 {
                file.splice(at..=at, [0xfe, 0xff, 0xff, 0xff, 0x0f]);
            } else {
                file[at] ^= 1 << (run % 8);
            }
            must_hold(folder, &format!("changed at {at}"), &file);
        }
        for end in (0..whole.len()).step_by(whole.len() / 20) {
            must_hold(folder, &format!("cut after {end}"), &whole[..end]);
        }
    }
}
