//! Learning with a safety net: questions that were asked in vain become proposals for the curator, and only those are
//! offered that leave every other answer as it is.
//!
//! Nothing is learned behind anybody's back: a proposal is a line for `facts.toml`, and a person puts it there.

mod cluster;
pub mod journal;
pub mod patch;
mod replay;

use std::collections::VecDeque;

use crate::answer::{Answer, Citation, Outcome, Silence};
use crate::engine::Engine;
use crate::eval::Sample;
use crate::knowledge::{FactIndex, KnowledgeBase};

pub use cluster::{Cluster, cluster};
use journal::Reason;
pub use replay::{Broken, Replay};

/// So many of the nearest facts are tried for a question.
const TRIED: usize = 3;
/// So many sentences are shown where no fact is near enough.
const NEAREST: usize = 3;

/// Something for the curator to decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Offer {
    /// One more phrasing of a fact: it breaks nothing, and the question is then answered.
    Phrasing {
        /// The fact.
        fact: FactIndex,
        /// The phrasing.
        question: String,
    },
    /// A fact that may be missing: the document may say it, but no fact is near enough, or a phrasing would break
    /// something.
    Missing {
        /// What was asked.
        question: String,
        /// The sentences that come nearest, as `document:number` with their text.
        nearest: Vec<(String, String)>,
        /// What a phrasing of the nearest fact would break.
        breaks: Vec<Broken>,
    },
}

/// Questions with what is offered for them.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The questions.
    pub cluster: Cluster,
    /// What is offered.
    pub offer: Offer,
    /// How many of the cluster's questions are answered once it is accepted.
    pub answers: usize,
}

/// A curator's session: proposals one after the other, each tried on top of those accepted before it.
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    caution: f64,
    replay: Replay,
    waiting: VecDeque<Cluster>,
    /// The base with the phrasing that is on offer.
    on_offer: Option<Engine>,
    /// How many clusters the base answers by now, or is rightly silent on.
    pub settled: usize,
}

impl Session {
    /// Opens a session over questions that were asked in vain. What must not break is `samples`, all stored phrasings, and
    /// the near misses of the samples.
    pub fn new(knowledge: KnowledgeBase, caution: f64, samples: Vec<Sample>, clusters: Vec<Cluster>) -> Session {
        let engine = Engine::new(knowledge, caution);
        let replay = Replay::new(samples, &engine);
        Session { engine, caution, replay, waiting: clusters.into(), on_offer: None, settled: 0 }
    }

    /// The base with all that was accepted.
    pub fn knowledge(&self) -> &KnowledgeBase {
        self.engine.knowledge()
    }

    /// How many questions each proposal is tried against.
    pub fn replayed(&self) -> usize {
        self.replay.len()
    }

    /// The next proposal.
    pub fn next_offer(&mut self) -> Option<Offered> {
        self.on_offer = None;
        while let Some(cluster) = self.waiting.pop_front() {
            let tried = {
                let answer = self.engine.ask(&cluster.first.question);
                if is_settled(&cluster, &answer) {
                    None
                } else {
                    Some((self.facts(&cluster, &answer), nearest(&answer)))
                }
            };
            let Some((facts, nearest)) = tried else {
                self.settled += 1;
                continue;
            };
            let question = cluster.first.question.clone();
            let mut breaks = Vec::new();
            for fact in facts {
                match self.tried(fact, &question) {
                    Ok(engine) => {
                        let answers = count_answered(&cluster, &engine, fact);
                        self.on_offer = Some(engine);
                        return Some(Offered { cluster, offer: Offer::Phrasing { fact, question }, answers });
                    }
                    Err(broken) if breaks.is_empty() => breaks = broken,
                    Err(_) => {}
                }
            }
            return Some(Offered { cluster, offer: Offer::Missing { question, nearest, breaks }, answers: 0 });
        }
        None
    }

