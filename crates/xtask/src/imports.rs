//! The import graph of each member: no two files import each other, not even through others, and folders import only from
//! those that stand before them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use syn::visit::{self, Visit};

use crate::process::at;

/// The files and folders at the root of a member's source in the order in which data flow: each imports only from itself and from
/// those before it.
const ORDER: [(&str, &[&str]); 6] = [
    (
        "crates/tradecast/src",
        &[
            "plain",
            "period",
            "format",
            "message",
            "error",
            "isolation",
            "numeric",
            "series",
            "question",
            "model",
            "fit",
            "simulate",
            "answer",
            "explain",
            "judge",
            "guide",
            "lib",
        ],
    ),
    (
        "crates/tradecast-io/src",
        &[
            "limits",
            "number",
            "unit",
            "period",
            "edit_distance",
            "note",
            "error",
            "csv",
            "layout",
            "read",
            "quality_warning",
            "scenario",
            "lib",
        ],
    ),
    (
        "crates/tradecast-cli/src",
        &[
            "examples",
            "escape",
            "messages",
            "failure",
            "args",
            "input",
            "output",
            "batch",
            "file_conflicts",
            "commands",
            "cli",
            "main",
        ],
    ),
    ("crates/tradecast-chart/src", &["axis", "shape", "layout", "series", "lib"]),
    (
        "crates/tradecast-sheets/src",
        &["error", "budget", "date", "archive", "xml", "shared", "sheet", "book", "lib"],
    ),
    (
        "web/src",
        &[
            "rounding",
            "svg_file",
            "browser",
            "text",
            "language",
            "question",
            "engine",
            "state",
            "storage",
            "work",
            "view",
            "report",
            "link",
            "load_state",
            "lazy_toml",
            "components",
            "lazy_module",
            "app",
            "mount",
            "static_answer",
            "lib",
            "main",
        ],
    ),
];

/// An import: the file that has it, the file it reaches, and the name as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Import {
    from: String,
    to: String,
    name: String,
}

/// Breaches in every member that has an order.
///
/// # Errors
/// Where a source cannot be read.
pub(crate) fn breaches() -> Result<Vec<String>> {
    let mut breaches = Vec::new();
    for (source, order) in ORDER {
        let imports = imports(&files(&at(source), source)?)?;
        breaches.extend(
            upward(&imports, order)
                .into_iter()
                .chain(circles(&imports))
                .map(|breach| format!("{source}: {breach}")),
        );
    }
    Ok(breaches)
}

/// The source files below a folder, by the path of their module (`series::period`; the root is `lib` or `main`).
fn files(folder: &Path, shown: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, module)) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| shown.to_owned())? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let inner = if module.is_empty() { stem.clone() } else { format!("{module}::{stem}") };
            if path.is_dir() {
                folders.push((path, inner));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = if stem == "mod" { module.clone() } else { inner };
                found.insert(name, fs::read_to_string(&path).with_context(|| path.display().to_string())?);
            }
        }
    }
    Ok(found)
}

