//! The keys there are, and what is wrong with a file that has others.

use std::path::Path;

use toml::de::{DeTable, DeValue};

/// Every setting as `section.key`, in the order of the defaults.
pub(super) struct Keys(Vec<String>);

impl Keys {
    pub(super) fn of_defaults(defaults: &str) -> Keys {
        let (table, _) = DeTable::parse_recoverable(defaults);
        Keys(pairs(table.get_ref()).into_iter().map(|(key, _)| key).collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.0.iter().any(|known| known == key)
    }

    /// The key that `wrong` was probably meant to be.
    pub(super) fn nearest(&self, wrong: &str) -> Option<&str> {
        let near = |key: &&String| strsim::jaro_winkler(key, wrong);
        let best = self.0.iter().max_by(|a, b| near(a).total_cmp(&near(b)))?;
        // A key that stands in the wrong section is near however little the sections resemble each other.
        let name = |key: &str| key.rsplit('.').next().map(str::to_owned);
        let same_name = self.0.iter().find(|key| name(key) == name(wrong));
        same_name.or_else(|| (near(&best) > 0.8).then_some(best)).map(String::as_str)
    }

    /// Every syntax error of a settings file, or else every unknown key, as `path:line: what`.
    pub(super) fn faults_of_file(&self, path: &Path, text: &str) -> Vec<String> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let fault = |offset: usize, what: &str| format!("{}:{}: {what}", path.display(), line_of(text, offset));
        if !errors.is_empty() {
            // What the parser makes of the rest after a slip is a guess, so its keys are not judged.
            return errors
                .iter()
                .map(|error| fault(error.span().map_or(0, |span| span.start), error.message()))
                .collect();
        }
        let unknown = pairs(table.get_ref()).into_iter().filter(|(key, _)| !self.contains(key));
        unknown
            .map(|(key, offset)| {
                let hint = self.nearest(&key).map(|key| format!("; did you mean `{key}`?")).unwrap_or_default();
                fault(offset, &format!("there is no setting `{key}`{hint}"))
            })
            .collect()
    }
}

/// `section.key` and the offset of each key, and a lone `key` that stands in no section.
fn pairs(table: &DeTable<'_>) -> Vec<(String, usize)> {
    let mut pairs = Vec::new();
    for (section, value) in table {
        match value.get_ref() {
            DeValue::Table(inner) => pairs.extend(
                inner.iter().map(|(key, _)| (format!("{}.{}", section.get_ref(), key.get_ref()), key.span().start)),
            ),
            _ => pairs.push((section.get_ref().to_string(), section.span().start)),
        }
    }
    pairs.sort_by_key(|&(_, offset)| offset);
    pairs
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}
