//! Topics, and the questions of one.

use super::template::{fill, quoted, typed};
use super::{Reply, Style};
use crate::knowledge::{Fact, KnowledgeBase, Wording};

/// The list of topics, under the title of each document where there are several.
pub(super) fn topics(knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let mut reply = Reply::default();
    if knowledge.topics().next().is_none() {
        reply.text(wording.commands.no_topics.of(knowledge.documents().len()));
        return reply;
    }
    reply.push(Style::Strong, &wording.commands.topics);
    for (index, document) in knowledge.indexed_documents() {
        let topics = knowledge.topics_of(index);
        if knowledge.documents().len() > 1 && !topics.is_empty() {
            reply.break_line(0);
            reply.push(Style::Strong, &document.metadata().title);
        }
        for topic in topics {
            reply.text(format!("\n- {topic}"));
        }
    }
    reply
}

/// The first phrasing of every fact of a topic.
pub(super) fn topic(typed_name: &str, knowledge: &KnowledgeBase, wording: &Wording) -> Reply {
    let words = &wording.commands;
    let wanted = typed_name.to_lowercase();
    if wanted.is_empty() {
        return Reply::of_text(&words.which_topic);
    }
    let Some(topic) = knowledge.topics().find(|topic| topic.to_lowercase() == wanted) else {
        let near = |topic: &&str| strsim::jaro_winkler(&topic.to_lowercase(), &wanted);
        let nearest = knowledge.topics().filter(|topic| near(topic) > 0.75).max_by(|a, b| near(a).total_cmp(&near(b)));
        let shown = quoted(&typed(typed_name), wording);
        return Reply::of_text(match nearest {
            Some(nearest) => fill(&words.nearest_topic, &[("typed", &shown), ("nearest", nearest)]),
            None => fill(&words.no_such_topic, &[("typed", &shown)]),
        });
    };
    let mut reply = Reply::default();
    reply.push(Style::Strong, fill(&words.topic, &[("topic", topic)]));
    let several = knowledge.documents().len() > 1;
    let mut before = None;
    for fact in knowledge.facts_of_topic(topic) {
        // Two documents may well have a topic of the same name.
        if several && before.replace(fact.document()) != Some(fact.document()) {
            reply.break_line(0);
            reply.push(Style::Strong, &knowledge.document(fact.document()).metadata().title);
        }
        reply.text(format!("\n- {}", first_question(fact)));
    }
    reply
}

fn first_question(fact: &Fact) -> &str {
    fact.questions().first().map_or("", String::as_str)
}
