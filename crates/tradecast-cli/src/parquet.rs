//! Parquet in and out, as the rows of a CSV file: whatever reads or prints those reads and prints Parquet too.

use std::fmt::Display;
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::types::Type;

use crate::container::numeric;
use crate::output::Failure;

/// Rows that are written together.
const GROUP: usize = 1 << 16;

/// Writes the rows of a Parquet file as CSV.
pub(crate) fn read(file: &Path, into: impl Write) -> std::result::Result<(), Failure> {
    // The library panics over some damaged files, which is nothing that the user should see.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let read = panic::catch_unwind(AssertUnwindSafe(|| rows(file, into)));
    panic::set_hook(hook);
    read.unwrap_or_else(|_| Err(unread("it is damaged")))
}

/// Why a file is not read, and what helps.
fn unread(why: impl Display) -> Failure {
    Failure::usage(format!(
        "the Parquet file cannot be read: {why}; save it again, compressed with snappy or zstd, or as CSV"
    ))
}

fn rows(file: &Path, into: impl Write) -> std::result::Result<(), Failure> {
    let reader = File::open(file).map_err(|why| Failure::usage(why.to_string()))?;
    let reader = SerializedFileReader::new(reader).map_err(unread)?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let headings: Vec<String> =
        schema.root_schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    let mut writer = csv::Writer::from_writer(into);
    writer.write_record(&headings)?;
    for row in reader.get_row_iter(None).map_err(unread)? {
        let row = row.map_err(unread)?;
        writer.write_record(row.get_column_iter().map(|(_, field)| text(field)))?;
    }
    Ok(writer.flush()?)
}

/// What a cell shows.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.clone(),
        Field::Double(value) if !value.is_finite() => String::new(),
        Field::Double(value) => value.to_string(),
        Field::Float(value) if !value.is_finite() => String::new(),
        Field::Float(value) => value.to_string(),
        // A moment begins with its day.
        moment @ (Field::TimestampMillis(_) | Field::TimestampMicros(_)) => {
            moment.to_string().chars().take(10).collect()
        }
        other => other.to_string(),
    }
}

/// Writes the rows of a CSV file as Parquet.
pub(crate) fn write(mut rows: impl Read + Seek, into: impl Write + Send) -> std::result::Result<(), Failure> {
    let failure = |why: ParquetError| Failure::no_answer(format!("cannot write Parquet: {why}"));
    let mut look = csv::Reader::from_reader(&mut rows);
    let headings = look.headers()?.clone();
    let numeric = numeric(&mut look)?;
    rows.rewind()?;
    let mut writer = begun(&headings, &numeric, into).map_err(failure)?;
    let mut group: Vec<csv::StringRecord> = Vec::new();
    for row in csv::Reader::from_reader(rows).into_records() {
        group.push(row?);
        if group.len() == GROUP {
            put(&mut writer, &group, &numeric).map_err(failure)?;
            group.clear();
        }
    }
    put(&mut writer, &group, &numeric).map_err(failure)?;
    writer.close().map_err(failure)?;
    Ok(())
}

fn begun<W: Write + Send>(
    headings: &csv::StringRecord,
    numeric: &[bool],
    into: W,
) -> Result<SerializedFileWriter<W>> {
    let column = |(heading, numeric): (&str, &bool)| {
        let kind = if *numeric { Physical::DOUBLE } else { Physical::BYTE_ARRAY };
        let meaning = (!numeric).then_some(LogicalType::String);
        let column = Type::primitive_type_builder(heading, kind).with_repetition(Repetition::OPTIONAL);
        column.with_logical_type(meaning).build().map(Arc::new)
    };
    let columns = headings.iter().zip(numeric).map(column).collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder("tradecast").with_fields(columns).build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    SerializedFileWriter::new(into, Arc::new(schema), Arc::new(properties))
}

/// Adds rows.
fn put<W: Write + Send>(
    writer: &mut SerializedFileWriter<W>,
    rows: &[csv::StringRecord],
    numeric: &[bool],
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut group = writer.next_row_group()?;
    for (at, numeric) in numeric.iter().enumerate() {
        let cells = || rows.iter().map(move |row| row.get(at).unwrap_or_default());
        let there: Vec<i16> = cells().map(|cell| i16::from(!cell.is_empty())).collect();
        let filled = || cells().filter(|cell| !cell.is_empty());
        let Some(mut column) = group.next_column()? else { break };
        if *numeric {
            let values: Vec<f64> = filled().filter_map(|cell| cell.parse().ok()).collect();
            column.typed::<DoubleType>().write_batch(&values, Some(&there), None)?;
        } else {
            let values: Vec<ByteArray> = filled().map(ByteArray::from).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Cursor;

    use super::*;

    /// What is written is read, and nothing that became of such a file makes the program panic.
    #[test]
    fn damaged_files_are_read_or_refused() {
        let rows: String = (1990..2020).map(|year| format!("wheat,{year},{}\n", year - 1980)).collect();
        let table = format!("series,period,value\n{rows}");
        let mut good = Vec::new();
        write(Cursor::new(&table), &mut good).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        let outcome = |bytes: &[u8]| {
            fs::write(file.path(), bytes).unwrap();
            let mut text = Vec::new();
            read(file.path(), &mut text).map(|()| String::from_utf8(text).unwrap())
        };
        assert_eq!(outcome(&good).unwrap(), table);
        for at in 0..good.len() {
            for bit in [0, 6] {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                drop(outcome(&bad));
            }
            assert!(outcome(&good[..at]).is_err(), "a file that is cut after {at} bytes");
        }
    }
}
