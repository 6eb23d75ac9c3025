//! Opening the store that the settings name.

use std::sync::Arc;

use crate::reply::kept::Kept;
use crate::settings::{Settings, StorePlace};
use crate::store::{Place, Plan, Store, clock};

use super::Error;

/// The store of the settings, and what is said about what it keeps. A runtime must be there already.
pub(super) fn open(settings: &Settings) -> Result<(Arc<Store>, Kept), Error> {
    let variable = |name: &str| std::env::var_os(name);
    let fault = |fault: String| Error::Report(format!("ibid: {fault}"));
    let (store, journal) = (&settings.store, &settings.journal);
    let place = store.place(variable).map_err(fault)?;
    let kept = Kept {
        in_memory: place == StorePlace::Memory,
        conversations: store.conversations.to_string(),
        messages: store.messages.to_string(),
        updates: store.updates.to_string(),
        journal: journal.keep.to_string(),
        questions: journal.questions,
    };
    let plan = Plan {
        key: store.key.reveal().unwrap_or_default().to_owned(),
        key_file: store.key_file(&place, variable).map_err(fault)?,
        ca_file: store.ca_file().map(std::path::Path::to_owned),
        keep: store.keep(journal),
        questions: journal.questions,
        place: match place {
            StorePlace::Memory => Place::Memory,
            StorePlace::File(file) => Place::File(file),
            StorePlace::Server(url) => Place::Server(url.reveal().unwrap_or_default().to_owned()),
        },
    };
    Ok((Arc::new(Store::open(&plan, clock()).map_err(fault)?), kept))
}
