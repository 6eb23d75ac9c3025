//! What a language has to say: every sentence of ibid's own, as data.

use super::chat::{ChatCommand, Label, Notice};
use super::command::Name;
use crate::question::Asked;

/// Every sentence of ibid's own in one language. `{…}` are gaps; which ones a sentence has stands beside it.
pub(super) struct Wording {
    /// BCP 47 tag, by which small talk in the same language is found.
    pub(super) language: &'static str,
    pub(super) open_quote: &'static str,
    pub(super) close_quote: &'static str,
    /// Joins the last two of a list of alternatives.
    pub(super) or: &'static str,
    /// Joins the last two of a list.
    pub(super) and: &'static str,

    /// Heads suggestions beside an answer or instead of one.
    pub(super) related: &'static str,
    /// Heads the facts to choose from.
    pub(super) did_you_mean: &'static str,
    /// Heads what comes nearest where nothing answers.
    pub(super) nearest: &'static str,

    pub(super) no_words: &'static str,
    /// `{words}`
    pub(super) not_mentioned: Counted,
    /// `{words}`
    pub(super) other_names: &'static str,
    /// `{missing}`
    pub(super) known_gap: Counted,
    pub(super) opinion: Counted,
    /// `{title}`
    pub(super) off_topic: &'static str,
    pub(super) unsure: Counted,
    /// The document mentions the topic, but not the kind of thing asked for.
    pub(super) kind_missing: fn(Asked) -> Counted,

    pub(super) metadata: MetadataWording,
    pub(super) commands: CommandWording,
    pub(super) why: WhyWording,
    pub(super) chat: ChatWording,
}

/// A sentence about one document, and about several.
#[derive(Clone, Copy)]
pub(super) struct Counted {
    pub(super) one: &'static str,
    pub(super) many: &'static str,
}

impl Counted {
    pub(super) fn of(self, count: usize) -> &'static str {
        if count == 1 { self.one } else { self.many }
    }
}

/// The sentences about a document itself.
pub(super) struct MetadataWording {
    /// `{title}`
    pub(super) title: &'static str,
    /// `{author}`
    pub(super) author: &'static str,
    /// `{publisher}`
    pub(super) publisher: &'static str,
    /// `{published}`
    pub(super) published: &'static str,
    /// `{url}`
    pub(super) url: &'static str,
    /// `{missing}`
    pub(super) unnamed: &'static str,
    /// What may be missing: author, publisher, date, address.
    pub(super) parts: [&'static str; 4],
    /// `{sentences}`, `{language}`
    pub(super) extent: Counted,
}

/// What the commands say.
pub(super) struct CommandWording {
    /// `{title}`
    pub(super) welcome: &'static str,
    /// Heads the list of commands.
    pub(super) heading: &'static str,
    /// The argument a command takes, as the list shows it, and what the command does.
    pub(super) explain: fn(Name) -> (&'static str, &'static str),
    pub(super) topics: &'static str,
    pub(super) no_topics: Counted,
    /// `{topic}`
    pub(super) topic: &'static str,
    /// `{typed}`
    pub(super) no_such_topic: &'static str,
    /// `{typed}`, `{nearest}`
    pub(super) nearest_topic: &'static str,
    pub(super) which_topic: &'static str,
    /// `{typed}`, `{last}`: the number of the last sentence
    pub(super) no_such_sentence: &'static str,
    /// `{example}`
    pub(super) which_document: &'static str,
    pub(super) which_sentence: &'static str,
    /// `{typed}`
    pub(super) no_such_document: &'static str,
    pub(super) nothing_asked: &'static str,
    pub(super) new: &'static str,
    pub(super) quit: &'static str,
    /// `{typed}`
    pub(super) unknown: &'static str,
    /// `{typed}`, `{nearest}`
    pub(super) nearest_command: &'static str,
}

/// How `/why` explains an answer.
pub(super) struct WhyWording {
    pub(super) matched: &'static str,
    pub(super) unmatched: &'static str,
    pub(super) no_words: &'static str,
    /// `{word}`, `{taken}`
    pub(super) taken_as: &'static str,
    /// `{share}`
    pub(super) partly: &'static str,
    pub(super) best: &'static str,
    pub(super) runner_up: &'static str,
    pub(super) no_candidate: &'static str,
    /// `{score}`
    pub(super) score: &'static str,
    /// `{margin}`
    pub(super) margin: &'static str,
    /// `{confidence}`
    pub(super) confidence: &'static str,
}

/// What only a chat with buttons says.
pub(super) struct ChatWording {
    /// `{title}`
    pub(super) welcome: &'static str,
    pub(super) help: &'static str,
    /// `{title}`
    pub(super) description: &'static str,
    /// `{title}`
    pub(super) short_description: &'static str,
    pub(super) notice: fn(Notice) -> &'static str,
    pub(super) label: fn(Label) -> &'static str,
    /// What each command does, for Telegram's list of commands.
    pub(super) explain: fn(ChatCommand) -> &'static str,
}
