//! A message, bounded and normalised once, and the kind of answer it asks for.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{Reader, Reading, Reads, Word, WordClass, key, mark_capitals, normalise};

mod asked;
mod choice;
mod held;
mod leaning;
mod parts;
mod several;

pub use asked::Asked;
pub(crate) use asked::is_question_word;
pub use choice::Choice;
pub(crate) use held::Held;
pub use leaning::Leaning;
pub(crate) use leaning::is_another;
pub(crate) use parts::{Part, Sentence};
pub(crate) use several::may_be_several;
pub use several::several;

/// Whether a word only helps to ask: a question word, an auxiliary, a courtesy, a pronoun.
pub(crate) fn is_small_word(word: &str) -> bool {
    let is_pronoun = matches!(word, "it" | "its" | "that" | "this" | "they" | "them" | "he" | "him" | "his" | "not");
    is_pronoun || asked::is_question_word(word) || asked::is_auxiliary(word) || asked::is_courtesy(word)
}

/// What somebody typed, ready to be matched.
#[derive(Clone, Debug)]
pub struct Question {
    normal: String,
    words: Vec<Word>,
    key: String,
    asked: Asked,
}

impl Question {
    /// A message longer than this many characters is cut: it is as long as Telegram's longest.
    pub const MAX_CHARS: usize = 4096;

    /// Takes any text at all.
    pub fn new(text: &str) -> Self {
        Self::read(text, &Reader::default())
    }

    /// The same, quicker for words that the reader knows.
    pub fn read(text: &str, reader: &dyn Reads) -> Self {
        let bounded = match text.char_indices().nth(Self::MAX_CHARS) {
            Some((end, _)) => &text[..end],
            None => text,
        };
        let plain = without_markup(bounded);
        let normal = normalise(&plain);
        let mut reading = reader.reading(&normal);
        mark_capitals(&plain, &mut reading.words);
        Self::of(normal, reading)
    }

    /// What a reader made of a text in normal form.
    fn of(normal: String, Reading { words, key }: Reading) -> Self {
        let asked = Asked::by(&words);
        Question { normal, words, key, asked }
    }

