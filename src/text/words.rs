//! Words: cutting them, the kinds there are, and their stems.

use std::borrow::Borrow;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bitcode::{Decode, Encode};
use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_segmentation::UnicodeSegmentation;

use super::asides::leave_out;
use super::english::{Commonness, commonness};
use super::list::SortedList;
use super::small::small_word_meant;
use super::strange::unstretched;

/// The closed classes of English, and the courtesies of a chat.
static FUNCTION: SortedList = SortedList::new(include_str!("lists/function.txt"));
/// Stems of the words with which people talk about the asking itself and about the text.
static FRAME: SortedList = SortedList::new(include_str!("lists/frame.txt"));
/// Chat spellings and contractions typed without their apostrophe, with what they stand for.
static CHAT: SortedList = SortedList::new(include_str!("lists/chat.txt"));
/// Stems of irregular past tenses and plurals, with the stem of their base form.
static IRREGULAR: SortedList = SortedList::new(include_str!("lists/irregular.txt"));
/// Ordinals and cardinals that tell one thing from another. "One" and "two" do not: "the two nations".
static NUMBERS: SortedList = SortedList::new(include_str!("lists/numbers.txt"));

/// What a word does in a question, whatever the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum WordClass {
    /// Grammar: articles, pronouns, prepositions, auxiliaries, question words, courtesies.
    Function,
    /// Talk about the asking and the text: "tell", "article", "sentence", "mention".
    Frame,
    /// Everything else: what the question is about.
    Content,
}

/// One word of a text in normal form.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Word {
    /// As written, in normal form, contractions and chat spellings undone ("whats" is "what", "n't" is "not").
    pub text: Arc<str>,
    /// What was typed where the word stands for one of another language.
    typed: Option<Arc<str>>,
    /// The stem, where it is not the word itself.
    stem: Option<Arc<str>>,
    /// What the word does.
    pub class: WordClass,
    /// How common it is in English at large.
    pub commonness: Commonness,
    /// Whether it is a number: see [`is_number_word`].
    pub number: bool,
    /// Whether it was typed as names are: see [`mark_capitals`](super::mark_capitals).
    pub capital: bool,
}

impl Word {
    pub(super) fn new(text: &str) -> Self {
        let stem = stem(text);
        let class = if is_function_word(text) {
            WordClass::Function
        } else if FRAME.has(&stem) {
            WordClass::Frame
        } else {
            WordClass::Content
        };
        let stem = (stem != text).then(|| stem.into());
        let (commonness, number) = (commonness(text), is_number_word(text));
        Word { text: text.into(), typed: None, stem, class, commonness, number, capital: false }
    }

    /// The same where `typed` of another language stands for it.
    pub(super) fn typed_as(self, typed: &Arc<str>) -> Self {
        Word { typed: (*typed != self.text).then(|| Arc::clone(typed)), ..self }
    }

    /// The same with another stem.
    pub(super) fn with_stem(self, stem: &str) -> Self {
        Word { stem: (*stem != *self.text).then(|| stem.into()), ..self }
    }

    /// What was typed: the word itself, but where it stands for one of another language.
    pub fn typed(&self) -> &Arc<str> {
        self.typed.as_ref().unwrap_or(&self.text)
    }

    /// The key by which inflections of a word are the same.
    pub fn stem(&self) -> &Arc<str> {
        self.stem.as_ref().unwrap_or(&self.text)
    }
}

/// The words of a text in [normal form](super::normalise).
///
/// ```
/// use ibid::text::{normalise, words};
/// let texts: Vec<_> = words(&normalise("Didn't China’s leaders meet?")).into_iter().map(|w| w.text).collect();
/// assert_eq!(texts.join(" "), "did not china leaders meet");
/// ```
pub fn words(normal: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in normal.unicode_words() {
        words_of(piece, &mut words);
    }
    words
}

/// A message as a reader reads it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its words, in English where it is in another language.
    pub words: Vec<Word>,
    /// The words as they were typed, joined: the key under which a stored phrasing is found again.
    pub key: String,
}

