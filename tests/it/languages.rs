//! Other languages than English, and messages that make no sense as they were typed.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::Path;

use ibid::answer::Outcome;
use ibid::conversation::Conversation;
use ibid::engine::Engine;
use ibid::knowledge::KnowledgeBase;
use ibid::reply;
use proptest::prelude::*;

/// A base with Esperanto, which is added by files alone.
fn with_esperanto() -> (tempfile::TempDir, Engine) {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                copy(&entry.path(), &to.join(entry.file_name()));
            } else {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    copy("tests/fixtures/good".as_ref(), folder.path());
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "language.eo.toml",
        "name = \"Esperanto\"\nenglish_name = \"Esperanto\"\nstemmer = \"none\"\nsegmentation = \"spaces\"\n\
         function = [\"la\", \"estas\", \"estis\", \"ĉu\", \"en\", \"saluton\"]\n[asks]\nwhen = [\"kiam\"]\nwho = [\"kiu\"]\n\
         [gloss]\n\"lumturo\" = \"lighthouse\"\n\"konstruita\" = \"built\"\n\"kosto\" = \"price\"\n",
    );
    write(
        "talk.eo.toml",
        "[[talk]]\nintent = \"greeting\"\nquestions = [\"saluton\"]\nreply = \"Saluton! Demandu pri {title}.\"\n",
    );
    write("lighthouse/facts.eo.toml", "[[fact]]\nid = \"built\"\nquestions = [\"Kiam oni konstruis la lumturon?\"]\n");
    let wording = fs::read_to_string("knowledge/wording.en.toml").unwrap();
    let wording =
        wording.replace("Related:", "Rilate:").replace("The document never mentions", "La dokumento ne mencias");
    write("wording.eo.toml", &wording);
    let loaded = KnowledgeBase::load(folder.path()).unwrap_or_else(|report| panic!("{}", report.render(false)));
    (folder, Engine::new(loaded.knowledge, 1.0))
}

#[test]
fn a_language_is_added_by_files() {
    let (_folder, engine) = with_esperanto();
    for (question, sentence) in
        [("Kiam oni konstruis la lumturon?", "built in 1850"), ("kiam la lumturo estis konstruita", "built in 1850")]
    {
        let answer = engine.ask(question);
        assert_eq!(answer.language, "eo", "{question}");
        let Outcome::Answer(citations) = &answer.outcome else { panic!("{question}: {:?}", answer.outcome) };
        assert!(citations[0].text().contains(sentence), "{question}");
    }
    let hello = engine.ask("saluton");
    assert_eq!(reply::to_answer(&hello, engine.knowledge()).plain(), "Saluton! Demandu pri The Lighthouse.");
    let silent = engine.ask("kiu estas la kosto en lumturo");
    assert!(!silent.is_answered(), "{:?}", silent.outcome);
}

#[test]
fn replies_are_in_the_language_of_the_question() {
    let engine = Engine::new(KnowledgeBase::built_in(), 1.5);
    for (question, language) in [
        ("Where did they meet?", "en"),
        ("где они встретились?", "ru"),
        ("他们在哪里见面？", "zh"),
        ("他們在哪裡見面？", "zh"),
        ("¿Dónde se reunieron?", "es"),
        ("Où se sont-ils rencontrés ?", "fr"),
        ("Wo haben sie sich getroffen?", "de"),
        ("bejing meeting", "en"),
        ("treaty 2001", "en"),
    ] {
        let answer = engine.ask(question);
        assert_eq!(answer.language, language, "{question}");
        assert!(answer.is_answered(), "{question}: {:?}", answer.outcome);
    }
}

#[test]
fn what_was_spoken_before_only_breaks_ties() {
    let engine = Engine::new(KnowledgeBase::built_in(), 1.5);
    for (spoken, message, language) in [
        ("es", "la", "es"),
        ("fr", "la", "fr"),
        ("es", "Where did they meet?", "en"),
        ("ru", "Where did they meet?", "en"),
        ("en", "где они встретились?", "ru"),
    ] {
        let before = Conversation::default().in_language(spoken);
        assert_eq!(engine.converse(&before, message).0.language, language, "{message} after {spoken}");
    }
}

#[test]
fn a_language_that_is_not_served_is_told_which_are() {
    let engine = Engine::new(KnowledgeBase::built_in(), 1.5);
    for question in
        ["会議はどこで行われましたか", "أين التقيا؟", "어디서 만났습니까", "jak się masz dzisiaj mój drogi przyjacielu"]
    {
        let reply = reply::to_answer(&engine.ask(question), engine.knowledge()).plain();
        assert!(reply.starts_with("I understand questions in English"), "{question}: {reply}");
    }
}

#[test]
fn what_was_typed_strangely_is_understood() {
    let engine = Engine::new(KnowledgeBase::built_in(), 1.5);
    for (question, language, sentence) in [
        ("ult dcnhtnbkbcm genby b cb", "ru", 1),
        ("црук вшв ерун ьууе", "en", 1),
        ("gde vstretilis putin i si", "ru", 1),
        ("kogda podpisali dogovor o druzhbe", "ru", 18),
        ("whyyyy is the visit important", "en", 9),
        ("wheredidtheymeet", "en", 1),
        ("whensignedthetreaty", "en", 18),
        ("ｗｈｅｒｅ　ｄｉｄ　ｔｈｅｙ　ｍｅｅｔ", "en", 1),
        ("wh\u{200B}ere did th\u{AD}ey me\u{2060}et", "en", 1),
        ("whеrе did thеу mееt", "en", 1),
    ] {
        let answer = engine.ask(question);
        assert_eq!(answer.language, language, "{question}");
        let Outcome::Answer(citations) = &answer.outcome else {
            panic!("{question}: {}", reply::to_answer(&answer, engine.knowledge()).plain())
        };
        assert_eq!(citations[0].number(), sentence, "{question}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_text_gets_an_answer(text in "\\PC{0,60}|[а-яё?,' ]{0,40}|[一-鿿？ ]{0,30}|[a-zñéàüß¿?' ]{0,40}|(.|\\s){0,30}") {
        thread_local!(static ENGINE: Engine = Engine::new(KnowledgeBase::built_in(), 1.5));
        ENGINE.with(|engine| {
            let (once, again) = (engine.ask(&text), engine.ask(&text));
            let plain = |answer| reply::to_answer(answer, engine.knowledge()).plain();
            assert_eq!(plain(&once), plain(&again));
            assert!(!plain(&once).is_empty());
        });
    }
}
