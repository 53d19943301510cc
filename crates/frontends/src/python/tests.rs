//! Small programs and what they become. A test writes a program and looks for lines of its printed functions.

use ir::{BindingTarget, Function, Module, NoteKind, ParamKind, SourceFile};

fn lowered_as(text: &str, name: &str, is_package: bool) -> Module {
    let module = super::lower(&SourceFile::new("m.py", text), name, is_package);
    if let Err(errors) = ir::verify_module(&module) {
        panic!("{}\n{text}\n{}", errors[0], ir::print_module(&module));
    }
    module
}

fn lowered(text: &str) -> Module {
    lowered_as(text, "m", false)
}

fn function<'a>(module: &'a Module, name: &str) -> &'a Function {
    let named = |function: &&Function| module.symbols.text(function.qualified_name) == name;
    module.functions.iter().find(named).unwrap_or_else(|| panic!("no function {name}"))
}

/// The printed function with its places and empty space left out.
fn printed(module: &Module, name: &str) -> String {
    let text = ir::print_function(module, function(module, name));
    text.lines().map(|line| line.split("  @").next().unwrap_or(line).trim()).collect::<Vec<_>>().join("\n")
}

/// Asserts that the parts stand in the printed function in this order.
#[track_caller]
fn shows(text: &str, name: &str, parts: &[&str]) {
    let module = lowered(text);
    let printed = printed(&module, name);
    let mut rest = printed.as_str();
    for part in parts {
        let Some(at) = rest.find(part) else { panic!("`{part}` is missing or misplaced in\n{printed}") };
        rest = &rest[at + part.len()..];
    }
}

fn count(text: &str, name: &str, part: &str) -> usize {
    printed(&lowered(text), name).matches(part).count()
}

fn bindings(module: &Module) -> Vec<String> {
    let show = |binding: &ir::Binding| {
        let target = match binding.target {
            BindingTarget::Import(path) => format!("import {}", module.symbols.text(path)),
            BindingTarget::Function(_) => "function".to_owned(),
            BindingTarget::Class(_) => "class".to_owned(),
            BindingTarget::Computed => "computed".to_owned(),
        };
        format!("{} = {target}", module.symbols.text(binding.name))
    };
    module.bindings.iter().map(show).collect()
}

#[test]
fn names_of_the_module_are_written_as_globals_and_read_directly_where_surely_bound() {
    let text = "x = f()\ng(x)\nif c:\n    y = 1\nelse:\n    y = 2\nh(y)\nif c:\n    z = 1\nk(z)\n";
    shows(text, "<module>", &["set_global x", "global g", "phi", "global k", "global z"]);
    assert_eq!(count(text, "<module>", "= global x"), 0);
}

#[test]
fn what_an_assertion_does_when_it_fails_may_be_left_out_and_what_a_raise_does_may_not() {
    let text = "def f(a, b):\n    assert a and b, g(a)\n    return a\n\ndef h(a):\n    if not a:\n        raise E\n";
    shows(text, "f", &["branch", " omissible\n", "raise"]);
    assert_eq!(count(text, "f", "omissible"), 1);
    assert_eq!(count(text, "h", "omissible"), 0);
}

#[test]
fn a_name_that_a_function_writes_is_read_from_the_module_every_time() {
    let text = "x = 1\ndef f():\n    global x\n    x = 2\nf()\ng(x)\n";
    shows(text, "<module>", &["set_global x", "global g", "= global x"]);
    shows(text, "f", &["set_global x"]);
}

#[test]
fn relative_imports_become_absolute() {
    let text = "from . import a\nfrom .b import c as d\nfrom ..e import f\nimport g.h, i.j as k\nfrom .z import *\n";
    let module = lowered_as(text, "p.q.m", false);
    let expected = ["a = import p.q.a", "d = import p.q.b.c", "f = import p.e.f", "g = import g", "k = import i.j"];
    assert_eq!(bindings(&module), expected);
    assert_eq!(module.star_imports.iter().map(|it| module.symbols.text(*it)).collect::<Vec<_>>(), ["p.q.z"]);
    let module = lowered_as("from . import a\nfrom ...... import b", "p.q", true);
    assert_eq!(bindings(&module), ["a = import p.q.a", "b = import b"]);
}

