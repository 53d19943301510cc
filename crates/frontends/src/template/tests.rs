//! What templates become, and that nothing in a text makes the frontend fail or take long.

use ir::SourceFile;

use super::lower;

fn lowered(path: &str, text: &str) -> ir::Module {
    let module = lower(&SourceFile::new(path, text), path);
    assert!(ir::verify_module(&module).is_ok(), "{path}: {:?}\n{}", ir::verify_module(&module), shown(text));
    module
}

fn shown(text: &str) -> &str {
    text.get(..200).unwrap_or(text)
}

/// The names of the operations that a template's function calls, in order.
fn calls(path: &str, text: &str) -> Vec<String> {
    let module = lowered(path, text);
    let names = module.functions[1].ops.iter().filter_map(|op| match op {
        ir::Op::Call(ir::Callee::Method(_, name), _) => Some(module.symbols.text(*name).to_owned()),
        _ => None,
    });
    names.filter(|name| name != "either").collect()
}

#[test]
fn show() {
    let module = lowered("a.html", "{% macro row(label, text=\"\") %}{{ text|safe }}{% endmacro %}{{ row(\"Query\", q) }}{% set line = \"a\" ~ q %}{{ line|safe }}");
    println!("{}", ir::print_module(&module));
    panic!();
}
