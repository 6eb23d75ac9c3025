//! `ibid quote`: whether a text stands in a document.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Args;
use serde::Serialize;

use super::{Error, Verdict, is_coloured, json, load};
use crate::knowledge::ENGLISH;
use crate::quote::{self, Likeness, Piece};
use crate::repl::paint::paint;
use crate::reply::to_quote;
use crate::settings::Settings;

/// What `ibid quote` is given.
#[derive(Debug, Args)]
pub(super) struct Quote {
    /// The text that is said to be a quotation
    #[arg(required = true)]
    text: Vec<OsString>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Quote {
    /// Passes if all of the text stands in the documents.
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let knowledge = load::knowledge(settings)?;
        let text = self.text.iter().map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ");
        let pieces = quote::check(&text, &knowledge);
        let reply = to_quote(&pieces, &knowledge, knowledge.wording(ENGLISH));
        let shown = if self.json {
            let pieces = pieces.iter().map(of_piece).collect();
            json::to_line(&Checked { text: &text, pieces, reply: reply.plain() }).map_err(io::Error::from)?
        } else {
            paint(&reply, is_coloured(settings.terminal.colour))
        };
        io::stdout().lock().write_all(shown.as_bytes())?;
        let is_exact = |piece: &Piece<'_>| matches!(piece.verdict, quote::Verdict::Exact { .. });
        Ok(if !pieces.is_empty() && pieces.iter().all(is_exact) { Verdict::Pass } else { Verdict::Fail })
    }
}

/// The object of `--json`.
#[derive(Serialize)]
struct Checked<'a> {
    text: &'a str,
    pieces: Vec<PieceJson<'a>>,
    reply: String,
}

#[derive(Serialize)]
struct PieceJson<'a> {
    text: &'a str,
    /// `exact`, `altered` or `absent`.
    verdict: &'static str,
    /// With `exact`: `verbatim`, `words` or `shortened`.
    likeness: Option<&'static str>,
    citations: Vec<json::CitationJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    claimed: &'a str,
    said: &'a str,
}

fn of_piece<'a>(piece: &'a Piece<'_>) -> PieceJson<'a> {
    let (verdict, likeness, citations, changes) = match &piece.verdict {
        quote::Verdict::Exact { citations, likeness } => {
            let likeness = match likeness {
                Likeness::Verbatim => "verbatim",
                Likeness::Words => "words",
                Likeness::Shortened => "shortened",
            };
            ("exact", Some(likeness), json::of_citations(citations), &[][..])
        }
        quote::Verdict::Altered { citation, changes } => {
            ("altered", None, json::of_citations(std::slice::from_ref(citation)), changes.as_slice())
        }
        quote::Verdict::Absent => ("absent", None, Vec::new(), &[][..]),
    };
    let changes = changes.iter().map(|change| ChangeJson { claimed: &change.claimed, said: &change.said }).collect();
    PieceJson { text: &piece.text, verdict, likeness, citations, changes }
}
