//! Which script a text is in.

use unicode_script::UnicodeScript;

pub use unicode_script::Script;

/// The script of most of a text's words; a word of Chinese characters is one character, and one with Japanese syllables
/// makes the text Japanese. `None` where there are no letters.
pub fn script(text: &str) -> Option<Script> {
    if text.is_ascii() {
        return text.bytes().any(|b| b.is_ascii_alphabetic()).then_some(Script::Latin);
    }
    let mut counts: Vec<(Script, usize)> = Vec::new();
    let mut last = None;
    for c in text.chars() {
        let script = match c.script() {
            Script::Common | Script::Inherited | Script::Unknown => None,
            Script::Katakana => Some(Script::Hiragana),
            script => Some(script),
        };
        let begins_word = script != last || script == Some(Script::Han);
        if let Some(script) = script.filter(|_| begins_word) {
            match counts.iter_mut().find(|(known, _)| *known == script) {
                Some((_, count)) => *count += 1,
                None => counts.push((script, 1)),
            }
        }
        last = script;
    }
    if counts.iter().any(|(script, _)| *script == Script::Hiragana) {
        return Some(Script::Hiragana);
    }
    // Of equally many, the first one in the text.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(script, _)| script)
}

#[cfg(test)]
mod tests {
    use super::{Script, script};

    #[test]
    fn most_words_say_which_script_it_is() {
        for (text, expected) in [
            ("", None),
            ("2001?", None),
            ("where", Some(Script::Latin)),
            ("где Putin", Some(Script::Cyrillic)),
            ("что такое BRICS", Some(Script::Cyrillic)),
            ("BRICS是什么", Some(Script::Han)),
            ("中国はどこ", Some(Script::Hiragana)),
            ("어디", Some(Script::Hangul)),
        ] {
            assert_eq!(script(text), expected, "{text:?}");
        }
    }
}
