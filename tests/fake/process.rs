//! The bot itself: the real program, started against a fake.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::{Fake, TOKEN};

/// A running bot; killed when it is dropped.
pub struct Bot {
    child: Child,
    log: Arc<Mutex<String>>,
    pub started: Instant,
}

impl Bot {
    /// Starts the bot without limits of its own, and with further variables.
    pub fn start(fake: &Fake, more: &[(&str, &str)]) -> Bot {
        Bot::start_with_token(fake, TOKEN, more)
    }

    pub fn start_with_token(fake: &Fake, token: &str, more: &[(&str, &str)]) -> Bot {
        Bot::start_as(Command::new(env!("CARGO_BIN_EXE_ibid")), fake, token, more)
    }

    /// Starts the bot by a command that ends in the program's name.
    pub fn start_as(mut command: Command, fake: &Fake, token: &str, more: &[(&str, &str)]) -> Bot {
        for (name, _) in std::env::vars_os() {
            let named = name.to_string_lossy().to_uppercase();
            if named.starts_with("IBID") || named.ends_with("_PROXY") {
                command.env_remove(&name);
            }
        }
        let url = fake.url();
        command
            .arg("bot")
            .env("TELOXIDE_TOKEN", token)
            .env("IBID__TELEGRAM__API_URL", url)
            .env("IBID__STORE__URL", "memory:")
            .env("IBID__STORE__KEY", "a key that everybody may know, for a test")
            .env("IBID__TELEGRAM__POLL_SECONDS", "5")
            .env("IBID__LIMITS__INBOUND_CHAT_PER_MINUTE", "0")
            .env("IBID__LIMITS__INBOUND_PER_SECOND", "0")
            .env("IBID__LIMITS__OUTBOUND_PER_SECOND", "0")
            .env("IBID__LIMITS__OUTBOUND_CHAT_PER_SECOND", "0")
            .env("IBID__LIMITS__OUTBOUND_GROUP_PER_MINUTE", "0")
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command.spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let written = Arc::clone(&log);
        std::thread::spawn(move || {
            let mut chunk = [0; 4096];
            while let Ok(n @ 1..) = stderr.read(&mut chunk) {
                written.lock().unwrap().push_str(&String::from_utf8_lossy(&chunk[..n]));
            }
        });
        Bot { child, log, started }
    }

    /// What it has written to standard error.
    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    /// Waits until it ends; gives its exit status.
    #[track_caller]
    pub fn ended(&mut self, patience: Duration) -> i32 {
        let until = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // Its last words may still be on the way through the pipe.
                std::thread::sleep(Duration::from_millis(50));
                return status.code().unwrap_or(-1);
            }
            assert!(Instant::now() < until, "the bot does not end within {patience:?}:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether it runs.
    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Stops it as an operator would, and expects it to go well.
    #[track_caller]
    pub fn stop(mut self) -> String {
        self.signal("TERM");
        let status = self.ended(Duration::from_secs(20));
        assert_eq!(status, 0, "{}", self.log());
        self.log()
    }

    /// Its process number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// A figure of `/proc/PID/status`, in kilobytes.
    pub fn memory(&self, what: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that is free just now.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Asks a server on this machine: the status, and the body.
pub fn get(address: &str, path: &str) -> Option<(u16, String)> {
    request(address, &format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"))
}

/// Sends a request as it is written: the status, and the body. `None` if nobody answers.
pub fn request(address: &str, request: &str) -> Option<(u16, String)> {
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(60))).ok()?;
    std::io::Write::write_all(&mut stream, request.as_bytes()).ok()?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).ok()?;
    let status = reply.split_whitespace().nth(1)?.parse().ok()?;
    Some((status, reply.split_once("\r\n\r\n")?.1.to_owned()))
}
