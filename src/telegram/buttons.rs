//! Buttons: what pressing one means, written so that it survives restarts, and the keyboards they are in.
//!
//! Facts and documents are named by a fingerprint: ids may be of any length and Telegram gives a button 64 bytes. A
//! document's covers its text, so that a button of an older text leads nowhere instead of to another sentence.

use std::collections::HashMap;

use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup};

use super::entities::shorten;
use crate::answer::{Answer, Citation, Outcome};
use crate::knowledge::{Document, Fact, KnowledgeBase, Wording};
use crate::reply::chat::{Label, label};

/// A list shows so many at a time.
pub(super) const PAGE: usize = 6;
/// What a button says, in UTF-16 units: more would not be shown.
const LABEL: usize = 60;

/// A sentence of a document, by the document's fingerprint and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Spot {
    /// The fingerprint.
    pub(super) document: u64,
    /// The number.
    pub(super) sentence: u32,
}

/// What pressing a button means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Press {
    /// Asks for a fact.
    Ask(u64),
    /// Shows a paragraph, with a sentence marked.
    Context {
        /// The sentence.
        marked: Spot,
        /// The paragraph shown.
        paragraph: u32,
    },
    /// Explains the answer.
    Why,
    /// Shows the answer again; the sentence is what remains of it when its question is forgotten.
    Back(Option<Spot>),
    /// Judges the answer, of that fact if it was one.
    Vote {
        /// Whether it was good.
        good: bool,
        /// The fact.
        fact: u64,
    },
    /// Lists the topics, from a page on.
    Topics(u32),
    /// Lists the questions of a topic, from a page on.
    Topic(u64, u32),
}

impl Press {
    /// As a button carries it.
    pub(super) fn format(self) -> String {
        match self {
            Press::Ask(fact) => format!("a:{fact:x}"),
            Press::Context { marked, paragraph } => {
                format!("c:{:x}:{:x}:{paragraph:x}", marked.document, marked.sentence)
            }
            Press::Why => "w".to_owned(),
            Press::Back(None) => "b".to_owned(),
            Press::Back(Some(spot)) => format!("b:{:x}:{:x}", spot.document, spot.sentence),
            Press::Vote { good, fact } => format!("{}:{fact:x}", if good { 'g' } else { 'x' }),
            Press::Topics(page) => format!("l:{page:x}"),
            Press::Topic(topic, page) => format!("t:{topic:x}:{page:x}"),
        }
    }

    /// Reads what a button carries; `None` for what no button of this version does.
    pub(super) fn parse(data: &str) -> Option<Press> {
        let mut parts = data.split(':');
        let kind = parts.next()?;
        let numbers: Vec<u64> = parts.map(|part| u64::from_str_radix(part, 16).ok()).collect::<Option<_>>()?;
        let small = |number: u64| u32::try_from(number).ok();
        Some(match (kind, &numbers[..]) {
            ("a", &[fact]) => Press::Ask(fact),
            ("c", &[document, sentence, paragraph]) => {
                Press::Context { marked: Spot { document, sentence: small(sentence)? }, paragraph: small(paragraph)? }
            }
            ("w", []) => Press::Why,
            ("b", []) => Press::Back(None),
            ("b", &[document, sentence]) => Press::Back(Some(Spot { document, sentence: small(sentence)? })),
            ("g", &[fact]) => Press::Vote { good: true, fact },
            ("x", &[fact]) => Press::Vote { good: false, fact },
            ("l", &[page]) => Press::Topics(small(page)?),
            ("t", &[topic, page]) => Press::Topic(topic, small(page)?),
            _ => return None,
        })
    }
}

/// What fingerprints stand for.
#[derive(Debug, Default)]
pub(super) struct Finder {
    facts: HashMap<u64, usize>,
    documents: HashMap<u64, usize>,
    topics: HashMap<u64, String>,
    /// The documents' fingerprints by their ids: a long text is not to be read through for every button.
    prints: HashMap<String, u64>,
}

impl Finder {
    pub(super) fn new(knowledge: &KnowledgeBase) -> Self {
        Finder {
            facts: knowledge.facts().iter().enumerate().map(|(at, fact)| (of_fact(fact), at)).collect(),
            documents: knowledge.documents().iter().enumerate().map(|(at, d)| (of_document(d), at)).collect(),
            topics: knowledge.topics().map(|topic| (of_topic(topic), topic.to_owned())).collect(),
            prints: knowledge.documents().iter().map(|d| (d.id().to_owned(), of_document(d))).collect(),
        }
    }

    /// The fact of that fingerprint.
    pub(super) fn fact<'k>(&self, print: u64, knowledge: &'k KnowledgeBase) -> Option<&'k Fact> {
        knowledge.facts().get(*self.facts.get(&print)?)
    }

    /// The document of that fingerprint.
    pub(super) fn document<'k>(&self, print: u64, knowledge: &'k KnowledgeBase) -> Option<&'k Document> {
        knowledge.documents().get(*self.documents.get(&print)?)
    }

    /// Where a citation is from.
    pub(super) fn spot(&self, citation: &Citation<'_>) -> Spot {
        let document = citation.document();
        Spot { document: self.prints.get(document.id()).copied().unwrap_or(0), sentence: citation.number() }
    }

    /// The topic of that fingerprint.
    pub(super) fn topic(&self, print: u64) -> Option<&str> {
        self.topics.get(&print).map(String::as_str)
    }
}

