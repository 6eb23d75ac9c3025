//! Which kinds of answers a sentence can give, read off its surface: a year can answer "when", a capital letter inside a
//! sentence "who".

use super::Asked;
use bitcode::{Decode, Encode};

/// Words that stand for a time.
const TIMES: [&str; 34] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "century",
    "centuries",
    "decade",
    "decades",
    "year",
    "years",
    "month",
    "day",
    "today",
    "ago",
    "era",
    "period",
    "winter",
    "summer",
    "spring",
];
/// Words that open a cause or a purpose.
const CAUSES: [&str; 18] = [
    "because",
    "due",
    "since",
    "cause",
    "caused",
    "causes",
    "causing",
    "reason",
    "reasons",
    "therefore",
    "thus",
    "hence",
    "so",
    "order",
    "purpose",
    "result",
    "led",
    "allow",
];
/// Words that count without a digit.
const COUNTS: [&str; 24] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
    "thirty", "hundred", "thousand", "million", "billion", "dozen", "half", "quarter", "third", "several", "both",
];
/// Words that measure.
const MEASURES: [&str; 28] = [
    "percent",
    "million",
    "billion",
    "thousand",
    "hundred",
    "dollars",
    "euros",
    "pounds",
    "cost",
    "price",
    "half",
    "most",
    "km",
    "kilometres",
    "kilometers",
    "miles",
    "metres",
    "meters",
    "feet",
    "hours",
    "minutes",
    "years",
    "months",
    "days",
    "weeks",
    "decades",
    "centuries",
    "long",
];
/// Words before a place.
const BEFORE_PLACES: [&str; 14] = [
    "in", "at", "near", "from", "to", "of", "around", "across", "through", "within", "between", "towards", "the",
    "into",
];

/// Words that hint at a time: what they stand in may well tell when something is, if loosely.
const TIME_HINTS: [&str; 27] = [
    "during",
    "since",
    "recently",
    "recent",
    "following",
    "after",
    "before",
    "until",
    "when",
    "now",
    "currently",
    "early",
    "late",
    "past",
    "future",
    "often",
    "always",
    "never",
    "first",
    "last",
    "once",
    "ongoing",
    "historically",
    "time",
    "times",
    "war",
    "contemporary",
];
/// Words for places that have no name.
const PLACE_HINTS: [&str; 16] = [
    "border",
    "borders",
    "region",
    "regions",
    "area",
    "areas",
    "capital",
    "city",
    "cities",
    "town",
    "village",
    "coast",
    "abroad",
    "country",
    "countries",
    "sea",
];

/// The kinds of answers a sentence can give, and those it hints at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub(crate) struct Held {
    given: u16,
    hinted: u16,
}

impl Held {
    /// Reads a sentence as it is written.
    pub(crate) fn by(sentence: &str) -> Held {
        let mut held = Held::default();
        let mut before = "";
        let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '%' && c != '$' && c != '€');
        for (at, word) in words.filter(|word| !word.is_empty()).enumerate() {
            let lower = word.to_lowercase();
            let is = |list: &[&str]| list.contains(&lower.as_str());
            let has_digit = word.bytes().any(|b| b.is_ascii_digit());
            let is_year = word.len() >= 3 && word.len() <= 5 && word.bytes().take(3).all(|b| b.is_ascii_digit());
            if word.starts_with(char::is_uppercase) && at > 0 {
                held.add(Asked::Who);
                if BEFORE_PLACES.contains(&before) || before.starts_with(char::is_uppercase) {
                    held.add(Asked::Where);
                }
            }
            let hints = [(&TIME_HINTS[..], Asked::When), (&PLACE_HINTS, Asked::Where)];
            hints.into_iter().filter(|(list, _)| is(list)).for_each(|(_, kind)| held.hinted |= 1 << kind as u16);
            if is_year || is(&TIMES) {
                held.add(Asked::When);
            }
            if is(&CAUSES) {
                held.add(Asked::Why);
            }
            if has_digit || is(&COUNTS) {
                held.add(Asked::HowMany);
                held.add(Asked::HowMuch);
                held.add(Asked::HowLong);
            }
            if is(&MEASURES) || word.contains(['%', '$', '€']) {
                held.add(Asked::HowMuch);
                held.add(Asked::HowLong);
            }
            before = word;
        }
        held
    }

    /// Whether this kind of answer is among them; `None` for kinds that cannot be read off a sentence.
    pub(crate) fn has(self, asked: Asked) -> Option<bool> {
        match asked {
            Asked::Topic | Asked::YesNo | Asked::What | Asked::How => None,
            kind => Some(self.given & 1 << kind as u16 != 0),
        }
    }

    /// Whether anything in it looks like this kind of answer; always of kinds that cannot be read off a sentence.
    pub(crate) fn hints_at(self, asked: Asked) -> bool {
        self.has(asked) != Some(false) || self.hinted & 1 << asked as u16 != 0
    }

    /// What either holds.
    pub(crate) fn or(self, other: Held) -> Held {
        Held { given: self.given | other.given, hinted: self.hinted | other.hinted }
    }

    /// The same where it is known whether a place is named.
    pub(crate) fn with_place(self, names_one: bool) -> Held {
        let place = 1 << Asked::Where as u16;
        Held { given: if names_one { self.given | place } else { self.given & !place }, ..self }
    }

    fn add(&mut self, kind: Asked) {
        self.given |= 1 << kind as u16;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_give_a_kind_may_hint_at_it() {
        for (sentence, asked, expected) in [
            ("They met during the war.", Asked::When, true),
            ("They share an interest.", Asked::When, false),
            ("It led to quarrels along the border.", Asked::Where, true),
            ("It led to quarrels.", Asked::Where, false),
            ("They quarrelled.", Asked::Why, false),
            ("They quarrelled.", Asked::What, true),
        ] {
            assert_eq!(Held::by(sentence).hints_at(asked), expected, "{asked:?}: {sentence}");
        }
        let placed = |names_one| Held::by("It was signed in Moscow.").with_place(names_one).has(Asked::Where);
        assert_eq!((placed(true), placed(false)), (Some(true), Some(false)));
    }

    #[test]
    fn kinds_are_read_off_the_surface() {
        for (sentence, asked, expected) in [
            ("The treaty was signed in 2001.", Asked::When, Some(true)),
            ("The treaty was signed.", Asked::When, Some(false)),
            ("It was signed by Jiang Zemin.", Asked::Who, Some(true)),
            ("Both sides signed it.", Asked::Who, Some(false)),
            ("They met in Beijing.", Asked::Where, Some(true)),
            ("They met and talked.", Asked::Where, Some(false)),
            ("It fell because nobody held it.", Asked::Why, Some(true)),
            ("It fell.", Asked::Why, Some(false)),
            ("Some 30 % of it is gas.", Asked::HowMuch, Some(true)),
            ("Three of them stayed.", Asked::HowMany, Some(true)),
            ("They stayed.", Asked::HowMany, Some(false)),
            ("They stayed.", Asked::What, None),
        ] {
            assert_eq!(Held::by(sentence).has(asked), expected, "{asked:?}: {sentence}");
        }
    }
}
