//! The bill of materials of a program (CycloneDX 1.5): every crate that it is linked with, its checksum, its licence and who uses it.

use anyhow::{Context, Result, ensure};
use cyclonedx_bom::models::component::{Classification, Component, Components};
use cyclonedx_bom::models::dependency::{self, Dependency};
use cyclonedx_bom::models::hash::{Hash, HashAlgorithm, HashValue, Hashes};
use cyclonedx_bom::models::license::{LicenseChoice, Licenses};
use cyclonedx_bom::models::metadata::Metadata;
use cyclonedx_bom::prelude::{Bom, Purl, SpdxExpression, SpecVersion, Validate};

use crate::build::dependencies::{Dependencies, Id};
use crate::build::notices;

/// The file that has it, beside what is handed out.
pub(crate) const FILE: &str = "tradecast.cdx.json";

/// The bill of a program that has a name. No time and no random number is in it: the same bytes for the same lock file.
///
/// # Errors
/// Where what was written is not a valid bill.
pub(crate) fn of(program: &str, crates: &Dependencies) -> Result<String> {
    let standard = notices::standard_library()?;
    let mut root = Component::new(Classification::Application, program, env!("CARGO_PKG_VERSION"), None);
    root.bom_ref = Some(program.to_owned());
    root.licenses = licensed("MIT OR Apache-2.0")?;
    let mut components = Vec::new();
    for (id, found) in &crates.crates {
        let mut component = library(id, "cargo")?;
        component.licenses = licensed(&found.licence)?;
        component.hashes = found
            .checksum
            .as_ref()
            .map(|sum| Hashes(vec![Hash { alg: HashAlgorithm::SHA_256, content: HashValue(sum.clone()) }]));
        components.push(component);
    }
    let mut library = library(&standard, "generic")?;
    library.licenses = licensed("MIT OR Apache-2.0")?;
    components.push(library);
    let uses = |of: String, used: Vec<String>| Dependency { dependency_ref: of, dependencies: used };
    let mut dependencies = vec![uses(
        program.to_owned(),
        crates.roots.iter().map(reference).chain([reference(&standard)]).collect(),
    )];
    dependencies.extend(
        crates.uses.iter().map(|(id, used)| uses(reference(id), used.iter().map(reference).collect())),
    );
    dependencies.push(uses(reference(&standard), Vec::new()));
    let bom = Bom {
        serial_number: None,
        metadata: Some(Metadata { component: Some(root), ..Metadata::default() }),
        components: Some(Components(components)),
        dependencies: Some(dependency::Dependencies(dependencies)),
        ..Bom::default()
    };
    let mut bytes = Vec::new();
    bom.output_as_json_v1_5(&mut bytes)?;
    let text = String::from_utf8(bytes)?;
    check(&text)?;
    Ok(text + "\n")
}

/// Whether a text is a valid bill, with a component for everything that is used.
fn check(text: &str) -> Result<()> {
    let bom = Bom::parse_from_json_v1_5(text.as_bytes())?;
    let result = bom.validate_version(SpecVersion::V1_5);
    ensure!(result.passed(), "the bill of materials is not valid: {result:?}");
    Ok(())
}

fn library(id: &Id, from: &str) -> Result<Component> {
    let (name, version) = id;
    let mut component = Component::new(Classification::Library, name, version, Some(reference(id)));
    component.purl = Some(Purl::new(from, name, version).with_context(|| format!("{name} {version}"))?);
    Ok(component)
}

/// How the bill names a crate where another uses it.
fn reference((name, version): &Id) -> String {
    format!("{name}@{version}")
}

/// A licence as SPDX writes it today; old manifests write a stroke for OR.
fn licensed(licence: &str) -> Result<Option<Licenses>> {
    if licence.is_empty() {
        return Ok(None);
    }
    let today = spdx::Expression::canonicalize(licence)?.unwrap_or_else(|| licence.to_owned());
    Ok(Some(Licenses(vec![LicenseChoice::Expression(SpdxExpression::new(&today))])))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::build::dependencies;

    #[test]
    fn a_bill_is_valid_and_the_same_each_time() {
        let bill = of("app", &dependencies::example()).unwrap();
        assert_eq!(bill, of("app", &dependencies::example()).unwrap());
        let bill: Value = serde_json::from_str(&bill).unwrap();
        assert_eq!((&bill["bomFormat"], &bill["specVersion"]), (&"CycloneDX".into(), &"1.5".into()));
        assert!(bill["serialNumber"].is_null() && bill["metadata"]["timestamp"].is_null(), "{bill}");
        let one = bill["components"].as_array().unwrap().iter().find(|one| one["name"] == "one").unwrap();
        assert_eq!(one["purl"], "pkg:cargo/one@1.0.0");
        assert_eq!(one["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert_eq!(one["hashes"][0]["alg"], "SHA-256");
    }

    #[test]
    fn everything_that_is_used_is_a_component() {
        let bill: Value = serde_json::from_str(&of("app", &dependencies::example()).unwrap()).unwrap();
        let components = bill["components"].as_array().unwrap();
        let dependencies = bill["dependencies"].as_array().unwrap();
        let known = |name: &Value| components.iter().any(|component| component["bom-ref"] == *name);
        let used = dependencies.iter().flat_map(|of| of["dependsOn"].as_array().into_iter().flatten());
        assert!(used.clone().count() > 3 && used.clone().all(known), "{bill}");
        assert_eq!(dependencies.len(), components.len() + 1, "each, and the program");
    }

    #[test]
    fn what_is_no_bill_is_refused() {
        assert!(check("{}").is_err());
        let bill = of("app", &dependencies::example()).unwrap();
        assert!(check(&bill.replace("pkg:cargo/", "cargo ")).is_err());
        assert!(check(&bill.replace("MIT OR Apache-2.0", "of their own")).is_err());
    }
}
