//! Which language a message is in, and the engine that answers in it.
//!
//! The script decides where it can. In Latin letters the small words of each language are counted against English ones; a
//! message without any is taken for English first, and for the language that knows most of its words if English has no
//! answer. What was spoken before only breaks ties.

use std::sync::Arc;

use super::{Engine, Outcome, image};
use crate::answer::{Answer, Silence};
use crate::conversation::Conversation;
use crate::knowledge::{ENGLISH, Fact, Spoken};
use crate::text::{
    Commonness, Script, WordClass, commonness, cut_run, is_chat_spelling, is_function_word, normalise, retyped, script,
    transliterated,
};

/// A message of whose words this share is known makes sense as it was typed.
const SENSIBLE: f32 = 0.7;
/// So are two words of three where other words speak for it.
const MOSTLY: f32 = 0.66;
/// A word that is English but says something counts this much for English beside a small word of another language: "die
/// treaty" is no German.
const ENGLISH_WORD: f32 = 0.6;
/// A language is taken for that of a message that English has no answer to if it knows this share of its words.
const KNOWN: f32 = 0.5;
/// So few words are no evidence for a language that is not served.
const TELLING_WORDS: usize = 3;
/// So many small words of English, and none of another language, leave no doubt that a message is English: of one that was
/// typed on another keyboard hardly one would look like that.
const SURELY_ENGLISH: usize = 2;
/// From this confidence on a language that is not served is believed to be the message's.
const SURELY: f64 = 0.6;

/// What a message looks like at a glance.
struct Glance {
    /// The languages of its script, by their place in the knowledge base, most likely first.
    likely: Vec<(usize, f32)>,
    /// What speaks for English.
    english: f32,
    /// How many of its words are small ones of English.
    english_small: usize,
    /// The share of its words that are English.
    english_share: f32,
    words: usize,
    script: Option<Script>,
}

impl Glance {
    /// Whether it makes sense in English: most of its words are, or somewhat fewer and its small words rather than another
    /// language's. What does is compared with no other language, whose dictionary would have to be read for that.
    fn makes_sense(&self) -> bool {
        let others = self.likely.first().map_or(0.0, |(_, score)| *score);
        self.english_share >= SENSIBLE || (self.english_share >= MOSTLY && self.english_small as f32 > others)
    }

    /// Whether the message is English, whatever it says: its small words are, and none is another language's.
    fn is_surely_english(&self) -> bool {
        self.english_small >= SURELY_ENGLISH && self.likely.first().is_none_or(|(_, score)| *score < 1.0)
    }
}

impl Engine {
    /// Answers a message in the language it is in.
    pub(super) fn in_its_language(&self, before: &Conversation, message: &str) -> (Answer<'_>, Conversation) {
        if self.others.is_empty() {
            return self.hear(before, message);
        }
        let normal = normalise(message);
        let glance = self.glance(&normal, before.language());
        let likely = glance.likely.first().filter(|(_, score)| *score > glance.english).map(|&(at, _)| at);
        let heard = match likely {
            Some(at) => self.hear_in(at, before, message),
            None => self.hear_english(before, message),
        };
        if is_settled(&heard.0) || glance.words == 0 {
            return heard;
        }
        if let Some(at) = self.knows_most(&glance, &normal).filter(|at| Some(*at) != likely) {
            return self.hear_in(at, before, message);
        }
        let share = likely.map_or(glance.english_share, |at| self.known(at, &normal, 0.0));
        if share >= SENSIBLE || (likely.is_none() && glance.makes_sense()) {
            return heard;
        }
        if let Some(other) = self.mistyped(&glance, message, &normal, share) {
            return match other {
                (Some(at), text) => self.hear_in(at, before, &text),
                (None, text) => self.hear_english(before, &text),
            };
        }
        if self.is_unserved(&glance, message) {
            let silence = Outcome::NoAnswer { reason: Silence::NotServed, nearest: Vec::new() };
            return (Answer::plain(silence, 0.0), before.clone());
        }
        heard
    }

    /// What a message means that was typed on another keyboard or in the letters of another script, and in which
    /// language; `None` where that makes no more sense than what was typed, of whose words `share` are known.
    fn mistyped(&self, glance: &Glance, message: &str, normal: &str, share: f32) -> Option<(Option<usize>, String)> {
        if glance.is_surely_english() {
            return None;
        }
        let is_latin = glance.script == Some(Script::Latin);
        for (at, language) in self.knowledge.languages().iter().enumerate() {
            let sketch = language.sketch();
            if sketch.script == glance.script {
                let Some(keys) = &sketch.keyboard else { continue };
                let text = retyped(message, keys, true);
                let english = self.glance(&normalise(&text), None).english_share;
                if english >= SENSIBLE && english > share {
                    return Some((None, text));
                }
            } else if is_latin {
                // Words that make sense on one keyboard make none on another.
                let keyboard = sketch.keyboard.as_ref().filter(|_| glance.english_share <= 1.0 - SENSIBLE);
                let on_keys = keyboard.into_iter().map(|keys| retyped(message, keys, false));
                let in_letters =
                    (!sketch.latin.is_empty()).then(|| transliterated(&format!("{normal} "), &sketch.latin));
                let known = on_keys.chain(in_letters).map(|text| (self.known(at, &normalise(&text), SENSIBLE), text));
                let best = known.reduce(|best, other| if other.0 > best.0 { other } else { best });
                if let Some((_, text)) = best.filter(|(known, _)| *known >= SENSIBLE && *known > share) {
                    return Some((Some(at), text));
                }
            }
        }
        None
    }

