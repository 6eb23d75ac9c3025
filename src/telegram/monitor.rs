//! How the bot is, for machines: whether it lives, whether it serves, and what it has counted.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::desk::Desk;
use super::metrics::Metrics;
use crate::store::{Health, Store};

/// What is looked at.
#[derive(Clone)]
pub(super) struct Signs {
    pub(super) desk: watch::Receiver<Option<Arc<Desk>>>,
    pub(super) store: Arc<Store>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) stop: watch::Receiver<bool>,
}

/// Answers at `listener` for as long as it is polled.
pub(super) async fn serve(listener: TcpListener, signs: Signs) {
    let router = Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(signs);
    if let Err(error) = axum::serve(listener, router).await {
        tracing::error!("nobody can be told how the bot is any more: {error}");
    }
}

async fn ready(State(signs): State<Signs>) -> impl IntoResponse {
    let mut lacking = Vec::new();
    if signs.desk.borrow().is_none() {
        lacking.push("knowledge: being loaded".to_owned());
    }
    if let Health::Down(why) = &*signs.store.health().borrow() {
        lacking.push(format!("store: {why}"));
    }
    if *signs.stop.borrow() {
        lacking.push("stopping".to_owned());
    }
    if lacking.is_empty() {
        (StatusCode::OK, "ready\n".to_owned())
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, lacking.join("\n") + "\n")
    }
}

async fn metrics(State(signs): State<Signs>) -> impl IntoResponse {
    let text = signs.metrics.text(&signs.store);
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
}