#[test]
fn both_ways_of_a_guarded_import_are_bindings() {
    let module =
        lowered("try:\n    import a as x\nexcept ImportError:\n    import b as x\nif TYPE_CHECKING:\n    import c\n");
    assert_eq!(bindings(&module), ["x = import a", "x = import b", "c = import c"]);
}

#[test]
fn the_list_of_public_names_is_collected() {
    let module = lowered("__all__ = ['a'] + ['b']\n__all__ += ('c',)\n__all__.extend(['d'])\n__all__.append('e')\n");
    let names: Vec<&str> = module.exported.iter().flatten().map(|it| module.symbols.text(*it)).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert!(lowered("x = 1").exported.is_none());
}

#[test]
fn every_atom_of_a_condition_gets_a_branch() {
    let text = "def f(a, b, c):\n    if a and not b or c < 1 < a:\n        g()\n";
    assert_eq!(count(text, "f", "branch"), 4);
    assert_eq!(count(text, "f", "not "), 0);
}

#[test]
fn and_or_and_ternaries_choose_by_phis() {
    shows("def f(a, b, c):\n    return a or b and c\n", "f", &["branch v0", "phi ["]);
    shows("def f(a, b, c):\n    return a if b else c\n", "f", &["branch v1", "phi [v0, v2]"]);
    shows("def f(a, b, c):\n    return a < b < c\n", "f", &["v0 < v1", "branch", "v1 < v2", "phi"]);
}

#[test]
fn f_strings_nest_and_tell_numbers_from_text() {
    let text = "def f(a, b):\n    return f'x{a!r}{b:.2f} {f\"{a:>{b}}\"}' 'y' f'{b:%d}'\n";
    shows(text, "f", &["const \"x\"", "text v0", "number", "template [", "const \"y\"", "template ["]);
    shows("def f(a):\n    return f'a{{' 'b'\n", "f", &["const \"a{b\""]);
    shows("def f(a):\n    return f'{a=}'\n", "f", &["const \"a=\"", "text v0"]);
    shows("def f(a):\n    return t'x{a}'\n", "f", &["const \"x\"", "template [v1, v0]"]);
}

#[test]
fn printf_formats_become_templates_where_they_fit() {
    shows("def f(a, b):\n    return 'x%s-%d%%' % (a, b)\n", "f", &["const \"x\"", "number", "const \"%\"", "template"]);
    shows("def f(a):\n    return 'x%s' % a\n", "f", &["template [v1, v0]"]);
    shows("def f(a):\n    return '%(k)s' % {'k': a}\n", "f", &["template [v0]"]);
    shows("def f(a):\n    return '%(k)s' % a\n", "f", &["const \"k\"", "v0[v1]", "template [v2]"]);
    shows("def f(a):\n    return '%s%s' % a\n", "f", &["v1 % v0"]);
    shows("def f(a):\n    return '%*d' % a\n", "f", &["v1 % v0"]);
}

#[test]
fn str_format_on_a_constant_becomes_a_template() {
    shows("def f(a, b):\n    return 'x{}{k.n[0]}'.format(a, k=b)\n", "f", &[".n", "template ["]);
    shows("def f(a):\n    return 'x{}'.format(*a)\n", "f", &["call v1.format(*v0)"]);
    shows("def f(a):\n    return 'x{} {}'.format(a)\n", "f", &["call v1.format(v0)"]);
}

