//! `tradecast completions`: what a shell needs to complete commands and options.

use clap::Args;
use clap_complete::Shell;

use crate::failure::Failure;
use crate::output::write::destination::Destination;

#[derive(Debug, Args)]
pub(crate) struct CompletionArgs {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub(crate) fn run(args: &CompletionArgs, mut command: clap::Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "tradecast", &mut script);
    Destination::Stdout.put(script.as_slice())
}
