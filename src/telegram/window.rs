//! Which updates are known, which are still being answered, and what may be confirmed.
//!
//! Telegram confirms by number: asking for updates from an offset on confirms all those below it. So the offset is the
//! lowest update that is not finished, and what Telegram sends again above it is known here.

use std::collections::{BTreeMap, HashSet, VecDeque};

/// How many finished updates are remembered, so that one that comes again is not answered again.
const REMEMBERED: usize = 8192;

/// The state of all updates that matter.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// Those being answered; `true` are held: confirmed although they are not finished.
    unfinished: BTreeMap<u32, bool>,
    /// Those finished lately, to find them and to forget the oldest.
    finished: HashSet<u32>,
    order: VecDeque<u32>,
    /// One above the highest update of the latest series; `None` before the first one.
    next: Option<u32>,
}

impl Window {
    /// Takes an update on; `false` if it is known already.
    pub(super) fn accept(&mut self, id: u32) -> bool {
        let next = id.saturating_add(1);
        let is_known = self.unfinished.contains_key(&id) || self.finished.contains(&id);
        // Numbers only grow, but after a quiet week Telegram may begin anew anywhere. An unknown number far below is
        // such a beginning; one a little below is a straggler. A known one far above ends a beginning that was none.
        let begins_anew = !is_known && self.next.is_some_and(|known| id < known.saturating_sub(REMEMBERED as u32));
        self.next = Some(if begins_anew { next } else { self.next.map_or(next, |known| known.max(next)) });
        if !is_known {
            self.unfinished.insert(id, false);
        }
        !is_known
    }

    /// Takes on an update that Telegram may have let go of already: it is confirmed or not by the others.
    pub(super) fn recover(&mut self, id: u32) -> bool {
        let is_known = self.unfinished.contains_key(&id) || self.finished.contains(&id);
        if !is_known {
            self.unfinished.insert(id, true);
        }
        !is_known
    }

    /// An update is to come again.
    pub(super) fn give_up(&mut self, id: u32) {
        self.unfinished.remove(&id);
    }

    /// Those that are not finished.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> {
        self.unfinished.keys().copied()
    }

    /// An update has been answered, or needs no answer.
    pub(super) fn finish(&mut self, id: u32) {
        if self.unfinished.remove(&id).is_some() && self.finished.insert(id) {
            self.order.push_back(id);
        }
        // What could come again must stay known: everything from the offset on.
        while self.order.len() > REMEMBERED {
            self.order.pop_front().map(|oldest| self.finished.remove(&oldest));
        }
    }

    /// Lets an update be confirmed before it is finished.
    pub(super) fn hold(&mut self, id: u32) {
        if let Some(held) = self.unfinished.get_mut(&id) {
            *held = true;
        }
    }

    /// The offset to poll with; `None` before the first update.
    pub(super) fn offset(&self) -> Option<u32> {
        let next = self.next?;
        Some(self.lowest().filter(|&lowest| lowest < next).unwrap_or(next))
    }

    /// The lowest update that is neither finished nor held.
    pub(super) fn lowest(&self) -> Option<u32> {
        self.unfinished.iter().find(|&(_, &held)| !held).map(|(&id, _)| id)
    }

    /// Those that are neither finished nor held, in order.
    pub(super) fn open(&self) -> impl Iterator<Item = u32> {
        self.unfinished.iter().filter(|&(_, &held)| !held).map(|(&id, _)| id)
    }

    /// How many are not finished.
    pub(super) fn unfinished(&self) -> usize {
        self.unfinished.len()
    }

    /// How many are held.
    pub(super) fn held(&self) -> usize {
        self.unfinished.values().filter(|&&held| held).count()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_offset_is_the_lowest_unfinished() {
        let mut window = Window::default();
        assert_eq!(window.offset(), None);
        assert!(window.accept(7) && window.accept(5) && window.accept(6));
        assert!(!window.accept(6));
        assert_eq!(window.offset(), Some(5));
        window.finish(6);
        assert_eq!(window.offset(), Some(5));
        assert!(!window.accept(6), "a finished update that comes again is known");
        window.hold(5);
        assert_eq!(window.offset(), Some(7));
        window.finish(7);
        assert_eq!(window.offset(), Some(8));
        assert!(!window.accept(5), "a held update is known");
        window.finish(5);
        assert_eq!((window.offset(), window.unfinished()), (Some(8), 0));
    }

    #[test]
    fn what_is_recovered_moves_no_offset() {
        let mut window = Window::default();
        assert!(window.recover(9) && !window.recover(9));
        assert_eq!(window.offset(), None);
        assert!(!window.accept(9), "should Telegram send it again, it is known");
        assert!(window.accept(7));
        window.finish(9);
        assert_eq!(window.offset(), Some(7));
        assert!(!window.recover(9));
    }

    #[test]
    fn numbers_may_begin_anew() {
        let mut window = Window::default();
        window.accept(1_000_000);
        window.finish(1_000_000);
        assert!(window.accept(17));
        assert_eq!(window.offset(), Some(17));
        window.finish(17);
        assert_eq!(window.offset(), Some(18));
    }

    #[test]
    fn a_stray_number_does_not_wedge_the_rest() {
        let mut window = Window::default();
        for id in [1_000_000, 1_000_001, 1] {
            window.accept(id);
            window.finish(id);
        }
        assert!(!window.accept(1_000_001));
        assert_eq!(window.offset(), Some(1_000_002));
    }

    proptest! {
        #[test]
        fn nothing_unfinished_is_ever_confirmed_unless_held(steps in prop::collection::vec((0u32..50, 0u8..3), 0..200)) {
            let mut window = Window::default();
            let mut held = HashSet::new();
            let mut open = HashSet::new();
            for (id, step) in steps {
                match step {
                    0 => { if window.accept(id) { open.insert(id); } }
                    1 => { window.finish(id); open.remove(&id); held.remove(&id); }
                    _ => { window.hold(id); if open.contains(&id) { held.insert(id); } }
                }
                if let Some(offset) = window.offset() {
                    prop_assert!(open.iter().all(|id| held.contains(id) || *id >= offset));
                }
                prop_assert_eq!(window.unfinished(), open.len());
            }
        }
    }
}
