//! Twenty thousand mutations of a small workbook, of its parts and of its archive: no panic, no hang, and what is wrong is explained.

use tradecast_sheets::sheets;

use crate::books::{PARTS, SMALL, archive, book, plain};
use crate::must_hold::reads;

/// Mutations of either kind.
const RUNS: usize = 10_000;

/// Random numbers that are the same everywhere: SplitMix64, Steele, Lea and Flood 2014.
struct Random(u64);

impl Random {
    /// A number below a limit that is not zero.
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap_or(0)
    }
}

/// Flips, deletes, doubles, overwrites or inserts bytes; the inserted ones are some of those that matter.
fn mutate(file: &mut Vec<u8>, random: &mut Random, matter: &[u8]) {
    for _ in 0..=random.below(3) {
        let at = random.below(file.len());
        let end = (at + 1 + random.below(12)).min(file.len());
        match random.below(5) {
            0 => file[at] ^= 1 << random.below(8),
            1 if end - at < file.len() => drop(file.drain(at..end)),
            2 => drop(file.splice(at..at, file[at..end].to_vec()).collect::<Vec<_>>()),
            3 => file[at] = matter[random.below(matter.len())],
            _ => file.insert(at, matter[random.below(matter.len())]),
        }
    }
}

#[test]
fn what_is_changed_in_the_parts_is_read_or_explained() {
    let whole = SMALL.map(|part| part.as_bytes().to_vec());
    assert_eq!(sheets(&plain(&whole)).unwrap()[0].text, "year\tUSD m & more\n2022-01-01\t461.9\n");
    let mut random = Random(1);
    for run in 0..RUNS {
        let mut parts = whole.clone();
        mutate(&mut parts[run % PARTS.len()], &mut random, b"<>/\"&;=9 \x00\xff");
        reads(&plain(&parts));
    }
}

#[test]
fn what_is_changed_in_the_archive_is_read_or_explained() {
    let packed = book(SMALL[4], SMALL[2]);
    let plain = archive(&[]);
    assert!(sheets(&packed).is_ok() && sheets(&plain).is_err());
    let mut random = Random(2);
    for _ in 0..RUNS {
        let mut file = packed.clone();
        mutate(&mut file, &mut random, b"\x00\x01\x08\x7f\x80\xfe\xffPK");
        reads(&file);
    }
}
