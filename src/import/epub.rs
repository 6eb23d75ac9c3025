//! EPUB: the chapters of a book in reading order.

use super::package::{Package, text_of, xml};
use super::{Fault, Metadata, Source, html};

pub(super) fn read(bytes: &[u8]) -> Result<Source, Fault> {
    let mut package = Package::open(bytes)?;
    let container = package.get("META-INF/container.xml")?;
    let container = xml("META-INF/container.xml", &container)?;
    let rootfile = container.descendants().find_map(|node| node.attribute("full-path"));
    let opf = rootfile.ok_or_else(|| Fault::Broken("META-INF/container.xml names no package".to_owned()))?;
    let text = package.get(opf)?;
    let book = xml(opf, &text)?;
    let metadata = Metadata {
        title: text_of(&book, "title"),
        language: text_of(&book, "language"),
        author: text_of(&book, "creator"),
        publisher: text_of(&book, "publisher"),
        published: text_of(&book, "date"),
        url: text_of(&book, "source"),
    };
    let folder = opf.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut source = Source { metadata, ..Source::default() };
    let items: Vec<_> = book.descendants().filter(|node| node.tag_name().name() == "item").collect();
    for reference in book.descendants().filter(|node| node.tag_name().name() == "itemref") {
        let is_aside = reference.attribute("linear") == Some("no");
        let item = items.iter().find(|item| item.attribute("id") == reference.attribute("idref"));
        let Some(item) = item.filter(|_| !is_aside) else { continue };
        let is_contents =
            item.attribute("properties").is_some_and(|properties| properties.split(' ').any(|one| one == "nav"));
        let Some(name) = item.attribute("href").filter(|_| !is_contents) else { continue };
        let chapter = html::read(&package.get(&join(folder, name))?);
        source.blocks.extend(chapter.blocks);
        source.left_out.extend(chapter.left_out);
    }
    Ok(source)
}

/// The name in the package of a file that is named relative to `folder`.
fn join(folder: &str, name: &str) -> String {
    let name = name.split('#').next().unwrap_or_default().replace("%20", " ");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
