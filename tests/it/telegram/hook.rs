//! The webhook: who is let in, what Telegram is told, and that nothing is acknowledged before it is answered.

use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::{Bot, Fake, Fault, PATIENCE, QUESTION, until};
use crate::fake::database::Database;
use crate::fake::process::{free_port, get, request};
use crate::fake::{TOKEN, message};

pub(super) const SECRET: &str = "what-Telegram_proves-itself-with";

/// A bot that listens, and where.
pub(super) fn start(fake: &Fake, more: &[(&str, &str)]) -> (Bot, String) {
    let address = format!("127.0.0.1:{}", free_port());
    (start_at(fake, &address, more), address)
}

/// A bot that listens at an address.
pub(super) fn start_at(fake: &Fake, address: &str, more: &[(&str, &str)]) -> Bot {
    let own = [
        ("IBID__TELEGRAM__MODE", "webhook"),
        ("IBID__WEBHOOK__LISTEN", address),
        ("IBID__WEBHOOK__SECRET", SECRET),
        ("IBID__MONITOR__LISTEN", "off"),
    ];
    let bot = Bot::start(fake, &[&own, more].concat());
    until("the bot to listen", || std::net::TcpStream::connect(address).ok().map(drop));
    bot
}

/// Sends a body as Telegram would; the status.
pub(super) fn send(address: &str, secret: &str, body: &str) -> Option<u16> {
    let request_text = format!(
        "POST /hook HTTP/1.1\r\nhost: x\r\nconnection: close\r\nX-Telegram-Bot-Api-Secret-Token: {secret}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    request(address, &request_text).map(|(status, _)| status)
}

pub(super) fn update(number: u32, chat: i64, text: &str) -> String {
    json!({"update_id": number, "message": message(chat, i64::from(number), json!({"text": text}))}).to_string()
}

#[test]
fn only_telegram_is_let_in_and_only_updates_are_read() {
    let fake = Fake::start();
    let (bot, address) = start(&fake, &[]);
    let question = update(1, 81, QUESTION);
    for (secret, body, status) in [
        ("", question.as_str(), 401),
        ("wrong", &question, 401),
        (&SECRET[1..], &question, 401),
        (SECRET, "no update", 400),
        (SECRET, "{\"message\":{}}", 400),
        (SECRET, "[]", 400),
        (SECRET, &"x".repeat(1024 * 1024 + 1), 413),
        (SECRET, "{\"update_id\":5,\"something_new\":{\"of\":\"a later year\"}}", 200),
        (SECRET, "{\"update_id\":6,\"message\":{\"broken\":true}}", 200),
        (SECRET, &question, 200),
    ] {
        assert_eq!(send(&address, secret, body), Some(status), "{secret:?} {}", &body[..body.len().min(80)]);
    }
    assert_eq!(get(&address, "/hook").map(|(status, _)| status), Some(405));
    assert_eq!(fake.state().sent.len(), 1, "200 comes after the answer");
    assert_eq!(send(&address, SECRET, &question), Some(200));
    assert_eq!(fake.state().sent.len(), 1, "what comes again is not answered again");
    let log = bot.stop();
    assert!(!log.contains(SECRET) && !log.contains("Beijing"), "{log}");
    assert_eq!(fake.state().polls, 0);
    fake.check();
}

#[test]
fn while_the_store_is_down_telegram_keeps_its_updates() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "a file where a folder is to be").unwrap();
    let fake = Fake::start();
    let url = format!("sqlite:{}/ibid.db", blocked.display());
    let (bot, address) = start(&fake, &[("IBID__STORE__URL", &url)]);
    assert_eq!(send(&address, SECRET, &update(1, 82, QUESTION)), Some(503));
    std::fs::remove_file(&blocked).unwrap();
    until("the store to heal", || send(&address, SECRET, &update(1, 82, QUESTION)).filter(|status| *status == 200));
    assert_eq!(fake.state().sent.len(), 1);
    bot.stop();
}

