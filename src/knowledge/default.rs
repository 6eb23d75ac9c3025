//! The knowledge base that is compiled into the program: the repository's `knowledge` folder.

use super::source::{File, Folder, Sources};

/// A document's folder; a test proves that the tables below list every file there is.
struct BuiltIn {
    id: &'static str,
    document: &'static str,
    facts: Option<&'static str>,
    lexicon: Option<&'static str>,
    /// What it has in other languages, by the names of the files.
    translations: &'static [(&'static str, &'static str)],
}

/// Files of the repository by their names, compiled in.
macro_rules! files {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../", $folder, "/", $name)))),*]
    };
}

const FOLDERS: &[BuiltIn] = &[BuiltIn {
    id: "china-russia",
    document: include_str!("../../knowledge/china-russia/document.md"),
    facts: Some(include_str!("../../knowledge/china-russia/facts.toml")),
    lexicon: Some(include_str!("../../knowledge/china-russia/lexicon.toml")),
    translations: files!("knowledge/china-russia": "facts.de.toml", "facts.es.toml", "facts.fr.toml", "facts.ru.toml", "facts.zh.toml", "lexicon.de.toml", "lexicon.es.toml", "lexicon.fr.toml", "lexicon.ru.toml", "lexicon.zh.toml"),
}];

const TALK: &[(&str, &str)] =
    files!("knowledge": "talk.de.toml", "talk.en.toml", "talk.es.toml", "talk.fr.toml", "talk.ru.toml", "talk.zh.toml");

const WORDINGS: &[(&str, &str)] = files!("knowledge": "wording.de.toml", "wording.en.toml", "wording.es.toml", "wording.fr.toml", "wording.ru.toml", "wording.zh.toml");

const LANGUAGES: &[(&str, &str)] = files!("knowledge": "language.de.toml", "language.es.toml", "language.fr.toml", "language.ru.toml", "language.zh.toml");

/// Stands for all that is built in: it is a part of the program, so within one it is always the same. To work out a number
/// from the files would read all of them into memory, languages that nobody asks in among them.
pub(super) const FINGERPRINT: u64 = 0;

/// Every built-in file, with the paths they have in the repository.
pub(super) fn sources() -> Sources {
    let folders = FOLDERS.iter().map(|folder| {
        let path = format!("knowledge/{}", folder.id);
        let file = |name: &str, text| File::new(format!("{path}/{name}"), text);
        Folder {
            id: folder.id.to_owned(),
            document: file("document.md", folder.document),
            facts: folder.facts.map(|text| file("facts.toml", text)),
            lexicon: folder.lexicon.map(|text| file("lexicon.toml", text)),
            translations: folder.translations.iter().map(|&(name, text)| file(name, text)).collect(),
            path: path.clone(),
        }
    });
    Sources { folders: folders.collect(), talk: talk(), wordings: wordings(), languages: languages() }
}

/// The built-in small talk, which serves every knowledge base that brings none.
pub(super) fn talk() -> Vec<File> {
    files(TALK)
}

/// The built-in wordings, which serve every knowledge base that brings none of the language. English comes first.
pub(super) fn wordings() -> Vec<File> {
    files(WORDINGS)
}

/// The built-in languages, which are understood in every knowledge base.
pub(super) fn languages() -> Vec<File> {
    files(LANGUAGES)
}

fn files(table: &[(&str, &'static str)]) -> Vec<File> {
    table.iter().map(|&(name, text)| File::new(format!("knowledge/{name}"), text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::load;

    #[test]
    fn the_tables_list_every_file_of_the_folder_byte_for_byte() {
        let (read, problems) = load::read("knowledge".as_ref());
        assert_eq!(problems, []);
        assert_eq!(sources(), read);
    }
}
