//! Turns `data/priors.toml` into a constant: programs that embed the priors need no TOML parser.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use toml::{Table, Value};

const FILE: &str = "../../data/priors.toml";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FILE}");
    let table: Table = fs::read_to_string(FILE)?.parse().map_err(|e| format!("{FILE}: {e}"))?;
    let mut code = String::from("tradecast::Priors {\n");
    for (field, value) in &table {
        writeln!(code, "    {field}: {},", expression(value)?)?;
    }
    code.push('}');
    Ok(fs::write(Path::new(&env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?).join("priors.rs"), code)?)
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
