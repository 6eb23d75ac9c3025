//! Every fault of a knowledge base is reported, all at once; what is loaded is the source, byte for byte.

use std::fs;
use std::path::{Path, PathBuf};

use ibid::knowledge::{File, Folder, KnowledgeBase, MAX_FILE_BYTES, Report, Severity, Sources};
use proptest::prelude::*;

const BAD: &str = "tests/fixtures/bad";

/// The report on the knowledge base in `directory`, whether it loads or not.
fn report(directory: &Path) -> Report {
    KnowledgeBase::load(directory).map_or_else(|report| report, |loaded| loaded.report)
}

/// `tests/fixtures/bad/RULE/` is a whole knowledge base with one kind of fault, `RULE.txt` the report on it. To accept
/// what is reported now: `UPDATE_EXPECT=1 cargo test --test it bad_bases`.
#[test]
fn bad_bases_are_reported_as_expected() {
    let mut rules: Vec<PathBuf> = fs::read_dir(BAD).unwrap().map(|entry| entry.unwrap().path()).collect();
    rules.sort();
    let (folders, expectations): (Vec<_>, Vec<_>) = rules.iter().partition(|path| path.is_dir());
    assert!(!folders.is_empty());
    let mut wrong = Vec::new();
    for folder in &folders {
        let expected = folder.with_added_extension("txt");
        let report = report(folder).render(false);
        assert!(!report.is_empty(), "{}: nothing is reported", folder.display());
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &report).unwrap();
        }
        match fs::read_to_string(&expected) {
            Ok(text) if text == report => {}
            Ok(text) => wrong.push(format!("{}: expected\n{text}\nreported\n{report}", folder.display())),
            Err(error) => wrong.push(format!("{}: {error}; reported\n{report}", expected.display())),
        }
    }
    for expected in expectations {
        if !folders.contains(&&expected.with_extension("")) {
            wrong.push(format!("{}: belongs to no folder", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_good_base_has_nothing_to_report() {
    let loaded = KnowledgeBase::load("tests/fixtures/good".as_ref()).unwrap();
    assert!(loaded.report.is_empty(), "{}", loaded.report);
    let knowledge = loaded.knowledge;
    let index = knowledge.facts()[0].document();
    let ids = |facts: Vec<&ibid::knowledge::Fact>| facts.iter().map(|fact| fact.id().to_owned()).collect::<Vec<_>>();
    assert_eq!(ids(knowledge.facts_citing(index, 1).collect()), ["built"]);
    assert_eq!(ids(knowledge.facts_of_topic("tower").collect()), ["built"]);
    assert_eq!(knowledge.topics().collect::<Vec<_>>(), ["tower"]);
    assert_eq!(knowledge.fact_by_id("lamp").unwrap().quotes().len(), 2);
    assert_eq!(knowledge.gaps()[0].missing(), "how tall the lighthouse is");
    assert_eq!(knowledge.talk().len(), 2, "its own small talk stands in for the built-in one");
    for quote in knowledge.facts().iter().flat_map(|fact| fact.quotes()) {
        let document = knowledge.document(quote.document());
        let sentence = document.sentence(quote.sentence()).unwrap();
        assert!(sentence.range().start <= quote.range().start && quote.range().end <= sentence.range().end);
    }
}

#[test]
fn the_built_in_base_has_nothing_to_report() {
    let loaded = KnowledgeBase::load("knowledge".as_ref()).unwrap();
    assert!(loaded.report.is_empty(), "{}", loaded.report);
    let talk: Vec<_> = loaded.knowledge.talk().iter().map(|talk| talk.intent()).collect();
    assert_eq!(talk, ibid::knowledge::TalkIntent::ALL);
}

/// The guide's examples, taken together, are a knowledge base.
#[test]
fn the_guide_shows_what_is_true() {
    let guide = fs::read_to_string("knowledge/README.md").unwrap();
    let example = |name: &str| -> String {
        let section = guide.split("\n## ").find(|section| section.starts_with(name)).unwrap();
        let lines = section.lines().skip_while(|line| !line.starts_with("    "));
        let lines = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
        lines.map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or_default())).collect()
    };
    let mut lighthouse = folder("lighthouse", &example("document.md"));
    lighthouse.facts = Some(File::new("lighthouse/facts.toml", example("facts.toml")));
    lighthouse.lexicon = Some(File::new("lighthouse/lexicon.toml", example("lexicon.toml")));
    let talk = vec![File::new("talk.en.toml", example("talk.LANGUAGE.toml"))];
    let knowledge =
        KnowledgeBase::parse(Sources { folders: vec![lighthouse], talk, ..Sources::default() }).unwrap().knowledge;
    assert_eq!((knowledge.facts().len(), knowledge.gaps().len(), knowledge.talk().len()), (1, 1, 1));
    assert_eq!(knowledge.documents()[0].sentences().len(), 4);
    for intent in ibid::knowledge::TalkIntent::ALL {
        assert!(guide.contains(intent.id()), "{}", intent.id());
    }
}

/// The article as it was given against the document that was made of it.
#[test]
fn the_document_is_the_article_word_for_word_and_all_of_it() {
    let article = fs::read_to_string("tests/fixtures/article.txt").unwrap();
    let knowledge = KnowledgeBase::built_in();
    let document = knowledge.document_by_id("china-russia").unwrap();
    let mut rest = article.as_str();
    let mut between = Vec::new();
    for sentence in document.sentences() {
        let text = document.text_of(sentence);
        let (before, after) = rest.split_once(text).unwrap_or_else(|| panic!("not in the article, in order: {text}"));
        between.extend(before.lines().map(str::trim).filter(|line| !line.is_empty()));
        rest = after;
    }
    between.extend(rest.lines().map(str::trim).filter(|line| !line.is_empty()));
    let expected = [
        "Historical Background:",
        "– Early Relations:",
        "– Soviet Era:",
        "Post-Cold War Era:",
        "Contemporary Dynamics",
        "– Military Cooperation:",
        "Challenges and Complexities:",
        "– Asymmetrical Relationship:",
        "– Regional Dynamics:",
        "– Global Ambitions:",
        "ALSO READ: Putin-Xi meeting signals deepening alliance between Russia and China",
    ];
    assert_eq!(between, expected, "what of the article is no sentence");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_base_and_reported_where_they_lead_out() {
    use std::os::unix::fs::symlink;
    let outside = tempfile::tempdir().unwrap();
    fs::copy("tests/fixtures/good/lighthouse/facts.toml", outside.path().join("facts.toml")).unwrap();
    let base = tempfile::tempdir().unwrap();
    let folder = base.path().join("lighthouse");
    fs::create_dir(&folder).unwrap();
    // As Kubernetes mounts a ConfigMap: the file is a link to one in a hidden folder of the same base.
    fs::create_dir(base.path().join("..data")).unwrap();
    fs::copy("tests/fixtures/good/lighthouse/document.md", base.path().join("..data/document.md")).unwrap();
    symlink("../..data/document.md", folder.join("document.md")).unwrap();
    check(base.path(), &[]);
    symlink(outside.path().join("facts.toml"), folder.join("facts.toml")).unwrap();
    check(base.path(), &["lighthouse/facts.toml: a link that leads out of the knowledge base"]);
    symlink("nowhere", folder.join("lexicon.toml")).unwrap();
    symlink(outside.path(), base.path().join("other")).unwrap();
    check(
        base.path(),
        &[
            "lighthouse/facts.toml: a link that leads out of the knowledge base",
            "lighthouse/lexicon.toml: it cannot be read: No such file or directory (os error 2)",
            "other: a link that leads out of the knowledge base",
        ],
    );
}

#[test]
fn what_cannot_be_read_is_reported() {
    let base = tempfile::tempdir().unwrap();
    let path = base.path().display();
    for (missing, message) in [("nowhere", "it cannot be read: "), ("file", "it cannot be read: ")] {
        fs::write(base.path().join("file"), "x").unwrap();
        let report = report(&base.path().join(missing)).render(false);
        assert!(report.contains(message) && report.contains(&format!("--> {path}/{missing}")), "{report}");
    }
    fs::remove_file(base.path().join("file")).unwrap();
    check(base.path(), &[": no document"]);
    fs::create_dir_all(base.path().join("large/facts.toml")).unwrap();
    let large = fs::File::create(base.path().join("large/document.md")).unwrap();
    large.set_len(MAX_FILE_BYTES + 1).unwrap();
    check(
        base.path(),
        &["large/document.md: larger than 16 MiB", "large/facts.toml: it cannot be read: Is a directory (os error 21)"],
    );
}

/// The problems of the base in `directory`, as "path inside it: message".
#[track_caller]
fn check(directory: &Path, expected: &[&str]) {
    let report = report(directory);
    let root = directory.display().to_string();
    let found: Vec<_> = report
        .problems()
        .iter()
        .map(|p| format!("{}: {}", p.path().replace(&root, "").trim_start_matches('/'), p.message()))
        .collect();
    assert_eq!(found, expected, "{report}");
}

const DOCUMENT: &str = "+++\ntitle = \"T\"\nlanguage = \"en\"\n+++\n\nOne – a piece.\nTwo.\n";

fn folder(id: &str, document: &str) -> Folder {
    let document = File::new(format!("{id}/document.md"), document.to_owned());
    Folder { id: id.to_owned(), path: id.to_owned(), document, facts: None, lexicon: None, translations: Vec::new() }
}

#[test]
fn two_documents_cannot_have_one_id() {
    let sources = Sources { folders: vec![folder("a", DOCUMENT), folder("a", DOCUMENT)], ..Sources::default() };
    let report = KnowledgeBase::parse(sources).unwrap_err();
    let messages: Vec<_> = report.errors().map(|problem| problem.message()).collect();
    assert_eq!(messages, ["two documents have the id \"a\""]);
}

#[test]
fn warnings_come_along_with_the_base() {
    let mut only = folder("a", DOCUMENT);
    let facts = "[[fact]]\nid = \"one\"\nquestions = [\"What is one?\"]\nquotes = [\"One\"]\n";
    only.facts = Some(File::new("a/facts.toml", facts));
    let loaded = KnowledgeBase::parse(Sources { folders: vec![only], ..Sources::default() }).unwrap();
    let warnings: Vec<_> = loaded.report.warnings().map(|problem| (problem.severity(), problem.message())).collect();
    assert_eq!(warnings, [(Severity::Warning, "no fact answers with sentence 2")]);
    assert!(!loaded.report.has_errors());
}

#[test]
fn quotes_and_sentences_keep_their_bytes_after_a_mark_and_with_crlf() {
    for document in [DOCUMENT.to_owned(), format!("\u{FEFF}{}", DOCUMENT.replace('\n', "\r\n"))] {
        let mut only = folder("a", &document);
        let facts =
            "\u{FEFF}[[fact]]\r\nid = \"one\"\r\nquestions = [\"What?\"]\r\nquotes = [\"– a piece\", \"Two\"]\r\n";
        only.facts = Some(File::new("a/facts.toml", facts));
        let knowledge = KnowledgeBase::parse(Sources { folders: vec![only], ..Sources::default() }).unwrap().knowledge;
        let loaded = &knowledge.documents()[0];
        assert_eq!(loaded.text(), document);
        let sentences: Vec<_> = loaded.sentences().iter().map(|sentence| loaded.text_of(sentence)).collect();
        assert_eq!(sentences, ["One – a piece.", "Two."]);
        let quotes: Vec<_> = knowledge.facts()[0].quotes().iter().map(|quote| &loaded.text()[quote.range()]).collect();
        assert_eq!(quotes, ["– a piece", "Two"]);
    }
}

#[rustfmt::skip]
const PIECES: &[&str] = &[
    "+++\n", "\u{FEFF}", "\r\n", "\n", "# ", "title = \"T\"\n", "language = \"en\"\n", "[[fact]]\n", "[[gap]]\n",
    "[[term]]\n", "[[synonym]]\n", "[[talk]]\n", "[fact]\n", "[[fact.id]]\n", "fact.id = 1\n", "id = ",
    "questions = ", "quotes = ", "nearest = ", "missing = ", "name = ", "kind = ", "aliases = ", "words = ", "intent = ",
    "reply = ", "[", "]", "\"", "\"\"\"", ", ", "{", "}", "\"One\"", "\"é – a piece\"", "\"person\"",
    "\"greeting\"", "\"{title\"", "One – a piece.", "Two:", "\\u00e9", "\\", "#", "'", "2024-05-16", "1e9", "true",
];

/// Text that is nearly a file of the knowledge base: pieces of the formats in any order, between anything at all.
fn nearly() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,8}", 1 => any::<char>().prop_map(String::from)];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_text_makes_a_parser_panic_and_every_span_lies_in_its_file(
        document in prop_oneof![1 => Just(DOCUMENT.to_owned()), 3 => nearly(), 1 => nearly().prop_map(|body| format!("{DOCUMENT}{body}"))],
        facts in nearly(), lexicon in nearly(), talk in nearly(),
    ) {
        let texts = [("a/document.md", document), ("a/facts.toml", facts), ("a/lexicon.toml", lexicon), ("talk.en.toml", talk)];
        let file = |at: usize| File::new(texts[at].0, texts[at].1.clone());
        let only = Folder { id: "a".to_owned(), path: "a".to_owned(), document: file(0), facts: Some(file(1)), lexicon: Some(file(2)), translations: Vec::new() };
        let result = KnowledgeBase::parse(Sources { folders: vec![only], talk: vec![file(3)], ..Sources::default() });
        let report = result.map_or_else(|report| report, |loaded| loaded.report);
        for problem in report.problems() {
            if let Some(span) = problem.span() {
                let (_, text) = texts.iter().find(|(path, _)| *path == problem.path()).unwrap();
                prop_assert!(text.get(span.clone()).is_some(), "{span:?} of {}", problem.path());
            }
        }
        report.render(false);
    }

    #[test]
    fn no_bytes_in_a_folder_make_loading_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let base = tempfile::tempdir().unwrap();
        fs::create_dir(base.path().join("a")).unwrap();
        for name in ["a/document.md", "a/facts.toml", "a/lexicon.toml", "talk.en.toml"] {
            fs::write(base.path().join(name), &bytes).unwrap();
        }
        report(base.path()).render(true);
    }
}
