//! Small talk as data: what people say to a bot besides questions, and what it says back.

use bitcode::{Decode, Encode};

/// What a message is for, when it is part of the conversation itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum TalkIntent {
    /// "hello"
    Greeting,
    /// "thank you"
    Thanks,
    /// "bye"
    Goodbye,
    /// "who are you"
    WhoAreYou,
    /// "what can you do"
    Help,
    /// "which newspaper is this from"
    Source,
    /// "who wrote this"
    Author,
    /// "when was it published"
    Published,
    /// "that is wrong"
    Complaint,
    /// "you are stupid"
    Insult,
    /// "what do you think"
    Opinion,
    /// "will there be a war"
    Prediction,
    /// "how are you"
    HowAreYou,
    /// "ok", "yes", 👍
    Affirmation,
    /// "tell me more"
    More,
}

impl TalkIntent {
    /// Every intent, for tables.
    pub const ALL: [TalkIntent; 15] = [
        TalkIntent::Greeting,
        TalkIntent::Thanks,
        TalkIntent::Goodbye,
        TalkIntent::WhoAreYou,
        TalkIntent::Help,
        TalkIntent::Source,
        TalkIntent::Author,
        TalkIntent::Published,
        TalkIntent::Complaint,
        TalkIntent::Insult,
        TalkIntent::Opinion,
        TalkIntent::Prediction,
        TalkIntent::HowAreYou,
        TalkIntent::Affirmation,
        TalkIntent::More,
    ];

    /// Its name in `talk.<lang>.toml` and in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            TalkIntent::Greeting => "greeting",
            TalkIntent::Thanks => "thanks",
            TalkIntent::Goodbye => "goodbye",
            TalkIntent::WhoAreYou => "who-are-you",
            TalkIntent::Help => "help",
            TalkIntent::Source => "source",
            TalkIntent::Author => "author",
            TalkIntent::Published => "published",
            TalkIntent::Complaint => "complaint",
            TalkIntent::Insult => "insult",
            TalkIntent::Opinion => "opinion",
            TalkIntent::Prediction => "prediction",
            TalkIntent::HowAreYou => "how-are-you",
            TalkIntent::Affirmation => "affirmation",
            TalkIntent::More => "more",
        }
    }

    /// Whether it only opens, accompanies or ends a conversation, and asks nothing.
    pub fn is_courtesy(self) -> bool {
        matches!(self, Self::Greeting | Self::Thanks | Self::Goodbye | Self::Affirmation)
    }

    /// Whether it asks of the text itself, and not of what it says.
    pub fn is_of_text(self) -> bool {
        matches!(self, Self::Source | Self::Author | Self::Published)
    }

    /// Whether it says something of the bot or of its answers.
    pub fn is_of_bot(self) -> bool {
        matches!(self, Self::WhoAreYou | Self::HowAreYou | Self::Complaint | Self::Insult)
    }

    /// The intent of that name.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|intent| intent.id() == id)
    }
}

/// Ways of saying one thing, and the reply to it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Talk {
    pub(super) language: String,
    pub(super) intent: TalkIntent,
    pub(super) questions: Vec<String>,
    pub(super) reply: String,
}

impl Talk {
    /// What may stand in a reply between braces: the title of the documents, and a sentence about what is known of
    /// them.
    pub const PLACEHOLDERS: [&str; 2] = ["title", "metadata"];

    /// BCP 47 tag of the language of the reply. The phrasings may hold words of others.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What is meant; once a language.
    pub fn intent(&self) -> TalkIntent {
        self.intent
    }

    /// Ways of saying it; never empty. A phrasing may have no words ("👍"): then its normal form stands for it.
    pub fn questions(&self) -> &[String] {
        &self.questions
    }

    /// What to say back. `{title}` and `{metadata}` are [placeholders](Self::PLACEHOLDERS).
    pub fn reply(&self) -> &str {
        &self.reply
    }
}
