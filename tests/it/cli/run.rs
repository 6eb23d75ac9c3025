//! Running the program: what it is given, and how it ended.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A run of the program, being set up.
pub(crate) struct Run<'a> {
    pub(crate) arguments: Vec<&'a str>,
    pub(crate) input: Vec<u8>,
    pub(crate) variables: Vec<(&'a str, &'a str)>,
}

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn ibid<'a>(arguments: &[&'a str]) -> Run<'a> {
    Run { arguments: arguments.to_vec(), input: Vec::new(), variables: Vec::new() }
}

impl<'a> Run<'a> {
    pub(crate) fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        self.input = input.as_ref().to_vec();
        self
    }

    pub(crate) fn variable(mut self, name: &'a str, value: &'a str) -> Self {
        self.variables.push((name, value));
        self
    }

    pub(crate) fn end(self) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        // The settings and the colours of whoever runs the tests are none of their business.
        for (name, _) in std::env::vars_os() {
            let named = name.to_string_lossy().to_uppercase();
            if named.starts_with("IBID") || named == "NO_COLOR" || named.starts_with("CLICOLOR") {
                command.env_remove(&name);
            }
        }
        // Nor is what they have cached.
        command.env_remove("CACHE_DIRECTORY").env("XDG_CACHE_HOME", cache());
        command.args(&self.arguments).envs(self.variables.iter().copied());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = self.input;
        // On a thread of its own: a program that writes while it reads would otherwise wait for us, and we for it.
        let writer = std::thread::spawn(move || {
            // A program that fails early reads nothing, which is its right.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Ended {
            status: output.status.code().expect("the program ends by itself"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("errors are UTF-8"),
        }
    }
}

/// The cache directory of all tests.
pub(crate) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}

/// A scratch folder of the test named `name`, with these files in it.
pub(crate) fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for (path, text) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// The file at `path` below `folder` as an argument.
pub(crate) fn at(folder: &Path, path: &str) -> String {
    folder.join(path).to_str().unwrap().to_owned()
}

pub(crate) const DOCUMENT: &str = "+++\ntitle = \"Tea\"\nlanguage = \"en\"\nauthor = \"A. Gardener\"\n+++\n\nTea is grown in Assam.\nIt is picked in spring.\n";

pub(crate) const FACTS: &str = r#"
[[fact]]
id = "where-grown"
topic = "growing"
questions = ["Where is tea grown?", "in which place does tea grow"]
quotes = ["in Assam"]

[[fact]]
id = "when-picked"
topic = "growing"
questions = ["When is tea picked?", "what season is the harvest"]
quotes = ["picked in spring"]
"#;

pub(crate) fn tea(name: &str) -> PathBuf {
    folder(name, &[("tea/document.md", DOCUMENT), ("tea/facts.toml", FACTS)])
}

/// Checks the exit status, and that each of `shown` is somewhere in what is printed or reported.
#[track_caller]
pub(crate) fn check(run: Run<'_>, status: i32, shown: &[&str]) {
    let arguments = run.arguments.join(" ");
    let ended = run.end();
    assert_eq!(ended.status, status, "ibid {arguments}: {ended:#?}");
    for shown in shown {
        assert!(
            ended.out.contains(shown) || ended.err.contains(shown),
            "ibid {arguments} does not show {shown:?}: {ended:#?}"
        );
    }
    assert!(!ended.err.contains("panicked"), "{ended:#?}");
}

/// The objects of `--json`, one for each line of output.
#[track_caller]
pub(crate) fn objects(run: Run<'_>) -> Vec<Value> {
    let ended = run.end();
    assert_eq!(ended.status, 0, "{ended:#?}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}
