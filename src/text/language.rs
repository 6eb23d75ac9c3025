//! Words of another language, read as the English words they stand for.
//!
//! A [`Language`] is a dictionary of phrases: what says nothing, question words, and what other words and names mean in
//! English. Reading a message looks for the longest phrase at each place, as it is written or by its stems, and gives the
//! English words, each with what was typed. A word the dictionary does not have stays itself.

use std::cell::OnceCell;
use std::sync::Arc;

use rust_stemmers::{Algorithm, Stemmer};
use rustc_hash::{FxHashMap, FxHashSet};
use unicode_segmentation::UnicodeSegmentation;

use super::english::{Commonness, commonness};
use super::list::SortedList;
use super::slips::{letters, may_be_slips, slips};
use super::strange::unstretched;
use super::words::{Reading, Reads, Word, WordClass, stem};

/// Traditional Chinese characters with their simplified forms.
static TRADITIONAL: SortedList = SortedList::new(include_str!("lists/traditional.txt"));

/// No phrase of a dictionary is looked for over more pieces than this.
const LONGEST_PHRASE: usize = 16;
/// Words shorter than this are never taken for another one.
const SHORTEST_CORRECTED: usize = 5;
/// From this length on a word may be two slips away from the right one.
const TWO_SLIPS_FROM: usize = 9;
/// The halves of a compound have at least so many letters.
const SHORTEST_HALF: usize = 4;
/// What may stand between the halves of a compound.
const LINKS: [&str; 6] = ["", "s", "n", "en", "es", "e"];

/// How a language's texts are cut into pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segmentation {
    /// Words stand between spaces.
    Spaces,
    /// Nothing stands between words: each character of the script is a piece, and phrases are what has a meaning.
    LongestMatch,
}

impl Segmentation {
    /// Both, for tables.
    pub const ALL: [Segmentation; 2] = [Segmentation::Spaces, Segmentation::LongestMatch];

    /// Its name in `language.<lang>.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Segmentation::Spaces => "spaces",
            Segmentation::LongestMatch => "longest-match",
        }
    }
}

/// What a phrase of a dictionary means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Nothing: grammar and courtesies.
    Function,
    /// Talk about the asking and the text.
    Frame,
    /// A question word: the English one, or "is" for what marks a question of yes or no.
    Ask(&'static str),
    /// English words.
    Gloss(Arc<[Word]>),
}

impl Meaning {
    /// What English words mean.
    pub fn of(english: &str) -> Meaning {
        Meaning::Gloss(super::words(&super::normalise(english)).into())
    }
}

/// The dictionary of a language, and how its words are cut and stemmed.
pub struct Language {
    stemmer: Option<Stemmer>,
    segmentation: Segmentation,
    written: Dictionary,
    stemmed: Dictionary,
    /// Question words that also only join: "que" asks at the beginning of a question and joins in the middle.
    joining: FxHashSet<String>,
    /// Single stems that have a meaning with the letters they have, by their length and first letter, for words that are misspelt.
    alike: FxHashMap<(usize, char), Vec<Alike>>,
}

/// A stem that others may be slips of, with the letters it has.
type Alike = (u64, Box<str>);

/// Phrases by their pieces joined by spaces.
#[derive(Default)]
struct Dictionary {
    phrases: FxHashMap<String, Meaning>,
    /// How many pieces the longest phrase has that begins with a piece.
    longest: FxHashMap<Box<str>, usize>,
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Language").field("phrases", &self.written.phrases.len()).finish_non_exhaustive()
    }
}

/// A piece of a message.
struct Piece<'t, 'l> {
    text: &'t str,
    language: &'l Language,
    stem: OnceCell<String>,
}

impl Piece<'_, '_> {
    /// Its stem, found when it is first asked for.
    fn stem(&self) -> &str {
        self.stem.get_or_init(|| self.language.stem(self.text))
    }
}

