//! The shape of the source itself: which way imports point, how large files are, how they open.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate in the order in which they may build on one another: each imports only those before it.
const ORDER: &[&[&str]] = &[
    &["chance", "text"],
    &["question"],
    &["knowledge"],
    &["import"],
    &["matching"],
    &["answer"],
    &["quote"],
    &["conversation"],
    &["engine"],
    &["reply", "eval", "lint"],
    &["propose"],
    &["settings"],
    &["store"],
    &["repl", "telegram"],
    &["cli"],
];

/// More lines than this ask for a second file.
const MOST_LINES: usize = 420;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    let mut found = Vec::new();
    for folder in ["src", "tests"] {
        walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    }
    found
}

/// The module at the top of the crate that a file of `src` belongs to.
fn module(path: &Path) -> Option<String> {
    let below = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).ok()?;
    Some(below.iter().next()?.to_string_lossy().trim_end_matches(".rs").to_owned())
}

#[test]
fn imports_point_one_way() {
    let rank = |module: &str| ORDER.iter().position(|level| level.contains(&module));
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path).filter(|m| m != "lib" && m != "main") else { continue };
        let own_rank = rank(&own).unwrap_or_else(|| panic!("{own} has no place in the order: give it one in tidy.rs"));
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for (at, _) in line.match_indices("crate::") {
                let target: String =
                    line[at + "crate::".len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if target != own && rank(&target).is_some_and(|target| target >= own_rank) {
                    wrong.push(format!("{}:{}: {own} imports {target}", path.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports that point back:\n{}", wrong.join("\n"));
}

#[test]
fn only_one_module_names_each_of_these_crates() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(own) = module(&path) else { continue };
        for (library, home) in [
            ("config::", "settings"),
            ("rustyline::", "repl"),
            ("clap::", "cli"),
            ("teloxide::", "telegram"),
            ("reqwest::", "telegram"),
            ("axum::", "telegram"),
            ("prometheus_client::", "telegram"),
            ("rusqlite::", "store"),
            ("tokio_postgres::", "store"),
            ("ring::", "store"),
            ("annotate_snippets::", "knowledge"),
        ] {
            let names = text.lines().any(|line| line.trim_start().starts_with(&format!("use {library}")));
            if names && own != home && own != "main" {
                wrong.push(format!("{}: {library} belongs to {home}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_small_and_say_what_they_are_for() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{}: {lines} lines, more than {MOST_LINES}", path.display()));
        }
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: does not open with //!", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything that the compiler reads of a file: what is included, as a path from the root of the package.
fn included(path: &Path, text: &str) -> Vec<PathBuf> {
    let calls = text.split("include_str!(\"").skip(1).chain(text.split("include_bytes!(\"").skip(1));
    let files = calls.filter_map(|call| path.parent()?.join(call.split_once('"')?.0).canonicalize().ok());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap();
    files.filter_map(|file| Some(file.strip_prefix(&root).ok()?.to_owned())).collect()
}

#[test]
fn the_image_is_built_from_all_that_it_takes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let image = fs::read_to_string(root.join("config/Dockerfile")).unwrap();
    let copies = image.lines().filter_map(|line| line.strip_prefix("COPY ")).filter(|copy| !copy.starts_with("--"));
    let copied: Vec<PathBuf> = copies
        .flat_map(|copy| copy.split_whitespace().rev().skip(1).map(|source| root.join(source)).collect::<Vec<_>>())
        .map(|source| source.strip_prefix(root).unwrap().to_owned())
        .collect();
    let manifest: toml::Table = fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    // Cargo wants to see every target that the manifest names, whichever it builds.
    let target = |kind: &str, folder: &str| -> Vec<PathBuf> {
        let named = manifest[kind].as_array().unwrap().iter().map(|target| target["name"].as_str().unwrap());
        named.map(|name| Path::new(folder).join(format!("{name}.rs"))).collect()
    };
    let own = sources().into_iter().filter(|(path, _)| module(path).is_some());
    let mut needed: Vec<PathBuf> = own.flat_map(|(path, text)| included(&path, &text)).collect();
    assert!(needed.iter().any(|path| path.starts_with("schema")), "{needed:?}");
    needed.extend(["Cargo.toml", "Cargo.lock", "src/main.rs"].map(PathBuf::from));
    needed.extend(target("bench", "benches").into_iter().chain(target("test", "tests")));
    let lacking: Vec<_> = needed.iter().filter(|path| !copied.iter().any(|copied| path.starts_with(copied))).collect();
    assert!(lacking.is_empty(), "config/Dockerfile does not copy {lacking:?}");
}
