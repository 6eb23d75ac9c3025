//! How answers are worded. Every row is an answer made by hand from real citations, and the whole reply to it.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use ibid::answer::{Answer, Citation, Outcome, Silence, Suggestion};
use ibid::engine::Engine;
use ibid::knowledge::{File, Folder, KnowledgeBase, Sources, TalkIntent};
use ibid::question::Asked;
use ibid::reply::{self, Style};

const TEA: &str = "+++\ntitle = \"Tea\"\nlanguage = \"en\"\nauthor = \"A. Gardener\"\npublished = \"May 1901\"\n+++\nTea is grown in “upper” Assam.\nIt is picked in spring.\n";

const FACTS: &str = r#"
[[fact]]
id = "where-grown"
topic = "growing"
questions = ["Where is tea grown?"]
quotes = ["in “upper” Assam"]

[[fact]]
id = "when-picked"
topic = "growing"
questions = ["When is tea picked?"]
quotes = ["It is picked in spring."]
"#;

const TALK: &str = r#"
[[talk]]
intent = "greeting"
questions = ["hi"]
reply = "Ask about “{title}”."

[[talk]]
intent = "source"
questions = ["source"]
reply = "{metadata}"
"#;

fn folder(id: &str, document: &str, facts: Option<&str>) -> Folder {
    let file = |name: &str, text: &str| File::new(format!("{id}/{name}"), text.to_owned());
    let (document, facts) = (file("document.md", document), facts.map(|facts| file("facts.toml", facts)));
    Folder { id: id.to_owned(), path: id.to_owned(), document, facts, lexicon: None, translations: Vec::new() }
}

fn base(folders: Vec<Folder>) -> KnowledgeBase {
    let talk = vec![File::new("talk.en.toml", TALK)];
    KnowledgeBase::parse(Sources { folders, talk, ..Sources::default() })
        .unwrap_or_else(|report| panic!("{}", report.render(false)))
        .knowledge
}

fn tea() -> KnowledgeBase {
    base(vec![folder("tea", TEA, Some(FACTS))])
}

fn two() -> KnowledgeBase {
    let coffee = "+++\ntitle = \"Coffee\"\nlanguage = \"en\"\n+++\nCoffee is grown in Kenya.\n";
    base(vec![folder("coffee", coffee, None), folder("tea", TEA, Some(FACTS))])
}

fn answer(outcome: Outcome<'_>) -> Answer<'_> {
    Answer::plain(outcome, 0.5)
}

fn sentence(knowledge: &KnowledgeBase, number: u32) -> Citation<'_> {
    Citation::of_sentence(knowledge.document_by_id("tea").unwrap(), number).unwrap()
}

fn suggestion<'k>(knowledge: &'k KnowledgeBase, id: &str) -> Suggestion<'k> {
    let fact = knowledge.fact_by_id(id).unwrap();
    Suggestion {
        fact,
        question: &fact.questions()[0],
        citations: vec![sentence(knowledge, fact.quotes()[0].sentence())],
    }
}

/// Checks the whole reply.
#[track_caller]
fn check(knowledge: &KnowledgeBase, answer: &Answer<'_>, expected: &str) {
    assert_eq!(reply::to_answer(answer, knowledge).plain(), expected);
}

/// Checks the reply to silence with nothing near it.
#[track_caller]
fn check_silence(knowledge: &KnowledgeBase, reason: Silence<'_>, expected: &str) {
    check(knowledge, &answer(Outcome::NoAnswer { reason, nearest: Vec::new() }), expected);
}

#[test]
fn an_answer_is_its_sentences_each_with_its_reference() {
    let tea = tea();
    check(&tea, &answer(Outcome::Answer(vec![sentence(&tea, 1)])), "“Tea is grown in “upper” Assam.”\n[1] Tea");
    let mut both = answer(Outcome::Answer(vec![sentence(&tea, 2), sentence(&tea, 1)]));
    check(&tea, &both, "“It is picked in spring.”\n[2] Tea\n\n“Tea is grown in “upper” Assam.”\n[1] Tea");
    both.suggestions = vec![suggestion(&tea, "where-grown"), suggestion(&tea, "when-picked")];
    check(
        &tea,
        &both,
        "“It is picked in spring.”\n[2] Tea\n\n“Tea is grown in “upper” Assam.”\n[1] Tea\n\nRelated:\n1. Where is tea grown?\n2. When is tea picked?",
    );
}

#[test]
fn the_words_that_answer_stand_out_and_nothing_else_does() {
    let engine = Engine::new(tea(), 4.0);
    let styles = |question| {
        let mut answer = engine.ask(question);
        answer.suggestions.clear();
        reply::to_answer(&answer, engine.knowledge())
            .spans
            .into_iter()
            .map(|span| (span.style, span.text))
            .collect::<Vec<_>>()
    };
    let span = |style, text: &str| (style, text.to_owned());
    assert_eq!(
        styles("Where is tea grown?"),
        [
            span(Style::Mark, "“"),
            span(Style::Quote, "Tea is grown "),
            span(Style::Highlight, "in “upper” Assam"),
            span(Style::Quote, "."),
            span(Style::Mark, "”"),
            span(Style::Text, "\n"),
            span(Style::Reference, "[1] Tea"),
        ]
    );
    let whole = [
        span(Style::Mark, "“"),
        span(Style::Quote, "It is picked in spring."),
        span(Style::Mark, "”"),
        span(Style::Text, "\n"),
        span(Style::Reference, "[2] Tea"),
    ];
    assert_eq!(styles("When is tea picked?"), whole);
}

#[test]
fn a_choice_is_numbered() {
    let tea = tea();
    let mut clarify = answer(Outcome::Clarify);
    clarify.suggestions = vec![suggestion(&tea, "when-picked"), suggestion(&tea, "where-grown")];
    check(&tea, &clarify, "Did you mean:\n1. When is tea picked?\n2. Where is tea grown?");
}

