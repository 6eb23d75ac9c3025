//! The normal form in which texts are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_security::confusable_detection::skeleton;

/// Folds away what two spellings of one text may differ in: case, accents, width and ligature forms, invisible and
/// control characters, the shape of quotation marks and dashes, look-alike letters inside Latin words, and white space.
///
/// The result is lower case, has single spaces and none at its ends. Full stops inside an abbreviation are dropped
/// ("U.S." and "US" are one word); all other punctuation stays, since it separates words.
///
/// ```
/// assert_eq!(ibid::text::normalise("  Где?  CAFÉ  U.S. "), "где? cafe us");
/// ```
pub fn normalise(text: &str) -> String {
    if is_plain(text.as_bytes()) {
        return text.to_ascii_lowercase();
    }
    if text.is_ascii() {
        return collapse(text.chars().map(|c| c.to_ascii_lowercase()), text.len());
    }
    let folded = text
        .chars()
        .filter(|&c| !is_invisible(c))
        .nfc()
        .flat_map(decomposed)
        .filter(|&c| !is_combining_mark(c) && !is_invisible(c))
        .flat_map(char::to_lowercase)
        .filter(|&c| !is_combining_mark(c))
        .map(plain_punctuation);
    unmask(&collapse(folded, text.len()))
}

/// Whether only the case of a text can differ from its normal form.
fn is_plain(text: &[u8]) -> bool {
    let is_printed = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'.';
    let ends_in_space = text.starts_with(b" ") || text.ends_with(b" ");
    !ends_in_space && text.iter().all(|&byte| is_printed(byte)) && !text.windows(2).any(|pair| pair == b"  ")
}

/// Single spaces, no white space at the ends, no control characters, no full stops inside abbreviations.
fn collapse(chars: impl Iterator<Item = char>, capacity: usize) -> String {
    let mut out = String::with_capacity(capacity);
    // How many letters stand since the last character that is neither a letter nor a full stop, and whether full
    // stops have stood between single letters only: "u.s." is such a run, "meeting." is not.
    let (mut letters_since_stop, mut in_abbreviation) = (0usize, true);
    let (mut pending_space, mut stop_dropped) = (false, false);
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            pending_space = !out.is_empty();
            (letters_since_stop, in_abbreviation, stop_dropped) = (0, true, false);
            continue;
        }
        if std::mem::take(&mut pending_space) {
            out.push(' ');
        }
        // An abbreviation's stop, or one more behind it: "w..." is "w".
        if c == '.' && in_abbreviation && (letters_since_stop == 1 || stop_dropped) {
            (letters_since_stop, stop_dropped) = (0, true);
            continue;
        }
        stop_dropped = false;
        if c.is_alphabetic() {
            letters_since_stop += 1;
            in_abbreviation &= letters_since_stop == 1;
        } else {
            (letters_since_stop, in_abbreviation) = (0, true);
        }
        out.push(c);
    }
    out
}

/// Characters that show nothing: soft hyphen, zero-width and direction marks, variation selectors, tags, surrogate
/// replacements, the byte-order mark.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFD}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A character without what it is composed of. The Russian short i is a letter of its own, not an i with an accent:
/// endings of words are told by it.
fn decomposed(c: char) -> impl Iterator<Item = char> {
    let mut parts = Vec::new();
    match c {
        'й' | 'Й' => parts.push(c),
        _ => decompose_compatible(c, |part| parts.push(part)),
    }
    parts.into_iter()
}

fn plain_punctuation(c: char) -> char {
    match c {
        '\u{2018}'..='\u{201B}' | '\u{02B9}'..='\u{02BC}' | '\u{00B4}' | '\u{2032}' | '`' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{00AB}' | '\u{00BB}' | '\u{2033}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        _ => c,
    }
}

/// Letters that look like those of another script, made one script in words that mix two: "Рutin" with a Cyrillic Р is
/// "putin", "Пyтин" with a Latin y is "путин", while "Путин" stays as it is. A word is Latin if all its other letters look
/// like Latin ones. The pairs are those of Unicode's confusables table (UTS #39) among lower-case letters.
fn unmask(text: &str) -> String {
    let mixed = |word: &str| word.chars().any(|c| c.is_ascii_lowercase()) && word.chars().any(is_other_letter);
    if !text.split(' ').any(mixed) {
        return text.to_owned();
    }
    let unmask_word = |word: &str| -> String {
        if !mixed(word) {
            return word.to_owned();
        }
        if word.chars().filter(|&c| is_other_letter(c)).all(|c| look_alike(c).is_some()) {
            return word.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
        }
        word.chars().map(|c| cyrillic_look_alike(c).filter(|_| c.is_ascii()).unwrap_or(c)).collect()
    };
    text.split(' ').map(unmask_word).collect::<Vec<_>>().join(" ")
}

/// Letters of the scripts whose letters look like Latin ones, and whatever Unicode says is confused with one.
fn is_other_letter(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{58F}' | '\u{10A0}'..='\u{10FF}' | '\u{13A0}'..='\u{13FF}' | '\u{2C80}'..='\u{2CFF}')
        && c.is_alphabetic()
}

/// The Cyrillic letter that a Latin one looks like.
fn cyrillic_look_alike(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

fn look_alike(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'һ' | 'н' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'о' | 'ο' | 'σ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        // The rest of Unicode's table: one letter for one letter.
        _ => {
            let mut prototype = skeleton(c.encode_utf8(&mut [0; 4])).collect::<Vec<_>>().into_iter();
            return prototype.next().filter(|p| p.is_ascii_lowercase() && prototype.next().is_none());
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{collapse, is_plain, normalise};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn of_a_plain_text_only_the_case_is_folded(text in "[ -~]{0,12}") {
            if is_plain(text.as_bytes()) {
                prop_assert_eq!(normalise(&text), collapse(text.chars().map(|c| c.to_ascii_lowercase()), text.len()));
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(normalise(text), expected, "{text:?}");
        assert_eq!(normalise(expected), expected, "a normal form is its own normal form");
    }

    #[test]
    fn case_accents_width_and_space_are_folded() {
        check("", "");
        check(" \t\r\n ", "");
        check("Where did  they MEET?", "where did they meet?");
        check("Naïve café", "naive cafe");
        check("ＷＨＥＲＥ", "where");
        check("ﬁne", "fine");
        check("İstanbul", "istanbul");
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        check("bor\u{AD}der", "border");
        check("z\u{200B}e\u{200D}ro", "zero");
        check("\u{202E}where\u{202C}", "where");
        check("\u{FEFF}hi\0there", "hi there");
        check("e\u{301}\u{302}\u{303}", "e");
    }

    #[test]
    fn punctuation_takes_its_plain_shape() {
        check("Russia’s “partner” – all", "russia's \"partner\" - all");
    }

    #[test]
    fn abbreviations_lose_their_full_stops_and_sentences_keep_theirs() {
        check("U.S. hegemony", "us hegemony");
        check("the U.S.A.", "the usa");
        check("end of it. A b", "end of it. a b");
        check("meeting.", "meeting.");
        check("3.5", "3.5");
        check("a..b", "ab");
        check("wait... a.", "wait... a");
    }

    #[test]
    fn look_alikes_are_unmasked_only_in_mixed_words() {
        check("Рutin", "putin");
        check("Путин", "путин");
        check("Хi", "xi");
        check("ѕуrіа", "syria");
        check("Пyтин", "путин");
        check("Bcтpeчa", "встреча");
    }
}
