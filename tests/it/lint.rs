//! What `ibid check` finds beyond faults, mends, and reports to programs; and the schemas, held against the files.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use ibid::knowledge::{File, Folder, KnowledgeBase, Loaded, Sources};
use ibid::lint;
use serde_json::{Value, json};

use crate::cli::run::{Run, check, folder, ibid};

const DOCUMENT: &str = "+++\ntitle = \"Tower\"\nlanguage = \"en\"\n+++\n\nThe tower was built in 1850 on a rock.\nAda Moore lit the lamp every evening.\nA stair of 200 steps leads up.\n";

const FACTS: &str = r#"
[[fact]]
id = "built"
questions = ["When was the tower built?", "year of the tower's building", "when did they build the tower on the rock"]
quotes = ["built in 1850"]

[[fact]]
id = "lamp"
questions = ["Who lit the lamp every evening?", "name of the keeper of the lamp", "who made the lamp burn"]
quotes = ["Ada Moore lit the lamp"]

[[fact]]
id = "stair"
questions = ["How many steps lead up?", "number of steps of the stair", "how long is the stair"]
quotes = ["200 steps"]
"#;

fn loaded(facts: &str, lexicon: Option<&str>, more: Sources) -> Loaded {
    let file = |name: &str, text: &str| File::new(format!("tower/{name}"), text.to_owned());
    let tower = Folder {
        id: "tower".to_owned(),
        path: "tower".to_owned(),
        document: file("document.md", DOCUMENT),
        facts: Some(file("facts.toml", facts)),
        lexicon: lexicon.map(|lexicon| file("lexicon.toml", lexicon)),
        translations: Vec::new(),
    };
    KnowledgeBase::parse(Sources { folders: vec![tower], ..more }).unwrap_or_else(|report| panic!("{report}"))
}

/// What is found in a base with these facts, as "text at fault: message".
#[track_caller]
fn found(facts: &str, lexicon: Option<&str>, is_deep: bool) -> Vec<String> {
    let loaded = loaded(facts, lexicon, Sources::default());
    let mut problems = lint::quick(&loaded);
    if is_deep {
        problems.extend(lint::deep(&loaded, 1.5, &mut |_| ()));
    }
    let shown = |problem: &ibid::knowledge::Problem| {
        let text = if problem.path().ends_with("facts.toml") { facts } else { lexicon.unwrap_or_default() };
        let at = problem.span().map_or("", |span| &text[span]);
        format!("{at}: {}", problem.message())
    };
    problems.iter().map(shown).collect()
}

