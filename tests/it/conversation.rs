//! What the engine makes of a message after what was said before.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::collections::HashSet;
use std::sync::LazyLock;

use ibid::answer::{Answer, Correction, Outcome, Silence};
use ibid::conversation::Conversation;
use ibid::engine::Engine;
use ibid::knowledge::{KnowledgeBase, TalkIntent};
use ibid::reply;
use proptest::prelude::*;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(KnowledgeBase::built_in(), 1.5));

fn cited(answer: &Answer<'_>) -> Vec<u32> {
    answer.citations().iter().map(|citation| citation.number()).collect()
}

/// The answer to each message of a conversation, and what the conversation has come to.
fn hold(messages: &[&str]) -> (Vec<Answer<'static>>, Conversation) {
    let mut conversation = Conversation::default();
    let mut answers = Vec::new();
    for message in messages {
        let (answer, after) = ENGINE.converse(&conversation, message);
        answers.push(answer);
        conversation = after;
    }
    (answers, conversation)
}

/// The last answer of a conversation.
fn last(messages: &[&str]) -> Answer<'static> {
    hold(messages).0.pop().unwrap()
}

fn words(answer: &Answer<'_>) -> String {
    reply::to_answer(answer, ENGINE.knowledge()).plain()
}

#[test]
fn what_a_message_was_taken_as_gets_the_same_sentences_by_itself() {
    for messages in [
        ["When was the treaty signed?", "why does it matter?"],
        ["Is Syria in the article?", "and Iran?"],
        ["What did Xi say?", "and Putin?"],
        ["Why has trade grown?", "when?"],
        ["Where did they hold naval drills?", "what for?"],
        ["What do they say about Ukraine?", "how?"],
        ["What is the Power of Siberia?", "and Yamal?"],
        ["Where did Xi and Putin meet?", "when exactly?"],
    ] {
        let answer = last(&messages);
        let Some(taken) = &answer.taken_as else { continue };
        assert!(answer.is_answered(), "{messages:?}");
        assert_eq!(cited(&ENGINE.ask(taken)), cited(&answer), "{messages:?} taken as {taken:?}");
        assert!(words(&answer).starts_with(&format!("Taken as: {taken}\n")), "{}", words(&answer));
    }
    let answer = last(&["When was the treaty signed?", "why does it matter?"]);
    assert_eq!(answer.taken_as.as_deref(), Some("Why does the treaty matter?"));
}

#[test]
fn who_or_what_is_meant_is_the_only_one_that_it_can_be() {
    // The sentence that the last message is answered with; 0 where there is silence.
    for (messages, expected) in [
        (["What did Putin say?", "And the other one?"], 3),
        (["What did Xi say?", "and the other president"], 4),
        (["What is China doing in Central Asia?", "and the other country?"], 29),
        (["How important is Russia for China?", "Is one stronger than the other?"], 28),
        (["who runs china", "Which party is in charge in his country?"], 3),
        (["What do they say about Syria?", "do they sell arms to it?"], 0),
        (["What do they say about North Korea?", "do china and russia coordinate on it"], 23),
        (["What did Putin say about the Global South?", "Which countries does he mean?"], 0),
        (["Do things at home play a part in the future?", "Such as?"], 0),
        (["What do they say about Ukraine?", "and nato membership for kyiv?"], 0),
        (["Which energy projects are there?", "something else: how is trade?"], 24),
        (["What happened in 1991?", "and ten years later?"], 18),
        (["When was the treaty signed?", "what had happened a decade earlier"], 17),
        (["When was the treaty signed?", "and eleven years later?"], 0),
        (["whats the Power of Siberia", "what other projects are there"], 21),
        (["Do their armies work together?", "and at sea?"], 27),
        (["did putin mention his party?", "what did he say?"], 4),
        (["did xi mention his party?", "what did he say?"], 3),
        (["Did Putin attack Ukraine?", "why did he?"], 0),
        (["Does Putin have a wife?", "who is she?"], 0),
        (["What does Putin think of Ukraine?", "what did he say about it?"], 5),
        (["Did they discuss energy?", "Is that all? What about arms sales?"], 26),
    ] {
        let answer = last(&messages);
        assert_eq!(cited(&answer).first().copied().unwrap_or(0), expected, "{messages:?}: {}", words(&answer));
    }
}

#[test]
fn a_stored_phrasing_is_never_dragged_by_what_was_said() {
    let befores = ["When was the treaty signed?", "What did Putin say?", "who signed it", "Is the trade balanced?"];
    for before in befores.map(|message| ENGINE.converse(&Conversation::default(), message).1) {
        for question in ENGINE.knowledge().facts().iter().flat_map(|fact| fact.questions()) {
            let (answer, _) = ENGINE.converse(&before, question);
            assert_eq!(cited(&answer), cited(&ENGINE.ask(question)), "{question:?}");
            assert_eq!(answer.taken_as, None, "{question:?}");
        }
    }
}

