//! Lists the folders of `data/pairs`, and turns their `case.toml`, the scenarios and `data/priors.toml` into constants and tables into
//! plain rows: adding a pair is adding a folder, and programs that embed the data need no parser of TOML or CSV.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use toml::{Table, Value};

#[path = "src/case/flatten.rs"]
mod flatten;
#[path = "src/separator.rs"]
mod separator;

const FILE: &str = "data/priors.toml";
const CATALOGUE: &str = "data/catalogue.toml";
const PAIRS: &str = "data/pairs";
const BASELINE: &str = "data/scenarios/baseline.toml";
/// The tables that belong to no pair, each with the name of its constant.
const OTHERS: [(&str, &str); 3] = [
    ("targets.csv", "TARGET_ROWS"),
    ("panel/reliability.csv", "RELIABILITY_ROWS"),
    ("panel/coverage.csv", "COVERAGE_ROWS"),
];
/// The tables that are read when they are asked for: they stand apart, so that the page's first module goes without them.
const LATER: [&str; 1] = ["facts.csv"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FILE}");
    let mut table = table(Path::new(FILE))?;
    let mut part = |field: &str, name: &str| match table.remove(field) {
        Some(part) => Ok(format!("{field}: Some(tradecast::{name} {{\n{}}}),\n", fields(&part)?)),
        None => Ok::<_, String>(format!("{field}: None,\n")),
    };
    // Its list has no fixed length.
    let state = part("common_state", "CommonState")?.replace("gap: [", "gap: vec![");
    let parts = state + &part("growth_over", "GrowthOver")? + &part("record", "PanelRecord")?;
    table.entry("common_now").or_insert(Value::Float(0.0));
    let code = format!("tradecast::Priors {{\n{}{parts}}}", fields(&Value::Table(table))?);
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("priors.rs"), code)?;
    fs::write(Path::new(&out).join("pairs.rs"), pairs()?)?;
    Ok(())
}

fn table(file: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    text.parse().map_err(|error| format!("{}: {error}", file.display()))
}

/// What is in a folder, in the order of names.
fn listed(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}

/// The name of a file or folder without its ending.
fn name(path: &Path) -> Result<&str, Box<dyn Error>> {
    path.file_stem().and_then(|name| name.to_str()).ok_or_else(|| "the name of a file is no text".into())
}

/// The pairs, the default one first, and all their files.
fn pairs() -> Result<String, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={CATALOGUE}");
    println!("cargo::rerun-if-changed={BASELINE}");
    let catalogue = table(Path::new(CATALOGUE))?;
    let first = catalogue.get("default_pair").and_then(Value::as_str);
    let first = first.ok_or_else(|| format!("{CATALOGUE}: say which pair is the default_pair"))?;
    let mut folders = listed(Path::new(PAIRS))?;
    folders.retain(|folder| folder.is_dir());
    folders.sort_by_key(|folder| folder.file_name().is_none_or(|name| name != first));
    if folders.first().and_then(|folder| folder.file_name()).is_none_or(|name| name != first) {
        return Err(format!("{CATALOGUE}: default_pair = {first:?} is no folder of {PAIRS}").into());
    }
    let (mut pairs, mut details, mut all) = (String::new(), String::new(), String::new());
    for folder in folders {
        let (id, mut tables, mut later, mut scenarios) =
            (name(&folder)?, String::new(), String::new(), String::new());
        let manifest = folder.join("case.toml");
        let mut files = listed(&folder)?;
        let below = folder.join("scenarios");
        if below.is_dir() {
            files.extend(listed(&below)?);
        }
        for file in files.iter().filter(|file| file.is_file()) {
            let ending = file.extension().and_then(|ending| ending.to_str());
            if !matches!(ending, Some("csv" | "toml")) {
                continue;
            }
            println!("cargo::rerun-if-changed={}", file.display());
            let path = file.strip_prefix("data")?.to_str().ok_or("a path is no text")?.replace('\\', "/");
            let text = format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/data/{path}\"))");
            let entry = format!("File {{ path: {path:?}, text: {text} }},\n");
            all += &entry;
            if LATER.iter().any(|table| file.ends_with(table)) {
                later += &format!("{},\n", rows(file, &path)?);
            } else if ending == Some("csv") {
                tables += &format!("{},\n", rows(file, &path)?);
            } else if *file != manifest {
                scenarios += &format!("{},\n", scenario(file)?);
            }
        }
        let keys = keys(&manifest)?;
        pairs += &format!("EmbeddedPair {{ id: {id:?}, keys: {keys}, tables: &[{tables}] }},\n");
        details +=
            &format!("EmbeddedDetails {{ id: {id:?}, tables: &[{later}], scenarios: &[{scenarios}] }},\n");
    }
    let baseline = scenario(Path::new(BASELINE))?;
    let mut others = String::new();
    for (path, constant) in OTHERS {
        let file = Path::new("data").join(path);
        println!("cargo::rerun-if-changed={}", file.display());
        others += &format!("pub(crate) const {constant}: EmbeddedTable = {};\n", rows(&file, path)?);
    }
    Ok(format!(
        "{others}/// The pairs, the default one first.\npub(crate) static EMBEDDED_PAIRS: &[EmbeddedPair] = &[{pairs}];\n\
         /// What of them is read when it is asked for.\npub(crate) static EMBEDDED_DETAILS: &[EmbeddedDetails] = &[{details}];\n\
         /// Every file of every pair.\nstatic PAIR_FILES: &[File<'static>] = &[{all}];\n\
         /// The scenario that every case has.\npub(crate) static EMBEDDED_BASELINE: EmbeddedScenario = {baseline};\n"
    ))
}

/// The rows of a table, its header first, as a Rust expression.
fn rows(file: &Path, path: &str) -> Result<String, Box<dyn Error>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(file)?;
    let mut text = String::new();
    for record in reader.records() {
        let record = record?;
        if record.iter().any(|cell| cell.contains(['\n', '\r', separator::CELL])) {
            return Err(format!("{}: write every cell on one line", file.display()).into());
        }
        let cells: Vec<&str> = record.iter().collect();
        text += &format!("{}\n", cells.join(&separator::CELL.to_string()));
    }
    Ok(format!("EmbeddedTable {{ path: {path:?}, rows: {text:?} }}"))
}

fn scenario(file: &Path) -> Result<String, Box<dyn Error>> {
    Ok(format!("EmbeddedScenario {{ id: {:?}, keys: {} }}", name(file)?, keys(file)?))
}

/// The keys of a TOML file, flat, as a Rust expression.
fn keys(file: &Path) -> Result<String, Box<dyn Error>> {
    let flat = flatten::flatten(&table(file)?);
    let entries: String = flat.iter().map(|(key, values)| format!("({key:?}, &{values:?}),")).collect();
    Ok(format!("&[{entries}]"))
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