#[test]
fn methods_super_and_isinstance_are_told_apart() {
    let text = "class A(B):\n    def f(self, x):\n        super().f(x)\n        super(A, self).g(x)\n        \
                return isinstance(x, A)\n";
    shows(text, "A.f", &["super", "super"]);
    assert_eq!(count(text, "A.f", "global super"), 0);
    assert_eq!(count(text, "A.f", "global isinstance"), 0);
    for several in ["(A, B)", "A | B", "(A, (B, m.C))"] {
        let text = format!("def f(x):\n    return isinstance(x, {several})\n");
        assert_eq!(count(&text, "f", "global isinstance"), 0, "{several}");
    }
    for other in ["kinds()", "(A, *B)", "A & B"] {
        let text = format!("def f(x):\n    return isinstance(x, {other})\n");
        assert_eq!(count(&text, "f", "global isinstance"), 1, "{other}");
    }
    let shadowed = "def isinstance(a, b): pass\ndef f(x):\n    return isinstance(x, A)\n";
    assert_eq!(count(shadowed, "f", "global isinstance"), 1);
}

#[test]
fn arguments_keep_their_way_of_passing() {
    shows("f(1, *a, k=2, **b)\n", "<module>", &["(v1, *v2, k: v3, **v4)"]);
}

#[test]
fn every_kind_of_parameter_is_declared_and_defaults_go_with_the_closure() {
    let module = lowered("def f(a, /, b: int = 1, *c: str, d, e: 'X | None' = 2, **g): pass\n");
    let f = function(&module, "f");
    let kinds: Vec<ParamKind> = f.params.iter().map(|param| param.kind).collect();
    let expected = [
        ParamKind::PositionalOnly,
        ParamKind::Normal,
        ParamKind::Rest,
        ParamKind::NamedOnly,
        ParamKind::NamedOnly,
        ParamKind::RestNamed,
    ];
    assert_eq!(kinds, expected);
    let types: Vec<&str> = f.params[4].types.iter().map(|it| module.symbols.text(*it)).collect();
    assert_eq!(types, ["X"]);
    shows("def f(a, b=1, *, c=2): pass\n", "<module>", &["defaults [v0, v1]"]);
}

#[test]
fn a_variable_written_once_before_the_closure_is_captured() {
    let text = "def f(a):\n    b = a\n    def g():\n        return lambda: b\n    return g\n";
    shows(text, "f.g", &["capture 0", "closure"]);
    shows(text, "f.g.<lambda>", &["capture 0"]);
    shows(text, "f", &["captures [v0]"]);
}

#[test]
fn a_variable_written_again_or_later_is_shared() {
    let again = "def f():\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n    g()\n    return n\n";
    shows(again, "f", &["set_shared", "= shared"]);
    shows(again, "f.g", &["= shared", "set_shared"]);
    let recursive = "def f():\n    def g():\n        return g()\n    return g\n";
    shows(recursive, "f.g", &["= shared"]);
    let later = "def f():\n    g = lambda: x\n    x = 1\n    return g\n";
    shows(later, "f.<lambda>", &["= shared"]);
    let parameter = "def f(x):\n    x = x or 1\n    return lambda: x\n";
    shows(parameter, "f", &["set_shared", "set_shared"]);
}

#[test]
fn a_comprehension_has_variables_of_its_own_but_a_walrus_writes_outside() {
    let text = "def f(x, ys):\n    zs = [(w := x) for x in ys if x]\n    return x, w, zs\n";
    shows(text, "f", &["has_next v", "branch", "next v", "list [", "tuple ["]);
    shows("def f(xs):\n    return {k: v for k, v in xs}\n", "f", &["v0", "map {"]);
    shows("def f(xs):\n    return g(x for x in xs)\n", "f", &["generator ["]);
    shows("def f(xs):\n    return [lambda: x for x in xs]\n", "f", &["captures [v"]);
}

