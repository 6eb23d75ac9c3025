//! The commands shown in the documents run, and the conversations shown are those that are held.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cli::run::ibid;

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

/// The conversations in the indented blocks: each turn is a question and the reply, of which `...` leaves something out.
fn conversations(text: &str) -> Vec<Vec<(&str, String)>> {
    let mut conversations: Vec<Vec<(&str, String)>> = vec![Vec::new()];
    for line in text.lines() {
        let conversation = conversations.last_mut().unwrap();
        match (line.strip_prefix("    > "), line.strip_prefix("    "), conversation.last_mut()) {
            (Some(question), ..) => conversation.push((question, String::new())),
            (None, Some(reply), Some((_, shown))) => *shown += &format!("{reply}\n"),
            (None, None, Some(_)) if !line.is_empty() => conversations.push(Vec::new()),
            _ => {}
        }
    }
    conversations.retain(|conversation| !conversation.is_empty());
    conversations
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_conversation_shown_is_held() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = conversations(&readme);
    assert!(shown.len() >= 2, "only {} conversations were found", shown.len());
    for conversation in shown {
        let questions: Vec<&str> = conversation.iter().map(|(question, _)| *question).collect();
        let said = on_one_line(&ibid(&["repl"]).input(questions.join("\n")).end().out);
        let mut rest = said.as_str();
        for (question, reply) in conversation {
            for piece in reply.split("...").map(on_one_line) {
                let Some(at) = rest.find(&piece) else { panic!("{question}: {piece:?} is not in {rest:?}") };
                rest = &rest[at + piece.len()..];
            }
        }
    }
}