/// What makes words of texts.
pub trait Reads: std::fmt::Debug {
    /// Reads a text in [normal form](super::normalise).
    fn reading(&self, normal: &str) -> Reading;
}

impl Reads for Reader {
    fn reading(&self, normal: &str) -> Reading {
        let mut words = self.words(normal);
        leave_out(&mut words);
        Reading { key: key(&words), words }
    }
}

/// The words joined by single spaces.
pub fn key(words: &[Word]) -> String {
    let mut key = String::with_capacity(words.iter().map(|w| w.text.len() + 1).sum());
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word.text);
    }
    key
}

/// Remembers words: finding the stem and the class of a word is most of what reading costs.
#[derive(Clone, Debug, Default, Encode, Decode)]
pub struct Reader {
    /// What is read as it is written.
    words: FxHashSet<ByText>,
    /// All else: contractions, chat spellings, what is drawn out, marks that are no words.
    others: FxHashMap<Box<str>, Vec<Word>>,
}

/// A word that is found by its text.
#[derive(Clone, Debug, Encode, Decode)]
struct ByText(Word);

impl Borrow<str> for ByText {
    fn borrow(&self) -> &str {
        &self.0.text
    }
}

impl Hash for ByText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

impl PartialEq for ByText {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for ByText {}

impl Reader {
    /// The same as [`words`], remembering those that are new.
    pub fn learn(&mut self, normal: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for piece in normal.unicode_words() {
            match self.learned(piece) {
                Some(known) => words.extend_from_slice(known),
                None => {
                    let start = words.len();
                    words_of(piece, &mut words);
                    match &words[start..] {
                        [word] if *word.text == *piece => {
                            self.words.insert(ByText(word.clone()));
                        }
                        read => {
                            self.others.insert(piece.into(), read.to_vec());
                        }
                    }
                }
            }
        }
        words
    }

    /// What a piece was read as when it was learned.
    fn learned(&self, piece: &str) -> Option<&[Word]> {
        let word = self.words.get(piece).map(|ByText(word)| std::slice::from_ref(word));
        word.or_else(|| self.others.get(piece).map(Vec::as_slice))
    }

    /// Whether a word in normal form was learned.
    pub fn knows(&self, word: &str) -> bool {
        self.learned(word).is_some()
    }

    /// What a word in normal form does, if it was learned as a word by itself.
    pub fn class_of(&self, word: &str) -> Option<WordClass> {
        self.words.get(word).map(|ByText(word)| word.class)
    }