impl Language {
    /// An empty dictionary. `stemmer` is the name of a Snowball stemmer; `None` where there is none of that name.
    pub fn new(stemmer: &str, segmentation: Segmentation) -> Option<Language> {
        let stemmer = match stemmer {
            "none" => None,
            name => Some(Stemmer::create(STEMMERS.iter().find(|(known, _)| *known == name)?.1)),
        };
        Some(Language {
            stemmer,
            segmentation,
            written: Dictionary::default(),
            stemmed: Dictionary::default(),
            joining: FxHashSet::default(),
            alike: FxHashMap::default(),
        })
    }

    /// The names of all stemmers there are.
    pub fn stemmers() -> impl Iterator<Item = &'static str> {
        STEMMERS.iter().map(|(name, _)| *name).chain(["none"])
    }

    /// Adds a phrase; the first meaning that a phrase is given stays. False if it has no letters or digits at all.
    pub fn add(&mut self, phrase: &str, meaning: &Meaning) -> bool {
        let folded = self.folded(&super::normalise(phrase));
        let pieces = self.pieces(&folded);
        let (texts, stems): (Vec<&str>, Vec<String>) =
            pieces.iter().map(|piece| (piece.text, piece.stem().to_owned())).unzip();
        if texts.is_empty() {
            return false;
        }
        let key = self.written.add(&texts, meaning);
        if *meaning == Meaning::Function && matches!(self.written.phrases.get(&key), Some(Meaning::Ask(_))) {
            self.joining.insert(key);
        }
        if matches!(meaning, Meaning::Gloss(_) | Meaning::Frame) && self.stemmer.is_some() {
            self.stemmed.add(&stems.iter().map(String::as_str).collect::<Vec<_>>(), meaning);
        }
        if let [only] = stems.as_slice()
            && matches!(meaning, Meaning::Gloss(_))
            && let Some(first) = only.chars().next()
        {
            // Without a stemmer the stem is the word as it is written.
            let alike = self.alike.entry((only.chars().count(), first)).or_default();
            alike.push((letters(only), only.as_str().into()));
        }
        true
    }

    /// The share of the words of a text in normal form that the language knows; 0 as soon as it is seen to be below `least`.
    pub fn known(&self, normal: &str, least: f32) -> f32 {
        let folded = self.folded(normal);
        let pieces = self.pieces(&folded);
        let (mut known, mut count, mut at) = (0, 0, 0);
        while at < pieces.len() {
            let left = pieces.len() - at;
            if ((known + left) as f32) < least * (count + left) as f32 {
                return 0.0;
            }
            let found = self.longest(&pieces[at..]);
            let length = found.as_ref().map_or_else(|| self.unknown_run(&pieces[at..]), |(length, _)| *length);
            count += 1;
            known += usize::from(found.is_some() || self.nearest(pieces[at].stem()).is_some());
            at += length;
        }
        known as f32 / count.max(1) as f32
    }

    fn read(&self, normal: &str) -> Reading {
        let folded = self.folded(normal);
        let pieces = self.pieces(&folded);
        let mut reading = Reading { words: Vec::new(), key: key_of(&pieces) };
        let mut at = 0;
        let mut is_opening = true;
        while at < pieces.len() {
            let found = self.longest(&pieces[at..]);
            let length = found.as_ref().map_or_else(|| self.unknown_run(&pieces[at..]), |(length, _)| *length);
            let typed: Arc<str> = self.typed(&pieces[at..at + length]).into();
            let digits = pieces[at].text.bytes().any(|b| b.is_ascii_digit());
            match found {
                Some((_, Meaning::Function)) => {}
                Some((_, Meaning::Ask(english))) => {
                    let joins = !is_opening && self.joining.contains(&key_of(&pieces[at..at + length]));
                    if !joins {
                        reading.words.extend(english.split(' ').map(|word| Word::new(word).typed_as(&typed)));
                    }
                    is_opening = false;
                }
                Some((_, Meaning::Frame)) => {
                    let mut word = Word::new(&typed);
                    (word.class, word.commonness) = (WordClass::Frame, Commonness::Basic);
                    reading.words.push(word);
                }
                Some((_, Meaning::Gloss(english))) => {
                    reading.words.extend(english.iter().map(|word| word.clone().typed_as(&typed)));
                    is_opening = false;
                }
                None if digits => {
                    reading.words.extend(super::words(&typed));
                    is_opening = false;
                }
                None => {
                    reading.words.extend(self.unknown(&typed, &pieces[at]));
                    is_opening = false;
                }
            }
            at += length;
        }
        reading
    }

    fn folded(&self, text: &str) -> String {
        if self.segmentation == Segmentation::Spaces {
            return text.to_owned();
        }
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            let mut bytes = [0; 4];
            let written: &str = c.encode_utf8(&mut bytes);
            folded.push_str(TRADITIONAL.value(written).unwrap_or(written));
        }
        folded
    }

    fn pieces<'t, 'l>(&'l self, text: &'t str) -> Vec<Piece<'t, 'l>> {
        let cut = |word: &'t str| word.split(['\'', '_', '.', ':']).filter(|part| !part.is_empty());
        let piece = |text: &'t str| Piece { text, language: self, stem: OnceCell::new() };
        text.unicode_words().flat_map(cut).map(piece).collect()
    }

    fn stem(&self, word: &str) -> String {
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_owned(),
        }
    }

    /// What was typed, of pieces that stand together.
    fn typed(&self, pieces: &[Piece<'_, '_>]) -> String {
        let between = if self.segmentation == Segmentation::LongestMatch { "" } else { " " };
        pieces.iter().map(|piece| piece.text).collect::<Vec<_>>().join(between)
    }

    /// The longest phrase that the pieces begin with; of two equally long ones, the one that is written so.
    fn longest(&self, pieces: &[Piece<'_, '_>]) -> Option<(usize, Meaning)> {
        let written = self.written.longest(pieces, |piece| piece.text);
        let stemmed = self.stemmed.longest(pieces, |piece| piece.stem());
        match (written, stemmed) {
            (Some((a, _)), Some((b, meaning))) if b > a => Some((b, meaning.clone())),
            (Some((length, meaning)), _) | (None, Some((length, meaning))) => Some((length, meaning.clone())),
            (None, None) => None,
        }
    }

    /// How many pieces from the first on are one unknown word: characters of a script without spaces belong together.
    fn unknown_run(&self, pieces: &[Piece<'_, '_>]) -> usize {
        let is_character = |piece: &Piece<'_, '_>| is_han(piece.text);
        if self.segmentation == Segmentation::Spaces || !is_character(&pieces[0]) {
            return 1;
        }
        (1..pieces.len())
            .find(|&at| !is_character(&pieces[at]) || self.longest(&pieces[at..]).is_some())
            .unwrap_or(pieces.len())
    }

    /// An unknown word: misspelt, a compound, an English word, or one that nobody knows.
    fn unknown(&self, typed: &str, piece: &Piece<'_, '_>) -> Vec<Word> {
        let meant = |meaning: &Meaning| match meaning {
            Meaning::Gloss(words) => words.iter().map(|word| word.clone().typed_as(&typed.into())).collect(),
            Meaning::Function | Meaning::Frame | Meaning::Ask(_) => Vec::new(),
        };
        if let Some(short) = unstretched(typed)
            && let Some(meaning) = self.meaning_of(&short)
        {
            return meant(meaning);
        }
        // A single letter is what an apostrophe cuts off, or an initial.
        if typed.chars().count() == 1 && typed.is_ascii() {
            return Vec::new();
        }
        if let Some(halves) = self.compound(piece.text) {
            return halves.into_iter().flat_map(meant).collect();
        }
        if let Some(meaning) = self.nearest(piece.stem()) {
            return meant(meaning);
        }
        let stem = if commonness(typed) == Commonness::Unknown { piece.stem().to_owned() } else { stem(typed) };
        vec![Word::new(typed).with_stem(&stem)]
    }

    fn meaning_of(&self, word: &str) -> Option<&Meaning> {
        let stems = &self.stemmed.phrases;
        self.written
            .phrases
            .get(word)
            .or_else(|| stems.get(&self.stem(word)))
            .filter(|m| matches!(m, Meaning::Gloss(_)))
    }

    /// The meanings of the two words that a word is made of.
    fn compound(&self, word: &str) -> Option<[&Meaning; 2]> {
        if self.segmentation != Segmentation::Spaces || word.chars().count() < 2 * SHORTEST_HALF {
            return None;
        }
        let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(SHORTEST_HALF).collect();
        cuts.into_iter().rev().filter(|&at| word[at..].chars().count() >= SHORTEST_HALF).find_map(|at| {
            let second = self.meaning_of(&word[at..])?;
            let first = LINKS.iter().find_map(|link| {
                let first = word[..at].strip_suffix(link)?;
                if first.chars().count() < SHORTEST_HALF { None } else { self.meaning_of(first) }
            })?;
            Some([first, second])
        })
    }

    /// The meaning of the stem that is nearest to a misspelt one.
    fn nearest(&self, stem: &str) -> Option<&Meaning> {
        let (length, first) = (stem.chars().count(), stem.chars().next()?);
        if self.segmentation != Segmentation::Spaces || length < SHORTEST_CORRECTED {
            return None;
        }
        let bound = if length >= TWO_SLIPS_FROM { 2 } else { 1 };
        let own = letters(stem);
        let (_, _, known) = (length - bound..=length + bound)
            .filter_map(|length| self.alike.get(&(length, first)))
            .flatten()
            .filter(|(letters, _)| may_be_slips(*letters, own, bound))
            .filter_map(|(_, known)| Some((slips(stem, known, bound)?, known.len(), known)))
            .min()?;
        self.stemmed.phrases.get(&**known).or_else(|| self.written.phrases.get(&**known))
    }
}

