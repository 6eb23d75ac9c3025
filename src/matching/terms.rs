//! Terms: what the words of a question mean in a document. A term is a lexicon name, a group of synonyms, or the stem
//! of a word.

use bitcode::{Decode, Encode};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::index::Part;
use super::spelling::Speller;
use crate::knowledge::{KnowledgeBase, TermKind};
use crate::text::{Commonness, Word, WordClass, normalise, words};

/// Index of a term in a [`Terms`] table.
pub(crate) type TermId = u32;

/// A piece of a question: one word, or several that name one thing.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    /// The English that it is read as: as typed, in normal form, where it was typed in English.
    pub(crate) text: Arc<str>,
    /// As typed in whatever language.
    pub(crate) typed: Arc<str>,
    /// How many words it is made of.
    pub(crate) words: usize,
    /// What it was taken for, where that is not what was typed.
    pub(crate) taken_as: Option<Arc<str>>,
    /// The term it stands for; `None` where the knowledge base has no such word.
    pub(crate) term: Option<TermId>,
    /// The terms of its words one by one, where it has several: "treaty" in "Treaty of Good-Neighborliness".
    pub(crate) parts: Vec<TermId>,
    /// Whether it names somebody or something.
    pub(crate) name: bool,
    /// What kind of thing a lexicon says that it names.
    pub(crate) kind: Option<TermKind>,
    /// Whether it is a well-known name that no lexicon has.
    pub(crate) stranger: bool,
    /// Whether it is a number or a year.
    pub(crate) number: bool,
    /// What it does in the question.
    pub(crate) class: WordClass,
    /// How much it says, 0 (grammar) to 1 (a name, a number, a rare word).
    pub(crate) weight: f32,
}

impl Token {
    /// Its own term and those of its words.
    pub(crate) fn terms(&self) -> impl Iterator<Item = TermId> {
        self.term.into_iter().chain(self.parts.iter().copied())
    }

    /// The words it stands for in the spelling it was taken for; a name stays as it was typed.
    pub(crate) fn spelt(&self) -> &Arc<str> {
        self.taken_as.as_ref().filter(|_| !self.name).unwrap_or(&self.text)
    }
}

/// The spelling, meaning and kind of every word a knowledge base uses.
#[derive(Debug, Default, Encode, Decode)]
pub(crate) struct Terms {
    ids: FxHashMap<Arc<str>, TermId>,
    /// Sequences of stems, joined by spaces, that stand for a lexicon term or a group of synonyms.
    aliases: FxHashMap<String, Alias>,
    /// How many stems the longest alias has that begins with a stem.
    longest_alias: FxHashMap<Arc<str>, usize>,
    /// The terms that name somebody or something.
    names: FxHashSet<TermId>,
    kinds: FxHashMap<TermId, TermKind>,
    display: Vec<Arc<str>>,
    /// The display names of lexicon terms in normal form.
    normal_names: FxHashMap<TermId, String>,
    /// The words that were learned, as they are written.
    learned: FxHashSet<Arc<str>>,
    speller: Speller,
}

/// What a sequence of stems stands for.
#[derive(Debug, Encode, Decode)]
struct Alias {
    id: TermId,
    /// How a name of one word is spelt. Other words come in all their forms.
    name: Option<Arc<str>>,
}

impl Alias {
    /// Whether a word of its stem is a form of it: "programs" is one of the name "program", "programming" is none.
    fn has(&self, word: &str) -> bool {
        let is_plural = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|end| end == "s" || end == "es");
        self.name.as_ref().is_none_or(|name| **name == *word || is_plural(word, name) || is_plural(name, word))
    }
}

impl Terms {
    /// Learns the lexicons of a part of `knowledge`; its other words come in through [`read_text`](Self::read_text).
    pub(super) fn new(knowledge: &KnowledgeBase, part: Part) -> Self {
        let mut terms = Terms::default();
        if let Some(lexicon) = part.document().map(|index| knowledge.document(index).lexicon()) {
            for term in lexicon.terms() {
                let id = terms.intern(&format!("={}", term.name).into(), &term.name.as_str().into());
                terms.names.insert(id);
                terms.kinds.insert(id, term.kind);
                terms.normal_names.insert(id, normalise(&term.name));
                for alias in std::iter::once(&term.name).chain(&term.aliases) {
                    terms.add_alias(alias, id, true);
                }
            }
            for group in lexicon.synonyms() {
                let Some(first) = group.words.first() else { continue };
                let id = terms.intern(&format!("~{first}").into(), &first.as_str().into());
                for word in &group.words {
                    terms.add_alias(word, id, false);
                }
            }
        }
        terms
    }

