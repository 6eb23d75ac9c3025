//! What ibid says in one language: every sentence of its own, as data.
//!
//! The file `wording.<lang>.toml` has the same keys. `{…}` are gaps; which ones a sentence has stands beside it. The
//! built-in English file is the pattern: every other one has its keys, and each sentence the gaps of the English one.

use std::sync::OnceLock;

use serde::Deserialize;

use super::source::File;

/// Every sentence of ibid's own in one language.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// BCP 47 tag, by which small talk in the same language is found; it stands in the file's name.
    #[serde(skip)]
    pub(crate) language: String,
    pub(crate) open_quote: String,
    pub(crate) close_quote: String,
    /// Joins the last two of a list of alternatives.
    pub(crate) or: String,
    /// Joins the last two of a list.
    pub(crate) and: String,

    /// Heads suggestions beside an answer or instead of one.
    pub(crate) related: String,
    /// Heads the facts to choose from.
    pub(crate) did_you_mean: String,
    /// Heads what comes nearest where nothing answers.
    pub(crate) nearest: String,

    pub(crate) no_words: String,
    /// `{words}`
    pub(crate) not_mentioned: Counted,
    /// `{words}`
    pub(crate) other_names: String,
    /// `{missing}`
    pub(crate) known_gap: Counted,
    pub(crate) opinion: Counted,
    /// What is going to happen was asked.
    pub(crate) prediction: Counted,
    /// More was asked for than there is.
    pub(crate) nothing_more: Counted,
    /// `{title}`
    pub(crate) off_topic: String,
    pub(crate) unsure: Counted,
    /// `{languages}`: those that are understood
    pub(crate) not_served: String,

    /// The document mentions the topic, but not the kind of thing asked for.
    pub(crate) kind_missing: KindMissing,
    pub(crate) reading: ReadingWording,
    pub(crate) metadata: MetadataWording,
    pub(crate) commands: CommandWording,
    pub(crate) why: WhyWording,
    pub(crate) quote: QuoteWording,
    pub(crate) chat: ChatWording,
}

/// A sentence about one document, and about several.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counted {
    pub(crate) one: String,
    pub(crate) many: String,
}

impl Counted {
    pub(crate) fn of(&self, count: usize) -> &str {
        if count == 1 { &self.one } else { &self.many }
    }
}

/// A sentence for each kind of answer that may be asked for and missing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct KindMissing {
    pub(crate) topic: Counted,
    pub(crate) yes_no: Counted,
    pub(crate) what: Counted,
    pub(crate) who: Counted,
    #[serde(rename = "where")]
    pub(crate) place: Counted,
    pub(crate) when: Counted,
    pub(crate) why: Counted,
    pub(crate) how: Counted,
    pub(crate) how_many: Counted,
    pub(crate) how_much: Counted,
    pub(crate) how_long: Counted,
}

/// How a question was understood.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadingWording {
    /// `{question}`: what it was taken to ask
    pub(crate) taken_as: String,
    /// `{topic}`: what it was taken to be about
    pub(crate) on_topic: String,
    /// `{said}`, `{asked}`: the document has one where the question has the other
    pub(crate) otherwise: String,
    /// `{asked}`: the word by which the question denies what the document says
    pub(crate) denied: String,
    /// Heads what else may have been meant.
    pub(crate) runner_up: String,
}

/// The sentences about a document itself.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetadataWording {
    /// `{title}`
    pub(crate) title: String,
    /// `{author}`
    pub(crate) author: String,
    /// `{publisher}`
    pub(crate) publisher: String,
    /// `{published}`
    pub(crate) published: String,
    /// `{url}`
    pub(crate) url: String,
    /// `{missing}`
    pub(crate) unnamed: String,
    /// What may be missing: author, publisher, date, address.
    pub(crate) parts: [String; 4],
    /// `{sentences}`
    pub(crate) extent: Counted,
}

/// What the commands say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandWording {
    /// `{title}`
    pub(crate) welcome: String,
    /// Heads the list of commands.
    pub(crate) heading: String,
    /// `{topic}`
    pub(crate) topic: String,
    pub(crate) topics: String,
    pub(crate) no_topics: Counted,
    /// `{typed}`
    pub(crate) no_such_topic: String,
    /// `{typed}`, `{nearest}`
    pub(crate) nearest_topic: String,
    pub(crate) which_topic: String,
    /// `{typed}`, `{last}`: the number of the last sentence
    pub(crate) no_such_sentence: String,
    /// `{example}`
    pub(crate) which_document: String,
    pub(crate) which_sentence: String,
    /// Heads the list of documents.
    pub(crate) documents: String,
    /// `{example}`: the name of a document
    pub(crate) in_which: String,
    /// To `/wrong`.
    pub(crate) noted: String,
    pub(crate) not_noted: String,
    /// To `/wrong`, where buttons do that.
    pub(crate) wrong: String,
    /// `{typed}`
    pub(crate) no_such_document: String,
    pub(crate) nothing_asked: String,
    pub(crate) new: String,
    pub(crate) quit: String,
    /// `{typed}`
    pub(crate) unknown: String,
    /// `{typed}`, `{nearest}`
    pub(crate) nearest_command: String,
    pub(crate) explain: CommandsExplained,
}

