//! The program itself: arguments and standard input in; output, errors and exit status out.

mod eval;
mod propose;
pub(crate) mod run;
mod settings;

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use run::{DOCUMENT, FACTS, check, folder, ibid, objects, tea};

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
fn what_indexing_found_is_kept_and_read_back_and_never_trusted_blindly() {
    let tea = folder("cache", &[("base/tea/document.md", DOCUMENT), ("base/tea/facts.toml", FACTS)]);
    let (base, cache) = (run::at(&tea, "base"), run::at(&tea, "cache"));
    let answer = || {
        let ended = ibid(&["--knowledge", &base, "ask", "--json", "where does tea grow"])
            .variable("XDG_CACHE_HOME", &cache)
            .end();
        assert_eq!(ended.status, 0, "{ended:#?}");
        ended.out
    };
    let files = || -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(tea.join("cache/ibid")).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let first = answer();
    let kept = files();
    assert_eq!((kept.len(), answer()), (1, first.clone()), "a second start reads the same file");
    let whole = std::fs::read(&kept[0]).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"", &[b'x'; 4096]] {
        std::fs::write(&kept[0], damaged).unwrap();
        assert_eq!(answer(), first, "a damaged file is made again");
        assert_eq!(std::fs::read(&kept[0]).unwrap().len(), whole.len());
    }
    std::fs::write(tea.join("base/tea/facts.toml"), FACTS.replace("in Assam", "Tea is grown")).unwrap();
    assert_ne!(answer(), first, "another base is not taken for this one");
    assert_eq!(files().len(), 2);
}

#[test]
fn what_is_wrong_with_a_base_is_told_at_every_start() {
    let unreached = format!("{DOCUMENT}Some drink it cold.\n");
    let tea = folder("wrong", &[("base/tea/document.md", &unreached), ("base/tea/facts.toml", FACTS)]);
    let (base, cache) = (run::at(&tea, "base"), run::at(&tea, "cache"));
    let start = || ibid(&["--knowledge", &base, "ask", "where does tea grow"]).variable("XDG_CACHE_HOME", &cache);
    for _ in 0..2 {
        let ended = start().end();
        assert!(ended.status == 0 && ended.err.contains("1 warning in"), "{ended:#?}");
    }
    std::fs::write(tea.join("base/tea/facts.toml"), FACTS.replace("in Assam", "in Ceylon")).unwrap();
    let ended = start().end();
    assert!(ended.status != 0 && ended.err.contains("facts.toml:"), "{ended:#?}");
    std::fs::write(tea.join("base/tea/facts.toml"), FACTS).unwrap();
    assert_eq!(start().end().status, 0);
}

#[test]
fn a_base_that_was_indexed_beforehand_is_not_indexed_again() {
    let tea = folder("indexed", &[("base/tea/document.md", DOCUMENT), ("base/tea/facts.toml", FACTS)]);
    let (base, cache) = (run::at(&tea, "base"), run::at(&tea, "cache"));
    let index = |language: &[&str]| {
        let arguments = [&["--knowledge", &base, "index"], language].concat();
        ibid(&arguments).variable("XDG_CACHE_HOME", &cache).end()
    };
    let kept = || -> std::collections::BTreeMap<_, _> {
        let entries = std::fs::read_dir(tea.join("cache/ibid")).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
    };
    for (language, status, told, files) in [
        (&["--language", "xx"][..], 1, "no language \"xx\": there are en, de, es, fr, ru, zh", 1),
        (&["--language", "ru"], 0, "indexed: ru", 2),
        (&[], 0, "indexed: en, de, es, fr, ru, zh", 6),
    ] {
        let ended = index(language);
        assert_eq!(ended.status, status, "{ended:#?}");
        assert!(format!("{}{}", ended.out, ended.err).contains(told), "{ended:#?}");
        assert_eq!(kept().len(), files, "{language:?}");
    }
    let before = kept();
    let question = ["--knowledge", &base, "ask", "где растёт чай?"];
    assert_eq!(ibid(&question).variable("XDG_CACHE_HOME", &cache).end().status, 0);
    assert_eq!(kept(), before);
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
        .env_remove("IBID_TEST_POSTGRES")
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
