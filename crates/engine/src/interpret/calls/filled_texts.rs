//! Texts that a call fills with its named arguments: `"%(name)s"` in an attribute of the class of which it makes an object, or
//! in an argument.
//!
//! Takes a call and a row that says which attribute or argument holds the text; takes down what goes into it where the text
//! has a place for it.

use ir::Constant;
use knowledge::{ContextId, KindId, KindSet, RowId};
use program::ClassRef;

use crate::fact::Fact;
use crate::interpret::Interpreter;
use crate::interpret::calls::Calling;
use crate::reached::SinkSite;

impl<'a> Interpreter<'a, '_> {
    /// A call that makes an object of a class with a modelled base, or hands on what one is made of, where code of the program
    /// stands between the two or nothing at all.
    pub(super) fn fill_texts_of_bases(&mut self, calling: &Calling<'a>) {
        if calling.given.named.is_empty() || calling.handed.is_some() {
            return;
        }
        let program = self.cx.program;
        let Some(class) = program.class_made_by(self.id, calling.value) else { return };
        if program.modelled_ancestors(class).is_empty() {
            return;
        }
        let rows: Vec<RowId> = program.rows_of_filled_texts(class).collect();
        for row in rows {
            if let knowledge::Effect::Sink { kind, context, fills: Some(attribute), .. } = &program.apis.row(row).effect
            {
                self.fill_text(calling, row, (*kind, *context), attribute, Some(class));
            }
        }
    }

    /// What goes into a text where it has a place for it.
    pub(super) fn fill_text(
        &mut self,
        calling: &Calling<'a>,
        row: RowId,
        (kind, context): (KindId, Option<ContextId>),
        attribute: &str,
        class: Option<ClassRef>,
    ) {
        let program = self.cx.program;
        let given = calling.given.named.iter().find(|(name, _)| program.text(*name) == attribute);
        let text = match (given, class) {
            (Some(&(_, value)), _) => self.known_to_be(value).and_then(|known| match &known[..] {
                [Constant::Str(text)] => Some(text.clone()),
                _ => None,
            }),
            (None, Some(class)) => {
                let name = program.symbols.find(attribute);
                name.and_then(|name| match self.cx.constants.in_body(program, class, name) {
                    Some(Constant::Str(text)) => Some(text.clone()),
                    _ => None,
                })
            }
            (None, None) => None,
        };
        let Some(text) = text else { return };
        for &(name, value) in &calling.given.named {
            let place = format!("%({})s", program.text(name));
            let Some(at) = text.find(&place) else { continue };
            let facts = self.facts(value);
            let texts = &self.cx.texts;
            let around: KindSet = texts.behind(&text[..at]);
            let shown = |fact: &Fact| texts.with_harmless(texts.in_longer(fact.cleaned).union(around));
            let facts = facts.iter().filter(|fact| fact.path.is_empty());
            let facts = facts.map(|fact| Fact { cleaned: shown(fact), ..*fact }).collect();
            let sink = SinkSite { function: self.id, value: calling.value, given: value, row, kind, context };
            self.reach(sink, &facts, calling.value, calling.edge);
        }
    }
}
