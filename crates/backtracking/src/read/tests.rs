//! What the reader reads, and what it refuses.

use super::read;
use crate::tree::Node;

#[test]
fn what_is_a_pattern_is_read_and_what_is_none_is_not() {
    for pattern in [
        "",
        "a|b|",
        r"(?P<q>['\x22])(?:\\.|(?!(?P=q)).)*(?P=q)",
        r"(?<=ab|cd)x(?<!y)",
        r"(?(1)a|b)",
        r"(a)(?(1)a|b)",
        r"[]a\]-z-]",
        r"[^]]",
        r"a{2}b{,3}c{4,}d{x}e{}",
        "(?x) a + # more\n b ?",
        r"(?i:a)(?-i:b)(?im)c",
        r"x*+y?+z{1,2}+(?>ab)",
        r"\0\101\x41\u00e9\1{2}",
        r"(a)\1",
    ] {
        let is_pattern = !["(?(1)a|b)", r"\0\101\x41\u00e9\1{2}"].contains(&pattern);
        assert_eq!(read(pattern).is_ok(), is_pattern, "{pattern}");
    }
    for none in ["(", ")", "a**", "[a", "*a", "(?P<a>x)(?P<a>y)", r"\q", "a{3,2}", "(?z)", r"(?<=a+)b", "[b-a]", r"\"] {
        assert!(read(none).is_err(), "{none}");
    }
}

#[test]
fn alternatives_that_are_one_letter_each_are_a_set_and_what_all_begin_with_stands_before_them() {
    let tree = read(r"\w|\d|-").unwrap();
    assert!(matches!(tree.node(tree.root), Node::Set(_)));
    let tree = read("ab|ac").unwrap();
    assert!(matches!(tree.node(tree.root), Node::All(parts) if parts.len() == 2));
    let tree = read(r"[^a]|b").unwrap();
    assert!(matches!(tree.node(tree.root), Node::One(_)));
}

#[test]
fn flags_for_the_whole_pattern_count_from_its_beginning() {
    let tree = read("a b(?x)").unwrap();
    assert!(matches!(tree.node(tree.root), Node::All(parts) if parts.len() == 2));
}

#[test]
fn groups_lie_in_one_another_as_deep_as_is_looked_at() {
    let deep = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(read(&deep(40)).is_ok());
    assert!(read(&deep(100_000)).is_err() && read(&deep(60)).is_err());
}
