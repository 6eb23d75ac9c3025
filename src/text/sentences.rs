//! Where sentences end: a paragraph cut into the pieces that can be cited by themselves.

mod abbreviations;
mod nesting;
mod tables;

use abbreviations::{Abbreviation, kind, starts_sentences};
use nesting::Nesting;

/// The sentences of a paragraph in `language` (a BCP 47 tag), in order, without the white space around them.
///
/// A mark that ends sentences does so unless what stands before it is an abbreviation, an initial, a number or an
/// enumerator, or what follows it goes on in small letters or says who spoke. What stands between quotation marks or
/// brackets stays together, unless it is long.
///
/// ```
/// use ibid::text::sentences;
/// let text = "Mr. Smith left the U.S. in 1990. “Why?” asked Ann. It cost 3.5 million.";
/// let expected = ["Mr. Smith left the U.S. in 1990.", "“Why?” asked Ann.", "It cost 3.5 million."];
/// assert_eq!(sentences(text, "en"), expected);
/// ```
pub fn sentences<'t>(paragraph: &'t str, language: &str) -> Vec<&'t str> {
    let text = Text::new(paragraph, language);
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.chars.len() {
        if !is_terminator(text.chars[at].1) {
            at += 1;
            continue;
        }
        let end = text.end_of_marks(at);
        if text.is_boundary(start, at, end) {
            found.push(text.slice(start, end));
            start = end;
        }
        at = end;
    }
    found.push(text.slice(start, text.chars.len()));
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// A paragraph, character by character.
struct Text<'t, 'l> {
    text: &'t str,
    language: &'l str,
    chars: Vec<(usize, char)>,
    nesting: Nesting,
}

impl<'t, 'l> Text<'t, 'l> {
    fn new(text: &'t str, language: &'l str) -> Self {
        let chars: Vec<_> = text.char_indices().collect();
        let nesting = Nesting::of(&chars);
        let language = language.split('-').next().unwrap_or_default();
        Text { text, language, chars, nesting }
    }

    fn byte(&self, at: usize) -> usize {
        self.chars.get(at).map_or(self.text.len(), |&(byte, _)| byte)
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text[self.byte(start)..self.byte(end)].trim()
    }

    fn char(&self, at: usize) -> Option<char> {
        self.chars.get(at).map(|&(_, c)| c)
    }

    fn before(&self, at: usize) -> Option<char> {
        self.char(at.checked_sub(1)?)
    }

    /// Where the run of marks that begins at `at` ends: further marks, what closes quotations, and footnote numbers.
    fn end_of_marks(&self, at: usize) -> usize {
        let mut end = at + 1;
        loop {
            match self.char(end) {
                Some(c) if is_terminator(c) || is_closer(c) || self.nesting.closes(end) => end += 1,
                // French puts a space before these marks and before what closes a quotation.
                Some('\u{a0}' | '\u{202f}' | ' ')
                    if self.char(end + 1) == Some('»') && self.nesting.closes(end + 1) =>
                {
                    end += 2;
                }
                Some('[') => match self.footnote(end) {
                    Some(after) => end = after,
                    None => return end,
                },
                _ => return end,
            }
        }
    }

    /// Where `[12]` ends, if that is what begins here.
    fn footnote(&self, open: usize) -> Option<usize> {
        let digits = self.chars[open + 1..].iter().take_while(|(_, c)| c.is_ascii_digit()).count();
        ((1..=3).contains(&digits) && self.char(open + 1 + digits) == Some(']')).then_some(open + 2 + digits)
    }

