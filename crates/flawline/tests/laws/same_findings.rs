//! Changes of a program that leave its findings as they are, and changes that end them.
//!
//! Programs by chance, and those in which one source reaches one sink, are changed in one place: a value is wrapped, a
//! function taken out, put in, moved to another file, decorated, renamed. The same sinks must be reached from the same
//! sources. Where the way is cut (by a constant, a number, a list of what is allowed), nothing may be reached.

use std::collections::BTreeSet;

use crate::bench::{MORE, Reached, reached, reviewed, shown};
use crate::chance::{Chance, cases};
use crate::programs::{Expr, Func, HOLE, Kind, Program, Stmt, WRAPS, grow, straight};

/// How many programs are tried with each change.
const PROGRAMS: usize = 4;

/// A change; it gives nothing when the program has no place for it.
type Change = fn(&mut Program, &mut Chance) -> Option<()>;

const CHANGES: &[(&str, Change)] = &[
    ("an expression becomes a function", extract),
    ("a call becomes the statements of the function", inline),
    ("functions move to another file", |program, chance| {
        program.split = (program.funcs.len() > 1).then(|| 1 + chance.below(program.funcs.len() - 1));
        program.split.map(|_| ())
    }),
    ("functions stand in another order", |program, chance| {
        chance.shuffle(&mut program.order);
        Some(())
    }),
    ("functions get a decorator that does nothing", |program, chance| {
        let at = chance.below(program.funcs.len());
        program.funcs[at].decorators.push("@decorated");
        Some(())
    }),
    ("code that never runs is added", |program, chance| {
        let func = chance.below(program.funcs.len());
        let dead = *chance.pick(&["if False:\n    sink(source())", "if 1 == 2:\n    sink(source())"]);
        let at = chance.below(program.funcs[func].body.len());
        for (more, line) in dead.lines().enumerate() {
            let stmt = fresh(program, Kind::Line(line.to_owned()));
            program.funcs[func].body.insert(at + more, stmt);
        }
        Some(())
    }),
    ("functions and classes that nobody uses are added", |program, _| {
        program.more += "class Unused(Box):\n    def get(self):\n        return clean(self.value)\n";
        program.more += "def unused(x):\n    x = source()\n    return x\n";
        Some(())
    }),
    ("code runs under a condition that holds", |program, chance| around(program, chance, "if True:", "")),
    ("code runs in a loop that ends at once", |program, chance| around(program, chance, "while True:", "    break")),
    ("code runs in an attempt", |program, chance| around(program, chance, "try:", "finally:\n    pass")),
    ("a value goes through a variable", |program, chance| {
        let (func, at) = place(program, chance)?;
        let name = program.next_name;
        program.next_name += 1;
        let expr = std::mem::replace(expr_of(&mut program.funcs[func].body[at])?, Expr::Name(name));
        let id = program.funcs[func].body[at].id;
        program.funcs[func].body.insert(at, Stmt { id, kind: Kind::Set(name, expr) });
        Some(())
    }),
];

/// Whether a statement's text is all that can be changed in it.
fn expr_of(stmt: &mut Stmt) -> Option<&mut Expr> {
    match &mut stmt.kind {
        Kind::Sink(expr) | Kind::Effect(_, _, expr) | Kind::Return(expr) => Some(expr),
        Kind::Set(_, expr) if is_text(expr) => Some(expr),
        _ => None,
    }
}

fn is_text(expr: &Expr) -> bool {
    !matches!(expr, Expr::List(_) | Expr::Map(_) | Expr::New(..) | Expr::Name(_))
}

/// A statement of a function's own block that has a text.
fn place(program: &mut Program, chance: &mut Chance) -> Option<(usize, usize)> {
    let mut places = Vec::new();
    for (func, data) in program.funcs.iter_mut().enumerate() {
        for (at, stmt) in data.body.iter_mut().enumerate() {
            if expr_of(stmt).is_some() {
                places.push((func, at));
            }
        }
    }
    (!places.is_empty()).then(|| *chance.pick(&places))
}

fn fresh(program: &mut Program, kind: Kind) -> Stmt {
    program.next_stmt += 1;
    Stmt { id: program.next_stmt - 1, kind }
}

fn around(program: &mut Program, chance: &mut Chance, head: &'static str, end: &'static str) -> Option<()> {
    let (func, at) = place(program, chance)?;
    let stmt = program.funcs[func].body.remove(at);
    let block = fresh(program, Kind::Block(head, vec![stmt], end));
    program.funcs[func].body.insert(at, block);
    Some(())
}

