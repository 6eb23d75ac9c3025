//! The questions inside a message: its sentences, and in a long one the stretches that begin like a question.

use std::borrow::Cow;
use std::ops::Range;

use super::asked::{is_auxiliary, is_question_word};
use super::several;
use crate::text::{Word, WordClass};

/// A message with more words than this may hold its question anywhere.
const LONG: usize = 20;
/// A sentence of such a message may hold it behind a few words.
const SHORT: usize = 8;
/// A stretch of a long message is as long as a question may well be: one of these numbers of words, if so many are left.
const STRETCHES: [usize; 3] = [8, 12, 18];
/// A part with fewer words is no question by itself.
const SHORTEST: usize = 3;
/// So many words tell what a question word asks for: "how many miles long", "which of the two".
const ASKED_FOR: usize = 4;
/// Who tells where he is from does so within so many words: "I am an engineer from".
const HOME: usize = 6;
/// So many words tell how something is to be explained: "like I am five".
const MANNER: usize = 6;
/// No more parts than this are cut out, so that the time stays bounded.
const MOST: usize = 24;

/// A sentence of a message.
#[derive(Debug)]
pub(crate) struct Sentence<'w> {
    words: Cow<'w, [Word]>,
    /// Whether it has a question mark at its end.
    is_question: bool,
}

/// A message's sentences. A message of one sentence has been read already.
pub(super) fn sentences<'w>(normal: &str, words: &'w [Word], read: impl Fn(&str) -> Vec<Word>) -> Vec<Sentence<'w>> {
    match several::sentences(normal).as_slice() {
        [] | [_] => vec![Sentence { words: Cow::Borrowed(words), is_question: false }],
        several => {
            let each =
                |text: &&str| Sentence { words: read(text).into(), is_question: several::has_question_mark(text) };
            several.iter().map(each).collect()
        }
    }
}

/// Some words of a message that may be a question by themselves.
#[derive(Debug)]
pub(crate) struct Part<'w> {
    pub(crate) words: Vec<&'w Word>,
    /// Whether it stands in a sentence with a question mark at its end.
    pub(crate) is_asked: bool,
}

/// The parts of a message of these sentences that may be a question by themselves, none of them the `whole`.
pub(super) fn parts<'w>(
    whole: &[Word],
    sentences: &'w [Sentence<'_>],
    is_needed: impl Fn(&Word) -> bool,
) -> Vec<Part<'w>> {
    let sentences = || sentences.iter().filter(|sentence| sentence.words.len() >= SHORTEST);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut add = |sentence: &'w Sentence<'_>, part: Range<usize>, needed: &[&'w Word]| {
        let part = without_lead(&sentence.words[part]);
        if part.len() < SHORTEST || !asks(part) || parts.len() == MOST {
            return;
        }
        let needed = needed.iter().copied().filter(|word| !part.contains(word));
        let words: Vec<&Word> = part.iter().chain(needed).collect();
        if !is_same(&words, whole) && parts.iter().all(|other| !is_same(&words, other.words.iter().copied())) {
            parts.push(Part { words, is_asked: sentence.is_question });
        }
    };
    sentences().for_each(|sentence| add(sentence, 0..sentence.words.len(), &[]));
    let is_long = whole.len() > LONG;
    for sentence in sentences().filter(|sentence| is_long && sentence.words.len() > SHORT) {
        let words = &*sentence.words;
        let needed: Vec<usize> =
            (0..words.len()).filter(|&at| is_needed(&words[at]) && !is_of_asker(words, at)).collect();
        // Where somebody says "tell me", it begins there, and what comes behind belongs to it.
        let lead = behind_lead(words);
        let starts =
            (0..words.len()).filter(|&at| lead.map_or_else(|| may_begin(words, at, &is_needed), |lead| at == lead));
        for start in starts {
            for length in STRETCHES {
                let stretch = start..words.len().min(start + length);
                let needed = needed.iter().filter(|at| !stretch.contains(at)).map(|&at| &words[at]);
                add(sentence, stretch.clone(), &needed.collect::<Vec<_>>());
            }
        }
    }
    parts
}

/// Whether words ask anything: courtesies and grammar do not, nor does "can you tell me"; "what did they say" does.
fn asks(words: &[Word]) -> bool {
    let has = |class: WordClass| words.iter().any(|word| word.class == class);
    has(WordClass::Content) || (has(WordClass::Frame) && words.iter().any(|word| is_question_word(&word.text)))
}

/// Whether words are the same, whatever was typed for them.
fn is_same<'w>(words: &[&Word], others: impl IntoIterator<Item = &'w Word>) -> bool {
    words.iter().map(|word| &word.text).eq(others.into_iter().map(|word| &word.text))
}

