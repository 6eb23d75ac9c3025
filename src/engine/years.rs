//! "Who was president then?", "and ten years later?": what is said of the year that was spoken of.

use super::context::Context;
use super::granted::NumberKind;
use super::{Engine, Reading};
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
        let shown = context.shown(self);
        let year_in = |text: &str| only_year(text)?.parse::<i32>().ok();
        let year = year_in(context.question.normal()).or_else(|| year_in(shown?.text()))?;
        let meant = self.read(&format!("in {}", year.checked_add(years)?));
        Some(message.with(at..at + length, meant.words()))
    }

    /// What becomes of the answer to a message by itself, as it was read `alone`, where that points at a year that was spoken of:
    /// who leads a country today did not lead it "then". `None` where nothing points so, or not one year was spoken of.
    pub(super) fn of_that_year(
        &self,
        context: &Context<'_>,
        message: &Question,
        alone: &Reading<'_>,
    ) -> Option<Reading<'_>> {
        if !alone.answer.is_answered() || alone.ranking.exact {
            return None;
        }
        let words = message.words();
        let (at, length) = (0..words.len()).find_map(|at| Some((at, pointing(words, at)?)))?;
        let shown = context.shown(self);
        let year = only_year(context.question.normal()).or_else(|| only_year(shown.as_ref()?.quote()))?;
        let meant = self.read(&format!("in {}{year}", if year.ends_with('s') { "the " } else { "" }));
        let dated = message.with(at..at + length, meant.words());
        let Reading { answer, ranking } = self.alone(&dated);
        Some(Reading { answer: self.denied(message, answer), ranking })
    }
}

/// The year or the decade that a text names, if it names one and no more.
fn only_year(text: &str) -> Option<&str> {
    NumberKind::Year.said_in(text, None)
}

/// How many words point at a time that was spoken of, where some of a message begin with that.
fn pointing(words: &[Word], at: usize) -> Option<usize> {
    let word = |at: usize| words.get(at).map_or("", |word| &*word.text);
    let is_time = |word: &str| matches!(word, "time" | "year" | "decade" | "days" | "years" | "period");
    match (word(at), word(at + 1), word(at + 2)) {
        ("back", "then", _) => Some(2),
        // "In those days after the war" says itself what days are meant.
        ("at" | "in" | "during", "that" | "those", time) if is_time(time) && !goes_on(word(at + 3)) => Some(3),
        ("at", "the", "time") if at + 3 == words.len() => Some(3),
        // "What then?" asks what follows, and in "what is it called then?" it says nothing.
        ("then", "", _) if at > 0 && !is_bound(word(at - 1)) && words.iter().any(is_past) => Some(1),
        _ => None,
    }
}

fn goes_on(word: &str) -> bool {
    matches!(word, "of" | "after" | "before" | "when" | "between")
}

fn is_past(word: &Word) -> bool {
    matches!(&*word.text, "was" | "were" | "did" | "had")
}

/// "Since then" is more than that time.
fn is_bound(before: &str) -> bool {
    matches!(before, "since" | "until" | "till" | "before" | "after" | "by" | "from" | "and" | "so" | "what")
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
    fn what_points_at_a_time_is_told_from_what_follows() {
        for (message, expected) in [
            ("who was president then", Some(1)),
            ("who was in charge back then", Some(2)),
            ("who led china at that time", Some(3)),
            ("were they friends at the time", Some(3)),
            ("what happened in those days", Some(3)),
            ("what changed since then", None),
            ("what then", None),
            ("then", None),
            ("what is the pipeline called then", None),
            ("what was signed in those days after the war", None),
            ("and then", None),
            ("at the time of the war they were what", None),
        ] {
            let question = Question::new(message);
            let words = question.words();
            assert_eq!((0..words.len()).find_map(|at| pointing(words, at)), expected, "{message:?}");
        }
    }

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
