//! What took long to work out, kept in the user's cache directory.

use std::ffi::OsString;
use std::fs;
use std::hash::Hasher;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::SystemTime;

use rustc_hash::FxHasher;

use super::load;
use crate::knowledge::Drafts;
use crate::matching::Memo;
use crate::settings::Settings;

/// So many files are kept: enough for two bases in all languages; those used least lately go first.
const MOST: usize = 16;
/// What is larger is not kept.
const LARGEST: usize = 256 << 20;

/// A file a key. A directory that cannot be written to, or none at all, keeps nothing.
#[derive(Debug)]
pub(super) struct Cache {
    directory: Option<PathBuf>,
    /// A number for this very program: another one may index otherwise.
    program: u64,
    /// The arguments with which the program, run once more, makes what is to be kept; but for the language.
    help: Option<Vec<OsString>>,
}

impl Cache {
    /// The directory that a service manager names (`CACHE_DIRECTORY`), or else `ibid` in the user's own
    /// (`XDG_CACHE_HOME`, `~/.cache`, `LOCALAPPDATA`).
    pub(super) fn of_user() -> Cache {
        let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let users = || {
            let home = || Some(named("HOME")?.join(".cache"));
            named("XDG_CACHE_HOME").or_else(home).or_else(|| named("LOCALAPPDATA")).map(|path| path.join("ibid"))
        };
        match program() {
            Some(program) => Cache { directory: named("CACHE_DIRECTORY").or_else(users), program, help: None },
            None => Cache { directory: None, program: 0, help: None },
        }
    }

    /// The same, with another process to make what is to be kept: indexing takes some times the memory that answering does,
    /// and a process that once had memory hardly gives it back.
    pub(super) fn with_help(self, settings: &Settings) -> Cache {
        let mut arguments: Vec<OsString> = vec!["index".into()];
        if let Some(path) = settings.knowledge.path() {
            arguments.extend(["--knowledge".into(), path.into()]);
        }
        if load::drafts(settings) == Drafts::Served {
            arguments.push("--drafts".into());
        }
        Cache { help: Some(arguments), ..self }
    }

    /// Whether a file can be written: if not, whatever is made is made in vain.
    fn is_writable(&self) -> bool {
        let Some(directory) = &self.directory else { return false };
        let own = directory.join(std::process::id().to_string());
        let is_written = fs::create_dir_all(directory).is_ok() && fs::write(&own, []).is_ok();
        let _ = fs::remove_file(&own);
        is_written
    }

    fn path(&self, key: u64) -> Option<PathBuf> {
        Some(self.directory.as_ref()?.join(format!("{:016x}-{key:016x}.index", self.program)))
    }

    /// Removes the files that were used least lately.
    fn prune(&self) {
        let Some(entries) = self.directory.as_ref().and_then(|directory| fs::read_dir(directory).ok()) else { return };
        let paths = entries.flatten().map(|entry| entry.path());
        let mut files: Vec<(SystemTime, PathBuf)> = paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "index"))
            .filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)))
            .collect();
        files.sort();
        for (_, path) in files.iter().take(files.len().saturating_sub(MOST)) {
            let _ = fs::remove_file(path);
        }
    }
}

/// Size and age of the program's own file tell one build from another.
fn program() -> Option<u64> {
    let metadata = std::env::current_exe().ok()?.metadata().ok()?;
    let age = metadata.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let mut hasher = FxHasher::default();
    hasher.write_u64(metadata.len());
    hasher.write_u128(age.as_nanos());
    Some(hasher.finish())
}

impl Memo for Cache {
    fn get(&self, key: u64) -> Option<Box<dyn Read>> {
        let path = self.path(key)?;
        let file = fs::File::open(&path).ok()?;
        // Used now. Where that cannot be said the file only goes sooner.
        let _ = fs::File::options().append(true).open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        Some(Box::new(BufReader::new(file)))
    }

    fn put(&self, key: u64, value: &[u8]) {
        let Some(path) = self.path(key).filter(|_| value.len() <= LARGEST) else { return };
        // Another process may do the same: each writes a file of its own and puts it in place whole.
        let own = path.with_extension(std::process::id().to_string());
        let written = path.parent().is_some_and(|directory| fs::create_dir_all(directory).is_ok())
            && fs::write(&own, value).is_ok()
            && fs::rename(&own, &path).is_ok();
        if !written {
            let _ = fs::remove_file(&own);
        }
        self.prune();
    }

    fn have_made(&self, language: &str) -> bool {
        let Some(arguments) = self.help.as_ref().filter(|_| self.is_writable()) else { return false };
        let Ok(program) = std::env::current_exe() else { return false };
        let mut command = Command::new(program);
        command.args(arguments).args(["--language", language]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_used_least_lately_go_first() {
        let directory = tempfile::tempdir().unwrap();
        let cache = Cache { directory: Some(directory.path().join("a/b")), program: 7, help: None };
        let kept = |key: u64| {
            let mut bytes = Vec::new();
            cache.get(key).map(|mut file| file.read_to_end(&mut bytes).map(|_| bytes).unwrap())
        };
        assert_eq!(kept(1), None);
        for key in 0..MOST as u64 + 3 {
            cache.put(key, &[key as u8]);
            let file = fs::File::options().write(true).open(cache.path(key).unwrap()).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(key)).unwrap();
        }
        assert_eq!((kept(0), kept(1)), (None, None));
        assert_eq!(kept(MOST as u64 + 2), Some(vec![MOST as u8 + 2]));
        assert_eq!(fs::read_dir(directory.path().join("a/b")).unwrap().count(), MOST);
    }

    #[test]
    fn without_a_directory_nothing_is_kept() {
        let cache = Cache { directory: None, program: 7, help: None };
        cache.put(1, &[1]);
        assert!(cache.get(1).is_none());
    }
}