/// A fact's fingerprint.
pub(super) fn of_fact(fact: &Fact) -> u64 {
    fingerprint(&[fact.id()])
}

/// A topic's fingerprint.
pub(super) fn of_topic(topic: &str) -> u64 {
    fingerprint(&[topic])
}

fn of_document(document: &Document) -> u64 {
    fingerprint(&[document.id(), document.text()])
}

/// What tells one knowledge base from another.
pub(super) fn version(knowledge: &KnowledgeBase) -> String {
    let facts = knowledge.facts().iter().flat_map(|fact| {
        let questions = fact.questions().iter().map(String::as_str);
        let quotes = fact.quotes().iter().map(|quote| &knowledge.document(quote.document()).text()[quote.range()]);
        std::iter::once(fact.id()).chain(questions).chain(quotes)
    });
    let documents = knowledge.documents().iter().flat_map(|document| [document.id(), document.text()]);
    format!("{:016x}", fingerprint(&documents.chain(facts).collect::<Vec<_>>()))
}

/// FNV-1a: the same in every build and on every machine, as buttons outlive both.
fn fingerprint(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// The buttons of an answer; `None` where there is nothing to press. A group gets none that ask on.
pub(super) fn of_answer(
    answer: &Answer<'_>,
    is_group: bool,
    finder: &Finder,
    wording: &Wording,
) -> Option<InlineKeyboardMarkup> {
    let mut rows = Vec::new();
    match &answer.outcome {
        Outcome::Answer(citations) => {
            let further = answer.parts.iter().flat_map(|part| part.answer.citations());
            let citations: Vec<&Citation<'_>> =
                if answer.parts.is_empty() { citations.iter().collect() } else { further.collect() };
            let several = citations.len() > 1;
            let mut row: Vec<_> =
                citations.iter().map(|citation| context_button(citation, several, finder, wording)).collect();
            if row.len() <= 2 {
                row.push(button(label(Label::Why, wording), Press::Why));
            } else {
                rows.push(vec![button(label(Label::Why, wording), Press::Why)]);
            }
            let wide: Vec<_> = row.chunks(3).map(<[_]>::to_vec).collect();
            rows.splice(0..0, wide);
            let fact = answer.why.candidates.first().and_then(|best| best.fact).map_or(0, of_fact);
            rows.push(vec![
                button(label(Label::Good, wording), Press::Vote { good: true, fact }),
                button(label(Label::Bad, wording), Press::Vote { good: false, fact }),
            ]);
        }
        Outcome::NoAnswer { .. } if !is_group => rows.push(vec![button(label(Label::Why, wording), Press::Why)]),
        Outcome::NoAnswer { .. } | Outcome::Clarify | Outcome::SmallTalk(_) => {}
    }
    if !is_group || matches!(answer.outcome, Outcome::Clarify) {
        rows.extend(answer.suggestions.iter().map(|suggestion| vec![question_button(suggestion.fact)]));
    }
    (!rows.is_empty()).then(|| InlineKeyboardMarkup::new(rows))
}

fn context_button(citation: &Citation<'_>, several: bool, finder: &Finder, wording: &Wording) -> InlineKeyboardButton {
    let words = if several {
        format!("{} [{}]", label(Label::Context, wording), citation.number())
    } else {
        label(Label::Context, wording).to_owned()
    };
    let paragraph = citation.document().sentence(citation.number()).map_or(0, |sentence| sentence.paragraph);
    button(&words, Press::Context { marked: finder.spot(citation), paragraph })
}

/// Asks for a fact by its first phrasing.
pub(super) fn question_button(fact: &Fact) -> InlineKeyboardButton {
    button(fact.questions().first().map_or(fact.id(), String::as_str), Press::Ask(of_fact(fact)))
}

/// The buttons of a paragraph: to those around it, and back.
pub(super) fn of_paragraph(
    document: &Document,
    marked: Spot,
    paragraph: u32,
    wording: &Wording,
) -> InlineKeyboardMarkup {
    let last = document.sentences().last().map_or(0, |sentence| sentence.paragraph);
    let to = |paragraph| Press::Context { marked, paragraph };
    let mut row = Vec::new();
    if paragraph > 0 {
        row.push(button(label(Label::Previous, wording), to(paragraph - 1)));
    }
    row.push(button(label(Label::Back, wording), Press::Back(Some(marked))));
    if paragraph < last {
        row.push(button(label(Label::Next, wording), to(paragraph + 1)));
    }
    InlineKeyboardMarkup::new([row])
}

/// The button under an explanation.
pub(super) fn of_why(answer: &Answer<'_>, finder: &Finder, wording: &Wording) -> InlineKeyboardMarkup {
    let first = match &answer.outcome {
        Outcome::Answer(citations) => citations.first().map(|citation| finder.spot(citation)),
        _ => None,
    };
    InlineKeyboardMarkup::new([[button(label(Label::Back, wording), Press::Back(first))]])
}

/// The topics, a page of them.
pub(super) fn of_topics(knowledge: &KnowledgeBase, page: u32, wording: &Wording) -> Option<InlineKeyboardMarkup> {
    let topics: Vec<&str> = knowledge.topics().collect();
    let rows =
        page_of(&topics, page, |&topic| button(topic, Press::Topic(of_topic(topic), 0)), Press::Topics, wording)?;
    Some(InlineKeyboardMarkup::new(rows))
}

/// The questions of a topic, a page of them, and the way back to the topics.
pub(super) fn of_topic_page(
    topic: &str,
    facts: &[&Fact],
    page: u32,
    wording: &Wording,
) -> Option<InlineKeyboardMarkup> {
    let turn = |page| Press::Topic(of_topic(topic), page);
    let mut rows = page_of(facts, page, |fact| question_button(fact), turn, wording)?;
    rows.push(vec![button(label(Label::Back, wording), Press::Topics(0))]);
    Some(InlineKeyboardMarkup::new(rows))
}

/// A page of a list, a button a row, and the buttons that turn the page. `None` if there is no such page.
fn page_of<T>(
    items: &[T],
    page: u32,
    show: impl Fn(&T) -> InlineKeyboardButton,
    turn: impl Fn(u32) -> Press,
    wording: &Wording,
) -> Option<Vec<Vec<InlineKeyboardButton>>> {
    let shown = items.chunks(PAGE).nth(page as usize)?;
    let mut rows: Vec<_> = shown.iter().map(|item| vec![show(item)]).collect();
    let mut row = Vec::new();
    if page > 0 {
        row.push(button(label(Label::Previous, wording), turn(page - 1)));
    }
    if (page as usize + 1) * PAGE < items.len() {
        row.push(button(label(Label::Next, wording), turn(page + 1)));
    }
    if !row.is_empty() {
        rows.push(row);
    }
    Some(rows)
}

fn button(words: &str, press: Press) -> InlineKeyboardButton {
    InlineKeyboardButton::callback(shorten(words, LABEL), press.format())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::knowledge::ENGLISH;

    fn press() -> impl Strategy<Value = Press> {
        let spot = || (any::<u64>(), any::<u32>()).prop_map(|(document, sentence)| Spot { document, sentence });
        prop_oneof![
            any::<u64>().prop_map(Press::Ask),
            (spot(), any::<u32>()).prop_map(|(marked, paragraph)| Press::Context { marked, paragraph }),
            Just(Press::Why),
            prop::option::of(spot()).prop_map(Press::Back),
            (any::<bool>(), any::<u64>()).prop_map(|(good, fact)| Press::Vote { good, fact }),
            any::<u32>().prop_map(Press::Topics),
            (any::<u64>(), any::<u32>()).prop_map(|(topic, page)| Press::Topic(topic, page)),
        ]
    }

    proptest! {
        #[test]
        fn every_press_fits_a_button_and_is_read_again(press in press()) {
            let data = press.format();
            prop_assert!((1..=64).contains(&data.len()), "{data}");
            prop_assert_eq!(Press::parse(&data), Some(press));
        }

        #[test]
        fn any_data_is_read_without_harm(data in "\\PC{0,80}|[a-z](:[0-9a-f]{0,20}){0,4}") {
            if let Some(press) = Press::parse(&data) {
                prop_assert!(press.format().len() <= 64);
            }
        }
    }

    #[test]
    fn fingerprints_find_their_own() {
        let knowledge = KnowledgeBase::built_in();
        let finder = Finder::new(&knowledge);
        for fact in knowledge.facts() {
            assert_eq!(finder.fact(of_fact(fact), &knowledge).map(Fact::id), Some(fact.id()));
        }
        for document in knowledge.documents() {
            assert_eq!(finder.document(of_document(document), &knowledge).map(Document::id), Some(document.id()));
        }
        for topic in knowledge.topics() {
            assert_eq!(finder.topic(of_topic(topic)), Some(topic));
        }
        assert!(finder.fact(0, &knowledge).is_none());
    }

    #[test]
    fn pages_hold_everything_once() {
        let knowledge = KnowledgeBase::built_in();
        let wording = knowledge.wording(ENGLISH);
        let items: Vec<usize> = (0..20).collect();
        let mut seen = 0;
        for page in 0..4 {
            let rows = page_of(&items, page, |n| button(&n.to_string(), Press::Why), Press::Topics, wording).unwrap();
            seen += rows.iter().filter(|row| row.iter().all(|b| b.text.parse::<usize>().is_ok())).count();
        }
        assert_eq!(seen, 20);
        assert!(page_of(&items, 4, |n| button(&n.to_string(), Press::Why), Press::Topics, wording).is_none());
    }
}
