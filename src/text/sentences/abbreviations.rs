//! What ends in a full stop without ending a sentence, and what begins one, by language.

use super::tables::{ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, RUSSIAN, SPANISH, Table};
use crate::text::words::is_function_word;

/// What a full stop after an abbreviation may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Always goes on: "Mr.", "e.g."
    Title,
    /// Goes on before a number: "No. 5", "p. 12".
    Numeric,
    /// Ends a sentence before any capital letter: "etc."
    Final,
    /// The same, but for what goes with a time of day: "5 p.m. Monday".
    Time,
    /// Ends a sentence only where a word follows that begins sentences: "U.S.", "Inc."
    Either,
}

/// Companies and shows whose names end in a mark.
pub(super) const BRANDS: &[&str] = &["Yahoo", "Jeopardy", "Oklahoma", "Yum", "Mamma Mia", "Wham"];

/// What is told apart by a letter or a Roman number, which then is no initial: "Plan B. Then", "World War I. It".
pub(super) const LETTERED: &[&str] = &[
    "war", "plan", "part", "act", "type", "vitamin", "group", "class", "phase", "section", "grade", "appendix", "did",
    "am", "than", "and",
];

/// Verbs that follow a quotation to say who spoke.
pub(super) const SPEECH: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "told",
    "replied",
    "added",
    "wrote",
    "cried",
    "shouted",
    "answered",
    "exclaimed",
    "whispered",
    "explained",
    "remarked",
    "sagte",
    "fragte",
    "rief",
    "schrieb",
    "antwortete",
    "dijo",
    "preguntó",
    "respondió",
    "exclamó",
    "dit",
    "demanda",
    "répondit",
    "disse",
    "chiese",
    "rispose",
    "сказал",
    "сказала",
    "спросил",
    "спросила",
];

/// The same of Chinese and Japanese.
pub(super) const SPEECH_SIGNS: &str = "说道问喊答叫説話言聞";

fn table(language: &str) -> &'static Table {
    match language {
        "de" => &GERMAN,
        "fr" => &FRENCH,
        "es" => &SPANISH,
        "ru" | "uk" | "be" | "bg" => &RUSSIAN,
        "it" => &ITALIAN,
        "pt" => &PORTUGUESE,
        _ => &ENGLISH,
    }
}

/// What kind of abbreviation `word`, which stands before a full stop, is; if it is one.
pub(super) fn kind(word: &str, language: &str) -> Option<Abbreviation> {
    let table = table(language);
    let small = word.to_lowercase();
    let has = |list: &[&str]| list.contains(&small.as_str());
    // "No." as an answer and "no." at the end of a sentence are told by what follows, "art" and "line" only by their capital.
    Some(match () {
        () if matches!(small.as_str(), "a.m" | "p.m") => Abbreviation::Time,
        () if has(table.titles) => Abbreviation::Title,
        () if has(table.numeric) || (language == "de" && small.ends_with("str")) => Abbreviation::Numeric,
        () if has(table.finals) => Abbreviation::Final,
        () if has(table.either) && is_plausible(word, language) => Abbreviation::Either,
        () if is_dotted(word) => Abbreviation::Either,
        () => return None,
    })
}

/// English names of months and states are shortened with a capital; "mar" and "wash" in small letters are words.
fn is_plausible(word: &str, language: &str) -> bool {
    language != "en"
        || word.contains('.')
        || word.starts_with(char::is_uppercase)
        || matches!(word, "al" | "est" | "ed" | "eds" | "ext" | "tel" | "apt")
}

/// Single letters with full stops between them: "U.S", "z.B", "B.C.E".
fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

/// Whether `word`, written with a capital letter, usually begins a sentence where it stands after an abbreviation.
pub(super) fn starts_sentences(word: &str, language: &str) -> bool {
    let small = word.to_lowercase();
    let starters = table(language).starters;
    if starters.contains(&small.as_str()) {
        return true;
    }
    // "L’homme", "We're": what stands before the apostrophe counts.
    let base = small.split(['\'', '’']).next().unwrap_or_default();
    match language {
        "de" | "es" | "ru" | "uk" | "be" | "bg" | "it" | "pt" => false,
        "fr" => base.len() < small.len() && matches!(base, "l" | "c" | "d" | "j" | "n" | "s" | "qu"),
        _ => base.len() > 1 && is_function_word(base) || matches!(base, "i" | "a"),
    }
}

/// Days, months and zones, which go on after "5 p.m."
pub(super) fn goes_with_time(word: &str) -> bool {
    const WITH_TIME: &[&str] = &[
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Eastern",
        "Pacific",
        "Central",
        "Mountain",
        "GMT",
        "UTC",
        "ET",
        "EST",
        "EDT",
        "PST",
        "PDT",
        "CET",
        "BST",
        "Moscow",
        "Beijing",
        "Greenwich",
    ];
    WITH_TIME.contains(&word)
}

/// Whether the language writes ordinals with a full stop: "am 3. Oktober".
pub(super) fn has_ordinals(language: &str) -> bool {
    matches!(language, "de" | "da" | "no" | "nb" | "nn" | "fi" | "cs" | "sk" | "sl" | "hr" | "hu" | "et" | "lv" | "is")
}