#[test]
fn more_goes_through_a_topic_without_saying_anything_twice_and_says_when_it_is_done() {
    for topic in ENGINE.knowledge().topics() {
        let first = ENGINE.knowledge().facts_of_topic(topic).next().unwrap();
        let (answer, mut conversation) = ENGINE.converse(&Conversation::default(), &first.questions()[0]);
        let mut shown: HashSet<u32> = cited(&answer).into_iter().collect();
        let mut is_done = false;
        for message in ["tell me more", "more", "go on", "continue", "elaborate"].into_iter().cycle().take(40) {
            let (answer, after) = ENGINE.converse(&conversation, message);
            conversation = after;
            let fresh = cited(&answer);
            assert!(fresh.iter().all(|number| shown.insert(*number)), "{topic}: {fresh:?} again");
            if fresh.is_empty() {
                assert!(matches!(answer.outcome, Outcome::NoAnswer { reason: Silence::NothingMore, .. }), "{topic}");
                assert!(words(&answer).contains("no more on this"), "{}", words(&answer));
                is_done = true;
                break;
            }
        }
        assert!(is_done, "{topic}");
        let quotes = ENGINE.knowledge().facts_of_topic(topic).flat_map(|fact| fact.quotes());
        assert!(quotes.into_iter().all(|quote| shown.contains(&quote.sentence())), "{topic}");
    }
}

#[test]
fn more_of_nothing_asks_back() {
    assert!(matches!(ENGINE.ask("tell me more").outcome, Outcome::SmallTalk(TalkIntent::More)));
}

#[test]
fn an_offer_is_chosen_by_its_number_or_its_place() {
    let (answers, conversation) = hold(&["did they discuss energy"]);
    let offers = &answers[0].suggestions;
    assert!(offers.len() > 1, "{offers:?}");
    for (message, at) in [("1", 0), ("2", 1), ("the second one", 1), ("first", 0), ("last one", offers.len() - 1)] {
        let (answer, _) = ENGINE.converse(&conversation, message);
        assert_eq!(answer.taken_as.as_deref(), Some(offers[at].question), "{message}");
        assert_eq!(cited(&answer)[0], offers[at].citations[0].number(), "{message}");
    }
    assert!(!ENGINE.converse(&conversation, "9").0.is_answered());
}

#[test]
fn silence_after_something_names_its_topic() {
    for (messages, topic, says) in [
        (["When was the treaty signed?", "and who put pen to paper there?"], "treaty", "about treaty"),
        (["What is the Power of Siberia?", "how long is it?"], "energy", "about energy"),
        (["Do they hold naval drills?", "when?"], "military", "about military"),
    ] {
        let answer = last(&messages);
        assert!(matches!(answer.outcome, Outcome::NoAnswer { .. }), "{messages:?}: {:?}", answer.outcome);
        assert_eq!(answer.topic, Some(topic), "{messages:?}");
        assert!(words(&answer).contains(says), "{}", words(&answer));
    }
}

#[test]
fn several_questions_are_answered_in_order_each_under_its_own_words() {
    for (message, expected) in [
        ("Where did they meet and who took part?", vec![vec![1], vec![1]]),
        ("When was the treaty signed? And why does it matter?", vec![vec![18], vec![18]]),
        ("When was the treaty signed and who signed it?", vec![vec![18], vec![]]),
        ("Who is Russia's largest trading partner? Where did they hold naval drills?", vec![vec![25], vec![27]]),
        ("Where did they meet? Thanks!", vec![]),
        ("Where did they meet? My cat is called Otto.", vec![]),
    ] {
        let answer = ENGINE.ask(message);
        let parts: Vec<Vec<u32>> = answer.parts.iter().map(|part| cited(&part.answer)).collect();
        assert_eq!(parts, expected, "{message:?}");
        assert!(answer.is_answered(), "{message:?}");
        let said = words(&answer);
        let mut from = 0;
        for part in &answer.parts {
            from +=
                said[from..].find(&part.question).unwrap_or_else(|| panic!("{} not in order in {said}", part.question));
        }
    }
}

#[test]
fn what_a_question_wrongly_takes_for_granted_is_said() {
    for (message, sentence, says) in [
        ("why was the treaty signed in 1991?", 18, "The document says “2001”, not “1991”:"),
        ("was the treaty signed in 1999?", 18, "The document says “2001”, not “1999”:"),
        ("why did the Soviet Union dissolve in 1989?", 17, "The document says “1991”, not “1989”:"),
        (
            "True or false: the good-neighbour treaty dates from the 1990s.",
            18,
            "The document says “2001”, not “1990s”:",
        ),
        ("Am I right that the armed clashes were in the 1980s?", 16, "The document says “1960s”, not “1980s”:"),
        ("The treaty was signed in 1991, wasn't it?", 18, "The document says “2001”, not “1991”:"),
        ("why is it his first trip since beginning his third term?", 9, "The document says “fifth”, not “third”:"),
        ("So China and the Soviet Union were never allies?", 15, "The question says “never”; the document says:"),
        // What is not so is asked for, and the document says what is.
        ("Which treaty wasn't signed in 2001?", 18, "The question says “not”; the document says:"),
        ("In which seas haven't they held naval drills?", 27, "The question says “not”; the document says:"),
    ] {
        let answer = ENGINE.ask(message);
        assert_eq!(cited(&answer), [sentence], "{message:?}");
        assert!(words(&answer).starts_with(says), "{message:?}: {}", words(&answer));
    }
}

