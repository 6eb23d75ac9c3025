//! A second import: what curators wrote stays, and what no longer is in the source is not served until it is signed again.

use std::collections::HashSet;

use toml_edit::{DocumentMut, Item, Table, value};

use super::align::{Fate, align};
use super::draft::{self, Line};

/// What a second import found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many sentences are the same in the same order.
    pub unchanged: usize,
    /// How many are the same elsewhere.
    pub moved: usize,
    /// The sentences that were edited: as they were and as they are.
    pub edited: Vec<(String, String)>,
    /// The sentences that are gone.
    pub removed: Vec<String>,
    /// The sentences that are new.
    pub added: Vec<String>,
    /// The facts and gaps whose quotes no longer stand as they were, with the first such quote.
    pub quarantined: Vec<(String, String)>,
    /// Facts whose quotes still stand, in sentences that were edited around them.
    pub to_look_at: Vec<String>,
    /// How many drafts were added for new sentences.
    pub drafts: usize,
}

impl Changes {
    /// Compares two versions.
    pub fn between(old: &[&str], new: &[&str]) -> (Changes, Vec<Fate>) {
        let fates = align(old, new);
        let mut changes = Changes::default();
        let mut is_old = vec![false; new.len()];
        for (sentence, &fate) in old.iter().zip(&fates) {
            if let Some(at) = fate.new_index() {
                is_old[at] = true;
            }
            match fate {
                Fate::Unchanged(_) => changes.unchanged += 1,
                Fate::Moved(_) => changes.moved += 1,
                Fate::Edited(at) => changes.edited.push(((*sentence).to_owned(), new[at].to_owned())),
                Fate::Removed => changes.removed.push((*sentence).to_owned()),
            }
        }
        changes.added =
            new.iter().zip(&is_old).filter(|(_, is_old)| !**is_old).map(|(text, _)| (*text).to_owned()).collect();
        (changes, fates)
    }

    /// Whether both versions are the same.
    pub fn is_nothing(&self) -> bool {
        self.moved == 0 && self.edited.is_empty() && self.removed.is_empty() && self.added.is_empty()
    }
}

