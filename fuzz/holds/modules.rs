//! What holds of every module that a frontend gives, whatever text it was given: it verifies, its places lie in the text, on
//! whole characters and inside one another, and it is the same after it was written down and read.

use ir::{Module, Op, Span, codec, verify_module};

/// Panics when something does not hold.
pub(crate) fn assert_holds_together(module: &Module, text: &str) {
    if let Err(errors) = verify_module(module) {
        panic!("{}\n{text}", errors[0]);
    }
    let fits = |span: &Span| {
        span.start <= span.end && text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize)
    };
    let inside = |inner: &Span, outer: &Span| outer.start <= inner.start && inner.end <= outer.end;
    for function in &module.functions {
        assert!(fits(&function.span) && fits(&function.name_span), "a declaration is outside of the text\n{text}");
        assert!(inside(&function.name_span, &function.span), "a name is outside of its declaration\n{text}");
        for (op, span) in function.ops.iter().zip(&function.spans) {
            // These two are written nowhere.
            if matches!(op, Op::Phi(_) | Op::Undefined) && *span == Span::default() {
                continue;
            }
            assert!(fits(span), "an operation is outside of the text\n{text}");
            assert!(inside(span, &function.span), "{op:?} at {span:?} is outside of its function\n{text}");
        }
        if let Some(parent) = function.parent {
            let parent = &module.functions[parent.0 as usize];
            assert!(inside(&function.span, &parent.span), "a function is outside of the one around it\n{text}");
        }
    }
    assert!(module.notes.iter().all(|note| fits(&note.span)), "a note is outside of the text\n{text}");
    let bytes = codec::encode(module);
    let back = codec::decode(&bytes);
    assert!(back.is_ok_and(|back| codec::encode(&back) == bytes), "the bytes are read as another\n{text}");
}
