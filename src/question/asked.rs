//! Kinds of answers.

use crate::text::Word;
use bitcode::{Decode, Encode};

/// The kind of thing a question asks for, read off its question words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Asked {
    /// No question word: keywords, a statement, "tell me about …".
    Topic,
    /// Whether something is so.
    YesNo,
    /// "what", "which".
    What,
    /// A person or a party.
    Who,
    /// A place.
    Where,
    /// A time.
    When,
    /// A cause or a purpose.
    Why,
    /// A manner.
    How,
    /// A count or a share.
    HowMany,
    /// A price, an amount.
    HowMuch,
    /// A length of time or of space, an age, a size.
    HowLong,
}

impl Asked {
    /// Every kind, for tables.
    pub const ALL: [Asked; 11] = [
        Asked::Topic,
        Asked::YesNo,
        Asked::What,
        Asked::Who,
        Asked::Where,
        Asked::When,
        Asked::Why,
        Asked::How,
        Asked::HowMany,
        Asked::HowMuch,
        Asked::HowLong,
    ];

    /// Whether it names what the answer must have in it.
    pub(crate) fn is_certain(self) -> bool {
        !matches!(self, Asked::Topic | Asked::YesNo | Asked::What | Asked::How)
    }

    /// Whether it asks for a number of some sort.
    pub(crate) fn counts(self) -> bool {
        matches!(self, Asked::HowMany | Asked::HowMuch | Asked::HowLong)
    }

    /// The name of the kind in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Asked::Topic => "topic",
            Asked::YesNo => "yes_no",
            Asked::What => "what",
            Asked::Who => "who",
            Asked::Where => "where",
            Asked::When => "when",
            Asked::Why => "why",
            Asked::How => "how",
            Asked::HowMany => "how_many",
            Asked::HowMuch => "how_much",
            Asked::HowLong => "how_long",
        }
    }

    /// Reads the kind off the words of a question.
    pub(crate) fn by(words: &[Word]) -> Asked {
        let at = |i: usize| words.get(i).map_or("", |w| &*w.text);
        let opening = words.iter().position(|w| !is_courtesy(&w.text)).unwrap_or(0);
        let Some(first) = (0..words.len()).find(|&i| is_question_word(at(i)) && !opens_clause(words, i)) else {
            return match at(opening) {
                // No verb stands before another: "were did they meet".
                "were" if is_auxiliary(at(opening + 1)) => Asked::Where,
                // "Have to run, bye" asks nothing.
                "have" | "has" | "had" if at(opening + 1) == "to" => Asked::Topic,
                verb if is_auxiliary(verb) || is_claim(words) => Asked::YesNo,
                _ => named(words).unwrap_or(Asked::Topic),
            };
        };
        // "did they say when …" asks when; "do you know what …" asks what: the question word wins over the auxiliary,
        // but a relative clause far behind it ("did the man who …") does not.
        if first > opening && is_auxiliary(at(opening)) && !asks_to_tell(&words[opening..first]) {
            return Asked::YesNo;
        }
        // "the passage where it is brought up" asks for no place.
        if first.checked_sub(1).is_some_and(|before| is_passage(at(before))) {
            return Asked::What;
        }
        let next = at(first + 1);
        match at(first) {
            "who" | "whom" | "whose" => Asked::Who,
            // "where in the text is it mentioned" asks for the sentence, not for a place.
            "where" if asks_for_a_passage(&words[first + 1..]) => Asked::What,
            "where" => Asked::Where,
            "when" => Asked::When,
            "why" => Asked::Why,
            "what" | "which" => match next {
                "year" | "years" | "date" | "day" | "month" | "decade" | "century" | "time" => Asked::When,
                "country" | "city" | "place" | "region" | "sea" | "seas" | "area" | "part" => Asked::What,
                "percent" | "percentage" | "share" | "number" => Asked::HowMany,
                "price" | "cost" | "amount" => Asked::HowMuch,
                "reason" | "cause" | "caused" | "causes" | "led" | "prompted" | "motivated" | "triggered" => Asked::Why,
                "is" | "was" | "are" | "were" if asks_for_cause(&words[first + 2..]) => Asked::Why,
                "is" | "was" | "are" | "were" => named(&words[first + 2..]).unwrap_or(Asked::What),
                _ => Asked::What,
            },
            "how" => match next {
                "many" | "often" => Asked::HowMany,
                "much" if words[first..].iter().any(|w| is_of_degree(&w.text)) => Asked::How,
                "much" | "expensive" => Asked::HowMuch,
                "long" | "old" | "far" | "big" | "large" | "high" | "tall" | "deep" | "wide" | "fast" | "heavy" => {
                    Asked::HowLong
                }
                "come" => Asked::Why,
                _ => Asked::How,
            },
            _ => Asked::What,
        }
    }
}

