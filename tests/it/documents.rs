//! Several documents: each answers for itself, and a question may name the one it is for.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::path::Path;

use ibid::answer::{Answer, Outcome, Silence};
use ibid::conversation::Conversation;
use ibid::engine::Engine;
use ibid::eval::{Sample, account, read};
use ibid::knowledge::{ENGLISH, File, Folder, KnowledgeBase, Sources};
use ibid::reply::command::{Command, question_in, to_command};
use ibid::reply::{Style, to_answer};
use ibid::settings::{Flags, Settings};

fn folder(id: &str, document: &str, facts: &str, lexicon: &str) -> Folder {
    let path = format!("k/{id}");
    let file = |name: &str, text: &str| File::new(format!("{path}/{name}"), text.to_owned());
    Folder {
        id: id.to_owned(),
        document: file("document.md", document),
        facts: Some(file("facts.toml", facts)).filter(|_| !facts.is_empty()),
        lexicon: Some(file("lexicon.toml", lexicon)).filter(|_| !lexicon.is_empty()),
        path: path.clone(),
        translations: Vec::new(),
    }
}

const MILL: &str = "+++\ntitle = \"The mill\"\nlanguage = \"en\"\n+++\n\nThe mill was built in 1850 by Ada Moore.\nIts wheel has twelve blades.\n";
const MILL_FACTS: &str = r#"
[[fact]]
id = "mill-built"
topic = "building"
questions = ["When was it built?", "When was the mill built?", "age of the mill"]
quotes = ["built in 1850"]

[[fact]]
id = "mill-wheel"
topic = "wheel"
questions = ["How many blades does the wheel have?", "number of blades"]
quotes = ["twelve blades"]
"#;
const PIER: &str = "+++\ntitle = \"The pier\"\nlanguage = \"en\"\n+++\n\nThe pier was built in 1902 out of oak.\nFishermen sell herring on it.\n";
const PIER_FACTS: &str = r#"
[[fact]]
id = "pier-built"
topic = "building"
questions = ["When was it built?", "When was the pier built?", "age of the pier"]
quotes = ["built in 1902"]

[[fact]]
id = "pier-herring"
topic = "trade"
questions = ["What do the fishermen sell?", "what is sold on the pier"]
quotes = ["sell herring"]
"#;
const MILL_WORDS: &str = "[[synonym]]\nwords = [\"blade\", \"herring\"]\n";

fn both(mill_words: &str) -> Engine {
    let folders = vec![folder("mill", MILL, MILL_FACTS, mill_words), folder("pier", PIER, PIER_FACTS, "")];
    Engine::new(KnowledgeBase::parse(Sources { folders, ..Sources::default() }).unwrap().knowledge, 1.5)
}

fn cited(answer: &Answer<'_>) -> Vec<String> {
    answer.citations().iter().map(|c| format!("{}:{}", c.document().id(), c.number())).collect()
}

#[track_caller]
fn check(engine: &Engine, question: &str, expected: &[&str]) {
    assert_eq!(cited(&engine.ask(question)), expected, "{question:?}");
}

#[test]
fn a_question_that_two_documents_answer_gets_both_cited_apart() {
    let engine = both("");
    let answer = engine.ask("When was it built?");
    assert_eq!(cited(&answer), ["mill:1", "pier:1"]);
    let reply = to_answer(&answer, engine.knowledge());
    let heads: Vec<_> = reply.spans.iter().filter(|s| s.style == Style::Strong).map(|s| s.text.as_str()).collect();
    assert!(heads.starts_with(&["The mill", "The pier"]), "{heads:?}");
}

/// The mill and the pier among so many others that not every document is asked.
fn many() -> Engine {
    let mut folders = vec![folder("mill", MILL, MILL_FACTS, ""), folder("pier", PIER, PIER_FACTS, "")];
    for (at, bird) in ["heron", "stork", "crane", "swift", "raven", "wren"].into_iter().enumerate() {
        let document = format!(
            "+++\ntitle = \"The {bird}\"\nlanguage = \"en\"\n+++\n\nThe {bird} sleeps {} hours a day.\nIt lives on a wheel of the town kindly given.\n",
            at + 5
        );
        let facts = format!(
            "[[fact]]\nid = \"{bird}\"\nquestions = [\"How long does the {bird} sleep?\", \"sleep of the {bird}\"]\nquotes = [\"sleeps {} hours\"]\n",
            at + 5
        );
        folders.push(folder(bird, &document, &facts, ""));
    }
    Engine::new(KnowledgeBase::parse(Sources { folders, ..Sources::default() }).unwrap().knowledge, 1.5)
}

