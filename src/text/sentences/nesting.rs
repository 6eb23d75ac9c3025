//! Which quotations and brackets a place of a text is in.

use rustc_hash::FxHashMap;

/// A longer quotation is cut into its sentences: nobody cites a paragraph as one.
const LONGEST: usize = 300;

/// What is open and closed where.
pub(super) struct Nesting {
    /// For each place, whether it is inside something that is closed, and not too long.
    inside: Vec<bool>,
    /// Where what is closed at a place was opened.
    opening: FxHashMap<usize, usize>,
}

impl Nesting {
    pub(super) fn of(chars: &[(usize, char)]) -> Self {
        let mut nesting = Nesting { inside: vec![false; chars.len() + 1], opening: FxHashMap::default() };
        let mut open: Vec<(usize, char)> = Vec::new();
        for (at, &(_, c)) in chars.iter().enumerate() {
            // What closes something closes all that was opened after it and never closed.
            if let Some(depth) = open.iter().rposition(|&(_, opener)| is_pair(opener, c)) {
                let (start, _) = open[depth];
                open.truncate(depth);
                nesting.opening.insert(at, start);
                if at - start <= LONGEST {
                    nesting.inside[start + 1..=at].fill(true);
                }
            } else if opens(c, at.checked_sub(1).map(|before| chars[before].1)) {
                open.push((at, c));
            }
        }
        nesting
    }

    /// Whether the place before character `at` is inside a quotation or a bracket.
    pub(super) fn is_inside(&self, at: usize) -> bool {
        self.inside[at]
    }

    /// Whether character `at` closes something.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.opening.contains_key(&at)
    }

    /// Where what character `at` closes was opened.
    pub(super) fn opening_of(&self, at: usize) -> Option<usize> {
        self.opening.get(&at).copied()
    }
}

fn is_pair(open: char, close: char) -> bool {
    matches!(
        (open, close),
        ('(', ')')
            | ('[', ']')
            | ('{', '}')
            | ('“' | '„', '”')
            | ('„' | '”', '“')
            | ('«', '»')
            | ('»', '«')
            | ('‹', '›')
            | ('"', '"')
            | ('「', '」')
            | ('『', '』')
            | ('（', '）')
            | ('【', '】')
            | ('《', '》')
            | ('‚', '‘')
    )
}

/// Whether `c` opens something: for marks that also close, by what stands before it.
fn opens(c: char, before: Option<char>) -> bool {
    match c {
        '(' | '[' | '{' | '“' | '„' | '«' | '‹' | '「' | '『' | '（' | '【' | '《' | '‚' => true,
        '"' | '»' => before
            .is_none_or(|before| before.is_whitespace() || matches!(before, '(' | '[' | '—' | '–' | '“' | '¿' | '¡')),
        _ => false,
    }
}
