//! What operators have: signs of life, figures, loading anew, and commands that nobody else sees.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::{Bot, Fake, PATIENCE, QUESTION, data};
use crate::fake::TOKEN;
use crate::fake::database::Database;
use crate::fake::process::{free_port, get};

/// A bot that tells how it is, and where.
fn monitored(fake: &Fake) -> (Bot, String) {
    let address = format!("127.0.0.1:{}", free_port());
    let bot = Bot::start(fake, &[("IBID__MONITOR__LISTEN", &address)]);
    fake.wait("readiness", PATIENCE, |_| get(&address, "/readyz").filter(|(status, _)| *status == 200));
    (bot, address)
}

#[test]
fn the_bot_tells_how_it_is() {
    let fake = Fake::start();
    let (bot, address) = monitored(&fake);
    assert_eq!(get(&address, "/healthz").unwrap(), (200, "ok\n".to_owned()));
    assert_eq!(get(&address, "/").unwrap().0, 404);
    fake.script(|method, _| (method == "getmydescription").then_some(super::Fault::Internal));
    for question in [QUESTION, "hi", "How do I boil an egg?"] {
        fake.say(101, question);
    }
    let answer = fake.sent(101, 0);
    fake.press(&answer, &data(&answer.request, "👎"), false);
    fake.settled(PATIENCE);
    let figures = get(&address, "/metrics").unwrap().1;
    for line in [
        "ibid_replies_total{outcome=\"answer\"} 1",
        "ibid_replies_total{outcome=\"small_talk\"} 1",
        "ibid_silences_total{reason=\"off_topic\"} 1",
        "ibid_updates_total{outcome=\"answered\"} 4",
        "ibid_votes_total{outcome=\"bad\"} 1",
        "ibid_engine_seconds_count 3",
        "ibid_update_seconds_count 4",
        "ibid_updates_waiting 0",
        "ibid_store_up 1",
        "ibid_store_errors_total 0",
        "ibid_knowledge_info{version=\"",
        "# EOF",
    ] {
        assert!(figures.contains(line), "{line} is not in\n{figures}");
    }
    let memory = figures.lines().find_map(|line| line.strip_prefix("process_resident_memory_bytes ")).unwrap();
    assert!(memory.parse::<u64>().unwrap() > 1_000_000, "{memory}");
    assert!(!figures.contains("101") || !figures.contains("Beijing"), "{figures}");
    bot.stop();
}

#[test]
fn a_poller_tells_nobody_unless_it_is_to() {
    let fake = Fake::start();
    let bot = Bot::start(&fake, &[]);
    fake.say(102, "hi");
    fake.sent(102, 0);
    assert_eq!(get("127.0.0.1:9464", "/healthz"), None);
    bot.stop();
}

/// The names of figures in a text.
fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    words.filter(|word| word.starts_with("ibid_") || word.starts_with("process_")).map(str::to_owned).collect()
}

#[test]
fn the_dashboard_and_the_alerts_name_only_what_there_is() {
    let fake = Fake::start();
    let (bot, address) = monitored(&fake);
    fake.say(103, QUESTION);
    fake.say(103, "How do I boil an egg?");
    fake.settled(PATIENCE);
    let there = get(&address, "/metrics").unwrap().1;
    let there: BTreeSet<String> = there.lines().filter(|line| !line.starts_with('#')).flat_map(names).collect();
    bot.stop();
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("config");
    let dashboard = std::fs::read_to_string(config.join("grafana.json")).unwrap();
    let dashboard: serde_json::Value = serde_json::from_str(&dashboard).unwrap();
    let mut asked = String::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap() {
            asked += target["expr"].as_str().unwrap();
            asked.push(' ');
        }
    }
    let alerts = std::fs::read_to_string(config.join("alerts.yml")).unwrap();
    for (file, text) in [("grafana.json", &asked), ("alerts.yml", &alerts)] {
        let named = names(text);
        assert!(named.len() > 3, "{file}: {named:?}");
        let unknown: Vec<_> = named.difference(&there).collect();
        assert!(unknown.is_empty(), "{file} names {unknown:?}; there are {there:?}");
    }
}

const FACT: &str = "[[fact]]\nid = \"lamp\"\nquestions = [\"How bright is the lamp?\"]\nquotes = [\"QUOTE\"]\n";

