//! Terms: what the words of a question mean in a document. A term is a lexicon name, a group of synonyms, or the stem
//! of a word.

use bitcode::{Decode, Encode};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::around::{both, is_both, is_in_it, is_pronoun_us};
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
    /// As it is spelt, where it was misspelt: "soviat unoin" is "soviet union".
    spelt: Option<Arc<str>>,
    /// The term it stands for; `None` where the knowledge base has no such word.
    pub(crate) term: Option<TermId>,
    /// The terms of its words one by one, where it has several: "treaty" in "Treaty of Good-Neighborliness"; or the one that
    /// a single word stands for: China in "what does Beijing want".
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

    /// Its words in the spelling that they were taken for.
    pub(crate) fn spelt(&self) -> &Arc<str> {
        self.spelt.as_ref().unwrap_or(&self.text)
    }
}

/// The spelling, meaning and kind of every word a knowledge base uses.
#[derive(Debug, Default, Encode, Decode)]
pub(crate) struct Terms {
    /// What is known of every word, by its stem: a question looks a word up once.
    stems: FxHashMap<Arc<str>, Known>,
    /// What several stems, joined by spaces, stand for.
    phrases: FxHashMap<String, TermId>,
    terms: Vec<Term>,
    /// The words that were learned, as they are written.
    learned: FxHashSet<Arc<str>>,
    speller: Speller,
}

/// What is known of a stem.
#[derive(Debug, Default, Encode, Decode)]
struct Known {
    /// The term of the texts' own words of this stem.
    own: Option<TermId>,
    /// What it stands for by itself. Most stems stand for nothing, so what does is kept elsewhere.
    alias: Option<Box<Alias>>,
    /// How many stems the longest phrase has that begins with it.
    longest: u32,
}

#[derive(Debug, Encode, Decode)]
struct Term {
    display: Arc<str>,
    /// Whether it names somebody or something.
    is_name: bool,
    /// What kind of thing a lexicon says that it names, and its name in normal form.
    named: Option<(TermKind, String)>,
    /// The term that people mean by it unless something is in it.
    stands_for: Option<TermId>,
}

/// What a sequence of stems stands for.
#[derive(Debug, Encode, Decode)]
struct Alias {
    id: TermId,
    /// How a name of one word is spelt. Other words come in all their forms; they have none.
    names: Vec<Arc<str>>,
}

impl Term {
    /// What is no name.
    fn of_words(display: Arc<str>) -> Term {
        Term { display, is_name: false, named: None, stands_for: None }
    }
}

impl Known {
    /// The term of a word of this stem.
    fn term_of(&self, word: &Word) -> Option<TermId> {
        self.alias_of(word).or(self.own)
    }

    /// What the lexicon says of a word of this stem by itself.
    fn alias_of(&self, word: &Word) -> Option<TermId> {
        self.alias.as_ref().filter(|alias| alias.has(&word.text)).map(|alias| alias.id)
    }
}

impl Alias {
    /// Whether a word of its stem is a form of it: "programs" is one of the name "program", "programming" is none.
    fn has(&self, word: &str) -> bool {
        let is_plural = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|end| end == "s" || end == "es");
        let is_form = |name: &Arc<str>| **name == *word || is_plural(word, name) || is_plural(name, word);
        self.names.is_empty() || self.names.iter().any(is_form)
    }
}

impl Terms {
    /// Learns the lexicons of a part of `knowledge`; its other words come in through [`learn`](Self::learn).
    pub(super) fn new(knowledge: &KnowledgeBase, part: Part) -> Self {
        let mut terms = Terms::default();
        if let Some(lexicon) = part.document().map(|index| knowledge.document(index).lexicon()) {
            for term in lexicon.terms() {
                let named = Some((term.kind, normalise(&term.name)));
                // These terms are the first there are, so each has its place in the lexicon for its number.
                let stands_for = term.stands_for.map(|place| place as TermId);
                let id = terms.add(Term { display: term.name.as_str().into(), is_name: true, named, stands_for });
                let names = || std::iter::once(&term.name).chain(&term.aliases);
                // Where the name itself is an alias its article says nothing.
                let is_alone = |bare: &str| names().any(|name| name.eq_ignore_ascii_case(bare));
                for alias in names().filter(|alias| !alias.strip_prefix("the ").is_some_and(is_alone)) {
                    terms.add_alias(alias, id, true);
                }
            }
            for group in lexicon.synonyms() {
                let Some(first) = group.words.first() else { continue };
                let id = terms.add(Term::of_words(first.as_str().into()));
                for word in &group.words {
                    terms.add_alias(word, id, false);
                }
            }
        }
        terms
    }

