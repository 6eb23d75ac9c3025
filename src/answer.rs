//! What the engine returns: cited sentences, a clarification, silence with its reason, or small talk.
//!
//! Answers carry meaning, never wording: [`crate::reply`] puts them into words.

use std::ops::Range;
use std::sync::Arc;

use crate::knowledge::{Document, ENGLISH, Fact, KnowledgeBase, Quote, Sentence, TalkIntent};
pub use crate::matching::{Contribution, Sum};
use crate::question::Asked;

/// Proof of an answer: a sentence of a loaded document, and the piece of it that answers.
///
/// There is no way to make one but from a [`KnowledgeBase`], so what it shows is always the source's own text.
#[derive(Clone, Debug, PartialEq)]
pub struct Citation<'k> {
    document: &'k Document,
    sentence: &'k Sentence,
    quote: Range<usize>,
}

impl<'k> Citation<'k> {
    /// Cites the sentence that holds `quote`, with the quote highlighted.
    pub(crate) fn of_quote(knowledge: &'k KnowledgeBase, quote: &Quote) -> Self {
        let document = knowledge.document(quote.document());
        let sentence =
            document.sentence(quote.sentence()).expect("a quote's sentence exists since loading found it there");
        Citation { document, sentence, quote: quote.range() }
    }

    /// Cites the sentences of a fact, most important first, each once.
    pub(crate) fn of_fact(knowledge: &'k KnowledgeBase, fact: &Fact) -> Vec<Self> {
        let mut citations: Vec<Self> = Vec::new();
        for quote in fact.quotes() {
            let citation = Citation::of_quote(knowledge, quote);
            if citations.iter().all(|known| !known.same_sentence(&citation)) {
                citations.push(citation);
            }
        }
        citations
    }

    /// Cites the most important sentence of a fact.
    pub(crate) fn first_of_fact(knowledge: &'k KnowledgeBase, fact: &Fact) -> Option<Self> {
        Some(Citation::of_quote(knowledge, fact.quotes().first()?))
    }

    /// Cites a whole sentence by its number in `document`, if there is one.
    pub fn of_sentence(document: &'k Document, number: u32) -> Option<Self> {
        let sentence = document.sentence(number)?;
        Some(Citation { document, sentence, quote: sentence.range() })
    }

    /// Cites a sentence by its number in `document`, with a piece of it highlighted that lies in it, in bytes of the
    /// sentence.
    pub(crate) fn of_piece(document: &'k Document, number: u32, piece: Range<usize>) -> Option<Self> {
        let sentence = document.sentence(number)?;
        document.text_of(sentence).get(piece.clone())?;
        let start = sentence.range().start;
        Some(Citation { document, sentence, quote: start + piece.start..start + piece.end })
    }

    /// The document cited.
    pub fn document(&self) -> &'k Document {
        self.document
    }

    /// The number of the sentence, counted from 1.
    pub fn number(&self) -> u32 {
        self.sentence.number
    }

    /// Where the sentence stands in the document's file, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.sentence.range()
    }

    /// The whole sentence, byte for byte.
    pub fn text(&self) -> &'k str {
        self.document.text_of(self.sentence)
    }

    /// The piece of the sentence that answers, byte for byte.
    pub fn quote(&self) -> &'k str {
        &self.document.text()[self.quote.clone()]
    }

    /// Whether both cite the same sentence, whatever piece of it they highlight.
    pub fn same_sentence(&self, other: &Citation<'_>) -> bool {
        std::ptr::eq(self.document, other.document) && self.number() == other.number()
    }

    /// Where the quote stands in [`text`](Self::text), in bytes.
    pub fn highlight(&self) -> Range<usize> {
        self.quote.start - self.sentence.range().start..self.quote.end - self.sentence.range().start
    }
}

/// A question that is proven to answer, offered beside or instead of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion<'k> {
    /// The fact it leads to.
    pub fact: &'k Fact,
    /// The fact's first phrasing.
    pub question: &'k str,
    /// What it will answer with.
    pub citations: Vec<Citation<'k>>,
}

