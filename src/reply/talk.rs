//! Small talk, and what ibid says about the documents themselves.

use super::document::metadata;
use super::template::{fill, list, quoted};
use super::{Reply, command};
use crate::knowledge::{KnowledgeBase, TalkIntent, Wording};

/// The curated reply to small talk, in the wording's language or else in any.
pub(super) fn small_talk(intent: TalkIntent, knowledge: &KnowledgeBase, wording: &Wording) -> String {
    let of_language = knowledge.tongue_of(&wording.language).talk().iter();
    let mut replies = of_language.chain(knowledge.talk()).filter(|talk| talk.intent() == intent);
    let reply = replies.clone().find(|talk| talk.language() == wording.language).or_else(|| replies.next());
    let Some(reply) = reply else {
        // A knowledge base need not have a reply to everything; how to go on is never wrong.
        return command::help(wording).plain();
    };
    let metadata =
        knowledge.documents().iter().map(|document| metadata(document, wording)).collect::<Vec<_>>().join("\n");
    // The reply puts its own quotation marks around {title}, so several titles need theirs in between only.
    let title = knowledge.documents().iter().map(|document| document.metadata().title.clone()).collect::<Vec<_>>();
    let between = format!("{}{}{}", wording.close_quote, wording.and, wording.open_quote);
    fill(reply.reply(), &[("title", &title.join(&between)), ("metadata", &metadata)])
}

/// The titles of all documents between quotation marks.
pub(super) fn titles(knowledge: &KnowledgeBase, last: &str, wording: &Wording) -> String {
    let titles: Vec<String> =
        knowledge.documents().iter().map(|document| quoted(&document.metadata().title, wording)).collect();
    list(&titles, last)
}

/// The names of the languages that are understood, in English.
pub(super) fn languages(knowledge: &KnowledgeBase, wording: &Wording) -> String {
    let others = knowledge.languages().iter().map(|language| language.sketch().english_name.clone());
    let all: Vec<String> = std::iter::once("English".to_owned()).chain(others).collect();
    list(&all, &wording.and)
}

/// What a conversation opens with.
pub(super) fn welcome(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    Reply::of_text(fill(&wording.commands.welcome, &[("title", &titles(knowledge, &wording.and, wording))]))
}