#[test]
fn unpacking_takes_elements_by_their_numbers() {
    shows(
        "def f(p):\n    a, *b, c = p\n    return a, b, c\n",
        "f",
        &["const 0", "v0[v1]", "const 1", "const -1", ":v"],
    );
    let swap = "def f(a, b):\n    a, b = b, a\n    return a - b\n";
    shows(swap, "f", &["v1 - v0"]);
    assert_eq!(count(swap, "f", "tuple"), 0);
}

#[test]
fn augmented_assignment_reads_and_writes_the_target_once() {
    shows("def f(a):\n    a.b[g()] += 1\n", "f", &["v0.b", "call", "] = "]);
    assert_eq!(count("def f(a):\n    a.b[g()] += 1\n", "f", "call"), 1);
}

#[test]
fn a_return_runs_the_finally_bodies_on_its_way() {
    let text = "def f(a):\n    try:\n        try:\n            return g(a)\n        finally:\n            h()\n    \
                finally:\n        k()\n";
    let module = lowered(text);
    let printed = printed(&module, "f");
    assert_eq!(printed.matches("global h").count(), 2, "on return and on an exception\n{printed}");
    assert_eq!(printed.matches("global k").count(), 2, "{printed}");
}

#[test]
fn break_and_continue_run_the_finally_body_too() {
    let text = "def f(xs):\n    for x in xs:\n        try:\n            if x: break\n            continue\n        \
                finally:\n            h()\n";
    assert_eq!(count(text, "f", "global h"), 3);
}

#[test]
fn nested_finally_bodies_do_not_multiply_without_end() {
    let mut text = "def f():\n".to_owned();
    for depth in 0..40 {
        let pad = " ".repeat(depth + 1);
        text.extend([pad.as_str(), "try:\n ", pad.as_str(), "return g()\n", pad.as_str(), "finally:\n"]);
    }
    text.extend([" ".repeat(41).as_str(), "h()\n"]);
    let module = lowered(&text);
    assert!(function(&module, "f").ops.len() < 20_000);
}

#[test]
fn handlers_see_the_variables_between_statements() {
    let text = "def f():\n    x = 0\n    try:\n        x = 1\n        g()\n        x = 2\n    except (A, B) as e:\n        \
                return x, e\n";
    shows(text, "f", &["handlers", "phi [", "caught [", "branch"]);
}

#[test]
fn managed_resources_are_left_on_every_ordinary_way() {
    let text = "def f(a):\n    with open(a) as b, c:\n        if b: return 1\n    return 2\n";
    assert_eq!(count(text, "f", "enter "), 2);
    assert_eq!(count(text, "f", "exit "), 4);
    shows("async def f(a):\n    async with a: await a\n", "f", &["__aenter__", "await v0"]);
}

#[test]
fn loops_have_their_else_and_their_jumps() {
    let text = "def f(xs):\n    while True:\n        if g(): break\n    for x in xs:\n        if x: continue\n        \
                h(x)\n    else:\n        k()\n";
    shows(text, "f", &["global g", "has_next v0", "next v0", "global h", "global k"]);
}

#[test]
fn match_tests_and_binds_every_kind_of_pattern() {
    let text = "def f(x):\n    match x:\n        case 1 | 'a': a()\n        case None: b()\n        case [p, *q, r]: \
                c(p, q, r)\n        case {'k': v, **rest}: d(v, rest)\n        case C(y, z=w) if w: e(y)\n        \
                case str(s): g(s)\n        case {}: h()\n        case other: i(other)\n";
    let parts = [" == ", " is ", "global len", ">=", " in v", " isa ", ".z", " isa ", " isa ", "global i"];
    let module = lowered(text);
    let printed = printed(&module, "f");
    for part in parts {
        assert!(printed.contains(part), "`{part}` is missing in\n{printed}");
    }
    assert!(printed.contains("const -1") && printed.matches("= load").count() == 6, "{printed}");
    assert!(module.notes.is_empty());
}