    /// The tags of the languages that can be asked in, English first.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        std::iter::once(ENGLISH).chain(self.knowledge.languages().iter().map(Spoken::tag))
    }

    /// Indexes the base for a language now, and not when somebody first asks in it; `false` where there is no language of
    /// this tag.
    pub fn prepare(&self, language: &str) -> bool {
        let other = self.knowledge.languages().iter().position(|spoken| spoken.tag() == language);
        if let Some(at) = other {
            self.other(at);
        }
        other.is_some() || language == ENGLISH
    }

    /// The engine of one of the other languages.
    fn other(&self, at: usize) -> &Engine {
        self.others[at].get_or_init(|| {
            let tongue = self.knowledge.tongue(&self.knowledge.languages()[at]);
            let index = image::translated(&self.knowledge, tongue, self.memo.as_deref());
            Engine::of(Arc::clone(&self.knowledge), Some(at), index, self.threshold, self.memo.clone())
        })
    }

    /// Answers in one of the other languages.
    fn hear_in(&self, at: usize, before: &Conversation, message: &str) -> (Answer<'_>, Conversation) {
        let engine = self.other(at);
        let language = engine.tongue().language();
        let (mut answer, after) = engine.hear(&engine.retold(before, language), message);
        answer.speak(language);
        (answer, after.in_language(language))
    }

    fn hear_english(&self, before: &Conversation, message: &str) -> (Answer<'_>, Conversation) {
        let before = &self.retold(before, ENGLISH);
        let (mut answer, mut after) = self.hear(before, message);
        if !is_settled(&answer)
            && let Some(cut) = self.cut(message)
        {
            let again = self.hear(before, &cut);
            if again.0.is_answered() {
                (answer, after) = again;
            }
        }
        let after = if before.language().is_some() { after.in_language(ENGLISH) } else { after };
        (answer, after)
    }

    /// A message with the words apart that were run together; `None` where there are none such.
    fn cut(&self, message: &str) -> Option<String> {
        let reader = self.knowledge.reader();
        let mut is_cut = false;
        let normal = normalise(message);
        let words = normal.split(' ').map(|piece| {
            let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
            let cut = if self.is_english(word) { None } else { cut_run(word, &|word| reader.knows(word)) };
            is_cut |= cut.is_some();
            cut.unwrap_or_else(|| piece.to_owned())
        });
        let words: Vec<String> = words.collect();
        is_cut.then(|| words.join(" "))
    }

    /// A conversation that was held in another language, as if its last question had been asked in this one.
    fn retold(&self, before: &Conversation, language: &str) -> Conversation {
        if before.question().is_none() || before.language().unwrap_or(ENGLISH) == language {
            return before.clone();
        }
        let fact = self.last_fact(before);
        before.clone().with_question(fact.map(|fact| self.title(fact)))
    }

    /// How a fact is shown in this language.
    pub(super) fn title<'k>(&'k self, fact: &'k Fact) -> &'k str {
        self.questions(fact).first().or_else(|| fact.questions().first()).map_or("", String::as_str)
    }

    /// How a fact is asked for in this language.
    pub(super) fn questions<'k>(&'k self, fact: &'k Fact) -> &'k [String] {
        self.knowledge.index_of(fact).map_or(&[], |index| self.tongue().questions_of_fact(index))
    }

    fn glance(&self, normal: &str, spoken: Option<&str>) -> Glance {
        let script = script(normal);
        let words: Vec<&str> = normal.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
        let is_latin = script == Some(Script::Latin);
        let (mut small, mut english_words) = (0, 0);
        for word in words.iter().filter(|_| is_latin) {
            // The quickest to tell comes first.
            let class = self.knowledge.reader().class_of(word);
            small += usize::from(class.map_or_else(|| is_function_word(word), |class| class == WordClass::Function));
            english_words += usize::from(class.is_some() || self.is_english(word));
        }
        let english = small as f32 + ENGLISH_WORD * (english_words - small) as f32;
        let mut likely: Vec<(usize, f32)> = Vec::new();
        // English words alone need no comparison, which spares reading the other languages' files.
        if script.is_some() && (english_words < words.len() || spoken.is_some_and(|tag| tag != ENGLISH)) {
            for (at, language) in self.knowledge.languages().iter().enumerate() {
                if language.sketch().script != script {
                    continue;
                }
                let small = words.iter().filter(|word| language.sketch().has(word)).count() as f32;
                let tie = if spoken == Some(language.tag()) { 0.1 } else { 0.0 };
                // Without spaces no word can be counted; the script alone must do.
                likely.push((at, if is_latin { small + tie } else { small + tie + 0.01 }));
            }
        }
        likely.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        if let [first, second, ..] = likely[..]
            && is_latin
            && first.1 > english
            && second.1 + 1.0 > first.1
        {
            self.by_dictionary(&mut likely, normal, first.1 - 1.0);
        }
        let english_share = english_words as f32 / words.len().max(1) as f32;
        Glance { likely, english, english_small: small, english_share, words: words.len(), script }
    }

    /// Orders the languages that are nearly as likely as the first by how many of the words their dictionaries have.
    fn by_dictionary(&self, likely: &mut [(usize, f32)], normal: &str, from: f32) {
        let near = likely.iter().take_while(|(_, score)| *score > from).count();
        let known: Vec<f32> =
            likely[..near].iter().map(|&(at, score)| self.known(at, normal, 0.0) + 0.01 * score).collect();
        let mut order: Vec<usize> = (0..near).collect();
        order.sort_by(|&a, &b| known[b].total_cmp(&known[a]));
        let first = likely[0].1;
        let sorted: Vec<(usize, f32)> = order.into_iter().map(|at| (likely[at].0, first)).collect();
        likely[..near].copy_from_slice(&sorted);
    }

    /// The share of a message's words that a language knows; 0 where it is below `least`.
    fn known(&self, at: usize, normal: &str, least: f32) -> f32 {
        let tongue = self.knowledge.tongue(&self.knowledge.languages()[at]);
        tongue.dictionary().map_or(0.0, |dictionary| dictionary.known(normal, least))
    }

    /// The language that knows most of the words, where it knows more than English does.
    fn knows_most(&self, glance: &Glance, normal: &str) -> Option<usize> {
        // Whatever makes sense in English is English.
        if glance.makes_sense() || glance.is_surely_english() {
            return None;
        }
        let least = glance.english_share.max(KNOWN);
        let known = glance.likely.iter().map(|&(at, _)| (at, self.known(at, normal, least)));
        let (at, share) = known.reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        (share >= KNOWN && share > glance.english_share).then_some(at)
    }

    fn is_english(&self, word: &str) -> bool {
        // The quickest to tell comes first.
        let is_common = || !matches!(commonness(word), Commonness::Unknown | Commonness::Rare);
        self.knowledge.reader().knows(word) || is_common() || is_function_word(word) || is_chat_spelling(word)
    }

    /// Whether a message is clearly in a language that is not served.
    fn is_unserved(&self, glance: &Glance, message: &str) -> bool {
        if glance.script.is_some_and(|script| script != Script::Latin) {
            return glance.likely.is_empty();
        }
        if glance.words < TELLING_WORDS || glance.english_share >= KNOWN {
            return false;
        }
        let served = |code: &str| code == "eng" || self.knowledge.languages().iter().any(|l| is_same(l, code));
        whatlang::detect(message).is_some_and(|info| info.confidence() >= SURELY && !served(info.lang().code()))
    }
}

