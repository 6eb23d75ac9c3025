//! What asking shows: every phrasing is asked of a base that does not hold it, and what is offered is taken up.

use std::collections::{BTreeMap, HashSet};

use crate::answer::{Answer, Citation, Outcome};
use crate::engine::Engine;
use crate::knowledge::{Entry, KnowledgeBase, Loaded, Places, Problem};

/// The base is indexed once for each part, and asked the phrasings of the part that it does then not hold.
const PARTS: usize = 10;

/// A fact takes another's questions if it answers at least as many of them, and such a share.
const STOLEN: usize = 3;
const STOLEN_SHARE: f64 = 0.15;

pub(super) fn problems(loaded: &Loaded, caution: f64, tick: &mut dyn FnMut(usize)) -> Vec<Problem> {
    let places = Places::of(&loaded.sources);
    let entries = places.entries();
    let total = entries.iter().map(|entry| entry.questions.len()).sum::<usize>();
    let mut stolen: BTreeMap<(usize, String), Vec<usize>> = BTreeMap::new();
    let mut reached: HashSet<(String, u32)> = HashSet::new();
    for part in 0..PARTS {
        // An entry's only phrasing cannot be taken away from it.
        let is_left_out = |at: usize, number: usize| entries[at].questions.len() > 1 && (at + number) % PARTS == part;
        let Ok(without) = KnowledgeBase::parse(places.without(&loaded.sources, is_left_out)) else { continue };
        let engine = Engine::new(without.knowledge, caution);
        for (at, entry) in entries.iter().enumerate() {
            for (number, question) in entry.questions.iter().enumerate().filter(|&(number, _)| is_left_out(at, number))
            {
                tick(total);
                let answer = engine.ask(question);
                let Outcome::Answer(citations) = &answer.outcome else { continue };
                reached.insert(sentence(&citations[0]));
                if !is_own(&entry.id, &citations[0], &loaded.knowledge)
                    && let Some(thief) = answer.why.candidates.first().and_then(|best| best.fact)
                {
                    stolen.entry((at, thief.id().to_owned())).or_default().push(number);
                }
            }
        }
    }
    let mut found: Vec<Problem> = stolen
        .into_iter()
        .filter_map(|((at, thief), numbers)| theft(&places, &entries[at], &thief, &numbers))
        .collect();
    found.extend(unreached(loaded, &places, &reached));
    found.extend(broken_offers(loaded, &places, caution));
    found
}

fn sentence(citation: &Citation<'_>) -> (String, u32) {
    (citation.document().id().to_owned(), citation.number())
}

/// Whether the entry itself would answer with this sentence; a gap answers with none.
fn is_own(id: &str, citation: &Citation<'_>, knowledge: &KnowledgeBase) -> bool {
    knowledge.fact_by_id(id).is_some_and(|fact| {
        knowledge.document(fact.document()).id() == citation.document().id()
            && fact.quotes().iter().any(|quote| quote.sentence() == citation.number())
    })
}

fn theft(places: &Places<'_>, entry: &Entry<'_>, thief: &str, numbers: &[usize]) -> Option<Problem> {
    if numbers.len() < STOLEN || (numbers.len() as f64) < STOLEN_SHARE * entry.questions.len() as f64 {
        return None;
    }
    let message = format!(
        "\"{thief}\" answers {} of the {} phrasings of \"{}\" where they are not stored",
        numbers.len(),
        entry.questions.len(),
        entry.id
    );
    let problem = Problem::warning(entry.question(numbers[0]), message);
    let problem = match places.entry(thief) {
        Some(thief) => problem.with_related(thief.place(), "this fact"),
        None => problem,
    };
    Some(problem.with_help("give each of the two more phrasings that only it answers, or make one of them"))
}

/// Warns of sentences and topics that questions only find in the very words that are stored.
fn unreached(loaded: &Loaded, places: &Places<'_>, reached: &HashSet<(String, u32)>) -> Vec<Problem> {
    let knowledge = &loaded.knowledge;
    let mut found = Vec::new();
    let mut topics: BTreeMap<&str, bool> = BTreeMap::new();
    let mut seen = HashSet::new();
    for fact in knowledge.facts() {
        let Some(first) = fact.quotes().first() else { continue };
        let document = knowledge.document(fact.document());
        let place = (document.id().to_owned(), first.sentence());
        let is_reached = reached.contains(&place);
        if let Some(topic) = fact.topic() {
            *topics.entry(topic).or_default() |= is_reached;
        }
        if !is_reached
            && seen.insert(place)
            && let Some(entry) = places.entry(fact.id())
        {
            let message = format!("no question reaches sentence {} but in the words that are stored", first.sentence());
            found.push(
                Problem::warning(entry.place(), message).with_help("give the fact more phrasings, in other words"),
            );
        }
    }
    for (topic, _) in topics.into_iter().filter(|(_, is_reached)| !is_reached) {
        let fact = knowledge.facts_of_topic(topic).next();
        if let Some(entry) = fact.and_then(|fact| places.entry(fact.id())) {
            let message = format!("no question reaches the topic \"{topic}\" but in the words that are stored");
            found.push(
                Problem::warning(entry.place(), message).with_help("give its facts more phrasings, in other words"),
            );
        }
    }
    found
}

/// Warns of facts whose first question, which is offered to people, is not answered with the fact.
fn broken_offers(loaded: &Loaded, places: &Places<'_>, caution: f64) -> Vec<Problem> {
    // Whoever takes up an offer asks the base as it is, so this one is indexed whole.
    let Ok(whole) = KnowledgeBase::parse(loaded.sources.clone()) else { return Vec::new() };
    let (engine, knowledge) = (Engine::new(whole.knowledge, caution), &loaded.knowledge);
    let is_answered = |answer: &Answer<'_>, id: &str| match &answer.outcome {
        Outcome::Answer(citations) => is_own(id, &citations[0], knowledge),
        Outcome::Clarify | Outcome::NoAnswer { .. } | Outcome::SmallTalk(_) => false,
    };
    let mut found = Vec::new();
    for fact in knowledge.facts() {
        if !is_answered(&engine.ask(&fact.questions()[0]), fact.id())
            && let Some(entry) = places.entry(fact.id())
        {
            let problem = Problem::warning(
                entry.question(0),
                format!("the question that \"{}\" is offered with does not find it", fact.id()),
            );
            found.push(problem.with_help("put another phrasing first"));
        }
    }
    found
}