    fn add(&mut self, term: Term) -> TermId {
        self.terms.push(term);
        self.terms.len() as TermId - 1
    }

    fn add_alias(&mut self, alias: &str, id: TermId, is_name: bool) {
        let mut words = words(&normalise(alias));
        // "the Kremlin" is also Kremlin, but without the article "the States" are any states.
        let is_common =
            |word: &Word| !matches!(word.commonness, Commonness::Name | Commonness::Rare | Commonness::Unknown);
        if let [the, rest @ ..] = words.as_slice()
            && &*the.text == "the"
            && !matches!(rest, [] | [_] if rest.iter().all(is_common))
        {
            words.remove(0);
        }
        let Some(first) = words.first() else { return };
        let known = self.stems.entry(Arc::clone(first.stem())).or_default();
        match words.as_slice() {
            [only] => {
                let name = is_name.then(|| Arc::clone(&only.text));
                match &mut known.alias {
                    Some(alias) if alias.id == id => alias.names.extend(name),
                    Some(_) => {}
                    none => *none = Some(Box::new(Alias { id, names: name.into_iter().collect() })),
                }
            }
            words => {
                known.longest = known.longest.max(words.len() as u32);
                self.phrases.entry(join_stems(words)).or_insert(id);
            }
        }
        for word in &words {
            self.speller.learn(&word.text);
        }
    }

