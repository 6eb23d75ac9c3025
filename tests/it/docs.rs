//! The commands shown in the documents run.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::Path;
use std::process::Command;

/// The lines of the blocks marked `sh`.
fn commands(text: &str) -> Vec<&str> {
    let mut inside = false;
    let lines = text.lines().map(str::trim_start).filter(|line| {
        let fence = line.starts_with("```");
        if fence {
            inside = *line == "```sh";
        }
        inside && !fence
    });
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

#[test]
fn every_command_shown_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = Path::new(env!("CARGO_BIN_EXE_ibid"));
    let path = std::env::join_paths(
        [program.parent().unwrap().to_owned()]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
    );
    let path = path.unwrap();
    let mut ran = 0;
    for document in ["README.md", "knowledge/README.md"] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        for line in commands(&text) {
            // Building again inside a test would take minutes: the program is the one that was built for it.
            let line = line.replace("cargo run --release --", "ibid");
            if line == "cargo test" {
                continue;
            }
            let output = Command::new("sh").args(["-c", &line]).current_dir(root).env("PATH", &path).output().unwrap();
            assert!(output.status.success(), "{document}: {line}\n{}", String::from_utf8_lossy(&output.stderr));
            ran += 1;
        }
    }
    assert!(ran >= 7, "only {ran} commands were found");
}
