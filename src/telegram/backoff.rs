//! Pauses between attempts: longer each time, up to a bound, and never quite the same.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(200);
const LONGEST: Duration = Duration::from_secs(30);

/// The pauses of one series of attempts.
#[derive(Debug)]
pub(super) struct Backoff {
    next: Duration,
}

impl Backoff {
    pub(super) fn new() -> Self {
        Backoff { next: SHORTEST }
    }

    /// The next pause: between half and the whole of a time that doubles.
    pub(super) fn pause(&mut self) -> Duration {
        let whole = self.next;
        self.next = (whole * 2).min(LONGEST);
        whole / 2 + (whole / 2).mul_f64(chance())
    }

    /// The last attempt succeeded.
    pub(super) fn reset(&mut self) {
        self.next = SHORTEST;
    }
}

/// A number from 0 to 1 that differs from process to process and from call to call; nothing depends on its quality.
fn chance() -> f64 {
    let bits = RandomState::new().build_hasher().finish() >> 11;
    bits as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_bound() {
        let mut backoff = Backoff::new();
        let pauses: Vec<_> = (0..12).map(|_| backoff.pause()).collect();
        assert!(pauses[0] >= SHORTEST / 2 && pauses[0] <= SHORTEST);
        assert!(pauses.iter().all(|&pause| pause <= LONGEST));
        assert!(pauses[11] >= LONGEST / 2);
        backoff.reset();
        assert!(backoff.pause() <= SHORTEST);
    }
}
