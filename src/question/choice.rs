//! A message that only chooses from what was offered: "2", "the second one".

use crate::text::Word;

/// Which of several offers is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Counted from 1.
    At(usize),
    /// The last of them.
    Last,
}

impl Choice {
    /// Reads a message that is a choice and nothing else.
    pub(crate) fn by(words: &[Word]) -> Option<Choice> {
        let mut chosen = None;
        for word in words {
            let choice = match &*word.text {
                "1" | "first" | "1st" | "former" => Choice::At(1),
                "one" if words.len() == 1 => Choice::At(1),
                "2" | "second" | "2nd" | "two" => Choice::At(2),
                "3" | "third" | "3rd" | "three" => Choice::At(3),
                "last" | "latter" => Choice::Last,
                word if is_around_a_choice(word) => continue,
                _ => return None,
            };
            if chosen.replace(choice).is_some() {
                return None;
            }
        }
        chosen
    }
}

fn is_around_a_choice(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "one"
            | "option"
            | "number"
            | "no"
            | "nr"
            | "question"
            | "choice"
            | "please"
            | "i"
            | "mean"
            | "meant"
            | "take"
            | "pick"
            | "choose"
            | "ok"
            | "okay"
            | "that"
            | "answer"
            | "yes"
            | "show"
            | "me"
    )
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use crate::question::Question;

    #[track_caller]
    fn check(message: &str, expected: Option<Choice>) {
        assert_eq!(Choice::by(Question::new(message).words()), expected, "{message:?}");
    }

    #[test]
    fn a_choice_is_read_in_figures_and_words() {
        check("2", Some(Choice::At(2)));
        check("the second one", Some(Choice::At(2)));
        check("First!", Some(Choice::At(1)));
        check("I mean the last one please", Some(Choice::Last));
        check("option 3", Some(Choice::At(3)));
        check("one", Some(Choice::At(1)));
        check("the first trip", None);
        check("1 or 2", None);
        check("no", None);
        check("", None);
    }
}
