//! Near misses: what is made of a question, what is left out by rule, and how many are told apart.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::path::PathBuf;
use std::sync::LazyLock;

use ibid::engine::Engine;
use ibid::eval::mutate::{Ending, Mutation, Mutator, meet, mutate};
use ibid::eval::{Expect, Place, Sample, read};
use ibid::knowledge::KnowledgeBase;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(KnowledgeBase::built_in(), 1.5));

fn sample(question: &str, sentence: u32) -> Sample {
    Sample {
        id: "s".to_owned(),
        question: question.to_owned(),
        follows: false,
        expect: Expect::Answer,
        also: Vec::new(),
        accept: vec![Place { document: "china-russia".to_owned(), sentence }],
        category: "c".to_owned(),
        unsolved: None,
        path: PathBuf::new(),
        line: 1,
    }
}

/// Checks what a question becomes where one kind of thing in it is changed; `*` stands for a name of which only the place
/// matters.
#[track_caller]
fn check(question: &str, sentence: u32, mutation: Mutation, expected: &[&str]) {
    let knowledge = KnowledgeBase::built_in();
    let near_misses = Mutator::new(&knowledge).near_misses(&sample(question, sentence));
    let found: Vec<_> = near_misses
        .iter()
        .filter(|near_miss| near_miss.mutation == mutation)
        .map(|near_miss| match mutation {
            Mutation::Name | Mutation::Place => near_miss.question.replace(&near_miss.put_in, "*"),
            _ => near_miss.question.clone(),
        })
        .collect();
    let mut kinds: Vec<&str> = found.iter().map(String::as_str).collect();
    kinds.dedup();
    assert_eq!(kinds, expected, "{question:?}");
}

#[test]
fn one_thing_in_a_question_is_changed() {
    use Mutation::{Kind, Name, Negation, Number, Place, Year};
    check("Where did Xi and Putin meet?", 1, Name, &["Where did * and Putin meet?", "Where did Xi and * meet?"]);
    check("Where did Xi and Putin meet?", 1, Negation, &["Where didn't Xi and Putin meet?"]);
    check("Was the treaty signed in 2001?", 18, Year, &["Was the treaty signed in 1984?"]);
    check("what happened in the 1960s", 16, Year, &["what happened in the 1930s"]);
    check("Why does his fifth term matter?", 9, Number, &["Why does his seventh term matter?"]);
    check("Did China's leader speak of trade?", 24, Name, &["Did * speak of trade?"]);
    check("Is Russia the smaller partner?", 25, Place, &["Is * the smaller partner?"]);
    check("What do China and Russia share?", 22, Place, &["What do * share?"]);
    check("Where did they conduct naval drills?", 27, Kind, &["When did they conduct naval drills?"]);
    check(
        "Is the relationship balanced?",
        25,
        Kind,
        &["When is the relationship balanced?", "How many times is the relationship balanced?"],
    );
}

#[test]
fn what_would_be_no_near_miss_is_not_made() {
    use Mutation::{Kind, Negation, Number, Year};
    // A question for yes or no asks the same with "not".
    check("Did they meet in Beijing?", 1, Negation, &[]);
    check("Who did not sign it?", 18, Negation, &[]);
    check("I was wondering, in the light of all that was said, whether they agreed on what to do", 7, Negation, &[]);
    // Nothing to change.
    check("Who met in Beijing?", 1, Year, &[]);
    check("Who met in Beijing?", 1, Number, &[]);
    check("Who met in Beijing?", 1, Kind, &[]);
    // The sentence tells a time: to ask for it is a fair question.
    check("Where was the treaty signed?", 18, Kind, &[]);
    // So is to ask for the place where it names none, yet speaks of a border: nor does it lack a time or a count.
    check("Did they ever fight over territory?", 14, Kind, &[]);
    // "When can you quote it?" asks something of whoever is asked.
    check("Can you quote the sentence on what they share?", 22, Kind, &[]);
}

/// Asks a near miss of the built-in base.
#[track_caller]
fn ending(question: &str, sentence: u32, near_miss: &str) -> Ending {
    let samples = [sample(question, sentence)];
    let met = meet(&samples, &ENGINE);
    let found = met.iter().find(|met| met.near_miss.question == near_miss);
    found.unwrap_or_else(|| panic!("{near_miss:?} is not made of {question:?}")).ending
}

#[test]
fn what_becomes_of_a_near_miss() {
    for (question, sentence, near_miss, expected) in [
        ("Was the treaty signed in 2001?", 18, "Was the treaty signed in 1984?", Ending::Corrected),
        ("Which treaty was signed in 2001?", 18, "Which treaty wasn't signed in 2001?", Ending::Corrected),
        ("Are they really equal partners?", 28, "How many times are they really equal partners?", Ending::Silent),
        // What it takes for granted is corrected, whatever else is asked.
        ("Was the treaty signed in 1995?", 18, "Where was the treaty signed in 1995?", Ending::Corrected),
    ] {
        assert_eq!(ending(question, sentence, near_miss), expected, "{near_miss:?}");
    }
}

#[test]
fn of_several_questions_the_changed_one_counts() {
    let samples = [sample("Who is Russia's largest trading partner and why has trade grown?", 25)];
    let met = meet(&samples, &ENGINE);
    let places: Vec<_> = met.iter().filter(|met| met.near_miss.mutation == Mutation::Place).collect();
    assert!(!places.is_empty());
    for met in places {
        assert!(met.answer.is_answered() && met.ending == Ending::Silent, "{:?}", met.near_miss.question);
    }
}

/// The floor of the built-in base, over its own sample questions.
#[test]
fn near_misses_are_met_with_silence_or_corrected() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir("tests/questions").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let samples = read(&files, ENGINE.knowledge()).unwrap();
    let mutated = mutate(&meet(&samples, &ENGINE), &ENGINE);
    let share = mutated.all.share().unwrap();
    assert!(mutated.all.tried > 500 && share >= 0.95, "{share}: {:#?}", mutated.taken);
}