/// What each command of the terminal takes and does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CommandsExplained {
    pub(crate) help: CommandExplained,
    pub(crate) topics: CommandExplained,
    pub(crate) topic: CommandExplained,
    pub(crate) source: CommandExplained,
    pub(crate) context: CommandExplained,
    pub(crate) documents: CommandExplained,
    #[serde(rename = "in")]
    pub(crate) within: CommandExplained,
    pub(crate) wrong: CommandExplained,
    pub(crate) why: CommandExplained,
    pub(crate) check: CommandExplained,
    pub(crate) new: CommandExplained,
    pub(crate) quit: CommandExplained,
}

/// The argument a command takes, as the list shows it, and what the command does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CommandExplained {
    pub(crate) argument: String,
    pub(crate) does: String,
}

/// What `/check` says of a text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct QuoteWording {
    /// There is nothing to check.
    pub(crate) nothing: String,
    pub(crate) verbatim: Counted,
    pub(crate) same_words: Counted,
    pub(crate) shortened: Counted,
    /// `{count}`
    pub(crate) further: String,
    pub(crate) altered: String,
    /// `{claimed}`, `{said}`
    pub(crate) replaced: String,
    /// `{claimed}`
    pub(crate) added: String,
    /// `{said}`
    pub(crate) left_out: String,
    /// Heads the sentence as it stands.
    pub(crate) truly: Counted,
    pub(crate) absent: Counted,
}

/// How `/why` explains an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhyWording {
    pub(crate) matched: String,
    pub(crate) unmatched: String,
    pub(crate) no_words: String,
    /// `{word}`, `{taken}`
    pub(crate) taken_as: String,
    /// `{share}`
    pub(crate) partly: String,
    pub(crate) best: String,
    pub(crate) runner_up: String,
    pub(crate) no_candidate: String,
    /// `{score}`
    pub(crate) score: String,
    /// `{margin}`
    pub(crate) margin: String,
    /// `{confidence}`
    pub(crate) confidence: String,
    /// `{words}`: any one of them
    pub(crate) pivotal: String,
}

/// What only a chat with buttons says.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChatWording {
    /// `{title}`
    pub(crate) welcome: String,
    pub(crate) help: String,
    /// `{conversations}`, `{messages}`, `{updates}`, `{journal}`, `{questions}`: lengths of time, and one of the next two
    pub(crate) privacy: String,
    /// `{journal}`
    pub(crate) privacy_with_questions: String,
    /// `{journal}`
    pub(crate) privacy_without_questions: String,
    /// Where a restart forgets everything.
    pub(crate) privacy_in_memory: String,
    /// `{title}`
    pub(crate) description: String,
    /// `{title}`
    pub(crate) short_description: String,
    pub(crate) notice: Notices,
    pub(crate) label: Labels,
    /// What each command does, for Telegram's list of commands.
    pub(crate) explain: ChatCommandsExplained,
}

/// One line each that is said beside answers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Notices {
    pub(crate) too_fast: String,
    pub(crate) text_only: String,
    pub(crate) ask_what: String,
    pub(crate) stale: String,
    pub(crate) thanks: String,
    pub(crate) thanks_for_fault: String,
    pub(crate) no_fact: String,
    pub(crate) choose: String,
    pub(crate) forgotten: String,
    pub(crate) not_forgotten: String,
}

/// What buttons say.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Labels {
    pub(crate) context: String,
    pub(crate) why: String,
    pub(crate) back: String,
    pub(crate) previous: String,
    pub(crate) next: String,
    pub(crate) good: String,
    pub(crate) bad: String,
}

/// What each command of a chat does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ChatCommandsExplained {
    pub(crate) start: String,
    pub(crate) help: String,
    pub(crate) topics: String,
    pub(crate) source: String,
    pub(crate) ask: String,
    pub(crate) check: String,
    pub(crate) why: String,
    pub(crate) new: String,
    pub(crate) privacy: String,
    pub(crate) forget: String,
}

/// The wordings there are, each parsed when it is first needed: a program that answers one English question needs one.
#[derive(Clone, Debug)]
pub(super) struct Wordings(Vec<Lazy>);

#[derive(Clone, Debug)]
struct Lazy {
    language: String,
    file: File,
    wording: OnceLock<Wording>,
}

impl Wordings {
    /// Takes over files whose names have their languages in them, and in which nothing is wrong.
    pub(super) fn new(files: impl IntoIterator<Item = (String, File)>) -> Self {
        let lazy = |(language, file)| Lazy { language, file, wording: OnceLock::new() };
        Wordings(files.into_iter().map(lazy).collect())
    }

    /// The wording of a language, where there is one.
    pub(super) fn get(&self, language: &str) -> Option<&Wording> {
        let lazy = self.0.iter().find(|lazy| lazy.language == language)?;
        Some(lazy.wording.get_or_init(|| {
            let mut wording: Wording = match toml::from_str(&lazy.file.text[lazy.file.start()..]) {
                Ok(wording) => wording,
                Err(error) => panic!("{} was found to be without faults, and has one: {error}", lazy.file.path),
            };
            wording.language.clone_from(&lazy.language);
            wording
        }))
    }
}