    /// Whether a sentence that begins at `start` ends with the marks from `at` to `end`.
    fn is_boundary(&self, start: usize, at: usize, end: usize) -> bool {
        let mark = self.chars[at].1;
        let next = self.chars[end..].iter().position(|(_, c)| !c.is_whitespace()).map(|skip| end + skip);
        let Some(next) = next else { return true };
        if self.nesting.is_inside(end) || self.slice(start, at).is_empty() || self.before(at).is_some_and(is_opener) {
            return false;
        }
        let bracket = self.bracket_closed(at, end).filter(|&open| !self.slice(start, open).is_empty());
        if is_spaceless(mark) {
            return bracket.is_none() && !(self.closes_quotation(at, end) && self.names_speaker_without_spaces(next));
        }
        // "3.5", "example.org", "U.S.A": the text simply goes on.
        if next == end {
            return false;
        }
        let follows = self.first_letter(next);
        if follows.is_some_and(char::is_lowercase) || is_clause_mark(self.chars[next].1) {
            return false;
        }
        // What stands in brackets in the middle of a sentence does not end the sentence around it.
        if bracket.is_some() {
            return false;
        }
        let quotation = self.closes_quotation(at, end);
        if quotation && self.names_speaker(next) {
            return false;
        }
        let word = self.word(next);
        match mark {
            '.' if self.char(at + 1) != Some('.') && !self.is_after_full_stop(at) => {
                self.full_stop_ends(start, at, &word)
            }
            '.' | '…' => !matches!(word.as_str(), "I" | "I'm" | "I’m" | "I've" | "I’ve" | "I'd" | "I’d"),
            _ if quotation && self.is_title_quoted(start, at, end) => starts_sentences(&word, self.language),
            '!' => {
                !abbreviations::BRANDS.contains(&self.word_before(at).as_str())
                    || starts_sentences(&word, self.language)
            }
            _ => true,
        }
    }

    /// Whether the mark at `at` is a later one of several full stops.
    fn is_after_full_stop(&self, at: usize) -> bool {
        self.before(at) == Some('.')
    }

    /// Whether the full stop at `at` ends a sentence, although a capital letter, a figure or a mark follows.
    fn full_stop_ends(&self, start: usize, at: usize, next: &str) -> bool {
        let before = self.word_before(at);
        let is_starter = starts_sentences(next, self.language);
        let is_figure = next.starts_with(|c: char| c.is_numeric());
        // "1. Wash. 2. Dry." counts.
        if self.is_enumerator(&before) && self.slice(start, at) == before {
            return false;
        }
        if abbreviations::has_ordinals(self.language) && before.len() <= 2 && before.bytes().all(|b| b.is_ascii_digit())
        {
            return is_starter || before.is_empty();
        }
        let is_capital = before.chars().count() == 1 && is_initial(&before);
        match kind(&before, self.language).filter(|_| !is_capital) {
            Some(Abbreviation::Title) => false,
            Some(Abbreviation::Numeric) => is_starter || !(is_figure || is_roman(next)),
            Some(Abbreviation::Final) => !is_figure,
            Some(Abbreviation::Time) => is_starter || !(is_figure || abbreviations::goes_with_time(next)),
            Some(Abbreviation::Either) => is_starter,
            None if is_initial(&before) => match self.word_before_word(at).as_str() {
                previous if abbreviations::LETTERED.contains(&previous.to_lowercase().as_str()) => !is_figure,
                _ => is_starter && !is_figure,
            },
            None => true,
        }
    }

    fn is_enumerator(&self, word: &str) -> bool {
        let is_number = (1..=3).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
        let is_letter = word.len() == 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        is_number || is_letter || is_initial(word) || (is_roman(word) && word.len() <= 4)
    }

    /// The first letter or digit from `at` on in the same word, past what opens quotations.
    fn first_letter(&self, at: usize) -> Option<char> {
        let rest = self.chars[at..].iter().map(|&(_, c)| c);
        rest.take_while(|c| !c.is_whitespace()).find(|c| c.is_alphanumeric())
    }