#[test]
fn a_base_in_order_has_nothing_to_say_of_it() {
    assert_eq!(found(FACTS, None, false), Vec::<String>::new());
    let built_in = KnowledgeBase::load_built_in();
    let problems = lint::quick(&built_in);
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn phrasings_of_two_facts_that_say_the_same_are_found() {
    let facts = FACTS.replace("\"number of steps of the stair\"", "\"How many steps lead up the tower?\"");
    let facts = facts.replace(
        "\"how long is the stair\"",
        "\"when was, on the rock, the tower built?\", \"when was the tower on this rock built\"",
    );
    let facts =
        facts.replace("\"when did they build the tower on the rock\"", "\"When was the tower built on the rock?\"");
    assert_eq!(
        found(&facts, None, false),
        [
            "\"when was, on the rock, the tower built?\": a phrasing of \"stair\" that says the same as one of \"built\"",
            "\"when was the tower on this rock built\": a phrasing of \"stair\" that says the same as one of \"built\"",
        ]
    );
}

#[test]
fn a_synonym_group_that_makes_one_of_two_terms_is_found() {
    let lexicon = "[[term]]\nname = \"Ada Moore\"\nkind = \"person\"\naliases = [\"the keeper\"]\n\n[[term]]\nname = \"Tower\"\nkind = \"place\"\n\n\
        [[synonym]]\nwords = [\"the keeper\", \"tower\"]\n\n[[synonym]]\nwords = [\"stair\", \"steps\"]\n";
    assert_eq!(
        found(FACTS, Some(lexicon), false),
        ["\"tower\": a synonym group that makes one of \"Ada Moore\" and \"Tower\""]
    );
}

#[test]
fn a_language_with_far_fewer_phrasings_is_found() {
    let talk = |language: &str, count: usize| {
        let questions: Vec<String> = (0..count).map(|n| format!("\"{language}word{}\"", "x".repeat(n + 1))).collect();
        let text =
            format!("[[talk]]\nintent = \"greeting\"\nquestions = [{}]\nreply = \"{{title}}\"\n", questions.join(", "));
        File::new(format!("talk.{language}.toml"), text)
    };
    let talk = vec![talk("de", 9), talk("fr", 5), talk("es", 4)];
    let loaded = loaded(FACTS, None, Sources { talk, ..Sources::default() });
    let problems = lint::quick(&loaded);
    let found: Vec<_> = problems.iter().map(|problem| (problem.path(), problem.message())).collect();
    assert_eq!(found, [("talk.es.toml", "4 phrasings, where talk.de.toml has 9")]);
}

#[test]
fn asking_shows_which_fact_takes_the_questions_of_another() {
    // Each of these is nearer to a phrasing of the lamp than to the others of the keeper.
    let thief = "\n[[fact]]\nid = \"keeper\"\nquestions = [\"who made the lamp burn at all\", \"the name of the lamp keeper\", \
        \"Who lit the lamp every single evening?\", \"year of the stair\", \"steps of the rock\"]\nquotes = [\"A stair of\"]\n";
    let found = found(&format!("{FACTS}{thief}"), None, true);
    assert!(
        found
            .iter()
            .any(|found| found.contains("\"lamp\" answers ") && found.contains("of the 5 phrasings of \"keeper\"")),
        "{found:#?}"
    );
}

#[test]
fn problems_are_written_for_people_and_for_programs() {
    let base = |name: &str, facts: &str| folder(name, &[("tower/document.md", DOCUMENT), ("tower/facts.toml", facts)]);
    let bad = base("lint-bad", &FACTS.replace("built in 1850", "built in 1851"));
    let bad = bad.to_str().unwrap();
    let run = |format: &str| ibid(&["check", bad, "--format", format]).end();
    let object: Value = serde_json::from_str(&run("json").out).unwrap();
    let problem = json!({
        "severity": "error", "path": format!("{bad}/tower/facts.toml"), "line": 5, "column": 11,
        "message": "a quote that no sentence holds", "help": "did you mean “built in 1850”?",
    });
    assert_eq!(object, json!({"errors": 1, "warnings": 0, "problems": [problem]}));
    let github = run("github");
    assert_eq!(github.status, 1);
    assert_eq!(
        github.out,
        format!(
            "::error file={bad}/tower/facts.toml,line=5,col=11::a quote that no sentence holds (did you mean “built in 1850”?)\n"
        )
    );
    let good = base("lint-good", FACTS);
    check(ibid(&["check", good.to_str().unwrap(), "--deep"]), 0, &["0 errors, "]);
    check(ibid(&["check", "--fix"]), 1, &["--fix needs a folder"]);
}

#[test]
fn what_is_mechanical_is_mended_in_place() {
    let untidy = FACTS
        .replace("\"who made the lamp burn\"]", "\"who  made the lamp burn\", # her\n  \"Who made the lamp burn?\"]");
    let base =
        folder("lint-fix", &[("tower/document.md", &format!("{DOCUMENT}\n\n\n")), ("tower/facts.toml", &untidy)]);
    let path = base.to_str().unwrap();
    check(ibid(&["check", path]), 0, &["a phrasing that is listed twice"]);
    check(
        ibid(&["check", path, "--fix"]),
        0,
        &["mended ", "tower/document.md", "tower/facts.toml", "0 errors, 0 warnings"],
    );
    let mended = fs::read_to_string(base.join("tower/facts.toml")).unwrap();
    assert!(
        mended.contains("\"who made the lamp burn\"") && !mended.contains("who  made") && mended.contains("# her"),
        "{mended}"
    );
    assert_eq!(fs::read_to_string(base.join("tower/document.md")).unwrap(), DOCUMENT);
    let again = ibid(&["check", path, "--fix"]).end();
    assert!(!again.out.contains("mended"), "{again:#?}");
}

/// Whether `value` is as the schema of that name wants it; else the first thing that is not.
fn validate(schema: &str, value: &Value) -> Result<(), String> {
    let printed = ibid(&["schema", schema]).end();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("schema.json", serde_json::from_str(&printed.out).unwrap()).unwrap();
    let index = compiler.compile("schema.json", &mut schemas).unwrap();
    schemas.validate(value, index).map_err(|error| error.to_string())
}

fn to_json(toml: &str) -> Value {
    serde_json::to_value(toml.parse::<toml::Table>().unwrap()).unwrap()
}

fn front_matter(text: &str) -> &str {
    text.split("+++\n").nth(1).unwrap()
}

#[test]
fn the_files_there_are_are_as_the_schemas_want_them() {
    let read = |path: &str| fs::read_to_string(Path::new(path)).unwrap();
    for base in ["knowledge/china-russia", "tests/fixtures/good/lighthouse"] {
        let file = |name: &str| read(&format!("{base}/{name}"));
        assert_eq!(validate("document", &to_json(front_matter(&file("document.md")))), Ok(()), "{base}");
        assert_eq!(validate("facts", &to_json(&file("facts.toml"))), Ok(()), "{base}");
        assert_eq!(validate("lexicon", &to_json(&file("lexicon.toml"))), Ok(()), "{base}");
    }
    for language in ["en", "de", "es", "fr", "ru", "zh"] {
        for (schema, path) in [
            ("talk", format!("knowledge/talk.{language}.toml")),
            ("wording", format!("knowledge/wording.{language}.toml")),
            ("language", format!("knowledge/language.{language}.toml")),
            ("facts-language", format!("knowledge/china-russia/facts.{language}.toml")),
            ("lexicon-language", format!("knowledge/china-russia/lexicon.{language}.toml")),
        ] {
            // English is what the others are written beside.
            if language != "en" || matches!(schema, "talk" | "wording") {
                assert_eq!(validate(schema, &to_json(&read(&path))), Ok(()), "{path}");
            }
        }
    }
    let all: Value = serde_json::from_str(&ibid(&["schema"]).end().out).unwrap();
    let mut names: Vec<&String> = all.as_object().unwrap().keys().collect();
    names.sort_unstable();
    assert_eq!(
        names,
        ["document", "facts", "facts-language", "language", "lexicon", "lexicon-language", "talk", "wording"]
    );
}

/// Whatever the parsers refuse for its shape, the schemas refuse.
#[test]
fn what_is_no_such_file_is_refused() {
    let fact = "[[fact]]\nid = \"a\"\nquestions = [\"Q?\"]\nquotes = [\"q\"]\n";
    let language = "name = \"Esperanto\"\nenglish_name = \"Esperanto\"\nstemmer = \"none\"\nsegmentation = \"spaces\"\nfunction = [\"la\"]\n";
    let wording = fs::read_to_string("knowledge/wording.en.toml").unwrap();
    for (schema, toml) in [
        ("document", "title = \"T\"\n"),
        ("document", "title = \" \"\nlanguage = \"en\"\n"),
        ("document", "title = \"T\"\nlanguage = \"english language\"\n"),
        ("document", "title = \"T\"\nlanguage = \"en\"\nurl = \"example.org\"\n"),
        ("document", "title = \"T\"\nlanguage = \"en\"\nauthors = \"A\"\n"),
        ("facts", "[[fact]]\nid = \"a\"\nquestions = [\"Q?\"]\n"),
        ("facts", &fact.replace("\"a\"", "\"A b\"")),
        ("facts", &fact.replace("[\"Q?\"]", "[]")),
        ("facts", &fact.replace("[\"Q?\"]", "[\"\"]")),
        ("facts", &fact.replace("[\"Q?\"]", "\"Q?\"")),
        ("facts", &format!("{fact}draft = \"yes\"\n")),
        ("facts", &format!("{fact}topik = \"t\"\n")),
        ("facts", &fact.replace("[\"q\"]", "[\"q\", \"r\", \"s\", \"t\", \"u\", \"v\", \"w\"]")),
        ("facts", "[[gap]]\nid = \"a\"\nquestions = [\"Q?\"]\n"),
        ("lexicon", "[[term]]\nname = \"A\"\nkind = \"thing\"\n"),
        ("lexicon", "[[synonym]]\nwords = []\n"),
        ("talk", "[[talk]]\nintent = \"hello\"\nquestions = [\"hi\"]\nreply = \"r\"\n"),
        ("talk", "[[talk]]\nintent = \"greeting\"\nquestions = [\"hi\"]\n"),
        ("facts-language", fact),
        ("facts-language", "[[gap]]\nid = \"a\"\nquestions = [\"Q?\"]\n"),
        ("lexicon-language", "[[term]]\nname = \"A\"\n"),
        ("lexicon-language", "[gloss]\nhaus = 1\n"),
        ("language", &language.replace("\"none\"", "\"klingon\"")),
        ("language", &language.replace("[\"la\"]", "[]")),
        ("language", &format!("{language}[asks]\nwhich = [\"kiu\"]\n")),
        ("language", &format!("{language}keyboard = \"qwerty\"\n")),
        ("wording", "or = \"oder\"\n"),
        ("wording", &wording.replace("{said}", "so")),
        ("wording", &wording.replace("{said}", "{said} {sayed}")),
    ] {
        assert!(validate(schema, &to_json(toml)).is_err(), "{schema} {toml}");
    }
    assert_eq!(validate("facts", &to_json(&format!("{fact}draft = true\nquarantined = false\n"))), Ok(()));
}

/// The intents and kinds of the schemas are those there are.
#[test]
fn the_schemas_list_what_there_is() {
    let schema = |name: &str| serde_json::from_str::<Value>(&Run::end(ibid(&["schema", name])).out).unwrap();
    let listed =
        |value: &Value| value.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let intents = &schema("talk")["properties"]["talk"]["items"]["properties"]["intent"]["enum"];
    assert_eq!(listed(intents), ibid::knowledge::TalkIntent::ALL.map(|intent| intent.id().to_owned()));
    let kinds = &schema("lexicon")["properties"]["term"]["items"]["properties"]["kind"]["enum"];
    assert_eq!(listed(kinds), ibid::knowledge::TermKind::ALL.map(|kind| kind.id().to_owned()));
    let language = &schema("language")["properties"];
    assert_eq!(listed(&language["stemmer"]["enum"]), ibid::text::Language::stemmers().collect::<Vec<_>>());
    assert_eq!(
        listed(&language["segmentation"]["enum"]),
        ibid::text::Segmentation::ALL.map(ibid::text::Segmentation::id)
    );
}
