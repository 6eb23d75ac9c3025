//! The quote checker: exact, altered or absent, on the article's own sentences and on what only resembles them.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use ibid::knowledge::KnowledgeBase;
use ibid::quote::{Verdict, check};

use crate::cli::run::{self, ibid, objects};

/// What is found of a text, in short: "verbatim 1", "altered 15: contention -> peace", "absent", one for each piece.
fn found(text: &str, knowledge: &KnowledgeBase) -> String {
    let pieces = check(text, knowledge).into_iter().map(|piece| match piece.verdict {
        Verdict::Exact { citations, likeness } => {
            let numbers: Vec<_> = citations.iter().map(|citation| citation.number().to_string()).collect();
            format!("{} {}", format!("{likeness:?}").to_lowercase(), numbers.join(","))
        }
        Verdict::Altered { citation, changes } => {
            let changes: Vec<_> =
                changes.iter().map(|change| format!("{} -> {}", change.claimed, change.said)).collect();
            format!("altered {}: {}", citation.number(), changes.join("; "))
        }
        Verdict::Absent => "absent".to_owned(),
    });
    pieces.collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_text_is_exact_altered_or_absent() {
    let knowledge = KnowledgeBase::built_in();
    #[rustfmt::skip]
    let rows = [
        // Exact.
        ("convened in Beijing for a high-level meeting", "verbatim 1"),
        ("“convened in Beijing for a high-level meeting.”", "verbatim 1"),
        ("The two nations have conducted joint naval drills in the South China Sea and the Baltic Sea, signalling their commitment to strengthening defence ties.", "verbatim 27"),
        ("Putin’s visit to China", "verbatim 9"),
        ("Putin's visit to China", "words 9"),
        ("PUTIN'S VISIT TO CHINA!", "words 9"),
        ("perceived U.S. hegemony", "verbatim 19"),
        ("armed clashes along the Sino-Soviet border in the late 1960s", "verbatim 16"),
        ("Chinese President Xi Jinping and Russian President Vladimir Putin … convened in Beijing", "shortened 1"),
        ("The leaders engaged in discussions on key global issues [...] amid shifting geopolitical dynamics.", "shortened 2"),
        ("a multipolar world order", "verbatim 10,22"),
        // Altered.
        ("convened in Shanghai for a high-level meeting", "altered 1: Shanghai -> Beijing"),
        ("signing of the Treaty of Good-Neighborliness and Friendly Cooperation in 2003", "altered 18: 2003 -> 2001"),
        ("it marks his second foreign trip since beginning his fifth term", "altered 9: second -> first"),
        ("Bilateral trade between China and Russia has not expanded significantly in recent years", "altered 24: not -> "),
        ("Bilateral trade between China and Russia has shrunk significantly in recent years", "altered 24: shrunk -> expanded"),
        ("armed clashes along the Soviet border in the late 1960s", "altered 16:  -> Sino"),
        ("the economic relationship remains balanced, with China being Russia’s largest trading partner", "altered 25: balanced -> imbalanced"),
        ("Military cooperation between China and India has deepened, including joint military exercises", "altered 26: India -> Russia"),
        ("The two nations have conducted joint naval drills in the North Sea and the Baltic Sea", "altered 27: North -> South China"),
        // Not in the document, however near the subject is.
        ("Xi and Putin met in Beijing", "absent"),
        ("China and Russia share a border", "absent"),
        ("China and Russia signed a treaty", "absent"),
        ("Putin said that Russia will never leave Ukraine", "absent"),
        ("The United States and China signed a trade agreement in 2020.", "absent"),
        ("Ukraine joined the European Union.", "absent"),
        ("Ask not what your country can do for you", "absent"),
        ("The quick brown fox jumps over the lazy dog", "absent"),
        ("military cooperation with North Korea and Iran", "absent"),
        ("in the of and to", "absent"),
        ("Baltic drills", "absent"),
        // Several sentences are checked one by one.
        ("The border between the two nations has been a source of contention. It is long.", "verbatim 14 | absent"),
        ("China and Russia share a common interest in challenging the dominance of Western powers. They never coordinate their positions on international issues.",
         "verbatim 22 | altered 23: never -> often"),
        // Nothing to check.
        ("", ""), ("“…”", ""), ("?!", ""),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .map(|&(text, expected)| (text, expected, found(text, &knowledge)))
        .filter(|(_, expected, found)| expected != found)
        .map(|(text, expected, found)| format!("{text}\n  expected {expected}\n  found    {found}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every sentence is exact; with a word of another sentence in it, it is not; and no question of the base is altered
/// from a sentence: people ask about the same things in their own words.
#[test]
fn every_sentence_is_itself_and_no_question_is_a_misquotation() {
    let knowledge = KnowledgeBase::built_in();
    let document = &knowledge.documents()[0];
    for sentence in document.sentences() {
        let text = document.text_of(sentence);
        let pieces = check(text, &knowledge);
        assert!(
            matches!(&pieces[0].verdict, Verdict::Exact { citations, .. } if citations[0].text() == text),
            "{text}"
        );
        let cut = text.trim_end_matches('.').rsplit_once(' ').unwrap().0;
        let other = format!("{cut} zebras");
        assert!(
            found(&other, &knowledge).starts_with(&format!("altered {}: ", sentence.number)),
            "{other}: {}",
            found(&other, &knowledge)
        );
    }
    let questions = knowledge.facts().iter().flat_map(|fact| fact.questions().iter().take(3));
    let (mut asked, mut altered) = (0, Vec::new());
    for question in questions {
        asked += 1;
        if found(question, &knowledge).contains("altered") {
            altered.push(question);
        }
    }
    println!("{} of {asked} questions would be called altered", altered.len());
    // Some phrasings do quote a sentence and change a word of it.
    assert!(altered.len() * 50 <= asked, "{} of {asked}: {altered:#?}", altered.len());
}

#[test]
fn the_program_says_so_in_words_in_json_and_by_its_status() {
    run::check(
        ibid(&["quote", "convened", "in", "Beijing"]),
        0,
        &["Word for word in the document:\n", "[1] China-Russia relations"],
    );
    run::check(
        ibid(&["quote", "convened in Shanghai for a high-level meeting"]),
        1,
        &["Not word for word:\n- “Shanghai” stands in place of “Beijing”\nThe document says:\n“Chinese President"],
    );
    run::check(ibid(&["quote", "Nobody ever said this"]), 1, &["Not in the document"]);
    run::check(ibid(&["quote", "?"]), 1, &["Write the text to check"]);
    let object = &objects(ibid(&["quote", "--json", "convened in Beijing"]))[0];
    assert_eq!(
        (&object["pieces"][0]["verdict"], &object["pieces"][0]["likeness"]),
        (&"exact".into(), &"verbatim".into())
    );
    let altered = ibid(&["quote", "--json", "convened in Shanghai for a high-level meeting"]).end();
    let object: serde_json::Value = serde_json::from_str(&altered.out).unwrap();
    let piece = &object["pieces"][0];
    assert_eq!((&piece["verdict"], &piece["citations"][0]["sentence"]), (&"altered".into(), &1.into()));
    assert_eq!(piece["changes"], serde_json::json!([{"claimed": "Shanghai", "said": "Beijing"}]));
    let repl = ibid(&["repl"]).input("/check convened in Beijing\n/check\n").end();
    assert!(
        repl.out.contains("Word for word in the document:") && repl.out.contains("Write the text to check"),
        "{repl:#?}"
    );
}
