//! From a source file to a base that answers: `ibid import` from end to end, in every format it reads.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use ibid::import::{Block, Fault, document, read};
use ibid::knowledge::{Drafts, KnowledgeBase};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::cli::run::{check, ibid};

/// The headings and sentences of a document's text, without its front matter.
fn body(text: &str) -> &str {
    text.splitn(3, "+++\n").nth(2).unwrap()
}

#[test]
fn the_article_is_cut_just_as_its_document_is() {
    let article = fs::read("tests/fixtures/article.txt").unwrap();
    let source = read("article.txt".as_ref(), &article).unwrap();
    let expected = fs::read_to_string("knowledge/china-russia/document.md").unwrap();
    assert_eq!(body(&document(&source, "T", "en")), body(&expected));
    assert_eq!(source.left_out, ["ALSO READ: Putin-Xi meeting signals deepening alliance between Russia and China"]);
    assert_eq!(source.metadata.language.as_deref(), Some("en"));
}

const TOWER: &str = "The Lighthouse\n\nThe lighthouse was built in 1850 on a granite rock. Its keeper, Ada Moore, lit the lamp\n\
    every evening at 5 p.m. sharp.\n\nA stair of 200 steps leads to the lamp. Nobody counts them any more.\n";

/// A base with the tower imported into it.
fn tower() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("tower.txt"), TOWER).unwrap();
    import(dir.path(), "tower.txt", &["tower: made, with 4 sentences and 4 drafts"]);
    dir
}

#[track_caller]
fn import(dir: &Path, source: &str, expected: &[&str]) {
    let (source, base) = (dir.join(source), dir.join("base"));
    check(ibid(&["import", source.to_str().unwrap(), "--into", base.to_str().unwrap()]), 0, expected);
}

fn base(dir: &Path) -> String {
    dir.join("base").to_str().unwrap().to_owned()
}

fn facts(dir: &Path) -> String {
    fs::read_to_string(dir.join("base/tower/facts.toml")).unwrap()
}

#[test]
fn drafts_answer_only_where_they_are_asked_for() {
    let dir = tower();
    let base = base(dir.path());
    let document = fs::read_to_string(dir.path().join("base/tower/document.md")).unwrap();
    assert_eq!(
        document,
        "+++\ntitle = \"The Lighthouse\"\nlanguage = \"en\"\n+++\n\n# The Lighthouse\n\nThe lighthouse was built in 1850 on a granite rock.\n\
         Its keeper, Ada Moore, lit the lamp every evening at 5 p.m. sharp.\n\nA stair of 200 steps leads to the lamp.\n\
         Nobody counts them any more.\n"
    );
    check(ibid(&["check", &base]), 0, &["4 drafts are left", "0 errors, 1 warning in 1 document, 0 facts"]);
    check(ibid(&["check", &base, "--drafts"]), 0, &["0 errors, 0 warnings in 1 document, 4 facts"]);
    for args in [&["ask"][..], &["repl"]] {
        let kept =
            ibid(&[args, &["--json", "--knowledge", &base]].concat()).input("When was the lighthouse built?\n").end();
        let served = ibid(&[args, &["--json", "--knowledge", &base, "--drafts"]].concat())
            .input("When was the lighthouse built?\n")
            .end();
        assert!(served.out.contains("\"fact\":\"tower-lighthouse-built-1850-granite\""), "{served:#?}");
        assert!(!kept.out.contains("\"fact\":\"tower-"), "{kept:#?}");
    }
}

#[test]
fn a_second_import_keeps_what_curators_wrote_and_quarantines_what_changed() {
    let dir = tower();
    import(dir.path(), "tower.txt", &["nothing has changed, nothing was written"]);
    // A curator signs two facts.
    let signed = "[[fact]]\nid = \"built\" # signed\nquestions = [\"When was the lighthouse built?\"]\nquotes = [\"built in 1850\"]\n\n\
        [[fact]]\nid = \"keeper\"\nquestions = [\"Who lit the lamp?\"]\nquotes = [\"Ada Moore\"]\n";
    fs::write(dir.path().join("base/tower/facts.toml"), signed).unwrap();
    let changed = TOWER
        .replace("built in 1850", "built in 1851")
        .replace("Nobody counts them any more.", "A lift was added in 1999.");
    fs::write(dir.path().join("tower.txt"), changed).unwrap();
    import(
        dir.path(),
        "tower.txt",
        &[
            "2 sentences unchanged, 0 moved, 1 edited, 1 removed, 1 added; 1 fact quarantined, 1 draft",
            "quarantined: built",
            "as it was: ",
        ],
    );
    let facts = facts(dir.path());
    assert!(facts.contains("id = \"built\" # signed"), "{facts}");
    assert!(
        facts.contains(
            "# Was: The lighthouse was built in 1850 on a granite rock.\n# Now: The lighthouse was built in 1851"
        ),
        "{facts}"
    );
    assert_eq!((facts.matches("quarantined = true").count(), facts.matches("draft = true").count()), (1, 1), "{facts}");
    assert_eq!(fs::read_to_string(dir.path().join("base/tower/.facts.toml.1")).unwrap(), signed, "the file as it was");
    let base = base(dir.path());
    check(
        ibid(&["check", &base]),
        0,
        &["in quarantine: a quote that no sentence holds", "did you mean “built in 1851”?", "a draft is left"],
    );
    let loaded = KnowledgeBase::load(base.as_ref()).unwrap().knowledge;
    assert_eq!(
        loaded.facts().iter().map(|fact| fact.id()).collect::<Vec<_>>(),
        ["keeper"],
        "what is in quarantine is not served"
    );
    // Signed again, it is served again.
    let mended = facts.replace("built in 1850\"]", "built in 1851\"]").replace("quarantined = true\n", "");
    fs::write(dir.path().join("base/tower/facts.toml"), mended).unwrap();
    check(ibid(&["--knowledge", &base, "ask", "When was the lighthouse built?"]), 0, &["built in 1851"]);
    let drafts = KnowledgeBase::load_with(base.as_ref(), Drafts::Served).unwrap().knowledge;
    assert_eq!(drafts.facts().len(), 3);
}

