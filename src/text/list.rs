//! Word lists that are searched where they lie in the binary: nothing to load.

use std::ops::Range;
use std::sync::OnceLock;

/// So many letters a pair may begin with.
const LETTERS: usize = 26;

/// Lines sorted by bytes, each a key, or a key and its value with a space between.
#[derive(Debug)]
pub(super) struct SortedList {
    lines: &'static str,
    /// Where the lines begin whose keys begin with each pair of letters or with something behind it, and where the list ends;
    /// found when a key is first looked for.
    starts: OnceLock<Vec<u32>>,
}

impl SortedList {
    pub(super) const fn new(lines: &'static str) -> SortedList {
        SortedList { lines, starts: OnceLock::new() }
    }

    /// Whether there is a line with this key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The value of a key, empty where its line has none.
    pub(super) fn value(&self, key: &str) -> Option<&'static str> {
        let all = 0..self.lines.len();
        let within = match key.as_bytes() {
            [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] => {
                let pair = usize::from(first - b'a') * LETTERS + usize::from(second - b'a');
                let starts = self.starts.get_or_init(|| self.starts());
                starts[pair] as usize..starts[pair + 1] as usize
            }
            _ => all,
        };
        Some(self.find(key.as_bytes(), within).ok()?.1)
    }

    fn starts(&self) -> Vec<u32> {
        let letters = b'a'..=b'z';
        let pairs = letters.clone().flat_map(|first| letters.clone().map(move |second| [first, second]));
        let start = |pair: [u8; 2]| match self.find(&pair, 0..self.lines.len()) {
            Ok((start, _)) | Err(start) => start,
        };
        pairs.map(start).chain([self.lines.len()]).map(|start| start as u32).collect()
    }

    /// Where the line of a key begins and the key's value, if it stands in a range of lines; or else where the line would begin.
    fn find(&self, key: &[u8], within: Range<usize>) -> Result<(usize, &'static str), usize> {
        let list = self.lines.as_bytes();
        let Range { start: mut low, end: mut high } = within;
        while low < high {
            let middle = usize::midpoint(low, high);
            // Lines are short, so stepping byte by byte is quicker than any cleverer search for the line's ends.
            let start = (low..middle).rev().find(|&at| list[at] == b'\n').map_or(low, |newline| newline + 1);
            let end = (middle..high).find(|&at| list[at] == b'\n').unwrap_or(high);
            let line = &list[start..end];
            let space = line.iter().position(|&b| b == b' ').unwrap_or(line.len());
            match key.cmp(&line[..space]) {
                std::cmp::Ordering::Equal => return Ok((start, &self.lines[(start + space + 1).min(end)..end])),
                std::cmp::Ordering::Less => high = start,
                std::cmp::Ordering::Greater => low = end + 1,
            }
        }
        Err(low.min(list.len()))
    }

    /// Panics unless every line is found where it stands, as it is only in a sorted list.
    #[cfg(test)]
    pub(super) fn check(&self) {
        for line in self.lines.lines() {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            assert_eq!(self.value(key), Some(value), "{line:?}");
        }
    }
}