/// Every import of one file from another, but for those of tests.
fn imports(files: &BTreeMap<String, String>) -> Result<Vec<Import>> {
    let mut found = Vec::new();
    for (module, text) in files {
        let file = syn::parse_file(text).with_context(|| format!("{module} is no Rust"))?;
        let mut paths = Paths::default();
        paths.visit_file(&file);
        for path in paths.found {
            if let Some(to) = reached(files, module, &path).filter(|to| to != module) {
                found.push(Import { from: module.clone(), to, name: path.join("::") });
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The file that a path leads to: the one of the longest module that is its beginning.
fn reached(files: &BTreeMap<String, String>, module: &str, path: &[String]) -> Option<String> {
    let is_root = |module: &str| module == "lib" || module == "main";
    let here: Vec<&str> = if is_root(module) { Vec::new() } else { module.split("::").collect() };
    let mut path: Vec<&str> = path.iter().map(String::as_str).collect();
    let mut full = match *path.first()? {
        "crate" => {
            path.remove(0);
            Vec::new()
        }
        "self" | "super" => {
            let mut full = here;
            while let Some(step @ ("self" | "super")) = path.first().copied() {
                path.remove(0);
                if step == "super" {
                    full.pop();
                }
            }
            full
        }
        // A module declared here; anything else is another crate or a name that was imported.
        _ => here,
    };
    full.extend(path);
    let root = || files.keys().find(|file| is_root(file)).cloned();
    let written_from_root = full.len();
    (1..=written_from_root)
        .rev()
        .map(|length| full[..length].join("::"))
        .find(|candidate| files.contains_key(candidate))
        .or_else(root)
}

/// Paths to other modules, as they are written.
#[derive(Debug, Default)]
struct Paths {
    found: Vec<Vec<String>>,
    /// Modules that are declared in the file.
    children: Vec<String>,
}

impl Paths {
    fn tree(&mut self, before: &mut Vec<String>, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.tree(before, &path.tree);
                before.pop();
            }
            syn::UseTree::Name(name) => self.leaf(before, &name.ident),
            syn::UseTree::Rename(rename) => self.leaf(before, &rename.ident),
            syn::UseTree::Glob(_) => self.keep(before.clone()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item)),
        }
    }

    fn leaf(&mut self, before: &[String], name: &syn::Ident) {
        self.keep(before.iter().cloned().chain([name.to_string()]).collect());
    }

    fn keep(&mut self, path: Vec<String>) {
        let first = path[0].as_str();
        let local = matches!(first, "crate" | "super" | "self") && path.len() > 1;
        if local || self.children.iter().any(|child| child == first) {
            self.found.push(path);
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_file(&mut self, file: &'ast syn::File) {
        self.children = file
            .items
            .iter()
            .filter_map(|item| match item {
                syn::Item::Mod(module) if module.content.is_none() => Some(module.ident.to_string()),
                _ => None,
            })
            .collect();
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Fn(item) => &item.attrs,
            syn::Item::Impl(item) => &item.attrs,
            syn::Item::Mod(item) => &item.attrs,
            syn::Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        let for_tests = attributes.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
        });
        if !for_tests {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&mut Vec::new(), &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.keep(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

/// Imports from a file or folder that stands later.
fn upward(imports: &[Import], order: &[&str]) -> Vec<String> {
    let place = |module: &str| {
        let folder = module.split("::").next().unwrap_or_default();
        order.iter().position(|known| *known == folder)
    };
    let breach = |import: &Import| match (place(&import.from), place(&import.to)) {
        (Some(from), Some(to)) if to > from => Some(format!(
            "{} imports {}, which stands later in ORDER (crates/xtask/src/imports.rs)",
            import.from, import.name
        )),
        (None, _) => Some(format!("{} has no place in ORDER (crates/xtask/src/imports.rs)", import.from)),
        _ => None,
    };
    imports.iter().filter_map(breach).collect()
}

/// Imports among files that import each other, directly or through others.
fn circles(imports: &[Import]) -> Vec<String> {
    // What imports nothing that is left, or is imported by nothing that is left, is in no circle.
    let mut left: Vec<&Import> = imports.iter().collect();
    loop {
        let kept: Vec<&Import> = left
            .iter()
            .filter(|import| {
                left.iter().any(|other| other.from == import.to)
                    && left.iter().any(|other| other.to == import.from)
            })
            .copied()
            .collect();
        if kept.len() == left.len() {
            break;
        }
        left = kept;
    }
    left.iter().map(|import| format!("{} imports {}, in a circle", import.from, import.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports_of(files: &[(&str, &str)]) -> Vec<Import> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        imports(&files).unwrap()
    }

    #[test]
    fn paths_are_followed_to_their_files() {
        let found = imports_of(&[
            ("lib", "mod a; mod b; pub use a::A;"),
            ("a", "pub struct A; fn f() { crate::b::c::g() }"),
            ("b", "pub mod c; pub mod d;"),
            ("b::c", "use super::d::{self, D as E}; #[cfg(test)] mod tests { use crate::a::A; }"),
            ("b::d", "pub struct D(std::string::String);"),
        ]);
        let found: Vec<(&str, &str)> =
            found.iter().map(|import| (import.from.as_str(), import.to.as_str())).collect();
        assert_eq!(found, [("a", "b::c"), ("b::c", "b::d"), ("b::c", "b::d"), ("lib", "a")]);
    }

    #[test]
    fn a_circle_and_a_way_back_are_found() {
        let around = imports_of(&[
            ("lib", "mod a; mod b; mod c;"),
            ("a", "use crate::b::B;"),
            ("b", "use crate::c::C;"),
            ("c", "use crate::a::A;"),
        ]);
        assert_eq!(circles(&around).len(), 3);
        assert!(circles(&around).contains(&"b imports crate::c::C, in a circle".to_owned()));
        assert_eq!(upward(&around, &["a", "b", "c", "lib"]).len(), 2, "a takes b, b takes c");
        assert!(circles(&around[..2]).is_empty());
        assert!(upward(&around[..2], &["c", "b", "a"]).is_empty());
        assert_eq!(upward(&around[..1], &["b"]), ["a has no place in ORDER (crates/xtask/src/imports.rs)"]);
    }

    #[test]
    fn names_of_the_root_lead_to_the_root() {
        let found = imports_of(&[("lib", "mod a; pub use a::A;"), ("a", "use crate::A;")]);
        assert_eq!(circles(&found).len(), 2, "through the names that the root hands on");
    }
}
