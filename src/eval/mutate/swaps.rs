//! One thing in a question, changed.

use super::pieces::{Cited, Held, is_year, joined, names_of, pieces};
use super::{Mutation, Mutator, NearMiss};
use crate::knowledge::{Term, TermKind};
use crate::question::{Asked, Question};

/// A message of more words has several clauses, and it is not clear which of them is changed.
const LONGEST: usize = 14;

/// Each name becomes one that no document has, and one that a document has, of the same kind.
pub(super) fn of_names(question: &str, cited: &Cited<'_>, mutator: &Mutator<'_>) -> Vec<NearMiss> {
    let found = mutator.names(question);
    let mut all = Vec::new();
    for named in &found {
        let typed = &question[named.range.clone()];
        let mutation = if named.term.kind == TermKind::Place { Mutation::Place } else { Mutation::Name };
        let mut put_in = |name: &str, also: Vec<String>| {
            // "the the Kyoto Protocol" would be told apart by its grammar alone.
            let before = question[..named.range.start].trim_end().to_lowercase();
            let name = if before.ends_with("the") { name.trim_start_matches("the ") } else { name };
            let question = replaced(question, named.range.start, named.range.end, name);
            all.push(NearMiss { mutation, question, put_in: name.to_owned(), holds: Held::AnyOf(also) });
        };
        let stranger = mutator.stranger(named.term.kind, question);
        // Of "China and Russia" one becomes another: "between Peru" would be told apart by its grammar alone.
        if let Some((first, _)) = typed.rsplit_once(" and ") {
            if let Some(&(name, _)) = stranger {
                put_in(&format!("{first} and {name}"), vec![joined(name)]);
            }
            continue;
        }
        if named.term.name.contains(" and ") {
            continue;
        }
        if let Some(&(name, of_it)) = stranger {
            let name = if is_adjective(typed, named.term) { of_it } else { name };
            put_in(name, vec![joined(name)]);
        }
        let terms: Vec<&Term> = found.iter().map(|named| named.term).collect();
        if let Some(other) = mutator.other(named.term, &terms, cited) {
            put_in(&other.name, names_of(other).map(joined).collect());
        }
    }
    all
}

/// Each year and each number that tells one thing from another becomes another one.
pub(super) fn of_numbers(question: &str, cited: &Cited<'_>) -> Vec<NearMiss> {
    let mut all = Vec::new();
    for (word, range) in pieces(question) {
        let (mutation, other) = match () {
            () if is_year(&word) => (Mutation::Year, another_year(&word)),
            () => match another_number(&word) {
                Some(other) => (Mutation::Number, other),
                None => continue,
            },
        };
        let holds = Held::AnyOf(vec![joined(&other)]);
        if !holds.is_in_any(cited) {
            let question = replaced(question, range.start, range.end, &other);
            all.push(NearMiss { mutation, question, put_in: other, holds });
        }
    }
    all
}

/// "What did they sign?" becomes "What didn't they sign?". A question for yes or no asks the same with it as without, so it
/// is no near miss; nor is it clear what is denied in a long message.
pub(super) fn negated(question: &str, cited: &Cited<'_>) -> Option<NearMiss> {
    let pieces = pieces(question);
    let denies = |word: &str| matches!(word, "not" | "no" | "never" | "none" | "nobody" | "without");
    let asks =
        |word: &str| matches!(word, "who" | "whom" | "whose" | "where" | "when" | "why" | "what" | "which" | "how");
    let at = pieces.iter().position(|(word, _)| is_auxiliary(word))?;
    let is_clear = pieces.len() <= LONGEST && pieces[..at].iter().any(|(word, _)| asks(word));
    if !is_clear || pieces.iter().any(|(word, _)| word.split(' ').any(denies)) || Held::Denial.is_in_any(cited) {
        return None;
    }
    let (auxiliary, range) = &pieces[at];
    let denied = match auxiliary.as_str() {
        "can" => "can't".to_owned(),
        "will" => "won't".to_owned(),
        other => format!("{other}n't"),
    };
    let question = replaced(question, range.start, range.end, &denied);
    Some(NearMiss { mutation: Mutation::Negation, question, put_in: "not".to_owned(), holds: Held::Denial })
}

/// "Where did they …" becomes "When did they …", and so does "Did they …", where no accepted sentence tells a time. What
/// asks for a thing cannot ask for a time in the same words, and "When can you quote …" asks something of whoever is asked.
pub(super) fn of_kind(question: &str, cited: &Cited<'_>) -> Vec<NearMiss> {
    let asked = Question::new(question).asked();
    let pieces = pieces(question);
    let [(first, range), (second, _), _, ..] = pieces.as_slice() else { return Vec::new() };
    if matches!(second.as_str(), "you" | "i" | "we" | "anybody" | "anyone") {
        return Vec::new();
    }
    let asks_how = matches!(first.as_str(), "where" | "when" | "why" | "how") && is_auxiliary(second);
    let kinds = [
        ("When", Asked::When, Held::Time),
        ("Where", Asked::Where, Held::Place),
        ("How many times", Asked::HowMany, Held::Count),
    ];
    let fitting = kinds.into_iter().filter(|(_, kind, holds)| *kind != asked && !holds.is_in_any(cited));
    let near_miss = |(word, _, holds): (&str, Asked, Held)| {
        let by = if asks_how { word.to_owned() } else { format!("{word} {first}") };
        let question = replaced(question, range.start, range.end, &by);
        NearMiss { mutation: Mutation::Kind, question, put_in: String::new(), holds }
    };
    if asks_how || (is_auxiliary(first) && pieces.len() <= LONGEST) {
        fitting.map(near_miss).collect()
    } else {
        Vec::new()
    }
}

fn is_auxiliary(word: &str) -> bool {
    matches!(word, "is" | "are" | "was" | "were" | "do" | "does" | "did" | "has" | "have" | "had" | "can" | "will")
}

fn replaced(question: &str, start: usize, end: usize, by: &str) -> String {
    format!("{}{by}{}", &question[..start], &question[end..])
}

/// Whether a name was typed as what belongs to it: "Chinese" for China.
fn is_adjective(typed: &str, term: &Term) -> bool {
    let typed = typed.to_lowercase();
    typed != term.name.to_lowercase() && ["ese", "ian", "an", "ish"].iter().any(|ending| typed.ends_with(ending))
}

/// A year some way off.
fn another_year(word: &str) -> String {
    let (digits, plural) = word.strip_suffix('s').map_or((word, ""), |digits| (digits, "s"));
    let year: u32 = digits.parse().unwrap_or(2000);
    // A decade stays one; the way is odd, so that no other date is met by chance.
    let other = if plural.is_empty() { year - 17 } else { year - 30 };
    format!("{other}{plural}")
}

/// Another number, if a word is one that tells one thing from another.
fn another_number(word: &str) -> Option<String> {
    const ORDINALS: [&str; 10] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    const CARDINALS: [&str; 8] = ["three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    for list in [&ORDINALS[..], &CARDINALS[..]] {
        if let Some(at) = list.iter().position(|known| *known == word) {
            return Some(list[(at + 2) % list.len()].to_owned());
        }
    }
    word.parse::<u64>().ok().map(|number| (number + 2).to_string())
}
