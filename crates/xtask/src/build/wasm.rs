//! A package of the workspace as a WebAssembly module with its JavaScript glue.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, ensure};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use crate::build::checkout::Checkout;
use crate::process::at;
use crate::{files, tools};

/// How modules are compiled.
const PROFILE: &str = "web";

/// Compiles a package, optimised, in a target folder of its own: native builds never wait for it nor lose their cache.
///
/// # Errors
/// Where the target is missing or the compiler fails.
pub(crate) fn compile(checkout: &Checkout, package: &str, module: &str) -> Result<PathBuf> {
    cargo(checkout, &["build", "--package", package], &[], module)
}

/// Compiles a program so that it can be [split]: with notes where it refers to what.
///
/// # Errors
/// Those of [`compile`].
pub(crate) fn compile_divisible(checkout: &Checkout, package: &str, module: &str) -> Result<PathBuf> {
    let what = ["rustc", "--package", package, "--bin", package];
    cargo(checkout, &what, &["-Clink-arg=--emit-relocs"], module)
}

fn cargo(checkout: &Checkout, what: &[&str], flags: &[&str], module: &str) -> Result<PathBuf> {
    tools::wasm_target()?;
    // Paths side by side.
    let build = checkout.cargo(what, PROFILE, &["-Ctarget-feature=+simd128"])?;
    Ok(checkout.build(build, "target/web", tools::WASM, PROFILE, flags)?.join(module))
}

/// Who loads the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    /// The page: a browser, no types.
    Page,
    /// Whoever loads the module and hands it to its JavaScript, with TypeScript declarations.
    Package,
}

/// Writes `tradecast_bg.wasm` and its JavaScript for a host into a folder: for the page `tradecast.js`, for the package
/// `tradecast_bg.js` and, for bundlers, `tradecast.js`.
///
/// # Errors
/// Where the module was built by another version of wasm-bindgen, or the folder cannot be written.
pub(crate) fn bind(module: &Path, host: Host, folder: &Path) -> Result<()> {
    bind_with(module, host, folder, false)
}

/// Writes the page's first module, as it was last split, with the names of its functions into a folder.
///
/// # Errors
/// Where nothing was bundled yet, and those of [`bind`].
pub(crate) fn bind_named(folder: &Path) -> Result<()> {
    let main = at(SPLIT).join(MAIN);
    ensure!(main.exists(), "there is no bundle: cargo xtask bundle");
    bind_with(&main, Host::Page, folder, true)
}

fn bind_with(module: &Path, host: Host, folder: &Path, names: bool) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name("tradecast")
        .remove_name_section(!names)
        .remove_producers_section(true);
    // `init()` finds the module beside the script, unless told otherwise.
    bindgen.omit_default_module_path(false).typescript(host == Host::Package);
    // Parts of the page's program are linked to it when they come: through its table of functions.
    bindgen.keep_lld_exports(host == Host::Page);
    match host {
        Host::Page => bindgen.web(true)?,
        Host::Package => bindgen.bundler(true)?,
    };
    bindgen.generate(folder)
}

/// Where the page's program is split, and what is left of it there.
const SPLIT: &str = "target/web/split";
const MAIN: &str = "main.wasm";

/// Where parts of the page's program are, seen from it.
pub(crate) const PARTS: &str = "parts";

/// Writes the module of a program that has parts for later to `tradecast_bg.wasm`, its JavaScript to `tradecast.js` and the parts to
/// [`PARTS`]. The program asks for the compiled module of a part by its address: `partOf(address)`.
///
/// # Errors
/// Where the module cannot be split, was built by another version of wasm-bindgen, or the folder cannot be written.
pub(crate) fn split(module: &Path, folder: &Path) -> Result<()> {
    let work = at(SPLIT);
    files::remove(&work)?;
    fs::create_dir_all(folder.join(PARTS))?;
    let bytes = fs::read(module)?;
    let main = work.join(MAIN);
    let mut options = Options::new(&bytes);
    (options.output_dir, options.main_out_path) = (&work, &main);
    (options.link_name, options.main_module) = ("./split.js", "./tradecast.js");
    let split = transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .context("cannot split the page's program")?;
    bind(&main, Host::Page, folder)?;
    let mut linked = fs::read_to_string(work.join("split.js"))?;
    for part in split.split_modules {
        let name = part.file_name().expect("a part is a file").to_string_lossy();
        let found = format!("fetch(new URL(\"./{name}\", import.meta.url))");
        ensure!(linked.contains(&found), "{name} is loaded in another way than before");
        linked = linked.replace(&found, &format!("partOf(\"./{PARTS}/{name}\")"));
        fs::write(folder.join(PARTS).join(&*name), bare(&fs::read(&part)?)?)?;
    }
    let streamed = "WebAssembly.instantiateStreaming(src, imports)";
    ensure!(linked.contains(streamed), "parts are put together in another way than before");
    linked = linked.replace(streamed, "WebAssembly.instantiate(await src, imports)");
    let program = folder.join("tradecast.js");
    fs::write(&program, joined(&fs::read_to_string(&program)?, &linked)?)?;
    Ok(())
}

/// A module without names and notes, its numbers no longer than they need to be.
///
/// # Errors
/// Where it is none.
pub(crate) fn bare(module: &[u8]) -> Result<Vec<u8>> {
    let mut config = walrus::ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    Ok(config.parse(module)?.emit_wasm())
}

/// A program and the script that it imports to load its parts, and which imports it, as one: a slow line is asked once. It imports
/// that script once for each part.
fn joined(program: &str, linked: &str) -> Result<String> {
    let name = |line: &str| {
        let rest = line.strip_prefix("import * as ")?;
        rest.strip_suffix(" from \"./split.js\"").map(str::to_owned)
    };
    let names: Vec<String> = program.lines().map_while(name).collect();
    ensure!(!names.is_empty(), "the program does not import its parts first");
    let mut exports = Vec::new();
    let linked = linked.lines().filter(|line| !line.starts_with("import ")).map(|line| {
        line.strip_prefix("export ").inspect(|line| exports.extend(line.split(' ').nth(1))).unwrap_or(line)
    });
    // What is there for people stays behind.
    let lines =
        program.lines().skip(names.len()).chain(linked).map(str::trim).filter(|line| !line.starts_with("//"));
    let mut script: String = lines.flat_map(|line| [line, "\n"]).collect();
    for name in names {
        script.push_str(&format!("const {name} = {{ {} }};\n", exports.join(", ")));
    }
    Ok(script)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_and_what_loads_its_parts_become_one_script() {
        let program = "import * as import1 from \"./split.js\"\nimport * as import2 from \"./split.js\"\nlet wasm = import1;\nexport { initSync };\n";
        let linked = "import { initSync } from \"./tradecast.js\";\nexport const load = initSync();\n";
        let script = "let wasm = import1;\nexport { initSync };\nconst load = initSync();\nconst import1 = { load };\nconst import2 = { load };\n";
        assert_eq!(joined(program, linked).unwrap(), script);
        assert!(joined("let wasm;\n", linked).is_err());
    }
}
