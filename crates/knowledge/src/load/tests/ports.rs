//! Ports where they stand: which may come out and which go in.

use super::{good_model, model_error};

#[test]
fn what_is_no_port_is_told_with_the_reason() {
    assert_eq!(
        model_error("[[sink]]\napi = \"lib.x\"\nkind = \"sql\"\nfrom = \"0[\""),
        "6: \"0[\" is not a port: \"[\" is never closed — see \"Ports\" in models/README.md"
    );
}

#[test]
fn a_port_that_can_never_match_is_refused() {
    for (row, port, why) in [
        ("[[sink]]\nkind = \"sql\"\nfrom = PORT", "value", "nothing goes into a read"),
        ("[[sink]]\nkind = \"sql\"\nfrom = PORT", "return", "nothing goes into what a call returns"),
        ("[[sink]]\nkind = \"sql\"\nfrom = PORT", "0(1)", "a callback's parameter comes out of the API"),
        (
            "[[guard]]\nkinds = [\"sql\"]\nsafe = \"true\"\nchecks = PORT",
            "return",
            "nothing goes into what a call returns",
        ),
        ("[[source]]\nkind = \"remote-input\"\nto = PORT", "0()", "a callback's result goes into the API"),
        ("[[clean]]\nwhen = [{ port = PORT, is = 1 }]", "return", "it is tested before there is a result"),
    ] {
        let found = model_error(&format!("{}\napi = \"lib.x\"", row.replace("PORT", &format!("\"{port}\""))));
        assert!(found.contains(&format!("the port \"{port}\" can never match in ")), "{found}");
        assert!(found.contains(why), "{found}");
    }
}

#[test]
fn callbacks_and_returned_functions_take_and_give_the_other_way_round() {
    good_model(
        "[[source]]\napi = \"lib.a\"\nkind = \"remote-input\"\nto = \"0(1)\"\n\
         [[sink]]\napi = \"lib.a\"\nkind = \"sql\"\nfrom = \"0()\"\n\
         [[sink]]\napi = \"lib.b\"\nkind = \"sql\"\nfrom = \"return(0)\"\n\
         [[source]]\napi = \"lib.b\"\nkind = \"remote-input\"\nto = \"return()\"\n",
    );
}

#[test]
fn a_read_has_no_arguments() {
    let hint = "write `to = \"return\"` if the API is called";
    assert_eq!(
        model_error("[[source]]\napi = \"lib.x\"\nkind = \"remote-input\"\nwhen = [{ port = \"mode\", is = \"r\" }]"),
        format!("3: a read has no arguments, and this row speaks of \"mode\" — {hint}")
    );
    assert_eq!(
        model_error("[[pass]]\napi = \"lib.x\"\nfrom = [\"receiver\", \"0:a\"]\nto = \"value\""),
        format!("3: a read has no arguments, and this row speaks of \"0:a\" — {hint}")
    );
    good_model("[[pass]]\napi = \"lib.x\"\nfrom = \"receiver\"\nto = \"value\"");
}

#[test]
fn whether_a_result_is_given_cannot_be_asked() {
    assert_eq!(
        model_error("[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"return\", given = true }]"),
        "5: the port \"return\" can never match in a condition: it is tested before there is a result — test the receiver or an argument"
    );
    good_model("[[clean]]\napi = \"lib.x\"\nwhen = [{ port = \"receiver\", given = true }]");
}
