//! Sample questions: reading them, asking them, and the figures that say how good the answers are.
//!
//! Two formats are read. TOML is what is written by hand in this project:
//!
//! ```toml
//! [[question]]
//! ask = "Where did they meet?"
//! accept = [1]               # numbers of sentences; with several documents "document:1"
//! category = "casual"
//!
//! [[question]]
//! ask = "Who paid for it?"
//! silent = true
//!
//! [[conversation]]
//! category = "student"
//! turns = [
//!   { ask = "Where did they meet?", accept = [1] },
//!   { ask = "and when?", silent = true },
//!   { ask = "thanks", talk = true },
//! ]
//! ```
//!
//! JSON lines are what other tools write: one object a line with `id`, `question`, `expect` (`answer`, `abstain`,
//! `smalltalk`, `help` or `answer_or_abstain`), `accept`, `also` and `category`, or `turns` of a conversation.

mod compare;
mod curve;
mod fault;
mod figures;
mod html;
mod json_lines;
mod left_out;
pub mod mutate;
mod places;
mod read;
mod report;
mod run;
mod sample;
mod tables;
mod toml_file;
mod typos;

pub use crate::conversation::Place;
pub use compare::{Changed, Comparison, compare};
pub use curve::{Bin, Curve, Point, curve};
pub use fault::Fault;
pub use figures::{Figures, Latency, SHARES, Share, Summary};
pub use html::html;
pub use left_out::{LeftOut, Stolen, leave_one_out};
pub use read::read;
pub use report::Report;
pub(crate) use run::ask_all;
pub use run::{Run, Verdict, run};
pub use sample::{Expect, Sample};
pub use tables::{account, tables};
pub use typos::{Typos, typos};