/// Whether a language is the one of that ISO 639-3 code, told by its English name.
fn is_same(language: &Spoken, code: &str) -> bool {
    whatlang::Lang::from_code(code).is_some_and(|lang| lang.eng_name() == language.sketch().english_name)
}

/// Whether English need not be doubted.
fn is_settled(answer: &Answer<'_>) -> bool {
    answer.is_answered() || matches!(answer.outcome, Outcome::SmallTalk(_) | Outcome::Clarify)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{File, Folder, KnowledgeBase, Sources};

    #[test]
    fn what_makes_sense_in_english_is_compared_with_no_other_language() {
        let document = "+++\ntitle = \"Tea\"\nlanguage = \"en\"\n+++\nTea is grown in Assam.\n";
        let (id, path) = ("tea".to_owned(), "tea".to_owned());
        let document = File::new("tea/document.md", document);
        let folder = Folder { id, path, document, facts: None, lexicon: None, translations: Vec::new() };
        let sources = Sources { folders: vec![folder], ..Sources::default() };
        let engine = Engine::new(KnowledgeBase::parse(sources).unwrap().knowledge, 1.0);
        for (message, expected) in [
            ("where is tea grown", true),
            // "Bitcoin" is no English word.
            ("bitcoin price now", true),
            ("were sovjets and china frends in teh cold war", true),
            // Two of three words are English too, but "le" and "a" are small words of Spanish as much as one of them is of English.
            ("rusia le vende armas a china", false),
            ("wo wächst tee", false),
        ] {
            assert_eq!(engine.glance(&normalise(message), None).makes_sense(), expected, "{message}");
        }
    }
}