#[test]
fn silence_says_why_in_one_sentence() {
    let tea = tea();
    let words = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    check_silence(&tea, Silence::NoWords, "There are no words in this message to look for.");
    check_silence(&tea, Silence::NotMentioned(words(&["troops"])), "The document never mentions “troops”.");
    check_silence(
        &tea,
        Silence::NotMentioned(words(&["milk", "honey"])),
        "The document never mentions “milk” or “honey”.",
    );
    check_silence(
        &tea,
        Silence::NotMentioned(words(&["a", "b", "c", "d", "e", "f"])),
        "The document never mentions “a”, “b”, “c”, “d” or “e”.",
    );
    check_silence(&tea, Silence::NotMentioned(words(&["x\u{202e}y\u{1b}z\n"])), "The document never mentions “xyz”.");
    check_silence(
        &tea,
        Silence::NotMentioned(vec!["m".repeat(500)]),
        &format!("The document never mentions “{}…”.", "m".repeat(60)),
    );
    check_silence(
        &tea,
        Silence::NotMentioned(Vec::new()),
        "The document touches on this, but no sentence clearly answers it.",
    );
    check_silence(
        &tea,
        Silence::OtherNames(words(&["Darjeeling"])),
        "The sentences that come nearest do not speak of “Darjeeling”.",
    );
    check_silence(&tea, Silence::KnownGap("who signed the treaty"), "The document does not say who signed the treaty.");
    check_silence(
        &tea,
        Silence::Opinion,
        "This asks for an opinion, and the document can only be quoted for what it says.",
    );
    check_silence(&tea, Silence::OffTopic, "This has nothing to do with “Tea”.");
    check_silence(&tea, Silence::Unsure, "The document touches on this, but no sentence clearly answers it.");
}

#[test]
fn silence_about_a_kind_of_answer_names_the_kind() {
    let tea = tea();
    let check = |asked, end| {
        check_silence(&tea, Silence::KindMissing(asked), &format!("The document mentions this, but {end}."));
    };
    check(Asked::Topic, "not what is asked of it");
    check(Asked::YesNo, "does not say whether it is so");
    check(Asked::What, "does not say what");
    check(Asked::Who, "does not say who");
    check(Asked::Where, "gives no place");
    check(Asked::When, "gives no date");
    check(Asked::Why, "gives no reason");
    check(Asked::How, "does not say how");
    check(Asked::HowMany, "gives no number");
    check(Asked::HowMuch, "gives no amount");
    check(Asked::HowLong, "gives no length or size");
}

#[test]
fn several_documents_are_spoken_of_as_several() {
    let two = two();
    check_silence(&two, Silence::NotMentioned(vec!["milk".to_owned()]), "The documents never mention “milk”.");
    check_silence(&two, Silence::KindMissing(Asked::When), "The documents mention this, but give no date.");
    check_silence(&two, Silence::KnownGap("who drinks it"), "The documents do not say who drinks it.");
    check_silence(&two, Silence::OffTopic, "This has nothing to do with “Coffee” or “Tea”.");
    check(&two, &answer(Outcome::SmallTalk(TalkIntent::Greeting)), "Ask about “Coffee” and “Tea”.");
}

#[test]
fn what_is_nearest_is_said_to_be_no_answer() {
    let tea = tea();
    let silence =
        Outcome::NoAnswer { reason: Silence::NotMentioned(vec!["milk".to_owned()]), nearest: vec![sentence(&tea, 2)] };
    check(
        &tea,
        &answer(silence),
        "The document never mentions “milk”.\n\nNearest to it, but not an answer:\n“It is picked in spring.”\n[2] Tea",
    );
}

#[test]
fn small_talk_is_curated_and_names_only_what_the_metadata_names() {
    let tea = tea();
    let talk = |intent| answer(Outcome::SmallTalk(intent));
    check(&tea, &talk(TalkIntent::Greeting), "Ask about “Tea”.");
    check(
        &tea,
        &talk(TalkIntent::Source),
        "The document is “Tea”. Its author is A. Gardener. Its date of publication is May 1901. It names no publisher or web address.",
    );
    // There is no curated reply to thanks here: how to go on is said instead.
    assert!(reply::to_answer(&talk(TalkIntent::Thanks), &tea).plain().starts_with("Ask a question in your own words"));
}

#[test]
fn why_names_words_and_candidates() {
    let engine = Engine::new(tea(), 4.0);
    let why = reply::why(&engine.ask("where is tea grown in norway"), engine.knowledge()).plain();
    for piece in ["Words ", "norway", "Best candidate: where-grown [1] Tea with score", "Confidence: "] {
        assert!(why.contains(piece), "{piece:?} is not in {why:?}");
    }
    assert_eq!(
        reply::why(&answer(Outcome::Clarify), engine.knowledge()).plain(),
        "No word carries meaning.\nNo sentence has anything to do with it.\nConfidence: 50 %"
    );
}

#[test]
fn a_reply_says_nothing_of_its_own_between_quotation_marks() {
    let engine = Engine::new(KnowledgeBase::built_in(), 4.0);
    for fact in engine.knowledge().facts() {
        let reply = reply::to_answer(&engine.ask(&fact.questions()[0]), engine.knowledge());
        let text = engine.knowledge().document(fact.document()).text();
        for span in reply.spans.iter().filter(|span| matches!(span.style, Style::Quote | Style::Highlight)) {
            assert!(text.contains(&span.text), "{:?} is not the document's", span.text);
        }
        assert!(reply.spans.iter().any(|span| span.style == Style::Reference), "{}", reply.plain());
    }
}