/// Whether "when" or "where" at a place only opens a clause beside the question: "when it comes to money", "even when they agree",
/// "when they met, what did they say", "an example where they built something".
fn opens_clause(words: &[Word], place: usize) -> bool {
    let at = |i: usize| words.get(i).map_or("", |w| &*w.text);
    let before = place.checked_sub(1).map_or("", at);
    match at(place) {
        "when" if matches!(before, "even" | "back") => true,
        "when" if at(place + 1) == "it" && matches!(at(place + 2), "comes" | "came") => true,
        "when" if !is_auxiliary(at(place + 1)) => {
            let is_meant = |word: &str| matches!(word, "they" | "he" | "she" | "it" | "there" | "the");
            let asks = |i: usize| {
                matches!(at(i), "what" | "why" | "how" | "where") || (is_auxiliary(at(i)) && is_meant(at(i + 1)))
            };
            words[..place].iter().all(|word| is_courtesy(&word.text)) && (place + 3..words.len()).any(asks)
        }
        "where" => matches!(before, "example" | "examples" | "instance" | "instances" | "case" | "cases"),
        _ => false,
    }
}

/// Whether a statement is only made to be confirmed: "true or false: …", "am I right that …", "…, wasn't it?", "…, right?".
fn is_claim(words: &[Word]) -> bool {
    let texts: Vec<&str> = words.iter().map(|w| &*w.text).filter(|text| !is_courtesy(text)).collect();
    let is_pronoun = |word: &str| matches!(word, "it" | "he" | "she" | "they" | "we" | "there");
    let opens = matches!(
        texts[..],
        ["true" | "right" | "yes", "or", "false" | "wrong" | "no", ..] | ["am", "i", "right" | "correct" | "wrong", ..]
    );
    let closes = match texts[..] {
        [.., "right" | "correct"] | [.., "or", "not" | "false" | "wrong" | "nah" | "no"] => true,
        [.., verb, "not", pronoun] | [.., verb, pronoun] => is_auxiliary(verb) && is_pronoun(pronoun),
        _ => false,
    };
    opens || closes
}

/// Whether it asks for the sentence that says something: "which sentence mentions …", "quote the passage on …", "what does the
/// article say about …".
pub(super) fn wants_passage(words: &[Word]) -> bool {
    let is_part = |word: &str| matches!(word, "sentence" | "passage" | "line" | "paragraph" | "quote");
    let is_whole = |word: &str| matches!(word, "article" | "text" | "document" | "piece");
    let said = words.iter().position(|w| is_whole(&w.text)).map_or(&[][..], |at| &words[at + 1..]);
    words.iter().take(6).any(|w| is_part(&w.text))
        || said.iter().take(3).any(|w| matches!(&*w.text, "say" | "says" | "mention" | "mentions" | "tell" | "tells"))
}

/// The kind that words name at their beginning: "number of ships", "tell me the exact date of the visit".
fn named(words: &[Word]) -> Option<Asked> {
    let leads = |word: &&Word| {
        is_courtesy(&word.text)
            || matches!(
                &*word.text,
                "tell" | "give" | "name" | "state" | "find" | "me" | "us" | "the" | "a" | "exact" | "total" | "precise"
            )
    };
    let lead = words.iter().take_while(leads).count();
    let (name, of) = match &words[lead..] {
        [name, of, ..] => (name, &*of.text),
        // "reason?"
        [name] => (name, "of"),
        [] => return None,
    };
    match (&*name.text, of) {
        ("number" | "count" | "percentage" | "share", "of") => Some(Asked::HowMany),
        ("amount" | "price" | "cost" | "volume" | "value", "of") => Some(Asked::HowMuch),
        ("date" | "year" | "day", "of" | "for" | "that" | "they") => Some(Asked::When),
        ("length" | "duration" | "size", "of") => Some(Asked::HowLong),
        ("reason" | "reasons" | "cause" | "causes", "of" | "for" | "behind") => Some(Asked::Why),
        _ => None,
    }
}

pub(crate) fn is_question_word(word: &str) -> bool {
    matches!(word, "who" | "whom" | "whose" | "where" | "when" | "why" | "what" | "which" | "how")
}

pub(super) fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "is" | "are"
            | "was"
            | "were"
            | "do"
            | "does"
            | "did"
            | "has"
            | "have"
            | "had"
            | "can"
            | "could"
            | "will"
            | "would"
            | "should"
            | "may"
            | "might"
    )
}

/// "where does the article say", "where in the text".
fn asks_for_a_passage(rest: &[Word]) -> bool {
    rest.iter().any(|w| is_passage(&w.text) || matches!(&*w.text, "mentioned" | "quoted"))
}

fn is_passage(word: &str) -> bool {
    matches!(
        word,
        "text"
            | "article"
            | "document"
            | "sentence"
            | "sentences"
            | "passage"
            | "line"
            | "lines"
            | "paragraph"
            | "quote"
    )
}

