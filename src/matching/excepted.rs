//! What a question sets aside: "which flashpoints besides Ukraine", "in what, other than trade, are they unequal". An answer need
//! not speak of it.

use super::terms::Token;
use crate::text::WordClass;

/// More words than this are not set aside at once.
const LONGEST: usize = 4;

/// Takes their weight from the words that are set aside.
pub(super) fn set_aside(tokens: &mut [Token]) {
    let text = |at: usize| tokens.get(at).map_or("", |token: &Token| &*token.text);
    let opens = |at: usize| match (text(at), text(at + 1)) {
        ("except", "for") | ("apart" | "aside", "from") | ("other", "than") => Some(at..at + 2),
        ("besides" | "except" | "excluding" | "barring", _) => Some(at..at + 1),
        _ => None,
    };
    for opened in (0..tokens.len()).filter_map(opens).collect::<Vec<_>>() {
        let at = opened.end;
        tokens[opened].iter_mut().for_each(|token| token.weight = 0.0);
        let leads = |token: &Token| {
            matches!(
                &*token.text,
                "the" | "a" | "an" | "their" | "its" | "his" | "just" | "in" | "on" | "over" | "about"
            )
        };
        let behind = tokens[at..].iter_mut().skip_while(|token| leads(token));
        let mut is_complete = false;
        for token in behind.take(LONGEST) {
            let joins = matches!(&*token.text, "and" | "of");
            if (is_complete || token.class != WordClass::Content) && !joins {
                break;
            }
            // "Besides China, Putin wants …": nothing but "and" leads on behind a name.
            is_complete = token.name;
            token.weight = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Terms;
    use super::*;
    use crate::text::words;

    #[test]
    fn what_is_set_aside_weighs_nothing() {
        for (question, weighed) in [
            ("which hotspots besides ukraine do they watch", "hotspots watch"),
            ("besides the money and gas what else divides them", "divides"),
            ("is there anger other than over trade", "anger"),
            ("apart from border fights what improved", "improved"),
            ("except for tea", ""),
            ("other countries than russia", "countries russia"),
        ] {
            let mut tokens = Terms::default().read(&words(question));
            set_aside(&mut tokens);
            let named = tokens.iter().filter(|token| token.weight > 0.1).map(|token| &*token.text);
            assert_eq!(named.collect::<Vec<_>>().join(" "), weighed, "{question}");
        }
    }
}
