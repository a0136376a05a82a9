//! Turns `data/priors.toml` into a constant: programs that embed the priors need no TOML parser.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use toml::{Table, Value};

const FILE: &str = "../../data/priors.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FILE}");
    let mut table: Table = fs::read_to_string(FILE)?.parse().map_err(|e| format!("{FILE}: {e}"))?;
    let mut part = |field: &str, name: &str| match table.remove(field) {
        Some(part) => Ok(format!("{field}: Some(tradecast::{name} {{\n{}}}),\n", fields(&part)?)),
        None => Ok::<_, String>(format!("{field}: None,\n")),
    };
    let parts = part("growth_over", "GrowthOver")? + &part("record", "PanelRecord")?;
    let code = format!("tradecast::Priors {{\n{}{parts}}}", fields(&Value::Table(table))?);
    Ok(fs::write(Path::new(&env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("priors.rs"), code)?)
}

/// The values of a table as fields of a struct.
fn fields(table: &Value) -> Result<String, String> {
    let table = table.as_table().ok_or_else(|| format!("{FILE}: {table} is no table"))?;
    table.iter().map(|(field, value)| Ok(format!("{field}: {},\n", expression(value)?))).collect()
}

/// The value as a Rust expression; the compiler checks fields and types.
fn expression(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) => Ok(format!("String::from({text:?})")),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(format!("{number:?}")),
        Value::Array(values) => {
            let values: Result<Vec<String>, String> = values.iter().map(expression).collect();
            Ok(format!("[{}]", values?.join(", ")))
        }
        other => Err(format!("{FILE}: {other} has no place in the priors")),
    }
}
