//! `tradecast completions` and `tradecast man`: what shells and readers of manuals want to know.

use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::destination::{self, Destination};
use crate::output::Failure;

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
    Destination::Stdout.put(script.as_slice())
}

/// Writes the pages.
pub(crate) fn man(args: &ManArgs) -> Result<(), Failure> {
    let shown = args.out.display();
    std::fs::create_dir_all(&args.out)
        .map_err(|why| Failure::usage(format!("{shown}: {why}; choose another folder with --out")))?;
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    pages(&command, &args.out)
}

/// Writes the page of a command and those of its subcommands.
fn pages(command: &clap::Command, folder: &Path) -> Result<(), Failure> {
    let shown = command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set());
    shown.into_iter().try_for_each(|subcommand| pages(subcommand, folder))?;
    let page = clap_mangen::Man::new(command.clone());
    let mut text = Vec::new();
    page.render(&mut text)?;
    destination::write(&folder.join(page.get_filename()), &text)
}
