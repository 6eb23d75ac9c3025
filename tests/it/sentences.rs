//! Where sentences end: a table of hard cases, and the article against its document.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::fs;

use ibid::text::sentences;

/// At least this share of the table, in per cent.
const FLOOR: f64 = 97.0;

/// The language and the sentences of each row.
fn rows(table: &str) -> Vec<(&str, Vec<&str>)> {
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' '));
    rows.map(|(language, row)| (language, row.split('¦').map(str::trim).collect())).collect()
}

#[test]
fn hard_cases_are_cut_where_they_end() {
    let table = fs::read_to_string("tests/fixtures/sentences.txt").unwrap();
    let rows = rows(&table);
    assert!(rows.len() >= 300, "only {} rows", rows.len());
    let mut wrong = Vec::new();
    for (language, expected) in &rows {
        let text = expected.join(if matches!(*language, "zh" | "ja") { "" } else { " " });
        let found = sentences(&text, language);
        if found != *expected {
            wrong.push(format!("{language} {}", found.join(" ¦ ")));
        }
    }
    let right = 100.0 * (rows.len() - wrong.len()) as f64 / rows.len() as f64;
    assert!(right >= FLOOR, "{right:.1} % of {} rows are right; wrong:\n{}", rows.len(), wrong.join("\n"));
    println!("{right:.1} % of {} rows; wrong:\n{}", rows.len(), wrong.join("\n"));
}
