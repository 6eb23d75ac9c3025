//! Answers as JSON: a contract with whoever reads them, extended but never broken.

use serde::Serialize;

use crate::answer::{
    Answer, CandidateEvidence, Citation, Contribution, Correction, Explanation, Outcome, Part, RivalEvidence, Silence,
    Suggestion, WordEvidence,
};
use crate::knowledge::KnowledgeBase;
use crate::reply::{self, Reply};

/// One line of `--json`.
#[derive(Debug, Serialize)]
pub struct Line<'a> {
    /// The line that was read.
    pub question: &'a str,
    /// `answer`, `clarify`, `no_answer` or `small_talk`.
    pub outcome: &'static str,
    /// The sentences that answer, most important first; empty where nothing does.
    pub citations: Vec<CitationJson<'a>>,
    /// The probability that the first citation, or the best candidate, is right.
    pub confidence: f64,
    /// With `no_answer`: why.
    pub reason: Option<Reason<'a>>,
    /// Questions that are proven to answer.
    pub suggestions: Vec<SuggestionJson<'a>>,
    /// The reply as plain text.
    pub reply: String,
    /// With `no_answer`: the nearest sentences, which do not answer. With a complaint: what else may have been meant.
    pub nearest: Vec<CitationJson<'a>>,
    /// How it came to this; `null` where nothing was asked.
    pub why: Option<Why<'a>>,
    /// The question as it was understood, where what was said before was needed for it.
    pub taken_as: Option<&'a str>,
    /// The topic that it was taken to be about.
    pub topic: Option<&'a str>,
    /// What the question takes for granted and the sentence cited first says otherwise.
    pub corrections: Vec<CorrectionJson<'a>>,
    /// Where a message asks several questions, a line for each in order; the other fields are then those of the first
    /// that is answered.
    pub answers: Vec<Line<'a>>,
    /// BCP 47 tag of the language of the reply.
    pub language: &'a str,
}

/// What the document says otherwise.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CorrectionJson<'a> {
    /// Another year, number or name of the same kind.
    Otherwise {
        /// As it was typed, in normal form.
        asked: &'a str,
        /// The sentence's words.
        said: &'a str,
    },
    /// The question denies it.
    Denied {
        /// The word that denies.
        asked: &'a str,
    },
}

/// A sentence, and the piece of it that answers.
#[derive(Debug, Serialize)]
pub struct CitationJson<'a> {
    document: &'a str,
    sentence: u32,
    start: usize,
    end: usize,
    text: &'a str,
    quote: &'a str,
}

/// A question offered.
#[derive(Debug, Serialize)]
pub struct SuggestionJson<'a> {
    fact: &'a str,
    question: &'a str,
    citations: Vec<CitationJson<'a>>,
}

/// Why there is no answer. Which of the fields there are depends on `kind`.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Reason<'a> {
    /// The message holds no words.
    NoWords,
    /// The document never mentions these words.
    NotMentioned {
        /// As they were typed.
        words: &'a [String],
    },
    /// The document does not give this kind of thing.
    KindMissing {
        /// The kind asked for.
        asked: &'static str,
    },
    /// The nearest sentences speak of others.
    OtherNames {
        /// The names asked about.
        words: &'a [String],
    },
    /// It is known not to be said.
    KnownGap {
        /// What is missing.
        missing: &'a str,
    },
    /// An opinion was asked for.
    Opinion,
    /// It has nothing to do with the document.
    OffTopic,
    /// No sentence is near enough.
    Unsure,
    /// The message is in a language that is not understood.
    NotServed,
    /// What is going to happen was asked for.
    Prediction,
    /// Everything there is has been shown.
    NothingMore,
}

/// How it came to an answer.
#[derive(Debug, Serialize)]
pub struct Why<'a> {
    words: Vec<WordJson<'a>>,
    candidates: Vec<CandidateJson<'a>>,
    rivals: Vec<RivalJson>,
    certainty: Vec<ContributionJson>,
}

/// A known gap or small talk that the question may be about.
#[derive(Debug, Serialize)]
struct RivalJson {
    label: String,
    score: f64,
    contributions: Vec<ContributionJson>,
}

#[derive(Debug, Serialize)]
struct WordJson<'a> {
    word: &'a str,
    taken_as: Option<&'a str>,
    weight: f64,
    explained: f64,
    pivotal: bool,
}

/// A candidate, chosen or not.
#[derive(Debug, Serialize)]
pub struct CandidateJson<'a> {
    label: String,
    fact: Option<&'a str>,
    citation: CitationJson<'a>,
    score: f64,
    contributions: Vec<ContributionJson>,
}

#[derive(Debug, Serialize)]
struct ContributionJson {
    signal: &'static str,
    value: f64,
    adds: f64,
}

