//! A knowledge base that is yet to be understood: where what was found in the same files before is remembered, nobody
//! need read them again.

use std::path::Path;

use super::check::{self, Trust};
use super::problem::Problem;
use super::source::Sources;
use super::{Content, Drafts, KnowledgeBase, Loaded, Report, default, load};

/// The files of a knowledge base.
#[derive(Clone, Debug)]
pub struct Unread {
    pub(super) sources: Sources,
    /// What is wrong with the files themselves.
    pub(super) problems: Vec<Problem>,
    pub(super) trust: Trust,
    pub(super) drafts: Drafts,
    /// A number for all that the base is made of.
    pub(super) fingerprint: u64,
}

impl Unread {
    /// Those that are compiled into the program.
    pub fn built_in() -> Unread {
        let (sources, fingerprint) = (default::sources(), default::FINGERPRINT);
        Unread { sources, problems: Vec::new(), trust: Trust::Proven, drafts: Drafts::Kept, fingerprint }
    }

    /// Those in `directory`, which holds one folder a document.
    pub fn load(directory: &Path, drafts: Drafts) -> Unread {
        let (sources, problems) = load::read(directory);
        Unread { problems, ..Unread::of(sources, drafts) }
    }

    /// Those that were read already.
    pub(super) fn of(mut sources: Sources, drafts: Drafts) -> Unread {
        if sources.talk.is_empty() {
            sources.talk = default::talk();
        }
        let fingerprint = sources.fingerprint(drafts);
        Unread { sources, problems: Vec::new(), trust: Trust::Nothing, drafts, fingerprint }
    }

    /// A number for all that the base is made of; `None` where it is none.
    pub(crate) fn fingerprint(&self) -> Option<u64> {
        self.problems.is_empty().then_some(self.fingerprint)
    }

    /// Reads and checks them all.
    pub fn read(self) -> Result<Loaded, Report> {
        check::check(self)
    }

    /// The knowledge base that these files were found to be before.
    pub(crate) fn recall(self, content: Content) -> KnowledgeBase {
        let Unread { sources, fingerprint, .. } = self;
        let languages = check::spoken(&sources, &mut Vec::new()).into();
        KnowledgeBase { content, wordings: check::wordings(&sources), languages, fingerprint: Some(fingerprint) }
    }
}
