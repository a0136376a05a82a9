//! `tradecast man`: the manual, a page for each command.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::failure::Failure;
use crate::output::write::destination;

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Folder for the pages, one for each command
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Writes the pages.
pub(crate) fn run(args: &ManArgs, command: clap::Command) -> Result<(), Failure> {
    let shown = args.out.display();
    std::fs::create_dir_all(&args.out)
        .map_err(|why| Failure::usage(format!("{shown}: {why}; choose another folder with --out")))?;
    let mut command = command.disable_help_subcommand(true);
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