/// The only sentence that says or asks anything, where courtesies stand beside it.
pub(super) fn only_sentence<'s>(sentences: &'s [Sentence<'_>]) -> Option<&'s [Word]> {
    let says = |word: &Word| word.class == WordClass::Content || is_question_word(&word.text);
    let mut saying = sentences.iter().map(|sentence| &*sentence.words).filter(|words| words.iter().any(says));
    saying.next().filter(|_| sentences.len() > 1 && saying.next().is_none())
}

/// Whether a question may begin at a word. "What is", "is what" and "how long is" begin at their question words; behind its
/// subject, as in "it is" and "Russia has", an auxiliary begins none, nor does "has" but before one: "have no idea".
fn may_begin(words: &[Word], at: usize, is_name: impl Fn(&Word) -> bool) -> bool {
    let asks = |word: &Word| is_question_word(&word.text) || &*word.text == "whether";
    if asks(&words[at]) {
        return true;
    }
    let mut thing = words[at.saturating_sub(ASKED_FOR)..at].iter().rev().take_while(|word| !is_auxiliary(&word.text));
    let does_it = |word: &Word| is_subject(&word.text) || is_name(word);
    let is_behind = thing.any(asks) || at.checked_sub(1).is_some_and(|before| does_it(&words[before]));
    let next = words.get(at + 1);
    let is_doer = |word: &Word| does_it(word) || matches!(&*word.text, "the" | "these" | "any");
    let lacks_subject = || matches!(&*words[at].text, "have" | "has" | "had") && !next.is_some_and(is_doer);
    is_auxiliary(&words[at].text) && !is_behind && !next.is_some_and(asks) && !lacks_subject()
}

/// Whether a word stands for somebody or something that does what follows.
fn is_subject(word: &str) -> bool {
    matches!(word, "i" | "you" | "he" | "she" | "it" | "we" | "they" | "that" | "this" | "there")
        || matches!(word, "nobody" | "somebody" | "everybody" | "someone" | "everyone")
}

/// Whether a name or number says something of the one who asks: "my second year", "born in 2003", "I am from Kenya", "due on
/// Friday", "made us laugh", "second, I forgot", "because Dave said so".
fn is_of_asker(words: &[Word], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).map_or("", |before| &*words[before].text);
    let is_own = |word: &str| matches!(word, "my" | "our");
    let is_weekday =
        matches!(&*words[at].text, "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday");
    let is_why = words[..at].iter().any(|word| &*word.text == "because");
    let is_us = &*words[at].text == "us" && before(1) != "the";
    let counts = matches!(&*words[at].text, "first" | "second" | "third")
        && words.get(at + 1).is_some_and(|next| next.class == WordClass::Function);
    let is_home = before(1) == "from"
        && words[at.saturating_sub(HOME)..at]
            .iter()
            .any(|word| matches!(&*word.text, "i" | "we" | "my" | "our" | "greetings"));
    is_weekday || is_us || is_home || is_why || counts || is_own(before(1)) || is_own(before(2)) || before(2) == "born"
}

/// What follows "could you kindly tell me", "I would like to know whether", "remind me of".
fn without_lead(words: &[Word]) -> &[Word] {
    // Late in a short question it is part of what is asked: "what does the article tell of".
    behind_lead(words).filter(|start| *start < words.len() / 2 + 4).map_or(words, |start| &words[start..])
}

/// Where the question begins that words such as "tell me" lead up to.
fn behind_lead(words: &[Word]) -> Option<usize> {
    let is = |at: usize, any: &[&str]| words.get(at).is_some_and(|w| any.contains(&&*w.text));
    let verb = words.iter().rposition(|w| {
        matches!(
            &*w.text,
            "tell"
                | "know"
                | "wondering"
                | "wonder"
                | "remind"
                | "explain"
                | "ask"
                | "asking"
                | "telling"
                | "understand"
                | "curious"
        )
    })?;
    let mut start = verb + 1;
    while is(start, &["me", "us", "you", "her", "him", "them", "please", "of", "about", "exactly", "simply"]) {
        start += 1;
    }
    // "Explain like I am five: what", "explain in plain words why".
    if is(verb, &["explain"]) {
        let manner = start..words.len().min(start + MANNER);
        start = manner.into_iter().find(|&at| is_question_word(&words[at].text)).unwrap_or(start);
    }
    let opens = is(start, &["if", "whether"])
        || words.get(start).is_some_and(|w| is_question_word(&w.text))
        || (start > verb + 1 && is(start, &["the", "a", "in", "on", "at", "by", "under"]));
    (opens && words.len() - start >= SHORTEST).then_some(start)
}

#[cfg(test)]
mod tests {
    use crate::question::Question;
    use crate::text::{Reader, Word};

    fn parts(message: &str, is_needed: impl Fn(&Word) -> bool) -> Vec<String> {
        let message = Question::new(message);
        let sentences = message.sentences(&Reader::default());
        message
            .parts(&sentences, is_needed)
            .into_iter()
            .map(|part| Question::of_part(part.words).key().to_owned())
            .collect()
    }

