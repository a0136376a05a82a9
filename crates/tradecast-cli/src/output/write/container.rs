//! Tables in other containers than text: as a workbook, and as Parquet where that is built in.

use std::io::{Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};

use crate::args::output::Container;
use crate::failure::Failure;
use crate::output::write::workbook::workbook;

/// Puts the rows of a CSV file into a container.
pub(crate) fn put(
    container: Container,
    rows: impl Read + Seek,
    into: impl Write + Seek + Send,
) -> Result<(), Failure> {
    match container {
        // The library panics where it cannot write its temporary files, which is nothing that the user should see.
        Container::Xlsx => {
            let hook = panic::take_hook();
            panic::set_hook(Box::new(|_| {}));
            let written = panic::catch_unwind(AssertUnwindSafe(|| workbook(rows, into)));
            panic::set_hook(hook);
            written.unwrap_or_else(|_| {
                let folder = std::env::temp_dir();
                Err(Failure::no_answer(format!(
                    "cannot write the workbook: there is no room for temporary files in {}; make some, or name another folder \
                     with the environment variable TMPDIR",
                    folder.display()
                )))
            })
        }
        #[cfg(feature = "parquet")]
        Container::Parquet => crate::output::write::parquet::write(rows, into),
    }
}
