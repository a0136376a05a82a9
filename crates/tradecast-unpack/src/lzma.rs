//! LZMA as its author specifies it, without a header: the lengths are known, and the settings are always the same.

use crate::letters::Letters;

/// How many bytes all parts of a stream may have together, with what it refers to before them: more than the page has.
pub const WINDOW: usize = 4 << 20;

/// How many bits of the byte before a literal choose its chances; the positions of bytes choose nothing (`lp` and `pb` are 0).
pub const LITERAL_CONTEXT_BITS: u32 = 4;

// Where chances stand: twelve for each question that the state decides, then trees.
const IS_MATCH: usize = 0;
const IS_REPEATED: usize = 12;
const IS_OLDER: usize = 24;
const IS_OLDER_THAN_1: usize = 36;
const IS_OLDER_THAN_2: usize = 48;
const IS_LONG: usize = 60;
const SLOT: usize = 72;
const NEAR: usize = SLOT + 4 * 64;
const ALIGNED: usize = NEAR + 14 * 64;
const LENGTH: usize = ALIGNED + 16;
const LENGTH_REPEATED: usize = LENGTH + LENGTHS;
const LITERAL: usize = LENGTH_REPEATED + LENGTHS;
/// More than the `LITERAL + (0x300 << LITERAL_CONTEXT_BITS)` that there are: a power of two, so that no place need be checked.
const CHANCES: usize = 1 << 14;

/// Two questions, two trees of eight and one of 256.
const LENGTHS: usize = 2 + 8 + 8 + 256;

/// A chance out of 2048 that a bit is zero, before anything is known.
const EVEN: u16 = 1024;

/// The bits, each by the chance that it is zero.
#[derive(Debug, Clone, Copy)]
struct Bits<'a> {
    text: &'a [u8],
    letters: Letters,
    range: u32,
    code: u32,
}

impl Bits<'_> {
    #[inline(always)]
    fn refill(&mut self) {
        if self.range < 1 << 24 {
            self.range <<= 8;
            self.code = self.code << 8 | u32::from(self.letters.next(self.text));
        }
    }

    #[inline(always)]
    fn bit(&mut self, chances: &mut [u16; CHANCES], at: usize) -> usize {
        let chance = &mut chances[at % CHANCES];
        let bound = (self.range >> 11) * u32::from(*chance);
        let one = self.code >= bound;
        if one {
            self.range -= bound;
            self.code -= bound;
            *chance -= *chance >> 5;
        } else {
            self.range = bound;
            *chance += (2048 - *chance) >> 5;
        }
        self.refill();
        usize::from(one)
    }

    /// Bits of which zero and one are as likely.
    fn even(&mut self, count: usize) -> usize {
        let mut found = 0;
        for _ in 0..count {
            self.range >>= 1;
            let one = self.code >= self.range;
            if one {
                self.code -= self.range;
            }
            self.refill();
            found = found << 1 | usize::from(one);
        }
        found
    }

    fn tree(&mut self, chances: &mut [u16; CHANCES], at: usize, count: usize) -> usize {
        let mut node = 1;
        for _ in 0..count {
            node = node << 1 | self.bit(chances, at + node);
        }
        node - (1 << count)
    }

    /// A tree whose first bit is the lowest.
    fn tree_from_below(&mut self, chances: &mut [u16; CHANCES], at: usize, count: usize) -> usize {
        let (mut node, mut found) = (1, 0);
        for bit in 0..count {
            let one = self.bit(chances, at + node);
            node = node << 1 | one;
            found |= one << bit;
        }
        found
    }

    fn length(&mut self, chances: &mut [u16; CHANCES], at: usize) -> usize {
        if self.bit(chances, at) == 0 {
            2 + self.tree(chances, at + 2, 3)
        } else if self.bit(chances, at + 1) == 0 {
            10 + self.tree(chances, at + 10, 3)
        } else {
            18 + self.tree(chances, at + 18, 8)
        }
    }

    /// How far back a match of a length begins, without the one.
    fn distance(&mut self, chances: &mut [u16; CHANCES], length: usize) -> usize {
        let slot = self.tree(chances, SLOT + 64 * (length - 2).min(3), 6);
        if slot < 4 {
            return slot;
        }
        let count = (slot >> 1) - 1;
        let base = (2 | slot & 1) << count;
        if slot < 14 {
            return base + self.tree_from_below(chances, NEAR + 64 * slot, count);
        }
        let high = self.even(count - 4) << 4;
        base + high + self.tree_from_below(chances, ALIGNED, 4)
    }

    /// A byte that is no copy; after a copy the byte that would have gone on is likely not the one.
    fn literal(&mut self, chances: &mut [u16; CHANCES], before: u8, other: Option<u8>) -> u8 {
        let at = LITERAL + 0x300 * usize::from(before >> (8 - LITERAL_CONTEXT_BITS));
        let mut node = 1;
        if let Some(other) = other {
            for bit in (0..8).rev() {
                let expected = usize::from(other >> bit & 1);
                let one = self.bit(chances, at + ((1 + expected) << 8) + node);
                node = node << 1 | one;
                if one != expected {
                    break;
                }
            }
        }
        while node < 0x100 {
            node = node << 1 | self.bit(chances, at + node);
        }
        node.to_le_bytes()[0]
    }
}

