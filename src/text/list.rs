//! Word lists that are searched where they lie in the binary: nothing to load, nothing to allocate.

/// Lines sorted by bytes, each a key, or a key and its value with a space between.
#[derive(Clone, Copy, Debug)]
pub(super) struct SortedList(pub(super) &'static str);

impl SortedList {
    /// Whether there is a line with this key.
    pub(super) fn has(self, key: &str) -> bool {
        self.value(key).is_some()
    }

    /// The value of a key, empty where its line has none.
    pub(super) fn value(self, key: &str) -> Option<&'static str> {
        let (list, key) = (self.0.as_bytes(), key.as_bytes());
        let (mut low, mut high) = (0, list.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            // Lines are short, so stepping byte by byte is quicker than any cleverer search for the line's ends.
            let start = (low..middle).rev().find(|&at| list[at] == b'\n').map_or(low, |newline| newline + 1);
            let end = (middle..high).find(|&at| list[at] == b'\n').unwrap_or(high);
            let line = &list[start..end];
            let space = line.iter().position(|&b| b == b' ').unwrap_or(line.len());
            match key.cmp(&line[..space]) {
                std::cmp::Ordering::Equal => return Some(&self.0[(start + space + 1).min(end)..end]),
                std::cmp::Ordering::Less => high = start,
                std::cmp::Ordering::Greater => low = end + 1,
            }
        }
        None
    }

    /// Panics unless every line is found where it stands, as it is only in a sorted list.
    #[cfg(test)]
    pub(super) fn check(self) {
        for line in self.0.lines() {
            let (key, value) = line.split_once(' ').unwrap_or((line, ""));
            assert_eq!(self.value(key), Some(value), "{line:?}");
        }
    }
}
