//! Where a part of a value stands, when the value says it as it is written.

use ir::Span;

/// The place of a part of a text that stands at a place of a file; all of that place, when the part is not written there as it
/// is, or more than once.
pub(super) fn of_part(file: &str, span: Span, part: &str) -> Span {
    let raw = file.get(span.start as usize..span.end as usize).unwrap_or_default();
    match raw.match_indices(part).collect::<Vec<_>>().as_slice() {
        [(at, _)] if !part.is_empty() => Span::new(span.start + *at as u32, span.start + (at + part.len()) as u32),
        _ => span,
    }
}