/// A knowledge base about a lighthouse, in a folder of its own.
fn knowledge(text: &str, quote: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("lighthouse")).unwrap();
    write(folder.path(), text, quote);
    folder
}

fn write(folder: &Path, text: &str, quote: &str) {
    let document = format!("+++\ntitle = \"The lighthouse\"\nlanguage = \"en\"\n+++\n{text}\n");
    std::fs::write(folder.join("lighthouse/document.md"), document).unwrap();
    std::fs::write(folder.join("lighthouse/facts.toml"), FACT.replace("QUOTE", quote)).unwrap();
}

const ADMIN: i64 = 104;

#[test]
fn the_base_is_loaded_anew_by_signal_by_an_admin_and_by_itself() {
    let folder = knowledge("The lamp shines with one candle.", "one candle");
    let fake = Fake::start();
    let path = folder.path().to_str().unwrap();
    let admin = ADMIN.to_string();
    let own = [("IBID__KNOWLEDGE__PATH", path), ("IBID__ACCESS__ADMINS", admin.as_str())];
    for way in ["signal", "admin", "files"] {
        write(folder.path(), "The lamp shines with one candle.", "one candle");
        let watch = if way == "files" { "true" } else { "false" };
        let bot = Bot::start(&fake, &[&own[..], &[("IBID__KNOWLEDGE__WATCH", watch)]].concat());
        let ask = |expected: &str| {
            fake.wait("the other answer", PATIENCE, |_| Some(()));
            let until = std::time::Instant::now() + PATIENCE;
            loop {
                let count = fake.state().sent.iter().filter(|sent| sent.chat == 105).count();
                fake.say(105, "How bright is the lamp?");
                if fake.sent(105, count).text.contains(expected) {
                    return;
                }
                assert!(std::time::Instant::now() < until, "{way}: never {expected}: {}", bot.log());
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
        };
        let load = || match way {
            "signal" => bot.signal("HUP"),
            "admin" => drop(fake.say(ADMIN, "/reload")),
            _ => {}
        };
        ask("one candle");
        write(folder.path(), "The lamp shines with two candles.", "two candles");
        load();
        ask("two candles");
        // A base with a fault changes nothing, and the admin hears of it.
        write(folder.path(), "The lamp shines with three candles.", "four candles");
        load();
        let count = fake.state().sent.len();
        fake.wait("the faults to be told", PATIENCE, |state| {
            let told = |sent: &&super::Sent| sent.chat == ADMIN && sent.text.contains("four candles");
            (state.sent.iter().skip(count.saturating_sub(1)).any(|sent| told(&sent))).then_some(())
        });
        ask("two candles");
        write(folder.path(), "The lamp shines with three candles.", "three candles");
        load();
        ask("three candles");
        fake.settled(PATIENCE);
        bot.stop();
        fake.state().sent.clear();
    }
}

#[test]
fn the_log_changes_with_the_settings() {
    for way in ["signal", "file"] {
        let file = tempfile::NamedTempFile::new().unwrap();
        let config = file.path().to_owned();
        let watch = way == "file";
        let settings = |filter: &str| format!("[knowledge]\nwatch = {watch}\n[log]\nfilter = \"{filter}\"\n");
        std::fs::write(&config, settings("error")).unwrap();
        let fake = Fake::start();
        let mut command = Command::new(env!("CARGO_BIN_EXE_ibid"));
        command.args(["--config", config.to_str().unwrap()]);
        let bot = Bot::start_as(command, &fake, TOKEN, &[]);
        fake.say(106, "hi");
        fake.sent(106, 0);
        assert_eq!(bot.log(), "");
        let change = |filter: &str| {
            std::fs::write(&config, settings(filter)).unwrap();
            if way == "signal" {
                bot.signal("HUP");
            }
        };
        change("info");
        fake.wait("more to be logged", PATIENCE, |_| bot.log().contains("loaded anew").then_some(()));
        change("no=such=filter=");
        fake.wait("the fault to be logged", PATIENCE, |_| bot.log().contains("log.filter").then_some(()));
        fake.say(106, "hi");
        fake.sent(106, 1);
        bot.stop();
    }
}

#[test]
fn commands_of_admins_are_there_for_admins_alone() {
    for database in [Some(Database::file()), Database::schema()].into_iter().flatten() {
        let (fake, url, admin) = (Fake::start(), database.url(), ADMIN.to_string());
        let bot = Bot::start(
            &fake,
            &[("IBID__ACCESS__ADMINS", &admin), ("IBID__STORE__URL", &url), ("IBID__JOURNAL__QUESTIONS", "true")],
        );
        for (chat, question) in [
            (107, "How many troops took part in the drills?"),
            (108, "how many TROOPS took part in drills"),
            (107, QUESTION),
            (108, "How do I boil an egg?"),
        ] {
            fake.say(chat, question);
        }
        fake.settled(PATIENCE);
        let unknown = {
            fake.say(107, "/nosuchthing");
            fake.sent(107, 2).text.replace("nosuchthing", "NAME")
        };
        let mut at = 0;
        for (command, said) in [
            ("/version", &["ibid 0.", "knowledge ", "1 documents"][..]),
            ("/stats", &["answers 1", "silences 3", "unanswered questions"]),
            ("/unanswered", &["2 × ", "drills", "boil an egg"]),
            ("/reload", &["Loading"]),
        ] {
            fake.say(ADMIN, command);
            let text = fake.sent(ADMIN, at).text;
            assert!(said.iter().all(|said| text.contains(said)), "{command}: {text}");
            at += 1;
            let count = fake.state().sent.iter().filter(|sent| sent.chat == 107).count();
            fake.say(107, command);
            let others = fake.sent(107, count).text;
            assert_eq!(others.replace(&command[1..], "NAME"), unknown, "{command} shows that it exists");
        }
        assert!(fake.sent(ADMIN, at).text.starts_with("Loaded: knowledge "));
        fake.say(ADMIN, "/help");
        let help = fake.sent(ADMIN, at + 1).text;
        assert!(!help.contains("/stats"), "{help}");
        let listed = format!("{:?}", fake.state().commands);
        assert!(!listed.contains("stats") && listed.contains("forget"), "{listed}");
        fake.settled(PATIENCE);
        bot.stop();
    }
}

#[test]
fn the_journal_is_read_on_the_terminal() {
    // An id that no time in what is exported has in it by chance.
    const ASKER: i64 = 987_654_321;
    for database in [Some(Database::file()), Database::schema()].into_iter().flatten() {
        let (fake, url) = (Fake::start(), database.url());
        let bot = Bot::start(&fake, &[("IBID__STORE__URL", &url), ("IBID__JOURNAL__QUESTIONS", "true")]);
        let ibid = |arguments: &[&str]| {
            let output = Command::new(env!("CARGO_BIN_EXE_ibid"))
                .args(arguments)
                .env("IBID__STORE__URL", &url)
                .env("IBID__STORE__KEY", "a key that everybody may know, for a test")
                .output()
                .unwrap();
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            String::from_utf8(output.stdout).unwrap()
        };
        assert_eq!(ibid(&["journal", "unanswered"]), "nothing was asked in vain\n");
        assert_eq!(ibid(&["journal", "feedback"]), "no answer was judged\n");
        for question in ["How many troops took part in the drills?", "how many TROOPS in the drills", QUESTION] {
            fake.say(ASKER, question);
        }
        let answer = fake.sent(ASKER, 2);
        fake.press(&answer, &data(&answer.request, "👎"), true);
        fake.settled(PATIENCE);
        let unanswered = ibid(&["journal", "unanswered"]);
        assert!(unanswered.contains("     2 × ") && unanswered.contains("; nearest: "), "{unanswered}");
        assert!(unanswered.contains(QUESTION) && unanswered.contains("down_voted"), "{unanswered}");
        let feedback = ibid(&["journal", "feedback"]);
        assert!(feedback.contains("     0 up      1 down  meeting-place"), "{feedback}");
        let lines: Vec<serde_json::Value> =
            ibid(&["journal", "export"]).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of_kind = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).count();
        assert_eq!((of_kind("unanswered"), of_kind("feedback")), (3, 1), "{lines:?}");
        assert!(!format!("{lines:?}").contains(&ASKER.to_string()), "{lines:?}");
        assert!(ibid(&["journal", "forget", "--user", &ASKER.to_string()]).contains("is deleted"));
        assert_eq!(ibid(&["journal", "feedback"]), "no answer was judged\n");
        assert!(ibid(&["journal", "forget", "--questions"]).contains("are deleted"));
        assert_eq!(ibid(&["journal", "export"]), "");
        bot.stop();
    }
}
