//! How a message leans on what was said before it, read off its small words.

use super::asked::{is_auxiliary, is_courtesy, is_question_word};
use crate::text::{Word, WordClass};

/// What in a message points back at what was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaning {
    /// Nothing in it says anything by itself: "why?", "and when was that?".
    pub bare: bool,
    /// It has no clause of its own: "and gas?", "what about the military side", "examples?".
    pub fragment: bool,
    /// "what about", "how about", "tell me about": an ellipsis that asks for the thing itself.
    pub about: bool,
    /// "he", "her": a person named before.
    pub person: bool,
    /// "it", "that", "them", "there": a thing named before.
    pub thing: bool,
    /// "they", "their": mostly those whom everything is about, at times those named before.
    pub group: bool,
    /// "else", "other", "more", "another": what was not shown yet.
    pub other: bool,
    /// "for example", "examples?": something of what was said is meant.
    pub example: bool,
    /// "which ones?", "what kind?", "for which actions exactly?": by name what was said in general.
    pub by_name: bool,
    /// "and", "but", "so": it opens like the rest of something.
    pub opens: bool,
    /// "to Iran?", "with India?": it has no clause of its own and goes on where the last question ended.
    pub joins: bool,
}

impl Leaning {
    /// Whether anything points back.
    pub fn is_any(self) -> bool {
        self != Leaning::default()
    }

    /// Reads it off the words of a message.
    pub(crate) fn by(words: &[Word]) -> Leaning {
        let at = |i: usize| words.get(i).map_or("", |w| &*w.text);
        let lead = words.iter().position(|w| !is_courtesy(&w.text)).unwrap_or(words.len());
        let body = &words[lead..];
        let about = matches!((at(lead), at(lead + 1)), ("what" | "how", "about" | "of" | "with"));
        let has_clause = body.iter().any(|w| is_question_word(&w.text) || is_auxiliary(&w.text));
        let says = |i: usize| match words[..i].last() {
            Some(before) => says_behind(before, &words[i]) && !(i > lead && is_time(&before.text, at(i))),
            None => says_something(&words[i]),
        };
        let mut leaning = Leaning {
            bare: !(lead..words.len()).any(says),
            about,
            opens: words[..lead].iter().any(|w| matches!(&*w.text, "and" | "but" | "so" | "then")),
            by_name: is_by_name(body),
            fragment: about || !has_clause,
            joins: !has_clause && matches!(at(lead), "to" | "with" | "from" | "against" | "by"),
            thing: lacks_its_thing(body),
            ..Leaning::default()
        };
        for (i, word) in body.iter().enumerate() {
            let i = lead + i;
            let (before, after) = (if i > 0 { at(i - 1) } else { "" }, at(i + 1));
            match &*word.text {
                "he" | "him" | "his" | "himself" | "she" | "her" => leaning.person = true,
                // "is it true that", "does it say": no thing is meant.
                // "what is it all about": nothing in particular is meant.
                "it" | "this" | "that" if after == "all" => {}
                "it" if before == "got" => {}
                // "According to it": the text is meant.
                "it" | "this" | "that" if before == "to" && i > 1 && at(i - 2) == "according" => {}
                "what" | "which" | "who" if before == "like" && i > lead + 1 && i + 1 == words.len() => {
                    leaning.example = true;
                }
                "it" if is_impersonal(after) || (is_auxiliary(before) && is_telling(after)) => {}
                "such" if after == "as" && i + 2 == words.len() => {
                    leaning.example = true;
                }
                "it" | "its" | "itself" | "them" | "those" | "these" | "such" | "ones" | "theirs" => {
                    leaning.thing = true;
                }
                "this" if is_text(after) => {}
                "this" => leaning.thing = true,
                // A conjunction or a relative pronoun stands behind a word that says something.
                "that" if i + 1 == words.len() || i == lead || words[i - 1].class == WordClass::Function => {
                    leaning.thing |= !is_text(after) && before != "so";
                }
                "there" if !is_auxiliary(before) && !is_auxiliary(after) => leaning.thing = true,
                // "The same kind of world order" names it.
                "same" if matches!(after, "kind" | "sort" | "type") && at(i + 2) == "of" => {}
                "same" | "instead" | "too" => leaning.thing = true,
                "well" if before == "as" && i + 1 == words.len() => leaning.thing = true,
                "they" | "their" => leaning.group = true,
                // "each other", "the other way round", "on the other hand": nothing else is asked for.
                "other" if before == "each" || matches!(after, "way" | "hand") => {}
                // Of two one depends on the other.
                "other" if before == "the" && is_partner(if i > 1 { at(i - 2) } else { "" }, after) => {}
                // "something else: how is trade?" has done with what was said.
                "else" if before == "something" && words[i + 1..].iter().any(|w| is_question_word(&w.text)) => {}
                word if is_another(word) => leaning.other = true,
                // "Go on about the military."
                "on" if before == "go" && i == lead + 1 && matches!(after, "about" | "on" | "with") => {
                    leaning.other = true;
                }
                // "more balanced" compares.
                "more" | "further" => {
                    // "Who needs whom more?" compares.
                    leaning.other |= i == lead
                        || matches!(after, "on" | "about" | "of" | "details" | "detail" | "info" | "please")
                        || (i + 1 == words.len() && !compares(body))
                        || matches!(
                            before,
                            "any" | "tell" | "some" | "me" | "what" | "know" | "something" | "anything"
                        );
                }
                "example" | "examples" | "instance" => leaning.example = true,
                _ => {}
            }
        }
        leaning
    }
}

