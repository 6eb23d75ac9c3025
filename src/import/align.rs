//! Two versions of a document, sentence by sentence: what stayed, moved, was edited, came and went.

use std::collections::HashMap;

use similar::{Algorithm, DiffTag, capture_diff_slices, diff_ratio};
use unicode_segmentation::UnicodeSegmentation;

/// What became of a sentence of the old version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is the same, and its neighbours are.
    Unchanged(usize),
    /// It is the same, in another place.
    Moved(usize),
    /// Most of its words are in this one.
    Edited(usize),
    /// It is gone.
    Removed,
}

impl Fate {
    /// The sentence of the new version that it became, by index.
    pub fn new_index(self) -> Option<usize> {
        match self {
            Fate::Unchanged(at) | Fate::Moved(at) | Fate::Edited(at) => Some(at),
            Fate::Removed => None,
        }
    }
}

/// At least this share of words must be common to both for one sentence to be the other, edited.
const EDITED: f32 = 0.5;

/// What became of each sentence of `old`. What none of them became is new.
///
/// ```
/// use ibid::import::align::{Fate, align};
/// let old = ["It was built in 1850.", "Ada lit the lamp.", "The end."];
/// let new = ["Ada lit the lamp.", "It was built in about 1850.", "More."];
/// assert_eq!(align(&old, &new), [Fate::Edited(1), Fate::Unchanged(0), Fate::Removed]);
/// ```
pub fn align(old: &[&str], new: &[&str]) -> Vec<Fate> {
    let mut fates = vec![Fate::Removed; old.len()];
    let mut is_taken = vec![false; new.len()];
    // What was replaced by what, so that an edit is looked for where it is likely first.
    let mut replaced = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        let (tag, olds, news) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => {
                for (one, other) in olds.zip(news) {
                    fates[one] = Fate::Unchanged(other);
                    is_taken[other] = true;
                }
            }
            DiffTag::Replace => replaced.push((olds, news)),
            DiffTag::Delete | DiffTag::Insert => {}
        }
    }
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for at in (0..new.len()).rev().filter(|&at| !is_taken[at]) {
        places.entry(new[at]).or_default().push(at);
    }
    for at in 0..old.len() {
        if fates[at] == Fate::Removed
            && let Some(there) = places.get_mut(old[at]).and_then(Vec::pop)
        {
            fates[at] = Fate::Moved(there);
            is_taken[there] = true;
        }
    }
    let old_words: Vec<Vec<&str>> = old.iter().map(|sentence| sentence.unicode_words().collect()).collect();
    let new_words: Vec<Vec<&str>> = new.iter().map(|sentence| sentence.unicode_words().collect()).collect();
    replaced.push((0..old.len(), 0..new.len()));
    for (olds, news) in replaced {
        pair_edited(olds, news, &old_words, &new_words, &mut fates, &mut is_taken);
    }
    fates
}

/// Pairs what is left in two stretches, the most alike first.
fn pair_edited(
    olds: std::ops::Range<usize>,
    news: std::ops::Range<usize>,
    old_words: &[Vec<&str>],
    new_words: &[Vec<&str>],
    fates: &mut [Fate],
    is_taken: &mut [bool],
) {
    let mut pairs = Vec::new();
    for one in olds.filter(|&one| fates[one] == Fate::Removed) {
        for other in news.clone().filter(|&other| !is_taken[other]) {
            let (before, after) = (&old_words[one], &new_words[other]);
            // Lengths alone tell that most pairs cannot be alike enough.
            let most = 2.0 * before.len().min(after.len()) as f32 / (before.len() + after.len()).max(1) as f32;
            if most < EDITED {
                continue;
            }
            let ratio = diff_ratio(&capture_diff_slices(Algorithm::Myers, before, after), before.len(), after.len());
            if ratio >= EDITED {
                pairs.push((ratio, one, other));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (_, one, other) in pairs {
        if fates[one] == Fate::Removed && !is_taken[other] {
            fates[one] = Fate::Edited(other);
            is_taken[other] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &[&str], new: &[&str], expected: &[Fate]) {
        assert_eq!(align(old, new), expected, "{old:?} {new:?}");
    }

    #[test]
    fn every_old_sentence_has_a_fate() {
        use Fate::{Edited, Moved, Removed, Unchanged};
        check(&[], &[], &[]);
        check(&["A b c."], &[], &[Removed]);
        check(&["A b c."], &["A b c."], &[Unchanged(0)]);
        check(&["A b c.", "D e f."], &["X.", "A b c.", "D e f."], &[Unchanged(1), Unchanged(2)]);
        check(
            &["One two.", "Three four.", "Five six.", "Seven."],
            &["Five six.", "Seven.", "One two."],
            &[Moved(2), Removed, Unchanged(0), Unchanged(1)],
        );
        check(&["The lamp is lit by Ada."], &["The lamp was lit by Ada."], &[Edited(0)]);
        check(&["The lamp is lit."], &["Nothing of this kind remains here."], &[Removed]);
        check(&["Same.", "Same."], &["Same."], &[Unchanged(0), Removed]);
        // The more alike one wins, wherever it stands.
        check(&["He lit the big lamp."], &["He lit the fire.", "He lit the old lamp."], &[Edited(1)]);
    }
}
