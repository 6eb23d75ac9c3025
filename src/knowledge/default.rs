//! The knowledge base that is compiled into the program: the repository's `knowledge` folder.

use super::source::{File, Folder, Sources};

/// A document's folder; a test proves that the tables below list every file there is.
struct BuiltIn {
    id: &'static str,
    document: &'static str,
    facts: Option<&'static str>,
    lexicon: Option<&'static str>,
}

const FOLDERS: &[BuiltIn] = &[BuiltIn {
    id: "china-russia",
    document: include_str!("../../knowledge/china-russia/document.md"),
    facts: Some(include_str!("../../knowledge/china-russia/facts.toml")),
    lexicon: Some(include_str!("../../knowledge/china-russia/lexicon.toml")),
}];

const TALK: &[(&str, &str)] = &[("talk.en.toml", include_str!("../../knowledge/talk.en.toml"))];

const WORDINGS: &[(&str, &str)] = &[("wording.en.toml", include_str!("../../knowledge/wording.en.toml"))];

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
            path: path.clone(),
        }
    });
    Sources { folders: folders.collect(), talk: talk(), wordings: wordings() }
}

/// The built-in small talk, which serves every knowledge base that brings none.
pub(super) fn talk() -> Vec<File> {
    files(TALK)
}

/// The built-in wordings, which serve every knowledge base that brings none of the language. English comes first.
pub(super) fn wordings() -> Vec<File> {
    files(WORDINGS)
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