/// Whether some words begin with what was done and ask about it: "signed when?" lacks what was signed.
fn lacks_its_thing(words: &[Word]) -> bool {
    let [deed, next, ..] = words else { return false };
    let is_deed = matches!(&*deed.text, "built" | "held" | "led")
        || (deed.text.ends_with("ed") && !deed.text.ends_with("eed") && deed.class == WordClass::Content);
    let leads_on =
        |word: &Word| matches!(&*word.text, "in" | "by" | "at" | "on" | "for" | "with" | "from" | "to" | "under");
    is_deed
        && (is_question_word(&next.text) || leads_on(next))
        && words.iter().any(|word| is_question_word(&word.text))
        && !words.iter().any(|word| is_auxiliary(&word.text))
}

/// Whether some words ask which, or what kind, and have no clause of their own, or which is meant: at most one of them says
/// something.
fn is_by_name(words: &[Word]) -> bool {
    let asks =
        |pair: &[Word]| matches!((&*pair[0].text, &*pair[1].text), ("what", "kind" | "kinds" | "sort" | "sorts"));
    let asks = words.iter().any(|word| &*word.text == "which") || words.windows(2).any(asks);
    let is_clause = words.iter().any(|word| is_auxiliary(&word.text));
    let is_meant = words
        .iter()
        .any(|word| matches!(&*word.text, "mean" | "meant" | "include" | "includes" | "involve" | "involves"));
    // "which countries are these exactly".
    let last = words.iter().rfind(|word| !matches!(&*word.text, "exactly" | "precisely" | "actually" | "then"));
    let is_these = last.is_some_and(|last| matches!(&*last.text, "these" | "those" | "they"));
    asks && (!is_clause || is_meant || is_these) && words.iter().filter(|w| says_something(w)).count() <= 1
}

/// Whether a word says anything by itself. Talk about the asking ("say", "mean", "exactly") does not; a verb does, however
/// common.
fn says_something(word: &Word) -> bool {
    let is_verb =
        matches!(&*word.text, "want" | "wants" | "need" | "make" | "makes" | "made" | "use" | "used" | "help");
    is_verb || (word.class == WordClass::Content && !matches!(&*word.text, "reason" | "exact" | "precisely" | "come"))
}

/// The same of a word behind another: "us" is a country in "the US", and where it was typed as one.
fn says_behind(before: &Word, word: &Word) -> bool {
    says_something(word) || (&*word.text == "us" && (&*before.text == "the" || word.capital))
}

/// "what year" is "when".
fn is_time(before: &str, word: &str) -> bool {
    matches!(before, "what" | "which")
        && matches!(word.strip_suffix('s').unwrap_or(word), "year" | "date" | "day" | "month" | "decade" | "century")
}

