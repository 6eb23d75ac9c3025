//! `ibid eval`.

use serde_json::Value;

use super::run::{DOCUMENT, FACTS, at, check, folder, ibid, objects};

const QUESTIONS: &str = r#"
[[question]]
ask = "Where is tea grown?"
accept = [1]
category = "direct"

[[question]]
ask = "When is tea picked?"
accept = ["tea:1"]
category = "wrong on purpose"

[[question]]
ask = "Who is the king of Norway?"
silent = true
"#;

const LINES: &str = r#"{"id": "q1", "question": "Where is tea grown?", "expect": "answer", "accept": ["s2"], "note": "kept"}

{"id": "d1", "turns": [{"question": "hi", "expect": "smalltalk", "also": ["help"], "kind": "first"}, {"question": "Who is the king of Norway?", "expect": "abstain", "kind": "shift"}]}
{"id": "q2", "question": "When is tea picked?", "expect": "answer_or_abstain", "accept": ["tea:2"], "lang": "en"}
"#;

const LIST: &str = r#"[{"id": "s1", "text": "A heading"}, {"id": "s2", "text": "– Origin: Tea is grown in Assam."}]"#;

#[test]
fn eval_measures_what_it_says() {
    let tea = folder(
        "eval",
        &[
            ("base/tea/document.md", DOCUMENT),
            ("base/tea/facts.toml", FACTS),
            ("q.toml", QUESTIONS),
            ("l/q.jsonl", LINES),
            ("l/sentences.json", LIST),
        ],
    );
    let (base, toml, lines, predictions) =
        (at(&tea, "base"), at(&tea, "q.toml"), at(&tea, "l/q.jsonl"), at(&tea, "predictions.jsonl"));
    let figures =
        &objects(ibid(&["eval", "--json", "--knowledge", &base, "--predictions", &predictions, &toml, &lines]))[0];
    assert_eq!(figures["questions"], 7);
    assert_eq!(figures["top1_accuracy"].as_f64().map(|share| (share * 3.0).round()), Some(2.0));
    assert_eq!(figures["answered_right"], figures["top1_accuracy"]);
    assert_eq!(figures["silence"], 1.0);
    assert_eq!(figures["precision"], 0.75);
    assert_eq!(figures["auroc"], 1.0);
    assert!(
        figures["latency_us"]["p50"].is_number()
            && figures["latency_us"]["p99"].is_number()
            && figures["first_latency_us"]["p50"].is_number()
            && figures["load_ms"].is_number()
    );
    let categories: Vec<_> = figures["categories"].as_object().unwrap().keys().collect();
    assert_eq!(categories, ["direct", "q", "q/en", "q/first", "q/shift", "wrong on purpose"]);
    assert_eq!(figures["categories"]["direct"]["answered_right"], 1.0);
    assert_eq!(figures["categories"]["direct"]["silence"], Value::Null);
    let text = std::fs::read_to_string(&predictions).unwrap();
    let predicted: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |key: &str| predicted.iter().map(|line| line[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("id"), ["q-1", "q-2", "q-3", "q1", "d1.1", "d1.2", "q2"]);
    assert_eq!(of("right"), [true, false, true, true, true, true, true]);
    assert_eq!(of("expect"), ["answer", "answer", "abstain", "answer", "smalltalk", "abstain", "answer_or_abstain"]);
    assert_eq!(predicted[0]["candidates"][0]["fact"], "where-grown");
    check(
        ibid(&["eval", "--knowledge", &base, &toml]),
        0,
        &["all", "wrong: 1 of 3", "When is tea picked?", "expected answer tea:1, got answer tea:2", "tea:1 -> tea:2"],
    );
}

#[test]
fn eval_fails_where_a_figure_is_missed() {
    let tea =
        folder("bounds", &[("base/tea/document.md", DOCUMENT), ("base/tea/facts.toml", FACTS), ("q.toml", QUESTIONS)]);
    let (base, toml) = (at(&tea, "base"), at(&tea, "q.toml"));
    let eval = |bounds: &[&str], status, shown: &[&str]| {
        let mut arguments = vec!["eval", "--knowledge", &base, &toml];
        bounds.iter().for_each(|bound| arguments.extend(["--fail-under", bound]));
        check(ibid(&arguments), status, shown);
    };
    eval(&["answered_right=50", "silence=100"], 0, &[]);
    eval(
        &["answered_right=50.1", "precision=80%"],
        1,
        &["answered_right is 50.00 %; at least 50.1 %", "precision is 50.00 %; at least 80 %"],
    );
    eval(&["nonsense=1"], 2, &["there is no figure \"nonsense\"", "answered_right"]);
    eval(&["silence=loud"], 2, &["loud"]);
    eval(&["silence"], 2, &["NAME=VALUE"]);
}

#[test]
fn eval_names_every_fault_of_its_files() {
    let toml = "[[question]]\nask = \"a\"\naccept = [9]\n\n[[question]]\nask = \"b\"\n\n[[question]]\nasks = \"c\"\n\n[[question]]\nask = \"d\"\naccept = [1]\nsilent = true\n\n[other]\n";
    let lines = "{\"question\": \"a\", \"expect\": \"answer\", \"accept\": [\"s9\"]}\nnot json\n{\"question\": \"a\", \"expect\": \"maybe\"}\n{\"question\": \"a\", \"expect\": \"answer\", \"accept\": [\"coffee:1\"]}\n{\"question\": \"a\", \"expect\": \"answer\"}\n{}\n";
    let folder =
        folder("faults", &[("base/tea/document.md", DOCUMENT), ("q.toml", toml), ("q.jsonl", lines), ("q.csv", "")]);
    let file = |name| at(&folder, name);
    check(
        ibid(&[
            "eval",
            "--knowledge",
            &file("base"),
            &file("q.toml"),
            &file("q.jsonl"),
            &file("q.csv"),
            &file("none.toml"),
        ]),
        1,
        &[
            "q.toml:1: \"tea\" has no sentence 9",
            "q.toml:5: nothing is expected",
            "q.toml:9: unknown field `asks`",
            "q.toml:11: a silent question accepts no sentence",
            "q.toml:16: unknown key `other`",
            "q.jsonl:1: ",
            "q.jsonl:2: ",
            "q.jsonl:3: ",
            "q.jsonl:4: there is no document \"coffee\"",
            "q.jsonl:5: an answer is expected",
            "q.jsonl:6: a line needs",
            "q.csv: questions are read from",
            "none.toml: ",
        ],
    );
}

#[test]
fn eval_tries_near_misses_and_leaves_phrasings_out() {
    let words = "[[term]]\nname = \"Assam\"\nkind = \"place\"\n";
    let question = "[[question]]\nask = \"Is tea grown in Assam?\"\naccept = [1]\n";
    let tea = folder(
        "mutate",
        &[
            ("base/tea/document.md", DOCUMENT),
            ("base/tea/facts.toml", FACTS),
            ("base/tea/lexicon.toml", words),
            ("q.toml", question),
        ],
    );
    let (base, toml) = (at(&tea, "base"), at(&tea, "q.toml"));
    let figures = &objects(ibid(&["eval", "--json", "--knowledge", &base, "--mutate", "--leave-one-out", &toml]))[0];
    let (mutated, left_out) = (&figures["mutated"], &figures["leave_one_out"]);
    assert_eq!(mutated["kinds"]["place"]["tried"], 1, "{figures:#}");
    let sum = ["silent", "corrected"].map(|ending| mutated[ending].as_u64().unwrap()).iter().sum::<u64>();
    let taken = mutated["taken"].as_array().unwrap().len() as u64;
    assert_eq!(sum + taken, mutated["tried"].as_u64().unwrap());
    assert_eq!(left_out["tried"], 4);
    assert_eq!(left_out["stolen"].as_array().unwrap().len() as u64, 4 - left_out["found"].as_u64().unwrap());
    assert_eq!(figures["curve"]["questions"], 1);
    assert_eq!(figures["curve"]["points"][0]["coverage"], 0.0);
    check(
        ibid(&["eval", "--knowledge", &base, "--mutate", "--leave-one-out", "--fail-under", "mutated=0", &toml]),
        0,
        &[
            "near misses:",
            "place",
            "phrasings left out one at a time:",
            "of 4 find their fact",
            "threshold: 0.60 is in use",
        ],
    );
    check(ibid(&["eval", "--knowledge", &base, "--fail-under", "mutated=1", &toml]), 1, &["mutated was not measured"]);
}

#[test]
fn eval_asks_again_with_a_slip_in_every_question() {
    let questions = "[[question]]\nask = \"Is tea grown in spring?\"\naccept = [1]\n\n[[question]]\nask = \"is it so\"\nsilent = true\n";
    let tea =
        folder("typos", &[("base/tea/document.md", DOCUMENT), ("base/tea/facts.toml", FACTS), ("q.toml", questions)]);
    let (base, toml) = (at(&tea, "base"), at(&tea, "q.toml"));
    let figures = &objects(ibid(&["eval", "--json", "--knowledge", &base, "--typos", &toml]))[0];
    // No word of the second question is long enough.
    for which in ["with", "without"] {
        assert_eq!(figures["typos"][which]["questions"], 1, "{figures:#}");
    }
    assert_eq!(figures["typos"]["without"]["top1_accuracy"], figures["top1_accuracy"]);
    check(
        ibid(&["eval", "--knowledge", &base, "--typos", "--fail-under", "typos=0", &toml]),
        0,
        &["with a slip in a word of each of 1 questions:", "top1_accuracy"],
    );
}

#[test]
fn eval_tells_what_is_fixed_and_what_is_broken_against_another_base() {
    let (one, other) = (FACTS.replace("in Assam", "Tea is grown"), FACTS.replace("picked in spring", "in Assam"));
    let questions = "[[question]]\nask = \"Where is tea grown?\"\naccept = [1]\n\n[[question]]\nask = \"When is tea picked?\"\naccept = [2]\n";
    let tea = folder(
        "against",
        &[
            ("new/tea/document.md", DOCUMENT),
            ("new/tea/facts.toml", &one),
            ("old/tea/document.md", DOCUMENT),
            ("old/tea/facts.toml", &other),
            ("q.toml", questions),
        ],
    );
    let (new, old, toml) = (at(&tea, "new"), at(&tea, "old"), at(&tea, "q.toml"));
    let against = |new: &str, old: &str| {
        objects(ibid(&["eval", "--json", "--knowledge", new, "--against", old, &toml]))[0]["against"].clone()
    };
    let (there, back) = (against(&new, &old), against(&old, &new));
    assert_eq!(there["fixed"][0]["question"], "When is tea picked?");
    assert_eq!((&there["broken"], &there["unchanged"]), (&serde_json::json!([]), &Value::from(1)));
    assert_eq!(
        back["broken"],
        serde_json::json!([{
            "question": "When is tea picked?", "before": there["fixed"][0]["after"], "after": there["fixed"][0]["before"],
        }])
    );
    check(
        ibid(&["eval", "--knowledge", &new, "--against", &old, &toml]),
        0,
        &["1 fixed, 0 broken", "- fixed: \"When is"],
    );
    check(ibid(&["eval", "--against", "/nowhere", "--knowledge", &new, &toml]), 1, &["/nowhere"]);
}