#[test]
fn decorators_are_called_and_recorded() {
    let module = lowered("@a\n@b.c(1)\ndef f(): pass\n");
    assert_eq!(function(&module, "f").decorators.len(), 2);
    shows("@a\n@b.c(1)\ndef f(): pass\n", "<module>", &["global a", ".c(", "closure", "call", "call", "set_global f"]);
    assert_eq!(bindings(&module), ["f = function"]);
}

#[test]
fn classes_tell_their_methods_bases_and_fields() {
    let text = "@dataclass\nclass A(B[int], c.D):\n    x: Optional[int] = 1\n    y = 2\n    @property\n    def p(self): \
                self.z: Foo = 1\n    @p.setter\n    def p(self, v): pass\n    @staticmethod\n    def s(): pass\n    \
                class I:\n        def m(self): pass\n";
    let module = lowered(text);
    let class = &module.classes[0];
    let text_of = |symbol: &ir::Symbol| module.symbols.text(*symbol).to_owned();
    assert_eq!(class.bases.iter().map(text_of).collect::<Vec<_>>(), ["B", "c.D"]);
    assert_eq!(class.decorators.iter().map(text_of).collect::<Vec<_>>(), ["dataclass"]);
    assert_eq!(class.fields.iter().map(|it| text_of(&it.name)).collect::<Vec<_>>(), ["x", "y", "z"]);
    let kinds: Vec<ir::MethodKind> = class.methods.iter().map(|method| method.kind).collect();
    assert_eq!(kinds, [ir::MethodKind::Property, ir::MethodKind::Setter, ir::MethodKind::Static]);
    assert_eq!(text_of(&module.classes[1].qualified_name), "A.I");
    assert_eq!(text_of(&function(&module, "A.I.m").qualified_name), "A.I.m");
}

#[test]
fn methods_do_not_see_the_names_of_their_class() {
    let text = "def f(x):\n    class A:\n        x = x\n        y = x\n        def m(self): return x\n    return A\n";
    shows(text, "f.A.m", &["capture 0"]);
    shows(text, "f.A", &["global x", ".x = ", ".y = "]);
}

#[test]
fn generators_yield_and_coroutines_wait() {
    let text = "def f(x):\n    y = yield x\n    yield from y\n";
    let module = lowered(text);
    assert!(function(&module, "f").is_generator);
    shows(text, "f", &["yield v0", "[*]", "yield"]);
    assert!(function(&lowered("async def f(): pass\n"), "f").is_async);
}

#[test]
fn a_file_of_python_2_gives_its_functions_and_calls() {
    let text = "def f(a):\n    print \"x\", a\n    try:\n        exec a in b\n    except IOError, e:\n        \
                raise E, \"m\"\n    return g(`a`) <> 0777L\n\ndef h():\n    print >>f, 1\n    return ur'x'\n";
    let module = lowered(text);
    assert!(module.notes.iter().any(|note| note.kind == NoteKind::Syntax));
    let printed = printed(&module, "f");
    assert!(printed.contains("call v") && printed.contains("caught"), "{printed}");
    assert!(printed.contains("global exec"), "{printed}");
    function(&module, "h");
}

#[test]
fn a_long_sum_is_lowered_in_full() {
    let text = format!("x = a{}\n", " + 'b'".repeat(3_000));
    let module = lowered(&text);
    assert!(module.notes.is_empty());
    assert!(module.functions[0].ops.len() > 6_000);
}

#[test]
fn what_nests_beyond_the_limit_becomes_opaque_with_a_note() {
    let text = format!("x = {}1{}\n", "[".repeat(1_000), "]".repeat(1_000));
    let module =
        std::thread::Builder::new().stack_size(64 << 20).spawn(move || lowered(&text)).unwrap().join().unwrap();
    assert!(module.notes.iter().any(|note| note.kind == NoteKind::Depth));
}

#[test]
fn notes_are_capped() {
    let module = lowered(&"x = = 1\n".repeat(5_000));
    assert!(module.notes.len() <= 1_001);
}