/// Brings `facts.toml` up to date with `new`: quarantines the facts and gaps whose quotes changed and adds drafts for
/// new sentences. Comments and order stay. The error says why the file cannot be read.
pub fn facts(
    facts: &str,
    old: &[&str],
    new: &[Line<'_>],
    language: &str,
    slug: &str,
    changes: &mut Changes,
    fates: &[Fate],
) -> Result<String, String> {
    let mut file: DocumentMut = facts.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let mut taken = HashSet::new();
    for (entries, key) in [("fact", "quotes"), ("gap", "nearest")] {
        let Some(tables) = file.get_mut(entries).and_then(Item::as_array_of_tables_mut) else { continue };
        for table in tables.iter_mut() {
            let id = table.get("id").and_then(Item::as_str).unwrap_or_default().to_owned();
            let quotes: Vec<String> = table
                .get(key)
                .and_then(Item::as_array)
                .map(|quotes| quotes.iter().filter_map(|quote| quote.as_str().map(str::to_owned)).collect())
                .unwrap_or_default();
            review(table, &id, &quotes, old, new, fates, changes);
            taken.insert(id);
        }
    }
    let added: HashSet<&str> = changes.added.iter().map(String::as_str).collect();
    let drafts = draft::drafts(new, language, slug, &taken, |at| added.contains(new[at].text), || ());
    changes.drafts = drafts.len();
    Ok(file.to_string() + &draft::to_toml(&drafts))
}

/// Quarantines an entry if one of its quotes no longer stands in just one place, in what its sentence became.
fn review(
    table: &mut Table,
    id: &str,
    quotes: &[String],
    old: &[&str],
    new: &[Line<'_>],
    fates: &[Fate],
    changes: &mut Changes,
) {
    let mut is_edited = false;
    let mut lost = None;
    for quote in quotes {
        let Some(before) = old.iter().position(|sentence| sentence.contains(quote.as_str())) else { continue };
        let now = fates[before].new_index();
        let stands = now.is_some_and(|at| new[at].text.contains(quote.as_str()));
        let places: usize = new.iter().map(|line| line.text.matches(quote.as_str()).count()).sum();
        is_edited |= matches!(fates[before], Fate::Edited(_));
        if !stands || places != 1 {
            lost.get_or_insert((quote.clone(), old[before], now));
        }
    }
    let Some((quote, before, now)) = lost else {
        if is_edited {
            changes.to_look_at.push(id.to_owned());
        }
        return;
    };
    changes.quarantined.push((id.to_owned(), quote));
    if table.contains_key("quarantined") {
        return;
    }
    table.insert("quarantined", value(true));
    let became = now.map_or_else(|| "It is gone.".to_owned(), |at| format!("Now: {}", new[at].text));
    if let Some(mut key) = table.key_mut("quarantined") {
        key.leaf_decor_mut().set_prefix(format!("# Was: {before}\n# {became}\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS: &str = "# All of it.\n\n[[fact]]\nid = \"built\"   # for ever\nquestions = [\"When?\"]\nquotes = [\"in 1850\"]\n\n\
        [[fact]]\nid = \"lamp\"\nquestions = [\"Who?\"]\nquotes = [\"Ada lit\"]\n\n\
        [[gap]]\nid = \"height\"\nmissing = \"how tall it is\"\nquestions = [\"How tall?\"]\nnearest = [\"200 steps\"]\n";

    const OLD: [&str; 3] = ["It was built in 1850.", "Ada lit the lamp.", "There are 200 steps."];

    /// What becomes of the facts when the document is `new`: quarantined, to look at, and drafts.
    #[track_caller]
    fn check(new: &[&str], quarantined: &[&str], to_look_at: &[&str], drafts: usize) {
        let (mut changes, fates) = Changes::between(&OLD, new);
        let lines: Vec<_> = new.iter().map(|text| Line { text, heading: None }).collect();
        let text = facts(FACTS, &OLD, &lines, "en", "tower", &mut changes, &fates).unwrap();
        let ids: Vec<_> = changes.quarantined.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(
            (ids.as_slice(), changes.to_look_at.as_slice(), changes.drafts),
            (quarantined, to_look_at.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>().as_slice(), drafts),
            "{new:?}\n{text}"
        );
        assert_eq!(text.matches("quarantined = true").count(), quarantined.len(), "{text}");
        assert!(text.starts_with("# All of it.\n\n[[fact]]\nid = \"built\"   # for ever\n"), "{text}");
    }

    #[test]
    fn facts_whose_quotes_changed_are_quarantined_and_no_others() {
        check(&OLD, &[], &[], 0);
        check(&["Ada lit the lamp.", "There are 200 steps.", "It was built in 1850."], &[], &[], 0);
        check(&["It was built in 1851.", "Ada lit the lamp.", "There are 200 steps."], &["built"], &[], 0);
        check(&["It was first built in 1850.", "Ada lit the lamp.", "There are 200 steps."], &[], &["built"], 0);
        check(&["It was built in 1850.", "There are 200 steps."], &["lamp"], &[], 0);
        check(&["It was built in 1850.", "Ada lit the lamp.", "There are 300 steps."], &["height"], &[], 0);
        // Now it stands in two places, so nobody can tell which one is meant.
        check(
            &["It was built in 1850.", "Ada lit the lamp.", "There are 200 steps.", "Bob left in 1850."],
            &["built"],
            &[],
            1,
        );
    }

    #[test]
    fn what_was_signed_and_changes_again_is_marked_once() {
        let marked = FACTS.replace("quotes = [\"in 1850\"]", "quotes = [\"in 1850\"]\nquarantined = true");
        let new = ["It was built in 1851.", OLD[1], OLD[2]];
        let (mut changes, fates) = Changes::between(&OLD, &new);
        let lines = new.map(|text| Line { text, heading: None });
        let text = facts(&marked, &OLD, &lines, "en", "tower", &mut changes, &fates).unwrap();
        assert_eq!(text.matches("quarantined = true").count(), 1);
    }
}
