//! Commands: what begins with `/` in a conversation, whatever the channel, and the replies to them.

use super::template::{fill, quoted, typed};
use super::{Reply, Style, document, to_quote, topics, why};
use crate::answer::{Answer, Citation, Outcome};
use crate::knowledge::wording::CommandExplained;
use crate::knowledge::{Document, KnowledgeBase, Sentence, Wording};
use crate::quote;

/// The commands there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Name {
    /// Lists the commands.
    Help,
    /// Lists the topics.
    Topics,
    /// Lists the questions of a topic.
    Topic,
    /// Tells of the document, or shows a sentence of it.
    Source,
    /// Shows the paragraph around a sentence.
    Context,
    /// Lists the documents.
    Documents,
    /// Asks one document.
    In,
    /// Notes that the last answer is wrong.
    Wrong,
    /// Explains the last answer.
    Why,
    /// Says whether a text is a quotation.
    Check,
    /// Starts another conversation.
    New,
    /// Leaves.
    Quit,
}

impl Name {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Name; 12] = [
        Name::Help,
        Name::Topics,
        Name::Topic,
        Name::Source,
        Name::Context,
        Name::Documents,
        Name::In,
        Name::Why,
        Name::Check,
        Name::Wrong,
        Name::New,
        Name::Quit,
    ];

    /// As it is typed, behind the `/`.
    pub fn id(self) -> &'static str {
        match self {
            Name::Help => "help",
            Name::Topics => "topics",
            Name::Topic => "topic",
            Name::Source => "source",
            Name::Context => "context",
            Name::Documents => "documents",
            Name::In => "in",
            Name::Wrong => "wrong",
            Name::Why => "why",
            Name::Check => "check",
            Name::New => "new",
            Name::Quit => "quit",
        }
    }

    fn explained(self, wording: &Wording) -> &CommandExplained {
        let explained = &wording.commands.explain;
        match self {
            Name::Help => &explained.help,
            Name::Topics => &explained.topics,
            Name::Topic => &explained.topic,
            Name::Source => &explained.source,
            Name::Context => &explained.context,
            Name::Documents => &explained.documents,
            Name::In => &explained.within,
            Name::Wrong => &explained.wrong,
            Name::Why => &explained.why,
            Name::Check => &explained.check,
            Name::New => &explained.new,
            Name::Quit => &explained.quit,
        }
    }
}