    /// The word that begins at `at`, without the marks around it.
    fn word(&self, at: usize) -> String {
        let rest = self.chars[at..].iter().map(|&(_, c)| c).skip_while(|c| !c.is_alphanumeric());
        let word: String = rest.take_while(|&c| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-')).collect();
        word.trim_end_matches(['.', '-', '\'', '’']).to_owned()
    }

    /// The run of letters, figures and inner marks that ends before `at`.
    fn word_before(&self, at: usize) -> String {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '\'' | '’' | '/' | '&');
        let back = self.chars[..at].iter().rev().take_while(|&&(_, c)| is_part(c)).count();
        self.text[self.byte(at - back)..self.byte(at)].to_owned()
    }

    /// The word before the one that ends before `at`.
    fn word_before_word(&self, at: usize) -> String {
        let word = self.word_before(at).chars().count();
        let spaces = self.chars[..at - word].iter().rev().take_while(|(_, c)| c.is_whitespace()).count();
        self.word_before(at - word - spaces)
    }

    /// Where the round bracket opens that is closed among the marks from `at` to `end`.
    fn bracket_closed(&self, at: usize, end: usize) -> Option<usize> {
        (at..end).find(|&mark| matches!(self.chars[mark].1, ')' | '）')).and_then(|mark| self.nesting.opening_of(mark))
    }

    /// Whether a quotation is closed among the marks from `at` to `end`.
    fn closes_quotation(&self, at: usize, end: usize) -> bool {
        (at..end).any(|mark| is_quotation_mark(self.chars[mark].1))
    }

    /// Whether what follows a quotation says who spoke it: "asked Ann", "President Putin said".
    fn names_speaker(&self, at: usize) -> bool {
        let end = self.chars[at..].iter().position(|&(_, c)| is_terminator(c) || c == ',');
        let words = &self.text[self.byte(at)..end.map_or(self.text.len(), |end| self.byte(at + end))];
        words.split_whitespace().take(4).any(|word| abbreviations::SPEECH.contains(&word))
            && !starts_sentences(&self.word(at), self.language)
    }

    fn names_speaker_without_spaces(&self, at: usize) -> bool {
        let next = self.chars[at..].iter().map(|&(_, c)| c).take_while(|&c| c.is_alphanumeric()).take(6);
        next.into_iter().any(|c| abbreviations::SPEECH_SIGNS.contains(c))
    }

    /// Whether the quotation that ends before `end` is only a title in the middle of a sentence: the song “Help!”.
    fn is_title_quoted(&self, start: usize, at: usize, end: usize) -> bool {
        let open = (at..end).find_map(|mark| self.nesting.opening_of(mark));
        let Some(open) = open.filter(|&open| open > start) else { return false };
        let before = self.slice(start, open);
        let is_short = self.text[self.byte(open)..self.byte(at)].split_whitespace().count() <= 5;
        is_short && !before.is_empty() && !before.ends_with([',', ':', '：', '，', '.', '—', '–'])
    }
}

/// Marks that may end a sentence, of all scripts.
fn is_terminator(c: char) -> bool {
    is_spaceless(c)
        || matches!(
            c,
            '.' | '!'
                | '?'
                | '…'
                | '‽'
                | '⁇'
                | '⁈'
                | '⁉'
                | '؟'
                | '۔'
                | '।'
                | '॥'
                | '։'
                | '\u{37e}'
                | '።'
                | '፧'
                | '။'
                | '។'
        )
}

/// Marks of scripts that write no spaces.
fn is_spaceless(c: char) -> bool {
    matches!(c, '。' | '｡' | '！' | '？')
}

fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '\'' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '》')
}

fn is_opener(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '（' | '【')
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '」' | '』' | '\'' | '’' | '‘')
}

/// What cannot begin a sentence, so that the one before it goes on.
fn is_clause_mark(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | ')' | ']' | '.' | '，' | '；' | '：')
}

fn is_initial(word: &str) -> bool {
    let last = word.rsplit(['.', '-']).next().unwrap_or_default();
    let mut chars = last.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if c.is_uppercase())
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'))
}
