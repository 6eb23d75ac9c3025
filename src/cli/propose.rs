//! `ibid propose`: what people asked in vain, as proposals for the curator.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::{Error, Verdict, json, tell};
use crate::eval::read;
use crate::knowledge::{FactIndex, KnowledgeBase};
use crate::propose::{Broken, Offer, Offered, Session, cluster, journal, patch};
use crate::question::Question;
use crate::settings::Settings;

/// Holds what a curator never wants to see again; a knowledge base does not read files whose names begin so.
const NEVER: &str = ".never";

/// What `ibid propose` is given.
#[derive(Debug, Args)]
pub(super) struct Propose {
    /// Journals, as `ibid journal export` and /wrong write them
    #[arg(required = true, value_name = "JOURNAL")]
    journals: Vec<PathBuf>,
    /// Sample questions that must stay right, they and their near misses; may be repeated
    #[arg(long, value_name = "FILE")]
    questions: Vec<PathBuf>,
    /// Print one JSON object a line, one for each proposal
    #[arg(long)]
    json: bool,
    /// Put everything that is offered into facts.toml; without it, patches are only shown
    #[arg(long, conflicts_with = "interactive")]
    write: bool,
    /// Decide on each proposal: accept, edit, skip or never; so it is at a terminal anyway
    #[arg(long, conflicts_with = "json")]
    interactive: bool,
}

/// A line of `--json`.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line<'l> {
    Phrasing {
        document: &'l str,
        fact: &'l str,
        question: &'l str,
        times: u64,
        others: Vec<&'l str>,
        /// How many of the questions are answered once it is accepted.
        answers: usize,
        /// How many questions were asked to see that nothing breaks.
        replayed: usize,
        breaks: [Broken; 0],
        patch: String,
    },
    Missing {
        question: &'l str,
        times: u64,
        others: Vec<&'l str>,
        nearest: &'l [(String, String)],
        breaks: &'l [Broken],
    },
}

impl Propose {
    pub(super) fn run(&self, settings: &Settings) -> Result<Verdict, Error> {
        let Some(folder) = settings.knowledge.path() else {
            let fault = "ibid: the built-in knowledge base has no files to patch: name a folder with --knowledge";
            return Err(Error::Report(fault.to_owned()));
        };
        let knowledge = KnowledgeBase::load(folder).map_err(|report| Error::Report(report.render(false)))?.knowledge;
        let samples = read(&self.questions, &knowledge)
            .map_err(|faults| Error::Report(faults.iter().map(|fault| format!("{fault}\n")).collect()))?;
        let mut desk = Desk::open(folder)?;
        let mut asked = Vec::new();
        for path in &self.journals {
            asked.extend(journal::read(path).map_err(|faults| Error::Report(faults.join("\n")))?);
        }
        asked.retain(|asked| !desk.never.contains(&key(&asked.question)));
        let mut session = Session::new(knowledge, settings.matching.caution, samples, cluster(asked));
        let is_at_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        if self.interactive || (is_at_terminal && !self.json && !self.write) {
            desk.decide(&mut session, &mut io::stdin().lock(), &mut io::stdout())?;
        } else {
            self.show(&mut session, &mut desk)?;
        }
        Ok(Verdict::Pass)
    }

    /// Shows everything that is offered, each on top of what was offered before it.
    fn show(&self, session: &mut Session, desk: &mut Desk) -> Result<(), Error> {
        let mut out = io::stdout().lock();
        let mut count = 0;
        while let Some(offered) = session.next_offer() {
            count += 1;
            let shown = desk.line(&offered, session)?;
            let text = if self.json { json::to_line(&shown).map_err(io::Error::from)? } else { plain(&shown) };
            out.write_all(text.as_bytes())?;
            if let Offer::Phrasing { fact, question } = &offered.offer {
                desk.put(session.knowledge(), *fact, question)?;
                session.accept();
            }
        }
        if self.write {
            desk.save()?;
        }
        tell(&format!(
            "ibid: {count} offered, {} settled, each tried against {} questions",
            session.settled,
            session.replayed()
        ));
        Ok(())
    }
}

/// The files of a knowledge base, being changed.
struct Desk {
    folder: PathBuf,
    /// The `facts.toml` that were changed, with what they have become.
    changed: Vec<(PathBuf, String)>,
    /// The keys of the questions that are never offered again.
    never: HashSet<String>,
}

impl Desk {
    fn open(folder: &Path) -> io::Result<Desk> {
        let never = match fs::read_to_string(folder.join(NEVER)) {
            Ok(text) => text.lines().map(key).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => HashSet::new(),
            Err(error) => return Err(error),
        };
        Ok(Desk { folder: folder.to_owned(), changed: Vec::new(), never })
    }

    /// The file of a document's facts, and what it says by now.
    fn facts(&self, document: &str) -> io::Result<(PathBuf, String)> {
        let path = self.folder.join(document).join("facts.toml");
        match self.changed.iter().find(|(changed, _)| *changed == path) {
            Some(known) => Ok(known.clone()),
            None => fs::read_to_string(&path).map(|text| (path, text)),
        }
    }

    /// The file with one more phrasing: where it is, as it was, and as it becomes.
    fn patched(
        &self,
        knowledge: &KnowledgeBase,
        fact: FactIndex,
        question: &str,
    ) -> io::Result<(PathBuf, String, String)> {
        let fact = knowledge.fact(fact);
        let (path, before) = self.facts(knowledge.document(fact.document()).id())?;
        let after = patch::with_phrasing(&before, fact.id(), question).ok_or_else(|| {
            io::Error::other(format!("{}: the fact {} is not in it any more", path.display(), fact.id()))
        })?;
        Ok((path, before, after))
    }