/// A line that begins with `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command<'l> {
    /// One there is, with what was typed behind it.
    Known(Name, &'l str),
    /// One there is not.
    Unknown(&'l str),
}

impl<'l> Command<'l> {
    /// Reads a line; `None` is a question.
    ///
    /// ```
    /// use ibid::reply::command::{Command, Name};
    /// assert_eq!(Command::parse(" /topic energy "), Some(Command::Known(Name::Topic, "energy")));
    /// assert_eq!(Command::parse("/tpics"), Some(Command::Unknown("tpics")));
    /// assert_eq!(Command::parse("energy?"), None);
    /// ```
    pub fn parse(line: &'l str) -> Option<Self> {
        let rest = line.trim().strip_prefix('/')?;
        let (name, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let known = Name::ALL.into_iter().find(|known| known.id() == name.to_lowercase());
        Some(known.map_or(Command::Unknown(name), |known| Command::Known(known, argument.trim())))
    }
}

/// Replies to a command, in `wording`. `last` is the last answer of the conversation.
///
/// What [`Name::New`] and [`Name::Quit`] do is up to the channel; here they only have words. So is [`Name::In`], where
/// [`question_in`] makes a question of it.
pub fn to_command(
    command: Command<'_>,
    knowledge: &KnowledgeBase,
    last: Option<&Answer<'_>>,
    wording: &Wording,
) -> Reply {
    match command {
        Command::Known(Name::Help, _) => help(wording),
        Command::Known(Name::Topics, _) => topics::topics(knowledge, wording),
        Command::Known(Name::Topic, name) => topics::topic(name, knowledge, wording),
        Command::Known(Name::Source, "") => source(knowledge, wording),
        Command::Known(Name::Source, place) => at(place, knowledge, last, wording, document::sentence),
        Command::Known(Name::Context, "") => match last.and_then(first_citation) {
            Some(citation) => at(&place(citation), knowledge, last, wording, document::context),
            None => Reply::of_text(&wording.commands.which_sentence),
        },
        Command::Known(Name::Context, place) => at(place, knowledge, last, wording, document::context),
        Command::Known(Name::Documents, _) => documents(knowledge, wording),
        Command::Known(Name::In, argument) => which_document(argument, knowledge, wording),
        Command::Known(Name::Wrong, _) => Reply::of_text(&wording.commands.wrong),
        Command::Known(Name::Why, _) => {
            last.map_or_else(|| Reply::of_text(&wording.commands.nothing_asked), |last| why::why(last, wording))
        }
        Command::Known(Name::Check, text) => to_quote(&quote::check(text, knowledge), knowledge, wording),
        Command::Known(Name::New, _) => Reply::of_text(&wording.commands.new),
        Command::Known(Name::Quit, _) => Reply::of_text(&wording.commands.quit),
        Command::Unknown(name) => unknown(name, wording),
    }
}

/// The list of commands.
pub(super) fn help(wording: &Wording) -> Reply {
    let mut reply = Reply::of_text(&wording.commands.heading);
    for name in Name::ALL {
        let CommandExplained { argument, does } = name.explained(wording);
        reply.break_line(0);
        reply.push(Style::Strong, format!("  {:<14}", format!("/{} {argument}", name.id()).trim_end()));
        reply.text(does);
    }
    reply
}

fn unknown(name: &str, wording: &Wording) -> Reply {
    let shown = format!("/{}", typed(name));
    let near = |known: &Name| strsim::jaro_winkler(known.id(), &name.to_lowercase());
    let nearest = Name::ALL.into_iter().filter(|known| near(known) > 0.7).max_by(|a, b| near(a).total_cmp(&near(b)));
    Reply::of_text(match nearest {
        Some(nearest) => {
            let nearest = format!("/{}", nearest.id());
            fill(&wording.commands.nearest_command, &[("typed", &shown), ("nearest", &nearest)])
        }
        None => fill(&wording.commands.unknown, &[("typed", &shown)]),
    })
}

fn source(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let about: Vec<String> = knowledge.documents().iter().map(|document| document::about(document, wording)).collect();
    Reply::of_text(about.join("\n"))
}

/// The question that `/in DOCUMENT QUESTION` asks, as the engine reads it; `None` where no document or no question is
/// named.
pub fn question_in(argument: &str, knowledge: &KnowledgeBase) -> Option<String> {
    let (id, question) = argument.trim().split_once(char::is_whitespace)?;
    let document = knowledge.document_by_id(&id.trim_end_matches(':').to_lowercase())?;
    Some(format!("in {}: {}", document.id(), question.trim()))
}

/// The reply where `/wrong` noted the last question, or could not.
pub fn noted(is_noted: bool, wording: &Wording) -> Reply {
    Reply::of_text(if is_noted { &wording.commands.noted } else { &wording.commands.not_noted })
}

/// The list of documents, each with the name by which it is asked.
fn documents(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    reply.push(Style::Strong, &wording.commands.documents);
    for document in knowledge.documents() {
        reply.break_line(0);
        reply.push(Style::Strong, format!("  {}", document.id()));
        reply.text(format!("  {}", document::about(document, wording)));
    }
    reply
}

/// What is missing from a `/in` that asks nothing.
fn which_document(argument: &str, knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let words = &wording.commands;
    let id = argument.split_whitespace().next().unwrap_or_default();
    if !id.is_empty() && knowledge.document_by_id(&id.trim_end_matches(':').to_lowercase()).is_none() {
        return Reply::of_text(fill(&words.no_such_document, &[("typed", &quoted(&typed(id), wording))]));
    }
    let example = knowledge.documents().first().map_or("", Document::id);
    Reply::of_text(fill(&words.in_which, &[("example", example)]))
}

/// Shows the sentence at `place`: `n`, `[n]` or `document:n`.
fn at(
    place: &str,
    knowledge: &KnowledgeBase,
    last: Option<&Answer<'_>>,
    wording: &Wording,
    show: fn(&Document, &Sentence, &Wording) -> Reply,
) -> Reply {
    let words = &wording.commands;
    let (id, number) = match place.rsplit_once(':') {
        Some((id, number)) => (Some(id.trim()), number),
        None => (None, place),
    };
    let document = match (id, knowledge.documents()) {
        (Some(id), _) => match knowledge.document_by_id(id) {
            Some(document) => document,
            None => return Reply::of_text(fill(&words.no_such_document, &[("typed", &quoted(&typed(id), wording))])),
        },
        (None, [only]) => only,
        // A number alone is one of the document that was cited last.
        (None, several) => match (last.and_then(first_citation), several) {
            (Some(citation), _) => citation.document(),
            (None, [first, ..]) => {
                return Reply::of_text(fill(&words.which_document, &[("example", &format!("{}:1", first.id()))]));
            }
            (None, []) => return Reply::of_text(&words.nothing_asked),
        },
    };
    let number = number.trim().trim_start_matches('[').trim_end_matches(']').trim();
    match number.parse().ok().and_then(|number| document.sentence(number)) {
        Some(sentence) => show(document, sentence, wording),
        None => {
            let last = document.sentences().len().to_string();
            Reply::of_text(fill(
                &words.no_such_sentence,
                &[("typed", &quoted(&typed(number), wording)), ("last", &last)],
            ))
        }
    }
}

/// What an answer cites first, or what came nearest.
fn first_citation<'a, 'k>(answer: &'a Answer<'k>) -> Option<&'a Citation<'k>> {
    match &answer.outcome {
        Outcome::Answer(citations) => citations.first(),
        Outcome::NoAnswer { nearest, .. } => nearest.first(),
        Outcome::Clarify => answer.suggestions.first()?.citations.first(),
        Outcome::SmallTalk(_) => None,
    }
}

/// Where a citation is from, as [`at`] reads it.
fn place(citation: &Citation<'_>) -> String {
    format!("{}:{}", citation.document().id(), citation.number())
}