/// "how much does it matter" asks for no amount.
fn is_of_degree(word: &str) -> bool {
    matches!(
        word,
        "matter"
            | "matters"
            | "depend"
            | "depends"
            | "care"
            | "mean"
            | "means"
            | "trust"
            | "agree"
            | "differ"
            | "influence"
            | "weight"
    )
}

/// "what is the reason for", "what was the cause of".
fn asks_for_cause(rest: &[Word]) -> bool {
    rest.iter().take(3).any(|w| matches!(&*w.text, "reason" | "reasons" | "cause" | "causes" | "motive" | "motives"))
}

pub(super) fn is_courtesy(word: &str) -> bool {
    matches!(
        word,
        "hi" | "hello"
            | "hey"
            | "please"
            | "ok"
            | "okay"
            | "so"
            | "and"
            | "but"
            | "well"
            | "oh"
            | "sorry"
            | "then"
            | "now"
            | "dear"
            | "bot"
    )
}

/// How many words a message greets, thanks or corrects with before it says anything: "good morning", "hello bot", "ok thank you",
/// "no, I meant".
pub(super) fn greeting(words: &[Word]) -> usize {
    let at = |i: usize| words.get(i).map_or("", |word| &*word.text);
    let mut end = 0;
    let mut greets = false;
    loop {
        let (length, is_greeting) = match (at(end), at(end + 1)) {
            ("i", "mean" | "meant") => (2, true),
            ("no", _) if matches!(at(end + 2), "mean" | "meant") => (1, false),
            ("good", "morning" | "afternoon" | "evening" | "day") | ("thank", "you") | ("hi" | "hello", "there") => {
                (2, true)
            }
            ("hi" | "hello" | "hey" | "greetings" | "thanks" | "cheers", _) => (1, true),
            (word, _) if is_courtesy(word) => (1, false),
            _ => return if greets { end } else { 0 },
        };
        end += length;
        greets |= is_greeting;
    }
}

/// Whether an opening such as "can you tell me" or "do you know" only leads up to the question word behind it.
fn asks_to_tell(opening: &[Word]) -> bool {
    opening.iter().any(|w| {
        matches!(
            &*w.text,
            "you" | "i" | "we" | "tell" | "say" | "says" | "know" | "explain" | "clear" | "mention" | "possible"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::question::Question;

    #[track_caller]
    fn check(question: &str, expected: Asked) {
        assert_eq!(Question::new(question).asked(), expected, "{question:?}");
    }

    #[test]
    fn who_asks_for_the_sentence_is_told_from_who_asks_what_it_means() {
        for (question, expected) in [
            ("Which sentence mentions the legacies?", true),
            ("What does the article say about the legacies?", true),
            ("What does the text have to say on multipolarity?", true),
            ("Which legacies are meant?", false),
            ("Who wrote the article?", false),
        ] {
            assert_eq!(Question::new(question).wants_passage(), expected, "{question:?}");
        }
    }

    #[test]
    fn the_kind_is_read_off_the_question_words() {
        check("Where did they meet?", Asked::Where);
        check("naval drills where", Asked::Where);
        check("were did they meet", Asked::Where);
        check("In what year was it signed?", Asked::When);
        check("good neighbour treaty what year", Asked::When);
        check("how many ships took part", Asked::HowMany);
        check("how long is the border", Asked::HowLong);
        check("how old is putin", Asked::HowLong);
        check("what percent did he get", Asked::HowMany);
        check("how did they do it", Asked::How);
        check("how much does energy matter to them", Asked::How);
        check("how much is it worth", Asked::HowMuch);
        check("where in the text is it mentioned", Asked::What);
        check("show me the passage where it is brought up", Asked::What);
        check("how come they quarrelled", Asked::Why);
        check("what caused the split", Asked::Why);
        check("what was the main reason for it", Asked::Why);
        check("hi! can you tell me why they met", Asked::Why);
        check("Did the man who signed it smile?", Asked::YesNo);
        check("did they say when it was signed", Asked::When);
        check("number of ships in the drills", Asked::HowMany);
        check("tell me the exact date of the visit", Asked::When);
        check("what was the cost of the pipeline", Asked::HowMuch);
        check("reasons for the split", Asked::Why);
        check("the value they share", Asked::Topic);
        check("border dispute", Asked::Topic);
        check("is it balanced?", Asked::YesNo);
        check("is it balanced when it comes to money", Asked::YesNo);
        check("who leads when it comes to trade", Asked::Who);
        check("reason?", Asked::Why);
        check("gotta run, bye", Asked::Topic);
        check("have they got a treaty", Asked::YesNo);
        check("True or false: they met in Beijing.", Asked::YesNo);
        check("Am I right that it was signed in 1991?", Asked::YesNo);
        check("It was signed in 1991, wasn't it?", Asked::YesNo);
        check("they met in Beijing, right?", Asked::YesNo);
        check("they are allies or not", Asked::YesNo);
        check("the right to vote", Asked::Topic);
    }
}
