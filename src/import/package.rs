//! Files inside a file: what EPUB and DOCX are.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::Fault;

/// What one file inside may hold: more is no text, or is meant to fill the memory.
const MOST_BYTES: u64 = 4 * crate::knowledge::MAX_FILE_BYTES;

/// A package of files.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| Fault::Broken(error.to_string()))?;
        Ok(Package { archive })
    }

    /// The text of the file of that name, if there is one.
    pub(super) fn find(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let Ok(file) = self.archive.by_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Fault::Broken(format!("{name}: {error}")))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        let text = String::from_utf8(bytes).map_err(|_| Fault::Broken(format!("{name} is not UTF-8")))?;
        Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
    }

    /// The text of a file that must be there.
    pub(super) fn get(&mut self, name: &str) -> Result<String, Fault> {
        self.find(name)?.ok_or_else(|| Fault::Broken(format!("there is no {name} in it")))
    }
}

/// Reads XML, which packages are described in.
pub(super) fn xml<'t>(name: &str, text: &'t str) -> Result<roxmltree::Document<'t>, Fault> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).map_err(|error| Fault::Broken(format!("{name}: {error}")))
}

/// The text of the first element of that name, without white space around it.
pub(super) fn text_of(document: &roxmltree::Document<'_>, name: &str) -> Option<String> {
    let element = document.descendants().find(|node| node.tag_name().name() == name)?;
    Some(element.text()?.trim().to_owned()).filter(|text| !text.is_empty())
}
