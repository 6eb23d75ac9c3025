//! The promises of the engine, each checked on the whole built-in knowledge base.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::sync::LazyLock;

use ibid::answer::{Answer, Outcome, Silence};
use ibid::engine::{Engine, MOST_CITATIONS};
use ibid::knowledge::{KnowledgeBase, Quote};
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(KnowledgeBase::built_in(), 2.0));

/// The sentences cited, in order.
fn cited(answer: &Answer<'_>) -> Vec<u32> {
    match &answer.outcome {
        Outcome::Answer(citations) => citations.iter().map(|c| c.number()).collect(),
        _ => Vec::new(),
    }
}

/// The sentences of quotes in order, each once, as many as an answer cites.
fn sentences(quotes: &[Quote]) -> Vec<u32> {
    let mut sentences: Vec<u32> = Vec::new();
    for sentence in quotes.iter().map(Quote::sentence) {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences.truncate(MOST_CITATIONS);
    sentences
}

/// Everything of an answer that a person can see, for comparing two.
fn seen(answer: &Answer<'_>) -> String {
    format!("{:?} {} {:?}", answer.outcome, answer.confidence, answer.suggestions)
}

#[test]
fn every_stored_phrasing_finds_its_own_fact_through_harmless_noise() {
    let noises: [fn(&str) -> String; 6] = [
        |q| q.to_owned(),
        |q| q.to_uppercase(),
        |q| format!("  {}  ", q.replace(' ', "\u{a0} \t")),
        |q| format!("«{}» ?!…", q.trim_end_matches('?')),
        |q| q.chars().flat_map(|c| if c == 'e' { vec!['e', '\u{301}'] } else { vec![c] }).collect(),
        |q| q.chars().flat_map(|c| [c, '\u{200b}']).collect(),
    ];
    for fact in ENGINE.knowledge().facts() {
        for question in fact.questions() {
            for noise in noises {
                let noisy = noise(question);
                let answer = ENGINE.ask(&noisy);
                assert_eq!(cited(&answer), sentences(fact.quotes()), "{} by {noisy:?}", fact.id());
                assert_eq!(answer.confidence, 1.0, "{noisy:?}");
            }
        }
    }
}

#[test]
fn every_phrasing_of_a_gap_is_met_with_its_own_silence() {
    for gap in ENGINE.knowledge().gaps() {
        for question in gap.questions() {
            let outcome = ENGINE.ask(question).outcome;
            let Outcome::NoAnswer { reason: Silence::KnownGap(missing), .. } = outcome else {
                panic!("{question:?} should be silence, not {outcome:?}")
            };
            assert_eq!(missing, gap.missing(), "{question:?}");
        }
    }
}

#[test]
fn every_suggestion_answers_with_what_it_promises() {
    for fact in ENGINE.knowledge().facts() {
        for suggestion in ENGINE.ask(&fact.questions()[0]).suggestions {
            let answer = ENGINE.ask(suggestion.question);
            assert_eq!(answer.outcome, Outcome::Answer(suggestion.citations), "{}", suggestion.question);
        }
    }
}

#[test]
fn what_one_leader_said_is_never_given_as_the_others_words() {
    let (xi, putin) = (3, 4);
    for (question, forbidden) in [
        ("What did Putin say about high-quality development?", xi),
        ("Did Putin stress modernisation under the Communist Party?", xi),
        ("Putin on modernisation", xi),
        ("What did Xi say about international fairness and justice?", putin),
        ("Is Xi ready to strengthen collaboration with the Global South?", putin),
        ("Xi Jinping on fairness and justice", putin),
    ] {
        let cited = cited(&ENGINE.ask(question));
        assert_ne!(cited.first(), Some(&forbidden), "{question}");
    }
}

#[test]
fn what_a_question_says_it_is_about_must_be_in_what_answers_it() {
    for (question, expected) in [
        ("What did Putin say about music?", false),
        ("what did putin say about tea", false),
        ("What did Putin say about taxes?", false),
        ("Did Xi talk about his dog?", false),
        ("what did they say about football on tuesday", false),
        ("What did Putin say about a multipolar world?", true),
        ("what did they say about ukraine", true),
        ("What does the article say about energy stuff?", true),
        ("What is the article about?", true),
        ("What were the talks between the leaders about in general terms?", true),
    ] {
        let answer = ENGINE.ask(question);
        assert_eq!(answer.is_answered(), expected, "{question:?}: {:?}", answer.outcome);
    }
}

#[test]
fn a_sentence_that_only_announces_is_never_an_answer() {
    for question in
        ["a closer look at the dynamics of this complex relationship", "Here’s a closer look at the dynamics"]
    {
        assert!(!cited(&ENGINE.ask(question)).contains(&12), "{question}");
    }
}

#[test]
fn silence_says_why() {
    #[track_caller]
    fn check(question: &str, expected: &dyn Fn(&Silence<'_>) -> bool) {
        match ENGINE.ask(question).outcome {
            Outcome::NoAnswer { reason, .. } => assert!(expected(&reason), "{question:?}: {reason:?}"),
            outcome => panic!("{question:?} should be silence, not {outcome:?}"),
        }
    }
    check("", &|r| *r == Silence::NoWords);
    check("?!", &|r| *r == Silence::NoWords);
    check("What did Zelensky say about the meeting?", &|r| {
        matches!(r, Silence::NotMentioned(w) | Silence::OtherNames(w) if w == &["zelensky"])
            || matches!(r, Silence::KnownGap(_))
    });
    check("best pizza recipe with pineapple", &|r| *r == Silence::OffTopic);
    check("who is right?", &|r| *r == Silence::Opinion);
    check("Who signed the treaty?", &|r| matches!(r, Silence::KnownGap(missing) if missing.contains("signed")));
}

#[test]
fn strange_input_gets_a_sensible_outcome() {
    let long = "where ".repeat(20_000);
    for message in [
        "",
        " \t\n",
        "\u{0}",
        "😀",
        "👩‍👩‍👧‍👦",
        "e\u{301}\u{301}\u{301}\u{301}",
        "\u{202e}gnijieB",
        "\u{fffd}\u{fffd}",
        "../../etc/passwd",
        "'; DROP TABLE facts; --",
        "$(reboot)",
        "<b>",
        "&lt;script&gt;",
        "**bold** _it_ `code`",
        "/unknown command",
        "１２３",
        "ﷺ",
        "𝔴𝔥𝔢𝔯𝔢",
        long.as_str(),
    ] {
        let answer = ENGINE.ask(message);
        assert!((0.0..=1.0).contains(&answer.confidence), "{message:?}");
    }
}

#[test]
fn look_alikes_and_invisible_characters_change_nothing() {
    let plain = seen(&ENGINE.ask("Where did Xi and Putin meet?"));
    for disguised in [
        "Wh\u{ad}ere did Xi and P\u{200b}utin meet?",
        "Where did Хi and Рutin meet?",
        "Ｗｈｅｒｅ did Xi and Putin meet？",
    ] {
        assert_eq!(seen(&ENGINE.ask(disguised)), plain, "{disguised:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gets_an_answer_and_always_the_same(text in any::<String>()) {
        prop_assert_eq!(seen(&ENGINE.ask(&text)), seen(&ENGINE.ask(&text)));
    }

    #[test]
    fn shuffled_words_of_the_document_get_an_answer_that_quotes_it(
        words in prop::collection::vec(prop::sample::select(
            ENGINE.knowledge().documents()[0].text().split_whitespace().map(str::to_owned).collect::<Vec<_>>()), 1..30)
    ) {
        let document = &ENGINE.knowledge().documents()[0];
        if let Outcome::Answer(citations) = ENGINE.ask(&words.join(" ")).outcome {
            prop_assert!(!citations.is_empty() && citations.len() <= MOST_CITATIONS);
            for citation in citations {
                prop_assert_eq!(citation.text(), &document.text()[citation.range()]);
                prop_assert!(citation.text().contains(citation.quote()));
            }
        }
    }
}
