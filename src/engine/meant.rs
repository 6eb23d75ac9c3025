//! The questions that a message may stand for after what was said, and what becomes of each.

use super::Engine;
use super::context::Context;
use crate::answer::{Answer, Outcome, Silence};
use crate::knowledge::TermKind;
use crate::matching::{Candidate, Piece, Target};
use crate::question::{Asked, Leaning, Question, is_small_word};
use crate::text::{Word, WordClass};

/// A piece of a message that says at least this much must be explained by what answers it …
const SAYS: f32 = 0.4;
/// … at least this far.
const EXPLAINED: f32 = 0.5;
/// A fact of the topic that is spoken of may stand this far below the best candidate: it is what is meant.
const BELOW_BEST: f32 = 2.0;
/// It answers from this probability on: that it is on the topic speaks for it too.
const LIKELY: f32 = 0.25;
/// As many words of the last question are carried on.
const MOST_CARRIED: usize = 12;

/// A question that a message may stand for.
pub(super) struct Meant {
    question: Question,
    /// How many of its words are the message's own.
    own: usize,
    /// Whether it is the last question with something else in a place of it.
    is_in_place: bool,
}

/// What became of a [`Meant`].
pub(super) struct Judged<'k> {
    pub(super) answer: Answer<'k>,
    /// What answers.
    pub(super) target: Option<Target>,
    /// Whether that is on the topic that is spoken of.
    pub(super) is_near: bool,
    /// Whether it is the last question with something else in a place of it.
    pub(super) is_in_place: bool,
    probability: f32,
}

impl<'k> Judged<'k> {
    /// Whether it is known that the document does not say it.
    pub(super) fn is_gap(&self) -> bool {
        matches!(self.answer.outcome, Outcome::NoAnswer { reason: Silence::KnownGap(_), .. })
    }

    /// The better of two: an answer, on the topic, sure; the earlier one where both are equal.
    pub(super) fn or_better(self, other: Judged<'k>) -> Judged<'k> {
        let worth =
            |judged: &Judged<'_>| (judged.answer.is_answered(), judged.is_in_place, judged.is_near, judged.is_gap());
        let order = worth(&self).cmp(&worth(&other)).then(self.probability.total_cmp(&other.probability));
        if order.is_lt() { other } else { self }
    }
}

impl Engine {
    /// The questions that a message may stand for.
    pub(super) fn meant(
        &self,
        context: &Context<'_>,
        question: &Question,
        leaning: Leaning,
        persons: &[Vec<Word>],
    ) -> Vec<Meant> {
        let says = question.words().iter().any(|word| word.class == WordClass::Content);
        let own: Vec<Word> = match persons {
            [only] => with_person(question.words(), only),
            _ => question.words().iter().filter(|word| !is_pointing(&word.text)).cloned().collect(),
        };
        let asked = match question.asked() {
            Asked::Topic if !leaning.about => context.question.asked(),
            Asked::What | Asked::How if leaning.about => Asked::Topic,
            asked => asked,
        };
        let mut meant = Vec::new();
        let mut add = |own: &[Word], carried: &[Word], asked: Asked| {
            let words = own.iter().chain(carried).cloned().collect();
            meant.push(Meant { question: Question::of_words(words, asked), own: own.len(), is_in_place: false });
        };
        if persons.len() == 1 && says && !leaning.thing {
            add(&own, &[], asked);
        }
        add(&own, &carried(&context.question), asked);
        if let Some(fact) = context.fact {
            add(&own, &carried(&self.read(self.title(fact))), asked);
        }
        if let Some(topic) = context.topic {
            add(&own, self.read(topic).words(), asked);
        }
        if leaning.fragment
            && let Some(words) = self.put_in_place(&context.question, question)
        {
            let own = words.len();
            let question = Question::of_words(words, context.question.asked());
            meant.push(Meant { question, own, is_in_place: true });
        }
        meant
    }