#[test]
fn of_many_documents_those_that_share_most_with_a_question_are_asked() {
    let engine = many();
    check(&engine, "When was it built?", &["mill:1", "pier:1"]);
    check(&engine, "in which year was the mill built", &["mill:1"]);
    check(&engine, "could you kindly tell me when the pier was built", &["pier:1"]);
    check(&engine, "how long does a raven sleep", &["raven:1"]);
    check(&engine, "how long does the storck sleep", &["stork:1"]);
    check(&engine, "how long does the ravn sleep", &["raven:1"]);
    let pair = "When were the mill and the pier built?";
    assert_eq!(cited(&engine.ask(pair)), cited(&both("").ask(pair)));
    check(&engine, "how long does the ostrich sleep", &[]);
    check(&engine, "what do dentists earn", &[]);
    let both_named = engine.ask("How many blades has the wheel where the heron sleeps?");
    assert!(!cited(&both_named).contains(&"raven:1".to_owned()));
}

#[test]
fn what_one_document_answers_is_answered_by_that_one() {
    let engine = both("");
    check(&engine, "When was the mill built?", &["mill:1"]);
    check(&engine, "When was the pier built?", &["pier:1"]);
    check(&engine, "How many blades does the wheel have?", &["mill:2"]);
    check(&engine, "What do the fishermen sell?", &["pier:2"]);
}

#[test]
fn a_message_may_name_its_document() {
    let engine = both("");
    check(&engine, "in pier: When was it built?", &["pier:1"]);
    check(&engine, "IN Mill: When was it built?", &["mill:1"]);
    check(&engine, "in mill: What do the fishermen sell?", &[]);
    // No document of this name: the words are part of the question.
    check(&engine, "in short: When was the pier built?", &["pier:1"]);
    let answer = engine.ask("in mill: what do dentists earn?");
    let reply = to_answer(&answer, engine.knowledge()).plain();
    assert!(!reply.contains("pier") && !reply.contains("documents"), "{reply}");
    let (_, after) = engine.converse(&Conversation::default(), "in pier: When was it built?");
    assert!(after.question().is_some_and(|question| !question.contains("pier:")), "{after:?}");
    assert_eq!(engine.ask("in pier:").outcome, Outcome::NoAnswer { reason: Silence::NoWords, nearest: Vec::new() });
}

#[test]
fn the_words_of_one_document_are_not_lent_to_another() {
    // To the mill a herring is a blade; the pier's herring stay herring.
    let (plain, with_words) = (both(""), both(MILL_WORDS));
    for question in
        ["What do the fishermen sell?", "in pier: how many blades are sold", "in pier: do fishermen sell herring"]
    {
        let (one, other) = (plain.ask(question), with_words.ask(question));
        assert_eq!(cited(&one), cited(&other), "{question}");
        assert_eq!(one.confidence, other.confidence, "{question}");
    }
    assert_ne!(
        plain.ask("in mill: number of herring").confidence,
        with_words.ask("in mill: number of herring").confidence,
        "the mill's own words count for the mill"
    );
}

#[test]
fn a_word_is_only_said_to_be_missing_if_no_document_has_it() {
    let engine = both("");
    let unmentioned = |question: &str| match engine.ask(question).outcome {
        Outcome::NoAnswer { reason: Silence::NotMentioned(words), .. } => words,
        _ => Vec::new(),
    };
    assert!(!unmentioned("how many herring has the wheel of the mill").contains(&"herring".to_owned()));
    assert_eq!(unmentioned("how many elephants has the wheel of the mill"), ["elephants"]);
}

#[test]
fn commands_name_the_documents() {
    let engine = both("");
    let knowledge = engine.knowledge();
    let said = |line| to_command(Command::parse(line).unwrap(), knowledge, None, knowledge.wording(ENGLISH)).plain();
    for (line, pieces) in [
        ("/documents", &["mill", "“The mill”", "2 sentences", "pier", "“The pier”"][..]),
        ("/topics", &["The mill\n- building\n- wheel", "The pier\n- building\n- trade"]),
        ("/topic building", &["The mill\n- When was it built?", "The pier\n- When was it built?"]),
        ("/in", &["/in mill"]),
        ("/in nowhere who", &["There is no document “nowhere”"]),
        ("/in mill", &["/in mill"]),
    ] {
        let said = said(line);
        assert!(pieces.iter().all(|piece| said.contains(piece)), "{line}: {said}");
    }
    assert_eq!(question_in("pier  When?", knowledge).as_deref(), Some("in pier: When?"));
    assert_eq!(question_in("Pier: When?", knowledge).as_deref(), Some("in pier: When?"));
    assert_eq!(question_in("quay When?", knowledge), None);
}

