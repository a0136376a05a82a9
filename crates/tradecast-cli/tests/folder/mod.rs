//! A folder with the files that help and documents speak of, and a shell in it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const TOOL: &str = env!("CARGO_BIN_EXE_tradecast");

/// A folder; it goes when dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    /// A folder for a test, with small files that examples name.
    pub(crate) fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("tradecast-shell-{test}-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let yearly = |name: &str, first: u32, growth: f64| {
            let row = |year: u32| {
                let grown = (1920..year).fold(f64::from(first), |value, _| value * growth);
                let value = grown * f64::from(90 + (year * 37 + year * first % 17) % 20) / 100.0;
                format!("{name},{year},{value:.2}\n")
            };
            (1920..2005).map(row).collect::<String>()
        };
        let folder = Self(folder);
        let trade = format!("series,period,value\n{}", yearly("A-B", 100, 1.05));
        // Enough pairs, each uneven in its own way, to learn something of.
        let pairs: String =
            (0..24).map(|i| yearly(&format!("p{i}"), 20 + i, 1.02 + f64::from(i) / 1_000.0)).collect();
        let drivers = format!("series,period,value\n{}{}", yearly("gdp", 500, 1.03), yearly("oil", 40, 1.01));
        folder.put("trade.csv", &trade);
        folder.put("pairs.csv", &format!("series,period,value\n{pairs}"));
        let targets: String = (0..24).map(|i| format!("p{i},100,2010\n")).collect();
        folder.put("targets.csv", &format!("series,target,by\n{targets}"));
        folder.put("gdp-and-oil.csv", &drivers);
        let priors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/priors.toml");
        folder.put("priors.toml", &fs::read_to_string(priors).expect("it is there"));
        folder.put("plan.toml", "version = 1\nname = \"Plan\"\n\n[levers]\ngrowth = 2\n");
        folder
    }

    /// Puts a file into it, with the folders that it is in.
    pub(crate) fn put(&self, name: &str, text: &str) {
        let file = self.0.join(name);
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("a folder");
        fs::write(file, text).expect("written");
    }

    /// Runs a line in a shell, in this folder.
    pub(crate) fn run(&self, line: &str) -> Output {
        self.shell(line).output().expect("there is a shell")
    }

    /// Runs a line that must succeed.
    pub(crate) fn succeeds(&self, line: &str) {
        if line.starts_with("tradecast serve") {
            return self.serves(line);
        }
        let output = self.run(line);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{line}: {said}");
    }

    fn shell(&self, line: &str) -> Command {
        let mut paths = vec![Path::new(TOOL).parent().expect("a folder").to_owned()];
        paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
        let mut shell = Command::new("sh");
        let path = std::env::join_paths(paths).expect("paths");
        shell
            .args(["-c", line])
            .current_dir(&self.0)
            .env("PATH", path)
            .env("HOME", &self.0)
            .stdin(Stdio::null());
        shell
    }

    /// A service is started on a free port, and ended once it says where it is.
    fn serves(&self, line: &str) {
        let free = line.split_once(" --port ").map_or_else(
            || format!("exec {line} --port 0"),
            |(before, after)| {
                format!("exec {before} --port 0 {}", after.split_once(' ').map_or("", |(_, rest)| rest))
            },
        );
        let mut process = self.shell(&free).stderr(Stdio::piped()).spawn().expect("there is a shell");
        let mut said = String::new();
        BufReader::new(process.stderr.take().expect("it is piped")).read_line(&mut said).expect("it speaks");
        process.kill().expect("it runs");
        process.wait().expect("it ends");
        assert!(said.contains("Tradecast is at http://127.0.0.1:"), "{line}: {said}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = fs::remove_dir_all(&self.0);
    }
}
