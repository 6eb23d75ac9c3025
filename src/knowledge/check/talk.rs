//! Small talk: each intent once a language.

use std::collections::HashMap;

use super::phrasings::{Owner, Phrasings};
use crate::knowledge::Talk;
use crate::knowledge::parse;
use crate::knowledge::problem::{Place, Problem};
use crate::knowledge::source::File;

/// Reads files of small talk; `key` makes the key of a phrasing in normal form.
pub(super) fn read<'s>(
    files: impl IntoIterator<Item = &'s File>,
    phrasings: &mut Phrasings<'s>,
    key: &mut dyn FnMut(&str) -> String,
    problems: &mut Vec<Problem>,
) -> Vec<Talk> {
    let (mut talk, mut first) = (Vec::new(), HashMap::new());
    for file in files {
        for parts in parse::talk(file, problems) {
            let intent = *parts.intent.get_ref();
            let place = Place::span(file, parts.intent.span());
            match first.get(&(parts.language.clone(), intent)) {
                None => drop(first.insert((parts.language.clone(), intent), place)),
                Some(other) => {
                    let problem = Problem::error(place, format!("two entries for the intent \"{}\"", intent.id()));
                    let problem = problem.with_related(Place::clone(other), "the first one");
                    problems.push(problem.with_help("put the phrasings of both into one"));
                }
            }
            for question in &parts.questions {
                phrasings.add(key, file, question, Owner::Talk(intent), problems);
            }
            let (questions, reply) = (parse::strings(parts.questions), parts.reply.into_inner());
            talk.push(Talk { language: parts.language, intent, questions, reply });
        }
    }
    talk
}