/// A text with a little of everything, to be broken.
const SAMPLE: &str = "from .a import b as c, d\nimport e.f\n__all__ = ['g']\n@dec(1)\nclass G(B[int], metaclass=M):\n    \
    x: 'int | None' = 1\n    def m(self, a, /, b=2, *c, d: int = 3, **e) -> str:\n        global q\n        try:\n            \
    with open(a) as f, g: yield f.read()[1:2]\n        except (A, B) as e:\n            raise X from e\n        else: \
    return [y async for x, (y, *z) in b if x]\n        finally:\n            q = lambda k=1: k + a\nasync def h(x):\n    \
    match x:\n        case {'k': [1, *_], **r} | C(v, w=None) if r: pass\n        case _: del x[0], x.y\n    \
    return f'{x!r:>{w}} {a:.2f}' '%s %d' % (x, 1) if not x else '{0.a}'.format(x)\nfor i in j:\n    while k < l <= m: \
    break\n    else: continue\nassert (n := o), 'p'\ntype T[U] = list[U]\n{**a, 'b': c}\n{*s}\nprint 'x'\n";

/// What breaks it.
const PIECES: &[&str] = &["(", "\n", "'", "\"\"\"", "{", "}", "\\", ":", " in ", "\0", "é", "lambda ", "\n        "];

#[test]
fn a_text_cut_or_changed_anywhere_never_stops_the_frontend() {
    for at in 0..=SAMPLE.len() {
        lowered(&SAMPLE[..at]);
        lowered(&SAMPLE[at..]);
        for piece in (0..3).map(|step| PIECES[(at + step * 4) % PIECES.len()]) {
            lowered(&format!("{}{piece}{}", &SAMPLE[..at], &SAMPLE[at..]));
        }
        let removed = SAMPLE.get(at + 1..).unwrap_or("");
        lowered(&format!("{}{removed}", &SAMPLE[..at]));
    }
}

#[test]
fn the_same_text_gives_the_same_module() {
    assert_eq!(ir::print_module(&lowered(SAMPLE)), ir::print_module(&lowered(SAMPLE)));
}

#[test]
fn getattr_and_setattr_with_a_constant_name_are_the_dot() {
    shows("def f(x):\n    return getattr(x, 'name')\n", "f", &["param 0", ".name", "return"]);
    assert_eq!(count("def f(x):\n    return getattr(x, 'name')\n", "f", "getattr"), 0);
    shows("def f(x, y):\n    return getattr(x, 'name', y)\n", "f", &[".name", "branch", "phi", "return"]);
    shows("def f(x, y):\n    setattr(x, 'name', y)\n", "f", &["store", ".name"]);
    assert_eq!(count("def f(x, y):\n    return getattr(x, y)\n", "f", "global getattr"), 1);
    assert_eq!(count("def f(x, y):\n    return getattr(*x)\n", "f", "global getattr"), 1);
    let shadowed = "def getattr(a, b): pass\ndef f(x):\n    return getattr(x, 'name')\n";
    assert_eq!(count(shadowed, "f", "global getattr"), 1);
}

#[test]
fn partial_is_a_closure_that_calls_the_function_with_what_it_brings_along() {
    let text = "from functools import partial as ahead\ndef f(g, x, y):\n    return ahead(g, x, y=y)\n";
    shows(text, "f", &["closure", "return"]);
    shows(text, "f.<partial>", &["param 0", "param 1", "capture 0", "capture 1", "capture 2", "call"]);
    assert_eq!(count("import functools\ndef f(g):\n    return functools.partial(g)\n", "f", "closure"), 1);
    assert_eq!(count("import other\ndef f(g):\n    return other.partial(g)\n", "f", "closure"), 0);
    assert_eq!(count("import functools\ndef f(functools):\n    return functools.partial(1)\n", "f", "closure"), 0);
    let rebound = "from functools import partial\npartial = 1\ndef f(g):\n    return partial(g)\n";
    assert_eq!(count(rebound, "f", "closure"), 0);
}
