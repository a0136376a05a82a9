//! Bytes as the letters of a page.

/// How many bytes the letters of a stream may have: more than the page has.
pub const TEXT: usize = 1 << 20;

/// Values of seven bits whose letters do not survive in every page: a browser replaces the first, programs on the way may replace line
/// breaks, tabs and ends of files, and `<` could end the script that the letters stand in.
///
/// Each other value is a letter of ASCII, one byte. One of these is a letter of two bytes, which says which it is and holds eight bits
/// more: the letters from U+0080 on, 256 for each. So letters hold 7.05 bits a byte, of the 7.18 that UTF-8 has room for.
pub const RARE: [u8; 7] = [b'\0', b'\t', b'\n', 0x0c, b'\r', 0x1a, b'<'];

/// How far letters have been read; zeros are the beginning.
#[derive(Debug, Clone, Copy, Default)]
pub struct Letters {
    at: usize,
    held: u32,
    count: u32,
}

impl Letters {
    /// The next byte of a text in UTF-8; zeros behind its end.
    #[inline(never)]
    pub fn next(&mut self, text: &[u8]) -> u8 {
        while self.count < 8 {
            let (value, bits) = self.letter(text);
            self.held = self.held << bits | value;
            self.count += bits;
        }
        self.count -= 8;
        (self.held >> self.count).to_le_bytes()[0]
    }

    /// What the next letter holds, and how many bits that are.
    fn letter(&mut self, text: &[u8]) -> (u32, u32) {
        let mut byte = || {
            let byte = text.get(self.at).copied().unwrap_or(0);
            self.at += 1;
            u32::from(byte)
        };
        let first = byte();
        if first < 0x80 {
            return (first, 7);
        }
        let more = ((first & 0x1f) << 6 | (byte() & 0x3f)).wrapping_sub(0x80);
        let rare = RARE.get((more >> 8) as usize).map_or(0, |rare| u32::from(*rare));
        (rare << 8 | more & 0xff, 15)
    }
}
