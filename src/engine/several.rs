//! Several documents: what more than one of them answers, and a message that names the one it is for.

use super::{Engine, MOST_CITATIONS};
use crate::answer::{Answer, Citation, Outcome, Silence};
use crate::conversation::Conversation;
use crate::knowledge::DocumentIndex;
use crate::matching::{Candidate, Ranking};

/// So many documents answer one question at most: who wants more asks one of them.
const MOST_DOCUMENTS: usize = 3;

impl Engine {
    /// The citations of the document that answers best, and those of the others that answer too, document by document.
    pub(super) fn with_others<'k>(&'k self, first: Vec<Citation<'k>>, ranking: &Ranking) -> Vec<Citation<'k>> {
        let answers = |other: &&Ranking| {
            let is_own = other.candidates.first().is_some_and(Candidate::is_of_document);
            (other.exact && is_own) || (!ranking.exact && f64::from(other.probability) >= self.threshold)
        };
        let others =
            ranking.others.iter().filter(answers).filter_map(|other| Some(self.citations(other.best_citing()?.target)));
        let mut answers: Vec<Vec<Citation<'k>>> = std::iter::once(first).chain(others).take(MOST_DOCUMENTS).collect();
        let share = MOST_CITATIONS / answers.len();
        answers.iter_mut().for_each(|citations| citations.truncate(share));
        answers.into_iter().flatten().collect()
    }

    /// The document that a message names, as in "in tea: where is it grown?", and the question behind it.
    pub(super) fn named<'m>(&self, message: &'m str) -> Option<(DocumentIndex, &'m str)> {
        let (named, question) = message.trim_start().split_once(':')?;
        let (word, id) = named.split_once(char::is_whitespace)?;
        let is_in = word.eq_ignore_ascii_case("in");
        let index = self.knowledge.document_index(&id.trim().to_ascii_lowercase()).filter(|_| is_in)?;
        Some((index, question))
    }

    /// Answers a question out of one document, whatever was said before.
    pub(super) fn within(
        &self,
        document: DocumentIndex,
        before: &Conversation,
        message: &str,
    ) -> (Answer<'_>, Conversation) {
        let question = self.read(message);
        let mut answer = if question.words().is_empty() {
            Answer::plain(Outcome::NoAnswer { reason: Silence::NoWords, nearest: Vec::new() }, 0.0)
        } else {
            self.alone_in(Some(document), &question).answer
        };
        answer.within = Some(self.knowledge.document(document));
        self.by_itself(before, message, answer).ended(before)
    }
}