/// The documents that come with ibid, without the article.
fn examples() -> Engine {
    let knowledge = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/knowledge");
    let caution = Settings::read(&Flags::default(), []).unwrap().settings.matching.caution;
    Engine::new(KnowledgeBase::load(&knowledge).unwrap().knowledge, caution)
}

#[test]
fn whether_it_is_small_talk_is_for_the_document_to_say_that_knows_the_words() {
    let engine = examples();
    for (message, expected) in [
        ("hello", true),
        ("thank you so much", true),
        ("who are you", true),
        ("Is ibid released under the GPL?", false),
        ("how long does green tea steep", false),
    ] {
        let is_small_talk = matches!(engine.ask(message).outcome, Outcome::SmallTalk(_));
        assert_eq!(is_small_talk, expected, "{message:?}");
    }
}

#[test]
fn a_capital_stands_for_its_country_unless_something_is_in_it() {
    let words = "[[term]]\nname = \"Peru\"\nkind = \"place\"\n\n[[term]]\nname = \"Lima\"\nkind = \"place\"\nSTANDS";
    let facts = r#"
[[fact]]
id = "copper"
questions = ["What does Peru sell?", "what is sold by Peru", "Peruvian exports", "which goods does Peru export"]
quotes = ["sells copper"]
"#;
    let document = "+++\ntitle = \"Peru\"\nlanguage = \"en\"\n+++\n\nPeru sells copper.\nThe talks were held there.\n";
    let engine = |stands: &str| {
        let folders = vec![folder("peru", document, facts, &words.replace("STANDS", stands))];
        Engine::new(KnowledgeBase::parse(Sources { folders, ..Sources::default() }).unwrap().knowledge, 1.5)
    };
    let explained = |engine: &Engine, question: &str| {
        let words = engine.ask(question).why.words;
        words.iter().find(|said| &*said.word == "lima").map(|said| said.explained)
    };
    let with = engine("stands_for = \"Peru\"\n");
    for (engine, question, expected) in [
        (&with, "what does lima sell", 1.0),
        (&with, "what is sold in lima", 0.0),
        (&engine(""), "what does lima sell", 0.0),
    ] {
        assert_eq!(explained(engine, question), Some(expected), "{question:?}");
    }
}

#[test]
fn a_name_of_one_word_has_no_forms_but_the_plural() {
    let engine = examples();
    for (question, word, expected) in [
        ("is this program free", "program", Some("ibid")),
        ("are the programs free", "programs", Some("ibid")),
        // "the program" is an alias, and programs are none of ibid's names without the article.
        ("are such programs free", "programs", None),
        ("is there any programming", "programming", None),
    ] {
        let words = engine.ask(question).why.words;
        let found =
            words.iter().find(|said| said.word.ends_with(word)).unwrap_or_else(|| panic!("{question}: {words:?}"));
        assert_eq!(found.taken_as.as_deref(), expected, "{question:?}");
    }
}

#[test]
fn the_documents_that_come_with_ibid_answer_their_questions() {
    let engine = examples();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = [examples.join("questions/manual.toml"), examples.join("questions/tea.toml")];
    let samples = read(&files, engine.knowledge()).unwrap();
    for fact in engine.knowledge().facts() {
        for phrasing in fact.questions() {
            let quote = &fact.quotes()[0];
            let place = format!("{}:{}", engine.knowledge().document(quote.document()).id(), quote.sentence());
            assert_eq!(cited(&engine.ask(phrasing)).first(), Some(&place), "{phrasing:?}");
        }
    }
    let answers: Vec<_> = samples.iter().map(|sample| (sample, engine.ask(&sample.question))).collect();
    let wrong = |is_wrong: &dyn Fn(&Sample, &Answer<'_>) -> bool| -> Vec<String> {
        let wrong = answers.iter().filter(|(sample, answer)| is_wrong(sample, answer));
        wrong.map(|(sample, answer)| account(sample, answer)).collect()
    };
    // Silence where there is an answer is a pity; a false answer is a fault.
    let false_answers = wrong(&|sample, answer| answer.is_answered() && !sample.is_right(answer));
    assert!(false_answers.is_empty(), "{}", false_answers.join("\n"));
    let all_wrong = wrong(&|sample, answer| !sample.is_right(answer));
    assert!(all_wrong.len() * 5 <= answers.len(), "{}", all_wrong.join("\n"));
}
