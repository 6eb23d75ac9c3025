//! What is counted, in Prometheus' words. `config/grafana.json` and `config/alerts.yml` name these.

use std::sync::atomic::{AtomicI64, AtomicU64};
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use crate::answer::{Answer, Outcome};

/// The steps of a histogram of the engine's work, and of an update's whole stay, in seconds.
const ENGINE: [f64; 10] = [1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 5e-3, 2.5e-2, 0.1];
const STAY: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0, 60.0];

/// One label.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Outcomes {
    outcome: &'static str,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Reasons {
    reason: &'static str,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct Versions {
    version: String,
}

/// Everything that is counted.
pub(super) struct Metrics {
    registry: Registry,
    replies: Family<Outcomes, Counter>,
    silences: Family<Reasons, Counter>,
    engine: Histogram,
    stay: Histogram,
    updates: Family<Outcomes, Counter>,
    /// Updates taken on and not done.
    pub(super) waiting: Gauge,
    api: Family<Reasons, Counter>,
    /// Requests sent again.
    pub(super) retries: Counter,
    store_faults: Counter<u64, AtomicU64>,
    store_up: Gauge<i64, AtomicI64>,
    knowledge: Family<Versions, Gauge>,
    reloads: Family<Outcomes, Counter>,
    votes: Family<Outcomes, Counter>,
    memory: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Metrics {
        let mut metrics = Metrics {
            registry: Registry::default(),
            replies: Family::default(),
            silences: Family::default(),
            engine: Histogram::new(ENGINE),
            stay: Histogram::new(STAY),
            updates: Family::default(),
            waiting: Gauge::default(),
            api: Family::default(),
            retries: Counter::default(),
            store_faults: Counter::default(),
            store_up: Gauge::default(),
            knowledge: Family::default(),
            reloads: Family::default(),
            votes: Family::default(),
            memory: Gauge::default(),
        };
        let registry = &mut metrics.registry;
        registry.register("ibid_replies", "Questions, by what came of them", metrics.replies.clone());
        registry.register("ibid_silences", "Questions without an answer, by reason", metrics.silences.clone());
        registry.register_with_unit("ibid_engine", "Time to find an answer", Unit::Seconds, metrics.engine.clone());
        registry.register_with_unit(
            "ibid_update",
            "Time from an update's arrival to its end",
            Unit::Seconds,
            metrics.stay.clone(),
        );
        registry.register("ibid_updates", "Updates, by how they ended", metrics.updates.clone());
        registry.register("ibid_updates_waiting", "Updates taken on and not done", metrics.waiting.clone());
        registry.register("ibid_bot_api_errors", "Requests to the Bot API that failed, by how", metrics.api.clone());
        registry.register("ibid_bot_api_retries", "Requests to the Bot API sent again", metrics.retries.clone());
        registry.register("ibid_store_errors", "Failures of the store", metrics.store_faults.clone());
        registry.register("ibid_store_up", "Whether the store works", metrics.store_up.clone());
        registry.register("ibid_knowledge_info", "The version of the knowledge base", metrics.knowledge.clone());
        registry.register("ibid_reloads", "Loadings of the knowledge base, by result", metrics.reloads.clone());
        registry.register("ibid_votes", "Thumbs under answers", metrics.votes.clone());
        registry.register_with_unit("process_resident_memory", "Resident memory", Unit::Bytes, metrics.memory.clone());
        // A family shows nothing before its first count, and an alert on nothing never fires.
        for reason in ["wait", "refused", "server", "unsent", "unknown"] {
            drop(metrics.api.get_or_create(&Reasons { reason }));
        }
        for outcome in ["done", "failed"] {
            drop(metrics.reloads.get_or_create(&Outcomes { outcome }));
        }
        for outcome in ["answered", "lost", "repeated", "put_off", "panicked"] {
            drop(metrics.updates.get_or_create(&Outcomes { outcome }));
        }
        for outcome in ["good", "bad"] {
            drop(metrics.votes.get_or_create(&Outcomes { outcome }));
        }
        for outcome in ["answer", "clarify", "no_answer", "small_talk"] {
            drop(metrics.replies.get_or_create(&Outcomes { outcome }));
        }
        metrics
    }

    /// A question was answered, or not.
    pub(super) fn replied(&self, answer: &Answer<'_>, took: Duration) {
        let outcome = match &answer.outcome {
            Outcome::Answer(_) => "answer",
            Outcome::Clarify => "clarify",
            Outcome::SmallTalk(_) => "small_talk",
            Outcome::NoAnswer { reason, .. } => {
                self.silences.get_or_create(&Reasons { reason: reason.id() }).inc();
                "no_answer"
            }
        };
        self.replies.get_or_create(&Outcomes { outcome }).inc();
        self.engine.observe(took.as_secs_f64());
    }

    /// An update has ended.
    pub(super) fn ended(&self, outcome: &'static str, stay: Duration) {
        self.updates.get_or_create(&Outcomes { outcome }).inc();
        self.stay.observe(stay.as_secs_f64());
    }

    /// A request to the Bot API failed.
    pub(super) fn api_failed(&self, how: &'static str) {
        self.api.get_or_create(&Reasons { reason: how }).inc();
    }

    /// A knowledge base is in use.
    pub(super) fn loaded(&self, version: &str) {
        self.knowledge.clear();
        self.knowledge.get_or_create(&Versions { version: version.to_owned() }).set(1);
    }

    /// A loading ended.
    pub(super) fn reloaded(&self, is_done: bool) {
        self.reloads.get_or_create(&Outcomes { outcome: if is_done { "done" } else { "failed" } }).inc();
    }

    /// An answer was judged.
    pub(super) fn voted(&self, good: bool) {
        self.votes.get_or_create(&Outcomes { outcome: if good { "good" } else { "bad" } }).inc();
    }

    /// All of it as text.
    pub(super) fn text(&self, store: &crate::store::Store) -> String {
        self.store_up.set(store.is_up().into());
        let behind = store.faults().saturating_sub(self.store_faults.get());
        self.store_faults.inc_by(behind);
        self.memory.set(resident().unwrap_or(0));
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }

    /// How many questions ended so.
    pub(super) fn count(&self, outcome: &'static str) -> u64 {
        self.replies.get_or_create(&Outcomes { outcome }).get()
    }
}

/// The memory that this process has in use.
fn resident() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse::<i64>().ok().map(|kilobytes| kilobytes * 1024)
}
