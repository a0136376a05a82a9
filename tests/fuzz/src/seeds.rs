//! Writes what the targets begin with: the files and the bodies of the tests, in `corpus/files` and `corpus/bodies`.

#[allow(dead_code, reason = "the tests of the service ask in more ways")]
#[path = "../../../crates/tradecast-serve/tests/api.rs"]
mod api;
#[allow(dead_code, reason = "the targets use the rest")]
#[path = "../../../crates/tradecast-serve/tests/bodies.rs"]
mod bodies;
#[allow(dead_code, reason = "the tests of the readers use the files one by one")]
#[path = "../../../crates/tradecast-io/tests/files.rs"]
mod files;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    let write = |folder: &str, number: usize, text: &[u8]| {
        let folder = Path::new("corpus").join(folder);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("seed-{number}")), text)
    };
    for (number, file) in files::ALL.iter().enumerate() {
        write("files", number, file.as_bytes())?;
    }
    for (number, (path, body)) in bodies::valid().into_iter().enumerate() {
        write("bodies", number, format!("{path}\n{body}").as_bytes())?;
    }
    Ok(())
}
