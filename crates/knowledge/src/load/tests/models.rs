//! Rows of models: what is read, and what is refused.

use super::{MODEL_FILE, good_model, messages, model_error, with_head};
use crate::{Effect, Literal, Origin, Polarity, Port, PortBase, StringEffect, Test, Via};

#[test]
fn every_table_becomes_its_effect_in_the_order_of_the_text() {
    let names = good_model(
        r#"
[[wiring]]
api = "lib.map"
invokes = "0"
arguments = [{ from = "1[]", to = 0 }]
result = "return[]"
[[source]]
api = "lib.request.args"
kind = "remote-input"
[[sink]]
api = "lib.run"
kind = "shell"
context = "program"
from = ["0", "args[]"]
[[sanitizer]]
api = "lib.quote"
kinds = ["shell", "sql"]
from = "0"
[[pass]]
apis = ["lib.upper", "lib.lower"]
from = "receiver"
string = "case"
[[clean]]
api = "lib.len"
[[guard]]
api = "lib.is_safe"
kinds = ["sql"]
checks = "0"
safe = "returns"
[[use]]
api = "lib.Response.set_cookie"
kind = "cookie"
named = "0:key"
settings = [{ kind = "http-only", when = [{ port = "httponly", is = true }] }]
[[route]]
api = "lib.App.route"
decorator = true
parameters = "remote-input"
returns = { kind = "sql" }
path = "0"
"#,
    )
    .names;
    let effects: Vec<&Effect> = names.rows.iter().map(|row| &row.effect).collect();
    assert!(
        matches!(effects[0], Effect::Wiring { invokes } if invokes.arguments[0].1 == 0 && invokes.result.is_some())
    );
    assert!(matches!(effects[1], Effect::Source { to, .. } if *to == Port::of(PortBase::Value)));
    assert!(
        matches!(effects[2], Effect::Sink { context: Some(context), from, .. } if context.0 == 1 && from.len() == 2)
    );
    assert!(
        matches!(effects[3], Effect::Sanitizer { kinds, to, .. } if kinds.iter().count() == 2 && to.base == PortBase::Return)
    );
    assert!(matches!(effects[4], Effect::Pass { string: StringEffect::Case, .. }));
    assert_eq!((&*names.rows[4].api, &*names.rows[5].api), ("lib.upper", "lib.lower"));
    assert_eq!((names.rows[4].line, names.rows[5].line), (21, 21));
    assert!(matches!(effects[6], Effect::Clean));
    assert!(matches!(effects[7], Effect::Guard { safe: Polarity::Returns, .. }));
    assert!(matches!(effects[8], Effect::Use { settings, .. } if settings[0].when.len() == 1));
    assert!(matches!(
        effects[9],
        Effect::Route(route) if route.via == Via::Decorator && route.parameters.is_some() && route.returns.is_some()
    ));
}

#[test]
fn every_condition_is_read() {
    let names = good_model(
        r#"
[[clean]]
api = "lib.f"
origin = "generated"
versions = ">=2,<3.0rc1, !=2.4.*"
when = [
  { port = "0", is = ["md5", 1, true, { null = true }] },
  { port = "0", is_not = "x" },
  { port = "mode", matches = "w" },
]
[[clean]]
api = "lib.g"
unless = [{ port = "1:Loader", refers = ["lib.Safe"] }, { port = "2", given = false }, { port = "*", constant = true }]
"#,
    )
    .names;
    let row = &names.rows[0];
    assert_eq!(row.origin, Origin::Generated);
    assert_eq!(row.versions.as_ref().map(|versions| versions.written.as_str()), Some(">=2,<3.0rc1, !=2.4.*"));
    let Test::OneOf(literals) = &row.when[0].test else { panic!("{row:?}") };
    assert_eq!(*literals, [Literal::Str("md5".to_owned()), Literal::Int(1), Literal::Bool(true), Literal::Null]);
    assert!(matches!(&row.when[1].test, Test::NoneOf(literals) if literals.len() == 1));
    assert!(matches!(&row.when[2].test, Test::Matches(regex) if regex.is_match("rw")));
    let unless = &names.rows[1].unless;
    assert!(matches!(&unless[0].test, Test::Refers(names) if *names == ["lib.Safe"]));
    assert!(matches!(unless[1].test, Test::Given(false)));
    assert!(matches!(unless[2].test, Test::Constant(true)));
}

