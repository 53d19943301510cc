//! The tree of names that the rows make.

use super::{good_model, model_error};
use crate::{Names, NodeId};

fn name(names: &Names, node: NodeId) -> &str {
    &names.api(node).name
}

fn all<'a>(names: &'a Names, nodes: &[NodeId]) -> Vec<&'a str> {
    nodes.iter().map(|node| name(names, *node)).collect()
}

#[test]
fn a_name_is_found_part_by_part_with_its_rows_in_order() {
    let names = good_model(
        "[[clean]]\napi = \"lib.a.f\"\n[[sink]]\napi = \"lib.a.f\"\nkind = \"sql\"\nfrom = \"0\"\n[[clean]]\napi = \"lib.a\"",
    )
    .names;
    let f = names.find("lib.a.f").unwrap();
    assert_eq!(name(&names, f), "lib.a.f");
    assert_eq!(names.api(f).rows.iter().map(|id| names.row(*id).line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(names.find("lib.a").map(|a| names.child(a, "f")), Some(Some(f)));
    assert_eq!(names.find("lib.b"), None);
    assert_eq!(name(&names, Names::ROOT), "");
}

#[test]
fn members_are_found_in_bases() {
    let names = good_model(
        "[[type]]\napi = \"lib.Sub\"\nbases = [\"lib.Base\"]\n[[clean]]\napi = \"lib.Base.f\"\n[[type]]\napi = \"lib.Base\"\nbases = [\"lib.Sub\"]",
    )
    .names;
    let sub = names.find("lib.Sub").unwrap();
    assert_eq!(names.member(sub, "f"), names.find("lib.Base.f"));
    assert_eq!(names.member(sub, "g"), None);
    assert!(names.api(names.find("lib.Base").unwrap()).is_class);
}

#[test]
fn a_call_of_a_class_gives_an_instance_unless_a_row_says_otherwise() {
    let names = good_model(
        "[[type]]\napis = [\"lib.A\", \"lib.B\"]\n[[returns]]\napi = \"lib.B\"\ntype = \"lib.A\"\n\
         [[returns]]\napi = \"lib.make\"\ntype = [\"lib.A\", \"lib.C\"]\n[[value]]\napi = \"lib.it\"\ntype = \"lib.A\"",
    )
    .names;
    let returns = |of: &str| all(&names, &names.api(names.find(of).unwrap()).returns);
    assert_eq!(returns("lib.A"), ["lib.A"]);
    assert_eq!(returns("lib.B"), ["lib.A"]);
    assert_eq!(returns("lib.make"), ["lib.A", "lib.C"]);
    assert_eq!(returns("lib.C"), ["lib.C"], "what a call gives an instance of is a class");
    assert_eq!(returns("lib.it"), Vec::<&str>::new());
    assert_eq!(all(&names, &names.api(names.find("lib.it").unwrap()).value), ["lib.A"]);
}

#[test]
fn rows_of_another_name_are_rows_of_the_own_one() {
    let names = good_model(
        "[[clean]]\napi = \"lib.Request.args\"\n[[type]]\napi = \"lib.wrappers.Request\"\naliases = [\"lib.Request\"]\n\
         [[alias]]\napi = \"lib.R\"\nof = \"lib.Request\"",
    )
    .names;
    let own = names.find("lib.wrappers.Request.args").unwrap();
    assert_eq!(names.find("lib.Request.args"), Some(own));
    assert_eq!(names.find("lib.R.args"), Some(own));
    assert_eq!(names.api(own).rows.len(), 1);
    assert_eq!(names.row(names.api(own).rows[0]).api, "lib.Request.args", "as it is written");
}

#[test]
fn an_alias_below_an_alias_holds_below_the_own_name_too() {
    let names = good_model(
        "[[alias]]\napi = \"short\"\nof = \"lib.long\"\n[[alias]]\napi = \"short.f\"\nof = \"lib.core.f\"\n[[clean]]\napi = \"lib.long.f\"",
    )
    .names;
    let own = names.find("lib.core.f").unwrap();
    assert_eq!((names.find("short.f"), names.find("lib.long.f")), (Some(own), Some(own)));
    assert_eq!(names.api(own).rows.len(), 1);
}

#[test]
fn a_method_of_an_aliased_class_may_be_an_alias_itself() {
    let names = good_model(
        "[[type]]\napi = \"lib.own.C\"\naliases = [\"lib.C\"]\n[[alias]]\napi = \"lib.C.g\"\nof = \"lib.C.f\"\n[[clean]]\napi = \"lib.own.C.f\"",
    )
    .names;
    let own = names.find("lib.own.C.f").unwrap();
    assert_eq!((names.find("lib.C.g"), names.find("lib.own.C.g")), (Some(own), Some(own)));
}

#[test]
fn aliases_that_lead_back_to_themselves_are_refused() {
    let row = "[[alias]]\napi = \"lib.a\"\nof = \"lib.a.b\"";
    let hint = "one of the names must be an API's own";
    assert_eq!(model_error(row), format!("3: the alias \"lib.a\" of \"lib.a.b\" leads back to itself — {hint}"));
    let two = "[[alias]]\napi = \"lib.a\"\nof = \"lib.b\"\n[[alias]]\napi = \"lib.b\"\nof = \"lib.a\"";
    let found = super::messages(&[(super::MODEL_FILE, &super::with_head(two))]);
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn a_name_is_another_name_of_one_thing() {
    let found = model_error("[[alias]]\napi = \"lib.a\"\nof = \"lib.b\"\n[[alias]]\napi = \"lib.a\"\nof = \"lib.c\"");
    assert_eq!(
        found,
        "6: \"lib.a\" is said to be \"lib.c\" and \"lib.b\" — the other row stands at models/python/lib.toml:3"
    );
}

#[test]
fn numbers_of_names_do_not_depend_on_the_order_of_files() {
    let a = ("models/python/a.toml", "library = \"a\"\nhomepage = \"h\"\n[[clean]]\napi = \"a.x\"");
    let b = ("models/python/b.toml", "library = \"b\"\nhomepage = \"h\"\n[[alias]]\napi = \"b.x\"\nof = \"a.x\"");
    let (one, other) = (super::good(&[a, b]), super::good(&[b, a]));
    let list = |knowledge: &crate::Knowledge| {
        knowledge.names.apis.iter().map(|api| (api.name.clone(), api.alias)).collect::<Vec<_>>()
    };
    assert_eq!(list(&one), list(&other));
    assert_eq!(one.models[1].rows, [crate::RowId(1)]);
}
