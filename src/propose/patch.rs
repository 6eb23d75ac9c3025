//! A phrasing put into `facts.toml`, with every comment and the order of everything else kept.

use toml_edit::{Array, DocumentMut, Item, RawString, Value};

/// The file with one more phrasing of a fact; `None` where the file has no such fact.
pub fn with_phrasing(facts: &str, fact: &str, phrasing: &str) -> Option<String> {
    let mut file: DocumentMut = facts.parse().ok()?;
    let entries = file.get_mut("fact").and_then(Item::as_array_of_tables_mut)?;
    let entry = entries.iter_mut().find(|entry| entry.get("id").and_then(Item::as_str) == Some(fact))?;
    push(entry.get_mut("questions").and_then(Item::as_array_mut)?, phrasing);
    Some(file.to_string())
}

/// Adds an item in the way the last one is written: on a line of its own, or behind it.
fn push(items: &mut Array, text: &str) {
    let mut value = Value::from(text);
    let written = |raw: Option<&RawString>| raw.and_then(RawString::as_str).unwrap_or_default().to_owned();
    let last = items.iter().last().map(|last| written(last.decor().prefix())).unwrap_or_default();
    // A comment above the last item is that item's; so is one behind its comma, which the parser keeps for the end.
    let mut prefix = match last.rsplit_once('\n') {
        Some((_, indent)) => format!("\n{indent}"),
        None if items.is_empty() => String::new(),
        None => " ".to_owned(),
    };
    let trailing = written(Some(items.trailing()));
    if items.trailing_comma()
        && let Some((comment, end)) = trailing.rsplit_once('\n')
    {
        prefix.insert_str(0, comment);
        items.set_trailing(format!("\n{end}"));
    }
    // Without a comma behind the last item, the line break before the bracket is that item's; it belongs to the end.
    if !items.trailing_comma()
        && let Some(last) = items.iter_mut().last()
        && let suffix = written(last.decor().suffix())
        && !suffix.is_empty()
    {
        last.decor_mut().set_suffix("");
        items.set_trailing(suffix);
    }
    value.decor_mut().set_prefix(prefix);
    items.push_formatted(value);
}

/// The change from one text to another as a unified diff of one hunk, with three lines around it.
pub fn diff(path: &str, before: &str, after: &str) -> String {
    const AROUND: usize = 3;
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - same;
    let tail = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let start = same.saturating_sub(AROUND);
    let behind = tail.min(AROUND);
    let mut text = format!(
        "--- {path}\n+++ {path}\n@@ -{},{} +{},{} @@\n",
        start + 1,
        old_end + behind - start,
        start + 1,
        new_end + behind - start
    );
    let lines = old[start..same]
        .iter()
        .map(|line| (' ', line))
        .chain(old[same..old_end].iter().map(|line| ('-', line)))
        .chain(new[same..new_end].iter().map(|line| ('+', line)))
        .chain(new[new_end..new_end + behind].iter().map(|line| (' ', line)));
    for (mark, line) in lines {
        text.push(mark);
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, after: &str) {
        assert_eq!(with_phrasing(before, "b", "New \"one\"?").as_deref(), Some(after));
    }

    #[test]
    fn comments_and_order_stay() {
        check(
            "# A head.\n\n[[fact]]\nid = \"a\"\nquestions = [\"x\"] # of a\nquotes = [\"q\"]\n\n[[fact]]\nid = \"b\" # b\nquestions = [\n  # how\n  \"y\",\n  \"z\", # last\n]\nquotes = [\"q\"]\n",
            "# A head.\n\n[[fact]]\nid = \"a\"\nquestions = [\"x\"] # of a\nquotes = [\"q\"]\n\n[[fact]]\nid = \"b\" # b\nquestions = [\n  # how\n  \"y\",\n  \"z\", # last\n  'New \"one\"?',\n]\nquotes = [\"q\"]\n",
        );
        check(
            "[[fact]]\nquotes = [\"q\"]\nquestions = [\"y\"]\nid = \"b\"\n",
            "[[fact]]\nquotes = [\"q\"]\nquestions = [\"y\", 'New \"one\"?']\nid = \"b\"\n",
        );
        check(
            "[[fact]]\nid = \"b\"\nquestions = [\n  # above\n  \"y\"\n]\n",
            "[[fact]]\nid = \"b\"\nquestions = [\n  # above\n  \"y\",\n  'New \"one\"?'\n]\n",
        );
    }

    #[test]
    fn a_fact_that_is_not_there_gets_nothing() {
        assert_eq!(with_phrasing("[[fact]]\nid = \"a\"\nquestions = [\"x\"]\n", "b", "y"), None);
        assert_eq!(with_phrasing("not toml", "b", "y"), None);
    }

    #[test]
    fn a_difference_shows_its_surroundings() {
        let shown = diff("f", "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nnew\n5\n6\n7\n8\n");
        assert_eq!(shown, "--- f\n+++ f\n@@ -2,6 +2,7 @@\n 2\n 3\n 4\n+new\n 5\n 6\n 7\n");
    }
}
