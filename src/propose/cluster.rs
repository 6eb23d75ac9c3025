//! Questions that ask the same in about the same words, together.

use std::collections::BTreeSet;

use super::journal::Asked;
use crate::question::Question;
use crate::text::WordClass;

/// Questions are alike if they share at least this much of their words.
const ALIKE: f64 = 0.5;

/// Questions that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// The one asked most often, in whose words the proposal is made.
    pub first: Asked,
    /// The others.
    pub others: Vec<Asked>,
}

impl Cluster {
    /// All of them, the most frequent first.
    pub fn questions(&self) -> impl Iterator<Item = &Asked> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// How often they were asked.
    pub fn times(&self) -> u64 {
        self.questions().map(|asked| asked.times).sum()
    }
}

/// Puts questions that are alike together; what was asked most comes first. Only questions that are here for the same
/// reason and, where it matters, for the same fact are put together.
pub fn cluster(mut asked: Vec<Asked>) -> Vec<Cluster> {
    asked.sort_by(|a, b| b.times.cmp(&a.times).then_with(|| a.question.cmp(&b.question)));
    let mut clusters: Vec<(BTreeSet<String>, Cluster)> = Vec::new();
    for asked in asked {
        let words = words(&asked.question);
        let home = clusters.iter_mut().find(|(others, cluster)| {
            cluster.first.reason == asked.reason
                && cluster.first.fact == asked.fact
                && (likeness(&words, others) >= ALIKE)
        });
        match home {
            Some((_, cluster)) => cluster.others.push(asked),
            None => clusters.push((words, Cluster { first: asked, others: Vec::new() })),
        }
    }
    let mut clusters: Vec<Cluster> = clusters.into_iter().map(|(_, cluster)| cluster).collect();
    clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.times()));
    clusters
}

/// The stems that carry meaning and what is asked for; or all of them where none does.
fn words(question: &str) -> BTreeSet<String> {
    let question = Question::new(question);
    let telling = question.words().iter().filter(|word| word.class == WordClass::Content);
    let mut words: BTreeSet<String> = telling.map(|word| word.stem().to_string()).collect();
    if words.is_empty() {
        words.extend(question.words().iter().map(|word| word.stem().to_string()));
    }
    words.insert(format!("?{}", question.asked().id()));
    words
}

/// The share of all words that both have.
fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let shared = one.intersection(other).count() as f64;
    shared / (one.len() as f64 + other.len() as f64 - shared).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::propose::journal::Reason;

    fn asked(question: &str, times: u64) -> Asked {
        Asked { question: question.to_owned(), reason: Reason::Unanswered, fact: None, times }
    }

    #[test]
    fn questions_in_about_the_same_words_are_together() {
        let rows = [
            ("where is tea grown", 1),
            ("Where is the tea grown?", 4),
            ("who picks it in spring", 2),
            ("tea, where grown", 1),
        ];
        let clusters = cluster(rows.map(|(question, times)| asked(question, times)).to_vec());
        let shown: Vec<_> = clusters.iter().map(|c| (c.first.question.as_str(), c.others.len(), c.times())).collect();
        assert_eq!(shown, [("Where is the tea grown?", 2, 6), ("who picks it in spring", 0, 2)]);
    }
}
