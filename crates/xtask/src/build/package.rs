//! The JavaScript package, ready to be published, `target/npm`; and a project that has installed it, `target/consumer`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::build::checkout::Checkout;
use crate::build::dependencies::Dependencies;
use crate::build::size::Kind;
use crate::build::{notices, sbom, size, wasm};
use crate::process::{at, command, output, run as execute, timed};
use crate::server::Server;
use crate::{browser, files, node, tools};

/// What the package holds, and nothing else: three ways to load one module, its JavaScript and its types.
const FILES: [&str; 13] = [
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    notices::FILE,
    "bundler.js",
    "guard.js",
    "node.js",
    "package.json",
    sbom::FILE,
    "tradecast.d.ts",
    "tradecast_bg.js",
    "tradecast_bg.wasm",
    "web.js",
];

/// What whoever visits a page that uses the package downloads for it, by kind, and how many bytes of each that may be (brotli): gates
/// against growth, a little above what there is.
const VISITOR: [(&str, &[&str], usize); 2] =
    [("wasm", &["tradecast_bg.wasm"], 486_000), ("js", &["tradecast_bg.js", "guard.js", "web.js"], 6_900)];

/// How many bytes npm may download (gzip).
const PACKED: usize = 677_000;

/// The finished package.
fn npm() -> PathBuf {
    at("target/npm")
}

/// Builds the package and holds its content and its sizes against what is expected.
///
/// # Errors
/// Where a step fails, a file is missing or too much, or a size is above its budget.
pub(crate) fn run() -> Result<()> {
    size::check("the package", &build()?)
}

/// Builds the package, checks what it holds and prints its sizes.
///
/// # Errors
/// Where a step fails, or a file is missing or too much.
pub(crate) fn build() -> Result<Vec<Kind>> {
    let module = compile(&Checkout::here())?;
    timed("bind them to JavaScript, add what loads them and the manifest", || {
        files::remove(&npm())?;
        wasm::bind(&module, wasm::Host::Package, &npm())?;
        // `bundler.js` takes the place of the first; the second describes what nobody calls.
        for unused in ["tradecast.js", "tradecast_bg.wasm.d.ts"] {
            fs::remove_file(npm().join(unused)).context(unused)?;
        }
        files::copy(&at("crates/tradecast-wasm/js/package"), &npm(), &|_| true)?;
        for text in ["crates/tradecast-wasm/README.md", "LICENSE-APACHE", "LICENSE-MIT"] {
            let text = at(text);
            fs::copy(&text, npm().join(text.file_name().context("a file")?))?;
        }
        let dependencies = Dependencies::of(&[("tradecast-wasm", Some(tools::WASM))])?;
        fs::write(npm().join(notices::FILE), notices::of(&dependencies)?)?;
        fs::write(npm().join(sbom::FILE), sbom::of("tradecast", &dependencies)?)?;
        let place = npm().join("package.json");
        // As text: of the conditions of an export the first that holds counts.
        let (manifest, no_version) = (fs::read_to_string(&place)?, "\"version\": \"0.0.0\"");
        ensure!(manifest.contains(no_version), "package.json says {no_version}");
        let version = no_version.replace("0.0.0", env!("CARGO_PKG_VERSION"));
        Ok(fs::write(place, manifest.replace(no_version, &version))?)
    })?;
    let kinds = timed("pack and compress", weigh)?;
    size::print(&kinds);
    Ok(kinds)
}

/// Compiles the module.
///
/// # Errors
/// Where the compiler fails.
pub(crate) fn compile(checkout: &Checkout) -> Result<PathBuf> {
    timed("compile the bindings", || wasm::compile(checkout, "tradecast-wasm", "tradecast_wasm.wasm"))
}

/// Weighs what npm would publish.
fn weigh() -> Result<Vec<Kind>> {
    let packed = output(node::npm(["pack", "--dry-run", "--json"]).current_dir(npm()))?;
    let packed: Value = serde_json::from_str(&packed).context("npm pack prints JSON")?;
    let packed = &packed[0];
    let files = packed["files"].as_array().context("npm pack lists files")?;
    let mut files: Vec<&str> = files.iter().filter_map(|file| file["path"].as_str()).collect();
    files.sort_unstable();
    ensure!(files == FILES, "the package holds {files:?} and should hold {FILES:?}");
    let mut kinds = Vec::new();
    for (name, files, budget) in VISITOR {
        let (mut raw, mut compressed) = (0, 0);
        for file in files {
            let bytes = fs::read(npm().join(file))?;
            raw += bytes.len();
            compressed += size::brotli(&bytes)?.len();
        }
        kinds.push(Kind::new(name, raw, compressed, budget));
    }
    let bytes = |field: &str| packed[field].as_u64().and_then(|bytes| usize::try_from(bytes).ok());
    let (raw, compressed) = bytes("unpackedSize").zip(bytes("size")).context("npm pack says sizes")?;
    kinds.push(Kind::new("npm, gzip", raw, compressed, PACKED));
    Ok(kinds)
}

/// Installs the package in a project of its own, beside the examples and what the tests run there.
fn install() -> Result<PathBuf> {
    let project = at("target/consumer");
    files::remove(&project)?;
    files::copy(&at("crates/tradecast-wasm/examples"), &project, &|_| true)?;
    files::copy(&at("crates/tradecast-wasm/js/consumer"), &project, &|_| true)?;
    fs::write(project.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n")?;
    // Packed and unpacked as if it came from a registry.
    let install = ["install", "--install-links", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
    execute(node::npm(install).arg(npm()).current_dir(&project))?;
    Ok(project)
}

/// Checks the package as its users meet it: its types, its errors, its examples, and that in node, in a browser and in a bundle it gives
/// the numbers of the command line tool to the last digit.
///
/// # Errors
/// Where a test fails.
pub(crate) fn test() -> Result<()> {
    node::packages()?;
    let project = install()?;
    let compiler = at("web/e2e/node_modules/.bin/tsc");
    execute(
        command("node", [compiler.as_os_str(), "--project".as_ref(), project.as_os_str()])
            .current_dir(&project),
    )?;
    tools::native()?;
    let server = Server::start(&project, 0)?;
    execute(&mut browser::on_the_page(node::tests("crates/tradecast-wasm/js")?, &server)?)
}
