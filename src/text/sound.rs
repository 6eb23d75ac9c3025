//! How an English word sounds, roughly: for words that were written by ear.

/// A key that words with the same consonant sounds share: "contenshun" and "contention", "naberliness" and
/// "neighborliness". Vowels count only at the start of a word; voiced and unvoiced sounds stay apart.
///
/// The rules are the common ones of English spelling (as in Lawrence Philips' Metaphone, 1990), no more than a
/// spelling by ear needs.
///
/// ```
/// use ibid::text::sound;
/// assert_eq!(sound("contenshun"), sound("contention"));
/// assert_ne!(sound("border"), sound("power"));
/// ```
pub fn sound(word: &str) -> String {
    let letters = word.as_bytes();
    let at = |i: usize| letters.get(i).copied().unwrap_or(0);
    let is_vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let mut key = String::new();
    let mut i = 0;
    while i < letters.len() {
        let (c, next, after) = (at(i), at(i + 1), at(i + 2));
        let (code, length) = match (c, next, after) {
            (b'k' | b'g', b'n', _) if i == 0 => ("n", 2),
            (b'w', b'r', _) if i == 0 => ("r", 2),
            (b'p', b's', _) if i == 0 => ("s", 2),
            (b'p', b'h', _) => ("f", 2),
            (b'g', b'h', _) => ("", 2),
            (b'g', b'n', 0 | b'e' | b's') if after != b'e' || at(i + 3) == b'd' || at(i + 3) == 0 => ("n", 2),
            (b't', b'i', b'o' | b'a') | (b's', b'i', b'o') | (b'c', b'i', b'o' | b'a') => ("x", 2),
            (b's', b's', b'i') if at(i + 3) == b'o' => ("x", 3),
            (b's', b'h', _) => ("x", 2),
            (b's', b'c', b'h') => ("sk", 3),
            (b'c', b'h', _) | (b't', b'c', b'h') => ("c", if c == b't' { 3 } else { 2 }),
            (b't', b'h', _) => ("0", 2),
            (b'c', b'k', _) => ("k", 2),
            (b'c', b'e' | b'i' | b'y', _) => ("s", 1),
            (b'c' | b'q', _, _) => ("k", 1),
            (b'd', b'g', b'e' | b'i') | (b'g', b'e' | b'i' | b'y', _) => ("j", if c == b'd' { 2 } else { 1 }),
            (b'x', _, _) => ("ks", 1),
            (b'z', _, _) => ("s", 1),
            (b'w' | b'h', v, _) if !is_vowel(v) => ("", 1),
            (b'w', b'h', _) => ("w", 2),
            (b'h', _, _) if i > 0 => ("", 1),
            (c, _, _) if is_vowel(c) => (if i == 0 { "a" } else { "" }, 1),
            (c, _, _) if c.is_ascii_lowercase() => {
                write_letter(&mut key, c);
                ("", 1)
            }
            _ => return word.to_owned(),
        };
        for letter in code.bytes() {
            write_letter(&mut key, letter);
        }
        i += length;
    }
    key
}

/// Doubled sounds are one.
fn write_letter(key: &mut String, letter: u8) {
    if key.as_bytes().last() != Some(&letter) {
        key.push(char::from(letter));
    }
}

#[cfg(test)]
mod tests {
    use super::sound;

    #[track_caller]
    fn check(by_ear: &str, word: &str) {
        assert_eq!(sound(by_ear), sound(word), "{by_ear} {word}");
    }

    #[test]
    fn words_written_by_ear_sound_like_what_was_meant() {
        check("contenshun", "contention");
        check("ambishuns", "ambitions");
        check("naberliness", "neighborliness");
        check("meat", "meet");
        check("navel", "naval");
        check("boarder", "border");
        check("sined", "signed");
        check("nuklear", "nuclear");
        check("fisics", "physics");
        check("tenshon", "tension");
    }

    #[test]
    fn different_sounds_have_different_keys() {
        assert_ne!(sound("china"), sound("russia"));
        assert_ne!(sound("trade"), sound("treaty"));
        assert_ne!(sound("gas"), sound("oil"));
    }

    #[test]
    fn other_scripts_are_their_own_key() {
        assert_eq!(sound("китай"), "китай");
        assert_eq!(sound(""), "");
    }
}
