//! The tests that see ibid from outside, in one binary.

mod knowledge;