/// The names in an expression.
fn names_in(expr: &Expr, out: &mut Vec<usize>) {
    match expr {
        Expr::Code(_) | Expr::Source => {}
        Expr::Name(name) | Expr::Give(name) => out.push(*name),
        Expr::Plus(left, right) | Expr::Choice(left, _, right) => {
            names_in(left, out);
            names_in(right, out);
        }
        Expr::Wrapped(_, inner) | Expr::Item(inner, _) | Expr::New(_, inner) | Expr::Member(inner, _) => {
            names_in(inner, out);
        }
        Expr::Call(_, all) | Expr::List(all) | Expr::Map(all) => all.iter().for_each(|expr| names_in(expr, out)),
    }
}

/// A function of its own for an expression; what it names is handed over.
fn extract(program: &mut Program, chance: &mut Chance) -> Option<()> {
    let (func, at) = place(program, chance)?;
    let callee = program.funcs.len();
    let stmt = &mut program.funcs[func].body[at];
    let id = stmt.id;
    let expr = expr_of(stmt)?;
    let mut names = Vec::new();
    names_in(expr, &mut names);
    names.sort_unstable();
    names.dedup();
    let args = names.iter().map(|name| Expr::Name(*name)).collect();
    let expr = std::mem::replace(expr, Expr::Call(callee, args));
    let body = vec![Stmt { id, kind: Kind::Return(expr) }];
    program.funcs.push(Func { name: "taken_out".to_owned(), params: names, body, decorators: Vec::new() });
    program.order.push(callee);
    Some(())
}

/// A function's statements in the place of its call. The function stays, and nobody calls it.
fn inline(program: &mut Program, _: &mut Chance) -> Option<()> {
    let is_call = |stmt: &Stmt| matches!(&stmt.kind, Kind::Do(Expr::Call(..)));
    let func = program.funcs.iter().position(|func| func.body.iter().any(is_call))?;
    let at = program.funcs[func].body.iter().position(is_call)?;
    let Kind::Do(Expr::Call(callee, args)) = program.funcs[func].body[at].kind.clone() else { return None };
    let callee = program.funcs[callee].clone();
    if callee.body.iter().any(|stmt| matches!(stmt.kind, Kind::Return(_))) {
        return None;
    }
    let id = program.funcs[func].body[at].id;
    let given = callee.params.into_iter().zip(args).map(|(param, arg)| Stmt { id, kind: Kind::Set(param, arg) });
    program.funcs[func].body.splice(at..=at, given.chain(callee.body));
    Some(())
}

/// A statement's value in a wrap.
fn wrapped(program: &mut Program, chance: &mut Chance, code: &'static str) -> Option<()> {
    let (func, at) = place(program, chance)?;
    let expr = expr_of(&mut program.funcs[func].body[at])?;
    let inner = std::mem::replace(expr, Expr::Code(""));
    *expr = Expr::Wrapped(code, Box::new(inner));
    Some(())
}

/// Two reviews say the same; where one counts sources without naming them, those that are named are compared.
fn differ(before: &Reached, after: &Reached) -> Option<String> {
    let mut all: Vec<usize> = before.keys().chain(after.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let differing = all.into_iter().find(|sink| match (before.get(sink), after.get(sink)) {
        (Some(before), Some(after)) => !before.contains(&MORE) && !after.contains(&MORE) && before != after,
        _ => true,
    })?;
    Some(format!("s{differing}: {:?} became {:?}", before.get(&differing), after.get(&differing)))
}

/// What of one review is missing in another.
fn lost(before: &Reached, after: &Reached) -> Option<String> {
    let nothing = BTreeSet::new();
    let is_lost = |sink: &&usize| {
        let known = after.get(sink).unwrap_or(&nothing);
        known.is_empty() || !known.contains(&MORE) && !before[sink].is_subset(known)
    };
    let sink = before.keys().find(is_lost)?;
    Some(format!("s{sink}: {:?} became {:?}", before.get(sink), after.get(sink)))
}

/// Tries a change on some programs; complains where two reviews compare badly.
fn complaints(
    name: &str,
    seeds: std::ops::Range<u64>,
    compare: fn(&Reached, &Reached) -> Option<String>,
    change: &dyn Fn(&mut Program, &mut Chance) -> Option<()>,
) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut tried = 0;
    for seed in seeds {
        let program = if seed % 2 == 0 { grow(seed) } else { straight(seed) };
        let before = program.files();
        let mut changed = program.clone();
        if change(&mut changed, &mut Chance::new(seed + 1)).is_none() {
            continue;
        }
        tried += 1;
        let after = changed.files();
        let found = reached(&before, &reviewed(&before));
        let difference = compare(&found, &reached(&after, &reviewed(&after)));
        if let Some(difference) = difference {
            complaints.push(format!("{name}, seed {seed}: {difference}\n{}", shown(&after)));
        }
    }
    assert!(tried > 0, "{name}: no program has a place for it");
    complaints
}

