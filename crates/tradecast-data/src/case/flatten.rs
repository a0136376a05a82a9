//! A TOML table as a flat list of keys. Shared with the build script: programs that embed the data need no TOML parser.

use toml::{Table, Value};

/// Each key with its dots, and its value; a list has several values. Arrays of tables are left out.
pub(crate) fn flatten(table: &Table) -> Vec<(String, Vec<String>)> {
    let mut flat = Vec::new();
    add(table, "", &mut flat);
    flat
}

fn add(table: &Table, before: &str, flat: &mut Vec<(String, Vec<String>)>) {
    for (key, value) in table {
        let key = format!("{before}{key}");
        match value {
            Value::Table(inner) => add(inner, &format!("{key}."), flat),
            Value::Array(values) if values.iter().any(Value::is_table) => {}
            Value::Array(values) => flat.push((key, values.iter().map(text).collect())),
            value => flat.push((key, vec![text(value)])),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) => format!("{number:?}"),
        other => other.to_string(),
    }
}
