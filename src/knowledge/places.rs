//! Where the entries of a knowledge base stand in its files: for whoever has something to say of them after loading.

use std::collections::HashMap;
use std::ops::Range;

use super::parse::{self, Text};
use super::problem::Place;
use super::source::{File, Sources};

/// The places of facts and gaps, of their phrasings, and of what lexicons list.
#[derive(Debug)]
pub struct Places<'s> {
    entries: Vec<Entry<'s>>,
    by_id: HashMap<String, usize>,
    groups: Vec<Group<'s>>,
}

/// A fact or a gap where it stands.
#[derive(Debug)]
pub struct Entry<'s> {
    /// Its id.
    pub id: String,
    /// Its phrasings in order.
    pub questions: Vec<String>,
    file: &'s File,
    id_span: Range<usize>,
    spans: Vec<Range<usize>>,
}

/// A synonym group where it stands.
#[derive(Debug)]
pub struct Group<'s> {
    /// The folder of its document.
    pub document: &'s str,
    /// Its words.
    pub words: Vec<String>,
    file: &'s File,
    spans: Vec<Range<usize>>,
}

impl<'s> Places<'s> {
    /// Reads the files again, which had no faults.
    pub fn of(sources: &'s Sources) -> Self {
        let mut places = Places { entries: Vec::new(), by_id: HashMap::new(), groups: Vec::new() };
        for folder in &sources.folders {
            if let Some(file) = &folder.facts {
                let parts = parse::facts(file, &mut Vec::new());
                let served =
                    parts.facts.into_iter().filter(|fact| !fact.quarantined).map(|fact| (fact.id, fact.questions));
                for (id, questions) in served.chain(parts.gaps.into_iter().map(|gap| (gap.id, gap.questions))) {
                    let (id_span, (spans, questions)) = (id.span(), split(questions));
                    places.by_id.insert(id.get_ref().clone(), places.entries.len());
                    places.entries.push(Entry { id: id.into_inner(), questions, file, id_span, spans });
                }
            }
            if let Some(file) = &folder.lexicon {
                let groups = parse::lexicon(file, &mut Vec::new()).synonyms.into_iter().map(split);
                places.groups.extend(groups.map(|(spans, words)| Group { document: &folder.id, words, file, spans }));
            }
        }
        places
    }

    /// The facts and gaps in order of their files.
    pub fn entries(&self) -> &[Entry<'s>] {
        &self.entries
    }

    /// The synonym groups.
    pub fn groups(&self) -> &[Group<'s>] {
        &self.groups
    }

    /// The entry of that id.
    pub fn entry(&self, id: &str) -> Option<&Entry<'s>> {
        self.by_id.get(id).map(|&at| &self.entries[at])
    }

    /// The same files without the phrasings of which `is_left_out` says so: by the entry's index and the phrasing's.
    pub fn without(&self, sources: &Sources, is_left_out: impl Fn(usize, usize) -> bool) -> Sources {
        let mut sources = sources.clone();
        for folder in &mut sources.folders {
            let Some(file) = &mut folder.facts else { continue };
            let mut cuts: Vec<Range<usize>> = Vec::new();
            for (at, entry) in self.entries.iter().enumerate().filter(|(_, entry)| entry.file.path == file.path) {
                cuts.extend(
                    entry
                        .spans
                        .iter()
                        .enumerate()
                        .filter(|&(number, _)| is_left_out(at, number))
                        .map(|(_, span)| span.clone()),
                );
            }
            cuts.sort_by_key(|cut| cut.start);
            let mut text = String::with_capacity(file.text.len());
            let mut from = 0;
            for cut in cuts {
                text.push_str(&file.text[from..cut.start]);
                // The comma behind a string belongs to it.
                let rest = &file.text[cut.end..];
                from = cut.end + rest.trim_start().strip_prefix(',').map_or(0, |after| rest.len() - after.len());
            }
            text.push_str(&file.text[from..]);
            file.text = text.into();
        }
        sources
    }
}

impl Entry<'_> {
    /// Where its id stands.
    pub(crate) fn place(&self) -> Place {
        Place::span(self.file, self.id_span.clone())
    }

    /// Where a phrasing stands.
    pub(crate) fn question(&self, number: usize) -> Place {
        Place::span(self.file, self.spans[number].clone())
    }
}

impl Group<'_> {
    /// Where a word stands.
    pub(crate) fn word(&self, number: usize) -> Place {
        Place::span(self.file, self.spans[number].clone())
    }
}

fn split(texts: Vec<Text>) -> (Vec<Range<usize>>, Vec<String>) {
    texts.into_iter().map(|text| (text.span(), text.into_inner())).unzip()
}