/// Why the document does not answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Silence<'k> {
    /// The message holds no words.
    NoWords,
    /// The question asks for things the document never mentions: these words, as they were typed.
    NotMentioned(Vec<String>),
    /// The document mentions the topic, but not the kind of thing asked for.
    KindMissing(Asked),
    /// The question names these; the nearest sentences speak of others.
    OtherNames(Vec<String>),
    /// A curator knows that readers ask this and that the document does not say it: completes "does not say …".
    KnownGap(&'k str),
    /// The question asks for an opinion, which a document cannot be quoted for.
    Opinion,
    /// Nothing in the question has to do with the document.
    OffTopic,
    /// The topic is there, but no sentence is near enough to stand as an answer.
    Unsure,
    /// The message is in a language that is not understood.
    NotServed,
    /// The question asks what is going to happen, which the document does not say.
    Prediction,
    /// More was asked for, and everything there is has been shown.
    NothingMore,
}

impl Silence<'_> {
    /// The reason in one word, for machines.
    pub fn id(&self) -> &'static str {
        match self {
            Silence::NoWords => "no_words",
            Silence::NotMentioned(_) => "not_mentioned",
            Silence::KindMissing(_) => "kind_missing",
            Silence::OtherNames(_) => "other_names",
            Silence::KnownGap(_) => "known_gap",
            Silence::Opinion => "opinion",
            Silence::OffTopic => "off_topic",
            Silence::Unsure => "unsure",
            Silence::Prediction => "prediction",
            Silence::NothingMore => "nothing_more",
            Silence::NotServed => "not_served",
        }
    }
}

/// What became of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<'k> {
    /// The document answers with these sentences, most important first; never empty.
    Answer(Vec<Citation<'k>>),
    /// Several facts are equally near: [`Answer::suggestions`] holds them.
    Clarify,
    /// The document does not answer, and these sentences come nearest.
    NoAnswer {
        /// Why.
        reason: Silence<'k>,
        /// The nearest sentences; may be empty.
        nearest: Vec<Citation<'k>>,
    },
    /// The message is part of the conversation itself.
    SmallTalk(TalkIntent),
}

/// What the engine returns for a message.
#[derive(Clone, Debug)]
pub struct Answer<'k> {
    /// BCP 47 tag of the language that was asked in, which the reply is worded in.
    pub language: &'k str,
    /// What became of the question.
    pub outcome: Outcome<'k>,
    /// The probability that the first citation, or the best candidate where there is none, is right: 0 to 1.
    pub confidence: f64,
    /// Related questions, or with [`Outcome::Clarify`] those to choose from.
    pub suggestions: Vec<Suggestion<'k>>,
    /// How it came to this.
    pub why: Explanation<'k>,
    /// The question as it was understood, where what was said before was needed for it. Asked by itself it gets the same
    /// sentences.
    pub taken_as: Option<String>,
    /// The topic that a question was taken to be about, where what was said before was needed for it.
    pub topic: Option<&'k str>,
    /// What the question takes for granted and the sentence cited first says otherwise.
    pub corrections: Vec<Correction<'k>>,
    /// What comes nearest besides what was shown: for those who say that an answer is wrong.
    pub runner_up: Option<Citation<'k>>,
    /// The document that alone was asked, where the message names one.
    pub within: Option<&'k Document>,
    /// The questions of a message that asks several, in order, each with its answer; empty where it asks one. The other
    /// fields are then those of the first part that is answered.
    pub parts: Vec<Part<'k>>,
}

impl<'k> Answer<'k> {
    /// Words the answer, with all its parts, in a language.
    pub(crate) fn speak(&mut self, language: &'k str) {
        self.language = language;
        self.parts.iter_mut().for_each(|part| part.answer.speak(language));
    }

    /// An answer that rests on nothing but its outcome.
    pub fn plain(outcome: Outcome<'k>, confidence: f64) -> Answer<'k> {
        Answer {
            language: ENGLISH,
            outcome,
            confidence,
            suggestions: Vec::new(),
            why: Explanation::default(),
            taken_as: None,
            topic: None,
            corrections: Vec::new(),
            runner_up: None,
            within: None,
            parts: Vec::new(),
        }
    }

    /// Whether the document answers.
    pub fn is_answered(&self) -> bool {
        matches!(self.outcome, Outcome::Answer(_))
    }

    /// What the document is known not to say, where that is asked.
    pub(crate) fn missing(&self) -> Option<&'k str> {
        match self.outcome {
            Outcome::NoAnswer { reason: Silence::KnownGap(missing), .. } => Some(missing),
            _ => None,
        }
    }