#[test]
fn what_cannot_be_read_is_said_and_the_rest_is_imported() {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.pdf", &b"%PDF"[..]),
        ("b.docx", b"PK"),
        ("c.txt", b"\xff\xfe"),
        ("d.html", b"<nav>x</nav>"),
        ("e.txt", b"It is so."),
    ] {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let files = ["a.pdf", "b.docx", "c.txt", "d.html", "e.txt", "f.txt"].map(path);
    let args: Vec<&str> = std::iter::once("import")
        .chain(files.iter().map(String::as_str))
        .chain(["--into", dir.path().to_str().unwrap()])
        .collect();
    let ended = ibid(&args).end();
    assert_eq!(ended.status, 1);
    for part in [
        "a.pdf: nothing is known of \"pdf\" files",
        "b.docx: ",
        "c.txt: not UTF-8 from line 1 on",
        "d.html: no text is in it",
        "f.txt: No such file",
    ] {
        assert!(ended.err.contains(part), "{part}: {ended:#?}");
    }
    assert!(ended.out.contains("e: made, with 1 sentence"), "{ended:#?}");
    assert!(ended.out.contains("the source does not say its title"), "{ended:#?}");
}

fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

#[test]
fn a_book_is_read_in_its_order_with_what_it_says_of_itself() {
    let opf = r#"<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Lamps</dc:title>
        <dc:language>de</dc:language><dc:creator>A. Moore</dc:creator></metadata><manifest><item id="b" href="text/b.xhtml"/>
        <item id="a" href="text/a%20a.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/></manifest>
        <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/></spine></package>"#;
    let book = package(&[
        (
            "META-INF/container.xml",
            r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#,
        ),
        ("OEBPS/book.opf", opf),
        ("OEBPS/nav.xhtml", "<p>Inhalt</p>"),
        (
            "OEBPS/text/a a.xhtml",
            "<html><head><title>x</title></head><body><h1>Eins</h1><p>Am 3. Mai war es z. B. hell.</p></body></html>",
        ),
        ("OEBPS/text/b.xhtml", "<p>Ende.</p>"),
    ]);
    let source = read("lamps.epub".as_ref(), &book).unwrap();
    assert_eq!(
        source.blocks,
        [Block::Heading(1, "Eins".to_owned()), paragraph("Am 3. Mai war es z. B. hell."), paragraph("Ende.")]
    );
    let metadata = &source.metadata;
    assert_eq!(
        (metadata.title.as_deref(), metadata.language.as_deref(), metadata.author.as_deref()),
        (Some("Lamps"), Some("de"), Some("A. Moore"))
    );
}

#[test]
fn a_word_processors_file_is_read_with_its_headings() {
    let w = |body: &str| format!(r#"<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>"#);
    let text = w(r#"<w:p><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">One </w:t></w:r><w:del><w:r><w:delText>not </w:delText></w:r></w:del><w:r><w:t>two.</w:t><w:tab/><w:t>Three.</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#);
    let styles = r#"<w:styles xmlns:w="urn:w"><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let core = r#"<c xmlns:dc="urn:dc"><dc:title>Report</dc:title><dc:creator>A. Moore</dc:creator></c>"#;
    let file = package(&[("word/document.xml", &text), ("word/styles.xml", styles), ("docProps/core.xml", core)]);
    let source = read("report.docx".as_ref(), &file).unwrap();
    assert_eq!(source.blocks, [Block::Heading(1, "Head".to_owned()), paragraph("One two. Three.")]);
    assert_eq!(
        (source.metadata.title.as_deref(), source.left_out.as_slice()),
        (Some("Report"), &["a table".to_owned()][..])
    );
    let broken = package(&[("word/other.xml", "<a/>")]);
    assert_eq!(read("x.docx".as_ref(), &broken), Err(Fault::Broken("there is no word/document.xml in it".to_owned())));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(128))]

    /// Whatever a source holds, its document loads, and no sentence has a word that the source has not.
    #[test]
    fn every_text_becomes_a_document_that_loads(text in "[ -~\n“”–éЖ中。]{0,300}", ending in proptest::sample::select(vec!["txt", "md", "html"])) {
        let Ok(source) = read(format!("a.{ending}").as_ref(), text.as_bytes()) else { return Ok(()) };
        let document = document(&source, "T", "en");
        let parsed = ibid::knowledge::Parsed::read(&ibid::knowledge::File::new("document.md", document.clone()));
        let parsed = parsed.unwrap_or_else(|fault| panic!("{fault}\n{document}"));
        if ending == "txt" {
            // Lines are joined, by nothing where a script has no spaces.
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            for sentence in parsed.sentences() {
                proptest::prop_assert!(bare(&text).contains(&bare(sentence)), "{sentence:?} of {document:?} is not in {text:?}");
            }
        }
    }

    /// Cutting loses nothing but white space.
    #[test]
    fn sentences_joined_are_the_paragraph(text in "[A-Za-z .!?…\"“”()«»。！1-3]{0,200}", language in proptest::sample::select(vec!["en", "de", "zh", "fr"])) {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        proptest::prop_assert_eq!(bare(&ibid::text::sentences(&text, language).concat()), bare(&text));
    }
}