impl Reads for Language {
    fn reading(&self, normal: &str) -> Reading {
        self.read(normal)
    }
}

impl Dictionary {
    /// Adds a phrase and returns its key.
    fn add(&mut self, pieces: &[&str], meaning: &Meaning) -> String {
        let longest = self.longest.entry(pieces[0].into()).or_default();
        *longest = pieces.len().max(*longest);
        let key = pieces.join(" ");
        if !self.phrases.contains_key(&key) {
            self.phrases.insert(key.clone(), meaning.clone());
        }
        key
    }

    fn longest<'p>(
        &self,
        pieces: &'p [Piece<'_, '_>],
        text: impl Fn(&'p Piece<'_, '_>) -> &'p str,
    ) -> Option<(usize, &Meaning)> {
        let longest = (*self.longest.get(text(&pieces[0]))?).min(pieces.len()).min(LONGEST_PHRASE);
        let mut joined = String::new();
        let mut ends = Vec::with_capacity(longest);
        for piece in &pieces[..longest] {
            if !joined.is_empty() {
                joined.push(' ');
            }
            joined.push_str(text(piece));
            ends.push(joined.len());
        }
        ends.iter().enumerate().rev().find_map(|(at, &end)| Some((at + 1, self.phrases.get(&joined[..end])?)))
    }
}

fn key_of(pieces: &[Piece<'_, '_>]) -> String {
    pieces.iter().map(|piece| piece.text).collect::<Vec<_>>().join(" ")
}

/// Whether a text is of Chinese characters.
fn is_han(text: &str) -> bool {
    let is = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    text.chars().next().is_some_and(is)
}

/// Snowball's stemmers by name.
const STEMMERS: [(&str, Algorithm); 18] = [
    ("arabic", Algorithm::Arabic),
    ("danish", Algorithm::Danish),
    ("dutch", Algorithm::Dutch),
    ("english", Algorithm::English),
    ("finnish", Algorithm::Finnish),
    ("french", Algorithm::French),
    ("german", Algorithm::German),
    ("greek", Algorithm::Greek),
    ("hungarian", Algorithm::Hungarian),
    ("italian", Algorithm::Italian),
    ("norwegian", Algorithm::Norwegian),
    ("portuguese", Algorithm::Portuguese),
    ("romanian", Algorithm::Romanian),
    ("russian", Algorithm::Russian),
    ("spanish", Algorithm::Spanish),
    ("swedish", Algorithm::Swedish),
    ("tamil", Algorithm::Tamil),
    ("turkish", Algorithm::Turkish),
];
