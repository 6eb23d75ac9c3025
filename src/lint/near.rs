//! Phrasings of two entries that differ in nothing that tells them apart.

use std::collections::HashMap;

use crate::knowledge::{Places, Problem};
use crate::question::{Asked, Question};
use crate::text::{Reader, WordClass};

/// With fewer words that carry meaning, two phrasings are alike by chance.
const TELLING: usize = 3;

/// Warns of each phrasing that has the same telling words as one of another entry, and asks for the same kind of answer.
pub(super) fn phrasings(places: &Places<'_>, reader: &Reader) -> Vec<Problem> {
    let mut first: HashMap<(Vec<String>, Asked), (usize, usize)> = HashMap::new();
    let mut found = Vec::new();
    for (at, entry) in places.entries().iter().enumerate() {
        for (number, question) in entry.questions.iter().enumerate() {
            let Some(signature) = signature(question, reader) else { continue };
            let &mut (other, other_number) = first.entry(signature).or_insert((at, number));
            if other == at {
                continue;
            }
            let other = &places.entries()[other];
            let message = format!("a phrasing of \"{}\" that says the same as one of \"{}\"", entry.id, other.id);
            let problem = Problem::warning(entry.question(number), message);
            let problem = problem.with_related(other.question(other_number), "its words in another order");
            found.push(problem.with_help("leave one of them out, or say in it what makes it another question"));
        }
    }
    found
}

/// The stems of the telling words, sorted, and the kind of answer asked for; nothing for a phrasing with few of them.
///
/// Words of grammar that turn a question round tell as well: whom is not who, and not is not nothing.
fn signature(question: &str, reader: &Reader) -> Option<(Vec<String>, Asked)> {
    const TURNING: &[&str] = &[
        "not", "whom", "to", "by", "from", "without", "before", "after", "other", "else", "only", "first", "last",
        "both", "more", "most",
    ];
    let question = Question::read(question, reader);
    let words = question.words();
    let mut stems: Vec<String> = words
        .iter()
        .filter(|word| word.class == WordClass::Content || TURNING.contains(&&*word.text))
        .map(|word| word.stem().to_string())
        .collect();
    stems.sort_unstable();
    stems.dedup();
    (stems.len() >= TELLING).then(|| (stems, question.asked()))
}
