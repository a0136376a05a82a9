//! The import graph of each member: no two files import each other, not even through others, and folders import only from
//! those that stand before them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use syn::Token;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};

use crate::process::at;

/// The files and folders at the root of a member's source in the order in which data flow: each imports only from itself and from
/// those before it. A member without folders needs no row.
const ORDER: [(&str, &str); 9] = [
    (
        "crates/tradecast/src",
        "plain period format message error isolation numeric series question model fit simulate answer explain judge guide lib",
    ),
    (
        "crates/tradecast-io/src",
        "limits number unit period edit_distance file_kind note error csv layout pair read quality_warning scenario lib",
    ),
    (
        "crates/tradecast-data/src",
        "problem words separator embedded table row_reader priors record case outcome check lib",
    ),
    (
        "crates/tradecast-serve/src",
        "log metrics response connection request work api page state middleware router server lib",
    ),
    (
        "crates/tradecast-cli/src",
        "examples escape messages failure args input output batch file_conflicts commands cli main",
    ),
    ("crates/tradecast-chart/src", "axis shape layout series lib"),
    ("crates/tradecast-sheets/src", "error budget date archive xml shared sheet book lib"),
    (
        "web/src",
        "rounding svg_file browser text language question engine state storage work view report link load_state lazy_toml components lazy_module app mount lib main",
    ),
    ("crates/xtask/src", "process files tools node server browser budget published build measure check main"),
];

/// An import: the file that has it, the file it reaches, and the name as written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Import {
    from: String,
    to: String,
    name: String,
}

/// Breaches in every member, from what `cargo metadata` prints.
///
/// # Errors
/// Where a source cannot be read.
pub(crate) fn breaches(metadata: &Value) -> Result<Vec<String>> {
    let order = BTreeMap::from(ORDER);
    let sources = sources(metadata)?;
    let mut breaches: Vec<String> = order
        .keys()
        .filter(|source| !sources.contains(**source))
        .map(|source| format!("{source}: no member has its source there; correct {}", file!()))
        .collect();
    for source in &sources {
        let files = files(&at(source))?;
        let found = of_member(&files, order.get(source.as_str()).copied())?;
        breaches.extend(found.into_iter().map(|breach| format!("{source}: {breach}")));
    }
    Ok(breaches)
}

/// The folders, seen from the root of the repository, that have the libraries and programs of the members.
fn sources(metadata: &Value) -> Result<BTreeSet<String>> {
    let mut sources = BTreeSet::new();
    for package in metadata["packages"].as_array().context("cargo metadata lists packages")? {
        for target in package["targets"].as_array().context("a package lists targets")? {
            let kinds = target["kind"].as_array().context("a target has kinds")?;
            if kinds.iter().any(|kind| ["lib", "rlib", "cdylib", "bin"].iter().any(|code| kind == code)) {
                let root = Path::new(target["src_path"].as_str().context("a target has a file")?);
                let folder = root.parent().and_then(|folder| folder.strip_prefix(at("")).ok());
                let names = folder.with_context(|| format!("{} is elsewhere", root.display()))?.iter();
                let names: Vec<_> = names.map(|name| name.to_string_lossy()).collect();
                sources.insert(names.join("/"));
            }
        }
    }
    Ok(sources)
}

/// Breaches in the files of one member, given its row in the table.
fn of_member(files: &BTreeMap<String, String>, row: Option<&str>) -> Result<Vec<String>> {
    let imports = imports(files)?;
    let mut breaches = circles(&imports);
    match row {
        Some(row) => breaches.extend(upward(files, &imports, &row.split(' ').collect::<Vec<_>>())),
        None if files.keys().any(|file| file.contains("::")) => {
            breaches.push(format!("it has folders, but no row in ORDER ({})", file!()));
        }
        None => {}
    }
    Ok(breaches)
}

/// The source files below a folder, by the path of their module (`series::period`; the root is `lib` or `main`). Packages inside of it
/// and files of tests alone are left out.
fn files(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((folder, module)) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default().to_owned();
            let inner = if module.is_empty() { stem.clone() } else { format!("{module}::{stem}") };
            if path.is_dir() {
                if !path.join("Cargo.toml").exists() {
                    folders.push((path, inner));
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = if stem == "mod" { module.clone() } else { inner };
                found.insert(name, fs::read_to_string(&path).with_context(|| path.display().to_string())?);
            }
        }
    }
    without_tests(found)
}

