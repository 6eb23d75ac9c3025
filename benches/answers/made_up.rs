//! A base of made-up phrasings: words of English strung together, so that facts share most of their words.

use ibid::knowledge::{File, Folder, Sources};

/// The base and questions near its phrasings.
pub(crate) struct MadeUp {
    pub(crate) sources: Sources,
    pub(crate) questions: Vec<String>,
}

/// Openings of questions.
const OPENINGS: [&str; 8] = [
    "what is the",
    "how do i get a",
    "where can i find the",
    "please show me my",
    "can you",
    "i want to",
    "why is my",
    "when will the",
];

/// A base of `facts` with as many `phrasings` each.
pub(crate) fn base(facts: usize, phrasings: usize) -> MadeUp {
    let words: Vec<&str> = include_str!("../../src/text/lists/english.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, size)| size.starts_with("10") || size.starts_with("20"))
        .map(|(word, _)| word)
        .filter(|word| word.len() >= 4)
        .collect();
    let mut random = Random(7);
    let mut document = String::from("+++\ntitle = \"Made up\"\nlanguage = \"en\"\n+++\n");
    let (mut toml, mut questions) = (String::new(), Vec::new());
    for fact in 0..facts {
        // What a fact is about: a dozen words of its own choice, some of which any other fact may have too.
        let own: Vec<&str> = (0..12).map(|_| words[random.below(words.len())]).collect();
        document.push_str(&format!("Entry {fact} is about {} and {}.\n", own[0], own[1]));
        toml.push_str(&format!("[[fact]]\nid = \"fact-{fact}\"\nquestions = [\n"));
        for phrasing in 0..=phrasings {
            let length = 2 + random.below(4);
            let body: Vec<&str> = (0..length).map(|_| own[random.below(own.len())]).collect();
            let text = format!("{} {}", OPENINGS[random.below(OPENINGS.len())], body.join(" "));
            if phrasing == phrasings {
                questions.push(text);
            } else {
                toml.push_str(&format!("  \"{text} {fact}x{phrasing}\",\n"));
            }
        }
        toml.push_str(&format!("]\nquotes = [\"Entry {fact} is about {}\"]\n", own[0]));
    }
    let folder = Folder {
        id: "made-up".to_owned(),
        path: "made-up".to_owned(),
        document: File::new("made-up/document.md", document),
        facts: Some(File::new("made-up/facts.toml", toml)),
        lexicon: None,
        translations: Vec::new(),
    };
    MadeUp { sources: Sources { folders: vec![folder], ..Sources::default() }, questions }
}

/// The same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}
