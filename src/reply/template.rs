//! Sentences with gaps to fill, lists of words, and what somebody typed made safe to show.

use crate::knowledge::Wording;

/// `template` with each `{name}` replaced by its value. Values are not searched for gaps again.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('}').map_or(1, |close| close + 1);
        let gap = &rest[..close];
        let name = gap.trim_matches(['{', '}']);
        let value = values.iter().find(|&&(known, _)| known == name).map_or(gap, |&(_, value)| value);
        filled.push_str(value);
        rest = &rest[close..];
    }
    filled + rest
}

/// "a", "a or b", "a, b or c".
pub(super) fn list(items: &[String], last: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., end] => format!("{}{last}{end}", init.join(", ")),
    }
}

/// Words as somebody typed them, each between quotation marks and at most a handful of them.
pub(super) fn typed_words(words: &[String], wording: &Wording) -> String {
    /// More than these would not be read.
    const SHOWN: usize = 5;
    let shown: Vec<String> = words.iter().take(SHOWN).map(|word| quoted(&typed(word), wording)).collect();
    list(&shown, &wording.or)
}

/// `text` between quotation marks.
pub(super) fn quoted(text: &str, wording: &Wording) -> String {
    format!("{}{text}{}", wording.open_quote, wording.close_quote)
}

/// What somebody typed, fit to be shown again: short, and without characters that move the cursor, change colours or
/// turn the direction of what stands around them.
pub(super) fn typed(text: &str) -> String {
    /// Longer than any word, and short enough for a line.
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().filter(|&c| !c.is_control() && !is_invisible(c)).take(LONGEST + 1).collect();
    if let Some((end, _)) = shown.char_indices().nth(LONGEST) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

/// Directional marks, overrides and isolates, zero-width characters and line separators.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(template: &str, expected: &str) {
        assert_eq!(fill(template, &[("words", "{n} tea"), ("n", "7")]), expected, "{template:?}");
    }

    #[test]
    fn a_template_is_filled_once() {
        check("", "");
        check("no gap", "no gap");
        check("it never mentions {words}.", "it never mentions {n} tea.");
        check("{n}{n}", "77");
        check("an {unknown} gap stays", "an {unknown} gap stays");
        check("an open { stays", "an open { stays");
        check("} {n", "} {n");
    }

    #[test]
    fn what_was_typed_cannot_move_the_cursor() {
        assert_eq!(typed("tro\u{202e}ops\u{1b}[31m"), "troops[31m");
        assert_eq!(typed(&"a".repeat(61)), format!("{}…", "a".repeat(60)));
        assert_eq!(typed(&"я".repeat(60)), "я".repeat(60));
    }
}
