//! `ibid propose`, and `/wrong`, which feeds it.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::PathBuf;

use ibid::engine::Engine;
use ibid::eval;
use ibid::knowledge::KnowledgeBase;
use ibid::propose::Replay;
use serde_json::Value;

use super::run::{DOCUMENT, FACTS, at, check, folder, ibid, objects};

const QUESTIONS: &str = "[[question]]\nask = \"where do they grow the tea?\"\naccept = [1]\n\n[[question]]\nask = \"who drinks tea?\"\nsilent = true\n";

/// What nobody could answer, twice in about the same words; what was answered badly; and what is none of our business.
const JOURNAL: &str = r#"{"kind":"unanswered","question":"tea growing region","reason":"unsure","fact":"where-grown","times":4,"last":1}
{"kind":"unanswered","question":"growing region of the tea","reason":"unsure","fact":"where-grown","times":1,"last":2}
{"kind":"unanswered","question":"tea time of the year?","reason":"chosen","fact":"when-picked","times":2}
{"kind":"unanswered","question":null,"reason":"unsure","fact":null,"times":9,"last":3}
{"kind":"feedback","fact":"where-grown","good":true,"at":5}
"#;

/// A base, its sample questions and a journal in a folder of the test's own.
fn desk(name: &str) -> PathBuf {
    let facts = FACTS.replacen("[[fact]]", "# Where it grows.\n[[fact]]", 1);
    folder(
        name,
        &[
            ("base/tea/document.md", DOCUMENT),
            ("base/tea/facts.toml", &facts),
            ("q.toml", QUESTIONS),
            ("journal.jsonl", JOURNAL),
        ],
    )
}

fn phrasings(objects: &[Value]) -> Vec<(&str, &str)> {
    let phrasings = objects.iter().filter(|object| object["kind"] == "phrasing");
    phrasings.map(|object| (object["fact"].as_str().unwrap(), object["question"].as_str().unwrap())).collect()
}

#[test]
fn what_is_chosen_is_proposed_for_what_was_chosen_and_breaks_nothing() {
    let desk = desk("propose-json");
    let (base, journal, questions) = (at(&desk, "base"), at(&desk, "journal.jsonl"), at(&desk, "q.toml"));
    let objects = objects(ibid(&["--knowledge", &base, "propose", "--json", "--questions", &questions, &journal]));
    let phrasings = phrasings(&objects);
    assert!(phrasings.contains(&("when-picked", "tea time of the year?")), "{objects:#?}");
    for object in objects.iter().filter(|object| object["kind"] == "phrasing") {
        assert_eq!(object["breaks"], serde_json::json!([]));
        assert!(object["replayed"].as_u64().unwrap() > 4, "{object:#}");
        assert!(object["patch"].as_str().unwrap().contains("@@"), "{object:#}");
    }
    // Nothing was asked to be written.
    assert!(!fs::read_to_string(desk.join("base/tea/facts.toml")).unwrap().contains("time of the year"));
}

#[test]
fn what_is_written_keeps_comments_and_order_and_answers() {
    let desk = desk("propose-write");
    let (base, journal) = (at(&desk, "base"), at(&desk, "journal.jsonl"));
    check(ibid(&["--knowledge", &base, "propose", "--write", &journal]), 0, &["time of the year", "offered"]);
    let facts = fs::read_to_string(desk.join("base/tea/facts.toml")).unwrap();
    assert!(facts.starts_with("\n# Where it grows.\n[[fact]]"), "{facts}");
    assert!(facts.contains("\"what season is the harvest\", \"tea time of the year?\"]"), "{facts}");
    check(ibid(&["--knowledge", &base, "ask", "tea time of the year?"]), 0, &["picked in spring"]);
    check(ibid(&["--knowledge", &base, "propose", "--json", &journal]), 0, &["settled"]);
}

const CHOSEN: &str =
    r#"{"kind":"unanswered","question":"tea time of the year?","reason":"chosen","fact":"when-picked"}"#;

#[test]
fn a_curator_accepts() {
    let desk = desk("propose-accept");
    let (base, journal) = (at(&desk, "base"), at(&desk, "journal.jsonl"));
    fs::write(&journal, CHOSEN).unwrap();
    check(ibid(&["--knowledge", &base, "propose", "--interactive", &journal]).input("a\n"), 0, &["saved"]);
    let facts = fs::read_to_string(desk.join("base/tea/facts.toml")).unwrap();
    assert!(facts.contains("tea time of the year?"), "{facts}");
}