#[test]
fn changes_that_change_nothing_leave_the_findings_as_they_are() {
    let seeds = 0..cases(PROGRAMS * 3) as u64;
    let all: Vec<String> =
        CHANGES.iter().flat_map(|(name, change)| complaints(name, seeds.clone(), differ, change)).collect();
    assert!(all.is_empty(), "{}\n{}", all.len(), all.join("\n"));
}

#[test]
fn a_value_that_is_wrapped_is_the_same_value() {
    let seeds = 0..cases(PROGRAMS) as u64;
    let all: Vec<String> = WRAPS
        .iter()
        .filter(|wrap| wrap.is_same)
        .flat_map(|wrap| {
            // What an attribute holds for one caller it may hold for the others.
            let compare = if wrap.code.contains("Case(") { lost } else { differ };
            complaints(wrap.name, seeds.clone(), compare, &|program, chance| wrapped(program, chance, wrap.code))
        })
        .collect();
    assert!(all.is_empty(), "{}\n{}", all.len(), all.join("\n"));
}

#[test]
fn other_names_for_all_variables_and_functions_change_nothing() {
    let renamed = |text: &str| {
        let name = regex::Regex::new(r"\b([vf])(\d+)\b").unwrap();
        name.replace_all(text, |found: &regex::Captures<'_>| format!("other_{}_{}", &found[2], &found[1])).into_owned()
    };
    for seed in 0..cases(PROGRAMS * 3) as u64 {
        let files = grow(seed).files();
        let other: Vec<_> = files.iter().map(|(path, text)| (path.clone(), renamed(text))).collect();
        let (before, after) = (reached(&files, &reviewed(&files)), reached(&other, &reviewed(&other)));
        assert_eq!(before, after, "{}", shown(&other));
    }
}

const CUTS: &[(&str, &str)] = &[
    ("a number", "int(§)"),
    ("a length", "str(len(§))"),
    ("what is harmless", "clean(§)"),
    ("an answer", "str(§ == \"a\")"),
    ("one of two constants", "{True: \"a\", False: \"b\"}[§ == \"a\"]"),
    ("what a list allows", "(§ if § in (\"a\", \"b\") else \"a\")"),
];

#[test]
fn a_way_that_is_cut_has_no_findings() {
    for seed in 0..cases(PROGRAMS * 2) as u64 {
        let program = straight(seed);
        let files = program.files();
        assert_eq!(reached(&files, &reviewed(&files)).len(), 1, "the way is whole\n{}", shown(&files));
        let mut constant = program.clone();
        let Kind::Set(_, expr) = &mut constant.funcs[0].body[0].kind else { panic!("a way begins with its source") };
        replace_source(expr);
        let mut changed = vec![("a constant source", constant)];
        for (name, code) in CUTS {
            let mut cut = program.clone();
            // Right before a value that has a name: the second statement of a function, or the sink.
            let func = Chance::new(seed).below(cut.funcs.len());
            let body = &mut cut.funcs[func].body;
            let last = body.len() - 1;
            let at = 1 + Chance::new(seed + 7).below(last);
            let (Kind::Sink(expr) | Kind::Do(expr) | Kind::Set(_, expr)) = &mut body[at].kind else { continue };
            cut_name(expr, code);
            changed.push((*name, cut));
        }
        for (name, program) in changed {
            let files = program.files();
            let found = reached(&files, &reviewed(&files));
            assert!(found.is_empty(), "{name}, seed {seed}: {found:?}\n{}", shown(&files));
        }
    }
}

fn replace_source(expr: &mut Expr) {
    match expr {
        Expr::Source => *expr = Expr::Code("\"a\""),
        Expr::Wrapped(_, inner) => replace_source(inner),
        _ => {}
    }
}

/// Puts a cut around the name in an expression; a cut may name it twice.
fn cut_name(expr: &mut Expr, code: &'static str) {
    match expr {
        Expr::Name(_) => {
            let name = expr.clone();
            *expr = Expr::Wrapped(code, Box::new(name));
        }
        Expr::Wrapped(_, inner) => cut_name(inner, code),
        Expr::Call(_, args) => args.iter_mut().for_each(|arg| cut_name(arg, code)),
        _ => {}
    }
    debug_assert!(code.contains(HOLE));
}
