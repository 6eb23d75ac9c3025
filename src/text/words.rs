//! Words: cutting them, the kinds there are, and their stems.

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

/// What a word does in a question, whatever the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordClass {
    /// Grammar: articles, pronouns, prepositions, auxiliaries, question words, courtesies.
    Function,
    /// Talk about the asking and the text: "tell", "article", "sentence", "mention".
    Frame,
    /// Everything else: what the question is about.
    Content,
}

/// One word of a text in normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As written, in normal form, contractions and chat spellings undone ("whats" is "what", "n't" is "not").
    pub text: String,
    /// The key by which inflections of a word are the same.
    pub stem: String,
    /// What the word does.
    pub class: WordClass,
}

impl Word {
    fn new(text: &str) -> Self {
        let stem = stem(text);
        let class = if is_function_word(text) {
            WordClass::Function
        } else if FRAME.binary_search(&stem.as_str()).is_ok() {
            WordClass::Frame
        } else {
            WordClass::Content
        };
        Word { text: text.to_owned(), stem, class }
    }
}

/// The words of a text in [normal form](super::normalise).
///
/// ```
/// use ibid::text::{normalise, words};
/// let texts: Vec<_> = words(&normalise("Didn't China’s leaders meet?")).into_iter().map(|w| w.text).collect();
/// assert_eq!(texts, ["did", "not", "china", "leaders", "meet"]);
/// ```
pub fn words(normal: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in normal.unicode_words() {
        let piece = piece.trim_matches('_');
        let (base, negated) = match piece.split_once('\'') {
            Some((base, "t")) if base.ends_with('n') && base.len() > 2 => (negated_verb(&base[..base.len() - 1]), true),
            Some((base, _)) if !base.is_empty() => (base, false),
            _ => (piece, false),
        };
        match CHAT.binary_search_by_key(&base, |&(short, _)| short) {
            Ok(at) => words.extend(CHAT[at].1.split(' ').map(Word::new)),
            Err(_) if base.is_empty() => {}
            Err(_) => words.push(Word::new(base)),
        }
        if negated {
            words.push(Word::new("not"));
        }
    }
    words
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
    match IRREGULAR.binary_search_by_key(&stemmed.as_str(), |&(form, _)| form) {
        Ok(at) => IRREGULAR[at].1.to_owned(),
        Err(_) => stemmed,
    }
}

