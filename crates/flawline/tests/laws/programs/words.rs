//! Expressions that carry on a text: as it is, or changed.

/// Where the text stands.
pub(crate) const HOLE: char = '§';

/// Code around a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wrap {
    /// What it is, in words.
    pub(crate) name: &'static str,
    /// The code, with a hole.
    pub(crate) code: &'static str,
    /// Whether the text comes out as it went in.
    pub(crate) is_same: bool,
}

const fn same(name: &'static str, code: &'static str) -> Wrap {
    Wrap { name, code, is_same: true }
}

const fn changed(name: &'static str, code: &'static str) -> Wrap {
    Wrap { name, code, is_same: false }
}

/// All ways. The class of the objects here is no other's: what the attributes of one class hold, all its objects may hold.
pub(crate) const WRAPS: &[Wrap] = &[
    same("a function that gives what it is given", "same(§)"),
    same("a lambda", "(lambda q: q)(§)"),
    same("an object of a class, by attribute", "Case(§).value"),
    same("an object of a class, by method", "Case(§).get()"),
    same("a property", "Case(§).shown"),
    same("a list", "[§][0]"),
    same("a tuple, from its end", "(\"\", §)[-1]"),
    same("a dictionary", "{\"k\": §}[\"k\"]"),
    same("a dictionary that is asked with get", "{\"k\": §}.get(\"k\", \"\")"),
    same("a list in a list", "[[§]][0][0]"),
    same("a list spread into a list", "[*[§]][0]"),
    same("a dictionary spread into a dictionary", "{**{\"k\": §}}[\"k\"]"),
    same("arguments spread", "same(*[§])"),
    same("named arguments spread", "same(**{\"x\": §})"),
    same("a named argument", "same(x=§)"),
    same("a conversion to text", "str(§)"),
    same("an f-string of it alone", "f\"{§}\""),
    same("a choice that is always the same", "(§ if True else \"\")"),
    same("a dynamic attribute", "getattr(Case(§), \"value\")"),
    same("an iterator", "next(iter([§]))"),
    same("a generator expression", "next(q for q in [§])"),
    same("a generator function", "next(each([§]))"),
    same("a list comprehension", "[q for q in [§]][0]"),
    same("a dictionary comprehension", "{\"k\": q for q in [§]}[\"k\"]"),
    same("map", "list(map(same, [§]))[0]"),
    same("a sorted list", "sorted([§])[0]"),
    same("a reversed list", "list(reversed([§]))[0]"),
    same("an empty join", "\"\".join([§])"),
    same("bytes and back", "(§).encode().decode()"),
    same("JSON and back", "json.loads(json.dumps(§))"),
    same("partial", "functools.partial(same, §)()"),
    changed("reduced", "functools.reduce(lambda q, r: q + r, [§])"),
    same("zip", "list(zip([§], [\"\"]))[0][0]"),
    same("enumerate", "list(enumerate([§]))[0][1]"),
    same("the items of a dictionary", "list({\"k\": §}.items())[0][1]"),
    same("the values of a dictionary", "list({\"k\": §}.values())[0]"),
    same("or", "(§ or \"\")"),
    changed("stripped", "(§).strip()"),
    changed("in upper case", "(§).upper()"),
    changed("replaced", "(§).replace(\"b\", \"c\")"),
    changed("split", "(§).split(\"-\")[0]"),
    changed("partitioned", "(§).partition(\"-\")[0]"),
    changed("a part", "(§)[0:9]"),
    changed("without its first letter", "(§)[1:]"),
    changed("twice", "(§) * 2"),
    changed("formatted with percent", "\"x%s\" % (§,)"),
    changed("formatted with format", "\"x{}\".format(§)"),
    changed("formatted with names", "\"x{k}\".format(k=§)"),
    changed("in an f-string", "f\"x{§}y\""),
    changed("joined", "\"-\".join([\"x\", §])"),
    changed("represented", "repr(§)"),
    changed("padded", "(§).ljust(9)"),
    changed("letter by letter", "\"\".join(q for q in §)"),
    changed("the greatest", "max(§, \"\")"),
    changed("loud", "Loud(§).get()"),
];
