//! Turns `data/priors.toml` and the ready scenarios into constants: programs that embed them need no TOML parser.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use toml::{Table, Value};

const FILE: &str = "data/priors.toml";
const SCENARIOS: &str = "data/scenarios";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FILE}");
    let mut table: Table = fs::read_to_string(FILE)?.parse().map_err(|e| format!("{FILE}: {e}"))?;
    let mut part = |field: &str, name: &str| match table.remove(field) {
        Some(part) => Ok(format!("{field}: Some(tradecast::{name} {{\n{}}}),\n", fields(&part)?)),
        None => Ok::<_, String>(format!("{field}: None,\n")),
    };
    let parts = part("growth_over", "GrowthOver")? + &part("record", "PanelRecord")?;
    let code = format!("tradecast::Priors {{\n{}{parts}}}", fields(&Value::Table(table))?);
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("priors.rs"), code)?;
    fs::write(Path::new(&out).join("scenarios.rs"), scenarios()?)?;
    Ok(())
}

/// The ready scenarios as constants, by identifier.
fn scenarios() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={SCENARIOS}");
    let mut files: Vec<_> = fs::read_dir(SCENARIOS)?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::path);
    let mut code = String::from("[\n");
    for file in files {
        let path = file.path();
        let id = path.file_stem().and_then(|stem| stem.to_str()).ok_or("a scenario has a name")?;
        let scenario: Table = fs::read_to_string(&path)?.parse().map_err(|e| format!("{id}: {e}"))?;
        let text = |field: &str| scenario.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let sources = scenario.get("sources").and_then(Value::as_array).into_iter().flatten();
        let sources: Vec<&str> = sources.filter_map(Value::as_str).collect();
        let mut levers = String::new();
        for (key, value) in scenario.get("levers").and_then(Value::as_table).into_iter().flatten() {
            lever(&mut levers, key, value).map_err(|fault| format!("{id}: {fault}"))?;
        }
        code += &format!(
            "AssumedScenario {{ id: {id:?}, name: {:?}, description: {:?}, sources: &{sources:?}, levers: &[{levers}] }},\n",
            text("name"),
            text("description"),
        );
    }
    Ok(code + "]")
}

/// A lever as a pair of name and setting; a table of a part as the pairs of its levers.
fn lever(code: &mut String, key: &str, value: &Value) -> Result<(), String> {
    let number = |value: &Value| {
        let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
        number.map(|number| format!("{number:?}")).ok_or_else(|| format!("{key}: {value} is no number"))
    };
    let setting = match value {
        Value::Table(table) => {
            let known = |(name, value): (&String, &Value)| match (name.as_str(), value) {
                ("value", value) => Some(number(value).map(|number| format!("Fixed({number})"))),
                ("triangular" | "pert" | "normal" | "lognormal", Value::Array(numbers)) => {
                    let numbers: Result<Vec<String>, String> = numbers.iter().map(number).collect();
                    let name = name[..1].to_uppercase() + &name[1..];
                    let told = |numbers: Vec<String>| {
                        format!("Uncertain(tradecast::Distribution::{name}([{}]))", numbers.join(", "))
                    };
                    Some(numbers.map(told))
                }
                _ => None,
            };
            match table.iter().find_map(known) {
                Some(setting) => setting?,
                None => {
                    return table
                        .iter()
                        .try_for_each(|(name, value)| lever(code, &format!("{key}.{name}"), value));
                }
            }
        }
        value => format!("Fixed({})", number(value)?),
    };
    *code += &format!("({key:?}, tradecast::Setting::{setting}), ");
    Ok(())
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
