//! The report of `ibid eval` in a real browser: it fits a phone, its charts have a size, it is readable in the dark, and
//! it asks for nothing from elsewhere.
#![allow(clippy::unwrap_used, reason = "what tests share fails as tests do")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Where the tests must not be skipped, this is set.
const REQUIRED: &str = "REQUIRE_BROWSER";

/// The first browser of the usual names, if there is one.
fn browser() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome", "chrome"];
    let found = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    found.into_iter().find(|program| program.is_file())
}

/// The report on a few sample questions with everything in it, as it was written.
fn report(folder: &Path) -> String {
    let path = folder.join("report.html");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args([
            "--knowledge",
            "examples/knowledge",
            "eval",
            "examples/questions/manual.toml",
            "examples/questions/tea.toml",
        ])
        .args(["--mutate", "--leave-one-out", "--against", "examples/knowledge", "--html"])
        .arg(&path)
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    std::fs::read_to_string(path).unwrap()
}

/// A page that shows the report as wide as a phone, measures it, and leaves what it found in its own body.
fn measuring_page(report: &str) -> String {
    let inside = report.replace('&', "&amp;").replace('"', "&quot;");
    format!(
        r#"<!doctype html><meta charset="utf-8"><iframe id="phone" width="360" height="800" style="border:0" srcdoc="{inside}"></iframe>
<script>
const phone = document.getElementById("phone");
phone.onload = () => {{
  const page = phone.contentDocument, style = phone.contentWindow.getComputedStyle(page.body);
  const charts = [...page.querySelectorAll("svg")].map(svg => svg.getBoundingClientRect());
  const found = {{
    wide: page.documentElement.scrollWidth,
    charts: charts.map(box => [box.width, box.height, box.right]),
    marks: page.querySelectorAll("circle, rect, path.line").length,
    background: style.backgroundColor, ink: style.color,
    loaded: performance.getEntriesByType("resource").length + phone.contentWindow.performance.getEntriesByType("resource").length,
  }};
  document.body.innerHTML = "<pre id=found></pre>";
  document.getElementById("found").textContent = JSON.stringify(found);
}};
</script>"#
    )
}

/// What the browser finds in the page, in the light or in the dark.
fn look(browser: &Path, page: &Path, profile: &Path, dark: bool) -> Value {
    let scheme =
        if dark { "--blink-settings=preferredColorScheme=0" } else { "--blink-settings=preferredColorScheme=1" };
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", scheme])
        .arg(format!("--user-data-dir={}", profile.display()))
        .args(["--virtual-time-budget=10000", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    let found = dom.split("<pre id=\"found\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let found =
        found.unwrap_or_else(|| panic!("the page did not run: {dom}\n{}", String::from_utf8_lossy(&output.stderr)));
    serde_json::from_str(found).unwrap()
}

/// How light a colour is, from 0 to 255.
fn lightness(colour: &Value) -> f64 {
    let numbers = colour.as_str().unwrap().trim_start_matches(|c: char| !c.is_ascii_digit());
    let channels: Vec<f64> =
        numbers.split(',').take(3).map(|n| n.trim_end_matches(')').trim().parse().unwrap()).collect();
    0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2]
}

#[test]
fn the_report_is_readable_on_a_phone_and_in_the_dark() {
    let folder = tempfile::tempdir().unwrap();
    let report = report(folder.path());
    assert!(
        !report.contains("<script") && !report.contains("http://") && !report.contains("https://"),
        "from elsewhere"
    );
    assert_eq!(report.matches("<svg").count(), 3, "risk, reliability, near misses");
    let Some(browser) = browser() else {
        assert!(std::env::var_os(REQUIRED).is_none(), "there is no browser, and {REQUIRED} is set");
        eprintln!("skipped: there is no Chromium to look at the report with");
        return;
    };
    let page = folder.path().join("page.html");
    std::fs::write(&page, measuring_page(&report)).unwrap();
    for dark in [false, true] {
        let found = look(&browser, &page, &folder.path().join("profile"), dark);
        assert!(found["wide"].as_f64().unwrap() <= 360.0, "wider than a phone: {found}");
        let charts = found["charts"].as_array().unwrap();
        let fits = |chart: &Value| {
            let of = |at: usize| chart[at].as_f64().unwrap();
            of(0) > 200.0 && of(1) > 50.0 && of(2) <= 360.0
        };
        assert!(charts.len() == 3 && charts.iter().all(fits), "{found}");
        assert!(found["marks"].as_u64().unwrap() > 10, "{found}");
        assert_eq!(found["loaded"], 0, "{found}");
        let (page, ink) = (lightness(&found["background"]), lightness(&found["ink"]));
        assert_eq!(page < 80.0, dark, "{found}");
        assert!((page - ink).abs() > 125.0, "hard to read: {found}");
    }
}
