//! Loading the knowledge base that the settings name.

use crate::engine::Engine;
use crate::knowledge::{Drafts, KnowledgeBase, Unread};
use crate::settings::Settings;

use super::cache::Cache;
use super::{Error, tell};

/// The engine over the knowledge base that the settings name. Warnings are counted; `ibid check` shows them. What no earlier
/// start has indexed another process does.
pub(super) fn engine(settings: &Settings) -> Result<Engine, Error> {
    engine_with(settings, Cache::of_user().with_help(settings))
}

/// The same without another process.
pub(super) fn engine_by_itself(settings: &Settings) -> Result<Engine, Error> {
    engine_with(settings, Cache::of_user())
}

fn engine_with(settings: &Settings, cache: Cache) -> Result<Engine, Error> {
    let engine = Engine::remembering(unread(settings), settings.matching.caution, Box::new(cache));
    let engine = engine.map_err(|report| Error::Report(report.render(false)))?;
    warn(settings, engine.knowledge());
    Ok(engine)
}

pub(super) fn knowledge(settings: &Settings) -> Result<KnowledgeBase, Error> {
    let loaded = unread(settings).read().map_err(|report| Error::Report(report.render(false)))?;
    warn(settings, &loaded.knowledge);
    Ok(loaded.knowledge)
}

/// The files of the knowledge base that the settings name.
fn unread(settings: &Settings) -> Unread {
    settings.knowledge.path().map_or_else(Unread::built_in, |path| Unread::load(path, drafts(settings)))
}

fn warn(settings: &Settings, knowledge: &KnowledgeBase) {
    if let (Some(path), warnings @ 1..) = (settings.knowledge.path(), knowledge.warnings()) {
        let (path, warnings_are) = (path.display(), if warnings == 1 { "warning" } else { "warnings" });
        tell(&format!("ibid: {warnings} {warnings_are} in {path}: see `ibid check {path}`"));
    }
}

/// Whether drafts answer.
pub(super) fn drafts(settings: &Settings) -> Drafts {
    if settings.knowledge.drafts { Drafts::Served } else { Drafts::Kept }
}
