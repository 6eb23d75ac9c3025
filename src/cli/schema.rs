//! `ibid schema`: what the files of a knowledge base hold, for editors that complete and check while one types.

use std::borrow::Cow;
use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Error, Verdict};

/// What every file of wording is held against.
const WORDING: &str = include_str!("../../knowledge/wording.en.toml");

/// What `ibid schema` is given.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The file whose schema to print; without it, all of them as one object
    file: Option<File>,
}

/// The files there are schemas of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum File {
    /// The front matter of document.md
    Document,
    /// facts.toml
    Facts,
    /// lexicon.toml
    Lexicon,
    /// talk.LANGUAGE.toml
    Talk,
    /// facts.LANGUAGE.toml
    FactsLanguage,
    /// lexicon.LANGUAGE.toml
    LexiconLanguage,
    /// language.LANGUAGE.toml
    Language,
    /// wording.LANGUAGE.toml
    Wording,
}

impl File {
    fn schema(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            File::Document => include_str!("../../schema/document.json"),
            File::Facts => include_str!("../../schema/facts.json"),
            File::Lexicon => include_str!("../../schema/lexicon.json"),
            File::Talk => include_str!("../../schema/talk.json"),
            File::FactsLanguage => include_str!("../../schema/facts.language.json"),
            File::LexiconLanguage => include_str!("../../schema/lexicon.language.json"),
            File::Language => include_str!("../../schema/language.json"),
            File::Wording => return Cow::Owned(wording()),
        })
    }
}

/// The schema of a file of wording: the keys of the English one, each sentence with what stands between braces there.
fn wording() -> String {
    let english: toml::Table = WORDING.parse().expect("the built-in wording is TOML");
    let mut schema = like(&toml::Value::Table(english));
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("wording.LANGUAGE.toml");
    format!("{schema:#}\n")
}

/// What a value must be to stand where English has this one.
fn like(english: &toml::Value) -> Value {
    match english {
        toml::Value::Table(table) => {
            let properties: serde_json::Map<String, Value> =
                table.iter().map(|(key, value)| (key.clone(), like(value))).collect();
            let required: Vec<&String> = table.keys().collect();
            json!({"type": "object", "required": required, "additionalProperties": false, "properties": properties})
        }
        toml::Value::Array(items) => {
            let items: Vec<Value> = items.iter().map(like).collect();
            json!({"type": "array", "prefixItems": items, "items": false, "minItems": items.len()})
        }
        value => {
            let text = value.as_str().unwrap_or_default();
            let gaps: Vec<&str> = text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
            let others = if gaps.is_empty() { String::new() } else { format!(r"(\{{({})\}}[^{{]*)*", gaps.join("|")) };
            let each = gaps.iter().map(|gap| json!({"pattern": format!(r"\{{{gap}\}}")}));
            let all: Vec<Value> =
                std::iter::once(json!({"pattern": format!("^[^{{]*{others}$")})).chain(each).collect();
            json!({"description": format!("In English: {text}"), "type": "string", "allOf": all})
        }
    }
}

impl Schema {
    pub(super) fn run(&self) -> Result<Verdict, Error> {
        let text = match self.file {
            Some(file) => file.schema().into_owned(),
            None => {
                let schemas = File::value_variants().iter().filter_map(|file| {
                    Some(format!("{:?}: {}", file.to_possible_value()?.get_name(), file.schema().trim_end()))
                });
                format!("{{\n{}\n}}\n", schemas.collect::<Vec<_>>().join(",\n"))
            }
        };
        io::stdout().lock().write_all(text.as_bytes())?;
        Ok(Verdict::Pass)
    }
}
