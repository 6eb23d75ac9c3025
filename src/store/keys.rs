//! One secret, and what comes of it: hashes that stand for ids, and seals that only it opens.
//!
//! Whoever has the database without the secret learns neither who asked nor what was asked.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest, hmac};

/// A hash is cut to so many bytes: enough that no two ids ever share one.
const HASH: usize = 16;
/// A secret in the settings is at least so long.
const SHORTEST: usize = 32;

/// What a hash stands for; the same ids give another hash for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A user: whom something belongs to.
    Owner,
    /// A chat, in which updates have an order.
    Chat,
    /// A chat's share of what may be sent.
    Budget,
    /// A conversation of a user in a chat.
    Conversation,
    /// The answers to a message.
    Answers,
    /// The question that a message of ours answers.
    Question,
    /// That a chat knows something.
    Told,
    /// A vote of a user on a message.
    Vote,
}

/// The keys made of the secret.
pub(super) struct Keys {
    hash: hmac::Key,
    seal: LessSafeKey,
    random: SystemRandom,
}

impl Keys {
    /// The keys of a secret of any form.
    pub(super) fn new(secret: &[u8]) -> Keys {
        let secret = hmac::Key::new(hmac::HMAC_SHA256, digest::digest(&digest::SHA256, secret).as_ref());
        let derived = |name: &[u8]| hmac::sign(&secret, name);
        let seal = UnboundKey::new(&CHACHA20_POLY1305, derived(b"seal").as_ref());
        Keys {
            hash: hmac::Key::new(hmac::HMAC_SHA256, derived(b"hash").as_ref()),
            seal: LessSafeKey::new(seal.expect("a SHA-256 is as long as this cipher's key")),
            random: SystemRandom::new(),
        }
    }

    /// A secret that nobody knows, for what ends with the program.
    pub(super) fn passing() -> io::Result<Keys> {
        Ok(Keys::new(&random()?))
    }

    /// What stands for some ids.
    pub(super) fn id(&self, purpose: Purpose, ids: &[i64]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.hash);
        context.update(&[purpose as u8]);
        for id in ids {
            context.update(&id.to_le_bytes());
        }
        context.sign().as_ref()[..HASH].to_vec()
    }

    /// What stands for a text.
    pub(super) fn of_text(&self, text: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.hash);
        context.update(&[u8::MAX]);
        context.update(text.as_bytes());
        context.sign().as_ref()[..HASH].to_vec()
    }

    /// Seals a text for the place named `key`: it opens nowhere else.
    pub(super) fn seal(&self, key: &[u8], text: &str) -> Option<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).ok()?;
        let mut sealed = nonce.to_vec();
        let mut text = text.as_bytes().to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        self.seal.seal_in_place_append_tag(nonce, Aad::from(key), &mut text).ok()?;
        sealed.append(&mut text);
        Some(sealed)
    }

    /// The text that was sealed for a place; `None` with another secret or after any change.
    pub(super) fn open(&self, key: &[u8], sealed: &[u8]) -> Option<String> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let length = self.seal.open_in_place(nonce, Aad::from(key), &mut text).ok()?.len();
        text.truncate(length);
        String::from_utf8(text).ok()
    }
}

/// The secret from the settings, or else from a file, which is made where there is none.
pub(super) fn secret(written: &str, file: &Path) -> Result<Vec<u8>, String> {
    if !written.is_empty() {
        let is_long = written.len() >= SHORTEST;
        let fault = || format!("store.key is too short: write {SHORTEST} characters or more that nobody can guess");
        return is_long.then(|| written.as_bytes().to_vec()).ok_or_else(fault);
    }
    let fault = |error: io::Error| format!("store.key_file {}: {error}", file.display());
    let text = match fs::read_to_string(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            make(file).map_err(fault)?;
            fs::read_to_string(file).map_err(fault)?
        }
        read => read.map_err(fault)?,
    };
    let text = text.trim();
    if text.len() < SHORTEST {
        return Err(format!("store.key_file {}: it holds no key of {SHORTEST} characters or more", file.display()));
    }
    Ok(text.as_bytes().to_vec())
}

fn random() -> io::Result<[u8; 32]> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| io::Error::other("the system gives no random numbers"))?;
    Ok(bytes)
}

/// Makes a key file that only its owner can read. Of several processes that do so at once, one makes the file of all.
fn make(file: &Path) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let text = hex(&random()?);
    let draft = file.with_extension(format!("{}.new", hex(&random()?[..8])));
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut written = options.open(&draft)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    // Unlike a renaming, a link never takes the place of a file that is there.
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_depends_on_the_secret_the_purpose_and_the_ids() {
        let keys = Keys::new(b"one");
        let id = keys.id(Purpose::Owner, &[1, 2]);
        assert_eq!(id, Keys::new(b"one").id(Purpose::Owner, &[1, 2]));
        for other in [
            keys.id(Purpose::Chat, &[1, 2]),
            keys.id(Purpose::Owner, &[2, 1]),
            Keys::new(b"two").id(Purpose::Owner, &[1, 2]),
        ] {
            assert_ne!(id, other);
        }
    }

    #[test]
    fn a_seal_opens_in_its_place_with_its_secret_only() {
        let keys = Keys::new(b"one");
        let sealed = keys.seal(b"here", "Where did they meet?").unwrap();
        assert!(!sealed.windows(4).any(|bytes| bytes == b"meet"));
        assert_eq!(keys.open(b"here", &sealed).as_deref(), Some("Where did they meet?"));
        assert_eq!(keys.open(b"there", &sealed), None);
        assert_eq!(Keys::new(b"two").open(b"here", &sealed), None);
        assert_eq!(keys.open(b"here", &sealed[..5]), None);
        assert_ne!(keys.seal(b"here", "same").unwrap(), keys.seal(b"here", "same").unwrap());
    }

    #[test]
    fn a_key_file_is_made_once_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/key");
        let made: Vec<Vec<u8>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| secret("", &file).unwrap())).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|key| *key == made[0] && key.len() == 64));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(folder.path().join("state")).unwrap().count(), 1, "no draft is left");
    }

    #[test]
    fn a_short_key_is_refused_without_being_shown() {
        let fault = secret("hush", Path::new("/nowhere")).unwrap_err();
        assert!(fault.contains("store.key") && !fault.contains("hush"), "{fault}");
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), "short").unwrap();
        assert!(secret("", file.path()).unwrap_err().contains("holds no key"));
        let long = "x".repeat(32);
        assert_eq!(secret(&long, Path::new("/nowhere")).unwrap(), long.as_bytes());
    }
}
