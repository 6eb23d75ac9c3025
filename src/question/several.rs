//! The questions of a message that asks more than one: "Where did they meet and who took part?".

use std::borrow::Cow;

use super::asked;
use super::asked::{is_auxiliary, is_question_word};

/// A message has no more questions than this; what follows belongs to the last.
const MOST: usize = 5;

/// The questions of a message as they were typed, in order; fewer than two where it asks one thing, or nothing.
///
/// What only stands around them (a greeting, what the asker says of himself) is left out.
///
/// ```
/// use ibid::question::several;
/// assert_eq!(several("Where did they meet and who took part?"), ["Where did they meet", "who took part?"]);
/// assert_eq!(several("I like tea. When and where did they meet?"), ["When did they meet?", "where did they meet?"]);
/// assert!(several("Where did they meet, and with whom?").len() < 2);
/// ```
pub fn several(message: &str) -> Vec<String> {
    let mut questions: Vec<String> = Vec::new();
    for sentence in sentences(message) {
        let words: Vec<Typed<'_>> = sentence.split_whitespace().map(Typed::new).collect();
        let mut start = 0;
        for at in 1..words.len() {
            let (opens, joins) = boundary(&words, at);
            let further = &words[opens..];
            // Behind a comma alone, "what they want" depends on what stands before it, and "what do they want" does not.
            let asks = || opens_further(further) && (opens > at || is_inverted(further));
            if joins && asks() && opens_directly(&words[start..at]) {
                push_question(&mut questions, &words[start..at], start > 0);
                start = opens;
            }
        }
        push_question(&mut questions, &words[start..], start > 0);
    }
    if questions.len() > MOST {
        let rest = questions.split_off(MOST);
        questions[MOST - 1] = format!("{} {}", questions[MOST - 1], rest.join(" "));
    }
    questions
}

/// Whether a message may ask more than one thing: without another sentence, a comma or a joining word it cannot, which is seen
/// faster than its questions are found.
pub(crate) fn may_be_several(message: &str) -> bool {
    let joins = |word: &str| {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        ["and", "also", "plus", "then"].iter().any(|join| plain.eq_ignore_ascii_case(join))
    };
    let ends = |word: &str| word.ends_with(['.', '?', '!', ';', '…', ',']);
    let mut words = message.split_whitespace().peekable();
    while let Some(word) = words.next() {
        if (words.peek().is_some() && ends(word)) || joins(word) {
            return true;
        }
    }
    message.contains(['\n', '。', '？', '！'])
}

/// A word of a message.
struct Typed<'m> {
    text: &'m str,
    /// Without the marks around it, in lower case.
    plain: Cow<'m, str>,
}