    /// Its sentences.
    pub(crate) fn sentences(&self, reader: &dyn Reads) -> Vec<Sentence<'_>> {
        parts::sentences(&self.normal, &self.words, |sentence| reader.reading(sentence).words)
    }

    /// The only one of a message's sentences that says anything, where courtesies stand beside it: "Good evening. Where did they
    /// meet? Many thanks."
    pub(crate) fn only_sentence(sentences: &[Sentence<'_>]) -> Option<Question> {
        parts::only_sentence(sentences).map(Question::of_part)
    }

    /// What it asks behind the greeting or the thanks that it opens with, if it does: "hello, what is this about"; or what it
    /// says that it means: "no, I mean the pipeline".
    pub(crate) fn behind_greeting(&self) -> Option<Question> {
        let opening = asked::greeting(&self.words);
        let rest = (opening > 0).then(|| Question::of_part(&self.words[opening..]));
        rest.filter(|rest| rest.asked != Asked::Topic || (self.corrects() && !rest.words.is_empty()))
    }

    /// The same question with other words in the place of some.
    pub(crate) fn with(&self, range: Range<usize>, words: &[Word]) -> Question {
        let replaced = self.words[..range.start].iter().chain(words).chain(&self.words[range.end..]);
        Question::of_words(replaced.cloned().collect(), self.asked)
    }

    /// Whether it speaks to the one who answers.
    pub(crate) fn is_to_bot(&self) -> bool {
        self.words.iter().any(|word| matches!(&*word.text, "you" | "your"))
    }

    /// The questions inside a message of several sentences or of many words; empty where the message is one question. What
    /// is cut out of a sentence takes with it those words of the sentence that it cannot do without.
    pub(crate) fn parts<'w>(&self, sentences: &'w [Sentence<'_>], is_needed: impl Fn(&Word) -> bool) -> Vec<Part<'w>> {
        parts::parts(&self.words, sentences, is_needed)
    }

    /// The question that some words of a message are.
    pub(crate) fn of_part<'w>(words: impl IntoIterator<Item = &'w Word>) -> Question {
        let words: Vec<Word> = words.into_iter().cloned().collect();
        let asked = Asked::by(&words);
        Question::of_words(words, asked)
    }

    /// A question of these words that asks for this kind of answer: what a message means in a conversation.
    pub(crate) fn of_words(words: Vec<Word>, asked: Asked) -> Self {
        let key = key(&words);
        Question { normal: key.clone(), words, key, asked }
    }

    /// Whether it says too little to be sure that it means all it says.
    pub(crate) fn is_brief(&self) -> bool {
        self.words.iter().filter(|word| word.class == WordClass::Content).count() <= 1
    }

    /// Whether it only asks whether what was said is so: "really?", "is that true".
    pub(crate) fn is_doubt(&self) -> bool {
        let words: Vec<&str> = self.words.iter().map(|word| &*word.text).collect();
        matches!(
            words.as_slice(),
            ["really" | "seriously" | "truly"]
                | ["for", "real"]
                | ["oh" | "wow", "really"]
                | ["is", "that" | "this" | "it", "so" | "true" | "right" | "correct"]
        )
    }

    /// Whether it only asks what came before: "and before that?"
    pub(crate) fn is_of_before(&self) -> bool {
        let words = self.words.iter().map(|word| &*word.text).filter(|word| !asked::is_courtesy(word));
        matches!(
            words.collect::<Vec<_>>().as_slice(),
            ["before", "that" | "this"]
                | ["what", "came" | "was" | "happened", "before"]
                | ["what", "came" | "was" | "happened", "before", "that" | "this"]
                | ["what", "about", "before"]
                | ["what", "about", "before", "that" | "this"]
                | ["earlier"]
        )
    }

    /// Whether it only asks what came next: "what happened after that?"
    pub(crate) fn is_of_after(&self) -> bool {
        let words = self.words.iter().map(|word| &*word.text).filter(|word| !asked::is_courtesy(word));
        matches!(
            words.collect::<Vec<_>>().as_slice(),
            ["after", "that" | "this"]
                | ["afterwards" | "later"]
                | ["what", "came" | "happened" | "followed", "next" | "afterwards" | "later" | "after"]
                | ["what", "came" | "happened", "after", "that" | "this"]
        )
    }

    /// Whether it asks what somebody said, of nothing in particular: "what did he say?"
    pub(crate) fn asks_what_was_said(&self) -> bool {
        self.asked == Asked::What && self.words.last().is_some_and(|last| &**last.stem() == "say")
    }

    /// Whether it speaks of writing: "who wrote it?"
    pub(crate) fn names_writing(&self) -> bool {
        let is_writing = |word: &Word| {
            matches!(
                &*word.text,
                "wrote" | "written" | "writer" | "author" | "article" | "published" | "publication" | "journalist"
            )
        };
        self.words.iter().any(is_writing)
    }

    /// Whether it puts right what was understood: "no, I mean the pipeline".
    pub(crate) fn corrects(&self) -> bool {
        self.words.windows(2).any(|pair| &*pair[0].text == "i" && matches!(&*pair[1].text, "mean" | "meant"))
    }

    /// Which offer it chooses, if it does nothing else.
    pub fn choice(&self) -> Option<Choice> {
        Choice::by(&self.words)
    }

    /// How it leans on what was said before.
    pub fn leaning(&self) -> Leaning {
        Leaning::by(&self.words)
    }

    /// The text in [normal form](normalise).
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// Whether it asks for the sentence that says something.
    pub(crate) fn wants_passage(&self) -> bool {
        asked::wants_passage(&self.words)
    }

    /// Its words in order.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The kind of answer it asks for.
    pub fn asked(&self) -> Asked {
        self.asked
    }

    /// The words joined by single spaces: the key under which a stored phrasing is found again, whatever its case,
    /// accents, punctuation and spacing.
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// Takes out what can only be markup: `<…>` that begins like a tag, with all of a script.
fn without_markup(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let tag = &rest[open + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let Some(close) = tag.find('>').filter(|_| is_tag) else {
            out.push_str(&rest[..=open]);
            rest = tag;
            continue;
        };
        out.push_str(&rest[..open]);
        out.push(' ');
        let script = tag.get(..6).is_some_and(|name| name.eq_ignore_ascii_case("script"));
        rest = match tag.find("</script>").filter(|_| script) {
            Some(end) => &tag[end + "</script>".len()..],
            None => &tag[close + 1..],
        };
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_behind_a_greeting_is_told_from_it() {
        for (text, expected) in [
            ("hello, what is this about", Some("what is this about")),
            ("Good morning bot, where did they meet?", Some("where did they meet")),
            ("thank you, but when was it signed", Some("when was it signed")),
            ("ok, when was it signed", None),
            ("no, i meant the pipeline", Some("the pipeline")),
            ("what do you mean", None),
            ("i mean", None),
            ("thanks for the gas", None),
            ("good morning", None),
        ] {
            let behind = Question::new(text).behind_greeting();
            assert_eq!(behind.as_ref().map(Question::key), expected, "{text:?}");
        }
    }

    #[test]
    fn markup_is_left_out() {
        for (text, expected) in [
            ("<script>alert('hi')</script>is it balanced?", "is it balanced?"),
            ("<b>where</b> did they meet", "where did they meet"),
            ("is 3 < 4 > 2", "is 3 < 4 > 2"),
            ("a <b", "a <b"),
            ("", ""),
        ] {
            assert_eq!(Question::new(text).normal(), expected, "{text:?}");
        }
    }
}
