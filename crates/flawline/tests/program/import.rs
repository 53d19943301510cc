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
        ran.out.contains("java.yml: an extension adds to `codeql/java-all`; only those for Python are read"),
        "{}",
        ran.out
    );
    assert!(!folder.path().join("models").exists());
}

#[test]
fn the_example_of_the_documentation_is_true() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/models.md")).unwrap();
    let after = page.split("## Models made of data extensions").nth(1).unwrap();
    let block = |language: &str, at: usize| {
        let begin = format!("```{language}\n");
        after.split(&begin).nth(at).unwrap().split("```").next().unwrap().to_owned()
    };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shelf.model.yml"), block("yaml", 1)).unwrap();
    let command = block("sh", 1);
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    let ran = flawline_in(folder.path(), &words);
    assert_eq!((ran.code, ran.out), (0, block("text", 1)));
    let written = std::fs::read_to_string(folder.path().join("flawline/models/python/shelf-imported.toml")).unwrap();
    assert_eq!(written.split_once('\n').unwrap().1, block("toml", 1));
}

#[test]
fn a_hostile_file_is_refused_or_told_and_writes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).unwrap();
    let rows = |rows: &str| {
        format!(
            "extensions:\n  - addsTo:\n      pack: codeql/python-all\n      extensible: sinkModel\n    data:\n{rows}"
        )
    };
    let long = "n".repeat(300);
    let odd = ["../../etc/cron", "a\\\"]\\n[[sanitizer", "a/b", "", ".", "con.", &long, "a\\u001b[31m"].map(|name| {
        format!("      - [\"{name}\", \"Member[f].Argument[0]\", \"sql-injection\"]\n      - [stall, \"Member[{name}].Argument[0]\", sql-injection]\n      \
            - [stall, \"Member[f].Argument[{name}:]\", sql-injection]\n      - [stall, \"Member[f].Argument[0]\", \"{name}\"]\n")
    });
    write("odd.yml", &rows(&odd.concat()));
    write("deep.yml", &format!("extensions: {}", "[".repeat(100_000)));
    write("bomb.yml", &format!("a: &a [x]\nb: &b [*a, *a]\nextensions: [*b, *b]\n{}", rows("      - *b\n")));
    write("binary.yml", "\u{0}\u{1}\u{7f}");
    let files = ["odd.yml", "deep.yml", "bomb.yml", "binary.yml"];
    let ran = flawline_in(folder.path(), &[&["models", "import"], &files[..], &["--out", "made"]].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.starts_with("0 of 32 rows in 0 models\n"), "{}", ran.out);
    assert!(files.iter().all(|file| ran.out.contains(&format!("  {file}"))), "{}", ran.out);
    assert!(!ran.out.contains('\u{1b}') && !folder.path().join("made").exists());

    write("large.yml", &format!("# {}", "x".repeat(4 << 20)));
    let ran = flawline_in(folder.path(), &["models", "import", "large.yml", "--out", "made"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("'large.yml' has more than 4 MiB"), "{}", ran.err);
}

#[test]
fn nothing_is_overwritten_but_what_was_imported() {
    let folder = tempfile::tempdir().unwrap();
    let import = || flawline_in(folder.path(), &["models", "import", "stall.model.yml", "--out", "flawline"]);
    std::fs::write(folder.path().join("stall.model.yml"), EXTENSIONS).unwrap();
    assert_eq!(import().code, 0);
    let model = folder.path().join("flawline/models/python/stall-imported.toml");
    std::fs::write(&model, "library = \"mine\"\n").unwrap();
    let ran = import();
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is there already"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&model).unwrap(), "library = \"mine\"\n");
}

#[cfg(unix)]
#[test]
fn no_link_in_the_folder_is_followed() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::fs::write(folder.path().join("stall.model.yml"), EXTENSIONS).unwrap();
    std::fs::create_dir(folder.path().join("flawline")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("flawline/models")).unwrap();
    let ran = flawline_in(folder.path(), &["models", "import", "stall.model.yml", "--out", "flawline"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("is no folder, or a link"), "{}", ran.err);
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0);
}