/// The line for an answer.
pub fn of_answer<'a>(question: &'a str, answer: &'a Answer<'_>, knowledge: &KnowledgeBase) -> Line<'a> {
    let of_part = |part: &'a Part<'_>| of_answer(&part.question, &part.answer, knowledge);
    let (outcome, citations, reason, nearest) = match &answer.outcome {
        Outcome::Answer(citations) => ("answer", citations.as_slice(), None, &[][..]),
        Outcome::Clarify => ("clarify", &[][..], None, &[][..]),
        Outcome::NoAnswer { reason, nearest } => ("no_answer", &[][..], Some(of_silence(reason)), nearest.as_slice()),
        Outcome::SmallTalk(_) => ("small_talk", &[][..], None, answer.runner_up.as_slice()),
    };
    Line {
        question,
        outcome,
        citations: of_citations(citations),
        confidence: answer.confidence,
        reason,
        suggestions: answer.suggestions.iter().map(of_suggestion).collect(),
        reply: reply::to_answer(answer, knowledge).plain(),
        nearest: of_citations(nearest),
        why: Some(of_explanation(&answer.why)),
        taken_as: answer.taken_as.as_deref(),
        topic: answer.topic,
        corrections: answer.corrections.iter().map(of_correction).collect(),
        answers: answer.parts.iter().map(of_part).collect(),
        language: answer.language,
    }
}

/// The line for what a command says.
pub fn of_command<'a>(command: &'a str, reply: &Reply, language: &'a str) -> Line<'a> {
    Line {
        question: command,
        outcome: "small_talk",
        citations: Vec::new(),
        confidence: 1.0,
        reason: None,
        suggestions: Vec::new(),
        reply: reply.plain(),
        nearest: Vec::new(),
        why: None,
        taken_as: None,
        topic: None,
        corrections: Vec::new(),
        answers: Vec::new(),
        language,
    }
}

/// How many candidates a line shows.
const CANDIDATES: usize = 5;

/// The best candidates, silent or not.
pub fn of_candidates<'a>(candidates: &'a [CandidateEvidence<'_>]) -> Vec<CandidateJson<'a>> {
    candidates.iter().take(CANDIDATES).map(of_candidate).collect()
}

/// An object on one line, with the line break.
///
/// Characters that some readers take for line breaks can only stand inside strings, where they are escaped.
pub fn to_line(object: &impl Serialize) -> Result<String, serde_json::Error> {
    let json = serde_json::to_string(object)?;
    Ok(json.replace('\u{85}', "\\u0085").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029") + "\n")
}

/// Sentences with the pieces that answer.
pub fn of_citations<'a>(citations: &'a [Citation<'_>]) -> Vec<CitationJson<'a>> {
    citations.iter().map(of_citation).collect()
}

fn of_citation<'a>(citation: &'a Citation<'_>) -> CitationJson<'a> {
    CitationJson {
        document: citation.document().id(),
        sentence: citation.number(),
        start: citation.range().start,
        end: citation.range().end,
        text: citation.text(),
        quote: citation.quote(),
    }
}

fn of_suggestion<'a>(suggestion: &'a Suggestion<'_>) -> SuggestionJson<'a> {
    SuggestionJson {
        fact: suggestion.fact.id(),
        question: suggestion.question,
        citations: of_citations(&suggestion.citations),
    }
}

fn of_correction<'a>(correction: &'a Correction<'_>) -> CorrectionJson<'a> {
    match correction {
        Correction::Otherwise { asked, said } => CorrectionJson::Otherwise { asked, said },
        Correction::Denied { asked } => CorrectionJson::Denied { asked },
    }
}

fn of_silence<'a>(silence: &'a Silence<'_>) -> Reason<'a> {
    match silence {
        Silence::NoWords => Reason::NoWords,
        Silence::NotMentioned(words) => Reason::NotMentioned { words },
        Silence::KindMissing(asked) => Reason::KindMissing { asked: asked.id() },
        Silence::OtherNames(words) => Reason::OtherNames { words },
        Silence::KnownGap(missing) => Reason::KnownGap { missing },
        Silence::Opinion => Reason::Opinion,
        Silence::OffTopic => Reason::OffTopic,
        Silence::Unsure => Reason::Unsure,
        Silence::NotServed => Reason::NotServed,
        Silence::Prediction => Reason::Prediction,
        Silence::NothingMore => Reason::NothingMore,
    }
}

fn of_explanation<'a>(why: &'a Explanation<'_>) -> Why<'a> {
    let of_rival = |rival: &RivalEvidence<'_>| RivalJson {
        label: rival.label(),
        score: rival.score,
        contributions: rival.sum.parts().map(of_contribution).collect(),
    };
    Why {
        words: why.words.iter().map(of_word).collect(),
        candidates: of_candidates(&why.candidates),
        rivals: why.rivals.iter().map(of_rival).collect(),
        certainty: why.certainty.parts().map(of_contribution).collect(),
    }
}

fn of_word(word: &WordEvidence) -> WordJson<'_> {
    let WordEvidence { word, taken_as, weight, explained, pivotal } = word;
    WordJson { word, taken_as: taken_as.as_deref(), weight: *weight, explained: *explained, pivotal: *pivotal }
}

fn of_candidate<'a>(candidate: &'a CandidateEvidence<'_>) -> CandidateJson<'a> {
    CandidateJson {
        label: candidate.label(),
        fact: candidate.fact.map(|fact| fact.id()),
        citation: of_citation(&candidate.citation),
        score: candidate.score,
        contributions: candidate.sum.parts().map(of_contribution).collect(),
    }
}

fn of_contribution(part: Contribution) -> ContributionJson {
    ContributionJson { signal: part.signal, value: part.value, adds: part.adds }
}
