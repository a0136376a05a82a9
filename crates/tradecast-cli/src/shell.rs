//! `tradecast completions` and `tradecast man`: what shells and readers of manuals want to know.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::output::{Failure, stdout};

#[derive(Debug, Args)]
pub(crate) struct CompletionArgs {
    /// The shell
    shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages, one for each command
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Prints the completions.
pub(crate) fn completions(args: &CompletionArgs) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tradecast", &mut script);
    let mut out = stdout();
    out.write_all(&script)?;
    Ok(out.flush()?)
}

/// Writes the pages.
pub(crate) fn man(args: &ManArgs) -> Result<(), Failure> {
    let shown = args.out.display();
    let written =
        std::fs::create_dir_all(&args.out).and_then(|()| clap_mangen::generate_to(Cli::command(), &args.out));
    written.map_err(|why| Failure::usage(format!("{shown}: {why}; choose another folder with --out")))
}
