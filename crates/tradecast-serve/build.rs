//! Puts the page into the program where `TRADECAST_PAGE` names its file, as `cargo xtask dist` does.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;

fn main() {
    println!("cargo::rerun-if-env-changed=TRADECAST_PAGE");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let page = match env::var_os("TRADECAST_PAGE") {
        Some(file) => embedded(Path::new(&file), &out),
        None => "None".to_owned(),
    };
    fs::write(out.join("page.rs"), page).expect("the folder is ours");
}

/// Packs the page, and gives the expression that has it.
fn embedded(file: &Path, out: &Path) -> String {
    println!("cargo::rerun-if-changed={}", file.display());
    let html =
        fs::read_to_string(file).unwrap_or_else(|why| panic!("TRADECAST_PAGE: {}: {why}", file.display()));
    let policy = html
        .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or_else(
            || panic!("TRADECAST_PAGE: {}: no page of `cargo xtask bundle`", file.display()),
            |(policy, _)| policy,
        );
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(html.as_bytes()).expect("memory takes it");
    fs::write(out.join("page.gz"), packed.finish().expect("memory takes it")).expect("the folder is ours");
    format!(
        "Some(Page {{ packed: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/page.gz\")), policy: {policy:?} }})"
    )
}
