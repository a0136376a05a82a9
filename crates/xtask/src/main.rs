//! The only script of this repository: `cargo xtask` lists what it does.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a script speaks to the person who runs it")]

mod process;
mod files;
mod tools;
mod node;
mod server;
mod browser;
mod budget;
mod published;
mod build;
mod measure;
mod check;

use std::process::ExitCode;

use anyhow::{Result, bail};

use build::page::{bundle, serve};
use build::{dist, docs, package};
use check::{bless, data, deny, fuzz, publish, reproducible, test, tidy};
use measure::{bench, code_size, load};

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N] [--no-build]  build the page and serve it on this machine
  test                           check everything; what is missing is installed

  bundle                         the page, in target/site and in one file, target/tradecast.html, with its sizes
  code-size                      what the page's first module, as last bundled, is made of
  dist                           the command line tool with the page inside, in target/dist
  package                        the JavaScript package, in target/npm, with its content and sizes checked
  docs                           the documentation, in target/doc: guide and reference
  tidy                           the rules of the code base that are not the compiler's
  bless                          write the files that are generated from Rust types
  deny                           whether every dependency may be here: advisories, licences, bans, sources
  advisories [--from FOLDER|URL]  fetch the copy of the advisories that is looked into
  reproducible [--release|--program]  build what is handed out (or the command line tool) twice, in different folders, and compare the bytes
  publish-check                  pack the crates that are for crates.io, and compile what was packed
  oldest                         compile them with the oldest Rust that they say is enough
  data-check                     check schema, checksums and sums of the data
  data-bless                     renew the checksums of the data, after a deliberate change
  browser-test                   the tests of the page as last bundled, in a real browser
  package-test                   the tests of the JavaScript package as last built, in node and a real browser
  bench [--data FILE]            everything that has a budget, in one table; with FILE also the peers of tests/peers
  fuzz files|bodies|workbooks|parquet|service [--seconds N]
                                 files and requests that nobody thought of
  semver REVISION                whether the public interface of the crates still fits the version they had there
  load [--clients N] [--seconds N] [--tool FILE]  many who ask `tradecast serve` at once, and how long they wait
  bench-wasm                     the engine against its bare loop, and in JavaScript against native
  bench-page                     how fast the page answers a slider, and how fast it starts
  screenshots [--readme]         pictures of the page, in web/e2e/results (or web/screenshot.png)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<()> {
    match arguments {
        ["serve", options @ ..] => serve::run(options),
        ["test"] => test::run(),
        ["bundle"] => bundle::run(),
        ["code-size"] => code_size::run(),
        ["dist"] => dist::run(),
        ["load", options @ ..] => load::run(options),
        ["fuzz", options @ ..] => fuzz::run(options),
        ["semver", revision] => publish::compatible(revision),
        ["package"] => package::run(),
        ["docs"] => docs::run(),
        ["tidy"] => tidy::run(),
        ["bless"] => bless::run(),
        ["deny"] => deny::run(),
        ["advisories", options @ ..] => deny::advisories(options),
        ["reproducible", options @ ..] => reproducible::run(options),
        ["publish-check"] => publish::rehearse(),
        ["oldest"] => publish::oldest(),
        ["data-check"] => data::check(),
        ["data-bless"] => data::bless(),
        ["browser-test"] => check::browser::run(),
        ["package-test"] => package::test(),
        ["bench", options @ ..] => bench::run(options),
        ["bench-wasm"] => bench::wasm(),
        ["bench-page"] => measure::page::bench(),
        ["screenshots", options @ ..] => measure::page::screenshots(options),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        unknown => {
            bail!("there is no `cargo xtask {}`; `cargo xtask` lists what there is", unknown.join(" "))
        }
    }
}
