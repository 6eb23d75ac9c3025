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

    /// Every syntax error and every unknown key of a settings file, as `path:line: what`.
    pub(super) fn faults_of_file(&self, path: &Path, text: &str) -> Vec<String> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let at = |offset: usize| format!("{}:{}", path.display(), line_of(text, offset));
        let syntax =
            errors.iter().map(|error| format!("{}: {}", at(error.span().map_or(0, |s| s.start)), error.message()));
        let unknown = pairs(table.get_ref()).into_iter().filter(|(key, _)| !self.contains(key)).map(|(key, offset)| {
            let hint = self.nearest(&key).map(|key| format!("; did you mean `{key}`?")).unwrap_or_default();
            format!("{}: there is no setting `{key}`{hint}", at(offset))
        });
        syntax.chain(unknown).collect()
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
