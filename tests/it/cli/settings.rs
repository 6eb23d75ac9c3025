//! Settings from flags, the environment, a file and the defaults.

use super::run::{DOCUMENT, FACTS, Run, at, check, folder, ibid, objects, tea};

/// The shade of a run: whether `ask` colours its reply.
#[track_caller]
fn check_colour(run: Run<'_>, coloured: bool) {
    let ended = run.end();
    assert_eq!(ended.status, 0, "{ended:#?}");
    assert_eq!(ended.out.contains('\u{1b}'), coloured, "{ended:#?}");
}

#[test]
fn flags_win_over_the_environment_over_the_file_over_the_defaults() {
    let folder = folder(
        "precedence",
        &[
            ("always.toml", "[terminal]\ncolour = \"always\"\n"),
            ("tea/document.md", DOCUMENT),
            ("tea/facts.toml", FACTS),
        ],
    );
    let (file, tea) = (at(&folder, "always.toml"), folder.to_str().unwrap());
    let ask = ["ask", "Where is tea grown?", "--knowledge", tea];
    let with_file = [&ask[..], &["--config", &file]].concat();
    check_colour(ibid(&ask), false);
    check_colour(ibid(&with_file), true);
    check_colour(ibid(&with_file).variable("NO_COLOR", "1"), true);
    check_colour(ibid(&with_file).variable("IBID__TERMINAL__COLOUR", "never"), false);
    check_colour(ibid(&ask).variable("IBID__TERMINAL__COLOUR", "always"), true);
    check_colour(
        ibid(&[&with_file[..], &["--colour", "never"]].concat()).variable("IBID__TERMINAL__COLOUR", "always"),
        false,
    );
    check(ibid(&["ask", "Where is tea grown?"]).variable("IBID__KNOWLEDGE__PATH", tea), 0, &["[1] Tea"]);
    check(ibid(&ask).variable("IBID__KNOWLEDGE__PATH", "/nowhere"), 0, &["[1] Tea"]);
}

#[test]
fn every_fault_of_the_settings_is_named() {
    let files = [
        ("unknown.toml", "[terminal]\ncolor = \"always\"\n\n[matchin]\ncaution = 3.0\n"),
        ("types.toml", "[matching]\ncaution = \"high\"\n[terminal]\nhistory = \"maybe\"\n"),
        ("word.toml", "[terminal]\ncolour = \"sometimes\"\n"),
        ("syntax.toml", "[terminal]\ncolour = \n"),
        ("range.toml", "[matching]\ncaution = -1\n"),
    ];
    let folder = folder("settings", &files);
    let file = |name| at(&folder, name);
    let ask = |file: &str, shown: &[&str]| check(ibid(&["ask", "hi", "--config", file]), 1, shown);
    ask(
        &file("unknown.toml"),
        &[
            "unknown.toml:2: there is no setting `terminal.color`; did you mean `terminal.colour`?",
            "unknown.toml:5: there is no setting `matchin.caution`; did you mean `matching.caution`?",
        ],
    );
    ask(&file("types.toml"), &["matching.caution", "terminal.history", "types.toml"]);
    ask(&file("word.toml"), &["word.toml: \"sometimes\" is none of auto, always, never"]);
    ask(&file("syntax.toml"), &["syntax.toml:2: "]);
    ask(&file("range.toml"), &["matching.caution is -1"]);
    ask("/nowhere.toml", &["/nowhere.toml: "]);
    let variable =
        |name, value, status, shown: &[&str]| check(ibid(&["ask", "hi"]).variable(name, value), status, shown);
    variable(
        "IBID__TERMINAL__COLOR",
        "never",
        1,
        &["IBID__TERMINAL__COLOR: there is no setting of this name; did you mean IBID__TERMINAL__COLOUR?"],
    );
    variable("IBID__MATCHING__CAUTION", "much", 1, &["matching.caution", "the environment"]);
    variable("IBID__MATCHING__CAUTION", "007", 0, &[]);
    variable(
        "IBID_MATCHING__CAUTION",
        "9",
        0,
        &["ibid: warning: IBID_MATCHING__CAUTION is not a setting", "IBID__MATCHING__CAUTION?"],
    );
    check(ibid(&["ask", "hi", "--colour", "purple"]), 2, &["purple", "auto, always, never"]);
}

#[test]
fn caution_decides_between_an_answer_and_silence() {
    let tea = tea("caution");
    let ask = ["ask", "--json", "assam tea", "--knowledge", tea.to_str().unwrap()];
    let confident = objects(ibid(&ask).variable("IBID__MATCHING__CAUTION", "0"));
    let cautious = objects(ibid(&ask).variable("IBID__MATCHING__CAUTION", "1e12"));
    assert_eq!(confident[0]["outcome"], "answer");
    assert_ne!(cautious[0]["outcome"], "answer");
}
