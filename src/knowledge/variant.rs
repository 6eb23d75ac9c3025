//! A knowledge base with one thing changed, to try out what that would do.

use super::{Fact, FactIndex, KnowledgeBase};
use crate::text::normalise;

impl KnowledgeBase {
    /// The same without the phrasings of facts that `is_left_out` names by their place. A fact keeps its last one.
    #[must_use]
    pub fn without_phrasings(&self, is_left_out: impl Fn(&Fact, usize) -> bool) -> KnowledgeBase {
        let mut variant = self.clone();
        for (fact, own) in variant.content.facts.iter_mut().zip(&self.content.facts) {
            let kept = own.questions.iter().enumerate().filter(|(at, _)| !is_left_out(own, *at));
            let kept: Vec<String> = kept.map(|(_, question)| question.clone()).collect();
            if !kept.is_empty() {
                fact.questions = kept;
            }
        }
        variant.fingerprint = None;
        variant
    }

    /// The same with one more phrasing of a fact, which must be this base's.
    #[must_use]
    pub fn with_phrasing(&self, fact: FactIndex, phrasing: &str) -> KnowledgeBase {
        let mut variant = self.clone();
        variant.fingerprint = None;
        variant.content.reader.learn(&normalise(phrasing));
        variant.content.facts[fact.0 as usize].questions.push(phrasing.to_owned());
        variant
    }
}
