//! Facts that nobody has signed: drafts, and facts in quarantine because the document changed under them.

use super::phrasings::Owner;
use super::quotes::Quotes;
use super::{Checked, FactParts, Text};
use crate::knowledge::problem::{Place, Problem, Severity};
use crate::knowledge::source::File;
use crate::knowledge::{DocumentIndex, Drafts, Fact, Quote};
use crate::text::key;

/// A draft with its quotes found.
pub(super) struct Draft<'s> {
    file: &'s File,
    parts: FactParts,
    document: DocumentIndex,
    quotes: Vec<Quote>,
}

impl<'s> Checked<'s> {
    /// Takes in a fact that is a draft or in quarantine, and gives back the quotes it has in the text.
    pub(super) fn unsigned(
        &mut self,
        document: DocumentIndex,
        file: &'s File,
        parts: FactParts,
        quotes: &mut Option<Quotes<'_>>,
    ) -> Vec<Quote> {
        if parts.quarantined {
            self.ids.entry(file, &parts.id, &mut self.problems);
            self.withheld.insert(parts.id.get_ref().clone());
            self.quarantined(file, &parts.id, &parts.quotes, quotes);
            return Vec::new();
        }
        let found = self.quotes(quotes, file, &parts.quotes);
        self.drafts.push(Draft { file, parts, document, quotes: found.clone() });
        found
    }

    /// Says of an entry in quarantine which of its quotes no longer stand in the text, and what may stand there instead.
    pub(super) fn quarantined(&mut self, file: &File, id: &Text, texts: &[Text], quotes: &mut Option<Quotes<'_>>) {
        let mut wrong = Vec::new();
        if let Some(quotes) = quotes {
            for text in texts {
                quotes.resolve(text, &mut wrong);
            }
        }
        if wrong.is_empty() {
            let place = Place::span(file, id.span());
            let problem = Problem::warning(
                place,
                format!("\"{}\" is in quarantine, and nobody is answered with it", id.get_ref()),
            );
            self.problems.push(
                problem.with_help(
                    "all its quotes stand in the text: see that they still answer, and take `quarantined` out",
                ),
            );
        }
        self.problems.extend(wrong.into_iter().map(|problem| Problem {
            severity: Severity::Warning,
            message: format!("in quarantine: {}", problem.message),
            ..problem
        }));
    }

    /// Serves the drafts, or says how many there are. A phrasing of theirs that is somebody else's already is left out.
    pub(super) fn drafts(&mut self, drafts: Drafts) {
        let mut first: Option<(Place, usize)> = None;
        for draft in std::mem::take(&mut self.drafts) {
            let Draft { file, parts, document, quotes } = draft;
            let number = self.ids.entry(file, &parts.id, &mut self.problems);
            match drafts {
                Drafts::Served => {
                    let owner = Owner::Entry { number, is_fact: true };
                    let mut questions = Vec::new();
                    for question in parts.questions {
                        let mut wrong = Vec::new();
                        let mut key = |normal: &str| key(&self.reader.learn(normal));
                        self.phrasings.add(&mut key, file, &question, owner, &mut wrong);
                        if wrong.is_empty() {
                            questions.push(question.into_inner());
                        }
                    }
                    if !questions.is_empty() && !quotes.is_empty() {
                        let topic = parts.topic.map(Text::into_inner);
                        self.facts.push(Fact { id: parts.id.into_inner(), document, topic, questions, quotes });
                    }
                }
                Drafts::Kept => {
                    self.withheld.insert(parts.id.get_ref().clone());
                    match &mut first {
                        Some((place, count)) if place.path == file.path => *count += 1,
                        other => {
                            self.problems.extend(other.take().map(left));
                            *other = Some((Place::span(file, parts.id.span()), 1));
                        }
                    }
                }
            }
        }
        self.problems.extend(first.map(left));
    }
}

/// The warning of the drafts of a file, at the first one.
fn left((place, count): (Place, usize)) -> Problem {
    let message =
        if count == 1 { "a draft is left".to_owned() } else { format!("{count} drafts are left, beginning here") };
    Problem::warning(place, message).with_help("nobody is answered with them: rewrite their questions as people ask, and take `draft` out, or take the facts out; --drafts tries them")
}
