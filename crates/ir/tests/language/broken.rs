//! The verifier catches each kind of breakage.

use flawline_ir::{Interner, List, Module, Op, Span, Symbol, Value, VerifyError, parse_module, verify_module};

use crate::sample;

const VALID: &str = r"module m
bind g = f1
bind C = c0

class c0 C {
  name C
  body f2
  method g = f1 instance
}

fn f0 <module>() {
  name <module>
  kind module
b0:
  v0 = const 1
  v1 = closure f1 captures [v0] defaults [v0]
  v2 = class c0 [v0]
  return v1
}

fn f1 g(a, b = default) {
  name g
  kind method c0
  parent f0
  captures [x]
  decorators [v2]
b0: handlers b3
  v0 = param 1 as b
  v1 = capture 0 as x
  branch v0 then b1 else b2
b1: from b0
  v2 = v0 + v1
  jump b2
b2: from b0, b1
  v3 = phi [v0, v2]
  v4 = map {v3: v1}
  v5 = call v3(k: v4)
  return v5
b3: from b0
  v6 = caught []
  raise v6
b4:
  v7 = copy v5
  return v7
}

fn f2 C(cls) {
  name C
  kind class c0
  parent f0
b0:
  unreachable
}
";

fn valid() -> Module {
    parse_module(VALID).unwrap()
}

fn errors(module: &Module) -> Vec<String> {
    verify_module(module).expect_err("the module is broken").iter().map(ToString::to_string).collect()
}

/// What is said of the valid module after `change`.
fn changed(change: impl FnOnce(&mut Module)) -> Vec<String> {
    let mut module = valid();
    change(&mut module);
    errors(&module)
}

/// What is said of the valid module with a part of its text replaced.
fn replaced(from: &str, to: &str) -> Vec<String> {
    assert_eq!(VALID.matches(from).count(), 1, "{from}");
    errors(&parse_module(&VALID.replace(from, to)).unwrap())
}

#[test]
fn a_valid_module_passes() {
    assert_eq!(verify_module(&valid()), Ok(()));
}

#[test]
fn an_operand_must_exist() {
    assert_eq!(replaced("v2 = v0 + v1", "v2 = v0 + v99"), ["f1 g, v2: the operand v99 does not exist"]);
}

#[test]
fn an_argument_must_exist() {
    assert_eq!(replaced("(k: v4)", "(k: v99)"), ["f1 g, v5: the operand v99 does not exist"]);
}

#[test]
fn a_terminator_s_value_must_exist() {
    assert_eq!(replaced("return v5", "return v99"), ["f1 g, b2: the operand v99 does not exist"]);
}

#[test]
fn a_block_that_control_goes_to_must_exist() {
    assert_eq!(
        replaced("v6 = caught []\n  raise v6", "v6 = caught []\n  jump b9"),
        ["f1 g, b3: it leads to b9, which does not exist"]
    );
}

#[test]
fn a_handler_must_exist() {
    assert_eq!(
        replaced("b1: from b0\n", "b1: from b0 handlers b9\n"),
        ["f1 g, b1: it leads to b9, which does not exist"]
    );
}

#[test]
fn a_function_that_is_bound_must_exist() {
    assert_eq!(replaced("bind g = f1", "bind g = f9"), ["f9 does not exist"]);
}

#[test]
fn a_class_that_is_bound_must_exist() {
    assert_eq!(replaced("bind C = c0", "bind C = c9"), ["c9 does not exist"]);
}

#[test]
fn a_method_s_function_must_exist() {
    assert_eq!(replaced("method g = f1", "method g = f9"), ["f9 does not exist"]);
}

#[test]
fn a_method_s_class_must_exist() {
    assert_eq!(replaced("kind method c0", "kind method c9"), ["f1 g: c9 does not exist"]);
}

#[test]
fn a_class_operation_s_class_must_exist() {
    assert_eq!(replaced("class c0 [v0]", "class c9 [v0]"), ["f0 <module>, v2: c9 does not exist"]);
}

