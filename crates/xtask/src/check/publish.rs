//! The crates that are meant for crates.io: that they can be published as they are, and that the Rust they ask for is enough.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::process::{Of, at, command, metadata, run as execute, succeeds};
use crate::published;

/// Checks what can be checked without compiling: manifests, the Rust that dependencies need, and that nothing is embedded that stays
/// outside; then packs the crates.
///
/// # Errors
/// Lists the breaches.
pub(crate) fn check() -> Result<()> {
    let metadata = metadata(Of::Everything)?;
    let mut breaches = manifests(&metadata);
    for (name, folder) in published::crates(&metadata) {
        for file in published::sources(&folder.join("src"))? {
            let depth = file.strip_prefix(&folder).context("a file of the crate")?.components().count() - 1;
            let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            let leaves = |path: &str| path.matches("../").count() > depth;
            breaches.extend(embedded(&text).filter(|path| leaves(path)).map(|path| {
                format!("{name}: {} embeds {path}, which is outside of the crate", file.display())
            }));
        }
    }
    if !breaches.is_empty() {
        bail!("{}", breaches.join("\n"));
    }
    pack(&metadata, &["--no-verify"], &at("target"))
}

/// Packs the crates and compiles what was packed, each with the others as packed: what `cargo publish --dry-run` does for one.
///
/// # Errors
/// Where cargo fails.
pub(crate) fn rehearse() -> Result<()> {
    // Cargo unpacks a crate once a version and place, so that a second rehearsal in one place would compile the first.
    let place = at(&format!("target/rehearsal-{}", std::process::id()));
    let packed = pack(&metadata(Of::Members)?, &[], &place);
    fs::remove_dir_all(&place).with_context(|| place.display().to_string())?;
    packed
}

/// Compiles the crates with the oldest Rust that they say is enough; rustup installs it where it is missing.
///
/// # Errors
/// Where it is not enough.
pub(crate) fn oldest() -> Result<()> {
    let metadata = metadata(Of::Members)?;
    let version = env!("CARGO_PKG_RUST_VERSION");
    let toolchain = format!("+{version}");
    if !succeeds(&mut command("cargo", [&toolchain, "--version"])) {
        execute(&mut command("rustup", ["toolchain", "install", version, "--profile", "minimal"]))?;
    }
    let mut check = command("cargo", [&toolchain, "check", "--locked", "--target-dir", "target/oldest"]);
    published::crates(&metadata).keys().for_each(|name| {
        check.args(["--package", name]);
    });
    execute(&mut check)
}

/// Compares what the libraries offer with what they offered at a revision, and says whether the version says so too. Installs
/// cargo-semver-checks where it is missing.
///
/// # Errors
/// Where something changed that the version does not tell.
pub(crate) fn compatible(revision: &str) -> Result<()> {
    if !succeeds(&mut command("cargo", ["semver-checks", "--version"])) {
        execute(&mut command("cargo", ["install", "--locked", "cargo-semver-checks"]))?;
    }
    let mut check = command("cargo", ["semver-checks", "--baseline-rev", revision]);
    published::crates(&metadata(Of::Members)?).keys().filter(|name| *name != "tradecast-cli").for_each(
        |name| {
            check.args(["--package", name]);
        },
    );
    execute(&mut check)
}

/// What the manifests of published crates lack.
fn manifests(metadata: &Value) -> Vec<String> {
    let published = published::crates(metadata);
    let mut breaches = Vec::new();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        if !published.contains_key(name) {
            breaches.extend(too_new(package));
            continue;
        }
        for field in ["description", "license", "readme", "documentation", "keywords", "categories"] {
            let there = match &package[field] {
                Value::Array(list) => !list.is_empty(),
                value => value.is_string(),
            };
            if !there {
                breaches.push(format!("{name}: its manifest has no {field}"));
            }
        }
        for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
            if !published[name].join(file).is_file() {
                breaches.push(format!("{name}: no {file}; link to that of the repository"));
            }
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            let own = dependency["path"].is_string() && dependency["kind"] != "dev";
            if own && (dependency["req"] == "*" || !published.contains_key(on)) {
                breaches.push(format!("{name}: depends on {on}, which has no version or is not published"));
            }
        }
    }
    breaches
}