    /// The sentences that answer; none where nothing does.
    pub fn citations(&self) -> &[Citation<'k>] {
        match &self.outcome {
            Outcome::Answer(citations) => citations,
            _ => &[],
        }
    }
}

/// One question of a message that asks several.
#[derive(Clone, Debug)]
pub struct Part<'k> {
    /// As it was typed.
    pub question: String,
    /// What became of it; has no parts of its own.
    pub answer: Answer<'k>,
}

/// Something that a question takes for granted and that the sentence cited says otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Correction<'k> {
    /// The question has one year, number or name, the sentence another of the same kind.
    Otherwise {
        /// As it was typed, in normal form.
        asked: String,
        /// The sentence's words.
        said: &'k str,
    },
    /// The question denies what the sentence says.
    Denied {
        /// The word that denies.
        asked: String,
    },
}

/// How the engine came to an answer or to silence.
#[derive(Clone, Debug, Default)]
pub struct Explanation<'k> {
    /// Every word of the question that carries meaning, in order.
    pub words: Vec<WordEvidence>,
    /// The best candidates, best first, at most [`Explanation::CANDIDATES`].
    pub candidates: Vec<CandidateEvidence<'k>>,
    /// The best of what speaks for another outcome than an answer: gaps and small talk, best first.
    pub rivals: Vec<RivalEvidence<'k>>,
    /// What the confidence was made from.
    pub certainty: Sum,
}

impl Explanation<'_> {
    /// How many candidates are kept.
    pub const CANDIDATES: usize = 10;
    /// How many rivals are kept.
    pub const RIVALS: usize = 3;
}

/// How well a word of the question is explained by the best candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct WordEvidence {
    /// As typed, in normal form.
    pub word: Arc<str>,
    /// What it was taken for, where that differs: a corrected spelling or a lexicon name.
    pub taken_as: Option<Arc<str>>,
    /// How much it matters, 0 to 1.
    pub weight: f64,
    /// How far the best candidate explains it, 0 to 1.
    pub explained: f64,
    /// Whether there would have been silence instead of an answer if it were not explained.
    pub pivotal: bool,
}

/// One candidate: a fact, or a sentence of a document without facts.
#[derive(Clone, Debug, PartialEq)]
pub struct CandidateEvidence<'k> {
    /// The fact, if it is one.
    pub fact: Option<&'k Fact>,
    /// What it would cite first.
    pub citation: Citation<'k>,
    /// Its score; only differences within one question mean anything.
    pub score: f64,
    /// The named parts the score is the sum of, each a signal's value times its weight.
    pub sum: Sum,
}

/// Something else than a fact that a question may be about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rival<'k> {
    /// A known gap, by its id.
    Gap(&'k str),
    /// Small talk.
    Talk(TalkIntent),
}

/// A known gap, or small talk, that a question may be about.
#[derive(Clone, Debug, PartialEq)]
pub struct RivalEvidence<'k> {
    /// What it is.
    pub rival: Rival<'k>,
    /// Its score, on the scale of the candidates'.
    pub score: f64,
    /// The named parts the score is the sum of.
    pub sum: Sum,
}

impl RivalEvidence<'_> {
    /// `gap:ID` or `talk:INTENT`.
    pub fn label(&self) -> String {
        match self.rival {
            Rival::Gap(id) => format!("gap:{id}"),
            Rival::Talk(intent) => format!("talk:{}", intent.id()),
        }
    }
}

impl CandidateEvidence<'_> {
    /// The fact's id, or `document:number` of a sentence.
    pub fn label(&self) -> String {
        match self.fact {
            Some(fact) => fact.id().to_owned(),
            None => format!("{}:{}", self.citation.document().id(), self.citation.number()),
        }
    }
}
