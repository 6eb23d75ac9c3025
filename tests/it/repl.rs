//! The conversation over lines in memory.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::io::{self, Write};

use ibid::engine::Engine;
use ibid::knowledge::KnowledgeBase;
use ibid::repl::{ReadLines, Response, converse, paint::paint};

/// Holds a conversation and gives what was said to each line that got a response.
fn conversation(engine: &Engine, script: &[u8]) -> Vec<(String, String)> {
    let said = std::cell::RefCell::new(Vec::new());
    let show = |line: &str, response: &Response<'_>| {
        said.borrow_mut().push((line.to_owned(), response.reply(engine.knowledge()).plain()));
        String::new()
    };
    converse(engine, &mut ReadLines::new(script), &mut io::sink(), &show, &|_, _| true).unwrap();
    said.into_inner()
}

fn engine() -> Engine {
    Engine::new(KnowledgeBase::built_in(), 4.0)
}

/// Checks what the last line of a conversation leads to: each piece of `said` is in it.
#[track_caller]
fn check(engine: &Engine, script: &str, said: &[&str]) {
    let conversation = conversation(engine, script.as_bytes());
    let last = conversation.last().map_or("", |(_, reply)| reply.as_str());
    for piece in said {
        assert!(last.contains(piece), "{script:?} should lead to {piece:?}, not {last:?}");
    }
}

#[test]
fn commands_say_what_there_is() {
    let engine = engine();
    let topic = engine.knowledge().topics().next().unwrap().to_owned();
    let fact = engine.knowledge().facts_of_topic(&topic).next().unwrap().questions()[0].clone();
    check(&engine, "/help", &["/topics", "/topic NAME", "/source [N]", "/context N", "/why", "/new", "/quit"]);
    check(&engine, "/HELP", &["/topics"]);
    check(&engine, "/topics", &["Topics:\n- ", &topic]);
    check(&engine, &format!("/topic {topic}"), &[&format!("Questions about {topic}:"), &fact]);
    check(&engine, &format!("  /Topic   {}  ", topic.to_uppercase()), &[&fact]);
    check(&engine, &format!("/topic {topic}x"), &["There is no topic", &format!("Did you mean /topic {topic}?")]);
    check(&engine, "/topic zzzz", &["There is no topic “zzzz”. /topics lists"]);
    check(&engine, "/topic", &["Which topic?"]);
    check(&engine, "/quit", &["Goodbye."]);
    check(&engine, "/topcis", &["There is no command /topcis. Did you mean /topics?"]);
    check(&engine, "/sauce", &["Did you mean /source?"]);
    check(&engine, "/zzzz", &["There is no command /zzzz. /help lists"]);
    check(&engine, "/", &["There is no command /."]);
}

#[test]
fn the_document_is_shown_as_it_stands() {
    let engine = engine();
    check(
        &engine,
        "/source",
        &[
            "“China-Russia relations”",
            "It names no author, publisher, date of publication or web address.",
            "34 sentences",
        ],
    );
    check(
        &engine,
        "/source 12",
        &["“Here’s a closer look at the dynamics of this complex relationship:”\n[12] China-Russia relations"],
    );
    check(&engine, "/source [12]", &["[12] China-Russia relations"]);
    check(&engine, "/source china-russia:12", &["[12] China-Russia relations"]);
    check(&engine, "/source 35", &["There is no sentence “35”: they are numbered from 1 to 34."]);
    check(&engine, "/source 0", &["There is no sentence “0”"]);
    check(&engine, "/source 99999999999999999999", &["There is no sentence"]);
    check(&engine, "/source tea:1", &["There is no document “tea”."]);
    check(&engine, "/context 2", &["  [1] Chinese President", "\n> [2] The leaders engaged", "China-Russia relations"]);
    check(&engine, "/context 14", &["Early Relations\n", "  [13] Historically", "> [14] The border"]);
    check(&engine, "/context x", &["There is no sentence “x”"]);
    check(&engine, "/context", &["Which sentence?"]);
}

#[test]
fn a_command_looks_back_at_the_last_answer_until_a_new_conversation() {
    let engine = engine();
    let fact = &engine.knowledge().facts()[0];
    let question = &fact.questions()[0];
    let marked = format!("> [{}] ", fact.quotes()[0].sentence());
    check(&engine, &format!("{question}\n/context"), &[&marked]);
    check(&engine, &format!("{question}\n/topics\n/context"), &[&marked]);
    check(&engine, &format!("{question}\n/why"), &["Best candidate: ", fact.id(), "Confidence: "]);
    check(&engine, "/why", &["Nothing has been asked yet."]);
    check(&engine, &format!("{question}\n/new\n/why"), &["Nothing has been asked yet."]);
}

#[test]
fn each_line_is_answered_once_but_blank_ones_and_new_are_not() {
    let engine = engine();
    let lines = |script: &[u8]| conversation(&engine, script).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
    assert_eq!(lines(b""), Vec::<String>::new());
    assert_eq!(lines(b"\n  \n\t\n"), Vec::<String>::new());
    assert_eq!(lines(b"hi\r\n/new\r\n\r\nthanks"), ["hi", "thanks"]);
    assert_eq!(lines(b"hi\n/quit\nthanks\n"), ["hi", "/quit"]);
    assert_eq!(lines(b"/new now\nhi"), ["hi"]);
    assert_eq!(lines(b"\xff\xff\nhi"), ["\u{fffd}\u{fffd}", "hi"]);
}

#[test]
fn the_same_question_gets_the_same_reply_whatever_came_before() {
    let engine = engine();
    let question = &engine.knowledge().facts()[0].questions()[0];
    let alone = conversation(&engine, question.as_bytes()).pop().unwrap();
    let later = conversation(&engine, format!("hi\n/topics\n/new\n{question}").as_bytes()).pop().unwrap();
    assert_eq!(alone, later);
}

#[test]
fn colours_only_surround_the_words() {
    let engine = engine();
    let question = &engine.knowledge().facts()[0].questions()[0];
    let reply = ibid::reply::to_answer(&engine.ask(question), engine.knowledge());
    let (plain, coloured) = (paint(&reply, false), paint(&reply, true));
    assert_eq!(plain, reply.plain() + "\n");
    assert!(coloured.contains("\u{1b}["));
    let stripped: String = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, plain);
}

/// A sink whose reader has gone away.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_sink_ends_the_conversation() {
    let engine = engine();
    let show = |_: &str, _: &Response<'_>| "reply".to_owned();
    let error =
        converse(&engine, &mut ReadLines::new(b"hi\nhi\n".as_slice()), &mut Closed, &show, &|_, _| true).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
