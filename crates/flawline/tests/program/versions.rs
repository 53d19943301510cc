//! Versions of libraries: what a project's files settle, what a finding assumes where they do not, and what is said of both.

use std::path::Path;

use serde_json::Value;

use crate::run::flawline_in;

const CODE: &str = "import yaml\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n\
    @app.post(\"/value\")\ndef value():\n    return {\"value\": yaml.load(request.form[\"value\"])}\n";

/// A project with that code and these files.
fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("pyproject.toml"), "[tool.x]\n").unwrap();
    std::fs::write(folder.path().join("app.py"), CODE).unwrap();
    for (path, text) in files {
        std::fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn review(folder: &Path) -> Value {
    let ran = flawline_in(folder, &["review", "--format", "json"]);
    assert_eq!(ran.err, "");
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_version_that_nobody_names_is_an_assumption() {
    let folder = project(&[]);
    let found = review(folder.path());
    let finding = &found["findings"][0];
    assert_eq!(finding["confidence"], "medium");
    let assumed = "the version of PyYAML is <5.4, which no file of the project settles";
    assert_eq!(finding["assumptions"], serde_json::json!([assumed]));
    assert_eq!(found["coverage"]["versions"], serde_json::json!([]));
    let unsettled = found["coverage"]["unsettled_versions"].as_array().unwrap();
    let told = serde_json::json!({ "library": "PyYAML", "versions": "<5.4", "taken": "assumed" });
    assert!(unsettled.contains(&told), "{unsettled:?}");
    for (format, expected) in [
        ("terminal", "Versions     settled by no file, assumed where a finding says so: PyYAML <"),
        ("markdown", "Versions that no file settles, assumed where a finding says so: `PyYAML <"),
        ("sarif", "Versions that no file settles, assumed where a finding says so: 'PyYAML <"),
    ] {
        let shown = flawline_in(folder.path(), &["review", "--format", format]).out;
        assert!(shown.contains(expected), "{shown}");
    }
}

#[test]
fn a_pinned_version_decides() {
    let folder = project(&[("requirements.txt", "-r base.txt\nflask\n"), ("base.txt", "pyyaml == 5.3\n")]);
    let found = review(folder.path());
    assert_eq!(found["findings"][0]["confidence"], "high");
    assert_eq!(found["findings"][0]["assumptions"], serde_json::json!([]));
    let read = serde_json::json!([{ "package": "pyyaml", "versions": "== 5.3", "pinned": true, "file": "base.txt" }]);
    assert_eq!(found["coverage"]["versions"], read);
    std::fs::write(folder.path().join("base.txt"), "pyyaml == 6.0\n").unwrap();
    assert_eq!(review(folder.path())["findings"], serde_json::json!([]));
    for (format, expected) in [
        ("terminal", "Versions     pyyaml == 6.0 (base.txt)\n"),
        ("markdown", "Versions of libraries, as files say: `pyyaml == 6.0` (`base.txt`)."),
        ("sarif", "Versions of libraries, as files say: 'pyyaml == 6.0' ('base.txt')."),
    ] {
        let shown = flawline_in(folder.path(), &["review", "--format", format]).out;
        assert!(shown.contains(expected) && !shown.contains("assumed where"), "{shown}");
    }
}

#[test]
fn why_not_asks_for_the_same_versions() {
    let folder = project(&[("requirements.txt", "PyYAML>=6\n")]);
    let ran = flawline_in(folder.path(), &["why-not", "app.py:9", "--format", "json"]);
    assert!(!ran.out.contains("\"reason\": \"finding\""), "{}", ran.out);
    std::fs::write(folder.path().join("requirements.txt"), "PyYAML<5\n").unwrap();
    let ran = flawline_in(folder.path(), &["why-not", "app.py:9", "--format", "json"]);
    assert!(ran.out.contains("\"reason\": \"finding\""), "{}", ran.out);
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_root_settles_a_version() {
    let outside = tempfile::tempdir().unwrap();
    let away = outside.path().join("away.txt");
    std::fs::write(&away, "PyYAML==6.0\n").unwrap();
    let folder = project(&[("requirements.txt", &format!("-r {}\n-r link.txt\n-r ../away.txt\n", away.display()))]);
    std::os::unix::fs::symlink(&away, folder.path().join("link.txt")).unwrap();
    std::os::unix::fs::symlink(&away, folder.path().join("constraints.txt")).unwrap();
    let found = review(folder.path());
    assert_eq!(found["coverage"]["versions"], serde_json::json!([]));
    assert_eq!(found["findings"][0]["confidence"], "medium");
}
