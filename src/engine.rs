//! A question goes in, an answer comes out: pure, deterministic, without clock, network or file.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use crate::answer::{
    Answer, CandidateEvidence, Citation, Explanation, Outcome, Rival, RivalEvidence, Silence, Suggestion, WordEvidence,
};
use crate::conversation::Conversation;
use crate::knowledge::{DocumentIndex, FactIndex, KnowledgeBase, Report, Talk, TalkIntent, Tongue, Unread};
use crate::matching::{Candidate, Library, Memo, Piece, Ranking, Target};
use crate::question::{Asked, Question};

mod context;
mod converse;
mod granted;
mod image;
mod inside;
mod judge;
mod language;
mod meant;
mod more;
mod names;
mod pair;
mod several;
mod years;

/// No answer cites more sentences than this: who wants more reads on in the document.
pub const MOST_CITATIONS: usize = 6;
/// How many questions are offered beside or instead of an answer.
const MOST_SUGGESTIONS: usize = 3;
/// How many of the nearest sentences silence shows.
const MOST_NEAREST: usize = 2;
/// A piece of a question that says at least this much is worth naming when the document never mentions it.
const TELLING: f32 = 0.6;
/// Small talk is meant, whatever else is said, if it stands so far above what the documents say.
const CHAT_ABOVE: f32 = 2.5;
/// What is said of the bot to the bot needs no more than this.
const OF_BOT_ABOVE: f32 = 1.0;

/// A knowledge base with its index, ready to answer.
#[derive(Debug)]
pub struct Engine {
    knowledge: Arc<KnowledgeBase>,
    /// Where the language stands in [`KnowledgeBase::languages`]; none is English.
    spoken: Option<usize>,
    index: Library,
    threshold: f64,
    memo: Option<Arc<dyn Memo>>,
    /// The keys of the messages that ask for more.
    more: HashSet<String>,
    /// The same for each other language, made when somebody asks in it.
    others: Vec<OnceLock<Engine>>,
}

impl Engine {
    /// Indexes a knowledge base. `caution` is how many times worse a false answer is than silence; an answer is given
    /// from the probability on at which it costs less than silence, `caution / (1 + caution)`.
    pub fn new(knowledge: KnowledgeBase, caution: f64) -> Engine {
        let index = Library::new(&knowledge, knowledge.english());
        Engine::with(knowledge, index, caution, None)
    }

    /// The same of files, which are neither read nor indexed where `memo` remembers what was found in them before. The answers
    /// are the same.
    pub fn remembering(unread: Unread, caution: f64, memo: Box<dyn Memo>) -> Result<Engine, Report> {
        let (knowledge, index) = image::english(unread, &*memo)?;
        Ok(Engine::with(knowledge, index, caution, Some(memo.into())))
    }

    fn with(knowledge: KnowledgeBase, index: Library, caution: f64, memo: Option<Arc<dyn Memo>>) -> Engine {
        let mut engine = Engine::of(Arc::new(knowledge), None, index, caution / (1.0 + caution), memo);
        engine.others = engine.knowledge.languages().iter().map(|_| OnceLock::new()).collect();
        engine
    }

    /// An engine for one language.
    fn of(
        knowledge: Arc<KnowledgeBase>,
        spoken: Option<usize>,
        index: Library,
        threshold: f64,
        memo: Option<Arc<dyn Memo>>,
    ) -> Engine {
        let tongue = tongue(&knowledge, spoken);
        let more = tongue.talk().iter().filter(|talk| talk.intent() == TalkIntent::More);
        let key = |phrasing: &String| Question::read(phrasing, tongue.reader()).key().to_owned();
        let more = more.flat_map(Talk::questions).map(key).collect();
        Engine { knowledge, spoken, index, threshold, memo, more, others: Vec::new() }
    }

    /// What the engine answers from.
    pub fn knowledge(&self) -> &KnowledgeBase {
        &self.knowledge
    }