    #[track_caller]
    fn check(message: &str, expected: &[&str]) {
        let found = parts(message, |word| word.number);
        for part in expected {
            assert!(found.iter().any(|f| f == part), "{part:?} is none of {found:#?}");
        }
        assert!(!expected.is_empty() || found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_plain_question_has_no_parts() {
        check("Where did they meet?", &[]);
        check("", &[]);
        check("hi", &[]);
    }

    #[test]
    fn sentences_are_parts() {
        check("Good evening to you. Where did they meet? Many thanks.", &["where did they meet"]);
        check("What stands in the settings.toml?", &[]);
    }

    #[test]
    fn what_leads_up_to_a_question_is_left_off() {
        check(
            "Could you kindly tell me in which city they held their talks?",
            &["in which city they held their talks"],
        );
        check("I want to know whether Ukraine came up", &["whether ukraine came up"]);
        check("could you remind me of the name of the treaty", &["the name of the treaty"]);
        check("Explain like I'm five: what did they sign?", &["what did they sign"]);
    }

    #[test]
    fn a_long_message_is_searched_for_its_question() {
        let ramble = "so i was on the bus and it was raining and everyone was talking and nobody knew anything so \
                      what did they say about ukraine when they met because i really want to know";
        check(ramble, &["what did they say about ukraine when they"]);
    }

    #[test]
    fn a_stretch_begins_with_a_question() {
        let found = |message: &str| {
            let parts = parts(message, |word| &*word.text == "russia");
            parts.iter().map(|part| part.split(' ').next().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        };
        let check = |clause: &str, expected: &str| {
            let ramble = "so there was this long talk at home with all of my family and nobody had any idea";
            let begins = found(&format!("{ramble} {clause}"));
            assert!(begins.iter().all(|begin| begin == expected), "{clause:?} begins with {begins:?}");
            assert_eq!(begins.is_empty(), expected.is_empty(), "{clause:?}");
        };
        check("what are they after in world politics", "what");
        check("is what they want so hard to see", "what");
        check("did they sail the sea together", "did");
        check("how many miles long is the pipeline", "how");
        check("it is hard to see the end of this", "");
        check("have no hope of an end to this", "");
        check("have the talks come to an end", "have");
        check("russia has a plan for the years ahead", "");
    }

    #[test]
    fn what_has_a_question_mark_is_known_as_asked() {
        let asked = |message: &str| {
            let message = Question::new(message);
            let sentences = message.sentences(&Reader::default());
            let parts = message.parts(&sentences, |_| false).into_iter().filter(|part| part.is_asked);
            parts.map(|part| Question::of_part(part.words).key().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(asked("They met in Beijing. What did they say?"), ["what did they say"]);
        assert_eq!(asked("They met in Beijing. Can you tell me?"), [""; 0]);
        assert_eq!(asked("They met in Beijing. Tell me what they want."), [""; 0]);
    }

    #[test]
    fn courtesies_beside_a_sentence_are_left_off() {
        let check = |message: &str, expected: Option<&str>| {
            let question = Question::new(message);
            let only = Question::only_sentence(&question.sentences(&Reader::default()));
            assert_eq!(only.as_ref().map(Question::key), expected, "{message:?}");
        };
        check("Where did they meet? Thank you so much!", Some("where did they meet"));
        check("Hi. Where did they meet?", Some("where did they meet"));
        check("Where did they meet?", None);
        check("Where did they meet? Was it in Beijing?", None);
        check("And Putin? What did he say?", None);
        check("Hi. Thank you so much!", None);
    }

    #[test]
    fn what_is_said_of_the_one_who_asks_is_left_out() {
        let ramble = "i am in my second year of politics and was born in 2003 and my essay is due on friday so please let me                       hear whether they quarrelled about the border";
        check(ramble, &["whether they quarrelled about the border"]);
        let ramble = "i am in my second year of politics and so far i have no idea of all this so please let me hear                       whether they quarrelled about the border in those years";
        check(ramble, &["whether they quarrelled about the border in those"]);
    }

    #[test]
    fn us_and_second_are_not_carried_along_where_they_tell_of_the_one_who_asks() {
        let ramble = "first of all thanks and second my friends made us laugh all night and nobody knew a thing so \
                      what did they sign in the treaty at last";
        let parts = parts(ramble, |word| word.number || &*word.text == "us");
        assert!(!parts.is_empty());
        for part in parts {
            assert!(part.starts_with("what did they sign"), "{part:?}");
            assert!(!part.ends_with("us") && !part.contains("second"), "{part:?}");
        }
    }

    #[test]
    fn what_is_cut_out_takes_with_it_what_it_cannot_do_without() {
        let ramble = "in 1984 as far as i know there was something that was signed so tell my old mother and me please \
                      what was the name of the treaty that they signed";
        check(ramble, &["what was the name of the treaty that 1984"]);
    }
}
