//! Names that must keep to one shape and be given once.

use rustc_hash::FxHashMap;

use crate::knowledge::parse::Text;
use crate::knowledge::problem::{Place, Problem};
use crate::knowledge::source::{File, Folder};

/// The ids given so far, and where.
#[derive(Default)]
pub(super) struct Ids<'s> {
    documents: FxHashMap<&'s str, &'s Folder>,
    entries: FxHashMap<String, Place>,
    count: u32,
}

impl<'s> Ids<'s> {
    /// Gives a document's folder its id.
    pub(super) fn document(&mut self, folder: &'s Folder, problems: &mut Vec<Problem>) {
        check_kebab_case("a document's folder", Place::whole(&folder.path), &folder.id, problems);
        if let Some(other) = self.documents.insert(&folder.id, folder) {
            let place = Place::whole(&folder.path);
            let problem = Problem::error(place, format!("two documents have the id \"{}\"", folder.id));
            let problem = problem.with_related(Place::whole(&other.path), "the first one");
            problems.push(problem.with_help("give one of the folders another name"));
        }
    }

    /// Gives a fact or a gap its id, and returns its number among all of them.
    pub(super) fn entry(&mut self, file: &File, id: &Text, problems: &mut Vec<Problem>) -> u32 {
        let place = Place::span(file, id.span());
        check_kebab_case("an id", place.clone(), id.get_ref(), problems);
        self.count += 1;
        match self.entries.get(id.get_ref()) {
            None => drop(self.entries.insert(id.get_ref().clone(), place)),
            Some(other) => {
                let problem = Problem::error(place, format!("the id \"{}\" is given twice", id.get_ref()));
                let problem = problem.with_related(other.clone(), "first here");
                problems.push(problem.with_help("give one of them another id"));
            }
        }
        self.count
    }
}

/// Reports a name that is not in kebab-case.
pub(super) fn check_kebab_case(what: &str, place: Place, name: &str, problems: &mut Vec<Problem>) {
    if is_kebab_case(name) {
        return;
    }
    let problem = Problem::error(place, format!("{what} is called \"{name}\", which is not kebab-case"));
    let better = kebab_case(name);
    problems.push(match is_kebab_case(&better) {
        true => problem.with_help(format!("call it \"{better}\"")),
        false => problem.with_help("use lower-case letters and digits, with single hyphens between words"),
    });
}

/// Lower-case ASCII words and numbers with single hyphens between them.
fn is_kebab_case(name: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.split('-').all(is_word)
}

/// The name in kebab-case that is most like `name`.
fn kebab_case(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kebab_case_is_told_and_made() {
        for (name, better) in [
            ("meeting-place", "meeting-place"),
            ("a1-2", "a1-2"),
            ("Meeting_Place", "meeting-place"),
            ("-a--b-", "a-b"),
            ("", ""),
            ("größe", "größe"),
        ] {
            assert_eq!(kebab_case(name), better, "{name}");
            assert_eq!(is_kebab_case(name), name == better && !["", "größe"].contains(&name), "{name}");
        }
    }
}