/// A dependency that asks for a newer Rust than we say is enough. (What our own code needs, clippy knows: `incompatible_msrv`.)
fn too_new(package: &Value) -> Option<String> {
    let number =
        |version: &str| -> Vec<u32> { version.split('.').filter_map(|part| part.parse().ok()).collect() };
    let needs = package["rust_version"].as_str()?;
    let ours = env!("CARGO_PKG_RUST_VERSION");
    (number(needs)[..] > number(ours)[..] && needs != format!("{ours}.0"))
        .then(|| format!("{}: needs Rust {needs}, more than our rust-version {ours}", package["name"]))
}

/// The paths that a module embeds, its tests aside.
fn embedded(text: &str) -> impl Iterator<Item = &str> {
    published::without_tests(text).split("include_str!(\"").skip(1).filter_map(|rest| rest.split('"').next())
}

fn pack(metadata: &Value, options: &[&str], place: &Path) -> Result<()> {
    // What is not committed is packed too: this is no publication.
    let mut package = command("cargo", ["package", "--locked", "--allow-dirty", "--quiet"]);
    package.args(options).arg("--target-dir").arg(place);
    let names = published::crates(metadata);
    names.keys().for_each(|name| {
        package.args(["--package", name]);
    });
    execute(&mut package)?;
    for name in names.keys() {
        let file = place.join("package").join(format!("{name}-{}.crate", env!("CARGO_PKG_VERSION")));
        let size = fs::metadata(&file).with_context(|| file.display().to_string())?.len();
        println!("  {:>5} kB  {name}", size.div_ceil(1000));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_cannot_be_published_is_named() {
        let package = |name: &str, publish: Value, on: Value| {
            json!({
                "id": name, "name": name, "publish": publish, "manifest_path": format!("/none/{name}/Cargo.toml"),
                "description": "a", "license": "b", "readme": "c", "documentation": "d", "keywords": ["e"], "categories": ["f"],
                "dependencies": on,
            })
        };
        let on = |name: &str, req: &str| json!([{ "name": name, "req": req, "kind": null, "path": "/none" }]);
        let metadata = |packages: Vec<Value>| {
            let ids: Vec<Value> = packages.iter().map(|package| package["id"].clone()).collect();
            json!({ "workspace_members": ids, "packages": packages })
        };
        let found = |packages| {
            let all = manifests(&metadata(packages)).into_iter();
            all.filter(|breach| !breach.contains("LICENSE")).collect::<Vec<_>>()
        };
        let core = package("core", Value::Null, json!([]));
        assert!(found(vec![core.clone(), package("data", Value::Null, on("core", "^0.1"))]).is_empty());
        assert_eq!(found(vec![core.clone(), package("data", Value::Null, on("core", "*"))]).len(), 1);
        assert_eq!(
            found(vec![
                package("page", json!([]), json!([])),
                package("data", Value::Null, on("page", "^0.1"))
            ])
            .len(),
            1
        );
        let mut poor = core.clone();
        poor["keywords"] = json!([]);
        assert_eq!(found(vec![poor]), ["core: its manifest has no keywords"]);
    }

    #[test]
    fn a_dependency_that_is_too_new_is_named() {
        let needs = |version: &str| too_new(&json!({ "name": "x", "rust_version": version }));
        let ours = env!("CARGO_PKG_RUST_VERSION");
        assert!(needs("1.56").is_none() && needs(ours).is_none() && needs(&format!("{ours}.0")).is_none());
        assert!(needs("1.999.0").is_some());
    }

    #[test]
    fn what_is_embedded_is_found_and_tests_are_not_looked_at() {
        for module in ["mod tests", "pub(crate) mod reference"] {
            let text = format!(
                "#[cfg(test)]\nuse x;\ninclude_str!(\"../a.md\")\n#[cfg(test)]\n{module} {{\n    include_str!(\"../../b.md\")\n"
            );
            assert_eq!(embedded(&text).collect::<Vec<_>>(), ["../a.md"]);
        }
    }
}
