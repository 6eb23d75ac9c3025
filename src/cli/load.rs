//! Loading the knowledge base that the settings name.

use crate::engine::Engine;
use crate::knowledge::{Drafts, KnowledgeBase};
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
    let knowledge = match settings.knowledge.path() {
        Some(_) => knowledge(settings)?,
        None => KnowledgeBase::built_in_unread(),
    };
    Ok(Engine::remembering(knowledge, settings.matching.caution, Box::new(cache)))
}

pub(super) fn knowledge(settings: &Settings) -> Result<KnowledgeBase, Error> {
    let Some(path) = settings.knowledge.path() else {
        return Ok(KnowledgeBase::built_in());
    };
    let loaded =
        KnowledgeBase::load_with(path, drafts(settings)).map_err(|report| Error::Report(report.render(false)))?;
    let warnings = loaded.report.warnings().count();
    if warnings > 0 {
        let path = path.display();
        tell(&format!(
            "ibid: {warnings} {} in {path}: see `ibid check {path}`",
            if warnings == 1 { "warning" } else { "warnings" }
        ));
    }
    Ok(loaded.knowledge)
}

/// Whether drafts answer.
pub(super) fn drafts(settings: &Settings) -> Drafts {
    if settings.knowledge.drafts { Drafts::Served } else { Drafts::Kept }
}