#[test]
fn a_curator_edits_skips_or_never_sees_it_again() {
    let desk = desk("propose-interactive");
    let (base, journal) = (at(&desk, "base"), at(&desk, "journal.jsonl"));
    fs::write(&journal, CHOSEN).unwrap();
    let facts = || fs::read_to_string(desk.join("base/tea/facts.toml")).unwrap();
    let decide = || ibid(&["--knowledge", &base, "propose", "--interactive", &journal]);
    check(decide().input("s\n"), 0, &["[a]ccept", "nothing was changed"]);
    check(decide().input("e\nWhere is tea grown?\n"), 0, &["not taken, as it breaks", "itself"]);
    assert!(!facts().contains("time of"), "{}", facts());
    check(decide().input("e\nwhat time of year is it picked\n"), 0, &["saved"]);
    assert!(facts().contains("what time of year is it picked") && !facts().contains("tea time"), "{}", facts());
    fs::write(&journal, r#"{"kind":"unanswered","question":"tea months","reason":"chosen","fact":"when-picked"}"#)
        .unwrap();
    check(decide().input("n\n"), 0, &["nothing was changed"]);
    let again = decide().end();
    assert!(!again.out.contains("tea months"), "{again:#?}");
    check(ibid(&["check", &base]), 0, &["0 errors, 0 warnings"]);
}

#[test]
fn a_phrasing_that_breaks_an_answer_is_not_offered() {
    let desk = desk("propose-breaks");
    let (base, journal) = (at(&desk, "base"), at(&desk, "journal.jsonl"));
    // The very phrasing of another fact: to take it would take it away.
    let line = r#"{"kind":"unanswered","question":"Where is tea grown?","reason":"down_voted","fact":"where-grown"}"#;
    fs::write(&journal, line).unwrap();
    let objects = objects(ibid(&["--knowledge", &base, "propose", "--json", &journal]));
    assert_eq!(phrasings(&objects), [], "{objects:#?}");
    assert_eq!(objects[0]["kind"], "missing");
    assert!(objects[0]["nearest"].as_array().is_some_and(|nearest| !nearest.is_empty()), "{objects:#?}");
}

#[test]
fn what_is_no_journal_is_told_by_its_line() {
    let desk = desk("propose-faults");
    let (base, journal) = (at(&desk, "base"), at(&desk, "journal.jsonl"));
    fs::write(&journal, "{\"kind\":\"unanswered\"}\nnot json\n").unwrap();
    check(ibid(&["--knowledge", &base, "propose", &journal]), 1, &["journal.jsonl:2:"]);
    check(ibid(&["propose", &journal]), 1, &["--knowledge"]);
}

#[test]
fn wrong_notes_the_last_question_where_propose_finds_it() {
    let desk = desk("propose-wrong");
    let (base, state) = (at(&desk, "base"), at(&desk, "state"));
    let run = ibid(&["--knowledge", &base, "repl"]).variable("XDG_STATE_HOME", &state);
    check(run.input("/wrong\nWhere is tea grown?\n/wrong\n"), 0, &["Nothing has been asked yet.", "Noted"]);
    let noted = fs::read_to_string(desk.join("state/ibid/wrong.jsonl")).unwrap();
    let noted: Value = serde_json::from_str(noted.trim()).unwrap();
    assert_eq!(noted["question"], "Where is tea grown?");
    assert_eq!((&noted["reason"], &noted["fact"]), (&Value::from("down_voted"), &Value::from("where-grown")));
    let journal = at(&desk, "state/ibid/wrong.jsonl");
    check(ibid(&["--knowledge", &base, "propose", "--json", &journal]), 0, &["Where is tea grown?"]);
}

#[test]
fn what_breaks_a_turn_of_a_conversation_is_told() {
    let conversation = "[[conversation]]\nturns = [\n{ ask = \"Where is tea grown?\", accept = [1] },\n{ ask = \"and when is it picked?\", accept = [2] },\n]\n";
    let desk = desk("propose-turns");
    fs::write(desk.join("turns.toml"), conversation).unwrap();
    let engine = |facts: &str| {
        fs::write(desk.join("base/tea/facts.toml"), facts).unwrap();
        Engine::new(KnowledgeBase::load(&desk.join("base")).unwrap().knowledge, 1.5)
    };
    let before = engine(FACTS);
    let samples = eval::read(&[desk.join("turns.toml")], before.knowledge()).unwrap();
    let replay = Replay::new(samples, &before);
    assert_eq!(replay.broken(&before), []);
    // What the second turn is answered with is gone.
    let after = engine(FACTS.split("\n\n").next().unwrap());
    let broken = replay.broken(&after);
    assert!(broken.iter().any(|b| b.what == "turn" && b.question == "and when is it picked?"), "{broken:?}");
}
