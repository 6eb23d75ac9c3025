//! What a question takes for granted: where the document says otherwise, the answer says so.
//!
//! Only what can be seen in the words themselves is held against the question: a year against a year, "fourth term" against
//! "fifth term", "never allies" against "allies"; and only where the sentence explains all the rest of the question.

use super::{Engine, Reading};
use crate::answer::{Answer, Citation, Correction, Outcome};
use crate::matching::{Candidate, Piece, Ranking};
use crate::question::{Asked, Question, is_question_word};
use crate::text::{Word, WordClass, normalise};

/// A piece of a question that says at least this much must be explained by a sentence that is to correct it …
const SAYS: f32 = 0.6;
/// … at least this far.
const EXPLAINED: f32 = 0.9;

impl Engine {
    /// The answer to `question` with what it takes for granted and the document says otherwise. Where `reading` is silent or
    /// would let it stand, the sentence that has the true year or number takes its place.
    pub(super) fn granted<'k>(&'k self, question: &Question, reading: Reading<'k>) -> Reading<'k> {
        if reading.ranking.exact {
            return reading;
        }
        let numbers = reading.ranking.pieces.iter().filter(|piece| piece.number);
        let otherwise = match numbers.collect::<Vec<_>>()[..] {
            [number] => self.otherwise(question, &reading.ranking, number),
            _ => None,
        };
        let reading = match otherwise {
            Some(answer) => Reading { answer, ranking: reading.ranking },
            None => reading,
        };
        Reading { answer: self.denied(question, reading.answer), ..reading }
    }

    /// Where the question denies what the sentence cited first says ("they were never allies"), or asks for what is not so
    /// ("what did they not sign") while the sentence only says what is.
    pub(super) fn denied<'k>(&'k self, question: &Question, mut answer: Answer<'k>) -> Answer<'k> {
        let asked = question.words();
        // "Didn't they meet?" expects a yes as much as a no.
        if question.asked() == Asked::YesNo || !asked.iter().any(is_not) {
            return answer;
        }
        let Some(first) = answer.citations().first() else { return answer };
        let said = self.knowledge.reader().words(&normalise(first.text()));
        let denied = |at: usize| {
            asked[at + 1..].iter().find(|word| !crate::question::is_small_word(&word.text) && word.text.len() > 2)
        };
        let is_denied = |at: usize| denied(at).is_some_and(|next| said.iter().any(|said| said.stem() == next.stem()));
        let found = denial(asked).or_else(|| (0..asked.len()).find(|&at| is_not(&asked[at]) && is_denied(at)));
        let Some(at) = found else { return answer };
        let is_so =
            said.iter().any(|word| denies(&word.text) || denied(at).is_some_and(|next| is_opposite(word, next)));
        if !is_so && !self.is_asked_denying(&answer, denied(at)) {
            answer.corrections.push(Correction::Denied { asked: asked[at].typed().to_string() });
        }
        answer
    }

    /// Whether somebody asks for the fact that answers with a denial of the same word: then it is what the fact is about.
    fn is_asked_denying(&self, answer: &Answer<'_>, denied: Option<&Word>) -> bool {
        let fact = answer.why.candidates.first().and_then(|candidate| candidate.fact);
        fact.is_some_and(|fact| {
            fact.questions().iter().any(|phrasing| {
                let phrasing = Question::read(phrasing, self.knowledge.reader());
                let has = |word: &Word| phrasing.words().iter().any(|other| other.stem() == word.stem());
                phrasing.asked() != Asked::YesNo && denial(phrasing.words()).is_some() && denied.is_none_or(has)
            })
        })
    }

    /// The sentence that has another year or ordinal where the question has `number`, if it explains all the rest.
    fn otherwise<'k>(&'k self, question: &Question, ranking: &Ranking, number: &Piece) -> Option<Answer<'k>> {
        let kind = NumberKind::of(&number.text)?;
        // "What happened in 1985?" takes nothing for granted, and a year that is known to be passed over is no mistake
        // but where something is said to have been in it.
        let is_claimed = question.asked() == Asked::YesNo;
        if (ranking.gap_fits && !is_claimed) || matches!(question.asked(), Asked::What | Asked::Topic) {
            return None;
        }
        let at = question.words().iter().position(|word| word.text == number.text)?;
        let noun = question.words().get(at + 1).map(Word::stem);
        let rest: Vec<Word> =
            question.words().iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.clone()).collect();
        // What the sentence is asked for is the number itself: when it was, which one it was.
        let asked = if kind == NumberKind::Year { Asked::When } else { Asked::Topic };
        let meant = self.index.rank(&Question::of_words(rest, asked));
        if ranking.gap_fits && meant.gap_fits {
            return None;
        }
        let best = meant.best_citing().filter(|best| says_all(&meant, best) && !best.lacks_kind())?;
        let citations = self.citations_from(best.target, best.leads);
        let first = citations.first()?;
        let reader = self.knowledge.reader();
        let has =
            |citation: &Citation<'_>| reader.words(&normalise(citation.text())).iter().any(|w| w.text == number.text);
        if citations.iter().any(has) {
            return None;
        }
        let said = kind.said_in(first.text(), noun.map(|noun| &**noun))?;
        // It may be the very year, of a decade that is all the sentence says.
        if is_within(&number.text, said) {
            return None;
        }
        let mut answer = Answer::plain(Outcome::Answer(vec![first.clone()]), f64::from(meant.probability));
        answer.why = self.explain(&meant);
        // A year is in its decade.
        if !is_within(said, &number.text) {
            answer.corrections = vec![Correction::Otherwise { asked: number.text.to_string(), said }];
        }
        Some(answer)
    }
}

