//! Leave-one-out: would a phrasing find its fact if the curator had not written it?
//!
//! In each round every fact lacks one of its phrasings, which is then asked. There are as many rounds as the fact with the
//! most phrasings has; a fact with a single phrasing keeps it and is not tried.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::engine::Engine;
use crate::knowledge::{Fact, KnowledgeBase};

/// A phrasing that finds another fact than its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stolen {
    /// The phrasing left out.
    pub question: String,
    /// Its fact.
    pub fact: String,
    /// What was the best candidate instead.
    pub found: Option<String>,
}

/// How many phrasings find their fact when they are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LeftOut {
    /// How many were tried.
    pub tried: usize,
    /// How many have their fact, or one that cites the same sentence first, as the best candidate.
    pub found: usize,
    /// How many are answered with it.
    pub answered: usize,
    /// The others, by fact.
    pub stolen: Vec<Stolen>,
    /// How many of each fact's phrasings are lost, for facts that lose any.
    pub lost: BTreeMap<String, usize>,
}

impl LeftOut {
    /// The share of phrasings that find their fact; `None` where none was tried.
    pub fn share(&self) -> Option<f64> {
        (self.tried > 0).then(|| self.found as f64 / self.tried as f64)
    }
}

/// Tries every phrasing of every fact that has several.
pub fn leave_one_out(knowledge: &KnowledgeBase, caution: f64) -> LeftOut {
    let rounds = knowledge.facts().iter().map(|fact| fact.questions().len()).max().unwrap_or(0);
    let mut left_out = LeftOut::default();
    for round in 0..rounds {
        let is_tried = |fact: &Fact| fact.questions().len() > 1 && round < fact.questions().len();
        let engine = Engine::new(knowledge.without_phrasings(|fact, at| at == round && is_tried(fact)), caution);
        for fact in knowledge.facts().iter().filter(|fact| is_tried(fact)) {
            left_out.add(fact, &fact.questions()[round], &engine);
        }
    }
    left_out.stolen.sort();
    left_out
}

impl LeftOut {
    fn add(&mut self, fact: &Fact, question: &str, engine: &Engine) {
        let answer = engine.ask(question);
        let quote = &fact.quotes()[0];
        let id = engine.knowledge().document(quote.document()).id();
        let best = answer.why.candidates.first();
        let is_found =
            best.is_some_and(|best| best.citation.number() == quote.sentence() && best.citation.document().id() == id);
        self.tried += 1;
        self.found += usize::from(is_found);
        self.answered += usize::from(is_found && answer.is_answered());
        if !is_found {
            *self.lost.entry(fact.id().to_owned()).or_default() += 1;
            let found = best.map(|best| best.label());
            self.stolen.push(Stolen { question: question.to_owned(), fact: fact.id().to_owned(), found });
        }
    }
}