/// How far a stream has been read. It goes on where it stopped, so that parts come when they are wanted.
#[derive(Debug, Clone)]
pub struct Reader {
    letters: Letters,
    range: u32,
    code: u32,
    at: usize,
    /// What the last steps were: 0 to 6 after a literal, from 7 on after a copy.
    state: usize,
    /// The last four distances, without the one.
    back: [usize; 4],
    /// How much of the copy is still to be done.
    left: usize,
    chances: [u16; CHANCES],
}

impl Reader {
    /// Begins to read a text, behind what is known before its first byte.
    #[must_use]
    pub fn new(text: &[u8], known: usize) -> Self {
        let mut letters = Letters::default();
        // The first byte is always zero.
        let code = (0..5).fold(0, |code, _| code << 8 | u32::from(letters.next(text)));
        let (state, back, left) = (0, [0; 4], 0);
        Self { letters, range: u32::MAX, code, at: known, state, back, left, chances: [EVEN; CHANCES] }
    }

    /// Reads on until the window is filled up to an end. A text that is not what was packed fills it with anything.
    pub fn read(&mut self, text: &[u8], window: &mut [u8; WINDOW], end: usize) {
        // Copies of what every bit changes, for the compiler to keep in registers.
        let mut bits = Bits { text, letters: self.letters, range: self.range, code: self.code };
        let (mut at, mut left, mut state) = (self.at, self.left, self.state);
        while at < end {
            if left == 0 {
                if bits.bit(&mut self.chances, IS_MATCH + state) == 0 {
                    let before = if at == 0 { 0 } else { window[(at - 1) % WINDOW] };
                    let other = (state >= 7).then(|| window[from(at, self.back[0])]);
                    window[at % WINDOW] = bits.literal(&mut self.chances, before, other);
                    at += 1;
                    state = after_literal(state);
                    continue;
                }
                (left, state) = self.copy(&mut bits, state);
            }
            while left > 0 && at < end {
                window[at % WINDOW] = window[from(at, self.back[0])];
                at += 1;
                left -= 1;
            }
        }
        (self.letters, self.range, self.code) = (bits.letters, bits.range, bits.code);
        (self.at, self.left, self.state) = (at, left, state);
    }

    /// How long the next copy is, and the state after it; from where stands first in `back`.
    #[inline(always)]
    fn copy(&mut self, bits: &mut Bits<'_>, state: usize) -> (usize, usize) {
        let chances = &mut self.chances;
        let after = |literal, copy| if state < 7 { literal } else { copy };
        let [first, second, third, fourth] = self.back;
        if bits.bit(chances, IS_REPEATED + state) == 0 {
            let length = bits.length(chances, LENGTH);
            self.back = [bits.distance(chances, length), first, second, third];
            return (length, after(7, 10));
        }
        if bits.bit(chances, IS_OLDER + state) == 0 {
            if bits.bit(chances, IS_LONG + state) == 0 {
                return (1, after(9, 11));
            }
        } else if bits.bit(chances, IS_OLDER_THAN_1 + state) == 0 {
            self.back = [second, first, third, fourth];
        } else if bits.bit(chances, IS_OLDER_THAN_2 + state) == 0 {
            self.back = [third, first, second, fourth];
        } else {
            self.back = [fourth, first, second, third];
        }
        (bits.length(chances, LENGTH_REPEATED), after(8, 11))
    }
}

/// Where a copy is from that far back.
fn from(at: usize, back: usize) -> usize {
    at.wrapping_sub(back + 1) % WINDOW
}

fn after_literal(state: usize) -> usize {
    match state {
        0..4 => 0,
        4..10 => state - 3,
        _ => state - 6,
    }
}