    /// Words share their letters with whoever else read them.
    fn intern(&mut self, key: &Arc<str>, display: &Arc<str>) -> TermId {
        if let Some(&id) = self.ids.get(key) {
            return id;
        }
        let id = self.display.len() as TermId;
        self.ids.insert(Arc::clone(key), id);
        self.display.push(Arc::clone(display));
        id
    }

    fn add_alias(&mut self, alias: &str, id: TermId, is_name: bool) {
        let mut words = words(&normalise(alias));
        if words.len() > 1 && &*words[0].text == "the" {
            words.remove(0);
        }
        let Some(first) = words.first() else { return };
        let longest = self.longest_alias.entry(first.stem.clone()).or_default();
        *longest = words.len().max(*longest);
        let name = (is_name && words.len() == 1).then(|| Arc::clone(&words[0].text));
        self.aliases.entry(join_stems(&words)).or_insert(Alias { id, name });
        for word in &words {
            self.speller.learn(&word.text);
        }
    }

    /// The words that a slip may have been meant to be.
    pub(super) fn words(&self) -> impl Iterator<Item = &Arc<str>> {
        self.speller.words()
    }

    /// The stems of all words, those of the lexicon among them.
    pub(super) fn stems(&self) -> impl Iterator<Item = &str> {
        let of_lexicon = self.aliases.keys().flat_map(|alias| alias.split(' '));
        self.ids.keys().map(|stem| &**stem).filter(|stem| !stem.starts_with(['=', '~'])).chain(of_lexicon)
    }

    /// The term of a word with this stem.
    pub(super) fn term_of_stem(&self, stem: &str) -> Option<TermId> {
        self.aliases.get(stem).map(|alias| &alias.id).or_else(|| self.ids.get(stem)).copied()
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.display.len()
    }

    /// What a term is called.
    pub(crate) fn display(&self, id: TermId) -> &str {
        &self.display[id as usize]
    }

    /// Takes in the words of a text of the knowledge base itself: every one becomes known.
    pub(crate) fn learn(&mut self, words: &[Word]) {
        for word in words {
            if self.learned.insert(Arc::clone(&word.text)) {
                self.intern(&word.stem, &word.text);
            }
            self.speller.learn(&word.text);
        }
    }

    /// Forgets what only learning needs.
    pub(super) fn finish(&mut self) {
        self.learned = FxHashSet::default();
        self.display.shrink_to_fit();
        self.speller.finish();
    }

    /// Takes a word that was learned for a name.
    pub(super) fn learn_name(&mut self, word: &Word) {
        self.names.extend(self.term_of(word));
    }

