//! The program itself: arguments and standard input in; output, errors and exit status out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A run of the program, being set up.
struct Run<'a> {
    arguments: Vec<&'a str>,
    input: Vec<u8>,
    variables: Vec<(&'a str, &'a str)>,
}

/// How a run ended.
#[derive(Debug)]
struct Ended {
    status: i32,
    out: String,
    err: String,
}

fn ibid<'a>(arguments: &[&'a str]) -> Run<'a> {
    Run { arguments: arguments.to_vec(), input: Vec::new(), variables: Vec::new() }
}

impl<'a> Run<'a> {
    fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        self.input = input.as_ref().to_vec();
        self
    }

    fn variable(mut self, name: &'a str, value: &'a str) -> Self {
        self.variables.push((name, value));
        self
    }

    fn end(self) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        // The settings and the colours of whoever runs the tests are none of their business.
        for (name, _) in std::env::vars_os() {
            let named = name.to_string_lossy().to_uppercase();
            if named.starts_with("IBID") || named == "NO_COLOR" || named.starts_with("CLICOLOR") {
                command.env_remove(&name);
            }
        }
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

/// A scratch folder of the test named `name`, with these files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
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
fn at(folder: &Path, path: &str) -> String {
    folder.join(path).to_str().unwrap().to_owned()
}

const DOCUMENT: &str = "+++\ntitle = \"Tea\"\nlanguage = \"en\"\nauthor = \"A. Gardener\"\n+++\n\nTea is grown in Assam.\nIt is picked in spring.\n";

const FACTS: &str = r#"
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

fn tea(name: &str) -> PathBuf {
    folder(name, &[("tea/document.md", DOCUMENT), ("tea/facts.toml", FACTS)])
}