/// "-ise" is "-ize", "-our" is "-or", "-ence" of a few nouns is "-ense", "-mme" is "-m". A key, not a spelling: that
/// "exercise" becomes "exercize" harms nobody.
fn american(word: &str) -> String {
    for (british, american) in [("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("ises", "izes"), ("iser", "izer")] {
        if let Some(root) = word.strip_suffix(british).filter(|root| root.len() > 2) {
            return format!("{root}{american}");
        }
    }
    if word.len() > 5 && word.contains("our") {
        for tail in ["our", "ours", "oured", "ouring", "ourite", "ourable", "ourhood", "ourly", "ourliness", "ourhoods"] {
            if let Some(root) = word.strip_suffix(tail).filter(|root| root.len() > 2) {
                return format!("{root}or{}", &tail["our".len()..]);
            }
        }
    }
    word.replace("efence", "efense").replace("gramme", "gram")
}

/// Whether `word`, in normal form, is grammar rather than matter.
pub fn is_function_word(word: &str) -> bool {
    FUNCTION.binary_search(&word).is_ok()
}

/// Stems of irregular past tenses and plurals that questions use, by their base form's stem. Sorted.
const IRREGULAR: &[(&str, &str)] = &[
    ("began", "begin"), ("begun", "begin"), ("bought", "buy"), ("broke", "break"), ("broken", "break"),
    ("brought", "bring"), ("built", "build"), ("came", "come"), ("chose", "choos"), ("chosen", "choos"),
    ("dealt", "deal"), ("drew", "draw"), ("drove", "drive"), ("fell", "fall"), ("fought", "fight"), ("found", "find"),
    ("gave", "give"), ("given", "give"), ("gone", "go"), ("got", "get"), ("grew", "grow"), ("grown", "grow"),
    ("held", "hold"), ("kept", "keep"), ("knew", "know"), ("known", "know"), ("laid", "lay"), ("led", "lead"),
    ("left", "leav"), ("made", "make"), ("meant", "mean"), ("men", "man"), ("met", "meet"), ("paid", "pay"),
    ("ran", "run"), ("rose", "rise"), ("said", "say"), ("sent", "send"), ("shot", "shoot"), ("sold", "sell"),
    ("spent", "spend"), ("spoke", "speak"), ("spoken", "speak"), ("stood", "stand"), ("taken", "take"),
    ("thought", "think"), ("told", "tell"), ("took", "take"), ("went", "go"), ("women", "woman"), ("won", "win"),
    ("written", "write"), ("wrote", "write"),
];

/// Chat spellings and contractions typed without their apostrophe. Sorted.
const CHAT: &[(&str, &str)] = &[
    ("abt", "about"), ("aint", "is not"), ("arent", "are not"), ("cant", "can not"), ("couldnt", "could not"),
    ("cuz", "because"), ("didnt", "did not"), ("doesnt", "does not"), ("dont", "do not"), ("dunno", "do not know"),
    ("eachother", "each other"), ("gimme", "give me"), ("gonna", "going to"), ("gotta", "have to"),
    ("hasnt", "has not"), ("havent", "have not"), ("hows", "how is"), ("hwo", "who"), ("im", "i am"),
    ("isnt", "is not"), ("kinda", "kind of"), ("lets", "let us"), ("n", "and"), ("pls", "please"), ("plz", "please"),
    ("ppl", "people"), ("r", "are"), ("teh", "the"), ("thats", "that is"), ("theyre", "they are"),
    ("thru", "through"), ("thx", "thanks"), ("u", "you"), ("ur", "your"), ("w", "with"), ("wanna", "want to"),
    ("wasnt", "was not"), ("wat", "what"), ("wen", "when"), ("werent", "were not"), ("whats", "what is"),
    ("whens", "when is"), ("wher", "where"), ("wheres", "where is"), ("whos", "who is"), ("whys", "why is"),
    ("wich", "which"), ("wont", "will not"), ("wot", "what"), ("wouldnt", "would not"), ("wut", "what"),
    ("ya", "you"), ("yall", "you all"),
];

/// The closed classes of English, and the courtesies of a chat. Sorted.
const FUNCTION: &[&str] = &[
    "a", "about", "above", "actually", "after", "again", "against", "ah", "all", "almost", "already", "alright",
    "also", "although", "always", "am", "among", "amongst", "an", "and", "another", "any", "anybody", "anyhow",
    "anyone", "anything", "anyway", "apart", "are", "around", "as", "at", "away", "basically", "be", "because",
    "been", "before", "being", "besides", "between", "beyond", "both", "but", "by", "bye", "can", "cannot", "cause",
    "cheers", "could", "dear", "despite", "did", "do", "does", "doing", "done", "during", "each", "either", "else",
    "er", "especially", "etc", "even", "ever", "every", "everybody", "everyone", "everything", "exactly", "few",
    "for", "from", "further", "get", "gets", "getting", "give", "go", "goes", "going", "got", "had", "has", "have",
    "having", "he", "hello", "help", "hence", "her", "here", "hers", "herself", "hey", "hi", "him", "himself", "his",
    "hm", "hmm", "how", "however", "i", "if", "in", "indeed", "instead", "into", "is", "it", "its", "itself", "just",
    "kind", "lately", "less", "let", "like", "likely", "lol", "lot", "lots", "made", "make", "makes", "making",
    "many", "may", "maybe", "me", "might", "mine", "more", "moreover", "most", "much", "must", "my", "myself",
    "nearly", "need", "neither", "never", "no", "nobody", "none", "nor", "not", "nothing", "now", "nowadays", "of",
    "off", "often", "oh", "ok", "okay", "on", "once", "one", "only", "onto", "or", "other", "others", "ought", "our",
    "ours", "out", "over", "own", "particular", "particularly", "per", "perhaps", "please", "possible", "possibly",
    "quite", "rather", "really", "same", "shall", "she", "should", "simply", "since", "so", "some", "somebody",
    "somehow", "someone", "something", "sometimes", "sorry", "still", "stuff", "such", "sure", "take", "takes",
    "taking", "than", "thank", "thanks", "that", "the", "their", "theirs", "them", "themselves", "then", "there",
    "therefore", "these", "they", "thing", "things", "this", "those", "though", "through", "thus", "till", "to",
    "together", "too", "took", "toward", "towards", "under", "unless", "until", "up", "upon", "us", "used", "usually",
    "very", "via", "want", "wants", "was", "way", "we", "well", "were", "what", "whatever", "when", "whenever",
    "where", "wherever", "whether", "which", "while", "who", "whoever", "whole", "whom", "whose", "why", "will",
    "with", "within", "without", "would", "yeah", "yes", "yet", "you", "your", "yours", "yourself",
];

/// Stems of the words with which people talk about the asking itself and about the text. Sorted.
const FRAME: &[&str] = &[
    "accord", "answer", "articl", "ask", "bit", "bot", "brief", "briefli", "cite", "curious", "describ", "detail",
    "document", "explain", "fals", "find", "happen", "hear", "hint", "idea", "inform", "interest", "kindli", "know",
    "learn", "line", "list", "locat", "look", "mean", "mention", "name", "paragraph", "part", "passag", "piec",
    "point", "quick", "quot", "quotat", "read", "refer", "repeat", "report", "right", "say", "section", "sentenc",
    "show", "sourc", "speak", "state", "stori", "summar", "talk", "tell", "text", "think", "topic", "true",
    "understand", "wonder", "word", "write", "wrong",
];

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
    fn stems_join_inflections_and_both_spellings() {
        for (one, other) in [
            ("meetings", "meet"), ("met", "meet"), ("modernise", "modernize"), ("neighbour", "neighbors"), ("defence", "defense"),
            ("programme", "programs"), ("said", "say"), ("fought", "fights"), ("criticised", "criticizing"),
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn tables_are_sorted_for_binary_search() {
        assert!(FUNCTION.is_sorted());
        assert!(FRAME.is_sorted());
        assert!(CHAT.is_sorted());
        assert!(IRREGULAR.is_sorted());
    }
}