    /// The language that this one is for.
    fn tongue(&self) -> Tongue<'_> {
        tongue(&self.knowledge, self.spoken)
    }

    /// Answers one message by itself. Any text is welcome; only its first [`Question::MAX_CHARS`] characters count.
    pub fn ask(&self, message: &str) -> Answer<'_> {
        self.converse(&Conversation::default(), message).0
    }

    /// Answers one question by itself.
    fn alone(&self, question: &Question) -> Reading<'_> {
        self.alone_in(None, question)
    }

    /// Answers one question by itself, out of one document or out of whichever does.
    fn alone_in(&self, within: Option<DocumentIndex>, question: &Question) -> Reading<'_> {
        let rank = |question: &Question| match within {
            Some(document) => self.index.rank_in(document, question),
            None => self.index.rank(question),
        };
        let sentences = question.sentences(self.tongue().reader());
        let only = Question::only_sentence(&sentences).filter(|_| !self.index.has(question));
        let question = only.as_ref().unwrap_or(question);
        let ranking = rank(question);
        let whole = self.decide(question, &ranking);
        if !ranking.exact
            && sentences.len() == 1
            && let Some(behind) = self.behind_greeting(question, &whole, rank)
        {
            return behind;
        }
        if matches!(whole.outcome, Outcome::Answer(_) | Outcome::SmallTalk(_)) {
            return Reading { answer: whole, ranking };
        }
        let answer = self.inside(question, &sentences, &ranking, rank).unwrap_or(whole);
        Reading { answer, ranking }
    }

    fn decide(&self, question: &Question, ranking: &Ranking) -> Answer<'_> {
        let why = self.explain(ranking);
        let confidence = f64::from(ranking.probability);
        let outcome = match (self.answering(ranking), ranking.candidates.first().map(|c| c.target)) {
            (Some(best), _) => Outcome::Answer(self.with_others(self.citations_from(best.target, best.leads), ranking)),
            (None, Some(Target::Talk(at))) if self.is_talk(question, ranking) => self.small_talk(at),
            (None, Some(Target::Gap(at))) if ranking.exact => self.known_gap(at),
            (None, _) if ranking.is_ambiguous && !self.is_sure(ranking) => Outcome::Clarify,
            (None, _) => self.silence(question, ranking),
        };
        let suggestions = match &outcome {
            Outcome::Clarify => self.suggest(ranking, &[]),
            Outcome::Answer(citations) => self.suggest(ranking, citations),
            Outcome::NoAnswer { .. } | Outcome::SmallTalk(_) => Vec::new(),
        };
        Answer { suggestions, why, ..Answer::plain(outcome, confidence) }
    }

    /// The candidate that answers, if one does.
    fn answering<'r>(&self, ranking: &'r Ranking) -> Option<&'r Candidate> {
        let is_gap = matches!(ranking.candidates.first(), Some(c) if matches!(c.target, Target::Gap(_)));
        let is_else = is_likest_talk(ranking) || (is_gap && ranking.exact);
        ranking.best_citing().filter(|_| !is_else && self.is_sure(ranking))
    }

    fn is_sure(&self, ranking: &Ranking) -> bool {
        ranking.exact || f64::from(ranking.probability) >= self.threshold
    }

    /// Whether the small talk that is likest was meant: its words are known, or the message asks nothing and is far nearer to it
    /// than to anything in a document, as "gotta catch my train, bye" and what is said of the bot are.
    fn is_talk(&self, question: &Question, ranking: &Ranking) -> bool {
        let Some(Candidate { target: Target::Talk(at), score, .. }) = ranking.candidates.first() else { return false };
        let intent = self.tongue().talk()[*at].intent();
        let asks = question.asked() != Asked::Topic;
        // "What was it good for?" is no courtesy.
        if ranking.exact || (ranking.is_small_talk && !(asks && intent.is_courtesy())) {
            return true;
        }
        let is_of_bot = intent.is_of_bot() && question.is_to_bot();
        let above = if is_of_bot { OF_BOT_ABOVE } else { CHAT_ABOVE };
        let is_far = || ranking.best_citing().is_none_or(|best| score - best.score >= above);
        !asks && (intent.is_courtesy() || is_of_bot) && is_far()
    }

    fn small_talk(&self, at: usize) -> Outcome<'_> {
        match self.tongue().talk()[at].intent() {
            TalkIntent::Opinion => Outcome::NoAnswer { reason: Silence::Opinion, nearest: Vec::new() },
            TalkIntent::Prediction => Outcome::NoAnswer { reason: Silence::Prediction, nearest: Vec::new() },
            intent => Outcome::SmallTalk(intent),
        }
    }

    fn known_gap(&self, at: usize) -> Outcome<'_> {
        let gap = &self.knowledge.gaps()[at];
        let nearest = gap.nearest().iter().map(|quote| Citation::of_quote(&self.knowledge, quote)).collect();
        Outcome::NoAnswer { reason: Silence::KnownGap(self.tongue().missing(at)), nearest }
    }

    /// What a target cites, at most [`MOST_CITATIONS`] sentences, each once.
    fn citations(&self, target: Target) -> Vec<Citation<'_>> {
        match target {
            Target::Fact(index) => self.citations_of_fact(index),
            Target::Sentence(..) | Target::Gap(_) | Target::Talk(_) => {
                self.first_citation(target).into_iter().collect()
            }
        }
    }

    /// The same with the sentence of this number first, if it is among them.
    fn citations_from(&self, target: Target, leads: Option<u32>) -> Vec<Citation<'_>> {
        let mut citations = self.citations(target);
        if let Some(at) = citations.iter().position(|citation| Some(citation.number()) == leads) {
            citations[..=at].rotate_right(1);
        }
        citations
    }

    /// What a target cites first.
    fn first_citation(&self, target: Target) -> Option<Citation<'_>> {
        match target {
            Target::Fact(index) => Citation::first_of_fact(&self.knowledge, self.knowledge.fact(index)),
            Target::Sentence(document, number) => Citation::of_sentence(self.knowledge.document(document), number),
            Target::Gap(_) | Target::Talk(_) => None,
        }
    }

    fn citations_of_fact(&self, index: FactIndex) -> Vec<Citation<'_>> {
        let mut citations = Citation::of_fact(&self.knowledge, self.knowledge.fact(index));
        citations.truncate(MOST_CITATIONS);
        citations
    }

    /// The best facts that lead to other sentences than those `shown`, each to sentences of its own.
    fn suggest(&self, ranking: &Ranking, shown: &[Citation<'_>]) -> Vec<Suggestion<'_>> {
        let mut suggestions: Vec<Suggestion<'_>> = Vec::new();
        for candidate in &ranking.candidates {
            let Target::Fact(index) = candidate.target else { continue };
            let fresh = |c: &Citation<'_>| {
                shown.iter().all(|s| !s.same_sentence(c))
                    && suggestions.iter().all(|s| !s.citations[0].same_sentence(c))
            };
            if self.first_citation(candidate.target).as_ref().is_some_and(fresh) {
                let (fact, question) = (self.knowledge.fact(index), self.tongue().title_of_fact(index));
                suggestions.push(Suggestion { fact, question, citations: self.citations_of_fact(index) });
            }
            if suggestions.len() == MOST_SUGGESTIONS {
                break;
            }
        }
        suggestions
    }

    /// Why the document does not answer, from the strongest reason to the weakest.
    fn silence(&self, question: &Question, ranking: &Ranking) -> Outcome<'_> {
        if let Some(Candidate { target: Target::Gap(at), .. }) = ranking.candidates.first()
            && ranking.gap_fits
        {
            return self.known_gap(*at);
        }
        let best = ranking.best_citing();
        let nearest: Vec<Citation<'_>> = ranking.candidates.iter().filter_map(|c| self.first_citation(c.target)).fold(
            Vec::new(),
            |mut nearest, citation| {
                if nearest.len() < MOST_NEAREST && nearest.iter().all(|n: &Citation<'_>| !n.same_sentence(&citation)) {
                    nearest.push(citation);
                }
                nearest
            },
        );
        let telling = |keep: &dyn Fn(&Piece) -> bool| -> Vec<String> {
            let telling = ranking.pieces.iter().filter(|p| p.weight >= TELLING && keep(p));
            each_once(telling.map(|p| &*p.text))
        };
        let unmentioned = telling(&|p| !p.mentioned);
        let mentioned_weight: f32 = ranking.pieces.iter().filter(|p| p.mentioned).map(|p| p.weight).sum();
        if mentioned_weight < TELLING {
            return Outcome::NoAnswer { reason: Silence::OffTopic, nearest: Vec::new() };
        }
        let missing_names: Vec<String> = best.map_or_else(Vec::new, |best| {
            let lacking = ranking.pieces.iter().zip(&best.explained).filter(|(p, e)| (p.name || p.number) && **e < 1.0);
            each_once(lacking.map(|(p, _)| &*p.text))
        });
        let reason = if !unmentioned.is_empty() {
            Silence::NotMentioned(unmentioned)
        } else if !missing_names.is_empty() {
            Silence::OtherNames(missing_names)
        } else if best.is_some_and(Candidate::lacks_kind) && question.asked() != Asked::Topic {
            Silence::KindMissing(question.asked())
        } else {
            Silence::Unsure
        };
        Outcome::NoAnswer { reason, nearest }
    }

    fn explain(&self, ranking: &Ranking) -> Explanation<'_> {
        let best = ranking.best_citing();
        let words = ranking
            .pieces
            .iter()
            .enumerate()
            .filter(|(_, piece)| piece.weight > 0.0)
            .map(|(at, piece)| WordEvidence {
                word: Arc::clone(&piece.text),
                taken_as: piece.taken_as.clone(),
                weight: f64::from(piece.weight),
                explained: best.map_or(0.0, |best| f64::from(best.explained[at])),
                pivotal: f64::from(ranking.probability) >= self.threshold
                    && f64::from(ranking.without[at]) < self.threshold,
            })
            .collect();
        let (mut candidates, mut rivals) = (Vec::new(), Vec::new());
        for candidate in &ranking.candidates {
            let is_full = if candidate.target.cites() {
                candidates.len() >= Explanation::CANDIDATES
            } else {
                rivals.len() >= Explanation::RIVALS
            };
            if is_full {
                continue;
            }
            let (score, sum) = (f64::from(candidate.score), candidate.sum());
            let fact = match candidate.target {
                Target::Fact(index) => Some(self.knowledge.fact(index)),
                Target::Sentence(..) => None,
                Target::Gap(at) => {
                    rivals.push(RivalEvidence { rival: Rival::Gap(self.knowledge.gaps()[at].id()), score, sum });
                    continue;
                }
                Target::Talk(at) => {
                    rivals.push(RivalEvidence { rival: Rival::Talk(self.tongue().talk()[at].intent()), score, sum });
                    continue;
                }
            };
            let Some(citation) = self.first_citation(candidate.target) else { continue };
            candidates.push(CandidateEvidence { fact, citation, score, sum });
        }
        Explanation { words, candidates, rivals, certainty: ranking.certainty }
    }
}

fn tongue(knowledge: &KnowledgeBase, spoken: Option<usize>) -> Tongue<'_> {
    spoken.map_or_else(|| knowledge.english(), |at| knowledge.tongue(&knowledge.languages()[at]))
}

/// A question answered, with what was found for it.
struct Reading<'k> {
    answer: Answer<'k>,
    ranking: Ranking,
}

/// Whether small talk is likest.
fn is_likest_talk(ranking: &Ranking) -> bool {
    let is_first = matches!(ranking.candidates.first(), Some(c) if matches!(c.target, Target::Talk(_)));
    is_first && (ranking.exact || ranking.is_small_talk)
}

/// Texts without repetition: a word of another language may stand for several English ones.
fn each_once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for text in texts {
        if once.iter().all(|other| other != text) {
            once.push(text.to_owned());
        }
    }
    once
}
