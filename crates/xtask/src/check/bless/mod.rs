//! Files generated from the Rust types, so that other languages never disagree with them.

mod openapi;

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tradecast::{Answer, Attribution, Comparison, Contributions, LeverSpec, Setting, Solution, Tornado};
use ts_rs::{Config, TS, TypeVisitor};

use crate::process::{at, command, run as execute};

/// A generated file: where it is and what it must say.
struct Generated {
    place: &'static str,
    text: String,
}

fn generated() -> Result<[Generated; 3]> {
    Ok([
        Generated { place: "crates/tradecast/answer.schema.json", text: schema()? },
        Generated { place: "crates/tradecast-wasm/types.d.ts", text: declarations() },
        Generated { place: "crates/tradecast-serve/openapi.json", text: service()? },
    ])
}

/// Writes every generated file anew.
///
/// # Errors
/// Where a file cannot be written.
pub(crate) fn run() -> Result<()> {
    for Generated { place, text } in generated()? {
        fs::write(at(place), text).context(place)?;
        println!("wrote {place}");
    }
    // What the page says needs the page; its test checks the file whenever tests are run.
    let test = ["test", "--quiet", "--workspace", "--lib", "static_answer::"];
    execute(command("cargo", test).env("TRADECAST_BLESS", "yes"))
}

/// Checks that every generated file says what the types say now.
///
/// # Errors
/// Names the file that is stale.
pub(crate) fn check() -> Result<()> {
    for Generated { place, text } in generated()? {
        if fs::read_to_string(at(place)).unwrap_or_default() != text {
            bail!("{place} is stale: run `cargo xtask bless` and look at the difference");
        }
    }
    Ok(())
}

/// The JSON Schema of the answer.
fn schema() -> Result<String> {
    let mut schema = serde_json::to_value(schemars::schema_for!(Answer))?;
    describe(&mut schema);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}

/// The description of the service.
fn service() -> Result<String> {
    let mut document = openapi::document();
    describe(&mut document);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// Makes every description in a schema readable without Rust.
fn describe(schema: &mut Value) {
    match schema {
        Value::Object(fields) => fields.iter_mut().for_each(|(name, value)| match value {
            Value::String(text) if name == "description" => *text = prose(text),
            _ => describe(value),
        }),
        Value::Array(values) => values.iter_mut().for_each(describe),
        _ => {}
    }
}

/// The TypeScript declarations of every type that crosses to JavaScript, by name: ts-rs finds them in an order that
/// changes from one compilation to the next.
fn declarations() -> String {
    let mut types = Declarations { seen: Vec::new(), by_name: BTreeMap::new(), config: Config::new() };
    types.visit::<Answer>();
    types.visit::<LeverSpec>();
    types.visit::<Setting>();
    types.visit::<Comparison>();
    types.visit::<Tornado>();
    types.visit::<Attribution>();
    types.visit::<Contributions>();
    types.visit::<Solution>();
    let mut text =
        "// Generated from the Rust types by `cargo xtask bless`; change those instead.\n".to_owned();
    for declaration in types.by_name.values() {
        text.push('\n');
        text.push_str(declaration);
    }
    text
}

struct Declarations {
    seen: Vec<TypeId>,
    by_name: BTreeMap<String, String>,
    config: Config,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if self.seen.contains(&TypeId::of::<T>()) {
            return;
        }
        self.seen.push(TypeId::of::<T>());
        // Only our own types have a file to go to; numbers, texts and lists have their names already.
        if T::output_path().is_some() {
            let raw = format!("{}export {}", T::docs().unwrap_or_default(), T::decl(&self.config));
            self.by_name.insert(T::name(&self.config), laid_out(&raw));
        }
        T::visit_dependencies(self);
    }
}

/// A declaration as ts-rs writes it, laid out as a person would: a line a field, indented, with its comment above.
fn laid_out(raw: &str) -> String {
    let mut out = String::new();
    let mut indent = "";
    let mut comment: Option<String> = None;
    for line in raw.lines() {
        let line = line.trim();
        match (&mut comment, line) {
            (None, "/**") => comment = Some(String::new()),
            (Some(text), "*/") => {
                let text = prose(text);
                let text = text.replace('\n', &format!("\n{indent} * ")).replace(" * \n", " *\n");
                out.push_str(&format!("{indent}/** {text} */\n"));
                comment = None;
            }
            (Some(text), part) => {
                let part = part.trim_start_matches('*');
                text.push_str(part.strip_prefix(' ').unwrap_or(part));
                text.push('\n');
            }
            (None, code) => {
                let (field, end) = code.strip_suffix(", };").map_or((code, ""), |field| (field, "};\n"));
                let field = field.trim_end_matches(',');
                let stop = if indent.is_empty() { "" } else { ";" };
                out.push_str(&format!("{indent}{field}{stop}\n{end}"));
                indent = if code.ends_with('{') { "  " } else { indent };
            }
        }
    }
    out
}

/// The text of a Rust documentation comment without its Rust: no code blocks, no links into the crate.
fn prose(documentation: &str) -> String {
    let mut in_code = false;
    let kept = documentation.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        !fence && !in_code
    });
    let text = kept.collect::<Vec<_>>().join("\n").replace("[`", "`").replace("`]", "`");
    text.trim().replace("\n\n\n", "\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_laid_out_without_rust() {
        let raw = "/**\n * A thing.\n *\n * More.\n *\n * ```\n * let a = 1;\n * ```\n */\nexport type A = { \n/**\n * See [`B`].\n */\none: string, \ntwo: Array<number>, };";
        let expected = "/** A thing.\n *\n * More. */\nexport type A = {\n  /** See `B`. */\n  one: string;\n  two: Array<number>;\n};\n";
        assert_eq!(laid_out(raw), expected);
        assert_eq!(laid_out("export type B = \"a\" | \"b\";"), "export type B = \"a\" | \"b\";\n");
    }
}