    /// Decides on a question that a message may stand for. A fact of the topic that is spoken of is favoured; the
    /// message's own words must be explained, and the kind of answer must be there.
    pub(super) fn judge(&self, context: &Context<'_>, meant: &Meant) -> Judged<'_> {
        let ranking = self.index.rank(&meant.question);
        let own = &ranking.pieces[..own_pieces(&ranking.pieces, meant.own)];
        let is_bare = own.iter().all(|piece| piece.weight < SAYS);
        let explains = |c: &Candidate| own.iter().zip(&c.explained).map(|(p, e)| p.weight * e).sum::<f32>();
        let says_it = |c: &Candidate| own.iter().zip(&c.explained).all(|(p, e)| p.weight < SAYS || *e >= EXPLAINED);
        let best = ranking.best_citing();
        let rival = ranking.candidates.iter().find(|c| !c.target.cites()).map_or(f32::MIN, |c| c.score);
        let lowest = best.map_or(f32::MAX, |best| rival.max(best.score - BELOW_BEST));
        let most = best.map_or(0.0, explains);
        let is_sure = f64::from(ranking.probability) >= self.threshold;
        let fitting: Vec<&Candidate> = ranking
            .candidates
            .iter()
            .filter(|c| c.target.cites() && c.score > lowest && says_it(c) && explains(c) >= most)
            .filter(|c| ranking.probability >= LIKELY && (!c.lacks_kind() || (is_sure && !is_bare)))
            .filter(|c| context.holds(self, c.target))
            .collect();
        // What was just shown answers "why?" before anything else on its topic does.
        let asks_on = is_bare && matches!(meant.question.asked(), Asked::Why | Asked::How);
        let shown = || {
            let candidates = ranking.candidates.iter().filter(|c| c.target.cites() && !c.has_no_kind());
            candidates.filter(|_| asks_on).find(|c| context.has_just_shown(self, c.target))
        };
        let near = shown().or(fitting.first().copied());
        let sure = best.filter(|c| is_sure && says_it(c) && !(is_bare && c.lacks_kind()));
        let target = near.or(sure).map(|candidate| candidate.target);
        let mut answer = Answer::plain(Outcome::Clarify, f64::from(ranking.probability));
        answer.why = self.explain(&ranking);
        answer.outcome = match target {
            Some(target) => Outcome::Answer(self.citations(target)),
            None => self.silence(&meant.question, &ranking),
        };
        if answer.is_answered() {
            answer.suggestions = self.suggest(&ranking, answer.citations());
        }
        Judged {
            answer,
            target,
            is_near: near.is_some(),
            is_in_place: meant.is_in_place,
            probability: ranking.probability,
        }
    }

    /// The persons that a question names, each once.
    pub(super) fn persons(&self, question: &Question) -> Vec<Vec<Word>> {
        let mut persons: Vec<Vec<Word>> = Vec::new();
        for piece in self.index.rank(question).pieces.iter().filter(|piece| piece.kind == Some(TermKind::Person)) {
            let name = self.read(piece.taken_as.as_deref().unwrap_or(&piece.text)).words().to_vec();
            if !persons.contains(&name) {
                persons.push(name);
            }
        }
        persons
    }

    /// The last question with the name or number of a fragment in the place of its own of the same kind: "and Iran?" after
    /// "Is Syria in the text?" is "Is Iran in the text?".
    fn put_in_place(&self, before: &Question, fragment: &Question) -> Option<Vec<Word>> {
        let (new, old) = (self.index.rank(fragment).pieces, self.index.rank(before).pieces);
        let alike = |a: &Piece, b: &Piece| (a.number && b.number) || (a.kind.is_some() && a.kind == b.kind);
        let (new_at, old_at) = new.iter().enumerate().find_map(|(at, piece)| {
            Some((at, old.iter().rposition(|other| alike(piece, other) && piece.text != other.text)?))
        })?;
        let range = |pieces: &[Piece], at: usize| {
            let start: usize = pieces[..at].iter().map(word_count).sum();
            start..start + word_count(&pieces[at])
        };
        let mut words = before.words().to_vec();
        words.splice(range(&old, old_at), fragment.words()[range(&new, new_at)].iter().cloned());
        Some(words)
    }
}

fn word_count(piece: &Piece) -> usize {
    piece.words
}

/// How many of the pieces are made of the first `words` words.
fn own_pieces(pieces: &[Piece], words: usize) -> usize {
    let mut end = 0;
    let ends = pieces.iter().map(|piece| {
        end += word_count(piece);
        end
    });
    ends.take_while(|end| *end <= words).count()
}

/// "it", "that", "else": what only points.
fn is_pointing(word: &str) -> bool {
    let points = matches!(word, "it" | "its" | "that" | "this" | "these" | "those" | "them" | "there" | "else");
    points || matches!(word, "and" | "but" | "so" | "ok" | "about")
}

/// The words of a question that are carried on to the next: all but those that only ask.
fn carried(question: &Question) -> Vec<Word> {
    let says = |word: &&Word| word.class != WordClass::Frame && !is_small_word(&word.text);
    question.words().iter().filter(says).take(MOST_CARRIED).cloned().collect()
}

/// The words with a person's name in place of the pronouns.
fn with_person(words: &[Word], name: &[Word]) -> Vec<Word> {
    let is_pronoun = |word: &Word| matches!(&*word.text, "he" | "him" | "his" | "himself" | "she" | "her");
    words.iter().flat_map(|w| if is_pronoun(w) { name.to_vec() } else { vec![w.clone()] }).collect()
}
