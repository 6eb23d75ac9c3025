//! What is said about what is kept: generated from the settings, so that it is true.

use super::Reply;

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
pub fn privacy(kept: &Kept) -> Reply {
    let Kept { conversations, messages, updates, journal, .. } = kept;
    let mut lines = vec![
        format!(
            "I keep what your last question was and what I showed you, for {conversations} after it, and which of my messages \
             answers which of yours, with the question, for {messages}: so that “Why?”, follow-ups and edited questions work. \
             These are sealed with a key that is not in the database."
        ),
        "You and this chat are stored only as keyed hashes, never by number or name.".to_owned(),
        if kept.questions {
            format!(
                "Questions that I could not answer, or whose answer got a 👎, are kept for {journal} in words, but with nothing \
                 of who asked, so that the answers get better. Nobody can tell whose they were, so /forget cannot delete them."
            )
        } else {
            format!("Of questions that I could not answer I count the reason, for {journal}, and keep no words.")
        },
        format!("A 👍 or 👎 is kept for {journal}, with the fact it was for, under a keyed hash."),
        format!(
            "The number that Telegram gives a message is kept for {updates}, so that none is answered twice; a message that \
             waits for its answer may be kept, sealed, until it has it."
        ),
        "Logs hold no text. /new ends the conversation; /forget deletes at once, in all chats, everything of yours."
            .to_owned(),
    ];
    if kept.in_memory {
        lines.push("All of this is in memory alone: a restart forgets it.".to_owned());
    }
    Reply::of_text(lines.join("\n"))
}

/// Says that somebody has been forgotten, or why not.
pub fn forgotten(is_done: bool) -> Reply {
    Reply::of_text(if is_done {
        "Everything that belonged to you is deleted, in this chat and in all others."
    } else {
        "I cannot reach my memory just now, so nothing is deleted yet. Please send /forget again in a minute."
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn privacy_says_what_the_settings_say() {
        let kept = Kept {
            conversations: "7 days".to_owned(),
            messages: "30 days".to_owned(),
            updates: "1 day".to_owned(),
            journal: "90 days".to_owned(),
            ..Kept::default()
        };
        let text = privacy(&kept).plain();
        for said in ["7 days after", "for 30 days", "for 90 days", "for 1 day", "keep no words", "/forget"] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(!text.contains("restart"));
        let text = privacy(&Kept { questions: true, in_memory: true, ..kept }).plain();
        assert!(text.contains("kept for 90 days in words") && text.contains("a restart forgets"), "{text}");
    }
}
