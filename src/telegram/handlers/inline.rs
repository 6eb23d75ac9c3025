//! Inline mode: `@bot question` in any chat offers cited answers to choose from.

use std::sync::Arc;

use teloxide::payloads::{AnswerInlineQuery, AnswerInlineQuerySetters};
use teloxide::types::{
    InlineQuery, InlineQueryResult, InlineQueryResultArticle, InlineQueryResultsButton, InlineQueryResultsButtonKind,
    InputMessageContent, InputMessageContentText,
};

use super::{Done, TooMuch};
use crate::answer::{Answer, Citation, Outcome, Silence};
use crate::knowledge::{ENGLISH, Fact, KnowledgeBase, Wording};
use crate::quote;
use crate::reply::{chat, to_quote};
use crate::telegram::buttons::of_fact;
use crate::telegram::desk::Desk;
use crate::telegram::entities::{LONGEST, of_reply, shorten, units};
use crate::telegram::limits::Admission;
use crate::telegram::outbox::no_preview;
use crate::telegram::queue::Key;

/// More would not be looked through.
const MOST: usize = 10;
/// Answers only change with the knowledge base, so Telegram may give the same ones to everybody for a while, in seconds.
const CACHED: u32 = 300;
/// What the line above the results may hold, in UTF-16 units.
const BUTTON: usize = 60;
/// The same for a result's title and the line below it; Telegram shows no more.
const TITLE: usize = 120;

/// Offers answers.
pub(in crate::telegram) async fn offer(desk: Arc<Desk>, query: InlineQuery, too_much: TooMuch) -> Done {
    let is_granted = desk.may_use(None, Some(query.from.id.0))
        && desk.admit(Key::Inline(query.from.id.0), too_much.0) == Admission::Granted;
    let payload = if !is_granted {
        AnswerInlineQuery::new(query.id, []).cache_time(0).is_personal(true)
    } else if query.query.trim().is_empty() {
        let starters = starters(desk.engine.knowledge());
        AnswerInlineQuery::new(query.id, starters).cache_time(CACHED)
    } else if let Some(claim) = claim(&query.query) {
        AnswerInlineQuery::new(query.id, checked(claim, desk.engine.knowledge())).cache_time(CACHED)
    } else {
        let answer = desk.engine.ask(&query.query);
        let results = results(&answer, desk.engine.knowledge());
        let mut payload = AnswerInlineQuery::new(query.id, results).cache_time(CACHED);
        if payload.results.is_empty() {
            payload.button = silent(&answer, desk.engine.knowledge());
        }
        payload
    };
    desk.outbox().answer_inline(payload).await
}

/// The answer itself, then the facts that come nearest, best first, each sentence list once.
fn results(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Vec<InlineQueryResult> {
    let wording = knowledge.wording(answer.language);
    let mut offers: Vec<(String, String, Vec<Citation<'_>>)> = Vec::new();
    if let Outcome::Answer(citations) = &answer.outcome {
        let first = &citations[0];
        let title = shorten(first.quote(), TITLE);
        offers.push((format!("s:{}:{}", citations.len(), first.number()), title, citations.clone()));
    }
    let is_about_the_document = !matches!(
        answer.outcome,
        Outcome::SmallTalk(_)
            | Outcome::NoAnswer { reason: Silence::OffTopic | Silence::NoWords | Silence::Opinion, .. }
    );
    let candidates = answer.why.candidates.iter().filter(|_| is_about_the_document).filter_map(|best| best.fact);
    let suggested = answer.suggestions.iter().map(|suggestion| suggestion.fact);
    for fact in suggested.chain(candidates) {
        offers.extend(offer_of(fact, knowledge));
    }
    let mut results: Vec<InlineQueryResult> = Vec::new();
    let mut shown: Vec<&Citation<'_>> = Vec::new();
    for (id, title, citations) in &offers {
        if results.len() == MOST || shown.iter().any(|known| known.same_sentence(&citations[0])) {
            continue;
        }
        shown.push(&citations[0]);
        results.extend(article(id, title, citations, wording));
    }
    results
}

/// The text that is to be checked: behind `/check`, or between quotation marks.
fn claim(query: &str) -> Option<&str> {
    let query = query.trim();
    let is_quoted =
        query.chars().count() > 2 && query.starts_with(['“', '"', '«', '„']) && query.ends_with(['”', '"', '»', '“']);
    query.strip_prefix("/check ").or(is_quoted.then_some(query))
}

/// What was found of a claim, as the one thing to send.
fn checked(claim: &str, knowledge: &KnowledgeBase) -> Vec<InlineQueryResult> {
    let reply = to_quote(&quote::check(claim, knowledge), knowledge, knowledge.wording(ENGLISH));
    let text = of_reply(&reply);
    if units(&text.text) > LONGEST {
        return Vec::new();
    }
    let title = shorten(text.text.lines().next().unwrap_or_default(), TITLE);
    let content = InputMessageContentText::new(text.text).entities(text.entities).link_preview_options(no_preview());
    let article = InlineQueryResultArticle::new("check", title, InputMessageContent::Text(content))
        .description(shorten(claim, TITLE));
    vec![InlineQueryResult::Article(article)]
}

/// The first question of each topic, then of what has none.
fn starters(knowledge: &KnowledgeBase) -> Vec<InlineQueryResult> {
    let wording = knowledge.wording(ENGLISH);
    let of_topics = knowledge.topics().filter_map(|topic| knowledge.facts_of_topic(topic).next());
    let others = knowledge.facts().iter().filter(|fact| fact.topic().is_none());
    let offers = of_topics.chain(others).filter_map(|fact| offer_of(fact, knowledge));
    offers.filter_map(|(id, title, citations)| article(&id, &title, &citations, wording)).take(MOST).collect()
}

/// A fact under its first question.
fn offer_of<'k>(fact: &'k Fact, knowledge: &'k KnowledgeBase) -> Option<(String, String, Vec<Citation<'k>>)> {
    let citations = Citation::of_fact(knowledge, fact);
    let title = shorten(fact.questions().first()?, TITLE);
    (!citations.is_empty()).then(|| (format!("f:{:x}", of_fact(fact)), title, citations))
}

/// A result that sends cited sentences; `None` if they do not fit a message.
fn article(id: &str, title: &str, citations: &[Citation<'_>], wording: &Wording) -> Option<InlineQueryResult> {
    let text = of_reply(&chat::cited(citations, wording));
    if units(&text.text) > LONGEST {
        return None;
    }
    let content = InputMessageContentText::new(text.text).entities(text.entities).link_preview_options(no_preview());
    let article = InlineQueryResultArticle::new(id, title, InputMessageContent::Text(content))
        .description(shorten(citations[0].text(), TITLE));
    Some(InlineQueryResult::Article(article))
}

/// Says above an empty list why it is empty, and leads to the chat with the bot.
fn silent(answer: &Answer<'_>, knowledge: &KnowledgeBase) -> Option<InlineQueryResultsButton> {
    let reply = chat::in_group(answer, knowledge).plain();
    let text = shorten(reply.lines().next()?, BUTTON);
    let kind = InlineQueryResultsButtonKind::StartParameter("inline".to_owned());
    (!text.is_empty()).then_some(InlineQueryResultsButton { text, kind })
}