    /// Takes what is on offer into the base.
    pub fn accept(&mut self) {
        if let Some(engine) = self.on_offer.take() {
            self.engine = engine;
        }
    }

    /// Takes another phrasing into the base, or says what it breaks.
    pub fn accept_edited(&mut self, fact: FactIndex, question: &str) -> Result<(), Vec<Broken>> {
        self.engine = self.tried(fact, question)?;
        Ok(())
    }

    /// The base with one more phrasing, or what it breaks.
    fn tried(&self, fact: FactIndex, question: &str) -> Result<Engine, Vec<Broken>> {
        let engine = Engine::new(self.knowledge().with_phrasing(fact, question), self.caution);
        let mut broken = self.replay.broken(&engine);
        if !is_answered_with(&engine, question, fact) {
            broken.push(Broken::unanswered(question));
        }
        if broken.is_empty() { Ok(engine) } else { Err(broken) }
    }

    /// The facts that a question may be meant for, the likeliest first.
    fn facts(&self, cluster: &Cluster, answer: &Answer<'_>) -> Vec<FactIndex> {
        let index =
            |id: &str| self.knowledge().indexed_facts().find(|(_, fact)| fact.id() == id).map(|(index, _)| index);
        let named = cluster.first.fact.as_deref();
        if cluster.first.reason == Reason::Chosen {
            return named.and_then(index).into_iter().collect();
        }
        let is_bad = |id: &str| cluster.first.reason == Reason::DownVoted && named == Some(id);
        let candidates = answer.why.candidates.iter().filter_map(|candidate| candidate.fact);
        let near = candidates.map(|fact| fact.id()).filter(|id| !is_bad(id));
        // What the document never mentions, or says of others, no phrasing of a fact may stand for.
        if is_about_others(answer) { Vec::new() } else { near.take(TRIED).filter_map(index).collect() }
    }
}

/// Whether there is nothing to do for a question: it is answered by now, or silence is right.
fn is_settled(cluster: &Cluster, answer: &Answer<'_>) -> bool {
    match &answer.outcome {
        Outcome::Answer(_) => {
            let fact = answer.why.candidates.first().and_then(|candidate| candidate.fact);
            // The very answer that was found bad settles nothing.
            cluster.first.reason != Reason::DownVoted || fact.map(|fact| fact.id()) != cluster.first.fact.as_deref()
        }
        Outcome::SmallTalk(_) => true,
        Outcome::Clarify => false,
        Outcome::NoAnswer { reason, .. } => matches!(
            reason,
            Silence::NoWords
                | Silence::KnownGap(_)
                | Silence::Opinion
                | Silence::OffTopic
                | Silence::Prediction
                | Silence::NothingMore
        ),
    }
}

fn is_about_others(answer: &Answer<'_>) -> bool {
    matches!(&answer.outcome, Outcome::NoAnswer { reason: Silence::NotMentioned(_) | Silence::OtherNames(_), .. })
}

fn nearest(answer: &Answer<'_>) -> Vec<(String, String)> {
    let shown = |citation: &Citation<'_>| {
        (format!("{}:{}", citation.document().id(), citation.number()), citation.text().to_owned())
    };
    let mut nearest: Vec<(String, String)> = Vec::new();
    for candidate in &answer.why.candidates {
        let one = shown(&candidate.citation);
        if nearest.len() < NEAREST && !nearest.contains(&one) {
            nearest.push(one);
        }
    }
    nearest
}

fn is_answered_with(engine: &Engine, question: &str, fact: FactIndex) -> bool {
    let answer = engine.ask(question);
    let quote = &engine.knowledge().fact(fact).quotes()[0];
    let document = engine.knowledge().document(quote.document());
    answer
        .citations()
        .first()
        .is_some_and(|first| first.number() == quote.sentence() && first.document().id() == document.id())
}

fn count_answered(cluster: &Cluster, engine: &Engine, fact: FactIndex) -> usize {
    cluster.questions().filter(|asked| is_answered_with(engine, &asked.question, fact)).count()
}