    /// Reads the words of a question. The longest name or synonym wins; a word that nobody knows is taken for the
    /// nearest one of the knowledge base if it can be a slip of the fingers.
    pub(crate) fn read(&self, words: &[Word]) -> Vec<Token> {
        let corrected: Vec<Option<Word>> = words.iter().map(|word| self.correct(word)).collect();
        let effective = |i: usize| corrected[i].as_ref().unwrap_or(&words[i]);
        let mut tokens = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            let longest = self.longest_alias.get(&effective(at).stem).copied().unwrap_or(0).min(words.len() - at);
            let alias = (1..=longest).rev().find_map(|length| {
                let stems: Vec<&str> = (at..at + length).map(|i| &*effective(i).stem).collect();
                let alias = match stems.as_slice() {
                    [_] => self.alias_of(effective(at))?,
                    stems => self.aliases.get(&stems.join(" "))?,
                };
                (!is_pronoun_us(words, at, length)).then_some((length, alias.id))
            });
            let length = alias.map_or(1, |(length, _)| length);
            let text: Arc<str> = match &words[at..at + length] {
                [word] => Arc::clone(&word.text),
                words => words.iter().map(|w| &*w.text).collect::<Vec<_>>().join(" ").into(),
            };
            let typed = typed(&words[at..at + length], &text);
            let word = effective(at);
            let term = alias.map(|(_, id)| id).or_else(|| self.term_of(word));
            let name = term.is_some_and(|id| self.names.contains(&id));
            let kind = term.and_then(|id| self.kinds.get(&id).copied());
            let taken_as = match (alias, &corrected[at]) {
                (Some((_, id)), _) if name => {
                    let is_other = self.normal_names.get(&id).is_some_and(|normal| **normal != *text);
                    is_other.then(|| Arc::clone(&self.display[id as usize]))
                }
                (_, Some(word)) => Some(Arc::clone(&word.text)),
                _ => None,
            };
            let is_translated = !Arc::ptr_eq(&typed, &text) && typed != text;
            let taken_as = taken_as.or_else(|| is_translated.then(|| Arc::clone(&text)));
            let class = if alias.is_some() { WordClass::Content } else { word.class };
            let number = alias.is_none() && word.number;
            let parts = if length > 1 {
                (at..at + length).filter_map(|i| self.term_of(effective(i))).collect()
            } else {
                Vec::new()
            };
            let weight = weight(word, class, name, number, term.is_some());
            let stranger = alias.is_none() && word.commonness == Commonness::Name;
            tokens.push(Token {
                text,
                typed,
                words: length,
                taken_as,
                term,
                parts,
                name,
                kind,
                stranger,
                number,
                class,
                weight,
            });
            at += length;
        }
        tokens
    }

    /// The term of one word by itself.
    fn term_of(&self, word: &Word) -> Option<TermId> {
        self.alias_of(word).map(|alias| &alias.id).or_else(|| self.ids.get(&word.stem)).copied()
    }

    /// What the lexicon says of one word by itself.
    fn alias_of(&self, word: &Word) -> Option<&Alias> {
        self.aliases.get(&*word.stem).filter(|alias| alias.has(&word.text))
    }

    /// The word of the knowledge base that an unknown word was probably meant to be: spelt nearly so, if it is no word
    /// at all, or sounding so.
    fn correct(&self, word: &Word) -> Option<Word> {
        // "noth" is the stem of "nothing", but no word.
        let is_bare_stem =
            || word.commonness == Commonness::Unknown && word.stem == word.text && !self.speller.knows(&word.text);
        if word.class != WordClass::Content
            || (self.ids.contains_key(&*word.stem) && !is_bare_stem())
            || self.aliases.contains_key(&*word.stem)
        {
            return None;
        }
        let speller = &self.speller;
        let (nearest, is_word) = match word.commonness {
            Commonness::Name => (speller.missing_letter(&word.text), false),
            Commonness::Unknown => (speller.nearest(&word.text).or_else(|| speller.by_ear(&word.text, false)), false),
            _ => (speller.by_ear(&word.text, true), true),
        };
        // "takes" says nothing and "taxes" does: a word in its own right is no slip of the former.
        words(nearest?).into_iter().next().filter(|meant| !is_word || meant.class == WordClass::Content)
    }
}

/// "us" is the United States in "us hegemony" and a pronoun in "tell us".
fn is_pronoun_us(words: &[Word], at: usize, length: usize) -> bool {
    length == 1
        && &*words[at].text == "us"
        && at > 0
        && matches!(
            &*words[at - 1].text,
            "tell" | "give" | "show" | "let" | "tells" | "gives" | "shows" | "for" | "of" | "to" | "help" | "remind"
        )
}

/// What was typed for words that are read as `text`: one word of another language may stand for several.
fn typed(words: &[Word], text: &Arc<str>) -> Arc<str> {
    match words {
        [word] => Arc::clone(&word.typed),
        words if words.iter().all(|word| word.typed == word.text) => Arc::clone(text),
        words => {
            let mut typed: Vec<&str> = words.iter().map(|word| &*word.typed).collect();
            typed.dedup();
            typed.join(" ").into()
        }
    }
}

fn join_stems(words: &[Word]) -> String {
    words.iter().map(|w| &*w.stem).collect::<Vec<_>>().join(" ")
}

/// How much a word says, by how common it is in English at large. Grammar says nothing, talk about the text little;
/// names and numbers say most.
fn weight(word: &Word, class: WordClass, is_name: bool, is_number: bool, is_known: bool) -> f32 {
    if is_name || is_number {
        return 1.0;
    }
    match class {
        WordClass::Function => 0.0,
        WordClass::Frame => 0.1,
        WordClass::Content => match word.commonness {
            Commonness::Basic => 0.45,
            Commonness::Everyday => 0.6,
            Commonness::BasicNoun => 0.65,
            Commonness::EverydayNoun => 0.75,
            Commonness::Usual => 0.85,
            // A word of the base in an unusual form is no stranger.
            Commonness::Unknown if is_known => 0.85,
            Commonness::Rare | Commonness::Name | Commonness::Unknown => 1.0,
        },
    }
}
