//! The rows of a Parquet file as CSV, as the library reads them. It believes what a file says of its lengths: run it where it may die.

use std::fs::File;
use std::io::Write;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

/// Writes the rows of a file as CSV.
///
/// # Errors
/// What is wrong with the file, or that the rows cannot be written.
pub(crate) fn write(file: File, into: impl Write) -> Result<(), String> {
    let said = |why: &dyn std::fmt::Display| why.to_string();
    let reader = SerializedFileReader::new(file).map_err(|why| said(&why))?;
    let schema = reader.metadata().file_metadata().schema_descr();
    let headings: Vec<String> =
        schema.root_schema().get_fields().iter().map(|field| field.name().to_owned()).collect();
    let mut writer = csv::Writer::from_writer(into);
    writer.write_record(&headings).map_err(|why| said(&why))?;
    for row in reader.get_row_iter(None).map_err(|why| said(&why))? {
        let row = row.map_err(|why| said(&why))?;
        let cells = row.get_column_iter().map(|(_, field)| text(field));
        writer.write_record(cells).map_err(|why| said(&why))?;
    }
    writer.flush().map_err(|why| said(&why))
}

/// What a cell shows.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Str(text) => tradecast_io::csv_cell(text).into_owned(),
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
