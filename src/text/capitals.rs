//! What capital letters tell that a text in normal form has lost: who writes "What did Macron say?" means somebody by that
//! name, though "macron" is a word of English too.

use super::words::Word;

/// Marks the words of a text that stand in it with a capital letter inside of a sentence. None does where most words have
/// one, as in headlines and shouting.
pub fn mark_capitals(text: &str, words: &mut [Word]) {
    let (mut inside, mut capitals) = (0, Vec::new());
    for line in text.lines() {
        let mut opens = true;
        for piece in line.split_whitespace() {
            let word = piece.trim_start_matches(|c: char| !c.is_alphanumeric());
            let word = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            if !opens && !word.is_empty() && !piece.starts_with(['"', '“', '(']) {
                inside += 1;
                capitals.extend(word.starts_with(char::is_uppercase).then_some(word));
            }
            opens = piece.ends_with(['.', '?', '!', ':', ';']);
        }
    }
    if capitals.len() > 1 && 2 * capitals.len() > inside {
        return;
    }
    let is_same = |capital: &str, word: &Word| capital.chars().flat_map(char::to_lowercase).eq(word.text.chars());
    for word in words.iter_mut().filter(|word| capitals.iter().any(|capital| is_same(capital, word))) {
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
