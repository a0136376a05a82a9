//! The command in a shell: examples that run, completions, the manual, colours, widths and letters.

mod common;
mod folder;

use std::fs;
use std::process::Command;

use common::{json, tradecast};
use folder::Folder;

const TOOL: &str = env!("CARGO_BIN_EXE_tradecast");

/// The commands and subcommands, as their help lists them.
fn commands() -> Vec<Vec<String>> {
    let mut found = vec![vec![]];
    let mut next = 0;
    while let Some(command) = found.get(next).cloned() {
        let help = help(&command);
        let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
        let names = listed.lines().take_while(|line| !line.is_empty()).filter_map(|line| {
            // What goes on from the line above is further in.
            line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split_whitespace().next()
        });
        for name in names.filter(|name| *name != "help") {
            found.push([command.clone(), vec![name.to_owned()]].concat());
        }
        next += 1;
    }
    found
}

fn help(command: &[String]) -> String {
    let arguments: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    let run = tradecast(&arguments, "");
    assert_eq!(run.status, 0, "{arguments:?}: {}", run.err);
    run.out
}

/// The examples of a help, without what is said of them.
fn examples(help: &str) -> Vec<String> {
    let given =
        help.split("Examples:\n").nth(1).unwrap_or_default().lines().take_while(|line| !line.is_empty());
    given.map(|line| line.trim().split("   ").next().unwrap_or_default().to_owned()).collect()
}

/// Every example of every help does what it says, in the order in which they stand.
#[cfg(unix)]
#[test]
fn every_example_runs() {
    let folder = Folder::new("examples");
    let mut run = 0;
    for command in commands() {
        let help = help(&command);
        let found = examples(&help);
        // A command with subcommands leaves the examples to them.
        assert!(!found.is_empty() || help.contains("Commands:"), "{command:?} has no examples");
        for line in found {
            assert!(line.contains("tradecast"), "{line:?} of {command:?} is no example");
            folder.succeeds(&line);
            run += 1;
        }
    }
    assert!(run > 35, "only {run} examples were found");
}

#[test]
fn lines_of_help_are_not_broken_in_their_examples() {
    for command in commands() {
        let help = help(&command);
        let after = help.split("Examples:\n").nth(1).unwrap_or_default();
        for line in after.lines().take_while(|line| !line.is_empty()) {
            assert!(line.starts_with("  ") && line.chars().count() <= 100, "{command:?}: {line:?}");
        }
    }
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = tradecast(&["completions", shell], "");
        assert_eq!(run.status, 0, "{}", run.err);
        for word in ["arrive", "sensitivity", "compare", "target-multiple", "priors"] {
            assert!(run.out.contains(word), "{shell} does not know {word}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bash_takes_the_completions() {
    let folder = Folder::new("bash");
    if !folder.run("command -v bash").status.success() {
        return;
    }
    let line = "tradecast completions bash > c && bash -c '. ./c && COMP_WORDS=(tradecast sens) COMP_CWORD=1 && _tradecast tradecast sens tradecast && echo ${COMPREPLY[@]}'";
    let output = folder.run(line);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "sensitivity\n",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let folder = Folder::new("manual");
    let pages = folder.0.join("man1");
    let run = tradecast(&["man", "--out", pages.to_str().expect("UTF-8")], "");
    assert_eq!(run.status, 0, "{}", run.err);
    for command in commands() {
        let name = [vec!["tradecast".to_owned()], command.clone()].concat().join("-");
        let page =
            fs::read_to_string(pages.join(format!("{name}.1"))).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert!(page.contains(".TH"), "{name}");
        assert!(page.contains("Examples") || help(&command).contains("Commands:"), "{name} has no examples");
    }
}

/// What a run prints with environment variables set, and all others that matter here unset.
fn printed(arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(TOOL);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LC_ALL", "LC_CTYPE", "LANG"] {
        command.env_remove(name);
    }
    let output = command.args(arguments).envs(variables.iter().copied()).output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn colours_are_for_terminals_and_for_who_asks() {
    let escape = '\u{1b}';
    assert!(!printed(&[], &[]).contains(escape), "this is no terminal");
    let forced = printed(&[], &[("CLICOLOR_FORCE", "1")]);
    assert!(forced.contains(escape));
    let plain: String = strip(&forced);
    assert_eq!(plain, printed(&[], &[]), "colours change nothing else");
    assert!(!printed(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]).contains(escape));
    for format in ["json", "csv", "markdown"] {
        assert!(!printed(&["--format", format], &[("CLICOLOR_FORCE", "1")]).contains(escape), "{format}");
    }
    let folder = Folder::new("colours");
    let file = folder.0.join("page.txt");
    printed(&["--out", file.to_str().expect("UTF-8")], &[("CLICOLOR_FORCE", "1")]);
    assert_eq!(fs::read_to_string(file).expect("written"), plain);
}

/// A text without the sequences that set colours.
fn strip(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or("", |(_, rest)| rest))
}

/// The lines of the chart: its plotting area and what stands below.
fn chart(page: &str) -> Vec<&str> {
    page.lines().skip_while(|line| !line.contains(['│', '|'])).take_while(|line| !line.is_empty()).collect()
}

#[test]
fn charts_are_as_wide_as_asked_for() {
    for width in [40, 60, 96, 150] {
        let page = printed(&["--width", &width.to_string()], &[]);
        let chart = chart(&page);
        let widest = chart.iter().map(|line| line.chars().count()).max().expect("a chart");
        assert!((width - 12..=width).contains(&widest), "{widest} of {width}:\n{}", chart.join("\n"));
        assert!(chart.iter().any(|line| line.contains("most often")), "{}", chart.join("\n"));
        let bars: Vec<&str> = page.lines().filter(|line| line.starts_with("  by 20")).collect();
        assert!(!bars.is_empty() && bars.iter().all(|line| line.chars().count() <= width), "{bars:?}");
    }
    assert_eq!(tradecast(&["--width", "20"], "").status, 2);
    let data = |width| json(&["--format", "json", "--width", width], "");
    assert_eq!(data("40"), data("300"), "it changes no figure");
}

#[test]
fn without_utf8_charts_are_ascii() {
    let wide = printed(&[], &[("LANG", "kk_KZ.UTF-8")]);
    assert!(wide.contains('▒') && wide.contains('█'));
    for (name, locale) in [("LANG", "C"), ("LC_ALL", "POSIX")] {
        let page = printed(&[], &[(name, locale)]);
        let chart = chart(&page);
        assert!(chart.len() > 15 && chart.iter().all(|line| line.is_ascii()), "{}", chart.join("\n"));
        assert!(page.lines().filter(|line| line.starts_with("  by 20")).all(str::is_ascii), "{page}");
    }
}