#[test]
fn nothing_is_corrected_where_nothing_is_wrong() {
    for message in [
        "Was the treaty signed in 2001?",
        "When was the treaty signed?",
        "Didn't they meet in Beijing?",
        "Did they not sign a treaty?",
        "Is it his first trip since beginning his fifth term?",
        "What happened in 1985?",
        "What did they agree in 2022?",
        // A year is in its decade, and may be the one that is meant by it.
        "Was the treaty signed in the 2000s?",
        "Did the Soviet Union dissolve in the 1990s?",
        "Did the armed clashes on the border happen in 1969?",
        "Why is the relationship not balanced?",
        // Not what is asked for is denied, but a condition, or what the one who asks does not know.
        "What do the two still find hard to handle when their interests do not coincide?",
        "What did they agree on Ukraine, as I do not know it?",
        "What is said about the treaty, not only about its date?",
    ] {
        assert_eq!(ENGINE.ask(message).corrections, [], "{message:?}");
    }
    for question in ENGINE.knowledge().facts().iter().flat_map(|fact| fact.questions()) {
        let corrections = ENGINE.ask(question).corrections;
        assert!(
            !corrections.iter().any(|c| matches!(c, Correction::Otherwise { .. })),
            "{question:?}: {corrections:?}"
        );
    }
}

#[test]
fn a_complaint_gets_what_came_next_nearest_each_time_another() {
    let (answers, _) = hold(&["Where did they hold naval drills?", "that's wrong", "no that's wrong"]);
    let shown: Vec<u32> = answers[1..].iter().map(|answer| answer.runner_up.as_ref().unwrap().number()).collect();
    assert_ne!(shown[0], shown[1]);
    assert!(!shown.contains(&cited(&answers[0])[0]));
    assert!(words(&answers[1]).contains(&format!("> [{}] ", shown[0])), "{}", words(&answers[1]));
    assert!(ENGINE.ask("that's wrong").runner_up.is_none());
}

#[test]
fn a_question_about_the_future_gets_a_silence_of_its_own() {
    for message in ["will they go to war?", "what will happen next?", "who will win"] {
        let outcome = ENGINE.ask(message).outcome;
        assert!(matches!(outcome, Outcome::NoAnswer { reason: Silence::Prediction, .. }), "{message:?}: {outcome:?}");
    }
    assert_eq!(cited(&ENGINE.ask("what will the future of the relationship depend on?")), [34]);
}

#[test]
fn a_kept_conversation_goes_on_as_if_it_had_not_been_put_away() {
    let (_, conversation) = hold(&["When was the treaty signed?", "tell me more"]);
    let json = serde_json::to_string(&conversation).unwrap();
    let read: Conversation = serde_json::from_str(&json).unwrap();
    assert_eq!(read, conversation);
}

#[test]
fn what_a_kept_conversation_names_may_be_gone() {
    let json = r#"{"version":1,"question":"Why?","fact":"gone","topic":"gone","offered":["gone"],
                   "last":[{"document":"gone","sentence":7}],"shown":[{"document":"gone","sentence":7}]}"#;
    let gone: Conversation = serde_json::from_str(json).unwrap();
    for message in ["1", "why?", "more", "that's wrong", "and Iran?"] {
        let _ = ENGINE.converse(&gone, message);
    }
    assert_eq!(cited(&ENGINE.converse(&gone, "Where did Xi and Putin meet?").0), [1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn any_conversation_stays_small_and_gives_the_same_answers_again(
        messages in prop::collection::vec(
            prop_oneof![
                Just("more".to_owned()), Just("why?".to_owned()), Just("and Iran?".to_owned()), Just("2".to_owned()),
                Just("who else?".to_owned()), Just("that's wrong".to_owned()), Just("what about gas".to_owned()),
                Just("When was the treaty signed? And why does it matter?".to_owned()), ".{0,40}", "[a-z]{1,9}( [a-z]{1,9}){0,6}\\??",
            ],
            1..14,
        )
    ) {
        let mut conversation = Conversation::default();
        for message in &messages {
            let (answer, after) = ENGINE.converse(&conversation, message);
            let (again, after_again) = ENGINE.converse(&conversation, message);
            prop_assert_eq!(words(&answer), words(&again));
            prop_assert_eq!(&after, &after_again);
            conversation = after;
        }
        prop_assert!(serde_json::to_string(&conversation).unwrap().len() < 8192);
    }
}
