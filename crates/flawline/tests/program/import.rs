//! `flawline models import`: what it writes and tells, and that a review finds by it.

use crate::run::flawline_in;

const EXTENSIONS: &str = "\
extensions:
  - addsTo:
      pack: codeql/python-all
      extensible: sourceModel
    data:
      - ['stall', 'Member[next_order].ReturnValue', 'remote']
  - addsTo:
      pack: codeql/python-all
      extensible: typeModel
    data:
      - ['stall.Till', 'stall', 'Member[open_till].ReturnValue']
  - addsTo:
      pack: codeql/python-all
      extensible: sinkModel
    data:
      - ['stall.Till', 'Member[ask].Argument[0,query:]', 'sql-injection']
      - ['stall.Till', 'Member[ring].Argument[0]', 'loud-noise']
";

const CODE: &str = "\
import stall


def serve():
    order = stall.next_order()
    till = stall.open_till()
    till.ask(f\"select * from orders where name = '{order}'\")
    till.ask(\"select 1\")
";

#[test]
fn extensions_become_models_and_what_does_not_is_told() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("stall.model.yml"), EXTENSIONS).unwrap();
    let ran = flawline_in(folder.path(), &["models", "import", "stall.model.yml", "--out", "flawline"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "3 of 4 rows in 1 model\n  models/python/stall-imported.toml\n\nNot translated:\n  \
         stall.model.yml: sinkModel 2: `loud-noise` is no kind of ours\n"
    );
    let written = folder.path().join("flawline/models/python/stall-imported.toml");
    let text = std::fs::read_to_string(&written).unwrap();
    flawline_in(folder.path(), &["models", "import", "stall.model.yml", "--out", "flawline"]);
    assert_eq!(std::fs::read_to_string(&written).unwrap(), text);
}

#[test]
fn a_review_finds_by_what_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
    write("stall.model.yml", EXTENSIONS);
    write("shop.py", CODE);
    write("flawline.toml", "knowledge = \"flawline\"\n");
    std::fs::create_dir(folder.path().join("flawline")).unwrap();
    let review = || flawline_in(folder.path(), &["review", "--format", "json"]);
    let before: serde_json::Value = serde_json::from_str(&review().out).unwrap();
    assert_eq!(before["findings"], serde_json::json!([]));
    let ran = flawline_in(folder.path(), &["models", "import", "stall.model.yml", "--out", "flawline"]);
    assert_eq!(ran.code, 0);
    let ran = flawline_in(folder.path(), &["review", "--format", "json", "--confidence", "low"]);
    let found: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let findings = found["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{}", ran.out);
    assert_eq!((&findings[0]["rule"], &findings[0]["location"]["line"]), (&"sql-injection".into(), &7.into()));
    let assumed = findings[0]["assumptions"].as_array().unwrap();
    assert!(assumed.contains(&"the generated model of `stall.Till.ask` is right".into()), "{assumed:?}");
}

#[test]
fn rows_for_java_are_refused_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let java = "extensions:\n  - addsTo:\n      pack: codeql/java-all\n      extensible: sinkModel\n    data:\n      \
        - ['java.sql', 'Statement', true, 'execute', '(String)', '', 'Argument[0]', 'sql-injection', 'manual']\n";
    std::fs::write(folder.path().join("java.yml"), java).unwrap();
    let ran = flawline_in(folder.path(), &["models", "import", "java.yml", "--out", "."]);
    assert!(
        ran.out.contains("java.yml: it adds to `codeql/java-all`; only extensions for Python are read"),
        "{}",
        ran.out
    );
    assert!(!folder.path().join("models").exists());
}
