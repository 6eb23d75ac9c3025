//! What is no fault of a knowledge base and still makes its answers worse: found by looking across entries, and by asking.
//!
//! [`quick`] compares texts; [`deep`] asks every phrasing of bases that do not hold it, which takes seconds.

mod asked;
pub mod fix;
mod near;
mod words;

use crate::knowledge::{Loaded, Places, Problem};

/// What texts alone show, as warnings.
pub fn quick(loaded: &Loaded) -> Vec<Problem> {
    let places = Places::of(&loaded.sources);
    let mut found = near::phrasings(&places, loaded.knowledge.reader());
    found.extend(words::merged_terms(&loaded.knowledge, &places));
    found.extend(words::thin_languages(&loaded.sources));
    found
}

/// What asking shows, as warnings. `caution` is that of the engine that will answer; `tick` is called for each question,
/// with how many there are.
pub fn deep(loaded: &Loaded, caution: f64, tick: &mut dyn FnMut(usize)) -> Vec<Problem> {
    asked::problems(loaded, caution, tick)
}
