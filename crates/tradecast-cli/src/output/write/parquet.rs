//! The rows of `--format csv` as Parquet.

use std::io::{Read, Seek, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;

use crate::failure::Failure;
use crate::output::write::numeric_columns::numeric;

/// Rows that are written together.
const GROUP: usize = 1 << 16;

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
            let values: Vec<ByteArray> =
                filled().map(|cell| ByteArray::from(tradecast_io::csv_text(cell))).collect();
            column.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)?;
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::Cursor;

    use super::*;
    use crate::input::parquet::rows;

    #[test]
    fn what_is_written_to_parquet_is_read() {
        let rows: String = (1990..2020).map(|year| format!("wheat,{year},{}\n", year - 1980)).collect();
        let table = format!("series,period,value\n{rows}");
        let file = tempfile::NamedTempFile::new().unwrap();
        write(Cursor::new(&table), file.reopen().unwrap()).unwrap();
        let mut text = Vec::new();
        rows::write(File::open(file.path()).unwrap(), &mut text).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), table);
    }
}
