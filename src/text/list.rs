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
        let list = self.0;
        let (mut low, mut high) = (0, list.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = list[..middle].rfind('\n').map_or(0, |newline| newline + 1);
            let end = list[middle..].find('\n').map_or(list.len(), |newline| middle + newline);
            let (entry, value) = list[start..end].split_once(' ').unwrap_or((&list[start..end], ""));
            match key.cmp(entry) {
                std::cmp::Ordering::Equal => return Some(value),
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
