//! What the page's first module is made of, crate by crate: where weight could be taken off, and where it could not.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use walrus::{FunctionKind, Module};

use crate::build::wasm;
use crate::process::at;

/// Crates of the standard library.
const STANDARD: [&str; 4] = ["core", "alloc", "std", "__rustc"];

/// Prints how the instructions of the module, as last bundled, are shared between crates.
///
/// # Errors
/// Where there is no bundle, or its module cannot be read.
pub(crate) fn run() -> Result<()> {
    let folder = at("target/web/code-size");
    wasm::bind_named(&folder)?;
    let module = Module::from_file(folder.join("tradecast_bg.wasm")).context("cannot read the module")?;
    let mut crates: BTreeMap<&str, u64> = BTreeMap::new();
    for function in module.funcs.iter() {
        if let FunctionKind::Local(local) = &function.kind {
            let of = function.name.as_deref().map_or("without a name", crate_of);
            *crates.entry(of).or_default() += local.size();
        }
    }
    let all: u64 = crates.values().sum();
    let mut crates: Vec<(&str, u64)> = crates.into_iter().collect();
    crates.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    println!("\n  {:<24} {:>12} {:>8}", "crate", "instructions", "share");
    for (name, size) in crates.iter().filter(|(_, size)| 200 * size > all) {
        println!("  {name:<24} {size:>12} {:>6.1} %", 100.0 * *size as f64 / all as f64);
    }
    let data: usize = module.data.iter().map(|data| data.value.len()).sum();
    println!("  {:<24} {all:>12}\n  {:<24} {data:>12} bytes", "all", "data");
    Ok(())
}

/// The crate in which a function, by its name, was written: the first path in it.
fn crate_of(name: &str) -> &str {
    // "_ZN99_$LT$tradecast_web..app..App" and "<tradecast_web::app::App as ...>": a method.
    let name = name.split_once("$LT$").map_or(name, |(_, inside)| inside);
    let name = name.trim_start_matches(|letter: char| !letter.is_ascii_alphabetic() && letter != '_');
    let name = name.strip_prefix("impl ").unwrap_or(name);
    let end = name.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let (first, rest) = name.split_at(end.unwrap_or(name.len()));
    match first {
        standard if STANDARD.contains(&standard) => "standard library",
        path if rest.starts_with("::") || rest.starts_with("..") || rest.starts_with('[') => path,
        _ => "others",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_belong_to_the_crate_of_their_first_path() {
        for (name, of) in [
            ("tradecast::path::Paths::advance::h55", "tradecast"),
            ("<tradecast_web::app::App as yew::functional::FunctionProvider>::run", "tradecast_web"),
            (
                "_ZN99_$LT$tradecast_web..components..Evidence$u20$as$u20$yew..FunctionProvider$GT$3run17hE",
                "tradecast_web",
            ),
            ("core[c5930c85a12de822]::fmt::write", "standard library"),
            ("<alloc::rc::Rc<T> as yew::utils::RcExt<T>>::unwrap_or_clone", "standard library"),
            ("<&mut dlmalloc::Dlmalloc<A>>::free", "others"),
            ("memcpy", "others"),
        ] {
            assert_eq!(crate_of(name), of, "{name}");
        }
    }
}
