//! Numbers from a seed that is printed, so that a failure can be had again.

/// SplitMix64.
pub struct Random(u64);

impl Random {
    /// From `TELEGRAM_SEED`, or else from the clock; says which.
    pub fn from_environment() -> Random {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
        let seed = std::env::var("TELEGRAM_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(now);
        eprintln!("TELEGRAM_SEED={seed}");
        Random(seed)
    }

    pub fn of(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// True that many times in a thousand.
    pub fn permille(&mut self, share: u64) -> bool {
        self.next() % 1000 < share
    }
}