#[test]
fn a_closure_s_function_must_exist() {
    assert_eq!(replaced("closure f1", "closure f9"), ["f0 <module>, v1: f9 does not exist"]);
}

#[test]
fn the_owner_of_a_shared_variable_must_exist() {
    assert_eq!(replaced("v1 = capture 0", "v1 = shared f9.x"), ["f1 g, v1: f9 does not exist"]);
}

#[test]
fn a_constant_must_exist() {
    let errors = changed(|module| module.functions[0].ops[0] = Op::Const(flawline_ir::ConstId(9)));
    assert_eq!(errors, ["f0 <module>, v0: constant 9 does not exist"]);
}

#[test]
fn a_symbol_must_be_in_the_interner() {
    let errors = changed(|module| module.functions[1].ops[1] = Op::Global(Symbol(999)));
    assert_eq!(errors, ["f1 g, v1: symbol 999 is out of range"]);
}

#[test]
fn symbols_of_declarations_must_be_in_the_interner() {
    let errors = changed(|module| {
        let wrong = Symbol(999);
        module.name = wrong;
        module.star_imports.push(wrong);
        module.exported = Some(vec![wrong]);
        module.bindings[0].name = wrong;
        module.bindings[1].target = flawline_ir::BindingTarget::Import(wrong);
        module.classes[0].bases.push(wrong);
        module.classes[0].methods[0].name = wrong;
        module.functions[1].params[0].types.push(wrong);
        module.functions[1].names[0].1 = wrong;
        module.functions[1].pools.args[0].kind = flawline_ir::ArgKind::Named(wrong);
    });
    assert_eq!(errors.iter().filter(|error| error.ends_with("symbol 999 is out of range")).count(), 10);
    assert_eq!(errors.len(), 10);
}

#[test]
fn symbols_are_not_judged_once_the_interner_is_empty() {
    let mut module = valid();
    module.symbols = Interner::default();
    assert_eq!(verify_module(&module), Ok(()));
}

#[test]
fn a_list_of_values_must_lie_in_its_pool() {
    for list in [List { start: 0, len: 999 }, List { start: u32::MAX, len: u32::MAX }] {
        let errors = changed(|module| module.functions[1].ops[4] = Op::Template(list));
        assert_eq!(errors, ["f1 g, v4: its operands do not lie in their pool"]);
    }
}

#[test]
fn a_list_of_arguments_must_lie_in_its_pool() {
    let errors = changed(|module| module.functions[1].pools.args.clear());
    assert_eq!(errors, ["f1 g, v5: its operands do not lie in their pool"]);
}

#[test]
fn blocks_must_not_leave_a_gap() {
    let errors = changed(|module| module.functions[1].blocks[1].first = 3);
    assert_eq!(errors, ["f1 g, b1: it begins at v3 instead of v2", "f1 g, b2: it begins at v3 instead of v4"]);
}

#[test]
fn blocks_must_hold_all_operations() {
    let errors = changed(|module| module.functions[1].blocks[4].len = 0);
    assert_eq!(errors, ["f1 g: its blocks end at v7, its operations at v8"]);
}

#[test]
fn phis_must_stand_first() {
    assert_eq!(
        replaced("v5 = call v3(k: v4)", "v5 = phi [v0, v2]"),
        ["f1 g, b2, v5: a phi stands after another operation"]
    );
}

#[test]
fn a_phi_needs_an_operand_for_each_predecessor() {
    assert_eq!(
        replaced("phi [v0, v2]", "phi [v0]"),
        ["f1 g, b2, v3: the phi has 1 operands, its block 2 predecessors"]
    );
}

#[test]
fn a_block_that_leads_there_must_be_a_predecessor() {
    assert_eq!(replaced("b3: from b0", "b3:"), ["f1 g, b3: b0 leads there but is not among its predecessors"]);
}

