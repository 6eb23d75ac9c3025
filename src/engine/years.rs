//! "And ten years later?": counted from the year that was spoken of.

use super::Engine;
use super::context::Context;
use super::granted::NumberKind;
use crate::answer::Citation;
use crate::question::Question;
use crate::text::Word;

impl Engine {
    /// A message with the year that it counts to in place of the counting: "what came ten years earlier" after something of 2001
    /// asks about 1991. `None` where nothing is counted, or not one year was spoken of.
    pub(super) fn of_another_year(&self, context: &Context<'_>, message: &Question) -> Option<Question> {
        let words = message.words();
        let (at, (length, years)) = (0..words.len()).find_map(|at| Some((at, counted(&words[at..])?)))?;
        if self.index.has(message) {
            return None;
        }
        let shown =
            || Citation::first_of_fact(&self.knowledge, context.fact?).and_then(|shown| only_year(shown.text()));
        let year = only_year(context.question.normal()).or_else(shown)?;
        let meant = self.read(&format!("in {}", year.checked_add(years)?));
        Some(message.with(at..at + length, meant.words()))
    }
}

/// The year that a text names, if it names one and no more.
fn only_year(text: &str) -> Option<i32> {
    NumberKind::Year.said_in(text, None)?.parse().ok()
}

/// How many words count years from another, where some words begin with that, and how many years these are.
fn counted(words: &[Word]) -> Option<(usize, i32)> {
    let at = |i: usize| words.get(i).map_or("", |word| &*word.text);
    let each = match at(1) {
        "year" | "years" | "yr" | "yrs" => 1,
        "decade" | "decades" => 10,
        _ => return None,
    };
    let years = number(at(0))?.checked_mul(each)?;
    let is_last = words.len() == 3;
    match at(2) {
        "later" | "afterwards" => Some((3, years)),
        "earlier" => Some((3, -years)),
        // "Ten years after the war" is counted from something else.
        "on" | "after" if is_last => Some((3, years)),
        "before" if is_last => Some((3, -years)),
        _ => None,
    }
}

fn number(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    match word {
        "a" | "an" => Some(1),
        "twenty" => Some(20),
        "thirty" => Some(30),
        word => word.parse().ok().or_else(|| WORDS.iter().position(|known| *known == word).map(|number| number as i32)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_counted_from_what_was_spoken_of() {
        for (message, expected) in [
            ("10 years later", Some((3, 10))),
            ("ten years earlier", Some((3, -10))),
            ("ten years on", Some((3, 10))),
            ("a decade later there was what", Some((3, 10))),
            ("two decades before", Some((3, -20))),
            ("ten years after the war", None),
            ("10 years", None),
            ("some years later", None),
            ("2000000000 decades later", None),
        ] {
            assert_eq!(counted(Question::new(message).words()), expected, "{message:?}");
        }
    }
}
