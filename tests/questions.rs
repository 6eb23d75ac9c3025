//! One test for each question and each conversation of `tests/questions/*.toml`, named `category::question`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use ibid::conversation::Conversation;
use ibid::engine::Engine;
use ibid::eval::{Sample, account, read};
use ibid::knowledge::KnowledgeBase;
use ibid::settings::{Flags, Settings};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    match trials() {
        Ok(trials) => libtest_mimic::run(&arguments, trials).exit_code(),
        Err(faults) => {
            eprintln!("{faults}");
            ExitCode::FAILURE
        }
    }
}

/// Every question as a test, or what is wrong with the files.
fn trials() -> Result<Vec<Trial>, String> {
    let settings = Settings::read(&Flags::default(), []).map_err(|error| error.to_string())?.settings;
    let engine = Arc::new(Engine::new(KnowledgeBase::built_in(), settings.matching.caution));
    let files = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions"))?;
    let samples = read(&files, engine.knowledge())
        .map_err(|faults| faults.iter().map(|fault| format!("{fault}\n")).collect::<String>())?;
    let mut names: HashMap<String, usize> = HashMap::new();
    let conversations = samples.chunk_by(|_, next| next.follows).map(<[Sample]>::to_vec);
    let trials = conversations.map(|conversation| {
        let name = format!("{}::{}", conversation[0].category, slug(&conversation[0].question));
        let count = names.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
        let name = if *count == 1 { name } else { format!("{name}-{count}") };
        let engine = Arc::clone(&engine);
        Trial::test(name, move || check(&conversation, &engine))
    });
    Ok(trials.collect())
}

/// A question whose answer is known to be wrong must stay marked for just as long as it is.
fn check(conversation: &[Sample], engine: &Engine) -> Result<(), Failed> {
    let mut before = Conversation::default();
    let mut faults = String::new();
    for sample in conversation {
        let (answer, after) = engine.converse(&before, &sample.question);
        before = after;
        let place = format!("{}:{}", sample.path.display(), sample.line);
        match (&sample.unsolved, sample.is_right(&answer)) {
            (None, true) | (Some(_), false) => {}
            (None, false) => faults += &format!("{place}: {}\n", account(sample, &answer)),
            (Some(_), true) => faults += &format!("{place}: is right now: take `unsolved` out\n"),
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

/// The files of questions in order of their names.
fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(|error| format!("{}: {error}", folder.display()))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    Ok(paths)
}

/// The words of a question joined by hyphens.
fn slug(question: &str) -> String {
    let words = question.to_lowercase();
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}