#[test]
fn a_predecessor_must_lead_there() {
    assert_eq!(replaced("b3: from b0", "b3: from b0, b1"), ["f1 g, b3: its predecessor b1 does not lead there"]);
}

#[test]
fn a_predecessor_must_exist() {
    assert_eq!(replaced("b3: from b0", "b3: from b0, b9"), ["f1 g, b3: its predecessor b9 does not lead there"]);
}

#[test]
fn a_predecessor_must_stand_once() {
    assert_eq!(replaced("b3: from b0", "b3: from b0, b0"), ["f1 g, b3: b0 stands twice among its predecessors"]);
}

#[test]
fn a_function_must_have_an_entry() {
    let errors = changed(|module| module.functions[2].blocks.clear());
    assert_eq!(errors, ["f2 C: it has no entry block"]);
}

#[test]
fn nothing_may_lead_to_the_entry() {
    let errors = changed(|module| {
        module.functions[2].blocks[0].terminator = flawline_ir::Terminator::Jump(flawline_ir::BlockId(0));
        module.functions[2].blocks[0].predecessors.push(flawline_ir::BlockId(0));
    });
    assert_eq!(errors, ["f2 C, b0: the entry has predecessors"]);
}

#[test]
fn a_value_must_be_made_before_it_is_used_in_its_block() {
    assert_eq!(replaced("v4 = map {v3: v1}", "v4 = map {v5: v1}"), ["f1 g, b2, v4: v5 may be unmade when it is used"]);
}

#[test]
fn a_value_must_not_use_itself() {
    assert_eq!(replaced("v2 = v0 + v1", "v2 = v0 + v2"), ["f1 g, b1, v2: v2 may be unmade when it is used"]);
}

#[test]
fn a_value_made_on_one_branch_must_not_be_used_after_both() {
    assert_eq!(replaced("v4 = map {v3: v1}", "v4 = map {v3: v2}"), ["f1 g, b2, v4: v2 may be unmade when it is used"]);
}

#[test]
fn a_phi_s_operand_must_be_made_where_control_comes_from() {
    assert_eq!(replaced("phi [v0, v2]", "phi [v2, v2]"), ["f1 g, b2, v3: v2 may be unmade when control comes from b0"]);
}

#[test]
fn a_terminator_s_value_must_be_made() {
    assert_eq!(replaced("raise v6", "raise v3"), ["f1 g, b3: v3 may be unmade when the block ends"]);
}

#[test]
fn a_value_of_unreachable_code_must_not_be_used_in_reachable_code() {
    assert_eq!(replaced("raise v6", "raise v7"), ["f1 g, b3: v7 may be unmade when the block ends"]);
}

#[test]
fn unreachable_code_may_use_what_is_made_elsewhere() {
    let text = VALID.replace("v7 = copy v5", "v7 = copy v7");
    assert_eq!(verify_module(&parse_module(&text).unwrap()), Ok(()));
}

#[test]
fn a_parameter_must_exist() {
    assert_eq!(replaced("param 1", "param 2"), ["f1 g, v0: parameter 2 does not exist"]);
}

#[test]
fn a_capture_must_exist() {
    assert_eq!(replaced("capture 0", "capture 1"), ["f1 g, v1: capture 1 does not exist"]);
}

#[test]
fn a_closure_must_bring_every_capture() {
    assert_eq!(replaced("captures [v0]", "captures []"), ["f0 <module>, v1: the closure brings 0 captures, f1 has 1"]);
}

#[test]
fn a_closure_must_bring_every_default() {
    assert_eq!(
        replaced("defaults [v0]", "defaults [v0, v0]"),
        ["f0 <module>, v1: the closure brings 2 defaults, f1 has 1 parameters with one"]
    );
}

#[test]
fn every_key_of_a_map_must_have_a_value() {
    assert_eq!(replaced("{v3: v1}", "{v3}"), ["f1 g, v4: a key of the map has no value"]);
}

