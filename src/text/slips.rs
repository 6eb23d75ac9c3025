//! Slips of the fingers: how many there are between two words.

/// The distance of two words by optimal string alignment, if it is not above `most`: where they differ first, a letter is too
/// much, too few or wrong, or two are swapped. For the few slips there can be this takes a tenth of aligning all letters.
pub(crate) fn slips(a: &str, b: &str, most: usize) -> Option<usize> {
    if most == 0 {
        return (a == b).then_some(0);
    }
    let same: usize = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (a, b) = (&a[same..], &b[same..]);
    let (mut rest_of_a, mut rest_of_b) = (a.chars(), b.chars());
    let (first_of_a, first_of_b) = match (rest_of_a.next(), rest_of_b.next()) {
        (None, None) => return Some(0),
        firsts => firsts,
    };
    let fewer = most - 1;
    let (after_a, after_b) = (rest_of_a.as_str(), rest_of_b.as_str());
    let too_much = first_of_a.and_then(|_| slips(after_a, b, fewer));
    let too_few = first_of_b.and_then(|_| slips(a, after_b, fewer));
    let wrong = first_of_a.and(first_of_b).and_then(|_| slips(after_a, after_b, fewer));
    let is_swap = first_of_a.is_some() && rest_of_a.next() == first_of_b && rest_of_b.next() == first_of_a;
    let swapped = is_swap.then(|| slips(rest_of_a.as_str(), rest_of_b.as_str(), fewer)).flatten();
    [too_much, too_few, wrong, swapped].into_iter().flatten().min().map(|slips| slips + 1)
}

/// A slip changes no more than this many letters of the [set](letters) that a word has, so most words need no counting.
pub(crate) const LETTERS_A_SLIP: usize = 2;

/// The set of letters that a word has: a bit for each of those of an alphabet, which stand together in Unicode.
pub(crate) fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, c| set | 1 << (c as u32 % u64::BITS))
}

/// Whether as few slips as `most` may lie between two words, by the sets of letters that they have.
pub(super) fn may_be_slips(a: u64, b: u64, most: usize) -> bool {
    (a ^ b).count_ones() as usize <= LETTERS_A_SLIP * most
}

#[cfg(test)]
mod tests {
    use super::{letters, may_be_slips, slips};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn slips_are_counted_as_strsim_does(a in "[abcé]{0,8}", b in "[abcé]{0,8}", most in 1usize..3) {
            let distance = strsim::osa_distance(&a, &b);
            prop_assert_eq!(slips(&a, &b, most), (distance <= most).then_some(distance));
            prop_assert!(may_be_slips(letters(&a), letters(&b), distance));
        }
    }
}
