//! Templates that stand in a program as texts: each becomes a function of the program's own module.
//!
//! Takes a lowered module and its file; gives the module with these functions, to each of which it binds
//! [`ir::TEMPLATE`] with the text's number among the constants behind it. A text with something that is not understood is
//! no template, and so is one that is written with escapes, since its places in the file are not those in the text.

use ir::{Binding, BindingTarget, ConstId, Constant, Module, Op, SourceFile, Span};
use rustc_hash::FxHashSet;

use crate::notes::Notes;

use super::{Lowerer, is_template};

/// How many texts of a module are looked at.
const MOST: usize = 64;

/// The module, with the templates in its texts.
pub(crate) fn with_strings(file: &SourceFile, mut module: Module) -> Module {
    let texts = texts(file, &module);
    if texts.is_empty() {
        return module;
    }
    let mut symbols = std::mem::take(&mut module.symbols);
    let name = symbols.intern(ir::TEMPLATE);
    let mut lowerer = Lowerer::new(&file.text, symbols, name, true);
    lowerer.constants = std::mem::take(&mut module.constants);
    lowerer.functions = std::mem::take(&mut module.functions).into_iter().map(Some).collect();
    for (constant, span) in texts {
        let before = lowerer.functions.len();
        lowerer.escaping = true;
        let function = lowerer.template(span);
        if lowerer.notes.is_empty() {
            let name = lowerer.symbols.intern(&format!("{}{}", ir::TEMPLATE, constant.0));
            module.bindings.push(Binding { name, target: BindingTarget::Function(function) });
        } else {
            lowerer.functions.truncate(before);
            lowerer.notes = Notes::default();
        }
    }
    lowerer.constants.freeze();
    module.symbols = lowerer.symbols;
    module.constants = lowerer.constants;
    module.functions = lowerer.functions.into_iter().flatten().collect();
    module
}

/// The texts that may be templates of pages, each once, with the places of what stands between their quotes.
fn texts(file: &SourceFile, module: &Module) -> Vec<(ConstId, Span)> {
    let mut found = Vec::new();
    let mut seen = FxHashSet::default();
    for function in &module.functions {
        for (op, span) in function.ops.iter().zip(&function.spans) {
            let Op::Const(id) = *op else { continue };
            let Constant::Str(text) = module.constants.get(id) else { continue };
            if !text.contains('<') || !is_template(text) || found.len() >= MOST || !seen.insert(id) {
                continue;
            }
            let written = file.text.get(span.start as usize..span.end as usize).unwrap_or("");
            if let Some(at) = written.find(&**text) {
                let start = span.start + at as u32;
                found.push((id, Span::new(start, start + text.len() as u32)));
            }
        }
    }
    found
}