    /// The words that a slip may have been meant to be.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.speller.words()
    }

    /// The stems of all words, those of the lexicon among them.
    pub(super) fn stems(&self) -> impl Iterator<Item = &str> {
        self.stems.keys().map(|stem| &**stem).chain(self.phrases.keys().flat_map(|phrase| phrase.split(' ')))
    }

    /// The term of a word with this stem.
    pub(super) fn term_of_stem(&self, stem: &str) -> Option<TermId> {
        let known = self.stems.get(stem)?;
        known.alias.as_ref().map(|alias| alias.id).or(known.own)
    }

    /// How many terms there are.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// What a term is called.
    pub(crate) fn display(&self, id: TermId) -> &str {
        &self.terms[id as usize].display
    }

    /// Takes in the words of a text of the knowledge base itself: every one becomes known.
    pub(crate) fn learn(&mut self, words: &[Word]) {
        for word in words {
            if self.learned.insert(Arc::clone(&word.text)) {
                let known = self.stems.entry(Arc::clone(word.stem())).or_default();
                known.own.get_or_insert_with(|| {
                    // Words share their letters with whoever else read them.
                    self.terms.push(Term::of_words(Arc::clone(&word.text)));
                    self.terms.len() as TermId - 1
                });
            }
            self.speller.learn(&word.text);
        }
    }

    /// Forgets what only learning needs.
    pub(super) fn finish(&mut self) {
        self.learned = FxHashSet::default();
        self.terms.shrink_to_fit();
        self.speller.finish();
    }

    /// Takes a word that was learned for a name.
    pub(super) fn learn_name(&mut self, word: &Word) {
        if let Some(term) = self.known(word).and_then(|known| known.term_of(word)) {
            self.terms[term as usize].is_name = true;
        }
    }

    /// Reads the words of a question. The longest name or synonym wins; a word that nobody knows is taken for the
    /// nearest one of the knowledge base if it can be a slip of the fingers.
    pub(crate) fn read(&self, words: &[Word]) -> Vec<Token> {
        let (mut corrected, mut known) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for (at, word) in words.iter().enumerate() {
            let own = self.known(word);
            let meant = if is_both(words, at) { both() } else { self.correct(word, own) };
            known.push(meant.as_ref().map_or(own, |meant| self.known(meant)));
            corrected.push(meant);
        }
        let effective = |i: usize| corrected[i].as_ref().unwrap_or(&words[i]);
        let (mut tokens, mut phrase) = (Vec::with_capacity(words.len()), String::new());
        let mut at = 0;
        while at < words.len() {
            let longest = known[at].map_or(0, |known| known.longest as usize).min(words.len() - at);
            let longer = (2..=longest).rev().find_map(|length| {
                phrase.clear();
                (at..at + length).for_each(|i| phrase.extend([&**effective(i).stem(), " "]));
                Some((length, *self.phrases.get(phrase.trim_end())?))
            });
            let single = || known[at]?.alias_of(effective(at)).filter(|_| !is_pronoun_us(words, at)).map(|id| (1, id));
            let alias = longer.or_else(single);
            let length = alias.map_or(1, |(length, _)| length);
            let text = joined(at..at + length, |i| &words[i].text);
            let typed = typed(&words[at..at + length], &text);
            let word = effective(at);
            let id = alias.map(|(_, id)| id).or_else(|| known[at]?.own);
            let term = id.map(|id| &self.terms[id as usize]);
            let name = term.is_some_and(|term| term.is_name);
            let named = term.and_then(|term| term.named.as_ref());
            let kind = named.map(|(kind, _)| *kind);
            let is_misspelt = corrected[at..at + length].iter().any(Option::is_some);
            let spelt = is_misspelt.then(|| joined(at..at + length, |i| &effective(i).text));
            let taken_as = match term {
                Some(term) if name && alias.is_some() => {
                    let is_other = named.is_some_and(|(_, normal)| **normal != *text);
                    is_other.then(|| Arc::clone(&term.display))
                }
                _ => spelt.clone(),
            };
            let is_translated = !Arc::ptr_eq(&typed, &text) && typed != text;
            let taken_as = taken_as.or_else(|| is_translated.then(|| Arc::clone(&text)));
            let class = if alias.is_some() { WordClass::Content } else { word.class };
            let number = alias.is_none() && word.number;
            let parts = match length {
                1 => term.and_then(|term| term.stands_for).filter(|_| !is_in_it(words, at)).into_iter().collect(),
                _ => (at..at + length).filter_map(|i| known[i]?.term_of(effective(i))).collect(),
            };
            let stranger = alias.is_none() && is_strangers_name(word, corrected[at].is_none());
            // "joint statement" says what "statement" does.
            let weights =
                (at..at + length).map(|i| weight(effective(i), class, name || stranger, number, id.is_some()));
            let weight = weights.fold(0.0, f32::max);
            tokens.push(Token {
                text,
                typed,
                words: length,
                taken_as,
                spelt,
                term: id,
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

    fn known(&self, word: &Word) -> Option<&Known> {
        self.stems.get(word.stem())
    }

    /// The word of the knowledge base that an unknown word was probably meant to be: spelt nearly so, if it is no word
    /// at all, or sounding so. `known` is what is known of the word itself.
    fn correct(&self, word: &Word, known: Option<&Known>) -> Option<Word> {
        // "noth" is the stem of "nothing", but no word; "ukrain" is that of a name, but no form of it.
        let is_bare_stem =
            || word.commonness == Commonness::Unknown && *word.stem() == word.text && !self.speller.knows(&word.text);
        let is_known = |known: &Known| {
            known.alias_of(word).is_some() || ((known.alias.is_some() || known.own.is_some()) && !is_bare_stem())
        };
        if word.class != WordClass::Content || known.is_some_and(is_known) {
            return None;
        }
        let speller = &self.speller;
        let (nearest, is_word) = match word.commonness {
            Commonness::Name => (speller.missing_letter(&word.text), false),
            Commonness::Unknown => (speller.nearest(&word.text).or_else(|| speller.by_ear(&word.text, false)), false),
            Commonness::Rare => (speller.by_ear(&word.text, true).or_else(|| speller.swapped(&word.text)), true),
            _ => (speller.by_ear(&word.text, true), true),
        };
        // "takes" says nothing and "taxes" does: a word in its own right is no slip of the former.
        words(nearest?).into_iter().next().filter(|meant| !is_word || meant.class == WordClass::Content)
    }
}

/// What was typed for words that are read as `text`: one word of another language may stand for several.
fn typed(words: &[Word], text: &Arc<str>) -> Arc<str> {
    match words {
        [word] => Arc::clone(word.typed()),
        words if words.iter().all(|word| *word.typed() == word.text) => Arc::clone(text),
        words => {
            let mut typed: Vec<&str> = words.iter().map(|word| &**word.typed()).collect();
            typed.dedup();
            typed.join(" ").into()
        }
    }
}

/// The words in some places as one text.
fn joined<'w>(places: Range<usize>, word: impl Fn(usize) -> &'w Arc<str>) -> Arc<str> {
    match places.len() {
        1 => Arc::clone(word(places.start)),
        _ => places.map(|at| &**word(at)).collect::<Vec<_>>().join(" ").into(),
    }
}

fn join_stems(words: &[Word]) -> String {
    words.iter().map(|w| &**w.stem()).collect::<Vec<_>>().join(" ")
}

/// Whether a word that no lexicon has is a well-known name, or an uncommon word typed as names are; what was corrected is what
/// it was corrected to.
fn is_strangers_name(word: &Word, is_as_typed: bool) -> bool {
    let is_uncommon = || matches!(word.commonness, Commonness::Usual | Commonness::Rare | Commonness::Unknown);
    word.commonness == Commonness::Name
        || (is_as_typed && word.capital && word.class == WordClass::Content && is_uncommon())
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