/// The files but for those that are declared for tests alone.
fn without_tests(mut files: BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    let mut for_tests = Vec::new();
    for (module, text) in &files {
        for item in parse(module, text)?.items {
            if let syn::Item::Mod(declared) = item
                && declared.content.is_none()
                && is_for_tests(&declared.attrs)
            {
                let inside = if is_root(module) { String::new() } else { format!("{module}::") };
                for_tests.push(format!("{inside}{}", declared.ident));
            }
        }
    }
    files.retain(|module, _| {
        !for_tests.iter().any(|test| module == test || module.starts_with(&format!("{test}::")))
    });
    Ok(files)
}

fn parse(module: &str, text: &str) -> Result<syn::File> {
    syn::parse_file(text).with_context(|| format!("{module} is no Rust"))
}

fn is_root(module: &str) -> bool {
    module == "lib" || module == "main"
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    })
}

/// Every import of one file from another, but for those of tests.
fn imports(files: &BTreeMap<String, String>) -> Result<Vec<Import>> {
    let mut found = Vec::new();
    for (module, text) in files {
        let mut paths = Paths::default();
        paths.visit_file(&parse(module, text)?);
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
            // `use super::*` reaches the file above, unlike `pub(super)`.
            syn::UseTree::Glob(_) if matches!(before[..], [ref only] if only == "super") => {
                self.found.push(before.clone());
            }
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
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree(&mut Vec::new(), &item.tree);
    }

    /// The arguments of a macro, where they are expressions as those of `format!` are.
    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        type Arguments = Punctuated<syn::Expr, Token![,]>;
        if let Ok(arguments) = item.parse_body_with(Arguments::parse_terminated) {
            let mut inside = Paths { children: self.children.clone(), ..Paths::default() };
            arguments.iter().for_each(|argument| inside.visit_expr(argument));
            self.found.append(&mut inside.found);
        }
        visit::visit_macro(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.keep(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }
}

/// Imports from a file or folder that stands later, files that stand nowhere, and places of nothing.
fn upward(files: &BTreeMap<String, String>, imports: &[Import], order: &[&str]) -> Vec<String> {
    fn root(module: &str) -> &str {
        module.split("::").next().unwrap_or_default()
    }
    let roots: BTreeSet<&str> = files.keys().map(|module| root(module)).collect();
    let without_place = roots
        .iter()
        .filter(|root| !order.contains(root))
        .map(|root| format!("{root} has no place in ORDER ({})", file!()));
    let gone = order
        .iter()
        .filter(|name| !roots.contains(**name))
        .map(|name| format!("{name} is in ORDER ({}), but there is no such file or folder", file!()));
    let place = |module: &str| order.iter().position(|known| *known == root(module));
    let later = imports
        .iter()
        .filter(|import| place(&import.from).zip(place(&import.to)).is_some_and(|(from, to)| to > from))
        .map(|import| {
            format!("{} imports {}, which stands later in ORDER ({})", import.from, import.name, file!())
        });
    without_place.chain(gone).chain(later).collect()
}

/// Imports among files that import each other, directly or through others.
fn circles(imports: &[Import]) -> Vec<String> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports {
        next.entry(&import.from).or_default().insert(&import.to);
    }
    let leads_back = |import: &Import| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![import.to.as_str()]);
        while let Some(file) = left.pop() {
            if file == import.from {
                return true;
            }
            if seen.insert(file) {
                left.extend(next.get(file).into_iter().flatten());
            }
        }
        false
    };
    imports
        .iter()
        .filter(|import| leads_back(import))
        .map(|import| format!("{} imports {}, in a circle", import.from, import.name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn files_of(files: &[(&str, &str)]) -> BTreeMap<String, String> {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        without_tests(files).unwrap()
    }

    fn imports_of(files: &[(&str, &str)]) -> Vec<Import> {
        imports(&files_of(files)).unwrap()
    }

    fn pairs(imports: &[Import]) -> Vec<(&str, &str)> {
        imports.iter().map(|import| (import.from.as_str(), import.to.as_str())).collect()
    }

    #[test]
    fn paths_are_followed_to_their_files() {
        let found = imports_of(&[
            ("lib", "mod a; mod b; pub use a::A;"),
            ("a", "pub struct A; fn f() { crate::b::c::g() }"),
            ("b", "pub mod c; pub mod d; #[cfg(test)] mod tests;"),
            ("b::c", "use super::d::{self, D as E}; #[cfg(test)] mod tests { use crate::a::A; }"),
            ("b::d", "pub struct D(std::string::String); pub(super) fn h() {}"),
            ("b::tests", "use super::*; use crate::a::A;"),
        ]);
        assert_eq!(pairs(&found), [("a", "b::c"), ("b::c", "b::d"), ("b::c", "b::d"), ("lib", "a")]);
    }

    #[test]
    fn imports_by_a_star_and_in_arguments_of_macros_count() {
        let found = imports_of(&[
            ("lib", "mod a; mod b;"),
            ("a", "pub mod c; fn f() { println!(\"{}\", crate::b::g()) }"),
            ("a::c", "use super::*;"),
            ("b", "pub fn g() -> u8 { 0 }"),
        ]);
        assert_eq!(pairs(&found), [("a", "b"), ("a::c", "a")]);
    }

    #[test]
    fn a_circle_is_found_and_what_only_leads_to_it_is_none() {
        let around = [
            ("lib", "mod a; mod b; mod c; mod d; use d::D;"),
            ("a", "use crate::b::B;"),
            ("b", "use crate::c::C;"),
            ("c", "use crate::a::A;"),
            ("d", "use crate::a::A;"),
        ];
        let around = circles(&imports_of(&around));
        assert_eq!(around.len(), 3, "{around:?}");
        assert!(around.contains(&"b imports crate::c::C, in a circle".to_owned()));
        let two = [("lib", "mod a; mod b;"), ("a", "use crate::b::B;"), ("b", "use crate::a::A;")];
        assert_eq!(circles(&imports_of(&two)).len(), 2);
        assert!(circles(&imports_of(&two[..2])).is_empty());
    }

    #[test]
    fn an_import_of_what_stands_later_is_found() {
        let files =
            files_of(&[("a", "use crate::b::B;"), ("b", "use crate::c::C;"), ("c", ""), ("main", "mod a;")]);
        let found = |row: &str| of_member(&files, Some(row)).unwrap();
        assert_eq!(found("a b c main").len(), 2, "a takes b, b takes c");
        assert!(found("c b a main").is_empty());
        assert_eq!(found("c b main"), [format!("a has no place in ORDER ({})", file!())]);
        assert_eq!(found("d c b a main").len(), 1, "there is no d");
    }

    #[test]
    fn a_member_with_folders_needs_a_row() {
        let flat = files_of(&[("lib", "mod a;"), ("a", "")]);
        assert!(of_member(&flat, None).unwrap().is_empty());
        let folders = files_of(&[("lib", "mod a;"), ("a", "mod b;"), ("a::b", "")]);
        assert_eq!(of_member(&folders, None).unwrap().len(), 1);
        assert!(of_member(&folders, Some("a lib")).unwrap().is_empty());
    }

    #[test]
    fn names_of_the_root_lead_to_the_root() {
        let found = imports_of(&[("lib", "mod a; pub use a::A;"), ("a", "use crate::A;")]);
        assert_eq!(circles(&found).len(), 2, "through the names that the root hands on");
    }

    #[test]
    fn the_source_of_each_library_and_program_is_looked_into() {
        let target = |kind: &str, file: &str| json!({ "kind": [kind], "src_path": at(file) });
        let package = json!({ "targets": [
            target("cdylib", "crates/a/src/lib.rs"),
            target("bin", "crates/a/src/main.rs"),
            target("test", "crates/a/tests/a.rs"),
            target("lib", "tests/lib.rs"),
        ]});
        let found = sources(&json!({ "packages": [package] })).unwrap();
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), ["crates/a/src", "tests"]);
    }
}
