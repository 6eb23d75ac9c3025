//! English.

use super::chat::{ChatCommand, Label, Notice};
use super::command::Name;
use super::wording::{ChatWording, CommandWording, Counted, MetadataWording, WhyWording, Wording};
use crate::question::Asked;

/// Everything ibid says in English.
pub(super) const WORDING: Wording = Wording {
    language: "en",
    open_quote: "“",
    close_quote: "”",
    or: " or ",
    and: " and ",

    related: "Related:",
    did_you_mean: "Did you mean:",
    nearest: "Nearest to it, but not an answer:",

    no_words: "There are no words in this message to look for.",
    not_mentioned: Counted {
        one: "The document never mentions {words}.",
        many: "The documents never mention {words}.",
    },
    other_names: "The sentences that come nearest do not speak of {words}.",
    known_gap: Counted { one: "The document does not say {missing}.", many: "The documents do not say {missing}." },
    opinion: Counted {
        one: "This asks for an opinion, and the document can only be quoted for what it says.",
        many: "This asks for an opinion, and the documents can only be quoted for what they say.",
    },
    off_topic: "This has nothing to do with {title}.",
    unsure: Counted {
        one: "The document touches on this, but no sentence clearly answers it.",
        many: "The documents touch on this, but no sentence clearly answers it.",
    },
    kind_missing,

    metadata: MetadataWording {
        title: "The document is {title}.",
        author: " Its author is {author}.",
        publisher: " Its publisher is {publisher}.",
        published: " Its date of publication is {published}.",
        url: " It is found at {url}.",
        unnamed: " It names no {missing}.",
        parts: ["author", "publisher", "date of publication", "web address"],
        extent: Counted { one: " It has {sentences} sentence.", many: " It has {sentences} sentences." },
    },
    commands: CommandWording {
        welcome: "ibid answers questions about {title} with its own sentences. /help lists what else it can do.",
        heading: "Ask a question in your own words, or use a command:",
        explain,
        topics: "Topics:",
        no_topics: Counted { one: "The document has no topics.", many: "The documents have no topics." },
        topic: "Questions about {topic}:",
        no_such_topic: "There is no topic {typed}. /topics lists those there are.",
        nearest_topic: "There is no topic {typed}. Did you mean /topic {nearest}?",
        which_topic: "Which topic? /topics lists them; /topic NAME shows the questions of one.",
        no_such_sentence: "There is no sentence {typed}: they are numbered from 1 to {last}.",
        which_document: "There are several documents: write for example {example}.",
        which_sentence: "Which sentence? Write for example /context 1.",
        no_such_document: "There is no document {typed}.",
        nothing_asked: "Nothing has been asked yet.",
        new: "A new conversation.",
        quit: "Goodbye.",
        unknown: "There is no command {typed}. /help lists those there are.",
        nearest_command: "There is no command {typed}. Did you mean {nearest}?",
    },
    why: WhyWording {
        matched: "Words matched: ",
        unmatched: "Words not matched: ",
        no_words: "No word carries meaning.",
        taken_as: "{word} (taken for {taken})",
        partly: " {share} %",
        best: "Best candidate: ",
        runner_up: "Runner-up: ",
        no_candidate: "No sentence has anything to do with it.",
        score: " with score {score}",
        margin: "Margin: {margin}",
        confidence: "Confidence: {confidence} %",
    },
    chat: ChatWording {
        welcome: "Ask me about {title}, and I answer with the sentences that say it, each with its number. Where the text \
                  is silent, I say so. /topics shows what it speaks of, /help what else I can do.",
        help: "Ask a question in your own words. The answer is always quoted; the words that answer are bold, and \
               the number below is the sentence's.\n\n\
               In a group, ask with /ask, or answer one of my messages. In any other chat, write my name and the \
               question.",
        description: "I answer questions about {title} with its own sentences, word for word and numbered, or say that it \
                      is silent. Nothing is made up: no language model takes part.",
        short_description: "Answers about {title} in its own words, cited.",
        notice,
        label,
        explain: explain_in_chat,
    },
};

fn notice(notice: Notice) -> &'static str {
    match notice {
        Notice::TooFast => "You ask faster than I may answer. I go on in a moment; until then I skip what you write.",
        Notice::TextOnly => "I can only read text: please ask in words.",
        Notice::AskWhat => "Write the question behind the command, for example: /ask Who met?",
        Notice::Stale => "This button is too old. Please ask again.",
        Notice::Thanks => "Thank you.",
        Notice::ThanksForFault => "Thank you. I am sorry that it did not help.",
        Notice::NoFact => "What this link leads to is no longer there. Ask in your own words.",
        Notice::Choose => "Choose:",
    }
}

fn label(label: Label) -> &'static str {
    match label {
        Label::Context => "In context",
        Label::Why => "Why?",
        Label::Back => "↩ Back",
        Label::Previous => "◀",
        Label::Next => "▶",
        Label::Good => "👍",
        Label::Bad => "👎",
    }
}

fn explain_in_chat(command: ChatCommand) -> &'static str {
    match command {
        ChatCommand::Start => "what I am for",
        ChatCommand::Help => "how to ask",
        ChatCommand::Topics => "what there is to ask about",
        ChatCommand::Source => "the document, or with a number its sentence",
        ChatCommand::Ask => "ask a question, also in groups",
        ChatCommand::Why => "how the last answer came about",
        ChatCommand::New => "start another conversation",
        ChatCommand::Privacy => "what is kept of what you write",
        ChatCommand::Forget => "delete everything that is kept of you",
    }
}

fn kind_missing(asked: Asked) -> Counted {
    let (one, many) = match asked {
        Asked::Topic => (
            "The document mentions this, but not what is asked of it.",
            "The documents mention this, but not what is asked of it.",
        ),
        Asked::YesNo => (
            "The document mentions this, but does not say whether it is so.",
            "The documents mention this, but do not say whether it is so.",
        ),
        Asked::What => {
            ("The document mentions this, but does not say what.", "The documents mention this, but do not say what.")
        }
        Asked::Who => {
            ("The document mentions this, but does not say who.", "The documents mention this, but do not say who.")
        }
        Asked::Where => {
            ("The document mentions this, but gives no place.", "The documents mention this, but give no place.")
        }
        Asked::When => {
            ("The document mentions this, but gives no date.", "The documents mention this, but give no date.")
        }
        Asked::Why => {
            ("The document mentions this, but gives no reason.", "The documents mention this, but give no reason.")
        }
        Asked::How => {
            ("The document mentions this, but does not say how.", "The documents mention this, but do not say how.")
        }
        Asked::HowMany => {
            ("The document mentions this, but gives no number.", "The documents mention this, but give no number.")
        }
        Asked::HowMuch => {
            ("The document mentions this, but gives no amount.", "The documents mention this, but give no amount.")
        }
        Asked::HowLong => (
            "The document mentions this, but gives no length or size.",
            "The documents mention this, but give no length or size.",
        ),
    };
    Counted { one, many }
}

fn explain(command: Name) -> (&'static str, &'static str) {
    match command {
        Name::Help => ("", "this list"),
        Name::Topics => ("", "what there is to ask about"),
        Name::Topic => ("NAME", "the questions of a topic"),
        Name::Source => ("[N]", "the document, or its sentence N"),
        Name::Context => ("N", "the paragraph around sentence N"),
        Name::Why => ("", "how the last answer came about"),
        Name::New => ("", "start another conversation"),
        Name::Quit => ("", "leave"),
    }
}
