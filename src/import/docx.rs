//! DOCX: the paragraphs of a text, and its headings by their styles.

use std::collections::HashMap;

use roxmltree::Node;

use super::package::{Package, text_of, xml};
use super::{Block, Fault, Metadata, Source};

pub(super) fn read(bytes: &[u8]) -> Result<Source, Fault> {
    let mut package = Package::open(bytes)?;
    let text = package.get("word/document.xml")?;
    let document = xml("word/document.xml", &text)?;
    let styles = package.find("word/styles.xml")?.map_or_else(|| Ok(HashMap::new()), |text| styles(&text))?;
    let mut source = Source::default();
    if let Some(core) = package.find("docProps/core.xml")? {
        let core = xml("docProps/core.xml", &core)?;
        // When the file was made is not when the text was published, so dates are left alone.
        source.metadata = Metadata {
            title: text_of(&core, "title"),
            language: text_of(&core, "language"),
            author: text_of(&core, "creator"),
            ..Metadata::default()
        };
    }
    for node in document.descendants().filter(|node| node.tag_name().name() == "tbl") {
        if !node.ancestors().skip(1).any(|above| above.tag_name().name() == "tbl") {
            source.left_out.push("a table".to_owned());
        }
    }
    for paragraph in document.descendants().filter(|node| node.tag_name().name() == "p") {
        if paragraph.ancestors().any(|above| matches!(above.tag_name().name(), "tbl" | "txbxContent" | "Fallback")) {
            continue;
        }
        let text = words(paragraph);
        let style = paragraph
            .descendants()
            .find(|node| node.tag_name().name() == "pStyle")
            .and_then(|node| attribute(node, "val"));
        match style.map(|id| styles.get(id).map_or(id, String::as_str)).and_then(level) {
            Some(0) if source.metadata.title.is_none() => source.metadata.title = Some(text),
            Some(level) => source.blocks.push(Block::Heading(level.max(1), text)),
            None => source.blocks.push(Block::Paragraph(text)),
        }
    }
    Ok(source)
}

/// The names of the styles by their ids, which differ with the language of the program that wrote the file.
fn styles(text: &str) -> Result<HashMap<String, String>, Fault> {
    let document = xml("word/styles.xml", text)?;
    let styles = document.descendants().filter(|node| node.tag_name().name() == "style");
    let name = |style: Node<'_, '_>| {
        let name = style.children().find(|node| node.tag_name().name() == "name")?;
        Some((attribute(style, "styleId")?.to_owned(), attribute(name, "val")?.to_owned()))
    };
    Ok(styles.filter_map(name).collect())
}

/// The level of a heading's style; 0 is the title's.
fn level(style: &str) -> Option<u8> {
    let style = style.to_lowercase().replace(' ', "");
    match style.strip_prefix("heading") {
        Some(level) => level.parse().ok().filter(|level| (1..=6).contains(level)),
        None => (style == "title").then_some(0),
    }
}

/// An attribute by its name, whatever its namespace.
fn attribute<'n>(node: Node<'n, '_>, name: &str) -> Option<&'n str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|attribute| attribute.value())
}

fn words(paragraph: Node<'_, '_>) -> String {
    let mut text = String::new();
    for node in paragraph.descendants() {
        match node.tag_name().name() {
            "t" => text.push_str(node.text().unwrap_or_default()),
            "tab" | "br" | "cr" => text.push(' '),
            "noBreakHyphen" => text.push('-'),
            _ => {}
        }
    }
    text
}
