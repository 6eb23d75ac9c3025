//! HTML: the article of a page, without what stands around it.

use std::collections::BTreeMap;

use html5gum::{HtmlString, Spanned, Token, Tokenizer};

use super::{Block, Metadata, Source};

/// Elements whose contents are no text of the page.
const SKIPPED: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "select",
    "svg",
    "math",
    "iframe",
    "figcaption",
    "table",
    "rp",
    "rt",
];

/// Elements that may stand in a line: everything else parts paragraphs.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "ruby", "rb", "img", "input", "meta", "link",
];

/// Elements without an end tag.
const VOID: &[&str] =
    &["img", "input", "meta", "link", "br", "hr", "wbr", "source", "area", "base", "col", "embed", "track"];

pub(super) fn read(text: &str) -> Source {
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new(text) {
        match token {
            Token::StartTag(tag) => page.open(&shown(&tag.name), &tag.attributes, tag.self_closing),
            Token::EndTag(tag) => page.close(&shown(&tag.name)),
            Token::String(text) => page.text(&shown(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.flush();
    page.finish()
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

type Attributes = BTreeMap<HtmlString, Spanned<HtmlString, ()>>;

/// What has been read of a page.
#[derive(Default)]
struct Page {
    metadata: Metadata,
    /// Each block, and whether it is in the element that holds the article.
    blocks: Vec<(Block, bool)>,
    line: String,
    heading: Option<u8>,
    /// The skipped element that is open, and how many of its kind are open in it.
    skipped: Option<(String, usize)>,
    /// How many `<article>` and `<main>` are open.
    articles: usize,
    in_title: bool,
    left_out: Vec<String>,
}

impl Page {
    fn open(&mut self, name: &str, attributes: &Attributes, is_closed: bool) {
        let attribute =
            |key: &str| attributes.get(key.as_bytes()).map(|value| shown(value)).filter(|value| !value.is_empty());
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth += usize::from(skipped == name && !is_closed);
            return;
        }
        match name {
            "html" => self.metadata.language = attribute("lang").or_else(|| attribute("xml:lang")),
            "title" => self.in_title = self.metadata.title.is_none(),
            "meta" => {
                if let (Some(key), Some(value)) =
                    (attribute("property").or_else(|| attribute("name")), attribute("content"))
                {
                    self.meta(&key.to_lowercase(), value);
                }
            }
            "link" if attribute("rel").as_deref() == Some("canonical") => {
                self.metadata.url = attribute("href").or(self.metadata.url.take());
            }
            "br" => self.line.push(' '),
            "article" | "main" => {
                self.flush();
                self.articles += 1;
            }
            _ if SKIPPED.contains(&name) => {
                if name == "table" {
                    self.left_out.push("a table".to_owned());
                }
                if !is_closed {
                    self.skipped = Some((name.to_owned(), 1));
                }
            }
            _ if INLINE.contains(&name) || VOID.contains(&name) => {}
            _ => self.flush(),
        }
        if let Some(level) = heading(name) {
            self.heading = Some(level);
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skipped {
            *depth -= usize::from(skipped == name);
            if *depth == 0 {
                self.skipped = None;
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "article" | "main" => {
                self.flush();
                self.articles = self.articles.saturating_sub(1);
            }
            _ if INLINE.contains(&name) => {}
            _ => self.flush(),
        }
    }

    fn text(&mut self, text: &str) {
        match () {
            () if self.in_title => self.metadata.title.get_or_insert_default().push_str(text),
            () if self.skipped.is_none() => self.line.push_str(text),
            () => {}
        }
    }

    fn meta(&mut self, key: &str, value: String) {
        let known = &mut self.metadata;
        let slot = match key {
            // What is made for sharing has the title without the site's name behind it.
            "og:title" | "dc.title" => return known.title = Some(value),
            "author" | "article:author" | "dc.creator" if !value.starts_with("http") => &mut known.author,
            "og:site_name" | "publisher" | "dc.publisher" => &mut known.publisher,
            "article:published_time" | "date" | "dc.date" | "pubdate" => &mut known.published,
            "og:url" => &mut known.url,
            _ => return,
        };
        slot.get_or_insert(value);
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        let heading = self.heading.take();
        if line.trim().is_empty() {
            return;
        }
        let block = match heading {
            Some(level) => Block::Heading(level, line),
            None => Block::Paragraph(line),
        };
        self.blocks.push((block, self.articles > 0));
    }

    fn finish(self) -> Source {
        let has_article =
            self.blocks.iter().any(|(block, is_article)| *is_article && matches!(block, Block::Paragraph(_)));
        let blocks: Vec<Block> = self
            .blocks
            .into_iter()
            .filter(|(_, is_article)| *is_article || !has_article)
            .map(|(block, _)| block)
            .collect();
        let mut metadata = self.metadata;
        metadata.title = metadata.title.or_else(|| {
            blocks.iter().find_map(|block| match block {
                Block::Heading(1, title) => Some(title.clone()),
                _ => None,
            })
        });
        Source { metadata, blocks, left_out: self.left_out }
    }
}

fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_read_and_what_stands_around_it_is_not() {
        let page = "<!doctype html><html lang=en><head><title>T – Site</title><meta property='og:title' content='T'>\
            <meta name=author content='A. Moore'><meta property=og:site_name content='The News'><link rel=canonical href='https://e.org/t'>\
            <style>p{}</style></head><body><nav><a>Home</a></nav><p>Cookies!</p><article><h2>Head &amp; foot</h2>\
            <p>One <b>bold</b> &ldquo;word&rdquo;.<br>Two.</p><ul><li>Three.<li>Four.</ul><script>x('<p>no</p>')</script>\
            <table><tr><td>no</td></tr></table><p>Five.</article><footer>No.</footer></body></html>";
        let source = read(page);
        let paragraph = |text: &str| Block::Paragraph(text.to_owned());
        assert_eq!(
            source.blocks,
            [
                Block::Heading(2, "Head & foot".to_owned()),
                paragraph("One bold “word”. Two."),
                paragraph("Three."),
                paragraph("Four."),
                paragraph("Five.")
            ]
        );
        let expected = Metadata {
            title: Some("T".to_owned()),
            language: Some("en".to_owned()),
            author: Some("A. Moore".to_owned()),
            publisher: Some("The News".to_owned()),
            published: None,
            url: Some("https://e.org/t".to_owned()),
        };
        assert_eq!(source.metadata, expected);
    }

    #[test]
    fn broken_markup_is_read_as_far_as_it_goes() {
        for (page, expected) in
            [("One.<p>Two.", 2), ("<p>One.</b></div><p>Two.", 2), ("<nav>never closed", 0), ("", 0), ("<", 1)]
        {
            assert_eq!(read(page).blocks.len(), expected, "{page}");
        }
    }
}