/// Whether a candidate explains every telling piece of a question, and at least one that tells it from others.
fn says_all(ranking: &Ranking, best: &Candidate) -> bool {
    let telling = || ranking.pieces.iter().zip(&best.explained).filter(|(piece, _)| piece.weight >= SAYS);
    telling().count() > 0 && telling().all(|(_, explained)| *explained >= EXPLAINED)
}

/// Where the question denies what it asks for: behind its question word, and before anything else is begun. What the one who
/// asks does not know or want is not denied ("what I do not understand"), nor is anything by "not only".
fn denial(asked: &[Word]) -> Option<usize> {
    let is_at = |at: usize| is_question_word(&asked[at].text);
    let goes_on =
        |word: &&Word| !matches!(&*word.text, "that" | "because" | "if" | "but" | "although" | "i" | "we" | "you");
    let is_more = |word: &Word| matches!(&*word.text, "only" | "just" | "merely" | "simply");
    let first = (0..asked.len()).find(|&at| is_at(at))?;
    // "What is hard when they do not agree": a question word behind one that says something only begins a condition.
    let begins = |at: &usize| *at == first || (is_at(*at) && asked[at - 1].class == WordClass::Function);
    (first..asked.len()).filter(begins).find_map(|begin| {
        let clause = asked[begin + 1..].iter().take_while(goes_on).take_while(|word| !is_question_word(&word.text));
        let at = begin + 1 + clause.into_iter().position(is_not)?;
        let is_why_not = asked.len() == 2 && &*asked[begin].text == "why";
        (!is_why_not && !asked.get(at + 1).is_some_and(is_more)).then_some(at)
    })
}

fn is_not(word: &Word) -> bool {
    matches!(&*word.text, "not" | "never")
}

/// Whether a word is another with a beginning that turns it round: "imbalanced" of "balanced".
fn is_opposite(word: &Word, of: &Word) -> bool {
    ["un", "in", "im", "dis", "non", "ir", "il"].iter().any(|turned| word.text.strip_prefix(turned) == Some(&*of.text))
}

fn denies(word: &str) -> bool {
    matches!(word, "not" | "never" | "no" | "nobody" | "none" | "nothing" | "neither" | "without")
}

/// The kinds of numbers that can be held against one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberKind {
    Year,
    Ordinal,
}

impl NumberKind {
    fn of(word: &str) -> Option<NumberKind> {
        let digits = word.trim_end_matches('s');
        let is_year = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && digits.starts_with(['1', '2']);
        let is_ordinal = word.ends_with("th") || matches!(word, "second" | "third");
        if is_year { Some(NumberKind::Year) } else { is_ordinal.then_some(NumberKind::Ordinal) }
    }

    /// The number of this kind that a text has, in its own spelling, if it has one and no other: of an ordinal the one
    /// before the same noun.
    pub(super) fn said_in<'t>(self, text: &'t str, noun: Option<&str>) -> Option<&'t str> {
        let mut said = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
        let mut found = None;
        while let Some(word) = said.next() {
            if NumberKind::of(&word.to_lowercase()) != Some(self) {
                continue;
            }
            let next = said.peek().map(|next| crate::text::stem(&next.to_lowercase()));
            let is_of_it = self == NumberKind::Year || next.as_deref() == noun;
            if is_of_it && found.replace(word).is_some() {
                return None;
            }
        }
        found
    }
}

/// Whether a year, or a decade itself, is in a decade: 1991 in "1990s".
fn is_within(year: &str, decade: &str) -> bool {
    decade.strip_suffix("0s").is_some_and(|years| years.len() == 3 && year.starts_with(years))
}

#[cfg(test)]
mod tests {
    use super::NumberKind;

    #[track_caller]
    fn check(word: &str, expected: Option<NumberKind>) {
        assert_eq!(NumberKind::of(word), expected, "{word:?}");
    }

    #[test]
    fn years_and_ordinals_are_told_apart() {
        check("1991", Some(NumberKind::Year));
        check("1970s", Some(NumberKind::Year));
        check("fourth", Some(NumberKind::Ordinal));
        check("5th", Some(NumberKind::Ordinal));
        check("12", None);
        check("12345", None);
        check("five", None);
    }
}
