//! A small suite, varied.

use std::collections::BTreeMap;

use super::*;

const TABLE: &str = "# test name, category, real vulnerability, cwe\nCase001,inject,true,78\nCase002,inject,false,78\n";
const TEST: &str = r#"from flask import request
from tools.answers import shown
import tools.kept

def init(app):
	@app.route('/case/inject-00/Case001')
	def Case001_get():
		return Case001_post()

	@app.route('/case/inject-00/Case001', methods=['POST'])
	def Case001_post():
		number = 106
		given = request.args.get("Case001", "none")
		slots = {}
		slots['keyA-7'] = given
		bar = "This should never happen" if 7 * 42 - number > 200 else slots['keyA-7']
		if 'should' in bar:
			bar = tools.kept.Keeper(bar).fetched()
		return shown(f'{bar} of {number}', quiet=True)
"#;

fn suite() -> (Suite, Vec<(String, Vec<u8>)>) {
    let files = [
        ("expectedresults-1.csv", TABLE),
        ("cases/Case001.py", TEST),
        ("cases/Case002.py", "def init(app):\n\tinput = 'Case002'[4:]\n\treturn input\n"),
        ("start.py", "import importlib\nimportlib.import_module('cases.Case001').init(None)\n"),
        ("tools/answers.py", "def shown(text, quiet):\n\tescaped = text\n\treturn escaped\n"),
        (
            "tools/kept.py",
            "class Keeper:\n\tdef __init__(self, text):\n\t\tself.text = text\n\tdef fetched(self):\n\t\treturn self.text\n",
        ),
        ("pages/inject-00/Case001.html", "<a href=\"/case/inject-00/Case001\">"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec();
    (Suite::parse(TABLE).unwrap(), files)
}

fn varied_suite(seed: u64) -> BTreeMap<String, String> {
    let (suite, files) = suite();
    let out = vary(&suite, files, seed).unwrap();
    out.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// The varied first test, and its name.
fn first(files: &BTreeMap<String, String>) -> (String, String) {
    let (path, text) = files.iter().find(|(path, text)| !path.contains("start") && text.contains("flask")).unwrap();
    (path.rsplit('/').next().unwrap().trim_end_matches(".py").to_owned(), text.clone())
}

#[test]
fn a_seed_gives_one_variant_and_another_seed_another() {
    assert_eq!(varied_suite(1), varied_suite(1));
    assert_ne!(varied_suite(1), varied_suite(2));
}

#[test]
fn names_of_the_suite_go_and_names_of_libraries_stay() {
    let files = varied_suite(1);
    let (name, text) = first(&files);
    for gone in ["Case001", "shown", "tools", "Keeper", "fetched", "given", "slots", "bar", "'keyA-7'", "inject"] {
        assert!(!text.contains(gone), "{gone} stays:\n{text}");
    }
    for stays in ["from flask import request", ".route(", "request.args.get(", "quiet=True", "def init("] {
        assert!(text.contains(stays), "{stays} goes:\n{text}");
    }
    assert!(text.contains(&format!("/{name}'")), "the route has the new name:\n{text}");
    assert!(text.contains(&format!("def {name}_get()")), "{text}");
    assert!(files["start.py"].contains(&format!(".{name}').init(None)")), "{}", files["start.py"]);
    assert!(files.keys().all(|path| !path.contains("tools") && !path.contains("Case")), "{:?}", files.keys());
}

#[test]
fn the_table_and_the_pages_speak_of_the_new_names() {
    let files = varied_suite(1);
    let (name, _) = first(&files);
    let table = &files["expectedresults-1.csv"];
    assert!(table.contains(&format!("{name},inject,true,78")), "{table}");
    let (path, page) = files.iter().find(|(path, _)| path.starts_with("pages/")).unwrap();
    assert!(path.ends_with(&format!("{name}.html")) && page.contains(&name) && !page.contains("inject"), "{page}");
}

#[test]
fn constants_change_and_conditions_keep_their_truth() {
    for seed in 0..20 {
        let (_, text) = first(&varied_suite(seed));
        let condition = text.split(" if ").nth(1).and_then(|rest| rest.split(" else").next()).unwrap();
        let numbers: Vec<i64> =
            condition.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
        // `number` stands in a text too, so it stays, and the truth with it.
        assert!(text.contains(" = 106\n"), "{text}");
        assert!(numbers[0] * numbers[1] - 106 <= numbers[2], "{condition}");
        assert_ne!(numbers, [7, 42, 200]);
        assert!(text.contains(" should "), "a word that a condition looks for stays:\n{text}");
        assert!(!text.contains("happen"), "{text}");
    }
}

#[test]
fn what_a_variable_hides_is_not_touched_elsewhere() {
    let text = "def one():\n\tinput = 1\n\treturn input\ndef two():\n\treturn hash(3)\ndef three():\n\thash = 4\n";
    let facts = Facts::of(&parsed(text).unwrap());
    let file = File { module: "cases.Case001".to_owned(), is_test: true, text: text.to_owned(), facts };
    let mut fresh = Fresh::new(1, BTreeSet::new());
    let none = BTreeMap::new();
    let plan = Plan::of(std::slice::from_ref(&file), &none, "", &mut fresh);
    let text = applied(text, plan.edits(&file, &none, &mut fresh));
    assert!(!text.contains("input") && text.contains("return hash(3)") && text.contains("hash = 4"), "{text}");
}