/// Checks the exit status, and that each of `shown` is somewhere in what is printed or reported.
#[track_caller]
fn check(run: Run<'_>, status: i32, shown: &[&str]) {
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
fn objects(run: Run<'_>) -> Vec<Value> {
    let ended = run.end();
    assert_eq!(ended.status, 0, "{ended:#?}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn a_question_is_answered_from_the_arguments_and_from_standard_input() {
    let tea = tea("ask");
    let tea = tea.to_str().unwrap();
    check(ibid(&["--knowledge", tea, "ask", "Where is tea grown?"]), 0, &["“Tea is grown in Assam.”\n[1] Tea\n"]);
    check(ibid(&["--knowledge", tea, "ask", "where", "is", "tea", "grown"]), 0, &["[1] Tea"]);
    check(
        ibid(&["ask", "--knowledge", tea]).input("Where is tea grown?\n\n \nWhen is tea picked?"),
        0,
        &["“Tea is grown in Assam.”\n[1] Tea\n", "\n\n“It is picked in spring.”\n[2] Tea\n"],
    );
    check(ibid(&["ask", "--knowledge", tea]), 0, &[]);
}

#[test]
fn an_object_of_an_answer_has_the_shape_that_is_promised() {
    let tea = tea("shape");
    let objects = objects(ibid(&["--knowledge", tea.to_str().unwrap(), "ask", "--json", "Where is tea grown?"]));
    let [object] = objects.as_slice() else { panic!("{objects:#?}") };
    assert_eq!(object["question"], "Where is tea grown?");
    assert_eq!(object["outcome"], "answer");
    assert_eq!(object["reason"], Value::Null);
    let start = DOCUMENT.find("Tea is grown").unwrap();
    let expected = serde_json::json!([{
        "document": "tea", "sentence": 1, "start": start, "end": start + "Tea is grown in Assam.".len(),
        "text": "Tea is grown in Assam.", "quote": "in Assam",
    }]);
    assert_eq!(object["citations"], expected);
    assert!(object["confidence"].as_f64().is_some_and(|confidence| (0.0..=1.0).contains(&confidence)), "{object:#}");
    assert!(object["suggestions"].is_array());
    assert!(object["reply"].as_str().unwrap().starts_with("“Tea is grown in Assam.”\n[1] Tea"), "{object:#}");
    assert_eq!(object["nearest"], serde_json::json!([]));
    assert!(object["why"]["words"].is_array() && object["why"]["candidates"].is_array(), "{object:#}");
    let keys: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    let promised = ["question", "outcome", "citations", "confidence", "reason", "suggestions", "reply"];
    assert!(promised.iter().all(|key| keys.contains(key)), "{keys:?}");
}

#[test]
fn an_object_of_silence_has_a_reason_and_no_citations() {
    let object = &objects(ibid(&["ask", "--json", "How do I boil an egg?"]))[0];
    assert_eq!(object["outcome"], "no_answer");
    assert_eq!(object["citations"], serde_json::json!([]));
    assert!(object["reason"]["kind"].is_string(), "{object:#}");
    assert!(object["nearest"].is_array());
}

#[test]
fn every_line_gets_one_object_whatever_is_in_it() {
    let (long, wordy) = ("a".repeat(100_000), "where is it? ".repeat(10_000));
    let lines: [&[u8]; 14] = [
        long.as_bytes(),
        wordy.as_bytes(),
        "👍".as_bytes(),
        "🧨".as_bytes(),
        b"???",
        b"\xff\xfe\x00\xc3\x28",
        b"where did they \xe2\x82 meet",
        "\u{202e}?teem yeht did erehw\u{202c}".as_bytes(),
        "<script>alert(1)</script> <b>who</b> & \"why\" \\".as_bytes(),
        b"$(rm -rf /); `reboot` | cat /etc/passwd",
        b"{\"question\": \"hi\"}",
        "line\u{2028}and\u{2029}next\u{85}line\u{b}\u{c}\u{1b}[31m".as_bytes(),
        "\u{200b}".as_bytes(),
        b"\0",
    ];
    for command in ["ask", "repl"] {
        let objects = objects(ibid(&[command, "--json"]).input(lines.join(&b'\n')));
        assert_eq!(objects.len(), lines.len(), "{command}");
        for (line, object) in lines.iter().zip(&objects) {
            assert_eq!(object["question"], String::from_utf8_lossy(line).as_ref(), "{command}");
            assert!(object["reply"].as_str().is_some_and(|reply| !reply.is_empty()), "{command}: {object:#}");
            assert!(object["outcome"].is_string() && object["citations"].is_array(), "{command}: {object:#}");
        }
    }
}

#[test]
fn lines_that_only_look_like_several_are_printed_as_one() {
    let ended = ibid(&["ask", "--json", "a\u{2028}b\u{85}c"]).end();
    assert!(!ended.out.contains(['\u{2028}', '\u{85}']), "{ended:#?}");
    assert!(ended.out.contains("a\\u2028b\\u0085c"), "{ended:#?}");
}

#[test]
fn a_reply_cannot_steer_the_terminal() {
    let ended = ibid(&["ask", "who is \u{202e}zorblax\u{1b}[2J the\u{7} second"]).end();
    assert_eq!(ended.status, 0);
    assert!(!ended.out.contains(['\u{202e}', '\u{1b}', '\u{7}']), "{ended:#?}");
}

#[test]
fn an_empty_question_is_silence_and_no_failure() {
    check(ibid(&["ask", ""]), 0, &["There are no words"]);
    assert_eq!(objects(ibid(&["ask", "--json", ""]))[0]["outcome"], "no_answer");
    assert_eq!(objects(ibid(&["ask", "--json"]).input("\n \n\t\r\n")), Vec::<Value>::new());
}

#[test]
fn a_conversation_is_read_from_a_pipe() {
    let tea = tea("repl");
    let tea = tea.to_str().unwrap();
    let script = "/topics\nWhere is tea grown?\n/new\n\n/quit\nWhen is tea picked?\n";
    let ended = ibid(&["--knowledge", tea]).input(script).end();
    assert_eq!(ended.out.lines().next(), Some("Topics:"));
    assert!(ended.out.contains("“Tea is grown in Assam.”"), "{ended:#?}");
    assert!(!ended.out.contains("> "), "no prompt: {ended:#?}");
    assert!(!ended.out.contains("spring.”"), "nothing behind /quit: {ended:#?}");
    let objects = objects(ibid(&["--knowledge", tea, "repl", "--json"]).input(script));
    let questions: Vec<_> = objects.iter().map(|object| object["question"].as_str().unwrap()).collect();
    assert_eq!(questions, ["/topics", "Where is tea grown?", "/quit"]);
    assert_eq!(objects[0]["outcome"], "small_talk");
    assert_eq!(objects[0]["reply"], "Topics:\n- growing");
}

#[test]
fn output_that_nobody_reads_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["ask", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let _ = child.stdin.take().unwrap().write_all("hi\n".repeat(2000).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn check_reports_every_fault_and_counts_what_there_is() {
    let good = tea("check-good");
    check(ibid(&["check", good.to_str().unwrap()]), 0, &["0 errors, 0 warnings in 1 document, 2 facts, 4 phrasings"]);
    check(ibid(&["check", "--knowledge", good.to_str().unwrap()]), 0, &["in 1 document, 2 facts"]);
    check(ibid(&["check"]), 0, &["0 errors, 0 warnings in "]);
    let facts = FACTS.replace("in Assam", "in Sussex").replace("picked in spring", "picked in winter");
    let bad = folder("check-bad", &[("tea/document.md", DOCUMENT), ("tea/facts.toml", &facts)]);
    let ended = ibid(&["check", bad.to_str().unwrap()]).end();
    assert_eq!(ended.status, 1);
    assert!(ended.out.contains("in Sussex") && ended.out.contains("in winter"), "{ended:#?}");
    assert!(ended.out.contains("facts.toml:6:"), "{ended:#?}");
    assert!(ended.out.lines().last().unwrap().starts_with("2 errors, "), "{ended:#?}");
    check(ibid(&["check", "/nowhere/at/all"]), 1, &["/nowhere/at/all", "1 error, 0 warnings"]);
    check(ibid(&["ask", "hi", "--knowledge", bad.to_str().unwrap()]), 1, &["in Sussex"]);
}

/// The shade of a run: whether `ask` colours its reply.
#[track_caller]
fn check_colour(run: Run<'_>, coloured: bool) {
    let ended = run.end();
    assert_eq!(ended.status, 0, "{ended:#?}");
    assert_eq!(ended.out.contains('\u{1b}'), coloured, "{ended:#?}");
}

#[test]
fn flags_win_over_the_environment_over_the_file_over_the_defaults() {
    let folder = folder(
        "precedence",
        &[
            ("always.toml", "[terminal]\ncolour = \"always\"\n"),
            ("tea/document.md", DOCUMENT),
            ("tea/facts.toml", FACTS),
        ],
    );
    let (file, tea) = (at(&folder, "always.toml"), folder.to_str().unwrap());
    let ask = ["ask", "Where is tea grown?", "--knowledge", tea];
    let with_file = [&ask[..], &["--config", &file]].concat();
    check_colour(ibid(&ask), false);
    check_colour(ibid(&with_file), true);
    check_colour(ibid(&with_file).variable("NO_COLOR", "1"), true);
    check_colour(ibid(&with_file).variable("IBID__TERMINAL__COLOUR", "never"), false);
    check_colour(ibid(&ask).variable("IBID__TERMINAL__COLOUR", "always"), true);
    check_colour(
        ibid(&[&with_file[..], &["--colour", "never"]].concat()).variable("IBID__TERMINAL__COLOUR", "always"),
        false,
    );
    check(ibid(&["ask", "Where is tea grown?"]).variable("IBID__KNOWLEDGE__PATH", tea), 0, &["[1] Tea"]);
    check(ibid(&ask).variable("IBID__KNOWLEDGE__PATH", "/nowhere"), 0, &["[1] Tea"]);
}

#[test]
fn every_fault_of_the_settings_is_named() {
    let files = [
        ("unknown.toml", "[terminal]\ncolor = \"always\"\n\n[matchin]\ncaution = 3.0\n"),
        ("types.toml", "[matching]\ncaution = \"high\"\n[terminal]\nhistory = \"maybe\"\n"),
        ("word.toml", "[terminal]\ncolour = \"sometimes\"\n"),
        ("syntax.toml", "[terminal]\ncolour = \n"),
        ("range.toml", "[matching]\ncaution = -1\n"),
    ];
    let folder = folder("settings", &files);
    let file = |name| at(&folder, name);
    let ask = |file: &str, shown: &[&str]| check(ibid(&["ask", "hi", "--config", file]), 1, shown);
    ask(
        &file("unknown.toml"),
        &[
            "unknown.toml:2: there is no setting `terminal.color`; did you mean `terminal.colour`?",
            "unknown.toml:5: there is no setting `matchin.caution`; did you mean `matching.caution`?",
        ],
    );
    ask(&file("types.toml"), &["matching.caution", "terminal.history", "types.toml"]);
    ask(&file("word.toml"), &["word.toml: \"sometimes\" is none of auto, always, never"]);
    ask(&file("syntax.toml"), &["syntax.toml:2: "]);
    ask(&file("range.toml"), &["matching.caution is -1"]);
    ask("/nowhere.toml", &["/nowhere.toml: "]);
    let variable =
        |name, value, status, shown: &[&str]| check(ibid(&["ask", "hi"]).variable(name, value), status, shown);
    variable(
        "IBID__TERMINAL__COLOR",
        "never",
        1,
        &["IBID__TERMINAL__COLOR: there is no setting of this name; did you mean IBID__TERMINAL__COLOUR?"],
    );
    variable("IBID__MATCHING__CAUTION", "much", 1, &["matching.caution", "the environment"]);
    variable("IBID__MATCHING__CAUTION", "007", 0, &[]);
    variable(
        "IBID_MATCHING__CAUTION",
        "9",
        0,
        &["ibid: warning: IBID_MATCHING__CAUTION is not a setting", "IBID__MATCHING__CAUTION?"],
    );
    check(ibid(&["ask", "hi", "--colour", "purple"]), 2, &["purple", "auto, always, never"]);
}

#[test]
fn caution_decides_between_an_answer_and_silence() {
    let tea = tea("caution");
    let ask = ["ask", "--json", "assam tea", "--knowledge", tea.to_str().unwrap()];
    let confident = objects(ibid(&ask).variable("IBID__MATCHING__CAUTION", "0"));
    let cautious = objects(ibid(&ask).variable("IBID__MATCHING__CAUTION", "1e12"));
    assert_eq!(confident[0]["outcome"], "answer");
    assert_ne!(cautious[0]["outcome"], "answer");
}

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
