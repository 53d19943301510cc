//! Tags: what each of them does, and what its end does.

use ir::{
    Arg, ArgKind, Binding, BindingTarget, Constant, Elem, FunctionId, FunctionKind, Op, Param, ParamKind, Span, Symbol,
    Terminator, Value,
};

use super::expression::{Expr, Kind, Words};
use super::frame::{Frame, Open};
use super::tokens::{Token, tokens};
use super::{Declared, Lowerer, NoteKind};

/// How many tags may be open in each other.
const MOST_OPEN: usize = 200;

/// How many filters of blocks a hole goes through at most.
const MOST_FILTERS: usize = 8;

/// How many ways of one `if` meet in one block; more meet group by group.
const MOST_WAYS: usize = 100;

/// Tags that show nothing of anybody and change nothing.
const SILENT: [&str; 24] = [
    "load",
    "csrf_token",
    "static",
    "now",
    "lorem",
    "spaceless",
    "endspaceless",
    "localize",
    "endlocalize",
    "cache",
    "endcache",
    "break",
    "continue",
    "debug",
    "get_current_language",
    "localtime",
    "endlocaltime",
    "language",
    "endlanguage",
    "templatetag",
    "plural",
    "pluralize",
    "get_current_language_bidi",
    "get_available_languages",
];

impl<'a> Lowerer<'a> {
    /// A tag.
    pub(super) fn tag(&mut self, span: Span) {
        let Some(tokens) = tokens(self.text, span) else {
            self.opaque("long tag", &[], span);
            return;
        };
        let mut words = Words::new(&tokens);
        let Some(name) = words.name() else {
            self.opaque("tag", &[], span);
            return;
        };
        if self.tag_named(name, &mut words, span).is_none() {
            self.opaque(name, &[], span);
        }
    }

