//! `code/v1`: what identifies a finding across versions of the code: the rule, the enclosing function, the statement
//! without its layout and local names, the source's kind, and its number among equals. No path and no line.

use ir::{ParamKind, Value};
use program::FuncId;
use rustc_hash::FxHashSet;

use crate::names::Names;

/// The part of a fingerprint that does not depend on other findings.
pub(crate) fn identity(names: Names<'_, '_>, rule: &str, id: FuncId, value: Value, source: &str) -> String {
    let function = names.program.function(id);
    let span = function.span_of(value);
    let file = &names.files[names.program.module_of(id).index()];
    let text = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
    let locals: FxHashSet<&str> = function
        .params
        .iter()
        .filter(|param| !matches!(param.kind, ParamKind::NamedOnly))
        .map(|param| param.name)
        .chain(function.names.iter().map(|(_, name)| *name))
        .map(|name| names.program.text(name))
        .collect();
    let is_module = matches!(function.kind, ir::FunctionKind::ModuleBody);
    let statement = normalised(text, |word| !is_module && locals.contains(word));
    format!("{rule}\u{0}{}\u{0}{statement}\u{0}{source}", names.function(id))
}

/// The text without white space, each local name as `_`.
fn normalised(text: &str, is_local: impl Fn(&str) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut word = String::new();
    let flush = |word: &mut String, out: &mut String| {
        out.push_str(if is_local(word) { "_" } else { word });
        word.clear();
    };
    for letter in text.chars() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
        } else {
            flush(&mut word, &mut out);
            if !letter.is_whitespace() {
                out.push(letter);
            }
        }
    }
    flush(&mut word, &mut out);
    out
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

    #[test]
    fn layout_and_local_names_do_not_count() {
        let local = |word: &str| matches!(word, "name" | "title");
        assert_eq!(normalised("db.execute( name )", local), normalised("db.execute(\n    title)", local));
        assert_ne!(normalised("db.execute(name)", local), normalised("db.run(name)", local));
    }
}
