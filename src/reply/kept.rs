//! What is said about what is kept: filled in from the settings, so that it is true.

use super::Reply;
use super::template::fill;
use crate::knowledge::Wording;

/// What is kept of people, and for how long, as the settings have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// Whether a restart forgets everything.
    pub in_memory: bool,
    /// How long a conversation is kept after its last question, in words.
    pub conversations: String,
    /// How long it is kept which message answers which, in words.
    pub messages: String,
    /// How long the numbers of answered messages are kept, in words.
    pub updates: String,
    /// How long votes and unanswered questions are kept, in words.
    pub journal: String,
    /// Whether unanswered questions are kept in words.
    pub questions: bool,
}

/// What is kept of what people write.
pub fn privacy(kept: &Kept, wording: &Wording) -> Reply {
    let chat = &wording.chat;
    let questions = if kept.questions { &chat.privacy_with_questions } else { &chat.privacy_without_questions };
    let questions = fill(questions, &[("journal", &kept.journal)]);
    let values = [
        ("conversations", kept.conversations.as_str()),
        ("messages", &kept.messages),
        ("updates", &kept.updates),
        ("journal", &kept.journal),
        ("questions", &questions),
    ];
    let mut text = fill(&chat.privacy, &values);
    if kept.in_memory {
        text.push('\n');
        text.push_str(&chat.privacy_in_memory);
    }
    Reply::of_text(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{ENGLISH, KnowledgeBase};

    #[test]
    fn privacy_says_what_the_settings_say() {
        let knowledge = KnowledgeBase::built_in();
        let wording = knowledge.wording(ENGLISH);
        let kept = Kept {
            conversations: "7 days".to_owned(),
            messages: "30 days".to_owned(),
            updates: "1 day".to_owned(),
            journal: "90 days".to_owned(),
            ..Kept::default()
        };
        let text = privacy(&kept, wording).plain();
        for said in ["7 days after", "for 30 days", "for 90 days", "for 1 day", "keep no words", "/forget"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("restart") && !text.contains('{'), "{text}");
        let text = privacy(&Kept { questions: true, in_memory: true, ..kept }, wording).plain();
        assert!(text.contains("kept for 90 days in words") && text.contains("a restart forgets"), "{text}");
    }
}