    /// Gives nothing when the tag is not understood.
    fn tag_named(&mut self, name: &'a str, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        match name {
            "if" => self.begin_if(words, span)?,
            "elif" | "elseif" => {
                let condition = words.expr()?;
                self.next_way(Some(&condition), span);
            }
            "else" | "empty" => self.otherwise(span),
            "for" => self.begin_for(words, span)?,
            "set" => self.set(words, span)?,
            "with" => {
                let before = self.frame.bound.clone();
                self.open(Open::Scope { name: "with", html: None, bound: before }, span)?;
                self.bind_all(words, span)?;
            }
            "block" => {
                let html = self.frame.parent.map(|_| self.frame.html.clone());
                if html.is_some() {
                    self.frame.html = super::html::Html::new();
                }
                let bound = self.frame.bound.clone();
                self.open(Open::Scope { name: "block", html, bound }, span)?;
            }
            "autoescape" => {
                let off = words.word("off") || words.word("false") || words.word("False");
                self.open(Open::Escaping { before: self.escaping }, span)?;
                self.escaping = !off;
            }
            "filter" => {
                let name = words.name()?;
                if self.open.iter().filter(|open| matches!(open, Open::Filter { .. })).count() >= MOST_FILTERS {
                    return None;
                }
                self.open(Open::Filter { name: name.to_owned() }, span)?;
            }
            "firstof" => {
                while !words.is_over() {
                    let value = words.expr()?;
                    let at = value.span;
                    let value = self.value(&value);
                    self.show(value, at);
                }
            }
            "extends" => {
                let file = words.expr()?;
                let value = self.value(&file);
                self.fill_in(value, span);
            }
            "include" => self.include(words, span)?,
            "import" => self.import(words, span)?,
            "from" => self.import_names(words, span)?,
            "macro" => self.begin_macro(words, span)?,
            "call" => {
                if words.sign("(") {
                    while !words.sign(")") {
                        words.next()?;
                    }
                }
                let called = words.expr()?;
                self.value(&called);
                let bound = self.frame.bound.clone();
                self.open(Open::Scope { name: "call", html: None, bound }, span)?;
            }
            "do" => {
                let value = words.tuple()?;
                self.value(&value);
            }
            "trans" | "translate" | "blocktrans" | "blocktranslate" | "url" | "cycle" => {
                self.names_of_translation(words, span);
            }
            name if SILENT.contains(&name) => {}
            name => {
                let ended = name.strip_prefix("end")?;
                self.end(ended, span)?;
            }
        }
        Some(())
    }

    /// Names that a translated text binds (`{% trans user=value %}`).
    fn names_of_translation(&mut self, words: &mut Words<'a, '_>, span: Span) {
        while let Some(word) = words.next() {
            if let Token::Name(name) = word
                && words.sign("=")
                && let Some(value) = words.expr()
            {
                let value = self.value(&value);
                let name = self.symbols.intern(name);
                self.bind_new(name, value, span);
            }
        }
    }

    fn open(&mut self, open: Open, span: Span) -> Option<()> {
        if self.open.len() >= MOST_OPEN {
            self.note(NoteKind::Depth, span, "nested too deeply to be lowered".into());
            return None;
        }
        self.open.push(open);
        Some(())
    }

    /// The end of a tag: of the innermost of that name in the current function, and of what is still open in it.
    fn end(&mut self, name: &str, span: Span) -> Option<()> {
        let floor = if name == "macro" { 0 } else { self.floor() };
        let at = (floor..self.open.len()).rev().find(|&at| self.open[at].name() == name);
        let Some(at) = at else {
            // The end of a tag of an extension, whose beginning is counted.
            return matches!(name, "trans" | "blocktrans" | "blocktranslate").then_some(());
        };
        while self.open.len() > at {
            let open = self.open.pop()?;
            self.close(open, span);
        }
        Some(())
    }

    /// Where what is open in the current function begins.
    fn floor(&self) -> usize {
        self.open.iter().rposition(|open| matches!(open, Open::Macro { .. })).map_or(0, |at| at + 1)
    }

    /// Ends what was open.
    pub(super) fn close(&mut self, open: Open, span: Span) {
        match open {
            Open::If { next, after, left, bound, .. } => {
                self.jump(after);
                if let Some(next) = next {
                    self.go_on_in(next);
                    self.jump(after);
                }
                self.go_on_in(after);
                self.maybe_only(&bound);
                if let Some(left) = left {
                    self.frame.html = left;
                }
            }
            Open::For { head, otherwise, bound, is_over, .. } => {
                self.jump(if is_over { otherwise } else { head });
                if !is_over {
                    self.frame.builder.seal(head);
                }
                self.go_on_in(otherwise);
                self.frame.bound = bound;
            }
            Open::Scope { html, bound, .. } => {
                self.frame.bound = bound;
                if let Some(html) = html {
                    self.frame.html = html;
                }
            }
            Open::Escaping { before } => self.escaping = before,
            Open::Capture { variable, gathered, html, .. } => {
                self.frame.html = html;
                if let (Some((name, at)), Some(gathered)) = (variable, gathered) {
                    let text = self.frame.builder.read(gathered);
                    let markup = self.own_call("markup", &[text], at);
                    self.bind_new(name, markup, at);
                }
            }
            Open::Filter { .. } => {}
            Open::Macro { span: whole, defaults, escaping } => {
                self.escaping = escaping;
                self.end_macro(whole.cover(span), &defaults, span);
            }
        }
    }

    // --- branches and loops ---------------------------------------------------------------------------------------

    fn begin_if(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let condition = words.expr()?;
        let (then, next, after) = (self.new_block(), self.new_block(), self.new_block());
        let (html, bound) = (self.frame.html.clone(), self.frame.bound.clone());
        self.open(Open::If { next: Some(next), after, html, left: None, bound, ways: 0 }, span)?;
        self.condition(&condition, then, next);
        self.go_on_in(then);
        Some(())
    }

    /// Ends a way of an `if`, and begins the next.
    fn next_way(&mut self, condition: Option<&Expr<'a>>, span: Span) {
        let Some(Open::If { next, after, html, left, bound, ways }) = self.open.last_mut() else {
            self.opaque("else", &[], span);
            return;
        };
        let Some(block) = next.take() else { return };
        left.get_or_insert_with(|| self.frame.html.clone());
        self.frame.html.clone_from(html);
        let before = bound.clone();
        let end = *after;
        *ways += 1;
        let is_full = *ways % MOST_WAYS == 0;
        self.frame.builder.terminate(Terminator::Jump(end));
        if is_full {
            let newer = self.new_block();
            self.go_on_in(end);
            self.jump(newer);
            if let Some(Open::If { after, .. }) = self.open.last_mut() {
                *after = newer;
            }
        }
        self.go_on_in(block);
        self.maybe_only(&before);
        if let Some(condition) = condition {
            let (then, otherwise) = (self.new_block(), self.new_block());
            self.condition(condition, then, otherwise);
            self.go_on_in(then);
            if let Some(Open::If { next, .. }) = self.open.last_mut() {
                *next = Some(otherwise);
            }
        }
    }

    fn otherwise(&mut self, span: Span) {
        match self.open.last_mut() {
            Some(Open::For { head, otherwise, html, bound, is_over }) if !*is_over => {
                let (head, otherwise) = (*head, *otherwise);
                *is_over = true;
                self.frame.html.clone_from(html);
                self.frame.bound.clone_from(bound);
                let after = self.frame.builder.new_block();
                if let Some(Open::For { otherwise, .. }) = self.open.last_mut() {
                    *otherwise = after;
                }
                self.jump(head);
                self.frame.builder.seal(head);
                self.go_on_in(otherwise);
            }
            _ => self.next_way(None, span),
        }
    }

    /// What was bound on one way only is not surely bound behind it.
    fn maybe_only(&mut self, before: &super::frame::Names) {
        for (name, bound) in &mut self.frame.bound {
            bound.surely &= before.get(name).is_some_and(|before| before.surely);
        }
    }

    fn begin_for(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let mut targets = Vec::new();
        while let Some(name) = words.name() {
            if name == "in" {
                break;
            }
            targets.push(name);
            words.sign(",");
        }
        let (iterable, condition) = match words.tuple()? {
            // `for x in all if x.shown`
            Expr { kind: Kind::Choice(condition, value, None), .. } => (*value, Some(*condition)),
            whole => (whole, None),
        };
        let at = iterable.span;
        let (html, bound) = (self.frame.html.clone(), self.frame.bound.clone());
        let (head, body, otherwise) = (self.new_block(), self.new_block(), self.new_block());
        self.open(Open::For { head, otherwise, html, bound, is_over: false }, span)?;
        let iterable = self.value(&iterable);
        self.jump(head);
        self.frame.builder.switch_to(head);
        let more = self.push(Op::HasNext(iterable), at);
        self.branch(more, body, otherwise);
        self.go_on_in(body);
        let element = self.push(Op::Next(iterable), at);
        match targets[..] {
            [only] => self.bind_anew_named(only, element),
            _ => {
                for (index, name) in targets.into_iter().enumerate() {
                    let key = self.position(index, at);
                    let part = self.push(Op::Load(element, Elem::Item(key)), at);
                    self.bind_anew_named(name, part);
                }
            }
        }
        let round = self.constant(Constant::Null, at);
        self.bind_anew_named("loop", round);
        self.bind_anew_named("forloop", round);
        if let Some(condition) = condition {
            let inside = self.new_block();
            self.condition(&condition, inside, head);
            self.go_on_in(inside);
        }
        Some(())
    }

    fn bind_anew_named(&mut self, name: &str, value: Value) {
        let name = self.symbols.intern(name);
        self.bind_anew(name, value);
    }

    /// The number of an element.
    fn position(&mut self, index: usize, span: Span) -> Value {
        self.constant(Constant::Int(i64::try_from(index).unwrap_or(i64::MAX)), span)
    }

    // --- names ----------------------------------------------------------------------------------------------------

    fn bind_new(&mut self, name: Symbol, value: Value, span: Span) {
        const MOST_NAMES: usize = 500;
        if self.frame.bound.len() >= MOST_NAMES && !self.frame.bound.contains_key(&name) {
            self.opaque("one name more than are followed", &[value], span);
            return;
        }
        self.bind(name, value);
    }

    fn set(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let mut targets = vec![words.name()?];
        while words.sign(",") {
            targets.push(words.name()?);
        }
        if words.sign(".") {
            // A field of a namespace.
            let field = words.name()?;
            if !words.sign("=") {
                return None;
            }
            let value = words.tuple()?;
            let base = self.name(targets[0], span);
            let value = self.value(&value);
            let field = self.symbols.intern(field);
            self.push(Op::Store(base, Elem::Field(field), value), span);
            return Some(());
        }
        if words.sign("=") {
            let value = words.tuple()?;
            let value = self.value(&value);
            for (index, name) in targets.iter().enumerate() {
                let name = self.symbols.intern(name);
                let mut part = value;
                if targets.len() > 1 {
                    let key = self.position(index, span);
                    part = self.push(Op::Load(value, Elem::Item(key)), span);
                }
                let part = self.push(Op::Copy(part), span);
                self.bind_new(name, part, span);
            }
            return Some(());
        }
        let name = self.symbols.intern(targets[0]);
        let empty = self.constant(Constant::Str("".into()), span);
        let gathered = self.variable(None);
        self.frame.builder.write(gathered, empty);
        let html = std::mem::replace(&mut self.frame.html, super::html::Html::new());
        self.open(Open::Capture { name: "set", variable: Some((name, span)), gathered: Some(gathered), html }, span)
    }

    /// `a=b c=d`, or Django's `b as a`.
    fn bind_all(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        while !words.is_over() {
            let value = words.expr()?;
            let (name, value) = match value.kind {
                Kind::Name(name) if words.sign("=") => (name, words.expr()?),
                _ if words.word("as") => (words.name()?, value),
                _ => return None,
            };
            let value = self.value(&value);
            let value = self.push(Op::Copy(value), span);
            let name = self.symbols.intern(name);
            self.frame.bound.remove(&name);
            self.bind_new(name, value, span);
            if !words.sign(",") {
                words.word("and");
            }
        }
        Some(())
    }

    // --- other files ----------------------------------------------------------------------------------------------

    fn include(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let file = words.expr()?;
        let mut more = Vec::new();
        if words.word("with") {
            while let Some(name) = words.name() {
                if words.sign("=") {
                    let value = words.expr()?;
                    let value = self.value(&value);
                    more.push(Arg { value, kind: ArgKind::Named(self.symbols.intern(name)) });
                }
            }
        }
        let files = match file.kind {
            Kind::List(all) => all,
            _ => vec![file],
        };
        for file in files {
            let value = self.value(&file);
            self.hand_over("include", value, &more, span);
        }
        Some(())
    }

    fn import(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let file = words.expr()?;
        if !words.word("as") {
            return None;
        }
        let name = self.symbols.intern(words.name()?);
        let file = self.value(&file);
        let module = self.own_call("import", &[file], span);
        self.bind_new(name, module, span);
        Some(())
    }

    fn import_names(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let file = words.expr()?;
        if !words.word("import") {
            return None;
        }
        let file = self.value(&file);
        let module = self.own_call("import", &[file], span);
        while let Some(name) = words.name() {
            if matches!(name, "with" | "without") {
                break;
            }
            let own = if words.word("as") { words.name()? } else { name };
            let field = self.symbols.intern(name);
            let part = self.push(Op::Load(module, Elem::Field(field)), span);
            let own = self.symbols.intern(own);
            self.bind_new(own, part, span);
            words.sign(",");
        }
        Some(())
    }

    // --- macros ---------------------------------------------------------------------------------------------------

    fn begin_macro(&mut self, words: &mut Words<'a, '_>, span: Span) -> Option<()> {
        let name = self.symbols.intern(words.name()?);
        let (mut params, mut defaults) = (Vec::new(), Vec::new());
        if words.sign("(") {
            while !words.sign(")") {
                let param = self.symbols.intern(words.name()?);
                let has_default = words.sign("=");
                if has_default {
                    let default = words.expr()?;
                    defaults.push(self.value(&default));
                }
                params.push(Param { name: param, kind: ParamKind::Normal, types: Vec::new(), has_default });
                words.sign(",");
            }
        }
        self.open(Open::Macro { span, defaults, escaping: self.escaping }, span)?;
        let id = FunctionId(self.functions.len() as u32);
        self.functions.push(None);
        let context = self.symbols.intern("context");
        let names: Vec<Symbol> = params.iter().map(|param| param.name).collect();
        let declared = Declared { name, params, captures: vec![context] };
        let outer = std::mem::replace(&mut self.frame, Frame::new(id, declared, span));
        self.outer.push(outer);
        self.begin(Op::Capture(0), span);
        for (index, name) in names.into_iter().enumerate() {
            let value = self.push(Op::Param(index as u32), span);
            self.bind_anew(name, value);
        }
        Some(())
    }

    fn end_macro(&mut self, whole: Span, defaults: &[Value], span: Span) {
        let Some(outer) = self.outer.pop() else { return };
        let nothing = self.constant(Constant::Null, span);
        self.frame.builder.terminate(Terminator::Return(nothing));
        let parent = outer.id;
        let frame = std::mem::replace(&mut self.frame, outer);
        let (id, name) = (frame.id, frame.declared.name);
        self.finish(frame, FunctionKind::Plain, Some(parent), whole);
        let captures = self.frame.builder.pools.add_values(&[self.frame.context]);
        let defaults = self.frame.builder.pools.add_values(defaults);
        let closure = self.push(Op::Closure { function: id, captures, defaults }, span);
        self.bind_new(name, closure, span);
        if self.binds_macros && self.macros.insert(name) {
            self.bindings.push(Binding { name, target: BindingTarget::Function(id) });
        }
    }
}
