//! What a conversation has come to: what was last asked, what was shown of it, and what was offered.
//!
//! A small value that whoever holds the conversation keeps and hands back with the next message. It has no clock: when
//! it is too old to be meant is for its keeper to decide. It names documents, sentences and facts as the knowledge base's
//! files do, so it outlives a reload; what is no longer there is passed over.
//!
//! ```
//! use ibid::conversation::Conversation;
//! use ibid::engine::Engine;
//! use ibid::knowledge::KnowledgeBase;
//!
//! let engine = Engine::new(KnowledgeBase::built_in(), 1.5);
//! let (_, conversation) = engine.converse(&Conversation::default(), "When was the treaty signed?");
//! let (answer, _) = engine.converse(&conversation, "why does it matter?");
//! assert!(answer.citations()[0].text().contains("laying the foundation"));
//! ```

use std::collections::VecDeque;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Citation, Outcome};

/// What of a conversation the next message may lean on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Stored", try_from = "Stored")]
pub struct Conversation {
    question: Option<String>,
    language: Option<String>,
    fact: Option<String>,
    topic: Option<String>,
    last: Vec<Place>,
    shown: VecDeque<Place>,
    offered: Vec<String>,
}

/// A sentence, named as it is cited.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The document's id.
    pub document: String,
    /// The sentence's number.
    pub sentence: u32,
}

impl Place {
    /// Where a citation is from.
    pub fn of(citation: &Citation<'_>) -> Place {
        Place { document: citation.document().id().to_owned(), sentence: citation.number() }
    }

    /// Whether a citation is from here.
    pub fn is(&self, citation: &Citation<'_>) -> bool {
        self.sentence == citation.number() && self.document == citation.document().id()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.document, self.sentence)
    }
}

impl Conversation {
    /// A question is remembered up to this many bytes.
    pub const LONGEST: usize = 500;
    /// So many of the sentences shown are remembered, the latest ones.
    pub const MOST_SHOWN: usize = 64;
    /// So many offers are remembered.
    pub const MOST_OFFERED: usize = 8;

    /// The last question about a document, as it was understood.
    pub fn question(&self) -> Option<&str> {
        self.question.as_deref()
    }

    /// BCP 47 tag of the language that is spoken; none where nothing was said yet.
    pub fn language(&self) -> Option<&str> {
        self.language.as_deref()
    }

    /// The same conversation, in which this language is spoken: a message that may be in several is taken to be in it.
    #[must_use]
    pub fn in_language(mut self, language: &str) -> Conversation {
        self.language = Some(language.to_owned());
        self
    }

    /// The same conversation with another last question.
    pub(crate) fn with_question(mut self, question: Option<&str>) -> Conversation {
        self.question = question.map(str::to_owned);
        self
    }

    /// The id of the fact that answered it, if one did.
    pub fn fact(&self) -> Option<&str> {
        self.fact.as_deref()
    }

    /// The topic that is spoken of.
    pub fn topic(&self) -> Option<&str> {
        self.topic.as_deref()
    }

    /// The sentences cited last.
    pub fn last(&self) -> &[Place] {
        &self.last
    }

    /// Whether a sentence was shown.
    pub fn has_shown(&self, citation: &Citation<'_>) -> bool {
        self.shown.iter().any(|place| place.is(citation))
    }

    /// The ids of the facts that were offered, in their order.
    pub fn offered(&self) -> &[String] {
        &self.offered
    }

    /// The conversation after a question about a document: `question` as it was understood, `fact` and `topic` those
    /// that it was about.
    pub(crate) fn asked(mut self, question: &str, fact: Option<&str>, topic: Option<&str>) -> Conversation {
        if self.topic.as_deref() != topic {
            self.shown.clear();
        }
        self.question = Some(question[..question.floor_char_boundary(Self::LONGEST)].to_owned());
        self.fact = fact.map(str::to_owned);
        self.topic = topic.map(str::to_owned);
        self.last.clear();
        self
    }

    /// The conversation after `answer` was shown.
    pub(crate) fn showed(mut self, answer: &Answer<'_>) -> Conversation {
        let runner_up = answer.runner_up.as_slice();
        let shown = answer.citations().iter().chain(runner_up);
        for place in shown.clone().map(Place::of) {
            self.shown.retain(|known| *known != place);
            self.shown.push_back(place);
        }
        while self.shown.len() > Self::MOST_SHOWN {
            self.shown.pop_front();
        }
        if answer.is_answered() {
            self.last = answer.citations().iter().map(Place::of).collect();
        }
        if !matches!(answer.outcome, Outcome::SmallTalk(_)) {
            let offered = answer.suggestions.iter().take(Self::MOST_OFFERED);
            self.offered = offered.map(|suggestion| suggestion.fact.id().to_owned()).collect();
        }
        self
    }
}

/// A conversation as a store keeps it.
#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    #[serde(default)]
    question: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    fact: Option<String>,
    #[serde(default)]
    topic: Option<String>,
    #[serde(default)]
    last: Vec<Place>,
    #[serde(default)]
    shown: VecDeque<Place>,
    #[serde(default)]
    offered: Vec<String>,
}

/// The version of what is written; another one is not read, and its keeper begins anew.
const VERSION: u32 = 1;

impl From<Conversation> for Stored {
    fn from(value: Conversation) -> Stored {
        let Conversation { question, language, fact, topic, last, shown, offered } = value;
        Stored { version: VERSION, question, language, fact, topic, last, shown, offered }
    }
}

impl TryFrom<Stored> for Conversation {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Conversation, String> {
        let Stored { version, mut question, language, fact, topic, mut last, mut shown, mut offered } = stored;
        if version != VERSION {
            return Err(format!("a conversation of version {version}; this program reads version {VERSION}"));
        }
        if let Some(question) = &mut question {
            question.truncate(question.floor_char_boundary(Self::LONGEST));
        }
        shown.truncate(Self::MOST_SHOWN);
        last.truncate(Self::MOST_SHOWN);
        offered.truncate(Self::MOST_OFFERED);
        Ok(Conversation { question, language, fact, topic, last, shown, offered })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Result<Conversation, &str>) {
        let read: Result<Conversation, _> = serde_json::from_str(json);
        assert_eq!(read.map_err(|error| error.to_string()), expected.map_err(str::to_owned), "{json}");
    }

    #[test]
    fn a_stored_conversation_is_read_if_its_version_is_known() {
        check(r#"{"version":1}"#, Ok(Conversation::default()));
        check(r#"{"version":2}"#, Err("a conversation of version 2; this program reads version 1"));
        let asked = Conversation::default().asked("Who?", Some("meeting-who"), Some("meeting"));
        let json = serde_json::to_string(&asked).expect("strings and numbers serialise");
        check(&json, Ok(asked));
    }

    #[test]
    fn it_is_bounded() {
        let asked = Conversation::default().asked(&"я".repeat(2000), None, None);
        assert!(asked.question().expect("it was asked").len() <= Conversation::LONGEST);
        let json = format!(r#"{{"version":1,"question":"{}"}}"#, "я".repeat(2000));
        let read: Conversation = serde_json::from_str(&json).expect("the version is known");
        assert_eq!(read.question().map(str::len), Some(Conversation::LONGEST));
    }
}
