//! Questions that ask much the same, put together: a curator answers each of them once.
//!
//! Two questions are alike when they share most of their telling words. The most frequent question gathers those like it,
//! then the most frequent of the rest does, and so on.

use std::collections::{BTreeSet, HashMap};

use super::journal::Unanswered;
use crate::text::{is_function_word, normalise, stem, words};

/// The share of words, of both questions together, from which on they are alike.
const ALIKE: f64 = 0.5;

/// Questions that ask much the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The one asked most often, which stands for all.
    pub first: Unanswered,
    /// The others.
    pub others: Vec<Unanswered>,
    /// How often all of them were asked.
    pub times: i64,
}

/// Puts questions together, the most frequent cluster first. Those without a text are put together by their reason and
/// fact.
pub fn cluster(questions: Vec<Unanswered>) -> Vec<Cluster> {
    let mut clusters: Vec<(Cluster, BTreeSet<String>)> = Vec::new();
    // Only clusters that share a word can be alike, so the rest is never looked at.
    let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
    for question in questions {
        let own = telling(&question);
        let mut near: Vec<usize> = own.iter().filter_map(|word| by_word.get(word)).flatten().copied().collect();
        near.sort_unstable();
        near.dedup();
        let likeness = |at: &usize| (likeness(&own, &clusters[*at].1), std::cmp::Reverse(*at));
        let best = near.iter().map(|at| (likeness(at), *at)).filter(|((share, _), _)| *share >= ALIKE);
        let best = best.max_by(|((a, first), _), ((b, second), _)| a.total_cmp(b).then(first.cmp(second)));
        if let Some((_, at)) = best {
            let (cluster, _) = &mut clusters[at];
            cluster.times += question.times;
            cluster.others.push(question);
        } else {
            for word in &own {
                by_word.entry(word.clone()).or_default().push(clusters.len());
            }
            let times = question.times;
            clusters.push((Cluster { first: question, others: Vec::new(), times }, own));
        }
    }
    let mut clusters: Vec<Cluster> = clusters.into_iter().map(|(cluster, _)| cluster).collect();
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.times));
    clusters
}

/// The words that say what a question is about; all its words where none does.
fn telling(question: &Unanswered) -> BTreeSet<String> {
    let Some(text) = &question.question else {
        return BTreeSet::from([format!("{} {}", question.reason, question.fact.as_deref().unwrap_or_default())]);
    };
    let words: Vec<String> = words(&normalise(text)).into_iter().map(|word| word.text.to_string()).collect();
    let telling: BTreeSet<String> =
        words.iter().filter(|word| !is_function_word(word)).map(|word| stem(word)).collect();
    if telling.is_empty() { words.into_iter().collect() } else { telling }
}

fn likeness(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(question: &str, times: i64) -> Unanswered {
        Unanswered { question: Some(question.to_owned()), reason: "unsure".to_owned(), fact: None, times, last: 0 }
    }

    #[test]
    fn questions_alike_are_put_together() {
        let clusters = cluster(vec![
            asked("How many troops took part in the drills?", 5),
            asked("What is the GDP of China?", 4),
            asked("how many TROOPS in the drills", 3),
            asked("gdp of china?", 3),
            asked("?!", 1),
        ]);
        let shown: Vec<(&str, usize, i64)> =
            clusters.iter().map(|c| (c.first.question.as_deref().unwrap(), c.others.len(), c.times)).collect();
        let expected =
            [("How many troops took part in the drills?", 1, 8), ("What is the GDP of China?", 1, 7), ("?!", 0, 1)];
        assert_eq!(shown, expected);
    }

    #[test]
    fn questions_without_texts_are_put_together_by_reason() {
        let wordless =
            |reason: &str, times| Unanswered { question: None, reason: reason.to_owned(), ..asked("", times) };
        let clusters = cluster(vec![wordless("unsure", 2), wordless("off_topic", 1), wordless("unsure", 1)]);
        assert_eq!(clusters.iter().map(|cluster| cluster.times).collect::<Vec<_>>(), [3, 1]);
    }
}
