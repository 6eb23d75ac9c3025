//! Asides: "bless him", "who would have thought it", "if I may". They tell of who asks, and nothing of what is asked.

use super::list::SortedList;
use super::words::Word;

/// The first word of each aside with what may follow it, of alternatives that begin alike the longest first.
static ASIDES: SortedList = SortedList::new(include_str!("lists/asides.txt"));

/// Takes the asides out of a text, unless nothing else is in it.
pub(super) fn leave_out(words: &mut Vec<Word>) {
    let length = |rest: &[Word]| {
        let (first, rest) = rest.split_first()?;
        let aside = ASIDES.value(&first.text)?.split('|').find(|aside| begins_with(rest, aside))?;
        Some(1 + aside.split(' ').count())
    };
    let mut at = 0;
    let mut found = Vec::new();
    while at < words.len() {
        match length(&words[at..]) {
            Some(length) => {
                found.push(at..at + length);
                at += length;
            }
            None => at += 1,
        }
    }
    if found.iter().map(ExactSizeIterator::len).sum::<usize>() < words.len() {
        found.into_iter().rev().for_each(|aside| drop(words.drain(aside)));
    }
}

fn begins_with(words: &[Word], text: &str) -> bool {
    let mut words = words.iter();
    text.split(' ').all(|expected| words.next().is_some_and(|word| &*word.text == expected))
}

#[cfg(test)]
mod tests {
    use super::super::{normalise, words};
    use super::*;

    #[test]
    fn every_line_is_found() {
        ASIDES.check();
    }

    #[test]
    fn asides_are_left_out_unless_there_is_nothing_else() {
        for (text, expected) in [
            ("And the baker, bless him, did he say why?", "and the baker did he say why"),
            ("After the fire, who would have thought it, did they make up", "after the fire did they make up"),
            ("Who would have signed it?", "who would have signed it"),
            ("by the way", "by the way"),
            ("Forgive me, my dear, what is in it in a nutshell?", "what is in it"),
        ] {
            let mut read = words(&normalise(text));
            leave_out(&mut read);
            let left: Vec<&str> = read.iter().map(|word| &*word.text).collect();
            assert_eq!(left.join(" "), expected, "{text}");
        }
    }
}