/// Whether some words compare: of a wish for more nobody asks who or why.
fn compares(words: &[Word]) -> bool {
    words.iter().any(|word| matches!(&*word.text, "who" | "whom" | "which" | "why" | "where" | "when" | "how"))
}

/// "it is true", "it possible", "it like".
fn is_impersonal(after: &str) -> bool {
    matches!(after, "true" | "correct" | "possible" | "clear" | "likely" | "fair" | "seem" | "seems")
}

/// "does it say": the text is meant.
fn is_telling(after: &str) -> bool {
    matches!(after, "say" | "mention" | "tell" | "explain" | "describe" | "state" | "name" | "give" | "quote")
}

/// Whether a word wants another thing, and not more of the same.
pub(crate) fn is_another(word: &str) -> bool {
    matches!(word, "else" | "other" | "others" | "another")
}

/// "on the other", "is the other the bigger one": the second of two.
fn is_partner(before: &str, after: &str) -> bool {
    after == "the" || matches!(before, "on" | "of" | "than" | "to" | "with" | "from" | "by" | "or")
}

/// "this article": the text is meant.
fn is_text(after: &str) -> bool {
    matches!(after, "article" | "text" | "document" | "piece" | "story" | "bot" | "chat")
}

#[cfg(test)]
mod tests {
    use crate::question::Question;

    #[track_caller]
    fn check(message: &str, expected: &str) {
        let found = Question::new(message).leaning();
        let names = [
            ("bare", found.bare),
            ("fragment", found.fragment),
            ("about", found.about),
            ("person", found.person),
            ("thing", found.thing),
            ("group", found.group),
            ("other", found.other),
            ("example", found.example),
            ("by name", found.by_name),
            ("opens", found.opens),
            ("joins", found.joins),
        ];
        let found: Vec<_> = names.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
        assert_eq!(found.join(" "), expected, "{message:?}");
    }

    #[test]
    fn a_question_by_itself_leans_on_nothing() {
        check("When was the treaty signed?", "");
        check("Is it true that Xi met Putin?", "");
        check("Does it say when Xi met Putin?", "");
        check("Did the treaty that was signed in 2001 change anything?", "");
        check("Is there a pipeline?", "");
        check("Is this article about trade?", "");
    }

    #[test]
    fn small_words_point_back() {
        check("why?", "bare");
        check("and why is that?", "bare thing opens");
        check("what year", "bare");
        check("do they sell to each other too", "thing group");
        check("why does it matter?", "thing");
        check("does he want that?", "person thing");
        check("where do they train?", "group");
        check("who signed them", "thing");
        check("signed in which city", "thing");
        check("speed of what", "");
        check("united nations resolution when", "");
        check("and gas?", "fragment opens");
        check("what about gas", "fragment about");
        check("Taiwan?", "fragment");
        check("what else was said about trade", "other");
        check("such as?", "bare fragment example");
        check("something else: how is trade?", "");
        check("tell us more", "bare fragment other");
        check("anything else on the us?", "fragment other");
        check("to Iran?", "fragment joins");
        check("with whom did they meet", "group");
        check("go on about the military", "fragment other");
        check("one more", "bare fragment other");
        check("who needs whom more", "");
        check("something else about trade", "fragment other");
        check("go on, more on that", "bare fragment thing other");
        check("is it more balanced now", "thing");
        check("is china after the same kind of world order", "");
        check("what is it all about", "bare");
        check("in the Black Sea as well?", "fragment thing");
        check("what does Xi want according to it", "");
        check("historical legacies like what", "example");
        check("in which years was that", "bare thing");
    }

    #[test]
    fn which_ones_asks_by_name_unless_it_is_a_clause() {
        check("which ones?", "thing by name");
        check("what kind", "bare by name");
        check("for which actions exactly?", "by name");
        check("which countries does he mean?", "person by name");
        check("which countries did they mention", "group");
        check("which countries are these", "thing by name");
        check("which countries are those exactly", "thing by name");
        check("which of them depends on the other", "thing by name");
        check("and the other one", "bare fragment other opens");
        check("which project is that", "thing");
        check("which company built the pipeline", "");
    }
}
