//! Markdown, with front matter between `---` or `+++`.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{Block, Metadata, Source};

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut text_so_far = String::new();
    let mut front_matter = None;
    // What is inside these is no prose.
    let mut skipped = 0_usize;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(kind)) => front_matter = Some(kind),
            Event::End(TagEnd::MetadataBlock(_)) => {
                if let Some(kind) = front_matter.take() {
                    source.metadata = metadata(kind, &std::mem::take(&mut text_so_far));
                }
            }
            Event::Start(Tag::CodeBlock(_) | Tag::Table(_) | Tag::FootnoteDefinition(_)) => {
                flush(&mut text_so_far, &mut source);
                skipped += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Table | TagEnd::FootnoteDefinition) => {
                skipped -= 1;
                source.left_out.push(first_line(&std::mem::take(&mut text_so_far)));
            }
            Event::Start(Tag::Heading { .. } | Tag::Item | Tag::Paragraph) if skipped == 0 => {
                flush(&mut text_so_far, &mut source);
            }
            Event::End(TagEnd::Heading(level)) => {
                source.blocks.push(Block::Heading(level as u8, std::mem::take(&mut text_so_far)));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) if skipped == 0 => flush(&mut text_so_far, &mut source),
            Event::Text(text) | Event::Code(text) => text_so_far.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => text_so_far.push(' '),
            _ => {}
        }
    }
    flush(&mut text_so_far, &mut source);
    let first = source.blocks.iter().find_map(|block| match block {
        Block::Heading(1, title) => Some(title.clone()),
        _ => None,
    });
    source.metadata.title = source.metadata.title.take().or(first);
    source
}

fn flush(text: &mut String, source: &mut Source) {
    if !text.trim().is_empty() {
        source.blocks.push(Block::Paragraph(std::mem::take(text)));
    }
    text.clear();
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// `key: value` or `key = "value"`, as far as the keys are known.
fn metadata(kind: MetadataBlockKind, text: &str) -> Metadata {
    let toml: toml::Table = match kind {
        MetadataBlockKind::PlusesStyle => text.parse().unwrap_or_default(),
        MetadataBlockKind::YamlStyle => toml::Table::new(),
    };
    let value = |names: &[&str]| -> Option<String> {
        names.iter().find_map(|&name| match kind {
            MetadataBlockKind::PlusesStyle => {
                toml.get(name).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            }
            MetadataBlockKind::YamlStyle => text.lines().find_map(|line| {
                let value = line.strip_prefix(name)?.trim_start().strip_prefix(':')?.trim();
                Some(value.trim_matches(['"', '\'']).to_owned())
                    .filter(|value| !value.is_empty() && !value.starts_with(['[', '{', '|', '>']))
            }),
        })
    };
    Metadata {
        title: value(&["title"]),
        language: value(&["language", "lang"]),
        author: value(&["author"]),
        publisher: value(&["publisher"]),
        published: value(&["published", "date"]),
        url: value(&["url", "canonical"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_headings_lists_and_paragraphs_are_read_and_code_is_left_out() {
        let text = "---\ntitle: \"The Tower\"\nauthor: A. Moore\ntags: [a]\n---\n\n# The tower\n\nIt was *built*\nin `1850`.\n\n- one\n- two\n\n```sh\nls\n```\n\n> Quoted.\n";
        let source = read(text);
        assert_eq!(
            (source.metadata.title.as_deref(), source.metadata.author.as_deref()),
            (Some("The Tower"), Some("A. Moore"))
        );
        let paragraph = |text: &str| Block::Paragraph(text.to_owned());
        assert_eq!(
            source.blocks,
            [
                Block::Heading(1, "The tower".to_owned()),
                paragraph("It was built in 1850."),
                paragraph("one"),
                paragraph("two"),
                paragraph("Quoted.")
            ]
        );
        assert_eq!(source.left_out, ["ls"]);
    }

    #[test]
    fn a_document_of_ours_keeps_its_metadata() {
        let source = read("+++\ntitle = \"T\"\nlanguage = \"de\"\n+++\n\n# A\n\nEins.\nZwei.\n");
        assert_eq!((source.metadata.title.as_deref(), source.metadata.language.as_deref()), (Some("T"), Some("de")));
        assert_eq!(source.blocks.len(), 2);
    }
}