    fn put(&mut self, knowledge: &KnowledgeBase, fact: FactIndex, question: &str) -> io::Result<()> {
        let (path, _, after) = self.patched(knowledge, fact, question)?;
        self.changed.retain(|(changed, _)| *changed != path);
        self.changed.push((path, after));
        Ok(())
    }

    fn save(&self) -> io::Result<()> {
        self.changed.iter().try_for_each(|(path, text)| fs::write(path, text))
    }

    fn line<'l>(&self, offered: &'l Offered, session: &'l Session) -> io::Result<Line<'l>> {
        let others = offered.cluster.others.iter().map(|other| other.question.as_str()).collect();
        let times = offered.cluster.times();
        Ok(match &offered.offer {
            Offer::Phrasing { fact, question } => {
                let (path, before, after) = self.patched(session.knowledge(), *fact, question)?;
                let patch = patch::diff(&path.display().to_string(), &before, &after);
                let fact = session.knowledge().fact(*fact);
                let document = session.knowledge().document(fact.document()).id();
                let (answers, replayed) = (offered.answers, session.replayed());
                Line::Phrasing {
                    document,
                    fact: fact.id(),
                    question,
                    times,
                    others,
                    answers,
                    replayed,
                    breaks: [],
                    patch,
                }
            }
            Offer::Missing { question, nearest, breaks } => Line::Missing { question, times, others, nearest, breaks },
        })
    }

    /// Asks about each proposal, and saves what was accepted.
    fn decide(&mut self, session: &mut Session, input: &mut dyn BufRead, out: &mut dyn Write) -> Result<(), Error> {
        while let Some(offered) = session.next_offer() {
            write!(out, "{}", plain(&self.line(&offered, session)?))?;
            let can_be_accepted = matches!(offered.offer, Offer::Phrasing { .. });
            let choices = if can_be_accepted {
                "[a]ccept, [e]dit, [s]kip, [n]ever, [q]uit? "
            } else {
                "[s]kip, [n]ever, [q]uit? "
            };
            let Some(choice) = ask(choices, input, out)? else { break };
            match (choice.to_lowercase().chars().next(), &offered.offer) {
                (Some('a'), Offer::Phrasing { fact, question }) => {
                    self.put(session.knowledge(), *fact, question)?;
                    session.accept();
                }
                (Some('e'), Offer::Phrasing { fact, .. }) => self.edit(*fact, session, input, out)?,
                (Some('n'), _) => self.never(&offered.cluster.first.question)?,
                (Some('q'), _) => break,
                _ => {}
            }
            writeln!(out)?;
        }
        self.save()?;
        writeln!(
            out,
            "{}",
            if self.changed.is_empty() {
                "nothing was changed"
            } else {
                "saved; `ibid check` and `ibid eval` tell more"
            }
        )?;
        Ok(())
    }

    /// Takes another phrasing for the one on offer, if that breaks nothing.
    fn edit(
        &mut self,
        fact: FactIndex,
        session: &mut Session,
        input: &mut dyn BufRead,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let Some(question) = ask("phrasing: ", input, out)?.filter(|question| !question.is_empty()) else {
            return Ok(());
        };
        match session.accept_edited(fact, &question) {
            Ok(()) => self.put(session.knowledge(), fact, &question),
            Err(broken) => {
                writeln!(out, "not taken, as it breaks:")?;
                broken.iter().try_for_each(|broken| writeln!(out, "- {}: {}", broken.what, broken.question))
            }
        }
    }

    fn never(&mut self, question: &str) -> io::Result<()> {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(self.folder.join(NEVER))?;
        writeln!(file, "{}", question.replace(['\n', '\r'], " "))?;
        self.never.insert(key(question));
        Ok(())
    }
}

fn key(question: &str) -> String {
    Question::new(question).key().to_owned()
}

fn ask(prompt: &str, input: &mut dyn BufRead, out: &mut dyn Write) -> io::Result<Option<String>> {
    write!(out, "{prompt}")?;
    out.flush()?;
    let mut line = String::new();
    Ok((input.read_line(&mut line)? > 0).then(|| line.trim().to_owned()))
}

/// A proposal as a curator reads it: comments, and then a patch.
fn plain(line: &Line<'_>) -> String {
    let others = |others: &[&str]| others.iter().map(|other| format!("#     {other}\n")).collect::<String>();
    match line {
        Line::Phrasing { fact, question, times, others: alike, answers, replayed, patch, .. } => format!(
            "# {question}\n{}#     asked {times} times; a phrasing of {fact} would answer {answers} of {}, and breaks none of {replayed}\n{patch}",
            others(alike),
            alike.len() + 1
        ),
        Line::Missing { question, times, others: alike, nearest, breaks } => {
            let nearest: String = nearest.iter().map(|(place, text)| format!("#     {place} {text}\n")).collect();
            let breaks: String =
                breaks.iter().map(|b| format!("#     would break {}: {}\n", b.what, b.question)).collect();
            format!(
                "# {question}\n{}#     asked {times} times; no fact is near enough: write one if one of these answers\n{nearest}{breaks}",
                others(alike)
            )
        }
    }
}
