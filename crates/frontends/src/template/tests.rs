//! What templates become, and that nothing in a text makes the frontend fail or take long.

use ir::SourceFile;

use super::lower;

fn lowered(path: &str, text: &str) -> ir::Module {
    let module = lower(&SourceFile::new(path, text), path);
    if let Err(errors) = ir::verify_module(&module) {
        panic!("{}\n{}", errors[0], text.get(..200).unwrap_or(text));
    }
    module
}

/// The operations that a template's function calls, in order, without those of reading names.
fn calls(path: &str, text: &str) -> Vec<String> {
    let module = lowered(path, text);
    let names = module.functions[1].ops.iter().filter_map(|op| match op {
        ir::Op::Call(ir::Callee::Method(_, name), _) => Some(module.symbols.text(*name).to_owned()),
        _ => None,
    });
    names.filter(|name| name != "either").collect()
}

fn opaque(text: &str) -> usize {
    let module = lowered("a.html", text);
    let notes = module.notes.len();
    let ops = module.functions.iter().flat_map(|function| &function.ops);
    assert_eq!(ops.filter(|op| matches!(op, ir::Op::Opaque(..))).count(), notes, "{text}");
    notes
}

#[test]
fn a_hole_is_escaped_and_shown_where_it_stands() {
    assert_eq!(calls("a.html", "<p>{{ x }}"), ["escape", "emit_text"]);
    assert_eq!(calls("a.html", "<p title='{{- x -}}'>"), ["escape", "emit_attribute"]);
    assert_eq!(calls("a.html", "<p>{{ x|upper|f(1) }}"), ["upper", "f", "escape", "emit_text"]);
    assert_eq!(calls("a.j2", "<p>{{ x }}"), ["emit_text"]);
    assert_eq!(calls("a.html", "{% autoescape off %}{{ x }}{% endautoescape %}"), ["emit_text"]);
    assert_eq!(calls("a.html", "{{ {'a': {'b': x}} }}"), ["escape", "emit_text"]);
    assert_eq!(calls("a.html", "{{ '}}' }}"), ["escape", "emit_text"]);
    assert_eq!(calls("a.html", "{% raw %}{{ x }}{% endraw %}{# {{ x }} #}"), [""; 0]);
}

#[test]
fn every_way_of_a_condition_begins_where_the_condition_stands() {
    let text = "<p {% if a %}title=\"{{ x }}\"{% elif b %}title={{ x }}{% else %}>{% endif %}>{{ x }}";
    let expected = ["escape", "emit_attribute", "escape", "emit_unquoted_attribute", "escape", "emit_text"];
    assert_eq!(calls("a.html", text), expected);
}

#[test]
fn a_page_that_is_named_on_one_way_alone_is_filled_in_at_the_end() {
    for text in ["{% if a %}{% extends 'b' %}{% endif %}", "{% for a in b %}{% extends a %}{% endfor %}"] {
        let shown = calls("a.html", text);
        assert_eq!(shown.last().map(String::as_str), Some("extends"), "{text}");
    }
}

#[test]
fn a_macro_is_a_function_to_which_the_module_binds_its_name() {
    let module = lowered("a.html", "{% macro m(a, b='') %}{{ a }}{% endmacro %}{{ m(1) }}");
    assert_eq!(module.functions.len(), 3);
    assert_eq!(module.functions[2].params.len(), 2);
    let bound: Vec<&str> = module.bindings.iter().map(|binding| module.symbols.text(binding.name)).collect();
    assert_eq!(bound, ["m", ir::TEMPLATE]);
}

#[test]
fn a_text_of_a_program_is_a_template_when_all_of_it_is_understood() {
    let text = "A = '<p>{{ x }}'\nB = '<p>{{ x y }}'\nC = '{{ x }}'\nD = '<p>\\n{{ x }}'\n";
    let module = crate::lower(&SourceFile::new("a.py", text), crate::Language::Python, "a", false);
    assert!(ir::verify_module(&module).is_ok());
    let names = module.bindings.iter().map(|binding| module.symbols.text(binding.name));
    let templates: Vec<&str> = names.filter(|name| name.starts_with(ir::TEMPLATE)).collect();
    assert_eq!(templates.len(), 1, "{templates:?}");
    let function = module.functions.last().unwrap();
    assert_eq!(text.get(function.span.start as usize..function.span.end as usize), Some("<p>{{ x }}"));
}

#[test]
fn what_is_not_understood_is_told() {
    for text in
        ["{{ a ? b : c }}", "{{ a", "{% a", "{% unknown x %}", "{{ a b }}", "{% if %}", "{% endif %}", "{{ ( }}"]
    {
        assert_eq!(opaque(text), 1, "{text}");
    }
    assert_eq!(opaque("{{ x }}{% csrf_token %}{{ }}{% set a = 1 %}{% block b %}{% endblock b %}"), 0);
}

#[test]
fn large_and_strange_texts_take_no_longer_than_others() {
    let many = |part: &str| part.repeat((1 << 18) / part.len());
    for part in ["{", "{{", "{%", "{{ x }}"] {
        lowered("a.html", &part.repeat((1 << 20) / part.len()));
    }
    for part in [
        "{",
        "{{",
        "{%",
        "{#",
        "{{ '",
        "{{ x }}",
        "{% if x %}",
        "{% if x %}{{ x }}{% endif %}",
        "{% for x in y %}",
        "{% for x in y %}{{ x }}{% else %}",
        "{% macro m(a) %}",
        "{% macro m(a) %}{{ a }}{% endmacro %}",
        "{% set x = x ~ x %}",
        "{% set x %}{{ x }}",
        "{% include x %}{% set a = 1 %}",
        "{% raw %}",
        "{% endif %}",
        "{% else %}",
        "{% filter a %}{{ x }}",
        "<script>",
        "{% end",
        "{% raw %}{% endraw",
    ] {
        let text = many(part);
        lowered("a.html", &text);
        lowered("a.html", &format!("{{% if x %}}{text}"));
    }
    let ways = format!("{{% if x %}}{}", many("{% elif x %}{{ x }}"));
    lowered("a.html", &ways);
    for part in ["(", "[", "{", "-", "not ", "x|", "x.", "x(", "x if ", "x and ", "x[", "'", "x is "] {
        lowered("a.html", &format!("{{{{ {} }}}}", many(part)));
        lowered("a.html", &format!("{{{{ {} }}}}", part.repeat(300)));
        lowered("a.html", &format!("{{{{ {}x }}}}", part.repeat(300)));
    }
}

#[test]
fn nothing_in_a_text_makes_it_fail() {
    let parts = [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        " if ",
        " for ",
        " in ",
        " set ",
        "x",
        "=",
        "(",
        ")",
        "|",
        ".",
        "'",
        "\"",
        "<p ",
        ">",
        "\u{e4}",
        " endif ",
        " endfor ",
        " macro ",
        " endmacro ",
        " else ",
        " block ",
        "\n",
        "[",
        "]",
        " raw ",
        "-",
        " extends ",
        " include ",
        " import ",
        " from ",
        " filter ",
        " endfilter ",
        " call ",
        " autoescape ",
        " with ",
    ];
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..24 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(parts[(seed >> 33) as usize % parts.len()]);
        }
        lowered("a.html", &text);
    }
}
