//! What capital letters tell that a text in normal form has lost: who writes "What did Macron say?" means somebody by that
//! name, though "macron" is a word of English too.

use unicode_segmentation::UnicodeSegmentation;

use super::words::Word;

/// Marks the words of a text that stand in it with a capital letter inside of a sentence. None does where most words have
/// one, as in headlines and shouting.
pub fn mark_capitals(text: &str, words: &mut [Word]) {
    let (mut inside, mut capitals) = (0, Vec::new());
    let mut opens = true;
    for piece in text.split_word_bounds() {
        let Some(first) = piece.chars().next().filter(|first| first.is_alphanumeric()) else {
            opens |= piece.contains(['.', '?', '!', ':', ';', '\n', '"', '“', '(']);
            continue;
        };
        if !std::mem::take(&mut opens) {
            inside += 1;
            if first.is_uppercase() {
                capitals.push(piece.split(['\'', '’']).next().unwrap_or(piece).to_lowercase());
            }
        }
    }
    if capitals.len() > 1 && 2 * capitals.len() > inside {
        return;
    }
    for word in words.iter_mut().filter(|word| capitals.iter().any(|capital| **capital == *word.text)) {
        word.capital = true;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{normalise, words};
    use super::*;

    #[test]
    fn names_stand_with_a_capital_letter_inside_of_a_sentence() {
        for (text, expected) in [
            ("What did Macron say?", "macron"),
            ("Macron said what?", ""),
            ("and Macron?", "macron"),
            ("well. Macron spoke of Scholz's view", "scholz"),
            ("What did NATO make of it", "nato"),
            ("What Did Macron Say Of It?", ""),
            ("WHAT DID MACRON SAY", ""),
            ("what did macron say", ""),
            ("Что сказал Макрон?", "макрон"),
        ] {
            let mut read = words(&normalise(text));
            mark_capitals(text, &mut read);
            let marked: Vec<&str> = read.iter().filter(|word| word.capital).map(|word| &*word.text).collect();
            assert_eq!(marked.join(" "), expected, "{text}");
        }
    }
}
