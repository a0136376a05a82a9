//! What a run was asked, by which an interrupted one is known again.

use std::hash::Hasher as _;

use fnv::FnvHasher;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::input::source::Source;

/// What a run was asked: the results of two runs belong together only where it is the same.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RunFingerprint {
    /// The words of the command line.
    pub(crate) command: Vec<String>,
    /// Version of the engine.
    pub(crate) engine: String,
    /// Fingerprint of the data.
    pub(crate) data: String,
    /// Fingerprint of what the other files say that the command line names.
    pub(crate) assumptions: String,
    /// How many series there are: only of more than one there may be something to resume.
    #[serde(skip)]
    pub(crate) series: usize,
}

impl RunFingerprint {
    /// What this run was asked; `assumptions` are those read from files.
    pub(crate) fn of(source: &Source, assumptions: &impl Serialize) -> Result<Self, Failure> {
        let mut hasher = FnvHasher::default();
        hasher.write(&serde_json::to_vec(assumptions)?);
        let words = std::env::args_os().skip(1).filter(|word| word != "--resume");
        Ok(Self {
            command: words.map(|word| word.to_string_lossy().into_owned()).collect(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            data: source.fingerprint(),
            assumptions: format!("{:016x}", hasher.finish()),
            series: source.series(),
        })
    }

    /// What differs from an earlier run, in words.
    pub(crate) fn differences(&self, earlier: &Self) -> Vec<String> {
        let mut list = Vec::new();
        if self.command != earlier.command {
            list.push(format!("it was begun as \"tradecast {}\"", earlier.command.join(" ")));
        }
        if self.engine != earlier.engine {
            list.push(format!("it was begun by version {}", earlier.engine));
        }
        if self.data != earlier.data {
            list.push("the data have changed".to_owned());
        }
        if self.assumptions != earlier.assumptions {
            list.push("the scenario or the priors have changed".to_owned());
        }
        list
    }
}