#[test]
fn what_is_misspelt_is_asked_about() {
    for (rows, message) in [
        (
            "[[source]]\napi = \"lib.x\"\nkind = \"remote-inptu\"",
            "5: unknown kind \"remote-inptu\" — did you mean \"remote-input\"?",
        ),
        (
            "[[sink]]\napi = \"lib.x\"\nkind = \"shell\"\ncontext = \"programm\"\nfrom = \"0\"",
            "6: unknown context \"programm\" — did you mean \"program\"?",
        ),
        ("[[sanitiser]]\napi = \"lib.x\"", "3: unknown table [[sanitiser]] — did you mean \"sanitizer\"?"),
        ("version = \"2\"", "3: unknown key `version` in the model"),
        (
            "[[clean]]\napi = \"lib.x\"\nverions = \"2\"",
            "5: unknown key `verions` in [[clean]] — did you mean \"versions\"?",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [\n  { port = \"0\", iss = 1 , is = 1 },\n]",
            "6: unknown key `iss` in a condition — did you mean \"is\"?",
        ),
        (
            "[[pass]]\napi = \"lib.x\"\nfrom = \"0\"\nstring = \"joined\"",
            "6: unknown word \"joined\" for `string` — did you mean \"join\"?",
        ),
        (
            "[clean]\napi = \"lib.x\"",
            "3: `clean` takes a list of at least one table, which is written with two brackets, not a table — The result carries nothing of the arguments.",
        ),
    ] {
        assert_eq!(model_error(rows), message);
    }
}

#[test]
fn a_kind_must_play_the_part_that_its_row_gives_it() {
    assert_eq!(
        model_error("[[source]]\napi = \"lib.x\"\nkind = \"sql\""),
        "5: \"sql\" is a sink kind, and a source kind stands here — the source kinds are remote-input"
    );
    assert_eq!(
        model_error("[[use]]\napi = \"lib.x\"\nkind = \"banana\""),
        "5: unknown kind \"banana\" — the use kinds are cookie, weak-hash"
    );
    let settings = "[[use]]\napi = \"lib.x\"\nkind = \"cookie\"\nsettings = [{ kind = \"sql\", when = [{ port = \"0\", is = 1 }] }]";
    assert!(model_error(settings).starts_with("6: \"sql\" is a sink kind, and a setting kind stands here"));
}

#[test]
fn a_context_is_given_exactly_when_the_kind_has_any() {
    assert_eq!(
        model_error("[[sink]]\napi = \"lib.x\"\nkind = \"shell\"\nfrom = \"0\""),
        "5: \"shell\" needs a `context` — it is one of command-line, program, arguments"
    );
    assert_eq!(
        model_error("[[sink]]\napi = \"lib.x\"\nkind = \"sql\"\ncontext = \"x\"\nfrom = \"0\""),
        "6: \"sql\" has no contexts — leave the context out, or give the kind contexts in models/kinds.toml"
    );
}

#[test]
fn of_keys_that_exclude_each_other_exactly_one_is_given() {
    let one = "give exactly one of them";
    for (rows, message) in [
        ("[[clean]]", "3: [[clean]] needs one of `api`, `apis`"),
        ("[[clean]]\napi = \"lib.x\"\napis = [\"lib.y\"]", "3: [[clean]] has `api`, `apis` at once"),
        (
            "[[route]]\napi = \"lib.x\"",
            "3: [[route]] needs one of `decorator`, `argument`, `methods_of_base`, `public`, `takes`",
        ),
        (
            "[[route]]\napi = \"lib.x\"\ndecorator = true\nargument = \"0\"",
            "3: [[route]] has `decorator`, `argument` at once",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"0\", is = 1, given = true }]",
            "5: a condition has `is`, `given` at once",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"0\" }]",
            "5: a condition needs one of `is`, `is_not`, `below`, `above`, `matches`, `refers`, `given`, `in_state`, `constant`",
        ),
    ] {
        assert_eq!(model_error(rows), format!("{message} — {one}"));
    }
}

#[test]
fn a_missing_key_or_a_wrong_form_is_told_with_what_the_key_says() {
    for (rows, message) in [
        ("[[sink]]\napi = \"lib.x\"\nkind = \"sql\"", "3: `from` is missing in [[sink]] — Where it goes in."),
        (
            "[[sink]]\napi = \"lib.x\"\nkind = \"sql\"\nfrom = 0",
            "6: `from` takes a text or a list of at least one, not 0 — Where it goes in.",
        ),
        (
            "[[sink]]\napi = \"lib.x\"\nkind = \"sql\"\nfrom = []",
            "6: `from` takes a text or a list of at least one, not an empty list — Where it goes in.",
        ),
        (
            "[[clean]]\napi = \"  \"",
            "4: `api` takes a text, not an empty text — The dotted name as imported; `?.name` for a method of a receiver of unknown type.",
        ),
        (
            "[[route]]\napi = \"lib.x\"\ndecorator = false",
            "5: `decorator` takes nothing but true, not false — The function is decorated with the API, or with a call of it.",
        ),
        (
            "[[wiring]]\napi = \"lib.x\"\ninvokes = \"0\"\narguments = [{ from = \"1\", to = 256 }]",
            "6: `to` takes a whole number from 0 to 255, not 256 — The position of the parameter.",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"0\", is = 1.5 }]",
            "5: `is` takes a text, a whole number, true, false, { null = true }, or a list of at least one of these, not 1.5 — It is one of these literals.",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"0\", is = { null = false } }]",
            "5: `is` takes a text, a whole number, true, false, { null = true }, or a list of at least one of these, not a table — It is one of these literals.",
        ),
        (
            "[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"0\", given = 1 }]",
            "5: `given` takes true or false, not 1 — The argument is given, or missing; of the receiver: the code has put it where it is read.",
        ),
    ] {
        assert_eq!(model_error(rows), message);
    }
    let no_head = messages(&[(MODEL_FILE, "")]);
    assert_eq!(
        no_head[0],
        "models/python/lib.toml:1: `homepage` is missing in the model — Where its documentation is."
    );
}

#[test]
fn a_dotted_name_is_one() {
    let hint = "write it as imported, dots between the parts, without parentheses: \"package.Class.method\"";
    for bad in ["lib.f()", "lib..f", ".f", "lib.f.", "lib f", "2lib", "lib-x.f"] {
        let found = model_error(&format!("[[clean]]\napi = \"{bad}\""));
        assert_eq!(found, format!("4: \"{bad}\" is not a dotted name — {hint}"));
    }
    assert!(
        model_error("[[returns]]\napi = \"lib.f\"\ntype = [\"lib.X\", \"lib/Y\"]").starts_with("5: \"lib/Y\" is not")
    );
}

#[test]
fn a_receiver_of_unknown_type_has_names_and_a_known_one_has_none() {
    let names = good_model("[[clean]]\napi = \"?.execute\"\nreceivers = [\"cursor\", \"cur\"]").names;
    assert_eq!(names.heuristic["execute"].len(), 1);
    assert_eq!(names.rows[0].receivers, ["cursor", "cur"]);
    for (rows, message) in [
        (
            "[[clean]]\napi = \"?.execute\"",
            "4: \"?.execute\" needs `receivers` — the names that the receiver's variable or attribute must have: [\"cursor\", \"cur\"]",
        ),
        (
            "[[clean]]\napi = \"lib.execute\"\nreceivers = [\"cursor\"]",
            "5: `receivers` are for \"?.method\", and \"lib.execute\" says its type — leave them out",
        ),
        (
            "[[clean]]\napi = \"?.a.b\"\nreceivers = [\"cursor\"]",
            "4: \"?.a.b\" is not a method of an unknown receiver — one method after \"?.\", without dots",
        ),
        (
            "[[type]]\napi = \"?.a\"\nreceivers = [\"cursor\"]",
            "4: \"?.a\" cannot stand in [[type]] — give the whole dotted name",
        ),
        ("[[clean]]\napi = \"?.a\"\nreceivers = [\"self.cursor\"]", "5: \"self.cursor\" is not the name of a receiver"),
    ] {
        assert_eq!(model_error(rows), message);
    }
}

#[test]
fn a_bad_pattern_is_told_with_the_reason() {
    let pattern = |pattern: &str| {
        model_error(&format!("[[clean]]\napi = \"lib.x\"\nwhen = [{{ port = \"0\", matches = '{pattern}' }}]"))
    };
    assert_eq!(pattern("a("), "5: \"a(\" is not a regular expression: unclosed group");
    assert_eq!(pattern(r"(\w{500}){500}"), "5: the pattern becomes too large — bound its repetitions more tightly");
}

#[test]
fn a_requirement_of_versions_is_one() {
    for bad in ["2", ">=", ">=2,", "=>2", ">=2.*", "==2.x", "^2"] {
        let found = model_error(&format!("[[clean]]\napi = \"lib.x\"\nversions = \"{bad}\""));
        assert!(found.starts_with("5: \""), "{found}");
        assert!(found.contains("is not a requirement of a version — comparisons with commas between them"), "{found}");
    }
    for known in ["type]]\nbases = [\"lib.B\"]", "alias]]\nof = \"lib.y\"", "returns]]\ntype = \"lib.B\""] {
        let found = model_error(&format!("[[{known}\napi = \"lib.x\"\nversions = \">=2\""));
        assert!(found.starts_with("6: `versions` is never asked in [["), "{found}");
    }
}

#[test]
fn a_model_never_names_a_weakness() {
    let hint = "say what the call does in kinds; rules/ says which weakness that is";
    let message = |line| format!("{line}: a model never names a weakness — {hint}");
    assert_eq!(model_error("# see cwe-89\n"), message(3));
    assert_eq!(model_error("[[clean]]\napi = \"lib.x\"\nfact = \"it is CWE-89\""), message(5));
    assert_eq!(model_error("[[clean]]\napi = \"lib.x\"\ncwe = 89"), message(5));
}

#[test]
fn a_row_stands_there_once() {
    let row = "[[sink]]\napi = \"lib.x\"\nkind = \"sql\"\nfrom = \"0\"\n";
    let found = model_error(&format!("{row}{row}"));
    assert_eq!(found, "7: this row says of \"lib.x\" what another says — it stands at models/python/lib.toml:3");
    let other_condition = format!("{row}when = [{{ port = \"1\", is = true }}]\n");
    good_model(&format!("{row}{other_condition}"));
    let many: String = (0..40).map(|at| row.replace("\"0\"", &format!("\"{at}\""))).collect::<Vec<_>>().concat();
    good_model(&many);
    let found = model_error(&format!("{many}{row}"));
    assert_eq!(found, "163: this row says of \"lib.x\" what another says — it stands at models/python/lib.toml:3");
    let unknown = "[[clean]]\napi = \"?.x\"\nreceivers = [\"a\"]\n";
    assert!(model_error(&format!("{unknown}{unknown}")).starts_with("6: this row says"));
}

#[test]
fn a_library_has_one_model_in_each_language() {
    let model = with_head("");
    let found =
        messages(&[(MODEL_FILE, &model), ("models/python/other.toml", &model), ("models/java/lib.toml", &model)]);
    assert_eq!(
        found,
        ["models/python/other.toml: the library \"lib\" has two models — the other is models/python/lib.toml"]
    );
}

#[test]
fn what_is_no_toml_is_told_by_line_and_everything_wrong_at_once() {
    let found = messages(&[
        (MODEL_FILE, "library = \"lib\"\nhomepage = \n[[clean]]\n"),
        (
            "models/python/b.toml",
            &with_head(
                "[[source]]\napi = \"b.x\"\nkind = \"a\"\n[[sink]]\napi = \"b.y\"\nkind = \"b\"\nfrom = \"x y\"",
            )
            .replace("\"lib\"", "\"b\""),
        ),
    ]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].starts_with("models/python/b.toml:5: unknown kind \"a\""));
    assert!(found[1].starts_with("models/python/b.toml:8: unknown kind \"b\""));
    assert!(found[2].starts_with("models/python/lib.toml:2: this is not TOML: "), "{found:#?}");
}