#[test]
fn names_must_be_sorted_by_value() {
    let errors = changed(|module| module.functions[1].names.reverse());
    assert_eq!(errors, ["f1 g: its names are not sorted by value"]);
}

#[test]
fn a_named_value_must_exist() {
    let errors = changed(|module| module.functions[1].names[1].0 = Value(99));
    assert_eq!(errors, ["f1 g: a name is given to v99, which does not exist"]);
}

#[test]
fn every_operation_must_have_a_span() {
    let errors = changed(|module| module.functions[1].spans.push(Span::default()));
    assert_eq!(errors, ["f1 g: it has 8 operations but 9 spans"]);
}

#[test]
fn a_decorator_must_be_a_value_of_the_parent() {
    assert_eq!(replaced("decorators [v2]", "decorators [v3]"), ["f1 g: its decorator v3 is no value of its parent"]);
}

#[test]
fn the_first_function_must_be_the_module_s_body() {
    assert_eq!(replaced("kind module", "kind plain"), ["f0 is not the module's body"]);
}

#[test]
fn a_module_must_have_a_body() {
    assert_eq!(errors(&parse_module("module m").unwrap()), ["f0 is not the module's body"]);
}

#[test]
fn the_module_s_body_must_have_no_parent() {
    assert!(replaced("kind module", "kind module\n  parent f2").contains(&"f0 has a parent".to_owned()));
}

#[test]
fn no_other_function_may_be_a_module_s_body() {
    assert_eq!(replaced("kind method c0", "kind module"), ["f1 g: only f0 is a module's body"]);
}

#[test]
fn a_class_s_body_must_be_of_that_kind() {
    assert_eq!(replaced("kind class c0", "kind plain"), ["f2, the body of c0, is not of the kind `class c0`"]);
}

#[test]
fn a_class_s_body_must_exist() {
    assert_eq!(replaced("body f2", "body f9"), ["f9 does not exist"]);
}

#[test]
fn a_parent_must_exist() {
    let errors = changed(|module| module.functions[2].parent = Some(flawline_ir::FunctionId(9)));
    assert_eq!(errors, ["f2 C: f9 does not exist"]);
}

#[test]
fn parents_must_not_go_round() {
    let errors = changed(|module| {
        module.functions[1].decorators.clear();
        module.functions[1].parent = Some(flawline_ir::FunctionId(2));
        module.functions[2].parent = Some(flawline_ir::FunctionId(1));
    });
    assert_eq!(errors, ["f2 C: its parents go round in a circle"]);
}

#[test]
fn no_more_than_a_hundred_errors_are_reported() {
    let errors = changed(|module| module.functions[1].names = vec![(Value(99), Symbol(0)); 1000]);
    assert_eq!(errors.len(), 100);
}

#[test]
fn an_error_says_where_it_is() {
    let module = parse_module(&VALID.replace("phi [v0, v2]", "phi [v2, v2]")).unwrap();
    let errors = verify_module(&module).unwrap_err();
    let VerifyError { function, block, value, .. } = &errors[0];
    assert_eq!((function.unwrap().0, block.unwrap().0, value.unwrap().0), (1, 2, 3));
}

#[test]
fn a_hostile_name_does_not_break_an_error_s_line() {
    let text = VALID.replace("fn f1 g(", "fn f1 \"g\\n\\u{202e}\"(").replace("param 1", "param 2");
    assert_eq!(errors(&parse_module(&text).unwrap()), ["f1 \"g\\n\\u{202e}\", v0: parameter 2 does not exist"]);
}

#[test]
fn the_sample_is_broken_only_where_it_is_meant_to_be() {
    assert_eq!(
        errors(&sample::module()),
        [
            "f0 <module>, v0: the closure brings 0 captures, f1 has 2",
            "f0 <module>, v0: the closure brings 0 defaults, f1 has 2 parameters with one"
        ]
    );
}