    /// The same as [`words`], quick for those that were learned; what is none, and was not learned, may be a slip of a [small
    /// word](small_word_meant).
    pub fn words(&self, normal: &str) -> Vec<Word> {
        let mut words = Vec::new();
        for piece in normal.unicode_words() {
            match self.learned(piece) {
                Some(known) => words.extend_from_slice(known),
                None => {
                    let start = words.len();
                    words_of(piece, &mut words);
                    // A word of English is none; "theee" is a slip of "the" before it is "thee" drawn out.
                    if let [word] = &mut words[start..]
                        && (word.commonness == Commonness::Unknown || *word.text != *piece)
                        && !CHAT.has(piece)
                        && let Some(meant) = small_word_meant(piece)
                    {
                        *word = Word::new(meant);
                    }
                }
            }
        }
        words
    }
}

/// The words of one piece between white space or punctuation: several for a contraction, none for a lone mark.
fn words_of(piece: &str, words: &mut Vec<Word>) {
    let piece = piece.trim_matches('_');
    let (base, negated) = match piece.split_once('\'') {
        Some((base, "t")) if base.ends_with('n') && base.len() > 2 => (negated_verb(&base[..base.len() - 1]), true),
        Some((base, _)) if !base.is_empty() => (base, false),
        _ => (piece, false),
    };
    match CHAT.value(base) {
        Some(meaning) => words.extend(meaning.split(' ').map(Word::new)),
        None if base.is_empty() => {}
        None => words.push(match unstretched(base) {
            Some(short) if commonness(base) == Commonness::Unknown => Word::new(&short),
            _ => Word::new(base),
        }),
    }
    if negated {
        words.push(Word::new("not"));
    }
}

/// Whether a word is one that people type for another, or for several, when they chat in English: "wat", "gonna".
pub fn is_chat_spelling(word: &str) -> bool {
    CHAT.has(word)
}

/// "ca" of "can't" and "wo" of "won't" are cut short; the other verbs are whole.
fn negated_verb(base: &str) -> &str {
    match base {
        "ca" => "can",
        "wo" => "will",
        "sha" => "shall",
        whole => whole,
    }
}

/// The stem of a word in normal form: the key under which its inflections and its British and American spellings meet.
///
/// Snowball's English stemmer, after the endings that differ between the two spellings are made one. Words of other
/// scripts are their own stems.
///
/// ```
/// assert_eq!(ibid::text::stem("modernisation"), ibid::text::stem("modernizations"));
/// ```
pub fn stem(word: &str) -> String {
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let stemmed = match word.len() {
        0..4 => word.to_owned(),
        _ => Stemmer::create(Algorithm::English).stem(&american(word)).into_owned(),
    };
    IRREGULAR.value(&stemmed).map_or(stemmed, str::to_owned)
}

/// "-ise" is "-ize", "-our" is "-or", "-ence" of a few nouns is "-ense", "-mme" is "-m". A key, not a spelling: that
/// "exercise" becomes "exercize" harms nobody.
fn american(word: &str) -> String {
    for (british, american) in [
        ("isation", "ization"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("iser", "izer"),
    ] {
        if let Some(root) = word.strip_suffix(british).filter(|root| root.len() > 2) {
            return format!("{root}{american}");
        }
    }
    if word.len() > 5 && word.contains("our") {
        for tail in ["our", "ours", "oured", "ouring", "ourite", "ourable", "ourhood", "ourly", "ourliness", "ourhoods"]
        {
            if let Some(root) = word.strip_suffix(tail).filter(|root| root.len() > 2) {
                return format!("{root}or{}", &tail["our".len()..]);
            }
        }
    }
    word.replace("efence", "efense").replace("gramme", "gram")
}

/// Whether `word`, in normal form, is grammar rather than matter.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION.has(word)
}

/// Whether `word`, in normal form, is a number: digits, or a word that counts ("the fourth term" is not the fifth).
pub fn is_number_word(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_digit()) || NUMBERS.has(word)
}

#[cfg(test)]
mod tests {
    use super::super::normalise;
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let texts: Vec<_> = words(&normalise(text)).into_iter().map(|w| w.text).collect();
        assert_eq!(texts.join(" "), expected, "{text:?}");
    }

    #[test]
    fn words_are_cut_at_hyphens_and_punctuation() {
        check("China-Russia trade, 2001!", "china russia trade 2001");
        check("???", "");
        check("U.S. hegemony", "us hegemony");
        check("'quoted' words", "quoted words");
        check("http://example.org/a_b", "http example.org a_b");
    }

    #[test]
    fn contractions_and_chat_spellings_are_undone() {
        check("what's Putin's plan", "what putin plan");
        check("can't won't don’t", "can not will not do not");
        check("whats up w eachother", "what is up with each other");
    }

    #[test]
    fn a_slip_of_a_small_word_is_that_word_unless_it_was_learned() {
        let mut reader = Reader::default();
        reader.learn("the wiht report");
        for (text, expected) in [
            ("waht did tey say", "what did they say"),
            ("the wiht", "the wiht"),
            ("wht did they say", "what did they say"),
        ] {
            assert_eq!(key(&reader.words(text)), expected, "{text:?}");
        }
    }

    #[test]
    fn stems_join_inflections_and_both_spellings() {
        for (one, other) in [
            ("meetings", "meet"),
            ("met", "meet"),
            ("modernise", "modernize"),
            ("neighbour", "neighbors"),
            ("defence", "defense"),
            ("programme", "programs"),
            ("said", "say"),
            ("fought", "fights"),
            ("criticised", "criticizing"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn every_entry_of_the_lists_is_found() {
        for list in [&FUNCTION, &FRAME, &CHAT, &IRREGULAR, &NUMBERS] {
            list.check();
        }
    }
}
