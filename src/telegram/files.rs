//! Files that are looked at for changes, by their times and sizes: the one way that works on every file system, those of
//! containers and networks as well.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc::UnboundedSender;
use tokio::time::sleep;

use super::reload::Request;

/// How often to look.
const LOOK: Duration = Duration::from_secs(1);
/// A base is a folder of folders; below that nothing is read, and no link leads round in circles.
const DEEPEST: usize = 4;

/// What some files were like at one moment.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen(BTreeMap<PathBuf, (Option<SystemTime>, u64)>);

impl Seen {
    /// Looks at some files, and at the files in some folders.
    pub(super) fn of(paths: &[PathBuf]) -> Seen {
        let mut seen = Seen::default();
        for path in paths {
            seen.look(path, DEEPEST);
        }
        seen
    }

    fn look(&mut self, path: &Path, deep: usize) {
        // What is gone is not there to be seen, which is a change as well.
        let Ok(metadata) = fs::metadata(path) else { return };
        if !metadata.is_dir() {
            self.0.insert(path.to_owned(), (metadata.modified().ok(), metadata.len()));
            return;
        }
        let Some(deep) = deep.checked_sub(1) else { return };
        for entry in fs::read_dir(path).into_iter().flatten().flatten() {
            // Hidden files are no knowledge: they are what editors and version control leave behind.
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                self.look(&entry.path(), deep);
            }
        }
    }
}

/// Asks for a loading whenever something is other than it was in `known`, once no more is being written.
pub(super) async fn watch(paths: &[PathBuf], mut known: Seen, requests: UnboundedSender<Request>) {
    if paths.is_empty() {
        return;
    }
    let mut before = Seen::default();
    loop {
        sleep(LOOK).await;
        let paths = paths.to_owned();
        let Ok(now) = tokio::task::spawn_blocking(move || Seen::of(&paths)).await else { continue };
        if now == known {
            continue;
        }
        if now == before {
            known = now;
            let _ = requests.send(Request::Files);
        } else {
            before = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_shows_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (base, settings) = (at("base"), at("settings.toml"));
        fs::create_dir_all(base.join("document")).unwrap();
        let paths = [base.clone(), settings.clone(), at("never there")];
        let mut before = Seen::of(&paths);
        let mut check = |what: &str, is_change: bool, act: &dyn Fn()| {
            act();
            let now = Seen::of(&paths);
            assert_eq!(now != before, is_change, "{what}");
            before = now;
        };
        let facts = base.join("document/facts.toml");
        check("nothing", false, &|| {});
        check("a file is written", true, &|| fs::write(&facts, "one").unwrap());
        check("its size changes", true, &|| fs::write(&facts, "three").unwrap());
        check("its time changes", true, &|| {
            let file = fs::File::options().write(true).open(&facts).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        });
        check("it is read", false, &|| drop(fs::read(&facts).unwrap()));
        check("an editor's file", false, &|| fs::write(base.join("document/.facts.toml.swp"), "draft").unwrap());
        check("a single file is written", true, &|| fs::write(&settings, "[log]").unwrap());
        check("another takes its place", true, &|| {
            fs::write(at("new"), "[logs]").unwrap();
            fs::rename(at("new"), &settings).unwrap();
        });
        check("a file is renamed", true, &|| fs::rename(&facts, base.join("document/gaps.toml")).unwrap());
        check("a folder goes", true, &|| fs::remove_dir_all(base.join("document")).unwrap());
        check("a file beside", false, &|| fs::write(at("beside"), "x").unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_is_told_once_and_when_it_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let paths = [folder.path().to_owned()];
        let (requests, mut requested) = tokio::sync::mpsc::unbounded_channel();
        let known = Seen::of(&paths);
        // What is written between the loading and the first look shows, too.
        fs::write(folder.path().join("a"), "1").unwrap();
        tokio::spawn(async move { watch(&paths, known, requests).await });
        assert_eq!(requested.recv().await, Some(Request::Files));
        sleep(10 * LOOK).await;
        assert!(requested.try_recv().is_err(), "there was no other change");
        fs::write(folder.path().join("a"), "22").unwrap();
        assert_eq!(requested.recv().await, Some(Request::Files));
    }
}
