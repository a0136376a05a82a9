//! Writes what the targets begin with: the files, bodies and workbooks of the tests and a Parquet file, in a folder of `corpus` each.

#[allow(dead_code, reason = "the tests of the service ask in more ways")]
#[path = "../../../crates/tradecast-serve/tests/api.rs"]
mod api;
#[allow(dead_code, reason = "the targets use the rest")]
#[path = "../../../crates/tradecast-serve/tests/bodies.rs"]
mod bodies;
#[allow(dead_code, reason = "the tests of the reader use the rest")]
#[path = "../../../crates/tradecast-sheets/tests/books.rs"]
mod books;
#[allow(dead_code, reason = "the tests of the readers use the files one by one")]
#[path = "../../../crates/tradecast-io/tests/files.rs"]
mod files;

use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

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
    let parts: Vec<Vec<u8>> = books::SMALL.iter().map(|part| part.as_bytes().to_vec()).collect();
    let workbooks = [
        parts.join(&0xff),
        books::plain(&parts),
        books::book(books::SMALL[4], books::SMALL[2]),
        books::rows("<row><c><v>1</v></c><c/></row><row r=\"7\"><c r=\"XFD7\" t=\"str\"><v>a</v></c></row>"),
    ];
    for (number, file) in workbooks.iter().enumerate() {
        write("workbooks", number, file)?;
    }
    write("parquet", 0, &table().map_err(io::Error::other)?)
}

/// A small table as Parquet.
fn table() -> parquet::errors::Result<Vec<u8>> {
    let schema =
        "message table { required binary series (UTF8); required int32 period; optional double value; }";
    let mut file = Vec::new();
    let mut writer =
        SerializedFileWriter::new(&mut file, Arc::new(parse_message_type(schema)?), Arc::default())?;
    let mut group = writer.next_row_group()?;
    let names = ["wheat"; 8].map(ByteArray::from);
    let mut column = group.next_column()?.expect("it has three");
    column.typed::<ByteArrayType>().write_batch(&names, None, None)?;
    column.close()?;
    let mut column = group.next_column()?.expect("it has three");
    column.typed::<Int32Type>().write_batch(&[2000, 2001, 2002, 2003, 2004, 2005, 2006, 2007], None, None)?;
    column.close()?;
    let mut column = group.next_column()?.expect("it has three");
    column.typed::<DoubleType>().write_batch(&[1.5; 7], Some(&[1, 1, 1, 0, 1, 1, 1, 1]), None)?;
    column.close()?;
    group.close()?;
    writer.close()?;
    Ok(file)
}
