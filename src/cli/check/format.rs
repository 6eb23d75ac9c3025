//! Reports for programs: JSON, and the annotations of a workflow of GitHub.

use serde::Serialize;

use crate::cli::json;
use crate::knowledge::{Problem, Report, Severity};

#[derive(Serialize)]
struct ReportJson<'a> {
    errors: usize,
    warnings: usize,
    problems: Vec<ProblemJson<'a>>,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    severity: &'static str,
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
    help: Option<&'a str>,
}

fn severity(problem: &Problem) -> &'static str {
    match problem.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// One object with all problems.
pub(super) fn json(report: &Report) -> Result<String, serde_json::Error> {
    let problem = |problem| {
        let (line, column) = report.position(problem);
        ProblemJson {
            severity: severity(problem),
            path: problem.path(),
            line,
            column,
            message: problem.message(),
            help: problem.help(),
        }
    };
    let problems = report.problems().iter().map(problem).collect();
    json::to_line(&ReportJson { errors: report.errors().count(), warnings: report.warnings().count(), problems })
}

/// One workflow command a problem: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
pub(super) fn github(report: &Report) -> String {
    let line = |problem: &Problem| {
        let (line, column) = report.position(problem);
        let help = problem.help().map_or_else(String::new, |help| format!(" ({help})"));
        let (path, message) = (property(problem.path()), data(&format!("{}{help}", problem.message())));
        format!("::{} file={path},line={line},col={column}::{message}\n", severity(problem))
    };
    report.problems().iter().map(line).collect()
}

/// What stands behind the colons, with what would end it written another way.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands between them.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
