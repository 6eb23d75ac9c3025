//! Plain text: paragraphs by blank lines or one a line, headings by their looks.

use super::{Block, Source};

/// Lines that lead elsewhere and say nothing themselves.
const TEASERS: &[&str] = &["also read:", "read also:", "read more:", "related:", "advertisement"];

/// Text with longer lines is not wrapped by hand: each line is a paragraph.
const WRAPPED: usize = 120;

pub(super) fn read(text: &str) -> Source {
    let mut source = Source::default();
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_wrapped =
        lines.iter().all(|line| line.chars().count() <= WRAPPED) && lines.iter().any(|line| line.is_empty());
    let mut paragraph = String::new();
    for (at, &line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).copied().unwrap_or_default();
        let stands_alone =
            (paragraph.is_empty() || !is_wrapped) && (next.is_empty() || !is_wrapped || is_underline(next));
        match () {
            () if line.is_empty() => flush(&mut paragraph, &mut source),
            () if is_underline(line) => flush(&mut paragraph, &mut source),
            () if TEASERS.iter().any(|teaser| line.to_lowercase().starts_with(teaser)) => {
                flush(&mut paragraph, &mut source);
                source.left_out.push(line.to_owned());
            }
            () if stands_alone && is_heading(line) => {
                flush(&mut paragraph, &mut source);
                source.blocks.push(Block::Heading(2, line.trim_end_matches([':', '：']).to_owned()));
            }
            () => {
                let item = without_bullet(line);
                if item.is_some() || !is_wrapped {
                    flush(&mut paragraph, &mut source);
                }
                paragraph.push_str(if paragraph.is_empty() { "" } else { joint(&paragraph, line) });
                match item.and_then(|item| Some((label(item)?, item))) {
                    // "– Early Relations: Historically, …": the label is a heading.
                    Some((label, item)) => {
                        source.blocks.push(Block::Heading(3, label.to_owned()));
                        paragraph.push_str(item[label.len() + 1..].trim());
                    }
                    None => paragraph.push_str(item.unwrap_or(line)),
                }
            }
        }
    }
    flush(&mut paragraph, &mut source);
    if let Some(Block::Heading(level, title)) = source.blocks.first_mut() {
        *level = 1;
        source.metadata.title = Some(title.clone());
    }
    source
}

fn flush(paragraph: &mut String, source: &mut Source) {
    if !paragraph.is_empty() {
        source.blocks.push(Block::Paragraph(std::mem::take(paragraph)));
    }
}

/// What joins two lines of a paragraph: nothing in scripts without spaces.
fn joint(before: &str, after: &str) -> &'static str {
    let is_spaceless = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let joins = before.chars().last().is_some_and(is_spaceless) && after.chars().next().is_some_and(is_spaceless);
    if joins { "" } else { " " }
}

/// The line of `===` or `---` under a heading, or between two parts.
fn is_underline(line: &str) -> bool {
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=')
            || line.bytes().all(|byte| byte == b'-')
            || line.bytes().all(|byte| byte == b'*'))
}

/// A short line by itself, of which every word of weight has a capital, and which does not end as a sentence does.
fn is_heading(line: &str) -> bool {
    const LONGEST: usize = 90;
    line.chars().count() <= LONGEST
        && !line.ends_with(['.', '!', '?', '…', ',', ';', '。', '！', '？'])
        && without_bullet(line).is_none()
        && is_titled(line.trim_end_matches(':'))
}

/// Whether all words that weigh something begin with a capital letter or a figure.
fn is_titled(text: &str) -> bool {
    const MOST_WORDS: usize = 10;
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_light = |word: &str| word.chars().count() <= 3;
    let is_high = |word: &str| {
        word.trim_start_matches(|c: char| !c.is_alphanumeric())
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric())
    };
    let mut heavy = words.iter().filter(|word| !is_light(word)).peekable();
    words.len() <= MOST_WORDS && words.first().is_some_and(|first| is_high(first)) && heavy.all(|word| is_high(word))
}

/// The item of a list, if this line is one.
fn without_bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['-', '–', '—', '•', '*', '·', '‣', '▪'])?;
    rest.strip_prefix(char::is_whitespace).map(str::trim)
}

/// The label that an item begins with: "Early Relations" of "Early Relations: Historically, …".
fn label(item: &str) -> Option<&str> {
    const MOST_WORDS: usize = 5;
    let (label, rest) = item.split_once(':')?;
    let is_one =
        rest.starts_with(char::is_whitespace) && label.split_whitespace().count() <= MOST_WORDS && is_titled(label);
    is_one.then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of `text`, one a line.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = read(text)
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading(level, text) => format!("{level} {text}"),
                Block::Paragraph(text) => text.clone(),
            })
            .collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn paragraphs_are_parted_by_blank_lines_or_are_one_a_line() {
        check("One two\nthree.\n\nFour.\n", &["One two three.", "Four."]);
        check("One two.\nThree.\n", &["One two.", "Three."]);
        check("这是\n一句。\n\n二。", &["这是一句。", "二。"]);
        check("- one\n- two\n  more\n\nThree.", &["one", "two more", "Three."]);
    }

    #[test]
    fn headings_are_short_and_have_capitals() {
        check("Historical Background:\nIt was so.\n", &["1 Historical Background", "It was so."]);
        check(
            "It was.\nThe Rise and Fall of Rome\nIt was so.\n",
            &["It was.", "2 The Rise and Fall of Rome", "It was so."],
        );
        check("The Title\n=========\n\nIt was so.\n", &["1 The Title", "It was so."]);
        check(
            "It was.\n– Early Relations: Historically, so.\n",
            &["It was.", "3 Early Relations", "Historically, so."],
        );
        check("It was.\n– He said: not so.\n", &["It was.", "He said: not so."]);
        check("Here is a look at the dynamics:\nIt was.", &["Here is a look at the dynamics:", "It was."]);
        check("It was.\nALSO READ: Other News\n", &["It was."]);
    }
}