impl<'m> Typed<'m> {
    fn new(text: &'m str) -> Typed<'m> {
        let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
        let is_lower = plain.bytes().all(|b| b.is_ascii_lowercase());
        Typed { text, plain: if is_lower { plain.into() } else { plain.to_lowercase().into() } }
    }
}

/// The words as they were typed.
fn join(words: &[Typed<'_>]) -> String {
    words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// The word at a place, empty where there is none.
fn plain<'w>(words: &'w [Typed<'_>], at: usize) -> &'w str {
    words.get(at).map_or("", |word| &word.plain)
}

/// Adds a stretch if it is a question, as one that joins another is: as two where it asks for two things of one, "when and where did they meet".
fn push_question(questions: &mut Vec<String>, words: &[Typed<'_>], joins: bool) {
    let lead = words.iter().position(|word| !asked::is_courtesy(&word.plain)).unwrap_or(0);
    if let [first, and, second, rest @ ..] = &words[lead..] {
        let asks = |word: &Typed<'_>| matches!(&*word.plain, "who" | "where" | "when" | "why" | "how");
        if asks(first) && asks(second) && and.plain == "and" && rest.len() > 1 {
            let rest = join(rest);
            questions.extend([first, second].map(|word| format!("{} {rest}", word.text)));
            return;
        }
    }
    let ends = words.last().is_some_and(|word| has_question_mark(word.text));
    let asks = || words.iter().any(|word| is_question_word(&word.plain) || is_auxiliary(&word.plain));
    if joins || (ends && asks()) || opens_directly(words) {
        questions.push(join(words).trim_end_matches([',', ';']).to_owned());
    }
}

/// Where the words behind a joint begin, and whether there is a joint before `at`: "and", "also", a comma.
fn boundary(words: &[Typed<'_>], at: usize) -> (usize, bool) {
    match &*words[at].plain {
        "and" | "also" | "plus" | "then" if at + 1 < words.len() => (at + 1, true),
        _ => (at, words[at - 1].text.ends_with(',')),
    }
}

/// Whether words begin as a direct question does: "where did", "who met", "is it". "When the treaty was signed" is none.
fn opens_directly(words: &[Typed<'_>]) -> bool {
    let Some(lead) = words.iter().position(|word| !asked::is_courtesy(&word.plain)) else { return false };
    let asks_to_tell =
        |word: &Typed<'_>| matches!(&*word.plain, "tell" | "know" | "explain" | "say" | "wonder" | "ask");
    let head = &words[lead..words.len().min(lead + 6)];
    let told = head.iter().position(asks_to_tell).filter(|_| !is_question_word(&head[0].plain));
    if let Some(told) = told {
        return (lead + told..words.len()).any(|at| is_question_word(&words[at].plain) && !is_at_leisure(words, at));
    }
    match head {
        [first, ..] if is_auxiliary(&first.plain) => words.len() > lead + 2,
        [first, second, ..] if matches!(&*first.plain, "when" | "where" | "why" | "how") => {
            is_auxiliary(&second.plain) || matches!(&*second.plain, "many" | "much" | "long" | "old" | "big" | "come")
        }
        [first, _, ..] => is_question_word(&first.plain),
        _ => false,
    }
}

/// "When convenient", "when you can": of "let me know when convenient" it asks nothing.
fn is_at_leisure(words: &[Typed<'_>], at: usize) -> bool {
    plain(words, at) == "when" && matches!(plain(words, at + 1), "convenient" | "possible" | "ready" | "you")
}

/// "where did", "who met": what needs nothing before it. "Did the two" may go on with "What, in short, did the two".
fn is_inverted(words: &[Typed<'_>]) -> bool {
    plain(words, 0) == "who" || (is_question_word(plain(words, 0)) && is_auxiliary(plain(words, 1)))
}

/// Whether words behind a joint ask anew, and not on: "and with whom", "and what not" do not.
fn opens_further(words: &[Typed<'_>]) -> bool {
    let second = plain(words, 1);
    match plain(words, 0) {
        "why" | "when" | "where" | "how" if words.len() == 1 => true,
        "what" if matches!(second, "not" | "so" | "about") => second == "about",
        first if is_question_word(first) => words.len() > 1,
        first if is_auxiliary(first) => matches!(
            second,
            "it" | "they" | "he" | "she" | "there" | "this" | "that" | "these" | "those" | "the" | "any" | "both"
        ),
        _ => false,
    }
}

/// Whether a text ends in a question mark.
pub(super) fn has_question_mark(text: &str) -> bool {
    text.ends_with(['?', '？'])
}

/// Cuts at line breaks, and behind marks that end a sentence: behind wide ones always, behind others where white space follows,
/// for "settings.toml" is one thing.
pub(super) fn sentences(message: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let (mut start, mut last) = (0, ' ');
    for (at, c) in message.char_indices() {
        let is_end = match last {
            '.' | '?' | '!' | ';' | '…' => c.is_whitespace(),
            '。' | '？' | '！' => true,
            _ => c == '\n',
        };
        if is_end {
            sentences.push(message[start..at].trim());
            start = at;
        }
        last = c;
    }
    sentences.push(message[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::{may_be_several, several};

    #[track_caller]
    fn check(message: &str, expected: &[&str]) {
        assert_eq!(several(message), expected, "{message:?}");
        assert!(may_be_several(message) || expected.len() < 2, "{message:?}");
    }

    #[test]
    fn questions_are_told_apart() {
        check("When was it signed? And why does it matter?", &["When was it signed?", "And why does it matter?"]);
        check("who met, where was it and why", &["who met", "where was it", "why"]);
        check("Do they trade? is it balanced", &["Do they trade?", "is it balanced"]);
        check("can you tell me where they met and who came", &["can you tell me where they met", "who came"]);
        check("is it growing and is it balanced?", &["is it growing", "is it balanced?"]);
    }

    #[test]
    fn one_question_stays_one() {
        check(
            "When the treaty was signed, what did it lead to?",
            &["When the treaty was signed, what did it lead to?"],
        );
        check("What do China and Russia want?", &["What do China and Russia want?"]);
        check("Is trade growing and balanced?", &["Is trade growing and balanced?"]);
        check("I am a student. Where did they meet? Thanks!", &["Where did they meet?"]);
        let long = "Could you please tell me, in its words, what the history was marked by?";
        check(long, &[long]);
        check("What, in short, did the leaders do?", &["What, in short, did the leaders do?"]);
        check("and putin? what did he say", &["what did he say"]);
        check("Where and", &[]);
        check("hello", &[]);
        check("", &[]);
    }
}
