//! `code/v1`: what identifies a finding across versions of the code: the rule, the enclosing function, the statement
//! without its layout and local names, the source's kind, and its number among equals. No path and no line.

use ir::{Op, Value};
use program::FuncId;
use rustc_hash::FxHashSet;

use crate::names::Names;
use crate::scan::{TokenKind, has_slots, scan, slots};

/// How deep code in texts is looked at.
const DEEPEST: usize = 8;

/// The part of a fingerprint that does not depend on other findings.
pub(crate) fn identity(names: Names<'_, '_>, rule: &str, id: FuncId, statement: &str, source: &str) -> String {
    format!("{rule}\u{0}{}\u{0}{statement}\u{0}{source}", names.function(id))
}

/// The statement of a value without its layout and local names.
pub(crate) fn statement(names: Names<'_, '_>, id: FuncId, value: Value) -> String {
    let function = names.program.function(id);
    let mut locals: FxHashSet<&str> = FxHashSet::default();
    if !matches!(function.kind, ir::FunctionKind::ModuleBody) {
        let params = function.params.iter().map(|param| param.name);
        let symbols =
            params.chain(function.captures.iter().copied()).chain(function.names.iter().map(|(_, name)| *name));
        locals.extend(symbols.map(|symbol| names.program.text(symbol)));
        for op in &function.ops {
            if let Op::Shared(_, name) | Op::SetShared(_, name, _) = op {
                locals.insert(names.program.text(*name));
            }
        }
    }
    normalised(names.text(id, names.span(id, value)), &|word| locals.contains(word), DEEPEST)
}

/// The code without white space, comments, commas before a closing mark and ways of quoting; each local name is `_`.
fn normalised(code: &str, is_local: &dyn Fn(&str) -> bool, depth: usize) -> String {
    let tokens = scan(code);
    let mark = |at: usize| match tokens.get(at)?.kind {
        TokenKind::Mark(mark) => Some(mark),
        _ => None,
    };
    let mut out = String::with_capacity(code.len());
    let mut after_word = false;
    for (at, token) in tokens.iter().enumerate() {
        let is_word = matches!(token.kind, TokenKind::Word(_));
        match token.kind {
            TokenKind::Word(word) => {
                if after_word {
                    out.push(' ');
                }
                let before = at.checked_sub(1).and_then(mark);
                // The name of an attribute, or of an argument.
                let is_part = before == Some('.');
                let names_argument =
                    matches!(before, Some('(' | ',')) && mark(at + 1) == Some('=') && mark(at + 2) != Some('=');
                out.push_str(if is_local(word) && !is_part && !names_argument { "_" } else { word });
            }
            TokenKind::Text { prefix, body } => {
                out.push_str(&prefix.to_lowercase());
                out.push('"');
                if has_slots(prefix) && depth > 0 {
                    for (text, code) in slots(body) {
                        out.push_str(&requoted(text));
                        out.push('{');
                        out.push_str(&normalised(code, is_local, depth - 1));
                        out.push('}');
                    }
                } else {
                    out.push_str(&requoted(body));
                }
                out.push('"');
            }
            TokenKind::Mark(mark) => {
                if matches!(mark, ')' | ']' | '}') && out.ends_with(',') {
                    out.pop();
                }
                out.push(mark);
            }
        }
        after_word = is_word;
    }
    out
}

/// A text as it is whatever quotes stand around it.
fn requoted(text: &str) -> String {
    text.replace("\\'", "'").replace("\\\"", "\"")
}

/// The hash of an identity and its number among equals, in hex.
pub(crate) fn hash(identity: &str, ordinal: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"flawline code/v1\0");
    hasher.update(identity.as_bytes());
    hasher.update(&(ordinal as u64).to_le_bytes());
    hasher.finalize().to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::normalised;

    fn of(code: &str) -> String {
        normalised(code, &|word| matches!(word, "name" | "title"), super::DEEPEST)
    }

    #[test]
    fn layout_and_local_names_do_not_count() {
        assert_eq!(of("db.execute( name )"), of("db.execute(\n    title,  # by title\n)"));
        assert_eq!(of("db.execute(f'a{name}')"), of("db.execute(f\"a{title}\")"));
        assert_ne!(of("db.execute(name)"), of("db.run(name)"));
    }

    #[test]
    fn a_local_name_is_one_only_where_code_stands() {
        assert_eq!(of("db.execute('name')"), "db.execute(\"name\")");
        assert_eq!(of("find(name=name, book=title.name)"), "find(name=_,book=_.name)");
        assert_eq!(of("f'name {name}'"), "f\"name {_}{}\"");
        assert_ne!(of("find(name == 1)"), of("find(name=1)"));
    }

    #[test]
    fn words_stay_apart() {
        assert_ne!(of("a not in b"), of("anot in b"));
    }
}
