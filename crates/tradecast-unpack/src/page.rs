//! What the script of the page calls. There is no allocator: the script gives each stream its room at the end of the memory.
#![expect(unsafe_code, reason = "a name that JavaScript can call; what is behind it is safe")]

use core::mem::{offset_of, size_of};
use core::panic::PanicInfo;

use crate::letters::TEXT;
use crate::lzma::{Reader, WINDOW};

/// A stream: what is unpacked stands first, behind what is known. New memory, which is zeros, is one that has not begun.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Stream {
    window: [u8; WINDOW],
    letters: [u8; TEXT],
    reader: Reader,
}

/// How many bytes a stream needs.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn room() -> usize {
    size_of::<Stream>()
}

/// Where in it the script writes the letters.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn letters() -> usize {
    offset_of!(Stream, letters)
}

/// Begins to read, behind so many bytes that are known.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn begin(stream: &mut Stream, known: usize) {
    stream.reader = Reader::new(&stream.letters, known);
}

/// Reads until the window is filled up to an end.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn read(stream: &mut Stream, end: usize) {
    stream.reader.read(&stream.letters, &mut stream.window, end);
}

/// The text is not what was packed: the script gets an error.
#[panic_handler]
fn damaged(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
