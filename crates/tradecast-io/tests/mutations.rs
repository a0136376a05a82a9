//! Ten thousand mutations of good files of every kind: no panic, no hang, and what is wrong is named with its place.

use crate::files;
use crate::must_hold::reads;

/// Mutations in all.
const RUNS: u64 = 10_000;

/// Random numbers that are the same everywhere: SplitMix64, Steele, Lea and Flood 2014.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit that is not zero.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }
}

/// Flips, deletes, doubles, inserts or cuts bytes.
fn mutate(file: &mut Vec<u8>, random: &mut Random) {
    const INSERTED: &[u8] = b"\n\r\",;\t-.0e9 \xef\xff\x00Q";
    for _ in 0..=random.below(4) {
        let at = random.below(file.len().max(1)).min(file.len());
        let end = (at + 1 + random.below(20)).min(file.len());
        match random.below(6) {
            0 if at < file.len() => file[at] ^= 1 << random.below(8),
            1 => drop(file.drain(at..end)),
            2 => {
                let again = file[at..end].to_vec();
                file.splice(at..at, again);
            }
            3 => file.insert(at, INSERTED[random.below(INSERTED.len())]),
            4 if random.below(8) == 0 => file.truncate(at),
            _ if at < file.len() => file[at] = INSERTED[random.below(INSERTED.len())],
            _ => {}
        }
    }
}

#[test]
fn ten_thousand_mutations_are_read_or_explained() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain(files::WIDE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let mut good: Vec<Vec<u8>> = files::ALL.iter().map(|file| file.as_bytes().to_vec()).collect();
    good.push(utf16);
    let mut random = Random(1);
    for run in 0..RUNS {
        let mut file = good[usize::try_from(run).unwrap() % good.len()].clone();
        mutate(&mut file, &mut random);
        reads(&file);
    }
}
