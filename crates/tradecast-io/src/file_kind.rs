//! What a file is that is no table in text.

use std::fmt;

macro_rules! kinds {
    ($($name:ident $code:literal $text:literal,)+) => {
        /// What bytes are that are no table in text.
        ///
        /// ```
        /// use tradecast_io::{Error, FileKind, refuse_binary};
        ///
        /// let error = refuse_binary(b"%PDF-1.7\n").unwrap_err();
        /// assert_eq!(error, Error::Binary { row: 1, found: FileKind::Pdf });
        /// assert_eq!(FileKind::Pdf.to_string(), "a PDF");
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum FileKind {
            $(#[doc = concat!("Found: ", $text, ".")] $name,)+
        }

        impl FileKind {
            /// Every kind.
            #[doc(hidden)]
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// A stable identifier.
            ///
            /// ```
            /// assert_eq!(tradecast_io::FileKind::Pdf.code(), "file_pdf");
            /// ```
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                }
            }
        }

        impl fmt::Display for FileKind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $text,)+
                })
            }
        }
    };
}

kinds! {
    Zip "file_zip" "a zip archive or a workbook",
    OldOffice "file_old_office" "a document of an old office program",
    Parquet "file_parquet" "a Parquet file",
    Gzip "file_gzip" "a gzip archive",
    Bzip2 "file_bzip2" "a bzip2 archive",
    Xz "file_xz" "an xz archive",
    Zstd "file_zstd" "a zstd archive",
    SevenZip "file_7z" "a 7z archive",
    Rar "file_rar" "a rar archive",
    Pdf "file_pdf" "a PDF",
    Png "file_png" "a PNG picture",
    Jpeg "file_jpeg" "a JPEG picture",
    Gif "file_gif" "a GIF picture",
    Media "file_media" "a sound, a film or a picture",
    Program "file_program" "a program",
    Sqlite "file_sqlite" "an SQLite database",
    Hdf5 "file_hdf5" "an HDF5 file",
    Arrow "file_arrow" "an Arrow file",
    Rtf "file_rtf" "a document in RTF",
    Rpm "file_rpm" "a package of programs",
    NoText "file_no_text" "bytes that make no text in any usual encoding",
    Unmarked "file_unmarked" "what may be a text in UTF-16 without its mark",
    Zeros "file_zeros" "zero bytes",
}