#[test]
fn who_is_too_busy_says_so() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Slow(Duration::from_secs(2))));
    let (bot, address) = start(&fake, &[("IBID__TELEGRAM__CHATS", "2")]);
    let busy: Vec<_> = (0..2)
        .map(|n| {
            let address = address.clone();
            std::thread::spawn(move || send(&address, SECRET, &update(10 + n, 8300 + i64::from(n), "hi")))
        })
        .collect();
    fake.wait("both to be at work", PATIENCE, |state| (state.sent_count + state.calls.len() > 0).then_some(()));
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(send(&address, SECRET, &update(20, 8310, "hi")), Some(503));
    for one in busy {
        assert_eq!(one.join().unwrap(), Some(200));
    }
    bot.stop();
}

#[test]
fn an_orderly_stop_finishes_what_has_begun() {
    let fake = Fake::start();
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::Slow(Duration::from_millis(700))));
    let (bot, address) = start(&fake, &[]);
    let under_way: Vec<_> = (0..10)
        .map(|n| {
            let address = address.clone();
            std::thread::spawn(move || send(&address, SECRET, &update(30 + n, 8400 + i64::from(n), QUESTION)))
        })
        .collect();
    // Somebody who never finishes a request keeps nobody from stopping.
    let mut idle = std::net::TcpStream::connect(&address).unwrap();
    std::io::Write::write_all(&mut idle, b"POST /hook HTTP/1.1\r\nhost: x\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(350));
    bot.stop();
    for one in under_way {
        assert_eq!(one.join().unwrap(), Some(200));
    }
    assert_eq!(fake.state().sent.len(), 10);
    assert_eq!(send(&address, SECRET, &update(50, 8450, "hi")), None, "the door is closed");
}

#[test]
fn a_chat_that_telegram_keeps_waiting_is_recorded_and_outlives_the_process() {
    let (fake, database) = (Fake::start(), Database::file());
    fake.script(|method, _| (method == "sendmessage").then_some(Fault::TooMany(Some(300))));
    let url = database.url();
    let (bot, address) = start(&fake, &[("IBID__STORE__URL", &url)]);
    assert_eq!(send(&address, SECRET, &update(60, 85, QUESTION)), Some(200), "Telegram need not wait any longer");
    assert_eq!(fake.state().sent.len(), 0);
    drop(bot);
    fake.heal();
    let (bot, _) = start(&fake, &[("IBID__STORE__URL", &url)]);
    assert!(fake.sent(85, 0).text.contains("convened in Beijing"));
    bot.stop();
    assert_eq!(fake.state().sent.len(), 1);
}

#[test]
fn commands_set_show_and_delete_the_webhook() {
    let fake = Fake::start();
    let ibid = |arguments: &[&str], url: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_ibid"))
            .args(arguments)
            .env_remove("IBID_TEST_POSTGRES")
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("IBID__TELEGRAM__API_URL", fake.url())
            .env("IBID__WEBHOOK__URL", url)
            .env("IBID__WEBHOOK__SECRET", SECRET)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        (output.status.code().unwrap(), said)
    };
    let url = "https://bot.example.org/hook";
    assert_eq!(ibid(&["webhook", "set"], url), (0, format!("Telegram sends updates to {url}\n")));
    let told = fake.state().webhook.clone();
    assert_eq!((told["url"].as_str(), told["secret_token"].as_str()), (Some(url), Some(SECRET)));
    assert_eq!((told["max_connections"].as_i64(), &told["drop_pending_updates"]), (Some(40), &json!(false)));
    assert!(told["allowed_updates"].to_string().contains("inline_query"), "{told}");
    let (status, said) = ibid(&["webhook", "info"], url);
    assert!(status == 0 && said.contains(&format!("url: {url}")) && said.contains("connections: 40"), "{said}");
    assert_eq!(ibid(&["webhook", "delete", "--drop-pending"], url).0, 0);
    assert!(fake.state().webhook.is_null());
    assert!(ibid(&["webhook", "info"], url).1.contains("no webhook is set"));
    let (status, said) = ibid(&["webhook", "set"], "http://bot.example.org");
    assert!(status == 1 && said.contains("https://"), "{said}");
    let (status, said) = ibid(&["webhook", "set"], "");
    assert!(status == 1 && said.contains("webhook.url"), "{said}");
    fake.check();
}

#[test]
fn a_webhook_without_a_secret_is_refused() {
    let fake = Fake::start();
    let mut bot = Bot::start(&fake, &[("IBID__TELEGRAM__MODE", "webhook")]);
    assert_eq!(bot.ended(PATIENCE), 2);
    assert!(bot.log().contains("webhook.secret"), "{}", bot.log());
}
